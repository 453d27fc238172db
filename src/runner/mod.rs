//! Running simulations: the thread pool, the store of finished runs, shared starts, checkpoints, and resource
//! forecasts.

pub mod cell;
pub mod cells;
pub mod checkpoint;
pub mod forecast;
pub mod order;
pub mod pool;
pub mod prepared;
pub mod reused_cells;
pub mod run;
pub mod store;
pub mod units;
pub mod warm_starts;
