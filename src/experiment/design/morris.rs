//! Morris' trajectories: from a random start, one factor after the other moves by a fixed step.
//!
//! Factors take one of p levels; the step is p / (2 (p - 1)) of the range, up or down, which makes every
//! level as likely. Source: Morris, Technometrics 33 (1991).

use super::{UnitPoints, cells};
use crate::message::message;
use crate::random::{Chance, Identity, LIFELONG, Purpose};
use crate::{Error, Result};

/// So many trajectories, each of one point more than there are factors; points are formed when asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Morris {
    trajectories: usize,
    factors: usize,
    levels: usize,
    chance: Chance,
}

impl Morris {
    /// Of so many trajectories, factors and levels.
    ///
    /// # Errors
    /// The number of levels is odd or below two; there are no trajectories or factors, or too many.
    pub fn new(trajectories: usize, factors: usize, levels: usize, chance: &Chance) -> Result<Self> {
        if levels < 2 || !levels.is_multiple_of(2) {
            let told = message!(
                "levels = {levels}: Morris' step needs an even number, as 4",
                "levels = {levels}：Morris 的步长要求偶数，例如 4"
            );
            return Err(Error::Design(told.error()));
        }
        cells([trajectories, factors + 1, factors.min(1)])?;
        Ok(Morris { trajectories, factors, levels, chance: *chance })
    }

    /// Where a factor stands in a trajectory before and after its move.
    fn ends(&self, trajectory: u32, factor: usize) -> (f64, f64) {
        let step = self.levels / 2;
        let who = Identity { community: trajectory, slot: factor as u32, generation: 0 };
        // One word chooses the lower of the two levels and the way.
        let choice = self.chance.below(2 * step, Purpose::DesignStart, 0, LIFELONG, who);
        let level = |it: usize| it as f64 / (self.levels - 1) as f64;
        let (low, high) = (level(choice / 2), level(choice / 2 + step));
        if choice.is_multiple_of(2) { (low, high) } else { (high, low) }
    }
}

impl UnitPoints for Morris {
    fn count(&self) -> usize {
        self.trajectories * (self.factors + 1)
    }

    fn point(&self, number: usize) -> Vec<f64> {
        let (trajectory, steps) = ((number / (self.factors + 1)) as u32, number % (self.factors + 1));
        let mut point: Vec<f64> = (0..self.factors).map(|it| self.ends(trajectory, it).0).collect();
        for factor in self.chance.order(self.factors, Purpose::DesignOrder, trajectory).into_iter().take(steps) {
            point[factor] = self.ends(trajectory, factor).1;
        }
        point
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_moves_one_factor_by_two_thirds_at_four_levels() {
        let points = Morris::new(40, 5, 4, &Chance::new(2, 0)).unwrap().all();
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
        let points = Morris::new(4000, 1, 4, &Chance::new(7, 0)).unwrap().all();
        let mut times = [0; 4];
        points.iter().step_by(2).for_each(|it| times[(it[0] * 3.0 + 0.5) as usize] += 1);
        assert!(times.iter().all(|it| (900..1100).contains(it)), "{times:?}");
    }

    #[test]
    fn odd_levels_and_empty_designs_are_refused() {
        let chance = Chance::new(1, 0);
        assert!(Morris::new(4, 2, 5, &chance).unwrap_err().to_string().contains("levels = 5"));
        assert!(Morris::new(0, 2, 4, &chance).is_err());
        assert!(Morris::new(4, 0, 4, &chance).is_err());
    }
}
