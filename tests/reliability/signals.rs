//! Ctrl-C and its like: a word at once, a checkpoint, and the way to go on.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{assert_same_results, folder, huzhu, printed, run, small};

const WEEKS: [&str; 4] = ["--weeks", "1040", "--progress", "never"];

/// A run that has begun to write.
fn begun(folder: &Path, out: &str) -> Child {
    let child = huzhu(folder, &small(out, &WEEKS)).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    while !folder.join(out).join("checkpoint").join("begun.json").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    // Signals are heard before anything is written; a moment later the first weeks have passed.
    std::thread::sleep(Duration::from_millis(300));
    child
}

fn send(signal: &str, child: &Child) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn a_signal_ends_the_run_within_two_seconds_with_its_code_and_a_checkpoint_to_go_on_from() {
    let folder = folder();
    let folder = folder.path();
    printed(folder, &small("clean", &WEEKS));
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let out = &signal[1..];
        let child = begun(folder, out);
        let sent = Instant::now();
        send(signal, &child);
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        // A shared machine may be slow; what is promised is two seconds on one that is not.
        assert!(sent.elapsed() < Duration::from_secs(10), "{:?}", sent.elapsed());
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert!(told.contains("stopping after this month") && told.contains("huzhu run --resume"), "{told}");
        // What there is can be read, and says that it is not all.
        assert!(printed(folder, &["verify", out]).contains("interrupted"));
        printed(folder, &["run", "--resume", out]);
        assert_same_results(&folder.join("clean"), &folder.join(out));
    }
}

#[test]
fn a_second_signal_ends_the_run_at_once() {
    let folder = folder();
    let child = begun(folder.path(), "twice");
    send("-INT", &child);
    send("-INT", &child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let resumed = run(folder.path(), &["run", "--resume", "twice", "--digest"]);
    assert!(resumed.status.success(), "{resumed:?}");
}
