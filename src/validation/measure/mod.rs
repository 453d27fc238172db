//! How each pattern is found: one function a number, each with the reason why it stands for what was published.

pub mod giving;
pub mod instruments;
pub mod money;
pub mod people;
pub mod places;
pub mod programmes;

use crate::observe::measures::{Counter, Tally};
use crate::places::WEEKS_PER_YEAR;

const YEAR: i32 = WEEKS_PER_YEAR;

/// Elders of the week who took part in it, of all, in per cent.
fn taking_part(sums: &Tally) -> Option<f64> {
    ratio(sums, &[Counter::Participants], &[Counter::Elders]).map(|it| it * 100.0)
}

/// Ratio of sums in people's units; none where the lower sum is nothing.
fn ratio(sums: &Tally, above: &[Counter], below: &[Counter]) -> Option<f64> {
    let sum = |measures: &[Counter]| measures.iter().map(|it| sums.read(*it)).sum::<f64>();
    let below = sum(below);
    (below > 0.0).then(|| sum(above) / below)
}

/// A number that is one; a mean over nobody is none.
fn known(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
