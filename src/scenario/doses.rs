//! Doses beyond their effect, and instruments without what they need: what is asked for can do no more, or nothing.
//! `huzhu check` and the commands that run a scenario warn of them.

use super::Scenario;
use super::remarks::{Needs, Remark, Unit, Why};
use crate::parameters::Parameters;
use crate::places::{DistrictId, Setting, WEEKS_PER_MONTH};
use crate::policy::timeline::Entry;

/// Elders of limited function, and dependent elders, of a settled community, share. MODEL2 section H
const LIMITED: f64 = 0.124;
const DEPENDENT: f64 = 0.038;
/// Lonely elders of a settled community, share. MODEL2 section H
const LONELY: f64 = 0.35;

/// Health hours that professionals can meet, of a thousand elders in a week: what clinics leave of the needs of those of
/// limited function.
fn health_hours(p: &Parameters) -> f64 {
    let n = &p.need;
    let left = |hours: f32, cover: f32| f64::from(hours * (1.0 - n.clinic * cover));
    1000.0 * (LIMITED * left(n.health1, n.clinic_limited) + DEPENDENT * left(n.health2, n.clinic_dependent))
}

/// Hours that counsellors can give, of a thousand elders in a week.
fn counsellor_hours(p: &Parameters) -> f64 {
    1000.0 * LONELY * f64::from(p.service.counsel_most * p.service.counsel_hours)
}

/// What is wrong with the doses of one entry, in the places where it acts.
pub(super) fn of(scenario: &Scenario, entry: &Entry, places: &[(DistrictId, Setting)]) -> Vec<Why> {
    let fields = entry.instrument.written();
    let value = |name: &str| fields.get(name).and_then(toml::Value::as_float).unwrap_or_default();
    let settings =
        || Setting::ALL.into_iter().filter(|it| places.iter().any(|(id, at)| at == it && entry.covers(*id, *at)));
    // The place with the greatest room decides, so that a dose is named only where it is too large everywhere.
    let most = |of: fn(&Parameters) -> f64| settings().map(|it| of(&scenario.parameters[it])).fold(0.0, f64::max);
    let beyond = |field: &'static str, most: f64, unit: Unit| {
        (value(field) > most).then(|| Why::Beyond { field, tenths: tenths(value(field)), most: tenths(most), unit })
    };
    let lacks = |field: &'static str, needs: Needs, is_there: bool| {
        (value(field) > 0.0 && !is_there).then_some(Why::Without { field, needs })
    };
    let found = match entry.instrument.description().name {
        "health_integration" => vec![beyond("hours_per_1000", most(health_hours), Unit::Hours)],
        "psychological_support" => vec![
            beyond("hours_per_1000", most(counsellor_hours), Unit::Hours),
            lacks("social", Needs::Counsellors, value("hours_per_1000") > 0.0),
            lacks("cognitive", Needs::Counsellors, value("hours_per_1000") > 0.0),
        ],
        "volunteer_recruitment" => {
            vec![beyond("per_100", most(|p| f64::from(p.structure.volunteer_pool)), Unit::Volunteers)]
        }
        "activities" => vec![
            beyond("events_per_month", f64::from(WEEKS_PER_MONTH), Unit::Events),
            lacks("party_branch", Needs::Events, value("events_per_month") > 0.0),
        ],
        "urban_rural" => {
            let has_villages = |district: DistrictId| places.contains(&(district, Setting::Rural));
            let town_with_villages =
                places.iter().any(|(id, at)| *at == Setting::Urban && entry.covers(*id, *at) && has_villages(*id));
            vec![
                lacks("visits", Needs::TownAndVillages, town_with_villages),
                lacks("rotation", Needs::TownAndVillages, town_with_villages),
            ]
        }
        _ => Vec::new(),
    };
    found.into_iter().flatten().collect()
}

/// A number in tenths, so that it can be compared and shown without rounding twice.
fn tenths(value: f64) -> i64 {
    libm::round(value * 10.0) as i64
}

impl Scenario {
    /// Doses beyond their effect and instruments without what they need, in the order of the file.
    pub(super) fn doses(&self, places: &[(DistrictId, Setting)]) -> Vec<Remark> {
        let sections = [("baseline", &self.timeline.baseline), ("policy", &self.timeline.policy)];
        let entries = sections.into_iter().flat_map(|(section, list)| list.iter().map(move |it| (section, it)));
        let remark = |(section, entry): (&str, &Entry)| {
            let path = format!("{section}.{}", entry.name);
            of(self, entry, places).into_iter().map(move |why| Remark { path: path.clone(), why }).collect::<Vec<_>>()
        };
        entries.flat_map(remark).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario;

    fn warned(sets: &[&str]) -> Vec<String> {
        let area = ["population.districts=1", "population.urban_communities=1", "population.rural_communities=1"];
        let sets: Vec<String> = area.iter().chain(sets).map(|it| it.to_string()).collect();
        let scenario = scenario::load("pilot-baseline", &sets).unwrap().scenario;
        scenario.remarks().iter().map(|it| it.message().en).collect()
    }

    #[test]
    fn doses_beyond_what_they_can_meet_are_named_and_usual_ones_are_not() {
        assert!(warned(&["policy.health_integration.hours_per_1000=30"]).is_empty());
        // Villages: 1,000 x (0.124 x 0.7 x 0.56 + 0.038 x 2.5 x 0.725) = 117.5 hours.
        let found = warned(&["policy.health_integration.hours_per_1000=300"]);
        assert!(found[0].contains("300") && found[0].contains("117.5"), "{found:?}");
        assert_eq!(warned(&["policy.activities.events_per_month=5"]).len(), 1);
        assert_eq!(warned(&["policy.volunteer_recruitment.per_100=9"]).len(), 1);
    }

    #[test]
    fn instruments_without_what_they_need_are_named() {
        assert_eq!(warned(&["policy.psychological_support.hours_per_1000=0"]).len(), 2);
        let party = ["policy.activities.events_per_month=0", "policy.activities.party_branch=1"];
        assert!(warned(&party)[0].contains("events"));
        assert!(warned(&["policy.urban_rural.visits=0.3"]).is_empty());
        let towns_alone = ["population.rural_communities=0", "policy.urban_rural.visits=0.3"];
        assert!(warned(&towns_alone).iter().any(|it| it.contains("visits")));
    }
}
