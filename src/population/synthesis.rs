//! How everybody begins: the communities of every district, people from margins and MODEL section 2.
//!
//! Parallel over communities and a pure function of scenario and replicate, so that the result is the
//! same for any number of threads.

use rayon::prelude::*;

use super::beginnings::{self, Draws};
use super::community::{Community, District, Population};
use super::district::{Street, street_sizes};
use super::institutions::{Institution, LastMonth, Offer, Shares};
use super::volunteers::{Volunteer, VolunteerKind};
use super::{DistrictInstitutions, Elders, PackedElders};
use crate::elementary::normal_quantile_of;
use crate::parameters::Parameters;
use crate::places::{BySetting, CommunityId, Setting, WEEKS_PER_YEAR};
use crate::random::{Chance, Identity, LIFELONG, Purpose, fill_blocks, inner_unit, signed_unit, spare_words, unit};
use crate::scenario::Scenario;
use crate::scenario::sites::sites;

/// Number of elders a community starts with: mean × e^(spread N − shift), N cut. MODEL section 1
fn community_size(parameters: &Parameters, chance: &Chance, id: CommunityId) -> u32 {
    let structure = &parameters.structure;
    let cut = f64::from(structure.trait_cut);
    let n = chance.normal(Purpose::CommunitySize, 0, LIFELONG, Identity::community(id)).clamp(-cut, cut);
    let spread = f64::from(structure.size_spread);
    // Half the variance keeps the mean at the parameter: 0.031 at the default spread of 0.25.
    let size = f64::from(structure.community_size) * libm::exp(spread * n - 0.5 * spread * spread);
    (libm::round(size) as u32).clamp(1, 60_000)
}

/// Groups of a community of this size, nearly equal in size.
fn groups_for(size: u32, parameters: &Parameters) -> usize {
    (libm::round(f64::from(size) / f64::from(parameters.structure.group_size)) as usize).max(1)
}

/// Places of every group beyond the mean: entrants level groups, but residents of care homes keep theirs.
const SPARE_RANKS: f64 = 2.0;

/// Groups of a community of this size, and places reserved for each: some more than elders, and room for growth over
/// the run. No result depends on how many are reserved.
pub fn layout(size: u32, parameters: &Parameters, weeks: i32) -> (usize, usize) {
    let groups = groups_for(size, parameters);
    let years = f64::from(weeks) / f64::from(WEEKS_PER_YEAR);
    let growth = libm::pow(1.0 + f64::from(parameters.life.growth), years).max(1.0);
    let elders = f64::from(size) * growth * (1.0 + f64::from(parameters.structure.spare_places));
    let group_places = libm::ceil(elders / groups as f64 + SPARE_RANKS) as usize;
    (groups, group_places.min(65_000 / groups))
}

/// Places of a community of this size.
pub fn places_for(size: u32, parameters: &Parameters, weeks: i32) -> usize {
    let (groups, group_places) = layout(size, parameters, weeks);
    groups * group_places
}

/// Everybody at the start of the warm-up.
pub fn synthesise(scenario: &Scenario, replicate: u32) -> Population {
    let chance = Chance::new(scenario.seed, replicate);
    let sites = sites(scenario);
    let ids: Vec<(usize, CommunityId, Setting)> = sites
        .iter()
        .enumerate()
        .flat_map(|(district, site)| {
            Setting::ALL.into_iter().flat_map(move |setting| {
                (0..site.communities[setting.index()])
                    .map(move |number| (district, CommunityId::new(site.id, setting, number), setting))
            })
        })
        .collect();
    let mut communities: Vec<Community> = ids
        .par_iter()
        .map_init(Workspace::default, |workspace, &(district, id, setting)| {
            community(scenario, &chance, district, id, setting, workspace)
        })
        .collect();
    class_sizes(&mut communities);
    let districts: Vec<District> =
        sites.into_iter().map(|site| District { id: site.id, province: site.province }).collect();
    let mut district_institutions = vec![DistrictInstitutions::default(); districts.len()];
    for communities in communities.chunk_by_mut(|a, b| a.district == b.district) {
        let streets = &mut district_institutions[communities[0].district].streets;
        lead_by_streets(communities, streets, &scenario.parameters, &chance);
    }
    Population { districts, district_institutions, communities }
}

/// Streets for the communities of one district, of towns and then of villages.   MODEL2 section D1
fn lead_by_streets(
    communities: &mut [Community],
    streets: &mut Vec<Street>,
    parameters: &BySetting<Parameters>,
    chance: &Chance,
) {
    for led in communities.chunk_by_mut(|a, b| a.setting == b.setting) {
        let (setting, district) = (led[0].setting, led[0].id.district());
        let p = &parameters[setting];
        let mut rest = led;
        for size in street_sizes(rest.len(), p.street.communities_most as usize) {
            let number = streets.len();
            let part = rest.split_off_mut(..size).unwrap_or_default();
            part.iter_mut().for_each(|it| it.street = number as u16);
            let who = Identity { community: district.bits(), slot: number as u32, generation: 0 };
            let priority = leaders_priority(p, chance, LIFELONG, who);
            streets.push(Street { priority, positioning: p.institution.positioning_start, deviation: priority });
        }
    }
}

/// Lasting priority π of a leader who comes in a week.
pub fn leaders_priority(p: &Parameters, chance: &Chance, week: i32, street: Identity) -> f32 {
    let cut = f64::from(p.structure.trait_cut);
    let n = chance.normal(Purpose::StreetPriority, 0, week, street).clamp(-cut, cut);
    p.street.priority_spread * n as f32
}

/// Thirds of sizes within each setting, by size and then identity.
fn class_sizes(communities: &mut [Community]) {
    for setting in Setting::ALL {
        let mut order: Vec<usize> = (0..communities.len()).filter(|k| communities[*k].setting == setting).collect();
        order.sort_by_key(|k| (communities[*k].size, communities[*k].id));
        let count = order.len().max(1);
        for (rank, k) in order.into_iter().enumerate() {
            communities[k].size_class = (rank * 3 / count) as u8;
        }
    }
}

#[derive(Default)]
struct Workspace {
    elders: Elders,
    draws: Draws,
    words: [Vec<u32>; 4],
    rounding: Vec<u32>,
}

fn community(
    scenario: &Scenario,
    chance: &Chance,
    district: usize,
    id: CommunityId,
    setting: Setting,
    workspace: &mut Workspace,
) -> Community {
    let parameters = &scenario.parameters[setting];
    let structure = &parameters.structure;
    let size = community_size(parameters, chance, id);
    let (groups, group_places) = layout(size, parameters, scenario.weeks);
    let places = groups * group_places;
    let elders = &mut workspace.elders;
    elders.resize(groups, group_places);
    elders.clear();
    for place in 0..places {
        elders.occupied[place] = elders.slot[place] < size;
    }
    beginnings::begin(elders, parameters, chance, id, &mut workspace.draws);
    beginnings::begin_ties(elders, places, parameters, &workspace.draws);
    let count =
        |is: &dyn Fn(usize) -> bool| (0..places).filter(|place| elders.occupied[*place] && is(*place)).count() as u32;
    let (members, digital) = (count(&|k| elders.member[k] > 0.0), count(&|k| elders.digital[k] > 0.0));
    let registered = count(&|k| elders.member[k] > 0.0 || elders.registered[k] > 0.0);
    let volunteers = pool(size, parameters, chance, id);
    let here = volunteers.iter().filter(|it| it.here).count() as u32;
    let last_month = LastMonth {
        needed_hours: 1.0,
        uncovered_hours: structure.initial_unmet,
        elders: size,
        members,
        digital,
        registered,
        volunteers: here,
        ..LastMonth::default()
    };
    let mean_acquaintance = {
        let tie = parameters.service.acquaintance_tie;
        let knows = |place: &usize| elders.tie_strength[*place].iter().any(|strength| *strength > tie);
        (0..places).filter(knows).count() as f32 / size as f32
    };
    let mut packed = PackedElders::new(groups, group_places);
    let Workspace { elders, words, rounding, .. } = workspace;
    words.iter_mut().for_each(|it| it.resize(elders.places, 0));
    fill_blocks(chance, Purpose::Function, 0, LIFELONG, id.bits(), elders.occupants(), words);
    spare_words(words, rounding);
    packed.pack(elders, rounding);
    Community {
        id,
        setting,
        district,
        street: 0,
        size,
        size_class: 0,
        elders: packed,
        group_norm: vec![structure.initial_norm; groups],
        volunteers,
        institution: Institution {
            mean_acquaintance,
            ..institution(size, last_month, parameters, chance, id, setting)
        },
    }
}

fn institution(
    size: u32,
    last_month: LastMonth,
    parameters: &Parameters,
    chance: &Chance,
    id: CommunityId,
    setting: Setting,
) -> Institution {
    let (structure, inst, fiscal) = (&parameters.structure, &parameters.institution, &parameters.fiscal);
    let normal = |purpose| {
        let cut = f64::from(structure.trait_cut);
        chance.normal(purpose, 0, LIFELONG, Identity::community(id)).clamp(-cut, cut)
    };
    // A lognormal factor of mean 1.
    let lasting = |purpose, spread: f32| {
        let spread = f64::from(spread);
        libm::exp(spread * normal(purpose) - 0.5 * spread * spread) as f32
    };
    let factor = |purpose, spread: f32| libm::exp(f64::from(spread) * normal(purpose)).clamp(0.5, 1.8) as f32;
    let barrier = parameters.perceive.barrier * factor(Purpose::CommunityBarrier, structure.barrier_spread);
    let income_spread = f64::from(fiscal.collective_income_spread);
    let income = libm::exp(income_spread * normal(Purpose::CollectiveIncome) - 0.5 * income_spread * income_spread);
    let collective_income = match setting {
        Setting::Urban => 0.0,
        Setting::Rural => fiscal.collective_income * income as f32,
    };
    Institution {
        operating: true,
        poor_months: 0,
        funded_months: 0,
        budget_cents: 0,
        capability: structure.initial_capability,
        capability_factor: factor(Purpose::CommunityCapability, structure.capability_spread),
        collective_income_yuan: collective_income,
        initiative: lasting(Purpose::Initiative, inst.initiative_spread),
        leaning: leaning(chance, id),
        cost_factor: lasting(Purpose::RunningCost, inst.running_cost_spread),
        coordination: inst.coordination_floor,
        standardisation: inst.standardisation_floor,
        process_closure: inst.process_floor,
        platform: 0.0,
        outreach: inst.outreach_floor,
        campaign: 0.0,
        culture: inst.culture_floor,
        access: inst.access_start,
        built: 0.0,
        built_social: 0.0,
        built_safety: 0.0,
        built_self: 0.0,
        reputation: structure.initial_reputation,
        continuity_belief: structure.initial_continuity,
        affordability: 1.0,
        shares: Shares::all(1.0),
        confidence: structure.initial_confidence,
        cultural_barrier: barrier.min(1.0),
        asked: structure.initial_asked * size as f32,
        served: structure.initial_served * size as f32,
        attention: inst.positioning_start,
        dispatch_share: 1.0,
        pressure: 0.0,
        holds_project: false,
        drive: inst.drive_settled,
        workload: 0.0,
        participation: inst.participation_start,
        adopted: 0,
        takes_up: 0,
        choice: parameters.drive.choice_settled,
        learnt_quality: 0.0,
        block_leaders: 0,
        mean_acquaintance: 0.0,
        mean_norm: structure.initial_norm,
        last_month,
        offer: Offer::default(),
    }
}

/// Leaning of an organiser to services, activities and rules: three times a Dirichlet(3, 3, 3). MODEL2 section C
fn leaning(chance: &Chance, id: CommunityId) -> [f32; 3] {
    let gamma = |kind: u32| {
        let exponential = |part| {
            -libm::log(f64::from(inner_unit(chance.word(
                Purpose::Leaning,
                3 * kind + part,
                LIFELONG,
                Identity::community(id),
            ))))
        };
        (0..3).map(exponential).sum::<f64>()
    };
    let parts = [0, 1, 2].map(gamma);
    let total: f64 = parts.iter().sum();
    parts.map(|part| (3.0 * part / total) as f32)
}

fn pool(size: u32, parameters: &Parameters, chance: &Chance, id: CommunityId) -> Vec<Volunteer> {
    let structure = &parameters.structure;
    let wanted = libm::roundf(structure.volunteer_pool / 100.0 * size as f32);
    let count = wanted.max(structure.volunteer_pool_least) as usize;
    let here_share = (parameters.institution.volunteers_start / structure.volunteer_pool.max(1e-6)).min(1.0);
    (0..count)
        .map(|number| {
            let who = Identity::elder(id, number, 0);
            let words = chance.block(Purpose::VolunteerKind, 0, LIFELONG, who);
            let kind = unit(words[Purpose::VolunteerKind.word()]);
            let altruism = normal_quantile_of(signed_unit(words[Purpose::VolunteerAltruism.word()]));
            Volunteer {
                kind: if kind < structure.volunteer_students {
                    VolunteerKind::Student
                } else if kind < structure.volunteer_students + structure.volunteer_working {
                    VolunteerKind::Working
                } else {
                    VolunteerKind::YoungOld
                },
                here: unit(words[Purpose::VolunteerHere.word()]) < here_share,
                altruism: (structure.volunteer_altruism + structure.volunteer_altruism_spread * altruism)
                    .clamp(0.0, 1.0),
                trust: structure.initial_trust,
                habit: structure.volunteer_habit,
                burden: 0.0,
                fulfilment: structure.volunteer_fulfilment,
                given_minutes: 0,
                credit_minutes: 0,
            }
        })
        .collect()
}
