//! Who offers help this week, and which requests the organiser sees.   MODEL section 7, steps 2 and 3

use super::desk::Desk;
use crate::dynamics::Scratch;
use crate::dynamics::lists::list_marked;
use crate::dynamics::scratch::{Giver, Request};
use crate::elementary::{fixed, least, most};
use crate::parameters::Parameters;
use crate::random::{Purpose, Words, below, unit};

/// Share of the offered hours that heavy out-migration leaves: those who stay have more work.
fn hours_kept(p: &Parameters) -> f32 {
    let beyond = most(0.0, p.need.outmigration - 1.0);
    most(p.behave.hours_least, 1.0 - p.behave.outmigration_hours * beyond * beyond)
}

/// Puts givers in the order of their draws: a bucket pass brings each near its place, insertion the rest of
/// the way. Equal draws keep the order of places.
fn put_in_order(draws: &Words, places: &[u16], bucket_ends: &mut Vec<u16>, ordered: &mut Vec<Giver>) {
    let count = places.len();
    let orders = draws.column(Purpose::GiverOrder, count);
    // Two buckets a giver, so that hardly any two meet in one.
    let buckets = 2 * count;
    bucket_ends.clear();
    bucket_ends.resize(buckets + 1, 0);
    for order in orders {
        let end = &mut bucket_ends[below(*order, buckets) + 1];
        *end = end.wrapping_add(1);
    }
    let mut sum = 0_u16;
    for end in bucket_ends.iter_mut() {
        sum = sum.wrapping_add(*end);
        *end = sum;
    }
    ordered.resize(count, Giver::default());
    let visit_words = draws.column(Purpose::VisitTried, count);
    for ((order, place), visit_word) in orders.iter().zip(places).zip(visit_words) {
        let end = &mut bucket_ends[below(*order, buckets)];
        ordered[usize::from(*end)] = Giver { order: *order, place: *place, visit_word: *visit_word };
        *end = end.wrapping_add(1);
    }
    for k in 1..count {
        let giver = ordered[k];
        let mut at = k;
        while at > 0 && ordered[at - 1].order > giver.order {
            ordered[at] = ordered[at - 1];
            at -= 1;
        }
        ordered[at] = giver;
    }
}

crate::simd::vectorised! {
    /// Hours that each of a list offers: one, and a further one again and again with the chance `more`, up to the most,
    /// which is nowhere above `levels`. One draw decides: it lies below the chance of so many hours in a row.
    fn offer_hours(
        draws: &[u32],
        most_hours: &[f32],
        more: &[f32],
        levels: usize,
        in_a_row: &mut [f32],
        hours: &mut [f32],
    ) -> () {
        let count = hours.len();
        let (draws, most_hours, more) = (&draws[..count], &most_hours[..count], &more[..count]);
        let in_a_row = &mut in_a_row[..count];
        hours.fill(1.0);
        in_a_row.fill(1.0);
        for then in 2..=levels {
            let then = then as i32 as f32;
            for number in 0..count {
                in_a_row[number] *= more[number];
                let offers = (unit(draws[number]) < in_a_row[number]) & (then <= most_hours[number]);
                hours[number] += if offers { 1.0 } else { 0.0 };
            }
        }
    }
}

impl Desk<'_> {
    /// Lists those who give this week, with their hours, in a random order of the week.
    pub fn list_givers(&mut self) {
        let (b, s) = (&self.around.parameters.behave, &self.around.parameters.service);
        let Scratch {
            elders,
            gives,
            givers,
            givers_by_place,
            bucket_ends,
            most_hours,
            more_hours,
            in_a_row,
            incentive,
            hours,
            hours_available,
            used,
            offers,
            blocks,
            counts,
            ..
        } = &mut *self.scratch;
        list_marked(gives, givers_by_place);
        let (bits, occupants) = (self.id.bits(), elders.occupants());
        let chance = self.around.chance;
        blocks.fill(chance, (Purpose::GiverOrder, 0), self.week, bits, occupants, givers_by_place);
        let most_by_function = [b.most_hours_independent, b.most_hours_limited, b.most_hours_dependent];
        let levels = most_by_function.into_iter().fold(1.0, most) as usize;
        let count = givers_by_place.len();
        most_hours.clear();
        most_hours.extend(givers_by_place.iter().map(|place| {
            let function = elders.function[usize::from(*place)];
            most_by_function[(function as usize).min(2)]
        }));
        // Pay and credits move hours, not only the decision to give.
        more_hours.clear();
        more_hours.extend(givers_by_place.iter().map(|place| {
            let moved = b.more_hours + b.more_incentive * incentive[usize::from(*place)];
            most(0.0, least(b.more_hours_most, moved))
        }));
        hours.resize(count, 0.0);
        in_a_row.resize(count, 0.0);
        offer_hours(blocks.column(Purpose::MoreHours, count), most_hours, more_hours, levels, in_a_row, hours);
        let kept = hours_kept(self.around.parameters);
        if kept < 1.0 {
            // Whole hours, so that their mean is kept by a draw; at least one.
            blocks.fill(chance, (Purpose::RoomAdmits, 0), self.week, bits, occupants, givers_by_place);
            for (number, hours) in hours.iter_mut().enumerate() {
                let left = *hours * kept;
                let whole = libm::floorf(left);
                let one_more = unit(blocks.of(Purpose::WholeHours, number)) < left - whole;
                *hours = most(1.0, whole + if one_more { 1.0 } else { 0.0 });
            }
            blocks.fill(chance, (Purpose::GiverOrder, 0), self.week, bits, occupants, givers_by_place);
        }
        offers.clear(elders.places);
        let mut offered = 0.0;
        for (place, hours) in givers_by_place.iter().zip(&*hours) {
            let place = usize::from(*place);
            hours_available[place] = *hours;
            used[place] = 0;
            offered += hours;
            offers.mark(place, *hours >= s.least_hours, elders.function[place] < 2.0);
        }
        // Whole hours, so the sum is exact.
        counts.offered_hours += offered as u32;
        offers.gather();
        put_in_order(blocks, givers_by_place, bucket_ends, givers);
    }

    /// Lists open requests: whether the organiser sees them, and in which order they are handled.
    pub fn list_requests(&mut self) {
        let p = self.around.parameters;
        let s = &p.service;
        let at = self.at;
        let staff_share = {
            let elders = most(1.0, self.institution.last_month.elders as f32);
            let posts = self.institution.offer.staff_posts * at.paid.core;
            posts * p.institution.staff_elders / elders
        };
        let missed = (s.seen_miss - s.seen_process * self.institution.process_closure)
            * (1.0 - least(1.0, s.seen_staff * staff_share));
        let seen = 1.0 - missed;
        let seen_digital = seen + (1.0 - seen) * s.seen_platform * at.platform;
        let seen_other = (1.0 - s.seen_not_digital * at.required_platform) * seen
            + (1.0 - seen) * s.seen_assisted * at.platform * at.assisted;
        let seen_by_digital = [seen_other, seen_digital];
        let helped_by_digital = [at.assisted, 1.0];
        let by_clinic = [0.0, s.seen_family_doctor * self.institution.offer.family_doctor];
        let Scratch {
            elders,
            requests,
            uncovered_daily,
            uncovered_health,
            uncovered_companionship,
            counts,
            held_credit,
            requests_by_place: listed,
            blocks,
            ..
        } = &mut *self.scratch;
        list_marked(&elders.waiting, listed);
        let (chance, week, bits, occupants) = (self.around.chance, self.week, self.id.bits(), elders.occupants());
        blocks.fill(chance, (Purpose::RequestOrder, 0), week, bits, occupants, listed);
        requests.clear();
        for (listing, place) in listed.iter().enumerate() {
            let words = blocks.at(listing);
            let at_place = usize::from(*place);
            // Looked up instead of chosen: who is digital or needs a clinic cannot be foretold.
            let is_digital = usize::from(elders.digital[at_place] > 0.0);
            let hours = [uncovered_daily[at_place], uncovered_health[at_place], uncovered_companionship[at_place]];
            let contracted = by_clinic[usize::from(hours[1] >= s.least_hours)];
            let chance_seen = at.operating * (seen_by_digital[is_digital] + contracted);
            let urgency = s.order_function * elders.function[at_place]
                + f32::from(elders.waiting[at_place])
                + s.order_platform * at.platform * helped_by_digital[is_digital]
                + unit(words[Purpose::RequestOrder.word()]);
            let is_seen = unit(words[Purpose::RequestSeen.word()]) < chance_seen;
            requests.push(Request::new(is_seen, urgency, listing));
            let held = u8::from(at.ledger > 0.0 && elders.credit_minutes[at_place] > 0);
            held_credit[at_place] = held;
            counts.requests_digital += is_digital as u32;
            counts.credit_holder_requests += u32::from(held);
            for (sum, hours) in counts.asked_hours.iter_mut().zip(hours) {
                *sum += i64::from(fixed(hours));
            }
        }
        counts.open_requests = requests.len() as u32;
        requests.sort_unstable();
    }
}
