//! The time bank's ledger: credits are earned, paid, granted, fade, and are written off.   MODEL section 7.8
//!
//! Credits are whole minutes, so that earned + granted = held + redeemed + faded + written off exactly.

use super::task::{Helper, Service};
use crate::dynamics::Rules;
use crate::dynamics::scratch::Scratch;
use crate::elementary::{least, most, rounded};
use crate::places::Setting;
use crate::policy::Levers;
use crate::population::Institution;
use crate::population::elders::{Elders, Living};
use crate::population::ties::TIES;
use crate::random::Purpose;

/// Credits an elder with minutes; what lies above the cap is written off.
fn credit(levers: &Levers, place: usize, minutes: u32, scratch: &mut Scratch) {
    let cap = (levers.credit_cap_hours * 60.0) as u32;
    let balance = &mut scratch.elders.credit_minutes[place];
    let taken = minutes.min(cap.saturating_sub(*balance));
    *balance += taken;
    scratch.counts.credits_written_off += u64::from(minutes - taken);
}

/// Minutes of the monthly guarantee that an elder has left.
pub(super) fn guarantee_left(levers: &Levers, place: usize, elders: &Elders) -> u32 {
    ((levers.guarantee_hours * 60.0) as u32).saturating_sub(elders.guarantee_used[place])
}

/// Credit that a tied partner holds and may pay with for another, minutes.
fn may_give(around: &Rules, place: usize, tie: usize, elders: &Elders) -> (usize, u32) {
    let partner = usize::from(elders.tie_partner[place][tie]);
    let is_tied = elders.tie_strength[place][tie] > around.parameters.service.tied_strength;
    let share = least(1.0, around.parameters.time_bank.gift * around.levers.transferable);
    let minutes = (elders.credit_minutes[partner] as f32 * share) as u32;
    (partner, if is_tied && elders.is_present(partner) { minutes } else { 0 })
}

/// Whether tied partners can pay for each other here.
pub(super) fn has_gifts(around: &Rules) -> bool {
    around.parameters.time_bank.gift * around.levers.transferable > 0.0
}

/// Minutes of credit that all tied partners of an elder hold and may pay with.
pub(super) fn credit_of_partners(around: &Rules, place: usize, elders: &Elders) -> u32 {
    (0..TIES).map(|tie| may_give(around, place, tie, elders).1).sum()
}

/// Tied partners, but for the helper, pay up to so many minutes for an elder; how many.
fn give(around: &Rules, service: &Service, minutes: u32, elders: &mut Elders) -> u32 {
    let mut given = 0;
    for tie in 0..TIES {
        let (partner, holds) = may_give(around, service.receiver, tie, elders);
        if service.helper != Helper::Elder(partner) {
            let gift = holds.min(minutes - given);
            elders.credit_minutes[partner] -= gift;
            given += gift;
        }
    }
    given
}

/// Books an organised service: the giver earns, the receiver pays from credit, then from the guarantee, then with
/// gifts of tied partners.
pub(super) fn book(around: &Rules, service: &Service, minutes: u32, scratch: &mut Scratch) {
    let levers = around.levers;
    let elders = &mut scratch.elders;
    let paid = minutes.min(elders.credit_minutes[service.receiver]);
    elders.credit_minutes[service.receiver] -= paid;
    let beyond = (minutes - paid).saturating_sub(guarantee_left(levers, service.receiver, elders));
    let given = if has_gifts(around) { give(around, service, beyond, elders) } else { 0 };
    elders.guarantee_used[service.receiver] += minutes - paid - given;
    scratch.counts.gift_minutes += u64::from(given);
    scratch.counts.credits_redeemed += u64::from(paid + given);
    if let Helper::Elder(giver) = service.helper {
        let earned = (minutes as f32 * levers.credit_rate) as u32;
        scratch.counts.credits_earned += u64::from(earned);
        credit(levers, giver, earned, scratch);
    }
}

crate::simd::vectorised! {
    /// Fades every balance by a share, and grants some minutes to those who live without children.
    ///
    /// Both are rounded without bias by bits that decisions hardly use. Returns minutes faded, granted and
    /// cut off at the cap.
    fn fade_and_grant(
        fading: f32,
        granted: f32,
        cap: u32,
        present: &[f32],
        living: &[u8],
        fade_word: &[u32],
        grant_word: &[u32],
        credit: &mut [u32],
    ) -> [u64; 3] {
        let places = credit.len();
        let (present, living) = (&present[..places], &living[..places]);
        let (fade_word, grant_word) = (&fade_word[..places], &grant_word[..places]);
        let mut sums = [0_u64; 3];
        for place in 0..places {
            let shift = |word: u32| (word >> 8 & 0xFF) as i32 as f32 * (1.0 / 256.0) - 0.5 + 0.5 / 256.0;
            let balance = credit[place];
            let fades = rounded(balance as i32 as f32 * fading + shift(fade_word[place])) as u32;
            let faded = if balance > 0 { fades.min(balance) } else { 0 };
            let entitled = (present[place] > 0.0) & (living[place] != Living::WithChildren as u8);
            let grant = rounded(granted + shift(grant_word[place])) as u32;
            let given = if entitled & (granted > 0.0) { grant } else { 0 };
            let kept = balance.wrapping_sub(faded);
            let taken = given.min(cap.saturating_sub(kept));
            credit[place] = kept.wrapping_add(taken);
            sums[0] = sums[0].wrapping_add(u64::from(faded));
            sums[1] = sums[1].wrapping_add(u64::from(given));
            sums[2] = sums[2].wrapping_add(u64::from(given.wrapping_sub(taken)));
        }
        sums
    }
}

/// At the week's end balances fade, and portable credits reach village elders whose children live elsewhere.
pub fn settle(around: &Rules, open: bool, scratch: &mut Scratch) {
    if !open {
        return;
    }
    let levers = around.levers;
    let fading = std::f32::consts::LN_2 / levers.credit_expiry_weeks;
    let granted = if around.setting == Setting::Rural {
        around.parameters.service.portable_hours * levers.portable * 60.0
    } else {
        0.0
    };
    let cap = (levers.credit_cap_hours * 60.0) as u32;
    let Scratch { elders, words, counts, .. } = scratch;
    let [faded, grants, cut] = fade_and_grant(
        fading,
        granted,
        cap,
        &elders.present,
        &elders.living,
        &words[Purpose::Give.word()],
        &words[Purpose::Ask.word()],
        &mut elders.credit_minutes,
    );
    counts.credits_faded += faded;
    counts.credits_granted += grants;
    counts.credits_written_off += cut;
}

/// Confidence in redemption moves towards the share of credit holders' requests that were served.
pub fn renew_confidence(around: &Rules, institution: &mut Institution, scratch: &Scratch) {
    let requests = scratch.counts.credit_holder_requests;
    if !institution.offer.ledger || requests == 0 {
        return;
    }
    let share = scratch.counts.credit_holder_served as f32 / requests as f32;
    let pace = least(1.0, around.parameters.service.confidence_pace * requests as f32);
    institution.confidence += pace * (share - institution.confidence);
    institution.confidence = most(0.0, institution.confidence);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamics::scratch::Help;
    use crate::parameters::Parameters;
    use crate::random::Chance;

    #[test]
    fn a_receiver_pays_from_own_credit_then_the_guarantee_then_with_gifts_of_tied_partners() {
        let mut p = Parameters::defaults(Setting::Urban);
        p.time_bank.gift = 1.0;
        let (credit_rate, credit_cap_hours, guarantee_hours, transferable) = (1.0, 100.0, 0.5, 1.0);
        let levers = Levers { credit_rate, credit_cap_hours, guarantee_hours, transferable, ..Levers::default() };
        let chance = Chance::new(1, 0);
        let around = Rules { setting: Setting::Urban, parameters: &p, levers: &levers, chance: &chance };
        let mut scratch = Scratch::default();
        scratch.elders.resize(1, 8);
        scratch.elders.clear();
        let elders = &mut scratch.elders;
        elders.present[..4].fill(1.0);
        // The elder at 0 is tied to the helper 1, to 2 and, too weakly, to 3.
        (elders.tie_partner[0], elders.tie_strength[0]) = ([1, 2, 3], [0.5, 0.3, 0.05]);
        elders.credit_minutes[..4].copy_from_slice(&[20, 60, 25, 60]);
        assert_eq!(credit_of_partners(&around, 0, elders), 85);
        book(&around, &Service::dispatched(0, Help::Daily, 1.5, Helper::Elder(1)), 90, &mut scratch);
        // 20 of one's own, 30 of the guarantee, 25 as a gift; the helper earns 90, and 15 stay beyond the guarantee.
        assert_eq!(scratch.elders.credit_minutes[..4], [0, 150, 0, 60]);
        assert_eq!((scratch.elders.guarantee_used[0], scratch.counts.gift_minutes), (45, 25));
        assert_eq!((scratch.counts.credits_redeemed, scratch.counts.credits_earned), (45, 90));
    }
}
