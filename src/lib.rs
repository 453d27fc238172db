//! huzhu (互助， mutual aid): a simulator of how older people take part in community mutual-aid care in China.
//!
//! The flow is one-way: a scenario is read, resolved and checked; its population is synthesised; the
//! engine advances it month by month, each community passing through the three stages psychological
//! drive → institutional perception → behavioural response, the service process and its feedback;
//! what happens is counted, written and summarised.

// Tests may take the time and use what they like; clippy.toml says what is disallowed and why.
#![cfg_attr(not(test), deny(clippy::disallowed_methods, clippy::disallowed_types, clippy::unwrap_used))]

pub mod analysis;
// Times are told here and in what is so marked below, and no result depends on them.
#[allow(clippy::disallowed_types)]
pub mod bench;
#[allow(clippy::disallowed_types)]
pub mod cli;
pub mod dynamics;
pub mod elementary;
pub mod engine;
pub mod error;
pub mod files;
pub mod machine;
pub mod observe;
pub mod output;
pub mod parameters;
pub mod places;
pub mod plan;
pub mod policy;
pub mod population;
pub mod random;
pub mod report;
#[allow(clippy::disallowed_types)]
pub mod runner;
pub mod scenario;
pub mod sections;
pub mod simd;
#[allow(clippy::disallowed_types)]
pub mod study;
pub mod text;
pub mod validation;

pub use error::{Error, Result};
