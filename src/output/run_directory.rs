//! The directory of a run: opened once, filled as rows arrive, completed by its manifest.
//!
//! No table has its final name before the run ends, and the manifest is written last. A killed process therefore leaves
//! a directory without a manifest, never one that looks complete.
//!
//! Until then the directory `checkpoint` contains what a later process needs to continue: the resume information, parts
//! of tables up to the last checkpoint, and the checkpoints themselves, which others write and read.

use std::path::{Path, PathBuf};

use crate::Result;
use crate::files::{self, names};
use crate::observe::rows::{CommunityMonth, DistributionBin, ElderWeek, Spell};
use crate::text::Label;

use super::claim::{is_checkpoint_name, remove};
use super::contents::Kind;
use super::directory::{Description, Directory, Reopened, Shape, Unfinished};
use super::manifest::{Done, Manifest, SCENARIO, describe};
use super::parquet::{Origin, TableWriter, Written, encode_all};
use super::parts::{self, CHECKPOINT, CURRENT, PREVIOUS, Part};
use super::resume_info::RESUME_INFO;
use super::schema::Schema;
use super::tables::{TABLES, schemas};
use super::timing::Timing;
use super::weekly::{WeeklyRow, WeeklyWriter};

/// A directory of a run.
static SHAPE: Shape = Shape {
    noun: Label { en: "run", zh: "运行" },
    text: SCENARIO,
    folder: CHECKPOINT,
    tables: || TABLES.to_vec(),
    as_csv: false,
};

/// Rows of one table.
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

/// A run directory that is being written.
pub struct RunDirectory {
    directory: Directory,
    tables: Tables,
    parts: Vec<Part>,
}

impl RunDirectory {
    /// Creates the directory `out`, or `runs/SCENARIO-NNN` with the next free number, and opens its tables.
    ///
    /// With `force`, the files of an earlier run in `out` are removed first: its reports, the files in its manifest, and
    /// the files of a killed run. Other files and results of another kind stay.
    ///
    /// # Errors
    /// [`Error::Output`](crate::Error::Output) when `out` holds something, [`Error::Locked`](crate::Error::Locked) when
    /// another process is writing there.
    pub fn create(out: Option<&Path>, force: bool, description: Description) -> Result<Self> {
        Self::open(Directory::create(&SHAPE, Kind::Run, out, force, description)?, Vec::new())
    }

    /// Opens the directory of a run to resume it.
    ///
    /// # Errors
    /// [`Error::Locked`](crate::Error::Locked) when its run is still running; [`Error::Table`](crate::Error::Table) when it
    /// is damaged, or of another version of the program; there is no run.
    pub fn reopen(directory: &Path) -> Result<Reopened> {
        SHAPE.reopen(directory, "run")
    }

    /// Opens a directory for writing after these parts of tables. Later parts are removed, and so are files that the
    /// interrupted process wrote under final names.
    ///
    /// # Errors
    /// A file cannot be written or removed.
    pub fn resume(unfinished: Unfinished, description: Description, parts: Vec<Part>) -> Result<Self> {
        let directory = unfinished.take_over(description)?;
        let checkpoint = directory.path.join(CHECKPOINT);
        let kept: Vec<String> = [RESUME_INFO, CURRENT, PREVIOUS]
            .map(str::to_string)
            .into_iter()
            .chain(parts.iter().map(Part::name))
            .collect();
        let stale = names(&checkpoint)?.into_iter().filter(|it| is_checkpoint_name(it) && !kept.contains(it));
        remove(&checkpoint, &stale.collect::<Vec<_>>())?;
        Self::open(directory, parts)
    }

    fn open(directory: Directory, parts: Vec<Part>) -> Result<Self> {
        let tables = Tables::begin(&directory.path, &directory.origin)?;
        Ok(RunDirectory { directory, tables, parts })
    }

    /// Path of the directory.
    pub fn path(&self) -> &Path {
        &self.directory.path
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

    /// Appends weekly rows, without taking them.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_weekly(&mut self, rows: &[WeeklyRow]) -> Result<()> {
        self.tables.weekly.append(rows)
    }

    /// Folder of the checkpoints.
    pub fn checkpoint(&self) -> PathBuf {
        self.path().join(CHECKPOINT)
    }

    /// BLAKE3 of the resolved scenario.
    pub fn scenario_hash(&self) -> &str {
        &self.directory.origin.scenario_hash
    }

    /// Whether a checkpoint has left a part of any table.
    pub fn has_parts(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Closes the rows written so far as parts of tables, synced to disk, and returns all parts.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn seal(&mut self) -> Result<&[Part]> {
        let number = self.parts.iter().map(|it| it.number).max().map_or(1, |it| it + 1);
        let fresh = Tables::begin(self.path(), &self.directory.origin)?;
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

    /// Closes all tables of a complete run, writes the manifest, and removes the checkpoints.
    ///
    /// # Errors
    /// A file cannot be written; then there is no manifest.
    pub fn finish(self, timing: &Timing) -> Result<Manifest> {
        let Description { replicates, weeks, .. } = self.directory.description;
        self.close(Done { complete: true, replicates, weeks }, timing)
    }

    /// Closes all tables of a run that was interrupted after `replicates` complete replicates and `weeks` weeks of the
    /// next, so that they can be read.
    ///
    /// # Errors
    /// A file cannot be written; then there is no manifest.
    pub fn finish_interrupted(self, replicates: u32, weeks: i32, timing: &Timing) -> Result<Manifest> {
        self.close(Done { complete: false, replicates, weeks }, timing)
    }

    fn close(mut self, done: Done, timing: &Timing) -> Result<Manifest> {
        if !self.parts.is_empty() {
            self.seal()?;
        }
        let RunDirectory { directory, tables, parts } = self;
        let (path, checkpoint) = (&directory.path, directory.path.join(CHECKPOINT));
        let mut written = Vec::with_capacity(TABLES.len());
        let mut finished = Vec::with_capacity(TABLES.len());
        for (schema, table) in encode_all(tables.into_all().into()) {
            let table = if parts.is_empty() {
                table
            } else {
                drop(table);
                parts::merge(path, &checkpoint, &parts, schema.clone(), &directory.origin)?
            };
            let (file, whole) = table.write()?;
            finished.push((file, path.join(format!("{}.parquet", schema.table))));
            written.push((schema, whole));
        }
        files::publish_all(finished)?;
        let mut listed = vec![describe(path, SCENARIO, None)?];
        let mut digests = Vec::with_capacity(written.len());
        for (schema, Written { rows, digest }) in written {
            let name = format!("{}.parquet", schema.table);
            listed.push(describe(path, &name, Some((rows, schema.columns)))?);
            digests.push(digest);
        }
        let replicates = directory.description.replicates;
        directory.finish(replicates, done, digests, listed, timing)
    }
}
