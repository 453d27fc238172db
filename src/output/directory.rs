//! A directory of results on its way: begun, gone on with by a later process, closed by its manifest. A run and a study
//! take the same way; a [`Shape`] says in what they differ.

use std::path::{Path, PathBuf};

use crate::files::{self, Lock, is_partial_of, names};
use crate::scenario::Scenario;
use crate::text::{Label, message};
use crate::{Error, Result};

use super::claim::{claim, refuse_foreign, remove, remove_folder};
use super::contents::Kind;
use super::finished::{FinishedRun, open};
use super::manifest::{Done, MANIFEST, Manifest, ManifestFile, Planned};
use super::parquet::Origin;
use super::reports;
use super::resume_info::ResumeInfo;
use super::timing::{RUN, Timing};

/// In what directories of runs and of studies differ.
#[derive(Debug)]
pub(super) struct Shape {
    /// What the results are called.
    pub noun: Label,
    /// File name of the text that says what is run.
    pub text: &'static str,
    /// Folder of what a later process needs to go on.
    pub folder: &'static str,
    /// Names of the tables.
    pub tables: fn() -> Vec<&'static str>,
    /// Whether small tables are written as CSV too.
    pub as_csv: bool,
}

impl Shape {
    /// File names of all tables; a text comes before its Parquet file, as they are to be removed.
    fn files_of_tables(&self) -> Vec<String> {
        let endings: &[&str] = if self.as_csv { &["csv", "parquet"] } else { &["parquet"] };
        (self.tables)().iter().flat_map(|table| endings.iter().map(move |ending| format!("{table}.{ending}"))).collect()
    }

    /// All file names that are given in the end, and the folder.
    fn final_names(&self) -> Vec<String> {
        let others = [self.folder, self.text, RUN, MANIFEST].map(str::to_string);
        self.files_of_tables().into_iter().chain(others).collect()
    }

    /// Removes what a killed process was writing.
    fn remove_partials(&self, directory: &Path) -> Result<()> {
        let ours = self.final_names();
        let stale: Vec<String> = names(directory)?.into_iter().filter(|it| is_partial_of(it, &ours)).collect();
        remove(directory, &stale)
    }

    /// Looks at a directory to go on with what `command` began there.
    ///
    /// # Errors
    /// [`Error::Locked`] when it is still running; [`Error::Table`] when it is damaged, or of another version of the
    /// program, or of another command, or nothing was begun.
    pub fn reopen(&'static self, directory: &Path, command: &str) -> Result<Reopened> {
        // Looked for before the lock is taken, so that no file of ours appears where no results are.
        let present = names(directory)?;
        let has = |name: &str| present.iter().any(|it| it == name);
        if !has(self.text) || !(has(MANIFEST) || has(self.folder)) {
            let Label { en, zh } = self.noun;
            let told = message!("there is no {en} here to resume", "此处没有可继续的{zh}");
            return Err(Error::Table { path: directory.to_path_buf(), reason: told });
        }
        let lock = Lock::take(directory)?;
        if directory.join(MANIFEST).exists() {
            match open(directory) {
                Ok(finished) if finished.manifest.complete => {
                    finished.refuse_if_damaged()?;
                    remove_folder(directory, self.folder)?;
                    self.remove_partials(directory)?;
                    return Ok(Reopened::Finished(finished));
                }
                Err(error) if !has(self.folder) => return Err(error),
                _ => {}
            }
        }
        let (name, text) = ResumeInfo::read(directory, self.folder, self.text, self.noun.en, command)?;
        Ok(Reopened::Unfinished(Unfinished { path: directory.to_path_buf(), name, text, shape: self, lock }))
    }
}

/// What is run, as plain data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Command that runs it.
    pub command: &'static str,
    /// Name of the scenario or study.
    pub name: String,
    /// The resolved scenario or study as TOML, complete.
    pub text: String,
    /// Seed of all chance.
    pub seed: u32,
    /// Most replicates.
    pub replicates: u32,
    /// Weeks from week 0 on.
    pub weeks: i32,
    /// Weeks before week 0.
    pub warmup_weeks: i32,
}

impl Description {
    /// Of a single run of a scenario, with its resolved text.
    pub fn of_run(scenario: &Scenario, text: String) -> Self {
        Description {
            command: "run",
            name: scenario.name.clone(),
            text,
            seed: scenario.seed,
            replicates: scenario.replicates,
            weeks: scenario.weeks,
            warmup_weeks: scenario.warmup_weeks,
        }
    }

    /// What every table says of where it comes from.
    pub(super) fn origin(&self) -> Origin {
        Origin { scenario_hash: blake3::hash(self.text.as_bytes()).to_hex().to_string(), seed: self.seed }
    }
}

/// A directory that is being filled, locked.
#[derive(Debug)]
pub(super) struct Directory {
    pub path: PathBuf,
    pub description: Description,
    pub origin: Origin,
    shape: &'static Shape,
    _lock: Lock,
}

impl Directory {
    /// Creates the directory `out`, or `runs/NAME-NNN` with the next free number, and says in it what is begun.
    ///
    /// # Errors
    /// [`Error::Output`] when `out` holds something, [`Error::Locked`] when another process is writing there.
    pub fn create(
        shape: &'static Shape,
        kind: Kind,
        out: Option<&Path>,
        force: bool,
        description: Description,
    ) -> Result<Self> {
        let Description { command, name, text, .. } = &description;
        let (path, lock) = claim(out, force, kind, name, &shape.final_names())?;
        files::write_atomically(&path.join(shape.text), text.as_bytes())?;
        ResumeInfo::now(command, name, text).write(&path.join(shape.folder))?;
        let origin = description.origin();
        Ok(Directory { path, description, origin, shape, _lock: lock })
    }

    /// Writes times and manifest; when all is complete, what a later process would need is removed.
    ///
    /// # Errors
    /// A file cannot be written; then there is no manifest.
    pub fn finish(
        self,
        replicates: u32,
        done: Done,
        digests: Vec<blake3::Hash>,
        files: Vec<ManifestFile>,
        timing: &Timing,
    ) -> Result<Manifest> {
        let Directory { path, description: it, origin, shape, _lock } = self;
        timing.write(&path)?;
        let planned = Planned {
            name: it.name,
            scenario_hash: origin.scenario_hash,
            seed: it.seed,
            replicates,
            weeks: it.weeks,
            warmup_weeks: it.warmup_weeks,
        };
        let complete = done.complete;
        let manifest = Manifest::new(planned, done, digests, files).write(&path)?;
        if complete {
            // The results are whole and vouched for; what a refusal leaves here is swept by the next resume.
            let _ = remove_folder(&path, shape.folder);
        }
        Ok(manifest)
    }
}

/// A directory that is to be gone on with.
#[derive(Debug)]
pub enum Reopened {
    /// What was begun has ended; all files are sound.
    Finished(FinishedRun),
    /// What was begun was killed or interrupted.
    Unfinished(Unfinished),
}

/// The directory of something that was killed or interrupted, locked and not yet changed.
#[derive(Debug)]
pub struct Unfinished {
    path: PathBuf,
    name: String,
    text: String,
    shape: &'static Shape,
    lock: Lock,
}

impl Unfinished {
    /// Name of the scenario or study.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The resolved scenario or study as TOML, complete.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Folder of what its process has left to go on with.
    pub fn checkpoint(&self) -> PathBuf {
        self.path.join(self.shape.folder)
    }

    /// The directory to be filled; what an interruption has written under final names is removed.
    ///
    /// # Errors
    /// A file of somebody else bears one of our names, or a file cannot be removed.
    pub(super) fn take_over(self, description: Description) -> Result<Directory> {
        let Unfinished { path, text, shape, lock, .. } = self;
        refuse_foreign(&path, &(shape.tables)())?;
        // First what was made from the tables, then what vouches for them, then they themselves.
        reports::remove_all(&path)?;
        files::remove(&path.join(MANIFEST))?;
        files::sync_directory(&path)?;
        remove(&path, &[shape.files_of_tables(), vec![RUN.to_string()]].concat())?;
        shape.remove_partials(&path)?;
        let description = Description { text, ..description };
        let origin = description.origin();
        Ok(Directory { path, description, origin, shape, _lock: lock })
    }
}
