//! Organisers respond: levels move with effort, capability grows or fades, incentives, events and hours are
//! set for the month.   MODEL section 8

use crate::dynamics::district::street;
use crate::dynamics::{Rules, money};
use crate::elementary::{exp, least, most};
use crate::parameters::Parameters;
use crate::places::{Setting, WEEKS_PER_MONTH};
use crate::policy::HealthMode;
use crate::population::Institution;

/// How much of a target an organiser of this drive and capability moves to.
pub fn effort(drive: f32, capability: f32, p: &Parameters) -> f32 {
    drive.sqrt() * (p.institution.effort_base + p.institution.effort_capability * capability)
}

/// What an organiser does of its own accord: services, activities, rules. 1 for a settled one. MODEL2 section C
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OwnDoing {
    /// Services to elders.
    pub services: f32,
    /// Events and culture.
    pub activities: f32,
    /// Standards, process, accounts.
    pub rules: f32,
}

/// Own doing of an organiser of this drive.
pub fn own_doing(institution: &Institution, drive: f32, p: &Parameters) -> OwnDoing {
    let i = &p.institution;
    let moved = most(0.0, drive - i.drive_least) / (i.drive_settled - i.drive_least);
    let [services, activities, rules] =
        institution.leaning.map(|leaning| 1.0 - i.own + i.own * institution.initiative * leaning * moved);
    OwnDoing { services, activities, rules }
}

/// Coordination, standardisation, process, platform, outreach, campaign and culture move to their targets, as far as
/// they are paid for; space and homes are rebuilt.
pub fn move_levels(institution: &mut Institution, around: &Rules, effort: f32, own: &OwnDoing) {
    let (i, levers) = (&around.parameters.institution, around.levers);
    let paid = institution.paid();
    let kept = if institution.operating { 1.0 } else { i.suspended_floor };
    let push = least(1.0, effort.sqrt() * libm::powf(institution.initiative, i.initiative_policy));
    let move_to = |level: &mut f32, floor: f32, target: f32, share: f32| {
        let floor = least(i.floor_most, floor);
        let point = floor + (1.0 - floor) * least(1.0, target) * push * share;
        *level += i.level_speed * (point - *level);
    };
    // What is asked from above and cannot be carried is met on paper.
    let (form, asked) = (street::met_in_form(institution, around.parameters), &levers.mandated);
    let [many_actors, process] = [levers.many_actors - form * asked.many_actors, levers.process - form * asked.process];
    let platform = levers.platform - form * asked.platform;
    let standardisation = levers.standardisation - form * asked.standardisation;
    let reached = levers.outreach - form * asked.outreach;
    let coordination = i.coordination_actors * many_actors
        + i.coordination_process * process
        + i.coordination_platform * platform
        + i.coordination_shared * levers.shared_rule * paid.activities
        + i.coordination_party_led * levers.party_led;
    let staffed = (most(i.staff_start, levers.staff_per_300) - i.outreach_staff_from) / i.outreach_staff_over;
    let outreach = most(reached, i.outreach_staff * least(1.0, most(0.0, staffed)));
    let courtyard = levers.courtyard_seats_per_100 > 0.0;
    let culture = levers.culture_activities * least(1.0, levers.activities_per_month / i.culture_events)
        + if courtyard { i.culture_courtyard } else { 0.0 };
    let campaign = reached + i.campaign_law * levers.law;
    let of = |start: f32, own: f32| start * kept * own;
    // Neighbours who know each other and take part coordinate themselves to some degree.
    let neighbours = institution.mean_acquaintance * institution.mean_norm;
    let lifted = of(i.coordination_floor, own.services) + i.coordination_acquaintance * neighbours;
    move_to(&mut institution.coordination, lifted, coordination, paid.core);
    move_to(&mut institution.standardisation, of(i.standardisation_floor, own.rules), standardisation, paid.core);
    move_to(&mut institution.process_closure, of(i.process_floor, own.rules), process, paid.core);
    move_to(&mut institution.platform, 0.0, platform, paid.core);
    move_to(&mut institution.outreach, of(i.outreach_floor, own.services), outreach, paid.activities);
    move_to(&mut institution.campaign, 0.0, campaign, paid.activities);
    move_to(&mut institution.culture, of(i.culture_floor, own.activities), culture, paid.activities);
    rebuild(institution, around);
}

/// Access of the built environment grows with what is paid for; what else is built stays when the programme stops.
fn rebuild(institution: &mut Institution, around: &Rules) {
    let (i, levers) = (&around.parameters.institution, around.levers);
    let paid = institution.paid();
    let access = institution.access;
    institution.access += i.access_speed * levers.retrofit_access * (i.access_ceiling - access) * paid.activities;
    if levers.courtyard_seats_per_100 > 0.0 {
        institution.access += i.access_courtyard_speed * most(0.0, i.access_courtyard - access) * paid.services;
    }
    let [social, safety, own] = [levers.retrofit_social, levers.retrofit_safety, levers.retrofit_self_realisation];
    if most(social, most(safety, own)) > 0.0 {
        institution.built += i.built_speed * (1.0 - institution.built) * paid.activities;
        institution.built_social = institution.built * social;
        institution.built_safety = institution.built * safety;
        institution.built_self = institution.built * own;
    }
}

/// Capability K grows towards what staff, standards and standing allow, and fades where nobody is paid.
pub fn learn(institution: &mut Institution, around: &Rules, week: i32, attention: f32) {
    let (p, levers) = (around.parameters, around.levers);
    let i = &p.institution;
    if !institution.operating || money::paid(institution, around, week) == 0.0 {
        institution.capability -= i.capability_loss * institution.capability;
        return;
    }
    let s = &p.service;
    let coordinated = s.capacity_base + s.capacity_coordination * institution.coordination;
    let posts = institution.offer.staff_posts + institution.coordinators(i.coordinators);
    let leaders = i.leader_tasks * institution.block_leaders as f32;
    let a_week = posts * s.tasks_per_staff * coordinated * institution.dispatch_share + leaders;
    let tasks = WEEKS_PER_MONTH as f32 * a_week;
    let workload = institution.last_month.dispatched as f32 / most(0.5, tasks);
    institution.workload = workload;
    let per_300 = most(i.staff_start, levers.staff_per_300);
    let paid_for = institution.paid();
    let standardisation =
        levers.standardisation - street::met_in_form(institution, p) * levers.mandated.standardisation;
    let talent = if around.setting == Setting::Rural { levers.talent * paid_for.services } else { 0.0 };
    let reach = i.capability_base
        + i.capability_staff * least(1.0, per_300 / i.capability_staff_full) * paid_for.core
        + i.capability_standard * standardisation * paid_for.core
        + if attention > i.capability_positioning_above { i.capability_positioning } else { 0.0 }
        - if workload > i.capability_overload_above { i.capability_overload } else { 0.0 }
        + i.capability_talent * talent
        + i.capability_self_rule * levers.self_rule * paid_for.activities
        + i.capability_acquaintance * institution.mean_acquaintance * institution.mean_norm
        + if levers.association { i.capability_association } else { 0.0 };
    let point = least(1.0, reach * institution.capability_factor);
    institution.capability += i.capability_speed * (point - institution.capability);
}

/// Incentive levels, events and hours of the month.
pub fn set_offer(institution: &mut Institution, around: &Rules, own: &OwnDoing) {
    set_incentives(institution, around);
    set_events_and_seats(institution, around, own);
    set_hours(institution, around);
}

/// Material, credit, value and emotional incentives, as far as they are paid.
fn set_incentives(institution: &mut Institution, around: &Rules) {
    let (levers, i) = (around.levers, &around.parameters.institution);
    let paid = institution.paid();
    let (cash, points) = (levers.cash_yuan_per_hour, levers.points_yuan_per_hour);
    let worth = |yuan: f32| (1.0 - exp(-(yuan / i.material_scale))) * paid.incentives;
    let ledger = levers.credit_ledger && institution.operating && paid.incentives > 0.0;
    let trusted = most(0.0, institution.confidence - i.time_bank_confidence);
    let credit = i.time_bank_level * trusted * (1.0 + i.time_bank_portable * levers.portable);
    let groups = i.emotional_level * levers.companionship_groups_per_100 / i.emotional_full;

    let offer = &mut institution.offer;
    offer.material = worth(cash + points);
    offer.material_cash = worth(cash + i.points_cash * points);
    offer.ledger = ledger;
    offer.time_bank = if ledger { credit * credit_worth(around) * paid.incentives } else { 0.0 };
    offer.value = i.value_level * levers.recognition * paid.incentives;
    offer.emotional = least(1.0, groups) * paid.services;

    let pays_cash = cash > 0.0;
    offer.cash_ended = institution.last_month.paid_cash && !pays_cash;
    institution.last_month.paid_cash = pays_cash;
}

/// Worth of a credit by the rules of the bank: 1 at the defaults of the instrument.
fn credit_worth(around: &Rules) -> f32 {
    let (levers, bank) = (around.levers, &around.parameters.time_bank);
    let half = |value: f32, half: f32| value / (value + half);
    let kept = half(levers.credit_cap_hours, bank.terms_cap) / half(bank.terms_cap_usual, bank.terms_cap)
        * half(levers.credit_expiry_weeks, bank.terms_expiry)
        / half(bank.terms_expiry_usual, bank.terms_expiry);
    let passed_on =
        (1.0 + bank.terms_inherit * levers.inherit) * (1.0 - bank.terms_not_transferable * (1.0 - levers.transferable));
    libm::powf(levers.credit_rate.sqrt() * kept * passed_on, bank.terms)
}

/// Events, seats and meals of the month.
fn set_events_and_seats(institution: &mut Institution, around: &Rules, own: &OwnDoing) {
    let (p, levers) = (around.parameters, around.levers);
    let i = &p.institution;
    let paid = institution.paid();
    let visits = if around.setting == Setting::Rural { i.events_visits * levers.visits } else { 0.0 };
    let courtyard_events = if levers.courtyard_seats_per_100 > 0.0 { i.events_courtyard } else { 0.0 };
    let offer = &mut institution.offer;
    offer.events_per_month = i.events_start * own.activities
        + paid.activities * levers.events_per_month
        + paid.services * (visits + courtyard_events);
    offer.party_branch = levers.party_branch * paid.activities * f32::from(u8::from(levers.activities_per_month > 0.0));
    offer.voucher_share = levers.voucher_share;
    offer.seats_per_elder =
        (i.companionship_seats * levers.companionship_groups_per_100 + levers.courtyard_seats_per_100) / 100.0;
    offer.meals_share =
        p.need.meal_persons_per_seat * levers.courtyard_seats_per_100 / 100.0 * levers.courtyard_meals * paid.services;
}

/// Hours of professionals and counsellors, and what of health integration and counselling was delivered last month.
fn set_hours(institution: &mut Institution, around: &Rules) {
    let (levers, i) = (around.levers, &around.parameters.institution);
    let paid = institution.paid();
    let elders = most(1.0, institution.last_month.elders as f32);
    let (level, availability) = match levers.health_mode {
        HealthMode::None => (0.0, 0.0),
        HealthMode::Cooperative => (i.health_cooperative, institution.coordination),
        HealthMode::Embedded => {
            let reach = i.health_embedded_culture * institution.culture + institution.access;
            (i.health_embedded, least(1.0, reach))
        }
        HealthMode::Fused => (i.health_fused, 1.0),
    };
    let rural = around.setting == Setting::Rural;
    let talent = if rural { i.health_talent * levers.talent * paid.services } else { 0.0 };
    let base_hours = if institution.operating { i.professional_hours } else { 0.0 };
    // Hours a week for a thousand elders.
    let delivered = |minutes: u32| minutes as f32 / 60.0 / WEEKS_PER_MONTH as f32 * 1000.0 / elders;
    let by_counsellors =
        least(1.0, delivered(institution.last_month.counsellor_minutes) / i.delivered_counsellors_full);
    let by_professionals =
        least(1.0, delivered(institution.last_month.professional_minutes) / i.delivered_professionals_full);
    let is_integrated = f32::from(u8::from(levers.health_mode != HealthMode::None));

    let offer = &mut institution.offer;
    offer.health_level = level * least(1.0, levers.health_hours_per_1000 / i.health_hours_full);
    offer.health_availability = if level > 0.0 { least(1.0, availability + talent) } else { 0.0 };
    offer.professional_hours =
        (base_hours + levers.health_hours_per_1000 * offer.health_availability) * elders / 1000.0;
    offer.counsellor_hours = levers.counsellor_hours_per_1000 * elders / 1000.0;
    (offer.visiting_hours, offer.volunteers_sent) = (0.0, 0.0);
    offer.family_doctor = levers.family_doctor * paid.services * by_professionals * is_integrated;
    offer.cognitive_delivered = levers.cognitive * by_counsellors;
    offer.social_delivered = levers.social_support * by_counsellors;
}
