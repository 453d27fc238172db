//! Morris' trajectories: from a random start, one factor after the other moves.
//!
//! A continuous factor takes one of p levels; its step is p / (2 (p - 1)) of the range, up or down, so all levels are
//! equally likely. Source: Morris, Technometrics 33 (1991). A factor with listed values takes all of them: the starts
//! of successive trajectories go through the values in a random order, and the factor moves to a value at least half
//! the range away, so that effects are scaled to the full range by a factor of at most 2. For values without an order,
//! any two have the same distance.

use crate::plan::sampling::{UnitPoints, cells};
use crate::random::{Chance, Identity, LIFELONG, Purpose};
use crate::text::message;
use crate::{Error, Result};

/// Minimum number of trajectories for an interval of an effect.
pub const LEAST_TRAJECTORIES: usize = 2;

/// Minimum distance of a move between listed values, with a margin for rounding.
const HALF: f64 = 0.5 - 1e-9;

/// Levels of a factor, and how it moves between them.
#[derive(Debug, Clone, PartialEq)]
pub enum Steps {
    /// An even number of levels from 0 to 1, with Morris' step.
    Levels(usize),
    /// Listed positions on its range from 0 to 1.
    Places(Vec<f64>),
    /// A number of values without an order.
    Kinds(usize),
}

impl Steps {
    /// Number of levels.
    fn count(&self) -> usize {
        match self {
            Steps::Levels(count) | Steps::Kinds(count) => *count,
            Steps::Places(places) => places.len(),
        }
    }

    /// Position on the factor's range from 0 to 1 at a coordinate of the unit interval, or the index of a value without an
    /// order.
    pub fn position(&self, u: f64) -> f64 {
        let number = |count: usize| ((u * count as f64) as usize).min(count - 1);
        match self {
            Steps::Levels(_) => u,
            Steps::Places(places) => places[number(places.len())],
            Steps::Kinds(count) => number(*count) as f64,
        }
    }

    /// Indices of the levels that can be reached from one.
    fn goals(&self, from: usize) -> Vec<usize> {
        let may = |to: &usize| match self {
            Steps::Levels(count) => from.abs_diff(*to) == count / 2,
            Steps::Places(places) => (places[from] - places[*to]).abs() >= HALF,
            Steps::Kinds(_) => from != *to,
        };
        (0..self.count()).filter(may).collect()
    }
}

/// Morris' design: trajectories with one point more than there are factors. Points are computed on demand.
#[derive(Debug, Clone, PartialEq)]
pub struct Morris {
    trajectories: usize,
    steps: Vec<Steps>,
    chance: Chance,
}

impl Morris {
    /// A design of `trajectories` trajectories.
    ///
    /// # Errors
    /// A number of levels is odd or below two, a factor cannot move, there are no factors or too few trajectories, or the
    /// design has too many points.
    pub fn new(trajectories: usize, steps: Vec<Steps>, chance: &Chance) -> Result<Self> {
        for it in &steps {
            let told = match it {
                Steps::Levels(levels) if *levels < 2 || !levels.is_multiple_of(2) => message!(
                    "levels = {levels}: the step of the Morris method requires an even number, such as 4",
                    "levels = {levels}：Morris 法的步长要求偶数，例如 4"
                ),
                Steps::Places(_) | Steps::Kinds(_) if (0..it.count()).all(|from| it.goals(from).is_empty()) => {
                    message!(
                        "a factor has a single value: an elementary effect needs two values or more",
                        "有因子只有一个取值：基本效应至少需要两个取值"
                    )
                }
                _ => continue,
            };
            return Err(Error::Design(told));
        }
        if trajectories < LEAST_TRAJECTORIES {
            let least = LEAST_TRAJECTORIES;
            let told = message!(
                "trajectories = {trajectories}: effects have intervals only with {least} trajectories or more",
                "trajectories = {trajectories}：至少 {least} 条轨迹，效应才有区间"
            );
            return Err(Error::Design(told));
        }
        cells([trajectories, steps.len() + 1, steps.len().min(1)])?;
        Ok(Morris { trajectories, steps, chance: *chance })
    }

    /// Coordinates of a factor in a trajectory before and after its move.
    fn ends(&self, trajectory: u32, factor: usize) -> (f64, f64) {
        let steps = &self.steps[factor];
        let who = Identity { community: trajectory, slot: factor as u32, generation: 0 };
        let draw = |count: usize| self.chance.below(count, Purpose::DesignStart, 0, LIFELONG, who);
        if let Steps::Levels(levels) = steps {
            // One random word selects the lower level and the direction.
            let choice = draw(*levels);
            let level = |it: usize| it as f64 / (levels - 1) as f64;
            let (low, high) = (level(choice / 2), level(choice / 2 + levels / 2));
            return if choice.is_multiple_of(2) { (low, high) } else { (high, low) };
        }
        let count = steps.count();
        // In each round of trajectories, every value is the start once.
        let round = trajectory / count as u32;
        let order = self.chance.order(count, Purpose::DesignWithin, round * self.steps.len() as u32 + factor as u32);
        let from = order[trajectory as usize % count];
        let goals = steps.goals(from);
        // The middle of the value's part of the unit interval.
        let part = |number: usize| (number as f64 + 0.5) / count as f64;
        (part(from), part(goals[draw(goals.len())]))
    }
}

impl UnitPoints for Morris {
    fn count(&self) -> usize {
        self.trajectories * (self.steps.len() + 1)
    }

    fn point(&self, number: usize) -> Vec<f64> {
        let factors = self.steps.len();
        let (trajectory, steps) = ((number / (factors + 1)) as u32, number % (factors + 1));
        let ends: Vec<(f64, f64)> = (0..factors).map(|it| self.ends(trajectory, it)).collect();
        let mut point: Vec<f64> = ends.iter().map(|it| it.0).collect();
        for factor in self.chance.order(factors, Purpose::DesignOrder, trajectory).into_iter().take(steps) {
            point[factor] = ends[factor].1;
        }
        point
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_moves_one_factor_by_two_thirds_at_four_levels() {
        let points = Morris::new(40, vec![Steps::Levels(4); 5], &Chance::new(2, 0)).unwrap().all();
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
        let points = Morris::new(4000, vec![Steps::Levels(4)], &Chance::new(7, 0)).unwrap().all();
        let mut times = [0; 4];
        points.iter().step_by(2).for_each(|it| times[(it[0] * 3.0 + 0.5) as usize] += 1);
        assert!(times.iter().all(|it| (900..1100).contains(it)), "{times:?}");
    }

    /// Index of the value at a coordinate.
    fn number(u: f64, count: usize) -> usize {
        (u * count as f64) as usize
    }

    #[test]
    fn as_many_trajectories_as_values_start_from_every_value_and_move_half_the_range_at_least() {
        let uneven = vec![0.0, 0.009, 0.099, 1.0];
        for places in (2..8_usize).map(|m| (0..m).map(|it| it as f64 / (m - 1) as f64).collect()).chain([uneven]) {
            let count = places.len();
            let steps = vec![Steps::Levels(4), Steps::Places(places.clone()), Steps::Kinds(count)];
            let points = Morris::new(count, steps, &Chance::new(5, 0)).unwrap().all();
            for (factor, goes_far) in [(1, true), (2, false)] {
                let ends = points.chunks(4).map(|it| (number(it[0][factor], count), number(it[3][factor], count)));
                let (mut from, to): (Vec<usize>, Vec<usize>) = ends.unzip();
                let far = |(a, b): (&usize, &usize)| a != b && (!goes_far || (places[*a] - places[*b]).abs() >= HALF);
                assert!(from.iter().zip(&to).all(far), "{places:?}: {from:?} {to:?}");
                from.sort_unstable();
                assert_eq!(from, (0..count).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn two_factors_of_the_same_values_stand_at_every_pair_of_them() {
        let points = Morris::new(120, vec![Steps::Kinds(3); 2], &Chance::new(5, 0)).unwrap().all();
        let mut times = [[0; 3]; 3];
        points.iter().step_by(3).for_each(|it| times[number(it[0], 3)][number(it[1], 3)] += 1);
        assert!(times.iter().flatten().all(|it| (5..25).contains(it)), "{times:?}");
    }

    #[test]
    fn more_trajectories_go_on_where_fewer_ended() {
        let of = |trajectories| {
            let steps = vec![Steps::Levels(4), Steps::Places(vec![0.0, 0.5, 1.0]), Steps::Kinds(2)];
            Morris::new(trajectories, steps, &Chance::new(1, 0)).unwrap().all()
        };
        assert_eq!(of(5), of(9)[..20]);
    }

    #[test]
    fn designs_from_which_no_effect_can_be_estimated_are_refused() {
        let chance = Chance::new(1, 0);
        let of = |trajectories, steps| Morris::new(trajectories, steps, &chance).map_err(|it| it.to_string());
        assert!(of(4, vec![Steps::Levels(5); 2]).unwrap_err().contains("levels = 5"));
        assert!(of(1, vec![Steps::Levels(4); 2]).unwrap_err().contains("only with 2 trajectories or more"));
        assert!(of(4, Vec::new()).is_err());
        for single in [Steps::Places(vec![0.0]), Steps::Kinds(1)] {
            assert!(of(4, vec![single]).unwrap_err().contains("a single value"));
        }
    }
}
