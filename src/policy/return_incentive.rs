//! Incentive to return: work, credit and housing for children and young people who come back to the
//! village (返乡激励).
//!
//! Moves whether children and volunteers stay and return, and asks the young old to volunteer.
//! Greatest level in force. Villages only. Source: MODEL sections 8 to 10; FACTS W12 (half of the
//! young are away), D13.

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.return_incentive]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReturnIncentive {
    /// Strength, 0 to 1.
    pub level: f64,
}

impl Default for ReturnIncentive {
    fn default() -> Self {
        ReturnIncentive { level: 1.0 }
    }
}

impl Rule for ReturnIncentive {
    const DESCRIPTION: Description = Description {
        name: "return_incentive",
        label: Label { en: "Incentive to return", zh: "返乡激励" },
        meaning: Label {
            en: "Work, credit and housing for those who come back; children and volunteers stay and return.",
            zh: "为返乡者提供就业、信贷与住房；子女与志愿者留乡返乡。",
        },
        class: Spending::Services,
        settings: &[Setting::Rural],
        fields: &[Field {
            name: "level",
            kind: Kind::Number(0.0, 1.0),
            unit: "0..1",
            meaning: Label { en: "strength", zh: "强度" },
        }],
        source: "MODEL 8 to 10; FACTS W12, D13",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.return_incentive, self.level);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(f64::from(unit.return_incentive) * self.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Instrument;
    use crate::policy::usual_costs;

    #[test]
    fn the_incentive_raises_its_lever_and_costs_twenty_five_yuan_an_elder_year() {
        let mut levers = Levers::default();
        ReturnIncentive { level: 0.5 }.apply(Setting::Rural, 0, &mut levers);
        assert_eq!(levers, Levers { return_incentive: 0.5, ..Levers::default() });
        assert_eq!(ReturnIncentive { level: 0.5 }.cost(&usual_costs(Setting::Rural)), Cost::per_elder_year(12.5));
    }

    #[test]
    fn in_town_it_does_nothing() {
        let mut levers = Levers::default();
        Instrument::ReturnIncentive(ReturnIncentive::default()).apply(
            Setting::Urban,
            0,
            &usual_costs(Setting::Urban),
            &mut levers,
        );
        assert_eq!(levers, Levers::default());
    }
}
