//! Time bank: a ledger in which an hour given today buys an hour of help later (时间银行).
//!
//! Moves the ledger's rules and with them m_tb and what volunteers can give to their parents. Each
//! rule takes the most generous value in force. Source: MODEL sections 7, 8 and 10; FACTS B14
//! (cap), B22 (gift to parents), X05 (portability), B33, S14 (cost).

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.time_bank]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TimeBank {
    /// Credits earned an hour given.
    pub rate: f64,
    /// Most credits held, hours.
    pub cap_hours: f64,
    /// Half-life of credits, weeks.
    pub expiry_weeks: f64,
    /// Hours a month one may take without credits.
    pub guarantee_hours: f64,
    /// Credits count in other places, 0 to 1.
    pub portable: f64,
    /// Credits may be given to one's parents, 0 to 1.
    pub transferable: f64,
    /// Credits are bequeathed, 0 to 1.
    pub inherit: f64,
}

impl Default for TimeBank {
    fn default() -> Self {
        TimeBank {
            rate: 1.0,
            cap_hours: 1500.0,
            expiry_weeks: 520.0,
            guarantee_hours: 6.0,
            portable: 0.0,
            transferable: 1.0,
            inherit: 0.0,
        }
    }
}

impl Rule for TimeBank {
    const DESCRIPTION: Description = Description {
        name: "time_bank",
        label: Label { en: "Time bank", zh: "时间银行" },
        meaning: Label {
            en: "A ledger of hours: an hour given buys an hour later; raises the time-bank incentive.",
            zh: "以服务小时记账，今日付出、日后兑换；提高时间银行激励。",
        },
        class: Spending::Incentives,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "rate",
                kind: Kind::Number(0.0, 10.0),
                unit: "hours/hour",
                meaning: Label { en: "credits earned per hour given", zh: "每服务小时所得时间币" },
            },
            Field {
                name: "cap_hours",
                kind: Kind::Number(0.0, 20000.0),
                unit: "hours",
                meaning: Label { en: "upper limit of credits", zh: "存储上限" },
            },
            Field {
                name: "expiry_weeks",
                kind: Kind::Number(4.0, 5200.0),
                unit: "weeks",
                meaning: Label { en: "half-life of credits", zh: "时间币半衰期" },
            },
            Field {
                name: "guarantee_hours",
                kind: Kind::Number(0.0, 200.0),
                unit: "hours/month",
                meaning: Label { en: "hours of help per month without credits", zh: "每月无币保障时长" },
            },
            Field {
                name: "portable",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "credits are valid elsewhere", zh: "通存通兑程度" },
            },
            Field {
                name: "transferable",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "credits may be given to one's parents", zh: "可转赠父母程度" },
            },
            Field {
                name: "inherit",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "credits are bequeathed", zh: "可继承程度" },
            },
        ],
        source: "MODEL 7, 8, 10; FACTS B14, B22, B33, X05, S14",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        levers.credit_ledger = true;
        raise(&mut levers.credit_rate, self.rate);
        raise(&mut levers.credit_cap_hours, self.cap_hours);
        raise(&mut levers.credit_expiry_weeks, self.expiry_weeks);
        raise(&mut levers.guarantee_hours, self.guarantee_hours);
        raise(&mut levers.portable, self.portable);
        raise(&mut levers.transferable, self.transferable);
        raise(&mut levers.inherit, self.inherit);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(unit.time_bank.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn a_time_bank_opens_the_ledger_with_its_rules_and_costs_three_yuan_an_elder_year() {
        let bank = TimeBank {
            rate: 2.0,
            cap_hours: 100.0,
            expiry_weeks: 52.0,
            guarantee_hours: 4.0,
            portable: 0.25,
            transferable: 0.5,
            inherit: 0.75,
        };
        let mut levers = Levers::default();
        bank.apply(Setting::Rural, 0, &mut levers);
        let expected = Levers {
            credit_ledger: true,
            credit_rate: 2.0,
            credit_cap_hours: 100.0,
            credit_expiry_weeks: 52.0,
            guarantee_hours: 4.0,
            portable: 0.25,
            transferable: 0.5,
            inherit: 0.75,
            ..Levers::default()
        };
        assert_eq!(levers, expected);
        assert_eq!(bank.cost(&usual_costs(Setting::Rural)), Cost::per_elder_year(3.0));
    }

    #[test]
    fn of_two_time_banks_each_rule_is_the_more_generous() {
        let mut levers = Levers::default();
        TimeBank { cap_hours: 2000.0, guarantee_hours: 0.0, ..TimeBank::default() }.apply(
            Setting::Urban,
            0,
            &mut levers,
        );
        TimeBank::default().apply(Setting::Urban, 0, &mut levers);
        assert_eq!((levers.credit_cap_hours, levers.guarantee_hours), (2000.0, 6.0));
    }
}
