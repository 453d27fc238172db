//! Merges the batches of a sweep, or of its shards, into one table: `cells.parquet` and `cells.csv`.
//!
//! Rows are in the order of the plan, so the bytes do not depend on threads, order or interruptions. It fails if a cell
//! is missing, unless the sweep was interrupted: then the table contains the finished cells, and the manifest states
//! that it
//! is not complete. The manifest, which lists the files with their hashes, is written last.

use std::io::{BufWriter, Write};
use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};

use crate::analysis::failures::Failures;
use crate::files::{self, Lock};
use crate::observe::table::{Type, Values};
use crate::output::claim::refuse_foreign;
use crate::output::contents::PLAN;
use crate::output::csv::{self, Cell};
use crate::output::manifest::{Done, MANIFEST, ManifestFile, Planned, describe};
use crate::output::parquet::{Origin, TableReader, TableWriter};
use crate::output::schema::{Column, ROWS_PER_GROUP, Schema};
use crate::output::tables::{CELLS, INDICES};
use crate::output::{Batches, Manifest, reports, verify};
use crate::plan::design::Datum;
use crate::runner::cell::{CellResult, Heading, Outcome};
use crate::runner::order::{CellBitmap, Shard};
use crate::study::sweep::plan_file::{ColumnOfPlan, PlanFile, refuse_another};
use crate::text::{Message, message};
use crate::{Error, Result};

/// Rows put in order at once. Of many shares, or of one that was interrupted often, a batch is read again for each.
const ROWS_AT_ONCE: usize = 65_536;

/// Missing cells that a refusal names.
const MOST_NAMED: usize = 5;

/// Result of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The plan of the sweep.
    pub plan: PlanFile,
    /// Cells in the table: all of the plan, unless the sweep was interrupted.
    pub cells: u64,
    /// Those that could not be run.
    pub failures: Failures,
    /// The manifest of the files.
    pub manifest: Manifest,
}

impl Merged {
    /// The merged results in a directory, if they are complete and unchanged.
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
        let mut failures = Failures::default();
        for group in 0..table.groups() {
            if let Values::Text(reasons) = table.read(group, reasons)? {
                reasons.iter().for_each(|reason| failures.add(reason));
            }
        }
        let manifest = Manifest::read(directory)?.0;
        Ok(Some(Merged { plan: plan.clone(), cells: plan.cells(), failures, manifest }))
    }

    /// Finished runs without a value in a column of the table in `directory`.
    ///
    /// # Errors
    /// The table cannot be read.
    pub fn without_value(&self, directory: &Path, column: &str) -> Result<u64> {
        let table = TableReader::open(&directory.join(format!("{CELLS}.parquet")))?;
        let position = table.position(column, Type::Double)?;
        let mut missing = 0;
        for group in 0..table.groups() {
            if let Values::Double(values) = table.read(group, position)? {
                missing += values.iter().filter(|it| !it.is_some_and(f64::is_finite)).count() as u64;
            }
        }
        Ok(missing.saturating_sub(self.failures.cells()))
    }

    /// Whether there is a table of cells and not one of them could be run.
    pub fn is_all_failed(&self) -> bool {
        self.cells > 0 && self.failures.cells() == self.cells
    }
}

/// Merges the batches of directories with shards of one plan, and writes the table into `out`.
///
/// # Errors
/// A directory contains no sweep or another one, cells are missing or differ, `out` contains something else, or a file
/// cannot be written.
pub fn merge(directories: &[PathBuf], out: &Path) -> Result<Merged> {
    let plan = common_plan(directories)?;
    let cells = Cells::of(directories, &plan)?;
    cells.refuse_holes(&plan)?;
    files::create_directory(out)?;
    refuse_another(out, &plan, true)?;
    let _lock = Lock::take(out)?;
    refuse_another(out, &plan, true)?;
    if let Some(merged) = Merged::find(out, &plan)? {
        return Ok(merged);
    }
    refuse_foreign(out, &[CELLS, INDICES])?;
    clear(out)?;
    plan.write(out)?;
    write(cells, plan, out)
}

/// The share of a plan of which a directory holds every cell, and no cell of another.
///
/// # Errors
/// The plan or a batch cannot be read.
pub fn finished_share(directory: &Path) -> Result<Option<Shard>> {
    let Some(plan) = PlanFile::read(directory)? else { return Ok(None) };
    let finished = Cells::of(&[directory.to_path_buf()], &plan)?.finished;
    let mut held = (0..plan.cells()).filter(|it| finished.holds(*it));
    // The number of shards follows from the distance between two cells.
    let (Some(first), Some(second)) = (held.next(), held.next()) else { return Ok(None) };
    let share = Shard { number: first + 1, of: second - first };
    let is_finished = share.of > 1 && (0..plan.cells()).all(|it| finished.holds(it) == share.holds(it));
    Ok(is_finished.then_some(share))
}

/// The table of cells of a directory that holds all of a plan, and of which the caller has the lock.
pub(crate) fn merge_own(plan: PlanFile, directory: &Path) -> Result<Merged> {
    let cells = Cells::of(&[directory.to_path_buf()], &plan)?;
    cells.refuse_holes(&plan)?;
    write(cells, plan, directory)
}

/// The table of those cells of a plan that are finished.
pub(crate) fn merge_finished(plan: PlanFile, directory: &Path) -> Result<Merged> {
    write(Cells::of(&[directory.to_path_buf()], &plan)?, plan, directory)
}

/// Removes results that no longer match the plan: first the reports made from them, then the manifest.
pub(crate) fn clear(directory: &Path) -> Result<()> {
    reports::remove_all(directory)?;
    files::remove(&directory.join(MANIFEST))?;
    files::sync_directory(directory)?;
    for table in [INDICES, CELLS] {
        // The CSV file is removed first: a CSV file without its Parquet file is not ours.
        for ending in ["csv", "parquet"] {
            files::remove(&directory.join(format!("{table}.{ending}")))?;
        }
    }
    Ok(())
}

/// Writes the manifest of a directory of a plan, all cells of which are finished, with those tables in it.
pub(crate) fn write_manifest(
    plan: &PlanFile,
    directory: &Path,
    tables: Vec<ManifestFile>,
    digests: &[blake3::Hash],
) -> Result<Manifest> {
    write_manifest_of(plan, directory, tables, digests, &CellBitmap::all(plan.cells()))
}

/// The same for a plan with these finished cells.
fn write_manifest_of(
    plan: &PlanFile,
    directory: &Path,
    tables: Vec<ManifestFile>,
    digests: &[blake3::Hash],
    finished: &CellBitmap,
) -> Result<Manifest> {
    let complete = finished.missing().next().is_none();
    let replicates = u64::from(plan.replicates);
    let at_all_points = |replicate: &u64| (0..plan.points).all(|point| finished.holds(point * replicates + replicate));
    let whole = (0..replicates).filter(at_all_points).count() as u32;
    let mut files = vec![describe(directory, PLAN, None)?];
    files.extend(tables);
    let planned = Planned {
        name: plan.design.clone(),
        scenario_hash: plan.scenario_hash.clone(),
        seed: plan.seed,
        replicates: plan.replicates,
        weeks: plan.weeks,
        warmup_weeks: plan.warmup_weeks,
    };
    let done = Done { complete, replicates: whole, weeks: if whole > 0 { plan.weeks } else { 0 } };
    Manifest::new(planned, done, digests.to_vec(), files).write(directory)
}

fn write(cells: Cells, plan: PlanFile, out: &Path) -> Result<Merged> {
    let schema = schema(&plan);
    let origin = Origin { scenario_hash: plan.scenario_hash.clone(), seed: plan.seed };
    let mut table = TableWriter::begin(out, schema.clone(), &origin)?;
    let csv = out.join(format!("{CELLS}.csv"));
    let mut text = BufWriter::new(files::begin(&csv)?);
    let unwritable = |reason| Error::Write { path: csv.clone(), reason };
    let heading = csv::line(schema.columns.iter().map(|it| Cell::Text(&it.name)));
    text.write_all(heading.as_bytes()).map_err(unwritable)?;
    let mut failures = Failures::default();
    for lines in cells.parts(&plan) {
        let lines = lines?;
        for line in &lines {
            if let Outcome::Failed(reason) = &line.outcome {
                failures.add(reason);
            }
            text.write_all(csv_line(line, &plan).as_bytes()).map_err(unwritable)?;
        }
        table.append_columns(columns(&lines, &plan))?;
    }
    let written = table.finish()?;
    let file = text.into_inner().map_err(|failure| Error::Write { path: csv.clone(), reason: failure.into_error() })?;
    files::publish(file, &csv)?;
    let tables = vec![
        describe(out, &format!("{CELLS}.parquet"), Some((written.rows, schema.columns)))?,
        describe(out, &format!("{CELLS}.csv"), None)?,
    ];
    let manifest = write_manifest_of(&plan, out, tables, &[written.digest], &cells.finished)?;
    Ok(Merged { plan, cells: written.rows, failures, manifest })
}

/// The common plan of all directories.
fn common_plan(directories: &[PathBuf]) -> Result<PlanFile> {
    let mut common: Option<(&PathBuf, PlanFile)> = None;
    for directory in directories {
        let found = PlanFile::read(directory)?.ok_or_else(|| {
            let shown = directory.display();
            Error::Output { path: directory.clone(), told: message!("{shown} contains no sweep", "其中没有扫描") }
        })?;
        match &common {
            Some((first, plan)) if plan.plan != found.plan => {
                let (first, other, plan, found) = (first.display(), directory.display(), &plan.design, &found.design);
                let told = message!(
                    "{first} and {other} are shards of different plans ({plan} and {found}); run both with the same \
                     design file and version",
                    "{first} 与 {other} 属于不同的计划（{plan} 与 {found}）；请用同一设计文件和同一版本运行"
                );
                return Err(Error::Output { path: directory.clone(), told });
            }
            Some(_) => {}
            None => common = Some((directory, found)),
        }
    }
    common
        .map(|(_, plan)| plan)
        .ok_or_else(|| Error::Usage(message!("name at least one directory of a sweep", "请至少写一个扫描目录")))
}

/// The finished cells of a plan in the batches of one directory or more.
struct Cells {
    /// The first directory, which represents all of them.
    directory: PathBuf,
    shelves: Vec<Batches>,
    batches: Vec<Batch>,
    /// Which they are.
    finished: CellBitmap,
}

/// A batch of the plan.
struct Batch {
    shelf: usize,
    number: usize,
    /// From the first to the last of its cells.
    cells: RangeInclusive<u64>,
}

impl Cells {
    fn of(directories: &[PathBuf], plan: &PlanFile) -> Result<Self> {
        let shelves = directories.iter().map(|it| Batches::open(it)).collect::<Result<Vec<_>>>()?;
        let (mut batches, mut found, mut twice) = (Vec::new(), CellBitmap::none(plan.cells()), false);
        for (shelf, of_shelf) in shelves.iter().enumerate() {
            for number in 0..of_shelf.count() {
                let (heading, lines) = of_shelf.read::<Heading, CellResult>(number)?;
                let numbers = || lines.iter().map(|it| it.cell);
                let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else { continue };
                if heading.plan == plan.plan {
                    numbers().filter(|it| *it < plan.cells()).for_each(|it| twice |= !found.add(it));
                    batches.push(Batch { shelf, number, cells: first..=last });
                }
            }
        }
        let directory = directories.first().cloned().unwrap_or_default();
        let cells = Cells { directory, shelves, batches, finished: found };
        if twice {
            // Shards may overlap, but not differ. This is reported before anything is written.
            cells.parts(plan).try_for_each(|it| it.map(drop))?;
        }
        Ok(cells)
    }

    fn refused(&self, told: Message) -> Error {
        Error::Output { path: self.directory.clone(), told }
    }

    /// Refuses a plan of which cells are missing.
    fn refuse_holes(&self, plan: &PlanFile) -> Result<()> {
        let missing = self.finished.missing().count();
        if missing == 0 {
            return Ok(());
        }
        let named: Vec<String> = self.finished.missing().take(MOST_NAMED).map(|it| it.to_string()).collect();
        let more = if missing > MOST_NAMED { ", …" } else { "" };
        let more_zh = if missing > MOST_NAMED { "等" } else { "" };
        let (all, en, zh) = (plan.cells(), named.join(", "), named.join("、"));
        let told = message!(
            "{missing} of {all} cells are not finished ({en}{more}); finish the sweep with --resume, or name the \
             directories of the other shards",
            "{all} 个单元中有 {missing} 个没有完成（{zh}{more_zh}）；请用 --resume 完成扫描，或写出其他各分片的目录"
        );
        Err(self.refused(told))
    }

    /// The rows of the table in chunks, in the order of the plan.
    fn parts(&self, plan: &PlanFile) -> impl Iterator<Item = Result<Vec<CellResult>>> {
        let all = plan.cells();
        (0..all).step_by(ROWS_AT_ONCE).map(move |from| self.part(from..(from + ROWS_AT_ONCE as u64).min(all)))
    }

    /// The lines of those of some cells that are finished. Each batch that may hold some is read in turn.
    fn part(&self, cells: Range<u64>) -> Result<Vec<CellResult>> {
        let mut lines: Vec<Option<CellResult>> = Vec::new();
        lines.resize_with((cells.end - cells.start) as usize, || None);
        for batch in self.batches.iter().filter(|it| *it.cells.start() < cells.end && *it.cells.end() >= cells.start) {
            let (_, found) = self.shelves[batch.shelf].read::<Heading, CellResult>(batch.number)?;
            for line in found.into_iter().filter(|it| cells.contains(&it.cell)) {
                match &mut lines[(line.cell - cells.start) as usize] {
                    Some(other) if *other != line => {
                        let cell = line.cell;
                        let told = message!(
                            "cell {cell} has two different results; was a shard run by another version of the \
                             program, or on a faulty machine?",
                            "单元 {cell} 有两个结果；是否有分片由其他版本的程序或有故障的机器运行？"
                        );
                        return Err(self.refused(told));
                    }
                    place => *place = Some(line),
                }
            }
        }
        let gone = |cell| {
            self.refused(message!("cell {cell} disappeared from its batch while it was read", "读取时该单元已消失"))
        };
        let finished = cells.zip(lines).filter(|(cell, _)| self.finished.holds(*cell));
        finished.map(|(cell, line)| line.ok_or_else(|| gone(cell))).collect()
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

fn columns(lines: &[CellResult], plan: &PlanFile) -> Vec<Values> {
    let replicates = u64::from(plan.replicates);
    let mut columns = vec![
        Values::Long(lines.iter().map(|it| it.cell as i64).collect()),
        Values::Long(lines.iter().map(|it| (it.cell / replicates) as i64).collect()),
        Values::Int(lines.iter().map(|it| (it.cell % replicates) as i32).collect()),
    ];
    for (number, factor) in plan.factors.iter().enumerate() {
        columns.push(if factor.numeric {
            let value = |it: &CellResult| match &it.factors[number] {
                Datum::Number(number) => Some(*number),
                Datum::Text(_) => None,
            };
            Values::Double(lines.iter().map(value).collect())
        } else {
            let value = |it: &CellResult| match &it.factors[number] {
                Datum::Number(number) => number.to_string(),
                Datum::Text(text) => text.clone(),
            };
            Values::texts(lines.iter().map(value))
        });
    }
    for number in 0..plan.measures.len() {
        let value = |it: &CellResult| match &it.outcome {
            Outcome::Measured(values) => values.get(number).copied().flatten(),
            Outcome::Failed(_) => None,
        };
        columns.push(Values::Double(lines.iter().map(value).collect()));
    }
    let reason = |it: &CellResult| match &it.outcome {
        Outcome::Measured(_) => String::new(),
        Outcome::Failed(reason) => reason.clone(),
    };
    columns.push(Values::texts(lines.iter().map(reason)));
    columns
}

fn csv_line(line: &CellResult, plan: &PlanFile) -> String {
    let replicates = u64::from(plan.replicates);
    let numbers = [line.cell, line.cell / replicates, line.cell % replicates];
    let mut cells: Vec<Cell> = numbers.map(|it| Cell::Whole(it as i64)).into();
    cells.extend(line.factors.iter().map(|it| match it {
        Datum::Number(number) => Cell::Number(*number),
        Datum::Text(text) => Cell::Text(text),
    }));
    match &line.outcome {
        Outcome::Measured(values) => {
            cells.extend(values.iter().map(|it| Cell::from(*it)));
            cells.push(Cell::Empty);
        }
        Outcome::Failed(reason) => {
            cells.extend(plan.measures.iter().map(|_| Cell::Empty));
            cells.push(Cell::Text(reason));
        }
    }
    csv::line(cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::parquet::CREATED_BY;
    use tempfile::TempDir;

    fn plan(points: u64) -> PlanFile {
        let text = || "made-up".to_string();
        let column = |name: &str| ColumnOfPlan {
            name: name.to_string(),
            numeric: true,
            unit: "number".to_string(),
            en: text(),
            zh: text(),
            levels: String::new(),
        };
        PlanFile {
            created_by: CREATED_BY.to_string(),
            plan: text(),
            design: text(),
            title: text(),
            title_zh: text(),
            kind: "latin".to_string(),
            points,
            replicates: 1,
            seed: 1,
            scenario_hash: text(),
            scenario: text(),
            weeks: 4,
            warmup_weeks: 0,
            factors: vec![column("double")],
            measures: vec![column("half")],
        }
    }

    fn line(cell: u64) -> CellResult {
        let outcome = Outcome::Measured(vec![Some(cell as f64 / 2.0)]);
        CellResult { cell, identity: [0; 32], factors: vec![Datum::Number(cell as f64 * 2.0)], outcome }
    }

    /// A directory that holds those batches of a plan.
    fn shelf(plan: &PlanFile, batches: &[Vec<CellResult>]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        plan.write(folder.path()).unwrap();
        let mut shelf = Batches::open(folder.path()).unwrap();
        shelf.prepare().unwrap();
        let heading = Heading { plan: plan.plan.clone(), measures: vec!["half".to_string()] };
        batches.iter().for_each(|it| shelf.seal(&heading, it).unwrap());
        folder
    }

    fn merged(shelves: &[&TempDir]) -> (TempDir, Result<Merged>) {
        let out = tempfile::tempdir().unwrap();
        let shelves: Vec<PathBuf> = shelves.iter().map(|it| it.path().to_path_buf()).collect();
        let merged = merge(&shelves, out.path());
        (out, merged)
    }

    #[test]
    fn rows_stand_in_the_order_of_the_plan_however_they_lie_in_batches() {
        let points = ROWS_AT_ONCE as u64 + 3000;
        let plan = plan(points);
        let of =
            |wanted: &dyn Fn(u64) -> bool| (0..points).filter(|it| wanted(*it)).map(line).collect::<Vec<CellResult>>();
        let late = points - 2000;
        let one = shelf(&plan, &[of(&|it| it > late && it % 2 == 0), of(&|it| it <= late && it % 2 == 0)]);
        let other = shelf(&plan, &[of(&|it| it % 10 == 1), of(&|it| it % 2 == 1 && it % 10 != 1)]);
        let (out, merged) = merged(&[&other, &one]);
        assert_eq!(merged.unwrap().failures.cells(), 0);
        let text = std::fs::read_to_string(out.path().join("cells.csv")).unwrap();
        assert_eq!(text.lines().count() as u64, points + 1);
        for (cell, row) in text.lines().skip(1).enumerate() {
            assert_eq!(row, format!("{cell},{cell},0,{},{},", 2 * cell, cell as f64 / 2.0));
        }
    }

    #[test]
    fn shares_may_overlap_but_not_differ_and_have_no_holes() {
        let plan = plan(3);
        let one = shelf(&plan, &[vec![line(0), line(1)]]);
        let same = shelf(&plan, &[vec![line(1), line(2)]]);
        let (_, joined) = merged(&[&one, &same]);
        assert!(joined.is_ok());
        let other = shelf(&plan, &[vec![CellResult { outcome: Outcome::Failed("why".into()), ..line(1) }, line(2)]]);
        for (shelves, told) in [(vec![&one, &other], "cell 1 has two different results"), (vec![&one], "1 of 3 cells")]
        {
            let (out, refused) = merged(&shelves);
            assert!(refused.unwrap_err().to_string().contains(told));
            assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 0, "nothing is left behind");
        }
    }
}
