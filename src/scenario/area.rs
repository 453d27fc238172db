//! `[population]`: where people live, in places drawn from the census or in a designed area.

use super::keys::{Kind, keys};
use crate::places::{CommunityId, DistrictId};

/// Where people live in the run.
#[derive(Debug, Clone, PartialEq)]
pub enum Places {
    /// The provinces of the census, or some of them, at a scale.
    Census {
        /// Share of districts and communities drawn, (0, 1].
        scale: f64,
        /// Provinces by row of the census table; none means all.
        provinces: Option<Vec<u32>>,
    },
    /// A designed area: districts that all hold the same number of communities.
    Designed {
        /// Number of districts.
        districts: u32,
        /// Urban communities a district.
        urban_communities: u32,
        /// Villages a district.
        rural_communities: u32,
    },
}

keys! {
    /// Keys of places drawn from the census.
    CENSUS;
    scale, Kind::Number(1e-6, 1.0), of("share of districts and communities", "区县与社区的比例"),
        "Share of districts and communities", "抽样比例";
    provinces, Kind::Same("$defs/provinces"), "Provinces", "省份";
}

/// Communities of a setting in a district.
const COMMUNITIES: Kind = Kind::Whole(0, CommunityId::MOST_PER_DISTRICT as i64);

keys! {
    /// Keys of a designed area.
    DESIGNED;
    districts, Kind::Whole(1, DistrictId::MOST_PER_PROVINCE as i64), of("districts", "区县"),
        "Number of districts, numbered from 0", "区县数，编号从 0 数起";
    urban_communities, COMMUNITIES, of("communities per district", "每区县社区数"),
        "Urban communities per district", "每区县城市社区数";
    rural_communities, COMMUNITIES, of("communities per district", "每区县社区数"), "Villages per district", "每区县村数";
}
