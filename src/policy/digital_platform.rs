//! Digital platform: requests and offers go through a telephone application; assisted access means
//! that someone places the order for those without one (数字平台).
//!
//! Moves the platform target G, which speeds dispatch but asks digital skill, and the assisted
//! access that takes the hurdle away. Greatest in force. Source: MODEL sections 6, 7, 8 and 10;
//! FACTS X08 to X10 (who can use it), X13 (a street agent places the order), S14.

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.digital_platform]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DigitalPlatform {
    /// Strength, 0 to 1.
    pub level: f64,
    /// Assisted access for those without digital skill, 0 to 1.
    pub assisted: f64,
}

impl Default for DigitalPlatform {
    fn default() -> Self {
        DigitalPlatform { level: 1.0, assisted: 0.0 }
    }
}

impl Rule for DigitalPlatform {
    const DESCRIPTION: Description = Description {
        name: "digital_platform",
        label: Label { en: "Digital platform", zh: "数字平台" },
        meaning: Label {
            en: "Requests and offers go through an application; speeds dispatch, excludes the unskilled unless assisted.",
            zh: "需求与服务通过应用撮合；加快派单，但若无代办会排斥不会用手机的老人。",
        },
        class: Spending::Core,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "level",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "strength", zh: "强度" },
            },
            Field {
                name: "assisted",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "someone places the order for those who cannot", zh: "代办协助程度" },
            },
        ],
        source: "MODEL 6, 7, 8, 10; FACTS X08-X10, X13, S14",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.platform, self.level);
        raise(&mut levers.assisted, self.assisted);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        // Assistance is to a platform: where there is half a platform there is half of it to pay.
        let yuan = f64::from(unit.digital_platform) + f64::from(unit.digital_platform_assisted) * self.assisted;
        Cost::per_elder_year(yuan * self.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn a_platform_raises_platform_and_assistance() {
        let mut levers = Levers::default();
        DigitalPlatform { level: 0.5, assisted: 0.25 }.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { platform: 0.5, assisted: 0.25, ..Levers::default() });
    }

    #[test]
    fn a_platform_costs_six_yuan_an_elder_year_and_assistance_five_more() {
        let cost = |level, assisted| DigitalPlatform { level, assisted }.cost(&usual_costs(Setting::Urban));
        assert_eq!(cost(1.0, 0.0), Cost::per_elder_year(6.0));
        assert_eq!(cost(1.0, 1.0), Cost::per_elder_year(11.0));
        assert_eq!(cost(0.5, 0.5), Cost::per_elder_year(4.25));
    }
}
