//! The tables that a study leaves: contrasts, levels of every replicate, courses.

use super::compare::Outcomes;
use super::study::Study;
use crate::Result;
use crate::analysis::comparison::{MeasureContrast, contrasts};
use crate::analysis::cost_effectiveness::Standing;
use crate::analysis::costs::{self, Perspective, RATES};
use crate::analysis::figures::{Figure, INDICES, Scope, Span, measures};
use crate::analysis::interval::{Estimated, Interval};
use crate::analysis::outcome::Outcome;
use crate::observe::table::Values;
use crate::output::study_directory::Table;

/// What every policy changes: by world and policy.
pub type Contrasts = Vec<Vec<Vec<MeasureContrast>>>;

/// Compares every policy with the baseline of its world.
///
/// # Errors
/// The replicates do not match.
pub fn all_contrasts(study: &Study, outcomes: &Outcomes) -> Result<Contrasts> {
    // How equally hours and need are spread is told whatever is measured.
    let mut figures: Vec<&'static Figure> = study.measures.iter().map(|it| it.figure).collect();
    figures.extend(INDICES.iter().filter(|index| study.measures.iter().all(|it| it.figure != *index)));
    let of_world = |cases: &Vec<Vec<Outcome>>| {
        cases[1..].iter().map(|policy| contrasts(&cases[0], policy, &figures)).collect::<Result<Vec<_>>>()
    };
    outcomes.runs.iter().map(of_world).collect()
}

/// Columns being filled, row by row: texts, whole numbers, numbers.
#[derive(Debug, Default)]
pub(super) struct Rows {
    texts: Vec<Vec<String>>,
    wholes: Vec<Vec<i32>>,
    numbers: Vec<Vec<f64>>,
}

impl Rows {
    /// Adds a row.
    pub fn push(&mut self, texts: &[&str], wholes: &[i32], numbers: &[f64]) {
        self.texts.resize(texts.len(), Vec::new());
        self.wholes.resize(wholes.len(), Vec::new());
        self.numbers.resize(numbers.len(), Vec::new());
        self.texts.iter_mut().zip(texts).for_each(|(column, it)| column.push(it.to_string()));
        self.wholes.iter_mut().zip(wholes).for_each(|(column, it)| column.push(*it));
        self.numbers.iter_mut().zip(numbers).for_each(|(column, it)| column.push(*it));
    }

    /// The table; a column is its name, unit and meaning in both languages.
    pub fn table(self, name: &str, texts: &[[&str; 4]], wholes: &[[&str; 4]], numbers: &[[&str; 4]]) -> Table {
        let filled = |len: usize, wanted: usize| len == 0 || len == wanted;
        debug_assert!(filled(self.texts.len(), texts.len()) && filled(self.numbers.len(), numbers.len()));
        let mut table = Table::new(name);
        let mut columns = self.texts.into_iter();
        for [name, unit, en, zh] in texts {
            table = table.with(name, unit, en, zh, Values::Text(columns.next().unwrap_or_default()));
        }
        let mut columns = self.wholes.into_iter();
        for [name, unit, en, zh] in wholes {
            table = table.with(name, unit, en, zh, Values::Int(columns.next().unwrap_or_default()));
        }
        let mut columns = self.numbers.into_iter();
        for [name, unit, en, zh] in numbers {
            let column = columns.next().unwrap_or_default().into_iter().map(|it| Some(it).filter(|it| !it.is_nan()));
            table = table.with(name, unit, en, zh, Values::Double(column.collect()));
        }
        table
    }
}

pub(super) const CONTEXT: [&str; 4] = ["context", "identity", "world; baseline is the world as it is", "情境"];
pub(super) const POLICY: [&str; 4] = ["policy", "identity", "policy", "政策"];
const MEASURE: [&str; 4] = ["measure", "key", "what is measured", "指标"];
const SCOPE: [&str; 4] = ["scope", "urban, rural or all", "for whom", "范围"];
const UNIT: [&str; 4] = ["unit", "text", "unit of the numbers of this row", "单位"];

pub(super) fn ends(it: Option<Interval>) -> [f64; 2] {
    it.map_or([f64::NAN; 2], |it| [it.low, it.high])
}

/// The contrasts, a row for each world, policy, measure and scope.
pub fn contrast_table(study: &Study, contrasts: &Contrasts) -> Table {
    let mut rows = Rows::default();
    for (world, policies) in study.worlds.iter().zip(contrasts) {
        for (case, measures) in world.cases[1..].iter().zip(policies) {
            for (measure, scope) in measures.iter().flat_map(|it| Scope::ALL.map(|scope| (it, scope))) {
                let (figure, Some(it)) = (measure.figure, measure.scopes[scope as usize]) else { continue };
                let words =
                    [&world.named.id, &case.named.id, figure.key, scope.name(), figure.unit, figure.better.name()];
                let number = |it: Option<f64>| it.unwrap_or(f64::NAN);
                let [low, high] = ends(it.difference.interval);
                let [relative_low, relative_high] = ends(it.relative.and_then(|it| it.interval));
                rows.push(
                    &words,
                    &[it.pairs as i32, i32::from(it.identical)],
                    &[
                        it.baseline.value,
                        it.policy.value,
                        it.difference.value,
                        low,
                        high,
                        number(it.relative.map(|it| it.value)),
                        relative_low,
                        relative_high,
                        number(it.probability_above_zero),
                        it.share_above_zero,
                        number(it.correlation),
                        number(it.runs_saved),
                    ],
                );
            }
        }
    }
    let better = ["better", "higher, lower or neither", "which way a change is welcome", "改善方向"];
    let pairs = ["replicates", "number", "replicates compared", "重复次数"];
    let identical = ["identical", "0 or 1", "every replicate is the same to the last bit", "逐位相同"];
    rows.table(
        "contrasts",
        &[CONTEXT, POLICY, MEASURE, SCOPE, UNIT, better],
        &[pairs, identical],
        &[
            ["baseline", "unit", "level under the baseline", "基线水平"],
            ["level", "unit", "level under the policy", "政策水平"],
            ["difference", "unit", "policy minus baseline, mean over replicates", "差异"],
            ["difference_low", "unit", "lower end of its 95 % interval", "差异下限"],
            ["difference_high", "unit", "upper end of its 95 % interval", "差异上限"],
            ["relative", "share of the baseline", "difference over baseline", "相对差异"],
            ["relative_low", "share of the baseline", "lower end of its 95 % interval", "相对差异下限"],
            ["relative_high", "share of the baseline", "upper end of its 95 % interval", "相对差异上限"],
            [
                "probability_above_zero",
                "0..1",
                "probability that the mean difference lies above zero",
                "差异大于零的概率",
            ],
            [
                "share_above_zero",
                "0..1",
                "share of replicates whose difference lies above zero",
                "差异大于零的重复占比",
            ],
            ["correlation", "-1..1", "correlation of policy and baseline over replicates", "相关系数"],
            ["runs_saved", "pairs", "pairs of independent runs that one pair is worth", "节省的运行"],
        ],
    )
}

/// Every level of every replicate.
pub fn level_table(study: &Study, outcomes: &Outcomes) -> Table {
    let mut rows = Rows::default();
    for (world, runs) in study.worlds.iter().zip(&outcomes.runs) {
        for (case, runs) in world.cases.iter().zip(runs) {
            for (replicate, run) in runs.iter().enumerate() {
                for (figure, levels) in measures().zip(&run.levels) {
                    for (scope, level) in Scope::ALL.into_iter().zip(levels) {
                        let Some(level) = level else { continue };
                        let words = [&world.named.id, &case.named.id, figure.key, scope.name(), figure.unit];
                        rows.push(&words, &[replicate as i32], &[*level]);
                    }
                }
            }
        }
    }
    rows.table(
        "levels",
        &[CONTEXT, POLICY, MEASURE, SCOPE, UNIT],
        &[["replicate", "number", "replicate", "重复序号"]],
        &[["level", "unit", "level in the last four weeks, or over the whole run", "水平"]],
    )
}

/// The course of every measure that has one, by week: means over replicates, and paired differences.
pub fn course_table(study: &Study, outcomes: &Outcomes) -> Table {
    let mut rows = Rows::default();
    for (world, runs) in study.worlds.iter().zip(&outcomes.runs) {
        for (case, policy) in world.cases.iter().zip(runs) {
            for (number, figure) in outcomes.courses_of.iter().enumerate() {
                if figure.span == Span::WholeRun {
                    continue;
                }
                for week in 0..study.base().weeks {
                    for scope in Scope::ALL {
                        let at = |run: &Outcome| {
                            let value = run.courses[number].get(week as usize).map(|it| it[scope as usize]);
                            value.filter(|it| it.is_finite())
                        };
                        let pairs = runs[0].iter().zip(policy).filter_map(|(a, b)| at(a).zip(at(b)));
                        let (ours, theirs): (Vec<f64>, Vec<f64>) = pairs.unzip();
                        let differences: Vec<f64> = theirs.iter().zip(&ours).map(|(b, a)| b - a).collect();
                        let (Some(mean), Some(change)) =
                            (Estimated::mean_of(&theirs), Estimated::mean_of(&differences))
                        else {
                            continue;
                        };
                        let ([low, high], [change_low, change_high]) = (ends(mean.interval), ends(change.interval));
                        let words = [&world.named.id, &case.named.id, figure.key, scope.name(), figure.unit];
                        let numbers = [mean.value, low, high, change.value, change_low, change_high];
                        rows.push(&words, &[week], &numbers);
                    }
                }
            }
        }
    }
    rows.table(
        "courses",
        &[CONTEXT, POLICY, MEASURE, SCOPE, UNIT],
        &[["week", "week", "week", "周"]],
        &[
            ["mean", "unit", "mean over replicates", "均值"],
            ["low", "unit", "lower end of its 95 % interval", "均值下限"],
            ["high", "unit", "upper end of its 95 % interval", "均值上限"],
            ["difference", "unit", "mean paired difference from the baseline", "差异"],
            ["difference_low", "unit", "lower end of its 95 % interval", "差异下限"],
            ["difference_high", "unit", "upper end of its 95 % interval", "差异上限"],
        ],
    )
}

/// What every policy costs, an item a row, at each discount rate.
pub fn cost_table(study: &Study, outcomes: &Outcomes) -> Table {
    let mut rows = Rows::default();
    for (world, runs) in study.worlds.iter().zip(&outcomes.runs) {
        for (case, policy) in world.cases.iter().zip(runs) {
            for rate in RATES {
                for it in costs::items(&runs[0], policy, study.effect, rate) {
                    let unit = if it.key.ends_with("_hours") { "hours an elder" } else { "yuan an elder" };
                    let words = [&world.named.id, &case.named.id, it.key.as_str(), unit];
                    let ([low, high], [less, more]) = (ends(it.level.interval), ends(it.difference.interval));
                    rows.push(&words, &[], &[rate, it.level.value, low, high, it.difference.value, less, more]);
                }
            }
        }
    }
    let item = ["item", "key", "public is the sum of core and the instruments; the rest is not in it", "项目"];
    rows.table(
        "costs",
        &[CONTEXT, POLICY, item, UNIT],
        &[],
        &[
            ["discount_rate", "a year", "discount rate; the first year is not discounted", "贴现率"],
            ["level", "unit", "over the whole run, mean over replicates", "水平"],
            ["low", "unit", "lower end of its 95 % interval", "下限"],
            ["high", "unit", "upper end of its 95 % interval", "上限"],
            ["difference", "unit", "policy minus baseline", "差异"],
            ["difference_low", "unit", "lower end of its 95 % interval", "差异下限"],
            ["difference_high", "unit", "upper end of its 95 % interval", "差异上限"],
        ],
    )
}

/// The incremental tables: every perspective at every discount rate.
///
/// # Errors
/// There are no replicates.
pub fn cost_effectiveness_table(study: &Study, outcomes: &Outcomes) -> Result<Table> {
    let mut rows = Rows::default();
    // A study stopped in its first replicate has nothing to weigh.
    let runs = if outcomes.replicates > 0 { outcomes.runs.as_slice() } else { &[] };
    for (world, runs) in study.worlds.iter().zip(runs) {
        for (perspective, rate) in Perspective::ALL.into_iter().flat_map(|it| RATES.map(|rate| (it, rate))) {
            let found = costs::standings(runs, study.effect, rate, perspective)?;
            for (case, (outcome, standing)) in world.cases.iter().zip(&found) {
                let id = |case: usize| world.cases[case].named.id.as_str();
                let (word, against, ratio) = match *standing {
                    Standing::Reference => ("reference", String::new(), f64::NAN),
                    Standing::Frontier { before, ratio } => ("frontier", id(before).to_string(), ratio),
                    Standing::Dominated { by } => ("dominated", id(by).to_string(), f64::NAN),
                    Standing::ExtendedDominated { by: (low, high) } => {
                        ("extended_dominated", format!("{} + {}", id(low), id(high)), f64::NAN)
                    }
                };
                let words =
                    [&world.named.id, &case.named.id, perspective.name(), study.effect.key, word, against.as_str()];
                rows.push(&words, &[], &[rate, outcome.cost, outcome.effect, ratio]);
            }
        }
    }
    Ok(rows.table(
        "cost_effectiveness",
        &[
            CONTEXT,
            POLICY,
            ["perspective", "key", "whose costs count", "成本视角"],
            ["effect_measure", "key", "what money buys", "效果指标"],
            ["standing", "key", "reference, frontier, dominated or extended_dominated", "地位"],
            ["against", "identity", "policy before it on the frontier, or those that dominate it", "比较对象"],
        ],
        &[],
        &[
            ["discount_rate", "a year", "discount rate of money and effect", "贴现率"],
            ["cost", "yuan an elder", "over the whole run", "成本"],
            ["effect", "measure times years an elder; more is better", "over the whole run", "效果"],
            ["ratio", "yuan per unit of effect", "incremental cost over incremental effect", "增量成本效果比"],
        ],
    ))
}
