//! Distributions of factors: the quantile functions that convert a unit coordinate into a value.

use crate::elementary::normal_quantile;
use crate::text::{Message, message};

/// Distribution of one factor, independent of the others.
#[derive(Debug, Clone, PartialEq)]
pub enum Marginal {
    /// Uniform between bounds.
    Uniform {
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
    /// Log-uniform between bounds.
    LogUniform {
        /// Lower bound, above 0.
        low: f64,
        /// Upper bound.
        high: f64,
    },
    /// Triangular.
    Triangular {
        /// Lower bound.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Upper bound.
        high: f64,
    },
    /// Normal, truncated at bounds.
    Normal {
        /// Mean before truncation.
        mean: f64,
        /// Standard deviation before truncation.
        deviation: f64,
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
    /// One of several kinds; values are their numbers, from 0.
    Categorical {
        /// Weights.
        weights: Vec<f64>,
    },
}

impl std::fmt::Display for Marginal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Marginal::Uniform { low, high } => write!(out, "uniform {low}..{high}"),
            Marginal::LogUniform { low, high } => write!(out, "log_uniform {low}..{high}"),
            Marginal::Triangular { low, mode, high } => write!(out, "triangular {low}..{mode}..{high}"),
            Marginal::Normal { mean, deviation, low, high } => {
                write!(out, "normal {mean} ± {deviation}, cut at {low}..{high}")
            }
            Marginal::Categorical { weights } => write!(out, "one of {}{}", weights.len(), self.weights_in_words()),
        }
    }
}

impl Marginal {
    /// Kinds that are all as likely.
    pub fn kinds(count: usize) -> Self {
        Marginal::Categorical { weights: vec![1.0; count] }
    }

    /// Weights of kinds that are not all as likely, in words; else nothing.
    pub fn weights_in_words(&self) -> String {
        match self {
            Marginal::Categorical { weights } if weights.windows(2).any(|it| it[0] != it[1]) => {
                let words: Vec<String> = weights.iter().map(f64::to_string).collect();
                format!(" (weights {})", words.join(", "))
            }
            _ => String::new(),
        }
    }

    /// What is wrong with the numbers, in words; nothing if all is well.
    pub fn fault(&self) -> Option<Message> {
        match self {
            Marginal::Uniform { low, high } | Marginal::LogUniform { low, high } if !bounds(*low, *high) => {
                Some(message!("low = {low} must lie below high = {high}", "low = {low} 必须小于 high = {high}"))
            }
            Marginal::LogUniform { low, .. } if *low <= 0.0 => {
                Some(message!("low = {low} must lie above 0 for log_uniform", "log_uniform 的 low = {low} 必须大于 0"))
            }
            Marginal::Triangular { low, mode, high } if !(bounds(*low, *high) && (low..=high).contains(&mode)) => {
                Some(message!(
                    "low = {low}, mode = {mode}, high = {high} must be in increasing order",
                    "low = {low}、mode = {mode}、high = {high} 必须依次递增"
                ))
            }
            Marginal::Normal { low, high, .. } if !bounds(*low, *high) => Some(message!(
                "low = {low} must lie below high = {high}, where the normal distribution is truncated",
                "low = {low} 必须小于 high = {high}，正态分布在此两处截断"
            )),
            Marginal::Normal { mean, deviation, low, high } => normal_fault(*mean, *deviation, *low, *high),
            Marginal::Categorical { weights } if !weights.iter().all(|it| *it >= 0.0 && it.is_finite()) => {
                Some(message!("weights must be 0 or more", "权重必须不小于 0"))
            }
            Marginal::Categorical { weights } if weights.iter().sum::<f64>() <= 0.0 => {
                Some(message!("at least one value must have a weight above 0", "至少须有一个取值的权重大于 0"))
            }
            _ => None,
        }
    }

    /// The value below which a share `u` of the distribution lies; u in [0, 1].
    pub fn quantile(&self, u: f64) -> f64 {
        match self {
            Marginal::Uniform { low, high } => (low + u * (high - low)).clamp(*low, *high),
            Marginal::LogUniform { low, high } => (low * libm::exp(u * libm::log(high / low))).clamp(*low, *high),
            Marginal::Triangular { low, mode, high } => {
                let width = high - low;
                if u * width < mode - low {
                    low + libm::sqrt(u * width * (mode - low))
                } else {
                    high - libm::sqrt((1.0 - u) * width * (high - mode))
                }
            }
            Marginal::Normal { mean, deviation, low, high } => cut_normal(u, *mean, *deviation, *low, *high),
            Marginal::Categorical { weights } => kind(u, weights) as f64,
        }
    }
}

fn bounds(low: f64, high: f64) -> bool {
    low < high && low.is_finite() && high.is_finite()
}

/// Deviations from the mean beyond which the tail cannot be told from nothing.
const FAR: f64 = 8.0;

fn normal_fault(mean: f64, deviation: f64, low: f64, high: f64) -> Option<Message> {
    if !(mean.is_finite() && deviation > 0.0 && deviation.is_finite()) {
        return Some(message!(
            "mean = {mean} must be a number and deviation = {deviation} must lie above 0",
            "mean = {mean} 必须是数，deviation = {deviation} 必须大于 0"
        ));
    }
    let (a, b) = ((low - mean) / deviation, (high - mean) / deviation);
    (a > FAR || b < -FAR).then(|| {
        message!(
            "low = {low} to high = {high} lies more than {FAR} standard deviations from mean = {mean}",
            "low = {low} 至 high = {high} 距 mean = {mean} 超过 {FAR} 个标准差"
        )
    })
}

fn cut_normal(u: f64, mean: f64, deviation: f64, low: f64, high: f64) -> f64 {
    let (a, b) = ((low - mean) / deviation, (high - mean) / deviation);
    // In the upper tail probabilities are near 1, where few digits are left: look at it in the mirror.
    if a > 0.0 {
        return (mean - deviation * between(1.0 - u, -b, -a)).clamp(low, high);
    }
    (mean + deviation * between(u, a, b)).clamp(low, high)
}

/// Quantile of a standard normal number cut at a and b.
fn between(u: f64, a: f64, b: f64) -> f64 {
    let below = |z: f64| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
    let (from, to) = (below(a), below(b));
    let probability = from + u * (to - from);
    // The quantile function wants a probability strictly within 0 and 1; bounds are given back as they are.
    if probability <= 0.0 {
        a
    } else if probability >= 1.0 {
        b
    } else {
        normal_quantile(probability)
    }
}

fn kind(u: f64, weights: &[f64]) -> usize {
    let aim = u * weights.iter().sum::<f64>();
    let mut sum = 0.0;
    let reached = weights.iter().position(|it| {
        sum += it;
        aim < sum
    });
    // At u = 1, the last kind that is possible.
    reached.unwrap_or_else(|| weights.iter().rposition(|it| *it > 0.0).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-9 * expected.abs().max(1.0)
    }

    #[test]
    fn quantiles_are_those_of_scipy() {
        // scipy 1.17: uniform, loguniform, triang and truncnorm .ppf of 0.1 and 0.9.
        let cases = [
            (Marginal::Uniform { low: -1.0, high: 3.0 }, -0.6, 2.6),
            (Marginal::LogUniform { low: 0.01, high: 100.0 }, 0.025_118_864_315_095_794, 39.810_717_055_349_69),
            (Marginal::Triangular { low: 1.0, mode: 2.0, high: 5.0 }, 1.632_455_532_033_676, 3.904_554_884_989_668),
            (
                Marginal::Normal { mean: 10.0, deviation: 2.0, low: 9.0, high: 20.0 },
                9.376_860_462_563_563,
                12.964_355_477_544_963,
            ),
            (
                Marginal::Normal { mean: 0.0, deviation: 1.0, low: 6.0, high: 9.0 },
                6.017_085_062_658_72,
                6.363_414_284_362_702,
            ),
        ];
        for (marginal, low, high) in cases {
            assert_eq!(marginal.fault(), None);
            let (a, b) = (marginal.quantile(0.1), marginal.quantile(0.9));
            assert!(close(a, low) && close(b, high), "{marginal:?}: {a} {b}");
        }
    }

    #[test]
    fn the_ends_of_the_unit_interval_are_the_bounds() {
        for marginal in [
            Marginal::Uniform { low: 0.1, high: 0.7 },
            Marginal::LogUniform { low: 0.1, high: 0.7 },
            Marginal::Triangular { low: 0.1, mode: 0.1, high: 0.7 },
            Marginal::Triangular { low: 0.1, mode: 0.7, high: 0.7 },
            Marginal::Normal { mean: 0.3, deviation: 0.01, low: 0.1, high: 0.7 },
            Marginal::Normal { mean: 0.0, deviation: 0.05, low: 0.1, high: 0.7 },
        ] {
            let (low, high) = (marginal.quantile(0.0), marginal.quantile(1.0));
            assert!((low - 0.1).abs() < 1e-9 && high <= 0.7 && high > 0.3, "{marginal:?}: {low} {high}");
            let values: Vec<f64> = (0..=100).map(|it| marginal.quantile(f64::from(it) / 100.0)).collect();
            assert!(values.is_sorted(), "{marginal:?}");
        }
    }

    #[test]
    fn kinds_come_in_proportion_to_their_weights() {
        let marginal = Marginal::Categorical { weights: vec![1.0, 0.0, 3.0, 0.0] };
        let values: Vec<f64> = [0.0, 0.24, 0.25, 0.99, 1.0].map(|it| marginal.quantile(it)).to_vec();
        assert_eq!(values, [0.0, 0.0, 2.0, 2.0, 2.0]);
        assert_eq!(Marginal::kinds(4).quantile(0.5), 2.0);
    }

    #[test]
    fn numbers_that_make_no_distribution_are_told() {
        let nan = f64::NAN;
        for (marginal, hint) in [
            (Marginal::Uniform { low: 2.0, high: 1.0 }, "low = 2 must lie below high = 1"),
            (Marginal::Uniform { low: nan, high: 1.0 }, "low = NaN"),
            (Marginal::LogUniform { low: 0.0, high: 1.0 }, "above 0"),
            (Marginal::Triangular { low: 0.0, mode: 2.0, high: 1.0 }, "mode = 2"),
            (Marginal::Normal { mean: 0.0, deviation: 0.0, low: 0.0, high: 1.0 }, "deviation = 0"),
            (Marginal::Normal { mean: 0.0, deviation: 1.0, low: 0.0, high: f64::INFINITY }, "high = inf"),
            (Marginal::Normal { mean: 0.0, deviation: 1.0, low: 50.0, high: 60.0 }, "standard deviations from"),
            (Marginal::kinds(0), "at least one value"),
            (Marginal::Categorical { weights: vec![1.0, -1.0] }, "0 or more"),
        ] {
            let fault = marginal.fault().unwrap();
            assert!(fault.en.contains(hint), "{fault}");
        }
    }
}
