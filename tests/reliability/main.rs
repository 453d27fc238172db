//! Promises of runs, studies and sweeps: whatever happens, the numbers are right or the program says why not.
//!
//! Each promise is a test named as a sentence. `HUZHU_KILL_LOOPS=20` lets the loops of killed runs go on longer
//! than in the ordinary tests.

mod conduct;
mod damage;
mod digest;
#[cfg(unix)]
mod disk;
#[cfg(unix)]
mod killed;
#[cfg(unix)]
mod killed_studies;
#[cfg(unix)]
mod signals;
mod support;
