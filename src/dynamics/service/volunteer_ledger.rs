//! Volunteers' side of the time bank's ledger: credits on a balance of their own.   MODEL2 section A, "Ledger"
//!
//! Whole minutes like those of elders, and part of the same identity: earned = held + faded + written off.

use super::task::{Helper, Service};
use crate::dynamics::Rules;
use crate::dynamics::scratch::{Help, Scratch, with_their_week};
use crate::elementary::rounded;
use crate::policy::Levers;
use crate::population::Community;
use crate::random::{Identity, Purpose};

/// A volunteer earns with an organised service of daily help or company.
pub(super) fn earn(levers: &Levers, service: &Service, minutes: u32, scratch: &mut Scratch) {
    if let Helper::Volunteer(number) = service.helper
        && service.kind != Help::Health
    {
        scratch.active_volunteers[number].earned_minutes += (minutes as f32 * levers.credit_rate) as u32;
    }
}

/// At the week's end what was earned is credited up to the cap, and balances fade.
pub fn settle(community: &mut Community, around: &Rules, week: i32, scratch: &mut Scratch) {
    if !community.institution.offer.ledger {
        return;
    }
    let levers = around.levers;
    let fading = std::f32::consts::LN_2 / levers.credit_expiry_weeks;
    let cap = (levers.credit_cap_hours * 60.0) as u32;
    let Scratch { active_volunteers, counts, .. } = scratch;
    for (number, it, active) in with_their_week(&mut community.volunteers, active_volunteers) {
        let earned = active.map_or(0, |active| active.earned_minutes);
        let taken = earned.min(cap.saturating_sub(it.credit_minutes));
        it.credit_minutes += taken;
        counts.volunteer_credits_earned += u64::from(earned);
        counts.volunteer_credits_written_off += u64::from(earned - taken);
        if it.credit_minutes > 0 {
            let who = Identity::elder(community.id, number, 0);
            let word = around.chance.word(Purpose::VolunteerActive, 0, week, who);
            let faded = faded(it.credit_minutes, fading, word);
            it.credit_minutes -= faded;
            counts.volunteer_credits_faded += u64::from(faded);
        }
    }
}

/// Minutes that a balance loses by fading, rounded without bias by the bits that a decision leaves over.
fn faded(balance: u32, fading: f32, word: u32) -> u32 {
    let shift = (word & 0xFF) as f32 * (1.0 / 256.0) - 0.5 + 0.5 / 256.0;
    (rounded(balance as i32 as f32 * fading + shift) as u32).min(balance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamics::drive::volunteers::tests::community;
    use crate::dynamics::scratch::ActiveVolunteer;
    use crate::parameters::Parameters;
    use crate::places::Setting;
    use crate::random::Chance;

    #[test]
    fn a_balance_fades_by_its_half_life_in_the_mean_and_never_below_nothing() {
        let fading = std::f32::consts::LN_2 / 520.0;
        // 90 x 0.001333 = 0.11997 of a minute: 31 of 256 bytes round up.
        let ups = (0..256).filter(|byte| faded(90, fading, *byte) == 1).count();
        assert_eq!(ups, 31);
        assert_eq!(faded(1, 50.0, 255), 1);
    }

    #[test]
    fn organised_daily_help_and_company_earn_at_the_rate_and_health_care_and_own_visits_do_not() {
        let mut scratch = Scratch { active_volunteers: vec![ActiveVolunteer::default(); 2], ..Scratch::default() };
        let levers = Levers { credit_rate: 1.5, ..Levers::default() };
        for kind in Help::ALL {
            earn(&levers, &Service::dispatched(0, kind, 1.0, Helper::Volunteer(1)), 60, &mut scratch);
        }
        let earned: Vec<u32> = scratch.active_volunteers.iter().map(|it| it.earned_minutes).collect();
        assert_eq!(earned, [0, 180]);
    }

    #[test]
    fn what_is_earned_is_held_faded_or_written_off_at_the_cap() {
        let mut it = community(Setting::Urban);
        it.institution.offer.ledger = true;
        let levers = Levers { credit_cap_hours: 10.0, credit_expiry_weeks: 52.0, ..Levers::default() };
        let parameters = Parameters::defaults(Setting::Urban);
        let (setting, chance) = (Setting::Urban, Chance::new(1, 0));
        let around = Rules { setting, parameters: &parameters, levers: &levers, chance: &chance };
        let mut scratch = Scratch::default();
        for week in 0..40 {
            let active = |number: u16, earned_minutes| ActiveVolunteer { number, earned_minutes, ..Default::default() };
            scratch.active_volunteers = vec![active(0, 60), active(2, 7)];
            settle(&mut it, &around, week, &mut scratch);
        }
        let held: u64 = it.volunteers.iter().map(|it| u64::from(it.credit_minutes)).sum();
        let counts = &scratch.counts;
        assert_eq!(counts.volunteer_credits_earned, 40 * 67);
        assert_eq!(held + counts.volunteer_credits_faded + counts.volunteer_credits_written_off, 40 * 67);
        assert!(it.volunteers[0].credit_minutes <= 600 && counts.volunteer_credits_written_off > 0);
        // 0.9868 of 600 minutes fade away each week; what is written off is what the cap has no room for.
        assert!((580..=600).contains(&it.volunteers[0].credit_minutes), "{}", it.volunteers[0].credit_minutes);
        it.institution.offer.ledger = false;
        settle(&mut it, &around, 40, &mut scratch);
        assert_eq!(scratch.counts.volunteer_credits_earned, 40 * 67, "nothing moves without a bank");
    }
}
