//! One number for what a run found, whatever the machine does.

use std::path::PathBuf;
use std::process::Command;

use crate::support::{SMALL, folder, printed, small};

#[test]
fn the_digest_is_the_same_for_any_number_of_threads_and_any_width_of_instructions() {
    let folder = folder();
    let digest = |out: &str, more: &[&str]| {
        printed(folder.path(), &small(out, &[&["--weeks", "24", "--digest"], more].concat()))
    };
    let one = digest("one", &["--threads", "1"]);
    assert_eq!(one.trim().len(), 64);
    for threads in ["2", "3", "8"] {
        assert_eq!(digest(threads, &["--threads", threads]), one, "{threads} threads");
    }
    assert_eq!(digest("baseline", &["--simd", "baseline"]), one);
    assert_eq!(digest("checked", &["--check"]), one);
    assert_eq!(digest("checkpoints", &["--checkpoint-every", "8"]), one);
}

#[test]
fn a_debug_and_a_release_program_find_the_same() {
    let debug = assert_cmd::cargo::cargo_bin("huzhu");
    let name = debug.file_name().unwrap();
    let target = debug.parent().and_then(|it| it.parent()).unwrap();
    let programs: Vec<PathBuf> = ["debug", "release"].iter().map(|it| target.join(it).join(name)).collect();
    // Both are there only where both have been built, from the same sources.
    let time = |path: &PathBuf| path.metadata().and_then(|it| it.modified()).ok();
    let sources = time(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs"));
    if programs.iter().any(|it| time(it).is_none() || time(it) < sources) {
        return;
    }
    let folder = folder();
    let digests = programs.iter().zip(["debug", "release"]).map(|(program, out)| {
        let mut command = Command::new(program);
        command.current_dir(&folder).args(["run", "pilot", "--weeks", "24", "--digest", "--out", out]).args(SMALL);
        command.output().unwrap().stdout
    });
    let digests: Vec<_> = digests.collect();
    assert_eq!(digests[0], digests[1]);
}
