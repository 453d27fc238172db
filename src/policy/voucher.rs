//! Voucher for care: the public pays a share of the price of care hours that an elder buys (消费券、服务券).
//!
//! Moves what a voucher pays at most and its share of the price; the greatest in force. Paid as used: the month
//! charges the hours that last month's users bought. Source: MODEL2 sections A and D; FACTS V58, V62. The sums are
//! assumptions.

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.voucher]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Voucher {
    /// Most that the public pays of a user's care hours, yuan a month.
    pub yuan_per_month: f64,
    /// Public share of the price, 0.05 to 1.
    pub share: f64,
}

impl Default for Voucher {
    fn default() -> Self {
        Voucher { yuan_per_month: 200.0, share: 0.5 }
    }
}

impl Rule for Voucher {
    const DESCRIPTION: Description = Description {
        name: "voucher",
        label: Label { en: "Care voucher", zh: "养老服务消费券" },
        meaning: Label {
            en: "The public pays a share of the care hours that elders of limited function buy; less need is left to others.",
            zh: "公共资金按比例支付功能受限老人购买的照料小时；留给他人的需要减少。",
        },
        class: Spending::Services,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "yuan_per_month",
                kind: Kind::Number(0.0, 1500.0),
                unit: "yuan/user/month",
                meaning: Label {
                    en: "most that the public pays for a user", zh: "每名使用者每月公共支付上限"
                },
            },
            Field {
                name: "share",
                kind: Kind::Number(0.05, 1.0),
                unit: "share",
                meaning: Label { en: "public share of the price", zh: "公共支付占价格的比例" },
            },
        ],
        source: "MODEL 10 (MODEL2 A); FACTS V58, V62; defaults are assumptions",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.voucher_yuan_per_month, self.yuan_per_month);
        raise(&mut levers.voucher_share, self.share);
    }

    fn cost(&self, _unit: &UnitCosts) -> Cost {
        // Price and use are the market's and the elders': the month charges the public share of what was used.
        Cost { voucher_hours: 1.0, ..Cost::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn a_voucher_pays_up_to_a_sum_and_costs_what_is_used() {
        let mut levers = Levers::default();
        Voucher { yuan_per_month: 100.0, share: 0.25 }.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { voucher_yuan_per_month: 100.0, voucher_share: 0.25, ..Levers::default() });
        let cost = Voucher::default().cost(&usual_costs(Setting::Rural));
        assert_eq!(cost, Cost { voucher_hours: 1.0, ..Cost::default() });
    }
}
