//! A community owns its people and its organiser; it is the unit of parallel work.   MODEL section 1

use super::{DistrictInstitutions, Institution, PackedElders, Volunteer};
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
    /// Number of its street or township in the district.
    pub street: u16,
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

/// What the first half of a district's month needs of a community: where it is, and its organiser.
pub trait Organised {
    /// Identity.
    fn id(&self) -> CommunityId;
    /// Urban or rural.
    fn setting(&self) -> Setting;
    /// Number of its street or township in the district.
    fn street(&self) -> usize;
    /// The organiser.
    fn institution(&self) -> &Institution;
    /// The organiser, to be changed.
    fn institution_mut(&mut self) -> &mut Institution;
}

impl Organised for Community {
    fn id(&self) -> CommunityId {
        self.id
    }

    fn setting(&self) -> Setting {
        self.setting
    }

    fn street(&self) -> usize {
        usize::from(self.street)
    }

    fn institution(&self) -> &Institution {
        &self.institution
    }

    fn institution_mut(&mut self) -> &mut Institution {
        &mut self.institution
    }
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
    /// Institutions of each district beside the organisers of its communities.
    pub district_institutions: Vec<DistrictInstitutions>,
    /// Communities, in the order of their identity, so that those of a district lie together.
    pub communities: Vec<Community>,
}
