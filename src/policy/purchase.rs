//! Purchase of services: organisers contract social organisations, social enterprises and firms for hours of help
//! (政府购买服务).
//!
//! Moves the money for contracts, which adds, and the terms of tenders, contracts and pay, of the latest start.
//! Planned and paid only while a contract is in force. Source: MODEL2 section D4; FACTS V86. The sums and terms are
//! assumptions.

use serde::{Deserialize, Serialize};

use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;
use crate::text::{Message, message};

/// `[policy.purchase]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PurchaseOfServices {
    /// Money for contracted providers, yuan an elder a year.
    pub yuan_per_elder_year: f64,
    /// Length of a contract, months of four weeks; a whole number.
    pub contract_months: f64,
    /// Weight of quality against price in a tender, 0 to 1.
    pub quality_weight: f64,
    /// How late the money comes, months; a whole number.
    pub late_months: f64,
}

impl Default for PurchaseOfServices {
    fn default() -> Self {
        PurchaseOfServices { yuan_per_elder_year: 40.0, contract_months: 12.0, quality_weight: 0.6, late_months: 0.0 }
    }
}

impl Rule for PurchaseOfServices {
    const DESCRIPTION: Description = Description {
        name: "purchase",
        label: Label { en: "Purchase of services", zh: "政府购买服务" },
        meaning: Label {
            en: "Communities contract providers by tender; these bring hours of help, and leave when pay comes late.",
            zh: "社区通过招标与服务商签约；服务商带来服务小时，付款拖延时退出。",
        },
        class: Spending::Services,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "yuan_per_elder_year",
                kind: Kind::Number(0.0, 500.0),
                unit: "yuan/elder/year",
                meaning: Label { en: "money for contracted providers", zh: "购买服务资金" },
            },
            Field {
                name: "contract_months",
                kind: Kind::Number(1.0, 60.0),
                unit: "months",
                meaning: Label {
                    en: "length of a contract, months of four weeks", zh: "合同月数（每月四周）"
                },
            },
            Field {
                name: "quality_weight",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label {
                    en: "weight of quality against price in a tender", zh: "招标中质量相对价格的权重"
                },
            },
            Field {
                name: "late_months",
                kind: Kind::Number(0.0, 12.0),
                unit: "months",
                meaning: Label { en: "how late the money comes", zh: "付款拖延月数" },
            },
        ],
        source: "MODEL 10 (MODEL2 D4); FACTS V86; defaults are assumptions",
    };

    fn check(&self) -> Vec<Message> {
        // Numbers rather than integers, so that studies vary them like any other field.
        let whole = [("contract_months", self.contract_months), ("late_months", self.late_months)];
        let broken = whole.into_iter().filter(|(_, months)| months.fract() != 0.0);
        broken
            .map(|(name, months)| {
                message!("{name} is {months}; it must be a whole number", "{name} 为 {months}；必须是整数")
            })
            .collect()
    }

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        levers.purchase_yuan_per_elder_year += self.yuan_per_elder_year as f32;
        levers.contract_months = self.contract_months as f32;
        levers.quality_weight = self.quality_weight as f32;
        levers.late_months = self.late_months as f32;
    }

    fn cost(&self, _unit: &UnitCosts) -> Cost {
        // What is paid is a lever, and only contracts are paid: the month charges it.
        Cost { contracts: 1.0, ..Cost::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn a_purchase_brings_money_and_terms_and_costs_what_is_contracted() {
        let mut levers = Levers { purchase_yuan_per_elder_year: 5.0, late_months: 3.0, ..Levers::default() };
        PurchaseOfServices::default().apply(Setting::Urban, 0, &mut levers);
        let expected = Levers {
            purchase_yuan_per_elder_year: 45.0,
            contract_months: 12.0,
            quality_weight: 0.6,
            ..Levers::default()
        };
        assert_eq!(levers, expected);
        let cost = PurchaseOfServices::default().cost(&usual_costs(Setting::Rural));
        assert_eq!(cost, Cost { contracts: 1.0, ..Cost::default() });
    }

    #[test]
    fn months_are_whole() {
        assert_eq!(PurchaseOfServices::default().check(), Vec::new());
        let it = PurchaseOfServices { contract_months: 2.5, late_months: 0.5, ..PurchaseOfServices::default() };
        assert_eq!(it.check().len(), 2);
    }
}
