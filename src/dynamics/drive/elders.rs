//! What elders lack and feel.   MODEL section 4

use crate::dynamics::columns::each_elder;
use crate::dynamics::conditions::Conditions;
use crate::elementary::{clip, least, most};
use crate::parameters::Parameters;
use crate::population::elders::STAR_SHARE;

each_elder! {
    /// Satisfactions move to their set points, then loneliness, efficacy, autonomy and role identity. What is lacking
    /// starts participation; satisfaction, autonomy and identity sustain it.
    pub fn advance(p: &Parameters, at: &Conditions)
    draws {}
    elders {
        education, with_children, function, star, sociability, woman, loneliness_disposition, familiarity, member,
        connection_base, connection_ceiling, weight_self_worth, weight_connection, propensity, exposure,
    } -> { self_worth, connection, belonging, loneliness, efficacy, autonomy, identity }
    week { tie } -> { drive, drive_join, drive_act }
    {
        let d = &p.drive;
        let limited = if function >= 1.0 { 1.0 } else { 0.0 };
        let dependent = if function >= 2.0 { 1.0 } else { 0.0 };
        let self_worth_point = clip(d.self_worth_base + d.self_worth_education * education
            + d.self_worth_children * with_children + d.self_worth_efficacy * (efficacy - d.efficacy_base)
            - d.self_worth_limited * limited - d.self_worth_dependent * dependent + d.self_worth_star * (STAR_SHARE * star)
            + d.identity_self_worth * (identity - d.identity_base));
        let connection_point =
            least(connection_ceiling, clip(connection_base + d.tie_connection * tie + d.trait_connection * sociability));
        let belonging_point = clip(d.belonging_base + d.familiar_belonging * familiarity
            + d.culture_belonging * at.culture + d.tie_belonging * tie
            + (d.member_belonging + at.member_belonging) * member + d.trait_belonging * sociability);
        self_worth += d.relax * (self_worth_point - self_worth);
        connection += d.relax * (connection_point - connection);
        belonging += d.relax * (belonging_point - belonging);
        drive = weight_self_worth * (1.0 - self_worth) + weight_connection * (1.0 - connection)
            + (1.0 - weight_self_worth - weight_connection) * (1.0 - belonging);
        let lonely_point = clip(
            d.loneliness_slope * (1.0 - d.loneliness_connection * connection - d.loneliness_belonging * belonging)
            + d.loneliness_offset + d.loneliness_place + d.loneliness_woman * woman
            + d.loneliness_spread * loneliness_disposition - d.trait_loneliness * sociability);
        loneliness += d.relax_loneliness * (lonely_point - loneliness);
        let efficacy_point = clip(d.efficacy_base - d.efficacy_function * function + d.trait_efficacy * sociability);
        efficacy += d.relax_efficacy * (efficacy_point - efficacy);
        let reluctant = if propensity < 0.0 { 1.0 } else { 0.0 };
        let autonomy_point =
            clip(at.autonomy_point + at.autonomy_member * member - at.autonomy_pressure * reluctant);
        autonomy += d.autonomy_speed * (autonomy_point - autonomy);
        let identity_point = d.identity_base + d.identity_star * (STAR_SHARE * star);
        identity += d.identity_fade * (identity_point - identity);

        let b = &p.behave;
        let inner = 1.0 - b.crowd * exposure;
        let both = b.efficacy * (efficacy - b.efficacy_zero) + b.identification * (belonging - b.identification_zero)
            - b.withdrawal * most(0.0, loneliness - b.withdrawal_above);
        let starting = b.drive * drive * inner;
        drive_join = starting + both;
        drive_act = (1.0 - b.drive_split) * starting
            + (b.autonomy * (autonomy - d.autonomy_base) + b.identity * (identity - d.identity_base)) * inner
            + both;
    }
}

/// What wellbeing is made of, of one elder.
#[derive(Debug, Clone, Copy, Default)]
pub struct Life {
    /// Satisfactions of self-worth, connection and belonging, 0..1.
    pub needs: [f32; 3],
    /// Loneliness L, 0..1.
    pub loneliness: f32,
    /// Function f: 0, 1, 2.
    pub function: f32,
    /// Share of needed hours that nobody covers, 0..1.
    pub unmet_share: f32,
    /// Income percentile y, 0..1.
    pub income: f32,
    /// Burden B, 0..1.
    pub burden: f32,
    /// Ties as felt, 0..1.
    pub tie: f32,
    /// Received lately r4, and 1 more for who attended, at most 1.
    pub helped: f32,
    /// Disposition zw, standard deviations.
    pub disposition: f32,
    /// Mean of access of the built environment and culture, 0..1.
    pub environment: f32,
}

/// Wellbeing W of one elder, an outcome: nothing reads it. MODEL2 section A
#[inline(always)]
pub fn wellbeing(p: &Parameters, it: &Life) -> f32 {
    let d = &p.drive;
    let unbuffered = 1.0 - d.wellbeing_buffer * it.tie - d.wellbeing_buffer * least(1.0, it.helped);
    d.wellbeing_needs * (it.needs[0] + it.needs[1] + it.needs[2])
        + d.wellbeing_loneliness * (1.0 - it.loneliness)
        + d.wellbeing_function * (1.0 - it.function / 2.0)
        + d.wellbeing_unmet * (1.0 - it.unmet_share)
        + d.wellbeing_income * it.income
        + d.wellbeing_environment * it.environment
        - d.wellbeing_burden * it.burden
        - d.wellbeing_strain * (1.0 - it.income) * unbuffered
        + d.wellbeing_disposition * it.disposition
}
