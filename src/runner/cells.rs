//! Cells of a design run in parallel: each thread takes one after the other.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::SyncSender;

use crate::Result;
use crate::analysis::figures::Figure;
use crate::analysis::outcome::OutcomeBuilder;
use crate::plan::design::Design;
use crate::plan::run_key::{self, RunKey};
use crate::runner::cell::{CellResult, Outcome};
use crate::runner::forecast;
use crate::runner::order::Pending;
use crate::runner::reused_cells::ReusedCells;
use crate::runner::warm_starts::{Beginnings, Shared};
use crate::scenario::Scenario;

/// Runs one cell; none when it was stopped on its way.
pub(crate) type RunOne =
    dyn Fn(&Design, &Scenario, u32, &Beginnings, &dyn Fn() -> bool) -> Option<Vec<Option<f64>>> + Sync;

/// How many runs the memory of this machine holds at once, at most as many as there are threads.
pub(crate) fn runs_in_flight(design: &Design, threads: usize, shared: Shared) -> Result<usize> {
    let largest = largest_cell(design);
    let largest = largest.as_ref().unwrap_or(&design.base);
    forecast::refuse_what_cannot_fit(largest, 1)?;
    let copy = if shared == Shared::Nothing { 0.0 } else { forecast::population_bytes(largest) };
    Ok(forecast::fitting(forecast::memory_bytes(largest, 1) + copy, copy).min(threads))
}

/// The cell with the most people, where factors decide how many there are; of very many cells some are looked at.
fn largest_cell(design: &Design) -> Option<Scenario> {
    let sizes = ["population.", "structure.", "life.growth", "weeks"];
    if !design.factors.iter().any(|factor| sizes.iter().any(|it| factor.path.contains(it))) {
        return None;
    }
    let cells = design.some_points().filter_map(|point| design.scenario(point).ok());
    cells.max_by(|a, b| forecast::population_bytes(a).total_cmp(&forecast::population_bytes(b)))
}

/// A cell that is finished, and whether it was run here and now; else another plan had done it.
pub(crate) type Finished = (CellResult, bool);

/// The work on a plan that all threads share.
#[derive(Clone, Copy)]
pub(crate) struct Work<'a> {
    pub design: &'a Design,
    pub pending: &'a Pending,
    pub elsewhere: &'a ReusedCells,
    pub beginnings: &'a Beginnings,
    pub run_one: &'a RunOne,
}

impl Work<'_> {
    /// Takes one cell after the other.
    pub fn until_none_is_left(&self, stopped: &(impl Fn() -> bool + Sync), finished: &SyncSender<Result<Finished>>) {
        while !stopped() {
            let Some(cell) = self.pending.take() else { return };
            let Some(line) = self.line(cell, stopped).transpose() else { return };
            if finished.send(line).is_err() {
                return;
            }
        }
    }

    /// A cell as it ended; none when it was stopped on its way.
    fn line(&self, cell: u64, stopped: &dyn Fn() -> bool) -> Result<Option<Finished>> {
        let (point, replicate) = self.design.cell(cell as usize);
        let ended =
            |identity, outcome, here| (CellResult { cell, identity, factors: self.design.data(point), outcome }, here);
        let mut scenario = match self.design.scenario(point) {
            Err(reason) => return Ok(Some(ended(RunKey::default(), Outcome::Failed(reason), true))),
            Ok(scenario) => scenario,
        };
        let identity = run_key::of_run(&run_key::of_scenario(&scenario), replicate, &[]);
        if let Some(outcome) = self.elsewhere.outcome(&identity)? {
            return Ok(Some(ended(identity, outcome, false)));
        }
        if !self.design.measures.iter().any(|it| it.needs_distributions()) {
            scenario.output.distributions_every_weeks = -1;
        }
        let run = || (self.run_one)(self.design, &scenario, replicate, self.beginnings, stopped);
        // A bug that one cell meets shall not cost the others.
        let outcome = match catch_unwind(AssertUnwindSafe(run)) {
            Ok(Some(values)) => Outcome::Measured(values),
            Ok(None) => return Ok(None),
            Err(panic) => Outcome::Failed(bug(panic.as_ref())),
        };
        Ok(Some(ended(identity, outcome, true)))
    }
}

/// What a panic says, as the reason of a failed cell.
fn bug(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("a bug of huzhu in this cell: {}", text.unwrap_or("unknown"))
}

/// The measures of one run; none when it was stopped on its way.
pub(crate) fn measured(
    design: &Design,
    scenario: &Scenario,
    replicate: u32,
    beginnings: &Beginnings,
    stopped: &dyn Fn() -> bool,
) -> Option<Vec<Option<f64>>> {
    let mut simulation = beginnings.begin(scenario, replicate, stopped)?;
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
    let outcome = outcome.finish(&simulation.open_spells());
    // Zero has no sign: a negative one becomes the other by adding it.
    let level = |figure: &&'static Figure| outcome.level(figure, design.scope).map(|level| level + 0.0);
    Some(design.measures.iter().map(level).collect())
}
