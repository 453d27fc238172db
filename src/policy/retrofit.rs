//! Retrofit: handrails, ramps and lifts, benches and courtyards, workshops and gardens (适老化改造).
//!
//! Moves access of the built environment by the mean of its four parts; meeting places also the
//! culture target, places for self-realisation also the value incentive. Greatest in force. Source:
//! MODEL sections 8 and 10; FACTS S05 (stairs and transport are what disabled elders lack most,
//! Nanjing).

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.retrofit]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retrofit {
    /// Retrofit for safety, 0 to 1.
    pub safety: f64,
    /// Retrofit for access, 0 to 1.
    pub access: f64,
    /// Retrofit for meeting, 0 to 1.
    pub social: f64,
    /// Retrofit for self-realisation, 0 to 1.
    pub self_realisation: f64,
}

impl Default for Retrofit {
    fn default() -> Self {
        Retrofit { safety: 1.0, access: 1.0, social: 1.0, self_realisation: 1.0 }
    }
}

impl Retrofit {
    /// The level of the whole: mean of its four parts.
    fn mean(&self) -> f64 {
        (self.safety + self.access + self.social + self.self_realisation) / 4.0
    }
}

impl Rule for Retrofit {
    const DESCRIPTION: Description = Description {
        name: "retrofit",
        label: Label { en: "Retrofit", zh: "适老化改造" },
        meaning: Label {
            en: "Handrails, lifts, benches and gardens; make going out and meeting easier.",
            zh: "扶手、电梯、座椅与花园；使出行与相聚更容易。",
        },
        class: Spending::Activities,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "safety",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "safety", zh: "安全" },
            },
            Field {
                name: "access",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "access", zh: "通达" },
            },
            Field {
                name: "social",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "meeting places", zh: "社交空间" },
            },
            Field {
                name: "self_realisation",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "places for self-realisation", zh: "自我实现空间" },
            },
        ],
        source: "MODEL 8, 10; FACTS S05",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.retrofit_access, self.access);
        raise(&mut levers.retrofit_safety, self.safety);
        raise(&mut levers.retrofit_social, self.social);
        raise(&mut levers.retrofit_self_realisation, self.self_realisation);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(f64::from(unit.retrofit) * self.mean())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn each_part_moves_its_own_lever() {
        let mut levers = Levers::default();
        Retrofit { safety: 1.0, access: 0.5, social: 0.25, self_realisation: 0.25 }.apply(
            Setting::Urban,
            0,
            &mut levers,
        );
        assert_eq!(
            levers,
            Levers {
                retrofit_access: 0.5,
                retrofit_safety: 1.0,
                retrofit_social: 0.25,
                retrofit_self_realisation: 0.25,
                ..Levers::default()
            }
        );
    }

    #[test]
    fn retrofit_costs_twenty_five_yuan_an_elder_year_at_full_level() {
        assert_eq!(Retrofit::default().cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(25.0));
        let access_only = Retrofit { safety: 0.0, access: 1.0, social: 0.0, self_realisation: 0.0 };
        assert_eq!(access_only.cost(&usual_costs(Setting::Rural)), Cost::per_elder_year(6.25));
    }
}
