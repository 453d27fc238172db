//! When and where instruments are in force: start, stop, scope.   MODEL section 10

use std::borrow::Cow;

use super::{Instrument, Levers};
use crate::parameters::{Parameters, UnitCosts};
use crate::places::{BySetting, DistrictId, Setting};

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
    /// Whether organisers take it up or not, rather than having to.
    pub offered: bool,
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
    /// Entries in force in one setting of one district in the month that begins in `week`, those that start first before
    /// the others.
    fn in_force(&self, week: i32, district: DistrictId, setting: Setting) -> Vec<&Entry> {
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
        entries
    }

    /// The levers there where organisers have taken up these of the offered instruments, at the unit costs of the setting.
    pub fn levers(&self, week: i32, district: DistrictId, setting: Setting, unit: &UnitCosts, adopted: u64) -> Levers {
        let (mut levers, mut mandated) = (Levers::default(), Levers::default());
        for entry in self.in_force(week, district, setting) {
            let bit = 1 << entry.instrument.number();
            if entry.offered && adopted & bit == 0 {
                continue;
            }
            levers.adopted |= if entry.offered { bit } else { 0 };
            entry.instrument.apply(setting, entry.start_week, unit, &mut levers);
            if !entry.offered {
                entry.instrument.apply(setting, entry.start_week, unit, &mut mandated);
            }
        }
        levers.mandated = mandated.targets();
        levers
    }

    /// Instruments that are offered there, a bit each, by number.
    pub fn offered(&self, week: i32, district: DistrictId, setting: Setting) -> u64 {
        let entries = self.in_force(week, district, setting);
        let offered = entries.into_iter().filter(|it| it.offered && it.instrument.acts_in(setting));
        offered.fold(0, |bits, it| bits | 1 << it.instrument.number())
    }

    /// The first week from 0 on in which another timeline, of the same parameters, moves a lever of one of these places
    /// otherwise; none when it never does.
    pub fn first_difference(
        &self,
        other: &Timeline,
        places: &[(DistrictId, Setting)],
        parameters: &BySetting<Parameters>,
    ) -> Option<i32> {
        let entries = [&self.baseline, &self.policy, &other.baseline, &other.policy].into_iter().flatten();
        // Levers change only where an entry starts or stops.
        let mut weeks: Vec<i32> = entries.flat_map(|it| [Some(it.start_week), it.stop_week]).flatten().collect();
        weeks.iter_mut().for_each(|week| *week = (*week).max(0));
        weeks.sort_unstable();
        weeks.dedup();
        let differs = |week: &i32| {
            let differs = |(district, setting): &(DistrictId, Setting)| {
                let levers = |it: &Timeline| {
                    let with = |adopted| it.levers(*week, *district, *setting, &parameters[*setting].cost, adopted);
                    (with(0), with(u64::MAX))
                };
                levers(self) != levers(other)
            };
            places.iter().any(differs)
        };
        weeks.into_iter().find(differs)
    }
}

/// What is in force in one district in one month.
#[derive(Debug, Clone)]
pub struct InForce<'t> {
    timeline: &'t Timeline,
    parameters: &'t BySetting<Parameters>,
    week: i32,
    district: DistrictId,
    offered: BySetting<u64>,
    mandated: BySetting<Levers>,
}

impl<'t> InForce<'t> {
    /// Of a district in the month that begins in `week`.
    pub fn of(timeline: &'t Timeline, parameters: &'t BySetting<Parameters>, week: i32, district: DistrictId) -> Self {
        let mandated =
            BySetting::from_fn(|setting| timeline.levers(week, district, setting, &parameters[setting].cost, 0));
        let offered = BySetting::from_fn(|setting| timeline.offered(week, district, setting));
        InForce { timeline, parameters, week, district, offered, mandated }
    }

    /// Instruments that organisers of a setting may take up, a bit each, by number.
    pub fn offered(&self, setting: Setting) -> u64 {
        self.offered[setting]
    }

    /// What every organiser of a setting must carry out.
    pub fn mandated(&self, setting: Setting) -> &Levers {
        &self.mandated[setting]
    }

    /// The levers of a community that has taken up these of the offered instruments.
    pub fn levers(&self, setting: Setting, adopted: u64) -> Cow<'_, Levers> {
        if adopted & self.offered[setting] == 0 {
            return Cow::Borrowed(&self.mandated[setting]);
        }
        let unit = &self.parameters[setting].cost;
        Cow::Owned(self.timeline.levers(self.week, self.district, setting, unit, adopted))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{COUNT, Cost, DESCRIPTIONS, FundingMode, usual_costs};
    use super::*;

    const HERE: DistrictId = DistrictId::new(3, 0);

    /// An entry of the instrument called `name` with the fields of `toml`, everywhere from week 0 on.
    fn entry(name: &str, toml: &str) -> Entry {
        let fields = toml.parse::<toml::Table>().expect("the fields are TOML");
        Entry {
            name: name.to_string(),
            instrument: Instrument::read(name, fields).expect("the instrument is known"),
            start_week: 0,
            stop_week: None,
            settings: Setting::ALL.to_vec(),
            provinces: None,
            districts: None,
            offered: false,
        }
    }

    /// The levers in a week at the usual unit costs.
    fn levers(timeline: &Timeline, week: i32, district: DistrictId, setting: Setting) -> Levers {
        timeline.levers(week, district, setting, &usual_costs(setting), 0)
    }

    fn policy(policy: Vec<Entry>) -> Timeline {
        Timeline { baseline: Vec::new(), policy }
    }

    fn recognition(timeline: &Timeline, week: i32) -> f32 {
        levers(timeline, week, HERE, Setting::Urban).recognition
    }

    #[test]
    fn with_nothing_in_force_nothing_moves() {
        assert_eq!(levers(&Timeline::default(), 0, HERE, Setting::Urban), Levers::default());
    }

    #[test]
    fn an_entry_acts_from_its_start_week_and_not_from_its_stop_week_on() {
        let timeline = policy(vec![Entry { start_week: 8, stop_week: Some(16), ..entry("recognition", "") }]);
        let levels = [4, 8, 12, 16, 20].map(|week| recognition(&timeline, week));
        assert_eq!(levels, [0.0, 1.0, 1.0, 0.0, 0.0]);
    }

    #[test]
    fn two_timelines_differ_from_the_week_in_which_one_first_moves_a_lever_of_a_place() {
        let (nothing, later) =
            (Timeline::default(), policy(vec![Entry { start_week: 12, ..entry("recognition", "") }]));
        let rural = policy(vec![Entry { settings: vec![Setting::Rural], ..entry("recognition", "") }]);
        let places = [(HERE, Setting::Urban)];
        let usual = BySetting::from_fn(Parameters::defaults);
        assert_eq!(nothing.first_difference(&later, &places, &usual), Some(12));
        assert_eq!(nothing.first_difference(&rural, &places, &usual), None);
        assert_eq!(later.first_difference(&later.clone(), &places, &usual), None);
    }

    #[test]
    fn an_entry_acts_only_in_its_settings() {
        let timeline = policy(vec![Entry { settings: vec![Setting::Rural], ..entry("recognition", "") }]);
        assert_eq!(levers(&timeline, 0, HERE, Setting::Urban), Levers::default());
        assert_eq!(levers(&timeline, 0, HERE, Setting::Rural).recognition, 1.0);
    }

    #[test]
    fn an_entry_acts_only_in_its_provinces_and_districts() {
        let (neighbour, elsewhere) = (DistrictId::new(3, 1), DistrictId::new(4, 0));
        let levels = |scoped: Entry| {
            let timeline = policy(vec![scoped]);
            [HERE, neighbour, elsewhere].map(|district| levers(&timeline, 0, district, Setting::Urban).recognition)
        };
        let everywhere = entry("recognition", "");
        assert_eq!(levels(Entry { provinces: Some(vec![3]), ..everywhere.clone() }), [1.0, 1.0, 0.0]);
        assert_eq!(levels(Entry { districts: Some(vec![neighbour]), ..everywhere.clone() }), [0.0, 1.0, 0.0]);
        assert_eq!(levels(Entry { districts: Some(Vec::new()), ..everywhere.clone() }), [0.0, 0.0, 0.0]);
        assert_eq!(levels(everywhere), [1.0, 1.0, 1.0]);
    }

    #[test]
    fn policy_replaces_the_same_baseline_instrument_from_its_start_week_for_good() {
        let timeline = Timeline {
            baseline: vec![
                Entry { start_week: -520, ..entry("recognition", "level = 0.75") },
                Entry { start_week: -520, ..entry("outreach", "level = 0.5") },
            ],
            policy: vec![Entry { start_week: 8, stop_week: Some(16), ..entry("recognition", "level = 0.25") }],
        };
        let levels = [-520, 4, 8, 12, 16].map(|week| recognition(&timeline, week));
        assert_eq!(levels, [0.75, 0.75, 0.25, 0.25, 0.0]);
        assert_eq!(levers(&timeline, 16, HERE, Setting::Urban).outreach, 0.5);
    }

    #[test]
    fn the_baseline_stays_where_the_policy_that_would_replace_it_does_not_reach() {
        let timeline = Timeline {
            baseline: vec![entry("recognition", "level = 0.75")],
            policy: vec![Entry { settings: vec![Setting::Rural], ..entry("recognition", "level = 0.25") }],
        };
        assert_eq!(levers(&timeline, 0, HERE, Setting::Urban).recognition, 0.75);
        assert_eq!(levers(&timeline, 0, HERE, Setting::Rural).recognition, 0.25);
    }

    #[test]
    fn two_entries_of_one_instrument_combine_field_by_field() {
        let timeline = policy(vec![
            entry("activities", "events_per_month = 2\nculture = 0.5\nparty_branch = 0.75"),
            Entry {
                name: "activities.festivals".to_string(),
                start_week: 8,
                ..entry("activities", "events_per_month = 4\nculture = 0.5\nparty_branch = 0.25")
            },
        ]);
        let number = timeline.policy[0].instrument.number();
        let seen = [0, 8].map(|week| {
            let levers = levers(&timeline, week, HERE, Setting::Urban);
            (levers.events_per_month, levers.culture_activities, levers.party_branch, levers.costs[number].per_month)
        });
        assert_eq!(seen, [(2.0, 0.5, 0.75, 1000.0), (6.0, 0.5, 0.75, 3000.0)]);
    }

    #[test]
    fn the_latest_funding_wins_whatever_the_order_of_the_file() {
        let timeline = policy(vec![
            Entry { start_week: 8, stop_week: Some(16), ..entry("funding", "mode = 'project'\nmonths = 2") },
            entry("funding", "mode = 'stable'"),
        ]);
        let seen = [0, 8, 16].map(|week| {
            let funding = levers(&timeline, week, HERE, Setting::Urban).funding;
            (funding.mode, funding.start_week)
        });
        assert_eq!(seen, [(FundingMode::Stable, 0), (FundingMode::Project, 8), (FundingMode::Stable, 0)]);
    }

    #[test]
    fn of_two_entries_that_start_together_the_later_in_the_file_wins() {
        let timeline = policy(vec![entry("funding", "mode = 'project'"), entry("funding", "mode = 'none'")]);
        assert_eq!(levers(&timeline, 0, HERE, Setting::Urban).funding.mode, FundingMode::None);
    }

    #[test]
    fn all_instruments_in_force_together_charge_all_that_cost_something() {
        let timeline = policy(DESCRIPTIONS.iter().map(|it| entry(it.name, "")).collect());
        let free = |setting| {
            let costs: [Cost; COUNT] = levers(&timeline, 0, HERE, setting).costs;
            let named = DESCRIPTIONS.iter().zip(costs).filter(|(_, cost)| *cost == Cost::default());
            named.map(|(it, _)| it.name).collect::<Vec<_>>()
        };
        assert_eq!(free(Setting::Rural), ["funding"]);
        assert_eq!(free(Setting::Urban), ["funding", "happiness_courtyard", "return_incentive"]);
    }
}
