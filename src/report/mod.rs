//! From numbers to something to look at.

pub mod attribution;
pub mod benchmark;
pub mod comparison;
pub mod discovery;
pub mod document;
pub mod exports;
pub mod findings;
pub mod json;
pub mod page;
pub mod robustness;
pub mod sensitivity;
pub mod stages;
pub mod terminal;
pub mod wording;
pub mod workbook;

/// How a run went, beside what it found.
#[derive(Debug, Clone, PartialEq)]
pub struct Performance {
    /// Seconds from start to the last week.
    pub seconds: f64,
    /// Weeks lived by elders a second, over all replicates.
    pub elder_weeks_per_second: f64,
    /// Most memory held, where the system tells.
    pub peak_memory_bytes: Option<u64>,
    /// Directory of the files.
    pub out: String,
}
