//! Promises of runs, studies and sweeps: whatever happens, the numbers are right or the program says why not.
//!
//! Each promise is a test named as a sentence; `docs/promises.md` names the test of each. Longer than in the
//! ordinary tests go `HUZHU_KILL_LOOPS=20` (killed runs), `HUZHU_FUZZ_LOOPS=1000` (changed inputs),
//! `HUZHU_FLIP_LOOPS=1000` (flipped bits), `HUZHU_FORECAST_ELDERS=1000000` (forecasts of large runs), and
//! `HUZHU_ALL_FAULTS=1` (each operation of the disk, in `src/study/fault_tests.rs`).

mod bug;
mod conduct;
mod corpus;
mod damage;
mod digest;
#[cfg(unix)]
mod disk;
mod hostile;
mod input;
#[cfg(unix)]
mod killed;
#[cfg(unix)]
mod killed_studies;
#[cfg(unix)]
mod signals;
mod support;
