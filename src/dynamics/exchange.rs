//! What a district shares between town and villages: rotating professionals and visiting volunteers.
//! MODEL section 8, "Districts"

use crate::elementary::least;
use crate::parameters::Parameters;
use crate::places::{BySetting, Setting};
use crate::policy::{InForce, Levers};
use crate::population::community::Organised;

/// Hours as a whole number of 1/65,536, so that a sum does not depend on the order of communities.
fn exact(hours: f32) -> i64 {
    libm::round(f64::from(hours) * 65_536.0) as i64
}

/// Moves professional hours and visits from the urban communities of one district to its villages, by
/// population. Volunteers are those of last month.
pub fn share(communities: &mut [impl Organised], parameters: &BySetting<Parameters>, in_force: &InForce) {
    let elders = |setting: Setting| -> u64 {
        let those = communities.iter().filter(|it| it.setting() == setting);
        those.map(|it| u64::from(it.institution().last_month.elders)).sum()
    };
    let rural = elders(Setting::Rural);
    if rural == 0 {
        // Nobody to share with.
        communities.iter_mut().for_each(|it| it.institution_mut().offer.volunteers_sent = 0.0);
        return;
    }
    let Levers { rotation, visits, .. } = *in_force.mandated(Setting::Urban);
    let hours_a_volunteer = parameters[Setting::Rural].institution.visiting_volunteer_hours;
    let (mut rotated, mut visiting) = (0_i64, 0_i64);
    for it in communities.iter_mut().filter(|it| it.setting() == Setting::Urban) {
        let institution = it.institution_mut();
        let paid = institution.paid().services;
        let moved = institution.offer.professional_hours * rotation * paid;
        rotated += exact(moved);
        institution.offer.professional_hours -= moved;
        // Whose time goes to villages is the less to be had in town.
        let sent = least(1.0, visits * paid);
        institution.offer.volunteers_sent = sent;
        visiting += exact(sent * hours_a_volunteer * institution.last_month.volunteers as f32);
    }
    let [rotated, visiting] = [rotated, visiting].map(|hours| hours as f64 / 65_536.0);
    for it in communities.iter_mut().filter(|it| it.setting() == Setting::Rural) {
        let institution = it.institution_mut();
        let share = f64::from(institution.last_month.elders) / rural as f64;
        institution.offer.professional_hours += (rotated * share) as f32;
        institution.offer.visiting_hours = (visiting * share) as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::institutions::Shares;
    use crate::population::synthesis::synthesise;
    use crate::scenario;

    #[test]
    fn what_volunteers_of_the_town_give_to_villages_they_do_not_give_at_home() {
        let sets = ["population.districts=1", "population.urban_communities=2", "population.rural_communities=2"];
        let sets = [&sets[..], &["policy.urban_rural.visits=0.5", "policy.urban_rural.rotation=0"]].concat();
        let loaded = scenario::load("pilot", &sets.into_iter().map(str::to_string).collect::<Vec<_>>()).unwrap();
        let scenario = &loaded.scenario;
        let mut communities = synthesise(scenario, 0).communities;
        let district = communities[0].id.district();
        let in_force = InForce::of(&scenario.timeline, &scenario.parameters, 0, district);
        for (it, elders) in communities.iter_mut().zip([1_000, 1_000, 100, 300]) {
            let institution = &mut it.institution;
            (institution.last_month.elders, institution.last_month.volunteers) = (elders, 20);
            institution.shares = Shares::all(1.0);
        }
        // One of the towns pays for half of its services.
        communities[1].institution.shares.services = 0.5;
        share(&mut communities, &scenario.parameters, &in_force);
        let offers: Vec<_> = communities.iter().map(|it| &it.institution.offer).collect();
        let sent: Vec<f32> = offers.iter().map(|it| it.volunteers_sent).collect();
        assert_eq!(sent, [0.5, 0.25, 0.0, 0.0]);
        // 20 x 0.7 x 0.75 hours, a quarter and three quarters.
        for (offer, expected) in offers.iter().zip([0.0, 0.0, 2.625, 7.875]) {
            assert!((offer.visiting_hours - expected).abs() < 1e-4, "{}", offer.visiting_hours);
        }
        communities.truncate(2);
        share(&mut communities, &scenario.parameters, &in_force);
        assert!(communities.iter().all(|it| it.institution.offer.volunteers_sent == 0.0), "a town without villages");
    }
}
