//! Many runs of scenarios, and what they leave.

pub mod bench;
pub mod forecast;
pub mod probe;
pub mod run;

pub use run::{Progress, run};
