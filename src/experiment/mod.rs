//! Many runs of scenarios, and what they leave.

pub mod design;
pub mod forecast;
pub mod run;

pub use run::{Progress, run};
