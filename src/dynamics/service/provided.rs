//! Providers under contract, and care that a health pool pays, visit those on their list.   MODEL2 section D4

use super::desk::Desk;
use super::task::Service;
use crate::dynamics::Scratch;
use crate::dynamics::columns::each_elder;
use crate::dynamics::scratch::Help;
use crate::elementary::{clip, fixed_sum, least, most};
use crate::parameters::Parameters;
use crate::random::Purpose;

each_elder! {
    /// Marks those of limited function and the lonely whose need is worth a visit, and what they need at most.
    fn mark_for_providers(p: &Parameters)
    draws {}
    elders { function, loneliness, present } -> {}
    week { uncovered_daily, uncovered_companionship } -> { marks: u8, for_providers }
    {
        let need = most(uncovered_daily, uncovered_companionship);
        let entitled = (function >= 1.0) | (loneliness > p.drive.lonely_above);
        let listed = entitled & (need >= p.service.least_hours) & (present > 0.0);
        marks = u8::from(listed);
        for_providers = if listed { least(p.service.most_hours, need) } else { 0.0 };
    }
}

impl Desk<'_> {
    /// Providers visit those on their list, each with the same chance, as far as their hours go.
    pub fn visit_by_providers(&mut self) {
        let hours = self.institution.offer.provider_hours;
        if hours <= 0.0 {
            return;
        }
        mark_for_providers(self.around.parameters, self.scratch);
        let needed = fixed_sum(&self.scratch.for_providers) as f32 / 65_536.0;
        let share = if needed > 0.0 { least(1.0, hours / needed) } else { 0.0 };
        self.visit_marked(Purpose::ProviderVisit, share, |desk, place| {
            let Scratch { uncovered_daily, uncovered_companionship, for_providers, .. } = &*desk.scratch;
            let daily = uncovered_daily[place] >= uncovered_companionship[place];
            let kind = if daily { Help::Daily } else { Help::Companionship };
            Service::provided(place, kind, for_providers[place])
        });
    }

    /// Chance of success of a provider's service.
    pub(super) fn provided_quality(&self) -> f32 {
        let p = self.around.parameters;
        let above = self.institution.offer.provider_quality - p.provider.quality_zero;
        let standard = p.service.quality_standard * self.institution.standardisation;
        clip(p.service.quality + standard + p.provider.quality_effect * above)
    }
}

/// A week passes for the users of providers.
pub fn count_down_users(scratch: &mut Scratch) {
    for weeks in &mut scratch.elders.provider_weeks {
        *weeks = weeks.saturating_sub(1);
    }
}

/// Users of a provider that left or changed lose this share of their trust.
pub fn lose_trust_of_users(lost: f32, scratch: &mut Scratch) {
    if lost <= 0.0 {
        return;
    }
    let elders = &mut scratch.elders;
    for (trust, weeks) in elders.trust.iter_mut().zip(&elders.provider_weeks) {
        *trust *= if *weeks > 0 { 1.0 - lost } else { 1.0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamics::Rules;
    use crate::dynamics::conditions::Conditions;
    use crate::dynamics::district::by_hand::place;
    use crate::places::Setting;
    use crate::policy::Levers;
    use crate::population::community::Organised;
    use crate::random::Chance;

    /// A week of providers with so many hours, in a community of four: one who needs six hours of daily help, one who
    /// needs little, a lonely one who needs an hour of company, and one who is able and not lonely.
    fn week(hours: f32, quality: f32) -> Scratch {
        let mut parameters = Parameters::defaults(Setting::Urban);
        (parameters.service.quality, parameters.service.incident) = (0.5, 0.0);
        (parameters.provider.quality_effect, parameters.provider.quality_zero) = (1.0, 0.5);
        let (levers, chance) = (Levers::default(), Chance::new(1, 0));
        let around = Rules { setting: Setting::Urban, parameters: &parameters, levers: &levers, chance: &chance };
        let mut here = place(0, Setting::Urban, 4);
        let offer = &mut here.institution.offer;
        (offer.provider_hours, offer.provider_quality) = (hours, quality);
        let mut scratch = Scratch::default();
        scratch.elders.resize(1, 4);
        scratch.elders.clear();
        scratch.resize();
        scratch.begin_week();
        let Scratch { elders, uncovered_daily, uncovered_companionship, .. } = &mut scratch;
        let four = [(1.0, 0.0, 6.0, 0.5), (1.0, 0.0, 0.2, 0.1), (0.0, 0.8, 0.0, 1.0), (0.0, 0.3, 0.0, 0.0)];
        for (place, (function, loneliness, daily, company)) in four.into_iter().enumerate() {
            (elders.present[place], elders.function[place], elders.loneliness[place]) = (1.0, function, loneliness);
            (uncovered_daily[place], uncovered_companionship[place]) = (daily, company);
        }
        let at = Conditions::of(&here.institution, &around, None);
        Desk::open(&around, &at, &here.institution, here.id(), 3, &mut scratch).visit_by_providers();
        scratch
    }

    #[test]
    fn providers_serve_those_on_their_list_and_make_users_of_them_but_no_receivers() {
        // Quality 1 above 0.5 by half: a service always succeeds.
        let scratch = week(100.0, 1.0);
        assert_eq!((scratch.uncovered_daily[0], scratch.uncovered_companionship[2]), (2.0, 0.0));
        assert_eq!(scratch.elders.provider_weeks[..4], [8, 0, 8, 0]);
        let counts = &scratch.counts;
        assert_eq!((counts.given_by_providers, counts.served_by_providers), (300, 300));
        assert_eq!((counts.provider_services, counts.provider_failures, counts.services), (2, 0, 0));
        assert!(scratch.received.iter().all(|it| *it == 0) && counts.served_minutes == [0; 3]);
    }

    #[test]
    fn a_provider_of_no_quality_fails_and_costs_trust() {
        let scratch = week(100.0, 0.0);
        assert_eq!((scratch.counts.provider_failures, scratch.counts.served_by_providers), (2, 0));
        assert_eq!(scratch.uncovered_daily[0], 6.0);
    }

    #[test]
    fn without_hours_nobody_is_visited() {
        let scratch = week(0.0, 1.0);
        assert_eq!((scratch.counts.provider_services, scratch.uncovered_daily[0]), (0, 6.0));
        assert!(scratch.attempts.iter().all(|it| *it == 0));
    }

    #[test]
    fn users_forget_week_by_week_and_lose_trust_when_their_provider_leaves() {
        let mut scratch = week(100.0, 1.0);
        scratch.elders.trust[..4].fill(0.5);
        lose_trust_of_users(0.2, &mut scratch);
        assert_eq!(scratch.elders.trust[..4], [0.4, 0.5, 0.4, 0.5]);
        (0..8).for_each(|_| count_down_users(&mut scratch));
        lose_trust_of_users(0.2, &mut scratch);
        assert_eq!(scratch.elders.trust[..4], [0.4, 0.5, 0.4, 0.5]);
    }
}
