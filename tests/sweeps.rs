//! Sweeps and sensitivity as a user meets them: one table whatever happens on the way.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;

/// A command in a folder of its own, in English.
fn huzhu(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("huzhu").unwrap();
    command.current_dir(folder).args(arguments).timeout(Duration::from_secs(240));
    command.env_clear().env("LANG", "C.UTF-8");
    command
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    huzhu(folder, arguments).output().unwrap()
}

fn printed(folder: &TempDir, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn refused(folder: &TempDir, arguments: &[&str]) -> (i32, String) {
    let output = run(folder, arguments);
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// One village of twenty elders, for so many weeks.
fn village(weeks: u32) -> String {
    format!(
        "[design.scenario]\nextends = \"rural-baseline\"\nweeks = {weeks}\nwarmup_weeks = 0\n\
         [design.scenario.population]\ndistricts = 1\nurban_communities = 0\nrural_communities = 1\n\
         [design.scenario.parameters.structure]\ncommunity_size = 20\n"
    )
}

/// A folder with `try.toml`: what a design says of itself, of its factors, and a village.
fn folder(design: &str, factors: &str, weeks: u32) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, design, factors, weeks);
    folder
}

fn write(folder: &TempDir, design: &str, factors: &str, weeks: u32) {
    std::fs::write(folder.path().join("try.toml"), format!("[design]\n{design}\n{}{factors}", village(weeks))).unwrap();
}

const GIVE_AND_MODE: &str = "[design.factors.\"parameters.behave.give\"]\nvalues = [-4, -3.5, -3]\n\
                             [design.factors.\"policy.funding.mode\"]\nvalues = [\"stable\", \"none\"]\n";

const THREE: &str = "[design.factors.\"parameters.behave.give\"]\ndistribution = \"uniform\"\nlow = -5\nhigh = -2\n\
                     [design.factors.\"parameters.behave.support\"]\ndistribution = \"uniform\"\nlow = 2\nhigh = 4\n\
                     [design.factors.\"parameters.service.neighbour\"]\nvalues = [0.2, 0.5, 0.8]\n";

/// The result files of a sweep: all but batches and what begins with a dot.
fn results(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    ["cells.parquet", "cells.csv", "manifest.json", "plan.json"]
        .map(|it| (it.to_string(), std::fs::read(directory.join(it)).unwrap()))
        .into()
}

fn rows(directory: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(directory.join("cells.csv")).unwrap();
    text.lines().map(|line| line.split(',').map(str::to_string).collect()).collect()
}

#[test]
fn a_sweep_leaves_one_row_a_cell_with_factors_and_measures() {
    let folder = folder("kind = \"grid\"\nreplicates = 2\nmeasures = [\"participants_share\"]", GIVE_AND_MODE, 8);
    let text = printed(&folder, &["sweep", "try.toml"]);
    assert!(text.contains("6 points × 2 replicates") && text.contains("12 run now"), "{text}");
    let rows = rows(&folder.path().join("runs/try-001"));
    let heading = "cell point replicate parameters.behave.give policy.funding.mode participants_share reason";
    assert_eq!(rows[0].join(" "), heading);
    assert_eq!(rows.len(), 13);
    assert_eq!(rows[4][..5], ["3", "1", "1", "-4", "none"]);
    assert!(rows[1..].iter().all(|it| it[5].parse::<f64>().is_ok_and(|it| (0.0..=1.0).contains(&it))), "{rows:?}");
    let chinese = printed(&folder, &["sweep", "try.toml", "--resume", "--lang", "zh"]);
    assert!(chinese.contains("12 个单元：本次运行 0 个"), "{chinese}");
}

#[test]
fn the_table_is_the_same_bytes_whatever_the_threads_and_the_shares() {
    let titles = "title = \"Three\"\ntitle_zh = \"三个因子\"\n";
    let folder = folder(&format!("{titles}kind = \"latin\"\nruns = 23\nreplicates = 2\nseed = 9"), THREE, 12);
    printed(&folder, &["sweep", "try.toml", "--out", "one", "--threads", "1"]);
    printed(&folder, &["sweep", "try.toml", "--out", "four", "--threads", "4", "--seal-every", "0.01"]);
    let one = results(&folder.path().join("one"));
    assert_eq!(one, results(&folder.path().join("four")));
    for share in ["1/3", "2/3", "3/3"] {
        let text = printed(&folder, &["sweep", "try.toml", "--shard", share, "--out", &share.replace('/', "of")]);
        assert!(text.contains(&format!("(share {share})")) && text.contains("huzhu merge"), "{text}");
    }
    let (code, told) = refused(&folder, &["merge", "1of3", "3of3", "--out", "holes"]);
    assert!(code == 73 && told.contains("of 46 cells are not finished (1, 4, 7, 10, 13, …)"), "{code} {told}");
    assert!(!folder.path().join("holes/cells.parquet").exists());
    let text = printed(&folder, &["merge", "3of3", "1of3", "2of3", "--out", "joined"]);
    assert!(text.contains("46 cells from 3 directories, 0 failed"), "{text}");
    assert_eq!(one, results(&folder.path().join("joined")));
    let plan = std::fs::read_to_string(folder.path().join("joined/plan.json")).unwrap();
    assert!(plan.contains("\"title\": \"Three\"") && plan.contains("\"title_zh\": \"三个因子\""), "{plan}");
    let chinese = printed(&folder, &["merge", "3of3", "1of3", "2of3", "--out", "joined", "--report", "--lang", "zh"]);
    assert!(chinese.contains("三个因子：46 个单元，来自 3 个目录"), "{chinese}");
    let page = std::fs::read_to_string(folder.path().join("joined/report.html")).unwrap();
    assert!(page.contains("三个因子") && page.contains("uniform -5..-2"));
    assert!(printed(&folder, &["verify", "joined"]).contains("all files are as they were written"));
    write(&folder, "kind = \"latin\"\nruns = 23\nreplicates = 2\nseed = 10", THREE, 12);
    printed(&folder, &["sweep", "try.toml", "--shard", "2/3", "--out", "other"]);
    let (_, told) = refused(&folder, &["merge", "1of3", "other", "3of3"]);
    assert!(told.contains("different plans"), "{told}");
}

#[test]
fn a_cell_that_cannot_be_run_is_a_row_with_its_reason_and_stops_nothing() {
    // Together the two shares can exceed the whole, though each alone is allowed.
    let factors = "[design.factors.\"parameters.structure.limited_60\"]\nvalues = [0.1, 0.6]\n\
                   [design.factors.\"parameters.structure.dependent_60\"]\nvalues = [0.01, 0.7]\n";
    let folder = folder("kind = \"grid\"\nmeasures = [\"lonely_share\"]", factors, 4);
    let text = printed(&folder, &["sweep", "try.toml"]);
    assert!(text.contains("4 run now") && text.contains("1 failed"), "{text}");
    let rows = rows(&folder.path().join("runs/try-001"));
    assert!(rows[4][5].is_empty() && rows[4][6].contains("exceed 1"), "{:?}", rows[4]);
    assert!(rows[1..4].iter().all(|it| !it[5].is_empty() && it[6].is_empty()), "{rows:?}");
}

#[test]
fn finished_cells_are_never_run_again_even_by_a_larger_design() {
    let folder = folder("kind = \"saltelli\"\nbase = 4\nsecond_order = false", THREE, 8);
    printed(&folder, &["sweep", "try.toml", "--out", "runs/try-001"]);
    let (code, told) = refused(&folder, &["sweep", "try.toml", "--out", "runs/try-001"]);
    assert!(code == 73 && told.contains("--resume"), "{told}");
    assert!(printed(&folder, &["sweep", "try.toml", "--resume"]).contains("0 run now"));
    write(&folder, "kind = \"saltelli\"\nbase = 8\nsecond_order = false", THREE, 8);
    let text = printed(&folder, &["sweep", "try.toml", "--resume"]);
    assert!(text.contains("40 cells: 20 run now") && text.contains("20 before"), "{text}");
    printed(&folder, &["sweep", "try.toml", "--out", "afresh"]);
    assert_eq!(results(&folder.path().join("runs/try-001")), results(&folder.path().join("afresh")));
}

#[test]
fn a_directory_that_holds_something_else_is_left_alone() {
    let folder = folder("kind = \"grid\"", GIVE_AND_MODE, 4);
    std::fs::create_dir(folder.path().join("mine")).unwrap();
    std::fs::write(folder.path().join("mine/notes.txt"), "mine").unwrap();
    let (code, told) = refused(&folder, &["sweep", "try.toml", "--out", "mine", "--resume"]);
    assert!(code == 73 && told.contains("notes.txt"), "{told}");
    assert_eq!(std::fs::read_dir(folder.path().join("mine")).unwrap().count(), 1);
    let (code, told) = refused(&folder, &["merge", "mine"]);
    assert!(code == 73 && told.contains("holds no sweep"), "{told}");
}

#[test]
fn bad_designs_are_refused_before_any_run() {
    let folder = folder("kind = \"grid\"", "[design.factors.\"policy.recognitoin.level\"]\nvalues = [1]\n", 4);
    let (code, told) = refused(&folder, &["sweep", "try.toml"]);
    assert!(code == 65 && told.contains("try.toml:13:17") && told.contains("[policy.recognition]"), "{told}");
    assert!(!folder.path().join("runs").exists());
    let tables = "[design.factors.\"policy.recognition\"]\nvalues = [{ level = 0.1 }, { level = 0.9 }]\n";
    write(&folder, "kind = \"grid\"", tables, 4);
    let (code, told) = refused(&folder, &["sweep", "try.toml"]);
    assert!(code == 65 && told.contains("could not tell such values apart"), "{told}");
    // The base would fit, its largest cell would not.
    let scales = "[design.factors.\"population.urban_communities\"]\nvalues = [1, 30000]\n\
                  [design.factors.\"population.districts\"]\nvalues = [1, 500]\n";
    write(&folder, "kind = \"grid\"", scales, 4);
    let (code, told) = refused(&folder, &["sweep", "try.toml"]);
    assert!(code == 65 && told.contains("GB are free"), "{told}");
    assert_eq!(refused(&folder, &["sweep", "no-such-design"]).0, 2);
    assert_eq!(refused(&folder, &["sweep", "absent.toml"]).0, 74);
    assert_eq!(refused(&folder, &["sweep", "try.toml", "--shard", "3/2"]).0, 2);
}

#[test]
fn sensitivity_runs_what_is_missing_and_ranks_the_factors() {
    let folder = folder("kind = \"morris\"\ntrajectories = 6\nmeasures = [\"givers_share\"]", THREE, 26 * 2);
    let text = printed(&folder, &["sensitivity", "try.toml"]);
    assert!(text.contains("24 points × 1 replicate = 24 runs, 0 failed"), "{text}");
    assert!(text.contains("1   behave.give") || text.contains("1=  behave.give"), "{text}");
    assert!(text.contains("takes replicates = 2 or more"), "{text}");
    assert!(text.lines().all(|it| it.chars().count() <= 100), "{text}");
    let directory = folder.path().join("runs/try-001");
    let indices = std::fs::read_to_string(directory.join("indices.csv")).unwrap();
    assert!(indices.starts_with("measure,index,estimator,factor,with,value,low,high,rank,verdict,runs_more\n"));
    assert_eq!(indices.lines().count(), 1 + 9);
    let batches = std::fs::read_dir(directory.join("batches")).unwrap().count();
    let json = printed(&folder, &["sensitivity", "try.toml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["measures"][0]["indices"]["trajectories"], 6);
    assert_eq!(json["out"], "runs/try-001");
    assert_eq!(std::fs::read_dir(directory.join("batches")).unwrap().count(), batches, "nothing was run again");
    // A report stays while its tables do, and goes when they become others.
    let page = directory.join("report.html");
    printed(&folder, &["report", "runs/try-001"]);
    printed(&folder, &["sensitivity", "try.toml"]);
    assert!(page.exists() && printed(&folder, &["verify", "runs/try-001"]).contains("report   report.html"));
    printed(&folder, &["sensitivity", "try.toml", "--resamples", "50"]);
    assert!(!page.exists());
    printed(&folder, &["report", "runs/try-001"]);
    write(&folder, "kind = \"morris\"\ntrajectories = 7\nmeasures = [\"givers_share\"]", THREE, 26 * 2);
    printed(&folder, &["sweep", "try.toml", "--resume"]);
    assert!(!page.exists() && printed(&folder, &["verify", "runs/try-001"]).contains("all files are as they were"));
}

#[test]
fn sobol_indices_come_with_pairs_chance_and_the_columns_of_salib() {
    let folder = folder("kind = \"saltelli\"\nbase = 8\nreplicates = 2\nmeasures = [\"givers_share\"]", THREE, 52);
    let chinese = printed(&folder, &["sensitivity", "try.toml", "--lang", "zh"]);
    assert!(
        chinese.contains("64 个点 × 2 次重复 = 128 次运行") && chinese.contains("单次运行的方差中偶然占"),
        "{chinese}"
    );
    let indices = std::fs::read_to_string(folder.path().join("runs/try-001/indices.csv")).unwrap();
    for estimator in ["all_runs", "saltelli"] {
        let of = |index: &str| indices.lines().filter(|it| it.contains(&format!(",{index},{estimator},"))).count();
        assert_eq!([of("first"), of("total"), of("second")], [3, 3, 3]);
    }
    assert!(indices.contains(",chance_share,two_way,"));
}

#[test]
fn a_design_that_no_estimator_reads_is_refused_with_a_hint() {
    let folder = folder("kind = \"latin\"\nruns = 5", THREE, 4);
    let (code, told) = refused(&folder, &["sensitivity", "try.toml"]);
    assert!(code == 65 && told.contains("kind = \"morris\"") && told.contains("kind = \"saltelli\""), "{told}");
    assert!(!folder.path().join("runs").exists());
}

#[test]
fn the_designs_of_the_program_are_listed_with_their_questions() {
    let folder = tempfile::tempdir().unwrap();
    let list = printed(&folder, &["sweep"]);
    assert!(list.contains("pilot-screening") && list.contains("which of twelve behaviour parameters"), "{list}");
    assert!(printed(&folder, &["sweep", "--lang", "zh"]).contains("十二个行为参数"));
}

#[test]
fn two_thousand_tiny_runs_are_scheduled_within_seconds() {
    let folder = folder("kind = \"latin\"\nruns = 2000\nmeasures = [\"participants_share\"]", THREE, 4);
    let start = std::time::Instant::now();
    printed(&folder, &["sweep", "try.toml"]);
    // Pure overhead is some 0.5 ms a run on two cores; a loaded machine and a debug build take longer.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}
