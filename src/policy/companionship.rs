//! Companionship groups: small standing groups of eight who meet every week and look after one
//! another (结伴陪伴小组).
//!
//! Moves the seats offered to the lonely and the emotional incentive e. Adds to other groups.
//! Source: MODEL sections 6, 8 and 10; FACTS B23 (visits of older partners), S04, L01.

use serde::{Deserialize, Serialize};

use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.companionship]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Companionship {
    /// Groups of eight seats per 100 elders.
    pub groups_per_100: f64,
}

impl Default for Companionship {
    fn default() -> Self {
        Companionship { groups_per_100: 2.0 }
    }
}

impl Rule for Companionship {
    const DESCRIPTION: Description = Description {
        name: "companionship",
        label: Label { en: "Companionship groups", zh: "结伴陪伴小组" },
        meaning: Label {
            en: "Groups of eight who meet every week; offer seats to the lonely and raise the emotional incentive.",
            zh: "八人固定小组每周相聚；为孤独老人提供席位，提高情感激励。",
        },
        class: Spending::Services,
        settings: &Setting::ALL,
        fields: &[Field {
            name: "groups_per_100",
            kind: Kind::Number(0.0, 12.0),
            unit: "groups/100 elders",
            meaning: Label { en: "groups of eight per 100 elders", zh: "每百名老人小组数" },
        }],
        source: "MODEL 6, 8, 10; FACTS B23, S04, L01",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        levers.companionship_groups_per_100 += self.groups_per_100 as f32;
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(f64::from(unit.companionship) * self.groups_per_100 / 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn groups_add_up_and_cost_twelve_hundred_yuan_each_a_year() {
        let mut levers = Levers { companionship_groups_per_100: 1.0, ..Levers::default() };
        let groups = Companionship { groups_per_100: 2.0 };
        groups.apply(Setting::Rural, 0, &mut levers);
        assert_eq!(levers, Levers { companionship_groups_per_100: 3.0, ..Levers::default() });
        assert_eq!(groups.cost(&usual_costs(Setting::Rural)), Cost::per_elder_year(24.0));
    }
}
