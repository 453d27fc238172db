//! Many runs at once: threads in groups that work on one run each, warm-ups shared where nothing differs before
//! the policy, progress told as it goes.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::forecast;
use crate::analysis::figures::Figure;
use crate::analysis::outcome::{Outcome, OutcomeBuilder};
use crate::engine::Simulation;
use crate::engine::simulation::Month;
use crate::observe::Place;
use crate::observe::measures::Measure;
use crate::places::WEEKS_PER_MONTH;
use crate::scenario::Scenario;
use crate::{Error, Result, machine};

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
        let pools = pools.map_err(|error| Error::Usage(format!("cannot start {threads} threads: {error}")))?;
        Ok(Crew { pools })
    }

    /// Runs that go on at once.
    pub fn runs_at_once(&self) -> usize {
        self.pools.len()
    }

    /// Does every job once; results in the order of the jobs, none where a job was given up.
    pub fn do_all<T: Send>(
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
    /// A run has ended.
    Run,
}

/// What has been done of what is planned.
pub(super) struct Account<W> {
    watch: W,
    weeks: i64,
    /// Weeks lived by elders.
    pub elder_weeks: u64,
    runs: usize,
    planned: usize,
    planned_weeks: i64,
    replicates: u32,
}

impl<W: FnMut(&Progress)> Account<W> {
    /// Of nothing planned yet.
    pub fn new(watch: W) -> Self {
        Account { watch, weeks: 0, elder_weeks: 0, runs: 0, planned: 0, planned_weeks: 0, replicates: 0 }
    }

    /// Plans some more replicates of the cases of one world; `replicates` are all that are planned then.
    pub fn plan(&mut self, world: &[Scenario], more: u32, replicates: u32) {
        let (shared, own): (Vec<_>, Vec<_>) = world.iter().partition(|it| shares_warm_up(&world[0], it));
        let weeks = i64::from(world[0].weeks) * world.len() as i64;
        let warm_ups = i64::from(world[0].warmup_weeks) * (own.len() as i64 + i64::from(!shared.is_empty()));
        self.plan_weeks((weeks + warm_ups) * i64::from(more), world.len() * more as usize, replicates);
    }

    /// Plans so many more weeks of so many more runs.
    pub fn plan_weeks(&mut self, weeks: i64, runs: usize, replicates: u32) {
        self.planned_weeks += weeks;
        self.planned += runs;
        self.replicates = replicates;
    }

    /// Takes in what a job says.
    pub fn tell(&mut self, told: Told) {
        match told {
            Told::Month(lived) => {
                self.weeks += i64::from(WEEKS_PER_MONTH);
                self.elder_weeks += lived;
            }
            Told::Run => self.runs += 1,
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

/// The same scenario without the tables that a study does not keep.
pub(super) fn frugal(scenario: &Scenario) -> Scenario {
    let mut scenario = scenario.clone();
    let output = &mut scenario.output;
    (output.provinces, output.districts, output.community_classes, output.warmup) = (false, false, false, false);
    (output.sample_elders, output.communities_every_months, output.distributions_every_weeks) = (0, 0, 0);
    scenario
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
    pub world: &'a [Scenario],
    /// Replicate.
    pub replicate: u32,
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

/// Runs some units: first their warm-ups, then all cases. None when stopped.
///
/// All of them hold a warmed-up population at once, so there should be no more than runs at once.
pub(super) fn run_units<W: FnMut(&Progress)>(
    units: &[Unit],
    keeping: Keeping,
    crew: &Crew,
    stop: &AtomicBool,
    account: &mut Account<W>,
) -> Option<Vec<UnitRuns>> {
    let starts: Vec<(&Scenario, u32)> = units.iter().map(|it| (&it.world[0], it.replicate)).collect();
    let warmed = warm_up(&starts, crew, stop, account)?;
    // Unit by unit, so that runs of one population come together.
    let jobs: Vec<(usize, &Scenario)> =
        units.iter().enumerate().flat_map(|(number, unit)| unit.world.iter().map(move |it| (number, it))).collect();
    let run = |job: usize, sender: &Sender<Told>| {
        let (number, scenario) = jobs[job];
        let unit = units[number];
        let mut simulation = if shares_warm_up(&unit.world[0], scenario) {
            let mut simulation = warmed[number].clone();
            simulation.set_policy(scenario);
            simulation
        } else {
            Simulation::begin(scenario, unit.replicate)
        };
        simulation.keep_groups(keeping.groups);
        let mut builder = OutcomeBuilder::new(scenario.weeks, keeping.courses_of);
        let whole = advance(&mut simulation, scenario.weeks, stop, sender, |record| builder.add(record));
        _ = sender.send(Told::Run);
        whole.then(|| builder.finish(&simulation.open_spells()))
    };
    let outcomes = crew.do_all(jobs.len(), run, |it| account.tell(it)).into_iter();
    let mut outcomes = outcomes.collect::<Option<Vec<Outcome>>>()?.into_iter();
    let of_unit = |unit: &Unit| UnitRuns {
        outcomes: outcomes.by_ref().take(unit.world.len()).collect(),
        shared: unit.world[1..].iter().filter(|it| shares_warm_up(&unit.world[0], it)).count(),
    };
    Some(units.iter().map(of_unit).collect())
}

/// Advances a run until a week and hands on what is recorded from week 0 on; false when stopped.
fn advance(
    simulation: &mut Simulation,
    until: i32,
    stop: &AtomicBool,
    sender: &Sender<Told>,
    mut record: impl FnMut(crate::observe::Record),
) -> bool {
    while simulation.next_week() < until {
        if stop.load(Ordering::Relaxed) {
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
    // Provinces and other places hold the same elders again.
    let settings = month.record.tallies.iter().filter(|((_, place), _)| matches!(place, Place::Setting(_)));
    let lived = settings.map(|(_, it)| (it[Measure::Elders] + it[Measure::InCareHomes]) as u64).sum();
    // Nobody listens any more only when the whole command is coming down.
    _ = sender.send(Told::Month(lived));
}

/// The warmed-up week 0 of some replicates of scenarios. None when stopped.
pub(super) fn warm_up<'a, W: FnMut(&Progress)>(
    starts: &[(&'a Scenario, u32)],
    crew: &Crew,
    stop: &AtomicBool,
    account: &mut Account<W>,
) -> Option<Vec<Simulation<'a>>> {
    let one = |number: usize, sender: &Sender<Told>| {
        let (scenario, replicate) = starts[number];
        let mut simulation = Simulation::begin(scenario, replicate);
        advance(&mut simulation, 0, stop, sender, |_| {}).then_some(simulation)
    };
    crew.do_all(starts.len(), one, |it| account.tell(it)).into_iter().collect()
}
