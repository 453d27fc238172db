//! Volunteers offer hours by the week, and come and go by the month.   MODEL sections 6 and 8, MODEL2 section B

use crate::dynamics::conditions::Conditions;
use crate::dynamics::scratch::{ActiveVolunteer, with_their_week};
use crate::dynamics::{Rules, Scratch};
use crate::elementary::{least, logistic, most};
use crate::places::{CommunityId, MONTHS_PER_YEAR, Setting, WEEKS_PER_YEAR};
use crate::population::{Institution, Volunteer, VolunteerKind};
use crate::random::{Identity, Purpose, below, unit};

/// Weeks of the year in which students are away.
fn is_holiday(week: i32) -> bool {
    matches!(week.rem_euclid(WEEKS_PER_YEAR), 3..=8 | 27..=35)
}

/// Volunteers, or newcomers a month, for each post beyond which there is no limit.
const UNLIMITED: f32 = 1e9;

/// What calls on the volunteers of a community now.
#[derive(Debug, Clone, Copy)]
pub struct Calling<'a> {
    /// Constants, levers, chance.
    pub around: &'a Rules<'a>,
    /// What holds for everybody.
    pub at: &'a Conditions,
    /// The organiser.
    pub institution: &'a Institution,
    /// Need match of each kind.
    pub matches: [f32; 3],
}

impl Calling<'_> {
    /// What moves everybody alike in V_v: incentives, less the threshold. A credit that can be given to one's parents
    /// counts as the bank is trusted.
    fn common(&self) -> f32 {
        let (p, at) = (self.around.parameters, self.at);
        let (b, it) = (&p.behave, &p.volunteer);
        let transferable = b.volunteer_transferable * self.around.levers.transferable * at.ledger;
        let trusted = 1.0 + it.confidence * (2.0 * self.institution.confidence - 1.0);
        b.volunteer_material * (at.material + at.time_bank) + b.volunteer_value * at.value + transferable * trusted
            - b.volunteer_intercept
    }

    /// Motivation V_v of one volunteer, less the threshold, given what moves everybody alike.
    fn leaning(&self, common: f32, it: &Volunteer) -> f32 {
        let (b, p) = (&self.around.parameters.behave, &self.around.parameters.volunteer);
        let working = if it.kind == VolunteerKind::Working { b.volunteer_working } else { 0.0 };
        common
            + b.volunteer_altruism * it.altruism
            + b.volunteer_support * it.trust * self.at.root_offer
            + b.volunteer_habit * it.habit
            - b.volunteer_burden * it.burden
            - working
            + p.fulfilment * (it.fulfilment - p.fulfilment_zero)
            + p.motive_match * (self.matches[it.kind as usize] - p.match_zero)
    }

    /// Who guides volunteers: paid posts, and unpaid coordinators among the members at the month's start.
    fn guides(&self) -> f32 {
        let it = self.institution;
        let posts = it.offer.staff_posts * it.paid().core;
        posts + self.around.parameters.institution.coordinators * it.last_month.members as f32 / 100.0
    }

    /// Share of so many volunteers who find somebody to guide them.
    fn guided_share(&self, here: usize) -> f32 {
        let span = self.around.parameters.volunteer.span;
        if span >= UNLIMITED { 1.0 } else { least(1.0, span * self.guides() / most(1.0, here as f32)) }
    }
}

/// Lists the volunteers who are active this week, with their hours.
pub fn offer(volunteers: &[Volunteer], calling: &Calling, id: CommunityId, week: i32, scratch: &mut Scratch) {
    scratch.active_volunteers.clear();
    if calling.at.operating == 0.0 {
        return;
    }
    let around = calling.around;
    let most_hours = around.parameters.behave.volunteer_most_hours as usize;
    let common = calling.common();
    let here = || volunteers.iter().enumerate().filter(|(_, it)| it.here);
    let guided = calling.guided_share(here().count());
    for (number, it) in here() {
        if it.kind == VolunteerKind::Student && is_holiday(week) {
            continue;
        }
        let chance = logistic(calling.leaning(common, it)) * guided;
        let words = around.chance.block(Purpose::VolunteerActive, 0, week, Identity::elder(id, number, 0));
        if unit(words[Purpose::VolunteerActive.word()]) < chance {
            let hours = 1 + below(words[Purpose::VolunteerHours.word()], most_hours);
            let number = number as u16;
            scratch.active_volunteers.push(ActiveVolunteer { number, hours: hours as f32, ..Default::default() });
        }
    }
}

/// Habit and burden of the volunteers who are here, after the week.
pub fn settle(volunteers: &mut [Volunteer], around: &Rules, scratch: &Scratch) {
    let b = &around.parameters.behave;
    for (_, it, week) in with_their_week(volunteers, &scratch.active_volunteers).filter(|(_, it, _)| it.here) {
        if week.is_some_and(|week| week.used) {
            it.habit += b.volunteer_habit_gain * (1.0 - it.habit);
            it.burden += b.volunteer_burden_gain * (1.0 - it.burden);
        } else {
            it.habit -= b.volunteer_habit_loss * it.habit;
        }
        it.given_minutes += week.map_or(0, |week| week.given_minutes);
        it.burden -= b.volunteer_burden_decay * it.burden;
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
