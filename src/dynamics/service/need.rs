//! Needs of the week, and what family, meals and clinics cover of them.   MODEL section 6

use crate::dynamics::columns::each_elder;
use crate::elementary::{least, most};
use crate::scenario::parameters::Parameters;

each_elder! {
    /// Hours needed by kind, and what is left of them before anybody of the community helps.
    pub fn arise(p: &Parameters)
    draws {}
    elders { present, function, loneliness, family_share, meals } -> {}
    week {} -> {
        needed_daily, needed_health, needed_companionship,
        uncovered_daily, uncovered_health, uncovered_companionship,
    }
    {
        let n = &p.need;
        let limited = function >= 1.0;
        let dependent = function >= 2.0;
        let by_function = |independent: f32, limited_hours: f32, dependent_hours: f32| {
            let lesser = if limited { limited_hours } else { independent };
            if dependent { dependent_hours } else { lesser }
        };
        needed_daily = present * by_function(n.daily0, n.daily1, n.daily2);
        needed_health = present * by_function(n.health0, n.health1, n.health2);
        needed_companionship = present * n.companionship * most(0.0, loneliness - n.companionship_above);
        let alone = 1.0 - family_share;
        let clinic = n.clinic * by_function(1.0, n.clinic_limited, n.clinic_dependent);
        let daily = needed_daily * alone;
        let meal_hours = if dependent { 0.0 } else { meals * n.meal_hours };
        uncovered_daily = daily - least(daily, meal_hours);
        uncovered_health = needed_health * (1.0 - clinic);
        uncovered_companionship = needed_companionship * alone;
    }
}
