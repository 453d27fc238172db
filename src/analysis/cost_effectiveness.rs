//! Cost-effectiveness analysis: incremental ratios, net benefit, acceptability, discounting, unpaid hours.
//!
//! Strategies exclude each other; cost is in yuan, effect in any unit of which more is better. Source:
//! Drummond and others, Methods for the Economic Evaluation of Health Care Programmes (2015); Briggs,
//! Claxton and Sculpher, Decision Modelling for Health Economic Evaluation (2006).

use serde::Serialize;

use super::interval::resample;
use crate::random::Chance;
use crate::text::message;
use crate::{Error, Result};

/// What a strategy costs and does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Outcome {
    /// Yuan.
    pub cost: f64,
    /// In the unit of the measure; more is better.
    pub effect: f64,
}

impl Outcome {
    /// What it is worth beyond its cost when a unit of effect is worth `threshold` yuan.
    pub fn net_benefit(&self, threshold: f64) -> f64 {
        self.effect * threshold - self.cost
    }
}

/// Position of a strategy relative to the cost-effectiveness frontier.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FrontierStatus {
    /// The cheapest strategy on the frontier; the reference for the others.
    Reference,
    /// On the frontier, with the incremental cost per unit of effect over the previous strategy.
    Frontier {
        /// Strategy before on the frontier.
        before: usize,
        /// Yuan per unit of effect.
        ratio: f64,
    },
    /// Same cost and effect as an earlier strategy.
    Equal {
        /// That other.
        to: usize,
    },
    /// Another strategy has at least the effect at no more cost.
    Dominated {
        /// That other.
        by: usize,
    },
    /// A mix of two others has the same effect at lower cost.
    ExtendedDominated {
        /// Those two, the cheaper first.
        by: (usize, usize),
    },
}

/// The incremental table: the status of every strategy, in the order given. The first of equal strategies represents
/// them all.
///
/// # Errors
/// There is no strategy, or a cost or effect is not a number.
pub fn incremental(strategies: &[Outcome]) -> Result<Vec<FrontierStatus>> {
    if strategies.is_empty() {
        return Err(Error::Design(message!("there is no strategy to compare", "没有可供比较的方案")));
    }
    if let Some(at) = strategies.iter().position(|it| !(it.cost.is_finite() && it.effect.is_finite())) {
        return Err(Error::Design(message!("strategy {at} has no cost or no effect", "方案 {at} 没有成本或效果")));
    }
    let all = || 0..strategies.len();
    let beats = |one: usize, other: usize| {
        let (a, b) = (&strategies[one], &strategies[other]);
        a.cost <= b.cost && a.effect >= b.effect && (a != b || one < other)
    };
    let beaten: Vec<bool> = all().map(|it| all().any(|other| beats(other, it))).collect();
    let mut rising: Vec<usize> = all().filter(|it| !beaten[*it]).collect();
    rising.sort_by(|a, b| strategies[*a].cost.total_cmp(&strategies[*b].cost));
    let frontier = convex(&rising, strategies);

    let standing = |it: usize| {
        if let Some(to) = (0..it).find(|other| strategies[*other] == strategies[it]) {
            return FrontierStatus::Equal { to };
        }
        // Who is beaten is beaten by one that is not; whoever is not lies between two of the frontier.
        if let Some(by) = rising.iter().find(|other| beats(**other, it)) {
            return FrontierStatus::Dominated { by: *by };
        }
        let place = frontier.iter().position(|on| strategies[*on].cost >= strategies[it].cost).unwrap_or(0);
        match place.checked_sub(1).map(|before| (frontier[before], frontier[place])) {
            None => FrontierStatus::Reference,
            Some((before, on)) if on == it => {
                FrontierStatus::Frontier { before, ratio: ratio(&strategies[before], &strategies[it]) }
            }
            Some(by) => FrontierStatus::ExtendedDominated { by },
        }
    };
    Ok(all().map(standing).collect())
}

/// The strategies along which ratios rise.
fn convex(rising: &[usize], strategies: &[Outcome]) -> Vec<usize> {
    let mut frontier: Vec<usize> = Vec::new();
    for next in rising {
        while let [.., before, last] = frontier[..]
            && ratio(&strategies[before], &strategies[last]) >= ratio(&strategies[last], &strategies[*next])
        {
            frontier.pop();
        }
        frontier.push(*next);
    }
    frontier
}

fn ratio(from: &Outcome, to: &Outcome) -> f64 {
    (to.cost - from.cost) / (to.effect - from.effect)
}

/// How certain the best choice is when a unit of effect is worth so much.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Acceptability {
    /// Yuan that a unit of effect is worth.
    pub threshold: f64,
    /// Share of draws in which each strategy has the greatest net benefit; equal ones share a draw.
    pub probability: Vec<f64>,
    /// Strategy of the greatest mean net benefit.
    pub best: usize,
    /// What knowing the truth before choosing would be worth, in yuan (expected value of perfect information).
    pub perfect_information: f64,
}

/// The acceptability curve: `draws[strategy][draw]`, every draw one possible truth for all strategies.
///
/// Draws are contexts, not replicates: chance among replicates is not doubt about the mean. Take means by
/// context, or [`possible_means`].
///
/// # Errors
/// There are no draws, or not the same for all strategies.
pub fn acceptability(draws: &[Vec<Outcome>], thresholds: &[f64]) -> Result<Vec<Acceptability>> {
    let count = draws.first().map_or(0, Vec::len);
    if count == 0 || draws.iter().any(|it| it.len() != count) {
        let told = message!("every strategy needs the same draws, and at least one", "各方案的抽样须相同，且至少一次");
        return Err(Error::Design(told));
    }
    Ok(thresholds.iter().map(|it| accepted(draws, count, *it)).collect())
}

fn accepted(draws: &[Vec<Outcome>], count: usize, threshold: f64) -> Acceptability {
    // Sums are divided once at the end, so that a strategy that always wins has a probability of 1.
    let mut wins = vec![0.0; draws.len()];
    let mut sums = vec![0.0; draws.len()];
    let mut sum_of_best = 0.0;
    for draw in 0..count {
        let benefits: Vec<f64> = draws.iter().map(|it| it[draw].net_benefit(threshold)).collect();
        let most = benefits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let equals = benefits.iter().filter(|it| **it == most).count() as f64;
        for (strategy, benefit) in benefits.iter().enumerate() {
            sums[strategy] += benefit;
            wins[strategy] += if *benefit == most { 1.0 / equals } else { 0.0 };
        }
        sum_of_best += most;
    }
    let best = (0..sums.len()).fold(0, |best, it| if sums[it] > sums[best] { it } else { best });
    let mean = |sum: f64| sum / count as f64;
    Acceptability {
        threshold,
        probability: wins.into_iter().map(mean).collect(),
        best,
        perfect_information: mean(sum_of_best - sums[best]).max(0.0),
    }
}

/// Means that might be true, given replicates: bootstrap means of `replicates[strategy][replicate]`, the
/// same replicates resampled for all strategies, as they share their draws.
pub fn possible_means(replicates: &[Vec<Outcome>], resamples: u32, chance: &Chance) -> Vec<Vec<Outcome>> {
    let count = replicates.iter().map(Vec::len).min().unwrap_or(0);
    let mut means = vec![Vec::with_capacity(resamples as usize); replicates.len()];
    let mut times = Vec::new();
    for number in 0..resamples {
        resample(chance, number, count, &mut times);
        for (means, outcomes) in means.iter_mut().zip(replicates) {
            let mean = |of: fn(&Outcome) -> f64| {
                outcomes.iter().zip(&times).map(|(it, times)| of(it) * f64::from(*times)).sum::<f64>() / count as f64
            };
            means.push(Outcome { cost: mean(|it| it.cost), effect: mean(|it| it.effect) });
        }
    }
    means
}

/// Value in year 0 of one yuan spent in a year, at a discount rate per year. The first year, 0, is not discounted.
pub fn discount_factor(rate_per_year: f64, year: usize) -> f64 {
    libm::pow(1.0 + rate_per_year, -(year as f64))
}

/// Unpaid hours of one kind of work and one kind of giver.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnpaidHours {
    /// Hours.
    pub hours: f64,
    /// Replacement cost of this work, yuan per hour.
    pub replacement_yuan_per_hour: f64,
    /// Opportunity cost of the giver, yuan per hour: the wage of those who would work, the worth of free time to
    /// others.
    pub opportunity_yuan_per_hour: f64,
}

/// What unpaid hours are worth, two ways.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct UnpaidWorth {
    /// Yuan at replacement cost.
    pub replacement: f64,
    /// Yuan at opportunity cost.
    pub opportunity: f64,
}

/// Values unpaid hours at replacement and at opportunity cost.
pub fn unpaid_worth(hours: &[UnpaidHours]) -> UnpaidWorth {
    UnpaidWorth {
        replacement: hours.iter().map(|it| it.hours * it.replacement_yuan_per_hour).sum(),
        opportunity: hours.iter().map(|it| it.hours * it.opportunity_yuan_per_hour).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::interval::tests::normals;
    use super::*;
    use crate::elementary::normal_quantile;

    fn outcome(cost: f64, effect: f64) -> Outcome {
        Outcome { cost, effect }
    }

    #[test]
    fn cost_effectiveness_of_the_six_strategies_is_that_of_the_teaching_example() {
        let (e, d, c, b, a, usual) = (0, 1, 2, 3, 4, 5);
        let strategies = [
            outcome(55_000.0, 5.0),
            outcome(35_000.0, 4.0),
            outcome(25_000.0, 3.0),
            outcome(10_000.0, 2.0),
            outcome(12_000.0, 1.5),
            outcome(5_000.0, 1.0),
        ];
        let table = incremental(&strategies).unwrap();
        assert_eq!(table[usual], FrontierStatus::Reference);
        assert_eq!(table[b], FrontierStatus::Frontier { before: usual, ratio: 5_000.0 });
        assert_eq!(table[d], FrontierStatus::Frontier { before: b, ratio: 12_500.0 });
        assert_eq!(table[e], FrontierStatus::Frontier { before: d, ratio: 20_000.0 });
        assert_eq!(table[c], FrontierStatus::ExtendedDominated { by: (b, d) });
        assert_eq!(table[a], FrontierStatus::Dominated { by: b });
    }

    #[test]
    fn an_equal_strategy_is_equal_and_a_dearer_one_of_equal_effect_is_dominated() {
        let table = incremental(&[outcome(10.0, 1.0), outcome(10.0, 1.0), outcome(11.0, 1.0), outcome(10.0, 0.5)]);
        let by = FrontierStatus::Dominated { by: 0 };
        assert_eq!(table.unwrap(), [FrontierStatus::Reference, FrontierStatus::Equal { to: 0 }, by, by]);
        // Twins are equal wherever they stand.
        let twins = incremental(&[outcome(10.0, 1.0), outcome(11.0, 1.0), outcome(11.0, 1.0)]).unwrap();
        assert_eq!(twins[1..], [by, FrontierStatus::Equal { to: 1 }]);
        assert!(incremental(&[]).is_err());
        assert!(incremental(&[outcome(f64::NAN, 1.0)]).unwrap_err().to_string().contains("strategy 0"));
    }

    #[test]
    fn the_frontier_holds_whatever_is_best_at_some_threshold() {
        for study in 0..200 {
            let draws = normals(40_000 + study, 14);
            let strategies: Vec<Outcome> = draws.chunks(2).map(|it| outcome(it[0], it[1])).collect();
            let table = incremental(&strategies).unwrap();
            for threshold in (0..4000).map(|it| f64::from(it) * 0.01) {
                let best = (0..7).max_by(|a, b| {
                    strategies[*a].net_benefit(threshold).total_cmp(&strategies[*b].net_benefit(threshold))
                });
                let standing = table[best.unwrap()];
                assert!(
                    matches!(standing, FrontierStatus::Reference | FrontierStatus::Frontier { .. }),
                    "{study} {threshold}"
                );
            }
        }
    }

    #[test]
    fn normal_net_benefit_has_the_probability_and_worth_of_information_of_the_closed_form() {
        // Nothing costs 0 and does 0; the policy's net benefit at a threshold of 1 is N(1, 4). Draws are the middles of
        // slices of equal probability.
        let slices = 20_000;
        let value = |it: u32| 1.0 + 2.0 * normal_quantile((f64::from(it) + 0.5) / f64::from(slices));
        let policy = (0..slices).map(|it| outcome(0.0, value(it))).collect();
        let nothing = vec![outcome(0.0, 0.0); slices as usize];
        let found = &acceptability(&[nothing, policy], &[1.0]).unwrap()[0];
        assert_eq!(found.best, 1);
        // Probability above 0: Phi(1/2); value of perfect information: 2 phi(1/2) - Phi(-1/2).
        assert!((found.probability[1] - 0.691462).abs() < 5e-5, "{found:?}");
        assert!((found.perfect_information - 0.395593).abs() < 5e-5, "{found:?}");
    }

    #[test]
    fn acceptability_adds_up_to_one_and_moves_to_the_dearer_as_effect_gains_worth() {
        let cheap = normals(1, 400).iter().map(|it| outcome(10.0, 1.0 + 0.2 * it)).collect();
        let dear = normals(2, 400).iter().map(|it| outcome(30.0, 2.0 + 0.2 * it)).collect();
        let curve = acceptability(&[cheap, dear], &[0.0, 20.0, 100.0]).unwrap();
        assert!(curve.iter().all(|it| (it.probability.iter().sum::<f64>() - 1.0).abs() < 1e-9));
        assert_eq!((curve[0].best, curve[0].probability[0], curve[0].perfect_information), (0, 1.0, 0.0));
        assert!((0.3..0.7).contains(&curve[1].probability[1]) && curve[1].perfect_information > 0.5);
        assert!(curve[2].best == 1 && curve[2].probability[1] > 0.99);
        assert!(acceptability(&[vec![outcome(1.0, 1.0)], vec![]], &[1.0]).is_err());
    }

    #[test]
    fn possible_means_spread_as_the_mean_of_replicates_does() {
        let replicates: Vec<Outcome> = normals(3, 25).iter().map(|it| outcome(5.0 * it, *it)).collect();
        let means = possible_means(&[replicates.clone(), replicates], 2000, &Chance::new(2, 0));
        assert_eq!(means[0], means[1]);
        let effects: Vec<f64> = means[0].iter().map(|it| it.effect).collect();
        let spread = crate::analysis::interval::Moments::of(&effects).unwrap().variance.sqrt();
        assert!((0.14..0.26).contains(&spread), "{spread}");
    }

    #[test]
    fn money_a_year_away_is_worth_less_by_the_rate() {
        assert_eq!(discount_factor(0.05, 0), 1.0);
        assert!((discount_factor(0.05, 1) - 1.0 / 1.05).abs() < 1e-15);
        assert!((discount_factor(0.05, 2) - 1.0 / 1.1025).abs() < 1e-15);
        assert_eq!(discount_factor(0.0, 10), 1.0);
    }

    #[test]
    fn unpaid_hours_are_valued_by_whom_they_replace_and_by_what_the_giver_forgoes() {
        let visits = UnpaidHours { hours: 100.0, replacement_yuan_per_hour: 25.0, opportunity_yuan_per_hour: 8.0 };
        let nursing = UnpaidHours { hours: 10.0, replacement_yuan_per_hour: 60.0, opportunity_yuan_per_hour: 30.0 };
        assert_eq!(unpaid_worth(&[visits, nursing]), UnpaidWorth { replacement: 3100.0, opportunity: 1100.0 });
    }
}
