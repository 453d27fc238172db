//! The directory a run leaves: opened once, filled as rows come, vouched for by its manifest at the end.
//!
//! No table has its final name before the run ends, and the manifest is written last. A killed process
//! therefore leaves a directory without a manifest, never one that looks whole.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::files::{self, LOCK, Lock, PARTIAL};
use crate::observe::rows::{CommunityMonth, DistributionBin, ElderWeek, Spell};
use crate::{Error, Result};

use super::digest;
use super::manifest::{MANIFEST, Manifest, RUN, SCENARIO, describe};
use super::parquet::{CREATED_BY, Origin, TableWriter, Written};
use super::schema::{self, Schema, TABLES};
use super::verify::{Verification, names, verify};
use super::weekly::{self, WeeklyRow, WeeklyWriter};

/// Where runs go when no directory is named.
pub const RUNS: &str = "runs";

/// What is run, as plain data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunDescription {
    /// Name of the scenario.
    pub scenario: String,
    /// The resolved scenario as TOML, complete.
    pub scenario_text: String,
    /// Seed of all chance.
    pub seed: u32,
    /// Number of replicates.
    pub replicates: u32,
    /// Weeks from week 0 on.
    pub weeks: i32,
    /// Weeks before week 0.
    pub warmup_weeks: i32,
}

/// How long a run took and what of the machine; it stands outside all hashes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// Seconds from start to the last week, without the final sync of files.
    pub seconds: f64,
    /// Threads used.
    pub threads: usize,
    /// Weeks lived by elders, summed over replicates.
    pub elder_weeks: u64,
    /// The same a second.
    pub elder_weeks_per_second: f64,
    /// Most memory held, where the system tells.
    pub peak_memory_bytes: Option<u64>,
}

impl Timing {
    /// Times of a run that took `seconds`.
    pub fn new(seconds: f64, threads: usize, elder_weeks: u64, peak_memory_bytes: Option<u64>) -> Self {
        let elder_weeks_per_second = if seconds > 0.0 { elder_weeks as f64 / seconds } else { 0.0 };
        Timing { seconds, threads, elder_weeks, elder_weeks_per_second, peak_memory_bytes }
    }
}

/// Some rows of one table.
#[derive(Debug, Clone, PartialEq)]
pub enum RunPart {
    /// Weekly sums.
    Weekly(Vec<WeeklyRow>),
    /// Distributions.
    Distributions(Vec<DistributionBin>),
    /// Membership spells.
    Spells(Vec<Spell>),
    /// Sampled elders.
    Elders(Vec<ElderWeek>),
    /// Communities.
    Communities(Vec<CommunityMonth>),
}

/// A run directory being filled.
pub struct RunDirectory {
    path: PathBuf,
    description: RunDescription,
    scenario_hash: String,
    weekly: WeeklyWriter,
    distributions: TableWriter,
    spells: TableWriter,
    elders: TableWriter,
    communities: TableWriter,
    _lock: Lock,
}

impl RunDirectory {
    /// Creates the directory `out`, or `runs/SCENARIO-NNN` with the next free number, and opens its tables.
    ///
    /// With `force`, the files of an earlier run in `out` are removed first: those its manifest lists and
    /// what a killed run left, nothing else.
    ///
    /// # Errors
    /// [`Error::Output`] when `out` holds something, [`Error::Locked`] when another process is writing there.
    pub fn create(out: Option<&Path>, force: bool, description: RunDescription) -> Result<Self> {
        let path = match out {
            Some(path) => path.to_path_buf(),
            None => next_free(Path::new(RUNS), &description.scenario)?,
        };
        std::fs::create_dir_all(&path).map_err(|reason| uncreatable(&path, &reason))?;
        // Looked at before the lock is taken, so that a refused directory is left without a trace of us,
        // and again under it, because another process may have been faster.
        let doomed = if force { left_by_a_run(&path)? } else { Vec::new() };
        let check = || if force { refuse_to_overwrite(&path, &doomed) } else { refuse_unless_empty(&path) };
        check()?;
        let lock = Lock::take(&path)?;
        check()?;
        remove(&path, &doomed)?;
        files::write_atomically(&path.join(SCENARIO), description.scenario_text.as_bytes())?;
        let scenario_hash = blake3::hash(description.scenario_text.as_bytes()).to_hex().to_string();
        let origin = Origin { scenario_hash: scenario_hash.clone(), seed: description.seed };
        Ok(RunDirectory {
            weekly: WeeklyWriter::begin(&path, &origin)?,
            distributions: TableWriter::begin(&path, Schema::of::<DistributionBin>(), &origin)?,
            spells: TableWriter::begin(&path, Schema::of::<Spell>(), &origin)?,
            elders: TableWriter::begin(&path, Schema::of::<ElderWeek>(), &origin)?,
            communities: TableWriter::begin(&path, Schema::of::<CommunityMonth>(), &origin)?,
            path,
            description,
            scenario_hash,
            _lock: lock,
        })
    }

    /// Where the files go.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Appends rows to the table they belong to.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&mut self, part: RunPart) -> Result<()> {
        match part {
            RunPart::Weekly(rows) => self.weekly.append(&rows),
            RunPart::Distributions(rows) => self.distributions.append(&rows),
            RunPart::Spells(rows) => self.spells.append(&rows),
            RunPart::Elders(rows) => self.elders.append(&rows),
            RunPart::Communities(rows) => self.communities.append(&rows),
        }
    }

    /// Appends weekly rows, which the caller keeps.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_weekly(&mut self, rows: &[WeeklyRow]) -> Result<()> {
        self.weekly.append(rows)
    }

    /// Closes all tables of a run that went to its end and writes the manifest.
    ///
    /// # Errors
    /// A file cannot be written; then there is no manifest.
    pub fn finish(self, timing: &Timing) -> Result<Manifest> {
        let (replicates, weeks) = (self.description.replicates, self.description.weeks);
        self.close(true, replicates, weeks, timing)
    }

    /// Closes all tables of a run that was interrupted after `replicates_completed` whole replicates and
    /// `weeks_completed` weeks of the next, so that what there is can be read.
    ///
    /// # Errors
    /// A file cannot be written; then there is no manifest.
    pub fn finish_interrupted(
        self,
        replicates_completed: u32,
        weeks_completed: i32,
        timing: &Timing,
    ) -> Result<Manifest> {
        self.close(false, replicates_completed, weeks_completed, timing)
    }

    fn close(
        self,
        complete: bool,
        replicates_completed: u32,
        weeks_completed: i32,
        timing: &Timing,
    ) -> Result<Manifest> {
        let path = self.path;
        let written = [
            (weekly::schema(), self.weekly.finish()?),
            (Schema::of::<DistributionBin>(), self.distributions.finish()?),
            (Schema::of::<Spell>(), self.spells.finish()?),
            (Schema::of::<ElderWeek>(), self.elders.finish()?),
            (Schema::of::<CommunityMonth>(), self.communities.finish()?),
        ];
        let run = serde_json::to_string_pretty(timing).expect("times become JSON") + "\n";
        files::write_atomically(&path.join(RUN), run.as_bytes())?;
        let mut listed = vec![describe(&path, SCENARIO, None)?];
        let mut digests = Vec::with_capacity(written.len());
        for (schema, Written { rows, digest }) in written {
            let name = format!("{}.parquet", schema.table);
            listed.push(describe(&path, &name, Some((rows, schema.columns)))?);
            digests.push(digest);
        }
        let manifest = Manifest {
            created_by: CREATED_BY.to_string(),
            schema_version: schema::VERSION,
            scenario: self.description.scenario,
            scenario_hash: self.scenario_hash,
            seed: self.description.seed,
            replicates: self.description.replicates,
            weeks: self.description.weeks,
            warmup_weeks: self.description.warmup_weeks,
            complete,
            replicates_completed,
            weeks_completed,
            digest: digest::of_run(digests.into_iter()).to_hex().to_string(),
            files: listed,
            blake3: String::new(),
        };
        files::write_atomically(&path.join(MANIFEST), manifest.text().as_bytes())?;
        let (manifest, _) = Manifest::read(&path)?;
        Ok(manifest)
    }
}

/// A run directory open for reading.
#[derive(Debug, Clone, PartialEq)]
pub struct FinishedRun {
    /// Where it is.
    pub path: PathBuf,
    /// What it says about itself.
    pub manifest: Manifest,
    /// How long it took, if that file is still there.
    pub timing: Option<Timing>,
}

/// Opens the directory of a run that ended, whole or interrupted.
///
/// # Errors
/// There is no manifest, or it has been changed.
pub fn open(directory: &Path) -> Result<FinishedRun> {
    let (manifest, sound) = Manifest::read(directory)?;
    if !sound {
        let reason = "its text has changed since it was written; `huzhu verify` tells what else has".to_string();
        return Err(Error::Table { path: directory.join(MANIFEST), reason });
    }
    let timing = std::fs::read(directory.join(RUN)).ok().and_then(|text| serde_json::from_slice(&text).ok());
    Ok(FinishedRun { path: directory.to_path_buf(), manifest, timing })
}

impl FinishedRun {
    /// Path of a table.
    pub fn table(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.parquet"))
    }

    /// Compares every file with the manifest.
    ///
    /// # Errors
    /// The directory cannot be read.
    pub fn verify(&self) -> Result<Verification> {
        verify(&self.path)
    }
}

/// Makes `PARENT/SCENARIO-NNN` with the first number after all that are there.
///
/// The directory is made here and not only named, so that two runs started at once get two.
///
/// # Errors
/// The directory cannot be made.
pub fn next_free(parent: &Path, scenario: &str) -> Result<PathBuf> {
    std::fs::create_dir_all(parent).map_err(|reason| uncreatable(parent, &reason))?;
    let prefix = format!("{scenario}-");
    let taken = names(parent)?.iter().filter_map(|it| it.strip_prefix(&prefix)?.parse::<u32>().ok()).max();
    let mut number = taken.map_or(1, |it| it + 1);
    loop {
        let path = parent.join(format!("{prefix}{number:03}"));
        match std::fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(reason) if reason.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
            Err(reason) => return Err(uncreatable(&path, &reason)),
        }
    }
}

fn refuse_unless_empty(directory: &Path) -> Result<()> {
    match names(directory)?.iter().find(|it| *it != LOCK) {
        None => Ok(()),
        Some(name) => Err(Error::Output(format!(
            "{} is there already and holds `{name}`; choose another --out, or --force to replace the run in it",
            directory.display()
        ))),
    }
}

/// What an earlier run left: the files its manifest lists, and the manifest last, so that a removal cut
/// short can be taken up again. A directory with our lock but no manifest was left by a killed run: there
/// the names we give are ours.
fn left_by_a_run(directory: &Path) -> Result<Vec<String>> {
    let mut left = names(directory)?;
    let has = |name: &str| left.iter().any(|it| it == name);
    let (listed, killed) = (has(MANIFEST), has(LOCK));
    left.retain(|it| is_passing_name(it));
    if listed {
        let (manifest, _) = Manifest::read(directory)?;
        left.extend(manifest.files.into_iter().map(|it| it.name));
        left.extend([RUN, MANIFEST].map(str::to_string));
    } else if killed {
        left.extend(final_names());
    }
    Ok(left)
}

fn remove(directory: &Path, doomed: &[String]) -> Result<()> {
    for name in doomed {
        let path = directory.join(name);
        match std::fs::remove_file(&path) {
            Err(reason) if reason.kind() != std::io::ErrorKind::NotFound => return Err(Error::Write { path, reason }),
            _ => {}
        }
    }
    Ok(())
}

/// A foreign file that happens to bear one of our names is not ours to replace.
fn refuse_to_overwrite(directory: &Path, doomed: &[String]) -> Result<()> {
    let mut in_the_way = final_names().filter(|it| !doomed.contains(it));
    match in_the_way.find(|it| directory.join(it).symlink_metadata().is_ok()) {
        None => Ok(()),
        Some(name) => Err(Error::Output(format!(
            "{} holds `{name}`, which no manifest lists, so it is not removed; choose another --out",
            directory.display()
        ))),
    }
}

fn final_names() -> impl Iterator<Item = String> {
    TABLES.iter().map(|it| format!("{it}.parquet")).chain([SCENARIO, RUN, MANIFEST].map(str::to_string))
}

/// Whether a name is one our files bear while they are written.
fn is_passing_name(name: &str) -> bool {
    let inner = name.strip_prefix('.').and_then(|it| it.strip_suffix(PARTIAL));
    inner.is_some_and(|inner| final_names().any(|it| inner.starts_with(&format!("{it}."))))
}

fn uncreatable(path: &Path, reason: &std::io::Error) -> Error {
    Error::Output(format!("cannot create {}: {reason}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::next_free;

    #[test]
    fn a_run_without_a_directory_takes_the_next_free_number() {
        let parent = tempfile::tempdir().unwrap();
        let runs = parent.path().join("runs");
        assert_eq!(next_free(&runs, "pilot").unwrap(), runs.join("pilot-001"));
        assert_eq!(next_free(&runs, "pilot").unwrap(), runs.join("pilot-002"));
        for other in ["pilot-007", "pilot-rural-090", "pilot-notes"] {
            std::fs::create_dir(runs.join(other)).unwrap();
        }
        assert_eq!(next_free(&runs, "pilot").unwrap(), runs.join("pilot-008"));
        assert_eq!(next_free(&runs, "nation").unwrap(), runs.join("nation-001"));
    }
}
