//! Sweeps and sensitivity as a user meets them: one table whatever happens on the way.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use assert_cmd::Command;
use huzhu::internals::runner::Shard;
use huzhu::internals::study::Part;
use huzhu::{Options, sweep};
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
        assert!(text.contains(&format!("(shard {share}: ")) && text.contains("huzhu merge"), "{text}");
    }
    let (code, told) = refused(&folder, &["merge", "1of3", "3of3", "--out", "holes"]);
    assert!(code == 73 && told.contains("of 46 cells are not finished (1, 4, 7, 10, 13, …)"), "{code} {told}");
    assert!(!folder.path().join("holes/cells.parquet").exists());
    let text = printed(&folder, &["merge", "3of3", "1of3", "2of3", "--out", "joined"]);
    assert!(text.contains("46 cells: from 3 directories; 0 failed"), "{text}");
    assert_eq!(one, results(&folder.path().join("joined")));
    let plan = std::fs::read_to_string(folder.path().join("joined/plan.json")).unwrap();
    assert!(plan.contains("\"title\": \"Three\"") && plan.contains("\"title_zh\": \"三个因子\""), "{plan}");
    let chinese = printed(&folder, &["merge", "3of3", "1of3", "2of3", "--out", "joined", "--report", "--lang", "zh"]);
    assert!(chinese.contains("46 个单元：来自 3 个目录；失败 0 个"), "{chinese}");
    let page = std::fs::read_to_string(folder.path().join("joined/report.html")).unwrap();
    assert!(page.contains("三个因子") && page.contains("uniform -5..-2"));
    assert!(printed(&folder, &["verify", "joined"]).contains("all files are unchanged since they were written"));
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
    assert!(code == 73 && told.contains("contains no sweep"), "{told}");
}

#[test]
fn a_refused_resume_leaves_every_file_as_it_was() {
    let folder = folder("kind = \"grid\"", GIVE_AND_MODE, 4);
    printed(&folder, &["sweep", "try.toml", "--out", "h", "--report"]);
    let here = folder.path().join("h");
    std::fs::write(here.join("batches/batch-000001"), "no batch").unwrap();
    let before = results(&here);
    write(&folder, "kind = \"grid\"\nreplicates = 2", GIVE_AND_MODE, 4);
    let (code, said) = refused(&folder, &["sweep", "try.toml", "--resume", "--out", "h"]);
    assert!(code == 65 && said.contains("this batch has changed"), "{code} {said}");
    assert_eq!(results(&here), before);
    let (code, said) = refused(&folder, &["report", "h", "--out", "h/batches/x.html"]);
    assert!(code == 73 && said.contains("stores unfinished results"), "{code} {said}");
}

#[test]
fn a_file_of_the_user_with_the_name_of_a_table_is_not_overwritten() {
    let folder = folder("kind = \"grid\"", GIVE_AND_MODE, 4);
    printed(&folder, &["sweep", "try.toml", "--shard", "1/2", "--out", "one"]);
    printed(&folder, &["sweep", "try.toml", "--shard", "2/2", "--out", "two"]);
    let (code, said) = refused(&folder, &["verify", "one"]);
    assert!(code == 1 && said.contains("contains the finished shard 1/2 of a sweep of `try`"), "{code} {said}");
    let (code, said) = refused(&folder, &["merge", "nowhere"]);
    assert!(code == 74 && said.contains("cannot read nowhere"), "{code} {said}");
    std::fs::write(folder.path().join("one/cells.csv"), "mine").unwrap();
    for arguments in [&["merge", "one", "two"][..], &["sweep", "try.toml", "--resume", "--out", "one"]] {
        let (code, said) = refused(&folder, arguments);
        assert!(
            code == 73 && said.contains("one contains `cells.csv`, which huzhu did not write there"),
            "{code} {said}"
        );
        assert_eq!(std::fs::read_to_string(folder.path().join("one/cells.csv")).unwrap(), "mine");
    }
    std::fs::remove_file(folder.path().join("one/cells.csv")).unwrap();
    printed(&folder, &["merge", "one", "two"]);
}

#[test]
fn bad_designs_are_refused_before_any_run() {
    let folder = folder("kind = \"grid\"", "[design.factors.\"policy.recognitoin.level\"]\nvalues = [0, 1]\n", 4);
    let (code, told) = refused(&folder, &["sweep", "try.toml"]);
    assert!(code == 65 && told.contains("try.toml:13:17") && told.contains("[policy.recognition]"), "{told}");
    assert!(!folder.path().join("runs").exists());
    let tables = "[design.factors.\"policy.recognition\"]\nvalues = [{ level = 0.1 }, { level = 0.9 }]\n";
    write(&folder, "kind = \"grid\"", tables, 4);
    let (code, told) = refused(&folder, &["sweep", "try.toml"]);
    assert!(code == 65 && told.contains("cannot distinguish such values"), "{told}");
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

/// A folder with a list of cells in those bytes, `try.toml` naming it.
fn list(cells: &[u8]) -> TempDir {
    let folder = folder("kind = \"list\"\nfile = \"cells.csv\"\nmeasures = [\"participants_share\"]", "", 4);
    std::fs::write(folder.path().join("cells.csv"), cells).unwrap();
    folder
}

#[test]
fn a_list_of_cells_is_read_as_spreadsheets_and_r_write_it() {
    let give = "parameters.behave.give";
    let start = "policy.time_bank.start_week";
    for text in [
        format!("{give},{start}\n-3.6,0\n-3.2,8\n"),
        format!("\u{feff}{give};{start}\r\n-3,6;0\r\n-3,2;8,0\r\n;\r\n"),
        format!("\"\"\t\"{give}\"\t\"{start}\"\n\"1\"\t-3.6\t-0\n\"2\"\t-3.2\t8e0\n"),
        format!("Parameters.Behave.Give , {start},,\n－3.6,\"-0.0\",,\n −3.2 ,８,,\n,,,\n"),
    ] {
        let folder = list(text.as_bytes());
        printed(&folder, &["sweep", "try.toml"]);
        let rows = rows(&folder.path().join("runs/try-001"));
        assert_eq!(rows[0][3..5], [give, start], "{text}");
        assert_eq!(
            (&rows[1][3..5], &rows[2][3..5]),
            (&["-3.6", "0"].map(String::from)[..], &["-3.2", "8"].map(String::from)[..])
        );
    }
    let switched = list(b"policy.recognition.enabled,policy.recognition.level\nTRUE,0.5\nFALSE,0.5\n");
    printed(&switched, &["sweep", "try.toml"]);
    assert_eq!(rows(&switched.path().join("runs/try-001"))[2][3], "false");
}

#[test]
fn a_list_that_is_no_text_in_utf_8_or_may_mean_two_things_is_refused_with_its_place() {
    let told = |cells: &[u8]| {
        let folder = list(cells);
        let (code, told) = refused(&folder, &["sweep", "try.toml"]);
        assert!(code == 65 && !folder.path().join("runs").exists(), "{code} {told}");
        told
    };
    let gbk = told(b"parameters.behave.give,population.provinces\r\n-3.6,\xB1\xB1\xBE\xA9\r\n");
    assert!(gbk.contains("line 2, column 6 is not UTF-8; it looks like GBK; save it as UTF-8"), "{gbk}");
    assert!(gbk.contains("似为 GBK；请另存为 UTF-8") && gbk.contains("CSV UTF-8"), "{gbk}");
    assert!(told(b"\xFF\xFEp\0a\0").contains("UTF-16"));
    assert!(told(b"PK\x03\x04 [Content_Types].xml").contains("an Excel workbook (.xlsx)"));
    for (cells, place, words) in [
        ("policy.recognition.level\n\"1,234\"\n", "cells.csv:2:2", "`1,234` may be 1.234 or 1234"),
        ("policy.recognition.level\n0.5\nNA\n", "cells.csv:3:1", "`NA` is not a value"),
        ("policy.recognition.level\n40%\n", "cells.csv:2:1", "as a share it is 0.4"),
        ("policy.time_bank.start_week,policy.recognition.level\n8,0.5\n8.5,0.5\n", "cells.csv:3:1", "a whole number"),
        ("policy.time_bank.start_week,policy.recognition.level\n8,\n", "cells.csv:2:3", "this cell is empty"),
        (
            "policy.time_bank.start_week;policy.recognition.level\n8,0;0.5\n",
            "cells.csv:2:1",
            "decimal commas and decimal points",
        ),
        ("parameters.behave.give,seed\n-3,1\n", "cells.csv:1:24", "`seed` cannot be a factor"),
    ] {
        let told = told(cells.as_bytes());
        assert!(told.contains(place) && told.contains(words), "{cells}: {told}");
    }
}

/// The start of one instrument and its end, which in these cells never comes later.
const ENDS_FIRST: &str = "[design.factors.\"policy.time_bank.start_week\"]\nvalues = [8, 12]\n\
                          [design.factors.\"policy.time_bank.stop_week\"]\nvalues = [4, 8]\n";

#[test]
fn a_sweep_of_which_all_cells_fail_says_so_first_and_ends_with_1() {
    let folder = folder("kind = \"grid\"\nmeasures = [\"participants_share\"]", ENDS_FIRST, 16);
    let output = run(&folder, &["sweep", "try.toml", "--out", "failed"]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.starts_with("none of the 4 cells could be run: there are no measurements\n"), "{told}");
    assert!(
        told.contains("    4 failed, for example: `policy.time_bank.stop_week` must come after the start"),
        "{told}"
    );
    assert_eq!(rows(&folder.path().join("failed")).len(), 5, "the table with the reasons is there");
    let chinese = run(&folder, &["sweep", "try.toml", "--out", "failed", "--resume", "--lang", "zh"]);
    assert_eq!(chinese.status.code(), Some(1));
    assert!(String::from_utf8(chinese.stdout).unwrap().starts_with("4 个单元全部无法运行"));
    let (code, told) = refused(&folder, &["merge", "failed", "--out", "joined"]);
    assert!(code == 1 && told.contains("none of the 4 cells"), "{told}");
    let (code, told) = refused(&folder, &["check", "try.toml"]);
    assert!(code == 1 && told.contains("no point of this design can be run"), "{told}");
    let report = printed(&folder, &["report", "failed", "--format", "json"]);
    assert!(report.contains("None of the 4 cells could be run, so there are no measurements."), "{report}");
    write(&folder, "kind = \"morris\"\ntrajectories = 4\nmeasures = [\"participants_share\"]", ENDS_FIRST, 16);
    let output = run(&folder, &["sensitivity", "try.toml", "--out", "ranked"]);
    let [told, why] = [&output.stderr, &output.stdout].map(|it| String::from_utf8_lossy(it).into_owned());
    assert!(output.status.code() == Some(1) && told.contains("none of the 12 cells"), "{told}");
    assert!(why.contains("12 failed, for example"), "{why}");
}

#[test]
fn a_sweep_interrupted_before_its_first_cell_leaves_an_empty_table_that_says_so() {
    let folder = folder("kind = \"grid\"\nmeasures = [\"participants_share\"]", GIVE_AND_MODE, 4);
    let design = huzhu::internals::plan::design_file::load(folder.path().join("try.toml").to_str().unwrap()).unwrap();
    let (out, stop) = (folder.path().join("cut"), AtomicBool::new(true));
    let options = Options { threads: 1, stop: &stop, seal_every: Duration::ZERO };
    let whole = Part { shard: Shard::WHOLE, resume: false };
    let ended = sweep::run(&design, &out, whole, &options, &mut ()).unwrap();
    assert_eq!((ended.is_complete(), ended.merged.unwrap().cells), (false, 0));
    assert_eq!(rows(&out).len(), 1);
    let report = printed(&folder, &["report", "cut", "--format", "json"]);
    assert!(report.contains("0 of 6 cells are finished"), "{report}");
    printed(&folder, &["report", "cut"]);
    printed(&folder, &["sweep", "try.toml", "--resume", "--out", "cut"]);
    printed(&folder, &["sweep", "try.toml", "--out", "whole"]);
    assert_eq!(results(&out), results(&folder.path().join("whole")));
}

#[test]
fn a_resume_after_the_design_has_changed_says_what_differs_and_what_is_reused() {
    let measures = "measures = [\"participants_share\"]";
    let folder = folder(&format!("kind = \"grid\"\nseed = 4\n{measures}"), GIVE_AND_MODE, 4);
    printed(&folder, &["sweep", "try.toml", "--out", "grown"]);
    let told = |design: &str, weeks, more: &[&str]| {
        write(&folder, &format!("kind = \"grid\"\n{design}"), GIVE_AND_MODE, weeks);
        let output = run(&folder, &[&["sweep", "try.toml", "--out", "grown", "--resume"], more].concat());
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let more = told(&format!("seed = 4\nreplicates = 2\n{measures}"), 4, &[]);
    assert!(more.contains("the replicates (it was 1 and is 2)"), "{more}");
    assert!(more.contains("cells reused: 6; cells run again: 6"), "{more}");
    let seed = told(&format!("seed = 5\nreplicates = 2\n{measures}"), 4, &["--lang", "zh"]);
    assert!(
        seed.contains("种子（原为 4，现为 5）") && seed.contains("沿用改动之前的单元 0 个，重新运行 12 个"),
        "{seed}"
    );
    let weeks = told(&format!("seed = 5\nreplicates = 2\n{measures}"), 8, &[]);
    assert!(weeks.contains("the scenario (weeks: 4 → 8)") && weeks.contains("cells run again: 12"), "{weeks}");
    // Back at four weeks all twelve are there, and what is reused and run anew is all there is.
    let back = told(&format!("seed = 5\nreplicates = 2\n{measures}"), 4, &[]);
    assert!(back.contains("cells reused: 12; cells run again: 0"), "{back}");
    let fewer = told(&format!("seed = 5\n{measures}"), 4, &[]);
    assert!(fewer.contains("cells reused: 6; cells run again: 0"), "{fewer}");
    let measured = told("seed = 5\nreplicates = 2\nmeasures = [\"participants_share\", \"trust\"]", 8, &[]);
    assert!(measured.contains("the measures (new: `trust`)") && measured.contains("run again: 12"), "{measured}");
    assert!(told("seed = 5\nreplicates = 2\nmeasures = [\"participants_share\", \"trust\"]", 8, &[]).is_empty());
}

#[test]
fn sensitivity_runs_what_is_missing_and_ranks_the_factors() {
    let folder = folder("kind = \"morris\"\ntrajectories = 6\nmeasures = [\"givers_share\"]", THREE, 26 * 2);
    // Among twenty elders trajectories hardly differ; a hundred tell the factors apart.
    let enlarge = || {
        let path = folder.path().join("try.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("community_size = 20", "community_size = 100")).unwrap();
    };
    enlarge();
    let text = printed(&folder, &["sensitivity", "try.toml"]);
    assert!(text.contains("24 points × 1 replicate = 24 runs, 0 failed"), "{text}");
    assert!(text.contains("1   behave.give") || text.contains("1=  behave.give"), "{text}");
    assert!(text.contains("requires replicates = 2 or more"), "{text}");
    assert!(text.lines().all(|it| it.chars().count() <= 100), "{text}");
    let directory = folder.path().join("runs/try-001");
    let indices = std::fs::read_to_string(directory.join("indices.csv")).unwrap();
    assert!(indices.starts_with("measure,index,estimator,factor,with,value,low,high,rank,verdict,runs_more\n"));
    assert_eq!(indices.lines().count(), 1 + 9);
    let batches = std::fs::read_dir(directory.join("batches")).unwrap().count();
    let told = printed(&folder, &["sensitivity", "try.toml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(json["tables"]["indices"]["columns"][0]["values"].as_array().unwrap().len(), 9);
    assert_eq!(printed(&folder, &["report", "runs/try-001", "--format", "json"]), told);
    assert_eq!(std::fs::read_dir(directory.join("batches")).unwrap().count(), batches, "nothing was run again");
    // A report stays while its tables do, and goes when they become others.
    let page = directory.join("report.html");
    printed(&folder, &["report", "runs/try-001"]);
    printed(&folder, &["sensitivity", "try.toml"]);
    assert!(page.exists() && printed(&folder, &["verify", "runs/try-001"]).contains("report   report.html"));
    printed(&folder, &["sensitivity", "try.toml", "--tolerance", "1"]);
    assert!(!page.exists());
    printed(&folder, &["report", "runs/try-001"]);
    write(&folder, "kind = \"morris\"\ntrajectories = 7\nmeasures = [\"givers_share\"]", THREE, 26 * 2);
    enlarge();
    printed(&folder, &["sweep", "try.toml", "--resume"]);
    assert!(!page.exists() && printed(&folder, &["verify", "runs/try-001"]).contains("all files are unchanged"));
}

#[test]
fn sobol_indices_come_with_pairs_chance_and_the_columns_of_salib() {
    let folder = folder("kind = \"saltelli\"\nbase = 8\nreplicates = 2\nmeasures = [\"givers_share\"]", THREE, 52);
    let chinese = printed(&folder, &["sensitivity", "try.toml", "--lang", "zh"]);
    assert!(
        chinese.contains("64 个点 × 2 次重复 = 128 次运行") && chinese.contains("单次运行的方差中随机波动占"),
        "{chinese}"
    );
    let indices = std::fs::read_to_string(folder.path().join("runs/try-001/indices.csv")).unwrap();
    for estimator in ["all_runs", "saltelli"] {
        let of = |index: &str| indices.lines().filter(|it| it.contains(&format!(",{index},{estimator},"))).count();
        assert_eq!([of("first"), of("total"), of("second")], [3, 3, 3]);
    }
    assert!(indices.contains(",chance_share,two_way,"));
}

/// The answer of a page, without marks.
fn answer(directory: &Path) -> String {
    let page = std::fs::read_to_string(directory.join("report.html")).unwrap();
    let (_, answer) = page.split_once("class=\"answer\"").unwrap();
    let answer = answer.split_once("<section").map_or(answer, |it| it.0);
    let words = answer.split('<').filter_map(|it| it.split_once('>')).map(|it| it.1).collect::<String>();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_screening_draws_every_listed_value_and_does_not_hang_on_their_order() {
    let factors = |weeks: &str, modes: &str| {
        format!(
            "[design.factors.\"policy.time_bank.start_week\"]\nvalues = {weeks}\n\
             [design.factors.\"policy.funding.mode\"]\nvalues = {modes}\n\
             [design.factors.\"parameters.behave.give\"]\ndistribution = \"uniform\"\nlow = -5\nhigh = -2\n"
        )
    };
    let design = "kind = \"morris\"\ntrajectories = 5\nmeasures = [\"participants_share\"]";
    let one = folder(design, &factors("[0, 4, 8, 12, 16]", "[\"none\", \"project\", \"stable\"]"), 24);
    let other = folder(design, &factors("[8, 16, 0, 12, 4]", "[\"stable\", \"none\", \"project\"]"), 24);
    let indices = [&one, &other].map(|folder| {
        printed(folder, &["sensitivity", "try.toml", "--out", "out"]);
        std::fs::read_to_string(folder.path().join("out/indices.csv")).unwrap()
    });
    assert_eq!(indices[0], indices[1]);
    // As many trajectories as values start from each of them.
    let rows = rows(&one.path().join("out"));
    for value in ["0", "4", "8", "12", "16"] {
        assert!(rows[1..].iter().any(|it| it[3] == value), "{value}");
    }
    let of = |index: &str, factor: &str| indices[0].contains(&format!(",{index},morris,{factor},"));
    assert!(of("mu", "policy.time_bank.start_week") && of("mu_star", "policy.funding.mode"));
    assert!(!of("mu", "policy.funding.mode") && !of("sigma", "policy.funding.mode"), "{}", indices[0]);
}

#[test]
fn effects_of_listed_numbers_are_those_of_their_whole_range() {
    // Twenty elders at the end of the first month for each village: from 2 villages to 12 there are 200 more.
    let factors = |values: &str| {
        format!(
            "[design.factors.\"population.rural_communities\"]\nvalues = {values}\n\
             [design.factors.\"parameters.behave.give\"]\ndistribution = \"uniform\"\nlow = -5\nhigh = -2\n"
        )
    };
    let design = "kind = \"morris\"\ntrajectories = 8\nmeasures = [\"elders\"]";
    for values in ["[2, 12]", "[12, 7, 2]", "[2, 3, 4, 12]", "[2, 4, 6, 8, 10, 12]"] {
        let folder = folder(design, &factors(values), 4);
        printed(&folder, &["sensitivity", "try.toml", "--out", "out"]);
        let indices = std::fs::read_to_string(folder.path().join("out/indices.csv")).unwrap();
        let value = |index: &str, factor: &str| -> f64 {
            let start = format!("elders,{index},morris,{factor},,");
            let row = indices.lines().find_map(|it| it.strip_prefix(&start)).unwrap();
            row.split(',').next().unwrap().parse().unwrap()
        };
        for index in ["mu", "mu_star"] {
            let value = value(index, "population.rural_communities");
            assert!((value - 200.0).abs() < 10.0, "{values}: {value}");
        }
        assert_eq!(value("mu", "parameters.behave.give"), 0.0, "{values}");
    }
}

#[test]
fn what_no_run_changes_is_not_ranked_and_what_has_no_value_costs_only_its_own_indices() {
    let measures = "measures = [\"operating_share\", \"one_year_retention\", \"participants_share\"]";
    for size in ["kind = \"morris\"\ntrajectories = 6", "kind = \"saltelli\"\nbase = 8"] {
        let folder = folder(&format!("{size}\n{measures}"), THREE, 12);
        let text = printed(&folder, &["sensitivity", "try.toml", "--out", "out", "--report"]);
        assert!(text.contains("operating communities (all): 100.00 % in every run, so no factor is ranked"), "{text}");
        assert!(text.contains("one-year retention (all): no value in any run, so it has no indices"), "{text}");
        assert!(text.contains("no one joined during the run a year or more before its end"), "{text}");
        assert!(text.contains("participants (all): mean") && text.contains("behave.give"), "{text}");
        let chinese = printed(&folder, &["sensitivity", "try.toml", "--out", "out", "--lang", "zh"]);
        assert!(chinese.contains("各次运行都是 100.00 %，因此不对因子排序"), "{chinese}");
        let indices = std::fs::read_to_string(folder.path().join("out/indices.csv")).unwrap();
        let of = |measure: &str| indices.lines().filter(|it| it.starts_with(measure)).collect::<Vec<_>>();
        assert_eq!(of("operating_share"), ["operating_share,,,,,,,,0,constant,0"]);
        assert_eq!(of("one_year_retention"), ["one_year_retention,,,,,,,,0,incomplete,0"]);
        assert!(of("participants_share").len() > 3, "{indices}");
        let json = printed(&folder, &["sensitivity", "try.toml", "--out", "out", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        // A sentence that states a number says which row it rests on.
        let told = json["answer"].as_array().unwrap().iter();
        let record = told.map(|it| &it["record"]).find(|it| it["measure"] == "operating_share").unwrap();
        assert_eq!((&record["estimate"], &record["place"]), (&1.0.into(), &"all".into()), "{json}");
        let answer = answer(&folder.path().join("out"));
        for said in [
            "All runs have the same value of operating communities (all) (100.0 %), so no factor is ranked.",
            "has a value of one-year retention (all), because no one joined",
            "participants (all)",
        ] {
            assert!(answer.contains(said), "{said}: {answer}");
        }
    }
}

#[test]
fn a_design_of_one_setting_and_one_factor_has_an_answer() {
    let factor = "[design.factors.\"parameters.behave.give\"]\ndistribution = \"uniform\"\nlow = -3\nhigh = 0\n";
    let design = "kind = \"morris\"\ntrajectories = 6\nscope = \"rural\"\nmeasures = [\"participants_share\"]";
    let folder = folder(design, factor, 24);
    printed(&folder, &["sensitivity", "try.toml", "--out", "out", "--report"]);
    let said = answer(&folder.path().join("out"));
    assert!(said.contains("The only factor is giving intercept. Its effect on participants (rural) is"), "{said}");
    write(&folder, &design.replace("morris\"\ntrajectories", "latin\"\nruns"), factor, 24);
    printed(&folder, &["sweep", "try.toml", "--out", "swept", "--report"]);
    let said = answer(&folder.path().join("swept"));
    assert!(said.contains("Over the design, participants (rural) ranged from"), "{said}");
}

#[test]
fn designs_too_small_for_an_interval_are_refused_before_any_run() {
    for (size, key) in
        [("kind = \"morris\"\ntrajectories = 1", "trajectories"), ("kind = \"saltelli\"\nbase = 1", "base")]
    {
        let folder = folder(size, THREE, 4);
        for command in ["check", "sweep", "sensitivity"] {
            let (code, told) = refused(&folder, &[command, "try.toml"]);
            let words = format!("`design.{key}` must be a whole number from 2 to");
            assert!(code == 65 && told.contains(&words), "{command}: {code} {told}");
        }
        assert!(!folder.path().join("runs").exists());
    }
    let folder = folder("kind = \"morris\"\ntrajectories = 3\nmeasures = [\"participants_share\"]", THREE, 12);
    assert!(
        printed(&folder, &["check", "try.toml"]).contains("warning: trajectories = 3 is too small to rank factors")
    );
    let text = printed(&folder, &["sensitivity", "try.toml"]);
    assert!(text.contains("no factor is ranked") && !text.contains("\n1 ") && !text.contains("\n1="), "{text}");
    let indices = std::fs::read_to_string(folder.path().join("runs/try-001/indices.csv")).unwrap();
    assert!(!indices.contains("converged"), "{indices}");
}

#[test]
fn a_measure_without_a_value_is_counted_on_the_terminal_and_foretold_where_no_run_is_long_enough() {
    let weeks = "[design.factors.weeks]\nvalues = [4, 8]\n";
    let folder = folder("kind = \"grid\"\nmeasures = [\"one_year_retention\"]", weeks, 4);
    let told = printed(&folder, &["check", "try.toml"]);
    let words = "`one_year_retention` needs a run of 56 weeks or more; the longest of this design has 8";
    assert!(told.contains(words), "{told}");
    let told = printed(&folder, &["sweep", "try.toml"]);
    assert!(told.contains("no value of `one_year_retention` in 2 of 2 runs: no one joined"), "{told}");
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

#[test]
fn factors_that_do_not_vary_or_overwrite_each_other_are_refused_before_anything_runs() {
    let factors = "[design.factors.\"policy.recognition.level\"]\nvalues = [0.5]\n\
                   [design.factors.\"parameters.drive.relax\"]\nvalues = [0.1, 1, 1.0]\n\
                   [design.factors.\"parameters.behave.give\"]\ndistribution = \"uniform\"\nlow = -3\nhigh = -3\n\
                   [design.factors.\"parameters.rural.behave.give\"]\ndistribution = \"triangular\"\nlow = -4\nmode = 0\nhigh = -3\n\
                   [design.factors.\"parameters.behave.norm\"]\ndistribution = \"normal\"\nmean = 1\ndeviation = 0\nlow = 0\nhigh = 2\n\
                   [design.factors.\"policy.recognition\"]\nvalues = [0, 1]\n\
                   [design.factors.\"weeks\"]\ndistribution = \"uniform\"\nlow = 3\nhigh = 60\n\
                   [design.factors.\"parameters.structure.group_size\"]\ndistribution = \"log_uniform\"\nlow = 20\nhigh = 80\n\
                   [design.factors.\"policy.recognition.setting\"]\ndistribution = \"uniform\"\nlow = 0\nhigh = 1\n\
                   [design.factors.\"parameters.behave.unwilling\"]\ndistribution = \"uniform\"\nlow = 0.2\nhigh = 80\n";
    let folder = folder("kind = \"latin\"\nruns = 10\nscope = \"urban\"", factors, 4);
    let (code, told) = refused(&folder, &["check", "try.toml"]);
    assert_eq!(code, 65);
    for words in [
        "the scenario has no urban community to measure",
        "`policy.recognition.level` has only one value, so nothing varies",
        "`parameters.drive.relax` has the value 1 twice",
        "low = -3 must lie below high = -3",
        "a factor must vary; set a fixed value in the scenario",
        "`parameters.behave.give` and `parameters.rural.behave.give` set the same value",
        "low = -4, mode = 0, high = -3 must be in increasing order",
        "deviation = 0 must lie above 0",
        "`policy.recognition.level` and `policy.recognition` set the same value",
        "`weeks` is a multiple of 4 weeks; a distribution would draw fractions",
        "values = [4, 32, 60]",
        "`parameters.structure.group_size` is a whole number",
        "`policy.recognition.setting` is not a number",
        "write 0.8 if 80 % is meant",
    ] {
        assert!(told.contains(words), "no {words} in\n{told}");
    }
    assert!(!folder.path().join("runs").exists());
}

#[test]
fn values_that_have_no_effect_or_do_not_go_together_are_told_before_a_sweep_runs() {
    let late = "[design.factors.\"policy.recognition.start_week\"]\nvalues = [0, 4, 8, 400]\n";
    let folder = folder("kind = \"grid\"\nmeasures = [\"participants_share\"]", late, 8);
    let warning =
        "warning: with `policy.recognition.start_week` = 8: `policy.recognition` starts in week 8, but the run";
    let checked = printed(&folder, &["check", "try.toml"]).replace("\n  ", " ");
    assert!(checked.contains(warning) && checked.contains("the same holds for 1 more of its values"), "{checked}");
    let output = run(&folder, &["sweep", "try.toml"]);
    let told = String::from_utf8(output.stderr).unwrap().replace("\n  ", " ");
    assert!(output.status.success() && told.contains(warning), "{told}");
    let apart = "[design.factors.\"policy.recognition.start_week\"]\nvalues = [4, 8]\n\
                 [design.factors.\"policy.recognition.stop_week\"]\nvalues = [4, 8]\n";
    write(&folder, "kind = \"grid\"\nmeasures = [\"participants_share\"]", apart, 12);
    let checked = printed(&folder, &["check", "try.toml"]);
    assert!(checked.contains("3 of 4 points cannot be run"), "{checked}");
    let (code, told) = refused(&folder, &["check", "try.toml", "--set", "weeks=8"]);
    assert!(code == 2 && told.contains("--set changes a scenario or a study"), "{told}");
}

#[test]
fn cells_that_differ_in_when_or_where_a_policy_acts_have_the_measures_that_each_has_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = "
        [design]
        kind = 'grid'
        replicates = 2
        measures = ['participants_share', 'trust', 'one_year_retention']
        [design.scenario]
        weeks = 24
        warmup_weeks = 8
        population = { districts = 1, urban_communities = 1, rural_communities = 2 }
        parameters.structure.community_size = 80
        [design.factors.'policy.outreach.start_week']
        values = [0, 8, 12, 400]
        [design.factors.'policy.outreach.setting']
        values = ['urban', 'rural', 'both']
    ";
    let design = folder.path().join("placement.toml");
    std::fs::write(&design, text).unwrap();
    let swept = folder.path().join("together");
    run(&folder, &["sweep", design.to_str().unwrap(), "--out", swept.to_str().unwrap()]);
    let rows = std::fs::read_to_string(swept.join("cells.csv")).unwrap();
    let design = huzhu::internals::plan::design_file::load(design.to_str().unwrap()).unwrap();
    let mut compared = 0;
    for row in rows.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let (point, replicate): (usize, u32) = (fields[1].parse().unwrap(), fields[2].parse().unwrap());
        let scenario = design.scenario(point).unwrap();
        let mut simulation = huzhu::Simulation::begin(&scenario, replicate);
        let mut outcome = huzhu::internals::analysis::OutcomeBuilder::new(scenario.weeks, &scenario.parameters, &[]);
        while !simulation.is_over() {
            let month = simulation.advance();
            if month.first_week >= 0 {
                outcome.add(month.record);
            }
        }
        let outcome = outcome.finish(&simulation.open_spells());
        for (figure, field) in design.measures.iter().zip(&fields[5..8]) {
            let found: Option<f64> = field.parse().ok();
            assert_eq!(found, outcome.level(figure, design.scope), "{row}");
            compared += 1;
        }
    }
    assert_eq!(compared, 4 * 3 * 2 * 3);
}
