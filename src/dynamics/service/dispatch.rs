//! Dispatch and match: who answers an open request.   MODEL section 7, step 4

use super::desk::Desk;
use super::ledger;
use super::task::{Helper, Service};
use crate::dynamics::Scratch;
use crate::dynamics::scratch::Help;
use crate::elementary::least;
use crate::policy::HealthMode;
use crate::random::{Purpose, unit};

/// Draws of one request for one kind of help.
#[derive(Clone, Copy)]
struct RequestDraws {
    of_kind: [u32; 4],
    /// Number of the request in the order of handling, where its first match is drawn.
    number: usize,
}

impl Desk<'_> {
    /// Draws what open requests need, in the order they are handled: for each kind only for those who want it.
    fn draw_for_requests(&mut self) {
        let least_hours = self.around.parameters.service.least_hours;
        let (chance, week, bits) = (self.around.chance, self.week, self.id.bits());
        let Scratch {
            elders,
            requests,
            requests_by_place,
            request_places,
            request_kinds,
            request_served,
            stay_on,
            first_matches,
            kind_blocks,
            listed: wanting,
            uncovered_daily,
            uncovered_health,
            uncovered_companionship,
            ..
        } = &mut *self.scratch;
        request_places.clear();
        request_places.extend(requests.iter().map(|it| requests_by_place[it.listing()]));
        request_kinds.clear();
        request_kinds.resize(request_places.len(), 0);
        stay_on.clear();
        request_served.clear();
        request_served.resize(request_places.len(), false);
        let uncovered = [uncovered_daily, uncovered_health, uncovered_companionship];
        for (kind, (blocks, uncovered)) in kind_blocks.iter_mut().zip(uncovered).enumerate() {
            let places = wanting.room(request_places.len() + 1);
            let mut count = 0;
            for (place, kinds) in request_places.iter().zip(request_kinds.iter_mut()) {
                let wants = uncovered[usize::from(*place)] >= least_hours;
                // Written always and kept only for those who want: no branch on what cannot be foretold.
                places[count] = *place;
                count += usize::from(wants);
                *kinds |= u8::from(wants) << kind;
            }
            wanting.keep(count);
            blocks.fill(chance, (Purpose::TiedHelper, kind as u32), week, bits, elders.occupants(), wanting);
        }
        first_matches.fill(chance, (Purpose::Success, 0), week, bits, elders.occupants(), request_places);
    }

    /// Step 4: every open request in its order, kind by kind.
    pub fn serve_requests(&mut self) {
        self.draw_for_requests();
        let s = &self.around.parameters.service;
        let onward = s.capacity_base + s.capacity_coordination * self.institution.coordination;
        let mut drawn = [0; 3];
        for number in 0..self.scratch.request_places.len() {
            let seen = self.scratch.requests[number].is_seen();
            let place = usize::from(self.scratch.request_places[number]);
            let mut kinds = self.scratch.request_kinds[number];
            let (mut matched, mut served) = (false, false);
            self.open_request(place);
            while kinds != 0 {
                let kind = Help::ALL[kinds.trailing_zeros() as usize];
                kinds &= kinds - 1;
                let of_kind = self.scratch.kind_blocks[kind as usize].at(drawn[kind as usize]);
                drawn[kind as usize] += 1;
                if matched {
                    if unit(of_kind[Purpose::NextKind.word()]) >= onward {
                        self.scratch.counts.later_kinds_missed += 1;
                        continue;
                    }
                    self.scratch.counts.later_kinds_reached += 1;
                }
                let (any, success) = self.serve(place, kind, seen, RequestDraws { of_kind, number });
                matched |= any;
                served |= success;
            }
            self.scratch.request_served[number] = served;
            // Only marked until all are handled, since draws lie in the order of the list.
            self.scratch.request_kinds[number] = u8::from(served || !self.served_by_professionals);
            self.close(place, served);
            self.note_last_helper(place);
        }
        self.strike_off_those_of_professionals();
    }

    /// Requests that only professionals served are none of mutual aid: they leave the lists of the week.
    fn strike_off_those_of_professionals(&mut self) {
        let Scratch { request_places, request_kinds, request_served, .. } = &mut *self.scratch;
        let mut stays = request_kinds.iter().map(|stays| *stays > 0);
        request_served.retain(|_| stays.next().unwrap_or(true));
        let mut stays = request_kinds.iter().map(|stays| *stays > 0);
        request_places.retain(|_| stays.next().unwrap_or(true));
    }

    /// One kind of one request; whether anybody was matched and whether a service succeeded.
    fn serve(&mut self, place: usize, kind: Help, seen: bool, draws: RequestDraws) -> (bool, bool) {
        let words = draws.of_kind;
        let s = &self.around.parameters.service;
        let (mut matched, mut success) = (false, false);
        if kind != Help::Health {
            let suspended = if self.institution.operating { 1.0 } else { s.suspended };
            // Neighbours enter the ledger only where the organiser knows of the request.
            let organised = seen && self.at.ledger > 0.0 && self.around.parameters.time_bank.book_own > 0.0;
            let willing = unit(words[Purpose::TiedHelper.word()]) < suspended;
            if let Some((helper, hours)) = willing.then(|| self.tied_giver(place, kind)).flatten() {
                matched = true;
                let match_words = self.match_words_of(place, draws.number);
                let service = Service::neighbourly(place, kind, hours, helper, true, organised);
                success |= self.deliver_as(service, match_words);
            }
            let acquainted = self.scratch.acquaintance[place];
            let chance = s.neighbour * self.scratch.elders.familiarity[place] * suspended * acquainted;
            if self.scratch.uncovered(kind)[place] >= s.least_hours
                && unit(words[Purpose::NeighbourHelper.word()]) < chance
                && let Some(helper) = self.group_giver(place, kind)
            {
                matched = true;
                let hours = self.hours(place, kind, self.scratch.hours_available[helper]);
                let match_words = self.match_words_of(place, draws.number);
                let service = Service::neighbourly(place, kind, hours, helper, false, organised);
                success |= self.deliver_as(service, match_words);
            }
        }
        if seen && self.capacity >= 1.0 {
            let (any, well) = self.dispatch(place, kind, draws);
            matched |= any;
            success |= well;
        }
        (matched, success)
    }

    /// (iii): helpers sent by the dispatcher.
    fn dispatch(&mut self, place: usize, kind: Help, draws: RequestDraws) -> (bool, bool) {
        let words = draws.of_kind;
        let s = &self.around.parameters.service;
        let duplicated = s.duplicate * (1.0 - self.institution.coordination) * self.crossing;
        let (mut matched, mut success) = (false, false);
        let volunteers_first = {
            let volunteers = (self.scratch.active_volunteers.len() - self.volunteers_used_up) as f32;
            let elders = (self.scratch.givers.len() - self.passed) as f32;
            volunteers > 0.0 && unit(words[Purpose::VolunteerOrElder.word()]) * (volunteers + elders) < volunteers
        };
        for _ in 0..s.most_helpers as usize {
            if self.capacity < 1.0 || self.scratch.uncovered(kind)[place] < s.least_hours {
                break;
            }
            let limit =
                if self.at.ledger > 0.0 && kind != Help::Health { self.credit_hours(place) } else { f32::INFINITY };
            let Some((helper, available)) = self.sent_helper(place, kind, volunteers_first) else { break };
            let hours = least(limit, self.hours(place, kind, available));
            if hours < s.least_hours {
                break;
            }
            matched = true;
            self.capacity -= match (kind, helper) {
                (Help::Health, _) => 0.0,
                (_, Helper::Elder(_)) => self.task_for(place),
                _ => s.volunteer_task,
            };
            self.scratch.counts.dispatched += 1;
            let match_words = self.match_words_of(place, draws.number);
            let crosses = kind != Help::Health && unit(match_words[Purpose::Duplicate.word()]) < duplicated;
            if crosses {
                self.send_in_vain(helper, hours);
                continue;
            }
            let well = self.deliver_as(Service::dispatched(place, kind, hours, helper), match_words);
            self.served_by_professionals |= well && helper == Helper::Professional;
            success |= well && helper != Helper::Professional;
        }
        (matched, success)
    }

    /// The helper the dispatcher sends, and the most hours that helper may give here.
    fn sent_helper(&mut self, place: usize, kind: Help, volunteers_first: bool) -> Option<(Helper, f32)> {
        let s = &self.around.parameters.service;
        let mode = self.around.levers.health_mode;
        if kind == Help::Health {
            return match mode {
                HealthMode::None | HealthMode::Cooperative => (self.professional_hours >= s.least_hours)
                    .then_some((Helper::Professional, self.professional_hours)),
                HealthMode::Embedded | HealthMode::Fused => {
                    self.next_volunteer().map(|(helper, hours)| (helper, least(hours, s.trained_hours)))
                }
            };
        }
        if volunteers_first && let Some(found) = self.next_volunteer() {
            return Some(found);
        }
        if let Some(giver) = self.group_giver(place, kind).or_else(|| self.next_giver(place, kind)) {
            return Some((Helper::Elder(giver), self.scratch.hours_available[giver]));
        }
        self.next_volunteer().or_else(|| {
            (self.visiting_hours >= s.least_hours)
                .then_some((Helper::Visitor, least(self.visiting_hours, s.visiting_hours)))
        })
    }

    /// Notes what holds for a request from its beginning: what tied partners could pay.
    fn open_request(&mut self, place: usize) {
        let pays = self.at.ledger > 0.0 && ledger::has_gifts(self.around);
        self.credit_of_partners =
            if pays { ledger::credit_of_partners(self.around, place, &self.scratch.elders) } else { 0 };
        self.served_by_professionals = false;
        self.last_helper = None;
    }

    /// Dispatch capacity that a match with an elder takes: people with ties arrange a part of it themselves.
    fn task_for(&self, place: usize) -> f32 {
        let p = self.around.parameters;
        let [first, second, third] = self.scratch.elders.tie_strength[place];
        let tie = least(1.0, (first + second + third) / p.drive.tie_full);
        1.0 - p.institution.tied_task * tie
    }

    /// Hours that credit, one's own and that of tied partners, and what is left of the monthly guarantee allow.
    fn credit_hours(&self, place: usize) -> f32 {
        let elders = &self.scratch.elders;
        let own = elders.credit_minutes[place] + ledger::guarantee_left(self.around.levers, place, elders);
        let minutes = own + self.credit_of_partners;
        minutes as f32 / 60.0
    }

    /// The first tied partner who may give, with the hours of the match.
    fn tied_giver(&self, place: usize, kind: Help) -> Option<(usize, f32)> {
        let s = &self.around.parameters.service;
        let Scratch { elders, hours_available, offers, .. } = &*self.scratch;
        let partner = [0, 1, 2].map(|k| usize::from(elders.tie_partner[place][k]));
        let fit = [0, 1, 2].map(|k| (elders.tie_strength[place][k] > s.tied_strength) & offers.has(partner[k], kind));
        let later = if fit[1] { partner[1] } else { partner[2] };
        let helper = if fit[0] { partner[0] } else { later };
        let hours = self.hours(place, kind, hours_available[helper]);
        ((fit[0] | fit[1] | fit[2]) & (hours >= s.least_hours)).then_some((helper, hours))
    }
}
