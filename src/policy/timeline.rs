//! When and where instruments are in force: start, stop, scope.   MODEL section 10, DECISIONS 1, 4, 9

use super::{Instrument, Levers};
use crate::places::{DistrictId, Setting};

/// One instrument with its time and place.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Name of the entry: the instrument's, or `NAME.LABEL` for a further entry of the same instrument.
    pub name: String,
    /// The instrument with its values.
    pub instrument: Instrument,
    /// First week in force, on a month boundary.
    pub start_week: i32,
    /// Week from which it is in force no more, on a month boundary; none means to the end.
    pub stop_week: Option<i32>,
    /// Settings in scope.
    pub settings: Vec<Setting>,
    /// Provinces in scope by row of the census table; none means all.
    pub provinces: Option<Vec<u32>>,
    /// Districts in scope; none means all.
    pub districts: Option<Vec<DistrictId>>,
}

impl Entry {
    /// Whether a place lies in the entry's scope, whatever the week.
    pub fn covers(&self, district: DistrictId, setting: Setting) -> bool {
        self.settings.contains(&setting)
            && self.provinces.as_ref().is_none_or(|list| list.contains(&district.province()))
            && self.districts.as_ref().is_none_or(|list| list.contains(&district))
    }
}

/// What is in force from the first warm-up week on, and what policy adds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    /// In force from the first warm-up week.
    pub baseline: Vec<Entry>,
    /// Added by the scenario; an instrument named here replaces its baseline entry from its start week.
    pub policy: Vec<Entry>,
}

impl Timeline {
    /// The levers of one setting of one district in the month that begins in `week`.
    pub fn levers(&self, week: i32, district: DistrictId, setting: Setting) -> Levers {
        let policy: Vec<&Entry> = self.policy.iter().filter(|entry| entry.covers(district, setting)).collect();
        let replaced = |entry: &Entry| {
            policy
                .iter()
                .any(|other| other.start_week <= week && other.instrument.number() == entry.instrument.number())
        };
        let in_force = |entry: &&Entry| entry.start_week <= week && entry.stop_week.is_none_or(|stop| week < stop);
        let baseline = self.baseline.iter().filter(|entry| entry.covers(district, setting) && !replaced(entry));
        let mut entries: Vec<&Entry> = baseline.chain(policy.iter().copied()).filter(in_force).collect();
        // Where the latest start wins, it must be applied last; equal starts keep the order of the file.
        entries.sort_by_key(|entry| entry.start_week);
        let mut levers = Levers::default();
        for entry in entries {
            entry.instrument.apply(setting, entry.start_week, &mut levers);
        }
        levers
    }
}
