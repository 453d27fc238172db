//! The order of a week.   MODEL section 3

use super::conditions::Conditions;
use super::district::paper;
use super::response::volunteers::Calling;
use super::response::{elders, volunteers};
use super::scratch::{Counts, SpellEnd};
use super::service::{Desk, feedback, ledger, need, provided, volunteer_ledger};
use super::{Rules, Scratch, drive, lists, perception};
use crate::elementary::{fixed, fixed_sum, most};
use crate::parameters::Parameters;
use crate::places::WEEKS_PER_MONTH;
use crate::population::institutions::Offer;
use crate::population::{Community, Volunteer};
use crate::random::{Identity, Purpose, fill_blocks};

/// A moment of the week at which the stages of a community can be looked at, or held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Drive and perception have written their columns; nobody has decided yet.
    Perceived,
    /// Elders and volunteers have decided; nobody has met or been served yet.
    Decided,
}

/// Somebody who stands between the stages of a month and of its weeks. By default nothing is looked at before the
/// weeks.
pub trait StageHook {
    /// The district's half of the month is over; the community's begins.
    #[inline(always)]
    fn begins(&mut self, _: &mut Community) {}

    /// Volunteers have come and gone, as counted.
    #[inline(always)]
    fn gathered(&mut self, _: &mut [Volunteer], _: &mut Counts) {}

    /// The mechanisms of the month's offer are known.
    #[inline(always)]
    fn offered(&mut self, _: &mut Offer) {}

    /// Looks at the columns at a moment of the week, and may replace what the stages wrote and what holds for everybody.
    fn at(&mut self, moment: Moment, p: &Parameters, at: &mut Conditions, scratch: &mut Scratch);
}

/// Nobody stands between the stages.
impl StageHook for () {
    #[inline(always)]
    fn at(&mut self, _: Moment, _: &Parameters, _: &mut Conditions, _: &mut Scratch) {}
}

/// Advances one community, whose elders are unpacked, by one week.
pub fn advance(community: &mut Community, around: &Rules, week: i32, scratch: &mut Scratch) {
    advance_with(community, around, week, scratch, &mut ());
}

/// The same with somebody between the stages.
pub fn advance_with(
    community: &mut Community,
    around: &Rules,
    week: i32,
    scratch: &mut Scratch,
    between: &mut impl StageHook,
) {
    let (id, p) = (community.id, around.parameters);
    scratch.begin_week();
    draw(community, around, week, scratch);
    let event = event_of_the_week(community, around, week);
    let mut at = Conditions::of(&community.institution, around, event);

    perception::elders::look_around(p, &community.group_norm, scratch); //                    5
    drive::elders::advance(p, &at, scratch); //                                               4
    perception::elders::advance(p, &at, scratch); //                                          5
    between.at(Moment::Perceived, p, &mut at, scratch);
    elders::decide(p, &at, week as f32, scratch); //                                  6 join, quit, give
    paper::put_on_paper(p, &community.institution, scratch); //                       D2
    need::arise(p, scratch); //                                                       6
    need::buy_care(around, at.paid.services, scratch); //                             A (MODEL2)
    note_needs(p, scratch);
    elders::ask(p, &at, scratch); //                                                  6
    elders::attend(around, &at, id, week, scratch); //                                6
    let matches = drive::volunteers::matches(&community.institution, p); //                  MODEL2 B
    let calling = Calling { around, at: &at, institution: &community.institution, matches };
    volunteers::offer(&community.volunteers, &calling, id, week, scratch); //         6, MODEL2 B
    between.at(Moment::Decided, p, &mut at, scratch);
    elders::meet(around, &at, id, week, scratch); //                                  6

    let mut desk = Desk::open(around, &at, &community.institution, id, week, scratch);
    desk.list_givers();
    desk.list_requests(); //                                                          7.2, 7.3
    desk.visit_professionally(); //                                                   7.1
    desk.visit_by_providers(); //                                                     D4 (MODEL2)
    desk.serve_requests(); //                                                         7.4 to 7.6
    desk.visit_unasked(); //                                                          7.7
    desk.visit_standing_partners(community.size); //                                  MODEL2 A
    desk.relieve_families(); //                                       MODEL2 A

    let counts = &scratch.counts;
    let (open, served, incidents) = (counts.open_requests, counts.served_requests, counts.incidents);
    ledger::renew_confidence(around, &mut community.institution, scratch); //         7.8
    perception::institutions::renew_reputation(&mut community.institution, around, open, served); // 7.9
    perception::institutions::renew_barrier(&mut community.institution, p, incidents); //           5
    let reputation = community.institution.reputation;
    perception::volunteers::experience(&mut community.volunteers, around, matches, reputation, scratch); // MODEL2 B
    volunteers::settle(&mut community.volunteers, around, scratch); //                6
    perception::elders::renew_group_norms(p, &mut community.group_norm, scratch); //          5
    note_changes_of_membership(week, scratch);
    ledger::settle(around, community.institution.offer.ledger, scratch); //           7.8
    volunteer_ledger::settle(community, around, week, scratch); //                    MODEL2 A
    feedback::settle(p, &at, week as f32, scratch); //                                7.10
    feedback::fade_ties(p, scratch); //                                               7.10
    provided::count_down_users(scratch); //                                           D4 (MODEL2)
    note_month(community, scratch);
}

/// Draws what every elder's week needs.
fn draw(community: &Community, around: &Rules, week: i32, scratch: &mut Scratch) {
    let Scratch { elders, words, seat_word, .. } = scratch;
    let bits = community.id.bits();
    let quarter_weeks = around.parameters.behave.group_seat_weeks as i32;
    let quarter = week.div_euclid(quarter_weeks);
    let is_new_quarter = week.rem_euclid(quarter_weeks) == 0 || week.rem_euclid(WEEKS_PER_MONTH) == 0;
    if community.institution.offer.seats_per_elder > 0.0 && is_new_quarter {
        fill_blocks(around.chance, Purpose::CourtyardMeals, 0, quarter, bits, elders.occupants(), words);
        seat_word.copy_from_slice(&words[Purpose::CompanionshipSeat.word()]);
    }
    fill_blocks(around.chance, Purpose::JoinOrQuit, 0, week, bits, elders.occupants(), words);
}

/// The kind of the community's event this week, if there is one.
fn event_of_the_week(community: &Community, around: &Rules, week: i32) -> Option<u8> {
    let institution = &community.institution;
    let (who, chance) = (Identity::community(community.id), around.chance);
    let share = institution.offer.events_per_month / WEEKS_PER_MONTH as f32;
    let takes_place = institution.operating && chance.uniform(Purpose::Event, 0, week, who) < share;
    takes_place.then(|| {
        let kinds = 1.0 + most(0.0, around.levers.activity_kinds - 1.0) * institution.paid().activities;
        (chance.uniform(Purpose::EventKind, 0, week, who) * kinds) as u8
    })
}

/// Counts the hours needed, and those that family, meals, clinics and bought care leave.
fn note_needs(p: &Parameters, scratch: &mut Scratch) {
    let n = &p.need;
    // Daily and health needs depend on function alone, so heads suffice.
    let by_function = |hours: [f32; 3]| {
        let heads = scratch.heads.by_function.iter();
        heads.zip(hours).map(|(heads, hours)| i64::from(*heads) * i64::from(fixed(hours))).sum::<i64>()
    };
    scratch.counts.needed = [
        by_function([n.daily0, n.daily1, n.daily2]),
        by_function([n.health0, n.health1, n.health2]),
        fixed_sum(&scratch.needed_companionship),
    ];
    scratch.counts.left_to_the_community = uncovered(scratch);
}

fn uncovered(scratch: &Scratch) -> [i64; 3] {
    [&scratch.uncovered_daily, &scratch.uncovered_health, &scratch.uncovered_companionship].map(|it| fixed_sum(it))
}

/// What the organiser will know of the month, week by week.
fn note_month(community: &mut Community, scratch: &mut Scratch) {
    scratch.counts.unmet = uncovered(scratch);
    let counts = &scratch.counts;
    let hours = |sums: &[i64; 3]| sums.iter().sum::<i64>() as f32 / 65_536.0;
    let month = &mut community.institution.last_month;
    month.needed_hours += hours(&counts.needed);
    month.uncovered_hours += hours(&counts.unmet);
    // Relief of families earns no pay.
    month.given_minutes += counts.given_by_elders - counts.relief_minutes;
    month.dispatched += counts.dispatched;
    month.mutual_services += counts.mutual_services;
    month.chosen_services += counts.chosen_services;
    month.voucher_hours += counts.voucher_hours as f32 / 65_536.0;
    month.elders = scratch.heads.elders;
    month.participants += counts.participants;
    month.professional_minutes += counts.given_by_professionals - counts.given_by_counsellors;
    month.counsellor_minutes += counts.given_by_counsellors;
    month.elder_weeks += scratch.heads.elders;
}

/// Counts joins and quits, and notes the memberships that end.
fn note_changes_of_membership(week: i32, scratch: &mut Scratch) {
    let Scratch { joins, quits, listed, counts, heads, .. } = &mut *scratch;
    let joining = joins.iter().fold(0_u32, |sum, it| sum.wrapping_add(u32::from(*it)));
    lists::list_marked(quits, listed);
    let quitting = listed.len() as u32;
    counts.joins += joining;
    counts.quits += quitting;
    heads.members = heads.members + joining - quitting;
    for k in 0..scratch.listed.len() {
        scratch.end_spell(usize::from(scratch.listed[k]), week, SpellEnd::Quit);
    }
}
