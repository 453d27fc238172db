//! A run that is killed goes on from its last checkpoint to the same bytes.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::{Draws, assert_same_results, folder, huzhu, printed, refused, run, small};

const WEEKS: [&str; 6] = ["--weeks", "104", "--replicates", "2", "--checkpoint-every", "4"];

/// How many runs are killed.
pub fn loops() -> u64 {
    std::env::var("HUZHU_KILL_LOOPS").ok().and_then(|it| it.parse().ok()).unwrap_or(3)
}

/// Starts the program and kills it after a time, if it is still there.
pub fn kill_after(folder: &Path, arguments: &[&str], time: Duration) {
    let mut child = huzhu(folder, arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(time);
    // It may have ended by itself, which is no fault of the test.
    let _ = child.kill();
    child.wait().unwrap();
}

/// A file under a final name is either vouched for or readable as what it is.
pub fn nothing_looks_whole_and_is_not(folder: &Path, out: &str) {
    let directory = folder.join(out);
    if directory.join("manifest.json").exists() {
        assert_eq!(refused(folder, &["verify", out]).0, 0);
        return;
    }
    if directory.exists() {
        assert_eq!(refused(folder, &["verify", out]).0, 1);
        for entry in std::fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|it| it == "parquet") {
                huzhu::internals::output::read_table(&path).unwrap();
            }
        }
    }
}

#[test]
fn a_run_killed_at_any_moment_and_killed_again_in_its_resume_ends_with_the_same_bytes() {
    let folder = folder();
    let folder = folder.path();
    let start = Instant::now();
    printed(folder, &small("clean", &[&WEEKS[..], &["--digest"]].concat()));
    let whole = start.elapsed().as_millis() as u64;
    let mut draws = Draws(20);
    for number in 0..loops() {
        let out = format!("killed-{number}");
        let moment = |draws: &mut Draws| Duration::from_millis(whole * (5 + draws.below(90)) / 100);
        kill_after(folder, &small(&out, &WEEKS), moment(&mut draws));
        nothing_looks_whole_and_is_not(folder, &out);
        kill_after(folder, &["run", "--resume", &out], moment(&mut draws) / 2);
        nothing_looks_whole_and_is_not(folder, &out);
        let resumed = run(folder, &["run", "--resume", &out, "--digest"]);
        if !resumed.status.success() {
            // It was killed before it had said what it would run.
            let told = String::from_utf8_lossy(&resumed.stderr).into_owned();
            assert!(told.contains("no run here") || told.contains("No such file"), "{told}");
            printed(folder, &small(&out, &[&WEEKS[..], &["--force"]].concat()));
        }
        assert_same_results(&folder.join("clean"), &folder.join(&out));
    }
}

#[test]
fn checkpoints_however_far_apart_leave_the_same_bytes_and_nothing_behind() {
    let folder = folder();
    let folder = folder.path();
    printed(folder, &small("never", &["--weeks", "52"]));
    for weeks in ["4", "12", "52"] {
        printed(folder, &small(weeks, &["--weeks", "52", "--checkpoint-every", weeks]));
        assert_same_results(&folder.join("never"), &folder.join(weeks));
    }
}

#[test]
fn the_resume_of_a_run_that_has_ended_says_so_and_changes_nothing() {
    let folder = folder();
    let folder = folder.path();
    let digest = printed(folder, &small("run", &["--weeks", "8", "--digest"]));
    printed(folder, &small("same", &["--weeks", "8"]));
    let output = run(folder, &["run", "--resume", "run", "--digest"]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), digest);
    assert!(String::from_utf8(output.stderr).unwrap().contains("is already complete"));
    assert_same_results(&folder.join("run"), &folder.join("same"));
}

#[test]
fn where_no_run_was_begun_there_is_nothing_to_resume_and_no_trace_is_left() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("letters")).unwrap();
    let (code, told) = refused(folder.path(), &["run", "--resume", "letters"]);
    assert!(code == 65 && told.contains("no run here"), "{told}");
    assert_eq!(std::fs::read_dir(folder.path().join("letters")).unwrap().count(), 0);
    assert_eq!(refused(folder.path(), &["run", "--resume", "absent"]).0, 74);
    assert_eq!(refused(folder.path(), &["run", "pilot", "--resume", "letters"]).0, 2);
    assert_eq!(refused(folder.path(), &["run", "--resume", "letters", "--seed", "3"]).0, 2);
}
