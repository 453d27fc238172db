//! Cache of completed runs: batch files written atomically, so that an interrupted study repeats no run.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::Result;
use crate::analysis::outcome::Outcome;
use crate::output::Batches;
use crate::output::parquet::CREATED_BY;
use crate::plan::run_key::RunKey;
use crate::sections::stored;

/// A finished run.
#[derive(Debug, Clone, PartialEq)]
struct Item {
    identity: RunKey,
    outcome: Outcome,
}

stored! { Item { identity, outcome } }

/// Outcomes of finished runs, from earlier processes and from this one.
#[derive(Debug)]
pub struct RunStore {
    batches: Option<Batches>,
    known: BTreeMap<RunKey, Outcome>,
    waiting: Vec<Item>,
    sealed: Instant,
    every: Duration,
}

impl RunStore {
    /// A store in memory alone, without a directory.
    pub fn nowhere() -> Self {
        RunStore {
            batches: None,
            known: BTreeMap::new(),
            waiting: Vec::new(),
            sealed: Instant::now(),
            every: Duration::MAX,
        }
    }

    /// The store of a directory: what is finished there is known, and new outcomes are written at this interval.
    ///
    /// # Errors
    /// They cannot be read or written.
    pub fn open(directory: &Path, every: Duration) -> Result<Self> {
        let batches = Batches::open(directory)?;
        batches.prepare()?;
        let mut known = BTreeMap::new();
        for place in 0..batches.count() {
            let (_, items) = batches.read::<String, Item>(place)?;
            known.extend(items.into_iter().map(|it| (it.identity, it.outcome)));
        }
        Ok(RunStore { batches: Some(batches), known, every, ..RunStore::nowhere() })
    }

    /// Returns the outcome of a run that was finished earlier.
    pub fn take(&mut self, identity: &RunKey) -> Option<Outcome> {
        self.known.remove(identity)
    }

    /// Stores the outcome of a run; it is on disk when the batch is sealed.
    ///
    /// # Errors
    /// A batch cannot be written.
    pub fn keep(&mut self, identity: RunKey, outcome: Outcome) -> Result<()> {
        if self.batches.is_some() {
            self.waiting.push(Item { identity, outcome });
        }
        self.seal_if_due()
    }

    /// Seals the open batch if the interval has passed.
    ///
    /// # Errors
    /// The batch cannot be written.
    pub fn seal_if_due(&mut self) -> Result<()> {
        if self.sealed.elapsed() >= self.every && !self.waiting.is_empty() { self.seal() } else { Ok(()) }
    }

    /// Seals the open batch.
    ///
    /// # Errors
    /// The batch cannot be written.
    pub fn seal(&mut self) -> Result<()> {
        if let Some(batches) = &mut self.batches {
            batches.seal(&CREATED_BY.to_string(), &self.waiting)?;
        }
        self.waiting.clear();
        self.sealed = Instant::now();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_handed_out_once_as_it_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let outcome = Outcome { levels: vec![[Some(0.1), None, Some(f64::MIN_POSITIVE)]], ..Outcome::default() };
        let mut store = RunStore::open(folder.path(), Duration::ZERO).unwrap();
        store.keep([7; 32], outcome.clone()).unwrap();
        let mut again = RunStore::open(folder.path(), Duration::MAX).unwrap();
        assert_eq!(again.take(&[8; 32]), None);
        assert_eq!(again.take(&[7; 32]), Some(outcome.clone()));
        assert_eq!(again.take(&[7; 32]), None);
        let mut later = RunStore::open(folder.path(), Duration::from_millis(20)).unwrap();
        later.keep([9; 32], outcome.clone()).unwrap();
        assert_eq!(RunStore::open(folder.path(), Duration::MAX).unwrap().take(&[9; 32]), None);
        std::thread::sleep(Duration::from_millis(25));
        later.seal_if_due().unwrap();
        assert_eq!(RunStore::open(folder.path(), Duration::MAX).unwrap().take(&[9; 32]), Some(outcome));
        let mut nowhere = RunStore::nowhere();
        nowhere.keep([1; 32], Outcome::default()).unwrap();
        assert_eq!((nowhere.take(&[1; 32]), nowhere.waiting.len()), (None, 0));
    }
}
