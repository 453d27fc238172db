//! A document as tables and sentences for the terminal, in 100 columns.
//!
//! Every number comes from the tables of the results, as in the page.

mod attribution;
mod comparison;
mod contexts;
mod run;
mod sensitivity;
mod stages;
mod sweep;
pub mod wording;

use super::document::Document;
use crate::analysis::results::Kind;
use crate::text::{Language, Message};

/// What the command that made the results knows of them, and their tables do not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Made {
    /// How the cells of a sweep came about.
    pub cells: Option<Message>,
    /// Half-width of an index that suffices.
    pub tolerance: Option<f64>,
}

/// The document as text, ending with a line break.
pub fn table(document: &Document, made: &Made, language: Language) -> String {
    match document.source.results.kind {
        Kind::Run => run::table(document, language),
        Kind::Comparison => comparison::table(document, language),
        Kind::Sweep => sweep::table(document, made.cells.as_ref(), language),
        Kind::Sensitivity => sensitivity::table(document, made.tolerance, language),
    }
}
