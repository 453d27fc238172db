//! Sums of groups of elders: age band, sex, living arrangement, income fifth, function. A pass over the columns of
//! its own, made only where asked for and only in the last month of a run.

use super::measures::{Measure, Tally};
use crate::dynamics::Scratch;
use crate::elementary::fixed;
use crate::places::Setting;
use crate::policy::Label;
use crate::population::Elders;
use crate::scenario::parameters::Parameters;
use crate::sections::stored;

/// A way to group elders, with its groups.
#[derive(Debug, Clone, Copy)]
pub struct Grouping {
    /// Key in files.
    pub key: &'static str,
    /// Name for people.
    pub label: Label,
    /// Keys and names of the groups.
    pub groups: &'static [(&'static str, Label)],
}

/// Number of ways to group.
pub const WAYS: usize = 5;

/// All ways, in the order of [`classes`].
pub static GROUPINGS: [Grouping; WAYS] = [
    Grouping {
        key: "age_band",
        label: Label { en: "age", zh: "年龄" },
        groups: &[
            ("60-69", Label { en: "60 to 69", zh: "60–69 岁" }),
            ("70-79", Label { en: "70 to 79", zh: "70–79 岁" }),
            ("80+", Label { en: "80 and over", zh: "80 岁及以上" }),
        ],
    },
    Grouping {
        key: "sex",
        label: Label { en: "sex", zh: "性别" },
        groups: &[("men", Label { en: "men", zh: "男" }), ("women", Label { en: "women", zh: "女" })],
    },
    Grouping {
        key: "living",
        label: Label { en: "living", zh: "居住安排" },
        groups: &[
            ("with_children", Label { en: "with children", zh: "与子女同住" }),
            ("couple", Label { en: "couple", zh: "仅与配偶" }),
            ("alone", Label { en: "alone", zh: "独居" }),
        ],
    },
    Grouping {
        key: "income_fifth",
        label: Label { en: "income", zh: "收入" },
        groups: &[
            ("1", Label { en: "poorest fifth", zh: "最低五分之一" }),
            ("2", Label { en: "second fifth", zh: "第二个五分之一" }),
            ("3", Label { en: "middle fifth", zh: "中间五分之一" }),
            ("4", Label { en: "fourth fifth", zh: "第四个五分之一" }),
            ("5", Label { en: "richest fifth", zh: "最高五分之一" }),
        ],
    },
    Grouping {
        key: "function",
        label: Label { en: "function", zh: "自理能力" },
        groups: &[
            ("independent", Label { en: "independent", zh: "自理" }),
            ("limited", Label { en: "limited", zh: "受限" }),
            ("dependent", Label { en: "dependent", zh: "失能" }),
        ],
    },
];

/// Groups of all ways together.
pub const GROUPS: usize = 16;

/// Which group of each way an elder belongs to.
#[inline]
pub fn classes(elders: &Elders, place: usize) -> [usize; WAYS] {
    [
        (((elders.age[place] - 60.0) / 10.0) as usize).min(2),
        elders.woman[place] as usize,
        usize::from(elders.living[place]).min(2),
        ((elders.income[place] * 5.0) as usize).min(4),
        elders.function[place] as usize,
    ]
}

/// Sums of every group by setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupTallies {
    tallies: Vec<Tally>,
}

stored! { GroupTallies { tallies } }

impl Default for GroupTallies {
    fn default() -> Self {
        GroupTallies { tallies: vec![Tally::default(); 2 * GROUPS] }
    }
}

impl GroupTallies {
    /// The sums of a setting's group, by its number among all groups.
    pub fn of(&self, setting: Setting, group: usize) -> &Tally {
        &self.tallies[setting.index() * GROUPS + group]
    }

    /// Adds the elders of one community, whose week has been tallied: what is known of each person. Of events that
    /// no column keeps, such as deaths or served requests, there are no sums.
    pub fn add(&mut self, setting: Setting, p: &Parameters, scratch: &Scratch) {
        use Measure as M;
        let elders = &scratch.elders;
        for place in (0..elders.places).filter(|place| elders.is_present(*place)) {
            let flag = i64::from;
            let (given, received) = (scratch.given[place], scratch.received[place]);
            let state = |value: f32| i64::from(fixed(value));
            let sums = [
                (M::Elders, 1),
                (M::Members, flag(elders.is_member(place))),
                (M::Givers, flag(given > 0)),
                (M::Receivers, flag(received > 0)),
                (M::Participants, flag(given | received > 0)),
                (M::Attenders, flag(scratch.attends[place] > 0)),
                (M::Lonely, flag(elders.loneliness[place] > p.drive.lonely_above)),
                (M::GivenByElders, i64::from(given)),
                (M::NeededDaily, state(scratch.needed_daily[place])),
                (M::NeededHealth, state(scratch.needed_health[place])),
                (M::NeededCompanionship, state(scratch.needed_companionship[place])),
                (M::UnmetDaily, state(scratch.uncovered_daily[place])),
                (M::UnmetHealth, state(scratch.uncovered_health[place])),
                (M::UnmetCompanionship, state(scratch.uncovered_companionship[place])),
                (M::Loneliness, state(elders.loneliness[place])),
                (M::Wellbeing, state(scratch.wellbeing_now[place])),
                (M::Trust, state(elders.trust[place])),
                (M::Awareness, state(elders.awareness[place])),
                (M::CreditsOutstanding, i64::from(elders.credit_minutes[place])),
            ];
            let mut first = setting.index() * GROUPS;
            for (class, grouping) in classes(elders, place).into_iter().zip(&GROUPINGS) {
                let tally = &mut self.tallies[first + class];
                sums.iter().for_each(|(measure, amount)| tally.add(*measure, *amount));
                first += grouping.groups.len();
            }
        }
    }

    /// Adds what another part of the population showed.
    pub fn merge(&mut self, other: &GroupTallies) {
        self.tallies.iter_mut().zip(&other.tallies).for_each(|(ours, theirs)| ours.merge(theirs));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_group_has_its_groups() {
        assert_eq!(GROUPINGS.iter().map(|it| it.groups.len()).sum::<usize>(), GROUPS);
    }
}
