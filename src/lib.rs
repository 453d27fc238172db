//! huzhu (互助， mutual aid): a simulator of how older people take part in community mutual-aid care in China.
//!
//! The flow is one-way: a scenario is read, resolved and checked; its population is synthesised; the
//! engine advances it month by month, each community passing through the three stages psychological
//! drive → institutional perception → behavioural response, the service process and its feedback;
//! what happens is counted, written and summarised.

// Tests may take the time and use what they like; clippy.toml says what is disallowed and why.
#![cfg_attr(not(test), deny(clippy::disallowed_methods, clippy::disallowed_types, clippy::unwrap_used))]

pub mod analysis;
// Times are told here, and no result depends on them.
#[allow(clippy::disallowed_types)]
pub mod cli;
pub mod dynamics;
pub mod elementary;
pub mod engine;
pub mod error;
#[allow(clippy::disallowed_types)]
pub mod experiment;
pub mod files;
pub mod machine;
pub mod message;
pub mod observe;
pub mod output;
pub mod parameters;
pub mod places;
pub mod policy;
pub mod population;
pub mod random;
pub mod report;
pub mod scenario;
pub mod sections;
pub mod simd;
pub mod validation;

pub use error::{Error, Result};
