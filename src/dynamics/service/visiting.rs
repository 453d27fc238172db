//! Givers whom nobody used look in unasked.   MODEL section 7, step 7

use super::desk::Desk;
use super::task::Service;
use crate::dynamics::scratch::Help;
use crate::elementary::{clip, least};
use crate::random::{Purpose, below, unit};

impl Desk<'_> {
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
                    let other = usize::from(elders.tie_partner[giver][k]);
                    let strong = elders.tie_strength[giver][k] > s.tied_strength;
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
