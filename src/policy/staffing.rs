//! Staffing: paid community workers whose time belongs to mutual aid (人员配备).
//!
//! Moves the number of posts, and with it what is seen, dispatched and planned; the greatest number
//! in force, never below what exists without policy. Source: MODEL sections 7, 8 and 10; FACTS S16
//! to S18 (staffing norms and the time left for elders), S15.

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.staffing]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Staffing {
    /// Full-time posts per 300 elders.
    pub per_300: f64,
}

impl Default for Staffing {
    fn default() -> Self {
        Staffing { per_300: 0.6 }
    }
}

impl Rule for Staffing {
    const DESCRIPTION: Description = Description {
        name: "staffing",
        label: Label { en: "Staffing", zh: "人员配备" },
        meaning: Label {
            en: "Paid community workers for mutual aid; see and dispatch more requests.",
            zh: "配备专职互助工作人员；看见并派出更多需求。",
        },
        class: Spending::Core,
        settings: &Setting::ALL,
        fields: &[Field {
            name: "per_300",
            kind: Kind::Number(0.0, 10.0),
            unit: "posts/300 elders",
            meaning: Label { en: "posts per 300 elders", zh: "每三百名老人岗位数" },
        }],
        source: "MODEL 7, 8, 10; FACTS S15-S18",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.staff_per_300, self.per_300);
    }

    fn cost(&self, _unit: &UnitCosts) -> Cost {
        // What a post costs and how many exist anyway are parameters: the month charges the difference.
        Cost { extra_posts: 1.0, ..Cost::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn staffing_raises_posts_and_pays_for_those_beyond_the_usual() {
        let mut levers = Levers::default();
        Staffing { per_300: 0.5 }.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { staff_per_300: 0.5, ..Levers::default() });
        assert_eq!(
            Staffing::default().cost(&usual_costs(Setting::Urban)),
            Cost { extra_posts: 1.0, ..Cost::default() }
        );
    }
}
