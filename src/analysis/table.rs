//! A table in memory: columns with unit and meaning, each of texts or of numbers that may be absent.

use std::path::Path;

use crate::observe::table::Values;
use crate::output::csv::{self, Cell};
use crate::output::parquet::{TableReader, read_table};
use crate::text::{Label, Message};
use crate::{Error, Result};

/// Values of one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Texts; identities and keys among them.
    Texts(Vec<String>),
    /// Numbers, or nothing.
    Numbers(Vec<Option<f64>>),
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Name in files.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Meaning in English.
    pub en: String,
    /// Meaning in Chinese.
    pub zh: String,
    /// Its values.
    pub cells: Cells,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name in files.
    pub name: String,
    /// Columns of equal length.
    pub columns: Vec<Column>,
}

/// Name, unit and meaning of a column that is still to be filled.
#[derive(Debug, Clone, Copy)]
pub struct Head(pub &'static str, pub &'static str, pub Label);

impl Table {
    /// A table of text columns, then number columns, without rows yet.
    pub fn new(name: &str, texts: &[Head], numbers: &[Head]) -> Self {
        let column = |Head(name, unit, meaning): &Head, cells| Column {
            name: name.to_string(),
            unit: unit.to_string(),
            en: meaning.en.to_string(),
            zh: meaning.zh.to_string(),
            cells,
        };
        let texts = texts.iter().map(|it| column(it, Cells::Texts(Vec::new())));
        let numbers = numbers.iter().map(|it| column(it, Cells::Numbers(Vec::new())));
        Table { name: name.to_string(), columns: texts.chain(numbers).collect() }
    }

    /// Adds a row: its texts, then its numbers.
    ///
    /// # Panics
    /// The row has another number of texts or numbers than the table: a mistake of the caller.
    pub fn push(&mut self, texts: &[&str], numbers: &[Option<f64>]) {
        assert_eq!(texts.len() + numbers.len(), self.columns.len(), "one value for each column of `{}`", self.name);
        let (mut texts, mut numbers) = (texts.iter(), numbers.iter());
        for column in &mut self.columns {
            match &mut column.cells {
                Cells::Texts(it) => it.push(texts.next().expect("a text for each text column").to_string()),
                Cells::Numbers(it) => it.push(*numbers.next().expect("a number for each number column")),
            }
        }
    }

    /// Reads a Parquet file with the units and meanings in its metadata.
    ///
    /// # Errors
    /// The file cannot be read or is damaged.
    pub fn read(name: &str, path: &Path) -> Result<Self> {
        let reader = TableReader::open(path)?;
        let described: serde_json::Value = match reader.metadata("huzhu.columns") {
            Some(text) => serde_json::from_str(text).map_err(|reason| Error::Table {
                path: path.to_path_buf(),
                reason: Message::same(reason.to_string()),
            })?,
            None => serde_json::Value::Null,
        };
        let column = |(column, values): (String, Values)| {
            let said = |key: &str| described[&column][key].as_str().unwrap_or_default().to_string();
            let (unit, en, zh) = (said("unit"), said("en"), said("zh"));
            Column { unit, en, zh, cells: Cells::of(values), name: column }
        };
        Ok(Table { name: name.to_string(), columns: read_table(path)?.into_iter().map(column).collect() })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |it| match &it.cells {
            Cells::Texts(it) => it.len(),
            Cells::Numbers(it) => it.len(),
        })
    }

    /// Text of a column in a row; empty where there is none.
    pub fn text(&self, column: &str, row: usize) -> &str {
        match self.cells(column) {
            Some(Cells::Texts(it)) => it.get(row).map_or("", String::as_str),
            _ => "",
        }
    }

    /// Number of a column in a row.
    pub fn number(&self, column: &str, row: usize) -> Option<f64> {
        match self.cells(column) {
            Some(Cells::Numbers(it)) => it.get(row).copied().flatten(),
            _ => None,
        }
    }

    /// The different texts of a column, in the order they come first.
    pub fn distinct(&self, column: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        if let Some(Cells::Texts(texts)) = self.cells(column) {
            for text in texts {
                if !found.contains(&text.as_str()) {
                    found.push(text);
                }
            }
        }
        found
    }

    /// Rows in which every one of some columns holds its text.
    pub fn which(&self, wanted: &[(&str, &str)]) -> Vec<usize> {
        (0..self.rows()).filter(|row| wanted.iter().all(|(column, text)| self.text(column, *row) == *text)).collect()
    }

    /// The table as CSV; a number that is absent is an empty cell.
    pub fn csv(&self) -> String {
        let heads = csv::line(self.columns.iter().map(|it| Cell::Text(&it.name)));
        let line = |row| csv::line(self.columns.iter().map(|it| it.cells.cell(row)));
        heads + &(0..self.rows()).map(line).collect::<String>()
    }

    fn cells(&self, column: &str) -> Option<&Cells> {
        self.columns.iter().find(|it| it.name == column).map(|it| &it.cells)
    }
}

impl Cells {
    fn of(values: Values) -> Self {
        match values {
            Values::Int(it) => Cells::Numbers(it.into_iter().map(|it| Some(f64::from(it))).collect()),
            Values::Long(it) => Cells::Numbers(it.into_iter().map(|it| Some(it as f64)).collect()),
            // The shortest decimal is what was meant; the nearest double has digits that nobody wrote.
            Values::Real(it) => Cells::Numbers(
                it.into_iter()
                    .map(|it| (it + 0.0).to_string().parse().ok().filter(|it: &f64| it.is_finite()))
                    .collect(),
            ),
            // Adding nothing makes the negative zero a zero, which is how every reader is to see it.
            Values::Double(it) => {
                Cells::Numbers(it.into_iter().map(|it| it.filter(|it| it.is_finite()).map(|it| it + 0.0)).collect())
            }
            Values::Text(it) => Cells::Texts(it.into_iter().map(Into::into).collect()),
        }
    }

    /// One value for a CSV file.
    fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Cells::Texts(it) => Cell::Text(&it[row]),
            Cells::Numbers(it) => it[row].into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEANING: Label = Label { en: "it", zh: "它" };

    #[test]
    fn a_table_finds_its_rows_and_writes_absent_numbers_as_nothing() {
        let mut table = Table::new("t", &[Head("policy", "identity", MEANING)], &[Head("level", "yuan", MEANING)]);
        table.push(&["a, b"], &[Some(0.25)]);
        table.push(&["c"], &[None]);
        table.push(&["c"], &[Some(3.0)]);
        assert_eq!((table.rows(), table.distinct("policy")), (3, vec!["a, b", "c"]));
        assert_eq!(table.which(&[("policy", "c")]), [1, 2]);
        assert_eq!(
            (table.number("level", 2), table.number("level", 1), table.text("nothing", 0)),
            (Some(3.0), None, "")
        );
        assert_eq!(table.csv(), "policy,level\n\"a, b\",0.25\nc,\nc,3\n");
    }
}
