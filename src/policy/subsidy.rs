//! Cash subsidy: money in the hand of elders for each hour they give (现金补贴).
//!
//! Moves the material incentive m and its cash part m_cash, which crowds out the inner motive and
//! is missed when it ends. Adds to other cash. Source: MODEL sections 8 and 10; FACTS B16 (12 yuan
//! an hour in Nanjing), S10, C22 to C25 (crowding out).

use serde::{Deserialize, Serialize};

use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.subsidy]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Subsidy {
    /// Cash, yuan an hour given.
    pub yuan_per_hour: f64,
}

impl Default for Subsidy {
    fn default() -> Self {
        Subsidy { yuan_per_hour: 15.0 }
    }
}

impl Rule for Subsidy {
    const DESCRIPTION: Description = Description {
        name: "subsidy",
        label: Label { en: "Cash subsidy", zh: "现金补贴" },
        meaning: Label {
            en: "Cash for each hour given; raises the material incentive and crowds out the inner motive.",
            zh: "按服务小时发放现金；提高物质激励，挤出内在动机。",
        },
        class: Spending::Incentives,
        settings: &Setting::ALL,
        fields: &[Field {
            name: "yuan_per_hour",
            kind: Kind::Number(0.0, 200.0),
            unit: "yuan/hour",
            meaning: Label { en: "cash per hour given", zh: "每服务小时现金" },
        }],
        source: "MODEL 8, 10; FACTS B16, S10, C22-C25",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        levers.cash_yuan_per_hour += self.yuan_per_hour as f32;
    }

    fn cost(&self, _unit: &UnitCosts) -> Cost {
        Cost { per_hour_given: self.yuan_per_hour as f32, ..Cost::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn cash_adds_to_cash_and_costs_what_it_pays() {
        let mut levers = Levers { cash_yuan_per_hour: 5.0, ..Levers::default() };
        let subsidy = Subsidy { yuan_per_hour: 12.0 };
        subsidy.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { cash_yuan_per_hour: 17.0, ..Levers::default() });
        assert_eq!(subsidy.cost(&usual_costs(Setting::Rural)), Cost { per_hour_given: 12.0, ..Cost::default() });
    }
}
