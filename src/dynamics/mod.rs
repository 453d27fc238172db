//! What happens: pure rules of a week and a month, without files, threads or clocks.   MODEL sections 3 to 9
//!
//! `week.rs` holds the order of a week and `month.rs` that of a month; stages never call each other.

pub(crate) mod columns;
pub mod conditions;
pub mod district;
pub mod drive;
pub mod exchange;
pub mod life_course;
pub mod lists;
pub mod money;
pub mod month;
pub mod perception;
pub mod response;
pub mod scratch;
pub mod service;
pub mod week;

pub use scratch::Scratch;

use crate::parameters::Parameters;
use crate::places::Setting;
use crate::policy::Levers;
use crate::random::Chance;

/// What every rule may read: constants, levers and chance of one setting of one district this month.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Urban or rural.
    pub setting: Setting,
    /// Constants of the setting.
    pub parameters: &'a Parameters,
    /// Levers in force.
    pub levers: &'a Levers,
    /// Source of chance.
    pub chance: &'a Chance,
}
