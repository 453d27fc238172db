//! Many runs of scenarios, and what they leave.

pub mod design;
pub mod forecast;
pub mod run;
pub mod sensitivity;
pub mod sweep;

pub use run::{Progress, run};
