//! The order of a month: what happens to organisers, districts, volunteers and life courses before its four
//! weeks.   MODEL section 3

use super::district::{health_pool, provider};
use super::response::{institutions, volunteers};
use super::scratch::count_at_least;
use super::service::provided;
use super::{Rules, Scratch, drive, exchange, life_course, money, perception};
use crate::elementary::most;
use crate::parameters::Parameters;
use crate::places::BySetting;
use crate::policy::Levers;
use crate::population::community::Organised;
use crate::population::{Community, DistrictInstitutions, Elders, Institution};
use crate::random::{Chance, LIFELONG, Purpose, fill_blocks, unit};

/// The month of one district, first half: organisers, then what town and villages exchange.
///
/// `communities` are all of the district; `week` is the first of the month.
pub fn advance_district(
    district: &mut DistrictInstitutions,
    communities: &mut [impl Organised],
    parameters: &BySetting<Parameters>,
    levers: &BySetting<Levers>,
    chance: &Chance,
    week: i32,
) {
    for community in communities.iter_mut() {
        let setting = community.setting();
        let around = Rules { setting, parameters: &parameters[setting], levers: &levers[setting], chance };
        advance_institution(community.institution_mut(), &around, week);
    }
    exchange::share(communities, parameters, levers);
    health_pool::share(&mut district.health_pool, communities, parameters);
    provider::advance(&mut district.providers, communities, parameters, chance, week);
    if let Some(first) = communities.first() {
        let id = first.id().district();
        let breaks = BySetting::from_fn(|setting| {
            life_course::policy_breaks(id, &parameters[setting], &levers[setting], chance, week)
        });
        for community in communities.iter_mut() {
            community.institution_mut().offer.policy_break = breaks[community.setting()];
        }
    }
}

/// Drive, money, belief in continuity, levels, capability, incentives of one organiser.
fn advance_institution(institution: &mut Institution, around: &Rules, week: i32) {
    let p = around.parameters;
    let positioning = most(p.institution.positioning_start, around.levers.positioning);
    let drive = drive::institutions::of_institution(institution, positioning, p);
    let effort = institutions::effort(drive, institution.capability, p);
    institution.offer.staff_posts = money::staff_posts(around, institution.last_month.elders);
    let plan = money::plan(institution, around, positioning);
    money::settle(institution, around, week, &plan);
    provider::ask_for_services(institution, around);
    health_pool::join(institution, around);
    perception::institutions::believe_in_continuity(institution, around, week, positioning, plan.total());
    institutions::move_levels(institution, around, effort);
    institutions::learn(institution, around, week, positioning);
    institutions::set_incentives(institution, around);
}

/// The month of one community, second half: volunteers come and go, the offer, and what the month does to
/// its elders, who are unpacked.
pub fn advance_community(community: &mut Community, around: &Rules, week: i32, scratch: &mut Scratch) {
    let elders = community.institution.last_month.elders;
    volunteers::come_and_go(&mut community.volunteers, around, community.id, week, elders);
    let here = community.volunteers.iter().filter(|it| it.here).count() as u32;
    community.institution.offer.offer = perception::institutions::offer(&community.institution, around, here);
    provided::lose_trust_of_users(community.institution.offer.users_trust_lost, scratch);
    life_course::advance(community, around, week, scratch);
    let month = &mut community.institution.last_month;
    (month.needed_hours, month.uncovered_hours, month.given_minutes, month.dispatched) = (0.0, 0.0, 0, 0);
    month.voucher_hours = 0.0;
    reach_with_meals(community, around, scratch);
    hand_out_vouchers(community, around, scratch);
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

/// Which elders take up a voucher while there is one: a lifelong draw each against the share who do.
fn hand_out_vouchers(community: &Community, around: &Rules, scratch: &mut Scratch) {
    let Scratch { elders, words, .. } = scratch;
    if around.levers.voucher_yuan_per_month <= 0.0 {
        elders.voucher.fill(0.0);
        return;
    }
    let (bits, takeup) = (community.id.bits(), around.parameters.market.takeup);
    fill_blocks(around.chance, Purpose::VoucherTakeup, 0, LIFELONG, bits, &elders.generation, words);
    for (voucher, word) in elders.voucher.iter_mut().zip(&words[Purpose::VoucherTakeup.word()]) {
        *voucher = f32::from(u8::from(unit(*word) < takeup));
    }
}

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
    month.admissions = health_pool::expected_admissions(around.parameters, scratch);
    month.volunteers = community.volunteers.iter().filter(|it| it.here).count() as u32;
}
