//! Making runs: one pool of threads, finished runs in a store, shared starts, checkpoints, and forecasts of what they take.

pub mod begun;
pub mod cell;
pub mod cells;
pub mod checkpoint;
pub mod forecast;
pub mod order;
pub mod pool;
pub mod reused_cells;
pub mod run;
pub mod store;
pub mod units;
pub mod warm_starts;
