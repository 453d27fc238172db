//! Happiness courtyard: a house in the village where elders spend the day and eat together (农村幸福院).
//!
//! Moves seats (which add) and meals (greatest); where there are seats the month adds events and
//! culture. Villages only. Source: MODEL sections 6, 8 and 10; FACTS B35 to B40 (coverage, use,
//! meals), S11 to S13 (grants and running cost).

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.happiness_courtyard]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HappinessCourtyard {
    /// Seats per 100 elders.
    pub seats_per_100: f64,
    /// Share of days with meals, 0 to 1.
    pub meals: f64,
}

impl Default for HappinessCourtyard {
    fn default() -> Self {
        HappinessCourtyard { seats_per_100: 6.0, meals: 1.0 }
    }
}

impl Rule for HappinessCourtyard {
    const DESCRIPTION: Description = Description {
        name: "happiness_courtyard",
        label: Label { en: "Happiness courtyard", zh: "农村幸福院" },
        meaning: Label {
            en: "A house in the village to spend the day and eat together; gives seats, meals and events.",
            zh: "村里的日间活动与用餐场所；提供席位、餐食与活动。",
        },
        class: Spending::Services,
        settings: &[Setting::Rural],
        fields: &[
            Field {
                name: "seats_per_100",
                kind: Kind::Number(0.0, 50.0),
                unit: "seats/100 elders",
                meaning: Label { en: "seats per 100 elders", zh: "每百名老人席位" },
            },
            Field {
                name: "meals",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "share of days with meals", zh: "供餐程度" },
            },
        ],
        source: "MODEL 6, 8, 10; FACTS B35-B40, S11-S13",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        levers.courtyard_seats_per_100 += self.seats_per_100 as f32;
        raise(&mut levers.courtyard_meals, self.meals);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        let yuan = f64::from(unit.happiness_courtyard) + f64::from(unit.happiness_courtyard_meals) * self.meals;
        Cost::per_elder_year(yuan * self.seats_per_100 / 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Instrument;
    use crate::policy::usual_costs;

    #[test]
    fn a_courtyard_gives_seats_and_meals() {
        let mut levers = Levers::default();
        HappinessCourtyard { seats_per_100: 4.0, meals: 0.5 }.apply(Setting::Rural, 0, &mut levers);
        assert_eq!(levers, Levers { courtyard_seats_per_100: 4.0, courtyard_meals: 0.5, ..Levers::default() });
    }

    #[test]
    fn a_seat_costs_seven_hundred_yuan_a_year_and_its_meals_thirteen_hundred() {
        let cost = |meals| HappinessCourtyard { seats_per_100: 6.0, meals }.cost(&usual_costs(Setting::Rural));
        assert_eq!(cost(0.0), Cost::per_elder_year(42.0));
        assert_eq!(cost(1.0), Cost::per_elder_year(120.0));
    }

    #[test]
    fn in_town_it_does_nothing() {
        let mut levers = Levers::default();
        Instrument::HappinessCourtyard(HappinessCourtyard::default()).apply(
            Setting::Urban,
            0,
            &usual_costs(Setting::Urban),
            &mut levers,
        );
        assert_eq!(levers, Levers::default());
    }
}
