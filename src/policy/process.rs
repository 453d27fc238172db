//! Process closure: every request is recorded, dispatched, followed up and closed (流程闭环).
//!
//! Moves the process target X, which lets requests be seen, and adds to the coordination target.
//! Greatest level in force. Source: MODEL sections 7, 8 and 10; FACTS S22 (two fifths find no
//! fitting volunteers), S05.

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.process]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Process {
    /// Strength, 0 to 1.
    pub level: f64,
}

impl Default for Process {
    fn default() -> Self {
        Process { level: 1.0 }
    }
}

impl Rule for Process {
    const DESCRIPTION: Description = Description {
        name: "process",
        label: Label { en: "Process closure", zh: "流程闭环" },
        meaning: Label {
            en: "Requests are recorded, dispatched, followed up and closed; more of them are seen.",
            zh: "需求登记、派单、回访、办结；更多需求被看见。",
        },
        class: Spending::Core,
        settings: &Setting::ALL,
        fields: &[Field {
            name: "level",
            kind: Kind::Number(0.0, 1.0),
            unit: "0..1",
            meaning: Label { en: "strength", zh: "强度" },
        }],
        source: "MODEL 7, 8, 10; FACTS S22, S05",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.process, self.level);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(f64::from(unit.process) * self.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn process_raises_its_lever_and_costs_six_yuan_an_elder_year() {
        let mut levers = Levers::default();
        Process { level: 0.5 }.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { process: 0.5, ..Levers::default() });
        assert_eq!(Process { level: 0.5 }.cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(3.0));
    }
}
