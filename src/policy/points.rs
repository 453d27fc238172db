//! Points for goods: points for each hour given, exchanged for rice, oil, soap or a haircut at a
//! community shop (积分兑换).
//!
//! Moves the material incentive m, a quarter of it felt as cash; what the shop lacks is worth
//! nothing and costs nothing. Adds to other points. Source: MODEL sections 8 and 10; FACTS B16 (a
//! fifth redeemed in goods), C22, C23.

use serde::{Deserialize, Serialize};

use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.points]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Points {
    /// Worth of points, yuan an hour given.
    pub yuan_per_hour: f64,
    /// Share of what people want that the shop holds, 0 to 1.
    pub catalogue: f64,
}

impl Default for Points {
    fn default() -> Self {
        Points { yuan_per_hour: 8.0, catalogue: 1.0 }
    }
}

impl Rule for Points {
    const DESCRIPTION: Description = Description {
        name: "points",
        label: Label { en: "Points for goods", zh: "积分兑换" },
        meaning: Label {
            en: "Points for goods for each hour given; raise the material incentive, a quarter of it felt as cash.",
            zh: "按服务小时发放可兑换实物的积分；提高物质激励，其中四分之一被视为现金。",
        },
        class: Spending::Incentives,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "yuan_per_hour",
                kind: Kind::Number(0.0, 200.0),
                unit: "yuan/hour",
                meaning: Label { en: "value of the points per hour given", zh: "每服务小时积分价值" },
            },
            Field {
                name: "catalogue",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "share of wanted goods that the shop offers", zh: "可兑换品类满足度" },
            },
        ],
        source: "MODEL 8, 10; FACTS B16, C22, C23",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        levers.points_yuan_per_hour += (self.yuan_per_hour * self.catalogue) as f32;
    }

    fn cost(&self, _unit: &UnitCosts) -> Cost {
        Cost { per_hour_given: (self.yuan_per_hour * self.catalogue) as f32, ..Cost::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn points_are_worth_and_cost_what_the_catalogue_holds() {
        let mut levers = Levers { points_yuan_per_hour: 1.0, ..Levers::default() };
        let points = Points { yuan_per_hour: 8.0, catalogue: 0.5 };
        points.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { points_yuan_per_hour: 5.0, ..Levers::default() });
        assert_eq!(points.cost(&usual_costs(Setting::Urban)), Cost { per_hour_given: 4.0, ..Cost::default() });
    }
}
