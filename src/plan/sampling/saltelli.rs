//! Saltelli's design for Sobol indices: two samples A and B, and A with each factor taken from B.
//!
//! For indices of second order there is B with each factor from A as well. Rows stand in blocks, one a
//! point of the base: A, A with the first factor of B, ..., (B with the first of A, ...,) B. This is the
//! order of SALib, and any number of whole blocks can be analysed. A factor's two values are neighbouring
//! dimensions of the Sobol points, whose pairs are the most even: indices of the reference functions err
//! about a third less than with all of A before all of B. Source: Saltelli, Computer Physics
//! Communications 145 (2002).

use crate::plan::sampling::sobol::Sobol;
use crate::plan::sampling::{UnitPoints, cells};
use crate::random::Chance;
use crate::text::message;
use crate::{Error, Result};

/// Blocks from which on an index has an interval.
pub const LEAST_BASE: usize = 2;

/// Rows of a block.
pub fn block(factors: usize, second_order: bool) -> usize {
    if second_order { 2 * factors + 2 } else { factors + 2 }
}

/// Saltelli's design on scrambled Sobol points; points are computed on demand.
#[derive(Debug, Clone)]
pub struct Saltelli {
    /// Points whose coordinates are those of A and B in turn.
    both: Sobol,
    block: usize,
}

impl Saltelli {
    /// Of `base` blocks.
    ///
    /// # Errors
    /// The base is below two or not a power of two, or there are no factors or too many.
    pub fn new(base: usize, factors: usize, second_order: bool, chance: &Chance) -> Result<Self> {
        if base < LEAST_BASE {
            let told = message!(
                "base = {base}: indices have intervals only with base = {LEAST_BASE} or more",
                "base = {base}：从 base = {LEAST_BASE} 起，指数才有区间"
            );
            return Err(Error::Design(told));
        }
        if !base.is_power_of_two() {
            let above = base.next_power_of_two();
            let below = above / 2;
            let told = message!(
                "base = {base}: Sobol points are evenly spread only for powers of two; use {below} or {above}",
                "base = {base}：Sobol 点只在二的幂时均匀；请取 {below} 或 {above}"
            );
            return Err(Error::Design(told));
        }
        let block = block(factors, second_order);
        cells([base, block, factors.min(1)])?;
        Ok(Saltelli { both: Sobol::new(base, 2 * factors, chance)?, block })
    }
}

impl UnitPoints for Saltelli {
    fn count(&self) -> usize {
        self.both.count() * self.block
    }

    fn point(&self, number: usize) -> Vec<f64> {
        let both = self.both.point(number / self.block);
        let (a, b): (Vec<f64>, Vec<f64>) = both.chunks_exact(2).map(|it| (it[0], it[1])).unzip();
        row((&a, &b), number % self.block, self.block)
    }
}

/// One row of a block.
fn row((a, b): (&[f64], &[f64]), number: usize, block: usize) -> Vec<f64> {
    let factors = a.len();
    let with_one = |rows: &[f64], from: &[f64], factor: usize| {
        let mut row = rows.to_vec();
        row[factor] = from[factor];
        row
    };
    match number {
        0 => a.to_vec(),
        last if last == block - 1 => b.to_vec(),
        of_a if of_a <= factors => with_one(a, b, of_a - 1),
        of_b => with_one(b, a, of_b - 1 - factors),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_takes_one_factor_after_the_other_from_the_other_sample() {
        let rows = |a: &[f64], b: &[f64], second_order| {
            let block = block(a.len(), second_order);
            (0..block).map(|it| row((a, b), it, block)).collect::<Vec<_>>()
        };
        let long = [[1.0, 2.0], [3.0, 2.0], [1.0, 4.0], [1.0, 4.0], [3.0, 2.0], [3.0, 4.0]];
        assert_eq!(rows(&[1.0, 2.0], &[3.0, 4.0], true), long);
        assert_eq!(rows(&[1.0], &[3.0], false), [[1.0], [3.0], [3.0]]);
    }

    #[test]
    fn a_design_has_a_block_for_each_point_of_the_base() {
        let chance = Chance::new(1, 0);
        assert_eq!(Saltelli::new(8, 3, false, &chance).unwrap().all().len(), 8 * 5);
        let long = Saltelli::new(16, 3, true, &chance).unwrap().all();
        assert_eq!(long.len(), 16 * block(3, true));
        assert_eq!(Saltelli::new(8, 3, true, &chance).unwrap().all(), long[..64]);
    }

    #[test]
    fn a_base_that_is_no_power_of_two_is_refused_with_its_neighbours() {
        let chance = Chance::new(1, 0);
        assert!(Saltelli::new(1000, 3, false, &chance).unwrap_err().to_string().contains("512 or 1024"));
        for few in [0, 1] {
            assert!(Saltelli::new(few, 3, false, &chance).unwrap_err().to_string().contains(
                "only with base = 2 or \
                                                                                             more"
            ));
        }
        assert!(Saltelli::new(8, 0, false, &chance).is_err());
        assert!(Saltelli::new(8, 65, false, &chance).unwrap_err().to_string().contains("at most 128"));
        assert!(Saltelli::new(1 << 22, 10, false, &chance).unwrap_err().to_string().contains("cells"));
    }
}
