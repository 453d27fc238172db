//! A community owns its people and its organiser; it is the unit of parallel work.   MODEL section 1

use super::{Institution, PackedElders, Volunteer};
use crate::places::{CommunityId, Setting};

/// One urban community or village.
#[derive(Debug, Clone, PartialEq)]
pub struct Community {
    /// Identity, independent of what else is simulated.
    pub id: CommunityId,
    /// Urban or rural.
    pub setting: Setting,
    /// Position of its district in [`Population::districts`].
    pub district: usize,
    /// Elders at the start: the number entrants keep up.
    pub size: u32,
    /// Third of sizes within its setting: 0 small, 1 middle, 2 large.
    pub size_class: u8,
    /// Elders, packed.
    pub elders: PackedElders,
    /// Norm of each group Ng.
    pub group_norm: Vec<f32>,
    /// The pool of volunteers.
    pub volunteers: Vec<Volunteer>,
    /// The organiser.
    pub institution: Institution,
}

/// A county-level district with one government.
#[derive(Debug, Clone, PartialEq)]
pub struct District {
    /// Identity.
    pub id: crate::places::DistrictId,
    /// Name of its province, or of the designed area.
    pub province: &'static str,
}

/// Everybody.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// Districts, in the order of their identity.
    pub districts: Vec<District>,
    /// Communities, in the order of their identity, so that those of a district lie together.
    pub communities: Vec<Community>,
}
