//! An error of the program itself: told as such, with its own exit code, and no file that looks whole.

use std::path::Path;

use huzhu::Simulation;
use huzhu::internals::output::{Description, RunDirectory};
use huzhu::internals::runner::checkpoint::{self, HEAD, KIND, LAYOUT, Mark};
use huzhu::internals::scenario;
use huzhu::internals::sections::{SectionReader, SectionWriter};

use crate::support::{SMALL, folder, refused};

/// A run that was begun, with a checkpoint whose hashes hold although no run could have left it: `spoil` changes
/// the content of one section.
fn run_with_a_spoiled_checkpoint(out: &Path, section: &[u8; 4], spoil: impl Fn(&mut [u8])) {
    let sets: Vec<String> = SMALL.iter().filter(|it| **it != "--set").map(|it| it.to_string()).collect();
    let loaded = scenario::load("pilot", &[&sets[..], &["weeks=8".to_owned()]].concat()).unwrap();
    let it = &loaded.scenario;
    let description = Description::of_run(it, loaded.resolved.clone());
    let directory = RunDirectory::create(Some(out), false, description).unwrap();
    let (place, hash) = (directory.checkpoint(), directory.scenario_hash().to_owned());
    let mark = Mark { begun: true, interval: 4, ..Mark::default() };
    checkpoint::write(&place, &hash, &mark, Some(&Simulation::begin(it, 0))).unwrap();
    let current = place.join("current");
    let bytes = std::fs::read(&current).unwrap();
    let mut from = SectionReader::begin(bytes.as_slice(), bytes.len() as u64, KIND, LAYOUT).unwrap();
    let mut to = SectionWriter::begin(Vec::new(), KIND, LAYOUT).unwrap();
    for name in [HEAD, b"TIME", b"ELDR", b"NORM", b"VOLU", b"INST", b"DIST"] {
        let mut content = from.section(name).unwrap();
        if name == section {
            spoil(&mut content);
        }
        to.section(name, &content).unwrap();
    }
    from.finish().unwrap();
    std::fs::write(current, to.finish().unwrap()).unwrap();
}

#[test]
fn a_panic_ends_with_70_says_in_both_languages_what_to_report_and_leaves_nothing_that_looks_whole() {
    let folder = folder();
    // The first organiser has all the money that 64 bits can count, behind a switch and two numbers of months.
    let spoil = |content: &mut [u8]| content[9..17].copy_from_slice(&i64::MAX.to_le_bytes());
    run_with_a_spoiled_checkpoint(&folder.path().join("run"), b"INST", spoil);
    let (code, told) = refused(folder.path(), &["run", "--resume", "run"]);
    assert_eq!(code, 70, "{told}");
    for part in ["huzhu 0.", "has a bug; please report", "出现程序错误", "run --resume run", "src/"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(told.matches("has a bug").count(), 1, "{told}");
    assert_eq!(refused(folder.path(), &["verify", "run"]).0, 1);
    let names = std::fs::read_dir(folder.path().join("run")).unwrap();
    let names: Vec<String> = names.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    assert!(!names.iter().any(|it| it.ends_with(".parquet") || it == "manifest.json"), "{names:?}");
    assert!(!names.iter().any(|it| it.ends_with(".partial")), "passing files are swept: {names:?}");
}

#[test]
fn a_breach_of_what_must_always_hold_ends_with_70_and_names_week_community_and_figure() {
    let folder = folder();
    // Behind their number stand the norms of groups; none of them is a number any more.
    let spoil = |content: &mut [u8]| content[8..16].copy_from_slice(&[f32::NAN.to_le_bytes(); 2].concat());
    run_with_a_spoiled_checkpoint(&folder.path().join("run"), b"NORM", spoil);
    let (code, told) = refused(folder.path(), &["run", "--resume", "run", "--check"]);
    assert_eq!(code, 70, "{told}");
    for part in ["has a bug; please report", "出现程序错误", "seed 1", "week -8, community ", "NaN, not in 0 to 1"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(refused(folder.path(), &["verify", "run"]).0, 1);
}
