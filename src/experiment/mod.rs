//! Many runs of scenarios, and what they leave.

pub mod bench;
pub mod checkpoint;
pub mod design;
pub mod forecast;
pub mod probe;
pub mod run;

#[cfg(test)]
mod fault_tests;

pub use checkpoint::Start;
pub use run::{Conduct, Progress, run, run_from};
