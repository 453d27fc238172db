//! Organisers respond: levels move with effort, capability grows or fades, incentives, events and hours are
//! set for the month.   MODEL section 8

use crate::dynamics::district::street;
use crate::dynamics::{Rules, money};
use crate::elementary::{exp, least, most};
use crate::parameters::Parameters;
use crate::places::Setting;
use crate::policy::HealthMode;
use crate::population::Institution;

/// How much of a target an organiser of this drive and capability moves to.
pub fn effort(drive: f32, capability: f32, p: &Parameters) -> f32 {
    drive.sqrt() * (p.institution.effort_base + p.institution.effort_capability * capability)
}

/// Coordination, standardisation, process, platform, outreach, campaign and culture move to their targets;
/// the built environment improves.
pub fn move_levels(institution: &mut Institution, around: &Rules, effort: f32) {
    let (i, levers) = (&around.parameters.institution, around.levers);
    let alpha = institution.effective_affordability();
    let kept = if institution.operating { 1.0 } else { i.suspended_floor };
    let root_effort = effort.sqrt();
    let move_to = |level: &mut f32, floor: f32, target: f32| {
        let floor = floor * kept;
        let point = floor + (1.0 - floor) * least(1.0, target) * root_effort * alpha;
        *level += i.level_speed * (point - *level);
    };
    // What is asked from above and cannot be carried is met on paper.
    let carried = street::carried_out(institution, around.parameters);
    let coordination = i.coordination_actors * (levers.many_actors * carried)
        + i.coordination_process * (levers.process * carried)
        + i.coordination_platform * (levers.platform * carried)
        + i.coordination_shared * levers.shared_rule
        + i.coordination_party_led * levers.party_led;
    let staffed = (most(i.staff_start, levers.staff_per_300) - i.outreach_staff_from) / i.outreach_staff_over;
    let outreach = most(levers.outreach * carried, i.outreach_staff * least(1.0, most(0.0, staffed)));
    let courtyard = levers.courtyard_seats_per_100 > 0.0;
    let culture = levers.culture_activities * least(1.0, levers.activities_per_month / i.culture_events)
        + if courtyard { i.culture_courtyard } else { 0.0 }
        + i.retrofit_culture * levers.retrofit_social;
    move_to(&mut institution.coordination, i.coordination_floor, coordination);
    move_to(&mut institution.standardisation, i.standardisation_floor, levers.standardisation * carried);
    move_to(&mut institution.process_closure, i.process_floor, levers.process * carried);
    move_to(&mut institution.platform, 0.0, levers.platform * carried);
    move_to(&mut institution.outreach, i.outreach_floor, outreach);
    move_to(&mut institution.campaign, 0.0, levers.outreach * carried + i.campaign_law * levers.law);
    move_to(&mut institution.culture, i.culture_floor, culture);

    let access = institution.access;
    institution.access += i.access_speed * levers.retrofit * (i.access_ceiling - access) * alpha;
    if courtyard {
        institution.access += i.access_courtyard_speed * most(0.0, i.access_courtyard - access) * alpha;
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
    let tasks = crate::places::WEEKS_PER_MONTH as f32
        * institution.offer.staff_posts
        * s.tasks_per_staff
        * coordinated
        * institution.dispatch_share;
    let workload = institution.last_month.dispatched as f32 / most(0.5, tasks);
    let per_300 = most(i.staff_start, levers.staff_per_300);
    let talent = if around.setting == Setting::Rural { levers.talent } else { 0.0 };
    let reach = i.capability_base
        + i.capability_staff * least(1.0, per_300 / i.capability_staff_full)
        + i.capability_standard * (levers.standardisation * street::carried_out(institution, p))
        + if attention > i.capability_positioning_above { i.capability_positioning } else { 0.0 }
        - if workload > i.capability_overload_above { i.capability_overload } else { 0.0 }
        + i.capability_talent * talent
        + i.capability_self_rule * levers.self_rule
        + if levers.association { i.capability_association } else { 0.0 };
    let point = least(1.0, reach * institution.capability_factor);
    institution.capability += i.capability_speed * (point - institution.capability);
}

/// Incentive levels, events and hours of the month.
pub fn set_incentives(institution: &mut Institution, around: &Rules) {
    let (p, levers) = (around.parameters, around.levers);
    let i = &p.institution;
    let alpha = institution.effective_affordability();
    let operating = institution.operating;
    let elders = institution.last_month.elders as f32;
    let offer = &mut institution.offer;

    let (cash, points) = (levers.cash_yuan_per_hour, levers.points_yuan_per_hour);
    let worth = |yuan: f32| (1.0 - exp(-(yuan / i.material_scale))) * alpha;
    offer.material = worth(cash + points);
    offer.material_cash = worth(cash + i.points_cash * points);
    offer.ledger = levers.credit_ledger && operating;
    offer.time_bank = if offer.ledger {
        let trusted = most(0.0, institution.confidence - i.time_bank_confidence);
        i.time_bank_level * trusted * (1.0 + i.time_bank_portable * levers.portable)
    } else {
        0.0
    };
    let honoured = 1.0 + i.retrofit_value * levers.retrofit_self_realisation;
    offer.value = i.value_level * levers.recognition * honoured * alpha;
    offer.emotional = least(1.0, i.emotional_level * levers.companionship_groups_per_100 / i.emotional_full) * alpha;

    let rural = around.setting == Setting::Rural;
    let visits = if rural { i.events_visits * levers.visits } else { 0.0 };
    let courtyard = levers.courtyard_seats_per_100 > 0.0;
    let courtyard_events = if courtyard { i.events_courtyard } else { 0.0 };
    offer.events_per_month = i.events_start + alpha * (levers.events_per_month + visits + courtyard_events);
    offer.seats_per_elder =
        (i.companionship_seats * levers.companionship_groups_per_100 + levers.courtyard_seats_per_100) / 100.0;
    offer.meals_share =
        p.need.meal_persons_per_seat * levers.courtyard_seats_per_100 / 100.0 * levers.courtyard_meals * alpha;

    let (level, availability) = match levers.health_mode {
        HealthMode::None => (0.0, 0.0),
        HealthMode::Cooperative => (i.health_cooperative, institution.coordination),
        HealthMode::Embedded => {
            let reach = i.health_embedded_culture * institution.culture + institution.access;
            (i.health_embedded, least(1.0, reach))
        }
        HealthMode::Fused => (i.health_fused, 1.0),
    };
    let talent = if rural { i.health_talent * levers.talent } else { 0.0 };
    offer.health_level = level;
    offer.health_availability = if level > 0.0 { least(1.0, availability + talent) } else { 0.0 };
    let base_hours = if operating { i.professional_hours } else { 0.0 };
    offer.professional_hours =
        (base_hours + levers.health_hours_per_1000 * offer.health_availability) * elders / 1000.0;
    offer.counsellor_hours = levers.counsellor_hours_per_1000 * elders / 1000.0;
    offer.visiting_hours = 0.0;

    let pays_cash = cash > 0.0;
    offer.cash_ended = institution.last_month.paid_cash && !pays_cash;
    institution.last_month.paid_cash = pays_cash;
}
