//! Activities: choirs, opera, calligraphy, festivals and the arts of the neighbourhood (文化活动).
//!
//! Moves the number of events a month, the culture target as far as events are frequent enough to
//! carry it, and the presence of the Party branch that leads them. Source: MODEL sections 8 and 10;
//! FACTS B05 (activities raise willingness), C15, P07.

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.activities]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Activities {
    /// Events a community a month of four weeks.
    pub events_per_month: f64,
    /// How far the events are rooted in culture, 0 to 1.
    pub culture: f64,
    /// Led by the Party branch, 0 to 1.
    pub party_branch: f64,
    /// Kinds of events, 1 to 4.
    pub kinds: f64,
    /// Hosts who introduce people to each other, 0 to 1.
    pub introductions: f64,
}

impl Default for Activities {
    fn default() -> Self {
        Activities { events_per_month: 3.0, culture: 0.8, party_branch: 0.0, kinds: 1.0, introductions: 0.0 }
    }
}

impl Rule for Activities {
    const DESCRIPTION: Description = Description {
        name: "activities",
        label: Label { en: "Activities", zh: "文化活动" },
        meaning: Label {
            en: "Culture, arts and festivals; give events to attend and raise the culture level.",
            zh: "文化、艺术与节庆活动；增加可参加的活动并提高文化水平。",
        },
        class: Spending::Activities,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "events_per_month",
                kind: Kind::Number(0.0, 30.0),
                unit: "events/month",
                meaning: Label { en: "events per community", zh: "每社区每月活动数" },
            },
            Field {
                name: "culture",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "share of events rooted in culture", zh: "活动的文化含量" },
            },
            Field {
                name: "party_branch",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "led by the Party branch", zh: "党支部引领程度" },
            },
            Field {
                name: "kinds",
                kind: Kind::Number(1.0, 4.0),
                unit: "kinds",
                meaning: Label { en: "kinds of events", zh: "活动种类数" },
            },
            Field {
                name: "introductions",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "hosts who introduce people to each other", zh: "主持人引荐彼此的程度" },
            },
        ],
        source: "MODEL 8, 10; FACTS B05, C15, P07",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        levers.events_per_month += self.events_per_month as f32;
        levers.activities_per_month += self.events_per_month as f32;
        raise(&mut levers.culture_activities, self.culture);
        raise(&mut levers.party_branch, self.party_branch);
        raise(&mut levers.activity_kinds, self.kinds);
        raise(&mut levers.introductions, self.introductions);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        let more_kinds = 1.0 + f64::from(unit.activities_kinds) * (self.kinds - 1.0);
        let event =
            f64::from(unit.activities) * more_kinds + f64::from(unit.activities_introductions) * self.introductions;
        Cost { per_month: (event * self.events_per_month) as f32, ..Cost::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn activities_add_events_and_bring_culture() {
        let mut levers = Levers::default();
        for culture in [0.25, 0.5] {
            Activities { events_per_month: 2.0, culture, party_branch: 0.75, ..Activities::default() }.apply(
                Setting::Urban,
                0,
                &mut levers,
            );
        }
        let expected = Levers {
            events_per_month: 4.0,
            activities_per_month: 4.0,
            culture_activities: 0.5,
            party_branch: 0.75,
            activity_kinds: 1.0,
            ..Levers::default()
        };
        assert_eq!(levers, expected);
    }

    #[test]
    fn an_event_costs_five_hundred_yuan_in_town_and_two_hundred_in_a_village() {
        let activities = Activities { events_per_month: 3.0, ..Activities::default() };
        assert_eq!(activities.cost(&usual_costs(Setting::Urban)), Cost { per_month: 1500.0, ..Cost::default() });
        assert_eq!(activities.cost(&usual_costs(Setting::Rural)), Cost { per_month: 600.0, ..Cost::default() });
    }
}
