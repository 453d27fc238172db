//! The directory a study leaves: its tables, each as Parquet and the small ones as CSV too, the study in
//! full, and the same kind of manifest as a run's, so that `huzhu verify` works on both.

use std::path::{Path, PathBuf};

use crate::files::{self, Lock};
use crate::observe::table::{Type, Values};
use crate::{Error, Result};

use super::digest;
use super::manifest::{MANIFEST, Manifest, RUN, describe};
use super::parquet::{CREATED_BY, Origin, TableWriter};
use super::run_directory::{Timing, claim};
use super::schema::{self, Column, ROWS_PER_GROUP, Schema};

/// File name of the study that was run, complete.
pub const STUDY: &str = "study.resolved.toml";

/// Tables of a study, in the order of the digest; those with `true` are written as CSV too.
pub const TABLES: [(&str, bool); 6] = [
    ("contrasts", true),
    ("levels", false),
    ("courses", false),
    ("costs", true),
    ("cost_effectiveness", true),
    ("attribution", true),
];

/// A whole table in memory.
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
        let heads: Vec<&str> = self.schema.columns.iter().map(|it| it.name.as_str()).collect();
        let rows = self.values.first().map_or(0, |it| match it {
            Values::Int(it) => it.len(),
            Values::Long(it) => it.len(),
            Values::Real(it) => it.len(),
            Values::Double(it) => it.len(),
            Values::Text(it) => it.len(),
        });
        let cell = |values: &Values, row: usize| match values {
            Values::Int(it) => it[row].to_string(),
            Values::Long(it) => it[row].to_string(),
            Values::Real(it) => it[row].to_string(),
            Values::Double(it) => it[row].map_or(String::new(), |it| it.to_string()),
            Values::Text(it) => quoted(&it[row]),
        };
        let mut text = heads.join(",") + "\n";
        for row in 0..rows {
            let cells: Vec<String> = self.values.iter().map(|it| cell(it, row)).collect();
            text += &(cells.join(",") + "\n");
        }
        text
    }
}

/// A text as a field of a CSV file.
pub fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_string() }
}

/// What is run, as plain data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyDescription {
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

impl StudyDirectory {
    /// Creates the directory `out`, or `runs/STUDY-NNN` with the next free number.
    ///
    /// # Errors
    /// [`Error::Output`] when `out` holds something, [`Error::Locked`] when another process is writing there.
    pub fn create(out: Option<&Path>, force: bool, description: StudyDescription) -> Result<Self> {
        let tables = TABLES.iter().flat_map(|(name, _)| [format!("{name}.parquet"), format!("{name}.csv")]);
        let ours: Vec<String> = tables.chain([STUDY, RUN, MANIFEST].map(str::to_string)).collect();
        let (path, lock) = claim(out, force, &description.name, &ours)?;
        files::write_atomically(&path.join(STUDY), description.text.as_bytes())?;
        Ok(StudyDirectory { path, description, _lock: lock })
    }

    /// Where the files go.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes all tables, then the manifest. `complete` says whether all was run that was wanted.
    ///
    /// # Errors
    /// A file cannot be written; then there is no manifest.
    pub fn finish(self, tables: &[Table], replicates: u32, complete: bool, timing: &Timing) -> Result<Manifest> {
        let StudyDirectory { path, description, _lock } = self;
        let scenario_hash = blake3::hash(description.text.as_bytes()).to_hex().to_string();
        let origin = Origin { scenario_hash: scenario_hash.clone(), seed: description.seed };
        let run = serde_json::to_string_pretty(timing).map_err(|error| Error::Output(error.to_string()))? + "\n";
        files::write_atomically(&path.join(RUN), run.as_bytes())?;
        let mut listed = vec![describe(&path, STUDY, None)?];
        let mut digests = Vec::new();
        for table in tables {
            let name = &table.schema.table;
            let mut writer = TableWriter::begin(&path, table.schema.clone(), &origin)?;
            writer.append_columns(table.values.clone())?;
            let written = writer.finish()?;
            let columns = table.schema.columns.clone();
            listed.push(describe(&path, &format!("{name}.parquet"), Some((written.rows, columns)))?);
            digests.push(written.digest);
            if TABLES.iter().any(|(it, csv)| it == name && *csv) {
                let file = format!("{name}.csv");
                files::write_atomically(&path.join(&file), table.csv().as_bytes())?;
                listed.push(describe(&path, &file, None)?);
            }
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
        files::write_atomically(&path.join(MANIFEST), manifest.text().as_bytes())?;
        let (manifest, _) = Manifest::read(&path)?;
        Ok(manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_no_number_is_empty_and_texts_with_commas_are_quoted() {
        let table = Table::new("contrasts")
            .with("policy", "name", "policy", "政策", Values::Text(vec!["a, \"b\"".into(), "c".into()]))
            .with("difference", "share", "difference", "差", Values::Double(vec![None, Some(-0.25)]));
        assert_eq!(table.csv(), "policy,difference\n\"a, \"\"b\"\"\",\nc,-0.25\n");
    }
}
