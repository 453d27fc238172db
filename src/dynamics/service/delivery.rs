//! A service is delivered: it succeeds or fails, and is counted.   MODEL section 7, step 5

use super::desk::Desk;
use super::task::{Helper, Service, minutes};
use super::{feedback, ledger, volunteer_ledger};
use crate::elementary::clip;
use crate::population::elders::stars;
use crate::random::{Purpose, unit};

impl Desk<'_> {
    /// Draws of the receiver's next match this week.
    pub(super) fn match_words(&mut self, receiver: usize) -> [u32; 4] {
        let attempts = &mut self.scratch.attempts[receiver];
        let attempt = u32::from(*attempts);
        *attempts = attempts.saturating_add(1);
        self.around.chance.block(Purpose::Success, attempt, self.week, self.identity(receiver))
    }

    /// The same for one whose first match was drawn as the `number`-th of a list.
    pub(super) fn match_words_of(&mut self, receiver: usize, number: usize) -> [u32; 4] {
        if self.scratch.attempts[receiver] > 0 {
            return self.match_words(receiver);
        }
        self.scratch.attempts[receiver] = 1;
        self.scratch.first_matches.at(number)
    }

    /// Delivers one service and lets it act on everybody concerned; whether it succeeded.
    pub(super) fn deliver(&mut self, service: Service) -> bool {
        let words = self.match_words(service.receiver);
        self.deliver_as(service, words)
    }

    /// The same with the draws of the match.
    pub(super) fn deliver_as(&mut self, service: Service, words: [u32; 4]) -> bool {
        let s = &self.around.parameters.service;
        let by_provider = service.helper == Helper::Provider;
        let usual = clip(
            self.quality[usize::from(service.organised)]
                + if service.tied { s.quality_tied } else { 0.0 }
                + if service.is_professional() { s.quality_professional } else { 0.0 },
        );
        let quality = if by_provider { self.provided_quality() } else { usual };
        let incident = unit(words[Purpose::Incident.word()]) < self.incident;
        let success = !incident && unit(words[Purpose::Success.word()]) < quality;

        // Even the shortest service is a minute, so that who took part can be told by minutes.
        let minutes = minutes(service.hours).max(1);
        self.use_up(service.helper, service.hours);
        self.count(&service, minutes, success);
        self.scratch.counts.incidents += u32::from(incident);
        feedback::act(self, &service, success, incident);
        if success {
            self.note_who_may_stay_on(&service);
        }
        let books_own = self.around.parameters.time_bank.book_own > 0.0;
        // What the organiser matched; lists of professionals and help of one's own stay outside the ledger.
        let is_booked = service.dispatched || (books_own && service.organised);
        if self.at.ledger > 0.0 && is_booked {
            ledger::book(self.around, &service, minutes, self.scratch);
            volunteer_ledger::earn(self.around.levers, &service, minutes, self.scratch);
        }
        success
    }

    /// Counts a service with those who gave and received it.
    #[inline(always)]
    fn count(&mut self, service: &Service, minutes: u32, success: bool) {
        let by_provider = service.helper == Helper::Provider;
        let scratch = &mut *self.scratch;
        let counts = &mut scratch.counts;
        if by_provider {
            counts.provider_services += 1;
            counts.provider_failures += u32::from(!success);
        } else {
            counts.services += 1;
            counts.failures += u32::from(!success);
        }
        let class = service.helper_class();
        counts.services_by_helper[class] += 1;
        counts.failures_by_helper[class] += u32::from(!success);
        counts.minutes_by_helper[class] += if success { minutes } else { 0 };
        let mutual = service.is_mutual();
        counts.mutual_services += u32::from(mutual);
        counts.chosen_services += u32::from(mutual && !service.dispatched);
        match service.helper {
            Helper::Elder(giver) => {
                counts.given_by_elders += minutes;
                scratch.given[giver] += minutes;
                let elders = &mut scratch.elders;
                elders.given_minutes[giver] = elders.given_minutes[giver].saturating_add(minutes);
                elders.star[giver] = stars(elders.given_minutes[giver]);
            }
            Helper::Volunteer(number) => {
                counts.given_by_volunteers += minutes;
                let volunteer = &mut scratch.active_volunteers[number];
                volunteer.given_minutes += minutes;
                volunteer.succeeded |= success;
                volunteer.failed |= !success;
            }
            Helper::Visitor => counts.given_by_visitors += minutes,
            Helper::Professional | Helper::OwnList => {
                counts.given_by_professionals += minutes;
                counts.given_by_counsellors += if service.counselling { minutes } else { 0 };
            }
            Helper::Provider => {
                counts.given_by_providers += minutes;
                counts.served_by_providers += if success { minutes } else { 0 };
                scratch.elders.provider_weeks[service.receiver] = self.around.parameters.provider.user_weeks as u8;
            }
        }
        if success {
            // Mutual aid is what elders and volunteers do: only their help makes a receiver.
            scratch.received[service.receiver] += if mutual { minutes } else { 0 };
            scratch.counts.served_minutes[service.kind as usize] += if by_provider { 0 } else { minutes };
        }
    }
}
