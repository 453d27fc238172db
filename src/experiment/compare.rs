//! The runs of a study: every replicate under the baseline and under every policy, on the same people and
//! draws, in blocks until the differences are known well enough.
//!
//! Policies that share parameters and `[baseline]` with the baseline share its warm-up: week 0 is simulated
//! once a replicate and copied. Work is spread over (replicate, policy); each run is the same whatever the
//! threads, and outcomes are kept in the order of the plan.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Instant;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::forecast;
use super::identity::{self, Identity, bare};
use super::kept::Kept;
use super::study::{Study, World};
use crate::analysis::contrast::both;
use crate::analysis::figures::{Figure, Scope, figure};
use crate::analysis::outcome::{Outcome, OutcomeBuilder};
use crate::analysis::stopping::{self, HalfWidth, Precision, Verdict};
use crate::engine::Simulation;
use crate::observe::measures::Measure;
use crate::places::{DistrictId, Setting, WEEKS_PER_MONTH};
use crate::policy::timeline::Timeline;
use crate::population::synthesis::sites;
use crate::scenario::Scenario;
use crate::{Error, Result, machine};

/// Replicates over which an interval must stay narrow enough.
const LOOK_AHEAD: usize = 5;
/// Fewest replicates that a precision is judged by.
const LEAST_JUDGED: usize = 3;

/// How far the runs of a study are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Share of what is planned so far that is done; more may come where a precision is wanted.
    pub done: f64,
    /// Runs that are finished.
    pub runs: usize,
    /// Runs that are planned so far.
    pub planned: usize,
    /// Replicates that are planned so far.
    pub replicates: u32,
    /// Weeks lived by elders so far.
    pub elder_weeks: u64,
}

/// What the precision wanted of a difference has come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Position of the world in the study.
    pub world: usize,
    /// Position of the policy among the cases of the world.
    pub case: usize,
    /// The measure.
    pub figure: &'static Figure,
    /// Whether it was reached, and with how many replicates.
    pub verdict: Verdict,
}

/// All outcomes of a study.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes {
    /// Whole replicates.
    pub replicates: u32,
    /// `runs[world][case][replicate]`, the baseline being case 0.
    pub runs: Vec<Vec<Vec<Outcome>>>,
    /// Measures whose courses were kept, in their order.
    pub courses_of: Vec<&'static Figure>,
    /// Differences of which a precision was wanted.
    pub judged: Vec<Judged>,
    /// Whether all was run that was wanted.
    pub complete: bool,
    /// Runs that took their week 0 from the baseline's warm-up.
    pub shared_warm_ups: usize,
    /// Weeks lived by elders.
    pub elder_weeks: u64,
    /// Seconds it took.
    pub seconds: f64,
}

/// Runs a study on so many threads and tells `watch` as it goes; what `kept` knows is not run again.
///
/// When `stop` becomes true no more is run; finished runs are kept, and whole replicates are handed out.
///
/// # Errors
/// The study does not fit the machine, a policy changed what it cannot have touched, or a run cannot be kept.
pub fn compare(
    study: &Study,
    threads: usize,
    stop: &AtomicBool,
    kept: &mut Kept,
    watch: impl FnMut(&Progress),
) -> Result<Outcomes> {
    let start = Instant::now();
    let crew = Crew::new(study.base(), threads)?;
    let mut courses_of: Vec<&'static Figure> = study.measures.iter().map(|it| it.figure).collect();
    // The liability of a time bank is shown whatever is measured.
    let credits = figure("credits_outstanding_hours");
    if courses_of.iter().all(|it| it.key != credits.key) {
        courses_of.push(credits);
    }
    let worlds: Vec<Vec<ToRun>> =
        study.worlds.iter().map(|world| world.cases.iter().map(|it| ToRun::new(&it.scenario)).collect()).collect();
    let mut runs: Vec<Vec<Vec<Outcome>>> = worlds.iter().map(|it| vec![Vec::new(); it.len()]).collect();
    let halt = AtomicBool::new(false);
    let mut account = Account::new(watch, kept, &halt);
    let stopped = || stop.load(Ordering::Relaxed) || halt.load(Ordering::Relaxed);
    let (mut done, mut aim, mut shared) = (0, study.least, 0);
    let mut was_stopped = false;
    loop {
        for world in &worlds {
            account.plan(world, aim - done, aim);
        }
        while done < aim && !was_stopped {
            let wave = (aim - done).min(crew.runs_at_once as u32);
            let mut finished = Vec::new();
            for world in &worlds {
                match run_wave(world, done..done + wave, &courses_of, &crew, &stopped, &mut account) {
                    Some(it) => finished.push(it),
                    None => was_stopped = true,
                }
            }
            if !was_stopped {
                for (runs, world) in runs.iter_mut().zip(finished) {
                    shared += world.shared;
                    for (runs, outcomes) in runs.iter_mut().zip(world.outcomes) {
                        runs.extend(outcomes);
                    }
                }
                done += wave;
            }
        }
        let more = if was_stopped { 0 } else { more_replicates(study, &runs) };
        if more == 0 {
            break;
        }
        aim = (done + more).min(study.most);
    }
    let (elder_weeks, trouble) = (account.elder_weeks, account.trouble.take());
    trouble.map_or(Ok(()), Err)?;
    kept.seal()?;
    refuse_stray_draws(study, &runs)?;
    Ok(Outcomes {
        replicates: done,
        judged: judged(study, &runs),
        runs,
        courses_of,
        complete: !was_stopped,
        shared_warm_ups: shared,
        elder_weeks,
        seconds: start.elapsed().as_secs_f64(),
    })
}

/// Threads, some of which take runs; one without a run helps the others with theirs.
struct Crew {
    pool: ThreadPool,
    runs_at_once: usize,
}

impl Crew {
    /// As many runs at once as threads, or fewer where not so many populations fit into memory.
    fn new(scenario: &Scenario, threads: usize) -> Result<Self> {
        forecast::refuse_what_cannot_fit(scenario, threads)?;
        // Each holds a warmed-up population and the copy that it advances.
        let one = 2.0 * forecast::memory_bytes(scenario, 1);
        let fitting = machine::available_memory_bytes().map_or(threads, |it| (it as f64 * 0.8 / one) as usize);
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| Error::Usage(format!("cannot start {threads} threads: {error}")))?;
        Ok(Crew { pool, runs_at_once: threads.min(fitting).max(1) })
    }

    /// Does every job once; results in the order of the jobs, none where a job was given up.
    fn do_all<T: Send>(
        &self,
        jobs: usize,
        job: impl Fn(usize, &Sender<Told>) -> Option<T> + Sync,
        mut told: impl FnMut(Told),
    ) -> Vec<Option<T>> {
        let next = AtomicUsize::new(0);
        let results: Mutex<Vec<Option<T>>> = Mutex::new((0..jobs).map(|_| None).collect());
        let (sender, receiver) = channel();
        std::thread::scope(|scope| {
            let (next, results, job) = (&next, &results, &job);
            scope.spawn(move || {
                self.pool.broadcast(|thread| {
                    while thread.index() < self.runs_at_once {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= jobs {
                            break;
                        }
                        let result = job(number, &sender);
                        if let Ok(mut results) = results.lock() {
                            results[number] = result;
                        }
                    }
                });
                // With this the last sender is gone, which ends the loop below.
                drop(sender);
            });
            for it in receiver {
                told(it);
            }
        });
        results.into_inner().unwrap_or_default()
    }
}

/// What a job says while it works.
enum Told {
    /// A month has passed, in which so many weeks were lived by elders.
    Month(u64),
    /// A run has ended.
    Run(Identity, Outcome),
}

/// A scenario of a study as it is run.
struct ToRun {
    scenario: Scenario,
    /// All that decides its outcomes but the replicate.
    hash: blake3::Hash,
}

impl ToRun {
    fn new(scenario: &Scenario) -> Self {
        let scenario = bare(scenario);
        ToRun { hash: identity::of_scenario(&scenario), scenario }
    }
}

/// What has been done of what is planned.
struct Account<'a, W> {
    watch: W,
    kept: &'a mut Kept,
    /// Becomes true when a run cannot be kept.
    halt: &'a AtomicBool,
    /// Why it cannot.
    trouble: Option<Error>,
    weeks: i64,
    elder_weeks: u64,
    runs: usize,
    planned: usize,
    planned_weeks: i64,
    replicates: u32,
}

impl<'a, W: FnMut(&Progress)> Account<'a, W> {
    fn new(watch: W, kept: &'a mut Kept, halt: &'a AtomicBool) -> Self {
        let (weeks, elder_weeks, runs, planned, planned_weeks, replicates) = (0, 0, 0, 0, 0, 0);
        Account { watch, kept, halt, trouble: None, weeks, elder_weeks, runs, planned, planned_weeks, replicates }
    }

    fn plan(&mut self, world: &[ToRun], more: u32, replicates: u32) {
        let base = &world[0].scenario;
        let own = world.iter().filter(|it| !shares_warm_up(base, &it.scenario)).count();
        let weeks = i64::from(base.weeks) * world.len() as i64;
        let warm_ups = i64::from(base.warmup_weeks) * (own as i64 + i64::from(own < world.len()));
        self.planned_weeks += (weeks + warm_ups) * i64::from(more);
        self.planned += world.len() * more as usize;
        self.replicates = replicates;
    }

    /// Takes runs and weeks that need not be done off the plan.
    fn spare(&mut self, runs: usize, weeks: i64) {
        self.runs += runs;
        self.planned_weeks -= weeks;
    }

    fn tell(&mut self, told: Told) {
        match told {
            Told::Month(lived) => {
                self.weeks += i64::from(WEEKS_PER_MONTH);
                self.elder_weeks += lived;
            }
            Told::Run(identity, outcome) => {
                self.runs += 1;
                if let Err(error) = self.kept.keep(identity, outcome) {
                    self.halt.store(true, Ordering::Relaxed);
                    self.trouble.get_or_insert(error);
                }
            }
        }
        (self.watch)(&Progress {
            done: self.weeks as f64 / (self.planned_weeks as f64).max(1.0),
            runs: self.runs,
            planned: self.planned,
            replicates: self.replicates,
            elder_weeks: self.elder_weeks,
        });
    }
}

/// Whether a policy can go on from the baseline's week 0.
fn shares_warm_up(base: &Scenario, case: &Scenario) -> bool {
    (&base.values, &base.timeline.baseline, &base.places, base.seed, base.warmup_weeks)
        == (&case.values, &case.timeline.baseline, &case.places, case.seed, case.warmup_weeks)
}

/// Some replicates of one world.
struct Wave {
    /// `outcomes[case][replicate]`.
    outcomes: Vec<Vec<Outcome>>,
    shared: usize,
}

/// Runs some replicates of one world: first their warm-ups, then all cases. None when stopped.
fn run_wave<W: FnMut(&Progress)>(
    world: &[ToRun],
    replicates: std::ops::Range<u32>,
    courses_of: &[&'static Figure],
    crew: &Crew,
    stopped: &(impl Fn() -> bool + Sync),
    account: &mut Account<W>,
) -> Option<Wave> {
    let (count, base) = (replicates.len(), &world[0].scenario);
    let shares: Vec<bool> = world.iter().map(|it| shares_warm_up(base, &it.scenario)).collect();
    let recorded: Vec<&str> = courses_of.iter().map(|it| it.key).collect();
    // Replicate by replicate, so that those of one population come together.
    let run_of = |number: usize| (number / world.len(), number % world.len());
    let identity_of = |number: usize| {
        let (replicate, case) = run_of(number);
        identity::of_run(&world[case].hash, replicates.start + replicate as u32, &recorded)
    };
    let identities: Vec<Identity> = (0..count * world.len()).map(identity_of).collect();
    let mut outcomes: Vec<Option<Outcome>> = identities.iter().map(|it| account.kept.take(it)).collect();
    let missing: Vec<usize> = (0..outcomes.len()).filter(|it| outcomes[*it].is_none()).collect();
    let needs_warm_up =
        |replicate: usize| missing.iter().map(|it| run_of(*it)).any(|(its, case)| its == replicate && shares[case]);
    let warm: Vec<usize> = (0..count).filter(|it| needs_warm_up(*it)).collect();
    let known = outcomes.len() - missing.len();
    let own_warm_ups = (0..outcomes.len()).filter(|it| outcomes[*it].is_some() && !shares[run_of(*it).1]).count();
    let (weeks, warm_up_weeks) = (i64::from(base.weeks), i64::from(base.warmup_weeks));
    account.spare(known, known as i64 * weeks + (own_warm_ups + count - warm.len()) as i64 * warm_up_weeks);

    let warm_up = |number: usize, sender: &Sender<Told>| {
        let mut simulation = Simulation::begin(base, replicates.start + warm[number] as u32);
        advance(&mut simulation, 0, stopped, sender, |_| {}).then_some(simulation)
    };
    let warmed: Vec<Simulation> =
        crew.do_all(warm.len(), warm_up, |it| account.tell(it)).into_iter().collect::<Option<_>>()?;
    let warmed_of = |replicate: usize| warm.iter().position(|it| *it == replicate).map(|it| &warmed[it]);
    let run = |number: usize, sender: &Sender<Told>| {
        let (replicate, case) = run_of(missing[number]);
        let scenario = &world[case].scenario;
        let mut simulation = match warmed_of(replicate).filter(|_| shares[case]) {
            Some(warmed) => {
                let mut simulation = warmed.clone();
                simulation.set_policy(scenario);
                simulation
            }
            None => Simulation::begin(scenario, replicates.start + replicate as u32),
        };
        let mut builder = OutcomeBuilder::new(scenario.weeks, courses_of);
        let whole = advance(&mut simulation, scenario.weeks, stopped, sender, |record| builder.add(record));
        let outcome = whole.then(|| builder.finish(&simulation.open_spells()))?;
        _ = sender.send(Told::Run(identities[missing[number]], outcome.clone()));
        Some(outcome)
    };
    let fresh = crew.do_all(missing.len(), run, |it| account.tell(it));
    missing.iter().zip(fresh).for_each(|(place, outcome)| outcomes[*place] = outcome);
    let outcomes: Vec<Outcome> = outcomes.into_iter().collect::<Option<_>>()?;
    let mut by_case = vec![Vec::with_capacity(count); world.len()];
    for (number, outcome) in outcomes.into_iter().enumerate() {
        by_case[number % world.len()].push(outcome);
    }
    let shared = count * shares[1..].iter().filter(|it| **it).count();
    Some(Wave { outcomes: by_case, shared })
}

/// Advances a run until a week and hands on what is recorded from week 0 on; false when stopped.
fn advance(
    simulation: &mut Simulation,
    until: i32,
    stopped: &impl Fn() -> bool,
    sender: &Sender<Told>,
    mut record: impl FnMut(crate::observe::Record),
) -> bool {
    while simulation.next_week() < until {
        if stopped() {
            return false;
        }
        let month = simulation.advance();
        let tallies = month.record.tallies.values();
        let lived = tallies.map(|it| (it[Measure::Elders] + it[Measure::InCareHomes]) as u64).sum();
        // Nobody listens any more only when the whole command is coming down.
        _ = sender.send(Told::Month(lived));
        if month.first_week >= 0 {
            record(month.record);
        }
    }
    true
}

/// Paired differences of one measure over all elders, as its precision judges them.
fn differences(baseline: &[Outcome], policy: &[Outcome], figure: &Figure, wanted: HalfWidth) -> Vec<f64> {
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
    for (world, cases) in runs.iter().enumerate() {
        for (case, policy) in cases.iter().enumerate().skip(1) {
            for measured in &study.measures {
                let Some(wanted) = measured.precision else { continue };
                let values = differences(&cases[0], policy, measured.figure, wanted);
                let (HalfWidth::Absolute(limit) | HalfWidth::Relative(limit)) = wanted;
                let half_width = HalfWidth::Absolute(limit);
                let least = LEAST_JUDGED.min(most);
                let precision = Precision { half_width, least, most, look_ahead: LOOK_AHEAD };
                let verdict = stopping::judge(&values, &precision);
                all.push(Judged { world, case, figure: measured.figure, verdict });
            }
        }
    }
    all
}

/// Replicates to run before the next judgement; none when all differences are known well enough.
fn more_replicates(study: &Study, runs: &[Vec<Vec<Outcome>>]) -> u32 {
    let more = judged(study, runs).into_iter().map(|it| match it.verdict {
        Verdict::More { replicates } => replicates as u32,
        Verdict::Reached { .. } | Verdict::NotReached { .. } => 0,
    });
    let done = runs[0][0].len() as u32;
    more.max().unwrap_or(0).min(study.most.saturating_sub(done))
}

/// A policy cannot change anything before it first moves a lever where somebody lives: if it did, draws
/// would depend on more than the seed, the replicate, the person and the week.
fn refuse_stray_draws(study: &Study, runs: &[Vec<Vec<Outcome>>]) -> Result<()> {
    for (world, cases) in study.worlds.iter().zip(runs) {
        let base = &world.cases[0].scenario;
        for (case, outcomes) in world.cases.iter().zip(cases).skip(1) {
            if !shares_warm_up(base, &case.scenario) {
                continue;
            }
            let untouched = untouched_months(world, &case.scenario.timeline);
            for (replicate, (ours, theirs)) in cases[0].iter().zip(outcomes).enumerate() {
                let pairs = ours.fingerprints.iter().zip(&theirs.fingerprints).take(untouched);
                if let Some(month) = pairs.into_iter().position(|(ours, theirs)| ours != theirs) {
                    return Err(Error::Negative(format!(
                        "stray draws: policy `{}` moves nothing before week {}, and yet replicate {replicate} differs from \
                         the baseline in the month of week {}; this is a bug of huzhu, please report it",
                        case.named.id,
                        untouched as i32 * WEEKS_PER_MONTH,
                        month as i32 * WEEKS_PER_MONTH
                    )));
                }
            }
        }
    }
    Ok(())
}

/// Months before a policy first moves a lever where somebody lives.
fn untouched_months(world: &World, policy: &Timeline) -> usize {
    let base = &world.cases[0].scenario;
    let places: Vec<(DistrictId, Setting)> = sites(base)
        .into_iter()
        .flat_map(|site| {
            Setting::ALL.into_iter().filter(move |it| site.communities[it.index()] > 0).map(move |it| (site.id, it))
        })
        .collect();
    let touched = base.timeline.first_difference(policy, &places).filter(|week| *week < base.weeks);
    (touched.unwrap_or(base.weeks).max(0) / WEEKS_PER_MONTH) as usize
}

/// Whether a policy moves a lever anywhere that somebody lives.
pub fn touches_somebody(world: &World, case: usize) -> bool {
    let (base, other) = (&world.cases[0].scenario, &world.cases[case].scenario);
    !shares_warm_up(base, other) || untouched_months(world, &other.timeline) < (base.weeks / WEEKS_PER_MONTH) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

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
            [study.policies.nowhere.policy.time_bank]
            districts = []
        ";
        Study::from_text("small", text, &[]).unwrap()
    }

    fn outcomes(study: &Study) -> Outcomes {
        compare(study, 2, &AtomicBool::new(false), &mut Kept::nowhere(), |_| {}).unwrap()
    }

    #[test]
    fn a_run_that_differs_before_its_policy_can_have_touched_anybody_is_reported_as_stray_draws() {
        let study = small();
        let mut runs = outcomes(&study).runs;
        assert_eq!(untouched_months(&study.worlds[0], &study.worlds[0].cases[1].scenario.timeline), 1);
        assert!(refuse_stray_draws(&study, &runs).is_ok());
        runs[0][1][1].fingerprints[1] ^= 1;
        assert!(refuse_stray_draws(&study, &runs).is_ok(), "after its start a policy may change anything");
        runs[0][1][1].fingerprints[0] ^= 1;
        let refusal = refuse_stray_draws(&study, &runs).unwrap_err().to_string();
        assert!(refusal.contains("`later`") && refusal.contains("replicate 1"), "{refusal}");
    }

    #[test]
    fn what_was_finished_is_not_run_again_and_gives_the_same_outcomes() {
        let study = small();
        let folder = tempfile::tempdir().unwrap();
        let go = |replicates: u32| {
            let mut study = study.clone();
            study.fix_replicates(replicates);
            let mut kept = Kept::open(folder.path(), std::time::Duration::ZERO).unwrap();
            compare(&study, 2, &AtomicBool::new(false), &mut kept, |_| {}).unwrap()
        };
        let whole = outcomes(&study);
        let first = go(1);
        let both = go(2);
        assert_eq!((&both.runs, both.replicates), (&whole.runs, 2));
        assert_eq!(first.elder_weeks + both.elder_weeks, whole.elder_weeks, "each week is lived once");
        assert_eq!(go(2).elder_weeks, 0);
    }

    #[test]
    fn a_policy_that_touches_nobody_has_the_outcomes_of_the_baseline_bit_for_bit() {
        let study = small();
        let outcomes = outcomes(&study);
        assert!(!touches_somebody(&study.worlds[0], 2) && touches_somebody(&study.worlds[0], 1));
        assert_eq!(outcomes.runs[0][0], outcomes.runs[0][2]);
        assert_ne!(outcomes.runs[0][0], outcomes.runs[0][1]);
        assert_eq!((outcomes.replicates, outcomes.shared_warm_ups), (2, 4));
    }
}
