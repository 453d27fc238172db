//! What a service, and the want of one, does to those concerned; and the slow changes after the week.
//! MODEL section 7, steps 6 and 10

use super::desk::Desk;
use super::task::{Helper, Service};
use crate::dynamics::columns::each_elder;
use crate::dynamics::conditions::Conditions;
use crate::dynamics::scratch::{Help, Scratch};
use crate::elementary::{least, most};
use crate::parameters::Parameters;
use crate::population::ties;

/// Raises a state towards 1 by a gain.
#[inline(always)]
fn raise(state: &mut f32, gain: f32) {
    *state += gain * (1.0 - *state);
}

/// Raises satisfaction of connection into the room its ceiling leaves.
#[inline(always)]
fn connect(connection: &mut f32, ceiling: f32, gain: f32) {
    *connection += gain * most(0.0, ceiling - *connection);
}

/// The effect of one service on receiver and giver.
pub(super) fn act(desk: &mut Desk, service: &Service, success: bool, incident: bool) {
    let p = desk.around.parameters;
    let s = &p.service;
    let Service { receiver, kind, hours, helper, .. } = *service;
    let scratch = &mut *desk.scratch;
    if incident {
        hurt(p, receiver, scratch);
    }
    let share = least(1.0, hours / s.full_hours);
    // What professionals and providers do says less about mutual aid.
    let outside = !service.is_mutual();
    let reaching = if outside { s.trust_professional } else { 1.0 };
    let elders = &mut scratch.elders;
    if success {
        let ceiling = elders.connection_ceiling[receiver];
        connect(&mut elders.connection[receiver], ceiling, s.gain_receive_connection * share);
        raise(&mut elders.belonging[receiver], s.gain_receive_belonging * share);
        raise(&mut elders.trust[receiver], s.trust_success * reaching);
        let gave_before = !outside && elders.given_minutes[receiver] >= 60;
        let returned = if gave_before { s.gain_receive_self_worth * share } else { 0.0 };
        raise(&mut elders.self_worth[receiver], returned);
        if service.counselling {
            let comfort = least(1.0, s.counsel * desk.around.levers.comfort * hours);
            elders.loneliness[receiver] -= comfort * elders.loneliness[receiver];
            raise(&mut elders.efficacy[receiver], least(1.0, s.gain_efficacy * hours));
        }
        let without_return = elders.credit_minutes[receiver] == 0 && elders.given_minutes[receiver] < 60;
        if desk.at.ledger > 0.0 && service.requested && kind != Help::Health && without_return {
            // Taking without ever having given hurts where hours are counted.
            elders.self_worth[receiver] -= s.dependence * share * elders.self_worth[receiver];
        }
    } else {
        elders.trust[receiver] -= s.trust_failure * reaching * elders.trust[receiver];
    }
    if let Helper::Elder(giver) = helper {
        if success {
            raise(&mut elders.self_worth[giver], s.gain_give_self_worth * share);
            let ceiling = elders.connection_ceiling[giver];
            connect(&mut elders.connection[giver], ceiling, s.gain_give_connection * share);
            raise(&mut elders.belonging[giver], s.gain_give_belonging * share);
            raise(&mut elders.efficacy[giver], s.gain_efficacy);
            raise(&mut elders.trust[giver], s.trust_giver);
            ties::meet(elders, giver, receiver, s.tie_gain, s.tie_replace);
            identify(p, desk.at, &mut elders.identity[giver], share);
        } else {
            elders.efficacy[giver] -= s.gain_efficacy * elders.efficacy[giver];
        }
    }
    if success {
        let uncovered = &mut scratch.uncovered_mut(kind)[receiver];
        *uncovered = most(0.0, *uncovered - hours);
    }
}

/// Who gives with effect comes to see helping as part of who they are, sooner where it is recognised.
fn identify(p: &Parameters, at: &Conditions, identity: &mut f32, share: f32) {
    let d = &p.drive;
    let recognised = (d.identity_recognition_base + *identity) * at.value / d.identity_recognition_full;
    let sooner = 1.0 + d.identity_recognition * recognised + d.identity_refit * at.built_self;
    raise(identity, least(1.0, d.identity_gain * share * sooner));
}

/// An incident shakes the receiver's trust, and a little that of everybody in the group.
fn hurt(p: &Parameters, receiver: usize, scratch: &mut Scratch) {
    let s = &p.service;
    let elders = &mut scratch.elders;
    elders.trust[receiver] -= s.incident_trust * elders.trust[receiver];
    for place in elders.group_of(receiver) {
        elders.trust[place] -= s.incident_group_trust * elders.familiarity[place] * elders.trust[place];
    }
}

impl Desk<'_> {
    /// Closes a request that was served; one that was not costs trust and waits another week, or lapses. Where only
    /// professionals served, it is closed and counts neither as asked nor as served mutual aid.
    pub(super) fn close(&mut self, place: usize, served: bool) {
        let by_professionals = self.served_by_professionals;
        let p = self.around.parameters;
        let Scratch { elders, counts, held_credit, .. } = &mut *self.scratch;
        let held = held_credit[place] > 0;
        if served {
            counts.served_requests += 1;
            counts.weeks_waited += u32::from(elders.waiting[place]);
            counts.served_digital += u32::from(elders.digital[place] > 0.0);
            counts.credit_holder_served += u32::from(held);
            elders.waiting[place] = 0;
            return;
        }
        if by_professionals {
            counts.open_requests -= 1;
            counts.requests_digital -= u32::from(elders.digital[place] > 0.0);
            counts.closed_by_professionals += 1;
            counts.credit_holder_served += u32::from(held);
            elders.waiting[place] = 0;
            return;
        }
        let twice = if held { p.service.trust_unserved_credit } else { 1.0 };
        let trust = &mut elders.trust[place];
        *trust -= p.service.trust_unserved * twice * *trust;
        let waiting = elders.waiting[place] + 1;
        elders.waiting[place] = if f32::from(waiting) > p.behave.ask_patience_weeks { 0 } else { waiting };
    }
}

each_elder! {
    /// Slow changes at the week's end: habit, burden, exposure to cash, recent giving and receiving, unmet share,
    /// membership.
    pub fn settle(p: &Parameters, at: &Conditions, week: f32)
    draws {}
    elders {} -> {
        habit, burden, exposure, given_lately, received_lately, unmet_share, member, joined_week, attended, countdown: u8,
    }
    week {
        given: u32, received: u32, joins: u8, quits: u8, attends: u8,
        needed_daily, needed_health, needed_companionship,
        uncovered_daily, uncovered_health, uncovered_companionship,
    } -> {}
    {
        let b = &p.behave;
        let gave = given > 0;
        let hours = given as i32 as f32 / 60.0;
        habit += if gave { b.habit_gain * (1.0 - habit) } else { -b.habit_loss * habit };
        burden += b.burden_gain * most(0.0, hours - b.burden_free_hours) * (1.0 - burden);
        burden -= b.burden_decay * burden;
        exposure += if gave { b.exposure_gain * most(0.0, at.cash_share - exposure) } else { 0.0 };
        exposure -= b.exposure_decay * exposure;
        given_lately += b.recent_memory * ((if gave { 1.0 } else { 0.0 }) - given_lately);
        received_lately += b.received_memory * ((if received > 0 { 1.0 } else { 0.0 }) - received_lately);
        let recent = b.recent_weeks as u8;
        let left = if gave { recent } else { countdown };
        countdown = left.saturating_sub(1);
        let needed = needed_daily + needed_health + needed_companionship;
        let uncovered = uncovered_daily + uncovered_health + uncovered_companionship;
        let unmet = if needed > 0.0 { uncovered / needed } else { 0.0 };
        unmet_share += p.drive.unmet_memory * (unmet - unmet_share);
        joined_week = if joins > 0 { week } else { joined_week };
        let stays = if quits > 0 { 0.0 } else { member };
        member = if joins > 0 { 1.0 } else { stays };
        attended = f32::from(attends);
    }
}

crate::simd::vectorised! {
    fn fade(strength: &mut [f32], decay: f32) -> () {
        for strength in strength {
            *strength *= 1.0 - decay;
        }
    }
}

/// Ties fade when nobody tends them.
pub fn fade_ties(p: &Parameters, scratch: &mut Scratch) {
    fade(scratch.elders.tie_strength.as_flattened_mut(), p.service.tie_decay);
}
