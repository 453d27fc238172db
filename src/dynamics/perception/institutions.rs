//! What an organiser perceives and is perceived as: belief in continuity, reputation, the cultural barrier, the offer.
//! MODEL sections 5, 7.9 and 8

use crate::dynamics::{Rules, money};
use crate::elementary::{clip, least, most};
use crate::parameters::Parameters;
use crate::population::Institution;

/// Belief in continuity Q moves towards how the month is paid.
pub fn believe_in_continuity(institution: &mut Institution, around: &Rules, week: i32, positioning: f32, planned: i64) {
    let i = &around.parameters.institution;
    let before = institution.continuity_belief;
    let paid = money::paid(institution, around, week);
    let belief = &mut institution.continuity_belief;
    if money::is_last_of_project(around, week) {
        *belief *= i.continuity_last_month;
    }
    let ceiling = i.continuity_base + i.continuity_positioning * positioning;
    let moved = *belief + i.continuity_speed * (paid * ceiling - *belief);
    *belief = moved;
    // A dues-paying association carries on when grants end.
    let carried = around.levers.association
        && money::dues(institution, around) as f64 >= f64::from(i.dues_cover) * planned as f64;
    if carried {
        institution.continuity_belief = most(before, moved);
    }
}

/// Reputation moves towards what the organiser shows. MODEL section 7.9
pub fn renew_reputation(institution: &mut Institution, around: &Rules, open: u32, served: u32) {
    let (s, i) = (&around.parameters.service, &around.parameters.institution);
    institution.asked += s.asked_memory * (open as f32 - institution.asked);
    institution.served += s.asked_memory * (served as f32 - institution.served);
    // Where nobody asks, the share is the neutral one.
    let share = (institution.served + s.asked_floor * i.reputation_neutral) / (institution.asked + s.asked_floor);
    let ledger = f32::from(u8::from(institution.offer.ledger));
    // Of those registered at the last month's end, who take part and who are on paper.
    let last = &institution.last_month;
    let on_paper = last.pressed as f32 / most(1.0, (last.members + last.pressed) as f32);
    let point = if institution.operating {
        clip(
            i.reputation_base
                + i.reputation_served * share
                + i.reputation_standard * institution.standardisation
                + i.reputation_process * institution.process_closure
                + i.reputation_confidence * (institution.confidence - i.reputation_confidence_zero) * ledger
                - around.parameters.street.paper_reputation * on_paper,
        )
    } else {
        i.reputation_suspended
    };
    institution.reputation += i.reputation_speed * (point - institution.reputation);
}

/// The cultural barrier relaxes, and rises with each incident.
pub fn renew_barrier(institution: &mut Institution, p: &Parameters, incidents: u32) {
    let q = &p.perceive;
    let level = q.barrier * (1.0 - q.barrier_campaign * institution.campaign);
    let barrier = &mut institution.cultural_barrier;
    *barrier += q.barrier_relax * (level - *barrier);
    for _ in 0..incidents {
        *barrier += q.barrier_incident * (1.0 - *barrier);
    }
}

/// Forms the institutional offer: belief in continuity times the four mechanisms, each as far as it is paid.
pub fn renew_offer(institution: &mut Institution, around: &Rules, volunteers_here: u32) {
    let (levers, i) = (around.levers, &around.parameters.institution);
    let (offer, last, paid) = (&institution.offer, &institution.last_month, institution.paid());
    let elders = most(1.0, last.elders as f32);
    let actors = levers.many_actors * paid.core;
    let health = offer.health_level * offer.health_availability;
    let presences = [
        i.presence_government * institution.attention + i.presence_party_branch * offer.party_branch,
        i.presence_social + i.presence_social_actors * most(actors, offer.coverage_social),
        i.presence_enterprise + i.presence_enterprise_actors * most(actors, offer.coverage_firm),
        least(1.0, volunteers_here as f32 * 100.0 / elders / i.presence_volunteers_full),
        i.presence_professionals + i.presence_professionals_health * health * paid.services,
    ];
    let absent: f32 = presences.iter().map(|presence| 1.0 - clip(*presence)).product();
    let many_actors = (1.0 - absent) * institution.coordination;
    // Incentives and events hold what is paid of them already.
    let incentive = offer.material + offer.time_bank + offer.value + offer.emotional;
    let incentives = 1.0 - crate::elementary::exp(-incentive);
    let counsel = offer.counsellor_hours * 1000.0 / elders / i.integration_counsel_full;
    let integration = 0.5 * (i.integration_base + i.integration_health * health) + 0.5 * least(1.0, counsel);
    let digital = last.digital as f32 / elders;
    let reach = digital + (1.0 - digital) * levers.assisted;
    let norms = (institution.standardisation + institution.process_closure + institution.platform * reach) / 3.0;
    let continuity = institution.continuity_belief;
    let mechanisms = [
        paid.core * many_actors,
        if institution.operating { incentives } else { 0.0 },
        paid.services * integration,
        paid.core * norms,
    ]
    .map(|mechanism| clip(continuity * mechanism));
    institution.offer.mechanisms = mechanisms;
    institution.offer.offer = mechanisms.iter().sum::<f32>() / 4.0;
}
