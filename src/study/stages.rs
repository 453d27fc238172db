//! Pathway decomposition of the effect of a policy: through psychological drive, institutional perception and
//! behavioural response, and through elders, volunteers and organisers.
//!
//! The baseline twin and the runs under the policy run side by side with the same people and random draws. Each of
//! the runs lets another set of stages, or of kinds of agents, respond to the policy; the others are fixed at the values
//! of the twin. In either decomposition the Shapley values of the three add up to the effect beyond the run in which all
//! three are fixed. The effect of that run is direct: what depends neither on them nor, through them, on each other.

use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Sender;
use std::time::Instant;

use crate::Result;
use crate::analysis::attribution::{Attribution, Division};
use crate::analysis::figures::{Indicator, Scope};
use crate::analysis::interval::Estimated;
use crate::analysis::outcome::{Outcome, OutcomeBuilder};
use crate::engine::Simulation;
use crate::engine::twin::{Course, Held};
use crate::output::study_directory::Table;
use crate::plan::run_key::{self, RunKey, bare};
use crate::plan::study::{Named, Study};
use crate::runner::pool::{Planned, Progress, ProgressTracker, RunEvent, RunPool, do_all};
use crate::runner::store::RunStore;
use crate::runner::units::{say_month, warmed_up};
use crate::scenario::Scenario;
use crate::study::attribution::{Part, policy_of};
use crate::study::tables::NameRow;
use crate::study::tables::builder::{POLICY, TableBuilder};
use crate::text::Label;

/// What an effect can pass through: a stage, or a kind of agents.
#[derive(Debug, Clone, Copy)]
pub struct Pathway {
    /// Key in tables.
    pub key: &'static str,
    /// Its name.
    pub label: Label,
    /// What is held of a run where it is fixed.
    holds: Held,
}

/// Number of pathways of a decomposition.
const PATHWAYS: usize = 3;

/// One way to decompose an effect.
#[derive(Debug)]
pub struct Decomposition {
    /// Name of its table.
    pub table: &'static str,
    /// Column of a pathway in the table, and kind of its name.
    pub column: &'static str,
    /// The pathways, in the order of the bits of a coalition.
    pub pathways: [Pathway; PATHWAYS],
    /// What the column holds.
    unit: &'static str,
    /// Meaning of the column, and of that of the other pathway of a synergy.
    meaning: [Label; 2],
    /// Meaning of the kinds of numbers.
    numbers: &'static str,
}

/// Number of decompositions.
const WAYS: usize = 2;

/// Both ways, in the order of [`Split::parts`].
pub static DECOMPOSITIONS: [Decomposition; WAYS] = [
    Decomposition {
        table: "stages",
        column: "stage",
        pathways: [
            Pathway {
                key: "drive",
                label: Label { en: "psychological drive", zh: "心理驱动" },
                holds: Held { drive: true, ..Held::NOTHING },
            },
            Pathway {
                key: "perception",
                label: Label { en: "institutional perception", zh: "制度感知" },
                holds: Held { perception: true, ..Held::NOTHING },
            },
            Pathway {
                key: "response",
                label: Label { en: "behavioural response", zh: "行为响应" },
                holds: Held { response: true, offers: true, ..Held::NOTHING },
            },
        ],
        unit: "drive, perception or response",
        meaning: [Label { en: "stage", zh: "阶段" }, Label { en: "the other stage of a synergy", zh: "另一阶段" }],
        numbers: "effect of the policy; direct: with all stages fixed at baseline values; share (Shapley), alone, last of \
                  a free stage; synergy of two; direct and the shares add up to the effect; an effect that cannot be \
                  distinguished from chance is not decomposed",
    },
    Decomposition {
        table: "agents",
        column: "agent",
        pathways: [
            Pathway {
                key: "elders",
                label: Label { en: "elders", zh: "老年人" },
                holds: Held { drive: true, perception: true, response: true, ..Held::NOTHING },
            },
            Pathway {
                key: "volunteers",
                label: Label { en: "volunteers", zh: "志愿者" },
                holds: Held { offers: true, presence: true, ..Held::NOTHING },
            },
            Pathway {
                key: "organisers",
                label: Label { en: "organisers", zh: "组织者" },
                holds: Held { organisers: true, ..Held::NOTHING },
            },
        ],
        unit: "elders, volunteers or organisers",
        meaning: [
            Label { en: "kind of agents", zh: "主体" },
            Label { en: "the other kind of agents of a synergy", zh: "另一主体" },
        ],
        numbers: "effect of the policy; direct: with all kinds of agents fixed at baseline values; share (Shapley), \
                  alone, last of a free kind of agents; synergy of two; direct and the shares add up to the effect; an \
                  effect that cannot be distinguished from chance is not decomposed",
    },
];

/// Number of sets of free pathways of a decomposition.
const COALITIONS: usize = 1 << PATHWAYS;

/// Number of runs under the policy. The one in which everything is free belongs to both decompositions.
const HELD_RUNS: usize = WAYS * COALITIONS - 1;

/// Position of the run in which everything is free.
const ALL_FREE: usize = COALITIONS - 1;

/// Position of the twin.
const TWIN: usize = HELD_RUNS;

/// Number of runs of a replicate.
const RUNS: usize = HELD_RUNS + 1;

/// Number of populations in memory per replicate: the warmed-up one, the runs, and the twin's values of a month.
const POPULATIONS: usize = 1 + RUNS + 5;

/// One decomposition of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// Direct effect, with all pathways fixed at the values of the twin.
    pub direct: Estimated,
    /// The rest, attributed to the pathways.
    pub pathways: Attribution,
}

/// The decompositions of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Effect of the policy: its level minus the baseline level.
    pub effect: Estimated,
    /// Its parts, by [`DECOMPOSITIONS`].
    pub parts: [Parts; WAYS],
}

/// The pathway decomposition of a policy.
#[derive(Debug, Clone)]
pub struct PathwayDecomposition {
    /// The policy.
    pub policy: Named,
    /// By measure of the study, without measures that have no value in some run.
    pub measures: Vec<(&'static Indicator, Split)>,
    /// Number of complete replicates.
    pub replicates: u32,
    /// Whether all planned runs were completed.
    pub complete: bool,
    /// Number of elder-weeks simulated.
    pub elder_weeks: u64,
    /// Duration in seconds.
    pub seconds: f64,
}

/// Position of the run of a decomposition in which a coalition is free.
fn run_of(decomposition: usize, free: usize) -> usize {
    if free == COALITIONS - 1 { ALL_FREE } else { decomposition * COALITIONS + free }
}

/// The pathways that are fixed in a run under the policy.
fn fixed(run: usize) -> impl Iterator<Item = &'static Pathway> {
    let (decomposition, free) = (run / COALITIONS, run % COALITIONS);
    DECOMPOSITIONS[decomposition]
        .pathways
        .iter()
        .enumerate()
        .filter(move |(bit, _)| free >> bit & 1 == 0)
        .map(|it| it.1)
}

/// What is held in a run under the policy.
fn held(run: usize) -> Held {
    fixed(run).fold(Held::NOTHING, |held, it| held.and(it.holds))
}

/// Keys of the outcomes of one replicate, in the order of [`side_by_side`]. Runs with fixed pathways also depend on the
/// twin, so their keys include the baseline.
fn identities(base: &Scenario, policy: &Scenario, replicate: u32) -> Vec<RunKey> {
    let [base, policy] = [base, policy].map(run_key::of_scenario);
    let twin = base.to_hex();
    let of_run = |run: usize| {
        let recorded: Vec<&str> = ["stages", twin.as_str()].into_iter().chain(fixed(run).map(|it| it.key)).collect();
        run_key::of_run(&policy, replicate, &recorded)
    };
    (0..HELD_RUNS).map(of_run).chain([run_key::of_run(&base, replicate, &["stages"])]).collect()
}

/// Checks that the effect of a policy of a study can be decomposed.
///
/// # Errors
/// There is no policy of this name, or it changes more than instruments.
pub fn check(study: &Study, id: &str) -> Result<()> {
    policy_of(study, id).map(|_| ())
}

/// The runs of a decomposition.
pub fn planned(study: &Study) -> Planned {
    Planned { runs: RUNS * study.least as usize, weeks: weeks_of_a_replicate(study.base()) * i64::from(study.least) }
}

/// Weeks of all runs of one replicate, with their common warm-up counted once.
fn weeks_of_a_replicate(base: &Scenario) -> i64 {
    i64::from(base.warmup_weeks) + i64::from(base.weeks) * RUNS as i64
}

/// Decomposes the effect of a policy of a study on some measures; replicates in `store` are not repeated.
///
/// # Errors
/// There is no policy of this name, it changes more than instruments, the runs do not fit into memory, or a run cannot
/// be stored.
pub fn split(
    study: &Study,
    id: &str,
    measures: &[&'static Indicator],
    threads: usize,
    stop: &AtomicBool,
    store: &mut RunStore,
    watch: impl FnMut(&Progress),
) -> Result<PathwayDecomposition> {
    let start = Instant::now();
    let (base, arm) = policy_of(study, id)?;
    let (base, policy) = (bare(&base.scenario), bare(&arm.scenario));
    let pool = RunPool::new(&base, threads, POPULATIONS)?;
    let mut tracker = ProgressTracker::new(watch, store, stop);
    tracker.plan(planned(study), study.least);
    let known_by: Vec<Vec<RunKey>> = (0..study.least).map(|it| identities(&base, &policy, it)).collect();
    let weeks = weeks_of_a_replicate(&base);
    let mut found: Vec<Option<Vec<Outcome>>> = known_by.iter().map(|it| tracker.take_all(it, weeks)).collect();
    let missing: Vec<usize> = (0..found.len()).filter(|it| found[*it].is_none()).collect();
    let one = |job: usize, sender: &Sender<RunEvent>, stopped: &(dyn Fn() -> bool + Sync)| {
        let start = warmed_up(&base, missing[job] as u32, stopped, sender)?;
        side_by_side(&start, &policy, &known_by[missing[job]], stopped, sender)
    };
    let lived = do_all(&pool, &mut tracker, missing.len(), one);
    missing.iter().zip(lived).for_each(|(replicate, outcomes)| found[*replicate] = outcomes);
    // If interrupted, only the replicates before the first incomplete one count.
    let done: Vec<Vec<Outcome>> = found.into_iter().map_while(|it| it).collect();
    let mut split = Vec::new();
    for figure in measures {
        split.extend(split_of(&done, figure)?.map(|it| (*figure, it)));
    }
    Ok(PathwayDecomposition {
        policy: arm.named.clone(),
        measures: split,
        replicates: done.len() as u32,
        complete: done.len() as u32 == study.least,
        elder_weeks: tracker.close()?,
        seconds: start.elapsed().as_secs_f64(),
    })
}

/// One replicate: outcomes of the runs under the policy, and last the twin's. None when stopped.
fn side_by_side(
    start: &Simulation,
    policy: &Scenario,
    known_by: &[RunKey],
    stopped: &(dyn Fn() -> bool + Sync),
    sender: &Sender<RunEvent>,
) -> Option<Vec<Outcome>> {
    let mut runs = [(); HELD_RUNS].map(|()| start.clone());
    runs.iter_mut().for_each(|it| it.set_policy(policy));
    let mut twin = start.clone();
    let mut builders = [(); RUNS].map(|()| OutcomeBuilder::new(policy.weeks, &policy.parameters, &[]));
    let mut course = Course::default();
    while !twin.is_over() {
        if stopped() {
            return None;
        }
        let month = twin.advance_as_twin(&mut course);
        say_month(sender, 1, month.record.elder_weeks());
        builders[TWIN].add(month.record);
        for (position, run) in runs.iter_mut().enumerate() {
            let month = run.advance_held(held(position), &course);
            say_month(sender, 1, month.record.elder_weeks());
            builders[position].add(month.record);
        }
    }
    let ended = builders.into_iter().zip(runs.iter().chain([&twin])).zip(known_by);
    let outcome = |((builder, run), identity): ((OutcomeBuilder, &Simulation), &RunKey)| {
        let outcome = builder.finish(&run.open_spells());
        // The receiver is gone only if the command is terminating.
        _ = sender.send(RunEvent::Run(Box::new((*identity, outcome.clone()))));
        outcome
    };
    Some(ended.map(outcome).collect())
}

/// One measure; none when it has no value in some run, or there are no replicates.
fn split_of(replicates: &[Vec<Outcome>], figure: &Indicator) -> Result<Option<Split>> {
    let levels = |runs: &Vec<Outcome>| runs.iter().map(|it| it.level(figure, Scope::All)).collect();
    let levels: Option<Vec<Vec<f64>>> = replicates.iter().map(levels).collect();
    let Some(levels) = levels.filter(|it| !it.is_empty()) else { return Ok(None) };
    let minus_twin = |run: usize| {
        let differences: Vec<f64> = levels.iter().map(|it| it[run] - it[TWIN]).collect();
        Estimated::mean_of(&differences)
    };
    let parts_of = |decomposition: usize| {
        let worth = |it: &Vec<f64>| (0..COALITIONS).map(|free| it[run_of(decomposition, free)]).collect::<Vec<f64>>();
        let divisions = levels.iter().map(|it| Division::exact(&worth(it))).collect::<Result<Vec<_>>>()?;
        let pathways = Attribution::over(&divisions)?;
        Ok(minus_twin(run_of(decomposition, 0)).map(|direct| Parts { direct, pathways }))
    };
    let [stages, agents] = [parts_of(0)?, parts_of(1)?];
    let parts = stages.zip(agents).map(|(stages, agents)| [stages, agents]);
    Ok(minus_twin(ALL_FREE).zip(parts).map(|(effect, parts)| Split { effect, parts }))
}

/// The decompositions as tables: one row per number.
pub fn tables(split: &PathwayDecomposition) -> Vec<Table> {
    let of = |(position, it): (usize, &Decomposition)| pathway_table(split, it, position);
    DECOMPOSITIONS.iter().enumerate().map(of).collect()
}

fn pathway_table(split: &PathwayDecomposition, decomposition: &Decomposition, position: usize) -> Table {
    let names = decomposition.pathways.map(|it| it.key);
    let mut rows = Vec::new();
    for (figure, it) in &split.measures {
        let part = |what, value| Part { figure, what, one: "", other: "", value, lead: None };
        rows.push(part("effect", it.effect));
        // An effect that chance may explain has no parts.
        if it.effect.verdict().is_determined() {
            let Parts { direct, pathways } = &it.parts[position];
            rows.push(part("direct", *direct));
            rows.extend(pathways.parts(&names, figure));
        }
    }
    let Decomposition { table, column, unit, meaning: [one, other], numbers, .. } = decomposition;
    TableBuilder::of(table, &rows)
        .text(POLICY, |_| split.policy.id.as_str())
        .measure(|it| it.figure)
        .text(["what", "effect, direct, share, alone, last or synergy", numbers, "含义"], |it| it.what)
        .text([column, unit, one.en, one.zh], |it| it.one)
        .text(["other", unit, other.en, other.zh], |it| it.other)
        .found(split.replicates)
        .table()
}

/// Names of the pathways.
pub fn names() -> impl Iterator<Item = NameRow> {
    let of = |it: &Decomposition| it.pathways.map(|one| NameRow::of(it.column, one.key, one.label.en, one.label.zh));
    DECOMPOSITIONS.iter().flat_map(of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::figures::figure;

    #[test]
    fn either_way_the_parts_and_what_is_direct_add_up_to_what_the_comparison_finds() {
        let text = "
            weeks = 24
            warmup_weeks = 12
            population = { districts = 1, urban_communities = 1, rural_communities = 2 }
            parameters.urban.structure.community_size = 300
            [study]
            replicates = 2
            [study.policies.several.policy]
            outreach.level = 1
            time_bank.start_week = 0
            psychological_support.start_week = 0
            [study.policies.never.policy.time_bank]
            start_week = 400
        ";
        let study = Study::from_text("small", text, &[]).unwrap();
        let (no_stop, figures) = (AtomicBool::new(false), ["participants_share", "lonely_share"].map(figure));
        let of = |id: &str, threads| {
            split(&study, id, &figures, threads, &no_stop, &mut RunStore::nowhere(), |_| {}).unwrap()
        };
        let found = of("several", 2);
        let compared = crate::study::runs::compare(&study, 2, &no_stop, &mut RunStore::nowhere(), |_| {}).unwrap();
        assert_eq!((found.replicates, found.complete, found.measures.len()), (2, true, 2));
        for (figure, it) in &found.measures {
            for parts in &it.parts {
                let sum = parts.direct.value + parts.pathways.shares.iter().map(|it| it.value).sum::<f64>();
                assert!((sum - it.effect.value).abs() < 1e-12, "{}: {it:?}", figure.key);
            }
            let level = |arm: usize| -> f64 {
                compared.runs[0][arm].iter().map(|it| it.level(figure, Scope::All).unwrap()).sum::<f64>() / 2.0
            };
            assert!((it.effect.value - (level(1) - level(0))).abs() < 1e-12, "{}", figure.key);
        }
        // What people hear of the organiser comes through perception first.
        let [stages, agents] = &found.measures[0].1.parts;
        assert!(stages.pathways.shares[1].value > 0.0 && stages.pathways.shares[2].value > 0.0);
        // What people hear comes from the organiser, and it is they who take part.
        assert!(agents.pathways.shares[0].value > 0.0 && agents.pathways.shares[2].value > 0.0, "{agents:?}");
        let same = |a: &PathwayDecomposition, b: &PathwayDecomposition| {
            a.measures.iter().map(|it| &it.1).eq(b.measures.iter().map(|it| &it.1))
        };
        assert!(same(&found, &of("several", 1)));
        let nothing = of("never", 2);
        let zero = |it: &Estimated| it.value == 0.0;
        for (_, it) in &nothing.measures {
            assert!(zero(&it.effect));
            assert!(it.parts.iter().all(|it| zero(&it.direct) && it.pathways.shares.iter().all(zero)));
        }
    }

    #[test]
    fn replicates_that_were_split_before_are_not_run_again_and_another_baseline_is_another_split() {
        let study = |seed: u32, replicates: u32| {
            let text = format!(
                "seed = {seed}
                weeks = 8
                warmup_weeks = 4
                population = {{ districts = 1, urban_communities = 1, rural_communities = 1 }}
                parameters.urban.structure.community_size = 300
                [study]
                replicates = {replicates}
                [study.policies.bank.policy.time_bank]
                start_week = 0"
            );
            Study::from_text("small", &text, &[]).unwrap()
        };
        let (no_stop, figures) = (AtomicBool::new(false), ["participants_share"].map(figure));
        let split =
            |study: &Study, store: &mut RunStore| split(study, "bank", &figures, 1, &no_stop, store, |_| {}).unwrap();
        let whole = split(&study(1, 2), &mut RunStore::nowhere());
        let folder = tempfile::tempdir().unwrap();
        let store = || RunStore::open(folder.path(), std::time::Duration::ZERO).unwrap();
        let first = split(&study(1, 1), &mut store());
        let both = split(&study(1, 2), &mut store());
        assert_eq!(first.elder_weeks + both.elder_weeks, whole.elder_weeks, "each week is lived once");
        assert_eq!((both.replicates, both.complete, &both.measures), (2, true, &whole.measures));
        assert_eq!(split(&study(1, 2), &mut store()).elder_weeks, 0);
        assert!(split(&study(2, 1), &mut store()).elder_weeks > 0);
        let of = |base: &Scenario, policy: &Scenario| identities(base, policy, 0);
        let arms = &study(1, 1).contexts[0].arms;
        let (base, policy) = (bare(&arms[0].scenario), bare(&arms[1].scenario));
        let mut all = of(&base, &policy);
        all.extend(of(&policy, &policy));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 2 * RUNS);
    }
}
