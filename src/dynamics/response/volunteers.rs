//! Volunteers offer hours by the week, and come and go by the month.   MODEL sections 6 and 8, MODEL2 section B

use crate::dynamics::conditions::Conditions;
use crate::dynamics::scratch::{ActiveVolunteer, Counts, with_their_week};
use crate::dynamics::{Rules, Scratch};
use crate::elementary::{clip, least, logistic, most};
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
    /// What moves everybody alike in V_v: incentives. A credit that can be given to one's parents counts as the bank is
    /// trusted.
    fn common(&self) -> f32 {
        let (p, at) = (self.around.parameters, self.at);
        let (b, it) = (&p.behave, &p.volunteer);
        let transferable = b.volunteer_transferable * self.around.levers.transferable * at.ledger;
        let trusted = 1.0 + it.confidence * (2.0 * self.institution.confidence - 1.0);
        b.volunteer_material * (at.material + at.time_bank) + b.volunteer_value * at.value + transferable * trusted
    }

    /// Motivation V_v of one volunteer, given what moves everybody alike. Nobody perceives support by an organiser that
    /// is suspended.
    fn motivation(&self, common: f32, it: &Volunteer) -> f32 {
        let (b, p) = (&self.around.parameters.behave, &self.around.parameters.volunteer);
        let working = if it.kind == VolunteerKind::Working { b.volunteer_working } else { 0.0 };
        common
            + b.volunteer_altruism * it.altruism
            + b.volunteer_support * it.trust * self.at.operating * self.at.root_offer
            + b.volunteer_habit * it.habit
            - b.volunteer_burden * it.burden
            - working
            + p.fulfilment * (it.fulfilment - p.fulfilment_zero)
            + p.motive_match * (self.matches[it.kind as usize] - p.match_zero)
    }

    /// What decides on staying, V'.
    fn attachment(&self, common: f32, it: &Volunteer) -> f32 {
        let p = &self.around.parameters.volunteer;
        self.motivation(common, it) + p.trust * (it.trust - p.trust_zero)
    }

    /// What decides on coming, V'': the same without what only service forms.
    fn attraction(&self, common: f32, it: &Volunteer) -> f32 {
        let fulfilment = self.around.parameters.volunteer.fulfilment_zero;
        self.attachment(common, &Volunteer { habit: 0.0, burden: 0.0, fulfilment, ..it.clone() })
    }

    /// Incentive to return, as far as it is paid; only in villages.
    fn returning(&self) -> f32 {
        match self.around.setting {
            Setting::Urban => 0.0,
            Setting::Rural => self.around.levers.return_incentive * self.institution.paid().services,
        }
    }

    /// Chances a month to leave: because one moves on, and by either that or one's motive.
    fn leaving(&self, attachment: f32) -> (f32, f32) {
        let (i, p) = (&self.around.parameters.institution, &self.around.parameters.volunteer);
        let mobility = i.volunteer_mobility / MONTHS_PER_YEAR as f32 * self.around.parameters.need.outmigration;
        let moves = clip(mobility * (1.0 - i.volunteer_return_stay * self.returning()));
        let motive = p.leave * logistic(p.leave_intercept - attachment);
        (moves, 1.0 - (1.0 - moves) * (1.0 - motive))
    }

    /// Chance a month that somebody of each kind is asked to come, where the share `serving` of the pool is here.
    /// `weights` are those of the kinds in recruitment, 1 in the mean.
    fn asking(&self, serving: f32, weights: [f32; 3]) -> [f32; 3] {
        let (parameters, levers) = (self.around.parameters, self.around.levers);
        let (i, p, paid) = (&parameters.institution, &parameters.volunteer, self.institution.paid());
        let everywhere = p.ask + p.ask_outreach * self.institution.outreach + p.ask_peers * serving;
        let recruited = p.ask_recruitment * levers.recruitment_per_100 / p.recruitment_full * paid.services;
        let met = levers.intergenerational * paid.activities;
        let who_stays = 1.0 - i.volunteer_outmigration * (parameters.need.outmigration - 1.0);
        let left = most(i.volunteer_outmigration_least, who_stays);
        let others = [met, met, self.returning()];
        [0, 1, 2].map(|kind| clip(left * (everywhere + recruited * weights[kind] + p.ask_generations * others[kind])))
    }

    /// How many newcomers can be inducted this month; `u` rounds without bias.
    fn inductions(&self, u: f32) -> usize {
        let p = &self.around.parameters.volunteer;
        if p.induct >= UNLIMITED {
            return usize::MAX;
        }
        let helped = 1.0 + p.induct_coverage * self.institution.coverage();
        libm::floorf(p.induct * self.guides() * helped + u) as usize
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
    let threshold = around.parameters.behave.volunteer_intercept;
    let here = || volunteers.iter().enumerate().filter(|(_, it)| it.here);
    // Whom a post can guide, and who is not lent to the villages.
    let called = calling.guided_share(here().count()) * (1.0 - calling.institution.offer.volunteers_lent);
    for (number, it) in here() {
        if it.kind == VolunteerKind::Student && is_holiday(week) {
            continue;
        }
        let chance = logistic(calling.motivation(common, it) - threshold) * called;
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

/// Volunteers leave, because they move on or for want of a motive; then, while the organiser operates, those who were
/// away are asked, and of those who accept as many come as can be inducted.
pub fn come_and_go(volunteers: &mut [Volunteer], calling: &Calling, id: CommunityId, week: i32, scratch: &mut Scratch) {
    scratch.away.clear();
    let away = (0..volunteers.len()).filter(|number| !volunteers[*number].here);
    scratch.away.extend(away.map(|number| (0.0, number as u16)));
    leave(volunteers, calling, id, week, &mut scratch.counts);
    if calling.at.operating == 0.0 {
        return;
    }
    choose_newcomers(volunteers, calling, id, week, &mut scratch.away);
    let structure = &calling.around.parameters.structure;
    for (_, number) in &scratch.away {
        let it = &mut volunteers[usize::from(*number)];
        (it.here, it.habit, it.burden) = (true, structure.volunteer_habit, 0.0);
        it.fulfilment = structure.volunteer_fulfilment;
    }
    scratch.counts.volunteers_came += scratch.away.len() as u32;
}

/// Those who leave this month.
fn leave(volunteers: &mut [Volunteer], calling: &Calling, id: CommunityId, week: i32, counts: &mut Counts) {
    let common = calling.common();
    for (number, it) in volunteers.iter_mut().enumerate().filter(|(_, it)| it.here) {
        let (moves, leaves) = calling.leaving(calling.attachment(common, it));
        let who = Identity::elder(id, number, 0);
        let u = calling.around.chance.uniform(Purpose::VolunteerLeaves, 0, week, who);
        it.here = u >= leaves;
        counts.volunteers_moved += u32::from(u < moves);
        counts.volunteers_left += u32::from(u >= moves && u < leaves);
    }
}

/// Keeps of those away the ones who come: asked, willing, and as many as can be inducted, the readiest first.
fn choose_newcomers(
    volunteers: &[Volunteer],
    calling: &Calling,
    id: CommunityId,
    week: i32,
    away: &mut Vec<(f32, u16)>,
) {
    let (common, chance) = (calling.common(), calling.around.chance);
    let here = volunteers.iter().filter(|it| it.here).count();
    let serving = here as f32 / most(1.0, volunteers.len() as f32);
    let kinds = away.iter().map(|(_, number)| volunteers[usize::from(*number)].kind);
    let asked = calling.asking(serving, kind_weights(kinds, calling.around.levers.recruitment_mix));
    let join = calling.around.parameters.volunteer.join_intercept;
    for (order, number) in away.iter_mut() {
        let number = usize::from(*number);
        let it = &volunteers[number];
        let comes = asked[it.kind as usize] * logistic(calling.attraction(common, it) - join);
        let u = chance.uniform(Purpose::VolunteerComes, 0, week, Identity::elder(id, number, 0));
        // Below 1, who would come; the lower, the sooner.
        *order = if comes > 0.0 { u / comes } else { f32::INFINITY };
    }
    away.retain(|(order, _)| *order < 1.0);
    away.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let u = chance.uniform(Purpose::VolunteerInduction, 0, week, Identity::community(id));
    away.truncate(calling.inductions(u));
}

/// Weight of each kind in recruitment, 1 in the mean over those who are away: 1 each where they are asked as they are,
/// else by the mix asked for, over the kinds that are away.
fn kind_weights(away: impl Iterator<Item = VolunteerKind>, mix: [f32; 3]) -> [f32; 3] {
    let mut heads = [0.0_f32; 3];
    away.for_each(|kind| heads[kind as usize] += 1.0);
    let wanted: f32 = (0..3).filter(|kind| heads[*kind] > 0.0).map(|kind| mix[kind]).sum();
    if wanted <= 0.0 {
        return [1.0; 3];
    }
    let all: f32 = heads.iter().sum();
    [0, 1, 2].map(|kind| if heads[kind] > 0.0 { mix[kind] / wanted * all / heads[kind] } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamics::drive::volunteers::tests::{close, community};
    use crate::parameters::Parameters;
    use crate::policy::Levers;
    use crate::population::Community;
    use crate::population::institutions::Shares;
    use crate::random::Chance;

    /// What surrounds the volunteers of a community whose organiser operates and pays for everything.
    struct World {
        community: Community,
        parameters: Parameters,
        levers: Levers,
        at: Conditions,
        chance: Chance,
    }

    impl World {
        fn new(setting: Setting) -> Self {
            let mut community = community(setting);
            let mut parameters = Parameters::defaults(setting);
            community.institution.shares = Shares::all(1.0);
            community.institution.last_month.members = 40;
            community.institution.offer.staff_posts = 0.5;
            community.institution.outreach = 0.4;
            community.institution.confidence = 0.75;
            parameters.institution.coordinators = 0.25;
            let p = &mut parameters.volunteer;
            (p.fulfilment, p.motive_match, p.trust, p.confidence, p.span) = (4.0, 2.0, 3.0, 1.0, 25.0);
            (p.leave, p.leave_intercept, p.join_intercept, p.induct) = (0.06, 1.0, 2.1, 3.0);
            (p.ask, p.ask_outreach, p.ask_recruitment, p.ask_peers) = (0.02, 0.15, 0.15, 0.1);
            p.ask_generations = 0.05;
            let (levers, chance) = (Levers::default(), Chance::new(1, 0));
            let around = Rules { setting, parameters: &parameters, levers: &levers, chance: &chance };
            let at = Conditions::of(&community.institution, &around, None);
            World { community, parameters, levers, at, chance }
        }

        fn with<T>(&self, read: impl FnOnce(&Calling) -> T) -> T {
            let World { community, parameters, levers, at, chance } = self;
            let around = Rules { setting: community.setting, parameters, levers, chance };
            let institution = &community.institution;
            read(&Calling { around: &around, at, institution, matches: [0.6, 0.6, 0.5] })
        }
    }

    fn student() -> Volunteer {
        Volunteer {
            kind: VolunteerKind::Student,
            here: true,
            altruism: 0.5,
            trust: 0.6,
            habit: 0.2,
            burden: 0.1,
            fulfilment: 0.7,
            given_minutes: 0,
            credit_minutes: 0,
        }
    }

    #[test]
    fn being_used_and_finding_what_one_looks_for_hold_a_volunteer_and_a_trusted_credit_is_worth_more() {
        let mut world = World::new(Setting::Urban);
        let at = &mut world.at;
        (at.root_offer, at.material, at.time_bank, at.value, at.ledger) = (0.5, 0.3, 0.2, 0.3, 1.0);
        world.levers.transferable = 1.0;
        world.with(|calling| {
            let common = calling.common();
            // 0.6 x 0.5 + 0.8 x 0.3 + 0.5 x (1 + 2 x 0.75 - 1).
            close(common, 1.29);
            // + 1.5 x 0.5 + 1.6 x 0.6 x 0.5 + 2 x 0.2 - 2 x 0.1 + 4 x 0.2 + 2 x 0.2.
            close(calling.motivation(common, &student()), 3.92);
            close(calling.motivation(common, &Volunteer { kind: VolunteerKind::Working, ..student() }), 3.62);
            close(calling.attachment(common, &student()), 3.92 + 3.0 * 0.1);
            // Who comes has neither habit nor burden nor fulfilment yet.
            close(calling.attraction(common, &student()), 3.92 + 0.3 - 0.4 + 0.2 - 0.8);
        });
    }

    #[test]
    fn volunteers_move_on_less_where_returning_is_paid_for_and_lose_heart_by_their_motives() {
        let mut world = World::new(Setting::Rural);
        world.parameters.need.outmigration = 2.0;
        world.levers.return_incentive = 1.0;
        // 0.06/13 x 2 x 0.5 move on; 0.06 x 0.5 of the rest lose heart.
        let (moves, leaves) = world.with(|calling| calling.leaving(1.0));
        close(moves, 0.06 / 13.0);
        close(leaves, 1.0 - (1.0 - 0.06 / 13.0) * 0.97);
        world.community.institution.shares.services = 0.0;
        close(world.with(|calling| calling.leaving(1.0)).0, 0.12 / 13.0);
    }

    #[test]
    fn people_are_asked_by_outreach_recruitment_peers_and_programmes_as_far_as_these_are_paid() {
        let mut world = World::new(Setting::Urban);
        (world.levers.recruitment_per_100, world.levers.intergenerational) = (6.0, 0.5);
        let asked = |world: &World| world.with(|calling| calling.asking(0.25, [1.0, 2.0, 0.5]));
        // 0.02 + 0.15 x 0.4 + 0.1 x 0.25 = 0.105; recruitment 0.3 by weight; programmes 0.025 but for the young old.
        let expected = [0.43, 0.73, 0.255];
        asked(&world).into_iter().zip(expected).for_each(|(found, expected)| close(found, expected));
        // Twice today's out-migration leaves seven tenths.
        world.parameters.need.outmigration = 2.0;
        asked(&world).into_iter().zip(expected).for_each(|(found, expected)| close(found, 0.7 * expected));
        world.parameters.need.outmigration = 1.0;
        world.community.institution.shares = Shares::all(0.0);
        asked(&world).into_iter().for_each(|found| close(found, 0.105));
        let mut village = World::new(Setting::Rural);
        village.levers.return_incentive = 1.0;
        asked(&village).into_iter().zip([0.105, 0.105, 0.155]).for_each(|(found, expected)| close(found, expected));
    }

    #[test]
    fn the_mix_weighs_who_is_asked_and_leaves_the_mean_as_it_is() {
        let [student, working, young] = [VolunteerKind::Student, VolunteerKind::Working, VolunteerKind::YoungOld];
        let weights = |away: &[VolunteerKind], mix| kind_weights(away.iter().copied(), mix);
        assert_eq!(weights(&[student, student, working, young], [0.25, 0.5, 0.25]), [0.5, 2.0, 1.0]);
        assert_eq!(weights(&[student, student, young, young], [0.25, 0.5, 0.25]), [1.0, 0.0, 1.0]);
        assert_eq!(weights(&[student, young], [0.0; 3]), [1.0; 3]);
        assert_eq!(weights(&[], [0.2, 0.3, 0.5]), [1.0; 3]);
    }

    #[test]
    fn posts_and_coordinators_guide_and_induct_only_so_many() {
        let mut world = World::new(Setting::Urban);
        // 0.5 posts and 0.25 x 40/100 coordinators: 15 volunteers, 1.8 newcomers.
        world.with(|calling| {
            close(calling.guided_share(30), 0.5);
            close(calling.guided_share(10), 1.0);
            assert_eq!([0.1, 0.3].map(|u| calling.inductions(u)), [1, 2]);
        });
        world.community.institution.shares.core = 0.0;
        close(world.with(|calling| calling.guided_share(10)), 0.25);
        (world.parameters.volunteer.span, world.parameters.volunteer.induct) = (1e9, 1e9);
        world.with(|calling| {
            close(calling.guided_share(60_000), 1.0);
            assert_eq!(calling.inductions(0.0), usize::MAX);
        });
    }

    #[test]
    fn who_leaves_is_not_asked_in_the_same_month_and_of_the_willing_the_readiest_come() {
        let mut world = World::new(Setting::Urban);
        let p = &mut world.parameters.volunteer;
        // Everybody here loses heart; everybody away is asked and willing.
        (p.leave, p.leave_intercept, p.ask, p.join_intercept) = (1.0, 100.0, 1.0, -100.0);
        world.parameters.institution.volunteer_mobility = 0.0;
        let mut all = vec![student(); 200];
        all[..120].iter_mut().for_each(|it| it.here = false);
        let id = world.community.id;
        let month = |world: &World, all: &[Volunteer]| {
            let (mut all, mut scratch) = (all.to_vec(), Scratch::default());
            world.with(|calling| come_and_go(&mut all, calling, id, 0, &mut scratch));
            (all, scratch.counts)
        };
        world.parameters.volunteer.induct = 1e9;
        let (after, counts) = month(&world, &all);
        assert_eq!((counts.volunteers_came, counts.volunteers_left, counts.volunteers_moved), (120, 80, 0));
        assert!(after[..120].iter().all(|it| it.here && (it.habit, it.burden, it.fulfilment) == (0.2, 0.0, 0.5)));
        assert!(after[120..].iter().all(|it| !it.here && it.fulfilment == 0.7));
        // Room for ten: those whose draws are lowest, since all are as likely to come.
        world.parameters.volunteer.induct = 10.0 / 0.6 + 1e-4;
        let (after, counts) = month(&world, &all);
        assert!((10..=11).contains(&counts.volunteers_came), "{}", counts.volunteers_came);
        let draw = |number: usize| world.chance.uniform(Purpose::VolunteerComes, 0, 0, Identity::elder(id, number, 0));
        let last = (0..120).filter(|it| after[*it].here).map(draw).fold(0.0, f32::max);
        assert!((0..120).filter(|it| !after[*it].here).all(|it| draw(it) >= last));
        // While the organiser is suspended nobody is asked.
        world.at.operating = 0.0;
        assert_eq!(month(&world, &all).1.volunteers_came, 0);
    }
}
