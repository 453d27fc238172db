//! What moves an organiser.   MODEL section 8

use crate::elementary::{least, most};
use crate::parameters::Parameters;
use crate::population::Institution;

/// Drive of an organiser D_I: what is asked of it from above, what is left undone, how it stands.
pub fn of_institution(institution: &Institution, positioning: f32, p: &Parameters) -> f32 {
    let i = &p.institution;
    let last = &institution.last_month;
    let unmet = if last.needed_hours > 0.0 { last.uncovered_hours / last.needed_hours } else { 0.0 };
    i.drive_positioning * positioning
        + i.drive_unmet * least(1.0, i.drive_unmet_slope * unmet)
        + i.drive_reputation * most(0.0, 1.0 - institution.reputation)
}
