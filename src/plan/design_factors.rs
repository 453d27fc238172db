//! The factors of a design: `[design.factors."dotted.path"]`, or the columns of a list of cells.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Place};
use crate::plan::design::Kind;
use crate::plan::design_file::{Listed, Reading};
use crate::plan::factors::{self, Factor, Levels, Reader, refuse_overlaps};
use crate::plan::sampling::Marginal;
use crate::plan::sampling::field::Notation;
use crate::scenario::file::{Table, Value, Written};
use crate::text::{Message, message};

/// That nothing is said of what differs.
fn no_factors() -> Message {
    message!("a design needs at least one factor", "设计至少须有一个因子")
}

/// The items of a cell that is written as a list, such as `["北京", "湖北"]`.
fn items(value: &Value, place: &Place) -> Option<Vec<Written>> {
    let Value::Text(text) = value else { return None };
    let read: toml::Table = text.starts_with('[').then(|| toml::from_str(&format!("items = {text}")).ok()).flatten()?;
    let item = |item: &toml::Value| {
        let value = match item {
            toml::Value::String(it) => Value::Text(it.clone()),
            toml::Value::Integer(it) => Value::Whole(Some(*it)),
            toml::Value::Float(it) => Value::Real(*it),
            _ => return None,
        };
        Some(Written { key: place.clone(), place: place.clone(), value })
    };
    read.get("items")?.as_array()?.iter().map(item).collect()
}

impl<'s> Reading<'_, 's> {
    /// `[design.factors]`.
    pub(crate) fn factors(&mut self, own: &Table, heading: &Place, kind: Option<Kind>) -> Vec<Factor> {
        let Some(written) = own.get("factors") else {
            let help = message!(
                "for example [design.factors.\"parameters.drive.relax\"] with values = [0.02, 0.04]",
                "例如写 [design.factors.\"parameters.drive.relax\"]，其下写 values = [0.02, 0.04]"
            );
            self.check.faults.push(Diagnostic::new(no_factors(), heading, None).help(help));
            return Vec::new();
        };
        let Some(table) = self.check.table("design.factors", written) else { return Vec::new() };
        if table.iter().next().is_none() {
            self.refuse(no_factors(), &written.key, message!("there are none", "这里一个也没有"));
        }
        let mut reader = self.reader();
        reader.grid = kind == Some(Kind::Grid);
        reader.weighted = !matches!(kind, Some(Kind::Grid | Kind::Morris));
        let read = |(path, it): (&str, &Written)| reader.factor("design.factors", path, it);
        let factors: Vec<Factor> = table.iter().filter_map(read).collect();
        refuse_overlaps(self.check, table.iter().map(|(path, it)| (path, &it.key)));
        factors
    }

    fn reader(&mut self) -> Reader<'_, 's> {
        let (check, tried) = (&mut *self.check, &mut self.tried);
        Reader { name: self.name, merged: self.merged, check, grid: false, weighted: true, more: &[], tried }
    }

    /// Factors of a list, and point after point the numbers of their values.
    pub(crate) fn listed(&mut self, own: &Table, Listed { list, source }: Listed) -> (Vec<Factor>, Vec<u32>) {
        if let Some(written) = own.get("factors") {
            let title = message!("a list names its factors in its first line", "列表的因子写在它的第一行");
            self.refuse(title, &written.key, message!("delete this table", "请删去此表"));
        }
        let text = self.check.sources[source].text.as_str();
        let notation = Notation::of(&list, text);
        self.refuse_two_notations(&notation, source);
        let mut rows = vec![0; list.factors.len() * list.cells.len()];
        let mut factors = Vec::new();
        for (column, name) in list.factors.iter().enumerate() {
            let key = Place { source, span: name.span.clone() };
            let Some(path) = self.reader().path(&name.text(text), &key) else { continue };
            let (mut numbers, mut known) = (BTreeMap::new(), BTreeMap::new());
            let mut values: Vec<(Value, Place)> = Vec::new();
            let before = self.check.faults.len();
            for (row, cell) in rows.chunks_mut(list.factors.len()).zip(&list.cells) {
                let field = &cell[column];
                row[column] = *numbers.entry(field.text(text)).or_insert_with_key(|written| {
                    let place = Place { source, span: field.span.clone() };
                    let value = notation.value(written).unwrap_or_else(|label| {
                        let title = message!("cannot read a value of `{path}` here", "此处无法读取 `{path}` 的取值");
                        self.refuse(title, &place, label);
                        Value::Whole(None)
                    });
                    let value = items(&value, &place).map_or(value, Value::List);
                    // A value written in two ways is one value.
                    *known.entry(factors::text(&value)).or_insert_with(|| {
                        values.push((value, place));
                        values.len() as u32 - 1
                    })
                });
            }
            let levels = Levels::Listed { marginal: Marginal::kinds(values.len()), values };
            let parts = path.split('.').map(str::to_string).collect();
            let factor = Factor { path, parts, key, names: [None, None], levels };
            if self.check.faults.len() == before {
                self.reader().attempt(&factor, own);
            }
            factors.push(factor);
        }
        refuse_overlaps(self.check, factors.iter().map(|it| (it.path.as_str(), &it.key)));
        (factors, rows)
    }

    /// A list with decimal commas in some numbers and decimal points in others says of no other number which it is.
    fn refuse_two_notations(&mut self, notation: &Notation, source: usize) {
        if let (Some(comma), Some(point)) = (&notation.comma, &notation.point) {
            let title = message!("the list mixes decimal commas and decimal points", "列表混用了小数逗号与小数点");
            let [comma, point] = [comma, point].map(|span| Place { source, span: span.clone() });
            let fault = Diagnostic::new(
                title,
                &comma,
                message!("a decimal comma here: write a point", "此处是逗号：请写小数点"),
            );
            self.check.faults.push(fault.other(&point, message!("a point here", "此处是小数点")));
        }
    }
}
