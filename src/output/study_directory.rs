//! The directory of a study: its tables, each as Parquet and the small ones as CSV too, the study in
//! full, and the same kind of manifest as a run's, so that `huzhu verify` works on both.

use std::path::Path;

use crate::Result;
use crate::files;
use crate::observe::table::{Type, Values};
use crate::text::Label;

use super::batches::BATCHES;
use super::contents::Kind;
use super::csv::{self, Cell};
use super::directory::{Description, Directory, Reopened, Shape, Unfinished};
use super::manifest::{Done, Manifest, ManifestFile, STUDY, describe};
use super::parquet::{Origin, TableWriter, Written, read_table};
use super::schema::{Column, ROWS_PER_GROUP, Schema};
use super::tables::STUDY_TABLES;
use super::timing::Timing;

/// A directory of a study.
static SHAPE: Shape = Shape {
    noun: Label { en: "study", zh: "研究" },
    text: STUDY,
    folder: BATCHES,
    tables: || STUDY_TABLES.map(|it| it.0).to_vec(),
    as_csv: true,
};

/// A complete table in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    schema: Schema,
    values: Vec<Values>,
}

impl Table {
    /// A table without columns.
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

    /// The table as CSV; a missing number is an empty cell.
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

/// A study directory that is being written.
#[derive(Debug)]
pub struct StudyDirectory(Directory);

impl StudyDirectory {
    /// Creates the directory `out`, or `runs/STUDY-NNN` with the next free number.
    ///
    /// # Errors
    /// [`Error::Output`](crate::Error::Output) when `out` holds something, [`Error::Locked`](crate::Error::Locked) when
    /// another process is writing there.
    pub fn create(out: Option<&Path>, force: bool, description: Description) -> Result<Self> {
        let kind = if description.command == "discover" { Kind::Discovery } else { Kind::Comparison };
        Directory::create(&SHAPE, kind, out, force, description).map(StudyDirectory)
    }

    /// Opens the directory of a study to resume it with the command that started it.
    ///
    /// # Errors
    /// [`Error::Locked`](crate::Error::Locked) when it is still running; [`Error::Table`](crate::Error::Table) when it is
    /// damaged, or of another version of the program, or of another command, or there is no study.
    pub fn reopen(directory: &Path, command: &str) -> Result<Reopened> {
        SHAPE.reopen(directory, command)
    }

    /// Opens a directory for writing; removes files that the interrupted process wrote under final names.
    ///
    /// # Errors
    /// A file cannot be removed.
    pub fn resume(unfinished: Unfinished, description: Description) -> Result<Self> {
        unfinished.take_over(description).map(StudyDirectory)
    }

    /// Path of the directory.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Writes all tables, then the manifest; removes the resume files if `complete`.
    ///
    /// # Errors
    /// A file cannot be written; then there is no manifest.
    pub fn finish(self, tables: Vec<Table>, replicates: u32, complete: bool, timing: &Timing) -> Result<Manifest> {
        let Directory { path, description, origin, .. } = &self.0;
        let mut listed = vec![describe(path, STUDY, None)?];
        let mut digests = Vec::new();
        for table in tables {
            let known = STUDY_TABLES.iter().find(|it| it.0 == table.schema.table);
            debug_assert!(known.is_some(), "no table `{}` is in the list", table.schema.table);
            let (written, files) = table.write(path, origin, known.is_some_and(|it| it.1))?;
            listed.extend(files);
            digests.push(written.digest);
        }
        let planned = if complete { replicates } else { description.replicates };
        let weeks = if replicates > 0 { description.weeks } else { 0 };
        self.0.finish(planned, Done { complete, replicates, weeks }, digests, listed, timing)
    }
}
