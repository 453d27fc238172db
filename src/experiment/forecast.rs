//! What a run will need, known before it begins.

use crate::places::Setting;
use crate::population::packed::BYTES_PER_PLACE;
use crate::population::{Community, Volunteer};
use crate::scenario::Scenario;
use crate::{Error, Result, machine};

/// Bytes that one place takes unpacked in a thread's working columns.
const WORKING_BYTES_PER_PLACE: f64 = 480.0;

/// Bytes of the program, its tables being written and its threads, whatever the population.
const FIXED_BYTES: f64 = 40e6;

/// Memory that the population of a run will hold, bytes.
pub fn population_bytes(scenario: &Scenario) -> f64 {
    let communities = scenario.expected_communities();
    let by_setting = Setting::ALL.map(|setting| {
        let structure = &scenario.parameters[setting].structure;
        let size = f64::from(structure.community_size);
        let places = size * (1.0 + f64::from(structure.spare_places));
        let pool = (f64::from(structure.volunteer_pool) / 100.0 * size).max(f64::from(structure.volunteer_pool_least));
        let groups = places / f64::from(structure.group_size);
        let one = places * BYTES_PER_PLACE as f64
            + pool * size_of::<Volunteer>() as f64
            + groups * 4.0
            // Three allocations, each with the allocator's own few words.
            + 48.0
            + size_of::<Community>() as f64;
        communities[setting] * one
    });
    by_setting.iter().sum()
}

/// Memory that a run will hold at its peak, bytes.
pub fn memory_bytes(scenario: &Scenario, threads: usize) -> f64 {
    let largest = Setting::ALL
        .map(|setting| f64::from(scenario.parameters[setting].structure.community_size))
        .into_iter()
        .fold(0.0, f64::max);
    population_bytes(scenario) + threads as f64 * 2.0 * largest * WORKING_BYTES_PER_PLACE + FIXED_BYTES
}

/// Refuses a run that cannot fit into this machine's memory.
///
/// # Errors
/// [`Error::TooLarge`], with the figure and what would fit.
pub fn refuse_what_cannot_fit(scenario: &Scenario, threads: usize) -> Result<()> {
    let Some(available) = machine::available_memory_bytes() else { return Ok(()) };
    let needed = memory_bytes(scenario, threads);
    if needed <= available as f64 * 0.95 {
        return Ok(());
    }
    let gigabytes = |bytes: f64| bytes / 1e9;
    let share = (available as f64 * 0.9 - FIXED_BYTES).max(0.0) / (needed - FIXED_BYTES);
    Err(Error::TooLarge(format!(
        "this run needs about {:.1} GB of memory for {:.0} elders, and {:.1} GB are free; \
         about {:.0} elders would fit: make population.scale (or the number of communities) {:.2} times what it is",
        gigabytes(needed),
        scenario.expected_elders(),
        gigabytes(available as f64),
        scenario.expected_elders() * share,
        share
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    #[test]
    fn memory_grows_with_the_population_and_a_run_beyond_this_machine_is_refused_with_what_would_fit() {
        let small = scenario::load("china", &[]).unwrap().scenario;
        let large = scenario::load("china", &["population.scale=0.1".to_string()]).unwrap().scenario;
        let ratio = (memory_bytes(&large, 2) - FIXED_BYTES) / (memory_bytes(&small, 2) - FIXED_BYTES);
        assert!((80.0..101.0).contains(&ratio), "{ratio}");
        let sets = ["population.districts=500", "population.urban_communities=2000"].map(str::to_string);
        let beyond = scenario::load("urban-baseline", &sets).unwrap().scenario;
        let refusal = refuse_what_cannot_fit(&beyond, 2).unwrap_err().to_string();
        assert!(refusal.contains("would fit"), "{refusal}");
    }
}
