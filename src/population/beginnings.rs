//! How elders begin: at the start of the warm-up, or as new sixty-year-olds.   MODEL section 2
//!
//! The same rules run as straight loops over a whole community and for one entrant at a time.

use super::Elders;
use super::elders::Living;
use super::packed::{whole_share, whole_share_of_rest, whole_trait};
use super::ties;
use crate::elementary::{clip, exp, least, ln, logistic, most, normal_quantile_of};
use crate::parameters::Parameters;
use crate::places::{CommunityId, WEEKS_PER_YEAR};
use crate::random::{Chance, LIFELONG, Purpose, below, fill_blocks, inner_unit, signed_unit, spare_unit, unit};

/// Greatest age at the start, years.
const OLDEST: f32 = 120.0;

/// Traits of entrants are not cut; the packed form holds this many standard deviations.
const UNCUT: f32 = 7.9;

/// Lifelong blocks of draws, by first purpose and number of the draw.
const BLOCKS: [(Purpose, u32); 11] = [
    (Purpose::AgeBand, 0),
    (Purpose::Income, 0),
    (Purpose::Digital, 0),
    (Purpose::Unwilling, 0),
    (Purpose::Unwilling, 1),
    (Purpose::Unwilling, 2),
    (Purpose::InitialSelfWorth, 0),
    (Purpose::Frailty, 0),
    (Purpose::InitialRegistered, 0),
    (Purpose::InitialMember, 0),
    (Purpose::InitialMember, 1),
];

/// Draws of a community's elders, one column a word of each block.
#[derive(Debug, Clone, Default)]
pub struct Draws([[Vec<u32>; 4]; BLOCKS.len()]);

/// The words of one block of one elder.
type Block = [u32; 4];

/// The four columns of a block, for a loop over so many places.
fn columns(block: &[Vec<u32>; 4], places: usize) -> [&[u32]; 4] {
    [&block[0][..places], &block[1][..places], &block[2][..places], &block[3][..places]]
}

#[inline(always)]
fn at(block: [&[u32]; 4], place: usize) -> Block {
    [block[0][place], block[1][place], block[2][place], block[3][place]]
}

#[inline(always)]
fn of(purpose: Purpose, block: Block) -> u32 {
    block[purpose.word()]
}

#[inline(always)]
fn normal(purpose: Purpose, block: Block) -> f32 {
    normal_quantile_of(signed_unit(of(purpose, block)))
}

/// What an elder is from the first day on.
#[derive(Debug, Clone, Copy)]
struct Lifelong {
    income: f32,
    rooted: f32,
    weight_self_worth: f32,
    weight_connection: f32,
    sociability_trait: f32,
    loneliness_disposition: f32,
    propensity: f32,
}

/// Lifelong traits, need weights, income and roots; `needs` are three draws of the block of [`Purpose::Unwilling`].
#[inline(always)]
fn lifelong(p: &Parameters, education: f32, cut: f32, income: Block, traits: Block, needs: [Block; 3]) -> Lifelong {
    // A sum of three exponentials is the logarithm of a product; three such sums, divided by their total, are
    // a Dirichlet(3, 3, 3).
    let gamma = |purpose| {
        let [a, b, c] = needs.map(|block| inner_unit(of(purpose, block)));
        -ln(a * b * c)
    };
    let [own, connection, belonging] =
        [gamma(Purpose::WeightSelfWorth), gamma(Purpose::WeightConnection), gamma(Purpose::WeightBelonging)];
    let total = own + connection + belonging;
    let weight_self_worth = whole_share(own / total, spare_unit(income[1]));
    let weight_connection = whole_share_of_rest(connection / total, spare_unit(income[2]), weight_self_worth);
    let cut_normal = |purpose| most(-cut, least(cut, normal(purpose, traits)));
    let is_unwilling = unit(of(Purpose::Unwilling, needs[0])) < p.behave.unwilling;
    let shift = if is_unwilling { p.behave.unwilling_shift } else { 0.0 };
    let weight = p.structure.income_education;
    let percentile = (1.0 - weight) * unit(of(Purpose::Income, income)) + weight * education;
    Lifelong {
        income: whole_share(clip(percentile), spare_unit(income[0])),
        rooted: if unit(of(Purpose::Rooted, income)) < p.structure.rooted { 1.0 } else { 0.0 },
        weight_self_worth,
        weight_connection,
        sociability_trait: whole_trait(cut_normal(Purpose::Sociability), spare_unit(income[3])),
        loneliness_disposition: whole_trait(cut_normal(Purpose::LonelinessDisposition), spare_unit(traits[0])),
        propensity: whole_trait(cut_normal(Purpose::Propensity) - shift, spare_unit(traits[1])),
    }
}

/// Piecewise linear through the values at 60, 70, 80 and 90, constant outside.
#[inline(always)]
fn by_age(age: f32, at: [f32; 4]) -> f32 {
    let part = |from: f32| clip((age - from) * 0.1);
    at[0] + (at[1] - at[0]) * part(60.0) + (at[2] - at[1]) * part(70.0) + (at[3] - at[2]) * part(80.0)
}

/// 0 below the first share, 0.5 below the first two, else 1.
#[inline(always)]
fn pick(u: f32, low: f32, middle: f32) -> f32 {
    let above_low = if u < low { 0.0 } else { 0.5 };
    above_low + if u < low + middle { 0.0 } else { 0.5 }
}

crate::simd::vectorised! {
    /// Age, sex, education, living arrangement, function and smartphones at the start.
    fn persons(
        p: &Parameters,
        age_block: [&[u32]; 4],
        income_block: [&[u32]; 4],
        traits_block: [&[u32]; 4],
        age_weeks: &mut [u16],
        woman: &mut [f32],
        education: &mut [f32],
        living: &mut [u8],
        function: &mut [f32],
        digital: &mut [f32],
    ) -> () {
        let s = &p.structure;
        let places = age_weeks.len();
        let (age_block, income_block) = (age_block.map(|it| &it[..places]), income_block.map(|it| &it[..places]));
        let traits_block = traits_block.map(|it| &it[..places]);
        let (woman, education) = (&mut woman[..places], &mut education[..places]);
        let (living, function, digital) = (&mut living[..places], &mut function[..places], &mut digital[..places]);
        let dependent = [s.dependent_60, s.dependent_70, s.dependent_80, s.dependent_90];
        let limited = [s.limited_60, s.limited_70, s.limited_80, s.limited_90];
        let digital_at_70 = ln(s.digital / (1.0 - s.digital));
        for place in 0..places {
            let (ages, incomes, traits) = (at(age_block, place), at(income_block, place), at(traits_block, place));
            let (band, within) = (unit(of(Purpose::AgeBand, ages)), inner_unit(of(Purpose::AgeWithin, ages)));
            let log = ln(within);
            let sixties = 60.0 + 10.0 * within;
            let seventies = 70.0 + 10.0 * exp(s.age_70s_power * log);
            let eighties = least(OLDEST, 80.0 - s.age_80s_mean * log);
            let older = if band < s.share_60s + s.share_70s { seventies } else { eighties };
            let age = if band < s.share_60s { sixties } else { older };
            age_weeks[place] = (age * WEEKS_PER_YEAR as f32) as i32 as u16;
            let men = s.men_65 - s.men_fall * most(0.0, age - 65.0);
            woman[place] = if unit(of(Purpose::Sex, ages)) < men { 0.0 } else { 1.0 };
            education[place] = pick(unit(of(Purpose::Education, ages)), s.education_low, s.education_middle);
            let u = unit(of(Purpose::InitialLiving, incomes));
            let alone = s.alone * exp(s.alone_age * (age - 70.0));
            let without = if u < s.with_children + alone { Living::Alone as u8 } else { Living::Couple as u8 };
            living[place] = if u < s.with_children { Living::WithChildren as u8 } else { without };
            let u = unit(of(Purpose::InitialFunction, incomes));
            let share = by_age(age, dependent);
            let able = if u < share + by_age(age, limited) { 1.0 } else { 0.0 };
            function[place] = if u < share { 2.0 } else { able };
            let logit = digital_at_70 - s.digital_age * (age - 70.0) + s.digital_education * (education[place] - 0.3);
            digital[place] = if unit(of(Purpose::Digital, traits)) < logistic(logit) { 1.0 } else { 0.0 };
        }
    }
}

crate::simd::vectorised! {
    /// Traits, need weights, income and roots at the start.
    fn lives(
        p: &Parameters,
        income_block: [&[u32]; 4],
        traits_block: [&[u32]; 4],
        needs_blocks: [[&[u32]; 4]; 3],
        education: &[f32],
        income: &mut [f32],
        rooted: &mut [f32],
        weight_self_worth: &mut [f32],
        weight_connection: &mut [f32],
        sociability_trait: &mut [f32],
        loneliness_disposition: &mut [f32],
        propensity: &mut [f32],
    ) -> () {
        let places = education.len();
        let (income_block, traits_block) = (income_block.map(|it| &it[..places]), traits_block.map(|it| &it[..places]));
        let needs_blocks = needs_blocks.map(|block| block.map(|it| &it[..places]));
        let (income, rooted) = (&mut income[..places], &mut rooted[..places]);
        let (weight_self_worth, weight_connection) = (&mut weight_self_worth[..places], &mut weight_connection[..places]);
        let (sociability_trait, propensity) = (&mut sociability_trait[..places], &mut propensity[..places]);
        let loneliness_disposition = &mut loneliness_disposition[..places];
        for place in 0..places {
            let needs = [at(needs_blocks[0], place), at(needs_blocks[1], place), at(needs_blocks[2], place)];
            let cut = p.structure.trait_cut;
            let it = lifelong(p, education[place], cut, at(income_block, place), at(traits_block, place), needs);
            income[place] = it.income;
            rooted[place] = it.rooted;
            weight_self_worth[place] = it.weight_self_worth;
            weight_connection[place] = it.weight_connection;
            sociability_trait[place] = it.sociability_trait;
            loneliness_disposition[place] = it.loneliness_disposition;
            propensity[place] = it.propensity;
        }
    }
}

crate::simd::vectorised! {
    /// Satisfactions, loneliness, efficacy, trust and membership at the start.
    fn minds(
        p: &Parameters,
        states_block: [&[u32]; 4],
        member_block: [&[u32]; 4],
        occupied: &[bool],
        function: &[f32],
        sociability_trait: &[f32],
        loneliness_disposition: &[f32],
        propensity: &[f32],
        self_worth: &mut [f32],
        connection: &mut [f32],
        belonging: &mut [f32],
        loneliness: &mut [f32],
        efficacy: &mut [f32],
        trust: &mut [f32],
        habit: &mut [f32],
        member: &mut [f32],
        joined_week: &mut [f32],
    ) -> () {
        let (s, drive) = (&p.structure, &p.drive);
        let places = occupied.len();
        let (states_block, member_block) = (states_block.map(|it| &it[..places]), member_block.map(|it| &it[..places]));
        let (function, sociability_trait) = (&function[..places], &sociability_trait[..places]);
        let (loneliness_disposition, propensity) = (&loneliness_disposition[..places], &propensity[..places]);
        let (self_worth, connection) = (&mut self_worth[..places], &mut connection[..places]);
        let (belonging, loneliness) = (&mut belonging[..places], &mut loneliness[..places]);
        let (efficacy, trust, habit) = (&mut efficacy[..places], &mut trust[..places], &mut habit[..places]);
        let (member, joined_week) = (&mut member[..places], &mut joined_week[..places]);
        for place in 0..places {
            let (states, members) = (at(states_block, place), at(member_block, place));
            let around = |mean: f32, purpose| {
                most(0.05, least(0.95, mean + s.initial_spread * normal(purpose, states)))
            };
            self_worth[place] = around(s.initial_self_worth, Purpose::InitialSelfWorth);
            connection[place] = around(s.initial_connection, Purpose::InitialConnection);
            belonging[place] = around(s.initial_belonging, Purpose::InitialBelonging);
            let trusting = s.initial_trust + s.initial_spread * normal(Purpose::InitialTrust, states);
            trust[place] = most(0.1, least(0.9, trusting));
            loneliness[place] = clip(s.initial_loneliness + s.initial_spread * loneliness_disposition[place]);
            let sociability = drive.trait_spread * sociability_trait[place];
            efficacy[place] = clip(drive.efficacy_base + drive.trait_efficacy * sociability
                - drive.efficacy_function * function[place]);
            let chance = s.initial_member * exp(s.initial_member_slope * propensity[place] - s.initial_member_shift);
            let joins = (function[place] < 2.0) & (unit(of(Purpose::InitialMember, members)) < chance) & occupied[place];
            member[place] = if joins { 1.0 } else { 0.0 };
            habit[place] = if joins { s.initial_habit_member } else { s.initial_habit };
            joined_week[place] = if joins { s.initial_member_since } else { 0.0 };
        }
    }
}

crate::simd::vectorised! {
    /// Lasting frailty and disposition, role identity and who is registered at the start.
    fn ties_to_helping(
        p: &Parameters,
        lasting_block: [&[u32]; 4],
        registering_block: [&[u32]; 4],
        occupied: &[bool],
        function: &[f32],
        member: &[f32],
        frailty: &mut [f32],
        wellbeing_disposition: &mut [f32],
        identity: &mut [f32],
        registered: &mut [f32],
    ) -> () {
        let s = &p.structure;
        let places = occupied.len();
        let lasting_block = lasting_block.map(|it| &it[..places]);
        let registering_block = registering_block.map(|it| &it[..places]);
        let (function, member) = (&function[..places], &member[..places]);
        let (frailty, wellbeing_disposition) = (&mut frailty[..places], &mut wellbeing_disposition[..places]);
        let (identity, registered) = (&mut identity[..places], &mut registered[..places]);
        for place in 0..places {
            let (lasting, registering) = (at(lasting_block, place), at(registering_block, place));
            let cut_normal = |purpose| most(-s.trait_cut, least(s.trait_cut, normal(purpose, lasting)));
            frailty[place] = whole_trait(cut_normal(Purpose::Frailty), spare_unit(lasting[2]));
            wellbeing_disposition[place] =
                whole_trait(cut_normal(Purpose::WellbeingDisposition), spare_unit(lasting[3]));
            let is_member = member[place] > 0.0;
            let signs_up = unit(of(Purpose::InitialRegistered, registering)) < s.initial_registered;
            let is_registered = is_member | (signs_up & (function[place] < 2.0) & occupied[place]);
            identity[place] = if is_member { s.initial_identity_member } else { s.initial_identity };
            registered[place] = if is_registered { 1.0 } else { 0.0 };
        }
    }
}

/// Everybody of a community at the start of the warm-up; `elders` are empty but for who is occupied.
pub fn begin(elders: &mut Elders, p: &Parameters, chance: &Chance, id: CommunityId, draws: &mut Draws) {
    let places = elders.places;
    for ((purpose, draw), words) in BLOCKS.into_iter().zip(&mut draws.0) {
        words.iter_mut().for_each(|it| it.resize(places, 0));
        fill_blocks(chance, purpose, draw, LIFELONG, id.bits(), elders.occupants(), words);
    }
    let [ages, incomes, traits, needs_0, needs_1, needs_2, states, lasting, registering, members, _] =
        std::array::from_fn(|block| columns(&draws.0[block], places));
    persons(
        p,
        ages,
        incomes,
        traits,
        &mut elders.age_weeks,
        &mut elders.woman,
        &mut elders.education,
        &mut elders.living,
        &mut elders.function,
        &mut elders.digital,
    );
    lives(
        p,
        incomes,
        traits,
        [needs_0, needs_1, needs_2],
        &elders.education,
        &mut elders.income,
        &mut elders.rooted,
        &mut elders.weight_self_worth,
        &mut elders.weight_connection,
        &mut elders.sociability_trait,
        &mut elders.loneliness_disposition,
        &mut elders.propensity,
    );
    minds(
        p,
        states,
        members,
        &elders.occupied,
        &elders.function,
        &elders.sociability_trait,
        &elders.loneliness_disposition,
        &elders.propensity,
        &mut elders.self_worth,
        &mut elders.connection,
        &mut elders.belonging,
        &mut elders.loneliness,
        &mut elders.efficacy,
        &mut elders.trust,
        &mut elders.habit,
        &mut elders.member,
        &mut elders.joined_week,
    );
    ties_to_helping(
        p,
        lasting,
        registering,
        &elders.occupied,
        &elders.function,
        &elders.member,
        &mut elders.frailty,
        &mut elders.wellbeing_disposition,
        &mut elders.identity,
        &mut elders.registered,
    );
    elders.autonomy.fill(p.structure.initial_autonomy);
    elders.fairness.fill(p.structure.initial_fairness);
    elders.awareness.fill(p.structure.initial_awareness);
    elders.unmet_share.fill(p.structure.initial_unmet);
}

/// Up to two ties of every elder to group mates; places beyond `places` are none.
pub fn begin_ties(elders: &mut Elders, places: usize, p: &Parameters, draws: &Draws) {
    let structure = &p.structure;
    for place in (0..places).filter(|place| elders.occupied[*place]).collect::<Vec<_>>() {
        let group = elders.group_of(place);
        let first = group.start;
        // Those of the start have the first places of each group.
        let mates = group.filter(|mate| elders.occupied[*mate]).count();
        for tie in 0..2 {
            let words = &draws.0[BLOCKS.len() - 2 + tie];
            if unit(words[Purpose::InitialTie.word()][place]) >= structure.initial_tie {
                continue;
            }
            let start = below(words[Purpose::InitialTieMate.word()][place], mates);
            let is_tied = |mate: usize| {
                tie == 1 && elders.tie_strength[place][0] > 0.0 && usize::from(elders.tie_partner[place][0]) == mate
            };
            // The next occupied place from there that is somebody else and not tied yet.
            let mate = (start..mates)
                .chain(0..start)
                .map(|step| first + step)
                .find(|mate| *mate != place && elders.occupied[*mate] && !is_tied(*mate));
            if let Some(mate) = mate {
                elders.tie_partner[place][tie] = mate as u16;
                elders.tie_strength[place][tie] = structure.initial_tie_strength;
            }
        }
    }
}

/// What a new sixty-year-old brings along: ties to group mates, and membership of some who have helped before; whether
/// one is a member. MODEL2 section A, "Entrants"
pub fn bring_along(
    elders: &mut Elders,
    place: usize,
    group_norm: f32,
    p: &Parameters,
    chance: &Chance,
    id: CommunityId,
    week: i32,
) -> bool {
    let (s, l) = (&p.structure, &p.life);
    let who = elders.identity(id, place);
    let mut mates: Vec<usize> =
        elders.group_of(place).filter(|mate| *mate != place && elders.is_present(*mate)).collect();
    for tie in 0..2 {
        let words = chance.block(Purpose::InitialMember, tie as u32, LIFELONG, who);
        if unit(of(Purpose::InitialTie, words)) < l.enter_tie && !mates.is_empty() {
            let mate = mates.remove(below(of(Purpose::InitialTieMate, words), mates.len()));
            elders.tie_partner[place][tie] = mate as u16;
            elders.tie_strength[place][tie] = s.initial_tie_strength;
        }
    }
    let leaning = exp(elders.propensity[place] - s.initial_member_shift);
    let carries_on = (l.enter_member + l.enter_norm * group_norm) * leaning;
    let is_member = chance.uniform(Purpose::EntrantMember, 0, LIFELONG, who) < carries_on;
    if is_member {
        (elders.member[place], elders.registered[place]) = (1.0, 1.0);
        elders.habit[place] = l.enter_habit;
        elders.identity[place] = l.enter_identity;
        elders.joined_week[place] = week as f32 - l.enter_since;
    }
    is_member
}

/// A new sixty-year-old takes a vacant place, with the next generation. MODEL section 2, "Entrants"
pub fn enter(elders: &mut Elders, place: usize, p: &Parameters, chance: &Chance, id: CommunityId) {
    let (s, drive) = (&p.structure, &p.drive);
    elders.generation[place] = elders.generation[place].wrapping_add(1);
    let who = elders.identity(id, place);
    let [ages, incomes, traits, needs_0, needs_1, needs_2] =
        std::array::from_fn(|block| chance.block(BLOCKS[block].0, BLOCKS[block].1, LIFELONG, who));
    elders.occupied[place] = true;
    elders.care_home[place] = false;
    let age = 60.0 + unit(of(Purpose::AgeWithin, ages));
    elders.age_weeks[place] = (age * WEEKS_PER_YEAR as f32) as u16;
    elders.woman[place] = if unit(of(Purpose::Sex, ages)) < s.entrant_men { 0.0 } else { 1.0 };
    elders.education[place] =
        pick(unit(of(Purpose::Education, ages)), s.entrant_education_low, s.entrant_education_middle);
    let it = lifelong(p, elders.education[place], UNCUT, incomes, traits, [needs_0, needs_1, needs_2]);
    elders.income[place] = it.income;
    elders.rooted[place] = it.rooted;
    elders.weight_self_worth[place] = it.weight_self_worth;
    elders.weight_connection[place] = it.weight_connection;
    elders.sociability_trait[place] = it.sociability_trait;
    elders.loneliness_disposition[place] = it.loneliness_disposition;
    elders.propensity[place] = it.propensity;
    elders.living[place] = if unit(of(Purpose::InitialLiving, incomes)) < s.with_children {
        Living::WithChildren
    } else if unit(of(Purpose::AgeBand, ages)) < s.entrant_couple {
        Living::Couple
    } else {
        Living::Alone
    } as u8;
    elders.function[place] = 0.0;
    elders.digital[place] = if unit(of(Purpose::Digital, traits)) < s.entrant_digital { 1.0 } else { 0.0 };
    elders.clear_states(place);
    elders.self_worth[place] = s.entrant_self_worth;
    elders.connection[place] = s.entrant_connection;
    elders.belonging[place] = s.entrant_belonging;
    elders.loneliness[place] = s.entrant_loneliness;
    let sociability = drive.trait_spread * it.sociability_trait;
    elders.efficacy[place] = clip(drive.efficacy_base + drive.trait_efficacy * sociability);
    elders.awareness[place] = s.entrant_awareness;
    elders.trust[place] = s.entrant_trust;
    elders.habit[place] = s.initial_habit;
    elders.unmet_share[place] = s.initial_unmet;
    let lasting = chance.block(Purpose::Frailty, 0, LIFELONG, who);
    elders.frailty[place] = whole_trait(normal(Purpose::Frailty, lasting), spare_unit(lasting[2]));
    elders.wellbeing_disposition[place] =
        whole_trait(normal(Purpose::WellbeingDisposition, lasting), spare_unit(lasting[3]));
    elders.autonomy[place] = s.initial_autonomy;
    elders.identity[place] = s.initial_identity;
    elders.fairness[place] = s.initial_fairness;
    elders.registered[place] = 0.0;
    elders.pressed[place] = 0.0;
    elders.kinds_attended[place] = 0;
    elders.provider_weeks[place] = 0;
    elders.member[place] = 0.0;
    elders.attended[place] = 0.0;
    elders.waiting[place] = 0;
    elders.countdown[place] = 0;
    elders.given_minutes[place] = 0;
    elders.credit_minutes[place] = 0;
    elders.guarantee_used[place] = 0;
    ties::drop_own(elders, place);
    elders.renew_place(place, p);
}
