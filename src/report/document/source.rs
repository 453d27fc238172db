//! A result directory with its tables in memory, and the labels of the keys in them.

use super::words;
use crate::analysis::figures::Scope;
use crate::analysis::results::Results;
use crate::analysis::table::Table;
use crate::text::{Label, Message};

/// Key of the baseline, and of the baseline context.
pub const BASELINE: &str = "baseline";

/// Kind of a context in the table of names.
const CONTEXT: &str = "context";

/// A result directory with its tables in memory.
pub struct Source {
    /// Kind and provenance.
    pub results: Results,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// A fact about the provenance of the results.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What it is.
    pub name: Message,
    /// Its value.
    pub value: Message,
}

impl Source {
    /// A table by its name, if it is there and has rows.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|it| it.name == name && it.rows() > 0)
    }

    /// Label of a key: from the directory, else from the list of words, else the key itself.
    pub fn name(&self, id: &str) -> Message {
        let given = self.results.names.iter().find(|it| it.id == id).map(Message::from);
        // The baseline context and the baseline share a key.
        let tabled = || self.tabled(|names, row| names.text("id", row) == id && names.text("kind", row) != CONTEXT);
        let known = given.or_else(tabled).or_else(|| words::known(id));
        known.or_else(|| self.named_context(id)).unwrap_or_else(|| Message::same(id))
    }

    /// Elders that were simulated, mean over replicates in the last four weeks (of a comparison, under the baseline).
    pub fn elders(&self) -> Option<f64> {
        let all = Scope::All.name();
        let figures = self.table("figures");
        let row = figures.and_then(|it| it.which(&[("figure", "elders"), ("scope", all)]).first().copied());
        if let Some((figures, row)) = figures.zip(row) {
            return figures.number("end", row);
        }
        let levels = self.table("levels")?;
        let of_study = [("context", BASELINE), ("policy", BASELINE), ("measure", "elders"), ("scope", all)];
        let found: Vec<f64> =
            levels.which(&of_study).into_iter().filter_map(|row| levels.number("level", row)).collect();
        (!found.is_empty()).then(|| found.iter().sum::<f64>() / found.len() as f64)
    }

    /// Label of a context.
    pub fn context(&self, id: &str) -> Message {
        self.named_context(id).unwrap_or_else(|| self.name(id))
    }

    fn named_context(&self, id: &str) -> Option<Message> {
        self.tabled(|names, row| names.text("id", row) == id && names.text("kind", row) == CONTEXT)
    }

    /// Label of a group, with its grouping if the group is only a number.
    pub fn name_within(&self, grouping: &str, group: &str) -> Message {
        let name = self.name(group);
        // A number needs the name of what it numbers.
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
