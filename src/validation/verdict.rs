//! From one number a seed to an interval, and from interval and tolerance to a verdict.

use serde::Serialize;

use crate::elementary::normal_quantile;
use crate::text::Label;

/// Mean over seeds with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// Mean.
    pub mean: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Seeds that gave a number.
    pub seeds: usize,
}

impl Estimate {
    /// Of the numbers of the seeds, in their order; none with fewer than two.
    pub fn of(values: &[f64]) -> Option<Self> {
        if values.len() < 2 {
            return None;
        }
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|it| (it - mean) * (it - mean)).sum();
        let half = student_quantile(values.len() - 1) * (squares / (count - 1.0) / count).sqrt();
        Some(Estimate { mean, low: mean - half, high: mean + half, seeds: values.len() })
    }
}

/// The 97.5 % quantile of Student's t, by its expansion around the normal (Abramowitz and Stegun 26.7.5), which
/// is exact to 0.1 % from five degrees of freedom; below, the values themselves.
fn student_quantile(degrees: usize) -> f64 {
    if let Some(exact) = [12.706, 4.303, 3.182, 2.776].get(degrees.saturating_sub(1)) {
        return *exact;
    }
    let (z, n) = (normal_quantile(0.975), degrees as f64);
    let z2 = z * z;
    let terms = [
        z * (z2 + 1.0) / 4.0,
        z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0,
        z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0,
    ];
    z + terms[0] / n + terms[1] / (n * n) + terms[2] / (n * n * n)
}

/// Where a number may lie. The borders belong to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// Least value.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
}

impl Tolerance {
    /// More than nothing: the sign must be positive.
    pub const RISES: Tolerance = Tolerance { low: 0.0, high: f64::INFINITY };
    /// Less than nothing: the sign must be negative.
    pub const FALLS: Tolerance = Tolerance { low: f64::NEG_INFINITY, high: 0.0 };

    /// From the first value to the second.
    pub const fn range(low: f64, high: f64) -> Self {
        Tolerance { low, high }
    }

    /// So much around a target.
    pub const fn around(target: f64, by: f64) -> Self {
        Tolerance { low: target - by, high: target + by }
    }

    /// Whether the interval lies inside, outside, or across a border. A sign needs more than nothing.
    pub fn judge(&self, found: &Estimate) -> Verdict {
        let is_sign = self.low.is_infinite() || self.high.is_infinite();
        let nothing = is_sign && found.low == 0.0 && found.high == 0.0;
        if nothing || found.high < self.low || found.low > self.high {
            Verdict::Fails
        } else if found.low >= self.low && found.high <= self.high {
            Verdict::Holds
        } else {
            Verdict::WithinNoise
        }
    }
}

/// What is said of a pattern. A pattern of several parts is as good as its worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The interval lies within the tolerance.
    Holds,
    /// The interval reaches across a border of the tolerance: more seeds would tell.
    WithinNoise,
    /// The model has nothing that could be measured.
    NotExpressible,
    /// The interval lies outside the tolerance.
    Fails,
}

impl Verdict {
    /// Words for people.
    pub const fn label(self) -> Label {
        match self {
            Verdict::Holds => Label { en: "holds", zh: "成立" },
            Verdict::WithinNoise => Label { en: "within noise", zh: "噪声之内" },
            Verdict::Fails => Label { en: "FAILS", zh: "不成立" },
            Verdict::NotExpressible => Label { en: "not expressible", zh: "无法表达" },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantiles_are_those_of_the_tables() {
        for (degrees, value) in [(1, 12.706), (3, 3.182), (4, 2.776), (9, 2.262), (19, 2.093), (99, 1.984)] {
            let found = student_quantile(degrees);
            assert!((found - value).abs() < 0.004, "{degrees}: {found}");
        }
    }

    #[test]
    fn the_interval_of_equal_numbers_is_that_number() {
        let found = Estimate::of(&[0.25; 20]).unwrap();
        assert_eq!((found.mean, found.low, found.high, found.seeds), (0.25, 0.25, 0.25, 20));
        assert_eq!(Estimate::of(&[1.0]), None);
    }

    #[test]
    fn an_interval_across_a_border_is_within_noise() {
        let between = |low: f64, high: f64| Estimate { mean: (low + high) / 2.0, low, high, seeds: 20 };
        let tolerance = Tolerance::around(30.0, 5.0);
        assert_eq!(tolerance.judge(&between(26.0, 34.0)), Verdict::Holds);
        assert_eq!(tolerance.judge(&between(33.0, 36.0)), Verdict::WithinNoise);
        assert_eq!(tolerance.judge(&between(35.5, 36.0)), Verdict::Fails);
        assert_eq!(Tolerance::RISES.judge(&between(0.1, 9.0)), Verdict::Holds);
        assert_eq!(Tolerance::FALLS.judge(&between(0.1, 9.0)), Verdict::Fails);
        assert_eq!(Tolerance::FALLS.judge(&between(-0.1, 0.1)), Verdict::WithinNoise);
    }

    #[test]
    fn no_change_at_all_has_no_sign() {
        let nothing = Estimate { mean: 0.0, low: 0.0, high: 0.0, seeds: 20 };
        assert_eq!(Tolerance::RISES.judge(&nothing), Verdict::Fails);
        assert_eq!(Tolerance::FALLS.judge(&nothing), Verdict::Fails);
    }
}
