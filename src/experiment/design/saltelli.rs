//! Saltelli's design for Sobol indices: two samples A and B, and A with each factor taken from B.
//!
//! For indices of second order there is B with each factor from A as well. Rows stand in blocks, one a
//! point of the base: A, A with the first factor of B, ..., (B with the first of A, ...,) B. This is the
//! order of SALib, and any number of whole blocks can be analysed. A factor's two values are neighbouring
//! dimensions of the Sobol points, whose pairs are the most even: indices of the reference functions err
//! about a third less than with all of A before all of B. Source: Saltelli, Computer Physics
//! Communications 145 (2002).

use super::sobol;
use crate::random::Chance;
use crate::{Error, Result};

/// Rows of a block.
pub fn block(factors: usize, second_order: bool) -> usize {
    if second_order { 2 * factors + 2 } else { factors + 2 }
}

/// Points on scrambled Sobol points, `base` blocks of them.
///
/// # Errors
/// The base is not a power of two, or there are too many factors.
pub fn points(base: usize, factors: usize, second_order: bool, chance: &Chance) -> Result<Vec<Vec<f64>>> {
    if !base.is_power_of_two() {
        let above = base.max(1).next_power_of_two();
        return Err(Error::Design(format!(
            "base = {base}: Sobol points are even for powers of two only; take {} or {above}",
            (above / 2).max(1)
        )));
    }
    super::cells([base, block(factors, second_order), factors.min(1)])?;
    let both = sobol::points(base, 2 * factors, chance)?;
    let block = |point: &Vec<f64>| {
        let (a, b): (Vec<f64>, Vec<f64>) = point.chunks_exact(2).map(|it| (it[0], it[1])).unzip();
        crossed((&a, &b), second_order)
    };
    Ok(both.iter().flat_map(block).collect())
}

/// One block.
fn crossed((a, b): (&[f64], &[f64]), second_order: bool) -> Vec<Vec<f64>> {
    let with_one = |rows: &[f64], from: &[f64]| {
        let with = |factor: usize| {
            let mut row = rows.to_vec();
            row[factor] = from[factor];
            row
        };
        (0..rows.len()).map(with).collect::<Vec<_>>()
    };
    let mut rows = vec![a.to_vec()];
    rows.extend(with_one(a, b));
    if second_order {
        rows.extend(with_one(b, a));
    }
    rows.push(b.to_vec());
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_takes_one_factor_after_the_other_from_the_other_sample() {
        let rows = crossed((&[1.0, 2.0], &[3.0, 4.0]), true);
        assert_eq!(rows, [[1.0, 2.0], [3.0, 2.0], [1.0, 4.0], [1.0, 4.0], [3.0, 2.0], [3.0, 4.0]]);
        assert_eq!(crossed((&[1.0], &[3.0]), false), [[1.0], [3.0], [3.0]]);
    }

    #[test]
    fn a_design_has_a_block_for_each_point_of_the_base() {
        let chance = Chance::new(1, 0);
        assert_eq!(points(8, 3, false, &chance).unwrap().len(), 8 * 5);
        let long = points(16, 3, true, &chance).unwrap();
        assert_eq!(long.len(), 16 * block(3, true));
        assert_eq!(points(8, 3, true, &chance).unwrap(), long[..64]);
    }

    #[test]
    fn a_base_that_is_no_power_of_two_is_refused_with_its_neighbours() {
        let chance = Chance::new(1, 0);
        assert!(points(1000, 3, false, &chance).unwrap_err().to_string().contains("512 or 1024"));
        assert!(points(0, 3, false, &chance).is_err());
        assert!(points(8, 0, false, &chance).is_err());
        assert!(points(8, 65, false, &chance).unwrap_err().to_string().contains("at most 128"));
        assert!(points(1 << 22, 10, false, &chance).unwrap_err().to_string().contains("cells"));
    }
}
