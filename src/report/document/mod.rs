//! The content of a report as data: sentences, charts, tables, method and provenance, in both languages. The modules
//! beside this one render it.

pub mod answer;
pub mod chart;
mod comparison;
mod contexts;
mod groups;
mod method;
mod money;
pub mod numbers;
pub mod paragraph;
pub mod places;
pub mod record;
pub mod remarks;
mod run;
pub mod sections;
pub mod source;
pub mod sweep;
pub mod words;

use std::path::Path;

use crate::Result;
use crate::analysis::results::Results;
use crate::analysis::{run_tables, summary};
use crate::text::Message;
use paragraph::Paragraph;
use sections::Drawn;
use source::{Fact, Source};

/// The content of a report.
pub struct Document {
    /// Title of the scenario, study or design.
    pub title: Message,
    /// Kind of the results.
    pub kind: Message,
    /// The answer, paragraph by paragraph.
    pub answer: Vec<Paragraph>,
    /// Method.
    pub method: Vec<Message>,
    /// Provenance.
    pub origin: Vec<Fact>,
    /// The results themselves.
    pub source: Source,
}

impl Document {
    /// Reads a result directory.
    ///
    /// # Errors
    /// The directory contains no results, or a file in it was changed.
    pub fn read(directory: &Path) -> Result<Self> {
        Self::of(directory, true)
    }

    /// The same for a terminal, which shows little of a run: only the tables for it are formed.
    ///
    /// # Errors
    /// The directory contains no results, or a file in it was changed.
    pub fn in_brief(directory: &Path) -> Result<Self> {
        Self::of(directory, false)
    }

    fn of(directory: &Path, in_full: bool) -> Result<Self> {
        let mut results = Results::open(directory)?;
        let tables = match &results.run {
            Some(run) => {
                // An interrupted run is as long as its data, whatever was planned.
                let summary = summary::of_run(run)?;
                let tables =
                    if in_full { run_tables::of_run(run, &summary)? } else { run_tables::in_brief(run, &summary)? };
                (results.weeks, results.replicates) = (Some(summary.weeks), summary.replicates as u32);
                tables
            }
            None => results.tables()?,
        };
        let source = Source { results, tables };
        Ok(Document {
            title: Message::from(&source.results.title),
            kind: method::kind(&source.results).into(),
            answer: answer::answer(&source).into_iter().chain(remarks::paragraphs(&source)).collect(),
            method: method::method(&source),
            origin: method::origin(&source),
            source,
        })
    }

    /// The sections with their charts.
    pub fn sections(&self) -> Vec<Drawn> {
        sections::drawn(&self.source)
    }
}

#[cfg(test)]
pub(super) mod tests;
