//! Many runs of scenarios, and what they leave.

pub mod bench;
pub mod checkpoint;
pub mod compare;
pub mod design;
pub mod forecast;
pub mod package;
pub mod probe;
pub mod run;
pub mod sensitivity;
pub mod study;
pub mod study_tables;
pub mod sweep;

#[cfg(test)]
mod fault_tests;

pub use checkpoint::Start;
pub use run::{Conduct, Progress, run, run_from};
