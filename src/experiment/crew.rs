//! Many runs at once: threads in groups that work on one run each, warm-ups shared where nothing differs before
//! the policy, progress told as it goes.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Instant;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::forecast;
use super::identity::{self, Identity, bare};
use super::kept::Kept;
use super::run::elder_weeks_of;
use super::study::Case;
use crate::analysis::figures::Figure;
use crate::analysis::outcome::{Outcome, OutcomeBuilder};
use crate::engine::Simulation;
use crate::engine::simulation::Month;
use crate::places::WEEKS_PER_MONTH;
use crate::scenario::{Places, Scenario};
use crate::{Error, Result, machine};

/// Months that are tried to forecast time.
const TRIED_MONTHS: i32 = 3;

/// The first months of a run are quiet: later ones under a policy take up to so much longer.
const SLOWEST: f64 = 2.0;

/// What is going to be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Planned {
    /// Runs.
    pub runs: usize,
    /// Weeks of all of them, warm-ups included.
    pub weeks: i64,
}

impl std::ops::Add for Planned {
    type Output = Planned;

    fn add(self, other: Planned) -> Planned {
        Planned { runs: self.runs + other.runs, weeks: self.weeks + other.weeks }
    }
}

impl Planned {
    /// Replicates of the cases of one world, the baseline first.
    pub(super) fn of_world(cases: &[Case], replicates: u32) -> Self {
        let base = &cases[0].scenario;
        let own = cases.iter().filter(|it| !shares_warm_up(base, &it.scenario)).count();
        let weeks = i64::from(base.weeks) * cases.len() as i64;
        let warm_ups = i64::from(base.warmup_weeks) * (own as i64 + i64::from(own < cases.len()));
        Planned { runs: cases.len() * replicates as usize, weeks: (weeks + warm_ups) * i64::from(replicates) }
    }

    /// Seconds it may take on this machine, at best and at worst, tried on a few months of a scenario.
    ///
    /// # Errors
    /// The scenario does not fit the machine.
    pub fn forecast(&self, scenario: &Scenario, threads: usize) -> Result<[f64; 2]> {
        let seconds = Crew::new(scenario, threads, 2.0)?.pace(&bare(scenario)) * self.weeks as f64;
        Ok([seconds, seconds * SLOWEST])
    }
}

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

/// Threads in groups, each group working on one run at a time.
pub(super) struct Crew {
    pools: Vec<ThreadPool>,
}

impl Crew {
    /// As many groups as threads, or fewer where not so many populations fit into memory.
    ///
    /// A run holds so many populations at once, for example the warmed-up one and the copy that it advances.
    ///
    /// # Errors
    /// Not even one fits, or the threads cannot be started.
    pub fn new(scenario: &Scenario, threads: usize, populations: f64) -> Result<Self> {
        forecast::refuse_what_cannot_fit(scenario, threads)?;
        let one = populations * forecast::memory_bytes(scenario, 1);
        let fitting = machine::available_memory_bytes().map_or(threads, |it| (it as f64 * 0.8 / one) as usize);
        let groups = threads.min(fitting).max(1);
        let pool = |_| ThreadPoolBuilder::new().num_threads((threads / groups).max(1)).build();
        let pools = (0..groups).map(pool).collect::<std::result::Result<_, _>>();
        let pools =
            pools.map_err(|error| Error::Usage(format!("cannot start {threads} threads: {error} / 无法启动线程")))?;
        Ok(Crew { pools })
    }

    /// Runs that go on at once.
    pub fn runs_at_once(&self) -> usize {
        self.pools.len()
    }

    /// Seconds from start to end that a week of one run adds when all threads are busy, tried on a few months.
    fn pace(&self, scenario: &Scenario) -> f64 {
        let tried = |number: usize, _: &Sender<Told>| {
            let mut simulation = Simulation::begin(scenario, number as u32);
            let start = Instant::now();
            (0..TRIED_MONTHS).for_each(|_| _ = simulation.advance());
            Some(start.elapsed().as_secs_f64())
        };
        let seconds: Vec<f64> = self.do_all(self.pools.len(), tried, |_| {}).into_iter().flatten().collect();
        let weeks = f64::from(TRIED_MONTHS * WEEKS_PER_MONTH);
        seconds.iter().sum::<f64>() / (seconds.len() as f64 * weeks) / self.pools.len() as f64
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
            for pool in self.pools.iter().take(jobs) {
                let (sender, next, results, job) = (sender.clone(), &next, &results, &job);
                scope.spawn(move || {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= jobs {
                            break;
                        }
                        // The pool's own threads do the work, so that nested parallel work stays in it.
                        let result = pool.install(|| job(number, &sender));
                        if let Ok(mut results) = results.lock() {
                            results[number] = result;
                        }
                    }
                });
            }
            drop(sender);
            for it in receiver {
                told(it);
            }
        });
        results.into_inner().unwrap_or_default()
    }
}

/// What a job says while it works.
pub(super) enum Told {
    /// A month has passed, in which so many weeks were lived by elders.
    Month(u64),
    /// A run has ended, and by what it is to be known.
    Run(Box<(Identity, Outcome)>),
}

/// A scenario of a study as it is run.
#[derive(Debug, Clone)]
pub(super) struct ToRun {
    /// Without the tables that a study does not keep.
    pub scenario: Scenario,
    /// All that decides its outcomes but the replicate.
    hash: blake3::Hash,
}

impl ToRun {
    /// A scenario; with sums of provinces of a census where groups are kept.
    pub fn new(scenario: &Scenario, groups: bool) -> Self {
        let mut scenario = bare(scenario);
        scenario.output.provinces = groups && matches!(scenario.places, Places::Census { .. });
        ToRun { hash: identity::of_scenario(&scenario), scenario }
    }
}

/// What has been done of what is planned.
pub(super) struct Account<'a, W> {
    watch: W,
    kept: &'a mut Kept,
    stop: &'a AtomicBool,
    /// Becomes true when a run cannot be kept.
    halt: AtomicBool,
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
    /// Of nothing planned yet; no more is run when `stop` becomes true.
    pub fn new(watch: W, kept: &'a mut Kept, stop: &'a AtomicBool) -> Self {
        let (halt, trouble) = (AtomicBool::new(false), None);
        let (weeks, elder_weeks, runs, planned, planned_weeks, replicates) = (0, 0, 0, 0, 0, 0);
        Account { watch, kept, stop, halt, trouble, weeks, elder_weeks, runs, planned, planned_weeks, replicates }
    }

    /// Plans some more; `replicates` are all that are planned then.
    pub fn plan(&mut self, more: Planned, replicates: u32) {
        self.planned_weeks += more.weeks;
        self.planned += more.runs;
        self.replicates = replicates;
    }

    /// Takes runs and weeks that need not be done off the plan.
    fn spare(&mut self, runs: usize, weeks: i64) {
        self.runs += runs;
        self.planned_weeks -= weeks;
    }

    /// Outcomes of runs that were finished before, whose weeks are taken off the plan; none when one of them is
    /// missing.
    pub fn take_all(&mut self, runs: &[Identity], weeks: i64) -> Option<Vec<Outcome>> {
        let outcomes = runs.iter().map(|it| self.kept.take(it)).collect::<Option<Vec<_>>>()?;
        self.spare(runs.len(), weeks);
        Some(outcomes)
    }

    /// Takes in what a job says.
    fn tell(&mut self, told: Told) {
        let kept = match told {
            Told::Month(lived) => {
                self.weeks += i64::from(WEEKS_PER_MONTH);
                self.elder_weeks += lived;
                // Runs of one wave end together, and the next end may be hours away.
                self.kept.seal_if_due()
            }
            Told::Run(ended) => {
                self.runs += 1;
                self.kept.keep(ended.0, ended.1)
            }
        };
        if let Err(error) = kept {
            self.halt.store(true, Ordering::Relaxed);
            self.trouble.get_or_insert(error);
        }
        (self.watch)(&Progress {
            done: self.weeks as f64 / (self.planned_weeks as f64).max(1.0),
            runs: self.runs,
            planned: self.planned,
            replicates: self.replicates,
            elder_weeks: self.elder_weeks,
        });
    }

    /// Makes safe what was finished, and tells the weeks lived by elders.
    ///
    /// # Errors
    /// A run could not be kept.
    pub fn close(self) -> Result<u64> {
        self.trouble.map_or(Ok(()), Err)?;
        self.kept.seal()?;
        Ok(self.elder_weeks)
    }
}

/// Does every job once on a crew and keeps account; the jobs are told when to stop.
pub(super) fn do_all<T: Send, W: FnMut(&Progress)>(
    crew: &Crew,
    account: &mut Account<W>,
    jobs: usize,
    job: impl Fn(usize, &Sender<Told>, &(dyn Fn() -> bool + Sync)) -> Option<T> + Sync,
) -> Vec<Option<T>> {
    // What halts is shared with the jobs while the account takes in what they say.
    let (stop, halt) = (account.stop, std::mem::take(&mut account.halt));
    let stopped = || stop.load(Ordering::Relaxed) || halt.load(Ordering::Relaxed);
    let results = crew.do_all(
        jobs,
        |number, sender| job(number, sender, &stopped),
        |it| {
            account.tell(it);
            if account.halt.load(Ordering::Relaxed) {
                halt.store(true, Ordering::Relaxed);
            }
        },
    );
    account.halt = halt;
    results
}

/// Whether a policy can go on from the baseline's week 0.
pub(super) fn shares_warm_up(base: &Scenario, case: &Scenario) -> bool {
    (&base.values, &base.timeline.baseline, &base.places, base.seed, base.warmup_weeks)
        == (&case.values, &case.timeline.baseline, &case.places, case.seed, case.warmup_weeks)
}

/// One replicate of one world.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit<'a> {
    /// The baseline, then the policies.
    pub world: &'a [ToRun],
    /// Replicate.
    pub replicate: u32,
}

impl Unit<'_> {
    fn shares(&self, case: usize) -> bool {
        shares_warm_up(&self.world[0].scenario, &self.world[case].scenario)
    }
}

/// What is kept of each run beside its levels.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Keeping<'a> {
    /// Measures of which the course is kept.
    pub courses_of: &'a [&'static Figure],
    /// Whether sums of groups of elders are kept.
    pub groups: bool,
}

/// What a unit came to.
pub(super) struct UnitRuns {
    /// By case.
    pub outcomes: Vec<Outcome>,
    /// Runs that took their week 0 from the baseline's warm-up.
    pub shared: usize,
}

/// Runs what is not known yet of some units: first their warm-ups, then all cases. None when stopped.
///
/// All of them hold a warmed-up population at once, so there should be no more than runs at once.
pub(super) fn run_units<W: FnMut(&Progress)>(
    units: &[Unit],
    keeping: Keeping,
    crew: &Crew,
    account: &mut Account<W>,
) -> Option<Vec<UnitRuns>> {
    let mut recorded: Vec<&str> = keeping.courses_of.iter().map(|it| it.key).collect();
    recorded.extend(keeping.groups.then_some("groups"));
    // Unit by unit, so that runs of one population come together.
    let runs: Vec<(usize, usize)> =
        units.iter().enumerate().flat_map(|(unit, it)| (0..it.world.len()).map(move |case| (unit, case))).collect();
    let identity = |(unit, case): (usize, usize)| {
        identity::of_run(&units[unit].world[case].hash, units[unit].replicate, &recorded)
    };
    let identities: Vec<Identity> = runs.iter().map(|it| identity(*it)).collect();
    let mut outcomes: Vec<Option<Outcome>> = identities.iter().map(|it| account.kept.take(it)).collect();
    let missing: Vec<usize> = (0..runs.len()).filter(|it| outcomes[*it].is_none()).collect();
    let shares = |(unit, case): (usize, usize)| units[unit].shares(case);
    let needs_warm_up = |unit: &usize| missing.iter().any(|it| runs[*it].0 == *unit && shares(runs[*it]));
    let warm: Vec<usize> = (0..units.len()).filter(needs_warm_up).collect();
    account.spare(runs.len() - missing.len(), weeks_spared(units, &runs, &outcomes, warm.len()));

    let starts: Vec<(&Scenario, u32)> =
        warm.iter().map(|it| (&units[*it].world[0].scenario, units[*it].replicate)).collect();
    let warmed = warm_up(&starts, crew, account)?;
    let run = |job: usize, sender: &Sender<Told>, stopped: &(dyn Fn() -> bool + Sync)| {
        let (number, case) = runs[missing[job]];
        let (unit, scenario) = (units[number], &units[number].world[case].scenario);
        let start = warm.iter().position(|it| *it == number).filter(|_| unit.shares(case));
        let mut simulation = match start {
            Some(place) => {
                let mut simulation = warmed[place].clone();
                simulation.set_policy(scenario);
                simulation
            }
            None => Simulation::begin(scenario, unit.replicate),
        };
        simulation.keep_groups(keeping.groups);
        let mut builder = OutcomeBuilder::new(scenario.weeks, &scenario.parameters, keeping.courses_of);
        let whole = advance(&mut simulation, scenario.weeks, stopped, sender, |record| builder.add(record));
        if whole && keeping.groups {
            builder.memberships(&simulation.open_memberships());
        }
        let outcome = whole.then(|| builder.finish(&simulation.open_spells()))?;
        _ = sender.send(Told::Run(Box::new((identities[missing[job]], outcome.clone()))));
        Some(outcome)
    };
    let fresh = do_all(crew, account, missing.len(), run);
    missing.iter().zip(fresh).for_each(|(place, outcome)| outcomes[*place] = outcome);
    let mut outcomes = outcomes.into_iter().collect::<Option<Vec<Outcome>>>()?.into_iter();
    let of_unit = |unit: &Unit| UnitRuns {
        outcomes: outcomes.by_ref().take(unit.world.len()).collect(),
        shared: (1..unit.world.len()).filter(|case| unit.shares(*case)).count(),
    };
    Some(units.iter().map(of_unit).collect())
}

/// Planned weeks that need not be lived, since some runs are known.
fn weeks_spared(units: &[Unit], runs: &[(usize, usize)], known: &[Option<Outcome>], warm_ups: usize) -> i64 {
    let base = &units[0].world[0].scenario;
    let those = || runs.iter().zip(known).filter(|it| it.1.is_some()).map(|it| *it.0);
    let own = those().filter(|(unit, case)| !units[*unit].shares(*case)).count();
    let warm_ups = own + units.len() - warm_ups;
    those().count() as i64 * i64::from(base.weeks) + warm_ups as i64 * i64::from(base.warmup_weeks)
}

/// Advances a run until a week and hands on what is recorded from week 0 on; false when stopped.
fn advance(
    simulation: &mut Simulation,
    until: i32,
    stopped: &(dyn Fn() -> bool + Sync),
    sender: &Sender<Told>,
    mut record: impl FnMut(crate::observe::Record),
) -> bool {
    while simulation.next_week() < until {
        if stopped() {
            return false;
        }
        let month = simulation.advance();
        tell_month(&month, sender);
        if month.first_week >= 0 {
            record(month.record);
        }
    }
    true
}

/// Says that a month of one run has passed.
pub(super) fn tell_month(month: &Month, sender: &Sender<Told>) {
    // Nobody listens any more only when the whole command is coming down.
    _ = sender.send(Told::Month(elder_weeks_of(month)));
}

/// The warmed-up week 0 of some replicates of scenarios. None when stopped.
pub(super) fn warm_up<'a, W: FnMut(&Progress)>(
    starts: &[(&'a Scenario, u32)],
    crew: &Crew,
    account: &mut Account<W>,
) -> Option<Vec<Simulation<'a>>> {
    let one = |number: usize, sender: &Sender<Told>, stopped: &(dyn Fn() -> bool + Sync)| {
        let (scenario, replicate) = starts[number];
        let mut simulation = Simulation::begin(scenario, replicate);
        advance(&mut simulation, 0, stopped, sender, |_| {}).then_some(simulation)
    };
    do_all(crew, account, starts.len(), one).into_iter().collect()
}
