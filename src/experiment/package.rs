//! Which instrument of a package did it: every coalition of its instruments run on the same people and draws.

use std::sync::atomic::AtomicBool;

use super::compare::{Outcomes, Progress, compare};
use super::kept::Kept;
use super::study::{BASELINE, Case, Named, Study, World};
use super::study_tables::{POLICY, Rows, ends};
use crate::analysis::attribution::{Attribution, MOST_EXACT, attribute};
use crate::analysis::figures::{Figure, Scope};
use crate::analysis::outcome::Outcome;
use crate::output::study_directory::Table;
use crate::policy::timeline::Timeline;
use crate::policy::{COUNT, DESCRIPTIONS, Description};
use crate::scenario::Scenario;
use crate::{Error, Result};

/// A package divided into its instruments.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    /// The policy that is the package.
    pub policy: Named,
    /// Positions of its instruments in the list of all.
    pub players: Vec<usize>,
    /// The study whose cases are the coalitions, in the order of their bit masks.
    pub coalitions: Study,
}

/// What each instrument did.
#[derive(Debug, Clone)]
pub struct Divided {
    /// The package.
    pub package: Package,
    /// By measure of the study; measures that have no value in some run are left out.
    pub measures: Vec<(&'static Figure, Attribution)>,
    /// The runs.
    pub outcomes: Outcomes,
}

impl Package {
    /// The package that a policy of a study is.
    ///
    /// # Errors
    /// No policy is called so, or it cannot be divided: one instrument, more than [`MOST_EXACT`], or other
    /// changes than instruments.
    pub fn of(study: &Study, id: &str) -> Result<Self> {
        let world = &study.worlds[0];
        let known: Vec<&str> = study.policies().map(|it| it.id.as_str()).collect();
        let Some(case) = world.cases[1..].iter().find(|it| it.named.id == id) else {
            let meant = crate::scenario::diagnostics::nearest(id, known.iter().copied());
            let meant = meant.map_or(format!("known: {}", known.join(", ")), |it| format!("did you mean `{it}`?"));
            return Err(Error::Usage(format!("no policy of the study is called `{id}`; {meant}")));
        };
        let (base, policy) = (&world.cases[0].scenario, &case.scenario);
        if (&base.values, &base.timeline.baseline) != (&policy.values, &policy.timeline.baseline) {
            return Err(Error::Design(format!(
                "policy `{id}` changes parameters or [baseline] too: only instruments of [policy] can be told apart"
            )));
        }
        let players: Vec<usize> = (0..COUNT)
            .filter(|it| of_instrument(&base.timeline, *it) != of_instrument(&policy.timeline, *it))
            .collect();
        if !(2..=MOST_EXACT).contains(&players.len()) {
            let names: Vec<&str> = players.iter().map(|it| DESCRIPTIONS[*it].name).collect();
            return Err(Error::Design(format!(
                "policy `{id}` has {} instruments ({}): from 2 to {MOST_EXACT} can be told apart",
                players.len(),
                names.join(", ")
            )));
        }
        let cases = (0..1_usize << players.len()).map(|coalition| coalition_of(base, policy, &players, coalition));
        let world = World { named: world.named.clone(), cases: cases.collect() };
        // Courses of so many runs would fill memory.
        let mut coalitions = Study { measures: Vec::new(), worlds: vec![world], ..study.clone() };
        coalitions.fix_replicates(study.least);
        Ok(Package { policy: case.named.clone(), players, coalitions })
    }

    /// The instruments.
    pub fn instruments(&self) -> impl Iterator<Item = &'static Description> {
        self.players.iter().map(|it| &DESCRIPTIONS[*it])
    }

    /// Runs every coalition that `kept` does not know and divides each measure among the instruments.
    ///
    /// # Errors
    /// See [`compare`].
    pub fn divide(
        self,
        measures: &[&'static Figure],
        threads: usize,
        stop: &AtomicBool,
        kept: &mut Kept,
        watch: impl FnMut(&Progress),
    ) -> Result<Divided> {
        let outcomes = compare(&self.coalitions, threads, stop, kept, watch)?;
        let mut divided = Vec::new();
        for figure in measures {
            let level = |run: &Outcome| run.level(figure, Scope::All);
            let worth = |replicate: usize| outcomes.runs[0].iter().map(|runs| level(&runs[replicate])).collect();
            let worth: Option<Vec<Vec<f64>>> = (0..outcomes.replicates as usize).map(worth).collect();
            if let Some(worth) = worth.filter(|it| !it.is_empty()) {
                divided.push((*figure, attribute(&worth)?));
            }
        }
        Ok(Divided { package: self, measures: divided, outcomes })
    }
}

fn of_instrument(timeline: &Timeline, number: usize) -> Vec<&crate::policy::timeline::Entry> {
    timeline.policy.iter().filter(|it| it.instrument.number() == number).collect()
}

/// The baseline with just the instruments of a coalition as the package has them.
fn coalition_of(base: &Scenario, policy: &Scenario, players: &[usize], coalition: usize) -> Case {
    let bit = |number: usize| players.iter().position(|it| *it == number);
    let is_in = |number: usize| bit(number).is_some_and(|bit| coalition >> bit & 1 == 1);
    let mut scenario = base.clone();
    let kept = base.timeline.policy.iter().filter(|it| !is_in(it.instrument.number()));
    let added = policy.timeline.policy.iter().filter(|it| is_in(it.instrument.number()));
    scenario.timeline.policy = kept.chain(added).cloned().collect();
    let names: Vec<&str> = players.iter().filter(|it| is_in(**it)).map(|it| DESCRIPTIONS[*it].name).collect();
    let id = if coalition == 0 { BASELINE.to_string() } else { names.join("+") };
    Case { named: Named { en: id.clone(), zh: id.clone(), id }, scenario }
}

/// The division as a table: a row for each number.
pub fn attribution_table(divided: &Divided) -> Table {
    let mut rows = Rows::default();
    let names: Vec<&str> = divided.package.instruments().map(|it| it.name).collect();
    for (figure, it) in &divided.measures {
        let mut row = |what: &str, one: &str, other: &str, number: &crate::analysis::interval::Estimated| {
            let [low, high] = ends(number.interval);
            let words = [&divided.package.policy.id, figure.key, figure.unit, what, one, other];
            rows.push(&words, &[], &[number.value, low, high]);
        };
        row("total", "", "", &it.total);
        for (what, numbers) in [("share", &it.shares), ("alone", &it.alone), ("last", &it.last)] {
            names.iter().zip(numbers).for_each(|(name, number)| row(what, name, "", number));
        }
        for synergy in &it.synergies {
            row("synergy", names[synergy.players.0], names[synergy.players.1], &synergy.index);
        }
    }
    let what = "total of the package; share (Shapley), alone, last of an instrument; synergy of two";
    rows.table(
        "attribution",
        &[
            POLICY,
            ["measure", "key", "what is measured", "指标"],
            ["unit", "text", "unit of the numbers of this row", "单位"],
            ["what", "total, share, alone, last or synergy", what, "含义"],
            ["instrument", "name", "instrument", "政策工具"],
            ["other", "name", "the other instrument of a synergy", "另一工具"],
        ],
        &[],
        &[
            ["value", "unit", "mean over replicates", "数值"],
            ["low", "unit", "lower end of its 95 % interval", "下限"],
            ["high", "unit", "upper end of its 95 % interval", "上限"],
        ],
    )
}
