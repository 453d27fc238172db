//! The shape of a pattern: what was published, how it is found in the model, what is allowed.

use super::runs::Runs;
use super::verdict::Tolerance;
use crate::text::Label;

/// What a pattern may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Parameters may be tuned to it: a model in which it fails is badly tuned.
    Tuned,
    /// A check that nothing was ever tuned to.
    Check,
}

impl Use {
    /// The letter of the page of patterns.
    pub const fn letter(self) -> &'static str {
        match self {
            Use::Tuned => "T",
            Use::Check => "C",
        }
    }
}

/// One number of a pattern.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// What the number is, with its unit.
    pub name: Label,
    /// What was published, in few signs that need no language.
    pub target: &'static str,
    /// Where the number may lie.
    pub tolerance: Tolerance,
    /// Decimals that are worth printing.
    pub decimals: usize,
    /// Finds it in the runs of one seed; none where there is nothing to measure.
    pub measure: fn(&Runs) -> Option<f64>,
}

/// A published pattern.
#[derive(Debug)]
pub struct Pattern {
    /// Number on the page of patterns.
    pub number: u32,
    /// What was published.
    pub name: Label,
    /// What it may be used for.
    pub r#use: Use,
    /// Rows of the facts it stands on; empty where it stands on none.
    pub facts: &'static str,
    /// Whether it is cheap enough for the quick subset.
    pub quick: bool,
    /// What is measured; nothing where the model cannot express the pattern.
    pub parts: &'static [Part],
}
