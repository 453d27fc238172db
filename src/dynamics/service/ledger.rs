//! The time bank's ledger: credits are earned, paid, granted, fade, and are written off.   MODEL section 7.8
//!
//! Credits are whole minutes, so that earned + granted = held + redeemed + faded + written off exactly.

use super::delivery::{Helper, Service};
use crate::dynamics::Surroundings;
use crate::dynamics::scratch::Scratch;
use crate::elementary::{least, most};
use crate::places::Setting;
use crate::policy::Levers;
use crate::population::Institution;
use crate::population::elders::Living;
use crate::random::Purpose;

/// Credits an elder with minutes; what lies above the cap is written off.
fn credit(levers: &Levers, place: usize, minutes: u32, scratch: &mut Scratch) {
    let cap = (levers.credit_cap_hours * 60.0) as u32;
    let balance = &mut scratch.elders.credit_minutes[place];
    let taken = minutes.min(cap.saturating_sub(*balance));
    *balance += taken;
    scratch.counts.credits_written_off += u64::from(minutes - taken);
}

/// Books an organised service: the giver earns, the receiver pays from credit and then from the guarantee.
pub(super) fn book(levers: &Levers, service: &Service, minutes: u32, scratch: &mut Scratch) {
    let elders = &mut scratch.elders;
    let paid = minutes.min(elders.credit_minutes[service.receiver]);
    elders.credit_minutes[service.receiver] -= paid;
    elders.guarantee_used[service.receiver] += minutes - paid;
    scratch.counts.credits_redeemed += u64::from(paid);
    if let Helper::Elder(giver) = service.helper {
        let earned = (minutes as f32 * levers.credit_rate) as u32;
        scratch.counts.credits_earned += u64::from(earned);
        credit(levers, giver, earned, scratch);
    }
}

/// At the week's end balances fade, and portable credits reach village elders whose children live elsewhere.
pub fn settle(around: &Surroundings, open: bool, scratch: &mut Scratch) {
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
    for place in 0..scratch.elders.places {
        // The low byte of a word is independent of the 24 bits that decide: it rounds without bias.
        let low_byte = |word: u32| (word & 0xFF) as f32 * (1.0 / 256.0);
        let balance = scratch.elders.credit_minutes[place];
        if balance > 0 {
            let spare = low_byte(scratch.more_words[Purpose::EventMeeting.word()][place]);
            let faded = (balance as f32 * fading + spare) as u32;
            scratch.elders.credit_minutes[place] -= faded.min(balance);
            scratch.counts.credits_faded += u64::from(faded.min(balance));
        }
        if granted > 0.0
            && scratch.elders.is_present(place)
            && scratch.elders.living[place] != Living::WithChildren as u8
        {
            let minutes = (granted + low_byte(scratch.more_words[Purpose::Contact.word()][place])) as u32;
            scratch.counts.credits_granted += u64::from(minutes);
            credit(levers, place, minutes, scratch);
        }
    }
}

/// Confidence in redemption moves towards the share of credit holders' requests that were served.
pub fn renew_confidence(around: &Surroundings, institution: &mut Institution, scratch: &Scratch) {
    let requests = scratch.counts.credit_holder_requests;
    if !institution.offer.ledger || requests == 0 {
        return;
    }
    let share = scratch.counts.credit_holder_served as f32 / requests as f32;
    let pace = least(1.0, around.parameters.service.confidence_pace * requests as f32);
    institution.confidence += pace * (share - institution.confidence);
    institution.confidence = most(0.0, institution.confidence);
}
