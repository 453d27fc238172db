//! What kind of place it is: whether the young have left, departments work together, neighbours know each other.
//! Patterns 40, 42, 43

use super::super::cases::Case;
use super::super::runs::{Runs, Trace};
use super::super::statistics::mean_of;
use super::{YEAR, known, ratio, taking_part};
use crate::observe::measures::{Counter, Tally};
use crate::observe::survey::Answer;

/// Out-migration in tenths of today's average: none, today's, heavy, extreme.
const NONE: u32 = 0;
const TODAY: u32 = 10;
const HEAVY: u32 = 25;
const EXTREME: u32 = 60;

/// The third year under some out-migration, which has lasted since the warm-up began.
fn migrated(runs: &Runs, tenths: u32) -> Tally {
    runs.of(Case::OutMigration(tenths)).window(2 * YEAR..3 * YEAR)
}

/// Heavy less today's out-migration of some figure.
fn heavy_less_today(runs: &Runs, figure: impl Fn(&Tally) -> Option<f64>) -> Option<f64> {
    Some(figure(&migrated(runs, HEAVY))? - figure(&migrated(runs, TODAY))?)
}

/// Pattern 40a: Need: hours an elder and week that families and clinics leave over.
pub fn need_grows(runs: &Runs) -> Option<f64> {
    let needed = [Counter::NeededDaily, Counter::NeededHealth, Counter::NeededCompanionship];
    let covered = [Counter::CoveredDaily, Counter::CoveredHealth, Counter::CoveredCompanionship];
    heavy_less_today(runs, |sums| {
        Some(ratio(sums, &needed, &[Counter::Elders])? - ratio(sums, &covered, &[Counter::Elders])?)
    })
}

/// Pattern 40b: Willingness: the mean drive D, what people lack and would take part for. Lifelong propensity cannot change
/// with out-migration, and membership also hangs on what is offered.
pub fn willingness_grows(runs: &Runs) -> Option<f64> {
    heavy_less_today(runs, |sums| known(sums.read(Counter::Drive)))
}

/// Pattern 40c: Young helpers: volunteers here for each hundred elders.
pub fn helpers_leave(runs: &Runs) -> Option<f64> {
    heavy_less_today(runs, |sums| ratio(sums, &[Counter::Volunteers], &[Counter::Elders]).map(|it| it * 100.0))
}

/// Pattern 40d: Inverted U: served hours an elder and week at heavy out-migration, less the greater of those at none and at
/// extreme out-migration, in hundredths of an hour. Positive when the middle lies above both ends.
pub fn served_hours_bend(runs: &Runs) -> Option<f64> {
    let received = [Counter::ServedDaily, Counter::ServedHealth, Counter::ServedCompanionship];
    let served = |tenths| ratio(&migrated(runs, tenths), &received, &[Counter::Elders]);
    Some((served(HEAVY)? - served(NONE)?.max(served(EXTREME)?)) * 100.0)
}

/// Weak less ordinary coordination of some figure, in the second and third year.
fn weak_less_ordinary(runs: &Runs, figure: impl Fn(&Tally) -> Option<f64>) -> Option<f64> {
    let of = |case: Case| figure(&runs.of(case).window(YEAR..3 * YEAR));
    Some(of(Case::Uncoordinated)? - of(Case::Coordinated)?)
}

/// Pattern 42a: Duplicated: hours sent where the need was already met, per cent of hours given by anybody.
pub fn duplicated(runs: &Runs) -> Option<f64> {
    let given =
        [Counter::GivenByElders, Counter::GivenByVolunteers, Counter::GivenByVisitors, Counter::GivenByProfessionals];
    weak_less_ordinary(runs, |sums| ratio(sums, &[Counter::DuplicatedTime], &given).map(|it| it * 100.0))
}

/// Pattern 42b: Missing: second and third kinds of need that nobody went on to, per cent of those that came up.
pub fn missed_kinds(runs: &Runs) -> Option<f64> {
    let came_up = [Counter::LaterKindsReached, Counter::LaterKindsMissed];
    weak_less_ordinary(runs, |sums| ratio(sums, &[Counter::LaterKindsMissed], &came_up).map(|it| it * 100.0))
}

/// Pattern 42c: How much more the unmet share rises, points, for elders with needs of several kinds (limited and lonely) than
/// for those with one kind (independent and lonely).
pub fn several_needs_lose_more(runs: &Runs) -> Option<f64> {
    let unmet = |case: Case, limited: bool| {
        let trace = runs.of(case);
        let chosen = |it: &Answer| it.lonely && (it.function > 0) == limited;
        mean_of(trace.survey(3 * YEAR), chosen, |it| f64::from(it.unmet_share))
    };
    let rises = |limited| Some(unmet(Case::Uncoordinated, limited)? - unmet(Case::Coordinated, limited)?);
    Some((rises(true)? - rises(false)?) * 100.0)
}

/// Pattern 43a: S-curve: growth of taking part a year in the second and third year of the package among acquaintances, less
/// the greater of that in the first and that in the last (eighth) year, points.
pub fn s_curve(runs: &Runs) -> Option<f64> {
    let trace = runs.of(Case::Acquaintances);
    // Quarters around the turns of the years, so that one month's chance does not decide.
    let around = |year: i32| taking_part(&trace.window((year * YEAR - 12).max(0)..(year * YEAR).max(4)));
    let growth = |from: i32, to: i32| Some((around(to)? - around(from)?) / f64::from(to - from));
    Some(growth(1, 3)? - growth(0, 1)?.max(growth(7, 8)?))
}

/// First week of the month in which so many per cent take part; the end of the run where they never do.
fn takes_off(trace: &Trace, percent: f64) -> Option<f64> {
    let reached = |week: &i32| taking_part(&trace.window(*week..*week + 4)).is_some_and(|it| it >= percent);
    let end = trace.month_weeks().last()? + 4;
    Some(f64::from(trace.month_weeks().find(reached).unwrap_or(end)))
}

/// Pattern 43b: How many weeks later a sixth take part where neighbours are strangers (familiarity 0.2 in place of 0.8, all
/// else as in the villages) than among acquaintances. A sixth is half-way to what the package reaches.
pub fn strangers_start_later(runs: &Runs) -> Option<f64> {
    let of = |case: Case| takes_off(&runs.of(case), 100.0 / 6.0);
    Some(of(Case::Strangers)? - of(Case::Acquaintances)?)
}
