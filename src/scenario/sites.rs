//! The districts of a scenario and the number of communities of each, before the population is drawn.

use super::{Places, Scenario, census};
use crate::places::{DistrictId, Setting};

/// Elders of an average district (an assumption: about 2,840 districts in the nation).
const DISTRICT_ELDERS: f64 = 93_000.0;

/// One district and the numbers of its communities.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Identity.
    pub id: DistrictId,
    /// Name of its province, or of the designed area.
    pub province: &'static str,
    /// Number of communities by setting, urban first.
    pub communities: [u32; 2],
}

impl Places {
    /// Rows of the provinces that are drawn; of a designed area, which lies in no province, its own number.
    pub fn provinces(&self) -> Vec<u32> {
        match self {
            Places::Designed { .. } => vec![DistrictId::DESIGNED],
            Places::Census { provinces: Some(rows), .. } => rows.clone(),
            Places::Census { provinces: None, .. } => (0..census::provinces().len() as u32).collect(),
        }
    }

    /// Number of districts of a province, counted from 0: max(1, round(scale × districts)) of a census, none of a
    /// province that is not drawn.
    pub fn districts(&self, province: u32) -> u32 {
        match self {
            Places::Designed { districts, .. } if province == DistrictId::DESIGNED => *districts,
            Places::Census { scale, .. } if self.provinces().contains(&province) => {
                let elders = census::provinces()[province as usize].elders;
                let whole = ((elders.urban + elders.rural) as f64 / DISTRICT_ELDERS).max(1.0);
                (libm::round(whole * scale) as u32).clamp(1, DistrictId::MOST_PER_PROVINCE)
            }
            _ => 0,
        }
    }
}

/// The places of a scenario: every district with its numbers of communities.
pub fn sites(scenario: &Scenario) -> Vec<Site> {
    match &scenario.places {
        Places::Designed { districts, urban_communities, rural_communities } => (0..*districts)
            .map(|number| Site {
                id: DistrictId::new(DistrictId::DESIGNED, number),
                province: "designed",
                communities: [*urban_communities, *rural_communities],
            })
            .collect(),
        Places::Census { scale, provinces } => (0..)
            .zip(census::provinces())
            .filter(|(row, _)| provinces.as_ref().is_none_or(|list| list.contains(row)))
            .flat_map(|(row, province)| province_sites(scenario, row, province, *scale))
            .collect(),
    }
}

/// A province's districts; its communities are spread evenly over them, at least one of each setting a district.
fn province_sites(scenario: &Scenario, row: u32, province: &census::Province, scale: f64) -> Vec<Site> {
    let communities = Setting::ALL.map(|setting| {
        let mean = f64::from(scenario.parameters[setting].structure.community_size);
        province.elders[setting] as f64 / mean * scale
    });
    let districts = scenario.places.districts(row);
    (0..districts)
        .map(|number| {
            // Cumulative rounding spreads the quota evenly and meets it exactly.
            let share = |quota: f64| {
                let until = |k: u32| libm::round(quota * f64::from(k) / f64::from(districts)) as u32;
                (until(number + 1) - until(number)).max(1)
            };
            Site {
                id: DistrictId::new(row, number),
                province: province.name,
                communities: [share(communities[0]), share(communities[1])],
            }
        })
        .collect()
}
