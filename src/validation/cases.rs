//! The small runs that patterns are measured on. Patterns share them: each is run once a seed.
//!
//! A case is an embedded scenario with a few values set, on one district of about 2,500 elders (one urban
//! community and five villages, which are about as many), or on eight or ten villages. Cases of one seed hold
//! the same people with the same draws, so that differences between them are differences of policy.

use crate::places::{WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::scenario::{self, Scenario};

/// One small run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    /// No policy, ten years.
    Baseline,
    /// The well-made package of the pilot: time bank, process, standards, staff, outreach, recognition.
    Package,
    /// Cash for two years, then none.
    Cash,
    /// What supports those who take part, without anything paid: staff, process, standards, recognition.
    Support,
    /// One instrument with the values of a bare mention.
    Alone(&'static str),
    /// No money comes in from week 0 on.
    Unfunded,
    /// A members' association where no money comes in.
    UnfundedAssociation,
    /// Matching by telephone application only.
    Application,
    /// The same with somebody who places orders for others.
    Agent,
    /// Twice the volunteers of the baseline, and nothing else.
    TwiceTheVolunteers,
    /// Villages without policy.
    Villages,
    /// Villages with a project of two years and no money afterwards.
    ProjectGrant,
    /// Villages with the same programme and the same yearly money for good.
    StableGrant,
    /// Villages whose young leave so many tenths as fast as today.
    OutMigration(u32),
    /// Health services of many departments with ordinary coordination.
    Coordinated,
    /// The same where coordination is weak.
    Uncoordinated,
    /// The package in villages where people know each other, eight years.
    Acquaintances,
    /// The same where neighbours are strangers.
    Strangers,
    /// Villages that are granted a courtyard one after the other, over ten years.
    GrantPath,
}

/// Villages of [`Case::GrantPath`], each a district of its own so that each can have its own year.
pub const GRANT_VILLAGES: i32 = 30;

/// Weeks at which the villages of [`Case::GrantPath`] are granted a courtyard: two of thirty (6.9 %) at the start,
/// nine (29.7 %) after ten years, the seven between them spread evenly (FACTS B36).
pub fn grant_weeks() -> [i32; 9] {
    let later = |number: i32| number * 10 * WEEKS_PER_YEAR / 8 / WEEKS_PER_MONTH * WEEKS_PER_MONTH;
    std::array::from_fn(|village| later((village as i32 - 1).max(0)))
}

const AREA: &[&str] = &["population.districts=1", "population.urban_communities=1", "population.rural_communities=5"];
const EIGHT_VILLAGES: &[&str] =
    &["population.districts=1", "population.urban_communities=0", "population.rural_communities=8"];
const TEN_VILLAGES: &[&str] = &["population.districts=1", "population.rural_communities=10"];

/// A scenario with some values set.
struct Plan {
    scenario: &'static str,
    area: &'static [&'static str],
    weeks: i32,
    sets: Vec<String>,
}

impl Plan {
    fn new(scenario: &'static str, area: &'static [&'static str], weeks: i32) -> Self {
        Plan { scenario, area, weeks, sets: Vec::new() }
    }

    /// Switches an instrument on with the values of a bare mention.
    fn on(self, instrument: &str) -> Self {
        self.set(format!("policy.{instrument}.start_week=0"))
    }

    fn set(mut self, set: impl Into<String>) -> Self {
        self.sets.push(set.into());
        self
    }
}

const YEAR: i32 = WEEKS_PER_YEAR;

impl Case {
    fn plan(self) -> Plan {
        let area = |weeks| Plan::new("pilot-baseline", AREA, weeks);
        match self {
            Case::Baseline => area(10 * YEAR),
            Case::Package => Plan::new("pilot", AREA, 5 * YEAR),
            Case::Cash => Plan::new("cash", AREA, 5 * YEAR),
            Case::Support => area(2 * YEAR).on("staffing").on("process").on("standardisation").on("recognition"),
            Case::Alone(instrument) => area(3 * YEAR).on(instrument),
            Case::Unfunded => area(3 * YEAR).on("funding").set("policy.funding.mode=\"none\""),
            Case::UnfundedAssociation => {
                area(3 * YEAR).on("funding").set("policy.funding.mode=\"none\"").on("member_association")
            }
            Case::Application => area(3 * YEAR).on("digital_platform").set("policy.digital_platform.assisted=0"),
            Case::Agent => area(3 * YEAR).on("digital_platform").set("policy.digital_platform.assisted=1"),
            Case::TwiceTheVolunteers => area(4 * YEAR)
                .on("volunteer_recruitment.town")
                .set("policy.volunteer_recruitment.town.setting=\"urban\"")
                .set("policy.volunteer_recruitment.town.per_100=1.0")
                .on("volunteer_recruitment.villages")
                .set("policy.volunteer_recruitment.villages.setting=\"rural\"")
                .set("policy.volunteer_recruitment.villages.per_100=0.4"),
            Case::Villages => Plan::new("rural-baseline", TEN_VILLAGES, 5 * YEAR),
            Case::ProjectGrant => Plan::new("one-off-grant", TEN_VILLAGES, 5 * YEAR),
            Case::StableGrant => Plan::new("stable-funding", TEN_VILLAGES, 5 * YEAR),
            Case::OutMigration(tenths) => Plan::new("rural-baseline", EIGHT_VILLAGES, 3 * YEAR)
                .set(format!("parameters.rural.need.outmigration={}", f64::from(tenths) / 10.0)),
            Case::Coordinated => Plan::new("health-cooperative", AREA, 3 * YEAR),
            Case::Uncoordinated => {
                Plan::new("health-cooperative", AREA, 3 * YEAR).set("parameters.institution.coordination_floor=0.05")
            }
            Case::Acquaintances => Plan::new("pilot", EIGHT_VILLAGES, 8 * YEAR),
            Case::Strangers => {
                Plan::new("pilot", EIGHT_VILLAGES, 8 * YEAR).set("parameters.rural.structure.familiarity=0.2")
            }
            Case::GrantPath => grant_path(),
        }
    }

    /// The scenario of this case.
    ///
    /// # Panics
    /// Never: a test reads every case.
    pub fn scenario(self) -> Scenario {
        let Plan { scenario, area, weeks, mut sets } = self.plan();
        sets.extend(area.iter().map(|it| it.to_string()));
        sets.push(format!("weeks={weeks}"));
        sets.push("output.sample_elders=0".to_string());
        sets.push("output.communities_every_months=0".to_string());
        scenario::load(scenario, &sets).expect("the cases are sound").scenario
    }

    /// Weeks at whose beginning everybody is surveyed.
    pub fn is_surveyed(self, week: i32) -> bool {
        // The first two years of the baseline are watched month by month for the incidence of limitation, the fifth of the
        // package for how often people take part.
        let monthly = match self {
            Case::Baseline => week <= 2 * YEAR,
            Case::Package => week > 4 * YEAR,
            _ => false,
        };
        week >= 0 && (week % YEAR == 0 || monthly)
    }

    /// Every case that exists, with the instruments that are tried alone.
    pub fn all(alone: impl Iterator<Item = &'static str>) -> Vec<Case> {
        let mut all = vec![
            Case::Baseline,
            Case::Package,
            Case::Cash,
            Case::Support,
            Case::Unfunded,
            Case::UnfundedAssociation,
            Case::Application,
            Case::Agent,
            Case::TwiceTheVolunteers,
            Case::Villages,
            Case::ProjectGrant,
            Case::StableGrant,
            Case::OutMigration(0),
            Case::Coordinated,
            Case::Uncoordinated,
            Case::Acquaintances,
            Case::Strangers,
            Case::GrantPath,
        ];
        all.extend(alone.map(Case::Alone));
        all
    }
}

/// The building grant of 30,000 yuan (FACTS S11) pays for a building, which the model takes as given. Each village
/// with a site runs it on the middle of what provinces paid, 12,500 yuan a year (FACTS S12), 51 yuan an elder in a
/// village of 245; before that it is paid as in the baseline.
fn grant_path() -> Plan {
    let districts: &[&str] = &["population.districts=30", "population.rural_communities=1"];
    let mut plan = Plan::new("rural-baseline", districts, 10 * YEAR);
    for (village, week) in grant_weeks().into_iter().enumerate() {
        let funding = format!("policy.funding.site{village}");
        for entry in [&format!("policy.happiness_courtyard.site{village}"), &funding] {
            plan = plan.set(format!("{entry}.start_week={week}")).set(format!("{entry}.districts=[{village}]"));
        }
        plan = plan.set(format!("{funding}.mode=\"stable\"")).set(format!("{funding}.yuan_per_elder_year=51"));
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::DESCRIPTIONS;

    #[test]
    fn every_case_is_a_sound_scenario_of_few_elders() {
        for case in Case::all(DESCRIPTIONS.iter().map(|it| it.name)) {
            let most = if case == Case::GrantPath { 7_500.0 } else { 3_000.0 };
            assert!(case.scenario().expected_elders() <= most, "{case:?}");
        }
    }

    #[test]
    fn the_grant_path_goes_from_two_villages_to_nine_in_ten_years() {
        let weeks = grant_weeks();
        assert_eq!(weeks.iter().filter(|it| **it == 0).count(), 2);
        assert!(weeks.is_sorted() && weeks[8] < 10 * YEAR && weeks.iter().all(|it| it % WEEKS_PER_MONTH == 0));
    }
}
