//! Does what is not done yet: cells in parallel, finished ones into batches, then the table.
//!
//! Each thread takes one cell after the other; one that finds none left helps those that still work on a large one.
//! What is held in memory is the runs in flight, what they share, one open batch, and of the plan a bit a cell.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use super::beginnings::{Beginnings, Shared};
use super::cell::{Heading, Line, Outcome};
use super::elsewhere::Elsewhere;
use super::merge::{Merged, clear, merge_finished, merge_own};
use super::order::{Marks, Pending};
use super::plan::Design;
use super::plan_file::PlanFile;
use crate::analysis::figures::Figure;
use crate::analysis::outcome::OutcomeBuilder;
use crate::experiment::forecast;
use crate::experiment::identity::{self, Identity};
use crate::files::{self, Lock, names};
use crate::message::message;
use crate::output::Batches;
use crate::output::batches::BATCHES;
use crate::output::contents::{CELLS, INDICES};
use crate::output::run_directory::refuse_foreign;
use crate::scenario::Scenario;
use crate::{Error, Result, machine};

/// Cells after which a batch is sealed in any case.
const MOST_IN_A_BATCH: usize = 20_000;

/// Finished cells that may wait to be put into a batch.
const MOST_WAITING: usize = 1_024;

/// Points whose cells of one replicate are run together where they share its beginning.
const POINTS_TOGETHER: u64 = 64;

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

    /// How many of so many cells belong to it.
    fn size(self, cells: u64) -> u64 {
        cells.saturating_sub(self.number - 1).div_ceil(self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        match numbers {
            Some((number, of)) if 1 <= number && number <= of => Ok(Shard { number, of }),
            _ => {
                let told = message!(
                    "a share is written K/N with K from 1 to N, for example 2/8",
                    "份写作 K/N，K 为 1 至 N，例如 2/8"
                );
                Err(told.to_string())
            }
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
    /// Cells that were finished before, under this plan or under another one in which they are the same.
    pub reused: u64,
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
    /// The table: of the whole plan when it is done, of the finished cells when the sweep was interrupted. A share that is
    /// done has none.
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
pub fn sweep(design: &Design, directory: &Path, conduct: &Conduct, watch: impl FnMut(&Progress)) -> Result<Ended> {
    sweep_by(design, directory, conduct, watch, &measured)
}

/// Runs one cell; none when it was stopped on its way.
type RunOne = dyn Fn(&Design, &Scenario, u32, &Beginnings, &dyn Fn() -> bool) -> Option<Vec<Option<f64>>> + Sync;

fn sweep_by(
    design: &Design,
    directory: &Path,
    conduct: &Conduct,
    mut watch: impl FnMut(&Progress),
    run_one: &RunOne,
) -> Result<Ended> {
    let start = Instant::now();
    let shared = Shared::between(&design.factors);
    let in_flight = runs_in_flight(design, conduct.threads, shared)?;
    let plan = PlanFile::of(design);
    files::create_directory(directory).map_err(|error| match error {
        Error::Write { reason, .. } => Error::uncreatable(directory, &reason),
        other => other,
    })?;
    refuse_another(directory, &plan, conduct.resume)?;
    let _lock = Lock::take(directory)?;
    refuse_another(directory, &plan, conduct.resume)?;
    if let Some(merged) = Merged::find(directory, &plan)? {
        let all = plan.cells();
        let progress = Progress { done: all, all, failed: merged.failures.cells(), here: 0, reused: all, seconds: 0.0 };
        return Ok(Ended { progress, merged: Some(merged) });
    }
    // A directory that cannot be gone on with stays as it is: what may refuse it comes before the first removal.
    refuse_foreign(directory, &[CELLS, INDICES])?;
    let Known { finished, done, failed, elsewhere } = known(directory, &plan, conduct.shard)?;
    let mut batches = Batches::open(directory)?;
    batches.prepare()?;
    sweep_away(directory)?;
    clear(directory)?;
    plan.write(directory)?;
    let mut progress =
        Progress { done, all: conduct.shard.size(plan.cells()), failed, here: 0, reused: done, seconds: 0.0 };
    let heading = Heading { plan: plan.plan.clone(), measures: design.columns() };
    // Those that share a replicate come together, and yet not so many that a batch would hold cells from all over.
    let together = if shared == Shared::Nothing { 1 } else { POINTS_TOGETHER };
    let pending = Pending::new(design, together, conduct.shard, finished);
    let beginnings = Beginnings::new(shared, in_flight + 1);
    let ended = AtomicBool::new(false);
    let stopped = || conduct.stop.load(Ordering::Relaxed) || ended.load(Ordering::Relaxed);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(conduct.threads).build();
    let pool = pool
        .map_err(|error| Error::Usage(format!("cannot start {} threads: {error} / 无法启动线程", conduct.threads)))?;
    let (sender, receiver) = mpsc::sync_channel(MOST_WAITING);
    let written = std::thread::scope(|scope| {
        let work = Work { design, pending: &pending, elsewhere: &elsewhere, beginnings: &beginnings, run_one };
        let (pool, stopped) = (&pool, &stopped);
        scope.spawn(move || {
            pool.broadcast(|thread| {
                if thread.index() < in_flight {
                    work.until_none_is_left(stopped, &sender);
                }
            });
            // With this the last sender is gone, which ends the loop below.
            drop(sender);
        });
        let mut open: Vec<Line> = Vec::new();
        let mut sealed = Instant::now();
        let result = loop {
            let received = receiver.recv_timeout(BETWEEN_WORDS);
            progress.seconds = start.elapsed().as_secs_f64();
            match received {
                Ok(Ok((line, here))) => {
                    progress.done += 1;
                    progress.here += u64::from(here);
                    progress.reused += u64::from(!here);
                    progress.failed += u64::from(matches!(line.outcome, Outcome::Failed(_)));
                    open.push(line);
                }
                Ok(Err(error)) => break Err(error),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break seal(&mut batches, &heading, &mut open),
            }
            if open.len() >= MOST_IN_A_BATCH || sealed.elapsed() >= conduct.seal_every {
                if let Err(error) = seal(&mut batches, &heading, &mut open) {
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
    let merged = match (progress.done == progress.all, conduct.shard) {
        (false, _) => Some(merge_finished(plan, directory)?),
        (true, Shard::WHOLE) => Some(merge_own(plan, directory)?),
        // The table of a share is that of all shares, which `merge` writes.
        (true, _) => None,
    };
    Ok(Ended { progress, merged })
}

/// Seals finished cells in the order of the plan.
fn seal(batches: &mut Batches, heading: &Heading, lines: &mut Vec<Line>) -> Result<()> {
    lines.sort_by_key(|it| it.cell);
    batches.seal(heading, lines)?;
    lines.clear();
    Ok(())
}

/// Removes what a killed process was writing into a directory of ours.
fn sweep_away(directory: &Path) -> Result<()> {
    let stale = names(directory)?.into_iter().filter(|it| it.starts_with('.') && it.ends_with(files::PARTIAL));
    stale.into_iter().try_for_each(|it| files::remove(&directory.join(it)))
}

/// How many runs the memory of this machine holds at once, at most as many as there are threads.
fn runs_in_flight(design: &Design, threads: usize, shared: Shared) -> Result<usize> {
    let largest = largest_cell(design);
    let largest = largest.as_ref().unwrap_or(&design.base);
    forecast::refuse_what_cannot_fit(largest, 1)?;
    let Some(available) = machine::available_memory_bytes() else { return Ok(threads.max(1)) };
    let copy = if shared == Shared::Nothing { 0.0 } else { forecast::population_bytes(largest) };
    let fitting = (available as f64 * 0.9 - copy) / (forecast::memory_bytes(largest, 1) + copy);
    Ok(threads.min(fitting.max(0.0) as usize).max(1))
}

/// The cell with the most people, where factors decide how many there are; of very many cells some are looked at.
fn largest_cell(design: &Design) -> Option<Scenario> {
    let sizes = ["population.", "structure.", "life.growth", "weeks"];
    if !design.factors.iter().any(|factor| sizes.iter().any(|it| factor.path.contains(it))) {
        return None;
    }
    let cells = design.some_points().filter_map(|point| design.scenario(point).ok());
    cells.max_by(|a, b| forecast::population_bytes(a).total_cmp(&forecast::population_bytes(b)))
}

/// Refuses a directory that holds something else than this sweep, or this sweep when nobody asked to go on.
pub(super) fn refuse_another(directory: &Path, plan: &PlanFile, resume: bool) -> Result<()> {
    let shown = directory.display();
    match PlanFile::read(directory)? {
        Some(PlanFile { design, .. }) if design != plan.design => {
            let wanted = &plan.design;
            let told = message!(
                "{shown} holds a sweep of `{design}`, not of `{wanted}`; choose another --out",
                "{shown} 中是 `{design}` 的扫描，不是 `{wanted}` 的；请另选 --out"
            );
            Err(Error::Output(told.error()))
        }
        Some(PlanFile { design, .. }) if !resume => {
            let told = message!(
                "{shown} holds a sweep of `{design}`; --resume goes on with it, or choose another --out",
                "{shown} 中有 `{design}` 的扫描；请用 --resume 继续，或另选 --out"
            );
            Err(Error::Output(told.error()))
        }
        Some(_) => Ok(()),
        None => {
            // What begins with a dot was left by a sweep that was killed before its plan was written. So was a folder.
            let in_the_way = |it: &String| !it.starts_with('.') && it != BATCHES;
            match names(directory)?.into_iter().find(in_the_way) {
                None => Ok(()),
                Some(name) => Err(Error::Output(format!(
                    "{shown} holds `{name}` and no sweep; choose another --out / 其中没有扫描，请另选 --out"
                ))),
            }
        }
    }
}

/// What batches know.
struct Known {
    /// Cells of this plan.
    finished: Marks,
    /// How many of them are of the share.
    done: u64,
    /// How many of them could not be run.
    failed: u64,
    /// Cells of other plans that measured the same.
    elsewhere: Elsewhere,
}

fn known(directory: &Path, plan: &PlanFile, shard: Shard) -> Result<Known> {
    let batches = Batches::open(directory)?;
    let (mut finished, mut done, mut failed) = (Marks::none(plan.cells()), 0, 0);
    let measures = plan.measures.iter().map(|it| it.name.clone()).collect();
    let mut elsewhere = Elsewhere::new(Batches::open(directory)?, measures);
    for number in 0..batches.count() {
        let (heading, lines) = batches.read::<Heading, Line>(number)?;
        if heading.plan != plan.plan {
            elsewhere.add(number, &heading, &lines);
            continue;
        }
        for line in lines.iter().filter(|it| finished.add(it.cell)) {
            let counts = shard.holds(line.cell);
            done += u64::from(counts);
            failed += u64::from(counts && matches!(line.outcome, Outcome::Failed(_)));
        }
    }
    Ok(Known { finished, done, failed, elsewhere: elsewhere.sorted() })
}

/// A cell that is finished, and whether it was run here and now; else another plan had done it.
type Finished = (Line, bool);

/// The work on a plan that all threads share.
#[derive(Clone, Copy)]
struct Work<'a> {
    design: &'a Design,
    pending: &'a Pending,
    elsewhere: &'a Elsewhere,
    beginnings: &'a Beginnings,
    run_one: &'a RunOne,
}

impl Work<'_> {
    /// Takes one cell after the other.
    fn until_none_is_left(&self, stopped: &(impl Fn() -> bool + Sync), finished: &SyncSender<Result<Finished>>) {
        while !stopped() {
            let Some(cell) = self.pending.take() else { return };
            let Some(line) = self.line(cell, stopped).transpose() else { return };
            if finished.send(line).is_err() {
                return;
            }
        }
    }

    /// A cell as it ended; none when it was stopped on its way.
    fn line(&self, cell: u64, stopped: &dyn Fn() -> bool) -> Result<Option<Finished>> {
        let (point, replicate) = self.design.cell(cell as usize);
        let ended =
            |identity, outcome, here| (Line { cell, identity, factors: self.design.data(point), outcome }, here);
        let mut scenario = match self.design.scenario(point) {
            Err(reason) => return Ok(Some(ended(Identity::default(), Outcome::Failed(reason), true))),
            Ok(scenario) => scenario,
        };
        let identity = identity::of_run(&identity::of_scenario(&scenario), replicate, &[]);
        if let Some(outcome) = self.elsewhere.outcome(&identity)? {
            return Ok(Some(ended(identity, outcome, false)));
        }
        if !self.design.measures.iter().any(|it| it.needs_distributions()) {
            scenario.output.distributions_every_weeks = -1;
        }
        let run = || (self.run_one)(self.design, &scenario, replicate, self.beginnings, stopped);
        // A bug that one cell meets shall not cost the others.
        let outcome = match catch_unwind(AssertUnwindSafe(run)) {
            Ok(Some(values)) => Outcome::Measured(values),
            Ok(None) => return Ok(None),
            Err(panic) => Outcome::Failed(bug(panic.as_ref())),
        };
        Ok(Some(ended(identity, outcome, true)))
    }
}

/// What a panic says, as the reason of a failed cell.
fn bug(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("a bug of huzhu that this cell meets: {}", text.unwrap_or("unknown"))
}

/// The measures of one run; none when it was stopped on its way.
fn measured(
    design: &Design,
    scenario: &Scenario,
    replicate: u32,
    beginnings: &Beginnings,
    stopped: &dyn Fn() -> bool,
) -> Option<Vec<Option<f64>>> {
    let mut simulation = beginnings.begin(scenario, replicate, stopped)?;
    let mut outcome = OutcomeBuilder::new(scenario.weeks, &scenario.parameters, &[]);
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
    // Zero has no sign: a negative one becomes the other by adding it.
    let level = |figure: &&'static Figure| outcome.level(figure, design.scope).map(|level| level + 0.0);
    Some(design.measures.iter().map(level).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_a_cell_is_its_reason_and_costs_no_other_cell() {
        let text = "[design]\nkind = \"grid\"\nmeasures = [\"trust\"]\n\
                    [design.factors.\"parameters.behave.give\"]\nvalues = [-4, -3.5, -3, -2.5]\n";
        let design = super::super::from_text("made-up", text).unwrap();
        let run_one = |design: &Design, scenario: &Scenario, _: u32, _: &Beginnings, _: &dyn Fn() -> bool| {
            let give = scenario.parameters.urban.behave.give;
            assert!(give != -3.5, "a rule of {} met give = {give}", design.name);
            Some(vec![Some(f64::from(give))])
        };
        let stop = AtomicBool::new(false);
        let of = |threads| {
            let folder = tempfile::tempdir().unwrap();
            let (shard, seal_every, resume) = (Shard::WHOLE, Duration::ZERO, false);
            let conduct = Conduct { threads, shard, seal_every, resume, stop: &stop };
            let ended = sweep_by(&design, folder.path(), &conduct, |_| {}, &run_one).unwrap();
            assert_eq!((ended.progress.failed, ended.progress.done), (1, 4));
            std::fs::read_to_string(folder.path().join("cells.csv")).unwrap()
        };
        let table = of(1);
        let rows: Vec<&str> = table.lines().skip(1).collect();
        assert_eq!(rows[0], "0,0,0,-4,-4,");
        assert_eq!(rows[1], "1,1,0,-3.5,,a bug of huzhu that this cell meets: a rule of made-up met give = -3.5");
        assert_eq!(rows[3], "3,3,0,-2.5,-2.5,");
        assert_eq!(table, of(3));
    }

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
