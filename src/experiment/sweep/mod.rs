//! Sweeps: a design file, its cells, their runs, and one table at the end.
//!
//! [`read`] checks a design file whole and gives a [`Design`]; [`run`] does what is not done yet and puts
//! finished cells into batch files; [`merge`](mod@merge) joins these to `cells.parquet` and `cells.csv`. A cell is one run: a
//! point of the design with a replicate. It is known by the hash of everything that decides its outcome, so a
//! finished cell is never run again, in this design or in a larger one that contains it.

mod beginnings;
mod cell;
mod elsewhere;
mod factors;
mod merge;
mod order;
mod plan;
mod plan_file;
mod read;
mod run;

pub use crate::experiment::factors::Factor;
pub use cell::{Datum, Outcome};
pub(in crate::experiment) use merge::vouch;
pub use merge::{Merged, finished_share, merge};
pub use plan::{Design, Kind};
pub use plan_file::PlanFile;
#[cfg(test)]
pub(in crate::experiment) use read::known_keys;
pub use read::{from_text, load};
pub use run::{Conduct, Ended, Progress, Shard, sweep};
