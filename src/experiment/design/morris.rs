//! Morris' trajectories: from a random start, one factor after the other moves by a fixed step.
//!
//! Factors take one of p levels; the step is p / (2 (p - 1)) of the range, up or down, which makes every
//! level as likely. Source: Morris, Technometrics 33 (1991).

use super::cells;
use crate::random::{Chance, Identity, LIFELONG, Purpose};
use crate::{Error, Result};

/// Points of so many trajectories, each one more than there are factors.
///
/// # Errors
/// The number of levels is odd or below two; there are no trajectories or factors, or too many.
pub fn points(trajectories: usize, factors: usize, levels: usize, chance: &Chance) -> Result<Vec<Vec<f64>>> {
    if levels < 2 || !levels.is_multiple_of(2) {
        return Err(Error::Design(format!("levels = {levels}: Morris' step needs an even number, as 4")));
    }
    cells([trajectories, factors + 1, factors.min(1)])?;
    Ok((0..trajectories).flat_map(|it| trajectory(it as u32, factors, levels, chance)).collect())
}

fn trajectory(number: u32, factors: usize, levels: usize, chance: &Chance) -> Vec<Vec<f64>> {
    let step = levels / 2;
    let draw = |factor: usize| {
        let who = Identity { community: number, slot: factor as u32, generation: 0 };
        // One word chooses the lower of the two levels and the way.
        let choice = chance.below(2 * step, Purpose::DesignStart, 0, LIFELONG, who);
        let (low, up) = (choice / 2, choice.is_multiple_of(2));
        if up { (low, low + step) } else { (low + step, low) }
    };
    let level = |it: usize| it as f64 / (levels - 1) as f64;
    let moves: Vec<(usize, usize)> = (0..factors).map(draw).collect();
    let mut point: Vec<f64> = moves.iter().map(|it| level(it.0)).collect();
    let mut points = vec![point.clone()];
    for factor in chance.order(factors, Purpose::DesignOrder, number) {
        point[factor] = level(moves[factor].1);
        points.push(point.clone());
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_moves_one_factor_by_two_thirds_at_four_levels() {
        let points = points(40, 5, 4, &Chance::new(2, 0)).unwrap();
        assert_eq!(points.len(), 240);
        for trajectory in points.chunks(6) {
            let mut moved: Vec<usize> = trajectory
                .windows(2)
                .map(|it| {
                    let changed: Vec<usize> = (0..5).filter(|factor| it[0][*factor] != it[1][*factor]).collect();
                    assert_eq!(changed.len(), 1);
                    assert!(((it[0][changed[0]] - it[1][changed[0]]).abs() - 2.0 / 3.0).abs() < 1e-12);
                    changed[0]
                })
                .collect();
            moved.sort_unstable();
            assert_eq!(moved, [0, 1, 2, 3, 4]);
        }
    }

    #[test]
    fn all_levels_and_both_ways_are_as_likely() {
        let points = points(4000, 1, 4, &Chance::new(7, 0)).unwrap();
        let mut times = [0; 4];
        points.iter().step_by(2).for_each(|it| times[(it[0] * 3.0 + 0.5) as usize] += 1);
        assert!(times.iter().all(|it| (900..1100).contains(it)), "{times:?}");
    }

    #[test]
    fn odd_levels_and_empty_designs_are_refused() {
        let chance = Chance::new(1, 0);
        assert!(points(4, 2, 5, &chance).unwrap_err().to_string().contains("levels = 5"));
        assert!(points(0, 2, 4, &chance).is_err());
        assert!(points(4, 0, 4, &chance).is_err());
    }
}
