//! A run, a study and a sweep on a disk that fails at its n-th operation, for n = 1, 2, 3 and so on until they succeed.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::files::faults::{BROKEN, DENIED, Fault, NO_SPACE, with};
use crate::files::names;
use crate::output::mark::{Form, Mark};
use crate::output::{Manifest, StudyDirectory, reports, verify};
use crate::plan::design::Design;
use crate::plan::design_file;
use crate::plan::study::Study;
use crate::runner::order::Shard;
use crate::runner::prepared::{self, PreparedRun};
use crate::runner::run::{RunOptions, run_from};
use crate::scenario::{self, Loaded};
use crate::study::sweep::{self, Part};
use crate::study::{Options, compare};
use crate::{Error, Result};

/// The ways in which a disk fails: the system's number, and whether it stays so.
const WAYS: [(i32, bool); 5] = [(NO_SPACE, true), (BROKEN, false), (BROKEN, true), (DENIED, true), (NO_SPACE, false)];

/// Name of a page beside results.
const PAGE: &str = "report.html";

/// Whether every operation is made to fail in every way; else every seventh, and the ways take turns.
fn is_thorough() -> bool {
    std::env::var_os("HUZHU_ALL_FAULTS").is_some()
}

/// A use case that is run on a failing disk.
trait Work {
    /// Does it all in a directory; what is in the way there is removed if `force` says so.
    fn begin(&self, path: &Path, force: bool) -> Result<()>;

    /// Resumes what is in the directory.
    fn resume(&self, path: &Path) -> Result<()>;

    /// Whether the directory contains enough that a resume must work.
    fn was_begun(&self, path: &Path) -> bool;
}

struct OneRun(Loaded);

impl OneRun {
    fn new() -> Self {
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
        OneRun(scenario::load("pilot", &sets.map(str::to_string)).unwrap())
    }

    fn go(&self, prepared: PreparedRun) -> Result<()> {
        let (directory, start) = prepared.start(&self.0.scenario)?;
        let stop = AtomicBool::new(false);
        let conduct = RunOptions { stop: &stop, checkpoint_every: 4, check: true };
        run_from(&self.0.scenario, directory, start, &conduct, |_| {}).map(drop)
    }
}

impl Work for OneRun {
    fn begin(&self, path: &Path, force: bool) -> Result<()> {
        self.go(prepared::create(&self.0, Some(path), force, Some(4))?)
    }

    fn resume(&self, path: &Path) -> Result<()> {
        match prepared::reopen(path)? {
            None => Ok(()),
            Some((_, prepared)) => {
                if let PreparedRun::Unfinished(unfinished) = &prepared {
                    assert_eq!(unfinished.text(), self.0.resolved);
                }
                self.go(prepared)
            }
        }
    }

    fn was_begun(&self, path: &Path) -> bool {
        path.join("checkpoint/begun.json").exists() || path.join("manifest.json").exists()
    }
}

/// A finished run with its page, to be replaced by force.
struct Replaced(OneRun);

impl Replaced {
    fn prepare(&self, path: &Path) {
        self.0.begin(path, false).unwrap();
        let mark = Mark::of(&Manifest::read(path).unwrap().0);
        let page = Mark::sealed_page(&format!("<!doctype html>\n{}", mark.of_page()));
        reports::write(&path.join(PAGE), Form::Html, page.as_bytes()).unwrap();
    }
}

impl Work for Replaced {
    fn begin(&self, path: &Path, force: bool) -> Result<()> {
        self.0.begin(path, force)
    }

    fn resume(&self, path: &Path) -> Result<()> {
        self.0.resume(path)
    }

    fn was_begun(&self, _: &Path) -> bool {
        // A partly removed run cannot be resumed.
        false
    }
}

/// One thread that makes every finished run safe.
fn options(stop: &AtomicBool) -> Options<'_> {
    Options { threads: 1, stop, seal_every: Duration::ZERO }
}

struct OneStudy(Study);

impl OneStudy {
    fn new() -> Self {
        let text = "
            weeks = 8
            warmup_weeks = 4
            population = { districts = 1, urban_communities = 1, rural_communities = 0 }
            parameters.urban.structure.community_size = 40
            [study]
            replicates = 3
            [study.policies.honour.policy.recognition]
        ";
        OneStudy(Study::from_text("small", text, &[]).unwrap())
    }

    fn go(&self, directory: StudyDirectory) -> Result<()> {
        compare::run(&self.0, directory, &options(&AtomicBool::new(false)), &mut ()).map(drop)
    }
}

impl Work for OneStudy {
    fn begin(&self, path: &Path, force: bool) -> Result<()> {
        self.go(compare::create(&self.0, Some(path), force)?)
    }

    fn resume(&self, path: &Path) -> Result<()> {
        match compare::reopen(path)? {
            None => Ok(()),
            Some((study, directory)) => {
                assert_eq!(study.resolved(), self.0.resolved());
                self.go(directory)
            }
        }
    }

    fn was_begun(&self, path: &Path) -> bool {
        path.join("batches/begun.json").exists() || path.join("manifest.json").exists()
    }
}

struct OneSweep(Design);

impl OneSweep {
    fn new() -> Self {
        let text = "
            [design]
            kind = 'grid'
            measures = ['participants_share']
            [design.scenario]
            extends = 'rural-baseline'
            weeks = 4
            warmup_weeks = 0
            population = { districts = 1, urban_communities = 0, rural_communities = 1 }
            parameters.structure.community_size = 20
            [design.factors.'parameters.behave.give']
            values = [-4, -3.5, -3]
        ";
        OneSweep(design_file::from_text("small", text).unwrap())
    }

    fn go(&self, path: &Path, resume: bool) -> Result<()> {
        let part = Part { shard: Shard::WHOLE, resume };
        sweep::run(&self.0, path, part, &options(&AtomicBool::new(false)), &mut ()).map(drop)
    }
}

impl Work for OneSweep {
    fn begin(&self, path: &Path, force: bool) -> Result<()> {
        // A sweep cannot be replaced, only resumed.
        self.go(path, force)
    }

    fn resume(&self, path: &Path) -> Result<()> {
        self.go(path, true)
    }

    fn was_begun(&self, _: &Path) -> bool {
        true
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

/// Every file of a directory with its content, but the times, the lock and what only a resume reads.
fn content(path: &Path) -> Vec<(String, Vec<u8>)> {
    let kept = |it: &String| !["run.json", ".lock", "checkpoint", "batches", PAGE].contains(&it.as_str());
    let names = names(path).unwrap().into_iter().filter(kept);
    names.map(|it| (it.clone(), std::fs::read(path.join(it)).unwrap())).collect()
}

/// Checks that no file with a final name is incomplete after a failure.
fn nothing_looks_whole_and_is_not(path: &Path, fault: Fault) {
    let manifest = Manifest::read(path);
    if path.join("manifest.json").exists() && !is_half_removed(path) {
        assert!(verify(path).unwrap().agrees() && manifest.is_ok(), "{fault:?}");
    } else {
        assert!(!path.join(PAGE).exists(), "a report without its tables after {fault:?}");
    }
    for it in names(path).unwrap().iter().filter(|it| it.ends_with(".parquet")) {
        assert!(crate::output::parquet::read_table(&path.join(it)).is_ok(), "{it} after {fault:?}");
    }
}

/// Whether a replacement was cut short: the manifest goes last, and says of what is gone that it is missing.
fn is_half_removed(path: &Path) -> bool {
    !path.join("scenario.resolved.toml").exists()
        && !path.join("study.resolved.toml").exists()
        && !path.join("plan.json").exists()
}

fn is_told_as_it_is(error: &Error, code: i32) -> bool {
    // A directory that cannot be made has an exit code of its own.
    let expected: &[u8] = if code == DENIED { &[77, 73] } else { &[74, 73] };
    expected.contains(&error.exit_code())
}

/// Lets one operation after the other fail; `prepare` fills the directory before, `act` meets the faults.
fn every_fault(work: &dyn Work, prepare: impl Fn(&Path), act: impl Fn(&Path) -> Result<()>) {
    let clean = tempfile::tempdir().unwrap();
    work.begin(clean.path(), false).unwrap();
    let clean = content(clean.path());
    let prepared = tempfile::tempdir().unwrap();
    prepare(prepared.path());
    let meets = |fault: Fault| {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        copy(prepared.path(), path);
        let (result, struck) = with(fault, || act(path));
        if let Err(error) = &result {
            assert!(struck && is_told_as_it_is(error, fault.code), "{fault:?}: {error}");
        }
        nothing_looks_whole_and_is_not(path, fault);
        // Once the disk works again, it can always be resumed or started anew.
        let was_begun = work.was_begun(path);
        match work.resume(path) {
            Err(error) if was_begun => panic!("{fault:?}: cannot be resumed: {error}"),
            Err(_) => work.begin(path, true).unwrap(),
            Ok(()) => {}
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
    assert!(struck >= 5, "the disk failed {struck} times only");
}

/// Fills a directory as far as a kill in the middle would, where `is_half_way` says that it is the middle.
fn half_way(work: &dyn Work, path: &Path, is_half_way: impl Fn(&Path) -> bool) {
    for at in 4.. {
        // A disk that breaks for good leaves what a kill would.
        let (result, _) = with(Fault { at, code: BROKEN, lasting: true }, || work.begin(path, true));
        assert!(result.is_err(), "it is over before its middle");
        if is_half_way(path) {
            break;
        }
    }
}

#[test]
fn a_run_survives_a_disk_that_fails_at_any_operation() {
    let work = OneRun::new();
    every_fault(&work, |_| {}, |path| work.begin(path, false));
}

#[test]
fn a_run_that_is_replaced_on_a_failing_disk_leaves_no_report_of_other_tables() {
    let work = Replaced(OneRun::new());
    every_fault(&work, |path| work.prepare(path), |path| work.begin(path, true));
}

#[test]
fn a_resume_survives_a_disk_that_fails_at_any_operation() {
    let work = OneRun::new();
    let prepare = |path: &Path| half_way(&work, path, |path| path.join("checkpoint/previous").exists());
    every_fault(&work, prepare, |path| work.resume(path));
}

#[test]
fn a_study_survives_a_disk_that_fails_at_any_operation() {
    let work = OneStudy::new();
    every_fault(&work, |_| {}, |path| work.begin(path, false));
}

#[test]
fn the_resume_of_a_study_survives_a_disk_that_fails_at_any_operation() {
    let work = OneStudy::new();
    let prepare = |path: &Path| half_way(&work, path, |path| path.join("batches/batch-000002").exists());
    every_fault(&work, prepare, |path| work.resume(path));
}

#[test]
fn a_sweep_survives_a_disk_that_fails_at_any_operation() {
    let work = OneSweep::new();
    every_fault(&work, |_| {}, |path| work.begin(path, false));
}

#[test]
fn the_resume_of_a_sweep_survives_a_disk_that_fails_at_any_operation() {
    let work = OneSweep::new();
    let prepare = |path: &Path| half_way(&work, path, |path| path.join("batches/batch-000002").exists());
    every_fault(&work, prepare, |path| work.resume(path));
}
