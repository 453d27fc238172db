//! Latin hypercube: the range of every factor is divided into as many slices as there are runs, and each slice is used
//! once.
//!
//! The slice of a run is computed from its index, so that a hypercube of any size needs no memory. Source:
//! McKay, Beckman and Conover, Technometrics 21 (1979); the function is a Feistel network walked along its cycles (Black
//! and Rogaway, Ciphers with arbitrary finite domains, CT-RSA 2002).

use crate::Result;
use crate::plan::sampling::{UnitPoints, cells};
use crate::random::{Chance, Identity, LIFELONG, Purpose, open_unit};

/// A Latin hypercube; points are computed on demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Latin {
    runs: usize,
    factors: usize,
    chance: Chance,
}

impl Latin {
    /// Of so many runs and factors.
    ///
    /// # Errors
    /// There are no runs or no factors, or too many.
    pub fn new(runs: usize, factors: usize, chance: &Chance) -> Result<Self> {
        cells([runs, factors.min(1)])?;
        Ok(Latin { runs, factors, chance: *chance })
    }
}

impl UnitPoints for Latin {
    fn count(&self) -> usize {
        self.runs
    }

    fn point(&self, number: usize) -> Vec<f64> {
        let coordinate = |factor: usize| {
            let who = Identity { community: factor as u32, slot: number as u32, generation: 0 };
            let within = open_unit(self.chance.word(Purpose::DesignWithin, 0, LIFELONG, who));
            (slice(number, self.runs, factor as u32, &self.chance) as f64 + within) / self.runs as f64
        };
        (0..self.factors).map(coordinate).collect()
    }
}

/// Rounds of the network. Four are proven to hide the order from whoever sees few places (Luby and Rackoff, SIAM Journal
/// on Computing 17, 1988); of so small networks all places are seen, and with twelve all orders of a few are as likely.
const ROUNDS: u32 = 12;

/// The slice of a run: its place in a random order of all runs, one a factor.
fn slice(run: usize, runs: usize, factor: u32, chance: &Chance) -> usize {
    // A rectangle that holds all runs and hardly more. What leaves the runs is sent on until it comes back.
    let width = runs.isqrt() + usize::from(runs.isqrt().pow(2) < runs);
    let height = runs.div_ceil(width);
    let mut place = run;
    loop {
        let (mut column, mut row) = (place / height, place % height);
        for round in 0..ROUNDS {
            let shift = |by: usize, size: usize| {
                let who = Identity { community: factor, slot: by as u32, generation: 0 };
                chance.below(size, Purpose::DesignOrder, round, LIFELONG, who)
            };
            if round.is_multiple_of(2) {
                column = (column + shift(row, width)) % width;
            } else {
                row = (row + shift(column, height)) % height;
            }
        }
        place = column * height + row;
        if place < runs {
            return place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slice_of_every_factor_holds_one_run() {
        for runs in (1..50).chain([97, 100, 1000, 4099]) {
            let points = Latin::new(runs, 4, &Chance::new(3, 0)).unwrap().all();
            for factor in 0..4 {
                let mut slices: Vec<usize> = points.iter().map(|it| (it[factor] * runs as f64) as usize).collect();
                assert!(runs < 10 || !slices.is_sorted());
                slices.sort_unstable();
                assert_eq!(slices, (0..runs).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn all_orders_of_a_few_runs_are_as_likely() {
        // Over seeds, each of the n! orders should come equally often: chi square with n! - 1 degrees of freedom lies
        // below its mean by five standard deviations or above it by as many once in a million.
        for runs in 2..=6_usize {
            let orders: usize = (1..=runs).product();
            let draws = orders * 40;
            let mut times = std::collections::BTreeMap::new();
            for seed in 0..draws as u32 {
                let order: Vec<usize> = (0..runs).map(|it| slice(it, runs, 1, &Chance::new(seed, 0))).collect();
                *times.entry(order).or_insert(0_u32) += 1;
            }
            let missing = (orders - times.len()) as f64 * 40.0;
            let square = missing + times.values().map(|it| (f64::from(*it) - 40.0).powi(2) / 40.0).sum::<f64>();
            let freedom = (orders - 1) as f64;
            assert!((square - freedom).abs() < 5.0 * (2.0 * freedom).sqrt(), "{runs} runs: {square} of {freedom}");
        }
    }

    #[test]
    fn neighbouring_runs_and_factors_know_nothing_of_each_other() {
        // Correlations over 2,000 runs lie within 5 / sqrt(2,000) of 0.
        let points = Latin::new(2000, 3, &Chance::new(11, 0)).unwrap().all();
        let correlation = |a: &dyn Fn(usize) -> f64, b: &dyn Fn(usize) -> f64| {
            (0..1999).map(|it| (a(it) - 0.5) * (b(it) - 0.5)).sum::<f64>() / 1999.0 * 12.0
        };
        for factor in 0..3 {
            let own = |it: usize| points[it][factor];
            let next = |it: usize| points[it + 1][factor];
            let other = |it: usize| points[it][(factor + 1) % 3];
            assert!(correlation(&own, &next).abs() < 0.11 && correlation(&own, &other).abs() < 0.11);
        }
    }

    #[test]
    fn another_seed_is_another_design_and_the_same_seed_the_same() {
        let of = |seed| Latin::new(20, 2, &Chance::new(seed, 0)).unwrap().all();
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
        assert!(Latin::new(0, 2, &Chance::new(1, 0)).is_err());
        assert!(Latin::new(5, 0, &Chance::new(1, 0)).is_err());
    }
}
