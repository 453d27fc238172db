//! Party-led organisation: the Party committee of street and community takes the lead in mutual aid (党建引领).
//!
//! Moves the attention of the street, as far as it is paid for, and coordination in the community. Source: MODEL2 section
//! D1; its size is an assumption. Its unit cost is `cost.party_led`.

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.party_led]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PartyLed {
    /// Strength, 0 to 1.
    pub level: f64,
}

impl Default for PartyLed {
    fn default() -> Self {
        PartyLed { level: 1.0 }
    }
}

impl Rule for PartyLed {
    const DESCRIPTION: Description = Description {
        name: "party_led",
        label: Label { en: "Party-led organisation", zh: "党建引领" },
        meaning: Label {
            en: "The Party committee takes the lead; raises the attention of street or township, and coordination.",
            zh: "党组织牵头；提高街道（乡镇）的注意力与协同。",
        },
        class: Spending::Core,
        settings: &Setting::ALL,
        fields: &[Field {
            name: "level",
            kind: Kind::Number(0.0, 1.0),
            unit: "0..1",
            meaning: Label { en: "strength", zh: "强度" },
        }],
        source: "MODEL 10, MODEL2 D1; assumption",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.party_led, self.level);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(f64::from(unit.party_led) * self.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn the_party_leads_at_its_level_and_costs_two_yuan_an_elder_year() {
        let mut levers = Levers::default();
        PartyLed { level: 0.5 }.apply(Setting::Rural, 0, &mut levers);
        PartyLed { level: 0.25 }.apply(Setting::Rural, 0, &mut levers);
        assert_eq!(levers, Levers { party_led: 0.5, ..Levers::default() });
        assert_eq!(PartyLed { level: 0.5 }.cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(1.0));
    }
}
