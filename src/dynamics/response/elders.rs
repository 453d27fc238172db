//! Elders join, quit, give, ask, attend and meet.   MODEL section 6

use crate::dynamics::columns::each_elder;
use crate::dynamics::conditions::Conditions;
use crate::dynamics::lists::list_marked;
use crate::dynamics::scratch::Groups;
use crate::dynamics::{Rules, Scratch};
use crate::elementary::{clip, exp, least, most};
use crate::parameters::Parameters;
use crate::places::CommunityId;
use crate::population::elders::STAR_SHARE;
use crate::population::ties;
use crate::random::{LIFELONG, Purpose, below, fill_blocks, spare_units, unit};

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
    /// Inclinations to join and to act, and what follows from them: joining, quitting, giving, registering.
    pub fn decide(p: &Parameters, at: &Conditions, week: f32)
    draws { membership_word: words[0], act_word: words[1] }
    elders {
        present, age, woman, income, digital, function, star, weight_self_worth, weight_connection, propensity, frailty,
        trust, burden, exposure, member, joined_week, attended, received_lately, credit_minutes: u32, pressed,
        awareness,
    } -> { habit, registered }
    week { tie, drive_join, drive_act, perception_join, perception_act, acquaintance }
        -> { joins: u8, quits: u8, gives: u8, incentive }
    {
        let (b, bank) = (&p.behave, &p.time_bank);
        let inner = 1.0 - b.crowd * exposure;
        // A credit is worth less to who has many, and more to who will need help sooner.
        let credit = credit_minutes as i32 as f32 * (1.0 / 60.0);
        let kept = 1.0 - bank.satiation * credit / (credit + bank.satiation_hours);
        let nearness = clip((age - bank.future_from) * (1.0 / bank.future_years)) - bank.future_zero;
        let worth = kept * (1.0 + bank.future * nearness);
        incentive = (b.material * at.material + at.credit_pull * trust * acquaintance * worth) * (b.material_income - income);
        let cost = function_cost(p, function) + access_cost(p, at, age)
            + b.cost_digital * at.required_platform * (1.0 - digital)
            + b.frailty_cost * frailty
            + (if age < b.work_below { at.work_cost } else { 0.0 });
        let response = b.habit * habit
            + incentive
            + b.value * at.value * weight_self_worth * (1.0 + STAR_SHARE * star) * inner
            + b.emotional * b.emotional_weight * weight_connection * at.emotional
            + b.tie * tie
            - b.burden * burden
            + b.reciprocity * received_lately
            - cost;
        let person = b.propensity_spread * propensity
            + b.woman * (woman - 0.5)
            + b.young * (clip((b.young_until - age) * (1.0 / b.young_years)) - b.young_zero);
        let to_join = drive_join + perception_join + response + person;
        let to_act = drive_act + perception_act + response + person;

        let dues = if income > at.dues_waived { at.dues_barrier * (1.0 - income) } else { 0.0 };
        let tenure = week - joined_week;
        let is_member = member > 0.0;
        let is_here = present > 0.0;
        let early = 1.0 + b.quit_early * exp(-(tenure * (1.0 / b.quit_early_weeks)));
        let rate = if is_member { b.quit_rate * early } else { b.join_rate * at.operating };
        let known = b.registered_join * registered;
        let leaning =
            if is_member { b.quit - to_act } else { to_join + b.join + b.invite * attended + known - dues };
        let changes = happens(membership_word, rate, leaning) & is_here;
        joins = u8::from(changes & !is_member);
        quits = u8::from(changes & is_member);
        gives = u8::from(is_member & !changes & is_here & happens(act_word, 1.0, to_act + b.give));
        habit = if quits > 0 { habit * b.quit_habit } else { habit };

        // Whoever is no member decides on nothing else by that word: many names, few hands.
        let register = at.register_outreach * awareness + at.register_bank + at.register_platform * digital;
        let outside = is_here & !is_member & !changes;
        let is_listed = registered > 0.0;
        let signs_up =
            outside & !is_listed & (pressed == 0.0) & (function < 2.0) & (unit(act_word) < register);
        let drops_out = outside & is_listed & (unit(act_word) < b.register_fade);
        let joining = (joins > 0) | signs_up;
        registered = if joining { 1.0 } else { registered };
        registered = if drops_out { 0.0 } else { registered };
    }
}

each_elder! {
    /// Asking: a request lapses when the need has gone, and a new one is made where there is none.
    pub fn ask(p: &Parameters, at: &Conditions)
    draws { ask_word: words[2] }
    elders { awareness, credit_minutes: u32, given_lately } -> { waiting: u8 }
    week { drive, felt_norm, support, uncovered_daily, uncovered_health, uncovered_companionship } -> {}
    {
        let b = &p.behave;
        let need = uncovered_daily + uncovered_health + uncovered_companionship;
        let held = if credit_minutes > 0 { b.ask_credit * at.ledger } else { 0.0 };
        // Who holds more than an hour spends it before it is lost.
        let credit = held + if credit_minutes > 60 { at.credit_fear } else { 0.0 };
        let leaning = b.ask + b.ask_need * least(1.0, need * (1.0 / b.ask_need_full)) + b.ask_support * support + credit
            + b.ask_norm * felt_norm - at.cultural_barrier * (1.0 - awareness)
            + b.ask_gave * given_lately + b.ask_drive * (drive - b.ask_drive_zero);
        let in_need = need >= b.ask_least;
        let open = (waiting > 0) & in_need;
        let asks = in_need & !open & happens(ask_word, 1.0, leaning);
        waiting = if open { waiting } else { u8::from(asks) };
    }
}

/// The companionship group; what is not marked by it is the event of the week.
const GROUP: u8 = 1;
/// The event of the week.
const EVENT: u8 = 2;

each_elder! {
    /// Who would come: to the event of the week, and to the own companionship group.
    fn want_to_attend(p: &Parameters, at: &Conditions)
    draws { join_word: words[0], give_word: words[1], ask_word: words[2], attend_word: words[3] }
    elders { present, age, function, loneliness, trust, connection, belonging, liked_kind: u8 } -> {}
    week { felt_norm, support, seat_word: u32 } -> { attends: u8 }
    {
        let b = &p.behave;
        let effort = function_cost(p, function) + access_cost(p, at, age);
        let liked = if liked_kind == at.event_kind { 1.0 } else { -p.drive.variety_other };
        let leaning = b.attend + b.attend_belonging * (1.0 - belonging) + (1.0 - connection) + support + felt_norm
            + at.attend_bonus - effort - b.withdrawal * most(0.0, loneliness - b.withdrawal_above)
            + p.drive.variety_liked * liked;
        let event = happens(attend_word, at.event, leaning);
        let seat = unit(seat_word) < least(b.group_seat_most, at.seat_rate * loneliness);
        let group_leaning = b.group_attend + b.group_attend_trust * (trust - 0.5) - effort;
        let [_, group_draw] = spare_units([join_word, give_word, ask_word, attend_word]);
        let group = seat & (group_draw * (1.0 + exp(-group_leaning)) < b.group_attend_most);
        let here = present > 0.0;
        attends = (u8::from(group & here) * GROUP) | (u8::from(event & here) * EVENT);
    }
}

/// What attending does to those who came, who are few. Who was in the companionship group gains nothing more from the
/// event.
fn gain_from_attending(p: &Parameters, at: &Conditions, scratch: &mut Scratch) {
    let (s, d) = (&p.service, &p.drive);
    let Scratch { elders, attends, listed, .. } = scratch;
    list_marked(attends, listed);
    for place in listed.iter().map(|place| usize::from(*place)) {
        let in_group = attends[place] & GROUP > 0;
        let is_new = elders.kinds_attended[place] & at.event_bit == 0;
        let variety = if is_new { d.variety_new } else { d.variety_same };
        let ceiling = elders.connection_ceiling[place];
        for _ in 0..if in_group { 2 } else { 1 } {
            let connection = &mut elders.connection[place];
            *connection += s.attend_connection * most(0.0, ceiling - *connection);
        }
        let weight = if in_group { 1.0 } else { variety };
        elders.belonging[place] += s.attend_belonging * weight * (1.0 - elders.belonging[place]);
        elders.awareness[place] += s.attend_awareness * (1.0 - elders.awareness[place]);
        if !in_group {
            let discovery = if is_new { d.variety_self_worth } else { 0.0 };
            elders.self_worth[place] += discovery * (1.0 - elders.self_worth[place]);
            elders.kinds_attended[place] |= at.event_bit;
        }
        attends[place] = 1;
    }
}

/// Lets in as many as the room holds, each with the same chance, where more would come to the event.
fn fill_the_room(around: &Rules, at: &Conditions, id: CommunityId, week: i32, scratch: &mut Scratch) {
    let Scratch { elders, attends, marks, listed, blocks, counts, .. } = scratch;
    marks.iter_mut().zip(attends.iter()).for_each(|(mark, attends)| *mark = attends & EVENT);
    list_marked(marks, listed);
    let wishers = listed.len() as f32;
    if wishers <= at.room {
        return;
    }
    blocks.fill(around.chance, (Purpose::RoomAdmits, 0), week, id.bits(), elders.occupants(), listed);
    for (number, place) in listed.iter().enumerate() {
        let stays_out = unit(blocks.of(Purpose::RoomAdmits, number)) * wishers >= at.room;
        attends[usize::from(*place)] &= if stays_out { !EVENT } else { u8::MAX };
        counts.kept_out += u32::from(stays_out);
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

/// Which kind of activity each elder likes most: a lifelong draw, made in the first week of a visit with an event.
fn draw_liked_kinds(around: &Rules, id: CommunityId, scratch: &mut Scratch) {
    if std::mem::replace(&mut scratch.knows_liked_kinds, true) {
        return;
    }
    let elders = &mut scratch.elders;
    // The words of the week are in use, so that these go into a column of their own first.
    let words = &mut scratch.lifelong_words;
    words.iter_mut().for_each(|it| it.resize(elders.places, 0));
    fill_blocks(around.chance, Purpose::Frailty, 0, LIFELONG, id.bits(), elders.occupants(), words);
    for (kind, word) in elders.liked_kind.iter_mut().zip(&words[Purpose::LikedKind.word()]) {
        *kind = below(*word, KINDS) as u8;
    }
}

/// Kinds of activities.
const KINDS: usize = 4;

/// Attending, and everyday contact. In most weeks of most places there is nothing to attend.
pub fn attend(around: &Rules, at: &Conditions, id: CommunityId, week: i32, scratch: &mut Scratch) {
    let p = around.parameters;
    if week.rem_euclid(p.drive.variety_weeks as i32) == 0 {
        scratch.elders.kinds_attended.fill(0);
    }
    if at.event > 0.0 || at.seat_rate > 0.0 {
        draw_liked_kinds(around, id, scratch);
        want_to_attend(p, at, scratch);
        fill_the_room(around, at, id, week, scratch);
        gain_from_attending(p, at, scratch);
    } else {
        scratch.attends.fill(0);
    }
    come_across(scratch);
}

/// Meetings at events and in daily life strengthen ties on both sides.
pub fn meet(around: &Rules, at: &Conditions, id: CommunityId, week: i32, scratch: &mut Scratch) {
    let p = around.parameters;
    let groups = Groups::new(scratch.elders.group_places);
    let (gain, replace) = (p.service.tie_gain, p.service.tie_replace);
    let Scratch { elders, mates, attends, contacts, listed, meetings, blocks, counts, .. } = scratch;
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
        let mate = groups.mate(usize::from(*place), words[Purpose::EventMate.word()], mates);
        let meets = unit(words[Purpose::EventMeeting.word()]) < at.meeting;
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
        let mate = groups.mate(place, words[Purpose::ContactMate.word()], mates);
        let other = if tied { usize::from(elders.tie_partner[place][slot]) } else { mate };
        if is_there(other, place, elders) {
            ties::meet(elders, place, other, gain, replace);
        }
    }
}
