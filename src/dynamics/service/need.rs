//! Needs of the week, and what family, meals and clinics cover of them.   MODEL section 6

use crate::dynamics::columns::each_elder;
use crate::elementary::{least, most};
use crate::parameters::Parameters;

each_elder! {
    /// Hours needed by kind, and what is left of them before anybody of the community helps.
    pub fn arise(p: &Parameters)
    given {
        daily = [p.need.daily0, p.need.daily1, p.need.daily2],
        health = [p.need.health0, p.need.health1, p.need.health2],
        left_by_clinic =
            [1.0, p.need.clinic_limited, p.need.clinic_dependent].map(|reached| 1.0 - p.need.clinic * reached),
        company = p.need.companionship,
        above = p.need.companionship_above,
        meal_hours = p.need.meal_hours,
    }
    draws {}
    elders { present, function, loneliness, family_share, meals } -> {}
    week {} -> {
        needed_daily, needed_health, needed_companionship,
        uncovered_daily, uncovered_health, uncovered_companionship,
    }
    {
        let limited = function >= 1.0;
        let dependent = function >= 2.0;
        let by_function = |[independent, limited_one, dependent_one]: [f32; 3]| {
            let lesser = if limited { limited_one } else { independent };
            if dependent { dependent_one } else { lesser }
        };
        needed_daily = present * by_function(daily);
        needed_health = present * by_function(health);
        needed_companionship = present * company * most(0.0, loneliness - above);
        let alone = 1.0 - family_share;
        let at_home = needed_daily * alone;
        let meal = if dependent { 0.0 } else { meals * meal_hours };
        uncovered_daily = at_home - least(at_home, meal);
        uncovered_health = needed_health * by_function(left_by_clinic);
        uncovered_companionship = needed_companionship * alone;
    }
}
