//! The district's government divides its money: by heads, need, performance or projects, takes back what lies idle at the
//! end of a year, and releases it over the next.   MODEL2 section D3
//!
//! All money is counted in whole cents: what is divided arrives, what returns is released or lapses.

use crate::dynamics::money;
use crate::parameters::Parameters;
use crate::places::{BySetting, MONTHS_PER_YEAR};
use crate::policy::{Allocation, FundingMode, Levers};
use crate::population::community::Organised;
use crate::population::district::Government;
use crate::random::{Chance, Identity, Purpose};

/// Months of a year.
const YEAR: u32 = MONTHS_PER_YEAR as u32;

/// Writes the month's grant of every community that the district pays for into its offer.
pub fn allocate(
    government: &mut Government,
    communities: &mut [impl Organised],
    parameters: &BySetting<Parameters>,
    levers: &BySetting<&Levers>,
    chance: &Chance,
    week: i32,
) {
    let mut paid: Vec<usize> = Vec::new();
    for (position, it) in communities.iter_mut().enumerate() {
        let funding = &levers[it.setting()].funding;
        let is_paid = funding.mode == FundingMode::District;
        paid.extend(is_paid.then_some(position));
        let institution = it.institution_mut();
        (institution.offer.allocated_cents, institution.offer.returned_cents) = (0, 0);
        institution.holds_project &= is_paid && funding.allocation == Allocation::Projects;
    }
    if paid.is_empty() {
        let lapsed_cents = government.lapsed_cents + government.to_release_cents;
        *government = Government { lapsed_cents, ..Government::default() };
        return;
    }
    // Sums and ties go by identity, whatever the order of communities in memory.
    paid.sort_by_key(|position| communities[*position].id());
    let of_rule = |allocation: Allocation, communities: &[_]| -> Vec<usize> {
        let has = |it: &&usize| levers[Organised::setting(&communities[**it])].funding.allocation == allocation;
        paid.iter().filter(has).copied().collect()
    };
    if government.months.is_multiple_of(YEAR) {
        if government.months > 0 {
            take_back(government, communities, &paid, parameters);
        }
        grant_projects(communities, &of_rule(Allocation::Projects, communities), parameters, chance, week);
    }
    // Under two rules at once each has the money of its own communities, and releases are shared by it.
    let rules: Vec<Vec<usize>> =
        Allocation::ALL.map(|it| of_rule(it, communities)).into_iter().filter(|it| !it.is_empty()).collect();
    let own: Vec<i64> = rules.iter().map(|it| money_of(communities, it, parameters, levers)).collect();
    let weights: Vec<f64> = own.iter().map(|it| *it as f64).collect();
    let released = divide(release(government), &weights);
    for ((rule, own), released) in rules.iter().zip(&own).zip(released) {
        let shares = shares(communities, rule, parameters, levers);
        for (position, cents) in rule.iter().zip(divide(own + released, &shares)) {
            communities[*position].institution_mut().offer.allocated_cents = cents;
        }
    }
    government.months += 1;
}

/// What communities hold above a month's plan returns, to be released.
fn take_back(
    government: &mut Government,
    communities: &mut [impl Organised],
    paid: &[usize],
    parameters: &BySetting<Parameters>,
) {
    let mut returned = 0;
    for position in paid {
        let institution = communities[*position].institution_mut();
        let idle = (institution.budget_cents - institution.offer.planned_cents).max(0);
        institution.budget_cents -= idle;
        institution.offer.returned_cents = idle;
        returned += idle;
    }
    government.to_release_cents += returned;
    let months = parameters[communities[paid[0]].setting()].government.release_months;
    government.release_months = months as u32;
}

/// The month's part of what is to be released; the last month's is what is left.
fn release(government: &mut Government) -> i64 {
    if government.release_months == 0 {
        return 0;
    }
    let part = government.to_release_cents / i64::from(government.release_months);
    government.to_release_cents -= part;
    government.release_months -= 1;
    part
}

/// Money for a month that the communities bring to the pot, cents: so much an elder, as far as it arrives.
fn money_of(
    communities: &[impl Organised],
    rule: &[usize],
    parameters: &BySetting<Parameters>,
    levers: &BySetting<&Levers>,
) -> i64 {
    let of = |position: &usize| {
        let it = &communities[*position];
        let (p, levers) = (&parameters[it.setting()], levers[it.setting()]);
        money::monthly_grant_cents(p, levers, it.institution().last_month.elders)
    };
    rule.iter().map(of).sum()
}

/// The best communities have a project for a year; who loses one believes less in what lasts.
fn grant_projects(
    communities: &mut [impl Organised],
    rule: &[usize],
    parameters: &BySetting<Parameters>,
    chance: &Chance,
    week: i32,
) {
    let Some(first) = rule.first() else { return };
    let winners = parameters[communities[*first].setting()].government.project_winners * rule.len() as f32;
    let mut ranked: Vec<(f64, usize)> = rule
        .iter()
        .map(|position| {
            let it = &communities[*position];
            let (p, institution) = (&parameters[it.setting()], it.institution());
            let g = &p.government;
            let cut = f64::from(p.structure.trait_cut);
            let who = Identity::community(it.id());
            let luck = chance.normal(Purpose::ProjectLuck, 0, week, who).clamp(-cut, cut);
            let merit = institution.capability
                + g.project_initiative * (institution.initiative - 1.0)
                + g.project_reputation * institution.reputation;
            (f64::from(merit) + f64::from(g.project_luck) * luck, *position)
        })
        .collect();
    // Stable, so that ties stay in the order of identity.
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let winners = libm::ceilf(winners) as usize;
    for (rank, (_, position)) in ranked.into_iter().enumerate() {
        let setting = communities[position].setting();
        let institution = communities[position].institution_mut();
        let wins = rank < winners;
        if institution.holds_project && !wins {
            institution.continuity_belief *= parameters[setting].government.project_lost;
        }
        institution.holds_project = wins;
    }
}

/// Shares of a pot that communities under one rule have, in the order given; they add up to 1, nearly.
fn shares(
    communities: &[impl Organised],
    rule: &[usize],
    parameters: &BySetting<Parameters>,
    levers: &BySetting<&Levers>,
) -> Vec<f64> {
    let heads: Vec<f64> = rule.iter().map(|it| f64::from(communities[*it].institution().last_month.elders)).collect();
    let setting = communities[rule[0]].setting();
    let g = &parameters[setting].government;
    // Relative to the mean over heads; where there is none, everybody is at it.
    let relative = |of: &dyn Fn(usize) -> f64| -> Vec<f64> {
        let values: Vec<f64> = rule.iter().map(|it| of(*it)).collect();
        let mean = values.iter().zip(&heads).map(|(value, head)| value * head).sum::<f64>() / heads.iter().sum::<f64>();
        values.into_iter().map(|value| if mean > 0.0 { value / mean } else { 1.0 }).collect()
    };
    let powers = |relative: Vec<f64>, power: f32| -> Vec<f64> {
        relative.into_iter().zip(&heads).map(|(it, head)| head * libm::pow(it, f64::from(power))).collect()
    };
    let weights = match levers[setting].funding.allocation {
        Allocation::PerHead => heads.clone(),
        Allocation::Need => {
            let unmet = |position: usize| {
                let last = &communities[position].institution().last_month;
                if last.needed_hours > 0.0 { f64::from(last.uncovered_hours / last.needed_hours) } else { 0.0 }
            };
            powers(relative(&unmet), g.need_power)
        }
        Allocation::Performance => {
            let (least, most) = (f64::from(g.performance_least), f64::from(g.performance_most));
            let part = |position: usize| f64::from(communities[position].institution().participation);
            let cut = relative(&part).into_iter().map(|it| it.max(least).min(most)).collect();
            powers(cut, g.performance_power)
        }
        Allocation::Projects => {
            let held = rule.iter().map(|it| communities[*it].institution().holds_project);
            held.zip(&heads).map(|(holds, head)| if holds { *head } else { 0.0 }).collect()
        }
    };
    let (all_heads, all_weights): (f64, f64) = (heads.iter().sum(), weights.iter().sum());
    let base = f64::from(g.base_share);
    let share = |(head, weight): (&f64, &f64)| {
        let by_heads = if all_heads > 0.0 { head / all_heads } else { 0.0 };
        base * by_heads + (1.0 - base) * if all_weights > 0.0 { weight / all_weights } else { by_heads }
    };
    heads.iter().zip(&weights).map(share).collect()
}

/// Divides cents by weights that are not negative, rounded as they pile up, so that the parts are the whole.
fn divide(cents: i64, weights: &[f64]) -> Vec<i64> {
    let all: f64 = weights.iter().sum();
    let (mut before, mut given) = (0.0, 0);
    let part = |(number, weight): (usize, &f64)| {
        before += weight;
        let is_last = number + 1 == weights.len();
        let until = if is_last || all <= 0.0 { cents } else { libm::round(cents as f64 * (before / all)) as i64 };
        let part = until.clamp(given, cents) - given;
        given += part;
        part
    };
    weights.iter().enumerate().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Seat, mandated, parameters, seats};
    use super::*;
    use crate::places::Setting;
    use crate::policy::Funding;

    const CHANCE: Chance = Chance::new(1, 0);

    fn levers(mode: FundingMode, allocation: Allocation) -> BySetting<Levers> {
        let funding = Funding { mode, yuan_per_elder_year: 130.0, allocation, ..Funding::default() };
        BySetting::from_fn(|_| Levers { funding, ..Levers::default() })
    }

    /// Two towns of 100 and 300 elders and a village of 100.
    fn district() -> Vec<Seat> {
        let mut communities = [seats(Setting::Urban, &[0, 0]), seats(Setting::Rural, &[1])].concat();
        communities[1].institution.last_month.elders = 300;
        for (it, (unmet, participation)) in communities.iter_mut().zip([(0.5, 0.2), (0.25, 0.1), (0.25, 0.02)]) {
            it.institution.last_month.needed_hours = 1.0;
            it.institution.last_month.uncovered_hours = unmet;
            it.institution.participation = participation;
        }
        communities
    }

    fn granted(communities: &[Seat]) -> Vec<i64> {
        communities.iter().map(|it| it.institution.offer.allocated_cents).collect()
    }

    fn month(government: &mut Government, communities: &mut [Seat], allocation: Allocation, week: i32) -> Vec<i64> {
        let levers = levers(FundingMode::District, allocation);
        allocate(government, communities, &parameters(), &mandated(&levers), &CHANCE, week);
        granted(communities)
    }

    /// 130 yuan an elder and year are 10 a month; seven tenths of them arrive in the village.
    const POT: i64 = 100_000 + 300_000 + 70_000;

    #[test]
    fn a_pot_is_divided_by_heads_by_need_or_by_performance_and_no_cent_is_lost() {
        let by = |allocation| month(&mut Government::default(), &mut district(), allocation, 0);
        assert_eq!(by(Allocation::PerHead), [94_000, 282_000, 94_000]);
        // Half by heads; unmet need is 5/3, 5/6 and 5/6 of the mean 0.3: weights 100 x 8, 300, 100 of 1,200.
        assert_eq!(by(Allocation::Need), [47_000 + 156_667, 141_000 + 58_750, 47_000 + 19_583]);
        // Participation is 0.2, 0.1 and 0.02 where the mean is 0.104: 1.923, 0.962 and 0.2, its least, to the power 1.5.
        let weights = [100.0 * 2.666_77, 300.0 * 0.942_85, 100.0 * 0.089_443];
        let all: f64 = weights.iter().sum();
        for ((cents, heads), weight) in
            by(Allocation::Performance).into_iter().zip([47_000.0, 141_000.0, 47_000.0]).zip(weights)
        {
            assert!((cents as f64 - heads - 235_000.0 * weight / all).abs() < 3.0, "{cents}");
        }
        for allocation in Allocation::ALL {
            assert_eq!(by(allocation).iter().sum::<i64>(), POT, "{allocation:?}");
        }
    }

    #[test]
    fn the_better_half_win_a_project_and_who_loses_one_believes_less_in_what_lasts() {
        let (mut government, mut communities) = (Government::default(), district());
        for (it, capability) in communities.iter_mut().zip([0.9, 0.1, 0.9]) {
            it.institution.capability = 100.0 * capability;
            it.institution.continuity_belief = 0.8;
        }
        let grants = month(&mut government, &mut communities, Allocation::Projects, 0);
        let holds =
            |communities: &[Seat]| communities.iter().map(|it| it.institution.holds_project).collect::<Vec<_>>();
        assert_eq!(holds(&communities), [true, false, true], "two of three: half of them, rounded up");
        assert_eq!(grants, [47_000 + 117_500, 141_000, 47_000 + 117_500]);
        let paid = |it: &Seat| {
            let (parameters, levers) = (parameters(), levers(FundingMode::District, Allocation::Projects));
            let setting = it.setting;
            let around = crate::dynamics::Rules {
                setting,
                parameters: &parameters[setting],
                levers: &levers[setting],
                chance: &CHANCE,
            };
            money::paid(&it.institution, &around, 0)
        };
        // 0.5 + 0.8 x 0.5.
        assert!((paid(&communities[0]) - 0.9).abs() < 1e-6 && (paid(&communities[1]) - 0.5).abs() < 1e-6);
        (communities[0].institution.capability, communities[1].institution.capability) = (10.0, 90.0);
        let mut p = parameters();
        p.urban.government.project_lost = 0.85;
        let levers = levers(FundingMode::District, Allocation::Projects);
        for number in 1..=13 {
            allocate(&mut government, &mut communities, &p, &mandated(&levers), &CHANCE, 4 * number);
            assert_eq!(holds(&communities)[0], number < 13);
        }
        assert_eq!(holds(&communities), [false, true, true]);
        let belief: Vec<f32> = communities.iter().map(|it| it.institution.continuity_belief).collect();
        assert_eq!(belief, [0.8 * 0.85, 0.8, 0.8]);
    }

    #[test]
    fn what_lies_idle_at_the_end_of_a_year_returns_is_released_over_the_next_and_lapses_with_the_mode() {
        let (mut government, mut communities) = (Government::default(), district());
        for number in 0..13 {
            assert_eq!(
                month(&mut government, &mut communities, Allocation::PerHead, 4 * number).iter().sum::<i64>(),
                POT
            );
        }
        for it in &mut communities {
            (it.institution.budget_cents, it.institution.offer.planned_cents) = (5_000, 5_000);
        }
        communities[0].institution.budget_cents = 5_000 + 1_301;
        let mut all = 0;
        for number in 13..26 {
            let granted: i64 = month(&mut government, &mut communities, Allocation::PerHead, 4 * number).iter().sum();
            // 1,301 cents over 13 months: 100 each, and one cent more in the last.
            assert_eq!(granted - POT, if number == 25 { 101 } else { 100 });
            assert_eq!(communities[0].institution.offer.returned_cents, if number == 13 { 1_301 } else { 0 });
            all += granted - POT;
        }
        assert_eq!((all, communities[0].institution.budget_cents), (1_301, 5_000));
        communities[1].institution.budget_cents = 5_000 + 1_300;
        month(&mut government, &mut communities, Allocation::PerHead, 104);
        let (parameters, none) = (parameters(), levers(FundingMode::Stable, Allocation::PerHead));
        allocate(&mut government, &mut communities, &parameters, &mandated(&none), &CHANCE, 108);
        assert_eq!(government, Government { lapsed_cents: 1_200, ..Government::default() });
        assert_eq!(granted(&communities), [0, 0, 0]);
    }

    #[test]
    fn the_order_of_communities_and_two_rules_at_once_lose_nothing() {
        let mut levers = levers(FundingMode::District, Allocation::Need);
        levers.rural.funding.allocation = Allocation::PerHead;
        let mut government = Government { to_release_cents: 470, release_months: 1, ..Government::default() };
        let mut communities = district();
        communities.reverse();
        allocate(&mut government, &mut communities, &parameters(), &mandated(&levers), &CHANCE, 0);
        // The village has its own money and 70 of what is released; the towns share the rest by need.
        let grants = granted(&communities);
        assert_eq!(grants[0], 70_070);
        assert_eq!(grants.iter().sum::<i64>(), POT + 470);
    }

    #[test]
    fn a_division_gives_nothing_to_a_weight_of_nothing_and_everything_to_somebody() {
        assert_eq!(divide(10, &[1.0, 1.0, 1.0]), [3, 4, 3]);
        assert_eq!(divide(7, &[0.0, 2.0, 0.0]), [0, 7, 0]);
        assert_eq!(divide(7, &[0.0, 0.0]), [7, 0]);
        assert_eq!(divide(0, &[]), Vec::<i64>::new());
    }
}
