//! Identify, dispatch, match: who helps whom this week.   MODEL section 7, steps 1 to 4 and 7

use super::delivery::{Helper, Service};
use crate::dynamics::columns::{each_elder, list_marked};
use crate::dynamics::conditions::Conditions;
use crate::dynamics::scratch::{Giver, Help, Request};
use crate::dynamics::{Scratch, Surroundings};
use crate::elementary::{clip, fixed, fixed_sum, least, most};
use crate::places::CommunityId;
use crate::policy::HealthMode;
use crate::population::Institution;
use crate::random::{Identity, Purpose, below, unit};
use crate::scenario::parameters::Parameters;

each_elder! {
    /// Marks those with limited function whose health need is worth a visit, and what such elders need.
    fn mark_for_health(p: &Parameters)
    draws {}
    elders { function } -> {}
    week { uncovered_health } -> { marks: u8, health_of_limited }
    {
        let limited = function >= 1.0;
        health_of_limited = if limited { uncovered_health } else { 0.0 };
        marks = u8::from(limited & (uncovered_health >= p.service.least_hours));
    }
}

each_elder! {
    /// Marks the lonely.
    fn mark_lonely(p: &Parameters)
    draws {}
    elders { loneliness, present } -> {}
    week {} -> { marks: u8 }
    {
        marks = u8::from((loneliness > p.drive.lonely_above) & (present > 0.0));
    }
}

/// The desk of one community in one week: what it knows, what it may still use, and the week's state.
pub struct Desk<'a> {
    pub(super) around: &'a Surroundings<'a>,
    pub(super) at: &'a Conditions,
    pub(super) institution: &'a Institution,
    pub(super) id: CommunityId,
    pub(super) week: i32,
    pub(super) scratch: &'a mut Scratch,
    /// Chance of success of an organised service, and of one among neighbours.
    pub(super) quality: [f32; 2],
    pub(super) incident: f32,
    capacity: f32,
    professional_hours: f32,
    visiting_hours: f32,
    /// Givers passed so far in the weekly order.
    passed: usize,
    /// Active volunteers used up so far.
    volunteers_used_up: usize,
}

/// Draws of one request for one kind of help.
pub(super) struct RequestDraws {
    of_kind: [u32; 4],
    pub(super) first_match: [u32; 4],
}

/// Puts givers in the order of their draws: a bucket pass brings each near its place, insertion the rest of
/// the way. Equal draws keep the order of places.
fn put_in_order(unordered: &[Giver], bucket_ends: &mut Vec<u32>, ordered: &mut Vec<Giver>) {
    let buckets = unordered.len();
    let bucket = |giver: &Giver| below(giver.order, buckets);
    bucket_ends.clear();
    bucket_ends.resize(buckets + 1, 0);
    for giver in unordered {
        bucket_ends[bucket(giver) + 1] += 1;
    }
    let mut sum = 0;
    for end in bucket_ends.iter_mut() {
        sum += *end;
        *end = sum;
    }
    ordered.clear();
    ordered.resize(buckets, Giver::default());
    for giver in unordered {
        let end = &mut bucket_ends[bucket(giver)];
        ordered[*end as usize] = *giver;
        *end += 1;
    }
    for k in 1..buckets {
        let giver = ordered[k];
        let mut at = k;
        while at > 0 && ordered[at - 1].order > giver.order {
            ordered[at] = ordered[at - 1];
            at -= 1;
        }
        ordered[at] = giver;
    }
}

impl<'a> Desk<'a> {
    /// Opens the desk with what it can use this week.
    pub fn open(
        around: &'a Surroundings<'a>,
        at: &'a Conditions,
        institution: &'a Institution,
        id: CommunityId,
        week: i32,
        scratch: &'a mut Scratch,
    ) -> Self {
        let (s, levers) = (&around.parameters.service, around.levers);
        let alpha = at.affordability;
        let posts = institution.offer.staff_posts * alpha;
        let draw = around.chance.uniform(Purpose::Capacity, 0, week, Identity::community(id));
        let coordinated = s.capacity_base + s.capacity_coordination * institution.coordination;
        let tasks = posts * s.tasks_per_staff * (1.0 + s.capacity_platform * at.platform) * coordinated;
        let informal = s.quality + s.quality_self_rule * levers.self_rule;
        let organised =
            informal + s.quality_standard * institution.standardisation + s.quality_capability * institution.capability;
        Desk {
            quality: [informal, organised],
            incident: s.incident
                * (1.0 - s.incident_standard * institution.standardisation)
                * (1.0 - s.incident_law * levers.law),
            capacity: if institution.operating { libm::floorf(tasks + draw) } else { 0.0 },
            professional_hours: institution.offer.professional_hours * alpha,
            visiting_hours: if institution.operating { institution.offer.visiting_hours } else { 0.0 },
            passed: 0,
            volunteers_used_up: 0,
            around,
            at,
            institution,
            id,
            week,
            scratch,
        }
    }

    pub(super) fn identity(&self, place: usize) -> Identity {
        Identity::elder(self.id, place, self.scratch.elders.generation[place])
    }

    pub(super) fn uniform(&self, purpose: Purpose, draw: u32, place: usize) -> f32 {
        self.around.chance.uniform(purpose, draw, self.week, self.identity(place))
    }

    /// Lists those who give this week, with their hours, in a random order of the week.
    pub fn list_givers(&mut self) {
        let b = &self.around.parameters.behave;
        let Scratch {
            elders,
            gives,
            givers,
            givers_by_place,
            unordered_givers,
            bucket_ends,
            hours_available,
            blocks,
            counts,
            ..
        } = &mut *self.scratch;
        list_marked(gives, givers_by_place);
        let (bits, generations) = (self.id.bits(), &elders.generation);
        let chance = self.around.chance;
        blocks.fill(chance, (Purpose::GiverOrder, 0), self.week, bits, generations, givers_by_place);
        unordered_givers.clear();
        for (number, place) in givers_by_place.iter().enumerate() {
            let words = blocks.at(number);
            let most_hours = match elders.function[usize::from(*place)] as u8 {
                0 => b.most_hours_independent,
                1 => b.most_hours_limited,
                _ => b.most_hours_dependent,
            };
            let u = unit(words[Purpose::MoreHours.word()]);
            let (mut hours, mut chance_of_more) = (1.0, b.more_hours);
            while hours < most_hours && u < chance_of_more {
                hours += 1.0;
                chance_of_more *= b.more_hours;
            }
            hours_available[usize::from(*place)] = hours;
            counts.offered_hours += hours as u32;
            let order = words[Purpose::GiverOrder.word()];
            unordered_givers.push(Giver { order, place: *place, visit_word: words[Purpose::VisitTried.word()] });
        }
        put_in_order(unordered_givers, bucket_ends, givers);
    }

    /// Lists open requests: whether the organiser sees them, and in which order they are handled.
    pub fn list_requests(&mut self) {
        let p = self.around.parameters;
        let s = &p.service;
        let (at, levers) = (self.at, self.around.levers);
        let staff_share = {
            let elders = most(1.0, self.institution.last_month.elders as f32);
            let posts = self.institution.offer.staff_posts * at.affordability;
            posts * p.institution.staff_elders / elders
        };
        let missed = (s.seen_miss - s.seen_process * self.institution.process_closure)
            * (1.0 - least(1.0, s.seen_staff * staff_share));
        let seen = 1.0 - missed;
        let seen_digital = seen + (1.0 - seen) * s.seen_platform * at.platform;
        let seen_other = (1.0 - s.seen_not_digital * at.required_platform) * seen
            + (1.0 - seen) * s.seen_assisted * at.platform * at.assisted;
        let Scratch {
            elders,
            requests,
            uncovered_daily,
            uncovered_health,
            uncovered_companionship,
            counts,
            held_credit,
            requests_by_place: listed,
            first_matches,
            blocks,
            kind_blocks,
            ..
        } = &mut *self.scratch;
        list_marked(&elders.waiting, listed);
        let (chance, week, bits, generations) = (self.around.chance, self.week, self.id.bits(), &elders.generation);
        blocks.fill(chance, (Purpose::RequestOrder, 0), week, bits, generations, listed);
        for (kind, blocks) in kind_blocks.iter_mut().enumerate() {
            blocks.fill(chance, (Purpose::TiedHelper, kind as u32), week, bits, generations, listed);
        }
        first_matches.fill(chance, (Purpose::Success, 0), week, bits, generations, listed);
        requests.clear();
        for (listing, place) in listed.iter().enumerate() {
            let words = blocks.at(listing);
            let at_place = usize::from(*place);
            let is_digital = elders.digital[at_place] > 0.0;
            let hours = [uncovered_daily[at_place], uncovered_health[at_place], uncovered_companionship[at_place]];
            let contracted = if hours[1] >= s.least_hours { s.seen_family_doctor * levers.family_doctor } else { 0.0 };
            let chance_seen = at.operating * ((if is_digital { seen_digital } else { seen_other }) + contracted);
            let helped = if is_digital { 1.0 } else { at.assisted };
            let urgency = s.order_function * elders.function[at_place]
                + f32::from(elders.waiting[at_place])
                + s.order_platform * at.platform * helped
                + unit(words[Purpose::RequestOrder.word()]);
            let is_seen = unit(words[Purpose::RequestSeen.word()]) < chance_seen;
            requests.push(Request::new(is_seen, urgency, listing));
            let held = u8::from(at.ledger > 0.0 && elders.credit_minutes[at_place] > 0);
            held_credit[at_place] = held;
            counts.requests_digital += u32::from(is_digital);
            counts.credit_holder_requests += u32::from(held);
            for (sum, hours) in counts.asked_hours.iter_mut().zip(hours) {
                *sum += i64::from(fixed(hours));
            }
        }
        counts.open_requests = requests.len() as u32;
        requests.sort_unstable();
    }

    /// Step 1: professionals and counsellors visit those on their own lists.
    pub fn visit_professionally(&mut self) {
        let p = self.around.parameters;
        let s = &p.service;
        if matches!(self.around.levers.health_mode, HealthMode::Embedded | HealthMode::Fused) {
            mark_for_health(p, self.scratch);
            let needed = fixed_sum(&self.scratch.health_of_limited) as f32 / 65_536.0;
            let share = if needed > 0.0 { least(1.0, self.professional_hours / needed) } else { 0.0 };
            self.professional_hours = 0.0;
            self.visit_marked(Purpose::ProfessionalVisit, share, |desk, place| {
                let hours = desk.scratch.uncovered_health[place];
                Service::professional(place, Help::Health, hours)
            });
        }
        let hours = self.institution.offer.counsellor_hours * self.at.affordability;
        if hours > 0.0 {
            mark_lonely(p, self.scratch);
            let lonely = self.scratch.marks.iter().fold(0_u32, |sum, mark| sum.wrapping_add(u32::from(*mark)));
            let share = least(s.counsel_most, hours / most(1.0, lonely as f32));
            self.visit_marked(Purpose::Counselling, share, |_, place| Service::counselling(place, s.counsel_hours));
        }
    }

    /// Visits each marked elder with the same chance.
    fn visit_marked(&mut self, purpose: Purpose, share: f32, service: impl Fn(&Self, usize) -> Service) {
        let Scratch { elders, marks, listed, blocks, .. } = &mut *self.scratch;
        list_marked(marks, listed);
        let generations = &elders.generation;
        let (chance, bits) = (self.around.chance, self.id.bits());
        blocks.fill(chance, (Purpose::ProfessionalVisit, 0), self.week, bits, generations, listed);
        for k in 0..self.scratch.listed.len() {
            if unit(self.scratch.blocks.of(purpose, k)) < share {
                let place = usize::from(self.scratch.listed[k]);
                let service = service(self, place);
                self.deliver(service);
            }
        }
    }

    /// Step 4: every open request in its order, kind by kind.
    pub fn serve_requests(&mut self) {
        let s = &self.around.parameters.service;
        let onward = s.capacity_base + s.capacity_coordination * self.institution.coordination;
        for k in 0..self.scratch.requests.len() {
            let request = self.scratch.requests[k];
            let (seen, listing) = (request.is_seen(), request.listing());
            let place = usize::from(self.scratch.requests_by_place[listing]);
            let first_match = self.scratch.first_matches.at(listing);
            let (mut matched, mut served) = (false, false);
            for kind in Help::ALL {
                if self.scratch.uncovered(kind)[place] < s.least_hours {
                    continue;
                }
                let words = self.scratch.kind_blocks[kind as usize].at(listing);
                if matched {
                    if unit(words[Purpose::NextKind.word()]) >= onward {
                        self.scratch.counts.later_kinds_missed += 1;
                        continue;
                    }
                    self.scratch.counts.later_kinds_reached += 1;
                }
                let draws = RequestDraws { of_kind: words, first_match };
                let (any, success) = self.serve(place, kind, seen, &draws);
                matched |= any;
                served |= success;
            }
            self.close(place, served);
        }
    }

    /// One kind of one request; whether anybody was matched and whether a service succeeded.
    fn serve(&mut self, place: usize, kind: Help, seen: bool, draws: &RequestDraws) -> (bool, bool) {
        let words = draws.of_kind;
        let s = &self.around.parameters.service;
        let (mut matched, mut success) = (false, false);
        if kind != Help::Health {
            let suspended = if self.institution.operating { 1.0 } else { s.suspended };
            // Neighbours enter the ledger only where the organiser knows of the request.
            let organised = seen && self.at.ledger > 0.0;
            let willing = unit(words[Purpose::TiedHelper.word()]) < suspended;
            if let Some((helper, hours)) = willing.then(|| self.tied_giver(place, kind)).flatten() {
                matched = true;
                let match_words = self.match_words_of(place, draws);
                let service = Service::neighbourly(place, kind, hours, helper, true, organised);
                success |= self.deliver_as(service, match_words);
            }
            let chance = s.neighbour * self.scratch.elders.familiarity[place] * suspended;
            if self.scratch.uncovered(kind)[place] >= s.least_hours
                && unit(words[Purpose::NeighbourHelper.word()]) < chance
                && let Some(helper) = self.group_giver(place, kind)
            {
                matched = true;
                let hours = self.hours(place, kind, self.scratch.hours_available[helper]);
                let match_words = self.match_words_of(place, draws);
                let service = Service::neighbourly(place, kind, hours, helper, false, organised);
                success |= self.deliver_as(service, match_words);
            }
        }
        if seen {
            let (any, well) = self.dispatch(place, kind, draws);
            matched |= any;
            success |= well;
        }
        (matched, success)
    }

    /// (iii): helpers sent by the dispatcher.
    fn dispatch(&mut self, place: usize, kind: Help, draws: &RequestDraws) -> (bool, bool) {
        let words = draws.of_kind;
        let s = &self.around.parameters.service;
        let duplicated = s.duplicate * (1.0 - self.institution.coordination);
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
                (_, Helper::Elder(_)) => 1.0,
                _ => s.volunteer_task,
            };
            self.scratch.counts.dispatched += 1;
            let match_words = self.match_words_of(place, draws);
            if unit(match_words[Purpose::Duplicate.word()]) < duplicated {
                self.scratch.counts.duplicated_minutes += super::delivery::minutes(hours);
                self.use_up(helper, hours);
            } else {
                success |= self.deliver_as(Service::dispatched(place, kind, hours, helper), match_words);
            }
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

    /// Hours of a match: at most four, what the helper has left, and the need.
    fn hours(&self, place: usize, kind: Help, available: f32) -> f32 {
        let s = &self.around.parameters.service;
        least(s.most_hours, least(available, self.scratch.uncovered(kind)[place]))
    }

    /// Hours that credit and what is left of the monthly guarantee allow.
    fn credit_hours(&self, place: usize) -> f32 {
        let guarantee = (self.around.levers.guarantee_hours * 60.0) as u32;
        let elders = &self.scratch.elders;
        let minutes = elders.credit_minutes[place] + guarantee.saturating_sub(elders.guarantee_used[place]);
        minutes as f32 / 60.0
    }

    fn may_give(&self, giver: usize, place: usize, kind: Help) -> bool {
        giver != place
            && self.scratch.hours_available[giver] >= self.around.parameters.service.least_hours
            && (kind == Help::Companionship || self.scratch.elders.function[giver] < 2.0)
    }

    /// The first tied partner who offers at least the least hours.
    fn tied_giver(&self, place: usize, kind: Help) -> Option<(usize, f32)> {
        let s = &self.around.parameters.service;
        let elders = &self.scratch.elders;
        (0..3).find_map(|k| {
            let partner = usize::from(elders.tie_partner[k][place]);
            let tied = elders.tie_strength[k][place] > s.tied_strength && self.may_give(partner, place, kind);
            let hours = self.hours(place, kind, self.scratch.hours_available[partner]);
            (tied && hours >= s.least_hours).then_some((partner, hours))
        })
    }

    /// The first group mate in fixed order who offers.
    fn group_giver(&self, place: usize, kind: Help) -> Option<usize> {
        let group_size = self.around.parameters.structure.group_size as usize;
        let from = place / group_size * group_size;
        let givers = &self.scratch.givers_by_place;
        let start = givers.partition_point(|giver| usize::from(*giver) < from);
        givers[start..]
            .iter()
            .map(|giver| usize::from(*giver))
            .take_while(|giver| *giver < from + group_size)
            .find(|giver| self.may_give(*giver, place, kind))
    }

    /// The next giver of the weekly order who is not used up, if that one may.
    fn next_giver(&mut self, place: usize, kind: Help) -> Option<usize> {
        let least_hours = self.around.parameters.service.least_hours;
        while let Some(giver) = self.scratch.givers.get(self.passed) {
            let giver = usize::from(giver.place);
            if self.scratch.hours_available[giver] >= least_hours {
                return self.may_give(giver, place, kind).then_some(giver);
            }
            self.passed += 1;
        }
        None
    }

    fn next_volunteer(&mut self) -> Option<(Helper, f32)> {
        let least_hours = self.around.parameters.service.least_hours;
        while let Some(volunteer) = self.scratch.active_volunteers.get(self.volunteers_used_up) {
            if volunteer.hours >= least_hours {
                return Some((Helper::Volunteer(self.volunteers_used_up), volunteer.hours));
            }
            self.volunteers_used_up += 1;
        }
        None
    }

    /// Takes the hours of a match from the helper.
    pub(super) fn use_up(&mut self, helper: Helper, hours: f32) {
        let used = most(self.around.parameters.service.least_used_hours, hours);
        match helper {
            Helper::Elder(giver) => {
                let available = &mut self.scratch.hours_available[giver];
                *available = most(0.0, *available - used);
                self.scratch.used[giver] = 1;
            }
            Helper::Volunteer(number) => {
                let volunteer = &mut self.scratch.active_volunteers[number];
                volunteer.hours = most(0.0, volunteer.hours - used);
                volunteer.used = true;
            }
            Helper::Visitor => self.visiting_hours = most(0.0, self.visiting_hours - used),
            Helper::Professional => self.professional_hours = most(0.0, self.professional_hours - used),
            Helper::OwnList => {}
        }
    }

    /// Step 7: givers whom nobody used look in on ties and group mates, unasked.
    pub fn visit_unasked(&mut self) {
        let p = self.around.parameters;
        let s = &p.service;
        let group_size = p.structure.group_size as usize;
        let suspended = if self.institution.operating { 1.0 } else { s.suspended };
        for k in 0..self.scratch.givers.len() {
            let giver = usize::from(self.scratch.givers[k].place);
            if self.scratch.used[giver] != 0 {
                continue;
            }
            let familiar = 0.5 + 0.5 * self.scratch.elders.familiarity[giver];
            if unit(self.scratch.givers[k].visit_word) < s.visit * familiar * suspended {
                let ties = (0..3).find_map(|k| {
                    let elders = &self.scratch.elders;
                    let other = usize::from(elders.tie_partner[k][giver]);
                    let strong = elders.tie_strength[k][giver] > s.tied_strength;
                    strong.then(|| self.welcome(giver, other)).flatten().map(|(kind, hours)| (other, kind, hours))
                });
                let tied = ties.is_some();
                let found = ties.or_else(|| {
                    let who = self.identity(giver);
                    let words = self.around.chance.block(Purpose::FirstMate, 0, self.week, who);
                    words.into_iter().take(s.visit_tries as usize).find_map(|word| {
                        let other = giver / group_size * group_size + below(word, group_size);
                        (other < self.scratch.elders.places)
                            .then(|| self.welcome(giver, other))
                            .flatten()
                            .map(|(kind, hours)| (other, kind, hours))
                    })
                });
                if let Some((other, kind, hours)) = found {
                    self.deliver(Service::unasked(other, kind, hours, giver, tied));
                    continue;
                }
            }
            let trust = &mut self.scratch.elders.trust[giver];
            *trust -= s.trust_unused * *trust;
        }
    }

    /// Whether an elder takes an unasked visit, of which kind and how long.
    fn welcome(&self, giver: usize, other: usize) -> Option<(Help, f32)> {
        let s = &self.around.parameters.service;
        let scratch = &*self.scratch;
        if other == giver || !scratch.elders.is_present(other) || scratch.received[other] > 0 {
            return None;
        }
        let (daily, company) = (scratch.uncovered_daily[other], scratch.uncovered_companionship[other]);
        let only_company = scratch.elders.function[giver] >= 2.0;
        let (kind, need) =
            if only_company || company >= daily { (Help::Companionship, company) } else { (Help::Daily, daily) };
        if need < s.visit_least_hours {
            return None;
        }
        let accepts =
            clip(s.visit_accept + scratch.elders.trust[other] - s.visit_barrier * self.institution.cultural_barrier);
        (self.uniform(Purpose::AcceptVisit, 0, other) < accepts)
            .then(|| (kind, least(s.visit_most_hours, least(need, scratch.hours_available[giver]))))
    }
}
