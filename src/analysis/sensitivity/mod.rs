//! Which factors matter: Morris' screening, Sobol indices, and how much of the variance is chance.
//!
//! Estimators take the outputs of a design in the order of its rows; a design of another kind is refused
//! with a hint. Every index has a bootstrap interval, a verdict (precise enough, or how many runs more)
//! and a rank; indices that the runs cannot tell apart share a rank. The bootstrap takes Sobol points for
//! independent ones, though they are more even: its intervals are wider than the error, and the verdict is
//! on the safe side.

pub mod chance;
pub mod findings;
pub mod morris;
pub mod sobol;

use serde::Serialize;

use super::interval::{Estimated, middle};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Its interval is narrow enough.
    Converged,
    /// About so many runs more would make it so, if error shrinks with the root of their number.
    More {
        /// Further runs.
        runs: usize,
    },
}

/// One index of one factor or pair.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Index {
    /// The index and its interval.
    pub estimate: Estimated,
    /// Rank from 1 on among its kind; those that cannot be told apart share one.
    pub rank: usize,
    /// Whether it is known well enough.
    pub verdict: Verdict,
}

/// Puts values, their bootstrap samples and a verdict on each half-width together.
fn indices(values: &[f64], samples: &[Vec<f64>], verdict: impl Fn(f64) -> Verdict) -> Vec<Index> {
    let ranks = ranks(values, samples);
    let index = |number: usize| {
        let interval = middle(samples[number].clone());
        Index {
            estimate: Estimated { value: values[number], interval },
            rank: ranks[number],
            verdict: verdict(interval.map_or(f64::INFINITY, |it| it.half_width())),
        }
    };
    (0..values.len()).map(index).collect()
}

/// Ranks from the largest down: a new rank begins where the distance to the first of the rank before is
/// above zero in 97.5 % of resamples.
fn ranks(values: &[f64], samples: &[Vec<f64>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*other].total_cmp(&values[*one]));
    let mut ranks = vec![1; values.len()];
    let Some(mut leader) = order.first().copied() else { return ranks };
    for (place, it) in order.iter().enumerate().skip(1) {
        let distances = samples[leader].iter().zip(&samples[*it]).map(|(more, less)| more - less).collect();
        let apart = middle(distances).is_some_and(|it| it.low > 0.0);
        ranks[*it] = if apart { place + 1 } else { ranks[leader] };
        if apart {
            leader = *it;
        }
    }
    ranks
}

/// How many times as many runs bring a half-width within tolerance.
fn growth(half_width: f64, tolerance: f64) -> f64 {
    let times = half_width / tolerance;
    (times * times).max(1.0)
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
        assert_eq!(ranks(&values, &samples), [3, 1, 1, 3]);
        // What moves together can be told apart however wide its interval.
        let together = [wiggle(0.1, 0.01), wiggle(0.12, 0.01)];
        assert_eq!(ranks(&[0.1, 0.12], &together), [2, 1]);
    }
}
