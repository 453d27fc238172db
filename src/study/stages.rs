//! Pathway decomposition: the effect of a policy decomposed into psychological drive, institutional perception and
//! behavioural response.
//!
//! The baseline twin and eight runs under the policy run side by side with the same people and random draws. Each of
//! the eight lets another set of stages respond to the policy; the other stages are fixed at the values of the twin.
//! The Shapley values of the three stages add up to the effect beyond the run in which all stages are fixed. The effect
//! of that run is direct: services, money and life courses that do not depend on the stages of an elder.

use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Sender;
use std::time::Instant;

use crate::Result;
use crate::analysis::attribution::{Attribution, Division};
use crate::analysis::figures::{Indicator, Scope};
use crate::analysis::interval::Estimated;
use crate::analysis::outcome::{Outcome, OutcomeBuilder};
use crate::engine::Simulation;
use crate::engine::twin::{Course, Held};
use crate::output::study_directory::Table;
use crate::plan::run_key::{self, RunKey, bare};
use crate::plan::study::{Named, Study};
use crate::runner::pool::{Planned, Progress, ProgressTracker, RunEvent, RunPool, do_all};
use crate::runner::store::RunStore;
use crate::runner::units::{say_month, warmed_up};
use crate::scenario::Scenario;
use crate::study::attribution::{Part, policy_of};
use crate::study::tables::builder::{POLICY, TableBuilder};
use crate::text::Label;

/// The stages, in the order of the bits of a coalition.
pub const STAGES: [(&str, Label); 3] = [
    ("drive", Label { en: "psychological drive", zh: "心理驱动" }),
    ("perception", Label { en: "institutional perception", zh: "制度感知" }),
    ("response", Label { en: "behavioural response", zh: "行为响应" }),
];

/// Number of sets of free stages.
const COALITIONS: usize = 1 << STAGES.len();

/// Number of populations in memory per replicate: the warmed-up one, the twin, one per coalition, and the twin's values
/// of a month.
const POPULATIONS: usize = 2 + COALITIONS + 5;

/// The decomposition of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Effect of the policy: its level minus the baseline level.
    pub effect: Estimated,
    /// Direct effect, with all stages fixed at the values of the twin.
    pub direct: Estimated,
    /// The rest, attributed to the stages.
    pub stages: Attribution,
}

/// The pathway decomposition of a policy.
#[derive(Debug, Clone)]
pub struct PathwayDecomposition {
    /// The policy.
    pub policy: Named,
    /// By measure of the study, without measures that have no value in some run.
    pub measures: Vec<(&'static Indicator, Split)>,
    /// Number of complete replicates.
    pub replicates: u32,
    /// Whether all planned runs were completed.
    pub complete: bool,
    /// Number of elder-weeks simulated.
    pub elder_weeks: u64,
    /// Duration in seconds.
    pub seconds: f64,
}

/// Stages that are fixed if those of a coalition are free.
fn held(free: usize) -> Held {
    let is_held = |stage: usize| free >> stage & 1 == 0;
    Held { drive: is_held(0), perception: is_held(1), response: is_held(2) }
}

/// Keys of the outcomes of one replicate, in the order of [`side_by_side`]. Runs with fixed stages also depend on the
/// twin, so their keys include the baseline.
fn identities(base: &Scenario, policy: &Scenario, replicate: u32) -> Vec<RunKey> {
    let [base, policy] = [base, policy].map(run_key::of_scenario);
    let twin = base.to_hex();
    let of_free = |free: usize| {
        let held = (0..STAGES.len()).filter(|it| free >> it & 1 == 0).map(|it| STAGES[it].0);
        let recorded: Vec<&str> = ["stages", twin.as_str()].into_iter().chain(held).collect();
        run_key::of_run(&policy, replicate, &recorded)
    };
    (0..COALITIONS).map(of_free).chain([run_key::of_run(&base, replicate, &["stages"])]).collect()
}

/// Checks that the effect of a policy of a study can be decomposed.
///
/// # Errors
/// There is no policy of this name, or it changes more than instruments.
pub fn check(study: &Study, id: &str) -> Result<()> {
    policy_of(study, id).map(|_| ())
}

/// The runs of a decomposition.
pub fn planned(study: &Study) -> Planned {
    Planned {
        runs: (1 + COALITIONS) * study.least as usize,
        weeks: weeks_of_a_replicate(study.base()) * i64::from(study.least),
    }
}

/// Weeks of all runs of one replicate, with their common warm-up counted once.
fn weeks_of_a_replicate(base: &Scenario) -> i64 {
    i64::from(base.warmup_weeks) + i64::from(base.weeks) * (1 + COALITIONS as i64)
}

/// Decomposes the effect of a policy of a study on some measures; replicates in `store` are not repeated.
///
/// # Errors
/// There is no policy of this name, it changes more than instruments, the runs do not fit into memory, or a run cannot
/// be stored.
pub fn split(
    study: &Study,
    id: &str,
    measures: &[&'static Indicator],
    threads: usize,
    stop: &AtomicBool,
    store: &mut RunStore,
    watch: impl FnMut(&Progress),
) -> Result<PathwayDecomposition> {
    let start = Instant::now();
    let (base, arm) = policy_of(study, id)?;
    let (base, policy) = (bare(&base.scenario), bare(&arm.scenario));
    let pool = RunPool::new(&base, threads, POPULATIONS)?;
    let mut tracker = ProgressTracker::new(watch, store, stop);
    tracker.plan(planned(study), study.least);
    let known_by: Vec<Vec<RunKey>> = (0..study.least).map(|it| identities(&base, &policy, it)).collect();
    let weeks = weeks_of_a_replicate(&base);
    let mut found: Vec<Option<Vec<Outcome>>> = known_by.iter().map(|it| tracker.take_all(it, weeks)).collect();
    let missing: Vec<usize> = (0..found.len()).filter(|it| found[*it].is_none()).collect();
    let one = |job: usize, sender: &Sender<RunEvent>, stopped: &(dyn Fn() -> bool + Sync)| {
        let start = warmed_up(&base, missing[job] as u32, stopped, sender)?;
        side_by_side(&start, &policy, &known_by[missing[job]], stopped, sender)
    };
    let lived = do_all(&pool, &mut tracker, missing.len(), one);
    missing.iter().zip(lived).for_each(|(replicate, outcomes)| found[*replicate] = outcomes);
    // If interrupted, only the replicates before the first incomplete one count.
    let done: Vec<Vec<Outcome>> = found.into_iter().map_while(|it| it).collect();
    let mut split = Vec::new();
    for figure in measures {
        split.extend(split_of(&done, figure)?.map(|it| (*figure, it)));
    }
    Ok(PathwayDecomposition {
        policy: arm.named.clone(),
        measures: split,
        replicates: done.len() as u32,
        complete: done.len() as u32 == study.least,
        elder_weeks: tracker.close()?,
        seconds: start.elapsed().as_secs_f64(),
    })
}

/// One replicate: outcomes by the stages that are free, and last the twin's. None when stopped.
fn side_by_side(
    start: &Simulation,
    policy: &Scenario,
    known_by: &[RunKey],
    stopped: &(dyn Fn() -> bool + Sync),
    sender: &Sender<RunEvent>,
) -> Option<Vec<Outcome>> {
    let mut runs = [(); COALITIONS].map(|()| start.clone());
    runs.iter_mut().for_each(|it| it.set_policy(policy));
    let mut twin = start.clone();
    let mut builders = [(); COALITIONS + 1].map(|()| OutcomeBuilder::new(policy.weeks, &policy.parameters, &[]));
    let mut course = Course::default();
    while !twin.is_over() {
        if stopped() {
            return None;
        }
        let month = twin.advance_as_twin(&mut course);
        say_month(sender, 1, month.record.elder_weeks());
        builders[COALITIONS].add(month.record);
        for (free, run) in runs.iter_mut().enumerate() {
            let month = run.advance_held(held(free), &course);
            say_month(sender, 1, month.record.elder_weeks());
            builders[free].add(month.record);
        }
    }
    let ended = builders.into_iter().zip(runs.iter().chain([&twin])).zip(known_by);
    let outcome = |((builder, run), identity): ((OutcomeBuilder, &Simulation), &RunKey)| {
        let outcome = builder.finish(&run.open_spells());
        // The receiver is gone only if the command is terminating.
        _ = sender.send(RunEvent::Run(Box::new((*identity, outcome.clone()))));
        outcome
    };
    Some(ended.map(outcome).collect())
}

/// One measure; none when it has no value in some run, or there are no replicates.
fn split_of(replicates: &[Vec<Outcome>], figure: &Indicator) -> Result<Option<Split>> {
    let levels = |runs: &Vec<Outcome>| runs.iter().map(|it| it.level(figure, Scope::All)).collect();
    let levels: Option<Vec<Vec<f64>>> = replicates.iter().map(levels).collect();
    let Some(levels) = levels.filter(|it| !it.is_empty()) else { return Ok(None) };
    let divisions = levels.iter().map(|it| Division::exact(&it[..COALITIONS])).collect::<Result<Vec<_>>>()?;
    let minus_twin = |run: usize| {
        let differences: Vec<f64> = levels.iter().map(|it| it[run] - it[COALITIONS]).collect();
        Estimated::mean_of(&differences)
    };
    let (effect, direct) = (minus_twin(COALITIONS - 1), minus_twin(0));
    let stages = Attribution::over(&divisions)?;
    Ok(effect.zip(direct).map(|(effect, direct)| Split { effect, direct, stages }))
}

/// The decomposition as a table: one row per number.
pub fn stage_table(split: &PathwayDecomposition) -> Table {
    let names = STAGES.map(|it| it.0);
    let mut rows = Vec::new();
    for (figure, it) in &split.measures {
        let part = |what, value| Part { figure, what, one: "", other: "", value, lead: None };
        rows.push(part("effect", it.effect));
        // An effect that chance may explain has no parts.
        if it.effect.verdict().is_determined() {
            rows.push(part("direct", it.direct));
            rows.extend(it.stages.parts(&names, figure));
        }
    }
    let what = "effect of the policy; direct: with all stages fixed at baseline values; share (Shapley), alone, last of a free stage; synergy \
                of two; direct and the shares add up to the effect; an effect that cannot be distinguished from chance is not decomposed";
    TableBuilder::of("stages", &rows)
        .text(POLICY, |_| split.policy.id.as_str())
        .measure(|it| it.figure)
        .text(["what", "effect, direct, share, alone, last or synergy", what, "含义"], |it| it.what)
        .text(["stage", "drive, perception or response", "stage", "阶段"], |it| it.one)
        .text(["other", "drive, perception or response", "the other stage of a synergy", "另一阶段"], |it| it.other)
        .found(split.replicates)
        .table()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::figures::figure;

    #[test]
    fn the_stages_and_what_is_direct_add_up_to_what_the_comparison_finds() {
        let text = "
            weeks = 24
            warmup_weeks = 12
            population = { districts = 1, urban_communities = 1, rural_communities = 2 }
            parameters.urban.structure.community_size = 300
            [study]
            replicates = 2
            [study.policies.several.policy]
            outreach.level = 1
            time_bank.start_week = 0
            psychological_support.start_week = 0
            [study.policies.never.policy.time_bank]
            start_week = 400
        ";
        let study = Study::from_text("small", text, &[]).unwrap();
        let (no_stop, figures) = (AtomicBool::new(false), ["participants_share", "lonely_share"].map(figure));
        let of = |id: &str, threads| {
            split(&study, id, &figures, threads, &no_stop, &mut RunStore::nowhere(), |_| {}).unwrap()
        };
        let found = of("several", 2);
        let compared = crate::study::runs::compare(&study, 2, &no_stop, &mut RunStore::nowhere(), |_| {}).unwrap();
        assert_eq!((found.replicates, found.complete, found.measures.len()), (2, true, 2));
        for (figure, it) in &found.measures {
            let sum = it.direct.value + it.stages.shares.iter().map(|it| it.value).sum::<f64>();
            assert!((sum - it.effect.value).abs() < 1e-12, "{}: {it:?}", figure.key);
            let level = |arm: usize| -> f64 {
                compared.runs[0][arm].iter().map(|it| it.level(figure, Scope::All).unwrap()).sum::<f64>() / 2.0
            };
            assert!((it.effect.value - (level(1) - level(0))).abs() < 1e-12, "{}", figure.key);
        }
        // What people hear of the organiser comes through perception first.
        let participation = &found.measures[0].1;
        assert!(participation.stages.shares[1].value > 0.0 && participation.stages.shares[2].value > 0.0);
        let same = |a: &PathwayDecomposition, b: &PathwayDecomposition| {
            a.measures.iter().map(|it| &it.1).eq(b.measures.iter().map(|it| &it.1))
        };
        assert!(same(&found, &of("several", 1)));
        let nothing = of("never", 2);
        let zero = |it: &Estimated| it.value == 0.0;
        for (_, it) in &nothing.measures {
            assert!(zero(&it.effect) && zero(&it.direct) && it.stages.shares.iter().all(zero));
        }
    }

    #[test]
    fn replicates_that_were_split_before_are_not_run_again_and_another_baseline_is_another_split() {
        let study = |seed: u32, replicates: u32| {
            let text = format!(
                "seed = {seed}
                weeks = 8
                warmup_weeks = 4
                population = {{ districts = 1, urban_communities = 1, rural_communities = 1 }}
                parameters.urban.structure.community_size = 300
                [study]
                replicates = {replicates}
                [study.policies.bank.policy.time_bank]
                start_week = 0"
            );
            Study::from_text("small", &text, &[]).unwrap()
        };
        let (no_stop, figures) = (AtomicBool::new(false), ["participants_share"].map(figure));
        let split =
            |study: &Study, store: &mut RunStore| split(study, "bank", &figures, 1, &no_stop, store, |_| {}).unwrap();
        let whole = split(&study(1, 2), &mut RunStore::nowhere());
        let folder = tempfile::tempdir().unwrap();
        let store = || RunStore::open(folder.path(), std::time::Duration::ZERO).unwrap();
        let first = split(&study(1, 1), &mut store());
        let both = split(&study(1, 2), &mut store());
        assert_eq!(first.elder_weeks + both.elder_weeks, whole.elder_weeks, "each week is lived once");
        assert_eq!((both.replicates, both.complete, &both.measures), (2, true, &whole.measures));
        assert_eq!(split(&study(1, 2), &mut store()).elder_weeks, 0);
        assert!(split(&study(2, 1), &mut store()).elder_weeks > 0);
        let of = |base: &Scenario, policy: &Scenario| identities(base, policy, 0);
        let arms = &study(1, 1).contexts[0].arms;
        let (base, policy) = (bare(&arms[0].scenario), bare(&arms[1].scenario));
        let mut all = of(&base, &policy);
        all.extend(of(&policy, &policy));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 2 * (COALITIONS + 1));
    }
}
