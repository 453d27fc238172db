//! Standardisation: written service standards, training and checks of every visit (标准化).
//!
//! Moves the standards target Z, which raises quality and prevents incidents, and the organiser's
//! capability K*. Greatest level in force. Source: MODEL sections 7, 8 and 10; FACTS X06
//! (incidents), W11 (standard management keeps volunteers).

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.standardisation]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Standardisation {
    /// Strength, 0 to 1.
    pub level: f64,
}

impl Default for Standardisation {
    fn default() -> Self {
        Standardisation { level: 1.0 }
    }
}

impl Rule for Standardisation {
    const DESCRIPTION: Description = Description {
        name: "standardisation",
        label: Label { en: "Standardisation", zh: "标准化" },
        meaning: Label {
            en: "Service standards, training and checks; raise quality and prevent incidents.",
            zh: "服务标准、培训与检查；提高质量，减少事故。",
        },
        class: Spending::Core,
        settings: &Setting::ALL,
        fields: &[Field {
            name: "level",
            kind: Kind::Number(0.0, 1.0),
            unit: "0..1",
            meaning: Label { en: "strength", zh: "强度" },
        }],
        source: "MODEL 7, 8, 10; FACTS X06, W11",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.standardisation, self.level);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(f64::from(unit.standardisation) * self.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn standardisation_raises_its_lever_and_costs_five_yuan_an_elder_year() {
        let mut levers = Levers::default();
        Standardisation { level: 0.5 }.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { standardisation: 0.5, ..Levers::default() });
        assert_eq!(Standardisation { level: 0.5 }.cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(2.5));
    }
}
