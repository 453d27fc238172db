//! One measure of every policy over contexts: level, regret, share of contexts that reach the goal, and failure region.

use super::discovery::{Column, Region, Search, Settings};
use super::figures::{Better as Direction, Form, Indicator, Scope};
use super::interval::Estimated;
use super::outcome::Outcome;
use super::robustness::{Better, Robustness, robustness, share};
use crate::Result;

/// What is good enough of a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// A level at least so high.
    AtLeast(f64),
    /// A level at most so high.
    AtMost(f64),
    /// Better than the baseline in the same context by at least this much; 0 for any improvement.
    Gain(f64),
}

/// One measure over contexts. The baseline is the first policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// The measure.
    pub figure: &'static Indicator,
    /// What is good enough.
    pub goal: Goal,
    /// Level of each policy in each context, mean over replicates.
    pub levels: Vec<Vec<f64>>,
    /// Whether it is good enough; nothing is said of the baseline where a gain over it is wanted.
    pub good: Vec<Vec<Option<bool>>>,
    /// Each policy over all contexts.
    pub policies: Vec<Robustness>,
    /// Share of contexts in which each is good enough, with the interval that holds for contexts drawn at random.
    pub satisficing: Vec<Option<Estimated>>,
}

/// Weighs policies over contexts by one measure; none where it has no direction or no value somewhere.
///
/// # Errors
/// There is no context.
pub fn weigh(runs: &[Vec<Vec<Outcome>>], figure: &'static Indicator, goal: Goal) -> Result<Option<Weighed>> {
    let better = match figure.better {
        Direction::Higher => Better::Higher,
        Direction::Lower => Better::Lower,
        Direction::Neither => return Ok(None),
    };
    let mean = |runs: &[Outcome]| {
        let levels: Option<Vec<f64>> = runs.iter().map(|it| it.level(figure, Scope::All)).collect();
        levels.filter(|it| !it.is_empty()).map(|it| it.iter().sum::<f64>() / it.len() as f64)
    };
    let arms = runs.first().map_or(0, Vec::len);
    let of_arm = |arm: usize| runs.iter().map(|context| mean(&context[arm])).collect::<Option<Vec<f64>>>();
    let Some(levels) = (0..arms).map(of_arm).collect::<Option<Vec<_>>>() else { return Ok(None) };
    let is_good = |arm: usize, context: usize| {
        let level = levels[arm][context];
        match goal {
            Goal::AtLeast(bound) => Some(level >= bound),
            Goal::AtMost(bound) => Some(level <= bound),
            Goal::Gain(_) if arm == 0 => None,
            // Whoever does more spends more: money is good or not by a goal of its own only.
            Goal::Gain(0.0) if figure.form == Form::Yuan => None,
            Goal::Gain(least) => {
                let gain = better.merit(level) - better.merit(levels[0][context]);
                Some(gain >= least && gain > 0.0)
            }
        }
    };
    let good: Vec<Vec<Option<bool>>> =
        (0..arms).map(|arm| (0..runs.len()).map(|context| is_good(arm, context)).collect()).collect();
    let satisficing = |good: &Vec<Option<bool>>| {
        let known: Option<Vec<bool>> = good.iter().copied().collect();
        known.map(|it| share(it.iter().filter(|it| **it).count(), it.len()))
    };
    Ok(Some(Weighed {
        figure,
        goal,
        policies: robustness(&levels, better)?,
        satisficing: good.iter().map(satisficing).collect(),
        levels,
        good,
    }))
}

/// Where a policy fails.
#[derive(Debug, Clone, PartialEq)]
pub enum Failing {
    /// In no context.
    Never,
    /// In every context.
    Always,
    /// In some, and no region of the factors holds them better than chance would.
    Scattered,
    /// Mostly in a region.
    Within {
        /// The reported region.
        region: Region,
        /// Quasi-p-value of each of its restrictions.
        quasi_p_values: Vec<f64>,
    },
    /// In some; with one replicate in each nothing tells how much of it is chance, so no region is looked for.
    OneReplicate,
}

/// Where a policy fails, and how it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Discovered {
    /// Contexts in which it fails.
    pub failures: usize,
    /// All contexts.
    pub contexts: usize,
    /// From all contexts to the smallest box.
    pub trajectory: Vec<Region>,
    /// What is told.
    pub failing: Failing,
}

impl Discovered {
    /// The same where each context has one replicate: what chance put together is no region.
    pub fn of_one_replicate(self) -> Self {
        match self.failing {
            Failing::Never | Failing::Always => self,
            _ => Discovered { trajectory: Vec::new(), failing: Failing::OneReplicate, ..self },
        }
    }
}

/// Looks for the region of the factors in which a policy is not good enough.
///
/// # Errors
/// Columns do not fit the contexts.
pub fn discover(columns: &[Column], fails: &[bool]) -> Result<Discovered> {
    let (failures, contexts) = (fails.iter().filter(|it| **it).count(), fails.len());
    let told = |failing| Discovered { failures, contexts, trajectory: Vec::new(), failing };
    if failures == 0 {
        return Ok(told(Failing::Never));
    }
    if failures == contexts {
        return Ok(told(Failing::Always));
    }
    let search = Search::new(columns, fails, Settings::default())?;
    let region = search.best();
    let quasi_p_values = search.quasi_p_values(&region);
    let failing =
        if region.restrictions.is_empty() { Failing::Scattered } else { Failing::Within { region, quasi_p_values } };
    Ok(Discovered { trajectory: search.trajectory(), ..told(failing) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::discovery::Bound;
    use crate::analysis::figures::{figure, measures};

    fn run(key: &str, level: f64) -> Outcome {
        let mut outcome = Outcome { levels: vec![[None; 3]; measures().count()], ..Outcome::default() };
        let place = measures().position(|it| it.key == key).unwrap();
        outcome.levels[place][Scope::All as usize] = Some(level);
        outcome
    }

    /// Contexts of a baseline and a policy with these levels of one measure, a replicate each.
    fn contexts(key: &str, levels: &[[f64; 2]]) -> Vec<Vec<Vec<Outcome>>> {
        levels.iter().map(|context| context.iter().map(|level| vec![run(key, *level)]).collect()).collect()
    }

    #[test]
    fn a_policy_is_good_enough_where_it_is_better_than_the_baseline_of_the_same_context() {
        let runs = contexts("lonely_share", &[[0.30, 0.25], [0.40, 0.42], [0.35, 0.35], [0.30, 0.10]]);
        let found = weigh(&runs, figure("lonely_share"), Goal::Gain(0.0)).unwrap().unwrap();
        assert_eq!(found.good[1], [Some(true), Some(false), Some(false), Some(true)]);
        assert_eq!((found.good[0][0], found.satisficing[0]), (None, None));
        assert_eq!(found.satisficing[1].unwrap().value, 0.5);
        assert!((found.policies[1].worst - 0.42).abs() < 1e-12 && found.policies[1].worst_in == 1);
        assert!((found.policies[0].most_regret - 0.2).abs() < 1e-12 && found.policies[0].most_regretted_in == 3);
        let most = weigh(&runs, figure("lonely_share"), Goal::AtMost(0.35)).unwrap().unwrap();
        assert_eq!(most.satisficing.iter().map(|it| it.unwrap().value).collect::<Vec<_>>(), [0.75, 0.75]);
        let gain = weigh(&runs, figure("lonely_share"), Goal::Gain(0.1)).unwrap().unwrap();
        assert_eq!(gain.satisficing[1].unwrap().value, 0.25);
    }

    #[test]
    fn money_is_good_enough_or_not_by_a_goal_of_its_own_only() {
        let key = "spending_per_elder_year";
        let runs = contexts(key, &[[40.0, 60.0], [40.0, 90.0]]);
        let found = |goal| weigh(&runs, figure(key), goal).unwrap().unwrap().satisficing[1].map(|it| it.value);
        assert_eq!([Goal::Gain(0.0), Goal::Gain(1.0), Goal::AtMost(70.0)].map(found), [None, Some(0.0), Some(0.5)]);
    }

    #[test]
    fn what_has_no_direction_or_no_value_somewhere_is_not_weighed() {
        let runs = contexts("lonely_share", &[[0.3, 0.2]]);
        assert_eq!(weigh(&runs, figure("trust"), Goal::Gain(0.0)).unwrap(), None);
        assert_eq!(weigh(&runs, figure("needed_hours"), Goal::Gain(0.0)).unwrap(), None);
    }

    #[test]
    fn failures_beyond_a_bound_of_one_factor_are_told_as_that_bound() {
        let outmigration: Vec<f64> = (0..40).map(|it| 1.0 + f64::from(it) * 0.05).collect();
        let other: Vec<f64> = (0..40).map(|it| f64::from(it * 7 % 40)).collect();
        let columns = [Column::Numbers(&outmigration), Column::Numbers(&other)];
        let fails: Vec<bool> = outmigration.iter().map(|it| *it > 2.0).collect();
        let found = discover(&columns, &fails).unwrap();
        assert_eq!((found.failures, found.contexts), (19, 40));
        let Failing::Within { region, quasi_p_values } = found.failing else { panic!("{found:?}") };
        let [restriction] = &region.restrictions[..] else { panic!("{region:?}") };
        let Bound::AtLeast(low) = restriction.bound else { panic!("{region:?}") };
        assert!(restriction.column == 0 && (low - 2.0).abs() < 0.051 && quasi_p_values[0] < 1e-3, "{region:?}");
        assert!((region.coverage, region.density) == (1.0, 1.0) && found.trajectory.len() > 3);
        assert_eq!(discover(&columns, &[false; 40]).unwrap().failing, Failing::Never);
        assert_eq!(discover(&columns, &[true; 40]).unwrap().failing, Failing::Always);
        // Every other run of a factor in rising order fails: no region of it holds failures.
        let alternating: Vec<bool> = (0..40).map(|it| it % 2 == 0).collect();
        assert_eq!(discover(&columns[..1], &alternating).unwrap().failing, Failing::Scattered);
    }
}
