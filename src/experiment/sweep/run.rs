//! Does what is not done yet: cells in parallel, finished ones into batches, then the table.
//!
//! Each thread takes one cell after the other and advances its communities alone, so that nothing waits for
//! anything; what is held in memory is the runs in flight and one open batch.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use super::batches::{Batches, ByIdentity, Line, Outcome, PlanFile};
use super::merge::{Merged, merge};
use super::plan::Design;
use crate::analysis::outcome::OutcomeBuilder;
use crate::engine::Simulation;
use crate::experiment::forecast;
use crate::files::Lock;
use crate::scenario::Scenario;
use crate::{Error, Result, machine};

/// Cells after which a batch is sealed in any case.
const MOST_IN_A_BATCH: usize = 20_000;

/// Finished cells that may wait to be put into a batch.
const MOST_WAITING: usize = 1_024;

/// Time after which the progress is told though nothing has finished.
const BETWEEN_WORDS: Duration = Duration::from_millis(200);

/// One share of a plan: every N-th cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which share, from 1 on.
    pub number: u64,
    /// How many there are.
    pub of: u64,
}

impl Shard {
    /// All of the plan.
    pub const WHOLE: Shard = Shard { number: 1, of: 1 };

    /// Whether a cell belongs to it.
    pub fn holds(self, cell: u64) -> bool {
        cell % self.of == self.number - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        match numbers {
            Some((number, of)) if 1 <= number && number <= of => Ok(Shard { number, of }),
            _ => Err("a share is written K/N with K from 1 to N, for example 2/8".to_string()),
        }
    }
}

/// How a sweep is to be done; none of it changes a result.
#[derive(Debug, Clone, Copy)]
pub struct Conduct<'a> {
    /// Runs at once.
    pub threads: usize,
    /// Which share of the plan.
    pub shard: Shard,
    /// Time after which a batch is sealed.
    pub seal_every: Duration,
    /// Goes on with what is in the directory.
    pub resume: bool,
    /// When it becomes true the sweep ends after the months it is in.
    pub stop: &'a AtomicBool,
}

/// How far a sweep is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Cells of the share that are finished.
    pub done: u64,
    /// Cells of the share.
    pub all: u64,
    /// Cells that could not be run.
    pub failed: u64,
    /// Cells finished by this process.
    pub here: u64,
    /// Seconds since this process began.
    pub seconds: f64,
}

impl Progress {
    /// Cells a second.
    pub fn rate(&self) -> f64 {
        self.here as f64 / self.seconds.max(1e-9)
    }

    /// Seconds left, once something has been finished.
    pub fn seconds_left(&self) -> Option<f64> {
        (self.here > 0).then(|| (self.all - self.done) as f64 / self.rate())
    }
}

/// How a sweep ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// How far it came.
    pub progress: Progress,
    /// The table, if the whole plan is done.
    pub merged: Option<Merged>,
}

impl Ended {
    /// Whether every cell of the share is finished.
    pub fn is_complete(&self) -> bool {
        self.progress.done == self.progress.all
    }
}

/// Runs the cells of a design that are not finished in `directory`, and merges when all are.
///
/// # Errors
/// The directory holds something else, another process is writing there, or a file cannot be written.
pub fn sweep(design: &Design, directory: &Path, conduct: &Conduct, mut watch: impl FnMut(&Progress)) -> Result<Ended> {
    let start = Instant::now();
    let threads = runs_in_flight(design, conduct.threads)?;
    let plan = PlanFile::of(design);
    std::fs::create_dir_all(directory)
        .map_err(|reason| Error::Output(format!("cannot create {}: {reason}", directory.display())))?;
    refuse_another(directory, &plan, conduct.resume)?;
    let _lock = Lock::take(directory)?;
    refuse_another(directory, &plan, conduct.resume)?;
    plan.write(directory)?;
    let mut batches = Batches::open(directory)?;
    batches.prepare()?;

    let Known { mut finished, failed, elsewhere } = known(&batches, &plan)?;
    let all = (0..plan.cells()).filter(|it| conduct.shard.holds(*it)).count() as u64;
    let done = (0..plan.cells()).filter(|it| conduct.shard.holds(*it) && finished[*it as usize]).count() as u64;
    let mut progress = Progress { done, all, failed, here: 0, seconds: 0.0 };
    if !elsewhere.is_empty() {
        progress.done += adopt(design, &plan, &mut batches, &elsewhere, &mut finished, conduct.shard)?;
    }
    let pending: Vec<u64> =
        (0..plan.cells()).filter(|it| conduct.shard.holds(*it) && !finished[*it as usize]).collect();
    drop(finished);

    let next = AtomicUsize::new(0);
    let ended = AtomicBool::new(false);
    let stopped = || conduct.stop.load(Ordering::Relaxed) || ended.load(Ordering::Relaxed);
    let (sender, receiver) = mpsc::sync_channel(MOST_WAITING);
    let written = std::thread::scope(|scope| {
        for _ in 0..threads.min(pending.len()) {
            let (sender, next, pending, stopped) = (sender.clone(), &next, &pending, &stopped);
            scope.spawn(move || alone(|| work(design, pending, next, stopped, &sender)));
        }
        drop(sender);
        let mut open: Vec<Line> = Vec::new();
        let mut sealed = Instant::now();
        let names = design.columns();
        let result = loop {
            let received = receiver.recv_timeout(BETWEEN_WORDS);
            progress.seconds = start.elapsed().as_secs_f64();
            match received {
                Ok(line) => {
                    progress.done += 1;
                    progress.here += 1;
                    progress.failed += u64::from(matches!(line.outcome, Outcome::Failed(_)));
                    open.push(line);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break batches.seal(&plan.plan, &names, &mut open),
            }
            if open.len() >= MOST_IN_A_BATCH || sealed.elapsed() >= conduct.seal_every {
                if let Err(error) = batches.seal(&plan.plan, &names, &mut open) {
                    break Err(error);
                }
                sealed = Instant::now();
            }
            watch(&progress);
        };
        // Threads that still work have nobody to tell.
        ended.store(true, Ordering::Relaxed);
        drop(receiver);
        result
    });
    written?;
    progress.seconds = start.elapsed().as_secs_f64();
    let whole = conduct.shard == Shard::WHOLE && progress.done == progress.all;
    let merged = if whole { Some(merge(&[directory.to_path_buf()], directory)?) } else { None };
    Ok(Ended { progress, merged })
}

/// How many runs the memory of this machine holds at once, at most as many as there are threads.
fn runs_in_flight(design: &Design, threads: usize) -> Result<usize> {
    forecast::refuse_what_cannot_fit(&design.base, 1)?;
    let Some(available) = machine::available_memory_bytes() else { return Ok(threads.max(1)) };
    let fitting = (available as f64 * 0.9 / forecast::memory_bytes(&design.base, 1)) as usize;
    Ok(threads.min(fitting).max(1))
}

/// Refuses a directory that holds something else than this sweep, or this sweep when nobody asked to go on.
fn refuse_another(directory: &Path, plan: &PlanFile, resume: bool) -> Result<()> {
    let shown = directory.display();
    match PlanFile::read(directory)? {
        Some(found) if !resume => Err(Error::Output(format!(
            "{shown} holds a sweep of `{}`; --resume goes on with it, or choose another --out",
            found.design
        ))),
        Some(found) if found.design != plan.design => Err(Error::Output(format!(
            "{shown} holds a sweep of `{}`, not of `{}`; choose another --out",
            found.design, plan.design
        ))),
        Some(_) => Ok(()),
        None => {
            let entries =
                std::fs::read_dir(directory).map_err(|reason| Error::Read { path: directory.to_path_buf(), reason })?;
            let names = entries.filter_map(|it| it.ok()).map(|it| it.file_name().to_string_lossy().into_owned());
            match names.into_iter().find(|it| !it.starts_with('.')) {
                None => Ok(()),
                Some(name) => Err(Error::Output(format!("{shown} holds `{name}` and no sweep; choose another --out"))),
            }
        }
    }
}

/// What batches know.
struct Known {
    /// Cells of this plan, by number.
    finished: Vec<bool>,
    /// How many of them could not be run.
    failed: u64,
    /// Cells of other plans that measured the same, by what decides their outcome.
    elsewhere: ByIdentity,
}

fn known(batches: &Batches, plan: &PlanFile) -> Result<Known> {
    let mut known = Known { finished: vec![false; plan.cells() as usize], failed: 0, elsewhere: ByIdentity::new() };
    let names: Vec<&str> = plan.measures.iter().map(|it| it.name.as_str()).collect();
    for number in 0..batches.count() {
        let batch = batches.read(number)?;
        if batch.plan == plan.plan {
            for line in batch.lines {
                if let Some(finished) = known.finished.get_mut(line.cell as usize) {
                    known.failed += u64::from(!*finished && matches!(line.outcome, Outcome::Failed(_)));
                    *finished = true;
                }
            }
            continue;
        }
        let places: Option<Vec<usize>> =
            names.iter().map(|name| batch.measures.iter().position(|it| it == name)).collect();
        let Some(places) = places else { continue };
        for line in batch.lines {
            if let Outcome::Measured(values) = line.outcome {
                let chosen = places.iter().map(|it| values[*it]).collect();
                known.elsewhere.insert(line.identity, Outcome::Measured(chosen));
            }
        }
    }
    Ok(known)
}

/// Takes over cells of another plan in the same directory, as of a smaller design of the same name.
fn adopt(
    design: &Design,
    plan: &PlanFile,
    batches: &mut Batches,
    elsewhere: &ByIdentity,
    finished: &mut [bool],
    shard: Shard,
) -> Result<u64> {
    let mut lines = Vec::new();
    // Replicates of a point follow each other: the last scenario is the only one worth keeping.
    let mut last: Option<(usize, Option<Scenario>)> = None;
    for cell in (0..plan.cells()).filter(|it| shard.holds(*it) && !finished[*it as usize]).collect::<Vec<_>>() {
        let (point, replicate) = design.cell(cell as usize);
        if last.as_ref().is_none_or(|(it, _)| *it != point) {
            last = Some((point, design.scenario(point).ok()));
        }
        let Some((_, Some(scenario))) = &last else { continue };
        let identity = Design::identity(scenario, replicate).to_hex().to_string();
        let Some(outcome) = elsewhere.get(&identity) else { continue };
        lines.push(Line { cell, identity, factors: design.data(point), outcome: outcome.clone() });
        finished[cell as usize] = true;
    }
    let count = lines.len() as u64;
    batches.seal(&plan.plan, &design.columns(), &mut lines)?;
    Ok(count)
}

/// Makes this thread a pool of its own, so that what is parallel inside a run stays on it.
fn alone(work: impl FnOnce()) {
    // A thread that cannot be a pool shares the global one: slower, with the same results.
    let _pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    work();
}

/// Takes one cell after the other until there is none.
fn work(
    design: &Design,
    pending: &[u64],
    next: &AtomicUsize,
    stopped: &impl Fn() -> bool,
    finished: &SyncSender<Line>,
) {
    while !stopped() {
        let Some(cell) = pending.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
        let (point, replicate) = design.cell(*cell as usize);
        let (identity, outcome) = match design.scenario(point) {
            Err(reason) => (String::from("-"), Outcome::Failed(reason)),
            Ok(scenario) => {
                let identity = Design::identity(&scenario, replicate).to_hex().to_string();
                // A bug that one cell meets shall not cost the others.
                let ran = catch_unwind(AssertUnwindSafe(|| measured(design, &scenario, replicate, stopped)));
                match ran {
                    Ok(None) => return,
                    Ok(Some(values)) => (identity, Outcome::Measured(values)),
                    Err(_) => (identity, Outcome::Failed("the program has a bug that this cell meets".to_string())),
                }
            }
        };
        let line = Line { cell: *cell, identity, factors: design.data(point), outcome };
        if finished.send(line).is_err() {
            return;
        }
    }
}

/// The measures of one run; none when it was stopped on its way.
fn measured(
    design: &Design,
    scenario: &Scenario,
    replicate: u32,
    stopped: &impl Fn() -> bool,
) -> Option<Vec<Option<f64>>> {
    let mut simulation = Simulation::begin(scenario, replicate);
    let mut outcome = OutcomeBuilder::new(scenario.weeks, &[]);
    while !simulation.is_over() {
        if stopped() {
            return None;
        }
        let month = simulation.advance();
        if month.first_week >= 0 {
            outcome.add(month.record);
        }
    }
    let outcome = outcome.finish(&simulation.open_spells());
    Some(design.measures.iter().map(|it| outcome.level(it, design.scope)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_a_plan_hold_every_cell_once() {
        let shares: Vec<Shard> = (1..=3).map(|it| format!("{it}/3").parse().unwrap()).collect();
        for cell in 0..20 {
            assert_eq!(shares.iter().filter(|it| it.holds(cell)).count(), 1);
        }
        for wrong in ["0/3", "4/3", "1", "a/b", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
