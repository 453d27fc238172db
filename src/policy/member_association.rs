//! Members' association: elders found an association, pay dues and run it themselves (会员制互助协会).
//!
//! Moves the association's existence, its dues and the share of the poorest who pay none; the
//! greatest in force. Source: MODEL sections 8 and 10; FACTS B29 (dues and size in the village
//! movement abroad).

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.member_association]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MemberAssociation {
    /// Dues, yuan a member a year.
    pub dues_yuan: f64,
    /// Share of the poorest who pay no dues, 0 to 1.
    pub waived_share: f64,
}

impl Default for MemberAssociation {
    fn default() -> Self {
        MemberAssociation { dues_yuan: 120.0, waived_share: 0.3 }
    }
}

impl Rule for MemberAssociation {
    const DESCRIPTION: Description = Description {
        name: "member_association",
        label: Label { en: "Members' association", zh: "会员制互助协会" },
        meaning: Label {
            en: "Elders pay dues and run their own association; brings income and belonging, but dues deter some.",
            zh: "老人缴纳会费、自我管理的协会；带来收入与归属感，但会费使部分人却步。",
        },
        class: Spending::Activities,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "dues_yuan",
                kind: Kind::Number(0.0, 10000.0),
                unit: "yuan/member/year",
                meaning: Label { en: "dues per member per year", zh: "会员年费" },
            },
            Field {
                name: "waived_share",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "share of the poorest who pay no dues", zh: "免缴会费的低收入比例" },
            },
        ],
        source: "MODEL 8, 10; FACTS B29",
    };

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        levers.association = true;
        raise(&mut levers.dues_yuan, self.dues_yuan);
        raise(&mut levers.dues_waived_share, self.waived_share);
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(unit.member_association.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn an_association_asks_dues_waives_some_and_costs_two_yuan_an_elder_year() {
        let mut levers = Levers::default();
        MemberAssociation { dues_yuan: 60.0, waived_share: 0.5 }.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { association: true, dues_yuan: 60.0, dues_waived_share: 0.5, ..Levers::default() });
        assert_eq!(MemberAssociation::default().cost(&usual_costs(Setting::Rural)), Cost::per_elder_year(2.0));
    }
}
