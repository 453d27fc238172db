//! The weekly table: sums of every measure by week and place, one wide row each.

use std::borrow::Cow;
use std::path::Path;

use crate::Result;
use crate::observe::measures::{self, COUNT, COUNTERS, Kind, Tally};
use crate::observe::table::{Type, Values};
use crate::policy;
use crate::text::message;

use super::parquet::{Origin, TableReader, TableWriter, Written};
use super::schema::{Column, Schema};

/// File name without its ending.
pub const TABLE: &str = "weekly";

/// Kinds of place that rows describe.
pub const LEVELS: [&str; 4] = ["setting", "province", "district", "community_class"];

/// Rows per row group: a row takes one or two kilobytes, so this is at most sixteen megabytes in memory.
const ROWS_PER_GROUP: usize = 8_192;

/// Sums of one week in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeeklyRow {
    /// Number of the replicate.
    pub replicate: i32,
    /// Week of the sums; negative in the warm-up.
    pub week: i32,
    /// Kind of place, one of [`LEVELS`].
    pub level: &'static str,
    /// The place: `urban`, `Beijing/urban`, `Beijing/3/rural`, `urban/small`.
    pub place: String,
    /// The sums.
    pub tally: Tally,
}

/// Columns of the table.
pub fn schema() -> Schema {
    let key = |name: &str, r#type, unit: &str, en: &str, zh: &str| Column {
        name: name.to_string(),
        r#type,
        unit: unit.to_string(),
        en: en.to_string(),
        zh: zh.to_string(),
    };
    let mut columns = vec![
        key("replicate", Type::Int, "number", "replicate", "重复序号"),
        key("week", Type::Int, "week", "week that is summed; negative in the warm-up", "周（预热期为负）"),
        key("level", Type::Text, "setting, province, district or community_class", "kind of place", "地点层级"),
        key("place", Type::Text, "name", "place: setting, or province, district or class with setting", "地点"),
    ];
    let fixed = COUNTERS.iter().map(|it| (it.kind.unit(), it.meaning.en.to_string(), it.meaning.zh.to_string()));
    let spending = policy::DESCRIPTIONS
        .iter()
        .map(|it| (Kind::Cents.unit(), format!("spending on {}", it.label.en), format!("{}支出", it.label.zh)));
    let adopted = policy::OFFERABLE.iter().map(|it| policy::DESCRIPTIONS[*it].label).map(|it| {
        let en = format!("communities whose organisers have taken up {}", it.en);
        (Kind::Count.unit(), en, format!("自行采纳{}的社区", it.zh))
    });
    for (name, (unit, en, zh)) in measures::names().iter().zip(fixed.chain(spending).chain(adopted)) {
        columns.push(key(name, Type::Long, unit, &en, &zh));
    }
    Schema { table: TABLE.to_string(), columns, rows_per_group: ROWS_PER_GROUP }
}

/// The weekly table being written.
pub struct WeeklyWriter {
    table: TableWriter,
}

impl WeeklyWriter {
    /// Begins `DIRECTORY/weekly.parquet`.
    ///
    /// # Errors
    /// The directory cannot be written to.
    pub fn begin(directory: &Path, origin: &Origin) -> Result<Self> {
        Ok(WeeklyWriter { table: TableWriter::begin(directory, schema(), origin)? })
    }

    /// Appends rows.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn append(&mut self, rows: &[WeeklyRow]) -> Result<()> {
        self.table.append_with(rows, append)
    }

    /// The table; its columns are those of [`schema`].
    pub fn into_table(self) -> TableWriter {
        self.table
    }

    /// Finishes the file and gives it its name.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(self) -> Result<Written> {
        self.table.finish()
    }
}

/// Appends rows to the columns of [`schema`].
pub fn append(rows: &[WeeklyRow], columns: &mut [Values]) {
    let [Values::Int(replicates), Values::Int(weeks), Values::Text(levels), Values::Text(places), sums @ ..] = columns
    else {
        panic!("the columns of the table");
    };
    replicates.extend(rows.iter().map(|it| it.replicate));
    weeks.extend(rows.iter().map(|it| it.week));
    levels.extend(rows.iter().map(|it| Cow::from(it.level)));
    places.extend(rows.iter().map(|it| Cow::from(it.place.clone())));
    for (measure, column) in sums.iter_mut().enumerate() {
        let Values::Long(column) = column else { panic!("sums are whole numbers") };
        column.extend(rows.iter().map(|it| it.tally.sums()[measure]));
    }
}

/// Passes every row of one level to `take`, in the order of the file, with one row group in memory at a time.
///
/// Spending on an instrument that did not exist when the file was written, and its adoption, read as 0.
///
/// # Errors
/// The file cannot be read, is damaged, or lacks a measure.
pub fn read(path: &Path, level: &str, mut take: impl FnMut(WeeklyRow)) -> Result<()> {
    let reader = TableReader::open(path)?;
    let Some(level) = LEVELS.into_iter().find(|it| *it == level) else {
        return Err(reader.fault(message!("no row is of level `{level}`", "没有 `{level}` 级的行")));
    };
    let keys = [("replicate", Type::Int), ("week", Type::Int), ("level", Type::Text), ("place", Type::Text)];
    let [replicate, week, level_column, place] = keys.map(|(name, r#type)| reader.position(name, r#type));
    let (replicate, week, level_column, place) = (replicate?, week?, level_column?, place?);
    let mut sums = Vec::with_capacity(COUNT);
    for name in measures::names() {
        match reader.position(&name, Type::Long) {
            Ok(position) => sums.push(Some(position)),
            Err(_) if is_of_instrument(&name) && !has(&reader, &name) => sums.push(None),
            Err(error) => return Err(error),
        }
    }
    for group in 0..reader.groups() {
        let Values::Text(levels) = reader.read(group, level_column)? else { continue };
        let chosen: Vec<usize> = (0..levels.len()).filter(|row| levels[*row] == level).collect();
        if chosen.is_empty() {
            continue;
        }
        let (Values::Int(replicates), Values::Int(weeks), Values::Text(places)) =
            (reader.read(group, replicate)?, reader.read(group, week)?, reader.read(group, place)?)
        else {
            return Err(reader.fault(message!("the keys have changed their types", "键列的类型已改变")));
        };
        let mut tallies = vec![[0; COUNT]; chosen.len()];
        for (measure, position) in sums.iter().enumerate() {
            let Some(position) = position else { continue };
            let Values::Long(values) = reader.read(group, *position)? else { continue };
            for (tally, row) in tallies.iter_mut().zip(&chosen) {
                tally[measure] = values[*row];
            }
        }
        for (sums, row) in tallies.into_iter().zip(chosen) {
            let (replicate, week, place) = (replicates[row], weeks[row], places[row].to_string());
            take(WeeklyRow { replicate, week, level, place, tally: Tally::from_sums(sums) });
        }
    }
    Ok(())
}

fn is_of_instrument(name: &str) -> bool {
    [measures::SPENDING_PREFIX, measures::ADOPTED_PREFIX].iter().any(|prefix| name.starts_with(prefix))
}

fn has(reader: &TableReader, name: &str) -> bool {
    reader.columns().iter().any(|it| it.0 == name)
}
