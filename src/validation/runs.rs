//! The cases of one seed, run when a pattern first asks for them, and what is kept of them.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::cases::Case;
use crate::engine::Simulation;
use crate::observe::Place;
use crate::observe::measures::Tally;
use crate::observe::rows::Spell;
use crate::observe::survey::{self, Answer};
use crate::places::{BySetting, Setting};
use crate::random::Chance;
use crate::scenario::Scenario;

/// What is kept of one run: sums of each month, surveys, memberships, and open organisers.
#[derive(Debug)]
pub struct Trace {
    months: Vec<(i32, BySetting<Tally>)>,
    surveys: BTreeMap<i32, Vec<Answer>>,
    /// Memberships that ended from week 0 on, or were open at the end.
    pub spells: Vec<Spell>,
    /// At the end, by district: whether all its organisers operate.
    pub operating: Vec<bool>,
}

impl Trace {
    fn of(case: Case, seed: u32) -> Self {
        let scenario = case.scenario();
        let mut simulation = Simulation::begin(&scenario, seed);
        let chance = Chance::new(scenario.seed, seed);
        let mut trace =
            Trace { months: Vec::new(), surveys: BTreeMap::new(), spells: Vec::new(), operating: Vec::new() };
        while !simulation.is_over() {
            let month = simulation.advance();
            if month.first_week >= 0 {
                trace.spells.extend(month.record.spells);
                let mut sums = BySetting::<Tally>::default();
                for ((_, place), tally) in &month.record.tallies {
                    if let Place::Setting(setting) = place {
                        sums[*setting].merge(tally);
                    }
                }
                trace.months.push((month.first_week, sums));
            }
            let week = simulation.next_week();
            if case.is_surveyed(week) {
                let answers = survey::take(simulation.population(), &scenario.parameters, &chance, week);
                trace.surveys.insert(week, answers);
            }
        }
        trace.spells.extend(simulation.open_spells());
        let communities = &simulation.population().communities;
        trace.operating = communities
            .chunk_by(|a, b| a.district == b.district)
            .map(|those| those.iter().all(|it| it.institution.operating))
            .collect();
        trace
    }

    /// Sums of one setting over the months that begin in these weeks.
    pub fn setting(&self, weeks: std::ops::Range<i32>, setting: Setting) -> Tally {
        let mut sum = Tally::default();
        let those = self.months.iter().filter(|(week, _)| weeks.contains(week));
        those.for_each(|(_, sums)| sum.merge(&sums[setting]));
        sum
    }

    /// Sums of both settings over the months that begin in these weeks.
    pub fn window(&self, weeks: std::ops::Range<i32>) -> Tally {
        let mut sum = self.setting(weeks.clone(), Setting::Urban);
        sum.merge(&self.setting(weeks, Setting::Rural));
        sum
    }

    /// First weeks of the months.
    pub fn month_weeks(&self) -> impl Iterator<Item = i32> {
        self.months.iter().map(|(week, _)| *week)
    }

    /// Answers of the survey at the beginning of a week; nobody's where there was none.
    pub fn survey(&self, week: i32) -> &[Answer] {
        self.surveys.get(&week).map_or(&[], Vec::as_slice)
    }

    /// Weeks at whose beginning everybody was surveyed, in order.
    pub fn survey_weeks(&self) -> impl Iterator<Item = i32> {
        self.surveys.keys().copied()
    }
}

/// Runs of one seed.
pub struct Runs {
    seed: u32,
    done: RefCell<BTreeMap<Case, Rc<Trace>>>,
    nation: OnceCell<Option<BySetting<f64>>>,
}

impl Runs {
    /// None yet.
    pub fn new(seed: u32) -> Self {
        Runs { seed, done: RefCell::default(), nation: OnceCell::new() }
    }

    /// What a case left; it is run when first asked for.
    pub fn of(&self, case: Case) -> Rc<Trace> {
        if let Some(trace) = self.done.borrow().get(&case) {
            return Rc::clone(trace);
        }
        let trace = Rc::new(Trace::of(case, self.seed));
        self.done.borrow_mut().insert(case, Rc::clone(&trace));
        trace
    }
}

impl Runs {
    /// Elders of a part of the nation at the start, by setting; it is synthesised when first asked for, not run.
    pub fn nation(&self, scenario: impl FnOnce() -> Option<Scenario>) -> Option<BySetting<f64>> {
        *self.nation.get_or_init(|| Some(synthesised(&scenario()?, self.seed)))
    }
}

fn synthesised(scenario: &Scenario, seed: u32) -> BySetting<f64> {
    let simulation = Simulation::begin(scenario, seed);
    let communities = &simulation.population().communities;
    BySetting::from_fn(|setting| {
        communities.iter().filter(|it| it.setting == setting).map(|it| f64::from(it.size)).sum()
    })
}
