//! A small run, and what its directory holds.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A scenario of some hundred elders.
pub const SMALL: [&str; 10] = [
    "--set",
    "population.districts=1",
    "--set",
    "population.urban_communities=1",
    "--set",
    "population.rural_communities=2",
    "--set",
    "parameters.structure.community_size=200",
    "--set",
    "warmup_weeks=8",
];

/// The program in a folder, in English, without the caller's environment.
pub fn huzhu(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("huzhu"));
    command.current_dir(folder).args(arguments).env_clear().env("LANG", "C.UTF-8").stdin(Stdio::null());
    command
}

/// Arguments of a small run into `out`, and some more.
pub fn small<'a>(out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["run", "pilot", "--out", out], SMALL.as_slice(), more].concat()
}

/// What the program printed and how it ended.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    huzhu(folder, arguments).output().unwrap()
}

/// The same, which must succeed; what it printed on standard output.
pub fn printed(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Exit code, and what was said on standard error.
pub fn refused(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = run(folder, arguments);
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

pub fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Every file of a run with its bytes, but the times and the lock.
pub fn results(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(directory).unwrap().map(|it| it.unwrap());
    let named = entries.map(|it| (it.file_name().into_string().unwrap(), it.path()));
    let named = named.filter(|(name, _)| name != "run.json" && name != ".lock");
    named.map(|(name, path)| (name, std::fs::read(path).unwrap_or_default())).collect()
}

/// Two directories hold the same results, byte for byte.
pub fn assert_same_results(one: &Path, other: &Path) {
    let (one, other) = (results(one), results(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(*bytes == other[name], "{name} differs");
    }
}

/// Numbers that look drawn, the same in every test.
pub struct Draws(pub u64);

impl Draws {
    /// The next, below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}
