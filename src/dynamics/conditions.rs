//! What the organiser, its money and the levers mean for everybody in the community this week.

use super::Rules;
use crate::population::Institution;

/// Values that are the same for all elders of a community in one week.
#[derive(Debug, Clone, Copy)]
pub struct Conditions {
    /// 1 when the organiser operates, 0 when it is suspended.
    pub operating: f32,
    /// Affordability alpha, 0 when suspended.
    pub affordability: f32,
    /// Square root of the institutional offer I.
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
    /// Space refitted for self-realisation, built × field.
    pub built_self: f32,
    /// 1 when there is a community event this week.
    pub event: f32,
    /// Logits that policy adds to attending.
    pub attend_bonus: f32,
    /// Chance of a companionship seat per unit of loneliness.
    pub seat_rate: f32,
}

impl Conditions {
    /// Of one community in one week; `event` says whether there is one.
    pub fn of(institution: &Institution, around: &Rules, event: bool) -> Self {
        let (levers, p) = (around.levers, around.parameters);
        let offer = &institution.offer;
        let operating = f32::from(u8::from(institution.operating));
        let affordability = institution.effective_affordability();
        let paid = offer.material + offer.time_bank + p.behave.exposure_floor;
        Conditions {
            operating,
            affordability,
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
            value: offer.value,
            emotional: offer.emotional,
            cash_share: operating * offer.material_cash / paid,
            ledger: f32::from(u8::from(offer.ledger)),
            norm_weight: p.behave.norm * (1.0 + p.institution.norm_virtue * levers.virtue),
            member_belonging: p.institution.belonging_self_rule * levers.self_rule
                + p.institution.belonging_association * f32::from(u8::from(levers.association)),
            dues_barrier: p.institution.dues_barrier * f32::from(u8::from(levers.association)),
            dues_waived: levers.dues_waived_share,
            built_self: 0.0,
            event: f32::from(u8::from(event)),
            attend_bonus: p.institution.attend_social_support * levers.social_support
                + p.institution.attend_party_branch * levers.party_branch,
            seat_rate: operating * affordability * offer.seats_per_elder / p.behave.group_seat_loneliness,
        }
    }
}
