//! The directory of a study: its tables, each as Parquet and the small ones as CSV too, the study in
//! full, and the same kind of manifest as a run's, so that `huzhu verify` works on both.

use std::path::{Path, PathBuf};

use crate::files::{self, Lock, names};
use crate::observe::table::{Type, Values};
use crate::text::message;
use crate::{Error, Result};

use super::batches::BATCHES;
use super::contents::Kind;
use super::csv::{self, Cell};
use super::digest;
use super::manifest::{MANIFEST, Manifest, ManifestFile, describe};
use super::parquet::{CREATED_BY, Origin, TableWriter, Written, read_table};
use super::reports;
use super::resume_info::ResumeInfo;
use super::run_directory::{claim, is_passing_name, open, refuse_foreign, remove, remove_folder};
use super::schema::{self, Column, ROWS_PER_GROUP, Schema};
use super::timing::{RUN, Timing};

/// File name of the study that was run, complete.
pub const STUDY: &str = "study.resolved.toml";

/// Tables of a study, in the order of the digest; those with `true` are written as CSV too.
pub const TABLES: [(&str, bool); 20] = [
    ("contrasts", true),
    ("ranking", true),
    ("levels", false),
    ("courses", false),
    ("precision", true),
    ("retention", true),
    ("costs", true),
    ("cost_effectiveness", true),
    ("net_benefit", true),
    ("cost_effectiveness_plane", false),
    ("equity", true),
    ("groups", true),
    ("robustness", true),
    ("regrets", true),
    ("attribution", true),
    ("stages", true),
    ("worlds", true),
    ("regions", true),
    ("restrictions", true),
    ("names", true),
];

/// A complete table in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    schema: Schema,
    values: Vec<Values>,
}

impl Table {
    /// A table of no columns yet.
    pub fn new(name: &str) -> Self {
        let schema = Schema { table: name.to_string(), columns: Vec::new(), rows_per_group: ROWS_PER_GROUP };
        Table { schema, values: Vec::new() }
    }

    /// Adds a column: name, unit, meaning in English and Chinese, values.
    pub fn with(mut self, name: &str, unit: &str, en: &str, zh: &str, values: Values) -> Self {
        let r#type = match values {
            Values::Int(_) => Type::Int,
            Values::Long(_) => Type::Long,
            Values::Real(_) => Type::Real,
            Values::Double(_) => Type::Double,
            Values::Text(_) => Type::Text,
        };
        let [name, unit, en, zh] = [name, unit, en, zh].map(str::to_string);
        self.schema.columns.push(Column { name, r#type, unit, en, zh });
        self.values.push(values);
        self
    }

    /// The table as CSV; a number that is absent is an empty cell.
    pub fn csv(&self) -> String {
        let rows = self.values.first().map_or(0, Values::len);
        let heads = csv::line(self.schema.columns.iter().map(|it| Cell::Text(&it.name)));
        let line = |row| csv::line(self.values.iter().map(|it| cell(it, row)));
        heads + &(0..rows).map(line).collect::<String>()
    }
}

fn cell(values: &Values, row: usize) -> Cell<'_> {
    match values {
        Values::Int(it) => Cell::Whole(it[row].into()),
        Values::Long(it) => Cell::Whole(it[row]),
        Values::Real(it) => Cell::Real(it[row]),
        Values::Double(it) => it[row].into(),
        Values::Text(it) => Cell::Text(&it[row]),
    }
}

impl Table {
    /// Whether a Parquet file holds the same columns and values.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn is_that_of(&self, path: &Path) -> Result<bool> {
        let names = self.schema.columns.iter().map(|it| &it.name);
        let found = read_table(path)?;
        Ok(found.len() == self.values.len()
            && names
                .zip(&self.values)
                .zip(&found)
                .all(|((name, values), other)| (name, values) == (&other.0, &other.1)))
    }

    /// Writes the table as Parquet, and as CSV too where it is small; describes the files for the manifest.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn write(self, directory: &Path, origin: &Origin, as_csv: bool) -> Result<(Written, Vec<ManifestFile>)> {
        let name = self.schema.table.clone();
        let text = as_csv.then(|| self.csv());
        let columns = self.schema.columns.clone();
        let mut writer = TableWriter::begin(directory, self.schema, origin)?;
        writer.append_columns(self.values)?;
        let written = writer.finish()?;
        let mut files = vec![describe(directory, &format!("{name}.parquet"), Some((written.rows, columns)))?];
        if let Some(text) = text {
            let name = format!("{name}.csv");
            files::write_atomically(&directory.join(&name), text.as_bytes())?;
            files.push(describe(directory, &name, None)?);
        }
        Ok((written, files))
    }
}

/// What is run, as plain data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyDescription {
    /// Command that runs it.
    pub command: &'static str,
    /// Name of the study.
    pub name: String,
    /// The resolved study as TOML.
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

/// A study directory being filled.
#[derive(Debug)]
pub struct StudyDirectory {
    path: PathBuf,
    description: StudyDescription,
    _lock: Lock,
}

/// A study directory that is to be gone on with.
#[derive(Debug)]
pub enum ReopenedStudy {
    /// Its study has ended; all files are sound.
    Finished,
    /// Its study was killed or interrupted.
    Unfinished(UnfinishedStudy),
}

/// The directory of a study that was killed or interrupted, locked and not yet changed.
#[derive(Debug)]
pub struct UnfinishedStudy {
    path: PathBuf,
    name: String,
    text: String,
    lock: Lock,
}

/// Looks at the directory of a study to go on with it by the command that began it.
///
/// # Errors
/// [`Error::Locked`] when it is still running; [`Error::Table`] when it is damaged, or of another version of the
/// program, or of another command, or there is no study.
pub fn reopen(directory: &Path, command: &str) -> Result<ReopenedStudy> {
    // Looked for before the lock is taken, so that no file of ours appears where no study is.
    let present = names(directory)?;
    let has = |name: &str| present.iter().any(|it| it == name);
    if !has(STUDY) || !(has(MANIFEST) || has(BATCHES)) {
        let reason = message!("there is no study here to resume", "此处没有可继续的研究");
        return Err(Error::Table { path: directory.to_path_buf(), reason });
    }
    let lock = Lock::take(directory)?;
    if directory.join(MANIFEST).exists() {
        match open(directory) {
            Ok(finished) if finished.manifest.complete => {
                finished.refuse_if_damaged()?;
                remove_folder(directory, BATCHES)?;
                remove_passing(directory)?;
                return Ok(ReopenedStudy::Finished);
            }
            Err(error) if !has(BATCHES) => return Err(error),
            _ => {}
        }
    }
    let (name, text) = ResumeInfo::read(directory, BATCHES, STUDY, "study", command)?;
    Ok(ReopenedStudy::Unfinished(UnfinishedStudy { path: directory.to_path_buf(), name, text, lock }))
}

impl UnfinishedStudy {
    /// Name of the study.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The resolved study as TOML.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Opens the directory to be filled; what an interruption has written under final names is removed.
    ///
    /// # Errors
    /// A file cannot be removed.
    pub fn go_on(self, description: StudyDescription) -> Result<StudyDirectory> {
        let UnfinishedStudy { path, text, lock, .. } = self;
        refuse_foreign(&path, &TABLES.map(|it| it.0))?;
        // First what was made from the tables, then what vouches for them, then they themselves.
        reports::remove_all(&path)?;
        files::remove(&path.join(MANIFEST))?;
        files::sync_directory(&path)?;
        let mut stale: Vec<String> = tables().collect();
        stale.push(RUN.to_string());
        remove(&path, &stale)?;
        remove_passing(&path)?;
        Ok(StudyDirectory { path, description: StudyDescription { text, ..description }, _lock: lock })
    }
}

/// File names of all tables; a text comes before its Parquet file, as they are to be removed.
fn tables() -> impl Iterator<Item = String> {
    TABLES.iter().flat_map(|(name, _)| [format!("{name}.csv"), format!("{name}.parquet")])
}

/// File names that a study gives, and its folder.
fn final_names() -> Vec<String> {
    tables().chain([STUDY, RUN, MANIFEST, BATCHES].map(str::to_string)).collect()
}

/// Removes what a killed process was writing.
fn remove_passing(directory: &Path) -> Result<()> {
    let ours = final_names();
    let stale: Vec<String> = names(directory)?.into_iter().filter(|it| is_passing_name(it, &ours)).collect();
    remove(directory, &stale)
}

impl StudyDirectory {
    /// Creates the directory `out`, or `runs/STUDY-NNN` with the next free number.
    ///
    /// # Errors
    /// [`Error::Output`] when `out` holds something, [`Error::Locked`] when another process is writing there.
    pub fn create(out: Option<&Path>, force: bool, description: StudyDescription) -> Result<Self> {
        let kind = if description.command == "discover" { Kind::Discovery } else { Kind::Comparison };
        let (path, lock) = claim(out, force, kind, &description.name, &final_names())?;
        files::write_atomically(&path.join(STUDY), description.text.as_bytes())?;
        ResumeInfo::now(description.command, &description.name, &description.text).write(&path.join(BATCHES))?;
        Ok(StudyDirectory { path, description, _lock: lock })
    }

    /// Where the files go.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes all tables, then the manifest; when `complete` says that all was run that was wanted, what a resume
    /// would need is removed.
    ///
    /// # Errors
    /// A file cannot be written; then there is no manifest.
    pub fn finish(self, tables: Vec<Table>, replicates: u32, complete: bool, timing: &Timing) -> Result<Manifest> {
        let StudyDirectory { path, description, _lock } = self;
        let scenario_hash = blake3::hash(description.text.as_bytes()).to_hex().to_string();
        let origin = Origin { scenario_hash: scenario_hash.clone(), seed: description.seed };
        timing.write(&path)?;
        let mut listed = vec![describe(&path, STUDY, None)?];
        let mut digests = Vec::new();
        for table in tables {
            let known = TABLES.iter().find(|it| it.0 == table.schema.table);
            debug_assert!(known.is_some(), "no table `{}` is in the list", table.schema.table);
            let (written, files) = table.write(&path, &origin, known.is_some_and(|it| it.1))?;
            listed.extend(files);
            digests.push(written.digest);
        }
        let manifest = Manifest {
            created_by: CREATED_BY.to_string(),
            schema_version: schema::VERSION,
            scenario: description.name,
            scenario_hash,
            seed: description.seed,
            replicates: if complete { replicates } else { description.replicates },
            weeks: description.weeks,
            warmup_weeks: description.warmup_weeks,
            complete,
            replicates_completed: replicates,
            weeks_completed: if replicates > 0 { description.weeks } else { 0 },
            digest: digest::of_run(digests.into_iter()).to_hex().to_string(),
            files: listed,
            blake3: String::new(),
        };
        let manifest = manifest.write(&path)?;
        if complete {
            // The results are whole and vouched for; what a refusal leaves here is swept by the next resume.
            let _ = remove_folder(&path, BATCHES);
        }
        Ok(manifest)
    }
}
