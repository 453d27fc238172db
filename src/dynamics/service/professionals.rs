//! Professionals and counsellors visit those on their own lists.   MODEL section 7, step 1

use super::desk::Desk;
use super::task::Service;
use crate::dynamics::Scratch;
use crate::dynamics::columns::each_elder;
use crate::dynamics::lists::list_marked;
use crate::dynamics::scratch::Help;
use crate::elementary::{fixed_sum, least};
use crate::parameters::Parameters;
use crate::policy::HealthMode;
use crate::random::{Purpose, unit};

each_elder! {
    /// Marks those with limited function whose health need is worth a visit, and what such elders need.
    fn mark_for_health(p: &Parameters)
    draws {}
    elders { function } -> {}
    week { uncovered_health } -> { marks: u8, listed_hours }
    {
        let limited = function >= 1.0;
        listed_hours = if limited { uncovered_health } else { 0.0 };
        marks = u8::from(limited & (uncovered_health >= p.service.least_hours));
    }
}

each_elder! {
    /// Marks the lonely who need company, and the hours of a counsellor that each may get.
    fn mark_lonely(p: &Parameters)
    draws {}
    elders { loneliness, present } -> {}
    week { uncovered_companionship } -> { marks: u8, listed_hours }
    {
        let wants = uncovered_companionship >= p.service.counsel_least_hours;
        let listed = (loneliness > p.drive.lonely_above) & (present > 0.0) & wants;
        listed_hours = if listed { least(p.service.counsel_hours, uncovered_companionship) } else { 0.0 };
        marks = u8::from(listed);
    }
}

impl Desk<'_> {
    /// Step 1: professionals and counsellors visit those on their own lists.
    pub fn visit_professionally(&mut self) {
        let p = self.around.parameters;
        let s = &p.service;
        if matches!(self.around.levers.health_mode, HealthMode::Embedded | HealthMode::Fused) {
            mark_for_health(p, self.scratch);
            let needed = fixed_sum(&self.scratch.listed_hours) as f32 / 65_536.0;
            let share = if needed > 0.0 { least(1.0, self.professional_hours / needed) } else { 0.0 };
            self.professional_hours = 0.0;
            self.visit_marked(Purpose::ProfessionalVisit, share, |desk, place| {
                let hours = desk.scratch.uncovered_health[place];
                Service::professional(place, Help::Health, hours)
            });
        }
        let hours = self.institution.offer.counsellor_hours * self.at.paid.services;
        if hours > 0.0 {
            mark_lonely(p, self.scratch);
            let wanted = fixed_sum(&self.scratch.listed_hours) as f32 / 65_536.0;
            let share = if wanted > 0.0 { least(s.counsel_most, hours / wanted) } else { 0.0 };
            self.visit_marked(Purpose::Counselling, share, |desk, place| {
                Service::counselling(place, desk.scratch.listed_hours[place])
            });
        }
    }

    /// Visits each marked elder with the same chance.
    pub(super) fn visit_marked(&mut self, purpose: Purpose, share: f32, service: impl Fn(&Self, usize) -> Service) {
        let Scratch { elders, marks, listed, blocks, first_matches, .. } = &mut *self.scratch;
        list_marked(marks, listed);
        let occupants = elders.occupants();
        let (chance, bits) = (self.around.chance, self.id.bits());
        blocks.fill(chance, (purpose, 0), self.week, bits, occupants, listed);
        let (mut visited, marked) = (0, listed.len());
        let places = listed.room(marked);
        for number in 0..marked {
            // Written always and kept only if visited: no branch on what cannot be foretold.
            places[visited] = places[number];
            visited += usize::from(unit(blocks.of(purpose, number)) < share);
        }
        listed.keep(visited);
        first_matches.fill(chance, (Purpose::Success, 0), self.week, bits, occupants, listed);
        for number in 0..visited {
            let place = usize::from(self.scratch.listed[number]);
            let service = service(self, place);
            let words = self.match_words_of(place, number);
            self.deliver_as(service, words);
        }
    }
}
