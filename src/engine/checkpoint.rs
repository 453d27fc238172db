//! The state of a simulation between two months, written so that a later process goes on to the same bits.
//!
//! Who and what exists follows from the scenario and the replicate, and no generator has a state; so only
//! what changes is stored: packed elders, group norms, volunteers and organisers, some communities a
//! section. Restoring synthesises the replicate and lays the stored state over it.

use std::io::{Read, Write};

use super::Simulation;
use crate::places::WEEKS_PER_MONTH;
use crate::population::institutions::{Income, Institution, LastMonth, Offer, Purchase, Shares};
use crate::population::{Community, Population};
use crate::scenario::Scenario;
use crate::sections::{Bytes, Fault, Result, SectionReader, SectionWriter, Stored, stored};
use crate::text::message;

/// Places of elders that the sections of one piece hold about: a few megabytes.
const PLACES_PER_PIECE: usize = 50_000;

const CLOCK: &[u8; 4] = b"TIME";
const ELDERS: &[u8; 4] = b"ELDR";
const NORMS: &[u8; 4] = b"NORM";
const VOLUNTEERS: &[u8; 4] = b"VOLU";
const ORGANISERS: &[u8; 4] = b"INST";
const DISTRICTS: &[u8; 4] = b"DIST";

stored! { Institution {
    operating, poor_months, funded_months, budget_cents, capability, capability_factor, collective_income_yuan,
    initiative, leaning, cost_factor, coordination, standardisation, process_closure, platform, outreach, campaign,
    culture, access, built, built_social, built_safety, built_self, reputation, continuity_belief, affordability, shares,
    confidence, cultural_barrier, asked, served, attention, dispatch_share, pressure, holds_project, drive, workload,
    participation, adopted, takes_up, choice, learnt_quality, block_leaders, mean_acquaintance, mean_norm, last_month,
    offer,
} }

stored! { LastMonth {
    needed_hours, uncovered_hours, given_minutes, dispatched, mutual_services, chosen_services, paid_cash,
    professional_minutes, counsellor_minutes, elders, members, paying_members, digital, residents, volunteers,
    registered, pressed, participants, elder_weeks, voucher_hours, admissions,
} }

stored! { Offer {
    offer, mechanisms, material, material_cash, time_bank, value, emotional, ledger, staff_posts, events_per_month,
    professional_hours, counsellor_hours, visiting_hours, volunteers_sent, health_level, health_availability, party_branch,
    family_doctor, cognitive_delivered, social_delivered, seats_per_elder, meals_share, cash_ended, suspended_now,
    policy_break, leader_changed, paper_rate, allocated_cents, returned_cents, voucher_share, purchase, under_contract, provider_hours,
    provider_quality, coverage_social, coverage_firm, users_trust_lost, pool_yuan, pooled, pool_care_cents, providers_of_district,
    pool_of_district_cents, planned_cents, income,
    core_cents, spent_cents,
} }

stored! { Shares { core, services, incentives, activities } }

stored! { Purchase { yuan_per_elder_year, contract_months, quality_weight, late_months, paid_cents } }

stored! { Income { grants, donations, collective, dues } }

/// Writes the state of a simulation.
///
/// # Errors
/// The file cannot be written.
pub fn store<W: Write>(simulation: &Simulation, to: &mut SectionWriter<W>) -> std::io::Result<()> {
    let mut buffer = Vec::new();
    let communities = &simulation.population().communities;
    simulation.next_week().store(&mut buffer);
    (communities.len() as u64).store(&mut buffer);
    to.section(CLOCK, &buffer)?;
    for piece in pieces(communities) {
        let mut section = |name, store: fn(&Community, &mut Vec<u8>)| {
            buffer.clear();
            piece.iter().for_each(|it| store(it, &mut buffer));
            to.section(name, &buffer)
        };
        section(ELDERS, |it, buffer| {
            it.id.bits().store(buffer);
            (it.elders.bytes().len() as u64).store(buffer);
            it.elders.bytes().iter().for_each(|byte| byte.store(buffer));
        })?;
        section(NORMS, |it, buffer| it.group_norm.store(buffer))?;
        section(VOLUNTEERS, |it, buffer| it.volunteers.store(buffer))?;
        section(ORGANISERS, |it, buffer| it.institution.store(buffer))?;
    }
    buffer.clear();
    simulation.population().district_institutions.store(&mut buffer);
    to.section(DISTRICTS, &buffer)
}

/// The simulation whose state was written.
///
/// # Errors
/// The sections are damaged, or of another scenario or replicate.
pub fn restore<'a, R: Read>(
    scenario: &'a Scenario,
    replicate: u32,
    from: &mut SectionReader<R>,
) -> Result<Simulation<'a>> {
    let mut simulation = Simulation::begin(scenario, replicate);
    let clock = from.section(CLOCK)?;
    let mut clock = Bytes(&clock);
    let (next_week, count) = (clock.take::<i32>(), clock.take::<u64>());
    let (Some(next_week), Some(count)) = (next_week, count) else { return Err(unlike()) };
    let weeks = -scenario.warmup_weeks..=scenario.weeks;
    if !weeks.contains(&next_week) || next_week % WEEKS_PER_MONTH != 0 {
        return Err(unlike());
    }
    let Population { communities, district_institutions, .. } = simulation.go_on_from(next_week);
    if communities.len() as u64 != count {
        return Err(unlike());
    }
    for piece in pieces_mut(communities) {
        let mut section = |name, restore: fn(&mut Community, &mut Bytes<'_>) -> Option<()>| {
            let bytes = from.section(name)?;
            let mut bytes = Bytes(&bytes);
            for it in piece.iter_mut() {
                restore(it, &mut bytes).ok_or_else(unlike)?;
            }
            if bytes.0.is_empty() { Ok(()) } else { Err(unlike()) }
        };
        section(ELDERS, |it, bytes| {
            let same_place = bytes.take::<u32>()? == it.id.bits();
            let held = it.elders.bytes_mut();
            if !same_place || bytes.take::<u64>()? != held.len() as u64 {
                return None;
            }
            for byte in held {
                *byte = bytes.take()?;
            }
            Some(())
        })?;
        section(NORMS, |it, bytes| replace(&mut it.group_norm, bytes.take()?))?;
        section(VOLUNTEERS, |it, bytes| replace(&mut it.volunteers, bytes.take()?))?;
        section(ORGANISERS, |it, bytes| {
            it.institution = bytes.take()?;
            Some(())
        })?;
    }
    let bytes = from.section(DISTRICTS)?;
    let mut bytes = Bytes(&bytes);
    bytes.take().and_then(|stored| replace(district_institutions, stored)).ok_or_else(unlike)?;
    if !bytes.0.is_empty() {
        return Err(unlike());
    }
    Ok(simulation)
}

/// The stored list takes the place of the synthesised one, which must be as long.
fn replace<T>(list: &mut Vec<T>, stored: Vec<T>) -> Option<()> {
    (list.len() == stored.len()).then(|| *list = stored)
}

fn unlike() -> Fault {
    Fault::Damaged(message!("its communities are not those of the scenario", "其中的社区与情景不符"))
}

fn ends(communities: &[Community]) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut places = 0;
    for (position, it) in communities.iter().enumerate() {
        places += it.elders.places();
        if places >= PLACES_PER_PIECE || position + 1 == communities.len() {
            ends.push(position + 1);
            places = 0;
        }
    }
    ends
}

fn pieces(communities: &[Community]) -> impl Iterator<Item = &[Community]> {
    let mut start = 0;
    ends(communities).into_iter().map(move |end| &communities[std::mem::replace(&mut start, end)..end])
}

fn pieces_mut(communities: &mut [Community]) -> impl Iterator<Item = &mut [Community]> {
    let (mut start, ends) = (0, ends(communities));
    let mut rest = communities;
    ends.into_iter().map(move |end| {
        let (piece, others) = std::mem::take(&mut rest).split_at_mut(end - std::mem::replace(&mut start, end));
        rest = others;
        piece
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    const KIND: &[u8; 8] = b"testfile";

    fn small() -> Scenario {
        let sets = ["population.districts=1", "population.urban_communities=1", "population.rural_communities=2"];
        let others = ["weeks=24", "warmup_weeks=8", "policy.points.start_week=8", "policy.companionship.start_week=0"];
        let sets: Vec<String> = sets.iter().chain(&others).map(|it| it.to_string()).collect();
        scenario::load("pilot", &sets).unwrap().scenario
    }

    fn stored(simulation: &Simulation) -> Vec<u8> {
        let mut writer = SectionWriter::begin(Vec::new(), KIND, 1).unwrap();
        store(simulation, &mut writer).unwrap();
        writer.finish().unwrap()
    }

    fn restored<'a>(scenario: &'a Scenario, replicate: u32, bytes: &[u8]) -> Result<Simulation<'a>> {
        let mut reader = SectionReader::begin(bytes, bytes.len() as u64, KIND, 1)?;
        let simulation = restore(scenario, replicate, &mut reader)?;
        reader.finish()?;
        Ok(simulation)
    }

    #[test]
    fn from_every_month_a_restored_simulation_goes_on_as_the_first_did() {
        let scenario = small();
        let mut whole = Simulation::begin(&scenario, 0);
        while !whole.is_over() {
            let mut other = restored(&scenario, 0, &stored(&whole)).unwrap();
            let (month, again) = (whole.advance(), other.advance());
            assert!(month == again, "month from week {}", month.first_week);
            assert!(whole.population() == other.population() && whole.next_week() == other.next_week());
            assert!(whole.open_spells() == other.open_spells());
        }
    }

    #[test]
    fn the_state_of_another_replicate_or_scenario_is_refused() {
        let scenario = small();
        let mut simulation = Simulation::begin(&scenario, 0);
        simulation.advance();
        let bytes = stored(&simulation);
        // A replicate has communities of other sizes.
        assert!(restored(&scenario, 1, &bytes).is_err());
        let sets = ["population.districts=2".to_string()];
        let other = scenario::load("pilot", &sets).unwrap().scenario;
        assert!(restored(&other, 0, &bytes).is_err());
    }
}
