//! Many runs of scenarios, and what they leave.

pub mod compare;
pub mod design;
pub mod forecast;
pub mod package;
pub mod run;
pub mod study;
pub mod study_tables;

pub use run::{Progress, run};
