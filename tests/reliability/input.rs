//! Scenarios as users write them: every number at its ends and beyond, and files that are none.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use huzhu::internals::parameters;
use serde_json::Value;

use crate::support::{folder, huzhu, printed, refused, run};

/// A number that a scenario can hold: where it is written, its ends, and whether it is whole.
#[derive(Debug, Clone)]
struct Number {
    path: String,
    low: f64,
    high: f64,
    whole: bool,
}

impl Number {
    /// The key as a fault names it: a parameter stands for both settings.
    fn named(&self) -> String {
        self.path.replace("parameters.urban.", "parameters.").replace("parameters.rural.", "parameters.")
    }

    /// A value as it is written for this number.
    fn written(&self, value: f64) -> String {
        if self.whole { format!("{value:.0}") } else { format!("{value:?}") }
    }

    /// The next value beyond an end that such a number can have.
    fn beyond(&self, end: f64, direction: f64) -> String {
        self.written(end + direction * if self.whole { 1.0 } else { end.abs().max(1.0) * 1e-9 })
    }
}

/// Every numeric value of a scenario in the generated schema, by following it from its root. An instrument's further
/// entries repeat its own values, so labels are not followed; studies and designs are files of their own.
fn numbers() -> Vec<Number> {
    fn walk(root: &Value, schema: &Value, path: &str, found: &mut Vec<Number>) {
        if let Some(name) = schema["$ref"].as_str() {
            return walk(root, root.pointer(&name[1..]).unwrap(), path, found);
        }
        schema["anyOf"].as_array().into_iter().flatten().for_each(|it| walk(root, it, path, found));
        for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            walk(root, inner, &path, found);
        }
        if let Some(kind @ ("number" | "integer")) = schema["type"].as_str() {
            let end = |word: &str| schema[word].as_f64().unwrap_or_else(|| panic!("{path} has no {word}"));
            found.push(Number {
                path: path.into(),
                low: end("minimum"),
                high: end("maximum"),
                whole: kind == "integer",
            });
        }
    }
    static NUMBERS: LazyLock<Vec<Number>> = LazyLock::new(|| {
        let mut schema: Value = serde_json::from_str(&printed(Path::new("."), &["schema"])).unwrap();
        for other in ["study", "design"] {
            assert!(schema["properties"].as_object_mut().unwrap().remove(other).is_some(), "{other}");
        }
        let mut found = Vec::new();
        walk(&schema, &schema, "", &mut found);
        found
    });
    NUMBERS.clone()
}

/// What `huzhu check` says of all numbers when each is written as `value` says, some a file; and the line of each.
fn checked(value: impl Fn(&Number) -> String) -> Vec<(Number, String, usize, String)> {
    checked_of(numbers(), value)
}

/// The same of some numbers.
fn checked_of(numbers: Vec<Number>, value: impl Fn(&Number) -> String) -> Vec<(Number, String, usize, String)> {
    let folder = folder();
    let mut told = Vec::new();
    // A designed area and a census exclude each other in one file, and a report holds no more than 100 errors.
    let (census, others): (Vec<_>, Vec<_>) = numbers.into_iter().partition(|it| it.path == "population.scale");
    for numbers in others.chunks(60).chain(census.chunks(1)) {
        let mut text = String::new();
        numbers.iter().for_each(|it| writeln!(text, "{} = {}", it.path, value(it)).unwrap());
        std::fs::write(folder.path().join("s.toml"), &text).unwrap();
        let (code, report) = refused(folder.path(), &["check", "./s.toml"]);
        assert!(matches!(code, 0 | 65), "{report}");
        let lines = numbers.iter().zip(text.lines()).zip(1..);
        told.extend(lines.map(|((it, line), number)| (it.clone(), line.to_owned(), number, report.clone())));
    }
    told
}

/// Whether a report blames the value on a line: named with its range and unit, at file, line and column, with a
/// caret under the value.
fn assert_blamed(number: &Number, line: &str, at: usize, report: &str) {
    let column = line.find('=').unwrap() + 3;
    let fault = report.split("error: ").find(|it| it.contains(&format!("./s.toml:{at}:{column}\n")));
    let fault = fault.unwrap_or_else(|| panic!("{line} is not blamed at {at}:{column}: {report}"));
    let title = fault.lines().next().unwrap();
    assert!(title.starts_with(&format!("`{}` must be", number.named())), "{title}");
    assert!(title.contains(&format!("from {} to {}", number.low, number.high)), "{title}");
    let key = number.named();
    if let Some((_, row)) = key.strip_prefix("parameters.").and_then(parameters::find)
        && row.unit != "-"
    {
        assert!(title.contains(&format!("(unit: {})", row.unit)), "{title}");
    }
    let mark = fault.lines().skip_while(|it| !it.contains(line)).nth(1).unwrap_or_default();
    let shown = fault.lines().find(|it| it.contains(line)).unwrap();
    assert_eq!(mark.find('^'), shown.find(line).map(|it| it + column - 1), "{fault}");
}

#[test]
fn the_schema_names_every_parameter_for_town_and_village_and_every_count() {
    let numbers = numbers();
    let has = |path: &str| numbers.iter().any(|it| it.path == path);
    for row in parameters::TABLE {
        for table in ["parameters", "parameters.urban", "parameters.rural"] {
            assert!(has(&format!("{table}.{}", row.key)), "{table}.{}", row.key);
        }
    }
    for path in ["seed", "weeks", "warmup_weeks", "replicates", "population.scale", "population.districts"] {
        assert!(has(path), "{path}");
    }
    assert!(numbers.iter().filter(|it| it.path.starts_with("policy.")).count() > 60);
}

#[test]
fn every_number_of_the_schema_is_accepted_at_both_its_ends() {
    for end in [|it: &Number| it.written(it.low), |it: &Number| it.written(it.high)] {
        for (number, line, _, report) in checked(end) {
            // Shares of a whole may each be 1, but not together: that is another fault than a wrong value.
            let refused = |word: &str| report.contains(&format!("`{}` must {word}", number.named()));
            assert!(!refused("be") && !refused("fall"), "{line}: {report}");
        }
    }
}

#[test]
fn every_number_of_the_schema_is_refused_just_beyond_its_ends_at_its_place_with_range_and_unit() {
    for (number, line, at, report) in checked(|it| it.beyond(it.low, -1.0)) {
        assert_blamed(&number, &line, at, &report);
    }
    for (number, line, at, report) in checked(|it| it.beyond(it.high, 1.0)) {
        assert_blamed(&number, &line, at, &report);
    }
}

#[test]
fn no_number_of_the_schema_is_nan_or_infinite_or_beyond_every_number() {
    for nonsense in ["nan", "-nan", "inf", "-inf", "1e400", "-1e400", "99999999999999999999"] {
        for (number, line, at, report) in checked(|_| nonsense.into()) {
            assert_blamed(&number, &line, at, &report);
        }
    }
}

#[test]
fn no_number_of_the_schema_is_a_text_a_switch_a_list_a_table_or_a_date() {
    for wrong in ["\"many\"", "true", "[1]", "1979-05-27"] {
        for (number, line, at, report) in checked(|_| wrong.into()) {
            assert_blamed(&number, &line, at, &report);
        }
    }
    // A table in an instrument is a further entry of it.
    let (instruments, others): (Vec<_>, Vec<_>) =
        numbers().into_iter().partition(|it| it.path.starts_with("policy") || it.path.starts_with("baseline"));
    for (number, line, at, report) in checked_of(others, |_| "{ a = 1 }".into()) {
        // A table is blamed at its key.
        let fault = report.split("error: ").find(|it| it.contains(&format!("./s.toml:{at}:"))).unwrap_or_default();
        let told = fault.starts_with(&format!("`{}` must be", number.named()));
        assert!(told && fault.contains("found a table"), "{line}: {report}");
    }
    for (number, line, at, report) in checked_of(instruments, |_| "{ a = 1 }".into()) {
        let told = format!("unknown key `a` in `{}`", number.path);
        assert!(report.contains(&told) && report.contains(&format!("./s.toml:{at}:")), "{line}: {report}");
    }
    for (number, line, at, report) in checked(|it| if it.whole { "0.5".into() } else { "\"0.5\"".into() }) {
        assert_blamed(&number, &line, at, &report);
    }
}

/// What `huzhu check` says of a file with that content, and the code it ends with.
fn told(content: impl AsRef<[u8]>) -> (i32, String) {
    let folder = folder();
    std::fs::write(folder.path().join("s.toml"), content).unwrap();
    refused(folder.path(), &["check", "s.toml"])
}

#[test]
fn all_faults_are_told_in_one_pass_with_file_line_column_caret_range_and_nearest_key() {
    let (code, report) = told("weeks = 50\n[parameters.need]\noutmigration = nan\nclinc = 1\n[policy.recogniton]\n");
    assert_eq!(code, 65);
    for part in [
        "s.toml:1:9",
        "the nearest are 48 and 52",
        "s.toml:3:16",
        "3 | outmigration = nan\n  |                ^^^ nan is not a number",
        "must be a number from 0 to 10",
        "s.toml:4:1",
        "did you mean `need.clinic`?",
        "s.toml:5:9",
        "did you mean `[policy.recognition]`?",
        "s.toml: 4 errors",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
}

#[test]
fn a_number_beyond_every_number_is_too_large_and_not_infinite() {
    let (code, report) = told("parameters.need.outmigration = 1e400\n");
    assert!(code == 65 && report.contains("s.toml:1:32") && report.contains("1e400 is too large"), "{report}");
}

#[test]
fn a_key_written_twice_is_shown_at_both_its_places() {
    let (code, report) = told("seed = 1\nweeks = 4\nseed = 2\n");
    assert!(code == 65 && report.contains("`seed` is written twice"), "{report}");
    assert!(report.contains("1 | seed = 1") && report.contains("3 | seed = 2"), "{report}");
}

#[test]
fn nesting_beyond_all_sense_is_refused_in_a_moment_and_overflows_nothing() {
    let deep = 100_000;
    for text in [
        format!("a = {}", "[".repeat(deep)),
        format!("a = {}1{}", "{b = ".repeat(deep), "}".repeat(deep)),
        format!("{}a = 1", "a.".repeat(deep)),
        format!("[{}a]", "a.".repeat(deep)),
    ] {
        let start = Instant::now();
        let (code, report) = told(&text);
        assert!(code == 65 && report.contains("s.toml:1:") && report.len() < 20_000, "{report:.300}");
        assert!(start.elapsed() < Duration::from_secs(20));
    }
}

#[test]
fn a_file_of_a_gigabyte_is_refused_before_it_is_read() {
    let folder = folder();
    std::fs::File::create(folder.path().join("s.toml")).unwrap().set_len(1 << 30).unwrap();
    // Were it read, it would not fit into what the process may have.
    let mut command = Command::new("sh");
    let program = assert_cmd::cargo::cargo_bin("huzhu");
    command.current_dir(&folder).args(["-c", "ulimit -v 900000; exec \"$0\" check ./s.toml"]).arg(program);
    let output = command.output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(65) && told.contains("4 MiB"), "{told}");
}

/// Ends the program if it still waits after ten seconds, which it must not.
#[cfg(unix)]
fn in_time(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut child = huzhu(folder, arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() && start.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(10));
    }
    _ = child.kill();
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(unix)]
#[test]
fn a_pipe_a_directory_and_a_device_are_refused_without_waiting_for_them() {
    let folder = folder();
    let made = Command::new("mkfifo").arg(folder.path().join("fifo.toml")).status().unwrap();
    assert!(made.success());
    std::fs::create_dir(folder.path().join("folder.toml")).unwrap();
    for (name, part) in [
        ("fifo.toml", "not a regular file"),
        ("folder.toml", "a directory"),
        ("/dev/zero", "not a regular file"),
        ("/dev/stdin", "not a regular file"),
    ] {
        let (code, told) = in_time(folder.path(), &["check", name]);
        assert!(code == Some(65) && told.contains(part), "{name}: {code:?} {told}");
    }
}

#[test]
fn a_mark_at_the_start_and_line_ends_of_windows_move_no_place() {
    let (code, report) = told("\u{feff}weeks = 52\r\nseed = 7\r\n[policy.recognition]\r\nlevel = 3\r\n");
    assert!(code == 65 && report.contains("s.toml:4:9") && report.contains("1 error"), "{report}");
    assert_eq!(told("\u{feff}weeks = 52\r\nseed = 7\r\n").0, 0);
}

#[test]
fn bytes_that_are_no_text_are_told_with_line_and_column_in_both_languages() {
    let (code, report) = told(b"weeks = 52\ntitle = \"\xb1\xea\xcc\xe2\"\n");
    assert!(code == 65 && report.contains("line 2, column 10") && report.contains("请另存为 UTF-8"), "{report}");
    assert_eq!(told("weeks = 52\0\n").0, 65);
}

#[test]
fn chinese_labels_run_and_columns_count_characters() {
    let folder = folder();
    let label = "[policy.recognition.\"第二批·荣誉\"]\nstart_week = 4\nlevel = 0.5\n";
    std::fs::write(folder.path().join("互助.toml"), format!("title_zh = \"邻里互助\"\nweeks = 8\n{label}")).unwrap();
    let resolved = printed(folder.path(), &["check", "./互助.toml", "--resolved"]);
    assert!(resolved.contains("[policy.recognition.\"第二批·荣誉\"]") && resolved.contains("邻里互助"), "{resolved}");
    let small = ["--set", "population.districts=1", "--set", "population.rural_communities=1", "--out", "结果"];
    let done = run(folder.path(), &[&["run", "./互助.toml"], small.as_slice(), &["--set", "warmup_weeks=4"]].concat());
    assert!(done.status.success(), "{done:?}");
    assert!(folder.path().join("结果/manifest.json").exists());
    let (_, report) = told("title = \"互助\" 1\n");
    assert!(report.contains("s.toml:1:14"), "{report}");
}

#[test]
fn what_set_gives_is_checked_like_a_file_and_placed_by_its_number() {
    let folder = folder();
    let sets = ["--set", "weeks=52", "--set", "parameters.need.outmigration=nan", "--set", "seed=-1"];
    let (code, report) = refused(folder.path(), &[&["check", "pilot"], sets.as_slice()].concat());
    assert!(code == 65 && report.contains("--set #2:1:30") && report.contains("--set #3:1:6"), "{report}");
}
