//! What programmes do: to loneliness, to those without a telephone, with credits, with more volunteers.
//! Patterns 29, 34, 37, 39

use super::super::cases::Case;
use super::super::runs::Runs;
use super::super::statistics::{mean, share, spread};
use super::{YEAR, known, ratio};
use crate::observe::measures::{Counter, Tally};

/// Pattern 29: Effect of a good programme on loneliness in standard deviations: loneliness of everybody after five years of
/// the package, less that of the same communities without it, over the spread among people without it. Trials
/// compare those who were offered a programme, whether they came or not, and so does this.
pub fn loneliness_effect(runs: &Runs) -> Option<f64> {
    let scores =
        |case: Case| -> Vec<f64> { runs.of(case).survey(5 * YEAR).iter().map(|it| f64::from(it.loneliness)).collect() };
    let (with, without) = (scores(Case::Package), scores(Case::Baseline));
    Some((mean(&with)? - mean(&without)?) / spread(&without)?)
}

/// Share of an age band that an application can reach at week 0, per cent: who has and uses a smartphone.
fn reached_by_application(runs: &Runs, from: f32, to: f32) -> Option<f64> {
    let trace = runs.of(Case::Baseline);
    share(trace.survey(0), |it| (from..to).contains(&it.age_years), |it| it.digital).map(|it| it * 100.0)
}

/// Pattern 34a: Reach at 65 to 69, per cent; town and villages as they live, about half and half.
pub fn reach_at_65(runs: &Runs) -> Option<f64> {
    reached_by_application(runs, 65.0, 70.0)
}

/// Pattern 34b: Reach at 70 to 79, per cent.
pub fn reach_at_70(runs: &Runs) -> Option<f64> {
    reached_by_application(runs, 70.0, 80.0)
}

/// How much more often a week serves an open request of the digital than one of the others, points.
fn digital_gap(runs: &Runs, case: Case) -> Option<f64> {
    let sums = runs.of(case).window(YEAR..3 * YEAR);
    let served = |sums: &Tally| ratio(sums, &[Counter::ServedDigital], &[Counter::RequestsDigital]);
    let others = (sums[Counter::OpenRequests] - sums[Counter::RequestsDigital]) as f64;
    let served_others = (sums[Counter::ServedRequests] - sums[Counter::ServedDigital]) as f64;
    Some((served(&sums)? - known(served_others / others)?) * 100.0)
}

/// Pattern 34c: Half of the gap between the digital and the others that an application opens, less what an offline agent
/// leaves of it, points, in the second and third year: positive when the agent closes most of it. Both are counted
/// from the gap without a platform, since the others are older and their requests more urgent. A difference, because
/// a ratio of two small gaps has no steady mean.
pub fn agent_closes_the_gap(runs: &Runs) -> Option<f64> {
    let without = digital_gap(runs, Case::Baseline)?;
    let opened = digital_gap(runs, Case::Application)? - without;
    let left = digital_gap(runs, Case::Agent)? - without;
    Some(opened / 2.0 - left)
}

/// Pattern 37a: Share of all credits earned in five years of a time bank that has not been redeemed, per cent.
pub fn unspent_credits(runs: &Runs) -> Option<f64> {
    let sums = runs.of(Case::Package).window(0..5 * YEAR);
    ratio(&sums, &[Counter::CreditsRedeemed], &[Counter::CreditsEarned]).map(|it| (1.0 - it) * 100.0)
}

/// Pattern 37b: A run on credits: redeemed in a week of credits held, per cent, in the half year after the guarantor has ended
/// its support, less that of the same bank whose guarantor stays. Money for two years is still in hand, so that what
/// falls is the belief that the bank will go on, and not what it can do.
pub fn run_on_credits(runs: &Runs) -> Option<f64> {
    let weeks = 4 * YEAR..4 * YEAR + YEAR / 2;
    let redeemed = |case: Case| {
        let sums = runs.of(case).window(weeks.clone());
        ratio(&sums, &[Counter::CreditsRedeemed], &[Counter::CreditsOutstanding])
    };
    Some((redeemed(Case::GuarantorFails)? - redeemed(Case::Package)?) * 100.0)
}

/// Pattern 39: Elasticity of served hours to volunteers: logarithm of the ratio of hours served over that of volunteers here,
/// in the fourth year of twice the volunteers, against the same communities without the campaign and with as few staff.
pub fn volunteer_elasticity(runs: &Runs) -> Option<f64> {
    let last = 3 * YEAR..4 * YEAR;
    let [more, as_before] = [Case::TwiceTheVolunteers, Case::Baseline].map(|case| runs.of(case).window(last.clone()));
    let served = |sums: &Tally| {
        sums.read(Counter::ServedDaily) + sums.read(Counter::ServedHealth) + sums.read(Counter::ServedCompanionship)
    };
    let volunteers = more.read(Counter::Volunteers) / as_before.read(Counter::Volunteers);
    known(libm::log(served(&more) / served(&as_before)) / libm::log(volunteers))
}
