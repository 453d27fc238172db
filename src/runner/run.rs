//! Runs all replicates of one scenario into one result directory.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crate::engine::{Month, Simulation};
use crate::observe::measures::{Counter, Tally};
use crate::observe::record::name_of;
use crate::output::parquet::CREATED_BY;
use crate::output::{Manifest, RunDirectory, RunPart, Timing, WeeklyRow};
use crate::places::WEEKS_PER_MONTH;
use crate::population::community::District;
use crate::runner::checkpoint::{self, Mark, Start};
use crate::scenario::Scenario;
use crate::text::message;
use crate::{Error, Result, machine};

/// Progress of a run, with its current state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Replicate that is running, from 0.
    pub replicate: u32,
    /// Last completed week.
    pub week: i32,
    /// Completed share of the weeks of all replicates.
    pub done: f64,
    /// Elder-weeks simulated in this process, over all replicates.
    pub elder_weeks: u64,
    /// Current state; not known for weeks of the warm-up that are not written.
    pub shares: Option<Shares>,
}

/// State in a week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shares {
    /// Share of elders who took part.
    pub participants: f64,
    /// Share of elders who were lonely.
    pub lonely: f64,
}

/// How a run ended.
#[derive(Debug, Clone)]
pub struct RunResult {
    /// The manifest of its directory.
    pub manifest: Manifest,
    /// Its duration.
    pub timing: Timing,
}

/// Options of a run; none of them changes a result.
#[derive(Debug, Clone, Copy)]
pub struct RunOptions<'a> {
    /// When it becomes true, the run stops after the current month.
    pub stop: &'a AtomicBool,
    /// Weeks between two checkpoints; 0 means none.
    pub checkpoint_every: i32,
    /// Whether conservation is checked in every week of every community.
    pub check: bool,
}

/// Number of elders up to which a debug build checks conservation by default.
const CHECKED_IN_DEBUG: f64 = 3_000.0;

/// Number of elders up to which an interrupted run writes a checkpoint: a million, plus the rounding of a census
/// sample.
/// Above that, writing would delay the return to the prompt too long.
const CHECKPOINT_AT_ONCE: f64 = 1.2e6;

/// Runs all replicates, writes the tables that the scenario requests, and reports to `watch` after each month.
///
/// When `stop` becomes true, the run ends after the current month, and the manifest states how far it came.
///
/// # Errors
/// A file cannot be written.
pub fn run(
    scenario: &Scenario,
    directory: RunDirectory,
    stop: &AtomicBool,
    watch: impl FnMut(&Progress),
) -> Result<RunResult> {
    run_from(scenario, directory, Start::beginning(), &RunOptions { stop, checkpoint_every: 0, check: false }, watch)
}

/// The same from the checkpoint of an earlier process, with further checkpoints.
///
/// # Errors
/// A file cannot be written, or the run was stopped and is too large for a checkpoint at an interruption.
pub fn run_from(
    scenario: &Scenario,
    directory: RunDirectory,
    start: Start,
    conduct: &RunOptions,
    mut watch: impl FnMut(&Progress),
) -> Result<RunResult> {
    let all_weeks = f64::from(scenario.warmup_weeks + scenario.weeks) * f64::from(scenario.replicates);
    let mut weeks_done = start.weeks(scenario);
    let Start { mark, mut simulation, .. } = start;
    let mut run =
        Running { scenario, directory, conduct, start: Instant::now(), before: mark, elder_weeks: 0, since: 0 };
    for replicate in run.before.replicate..scenario.replicates {
        let mut simulation = simulation.take().unwrap_or_else(|| Simulation::begin(scenario, replicate));
        if conduct.check || (cfg!(debug_assertions) && scenario.expected_elders() <= CHECKED_IN_DEBUG) {
            simulation.check();
        }
        let districts = simulation.population().districts.clone();
        let mut unwritten: Option<Month> = None;
        while !simulation.is_over() {
            if conduct.stop.load(Ordering::Relaxed) {
                run.write(&districts, replicate, unwritten)?;
                return run.stop(replicate, &simulation);
            }
            // One thread writes the previous month while the others continue.
            let last = unwritten.take();
            let (month, written) = rayon::join(|| simulation.advance(), || run.write(&districts, replicate, last));
            written?;
            if let Some(breach) = simulation.breach() {
                let seed = scenario.seed;
                return Err(Error::Broken(message!(
                    "{CREATED_BY} has a bug; please report this line with the scenario (seed {seed}, replicate \
                     {replicate}): {breach}",
                    "出现程序错误，请把这条信息连同情景告诉我们"
                )));
            }
            weeks_done += f64::from(WEEKS_PER_MONTH);
            let last_week = month.first_week + WEEKS_PER_MONTH - 1;
            run.elder_weeks += month.record.elder_weeks();
            let mut now = Tally::default();
            month.record.by_setting().filter(|(week, _)| *week == last_week).for_each(|(_, tally)| now.merge(tally));
            let share = |measure| now[measure] as f64 / (now[Counter::Elders] as f64).max(1.0);
            watch(&Progress {
                replicate,
                week: last_week,
                done: weeks_done / all_weeks,
                elder_weeks: run.elder_weeks,
                shares: scenario
                    .output
                    .writes_sums_of(last_week)
                    .then(|| Shares { participants: share(Counter::Participants), lonely: share(Counter::Lonely) }),
            });
            run.since += WEEKS_PER_MONTH;
            unwritten = Some(month);
            if run.is_checkpoint_due() && !simulation.is_over() {
                run.write(&districts, replicate, unwritten.take())?;
                run.checkpoint(replicate, Some(&simulation))?;
            }
        }
        run.write(&districts, replicate, unwritten)?;
        for mut spells in simulation.open_spells_in_pieces() {
            spells.iter_mut().for_each(|it| it.replicate = replicate as i32);
            run.directory.write(RunPart::Spells(spells))?;
        }
        if run.is_checkpoint_due() && replicate + 1 < scenario.replicates {
            run.checkpoint(replicate + 1, None)?;
        }
    }
    let timing = run.timing();
    Ok(RunResult { manifest: run.directory.finish(&timing)?, timing })
}

/// A run in progress.
struct Running<'a> {
    scenario: &'a Scenario,
    directory: RunDirectory,
    conduct: &'a RunOptions<'a>,
    start: Instant,
    /// Progress of earlier processes.
    before: Mark,
    /// Elder-weeks simulated in this process.
    elder_weeks: u64,
    /// Weeks since the last checkpoint.
    since: i32,
}

impl Running<'_> {
    fn is_checkpoint_due(&self) -> bool {
        self.conduct.checkpoint_every > 0 && self.since >= self.conduct.checkpoint_every
    }

    /// Writes the rows of a month, if there is one.
    fn write(&mut self, districts: &[District], replicate: u32, month: Option<Month>) -> Result<()> {
        month.map_or(Ok(()), |it| write(self.scenario, districts, replicate, it, &mut self.directory))
    }

    /// Syncs the written rows to disk, then writes a checkpoint.
    fn checkpoint(&mut self, replicate: u32, simulation: Option<&Simulation>) -> Result<()> {
        let parts = self.directory.seal()?.to_vec();
        let mark = Mark {
            replicate,
            begun: simulation.is_some(),
            elder_weeks: self.before.elder_weeks + self.elder_weeks,
            seconds: self.seconds(),
            interval: self.conduct.checkpoint_every,
            parts,
        };
        self.since = 0;
        checkpoint::write(&self.directory.checkpoint(), self.directory.scenario_hash(), &mark, simulation)
    }

    /// Writes a checkpoint, and the tables so far in readable form.
    fn stop(mut self, replicate: u32, simulation: &Simulation) -> Result<RunResult> {
        if self.scenario.expected_elders() > CHECKPOINT_AT_ONCE {
            let (path, weeks) = (self.directory.path().display(), self.since);
            let told = if !self.directory.has_parts() {
                message!(
                    "interrupted; above 1,200,000 elders the state is not written at an interruption, and there is \
                     no checkpoint yet: `huzhu run --resume {path}` starts from the beginning",
                    "已中断；老年人超过 1,200,000 人时，中断时不再写入状态，而此前还没有检查点：`huzhu run --resume {path}` 将从头开始"
                )
            } else {
                message!(
                    "interrupted; above 1,200,000 elders the state is not written at an interruption: {weeks} \
                     weeks since the last checkpoint are lost, and `huzhu run --resume {path}` continues from it",
                    "已中断；老年人超过 1,200,000 人时，中断时不再写入状态：上一检查点之后的 {weeks} 周将丢失，\
                 可用 `huzhu run --resume {path}` 从该检查点继续"
                )
            };
            // The caller knows which signal it was; Ctrl-C is as good as any.
            return Err(Error::Interrupted { told, signal: 2 });
        }
        self.checkpoint(replicate, Some(simulation))?;
        let timing = self.timing();
        let weeks = simulation.next_week().max(0);
        let manifest = self.directory.finish_interrupted(replicate, weeks, &timing)?;
        Ok(RunResult { manifest, timing })
    }

    fn seconds(&self) -> f64 {
        self.before.seconds + self.start.elapsed().as_secs_f64()
    }

    fn timing(&self) -> Timing {
        let elder_weeks = self.before.elder_weeks + self.elder_weeks;
        Timing::new(self.seconds(), rayon::current_num_threads(), elder_weeks, machine::peak_memory_bytes())
    }
}

/// Writes the rows of a month. Of the warm-up only the last week is written, unless the scenario requests all of it.
pub(crate) fn write(
    scenario: &Scenario,
    districts: &[District],
    replicate: u32,
    month: Month,
    directory: &mut RunDirectory,
) -> Result<()> {
    let replicate = replicate as i32;
    let warmup = scenario.output.warmup;
    let record = month.record;
    let rows: Vec<WeeklyRow> = record
        .tallies
        .into_iter()
        .filter(|((week, _), _)| scenario.output.writes_sums_of(*week))
        .map(|((week, place), tally)| {
            let (level, place) = name_of(place, districts);
            WeeklyRow { replicate, week, level, place, tally }
        })
        .collect();
    directory.write_weekly(&rows)?;
    if let Some((week, histograms)) = record.distributions {
        directory.write(RunPart::Distributions(histograms.rows(replicate, week)))?;
    }
    if !warmup && month.first_week < 0 {
        return Ok(());
    }
    let (mut spells, mut communities) = (record.spells, record.communities);
    spells.iter_mut().for_each(|it| it.replicate = replicate);
    communities.iter_mut().for_each(|it| it.replicate = replicate);
    directory.write(RunPart::Spells(spells))?;
    directory.write(RunPart::Communities(communities))?;
    for mut week in record.elders {
        week.iter_mut().for_each(|it| it.replicate = replicate);
        directory.write(RunPart::Elders(week))?;
    }
    Ok(())
}
