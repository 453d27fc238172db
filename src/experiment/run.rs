//! All replicates of one scenario into one run directory.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crate::engine::{Month, Simulation};
use crate::observe::Place;
use crate::observe::measures::{Measure, Tally};
use crate::output::{Manifest, RunDirectory, RunPart, Timing, WeeklyRow};
use crate::places::WEEKS_PER_MONTH;
use crate::scenario::Scenario;
use crate::{Result, machine};

/// How far a run is, and how things stand in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Replicate that is running, from 0.
    pub replicate: u32,
    /// Last week that has passed.
    pub week: i32,
    /// Share of all weeks of all replicates that have passed.
    pub done: f64,
    /// Weeks lived by elders so far, over all replicates.
    pub elder_weeks: u64,
    /// Share of elders who took part in that week.
    pub participants_share: f64,
    /// Share of elders who were lonely in that week.
    pub lonely_share: f64,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// What its directory says about it.
    pub manifest: Manifest,
    /// How long it took.
    pub timing: Timing,
}

/// Runs all replicates, writes what the scenario asks for, and tells `watch` after each month.
///
/// When `stop` becomes true the run ends after the month it is in, and the manifest says how far it came.
///
/// # Errors
/// A file cannot be written.
pub fn run(
    scenario: &Scenario,
    mut directory: RunDirectory,
    stop: &AtomicBool,
    mut watch: impl FnMut(&Progress),
) -> Result<Ended> {
    let start = Instant::now();
    let all_weeks = f64::from(scenario.warmup_weeks + scenario.weeks) * f64::from(scenario.replicates);
    let (mut elder_weeks, mut weeks_done) = (0_u64, 0_i32);
    let mut stopped = None;
    'replicates: for replicate in 0..scenario.replicates {
        let mut simulation = Simulation::begin(scenario, replicate);
        while !simulation.is_over() {
            if stop.load(Ordering::Relaxed) {
                stopped = Some((replicate, simulation.next_week().max(0)));
                break 'replicates;
            }
            let month = simulation.advance();
            weeks_done += WEEKS_PER_MONTH;
            let last_week = month.first_week + WEEKS_PER_MONTH - 1;
            elder_weeks += elder_weeks_of(&month);
            let mut now = Tally::default();
            settings(&month).filter(|(week, _)| *week == last_week).for_each(|(_, tally)| now.merge(tally));
            write(scenario, &simulation, replicate, month, &mut directory)?;
            let share = |measure| now[measure] as f64 / (now[Measure::Elders] as f64).max(1.0);
            watch(&Progress {
                replicate,
                week: last_week,
                done: f64::from(weeks_done) / all_weeks,
                elder_weeks,
                participants_share: share(Measure::Participants),
                lonely_share: share(Measure::Lonely),
            });
        }
        let mut spells = simulation.open_spells();
        spells.iter_mut().for_each(|it| it.replicate = replicate as i32);
        directory.write(RunPart::Spells(spells))?;
    }
    let seconds = start.elapsed().as_secs_f64();
    let timing = Timing::new(seconds, rayon::current_num_threads(), elder_weeks, machine::peak_memory_bytes());
    let manifest = match stopped {
        None => directory.finish(&timing)?,
        Some((replicates, weeks)) => directory.finish_interrupted(replicates, weeks, &timing)?,
    };
    Ok(Ended { manifest, timing })
}

/// Sums of the month by setting, with their week.
fn settings(month: &Month) -> impl Iterator<Item = (i32, &Tally)> {
    let tallies = month.record.tallies.iter();
    tallies.filter(|((_, place), _)| matches!(place, Place::Setting(_))).map(|((week, _), tally)| (*week, tally))
}

/// Weeks lived by elders in a month, in the community or in a care home.
pub(super) fn elder_weeks_of(month: &Month) -> u64 {
    let lived = |it: &Tally| (it[Measure::Elders] + it[Measure::InCareHomes]) as u64;
    settings(month).map(|(_, tally)| lived(tally)).sum()
}

/// Writes what a month left. Of the warm-up only the last week is written, unless all of it is asked for.
pub(super) fn write(
    scenario: &Scenario,
    simulation: &Simulation,
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
        .filter(|((week, _), _)| warmup || *week >= -1)
        .map(|((week, place), tally)| {
            let (level, place) = simulation.name_of(place);
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
    let mut elders: Vec<_> = record.elders.into_iter().flatten().collect();
    elders.iter_mut().for_each(|it| it.replicate = replicate);
    directory.write(RunPart::Spells(spells))?;
    directory.write(RunPart::Communities(communities))?;
    directory.write(RunPart::Elders(elders))
}
