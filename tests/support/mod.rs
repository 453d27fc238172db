//! Small areas to run, and hand-made elders and organisers, for the tests beside this folder.
#![allow(dead_code)] // Each file of tests uses a part.

use std::collections::BTreeMap;

use huzhu::internals::dynamics::Scratch;
use huzhu::internals::observe::{CommunityMonth, ElderWeek, Spell};
use huzhu::internals::parameters::Parameters;
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

/// The default constants of both settings.
pub fn both_parameters() -> BySetting<Parameters> {
    BySetting::from_fn(Parameters::defaults)
}

/// A community as it is synthesised by default, of about `size` elders.
pub fn community(setting: Setting, size: u32) -> Community {
    let (urban, rural) = if setting == Setting::Urban { (1, 0) } else { (0, 1) };
    let scenario = scenario(&format!(
        "[population]\nurban_communities = {urban}\nrural_communities = {rural}\n\
         [parameters.structure]\ncommunity_size = {size}\nsize_spread = 0\n"
    ));
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
    huzhu::dynamics::acquaintance::feel(parameters, &mut scratch);
    scratch.begin_week();
    scratch
}

/// Whether two numbers agree to within `allowance`.
#[track_caller]
pub fn near(value: impl Into<f64>, expected: f64, allowance: f64) {
    let value = value.into();
    assert!((value - expected).abs() <= allowance, "{value} is not {expected} within {allowance}");
}
