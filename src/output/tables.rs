//! The tables of a run in one list.

use crate::observe::rows::{CommunityMonth, DistributionBin, ElderWeek, Spell};
use crate::observe::table::Row;

use super::schema::Schema;
use super::weekly;

/// Names of the tables, in the order of the digest.
pub const TABLES: [&str; 5] =
    [weekly::TABLE, DistributionBin::TABLE, Spell::TABLE, ElderWeek::TABLE, CommunityMonth::TABLE];

/// Schemas of all tables, in the order of [`TABLES`].
pub fn schemas() -> [Schema; TABLES.len()] {
    [
        weekly::schema(),
        Schema::of::<DistributionBin>(),
        Schema::of::<Spell>(),
        Schema::of::<ElderWeek>(),
        Schema::of::<CommunityMonth>(),
    ]
}
