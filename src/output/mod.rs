//! The files of a run: tables in Parquet, the resolved scenario, and a manifest with their hashes.
//!
//! This module receives only rows; it does not know the engine or the order of threads.

pub mod batches;
pub mod claim;
pub mod contents;
pub mod csv;
pub mod digest;
pub mod directory;
pub mod finished;
pub mod manifest;
pub mod mark;
pub mod parquet;
pub mod parts;
pub mod reports;
pub mod resume_info;
pub mod run_directory;
pub mod schema;
mod sealed;
pub mod study_directory;
pub mod tables;
pub mod timing;
pub mod verify;
pub mod weekly;

pub use batches::Batches;
pub use directory::{Description, Reopened, Unfinished};
pub use finished::FinishedRun;
pub use manifest::Manifest;
pub use parts::Part;
pub use run_directory::{RunDirectory, RunPart};
pub use study_directory::StudyDirectory;
pub use timing::Timing;
pub use verify::{Verification, verify};
pub use weekly::WeeklyRow;

#[cfg(test)]
mod tests;
