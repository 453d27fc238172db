//! A sweep or a comparison that is killed goes on with what it had finished, to the same bytes.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::killed::{kill_after, loops, nothing_looks_whole_and_is_not};
use crate::support::{Draws, assert_same_results, folder, huzhu, printed, refused, run};

const VILLAGE: &str = "weeks = 104\nwarmup_weeks = 8\nparameters.structure.community_size = 100\n";
const PLACES: &str = "districts = 1\nurban_communities = 0\nrural_communities = 1\n";

/// Writes a design of 60 cells and a study of 20 runs, with a package and its stages, of a village of a hundred elders.
fn write(folder: &Path) {
    let design = format!(
        "[design]\nkind = \"latin\"\nruns = 30\nreplicates = 2\n\
         [design.scenario]\nextends = \"rural-baseline\"\n{VILLAGE}[design.scenario.population]\n{PLACES}\
         [design.factors.\"parameters.behave.give\"]\ndistribution = \"uniform\"\nlow = -5\nhigh = -2\n\
         [design.factors.\"policy.funding.mode\"]\nvalues = [\"stable\", \"none\"]\n"
    );
    std::fs::write(folder.join("design.toml"), design).unwrap();
    let study = format!(
        "{VILLAGE}[population]\n{PLACES}[study]\nbaseline = \"rural-baseline\"\nreplicates = 10\nattribute = \"both\"\nstages = \"both\"\n\
         [study.policies.both.policy]\nrecognition = {{}}\noutreach = {{}}\n"
    );
    std::fs::write(folder.join("study.toml"), study).unwrap();
}

/// Kills a command and its resumes at random moments until one comes to its end; the results must be those of `clean`.
fn killed_again_and_again(folder: &Path, out: &str, begin: &[&str], resume: &[&str], whole: u64, draws: &mut Draws) {
    let moment = |draws: &mut Draws| Duration::from_millis((whole * (5 + draws.below(90)) / 100).max(1));
    kill_after(folder, begin, moment(draws));
    nothing_looks_whole_and_is_not(folder, out);
    kill_after(folder, resume, moment(draws));
    nothing_looks_whole_and_is_not(folder, out);
    let resumed = run(folder, resume);
    if !resumed.status.success() {
        // It was killed before it had said what it would run.
        let told = String::from_utf8_lossy(&resumed.stderr).into_owned();
        assert!(told.contains("no study here") || told.contains("No such file"), "{told}");
        printed(folder, &[begin, &["--force"]].concat());
    }
    assert_same_results(&folder.join("clean"), &folder.join(out));
    assert!(printed(folder, &["verify", out]).contains("all files are unchanged since they were written"));
    no_file_is_left_half_written(&folder.join(out));
}

fn no_file_is_left_half_written(directory: &Path) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        assert!(path.extension().is_none_or(|it| it != "partial"), "{}", path.display());
        if path.is_dir() {
            no_file_is_left_half_written(&path);
        }
    }
}

#[test]
fn a_sweep_killed_at_any_moment_and_killed_again_in_its_resume_ends_with_the_same_bytes() {
    let folder = folder();
    let folder = folder.path();
    write(folder);
    let start = Instant::now();
    printed(folder, &["sweep", "design.toml", "--out", "clean"]);
    let whole = start.elapsed().as_millis() as u64;
    let mut draws = Draws(30);
    for number in 0..loops() {
        let out = format!("killed-{number}");
        let arguments = ["sweep", "design.toml", "--out", &out, "--resume", "--seal-every", "0.01", "--threads", "2"];
        killed_again_and_again(folder, &out, &arguments, &arguments, whole, &mut draws);
    }
}

#[test]
fn a_comparison_killed_at_any_moment_and_killed_again_in_its_resume_ends_with_the_same_bytes() {
    let folder = folder();
    let folder = folder.path();
    write(folder);
    let start = Instant::now();
    printed(folder, &["compare", "study.toml", "--out", "clean"]);
    let whole = start.elapsed().as_millis() as u64;
    let mut draws = Draws(40);
    for number in 0..loops() {
        let out = format!("killed-{number}");
        let begin = ["compare", "study.toml", "--out", &out, "--seal-every", "0.01", "--threads", "2"];
        let resume = ["compare", "--resume", &out, "--seal-every", "0.01", "--threads", "1"];
        killed_again_and_again(folder, &out, &begin, &resume, whole, &mut draws);
    }
}

#[test]
fn what_a_sweep_had_finished_when_it_was_killed_is_not_run_again() {
    let folder = folder();
    let folder = folder.path();
    write(folder);
    let arguments = ["sweep", "design.toml", "--out", "killed", "--resume", "--seal-every", "0", "--threads", "1"];
    let mut child = huzhu(folder, &arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let batches = folder.join("killed/batches");
    // Until five batches of one cell or more each are sealed, or all is over.
    let deadline = Instant::now() + Duration::from_secs(60);
    while std::fs::read_dir(&batches).map_or(0, Iterator::count) < 5 && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(1));
    }
    let _ = child.kill();
    child.wait().unwrap();
    let told = printed(folder, &arguments);
    let before: u64 = told.split(", ").find_map(|it| it.split(" before").next()?.parse().ok()).unwrap();
    assert!(before >= 4, "{told}");
    assert!(printed(folder, &arguments).contains(": 0 run now"));
}

/// Begins a sweep on one thread, sends it a signal when it has sealed some cells, and tells how it ended.
fn interrupted(folder: &Path, out: &str, more: &[&str], signal: &str) -> (Option<i32>, String, String) {
    let arguments = [&["sweep", "design.toml", "--out", out, "--seal-every", "0", "--threads", "1"], more].concat();
    let child = huzhu(folder, &arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    while std::fs::read_dir(folder.join(out).join("batches")).map_or(0, Iterator::count) < 4
        && Instant::now() < deadline
    {
        std::thread::sleep(Duration::from_millis(1));
    }
    let sent = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
    let output = child.wait_with_output().unwrap();
    let [printed, told] = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap());
    (output.status.code(), printed, told)
}

/// Rows of a table of cells, without its heading.
fn cells(folder: &Path, out: &str) -> Vec<String> {
    std::fs::read_to_string(folder.join(out).join("cells.csv")).unwrap().lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn an_interrupted_sweep_leaves_its_finished_cells_as_a_table_and_goes_on_to_the_same_bytes() {
    let folder = folder();
    let folder = folder.path();
    write(folder);
    printed(folder, &["sweep", "design.toml", "--out", "clean"]);
    let whole = cells(folder, "clean");
    for (signal, ends) in [("-INT", 130), ("-TERM", 143)] {
        let out = &signal[1..];
        let (code, shown, told) = interrupted(folder, out, &[], signal);
        assert_eq!(code, Some(ends), "{told}");
        let finished = cells(folder, out);
        assert!(!finished.is_empty() && finished.len() < 60 && finished.iter().all(|row| whole.contains(row)));
        let count = finished.len();
        assert!(told.contains(&format!(
            "interrupted after {count} of 60 cells; `huzhu sweep design.toml --resume --out {out}`"
        )));
        assert!(shown.contains(&format!("cells.csv with the finished cells, {count} of 60")), "{shown}");
        assert!(printed(folder, &["verify", out]).contains("because the work was interrupted"));
        let report = printed(folder, &["report", out, "--format", "json"]);
        assert!(report.contains(&format!("The sweep was interrupted: {count} of 60 cells are finished")), "{report}");
        assert!(report.contains(&format!("扫描曾被中断：60 个单元中完成了 {count} 个")), "{report}");
        printed(folder, &["sweep", "design.toml", "--resume", "--out", out]);
        assert_same_results(&folder.join("clean"), &folder.join(out));
    }
}

#[test]
fn an_interrupted_share_has_the_table_of_its_cells_until_all_shares_are_merged() {
    let folder = folder();
    let folder = folder.path();
    write(folder);
    printed(folder, &["sweep", "design.toml", "--out", "clean"]);
    let (_, shown, told) = interrupted(folder, "one", &["--shard", "1/2"], "-INT");
    let count = cells(folder, "one").len();
    assert!(count < 30 && shown.contains(&format!("interrupted after {count} of 60 cells")), "{shown}");
    assert!(shown.contains("(shard 1/2: 30 cells)"), "{shown}");
    assert!(told.contains("`huzhu sweep design.toml --shard 1/2 --resume --out one` continues"), "{told}");
    printed(folder, &["sweep", "design.toml", "--shard", "2/2", "--out", "two"]);
    let (code, told) = refused(folder, &["merge", "one", "two", "--out", "joined"]);
    assert!(code == 73 && told.contains(&format!("{} of 60 cells are not finished", 30 - count)), "{told}");
    printed(folder, &["sweep", "design.toml", "--shard", "1/2", "--resume", "--out", "one"]);
    assert!(!folder.join("one/cells.csv").exists());
    printed(folder, &["merge", "one", "two", "--out", "joined"]);
    for name in ["cells.csv", "cells.parquet", "manifest.json", "plan.json"] {
        let read = |out: &str| std::fs::read(folder.join(out).join(name)).unwrap();
        assert!(read("clean") == read("joined"), "{name} differs");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_comparison_can_be_read_says_how_to_go_on_and_does() {
    let folder = folder();
    let folder = folder.path();
    write(folder);
    printed(folder, &["compare", "study.toml", "--out", "clean"]);
    let arguments = ["compare", "study.toml", "--out", "cut", "--threads", "1", "--report"];
    let mut child = huzhu(folder, &arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = folder.join("cut/batches/begun.json");
    while !begun.exists() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    if killed.is_ok_and(|it| it.success()) && !output.status.success() {
        assert_eq!(output.status.code(), Some(130), "{told}");
        assert!(told.contains("`huzhu compare --resume cut` continues"), "{told}");
        let told = printed(folder, &["verify", "cut"]);
        assert!(told.contains("because the work was interrupted") && told.contains("report   report.html"), "{told}");
    } else {
        std::fs::remove_file(folder.join("cut/report.html")).unwrap();
    }
    if folder.join("cut/batches").exists() {
        let (code, told) = refused(folder, &["discover", "--resume", "cut"]);
        assert!(code == 65 && told.contains("continue it with `huzhu compare --resume cut`"), "{told}");
    }
    // The report of the part goes when the tables become those of the whole.
    printed(folder, &["compare", "--resume", "cut"]);
    assert_same_results(&folder.join("clean"), &folder.join("cut"));
    assert!(printed(folder, &["compare", "--resume", "cut"]).contains("is already complete; nothing to do"));
    let (code, told) = refused(folder, &["compare", "--resume", "cut", "--seed", "3"]);
    assert!(code == 2 && told.contains("--resume"), "{told}");
}

#[test]
fn every_file_of_a_sweep_and_of_a_comparison_is_vouched_for() {
    let folder = folder();
    let folder = folder.path();
    write(folder);
    printed(folder, &["sweep", "design.toml", "--out", "sweep"]);
    printed(folder, &["compare", "study.toml", "--out", "study"]);
    for (out, table) in [("sweep", "cells.csv"), ("study", "contrasts.csv")] {
        let sound = printed(folder, &["verify", out]);
        assert!(sound.contains(&format!("sound    {table}")) && !sound.contains("foreign"), "{sound}");
        let path = folder.join(out).join(table);
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let (code, told) = refused(folder, &["verify", out]);
        assert!(code == 1 && told.contains("1 of its files"), "{told}");
    }
    // Nothing is made of damaged input.
    for arguments in [["compare", "--resume", "study"].as_slice(), &["report", "study"], &["report", "sweep"]] {
        let (code, told) = refused(folder, arguments);
        assert!(code == 65 && told.contains("BLAKE3"), "{arguments:?}: {told}");
    }
    // A damaged table is not taken for a finished sweep: it is merged again from its batches.
    printed(folder, &["sweep", "design.toml", "--out", "sweep", "--resume"]);
    assert!(printed(folder, &["verify", "sweep"]).contains("all files are unchanged since they were written"));
}
