//! Runs a sweep: unfinished cells in parallel, finished cells into batches, then the table.
//!
//! Each thread takes one cell at a time; a thread without a cell helps inside cells that are still running. Memory is
//! needed only for active runs, the state that they share, one open batch, and one bit per cell.

mod merge;
mod plan_file;
pub mod progress;

pub(crate) use merge::write_manifest;
pub use merge::{Merged, finished_share, merge};
pub use plan_file::PlanFile;
pub use progress::Progress;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::files::{self, Lock, names};
use crate::output::Batches;
use crate::output::claim::{RUNS, next_free, refuse_foreign};
use crate::output::tables::{CELLS, INDICES};
use crate::plan::design::Design;
use crate::runner::cell::{CellResult, Heading, Outcome};
use crate::runner::cells::{RunCells, Work, measured, runs_in_flight, side_by_side};
use crate::runner::order::{CellBitmap, Pending, Shard};
use crate::runner::pool::RunPool;
use crate::runner::reused_cells::ReusedCells;
use crate::runner::warm_starts::{Beginnings, Shared};
use crate::study::sweep::merge::{clear, merge_finished, merge_own};
use crate::study::sweep::plan_file::refuse_another;
use crate::study::watch::{Options, Watch};
use crate::text::{Message, message};
use crate::{Error, Result};

/// Cells after which a batch is sealed in any case.
const MOST_IN_A_BATCH: usize = 20_000;

/// Maximum number of finished cells that are not in a batch yet.
const MOST_WAITING: usize = 1_024;

/// Points whose cells of one replicate are run together where they share its beginning.
const POINTS_TOGETHER: u64 = 64;

/// Interval after which progress is reported even if no cell has finished.
const BETWEEN_WORDS: Duration = Duration::from_millis(200);

/// The part of a plan that is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The shard of the plan.
    pub shard: Shard,
    /// Whether the sweep in the directory is continued.
    pub resume: bool,
}

/// How a sweep ended.
#[derive(Debug, Clone, PartialEq)]
pub struct SweepResult {
    /// How far it came.
    pub progress: Progress,
    /// The table of cells: of the complete plan, or of the finished cells if the sweep was interrupted. A finished
    /// shard has none.
    pub merged: Option<Merged>,
}

impl SweepResult {
    /// Whether every cell of the shard is finished.
    pub fn is_complete(&self) -> bool {
        self.progress.done == self.progress.all
    }
}

/// The directory of a sweep: the one given; when resuming, the last directory of the design; else a new one.
///
/// # Errors
/// There is no sweep of the design to continue, or its directory cannot be read.
pub fn place(design: &Design, out: Option<&Path>, resume: bool) -> Result<PathBuf> {
    match out {
        Some(out) => Ok(out.to_path_buf()),
        None if resume => PlanFile::last(&design.name)?.map(|it| it.0).ok_or_else(|| {
            let name = &design.name;
            let told = message!(
                "there is no sweep of `{name}` in {RUNS}/ to go on with; leave out --resume",
                "{RUNS}/ 中没有 `{name}` 的扫描可继续；请去掉 --resume"
            );
            Error::Usage(told)
        }),
        None => next_free(Path::new(RUNS), &design.name),
    }
}

/// Differences between a design and the plan in its directory.
///
/// # Errors
/// The plan in the directory cannot be read.
pub fn changes(design: &Design, directory: &Path) -> Result<Vec<Message>> {
    let earlier = PlanFile::read(directory)?;
    Ok(earlier.map(|it| PlanFile::of(design).differences(&it)).unwrap_or_default())
}

/// Runs the cells of a design that are not finished in `directory`, and merges when all are.
///
/// # Errors
/// The directory contains something else, another process is writing there, or a file cannot be written.
pub fn run(
    design: &Design,
    directory: &Path,
    part: Part,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<SweepResult> {
    watch.begin();
    let ended = run_by(design, directory, part, options, &mut |progress| watch.cells(progress), &measured);
    watch.end();
    ended
}

fn run_by(
    design: &Design,
    directory: &Path,
    part: Part,
    options: &Options,
    watch: &mut dyn FnMut(&Progress),
    run_cells: &RunCells,
) -> Result<SweepResult> {
    let start = Instant::now();
    let shared = Shared::between(&design.factors);
    let in_flight = runs_in_flight(design, options.threads, shared)?;
    let plan = PlanFile::of(design);
    files::create_directory(directory).map_err(|error| match error {
        Error::Write { reason, .. } => Error::uncreatable(directory, &reason),
        other => other,
    })?;
    refuse_another(directory, &plan, part.resume)?;
    let _lock = Lock::take(directory)?;
    refuse_another(directory, &plan, part.resume)?;
    if let Some(merged) = Merged::find(directory, &plan)? {
        let all = plan.cells();
        let progress = Progress { done: all, all, failed: merged.failures.cells(), here: 0, reused: all, seconds: 0.0 };
        return Ok(SweepResult { progress, merged: Some(merged) });
    }
    // A directory that cannot be resumed stays as it is: all checks come before the first removal.
    refuse_foreign(directory, &[CELLS, INDICES])?;
    let Known { finished, done, failed, elsewhere } = known(directory, &plan, part.shard)?;
    let batches = Batches::open(directory)?;
    batches.prepare()?;
    remove_partials(directory)?;
    clear(directory)?;
    plan.write(directory)?;
    let progress = Progress { done, all: part.shard.size(plan.cells()), failed, here: 0, reused: done, seconds: 0.0 };
    // Cells of the same replicate are run together, but not so many that a batch would contain cells from the entire plan.
    let together = if shared == Shared::Nothing { 1 } else { POINTS_TOGETHER };
    let pending = Pending::new(design, together, part.shard, finished);
    let beginnings = Beginnings::new(shared, in_flight + 1);
    let work = Work {
        design,
        pending: &pending,
        elsewhere: &elsewhere,
        beginnings: &beginnings,
        run_cells,
        together: side_by_side(design, shared),
    };
    let heading = Heading { plan: plan.plan.clone(), measures: design.columns() };
    let mut written = Written { batches, heading, open: Vec::new(), progress, start };
    on_threads(work, in_flight, options, &mut written, watch)?;
    let progress = Progress { seconds: start.elapsed().as_secs_f64(), ..written.progress };
    let merged = match (progress.done == progress.all, part.shard) {
        (false, _) => Some(merge_finished(plan, directory)?),
        (true, Shard::WHOLE) => Some(merge_own(plan, directory)?),
        // The table of a share is that of all shares, which `merge` writes.
        (true, _) => None,
    };
    Ok(SweepResult { progress, merged })
}

/// Results of the cells of this process.
struct Written {
    batches: Batches,
    heading: Heading,
    /// Finished cells that are not yet in a batch.
    open: Vec<CellResult>,
    progress: Progress,
    start: Instant,
}

impl Written {
    /// Counts a cell, run here or taken from another plan.
    fn add(&mut self, cell: CellResult, here: bool) {
        let it = &mut self.progress;
        it.done += 1;
        it.here += u64::from(here);
        it.reused += u64::from(!here);
        it.failed += u64::from(matches!(cell.outcome, Outcome::Failed(_)));
        self.open.push(cell);
    }

    /// Seals finished cells in the order of the plan.
    fn seal(&mut self) -> Result<()> {
        self.open.sort_by_key(|it| it.cell);
        self.batches.seal(&self.heading, &self.open)?;
        self.open.clear();
        Ok(())
    }
}

/// Runs cells on the threads and writes finished cells into batches.
fn on_threads(
    work: Work,
    in_flight: usize,
    options: &Options,
    written: &mut Written,
    watch: &mut dyn FnMut(&Progress),
) -> Result<()> {
    let ended = AtomicBool::new(false);
    let stopped = || options.stop.load(Ordering::Relaxed) || ended.load(Ordering::Relaxed);
    let pool = RunPool::start(options.threads, in_flight)?;
    let (sender, receiver) = mpsc::sync_channel(MOST_WAITING);
    std::thread::scope(|scope| {
        let (pool, stopped) = (&pool, &stopped);
        scope.spawn(move || {
            pool.each(|| work.until_none_is_left(stopped, &sender));
            // With this the last sender is gone, which ends the loop below.
            drop(sender);
        });
        let mut sealed = Instant::now();
        let result = loop {
            let received = receiver.recv_timeout(BETWEEN_WORDS);
            written.progress.seconds = written.start.elapsed().as_secs_f64();
            match received {
                Ok(Ok((cell, here))) => written.add(cell, here),
                Ok(Err(error)) => break Err(error),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break written.seal(),
            }
            if written.open.len() >= MOST_IN_A_BATCH || sealed.elapsed() >= options.seal_every {
                if let Err(error) = written.seal() {
                    break Err(error);
                }
                sealed = Instant::now();
            }
            watch(&written.progress);
        };
        // The receiver is closed for threads that still work.
        ended.store(true, Ordering::Relaxed);
        drop(receiver);
        result
    })
}

/// Removes partial files that a killed process left in the directory.
fn remove_partials(directory: &Path) -> Result<()> {
    let stale = names(directory)?.into_iter().filter(|it| it.starts_with('.') && it.ends_with(files::PARTIAL));
    stale.into_iter().try_for_each(|it| files::remove(&directory.join(it)))
}

/// Contents of the batches.
struct Known {
    /// Cells of this plan.
    finished: CellBitmap,
    /// How many of them are of the share.
    done: u64,
    /// How many of them could not be run.
    failed: u64,
    /// Cells of other plans that measured the same.
    elsewhere: ReusedCells,
}

fn known(directory: &Path, plan: &PlanFile, shard: Shard) -> Result<Known> {
    let batches = Batches::open(directory)?;
    let (mut finished, mut done, mut failed) = (CellBitmap::none(plan.cells()), 0, 0);
    let measures = plan.measures.iter().map(|it| it.name.clone()).collect();
    let mut elsewhere = ReusedCells::new(Batches::open(directory)?, measures);
    for number in 0..batches.count() {
        let (heading, lines) = batches.read::<Heading, CellResult>(number)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn a_panic_inside_a_cell_is_its_reason_and_costs_no_other_cell() {
        let text = "[design]\nkind = \"grid\"\nmeasures = [\"trust\"]\n\
                    [design.factors.\"parameters.behave.give\"]\nvalues = [-4, -3.5, -3, -2.5]\n";
        let design = crate::plan::design_file::from_text("made-up", text).unwrap();
        let run_cells = |design: &Design, scenarios: &[Scenario], _: u32, _: &Beginnings, _: &dyn Fn() -> bool| {
            let give = |it: &Scenario| {
                let give = it.parameters.urban.behave.give;
                assert!(give != -3.5, "a rule of {} met give = {give}", design.name);
                vec![Some(f64::from(give))]
            };
            Some(scenarios.iter().map(give).collect())
        };
        let stop = AtomicBool::new(false);
        let of = |threads| {
            let folder = tempfile::tempdir().unwrap();
            let options = Options { threads, seal_every: Duration::ZERO, stop: &stop };
            let whole = Part { shard: Shard::WHOLE, resume: false };
            let ended = run_by(&design, folder.path(), whole, &options, &mut |_| {}, &run_cells).unwrap();
            assert_eq!((ended.progress.failed, ended.progress.done), (1, 4));
            std::fs::read_to_string(folder.path().join("cells.csv")).unwrap()
        };
        let table = of(1);
        let rows: Vec<&str> = table.lines().skip(1).collect();
        assert_eq!(rows[0], "0,0,0,-4,-4,");
        assert_eq!(rows[1], "1,1,0,-3.5,,internal error in this cell: a rule of made-up met give = -3.5");
        assert_eq!(rows[3], "3,3,0,-2.5,-2.5,");
        assert_eq!(table, of(3));
    }
}
