//! `huzhu bench` as a user meets it.

use assert_cmd::Command;

fn bench(more: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("huzhu").unwrap();
    command.args(["bench", "--quick", "--sizes", "1500", "--threads", "1"]).args(more).output().unwrap()
}

#[test]
fn figures_of_a_small_run_come_as_json() {
    let output = bench(&["--format", "json", "--quiet"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let runs = &value["runs"][0];
    assert!(runs["elders"].as_u64().unwrap() >= 1_000);
    assert_eq!(runs["threads"], 1);
    for key in ["elder_weeks_per_second", "synthesis_seconds", "run_seconds", "output_seconds"] {
        assert!(runs[key].as_f64().unwrap() > 0.0, "{key}");
    }
    let computed = runs["computed_bytes_per_elder"].as_f64().unwrap();
    assert!((10.0..200.0).contains(&computed), "{computed}");
    for key in ["copy_bytes_per_second", "philox_words_per_second", "operations_per_second"] {
        assert!(value["machine"][key].as_f64().unwrap() > 1e6, "{key}");
    }
}

#[test]
fn the_table_is_printed_and_progress_goes_to_standard_error() {
    let output = bench(&["--lang", "en"]);
    assert!(output.status.success());
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(table.contains("whole-package") && table.contains("老年人"), "{table}");
    assert!(String::from_utf8(output.stderr).unwrap().contains("1500 elders"));
}
