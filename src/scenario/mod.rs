//! What was written becomes what will run: TOML, presets and overrides, one checked [`Scenario`].

pub mod parameters;

use crate::places::BySetting;
use crate::policy::timeline::Timeline;
use parameters::Parameters;

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

/// What is written beyond the weekly sums by setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// Weekly sums by province and setting as well.
    pub provinces: bool,
    /// Weekly sums by district and setting as well.
    pub districts: bool,
    /// Weekly sums by community class (setting × size third) as well.
    pub community_classes: bool,
    /// Rows of the warm-up; its last week is always written.
    pub warmup: bool,
    /// Distributions every so many weeks (a multiple of 4), beside the first and last week; 0: only those.
    pub distributions_every_weeks: i32,
    /// Sampled elders a setting.
    pub sample_elders: u32,
    /// Rows of communities every so many months; 0: none.
    pub communities_every_months: i32,
}

/// What will run: checked, complete, never changed during a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Name: the file's without its ending.
    pub name: String,
    /// Seed of all chance.
    pub seed: u32,
    /// Weeks from week 0 on, on a month boundary.
    pub weeks: i32,
    /// Weeks before week 0 under the baseline, on a month boundary.
    pub warmup_weeks: i32,
    /// Number of replicates.
    pub replicates: u32,
    /// Where people live.
    pub places: Places,
    /// Value of every row of [`parameters::TABLE`], by setting.
    pub values: BySetting<Vec<f64>>,
    /// The same, typed.
    pub parameters: BySetting<Parameters>,
    /// Baseline and policy.
    pub timeline: Timeline,
    /// What is written.
    pub output: Output,
}
