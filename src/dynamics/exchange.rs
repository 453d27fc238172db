//! What a district shares between town and villages: rotating professionals and visiting volunteers.
//! MODEL section 8, "Districts"

use crate::elementary::clip;
use crate::parameters::Parameters;
use crate::places::{BySetting, Setting};
use crate::policy::InForce;
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
        return;
    }
    let rotation = in_force.mandated(Setting::Urban).rotation;
    let visits = in_force.mandated(Setting::Rural).visits;
    let (mut rotated, mut volunteers) = (0_i64, 0_i64);
    for it in communities.iter_mut().filter(|it| it.setting() == Setting::Urban) {
        let institution = it.institution_mut();
        let paid = institution.paid().services;
        let moved = institution.offer.professional_hours * rotation * paid;
        rotated += exact(moved);
        institution.offer.professional_hours -= moved;
        // Who visits villages is not active in town.
        institution.offer.volunteers_lent = clip(in_force.mandated(Setting::Urban).visits * paid);
        // Exact: whole volunteers by the share that is paid.
        volunteers += exact(institution.last_month.volunteers as f32 * paid);
    }
    let rotated = rotated as f64 / 65_536.0;
    let hours_a_volunteer = visits * parameters[Setting::Rural].institution.visiting_volunteer_hours;
    let visiting = f64::from(hours_a_volunteer) * (volunteers as f64 / 65_536.0);
    for it in communities.iter_mut().filter(|it| it.setting() == Setting::Rural) {
        let institution = it.institution_mut();
        let share = f64::from(institution.last_month.elders) / rural as f64;
        institution.offer.professional_hours += (rotated * share) as f32;
        institution.offer.visiting_hours = (visiting * share) as f32;
    }
}
