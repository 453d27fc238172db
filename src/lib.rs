//! huzhu (互助， mutual aid): a simulator of how older people take part in community mutual-aid care in China.
//!
//! The flow is one-way: a scenario is read, resolved and checked; its population is synthesised; the
//! engine advances it month by month, each community passing through the three stages psychological
//! drive → institutional perception → behavioural response, the service process and its feedback;
//! what happens is counted, written and summarised.
//!
//! # A run
//! ```
//! use huzhu::{Counter, Scenario, Simulation};
//!
//! let sets = ["weeks=8", "warmup_weeks=4", "population.districts=1", "population.rural_communities=2"];
//! let scenario = Scenario::load("pilot", &sets.map(String::from))?;
//! let mut simulation = Simulation::begin(&scenario, 0);
//! while !simulation.is_over() {
//!     let month = simulation.advance();
//!     let elders: f64 = month.record.by_setting().map(|(_, sums)| sums.read(Counter::Elders)).sum();
//!     assert!(elders > 0.0, "sums of the weeks from {} on", month.first_week);
//! }
//! # Ok::<(), huzhu::Error>(())
//! ```
//!
//! # A comparison
//! ```
//! use huzhu::{Options, Study, compare};
//!
//! let text = "
//!     weeks = 8
//!     warmup_weeks = 4
//!     population = { districts = 1, urban_communities = 1, rural_communities = 1 }
//!     parameters.structure.community_size = 60
//!     [study]
//!     replicates = 2
//!     [study.policies.bank.policy.time_bank]
//! ";
//! let study = Study::from_text("bank", text, &[])?;
//! let folder = tempfile::tempdir().unwrap();
//! let directory = compare::create(&study, Some(&folder.path().join("results")), false)?;
//! let stop = std::sync::atomic::AtomicBool::new(false);
//! let options = Options { threads: 1, stop: &stop, seal_every: std::time::Duration::MAX };
//! let ended = compare::run(&study, directory, &options, &mut ())?;
//! assert!(ended.complete && ended.replicates == 2);
//!
//! let results = huzhu::Results::open(&folder.path().join("results"))?;
//! let tables = results.tables()?;
//! let contrasts = tables.iter().find(|it| it.name == "contrasts").unwrap();
//! assert!(contrasts.rows() > 0);
//! # Ok::<(), huzhu::Error>(())
//! ```
//!
//! The folder `examples/` holds more: a policy without a file, a table of one's own, a study from code.

// Tests may take the time and use what they like; clippy.toml says what is disallowed and why.
#![cfg_attr(not(test), deny(clippy::disallowed_methods, clippy::disallowed_types, clippy::unwrap_used))]

pub use analysis::results::Results;
pub use analysis::table;
pub use diagnostics::{Diagnostic, Report};
pub use engine::{Month, Simulation};
pub use error::{Error, Result};
pub use observe::measures::{Counter, Tally};
pub use observe::{Place, Record};
pub use places::{BySetting, Setting};
pub use plan::design::Design;
pub use plan::study::Study;
pub use policy::Instrument;
pub use policy::timeline::{Entry, Timeline};
pub use scenario::Scenario;
pub use study::{Options, Watch, compare, discover, sensitivity, sweep};
pub use text::{Label, Language, Message};

mod analysis;
// The clock is read here and in what is so marked below, and no result depends on it.
#[allow(clippy::disallowed_types)]
mod bench;
#[allow(clippy::disallowed_types)]
mod cli;
mod diagnostics;
mod dynamics;
mod elementary;
mod engine;
mod error;
mod files;
#[doc(hidden)]
pub mod internals;
mod machine;
mod mechanisms;
mod observe;
mod output;
mod parameters;
mod places;
mod plan;
mod policy;
mod population;
mod random;
mod report;
#[allow(clippy::disallowed_types)]
mod runner;
mod scenario;
mod sections;
mod simd;
#[allow(clippy::disallowed_types)]
mod study;
mod text;
mod validation;
