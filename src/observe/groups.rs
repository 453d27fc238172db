//! Sums of groups of elders: age band, sex, living arrangement, income fifth, function, kinds of need that family and
//! clinics leave uncovered. Passes over the columns of their own, made only where asked for: over the weeks of a run's last month for states and acts, once a month for
//! what is too rare, or too much the place's, to be told from one month.

use super::measures::{Counter, Tally};
use crate::dynamics::Scratch;
use crate::dynamics::scratch::EndedSpell;
use crate::elementary::fixed;
use crate::parameters::Parameters;
use crate::places::{Setting, WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::population::Community;
use crate::population::elders::Person;
use crate::population::institutions::Offer;
use crate::sections::stored;
use crate::text::Label;

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
pub const WAYS: usize = 6;

/// All ways: those of [`traits`] in their order, then [`uncovered_kinds`].
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
            ("1", Label { en: "poorest fifth", zh: "收入最低五分之一" }),
            ("2", Label { en: "second fifth", zh: "收入较低五分之一" }),
            ("3", Label { en: "middle fifth", zh: "收入居中五分之一" }),
            ("4", Label { en: "fourth fifth", zh: "收入较高五分之一" }),
            ("5", Label { en: "richest fifth", zh: "收入最高五分之一" }),
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
    Grouping {
        key: "uncovered_needs",
        label: Label { en: "needs left by family and clinics", zh: "家庭与诊所未覆盖的需要" },
        groups: &[
            ("no_need", Label { en: "no uncovered kind of need", zh: "无未覆盖需要" }),
            ("one_need", Label { en: "one uncovered kind of need", zh: "一类未覆盖需要" }),
            ("several_needs", Label { en: "several uncovered kinds of need", zh: "多类未覆盖需要" }),
        ],
    },
];

/// Groups of all ways together.
pub const GROUPS: usize = 19;

/// Number of the first group of each way among all groups.
const FIRST: [usize; WAYS] = [0, 3, 5, 8, 13, 16];

/// Which group of each way but the last an elder belongs to, counted within the way.
#[inline]
pub fn traits(it: &Person) -> [usize; WAYS - 1] {
    [
        (((it.age - 60.0) / 10.0) as usize).min(2),
        usize::from(it.woman),
        usize::from(it.living).min(2),
        ((it.income * 5.0) as usize).min(4),
        usize::from(it.function),
    ]
}

/// Kinds of need of which family and clinics leave so much that it can be asked for: 0, 1, or 2 for several. Meals, bought
/// care and help do not count, so that no policy moves elders between groups but by what it does to them.
#[inline]
fn uncovered_kinds(it: &Person, p: &Parameters) -> usize {
    let (n, function) = (&p.need, usize::from(it.function).min(2));
    let daily = [n.daily0, n.daily1, n.daily2][function] * (1.0 - it.family_share);
    let reached = [1.0, n.clinic_limited, n.clinic_dependent][function];
    let health = [n.health0, n.health1, n.health2][function] * (1.0 - n.clinic * reached);
    let company = n.companionship * (it.loneliness - n.companionship_above) * (1.0 - it.family_share);
    let kinds = [daily, health, company].into_iter().filter(|hours| *hours >= p.service.least_hours).count();
    if it.at_home { kinds.min(2) } else { 0 }
}

/// Which group of each way an elder belongs to, by its number among all groups.
#[inline]
fn groups_of(it: &Person, p: &Parameters) -> [usize; WAYS] {
    let [age_band, woman, living, income_fifth, function] = traits(it);
    let mut groups = [age_band, woman, living, income_fifth, function, uncovered_kinds(it, p)];
    groups.iter_mut().zip(FIRST).for_each(|(group, first)| *group += first);
    groups
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

    /// Sums of which one group alone has any.
    #[cfg(test)]
    pub fn of_one(setting: Setting, group: usize, tally: Tally) -> Self {
        let mut all = GroupTallies::default();
        all.of_setting(setting)[group] = tally;
        all
    }

    /// The sums of all groups of a setting.
    fn of_setting(&mut self, setting: Setting) -> &mut [Tally] {
        &mut self.tallies[setting.index() * GROUPS..][..GROUPS]
    }

    /// Adds a week of the elders of one community, which has been tallied: states and acts of persons.
    pub fn add_week(&mut self, setting: Setting, p: &Parameters, scratch: &Scratch) {
        use Counter as M;
        let elders = &scratch.elders;
        let tallies = self.of_setting(setting);
        let mut add = |place: usize, sums: &[(Counter, i64)]| {
            for group in groups_of(&elders.person(place), p) {
                sums.iter().for_each(|(measure, amount)| tallies[group].add(*measure, *amount));
            }
        };
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
            add(place, &sums);
        }
        for (place, served) in scratch.request_places.iter().zip(&scratch.request_served) {
            add(usize::from(*place), &[(M::OpenRequests, 1), (M::ServedRequests, i64::from(*served))]);
        }
    }

    /// Adds a month of one community, whose first week has been tallied: its elders week by week, those who died, in
    /// care homes too, and what was spent on the place, shared out evenly among who lives there.
    pub fn add_month(&mut self, community: &Community, p: &Parameters, scratch: &Scratch) {
        let elders = &scratch.elders;
        let tallies = self.of_setting(community.setting);
        for person in &scratch.dead {
            groups_of(person, p).into_iter().for_each(|group| tallies[group].add(Counter::Deaths, 1));
        }
        let mut heads = [0; GROUPS];
        for place in (0..elders.places).filter(|place| elders.is_present(*place)) {
            groups_of(&elders.person(place), p).into_iter().for_each(|group| heads[group] += 1);
        }
        for (tally, heads) in tallies.iter_mut().zip(heads) {
            // Who lives here changes by the month; what they need is taken as it is after its first week.
            tally.add(Counter::Elders, heads * i64::from(WEEKS_PER_MONTH));
        }
        for (first, grouping) in FIRST.into_iter().zip(&GROUPINGS) {
            let groups = first..first + grouping.groups.len();
            share_out(&community.institution.offer, &heads[groups.clone()], &mut tallies[groups]);
        }
    }

    /// Adds what another part of the population showed.
    pub fn merge(&mut self, other: &GroupTallies) {
        self.tallies.iter_mut().zip(&other.tallies).for_each(|(ours, theirs)| ours.merge(theirs));
    }
}

/// Shares a month's spending on a place out among the groups of one way, by their elders who live there; the parts add
/// up to it. Where nobody lives nobody has a part.
fn share_out(offer: &Offer, heads: &[i64], tallies: &mut [Tally]) {
    let all: i64 = heads.iter().sum();
    if all == 0 {
        return;
    }
    let mut before = 0;
    for (tally, heads) in tallies.iter_mut().zip(heads) {
        // A part is what lies between two whole cents, so that none is lost or paid twice.
        let part = |cents: i64| cents * (before + heads) / all - cents * before / all;
        tally.add(Counter::SpendingCore, part(offer.core_cents));
        for (instrument, cents) in offer.spent_cents.iter().enumerate() {
            tally.add_spending(instrument, part(*cents));
        }
        before += heads;
    }
}

/// A membership with the groups of who held it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Urban or rural.
    pub setting: Setting,
    /// Row of the census table.
    pub province: u32,
    /// Number of the group of each way among all groups. Age is that of joining; sex and income never change; living
    /// arrangement, function and needs are known only as they are when it ends, or at the run's end if it is open.
    pub groups: [usize; WAYS],
    /// Week of joining.
    pub start_week: i32,
    /// Week of ending, or the run's last.
    pub end_week: i32,
    /// Why it ended, as in the table of spells.
    pub why: &'static str,
}

impl Membership {
    /// Of a membership that ended, or is open.
    pub fn of(community: &Community, p: &Parameters, ended: &EndedSpell, why: &'static str) -> Self {
        let EndedSpell { start_week, end_week, person, .. } = *ended;
        let years = (end_week - start_week) as f32 / WEEKS_PER_YEAR as f32;
        Membership {
            setting: community.setting,
            province: community.id.district().province(),
            groups: groups_of(&Person { age: person.age - years, ..person }, p),
            start_week,
            end_week,
            why,
        }
    }
}

/// What a month of a run showed of groups of elders.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GroupMonth {
    /// States and acts over its weeks, where those were asked for.
    pub weeks: Option<GroupTallies>,
    /// Elders, deaths, and spending on the places where they live.
    pub month: GroupTallies,
    /// Memberships that ended.
    pub memberships: Vec<Membership>,
}

impl GroupMonth {
    /// Adds what another part of the population showed.
    pub fn merge(&mut self, other: GroupMonth) {
        if let Some(weeks) = other.weeks {
            self.weeks.get_or_insert_default().merge(&weeks);
        }
        self.month.merge(&other.month);
        self.memberships.extend(other.memberships);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_group_has_its_groups() {
        let sizes = GROUPINGS.map(|it| it.groups.len());
        assert_eq!(sizes.iter().sum::<usize>(), GROUPS);
        let before: Vec<usize> = (0..WAYS).map(|way| sizes[..way].iter().sum()).collect();
        assert_eq!(before, FIRST);
    }

    #[test]
    fn a_membership_counts_for_the_age_of_joining() {
        let scenario = crate::scenario::load("rural-baseline", &[]).unwrap().scenario;
        let community = &crate::population::synthesis::synthesise(&scenario, 0).communities[0];
        let p = &Parameters::defaults(Setting::Rural);
        let person = Person {
            age: 70.5,
            woman: true,
            living: 2,
            income: 0.99,
            function: 1,
            loneliness: 0.2,
            family_share: 0.25,
            at_home: true,
        };
        let (why, start_week) = (crate::dynamics::scratch::SpellEnd::Quit, 40);
        let ended = EndedSpell { slot: 0, generation: 0, start_week, end_week: 92, why, person };
        // A year earlier she was 69 1/2: the first age band, the second sex, and so on. She needs daily and health help.
        let groups = Membership::of(community, p, &ended, "quit").groups;
        assert_eq!(groups, [0, 3 + 1, 5 + 2, 8 + 4, 13 + 1, 16 + 2]);
    }

    #[test]
    fn needs_are_those_that_family_and_clinics_leave() {
        let p = &Parameters::defaults(Setting::Rural);
        let person = |function, loneliness, family_share, at_home| Person {
            age: 70.0,
            woman: false,
            living: 0,
            income: 0.5,
            function,
            loneliness,
            family_share,
            at_home,
        };
        // Of four hours of company for each unit above 0.25, 0.28 are left at 0.35 and 0.32 at 0.365.
        let kinds = |function, loneliness| uncovered_kinds(&person(function, loneliness, 0.3, true), p);
        assert_eq!((kinds(0, 0.35), kinds(0, 0.3651), kinds(2, 0.0), kinds(2, 0.9)), (0, 1, 2, 2));
        // All is covered but what the clinic leaves: 0.7 (1 - 0.55 x 0.8) = 0.39 hours.
        assert_eq!(uncovered_kinds(&person(1, 0.9, 1.0, true), p), 1);
        assert_eq!(uncovered_kinds(&person(2, 0.9, 0.0, false), p), 0);
    }

    #[test]
    fn spending_is_shared_by_heads_to_the_last_cent() {
        let mut offer = Offer { core_cents: 1000, ..Offer::default() };
        offer.spent_cents[2] = 7;
        let mut tallies = vec![Tally::default(); 3];
        share_out(&offer, &[1, 1, 1], &mut tallies);
        // A third of 1000 is 333 1/3: 333, 333 and what is left; of 7 it is 2 1/3.
        let core: Vec<i64> = tallies.iter().map(|it| it[Counter::SpendingCore]).collect();
        let instrument: Vec<i64> = tallies.iter().map(|it| it.spending(2)).collect();
        assert_eq!((core, instrument), (vec![333, 333, 334], vec![2, 2, 3]));
        let mut nobody = vec![Tally::default(); 3];
        share_out(&offer, &[0, 0, 0], &mut nobody);
        assert_eq!(nobody, vec![Tally::default(); 3]);
    }
}
