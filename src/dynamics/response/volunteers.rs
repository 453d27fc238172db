//! Volunteers offer hours by the week, and come and go by the month.   MODEL sections 6 and 8

use crate::dynamics::conditions::Conditions;
use crate::dynamics::scratch::ActiveVolunteer;
use crate::dynamics::{Rules, Scratch};
use crate::elementary::{logistic, most};
use crate::places::{CommunityId, MONTHS_PER_YEAR, Setting, WEEKS_PER_YEAR};
use crate::population::{Volunteer, VolunteerKind};
use crate::random::{Identity, Purpose, below};

/// Weeks of the year in which students are away.
fn is_holiday(week: i32) -> bool {
    matches!(week.rem_euclid(WEEKS_PER_YEAR), 3..=8 | 27..=35)
}

/// Lists the volunteers who are active this week, with their hours.
pub fn offer(
    volunteers: &[Volunteer],
    around: &Rules,
    at: &Conditions,
    id: CommunityId,
    week: i32,
    scratch: &mut Scratch,
) {
    scratch.active_volunteers.clear();
    if at.operating == 0.0 {
        return;
    }
    let b = &around.parameters.behave;
    let transferable = b.volunteer_transferable * around.levers.transferable * at.ledger;
    let common = b.volunteer_material * (at.material + at.time_bank) + b.volunteer_value * at.value + transferable
        - b.volunteer_intercept;
    for (number, it) in volunteers.iter().enumerate().filter(|(_, it)| it.here) {
        if it.kind == VolunteerKind::Student && is_holiday(week) {
            continue;
        }
        let working = if it.kind == VolunteerKind::Working { b.volunteer_working } else { 0.0 };
        let leaning = common
            + b.volunteer_altruism * it.altruism
            + b.volunteer_support * it.trust * at.root_offer
            + b.volunteer_habit * it.habit
            - b.volunteer_burden * it.burden
            - working;
        let words = around.chance.block(Purpose::VolunteerActive, 0, week, Identity::elder(id, number, 0));
        if crate::random::unit(words[Purpose::VolunteerActive.word()]) < logistic(leaning) {
            let hours = 1 + below(words[Purpose::VolunteerHours.word()], b.volunteer_most_hours as usize);
            scratch.active_volunteers.push(ActiveVolunteer {
                number: number as u16,
                hours: hours as f32,
                used: false,
                given_minutes: 0,
            });
        }
    }
}

/// What the week did to the volunteers who are here; reputation is that at the week's end.
pub fn feel(volunteers: &mut [Volunteer], around: &Rules, reputation: f32, scratch: &Scratch) {
    let b = &around.parameters.behave;
    let mut active = scratch.active_volunteers.iter().peekable();
    for (number, it) in volunteers.iter_mut().enumerate() {
        let mine = active.next_if(|other| usize::from(other.number) == number);
        if !it.here {
            continue;
        }
        if mine.is_some_and(|mine| mine.used) {
            it.habit += b.volunteer_habit_gain * (1.0 - it.habit);
            it.burden += b.volunteer_burden_gain * (1.0 - it.burden);
        } else {
            it.habit -= b.volunteer_habit_loss * it.habit;
        }
        it.given_minutes += mine.map_or(0, |mine| mine.given_minutes);
        it.burden -= b.volunteer_burden_decay * it.burden;
        it.trust += b.volunteer_trust_drift * (reputation - it.trust);
    }
}

/// Volunteers leave, come from the pool towards the target, or leave again where there are too many.
pub fn come_and_go(volunteers: &mut [Volunteer], around: &Rules, id: CommunityId, week: i32, elders: u32) {
    let (p, levers) = (around.parameters, around.levers);
    let i = &p.institution;
    let outmigration = p.need.outmigration;
    let returning = if around.setting == Setting::Rural { levers.return_incentive } else { 0.0 };
    let chance = |purpose, number| around.chance.uniform(purpose, 0, week, Identity::elder(id, number, 0));
    let leaves =
        i.volunteer_mobility / MONTHS_PER_YEAR as f32 * outmigration * (1.0 - i.volunteer_return_stay * returning);
    for (number, it) in volunteers.iter_mut().enumerate().filter(|(_, it)| it.here) {
        if chance(Purpose::VolunteerLeaves, number) < leaves {
            it.here = false;
        }
    }
    let per_100 = (i.volunteers_start
        + levers.recruitment_per_100
        + i.volunteer_intergenerational * levers.intergenerational
        + i.volunteer_return * returning)
        * most(i.volunteer_outmigration_least, 1.0 - i.volunteer_outmigration * (outmigration - 1.0));
    let target = (per_100 * elders as f32 / 100.0).min(volunteers.len() as f32);
    let here = volunteers.iter().filter(|it| it.here).count() as f32;
    let gap = target - here;
    if gap > 0.0 {
        let weights = kind_weights(volunteers, levers.recruitment_mix);
        let away: f32 = volunteers.iter().filter(|it| !it.here).map(|it| weights[it.kind as usize]).sum();
        let wanted = (i.volunteer_fill * (1.0 + returning) * gap).min(gap);
        for (number, it) in volunteers.iter_mut().enumerate().filter(|(_, it)| !it.here) {
            if chance(Purpose::VolunteerComes, number) * away < wanted * weights[it.kind as usize] {
                it.here = true;
                it.habit = p.structure.volunteer_habit;
            }
        }
    } else if gap < -1.0 {
        for (number, it) in volunteers.iter_mut().enumerate().filter(|(_, it)| it.here) {
            // Another draw than the one for leaving by mobility.
            let u = around.chance.uniform(Purpose::VolunteerLeaves, 1, week, Identity::elder(id, number, 0));
            if u < i.volunteer_excess {
                it.here = false;
            }
        }
    }
}

/// Weight of each kind in recruitment: 1 each where those away are drawn as they are, else the mix asked
/// for, over the kinds that are away.
fn kind_weights(volunteers: &[Volunteer], mix: [f32; 3]) -> [f32; 3] {
    if mix == [0.0; 3] {
        return [1.0; 3];
    }
    let mut away = [0.0_f32; 3];
    for it in volunteers.iter().filter(|it| !it.here) {
        away[it.kind as usize] += 1.0;
    }
    [0, 1, 2].map(|kind| if away[kind] > 0.0 { mix[kind] / away[kind] } else { 0.0 })
}
