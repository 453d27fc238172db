//! Institutional perception, the second stage: what elders believe the institutions around them offer, and how an
//! organiser sees and is seen.

pub mod elders;
pub mod institutions;
