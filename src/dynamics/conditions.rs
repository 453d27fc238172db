//! What the organiser, its money and the levers mean for everybody in the community this week.

use super::Rules;
use super::district::street;
use crate::elementary::{least, most};
use crate::parameters::Parameters;
use crate::places::{WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::population::Institution;
use crate::population::institutions::Shares;

/// Values that are the same for all elders of a community in one week.
#[derive(Debug, Clone, Copy)]
pub struct Conditions {
    /// 1 when the organiser operates, 0 when it is suspended.
    pub operating: f32,
    /// Shares of planned money that the kinds of spending receive, 0 when suspended.
    pub paid: Shares,
    /// Many actors, incentives, integration and norms, each as paid for and believed to last.
    pub mechanisms: [f32; 4],
    /// Square root of the institutional offer I, as volunteers perceive it.
    pub root_offer: f32,
    /// Outreach O.
    pub outreach: f32,
    /// Reputation R.
    pub reputation: f32,
    /// Culture level.
    pub culture: f32,
    /// Cultural barrier Kc.
    pub cultural_barrier: f32,
    /// What the built environment lacks, 1 − access.
    pub access_gap: f32,
    /// Platform G.
    pub platform: f32,
    /// Assisted access to the platform.
    pub assisted: f32,
    /// Platform that those without a phone cannot pass, G_req.
    pub required_platform: f32,
    /// Material incentive m.
    pub material: f32,
    /// Time-bank incentive m_tb.
    pub time_bank: f32,
    /// Pull of credits per unit of trust, logits.
    pub credit_pull: f32,
    /// Logits on asking of holders of credits who fear to lose them.
    pub credit_fear: f32,
    /// What givers are promised in return, 0..1.
    pub promise: f32,
    /// What visible accounts add to fairness.
    pub fairness_audit: f32,
    /// What autonomy moves to for everybody.
    pub autonomy_point: f32,
    /// What members' autonomy moves to beyond that.
    pub autonomy_member: f32,
    /// Autonomy that pressure from above takes from the reluctant.
    pub autonomy_pressure: f32,
    /// Work that heavy out-migration leaves to the younger old, logits.
    pub work_cost: f32,
    /// Chance a week to register, per unit of awareness.
    pub register_outreach: f32,
    /// Chance a week to register where a time bank runs.
    pub register_bank: f32,
    /// Chance a week that digital elders register where a platform runs.
    pub register_platform: f32,
    /// Value incentive v.
    pub value: f32,
    /// Emotional incentive e.
    pub emotional: f32,
    /// Share of cash in what is paid, towards which exposure grows.
    pub cash_share: f32,
    /// 1 when the time bank's ledger is open.
    pub ledger: f32,
    /// Weight of the felt norm bN, virtue included.
    pub norm_weight: f32,
    /// Further belonging of members under self-rule and association.
    pub member_belonging: f32,
    /// Weight of dues on joining; 0 without an association.
    pub dues_barrier: f32,
    /// Income percentile up to which dues are waived.
    pub dues_waived: f32,
    /// 1 when there is a community event this week.
    pub event: f32,
    /// Kind of that event, 0 to 3.
    pub event_kind: u8,
    /// The bit of that kind.
    pub event_bit: u8,
    /// Persons whom the room of an event holds.
    pub room: f32,
    /// Chance that an attender meets a group mate.
    pub meeting: f32,
    /// What is built for self-realisation, 0..1.
    pub built_self: f32,
    /// Logits that policy adds to attending.
    pub attend_bonus: f32,
    /// Chance of a companionship seat per unit of loneliness.
    pub seat_rate: f32,
}

impl Conditions {
    /// Of one community in one week; `event` is the kind of this week's event, if there is one.
    pub fn of(institution: &Institution, around: &Rules, event: Option<u8>) -> Self {
        let (levers, p) = (around.levers, around.parameters);
        let offer = &institution.offer;
        let operating = f32::from(u8::from(institution.operating));
        let shares = institution.paid();
        let all = offer.material + offer.time_bank + p.behave.exposure_floor;
        let cash_share = operating * offer.material_cash / all;
        let ledger = f32::from(u8::from(offer.ledger));
        let credit_weight = if p.behave.time_bank < 0.0 { p.behave.material } else { p.behave.time_bank };
        let kind = event.unwrap_or_default();
        Conditions {
            operating,
            paid: shares,
            mechanisms: offer.mechanisms,
            root_offer: offer.offer.sqrt(),
            outreach: institution.outreach,
            reputation: institution.reputation,
            culture: institution.culture,
            cultural_barrier: institution.cultural_barrier,
            access_gap: 1.0 - institution.access,
            platform: institution.platform,
            assisted: levers.assisted,
            required_platform: institution.platform * (1.0 - levers.assisted),
            material: offer.material,
            time_bank: offer.time_bank,
            credit_pull: credit_weight * p.behave.time_bank_trust * offer.time_bank,
            credit_fear: ledger * credit_fear(institution, around),
            promise: least(1.0, offer.value + offer.material + ledger * institution.confidence),
            fairness_audit: p.perceive.fairness_audit * institution.process_closure * institution.platform,
            autonomy_point: p.drive.autonomy_base
                + p.drive.autonomy_choice * (institution.choice - p.drive.choice_settled),
            autonomy_member: p.drive.autonomy_self_rule * levers.self_rule * shares.activities
                - p.drive.autonomy_cash * cash_share,
            autonomy_pressure: p.drive.autonomy_pressure
                * street::asked_beyond(institution, p)
                * institution.campaign
                * shares.activities,
            work_cost: p.behave.outmigration_cost * work(p) * work(p),
            register_outreach: operating * p.behave.register_outreach * institution.outreach,
            register_bank: ledger * p.behave.register_bank,
            register_platform: p.behave.register_platform * shares.core * f32::from(u8::from(levers.platform > 0.0)),
            value: offer.value,
            emotional: offer.emotional,
            cash_share,
            ledger,
            norm_weight: p.behave.norm * (1.0 + p.institution.norm_virtue * levers.virtue * shares.activities),
            member_belonging: p.institution.belonging_self_rule * levers.self_rule * shares.activities
                + p.institution.belonging_association * f32::from(u8::from(levers.association)),
            dues_barrier: p.institution.dues_barrier * f32::from(u8::from(levers.association)),
            dues_waived: levers.dues_waived_share,
            event: f32::from(u8::from(event.is_some())),
            event_kind: kind,
            event_bit: 1 << kind,
            room: p.institution.room * most(1.0, offer.events_per_month / WEEKS_PER_MONTH as f32),
            meeting: meeting(institution, around),
            built_self: institution.built_self,
            attend_bonus: p.institution.attend_social_support * offer.social_delivered
                + p.institution.attend_party_branch * offer.party_branch,
            seat_rate: shares.services * offer.seats_per_elder / p.behave.group_seat_loneliness,
        }
    }
}

/// Out-migration beyond today's, in which more work is left to those who stay.
fn work(p: &Parameters) -> f32 {
    most(0.0, p.need.outmigration - 1.0)
}

/// Logits by which a holder of credits asks more: a run where redemption is doubted, and what a year's fading takes.
fn credit_fear(institution: &Institution, around: &Rules) -> f32 {
    let bank = &around.parameters.time_bank;
    let expiry = around.levers.credit_expiry_weeks;
    let lost_in_a_year = if expiry > 0.0 { std::f32::consts::LN_2 * WEEKS_PER_YEAR as f32 / expiry } else { 0.0 };
    bank.run * (bank.run_confidence - institution.confidence) + bank.expire * lost_in_a_year
}

/// Chance that an attender meets a group mate: more where hosts introduce people, space is within reach, and built for
/// meeting.
fn meeting(institution: &Institution, around: &Rules) -> f32 {
    let (s, i, levers) = (&around.parameters.service, &around.parameters.institution, around.levers);
    let introduced = s.meet_introductions * levers.introductions * institution.paid().activities;
    let space = s.meet_access * (institution.access - i.access_start) + s.meet_social * institution.built_social;
    (s.attend_meeting + introduced) * most(0.0, 1.0 + space)
}
