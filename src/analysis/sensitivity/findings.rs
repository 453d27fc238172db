//! Results of a sensitivity analysis: for each measure, indices of every factor and the share of chance.

use super::morris::Morris;
use super::sobol::Sobol;
use super::{Absence, Index, Verdict};
use crate::analysis::interval::Estimated;

/// The indices of one measure.
#[derive(Debug, Clone, PartialEq)]
pub enum Indices {
    /// Elementary effects.
    Morris(Morris),
    /// Shares of variance.
    Sobol {
        /// By the estimator that makes the most of the runs.
        best: Sobol,
        /// By the estimator of SALib, so that others can compare; none where the runs that it takes the variance from do
        /// not vary.
        saltelli: Option<Sobol>,
    },
    /// None.
    Absent {
        /// Why.
        because: Absence,
    },
}

impl Indices {
    /// The same where chance alone can explain how points differ: nothing is ranked, and no interval says how sure it is.
    pub fn by_chance(mut self) -> Self {
        let of_sobol = |it: &mut Sobol| {
            let all = it.first.iter_mut().chain(&mut it.total).chain(it.second.iter_mut().map(|it| &mut it.index));
            all.for_each(|it| *it = it.by_chance());
        };
        match &mut self {
            Indices::Morris(found) => {
                for it in &mut found.factors {
                    it.mu_star = it.mu_star.by_chance();
                    it.mu.iter_mut().chain(&mut it.sigma).for_each(|it| it.interval = None);
                }
            }
            Indices::Sobol { best, saltelli } => std::iter::once(best).chain(saltelli).for_each(of_sobol),
            Indices::Absent { .. } => {}
        }
        self
    }
}

/// What was found of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct OfMeasure {
    /// Its column.
    pub measure: String,
    /// Indices of the factors.
    pub indices: Indices,
    /// Share of a single run's variance that is chance; none with a single replicate.
    pub chance_share: Option<Estimated>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// Replicates of each point; outputs are means over them.
    pub replicates: u32,
    /// Paths of the factors, in the order of every list of indices.
    pub factors: Vec<String>,
    /// By measure.
    pub measures: Vec<OfMeasure>,
}

/// One line of the table of indices.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexRow {
    /// Column of the measure.
    pub measure: String,
    /// Which index: `mu`, `mu_star`, `sigma`, `first`, `total`, `second` or `chance_share`; empty where there is none.
    pub index: &'static str,
    /// How it was formed: `morris`, `all_runs`, `saltelli` or `two_way`; empty where there is none.
    pub estimator: &'static str,
    /// Path of the factor; empty for what is of no factor.
    pub factor: String,
    /// The other factor of a pair.
    pub with: String,
    /// The index, if there is one.
    pub value: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// Rank from 1 on; those that cannot be told apart share one. None for what is not ranked.
    pub rank: Option<usize>,
    /// `converged`, `more`, `chance` or `without_interval`; why there is no index; or nothing, for what is not judged.
    pub verdict: &'static str,
    /// Runs more that it needs, replicates included.
    pub runs_more: u64,
}

impl Findings {
    /// Every index as a line of a table.
    pub fn rows(&self) -> Vec<IndexRow> {
        self.measures.iter().flat_map(|it| self.rows_of(it)).collect()
    }

    fn rows_of(&self, of: &OfMeasure) -> Vec<IndexRow> {
        let row = |index, estimator, factor: &str, with: &str, estimated: &Estimated| IndexRow {
            measure: of.measure.clone(),
            index,
            estimator,
            factor: factor.to_string(),
            with: with.to_string(),
            value: Some(estimated.value),
            interval: estimated.interval.map(|it| (it.low, it.high)),
            rank: None,
            verdict: "",
            runs_more: 0,
        };
        let ranked = |index, estimator, factor: &str, with: &str, found: &Index| IndexRow {
            rank: found.rank,
            verdict: found.verdict.name(),
            runs_more: self.runs_more(found),
            ..row(index, estimator, factor, with, &found.estimate)
        };
        let mut rows = Vec::new();
        match &of.indices {
            Indices::Morris(found) => {
                for (factor, effects) in self.factors.iter().zip(&found.factors) {
                    rows.push(ranked("mu_star", "morris", factor, "", &effects.mu_star));
                    rows.extend(effects.mu.iter().map(|it| row("mu", "morris", factor, "", it)));
                    rows.extend(effects.sigma.iter().map(|it| row("sigma", "morris", factor, "", it)));
                }
            }
            Indices::Sobol { best, saltelli } => {
                let other = saltelli.iter().filter(|it| it.estimator != best.estimator);
                for found in std::iter::once(best).chain(other) {
                    let name = found.estimator.name();
                    for (factor, it) in self.factors.iter().zip(&found.first) {
                        rows.push(ranked("first", name, factor, "", it));
                    }
                    for (factor, it) in self.factors.iter().zip(&found.total) {
                        rows.push(ranked("total", name, factor, "", it));
                    }
                    for pair in &found.second {
                        let (one, other) = (&self.factors[pair.factors.0], &self.factors[pair.factors.1]);
                        rows.push(ranked("second", name, one, other, &pair.index));
                    }
                }
            }
            Indices::Absent { because } => {
                let nothing = Estimated { value: 0.0, interval: None };
                rows.push(IndexRow { value: None, verdict: because.name(), ..row("", "", "", "", &nothing) });
            }
        }
        if let Some(share) = &of.chance_share {
            rows.push(row("chance_share", "two_way", "", "", share));
        }
        rows
    }

    /// Runs more that an index needs, replicates included.
    fn runs_more(&self, index: &Index) -> u64 {
        match index.verdict {
            Verdict::Converged | Verdict::Chance | Verdict::WithoutInterval => 0,
            Verdict::More { runs } => (runs as u64).saturating_mul(u64::from(self.replicates)),
        }
    }
}
