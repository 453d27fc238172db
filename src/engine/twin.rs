//! Two runs of the same people side by side: stages of one held at the course of the other.
//!
//! The baseline twin goes first and notes, week by week, what each stage of every community wrote. Other runs
//! then read, for a stage that is held, the twin's output for the same (slot, generation) instead of their
//! own, and the mean of the twin's community where the twin is gone. Whoever decides without a twin does so by
//! the person's own draw against the twin community's rate. What holds are elders' drive (satisfactions,
//! loneliness, efficacy), perception (norm, awareness, trust, support) and response (joining, quitting,
//! giving, asking, attending) and volunteers' response (who offers); organisers, services and life courses
//! go on by themselves.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::simulation::{Month, Simulation};
use crate::dynamics::Scratch;
use crate::dynamics::conditions::Conditions;
use crate::dynamics::scratch::ActiveVolunteer;
use crate::dynamics::week::{Moment, StageHook};
use crate::elementary::clip;
use crate::parameters::Parameters;
use crate::population::Elders;
use crate::population::states::stored_of_elders;
use crate::random::unit;

/// Which stages are held at the twin's course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    /// Psychological drive.
    pub drive: bool,
    /// Institutional perception.
    pub perception: bool,
    /// Behavioural response.
    pub response: bool,
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
    /// Membership and week of joining before this week's decisions.
    member: Columns<2>,
    response: Columns<RESPONSE>,
    /// What attending added to connection, belonging and awareness.
    attending: Columns<3>,
    joins: Vec<u8>,
    quits: Vec<u8>,
    gives: Vec<u8>,
    attends: Vec<u8>,
    waiting: Vec<u8>,
    volunteers: Vec<ActiveVolunteer>,
}

/// One month of the twin, by position of the community.
#[derive(Debug, Default)]
pub struct Course {
    communities: Vec<Mutex<Vec<Week>>>,
}

impl Course {
    fn of(&self, community: usize) -> MutexGuard<'_, Vec<Week>> {
        // A poisoned lock means that a thread panicked, which ends the command anyway.
        self.communities[community].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Simulation<'_> {
    /// Advances everybody by one month as [`Simulation::advance`] does, and notes what the stages wrote.
    pub fn advance_as_twin(&mut self, course: &mut Course) -> Month {
        course.communities.resize_with(self.population().communities.len(), Mutex::default);
        course.communities.iter_mut().for_each(|it| it.get_mut().unwrap_or_else(PoisonError::into_inner).clear());
        let course = &*course;
        self.advance_with(|community| Noting { weeks: course.of(community) })
    }

    /// Advances everybody by one month with some stages held at the course of a twin of the same people.
    ///
    /// Where response is held, memberships follow the twin's without a spell: neither spells nor checks of such a run
    /// mean anything.
    pub fn advance_held(&mut self, held: Held, course: &Course) -> Month {
        let of = |community| Holding { held, week: 0, weeks: course.of(community), before: Columns::default() };
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
        /// States that response writes.
        const RESPONSE: usize = [$(stringify!($response)),*].len();

        fn of_drive(scratch: &mut Scratch) -> [&mut Vec<f32>; DRIVE] {
            let Scratch { elders, drive, drive_join, drive_act, .. } = scratch;
            [$(&mut elders.$drive,)* drive, drive_join, drive_act]
        }

        fn of_perception(scratch: &mut Scratch) -> [&mut Vec<f32>; PERCEPTION] {
            let Scratch { elders, norm, felt_norm, support, perception_join, perception_act, .. } = scratch;
            [$(&mut elders.$perception,)* norm, felt_norm, support, perception_join, perception_act]
        }

        fn of_response(elders: &mut Elders) -> [&mut Vec<f32>; RESPONSE] {
            [$(&mut elders.$response),*]
        }
    };
}

stored_of_elders! { of_stages }

/// What attending changes in elders' states.
fn of_attending(elders: &mut Elders) -> [&mut Vec<f32>; 3] {
    [&mut elders.connection, &mut elders.belonging, &mut elders.awareness]
}

/// The twin's side: notes what the stages wrote.
struct Noting<'a> {
    weeks: MutexGuard<'a, Vec<Week>>,
}

impl StageHook for Noting<'_> {
    fn at(&mut self, moment: Moment, _: &Parameters, _: &Conditions, scratch: &mut Scratch) {
        match moment {
            Moment::Perceived => {
                let week = Week {
                    generation: scratch.elders.generation.clone(),
                    present: scratch.elders.present.clone(),
                    drive: of_drive(scratch).map(|it| it.clone()),
                    perception: of_perception(scratch).map(|it| it.clone()),
                    member: [scratch.elders.member.clone(), scratch.elders.joined_week.clone()],
                    attending: of_attending(&mut scratch.elders).map(|it| it.clone()),
                    ..Week::default()
                };
                self.weeks.push(week);
            }
            Moment::Decided => {
                let Some(week) = self.weeks.last_mut() else { return };
                for (gain, now) in week.attending.iter_mut().zip(of_attending(&mut scratch.elders)) {
                    gain.iter_mut().zip(now.iter()).for_each(|(gain, now)| *gain = now - *gain);
                }
                week.response = of_response(&mut scratch.elders).map(|it| it.clone());
                let Scratch { joins, quits, gives, attends, .. } = &*scratch;
                week.joins.clone_from(joins);
                week.quits.clone_from(quits);
                week.gives.clone_from(gives);
                week.attends.clone_from(attends);
                week.waiting.clone_from(&scratch.elders.waiting);
                week.volunteers.clone_from(&scratch.active_volunteers);
            }
        }
    }
}

/// The other side: replaces what held stages wrote.
struct Holding<'a> {
    held: Held,
    week: usize,
    weeks: MutexGuard<'a, Vec<Week>>,
    /// What attending is about to change, as it was.
    before: Columns<3>,
}

impl StageHook for Holding<'_> {
    fn at(&mut self, moment: Moment, p: &Parameters, at: &Conditions, scratch: &mut Scratch) {
        let Holding { held, week, weeks, before } = self;
        let Some(twin) = weeks.get(*week) else { return };
        match moment {
            Moment::Perceived => {
                if held.drive {
                    twin.replace(&twin.drive, of_drive, scratch);
                }
                if held.perception {
                    twin.replace(&twin.perception, of_perception, scratch);
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
                *week += 1;
            }
        }
    }
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
    fn hold_response(&self, p: &Parameters, at: &Conditions, before: &Columns<3>, scratch: &mut Scratch) {
        let member = |place: usize| self.member[0][place] > 0.0;
        let mark = |marks: &[u8], place: usize| f32::from(u8::from(marks[place] > 0));
        let join_rate = self.mean(|it| mark(&self.joins, it), |it| !member(it));
        let [quit_rate, give_rate] = [&self.quits, &self.gives].map(|of| self.mean(|it| mark(of, it), member));
        let [wait_share, attend_rate] = [&self.waiting, &self.attends].map(|of| self.mean(|it| mark(of, it), |_| true));
        let means = self.response.each_ref().map(|theirs| self.mean(|place| theirs[place], |_| true));
        let mean_gains = [0, 1, 2].map(|k| self.mean(|place| self.attending[k][place], |_| true));
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
            for ((state, theirs), mean) in of_response(elders).into_iter().zip(&self.response).zip(means) {
                state[place] = if twin { theirs[place] } else { mean };
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
        if takes_in {
            scratch.active_volunteers.clone_from(&self.volunteers);
        }
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

    const ALL: Held = Held { drive: true, perception: true, response: true };

    #[test]
    fn a_run_held_at_a_twin_of_its_own_policy_is_that_twin_bit_for_bit() {
        let baseline = scenario("pilot-baseline");
        let start = warmed(&baseline);
        let one = |held: fn(&mut Held)| {
            let mut all = Held::default();
            held(&mut all);
            all
        };
        let helds = [one(|it| it.drive = true), one(|it| it.perception = true), one(|it| it.response = true), ALL];
        for held in helds {
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
    fn under_a_policy_held_decisions_are_the_twins_and_free_ones_are_not() {
        let (baseline, policy) = (scenario("pilot-baseline"), scenario("whole-package"));
        let start = warmed(&baseline);
        let joins = |held: Held| {
            let (mut twin, mut other) = (start.clone(), start.clone());
            other.set_policy(&policy);
            let mut course = Course::default();
            let mut sums = [0, 0];
            while !twin.is_over() {
                let months = [twin.advance_as_twin(&mut course), other.advance_held(held, &course)];
                for (sum, month) in sums.iter_mut().zip(months) {
                    *sum += month.record.tallies.values().map(|it| it[Counter::Joins]).sum::<i64>();
                }
            }
            sums
        };
        let [twin, free] = joins(Held::default());
        assert!(free > twin, "{free} join under the whole package, {twin} without");
        let [twin, held] = joins(Held { response: true, ..Held::default() });
        // Who has no twin decides by the rate of the twin's community: only those can differ.
        assert!((held - twin).abs() <= 2, "{held} and {twin}");
    }
}
