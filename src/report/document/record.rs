//! One row of a table: the only source of the names, numbers and verdict of a sentence.

use super::numbers::{
    decimals, decimals_of_change, decimals_of_interval, digits, replicates, scale, shown, with_unit, without_unit,
};
use super::paragraph::{Record, Sentence, Value};
use super::source::{BASELINE, Source};
use super::words::figure;
use crate::analysis::figures::{Form, Indicator, Scope};
use crate::analysis::interval::{Estimated, Interval, Verdict};
use crate::analysis::table::Table;
use crate::text::Label;
use crate::text::Message;

/// A row of a table.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    source: &'a Source,
    table: &'a Table,
    row: usize,
    /// Column of the estimate.
    estimate: &'static str,
}

/// The part of a row that fills a place of a sentence.
#[derive(Debug, Clone, Copy)]
pub enum Fill {
    /// The name of an identity.
    Name(&'static str),
    /// The name of the policy, with its context if that is not the baseline context.
    Policy,
    /// The name of the measure.
    Measure,
    /// The scope.
    Place,
    /// A number in the unit of the measure.
    Level(&'static str),
    /// A change of the measure, with its sign.
    Change(&'static str),
    /// A change in yuan, whatever the measure of the row is.
    YuanChange(&'static str),
    /// The unit of the measure.
    Unit,
    /// Yuan.
    Yuan(&'static str),
    /// A number that counts.
    Count(&'static str),
    /// Number of replicates with a value.
    Replicates,
}

impl<'a> Row<'a> {
    /// Every row of a table in which the columns have these texts; `estimate` is the column of the estimate.
    pub fn all(source: &'a Source, table: &str, wanted: &[(&str, &str)], estimate: &'static str) -> Vec<Self> {
        let Some(table) = source.table(table) else { return Vec::new() };
        table.which(wanted).into_iter().map(|row| Row { source, table, row, estimate }).collect()
    }

    /// One row of a table of the source.
    pub fn at(source: &'a Source, table: &'a Table, row: usize, estimate: &'static str) -> Self {
        Row { source, table, row, estimate }
    }

    /// The first of them.
    pub fn first(source: &'a Source, table: &str, wanted: &[(&str, &str)], estimate: &'static str) -> Option<Self> {
        Row::all(source, table, wanted, estimate).into_iter().next()
    }

    /// A text of the row; empty where there is none.
    pub fn text(&self, column: &str) -> &'a str {
        self.table.text(column, self.row)
    }

    /// A number of the row.
    pub fn number(&self, column: &str) -> Option<f64> {
        self.table.number(column, self.row)
    }

    /// What is measured.
    pub fn figure(&self) -> Option<&'static Indicator> {
        ["measure", "effect_measure", "figure"].iter().find_map(|it| figure(self.text(it)))
    }

    /// A number of the row with its interval.
    pub fn estimated(&self, column: &str) -> Option<Estimated> {
        let value = self.number(column)?;
        let end = |end: &str| {
            let of_its_own = self.number(&format!("{column}_{end}"));
            of_its_own.or_else(|| self.number(end).filter(|_| ["value", "mean", "level"].contains(&column)))
        };
        let interval = end("low").zip(end("high")).map(|(low, high)| Interval { low, high });
        Some(Estimated { value, interval })
    }

    /// The verdict of the row.
    pub fn verdict(&self) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|it| it.name() == self.text("verdict"))
    }

    /// Number of replicates with a value.
    pub fn replicates(&self) -> Option<u32> {
        self.number("replicates").map(|it| it as u32)
    }

    /// Scope of the row.
    pub fn scope(&self) -> Scope {
        let named = |it: &Scope| it.name() == self.text("scope");
        Scope::ALL.into_iter().find(named).unwrap_or(Scope::All)
    }

    /// Name of the policy of the row, with its context if that is not the baseline context.
    pub fn policy(&self) -> Message {
        let policy = self.source.name(self.text("policy"));
        match self.text("context") {
            "" | BASELINE => policy,
            context => {
                let context = self.source.context(context);
                Message::new(format!("{} ({})", policy.en, context.en), format!("{}（{}）", policy.zh, context.zh))
            }
        }
    }

    /// The record of a sentence.
    pub fn record(&self) -> Record {
        let estimated = self.estimated(self.estimate);
        let verdict = [self.text("verdict"), self.text("evidence")].into_iter().find(|it| !it.is_empty());
        Record {
            table: self.table.name.clone(),
            // Tables without contexts are about the baseline context.
            context: if self.text("context").is_empty() { BASELINE } else { self.text("context") }.to_string(),
            policy: self.text("policy").to_string(),
            measure: self.figure().map_or_else(|| self.text("measure"), |it| it.key).to_string(),
            factor: self.text("factor").to_string(),
            place: self.scope().name().to_string(),
            estimate: estimated.map(|it| it.value),
            interval: estimated.and_then(|it| it.interval),
            replicates: self.replicates(),
            verdict: verdict.unwrap_or_default().to_string(),
        }
    }

    /// A sentence about the row; none if a place has no value.
    pub fn say(&self, template: Label, fills: &[(&'static str, Fill)]) -> Option<Sentence> {
        let values = fills.iter().map(|(place, fill)| Some((*place, self.value(*fill)?))).collect::<Option<_>>()?;
        Some(Sentence { template, values, record: Some(self.record()) })
    }

    fn value(&self, fill: Fill) -> Option<Value> {
        let named = |text: Message| Some(Value::Name(text));
        let form = || self.figure().map(|it| it.form);
        match fill {
            Fill::Name(column) => {
                let mut names = self.text(column).split(" + ").filter(|it| !it.is_empty());
                let first = self.source.name(names.next()?);
                named(names.fold(first, |all, it| all.join(AND, &self.source.name(it))))
            }
            Fill::Policy => named(self.policy()),
            Fill::Measure => named(self.figure()?.label.into()),
            Fill::Place => named(place(self.scope()).into()),
            Fill::Replicates => named(replicates(self.replicates()?)),
            Fill::Level(column) => self.shown(column, shown(self.number(column)?, form()?, false)),
            Fill::Change(column) => self.change(column, form()?),
            Fill::YuanChange(column) => self.change(column, Form::Yuan),
            Fill::Unit => named(self.source.name(self.figure()?.unit)),
            Fill::Yuan(column) => {
                let value = self.number(column)?;
                let text = if is_end(column) { without_unit } else { with_unit };
                self.shown(column, text(value, Form::Yuan, false, decimals(value, Form::Yuan, false)))
            }
            Fill::Count(column) => self.shown(column, Message::same(digits(self.number(column)?, 0, false))),
        }
    }

    fn change(&self, column: &str, form: Form) -> Option<Value> {
        let value = self.number(column)?;
        let text = if is_end(column) { without_unit } else { with_unit };
        self.shown(column, text(value, form, true, self.decimals(column, value, form)))
    }

    /// Decimals of a change, and the same for its interval.
    fn decimals(&self, column: &str, value: f64, form: Form) -> usize {
        let whole = column.trim_end_matches("_low").trim_end_matches("_high");
        let whole = if ["low", "high"].contains(&whole) { self.estimate } else { whole };
        let scaled = |it: f64| it * scale(form);
        match self.estimated(whole).and_then(|it| it.interval) {
            Some(it) => decimals_of_interval(scaled(value), [it.low, it.high].map(scaled), form),
            None => decimals_of_change(scaled(value), form),
        }
    }

    /// A number under a key by which it can be found in the tables again.
    fn shown(&self, column: &str, text: Message) -> Option<Value> {
        let record = self.record();
        let parts = [&record.table, &record.policy, &record.measure, &record.place].map(String::as_str);
        let parts = parts.into_iter().chain([column]).filter(|it| !it.is_empty());
        let key = parts.collect::<Vec<_>>().join(".");
        Some(Value::Number { key, value: self.number(column)?, text })
    }
}

/// Whether a column holds an end of an interval, whose unit stands with the estimate.
fn is_end(column: &str) -> bool {
    ["low", "high"].iter().any(|end| column == *end || column.ends_with(&format!("_{end}")))
}

/// Between two names.
pub const AND: Label = Label { en: " and ", zh: "与" };

/// The communities of a scope.
const fn place(scope: Scope) -> Label {
    match scope {
        Scope::Urban => Label { en: "urban communities", zh: "城市" },
        Scope::Rural => Label { en: "villages", zh: "农村" },
        Scope::All => Label { en: "all communities", zh: "全部" },
    }
}

/// A list of names, each once.
pub fn listed(names: impl IntoIterator<Item = Message>) -> Option<Message> {
    let mut all: Vec<Message> = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    let last = all.pop()?;
    let Some(first) = all.into_iter().reduce(|a, b| a.join(Label { en: ", ", zh: "、" }, &b)) else {
        return Some(last);
    };
    Some(first.join(AND, &last))
}
