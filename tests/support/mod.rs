//! Small areas to run, and hand-made elders and organisers, for the tests beside this folder.
#![allow(dead_code)] // Each file of tests uses a part.

use std::collections::BTreeMap;

use huzhu::internals::dynamics::{Scratch, acquaintance};
use huzhu::internals::observe::{CommunityMonth, ElderWeek, Spell};
use huzhu::internals::parameters::{Parameter, Parameters, TABLE};
use huzhu::internals::places::{CommunityId, DistrictId};
use huzhu::internals::policy::DESCRIPTIONS;
use huzhu::internals::population::{Community, Institution, synthesis};
use huzhu::internals::scenario::from_text;
use huzhu::{BySetting, Counter, Place, Record, Scenario, Setting, Simulation, Tally};

/// The scenario that a text holds.
pub fn scenario(text: &str) -> Scenario {
    from_text("test", text, &[]).unwrap_or_else(|error| panic!("{error}")).scenario
}

/// One district of one urban community of about 300 elders and two villages of about 150, with all that
/// can be recorded. `more` goes before the first table.
pub fn small_area(weeks: i32, warmup: i32, more: &str, tables: &str) -> Scenario {
    scenario(&format!(
        "weeks = {weeks}\nwarmup_weeks = {warmup}\n{more}\n\
         [population]\ndistricts = 1\nurban_communities = 1\nrural_communities = 2\n\
         [parameters.urban.structure]\ncommunity_size = 300\n\
         [parameters.rural.structure]\ncommunity_size = 150\n\
         [output]\nwarmup = true\ndistricts = true\nsample_elders = 60\n{tables}"
    ))
}

/// Every instrument with the values of a bare mention.
pub fn every_instrument() -> String {
    DESCRIPTIONS.iter().filter(|it| it.name != "funding").map(|it| format!("[policy.{}]\n", it.name)).collect()
}

/// A whole run, as it was recorded.
#[derive(Default, PartialEq)]
pub struct Course {
    pub tallies: BTreeMap<(i32, Place), Tally>,
    pub spells: Vec<Spell>,
    pub open_spells: Vec<Spell>,
    pub elders: Vec<ElderWeek>,
    pub communities: Vec<CommunityMonth>,
}

impl Course {
    /// Sums of one week and setting; nothing where nobody lives.
    pub fn of(&self, week: i32, setting: Setting) -> Tally {
        self.tallies.get(&(week, Place::Setting(setting))).cloned().unwrap_or_default()
    }

    /// Sums of one week over both settings.
    pub fn all(&self, week: i32) -> Tally {
        let mut all = self.of(week, Setting::Urban);
        all.merge(&self.of(week, Setting::Rural));
        all
    }

    /// Sum of a measure over some weeks and both settings.
    pub fn sum(&self, weeks: std::ops::Range<i32>, measure: Counter) -> i64 {
        weeks.map(|week| self.all(week)[measure]).sum()
    }

    /// Cents spent on an instrument in some weeks.
    pub fn spent(&self, weeks: std::ops::Range<i32>, setting: Setting, instrument: &str) -> i64 {
        let number = number(instrument);
        weeks.map(|week| self.of(week, setting).spending(number)).sum()
    }
}

/// Position of an instrument in the list.
pub fn number(instrument: &str) -> usize {
    DESCRIPTIONS.iter().position(|it| it.name == instrument).unwrap()
}

/// Runs one replicate to its end.
pub fn course(scenario: &Scenario, replicate: u32) -> Course {
    course_watched(scenario, replicate, |_, _| ())
}

/// The same; after each month `watch` sees the population.
pub fn course_watched(
    scenario: &Scenario,
    replicate: u32,
    mut watch: impl FnMut(i32, &huzhu::internals::population::Population),
) -> Course {
    let mut simulation = Simulation::begin(scenario, replicate);
    let mut course = Course::default();
    while !simulation.is_over() {
        let month = simulation.advance();
        let Record { tallies, spells, elders, communities, .. } = month.record;
        course.tallies.extend(tallies);
        course.spells.extend(spells);
        course.elders.extend(elders.into_iter().flatten());
        course.communities.extend(communities);
        watch(simulation.next_week(), simulation.population());
    }
    course.open_spells = simulation.open_spells();
    course
}

/// Values of the first model, where the defaults are others: the hand-made expectations are computed with them.
const PLAIN: [(&str, [f64; 2]); 65] = [
    ("drive.trait_connection", [0.11, 0.11]),
    ("drive.loneliness_spread", [0.17, 0.17]),
    ("drive.loneliness_slope", [0.75, 0.75]),
    ("drive.loneliness_offset", [0.04, 0.04]),
    ("drive.loneliness_place", [0.005, 0.11]),
    ("drive.culture_belonging", [0.1, 0.1]),
    ("drive.member_belonging", [0.1, 0.1]),
    ("drive.trait_belonging", [0.06, 0.06]),
    ("drive.tie_connection", [0.4, 0.4]),
    ("drive.tie_belonging", [0.5, 0.5]),
    ("drive.self_worth_base", [0.30, 0.30]),
    ("drive.belonging_base", [0.20, 0.20]),
    ("drive.self_worth_star", [0.05, 0.05]),
    ("drive.wellbeing_needs", [0.20, 0.20]),
    ("perceive.norm_half", [0.25, 0.25]),
    ("behave.support", [3.0, 3.0]),
    ("behave.norm", [3.0, 3.0]),
    ("behave.habit", [2.0, 2.0]),
    ("behave.material", [0.9, 0.9]),
    ("behave.value", [0.6, 0.6]),
    ("behave.propensity_spread", [1.0, 1.0]),
    ("behave.unwilling_shift", [5.0, 5.0]),
    ("behave.join", [-5.1, -5.15]),
    ("behave.give", [-3.6, -3.65]),
    ("behave.quit_rate", [0.031, 0.031]),
    ("behave.quit", [0.5, 0.5]),
    ("behave.ask", [-2.6, -2.6]),
    ("behave.crowd", [0.6, 0.6]),
    ("behave.leave_with_pay", [0.35, 0.35]),
    ("service.confidence_pace", [0.02, 0.02]),
    ("need.family_children", [0.85, 0.8]),
    ("need.family_couple", [0.65, 0.6]),
    ("life.growth", [0.0, 0.0]),
    ("life.care_home", [0.15, 0.10]),
    ("life.care_home_price", [0.5, 0.6]),
    ("life.care_home_unmet", [0.5, 0.5]),
    ("structure.initial_member", [0.10, 0.12]),
    ("structure.initial_self_worth", [0.42, 0.42]),
    ("structure.initial_connection", [0.52, 0.52]),
    ("structure.initial_belonging", [0.42, 0.42]),
    ("structure.initial_loneliness", [0.42, 0.42]),
    ("structure.initial_trust", [0.5, 0.5]),
    ("structure.initial_reputation", [0.5, 0.5]),
    ("structure.initial_awareness", [0.4, 0.4]),
    ("institution.volunteers_start", [1.0, 0.4]),
    ("structure.initial_norm", [0.05, 0.05]),
    ("service.gain_receive_connection", [0.08, 0.08]),
    ("service.gain_give_self_worth", [0.05, 0.05]),
    ("service.gain_give_connection", [0.02, 0.02]),
    ("service.gain_give_belonging", [0.02, 0.02]),
    ("service.attend_connection", [0.01, 0.01]),
    ("service.attend_belonging", [0.015, 0.015]),
    ("service.visit", [0.5, 0.5]),
    ("service.gain_receive_belonging", [0.03, 0.03]),
    ("service.duplicate", [0.15, 0.15]),
    ("institution.presence_volunteers_full", [5.0, 5.0]),
    ("institution.reputation_base", [0.4, 0.41]),
    ("institution.beds", [8.0, 4.0]),
    ("institution.suspend_below", [0.2, 0.2]),
    ("institution.reputation_served", [0.40, 0.40]),
    ("institution.drive_positioning", [0.4, 0.4]),
    ("institution.drive_unmet", [0.4, 0.4]),
    ("institution.drive_reputation", [0.2, 0.2]),
    ("institution.policy_break", [0.05, 0.08]),
    ("institution.reopen_above", [0.6, 0.6]),
];

/// Constants of a setting with every mechanism off that can be, so that one rule at a time can be followed by hand.
pub fn plain(setting: Setting) -> Parameters {
    let of = |row: &Parameter| {
        let fixed = PLAIN.iter().find(|it| it.0 == row.key).map(|it| it.1[setting.index()]);
        fixed.or(row.off).unwrap_or(row.default[setting.index()])
    };
    Parameters::from_values(&TABLE.iter().map(of).collect::<Vec<_>>())
}

/// The same of both settings.
pub fn both_parameters() -> BySetting<Parameters> {
    BySetting::from_fn(plain)
}

/// A community as it is synthesised with plain constants, of `size` elders.
pub fn community(setting: Setting, size: u32) -> Community {
    let (urban, rural) = if setting == Setting::Urban { (1, 0) } else { (0, 1) };
    let text = format!("[population]\nurban_communities = {urban}\nrural_communities = {rural}\n");
    let mut scenario = scenario(&text);
    scenario.parameters = both_parameters();
    let structure = &mut scenario.parameters[setting].structure;
    (structure.community_size, structure.size_spread) = (size as f32, 0.0);
    synthesis::synthesise(&scenario, 0).communities.remove(0)
}

/// An organiser as it begins, of a community of 300 elders.
pub fn organiser(setting: Setting) -> Institution {
    let mut institution = community(setting, 300).institution;
    // Factors and collective income differ from place to place; equations are checked without them.
    institution.capability_factor = 1.0;
    institution.collective_income_yuan = 0.0;
    institution
}

/// A place in a designed area.
pub fn place(setting: Setting) -> CommunityId {
    CommunityId::new(DistrictId::new(DistrictId::DESIGNED, 0), setting, 0)
}

/// Working columns with `count` elders who live as a couple, are 70, in the middle of everything, with no
/// ties and no traits, and neither members nor in need.
pub fn scratch(count: usize, parameters: &Parameters) -> Scratch {
    let mut scratch = Scratch::default();
    let elders = &mut scratch.elders;
    let group_places = parameters.structure.group_size as usize;
    elders.resize(count.div_ceil(group_places), group_places);
    elders.clear();
    for place in 0..count {
        elders.occupied[place] = true;
        elders.age_weeks[place] = 70 * 52;
        elders.living[place] = 1;
        elders.rooted[place] = 1.0;
        elders.digital[place] = 1.0;
        elders.education[place] = 0.5;
        elders.income[place] = 0.5;
        elders.weight_self_worth[place] = 1.0 / 3.0;
        elders.weight_connection[place] = 1.0 / 3.0;
        for column in [
            &mut elders.self_worth,
            &mut elders.connection,
            &mut elders.belonging,
            &mut elders.loneliness,
            &mut elders.efficacy,
            &mut elders.awareness,
            &mut elders.trust,
        ] {
            column[place] = 0.5;
        }
    }
    elders.renew(parameters);
    scratch.resize();
    scratch.count_heads();
    acquaintance::feel(parameters, &mut scratch);
    scratch.begin_week();
    scratch
}

/// Whether two numbers agree to within `allowance`.
#[track_caller]
pub fn near(value: impl Into<f64>, expected: f64, allowance: f64) {
    let value = value.into();
    assert!((value - expected).abs() <= allowance, "{value} is not {expected} within {allowance}");
}
