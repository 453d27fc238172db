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
    assert!(chinese.starts_with("通过：试点地区") && chinese.contains("城市社区 10 个，村 50 个"), "{chinese}");
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
    for place in ["bad.toml:1:1", "bad.toml:2:9", "--set #1:1:6", "bad.toml: 3 errors"] {
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
fn a_name_that_is_no_file_name_is_refused_and_a_name_with_blanks_is_told_as_a_shell_takes_it() {
    let folder = folder();
    for name in ["", " ", ".", "..", ".toml", "a/", "nul", "a\nb"] {
        let output = run(&folder, &["new", name]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && told.contains("文件名"), "{name:?}: {told}");
    }
    assert!(files_in(folder.path()).is_empty());
    assert!(printed(&folder, &["new", "我的 城镇"]).contains("huzhu check '我的 城镇.toml'"));
    assert_eq!(code(&folder, &["check", "我的 城镇.toml"]), 0);
}

#[test]
fn what_has_no_effect_is_told_by_check_run_compare_and_their_pages() {
    let folder = folder_with_small();
    let late = ["--set", "policy.recognition.start_week=400"];
    let english = "warning: `policy.recognition` starts in week 400, but the run ends after 24 weeks; it has no effect";
    let with = |arguments: &[&'static str]| [arguments, &late].concat();
    assert!(printed(&folder, &with(&["check", "./small.toml"])).contains(english));
    assert!(printed(&folder, &with(&["check", "./small.toml", "--lang", "zh"])).contains("从第 400 周开始"));
    let text = |output: &[u8]| String::from_utf8(output.to_vec()).unwrap();
    let output = run(&folder, &with(&["run", "./small.toml", "--out", "r", "--report"]));
    let page = |directory: &str| std::fs::read_to_string(folder.path().join(directory).join("report.html")).unwrap();
    let note = "Note: `policy.recognition` starts in week 400, but the run ends after 24 weeks; it has no effect.";
    assert!(text(&output.stderr).contains(english) && text(&output.stdout).contains(note), "{output:?}");
    assert!(page("r").contains(note) && page("r").contains("注意：`policy.recognition` 从第 400 周开始"));
    let study = "[study]\nbaseline = \"./small.toml\"\nreplicates = 1\n[study.policies.late.policy.recognition]\nstart_week = 400\n";
    std::fs::write(folder.path().join("study.toml"), study).unwrap();
    let output = run(&folder, &["compare", "study.toml", "--out", "c", "--report", "--format", "json"]);
    let told = text(&output.stderr).replace("\n  ", " ");
    assert!(told.contains("warning: policy `late`: `policy.recognition` starts in week 400"), "{told}");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let answer = json["answer"].as_array().unwrap();
    assert!(answer.iter().any(|it| it["zh"].as_str().unwrap().starts_with("注意：政策 `late`")), "{answer:?}");
    assert!(page("c").contains("Note: policy `late`: `policy.recognition` starts in week 400"));
}

#[test]
fn check_says_what_each_command_of_a_study_with_drawn_contexts_runs() {
    let folder = folder();
    let told = printed(&folder, &["check", "emptying-villages"]);
    assert!(told.contains("replicates: 10 in `compare`, seed 1"), "{told}");
    assert!(told.contains("contexts drawn by `discover`: 64, with 2 replicates in each"), "{told}");
    assert!(told.contains("policy.happiness_courtyard.meals: uniform 0..1"), "{told}");
}

#[test]
fn every_reference_says_that_districts_count_from_0() {
    let folder = folder();
    for (arguments, words) in [
        (&["params", "policy"][..], "districts: districts where it acts, counted from 0"),
        (&["params", "districts", "--lang", "zh"], "作用的区县，从 0 数起"),
        (&["params", "--format", "markdown"], "| `districts` | districts where it acts, counted from 0"),
        (&["params", "districts", "--format", "json"], "counted from 0"),
        (&["schema"], "districts where it acts, counted from 0"),
    ] {
        assert!(printed(&folder, arguments).contains(words), "{arguments:?}");
    }
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

/// A scenario of about 300 elders that runs within a second.
const SMALL: &str = "weeks = 24\nwarmup_weeks = 8\n[population]\nurban_communities = 1\nrural_communities = 2\n\
                     [parameters.structure]\ncommunity_size = 100\n[policy.time_bank]\n[policy.outreach]\n";

/// A folder that holds it as `small.toml`.
fn folder_with_small() -> TempDir {
    let folder = folder();
    std::fs::write(folder.path().join("small.toml"), SMALL).unwrap();
    folder
}

fn files_in(folder: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

const LEFT: [&str; 9] = [
    ".lock",
    "communities.parquet",
    "distributions.parquet",
    "elders.parquet",
    "manifest.json",
    "run.json",
    "scenario.resolved.toml",
    "spells.parquet",
    "weekly.parquet",
];

fn manifest(run: &std::path::Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(run.join("manifest.json")).unwrap()).unwrap()
}

#[test]
fn a_run_leaves_all_its_files_and_prints_a_summary() {
    let folder = folder_with_small();
    let output = run(&folder, &["run", "small.toml", "--out", "here"]);
    assert!(output.status.success(), "{output:?}");
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("24 weeks") && told.contains("participants %") && told.contains("files in here"), "{told}");
    assert!(!told.contains('\u{1b}'), "no control bytes off a terminal");
    let here = folder.path().join("here");
    assert_eq!(files_in(&here), LEFT);
    let manifest = manifest(&here);
    assert_eq!((&manifest["complete"], &manifest["weeks_completed"]), (&true.into(), &24.into()));
    // What was run is a scenario that runs to the same.
    let again = run(&folder, &["run", "here/scenario.resolved.toml", "--digest", "--out", "again"]);
    assert_eq!(String::from_utf8(again.stdout).unwrap().trim(), manifest["digest"]);
}

#[test]
fn without_a_directory_runs_are_numbered_in_the_order_they_come() {
    let folder = folder_with_small();
    for _ in 0..2 {
        assert_eq!(code(&folder, &["run", "small.toml", "--digest"]), 0);
    }
    assert_eq!(files_in(&folder.path().join("runs")), ["small-001", "small-002"]);
}

#[test]
fn a_run_prints_for_programs_what_its_report_says() {
    let folder = folder_with_small();
    let output = run(&folder, &["run", "small.toml", "--format", "json", "--out", "here"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let report = run(&folder, &["report", "here", "--format", "json"]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), String::from_utf8(report.stdout).unwrap());
    // 32 weeks of some 300 elders and those in care homes, as the file of times says too.
    let times: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("here/run.json")).unwrap()).unwrap();
    let weeks = times["elder_weeks"].as_f64().unwrap() / figure(&json, "elders", "end").as_f64().unwrap();
    assert!((31.0..34.0).contains(&weeks), "{weeks}");
}

/// A number of a figure over all places in the JSON of a run.
fn figure(json: &serde_json::Value, key: &str, column: &str) -> serde_json::Value {
    let columns = json["tables"]["figures"]["columns"].as_array().unwrap();
    let values = |name: &str| columns.iter().find(|it| it["name"] == name).unwrap()["values"].as_array().unwrap();
    let row = (0..values("figure").len()).find(|row| values("figure")[*row] == key && values("scope")[*row] == "all");
    values(column)[row.unwrap()].clone()
}

#[test]
fn one_thread_and_two_narrow_and_wide_instructions_print_the_same_hash_and_another_seed_another() {
    let folder = folder_with_small();
    let mut number = 0;
    let mut hash = |arguments: &[&str]| {
        number += 1;
        let out = format!("run{number}");
        let output = run(&folder, &[&["run", "small.toml", "--digest", "--out", &out], arguments].concat());
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let one = hash(&["--threads", "1"]);
    assert_eq!(one.trim().len(), 64);
    assert_eq!(hash(&["--threads", "2"]), one);
    assert_eq!(hash(&["--simd", "baseline"]), one);
    assert_ne!(hash(&["--seed", "2"]), one);
    assert_ne!(hash(&["--set", "policy.outreach.level=0.5"]), one);
}

#[test]
fn the_clock_the_locale_and_the_folder_do_not_reach_the_result_files() {
    let (here, there) = (folder_with_small(), folder_with_small());
    assert_eq!(code(&here, &["run", "small.toml", "--out", "run", "--lang", "en"]), 0);
    let output = huzhu(&there, &["run", "small.toml", "--out", "run", "--threads", "1"])
        .envs([("LANG", "zh_CN.UTF-8"), ("TZ", "Asia/Shanghai"), ("HOSTNAME", "elsewhere")])
        .output()
        .unwrap();
    assert!(output.status.success());
    for name in LEFT.iter().filter(|name| ![".lock", "run.json"].contains(name)) {
        let read = |folder: &TempDir| std::fs::read(folder.path().join("run").join(name)).unwrap();
        assert!(read(&here) == read(&there), "{name}");
    }
}

#[test]
fn a_directory_that_is_there_is_refused_with_73_and_force_replaces_the_run_in_it_and_nothing_else() {
    let folder = folder_with_small();
    assert_eq!(code(&folder, &["run", "small.toml", "--digest", "--out", "here"]), 0);
    let here = folder.path().join("here");
    let before = std::fs::read(here.join("weekly.parquet")).unwrap();
    let refused = run(&folder, &["run", "small.toml", "--seed", "2", "--out", "here"]);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(73), 0));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("--force"));
    assert_eq!(std::fs::read(here.join("weekly.parquet")).unwrap(), before);

    std::fs::write(here.join("mine.txt"), "keep").unwrap();
    assert_eq!(code(&folder, &["run", "small.toml", "--seed", "2", "--digest", "--out", "here", "--force"]), 0);
    assert_eq!(std::fs::read_to_string(here.join("mine.txt")).unwrap(), "keep");
    assert_ne!(std::fs::read(here.join("weekly.parquet")).unwrap(), before);
    assert_eq!(manifest(&here)["seed"], 2);
}

/// Names in a run directory beside those that every run leaves.
fn added(run: &std::path::Path) -> Vec<String> {
    files_in(run).into_iter().filter(|it| !LEFT.contains(&it.as_str())).collect()
}

/// What a command that succeeds prints; it may say more on standard error.
fn made(folder: &TempDir, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn told(output: Output) -> (i32, String) {
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_report_goes_with_the_tables_it_was_made_from_and_a_file_of_the_user_stays() {
    let folder = folder_with_small();
    let here = folder.path().join("here");
    let forced = ["run", "small.toml", "--digest", "--out", "here", "--force"];
    made(&folder, &["run", "small.toml", "--digest", "--out", "here", "--report"]);
    for format in [&["xlsx"][..], &["csv"], &["json", "--out", "here/mine.json"], &["html", "--out", "here/mine.html"]]
    {
        made(&folder, &[&["report", "here", "--format"], format].concat());
    }
    std::fs::write(here.join("letter.html"), "<!doctype html>\n<p>mine</p>").unwrap();
    std::fs::write(here.join("report-csv/notes.txt"), "mine").unwrap();
    let sound = made(&folder, &["verify", "here"]);
    for name in ["report.html", "report.xlsx", "report-csv", "mine.json", "mine.html"] {
        assert!(sound.contains(&format!("report   {name} (made from these results)")), "{sound}");
    }
    assert!(
        sound.contains("foreign  letter.html")
            && sound.contains(
                "all files are unchanged since they were \
                            written"
            ),
        "{sound}"
    );

    made(&folder, &forced);
    assert_eq!(added(&here), ["letter.html", "report-csv"]);
    assert_eq!(files_in(&here.join("report-csv")), ["notes.txt"]);
    // A report of its own is replaced, a page of somebody else is not, and that is said before anything is run.
    made(&folder, &["report", "here"]);
    made(&folder, &[&forced[..], &["--report"]].concat());
    std::fs::write(here.join("report.html"), "mine").unwrap();
    let before = std::fs::read(here.join("manifest.json")).unwrap();
    let (code, said) = told(run(&folder, &[&forced[..], &["--report", "--seed", "5"]].concat()));
    assert!(code == 73 && said.contains("report.html") && said.contains("不予覆盖"), "{said}");
    assert_eq!(std::fs::read(here.join("manifest.json")).unwrap(), before);
    made(&folder, &forced);
    assert_eq!(std::fs::read_to_string(here.join("report.html")).unwrap(), "mine");
}

#[test]
fn tables_that_were_copied_under_a_report_are_found_by_verify_and_a_new_report_settles_it() {
    let folder = folder_with_small();
    for (out, seed) in [("here", "1"), ("there", "2")] {
        made(&folder, &["run", "small.toml", "--digest", "--out", out, "--seed", seed]);
    }
    for format in ["html", "xlsx", "csv"] {
        made(&folder, &["report", "here", "--format", format]);
    }
    made(&folder, &["report", "here", "--format", "json", "--out", "here/all.json"]);
    for name in LEFT.iter().filter(|it| **it != ".lock") {
        std::fs::copy(folder.path().join("there").join(name), folder.path().join("here").join(name)).unwrap();
    }
    let output = run(&folder, &["verify", "here"]);
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(told(output).1.contains("4 reports do not belong to the results"));
    for (name, command) in [
        ("report.html", "huzhu report here"),
        ("report.xlsx", "huzhu report here --format xlsx"),
        ("report-csv", "huzhu report here --format csv"),
        ("all.json", "huzhu report here --format json --out here/all.json"),
    ] {
        let line = format!("STALE    {name} was made from other tables: run `{command}`");
        assert!(lines.contains(&line), "{line}\n{lines}");
        made(&folder, &command.split(' ').skip(1).collect::<Vec<_>>());
    }
    assert!(made(&folder, &["verify", "here"]).contains("all files are unchanged since they were written"));
    // The same numbers under another scenario text are other results too.
    made(&folder, &["run", "small.toml", "--digest", "--out", "named", "--seed", "2", "--set", "title=other"]);
    std::fs::copy(folder.path().join("here/report.html"), folder.path().join("named/report.html")).unwrap();
    let output = run(&folder, &["verify", "named", "--lang", "zh"]);
    assert!(String::from_utf8(output.stdout).unwrap().contains("不符  report.html 由另一组数据表生成"));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn force_replaces_results_of_its_own_kind_only_and_says_what_a_directory_holds() {
    let folder = folder_with_small();
    let design = "[design]\nscenario = './small.toml'\nkind = 'grid'\nmeasures = ['trust']\n\
                  [design.factors.'parameters.behave.give']\nvalues = [-4, -3, -2]\n";
    std::fs::write(folder.path().join("design.toml"), design).unwrap();
    let study = format!("{SMALL}[study]\nreplicates = 2\n[study.policies.honour.policy.recognition]\n");
    std::fs::write(folder.path().join("study.toml"), study).unwrap();
    made(&folder, &["run", "small.toml", "--digest", "--out", "a-run"]);
    made(&folder, &["compare", "study.toml", "--out", "a-comparison"]);
    made(&folder, &["sweep", "./design.toml", "--out", "a-sweep"]);
    let before: Vec<_> = ["a-run", "a-comparison", "a-sweep"].map(|it| files_in(&folder.path().join(it))).into();
    for (command, file, holds) in [
        ("run", "small.toml", ["a-comparison", "a comparison of `study` with 2 replicates", "只覆盖运行"]),
        ("run", "small.toml", ["a-sweep", "a sweep of `design` with 3 cells", "参数扫描 `design`（共 3 个单元）"]),
        ("compare", "study.toml", ["a-run", "a run of `small` with 1 replicate;", "只覆盖政策比较"]),
        ("compare", "study.toml", ["a-sweep", "--force replaces only a comparison", "3 个单元"]),
    ] {
        let (code, said) = told(run(&folder, &[command, file, "--out", holds[0], "--force"]));
        assert!(code == 73 && holds[1..].iter().all(|it| said.contains(it)), "{said}");
        let (code, said) = told(run(&folder, &[command, file, "--out", holds[0]]));
        assert!(code == 73 && !said.contains("--force"), "{said}");
    }
    let after: Vec<_> = ["a-run", "a-comparison", "a-sweep"].map(|it| files_in(&folder.path().join(it))).into();
    assert_eq!(before, after);
    made(&folder, &["compare", "study.toml", "--out", "a-comparison", "--force"]);
    assert!(made(&folder, &["verify", "a-comparison"]).contains("all files are unchanged since they were written"));
}

#[test]
fn force_never_works_in_a_place_that_holds_no_results() {
    let folder = folder_with_small();
    let mine = folder.path().join("mine");
    std::fs::create_dir(&mine).unwrap();
    // A lock alone is no sign that a table beside it is ours.
    for name in [".lock", "costs.csv", "letter.txt"] {
        std::fs::write(mine.join(name), "mine").unwrap();
    }
    std::fs::write(
        folder.path().join("study.toml"),
        format!("{SMALL}[study]\n[study.policies.a.policy.recognition]\n"),
    )
    .unwrap();
    for arguments in [["run", "small.toml", "--out", "mine"], ["compare", "study.toml", "--out", "mine"]] {
        let (code, said) = told(run(&folder, &[&arguments[..], &["--force"]].concat()));
        assert!(code == 73 && said.contains("`costs.csv`") && said.contains("没有可由 --force 覆盖的"), "{said}");
        let (code, said) = told(run(&folder, &arguments));
        assert!(code == 73 && said.contains("`costs.csv`") && !said.contains("--force"), "{said}");
    }
    for here in [".", "/"] {
        assert_eq!(told(run(&folder, &["run", "small.toml", "--out", here, "--force"])).0, 73);
    }
    assert_eq!(files_in(&mine), [".lock", "costs.csv", "letter.txt"]);
    assert_eq!(files_in(folder.path()), ["mine", "small.toml", "study.toml"]);
    let (code, said) = told(run(&folder, &["run", "small.toml", "--out", "small.toml", "--force"]));
    assert!(code == 73 && said.contains("small.toml is a file") && said.contains("此处需要目录"), "{said}");
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_left_alone() {
    let folder = folder_with_small();
    let path = |name: &str| folder.path().join(name);
    made(&folder, &["run", "small.toml", "--digest", "--out", "here"]);
    std::fs::create_dir(path("elsewhere")).unwrap();
    std::fs::write(path("elsewhere/begun.json"), "mine").unwrap();
    std::os::unix::fs::symlink(path("elsewhere"), path("here/checkpoint")).unwrap();
    let (code, said) = told(run(&folder, &["run", "small.toml", "--out", "here", "--force"]));
    assert!(code == 73 && said.contains("`checkpoint`"), "{said}");
    std::fs::remove_file(path("here/checkpoint")).unwrap();
    made(&folder, &["report", "here", "--out", "page.html"]);
    std::os::unix::fs::symlink(path("page.html"), path("here/report.html")).unwrap();
    made(&folder, &["run", "small.toml", "--seed", "2", "--digest", "--out", "here", "--force"]);
    assert!(path("page.html").exists() && path("here/report.html").is_symlink());
    assert_eq!(told(run(&folder, &["verify", "here"])).0, 1);
    std::os::unix::fs::symlink("nowhere", path("dangling")).unwrap();
    for arguments in [["run", "small.toml", "--out", "dangling"], ["report", "here", "--out", "dangling"]] {
        assert_eq!(told(run(&folder, &arguments)).0, 73);
    }
    assert!(path("dangling").is_symlink() && !path("nowhere").exists());
}

#[test]
fn a_report_is_written_over_nothing_that_it_did_not_write() {
    let folder = folder_with_small();
    let path = |name: &str| folder.path().join(name);
    made(&folder, &["run", "small.toml", "--digest", "--out", "here"]);
    std::fs::create_dir(path("notes")).unwrap();
    for name in ["letter", "letter.html", "notes/letter.txt"] {
        std::fs::write(path(name), "mine").unwrap();
    }
    let before = files_in(&path("here"));
    let refusals: [(&[&str], i32, &str); 14] = [
        (&["--out", "here/weekly.parquet"], 73, "a file of the results themselves"),
        (&["--out", "here/../here/Spells.parquet"], 73, "结果自身的文件名"),
        (&["--format", "json", "--out", "here/manifest.json"], 73, "a file of the results themselves"),
        (&["--format", "json", "--out", "here/plan.json"], 73, "a file of the results themselves"),
        (&["--format", "csv", "--out", "here/batches"], 73, "a file of the results themselves"),
        (&["--out", "letter"], 73, "was not written by `huzhu report`"),
        (&["--out", "letter.html"], 73, "不是由 `huzhu report` 写出的"),
        (&["--out", "notes"], 73, "such as --out notes/report.html"),
        (&["--out", "new/"], 73, "is a directory"),
        (&["--out", "letter/page.html"], 73, "letter is a file"),
        (&["--format", "csv", "--out", "letter"], 73, "CSV files go into a folder"),
        (&["--format", "csv", "--out", "notes"], 73, "contains `letter.txt`"),
        (&["--format", "csv", "--out", "all.csv"], 2, "name a folder"),
        (&["--out", "report.xlsx"], 2, "add --format xlsx"),
    ];
    for (arguments, code, words) in refusals {
        let (found, said) = told(run(&folder, &[&["report", "here"], arguments].concat()));
        assert!(found == code && said.contains(words), "{arguments:?}: {said}");
    }
    assert_eq!(files_in(&path("here")), before);
    assert_eq!(std::fs::read_to_string(path("letter")).unwrap(), "mine");
    // What it did write it replaces, and a folder for it is made.
    for _ in 0..2 {
        made(&folder, &["report", "here", "--out", "a/b/page.html"]);
        made(&folder, &["report", "here", "--format", "csv", "--out", "a/tables"]);
    }
    assert_eq!(files_in(&path("a/b")), ["page.html"]);
    assert!(files_in(&path("a/tables")).iter().all(|it| it.ends_with(".csv") || it == "made-from.json"));
}

#[test]
fn verify_says_of_every_file_what_is_wrong_with_it_and_of_an_unfinished_directory_that_it_is_unfinished() {
    let folder = folder_with_small();
    let here = folder.path().join("here");
    made(&folder, &["run", "small.toml", "--digest", "--out", "here"]);
    let whole = std::fs::read(here.join("spells.parquet")).unwrap();
    std::fs::write(here.join("weekly.parquet"), "").unwrap();
    std::fs::write(here.join("spells.parquet"), &whole[..100]).unwrap();
    std::fs::remove_file(here.join("elders.parquet")).unwrap();
    let output = run(&folder, &["verify", "here"]);
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    let cut = format!("DAMAGED  spells.parquet: it was cut short: 100 bytes of the {} that were written", whole.len());
    for line in ["DAMAGED  weekly.parquet: it is empty;", &cut, "MISSING  elders.parquet"] {
        assert!(lines.contains(line), "{lines}");
    }
    let (code, said) = told(output);
    assert!(code == 1 && said.contains("2 of its files are damaged, 1 of its files is missing"), "{said}");
    let lines = String::from_utf8(run(&folder, &["verify", "here", "--lang", "zh"]).stdout).unwrap();
    assert!(lines.contains("损坏  weekly.parquet：文件是空的") && lines.contains("缺失  elders.parquet"), "{lines}");
    // A missing file is missing for those who want to read it too.
    std::fs::write(here.join("spells.parquet"), whole).unwrap();
    std::fs::remove_file(here.join("weekly.parquet")).unwrap();
    let (code, said) = told(run(&folder, &["report", "here"]));
    assert!(
        code == 65 && said.contains("it is missing") && said.contains("文件缺失") && !said.contains("changed"),
        "{said}"
    );
    std::fs::write(here.join("manifest.json"), "").unwrap();
    let (code, said) = told(run(&folder, &["verify", "here"]));
    assert!(code == 65 && said.contains("the manifest is empty / 清单是空的"), "{said}");

    std::fs::create_dir(folder.path().join("empty")).unwrap();
    for (name, code, words) in [
        ("empty", 1, "empty is empty"),
        ("small.toml", 2, "`small.toml` is a scenario"),
        ("nowhere", 74, "文件或目录不存在"),
    ] {
        let (found, said) = told(run(&folder, &["verify", name]));
        assert!(found == code && said.contains(words), "{said}");
    }
    std::fs::create_dir_all(folder.path().join("begun/checkpoint")).unwrap();
    let begun = "{\"created_by\": \"x\", \"command\": \"run\", \"scenario\": \"small\", \"scenario_hash\": \"x\"}";
    std::fs::write(folder.path().join("begun/checkpoint/begun.json"), begun).unwrap();
    let (code, said) = told(run(&folder, &["verify", "begun"]));
    assert!(code == 1 && said.contains("is incomplete") && said.contains("`huzhu run --resume begun`"), "{said}");
    let (code, said) = told(run(&folder, &["verify", "begun", "--lang", "zh"]));
    assert!(code == 1 && said.contains("不完整") && said.contains("未完成的运行 `small`"), "{said}");
}

#[test]
fn results_may_lie_in_a_directory_that_is_called_like_a_scenario_of_the_program() {
    let folder = folder_with_small();
    printed(&folder, &["run", "small.toml", "--out", "pilot"]);
    assert!(printed(&folder, &["report", "pilot"]).contains("pilot/report.html"));
    assert!(printed(&folder, &["verify", "pilot"]).contains("all files are unchanged since they were written"));
    assert_eq!(code(&folder, &["run", "--resume", "pilot"]), 0);
    // Where there is no such directory, the name is the scenario's.
    let output = run(&folder, &["report", "pilot-baseline"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && told.contains("is a scenario"), "{told}");
}

#[test]
fn three_replicates_show_a_band_and_one_shows_none() {
    let folder = folder_with_small();
    let three = run(&folder, &["run", "small.toml", "--replicates", "3", "--out", "three"]);
    let told = String::from_utf8(three.stdout).unwrap();
    assert!(told.contains("3 replicates") && told.contains("lowest–highest below it"), "{told}");
    let trust = |arguments: &[&str]| {
        let output = run(&folder, &[&["run", "small.toml", "--format", "json"], arguments].concat());
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        ["end_low", "end", "end_high"].map(|it| figure(&json, "trust", it).as_f64())
    };
    let band = trust(&["--replicates", "3"]);
    assert!(band.iter().all(Option::is_some) && band[0] < band[1] && band[1] < band[2], "{band:?}");
    assert!(trust(&[])[0].is_none());
}

#[test]
fn a_run_of_a_bad_scenario_ends_with_65_before_anything_is_written() {
    let folder = folder_with_small();
    assert_eq!(code(&folder, &["run", "small.toml", "--set", "weeks=5", "--out", "here"]), 65);
    assert_eq!(code(&folder, &["run", "small.toml", "--set", "policy.no_such.level=1", "--out", "here"]), 65);
    assert_eq!(code(&folder, &["run", "small.toml", "--weeks=-4", "--out", "here"]), 65);
    assert_eq!(code(&folder, &["run", "small.toml", "--threads", "0", "--out", "here"]), 2);
    assert_eq!(code(&folder, &["run", "missing.toml", "--out", "here"]), 74);
    assert_eq!(files_in(folder.path()), ["small.toml"]);
    std::fs::write(folder.path().join("file"), "").unwrap();
    assert_eq!(code(&folder, &["run", "small.toml", "--out", "file/here"]), 73);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_with_130_or_143_and_leaves_what_it_had_as_a_readable_directory_that_says_so() {
    use huzhu::internals::output::{read_table, verify};
    let folder = folder_with_small();
    for (signal, ends) in [("-INT", 130), ("-TERM", 143)] {
        let out = folder.path().join(signal.trim_start_matches('-'));
        let child = std::process::Command::new(assert_cmd::cargo::cargo_bin("huzhu"))
            .args(["run", "small.toml", "--weeks", "20000", "--set", "population.rural_communities=20"])
            // In 385 years of growth groups would outgrow what they can hold.
            .args(["--set", "parameters.life.growth=0", "--out"])
            .arg(&out)
            .current_dir(&folder)
            .env("LANG", "C.UTF-8")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Signals are heard before anything is written; a moment later the first weeks have passed.
        while !out.join("scenario.resolved.toml").exists() {
            std::thread::sleep(Duration::from_millis(10));
        }
        std::thread::sleep(Duration::from_millis(300));
        let asked = std::time::Instant::now();
        let sent = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let output = child.wait_with_output().unwrap();
        assert!(asked.elapsed() < Duration::from_secs(20));
        assert_eq!(output.status.code(), Some(ends), "{output:?}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("stopping after this month") && told.contains("interrupted"), "{told}");

        let manifest = manifest(&out);
        assert_eq!((&manifest["complete"], &manifest["replicates_completed"]), (&false.into(), &0.into()));
        let weeks = manifest["weeks_completed"].as_i64().unwrap();
        assert!(weeks > 0 && weeks < 20_000 && weeks % 4 == 0, "{weeks}");
        assert!(verify(&out).unwrap().holds());
        let weekly = read_table(&out.join("weekly.parquet")).unwrap();
        let huzhu::internals::observe::Values::Int(rows) = &weekly[1].1 else { panic!("weeks are whole") };
        assert_eq!(weekly[1].0, "week");
        assert_eq!(rows.iter().max().copied().map(i64::from), Some(weeks - 1));
    }
}

#[test]
fn any_reader_of_parquet_reads_the_tables_and_finds_units_in_their_metadata() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    let folder = folder_with_small();
    assert_eq!(code(&folder, &["run", "small.toml", "--digest", "--out", "here"]), 0);
    for name in LEFT.iter().filter(|name| name.ends_with(".parquet")) {
        let file = std::fs::File::open(folder.path().join("here").join(name)).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let about = reader.metadata().file_metadata().clone();
        let pairs = about.key_value_metadata().unwrap().clone();
        let text = pairs.iter().find(|it| it.key == "huzhu.columns").and_then(|it| it.value.clone()).unwrap();
        let columns: serde_json::Value = serde_json::from_str(&text).unwrap();
        for column in about.schema_descr().columns() {
            let described = columns.as_object().map_or_else(
                || columns.as_array().unwrap().iter().find(|it| it["name"] == column.name()).cloned(),
                |all| all.get(column.name()).cloned(),
            );
            let described = described.unwrap_or_else(|| panic!("{name}: {} is not described", column.name()));
            for key in ["unit", "en", "zh"] {
                assert!(described[key].as_str().is_some_and(|it| !it.is_empty()), "{name}: {} {key}", column.name());
            }
        }
        let rows = reader.get_row_iter(None).unwrap().filter(Result::is_ok).count();
        assert_eq!(rows as i64, about.num_rows(), "{name}");
        assert!(rows > 0, "{name}");
    }
    // Week -1 and 24 weeks in two settings; more than 250 elders in each.
    let file = std::fs::File::open(folder.path().join("here/weekly.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 50);
    assert_eq!(rows[0].get_string(2).unwrap(), "setting");
    let elders = |row: &parquet::record::Row| {
        let position = row.get_column_iter().position(|(name, _)| name == "elders").unwrap();
        row.get_long(position).unwrap()
    };
    assert!(rows.iter().all(|row| (50..600).contains(&elders(row))));
}

#[test]
fn an_argument_of_another_kind_is_named_with_the_command_that_takes_it_in_every_command() {
    let folder = folder_with_small();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("study.toml", "extends = \"./small.toml\"\n[study.policies.a.policy.points]\n");
    write("design.toml", "[design]\nkind = \"grid\"\n[design.factors.\"parameters.behave.give\"]\nvalues = [-4, -3]\n");
    write("cells.csv", "a,b\n1,2\n");
    assert_eq!(code(&folder, &["run", "small.toml", "--weeks", "4", "--digest", "--out", "done"]), 0);
    for (arguments, what, takes) in [
        (
            &["sweep", "small.toml"][..],
            "`small.toml` is a scenario",
            "`huzhu sweep` takes a design; `huzhu run small.toml`",
        ),
        (&["sensitivity", "pilot"], "`pilot` is a scenario", "takes a design"),
        (&["sweep", "study.toml"], "`study.toml` is a study", "`huzhu compare study.toml` runs it"),
        (&["sweep", "cells.csv"], "`cells.csv` is a text table", "file = \"cells.csv\""),
        (&["run", "design.toml"], "`design.toml` is a design", "`huzhu sweep design.toml` runs it"),
        (&["run", "./study.toml"], "`./study.toml` is a study", "`huzhu compare ./study.toml` runs it"),
        (&["run", "incentives"], "`incentives` is a study", "takes a scenario"),
        (&["run", "done"], "`done` is the directory of a run", "`huzhu report done` shows it"),
        (&["compare", "design.toml"], "`design.toml` is a design", "one study, or two scenarios or more"),
        (&["compare", "small.toml"], "`small.toml` is a scenario", "name a second scenario to compare it with"),
        (&["compare", "small.toml", "study.toml"], "`study.toml` is a study", "one study, or two scenarios or more"),
        (&["discover", "pilot-shares"], "`pilot-shares` is a design", "`huzhu discover` takes a study"),
        (&["check", "done"], "`done` is the directory of a run", "a scenario, a study or a design"),
        (&["merge", "done"], "`done` is the directory of a run", "directories of `huzhu sweep`"),
        (&["report", "small.toml"], "`small.toml` is a scenario", "`huzhu run small.toml --report`"),
        (
            &["report", "done/weekly.parquet"],
            "`done/weekly.parquet` is a file in a result directory",
            "`huzhu report \
            done`",
        ),
        (&["report", "."], "`.` is the parent of a result directory", "such as `./done`"),
        (&["verify", "design.toml"], "`design.toml` is a design", "takes a result directory"),
        (&["compare", "--resume", "done"], "`done` is the directory of a run", "an interrupted comparison"),
        (&["validate", "small.toml"], "`small.toml` is a scenario", "`huzhu check small.toml` checks it"),
    ] {
        let output = run(&folder, arguments);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}: {told}");
        assert!(told.contains(what) && told.contains(takes) && told.contains("，而 `huzhu "), "{arguments:?}: {told}");
    }
}

#[test]
fn a_fault_of_an_option_names_the_option_and_what_it_may_be_in_both_languages() {
    let folder = folder_with_small();
    let told = |arguments: &[&str], ends: i32| {
        let output = run(&folder, arguments);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(ends), "{arguments:?}: {told}");
        assert!(!told.contains("tip:") && !told.contains("--set"), "{told}");
        told
    };
    let weeks = told(&["run", "small.toml", "--weeks", "6"], 65);
    assert!(weeks.contains("--> --weeks:1:1") && weeks.contains("最近的是 4 和 8"), "{weeks}");
    let seed = told(&["run", "small.toml", "--seed", "-1"], 65);
    assert!(seed.contains("--> --seed:1:1") && seed.contains("0 至 4294967295"), "{seed}");
    assert!(told(&["compare", "incentives", "--seed", "1.5"], 65).contains("--> --seed:1:1"));
    assert!(told(&["run", "small.toml", "--replicates", "0"], 65).contains("--> --replicates:1:1"));
    for (arguments, option, range) in [
        (["run", "small.toml", "--threads", "-1"], "--threads", "1 至 1024"),
        (["run", "small.toml", "--threads", "1.5"], "--threads", "1 to 1024"),
        (["compare", "incentives", "--replicates", "-2"], "--replicates", "1 至 100000"),
        (["discover", "incentives", "--worlds", "3"], "--worlds", "10 至 10000"),
        (["sensitivity", "pilot-shares", "--tolerance", "-0.1"], "--tolerance", "大于 0 且不大于 1"),
        (["sweep", "pilot-shares", "--shard", "-1/2"], "--shard", "K 为 1 至 N"),
        (["validate", "23", "--seeds", "1"], "--seeds", "2 至 10000"),
    ] {
        let told = told(&arguments, 2);
        assert!(told.contains(option) && told.contains(range), "{told}");
    }
}

#[test]
fn an_empty_variable_asks_for_nothing_and_a_wrong_one_is_named() {
    let folder = folder_with_small();
    let with =
        |value: &str| huzhu(&folder, &["run", "small.toml", "--digest"]).env("HUZHU_THREADS", value).output().unwrap();
    assert!(with("").status.success() && with(" ").status.success());
    let wrong = with("many");
    let told = String::from_utf8(wrong.stderr).unwrap();
    assert!(wrong.status.code() == Some(2) && told.contains("HUZHU_THREADS") && told.contains("1 至 1024"), "{told}");
}

#[test]
fn an_error_begins_with_the_word_whatever_the_name_of_its_file() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("error.toml")).unwrap();
    std::fs::write(folder.path().join("my-errors.toml"), b"\xFF\xFEw\0").unwrap();
    for name in ["error.toml", "my-errors.toml", "no-errors.toml"] {
        let told = String::from_utf8(run(&folder, &["run", name]).stderr).unwrap();
        assert!(told.starts_with("error: ") && told.matches("error: ").count() == 1, "{told}");
    }
}

#[test]
fn validate_judges_the_patterns_it_is_given_in_either_language() {
    let folder = folder();
    let english = printed(&folder, &["validate", "23", "38", "--seeds", "2"]);
    assert!(english.contains("66 ± 20%") && english.contains("not expressible"), "{english}");
    assert!(english.contains("2 patterns on 2 seeds: 1 hold"), "{english}");
    let chinese = printed(&folder, &["validate", "23", "--seeds", "2", "--lang", "zh", "--format", "markdown"]);
    assert!(chinese.contains("| 23a T | 习惯：") && chinese.contains("成立"), "{chinese}");
    let json = printed(&folder, &["validate", "38", "--seeds", "2", "--format", "json"]);
    assert!(json.contains("\"verdict\": \"not_expressible\""), "{json}");
}

#[test]
fn validate_names_the_patterns_there_are_when_a_number_is_unknown() {
    let folder = folder();
    let output = run(&folder, &["validate", "4"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("4: there is no pattern with this number") && text.contains("1 2 3 5 9"), "{text}");
}

/// What the help says of each command, in English and in Chinese.
fn commands_of_the_help(folder: &TempDir) -> Vec<(String, [String; 2])> {
    let help = printed(folder, &["--help"]);
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let mut found: Vec<(String, String)> = Vec::new();
    for line in list.lines().take_while(|line| !line.is_empty()) {
        match line.strip_prefix("  ") {
            Some(line) if !line.starts_with(' ') => {
                let (name, text) = line.split_once(' ').unwrap();
                found.push((name.to_owned(), text.trim().to_owned()));
            }
            // A long line is continued below.
            _ => found.last_mut().unwrap().1 += &format!(" {}", line.trim()),
        }
    }
    let of_both = |text: String| {
        let chinese = text.find(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter)).unwrap();
        [text[..chinese].trim().trim_end_matches('.'), &text[chinese..]].map(str::to_owned)
    };
    found.into_iter().map(|(name, text)| (name, of_both(text))).collect()
}

#[test]
fn the_tables_of_commands_in_the_readme_say_what_the_help_says() {
    let commands = commands_of_the_help(&folder());
    assert!(commands.len() > 10, "{commands:?}");
    for (language, page) in ["README.md", "README.zh-CN.md"].into_iter().enumerate() {
        let text = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
        let rows =
            text.lines().filter_map(|line| line.strip_prefix("| `huzhu ")?.strip_suffix(" |")?.split_once(" | "));
        let rows: Vec<(&str, &str)> =
            rows.map(|(command, what)| (command.split([' ', '`']).next().unwrap(), what)).collect();
        let names: Vec<&str> = rows.iter().map(|row| row.0).collect();
        assert_eq!(names, commands.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), "{page}");
        for ((name, what), (_, help)) in rows.iter().zip(&commands) {
            let more = what.strip_prefix(help[language].as_str());
            let ends = more.is_some_and(|it| it.is_empty() || it.starts_with([';', '.', '；', '。']));
            assert!(ends, "{page}: `{name}` has `{}` in the help, and `{what}` in the table", help[language]);
        }
    }
}
