//! The tables of results: of a run, of a study, of a sweep.

use crate::observe::rows::{CommunityMonth, DistributionBin, ElderWeek, Spell};
use crate::observe::table::Row;

use super::schema::Schema;
use super::weekly;

/// Names of the tables of a run, in the order of the digest.
pub const TABLES: [&str; 5] =
    [weekly::TABLE, DistributionBin::TABLE, Spell::TABLE, ElderWeek::TABLE, CommunityMonth::TABLE];

/// Tables of a study, in the order of the digest, and whether they are also written as CSV.
pub const STUDY_TABLES: [(&str, bool); 21] = [
    ("contrasts", true),
    ("ranking", true),
    ("levels", false),
    ("courses", false),
    ("precision", true),
    ("retention", true),
    ("costs", true),
    ("cost_effectiveness", true),
    ("net_benefit", true),
    ("cost_effectiveness_plane", false),
    ("equity", true),
    ("groups", true),
    ("robustness", true),
    ("regrets", true),
    ("attribution", true),
    ("stages", true),
    ("agents", true),
    (CONTEXTS, true),
    ("regions", true),
    ("restrictions", true),
    ("names", true),
];

/// Name of the table that only a discovery leaves.
pub(super) const CONTEXTS: &str = "worlds";

/// Name of the table of a sweep.
pub const CELLS: &str = "cells";

/// Name of the table of indices.
pub const INDICES: &str = "indices";

/// Schemas of the tables of a run, in the order of [`TABLES`].
pub fn schemas() -> [Schema; TABLES.len()] {
    [
        weekly::schema(),
        Schema::of::<DistributionBin>(),
        Schema::of::<Spell>(),
        Schema::of::<ElderWeek>(),
        Schema::of::<CommunityMonth>(),
    ]
}
