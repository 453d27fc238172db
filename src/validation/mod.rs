//! Whether the model reproduces what was published: patterns as data, the runs they need, verdicts.
//!
//! Nothing is ever tuned here. A pattern that fails is reported with the number that was found; tolerances are
//! those of the page of patterns. Seeds run in parallel, each with runs of its own; numbers of seeds are put
//! together in the order of the seeds, so that results are the same for any number of threads.

pub mod cases;
pub mod list;
pub mod measure;
pub mod pattern;
pub mod runs;
pub mod statistics;
pub mod verdict;

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

pub use list::PATTERNS;
pub use pattern::{Part, Pattern, Use};
pub use runs::Runs;
pub use verdict::{Estimate, Tolerance, Verdict};

/// Seeds of a whole validation; the page of patterns asks for 20 or more.
pub const SEEDS: u32 = 20;
/// Seeds of a quick one.
pub const QUICK_SEEDS: u32 = 8;

/// What was found of one part of a pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct PartFinding {
    /// Number of each seed, in their order, of the seeds that gave one.
    pub values: Vec<f64>,
    /// Mean and interval; none where fewer than two seeds gave a number.
    pub estimate: Option<Estimate>,
    /// What is said of it.
    pub verdict: Verdict,
}

/// What was found of one pattern.
#[derive(Debug)]
pub struct Finding {
    /// The pattern.
    pub pattern: &'static Pattern,
    /// Of each of its parts.
    pub parts: Vec<PartFinding>,
}

impl Finding {
    /// The worst verdict of the parts; not expressible without any.
    pub fn verdict(&self) -> Verdict {
        self.parts.iter().map(|it| it.verdict).max().unwrap_or(Verdict::NotExpressible)
    }

    /// Whether this failure makes the whole validation fail: only patterns that may be tuned to do.
    pub fn is_decisive_failure(&self) -> bool {
        self.pattern.r#use == Use::Tuned && self.verdict() == Verdict::Fails
    }
}

/// How far a validation is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Share of patterns times seeds that are done.
    pub done: f64,
    /// Number of the pattern that was just measured.
    pub pattern: u32,
    /// On this seed.
    pub seed: u32,
}

/// Runs what the patterns need on seeds 0, 1, ..., measures, and judges.
///
/// `watch` is told after each pattern of each seed, from several threads and in no order.
pub fn validate(patterns: &[&'static Pattern], seeds: u32, watch: impl Fn(Step) + Sync) -> Vec<Finding> {
    let (all, done) = (patterns.len() * seeds as usize, AtomicUsize::new(0));
    let measured: Vec<Vec<Option<f64>>> = (0..seeds)
        .into_par_iter()
        .map(|seed| {
            let runs = Runs::new(seed);
            let mut numbers = Vec::new();
            for pattern in patterns {
                numbers.extend(pattern.parts.iter().map(|part| (part.measure)(&runs)));
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                watch(Step { done: done as f64 / all as f64, pattern: pattern.number, seed });
            }
            numbers
        })
        .collect();
    let mut column = 0;
    let mut finding = |pattern: &'static Pattern| {
        let parts = pattern.parts.iter().map(|part| {
            let values = measured.iter().filter_map(|of_seed| of_seed[column]).collect();
            column += 1;
            judged(part, values)
        });
        Finding { pattern, parts: parts.collect() }
    };
    patterns.iter().map(|pattern| finding(pattern)).collect()
}

fn judged(part: &Part, values: Vec<f64>) -> PartFinding {
    let estimate = Estimate::of(&values);
    let verdict = estimate.as_ref().map_or(Verdict::NotExpressible, |it| part.tolerance.judge(it));
    PartFinding { values, estimate, verdict }
}
