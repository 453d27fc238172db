//! All that a report says, as data: sentences, charts, tables, method and provenance, in both languages. How it
//! looks as a page or a workbook is the business of others.

pub mod chart;
mod comparison;
mod groups;
mod method;
mod money;
pub mod numbers;
pub mod places;
pub mod policies;
pub mod record;
mod remarks;
mod run;
pub mod sections;
pub mod sentences;
mod sweep;
pub mod words;
mod worlds;

use std::path::Path;

use crate::Result;
use crate::analysis::figures::{Form, Scope};
use crate::analysis::results::Results;
use crate::analysis::table::Table;
use crate::analysis::{run_tables, summary};
use crate::text::Label;
use crate::text::Message;
use record::Row;
use sections::Drawn;
use sentences::Paragraph;

/// What the table of names calls a world.
const CONTEXT: &str = "context";

/// A result directory with its tables in memory.
pub struct Source {
    /// What it is and where it comes from.
    pub results: Results,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// A fact about the origin of the results.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What it is.
    pub name: Message,
    /// How it stands.
    pub value: Message,
}

/// All that a report says.
pub struct Document {
    /// Title of the scenario, study or design.
    pub title: Message,
    /// What kind of results these are.
    pub kind: Message,
    /// The answer, paragraph by paragraph.
    pub answer: Vec<Paragraph>,
    /// The figures.
    pub sections: Vec<Drawn>,
    /// How the numbers came about.
    pub method: Vec<Message>,
    /// Where they come from.
    pub origin: Vec<Fact>,
    /// What everything was drawn from.
    pub source: Source,
}

impl Document {
    /// Reads a result directory.
    ///
    /// # Errors
    /// It is no result directory, or a file in it is not what was written.
    pub fn read(directory: &Path) -> Result<Self> {
        let mut results = Results::open(directory)?;
        let tables = match &results.run {
            Some(run) => {
                // An interrupted run is as long as its data, whatever was planned.
                let summary = summary::of_run(run)?;
                let tables = run_tables::of_run(run, &summary)?;
                (results.weeks, results.replicates) = (Some(summary.weeks), summary.replicates as u32);
                tables
            }
            None => results.tables()?,
        };
        let source = Source { results, tables };
        Ok(Document {
            title: Message::from(&source.results.title),
            kind: method::kind(&source.results).into(),
            answer: sentences::answer(&source).into_iter().chain(remarks::paragraphs(&source)).collect(),
            sections: sections::drawn(&source),
            method: method::method(&source),
            origin: method::origin(&source),
            source,
        })
    }
}

impl Source {
    /// A table by its name, if it is there and has rows.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|it| it.name == name && it.rows() > 0)
    }

    /// What an identity is called: by the directory, else by the list of words, else itself.
    pub fn name(&self, id: &str) -> Message {
        let given = self.results.names.iter().find(|it| it.id == id).map(Message::from);
        // The world as it is and the baseline share an identity.
        let tabled = || self.tabled(|names, row| names.text("id", row) == id && names.text("kind", row) != CONTEXT);
        let known = given.or_else(tabled).or_else(|| words::known(id));
        known.or_else(|| self.context(id)).unwrap_or_else(|| Message::same(id))
    }

    /// Elders that were simulated, mean over replicates in the last four weeks (of a comparison, under the baseline).
    pub fn elders(&self) -> Option<f64> {
        let all = Scope::All.name();
        let of_run = [("figure", "elders"), ("scope", all)];
        if let Some(row) = Row::first(self, "figures", &of_run, "end") {
            return row.number("end");
        }
        let of_study =
            [("context", record::BASELINE), ("policy", record::BASELINE), ("measure", "elders"), ("scope", all)];
        let levels = Row::all(self, "levels", &of_study, "level");
        let levels: Vec<f64> = levels.iter().filter_map(|it| it.number("level")).collect();
        (!levels.is_empty()).then(|| levels.iter().sum::<f64>() / levels.len() as f64)
    }

    /// What a world is called.
    pub fn world(&self, id: &str) -> Message {
        self.context(id).unwrap_or_else(|| self.name(id))
    }

    fn context(&self, id: &str) -> Option<Message> {
        self.tabled(|names, row| names.text("id", row) == id && names.text("kind", row) == CONTEXT)
    }

    /// What a group is called, where the same word may stand for groups of several kinds.
    pub fn name_within(&self, grouping: &str, group: &str) -> Message {
        let name = self.name(group);
        // A number says nothing without what it numbers.
        if name.en.starts_with(|it: char| it.is_ascii_digit()) {
            return self.name(grouping).join(Label { en: " ", zh: " " }, &name);
        }
        name
    }

    /// A name from the table of names, which studies write.
    fn tabled(&self, wanted: impl Fn(&Table, usize) -> bool) -> Option<Message> {
        let names = self.table("names")?;
        let row = (0..names.rows()).find(|row| wanted(names, *row))?;
        Some(Message::new(names.text("en", row), names.text("zh", row)))
    }
}

/// The name of an axis of a form: shares stand in per cent, the rest in their own unit.
fn axis(form: Form, unit: &str) -> Message {
    let unit = words::known(unit).unwrap_or_else(|| Message::same(unit));
    match form {
        Form::Share => Message::new(format!("%, {}", unit.en), format!("%，{}", unit.zh)),
        _ => unit,
    }
}

#[cfg(test)]
mod tests;
