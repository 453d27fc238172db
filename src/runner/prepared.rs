//! A run that can be started: a new one, or one that another process began.

use std::path::Path;

use crate::Result;
use crate::output::claim::RUNS;
use crate::output::{Description, Reopened, RunDirectory, Unfinished};
use crate::runner::checkpoint::{self, Start};
use crate::runner::forecast;
use crate::scenario::{self, Loaded, Scenario};

/// A directory that a run starts in.
pub enum PreparedRun {
    /// At its first week.
    New(Box<RunDirectory>),
    /// At its last checkpoint.
    Unfinished(Unfinished),
}

/// A new run; `checkpoint_every` is the usual number of weeks if none is given.
///
/// # Errors
/// The run does not fit into memory or on the disk, or the directory cannot be used.
pub fn create(loaded: &Loaded, out: Option<&Path>, force: bool, checkpoint_every: Option<i32>) -> Result<PreparedRun> {
    let Loaded { scenario, resolved, .. } = loaded;
    let every = checkpoint_every.unwrap_or_else(|| checkpoint::default_interval(scenario));
    let into = out.unwrap_or(Path::new(RUNS));
    forecast::refuse_run_that_cannot_fit(scenario, rayon::current_num_threads(), into, every)?;
    RunDirectory::create(out, force, Description::of_run(scenario, resolved.clone()))
        .map(|it| PreparedRun::New(Box::new(it)))
}

/// The run that was begun in a directory, with its scenario; none if it is complete.
///
/// # Errors
/// The directory contains no run or is in use, or the run does not fit into memory or on the disk.
pub fn reopen(directory: &Path) -> Result<Option<(Scenario, PreparedRun)>> {
    let unfinished = match RunDirectory::reopen(directory)? {
        Reopened::Finished(_) => return Ok(None),
        Reopened::Unfinished(unfinished) => unfinished,
    };
    let scenario = scenario::from_text(unfinished.name(), unfinished.text(), &[])?.scenario;
    forecast::refuse_what_cannot_fit(&scenario, rayon::current_num_threads())?;
    Ok(Some((scenario, PreparedRun::Unfinished(unfinished))))
}

impl PreparedRun {
    /// The directory to write into, and where the run starts.
    ///
    /// # Errors
    /// The checkpoint is damaged or of another version, or a file cannot be written.
    pub fn start(self, scenario: &Scenario) -> Result<(RunDirectory, Start<'_>)> {
        let unfinished = match self {
            PreparedRun::New(directory) => return Ok((*directory, Start::beginning())),
            PreparedRun::Unfinished(unfinished) => unfinished,
        };
        let text = unfinished.text().to_owned();
        let start = checkpoint::load(&unfinished.checkpoint(), scenario, &blake3::hash(text.as_bytes()).to_hex())?;
        let directory =
            RunDirectory::resume(unfinished, Description::of_run(scenario, text), start.mark.parts.clone())?;
        Ok((directory, start))
    }
}
