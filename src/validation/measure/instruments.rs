//! Whether each instrument alone moves what its mechanism says, and packages more than their parts.   Pattern 45
//!
//! An instrument runs alone for three years, and its third year is compared with that of the same people under no
//! policy. What is read is not the level that it sets by definition but what follows from it in people or services,
//! where the mechanism has such a consequence.

use super::super::cases::Case;
use super::super::runs::Runs;
use super::{YEAR, known, ratio, taking_part};
use crate::observe::measures::{Counter as M, Tally};
use crate::places::Setting;

const LAST: std::ops::Range<i32> = 2 * YEAR..3 * YEAR;

/// Change of a figure between two cases.
fn change(runs: &Runs, case: Case, without: Case, figure: impl Fn(&Tally) -> Option<f64>) -> Option<f64> {
    Some(figure(&runs.of(case).window(LAST))? - figure(&runs.of(without).window(LAST))?)
}

/// Change that an instrument alone makes.
pub fn alone(runs: &Runs, instrument: &'static str, figure: impl Fn(&Tally) -> Option<f64>) -> Option<f64> {
    change(runs, Case::Alone(instrument), Case::Baseline, figure)
}

/// Per cent of elders.
pub fn percent(sums: &Tally, those: M) -> Option<f64> {
    ratio(sums, &[those], &[M::Elders]).map(|it| it * 100.0)
}

/// A mean over elders or communities, in hundredths.
pub fn level(sums: &Tally, of: M) -> Option<f64> {
    known(sums.read(of) * 100.0)
}

/// Hours a hundred elders and week.
pub fn hours(sums: &Tally, those: M) -> Option<f64> {
    ratio(sums, &[those], &[M::Elders]).map(|it| it * 100.0)
}

/// Open requests served in a week, per cent.
pub fn served(sums: &Tally) -> Option<f64> {
    ratio(sums, &[M::ServedRequests], &[M::OpenRequests]).map(|it| it * 100.0)
}

/// Open requests of the digital served in a week, per cent.
pub fn served_digital(sums: &Tally) -> Option<f64> {
    ratio(sums, &[M::ServedDigital], &[M::RequestsDigital]).map(|it| it * 100.0)
}

/// Services that fail, per cent.
pub fn failed(sums: &Tally) -> Option<f64> {
    ratio(sums, &[M::Failures], &[M::Services]).map(|it| it * 100.0)
}

/// Needed hours of a kind that nobody covers, per cent.
pub fn unmet(sums: &Tally, unmet: M, needed: M) -> Option<f64> {
    ratio(sums, &[unmet], &[needed]).map(|it| it * 100.0)
}

/// Funding (a bare mention pays a stable 40 yuan an elder) keeps organisers open, against no money at all: the
/// baseline pays all that is planned, so that against it any sum of money would be a loss.
pub fn funding(runs: &Runs) -> Option<f64> {
    change(runs, Case::Alone("funding"), Case::Unfunded, |sums| {
        ratio(sums, &[M::Operating], &[M::Communities]).map(|it| it * 100.0)
    })
}

/// Dues of a members' association bring income where no other money comes, yuan an elder and year.
pub fn dues(runs: &Runs) -> Option<f64> {
    change(runs, Case::UnfundedAssociation, Case::Unfunded, |sums| {
        ratio(sums, &[M::Income], &[M::Elders]).map(|it| it * f64::from(YEAR))
    })
}

/// Hours that professionals and visitors from town give in villages, for 1,000 elders and week.
pub fn town_helps_villages(runs: &Runs) -> Option<f64> {
    let hours = |case: Case| {
        let sums = runs.of(case).setting(LAST, Setting::Rural);
        ratio(&sums, &[M::GivenByVisitors, M::GivenByProfessionals], &[M::Elders]).map(|it| it * 1000.0)
    };
    Some(hours(Case::Alone("urban_rural"))? - hours(Case::Baseline)?)
}

/// Instruments of the package.
const PACKAGE: [&str; 6] = ["time_bank", "process", "standardisation", "staffing", "outreach", "recognition"];

/// Pattern 45y: Gain in taking part by the package of six unlike instruments in its third year, less the sum of the gains by
/// each alone, points. In the baseline trust and process are the bottleneck: half trust, and one request in six is
/// served.
pub fn package_above_its_parts(runs: &Runs) -> Option<f64> {
    let package = change(runs, Case::Package, Case::Baseline, taking_part)?;
    PACKAGE.iter().try_fold(package, |rest, instrument| Some(rest - alone(runs, instrument, taking_part)?))
}
