//! `huzhu discover`: contexts drawn from the uncertain factors, every policy run in each of them, and the failure
//! regions in which a policy misses its goal.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use crate::analysis::contexts::{Discovered, Failing, Weighed, discover};
use crate::analysis::discovery::{Bound, Column, Region};
use crate::analysis::outcome::Outcome;
use crate::output::mark::Form;
use crate::output::reports::{self, usual_name};
use crate::output::study_directory::Table;
use crate::output::{Description, Reopened, StudyDirectory, Timing};
use crate::plan::factors::{Factor, Levels, number, text};
use crate::plan::study::{Arm, Context, Drawn, Study, Uncertain};
use crate::runner::forecast;
use crate::runner::pool::{Planned, Progress, ProgressTracker};
use crate::runner::store::RunStore;
use crate::runner::units::{ArmPool, Job, Keeping, Unit, run_units};
use crate::study::compare;
use crate::study::runs::refuse_strays;
use crate::study::tables::builder::{CONTEXT, POLICY, TableBuilder};
use crate::study::tables::{NameRow, name_table, over_contexts, regret_table, robustness_table};
use crate::study::watch::{Options, Watch, watched};
use crate::text::message;
use crate::{Error, Result, machine};

/// Name of the command, and of a discovery in the manifest.
pub const COMMAND: &str = "discover";

/// Prefix of the name of its directory.
const PREFIX: &str = "discover-";

/// How a discovery ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StudyResult {
    /// Number of contexts that are complete under every policy.
    pub contexts: usize,
    /// Whether all contexts are complete.
    pub complete: bool,
}

/// A new directory for the contexts of a study.
///
/// # Errors
/// The directory cannot be used.
pub fn create(study: &Study, out: Option<&Path>, force: bool) -> Result<StudyDirectory> {
    StudyDirectory::create(out, force, description(study))
}

/// An unfinished discovery in a directory, with its study and contexts; none if it is complete.
///
/// # Errors
/// The directory contains no discovery, or is in use.
pub fn reopen(directory: &Path) -> Result<Option<(Study, Drawn, StudyDirectory)>> {
    match StudyDirectory::reopen(directory, COMMAND)? {
        Reopened::Unfinished(unfinished) => {
            let name = unfinished.name().trim_start_matches(PREFIX).to_string();
            let (study, drawn) = Study::from_text_drawn(&name, unfinished.text())?;
            if study.options.report {
                // Checked before anything is removed: the page may not replace a file of the user.
                reports::check(&directory.join(usual_name(Form::Html)), Form::Html)?;
            }
            let directory = StudyDirectory::resume(unfinished, description(&study))?;
            Ok(Some((study, drawn, directory)))
        }
        Reopened::Finished(_) => Ok(None),
    }
}

fn description(study: &Study) -> Description {
    let replicates = study.uncertain.as_ref().map_or(1, |it| it.replicates);
    let name = format!("{PREFIX}{}", study.name);
    Description { command: COMMAND, name, replicates, ..compare::description(study) }
}

/// The runs of a discovery.
///
/// # Errors
/// The study has no uncertain factors.
pub fn foreseen(study: &Study, drawn: &Drawn) -> Result<Planned> {
    Ok(planned(uncertain_of(study)?, drawn))
}

fn uncertain_of(study: &Study) -> Result<&Uncertain> {
    let none = || Error::Usage(message!("the study says nothing of what is uncertain", "研究没有写明哪些不确定"));
    study.uncertain.as_ref().ok_or_else(none)
}

/// Runs the unfinished contexts of a study, searches for failure regions, and writes the tables.
///
/// # Errors
/// The runs do not fit into memory, a run diverged before its policy takes effect, or a file cannot be written.
pub fn run(
    study: &Study,
    drawn: Drawn,
    directory: StudyDirectory,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<StudyResult> {
    let uncertain = uncertain_of(study)?;
    let mut store = RunStore::open(directory.path(), options.seal_every)?;
    let threads = options.threads;
    let explored = watched(watch, |told| explore(uncertain, drawn, threads, options.stop, &mut store, told))?;
    let found = find(study, uncertain, &explored)?;
    let tables = vec![
        context_table(uncertain, &explored),
        robustness_table(&explored.contexts, &found.weighed, true),
        regret_table(&explored.contexts, &found.weighed),
        region_table(&explored, &found),
        restriction_table(uncertain, &explored, &found),
        name_table(study, factor_names(uncertain)),
    ];
    let timing = Timing::new(explored.seconds, threads, explored.elder_weeks, machine::peak_memory_bytes());
    directory.finish(tables, uncertain.replicates, explored.complete, &timing)?;
    Ok(StudyResult { contexts: explored.contexts.len(), complete: explored.complete })
}

/// The runs of all contexts.
#[derive(Debug)]
pub struct Explored {
    /// Complete contexts, in the order in which they were drawn.
    pub contexts: Vec<Context>,
    /// Value of each factor, by context.
    values: Vec<Vec<crate::scenario::file::Value>>,
    /// `runs[context][arm][replicate]`.
    pub runs: Vec<Vec<Vec<Outcome>>>,
    /// Whether all contexts are complete.
    pub complete: bool,
    /// Number of elder-weeks simulated.
    pub elder_weeks: u64,
    /// Duration in seconds.
    pub seconds: f64,
}

/// The runs of all contexts and replicates.
fn planned(uncertain: &Uncertain, drawn: &Drawn) -> Planned {
    let of_context = |it: &Context| Planned::of_context(&it.arms, uncertain.replicates);
    drawn.contexts.iter().fold(Planned::default(), |sum, it| sum + of_context(it))
}

/// Runs every policy in every drawn context, except runs in `store`. When `stop` becomes true, complete contexts are
/// returned.
///
/// # Errors
/// The runs do not fit into memory, a run diverged before its policy takes effect, or a run cannot be stored.
pub fn explore(
    uncertain: &Uncertain,
    drawn: Drawn,
    threads: usize,
    stop: &AtomicBool,
    store: &mut RunStore,
    watch: impl FnMut(&Progress),
) -> Result<Explored> {
    let start = Instant::now();
    let job = |it: &Arm| Job::new(&it.scenario, false);
    let scenarios: Vec<Vec<Job>> =
        drawn.contexts.iter().map(|context| context.arms.iter().map(job).collect()).collect();
    let all = scenarios.iter().flatten().map(|it| &it.scenario);
    let largest = forecast::largest(all).unwrap_or(&scenarios[0][0].scenario);
    let pool = ArmPool::new(largest, threads, scenarios[0].len())?;
    let mut tracker = ProgressTracker::new(watch, store, stop);
    tracker.plan(planned(uncertain, &drawn), uncertain.replicates);
    let of_context = |jobs| (0..uncertain.replicates).map(move |replicate| Unit { jobs, replicate });
    let units: Vec<Unit> = scenarios.iter().flat_map(|it| of_context(it.as_slice())).collect();
    let finished = run_units(&units, Keeping::default(), &pool, &mut tracker);
    let done: Vec<Vec<Outcome>> = finished.into_iter().map_while(|it| it).collect();
    let elder_weeks = tracker.close()?;
    let replicates = uncertain.replicates as usize;
    let mut runs = Vec::new();
    for (context, units) in drawn.contexts.iter().zip(done.chunks_exact(replicates)) {
        let of_arm = |arm: usize| -> Vec<Outcome> { units.iter().map(|it| it[arm].clone()).collect() };
        let arms: Vec<Vec<Outcome>> = (0..context.arms.len()).map(of_arm).collect();
        for (arm, outcomes) in context.arms.iter().zip(&arms).skip(1) {
            refuse_strays(&context.arms[0].scenario, arm, &arms[0], outcomes, 0)?;
        }
        runs.push(arms);
    }
    let complete = runs.len() == drawn.contexts.len();
    let (mut contexts, mut values) = (drawn.contexts, drawn.values);
    contexts.truncate(runs.len());
    values.truncate(runs.len());
    let seconds = start.elapsed().as_secs_f64();
    Ok(Explored { contexts, values, runs, complete, elder_weeks, seconds })
}

/// The failure region of one policy for one measure.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Position of the measure among those weighed.
    pub measure: usize,
    /// Position of the policy among the arms; the baseline is 0.
    pub arm: usize,
    /// The result of the search.
    pub found: Discovered,
}

/// The results over all contexts.
#[derive(Debug)]
pub struct Found {
    /// Every measure over all contexts.
    pub weighed: Vec<Weighed>,
    /// Failure regions by policy and measure.
    pub failures: Vec<Failure>,
}

/// Evaluates the policies over the contexts, and searches for failure regions. None without contexts.
///
/// # Errors
/// Values and contexts do not match.
pub fn find(study: &Study, uncertain: &Uncertain, explored: &Explored) -> Result<Found> {
    if explored.runs.is_empty() {
        return Ok(Found { weighed: Vec::new(), failures: Vec::new() });
    }
    let weighed = over_contexts(study, &explored.runs)?;
    let numbers: Vec<Option<Vec<f64>>> = columns(uncertain, explored, number);
    let kinds: Vec<Vec<u32>> = uncertain.factors.iter().enumerate().map(|(k, it)| kinds_of(it, explored, k)).collect();
    let columns: Vec<Column> = numbers
        .iter()
        .zip(&kinds)
        .map(|(numbers, kinds)| numbers.as_deref().map_or(Column::Kinds(kinds), Column::Numbers))
        .collect();
    let mut failures = Vec::new();
    for (measure, it) in weighed.iter().enumerate() {
        for (arm, good) in it.good.iter().enumerate() {
            let fails: Option<Vec<bool>> = good.iter().map(|it| it.map(|it| !it)).collect();
            let Some(fails) = fails else { continue };
            let found = discover(&columns, &fails)?;
            let found = if uncertain.replicates < 2 { found.of_one_replicate() } else { found };
            failures.push(Failure { measure, arm, found });
        }
    }
    Ok(Found { weighed, failures })
}

/// Values of every factor over the contexts, as far as all are of one kind.
fn columns<T>(
    uncertain: &Uncertain,
    explored: &Explored,
    of: impl Fn(&crate::scenario::file::Value) -> Option<T>,
) -> Vec<Option<Vec<T>>> {
    let column = |factor: usize| explored.values.iter().map(|it| of(&it[factor])).collect();
    (0..uncertain.factors.len()).map(column).collect()
}

/// The texts that a factor of listed values can be, in the order of the file.
fn kinds(factor: &Factor) -> Vec<String> {
    match &factor.levels {
        Levels::Listed { values, .. } => values.iter().map(|it| text(&it.0)).collect(),
        Levels::Continuous(_) => Vec::new(),
    }
}

fn kinds_of(factor: &Factor, explored: &Explored, column: usize) -> Vec<u32> {
    let known = kinds(factor);
    let kind = |it: &str| known.iter().position(|other| other == it).unwrap_or(0) as u32;
    explored.values.iter().map(|it| kind(&text(&it[column]))).collect()
}

/// The contexts: value of every factor.
fn context_table(uncertain: &Uncertain, explored: &Explored) -> Table {
    let rows: Vec<(&Context, &Factor, &crate::scenario::file::Value)> = explored
        .contexts
        .iter()
        .zip(&explored.values)
        .flat_map(|(context, values)| {
            uncertain.factors.iter().zip(values).map(move |(factor, it)| (context, factor, it))
        })
        .collect();
    TableBuilder::of("worlds", &rows)
        .text(CONTEXT, |it| it.0.named.id.as_str())
        .text(["factor", "dotted path", "uncertain factor", "不确定因素"], |it| it.1.path.as_str())
        .number(
            ["value", "unit of the factor", "value in this context, if it is a number", "取值（数值）"],
            |it| number(it.2),
        )
        .text(["text", "text", "value in this context, as written", "取值（文本）"], |it| text(it.2))
        .table()
}

/// One box of the search.
struct Boxed<'a> {
    policy: &'a str,
    figure: &'static crate::analysis::figures::Indicator,
    step: i32,
    told: bool,
    region: &'a Region,
}

/// Boxes from all contexts to the smallest (coverage and density), and the reported one.
fn region_table(explored: &Explored, found: &Found) -> Table {
    let mut rows = Vec::new();
    for it in &found.failures {
        let (policy, figure) = (explored.contexts[0].arms[it.arm].named.id.as_str(), found.weighed[it.measure].figure);
        for (step, region) in (0..).zip(&it.found.trajectory) {
            rows.push(Boxed { policy, figure, step, told: false, region });
        }
        if let Failing::Within { region, .. } = &it.found.failing {
            rows.push(Boxed { policy, figure, step: it.found.trajectory.len() as i32, told: true, region });
        }
    }
    TableBuilder::of("regions", &rows)
        .text(POLICY, |it| it.policy)
        .measure(|it| it.figure)
        .whole(["step", "number", "step of peeling; the reported box comes last", "剥离步骤"], |it| it.step)
        .whole(
            [
                "told",
                "0 or 1",
                "the reported box, after pasting and after removing bounds that chance explains",
                "是否为所述区域",
            ],
            |it| i32::from(it.told),
        )
        .whole(["restrictions", "number", "number of bounds", "界限条数"], |it| it.region.restrictions.len() as i32)
        .whole(["worlds", "number", "contexts within", "区域内情境数"], |it| it.region.runs as i32)
        .whole(["failures", "number", "failures within", "区域内失败数"], |it| it.region.failures as i32)
        .number(["coverage", "0..1", "share of all failures that lie within", "覆盖率"], |it| it.region.coverage)
        .number(["density", "0..1", "share of the contexts within that fail", "密度"], |it| it.region.density)
        .number(["mass", "0..1", "share of all contexts that lie within", "质量"], |it| it.region.mass)
        .table()
}

/// A bound of a reported box.
struct Bounded<'a> {
    policy: &'a str,
    figure: &'static crate::analysis::figures::Indicator,
    factor: &'a Factor,
    bound: &'a Bound,
    quasi_p_value: f64,
}

/// The bounds of the reported boxes.
fn restriction_table(uncertain: &Uncertain, explored: &Explored, found: &Found) -> Table {
    let mut rows = Vec::new();
    for it in &found.failures {
        let Failing::Within { region, quasi_p_values } = &it.found.failing else { continue };
        let (policy, figure) = (explored.contexts[0].arms[it.arm].named.id.as_str(), found.weighed[it.measure].figure);
        rows.extend(region.restrictions.iter().zip(quasi_p_values).map(|(restriction, p)| Bounded {
            policy,
            figure,
            factor: &uncertain.factors[restriction.column],
            bound: &restriction.bound,
            quasi_p_value: *p,
        }));
    }
    let among = |it: &&Bounded| match it.bound {
        Bound::Among(numbers) => {
            let known = kinds(it.factor);
            numbers.iter().map(|it| known[*it as usize].clone()).collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    };
    TableBuilder::of("restrictions", &rows)
        .text(POLICY, |it| it.policy)
        .measure(|it| it.figure)
        .text(["factor", "dotted path", "bounded factor", "因素"], |it| it.factor.path.as_str())
        .number(["at_least", "unit of the factor", "lower bound", "下限"], |it| match it.bound {
            Bound::AtLeast(low) => Some(*low),
            _ => None,
        })
        .number(["at_most", "unit of the factor", "upper bound", "上限"], |it| match it.bound {
            Bound::AtMost(high) => Some(*high),
            _ => None,
        })
        .text(["among", "values", "admitted values", "取值之一"], |it| among(&it))
        .number(
            [
                "quasi_p_value",
                "0..1",
                "probability of as many failures within if the box without this bound failed evenly",
                "准 p 值",
            ],
            |it| it.quasi_p_value,
        )
        .table()
}

/// Names of the factors.
fn factor_names(uncertain: &Uncertain) -> Vec<NameRow> {
    let name = |it: &Factor| {
        let (en, zh) = (it.meaning(), it.meaning_zh());
        NameRow::of("factor", &it.path, en.as_deref().unwrap_or(&it.path), zh.as_deref().unwrap_or(&it.path))
    };
    uncertain.factors.iter().map(name).collect()
}
