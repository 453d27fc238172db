//! Retention of members under each policy.

use crate::analysis::figures::Scope;
use crate::analysis::interval::{Estimated, Interval};
use crate::analysis::outcome::Outcome;
use crate::analysis::retention::RetentionCounts;
use crate::output::study_directory::Table;
use crate::places::WEEKS_PER_YEAR;
use crate::plan::study::Study;
use crate::study::runs::Outcomes;
use crate::study::tables::builder::{CONTEXT, POLICY, SCOPE, TableBuilder};

/// Share of memberships that last, by weeks since joining, among those that began in the run a year or more before its
/// end: Kaplan-Meier estimate in each replicate, and the mean over replicates. A replicate without such memberships has
/// no value.
pub fn retention_table(study: &Study, outcomes: &Outcomes) -> Table {
    let mut rows: Vec<(&str, &str, Scope, i32, Estimated)> = Vec::new();
    for (context, runs) in study.contexts.iter().zip(&outcomes.runs) {
        for (arm, runs) in context.arms.iter().zip(runs) {
            for scope in Scope::ALL {
                let curve = |run: &Outcome| RetentionCounts::of_scope(scope, |it| &run.retention[it.index()]).curve();
                let curves: Vec<Vec<f64>> = runs.iter().filter_map(curve).collect();
                for week in 0..=WEEKS_PER_YEAR {
                    let shares: Vec<f64> = curves.iter().map(|it| it[week as usize]).collect();
                    let share = Estimated::mean_of(&shares).map(within_all);
                    rows.extend(share.map(|it| (context.named.id.as_str(), arm.named.id.as_str(), scope, week, it)));
                }
            }
        }
    }
    TableBuilder::of("retention", &rows)
        .text(CONTEXT, |it| it.0)
        .text(POLICY, |it| it.1)
        .text(SCOPE, |it| it.2.name())
        .whole(["weeks", "weeks since joining", "weeks since joining", "加入后的周数"], |it| it.3)
        .estimated(
            ["mean", "low", "high"],
            ["share of memberships", "share that lasts, mean over replicates", "留存比例，各次重复的均值"],
            |it| Some(it.4),
        )
        .table()
}

/// A share with its interval where shares can lie.
fn within_all(share: Estimated) -> Estimated {
    let clip = |it: Interval| Interval { low: it.low.max(0.0), high: it.high.min(1.0) };
    Estimated { interval: share.interval.map(clip), ..share }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_that_last_are_means_over_replicates_and_nothing_where_nobody_joined() {
        let study = Study::from_text("small", "[study.policies.bank.policy]\ntime_bank = {}", &[]).unwrap();
        // In the villages one of four, or two of four, leave in their first week; in the towns nobody joins.
        let run = |leaving: u32| {
            let mut villages = RetentionCounts::default();
            (0..4).for_each(|member| villages.add(if member < leaving { 0 } else { 60 }, member < leaving));
            Outcome { retention: [RetentionCounts::default(), villages], ..Outcome::default() }
        };
        let outcomes = Outcomes {
            replicates: 2,
            runs: vec![vec![vec![run(1), run(2)], vec![run(0), run(0)]]],
            courses_of: Vec::new(),
            judged: Vec::new(),
            complete: true,
            elder_weeks: 0,
            seconds: 0.0,
        };
        let csv = retention_table(&study, &outcomes).csv();
        for row in [
            "baseline,baseline,rural,0,1,1,1",
            "baseline,baseline,rural,1,0.625,0,1",
            "baseline,baseline,all,52,0.625,0,1",
            "baseline,bank,all,52,1,1,1",
        ] {
            assert!(csv.lines().any(|it| it == row), "{row}: {csv}");
        }
        assert!(!csv.contains("urban"));
        assert_eq!(csv.lines().count(), 1 + 2 * 2 * 53);
    }
}
