//! From files to estimates; this module does not know the engine.
//!
//! [`figures`], [`summary`] and [`retention`] read one run. The rest compares many: plain functions on
//! slices and closures, so that the published examples run as tests.

pub mod attribution;
pub mod community_spread;
pub mod comparison;
pub mod contexts;
pub mod contrast;
pub mod cost_effectiveness;
pub mod costs;
pub mod discovery;
pub mod equity;
pub mod failures;
pub mod figures;
pub mod interval;
pub mod outcome;
pub mod ranking;
pub mod results;
pub mod retention;
pub mod robustness;
pub(crate) mod run_rows;
pub mod run_tables;
pub mod sensitivity;
pub mod spread;
pub mod stopping;
pub mod summary;
pub mod table;
