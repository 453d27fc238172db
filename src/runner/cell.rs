//! One finished cell, as stored in a batch.

use crate::plan::design::Datum;
use crate::plan::run_key::RunKey;
use crate::sections::{Bytes, Stored, stored};

/// Outcome of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Its measures; a measure without a value is absent.
    Measured(Vec<Option<f64>>),
    /// Why it could not be run.
    Failed(String),
}

/// A finished cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellResult {
    /// Number of the cell.
    pub cell: u64,
    /// Run key; zeros if its values do not form a scenario.
    pub identity: RunKey,
    /// Value of each factor.
    pub factors: Vec<Datum>,
    /// Its outcome.
    pub outcome: Outcome,
}

/// Heading of a batch: the plan and the measures of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    /// Hash of the plan.
    pub plan: String,
    /// Names of the measured columns.
    pub measures: Vec<String>,
}

stored! { CellResult { cell, identity, factors, outcome } }
stored! { Heading { plan, measures } }

impl Stored for Outcome {
    fn store(&self, to: &mut Vec<u8>) {
        match self {
            Outcome::Measured(values) => {
                false.store(to);
                values.store(to);
            }
            Outcome::Failed(reason) => {
                true.store(to);
                reason.store(to);
            }
        }
    }

    fn restore(from: &mut Bytes<'_>) -> Option<Self> {
        if from.take()? { from.take().map(Outcome::Failed) } else { from.take().map(Outcome::Measured) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_bits() {
        let line = |outcome| CellResult {
            cell: 7,
            identity: [9; 32],
            factors: vec![Datum::Number(0.1 + 0.2), Datum::Text("a \"b\"\tc\n".into())],
            outcome,
        };
        let measured = Outcome::Measured(vec![Some(1.0 / 3.0), None, Some(-1e-300)]);
        for line in [line(measured), line(Outcome::Failed("two\nlines".into()))] {
            let mut bytes = Vec::new();
            line.store(&mut bytes);
            assert_eq!(Bytes(&bytes).take(), Some(line));
        }
    }
}
