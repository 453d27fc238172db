//! The order of a month: what happens to organisers, districts, volunteers and life courses before its four
//! weeks.   MODEL section 3

use super::conditions::Conditions;
use super::district::{government, health_pool, provider, street};
use super::response::volunteers::Calling;
use super::response::{adoption, institutions, volunteers};
use super::scratch::{count_any, count_at_least, count_of};
use super::service::provided;
use super::week::StageHook;
use super::{Rules, Scratch, acquaintance, drive, exchange, life_course, money, perception};
use crate::elementary::{clip, most};
use crate::parameters::Parameters;
use crate::places::BySetting;
use crate::policy::InForce;
use crate::population::community::Organised;
use crate::population::{Community, DistrictInstitutions, Elders, Institution, ties};
use crate::random::{Chance, LIFELONG, Purpose, fill_blocks, unit};

/// The month of one district, first half: organisers, then what town and villages exchange.
///
/// `communities` are all of the district; `week` is the first of the month.
pub fn advance_district(
    district: &mut DistrictInstitutions,
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
    }
    // Streets and government read what nobody is offered: positioning and funding.
    let mandated = BySetting::from_fn(|setting| in_force.mandated(setting));
    let party_led = |setting, adopted| in_force.levers(setting, adopted).party_led;
    street::change_leaders(&mut district.streets, communities, parameters, &mandated, chance, week); //   D1
    street::pay_attention(&mut district.streets, communities, parameters, &mandated, party_led); //       D1
    government::allocate(&mut district.government, communities, parameters, &mandated, chance, week); //  D3
    for community in communities.iter_mut() {
        let setting = community.setting();
        let institution = community.institution_mut();
        let levers = in_force.levers(setting, institution.adopted);
        let around = Rules { setting, parameters: &parameters[setting], levers: &levers, chance };
        advance_institution(institution, &around, week);
    }
    exchange::share(communities, parameters, in_force);
    health_pool::share(&mut district.health_pool, communities, parameters); //                            D5
    provider::advance(&mut district.providers, communities, parameters, chance, week); //                 D4
    if let Some(first) = communities.first_mut() {
        // Once a district, so that sums over communities hold it once.
        let offer = &mut first.institution_mut().offer;
        offer.providers_of_district = district.providers.month;
        offer.pool_of_district_cents = district.health_pool.balance_cents;
        let id = first.id().district();
        let breaks = BySetting::from_fn(|setting| {
            life_course::policy_breaks(id, &parameters[setting], in_force.mandated(setting), chance, week)
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
    let positioning = street::positioning(p, around.levers);
    let attention = institution.attention;
    let drive = drive::institutions::of_institution(institution, attention, p);
    institution.drive = drive;
    let own = institutions::own_doing(institution, drive, p);
    let effort = institutions::effort(drive, institution.capability, p);
    institution.offer.staff_posts = money::staff_posts(around, institution.last_month.elders);
    let plan = money::plan(institution, around, positioning);
    money::settle(institution, around, week, &plan);
    provider::ask_for_services(institution, around);
    health_pool::join(institution, around);
    perception::institutions::believe_in_continuity(institution, around, week, positioning, plan.total());
    street::press(institution, around);
    institutions::move_levels(institution, around, effort, &own);
    institutions::learn(institution, around, week, attention);
    institutions::set_offer(institution, around, &own);
}

/// The month of one community, second half: volunteers come and go, the offer, and what the month does to
/// its elders, who are unpacked.
pub fn advance_community(community: &mut Community, around: &Rules, week: i32, scratch: &mut Scratch) {
    advance_community_with(community, around, week, scratch, &mut ());
}

/// The same with somebody between the stages.
pub fn advance_community_with(
    community: &mut Community,
    around: &Rules,
    week: i32,
    scratch: &mut Scratch,
    between: &mut impl StageHook,
) {
    acquaintance::feel(around.parameters, scratch);
    let Community { id, institution, volunteers: pool, .. } = &mut *community;
    perception::volunteers::hear(pool, around, institution.reputation);
    let at = Conditions::of(institution, around, None);
    let matches = drive::volunteers::matches(institution, around.parameters);
    let calling = Calling { around, at: &at, institution, matches };
    volunteers::come_and_go(pool, &calling, *id, week, scratch);
    between.gathered(pool, &mut scratch.counts);
    let here = community.volunteers.iter().filter(|it| it.here).count() as u32;
    perception::institutions::renew_offer(&mut community.institution, around, here);
    between.offered(&mut community.institution.offer);
    provided::lose_trust_of_users(community.institution.offer.users_trust_lost, scratch);
    life_course::advance(community, around, week, scratch);
    let month = &mut community.institution.last_month;
    (month.needed_hours, month.uncovered_hours, month.given_minutes, month.dispatched) = (0.0, 0.0, 0, 0);
    (month.participants, month.elder_weeks) = (0, 0);
    (month.professional_minutes, month.counsellor_minutes) = (0, 0);
    (month.mutual_services, month.chosen_services) = (0, 0);
    month.voucher_hours = 0.0;
    reach_with_meals(community, around, scratch);
    scratch.knows_liked_kinds = false;
    hand_out_vouchers(community, around, scratch);
    scratch.count_heads();
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
    fill_blocks(around.chance, Purpose::CourtyardMeals, 0, LIFELONG, bits, elders.occupants(), words);
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
    fill_blocks(around.chance, Purpose::VoucherTakeup, 0, LIFELONG, bits, elders.occupants(), words);
    for (voucher, word) in elders.voucher.iter_mut().zip(&words[Purpose::VoucherTakeup.word()]) {
        *voucher = f32::from(u8::from(unit(*word) < takeup));
    }
}

/// What the organiser knows at the month's end of who lives here.
pub fn close(community: &mut Community, around: &Rules, scratch: &Scratch) {
    let Elders { present, member, income, digital, care_home, registered, pressed, .. } = &scratch.elders;
    let institution = &mut community.institution;
    let month = &mut institution.last_month;
    let part = month.participants as f32 / most(1.0, month.elder_weeks as f32);
    let memory = around.parameters.institution.participation_memory;
    institution.participation += memory * (part - institution.participation);
    month.members = scratch.heads.members;
    month.registered = count_any(present, member, registered, registered);
    month.pressed = count_at_least(pressed, 1.0, present);
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
    count_month(community, around.parameters, scratch);
}

/// Counts of the last four weeks that organisers and elders act on next month.   MODEL2 section A, "Month"
fn count_month(community: &mut Community, p: &Parameters, scratch: &Scratch) {
    let (i, elders) = (&p.institution, &scratch.elders);
    let institution = &mut community.institution;
    let (mutual, chosen) = (institution.last_month.mutual_services, institution.last_month.chosen_services);
    if mutual > 0 {
        institution.choice += p.drive.choice_speed * (chosen as f32 / mutual as f32 - institution.choice);
    }
    if institution.operating && mutual > 0 {
        let closed = clip((institution.process_closure - i.process_floor) / most(1e-6, 1.0 - i.process_floor));
        institution.learnt_quality += i.learning_speed * (i.learn * closed - institution.learnt_quality);
    } else {
        institution.learnt_quality -= i.forgetting * institution.learnt_quality;
    }
    let group_places = elders.group_places;
    let gave_lately = |(members, countdowns): (&[f32], &[u8])| {
        members.iter().zip(countdowns).any(|(member, countdown)| (*member > 0.0) & (*countdown > 0))
    };
    let groups = elders.member.chunks(group_places).zip(elders.countdown.chunks(group_places));
    institution.block_leaders = groups.filter(|it| gave_lately(*it)).count() as u32;
    let acquainted = ties::acquainted(elders, p.service.acquaintance_tie) as f32;
    institution.mean_acquaintance = acquainted / most(1.0, institution.last_month.elders as f32);
    let present = elders.present.chunks(group_places).map(count_of);
    let norms: f32 = present.zip(&community.group_norm).map(|(elders, norm)| elders as f32 * norm).sum();
    institution.mean_norm = norms / most(1.0, institution.last_month.elders as f32);
}
