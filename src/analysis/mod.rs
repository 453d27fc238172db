//! From files to numbers; the engine is unknown here.

pub mod figures;
pub mod retention;
pub mod summary;
