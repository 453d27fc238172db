//! Psychological drive, the first stage: what elders lack and feel, what volunteers look for, what moves an
//! organiser.

pub mod elders;
pub mod institutions;
pub mod volunteers;
