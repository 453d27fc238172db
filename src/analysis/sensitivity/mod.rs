//! Which factors matter: Morris' screening, Sobol indices, and how much of the variance is chance.
//!
//! Estimators take the outputs of a design in the order of its rows, block by block: a trajectory of Morris or a block
//! of Saltelli. A design of another kind is refused with a hint. Every index has a bootstrap interval, a verdict
//! (precise enough, or how many runs more) and a rank; indices that the runs cannot distinguish share a rank. The
//! bootstrap takes Sobol points for independent ones, though they are more even: its intervals are wider than the
//! error, and the verdict is on the safe side. From few blocks resamples know too little of the error, so intervals
//! are widened. From fewer than [`FEWEST`] blocks that differ from each other, and of an index that is the same in every
//! block, they know nothing of it: there is no interval then, nothing is ranked and nothing counts as converged.

pub mod chance;
pub mod findings;
pub mod morris;
pub mod sobol;

use super::interval::{Estimated, Interval, UPPER, middle, student_t};

/// Blocks of runs that differ from each other, below which there is no interval and nothing is ranked.
pub const FEWEST: usize = 5;

/// Spread of outputs, as a share of their size, that is no more than rounding.
const ROUNDING: f64 = 1e-12;

/// Quantile of the normal distribution at [`UPPER`].
const NORMAL: f64 = 1.959_963_984_540_054;

/// How certain indices are to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Bootstrap resamples.
    pub resamples: u32,
    /// Half-width of the 95 % interval that suffices: of a Sobol index as it is, of a mean effect as a
    /// share of the largest.
    pub tolerance: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { resamples: 1000, tolerance: 0.05 }
    }
}

/// Whether an index is known well enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Its interval is narrow enough.
    Converged,
    /// About so many runs more would make it so, if error shrinks with the root of their number.
    More {
        /// Further runs.
        runs: usize,
    },
    /// Chance alone can explain how points differ, so that nothing is known of the factors.
    Chance,
    /// The runs differ too little to say how certain it is.
    WithoutInterval,
}

impl Verdict {
    /// Word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Converged => "converged",
            Verdict::More { .. } => "more",
            Verdict::Chance => "chance",
            Verdict::WithoutInterval => "without_interval",
        }
    }
}

/// Why a measure has no indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// No point of the design differs from another.
    Constant,
    /// Fewer than two blocks have an output of every run.
    Incomplete,
}

impl Absence {
    /// Of outputs that are given in blocks of so many; none if indices can be estimated.
    pub fn of(outputs: &[f64], block: usize) -> Option<Self> {
        let blocks = outputs.chunks(block).filter(|it| it.iter().all(|it| it.is_finite()));
        let complete: Vec<f64> = blocks.flatten().copied().collect();
        if complete.len() < 2 * block {
            return Some(Absence::Incomplete);
        }
        (!varies(&complete)).then_some(Absence::Constant)
    }

    /// Word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Absence::Constant => "constant",
            Absence::Incomplete => "incomplete",
        }
    }
}

/// Whether outputs differ by more than rounding.
pub fn varies(outputs: &[f64]) -> bool {
    let low = outputs.iter().copied().fold(f64::INFINITY, f64::min);
    let high = outputs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    high - low > ROUNDING * low.abs().max(high.abs())
}

/// One index of one factor or pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// The index and its interval.
    pub estimate: Estimated,
    /// Rank from 1 on among its kind; those that cannot be told apart share one. None where nothing is ranked.
    pub rank: Option<usize>,
    /// Whether it is known well enough.
    pub verdict: Verdict,
}

impl Index {
    /// The same where chance alone can explain how points differ: resampled points tell nothing of chance.
    fn by_chance(self) -> Self {
        Index { estimate: Estimated { interval: None, ..self.estimate }, rank: None, verdict: Verdict::Chance }
    }
}

/// Whether as many blocks as it takes differ from each other by more than rounding; copies of a block tell nothing new.
fn enough_differ(blocks: &[Vec<f64>]) -> bool {
    let size = blocks.iter().flatten().fold(0.0_f64, |most, it| most.max(it.abs()));
    let same = |one: &Vec<f64>, other: &Vec<f64>| {
        one.iter().zip(other).all(|(one, other)| (one - other).abs() <= ROUNDING * size)
    };
    let mut known: Vec<&Vec<f64>> = Vec::new();
    for it in blocks {
        if !known.iter().any(|other| same(it, other)) {
            known.push(it);
        }
        if known.len() == FEWEST {
            return true;
        }
    }
    false
}

/// Puts values, their bootstrap samples and a verdict on each half-width together; `least` is the smallest that an
/// index can be. Where too few blocks differ, `enough` is false and no index has an interval.
fn indices(
    values: &[f64],
    samples: &[Vec<f64>],
    (blocks, enough): (usize, bool),
    least: f64,
    verdict: impl Fn(f64) -> Verdict,
) -> Vec<Index> {
    let estimate = |number: usize| {
        let resampled = middle(samples[number].clone()).filter(|_| enough);
        with_width(estimated(values[number], resampled, blocks, least), values)
    };
    let estimates: Vec<Estimated> = (0..values.len()).map(estimate).collect();
    // What is nothing in every block is below all that has an interval.
    let known = estimates.iter().all(|it| it.interval.is_some() || it.value == 0.0);
    let ranks = ranks(values, samples, blocks).filter(|_| enough && known);
    let index = |(number, estimate): (usize, Estimated)| Index {
        estimate,
        rank: ranks.as_ref().map(|it| it[number]),
        verdict: estimate.interval.map_or(Verdict::WithoutInterval, |it| verdict(it.half_width())),
    };
    estimates.into_iter().enumerate().map(index).collect()
}

/// The same without an interval that has no width: that an index is the same in every block says nothing of its error.
fn with_width(estimated: Estimated, all: &[f64]) -> Estimated {
    let size = all.iter().fold(0.0_f64, |most, it| most.max(it.abs()));
    Estimated { interval: estimated.interval.filter(|it| it.high - it.low > ROUNDING * size), ..estimated }
}

/// A value with the middle 95 % of its resamples, widened about it for few blocks: percentiles of resamples are too
/// narrow by the root of (n - 1) / n, and by the normal distribution in the place of Student's (Hesterberg, The American
/// Statistician 69, 2015).
fn estimated(value: f64, resampled: Option<Interval>, blocks: usize, least: f64) -> Estimated {
    let widened = |it: Interval| {
        let count = blocks as f64;
        let wider = student_t(UPPER, blocks - 1) / NORMAL * (count / (count - 1.0)).sqrt();
        let low = value - wider * (value - it.low).max(0.0);
        // A computed zero may have a sign, which adding zero takes away.
        Interval { low: low.max(least) + 0.0, high: value + wider * (it.high - value).max(0.0) + 0.0 }
    };
    Estimated { value: value + 0.0, interval: resampled.filter(|_| blocks > 1).map(widened) }
}

/// Ranks from the largest down: a new rank begins where the interval of the distance to the first of the rank before
/// lies above zero. None from too few blocks.
fn ranks(values: &[f64], samples: &[Vec<f64>], blocks: usize) -> Option<Vec<usize>> {
    if blocks < FEWEST {
        return None;
    }
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*other].total_cmp(&values[*one]));
    let mut ranks = vec![1; values.len()];
    let mut leader = *order.first()?;
    for (place, it) in order.iter().enumerate().skip(1) {
        let distances = samples[leader].iter().zip(&samples[*it]).map(|(more, less)| more - less).collect();
        let distance = estimated(values[leader] - values[*it], middle(distances), blocks, f64::NEG_INFINITY);
        let apart = distance.interval.is_some_and(|it| it.low > 0.0);
        ranks[*it] = if apart { place + 1 } else { ranks[leader] };
        if apart {
            leader = *it;
        }
    }
    Some(ranks)
}

/// How many blocks bring a half-width within tolerance, if error shrinks with the root of their number; none if these
/// do.
fn needed(blocks: usize, half_width: f64, tolerance: f64) -> Option<usize> {
    if half_width <= tolerance && tolerance > 0.0 && blocks >= FEWEST {
        return None;
    }
    let times = half_width / tolerance;
    let needed = (blocks as f64 * (times * times).max(1.0)).ceil().min(1e15) as usize;
    Some(needed.max(FEWEST).max(blocks + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_told_apart_shares_a_rank() {
        let wiggle = |at: f64, by: f64| (0..200).map(|it| at + by * f64::from(it % 20 - 10)).collect::<Vec<f64>>();
        let backwards = |at: f64, by: f64| wiggle(at, -by);
        let values = [0.1, 0.5, 0.49, 0.12];
        let samples = [wiggle(0.1, 0.01), wiggle(0.5, 0.01), backwards(0.49, 0.01), backwards(0.12, 0.01)];
        assert_eq!(ranks(&values, &samples, 100), Some(vec![3, 1, 1, 3]));
        // What moves together can be told apart however wide its interval.
        let together = [wiggle(0.1, 0.01), wiggle(0.12, 0.01)];
        assert_eq!(ranks(&[0.1, 0.12], &together, 5), Some(vec![2, 1]));
        assert_eq!(ranks(&[0.1, 0.12], &together, 4), None);
    }

    #[test]
    fn an_interval_from_few_blocks_is_about_as_wide_as_students() {
        // Resamples of the mean of n values have the variance s² (n - 1) / n², about normal for larger n.
        for (blocks, wider) in [(2, 9.17), (5, 1.58), (20, 1.096), (1000, 1.002)] {
            let found = estimated(3.0, middle(vec![2.0, 4.0]), blocks, 0.0).interval.unwrap();
            assert!((found.high - 3.0 - 0.95 * wider).abs() < 0.01 * wider, "{blocks}: {found:?}");
            assert!((found.low - (3.0 - (found.high - 3.0)).max(0.0)).abs() < 1e-12);
        }
        assert_eq!(estimated(3.0, middle(vec![3.0; 9]), 1, 0.0).interval, None);
    }

    #[test]
    fn outputs_that_differ_by_rounding_alone_do_not_vary() {
        let noise = [0.3, 0.1 + 0.2, 0.3, 0.3];
        assert!(noise[0] != noise[1] && !varies(&noise) && !varies(&[0.0; 4]) && varies(&[0.0, 1e-300]));
        assert_eq!(Absence::of(&noise, 2), Some(Absence::Constant));
        assert_eq!(Absence::of(&[0.3, 0.4, f64::NAN, 0.5], 2), Some(Absence::Incomplete));
        assert_eq!(Absence::of(&[0.3, 0.4, 0.4, 0.5], 2), None);
        // What varies only in a block that is left out does not vary in those that are used.
        assert_eq!(Absence::of(&[0.3, 0.3, f64::NAN, 0.5, 0.3, 0.3], 2), Some(Absence::Constant));
    }

    #[test]
    fn copies_of_a_block_tell_nothing_new() {
        let block = |it: f64| vec![it, 1.0];
        let copies: Vec<Vec<f64>> = [1.0, 2.0, 3.0, 4.0].repeat(10).into_iter().map(block).collect();
        assert!(!enough_differ(&copies));
        assert!(enough_differ(&[copies, vec![block(5.0)]].concat()));
        assert!(!enough_differ(&[1.0, 1.0 + 1e-15, 1.0 + 2e-15, 2.0, 3.0, 4.0].map(block)));
    }

    #[test]
    fn few_blocks_are_never_enough() {
        assert_eq!((needed(4, 0.0, 0.1), needed(5, 0.0, 0.1)), (Some(5), None));
        assert_eq!((needed(10, 0.2, 0.1), needed(10, 0.0, 0.0)), (Some(40), Some(11)));
    }
}
