//! Behavioural response of the three kinds of agents.   MODEL sections 6 and 8

pub mod adoption;
pub mod elders;
pub mod institutions;
pub mod volunteers;
