//! The main loop: communities in parallel, four weeks a visit, records merged in community order.

use std::cell::RefCell;

use rayon::prelude::*;

use super::invariants::{Breach, Ledger};
use crate::dynamics::week::StageHook;
use crate::dynamics::{Rules, Scratch, month, week};
use crate::observe::groups::Membership;
use crate::observe::record::{open_memberships, open_spells, writes_spells};
use crate::observe::rows::Spell;
use crate::observe::{Record, Sample, Wanted};
use crate::parameters::Parameters;
use crate::places::WEEKS_PER_MONTH;
use crate::policy::InForce;
use crate::population::community::District;
use crate::population::reads::makes_the_same;
use crate::population::{Community, Population, synthesis};
use crate::random::Chance;
use crate::scenario::Scenario;

/// Elders that one parallel piece of work holds at least, so that threads do not wait for each other.
const ELDERS_PER_PIECE: usize = 1_500;

/// Bytes that a thread takes for one place of the largest community it visits.
pub const WORKING_BYTES_PER_PLACE: usize = Scratch::BYTES_PER_PLACE;

thread_local! {
    // Grown once a thread to its largest community, and used for every visit.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Lends this thread's working memory. What a panic leaves in the middle of a week is not lent again.
pub(super) fn with_scratch<T>(act: impl FnOnce(&mut Scratch) -> T) -> T {
    struct Lent<'s>(&'s mut Scratch);
    impl Drop for Lent<'_> {
        fn drop(&mut self) {
            if std::thread::panicking() {
                *self.0 = Scratch::default();
            }
        }
    }
    SCRATCH.with_borrow_mut(|scratch| act(Lent(scratch).0))
}

/// One replicate of a scenario on its way through the weeks; a copy goes the same way from where it is.
#[derive(Clone)]
pub struct Simulation<'a> {
    scenario: &'a Scenario,
    chance: Chance,
    population: Population,
    sample: Sample,
    in_force: Vec<InForce<'a>>,
    next_week: i32,
    checked: bool,
    groups: bool,
    breach: Option<Breach>,
}

/// A month that has passed.
#[derive(Debug, Clone, PartialEq)]
pub struct Month {
    /// Its first week.
    pub first_week: i32,
    /// What was recorded.
    pub record: Record,
}

/// Where the runs of a replicate may begin that share what came before: everybody between two months.
#[derive(Clone)]
pub struct Snapshot {
    /// Whose beginning it is.
    scenario: Scenario,
    chance: Chance,
    population: Population,
    sample: Sample,
    next_week: i32,
}

impl<'a> Simulation<'a> {
    /// Synthesises the population of a replicate at the start of the warm-up.
    pub fn begin(scenario: &'a Scenario, replicate: u32) -> Self {
        let chance = Chance::new(scenario.seed, replicate);
        let population = synthesis::synthesise(scenario, replicate);
        let sample = Sample::draw(&population, &chance, scenario.output.sample_elders);
        Simulation {
            in_force: Vec::with_capacity(population.districts.len()),
            next_week: -scenario.warmup_weeks,
            checked: false,
            groups: false,
            breach: None,
            scenario,
            chance,
            population,
            sample,
        }
    }

    /// Everybody as they are now, for other runs to begin from.
    pub fn into_snapshot(self) -> Snapshot {
        let Simulation { scenario, chance, population, sample, next_week, .. } = self;
        Snapshot { scenario: scenario.clone(), chance, population, sample, next_week }
    }

    /// Begins a run of the same replicate where another was, under a scenario that differs only in what later
    /// weeks read: before the warm-up in policy and in parameters that the synthesis does not read, after it in the
    /// policy from week 0 on.
    ///
    /// # Panics
    /// The scenario differs in more than that: a mistake of the caller.
    pub fn begin_from(scenario: &'a Scenario, beginning: &Snapshot) -> Self {
        let Snapshot { scenario: other, chance, population, sample, next_week } = beginning.clone();
        let alike = |it: &Scenario| (it.seed, it.weeks, it.warmup_weeks, it.output.sample_elders);
        assert!(alike(scenario) == alike(&other) && scenario.places == other.places, "other places or weeks");
        if next_week > -scenario.warmup_weeks {
            let same = scenario.values == other.values && scenario.timeline.baseline == other.timeline.baseline;
            assert!(same && next_week <= 0, "only the policy from week 0 on may differ");
        } else {
            assert!(makes_the_same(&scenario.values, &other.values), "other people would be made");
        }
        let in_force = Vec::with_capacity(population.districts.len());
        Simulation {
            in_force,
            checked: false,
            groups: false,
            breach: None,
            scenario,
            chance,
            population,
            sample,
            next_week,
        }
    }

    /// From now on every week of every community is compared with what its events explain.
    pub fn check(&mut self) {
        self.checked = true;
    }

    /// From now on groups of elders are told apart too, or not: every month from week 0 on what is rare, in the last
    /// month everything.
    pub fn keep_groups(&mut self, yes: bool) {
        self.groups = yes;
    }

    /// The first rule that did not hold, in the order of weeks and communities.
    pub fn breach(&self) -> Option<&Breach> {
        self.breach.as_ref()
    }

    /// Goes on under another policy: of the same people, parameters, baseline and weeks, and not begun yet.
    ///
    /// # Panics
    /// The scenario differs in more than its policy, or the policy should have begun: a mistake of the caller.
    pub fn set_policy(&mut self, scenario: &'a Scenario) {
        self.refuse_other_than_policy(scenario);
        self.scenario = scenario;
    }

    /// Refuses a scenario that differs in more than a policy that has not begun.
    pub(super) fn refuse_other_than_policy(&self, scenario: &Scenario) {
        let alike = self.scenario.shares_warm_up(scenario) && self.scenario.weeks == scenario.weeks;
        assert!(alike, "only the policy may differ");
        assert!(self.next_week <= 0, "policy may change up to week 0");
    }

    /// Source of chance, everybody, who is watched, and the first week that has not passed yet.
    pub(super) fn into_parts(self) -> (Chance, Population, Sample, i32) {
        (self.chance, self.population, self.sample, self.next_week)
    }

    /// The first week that has not passed yet.
    pub fn next_week(&self) -> i32 {
        self.next_week
    }

    /// Whether all weeks have passed.
    pub fn is_over(&self) -> bool {
        self.next_week >= self.scenario.weeks
    }

    /// Everybody, between two months.
    pub fn population(&self) -> &Population {
        &self.population
    }

    /// Sets the clock of a simulation that goes on from a stored state, and hands out what the state fills.
    pub(super) fn go_on_from(&mut self, next_week: i32) -> &mut Population {
        self.next_week = next_week;
        &mut self.population
    }

    /// Advances everybody by one month. The order of MODEL section 3 stands in `dynamics::month` and
    /// `dynamics::week`.
    pub fn advance(&mut self) -> Month {
        self.advance_with(|_| ())
    }

    /// The same with somebody between the stages of every community, told by its position.
    pub(super) fn advance_with<B: StageHook>(&mut self, between: impl Fn(usize) -> B + Sync) -> Month {
        let first_week = self.next_week;
        self.set_in_force(first_week);
        let budgets = self.checked.then(|| self.budgets());
        self.advance_districts(first_week);
        let record = self.advance_communities(first_week, budgets.as_deref(), between);
        self.next_week += WEEKS_PER_MONTH;
        Month { first_week, record }
    }

    /// Money in hand of every community, cents.
    fn budgets(&self) -> Vec<i64> {
        self.population.communities.iter().map(|it| it.institution.budget_cents).collect()
    }

    fn set_in_force(&mut self, week: i32) {
        let (timeline, parameters) = (&self.scenario.timeline, &self.scenario.parameters);
        let districts = &self.population.districts;
        let of = |district: &District| InForce::of(timeline, parameters, week, district.id);
        districts.par_iter().map(of).collect_into_vec(&mut self.in_force);
    }

    /// Organisers, and what town and villages of a district exchange.
    fn advance_districts(&mut self, week: i32) {
        let (parameters, chance, in_force) = (&self.scenario.parameters, &self.chance, &self.in_force);
        let Population { communities, district_institutions, .. } = &mut self.population;
        let mut institutions = district_institutions.iter_mut().enumerate();
        let districts: Vec<_> = communities
            .chunk_by_mut(|a, b| a.district == b.district)
            .filter_map(|communities| {
                // A district without a community has nothing to do.
                let (_, of_it) = institutions.find(|(district, _)| *district == communities[0].district)?;
                Some((of_it, communities))
            })
            .collect();
        districts.into_par_iter().for_each(|(institutions, communities)| {
            let district = communities[0].district;
            month::advance_district(institutions, communities, parameters, &in_force[district], chance, week);
        });
    }

    /// Volunteers, offers, life courses and four weeks of every community; given what each had in hand before,
    /// they are checked.
    fn advance_communities<B: StageHook>(
        &mut self,
        first_week: i32,
        budgets: Option<&[i64]>,
        between: impl Fn(usize) -> B + Sync,
    ) -> Record {
        let wanted = wanted(self.scenario, &self.sample, &self.chance, self.groups, first_week);
        let (scenario, in_force, chance) = (self.scenario, &self.in_force, &self.chance);
        let districts = &self.population.districts;
        let pieces = pieces(&mut self.population.communities, |it| it.elders.places());
        let records: Vec<(Record, Option<Breach>)> = pieces
            .into_par_iter()
            // One by one: a thread that comes late, from writing, would else leave the others waiting for it.
            .with_max_len(1)
            .map(|(position, communities)| {
                with_scratch(|scratch| {
                    let (mut record, mut breach) = (Record::default(), None);
                    for (k, community) in communities.iter_mut().enumerate() {
                        let district = community.district;
                        let setting = community.setting;
                        let mut between = between(position + k);
                        between.begins(community);
                        let levers = in_force[district].levers(setting, community.institution.adopted);
                        let parameters = &scenario.parameters[setting];
                        let around = Rules { setting, parameters, levers: &levers, chance };
                        let (position, province) = (position + k, districts[district].province);
                        let visit = Visit { around, wanted: &wanted, position, province, first_week };
                        let budget = budgets.map(|it| it[position]);
                        let found = visit.advance(community, budget, between, &mut record, scratch);
                        breach = breach.take().or(found);
                    }
                    record.finish(wanted.output);
                    (record, breach)
                })
            })
            .collect();
        let breach = &mut self.breach;
        records.into_iter().fold(Record::default(), |mut all, (record, found)| {
            all.merge(record);
            *breach = breach.take().or(found);
            all
        })
    }

    /// Memberships that are open now, in community order, of the share of communities whose spells are written.
    pub fn open_spells(&self) -> Vec<Spell> {
        self.open_spells_in_pieces().flatten().collect()
    }

    /// The same some communities at a time: a nation's would not fit beside its people.
    pub fn open_spells_in_pieces(&self) -> impl Iterator<Item = Vec<Spell>> + '_ {
        self.open_in_pieces(open_spells)
    }

    /// The same with the groups of who holds them.
    pub fn open_memberships(&self) -> Vec<Membership> {
        self.open_in_pieces(open_memberships).flatten().collect()
    }

    fn open_in_pieces<T: Send + 'a>(
        &self,
        rows: fn(&Community, &Parameters, i32, &mut Scratch) -> Vec<T>,
    ) -> impl Iterator<Item = Vec<T>> + '_ {
        let last_week = self.next_week - 1;
        let share = self.scenario.output.spells_share;
        let parameters = &self.scenario.parameters;
        let of = move |community: &Community| {
            with_scratch(|scratch| rows(community, &parameters[community.setting], last_week, scratch))
        };
        let written = move |it: &&Community| writes_spells(&self.chance, it.id, share);
        self.population
            .communities
            .chunks(256)
            .map(move |piece| piece.par_iter().filter(written).flat_map_iter(of).collect())
    }
}

/// A visit to a community: unpack, the month, four weeks, pack.
pub(super) struct Visit<'v> {
    /// What the community meets this month.
    pub around: Rules<'v>,
    /// What is recorded.
    pub wanted: &'v Wanted<'v>,
    /// Position of the community in the population.
    pub position: usize,
    /// Its province.
    pub province: &'static str,
    /// First week of the month.
    pub first_week: i32,
}

impl Visit<'_> {
    /// Advances the community by a month and records it; given what it had in hand before, it is checked.
    pub fn advance(
        &self,
        community: &mut Community,
        budget: Option<i64>,
        mut between: impl StageHook,
        record: &mut Record,
        scratch: &mut Scratch,
    ) -> Option<Breach> {
        let Visit { around, wanted, position, province, first_week } = self;
        let first_week = *first_week;
        community.elders.unpack(&mut scratch.elders, around.parameters);
        scratch.resize();
        let mut ledger = budget.map(|it| Ledger::open(it, community, scratch));
        let mut breach = None;
        month::advance_community_with(community, around, first_week, scratch, &mut between);
        for week in first_week..first_week + WEEKS_PER_MONTH {
            week::advance_with(community, around, week, scratch, &mut between);
            let found = ledger.as_mut().and_then(|it| it.week(community, week, scratch));
            breach = breach.or(found);
            record.week(wanted, *position, community, around.parameters, week, scratch);
            scratch.counts = Default::default();
        }
        month::close(community, around, scratch);
        let Scratch { elders, rounding, .. } = scratch;
        community.elders.pack(elders, rounding);
        record.month(wanted, community, province, around.parameters, first_week, scratch);
        breach
    }
}

/// What is to be recorded in the month that begins in `first_week`.
pub(super) fn wanted<'s>(
    scenario: &'s Scenario,
    sample: &'s Sample,
    chance: &'s Chance,
    groups: bool,
    first_week: i32,
) -> Wanted<'s> {
    let Due { communities, distributions } = due(scenario, first_week);
    let is_last = first_week + WEEKS_PER_MONTH == scenario.weeks;
    // The warm-up is nobody's under any policy.
    let groups = groups && first_week >= 0;
    let weeks_of_groups = groups && is_last;
    Wanted { output: &scenario.output, sample, chance, communities, distributions, groups, weeks_of_groups }
}

/// What is recorded in some months only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Whether rows of communities are due at the month's end.
    pub communities: bool,
    /// The week after which distributions are due, if one of the month's.
    pub distributions: Option<i32>,
}

/// What is due in the month that begins in `first_week`.
pub fn due(scenario: &Scenario, first_week: i32) -> Due {
    let output = &scenario.output;
    let last_week = first_week + WEEKS_PER_MONTH - 1;
    let months = last_week.div_euclid(WEEKS_PER_MONTH) + 1;
    let is_last = last_week + 1 == scenario.weeks;
    let due = |every: i32, unit: i32| every > 0 && unit % every == 0;
    let every = output.communities_every_months;
    let communities = every > 0 && (due(every, months) || is_last) && (months >= 0 || output.warmup);
    let every = output.distributions_every_weeks;
    let distributions = last_week >= -1 && every >= 0 && (last_week == -1 || is_last || due(every, last_week + 1));
    Due { communities, distributions: distributions.then_some(last_week) }
}

/// Places of elders that one parallel piece of a population of `places` holds at least: enough pieces to even
/// out their cost, few enough to merge their records quickly.
fn places_of_piece(places: usize) -> usize {
    ELDERS_PER_PIECE.max(places / 256)
}

/// Number of parallel pieces of a population of so many places, nearly.
pub fn pieces_of(places: usize) -> usize {
    places.div_ceil(places_of_piece(places))
}

/// Communities in contiguous pieces of about the same number of places, each with the position of its first.
pub(super) fn pieces<T>(communities: &mut [T], places: impl Fn(&T) -> usize) -> Vec<(usize, &mut [T])> {
    let size = places_of_piece(communities.iter().map(&places).sum());
    let mut pieces = Vec::new();
    let (mut rest, mut position) = (communities, 0);
    while !rest.is_empty() {
        let mut elders = 0;
        let count = rest.iter().take_while(|it| {
            let more = elders < size;
            elders += places(it);
            more
        });
        let count = count.count();
        let (piece, others) = rest.split_at_mut(count);
        pieces.push((position, piece));
        (rest, position) = (others, position + count);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::Elders;
    use crate::scenario;

    #[test]
    fn a_copy_of_the_warmed_up_week_0_goes_the_way_of_a_run_that_was_warmed_up_itself() {
        let area = ["population.districts=1", "population.urban_communities=1", "population.rural_communities=2"];
        let weeks = ["warmup_weeks=12", "weeks=12", "parameters.urban.structure.community_size=300"];
        let sets: Vec<String> = area.iter().chain(&weeks).map(|it| it.to_string()).collect();
        let load = |name: &str| scenario::load(name, &sets).unwrap().scenario;
        let (baseline, policy) = (load("pilot-baseline"), load("pilot"));
        let mut warmed = Simulation::begin(&baseline, 3);
        while warmed.next_week() < 0 {
            warmed.advance();
        }
        let (mut copy, mut alone) = (warmed.clone(), Simulation::begin(&policy, 3));
        copy.set_policy(&policy);
        while alone.next_week() < 0 {
            alone.advance();
        }
        while !alone.is_over() {
            assert_eq!(copy.advance(), alone.advance());
        }
        assert!(copy.is_over() && warmed.next_week() == 0);
    }

    #[test]
    fn the_groups_of_every_way_to_group_add_up_to_the_sums_of_all() {
        use crate::observe::Place;
        use crate::observe::groups::{GROUPINGS, GroupTallies};
        use crate::observe::measures::{Counter as M, Tally, names};
        use crate::places::Setting;
        let sets = ["population.districts=1", "population.urban_communities=1", "population.rural_communities=3"];
        let sets = [&sets[..], &["warmup_weeks=12", "weeks=24", "parameters.urban.structure.community_size=900"]];
        let sets: Vec<String> = sets.concat().into_iter().map(str::to_string).collect();
        let scenario = scenario::load("whole-package", &sets).unwrap().scenario;
        let mut simulation = Simulation::begin(&scenario, 0);
        simulation.keep_groups(true);
        let (mut of_months, mut of_weeks) = (GroupTallies::default(), GroupTallies::default());
        let (mut run, mut end) = ([(); 2].map(|()| Tally::default()), [(); 2].map(|()| Tally::default()));
        while !simulation.is_over() {
            let Month { first_week, record } = simulation.advance();
            if first_week < 0 {
                assert_eq!(record.groups, None);
                continue;
            }
            let is_last = simulation.is_over();
            for ((_, place), tally) in &record.tallies {
                let Place::Setting(setting) = place else { continue };
                run[setting.index()].merge(tally);
                if is_last {
                    end[setting.index()].merge(tally);
                }
            }
            let groups = record.groups.unwrap();
            assert_eq!(groups.weeks.is_some(), is_last);
            of_months.merge(&groups.month);
            groups.weeks.iter().for_each(|it| of_weeks.merge(it));
        }
        let weekly = [
            &[M::Elders, M::Members, M::Givers, M::Receivers, M::Participants, M::Attenders, M::Lonely][..],
            &[M::GivenByElders, M::NeededDaily, M::NeededHealth, M::NeededCompanionship],
            &[M::UnmetDaily, M::UnmetHealth, M::UnmetCompanionship, M::Loneliness, M::Wellbeing, M::Trust],
            &[M::Awareness, M::CreditsOutstanding, M::OpenRequests, M::ServedRequests],
        ]
        .concat();
        let weekly: Vec<usize> = weekly.into_iter().map(|it| it as usize).collect();
        let spent = (0..names().len()).filter(|it| names()[*it].starts_with("spending_"));
        let monthly: Vec<usize> = [M::Elders, M::Deaths].map(|it| it as usize).into_iter().chain(spent).collect();
        for (groups, all, held) in [(&of_weeks, &end, &weekly), (&of_months, &run, &monthly)] {
            let mut first = 0;
            for grouping in &GROUPINGS {
                let mut both = Tally::default();
                for setting in Setting::ALL {
                    let mut sum = Tally::default();
                    (first..first + grouping.groups.len()).for_each(|group| sum.merge(groups.of(setting, group)));
                    for (number, name) in names().iter().enumerate() {
                        let expected = if held.contains(&number) { all[setting.index()].sums()[number] } else { 0 };
                        assert_eq!(sum.sums()[number], expected, "{} {} {name}", setting.name(), grouping.key);
                    }
                    both.merge(&sum);
                }
                let core = M::SpendingCore as usize;
                let nothing = held.iter().find(|it| both.sums()[**it] == 0 && **it <= core);
                assert_eq!(nothing.map(|it| names()[*it].clone()), None, "nothing to add up");
                first += grouping.groups.len();
            }
        }
        assert!(run.iter().any(|it| (0..crate::policy::COUNT).any(|instrument| it.spending(instrument) > 0)));
    }

    #[test]
    fn under_pressure_elders_are_on_paper_and_a_district_that_divides_its_pot_loses_no_cent() {
        let area = ["population.districts=1", "population.urban_communities=9", "population.rural_communities=3"];
        let others = [
            "warmup_weeks=8",
            "weeks=112",
            "parameters.structure.community_size=60",
            "parameters.street.paper=0.05",
            "parameters.street.formality=0.7",
            "parameters.street.leader_change=2",
            "parameters.street.priority_spread=0.15",
            "policy.positioning.level=0.95",
            "policy.funding.mode=district",
            "policy.funding.allocation=projects",
            "policy.funding.yuan_per_elder_year=400",
        ];
        let sets: Vec<String> = area.iter().chain(&others).map(|it| it.to_string()).collect();
        let scenario = scenario::load("pilot-baseline", &sets).unwrap().scenario;
        let mut simulation = Simulation::begin(&scenario, 0);
        simulation.check();
        assert_eq!(simulation.population.district_institutions[0].streets.len(), 3, "two in town, one of villages");
        let (mut changes, mut returned, mut granted, mut pot) = (0, 0, 0, 0.0);
        while !simulation.is_over() {
            let is_paid = simulation.next_week() >= 0;
            let arrives = |it: &Community| {
                let capacity = f64::from(scenario.parameters[it.setting].fiscal.capacity);
                f64::from(it.institution.last_month.elders) * 400.0 / 13.0 * capacity
            };
            let month: f64 = simulation.population.communities.iter().map(arrives).sum();
            pot += if is_paid { month } else { 0.0 };
            simulation.advance();
            for it in &simulation.population.communities {
                let offer = &it.institution.offer;
                changes += i32::from(offer.leader_changed);
                returned += offer.returned_cents;
                granted += offer.allocated_cents;
            }
        }
        assert_eq!(simulation.breach(), None);
        let Population { communities, district_institutions, .. } = simulation.population();
        let sum = |of: fn(&Community) -> u32| communities.iter().map(of).sum::<u32>();
        let (pressed, registered) =
            (sum(|it| it.institution.last_month.pressed), sum(|it| it.institution.last_month.registered));
        assert!(pressed > 0 && pressed + registered < 12 * 60, "{pressed} on paper, {registered} registered");
        assert!(changes > 0 && returned > 0, "{changes} changes, {returned} returned");
        let holders = communities.iter().filter(|it| it.institution.holds_project).count();
        assert_eq!(holders, 6, "half of twelve");
        // What was granted is what came in, and what was returned and released again.
        let government = &district_institutions[0].government;
        let expected = pot * 100.0 + (returned - government.to_release_cents) as f64;
        assert!((granted as f64 - expected).abs() < 28.0 * 12.0, "{granted} granted of {expected}");
    }

    #[test]
    fn the_order_of_communities_changes_nothing() {
        let sets = ["population.urban_communities=2", "population.rural_communities=6", "warmup_weeks=12", "weeks=12"];
        let sets = [&sets[..], &["parameters.urban.structure.community_size=300", "output.sample_elders=0"]].concat();
        let sets: Vec<String> = sets.into_iter().map(str::to_string).collect();
        let scenario = scenario::load("whole-package", &sets).unwrap().scenario;
        let (mut plain, mut shuffled) = (Simulation::begin(&scenario, 0), Simulation::begin(&scenario, 0));
        shuffled.population.communities.chunk_by_mut(|a, b| a.district == b.district).for_each(|it| it.reverse());
        while !plain.is_over() {
            let (plain, mut shuffled) = (plain.advance().record, shuffled.advance().record);
            assert_eq!(plain.tallies, shuffled.tallies);
            shuffled.communities.sort_by_key(|it| it.community);
            assert_eq!(plain.communities, shuffled.communities);
            assert_eq!(plain.distributions, shuffled.distributions);
        }
    }

    #[test]
    fn one_more_elder_in_one_community_changes_nothing_in_another_district() {
        let sets = ["population.districts=2", "population.urban_communities=1", "population.rural_communities=2"];
        let sets =
            [&sets[..], &["parameters.urban.structure.community_size=300", "warmup_weeks=8", "weeks=16"]].concat();
        let sets: Vec<String> = sets.into_iter().map(str::to_string).collect();
        let scenario = scenario::load("whole-package", &sets).unwrap().scenario;
        let (mut more, mut plain) = (Simulation::begin(&scenario, 0), Simulation::begin(&scenario, 0));
        // The one is the other with somebody more at a place that is empty there.
        let first = &mut plain.population.communities[0];
        let mut elders = Elders::default();
        first.elders.unpack(&mut elders, &scenario.parameters[first.setting]);
        let place = (0..elders.places).find(|it| elders.occupied[*it]).unwrap();
        elders.occupied[place] = false;
        (elders.present[place], elders.member[place]) = (0.0, 0.0);
        let rounding = vec![0; elders.places];
        first.elders.pack(&mut elders, &rounding);
        while !plain.is_over() {
            plain.advance();
            more.advance();
        }
        let of = |it: &Simulation, district| -> Vec<Community> {
            it.population.communities.iter().filter(|it| it.district == district).cloned().collect()
        };
        assert!(of(&plain, 0) != of(&more, 0), "somebody more has lived");
        assert!(of(&plain, 1) == of(&more, 1));
    }

    #[test]
    fn spells_of_a_share_of_communities_are_all_of_theirs_and_nobody_elses() {
        let sets = ["population.urban_communities=0", "population.rural_communities=20", "warmup_weeks=0", "weeks=52"];
        let of = |share: &str| {
            let sets: Vec<String> = sets.iter().map(|it| it.to_string()).chain([share.to_string()]).collect();
            let scenario = scenario::load("pilot", &sets).unwrap().scenario;
            let mut simulation = Simulation::begin(&scenario, 0);
            let mut spells = Vec::new();
            while !simulation.is_over() {
                spells.extend(simulation.advance().record.spells);
            }
            spells.extend(simulation.open_spells());
            spells
        };
        let (all, some) = (of("output.spells_share=1.0"), of("output.spells_share=0.5"));
        let communities: std::collections::BTreeSet<i64> = some.iter().map(|it| it.community).collect();
        // 40 villages, each drawn with 0.5: four standard errors are 12.6.
        assert!((8..=32).contains(&communities.len()), "{}", communities.len());
        let theirs: Vec<_> = all.into_iter().filter(|it| communities.contains(&it.community)).collect();
        assert!(some == theirs && !some.is_empty());
        assert!(of("output.spells_share=0.0").is_empty());
    }
}
