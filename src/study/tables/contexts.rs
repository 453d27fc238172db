//! Policies over contexts: regret, satisficing and the worst case, with the underlying levels.

use crate::Result;
use crate::analysis::contexts::{Goal, Weighed, weigh};
use crate::analysis::interval::Estimated;
use crate::analysis::outcome::Outcome;
use crate::output::study_directory::Table;
use crate::plan::study::{Context, Study};
use crate::study::tables::builder::{CONTEXT, POLICY, TableBuilder};

/// Assesses the policies of a study by each of its measures over several contexts.
///
/// # Errors
/// There is no context.
pub fn over_contexts(study: &Study, runs: &[Vec<Vec<Outcome>>]) -> Result<Vec<Weighed>> {
    let weighed = study.measures.iter().map(|it| weigh(runs, it.figure, it.goal));
    Ok(weighed.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The goal, as text and number.
fn goal(goal: Goal) -> (&'static str, f64) {
    match goal {
        Goal::AtLeast(bound) => ("at_least", bound),
        Goal::AtMost(bound) => ("at_most", bound),
        Goal::Gain(least) => ("gain", least),
    }
}

/// Policies over contexts, one row per measure and policy. If the contexts were `drawn` at random, shares have
/// intervals.
pub fn robustness_table(contexts: &[Context], weighed: &[Weighed], drawn: bool) -> Table {
    let id = |context: usize| contexts[context].named.id.as_str();
    let arm = |arm: usize| contexts[0].arms[arm].named.id.as_str();
    let rows: Vec<(&Weighed, usize)> =
        weighed.iter().flat_map(|it| (0..it.policies.len()).map(move |policy| (it, policy))).collect();
    let satisficing = |(it, policy): &(&Weighed, usize)| {
        it.satisficing[*policy].map(|it| Estimated { interval: it.interval.filter(|_| drawn), ..it })
    };
    TableBuilder::of("robustness", &rows)
        .text(POLICY, |it| arm(it.1))
        .measure(|it| it.0.figure)
        .text(["better", "higher or lower", "direction of improvement", "改善方向"], |it| it.0.figure.better.name())
        .text(["goal", "at_least, at_most or gain", "kind of goal", "目标类型"], |it| goal(it.0.goal).0)
        .number(["goal_value", "unit", "value of the goal; a gain is relative to the baseline", "目标值"], |it| {
            goal(it.0.goal).1
        })
        .whole(["contexts", "number", "number of contexts", "情境数"], |it| it.0.levels[it.1].len() as i32)
        .number(["mean", "unit", "mean level over contexts", "各情境平均水平"], |it| it.0.policies[it.1].mean)
        .number(["worst", "unit", "level in the worst context", "最差情境水平"], |it| it.0.policies[it.1].worst)
        .text(["worst_in", "identity", "the worst context", "最差情境"], |it| id(it.0.policies[it.1].worst_in))
        .number(["mean_regret", "unit", "mean distance to the best policy of each context", "平均遗憾"], |it| {
            it.0.policies[it.1].mean_regret
        })
        .number(["most_regret", "unit", "largest of these distances", "最大遗憾"], |it| {
            it.0.policies[it.1].most_regret
        })
        .text(["most_regretted_in", "identity", "context of the largest regret", "最大遗憾所在情境"], |it| {
            id(it.0.policies[it.1].most_regretted_in)
        })
        .estimated(
            ["satisficing", "satisficing_low", "satisficing_high"],
            ["share of contexts", "share of contexts in which the goal is reached", "达标情境占比"],
            satisficing,
        )
        .table()
}

/// Every level with its regret: one row per context, measure and policy.
pub fn regret_table(contexts: &[Context], weighed: &[Weighed]) -> Table {
    let rows: Vec<(&Weighed, usize, usize)> = weighed
        .iter()
        .flat_map(|it| {
            (0..contexts.len()).flat_map(move |context| (0..it.policies.len()).map(move |policy| (it, context, policy)))
        })
        .collect();
    TableBuilder::of("regrets", &rows)
        .text(CONTEXT, |it| contexts[it.1].named.id.as_str())
        .text(POLICY, |it| contexts[0].arms[it.2].named.id.as_str())
        .measure(|it| it.0.figure)
        .number(["level", "unit", "mean over replicates", "水平"], |it| it.0.levels[it.2][it.1])
        .number(["difference", "unit", "policy minus baseline in this context", "差异"], |it| {
            it.0.levels[it.2][it.1] - it.0.levels[0][it.1]
        })
        .number(["regret", "unit", "distance to the best policy in this context", "遗憾"], |it| {
            it.0.policies[it.2].regret[it.1]
        })
        .text(["good_enough", "yes, no or nothing", "whether the goal is reached", "是否达标"], |it| {
            match it.0.good[it.2][it.1] {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            }
        })
        .table()
}
