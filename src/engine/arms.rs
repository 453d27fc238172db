//! The arms of one replicate side by side, month by month: as long as everything that enters a community's month is
//! the same in several arms, the community is simulated once for all of them.
//!
//! What enters a month is the state of the community, the levers in force, and what the district gives its organiser.
//! Arms whose communities have become different never share again. Each arm has, to the last bit, the months that it
//! would have alone.

use rayon::prelude::*;

use super::simulation::{Simulation, Visit, pieces, wanted, with_scratch};
use crate::dynamics::{Rules, Scratch, month};
use crate::observe::groups::Membership;
use crate::observe::record::{open_memberships, open_spells, writes_spells};
use crate::observe::rows::Spell;
use crate::observe::{Record, Sample};
use crate::parameters::Parameters;
use crate::places::{CommunityId, Setting, WEEKS_PER_MONTH};
use crate::policy::InForce;
use crate::population::community::{District, Organised};
use crate::population::{Community, DistrictInstitutions, Institution, Population};
use crate::random::Chance;
use crate::scenario::{Output, Scenario};
use crate::sections::Stored;

/// One community in all arms.
#[derive(Debug, Clone)]
struct Variants {
    /// Its different states, those of the first arms first.
    states: Vec<Community>,
    /// The state of each arm.
    of_arm: Vec<u16>,
}

/// Arms of one replicate, each a policy on the same people.
pub struct Arms<'a> {
    scenarios: Vec<&'a Scenario>,
    chance: Chance,
    sample: Sample,
    districts: Vec<District>,
    /// Institutions of each district beside its organisers, by arm.
    district_institutions: Vec<Vec<DistrictInstitutions>>,
    communities: Vec<Variants>,
    next_week: i32,
    groups: bool,
}

/// A month of all arms.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmsMonth {
    /// Its first week.
    pub first_week: i32,
    /// What each arm recorded.
    pub records: Vec<Record>,
    /// Weeks that were simulated, summed over elders: those of a shared community count once.
    pub elder_weeks: u64,
}

/// What the first half of a district's month sees of a community: its organiser.
struct Seat {
    id: CommunityId,
    setting: Setting,
    street: u16,
    institution: Institution,
}

impl Organised for Seat {
    fn id(&self) -> CommunityId {
        self.id
    }

    fn setting(&self) -> Setting {
        self.setting
    }

    fn street(&self) -> usize {
        usize::from(self.street)
    }

    fn institution(&self) -> &Institution {
        &self.institution
    }

    fn institution_mut(&mut self) -> &mut Institution {
        &mut self.institution
    }
}

impl<'a> Arms<'a> {
    /// Arms that go on from where a simulation is, before or in week 0.
    ///
    /// # Panics
    /// The scenarios differ in more than their policy, or there are more than 65,535: a mistake of the caller.
    pub fn of(simulation: Simulation<'a>, scenarios: Vec<&'a Scenario>, groups: bool) -> Self {
        scenarios.iter().for_each(|it| simulation.refuse_other_than_policy(it));
        assert!(scenarios.len() <= usize::from(u16::MAX), "too many arms");
        let arms = scenarios.len();
        let (chance, population, sample, next_week) = simulation.into_parts();
        let variants = |community| Variants { states: vec![community], of_arm: vec![0; arms] };
        let Population { districts, district_institutions, communities } = population;
        let communities = communities.into_iter().map(variants).collect();
        let district_institutions = district_institutions.into_iter().map(|it| vec![it; arms]).collect();
        Arms { scenarios, chance, sample, districts, district_institutions, communities, next_week, groups }
    }

    /// Their scenarios.
    pub fn scenarios(&self) -> &[&'a Scenario] {
        &self.scenarios
    }

    /// Whether all weeks have passed.
    pub fn is_over(&self) -> bool {
        self.next_week >= self.scenarios[0].weeks
    }

    /// Advances every arm by one month.
    pub fn advance(&mut self) -> ArmsMonth {
        let first_week = self.next_week;
        let in_force = self.in_force(first_week);
        self.advance_districts(first_week, &in_force);
        let (records, elder_weeks) = self.advance_communities(first_week, &in_force);
        self.next_week += WEEKS_PER_MONTH;
        ArmsMonth { first_week, records, elder_weeks }
    }

    /// What is in force, by district and arm.
    fn in_force(&self, week: i32) -> Vec<Vec<InForce<'a>>> {
        let of = |district: &District| {
            let of_arm = |it: &&'a Scenario| InForce::of(&it.timeline, &it.parameters, week, district.id);
            self.scenarios.iter().map(of_arm).collect()
        };
        self.districts.par_iter().map(of).collect()
    }

    /// Organisers, and what town and villages of a district exchange.
    fn advance_districts(&mut self, week: i32, in_force: &[Vec<InForce>]) {
        let (scenario, chance) = (self.scenarios[0], &self.chance);
        let district = |it: &Variants| it.states[0].district;
        let mut institutions = self.district_institutions.iter_mut().enumerate();
        let districts: Vec<_> = self
            .communities
            .chunk_by_mut(|a, b| district(a) == district(b))
            .filter_map(|communities| {
                let (_, of_it) = institutions.find(|(number, _)| *number == district(&communities[0]))?;
                Some((of_it, communities))
            })
            .collect();
        districts.into_par_iter().for_each(|(institutions, communities)| {
            advance_district(institutions, communities, scenario, &in_force[district(&communities[0])], chance, week);
        });
    }

    /// The second half of the month of every community, once a state.
    fn advance_communities(&mut self, first_week: i32, in_force: &[Vec<InForce>]) -> (Vec<Record>, u64) {
        let (scenario, arms) = (self.scenarios[0], self.scenarios.len());
        let wanted = wanted(scenario, &self.sample, &self.chance, self.groups, first_week);
        let (chance, districts) = (&self.chance, &self.districts);
        let of_piece = |(first, communities): (usize, &mut [Variants])| {
            let mut records = Records::of(arms, &scenario.output);
            with_scratch(|scratch| {
                for (position, Variants { states, of_arm }) in (first..).zip(communities) {
                    records.share(of_arm, states.len());
                    for (state, community) in states.iter_mut().enumerate() {
                        let arm = of_arm.iter().position(|it| usize::from(*it) == state).unwrap_or_default();
                        let Community { setting, district, .. } = *community;
                        let parameters = &scenario.parameters[setting];
                        let levers = in_force[district][arm].levers(setting, community.institution.adopted);
                        let around = Rules { setting, parameters, levers: &levers, chance };
                        let province = districts[district].province;
                        let visit = Visit { around, wanted: &wanted, position, province, first_week };
                        visit.advance(community, None, (), &mut records.shared[state], scratch);
                    }
                }
            });
            records.hand_out();
            (records.of_arms, records.elder_weeks)
        };
        let places = |it: &Variants| it.states.iter().map(|it| it.elders.places()).sum();
        let pieces = pieces(&mut self.communities, places);
        let found: Vec<(Vec<Record>, u64)> = pieces.into_par_iter().with_max_len(1).map(of_piece).collect();
        found.into_iter().fold((vec![Record::default(); arms], 0), |(mut all, weeks), (records, more)| {
            all.iter_mut().zip(records).for_each(|(all, record)| all.merge(record));
            (all, weeks + more)
        })
    }

    /// Memberships of an arm that are open now, in community order, of the share of communities whose spells are written.
    pub fn open_spells(&self, arm: usize) -> Vec<Spell> {
        self.open(arm, open_spells)
    }

    /// The same with the groups of who holds them.
    pub fn open_memberships(&self, arm: usize) -> Vec<Membership> {
        self.open(arm, open_memberships)
    }

    fn open<T: Send>(&self, arm: usize, rows: fn(&Community, &Parameters, i32, &mut Scratch) -> Vec<T>) -> Vec<T> {
        let (last_week, scenario) = (self.next_week - 1, self.scenarios[arm]);
        let is_written = |it: &&Community| writes_spells(&self.chance, it.id, scenario.output.spells_share);
        let of =
            |it: &Community| with_scratch(|scratch| rows(it, &scenario.parameters[it.setting], last_week, scratch));
        self.communities.par_iter().map(|it| it.in_arm(arm)).filter(is_written).flat_map_iter(of).collect()
    }
}

/// The first half of the month of one district in all arms; `in_force` is by arm.
fn advance_district(
    institutions: &mut [DistrictInstitutions],
    communities: &mut [Variants],
    scenario: &Scenario,
    in_force: &[InForce],
    chance: &Chance,
    week: i32,
) {
    // Arms in which the whole district is the same follow the first of them.
    let is_same = |a: usize, b: usize| {
        same_everywhere(&in_force[a], &in_force[b])
            && communities.iter().all(|it| it.of_arm[a] == it.of_arm[b])
            && same_bits(Some(&institutions[a]), Some(&institutions[b]))
    };
    let leader: Vec<usize> =
        (0..in_force.len()).map(|arm| (0..arm).find(|it| is_same(*it, arm)).unwrap_or(arm)).collect();
    let mut organisers = |arm: usize| {
        let seat = |it: &Variants| {
            let Community { id, setting, street, institution, .. } = it.in_arm(arm);
            Seat { id: *id, setting: *setting, street: *street, institution: institution.clone() }
        };
        let mut seats: Vec<Seat> = communities.iter().map(seat).collect();
        month::advance_district(&mut institutions[arm], &mut seats, &scenario.parameters, &in_force[arm], chance, week);
        seats
    };
    let led: Vec<Option<Vec<Seat>>> =
        (0..in_force.len()).map(|arm| (leader[arm] == arm).then(|| organisers(arm))).collect();
    for arm in (0..in_force.len()).filter(|arm| leader[*arm] != *arm) {
        institutions[arm] = institutions[leader[arm]].clone();
    }
    for (position, community) in communities.iter_mut().enumerate() {
        let setting = community.states[0].setting;
        let organiser = |arm: usize| led[leader[arm]].as_ref().map(|seats| &seats[position].institution);
        let meets_the_same = |a: usize, b: usize| {
            leader[a] == leader[b]
                || same_bits(organiser(a), organiser(b)) && {
                    let adopted = organiser(a).map_or(0, |it| it.adopted);
                    in_force[a].levers(setting, adopted) == in_force[b].levers(setting, adopted)
                }
        };
        community.part(organiser, meets_the_same);
    }
}

/// Whether two arms have the same in force in a district, mandated and offered.
fn same_everywhere(one: &InForce, other: &InForce) -> bool {
    Setting::ALL.into_iter().all(|setting| {
        let of = |it: &InForce| (it.offered(setting), it.mandated(setting).clone());
        of(one) == of(other) && one.levers(setting, u64::MAX) == other.levers(setting, u64::MAX)
    })
}

/// Whether two institutions are the same to the last bit, which a comparison of numbers does not tell of a zero's sign.
fn same_bits<T: Stored + PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    let bits = |it: Option<&T>| {
        let mut bytes = Vec::new();
        it.inspect(|it| it.store(&mut bytes));
        bytes
    };
    one == other && bits(one) == bits(other)
}

impl Variants {
    /// The community in an arm.
    fn in_arm(&self, arm: usize) -> &Community {
        &self.states[usize::from(self.of_arm[arm])]
    }

    /// Gives every arm the organiser that its district's month has made. Arms part where they do not meet the same.
    fn part<'s>(
        &mut self,
        organiser: impl Fn(usize) -> Option<&'s Institution>,
        meets_the_same: impl Fn(usize, usize) -> bool,
    ) {
        let old = std::mem::take(&mut self.of_arm);
        let mut firsts: Vec<usize> = Vec::new();
        for arm in 0..old.len() {
            let same = |first: &usize| old[*first] == old[arm] && meets_the_same(*first, arm);
            let state = firsts.iter().position(same).unwrap_or(firsts.len());
            if state == firsts.len() {
                firsts.push(arm);
            }
            self.of_arm.push(state as u16);
        }
        let mut states: Vec<Option<Community>> = self.states.drain(..).map(Some).collect();
        for (number, arm) in firsts.iter().enumerate() {
            let state = &mut states[usize::from(old[*arm])];
            let is_last = firsts[number + 1..].iter().all(|it| old[*it] != old[*arm]);
            let mut community = if is_last { state.take() } else { state.clone() };
            if let (Some(community), Some(institution)) = (&mut community, organiser(*arm)) {
                community.institution.clone_from(institution);
            }
            self.states.extend(community);
        }
    }
}

/// What a piece of the population records, once for arms that share it, in the order of its communities.
struct Records<'o> {
    output: &'o Output,
    /// By arm.
    of_arms: Vec<Record>,
    /// By state, since the arms were last parted otherwise.
    shared: Vec<Record>,
    /// The state of each arm in those communities.
    state_of: Vec<u16>,
    /// Weeks that were simulated, summed over elders.
    elder_weeks: u64,
}

impl<'o> Records<'o> {
    fn of(arms: usize, output: &'o Output) -> Self {
        Records {
            output,
            of_arms: vec![Record::default(); arms],
            shared: Vec::new(),
            state_of: Vec::new(),
            elder_weeks: 0,
        }
    }

    /// From the next community on, arms share as it says.
    fn share(&mut self, of_arm: &[u16], states: usize) {
        if self.state_of != of_arm {
            self.hand_out();
            self.state_of = of_arm.to_vec();
            self.shared = vec![Record::default(); states];
        }
    }

    /// Gives every arm what was recorded since.
    fn hand_out(&mut self) {
        for (state, mut record) in self.shared.drain(..).enumerate() {
            record.finish(self.output);
            self.elder_weeks += record.elder_weeks();
            let mut arms = (0..self.state_of.len()).filter(|it| usize::from(self.state_of[*it]) == state);
            let last = arms.next_back();
            arms.for_each(|arm| self.of_arms[arm].merge(record.clone()));
            last.into_iter().for_each(|arm| self.of_arms[arm].merge(std::mem::take(&mut record)));
        }
        self.state_of.clear();
    }
}
