//! Which parameters the synthesis reads, so that runs which differ in others only can share their people.

use crate::parameters::TABLE;
use crate::places::{BySetting, Setting};

/// Groups and single parameters that the synthesis reads.
const READ: [&str; 10] = [
    "structure.",
    "street.",
    "drive.",
    "institution.",
    "fiscal.",
    "life.growth",
    "perceive.barrier",
    "service.acquaintance_tie",
    "behave.unwilling",
    "behave.unwilling_shift",
];

/// Whether the synthesis may read a parameter; what is no parameter may be anything.
pub fn reads(key: &str) -> bool {
    let listed = READ.iter().any(|it| key == *it || (it.ends_with('.') && key.starts_with(it)));
    listed || TABLE.iter().all(|row| row.key != key)
}

/// Whether two sets of parameters make the same people, of the same places and seed.
pub fn makes_the_same(one: &BySetting<Vec<f64>>, other: &BySetting<Vec<f64>>) -> bool {
    Setting::ALL.into_iter().all(|setting| {
        let values = one[setting].iter().zip(&other[setting]);
        TABLE.iter().zip(values).all(|(row, (one, other))| one == other || !reads(row.key))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::synthesis::synthesise;
    use crate::scenario;

    #[test]
    fn no_parameter_that_is_not_listed_changes_anybody() {
        let sets = [
            "population.districts=1",
            "population.urban_communities=1",
            "population.rural_communities=1",
            "parameters.structure.community_size=50",
        ];
        let scenario = scenario::load("pilot", &sets.map(str::to_string)).unwrap().scenario;
        let people = synthesise(&scenario, 0);
        let mut tried = 0;
        for (number, row) in TABLE.iter().enumerate().filter(|(_, row)| !reads(row.key)) {
            let mut other = scenario.clone();
            for setting in Setting::ALL {
                let (low, high) = (*row.range.start(), *row.range.end());
                let value = &mut other.values[setting][number];
                *value = if *value < (low + high) / 2.0 { high } else { low };
            }
            other.parameters =
                BySetting::from_fn(|setting| crate::parameters::Parameters::from_values(&other.values[setting]));
            assert!(makes_the_same(&scenario.values, &other.values), "{}", row.key);
            assert!(synthesise(&other, 0) == people, "{} changes people", row.key);
            tried += 1;
        }
        assert!(tried > 200, "{tried}");
        let size = TABLE.iter().position(|row| row.key == "structure.community_size").unwrap();
        let mut other = scenario.clone();
        other.values.rural[size] += 1.0;
        assert!(!makes_the_same(&scenario.values, &other.values));
        assert!(reads("population.districts") && reads("structure.rooted") && !reads("behave.give"));
    }
}
