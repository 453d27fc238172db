//! Outreach: door-to-door visits, loudspeakers, notices and a campaign that makes mutual aid known
//! and respectable (宣传动员).
//!
//! Moves the targets of outreach O, which spreads awareness, and of the campaign, which lowers the
//! cultural barrier. Greatest level in force. Source: MODEL sections 5, 8 and 10; FACTS B04 (a
//! fifth had never heard of mutual aid).

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.outreach]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Outreach {
    /// Strength, 0 to 1.
    pub level: f64,
}

impl Default for Outreach {
    fn default() -> Self {
        Outreach { level: 1.0 }
    }
}

impl Rule for Outreach {
    const DESCRIPTION: Description = Description {
        name: "outreach",
        label: Label { en: "Outreach", zh: "宣传动员" },
        meaning: Label {
            en: "Visits, notices and a campaign; spread awareness and lower the cultural barrier.",
            zh: "入户走访、告示与宣传；提高知晓度，降低文化障碍。",
        },
        class: Spending::Activities,
        settings: &Setting::ALL,
        fields: &[Field {
            name: "level",
            kind: Kind::Number(0.0, 1.0),
            unit: "0..1",
            meaning: Label { en: "strength", zh: "强度" },
        }],
        source: "MODEL 5, 8, 10; FACTS B04",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.outreach, self.level);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(f64::from(unit.outreach) * self.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn outreach_raises_its_lever_and_costs_twelve_yuan_an_elder_year() {
        let mut levers = Levers::default();
        Outreach { level: 0.5 }.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { outreach: 0.5, ..Levers::default() });
        assert_eq!(Outreach { level: 0.5 }.cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(6.0));
    }
}
