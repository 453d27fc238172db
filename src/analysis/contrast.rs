//! Paired differences: replicate by replicate, the policy's outcome minus the baseline's.
//!
//! Replicates of a policy and of the baseline use common random numbers, so most noise cancels in the difference; the
//! variance reduction factor is reported beside it (Law, Simulation Modeling and Analysis, chapter 11:
//! Var(D) = s1^2 + s2^2 - 2 rho s1 s2). A policy that applies to no community has a difference of exactly zero.

use serde::Serialize;

use super::interval::{Estimated, Interval, Moments, Verdict, covariance, ratio_of_means, student_t_below};
use crate::text::message;
use crate::{Error, Result};

/// One measure under a policy against the same measure under the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Contrast {
    /// Replicates that were compared.
    pub pairs: usize,
    /// Level under the baseline.
    pub baseline: Estimated,
    /// Level under the policy.
    pub policy: Estimated,
    /// Policy minus baseline.
    pub difference: Estimated,
    /// The difference as a share of the baseline; absent where the baseline may be zero.
    pub relative: Option<Estimated>,
    /// All pairs are equal to the last bit.
    pub identical: bool,
    /// Probability that the mean difference lies above zero, given the replicates and no opinion before
    /// them; absent for a single replicate.
    pub probability_above_zero: Option<f64>,
    /// Share of replicates whose difference lies above zero.
    pub share_above_zero: f64,
    /// Correlation of policy and baseline over replicates; absent where one of them does not vary, and below
    /// [`LEAST_FOR_SPREAD`] pairs.
    pub correlation: Option<f64>,
    /// Pairs of independent runs that would say as much as one pair with common draws: 1/(1 - correlation)
    /// at equal spread. Absent where the difference does not vary, and below [`LEAST_FOR_SPREAD`] pairs.
    pub runs_saved: Option<f64>,
}

impl Contrast {
    /// What may be said of the difference.
    pub fn verdict(&self) -> Verdict {
        if self.identical { Verdict::Equal } else { self.difference.verdict() }
    }
}

/// Fewest pairs from which a correlation, a ratio of variances or a resampled probability is reported.
pub const LEAST_FOR_SPREAD: usize = 5;

/// Compares a measure replicate by replicate.
///
/// # Errors
/// There are no replicates, not as many under both, or one is not a number.
pub fn contrast(baseline: &[f64], policy: &[f64]) -> Result<Contrast> {
    if baseline.len() != policy.len() {
        let (ours, theirs) = (baseline.len(), policy.len());
        let told = message!(
            "the baseline has {ours} replicates and the policy {theirs}: a comparison needs the same replicates of both",
            "基线有 {ours} 次重复，政策有 {theirs} 次：比较要求二者的重复相同"
        );
        return Err(Error::Design(told));
    }
    if let Some(at) = baseline.iter().zip(policy).position(|(ours, theirs)| !(ours.is_finite() && theirs.is_finite())) {
        let told = message!(
            "replicate {at} has no number: leave it out under both, see `both`",
            "重复 {at} 没有数值：请在二者中都去掉这次重复，见 `both`"
        );
        return Err(Error::Design(told));
    }
    let differences: Vec<f64> = policy.iter().zip(baseline).map(|(theirs, ours)| theirs - ours).collect();
    let (Some(ours), Some(theirs), Some(moments)) =
        (Moments::of(baseline), Moments::of(policy), Moments::of(&differences))
    else {
        return Err(Error::Design(message!("there are no replicates to compare", "没有可供比较的重复")));
    };
    let above = differences.iter().filter(|it| **it > 0.0).count();
    let spread = (ours.variance * theirs.variance).sqrt();
    let several = differences.len() >= LEAST_FOR_SPREAD;
    Ok(Contrast {
        pairs: differences.len(),
        baseline: ours.estimated(),
        policy: theirs.estimated(),
        difference: moments.estimated(),
        relative: relative(&differences, &moments, baseline, &ours),
        identical: differences.iter().all(|it| *it == 0.0),
        probability_above_zero: probability_above_zero(&moments),
        share_above_zero: above as f64 / differences.len() as f64,
        correlation: covariance(baseline, policy).filter(|_| several && spread > 0.0).map(|it| it / spread),
        runs_saved: (several && moments.variance > 0.0).then(|| (ours.variance + theirs.variance) / moments.variance),
    })
}

/// The replicates in which a measure has a value under both, in order.
pub fn both(baseline: &[Option<f64>], policy: &[Option<f64>]) -> (Vec<f64>, Vec<f64>) {
    baseline.iter().zip(policy).filter_map(|(ours, theirs)| ours.zip(*theirs)).unzip()
}

/// A baseline that never varies needs no division of uncertainties.
fn relative(differences: &[f64], moments: &Moments, baseline: &[f64], ours: &Moments) -> Option<Estimated> {
    if ours.variance > 0.0 || ours.mean == 0.0 {
        return ratio_of_means(differences, baseline);
    }
    let difference = moments.estimated();
    let share = |it: f64| it / ours.mean;
    let interval = difference.interval.map(|it| {
        let (one, other) = (share(it.low), share(it.high));
        Interval { low: one.min(other), high: one.max(other) }
    });
    Some(Estimated { value: share(difference.value), interval })
}

fn probability_above_zero(moments: &Moments) -> Option<f64> {
    if moments.count < 2 {
        return None;
    }
    let error = moments.standard_error();
    if error == 0.0 {
        return Some(if moments.mean > 0.0 { 1.0 } else { 0.0 });
    }
    Some(student_t_below(moments.mean / error, moments.count - 1))
}

#[cfg(test)]
mod tests {
    use super::super::interval::tests::normals;
    use super::*;

    #[test]
    fn a_contrast_worked_by_hand() {
        let it = contrast(&[10.0, 12.0, 14.0], &[11.0, 14.0, 17.0]).unwrap();
        assert_eq!((it.pairs, it.baseline.value, it.policy.value, it.difference.value), (3, 12.0, 14.0, 2.0));
        // s = 1, n = 3: 4.302653 / sqrt(3).
        let interval = it.difference.interval.unwrap();
        assert!((interval.half_width() - 2.484138).abs() < 1e-5);
        assert!((it.relative.unwrap().value - 1.0 / 6.0).abs() < 1e-12);
        // Three pairs say nothing of a correlation, though a formula would give one.
        assert_eq!((it.correlation, it.runs_saved, it.verdict()), (None, None, Verdict::Uncertain));
        // t = 2 / (1 / sqrt(3)) = 3.4641 with 2 degrees of freedom: P = 0.962910.
        assert!((it.probability_above_zero.unwrap() - 0.962910).abs() < 1e-6);
        assert_eq!((it.share_above_zero, it.identical), (1.0, false));
    }

    #[test]
    fn the_spread_of_five_pairs_is_reported_and_that_of_four_is_not() {
        let (ours, theirs) = ([10.0, 12.0, 14.0, 16.0, 18.0], [11.0, 14.0, 17.0, 20.0, 23.0]);
        let it = contrast(&ours, &theirs).unwrap();
        // Variances 10 and 22.5 over that of the differences, 2.5.
        assert!((it.correlation.unwrap() - 1.0).abs() < 1e-12);
        assert!((it.runs_saved.unwrap() - 13.0).abs() < 1e-12);
        let it = contrast(&ours[..4], &theirs[..4]).unwrap();
        assert_eq!((it.correlation, it.runs_saved), (None, None));
    }

    #[test]
    fn equal_outcomes_differ_by_exactly_zero() {
        let values = normals(1, 12);
        let it = contrast(&values, &values).unwrap();
        assert!(it.identical);
        assert_eq!(it.difference, Estimated { value: 0.0, interval: Some(Interval { low: 0.0, high: 0.0 }) });
        assert_eq!((it.probability_above_zero, it.share_above_zero, it.runs_saved), (Some(0.0), 0.0, None));
        let shifted: Vec<f64> = values.iter().map(|it| it + 20.0).collect();
        let it = contrast(&shifted, &shifted).unwrap();
        assert_eq!(it.relative.unwrap().interval, Some(Interval { low: 0.0, high: 0.0 }));
    }

    #[test]
    fn common_random_numbers_save_one_over_one_minus_rho_at_equal_spread() {
        // The same values in another order have the same spread.
        let ours = [3.0, 1.0, 4.0, 2.0, 5.0, 7.0];
        let theirs = [4.0, 1.0, 3.0, 2.0, 7.0, 5.0];
        let it = contrast(&ours, &theirs).unwrap();
        let rho = it.correlation.unwrap();
        assert!((it.runs_saved.unwrap() - 1.0 / (1.0 - rho)).abs() < 1e-12);
        let spread = Moments::of(&ours).unwrap().variance.sqrt();
        let other = Moments::of(&theirs).unwrap().variance.sqrt();
        let differences: Vec<f64> = theirs.iter().zip(&ours).map(|(a, b)| a - b).collect();
        let variance = spread * spread + other * other - 2.0 * rho * spread * other;
        assert!((Moments::of(&differences).unwrap().variance - variance).abs() < 1e-12);
    }

    #[test]
    fn coverage_of_the_paired_difference_over_2000_synthetic_studies_is_95_per_cent() {
        let (mut differences, mut relatives) = (0, 0);
        for study in 0..2000 {
            let draws = normals(20_000 + study, 24);
            let ours: Vec<f64> = draws[..12].iter().map(|it| 10.0 + it).collect();
            let theirs: Vec<f64> = ours.iter().zip(&draws[12..]).map(|(it, own)| 0.9 * it + 2.0 + 0.3 * own).collect();
            let it = contrast(&ours, &theirs).unwrap();
            differences += i32::from(it.difference.interval.unwrap().holds(1.0));
            relatives += i32::from(it.relative.unwrap().interval.unwrap().holds(0.1));
        }
        assert!((1870..=1930).contains(&differences), "{differences} of 2000");
        assert!((1870..=1930).contains(&relatives), "{relatives} of 2000");
    }

    #[test]
    fn a_single_replicate_has_a_difference_and_no_interval() {
        let it = contrast(&[2.0], &[3.0]).unwrap();
        assert_eq!((it.difference.value, it.difference.interval, it.probability_above_zero), (1.0, None, None));
        assert_eq!((it.verdict(), contrast(&[2.0], &[2.0]).unwrap().verdict()), (Verdict::NoInterval, Verdict::Equal));
        assert_eq!(it.relative, Some(Estimated { value: 0.5, interval: None }));
    }

    #[test]
    fn over_a_baseline_that_never_varies_the_relative_difference_varies_as_the_difference() {
        let it = contrast(&[-2.0; 3], &[-1.0, -1.5, -0.5]).unwrap();
        let (relative, difference) = (it.relative.unwrap(), it.difference);
        assert_eq!((relative.value, difference.value), (-0.5, 1.0));
        let half = |it: Estimated| it.interval.unwrap().half_width();
        assert!((half(relative) - half(difference) / 2.0).abs() < 1e-12);
        assert_eq!(it.correlation, None);
        assert_eq!(contrast(&[0.0; 3], &[1.0, 2.0, 3.0]).unwrap().relative, None);
    }

    #[test]
    fn unequal_replicates_and_missing_numbers_are_refused() {
        assert!(contrast(&[1.0], &[1.0, 2.0]).unwrap_err().to_string().contains("1 replicates and the policy 2"));
        assert!(contrast(&[1.0, f64::NAN], &[1.0, 2.0]).unwrap_err().to_string().contains("replicate 1"));
        assert!(contrast(&[], &[]).is_err());
        let pairs = both(&[Some(1.0), None, Some(3.0)], &[Some(2.0), Some(5.0), Some(4.0)]);
        assert_eq!(pairs, (vec![1.0, 3.0], vec![2.0, 4.0]));
    }
}
