//! The tables of a study: effects of each policy, levels by replicate, trajectories, names.

pub(crate) mod builder;
mod contexts;
mod groups;
mod money;
mod names;
mod retention;

pub use contexts::{over_contexts, regret_table, robustness_table};
pub use groups::{equity_table, group_contrasts, group_names, group_table};
pub use money::{cost_effectiveness_table, cost_table, net_benefit_table, plane_table};
pub use names::{NameRow, name_table};
pub use retention::retention_table;

use builder::{About, CONTEXT, POLICY, REPLICATES, TableBuilder, VERDICT};

use crate::Result;
use crate::analysis::comparison::{MeasureContrast, contrasts};
use crate::analysis::contrast::Contrast;
use crate::analysis::figures::{INDICES, Indicator, Scope, Span, measures};
use crate::analysis::interval::Estimated;
use crate::analysis::outcome::Outcome;
use crate::analysis::ranking::{self, Ranked};
use crate::analysis::stopping::{HalfWidth, Verdict};
use crate::output::study_directory::Table;
use crate::plan::study::{Context, Study};
use crate::study::runs::{Judged, Outcomes};

/// Paired differences, by context and policy.
pub type Contrasts = Vec<Vec<Vec<MeasureContrast>>>;

/// Compares every policy with the baseline of its context.
///
/// # Errors
/// The replicates do not match.
pub fn all_contrasts(study: &Study, outcomes: &Outcomes) -> Result<Contrasts> {
    // Inequality of hours and need is always reported.
    let mut figures: Vec<&'static Indicator> = study.measures.iter().map(|it| it.figure).collect();
    figures.extend(INDICES.iter().filter(|index| study.measures.iter().all(|it| it.figure != *index)));
    let of_context = |arms: &Vec<Vec<Outcome>>| {
        arms[1..].iter().map(|policy| contrasts(&arms[0], policy, &figures)).collect::<Result<Vec<_>>>()
    };
    outcomes.runs.iter().map(of_context).collect()
}

/// Required and reached precision, one row per difference.
pub fn precision_table(study: &Study, outcomes: &Outcomes) -> Table {
    let of = |it: &Judged| match it.verdict {
        Verdict::Reached { replicates } => Some(replicates as f64),
        Verdict::More { .. } | Verdict::NotReached { .. } => None,
    };
    let context = |it: &Judged| &study.contexts[it.context];
    let sufficient = "replicates that would have been enough; empty if the precision was not reached";
    TableBuilder::of("precision", &outcomes.judged)
        .text(CONTEXT, |it| context(it).named.id.as_str())
        .text(POLICY, |it| context(it).arms[it.arm].named.id.as_str())
        .measure(|it| it.figure)
        .whole(
            ["reached", "0 or 1", "the interval is as narrow as the study requires", "已达到所要求的精度"],
            |it| i32::from(of(it).is_some()),
        )
        .number(["sufficient_replicates", "number", sufficient, "足够的重复次数"], of)
        .whole(REPLICATES, |it| it.pairs as i32)
        .text(
            [
                "kind",
                "absolute or relative",
                "in the unit of the measure, or a share of the baseline's level",
                "精度类型",
            ],
            |it| match it.wanted {
                HalfWidth::Absolute(_) => "absolute",
                HalfWidth::Relative(_) => "relative",
            },
        )
        .number(["wanted", "unit or share", "required half-width of the 95 % interval", "要求的半宽"], |it| {
            match it.wanted {
                HalfWidth::Absolute(it) | HalfWidth::Relative(it) => it,
            }
        })
        .number(["half_width", "unit or share", "half-width of the 95 % interval reached", "达到的半宽"], |it| {
            it.half_width
        })
        .table()
}

/// A policy in the ranking of a context by a measure, with the earlier policy that it equals in every measure.
type RankRow<'a> = (&'a Context, &'static Indicator, i32, Ranked, Option<usize>);

/// The policies of every context by every measure with a direction of improvement, the best first.
///
/// # Errors
/// The replicates do not match.
pub fn ranking_table(study: &Study, outcomes: &Outcomes) -> Result<Table> {
    let mut rows: Vec<RankRow> = Vec::new();
    for (context, runs) in study.contexts.iter().zip(&outcomes.runs) {
        let twin = |arm: usize| (0..arm).find(|earlier| are_equal(&runs[*earlier], &runs[arm]));
        for figure in study.measures.iter().map(|it| it.figure) {
            let ranked = ranking::rank(runs, figure)?;
            rows.extend((0..).zip(ranked).map(|(place, it)| (context, figure, place, it, twin(it.arm))));
        }
    }
    let arm = |it: &RankRow| it.0.arms[it.3.arm].named.id.clone();
    let lead = "position relative to the best policy, compared replicate by replicate";
    let equal = "baseline or earlier policy with the same results in every measure and replicate";
    Ok(TableBuilder::of("ranking", &rows)
        .text(CONTEXT, |it| it.0.named.id.as_str())
        .text(POLICY, arm)
        .measure(|it| it.1)
        .text(["better", "higher or lower", "direction of improvement", "改善方向"], |it| it.1.better.name())
        .whole(["place", "number", "place by the mean difference from the baseline", "按平均差异的名次"], |it| {
            it.2 + 1
        })
        .text(
            ["lead", "first_on_mean, equal_to_first, tied_with_first, no_interval or behind", lead, "与最优者相比"],
            |it| it.3.lead.name(),
        )
        .text(["equal_to", "identity", equal, "各项结果完全相同的基线或政策"], |it| {
            it.4.map_or(String::new(), |equal| it.0.arms[equal].named.id.clone())
        })
        .whole(REPLICATES, |it| it.3.pairs as i32)
        .text(VERDICT, |it| it.3.verdict.name())
        .estimated(
            ["difference", "difference_low", "difference_high"],
            ["unit", "policy minus baseline, mean over replicates", "差异"],
            |it| Some(it.3.difference),
        )
        .estimated(
            ["from_best", "from_best_low", "from_best_high"],
            ["unit", "policy minus the best one, mean over replicates", "与最优者之差"],
            |it| it.3.from_best,
        )
        .table())
}

/// Whether two arms have the same sums of every month and the same level of every measure, replicate by replicate.
fn are_equal(one: &[Outcome], other: &[Outcome]) -> bool {
    let same = |(a, b): (&Outcome, &Outcome)| (&a.fingerprints, &a.levels) == (&b.fingerprints, &b.levels);
    !one.is_empty() && one.len() == other.len() && one.iter().zip(other).all(same)
}

/// The contrasts: one row per context, policy, measure and scope.
pub fn contrast_table(study: &Study, contrasts: &Contrasts) -> Table {
    let mut rows: Vec<(About, Contrast)> = Vec::new();
    for (context, policies) in study.contexts.iter().zip(contrasts) {
        for (arm, measures) in context.arms[1..].iter().zip(policies) {
            for (measure, scope) in measures.iter().flat_map(|it| Scope::ALL.map(|scope| (it, scope))) {
                let (context, policy) = (context.named.id.as_str(), arm.named.id.as_str());
                let about = About { context, policy, figure: measure.figure, scope };
                rows.extend(measure.scopes[scope as usize].map(|it| (about, it)));
            }
        }
    }
    let share = "share of the baseline";
    TableBuilder::of("contrasts", &rows)
        .about(|it| &it.0)
        .text(["better", "higher, lower or neither", "direction of improvement", "改善方向"], |it| {
            it.0.figure.better.name()
        })
        .whole(REPLICATES, |it| it.1.pairs as i32)
        .whole(["identical", "0 or 1", "every replicate is the same to the last bit", "逐位相同"], |it| {
            i32::from(it.1.identical)
        })
        .number(["baseline", "unit", "level under the baseline", "基线水平"], |it| it.1.baseline.value)
        .number(["level", "unit", "level under the policy", "政策水平"], |it| it.1.policy.value)
        .estimated(
            ["difference", "difference_low", "difference_high"],
            ["unit", "policy minus baseline, mean over replicates", "差异"],
            |it| Some(it.1.difference),
        )
        .text(VERDICT, |it| it.1.verdict().name())
        .estimated(
            ["relative", "relative_low", "relative_high"],
            [share, "difference over baseline", "相对差异"],
            |it| it.1.relative,
        )
        .number(
            [
                "probability_above_zero",
                "0..1",
                "probability that the mean difference is above zero",
                "差异大于零的概率",
            ],
            |it| it.1.probability_above_zero,
        )
        .number(
            [
                "share_above_zero",
                "0..1",
                "share of replicates whose difference lies above zero",
                "差异大于零的重复占比",
            ],
            |it| it.1.share_above_zero,
        )
        .number(
            [
                "correlation",
                "-1..1",
                "correlation of policy and baseline over replicates; absent below five replicates",
                "相关系数；少于五次重复时不给出",
            ],
            |it| it.1.correlation,
        )
        .number(
            [
                "runs_saved",
                "factor",
                "variance reduction factor from common random numbers; absent below five replicates",
                "共用随机数的方差缩减倍数；少于五次重复时不给出",
            ],
            |it| it.1.runs_saved,
        )
        .table()
}

/// Every level of every replicate.
pub fn level_table(study: &Study, outcomes: &Outcomes) -> Table {
    let mut rows: Vec<(About, i32, f64)> = Vec::new();
    for (context, runs) in study.contexts.iter().zip(&outcomes.runs) {
        for (arm, runs) in context.arms.iter().zip(runs) {
            for (replicate, run) in (0..).zip(runs) {
                for (figure, levels) in measures().zip(&run.levels) {
                    for (scope, level) in Scope::ALL.into_iter().zip(levels) {
                        let about = About { context: &context.named.id, policy: &arm.named.id, figure, scope };
                        rows.extend(level.map(|it| (about, replicate, it)));
                    }
                }
            }
        }
    }
    TableBuilder::of("levels", &rows)
        .about(|it| &it.0)
        .whole(["replicate", "number", "replicate", "重复序号"], |it| it.1)
        .number(["level", "unit", "level in the last four weeks, or over the whole run", "水平"], |it| it.2)
        .table()
}

/// One week of a trajectory: its subject, the week, the mean over replicates, the paired difference.
type CourseRow<'a> = (About<'a>, i32, Estimated, Estimated);

/// Weekly trajectories of measures: means over replicates, and paired differences.
pub fn course_table(study: &Study, outcomes: &Outcomes) -> Table {
    let mut rows: Vec<CourseRow> = Vec::new();
    for (context, runs) in study.contexts.iter().zip(&outcomes.runs) {
        for (arm, policy) in context.arms.iter().zip(runs) {
            for (number, figure) in outcomes.courses_of.iter().enumerate() {
                if figure.span == Span::WholeRun {
                    continue;
                }
                for (week, scope) in (0..study.base().weeks).flat_map(|week| Scope::ALL.map(|scope| (week, scope))) {
                    let at = |run: &Outcome| {
                        let value = run.courses[number].get(week as usize).map(|it| it[scope as usize]);
                        value.filter(|it| it.is_finite())
                    };
                    let pairs = runs[0].iter().zip(policy).filter_map(|(a, b)| at(a).zip(at(b)));
                    let (ours, theirs): (Vec<f64>, Vec<f64>) = pairs.unzip();
                    let differences: Vec<f64> = theirs.iter().zip(&ours).map(|(b, a)| b - a).collect();
                    let about = About { context: &context.named.id, policy: &arm.named.id, figure, scope };
                    let both = Estimated::mean_of(&theirs).zip(Estimated::mean_of(&differences));
                    rows.extend(both.map(|(mean, change)| (about, week, mean, change)));
                }
            }
        }
    }
    TableBuilder::of("courses", &rows)
        .about(|it| &it.0)
        .whole(["week", "week", "week", "周"], |it| it.1)
        .estimated(["mean", "low", "high"], ["unit", "mean over replicates", "均值"], |it| Some(it.2))
        .estimated(
            ["difference", "difference_low", "difference_high"],
            ["unit", "mean paired difference from the baseline", "差异"],
            |it| Some(it.3),
        )
        .table()
}
