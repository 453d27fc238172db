//! Finished cells on disk: batch files that are whole or absent, and the plan they belong to.
//!
//! A batch holds what was finished in a few seconds, in the order of the plan, as text: four lines of heading,
//! a line a cell, and the hash of all before. Numbers are written so that reading gives the same bits. A
//! killed process loses the batch it had not sealed, never more.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::plan::Design;
use crate::files::{self, PARTIAL};
use crate::output::parquet::CREATED_BY;
use crate::{Error, Result};

/// Name of the file that says what a directory is a sweep of.
const PLAN: &str = "plan.json";

/// Folder of the batch files.
const FOLDER: &str = "batches";

/// First line of a batch.
const FORMAT: &str = "huzhu batch 1";

/// Value of a factor in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

impl Datum {
    /// As a batch holds it.
    pub fn written(&self) -> String {
        match self {
            Datum::Number(number) => number.to_string(),
            Datum::Text(text) => quoted(text),
        }
    }

    fn read(text: &str) -> Option<Self> {
        if text.starts_with('"') { unquoted(text).map(Datum::Text) } else { text.parse().ok().map(Datum::Number) }
    }
}

/// A text on one line, without tabs.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn unquoted(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

/// What became of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Its measures; one is absent where there is nobody to measure.
    Measured(Vec<Option<f64>>),
    /// Why it could not be run.
    Failed(String),
}

/// A finished cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Number of the cell.
    pub cell: u64,
    /// Hash of all that decides its outcome.
    pub identity: String,
    /// Value of each factor.
    pub factors: Vec<Datum>,
    /// What became of it.
    pub outcome: Outcome,
}

impl Line {
    fn write(&self, out: &mut String) {
        write!(out, "{}\t{}", self.cell, self.identity).expect("a text takes any number of bytes");
        for it in &self.factors {
            out.push('\t');
            out.push_str(&it.written());
        }
        match &self.outcome {
            Outcome::Measured(values) => {
                out.push_str("\tok");
                for it in values {
                    out.push('\t');
                    out.push_str(&it.map_or("-".to_string(), |it| it.to_string()));
                }
            }
            Outcome::Failed(reason) => {
                out.push_str("\tfailed\t");
                out.push_str(&quoted(reason));
            }
        }
        out.push('\n');
    }

    fn read(text: &str, factors: usize) -> Option<Self> {
        let mut fields = text.split('\t');
        let cell = fields.next()?.parse().ok()?;
        let identity = fields.next()?.to_string();
        let factors = (0..factors).map(|_| Datum::read(fields.next()?)).collect::<Option<Vec<_>>>()?;
        let outcome = match fields.next()? {
            "ok" => {
                let value = |it: &str| if it == "-" { Some(None) } else { it.parse().ok().map(Some) };
                Outcome::Measured(fields.map(value).collect::<Option<Vec<_>>>()?)
            }
            "failed" => Outcome::Failed(unquoted(fields.next()?)?),
            _ => return None,
        };
        Some(Line { cell, identity, factors, outcome })
    }
}

/// A factor or a measure as the tables describe it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnOfPlan {
    /// Name of the column.
    pub name: String,
    /// Whether it holds numbers.
    pub numeric: bool,
    /// Unit.
    pub unit: String,
    /// Meaning in English.
    pub en: String,
    /// Meaning in Chinese.
    pub zh: String,
}

/// What a directory is a sweep of: enough to join its batches without the design file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanFile {
    /// Name and version of the program.
    pub created_by: String,
    /// Hash of the plan.
    pub plan: String,
    /// Name of the design.
    pub design: String,
    /// How its points are chosen.
    pub kind: String,
    /// Number of points.
    pub points: u64,
    /// Replicates of each.
    pub replicates: u32,
    /// Seed of points and runs.
    pub seed: u32,
    /// BLAKE3 of the scenario before a factor changes it, complete.
    pub scenario_hash: String,
    /// What is changed.
    pub factors: Vec<ColumnOfPlan>,
    /// What is measured.
    pub measures: Vec<ColumnOfPlan>,
}

impl PlanFile {
    /// Of a design.
    pub fn of(design: &Design) -> Self {
        let factor = |it: &super::Factor| ColumnOfPlan {
            name: it.path.clone(),
            numeric: it.is_numeric(),
            unit: String::new(),
            en: it.meaning().unwrap_or_else(|| it.path.clone()),
            zh: it.meaning_zh().unwrap_or_else(|| it.path.clone()),
        };
        let scope = design.scope.label();
        let measures = design.columns().into_iter().zip(&design.measures).map(|(name, figure)| ColumnOfPlan {
            name,
            numeric: true,
            unit: figure.unit.to_string(),
            en: format!("{}, {}", figure.label.en, scope.en),
            zh: format!("{}({})", figure.label.zh, scope.zh),
        });
        PlanFile {
            created_by: CREATED_BY.to_string(),
            plan: design.hash(),
            design: design.name.clone(),
            kind: design.kind.name().to_string(),
            points: design.points() as u64,
            replicates: design.replicates,
            seed: design.seed,
            scenario_hash: blake3::hash(design.base_text().as_bytes()).to_hex().to_string(),
            factors: design.factors.iter().map(factor).collect(),
            measures: measures.collect(),
        }
    }

    /// Number of cells.
    pub fn cells(&self) -> u64 {
        self.points * u64::from(self.replicates)
    }

    /// The plan that a directory holds, if it holds one.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn read(directory: &Path) -> Result<Option<Self>> {
        let path = directory.join(PLAN);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(reason) if reason.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(reason) => return Err(Error::Read { path, reason }),
        };
        serde_json::from_slice(&text).map(Some).map_err(|reason| Error::Table { path, reason: reason.to_string() })
    }

    /// Writes it into a directory.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, directory: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).expect("a plan becomes JSON") + "\n";
        files::write_atomically(&directory.join(PLAN), text.as_bytes())
    }
}

/// One batch that was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Batch {
    /// Hash of the plan it was made for.
    pub plan: String,
    /// Names of the measured columns.
    pub measures: Vec<String>,
    /// Its cells, in the order of the plan.
    pub lines: Vec<Line>,
}

/// The batch files of a directory.
#[derive(Debug)]
pub struct Batches {
    folder: PathBuf,
    /// Names in order.
    names: Vec<String>,
}

impl Batches {
    /// Finds the batches of a directory.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn open(directory: &Path) -> Result<Self> {
        let folder = directory.join(FOLDER);
        let mut names = Vec::new();
        match std::fs::read_dir(&folder) {
            Ok(entries) => {
                for entry in entries {
                    let entry = entry.map_err(|reason| Error::Read { path: folder.clone(), reason })?;
                    let name = entry.file_name().to_string_lossy().into_owned();
                    if number_of(&name).is_some() {
                        names.push(name);
                    }
                }
            }
            Err(reason) if reason.kind() == std::io::ErrorKind::NotFound => {}
            Err(reason) => return Err(Error::Read { path: folder, reason }),
        }
        names.sort_by_key(|it| number_of(it));
        Ok(Batches { folder, names })
    }

    /// Makes the folder, and removes what a killed process was writing there and beside it.
    ///
    /// # Errors
    /// The folder cannot be made or cleaned.
    pub(super) fn prepare(&self) -> Result<()> {
        let fail = |reason| Error::Write { path: self.folder.clone(), reason };
        std::fs::create_dir_all(&self.folder).map_err(fail)?;
        for folder in [Some(self.folder.as_path()), self.folder.parent()].into_iter().flatten() {
            for entry in std::fs::read_dir(folder).map_err(fail)? {
                let path = entry.map_err(fail)?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if name.starts_with('.') && name.ends_with(PARTIAL) {
                    std::fs::remove_file(&path).map_err(|reason| Error::Write { path: path.clone(), reason })?;
                }
            }
        }
        Ok(())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// Reads one.
    ///
    /// # Errors
    /// It cannot be read, or has changed since it was written.
    pub(super) fn read(&self, number: usize) -> Result<Batch> {
        let path = self.folder.join(&self.names[number]);
        let text = std::fs::read_to_string(&path).map_err(|reason| Error::Read { path: path.clone(), reason })?;
        let damaged = || Error::Table {
            path: path.clone(),
            reason: "this batch has changed since it was written; remove it and resume the sweep".to_string(),
        };
        let (body, hash) = text.trim_end().rsplit_once('\n').ok_or_else(damaged)?;
        if blake3::hash(body.as_bytes()).to_hex().as_str() != hash {
            return Err(damaged());
        }
        let mut lines = body.lines();
        let mut heading = |word: &str| lines.next().and_then(|it| it.strip_prefix(word)).map(str::to_string);
        let (_, plan, factors, measures) =
            (heading(FORMAT), heading("plan\t"), heading("factors\t"), heading("measures\t"));
        let factors = factors.and_then(|it| it.parse().ok()).ok_or_else(damaged)?;
        let read = lines.map(|it| Line::read(it, factors)).collect::<Option<Vec<_>>>();
        let measures = measures.ok_or_else(damaged)?.split('\t').map(str::to_string).collect();
        Ok(Batch { plan: plan.ok_or_else(damaged)?, measures, lines: read.ok_or_else(damaged)? })
    }

    /// Seals a batch: its cells in the order of the plan.
    ///
    /// # Errors
    /// The file cannot be written; then no file stands under its name.
    pub(super) fn seal(&mut self, plan: &str, measures: &[String], lines: &mut Vec<Line>) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        lines.sort_by_key(|it| it.cell);
        let (factors, names) = (lines[0].factors.len(), measures.join("\t"));
        let mut text = format!("{FORMAT}\nplan\t{plan}\nfactors\t{factors}\nmeasures\t{names}\n");
        lines.iter().for_each(|it| it.write(&mut text));
        text.pop();
        let hash = blake3::hash(text.as_bytes()).to_hex();
        text.push('\n');
        text.push_str(hash.as_str());
        text.push('\n');
        let next = self.names.last().and_then(|it| number_of(it)).unwrap_or(0) + 1;
        let name = format!("batch-{next:06}.txt");
        files::write_atomically(&self.folder.join(&name), text.as_bytes())?;
        self.names.push(name);
        lines.clear();
        Ok(())
    }
}

/// Number of a batch by its name.
fn number_of(name: &str) -> Option<u64> {
    name.strip_prefix("batch-")?.strip_suffix(".txt")?.parse().ok()
}

/// Finished cells by what decides their outcome.
pub(super) type ByIdentity = BTreeMap<String, Outcome>;

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<Line> {
        let line = |cell, outcome| Line {
            cell,
            identity: format!("id{cell}"),
            factors: vec![Datum::Number(0.1 + 0.2), Datum::Text("a \"b\"\tc\n".into())],
            outcome,
        };
        vec![
            line(7, Outcome::Failed("two\nlines\tand a tab".into())),
            line(3, Outcome::Measured(vec![Some(1.0 / 3.0), None, Some(-1e-300)])),
        ]
    }

    #[test]
    fn a_batch_is_read_back_bit_for_bit_in_the_order_of_the_plan() {
        let folder = tempfile::tempdir().unwrap();
        let mut batches = Batches::open(folder.path()).unwrap();
        batches.prepare().unwrap();
        batches.seal("p", &["m".into()], &mut lines()).unwrap();
        let mut expected = lines();
        expected.reverse();
        let again = Batches::open(folder.path()).unwrap();
        assert_eq!(again.count(), 1);
        let batch = again.read(0).unwrap();
        assert_eq!((batch.plan.as_str(), batch.lines), ("p", expected));
    }

    #[test]
    fn a_single_changed_letter_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let mut batches = Batches::open(folder.path()).unwrap();
        batches.prepare().unwrap();
        batches.seal("p", &["m".into()], &mut lines()).unwrap();
        let path = folder.path().join("batches/batch-000001.txt");
        let text = std::fs::read_to_string(&path).unwrap().replace("0.3", "0.4");
        std::fs::write(&path, text).unwrap();
        assert!(batches.read(0).unwrap_err().to_string().contains("has changed"));
    }
}
