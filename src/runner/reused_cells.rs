//! Cells that another plan in the same directory has finished, for example a smaller design of the same name.
//!
//! They are found by their run key. Memory is needed for their positions, sixteen bytes per cell, and for the batches
//! used last.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::Result;
use crate::output::Batches;
use crate::plan::run_key::RunKey;
use crate::runner::cell::{CellResult, Heading, Outcome};

/// Batches in memory at once.
const MOST_HELD: usize = 4;

/// Finished cells of other plans with the same measures.
#[derive(Debug)]
pub(crate) struct ReusedCells {
    batches: Batches,
    /// The measures of this plan.
    measures: Vec<String>,
    /// First bytes of the run key, batch, and place in the batch.
    places: Vec<(u64, u32, u32)>,
    /// By batch, where its lines hold the measures of this plan.
    columns: BTreeMap<u32, Vec<usize>>,
    held: Mutex<VecDeque<(u32, Arc<Vec<CellResult>>)>>,
}

impl ReusedCells {
    /// None yet, in those batches, of a plan of those measures.
    pub fn new(batches: Batches, measures: Vec<String>) -> Self {
        ReusedCells { batches, measures, places: Vec::new(), columns: BTreeMap::new(), held: Mutex::default() }
    }

    /// Adds the cells of a batch of another plan, if it measured all that is wanted.
    pub fn add(&mut self, batch: usize, heading: &Heading, lines: &[CellResult]) {
        let column = |name: &String| heading.measures.iter().position(|it| it == name);
        let Some(columns) = self.measures.iter().map(column).collect() else { return };
        let batch = batch as u32;
        self.columns.insert(batch, columns);
        let measured = (0..).zip(lines).filter(|(_, it)| matches!(it.outcome, Outcome::Measured(_)));
        self.places.extend(measured.map(|(place, it)| (beginning(&it.identity), batch, place)));
    }

    /// Prepares the added cells for lookup.
    pub fn sorted(mut self) -> Self {
        self.places.sort_unstable();
        self.places.shrink_to_fit();
        self
    }

    /// Outcome of a cell in another plan, if it was run there.
    ///
    /// # Errors
    /// Its batch cannot be read.
    pub fn outcome(&self, identity: &RunKey) -> Result<Option<Outcome>> {
        let begins = beginning(identity);
        let first = self.places.partition_point(|it| it.0 < begins);
        for (_, batch, place) in self.places[first..].iter().take_while(|it| it.0 == begins) {
            let lines = self.lines(*batch)?;
            if let Some(CellResult { identity: found, outcome: Outcome::Measured(values), .. }) =
                lines.get(*place as usize)
                && found == identity
            {
                let columns = self.columns.get(batch).into_iter().flatten();
                return Ok(Some(Outcome::Measured(columns.map(|it| values.get(*it).copied().flatten()).collect())));
            }
        }
        Ok(None)
    }

    fn lines(&self, batch: u32) -> Result<Arc<Vec<CellResult>>> {
        // The list is consistent even if another thread panicked.
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, lines)) = held.iter().find(|(it, _)| *it == batch) {
            return Ok(Arc::clone(lines));
        }
        let (_, lines) = self.batches.read::<Heading, CellResult>(batch as usize)?;
        let lines = Arc::new(lines);
        if held.len() >= MOST_HELD {
            held.pop_front();
        }
        held.push_back((batch, Arc::clone(&lines)));
        Ok(lines)
    }
}

/// The first bytes of a run key, which are almost always unique.
fn beginning(identity: &RunKey) -> u64 {
    let (first, _) = identity.split_first_chunk().expect("an identity is longer");
    u64::from_le_bytes(*first)
}
