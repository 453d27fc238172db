//! Robustness of policies under uncertainty: regret, satisficing and the worst case over contexts.
//!
//! A table holds, for every policy and context, one measure's level. Sources: Savage (1951) for regret;
//! Lempert and Collins, Risk Analysis 27 (2007), and McPhail and others, Earth's Future 6 (2018), for
//! the rest. The interval of a share is Clopper and Pearson's, for contexts that are drawn at random.

use serde::Serialize;
use statrs::distribution::{Beta, ContinuousCDF};

use super::interval::{Estimated, Interval, UPPER};
use crate::text::message;
use crate::{Error, Result};

/// Which way a measure is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

impl Better {
    /// The number as one of which more is better.
    pub(super) fn merit(self, value: f64) -> f64 {
        match self {
            Better::Higher => value,
            Better::Lower => -value,
        }
    }
}

/// One policy over all contexts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Robustness {
    /// By context, how much worse than the best policy there.
    pub regret: Vec<f64>,
    /// Mean over contexts.
    pub mean_regret: f64,
    /// The largest.
    pub most_regret: f64,
    /// Context of the largest regret.
    pub most_regretted_in: usize,
    /// Level in the worst context.
    pub worst: f64,
    /// That context.
    pub worst_in: usize,
    /// Mean level over contexts.
    pub mean: f64,
}

/// Weighs policies over contexts: `levels[policy][context]`.
///
/// # Errors
/// There is no policy or context, or a level is missing or not a number.
pub fn robustness(levels: &[Vec<f64>], better: Better) -> Result<Vec<Robustness>> {
    let contexts = levels.first().map_or(0, Vec::len);
    if contexts == 0 || levels.iter().any(|it| it.len() != contexts) {
        let told = message!(
            "every policy needs a level in every context, and at least one",
            "各政策在每个情境中都须有水平，且至少一个情境"
        );
        return Err(Error::Design(told));
    }
    for (policy, row) in levels.iter().enumerate() {
        if let Some(context) = row.iter().position(|it| !it.is_finite()) {
            let told = message!(
                "policy {policy} has no level in context {context}",
                "政策 {policy} 在情境 {context} 中没有水平"
            );
            return Err(Error::Design(told));
        }
    }
    let best = |context: usize| levels.iter().map(|it| better.merit(it[context])).fold(f64::NEG_INFINITY, f64::max);
    let best: Vec<f64> = (0..contexts).map(best).collect();
    let weigh = |row: &Vec<f64>| {
        let regret: Vec<f64> = row.iter().zip(&best).map(|(it, best)| best - better.merit(*it)).collect();
        let most_regretted_in = largest(&regret);
        let worst_in = largest(&row.iter().map(|it| -better.merit(*it)).collect::<Vec<_>>());
        Robustness {
            mean_regret: mean(&regret),
            most_regret: regret[most_regretted_in],
            most_regretted_in,
            regret,
            worst: row[worst_in],
            worst_in,
            mean: mean(row),
        }
    };
    Ok(levels.iter().map(weigh).collect())
}

/// So many of all as a share, with Clopper and Pearson's 95 % interval.
pub fn share(some: usize, all: usize) -> Estimated {
    let (k, n) = (some as f64, all as f64);
    let quantile = |probability, a, b| Beta::new(a, b).map_or(0.5, |it| it.inverse_cdf(probability));
    let low = if some == 0 { 0.0 } else { quantile(1.0 - UPPER, k, n - k + 1.0) };
    let high = if some == all { 1.0 } else { quantile(UPPER, k + 1.0, n - k) };
    Estimated { value: k / n, interval: Some(Interval { low, high }) }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn largest(values: &[f64]) -> usize {
    (0..values.len()).fold(0, |most, it| if values[it] > values[most] { it } else { most })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Vec<Vec<f64>> {
        vec![vec![10.0, 4.0, 7.0], vec![8.0, 7.0, 6.0], vec![2.0, 9.0, 6.5]]
    }

    #[test]
    fn regret_is_the_distance_to_the_best_policy_of_a_context() {
        let found = robustness(&table(), Better::Higher).unwrap();
        assert_eq!(found[0].regret, [0.0, 5.0, 0.0]);
        assert_eq!(found[1].regret, [2.0, 2.0, 1.0]);
        assert_eq!((found[2].most_regret, found[2].most_regretted_in), (8.0, 0));
        assert_eq!(found[1].most_regret, 2.0);
        assert_eq!((found[1].worst, found[1].worst_in, found[1].mean), (6.0, 2, 7.0));
    }

    #[test]
    fn where_less_is_better_all_turns_round() {
        let found = robustness(&table(), Better::Lower).unwrap();
        assert_eq!(found[2].regret, [0.0, 5.0, 0.5]);
        assert_eq!((found[0].worst, found[0].worst_in), (10.0, 0));
    }

    #[test]
    fn the_interval_of_a_share_is_clopper_and_pearsons() {
        // scipy 1.17: binomtest(7, 20).proportion_ci(method="exact").
        let interval = share(7, 20).interval.unwrap();
        assert!((interval.low - 0.153909).abs() < 1e-6 && (interval.high - 0.592189).abs() < 1e-6, "{interval:?}");
        // None of n: up to 1 - 0.025^(1/n).
        let none = share(0, 10).interval.unwrap();
        assert!(none.low == 0.0 && (none.high - 0.308497).abs() < 1e-6, "{none:?}");
        assert_eq!(share(10, 10).interval.unwrap().high, 1.0);
    }

    #[test]
    fn a_hole_in_the_table_is_refused() {
        assert!(robustness(&[vec![1.0], vec![1.0, 2.0]], Better::Higher).is_err());
        assert!(robustness(&[], Better::Higher).is_err());
        let hole = robustness(&[vec![1.0, f64::NAN]], Better::Higher).unwrap_err();
        assert!(hole.to_string().contains("policy 0 has no level in context 1"));
    }
}
