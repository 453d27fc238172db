//! How work on a study or a design is done, and who follows it.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::Result;
use crate::runner::pool::Progress;
use crate::study::sweep::progress::Progress as CellProgress;

/// How something is run; none of it changes a result.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Threads to run on.
    pub threads: usize,
    /// When it becomes true no more is run, and what is complete by then is written.
    pub stop: &'a AtomicBool,
    /// How often finished runs are made safe on disk.
    pub seal_every: Duration,
}

/// Somebody who follows what is being run, one part after the other.
pub trait Watch {
    /// Another part begins.
    fn begin(&mut self) {}
    /// How far the runs of a study are.
    fn progress(&mut self, _: &Progress) {}
    /// How far the cells of a sweep are.
    fn cells(&mut self, _: &CellProgress) {}
    /// The part has ended.
    fn end(&mut self) {}
}

/// Nobody watches.
impl Watch for () {}

/// Does a part of the work while somebody watches.
pub(super) fn watched<T>(
    watch: &mut dyn Watch,
    work: impl FnOnce(&mut dyn FnMut(&Progress)) -> Result<T>,
) -> Result<T> {
    watch.begin();
    let done = work(&mut |progress| watch.progress(progress));
    watch.end();
    done
}
