//! The order of a month: what happens to organisers, districts, volunteers and life courses before its four
//! weeks.   MODEL section 3

use super::conditions::Conditions;
use super::response::volunteers::Calling;
use super::response::{adoption, institutions, volunteers};
use super::scratch::count_at_least;
use super::{Rules, Scratch, drive, exchange, life_course, money, perception};
use crate::elementary::most;
use crate::parameters::Parameters;
use crate::places::BySetting;
use crate::policy::InForce;
use crate::population::community::Organised;
use crate::population::{Community, DistrictInstitutions, Elders, Institution};
use crate::random::{Chance, LIFELONG, Purpose, below, fill_blocks, unit};

/// The month of one district, first half: organisers, then what town and villages exchange.
///
/// `communities` are all of the district; `week` is the first of the month.
pub fn advance_district(
    _district: &mut DistrictInstitutions,
    communities: &mut [impl Organised],
    parameters: &BySetting<Parameters>,
    in_force: &InForce,
    chance: &Chance,
    week: i32,
) {
    for community in communities.iter_mut() {
        let setting = community.setting();
        let institution = community.institution_mut();
        // What is offered no more is given up.
        institution.takes_up &= in_force.offered(setting);
        institution.adopted = institution.takes_up;
        let levers = in_force.levers(setting, institution.adopted);
        let around = Rules { setting, parameters: &parameters[setting], levers: &levers, chance };
        advance_institution(institution, &around, week);
    }
    exchange::share(communities, parameters, in_force);
    if let Some(first) = communities.first() {
        let district = first.id().district();
        let breaks = BySetting::from_fn(|setting| {
            life_course::policy_breaks(district, &parameters[setting], in_force.mandated(setting), chance, week)
        });
        for community in communities.iter_mut() {
            community.institution_mut().offer.policy_break = breaks[community.setting()];
        }
    }
    adoption::adopt(communities, parameters, in_force, chance, week);
}

/// Drive, money, belief in continuity, levels, capability, incentives of one organiser.
fn advance_institution(institution: &mut Institution, around: &Rules, week: i32) {
    let p = around.parameters;
    let positioning = most(p.institution.positioning_start, around.levers.positioning);
    let drive = drive::institutions::of_institution(institution, positioning, p);
    institution.drive = drive;
    let own = institutions::own_doing(institution, drive, p);
    let effort = institutions::effort(drive, institution.capability, p);
    institution.offer.staff_posts = money::staff_posts(around, institution.last_month.elders);
    let plan = money::plan(institution, around, positioning);
    money::settle(institution, around, week, &plan);
    perception::institutions::believe_in_continuity(institution, around, week, positioning, plan.total());
    institutions::move_levels(institution, around, effort, &own);
    institutions::learn(institution, around, week, positioning);
    institutions::set_offer(institution, around, &own);
}

/// The month of one community, second half: volunteers come and go, the offer, and what the month does to
/// its elders, who are unpacked.
pub fn advance_community(community: &mut Community, around: &Rules, week: i32, scratch: &mut Scratch) {
    let Community { id, institution, volunteers: pool, .. } = &mut *community;
    perception::volunteers::hear(pool, around, institution.reputation);
    let at = Conditions::of(institution, around, None);
    let matches = drive::volunteers::matches(institution, around.parameters);
    let calling = Calling { around, at: &at, institution, matches };
    volunteers::come_and_go(pool, &calling, *id, week, scratch);
    let here = community.volunteers.iter().filter(|it| it.here).count() as u32;
    perception::institutions::renew_offer(&mut community.institution, around, here);
    life_course::advance(community, around, week, scratch);
    let month = &mut community.institution.last_month;
    (month.needed_hours, month.uncovered_hours, month.given_minutes, month.dispatched) = (0.0, 0.0, 0, 0);
    reach_with_meals(community, around, scratch);
    draw_liked_kinds(community, around, scratch);
    scratch.count_heads(around.parameters.structure.group_size as usize);
}

/// Which elders a courtyard's meals reach this month: a lifelong draw each against the share.
fn reach_with_meals(community: &Community, around: &Rules, scratch: &mut Scratch) {
    let share = community.institution.offer.meals_share;
    let Scratch { elders, words, .. } = scratch;
    if share <= 0.0 {
        elders.meals.fill(0.0);
        return;
    }
    let bits = community.id.bits();
    fill_blocks(around.chance, Purpose::CourtyardMeals, 0, LIFELONG, bits, &elders.generation, words);
    for (meals, word) in elders.meals.iter_mut().zip(&words[Purpose::CourtyardMeals.word()]) {
        *meals = f32::from(u8::from(unit(*word) < share));
    }
}

/// Which kind of activity each elder likes most: a lifelong draw, needed where events are of several kinds.
fn draw_liked_kinds(community: &Community, around: &Rules, scratch: &mut Scratch) {
    let Scratch { elders, words, .. } = scratch;
    fill_blocks(around.chance, Purpose::Frailty, 0, LIFELONG, community.id.bits(), &elders.generation, words);
    for (kind, word) in elders.liked_kind.iter_mut().zip(&words[Purpose::LikedKind.word()]) {
        *kind = below(*word, KINDS) as u8;
    }
}

/// Kinds of activities.
const KINDS: usize = 4;

/// What the organiser knows at the month's end of who lives here.
pub fn close(community: &mut Community, around: &Rules, scratch: &Scratch) {
    let Elders { present, member, income, digital, care_home, .. } = &scratch.elders;
    let month = &mut community.institution.last_month;
    month.members = scratch.heads.members;
    month.paying_members = if around.levers.association {
        let waived = around.levers.dues_waived_share;
        let pays = |k: usize| present[k] > 0.0 && member[k] > 0.0 && income[k] > waived;
        (0..present.len()).filter(|k| pays(*k)).count() as u32
    } else {
        0
    };
    month.digital = count_at_least(digital, 1.0, present);
    month.residents = care_home.iter().fold(0_u32, |sum, it| sum.wrapping_add(u32::from(*it)));
    month.volunteers = community.volunteers.iter().filter(|it| it.here).count() as u32;
}
