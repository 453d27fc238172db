//! From files to numbers; the engine is unknown here.
//!
//! [`figures`], [`summary`] and [`retention`] read one run. The rest compares many: plain functions on
//! slices and closures, so that the published examples run as tests.

pub mod figures;
pub mod interval;
pub mod retention;
pub mod summary;
