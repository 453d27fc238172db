//! What a sensitivity analysis found: for each measure, indices of every factor and the part of chance.

use serde::Serialize;

use super::chance::Parts;
use super::morris::Morris;
use super::sobol::Sobol;
use super::{Index, Verdict};
use crate::analysis::figures::Form;
use crate::analysis::interval::Estimated;

/// A factor by its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Key in files: the dotted path of a factor, the column of a measure.
    pub key: String,
    /// Name in English.
    pub en: String,
    /// Name in Chinese.
    pub zh: String,
}

/// The indices of one measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "method")]
pub enum Indices {
    /// Elementary effects.
    Morris(Morris),
    /// Shares of variance.
    Sobol {
        /// By the estimator that makes the most of the runs.
        best: Sobol,
        /// By the estimator of SALib, so that others can compare.
        saltelli: Sobol,
    },
}

/// What was found of one measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OfMeasure {
    /// Which.
    pub measure: Named,
    /// Unit.
    pub unit: String,
    /// Kind of number.
    #[serde(skip)]
    pub form: Form,
    /// Mean over all points that have an output.
    pub mean: f64,
    /// Standard deviation over them.
    pub deviation: f64,
    /// Indices of the factors.
    pub indices: Indices,
    /// Where the variance of a single run comes from; none with a single replicate.
    pub parts: Option<Parts>,
    /// Share of that variance that is chance.
    pub chance_share: Option<Estimated>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Findings {
    /// Name of the design.
    pub design: String,
    /// Title in English.
    pub title: String,
    /// Title in Chinese.
    pub title_zh: String,
    /// Points of the design.
    pub points: usize,
    /// Replicates of each point; outputs are means over them.
    pub replicates: u32,
    /// Runs that failed.
    pub failed: usize,
    /// Half-width of an interval that suffices: of a Sobol index, or of mu* as a share of the largest.
    pub tolerance: f64,
    /// The factors, in the order of every list of indices.
    pub factors: Vec<Named>,
    /// By measure.
    pub measures: Vec<OfMeasure>,
}

/// One line of the table of indices.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexRow {
    /// Column of the measure.
    pub measure: String,
    /// Which index: `mu`, `mu_star`, `sigma`, `first`, `total`, `second` or `chance_share`.
    pub index: &'static str,
    /// How it was formed: `morris`, `all_runs`, `saltelli` or `two_way`.
    pub estimator: &'static str,
    /// Path of the factor; empty for what is of no factor.
    pub factor: String,
    /// The other factor of a pair.
    pub with: String,
    /// The index.
    pub value: f64,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// Rank from 1 on; those that cannot be told apart share one. None for what is not ranked.
    pub rank: Option<usize>,
    /// Whether it is known well enough, and else how many runs more it needs, replicates included.
    pub runs_more: Option<u64>,
}

impl Findings {
    /// Every index as a line of a table.
    pub fn rows(&self) -> Vec<IndexRow> {
        self.measures.iter().flat_map(|it| self.rows_of(it)).collect()
    }

    fn rows_of(&self, of: &OfMeasure) -> Vec<IndexRow> {
        let row = |index, estimator, factor: &str, with: &str, estimated: &Estimated| IndexRow {
            measure: of.measure.key.clone(),
            index,
            estimator,
            factor: factor.to_string(),
            with: with.to_string(),
            value: estimated.value,
            interval: estimated.interval.map(|it| (it.low, it.high)),
            rank: None,
            runs_more: None,
        };
        let ranked = |index, estimator, factor: &str, with: &str, found: &Index| IndexRow {
            rank: Some(found.rank),
            runs_more: Some(self.runs_more(found)),
            ..row(index, estimator, factor, with, &found.estimate)
        };
        let mut rows = Vec::new();
        match &of.indices {
            Indices::Morris(found) => {
                for (factor, effects) in self.factors.iter().zip(&found.factors) {
                    rows.push(ranked("mu_star", "morris", &factor.key, "", &effects.mu_star));
                    rows.push(row("mu", "morris", &factor.key, "", &effects.mu));
                    rows.push(row("sigma", "morris", &factor.key, "", &effects.sigma));
                }
            }
            Indices::Sobol { best, saltelli } => {
                let mut of_estimator = |found: &Sobol| {
                    let name = found.estimator.name();
                    for (factor, it) in self.factors.iter().zip(&found.first) {
                        rows.push(ranked("first", name, &factor.key, "", it));
                    }
                    for (factor, it) in self.factors.iter().zip(&found.total) {
                        rows.push(ranked("total", name, &factor.key, "", it));
                    }
                    for pair in &found.second {
                        let (one, other) = (&self.factors[pair.factors.0].key, &self.factors[pair.factors.1].key);
                        rows.push(ranked("second", name, one, other, &pair.index));
                    }
                };
                of_estimator(best);
                if best.estimator != saltelli.estimator {
                    of_estimator(saltelli);
                }
            }
        }
        if let Some(share) = &of.chance_share {
            rows.push(row("chance_share", "two_way", "", "", share));
        }
        rows
    }

    /// Runs more that an index needs, replicates included.
    pub fn runs_more(&self, index: &Index) -> u64 {
        match index.verdict {
            Verdict::Converged => 0,
            Verdict::More { runs } => (runs as u64).saturating_mul(u64::from(self.replicates)),
        }
    }
}
