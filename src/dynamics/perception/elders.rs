//! What elders perceive: the norm, awareness, trust and support.   MODEL section 5

use crate::dynamics::Scratch;
use crate::dynamics::columns::each_elder;
use crate::dynamics::conditions::Conditions;
use crate::elementary::{clip, least, most};
use crate::parameters::Parameters;
use crate::population::Elders;

/// Most places a community can have, the range of a partner's number.
const PLACES: usize = 1 << 16;

/// Which of everybody's partners have been active lately, a bit each.
///
/// Not compiled for every SIMD level: wide registers, filled a byte at a time, only get in the way.
fn look_up(partner: &[[u16; 3]], active: &[u8; PLACES], active_partners: &mut [u8]) {
    for (partners, bits) in partner.iter().zip(active_partners) {
        let [first, second, third] = partners.map(|partner| active[usize::from(partner)]);
        *bits = first | second << 1 | third << 2;
    }
}

crate::simd::vectorised! {
    /// Ties as felt, and the share of tied partners who have been active lately.
    fn ties(
        p: &Parameters,
        strength: &[[f32; 3]],
        active_partners: &[u8],
        tie: &mut [f32],
        known: &mut [f32],
        active_ties: &mut [f32],
    ) -> () {
        let places = tie.len();
        let (known, active_ties) = (&mut known[..places], &mut active_ties[..places]);
        let (strength, active_partners) = (&strength[..places], &active_partners[..places]);
        for place in 0..places {
            let (mut sum, mut strong, mut giving) = (0.0, 0.0, 0.0);
            for (k, strength) in strength[place].into_iter().enumerate() {
                sum += strength;
                let seen = strength > p.perceive.norm_tie_strength;
                strong += if seen { 1.0 } else { 0.0 };
                giving += if seen & (active_partners[place] >> k & 1 > 0) { 1.0 } else { 0.0 };
            }
            tie[place] = least(1.0, sum / p.drive.tie_full);
            known[place] = strong;
            active_ties[place] = giving;
        }
    }
}

/// Feels ties and last week's norm of the group.
pub fn look_around(p: &Parameters, group_norm: &[f32], scratch: &mut Scratch) {
    let Scratch { elders, active, marks, tie, known_ties, active_ties, group_norm: felt, .. } = scratch;
    let Elders { given_lately, tie_strength, tie_partner, .. } = &*elders;
    active.resize(PLACES, 0);
    for (mark, given_lately) in active.iter_mut().zip(given_lately.iter()) {
        *mark = u8::from(*given_lately > p.perceive.norm_active);
    }
    // As long as a partner's number can reach, so that looking one up needs no check.
    let active: &[u8; PLACES] = active[..PLACES].try_into().expect("as many places as numbers");
    look_up(tie_partner, active, marks);
    ties(p, tie_strength, marks, tie, known_ties, active_ties);
    for (members, norm) in felt.chunks_mut(elders.group_places).zip(group_norm) {
        members.fill(*norm);
    }
}

/// By what an elder weighs what institutions offer.
#[derive(Debug, Clone, Copy)]
pub struct Perceiver {
    /// Need weights of self-worth and of connection; that of belonging is the rest of 1.
    pub weights: [f32; 2],
    /// Income percentile y, 0..1.
    pub income: f32,
    /// Function f: 0, 1, 2.
    pub function: f32,
    /// Share of needed hours that nobody covers, 0..1.
    pub unmet_share: f32,
}

/// The offer as one elder sees it, 0..1: the mean of the four mechanisms, weighed by the elder's own needs.
#[inline(always)]
pub fn perceived_offer(p: &Parameters, mechanisms: [f32; 4], it: &Perceiver) -> f32 {
    let q = &p.perceive;
    let own = |weight: f32| 1.0 + q.own_weights * (weight - 1.0);
    let first = own(q.weight_belonging * (1.0 - it.weights[0] - it.weights[1]));
    let second = own(q.weight_income * (p.behave.material_income - it.income));
    let third = own(q.weight_function * (1.0 + it.function + it.unmet_share));
    let [actors, incentives, integration, norms] = mechanisms;
    let perceived = first * actors + second * incentives + third * integration + norms;
    most(0.0, perceived / (first + second + third + 1.0))
}

each_elder! {
    /// Norm, awareness, fairness, trust, the support that follows, and what all this adds to participation.
    pub fn advance(p: &Parameters, at: &Conditions)
    draws {}
    elders {
        familiarity, function, income, unmet_share, weight_self_worth, weight_connection, given_lately, received_lately,
    } -> { awareness, trust, fairness }
    week { known_ties, active_ties, group_norm, acquaintance } -> { norm, felt_norm, support, perception_join, perception_act }
    {
        let q = &p.perceive;
        let share = active_ties / most(1.0, known_ties);
        let tied = if known_ties > 0.0 { q.norm_ties } else { 0.0 };
        norm = (1.0 - tied) * group_norm + tied * share;
        let is_cubic = q.norm_power > 2.0;
        let power = norm * norm * (if is_cubic { norm } else { 1.0 });
        let half = q.norm_half * q.norm_half * (if is_cubic { q.norm_half } else { 1.0 });
        felt_norm = power / (power + half);
        awareness += (1.0 - awareness) * (q.aware_outreach * at.outreach + q.aware_peer * familiarity * group_norm)
            - q.aware_forget * awareness;
        let fair_point = clip(q.fairness_base
            + q.fairness_gain * (received_lately - given_lately * (1.0 - at.promise)) + at.fairness_audit);
        fairness += q.fairness_speed * (fair_point - fairness);
        let earned = clip(at.reputation * (1.0 + q.fairness_trust * (fairness - q.fairness_base)));
        trust += q.trust_drift * (earned - trust);

        let perceiver = Perceiver { weights: [weight_self_worth, weight_connection], income, function, unmet_share };
        support = awareness * trust * perceived_offer(p, at.mechanisms, &perceiver).sqrt();

        let b = &p.behave;
        perception_join = b.support * support
            + at.norm_weight * (b.norm_base + (1.0 - b.norm_base) * familiarity) * acquaintance * felt_norm
            - b.barrier * at.cultural_barrier * (1.0 - awareness);
        perception_act = perception_join + b.fairness * (fairness - q.fairness_base);
    }
}

crate::simd::vectorised! {
    /// Who of one group gave, who received successfully, who did either, and who attended without either.
    fn count_part(given: &[u32], received: &[u32], attends: &[u8]) -> [u32; 4] {
        let places = given.len();
        let (received, attends) = (&received[..places], &attends[..places]);
        let mut counts = [0_u32; 4];
        for place in 0..places {
            let (gave, got) = (given[place] > 0, received[place] > 0);
            let part = gave | got;
            counts[0] = counts[0].wrapping_add(u32::from(gave));
            counts[1] = counts[1].wrapping_add(u32::from(got));
            counts[2] = counts[2].wrapping_add(u32::from(part));
            counts[3] = counts[3].wrapping_add(u32::from((attends[place] > 0) & !part));
        }
        counts
    }
}

/// Counts who took part, and moves each group's norm towards the share of its elders who gave, received or
/// attended this week.
pub fn renew_group_norms(p: &Parameters, group_norm: &mut [f32], scratch: &mut Scratch) {
    let group_size = scratch.elders.group_places;
    let Scratch { attends, given, received, group_elders, counts, .. } = &mut *scratch;
    let groups = given.chunks(group_size).zip(received.chunks(group_size)).zip(attends.chunks(group_size));
    for ((((given, received), attends), elders), norm) in groups.zip(group_elders).zip(group_norm) {
        let [gave, got, part, attending] = count_part(given, received, attends);
        counts.gave_and_received += gave + got - part;
        counts.givers += gave;
        counts.receivers += got;
        counts.participants += part;
        let share = (part as f32 + p.perceive.attend_weight * attending as f32) / most(1.0, *elders as f32);
        *norm += p.perceive.norm_memory * (share - *norm);
    }
}
