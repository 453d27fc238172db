//! The runs of a study: every replicate under the baseline and under every policy, with the same people and the same
//! random draws, in blocks of replicates until the required precision is reached.
//!
//! The arms of a replicate that have the same parameters and `[baseline]` run side by side from one warm-up and share
//! the work for communities that are equal in them. Results do not depend on the number of threads; outcomes are in the
//! order of the plan.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use crate::analysis::contrast::both;
use crate::analysis::figures::{Indicator, Scope, figure};
use crate::analysis::interval::Moments;
use crate::analysis::outcome::Outcome;
use crate::analysis::stopping::{self, HalfWidth, Precision, Verdict};
use crate::places::{DistrictId, Setting, WEEKS_PER_MONTH};
use crate::plan::study::{Arm, Study};
use crate::policy::timeline::Timeline;
use crate::runner::forecast;
pub use crate::runner::pool::Planned;
pub use crate::runner::pool::Progress;
use crate::runner::pool::ProgressTracker;
use crate::runner::store::RunStore;
use crate::runner::units::{ArmPool, Job, Keeping, Unit, run_units};
use crate::scenario::Scenario;
use crate::scenario::sites::sites;
use crate::text::message;
use crate::{Error, Result};

/// Further replicates in which an interval must remain narrow enough.
const LOOK_AHEAD: usize = 5;
/// Minimum number of replicates for judging precision.
const LEAST_JUDGED: usize = 3;

/// Whether the required precision of a difference was reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Position of the context in the study.
    pub context: usize,
    /// Position of the policy among the arms of the context.
    pub arm: usize,
    /// The measure.
    pub figure: &'static Indicator,
    /// Required half-width, in the unit of the measure or as a share of the baseline's level.
    pub wanted: HalfWidth,
    /// Half-width of the 95 % interval reached, in the same unit; none for a single replicate.
    pub half_width: Option<f64>,
    /// Number of replicates in which both have a value.
    pub pairs: usize,
    /// Whether the precision was reached, and with how many replicates.
    pub verdict: Verdict,
}

/// All outcomes of a study.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes {
    /// Number of complete replicates.
    pub replicates: u32,
    /// `runs[context][arm][replicate]`; arm 0 is the baseline.
    pub runs: Vec<Vec<Vec<Outcome>>>,
    /// Measures with trajectories, in their order.
    pub courses_of: Vec<&'static Indicator>,
    /// Differences with a required precision.
    pub judged: Vec<Judged>,
    /// Whether all planned runs were completed.
    pub complete: bool,
    /// Number of elder-weeks simulated.
    pub elder_weeks: u64,
    /// Duration in seconds.
    pub seconds: f64,
}

/// Runs and weeks of a number of replicates of a study.
pub fn planned(study: &Study, replicates: u32) -> Planned {
    study.contexts.iter().fold(Planned::default(), |sum, it| sum + Planned::of_context(&it.arms, replicates))
}

/// Runs a study on a number of threads and reports progress to `watch`; runs that `store` contains are not repeated.
///
/// When `stop` becomes true, no further runs are started; finished runs are stored, and complete replicates are
/// returned.
///
/// # Errors
/// The study does not fit into memory, a run diverged before its policy takes effect, or a run cannot be stored.
pub fn compare(
    study: &Study,
    threads: usize,
    stop: &AtomicBool,
    store: &mut RunStore,
    watch: impl FnMut(&Progress),
) -> Result<Outcomes> {
    let start = Instant::now();
    let all = study.contexts.iter().flat_map(|context| context.arms.iter().map(|it| &it.scenario));
    let arms = study.contexts.iter().map(|it| it.arms.len()).max().unwrap_or(1);
    let pool = ArmPool::new(forecast::largest(all).unwrap_or(study.base()), threads, arms)?;
    let mut courses_of: Vec<&'static Indicator> = study.measures.iter().map(|it| it.figure).collect();
    // The outstanding credits of a time bank are always reported.
    let credits = figure("credits_outstanding_hours");
    if courses_of.iter().all(|it| it.key != credits.key) {
        courses_of.push(credits);
    }
    let keeping = Keeping { courses_of: &courses_of, groups: study.options.groups };
    let job = |it: &Arm| Job::new(&it.scenario, study.options.groups);
    let scenarios: Vec<Vec<Job>> =
        study.contexts.iter().map(|context| context.arms.iter().map(job).collect()).collect();
    let mut runs: Vec<Vec<Vec<Outcome>>> = scenarios.iter().map(|it| vec![Vec::new(); it.len()]).collect();
    let mut tracker = ProgressTracker::new(watch, store, stop);
    let (mut done, mut aim) = (0, study.least);
    loop {
        tracker.plan(planned(study, aim - done), aim);
        let of_replicate = |replicate| scenarios.iter().map(move |jobs| Unit { jobs, replicate });
        let units: Vec<Unit> = (done..aim).flat_map(of_replicate).collect();
        let finished = run_units(&units, keeping, &pool, &mut tracker);
        // A replicate counts when it is complete in every context.
        for contexts in finished.chunks(scenarios.len()) {
            let complete: Option<Vec<&Vec<Outcome>>> = contexts.iter().map(Option::as_ref).collect();
            let Some(contexts) = complete else { break };
            for (runs, outcomes) in runs.iter_mut().zip(contexts) {
                runs.iter_mut().zip(outcomes).for_each(|(runs, outcome)| runs.push(outcome.clone()));
            }
            done += 1;
        }
        let more = if done < aim { 0 } else { more_replicates(study, &runs) };
        if more == 0 {
            break;
        }
        aim = (done + more).min(study.most);
    }
    let elder_weeks = tracker.close()?;
    check_no_early_divergence(study, &runs)?;
    Ok(Outcomes {
        replicates: done,
        judged: judged(study, &runs),
        runs,
        courses_of,
        complete: done == aim,
        elder_weeks,
        seconds: start.elapsed().as_secs_f64(),
    })
}

/// Paired differences of one measure over all elders, in the unit of the required precision.
fn differences(baseline: &[Outcome], policy: &[Outcome], figure: &Indicator, wanted: HalfWidth) -> Vec<f64> {
    let values =
        |runs: &[Outcome]| -> Vec<Option<f64>> { runs.iter().map(|it| it.level(figure, Scope::All)).collect() };
    let (ours, theirs) = both(&values(baseline), &values(policy));
    let mean = ours.iter().sum::<f64>() / ours.len().max(1) as f64;
    let scale = match wanted {
        HalfWidth::Relative(_) if mean != 0.0 => mean.abs(),
        _ => 1.0,
    };
    theirs.iter().zip(&ours).map(|(theirs, ours)| (theirs - ours) / scale).collect()
}

fn judged(study: &Study, runs: &[Vec<Vec<Outcome>>]) -> Vec<Judged> {
    let mut all = Vec::new();
    let most = study.most as usize;
    for (context, arms) in runs.iter().enumerate() {
        for (arm, policy) in arms.iter().enumerate().skip(1) {
            for measured in &study.measures {
                let Some(wanted) = measured.precision else { continue };
                let values = differences(&arms[0], policy, measured.figure, wanted);
                let (HalfWidth::Absolute(limit) | HalfWidth::Relative(limit)) = wanted;
                let half_width = HalfWidth::Absolute(limit);
                let least = LEAST_JUDGED.min(most);
                let precision = Precision { half_width, least, most, look_ahead: LOOK_AHEAD };
                let verdict = stopping::judge(&values, &precision);
                let half_width = Moments::of(&values).and_then(|it| it.half_width());
                let (figure, pairs) = (measured.figure, values.len());
                all.push(Judged { context, arm, figure, wanted, half_width, pairs, verdict });
            }
        }
    }
    all
}

/// Replicates to run before precision is judged again; 0 if it was reached.
fn more_replicates(study: &Study, runs: &[Vec<Vec<Outcome>>]) -> u32 {
    let more = judged(study, runs).into_iter().map(|it| match it.verdict {
        Verdict::More { replicates } => replicates as u32,
        Verdict::Reached { .. } | Verdict::NotReached { .. } => 0,
    });
    let done = runs[0][0].len() as u32;
    more.max().unwrap_or(0).min(study.most.saturating_sub(done))
}

fn check_no_early_divergence(study: &Study, runs: &[Vec<Vec<Outcome>>]) -> Result<()> {
    for (context, arms) in study.contexts.iter().zip(runs) {
        let base = &context.arms[0].scenario;
        for (arm, outcomes) in context.arms.iter().zip(arms).skip(1) {
            refuse_strays(base, arm, &arms[0], outcomes, 0)?;
        }
    }
    Ok(())
}

/// Checks that a policy changes nothing before it takes effect, that is, before it first changes a lever in a simulated
/// community. Otherwise random draws would depend on more than the seed, the replicate, the person and the week.
///
/// # Errors
/// A replicate, counted from `first`, diverges from the baseline before that.
pub(crate) fn refuse_strays(
    base: &Scenario,
    arm: &Arm,
    ours: &[Outcome],
    theirs: &[Outcome],
    first: usize,
) -> Result<()> {
    if !base.shares_warm_up(&arm.scenario) {
        return Ok(());
    }
    let untouched = untouched_months(base, &arm.scenario.timeline);
    for (replicate, (ours, theirs)) in (first..).zip(ours.iter().zip(theirs)) {
        let mut pairs = ours.fingerprints.iter().zip(&theirs.fingerprints).take(untouched);
        if let Some(month) = pairs.position(|(ours, theirs)| ours != theirs) {
            let id = &arm.named.id;
            let [from, week] = [untouched, month].map(|it| it as i32 * WEEKS_PER_MONTH);
            return Err(Error::Negative(message!(
                "Internal error: replicate {replicate} of `{id}` diverges from the baseline before the policy takes effect \
                 (in the month of week {week}; the policy takes effect in week {from}); please report this error",
                "内部错误：`{id}` 的第 {replicate} 次重复在政策生效之前就与基线不同（第 {week} 周所在月；政策于第 {from} 周生效）；\
                 请报告此错误"
            )));
        }
    }
    Ok(())
}

/// Months before a policy first changes a lever in a simulated community.
fn untouched_months(base: &Scenario, policy: &Timeline) -> usize {
    let places: Vec<(DistrictId, Setting)> = sites(base)
        .into_iter()
        .flat_map(|site| {
            Setting::ALL.into_iter().filter(move |it| site.communities[it.index()] > 0).map(move |it| (site.id, it))
        })
        .collect();
    let touched = base.timeline.first_difference(policy, &places, &base.parameters).filter(|week| *week < base.weeks);
    (touched.unwrap_or(base.weeks).max(0) / WEEKS_PER_MONTH) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::figures::Span;

    fn small() -> Study {
        let text = "
            weeks = 8
            warmup_weeks = 8
            population = { districts = 1, urban_communities = 1, rural_communities = 1 }
            parameters.urban.structure.community_size = 300
            [study]
            replicates = 2
            [study.policies.later.policy.recognition]
            start_week = 4
            [study.policies.never.policy.time_bank]
            start_week = 400
        ";
        Study::from_text("small", text, &[]).unwrap()
    }

    fn outcomes(study: &Study) -> Outcomes {
        compare(study, 2, &AtomicBool::new(false), &mut RunStore::nowhere(), |_| {}).unwrap()
    }

    #[test]
    fn a_run_that_diverges_from_the_baseline_before_its_policy_takes_effect_is_an_internal_error() {
        let study = small();
        let mut runs = outcomes(&study).runs;
        assert_eq!(untouched_months(study.base(), &study.contexts[0].arms[1].scenario.timeline), 1);
        assert!(check_no_early_divergence(&study, &runs).is_ok());
        runs[0][1][1].fingerprints[1] ^= 1;
        assert!(check_no_early_divergence(&study, &runs).is_ok(), "after its start a policy may change anything");
        runs[0][1][1].fingerprints[0] ^= 1;
        let refusal = check_no_early_divergence(&study, &runs).unwrap_err().to_string();
        assert!(refusal.contains("`later`") && refusal.contains("replicate 1"), "{refusal}");
    }

    #[test]
    fn what_was_finished_is_not_run_again_and_gives_the_same_outcomes() {
        let study = small();
        let folder = tempfile::tempdir().unwrap();
        let go = |replicates: u32, groups: bool| {
            let mut study = study.clone();
            study.fix_replicates(replicates);
            study.options.groups = groups;
            let mut store = RunStore::open(folder.path(), std::time::Duration::ZERO).unwrap();
            compare(&study, 2, &AtomicBool::new(false), &mut store, |_| {}).unwrap()
        };
        let whole = outcomes(&study);
        let first = go(1, false);
        let both = go(2, false);
        assert_eq!((&both.runs, both.replicates), (&whole.runs, 2));
        assert_eq!(first.elder_weeks + both.elder_weeks, whole.elder_weeks, "each week is lived once");
        assert_eq!(go(2, false).elder_weeks, 0);
        // Runs stored without groups are not reused for a study with groups; groups change nothing else.
        let grouped = go(2, true);
        assert_eq!(grouped.elder_weeks, whole.elder_weeks);
        assert_eq!(grouped.runs[0][1][0].levels, whole.runs[0][1][0].levels);
        let again = go(2, true);
        assert_eq!((again.elder_weeks, &again.runs), (0, &grouped.runs));
        assert!(grouped.runs[0][0][0].groups.is_some() && whole.runs[0][0][0].groups.is_none());
    }

    #[test]
    fn the_groups_of_every_way_to_group_are_together_what_the_study_says_of_all() {
        use crate::analysis::retention::RetentionCounts;
        use crate::observe::groups::GROUPINGS;
        use crate::observe::measures::Tally;
        let text = "
            weeks = 60
            warmup_weeks = 8
            population = { districts = 1, urban_communities = 1, rural_communities = 1 }
            parameters.urban.structure.community_size = 600
            [study]
            replicates = 1
            groups = true
            [study.policies.bank.policy.time_bank]
        ";
        let outcome = &outcomes(&Study::from_text("small", text, &[]).unwrap()).runs[0][1][0];
        let groups = outcome.groups.as_ref().unwrap();
        let formed = |it: &&Indicator| it.is_formed_for_groups();
        for scope in Scope::ALL {
            let mut first = 0;
            for grouping in &GROUPINGS {
                let numbers = first..first + grouping.groups.len();
                first = numbers.end;
                let (mut end, mut run, mut stays) = (Tally::default(), Tally::default(), RetentionCounts::default());
                for (group, setting) in numbers.flat_map(|group| scope.settings().map(move |it| (group, it))) {
                    end.merge(groups.end.of(setting, group));
                    run.merge(groups.run.of(setting, group));
                    stays.join(groups.memberships(setting, group));
                }
                assert!(stays.retention().is_some());
                for figure in crate::analysis::figures::INDICATORS.iter().filter(formed) {
                    let all = match (figure.key, figure.span) {
                        ("one_year_retention", _) => stays.retention(),
                        // Sums of four weeks of heads.
                        ("elders", _) => figure.of(&end).map(|it| it / f64::from(WEEKS_PER_MONTH)),
                        (_, Span::StartAndEnd) => figure.of(&end),
                        (_, Span::WholeRun) => figure.of(&run),
                    };
                    assert_eq!(all, outcome.level(figure, scope), "{} {} {}", figure.key, grouping.key, scope.name());
                }
            }
        }
    }

    #[test]
    fn a_policy_without_effect_has_the_outcomes_of_the_baseline_bit_for_bit() {
        let study = small();
        let outcomes = outcomes(&study);
        assert_eq!(outcomes.runs[0][0], outcomes.runs[0][2]);
        assert_ne!(outcomes.runs[0][0], outcomes.runs[0][1]);
        assert_eq!(outcomes.replicates, 2);
    }
}
