//! Means and their 95 % intervals from replicates, and resampling where there is no formula.
//!
//! Replicates are independent draws, so a mean's interval is Student's. The ratio of two means has
//! Fieller's interval (Fieller 1954), which is absent if the denominator cannot be distinguished from zero.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::random::{Chance, Identity, LIFELONG, Purpose, below};

/// Confidence of every interval.
pub const CONFIDENCE: f64 = 0.95;

/// Two-sided tail: the interval ends where this share lies above and below.
pub const UPPER: f64 = 0.5 + CONFIDENCE / 2.0;

/// From where to where.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Half the distance of the ends.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// Whether a number lies within, ends included.
    pub fn holds(&self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }
}

/// A number and what is known of its error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimated {
    /// The best guess.
    pub value: f64,
    /// Its 95 % interval; absent where nothing is known, as from a single replicate.
    pub interval: Option<Interval>,
}

impl Estimated {
    /// The mean of independent replicates with Student's interval; nothing of nothing.
    pub fn mean_of(values: &[f64]) -> Option<Self> {
        Moments::of(values).map(|it| it.estimated())
    }

    /// What may be said of a difference that was estimated so.
    pub fn verdict(&self) -> Verdict {
        match self.interval {
            // In a single replicate only exact equality gives exactly nothing.
            None if self.value == 0.0 => Verdict::Equal,
            None => Verdict::NoInterval,
            Some(it) if it.low == 0.0 && it.high == 0.0 => Verdict::Equal,
            Some(it) if it.holds(0.0) => Verdict::Uncertain,
            Some(_) if self.value > 0.0 => Verdict::Higher,
            Some(_) => Verdict::Lower,
        }
    }
}

/// What the replicates allow to conclude about a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All pairs are equal to the last bit.
    Equal,
    /// A single replicate has no interval, so chance is not known.
    NoInterval,
    /// The interval holds zero.
    Uncertain,
    /// The interval lies above zero.
    Higher,
    /// The interval lies below zero.
    Lower,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Verdict; 5] =
        [Verdict::Equal, Verdict::NoInterval, Verdict::Uncertain, Verdict::Higher, Verdict::Lower];

    /// Word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Equal => "equal",
            Verdict::NoInterval => "no_interval",
            Verdict::Uncertain => "uncertain",
            Verdict::Higher => "above_zero",
            Verdict::Lower => "below_zero",
        }
    }

    /// Whether there is a difference, and chance does not explain it.
    pub const fn is_determined(self) -> bool {
        matches!(self, Verdict::Higher | Verdict::Lower)
    }
}

/// Number, mean and variance of some values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// How many.
    pub count: usize,
    /// Their mean.
    pub mean: f64,
    /// Sum of squared deviations over `count - 1`; zero for a single value.
    pub variance: f64,
}

impl Moments {
    /// Of values that are all numbers; nothing of nothing. Equal values have exactly no variance.
    pub fn of(values: &[f64]) -> Option<Self> {
        let first = *values.first()?;
        let count = values.len();
        // Taken from the first value, so that equal values give it back to the last bit.
        let mean = first + values.iter().map(|it| it - first).sum::<f64>() / count as f64;
        let squares: f64 = values.iter().map(|it| (it - mean) * (it - mean)).sum();
        Some(Moments { count, mean, variance: squares / (count.max(2) - 1) as f64 })
    }

    /// The mean with Student's interval.
    pub fn estimated(&self) -> Estimated {
        let interval = self.half_width().map(|it| Interval { low: self.mean - it, high: self.mean + it });
        Estimated { value: self.mean, interval }
    }

    /// Standard error of the mean.
    pub fn standard_error(&self) -> f64 {
        (self.variance / self.count as f64).sqrt()
    }

    /// Half-width of the 95 % interval of the mean; none of a single value.
    pub fn half_width(&self) -> Option<f64> {
        (self.count > 1).then(|| student_t(UPPER, self.count - 1) * self.standard_error())
    }
}

/// Sum of products of deviations over `count - 1`; pairs beyond the shorter slice are not there.
pub fn covariance(one: &[f64], other: &[f64]) -> Option<f64> {
    let (a, b) = (Moments::of(one)?, Moments::of(other)?);
    let products: f64 = one.iter().zip(other).map(|(x, y)| (x - a.mean) * (y - b.mean)).sum();
    Some(products / (a.count.max(2) - 1) as f64)
}

/// Quantile of Student's t with so many degrees of freedom.
///
/// # Panics
/// No degrees of freedom: a mistake of the caller.
pub fn student_t(probability: f64, degrees: usize) -> f64 {
    student(degrees).inverse_cdf(probability)
}

/// Probability that Student's t lies below `t`.
///
/// # Panics
/// No degrees of freedom: a mistake of the caller.
pub fn student_t_below(t: f64, degrees: usize) -> f64 {
    student(degrees).cdf(t)
}

fn student(degrees: usize) -> StudentsT {
    StudentsT::new(0.0, 1.0, degrees as f64).expect("degrees of freedom above zero")
}

/// Quantile of sorted values, straight between the two nearest.
///
/// # Panics
/// There are no values: a mistake of the caller.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let position = share * (sorted.len() - 1) as f64;
    let (below, rest) = (position.floor() as usize, position.fract());
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * rest
}

/// Middle 95 % of some values; nothing of nothing.
pub fn middle(mut values: Vec<f64>) -> Option<Interval> {
    values.sort_by(f64::total_cmp);
    (!values.is_empty()).then(|| Interval { low: quantile(&values, 1.0 - UPPER), high: quantile(&values, UPPER) })
}

/// Ratio of the means of paired replicates with Fieller's interval.
///
/// Absent where the lower mean is zero, and where its own interval holds zero: any ratio is possible then.
pub fn ratio_of_means(above: &[f64], below: &[f64]) -> Option<Estimated> {
    let (a, b) = (Moments::of(above)?, Moments::of(below)?);
    if b.mean == 0.0 || above.len() != below.len() {
        return None;
    }
    let value = a.mean / b.mean;
    if a.count < 2 {
        return Some(Estimated { value, interval: None });
    }
    let t = student_t(UPPER, a.count - 1);
    let scale = t * t / a.count as f64;
    // Roots r of (a - r b)^2 = t^2 Var(a - r b) / n.
    let square = b.mean * b.mean - scale * b.variance;
    let linear = a.mean * b.mean - scale * covariance(above, below)?;
    let constant = a.mean * a.mean - scale * a.variance;
    if square <= 0.0 {
        return None;
    }
    let root = (linear * linear - square * constant).max(0.0).sqrt();
    Some(Estimated {
        value,
        interval: Some(Interval { low: (linear - root) / square, high: (linear + root) / square }),
    })
}

/// How often each of `count` things is in the `number`-th resample with replacement.
pub fn resample(chance: &Chance, number: u32, count: usize, times: &mut Vec<u32>) {
    times.clear();
    times.resize(count, 0);
    for draw in 0..count {
        let who = Identity { community: number, slot: draw as u32, generation: 0 };
        times[below(chance.word(Purpose::Resample, 0, LIFELONG, who), count)] += 1;
    }
}

/// 95 % bootstrap interval (percentiles) of a statistic of `count` things, given how often each is in a
/// resample. Resamples that have no value are left out.
pub fn bootstrap(
    chance: &Chance,
    resamples: u32,
    count: usize,
    mut statistic: impl FnMut(&[u32]) -> Option<f64>,
) -> Option<Interval> {
    let mut times = Vec::new();
    let values = (0..resamples).filter_map(|number| {
        resample(chance, number, count, &mut times);
        statistic(&times)
    });
    middle(values.collect())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Standard normal numbers of a test.
    pub(in crate::analysis) fn normals(seed: u32, count: usize) -> Vec<f64> {
        let chance = Chance::new(seed, 77);
        let who = |slot| Identity { community: 0, slot, generation: 0 };
        (0..count as u32).map(|it| chance.normal(Purpose::SurveyNoise, 0, LIFELONG, who(it))).collect()
    }

    #[test]
    fn student_t_quantiles_are_those_of_the_tables() {
        for (degrees, quantile) in
            [(2, 4.302653), (4, 2.776445), (5, 2.570582), (9, 2.262157), (19, 2.093024), (29, 2.045230)]
        {
            assert!((student_t(0.975, degrees) - quantile).abs() < 5e-7, "{degrees}: {}", student_t(0.975, degrees));
            assert!((student_t_below(quantile, degrees) - 0.975).abs() < 1e-7);
        }
    }

    #[test]
    fn coverage_of_the_interval_of_a_mean_over_2000_synthetic_studies_is_95_per_cent() {
        let covered = (0..2000).filter(|study| {
            let values: Vec<f64> = normals(*study, 8).iter().map(|it| 3.0 + 2.0 * it).collect();
            Estimated::mean_of(&values).unwrap().interval.unwrap().holds(3.0)
        });
        let share = covered.count() as f64 / 2000.0;
        assert!((0.935..=0.965).contains(&share), "{share}");
    }

    #[test]
    fn coverage_of_fiellers_interval_of_a_ratio_is_95_per_cent() {
        let covered = (0..2000).filter(|study| {
            let draws = normals(*study + 5000, 20);
            let below: Vec<f64> = draws[..10].iter().map(|it| 10.0 + 2.0 * it).collect();
            let above: Vec<f64> = below.iter().zip(&draws[10..]).map(|(x, it)| 5.0 + 0.2 * x + it).collect();
            ratio_of_means(&above, &below).unwrap().interval.unwrap().holds(0.7)
        });
        let share = covered.count() as f64 / 2000.0;
        assert!((0.935..=0.965).contains(&share), "{share}");
    }

    #[test]
    fn coverage_of_the_bootstrap_interval_of_a_mean_is_near_95_per_cent() {
        let covered = (0..500).filter(|study| {
            let values = normals(*study + 9000, 40);
            let mean = |times: &[u32]| {
                Some(times.iter().zip(&values).map(|(times, it)| f64::from(*times) * it).sum::<f64>() / 40.0)
            };
            bootstrap(&Chance::new(*study, 0), 400, 40, mean).unwrap().holds(0.0)
        });
        let share = covered.count() as f64 / 500.0;
        assert!((0.91..=0.98).contains(&share), "{share}");
    }

    #[test]
    fn equal_values_have_no_spread_to_the_last_bit() {
        let same = Estimated::mean_of(&[0.1; 7]).unwrap();
        assert_eq!(same, Estimated { value: 0.1, interval: Some(Interval { low: 0.1, high: 0.1 }) });
        assert_eq!(Estimated::mean_of(&[]), None);
        assert_eq!(Estimated::mean_of(&[2.0]), Some(Estimated { value: 2.0, interval: None }));
    }

    #[test]
    fn a_verdict_needs_an_interval_and_one_that_touches_zero_determines_nothing() {
        let of = |value, low, high| Estimated { value, interval: Some(Interval { low, high }) }.verdict();
        assert_eq!(Estimated { value: 3.0, interval: None }.verdict(), Verdict::NoInterval);
        assert_eq!(Estimated { value: 0.0, interval: None }.verdict(), Verdict::Equal);
        assert_eq!(of(0.0, 0.0, 0.0), Verdict::Equal);
        assert_eq!((of(1.0, 0.0, 2.0), of(0.0, -1.0, 1.0)), (Verdict::Uncertain, Verdict::Uncertain));
        assert_eq!((of(1.0, 0.5, 1.5), of(-1.0, -1.5, -0.5)), (Verdict::Higher, Verdict::Lower));
        // A difference that is the same in every replicate has no width, and is a difference all the same.
        assert_eq!(Estimated::mean_of(&[2.0, 2.0]).unwrap().verdict(), Verdict::Higher);
        assert!(Verdict::ALL.iter().all(|it| it.is_determined() == ["above_zero", "below_zero"].contains(&it.name())));
    }

    #[test]
    fn a_ratio_over_a_mean_that_may_be_zero_has_no_value() {
        assert_eq!(ratio_of_means(&[1.0, 2.0, 3.0], &[-1.0, 0.5, 1.0]), None);
        assert_eq!(ratio_of_means(&[1.0], &[0.0]), None);
    }

    #[test]
    fn a_resample_holds_as_many_as_there_are() {
        let mut times = Vec::new();
        resample(&Chance::new(1, 2), 3, 100, &mut times);
        assert_eq!(times.iter().sum::<u32>(), 100);
        assert!(times.iter().filter(|it| **it == 0).count() > 20);
    }
}
