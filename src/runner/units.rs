//! Runs of replicates: arms with a common warm-up run side by side, and each run is identified by its run key.

use std::sync::mpsc::Sender;

use crate::Result;
use crate::analysis::figures::Indicator;
use crate::analysis::outcome::{Outcome, OutcomeBuilder};
use crate::engine::Simulation;
use crate::engine::arms::Arms;
use crate::plan::run_key::{self, RunKey, bare};
use crate::plan::study::Arm;
use crate::runner::forecast;
use crate::runner::pool::{Planned, Progress, ProgressTracker, RunEvent, RunPool, do_all};
use crate::scenario::{Places, Scenario};

/// Maximum number of arms that run side by side: they end together, and unfinished runs are lost if the process is killed.
const MOST_TOGETHER: usize = 32;

/// A scenario of a study, prepared for running.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    /// The scenario without the tables that a study does not need.
    pub scenario: Scenario,
    /// Hash of everything that determines its outcomes except the replicate.
    hash: blake3::Hash,
}

impl Job {
    /// Prepares a scenario; with provincial sums of a census scenario if groups are recorded.
    pub fn new(scenario: &Scenario, groups: bool) -> Self {
        let mut scenario = bare(scenario);
        scenario.output.provinces = groups && matches!(scenario.places, Places::Census { .. });
        Job { hash: run_key::of_scenario(&scenario), scenario }
    }
}

/// One replicate of one context.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit<'a> {
    /// The baseline, then the policies.
    pub jobs: &'a [Job],
    /// Replicate.
    pub replicate: u32,
}

/// What is recorded of each run besides its levels.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Keeping<'a> {
    /// Measures with recorded trajectories.
    pub courses_of: &'a [&'static Indicator],
    /// Whether sums by group of elders are recorded.
    pub groups: bool,
}

/// A pool for the contexts of a study, and how many arms of a context run side by side in memory.
pub(crate) struct ArmPool {
    /// The threads.
    pub pool: RunPool,
    together: usize,
}

impl ArmPool {
    /// A pool for contexts with a number of arms, each as large as a scenario.
    ///
    /// # Errors
    /// Not even one population fits, or the threads cannot be started.
    pub fn new(scenario: &Scenario, threads: usize, arms: usize) -> Result<Self> {
        let (first, more) = (forecast::memory_bytes(scenario, 1), forecast::population_bytes(scenario));
        let fitting = 1 + forecast::fitting(more, first);
        // If not all arms run at once, the warmed-up population is stored for the others.
        let together = if arms <= fitting { arms } else { (fitting - 1).max(1) }.min(MOST_TOGETHER);
        let pool = RunPool::new(scenario, threads, together + usize::from(together < arms))?;
        Ok(ArmPool { pool, together })
    }
}

/// Positions of scenarios by the warm-up that they share, each in order.
fn families<'s>(scenarios: impl Iterator<Item = &'s Scenario>) -> Vec<Vec<usize>> {
    let mut found: Vec<(&Scenario, Vec<usize>)> = Vec::new();
    for (position, scenario) in scenarios.enumerate() {
        match found.iter_mut().find(|it| it.0.shares_warm_up(scenario)) {
            Some((_, family)) => family.push(position),
            None => found.push((scenario, vec![position])),
        }
    }
    found.into_iter().map(|it| it.1).collect()
}

impl Planned {
    /// Planned runs of the arms of one context, the baseline first.
    pub(crate) fn of_context(arms: &[Arm], replicates: u32) -> Self {
        let base = &arms[0].scenario;
        let warm_ups = families(arms.iter().map(|it| &it.scenario)).len() as i64;
        let weeks = i64::from(base.weeks) * arms.len() as i64 + i64::from(base.warmup_weeks) * warm_ups;
        Planned { runs: arms.len() * replicates as usize, weeks: weeks * i64::from(replicates) }
    }
}

/// Arms of one unit that share a warm-up and are not finished.
struct Family {
    unit: usize,
    arms: Vec<usize>,
}

/// Outcomes by unit and arm, from this process or from the store; none for a unit that is not complete.
pub(crate) fn run_units<W: FnMut(&Progress)>(
    units: &[Unit],
    keeping: Keeping,
    pool: &ArmPool,
    tracker: &mut ProgressTracker<W>,
) -> Vec<Option<Vec<Outcome>>> {
    let mut recorded: Vec<&str> = keeping.courses_of.iter().map(|it| it.key).collect();
    recorded.extend(keeping.groups.then_some("groups"));
    let keys_of = |it: &Unit| it.jobs.iter().map(|job| run_key::of_run(&job.hash, it.replicate, &recorded)).collect();
    let keys: Vec<Vec<RunKey>> = units.iter().map(keys_of).collect();
    let mut outcomes: Vec<Vec<Option<Outcome>>> =
        keys.iter().map(|keys| keys.iter().map(|it| tracker.take(it)).collect()).collect();
    let mut missing: Vec<Family> = Vec::new();
    for (number, unit) in units.iter().enumerate() {
        let base = &unit.jobs[0].scenario;
        for arms in families(unit.jobs.iter().map(|it| &it.scenario)) {
            let all = arms.len();
            let arms: Vec<usize> = arms.into_iter().filter(|it| outcomes[number][*it].is_none()).collect();
            let (known, warm_up) = (all - arms.len(), if arms.is_empty() { base.warmup_weeks } else { 0 });
            tracker.spare(known, known as i64 * i64::from(base.weeks) + i64::from(warm_up));
            if !arms.is_empty() {
                missing.push(Family { unit: number, arms });
            }
        }
    }
    let run = |job: usize, sender: &Sender<RunEvent>, stopped: &(dyn Fn() -> bool + Sync)| {
        let Family { unit, arms } = &missing[job];
        let (unit, keys) = (units[*unit], &keys[*unit]);
        let mut start = warmed_up(&unit.jobs[arms[0]].scenario, unit.replicate, stopped, sender);
        let mut found = Vec::new();
        let mut left = arms.len();
        for arms in arms.chunks(pool.together) {
            left -= arms.len();
            let start = if left == 0 { start.take() } else { start.clone() };
            let scenarios = arms.iter().map(|it| &unit.jobs[*it].scenario).collect();
            let keys: Vec<RunKey> = arms.iter().map(|it| keys[*it]).collect();
            found.extend(side_by_side(Arms::of(start?, scenarios, keeping.groups), &keys, keeping, stopped, sender)?);
        }
        Some(found)
    };
    let fresh = do_all(&pool.pool, tracker, missing.len(), run);
    for (Family { unit, arms }, found) in missing.iter().zip(fresh) {
        arms.iter().zip(found.into_iter().flatten()).for_each(|(arm, it)| outcomes[*unit][*arm] = Some(it));
    }
    outcomes.into_iter().map(|it| it.into_iter().collect()).collect()
}

/// A simulation in week 0, after its warm-up. None if stopped.
pub(crate) fn warmed_up<'s>(
    scenario: &'s Scenario,
    replicate: u32,
    stopped: &(dyn Fn() -> bool + Sync),
    sender: &Sender<RunEvent>,
) -> Option<Simulation<'s>> {
    let mut simulation = Simulation::begin(scenario, replicate);
    while simulation.next_week() < 0 {
        if stopped() {
            return None;
        }
        say_month(sender, 1, simulation.advance().record.elder_weeks());
    }
    Some(simulation)
}

/// Runs arms to their end. None if stopped.
fn side_by_side(
    mut arms: Arms,
    keys: &[RunKey],
    keeping: Keeping,
    stopped: &(dyn Fn() -> bool + Sync),
    sender: &Sender<RunEvent>,
) -> Option<Vec<Outcome>> {
    let mut builders: Vec<OutcomeBuilder> =
        arms.scenarios().iter().map(|it| OutcomeBuilder::new(it.weeks, &it.parameters, keeping.courses_of)).collect();
    while !arms.is_over() {
        if stopped() {
            return None;
        }
        let month = arms.advance();
        say_month(sender, keys.len(), month.elder_weeks);
        builders.iter_mut().zip(month.records).for_each(|(builder, record)| builder.add(record));
    }
    let outcome = |(arm, (mut builder, key)): (usize, (OutcomeBuilder, &RunKey))| {
        if keeping.groups {
            builder.memberships(&arms.open_memberships(arm));
        }
        let outcome = builder.finish(&arms.open_spells(arm));
        _ = sender.send(RunEvent::Run(Box::new((*key, outcome.clone()))));
        outcome
    };
    Some(builders.into_iter().zip(keys).enumerate().map(outcome).collect())
}

/// Reports that a number of runs advanced by a month.
pub(crate) fn say_month(sender: &Sender<RunEvent>, runs: usize, elder_weeks: u64) {
    // The receiver is gone only if the command is terminating.
    _ = sender.send(RunEvent::Months { runs, elder_weeks });
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::plan::study::Study;
    use crate::runner::store::RunStore;
    use crate::scenario::embedded::STUDIES;

    /// Outcomes of one replicate by arm, and the weeks that were simulated for them, summed over elders.
    fn together(arms: &[Arm], groups: bool, most: usize) -> (Vec<Outcome>, u64) {
        let jobs: Vec<Job> = arms.iter().map(|it| Job::new(&it.scenario, groups)).collect();
        let mut pool = ArmPool::new(&jobs[0].scenario, 2, jobs.len()).unwrap();
        pool.together = most.min(jobs.len());
        let (mut store, stop) = (RunStore::nowhere(), AtomicBool::new(false));
        let mut tracker = ProgressTracker::new(|_: &Progress| (), &mut store, &stop);
        let units = [Unit { jobs: &jobs, replicate: 1 }];
        let outcomes = run_units(&units, Keeping { courses_of: &[], groups }, &pool, &mut tracker).remove(0).unwrap();
        (outcomes, tracker.close().unwrap())
    }

    /// The same with every arm run by itself.
    fn alone(arms: &[Arm], groups: bool) -> (Vec<Outcome>, u64) {
        let mut elder_weeks = 0;
        let mut outcome = |arm: &Arm| {
            let scenario = Job::new(&arm.scenario, groups).scenario;
            let mut simulation = Simulation::begin(&scenario, 1);
            simulation.keep_groups(groups);
            let mut builder = OutcomeBuilder::new(scenario.weeks, &scenario.parameters, &[]);
            while !simulation.is_over() {
                let month = simulation.advance();
                elder_weeks += month.record.elder_weeks();
                if month.first_week >= 0 {
                    builder.add(month.record);
                }
            }
            if groups {
                builder.memberships(&simulation.open_memberships());
            }
            builder.finish(&simulation.open_spells())
        };
        let outcomes = arms.iter().map(&mut outcome).collect();
        (outcomes, elder_weeks)
    }

    fn study(name: &str, text: Option<&str>) -> Study {
        let places = |it: &Study| match it.base().places {
            Places::Designed { .. } => vec!["districts=2", "urban_communities=1", "rural_communities=2"],
            Places::Census { .. } => vec!["scale=0.000001", "provinces=[\"Beijing\"]"],
        };
        let read = |sets: &[String]| match text {
            Some(text) => Study::from_text(name, text, sets).unwrap(),
            None => Study::load(name, sets).unwrap(),
        };
        let mut sets: Vec<String> = places(&read(&[])).iter().map(|it| format!("population.{it}")).collect();
        sets.extend(["warmup_weeks=12", "parameters.structure.community_size=150"].map(String::from));
        read(&sets)
    }

    #[test]
    fn every_ready_study_side_by_side_has_the_outcomes_that_each_arm_has_alone() {
        for it in STUDIES {
            for context in study(it.name, None).contexts {
                let ((ours, simulated), (theirs, all)) =
                    (together(&context.arms, true, 32), alone(&context.arms, true));
                assert!(ours == theirs, "{} {}", it.name, context.named.id);
                assert!(simulated < all, "{} {}: nothing was shared", it.name, context.named.id);
            }
        }
    }

    #[test]
    fn a_policy_for_some_places_or_from_a_later_week_is_simulated_only_where_and_when_it_acts() {
        let text = "
            weeks = 48
            [population]
            [study.policies.villages.policy.outreach]
            setting = 'rural'
            [study.policies.district.policy.recognition]
            districts = [1]
            [study.policies.later.policy.points]
            start_week = 24
            [study.policies.never.policy.points]
            start_week = 400
            [study.policies.linked.policy.urban_rural]
            [study.policies.poor.parameters.fiscal]
            capacity = 0.5
        ";
        let arms = study("places", Some(text)).contexts.remove(0).arms;
        let (theirs, _) = alone(&arms, false);
        for most in [32, 2] {
            assert!(together(&arms, false, most).0 == theirs, "{most} side by side");
        }
        // The share that two arms of one warm-up save of the weeks after it.
        let saved = |id: &str| {
            let pair = [arms[0].clone(), arms.iter().find(|it| it.named.id == id).unwrap().clone()];
            let (_, simulated) = together(&pair, false, 32);
            let (_, warm_up_and_one) = together(&pair[..1], false, 32);
            let weeks = |it: &Arm| f64::from(it.scenario.weeks + it.scenario.warmup_weeks);
            let one = warm_up_and_one as f64 * f64::from(arms[0].scenario.weeks) / weeks(&arms[0]);
            1.0 - (simulated - warm_up_and_one) as f64 / one
        };
        assert_eq!(saved("never"), 1.0);
        assert!((saved("later") - 0.5).abs() < 0.05, "{}", saved("later"));
        // One of two communities lies in a town, or in the other district.
        assert!((saved("district") - 0.5).abs() < 0.15, "{}", saved("district"));
        assert!((saved("villages") - 1.0 / 3.0).abs() < 0.15, "{}", saved("villages"));
        assert!(saved("linked") < 0.1, "what town gives to villages changes both: {}", saved("linked"));
    }
}
