//! The factors of a design: `[design.factors."dotted.path"]`, or the columns of a list of cells.

use std::collections::BTreeMap;

use super::plan::Kind;
use super::read::{Listed, Reading, line_from};
use crate::experiment::design::Marginal;
use crate::experiment::factors::{Factor, Levels, Reader};
use crate::message::{Message, message};
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

/// That nothing is said of what differs.
fn no_factors() -> Message {
    message!("a design needs factors", "设计须有因子")
}

impl<'s> Reading<'_, 's> {
    /// `[design.factors]`.
    pub(super) fn factors(&mut self, own: &Table, heading: &Place, kind: Option<Kind>) -> Vec<Factor> {
        let Some(written) = own.get("factors") else {
            let help = message!(
                "for example [design.factors.\"parameters.drive.relax\"] with values = [0.02, 0.04]",
                "例如写 [design.factors.\"parameters.drive.relax\"]，其下写 values = [0.02, 0.04]"
            );
            self.check.faults.push(Fault::new(no_factors(), heading, None).help(help));
            return Vec::new();
        };
        let Some(table) = self.check.table("design.factors", written) else { return Vec::new() };
        if table.iter().next().is_none() {
            self.refuse(no_factors(), &written.key, message!("there are none", "这里一个也没有"));
        }
        let mut reader = self.reader();
        reader.grid = kind == Some(Kind::Grid);
        reader.weighted = !matches!(kind, Some(Kind::Grid | Kind::Morris));
        table.iter().filter_map(|(path, it)| reader.factor("design.factors", path, it)).collect()
    }

    fn reader(&mut self) -> Reader<'_, 's> {
        Reader { name: self.name, merged: self.merged, check: &mut *self.check, grid: false, weighted: true, more: &[] }
    }

    /// Factors of a list, and point after point the numbers of their values.
    pub(super) fn listed(&mut self, own: &Table, Listed { list, source }: Listed) -> (Vec<Factor>, Vec<u32>) {
        if let Some(written) = own.get("factors") {
            let title = message!("the factors of a list are named in its first line", "列表的因子写在它的第一行");
            self.refuse(title, &written.key, message!("leave this table out", "请去掉此表"));
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
