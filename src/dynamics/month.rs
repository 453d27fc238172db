//! The order of a month: what happens to organisers, districts, volunteers and life courses before its four
//! weeks.   MODEL section 3

use super::response::{institutions, volunteers};
use super::scratch::{count_at_least, count_of};
use super::{Rules, Scratch, acquaintance, drive, exchange, life_course, money, perception};
use crate::elementary::{clip, most};
use crate::parameters::Parameters;
use crate::places::BySetting;
use crate::policy::Levers;
use crate::population::community::Organised;
use crate::population::{Community, DistrictInstitutions, Elders, Institution, ties};
use crate::random::{Chance, LIFELONG, Purpose, fill_blocks, unit};

/// The month of one district, first half: organisers, then what town and villages exchange.
///
/// `communities` are all of the district; `week` is the first of the month.
pub fn advance_district(
    _district: &mut DistrictInstitutions,
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
    if let Some(first) = communities.first() {
        let district = first.id().district();
        let breaks = BySetting::from_fn(|setting| {
            life_course::policy_breaks(district, &parameters[setting], &levers[setting], chance, week)
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
    perception::institutions::believe_in_continuity(institution, around, week, positioning, plan.total());
    institutions::move_levels(institution, around, effort);
    institutions::learn(institution, around, week, positioning);
    institutions::set_incentives(institution, around);
}

/// The month of one community, second half: volunteers come and go, the offer, and what the month does to
/// its elders, who are unpacked.
pub fn advance_community(community: &mut Community, around: &Rules, week: i32, scratch: &mut Scratch) {
    acquaintance::feel(around.parameters, scratch);
    let elders = community.institution.last_month.elders;
    volunteers::come_and_go(&mut community.volunteers, around, community.id, week, elders);
    let here = community.volunteers.iter().filter(|it| it.here).count() as u32;
    community.institution.offer.offer = perception::institutions::offer(&community.institution, around, here);
    life_course::advance(community, around, week, scratch);
    let month = &mut community.institution.last_month;
    (month.needed_hours, month.uncovered_hours, month.given_minutes, month.dispatched) = (0.0, 0.0, 0, 0);
    (month.mutual_services, month.chosen_services) = (0, 0);
    reach_with_meals(community, around, scratch);
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
