//! Sobol indices: the share of an output's variance that comes from a factor.
//!
//! A first-order index is the share of a factor alone, a total index its share alone and together with others, a
//! second-order index the share of a pair beyond both. Two estimators read Saltelli's design:
//!
//! - [`Estimator::Saltelli`]: first order of Saltelli and others (Computer Physics Communications 181, 2010),
//!   total of Jansen (1999), second order of Saltelli (2002); the numbers of SALib.
//! - [`Estimator::AllRuns`], where the design is one for second order: every pair of runs that shares, or
//!   differs in, just one factor is used, not half of them. First order and total are those of Azzini, Mara
//!   and Rosati (Environmental Modelling and Software 144, 2021) over the variance of all runs. Its error is
//!   smaller at the same cost.

use super::{Index, Settings, Verdict, enough_differ, indices, needed, varies};
use crate::analysis::interval::{Estimated, Interval, resample};
use crate::random::Chance;
use crate::text::{Label, message};
use crate::{Error, Result};

/// How indices are formed from runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Estimator {
    /// As SALib does.
    Saltelli,
    /// From all runs of a design for second order.
    AllRuns,
}

impl Estimator {
    /// Word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Estimator::Saltelli => "saltelli",
            Estimator::AllRuns => "all_runs",
        }
    }
}

/// Outputs of Saltelli's design.
#[derive(Debug, Clone, PartialEq)]
pub struct Runs {
    factors: usize,
    second_order: bool,
    /// Blocks all of whose runs have an output.
    blocks: Vec<Vec<f64>>,
    left_out: usize,
}

impl Runs {
    /// Outputs in the order of the design, whose kind is known.
    ///
    /// # Errors
    /// There are not whole blocks, or fewer than two with all outputs.
    pub fn of_outputs(outputs: &[f64], factors: usize, second_order: bool) -> Result<Self> {
        let block = if second_order { 2 * factors + 2 } else { factors + 2 };
        if factors == 0 || outputs.is_empty() || !outputs.len().is_multiple_of(block) {
            let Label { en: hint, zh: hint_zh } = HINT;
            let (count, order) = (outputs.len(), if second_order { "for" } else { "without" });
            let order_zh = if second_order { "含" } else { "不含" };
            let told = message!(
                "{count} outputs of {factors} factors: a Saltelli design {order} second order has complete blocks of \
                 {block}; {hint}",
                "{factors} 个因子有 {count} 个输出：{order_zh}二阶的 Saltelli 设计由完整的组构成，每组 {block} 个；{hint_zh}"
            );
            return Err(Error::Design(told));
        }
        let all = outputs.chunks(block);
        let blocks: Vec<Vec<f64>> = all.filter(|it| it.iter().all(|it| it.is_finite())).map(<[f64]>::to_vec).collect();
        if blocks.len() < 2 {
            let whole = blocks.len();
            let told = message!(
                "{whole} blocks have all outputs: at least two are needed",
                "输出齐全的组有 {whole} 个：至少须有两组"
            );
            return Err(Error::Design(told));
        }
        let left_out = outputs.len() / block - blocks.len();
        Ok(Runs { factors, second_order, blocks, left_out })
    }

    /// The better estimator that the design allows.
    pub fn best_estimator(&self) -> Estimator {
        if self.second_order { Estimator::AllRuns } else { Estimator::Saltelli }
    }

    fn block(&self) -> usize {
        self.blocks[0].len()
    }

    /// Whether the runs differ that an estimator takes the variance from.
    fn vary(&self, estimator: Estimator) -> bool {
        let of_variance = |block: &Vec<f64>| match estimator {
            Estimator::Saltelli => vec![block[0], block[block.len() - 1]],
            Estimator::AllRuns => block.clone(),
        };
        varies(&self.blocks.iter().flat_map(of_variance).collect::<Vec<f64>>())
    }
}

const HINT: Label =
    Label { en: "make the design with kind = \"saltelli\"", zh: "请用 kind = \"saltelli\" 生成设计" };

/// Index of a pair of factors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Numbers of the factors.
    pub factors: (usize, usize),
    /// What they do together beyond each.
    pub index: Index,
}

/// Sobol indices of all factors.
#[derive(Debug, Clone, PartialEq)]
pub struct Sobol {
    /// How they were formed.
    pub estimator: Estimator,
    /// Blocks that were used.
    pub blocks: usize,
    /// Blocks left out because a run in them has no output.
    pub left_out: usize,
    /// Mean output.
    pub mean: f64,
    /// Variance of the output.
    pub variance: f64,
    /// By factor, what it does by itself.
    pub first: Vec<Index>,
    /// By factor, what it does by itself and together with others.
    pub total: Vec<Index>,
    /// By pair, what they do together; empty if the design is not one for second order.
    pub second: Vec<Pair>,
}

/// Estimates the indices, with bootstrap intervals over blocks; none where the runs that the variance is taken from do
/// not vary.
///
/// # Errors
/// The estimator needs a design for second order and this is none.
pub fn sobol(runs: &Runs, estimator: Estimator, settings: &Settings, chance: &Chance) -> Result<Option<Sobol>> {
    if estimator == Estimator::AllRuns && !runs.second_order {
        let told = message!(
            "this estimator needs Saltelli's design for second order; make it with second_order = true",
            "此估计量要求含二阶的 Saltelli 设计；请用 second_order = true 生成"
        );
        return Err(Error::Design(told));
    }
    let terms = Terms::of(runs, estimator);
    let blocks = runs.blocks.len();
    let Some(values) = terms.indices(None).filter(|_| runs.vary(estimator)) else { return Ok(None) };
    let mut samples = vec![Vec::with_capacity(settings.resamples as usize); values.len()];
    let mut times = Vec::new();
    for number in 0..settings.resamples {
        resample(chance, number, blocks, &mut times);
        // A resample that happens not to vary has no indices.
        for (sample, value) in samples.iter_mut().zip(terms.indices(Some(&times)).into_iter().flatten()) {
            sample.push(value);
        }
    }
    // Sobol points are extended by doubling.
    let verdict = |half_width: f64| match needed(blocks, half_width, settings.tolerance) {
        None => Verdict::Converged,
        Some(needed) => Verdict::More { runs: (needed.next_power_of_two() - blocks) * runs.block() },
    };
    let enough = enough_differ(&runs.blocks);
    let part = |from: usize, to: usize| {
        let (values, samples) = (&values[from..to], &samples[from..to]);
        let all = indices(values, samples, (blocks, enough), f64::NEG_INFINITY, verdict);
        all.into_iter().map(as_share).collect::<Vec<Index>>()
    };
    let factors = runs.factors;
    let second = part(2 * factors, values.len());
    let (mean, variance) = terms.moments(None);
    Ok(Some(Sobol {
        estimator,
        blocks,
        left_out: runs.left_out,
        mean: mean + terms.centre,
        variance,
        first: part(0, factors),
        total: part(factors, 2 * factors),
        second: terms.pairs.iter().zip(second).map(|(factors, index)| Pair { factors: *factors, index }).collect(),
    }))
}

/// The same with an interval within nothing and all of the variance. The verdict is on the whole of it.
fn as_share(index: Index) -> Index {
    let within = |it: Interval| Interval { low: it.low.clamp(0.0, 1.0), high: it.high.clamp(0.0, 1.0) };
    let interval = index.estimate.interval.map(within).filter(|it| it.low < it.high);
    Index { estimate: Estimated { interval, ..index.estimate }, ..index }
}

/// What each block adds to each sum, so that a resample is a weighted sum over blocks.
struct Terms {
    /// Mean of all runs, which is taken off before products are formed.
    centre: f64,
    /// Mean output and mean square, of the runs that the variance is taken from.
    sums: Vec<f64>,
    squares: Vec<f64>,
    first: Vec<Vec<f64>>,
    total: Vec<Vec<f64>>,
    pairs: Vec<(usize, usize)>,
    /// Variance that a pair explains together, itself and both its factors.
    closed: Vec<Vec<f64>>,
}

impl Terms {
    fn of(runs: &Runs, estimator: Estimator) -> Self {
        let factors = runs.factors;
        let all = runs.blocks.iter().flatten();
        let centre = all.clone().sum::<f64>() / all.count() as f64;
        let blocks: Vec<Vec<f64>> =
            runs.blocks.iter().map(|block| block.iter().map(|it| it - centre).collect()).collect();
        let over = |of: &dyn Fn(&Block) -> f64| blocks.iter().map(|rows| of(&Block { rows, factors })).collect();
        let mean_of = |of: fn(f64) -> f64| {
            over(&move |it: &Block| match estimator {
                Estimator::Saltelli => (of(it.a()) + of(it.b())) / 2.0,
                Estimator::AllRuns => it.rows.iter().map(|it| of(*it)).sum::<f64>() / it.rows.len() as f64,
            })
        };
        let first = |i: usize| {
            over(&|it: &Block| match estimator {
                Estimator::Saltelli => it.b() * (it.ab(i) - it.a()),
                Estimator::AllRuns => (it.ba(i) - it.b()) * (it.a() - it.ab(i)) / 2.0,
            })
        };
        let total = |i: usize| {
            over(&|it: &Block| match estimator {
                Estimator::Saltelli => square(it.a() - it.ab(i)) / 2.0,
                Estimator::AllRuns => (square(it.a() - it.ab(i)) + square(it.b() - it.ba(i))) / 4.0,
            })
        };
        let closed = |(i, j): (usize, usize)| {
            over(&|it: &Block| match estimator {
                Estimator::Saltelli => it.ba(i) * it.ab(j) - it.a() * it.b(),
                Estimator::AllRuns => (it.ba(i) * it.ab(j) + it.ba(j) * it.ab(i)) / 2.0 - it.a() * it.b(),
            })
        };
        let all_pairs = (0..factors).flat_map(|i| (i + 1..factors).map(move |j| (i, j)));
        let pairs: Vec<(usize, usize)> = all_pairs.filter(|_| runs.second_order).collect();
        Terms {
            centre,
            sums: mean_of(|it| it),
            squares: mean_of(square),
            first: (0..factors).map(first).collect(),
            total: (0..factors).map(total).collect(),
            closed: pairs.iter().map(|it| closed(*it)).collect(),
            pairs,
        }
    }

    /// Mean and variance of the output, less the centre.
    fn moments(&self, times: Option<&[u32]>) -> (f64, f64) {
        let centre = mean(&self.sums, times);
        (centre, (mean(&self.squares, times) - centre * centre).max(0.0))
    }

    /// First order by factor, then total by factor, then second order by pair; none where nothing varies.
    fn indices(&self, times: Option<&[u32]>) -> Option<Vec<f64>> {
        let (_, variance) = self.moments(times);
        if variance <= 0.0 {
            return None;
        }
        let share = |terms: &Vec<f64>| mean(terms, times) / variance;
        let first: Vec<f64> = self.first.iter().map(share).collect();
        let pair = |((i, j), closed): (&(usize, usize), &Vec<f64>)| share(closed) - first[*i] - first[*j];
        let second: Vec<f64> = self.pairs.iter().zip(&self.closed).map(pair).collect();
        let total = self.total.iter().map(share);
        Some(first.iter().copied().chain(total).chain(second.iter().copied()).collect())
    }
}

fn square(it: f64) -> f64 {
    it * it
}

fn mean(terms: &[f64], times: Option<&[u32]>) -> f64 {
    let sum: f64 = match times {
        None => terms.iter().sum(),
        Some(times) => terms.iter().zip(times).map(|(it, times)| it * f64::from(*times)).sum(),
    };
    sum / terms.len() as f64
}

/// The centred outputs of one block by their names in the literature.
struct Block<'a> {
    rows: &'a [f64],
    factors: usize,
}

impl Block<'_> {
    fn a(&self) -> f64 {
        self.rows[0]
    }

    fn b(&self) -> f64 {
        self.rows[self.rows.len() - 1]
    }

    /// A with factor i of B.
    fn ab(&self, i: usize) -> f64 {
        self.rows[1 + i]
    }

    /// B with factor i of A.
    fn ba(&self, i: usize) -> f64 {
        self.rows[1 + self.factors + i]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::attribution::shapley;
    use crate::plan::sampling::{Saltelli, UnitPoints};
    use std::f64::consts::PI;

    fn ishigami(u: &[f64]) -> f64 {
        let [x, y, z] = [0, 1, 2].map(|it| PI * (2.0 * u[it] - 1.0));
        let (sine, other) = (libm::sin(x), libm::sin(y));
        sine + 7.0 * other * other + 0.1 * z * z * z * z * sine
    }

    fn sobol_g(u: &[f64]) -> f64 {
        let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
        u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
    }

    fn study(base: usize, factors: usize, second: bool, seed: u32, model: impl Fn(&[f64]) -> f64) -> Runs {
        let points = Saltelli::new(base, factors, second, &Chance::new(seed, 0)).unwrap().all();
        let outputs: Vec<f64> = points.iter().map(|it| model(it)).collect();
        Runs::of_outputs(&outputs, factors, second).unwrap()
    }

    fn estimate(runs: &Runs, resamples: u32) -> Sobol {
        let settings = Settings { resamples, ..Settings::default() };
        sobol(runs, runs.best_estimator(), &settings, &Chance::new(1, 0)).unwrap().unwrap()
    }

    fn values(indices: &[Index]) -> Vec<f64> {
        indices.iter().map(|it| it.estimate.value).collect()
    }

    fn farthest(found: &[f64], expected: &[f64]) -> f64 {
        assert_eq!(found.len(), expected.len());
        found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }

    const FIRST: [f64; 3] = [0.313905191148, 0.442411144790, 0.0];
    const TOTAL: [f64; 3] = [0.557588855210, 0.442411144790, 0.243683664062];
    const SECOND: [f64; 3] = [0.0, 0.243683664062, 0.0];

    #[test]
    fn ishigami_indices_are_within_a_hundredth_at_16384_runs() {
        let runs = study(2048, 3, true, 1, ishigami);
        assert_eq!(runs.blocks.len() * runs.block(), 16_384);
        let found = estimate(&runs, 200);
        assert!((found.mean - 3.5).abs() < 0.01, "{}", found.mean);
        assert!((found.variance - 13.844587940719).abs() < 0.1, "{}", found.variance);
        let second: Vec<f64> = found.second.iter().map(|it| it.index.estimate.value).collect();
        assert!(farthest(&values(&found.first), &FIRST) < 0.01, "{:?}", values(&found.first));
        assert!(farthest(&values(&found.total), &TOTAL) < 0.01, "{:?}", values(&found.total));
        assert!(farthest(&second, &SECOND) < 0.01, "{second:?}");
        for (index, exact) in found.first.iter().chain(&found.total).zip(FIRST.iter().chain(&TOTAL)) {
            assert!(index.estimate.interval.unwrap().holds(*exact), "{index:?}");
            assert_eq!(index.verdict, Verdict::Converged);
        }
        let ranks = |indices: &[Index]| indices.iter().filter_map(|it| it.rank).collect::<Vec<_>>();
        assert_eq!(ranks(&found.first), [2, 1, 3]);
        assert_eq!(ranks(&found.total), [1, 2, 3]);
        let pairs: Vec<usize> = found.second.iter().filter_map(|it| it.index.rank).collect();
        assert_eq!(pairs, [2, 1, 2]);
    }

    #[test]
    fn ishigami_errors_over_seeds_are_smaller_from_all_runs_than_from_half() {
        let error = |seed: u32, estimator: Estimator| {
            let settings = Settings { resamples: 1, ..Settings::default() };
            let runs = study(2048, 3, true, seed, ishigami);
            let found = sobol(&runs, estimator, &settings, &Chance::new(1, 0)).unwrap().unwrap();
            farthest(&values(&found.first), &FIRST).max(farthest(&values(&found.total), &TOTAL))
        };
        let of = |estimator| {
            let mut errors: Vec<f64> = (1..=21).map(|seed| error(seed, estimator)).collect();
            errors.sort_by(f64::total_cmp);
            errors
        };
        let (all, half) = (of(Estimator::AllRuns), of(Estimator::Saltelli));
        assert!(all[10] < half[10]);
        // The largest error of six indices; SALib's own 95 % half-width at as many runs is about 0.045.
        assert!(all[10] < 0.005 && all[20] < 0.01, "{all:?}");
    }

    #[test]
    fn ishigami_shapley_effects_come_from_first_and_second_order() {
        let found = estimate(&study(2048, 3, true, 1, ishigami), 1);
        let one = |i: usize| found.first[i].estimate.value;
        let explained = |coalition: usize| {
            let has = |it: usize| coalition >> it & 1 == 1;
            let alone: f64 = (0..3).filter(|it| has(*it)).map(one).sum();
            let pairs = found.second.iter().filter(|it| has(it.factors.0) && has(it.factors.1));
            alone + pairs.map(|it| it.index.estimate.value).sum::<f64>()
        };
        let worth: Vec<f64> = (0..8).map(explained).collect();
        assert!(farthest(&shapley(&worth).unwrap(), &[0.435747023, 0.442411145, 0.121841832]) < 0.01);
    }

    #[test]
    fn sobol_g_indices_are_those_of_the_closed_form() {
        let first = [0.716192, 0.179048, 0.023676, 0.007162, 0.000072, 0.000072, 0.000072, 0.000072];
        let total = [0.787144, 0.242198, 0.034317, 0.010460, 0.000105, 0.000105, 0.000105, 0.000105];
        let found = estimate(&study(2048, 8, true, 1, sobol_g), 200);
        assert!((found.variance - 0.465424432).abs() < 0.005, "{}", found.variance);
        assert!(farthest(&values(&found.first), &first) < 0.01, "{:?}", values(&found.first));
        assert!(farthest(&values(&found.total), &total) < 0.01, "{:?}", values(&found.total));
        let ranks: Vec<usize> = found.total.iter().filter_map(|it| it.rank).collect();
        assert_eq!(ranks[..4], [1, 2, 3, 4]);
        assert!(ranks[4..].iter().all(|it| *it == ranks[4]), "{ranks:?}");
    }

    #[test]
    fn linear_indices_are_the_squared_slopes_over_their_sum() {
        let slopes = [4.0, 2.0, 1.0, 0.0];
        let model = |u: &[f64]| u.iter().zip(slopes).map(|(u, slope)| u * slope).sum();
        let shares = [16.0 / 21.0, 4.0 / 21.0, 1.0 / 21.0, 0.0];
        for second in [true, false] {
            let found = estimate(&study(1024, 4, second, 3, model), 100);
            assert!(farthest(&values(&found.first), &shares) < 0.005, "{:?}", values(&found.first));
            assert!(farthest(&values(&found.total), &shares) < 0.005, "{:?}", values(&found.total));
        }
    }

    const SALIB_FIRST: [f64; 3] = [-0.8359244961249365, -0.29821052078283883, 0.08418845599014152];
    const SALIB_TOTAL: [f64; 3] = [1.0436915601291885, 0.9592169276323858, 1.1177937543437506];
    const SALIB_SECOND: [f64; 3] = [0.2704251181208134, 0.9133294008398405, -0.1362813407077319];
    const SALIB_SHORT: [f64; 3] = [0.07008037018996593, -0.11189200473175145, -0.15146823463920392];

    #[test]
    fn saltelli_estimates_are_those_of_salib() {
        // SALib 1.6.0, analyze.sobol of Y[k] = (37 k k + 11 k) mod 101, k in 0..64, three factors.
        let outputs: Vec<f64> = (0..64_u32).map(|k| f64::from((37 * k * k + 11 * k) % 101)).collect();
        let runs = Runs::of_outputs(&outputs, 3, true).unwrap();
        let settings = Settings { resamples: 10, ..Settings::default() };
        let found = sobol(&runs, Estimator::Saltelli, &settings, &Chance::new(1, 0)).unwrap().unwrap();
        let second: Vec<f64> = found.second.iter().map(|it| it.index.estimate.value).collect();
        assert!(farthest(&values(&found.first), &SALIB_FIRST) < 1e-12, "{:?}", values(&found.first));
        assert!(farthest(&values(&found.total), &SALIB_TOTAL) < 1e-12, "{:?}", values(&found.total));
        assert!(farthest(&second, &SALIB_SECOND) < 1e-12, "{second:?}");
        let runs = Runs::of_outputs(&outputs[..60], 3, false).unwrap();
        let found = sobol(&runs, Estimator::Saltelli, &settings, &Chance::new(1, 0)).unwrap().unwrap();
        assert!(farthest(&values(&found.first), &SALIB_SHORT) < 1e-12, "{:?}", values(&found.first));
    }

    #[test]
    fn few_runs_are_told_how_many_more_they_need() {
        let found = estimate(&study(64, 3, true, 2, ishigami), 200);
        let Verdict::More { runs } = found.first[0].verdict else { panic!("64 blocks are few: {found:?}") };
        assert!(runs % 8 == 0 && (64 + runs / 8).is_power_of_two(), "{runs}");
    }

    #[test]
    fn an_output_that_does_not_vary_has_no_shares() {
        let settings = Settings { resamples: 20, ..Settings::default() };
        for estimator in [Estimator::AllRuns, Estimator::Saltelli] {
            let runs = study(16, 2, true, 1, |_| 0.1);
            assert_eq!(sobol(&runs, estimator, &settings, &Chance::new(1, 0)).unwrap(), None);
        }
        // Rows A and B are equal, and the one estimator knows no other variance; rows between them are not.
        let outputs = [1.0, 2.0, 1.0, 1.0, 1.0, 1.0].repeat(8);
        let runs = Runs::of_outputs(&outputs, 2, true).unwrap();
        let of = |estimator| sobol(&runs, estimator, &settings, &Chance::new(1, 0)).unwrap();
        assert!(of(Estimator::Saltelli).is_none() && of(Estimator::AllRuns).is_some());
    }

    #[test]
    fn fewer_than_five_blocks_rank_nothing_and_are_never_enough() {
        let found = estimate(&study(4, 2, true, 1, |it| it[0]), 100);
        let all: Vec<&Index> = found.first.iter().chain(&found.total).collect();
        assert!(all.iter().all(|it| it.rank.is_none() && it.verdict == Verdict::WithoutInterval), "{all:?}");
        assert!(all.iter().all(|it| it.estimate.interval.is_none()), "{all:?}");
        let few = estimate(&study(8, 3, true, 1, ishigami), 200);
        let all = few.first.iter().chain(&few.total).filter_map(|it| it.estimate.interval);
        assert!(all.clone().count() > 0 && all.clone().all(|it| it.low >= 0.0 && it.high <= 1.0), "{few:?}");
        assert!(estimate(&study(64, 2, true, 1, |it| it[0]), 100).total.iter().all(|it| it.rank.is_some()));
    }

    #[test]
    fn blocks_with_a_failed_run_are_left_out() {
        let points = Saltelli::new(64, 2, false, &Chance::new(1, 0)).unwrap().all();
        let mut outputs: Vec<f64> = points.iter().map(|it| it[0]).collect();
        outputs[9] = f64::NAN;
        let found = estimate(&Runs::of_outputs(&outputs, 2, false).unwrap(), 20);
        assert_eq!((found.blocks, found.left_out), (63, 1));
        assert!((found.first[0].estimate.value - 1.0).abs() < 0.1);
    }

    #[test]
    fn a_design_that_is_not_saltellis_is_refused_with_a_hint() {
        let refusal = Runs::of_outputs(&[0.0; 39], 3, false).unwrap_err().to_string();
        assert!(refusal.contains("blocks of 5") && refusal.contains("kind = \"saltelli\""), "{refusal}");
        let runs = study(8, 3, false, 1, ishigami);
        let refusal = sobol(&runs, Estimator::AllRuns, &Settings::default(), &Chance::new(1, 0)).unwrap_err();
        assert!(refusal.to_string().contains("second_order = true"));
    }
}
