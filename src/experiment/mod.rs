//! Many runs of scenarios, and what they leave.

pub mod bench;
pub mod checkpoint;
pub mod compare;
pub mod comparison;
pub mod crew;
pub mod design;
pub mod discover;
pub mod factors;
pub mod forecast;
pub mod identity;
pub mod input;
pub mod kept;
mod measures;
pub mod package;
pub mod probe;
pub mod remarks;
pub mod run;
pub mod schema;
pub mod sensitivity;
pub mod stages;
pub mod study;
pub mod study_tables;
pub mod sweep;

#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod message_tests;

pub use checkpoint::Start;
pub use run::{Conduct, Ended, Progress, Shares, run, run_from};
