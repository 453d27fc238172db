//! One community's week in sums.   MODEL section 12

use super::measures::{Counter, Tally};
use crate::dynamics::Scratch;
use crate::dynamics::columns::each_elder;
use crate::dynamics::drive::elders::{Life, wellbeing};
use crate::dynamics::scratch::{count_any, count_at_least};
use crate::elementary::{fixed, fixed_sums_of};
use crate::parameters::Parameters;
use crate::places::{WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::population::institutions::Offer;
use crate::population::states::stored_of_elders;
use crate::population::{Community, Elders};

each_elder! {
    /// Wellbeing W of every elder, after the slow changes.
    fn feel(p: &Parameters, environment: f32)
    draws {}
    elders {
        self_worth, connection, belonging, loneliness, function, unmet_share, income, burden, received_lately, attended,
        wellbeing_disposition,
    } -> {}
    week { tie } -> { wellbeing_now }
    {
        wellbeing_now = wellbeing(p, &Life {
            needs: [self_worth, connection, belonging],
            loneliness,
            function,
            unmet_share,
            income,
            burden,
            tie,
            helped: received_lately + attended,
            disposition: wellbeing_disposition,
            environment,
        });
    }
}

crate::simd::vectorised! {
    /// Elders here who are lonelier than that.
    pub(super) fn lonely(loneliness: &[f32], present: &[f32], above: f32) -> u32 {
        loneliness.iter().zip(present).fold(0_u32, |sum, (loneliness, present)| {
            sum.wrapping_add(u32::from((*loneliness > above) & (*present > 0.0)))
        })
    }
}

crate::simd::vectorised! {
    fn minutes(values: &[u32]) -> u64 {
        values.iter().fold(0_u64, |sum, value| sum.wrapping_add(u64::from(*value)))
    }
}

crate::simd::vectorised! {
    /// Users of providers who live here, and the sum of their trust in 1/65,536.
    fn users(weeks: &[u8], trust: &[f32], present: &[f32]) -> (i64, i64) {
        let columns = weeks.iter().zip(trust).zip(present);
        columns.fold((0, 0), |(count, sum), ((weeks, trust), present)| {
            let user = i64::from((*weeks > 0) & (*present > 0.0));
            (count + user, sum + user * i64::from(fixed(*trust)))
        })
    }
}

/// Adds those who live in a community, and in care homes, to sums.
pub fn count_heads(community: &Community, scratch: &Scratch, tally: &mut Tally) {
    tally.add(Counter::Elders, i64::from(scratch.heads.elders));
    tally.add(Counter::InCareHomes, i64::from(community.institution.last_month.residents));
}

/// Adds one week of a community to sums; the month's events and money are in its first week.
pub fn tally(community: &Community, p: &Parameters, week: i32, scratch: &mut Scratch, tally: &mut Tally) {
    count_heads(community, scratch, tally);
    let institution = &community.institution;
    feel(p, 0.5 * (institution.access + institution.culture), scratch);
    of_elders(p, scratch, tally);
    of_services(scratch, tally);
    let (hours, price) = (&scratch.counts, f64::from(p.market.price));
    let own = 1.0 - f64::from(institution.offer.voucher_share);
    let private = hours.market_hours as f64 + own * hours.voucher_hours as f64;
    tally.add(Counter::PrivateCareSpending, libm::round(private / 65_536.0 * price * 100.0) as i64);
    of_institution(community, p, week, tally);
}

macro_rules! summed {
    (
        states { $($stage:ident { $(
            $state:ident($meaning:literal, $multiplier:literal $(=> $column:ident: $Counter:ident, $zh:literal)?);
        )* })* }
        $($rest:tt)*
    ) => {
        /// Number of states that are summed.
        const SUMMED: usize = [$($($(stringify!($Counter),)?)*)*].len();

        /// The states that are summed, with their measures.
        fn summed_states(elders: &Elders) -> [(Counter, &[f32]); SUMMED] {
            [$($($((Counter::$Counter, &elders.$state),)?)*)*]
        }
    };
}

stored_of_elders! { summed }

/// Adds columns of states in [0, 1] of those who live here.
fn add_states<const N: usize>(columns: [(Counter, &[f32]); N], present: &[f32], tally: &mut Tally) {
    let mut sums = [0; N];
    fixed_sums_of(&columns.map(|(_, column)| column), present, &mut sums);
    for ((measure, _), sum) in columns.into_iter().zip(sums) {
        tally.add(measure, sum);
    }
}

fn of_elders(p: &Parameters, scratch: &Scratch, tally: &mut Tally) {
    let (elders, heads, counts) = (&scratch.elders, &scratch.heads, &scratch.counts);
    let [independent, limited, dependent] = heads.by_function;
    for (measure, count) in [
        (Counter::Members, heads.members),
        (Counter::Givers, counts.givers),
        (Counter::Receivers, counts.receivers),
        (Counter::Participants, counts.participants),
        (Counter::Attenders, counts.attenders),
        (Counter::Registered, count_any(&elders.present, &elders.member, &elders.registered, &elders.pressed)),
        (Counter::Pressed, count_at_least(&elders.pressed, 1.0, &elders.present)),
        (Counter::Lonely, lonely(&elders.loneliness, &elders.present, p.drive.lonely_above)),
        (Counter::Independent, independent),
        (Counter::Limited, limited),
        (Counter::Dependent, dependent),
    ] {
        tally.add(measure, i64::from(count));
    }
    add_states(summed_states(elders), &elders.present, tally);
    let felt: [(Counter, &[f32]); 5] = [
        (Counter::Wellbeing, &scratch.wellbeing_now),
        (Counter::Tie, &scratch.tie),
        (Counter::PerceivedSupport, &scratch.support),
        (Counter::Norm, &scratch.norm),
        (Counter::Drive, &scratch.drive),
    ];
    add_states(felt, &elders.present, tally);
    let (users, trust) = users(&elders.provider_weeks, &elders.trust, &elders.present);
    tally.add(Counter::ProviderUsers, users);
    tally.add(Counter::ProviderUserTrust, trust);
    tally.add(Counter::CreditsOutstanding, minutes(&elders.credit_minutes) as i64);
}

// long: a list of counters
fn of_services(scratch: &Scratch, tally: &mut Tally) {
    let counts = &scratch.counts;
    let kinds = |measures: [Counter; 3], hours: [i64; 3], tally: &mut Tally| {
        for (measure, hours) in measures.into_iter().zip(hours) {
            tally.add(measure, hours);
        }
    };
    use Counter as M;
    let covered = [0, 1, 2].map(|kind| counts.needed[kind] - counts.left_to_the_community[kind]);
    kinds([M::NeededDaily, M::NeededHealth, M::NeededCompanionship], counts.needed, tally);
    kinds([M::CoveredDaily, M::CoveredHealth, M::CoveredCompanionship], covered, tally);
    kinds([M::AskedDaily, M::AskedHealth, M::AskedCompanionship], counts.asked_hours, tally);
    kinds([M::UnmetDaily, M::UnmetHealth, M::UnmetCompanionship], counts.unmet, tally);
    kinds([M::ServedDaily, M::ServedHealth, M::ServedCompanionship], counts.served_minutes.map(i64::from), tally);
    for (measure, count) in [
        (M::Joins, counts.joins),
        (M::Quits, counts.quits),
        (M::Deaths, counts.deaths),
        (M::Entrants, counts.entrants),
        (M::Moves, counts.moves),
        (M::CareHomeEntries, counts.care_home_entries),
        (M::FunctionLosses, counts.function_losses),
        (M::GivenByElders, counts.given_by_elders),
        (M::GivenByVolunteers, counts.given_by_volunteers),
        (M::GivenByVisitors, counts.given_by_visitors),
        (M::GivenByProfessionals, counts.given_by_professionals),
        (M::Offered, counts.offered_hours * 60),
        (M::OpenRequests, counts.open_requests),
        (M::ServedRequests, counts.served_requests),
        (M::WeeksWaited, counts.weeks_waited),
        (M::RequestsDigital, counts.requests_digital),
        (M::ServedDigital, counts.served_digital),
        (M::Services, counts.services),
        (M::Failures, counts.failures),
        (M::Incidents, counts.incidents),
        (M::DuplicatedTime, counts.duplicated_minutes),
        (M::LaterKindsReached, counts.later_kinds_reached),
        (M::LaterKindsMissed, counts.later_kinds_missed),
        (M::CreditHolderRequests, counts.credit_holder_requests),
        (M::CreditHolderServed, counts.credit_holder_served),
        (M::VolunteersActive, scratch.active_volunteers.len() as u32),
        (M::GaveAndReceived, counts.gave_and_received),
        (M::KeptOut, counts.kept_out),
        (M::EntrantMembers, counts.entrant_members),
        (M::MutualServices, counts.mutual_services),
        (M::ChosenServices, counts.chosen_services),
        (M::ClosedByProfessionals, counts.closed_by_professionals),
        (M::GivenByProviders, counts.given_by_providers),
        (M::ReliefTime, counts.relief_minutes),
        (M::RelievedFamily, counts.relieved_minutes),
        (M::VolunteersCame, counts.volunteers_came),
        (M::VolunteersMoved, counts.volunteers_moved),
        (M::VolunteersLeft, counts.volunteers_left),
        (M::StandingVisits, counts.standing_visits),
    ] {
        tally.add(measure, i64::from(count));
    }
    let services = [M::ServicesByElders, M::ServicesByVolunteers, M::ServicesByProfessionals, M::ServicesByProviders];
    let failures = [M::FailuresByElders, M::FailuresByVolunteers, M::FailuresByProfessionals, M::FailuresByProviders];
    for (measures, counts) in [(services, counts.services_by_helper), (failures, counts.failures_by_helper)] {
        measures.into_iter().zip(counts).for_each(|(measure, count)| tally.add(measure, i64::from(count)));
    }
    tally.add(M::MarketHours, counts.market_hours);
    tally.add(M::VoucherHours, counts.voucher_hours);
    for (measure, minutes) in [
        (M::GiftCredits, counts.gift_minutes),
        (M::VolunteerCreditsEarned, counts.volunteer_credits_earned),
        (M::CreditsEarned, counts.credits_earned),
        (M::CreditsGranted, counts.credits_granted),
        (M::CreditsRedeemed, counts.credits_redeemed),
        (M::CreditsFaded, counts.credits_faded),
        (M::CreditsWrittenOff, counts.credits_written_off),
    ] {
        tally.add(measure, minutes as i64);
    }
}

fn of_institution(community: &Community, p: &Parameters, week: i32, tally: &mut Tally) {
    use Counter as M;
    let it = &community.institution;
    tally.add(M::Communities, 1);
    tally.add(M::Operating, i64::from(it.operating));
    let here = community.volunteers.iter().filter(|it| it.here).count();
    tally.add(M::Volunteers, here as i64);
    for volunteer in community.volunteers.iter().filter(|it| it.here) {
        tally.add_state(M::VolunteerTrust, volunteer.trust);
        tally.add_state(M::VolunteerFulfilment, volunteer.fulfilment);
    }
    for (measure, level) in [
        (M::Affordability, it.affordability),
        (M::Confidence, it.confidence),
        (M::Reputation, it.reputation),
        (M::ContinuityBelief, it.continuity_belief),
        (M::Capability, it.capability),
        (M::Coordination, it.coordination),
        (M::Standardisation, it.standardisation),
        (M::ProcessClosure, it.process_closure),
        (M::Platform, it.platform),
        (M::Outreach, it.outreach),
        (M::Culture, it.culture),
        (M::Access, it.access),
        (M::CulturalBarrier, it.cultural_barrier),
        (M::Offer, it.offer.offer),
        (M::Acquaintance, it.mean_acquaintance),
        (M::Choice, it.choice),
        (M::Attention, it.attention),
        (M::Pressure, it.pressure),
        (M::ShareCore, it.paid().core),
        (M::ShareServices, it.paid().services),
        (M::ShareIncentives, it.paid().incentives),
        (M::ShareActivities, it.paid().activities),
    ] {
        tally.add_state(measure, level);
    }
    tally.add(M::ContractedCommunities, i64::from(it.offer.under_contract));
    tally.add(M::TakenUp, i64::from(it.adopted.count_ones()));
    tally.add_adopted(it.adopted);
    tally.add(M::Budget, it.budget_cents);
    let residents = i64::from(it.last_month.residents);
    let cents_a_week = f64::from(p.cost.care_home) * 100.0 / f64::from(WEEKS_PER_YEAR);
    tally.add(M::CareHomeSpending, residents * libm::round(cents_a_week) as i64);
    if week.rem_euclid(WEEKS_PER_MONTH) == 0 {
        tally.add(M::PolicyBreaks, i64::from(it.offer.policy_break));
        tally.add(M::LeaderChanges, i64::from(it.offer.leader_changed));
        tally.add_state(M::Admissions, it.last_month.admissions);
        let cents = f64::from(it.last_month.admissions) * f64::from(p.health_pool.admission_price) * 100.0;
        tally.add(M::AdmissionCosts, libm::round(cents) as i64);
        tally.add(M::AdmissionCostsPooled, libm::round(cents * f64::from(it.offer.pooled)) as i64);
        tally.add(M::Income, it.offer.income.total());
        tally.add(M::IncomeDonations, it.offer.income.donations);
        tally.add(M::IncomeCollective, it.offer.income.collective);
        tally.add(M::IncomeDues, it.offer.income.dues);
        of_providers(&it.offer, tally);
        tally.add(M::SpendingCore, it.offer.core_cents);
        for (instrument, cents) in it.offer.spent_cents.iter().enumerate() {
            tally.add_spending(instrument, *cents);
        }
    }
}

/// A month's pay of providers, and what is the whole district's: noted with its first community, so that it counts once
/// a district and in the setting that the district lists first.
fn of_providers(offer: &Offer, tally: &mut Tally) {
    use Counter as M;
    let it = &offer.providers_of_district;
    for (measure, cents) in [
        (M::ProviderPurchasePay, offer.purchase.paid_cents),
        (M::ProviderPoolPay, offer.pool_care_cents),
        (M::ProviderPayArrived, it.arrived_cents),
        (M::ProviderPayLapsed, it.lapsed_cents),
        (M::HealthPoolBalance, offer.pool_of_district_cents),
    ] {
        tally.add(measure, cents);
    }
    for (measure, count) in [
        (M::ProviderEntries, it.entries),
        (M::ProviderExits, it.exits),
        (M::ProviderContracts, it.contracts),
        (M::ProviderTenders, it.tenders),
        (M::ProviderTendersFailed, it.tenders_failed),
        (M::ProviderChanges, it.changes),
    ] {
        tally.add(measure, i64::from(count));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_of_providers_are_those_served_of_late_who_live_here() {
        let trust = [0.5, 0.25, 1.0, 0.75];
        assert_eq!(users(&[8, 1, 0, 3], &trust, &[1.0, 1.0, 1.0, 0.0]), (2, 3 * 16_384));
        let mut tally = Tally::default();
        tally.add(Counter::ProviderUsers, 2);
        tally.add(Counter::ProviderUserTrust, 3 * 16_384);
        assert_eq!(tally.read(Counter::ProviderUserTrust), 0.375);
    }

    #[test]
    fn pay_of_providers_is_that_of_the_place_and_the_rest_that_of_the_district() {
        let mut offer = Offer { pool_care_cents: 300, pool_of_district_cents: -70, ..Offer::default() };
        offer.purchase.paid_cents = 5_000;
        let mut tally = Tally::default();
        of_providers(&offer, &mut tally);
        // The first community of its district.
        let month = &mut offer.providers_of_district;
        (month.entries, month.exits, month.contracts, month.arrived_cents) = (3, 1, 2, 4_000);
        of_providers(&offer, &mut tally);
        use Counter as M;
        assert_eq!((tally[M::ProviderPurchasePay], tally[M::ProviderPoolPay]), (10_000, 600));
        assert_eq!((tally[M::ProviderPayArrived], tally[M::HealthPoolBalance]), (4_000, -140));
        assert_eq!([M::ProviderEntries, M::ProviderExits, M::ProviderContracts].map(|it| tally[it]), [3, 1, 2]);
    }
}
