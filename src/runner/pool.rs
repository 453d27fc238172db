//! The thread pool of all runs, and their progress.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Instant;

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::analysis::outcome::Outcome;
use crate::engine::Simulation;
use crate::places::WEEKS_PER_MONTH;
use crate::plan::run_key::{RunKey, bare};
use crate::runner::forecast;
use crate::runner::store::RunStore;
use crate::scenario::Scenario;
use crate::text::message;
use crate::{Error, Result};

/// Months that are simulated to forecast time.
const TRIED_MONTHS: i32 = 3;

/// The first months of a run are fast: later months under a policy take up to this many times as long.
const SLOWEST: f64 = 2.0;

/// Planned runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Planned {
    /// Runs.
    pub runs: usize,
    /// Weeks of all runs, including warm-ups.
    pub weeks: i64,
}

impl std::ops::Add for Planned {
    type Output = Planned;

    fn add(self, other: Planned) -> Planned {
        Planned { runs: self.runs + other.runs, weeks: self.weeks + other.weeks }
    }
}

impl Planned {
    /// Expected duration on this machine in seconds, shortest and longest, from a few simulated months of a scenario.
    ///
    /// # Errors
    /// The scenario does not fit into memory.
    pub fn forecast(&self, scenario: &Scenario, threads: usize) -> Result<[f64; 2]> {
        let seconds = RunPool::new(scenario, threads, 2)?.pace(&bare(scenario)) * self.weeks as f64;
        Ok([seconds, seconds * SLOWEST])
    }
}

/// Progress of the runs of a study.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Completed share of the runs planned so far; more may be planned if a precision is required.
    pub done: f64,
    /// Runs that are finished.
    pub runs: usize,
    /// Runs that are planned so far.
    pub planned: usize,
    /// Replicates that are planned so far.
    pub replicates: u32,
    /// Elder-weeks simulated so far.
    pub elder_weeks: u64,
}

/// Threads that execute several jobs at once; a thread without a job helps inside running jobs.
pub(crate) struct RunPool {
    pool: ThreadPool,
    at_once: usize,
}

impl RunPool {
    /// As many jobs at once as threads, or fewer if their populations do not fit into memory; each job needs
    /// `populations`.
    ///
    /// # Errors
    /// Not even one population fits, or the threads cannot be started.
    pub fn new(scenario: &Scenario, threads: usize, populations: usize) -> Result<Self> {
        forecast::refuse_what_cannot_fit(scenario, threads)?;
        let one = forecast::memory_bytes(scenario, 1) + (populations - 1) as f64 * forecast::population_bytes(scenario);
        RunPool::start(threads, forecast::fitting(one, 0.0).min(threads))
    }

    /// A pool with a number of threads and a maximum number of simultaneous jobs.
    ///
    /// # Errors
    /// The threads cannot be started.
    pub fn start(threads: usize, at_once: usize) -> Result<Self> {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| {
            Error::Usage(message!("cannot start {threads} threads: {error}", "无法启动 {threads} 个线程：{error}"))
        })?;
        Ok(RunPool { pool, at_once })
    }

    /// Executes `work` on as many threads as there are simultaneous jobs; the other threads help inside it.
    pub fn each(&self, work: impl Fn() + Sync) {
        self.pool.broadcast(|thread| {
            if thread.index() < self.at_once {
                work();
            }
        });
    }

    /// Elapsed seconds per week of one run when all threads are busy, measured on a few months.
    fn pace(&self, scenario: &Scenario) -> f64 {
        let start = Instant::now();
        let tried = |number: usize, _: &Sender<RunEvent>| {
            let mut simulation = Simulation::begin(scenario, number as u32);
            (0..TRIED_MONTHS).for_each(|_| _ = simulation.advance());
            Some(())
        };
        self.do_all(self.at_once, tried, |_| {});
        start.elapsed().as_secs_f64() / (self.at_once as f64 * f64::from(TRIED_MONTHS * WEEKS_PER_MONTH))
    }

    /// Executes every job once; results are in the order of the jobs, none if a job was stopped.
    fn do_all<T: Send>(
        &self,
        jobs: usize,
        job: impl Fn(usize, &Sender<RunEvent>) -> Option<T> + Sync,
        mut told: impl FnMut(RunEvent),
    ) -> Vec<Option<T>> {
        let next = AtomicUsize::new(0);
        let results: Mutex<Vec<Option<T>>> = Mutex::new((0..jobs).map(|_| None).collect());
        let (sender, receiver) = channel();
        std::thread::scope(|scope| {
            let (results, job, next) = (&results, &job, &next);
            // With the work the last sender is gone, which ends the loop below.
            scope.spawn(move || {
                self.each(|| {
                    loop {
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
            });
            receiver.into_iter().for_each(&mut told);
        });
        results.into_inner().unwrap_or_default()
    }
}

/// An event of a job.
pub(crate) enum RunEvent {
    /// A month of some runs has passed.
    Months {
        /// Number of runs that advanced by a month.
        runs: usize,
        /// Weeks that were simulated, summed over elders.
        elder_weeks: u64,
    },
    /// A run has ended: its key and its outcome.
    Run(Box<(RunKey, Outcome)>),
}

/// Progress of planned runs.
pub(crate) struct ProgressTracker<'a, W> {
    watch: W,
    store: &'a mut RunStore,
    stop: &'a AtomicBool,
    /// Becomes true if a run cannot be stored.
    halt: AtomicBool,
    /// The error, if a run cannot be stored.
    trouble: Option<Error>,
    weeks: i64,
    elder_weeks: u64,
    runs: usize,
    planned: usize,
    planned_weeks: i64,
    replicates: u32,
}

impl<'a, W: FnMut(&Progress)> ProgressTracker<'a, W> {
    /// A tracker without planned runs; no further runs are started when `stop` becomes true.
    pub fn new(watch: W, store: &'a mut RunStore, stop: &'a AtomicBool) -> Self {
        let (halt, trouble) = (AtomicBool::new(false), None);
        let (weeks, elder_weeks, runs, planned, planned_weeks, replicates) = (0, 0, 0, 0, 0, 0);
        ProgressTracker {
            watch,
            store,
            stop,
            halt,
            trouble,
            weeks,
            elder_weeks,
            runs,
            planned,
            planned_weeks,
            replicates,
        }
    }

    /// Plans further runs; `replicates` is the total number planned.
    pub fn plan(&mut self, more: Planned, replicates: u32) {
        self.planned_weeks += more.weeks;
        self.planned += more.runs;
        self.replicates = replicates;
    }

    /// Removes runs and weeks that need not be simulated from the plan.
    pub fn spare(&mut self, runs: usize, weeks: i64) {
        self.runs += runs;
        self.planned_weeks -= weeks;
    }

    /// Outcomes of runs that were finished earlier, whose weeks are removed from the plan; none if one of them is
    /// missing.
    pub fn take_all(&mut self, runs: &[RunKey], weeks: i64) -> Option<Vec<Outcome>> {
        let outcomes = runs.iter().map(|it| self.store.take(it)).collect::<Option<Vec<_>>>()?;
        self.spare(runs.len(), weeks);
        Some(outcomes)
    }

    /// Outcome of a run that was finished earlier, if there is one.
    pub fn take(&mut self, run: &RunKey) -> Option<Outcome> {
        self.store.take(run)
    }

    /// Records an event of a job.
    fn tell(&mut self, told: RunEvent) {
        let stored = match told {
            RunEvent::Months { runs, elder_weeks } => {
                self.weeks += runs as i64 * i64::from(WEEKS_PER_MONTH);
                self.elder_weeks += elder_weeks;
                // The arms of a replicate end at the same time, and the next may end hours later.
                self.store.seal_if_due()
            }
            RunEvent::Run(ended) => {
                self.runs += 1;
                self.store.keep(ended.0, ended.1)
            }
        };
        if let Err(error) = stored {
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

    /// Stores finished runs on disk, and returns the number of elder-weeks simulated.
    ///
    /// # Errors
    /// A run could not be stored.
    pub fn close(self) -> Result<u64> {
        self.trouble.map_or(Ok(()), Err)?;
        self.store.seal()?;
        Ok(self.elder_weeks)
    }
}

/// Executes every job once in a pool and tracks progress; jobs can query whether to stop.
pub(crate) fn do_all<T: Send, W: FnMut(&Progress)>(
    pool: &RunPool,
    account: &mut ProgressTracker<W>,
    jobs: usize,
    job: impl Fn(usize, &Sender<RunEvent>, &(dyn Fn() -> bool + Sync)) -> Option<T> + Sync,
) -> Vec<Option<T>> {
    // The jobs read this flag while the tracker handles their events.
    let (stop, halt) = (account.stop, std::mem::take(&mut account.halt));
    let stopped = || stop.load(Ordering::Relaxed) || halt.load(Ordering::Relaxed);
    let results = pool.do_all(
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
