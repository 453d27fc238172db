//! What moves an organiser.   MODEL section 8

use crate::elementary::{least, most};
use crate::parameters::Parameters;
use crate::population::Institution;

/// Drive of an organiser D_I: what is asked of it from above, what is left undone, how it stands.
pub fn of_institution(institution: &Institution, positioning: f32, p: &Parameters) -> f32 {
    let i = &p.institution;
    let last = &institution.last_month;
    let unmet = if last.needed_hours > 0.0 { last.uncovered_hours / last.needed_hours } else { 0.0 };
    let seen = unmet * sight(institution, p);
    i.drive_positioning * positioning
        + i.drive_unmet * least(1.0, i.drive_unmet_slope * seen)
        + i.drive_reputation * most(0.0, 1.0 - institution.reputation)
}

/// How much of the unmet need an organiser sees, relative to one without policy: who registers little sees little.
fn sight(institution: &Institution, p: &Parameters) -> f32 {
    let i = &p.institution;
    let informed = |process: f32, platform: f32, outreach: f32| {
        1.0 - (1.0 - process) * (1.0 - i.see_platform * platform) * (1.0 - i.see_outreach * outreach)
    };
    let seen = |informed: f32| i.see_least + (1.0 - i.see_least) * informed;
    seen(informed(institution.process_closure, institution.platform, institution.outreach))
        / seen(informed(i.process_floor, 0.0, i.outreach_floor))
}
