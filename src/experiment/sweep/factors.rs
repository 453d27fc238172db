//! The factors of a design: `[design.factors."dotted.path"]`, or the columns of a list of cells.

use std::collections::BTreeMap;

use super::plan::Kind;
use super::read::{Listed, Reading, line_from};
use crate::experiment::design::Marginal;
use crate::experiment::factors::{Factor, Levels, Reader};
use crate::scenario::diagnostics::{Fault, Place};
use crate::scenario::file::{Table, Value};

/// A field of the list as a value.
fn field(text: &str) -> Value {
    let text = text.trim();
    match (text.parse::<i64>(), text.parse::<f64>(), text.parse::<bool>()) {
        (Ok(whole), _, _) => Value::Whole(Some(whole)),
        (_, Ok(real), _) => Value::Real(real),
        (_, _, Ok(switch)) => Value::Switch(switch),
        _ => Value::Text(text.to_string()),
    }
}

impl<'s> Reading<'_, 's> {
    /// `[design.factors]`.
    pub(super) fn factors(&mut self, own: &Table, heading: &Place, kind: Option<Kind>) -> Vec<Factor> {
        let Some(written) = own.get("factors") else {
            let fault = Fault::new("a design needs factors", heading, "");
            self.check
                .faults
                .push(fault.help("for example [design.factors.\"parameters.drive.relax\"] with values = [0.02, 0.04]"));
            return Vec::new();
        };
        let Some(table) = self.check.table("design.factors", written) else { return Vec::new() };
        if table.iter().next().is_none() {
            self.refuse("a design needs factors", &written.key, "there are none");
        }
        let mut reader = self.reader();
        reader.grid = kind == Some(Kind::Grid);
        table.iter().filter_map(|(path, it)| reader.factor("design.factors", path, it)).collect()
    }

    fn reader(&mut self) -> Reader<'_, 's> {
        Reader { name: self.name, merged: self.merged, check: &mut *self.check, grid: false, more: &[] }
    }

    /// Factors of a list, and point after point the numbers of their values.
    pub(super) fn listed(&mut self, own: &Table, Listed { list, source }: Listed) -> (Vec<Factor>, Vec<u32>) {
        if let Some(written) = own.get("factors") {
            self.refuse("the factors of a list are named in its first line", &written.key, "leave this table out");
        }
        let sources = self.check.sources;
        let newlines = sources[source].text.match_indices('\n').map(|(it, _)| it + 1);
        let starts: Vec<usize> = std::iter::once(0).chain(newlines).collect();
        let heading = line_from(&sources[source], source, 0);
        let mut rows = vec![0; list.factors.len() * list.cells.len()];
        let mut factors = Vec::new();
        for (column, path) in list.factors.iter().enumerate() {
            let parts = path.split('.').map(str::to_string).collect();
            let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
            let mut values: Vec<(Value, Place)> = Vec::new();
            for (row, cell) in rows.chunks_mut(list.factors.len()).zip(&list.cells) {
                let text = cell.fields[column].as_str();
                row[column] = *numbers.entry(text).or_insert_with(|| {
                    values.push((field(text), line_from(&sources[source], source, starts[cell.line - 1])));
                    values.len() as u32 - 1
                });
            }
            let marginal = Marginal::kinds(values.len());
            let levels = Levels::Listed { values, marginal };
            let names = [None, None];
            let factor = Factor { path: path.clone(), parts, key: heading.clone(), names, levels };
            self.reader().attempt(&factor, own);
            factors.push(factor);
        }
        (factors, rows)
    }
}
