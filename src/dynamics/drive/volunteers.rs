//! What volunteers look for, and how much of it a community supplies.   MODEL2 section B

use crate::elementary::{clip, least};
use crate::parameters::Parameters;
use crate::population::Institution;

/// What a community supplies of meaning, learning and company, each in [0, 1].
fn supplies(institution: &Institution, p: &Parameters) -> [f32; 3] {
    let it = &p.volunteer;
    let taught = institution.standardisation + it.learning_coverage * institution.coverage();
    let supplied = [institution.offer.value / it.meaning_full, taught, institution.culture];
    supplied.map(|supply| it.supply_base + (1.0 - it.supply_base) * least(1.0, supply))
}

/// Need match: how far a community supplies what students, working people and the young old look for.
pub fn matches(institution: &Institution, p: &Parameters) -> [f32; 3] {
    let [meaning, learning, company] = supplies(institution, p);
    let it = &p.volunteer;
    [
        [it.student_meaning, it.student_learning, it.student_company],
        [it.working_meaning, it.working_learning, it.working_company],
        [it.young_old_meaning, it.young_old_learning, it.young_old_company],
    ]
    .map(|weight| clip(weight[0] * meaning + weight[1] * learning + weight[2] * company))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::places::Setting;
    use crate::population::synthesis::synthesise;
    use crate::population::{Community, VolunteerKind};
    use crate::scenario;

    pub(crate) fn close(found: f32, expected: f32) {
        assert!((found - expected).abs() < 2e-6, "{found}, not {expected}");
    }

    /// A community of about a hundred elders at the start.
    pub(crate) fn community(setting: Setting) -> Community {
        let sets = ["population.districts=1", "population.urban_communities=1", "population.rural_communities=1"];
        let sets = [&sets[..], &["parameters.structure.community_size=100"]].concat();
        let loaded = scenario::load("pilot", &sets.into_iter().map(str::to_string).collect::<Vec<_>>()).unwrap();
        let communities = synthesise(&loaded.scenario, 0).communities;
        communities.into_iter().find(|it| it.setting == setting).unwrap()
    }

    #[test]
    fn each_kind_finds_what_it_looks_for_where_the_community_supplies_it() {
        let p = Parameters::defaults(Setting::Urban);
        let mut it = community(Setting::Urban).institution;
        // Half the recognition, standards of 0.2, culture of 0.5: 0.65, 0.44, 0.65.
        (it.offer.value, it.standardisation, it.culture) = (0.3, 0.2, 0.5);
        let found = matches(&it, &p);
        close(found[VolunteerKind::Student as usize], 0.2 * 0.65 + 0.6 * 0.44 + 0.2 * 0.65);
        close(found[VolunteerKind::Working as usize], 0.6 * 0.65 + 0.2 * 0.44 + 0.2 * 0.65);
        close(found[VolunteerKind::YoungOld as usize], 0.3 * 0.65 + 0.1 * 0.44 + 0.6 * 0.65);
    }

    #[test]
    fn the_best_supply_is_all_that_anybody_looks_for_and_none_leaves_three_tenths() {
        let p = Parameters::defaults(Setting::Rural);
        let mut it = community(Setting::Urban).institution;
        (it.offer.value, it.standardisation, it.culture) = (5.0, 1.0, 1.0);
        matches(&it, &p).into_iter().for_each(|found| close(found, 1.0));
        (it.offer.value, it.standardisation, it.culture) = (0.0, 0.0, 0.0);
        matches(&it, &p).into_iter().for_each(|found| close(found, 0.3));
    }
}
