//! What is asked: studies and designs, their factors and measures, and the run key.

pub mod design;
pub mod design_factors;
pub mod design_file;
pub mod factors;
pub mod input;
pub mod keys;
mod measures;
pub mod remarks;
pub mod run_key;
pub mod sampling;
pub mod schema;
pub mod study;
pub mod study_file;

#[cfg(test)]
mod message_tests;
