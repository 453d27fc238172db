//! One number for what a run found, whatever the machine does.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::support::{SMALL, folder, printed, refused, small};

#[test]
fn the_digest_is_the_same_for_any_number_of_threads_and_any_width_of_instructions() {
    let folder = folder();
    let digest = |out: &str, more: &[&str]| {
        printed(folder.path(), &small(out, &[&["--weeks", "24", "--digest"], more].concat()))
    };
    let one = digest("one", &["--threads", "1"]);
    assert_eq!(one.trim().len(), 64);
    let levels = levels_of_instructions();
    assert!(levels.contains(&"baseline".to_owned()) && levels.len() >= 2, "{levels:?}");
    for threads in ["2", "3", "8", "16"] {
        for level in &levels {
            let out = format!("{level}-{threads}");
            assert_eq!(digest(&out, &["--threads", threads, "--simd", level]), one, "{threads} threads, {level}");
        }
    }
    assert_eq!(digest("checked", &["--check"]), one);
    assert_eq!(digest("checkpoints", &["--checkpoint-every", "8"]), one);
}

/// Every width of instructions that the program can be told to use.
fn levels_of_instructions() -> Vec<String> {
    let (_, told) = refused(Path::new("."), &["run", "--simd", "none such"]);
    let listed = told.split("possible values: ").nth(1).and_then(|it| it.split(']').next());
    listed.expect("the values are listed").split(", ").map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn the_digest_is_the_same_whether_the_run_was_interrupted_or_not() {
    let folder = folder();
    let folder = folder.path();
    let weeks = ["--weeks", "1040"];
    let whole = printed(folder, &small("whole", &[&weeks[..], &["--digest"]].concat()));
    let mut child = crate::support::huzhu(folder, &small("cut", &weeks)).spawn().unwrap();
    while !folder.join("cut/checkpoint/begun.json").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(printed(folder, &["run", "--resume", "cut", "--digest"]), whole);
}

#[test]
fn a_debug_and_a_release_program_find_the_same() {
    let debug = assert_cmd::cargo::cargo_bin("huzhu");
    let name = debug.file_name().unwrap();
    let target = debug.parent().and_then(|it| it.parent()).unwrap();
    let programs: Vec<PathBuf> = ["debug", "release"].iter().map(|it| target.join(it).join(name)).collect();
    // Both are there only where both have been built, from the same sources.
    let time = |path: &Path| path.metadata().and_then(|it| it.modified()).ok();
    let sources = newest(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    if programs.iter().any(|it| time(it) < sources) {
        println!("skipped: there are not both a debug and a release program of these sources");
        return;
    }
    let folder = folder();
    let digests = programs.iter().zip(["debug", "release"]).map(|(program, out)| {
        let mut command = Command::new(program);
        command.current_dir(&folder).args(["run", "pilot", "--weeks", "24", "--digest", "--out", out]).args(SMALL);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    });
    let digests: Vec<_> = digests.collect();
    assert_eq!((digests[0].len(), &digests[0]), (64, &digests[1]));
}

/// When the last file of a folder was changed.
fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let time = |path: PathBuf| if path.is_dir() { newest(&path) } else { path.metadata().unwrap().modified().ok() };
    entries.map(time).max().flatten()
}
