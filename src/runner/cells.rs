//! Cells of a design, run in parallel: each thread takes one cell at a time, or several that can share weeks.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::SyncSender;

use crate::Result;
use crate::analysis::figures::Indicator;
use crate::analysis::outcome::{Outcome as RunOutcome, OutcomeBuilder};
use crate::engine::Simulation;
use crate::engine::arms::Arms;
use crate::plan::design::Design;
use crate::plan::factors::Factor;
use crate::plan::run_key::{self, RunKey};
use crate::runner::cell::{CellResult, Outcome};
use crate::runner::forecast;
use crate::runner::order::Pending;
use crate::runner::reused_cells::ReusedCells;
use crate::runner::warm_starts::{Beginnings, Shared};
use crate::scenario::Scenario;
use crate::scenario::reference::placement;

/// Maximum number of cells that run side by side if they can share weeks under their policies.
const MOST_TOGETHER: usize = 8;

/// Runs some cells of one replicate side by side; none if they were stopped.
pub(crate) type RunCells =
    dyn Fn(&Design, &[Scenario], u32, &Beginnings, &dyn Fn() -> bool) -> Option<Vec<Vec<Option<f64>>>> + Sync;

/// How many cells of a replicate run side by side: several if they differ in policy only and a factor sets when or
/// where an instrument is in force, so that cells are equal before that week or in other places.
pub(crate) fn side_by_side(design: &Design, shared: Shared) -> usize {
    let is_placement = |it: &Factor| it.parts.last().is_some_and(|part| placement().any(|(key, _)| key == part));
    if shared == Shared::WarmUp && design.factors.iter().any(is_placement) { MOST_TOGETHER } else { 1 }
}

/// How many runs fit into memory at once, at most one per thread.
pub(crate) fn runs_in_flight(design: &Design, threads: usize, shared: Shared) -> Result<usize> {
    let largest = largest_cell(design);
    let largest = largest.as_ref().unwrap_or(&design.base);
    forecast::refuse_what_cannot_fit(largest, 1)?;
    let (one, more) = (forecast::memory_bytes(largest, 1), forecast::population_bytes(largest));
    let copies = if shared == Shared::Nothing { 0 } else { side_by_side(design, shared) };
    Ok(forecast::fitting(one + copies as f64 * more, more).min(threads))
}

/// The cell with the largest population, if factors change its size; of very many cells a sample is examined.
fn largest_cell(design: &Design) -> Option<Scenario> {
    let sizes = ["population.", "structure.", "life.growth", "weeks"];
    if !design.factors.iter().any(|factor| sizes.iter().any(|it| factor.path.contains(it))) {
        return None;
    }
    let cells = design.some_points().filter_map(|point| design.scenario(point).ok());
    cells.max_by(|a, b| forecast::population_bytes(a).total_cmp(&forecast::population_bytes(b)))
}

/// A finished cell, and whether it was run now or reused from another plan.
pub(crate) type Finished = (CellResult, bool);

/// The work on a plan that all threads share.
#[derive(Clone, Copy)]
pub(crate) struct Work<'a> {
    pub design: &'a Design,
    pub pending: &'a Pending,
    pub elsewhere: &'a ReusedCells,
    pub beginnings: &'a Beginnings,
    pub run_cells: &'a RunCells,
    /// Number of cells that run side by side.
    pub together: usize,
}

/// A cell to be run.
struct PendingCell {
    cell: u64,
    run_key: RunKey,
    scenario: Scenario,
}

impl Work<'_> {
    /// Takes cells until none is left.
    pub fn until_none_is_left(&self, stopped: &(impl Fn() -> bool + Sync), finished: &SyncSender<Result<Finished>>) {
        let replicate = |cell: u64| self.design.cell(cell as usize).1;
        while !stopped() {
            let taken = self.pending.take(self.together as u64);
            if taken.is_empty() {
                return;
            }
            for cells in taken.chunk_by(|a, b| replicate(*a) == replicate(*b)) {
                let Some(ended) = self.ended(cells, stopped).transpose() else { return };
                let ended = ended.map_or_else(|error| vec![Err(error)], |it| it.into_iter().map(Ok).collect());
                if ended.into_iter().any(|it| finished.send(it).is_err()) {
                    return;
                }
            }
        }
    }

    /// Results of cells of one replicate; none if they were stopped.
    fn ended(&self, cells: &[u64], stopped: &dyn Fn() -> bool) -> Result<Option<Vec<Finished>>> {
        let (mut ended, mut pending) = (Vec::new(), Vec::new());
        for cell in cells.iter().copied() {
            let (point, replicate) = self.design.cell(cell as usize);
            let mut scenario = match self.design.scenario(point) {
                Err(reason) => {
                    ended.push((self.result(cell, RunKey::default(), Outcome::Failed(reason)), true));
                    continue;
                }
                Ok(scenario) => scenario,
            };
            let run_key = run_key::of_run(&run_key::of_scenario(&scenario), replicate, &[]);
            if let Some(outcome) = self.elsewhere.outcome(&run_key)? {
                ended.push((self.result(cell, run_key, outcome), false));
                continue;
            }
            if !self.design.measures.iter().any(|it| it.needs_distributions()) {
                scenario.output.distributions_every_weeks = -1;
            }
            pending.push(PendingCell { cell, run_key, scenario });
        }
        let Some(outcomes) = self.outcomes(&pending, stopped) else { return Ok(None) };
        let run = pending.into_iter().zip(outcomes);
        ended.extend(run.map(|(it, outcome)| (self.result(it.cell, it.run_key, outcome), true)));
        Ok(Some(ended))
    }

    /// Outcomes of cells of one replicate; none if they were stopped.
    fn outcomes(&self, cells: &[PendingCell], stopped: &dyn Fn() -> bool) -> Option<Vec<Outcome>> {
        let Some(PendingCell { cell, .. }) = cells.first() else { return Some(Vec::new()) };
        let replicate = self.design.cell(*cell as usize).1;
        let scenarios: Vec<Scenario> = cells.iter().map(|it| it.scenario.clone()).collect();
        let run = || (self.run_cells)(self.design, &scenarios, replicate, self.beginnings, stopped);
        match catch_unwind(AssertUnwindSafe(run)) {
            Ok(found) => Some(found?.into_iter().map(Outcome::Measured).collect()),
            Err(panic) if cells.len() == 1 => Some(vec![Outcome::Failed(bug(panic.as_ref()))]),
            // An internal error in one cell does not affect the others.
            Err(_) => {
                let alone: Option<Vec<Vec<Outcome>>> =
                    cells.iter().map(|it| self.outcomes(std::slice::from_ref(it), stopped)).collect();
                Some(alone?.into_iter().flatten().collect())
            }
        }
    }

    fn result(&self, cell: u64, run_key: RunKey, outcome: Outcome) -> CellResult {
        let (point, _) = self.design.cell(cell as usize);
        CellResult { cell, identity: run_key, factors: self.design.data(point), outcome }
    }
}

/// The message of a panic, as the reason of a failed cell.
fn bug(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("internal error in this cell: {}", text.unwrap_or("unknown"))
}

/// The measures of some cells of one replicate; none if they were stopped.
pub(crate) fn measured(
    design: &Design,
    scenarios: &[Scenario],
    replicate: u32,
    beginnings: &Beginnings,
    stopped: &dyn Fn() -> bool,
) -> Option<Vec<Vec<Option<f64>>>> {
    let simulation = beginnings.begin(&scenarios[0], replicate, stopped)?;
    let outcomes = match scenarios {
        [scenario] => vec![alone(simulation, scenario, stopped)?],
        several => together(Arms::of(simulation, several.iter().collect(), false), stopped)?,
    };
    // Zero has no sign: a negative one becomes the other by adding it.
    let levels = |outcome: RunOutcome| {
        let level = |figure: &&'static Indicator| outcome.level(figure, design.scope).map(|level| level + 0.0);
        design.measures.iter().map(level).collect()
    };
    Some(outcomes.into_iter().map(levels).collect())
}

fn alone(mut simulation: Simulation, scenario: &Scenario, stopped: &dyn Fn() -> bool) -> Option<RunOutcome> {
    let mut outcome = OutcomeBuilder::new(scenario.weeks, &scenario.parameters, &[]);
    while !simulation.is_over() {
        if stopped() {
            return None;
        }
        let month = simulation.advance();
        if month.first_week >= 0 {
            outcome.add(month.record);
        }
    }
    Some(outcome.finish(&simulation.open_spells()))
}

fn together(mut arms: Arms, stopped: &dyn Fn() -> bool) -> Option<Vec<RunOutcome>> {
    let builder = |it: &&Scenario| OutcomeBuilder::new(it.weeks, &it.parameters, &[]);
    let mut outcomes: Vec<OutcomeBuilder> = arms.scenarios().iter().map(builder).collect();
    while !arms.is_over() {
        if stopped() {
            return None;
        }
        outcomes.iter_mut().zip(arms.advance().records).for_each(|(outcome, record)| outcome.add(record));
    }
    Some(outcomes.into_iter().enumerate().map(|(arm, it)| it.finish(&arms.open_spells(arm))).collect())
}
