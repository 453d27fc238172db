//! Co-governance: residents rule themselves and share rule with the committee, good examples are
//! honoured, disputes are mediated under known rules and insured (共建共治).
//!
//! Moves self-rule, shared rule, honoured examples (virtue) and law; each the greatest in force.
//! Source: MODEL sections 7, 8 and 10; FACTS N01 (village leaders are opinion leaders), X03, X06
//! and X07 (incidents).

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.co_governance]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CoGovernance {
    /// Self-rule: residents shape the tasks, 0 to 1.
    pub self_rule: f64,
    /// Shared rule with the committee, 0 to 1.
    pub shared: f64,
    /// Honoured examples, 0 to 1.
    pub virtue: f64,
    /// Rules, mediation, insurance, 0 to 1.
    pub law: f64,
}

impl Default for CoGovernance {
    fn default() -> Self {
        CoGovernance { self_rule: 0.5, shared: 0.5, virtue: 0.5, law: 0.5 }
    }
}

impl Rule for CoGovernance {
    const DESCRIPTION: Description = Description {
        name: "co_governance",
        label: Label { en: "Co-governance", zh: "共建共治" },
        meaning: Label {
            en: "Residents rule with the committee, examples are honoured, rules and insurance protect.",
            zh: "居民自治、共治、德治、法治相结合；榜样受尊崇，规则与保险提供保障。",
        },
        class: Spending::Activities,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "self_rule",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "residents shape the tasks", zh: "自治程度" },
            },
            Field {
                name: "shared",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "residents share rule with the committee", zh: "共治程度" },
            },
            Field {
                name: "virtue",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "honoured examples", zh: "德治程度（榜样）" },
            },
            Field {
                name: "law",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "rules, mediation, insurance", zh: "法治程度（规则、调解、保险）" },
            },
        ],
        source: "MODEL 7, 8, 10; FACTS N01, X03, X06, X07",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.self_rule, self.self_rule);
        raise(&mut levers.shared_rule, self.shared);
        raise(&mut levers.virtue, self.virtue);
        raise(&mut levers.law, self.law);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        // Self-rule costs what residents' meetings cost; each of the others a quarter of the whole.
        let others = (self.shared + self.virtue + self.law) / 4.0;
        let self_rule = f64::from(unit.co_governance_self_rule) * self.self_rule;
        Cost::per_elder_year(self_rule + f64::from(unit.co_governance) * others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn each_part_moves_its_own_lever() {
        let mut levers = Levers::default();
        CoGovernance { self_rule: 0.25, shared: 0.5, virtue: 0.75, law: 1.0 }.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { self_rule: 0.25, shared_rule: 0.5, virtue: 0.75, law: 1.0, ..Levers::default() });
    }

    #[test]
    fn a_bare_mention_costs_five_yuan_an_elder_year_and_the_law_alone_two() {
        assert_eq!(CoGovernance::default().cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(5.0));
        let law_only = CoGovernance { self_rule: 0.0, shared: 0.0, virtue: 0.0, law: 1.0 };
        assert_eq!(law_only.cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(2.0));
    }
}
