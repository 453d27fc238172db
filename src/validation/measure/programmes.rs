//! What programmes do: to loneliness, to those without a telephone, with credits, with more volunteers.
//! Patterns 29, 34, 37, 39

use std::collections::BTreeMap;

use super::super::cases::Case;
use super::super::runs::Runs;
use super::super::statistics::{mean, share, spread};
use super::{YEAR, known, ratio};
use crate::observe::measures::{Counter, Tally};
use crate::observe::survey::Respondent;

/// Pattern 29: Effect of a good programme on the loneliness of those who take part, in standard deviations: loneliness after
/// five years of the package of those who took part in half the weeks of the last year or more, less that of the same
/// persons without the programme, over the spread among all people without it. How often one takes part is the mean of
/// surveys every four weeks.
pub fn loneliness_effect(runs: &Runs) -> Option<f64> {
    let (with, baseline) = (runs.of(Case::Package), runs.of(Case::Baseline));
    let without = baseline.survey(5 * YEAR);
    let mut parts: BTreeMap<Respondent, f64> = BTreeMap::new();
    let weeks: Vec<i32> = with.survey_weeks().filter(|it| (4 * YEAR + 1..=5 * YEAR).contains(it)).collect();
    for week in &weeks {
        for answer in with.survey(*week) {
            *parts.entry(answer.who).or_default() += f64::from(answer.took_part_lately) / weeks.len() as f64;
        }
    }
    let loneliness: BTreeMap<&Respondent, f64> = without.iter().map(|it| (&it.who, f64::from(it.loneliness))).collect();
    let takes_part = |who: &Respondent| parts.get(who).is_some_and(|it| *it >= 0.5);
    let those = with.survey(5 * YEAR).iter().filter(|it| takes_part(&it.who));
    let differences: Vec<f64> =
        those.filter_map(|it| Some(f64::from(it.loneliness) - loneliness.get(&it.who)?)).collect();
    let all: Vec<f64> = loneliness.into_values().collect();
    Some(mean(&differences)? / spread(&all)?)
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

/// Pattern 37: Share of all credits earned in five years of a time bank that has not been redeemed, per cent.
pub fn unspent_credits(runs: &Runs) -> Option<f64> {
    let sums = runs.of(Case::Package).window(0..5 * YEAR);
    ratio(&sums, &[Counter::CreditsRedeemed], &[Counter::CreditsEarned]).map(|it| (1.0 - it) * 100.0)
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
