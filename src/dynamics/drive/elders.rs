//! What elders lack and feel.   MODEL section 4

use crate::dynamics::columns::each_elder;
use crate::dynamics::conditions::Conditions;
use crate::elementary::{clip, least};
use crate::parameters::Parameters;
use crate::population::elders::STAR_SHARE;

each_elder! {
    /// Satisfactions move to their set points, then loneliness and efficacy; what is lacking is the drive.
    pub fn advance(p: &Parameters, at: &Conditions)
    draws {}
    elders {
        education, with_children, function, star, sociability, woman, loneliness_disposition, familiarity, member,
        connection_base, connection_ceiling, weight_self_worth, weight_connection,
    } -> { self_worth, connection, belonging, loneliness, efficacy }
    week { tie } -> { drive }
    {
        let d = &p.drive;
        let limited = if function >= 1.0 { 1.0 } else { 0.0 };
        let dependent = if function >= 2.0 { 1.0 } else { 0.0 };
        let self_worth_point = clip(d.self_worth_base + d.self_worth_education * education
            + d.self_worth_children * with_children + d.self_worth_efficacy * (efficacy - d.efficacy_base)
            - d.self_worth_limited * limited - d.self_worth_dependent * dependent + d.self_worth_star * (STAR_SHARE * star));
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
    }
}

/// Wellbeing W of one elder. MODEL section 4
#[inline(always)]
pub fn wellbeing(p: &Parameters, needs: [f32; 3], loneliness: f32, function: f32, unmet_share: f32) -> f32 {
    let d = &p.drive;
    d.wellbeing_needs * (needs[0] + needs[1] + needs[2])
        + d.wellbeing_loneliness * (1.0 - loneliness)
        + d.wellbeing_function * (1.0 - function / 2.0)
        + d.wellbeing_unmet * (1.0 - unmet_share)
}
