//! The shape of an instrument: what users read of it, and the rule that it is.

use serde::{Deserialize, Serialize};

use super::levers::{Cost, Levers};
use crate::parameters::UnitCosts;
use crate::places::Setting;
use crate::text::{Label, Message};

/// What values a field of an instrument may take.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A number from the first to the second value, both included.
    Number(f64, f64),
    /// One of these words.
    Choice(&'static [&'static str]),
}

/// One field of an instrument's table in TOML.
#[derive(Debug, Clone)]
pub struct Field {
    /// Key in TOML.
    pub name: &'static str,
    /// Allowed values.
    pub kind: Kind,
    /// Unit.
    pub unit: &'static str,
    /// Meaning.
    pub meaning: Label,
}

/// What kind of spending an instrument is, when money is short. MODEL2 section C
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Spending {
    /// What the organiser works with: posts, venue, standing, procedures, platform.
    Core = 0,
    /// Services to elders.
    Services = 1,
    /// Incentives of givers.
    Incentives = 2,
    /// Events, outreach and space.
    Activities = 3,
}

impl Spending {
    /// All kinds, in the order in which they are counted.
    pub const ALL: [Spending; 4] = [Spending::Core, Spending::Services, Spending::Incentives, Spending::Activities];
}

/// What users read of an instrument.
#[derive(Debug, Clone)]
pub struct Description {
    /// Key in TOML: `[policy.NAME]`.
    pub name: &'static str,
    /// Name for people.
    pub label: Label,
    /// What it is in the world and what it moves, one sentence.
    pub meaning: Label,
    /// What kind of spending it is.
    pub class: Spending,
    /// Settings it can act in.
    pub settings: &'static [Setting],
    /// Its fields.
    pub fields: &'static [Field],
    /// Where it comes from: MODEL section and FACTS rows.
    pub source: &'static str,
}

/// The shape of every instrument.
pub(super) trait Rule: Default + Serialize + for<'de> Deserialize<'de> {
    /// What users read of it.
    const DESCRIPTION: Description;

    /// What is wrong beyond the range of single fields; empty when nothing is.
    fn check(&self) -> Vec<Message> {
        Vec::new()
    }

    /// Moves the levers of a place of this setting. `start_week` is the week it began.
    fn apply(&self, setting: Setting, start_week: i32, levers: &mut Levers);

    /// What it costs where these unit costs hold.
    fn cost(&self, unit: &UnitCosts) -> Cost;
}
