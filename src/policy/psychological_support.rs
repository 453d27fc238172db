//! Psychological support: counsellors who visit the lonely, comfort them, train memory and draw
//! them into company (心理支持).
//!
//! Moves counsellor hours (which add) and what an hour does: comfort lowers loneliness, cognitive
//! support slows decline, social support raises attending (each the greatest). Source: MODEL
//! sections 6, 7, 8 and 10; FACTS S21 (few communities have a counsellor), L01, L02.

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::{Setting, WEEKS_PER_YEAR};

/// `[policy.psychological_support]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PsychologicalSupport {
    /// Counsellor hours per 1000 elders a week.
    pub hours_per_1000: f64,
    /// Comfort in counselling, 0 to 1.
    pub comfort: f64,
    /// Cognitive support, 0 to 1.
    pub cognitive: f64,
    /// Social support, 0 to 1.
    pub social: f64,
}

impl Default for PsychologicalSupport {
    fn default() -> Self {
        PsychologicalSupport { hours_per_1000: 15.0, comfort: 1.0, cognitive: 0.5, social: 0.5 }
    }
}

impl Rule for PsychologicalSupport {
    const DESCRIPTION: Description = Description {
        name: "psychological_support",
        label: Label { en: "Psychological support", zh: "心理支持" },
        meaning: Label {
            en: "Counsellors visit the lonely; lower loneliness, slow decline and raise attending.",
            zh: "心理咨询师探访孤独老人；缓解孤独、延缓衰退、促进参与活动。",
        },
        class: Spending::Services,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "hours_per_1000",
                kind: Kind::Number(0.0, 1000.0),
                unit: "hours/1000 elders/week",
                meaning: Label { en: "counsellor hours", zh: "每千名老人每周咨询小时" },
            },
            Field {
                name: "comfort",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "comfort in counselling", zh: "情绪慰藉强度" },
            },
            Field {
                name: "cognitive",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "cognitive support", zh: "认知支持强度" },
            },
            Field {
                name: "social",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "social support", zh: "社交支持强度" },
            },
        ],
        source: "MODEL 6, 7, 8, 10; FACTS S21, L01, L02",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        levers.counsellor_hours_per_1000 += self.hours_per_1000 as f32;
        raise(&mut levers.comfort, self.comfort);
        raise(&mut levers.cognitive, self.cognitive);
        raise(&mut levers.social_support, self.social);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        let hours = self.hours_per_1000 / 1000.0 * f64::from(WEEKS_PER_YEAR);
        Cost::per_elder_year(f64::from(unit.psychological_support) * hours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn psychological_support_moves_hours_and_what_they_do() {
        let mut levers = Levers::default();
        PsychologicalSupport { hours_per_1000: 20.0, comfort: 0.75, cognitive: 0.5, social: 0.25 }.apply(
            Setting::Urban,
            0,
            &mut levers,
        );
        assert_eq!(
            levers,
            Levers {
                counsellor_hours_per_1000: 20.0,
                comfort: 0.75,
                cognitive: 0.5,
                social_support: 0.25,
                ..Levers::default()
            }
        );
    }

    #[test]
    fn an_hour_of_counselling_costs_a_hundred_yuan() {
        // 15 hours per 1000 elders a week are 0.78 hours an elder-year.
        assert_eq!(PsychologicalSupport::default().cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(78.0));
    }
}
