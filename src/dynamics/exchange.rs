//! What a district shares between town and villages: rotating professionals and visiting volunteers.
//! MODEL section 8, "Districts"

use crate::places::{BySetting, Setting};
use crate::policy::Levers;
use crate::population::Community;
use crate::scenario::parameters::Parameters;

/// Moves professional hours and visits from the urban communities of one district to its villages, by
/// population. Volunteers are those of last month.
pub fn share(communities: &mut [Community], parameters: &BySetting<Parameters>, levers: &BySetting<Levers>) {
    let elders = |setting: Setting| -> f64 {
        let those = communities.iter().filter(|it| it.setting == setting);
        those.map(|it| f64::from(it.institution.last_month.elders)).sum()
    };
    let rural = elders(Setting::Rural);
    if rural == 0.0 {
        return;
    }
    let rotation = levers[Setting::Urban].rotation;
    let visits = levers[Setting::Rural].visits;
    let (mut rotated, mut volunteers) = (0.0_f64, 0.0_f64);
    for it in communities.iter_mut().filter(|it| it.setting == Setting::Urban) {
        let hours = it.institution.offer.professional_hours;
        rotated += f64::from(hours * rotation);
        it.institution.offer.professional_hours -= hours * rotation;
        volunteers += f64::from(it.institution.last_month.volunteers);
    }
    let visiting = f64::from(visits * parameters[Setting::Rural].institution.visiting_volunteer_hours) * volunteers;
    for it in communities.iter_mut().filter(|it| it.setting == Setting::Rural) {
        let share = f64::from(it.institution.last_month.elders) / rural;
        it.institution.offer.professional_hours += (rotated * share) as f32;
        it.institution.offer.visiting_hours = (visiting * share) as f32;
    }
}
