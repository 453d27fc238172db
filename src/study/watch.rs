//! Options of running a study or a design, and observers of its progress.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::Result;
use crate::runner::pool::Progress;
use crate::study::sweep::progress::Progress as CellProgress;

/// Options; none of them changes a result.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Threads to run on.
    pub threads: usize,
    /// When it becomes true, no further runs are started, and complete results are written.
    pub stop: &'a AtomicBool,
    /// Interval at which finished runs are synced to disk.
    pub seal_every: Duration,
}

/// An observer of progress, part by part.
pub trait Watch {
    /// Another part begins.
    fn begin(&mut self) {}
    /// Progress of the runs of a study.
    fn progress(&mut self, _: &Progress) {}
    /// Progress of the cells of a sweep.
    fn cells(&mut self, _: &CellProgress) {}
    /// The part has ended.
    fn end(&mut self) {}
}

/// No observer.
impl Watch for () {}

/// Runs a part with an observer.
pub(super) fn watched<T>(
    watch: &mut dyn Watch,
    work: impl FnOnce(&mut dyn FnMut(&Progress)) -> Result<T>,
) -> Result<T> {
    watch.begin();
    let done = work(&mut |progress| watch.progress(progress));
    watch.end();
    done
}
