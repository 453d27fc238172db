//! Volunteer recruitment: calls, training and insurance for volunteers among students, working
//! people and the young old (志愿者招募).
//!
//! Moves how many of those who are away are asked to come each month, and who of them; whether they come is
//! theirs to decide, and posts can induct only so many. Numbers add; the mix of the latest start wins. Source: MODEL
//! section 10, MODEL2 section B; FACTS B09 (students), B44 (the young old), W06, S14
//! (50 to 150 yuan of the unit cost for insurance and training).

use serde::{Deserialize, Serialize};

use super::{Cost, Description, Field, Kind, Label, Levers, Rule, Spending, UnitCosts};
use crate::places::Setting;
use crate::text::{Message, message};

/// `[policy.volunteer_recruitment]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VolunteerRecruitment {
    /// Volunteers sought per 100 elders: how much asking is paid for.
    pub per_100: f64,
    /// Share of students among those asked; 0 in all three shares means as the pool.
    pub student_share: f64,
    /// Share of working people among those asked; 0 in all three shares means as the pool.
    pub working_share: f64,
    /// Share of the young old among those asked; 0 in all three shares means as the pool.
    pub young_old_share: f64,
}

impl Default for VolunteerRecruitment {
    fn default() -> Self {
        VolunteerRecruitment { per_100: 3.0, student_share: 0.0, working_share: 0.0, young_old_share: 0.0 }
    }
}

impl Rule for VolunteerRecruitment {
    const DESCRIPTION: Description = Description {
        name: "volunteer_recruitment",
        label: Label { en: "Volunteer recruitment", zh: "志愿者招募" },
        meaning: Label {
            en: "Asks people to volunteer, trains and insures them; sets who is asked more.",
            zh: "邀请并培训志愿者，提供保险；设定更多邀请哪类人。",
        },
        class: Spending::Services,
        settings: &Setting::ALL,
        fields: &[
            Field {
                name: "per_100",
                kind: Kind::Number(0.0, 50.0),
                unit: "volunteers/100 elders",
                meaning: Label { en: "volunteers sought per 100 elders", zh: "每百名老人拟招募志愿者" },
            },
            Field {
                name: "student_share",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "share of students among those asked", zh: "受邀者中学生占比" },
            },
            Field {
                name: "working_share",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "share of working people among those asked", zh: "受邀者中在职者占比" },
            },
            Field {
                name: "young_old_share",
                kind: Kind::Number(0.0, 1.0),
                unit: "0..1",
                meaning: Label { en: "share of the young old among those asked", zh: "受邀者中低龄老人占比" },
            },
        ],
        source: "MODEL 8, 10; FACTS B09, B44, W06, S14",
    };

    fn check(&self) -> Vec<Message> {
        let sum = self.student_share + self.working_share + self.young_old_share;
        // Written so that NaN fails; the allowance is for shares like 0.1 + 0.2 + 0.7.
        if sum == 0.0 || (sum - 1.0).abs() < 1e-6 {
            return Vec::new();
        }
        vec![message!(
            "student_share, working_share and young_old_share sum to {sum}; they must sum to 1 or all be 0",
            "student_share、working_share 与 young_old_share 之和为 {sum}；三者之和必须为 1，或全部为 0"
        )]
    }

    fn apply(&self, _setting: Setting, _start_week: i32, levers: &mut Levers) {
        levers.recruitment_per_100 += self.per_100 as f32;
        levers.recruitment_mix = [self.student_share as f32, self.working_share as f32, self.young_old_share as f32];
    }

    fn cost(&self, unit: &UnitCosts) -> Cost {
        Cost::per_elder_year(f64::from(unit.volunteer_recruitment) * self.per_100 / 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::usual_costs;

    #[test]
    fn recruits_add_up_and_the_latest_mix_wins() {
        let mut levers = Levers { recruitment_per_100: 1.0, recruitment_mix: [1.0, 0.0, 0.0], ..Levers::default() };
        let recruitment =
            VolunteerRecruitment { per_100: 2.0, student_share: 0.25, working_share: 0.25, young_old_share: 0.5 };
        recruitment.apply(Setting::Urban, 0, &mut levers);
        let expected = Levers { recruitment_per_100: 3.0, recruitment_mix: [0.25, 0.25, 0.5], ..Levers::default() };
        assert_eq!(levers, expected);
    }

    #[test]
    fn a_volunteer_year_costs_two_hundred_and_fifty_yuan() {
        let recruitment = VolunteerRecruitment { per_100: 4.0, ..VolunteerRecruitment::default() };
        assert_eq!(recruitment.cost(&usual_costs(Setting::Urban)), Cost::per_elder_year(10.0));
    }

    #[test]
    fn shares_are_all_zero_or_sum_to_one() {
        let shares = |student_share, working_share, young_old_share| {
            VolunteerRecruitment { per_100: 3.0, student_share, working_share, young_old_share }.check()
        };
        assert!(shares(0.0, 0.0, 0.0).is_empty());
        assert!(shares(0.1, 0.2, 0.7).is_empty());
        assert_eq!(shares(0.5, 0.0, 0.0).len(), 1);
        assert_eq!(shares(0.5, 0.5, 0.5).len(), 1);
        assert_eq!(shares(f64::NAN, 0.5, 0.5).len(), 1);
    }
}
