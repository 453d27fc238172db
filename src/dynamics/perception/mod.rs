//! Institutional perception, the second stage: what elders believe the institutions around them offer, what
//! volunteers make of their own service, and how an organiser sees and is seen.

pub mod elders;
pub mod institutions;
pub mod volunteers;
