//! Recognition: stars, honours and public thanks for those who give (荣誉表彰).
//!
//! Moves the value incentive v, which weighs most for those who need self-worth. Source: MODEL section
//! 10; FACTS C23 (praise does not crowd out), B14 (stars). Its unit cost is `cost.recognition`.

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.recognition]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recognition {
    /// Strength, 0 to 1.
    pub level: f64,
}

impl Default for Recognition {
    fn default() -> Self {
        Recognition { level: 1.0 }
    }
}

impl Rule for Recognition {
    const DESCRIPTION: Description = Description {
        name: "recognition",
        label: Label { en: "Recognition", zh: "荣誉表彰" },
        meaning: Label {
            en: "Stars, honours and public thanks; raises the value incentive.",
            zh: "星级、荣誉与公开致谢；提高价值激励。",
        },
        class: Spending::Incentives,
        settings: &Setting::ALL,
        fields: &[Field {
            name: "level",
            kind: Kind::Number(0.0, 1.0),
            unit: "0..1",
            meaning: Label { en: "strength", zh: "强度" },
        }],
        source: "MODEL 10; FACTS C23, B14",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.recognition, self.level);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(f64::from(unit.recognition) * self.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn recognition_raises_its_lever_and_costs_eight_yuan_an_elder_year() {
        let mut levers = Levers::default();
        Recognition { level: 0.5 }.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers.recognition, 0.5);
        assert_eq!(Recognition { level: 0.5 }.cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(4.0));
    }
}
