//! Two runs of the same people side by side: stages, or kinds of agents, of one held at the course of the other.
//!
//! The baseline twin goes first and notes, week by week, what each stage of every community wrote. Other runs
//! then read, for a stage that is held, the twin's output for the same (slot, generation) instead of their
//! own, and the mean of the twin's community where the twin is gone. Whoever decides without a twin does so by
//! the person's own draw against the twin community's rate. What can be held are
//! - elders' drive (satisfactions, loneliness, efficacy, autonomy, identity), perception (norm, awareness, trust,
//!   fairness, support) and response (joining, quitting, registering, giving and its incentive, asking, attending);
//! - volunteers: who is here, by the month, and who offers, by the week;
//! - organisers: their levels and offer of the month.
//!
//! Services, providers, money and life courses go on by themselves.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::simulation::{Month, Simulation};
use crate::dynamics::Scratch;
use crate::dynamics::conditions::Conditions;
use crate::dynamics::scratch::{ActiveVolunteer, Counts};
use crate::dynamics::week::{Moment, StageHook};
use crate::elementary::clip;
use crate::parameters::Parameters;
use crate::population::institutions::Offer;
use crate::population::states::stored_of_elders;
use crate::population::{Community, Elders, Institution, Volunteer};
use crate::random::unit;

/// What is held at the twin's course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    /// Psychological drive of elders.
    pub drive: bool,
    /// Institutional perception of elders.
    pub perception: bool,
    /// Behavioural response of elders.
    pub response: bool,
    /// Which volunteers offer hours in a week.
    pub offers: bool,
    /// Which volunteers are here in a month.
    pub presence: bool,
    /// Levels and offer of organisers.
    pub organisers: bool,
}

impl Held {
    /// Nothing is held.
    pub const NOTHING: Held =
        Held { drive: false, perception: false, response: false, offers: false, presence: false, organisers: false };

    /// What either holds.
    #[must_use]
    pub fn and(self, other: Held) -> Held {
        Held {
            drive: self.drive | other.drive,
            perception: self.perception | other.perception,
            response: self.response | other.response,
            offers: self.offers | other.offers,
            presence: self.presence | other.presence,
            organisers: self.organisers | other.organisers,
        }
    }
}

/// What a stage wrote: columns of numbers, by place.
type Columns<const N: usize> = [Vec<f32>; N];

/// What the stages of one week wrote in a community.
#[derive(Debug, Clone, Default)]
struct Week {
    generation: Vec<u16>,
    present: Vec<f32>,
    drive: Columns<DRIVE>,
    perception: Columns<PERCEPTION>,
    /// Cultural barrier, which asking perceives too.
    barrier: f32,
    /// Membership and week of joining before this week's decisions.
    member: Columns<2>,
    response: Columns<RESPONSE>,
    /// What attending added to its states.
    attending: Columns<ATTENDING>,
    joins: Vec<u8>,
    quits: Vec<u8>,
    gives: Vec<u8>,
    attends: Vec<u8>,
    waiting: Vec<u8>,
    registered: Vec<f32>,
    kinds_attended: Vec<u8>,
    kept_out: u32,
    offers: Vec<ActiveVolunteer>,
}

/// What the twin of a community was and did in a month.
#[derive(Debug, Default)]
struct TwinMonth {
    /// The organiser when the community's month begins.
    institution: Option<Institution>,
    /// Its mechanisms and their mean, once volunteers have come.
    mechanisms: ([f32; 4], f32),
    /// Volunteers when they have come and gone, with how many came, moved and left.
    volunteers: Vec<Volunteer>,
    changes: [u32; 3],
    weeks: Vec<Week>,
}

/// One month of the twin, by position of the community.
#[derive(Debug, Default)]
pub struct Course {
    communities: Vec<Mutex<TwinMonth>>,
}

impl Course {
    fn of(&self, community: usize) -> MutexGuard<'_, TwinMonth> {
        // A poisoned lock means that a thread panicked, which ends the command anyway.
        self.communities[community].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Simulation<'_> {
    /// Advances everybody by one month as [`Simulation::advance`] does, and notes what the stages wrote.
    pub fn advance_as_twin(&mut self, course: &mut Course) -> Month {
        course.communities.resize_with(self.population().communities.len(), Mutex::default);
        course.communities.iter_mut().for_each(|it| it.get_mut().unwrap_or_else(PoisonError::into_inner).weeks.clear());
        let course = &*course;
        self.advance_with(|community| Noting { month: course.of(community) })
    }

    /// Advances everybody by one month with stages or kinds of agents held at the course of a twin of the same people.
    ///
    /// Where response is held, memberships follow the twin's without a spell, and organisers who are held offer what
    /// the run did not pay for: neither spells nor checks of such a run mean anything.
    pub fn advance_held(&mut self, held: Held, course: &Course) -> Month {
        let of = |community| Holding { held, week: 0, month: course.of(community), before: Columns::default() };
        self.advance_with(of)
    }
}

macro_rules! of_stages {
    (
        states {
            drive { $($drive:ident $drive_row:tt;)* }
            perception { $($perception:ident $perception_row:tt;)* }
            response { $($response:ident $response_row:tt;)* }
            feedback $feedback:tt
        }
        $($rest:tt)*
    ) => {
        /// Columns that drive writes: its states, the drive itself, and what it adds to joining and acting.
        const DRIVE: usize = [$(stringify!($drive)),*].len() + 3;
        /// Columns that perception writes: its states, and what follows from them.
        const PERCEPTION: usize = [$(stringify!($perception)),*].len() + 5;
        /// Columns that response writes: its states, and what incentives add to the hours of who gives.
        const RESPONSE: usize = [$(stringify!($response)),*].len() + 1;

        fn of_drive(scratch: &mut Scratch) -> [&mut Vec<f32>; DRIVE] {
            let Scratch { elders, drive, drive_join, drive_act, .. } = scratch;
            [$(&mut elders.$drive,)* drive, drive_join, drive_act]
        }

        fn of_perception(scratch: &mut Scratch) -> [&mut Vec<f32>; PERCEPTION] {
            let Scratch { elders, norm, felt_norm, support, perception_join, perception_act, .. } = scratch;
            [$(&mut elders.$perception,)* norm, felt_norm, support, perception_join, perception_act]
        }

        fn of_response(scratch: &mut Scratch) -> [&mut Vec<f32>; RESPONSE] {
            let Scratch { elders, incentive, .. } = scratch;
            [$(&mut elders.$response,)* incentive]
        }
    };
}

stored_of_elders! { of_stages }

/// Number of states that attending changes.
const ATTENDING: usize = 4;

/// What attending changes in elders' states.
fn of_attending(elders: &mut Elders) -> [&mut Vec<f32>; ATTENDING] {
    [&mut elders.self_worth, &mut elders.connection, &mut elders.belonging, &mut elders.awareness]
}

/// How many volunteers came, moved and left.
fn changes_of(counts: &mut Counts) -> [&mut u32; 3] {
    [&mut counts.volunteers_came, &mut counts.volunteers_moved, &mut counts.volunteers_left]
}

/// The twin's side: notes what the stages wrote.
struct Noting<'a> {
    month: MutexGuard<'a, TwinMonth>,
}

impl StageHook for Noting<'_> {
    fn begins(&mut self, community: &mut Community) {
        self.month.institution = Some(community.institution.clone());
    }

    fn gathered(&mut self, volunteers: &mut [Volunteer], counts: &mut Counts) {
        self.month.volunteers.clear();
        self.month.volunteers.extend_from_slice(volunteers);
        self.month.changes = changes_of(counts).map(|it| *it);
    }

    fn offered(&mut self, offer: &mut Offer) {
        self.month.mechanisms = (offer.mechanisms, offer.offer);
    }

    fn at(&mut self, moment: Moment, _: &Parameters, at: &mut Conditions, scratch: &mut Scratch) {
        match moment {
            Moment::Perceived => {
                let week = Week {
                    generation: scratch.elders.generation.clone(),
                    present: scratch.elders.present.clone(),
                    drive: of_drive(scratch).map(|it| it.clone()),
                    perception: of_perception(scratch).map(|it| it.clone()),
                    barrier: at.cultural_barrier,
                    member: [scratch.elders.member.clone(), scratch.elders.joined_week.clone()],
                    attending: of_attending(&mut scratch.elders).map(|it| it.clone()),
                    ..Week::default()
                };
                self.month.weeks.push(week);
            }
            Moment::Decided => {
                let Some(week) = self.month.weeks.last_mut() else { return };
                for (gain, now) in week.attending.iter_mut().zip(of_attending(&mut scratch.elders)) {
                    gain.iter_mut().zip(now.iter()).for_each(|(gain, now)| *gain = now - *gain);
                }
                week.response = of_response(scratch).map(|it| it.clone());
                let Scratch { joins, quits, gives, attends, .. } = &*scratch;
                week.joins.clone_from(joins);
                week.quits.clone_from(quits);
                week.gives.clone_from(gives);
                week.attends.clone_from(attends);
                week.waiting.clone_from(&scratch.elders.waiting);
                week.registered.clone_from(&scratch.elders.registered);
                week.kinds_attended.clone_from(&scratch.elders.kinds_attended);
                week.kept_out = scratch.counts.kept_out;
                week.offers.clone_from(&scratch.active_volunteers);
            }
        }
    }
}

/// The other side: replaces what held stages wrote.
struct Holding<'a> {
    held: Held,
    week: usize,
    month: MutexGuard<'a, TwinMonth>,
    /// What attending is about to change, as it was.
    before: Columns<ATTENDING>,
}

impl StageHook for Holding<'_> {
    fn begins(&mut self, community: &mut Community) {
        if let Some(twin) = self.month.institution.as_ref().filter(|_| self.held.organisers) {
            hold_organiser(&mut community.institution, twin);
        }
    }

    fn gathered(&mut self, volunteers: &mut [Volunteer], counts: &mut Counts) {
        if self.held.presence {
            volunteers.iter_mut().zip(&self.month.volunteers).for_each(|(ours, twin)| hold_presence(ours, twin));
            changes_of(counts).into_iter().zip(self.month.changes).for_each(|(ours, twins)| *ours = twins);
        }
    }

    fn offered(&mut self, offer: &mut Offer) {
        if self.held.organisers {
            (offer.mechanisms, offer.offer) = self.month.mechanisms;
        }
    }

    fn at(&mut self, moment: Moment, p: &Parameters, at: &mut Conditions, scratch: &mut Scratch) {
        let Holding { held, week, month, before } = self;
        let Some(twin) = month.weeks.get(*week) else { return };
        match moment {
            Moment::Perceived => {
                if held.drive {
                    twin.replace(&twin.drive, of_drive, scratch);
                }
                if held.perception {
                    twin.replace(&twin.perception, of_perception, scratch);
                    at.cultural_barrier = twin.barrier;
                }
                if held.response {
                    twin.hold_membership(scratch);
                    *before = of_attending(&mut scratch.elders).map(|it| it.clone());
                }
            }
            Moment::Decided => {
                if held.response {
                    twin.hold_response(p, at, before, scratch);
                }
                // A suspended organiser calls on no volunteers.
                if held.offers && at.operating > 0.0 {
                    scratch.active_volunteers.clone_from(&twin.offers);
                }
                *week += 1;
            }
        }
    }
}

/// Puts the twin's levels and offer in the place of an organiser's own.
///
/// The run's own stay the money and what it is spent on, the counters of last month, what providers, the health pool
/// and the district's government bring, and what the community makes of its experience: reputation, confidence,
/// barrier, requests, and its counts.
fn hold_organiser(ours: &mut Institution, twin: &Institution) {
    let own = std::mem::replace(ours, twin.clone());
    ours.budget_cents = own.budget_cents;
    ours.collective_income_yuan = own.collective_income_yuan;
    ours.holds_project = own.holds_project;
    ours.reputation = own.reputation;
    ours.confidence = own.confidence;
    ours.cultural_barrier = own.cultural_barrier;
    (ours.asked, ours.served) = (own.asked, own.served);
    ours.workload = own.workload;
    ours.participation = own.participation;
    ours.choice = own.choice;
    ours.block_leaders = own.block_leaders;
    (ours.mean_acquaintance, ours.mean_norm) = (own.mean_acquaintance, own.mean_norm);
    ours.last_month = own.last_month;
    ours.offer = Offer {
        allocated_cents: own.offer.allocated_cents,
        returned_cents: own.offer.returned_cents,
        purchase: own.offer.purchase,
        under_contract: own.offer.under_contract,
        provider_hours: own.offer.provider_hours,
        provider_quality: own.offer.provider_quality,
        coverage_social: own.offer.coverage_social,
        coverage_firm: own.offer.coverage_firm,
        users_trust_lost: own.offer.users_trust_lost,
        pool_yuan: own.offer.pool_yuan,
        pooled: own.offer.pooled,
        planned_cents: own.offer.planned_cents,
        income: own.offer.income,
        core_cents: own.offer.core_cents,
        spent_cents: own.offer.spent_cents,
        ..twin.offer.clone()
    };
}

/// A volunteer is here if the twin is, and comes as the twin came.
fn hold_presence(ours: &mut Volunteer, twin: &Volunteer) {
    if twin.here && !ours.here {
        (ours.habit, ours.burden, ours.fulfilment) = (twin.habit, twin.burden, twin.fulfilment);
    }
    ours.here = twin.here;
}

impl Week {
    fn lives(&self, place: usize) -> bool {
        self.present[place] > 0.0
    }

    /// Whether the twin of who lives at a place here lives there too.
    fn has_twin(&self, elders: &Elders, place: usize) -> bool {
        self.lives(place) && self.generation[place] == elders.generation[place]
    }

    /// Mean over the twin's community of those whom `counts` admits; nothing of nobody.
    fn mean(&self, value: impl Fn(usize) -> f32, counts: impl Fn(usize) -> bool) -> f32 {
        let those = || (0..self.present.len()).filter(|place| self.lives(*place) && counts(*place));
        let sum: f64 = those().map(|place| f64::from(value(place))).sum();
        (sum / those().count().max(1) as f64) as f32
    }

    /// Puts the twin's values into the columns of a stage.
    fn replace<const N: usize>(
        &self,
        theirs: &Columns<N>,
        of_stage: fn(&mut Scratch) -> [&mut Vec<f32>; N],
        scratch: &mut Scratch,
    ) {
        let here: Vec<usize> = (0..self.present.len()).filter(|it| scratch.elders.is_present(*it)).collect();
        let twins: Vec<bool> = here.iter().map(|it| self.has_twin(&scratch.elders, *it)).collect();
        for (theirs, ours) in theirs.iter().zip(of_stage(scratch)) {
            let mean = self.mean(|place| theirs[place], |_| true);
            for (place, has_twin) in here.iter().zip(&twins) {
                ours[*place] = if *has_twin { theirs[*place] } else { mean };
            }
        }
    }

    /// Who is a member is a decision of earlier weeks: the twin's.
    fn hold_membership(&self, scratch: &mut Scratch) {
        let Scratch { elders, heads, .. } = scratch;
        let [member, joined_week] = &self.member;
        for place in 0..self.present.len() {
            if elders.is_present(place) && self.has_twin(elders, place) && elders.member[place] != member[place] {
                heads.members = if member[place] > 0.0 { heads.members + 1 } else { heads.members - 1 };
                (elders.member[place], elders.joined_week[place]) = (member[place], joined_week[place]);
            }
        }
    }

    /// Decisions as the twin took them, as far as there is something to decide: nobody joins twice or quits
    /// what one is not in, a suspended organiser takes in nobody, and who needs nothing asks for nothing.
    fn hold_response(&self, p: &Parameters, at: &Conditions, before: &Columns<ATTENDING>, scratch: &mut Scratch) {
        let member = |place: usize| self.member[0][place] > 0.0;
        let mark = |marks: &[u8], place: usize| f32::from(u8::from(marks[place] > 0));
        let join_rate = self.mean(|it| mark(&self.joins, it), |it| !member(it));
        let [quit_rate, give_rate] = [&self.quits, &self.gives].map(|of| self.mean(|it| mark(of, it), member));
        let [wait_share, attend_rate] = [&self.waiting, &self.attends].map(|of| self.mean(|it| mark(of, it), |_| true));
        let mean_gains =
            std::array::from_fn::<_, ATTENDING, _>(|k| self.mean(|place| self.attending[k][place], |_| true));
        let takes_in = at.operating > 0.0;
        for place in (0..self.present.len()).filter(|it| scratch.elders.is_present(*it)).collect::<Vec<_>>() {
            let twin = self.has_twin(&scratch.elders, place);
            let Scratch { elders, words, joins, quits, gives, attends, .. } = &mut *scratch;
            let decides = |marks: &[u8], rate: f32, word: usize| {
                if twin { marks[place] > 0 } else { unit(words[word][place]) < rate }
            };
            let is_member = elders.is_member(place);
            let leaves = is_member && decides(&self.quits, quit_rate, 0);
            joins[place] = u8::from(takes_in && !is_member && decides(&self.joins, join_rate, 0));
            quits[place] = u8::from(leaves);
            gives[place] = u8::from(is_member && !leaves && decides(&self.gives, give_rate, 1));
            attends[place] = u8::from(decides(&self.attends, attend_rate, 3));
            let asks = decides(&self.waiting, wait_share, 2);
            let weeks = if twin { self.waiting[place] } else { 1 };
            if twin {
                // Who is on paper only cannot be registered beside it.
                elders.registered[place] = if elders.pressed[place] > 0.0 { 0.0 } else { self.registered[place] };
                elders.kinds_attended[place] = self.kinds_attended[place];
            }
            if joins[place] > 0 {
                elders.registered[place] = 1.0;
            }
            for (k, state) in of_attending(elders).into_iter().enumerate() {
                let gain = if twin { self.attending[k][place] } else { mean_gains[k] };
                state[place] = clip(before[k][place] + gain);
            }
            let need = scratch.uncovered_daily[place]
                + scratch.uncovered_health[place]
                + scratch.uncovered_companionship[place];
            scratch.elders.waiting[place] = if asks && need >= p.behave.ask_least { weeks } else { 0 };
        }
        scratch.counts.kept_out = self.kept_out;
        self.replace(&self.response, of_response, scratch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observe::measures::Counter;
    use crate::scenario::{self, Scenario};

    fn scenario(name: &str) -> Scenario {
        let sets = ["population.districts=1", "population.urban_communities=1", "population.rural_communities=2"];
        let sets = [&sets[..], &["warmup_weeks=12", "weeks=12", "parameters.urban.structure.community_size=300"]];
        let sets: Vec<String> = sets.concat().into_iter().map(str::to_string).collect();
        scenario::load(name, &sets).unwrap().scenario
    }

    fn warmed(scenario: &Scenario) -> Simulation<'_> {
        let mut simulation = Simulation::begin(scenario, 1);
        while simulation.next_week() < 0 {
            simulation.advance();
        }
        simulation
    }

    const ELDERS: Held = Held { drive: true, perception: true, response: true, ..Held::NOTHING };
    const VOLUNTEERS: Held = Held { offers: true, presence: true, ..Held::NOTHING };
    const ORGANISERS: Held = Held { organisers: true, ..Held::NOTHING };

    fn all() -> Held {
        ELDERS.and(VOLUNTEERS).and(ORGANISERS)
    }

    #[test]
    fn a_run_held_at_a_twin_of_its_own_policy_is_that_twin_bit_for_bit() {
        let baseline = scenario("pilot-baseline");
        let start = warmed(&baseline);
        let one = |held: fn(&mut Held)| {
            let mut all = Held::default();
            held(&mut all);
            all
        };
        let stages = [one(|it| it.drive = true), one(|it| it.perception = true), one(|it| it.response = true), ELDERS];
        for held in stages.into_iter().chain([VOLUNTEERS, ORGANISERS, all()]) {
            let (mut plain, mut twin, mut other) = (start.clone(), start.clone(), start.clone());
            let mut course = Course::default();
            while !plain.is_over() {
                let month = plain.advance();
                assert_eq!(month, twin.advance_as_twin(&mut course), "noting changes nothing");
                assert_eq!(month, other.advance_held(held, &course), "{held:?}");
            }
        }
    }

    #[test]
    fn a_run_in_which_nothing_is_held_is_the_run_of_its_policy_bit_for_bit() {
        let (baseline, policy) = (scenario("pilot-baseline"), scenario("whole-package"));
        let start = warmed(&baseline);
        let (mut twin, mut plain, mut other) = (start.clone(), start.clone(), start);
        [&mut plain, &mut other].into_iter().for_each(|it| it.set_policy(&policy));
        let mut course = Course::default();
        while !twin.is_over() {
            twin.advance_as_twin(&mut course);
            assert_eq!(plain.advance(), other.advance_held(Held::NOTHING, &course));
        }
    }

    #[test]
    fn under_a_policy_held_decisions_are_the_twins_and_free_ones_are_not() {
        let (baseline, policy) = (scenario("pilot-baseline"), scenario("whole-package"));
        let start = warmed(&baseline);
        let [twin, free] = sums(&start, &policy, Held::default(), Counter::Joins);
        assert!(free > twin, "{free} join under the whole package, {twin} without");
        let response = Held { response: true, ..Held::default() };
        let [twin, held] = sums(&start, &policy, response, Counter::Joins);
        // Who has no twin decides by the rate of the twin's community: only those can differ.
        assert!((held - twin).abs() <= 2, "{held} and {twin}");
    }

    /// A counter over the run of the twin, and over that of a policy that is held at it.
    fn sums(start: &Simulation, policy: &Scenario, held: Held, counter: Counter) -> [i64; 2] {
        let (mut twin, mut other) = (start.clone(), start.clone());
        other.set_policy(policy);
        let mut course = Course::default();
        let mut sums = [0, 0];
        while !twin.is_over() {
            let months = [twin.advance_as_twin(&mut course), other.advance_held(held, &course)];
            for (sum, month) in sums.iter_mut().zip(months) {
                *sum += month.record.tallies.values().map(|it| it[counter]).sum::<i64>();
            }
        }
        sums
    }

    #[test]
    fn where_all_agents_are_held_elders_and_volunteers_decide_as_under_the_baseline() {
        let (baseline, policy) = (scenario("pilot-baseline"), scenario("whole-package"));
        let start = warmed(&baseline);
        for (counter, others) in [(Counter::Joins, 2), (Counter::Quits, 2), (Counter::Attenders, 4)] {
            let [twin, held] = sums(&start, &policy, all(), counter);
            assert!(twin > 0 && (held - twin).abs() <= others, "{}: {held} and {twin}", counter as usize);
        }
        let [twin, held] = sums(&start, &policy, all(), Counter::VolunteersActive);
        assert!(twin > 0 && held == twin, "{held} and {twin}");
    }

    #[test]
    fn held_volunteers_come_stay_and_offer_as_the_twins_and_free_ones_do_not() {
        let (baseline, policy) = (scenario("pilot-baseline"), scenario("whole-package"));
        let start = warmed(&baseline);
        for counter in [Counter::VolunteersCame, Counter::Volunteers, Counter::VolunteersActive] {
            let [twin, free] = sums(&start, &policy, ELDERS, counter);
            assert!(free > twin, "{free} under the whole package, {twin} without");
            let [twin, held] = sums(&start, &policy, VOLUNTEERS, counter);
            assert_eq!(held, twin);
        }
    }

    #[test]
    fn held_organisers_have_the_twins_levels_and_offer_and_their_own_money() {
        let (baseline, policy) = (scenario("pilot-baseline"), scenario("whole-package"));
        let start = warmed(&baseline);
        let (mut twin, mut held, mut free) = (start.clone(), start.clone(), start);
        [&mut held, &mut free].into_iter().for_each(|it| it.set_policy(&policy));
        let mut course = Course::default();
        while !twin.is_over() {
            twin.advance_as_twin(&mut course);
            held.advance_held(ORGANISERS, &course);
            free.advance_held(VOLUNTEERS, &course);
        }
        let of = |it: &Simulation, place: usize| it.population().communities[place].institution.clone();
        for place in 0..3 {
            let [twin, held, free] = [&twin, &held, &free].map(|it| of(it, place));
            let levels = |it: &Institution| {
                let offer = [it.offer.material, it.offer.value, it.offer.offer, it.offer.events_per_month];
                ([it.coordination, it.outreach, it.capability, it.process_closure, it.attention], offer, it.shares)
            };
            assert_eq!(levels(&held), levels(&twin));
            assert_ne!(levels(&free), levels(&twin));
            assert!(held.spent_cents() > twin.spent_cents(), "the policy is paid for");
        }
    }
}
