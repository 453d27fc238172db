//! Indices of inequality: Gini, Atkinson, Theil, concentration, from persons or from histograms.
//!
//! All indices are those of the persons at hand, without a correction for a sample. A histogram lets
//! everybody in a bin stand at its middle, so what differs within a bin is not seen; the first bin can
//! stand elsewhere, since of hours given most persons there gave none. Sources: Cowell, Measuring
//! Inequality (2011); O'Donnell and others, Analyzing Health Equity Using Household Survey Data (2008),
//! chapter 8. The ratio of urban to rural is [`ratio_of_means`](super::interval::ratio_of_means).

use crate::text::message;
use crate::{Error, Result};

/// Persons by what they have, in rising order.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// Values and how many have them.
    steps: Vec<(f64, f64)>,
}

impl Distribution {
    /// Of values and the number of persons at each, in any order.
    ///
    /// # Errors
    /// There is nobody, or a value or number is below 0 or not a number.
    pub fn of_weighted(mut steps: Vec<(f64, f64)>) -> Result<Self> {
        let sound = |it: f64| it >= 0.0 && it.is_finite();
        if let Some((value, persons)) = steps.iter().find(|(value, persons)| !(sound(*value) && sound(*persons))) {
            let told = message!(
                "{persons} persons at {value}: indices of inequality need values of 0 or more",
                "数值 {value} 处有 {persons} 人：不平等指数要求数值与人数不小于 0"
            );
            return Err(Error::Design(told));
        }
        steps.retain(|it| it.1 > 0.0);
        if steps.is_empty() {
            let told = message!("inequality cannot be measured without persons", "没有人，无法衡量不平等");
            return Err(Error::Design(told));
        }
        steps.sort_by(|one, other| one.0.total_cmp(&other.0));
        Ok(Distribution { steps })
    }

    /// Of a histogram: bins of a width, from 0 on, with their persons. All stand at the middle of their bin,
    /// those of the first at `first_at`.
    ///
    /// # Errors
    /// There is nobody, a bin or number is below 0, or the width is not above 0.
    pub fn of_histogram(bins: &[(i32, i64)], width: f64, first_at: f64) -> Result<Self> {
        let middle = |bin: i32| if bin == 0 { first_at } else { (f64::from(bin) + 0.5) * width };
        Self::of_weighted(bins.iter().map(|(bin, persons)| (middle(*bin), *persons as f64)).collect())
    }

    /// How many persons there are.
    pub fn persons(&self) -> f64 {
        self.steps.iter().map(|it| it.1).sum()
    }

    /// Mean over persons.
    pub fn mean(&self) -> f64 {
        self.mean_of(|it| it)
    }

    fn mean_of(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.steps.iter().map(|(value, persons)| of(*value) * persons).sum::<f64>() / self.persons()
    }

    /// Mean of a function of value over mean; none where nobody has anything.
    fn mean_of_relative(&self, of: impl Fn(f64) -> f64) -> Option<f64> {
        let mean = self.mean();
        (mean > 0.0).then(|| self.mean_of(|it| of(it / mean)))
    }

    /// Gini index: half the mean distance of two persons, over the mean. None where nobody has anything.
    pub fn gini(&self) -> Option<f64> {
        let (mut before, mut sum, mut held) = (0.0, 0.0, 0.0);
        for (value, persons) in &self.steps {
            sum += value * persons * (2.0 * before + persons);
            held += value * persons;
            before += persons;
        }
        (held > 0.0).then(|| sum / (held * before) - 1.0)
    }

    /// Atkinson index: the share of the total that could be given up if the rest were spread equally,
    /// for an aversion to inequality above 0. None where nobody has anything.
    pub fn atkinson(&self, aversion: f64) -> Option<f64> {
        let exponent = 1.0 - aversion;
        if exponent == 0.0 {
            return self.mean_of_relative(libm::log).map(|it| 1.0 - libm::exp(it));
        }
        let mean = self.mean_of_relative(|it| libm::pow(it, exponent))?;
        Some(1.0 - libm::pow(mean, 1.0 / exponent))
    }

    /// Theil index T: zero when all have the same, the logarithm of their number when one has all.
    pub fn theil(&self) -> Option<f64> {
        self.mean_of_relative(|it| if it > 0.0 { it * libm::log(it) } else { 0.0 })
    }
}

/// Somebody, or a group, with a place in an order such as income.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// What puts them in order; equal ranks share a place.
    pub rank: f64,
    /// What they have.
    pub value: f64,
    /// How many they are.
    pub persons: f64,
}

/// Concentration index of a value along an order: -1 when the first has all, +1 when the last has, 0 when
/// it does not depend on the order. None where nobody has anything.
pub fn concentration(people: &[Ranked]) -> Option<f64> {
    let mut people: Vec<&Ranked> = people.iter().filter(|it| it.persons > 0.0).collect();
    people.sort_by(|one, other| one.rank.total_cmp(&other.rank));
    let persons: f64 = people.iter().map(|it| it.persons).sum();
    let held: f64 = people.iter().map(|it| it.persons * it.value).sum();
    if held <= 0.0 {
        return None;
    }
    let (mut before, mut sum) = (0.0, 0.0);
    for level in people.chunk_by(|one, other| one.rank == other.rank) {
        let here: f64 = level.iter().map(|it| it.persons).sum();
        let place = (before + here / 2.0) / persons;
        sum += place * level.iter().map(|it| it.persons * it.value).sum::<f64>();
        before += here;
    }
    Some(2.0 * sum / held - 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::interval::tests::normals;
    use super::*;

    /// One person at each value.
    fn of_values(values: &[f64]) -> Result<Distribution> {
        Distribution::of_weighted(values.iter().map(|it| (*it, 1.0)).collect())
    }

    fn one_to_ten() -> Distribution {
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        of_values(&values).unwrap()
    }

    fn close(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|it| (it - expected).abs() < 5e-7)
    }

    #[test]
    fn one_to_ten_with_equal_weights_has_the_indices_of_the_closed_form() {
        let it = one_to_ten();
        assert!((it.gini().unwrap() - 0.3).abs() < 1e-15);
        assert!(close(it.atkinson(0.5), 0.082139), "{:?}", it.atkinson(0.5));
        assert!(close(it.atkinson(1.0), 0.176595), "{:?}", it.atkinson(1.0));
        assert!(close(it.atkinson(2.0), 0.379242), "{:?}", it.atkinson(2.0));
        assert!(close(it.theil(), 0.151303), "{:?}", it.theil());
    }

    #[test]
    fn indices_are_zero_when_all_have_the_same_and_largest_when_one_has_all() {
        let same = of_values(&[3.0; 5]).unwrap();
        for it in [same.gini(), same.atkinson(1.0), same.theil()] {
            assert!(it.unwrap().abs() < 1e-12);
        }
        let one = of_values(&[0.0, 0.0, 0.0, 8.0]).unwrap();
        assert!(close(one.gini(), 0.75) && close(one.theil(), libm::log(4.0)));
        assert_eq!((one.atkinson(1.0), one.atkinson(2.0)), (Some(1.0), Some(1.0)));
        assert_eq!(of_values(&[0.0; 3]).unwrap().gini(), None);
    }

    #[test]
    fn indices_do_not_depend_on_the_unit_nor_on_how_persons_are_grouped() {
        let it = one_to_ten();
        let other = Distribution::of_weighted((1..=10).map(|it| (7.0 * f64::from(it), 3.0)).collect()).unwrap();
        assert!((it.gini().unwrap() - other.gini().unwrap()).abs() < 1e-12);
        assert!((it.theil().unwrap() - other.theil().unwrap()).abs() < 1e-12);
        assert!((it.atkinson(2.0).unwrap() - other.atkinson(2.0).unwrap()).abs() < 1e-12);
    }

    #[test]
    fn a_histogram_of_256_bins_gives_nearly_the_index_of_the_persons() {
        let values: Vec<f64> = normals(1, 5000).iter().map(|it| 1.0 / (1.0 + libm::exp(-it))).collect();
        let mut bins = vec![0_i64; 256];
        values.iter().for_each(|it| bins[(it * 256.0) as usize] += 1);
        let bins: Vec<(i32, i64)> = bins.into_iter().enumerate().map(|(bin, persons)| (bin as i32, persons)).collect();
        let exact = of_values(&values).unwrap();
        let binned = Distribution::of_histogram(&bins, 1.0 / 256.0, 0.5 / 256.0).unwrap();
        assert!((exact.gini().unwrap() - binned.gini().unwrap()).abs() < 1e-5);
        assert!((exact.mean() - binned.mean()).abs() < 1e-4);
        let idle = Distribution::of_histogram(&[(0, 90), (3, 10)], 8.0, 0.0).unwrap();
        assert!(close(idle.gini(), 0.9) && (idle.mean() - 2.8).abs() < 1e-12);
    }

    #[test]
    fn concentration_is_the_gini_index_when_the_order_is_that_of_the_values() {
        let person = |rank: i32, value: i32| Ranked { rank: rank.into(), value: value.into(), persons: 1.0 };
        let rising: Vec<Ranked> = (1..=10).map(|it| person(it, it)).collect();
        let falling: Vec<Ranked> = (1..=10).map(|it| person(it, 11 - it)).collect();
        let level: Vec<Ranked> = (1..=10).map(|it| person(it, 4)).collect();
        assert!(close(concentration(&rising), 0.3) && close(concentration(&falling), -0.3));
        assert!(close(concentration(&level), 0.0));
        // All of one rank are at one place.
        let tied: Vec<Ranked> = (1..=10).map(|it| person(1, it)).collect();
        assert!(close(concentration(&tied), 0.0));
    }

    #[test]
    fn concentration_over_income_fifths_is_that_worked_by_hand() {
        let fifths = [0.2, 0.3, 0.5, 0.6, 0.9].into_iter().enumerate();
        let people: Vec<Ranked> =
            fifths.map(|(fifth, value)| Ranked { rank: fifth as f64, value, persons: 40.0 }).collect();
        // 2 (0.1 0.2 + 0.3 0.3 + 0.5 0.5 + 0.7 0.6 + 0.9 0.9) / 2.5 - 1.
        assert!(close(concentration(&people), 0.272));
    }

    #[test]
    fn values_below_zero_and_empty_places_are_refused() {
        assert!(of_values(&[1.0, -1.0]).unwrap_err().to_string().contains("1 persons at -1"));
        assert!(of_values(&[f64::NAN]).is_err());
        assert!(of_values(&[]).is_err());
        assert!(Distribution::of_histogram(&[(0, 0)], 1.0, 0.5).is_err());
    }
}
