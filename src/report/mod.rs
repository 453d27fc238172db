//! From numbers to something to look at: one document of a result directory, and its five readers.

pub mod benchmark;
pub mod document;
pub mod exports;
pub mod findings;
mod json;
pub mod page;
pub mod terminal;
pub mod workbook;
