//! What is counted: measures (merging is addition), spells, samples, distributions.   MODEL section 12

pub mod distributions;
pub mod groups;
pub mod measures;
pub mod record;
pub mod rows;
pub mod sample;
pub mod survey;
pub mod table;
pub mod week;

pub use record::{Place, Record, Wanted};
pub use sample::Sample;
