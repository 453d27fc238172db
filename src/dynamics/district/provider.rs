//! Providers of contracted services: pay, leaving, entry, tenders, and the hours they bring.   MODEL2 section D4
//!
//! Nothing happens in a district before its first purchase.

use crate::dynamics::Rules;
use crate::elementary::{clip, least, logistic, most};
use crate::parameters::{self, Parameters};
use crate::places::{BySetting, CommunityId, MONTHS_PER_YEAR, WEEKS_PER_MONTH};
use crate::population::Institution;
use crate::population::community::Organised;
use crate::population::district::{Contract, MOST_LATE_MONTHS, Provider, ProviderKind, Providers, ProvidersMonth};
use crate::population::institutions::Purchase;
use crate::random::{Chance, Identity, Purpose};

/// What is the same for all providers of one kind.
#[derive(Debug, Clone, Copy, PartialEq)]
struct OfKind {
    margin: f32,
    overhead: f32,
    own_cost: f32,
    cash: f32,
    quality: f32,
    quality_best: f32,
    contracts: f32,
    share: f32,
}

fn of_kind(p: &parameters::Provider, kind: ProviderKind) -> OfKind {
    match kind {
        ProviderKind::SocialOrganisation => OfKind {
            margin: p.social_margin,
            overhead: p.social_overhead,
            own_cost: p.social_own_cost,
            cash: p.social_cash,
            quality: p.social_quality,
            quality_best: p.social_quality_best,
            contracts: p.social_contracts,
            share: p.social_share,
        },
        ProviderKind::SocialEnterprise => OfKind {
            margin: p.enterprise_margin,
            overhead: p.enterprise_overhead,
            own_cost: p.enterprise_own_cost,
            cash: p.enterprise_cash,
            quality: p.enterprise_quality,
            quality_best: p.enterprise_quality_best,
            contracts: p.enterprise_contracts,
            share: p.enterprise_share,
        },
        ProviderKind::Firm => OfKind {
            margin: p.firm_margin,
            overhead: p.firm_overhead,
            own_cost: p.firm_own_cost,
            cash: p.firm_cash,
            quality: p.firm_quality,
            quality_best: p.firm_quality_best,
            contracts: p.firm_contracts,
            share: p.firm_share,
        },
    }
}

fn cents(yuan: f64) -> i64 {
    libm::round(yuan * 100.0) as i64
}

/// What surrounds the providers of a district this month.
struct Around<'a> {
    /// Constants of what concerns a provider as a whole: of the setting that the district lists first.
    own: &'a parameters::Provider,
    /// Normal draws are cut here.
    cut: f64,
    /// Bits of the district's identity.
    district: u32,
    chance: &'a Chance,
    week: i32,
}

/// Notes what the organiser would contract providers for this month, and what it pays them; money is settled.
pub fn ask_for_services(institution: &mut Institution, around: &Rules) {
    let levers = around.levers;
    let paid = levers.costs.iter().zip(institution.offer.spent_cents).filter(|(cost, _)| cost.contracts > 0.0);
    institution.offer.purchase = Purchase {
        yuan_per_elder_year: levers.purchase_yuan_per_elder_year,
        contract_months: levers.contract_months,
        quality_weight: levers.quality_weight,
        late_months: levers.late_months,
        paid_cents: paid.map(|(_, cents)| cents).sum(),
    };
}

/// Money of a month's purchase before affordability, yuan.
fn month_money(institution: &Institution) -> f32 {
    institution.offer.purchase.yuan_per_elder_year * institution.last_month.elders as f32 / MONTHS_PER_YEAR as f32
}

/// The providers of a district in one month, in the order of MODEL2 section D4; the health pool has opened the hours.
pub fn advance(
    providers: &mut Providers,
    communities: &mut [impl Organised],
    parameters: &BySetting<Parameters>,
    chance: &Chance,
    week: i32,
) {
    let wanted = communities.iter().any(|it| month_money(it.institution()) > 0.0);
    let Some(first) = communities.first().filter(|_| wanted || providers.found > 0) else { return };
    let Parameters { provider: own, structure, .. } = &parameters[first.setting()];
    let district = first.id().district().bits();
    let around = Around { own, cut: f64::from(structure.trait_cut), district, chance, week };
    providers.month = ProvidersMonth::default();
    for community in communities.iter_mut() {
        let offer = &mut community.institution_mut().offer;
        (offer.under_contract, offer.users_trust_lost) = (false, 0.0);
        (offer.coverage_social, offer.coverage_firm) = (0.0, 0.0);
    }
    pay(providers, communities, parameters, own); //                     a, b
    leave(providers, communities, parameters, own); //                   c
    if wanted {
        enter(providers, communities, &around); //                       d
    }
    contract(providers, communities, parameters, &around); //            e
    serve(providers, communities, parameters); //                        f, g
}

/// The position of a community among those of the district, which lie in the order of their identity.
fn position(communities: &[impl Organised], bits: u32) -> Option<usize> {
    communities.binary_search_by_key(&bits, |it| it.id().bits()).ok()
}

/// (a, b) Contracts are paid and cost; belief follows what is paid on time, and quality grows under contract.
fn pay(
    providers: &mut Providers,
    communities: &[impl Organised],
    parameters: &BySetting<Parameters>,
    own: &parameters::Provider,
) {
    let (mut all_due, mut all_on_time) = (0.0, 0.0);
    let Providers { belief, here, month, .. } = providers;
    for provider in here.iter_mut() {
        let kind = of_kind(own, provider.kind);
        let (mut costs, mut due, mut on_time) = (cents(f64::from(kind.own_cost)), 0.0, 0.0);
        for contract in &mut provider.contracts {
            contract.months_left -= 1;
            let Some(position) = position(communities, contract.community) else { continue };
            let (institution, p) = (communities[position].institution(), &parameters[communities[position].setting()]);
            let Purchase { late_months, paid_cents, .. } = institution.offer.purchase;
            let paid = paid_cents as f64 / 100.0;
            provider.owed_cents[(late_months as usize).min(MOST_LATE_MONTHS)] += paid_cents;
            let hours = paid / f64::from(contract.price);
            costs +=
                cents(hours * f64::from(p.provider.wage) + f64::from(of_kind(&p.provider, provider.kind).overhead));
            due += f64::from(month_money(institution));
            on_time += paid / f64::from(1.0 + p.provider.late * late_months);
            month.paid_cents += paid_cents;
        }
        let arrived = provider.owed_cents[0];
        provider.owed_cents.rotate_left(1);
        provider.owed_cents[MOST_LATE_MONTHS] = 0;
        month.arrived_cents += arrived;
        provider.cash_cents += arrived - costs;
        believe(&mut provider.belief, own, on_time, due);
        if !provider.contracts.is_empty() {
            provider.quality += own.quality_learning * (kind.quality_best - provider.quality);
        }
        all_due += due;
        all_on_time += on_time;
    }
    believe(belief, own, all_on_time, all_due);
}

/// Belief in being paid on time moves to the share that was, when something was due.
fn believe(belief: &mut f32, own: &parameters::Provider, on_time: f64, due: f64) {
    if due > 0.0 {
        *belief += own.belief_speed * ((on_time / due) as f32 - *belief);
    }
}

/// Cash with what a provider can borrow on what it is owed, cents.
fn means(provider: &Provider, own: &parameters::Provider) -> f64 {
    provider.cash_cents as f64 + f64::from(own.credit) * provider.owed() as f64
}

/// (c) Who has been without means for too long leaves, and its users lose trust.
fn leave(
    providers: &mut Providers,
    communities: &mut [impl Organised],
    parameters: &BySetting<Parameters>,
    own: &parameters::Provider,
) {
    let Providers { here, month, .. } = providers;
    here.retain_mut(|provider| {
        provider.poor_months = if means(provider, own) < 0.0 { provider.poor_months + 1 } else { 0 };
        if provider.poor_months < own.patience_months as u32 {
            return true;
        }
        for contract in &provider.contracts {
            if let Some(position) = position(communities, contract.community) {
                let lost = 1.0 - parameters[communities[position].setting()].provider.exit_trust;
                communities[position].institution_mut().offer.users_trust_lost = lost;
            }
        }
        month.exits += 1;
        month.lapsed_cents += provider.owed();
        false
    });
}

/// Identity of a provider's draws.
fn identity(district: u32, number: u32) -> Identity {
    Identity { community: district, slot: number, generation: 0 }
}

/// (d) The first purchase finds some providers; later ones come where there is money without a contract.
fn enter(providers: &mut Providers, communities: &[impl Organised], around: &Around) {
    let Around { own, chance, week, .. } = *around;
    if providers.found == 0 {
        providers.belief = own.belief_start;
        let social = (0..own.first_social as u32).map(|_| ProviderKind::SocialOrganisation);
        for kind in social.chain((0..own.first_firms as u32).map(|_| ProviderKind::Firm)) {
            found(providers, kind, around);
        }
    }
    if providers.here.len() >= own.most_providers as usize {
        return;
    }
    let chance_to_enter = entry(providers, communities, own);
    let who = identity(around.district, providers.found);
    if chance.uniform(Purpose::ProviderEntry, 0, week, who) < chance_to_enter {
        let kind = kind_of_entrant(own, chance.uniform(Purpose::ProviderKind, 0, week, who));
        found(providers, kind, around);
    }
}

/// Probability that a provider enters this month.
fn entry(providers: &Providers, communities: &[impl Organised], own: &parameters::Provider) -> f32 {
    let (mut heads, mut money, mut open) = (0.0_f64, 0.0_f64, 0.0_f64);
    for community in communities {
        let institution = community.institution();
        heads += f64::from(institution.last_month.elders);
        let here = f64::from(month_money(institution) * institution.paid().services);
        money += here;
        open += if holder(&providers.here, community.id().bits()).is_none() { here } else { 0.0 };
    }
    if money <= 0.0 || heads <= 0.0 {
        return 0.0;
    }
    let a_head = (money * f64::from(MONTHS_PER_YEAR) / heads) as f32;
    let open = own.entry_least + (1.0 - own.entry_least) * (open / money) as f32;
    own.entry / MONTHS_PER_YEAR as f32 * least(own.entry_most, a_head / own.entry_yuan) * providers.belief * open
}

/// Who holds a running contract with a community.
fn holder(here: &[Provider], community: u32) -> Option<usize> {
    here.iter().position(|it| it.contracts.iter().any(|it| it.community == community && it.months_left > 0))
}

/// The kind of an entrant whose draw is `u`.
fn kind_of_entrant(own: &parameters::Provider, u: f32) -> ProviderKind {
    let shares = ProviderKind::ALL.map(|kind| of_kind(own, kind).share);
    let drawn = u * shares.iter().sum::<f32>();
    if drawn < shares[0] {
        ProviderKind::SocialOrganisation
    } else if drawn < shares[0] + shares[1] {
        ProviderKind::SocialEnterprise
    } else {
        ProviderKind::Firm
    }
}

/// A provider comes to the district.
fn found(providers: &mut Providers, kind: ProviderKind, around: &Around) {
    let Around { own, cut, district, chance, week } = *around;
    let (number, of_kind) = (providers.found, of_kind(own, kind));
    let drawn = chance.normal(Purpose::ProviderQuality, 0, week, identity(district, number)).clamp(-cut, cut);
    providers.here.push(Provider {
        number,
        kind,
        cash_cents: cents(f64::from(of_kind.cash)),
        quality: clip(of_kind.quality + own.quality_spread * drawn as f32),
        belief: providers.belief,
        poor_months: 0,
        owed_cents: [0; MOST_LATE_MONTHS + 1],
        contracts: Vec::new(),
    });
    providers.found += 1;
    providers.month.entries += 1;
}

/// (e) Contracts end where the purchase has; communities with money and no contract hold a tender.
fn contract(
    providers: &mut Providers,
    communities: &mut [impl Organised],
    parameters: &BySetting<Parameters>,
    around: &Around,
) {
    for community in communities.iter_mut() {
        let (id, p) = (community.id(), &parameters[community.setting()].provider);
        let institution = community.institution_mut();
        let money = month_money(institution);
        if money > 0.0 && institution.operating && holder(&providers.here, id.bits()).is_some() {
            continue;
        }
        let incumbent = end_contract(&mut providers.here, id.bits());
        if money <= 0.0 || !institution.operating {
            continue;
        }
        let tender = Tender { id, p, around, money, purchase: institution.offer.purchase, incumbent };
        let winner = tender.hold(&mut providers.here);
        providers.month.tenders += 1;
        providers.month.tenders_failed += u32::from(winner.is_none());
        if incumbent.is_some() && winner != incumbent {
            institution.offer.users_trust_lost = 1.0 - p.change_trust;
            providers.month.changes += 1;
        }
    }
}

/// Ends whatever contract a community has; who held it.
fn end_contract(here: &mut [Provider], community: u32) -> Option<usize> {
    let mut holder = None;
    for (number, provider) in here.iter_mut().enumerate() {
        let before = provider.contracts.len();
        provider.contracts.retain(|it| it.community != community);
        holder = if provider.contracts.len() < before { Some(number) } else { holder };
    }
    holder
}

/// A community looks for a provider.
struct Tender<'a> {
    id: CommunityId,
    p: &'a parameters::Provider,
    around: &'a Around<'a>,
    /// Money of a month before affordability, yuan.
    money: f32,
    purchase: Purchase,
    /// Position of who held the contract that ran out this month.
    incumbent: Option<usize>,
}

impl Tender<'_> {
    /// Takes bids and contracts the best; the position of who won.
    fn hold(&self, here: &mut [Provider]) -> Option<usize> {
        let mut best: Option<(f32, usize, f32)> = None;
        for (number, provider) in here.iter_mut().enumerate() {
            let is_incumbent = self.incumbent == Some(number);
            let room = provider.contracts.len() < of_kind(self.around.own, provider.kind).contracts as usize;
            if !(is_incumbent || room && means(provider, self.around.own) >= 0.0) {
                continue;
            }
            let Some(price) = self.bid(provider, is_incumbent) else { continue };
            provider.cash_cents -= cents(f64::from(self.p.bid_cost));
            let score = self.score(provider.quality, price, is_incumbent);
            // Equal scores go to who came first.
            if best.is_none_or(|(other, ..)| score > other) {
                best = Some((score, number, price));
            }
        }
        let (_, winner, price) = best?;
        let provider = &mut here[winner];
        if self.incumbent != Some(winner) {
            provider.cash_cents -= cents(f64::from(self.p.startup));
        }
        let months_left = self.purchase.contract_months as i32;
        provider.contracts.push(Contract { community: self.id.bits(), price, months_left });
        Some(winner)
    }

    /// The price that a provider bids, if it bids.
    fn bid(&self, provider: &Provider, is_incumbent: bool) -> Option<f32> {
        let p = self.p;
        let OfKind { margin: wanted, overhead, .. } = of_kind(p, provider.kind);
        let start = if is_incumbent { p.bid_cost } else { p.bid_cost + p.startup };
        let overhead = overhead + start / self.purchase.contract_months;
        if overhead >= p.overhead_most * self.money {
            return None;
        }
        let at_cost = p.wage / (1.0 - overhead / self.money);
        let margin = (p.price_cap - at_cost) / p.price_cap;
        if margin <= 0.0 {
            return None;
        }
        let who = identity(self.around.district, provider.number);
        // Setting and number of the community within its district.
        let community = self.id.bits() & 0xFFFF;
        let draw = |purpose| self.around.chance.uniform(purpose, community, self.around.week, who);
        if draw(Purpose::ProviderBid) >= logistic(p.bid_slope * (provider.belief * margin - wanted)) {
            return None;
        }
        let around = 1.0 + p.price_spread * (2.0 * draw(Purpose::ProviderPrice) - 1.0);
        Some(least(p.price_cap, at_cost * (1.0 + wanted * around)))
    }

    /// What a bid counts.
    fn score(&self, quality: f32, price: f32, is_incumbent: bool) -> f32 {
        let weight = self.purchase.quality_weight;
        let known = if is_incumbent { self.p.incumbent } else { 0.0 };
        weight * quality - (1.0 - weight) * price / self.p.price_cap + known
    }
}

/// (f, g) Contracts bring hours, on one list with those of the health pool, and presence.
fn serve(providers: &mut Providers, communities: &mut [impl Organised], parameters: &BySetting<Parameters>) {
    let Providers { here, month, .. } = providers;
    for provider in here.iter() {
        for contract in &provider.contracts {
            let Some(position) = position(communities, contract.community) else { continue };
            let p = &parameters[communities[position].setting()].provider;
            let institution = communities[position].institution_mut();
            let hours =
                month_money(institution) / contract.price / WEEKS_PER_MONTH as f32 * institution.paid().services;
            let per_1000 = hours * 1000.0 / most(1.0, institution.last_month.elders as f32);
            let offer = &mut institution.offer;
            offer.under_contract = true;
            let all = offer.provider_hours + hours;
            if all > 0.0 {
                offer.provider_quality =
                    (offer.provider_quality * offer.provider_hours + provider.quality * hours) / all;
            }
            offer.provider_hours = all;
            let coverage = least(1.0, per_1000 / p.cover_full);
            match provider.kind {
                ProviderKind::Firm => offer.coverage_firm = coverage,
                _ => offer.coverage_social = coverage,
            }
            month.contracts += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::by_hand::{Place, place};
    use super::*;
    use crate::places::Setting;

    const CHANCE: Chance = Chance::new(7, 0);

    /// Constants at which every provider that may bid does, at exactly the margin it wants.
    fn parameters() -> BySetting<Parameters> {
        BySetting::from_fn(|setting| {
            let mut p = Parameters::defaults(setting);
            let it = &mut p.provider;
            (it.wage, it.price_cap, it.bid_cost, it.startup) = (20.0, 40.0, 100.0, 200.0);
            (it.bid_slope, it.price_spread, it.overhead_most, it.incumbent) = (200.0, 0.0, 0.9, 0.05);
            (it.social_margin, it.social_overhead, it.firm_margin, it.firm_overhead) = (0.05, 170.0, 0.1, 345.0);
            (it.entry, it.entry_yuan, it.entry_most, it.entry_least) = (1.5, 20.0, 3.0, 0.1);
            (it.belief_speed, it.late, it.credit, it.patience_months) = (0.1, 0.25, 0.5, 3.0);
            (it.exit_trust, it.change_trust, it.cover_full) = (0.95, 0.98, 200.0);
            (it.social_own_cost, it.quality_learning, it.quality_spread) = (600.0, 0.02, 0.0);
            (it.firm_contracts, it.social_contracts) = (8.0, 3.0);
            p
        })
    }

    fn provider(number: u32, kind: ProviderKind, quality: f32) -> Provider {
        Provider {
            number,
            kind,
            cash_cents: 1_000_000,
            quality,
            belief: 0.8,
            poor_months: 0,
            owed_cents: [0; MOST_LATE_MONTHS + 1],
            contracts: Vec::new(),
        }
    }

    fn two() -> Vec<Provider> {
        vec![provider(0, ProviderKind::SocialOrganisation, 0.55), provider(1, ProviderKind::Firm, 0.65)]
    }

    /// A community of a hundred elders that would spend so much an elder and year on providers.
    fn buyer(number: u32, yuan: f32) -> Place {
        let mut place = place(number, Setting::Urban, 100);
        place.institution.offer.purchase =
            Purchase { yuan_per_elder_year: yuan, contract_months: 10.0, quality_weight: 0.6, ..Purchase::default() };
        place
    }

    fn running(community: &Place, price: f32, months_left: i32) -> Contract {
        Contract { community: community.id().bits(), price, months_left }
    }

    fn contract_with(providers: &mut Providers, places: &mut [Place]) {
        let parameters = parameters();
        let own = &parameters.urban.provider;
        let around = Around { own, cut: 2.5, district: 3 << 9, chance: &CHANCE, week: 8 };
        contract(providers, places, &parameters, &around);
    }

    fn near(found: f32, expected: f32) -> bool {
        (found - expected).abs() < 1e-4
    }

    #[test]
    fn without_a_purchase_nothing_happens() {
        let mut providers = Providers::default();
        let mut places = [buyer(0, 0.0), buyer(1, 0.0)];
        let before = places.clone();
        advance(&mut providers, &mut places, &parameters(), &CHANCE, 8);
        assert_eq!((providers, places), (Providers::default(), before));
    }

    #[test]
    fn quality_and_price_are_weighed_in_a_tender() {
        // 130 x 100/13 = 1,000 yuan a month. The social organisation has 170 + 300/10 of overhead: 20/(1 - 0.2) = 25
        // at cost, 26.25 bid; 0.6 x 0.55 - 0.4 x 26.25/40 = 0.0675. The firm 345 + 30: 32 at cost, 35.2 bid;
        // 0.6 x 0.65 - 0.4 x 35.2/40 = 0.038.
        let mut providers = Providers { here: two(), found: 2, ..Providers::default() };
        let mut places = [buyer(0, 130.0)];
        contract_with(&mut providers, &mut places);
        let [social, firm] = &providers.here[..] else { panic!("nobody came or left") };
        assert_eq!((social.contracts.len(), firm.contracts.len()), (1, 0));
        assert!(near(social.contracts[0].price, 26.25) && social.contracts[0].months_left == 10);
        assert_eq!((social.cash_cents, firm.cash_cents), (970_000, 990_000));
        serve(&mut providers, &mut places, &parameters());
        let offer = &places[0].institution.offer;
        assert!(offer.under_contract && near(offer.provider_hours, 1000.0 / 26.25 / 4.0));
        assert!(near(offer.provider_quality, 0.55) && offer.coverage_firm == 0.0);
        assert!(near(offer.coverage_social, 1000.0 / 26.25 / 4.0 * 10.0 / 200.0));
    }

    #[test]
    fn where_only_quality_counts_the_firm_wins() {
        let mut providers = Providers { here: two(), found: 2, ..Providers::default() };
        let mut places = [buyer(0, 130.0)];
        places[0].institution.offer.purchase.quality_weight = 1.0;
        contract_with(&mut providers, &mut places);
        assert!(near(providers.here[1].contracts[0].price, 35.2));
    }

    #[test]
    fn who_held_the_contract_starts_no_more_and_is_known() {
        // Without the start 345 + 10 of overhead: 31.0078 at cost, 34.1085 bid; 0.39 - 0.341 + 0.05 = 0.0989.
        let mut places = [buyer(0, 130.0)];
        let mut providers = Providers { here: two(), found: 2, ..Providers::default() };
        providers.here[1].contracts.push(running(&places[0], 35.2, 0));
        contract_with(&mut providers, &mut places);
        assert!(near(providers.here[1].contracts[0].price, 34.1085));
        assert_eq!(providers.here[1].cash_cents, 990_000);
        assert_eq!((places[0].institution.offer.users_trust_lost, providers.month.changes), (0.0, 0));
    }

    #[test]
    fn users_lose_trust_when_another_wins_and_none_when_the_purchase_stops() {
        let mut places = [buyer(0, 130.0), buyer(1, 0.0)];
        let mut providers = Providers { here: two(), found: 2, ..Providers::default() };
        // A firm of poor quality loses to the social organisation.
        providers.here[1].quality = 0.3;
        providers.here[1].contracts = vec![running(&places[0], 35.2, 0), running(&places[1], 35.2, 5)];
        contract_with(&mut providers, &mut places);
        assert_eq!((providers.here[0].contracts.len(), providers.here[1].contracts.len()), (1, 0));
        assert!(near(places[0].institution.offer.users_trust_lost, 0.02));
        assert_eq!(places[1].institution.offer.users_trust_lost, 0.0);
    }

    #[test]
    fn nobody_bids_where_overhead_takes_nearly_all() {
        // 26 x 100/13 = 200 yuan a month: overhead of 200 and more leaves nothing.
        let mut providers = Providers { here: two(), found: 2, ..Providers::default() };
        contract_with(&mut providers, &mut [buyer(0, 26.0)]);
        assert_eq!((providers.month.tenders, providers.month.tenders_failed), (1, 1));
        assert_eq!(providers.here, two());
    }

    #[test]
    fn late_pay_arrives_late_and_lowers_belief() {
        let mut places = [buyer(0, 130.0)];
        let purchase = &mut places[0].institution.offer.purchase;
        (purchase.late_months, purchase.paid_cents) = (2.0, 100_000);
        let mut providers = Providers { here: two(), found: 2, belief: 0.8, ..Providers::default() };
        providers.here[0].contracts.push(running(&places[0], 25.0, 10));
        let parameters = parameters();
        let mut cash = Vec::new();
        for _ in 0..3 {
            pay(&mut providers, &places, &parameters, &parameters.urban.provider);
            cash.push(providers.here[0].cash_cents);
        }
        // 40 hours at 20 yuan, 170 of overhead and 600 of its own a month; 1,000 come from the third on.
        assert_eq!(cash, [843_000, 686_000, 629_000]);
        assert_eq!((providers.here[0].owed(), providers.here[0].contracts[0].months_left), (200_000, 7));
        // 1,000/1.5 of 1,000 yuan count: 0.8 + 0.1 (2/3 - 0.8), and so on.
        let belief = (0..3).fold(0.8, |belief: f32, _| belief + 0.1 * (2.0 / 3.0 - belief));
        assert!(near(providers.here[0].belief, belief) && near(providers.belief, belief));
        assert_eq!(providers.here[1].belief, 0.8);
        assert!(providers.here[0].quality > 0.55 && providers.here[1].quality == 0.65);
    }

    #[test]
    fn who_has_no_means_for_three_months_leaves_its_users() {
        let mut places = [buyer(0, 130.0)];
        let mut providers = Providers { here: two(), found: 2, ..Providers::default() };
        let social = &mut providers.here[0];
        social.contracts.push(running(&places[0], 25.0, 10));
        // Half of what is owed can be borrowed, which is not enough.
        (social.cash_cents, social.owed_cents[3]) = (-60_000, 100_000);
        let parameters = parameters();
        for month in 1..=3 {
            assert_eq!((providers.here.len(), providers.month.exits), (2, 0), "{month}");
            leave(&mut providers, &mut places, &parameters, &parameters.urban.provider);
        }
        assert_eq!((providers.here.len(), providers.month.exits, providers.month.lapsed_cents), (1, 1, 100_000));
        assert!(near(places[0].institution.offer.users_trust_lost, 0.05));
    }

    #[test]
    fn providers_enter_where_there_is_money_without_a_contract() {
        let places = [buyer(0, 40.0), buyer(1, 40.0)];
        let mut providers = Providers { here: two(), found: 2, belief: 0.8, ..Providers::default() };
        providers.here[0].contracts.push(running(&places[0], 25.0, 10));
        // 1.5/13 x 40/20 x 0.8 x (0.1 + 0.9 x 1/2).
        let chance = entry(&providers, &places, &parameters().urban.provider);
        assert!(near(chance, 1.5 / 13.0 * 2.0 * 0.8 * 0.55), "{chance}");
    }

    #[test]
    fn the_first_purchase_finds_two_social_organisations_and_a_firm() {
        let mut parameters = parameters();
        parameters.urban.provider.entry = 0.0;
        let (mut providers, mut places) = (Providers::default(), [buyer(0, 130.0), buyer(1, 0.0)]);
        advance(&mut providers, &mut places, &parameters, &CHANCE, 8);
        let kinds: Vec<ProviderKind> = providers.here.iter().map(|it| it.kind).collect();
        let [social, _, firm] = ProviderKind::ALL;
        assert_eq!(kinds, [social, social, firm]);
        assert_eq!((providers.month.entries, providers.month.contracts, providers.found), (3, 1, 3));
        assert!(places[0].institution.offer.provider_hours > 0.0);
        assert_eq!(places[1].institution.offer.provider_hours, 0.0);
    }

    #[test]
    fn pool_and_provider_share_one_list_whose_quality_is_their_mean_by_hours() {
        let mut places = [buyer(0, 130.0)];
        let offer = &mut places[0].institution.offer;
        (offer.provider_hours, offer.provider_quality) = (10.0, 0.7);
        let mut providers = Providers { here: two(), found: 2, ..Providers::default() };
        // 1,000 yuan at 25 yuan an hour are ten hours a week.
        providers.here[0].contracts.push(running(&places[0], 25.0, 10));
        serve(&mut providers, &mut places, &parameters());
        let offer = &places[0].institution.offer;
        assert!(near(offer.provider_hours, 20.0) && near(offer.provider_quality, 0.625));
    }
}
