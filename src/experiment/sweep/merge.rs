//! The batches of one sweep, or of its shares, as one table: `cells.parquet` and `cells.csv`.
//!
//! Rows stand in the order of the plan, so the bytes do not depend on threads, order or interruptions. A plan
//! with holes is refused. The manifest, which vouches for the files, is written last.

use std::collections::VecDeque;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::cell::{Datum, Heading, Line, Outcome};
use super::plan_file::{ColumnOfPlan, PLAN, PlanFile};
use super::run::refuse_another;
use crate::files::Lock;
use crate::observe::table::{Type, Values};
use crate::output::manifest::{MANIFEST, ManifestFile, describe};
use crate::output::parquet::{CREATED_BY, Origin, TableReader, TableWriter};
use crate::output::schema::{self, Column, ROWS_PER_GROUP, Schema};
use crate::output::study_directory::csv_field;
use crate::output::{Batches, Manifest, digest, verify};
use crate::{Error, Result, files};

/// File name of the table without its ending.
pub const CELLS: &str = "cells";

/// File name of the table of indices without its ending.
pub const INDICES: &str = "indices";

/// Rows put into the tables at once.
const ROWS_AT_ONCE: usize = 16_384;

/// Batches held in memory while rows are put in order.
const BATCHES_AT_ONCE: usize = 16;

/// Missing cells that a refusal names.
const MOST_NAMED: usize = 5;

/// What was merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// What it is a sweep of.
    pub plan: PlanFile,
    /// Cells that could not be run.
    pub failed: u64,
    /// What vouches for the files.
    pub manifest: Manifest,
}

impl Merged {
    /// What stands in a directory, if all of a plan was merged there and nothing has changed since.
    ///
    /// # Errors
    /// A file is there and cannot be read.
    pub fn find(directory: &Path, plan: &PlanFile) -> Result<Option<Self>> {
        if !directory.join(MANIFEST).exists() || PlanFile::read(directory)?.as_ref() != Some(plan) {
            return Ok(None);
        }
        let Ok(found) = verify(directory) else { return Ok(None) };
        if !(found.holds() && found.complete) {
            return Ok(None);
        }
        let table = TableReader::open(&directory.join(format!("{CELLS}.parquet")))?;
        let reasons = table.position("reason", Type::Text)?;
        let mut failed = 0;
        for group in 0..table.groups() {
            if let Values::Text(reasons) = table.read(group, reasons)? {
                failed += reasons.iter().filter(|it| !it.is_empty()).count() as u64;
            }
        }
        Ok(Some(Merged { plan: plan.clone(), failed, manifest: Manifest::read(directory)?.0 }))
    }
}

/// Joins the batches of directories that hold shares of one plan, and writes the table into `out`.
///
/// # Errors
/// A directory holds no sweep or another one, cells are missing or differ, `out` holds something else, or a file
/// cannot be written.
pub fn merge(directories: &[PathBuf], out: &Path) -> Result<Merged> {
    let plan = common_plan(directories)?;
    let cells = Cells::of(directories, &plan)?;
    files::create_directory(out)?;
    refuse_another(out, &plan, true)?;
    let _lock = Lock::take(out)?;
    refuse_another(out, &plan, true)?;
    if let Some(merged) = Merged::find(out, &plan)? {
        return Ok(merged);
    }
    clear(out)?;
    plan.write(out)?;
    write(cells, plan, out)
}

/// The same in a directory that holds all of a plan, and of which the caller has the lock.
pub(super) fn merge_own(plan: PlanFile, directory: &Path) -> Result<Merged> {
    write(Cells::of(&[directory.to_path_buf()], &plan)?, plan, directory)
}

/// Removes results that no longer are those of the plan: first what vouches for them.
pub(super) fn clear(directory: &Path) -> Result<()> {
    files::remove(&directory.join(MANIFEST))?;
    files::sync_directory(directory)?;
    for table in [INDICES, CELLS] {
        for ending in ["parquet", "csv"] {
            files::remove(&directory.join(format!("{table}.{ending}")))?;
        }
    }
    Ok(())
}

/// Writes the manifest of a directory of a plan with those tables in it.
pub(in crate::experiment) fn vouch(
    plan: &PlanFile,
    directory: &Path,
    tables: Vec<ManifestFile>,
    digests: &[blake3::Hash],
) -> Result<Manifest> {
    let mut files = vec![describe(directory, PLAN, None)?];
    files.extend(tables);
    let manifest = Manifest {
        created_by: CREATED_BY.to_string(),
        schema_version: schema::VERSION,
        scenario: plan.design.clone(),
        scenario_hash: plan.scenario_hash.clone(),
        seed: plan.seed,
        replicates: plan.replicates,
        weeks: plan.weeks,
        warmup_weeks: plan.warmup_weeks,
        complete: true,
        replicates_completed: plan.replicates,
        weeks_completed: plan.weeks,
        digest: digest::of_run(digests.iter().copied()).to_hex().to_string(),
        files,
        blake3: String::new(),
    };
    manifest.write(directory)
}

fn write(mut cells: Cells, plan: PlanFile, out: &Path) -> Result<Merged> {
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
    let tables = vec![
        describe(out, &format!("{CELLS}.parquet"), Some((written.rows, schema.columns)))?,
        describe(out, &format!("{CELLS}.csv"), None)?,
    ];
    let manifest = vouch(&plan, out, tables, &[written.digest])?;
    Ok(Merged { plan, failed, manifest })
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
    held: VecDeque<(u32, Vec<Line>)>,
}

/// No batch.
const NOWHERE: u32 = u32::MAX;

impl Cells {
    fn of(directories: &[PathBuf], plan: &PlanFile) -> Result<Self> {
        let shelves = directories.iter().map(|it| Batches::open(it)).collect::<Result<Vec<_>>>()?;
        let batch_of = vec![NOWHERE; plan.cells() as usize];
        let mut cells = Cells { batches: Vec::new(), batch_of, held: VecDeque::new(), shelves };
        for shelf in 0..cells.shelves.len() {
            for number in 0..cells.shelves[shelf].count() {
                let (heading, lines) = cells.shelves[shelf].read::<Heading, Line>(number)?;
                if heading.plan == plan.plan {
                    cells.add(shelf, number, lines)?;
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

    fn add(&mut self, shelf: usize, number: usize, lines: Vec<Line>) -> Result<()> {
        let own = self.batches.len() as u32;
        self.batches.push((shelf, number));
        for line in lines {
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
                let (_, lines) = self.shelves[shelf].read::<Heading, Line>(in_shelf)?;
                if self.held.len() >= BATCHES_AT_ONCE {
                    self.held.pop_front();
                }
                self.held.push_back((number, lines));
                self.held.len() - 1
            }
        };
        let lines = &self.held[place].1;
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
            Values::texts(lines.iter().map(value))
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
    columns.push(Values::texts(lines.iter().map(reason)));
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
