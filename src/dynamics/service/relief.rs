//! Helpers who stay on relieve the family of some daily care.   MODEL2 section A

use super::desk::Desk;
use super::task::{Helper, Service, minutes};
use crate::dynamics::Scratch;
use crate::dynamics::scratch::Help;
use crate::elementary::{least, most};
use crate::population::elders::stars;

impl Desk<'_> {
    /// After a success: an elder who helped an asker with daily needs, and has hours left, may stay on.
    pub(super) fn note_who_may_stay_on(&mut self, service: &Service) {
        let least_hours = self.around.parameters.service.least_hours;
        if let Helper::Elder(giver) = service.helper
            && service.requested
            && service.kind == Help::Daily
            && self.scratch.hours_available[giver] >= least_hours
        {
            self.last_helper = Some(giver);
        }
    }

    /// Notes who may stay on with an asker whose request has been handled.
    pub(super) fn note_last_helper(&mut self, place: usize) {
        if let Some(giver) = self.last_helper.take() {
            self.scratch.stay_on.push((place as u16, giver as u16));
        }
    }

    /// After all requests and visits helpers with hours left relieve families. What they give so is habit and burden
    /// to them and counts for stars; it earns nothing and touches no unmet need.
    pub fn relieve_families(&mut self) {
        let p = self.around.parameters;
        let (n, s) = (&p.need, &p.service);
        if n.relief_most <= 0.0 {
            return;
        }
        let Scratch { stay_on, elders, hours_available, needed_daily, given, counts, .. } = &mut *self.scratch;
        for (place, giver) in stay_on.iter().map(|(place, giver)| (usize::from(*place), usize::from(*giver))) {
            let left = hours_available[giver];
            if left < s.least_hours {
                continue;
            }
            let by_family = needed_daily[place] * elders.family_share[place];
            let relieved = least(n.relief_most * by_family, n.relief * left);
            let hours = relieved / n.relief;
            let minutes_given = minutes(hours);
            hours_available[giver] = most(0.0, left - hours);
            given[giver] += minutes_given;
            elders.given_minutes[giver] = elders.given_minutes[giver].saturating_add(minutes_given);
            elders.star[giver] = stars(elders.given_minutes[giver]);
            counts.given_by_elders += minutes_given;
            counts.relief_minutes += minutes_given;
            counts.relieved_minutes += minutes(relieved);
        }
    }
}
