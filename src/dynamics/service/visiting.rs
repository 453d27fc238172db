//! Givers whom nobody used look in unasked.   MODEL section 7, step 7

use super::desk::Desk;
use super::task::Service;
use crate::dynamics::Scratch;
use crate::dynamics::columns::each_elder;
use crate::dynamics::lists::list_marked;
use crate::dynamics::scratch::{Help, Unused};
use crate::elementary::{clip, least};
use crate::parameters::Parameters;
use crate::population::ties::TIES;
use crate::random::{Purpose, unit};

/// Group mates whom a visitor may try, the bound of the parameter: one for each word of a block.
const MATES: usize = 4;

/// Mark of those who need enough company for a visit.
const COMPANY: u8 = 1;
/// Mark of those who need enough company or daily help for one.
const EITHER: u8 = 2;

each_elder! {
    /// Marks who may be visited by their needs, for company and for either kind, and who received nothing this week.
    fn mark_needs(p: &Parameters)
    draws {}
    elders { present } -> {}
    week { received: u32, uncovered_daily, uncovered_companionship } -> { marks: u8 }
    {
        let open = (present > 0.0) & (received == 0);
        let company = uncovered_companionship >= p.service.visit_least_hours;
        let daily = uncovered_daily >= p.service.visit_least_hours;
        marks = (u8::from(open & company) * COMPANY) | (u8::from(open & (company | daily)) * EITHER);
    }
}

impl Desk<'_> {
    /// Step 7: givers whom nobody used look in on ties and group mates, unasked.
    pub fn visit_unasked(&mut self) {
        let s = &self.around.parameters.service;
        self.list_unused();
        self.draw_for_visits();
        let mut visitors = 0;
        for k in 0..self.scratch.unused_givers.len() {
            let Unused { place: giver, looks_in } = self.scratch.unused_givers[k];
            let giver = usize::from(giver);
            if looks_in {
                let number = visitors;
                visitors += 1;
                if let Some((other, kind, hours, tied)) = self.who_is_visited(giver, number) {
                    if self.deliver(Service::unasked(other, kind, hours, giver, tied)) {
                        // Who was helped this week is visited no more.
                        self.scratch.marks[other] = 0;
                    }
                    continue;
                }
            }
            let trust = &mut self.scratch.elders.trust[giver];
            *trust -= s.trust_unused * *trust;
        }
    }

    /// Lists the givers whom nobody used, in the weekly order, and which of them look in on somebody.
    fn list_unused(&mut self) {
        let s = &self.around.parameters.service;
        let suspended = if self.institution.operating { 1.0 } else { s.suspended };
        let Scratch { elders, acquaintance, hours_available, givers, used, unused_givers, listed, .. } =
            &mut *self.scratch;
        unused_givers.resize(givers.len() + 1, Unused::default());
        let places = listed.room(givers.len() + 1);
        let (mut unused, mut visitors) = (0, 0);
        for giver in &*givers {
            let place = usize::from(giver.place);
            let familiar = 0.5 + 0.5 * elders.familiarity[place];
            let looks_in = unit(giver.visit_word) < s.visit * familiar * suspended * acquaintance[place];
            // Who was sent in vain has no hours left.
            let looks_in = looks_in & (hours_available[place] >= s.least_hours);
            let is_unused = used[place] == 0;
            // Written always and kept only where it holds: no branch on what cannot be foretold.
            unused_givers[unused] = Unused { place: giver.place, looks_in };
            places[visitors] = giver.place;
            unused += usize::from(is_unused);
            visitors += usize::from(is_unused & looks_in);
        }
        unused_givers.truncate(unused);
        listed.keep(visitors);
    }

    /// Draws the group mates that the listed visitors try, and who of all they may come to accepts a visit.
    fn draw_for_visits(&mut self) {
        if self.scratch.listed.is_empty() {
            return;
        }
        let p = self.around.parameters;
        let (chance, week, bits) = (self.around.chance, self.week, self.id.bits());
        mark_needs(p, self.scratch);
        let tries = p.service.visit_tries as usize;
        let Scratch { elders, mates, marks, asked, listed, blocks, acceptances, accept_words, .. } = &mut *self.scratch;
        blocks.fill(chance, (Purpose::FirstMate, 0), week, bits, elders.occupants(), listed);
        asked.fill(0);
        // More than will be asked: nobody is asked after one who accepts.
        for (number, place) in listed.iter().enumerate() {
            let place = usize::from(*place);
            for partner in elders.tie_partner[place] {
                asked[usize::from(partner)] = marks[usize::from(partner)];
            }
            for word in blocks.at(number).into_iter().take(tries) {
                let mate = self.groups.mate(place, word, mates);
                asked[mate] = marks[mate];
            }
        }
        list_marked(asked, listed);
        acceptances.fill(chance, (Purpose::RequestOrder, 0), week, bits, elders.occupants(), listed);
        for (place, word) in listed.iter().zip(acceptances.column(Purpose::AcceptVisit, listed.len())) {
            accept_words[usize::from(*place)] = *word;
        }
    }

    /// Whom the `number`-th visitor visits: the first tied partner who takes a visit, or else the first mate; the
    /// kind of help, its hours, and whether they are tied.
    fn who_is_visited(&self, giver: usize, number: usize) -> Option<(usize, Help, f32, bool)> {
        let s = &self.around.parameters.service;
        let Scratch { elders, mates, marks, blocks, uncovered_daily, uncovered_companionship, hours_available, .. } =
            &*self.scratch;
        let only_company = elders.function[giver] >= 2.0;
        let needed = if only_company { COMPANY } else { EITHER };
        let (partners, strengths) = (elders.tie_partner[giver], elders.tie_strength[giver]);
        let tried = blocks.at(number).map(|word| self.groups.mate(giver, word, mates));
        let tries = s.visit_tries as usize;
        // All are looked up at once and kept as bits: who may be visited cannot be foretold.
        let mut others = [0; TIES + MATES];
        let mut may_be_visited = 0_u32;
        let mut consider = |number: usize, other: usize, is_candidate: bool| {
            others[number] = other;
            let may = is_candidate & (other != giver) & (marks[other] & needed != 0);
            may_be_visited |= u32::from(may) << number;
        };
        for tie in 0..TIES {
            consider(tie, usize::from(partners[tie]), strengths[tie] > s.tied_strength);
        }
        for (number, mate) in tried.into_iter().enumerate() {
            consider(TIES + number, mate, number < tries);
        }
        while may_be_visited != 0 {
            let number = may_be_visited.trailing_zeros() as usize;
            may_be_visited &= may_be_visited - 1;
            let other = others[number];
            if !self.accepts_visit(other) {
                continue;
            }
            let (daily, company) = (uncovered_daily[other], uncovered_companionship[other]);
            let (kind, need) =
                if only_company || company >= daily { (Help::Companionship, company) } else { (Help::Daily, daily) };
            let hours = least(s.visit_most_hours, least(need, hours_available[giver]));
            return Some((other, kind, hours, number < TIES));
        }
        None
    }

    /// Whether an elder who may be visited unasked lets the visitor in.
    fn accepts_visit(&self, other: usize) -> bool {
        let s = &self.around.parameters.service;
        let Scratch { elders, asked, accept_words, .. } = &*self.scratch;
        let chance = clip(s.visit_accept + elders.trust[other] - s.visit_barrier * self.institution.cultural_barrier);
        // Ties change while visits are made: somebody may be tied now whom nobody was to ask.
        let word = if asked[other] > 0 {
            accept_words[other]
        } else {
            self.around.chance.word(Purpose::AcceptVisit, 0, self.week, self.identity(other))
        };
        unit(word) < chance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    #[test]
    fn no_more_group_mates_can_be_asked_for_than_are_drawn() {
        let load = |mates: usize| scenario::load("pilot", &[format!("parameters.service.visit_tries={mates}")]);
        assert!(load(MATES).is_ok());
        assert!(load(MATES + 1).is_err());
    }
}
