//! The corpus of the fuzz targets, replayed: whatever bytes a user hands in, nothing panics.

use std::path::{Path, PathBuf};

use huzhu::Simulation;
use huzhu::internals::runner::checkpoint::{self, Mark, read_from};

use crate::hostile;
use crate::support::Draws;

/// Inputs of a target, by path.
fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(target);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

/// Calls a target with every input of its corpus, as it is and with some bytes changed. `HUZHU_FUZZ_LOOPS` says
/// how many changed ones each input gives.
fn replay(target: &str, act: fn(&[u8])) {
    let loops = std::env::var("HUZHU_FUZZ_LOOPS").ok().and_then(|it| it.parse().ok()).unwrap_or(20_u64);
    let inputs = corpus(target);
    assert!(inputs.len() >= 3, "the corpus of {target} is here");
    let mut draws = Draws(11);
    for (path, bytes) in inputs {
        let meets = |bytes: &[u8], what: String| {
            let met = std::panic::catch_unwind(|| act(bytes));
            assert!(met.is_ok(), "{} {what}", path.display());
        };
        meets(&bytes, "as it is".into());
        for number in 0..if bytes.is_empty() { 0 } else { loops } {
            let mut changed = bytes.clone();
            let at = draws.below(bytes.len() as u64) as usize;
            match number % 3 {
                0 => changed[at] = draws.below(256) as u8,
                1 => changed.truncate(at),
                _ => changed.splice(at..at, (0..=draws.below(4)).map(|_| draws.below(256) as u8)).for_each(drop),
            }
            meets(&changed, format!("changed for the {number}th time"));
        }
    }
}

#[test]
fn no_scenario_makes_the_reader_panic_and_what_is_read_is_read_again_as_the_same() {
    replay("scenario", hostile::scenario);
}

#[test]
fn no_checkpoint_makes_the_reader_panic_not_even_one_whose_hashes_hold() {
    replay("checkpoint", hostile::checkpoint);
}

#[test]
fn no_table_makes_the_reader_panic() {
    replay("table", hostile::table);
}

#[test]
fn no_manifest_makes_the_reader_panic_or_vouches_for_what_is_not_there() {
    replay("manifest", hostile::manifest);
}

#[test]
fn the_checkpoint_that_the_program_writes_is_read_and_every_cut_of_it_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = hostile::small();
    let simulation = Simulation::begin(scenario, 0);
    let mark = Mark { begun: true, ..Mark::default() };
    checkpoint::write(folder.path(), "hash", &mark, Some(&simulation)).unwrap();
    let bytes = std::fs::read(folder.path().join("current")).unwrap();
    let read = |bytes: &[u8]| read_from(bytes, bytes.len() as u64, folder.path(), scenario, "hash").is_ok();
    assert!(read(&bytes));
    for length in (0..bytes.len()).step_by(7) {
        assert!(!read(&bytes[..length]), "{length} bytes");
    }
}
