//! The run key: one hash of everything that decides the outcome of a run. A finished run is found by it and not
//! repeated.

use blake3::Hash;

use crate::output::parquet::CREATED_BY;
use crate::places::Setting;
use crate::scenario::{Output, Scenario, written};
use crate::sections::Stored;

/// The run key.
pub type RunKey = [u8; 32];

/// Hash of everything that decides the outcomes of a scenario except the replicate: version, values, seed.
pub fn of_scenario(scenario: &Scenario) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(CREATED_BY.as_bytes()).update(b"\n");
    hasher.update(written::without_parameters(scenario).as_bytes());
    // As bits: to write hundreds of numbers out takes longer than a small run.
    let mut values = Vec::new();
    Setting::ALL.into_iter().for_each(|it| scenario.values[it].store(&mut values));
    hasher.update(&values);
    hasher.update(&scenario.seed.to_le_bytes());
    hasher.finalize()
}

/// Run key of one run of a scenario that records `recorded`.
pub fn of_run(scenario: &Hash, replicate: u32, recorded: &[&str]) -> RunKey {
    let mut hasher = blake3::Hasher::new();
    hasher.update(scenario.as_bytes()).update(&replicate.to_le_bytes());
    recorded.iter().for_each(|it| _ = hasher.update(&(it.len() as u64).to_le_bytes()).update(it.as_bytes()));
    *hasher.finalize().as_bytes()
}

/// A scenario without what does not affect outcomes: titles, the number of replicates, and the tables that only
/// the directory of a single run needs.
pub fn bare(scenario: &Scenario) -> Scenario {
    let mut scenario = scenario.clone();
    scenario.title.clear();
    scenario.title_zh.clear();
    scenario.replicates = 1;
    scenario.output = Output { sample_elders: 0, communities_every_months: 0, ..Output::default() };
    scenario
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small(sets: &[&str]) -> Scenario {
        let sets: Vec<String> = sets.iter().map(|it| it.to_string()).collect();
        crate::scenario::load("pilot", &sets).unwrap().scenario
    }

    #[test]
    fn what_changes_an_outcome_changes_the_identity_and_nothing_else_does() {
        let of = |sets: &[&str]| of_scenario(&bare(&small(sets)));
        let pilot = of(&[]);
        for same in [["title=\"Other\""], ["replicates=7"], ["output.sample_elders=3"]] {
            assert_eq!(of(&same), pilot, "{same:?}");
        }
        for other in [["seed=2"], ["weeks=8"], ["parameters.rural.need.outmigration=1.01"], ["warmup_weeks=4"]] {
            assert_ne!(of(&other), pilot, "{other:?}");
        }
        assert_ne!(of_run(&pilot, 0, &[]), of_run(&pilot, 1, &[]));
        assert_ne!(of_run(&pilot, 0, &["ab"]), of_run(&pilot, 0, &["a", "b"]));
    }
}
