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

// Not part of the interface: open to the tests, benches and fuzz targets of this project alone.
#[doc(hidden)]
pub mod analysis;
// Times are told here and in what is so marked below, and no result depends on them.
#[doc(hidden)]
#[allow(clippy::disallowed_types)]
pub mod bench;
#[doc(hidden)]
#[allow(clippy::disallowed_types)]
pub mod cli;
#[doc(hidden)]
pub mod diagnostics;
#[doc(hidden)]
pub mod dynamics;
mod elementary;
#[doc(hidden)]
pub mod engine;
mod error;
mod files;
mod machine;
#[doc(hidden)]
pub mod mechanisms;
#[doc(hidden)]
pub mod observe;
#[doc(hidden)]
pub mod output;
#[doc(hidden)]
pub mod parameters;
#[doc(hidden)]
pub mod places;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod policy;
#[doc(hidden)]
pub mod population;
#[doc(hidden)]
pub mod random;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
#[allow(clippy::disallowed_types)]
pub mod runner;
#[doc(hidden)]
pub mod scenario;
#[doc(hidden)]
pub mod sections;
#[doc(hidden)]
pub mod simd;
#[doc(hidden)]
#[allow(clippy::disallowed_types)]
pub mod study;
#[doc(hidden)]
pub mod text;
#[doc(hidden)]
pub mod validation;
