//! Elementary effects (Morris): the change of an output when one factor moves.
//!
//! mu is the mean effect over trajectories, mu* the mean of its size (Campolongo, Cariboni and Saltelli,
//! Environmental Modelling and Software 22, 2007), sigma its standard deviation: a large sigma means that the effect
//! depends on the factor's level or on other factors. Effects are for a move over the whole range of a
//! factor, so that they can be compared. Kinds without an order have no range and no way up: from one to any other
//! is the whole way, and of their effects only the mean size is formed.

use super::{Index, Settings, Verdict, enough_differ, estimated, indices, needed, with_width};
use crate::analysis::interval::{Estimated, Interval, Moments, middle, resample};
use crate::random::Chance;
use crate::text::{Label, message};
use crate::{Error, Result};

/// What the coordinates of a factor are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// Places on its range from 0 to 1.
    Range,
    /// Numbers of kinds without an order.
    Kinds,
}

/// Effects of one factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effects {
    /// Mean effect; none of kinds without an order.
    pub mu: Option<Estimated>,
    /// Mean size of the effect.
    pub mu_star: Index,
    /// Standard deviation of the effect; none of kinds without an order.
    pub sigma: Option<Estimated>,
}

/// Effects of all factors.
#[derive(Debug, Clone, PartialEq)]
pub struct Morris {
    /// Trajectories that were used.
    pub trajectories: usize,
    /// Trajectories left out because a run in them has no output.
    pub left_out: usize,
    /// By factor.
    pub factors: Vec<Effects>,
}

/// Effects from the points of trajectories, with a coordinate for each axis, and their outputs, in order.
///
/// # Errors
/// The points are no trajectories, or fewer than two have all outputs.
pub fn morris<P: AsRef<[f64]>>(
    mut points: impl ExactSizeIterator<Item = P>,
    axes: &[Axis],
    outputs: &[f64],
    settings: &Settings,
    chance: &Chance,
) -> Result<Morris> {
    let factors = axes.len();
    if points.len() != outputs.len() || factors == 0 || !points.len().is_multiple_of(factors + 1) {
        let (outputs, points, runs, Label { en: hint, zh: hint_zh }) = (outputs.len(), points.len(), factors + 1, HINT);
        let told = message!(
            "{outputs} outputs of {points} points with {factors} factors: Morris' trajectories have {runs} runs each; {hint}",
            "{points} 个点有 {outputs} 个输出，因子 {factors} 个：每条 Morris 轨迹有 {runs} 次运行；{hint_zh}"
        );
        return Err(Error::Design(told));
    }
    let mut of_trajectory = |(number, outputs)| {
        let points: Vec<P> = points.by_ref().take(factors + 1).collect();
        effects(number, &points, axes, outputs)
    };
    let trajectories = outputs.chunks(factors + 1).enumerate();
    let all = trajectories.map(&mut of_trajectory).collect::<Result<Vec<Vec<f64>>>>()?;
    let left_out = all.iter().filter(|it| it.iter().any(|it| !it.is_finite())).count();
    let used: Vec<Vec<f64>> = all.into_iter().filter(|it| it.iter().all(|it| it.is_finite())).collect();
    if used.len() < 2 {
        let whole = used.len();
        let told = message!(
            "{whole} trajectories have all outputs: at least two are needed",
            "输出齐全的轨迹有 {whole} 条：至少须有两条"
        );
        return Err(Error::Design(told));
    }
    let of_factors: Vec<Vec<f64>> = (0..factors).map(|it| used.iter().map(|effects| effects[it]).collect()).collect();
    Ok(Morris {
        trajectories: used.len(),
        left_out,
        factors: summed_up(&of_factors, enough_differ(&used), axes, settings, chance),
    })
}

const HINT: Label = Label { en: "make the design with kind = \"morris\"", zh: "请用 kind = \"morris\" 生成设计" };

/// The effect of each factor in one trajectory.
fn effects(number: usize, points: &[impl AsRef<[f64]>], axes: &[Axis], outputs: &[f64]) -> Result<Vec<f64>> {
    let mut effects = vec![None; axes.len()];
    for (step, (pair, outputs)) in points.windows(2).zip(outputs.windows(2)).enumerate() {
        let pair = [pair[0].as_ref(), pair[1].as_ref()];
        let mut moved = (0..effects.len()).filter(|it| pair[0][*it] != pair[1][*it]);
        let (Some(factor), None) = (moved.next(), moved.next()) else {
            let Label { en: hint, zh: hint_zh } = HINT;
            let told = message!(
                "trajectory {number}, step {step}: Morris needs just one factor to move; {hint}",
                "轨迹 {number} 第 {step} 步：Morris 要求每步只有一个因子改变；{hint_zh}"
            );
            return Err(Error::Design(told));
        };
        let way = match axes[factor] {
            Axis::Range => pair[1][factor] - pair[0][factor],
            Axis::Kinds => 1.0,
        };
        effects[factor] = Some((outputs[1] - outputs[0]) / way);
    }
    let all: Option<Vec<f64>> = effects.into_iter().collect();
    all.ok_or_else(|| {
        let Label { en: hint, zh: hint_zh } = HINT;
        Error::Design(message!(
            "trajectory {number}: a factor moves twice and another never; {hint}",
            "轨迹 {number}：有因子改变两次，另有因子从未改变；{hint_zh}"
        ))
    })
}

/// Mean, mean size and standard deviation.
fn measures(effects: &[f64], times: &[u32]) -> [f64; 3] {
    let effects: Vec<f64> =
        effects.iter().zip(times).flat_map(|(it, times)| std::iter::repeat_n(*it, *times as usize)).collect();
    let sizes: Vec<f64> = effects.iter().map(|it| it.abs()).collect();
    let (Some(moments), Some(size)) = (Moments::of(&effects), Moments::of(&sizes)) else { return [0.0; 3] };
    [moments.mean, size.mean, moments.variance.sqrt()]
}

fn summed_up(
    of_factors: &[Vec<f64>],
    enough: bool,
    axes: &[Axis],
    settings: &Settings,
    chance: &Chance,
) -> Vec<Effects> {
    let trajectories = of_factors[0].len();
    let once = vec![1; trajectories];
    let values: Vec<[f64; 3]> = of_factors.iter().map(|it| measures(it, &once)).collect();
    let mut samples = vec![[const { Vec::new() }; 3]; of_factors.len()];
    let mut times = Vec::new();
    for number in 0..settings.resamples {
        resample(chance, number, trajectories, &mut times);
        for (samples, effects) in samples.iter_mut().zip(of_factors) {
            for (sample, value) in samples.iter_mut().zip(measures(effects, &times)) {
                sample.push(value);
            }
        }
    }
    let largest = values.iter().map(|it| it[1]).fold(0.0, f64::max);
    let runs_each = of_factors.len() + 1;
    let verdict = |half_width: f64| match needed(trajectories, half_width, settings.tolerance * largest) {
        None => Verdict::Converged,
        Some(needed) => Verdict::More { runs: (needed - trajectories).saturating_mul(runs_each) },
    };
    let sizes: Vec<f64> = values.iter().map(|it| it[1]).collect();
    let size_samples: Vec<Vec<f64>> = samples.iter().map(|it| it[1].clone()).collect();
    let stars = indices(&sizes, &size_samples, (trajectories, enough), 0.0, verdict);
    let effects = |(factor, mu_star): (usize, Index)| {
        let with_sign = |which: usize, least: f64| {
            let resampled = || middle(samples[factor][which].clone()).filter(|_| enough);
            let estimate = || with_width(estimated(values[factor][which], resampled(), trajectories, least), &sizes);
            (axes[factor] == Axis::Range).then(estimate)
        };
        // Resamples of few trajectories repeat some of them and hardly ever vary more than all do: they know no upper end.
        let has_an_end = |it: &Interval, value: f64| it.high > value;
        let sigma = with_sign(2, 0.0)
            .map(|it| Estimated { interval: it.interval.filter(|interval| has_an_end(interval, it.value)), ..it });
        Effects { mu: with_sign(0, f64::NEG_INFINITY), mu_star, sigma }
    };
    stars.into_iter().enumerate().map(effects).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sampling::morris::Steps;
    use crate::plan::sampling::{self, UnitPoints};

    fn run(points: &[Vec<f64>], model: impl Fn(&[f64]) -> f64) -> Result<Morris> {
        let outputs: Vec<f64> = points.iter().map(|it| model(it)).collect();
        let axes = vec![Axis::Range; points[0].len()];
        morris(points.iter(), &axes, &outputs, &Settings::default(), &Chance::new(1, 0))
    }

    /// Trajectories of factors at four levels.
    fn levels(trajectories: usize, factors: usize) -> Vec<Vec<f64>> {
        sampling::Morris::new(trajectories, vec![Steps::Levels(4); factors], &Chance::new(6, 0)).unwrap().all()
    }

    fn with_sign(effects: &Effects) -> [f64; 2] {
        [effects.mu.unwrap().value, effects.sigma.unwrap().value]
    }

    #[test]
    fn morris_exercise_of_saltelli_2008_has_the_effects_of_the_book() {
        // Saltelli and others, Global Sensitivity Analysis: The Primer (2008), exercise 4: in thirds of the
        // range, and rounded to two decimals.
        let thirds = [
            [0, 1],
            [0, 3],
            [2, 3],
            [0, 1],
            [2, 1],
            [2, 3],
            [2, 0],
            [2, 2],
            [0, 2],
            [1, 3],
            [3, 3],
            [3, 1],
            [1, 3],
            [1, 1],
            [3, 1],
            [1, 2],
            [1, 0],
            [3, 0],
        ];
        let outputs =
            [0.97, 0.71, 2.39, 0.97, 2.30, 2.39, 1.87, 2.40, 0.87, 2.15, 1.71, 1.54, 2.15, 2.17, 1.54, 2.20, 1.87, 1.0];
        let points: Vec<Vec<f64>> = thirds.iter().map(|it| it.map(|it| f64::from(it) / 3.0).to_vec()).collect();
        let found =
            morris(points.iter(), &[Axis::Range; 2], &outputs, &Settings::default(), &Chance::new(1, 0)).unwrap();
        let [one, other] = &found.factors[..] else { panic!("two factors") };
        for (value, expected) in [
            (one.mu.unwrap().value, 0.66),
            (other.mu.unwrap().value, 0.21),
            (one.mu_star.estimate.value, 1.62),
            (other.mu_star.estimate.value, 0.35),
            (one.sigma.unwrap().value, 1.79),
            (other.sigma.unwrap().value, 0.41),
        ] {
            // The book prints outputs with two decimals, which move an effect by up to 0.01 over a step of 2/3;
            // its own effects of the first factor, 2.52 2.01 2.30 -0.66 -0.93 -1.30, have the mean 0.657, these 0.650.
            assert!((value - expected).abs() < 0.015, "{value} is not {expected}");
        }
        assert_eq!((one.mu_star.rank, other.mu_star.rank), (Some(1), Some(2)));
    }

    #[test]
    fn linear_effects_are_the_slopes_and_sigma_is_zero() {
        let slopes = [3.0, -1.0, 0.0, 0.5];
        let points = levels(10, 4);
        let found = run(&points, |x| x.iter().zip(slopes).map(|(x, slope)| x * slope).sum()).unwrap();
        for (effects, slope) in found.factors.iter().zip(slopes) {
            let [mu, sigma] = with_sign(effects);
            assert!((mu - slope).abs() < 1e-9 && sigma < 1e-9);
            assert!((effects.mu_star.estimate.value - slope.abs()).abs() < 1e-9);
            // The same in every trajectory, they tell nothing of their error.
            assert_eq!((effects.mu_star.estimate.interval, effects.mu_star.verdict), (None, Verdict::WithoutInterval));
            assert_eq!(effects.mu_star.rank, None);
        }
    }

    #[test]
    fn what_does_nothing_anywhere_is_below_all_that_has_an_effect() {
        let found = run(&levels(40, 3), |x| (3.0 + 0.1 * x[1]) * x[0]).unwrap();
        let ranks: Vec<usize> = found.factors.iter().filter_map(|it| it.mu_star.rank).collect();
        assert_eq!(ranks, [1, 2, 3]);
        let nothing = found.factors[2].mu_star;
        assert_eq!(
            (nothing.estimate, nothing.verdict),
            (Estimated { value: 0.0, interval: None }, Verdict::WithoutInterval)
        );
    }

    #[test]
    fn copies_of_few_trajectories_have_no_interval() {
        // One factor of two values has two trajectories, up and down, and both have the same effect.
        let points = sampling::Morris::new(8, vec![Steps::Kinds(2)], &Chance::new(6, 0)).unwrap().all();
        let points: Vec<Vec<f64>> = points.iter().map(|it| vec![Steps::Kinds(2).position(it[0])]).collect();
        let outputs: Vec<f64> = points.iter().map(|it| 6.4 * it[0]).collect();
        let found = morris(points.iter(), &[Axis::Kinds], &outputs, &Settings::default(), &Chance::new(1, 0)).unwrap();
        let Index { estimate, rank, verdict } = found.factors[0].mu_star;
        assert!((estimate.value - 6.4).abs() < 1e-12);
        assert_eq!((estimate.interval, rank, verdict), (None, None, Verdict::WithoutInterval));
    }

    #[test]
    fn listed_values_of_any_number_have_the_effect_of_their_whole_range_as_continuous_factors_do() {
        // Even and uneven values: the response is 3 for each unit of the first factor, over 0 to 1, and 0.7 for each
        // unit of the listed value.
        let mut lists: Vec<Vec<f64>> = (2..8).map(|it| (0..it).map(|it| f64::from(4 * it)).collect()).collect();
        lists.extend([vec![-1.0, 0.0, 10.0], vec![20.0, 40.0, 80.0, 160.0], vec![0.0, 1.0, 99.0, 100.0]]);
        for values in lists {
            let (low, range) = (values[0], values[values.len() - 1] - values[0]);
            let places = Steps::Places(values.iter().map(|it| (it - low) / range).collect());
            let chance = Chance::new(3, 0);
            let design = sampling::Morris::new(12, vec![Steps::Levels(4), places.clone()], &chance).unwrap();
            let points: Vec<Vec<f64>> = design.all().iter().map(|it| vec![it[0], places.position(it[1])]).collect();
            let found = run(&points, |x| 3.0 * x[0] + 0.7 * (low + range * x[1])).unwrap();
            for (effects, whole) in found.factors.iter().zip([3.0, 0.7 * range]) {
                let [mu, sigma] = with_sign(effects);
                assert!((mu - whole).abs() < 1e-9 * whole && sigma < 1e-9 * whole, "{values:?}: {effects:?}");
                assert!((effects.mu_star.estimate.value - whole).abs() < 1e-9 * whole);
            }
        }
    }

    #[test]
    fn kinds_without_an_order_have_only_the_mean_size_of_what_a_change_does() {
        // Of two kinds 2 apart every change has the size 2. Of three at 0, 2 and 3 six changes have 2, 3, 1 and back: a
        // round of three trajectories starts from each, and many come near the mean of 2.
        for (levels, mean, error) in [(vec![0.0, 2.0], 2.0, 1e-12), (vec![0.0, 2.0, 3.0], 2.0, 0.1)] {
            let kinds = Steps::Kinds(levels.len());
            let steps = vec![kinds.clone(), Steps::Levels(4)];
            let points = sampling::Morris::new(300, steps, &Chance::new(3, 0)).unwrap().all();
            let points: Vec<Vec<f64>> = points.iter().map(|it| vec![kinds.position(it[0]), it[1]]).collect();
            let outputs: Vec<f64> = points.iter().map(|it| levels[it[0] as usize] - it[1]).collect();
            let axes = [Axis::Kinds, Axis::Range];
            let found = morris(points.iter(), &axes, &outputs, &Settings::default(), &Chance::new(1, 0)).unwrap();
            let [kind, number] = &found.factors[..] else { panic!("two factors") };
            assert!((kind.mu_star.estimate.value - mean).abs() < error, "{kind:?}");
            assert_eq!((kind.mu, kind.sigma), (None, None));
            assert!((number.mu.unwrap().value + 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn fewer_than_five_trajectories_rank_nothing_and_are_never_enough() {
        for (trajectories, rank) in [(4, None), (5, Some(1))] {
            let found = run(&levels(trajectories, 2), |x| (3.0 + 0.01 * x[1]) * (x[0] + 0.01 * x[0] * x[0])).unwrap();
            let first = found.factors[0].mu_star;
            assert_eq!(first.rank, rank);
            let verdict = if rank.is_some() { Verdict::Converged } else { Verdict::WithoutInterval };
            assert_eq!((first.verdict, first.estimate.interval.is_some()), (verdict, rank.is_some()));
            assert!(rank.is_some() || found.factors[0].sigma.unwrap().interval.is_none());
        }
    }

    #[test]
    fn what_works_only_together_has_a_large_sigma_and_needs_more_runs() {
        let points = levels(8, 3);
        let found = run(&points, |x| (x[0] - 0.5) * (x[1] - 0.5)).unwrap();
        let [mu, sigma] = with_sign(&found.factors[0]);
        assert!(sigma > mu.abs());
        assert_eq!(found.factors[2].mu_star.estimate.value, 0.0);
        let Verdict::More { runs } = found.factors[0].mu_star.verdict else { panic!("eight trajectories are few") };
        assert!(runs % 4 == 0 && runs > 8 * 4);
    }

    #[test]
    fn a_design_that_is_no_trajectory_is_refused_with_a_hint() {
        let latin = sampling::Latin::new(20, 3, &Chance::new(1, 0)).unwrap().all();
        let refusal = run(&latin, |x| x[0]).unwrap_err().to_string();
        assert!(refusal.contains("just one factor to move") && refusal.contains("kind = \"morris\""), "{refusal}");
        let refusal = run(&latin[..18], |x| x[0]).unwrap_err().to_string();
        assert!(refusal.contains("4 runs each"), "{refusal}");
        let twice = [vec![0.0, 0.0], vec![1.0, 0.0], vec![0.5, 0.0]];
        assert!(run(&twice, |x| x[0]).unwrap_err().to_string().contains("moves twice"));
    }

    #[test]
    fn trajectories_with_a_failed_run_are_left_out() {
        let points = levels(10, 2);
        let mut outputs: Vec<f64> = points.iter().map(|x| x[0] + 2.0 * x[1]).collect();
        outputs[4] = f64::NAN;
        let axes = [Axis::Range; 2];
        let found = morris(points.iter(), &axes, &outputs, &Settings::default(), &Chance::new(1, 0)).unwrap();
        assert_eq!((found.trajectories, found.left_out), (9, 1));
        assert!((with_sign(&found.factors[1])[0] - 2.0).abs() < 1e-9);
    }
}
