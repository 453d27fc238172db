//! Funding: how the organiser is paid: whatever is planned, so much an elder every month, a project
//! paid at once, what the district's government gives of its own pot, or nothing (资金保障).
//!
//! Moves the organiser's income and with it what can be afforded and what people believe will last.
//! The latest start wins. Source: MODEL sections 8 and 10; FACTS B38 (courtyards idle after a one-
//! off grant), B34, S11 to S13, S22. A bare mention is a stable 40 yuan an elder-year; that sum and
//! a project of 12 months are assumptions.

use serde::{Deserialize, Serialize};

use super::{
    Allocation, Cost, Description, Field, Funding, FundingMode, Kind, Label, Levers, Rule, Spending, UnitCosts,
};
use crate::places::Setting;
use crate::text::{Message, message};

/// `[policy.funding]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FundingRule {
    /// How the organiser is paid.
    pub mode: FundingMode,
    /// Grant of a stable, project or district funding, yuan an elder a year.
    pub yuan_per_elder_year: f64,
    /// Length of a project, months of four weeks; a whole number.
    pub months: f64,
    /// How a district's government divides its money.
    pub allocation: Allocation,
}

impl Default for FundingRule {
    fn default() -> Self {
        FundingRule {
            mode: FundingMode::Stable,
            yuan_per_elder_year: 40.0,
            months: 12.0,
            allocation: Allocation::PerHead,
        }
    }
}

impl Rule for FundingRule {
    const DESCRIPTION: Description = Description {
        name: "funding",
        label: Label { en: "Funding", zh: "资金保障" },
        meaning: Label {
            en: "How the organiser is paid; decides what can be afforded and what people believe will last.",
            zh: "组织者的资金来源；决定可负担程度与持续性信念。",
        },
        class: Spending::Core,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "mode",
                kind: Kind::Choice(&["matched", "stable", "project", "district", "none"]),
                unit: "-",
                meaning: Label {
                    en: "pays what is planned, every month, a project at once, out of the district's pot, or nothing",
                    zh: "按计划足额、稳定拨付、项目制、由区县统一分配或无拨款",
                },
            },
            Field {
                name: "yuan_per_elder_year",
                kind: Kind::Number(0.0, 5000.0),
                unit: "yuan/elder/year",
                meaning: Label {
                    en: "grant; stable, project and district only",
                    zh: "每名老人每年拨款（稳定、项目制或区县分配）",
                },
            },
            Field {
                name: "months",
                kind: Kind::Number(1.0, 240.0),
                unit: "months",
                meaning: Label {
                    en: "length of a project, months of four weeks", zh: "项目月数（每月四周）"
                },
            },
            Field {
                name: "allocation",
                kind: Kind::Choice(&["per_head", "need", "performance", "projects"]),
                unit: "-",
                meaning: Label {
                    en: "how the district divides its pot: by heads, unmet need, participation, or yearly projects; \
                         mode district only",
                    zh: "区县如何分配资金：按人头、按未满足需要、按参与绩效或按年度项目（仅用于区县分配）",
                },
            },
        ],
        source: "MODEL 8, 10, MODEL2 D3; FACTS B34, B38, S11-S13, S22; defaults are assumptions",
    };

    fn check(&self) -> Vec<Message> {
        // A number rather than an integer, so that studies vary it like any other field.
        if self.months.fract() == 0.0 {
            return Vec::new();
        }
        let months = self.months;
        vec![message!("months is {months}; it must be a whole number", "months 为 {months}；必须是整数")]
    }

    fn apply(&self, _setting: Setting, start_week: i32, levers: &mut Levers) {
        levers.funding = Funding {
            mode: self.mode,
            yuan_per_elder_year: self.yuan_per_elder_year as f32,
            months: self.months as i32,
            start_week,
            allocation: self.allocation,
        };
    }

    fn cost(&self, _unit: &UnitCosts) -> Cost {
        Cost::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn the_latest_funding_wins_and_remembers_when_it_began() {
        let mut levers = Levers::default();
        FundingRule { mode: FundingMode::Matched, ..FundingRule::default() }.apply(Setting::Urban, -520, &mut levers);
        let allocation = Allocation::Need;
        FundingRule { mode: FundingMode::District, yuan_per_elder_year: 60.0, months: 24.0, allocation }.apply(
            Setting::Urban,
            104,
            &mut levers,
        );
        let mode = FundingMode::District;
        let funding = Funding { mode, yuan_per_elder_year: 60.0, months: 24, start_week: 104, allocation };
        assert_eq!(levers, Levers { funding, ..Levers::default() });
    }

    #[test]
    fn money_itself_costs_nothing() {
        assert_eq!(FundingRule::default().cost(&usual_costs(Setting::Urban)), Cost::default());
    }

    #[test]
    fn a_project_lasts_whole_months() {
        assert!(FundingRule::default().check().is_empty());
        assert_eq!(FundingRule { months: 2.5, ..FundingRule::default() }.check().len(), 1);
        assert_eq!(FundingRule { months: f64::NAN, ..FundingRule::default() }.check().len(), 1);
    }
}
