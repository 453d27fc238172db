//! Limits known before: tests of `reliability/` in a program of their own, since they measure the memory of runs, which
//! other tests at the same time would change.

#[path = "reliability/limits.rs"]
mod limits;
#[allow(dead_code)] // A part of what the tests of `reliability/` share is used.
#[path = "reliability/support.rs"]
mod support;
