//! What volunteers make of their own service: trust, and whether it gives them what they look for.   MODEL2 section B

use crate::dynamics::Rules;
use crate::dynamics::scratch::{Scratch, with_their_week};
use crate::elementary::clip;
use crate::population::Volunteer;

/// Trust and fulfilment of those who are here, after a week in which they succeeded, failed, or offered and were not
/// used. `matches` is the need match of each kind; reputation is that at the week's end.
pub fn experience(volunteers: &mut [Volunteer], around: &Rules, matches: [f32; 3], reputation: f32, scratch: &Scratch) {
    let p = &around.parameters.volunteer;
    for (_, it, week) in with_their_week(volunteers, &scratch.active_volunteers).filter(|(_, it, _)| it.here) {
        let mut trust = it.trust;
        let mut fulfilment = it.fulfilment + p.fulfilment_relax * (p.fulfilment_rest - it.fulfilment);
        if let Some(week) = week {
            if week.succeeded {
                let found = p.fulfilment_success_base + matches[it.kind as usize];
                trust += p.trust_success * (1.0 - trust);
                fulfilment += p.fulfilment_success * found * (1.0 - fulfilment);
            }
            if week.failed {
                trust -= p.trust_failure * trust;
                fulfilment -= p.fulfilment_failure * fulfilment;
            }
            if !week.used {
                trust -= p.trust_unused * trust;
                fulfilment -= p.fulfilment_unused * fulfilment;
            }
        }
        it.trust = trust + around.parameters.behave.volunteer_trust_drift * (reputation - trust);
        it.fulfilment = clip(fulfilment);
    }
}

/// Those who are away hear of the organiser once a month.
pub fn hear(volunteers: &mut [Volunteer], around: &Rules, reputation: f32) {
    let speed = around.parameters.volunteer.trust_away;
    for it in volunteers.iter_mut().filter(|it| !it.here) {
        it.trust += speed * (reputation - it.trust);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamics::drive::volunteers::tests::{close, community};
    use crate::dynamics::scratch::ActiveVolunteer;
    use crate::parameters::Parameters;
    use crate::places::Setting;
    use crate::policy::Levers;
    use crate::population::VolunteerKind;
    use crate::random::Chance;

    /// Trust and fulfilment after a week, of a working person with 0.6 and 0.5 before, whose need match is 0.7.
    fn after(week: Option<ActiveVolunteer>, here: bool) -> (f32, f32) {
        let mut parameters = Parameters::defaults(Setting::Urban);
        let p = &mut parameters.volunteer;
        (p.trust_success, p.trust_failure, p.trust_unused) = (0.03, 0.05, 0.005);
        let around = Rules {
            setting: Setting::Urban,
            parameters: &parameters,
            levers: &Levers::default(),
            chance: &Chance::new(1, 0),
        };
        let mut one = community(Setting::Urban).volunteers.swap_remove(0);
        (one.kind, one.here, one.trust, one.fulfilment) = (VolunteerKind::Working, here, 0.6, 0.5);
        let mut all = [one];
        let scratch = Scratch { active_volunteers: week.into_iter().collect(), ..Scratch::default() };
        experience(&mut all, &around, [0.0, 0.7, 0.0], 0.8, &scratch);
        (all[0].trust, all[0].fulfilment)
    }

    #[test]
    fn success_lifts_trust_and_fulfilment_and_failure_lowers_them() {
        let active = ActiveVolunteer { used: true, ..ActiveVolunteer::default() };
        // Fulfilment fades to 0.5 - 0.01 x 0.1 = 0.499; then 0.05 (0.4 + 0.7) of what lacks. Trust: 0.03 of what
        // lacks, then 0.01 towards a reputation of 0.8.
        let (trust, fulfilment) = after(Some(ActiveVolunteer { succeeded: true, ..active }), true);
        close(trust, 0.612 + 0.01 * (0.8 - 0.612));
        close(fulfilment, 0.499 + 0.055 * 0.501);
        let (trust, fulfilment) = after(Some(ActiveVolunteer { failed: true, ..active }), true);
        close(trust, 0.57 + 0.01 * 0.23);
        close(fulfilment, 0.499 * 0.97);
        // Both in one week: first the success.
        let (trust, fulfilment) = after(Some(ActiveVolunteer { succeeded: true, failed: true, ..active }), true);
        close(trust, 0.5814 + 0.01 * (0.8 - 0.5814));
        close(fulfilment, (0.499 + 0.055 * 0.501) * 0.97);
    }

    #[test]
    fn who_offers_and_is_not_used_loses_heart_and_who_does_not_offer_only_forgets() {
        let (trust, fulfilment) = after(Some(ActiveVolunteer::default()), true);
        close(trust, 0.597 + 0.01 * 0.203);
        close(fulfilment, 0.499 * 0.98);
        let (trust, fulfilment) = after(None, true);
        close(trust, 0.602);
        close(fulfilment, 0.499);
        assert_eq!(after(None, false), (0.6, 0.5), "who is away keeps all states");
    }
}
