//! A scenario read once and completed many times, each time with other values under some dotted paths.
//!
//! A sweep makes each of its cells so: reading a text again for every cell would cost more than a small run.

use super::Scenario;
use super::file::{Layers, Table, Value, Written};
use super::resolve;
use super::values::Check;
use crate::diagnostics::{Diagnostics, Place};

/// A dotted path of a scenario file and the value to stand there; `place` is blamed if it cannot.
#[derive(Debug, Clone)]
pub(crate) struct Override {
    /// The path, part by part.
    pub path: Vec<String>,
    /// Where the path was written.
    pub key: Place,
    /// Where the value was written.
    pub place: Place,
    /// The value.
    pub value: Value,
}

impl Override {
    /// Puts the value on top of what a table says.
    pub fn lay_on(self, table: &mut Table) {
        let Override { path, key, place, value } = self;
        table.lay(Table::nested(&path, Written { key, place, value }));
    }
}

/// A scenario with some values still to be chosen.
#[derive(Debug)]
pub(crate) struct Template {
    /// Name of the scenarios it makes.
    pub name: String,
    /// Everything read.
    pub layers: Layers,
}

impl Template {
    /// The scenario with values chosen, and what is wrong with it; with faults it is not to be run.
    pub fn completed(&self, overrides: impl IntoIterator<Item = Override>) -> (Scenario, Diagnostics) {
        let mut merged = self.layers.merged.clone();
        overrides.into_iter().for_each(|it| it.lay_on(&mut merged));
        let mut check = Check { sources: &self.layers.sources, faults: Diagnostics::default() };
        let scenario = resolve::scenario(&mut check, &self.name, &merged);
        (scenario, check.faults)
    }
}
