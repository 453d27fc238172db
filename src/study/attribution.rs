//! Attribution of the effect of a package to its instruments: coalitions of instruments are run with the same people
//! and random draws; all coalitions up to eight instruments, those of random orders beyond.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use crate::analysis::attribution::{Attribution, Division, MOST_EXACT, Orders};
use crate::analysis::figures::{Indicator, Scope};
use crate::analysis::interval::Estimated;
use crate::analysis::ranking::Lead;
use crate::diagnostics::meant_of;
use crate::output::study_directory::Table;
use crate::plan::run_key::bare;
use crate::plan::study::{Arm, BASELINE, Named, Study};
use crate::policy::timeline::Timeline;
use crate::policy::{COUNT, DESCRIPTIONS, Description};
use crate::random::Chance;
use crate::runner::pool::{Planned, Progress, ProgressTracker};
use crate::runner::store::RunStore;
use crate::runner::units::{ArmPool, Job, Keeping, Unit, run_units};
use crate::scenario::Scenario;
use crate::study::runs::refuse_strays;
use crate::study::tables::builder::{POLICY, REPLICATES, TableBuilder, VERDICT};
use crate::text::{Message, message};
use crate::{Error, Result};

/// A package whose effect can be attributed to its instruments.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyPackage {
    /// The policy that is the package.
    pub policy: Named,
    /// Positions of its instruments in the list of all.
    pub players: Vec<usize>,
    base: Scenario,
    full: Scenario,
    replicates: u32,
    rounds: u32,
}

/// Contributions of the instruments.
#[derive(Debug, Clone)]
pub struct ShapleyAttribution {
    /// The package.
    pub package: PolicyPackage,
    /// By measure of the study, without measures that have no value in some run.
    pub measures: Vec<(&'static Indicator, Attribution)>,
    /// Number of complete replicates.
    pub replicates: u32,
    /// Runs of coalitions.
    pub runs: usize,
    /// Whether all planned runs were completed.
    pub complete: bool,
    /// Number of elder-weeks simulated.
    pub elder_weeks: u64,
    /// Duration in seconds.
    pub seconds: f64,
}

/// The baseline and a policy of a study that differ in instruments of `[policy]` only.
///
/// # Errors
/// There is no policy of this name, or it also changes parameters or `[baseline]`.
pub(crate) fn policy_of<'s>(study: &'s Study, id: &str) -> Result<(&'s Arm, &'s Arm)> {
    let context = &study.contexts[0];
    let Some(arm) = context.arms[1..].iter().find(|it| it.named.id == id) else {
        let known: Vec<&str> = study.policies().map(|it| it.id.as_str()).collect();
        let Message { en, zh } = meant_of(id, &known);
        let told = message!("the study has no policy `{id}`; {en}", "研究中没有名为 `{id}` 的政策；{zh}");
        return Err(Error::Usage(told));
    };
    let (base, policy) = (&context.arms[0].scenario, &arm.scenario);
    if (&base.values, &base.timeline.baseline) != (&policy.values, &policy.timeline.baseline) {
        let told = message!(
            "policy `{id}` also changes parameters or [baseline]: only effects of instruments in [policy] can be \
             attributed",
            "政策 `{id}` 还改动了参数或 [baseline]：只有 [policy] 中政策工具的效果可以归因"
        );
        return Err(Error::Design(told));
    }
    Ok((&context.arms[0], arm))
}

impl PolicyPackage {
    /// The package of a policy of a study; beyond [`MOST_EXACT`] instruments, `rounds` rounds of random orders are
    /// drawn per replicate.
    ///
    /// # Errors
    /// There is no policy of this name, or it cannot be attributed: it has one instrument, or other changes than
    /// instruments.
    pub fn of(study: &Study, id: &str, rounds: u32) -> Result<Self> {
        let (base, arm) = policy_of(study, id)?;
        let (base, full) = (&base.scenario, &arm.scenario);
        let players: Vec<usize> =
            (0..COUNT).filter(|it| of_instrument(&base.timeline, *it) != of_instrument(&full.timeline, *it)).collect();
        if players.len() < 2 {
            let count = players.len();
            let told = message!(
                "policy `{id}` has {count} instrument: attribution needs two or more",
                "政策 `{id}` 有 {count} 个政策工具：归因须有两个以上"
            );
            return Err(Error::Design(told));
        }
        let (base, full) = (bare(base), bare(full));
        Ok(PolicyPackage { policy: arm.named.clone(), players, base, full, replicates: study.least, rounds })
    }

    /// The instruments.
    pub fn instruments(&self) -> impl Iterator<Item = &'static Description> {
        self.players.iter().map(|it| &DESCRIPTIONS[*it])
    }

    /// Whether every coalition is run.
    pub fn is_exact(&self) -> bool {
        self.players.len() <= MOST_EXACT
    }

    /// Coalitions to run in a replicate, in ascending order, with the random orders if not all coalitions are run.
    fn plan(&self, replicate: u32) -> Result<(Option<Orders>, Vec<u64>)> {
        if self.is_exact() {
            return Ok((None, (0..1 << self.players.len()).collect()));
        }
        let orders = Orders::draw(self.players.len(), self.rounds, &Chance::new(self.base.seed, replicate))?;
        let coalitions = orders.coalitions();
        Ok((Some(orders), coalitions))
    }

    /// The runs of all coalitions in all replicates.
    ///
    /// # Errors
    /// There are too many instruments.
    pub fn planned(&self) -> Result<Planned> {
        let counts = (0..self.replicates).map(|it| Ok(self.plan(it)?.1.len()));
        let runs = counts.sum::<Result<usize>>()?;
        let (weeks, warm_up) = (i64::from(self.base.weeks), i64::from(self.base.warmup_weeks));
        Ok(Planned { runs, weeks: weeks * runs as i64 + warm_up * i64::from(self.replicates) })
    }

    /// Runs the coalitions that `store` does not contain, once per replicate, and attributes each measure to the
    /// instruments.
    ///
    /// # Errors
    /// The runs do not fit into memory, a run diverged before its policy takes effect, or a run cannot be stored.
    pub fn divide(
        self,
        measures: &[&'static Indicator],
        threads: usize,
        stop: &AtomicBool,
        store: &mut RunStore,
        watch: impl FnMut(&Progress),
    ) -> Result<ShapleyAttribution> {
        let start = Instant::now();
        let mut tracker = ProgressTracker::new(watch, store, stop);
        let plans: Vec<_> = (0..self.replicates).map(|it| self.plan(it)).collect::<Result<_>>()?;
        tracker.plan(self.planned()?, self.replicates);
        let arms: Vec<Vec<Arm>> =
            plans.iter().map(|(_, coalitions)| coalitions.iter().map(|it| self.coalition(*it)).collect()).collect();
        let jobs = |arms: &Vec<Arm>| arms.iter().map(|it| Job::new(&it.scenario, false)).collect();
        let scenarios: Vec<Vec<Job>> = arms.iter().map(jobs).collect();
        let pool = ArmPool::new(&self.base, threads, scenarios.iter().map(Vec::len).max().unwrap_or(1))?;
        let units: Vec<Unit> = (0..).zip(&scenarios).map(|(replicate, jobs)| Unit { jobs, replicate }).collect();
        let finished = run_units(&units, Keeping::default(), &pool, &mut tracker);
        let mut divisions: Vec<Vec<Option<Division>>> = vec![Vec::new(); measures.len()];
        let mut done = 0;
        // If interrupted, only the replicates before the first incomplete one count.
        for (replicate, outcomes) in finished.into_iter().map_while(|it| it).enumerate() {
            let (orders, coalitions) = &plans[replicate];
            for (arm, outcome) in arms[replicate].iter().zip(&outcomes) {
                refuse_strays(&self.base, arm, &outcomes[..1], std::slice::from_ref(outcome), replicate)?;
            }
            for (figure, divisions) in measures.iter().zip(&mut divisions) {
                let levels = coalitions.iter().zip(&outcomes);
                let worth: Option<BTreeMap<u64, f64>> =
                    levels.map(|(it, outcome)| Some((*it, outcome.level(figure, Scope::All)?))).collect();
                let division = worth.map(|worth| match orders {
                    Some(orders) => orders.divide(|it| worth.get(&it).copied()),
                    None => Division::exact(&worth.into_values().collect::<Vec<_>>()),
                });
                divisions.push(division.transpose()?);
            }
            done += 1;
        }
        let elder_weeks = tracker.close()?;
        let mut divided = Vec::new();
        for (figure, divisions) in measures.iter().zip(divisions) {
            let whole: Option<Vec<Division>> = divisions.into_iter().collect();
            if let Some(whole) = whole.filter(|it| !it.is_empty()) {
                divided.push((*figure, Attribution::over(&whole)?));
            }
        }
        Ok(ShapleyAttribution {
            measures: divided,
            replicates: done,
            runs: plans.iter().take(done as usize).map(|it| it.1.len()).sum(),
            complete: done == self.replicates,
            elder_weeks,
            seconds: start.elapsed().as_secs_f64(),
            package: self,
        })
    }

    /// The baseline with the instruments of a coalition, as in the package.
    fn coalition(&self, coalition: u64) -> Arm {
        let bit = |number: usize| self.players.iter().position(|it| *it == number);
        let is_in = |number: usize| bit(number).is_some_and(|bit| coalition >> bit & 1 == 1);
        let mut scenario = self.base.clone();
        let of_base = self.base.timeline.policy.iter().filter(|it| !is_in(it.instrument.number()));
        let added = self.full.timeline.policy.iter().filter(|it| is_in(it.instrument.number()));
        scenario.timeline.policy = of_base.chain(added).cloned().collect();
        let names: Vec<&str> = self.players.iter().filter(|it| is_in(**it)).map(|it| DESCRIPTIONS[*it].name).collect();
        let id = if coalition == 0 { BASELINE.to_string() } else { names.join("+") };
        Arm { named: Named { en: id.clone(), zh: id.clone(), id }, scenario }
    }
}

fn of_instrument(timeline: &Timeline, number: usize) -> Vec<&crate::policy::timeline::Entry> {
    timeline.policy.iter().filter(|it| it.instrument.number() == number).collect()
}

/// The attribution as a table: one row per number.
pub fn attribution_table(divided: &ShapleyAttribution) -> Table {
    let names: Vec<&'static str> = divided.package.instruments().map(|it| it.name).collect();
    let mut rows = Vec::new();
    for (figure, it) in &divided.measures {
        rows.push(Part { figure, what: "total", one: "", other: "", value: it.total, lead: None });
        // An effect that chance may explain has no parts.
        if it.total.verdict().is_determined() {
            rows.extend(it.parts(&names, figure));
        }
    }
    let what = "total of the package; share (Shapley), alone, last of an instrument; synergy of two; a total that \
                cannot be distinguished from chance is not attributed";
    TableBuilder::of("attribution", &rows)
        .text(POLICY, |_| divided.package.policy.id.as_str())
        .measure(|it| it.figure)
        .text(["what", "total, share, alone, last or synergy", what, "含义"], |it| it.what)
        .text(["instrument", "name", "instrument", "政策工具"], |it| it.one)
        .text(["other", "name", "the other instrument of a synergy", "另一工具"], |it| it.other)
        .found(divided.replicates)
        .table()
}

impl<'r> TableBuilder<'r, Part> {
    /// The values of the parts, their verdicts, and the number of replicates.
    pub(crate) fn found(self, replicates: u32) -> Self {
        self.estimated(["value", "low", "high"], ["unit", "mean over replicates", "数值"], |it| Some(it.value))
            .text(VERDICT, |it| it.value.verdict().name())
            .text(
                [
                    "lead",
                    "first_on_mean, equal_to_first, tied_with_first, no_interval or behind",
                    "position of a share relative to the largest in the direction of the total, compared replicate by replicate",
                    "份额与同向最大份额相比",
                ],
                |it| it.lead.map_or("", Lead::name),
            )
            .whole(REPLICATES, |_| replicates as i32)
    }
}

/// A number of an attribution or decomposition.
pub(crate) struct Part {
    pub figure: &'static Indicator,
    pub what: &'static str,
    pub one: &'static str,
    pub other: &'static str,
    pub value: Estimated,
    /// Position of a share relative to the largest.
    pub lead: Option<Lead>,
}

impl Attribution {
    /// Shares, alone, last and synergies of players that are called so.
    pub(crate) fn parts(&self, names: &[&'static str], figure: &'static Indicator) -> Vec<Part> {
        let mut parts = Vec::new();
        for (what, numbers) in [("share", &self.shares), ("alone", &self.alone), ("last", &self.last)] {
            let of = |((one, value), lead): ((&&'static str, &Estimated), &Lead)| {
                let lead = (what == "share").then_some(*lead);
                Part { figure, what, one, other: "", value: *value, lead }
            };
            parts.extend(names.iter().zip(numbers).zip(&self.leads).map(of));
        }
        let synergies = self.synergies.iter().map(|it| {
            let (one, other) = (names[it.players.0], names[it.players.1]);
            Part { figure, what: "synergy", one, other, value: it.index, lead: None }
        });
        parts.extend(synergies);
        parts
    }
}
