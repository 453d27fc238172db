//! A result directory from creation to its manifest. An interrupted one can be resumed by a later process. Runs and
//! studies follow the same steps; a [`Shape`] describes how they differ.

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

/// Differences between the directories of runs and of studies.
#[derive(Debug)]
pub(super) struct Shape {
    /// Name of the results in messages.
    pub noun: Label,
    /// File name of the resolved scenario or study.
    pub text: &'static str,
    /// Folder with the files that a resume needs.
    pub folder: &'static str,
    /// Names of the tables.
    pub tables: fn() -> Vec<&'static str>,
    /// Whether small tables are written as CSV too.
    pub as_csv: bool,
}

impl Shape {
    /// File names of all tables, in the order of removal: the CSV file before its Parquet file.
    fn files_of_tables(&self) -> Vec<String> {
        let endings: &[&str] = if self.as_csv { &["csv", "parquet"] } else { &["parquet"] };
        (self.tables)().iter().flat_map(|table| endings.iter().map(move |ending| format!("{table}.{ending}"))).collect()
    }

    /// Names of all files of a finished directory, and of the folder.
    fn final_names(&self) -> Vec<String> {
        let others = [self.folder, self.text, RUN, MANIFEST].map(str::to_string);
        self.files_of_tables().into_iter().chain(others).collect()
    }

    /// Removes partly written files of a killed process.
    fn remove_partials(&self, directory: &Path) -> Result<()> {
        let ours = self.final_names();
        let stale: Vec<String> = names(directory)?.into_iter().filter(|it| is_partial_of(it, &ours)).collect();
        remove(directory, &stale)
    }

    /// Opens a directory in which `command` started something, to resume it.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process is writing there; [`Error::Table`] if the directory is damaged, was started
    /// by another version or command, or contains nothing to resume.
    pub fn reopen(&'static self, directory: &Path, command: &str) -> Result<Reopened> {
        // Checked before the lock is taken, so that no lock file appears in a directory without results.
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

/// Description of what is run, as plain data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Command that runs it.
    pub command: &'static str,
    /// Name of the scenario or study.
    pub name: String,
    /// The resolved scenario or study as TOML, complete.
    pub text: String,
    /// Seed of the random numbers.
    pub seed: u32,
    /// Maximum number of replicates.
    pub replicates: u32,
    /// Number of weeks from week 0.
    pub weeks: i32,
    /// Number of warm-up weeks, before week 0.
    pub warmup_weeks: i32,
}

impl Description {
    /// Description of a single run of a scenario, with its resolved text.
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

    /// Provenance that every table carries.
    pub(super) fn origin(&self) -> Origin {
        Origin { scenario_hash: blake3::hash(self.text.as_bytes()).to_hex().to_string(), seed: self.seed }
    }
}

/// A locked directory that is being written.
#[derive(Debug)]
pub(super) struct Directory {
    pub path: PathBuf,
    pub description: Description,
    pub origin: Origin,
    shape: &'static Shape,
    _lock: Lock,
}

impl Directory {
    /// Creates the directory `out`, or `runs/NAME-NNN` with the next free number, and writes
    /// the resume information into it.
    ///
    /// # Errors
    /// [`Error::Output`] if `out` is not empty, [`Error::Locked`] if another process is writing there.
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

    /// Writes the timing and the manifest; removes the resume files if all is complete.
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
            // The results are complete and listed in the manifest; if a file cannot be removed, the next resume does it.
            let _ = remove_folder(&path, shape.folder);
        }
        Ok(manifest)
    }
}

/// A directory that was opened to resume it.
#[derive(Debug)]
pub enum Reopened {
    /// The work is complete, and all files are undamaged.
    Finished(FinishedRun),
    /// The work was killed or interrupted.
    Unfinished(Unfinished),
}

/// The directory of killed or interrupted work, locked but not changed yet.
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

    /// Folder with the resume files.
    pub fn checkpoint(&self) -> PathBuf {
        self.path.join(self.shape.folder)
    }

    /// Opens the directory for writing; removes files that the interrupted process wrote under final names.
    ///
    /// # Errors
    /// A file that huzhu did not write has the name of a table, or a file cannot be removed.
    pub(super) fn take_over(self, description: Description) -> Result<Directory> {
        let Unfinished { path, text, shape, lock, .. } = self;
        refuse_foreign(&path, &(shape.tables)())?;
        // Reports first, then the manifest, then the tables.
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
