//! Urban-rural integration: money, doctors, volunteers, credits and know-how of the town reach its
//! villages (城乡统筹).
//!
//! Moves rural fiscal capacity, the exchange of professional hours and visits in a district,
//! portable credits, returned talent and paired industry; each the greatest in force. Capacity,
//! talent and industry are the villages' alone; the rest has two ends and moves in both. Source:
//! MODEL sections 8 and 10; FACTS D40 (income gap), S20 (facilities in villages), X05 (credits
//! honoured everywhere).

use serde::{Deserialize, Serialize};

use super::levers::raise;
use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;

/// `[policy.urban_rural]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UrbanRural {
    /// Equalisation of rural fiscal capacity, 0 to 1.
    pub equalisation: f64,
    /// Share of urban professional hours rotated to villages, 0 to 1.
    pub rotation: f64,
    /// Visits of urban volunteers to villages, 0 to 1.
    pub visits: f64,
    /// Credits count in other places, 0 to 1.
    pub portable: f64,
    /// Returned and retired experts, 0 to 1.
    pub talent: f64,
    /// Pairing of firms and villages, 0 to 1.
    pub industry: f64,
}

impl Default for UrbanRural {
    fn default() -> Self {
        UrbanRural { equalisation: 0.8, rotation: 0.3, visits: 0.3, portable: 1.0, talent: 0.0, industry: 0.0 }
    }
}

impl Rule for UrbanRural {
    const DESCRIPTION: Description = Description {
        name: "urban_rural",
        label: Label { en: "Urban-rural integration", zh: "城乡统筹" },
        meaning: Label {
            en: "Money, doctors, volunteers, credits and know-how of the town reach its villages.",
            zh: "城市的资金、医生、志愿者、时间币与人才惠及乡村。",
        },
        class: Spending::Services,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "equalisation",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "equalisation of rural fiscal capacity", zh: "农村财力均等化程度" },
            },
            Field {
                name: "rotation",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label {
                    en: "share of urban professional hours rotated to villages",
                    zh: "城市专业人员轮岗下乡比例",
                },
            },
            Field {
                name: "visits",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "visits of urban volunteers to villages", zh: "城市志愿者下乡程度" },
            },
            Field {
                name: "portable",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "credits are valid elsewhere", zh: "通存通兑程度" },
            },
            Field {
                name: "talent",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "returned and retired experts", zh: "人才返乡程度" },
            },
            Field {
                name: "industry",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "pairing of firms and villages", zh: "产业结对程度" },
            },
        ],
        source: "MODEL 8, 10; FACTS D40, S20, X05",
    };

    fn apply(&self, setting: Setting, _start_week: i32, levers: &mut Levers) {
        raise(&mut levers.rotation, self.rotation);
        raise(&mut levers.visits, self.visits);
        raise(&mut levers.portable, self.portable);
        if setting == Setting::Rural {
            raise(&mut levers.equalisation, self.equalisation);
            raise(&mut levers.talent, self.talent);
            raise(&mut levers.industry, self.industry);
        }
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        // Charged in both settings: the town sends, the village receives.
        let exchange = f64::from(unit.urban_rural_exchange) * self.rotation.max(self.visits);
        let talent = f64::from(unit.urban_rural_talent) * self.talent;
        Cost::per_elder_year(exchange + talent + f64::from(unit.urban_rural_industry) * self.industry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    const SAMPLE: UrbanRural =
        UrbanRural { equalisation: 0.75, rotation: 0.25, visits: 0.5, portable: 1.0, talent: 0.5, industry: 0.25 };

    #[test]
    fn villages_feel_all_of_it() {
        let mut levers = Levers::default();
        SAMPLE.apply(Setting::Rural, 0, &mut levers);
        assert_eq!(
            levers,
            Levers {
                equalisation: 0.75,
                rotation: 0.25,
                visits: 0.5,
                portable: 1.0,
                talent: 0.5,
                industry: 0.25,
                ..Levers::default()
            }
        );
    }

    #[test]
    fn the_town_feels_only_what_it_shares() {
        let mut levers = Levers::default();
        SAMPLE.apply(Setting::Urban, 0, &mut levers);
        assert_eq!(levers, Levers { rotation: 0.25, visits: 0.5, portable: 1.0, ..Levers::default() });
    }

    #[test]
    fn both_settings_pay_for_the_larger_exchange_talent_and_industry() {
        assert_eq!(SAMPLE.cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(2.0 + 3.0 + 1.0));
        assert_eq!(SAMPLE.cost(&usual_costs(Setting::Rural)), SAMPLE.cost(&usual_costs(Setting::Urban)));
    }
}
