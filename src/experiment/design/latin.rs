//! Latin hypercube: every factor is cut into as many slices as there are runs, and every slice is used once.
//!
//! Source: McKay, Beckman and Conover, Technometrics 21 (1979).

use super::cells;
use crate::Result;
use crate::random::{Chance, Identity, LIFELONG, Purpose, open_unit};

/// Points of a Latin hypercube.
///
/// # Errors
/// There are no runs or no factors, or too many.
pub fn points(runs: usize, factors: usize, chance: &Chance) -> Result<Vec<Vec<f64>>> {
    cells([runs, factors.min(1)])?;
    let slices: Vec<Vec<usize>> =
        (0..factors).map(|factor| chance.order(runs, Purpose::DesignOrder, factor as u32)).collect();
    let coordinate = |run: usize, factor: usize| {
        let who = Identity { community: factor as u32, slot: run as u32, generation: 0 };
        let within = open_unit(chance.word(Purpose::DesignWithin, 0, LIFELONG, who));
        (slices[factor][run] as f64 + within) / runs as f64
    };
    Ok((0..runs).map(|run| (0..factors).map(|factor| coordinate(run, factor)).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slice_of_every_factor_holds_one_run() {
        let points = points(50, 4, &Chance::new(3, 0)).unwrap();
        for factor in 0..4 {
            let mut slices: Vec<usize> = points.iter().map(|it| (it[factor] * 50.0) as usize).collect();
            assert!(!slices.is_sorted());
            slices.sort_unstable();
            assert_eq!(slices, (0..50).collect::<Vec<_>>());
        }
    }

    #[test]
    fn another_seed_is_another_design_and_the_same_seed_the_same() {
        let of = |seed| points(20, 2, &Chance::new(seed, 0)).unwrap();
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
        assert!(points(0, 2, &Chance::new(1, 0)).is_err());
        assert!(points(5, 0, &Chance::new(1, 0)).is_err());
    }
}
