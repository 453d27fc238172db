//! The life course of a month: function, children, moving, death, care homes, breaks of policy, entrants.
//! MODEL section 9

use super::columns::each_elder;
use super::district::street;
use super::lists::list_marked;
use super::scratch::{SpellEnd, count_of};
use super::{Rules, Scratch};
use crate::elementary::{exp, logistic, most};
use crate::parameters::Parameters;
use crate::places::{CommunityId, DistrictId, MONTHS_PER_YEAR, WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::policy::Levers;
use crate::population::elders::Living;
use crate::population::{Community, Elders, Institution, beginnings, ties};
use crate::random::{Chance, Identity, LIFELONG, Purpose, fill_blocks, spare_words, unit};

const MONTHS: f32 = MONTHS_PER_YEAR as f32;

/// Marks in the column of a month's events.
const CHANGED: u8 = 1;
const MOVES: u8 = 2;
const DIES: u8 = 4;
const DECLINES: u8 = 8;
const CHILDREN_LEAVE: u8 = 16;

/// What slows decline or brings children back, as far as it is delivered here this month.
#[derive(Debug, Clone, Copy)]
struct Delivered {
    cognitive: f32,
    family_doctor: f32,
    safety: f32,
    /// Incentive to return, as far as it is paid.
    returning: f32,
}

impl Delivered {
    fn of(institution: &Institution, levers: &Levers) -> Self {
        Delivered {
            cognitive: institution.offer.cognitive_delivered,
            family_doctor: institution.offer.family_doctor,
            safety: institution.built_safety,
            returning: levers.return_incentive * institution.paid().services,
        }
    }
}

/// Everything a month does to elders, in the order of MODEL section 9.
pub fn advance(community: &mut Community, around: &Rules, week: i32, scratch: &mut Scratch) {
    let p = around.parameters;
    let (id, chance) = (community.id, around.chance);
    if community.institution.offer.suspended_now {
        lose_trust(p, scratch);
    }
    if community.institution.offer.cash_ended {
        end_of_pay(p, chance, id, week, scratch);
    }
    let Scratch { elders, words, rounding, .. } = &mut *scratch;
    fill_blocks(chance, Purpose::Function, 0, week, id.bits(), elders.occupants(), words);
    spare_words(words, rounding);
    for age in &mut elders.age_weeks {
        *age = age.wrapping_add(WEEKS_PER_MONTH as u16);
    }
    change(p, Delivered::of(&community.institution, around.levers), scratch);
    settle_changes(&mut community.institution, around, id, week, scratch);
    break_policy(&mut community.institution, p);
    take_in(community, around, week, scratch);
}

each_elder! {
    /// Function, living arrangement, roots; and who moves or dies this month.
    fn change(p: &Parameters, delivered: Delivered)
    given {
        limits = [p.life.limit_60, p.life.limit_70, p.life.limit_80],
        depends = [p.life.depend_60, p.life.depend_70, p.life.depend_80],
        recoveries = [p.life.recover_60, p.life.recover_70, p.life.recover_80],
        dependent_recoveries = [p.life.recover2_60, p.life.recover2_70, p.life.recover2_80],
        [move_rooted, move_new] = [p.life.move_rooted, p.life.move_new],
        [death_women, death_men] = [p.life.death_women, p.life.death_men],
        [growth_women, growth_men] = [p.life.death_women_growth, p.life.death_men_growth],
        by_function = [1.0, p.life.death_limited, p.life.death_dependent],
    }
    draws { function_word: words[0], living_word: words[1], move_word: words[2], death_word: words[3] }
    elders { present, woman, loneliness, frailty, countdown: u8, age_weeks: u16 } -> { age, function, living: u8, rooted }
    week {} -> { month_event: u8 }
    {
        let l = &p.life;
        let here = present > 0.0;
        age = age_weeks as i32 as f32 * (1.0 / WEEKS_PER_YEAR as f32);
        let by_age = |[sixties, seventies, eighties]: [f32; 3]| {
            let older = if age >= 80.0 { eighties } else { seventies };
            if age >= 70.0 { older } else { sixties }
        };
        // What the scales of function do not see; its mean over elders is 1.
        let frail = exp(l.frailty * frailty - 0.5 * l.frailty * l.frailty);
        // Function: one step at most, down or up, from one draw.
        let protected = if countdown > 0 { l.decline_giving } else { 1.0 };
        let pace = most(0.0, 1.0 + l.decline_loneliness * (loneliness - l.decline_loneliness_zero))
            * protected * (1.0 - l.decline_cognitive * delivered.cognitive) / MONTHS
            * (1.0 - l.decline_safety * delivered.safety) * frail;
        let limit = by_age(limits) * pace
            * (1.0 - l.decline_family_doctor * delivered.family_doctor);
        let depend = by_age(depends) * pace;
        let recover = by_age(recoveries) / MONTHS;
        let recover_dependent = by_age(dependent_recoveries) / MONTHS;
        let (independent, dependent) = (function < 1.0, function >= 2.0);
        let down_if_able = if independent { limit } else { depend };
        let down = if dependent { 0.0 } else { down_if_able };
        let up_if_limited = if dependent { recover_dependent } else { recover };
        let up = if independent { 0.0 } else { up_if_limited };
        let u = unit(function_word);
        let declines = here & (u < down);
        let recovers = here & (u >= down) & (u < down + up);
        function += if declines { 1.0 } else { 0.0 };
        function -= if recovers { 1.0 } else { 0.0 };

        // Children leave those with children; to the others they return; a couple without is widowed.
        let with_children = living == Living::WithChildren as u8;
        let is_couple = living == Living::Couple as u8;
        let leaving = l.child_leave * p.need.outmigration
            * (1.0 - p.institution.volunteer_return_stay * delivered.returning) / MONTHS;
        let dependent_pull = if function >= 2.0 { l.child_return_dependent } else { 0.0 };
        let returning = (l.child_return * (1.0 + delivered.returning) + dependent_pull) / MONTHS;
        let widowing = l.widowed * exp(l.widowed_growth * (age - 60.0)) / MONTHS;
        let u = unit(living_word);
        let leaves = here & with_children & (u < leaving);
        let back = here & !with_children & (u < returning);
        let widowed = here & is_couple & (u >= returning) & (u < returning + (1.0 - returning) * widowing);
        living = if back { Living::WithChildren as u8 } else { living };
        living = if widowed { Living::Alone as u8 } else { living };

        // Moving, or taking root where one is not rooted.
        let is_rooted = rooted > 0.0;
        let moving = if is_rooted { move_rooted } else { move_new } / MONTHS;
        let u = unit(move_word);
        let moves = here & (u < moving);
        let roots = here & !is_rooted & (u >= moving) & (u < moving + (1.0 - moving) * (l.take_root / MONTHS));
        rooted = if roots { 1.0 } else { rooted };
        rooted = if moves { 0.0 } else { rooted };

        let is_woman = woman > 0.0;
        let base = if is_woman { death_women } else { death_men };
        let growth = if is_woman { growth_women } else { growth_men };
        let [able, limited, dependent] = by_function;
        let up_to_limited = if function >= 1.0 { limited } else { able };
        let weak = if function >= 2.0 { dependent } else { up_to_limited };
        let lonely = if loneliness > p.drive.lonely_above { l.death_lonely } else { 1.0 };
        let dying = base * exp(growth * (age - 62.5)) * l.death_scale * weak * lonely / MONTHS * frail;
        let dies = here & (unit(death_word) < dying);

        let mark = |happens: bool, mark: u8| if happens { mark } else { 0 };
        month_event = mark(declines | recovers | back | widowed | roots, CHANGED)
            | mark(leaves, CHILDREN_LEAVE)
            | mark(moves, MOVES)
            | mark(dies, DIES)
            | mark(declines & independent, DECLINES);
    }
}

/// Suspension costs trust, of members most.
fn lose_trust(p: &Parameters, scratch: &mut Scratch) {
    let elders = &mut scratch.elders;
    for (trust, member) in elders.trust.iter_mut().zip(&elders.member) {
        *trust *= if *member > 0.0 { p.institution.suspend_members } else { p.institution.suspend_others };
    }
}

/// On the day cash ends the habit formed for pay goes with it, and some members too.
fn end_of_pay(p: &Parameters, chance: &Chance, id: CommunityId, week: i32, scratch: &mut Scratch) {
    for place in 0..scratch.elders.places {
        let elders = &mut scratch.elders;
        let exposure = elders.exposure[place];
        if exposure == 0.0 || !elders.is_present(place) {
            continue;
        }
        elders.habit[place] *= 1.0 - exposure;
        elders.trust[place] *= 1.0 - p.behave.pay_end_trust * exposure;
        let who = elders.identity(id, place);
        if elders.is_member(place)
            && chance.uniform(Purpose::LeaveWithPay, 0, week, who) < p.behave.leave_with_pay * exposure
        {
            elders.habit[place] *= p.behave.quit_habit;
            scratch.end_spell(place, week, SpellEnd::PayEnded);
            scratch.elders.member[place] = 0.0;
            scratch.counts.quits += 1;
        }
    }
}

/// Lets the marked changes happen: newcomers, deaths, care homes.
fn settle_changes(institution: &mut Institution, around: &Rules, id: CommunityId, week: i32, scratch: &mut Scratch) {
    let p = around.parameters;
    let mut listed = std::mem::take(&mut scratch.listed);
    list_marked(&scratch.month_event, &mut listed);
    scratch.gone.clear();
    scratch.gone.resize(scratch.elders.places, false);
    let mut anybody_gone = false;
    for place in listed.iter().map(|place| usize::from(*place)) {
        let event = scratch.month_event[place];
        scratch.counts.function_losses += u32::from(event & DECLINES > 0);
        if event & CHILDREN_LEAVE > 0 {
            leave_behind(around, id, place, week, scratch);
        }
        if event & MOVES > 0 {
            replace_by_newcomer(p, place, week, scratch);
        }
        if event & DIES > 0 {
            die(around, place, week, scratch);
            anybody_gone = true;
        } else {
            scratch.elders.renew_place(place, p);
        }
    }
    scratch.listed = listed;

    let residents = institution.last_month.residents;
    // A lasting draw of the community decides on the bed that its size makes a part of.
    let part = around.chance.uniform(Purpose::Beds, 0, LIFELONG, Identity::community(id));
    let beds = p.institution.beds * institution.last_month.elders as f32 / 1000.0 + part;
    let mut taken = residents;
    if residents > 0 {
        let (died, anybody) = residents_die(around, id, week, scratch);
        taken -= died;
        anybody_gone |= anybody;
    }
    if p.life.care_home > 0.0 {
        for place in 0..scratch.elders.places {
            if (taken + 1) as f32 > beds {
                break;
            }
            let elders = &scratch.elders;
            let in_want = elders.function[place] >= 2.0
                && elders.unmet_share[place] > p.life.care_home_unmet
                && elders.is_present(place);
            if !in_want {
                continue;
            }
            let affordable = logistic(p.life.care_home_slope * (elders.income[place] - p.life.care_home_price));
            let who = elders.identity(id, place);
            let u = around.chance.uniform(Purpose::EnterCareHome, 0, week, who);
            if u < p.life.care_home * affordable / MONTHS {
                enter_care_home(p, place, week, scratch);
                taken += 1;
            }
        }
    }
    institution.last_month.residents = taken;
    if anybody_gone {
        ties::drop_towards(&mut scratch.elders, &scratch.gone);
    }
}

/// When children leave, a couple remains, or one elder alone.
fn leave_behind(around: &Rules, id: CommunityId, place: usize, week: i32, scratch: &mut Scratch) {
    let l = &around.parameters.life;
    let elders = &mut scratch.elders;
    let couple = l.child_leave_couple - l.child_leave_couple_fall * (elders.age[place] - 65.0);
    let who = elders.identity(id, place);
    let left = around.chance.uniform(Purpose::CoupleOrAlone, 0, week, who);
    elders.living[place] = if left < couple { Living::Couple as u8 } else { Living::Alone as u8 };
}

/// The place goes to a newcomer of the same kind, who knows nobody yet.
fn replace_by_newcomer(p: &Parameters, place: usize, week: i32, scratch: &mut Scratch) {
    let l = &p.life;
    scratch.counts.moves += 1;
    if scratch.elders.is_member(place) {
        scratch.end_spell(place, week, SpellEnd::Moved);
    }
    let elders = &mut scratch.elders;
    elders.generation[place] = elders.generation[place].wrapping_add(1);
    elders.member[place] = 0.0;
    elders.pressed[place] = 0.0;
    elders.attended[place] = 0.0;
    (elders.registered[place], elders.pressed[place]) = (0.0, 0.0);
    (elders.kinds_attended[place], elders.provider_weeks[place]) = (0, 0);
    elders.autonomy[place] = p.structure.initial_autonomy;
    elders.identity[place] = p.structure.initial_identity;
    elders.fairness[place] = p.structure.initial_fairness;
    elders.received_lately[place] = 0.0;
    elders.trust[place] = l.move_trust;
    elders.habit[place] *= l.move_habit;
    let kept = (elders.credit_minutes[place] as f32 * l.move_credit) as u32;
    scratch.counts.credits_written_off += u64::from(elders.credit_minutes[place] - kept);
    elders.credit_minutes[place] = kept;
    ties::drop_own(elders, place);
}

/// Credits are bequeathed to the strongest tie where the policy says so, else written off.
fn bequeath(around: &Rules, place: usize, scratch: &mut Scratch) {
    let elders = &mut scratch.elders;
    let balance = std::mem::take(&mut elders.credit_minutes[place]);
    if balance == 0 {
        return;
    }
    let wanted = (balance as f32 * around.levers.inherit) as u32;
    let cap = (around.levers.credit_cap_hours * 60.0) as u32;
    let heir = ties::strongest(elders, place).filter(|heir| elders.is_present(*heir));
    let passed = heir.map_or(0, |heir| {
        let passed = wanted.min(balance).min(cap.saturating_sub(elders.credit_minutes[heir]));
        elders.credit_minutes[heir] += passed;
        passed
    });
    scratch.counts.credits_written_off += u64::from(balance - passed);
}

fn die(around: &Rules, place: usize, week: i32, scratch: &mut Scratch) {
    scratch.counts.deaths += 1;
    if scratch.elders.is_member(place) {
        scratch.end_spell(place, week, SpellEnd::Died);
    }
    scratch.dead.push(scratch.elders.person(place));
    bequeath(around, place, scratch);
    scratch.gone[place] = true;
    vacate(place, scratch);
    scratch.elders.occupied[place] = false;
    scratch.elders.care_home[place] = false;
}

/// Nobody takes part from this place any more.
fn vacate(place: usize, scratch: &mut Scratch) {
    let elders = &mut scratch.elders;
    elders.present[place] = 0.0;
    elders.member[place] = 0.0;
    (elders.registered[place], elders.pressed[place]) = (0.0, 0.0);
    (elders.kinds_attended[place], elders.provider_weeks[place]) = (0, 0);
    elders.attended[place] = 0.0;
    elders.received_lately[place] = 0.0;
    elders.waiting[place] = 0;
    elders.countdown[place] = 0;
    elders.given_lately[place] = 0.0;
    ties::drop_own(elders, place);
}

fn enter_care_home(p: &Parameters, place: usize, week: i32, scratch: &mut Scratch) {
    scratch.counts.care_home_entries += 1;
    if scratch.elders.is_member(place) {
        scratch.end_spell(place, week, SpellEnd::CareHome);
    }
    let credit = std::mem::take(&mut scratch.elders.credit_minutes[place]);
    scratch.counts.credits_written_off += u64::from(credit);
    vacate(place, scratch);
    scratch.elders.care_home[place] = true;
    scratch.elders.renew_place(place, p);
}

/// Residents of care homes leave only by death; how many did, and whether anybody.
fn residents_die(around: &Rules, id: CommunityId, week: i32, scratch: &mut Scratch) -> (u32, bool) {
    let l = &around.parameters.life;
    let mut died = 0;
    for place in 0..scratch.elders.places {
        let elders = &scratch.elders;
        if !elders.care_home[place] {
            continue;
        }
        let (base, growth) = if elders.woman[place] > 0.0 {
            (l.death_women, l.death_women_growth)
        } else {
            (l.death_men, l.death_men_growth)
        };
        // Needs are met there; function stays what it was.
        let hazard = base * exp(growth * (elders.age[place] - 62.5)) * l.death_scale * l.death_dependent / MONTHS;
        let hazard = hazard * exp(l.frailty * elders.frailty[place] - 0.5 * l.frailty * l.frailty);
        let who = elders.identity(id, place);
        if around.chance.uniform(Purpose::Death, 0, week, who) < hazard {
            die(around, place, week, scratch);
            died += 1;
        }
    }
    (died, died > 0)
}

/// Whether local leadership changes in a district this month, with the setting's probability.
pub fn policy_breaks(district: DistrictId, p: &Parameters, levers: &Levers, chance: &Chance, week: i32) -> bool {
    let positioning = most(p.institution.positioning_start, levers.positioning);
    let hazard = p.institution.policy_break * (1.0 - positioning) / MONTHS;
    let who = Identity { community: district.bits(), slot: 0, generation: 0 };
    chance.uniform(Purpose::PolicyBreak, 0, week, who) < hazard
}

fn break_policy(institution: &mut Institution, p: &Parameters) {
    if !institution.offer.policy_break {
        return;
    }
    street::start_over(institution, p);
}

/// New sixty-year-olds keep the community at its size, each in the group with the fewest elders, on its first vacant
/// place.
fn take_in(community: &Community, around: &Rules, week: i32, scratch: &mut Scratch) {
    let (p, chance, id) = (around.parameters, around.chance, community.id);
    let places = community.elders.places();
    let occupied = scratch.elders.occupied[..places].iter().filter(|it| **it).count();
    let years = f64::from(week.max(0)) / f64::from(WEEKS_PER_YEAR);
    let wanted = f64::from(community.size) * libm::pow(1.0 + f64::from(p.life.growth), years);
    let shortage = wanted - occupied as f64;
    if shortage <= 0.0 {
        return;
    }
    let part = chance.uniform(Purpose::Entrants, 0, week, Identity::community(id));
    count_groups(scratch);
    for _ in 0..(shortage + f64::from(part)) as u32 {
        let Some(place) = place_of_entrant(&scratch.elders, &mut scratch.group_elders) else { return };
        let elders = &mut scratch.elders;
        beginnings::enter(elders, place, p, chance, id);
        let norm = community.group_norm[place / elders.group_places];
        let is_member = beginnings::bring_along(elders, place, norm, p, chance, id, week);
        scratch.counts.entrants += 1;
        scratch.counts.entrant_members += u32::from(is_member);
    }
}

/// Counts those present in each group, which the entrants of the month add to.
fn count_groups(scratch: &mut Scratch) {
    let Scratch { elders, group_elders, .. } = scratch;
    group_elders.clear();
    group_elders.extend(elders.present.chunks(elders.group_places).take(elders.groups).map(count_of));
}

/// The first vacant place of the group with the fewest present, of the lowest number among equals; it is taken.
fn place_of_entrant(elders: &Elders, present: &mut [u32]) -> Option<usize> {
    loop {
        let (group, count) = present.iter().copied().enumerate().min_by_key(|(_, count)| *count)?;
        if count == u32::MAX {
            return None;
        }
        match elders.group_of(group * elders.group_places).find(|place| !elders.occupied[*place]) {
            Some(place) => {
                present[group] += 1;
                return Some(place);
            }
            // A full group takes nobody.
            None => present[group] = u32::MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entrant_takes_the_first_vacant_place_of_the_group_with_the_fewest() {
        let mut elders = Elders::default();
        elders.resize(3, 4);
        elders.clear();
        // Three, two and two live in the groups; a fourth of the second is in a care home.
        for place in [0, 1, 2, 4, 5, 6, 8, 11] {
            elders.occupied[place] = true;
            elders.present[place] = f32::from(u8::from(place != 5));
        }
        let mut present = vec![3, 2, 2];
        assert_eq!(place_of_entrant(&elders, &mut present), Some(7));
        (elders.occupied[7], elders.present[7]) = (true, 1.0);
        assert_eq!(place_of_entrant(&elders, &mut present), Some(9));
        elders.occupied[..12].fill(true);
        assert_eq!(place_of_entrant(&elders, &mut present), None);
    }

    #[test]
    fn the_elder_of_number_i_has_the_same_draws_however_many_places_are_reserved() {
        let mut elders = Elders::default();
        for reserved in [3, 7] {
            elders.resize(4, reserved);
            for number in 0..12 {
                let place = elders.place_of(number).unwrap();
                assert_eq!(place, number % 4 * reserved + number / 4);
                assert_eq!(elders.slot[place] as usize, number);
            }
        }
    }
}
