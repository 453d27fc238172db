//! The commands as a user meets them: what they print, where, and how they end.

use std::process::{Output, Stdio};
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;

/// A command in a folder of its own, in English, without the caller's locale.
fn huzhu(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("huzhu").unwrap();
    command.current_dir(folder).args(arguments).timeout(Duration::from_secs(60));
    command.env_clear().env("LANG", "C.UTF-8");
    command
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    huzhu(folder, arguments).output().unwrap()
}

fn code(folder: &TempDir, arguments: &[&str]) -> i32 {
    run(folder, arguments).status.code().unwrap()
}

fn printed(folder: &TempDir, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn check_says_what_would_run_in_either_language() {
    let folder = folder();
    let english = printed(&folder, &["check"]);
    assert!(english.starts_with("ok: Pilot area") && english.contains("260 after 104"), "{english}");
    let chinese = printed(&folder, &["check", "pilot", "--lang", "zh"]);
    assert!(chinese.starts_with("通过: 试点地区") && chinese.contains("城市社区 10 个,村 50 个"), "{chinese}");
}

#[test]
fn the_locale_chooses_the_language_unless_told_otherwise() {
    let folder = folder();
    let start = |variables: &[(&str, &str)], arguments: &[&str]| {
        let output = huzhu(&folder, arguments).envs(variables.iter().copied()).output().unwrap();
        String::from_utf8(output.stdout).unwrap().chars().take(2).collect::<String>()
    };
    assert_eq!(start(&[("LANG", "zh_CN.UTF-8")], &["check"]), "通过");
    assert_eq!(start(&[("LC_ALL", "zh_CN.UTF-8")], &["check"]), "通过");
    assert_eq!(start(&[("LANG", "zh_CN.UTF-8"), ("LC_MESSAGES", "en_GB.UTF-8")], &["check"]), "ok");
    assert_eq!(start(&[("LANG", "zh_CN.UTF-8")], &["check", "--lang", "en"]), "ok");
}

#[test]
fn the_resolved_text_is_a_scenario_file_and_resolves_to_itself() {
    let folder = folder();
    let arguments = ["check", "china", "--set", "policy.recognition.level=0.5", "--resolved"];
    let resolved = printed(&folder, &arguments);
    std::fs::write(folder.path().join("again.toml"), &resolved).unwrap();
    assert_eq!(printed(&folder, &["check", "again.toml", "--resolved"]), resolved);
}

#[test]
fn a_bad_scenario_ends_with_65_and_all_faults_on_standard_error() {
    let folder = folder();
    std::fs::write(folder.path().join("bad.toml"), "weks = 3\nweeks = 50\n").unwrap();
    let output = run(&folder, &["check", "bad.toml", "--set", "seed=-1"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(65), 0));
    for place in ["bad.toml:1:1", "bad.toml:2:9", "--set #1:1:6", "bad.toml: 3 faults"] {
        assert!(told.contains(place), "{place}: {told}");
    }
}

#[test]
fn messages_are_coloured_only_when_asked_off_a_terminal() {
    let folder = folder();
    let told = |arguments: &[&str]| String::from_utf8(run(&folder, arguments).stderr).unwrap();
    assert!(!told(&["check", "--set", "seed=-1"]).contains('\u{1b}'));
    assert!(!told(&["check", "--set", "seed=-1", "--color", "never"]).contains('\u{1b}'));
    assert!(told(&["check", "--set", "seed=-1", "--color", "always"]).contains('\u{1b}'));
}

#[test]
fn each_kind_of_failure_has_its_exit_code() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("folder.toml")).unwrap();
    assert_eq!(code(&folder, &[]), 2);
    assert_eq!(code(&folder, &["chekc"]), 2);
    assert_eq!(code(&folder, &["check", "no-such-name"]), 2);
    assert_eq!(code(&folder, &["check", "--lang", "fr"]), 2);
    assert_eq!(code(&folder, &["scenarios", "no-such-name"]), 2);
    assert_eq!(code(&folder, &["check", "folder.toml"]), 65);
    assert_eq!(code(&folder, &["check", "missing.toml"]), 74);
    assert_eq!(code(&folder, &["params", "no such thing"]), 1);
    assert_eq!(code(&folder, &["--version"]), 0);
    assert_eq!(code(&folder, &["check", "--help"]), 0);
}

#[test]
fn a_new_scenario_is_written_once_and_is_sound() {
    let folder = folder();
    assert!(printed(&folder, &["new", "mine"]).contains("huzhu check mine.toml"));
    assert!(printed(&folder, &["check", "mine.toml"]).starts_with("ok: My scenario"));
    std::fs::write(folder.path().join("mine.toml"), "weeks = 52\n").unwrap();
    assert_eq!(code(&folder, &["new", "mine.toml"]), 73);
    assert_eq!(std::fs::read_to_string(folder.path().join("mine.toml")).unwrap(), "weeks = 52\n");
    assert_eq!(code(&folder, &["new", "no/such/folder/mine"]), 73);
}

#[test]
fn scenarios_lists_names_and_prints_a_text_that_runs() {
    let folder = folder();
    let list = printed(&folder, &["scenarios"]);
    for name in ["pilot", "urban-baseline", "rural-baseline", "china"] {
        assert!(list.lines().any(|line| line.starts_with(name)), "{list}");
        let text = printed(&folder, &["scenarios", name]);
        std::fs::write(folder.path().join("copy.toml"), text).unwrap();
        assert_eq!(code(&folder, &["check", "copy.toml"]), 0);
    }
    assert!(printed(&folder, &["scenarios", "--lang", "zh"]).contains("试点地区"));
}

#[test]
fn params_lists_what_matches_as_lines_a_page_or_an_object() {
    let folder = folder();
    let lines = printed(&folder, &["params", "bD"]);
    assert!(lines.starts_with("behave.drive = 2   [0 to 20] logit"), "{lines}");
    assert!(printed(&folder, &["params", "recognition", "--lang", "zh"]).contains("[policy.recognition] 荣誉表彰"));
    assert!(printed(&folder, &["params", "--format", "markdown"]).contains("| `need.outmigration` | 1 | 1 |"));
    let object: serde_json::Value =
        serde_json::from_str(&printed(&folder, &["params", "need.", "--format", "json"])).unwrap();
    assert!(object["parameters"].as_array().unwrap().iter().all(|it| it["key"].as_str().unwrap().contains("need.")));
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_error_and_a_full_disk_is_one() {
    let folder = folder();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("huzhu"))
        .args(["params", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
    if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
        let status = std::process::Command::new(assert_cmd::cargo::cargo_bin("huzhu"))
            .arg("schema")
            .current_dir(&folder)
            .stdout(full)
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(74));
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_as_a_scenario_is_refused_at_once() {
    let folder = folder();
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.toml")).status().unwrap();
    assert!(made.success());
    assert_eq!(code(&folder, &["check", "pipe.toml"]), 65);
}

#[test]
fn validate_judges_the_patterns_it_is_given_in_either_language() {
    let folder = folder();
    let english = printed(&folder, &["validate", "23", "38", "--seeds", "2"]);
    assert!(english.contains("66 ± 20%") && english.contains("not expressible"), "{english}");
    assert!(english.contains("2 patterns on 2 seeds: 1 hold"), "{english}");
    let chinese = printed(&folder, &["validate", "23", "--seeds", "2", "--lang", "zh", "--format", "markdown"]);
    assert!(chinese.contains("| 23a T | 习惯: ") && chinese.contains("成立"), "{chinese}");
    let json = printed(&folder, &["validate", "38", "--seeds", "2", "--format", "json"]);
    assert!(json.contains("\"verdict\": \"not_expressible\""), "{json}");
}

#[test]
fn validate_names_the_patterns_there_are_when_a_number_is_unknown() {
    let folder = folder();
    let output = run(&folder, &["validate", "4"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("4: there is no pattern of this number") && text.contains("1 2 3 5 9"), "{text}");
}
