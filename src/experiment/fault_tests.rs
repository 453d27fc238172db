//! A run on a disk that fails at its n-th operation, for n = 1, 2, 3 and so on until the run succeeds.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::{Conduct, Start, checkpoint, run_from};
use crate::files::faults::{BROKEN, DENIED, Fault, NO_SPACE, with};
use crate::output::digest::of_directory;
use crate::output::run_directory::{Reopened, reopen};
use crate::output::{Manifest, RunDescription, RunDirectory, verify};
use crate::scenario::{self, Loaded};
use crate::{Error, Result};

/// The ways in which a disk fails: the system's number, and whether it stays so.
const WAYS: [(i32, bool); 5] = [(NO_SPACE, true), (BROKEN, false), (BROKEN, true), (DENIED, true), (NO_SPACE, false)];

/// Whether every operation is made to fail in every way; else every seventh, and the ways take turns.
fn is_thorough() -> bool {
    std::env::var_os("HUZHU_ALL_FAULTS").is_some()
}

fn small() -> Loaded {
    let sets = [
        "population.districts=1",
        "population.urban_communities=1",
        "population.rural_communities=0",
        "parameters.structure.community_size=40",
        "output.sample_elders=5",
        "warmup_weeks=4",
        "weeks=4",
        "replicates=2",
    ];
    scenario::load("pilot", &sets.map(str::to_string)).unwrap()
}

fn description(loaded: &Loaded) -> RunDescription {
    let it = &loaded.scenario;
    RunDescription {
        scenario: it.name.clone(),
        scenario_text: loaded.resolved.clone(),
        seed: it.seed,
        replicates: it.replicates,
        weeks: it.weeks,
        warmup_weeks: it.warmup_weeks,
    }
}

fn go(loaded: &Loaded, directory: RunDirectory, start: Start) -> Result<Manifest> {
    let stop = AtomicBool::new(false);
    let conduct = Conduct { stop: &stop, checkpoint_every: 4, check: true };
    Ok(run_from(&loaded.scenario, directory, start, &conduct, |_| {})?.manifest)
}

fn begin(loaded: &Loaded, path: &Path, force: bool) -> Result<Manifest> {
    go(loaded, RunDirectory::create(Some(path), force, description(loaded))?, Start::beginning())
}

fn resume(loaded: &Loaded, path: &Path) -> Result<Manifest> {
    match reopen(path)? {
        Reopened::Finished(finished) => Ok(finished.manifest),
        Reopened::Unfinished(unfinished) => {
            assert_eq!(unfinished.scenario_text(), loaded.resolved);
            let text_hash = blake3::hash(loaded.resolved.as_bytes()).to_hex();
            let start = checkpoint::load(&unfinished.checkpoint(), &loaded.scenario, &text_hash)?;
            let directory = unfinished.go_on(description(loaded), start.mark.parts.clone())?;
            go(loaded, directory, start)
        }
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(|it| it.unwrap()) {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target);
        } else {
            std::fs::copy(source, target).unwrap();
        }
    }
}

/// Every file of a directory with its content, but the times and the lock.
fn content(path: &Path) -> Vec<(String, Vec<u8>)> {
    let names = crate::output::verify::names(path).unwrap();
    let names = names.into_iter().filter(|it| it != "run.json" && it != ".lock" && it != "checkpoint");
    names.map(|it| (it.clone(), std::fs::read(path.join(it)).unwrap())).collect()
}

/// What stands under final names after a failure: nothing that looks whole and is not.
fn nothing_looks_whole_and_is_not(path: &Path, fault: Fault) {
    if path.join("manifest.json").exists() {
        assert!(verify(path).unwrap().holds(), "{fault:?}");
        assert!(of_directory(path).is_ok(), "{fault:?}");
    }
    for it in crate::output::verify::names(path).unwrap().iter().filter(|it| it.ends_with(".parquet")) {
        assert!(crate::output::parquet::read_table(&path.join(it)).is_ok(), "{it} after {fault:?}");
    }
}

fn is_told_as_it_is(error: &Error, code: i32) -> bool {
    // A directory that cannot be made has an exit code of its own.
    let expected: &[u8] = if code == DENIED { &[77, 73] } else { &[74, 73] };
    expected.contains(&error.exit_code())
}

/// Lets one operation after the other fail; `prepare` fills the directory before, `act` meets the faults.
fn every_fault(prepare: impl Fn(&Loaded, &Path), act: impl Fn(&Loaded, &Path) -> Result<Manifest>) {
    let loaded = small();
    let clean = tempfile::tempdir().unwrap();
    begin(&loaded, clean.path(), false).unwrap();
    let clean = content(clean.path());
    let prepared = tempfile::tempdir().unwrap();
    prepare(&loaded, prepared.path());
    let meets = |fault: Fault| {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        copy(prepared.path(), path);
        let (result, struck) = with(fault, || act(&loaded, path));
        if let Err(error) = &result {
            assert!(struck && is_told_as_it_is(error, fault.code), "{fault:?}: {error}");
        }
        nothing_looks_whole_and_is_not(path, fault);
        // With the disk sound again the run can always be had: gone on with, or anew.
        let was_begun = path.join("checkpoint").join("begun.json").exists() || path.join("manifest.json").exists();
        match resume(&loaded, path) {
            Err(error) if was_begun => panic!("{fault:?}: cannot be resumed: {error}"),
            Err(_) => drop(begin(&loaded, path, true).unwrap()),
            Ok(_) => {}
        }
        assert!(content(path) == clean, "{fault:?}");
        struck
    };
    let mut struck = 0;
    for at in (1..).step_by(if is_thorough() { 1 } else { 7 }) {
        let ways = if is_thorough() { &WAYS[..] } else { &WAYS[at as usize % WAYS.len()..][..1] };
        let found = ways.iter().filter(|(code, lasting)| meets(Fault { at, code: *code, lasting: *lasting })).count();
        struck += found;
        if found == 0 {
            break;
        }
    }
    assert!(struck >= 8, "the disk failed {struck} times only");
}

#[test]
fn a_run_survives_a_disk_that_fails_at_any_operation() {
    every_fault(|_, _| {}, |loaded, path| begin(loaded, path, false));
}

#[test]
fn a_resume_survives_a_disk_that_fails_at_any_operation() {
    let half_way = |loaded: &Loaded, path: &Path| {
        // A disk that breaks for good in the middle leaves what a kill would; the middle is where two
        // checkpoints are there.
        for at in (20..).step_by(10) {
            let (result, _) = with(Fault { at, code: BROKEN, lasting: true }, || begin(loaded, path, true));
            assert!(result.is_err(), "the run is over before its second checkpoint");
            if path.join("checkpoint").join("previous").exists() {
                break;
            }
        }
    };
    every_fault(half_way, resume);
}
