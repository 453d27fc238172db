//! Limits known before: what a run needs is told before it begins, and what cannot fit is refused.

use std::path::Path;

use crate::support::{folder, printed, refused};

/// The figure of a line of `huzhu check` such as `  memory: about 58.6 MB (23.2 GB free)`, in bytes.
fn figure(told: &str, label: &str) -> f64 {
    let line = told.lines().find_map(|it| it.trim().strip_prefix(label)).unwrap_or_else(|| panic!("{label}: {told}"));
    let mut words = line.trim_start_matches(": about ").split(' ');
    let value: f64 = words.next().unwrap().parse().unwrap();
    value * [("kB", 1e3), ("MB", 1e6), ("GB", 1e9)].iter().find(|it| words.clone().next() == Some(it.0)).unwrap().1
}

/// Bytes of all files in a directory, and the most memory that its run held.
fn truth(directory: &Path) -> (f64, f64) {
    let files = std::fs::read_dir(directory).unwrap().map(|it| it.unwrap().metadata().unwrap());
    let bytes = files.filter(|it| it.is_file()).map(|it| it.len()).sum::<u64>() as f64;
    let run: serde_json::Value = serde_json::from_slice(&std::fs::read(directory.join("run.json")).unwrap()).unwrap();
    (bytes, run["peak_memory_bytes"].as_f64().unwrap())
}

/// `HUZHU_FORECAST_ELDERS` adds a sample of the nation of about so many elders.
#[cfg(target_os = "linux")]
#[test]
fn memory_and_files_are_forecast_within_fifteen_percent_whatever_is_asked_for() {
    let folder = folder();
    let folder = folder.path();
    // A longer test looks at all of the pilot area and at a nation as large as is asked for.
    let elders: Option<f64> = std::env::var("HUZHU_FORECAST_ELDERS").ok().and_then(|it| it.parse().ok());
    let scale = elders.map(|it| format!("population.scale={}", it / 264e6));
    let less = ["population.districts=2", "population.urban_communities=2", "population.rural_communities=12"];
    let mut cases: Vec<(&str, Vec<&str>)> = vec![
        ("pilot", less.to_vec()),
        ("whole-package", [&less[..], &["weeks=104", "output.districts=true"]].concat()),
        ("pilot", [&less[..], &["weeks=104", "output.sample_elders=0", "output.warmup=true"]].concat()),
        ("pilot", [&less[..], &["weeks=52", "replicates=3", "output.distributions_every_weeks=12"]].concat()),
    ];
    if let Some(scale) = &scale {
        cases.extend([("pilot", vec![]), ("whole-package", vec![]), ("china", vec![scale.as_str()])]);
        cases.push(("china", vec![scale, "weeks=52", "output.districts=true", "output.sample_elders=0"]));
    }
    for (number, (name, sets)) in cases.into_iter().enumerate() {
        let sets: Vec<&str> = sets.iter().flat_map(|it| ["--set", it]).collect();
        let told = printed(folder, &[&["check", name], sets.as_slice()].concat());
        let out = format!("run-{number}");
        printed(folder, &[&["run", name, "--out", &out, "--digest", "--progress", "never"], sets.as_slice()].concat());
        let (files, memory) = truth(&folder.join(&out));
        for (label, found) in [("memory", memory), ("files", files)] {
            let ratio = figure(&told, label) / found;
            assert!((0.85..1.15).contains(&ratio), "{name} {sets:?}: {label} {ratio:.3} of {found}: {told}");
        }
        assert!(told.contains(" threads (from a trial of "), "{told}");
    }
}

#[test]
fn the_forecast_is_told_in_chinese_as_well() {
    let folder = folder();
    let told = printed(folder.path(), &["check", "pilot", "--set", "weeks=52", "--lang", "zh"]);
    for part in ["内存：约 ", "文件：约 ", "用时：", "秒至 ", "试运行推算"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn a_run_that_no_memory_holds_is_refused_with_the_figure_and_what_would_fit_before_anything_is_written() {
    let folder = folder();
    let start = std::time::Instant::now();
    // A nation that grows to seven times its size, in groups so small that none outgrows the places it may have.
    let growth = ["--set", "parameters.life.growth=0.1", "--set", "parameters.structure.group_size=15"];
    let sets = [&["--set", "population.scale=1", "--weeks", "1040"], &growth[..]].concat();
    let (code, told) = refused(folder.path(), &[&["run", "china", "--out", "run"], sets.as_slice()].concat());
    assert_eq!(code, 65, "{told}");
    for part in
        ["GB of memory for", "GB are free", "what would fit: population.scale=", "可行的做法：population.scale 至多"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(start.elapsed().as_secs() < 60 && !folder.path().join("run").exists());
}

#[test]
fn the_room_that_growth_needs_counts_when_a_scenario_is_read() {
    let folder = folder();
    let sets = ["--set", "parameters.structure.community_size=15000", "--set", "parameters.life.growth=0.2"];
    let (code, told) = refused(folder.path(), &[&["check", "pilot"], sets.as_slice()].concat());
    assert!(code == 65 && told.contains("the limit per community is 60000") && told.contains("growth"), "{told}");
}
