//! How everybody begins: places from the census or a design, people from margins and MODEL section 2.
//!
//! Parallel over communities and a pure function of scenario and replicate, so that the result is the
//! same for any number of threads.

use rayon::prelude::*;

use super::community::{Community, District, Population};
use super::elders::{Elders, Living, PackedElders, Traits};
use super::institutions::{Institution, LastMonth, Offer};
use super::volunteers::{Volunteer, VolunteerKind};
use crate::places::{CommunityId, DistrictId, Setting, WEEKS_PER_YEAR};
use crate::random::{Chance, Identity, LIFELONG, Purpose, fill_blocks, spare_words};
use crate::scenario::parameters::Parameters;
use crate::scenario::{Places, Scenario, census};

/// Elders of an average district (DECISIONS: an assumption, about 2,840 districts in the nation).
const DISTRICT_ELDERS: f64 = 93_000.0;

/// One district and the numbers of its communities, before anybody lives there.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Identity.
    pub id: DistrictId,
    /// Name of its province, or of the designed area.
    pub province: &'static str,
    /// Number of communities by setting, urban first.
    pub communities: [u32; 2],
}

/// The places of a scenario: every district with its numbers of communities.
pub fn sites(scenario: &Scenario) -> Vec<Site> {
    match &scenario.places {
        Places::Designed { districts, urban_communities, rural_communities } => (0..*districts)
            .map(|number| Site {
                id: DistrictId::new(DistrictId::DESIGNED, number),
                province: "designed",
                communities: [*urban_communities, *rural_communities],
            })
            .collect(),
        Places::Census { scale, provinces } => census::provinces()
            .iter()
            .enumerate()
            .filter(|(row, _)| provinces.as_ref().is_none_or(|list| list.contains(&(*row as u32))))
            .flat_map(|(row, province)| province_sites(scenario, row as u32, province, *scale))
            .collect(),
    }
}

/// A province's districts: max(1, round(scale × districts)), its communities spread evenly over them,
/// at least one of each setting a district.
fn province_sites(scenario: &Scenario, row: u32, province: &census::Province, scale: f64) -> Vec<Site> {
    let communities = Setting::ALL.map(|setting| {
        let mean = f64::from(scenario.parameters[setting].structure.community_size);
        province.elders[setting] as f64 / mean * scale
    });
    let total = province.elders[Setting::Urban] + province.elders[Setting::Rural];
    let whole = (total as f64 / DISTRICT_ELDERS).max(1.0);
    let districts = (libm::round(whole * scale) as u32).clamp(1, DistrictId::MOST_PER_PROVINCE);
    (0..districts)
        .map(|number| {
            // Cumulative rounding spreads the quota evenly and meets it exactly.
            let share = |quota: f64| {
                let until = |k: u32| libm::round(quota * f64::from(k) / f64::from(districts)) as u32;
                (until(number + 1) - until(number)).max(1)
            };
            Site {
                id: DistrictId::new(row, number),
                province: province.name,
                communities: [share(communities[0]), share(communities[1])],
            }
        })
        .collect()
}

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

/// Places of a community of this size: some more than elders, and room for growth over the run.
pub fn places_for(size: u32, parameters: &Parameters, weeks: i32) -> usize {
    let years = f64::from(weeks) / f64::from(WEEKS_PER_YEAR);
    let growth = libm::pow(1.0 + f64::from(parameters.life.growth), years).max(1.0);
    let places = f64::from(size) * growth * (1.0 + f64::from(parameters.structure.spare_places));
    (libm::ceil(places) as usize).min(65_000)
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
    let districts = sites.into_iter().map(|site| District { id: site.id, province: site.province }).collect();
    Population { districts, communities }
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
    let places = places_for(size, parameters, scenario.weeks);
    let elders = &mut workspace.elders;
    elders.resize(places);
    elders.clear();
    for place in 0..places {
        // The vacant places are spread evenly, so that no group begins empty.
        let until = |k: usize| k * size as usize / places;
        elders.occupied[place] = until(place + 1) > until(place);
    }
    for place in 0..places {
        if elders.occupied[place] {
            begin(elders, place, parameters, chance, Identity::elder(id, place, 0));
        }
    }
    for place in 0..places {
        if elders.occupied[place] {
            begin_ties(elders, place, places, parameters, chance, id);
        }
    }
    elders.renew(parameters);
    let count =
        |is: &dyn Fn(usize) -> bool| (0..places).filter(|place| elders.occupied[*place] && is(*place)).count() as u32;
    let (members, digital) = (count(&|k| elders.member[k] > 0.0), count(&|k| elders.digital[k] > 0.0));
    let volunteers = pool(size, parameters, chance, id);
    let here = volunteers.iter().filter(|it| it.here).count() as u32;
    let last_month = LastMonth {
        needed_hours: 1.0,
        uncovered_hours: structure.initial_unmet,
        elders: size,
        members,
        digital,
        volunteers: here,
        ..LastMonth::default()
    };
    let mut packed = PackedElders::new(places);
    let Workspace { elders, words, rounding } = workspace;
    words.iter_mut().for_each(|it| it.resize(elders.places, 0));
    fill_blocks(chance, Purpose::Function, LIFELONG, id.bits(), &elders.generation, words);
    spare_words(words, rounding);
    packed.pack(elders, rounding);
    Community {
        id,
        setting,
        district,
        size,
        size_class: 0,
        elders: packed,
        group_norm: vec![structure.initial_norm; places.div_ceil(structure.group_size as usize)],
        volunteers,
        institution: institution(size, last_month, parameters, chance, id, setting),
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
        coordination: inst.coordination_floor,
        standardisation: inst.standardisation_floor,
        process_closure: inst.process_floor,
        platform: 0.0,
        outreach: inst.outreach_floor,
        campaign: 0.0,
        culture: inst.culture_floor,
        access: inst.access_start,
        reputation: structure.initial_reputation,
        continuity_belief: structure.initial_continuity,
        affordability: 1.0,
        confidence: structure.initial_confidence,
        cultural_barrier: barrier.min(1.0),
        asked: structure.initial_asked * size as f32,
        served: structure.initial_served * size as f32,
        last_month,
        offer: Offer::default(),
    }
}

fn pool(size: u32, parameters: &Parameters, chance: &Chance, id: CommunityId) -> Vec<Volunteer> {
    let structure = &parameters.structure;
    let wanted = libm::roundf(structure.volunteer_pool / 100.0 * size as f32);
    let count = wanted.max(structure.volunteer_pool_least) as usize;
    let here_share = (parameters.institution.volunteers_start / structure.volunteer_pool.max(1e-6)).min(1.0);
    (0..count)
        .map(|number| {
            let who = Identity::elder(id, number, 0);
            let kind = chance.uniform(Purpose::VolunteerKind, 0, LIFELONG, who);
            let altruism = chance.normal(Purpose::VolunteerAltruism, 0, LIFELONG, who) as f32;
            Volunteer {
                kind: if kind < structure.volunteer_students {
                    VolunteerKind::Student
                } else if kind < structure.volunteer_students + structure.volunteer_working {
                    VolunteerKind::Working
                } else {
                    VolunteerKind::YoungOld
                },
                here: chance.uniform(Purpose::VolunteerHere, 0, LIFELONG, who) < here_share,
                altruism: (structure.volunteer_altruism + structure.volunteer_altruism_spread * altruism)
                    .clamp(0.0, 1.0),
                trust: structure.initial_trust,
                habit: structure.volunteer_habit,
                burden: 0.0,
                given_minutes: 0,
            }
        })
        .collect()
}

/// Piecewise linear through the values at 60, 70, 80 and 90, constant outside.
fn by_age(age: f32, at: [f32; 4]) -> f32 {
    let t = ((age - 60.0) / 10.0).clamp(0.0, 3.0);
    let k = (t as usize).min(2);
    at[k] + (at[k + 1] - at[k]) * (t - k as f32)
}

fn pick(u: f32, low: f32, middle: f32) -> f32 {
    if u < low {
        0.0
    } else if u < low + middle {
        0.5
    } else {
        1.0
    }
}

/// Lifelong traits, need weights and income of whoever takes this place.
fn lifelong(elders: &mut Elders, place: usize, parameters: &Parameters, chance: &Chance, who: Identity, cut: f64) {
    let traits = Traits { chance, who };
    let uniform = |purpose| chance.uniform(purpose, 0, LIFELONG, who);
    let [w1, w2] = traits.need_weights();
    elders.weight_self_worth[place] = w1;
    elders.weight_connection[place] = w2;
    elders.sociability[place] = parameters.drive.trait_spread * traits.normal(Purpose::Sociability, cut);
    elders.loneliness_disposition[place] = traits.normal(Purpose::LonelinessDisposition, cut);
    let unwilling = uniform(Purpose::Unwilling) < parameters.behave.unwilling;
    let shift = if unwilling { parameters.behave.unwilling_shift } else { 0.0 };
    // The packed form holds traits within eight standard deviations.
    elders.propensity[place] = (traits.normal(Purpose::Propensity, cut) - shift).clamp(-7.9, 7.9);
    let weight = parameters.structure.income_education;
    elders.income[place] =
        ((1.0 - weight) * uniform(Purpose::Income) + weight * elders.education[place]).clamp(0.0, 1.0);
    elders.rooted[place] = f32::from(u8::from(uniform(Purpose::Rooted) < parameters.structure.rooted));
}

/// One elder at the start of the warm-up. MODEL section 2
fn begin(elders: &mut Elders, place: usize, parameters: &Parameters, chance: &Chance, who: Identity) {
    let (structure, drive) = (&parameters.structure, &parameters.drive);
    let uniform = |purpose| chance.uniform(purpose, 0, LIFELONG, who);
    let cut = f64::from(structure.trait_cut);
    let normal = |purpose| chance.normal(purpose, 0, LIFELONG, who) as f32;

    let (band, within) = (uniform(Purpose::AgeBand), chance.word(Purpose::AgeWithin, 0, LIFELONG, who));
    let u = crate::random::open_unit(within);
    let age = if band < structure.share_60s {
        60.0 + 10.0 * u
    } else if band < structure.share_60s + structure.share_70s {
        70.0 + 10.0 * libm::pow(u, f64::from(structure.age_70s_power))
    } else {
        80.0 - f64::from(structure.age_80s_mean) * libm::log(u)
    };
    elders.age_weeks[place] = (age.min(120.0) * f64::from(WEEKS_PER_YEAR)) as u16;
    let age = age as f32;
    let man = uniform(Purpose::Sex) < structure.men_65 - structure.men_fall * (age - 65.0).max(0.0);
    elders.woman[place] = f32::from(u8::from(!man));
    elders.education[place] = pick(uniform(Purpose::Education), structure.education_low, structure.education_middle);
    lifelong(elders, place, parameters, chance, who, cut);

    let living = uniform(Purpose::InitialLiving);
    let alone = f64::from(structure.alone) * libm::exp(f64::from(structure.alone_age * (age - 70.0)));
    elders.living[place] = if living < structure.with_children {
        Living::WithChildren
    } else if living < structure.with_children + alone as f32 {
        Living::Alone
    } else {
        Living::Couple
    } as u8;
    let u = uniform(Purpose::InitialFunction);
    let s = structure;
    let dependent = by_age(age, [s.dependent_60, s.dependent_70, s.dependent_80, s.dependent_90]);
    let limited = by_age(age, [s.limited_60, s.limited_70, s.limited_80, s.limited_90]);
    elders.function[place] = if u < dependent {
        2.0
    } else if u < dependent + limited {
        1.0
    } else {
        0.0
    };
    let share = f64::from(s.digital);
    let logit = libm::log(share / (1.0 - share)) - f64::from(s.digital_age * (age - 70.0))
        + f64::from(s.digital_education * (elders.education[place] - 0.3));
    let digital = 1.0 / (1.0 + libm::exp(-logit));
    elders.digital[place] = f32::from(u8::from(uniform(Purpose::Digital) < digital as f32));

    let spread = s.initial_spread;
    let around = |mean: f32, purpose| (mean + spread * normal(purpose)).clamp(0.05, 0.95);
    elders.self_worth[place] = around(s.initial_self_worth, Purpose::InitialSelfWorth);
    elders.connection[place] = around(s.initial_connection, Purpose::InitialConnection);
    elders.belonging[place] = around(s.initial_belonging, Purpose::InitialBelonging);
    elders.loneliness[place] = (s.initial_loneliness + spread * elders.loneliness_disposition[place]).clamp(0.0, 1.0);
    elders.efficacy[place] = (drive.efficacy_base + drive.trait_efficacy * elders.sociability[place]
        - drive.efficacy_function * elders.function[place])
        .clamp(0.0, 1.0);
    elders.awareness[place] = s.initial_awareness;
    elders.trust[place] = (s.initial_trust + spread * normal(Purpose::InitialTrust)).clamp(0.1, 0.9);
    elders.habit[place] = s.initial_habit;
    elders.unmet_share[place] = s.initial_unmet;
    let lean = libm::exp(f64::from(elders.propensity[place] - s.initial_member_shift)) as f32;
    if elders.function[place] < 2.0 && uniform(Purpose::InitialMember) < s.initial_member * lean {
        elders.member[place] = 1.0;
        elders.habit[place] = s.initial_habit_member;
        elders.joined_week[place] = s.initial_member_since;
    }
}

/// Up to two ties to group mates.
fn begin_ties(
    elders: &mut Elders,
    place: usize,
    places: usize,
    parameters: &Parameters,
    chance: &Chance,
    id: CommunityId,
) {
    let structure = &parameters.structure;
    let group_size = structure.group_size as usize;
    let first = place / group_size * group_size;
    let mates: usize = group_size.min(places - first);
    let who = Identity::elder(id, place, 0);
    for draw in 0..2 {
        if chance.uniform(Purpose::InitialTie, draw, LIFELONG, who) >= structure.initial_tie {
            continue;
        }
        let start = chance.below(mates, Purpose::InitialTieMate, draw, LIFELONG, who);
        // The next occupied place from there that is somebody else and not tied yet.
        let mate = (0..mates).map(|step| first + (start + step) % mates).find(|mate| {
            *mate != place
                && elders.occupied[*mate]
                && !(draw == 1 && elders.tie_strength[0][place] > 0.0 && elders.tie_partner[0][place] as usize == *mate)
        });
        if let Some(mate) = mate {
            elders.tie_partner[draw as usize][place] = mate as u16;
            elders.tie_strength[draw as usize][place] = structure.initial_tie_strength;
        }
    }
}

/// A new sixty-year-old takes a vacant place, with the next generation. MODEL section 2, "Entrants"
pub fn enter(elders: &mut Elders, place: usize, parameters: &Parameters, chance: &Chance, id: CommunityId) {
    let (s, drive) = (&parameters.structure, &parameters.drive);
    elders.generation[place] = elders.generation[place].wrapping_add(1);
    let who = Identity::elder(id, place, elders.generation[place]);
    let uniform = |purpose| chance.uniform(purpose, 0, LIFELONG, who);
    elders.occupied[place] = true;
    elders.care_home[place] = false;
    elders.age_weeks[place] = ((60.0 + uniform(Purpose::AgeWithin)) * WEEKS_PER_YEAR as f32) as u16;
    elders.woman[place] = f32::from(u8::from(uniform(Purpose::Sex) >= s.entrant_men));
    elders.education[place] = pick(uniform(Purpose::Education), s.entrant_education_low, s.entrant_education_middle);
    lifelong(elders, place, parameters, chance, who, 7.0);
    let (living, couple) = (uniform(Purpose::InitialLiving), uniform(Purpose::AgeBand));
    elders.living[place] = if living < s.with_children {
        Living::WithChildren
    } else if couple < s.entrant_couple {
        Living::Couple
    } else {
        Living::Alone
    } as u8;
    elders.function[place] = 0.0;
    elders.digital[place] = f32::from(u8::from(uniform(Purpose::Digital) < s.entrant_digital));
    elders.self_worth[place] = s.entrant_self_worth;
    elders.connection[place] = s.entrant_connection;
    elders.belonging[place] = s.entrant_belonging;
    elders.loneliness[place] = s.entrant_loneliness;
    elders.efficacy[place] = (drive.efficacy_base + drive.trait_efficacy * elders.sociability[place]).clamp(0.0, 1.0);
    elders.awareness[place] = s.entrant_awareness;
    elders.trust[place] = s.initial_trust;
    elders.habit[place] = s.initial_habit;
    elders.unmet_share[place] = s.initial_unmet;
    for column in
        [&mut elders.burden, &mut elders.exposure, &mut elders.given_lately, &mut elders.member, &mut elders.attended]
    {
        column[place] = 0.0;
    }
    elders.waiting[place] = 0;
    elders.countdown[place] = 0;
    elders.given_minutes[place] = 0;
    elders.credit_minutes[place] = 0;
    elders.guarantee_used[place] = 0;
    super::ties::drop_own(elders, place);
    elders.renew_place(place, parameters);
}
