//! From files to numbers; the engine is unknown here.

pub mod summary;
