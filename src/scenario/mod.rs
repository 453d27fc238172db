//! What was written becomes what will run: TOML, presets and overrides, one checked [`Scenario`].
//!
//! A scenario file has the top keys `title`, `title_zh`, `extends`, `seed`, `weeks`, `warmup_weeks`,
//! `replicates` and the tables `[population]`, `[parameters]`, `[baseline]`, `[policy]`, `[output]`; all may
//! be left out. Layers are laid on each other: defaults, what the file `extends`, the file, each `--set`.
//!
//! A parameter stands in `[parameters.GROUP]` for both settings, in `[parameters.urban.GROUP]` or
//! `[parameters.rural.GROUP]` for one. Each setting starts from its own column of the parameter table;
//! `[parameters.urban]` with `preset = "rural"` starts it from the other's. An instrument is switched on by
//! naming it: `[policy.NAME]`, and `[policy.NAME.LABEL]` for a further entry of the same instrument. A table
//! `[policy.NAME]` that holds nothing but labelled entries is only their heading.

pub mod census;

mod doses;
pub mod embedded;
pub(crate) mod encoding;
pub mod reference;
pub mod remarks;
pub mod schema;
pub mod sites;
pub(crate) mod template;

pub(crate) mod area;
mod entries;
pub(crate) mod file;
pub(crate) mod keys;
pub(crate) mod output;
pub(crate) mod resolve;
mod scope;
pub(crate) mod values;
pub(crate) mod written;

#[cfg(test)]
mod tests;

pub use area::Places;
pub use output::Output;
pub use resolve::{from_text, load};

use crate::mechanisms::{MECHANISMS, Mechanism};
use crate::parameters::Parameters;
use crate::places::{BySetting, Setting};
use crate::policy::timeline::Timeline;

/// A scenario that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// What will run.
    pub scenario: Scenario,
    /// The same as a complete scenario file: every value, whatever layer it came from.
    pub resolved: String,
}

/// The scenario that runs when none is named: the first embedded one.
///
/// # Panics
/// Never: a test reads every embedded scenario.
pub fn default() -> Loaded {
    load(embedded::SCENARIOS[0].name, &[]).expect("the embedded scenarios are sound")
}

/// What will run: checked, complete, never changed during a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Name: the file's without its ending.
    pub name: String,
    /// Title in English, else the name.
    pub title: String,
    /// Title in Chinese, else the English one.
    pub title_zh: String,
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
    /// Value of every row of [`TABLE`](crate::parameters::TABLE), by setting.
    pub values: BySetting<Vec<f64>>,
    /// The same, typed.
    pub parameters: BySetting<Parameters>,
    /// Baseline and policy.
    pub timeline: Timeline,
    /// What is written.
    pub output: Output,
}

impl Scenario {
    /// Names of the mechanisms that are switched off: all their parameters have their off values, in both settings.
    pub fn mechanisms_off(&self) -> Vec<&'static str> {
        let is_off = |it: &&Mechanism| {
            it.parameters().all(|(row, parameter)| {
                Setting::ALL.into_iter().all(|setting| Some(self.values[setting][row]) == parameter.off)
            })
        };
        MECHANISMS.iter().filter(is_off).map(|it| it.name).collect()
    }

    /// Whether another scenario has the same people and the same weeks before week 0: it differs in policy at most.
    pub fn shares_warm_up(&self, other: &Scenario) -> bool {
        (&self.values, &self.timeline.baseline, &self.places, self.seed, self.warmup_weeks)
            == (&other.values, &other.timeline.baseline, &other.places, other.seed, other.warmup_weeks)
    }

    /// Number of communities to expect; a sample of the census rounds, and keeps at least one of each
    /// setting in every district, so that a very small scale gives more.
    pub fn expected_communities(&self) -> BySetting<f64> {
        let size = |setting| f64::from(self.parameters[setting].structure.community_size);
        match &self.places {
            Places::Designed { districts, urban_communities, rural_communities } => BySetting {
                urban: f64::from(*districts) * f64::from(*urban_communities),
                rural: f64::from(*districts) * f64::from(*rural_communities),
            },
            Places::Census { scale, provinces } => BySetting::from_fn(|setting| {
                let chosen = |row: u32| provinces.as_ref().is_none_or(|list| list.contains(&row));
                let rows = (0..).zip(census::provinces()).filter(|(row, _)| chosen(*row));
                rows.map(|(_, it)| (it.elders[setting] as f64 * scale / size(setting)).max(1.0)).sum()
            }),
        }
    }

    /// Number of elders to expect at the start.
    pub fn expected_elders(&self) -> f64 {
        let communities = self.expected_communities();
        Setting::ALL
            .map(|setting| communities[setting] * f64::from(self.parameters[setting].structure.community_size))
            .iter()
            .sum()
    }
}
