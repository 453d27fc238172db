//! Who offers help this week, and which requests the organiser sees.   MODEL section 7, steps 2 and 3

use super::desk::Desk;
use crate::dynamics::Scratch;
use crate::dynamics::columns::list_marked;
use crate::dynamics::scratch::{Giver, Request};
use crate::elementary::{fixed, least, most};
use crate::random::{Purpose, below, unit};

/// Most hours that anybody may offer, the bound of the parameter.
const MOST_HOURS: usize = 40;

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

impl Desk<'_> {
    /// Lists those who give this week, with their hours, in a random order of the week.
    pub fn list_givers(&mut self) {
        let (b, s) = (&self.around.parameters.behave, &self.around.parameters.service);
        let Scratch {
            elders,
            gives,
            givers,
            givers_by_place,
            unordered_givers,
            bucket_ends,
            hours_available,
            used,
            offers,
            blocks,
            counts,
            ..
        } = &mut *self.scratch;
        list_marked(gives, givers_by_place);
        let (bits, generations) = (self.id.bits(), &elders.generation);
        let chance = self.around.chance;
        blocks.fill(chance, (Purpose::GiverOrder, 0), self.week, bits, generations, givers_by_place);
        let most_by_function = [b.most_hours_independent, b.most_hours_limited, b.most_hours_dependent];
        let levels = most_by_function.into_iter().fold(1.0, most) as usize;
        // Chance of a second hour, of a third after it, and so on.
        let mut chances = [0.0; MOST_HOURS];
        let mut chance_of_more = 1.0;
        for chance in &mut chances {
            chance_of_more *= b.more_hours;
            *chance = chance_of_more;
        }
        offers.clear(elders.places);
        unordered_givers.clear();
        for (number, place) in givers_by_place.iter().enumerate() {
            let words = blocks.at(number);
            let at_place = usize::from(*place);
            let function = elders.function[at_place];
            let most_hours = most_by_function[(function as usize).min(2)];
            let u = unit(words[Purpose::MoreHours.word()]);
            let mut hours = 1;
            for (level, chance) in (1..levels).zip(&chances) {
                hours += u32::from(((level + 1) as f32 <= most_hours) & (u < *chance));
            }
            hours_available[at_place] = hours as f32;
            used[at_place] = 0;
            counts.offered_hours += hours;
            offers.set(at_place, hours as f32 >= s.least_hours, function < 2.0);
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
            blocks,
            ..
        } = &mut *self.scratch;
        list_marked(&elders.waiting, listed);
        let (chance, week, bits, generations) = (self.around.chance, self.week, self.id.bits(), &elders.generation);
        blocks.fill(chance, (Purpose::RequestOrder, 0), week, bits, generations, listed);
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
}
