//! What money does when it comes, stays and ends.   Patterns 30, 31, 41

use super::super::cases::{Case, GRANT_VILLAGES, grant_weeks};
use super::super::runs::Runs;
use super::{YEAR, known, taking_part};
use crate::observe::measures::Counter;

/// Pattern 30: Rise of the share of villages with an open mutual-aid site over ten years, points. Which village is granted a
/// site in which year is the historical path, an input; whether it is still open after ten years, on the running money
/// of those years, is the model's answer. At the start the first sites are open.
pub fn site_coverage(runs: &Runs) -> Option<f64> {
    let weeks = grant_weeks();
    let trace = runs.of(Case::GrantPath);
    let open = trace.operating.iter().take(weeks.len()).filter(|it| **it).count();
    let at_start = weeks.iter().filter(|it| **it == 0).count();
    known((open as f64 - at_start as f64) / f64::from(GRANT_VILLAGES) * 100.0)
}

/// Share of organisers that do not operate in the fifth year, three years after a project of two years, per cent.
fn idle(runs: &Runs, case: Case) -> Option<f64> {
    let sums = runs.of(case).window(5 * YEAR - 4..5 * YEAR);
    known((1.0 - sums.read(Counter::Operating) / sums.read(Counter::Communities)) * 100.0)
}

/// Pattern 31: Idle three years after a grant without running money, less idle with running money, points. The published
/// sizes (30 to 50 against 10 to 15 %) are case literature; only the order is judged.
pub fn idle_without_running_money(runs: &Runs) -> Option<f64> {
    Some(idle(runs, Case::ProjectGrant)? - idle(runs, Case::StableGrant)?)
}

/// Taking part under the project less that in another case, points, over some weeks.
fn project_less(runs: &Runs, other: Case, weeks: std::ops::Range<i32>) -> Option<f64> {
    let of = |case| taking_part(&runs.of(case).window(weeks.clone()));
    Some(of(Case::ProjectGrant)? - of(other)?)
}

/// Pattern 41a: The rise: in the second year of the project, against the same villages without any programme.
pub fn project_raises(runs: &Runs) -> Option<f64> {
    project_less(runs, Case::Villages, YEAR..2 * YEAR)
}

/// Pattern 41b: The fall: in the third year after it ended, against the same programme on stable money.
pub fn project_falls_below_stable(runs: &Runs) -> Option<f64> {
    project_less(runs, Case::StableGrant, 4 * YEAR..5 * YEAR)
}

/// Pattern 41c: The scar: trust in that year, against the same villages that never had a programme.
pub fn scar_in_trust(runs: &Runs) -> Option<f64> {
    let trust = |case| known(runs.of(case).window(4 * YEAR..5 * YEAR).read(Counter::Trust));
    Some(trust(Case::ProjectGrant)? - trust(Case::Villages)?)
}
