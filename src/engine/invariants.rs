//! What must hold in every week of every community, whatever the scenario: nothing comes from nowhere, and
//! every state is in its range. Looked at under `--check` and in tests; a breach is a bug of this program.

use crate::dynamics::Scratch;
use crate::dynamics::scratch::SpellEnd;
use crate::places::WEEKS_PER_MONTH;
use crate::population::Community;

/// Rounding of single precision that a state in [0, 1] may stand beyond its ends.
const SLACK: f32 = 1e-6;

/// A rule that did not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Breach {
    /// The week.
    pub week: i32,
    /// Identity of the community.
    pub community: u32,
    /// What is wrong, with the figures.
    pub what: String,
}

impl std::fmt::Display for Breach {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "week {}, community {}: {}", self.week, self.community, self.what)
    }
}

/// What a community held before the week that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ledger {
    budget_cents: i64,
    credits: i128,
    elders: i64,
    members: i64,
    successions: i64,
}

impl Ledger {
    /// Of a community whose elders are unpacked, before a month; `budget_cents` is what it had in hand
    /// before the month's money moved.
    pub fn open(budget_cents: i64, community: &Community, scratch: &Scratch) -> Self {
        let (elders, members) = people(scratch);
        let credits = held(community, scratch);
        Ledger { budget_cents, credits, elders, members, successions: successions(scratch) }
    }

    /// Compares a week that has passed with what its events explain.
    pub fn week(&mut self, community: &Community, week: i32, scratch: &Scratch) -> Option<Breach> {
        let found = self
            .people(week, scratch)
            .and_then(|()| self.credits(community, scratch))
            .and_then(|()| hours(scratch))
            .and_then(|()| needs(scratch))
            .and_then(|()| self.money(community, week))
            .and_then(|()| states(community, scratch));
        let (elders, members) = people(scratch);
        let credits = held(community, scratch);
        *self = Ledger { credits, elders, members, successions: successions(scratch), ..*self };
        found.err().map(|what| Breach { week, community: community.id.bits(), what })
    }

    fn people(&self, week: i32, scratch: &Scratch) -> Result<(), String> {
        let counts = &scratch.counts;
        let (elders, members) = people(scratch);
        let expected = self.elders + i64::from(counts.entrants) - i64::from(counts.deaths);
        same("elders, care homes included", elders, expected, "those of last week and the entrants, less the dead")?;
        // Who moves out leaves the place to who moves in, so that a place changes hands once for both.
        let expected = self.successions + i64::from(counts.entrants) + i64::from(counts.moves);
        same(
            "changes of occupant so far",
            successions(scratch),
            expected,
            "those before, the entrants and the movers",
        )?;
        let here = scratch.elders.present.iter().filter(|it| **it > 0.0).count();
        same("elders counted", i64::from(scratch.heads.elders), here as i64, "those present")?;
        let ended = scratch.ended_spells.iter().filter(|it| it.end_week == week);
        let left = ended.filter(|it| !matches!(it.why, SpellEnd::Quit | SpellEnd::PayEnded)).count() as i64;
        let came = i64::from(counts.joins) + i64::from(counts.entrant_members);
        let expected = self.members + came - i64::from(counts.quits) - left;
        same("members", members, expected, "those of last week and who joined, less who left")?;
        same("members counted", i64::from(scratch.heads.members), members, "those marked")
    }

    fn credits(&self, community: &Community, scratch: &Scratch) -> Result<(), String> {
        let it = &scratch.counts;
        let sum = |of: &[u64]| of.iter().map(|it| i128::from(*it)).sum::<i128>();
        let flows = sum(&[it.credits_earned, it.credits_granted, it.volunteer_credits_earned])
            - sum(&[it.credits_redeemed, it.credits_faded, it.credits_written_off])
            - sum(&[it.volunteer_credits_faded, it.volunteer_credits_written_off]);
        let what = "those held, earned and granted, less redeemed, faded and written off (minutes)";
        same("credits held", held(community, scratch), self.credits + flows, what)
    }

    /// Money moves before the first week of a month.
    fn money(&self, community: &Community, week: i32) -> Result<(), String> {
        let it = &community.institution;
        if week.rem_euclid(WEEKS_PER_MONTH) != 0 {
            return Ok(());
        }
        let expected = self.budget_cents + it.offer.income.total() - it.spent_cents() - it.offer.returned_cents;
        // Where a month's plan is paid as it stands, what is not spent goes back to the payer.
        let returned = it.budget_cents == 0 && expected > 0 && it.offer.income.total() == it.offer.planned_cents;
        if !returned {
            same(
                "budget",
                it.budget_cents,
                expected,
                "last month's and income, less spending and what returned (cents)",
            )?;
        }
        if it.budget_cents < 0 { Err(format!("budget is {} cents", it.budget_cents)) } else { Ok(()) }
    }
}

/// Credits in the hands of elders and volunteers now.
fn held(community: &Community, scratch: &Scratch) -> i128 {
    let by_elders = scratch.elders.credit_minutes.iter();
    let by_volunteers = community.volunteers.iter().map(|it| &it.credit_minutes);
    by_elders.chain(by_volunteers).map(|it| i128::from(*it)).sum()
}

/// Elders (those in care homes included) and members now.
fn people(scratch: &Scratch) -> (i64, i64) {
    let elders = &scratch.elders;
    let occupied = elders.occupied.iter().filter(|it| **it).count();
    let members = elders.present.iter().zip(&elders.member).filter(|(present, member)| **present * **member > 0.0);
    (occupied as i64, members.count() as i64)
}

/// How often the places of the community have changed hands.
fn successions(scratch: &Scratch) -> i64 {
    scratch.elders.generation.iter().map(|it| i64::from(*it)).sum()
}

/// Hours given are received, or were given in services that failed.
fn hours(scratch: &Scratch) -> Result<(), String> {
    let it = &scratch.counts;
    let sum = |column: &[u32]| column.iter().map(|minutes| i64::from(*minutes)).sum::<i64>();
    let by_volunteers: i64 = scratch.active_volunteers.iter().map(|it| i64::from(it.given_minutes)).sum();
    same("minutes given by elders", i64::from(it.given_by_elders), sum(&scratch.given), "those of each elder")?;
    same("minutes given by volunteers", i64::from(it.given_by_volunteers), by_volunteers, "those of each volunteer")?;
    let received: i64 = it.served_minutes.iter().map(|minutes| i64::from(*minutes)).sum();
    let [by_elders, by_volunteers, _, _] = it.minutes_by_helper.map(i64::from);
    let mutual = by_elders + by_volunteers;
    same("minutes received from elders and volunteers", mutual, sum(&scratch.received), "those of each elder")?;
    let helpers = [it.given_by_elders, it.given_by_volunteers, it.given_by_visitors, it.given_by_professionals];
    let given: i64 = helpers.iter().map(|minutes| i64::from(*minutes)).sum();
    let failed = given - i64::from(it.relief_minutes) - received;
    if failed < 0 || (failed == 0) != (it.failures == 0) {
        return Err(format!("{given} minutes given, {received} received, and {} services failed", it.failures));
    }
    let offered = i64::from(it.offered_hours) * 60;
    if sum(&scratch.given) > offered {
        return Err(format!("elders gave {} minutes of {offered} offered", sum(&scratch.given)));
    }
    Ok(())
}

/// What is needed is at least what family leaves, and that at least what stays uncovered.
fn needs(scratch: &Scratch) -> Result<(), String> {
    let it = &scratch.counts;
    // Sums are formed of roundings to 1/65,536 an elder.
    let slack = scratch.elders.places as i64;
    for kind in 0..3 {
        let (needed, left, unmet) = (it.needed[kind], it.left_to_the_community[kind], it.unmet[kind]);
        if unmet < 0 || unmet > left + slack || left > needed + slack {
            return Err(format!("help of kind {kind}: needed {needed}, left {left}, unmet {unmet} (1/65536 h)"));
        }
    }
    Ok(())
}

/// Every state lies in its range; not a number lies in none.
fn states(community: &Community, scratch: &Scratch) -> Result<(), String> {
    let elders = &scratch.elders;
    // Column by column, and words only where they are needed: this is most of what a check costs.
    let strange = |column: &[f32], is_right: fn(f32) -> bool| {
        let places = elders.present.iter().zip(column);
        let found = places.enumerate().find(|(_, (present, value))| **present > 0.0 && !is_right(**value));
        found.map(|(place, (_, value))| (place, *value))
    };
    let is_wrong = |strengths: &[f32; 3]| !strengths.iter().all(|it| is_share(*it));
    if let Some(place) = elders.tie_strength.iter().position(is_wrong) {
        let strengths = elders.tie_strength[place];
        return Err(format!("strengths of the ties of the elder at place {place} are {strengths:?}, not in 0 to 1"));
    }
    for (name, column) in elders.states().into_iter().chain(elders.shares()) {
        if let Some((place, value)) = strange(column, is_share) {
            return Err(format!("{name} of the elder at place {place} is {value}, not in 0 to 1"));
        }
    }
    if let Some((place, value)) = strange(&elders.function, |it| [0.0, 1.0, 2.0].contains(&it)) {
        return Err(format!("function of the elder at place {place} is {value}, not 0, 1 or 2"));
    }
    for (number, norm) in community.group_norm.iter().enumerate() {
        in_range(*norm, || format!("norm of group {number}"))?;
    }
    for (number, it) in community.volunteers.iter().enumerate() {
        for (name, state) in it.states() {
            in_range(state, || format!("{name} of volunteer {number}"))?;
        }
    }
    let it = &community.institution;
    for (name, level) in [
        ("capability", it.capability),
        ("coordination", it.coordination),
        ("standardisation", it.standardisation),
        ("process closure", it.process_closure),
        ("platform", it.platform),
        ("outreach", it.outreach),
        ("culture", it.culture),
        ("access", it.access),
        ("reputation", it.reputation),
        ("belief in continuity", it.continuity_belief),
        ("affordability", it.affordability),
        ("confidence", it.confidence),
        ("cultural barrier", it.cultural_barrier),
        ("offer", it.offer.offer),
    ] {
        in_range(level, || format!("{name} of the organiser"))?;
    }
    Ok(())
}

fn same<T: PartialEq + std::fmt::Display>(name: &str, found: T, expected: T, what: &str) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{name}: {found}, where {what} are {expected}")) }
}

fn is_share(value: f32) -> bool {
    (-SLACK..=1.0 + SLACK).contains(&value)
}

fn in_range(value: f32, name: impl FnOnce() -> String) -> Result<(), String> {
    if is_share(value) { Ok(()) } else { Err(format!("{} is {value}, not in 0 to 1", name())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Simulation;
    use crate::population::Elders;
    use crate::scenario;

    /// What is found in a week in which nothing happened but what `spoil` does.
    fn found(spoil: impl Fn(&mut Community, &mut Scratch)) -> Option<String> {
        let sets = ["population.districts=1", "population.urban_communities=1", "population.rural_communities=0"];
        let sets = [&sets[..], &["parameters.structure.community_size=100"]].concat();
        let scenario = scenario::load("pilot", &sets.iter().map(|it| it.to_string()).collect::<Vec<_>>()).unwrap();
        let simulation = Simulation::begin(&scenario.scenario, 0);
        let mut community = simulation.population().communities[0].clone();
        let parameters = &scenario.scenario.parameters[community.setting];
        let mut scratch = Scratch::default();
        community.elders.unpack(&mut scratch.elders, parameters);
        scratch.resize();
        scratch.count_heads();
        let mut ledger = Ledger::open(community.institution.budget_cents, &community, &scratch);
        spoil(&mut community, &mut scratch);
        ledger.week(&community, 1, &scratch).map(|it| it.to_string())
    }

    #[test]
    fn a_week_that_its_events_explain_is_sound() {
        assert_eq!(found(|_, _| {}), None);
    }

    #[test]
    fn what_comes_from_nowhere_is_told_with_week_community_and_figure() {
        let told = found(|_, scratch| scratch.counts.credits_earned = 5).unwrap();
        assert!(told.starts_with("week 1, community ") && told.contains("credits held: 0, where"), "{told}");
        assert!(found(|_, scratch| scratch.elders.credit_minutes[3] += 1).unwrap().contains("credits held: 1"));
        assert!(found(|it, _| it.volunteers[0].credit_minutes += 1).unwrap().contains("credits held: 1"));
        assert!(found(|_, scratch| scratch.counts.volunteer_credits_earned = 2).is_some());
        assert!(found(|_, scratch| scratch.counts.deaths = 1).unwrap().contains("elders"));
        assert!(found(|_, scratch| scratch.counts.moves = 1).unwrap().contains("changes of occupant so far: 0"));
        assert!(
            found(|_, scratch| scratch.elders.generation[7] += 1).unwrap().contains("changes of occupant so far: 1")
        );
        assert!(found(|_, scratch| scratch.counts.joins = 1).unwrap().contains("members"));
        assert!(found(|_, scratch| scratch.counts.given_by_visitors = 30).unwrap().contains("30 minutes given"));
        assert!(found(|_, scratch| scratch.counts.unmet[1] = 1 << 40).unwrap().contains("kind 1"));
    }

    #[test]
    fn a_state_out_of_its_range_or_not_a_number_is_told() {
        let place = |scratch: &Scratch| (0..scratch.elders.places).find(|it| scratch.elders.is_present(*it)).unwrap();
        for value in [f32::NAN, 1.1, -0.1, f32::INFINITY] {
            for (number, (name, _)) in Elders::default().states().into_iter().enumerate() {
                let told = found(|_, scratch| {
                    let place = place(scratch);
                    scratch.elders.states_mut()[number][place] = value;
                });
                assert!(told.unwrap().contains(&format!("{name} of the elder")), "{name}");
            }
            assert!(found(|it, _| it.group_norm[0] = value).unwrap().contains("norm of group 0"));
            assert!(found(|it, _| it.institution.reputation = value).unwrap().contains("reputation"));
        }
    }
}
