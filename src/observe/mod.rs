//! What is counted: measures (merging is addition), spells, samples, distributions.   MODEL section 12

pub mod measures;
pub mod rows;
pub mod table;
