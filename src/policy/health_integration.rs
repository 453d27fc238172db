//! Health integration: nurses and doctors come to where elders live: by agreement with a clinic,
//! from a post in the community, or as one team with the organiser (医养结合).
//!
//! Moves the form of integration (of the latest start), professional hours (which add) and the
//! share contracted with a family doctor (greatest). Where budgets are pooled with clinics and care, what fewer
//! admissions save buys care; the pool's money is none of the organiser's. Source: MODEL sections 7, 8 and 10, MODEL2
//! section D5; FACTS S19 (contracts on paper and in use), S20; FACTS V79 to V81.

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, HealthMode, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::{Setting, WEEKS_PER_YEAR};

/// `[policy.health_integration]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HealthIntegration {
    /// Form of integration.
    pub mode: HealthMode,
    /// Professional hours per 1000 elders a week.
    pub hours_per_1000: f64,
    /// Share contracted with a family doctor, 0 to 1.
    pub family_doctor: f64,
    /// Share of the budget pooled with clinics and care, 0 to 1.
    pub pooled: f64,
    /// Money of the pool, yuan an elder a month at the reference price of an admission.
    pub pool_yuan: f64,
}

impl Default for HealthIntegration {
    fn default() -> Self {
        HealthIntegration {
            mode: HealthMode::Embedded,
            hours_per_1000: 30.0,
            family_doctor: 0.0,
            pooled: 0.0,
            pool_yuan: 185.0,
        }
    }
}

impl Rule for HealthIntegration {
    const DESCRIPTION: Description = Description {
        name: "health_integration",
        label: Label { en: "Health integration", zh: "医养结合" },
        meaning: Label {
            en: "Health services come into the community; raise professional hours and integration.",
            zh: "医疗服务进社区；增加专业服务小时与整合程度。",
        },
        class: Spending::Services,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "mode",
                kind: Kind::Choice(&["cooperative", "embedded", "fused"]),
                unit: "-",
                meaning: Label {
                    en: "by agreement, from a post in the community, or as one team",
                    zh: "签约合作、嵌入社区或融为一体",
                },
            },
            Field {
                name: "hours_per_1000",
                kind: Kind::Number(0.0, 1000.0),
                unit: "hours/1000 elders/week",
                meaning: Label { en: "professional hours", zh: "每千名老人每周专业服务小时" },
            },
            Field {
                name: "family_doctor",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "share contracted with a family doctor", zh: "家庭医生签约率" },
            },
            Field {
                name: "pooled",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label {
                    en: "share of the budget pooled with clinics and care",
                    zh: "与医疗、照料打包统筹的预算份额",
                },
            },
            Field {
                name: "pool_yuan",
                kind: Kind::Number(0.0, 10000.0),
                unit: "yuan/elder/month",
                meaning: Label {
                    en: "money of the pool, at 10,000 yuan an admission",
                    zh: "统筹资金（按每次住院 10,000 元计）",
                },
            },
        ],
        source: "MODEL 7, 8, 10; FACTS S19, S20",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        levers.health_mode = self.mode;
        levers.health_hours_per_1000 += self.hours_per_1000 as f32;
        raise(&mut levers.family_doctor, self.family_doctor);
        raise(&mut levers.pooled, self.pooled);
        if self.pooled > 0.0 {
            levers.pool_yuan = self.pool_yuan as f32;
        }
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        // Working as one team is dearer an hour: its members also sit together.
        let dearer = if self.mode == HealthMode::Fused { unit.health_integration_fused } else { 1.0 };
        let hours = self.hours_per_1000 / 1000.0 * f64::from(WEEKS_PER_YEAR);
        let doctors = f64::from(unit.health_integration_family_doctor) * self.family_doctor;
        Cost::per_elder_year(f64::from(unit.health_integration * dearer) * hours + doctors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn hours_add_up_and_the_latest_form_wins() {
        let mut levers = Levers { health_mode: HealthMode::Fused, health_hours_per_1000: 10.0, ..Levers::default() };
        let health = HealthIntegration {
            mode: HealthMode::Cooperative,
            hours_per_1000: 30.0,
            family_doctor: 0.5,
            ..HealthIntegration::default()
        };
        health.apply(Setting::Urban, 0, &mut levers);
        let expected = Levers {
            health_mode: HealthMode::Cooperative,
            health_hours_per_1000: 40.0,
            family_doctor: 0.5,
            ..Levers::default()
        };
        assert_eq!(levers, expected);
    }

    #[test]
    fn an_hour_costs_eighty_yuan_and_a_contract_sixty_a_year() {
        // 30 hours per 1000 elders a week are 1.56 hours an elder-year.
        let health = HealthIntegration { family_doctor: 0.5, ..HealthIntegration::default() };
        assert_eq!(health.cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(124.8 + 30.0));
    }

    #[test]
    fn one_team_costs_more_than_half_as_much_again_an_hour() {
        let fused = HealthIntegration { mode: HealthMode::Fused, ..HealthIntegration::default() };
        assert_eq!(fused.cost(&usual_costs(Setting::Rural)), Cost::per_elder_year(199.68));
    }

    #[test]
    fn a_pool_has_money_of_its_own() {
        let mut levers = Levers::default();
        HealthIntegration::default().apply(Setting::Urban, 0, &mut levers);
        assert_eq!((levers.pooled, levers.pool_yuan), (0.0, 0.0));
        let pooled = HealthIntegration { pooled: 1.0, ..HealthIntegration::default() };
        pooled.apply(Setting::Urban, 0, &mut levers);
        assert_eq!((levers.pooled, levers.pool_yuan), (1.0, 185.0));
        let usual = usual_costs(Setting::Urban);
        assert_eq!(pooled.cost(&usual), HealthIntegration::default().cost(&usual));
    }

    #[test]
    fn no_integration_is_no_form_of_integration() {
        let table = toml::toml! { mode = "none" };
        assert!(table.try_into::<HealthIntegration>().is_err());
    }
}
