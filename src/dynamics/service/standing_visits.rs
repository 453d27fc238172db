//! Volunteers whom nobody sent visit standing partners.   MODEL2 section A, "An unsent volunteer visits"

use super::desk::Desk;
use super::task::{Service, minutes};
use crate::dynamics::Scratch;
use crate::dynamics::scratch::Help;
use crate::elementary::{clip, least, most};
use crate::parameters::Parameters;
use crate::places::WEEKS_PER_YEAR;
use crate::population::Elders;
use crate::random::{Identity, Purpose, unit};

/// First week of the time for which standing partners stay the same, and how many slots they are drawn from: some more
/// than the elders whom a community of this size at the start should have by then.
fn slots(size: u32, p: &Parameters, week: i32) -> (i32, f32) {
    let weeks = p.volunteer.partner_weeks as i32;
    let first_week = week.div_euclid(weeks) * weeks;
    let years = f64::from(first_week.max(0)) / f64::from(WEEKS_PER_YEAR);
    let elders = f64::from(size) * libm::pow(1.0 + f64::from(p.life.growth), years);
    (first_week, (f64::from(p.volunteer.partner_reach) * elders) as f32)
}

/// The place of the elder whom a drawn slot number means; a vacant slot, or one that does not exist, is nobody.
fn standing_partner(elders: &Elders, slot: usize) -> Option<usize> {
    let place = elders.place_of(slot);
    (slot / elders.groups < elders.group_places && elders.is_present(place)).then_some(place)
}

impl Desk<'_> {
    /// Active volunteers whom no request used visit the first of their standing partners who needs and accepts it.
    /// `size` is that of the community at the start.
    pub fn visit_standing_partners(&mut self, size: u32) {
        let p = self.around.parameters;
        if p.volunteer.pair <= 0.0 {
            return;
        }
        let (first_week, slots) = slots(size, p, self.week);
        for volunteer in 0..self.scratch.active_volunteers.len() {
            let it = self.scratch.active_volunteers[volunteer];
            let who = Identity::elder(self.id, usize::from(it.number), 0);
            if it.used || self.around.chance.uniform(Purpose::StandingVisit, 0, self.week, who) >= p.volunteer.pair {
                continue;
            }
            let tries = p.volunteer.partner_tries as u32;
            let found = (0..tries).find_map(|number| {
                let word = self.around.chance.word(Purpose::StandingPartner, number, first_week, who);
                let partner = standing_partner(&self.scratch.elders, (unit(word) * slots) as usize)?;
                let (kind, need) = self.need_of_partner(partner)?;
                let u = self.around.chance.uniform(Purpose::StandingAccepts, number, self.week, who);
                (u < self.acceptance(partner)).then_some((partner, kind, need))
            });
            let Some((partner, kind, need)) = found else { continue };
            let hours = least(p.service.visit_most_hours, least(need, it.hours));
            let counts = &mut self.scratch.counts;
            counts.standing_visits += 1;
            counts.standing_visit_minutes += minutes(hours).max(1);
            self.deliver(Service::standing(partner, kind, hours, volunteer));
        }
    }

    /// The larger of an elder's uncovered daily need and company, if it is worth a visit and nobody has helped yet.
    fn need_of_partner(&self, partner: usize) -> Option<(Help, f32)> {
        let Scratch { received, uncovered_daily, uncovered_companionship, .. } = &*self.scratch;
        let (daily, company) = (uncovered_daily[partner], uncovered_companionship[partner]);
        let kind = if company >= daily { Help::Companionship } else { Help::Daily };
        let need = most(daily, company);
        (received[partner] == 0 && need >= self.around.parameters.service.least_hours).then_some((kind, need))
    }

    /// Chance that an elder lets a visitor in.
    fn acceptance(&self, partner: usize) -> f32 {
        let s = &self.around.parameters.service;
        let trust = self.scratch.elders.trust[partner];
        clip(s.visit_accept + trust - s.visit_barrier * self.institution.cultural_barrier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamics::Rules;
    use crate::dynamics::conditions::Conditions;
    use crate::dynamics::drive::volunteers::tests::{close, community};
    use crate::dynamics::scratch::ActiveVolunteer;
    use crate::places::Setting;
    use crate::policy::Levers;
    use crate::random::Chance;

    /// The week of a community in which everybody needs two hours and a half of company and nobody has been helped,
    /// with one volunteer active, after the visits.
    fn after(week: i32, set: impl Fn(&mut Parameters, &mut Scratch)) -> Scratch {
        let mut community = community(Setting::Urban);
        let mut parameters = Parameters::defaults(Setting::Urban);
        parameters.volunteer.pair = 1.0;
        // Everybody lets everybody in, and every visit succeeds.
        (parameters.service.visit_accept, parameters.service.quality, parameters.service.incident) = (2.0, 1.0, 0.0);
        let mut scratch = Scratch::default();
        community.elders.unpack(&mut scratch.elders, &parameters);
        scratch.resize();
        scratch.begin_week();
        scratch.uncovered_daily.fill(0.0);
        scratch.uncovered_companionship.fill(2.5);
        scratch.active_volunteers = vec![ActiveVolunteer { hours: 3.0, ..ActiveVolunteer::default() }];
        set(&mut parameters, &mut scratch);
        let (levers, chance) = (Levers::default(), Chance::new(1, 0));
        let around = Rules { setting: Setting::Urban, parameters: &parameters, levers: &levers, chance: &chance };
        community.institution.operating = true;
        let at = Conditions::of(&community.institution, &around, None);
        let mut desk = Desk::open(&around, &at, &community.institution, community.id, week, &mut scratch);
        desk.visit_standing_partners(100);
        scratch
    }

    /// The place of the one who was visited.
    fn visited(scratch: &Scratch) -> Option<usize> {
        scratch.received.iter().position(|minutes| *minutes > 0)
    }

    #[test]
    fn a_volunteer_whom_nobody_sent_keeps_a_partner_company_for_two_hours() {
        let it = after(0, |_, _| ());
        let volunteer = &it.active_volunteers[0];
        assert!(volunteer.used && volunteer.succeeded && !volunteer.failed);
        assert_eq!((volunteer.given_minutes, volunteer.earned_minutes), (120, 0));
        let counts = &it.counts;
        assert_eq!((counts.standing_visits, counts.standing_visit_minutes), (1, 120));
        assert_eq!((counts.given_by_volunteers, counts.served_requests, counts.credits_redeemed), (120, 0, 0));
        close(it.uncovered_companionship[visited(&it).unwrap()], 0.5);
    }

    #[test]
    fn the_partner_is_the_same_for_half_a_year_and_the_next_one_is_tried_where_one_needs_nothing() {
        let first = visited(&after(0, |_, _| ())).unwrap();
        assert_eq!(visited(&after(25, |_, _| ())), Some(first));
        assert!((1..8).any(|half_year| visited(&after(26 * half_year, |_, _| ())) != Some(first)));
        let second = visited(&after(0, |_, scratch| scratch.uncovered_companionship[first] = 0.2)).unwrap();
        assert_ne!(second, first);
        // Whom somebody has helped this week needs no visit either.
        let third = after(0, |_, scratch| scratch.received[first] = 60);
        assert!(third.received[second] > 0 && third.uncovered_companionship[first] == 2.5);
    }

    #[test]
    fn nobody_is_visited_by_who_was_sent_or_by_chance_stays_and_where_nobody_lets_one_in() {
        let visits = |set: &dyn Fn(&mut Parameters, &mut Scratch)| after(0, set).counts.standing_visits;
        assert_eq!(visits(&|_, scratch| scratch.active_volunteers[0].used = true), 0);
        assert_eq!(visits(&|p, _| p.volunteer.pair = 0.0), 0);
        assert_eq!(visits(&|p, _| (p.service.visit_accept, p.service.visit_barrier) = (0.0, 4.0)), 0);
        assert_eq!(visits(&|_, scratch| scratch.elders.present.fill(0.0)), 0);
        assert_eq!(visits(&|p, _| p.volunteer.partner_tries = 0.0), 0);
    }

    #[test]
    fn partners_are_drawn_from_a_tenth_more_slots_than_the_elders_a_growing_community_should_have() {
        let mut p = Parameters::defaults(Setting::Urban);
        p.life.growth = 0.028;
        for (week, first, years) in [(-30, -52, 0.0), (0, 0, 0.0), (25, 0, 0.0), (26, 26, 0.5), (110, 104, 2.0)] {
            let (first_week, slots) = slots(1_000, &p, week);
            assert_eq!(first_week, first);
            assert!((f64::from(slots) - 1_100.0 * f64::powf(1.028, years)).abs() < 1e-3, "{slots}");
        }
    }
}
