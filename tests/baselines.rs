//! Golden digests: every scenario, made small, leaves the tables it left when last looked at.
//!
//! A change of results is a decision: `BLESS=1 cargo test --test baselines` writes `tests/baselines.txt` anew and
//! says which line CHANGELOG.md needs. Eight weeks to two years after a warm-up of half a year.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use huzhu::internals::output::{Description, RunDirectory, verify};
use huzhu::internals::runner::run;
use huzhu::internals::scenario::{embedded, load};

/// Embedded scenarios with something of their own to show; all others run half a year.
const SCENARIOS: [(&str, &[&str]); 9] = [
    ("pilot", &["weeks=52", "replicates=2"]),
    ("whole-package", &["weeks=52", "output.districts=true"]),
    ("time-bank-city", &["weeks=112"]),
    ("cash", &["weeks=112"]),
    ("one-off-grant", &["weeks=112"]),
    ("urban-rural-pairing", &["weeks=24", "output.community_classes=true"]),
    ("happiness-courtyards", &["weeks=24", "output.warmup=true"]),
    ("policy-break", &["weeks=24", "parameters.street.leader_change=1"]),
    ("china", &["weeks=8", "population.scale=0.00001", "output.distributions_every_weeks=4"]),
];

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/baselines.txt")
}

fn digest(name: &str, sets: &[&str]) -> String {
    let mut all: Vec<String> = ["warmup_weeks=24", "output.sample_elders=20"].map(str::to_owned).into();
    let loaded = load(name, &[]).unwrap();
    if let huzhu::internals::scenario::Places::Designed { urban_communities, rural_communities, .. } =
        loaded.scenario.places
    {
        all.push("population.districts=1".into());
        all.push(format!("population.urban_communities={}", urban_communities.min(1)));
        all.push(format!("population.rural_communities={}", rural_communities.min(3)));
        all.push("parameters.urban.structure.community_size=300".into());
    } else {
        all.push("parameters.structure.community_size=20".into());
    }
    all.extend(sets.iter().map(|it| (*it).to_owned()));
    let loaded = load(name, &all).unwrap_or_else(|error| panic!("{name}: {error}"));
    let folder = tempfile::tempdir().unwrap();
    let scenario = &loaded.scenario;
    let description = Description::of_run(scenario, loaded.resolved.clone());
    let out = folder.path().join("run");
    let directory = RunDirectory::create(Some(&out), false, description).unwrap();
    let ended = run::run(scenario, directory, &AtomicBool::new(false), |_| ()).unwrap();
    assert!(ended.manifest.complete && verify(&out).unwrap().holds(), "{name}");
    ended.manifest.digest
}

#[test]
fn scenarios_leave_the_tables_they_left_when_last_looked_at() {
    let own = |name: &str| SCENARIOS.iter().find(|it| it.0 == name).map_or(&["weeks=24"][..], |it| it.1);
    let names = embedded::SCENARIOS.iter().map(|it| it.name);
    let found: BTreeMap<&str, String> = names.map(|name| (name, digest(name, own(name)))).collect();
    let text: String = found.iter().map(|(name, digest)| format!("{name} {digest}\n")).collect();
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        std::fs::write(committed(), &text).unwrap();
        println!("CHANGELOG.md needs a line that says what changed results and names `{}`", short(&text));
        return;
    }
    let committed = std::fs::read_to_string(committed()).unwrap_or_default();
    let before: BTreeMap<&str, &str> = committed.lines().filter_map(|line| line.split_once(' ')).collect();
    let changed: Vec<&str> = found
        .iter()
        .filter(|(name, digest)| before.get(*name) != Some(&digest.as_str()))
        .map(|(name, _)| *name)
        .collect();
    assert!(
        changed.is_empty() && before.len() == found.len(),
        "results of {changed:?} have changed; when that is meant, `BLESS=1 cargo test --test baselines` accepts it"
    );
}

/// What the changelog calls a list of digests.
fn short(digests: &str) -> String {
    format!("results {}", &blake3::hash(digests.as_bytes()).to_hex()[..12])
}

#[test]
fn the_changelog_says_which_results_are_those_of_this_version() {
    let digests = std::fs::read_to_string(committed()).unwrap();
    let changelog = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CHANGELOG.md")).unwrap();
    let wanted = short(&digests);
    assert!(changelog.contains(&wanted), "a line of CHANGELOG.md says what changed results and names `{wanted}`");
}
