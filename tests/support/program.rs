//! The program as a user meets it, in a folder of its own, and the small places it is tried on.
#![allow(dead_code)] // Each file of tests uses a part.

use std::path::Path;
use std::process::Output;
use std::time::Duration;

use assert_cmd::Command;

/// A command in a folder, in English, without the caller's environment.
pub fn huzhu(folder: impl AsRef<Path>, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("huzhu").unwrap();
    command.current_dir(folder).args(arguments).timeout(Duration::from_secs(240));
    command.env_clear().env("LANG", "C.UTF-8");
    command
}

/// What it printed and how it ended.
pub fn run(folder: impl AsRef<Path>, arguments: &[&str]) -> Output {
    huzhu(folder, arguments).output().unwrap()
}

/// The same, which must succeed; what it printed on standard output.
pub fn printed(folder: impl AsRef<Path>, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Exit code, and what was said on standard error.
pub fn refused(folder: impl AsRef<Path>, arguments: &[&str]) -> (i32, String) {
    let output = run(folder, arguments);
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// So many weeks of one urban community of about so many elders and two villages, as text of a scenario.
pub fn area(weeks: u32, urban_elders: u32) -> String {
    format!(
        "weeks = {weeks}\nwarmup_weeks = 8\n\
         [population]\ndistricts = 1\nurban_communities = 1\nrural_communities = 2\n\
         [parameters.urban.structure]\ncommunity_size = {urban_elders}\n"
    )
}

/// A study of two policies, to be laid on an area; more may be added to the second.
pub const TWO_WAYS: &str = "
[study]
title = 'Two ways'
title_zh = '两种办法'
replicates = 3

[study.policies.honour]
en = 'recognition'
zh = '荣誉'
policy.recognition.start_week = 0

[study.policies.bank]
en = 'time bank'
zh = '时间银行'
policy.time_bank.start_week = 0
";
