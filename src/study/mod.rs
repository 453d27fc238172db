//! Studies and designs: the use cases that run them and write the tables of their result directories.

pub mod attribution;
pub mod compare;
pub mod discover;
pub mod runs;
pub mod sensitivity;
pub mod stages;
pub mod sweep;
pub mod tables;
mod watch;

pub use watch::{Options, Watch};

#[cfg(test)]
mod fault_tests;
