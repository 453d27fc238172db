//! The batches of one sweep, or of its shares, as one table: `cells.parquet` and `cells.csv`.
//!
//! Rows stand in the order of the plan, so the bytes do not depend on threads, order or interruptions. A plan
//! with holes is refused. What the files hold and their hashes stand in `sweep.json`, written last.

use std::collections::VecDeque;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::batches::{Batch, Batches, ColumnOfPlan, Datum, Line, Outcome, PlanFile};
use crate::observe::table::{Type, Values};
use crate::output::manifest::{ManifestFile, SWEEP, describe, sealed};
use crate::output::parquet::{Origin, TableWriter};
use crate::output::schema::{Column, ROWS_PER_GROUP, Schema};
use crate::{Error, Result, files};

/// File name of the table without its ending.
pub const CELLS: &str = "cells";

/// Rows put into the tables at once.
const ROWS_AT_ONCE: usize = 16_384;

/// Batches held in memory while rows are put in order.
const BATCHES_AT_ONCE: usize = 16;

/// Missing cells that a refusal names.
const MOST_NAMED: usize = 5;

/// What was merged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// What it is a sweep of.
    #[serde(flatten)]
    pub plan: PlanFile,
    /// Cells that could not be run.
    pub failed: u64,
    /// Digest of the decoded content of the table.
    pub digest: String,
    /// The files with their hashes.
    pub files: Vec<ManifestFile>,
    /// BLAKE3 of the file's own text with these 64 digits left out.
    #[serde(default)]
    pub blake3: String,
}

impl Merged {
    /// What stands in a directory, if all of a sweep was merged there.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn read(directory: &Path) -> Result<Option<Self>> {
        let path = directory.join(SWEEP);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(reason) if reason.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(reason) => return Err(Error::Read { path, reason }),
        };
        serde_json::from_slice(&text).map(Some).map_err(|reason| Error::Table { path, reason: reason.to_string() })
    }

    /// Whether the table in a directory is the one that was written.
    pub fn holds_in(&self, directory: &Path) -> bool {
        let same =
            |it: &ManifestFile| files::blake3_of(&directory.join(&it.name)).is_ok_and(|(hash, _)| hash == it.blake3);
        self.files.iter().all(same)
    }
}

/// Joins the batches of directories that hold shares of one plan, and writes the table into `out`.
///
/// # Errors
/// A directory holds no sweep or another one, cells are missing or differ, or a file cannot be written.
pub fn merge(directories: &[PathBuf], out: &Path) -> Result<Merged> {
    let plan = common_plan(directories)?;
    let shelves = directories.iter().map(|it| Batches::open(it)).collect::<Result<Vec<_>>>()?;
    let mut cells = Cells::index(shelves, &plan)?;
    let mut files = Vec::new();
    let schema = schema(&plan);
    let origin = Origin { scenario_hash: plan.scenario_hash.clone(), seed: plan.seed };
    let mut table = TableWriter::begin(out, schema.clone(), &origin)?;
    let csv = out.join(format!("{CELLS}.csv"));
    let mut text = BufWriter::new(files::begin(&csv)?);
    let unwritable = |reason| Error::Write { path: csv.clone(), reason };
    let heading: Vec<String> = schema.columns.iter().map(|it| csv_field(&it.name)).collect();
    writeln!(text, "{}", heading.join(",")).map_err(unwritable)?;
    let mut failed = 0;
    let mut from = 0;
    while from < plan.cells() {
        let to = (from + ROWS_AT_ONCE as u64).min(plan.cells());
        let lines = (from..to).map(|it| cells.line(it)).collect::<Result<Vec<Line>>>()?;
        failed += lines.iter().filter(|it| matches!(it.outcome, Outcome::Failed(_))).count() as u64;
        for line in &lines {
            writeln!(text, "{}", csv_row(line, &plan)).map_err(unwritable)?;
        }
        table.append_columns(columns(&lines, &plan))?;
        from = to;
    }
    let written = table.finish()?;
    let file = text.into_inner().map_err(|failure| Error::Write { path: csv.clone(), reason: failure.into_error() })?;
    files::publish(file, &csv)?;
    files.push(describe(out, &format!("{CELLS}.parquet"), Some((written.rows, schema.columns)))?);
    files.push(describe(out, &format!("{CELLS}.csv"), None)?);
    let digest = written.digest.to_hex().to_string();
    let merged = Merged { plan, failed, digest, files, blake3: String::new() };
    files::write_atomically(&out.join(SWEEP), sealed(&merged).as_bytes())?;
    Ok(merged)
}

/// The plan that all directories hold.
fn common_plan(directories: &[PathBuf]) -> Result<PlanFile> {
    let mut common: Option<(&PathBuf, PlanFile)> = None;
    for directory in directories {
        let found = PlanFile::read(directory)?
            .ok_or_else(|| Error::Output(format!("{} holds no sweep", directory.display())))?;
        match &common {
            Some((first, plan)) if plan.plan != found.plan => {
                return Err(Error::Output(format!(
                    "{} and {} hold shares of different plans ({} and {}); run both with the same design file and version",
                    first.display(),
                    directory.display(),
                    plan.design,
                    found.design
                )));
            }
            Some(_) => {}
            None => common = Some((directory, found)),
        }
    }
    common.map(|(_, plan)| plan).ok_or_else(|| Error::Usage("name at least one directory of a sweep".to_string()))
}

/// Where each finished cell stands.
struct Cells {
    shelves: Vec<Batches>,
    /// All batches of the plan: shelf and number.
    batches: Vec<(usize, usize)>,
    /// By cell, the number of its batch.
    batch_of: Vec<u32>,
    /// Batches read last, newest at the back.
    held: VecDeque<(u32, Batch)>,
}

/// No batch.
const NOWHERE: u32 = u32::MAX;

impl Cells {
    fn index(shelves: Vec<Batches>, plan: &PlanFile) -> Result<Self> {
        let batch_of = vec![NOWHERE; plan.cells() as usize];
        let mut cells = Cells { batches: Vec::new(), batch_of, held: VecDeque::new(), shelves };
        for shelf in 0..cells.shelves.len() {
            for number in 0..cells.shelves[shelf].count() {
                let batch = cells.shelves[shelf].read(number)?;
                if batch.plan == plan.plan {
                    cells.add(shelf, number, batch)?;
                }
            }
        }
        let missing: Vec<u64> =
            (0..).zip(&cells.batch_of).filter(|(_, it)| **it == NOWHERE).map(|(cell, _)| cell).collect();
        if missing.is_empty() {
            return Ok(cells);
        }
        let named: Vec<String> = missing.iter().take(MOST_NAMED).map(u64::to_string).collect();
        let more = if missing.len() > MOST_NAMED { ", …" } else { "" };
        Err(Error::Output(format!(
            "{} of {} cells are not finished ({}{more}); finish the sweep with --resume, or name the directories of the other shares",
            missing.len(),
            plan.cells(),
            named.join(", ")
        )))
    }

    fn add(&mut self, shelf: usize, number: usize, batch: Batch) -> Result<()> {
        let own = self.batches.len() as u32;
        self.batches.push((shelf, number));
        for line in batch.lines {
            match self.batch_of.get(line.cell as usize).copied() {
                Some(NOWHERE) => self.batch_of[line.cell as usize] = own,
                // Shares may overlap, but not differ.
                Some(_) if self.line(line.cell)? != line => {
                    return Err(Error::Output(format!(
                        "cell {} has two outcomes; was a share run by another program or machine at fault?",
                        line.cell
                    )));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn line(&mut self, cell: u64) -> Result<Line> {
        let number = self.batch_of[cell as usize];
        let place = match self.held.iter().position(|(it, _)| *it == number) {
            Some(place) => place,
            None => {
                let (shelf, in_shelf) = self.batches[number as usize];
                let batch = self.shelves[shelf].read(in_shelf)?;
                if self.held.len() >= BATCHES_AT_ONCE {
                    self.held.pop_front();
                }
                self.held.push_back((number, batch));
                self.held.len() - 1
            }
        };
        let lines = &self.held[place].1.lines;
        // A batch is in the order of the plan.
        let found = lines.binary_search_by_key(&cell, |it| it.cell);
        let line = found.ok().map(|it| lines[it].clone());
        line.ok_or_else(|| Error::Output(format!("cell {cell} has gone from its batch while it was read")))
    }
}

/// The table of cells.
fn schema(plan: &PlanFile) -> Schema {
    let column = |name: &str, r#type: Type, unit: &str, en: &str, zh: &str| Column {
        name: name.to_string(),
        r#type,
        unit: unit.to_string(),
        en: en.to_string(),
        zh: zh.to_string(),
    };
    let of = |it: &ColumnOfPlan| {
        let r#type = if it.numeric { Type::Double } else { Type::Text };
        column(&it.name, r#type, &it.unit, &it.en, &it.zh)
    };
    let mut columns = vec![
        column("cell", Type::Long, "number", "cell, from 0", "单元序号"),
        column("point", Type::Long, "number", "point of the design, from 0", "设计点序号"),
        column("replicate", Type::Int, "number", "replicate, from 0", "重复序号"),
    ];
    columns.extend(plan.factors.iter().map(of));
    columns.extend(plan.measures.iter().map(of));
    columns.push(column("reason", Type::Text, "words", "why the cell could not be run, or nothing", "未能运行的原因"));
    Schema { table: CELLS.to_string(), columns, rows_per_group: ROWS_PER_GROUP }
}

fn columns(lines: &[Line], plan: &PlanFile) -> Vec<Values> {
    let replicates = u64::from(plan.replicates);
    let mut columns = vec![
        Values::Long(lines.iter().map(|it| it.cell as i64).collect()),
        Values::Long(lines.iter().map(|it| (it.cell / replicates) as i64).collect()),
        Values::Int(lines.iter().map(|it| (it.cell % replicates) as i32).collect()),
    ];
    for (number, factor) in plan.factors.iter().enumerate() {
        columns.push(if factor.numeric {
            let value = |it: &Line| match &it.factors[number] {
                Datum::Number(number) => Some(*number),
                Datum::Text(_) => None,
            };
            Values::Double(lines.iter().map(value).collect())
        } else {
            let value = |it: &Line| match &it.factors[number] {
                Datum::Number(number) => number.to_string(),
                Datum::Text(text) => text.clone(),
            };
            Values::Text(lines.iter().map(value).collect())
        });
    }
    for number in 0..plan.measures.len() {
        let value = |it: &Line| match &it.outcome {
            Outcome::Measured(values) => values.get(number).copied().flatten(),
            Outcome::Failed(_) => None,
        };
        columns.push(Values::Double(lines.iter().map(value).collect()));
    }
    let reason = |it: &Line| match &it.outcome {
        Outcome::Measured(_) => String::new(),
        Outcome::Failed(reason) => reason.clone(),
    };
    columns.push(Values::Text(lines.iter().map(reason).collect()));
    columns
}

fn csv_row(line: &Line, plan: &PlanFile) -> String {
    let replicates = u64::from(plan.replicates);
    let mut fields =
        vec![line.cell.to_string(), (line.cell / replicates).to_string(), (line.cell % replicates).to_string()];
    fields.extend(line.factors.iter().map(|it| match it {
        Datum::Number(number) => number.to_string(),
        Datum::Text(text) => csv_field(text),
    }));
    match &line.outcome {
        Outcome::Measured(values) => {
            fields.extend(values.iter().map(|it| it.map_or(String::new(), |it| it.to_string())));
            fields.push(String::new());
        }
        Outcome::Failed(reason) => {
            fields.extend(plan.measures.iter().map(|_| String::new()));
            fields.push(csv_field(reason));
        }
    }
    fields.join(",")
}

/// A field of comma-separated text (RFC 4180).
pub(in crate::experiment) fn csv_field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_string() }
}
