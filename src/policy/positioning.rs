//! Policy positioning: mutual aid stands in the government's plan and in its leaders' appraisal
//! (政策定位).
//!
//! Moves the institutions' drive, government presence in J1, the ceiling of belief in continuity Q
//! and capability K*. Greatest level in force. Source: MODEL sections 8 and 10; FACTS B34 (banks
//! end when leaders change).

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.positioning]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Positioning {
    /// Strength, 0 to 1.
    pub level: f64,
}

impl Default for Positioning {
    fn default() -> Self {
        Positioning { level: 0.9 }
    }
}

impl Rule for Positioning {
    const DESCRIPTION: Description = Description {
        name: "positioning",
        label: Label { en: "Policy positioning", zh: "政策定位" },
        meaning: Label {
            en: "Mutual aid stands in plan and appraisal; raises the institutions' drive and belief in continuity.",
            zh: "互助养老纳入规划与考核；提高制度驱动力与持续性信念。",
        },
        class: Spending::Core,
        settings: &Setting::ALL,
        fields: &[Field {
            name: "level",
            kind: Kind::Number(0.0, 1.0),
            unit: "0..1",
            meaning: Label { en: "strength", zh: "强度" },
        }],
        source: "MODEL 8, 10; FACTS B34",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.positioning, self.level);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(f64::from(unit.positioning) * self.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn positioning_raises_its_lever_and_costs_half_a_yuan_an_elder_year() {
        let mut levers = Levers::default();
        Positioning { level: 0.5 }.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { positioning: 0.5, ..Levers::default() });
        assert_eq!(Positioning { level: 0.5 }.cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(0.25));
    }
}
