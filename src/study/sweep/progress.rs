//! Progress of a sweep.

/// Progress of a sweep.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Finished cells of the shard.
    pub done: u64,
    /// Cells of the shard.
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
    /// Cells per second.
    pub fn rate(&self) -> f64 {
        self.here as f64 / self.seconds.max(1e-9)
    }

    /// Seconds left, once something has been finished.
    pub fn seconds_left(&self) -> Option<f64> {
        (self.here > 0).then(|| (self.all - self.done) as f64 / self.rate())
    }
}
