//! Where and when: the only folder that knows threads.

pub mod arms;
pub mod checkpoint;
pub mod invariants;
pub mod simulation;
pub mod twin;

pub use simulation::{Month, Simulation, Snapshot};
