//! Intergenerational programmes: schools and kindergartens meet elders: homework, telephones,
//! stories, festivals (代际互助).
//!
//! Asks students and working people to volunteer (greatest level in force) and adds one event a month at
//! full level. Source: MODEL section 10, MODEL2 section B; FACTS B09 (four fifths of students are willing).

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.intergenerational]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Intergenerational {
    /// Strength, 0 to 1.
    pub level: f64,
}

impl Default for Intergenerational {
    fn default() -> Self {
        Intergenerational { level: 1.0 }
    }
}

impl Rule for Intergenerational {
    const DESCRIPTION: Description = Description {
        name: "intergenerational",
        label: Label { en: "Intergenerational programmes", zh: "代际互助" },
        meaning: Label {
            en: "Schools and elders meet; bring young volunteers and one event a month.",
            zh: "学校与老人互动；带来年轻志愿者和每月一次活动。",
        },
        class: Spending::Activities,
        settings: &Setting::ALL,
        fields: &[Field {
            name: "level",
            kind: Kind::Number(0.0, 1.0),
            unit: "0..1",
            meaning: Label { en: "strength", zh: "强度" },
        }],
        source: "MODEL 8, 10; FACTS B09",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.intergenerational, self.level);
        levers.events_per_month += self.level as f32;
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(f64::from(unit.intergenerational) * self.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn programmes_bring_volunteers_and_an_event_a_month() {
        let mut levers = Levers { events_per_month: 3.0, ..Levers::default() };
        Intergenerational { level: 0.5 }.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { intergenerational: 0.5, events_per_month: 3.5, ..Levers::default() });
        assert_eq!(Intergenerational { level: 0.5 }.cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(2.5));
    }
}
