//! The directory of a run: opened once, filled as rows arrive, completed by its manifest.
//!
//! No table has its final name before the run ends, and the manifest is written last. A killed process therefore leaves
//! a directory without a manifest, never one that looks complete.
//!
//! Until then the directory `checkpoint` contains what a later process needs to continue: the resume information, parts
//! of
//! tables up to the last checkpoint, and the checkpoints themselves, which others write and read.

use std::path::{Path, PathBuf};

use crate::files::{self, LOCK, Lock, PARTIAL, names};
use crate::observe::rows::{CommunityMonth, DistributionBin, ElderWeek, Spell};
use crate::scenario::Scenario;
use crate::text::{Label, Message, message};
use crate::{Error, Result};

use super::batches::{BATCHES, is_batch_name};
use super::contents::{Contents, Kind};
use super::digest;
use super::manifest::{MANIFEST, Manifest, SCENARIO, describe};
use super::parquet::{CREATED_BY, Origin, TableReader, TableWriter, Written, encode_all};
use super::parts::{self, CHECKPOINT, Part};
use super::reports::{self, make};
use super::resume_info::{BEGUN, ResumeInfo};
use super::schema::{self, Schema};
use super::study_directory::STUDY;
use super::tables::{TABLES, schemas};
use super::timing::{RUN, Timing};
use super::verify::{Verification, verify, verify_tables};
use super::weekly::{WeeklyRow, WeeklyWriter};

/// Where runs go when no directory is named.
pub const RUNS: &str = "runs";

/// File name of the checkpoint.
pub const CURRENT: &str = "current";

/// File name of the checkpoint before.
pub const PREVIOUS: &str = "previous";

/// What is said where nothing can be gone on with.
const NO_RUN: Label = Label { en: "there is no run here to resume", zh: "此处没有可继续的运行" };

/// Files that are removed before all others: without them nothing can be gone on with.
const TEXTS: [&str; 2] = [SCENARIO, STUDY];

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

/// The tables of a run, open.
struct Tables {
    weekly: WeeklyWriter,
    distributions: TableWriter,
    spells: TableWriter,
    elders: TableWriter,
    communities: TableWriter,
}

impl Tables {
    fn begin(path: &Path, origin: &Origin) -> Result<Self> {
        Ok(Tables {
            weekly: WeeklyWriter::begin(path, origin)?,
            distributions: TableWriter::begin(path, Schema::of::<DistributionBin>(), origin)?,
            spells: TableWriter::begin(path, Schema::of::<Spell>(), origin)?,
            elders: TableWriter::begin(path, Schema::of::<ElderWeek>(), origin)?,
            communities: TableWriter::begin(path, Schema::of::<CommunityMonth>(), origin)?,
        })
    }

    /// All of them with their schemas, in the order of [`TABLES`].
    fn into_all(self) -> [(Schema, TableWriter); TABLES.len()] {
        let [weekly, distributions, spells, elders, communities] = schemas();
        [
            (weekly, self.weekly.into_table()),
            (distributions, self.distributions),
            (spells, self.spells),
            (elders, self.elders),
            (communities, self.communities),
        ]
    }
}

/// A run directory being filled.
pub struct RunDirectory {
    path: PathBuf,
    description: RunDescription,
    origin: Origin,
    tables: Tables,
    parts: Vec<Part>,
    _lock: Lock,
}

impl RunDirectory {
    /// Creates the directory `out`, or `runs/SCENARIO-NNN` with the next free number, and opens its tables.
    ///
    /// With `force`, the files of an earlier run in `out` are removed first: the reports made from it, those its
    /// manifest lists, and what a killed run left. Nothing else is, and results of another kind stay.
    ///
    /// # Errors
    /// [`Error::Output`] when `out` holds something, [`Error::Locked`] when another process is writing there.
    pub fn create(out: Option<&Path>, force: bool, description: RunDescription) -> Result<Self> {
        let (path, lock) = claim(out, force, Kind::Run, &description.scenario, &final_names())?;
        files::write_atomically(&path.join(SCENARIO), description.scenario_text.as_bytes())?;
        let origin = description.origin();
        ResumeInfo::now("run", &description.scenario, &description.scenario_text).write(&path.join(CHECKPOINT))?;
        let tables = Tables::begin(&path, &origin)?;
        Ok(RunDirectory { path, description, origin, tables, parts: Vec::new(), _lock: lock })
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
            RunPart::Weekly(rows) => self.tables.weekly.append(&rows),
            RunPart::Distributions(rows) => self.tables.distributions.append(&rows),
            RunPart::Spells(rows) => self.tables.spells.append(&rows),
            RunPart::Elders(rows) => self.tables.elders.append(&rows),
            RunPart::Communities(rows) => self.tables.communities.append(&rows),
        }
    }

    /// Appends weekly rows, which the caller keeps.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_weekly(&mut self, rows: &[WeeklyRow]) -> Result<()> {
        self.tables.weekly.append(rows)
    }

    /// Where the checkpoints are.
    pub fn checkpoint(&self) -> PathBuf {
        self.path.join(CHECKPOINT)
    }

    /// BLAKE3 of the resolved scenario.
    pub fn scenario_hash(&self) -> &str {
        &self.origin.scenario_hash
    }

    /// Whether there is a checkpoint's part of any table.
    pub fn has_parts(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Closes what has been written so far as parts of tables, safe on disk, and names all parts there are.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn seal(&mut self) -> Result<&[Part]> {
        let number = self.parts.iter().map(|it| it.number).max().map_or(1, |it| it + 1);
        let fresh = Tables::begin(&self.path, &self.origin)?;
        let written = std::mem::replace(&mut self.tables, fresh).into_all();
        let directory = self.checkpoint();
        let mut finished = Vec::with_capacity(TABLES.len());
        let mut sealed = Vec::with_capacity(TABLES.len());
        for (schema, table) in encode_all(written.into_iter().filter(|(_, table)| table.rows() > 0).collect()) {
            finished.push((table.write()?.0, directory.join(Part::name_of(&schema.table, number))));
            sealed.push(schema.table);
        }
        files::publish_all(finished)?;
        for table in sealed {
            self.parts.push(Part::describe(&directory, &table, number)?);
        }
        Ok(&self.parts)
    }

    /// Closes all tables of a run that went to its end, writes the manifest, and removes the checkpoints.
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
        mut self,
        complete: bool,
        replicates_completed: u32,
        weeks_completed: i32,
        timing: &Timing,
    ) -> Result<Manifest> {
        if !self.parts.is_empty() {
            self.seal()?;
        }
        let RunDirectory { path, description, origin, tables, parts, _lock } = self;
        let checkpoint = path.join(CHECKPOINT);
        let mut written = Vec::with_capacity(TABLES.len());
        let mut finished = Vec::with_capacity(TABLES.len());
        for (schema, table) in encode_all(tables.into_all().into()) {
            let table = if parts.is_empty() {
                table
            } else {
                drop(table);
                parts::merge(&path, &checkpoint, &parts, schema.clone(), &origin)?
            };
            let (file, whole) = table.write()?;
            finished.push((file, path.join(format!("{}.parquet", schema.table))));
            written.push((schema, whole));
        }
        files::publish_all(finished)?;
        timing.write(&path)?;
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
            scenario: description.scenario,
            scenario_hash: origin.scenario_hash,
            seed: description.seed,
            replicates: description.replicates,
            weeks: description.weeks,
            warmup_weeks: description.warmup_weeks,
            complete,
            replicates_completed,
            weeks_completed,
            digest: digest::of_run(digests.into_iter()).to_hex().to_string(),
            files: listed,
            blake3: String::new(),
        };
        let manifest = manifest.write(&path)?;
        if complete {
            // The results are whole and vouched for; what a refusal leaves here is swept by the next resume.
            let _ = remove_folder(&path, CHECKPOINT);
        }
        Ok(manifest)
    }
}

impl RunDescription {
    /// Of a scenario and its resolved text.
    pub fn of(scenario: &Scenario, scenario_text: String) -> Self {
        RunDescription {
            scenario: scenario.name.clone(),
            scenario_text,
            seed: scenario.seed,
            replicates: scenario.replicates,
            weeks: scenario.weeks,
            warmup_weeks: scenario.warmup_weeks,
        }
    }

    fn origin(&self) -> Origin {
        let scenario_hash = blake3::hash(self.scenario_text.as_bytes()).to_hex().to_string();
        Origin { scenario_hash, seed: self.seed }
    }
}

/// A run directory that is to be gone on with.
pub enum Reopened {
    /// Its run has ended; all files are sound.
    Finished(FinishedRun),
    /// Its run was killed or interrupted.
    Unfinished(Unfinished),
}

/// The directory of a run that was killed or interrupted, locked and not yet changed.
pub struct Unfinished {
    path: PathBuf,
    scenario: String,
    scenario_text: String,
    lock: Lock,
}

/// Looks at the directory of a run to go on with it.
///
/// # Errors
/// [`Error::Locked`] when its run is still running; [`Error::Table`] when it is damaged, or of another
/// version of the program; there is no run.
pub fn reopen(directory: &Path) -> Result<Reopened> {
    // Looked for before the lock is taken, so that no file of ours appears where no run is.
    let present = names(directory)?;
    let has = |name: &str| present.iter().any(|it| it == name);
    if !has(SCENARIO) || !(has(MANIFEST) || has(CHECKPOINT)) {
        return Err(Error::Table { path: directory.to_path_buf(), reason: NO_RUN.into() });
    }
    let lock = Lock::take(directory)?;
    if directory.join(MANIFEST).exists() {
        match open(directory) {
            Ok(finished) if finished.manifest.complete => {
                finished.refuse_if_damaged()?;
                remove_folder(directory, CHECKPOINT)?;
                let ours = final_names();
                let stale = names(directory)?.into_iter().filter(|it| is_passing_name(it, &ours)).collect::<Vec<_>>();
                remove(directory, &stale)?;
                return Ok(Reopened::Finished(finished));
            }
            Err(error) if !has(CHECKPOINT) => return Err(error),
            _ => {}
        }
    }
    let (scenario, scenario_text) = ResumeInfo::read(directory, CHECKPOINT, SCENARIO, "run", "run")?;
    let path = directory.to_path_buf();
    Ok(Reopened::Unfinished(Unfinished { path, scenario, scenario_text, lock }))
}

impl Unfinished {
    /// Name of the scenario.
    pub fn scenario(&self) -> &str {
        &self.scenario
    }

    /// The resolved scenario as TOML, complete.
    pub fn scenario_text(&self) -> &str {
        &self.scenario_text
    }

    /// Where the checkpoints are.
    pub fn checkpoint(&self) -> PathBuf {
        self.path.join(CHECKPOINT)
    }

    /// Opens the directory to be filled from where those parts end; what came after them is removed, and so is
    /// what an interruption has written under final names.
    ///
    /// # Errors
    /// A file cannot be written or removed.
    pub fn go_on(self, description: RunDescription, parts: Vec<Part>) -> Result<RunDirectory> {
        let Unfinished { path, lock, .. } = self;
        refuse_foreign(&path, &TABLES)?;
        // First what was made from the tables, then what vouches for them, then they themselves.
        reports::remove_all(&path)?;
        files::remove(&path.join(MANIFEST))?;
        files::sync_directory(&path)?;
        let mut stale: Vec<String> = TABLES.iter().map(|it| format!("{it}.parquet")).collect();
        stale.push(RUN.to_string());
        let ours = final_names();
        stale.extend(names(&path)?.into_iter().filter(|it| is_passing_name(it, &ours)));
        remove(&path, &stale)?;
        let checkpoint = path.join(CHECKPOINT);
        let kept: Vec<String> =
            [BEGUN, CURRENT, PREVIOUS].map(str::to_string).into_iter().chain(parts.iter().map(Part::name)).collect();
        let stale = names(&checkpoint)?.into_iter().filter(|it| is_checkpoint_name(it) && !kept.contains(it));
        remove(&checkpoint, &stale.collect::<Vec<_>>())?;
        let origin = description.origin();
        let tables = Tables::begin(&path, &origin)?;
        Ok(RunDirectory { path, description, origin, tables, parts, _lock: lock })
    }
}

/// Makes the directory `out`, or `runs/NAME-NNN` with the next free number, and takes its lock. `ours` are
/// the names of all files that will be written there.
///
/// With `force`, what an earlier process left of results of the same kind is removed first.
pub(super) fn claim(
    out: Option<&Path>,
    force: bool,
    kind: Kind,
    name: &str,
    ours: &[String],
) -> Result<(PathBuf, Lock)> {
    let path = match out {
        Some(path) => path.to_path_buf(),
        None => next_free(Path::new(RUNS), name)?,
    };
    std::fs::create_dir_all(&path).map_err(|reason| Error::uncreatable(&path, &reason))?;
    // Looked at before the lock is taken, so that a refused directory is left without a trace of us,
    // and again under it, because another process may have been faster.
    let doomed = || if force { replaceable(&path, kind, ours) } else { refuse_unless_empty(&path, kind) };
    doomed()?;
    let lock = Lock::take(&path)?;
    let doomed = doomed()?;
    if force {
        reports::remove_all(&path)?;
    }
    remove(&path, &doomed)?;
    Ok((path, lock))
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
        let shown = files::in_command(directory);
        let told = message!(
            "its text has changed since it was written; `huzhu verify {shown}` checks every file",
            "清单在写出后被改动；可用 `huzhu verify {shown}` 逐一核对"
        );
        return Err(Error::Table { path: directory.join(MANIFEST), reason: told });
    }
    let timing = Timing::read(directory)?;
    Ok(FinishedRun { path: directory.to_path_buf(), manifest, timing })
}

impl FinishedRun {
    /// Path of a table.
    pub fn table(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.parquet"))
    }

    /// Sees to it that every file is what the manifest says.
    ///
    /// # Errors
    /// [`Error::Table`] naming the first file that is not, and what is wrong with it.
    pub fn refuse_if_damaged(&self) -> Result<()> {
        let found = verify_tables(&self.path)?;
        let missing = found.missing.into_iter().map(|name| (name, message!("it is missing", "文件缺失")));
        match found.damaged.into_iter().chain(found.unreadable).chain(missing).next() {
            None => Ok(()),
            Some((name, Message { en: what, zh: what_zh })) => {
                let shown = files::in_command(&self.path);
                let told = message!(
                    "{what}; `huzhu verify {shown}` checks every file",
                    "{what_zh}；可用 `huzhu verify {shown}` 逐一核对"
                );
                Err(Error::Table { path: self.path.join(name), reason: told })
            }
        }
    }

    /// Compares every file with the manifest.
    ///
    /// # Errors
    /// The directory cannot be read.
    pub fn verify(&self) -> Result<Verification> {
        verify(&self.path)
    }
}

/// Opens the directory of a run that ended, and refuses it when any of its files is not what was written.
///
/// # Errors
/// There is no manifest, or something has been changed.
pub fn open_sound(directory: &Path) -> Result<FinishedRun> {
    let run = open(directory)?;
    run.refuse_if_damaged()?;
    Ok(run)
}

/// Makes `PARENT/SCENARIO-NNN` with the first number after all that are there.
///
/// The directory is made here and not only named, so that two runs started at once get two.
///
/// # Errors
/// The directory cannot be made.
pub fn next_free(parent: &Path, scenario: &str) -> Result<PathBuf> {
    make(parent)?;
    let prefix = format!("{scenario}-");
    let taken = names(parent)?.iter().filter_map(|it| it.strip_prefix(&prefix)?.parse::<u32>().ok()).max();
    let mut number = taken.map_or(1, |it| it + 1);
    loop {
        let path = parent.join(format!("{prefix}{number:03}"));
        match std::fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(reason) if reason.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
            Err(reason) => return Err(Error::uncreatable(&path, &reason)),
        }
    }
}

/// Nothing is to be removed from an empty directory, and another is refused with what it holds.
fn refuse_unless_empty(directory: &Path, kind: Kind) -> Result<Vec<String>> {
    let present: Vec<String> = names(directory)?.into_iter().filter(|it| it != LOCK).collect();
    if present.is_empty() {
        return Ok(Vec::new());
    }
    let shown = directory.display();
    let told = match Contents::of(directory)? {
        None => {
            let Message { en: files, zh: files_zh } = files::named(&present);
            message!(
                "{shown} is not empty: it contains {files}; choose another --out",
                "{shown} 不是空目录，其中有 {files_zh}；请另选 --out"
            )
        }
        Some(held) if held.kind != kind => {
            let Message { en: held, zh: held_zh } = held.told();
            message!("{shown} contains {held}; choose another --out", "{shown} 中有{held_zh}；请另选 --out")
        }
        Some(held) => {
            let resume = held.resume(directory);
            let Message { en: held, zh: held_zh } = held.told();
            if directory.join(CHECKPOINT).exists() || directory.join(BATCHES).exists() {
                message!(
                    "{shown} contains {held}; continue with `{resume}`, replace it with --force, or choose another \
                     --out",
                    "{shown} 中有{held_zh}；可用 `{resume}` 继续，用 --force 覆盖，或另选 --out"
                )
            } else {
                message!(
                    "{shown} contains {held}; replace it with --force, or choose another --out",
                    "{shown} 中有{held_zh}；可用 --force 覆盖，或另选 --out"
                )
            }
        }
    };
    Err(Error::Output { path: directory.to_path_buf(), told })
}

/// What may be removed to make place for results of a kind: those of the same kind, and what a process left that was
/// killed before it had said what it would do. A directory that holds anything else is refused; files of the user
/// beside such results stay.
fn replaceable(directory: &Path, kind: Kind, ours: &[String]) -> Result<Vec<String>> {
    let present: Vec<String> = names(directory)?.into_iter().filter(|it| it != LOCK).collect();
    let (shown, Message { en: noun, zh: noun_zh }) = (directory.display(), kind.noun());
    let doomed = match Contents::of(directory)? {
        Some(held) if held.kind != kind => {
            let Message { en: held, zh: held_zh } = held.told();
            let told = message!(
                "{shown} contains {held}; --force replaces only a {noun}; choose another --out",
                "{shown} 中有{held_zh}；--force 在此只覆盖{noun_zh}，请另选 --out"
            );
            return Err(Error::Output { path: directory.to_path_buf(), told });
        }
        Some(_) => left_by_the_same(directory, present, ours)?,
        None if present.iter().all(|it| is_debris(directory, it, ours)) => present,
        None => {
            let Message { en: files, zh: files_zh } = files::named(&present);
            let told = message!(
                "{shown} contains {files} and no {noun} that --force could replace; choose another --out",
                "{shown} 中有 {files_zh}，没有可由 --force 覆盖的{noun_zh}；请另选 --out"
            );
            return Err(Error::Output { path: directory.to_path_buf(), told });
        }
    };
    refuse_to_overwrite(directory, &doomed, ours)?;
    Ok(doomed)
}

/// The files that the manifest lists, and the manifest last, so that a removal cut short can be taken up again.
/// Without a manifest, which comes last, all names that we give are ours: none stood there when the work was begun, and
/// what was put there since is refused.
fn left_by_the_same(directory: &Path, mut present: Vec<String>, ours: &[String]) -> Result<Vec<String>> {
    let listed = present.iter().any(|it| it == MANIFEST);
    present.retain(|it| is_passing_name(it, ours));
    if listed {
        let (manifest, sound) = Manifest::read(directory)?;
        // A damaged manifest is not believed about names that we never give.
        let names = manifest.files.into_iter().map(|it| it.name).filter(|it| sound || ours.contains(it));
        present.extend(names);
        present.extend([RUN, CHECKPOINT, BATCHES, MANIFEST].map(str::to_string));
    } else {
        let parquet = ours.iter().filter_map(|it| it.strip_suffix(".parquet"));
        refuse_foreign(directory, &parquet.collect::<Vec<_>>())?;
        present.extend_from_slice(ours);
    }
    Ok(present)
}

/// Whether something was left by a process of ours that was killed before it had said what it would do: its text, or
/// a folder in which nothing has its final name yet.
fn is_debris(directory: &Path, name: &str, ours: &[String]) -> bool {
    let was_ours = directory.join(LOCK).exists();
    let path = directory.join(name);
    let empty = |folder: &Path| {
        let passing = |it: &String| is_checkpoint_name(it) && it.ends_with(PARTIAL);
        !folder.is_symlink() && names(folder).is_ok_and(|it| it.iter().all(passing))
    };
    was_ours
        && (is_passing_name(name, ours)
            || TEXTS.contains(&name)
            || [CHECKPOINT, BATCHES].contains(&name) && empty(&path))
}

/// Removes files of ours, and the folders of ours with what of ours is in them.
///
/// # Errors
/// A file cannot be removed.
pub(super) fn remove(directory: &Path, doomed: &[String]) -> Result<()> {
    let has = |names: &[&str], name: &String| names.contains(&name.as_str());
    let (first, others): (Vec<_>, Vec<_>) = doomed.iter().partition(|it| has(&TEXTS, it));
    // What can be gone on with needs its text. Folder and manifest say what it was and go last.
    let (last, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|it| has(&[CHECKPOINT, BATCHES, MANIFEST], it));
    first.into_iter().chain(others).try_for_each(|it| files::remove(&directory.join(it)))?;
    last.into_iter().try_for_each(|it| match it.as_str() {
        MANIFEST => files::remove(&directory.join(it)),
        folder => remove_folder(directory, folder),
    })
}

/// Removes our files from the folder of checkpoints or batches, and the folder if nothing else is in it.
///
/// # Errors
/// A file cannot be removed.
pub(super) fn remove_folder(directory: &Path, folder: &str) -> Result<()> {
    let folder = directory.join(folder);
    // What a link leads to lies elsewhere.
    if !folder.is_dir() || folder.is_symlink() {
        return Ok(());
    }
    let ours = names(&folder)?.into_iter().filter(|it| is_checkpoint_name(it));
    // What says what was begun goes last, so that a removal cut short can be taken up again.
    let (begun, others): (Vec<_>, Vec<_>) = ours.partition(|it| it == BEGUN);
    others.iter().chain(&begun).try_for_each(|it| files::remove(&folder.join(it)))?;
    // A foreign file keeps the directory, and that is no fault.
    let _ = std::fs::remove_dir(&folder);
    Ok(())
}

/// Whether a name is one that our files bear in the folder of checkpoints or batches.
fn is_checkpoint_name(name: &str) -> bool {
    let ours = |name: &str| [BEGUN, CURRENT, PREVIOUS].contains(&name) || parts::is_part_name(name);
    let passing = name.strip_prefix('.').and_then(|it| it.strip_suffix(PARTIAL));
    ours(name) || is_batch_name(name) || passing.and_then(|it| it.rsplit_once('.')).is_some_and(|it| ours(it.0))
}

/// Refuses files in a directory of ours that bear the names of those tables and were put there by somebody else, before
/// anything is written over them.
///
/// A manifest lists what is ours. Before there is one, a table of ours is written as Parquet first and as CSV next, and
/// removed the other way round, so that each is ours where the first is.
///
/// # Errors
/// [`Error::Output`] with their names.
pub fn refuse_foreign(directory: &Path, tables: &[&str]) -> Result<()> {
    let manifest = Manifest::read(directory).ok().map(|it| it.0);
    let mut foreign = Vec::new();
    for table in tables {
        let [parquet, csv] = ["parquet", "csv"].map(|ending| format!("{table}.{ending}"));
        let written = || TableReader::open(&directory.join(&parquet)).is_ok();
        let ours = |name: &str| manifest.as_ref().map_or_else(written, |it| it.file(name).is_some());
        let there = |name: &String| directory.join(name).symlink_metadata().is_ok();
        let found: Vec<String> = [&parquet, &csv].into_iter().filter(|it| there(it) && !ours(it)).cloned().collect();
        foreign.extend(found);
    }
    if foreign.is_empty() {
        return Ok(());
    }
    let (shown, Message { en: files, zh: files_zh }) = (directory.display(), files::named(&foreign));
    let told = message!(
        "{shown} contains {files}, which huzhu did not write there, so it is not overwritten; move it away, or choose \
         another --out",
        "{shown} 中的 {files_zh} 不是 huzhu 在此写出的，不予覆盖；请先移走，或另选 --out"
    );
    Err(Error::Output { path: directory.to_path_buf(), told })
}

/// A foreign file that happens to bear one of our names is not ours to replace, nor is a link in place of a folder.
fn refuse_to_overwrite(directory: &Path, doomed: &[String], ours: &[String]) -> Result<()> {
    let is_link = |name: &str| [CHECKPOINT, BATCHES].contains(&name) && directory.join(name).is_symlink();
    let mut in_the_way = ours.iter().filter(|it| !doomed.contains(it) || is_link(it));
    match in_the_way.find(|it| directory.join(it).symlink_metadata().is_ok()) {
        None => Ok(()),
        Some(name) => {
            let shown = directory.display();
            let told = message!(
                "{shown} contains `{name}`, which was not written with the results there, so it is not removed; \
                 choose another --out",
                "{shown} 中的 `{name}` 不是随其中的结果写出的，不予删除；请另选 --out"
            );
            Err(Error::Output { path: directory.to_path_buf(), told })
        }
    }
}

fn final_names() -> Vec<String> {
    let others = [CHECKPOINT, SCENARIO, RUN, MANIFEST].map(str::to_string);
    TABLES.iter().map(|it| format!("{it}.parquet")).chain(others).collect()
}

/// Whether a name is one our files bear while they are written.
pub(super) fn is_passing_name(name: &str, ours: &[String]) -> bool {
    let inner = name.strip_prefix('.').and_then(|it| it.strip_suffix(PARTIAL));
    inner.is_some_and(|inner| ours.iter().any(|it| inner.starts_with(&format!("{it}."))))
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
