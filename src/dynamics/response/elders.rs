//! Elders join, quit, give, ask, attend and meet.   MODEL section 6

use crate::dynamics::columns::each_elder;
use crate::dynamics::conditions::Conditions;
use crate::dynamics::lists::list_marked;
use crate::dynamics::scratch::Groups;
use crate::dynamics::{Rules, Scratch};
use crate::elementary::{exp, least, most};
use crate::parameters::Parameters;
use crate::places::CommunityId;
use crate::population::elders::STAR_SHARE;
use crate::population::ties;
use crate::random::{Purpose, below, spare_units, unit};

/// Cost of taking part that function brings, cF.
#[inline(always)]
fn function_cost(p: &Parameters, function: f32) -> f32 {
    let limited = if function >= 1.0 { p.behave.cost_limited } else { 0.0 };
    if function >= 2.0 { p.behave.cost_dependent } else { limited }
}

/// Cost of getting there through the built environment.
#[inline(always)]
fn access_cost(p: &Parameters, at: &Conditions, age: f32) -> f32 {
    let b = &p.behave;
    let borne = if age >= b.cost_access_age { 1.0 } else { b.cost_access_young };
    b.cost_access * at.access_gap * borne
}

/// Whether a word decides for what has the chance `rate` × logistic(`leaning`): both sides times 1 + e^-leaning,
/// so that nothing is divided.
#[inline(always)]
fn happens(word: u32, rate: f32, leaning: f32) -> bool {
    unit(word) * (1.0 + exp(-leaning)) < rate
}

each_elder! {
    /// Motivation V less cost, and what follows from it: joining, quitting, giving.
    pub fn decide(p: &Parameters, at: &Conditions, week: f32)
    draws { membership_word: words[0], give_word: words[1] }
    elders {
        present, age, income, digital, function, star, familiarity, weight_self_worth, weight_connection, propensity,
        belonging, loneliness, efficacy, awareness, trust, burden, exposure, member, joined_week, attended,
    } -> { habit }
    week { tie, drive, felt_norm, support } -> { joins: u8, quits: u8, gives: u8 }
    {
        let b = &p.behave;
        let inner = 1.0 - b.crowd * exposure;
        let motivation = b.drive * drive * inner
            + b.identification * (belonging - b.identification_zero)
            - b.withdrawal * most(0.0, loneliness - b.withdrawal_above)
            + b.support * support
            + at.norm_weight * (b.norm_base + (1.0 - b.norm_base) * familiarity) * felt_norm
            + b.habit * habit
            + b.efficacy * (efficacy - b.efficacy_zero)
            + b.tie * tie
            - b.burden * burden
            - b.barrier * at.cultural_barrier * (1.0 - awareness)
            + b.material * (at.material + b.time_bank_trust * trust * at.time_bank) * (b.material_income - income)
            + b.value * at.value * weight_self_worth * (1.0 + STAR_SHARE * star) * inner
            + b.emotional * b.emotional_weight * weight_connection * at.emotional
            + b.propensity_spread * propensity;
        let cost = function_cost(p, function) + access_cost(p, at, age)
            + b.cost_digital * at.required_platform * (1.0 - digital);
        let inclination = motivation - cost;

        let dues = if income > at.dues_waived { at.dues_barrier * (1.0 - income) } else { 0.0 };
        let tenure = week - joined_week;
        let is_member = member > 0.0;
        let early = 1.0 + b.quit_early * exp(-(tenure * (1.0 / b.quit_early_weeks)));
        let rate = if is_member { b.quit_rate * early } else { b.join_rate * at.operating };
        let leaning = if is_member { b.quit - inclination } else { inclination + b.join + b.invite * attended - dues };
        let changes = happens(membership_word, rate, leaning) & (present > 0.0);
        joins = u8::from(changes & !is_member);
        quits = u8::from(changes & is_member);
        gives = u8::from(
            is_member & !changes & (present > 0.0) & happens(give_word, 1.0, inclination + b.give),
        );
        habit = if quits > 0 { habit * b.quit_habit } else { habit };
    }
}

each_elder! {
    /// Asking: a request lapses when the need has gone, and a new one is made where there is none.
    pub fn ask(p: &Parameters, at: &Conditions)
    draws { ask_word: words[2] }
    elders { awareness, credit_minutes: u32 } -> { waiting: u8 }
    week { felt_norm, support, uncovered_daily, uncovered_health, uncovered_companionship } -> {}
    {
        let b = &p.behave;
        let need = uncovered_daily + uncovered_health + uncovered_companionship;
        let credit = if credit_minutes > 0 { b.ask_credit * at.ledger } else { 0.0 };
        let leaning = b.ask + b.ask_need * least(1.0, need * (1.0 / b.ask_need_full)) + b.ask_support * support + credit
            + b.ask_norm * felt_norm - at.cultural_barrier * (1.0 - awareness);
        let in_need = need >= b.ask_least;
        let open = (waiting > 0) & in_need;
        let asks = in_need & !open & happens(ask_word, 1.0, leaning);
        waiting = if open { waiting } else { u8::from(asks) };
    }
}

each_elder! {
    /// Attending the event of the week and one's companionship group, with what it does to one.
    fn attend_what_there_is(p: &Parameters, at: &Conditions)
    draws { join_word: words[0], give_word: words[1], ask_word: words[2], attend_word: words[3] }
    elders { present, age, function, loneliness, trust, connection_ceiling }
        -> { connection, belonging, awareness }
    week { felt_norm, support, seat_word: u32 } -> { attends: u8 }
    {
        let (b, s) = (&p.behave, &p.service);
        let effort = function_cost(p, function) + access_cost(p, at, age);
        let leaning = b.attend + b.attend_belonging * (1.0 - belonging) + (1.0 - connection) + support + felt_norm
            + at.attend_bonus - effort - b.withdrawal * most(0.0, loneliness - b.withdrawal_above);
        let event = happens(attend_word, at.event, leaning);
        let seat = unit(seat_word) < least(b.group_seat_most, at.seat_rate * loneliness);
        let group_leaning = b.group_attend + b.group_attend_trust * (trust - 0.5) - effort;
        let [_, group_draw] = spare_units([join_word, give_word, ask_word, attend_word]);
        let group = seat & (group_draw * (1.0 + exp(-group_leaning)) < b.group_attend_most);
        let here = present > 0.0;
        let comes = (event | group) & here;
        let once = if comes { s.attend_connection } else { 0.0 };
        let once_more = if group & here { s.attend_connection } else { 0.0 };
        connection += once * most(0.0, connection_ceiling - connection);
        connection += once_more * most(0.0, connection_ceiling - connection);
        belonging += if comes { s.attend_belonging * (1.0 - belonging) } else { 0.0 };
        awareness += if comes { s.attend_awareness * (1.0 - awareness) } else { 0.0 };
        attends = u8::from(comes);
    }
}

each_elder! {
    /// Who has an everyday contact this week.
    fn come_across()
    draws { join_word: words[0], give_word: words[1], ask_word: words[2], attend_word: words[3] }
    elders { present, contact } -> {}
    week { contact_acquaintance } -> { contacts: u8 }
    {
        let [contact_draw, _] = spare_units([join_word, give_word, ask_word, attend_word]);
        contacts = u8::from((present > 0.0) & (contact_draw < contact * contact_acquaintance));
    }
}

/// Attending, and everyday contact. In most weeks of most places there is nothing to attend.
pub fn attend(p: &Parameters, at: &Conditions, scratch: &mut Scratch) {
    if at.event > 0.0 || at.seat_rate > 0.0 {
        attend_what_there_is(p, at, scratch);
    } else {
        scratch.attends.fill(0);
    }
    come_across(scratch);
}

/// Meetings at events and in daily life strengthen ties on both sides.
pub fn meet(around: &Rules, id: CommunityId, week: i32, scratch: &mut Scratch) {
    let p = around.parameters;
    let groups = Groups::new(scratch.elders.group_places);
    let (gain, replace) = (p.service.tie_gain, p.service.tie_replace);
    let Scratch { elders, group_present, attends, contacts, listed, meetings, blocks, counts, .. } = scratch;
    // Not oneself, where the group has nobody else, and no partner who is gone.
    let is_there = |mate: usize, place: usize, elders: &crate::population::Elders| {
        (mate != place) & (mate < elders.places) & elders.is_present(mate.min(elders.places - 1))
    };
    list_marked(attends, listed);
    counts.attenders = listed.len() as u32;
    blocks.fill(around.chance, (Purpose::EventMeeting, 0), week, id.bits(), elders.occupants(), listed);
    meetings.resize(listed.len() + 1, (0, 0));
    let mut count = 0;
    for (number, place) in listed.iter().enumerate() {
        let words = blocks.at(number);
        let mate = groups.mate(usize::from(*place), words[Purpose::EventMate.word()], group_present);
        let meets = unit(words[Purpose::EventMeeting.word()]) < p.service.attend_meeting;
        // Written always and kept only where they meet: no branch on what cannot be foretold.
        meetings[count] = (*place, mate as u16);
        count += usize::from(meets & is_there(mate, usize::from(*place), elders));
    }
    for (place, mate) in &meetings[..count] {
        ties::meet(elders, usize::from(*place), usize::from(*mate), gain, replace);
    }
    list_marked(contacts, listed);
    blocks.fill(around.chance, (Purpose::ContactWay, 0), week, id.bits(), elders.occupants(), listed);
    for (number, place) in listed.iter().enumerate() {
        let words = blocks.at(number);
        let place = usize::from(*place);
        let slot = below(words[Purpose::ContactTie.word()], 3);
        let tied = (unit(words[Purpose::ContactWay.word()]) < p.behave.contact_tie)
            & (elders.tie_strength[place][slot] > p.perceive.norm_tie_strength);
        let mate = groups.mate(place, words[Purpose::ContactMate.word()], group_present);
        let other = if tied { usize::from(elders.tie_partner[place][slot]) } else { mate };
        if is_there(other, place, elders) {
            ties::meet(elders, place, other, gain, replace);
        }
    }
}
