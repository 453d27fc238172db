//! Platform of many actors: a standing table at which government, social organisations, firms,
//! volunteers and professionals share the work (多元主体协同).
//!
//! Moves the coordination target C, the presence of social organisations and firms in J1, and the
//! donations they bring. Greatest level in force. Source: MODEL sections 8 and 10; FACTS B21 (who
//! runs time banks).

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.multi_actor]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MultiActor {
    /// Strength, 0 to 1.
    pub level: f64,
}

impl Default for MultiActor {
    fn default() -> Self {
        MultiActor { level: 1.0 }
    }
}

impl Rule for MultiActor {
    const DESCRIPTION: Description = Description {
        name: "multi_actor",
        label: Label { en: "Platform of many actors", zh: "多元主体协同" },
        meaning: Label {
            en: "A standing table of government, organisations, firms and volunteers; raises coordination and presence.",
            zh: "政府、社会组织、企业与志愿者的常设协作平台；提高协同与在场度。",
        },
        class: Spending::Core,
        settings: &Setting::ALL,
        fields: &[Field {
            name: "level",
            kind: Kind::Number(0.0, 1.0),
            unit: "0..1",
            meaning: Label { en: "strength", zh: "强度" },
        }],
        source: "MODEL 8, 10; FACTS B21",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.many_actors, self.level);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(f64::from(unit.multi_actor) * self.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn multi_actor_raises_its_lever_and_costs_five_yuan_an_elder_year() {
        let mut levers = Levers::default();
        MultiActor { level: 0.5 }.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { many_actors: 0.5, ..Levers::default() });
        assert_eq!(MultiActor { level: 0.5 }.cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(2.5));
    }
}
