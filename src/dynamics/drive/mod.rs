//! Psychological drive, the first stage: what elders lack and feel, what moves an organiser.

pub mod elders;
pub mod institutions;
