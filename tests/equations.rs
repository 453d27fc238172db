//! The equations of MODEL sections 4 to 9 and of MODEL2 against numbers worked out by hand.
//!
//! Hand-made elders (`support::scratch`: 70, a couple, rooted, middle education, all states 0.5, no traits, no
//! ties, w = 1/3 each) and organisers; parameters are plain (`support::plain`: every mechanism off) unless a test
//! says otherwise, so that one rule at a time can be followed. No runs but those of the last tests.

mod support;

use huzhu::internals::dynamics::{
    Calling, Conditions, Desk, OwnDoing, Rules, Scratch, drive, elders, exchange, feedback, institutions, ledger,
    life_course, money, need, perception, volunteers, week,
};
use huzhu::internals::parameters::Parameters;
use huzhu::internals::places::DistrictId;
use huzhu::internals::policy::{Cost, Funding, FundingMode, HealthMode, InForce, Levers};
use huzhu::internals::population::{Income, Institution, Shares, Volunteer, VolunteerKind};
use huzhu::internals::random::{Chance, Purpose, fill_blocks};
use huzhu::{Counter, Entry, Instrument, Setting, Timeline};
use support::{both_parameters, community, near, organiser, place, plain, scratch, small_area};

use Setting::{Rural, Urban};

/// Single precision carries seven digits.
const CLOSE: f64 = 2e-6;

/// Everything that surrounds a rule, with plain values to change.
struct World {
    setting: Setting,
    p: Parameters,
    levers: Levers,
    chance: Chance,
    organiser: Institution,
}

impl World {
    fn new(setting: Setting) -> Self {
        World {
            setting,
            p: plain(setting),
            levers: Levers::default(),
            chance: Chance::new(1, 0),
            organiser: organiser(setting),
        }
    }

    fn around(&self) -> Rules<'_> {
        Rules { setting: self.setting, parameters: &self.p, levers: &self.levers, chance: &self.chance }
    }

    fn at(&self) -> Conditions {
        Conditions::of(&self.organiser, &self.around(), None)
    }

    fn scratch(&self, count: usize) -> Scratch {
        scratch(count, &self.p)
    }
}

/// Draws that lie evenly in [0, 1), one a place: the share that acts is the probability, to one place.
fn even(words: &mut [u32], count: usize) {
    for (k, word) in words[..count].iter_mut().enumerate() {
        *word = ((k as f64 + 0.5) / count as f64 * 4_294_967_296.0) as u32;
    }
}

const MANY: usize = 40_000;

fn share_of(marks: &[u8]) -> f64 {
    marks.iter().map(|it| f64::from(*it)).sum::<f64>() / MANY as f64
}

use drive::elders::Life;

// ---------------------------------------------------------------- section 4

#[test]
fn satisfactions_loneliness_and_efficacy_move_to_their_set_points() {
    let world = World::new(Urban);
    let mut scratch = world.scratch(1);
    perception::elders::look_around(&world.p, &[0.05], &mut scratch);
    drive::elders::advance(&world.p, &world.at(), &mut scratch);
    let it = &scratch.elders;
    // S1* = 0.30 + 0.10 x 0.5 = 0.35; 0.5 + 0.03 (0.35 - 0.5) = 0.4955.
    near(it.self_worth[0], 0.4955, CLOSE);
    // S2* = 0.50 for a couple.
    near(it.connection[0], 0.5, CLOSE);
    // S3* = 0.20 + 0.15 x 0.4 + 0.1 x 0.2 = 0.28; 0.5 - 0.03 x 0.22 = 0.4934.
    near(it.belonging[0], 0.4934, CLOSE);
    // L* = 0.75 (1 - 0.6 x 0.5 - 0.4 x 0.4934) + 0.04 + 0.005 = 0.42198; 0.5 - 0.06 x 0.07802 = 0.495319.
    near(it.loneliness[0], 0.495_319, CLOSE);
    near(it.efficacy[0], 0.5, CLOSE);
    // D = (0.5045 + 0.5 + 0.5066) / 3.
    near(scratch.drive[0], 0.503_7, CLOSE);
}

#[test]
fn what_one_is_and_with_whom_one_lives_shifts_the_set_points() {
    let world = World::new(Rural);
    let mut scratch = world.scratch(1);
    let it = &mut scratch.elders;
    (it.living[0], it.woman[0], it.function[0], it.member[0], it.education[0]) = (2, 1.0, 2.0, 1.0, 0.0);
    (it.sociability_trait[0], it.loneliness_disposition[0], it.efficacy[0]) = (1.5, -1.0, 0.6);
    (it.weight_self_worth[0], it.weight_connection[0]) = (0.2, 0.5);
    it.given_minutes[0] = 300 * 60;
    for (tie, strength) in [0.6, 0.9, 0.3].into_iter().enumerate() {
        it.tie_strength[0][tie] = strength;
    }
    it.renew(&world.p);
    perception::elders::look_around(&world.p, &[0.05], &mut scratch);
    near(scratch.tie[0], 1.0, 0.0); // 1.8 / 1.5, at most 1.
    drive::elders::advance(&world.p, &world.at(), &mut scratch);
    let it = &scratch.elders;
    // S1* = 0.30 + 0.30 x 0.1 - 0.12 - 0.10 + 0.05 x 2/5 = 0.13 (300 hours are two stars).
    near(it.self_worth[0], 0.5 - 0.03 * 0.37, CLOSE);
    // S2* = 0.25 + 0.4 + 0.11 x 1.5 = 0.815, but never above 0.7 for one who lives alone.
    near(it.connection[0], 0.506, CLOSE);
    // S3* = 0.20 + 0.15 x 0.8 + 0.1 x 0.12 + 0.5 + 0.1 + 0.09 = 1.022, at most 1.
    near(it.belonging[0], 0.515, CLOSE);
    // L* = 0.75 (1 - 0.3036 - 0.206) + 0.04 + 0.11 + 0.03 - 0.17 - 0.075 = 0.3028.
    near(it.loneliness[0], 0.5 - 0.06 * 0.1972, CLOSE);
    // E* = 0.5 - 0.2 + 0.12 = 0.42.
    near(it.efficacy[0], 0.6 - 0.02 * 0.18, CLOSE);
    // D = 0.2 x 0.5111 + 0.5 x 0.494 + 0.3 x 0.485.
    near(scratch.drive[0], 0.494_72, CLOSE);
}

#[test]
fn living_with_children_adds_to_worth_and_connection_and_neighbours_cannot_wholly_stand_in() {
    let world = World::new(Urban);
    let mut scratch = world.scratch(3);
    for living in 0..3 {
        scratch.elders.living[living] = living as u8;
        scratch.elders.tie_strength[living][0] = 1.0;
        scratch.elders.tie_strength[living][1] = 1.0;
    }
    scratch.elders.renew(&world.p);
    perception::elders::look_around(&world.p, &[0.05], &mut scratch);
    drive::elders::advance(&world.p, &world.at(), &mut scratch);
    // S1* = 0.35 and 0.15 more with children. S2* with the strongest ties: 0.60 + 0.4 = 1, 0.90, and
    // 0.25 + 0.4 = 0.65.
    near(scratch.elders.self_worth[0], 0.5 + 0.03 * 0.0, CLOSE);
    near(scratch.elders.self_worth[1], 0.5 - 0.03 * 0.15, CLOSE);
    for (living, point) in [1.0, 0.9, 0.65].into_iter().enumerate() {
        near(scratch.elders.connection[living], 0.5 + 0.03 * (point - 0.5), CLOSE);
    }
}

#[test]
fn self_rule_and_an_association_make_members_belong() {
    let mut world = World::new(Urban);
    (world.levers.self_rule, world.levers.association) = (0.5, true);
    let mut scratch = world.scratch(2);
    scratch.elders.member[0] = 1.0;
    perception::elders::look_around(&world.p, &[0.05], &mut scratch);
    drive::elders::advance(&world.p, &world.at(), &mut scratch);
    // 0.28 for all; members 0.1 and, by policy, 0.05 x 0.5 + 0.05 more: 0.455.
    near(scratch.elders.belonging[0], 0.5 - 0.03 * 0.045, CLOSE);
    near(scratch.elders.belonging[1], 0.5 - 0.03 * 0.22, CLOSE);
}

#[test]
fn wellbeing_weighs_needs_company_function_and_unmet_help() {
    // 0.2 x 1.5 + 0.15 x 0.7 + 0.15 x 0.5 + 0.1 x 0.8.
    let life = Life { needs: [0.6, 0.5, 0.4], loneliness: 0.3, function: 1.0, unmet_share: 0.2, ..Life::default() };
    near(drive::elders::wellbeing(&plain(Urban), &life), 0.56, CLOSE);
    near(drive::elders::wellbeing(&plain(Rural), &Life { needs: [1.0; 3], ..Life::default() }), 1.0, CLOSE);
}

// ---------------------------------------------------------------- section 5

#[test]
fn the_norm_is_the_groups_and_that_of_tied_partners_and_little_felt_until_many_act() {
    let world = World::new(Urban);
    let mut scratch = world.scratch(5);
    let it = &mut scratch.elders;
    // Place 0 knows 1 and 2, of whom 1 is active; the tie to 3 is too weak to see by.
    for (tie, (partner, strength)) in [(1, 0.3), (2, 0.06), (3, 0.04)].into_iter().enumerate() {
        (it.tie_partner[0][tie], it.tie_strength[0][tie]) = (partner, strength);
    }
    (it.given_lately[1], it.given_lately[2], it.given_lately[3]) = (0.3, 0.2, 0.9);
    perception::elders::look_around(&world.p, &[0.2], &mut scratch);
    perception::elders::advance(&world.p, &world.at(), &mut scratch);
    near(scratch.tie[0], 0.4 / 1.5, CLOSE);
    // N = 0.7 x 0.2 + 0.3 x 1/2 = 0.29; felt 0.0841 / (0.0841 + 0.0625).
    near(scratch.norm[0], 0.29, CLOSE);
    near(scratch.felt_norm[0], 0.573_670, CLOSE);
    // Without ties N = 0.2; felt 0.04 / 0.1025. Half is felt at 0.25.
    near(scratch.norm[4], 0.2, CLOSE);
    near(scratch.felt_norm[4], 0.390_244, CLOSE);
}

#[test]
fn awareness_comes_from_outreach_and_neighbours_trust_follows_reputation_and_support_is_their_product() {
    let mut world = World::new(Urban);
    world.organiser.reputation = 0.7;
    // Four mechanisms that weigh alike.
    world.organiser.offer.mechanisms = [0.6, 0.12, 0.4, 0.32];
    let mut scratch = world.scratch(1);
    perception::elders::look_around(&world.p, &[0.2], &mut scratch);
    perception::elders::advance(&world.p, &world.at(), &mut scratch);
    // 0.5 + 0.5 (0.02 x 0.12 + 0.06 x 0.4 x 0.2) - 0.004 x 0.5 = 0.5016.
    near(scratch.elders.awareness[0], 0.501_6, CLOSE);
    near(scratch.elders.trust[0], 0.502, CLOSE);
    near(scratch.support[0], 0.501_6 * 0.502 * 0.6, CLOSE);
}

#[test]
fn familiarity_is_the_settings_and_four_tenths_of_it_for_those_not_rooted() {
    let world = World::new(Rural);
    let mut scratch = world.scratch(2);
    scratch.elders.rooted[1] = 0.0;
    scratch.elders.renew(&world.p);
    near(scratch.elders.familiarity[0], 0.8, CLOSE);
    near(scratch.elders.familiarity[1], 0.32, CLOSE);
    // Everyday contact: 0.05 (0.5 + 0.5 x 0.8).
    near(scratch.elders.contact[0], 0.045, CLOSE);
}

#[test]
fn a_groups_norm_moves_by_those_who_gave_received_or_attended() {
    let world = World::new(Urban);
    let mut scratch = world.scratch(10);
    (scratch.given[2], scratch.received[7]) = (60, 60);
    // Who gave and attended counts once, who only attended 0.3.
    (scratch.attends[2], scratch.attends[5]) = (1, 1);
    let mut norm = [0.05];
    perception::elders::renew_group_norms(&world.p, &mut norm, &mut scratch);
    // 0.05 + 0.25 (2.3 / 10 - 0.05).
    near(norm[0], 0.095, CLOSE);
}

#[test]
fn reputation_is_earned_by_serving_by_standards_by_process_and_by_redeemed_credits() {
    let mut world = World::new(Urban);
    let renew =
        |world: &World, it: &mut Institution| perception::institutions::renew_reputation(it, &world.around(), 20, 10);
    (world.organiser.asked, world.organiser.served) = (10.0, 4.0);
    let mut plain = world.organiser.clone();
    renew(&world, &mut plain);
    near(plain.asked, 10.5, CLOSE);
    near(plain.served, 4.3, CLOSE);
    // R* = 0.4 + 0.4 x 4.31/10.52 + 0.15 x 0.1 + 0.1 x 0.2 = 0.598878.
    near(plain.reputation, 0.5 + 0.03 * 0.098_878, CLOSE);
    // A time bank of confidence 0.8 adds 0.14 x 0.3.
    let mut bank = world.organiser.clone();
    (bank.offer.ledger, bank.confidence) = (true, 0.8);
    renew(&world, &mut bank);
    near(bank.reputation - plain.reputation, 0.03 * 0.042, CLOSE);
    let mut suspended = Institution { operating: false, ..world.organiser.clone() };
    renew(&world, &mut suspended);
    near(suspended.reputation, 0.5 - 0.03 * 0.3, CLOSE);
}

#[test]
fn a_campaign_lowers_the_barrier_and_incidents_raise_it() {
    let p = plain(Urban);
    let mut it = organiser(Urban);
    (it.cultural_barrier, it.campaign) = (0.6, 0.5);
    perception::institutions::renew_barrier(&mut it, &p, 0);
    // Towards 0.5 (1 - 0.3) = 0.35.
    near(it.cultural_barrier, 0.597_5, CLOSE);
    it.cultural_barrier = 0.6;
    perception::institutions::renew_barrier(&mut it, &p, 2);
    // 0.5975 + 0.01 x 0.4025 = 0.601525; + 0.01 x 0.398475.
    near(it.cultural_barrier, 0.605_509_75, CLOSE);
}

#[test]
fn the_offer_is_the_mean_of_four_mechanisms_each_as_believed_in_and_paid_for() {
    let mut world = World::new(Urban);
    let it = &mut world.organiser;
    (it.coordination, it.standardisation, it.process_closure, it.platform) = (0.5, 0.4, 0.6, 0.5);
    (it.continuity_belief, it.shares) = (0.8, Shares::all(0.9));
    (it.last_month.elders, it.last_month.digital) = (300, 120);
    (it.offer.health_level, it.offer.health_availability, it.offer.counsellor_hours) = (0.7, 0.8, 3.0);
    (it.offer.material, it.offer.time_bank, it.offer.value, it.offer.emotional) = (0.3, 0.1, 0.2, 0.1);
    (it.attention, world.levers.many_actors, world.levers.assisted) = (0.9, 1.0, 0.5);
    let offered = |world: &World| {
        let mut it = world.organiser.clone();
        perception::institutions::renew_offer(&mut it, &world.around(), 6);
        it.offer
    };
    let offer = offered(&world);
    // J1: presences 0.45, 0.10 + 0.5 x 0.9, 0.05 + 0.4 x 0.9, 2 per 100 of 5 = 0.4, 0.10 + 0.6 x 0.56 x 0.9 = 0.4024;
    // absent 0.55 x 0.45 x 0.59 x 0.6 x 0.5976 = 0.052359; 0.947641 x 0.5 = 0.473821.
    // J2 = 1 - e^-0.7 = 0.503415, of incentives as paid. J3 = 0.5 (0.10 + 0.9 x 0.56) + 0.5 x 10/15 = 0.635333.
    // J4 = (0.4 + 0.6 + 0.5 x 0.7)/3 = 0.45. Belief is 0.8; nine tenths of actors, services and procedures are paid.
    let expected = [0.72 * 0.473_821, 0.8 * 0.503_415, 0.72 * 0.635_333, 0.72 * 0.45];
    offer.mechanisms.into_iter().zip(expected).for_each(|(found, expected)| near(found, expected, CLOSE));
    near(offer.offer, expected.iter().sum::<f64>() / 4.0, CLOSE);
    // Who is contracted, not only who is meant to act, is present: 0.10 + 0.5 x 1 instead of 0.55.
    world.organiser.offer.coverage_social = 1.0;
    near(offered(&world).mechanisms[0], 0.72 * 0.5 * (1.0 - 0.052_359 * 0.40 / 0.45), CLOSE);
    world.organiser.offer.coverage_social = 0.0;
    // A branch that leads: government present with 0.65; absent 0.35/0.55 of before.
    world.organiser.offer.party_branch = 1.0;
    near(offered(&world).mechanisms[0] - offer.mechanisms[0], 0.72 * 0.5 * 0.052_359 * 0.2 / 0.55, CLOSE);
    world.organiser.operating = false;
    let none = offered(&world);
    assert_eq!((none.mechanisms, none.offer), ([0.0; 4], 0.0));
}

// ---------------------------------------------------------------- section 6

/// Elders for whom every term of the motivation counts, and the conditions they live in.
fn moved(world: &mut World) -> (Scratch, Conditions) {
    // V = 2 x 0.5 x 0.7 (drive, crowded by 0.6 x 0.5) + 0.1 (belonging 0.5) - 2 x 0.1 (loneliness 0.5)
    //   + 3 x 0.15 (support) + 3 x 0.7 x 0.3 (norm, familiarity 0.4) + 2 x 0.2 (habit) + 2 x 0.1 (efficacy 0.6)
    //   + 0.6 x 0.5 (ties) - 2 x 0.1 (burden) - 1.2 x 0.5 x 0.5 (barrier) + 0.9 (0.3 + 2 x 0.5 x 0.2) 0.7 (money,
    //   income 0.5) + 0.6 x 0.6 x 1/3 x 1.2 x 0.7 (honour, one star) + 0.5 x 3 x 1/3 x 0.4 (company) + 0.5
    //   = 3.1958. Cost = 0.6 (limited) + 0.6 x 0.5 x 0.5 (access) + 0.5 x 0.4 (platform) = 0.95.
    // V - Cost = 2.2458.
    let d = &mut world.p.drive;
    (d.relax, d.relax_loneliness, d.relax_efficacy) = (0.0, 0.0, 0.0);
    let q = &mut world.p.perceive;
    (q.trust_drift, q.aware_outreach, q.aware_peer, q.aware_forget) = (0.0, 0.0, 0.0, 0.0);
    let mut scratch = world.scratch(MANY);
    let mut at = world.at();
    (at.cultural_barrier, at.access_gap, at.required_platform) = (0.5, 0.5, 0.4);
    // Credits pull with 0.9 x 2 x 0.2 per unit of trust.
    (at.material, at.credit_pull, at.value, at.emotional) = (0.3, 0.36, 0.6, 0.4);
    // Support: 0.5 x 0.5 x 0.36^0.5. Norm: N^2 is 0.3/0.7 of 0.25^2.
    at.mechanisms = [0.36; 4];
    scratch.group_norm.fill(0.163_663_4);
    let it = &mut scratch.elders;
    it.exposure.fill(0.5);
    it.habit.fill(0.2);
    it.efficacy.fill(0.6);
    it.burden.fill(0.1);
    it.propensity.fill(0.5);
    it.function.fill(1.0);
    it.digital.fill(0.0);
    it.given_minutes.fill(100 * 60);
    it.renew(&world.p);
    scratch.tie.fill(0.5);
    feel(world, &at, &mut scratch);
    (scratch, at)
}

/// Drive and perception of this week, of states that stay as they are.
fn feel(world: &World, at: &Conditions, scratch: &mut Scratch) {
    drive::elders::advance(&world.p, at, scratch);
    perception::elders::advance(&world.p, at, scratch);
}

/// One place of many, and single precision.
const ONE_OF_MANY: f64 = 1.5 / MANY as f64;

#[test]
fn joining_follows_motivation_less_cost_and_an_invitation() {
    let mut world = World::new(Urban);
    let (mut scratch, at) = moved(&mut world);
    even(&mut scratch.words[0], MANY);
    elders::decide(&world.p, &at, 100.0, &mut scratch);
    // 0.05 logistic(2.2458 - 5.1 = -2.8542) = 0.05 / (1 + 17.3606) = 0.0027232.
    near(share_of(&scratch.joins), 0.002_723_2, ONE_OF_MANY);
    assert_eq!((share_of(&scratch.quits), share_of(&scratch.gives)), (0.0, 0.0));
    scratch.elders.attended.fill(1.0);
    elders::decide(&world.p, &at, 100.0, &mut scratch);
    // 0.7 more: 0.05 / (1 + 8.6210).
    near(share_of(&scratch.joins), 0.005_197_0, ONE_OF_MANY);
    let suspended = Conditions { operating: 0.0, ..at };
    elders::decide(&world.p, &suspended, 100.0, &mut scratch);
    assert_eq!(share_of(&scratch.joins), 0.0, "nobody joins a suspended organiser");
}

#[test]
fn dues_keep_the_less_well_off_who_pay_them_from_joining() {
    let mut world = World::new(Urban);
    (world.levers.association, world.levers.dues_waived_share) = (true, 0.3);
    let (mut scratch, mut at) = moved(&mut world);
    (at.dues_barrier, at.dues_waived) = (world.at().dues_barrier, world.at().dues_waived);
    even(&mut scratch.words[0], MANY);
    elders::decide(&world.p, &at, 100.0, &mut scratch);
    // Income 0.5 pays: 0.6 x 0.5 = 0.3 less in the logit: 0.05 / (1 + e^3.1542 = 23.4342).
    near(share_of(&scratch.joins), 0.002_046_3, ONE_OF_MANY);
    // Income 0.2 is waived, and money weighs (1.2 - 0.2) x 0.5 x 0.9 = 0.45 instead of 0.315: 0.05 / (1 + e^2.7192).
    scratch.elders.income.fill(0.2);
    elders::decide(&world.p, &at, 100.0, &mut scratch);
    near(share_of(&scratch.joins), 0.003_093_2, ONE_OF_MANY);
}

#[test]
fn members_quit_sooner_when_new_and_give_when_moved() {
    let mut world = World::new(Urban);
    let (mut scratch, at) = moved(&mut world);
    scratch.elders.member.fill(1.0);
    scratch.elders.joined_week.fill(90.0);
    even(&mut scratch.words[0], MANY);
    scratch.words[1].fill(u32::MAX);
    elders::decide(&world.p, &at, 100.0, &mut scratch);
    // 0.031 (1 + 1.5 e^-1) logistic(0.5 - 2.2458) = 0.031 x 1.551819 x 0.148577.
    near(share_of(&scratch.quits), 0.007_147_5, ONE_OF_MANY);
    assert_eq!(share_of(&scratch.gives), 0.0);
    // Quitting halves the habit.
    let quitter = scratch.quits.iter().position(|it| *it > 0).unwrap();
    let stayer = scratch.quits.iter().position(|it| *it == 0).unwrap();
    near(scratch.elders.habit[quitter], 0.1, CLOSE);
    near(scratch.elders.habit[stayer], 0.2, CLOSE);

    scratch.elders.habit.fill(0.2);
    scratch.words[0].fill(u32::MAX);
    even(&mut scratch.words[1], MANY);
    elders::decide(&world.p, &at, 100.0, &mut scratch);
    // logistic(2.2458 - 3.6) = 1 / (1 + 3.8737).
    near(share_of(&scratch.gives), 0.205_183, ONE_OF_MANY);
    // Members give also while the organiser is suspended; nobody gives who is not a member.
    let suspended = Conditions { operating: 0.0, ..at };
    elders::decide(&world.p, &suspended, 100.0, &mut scratch);
    near(share_of(&scratch.gives), 0.205_183, ONE_OF_MANY);
}

#[test]
fn dependence_age_and_a_platform_one_cannot_use_cost() {
    let mut world = World::new(Urban);
    let share = |change: &dyn Fn(&mut Scratch), world: &mut World| {
        let (mut scratch, at) = moved(world);
        scratch.elders.member.fill(1.0);
        change(&mut scratch);
        feel(world, &at, &mut scratch);
        scratch.words[0].fill(u32::MAX);
        even(&mut scratch.words[1], MANY);
        elders::decide(&world.p, &at, 100.0, &mut scratch);
        share_of(&scratch.gives)
    };
    // Logits of giving around -1.3542: independent + 0.6, dependent - 1.4, digital + 0.2, 75 years - 0.15.
    near(share(&|it| it.elders.function.fill(0.0), &mut world), 0.319_902, ONE_OF_MANY); // -0.7542
    near(share(&|it| it.elders.function.fill(2.0), &mut world), 0.059_849, ONE_OF_MANY); // -2.7542
    near(share(&|it| it.elders.digital.fill(1.0), &mut world), 0.239_732, ONE_OF_MANY); // -1.1542
    near(share(&|it| it.elders.age.fill(75.0), &mut world), 0.181_795, ONE_OF_MANY); // -1.5042
    near(share(&|it| it.elders.loneliness.fill(0.3), &mut world), 0.239_732, ONE_OF_MANY); // + 0.2, not alone
}

#[test]
fn needs_rise_with_lost_function_and_loneliness_and_family_clinic_and_meals_cover_their_part() {
    let world = World::new(Rural);
    let mut scratch = world.scratch(3);
    let it = &mut scratch.elders;
    // A dependent elder alone, a limited one with children and meals, a dependent one with meals.
    (it.living[0], it.function[0], it.loneliness[0]) = (2, 2.0, 0.65);
    (it.living[1], it.function[1], it.loneliness[1]) = (0, 1.0, 0.2);
    (it.function[2], it.loneliness[2]) = (2.0, 0.25);
    it.renew(&world.p);
    (it.meals[1], it.meals[2]) = (1.0, 1.0);
    need::arise(&world.p, &mut scratch);
    for (needed, expected) in [
        (&scratch.needed_daily, [10.0, 3.0, 10.0]),
        (&scratch.needed_health, [2.5, 0.7, 2.5]),
        (&scratch.needed_companionship, [1.6, 0.0, 0.0]),
        // Family: 25 % alone, 80 % with children, 60 % of a couple. The meal covers what is left of the
        // limited (0.6 h of 5), and nothing for the dependent.
        (&scratch.uncovered_daily, [7.5, 0.0, 4.0]),
        // Clinics: 0.55 x 0.5 and 0.55 x 0.8.
        (&scratch.uncovered_health, [1.8125, 0.392, 1.8125]),
        (&scratch.uncovered_companionship, [1.2, 0.0, 0.0]),
    ] {
        (0..3).for_each(|k| near(needed[k], expected[k], 1e-5));
    }
}

#[test]
fn a_meal_covers_five_hours_and_out_migration_takes_a_tenth_of_what_the_family_gives() {
    let mut world = World::new(Urban);
    world.p.need.daily1 = 30.0;
    world.p.need.outmigration = 2.0;
    let mut scratch = world.scratch(1);
    scratch.elders.function[0] = 1.0;
    scratch.elders.meals[0] = 1.0;
    need::arise(&world.p, &mut scratch);
    // A couple's 0.65 x 0.9 = 0.585: 30 x 0.415 = 12.45 hours, less 5.
    near(scratch.uncovered_daily[0], 7.45, 1e-5);
    // Loneliness 0.5: one hour, of which 0.415 is left.
    near(scratch.uncovered_companionship[0], 0.415, 1e-5);
}

#[test]
fn asking_rises_with_need_support_credits_and_custom_and_falls_with_the_barrier() {
    let mut world = World::new(Urban);
    world.organiser.offer.ledger = true;
    let mut at = world.at();
    at.cultural_barrier = 0.5;
    let mut scratch = world.scratch(MANY);
    scratch.uncovered_daily.fill(2.0);
    scratch.support.fill(0.2);
    scratch.felt_norm.fill(0.3);
    scratch.elders.credit_minutes.fill(1);
    even(&mut scratch.words[2], MANY);
    elders::ask(&world.p, &at, &mut scratch);
    // logistic(-2.6 + 0.75 + 0.4 + 0.5 + 0.3 - 0.25 = -0.9).
    near(share_of(&scratch.elders.waiting), 0.289_050, ONE_OF_MANY);
    // Open ones stay open, whatever is drawn, and lapse when less than half an hour is needed.
    scratch.elders.waiting.fill(3);
    elders::ask(&world.p, &at, &mut scratch);
    assert!(scratch.elders.waiting[..MANY].iter().all(|it| *it == 3));
    scratch.uncovered_daily.fill(0.49);
    elders::ask(&world.p, &at, &mut scratch);
    assert!(scratch.elders.waiting.iter().all(|it| *it == 0));
}

#[test]
fn attending_an_event_follows_what_one_lacks_and_does_one_good() {
    let world = World::new(Urban);
    let at = Conditions { event: 1.0, ..world.at() };
    let mut scratch = world.scratch(MANY);
    scratch.support.fill(0.2);
    scratch.felt_norm.fill(0.3);
    even(&mut scratch.words[3], MANY);
    elders::attend(&world.around(), &at, place(Urban), 0, &mut scratch);
    // logistic(-3.2 + 1.5 x 0.5 + 0.5 + 0.2 + 0.3 - 0.6 x 0.5 x 0.5 - 2 x 0.1 = -1.8).
    near(share_of(&scratch.attends), 0.141_851, ONE_OF_MANY);
    let (came, stayed) = (0, MANY - 1);
    assert_eq!((scratch.attends[came], scratch.attends[stayed]), (1, 0));
    let it = &scratch.elders;
    // Room up to 0.9 for a couple: 0.5 + 0.01 x 0.4; 0.5 + 0.015 x 0.5; 0.5 + 0.02 x 0.5.
    near(it.connection[came], 0.504, CLOSE);
    near(it.belonging[came], 0.507_5, CLOSE);
    near(it.awareness[came], 0.51, CLOSE);
    near(it.connection[stayed], 0.5, 0.0);
    // Without an event and without groups nobody attends.
    elders::attend(&world.around(), &world.at(), place(Urban), 0, &mut scratch);
    assert_eq!(share_of(&scratch.attends), 0.0);
}

#[test]
fn companionship_groups_take_the_lonely_and_gather_seven_of_ten_at_most() {
    let mut world = World::new(Urban);
    // 0.22 seats an elder: a chance of 0.22 x 0.5 / 0.42 = 0.2619 at loneliness 0.5.
    world.organiser.offer.seats_per_elder = 0.22;
    let mut scratch = world.scratch(MANY);
    even(&mut scratch.seat_word, MANY);
    // The spare draw of 16 bits is 0: everybody with a seat comes.
    scratch.words.iter_mut().for_each(|it| it.fill(0));
    scratch.words[3].fill(u32::MAX << 8);
    elders::attend(&world.around(), &world.at(), place(Urban), 0, &mut scratch);
    near(share_of(&scratch.attends), 0.261_905, ONE_OF_MANY);
    // Twice the gain of connection: 0.504, then 0.504 + 0.01 x 0.396.
    near(scratch.elders.connection[0], 0.507_96, CLOSE);
    // 0.7 logistic(2 - 0.15) = 0.605476 of them come: a draw of 0.604 does, one of 0.607 does not.
    for (draw, comes) in [(0.604, 1), (0.607, 0)] {
        let word = (draw * 65_536.0) as u32;
        scratch.words[2].fill(word >> 8);
        scratch.words[3].fill(u32::MAX << 8 | word & 0xFF);
        elders::attend(&world.around(), &world.at(), place(Urban), 0, &mut scratch);
        assert_eq!(scratch.attends[0], comes, "{draw}");
    }
}

fn pool(count: usize, here: bool) -> Vec<Volunteer> {
    let kinds = [VolunteerKind::Student, VolunteerKind::Working, VolunteerKind::YoungOld, VolunteerKind::YoungOld];
    let of = |k: usize| Volunteer {
        kind: kinds[k % 4],
        here,
        altruism: 0.5,
        trust: 0.5,
        habit: 0.2,
        burden: 0.1,
        fulfilment: 0.5,
        given_minutes: 0,
        credit_minutes: 0,
    };
    (0..count).map(of).collect()
}

#[test]
fn volunteers_are_active_as_their_motives_say_and_students_are_away_in_the_holidays() {
    let mut world = World::new(Urban);
    world.levers.transferable = 1.0;
    let mut at = world.at();
    (at.root_offer, at.material, at.time_bank, at.value, at.ledger) = (0.6, 0.3, 0.2, 0.6, 1.0);
    let all = pool(8_000, true);
    let mut scratch = world.scratch(1);
    let mut active = |week: i32, at: &Conditions| {
        let matches = drive::volunteers::matches(&world.organiser, &world.p);
        let calling = Calling { around: &world.around(), at, institution: &world.organiser, matches };
        volunteers::offer(&all, &calling, place(Urban), week, &mut scratch);
        let count = |kind: VolunteerKind| {
            let those = scratch.active_volunteers.iter().filter(|it| all[usize::from(it.number)].kind == kind);
            those.count() as f64
        };
        let hours: f64 = scratch.active_volunteers.iter().map(|it| f64::from(it.hours)).sum();
        ([count(VolunteerKind::Student), count(VolunteerKind::Working), count(VolunteerKind::YoungOld)], hours)
    };
    let ([students, working, young_old], hours) = active(0, &at);
    // 1.5 x 0.5 + 1.6 x 0.5 x 0.6 + 2 x 0.2 + 0.6 x 0.5 + 0.8 x 0.6 + 0.5 - 2 x 0.1 - 2.5 = 0.21: 55.2 %;
    // working people -0.09: 47.8 %. Four standard errors of 2,000 and 4,000.
    near(students / 2000.0, 0.5523, 0.045);
    near(working / 2000.0, 0.4775, 0.045);
    near(young_old / 4000.0, 0.5523, 0.032);
    // One to four hours, 2.5 in the mean (standard deviation 1.118).
    near(hours / (students + working + young_old), 2.5, 4.0 * 1.118 / f64::sqrt(4_200.0));
    for week in [3, 8, 27, 35, 52 + 5] {
        assert_eq!(active(week, &at).0[0], 0.0, "week {week}");
    }
    for week in [2, 9, 26, 36] {
        assert!(active(week, &at).0[0] > 0.0, "week {week}");
    }
    let suspended = Conditions { operating: 0.0, ..at };
    assert_eq!(active(0, &suspended).0, [0.0; 3]);
}

#[test]
fn volunteers_who_are_used_form_a_habit_and_tire() {
    let world = World::new(Urban);
    let mut all = pool(3, true);
    all[2].here = false;
    let mut scratch = world.scratch(1);
    scratch.active_volunteers.push(huzhu::internals::dynamics::ActiveVolunteer {
        used: true,
        given_minutes: 90,
        ..Default::default()
    });
    perception::volunteers::experience(&mut all, &world.around(), [0.5; 3], 0.7, &scratch);
    volunteers::settle(&mut all, &world.around(), &scratch);
    // 0.2 + 0.04 x 0.8; (0.1 + 0.015 x 0.9) x 0.95; 0.5 + 0.01 x 0.2.
    near(all[0].habit, 0.232, CLOSE);
    near(all[0].burden, 0.107_825, CLOSE);
    near(all[0].trust, 0.502, CLOSE);
    assert_eq!(all[0].given_minutes, 90);
    near(all[1].habit, 0.194, CLOSE);
    near(all[1].burden, 0.095, CLOSE);
    assert_eq!(all[2], pool(3, false)[2], "who is away keeps all states");
}

#[test]
fn volunteers_hear_of_the_week_that_has_passed() {
    let world = World::new(Urban);
    let mut it = community(Urban, 300);
    it.institution.reputation = 0.9;
    it.volunteers.iter_mut().for_each(|it| it.here = true);
    let mut scratch = Scratch::default();
    it.elders.unpack(&mut scratch.elders, &world.p);
    scratch.resize();
    scratch.count_heads();
    week::advance(&mut it, &world.around(), 0, &mut scratch);
    // Reputation has moved first; at 0.9 still, trust would be 0.504.
    let reputation = f64::from(it.institution.reputation);
    assert!(reputation < 0.895, "{reputation}");
    near(it.volunteers[0].trust, 0.5 + 0.01 * (reputation - 0.5), CLOSE);
}

// ---------------------------------------------------------------- section 7

/// What the desk of week 0 does.
fn at_the_desk(world: &World, scratch: &mut Scratch, act: impl FnOnce(&mut Desk)) {
    let (around, at) = (world.around(), world.at());
    act(&mut Desk::open(&around, &at, &world.organiser, place(world.setting), 0, scratch));
}

#[test]
fn givers_offer_an_hour_then_one_more_as_long_as_the_draw_allows_up_to_8_3_or_1() {
    let world = World::new(Urban);
    // Means of 1 + 1/2 + 1/4 ..: 2 - 2^-7, 1.75, 1. Standard deviations below 1.4.
    for (function, expected, spread) in [(0.0, 1.992_2, 1.4), (1.0, 1.75, 0.83), (2.0, 1.0, 0.0)] {
        let mut scratch = world.scratch(MANY);
        scratch.elders.function.fill(function);
        scratch.gives[..MANY].fill(1);
        at_the_desk(&world, &mut scratch, |desk| desk.list_givers());
        near(f64::from(scratch.counts.offered_hours) / MANY as f64, expected, 4.0 * spread / f64::sqrt(MANY as f64));
    }
}

#[test]
fn nobody_offers_more_than_the_most_hours_also_where_these_are_no_whole_number() {
    let mut world = World::new(Urban);
    let b = &mut world.p.behave;
    b.more_hours_most = 1.0;
    (b.more_hours, b.most_hours_independent, b.most_hours_limited, b.most_hours_dependent) = (1.0, 8.0, 2.5, 1.9);
    for (function, expected) in [(0.0, 8), (1.0, 2), (2.0, 1)] {
        let mut scratch = world.scratch(8);
        scratch.elders.function.fill(function);
        scratch.gives[..8].fill(1);
        at_the_desk(&world, &mut scratch, |desk| desk.list_givers());
        assert_eq!(scratch.counts.offered_hours, 8 * expected, "function {function}");
    }
}

#[test]
fn requests_are_seen_by_staff_and_process_and_through_the_platform_by_those_who_can_use_it() {
    let mut world = World::new(Urban);
    world.organiser.offer.staff_posts = 0.25;
    let seen = |world: &World, digital: f32| {
        let mut scratch = world.scratch(MANY);
        scratch.elders.digital.fill(digital);
        scratch.elders.waiting[..MANY].fill(1);
        scratch.uncovered_companionship.fill(1.0);
        at_the_desk(world, &mut scratch, |desk| desk.list_requests());
        assert_eq!(scratch.counts.open_requests as usize, MANY);
        scratch.requests.iter().filter(|it| it.is_seen()).count() as f64 / MANY as f64
    };
    // 1 - (0.65 - 0.45 x 0.2)(1 - 0.3 x 0.25) = 1 - 0.56 x 0.925 = 0.482. Four standard errors: 0.01.
    near(seen(&world, 0.0), 0.482, 0.01);
    near(seen(&world, 1.0), 0.482, 0.01);
    world.organiser.platform = 0.5;
    // 0.482 + 0.518 x 0.7 x 0.5; (1 - 0.6 x 0.5) x 0.482; assisted 0.482 + 0.518 x 0.5 x 0.5.
    near(seen(&world, 1.0), 0.6633, 0.01);
    near(seen(&world, 0.0), 0.3374, 0.01);
    world.levers.assisted = 1.0;
    near(seen(&world, 0.0), 0.6115, 0.01);
    world.organiser.operating = false;
    assert_eq!(seen(&world, 1.0), 0.0);
}

#[test]
fn the_most_dependent_come_first_and_the_seen_before_the_unseen() {
    let mut world = World::new(Urban);
    world.organiser.offer.staff_posts = 0.25;
    let mut scratch = world.scratch(300);
    for place in 0..300 {
        scratch.elders.function[place] = (place % 3) as f32;
        scratch.elders.waiting[place] = 1 + (place % 8) as u8;
    }
    scratch.uncovered_daily.fill(1.0);
    at_the_desk(&world, &mut scratch, |desk| desk.list_requests());
    for pair in scratch.requests.windows(2) {
        assert!(pair[0].is_seen() >= pair[1].is_seen());
        assert!(pair[0].is_seen() != pair[1].is_seen() || pair[0].urgency() >= pair[1].urgency());
    }
    for it in &scratch.requests {
        // 6 f + weeks waited + a draw in [0, 1).
        let place = usize::from(scratch.requests_by_place[it.listing()]);
        let sure = 6.0 * scratch.elders.function[place] + f32::from(scratch.elders.waiting[place]);
        assert!((sure..sure + 1.0).contains(&it.urgency()));
    }
}

/// An elder at place 0 who asks for company and one at place 1 who gives three hours, in one group.
/// All requests are seen; every service succeeds.
fn asker_and_giver(world: &mut World, need: f32) -> Scratch {
    let s = &mut world.p.service;
    (s.quality, s.incident, s.seen_miss, s.neighbour, s.duplicate) = (1.0, 0.0, 0.0, 0.0, 0.0);
    world.organiser.offer.staff_posts = 0.25;
    let mut scratch = world.scratch(2);
    scratch.gives[1] = 1;
    scratch.elders.waiting[0] = 1;
    scratch.uncovered_companionship[0] = need;
    scratch
}

fn serve(world: &World, scratch: &mut Scratch) {
    at_the_desk(world, scratch, |desk| desk.list_givers());
    if scratch.gives[1] > 0 {
        scratch.hours_available[1] = 3.0;
    }
    at_the_desk(world, scratch, |desk| {
        desk.list_requests();
        desk.visit_professionally();
        desk.serve_requests();
        desk.visit_unasked();
    });
}

#[test]
fn a_tied_partner_helps_without_a_dispatcher_and_both_are_the_better_for_it() {
    let mut world = World::new(Urban);
    let mut scratch = asker_and_giver(&mut world, 1.5);
    (scratch.elders.tie_partner[0][0], scratch.elders.tie_strength[0][0]) = (1, 0.5);
    serve(&world, &mut scratch);
    assert_eq!((scratch.given[1], scratch.received[0], scratch.counts.dispatched), (90, 90, 0));
    assert_eq!((scratch.counts.served_requests, scratch.elders.waiting[0]), (1, 0));
    assert_eq!(scratch.uncovered_companionship[0], 0.0);
    let it = &scratch.elders;
    // Half of three hours: g = 0.5. Receiver: 0.5 + 0.08 x 0.5 x 0.4, + 0.03 x 0.5 x 0.5, + 0.03 x 0.5.
    near(it.connection[0], 0.516, CLOSE);
    near(it.belonging[0], 0.507_5, CLOSE);
    near(it.trust[0], 0.515, CLOSE);
    // Giver: 0.05 x 0.5 x 0.5, 0.02 x 0.5 x 0.4, 0.02 x 0.5 x 0.5, 0.01 x 0.5 twice.
    near(it.self_worth[1], 0.512_5, CLOSE);
    near(it.connection[1], 0.504, CLOSE);
    near(it.belonging[1], 0.505, CLOSE);
    near(it.efficacy[1], 0.505, CLOSE);
    near(it.trust[1], 0.505, CLOSE);
    // Ties: 0.5 + 0.15 x 0.5, and a new one of 0.15 on the other side.
    near(it.tie_strength[0][0], 0.575, CLOSE);
    near(it.tie_strength[1][0], 0.15, CLOSE);
    assert_eq!(it.tie_partner[1][0], 0);
}

#[test]
fn a_service_that_fails_costs_trust_and_the_request_waits() {
    let mut world = World::new(Urban);
    let mut scratch = asker_and_giver(&mut world, 1.5);
    let s = &mut world.p.service;
    (s.quality, s.quality_standard, s.quality_capability, s.most_helpers) = (0.0, 0.0, 0.0, 1.0);
    serve(&world, &mut scratch);
    assert_eq!((scratch.given[1], scratch.received[0], scratch.counts.failures), (90, 0, 1));
    assert_eq!((scratch.elders.waiting[0], scratch.counts.served_requests), (2, 0));
    // 0.5 x 0.94 by the failure, x 0.99 by the wait. The giver: E x 0.99, trust as it was.
    near(scratch.elders.trust[0], 0.465_3, CLOSE);
    near(scratch.elders.efficacy[1], 0.495, CLOSE);
    near(scratch.elders.trust[1], 0.5, CLOSE);
    near(scratch.uncovered_companionship[0], 1.5, 0.0);
}

#[test]
fn an_incident_shakes_the_receivers_trust_and_a_little_that_of_the_group() {
    let mut world = World::new(Urban);
    let mut scratch = asker_and_giver(&mut world, 1.5);
    let s = &mut world.p.service;
    (s.incident, s.incident_standard, s.most_helpers) = (1.0, 0.0, 1.0);
    serve(&world, &mut scratch);
    assert_eq!((scratch.counts.incidents, scratch.counts.failures), (1, 1));
    // 0.5 x 0.6 x (1 - 0.02 x 0.4) x 0.94 x 0.99; the other of the group 0.5 x 0.992.
    near(scratch.elders.trust[0], 0.276_947, CLOSE);
    near(scratch.elders.trust[1], 0.496, CLOSE);
}

#[test]
fn a_request_nobody_answers_is_given_up_after_eight_weeks_and_costs_more_trust_with_credit_in_hand() {
    let mut world = World::new(Urban);
    let mut scratch = asker_and_giver(&mut world, 1.5);
    scratch.gives[1] = 0;
    for week in 1..=8 {
        assert_eq!(scratch.elders.waiting[0], week);
        serve(&world, &mut scratch);
    }
    assert_eq!(scratch.elders.waiting[0], 0);
    // 0.5 x 0.99^8 = 0.461372.
    near(scratch.elders.trust[0], 0.461_372, CLOSE);
    world.organiser.offer.ledger = true;
    let mut scratch = asker_and_giver(&mut world, 1.5);
    scratch.gives[1] = 0;
    scratch.elders.credit_minutes[0] = 30;
    serve(&world, &mut scratch);
    near(scratch.elders.trust[0], 0.49, CLOSE);
}

#[test]
fn with_a_time_bank_an_hour_given_is_an_hour_earned_and_credit_and_guarantee_limit_what_is_received() {
    let mut world = World::new(Urban);
    world.organiser.offer.ledger = true;
    (world.levers.credit_ledger, world.levers.credit_rate, world.levers.credit_cap_hours) = (true, 2.0, 1500.0);
    // One hour of credit, half an hour of guarantee, three hours of need.
    world.levers.guarantee_hours = 0.5;
    let mut scratch = asker_and_giver(&mut world, 3.0);
    scratch.elders.credit_minutes[0] = 60;
    serve(&world, &mut scratch);
    assert_eq!((scratch.given[1], scratch.received[0]), (90, 90));
    assert_eq!((scratch.elders.credit_minutes[0], scratch.elders.guarantee_used[0]), (0, 30));
    // Twice an hour and a half.
    assert_eq!(scratch.elders.credit_minutes[1], 180);
    let counts = &scratch.counts;
    assert_eq!((counts.credits_redeemed, counts.credits_earned, counts.credits_written_off), (60, 180, 0));
    assert_eq!((counts.credit_holder_requests, counts.credit_holder_served), (1, 1));

    // Without either nobody is sent.
    world.levers.guarantee_hours = 0.0;
    let mut scratch = asker_and_giver(&mut world, 3.0);
    // Neither does anybody look in.
    world.p.service.visit = 0.0;
    serve(&world, &mut scratch);
    assert_eq!((scratch.counts.services, scratch.elders.waiting[0]), (0, 2));
    // A cap of one hour: the rest is written off.
    (world.levers.guarantee_hours, world.levers.credit_cap_hours) = (6.0, 1.0);
    let mut scratch = asker_and_giver(&mut world, 3.0);
    serve(&world, &mut scratch);
    assert_eq!((scratch.counts.credits_earned, scratch.elders.credit_minutes[1]), (360, 60));
    assert_eq!(scratch.counts.credits_written_off, 300);
}

#[test]
fn taking_without_ever_having_given_hurts_where_hours_are_counted() {
    let mut world = World::new(Urban);
    let worth = |world: &mut World, given_minutes: u32| {
        let mut scratch = asker_and_giver(world, 3.0);
        scratch.elders.given_minutes[0] = given_minutes;
        serve(world, &mut scratch);
        assert_eq!(scratch.received[0], 180);
        scratch.elders.self_worth[0]
    };
    near(worth(&mut world, 0), 0.5, 0.0);
    world.organiser.offer.ledger = true;
    (world.levers.credit_ledger, world.levers.guarantee_hours) = (true, 6.0);
    // 0.02 of it, for three hours.
    near(worth(&mut world, 0), 0.49, CLOSE);
    near(worth(&mut world, 60), 0.5, 0.0);
}

#[test]
fn a_giver_whom_nobody_used_looks_in_on_who_accepts_and_else_loses_heart() {
    let mut world = World::new(Urban);
    world.p.service.visit = 2.0;
    let mut scratch = asker_and_giver(&mut world, 1.0);
    scratch.elders.waiting[0] = 0;
    (scratch.elders.tie_partner[1][0], scratch.elders.tie_strength[1][0]) = (0, 0.5);
    // 0.3 + 1 - 0.5 x 0.5 is certain.
    scratch.elders.trust[0] = 1.0;
    serve(&world, &mut scratch);
    assert_eq!((scratch.given[1], scratch.received[0], scratch.counts.open_requests), (60, 60, 0));
    // 0.3 + 0 - 0.25 is 5 %: in most weeks nobody opens. Trust of the giver x 0.995.
    world.p.service.visit_accept = 0.0;
    let mut scratch = asker_and_giver(&mut world, 1.0);
    scratch.elders.waiting[0] = 0;
    scratch.elders.trust[0] = 0.0;
    serve(&world, &mut scratch);
    assert_eq!(scratch.counts.services, 0);
    near(scratch.elders.trust[1], 0.497_5, CLOSE);
}

#[test]
fn professionals_visit_the_limited_and_counsellors_the_lonely_on_lists_of_their_own() {
    let mut world = World::new(Urban);
    world.p.service.quality = 1.0;
    world.p.service.incident = 0.0;
    world.levers.health_mode = HealthMode::Embedded;
    world.levers.comfort = 1.0;
    let mut scratch = world.scratch(2_000);
    scratch.elders.function[..1_000].fill(1.0);
    scratch.elders.loneliness[..1_000].fill(0.6);
    scratch.uncovered_health[..1_000].fill(0.5);
    scratch.uncovered_companionship[..1_000].fill(1.4);
    // 200 hours for 500 of need: 40 % are visited. 300 counsellor hours for 1,000 lonely elders: 30 %.
    (world.organiser.offer.professional_hours, world.organiser.offer.counsellor_hours) = (200.0, 300.0);
    at_the_desk(&world, &mut scratch, |desk| desk.visit_professionally());
    let health = (0..1_000).filter(|k| scratch.uncovered_health[*k] == 0.0).count() as f64;
    let comforted: Vec<usize> = (0..1_000).filter(|k| scratch.elders.loneliness[*k] < 0.59).collect();
    near(health, 400.0, 4.0 * f64::sqrt(240.0));
    near(comforted.len() as f64, 300.0, 4.0 * f64::sqrt(210.0));
    for k in comforted {
        // L - 0.03 L; E + 0.01 x 0.5; an hour less to be met.
        near(scratch.elders.loneliness[k], 0.582, CLOSE);
        near(scratch.elders.efficacy[k], 0.505, CLOSE);
        near(scratch.uncovered_companionship[k], 0.4, CLOSE);
    }
    assert!(scratch.received[1_000..].iter().all(|it| *it == 0), "nobody else is visited");
}

#[test]
fn after_a_week_of_giving_habit_burden_and_exposure_grow_and_without_it_they_fade() {
    let mut world = World::new(Urban);
    // Cash share: 0.2 / (0.3 + 0.1 + 0.1) = 0.4.
    let offer = &mut world.organiser.offer;
    (offer.material, offer.material_cash, offer.time_bank) = (0.3, 0.2, 0.1);
    let mut scratch = world.scratch(2);
    let it = &mut scratch.elders;
    it.habit.fill(0.2);
    (it.burden[1], it.exposure[1], it.given_lately[1], it.countdown[1]) = (0.1, 0.5, 0.4, 3);
    it.unmet_share.fill(0.3);
    scratch.given[0] = 240;
    (scratch.needed_daily[0], scratch.uncovered_daily[0]) = (4.0, 1.0);
    feedback::settle(&world.p, &world.at(), 7.0, &mut scratch);
    let it = &scratch.elders;
    near(it.habit[0], 0.232, CLOSE); // 0.2 + 0.04 x 0.8
    near(it.burden[0], 0.036_8, CLOSE); // 0.02 x 2 hours beyond two, x 0.92
    near(it.exposure[0], 0.019_94, CLOSE); // 0.05 x 0.4, x 0.997
    near(it.given_lately[0], 0.25, CLOSE);
    assert_eq!(it.countdown[0], 7);
    near(it.unmet_share[0], 0.295, CLOSE); // 0.3 + 0.1 (1/4 - 0.3)
    near(it.habit[1], 0.196, CLOSE);
    near(it.burden[1], 0.092, CLOSE);
    near(it.exposure[1], 0.498_5, CLOSE);
    near(it.given_lately[1], 0.3, CLOSE);
    assert_eq!(it.countdown[1], 2);
    near(it.unmet_share[1], 0.27, CLOSE); // nothing needed, nothing unmet
}

#[test]
fn ties_fade_by_a_hundredth_a_week() {
    let world = World::new(Urban);
    let mut scratch = world.scratch(1);
    scratch.elders.tie_strength[0][1] = 0.8;
    feedback::fade_ties(&world.p, &mut scratch);
    near(scratch.elders.tie_strength[0][1], 0.792, CLOSE);
}

#[test]
fn credits_halve_in_their_half_life_and_those_of_others_places_reach_villagers_without_children() {
    let mut world = World::new(Rural);
    (world.levers.credit_ledger, world.levers.credit_cap_hours) = (true, 1500.0);
    world.levers.credit_expiry_weeks = 52.0;
    let weeks = |world: &World, scratch: &mut Scratch, weeks: std::ops::Range<i32>| {
        for week in weeks {
            let Scratch { elders, words, .. } = scratch;
            fill_blocks(&world.chance, Purpose::JoinOrQuit, 0, week, place(Rural).bits(), elders.occupants(), words);
            ledger::settle(&world.around(), true, scratch);
        }
    };
    let mut scratch = world.scratch(400);
    scratch.elders.credit_minutes[..400].fill(600);
    weeks(&world, &mut scratch, 0..52);
    let mean = |scratch: &Scratch| scratch.elders.credit_minutes.iter().map(|it| f64::from(*it)).sum::<f64>() / 400.0;
    // 600 (1 - ln 2 / 52)^52 = 298.6: rounding to minutes is without bias.
    near(mean(&scratch), 298.6, 1.0);
    assert_eq!(scratch.counts.credits_faded, 400 * 600 - (mean(&scratch) * 400.0) as u64);
    // Full portability: a quarter of an hour a week, not for those with children.
    world.levers.portable = 1.0;
    world.levers.credit_expiry_weeks = 1e9;
    let mut scratch = world.scratch(400);
    scratch.elders.living[..200].fill(0);
    scratch.elders.renew(&world.p);
    weeks(&world, &mut scratch, 0..20);
    assert!(scratch.elders.credit_minutes[..200].iter().all(|it| *it == 0));
    near(mean(&scratch), 0.5 * 20.0 * 15.0, 0.5);
}

#[test]
fn confidence_follows_the_share_of_credit_holders_who_were_served() {
    let mut world = World::new(Urban);
    let renew = |world: &World, requests: u32, served: u32| {
        let mut scratch = world.scratch(1);
        (scratch.counts.credit_holder_requests, scratch.counts.credit_holder_served) = (requests, served);
        let mut it = world.organiser.clone();
        ledger::renew_confidence(&world.around(), &mut it, &scratch);
        it.confidence
    };
    near(renew(&world, 10, 10), 0.5, 0.0); // no time bank
    world.organiser.offer.ledger = true;
    near(renew(&world, 10, 9), 0.58, CLOSE); // 0.5 + 0.2 x 0.4
    near(renew(&world, 80, 20), 0.25, CLOSE); // at once with 50 or more
    near(renew(&world, 0, 0), 0.5, 0.0);
}

// ---------------------------------------------------------------- section 8

#[test]
fn an_organiser_is_driven_by_policy_unmet_need_and_lost_standing() {
    let mut it = organiser(Urban);
    // 0.4 x 0.9 + 0.4 x 1.5 x 0.3 + 0.2 x 0.5 = 0.64; effort 0.8 (0.5 + 0.5 x 0.4) = 0.56.
    let p = plain(Urban);
    near(drive::institutions::of_institution(&it, 0.9, &p), 0.64, CLOSE);
    near(institutions::effort(0.64, it.capability, &p), 0.56, CLOSE);
    // Unmet shares above two thirds count as one.
    (it.last_month.needed_hours, it.last_month.uncovered_hours) = (10.0, 9.0);
    near(drive::institutions::of_institution(&it, 0.3, &p), 0.62, CLOSE);
}

fn funded(mode: FundingMode, yuan: f32) -> Levers {
    let funding = Funding { mode, yuan_per_elder_year: yuan, months: 12, ..Funding::default() };
    Levers { funding, ..Levers::default() }
}

#[test]
fn a_month_is_planned_from_posts_venue_and_each_instruments_basis() {
    let mut world = World::new(Urban);
    let plan = |world: &World, positioning: f32| money::plan(&world.organiser, &world.around(), positioning);
    assert_eq!(world.organiser.last_month.elders, 300);
    // (0.25 x 60,000 + 6 x 300) / 13 = 1292.31 yuan.
    assert_eq!((plan(&world, 0.3).core, plan(&world, 0.3).total()), (129_231, 129_231));
    // Posts 6 % dearer: (15,900 + 1,800) / 13.
    assert_eq!(plan(&world, 0.9).core, 136_154);
    world.levers.costs[0] = Cost { per_hour_given: 15.0, ..Cost::default() };
    world.levers.costs[5] = Cost { per_month: 1500.0, ..Cost::default() };
    world.levers.costs[6] = Cost::per_elder_year(12.0);
    world.levers.costs[16] = Cost { extra_posts: 1.0, ..Cost::default() };
    world.levers.staff_per_300 = 0.6;
    world.organiser.last_month.given_minutes = 6_000;
    let found = plan(&world, 0.3);
    // 100 hours at 15; 12 x 300 / 13; 0.35 posts: 21,000 / 13.
    let [cash, events, outreach, staff] = [0, 5, 6, 16].map(|number| found.instruments[number]);
    assert_eq!([cash, events, outreach, staff], [150_000, 150_000, 27_692, 161_538]);
    assert_eq!(found.core, 129_231, "posts without policy are the core's");
    near(money::staff_posts(&world.around(), 300), 0.6, CLOSE);
}

#[test]
fn vouchers_are_planned_as_used_and_contracts_only_while_they_run() {
    let mut world = World::new(Urban);
    world.levers.costs[1] = Cost { voucher_hours: 1.0, ..Cost::default() };
    world.levers.costs[2] = Cost { contracts: 1.0, ..Cost::default() };
    (world.levers.voucher_share, world.levers.purchase_yuan_per_elder_year) = (0.5, 39.0);
    (world.p.market.price, world.p.market.voucher_affordability_least) = (40.0, 0.05);
    (world.organiser.last_month.voucher_hours, world.organiser.shares.services) = (20.0, 0.5);
    let plan = |world: &World| {
        let found = money::plan(&world.organiser, &world.around(), 0.3).instruments;
        [found[1], found[2]]
    };
    // 20 hours at half the money are 40 in full, at half of 40 yuan each; 39 x 300/13 under contract.
    assert_eq!(plan(&world), [80_000, 0]);
    world.organiser.offer.under_contract = true;
    world.organiser.shares.services = 0.0;
    // At least a twentieth: 400 hours.
    assert_eq!(plan(&world), [800_000, 90_000]);
    world.organiser.operating = false;
    assert_eq!(plan(&world)[0], 40_000);
}

/// Settles some months from week 0 on; what happened in each.
fn months(world: &mut World, count: i32) -> Vec<Institution> {
    (0..count)
        .map(|month| {
            let plan = money::plan(&world.organiser, &world.around(), 0.3);
            let mut it = world.organiser.clone();
            money::settle(&mut it, &world.around(), 4 * month, &plan);
            world.organiser = it.clone();
            it
        })
        .collect()
}

#[test]
fn a_stable_grant_pays_its_share_of_the_plan_and_what_is_left_stays_in_hand() {
    let mut world = World::new(Urban);
    world.levers = funded(FundingMode::Stable, 40.0);
    // 40 x 300 / 13 = 923.08 yuan of 1292.31.
    for it in months(&mut world, 3) {
        near(it.affordability, 0.714_28, 1e-4);
        assert_eq!(it.offer.income.total(), 92_308);
        near(it.spent_cents() as f64, 92_308.0, 2.0);
    }
    world.levers = funded(FundingMode::Stable, 100.0);
    let it = &months(&mut world, 2)[1];
    // 2307.69 come in and 1292.31 go out.
    near(it.budget_cents as f64, 2.0 * (230_769.0 - 129_231.0), 4.0);
    assert_eq!(it.affordability, 1.0);
    // Matched money empties the budget.
    world.levers = funded(FundingMode::Matched, 0.0);
    let it = &months(&mut world, 1)[0];
    assert_eq!((it.budget_cents, it.offer.income.total(), it.affordability), (0, 129_231, 1.0));
}

#[test]
fn seven_tenths_of_a_grant_arrive_in_the_village_and_more_under_equalisation() {
    let mut world = World::new(Rural);
    world.levers = funded(FundingMode::Stable, 40.0);
    // 923.08 x 0.7.
    assert_eq!(months(&mut world, 1)[0].offer.income.total(), 64_615);
    world.levers.equalisation = 0.8;
    // 0.7^0.2 = 0.931149: 859.52 yuan.
    near(months(&mut world, 1)[0].offer.income.total() as f64, 85_952.0, 1.0);
    // Collective income of 3, industry of 20, donations of 3 yuan an elder-year; 120 yuan a year of 50 members.
    world.levers = funded(FundingMode::None, 0.0);
    (world.organiser.collective_income_yuan, world.organiser.budget_cents) = (3.0, 0);
    (world.levers.industry, world.levers.many_actors, world.levers.dues_yuan) = (1.0, 1.0, 120.0);
    world.organiser.last_month.paying_members = 50;
    // (3 + 20) x 300 / 13 = 530.77; 6000 / 13 = 461.54. The core costs (0.2 x 40,400 + 4 x 300)/13 = 713.85: without
    // gifts 74.35 % of it stands, so that donors give 0.7435 x 69.23 = 51.48.
    let income = Income { grants: 0, donations: 5_148, collective: 53_076, dues: 46_154 };
    assert_eq!(months(&mut world, 1)[0].offer.income, income);
}

#[test]
fn a_project_pays_all_at_once_in_its_first_month() {
    let mut world = World::new(Urban);
    world.levers = funded(FundingMode::Project, 100.0);
    let all = months(&mut world, 13);
    // 100 x 300 x 12 / 13 = 27,692.31 yuan.
    assert_eq!(all[0].offer.income.total(), 2_769_231);
    assert!(all[1..].iter().all(|it| it.offer.income.total() == 0 && it.affordability == 1.0));
    assert_eq!(all[12].budget_cents, 2_769_231 - 13 * 129_231);
}

#[test]
fn the_third_poor_month_suspends_and_the_second_with_enough_in_sight_reopens() {
    let mut world = World::new(Urban);
    world.p.institution.reopen_above = 1.8;
    world.levers = funded(FundingMode::None, 0.0);
    let all = months(&mut world, 4);
    let operating: Vec<bool> = all.iter().map(|it| it.operating).collect();
    assert_eq!(operating, [true, true, false, false]);
    let told: Vec<bool> = all.iter().map(|it| it.offer.suspended_now).collect();
    assert_eq!(told, [false, false, true, false]);
    assert_eq!((all[2].confidence, all[3].confidence), (0.25, 0.25));
    assert_eq!(all[3].paid(), Shares::all(0.0));
    let suspended = world.organiser.clone();

    // 34 yuan are 784.62 a month, three of them 2353.85: more than 1.8 x 1292.31 = 2326.15.
    world.levers = funded(FundingMode::Stable, 34.0);
    let operating: Vec<bool> = months(&mut world, 3).iter().map(|it| it.operating).collect();
    assert_eq!(operating, [false, true, true]);
    // 33 yuan are 761.54 and 2284.62: too little, but for what was kept of the month before.
    world.organiser = suspended;
    world.levers = funded(FundingMode::Stable, 33.0);
    let all = months(&mut world, 3);
    assert_eq!(all.iter().map(|it| it.operating).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!([all[0].spent_cents(), all[1].spent_cents(), all[1].budget_cents], [0, 0, 2 * 76_154]);
}

#[test]
fn two_poor_months_and_a_better_one_do_not_suspend() {
    let mut world = World::new(Urban);
    for round in 0..4 {
        world.levers = funded(FundingMode::None, 0.0);
        assert!(months(&mut world, 2).iter().all(|it| it.operating), "round {round}");
        // A fifth of what is planned: 0.2 x 1292.31 = 258.46; 12 yuan an elder-year are 276.92.
        world.levers = funded(FundingMode::Stable, 12.0);
        assert!(months(&mut world, 1)[0].operating);
    }
}

#[test]
fn people_believe_in_what_is_paid_for_good_and_less_in_projects() {
    let mut world = World::new(Urban);
    let mut believe = |mode: FundingMode, week: i32, association: bool, payers: u32| {
        world.levers = funded(mode, 100.0);
        (world.levers.association, world.levers.dues_yuan) = (association, 120.0);
        let mut it = world.organiser.clone();
        it.last_month.paying_members = payers;
        perception::institutions::believe_in_continuity(&mut it, &world.around(), week, 0.3, 129_231);
        it.continuity_belief
    };
    // From 0.7 towards 0.8 + 0.2 x 0.3 = 0.86, times 1, 0.8, 0.
    near(believe(FundingMode::Matched, 0, false, 0), 0.716, CLOSE);
    near(believe(FundingMode::Stable, 0, false, 0), 0.716, CLOSE);
    near(believe(FundingMode::Project, 0, false, 0), 0.698_8, CLOSE);
    near(believe(FundingMode::None, 0, false, 0), 0.63, CLOSE);
    // The twelfth month is the last, weeks 44 to 47: 0.49 + 0.1 (0.688 - 0.49). Then it is over.
    near(believe(FundingMode::Project, 40, false, 0), 0.698_8, CLOSE);
    near(believe(FundingMode::Project, 44, false, 0), 0.509_8, CLOSE);
    near(believe(FundingMode::Project, 48, false, 0), 0.63, CLOSE);
    // Half of what is planned is 646.15 yuan: dues of 71 members, 655.38, carry it on; of 69, 636.92, do not.
    near(believe(FundingMode::Project, 44, true, 71), 0.7, CLOSE);
    near(believe(FundingMode::Project, 48, true, 71), 0.7, CLOSE);
    near(believe(FundingMode::None, 0, true, 69), 0.63, CLOSE);
    near(believe(FundingMode::Stable, 0, true, 71), 0.716, CLOSE);
}

/// What a settled organiser does of its own accord.
const SETTLED: OwnDoing = OwnDoing { services: 1.0, activities: 1.0, rules: 1.0 };

#[test]
fn levels_move_towards_their_targets_by_effort_and_money_and_back_to_less_than_their_floors_when_suspended() {
    let mut world = World::new(Urban);
    let move_levels = |world: &World| {
        let mut it = world.organiser.clone();
        institutions::move_levels(&mut it, &world.around(), 0.56, &SETTLED);
        it
    };
    // Without policy everything stays at its floor.
    let same = move_levels(&world);
    for (level, floor) in
        [(same.coordination, 0.3), (same.process_closure, 0.2), (same.culture, 0.2), (same.access, 0.5)]
    {
        near(level, floor, CLOSE);
    }
    let levers = &mut world.levers;
    (levers.process, levers.platform, levers.many_actors, levers.standardisation) = (1.0, 1.0, 1.0, 1.0);
    (levers.staff_per_300, levers.law, levers.culture_activities) = (0.625, 1.0, 0.6);
    // Four activities a month are as good as always.
    levers.activities_per_month = 4.0;
    (levers.courtyard_seats_per_100, levers.retrofit_social, levers.retrofit_access) = (6.0, 1.0, 1.0);
    let it = move_levels(&world);
    // sqrt 0.56 = 0.748331. X: 0.2 + 0.15 x 0.8 x 0.748331.
    near(it.process_closure, 0.289_800, CLOSE);
    // C's target 0.8 + 0.15 + 0.15 is at most 1: 0.3 + 0.15 x 0.7 x 0.748331.
    near(it.coordination, 0.378_575, CLOSE);
    near(it.standardisation, 0.1 + 0.15 * 0.9 * 0.748_331, CLOSE);
    near(it.platform, 0.112_250, CLOSE);
    // Staff 0.625: 0.8 x 0.375/0.75 = 0.4. 0.12 + 0.15 x 0.88 x 0.4 x 0.748331.
    near(it.outreach, 0.159_512, CLOSE);
    // Campaign by law alone: 0.15 x 0.3 x 0.748331.
    near(it.campaign, 0.033_675, CLOSE);
    // Culture 0.6 + 0.6, at most 1: 0.2 + 0.15 x 0.8 x 0.748331.
    near(it.culture, 0.289_800, CLOSE);
    // Access: 0.5 + 0.05 x 0.4 + 0.03 x 0.1.
    near(it.access, 0.523, CLOSE);
    // A twentieth of what is to be built for meeting.
    assert_eq!([it.built_safety, it.built_self], [0.0; 2]);
    near(it.built_social, 0.05, CLOSE);

    world.organiser.shares = Shares::all(0.5);
    near(move_levels(&world).process_closure, 0.244_900, CLOSE);
    world.organiser.operating = false;
    world.organiser.platform = 0.4;
    let it = move_levels(&world);
    // X: towards 0.3 x 0.2 = 0.06; G: towards 0; nothing is built.
    near(it.process_closure, 0.179, CLOSE);
    near(it.platform, 0.34, CLOSE);
    near(it.access, 0.5, 0.0);
}

#[test]
fn capability_grows_with_staff_standards_and_standing_and_fades_where_nobody_is_paid() {
    let mut world = World::new(Urban);
    world.levers = funded(FundingMode::Matched, 0.0);
    world.organiser.offer.staff_posts = 0.25;
    let learn = |world: &World, positioning: f32| {
        let mut it = world.organiser.clone();
        institutions::learn(&mut it, &world.around(), 0, positioning);
        it.capability
    };
    // K* = 0.30 + 0.35 x 0.25/0.8 = 0.409375.
    near(learn(&world, 0.3), 0.400_375, CLOSE);
    // Capacity of a month: 4 x 0.25 x 40 (0.4 + 0.6 x 0.3) = 23.2: 22 are 94.8 % of it, 23 are 99.1 %.
    world.organiser.last_month.dispatched = 22;
    near(learn(&world, 0.3), 0.400_375, CLOSE);
    world.organiser.last_month.dispatched = 23;
    near(learn(&world, 0.3), 0.4 - 0.04 * 0.140_625, CLOSE);
    world.organiser.last_month.dispatched = 0;
    (world.levers.staff_per_300, world.levers.standardisation) = (0.8, 1.0);
    near(learn(&world, 0.9), 0.424, CLOSE); // 0.30 + 0.35 + 0.25 + 0.10
    world.organiser.capability_factor = 0.8;
    near(learn(&world, 0.9), 0.416, CLOSE);
    world.levers.standardisation = 0.0;
    (world.levers.self_rule, world.levers.association, world.organiser.capability_factor) = (1.0, true, 1.0);
    near(learn(&world, 0.3), 0.4 + 0.04 * 0.35, CLOSE); // 0.65 + 0.05 + 0.05
    world.levers.funding.mode = FundingMode::None;
    near(learn(&world, 0.9), 0.38, CLOSE);
    world.levers.funding.mode = FundingMode::Matched;
    world.organiser.operating = false;
    near(learn(&world, 0.9), 0.38, CLOSE);
}

#[test]
fn incentives_are_worth_what_they_pay_and_what_is_believed_of_them() {
    let mut world = World::new(Urban);
    let set = |world: &World| {
        let mut it = world.organiser.clone();
        institutions::set_offer(&mut it, &world.around(), &SETTLED);
        it.offer
    };
    let none = set(&world);
    assert_eq!([none.material, none.time_bank, none.value, none.emotional], [0.0; 4]);
    near(none.events_per_month, 0.5, 0.0);
    near(none.professional_hours, 3.0, CLOSE); // 10 per 1000 of 300

    world.levers.points_yuan_per_hour = 8.0;
    near(set(&world).material, 0.329_680, CLOSE); // 1 - e^-0.4
    near(set(&world).material_cash, 0.095_163, CLOSE); // a quarter counts as cash: 1 - e^-0.1
    world.levers.cash_yuan_per_hour = 15.0;
    near(set(&world).material, 0.683_363, CLOSE); // 1 - e^-1.15
    world.levers.points_yuan_per_hour = 0.0;
    near(set(&world).material, 0.527_633, CLOSE); // 1 - e^-0.75
    near(set(&world).material_cash, 0.527_633, CLOSE);

    world.levers.credit_ledger = true;
    near(set(&world).time_bank, 0.16, CLOSE); // 0.8 x (0.5 - 0.3)
    world.levers.portable = 1.0;
    near(set(&world).time_bank, 0.2, CLOSE);
    world.organiser.confidence = 0.2;
    near(set(&world).time_bank, 0.0, 0.0);

    world.levers.recognition = 1.0;
    near(set(&world).value, 0.6, CLOSE);
    world.levers.companionship_groups_per_100 = 2.0;
    near(set(&world).emotional, 0.4, CLOSE);
    near(set(&world).seats_per_elder, 0.16, CLOSE);
    world.levers.companionship_groups_per_100 = 6.0;
    near(set(&world).emotional, 1.0, CLOSE);

    world.organiser.shares = Shares::all(0.5);
    world.organiser.confidence = 0.5;
    let half = set(&world);
    near(half.material, 0.263_817, CLOSE);
    near(half.value, 0.3, CLOSE);
    near(half.time_bank, 0.1, CLOSE);
    // Without any money for incentives there is no bank.
    world.organiser.shares.incentives = 0.0;
    assert_eq!((set(&world).ledger, set(&world).time_bank), (false, 0.0));
    world.organiser.operating = false;
    let none = set(&world);
    assert_eq!([none.material, none.time_bank, none.value, none.emotional], [0.0; 4]);
    assert_eq!((none.ledger, none.professional_hours), (false, 0.0));
}

#[test]
fn health_hours_reach_as_far_as_coordination_place_or_one_team_allow_and_events_come_with_what_is_paid() {
    let mut world = World::new(Rural);
    world.levers.health_hours_per_1000 = 30.0;
    let mut hours = |mode: HealthMode, talent: f32| {
        (world.levers.health_mode, world.levers.talent) = (mode, talent);
        let mut it = world.organiser.clone();
        institutions::set_offer(&mut it, &world.around(), &SETTLED);
        (it.offer.professional_hours, it.offer.health_level)
    };
    // (2 + 30 x availability) x 0.3: C = 0.25; 0.5 x 0.12 + 0.4 = 0.46; 1. Talent adds 0.2, at most 1.
    for (mode, talent, expected, level) in [
        (HealthMode::None, 0.0, 0.6, 0.0),
        (HealthMode::Cooperative, 0.0, 2.85, 0.4),
        (HealthMode::Embedded, 0.0, 4.74, 0.7),
        (HealthMode::Embedded, 1.0, 6.54, 0.7),
        (HealthMode::Fused, 1.0, 9.6, 1.0),
    ] {
        let (found, at) = hours(mode, talent);
        near(found, expected, 1e-5);
        near(at, level, 1e-6);
    }
    (world.levers.events_per_month, world.levers.visits, world.levers.courtyard_seats_per_100) = (3.0, 0.3, 6.0);
    world.levers.courtyard_meals = 1.0;
    // A level counts as far as hours are paid for: ten of twenty, of one team.
    world.levers.health_hours_per_1000 = 10.0;
    let mut it = world.organiser.clone();
    institutions::set_offer(&mut it, &world.around(), &SETTLED);
    near(it.offer.health_level, 0.5, 1e-6);
    world.organiser.shares = Shares::all(0.5);
    let mut it = world.organiser.clone();
    institutions::set_offer(&mut it, &world.around(), &SETTLED);
    // 0.5 + 0.5 (3 + 3 x 0.3 + 2); meals for 2.5 x 0.06 of the elders, half of it paid.
    near(it.offer.events_per_month, 3.45, CLOSE);
    near(it.offer.meals_share, 0.075, CLOSE);
    near(it.offer.seats_per_elder, 0.06, CLOSE);
}

#[test]
fn cash_ends_once() {
    let mut world = World::new(Urban);
    let ended: Vec<bool> = [15.0, 15.0, 0.0, 0.0]
        .into_iter()
        .map(|yuan| {
            world.levers.cash_yuan_per_hour = yuan;
            let mut it = world.organiser.clone();
            institutions::set_offer(&mut it, &world.around(), &SETTLED);
            world.organiser = it.clone();
            it.offer.cash_ended
        })
        .collect();
    assert_eq!(ended, [false, false, true, false]);
}

#[test]
fn volunteers_come_when_asked_as_they_are_willing_and_leave_as_they_move_on_or_lose_heart() {
    let mut world = World::new(Urban);
    let p = &mut world.p.volunteer;
    (p.ask, p.ask_outreach, p.ask_recruitment, p.ask_peers) = (0.02, 0.15, 0.15, 0.1);
    (p.ask_generations, p.leave, p.leave_intercept, p.join_intercept) = (0.05, 0.06, 1.0, 2.1);
    world.organiser.shares = Shares::all(1.0);
    let mut at = world.at();
    (at.root_offer, at.material, at.time_bank, at.value) = (0.6, 0.0, 0.0, 0.0);
    let after = |world: &World, here: usize| {
        let mut all = pool(8_000, false);
        all[..here].iter_mut().for_each(|it| it.here = true);
        let mut scratch = world.scratch(1);
        let calling = Calling { around: &world.around(), at: &at, institution: &world.organiser, matches: [0.4; 3] };
        volunteers::come_and_go(&mut all, &calling, place(world.setting), 0, &mut scratch);
        let counts = &scratch.counts;
        [counts.volunteers_came, counts.volunteers_moved, counts.volunteers_left].map(f64::from)
    };
    // Outreach 0.12: 3.8 % are asked. V'' = 1.5 x 0.5 + 1.6 x 0.5 x 0.6 = 1.23, working people 0.93:
    // they accept with 29.5 % and 23.7 %. Four standard errors of a Poisson number.
    near(after(&world, 0)[0], 0.038 * (6_000.0 * 0.2953 + 2_000.0 * 0.2369), 4.0 * 9.3);
    // Three volunteers sought per 100 elders: 15 % more.
    world.levers.recruitment_per_100 = 3.0;
    near(after(&world, 0)[0], 0.188 * (6_000.0 * 0.2953 + 2_000.0 * 0.2369), 4.0 * 20.6);
    world.levers = Levers::default();
    // V' = 1.23 + 2 x 0.2 - 2 x 0.1 = 1.43 and 1.13: 2.37 % and 2.81 % lose heart, 0.08/13 move on.
    let [_, moved, left] = after(&world, 8_000);
    near(moved, 8_000.0 * 0.08 / 13.0, 4.0 * 7.1);
    near(left, 0.9938 * (6_000.0 * 0.06 * 0.3941 + 2_000.0 * 0.06 * 0.4676), 4.0 * 14.1);
}

#[test]
fn town_sends_doctors_and_volunteers_to_its_villages_by_their_elders() {
    let mut communities = vec![community(Urban, 600), community(Rural, 100), community(Rural, 300)];
    communities[0].institution.offer.professional_hours = 10.0;
    communities[0].institution.last_month.volunteers = 20;
    for village in &mut communities[1..] {
        village.institution.offer.professional_hours = 1.0;
    }
    let instrument = Instrument::bare("urban_rural").expect("the name of an instrument");
    let pairing = Entry {
        name: "urban_rural".into(),
        instrument,
        start_week: 0,
        stop_week: None,
        settings: Setting::ALL.to_vec(),
        provinces: None,
        districts: None,
        offered: false,
    };
    let (timeline, parameters) = (Timeline { baseline: Vec::new(), policy: vec![pairing] }, both_parameters());
    let in_force = InForce::of(&timeline, &parameters, 0, DistrictId::new(1, 0));
    // Three tenths rotate, and three tenths of the volunteers visit.
    exchange::share(&mut communities, &parameters, &in_force);
    let hours = |k: usize| {
        let offer = &communities[k].institution.offer;
        (f64::from(offer.professional_hours), f64::from(offer.visiting_hours))
    };
    // Three hours go out, a quarter and three quarters; 0.3 x 20 x 0.7 = 4.2 hours of visits likewise.
    for (k, (professional, visiting)) in [(7.0, 0.0), (1.75, 1.05), (3.25, 3.15)].into_iter().enumerate() {
        near(hours(k).0, professional, 1e-5);
        near(hours(k).1, visiting, 1e-5);
    }
    // Three tenths of the town's volunteers are not active there.
    near(communities[0].institution.offer.volunteers_sent, 0.3, CLOSE);
    near(communities[1].institution.offer.volunteers_sent, 0.0, 0.0);
    // A district of villages alone, or of towns alone, has nothing to share.
    let mut alone = vec![community(Urban, 600)];
    alone[0].institution.offer.professional_hours = 10.0;
    exchange::share(&mut alone, &parameters, &in_force);
    near(alone[0].institution.offer.professional_hours, 10.0, 0.0);
    near(alone[0].institution.offer.volunteers_sent, 0.0, 0.0);
}

// ---------------------------------------------------------------- section 9

/// A month of life courses for many elders, with nothing happening but what `allow` sets.
fn month_of_life(
    setting: Setting,
    months: i32,
    set: impl Fn(&mut Parameters, &mut Scratch, &mut Institution),
) -> Scratch {
    let mut world = World::new(setting);
    let l = &mut world.p.life;
    for rate in [
        &mut l.limit_60,
        &mut l.limit_70,
        &mut l.limit_80,
        &mut l.depend_60,
        &mut l.depend_70,
        &mut l.depend_80,
        &mut l.recover_60,
        &mut l.recover_70,
        &mut l.recover_80,
        &mut l.recover2_60,
        &mut l.recover2_70,
        &mut l.recover2_80,
        &mut l.child_leave,
        &mut l.child_return,
        &mut l.child_return_dependent,
        &mut l.widowed,
        &mut l.move_rooted,
        &mut l.move_new,
        &mut l.take_root,
        &mut l.death_scale,
        &mut l.care_home,
    ] {
        *rate = 0.0;
    }
    let mut it = community(setting, 300);
    // No entrants: the community is at its size.
    it.size = 0;
    let mut scratch = world.scratch(MANY);
    set(&mut world.p, &mut scratch, &mut it.institution);
    for month in 0..months {
        life_course::advance(&mut it, &world.around(), 4 * month, &mut scratch);
    }
    scratch
}

/// Share of the places for which `is` holds, within four standard errors.
#[track_caller]
fn happens(scratch: &Scratch, expected: f64, is: impl Fn(&Scratch, usize) -> bool) {
    let count = (0..MANY).filter(|k| is(scratch, *k)).count() as f64;
    near(count / MANY as f64, expected, 4.0 * (expected * (1.0 - expected) / MANY as f64).sqrt());
}

#[test]
fn of_men_of_85_in_town_nine_and_a_half_percent_die_in_a_year() {
    let scratch = month_of_life(Urban, 13, |p, scratch, _| {
        p.life.death_scale = 0.8;
        scratch.elders.age_weeks.fill(85 * 52);
    });
    // 0.0130 e^(0.098 x 22.5) x 0.8 = 0.09433 a year at 85; over the 13 months, of mean age 85.54, 0.09944,
    // so that 1 - e^-0.0998 die.
    happens(&scratch, 0.0950, |it, k| !it.elders.is_present(k));
    assert!(scratch.elders.age_weeks[0] == 86 * 52);
}

#[test]
fn women_die_later_and_the_dependent_and_the_lonely_sooner() {
    let dead = |set: &dyn Fn(&mut Scratch)| {
        let scratch = month_of_life(Rural, 1, |p, scratch, _| {
            // A scale of 8 instead of 0.88, so that a month shows it.
            p.life.death_scale = 8.0;
            scratch.elders.age_weeks.fill(80 * 52 - 4);
            set(scratch);
        });
        scratch.counts.deaths as f64 / MANY as f64
    };
    // Men at 80: 0.0130 e^1.715 = 0.072245; x 8 / 13 = 0.04446. Women: 0.0068 e^1.96 = 0.048274; 0.02971.
    let close = |found: f64, expected: f64| near(found, expected, 4.0 * (expected / MANY as f64).sqrt());
    close(dead(&|_| ()), 0.044_46);
    close(dead(&|it| it.elders.woman.fill(1.0)), 0.029_71);
    close(dead(&|it| it.elders.function.fill(1.0)), 0.066_69);
    close(dead(&|it| it.elders.function.fill(2.0)), 0.133_4);
    close(dead(&|it| it.elders.loneliness.fill(0.51)), 0.051_13);
}

#[test]
fn function_is_lost_and_regained_at_the_rates_of_ones_age_and_giving_protects() {
    let lost = |age: u16, set: &dyn Fn(&mut Parameters, &mut Scratch)| {
        let scratch = month_of_life(Urban, 1, |p, scratch, _| {
            (p.life.limit_60, p.life.limit_70, p.life.limit_80) = (1.3, 2.6, 3.9);
            scratch.elders.age_weeks.fill(age * 52);
            scratch.elders.loneliness.fill(0.3);
            set(p, scratch);
        });
        (0..MANY).filter(|k| scratch.elders.function[*k] == 1.0).count() as f64 / MANY as f64
    };
    let close = |found: f64, expected: f64| near(found, expected, 4.0 * (expected / MANY as f64).sqrt());
    // Yearly 1.3, 2.6 and 3.9 are 0.1, 0.2, 0.3 a month.
    close(lost(60, &|_, _| ()), 0.1);
    close(lost(75, &|_, _| ()), 0.2);
    close(lost(80, &|_, _| ()), 0.3);
    close(lost(60, &|_, it| it.elders.countdown.fill(1)), 0.085);
    close(lost(60, &|_, it| it.elders.loneliness.fill(0.8)), 0.115); // 1 + 0.3 x 0.5
    let found = month_of_life(Urban, 1, |p, scratch, _| {
        (p.life.depend_70, p.life.recover_70) = (1.3, 2.6);
        scratch.elders.function.fill(1.0);
        scratch.elders.loneliness.fill(0.3);
    });
    happens(&found, 0.1, |it, k| it.elders.function[k] == 2.0);
    happens(&found, 0.2, |it, k| it.elders.function[k] == 0.0);
}

#[test]
fn children_leave_and_return_and_couples_are_widowed() {
    let left = month_of_life(Urban, 1, |p, scratch, _| {
        p.life.child_leave = 6.5;
        scratch.elders.living.fill(0);
        // 75 at the month's end.
        scratch.elders.age_weeks.fill(75 * 52 - 4);
        scratch.elders.renew(p);
    });
    // Half leave; then a couple with 0.75 - 0.02 x 10 = 0.55.
    happens(&left, 0.5, |it, k| it.elders.living[k] == 0);
    happens(&left, 0.275, |it, k| it.elders.living[k] == 1);
    happens(&left, 0.225, |it, k| it.elders.living[k] == 2);
    let back = month_of_life(Urban, 1, |p, scratch, _| {
        (p.life.child_return, p.life.child_return_dependent) = (1.3, 2.6);
        scratch.elders.function[..MANY / 2].fill(2.0);
    });
    // 0.1 a month; 0.3 to the dependent.
    happens(&back, 0.05, |it, k| k >= MANY / 2 && it.elders.living[k] == 0);
    happens(&back, 0.15, |it, k| k < MANY / 2 && it.elders.living[k] == 0);
    let widowed = month_of_life(Urban, 1, |p, scratch, _| {
        p.life.widowed = 0.13;
        scratch.elders.age_weeks.fill(80 * 52 - 4);
    });
    // 0.13 e^2 / 13.
    happens(&widowed, 0.073_89, |it, k| it.elders.living[k] == 2);
}

#[test]
fn a_newcomer_takes_the_place_of_who_moves_knows_nobody_and_is_no_member() {
    let moved = month_of_life(Urban, 1, |p, scratch, _| {
        (p.life.move_rooted, p.life.move_new, p.life.take_root) = (1.3, 0.0, 6.5);
        scratch.elders.rooted[MANY / 2..].fill(0.0);
        let it = &mut scratch.elders;
        it.member.fill(1.0);
        it.habit.fill(0.5);
        it.credit_minutes.fill(101);
        it.tie_strength[0].fill(0.5);
        it.tie_partner[0].fill(1);
    });
    let gone = |it: &Scratch, k: usize| it.elders.generation[k] == 1;
    happens(&moved, 0.05, |it, k| gone(it, k) && k < MANY / 2);
    // Half of those not rooted take root this month.
    happens(&moved, 0.25, |it, k| k >= MANY / 2 && it.elders.rooted[k] > 0.0);
    let it = &moved.elders;
    let newcomer = (0..MANY).find(|k| gone(&moved, *k)).unwrap();
    assert_eq!((it.member[newcomer], it.rooted[newcomer], it.trust[newcomer]), (0.0, 0.0, 0.45));
    near(it.habit[newcomer], 0.15, CLOSE);
    assert_eq!((it.credit_minutes[newcomer], it.tie_strength[newcomer][0]), (50, 0.0));
    assert_eq!(it.age_weeks[newcomer], 70 * 52 + 4, "all else is kept");
    assert_eq!(moved.counts.quits, 0, "moving is no quit");
    let written_off: u64 = (0..MANY).filter(|k| gone(&moved, *k)).count() as u64 * 51;
    assert_eq!(moved.counts.credits_written_off, written_off);
}

#[test]
fn the_dependent_whose_need_is_not_met_enter_care_homes_as_income_and_beds_allow() {
    let entered = |beds: f32, elders: u32| {
        month_of_life(Urban, 1, |p, scratch, institution| {
            (p.life.care_home, p.life.care_home_price, p.institution.beds) = (1.3, 0.5, beds);
            institution.last_month.elders = elders;
            scratch.elders.function.fill(2.0);
            scratch.elders.unmet_share[..MANY / 2].fill(0.51);
            scratch.elders.unmet_share[MANY / 2..].fill(0.5);
            scratch.elders.member.fill(1.0);
        })
    };
    // 0.1 x logistic(0) = 0.05 of those above one half, while there are beds.
    let found = entered(1000.0, 1_000_000);
    happens(&found, 0.025, |it, k| it.elders.care_home[k]);
    assert!((0..MANY).all(|k| !found.elders.care_home[k] || (k < MANY / 2 && !found.elders.is_present(k))));
    assert!((0..MANY).all(|k| !found.elders.care_home[k] || found.elders.member[k] == 0.0));
    // 8 per 1000 of 250 elders are two beds, 4 of 250 one. Of 2.4 there are two, or by a lasting draw three.
    assert_eq!(entered(8.0, 250).counts.care_home_entries, 2);
    assert_eq!(entered(4.0, 250).counts.care_home_entries, 1);
    assert_eq!(entered(0.0, 300).counts.care_home_entries, 0);
    assert!((2..=3).contains(&entered(8.0, 300).counts.care_home_entries));
}

#[test]
fn the_dead_leave_their_credits_to_their_strongest_tie_where_policy_says_so() {
    let mut world = World::new(Urban);
    world.levers.credit_cap_hours = 100.0;
    let mut died = |inherit: f32| {
        world.levers.inherit = inherit;
        world.p.life.death_scale = 1e6;
        let mut it = community(Urban, 300);
        it.size = 0;
        let mut scratch = world.scratch(400);
        // In this world death is certain at 100 (1e-14 e^37.5 = 193 a year) and unknown at 70.
        (world.p.life.death_men, world.p.life.death_men_growth) = (1e-20, 1.0);
        scratch.elders.age_weeks[0] = 100 * 52;
        scratch.elders.credit_minutes[0] = 600;
        (scratch.elders.tie_partner[0][0], scratch.elders.tie_strength[0][0]) = (1, 0.3);
        (scratch.elders.tie_partner[0][1], scratch.elders.tie_strength[0][1]) = (2, 0.6);
        (scratch.elders.tie_partner[2][0], scratch.elders.tie_strength[2][0]) = (0, 0.6);
        life_course::advance(&mut it, &world.around(), 0, &mut scratch);
        assert_eq!(scratch.counts.deaths, 1);
        assert_eq!(scratch.elders.tie_strength[2][0], 0.0, "ties to the dead end");
        (scratch.elders.credit_minutes[2], scratch.counts.credits_written_off)
    };
    assert_eq!(died(1.0), (600, 0));
    assert_eq!(died(0.5), (300, 300));
    assert_eq!(died(0.0), (0, 600));
}

#[test]
fn when_cash_ends_the_habit_formed_for_pay_goes_and_some_members_leave() {
    let found = month_of_life(Urban, 1, |_, scratch, institution| {
        institution.offer.cash_ended = true;
        let it = &mut scratch.elders;
        it.exposure.fill(0.4);
        it.habit.fill(0.5);
        it.member[..MANY / 2].fill(1.0);
    });
    // Of the members 0.35 x 0.4 = 14 % quit.
    happens(&found, 0.07, |it, k| k < MANY / 2 && it.elders.member[k] == 0.0);
    assert!(found.ended_spells.len() == found.counts.quits as usize && !found.ended_spells.is_empty());
    let it = &found.elders;
    let quitter = (0..MANY / 2).find(|k| it.member[*k] == 0.0).unwrap();
    // H x 0.6 and half of that for who quits; T x (1 - 0.12).
    near(it.habit[quitter], 0.15, CLOSE);
    near(it.habit[MANY - 1], 0.3, CLOSE);
    near(it.trust[0], 0.44, CLOSE);
}

#[test]
fn suspension_costs_the_trust_of_members_most() {
    let found = month_of_life(Urban, 1, |_, scratch, institution| {
        institution.offer.suspended_now = true;
        scratch.elders.member[0] = 1.0;
    });
    near(found.elders.trust[0], 0.4, CLOSE);
    near(found.elders.trust[1], 0.465, CLOSE);
}

#[test]
fn policy_breaks_strike_three_and_a_half_of_a_hundred_districts_a_year_and_leave_seven_tenths() {
    let (p, chance) = (plain(Urban), Chance::new(1, 0));
    let struck = |levers: &Levers| {
        let mut count = 0;
        for number in 0..512 {
            for month in 0..130 {
                let district = DistrictId::new(1, number);
                count += i32::from(life_course::policy_breaks(district, &p, levers, &chance, 4 * month));
            }
        }
        f64::from(count)
    };
    // 0.05 (1 - 0.3) over ten years in 512 districts: 179; under positioning 0.9 a seventh of it: 25.6.
    near(struck(&Levers::default()), 179.2, 4.0 * f64::sqrt(179.0));
    near(struck(&Levers { positioning: 0.9, ..Levers::default() }), 25.6, 4.0 * f64::sqrt(25.6));

    let world = World::new(Urban);
    let mut it = community(Urban, 300);
    it.institution.platform = 0.5;
    it.institution.offer.policy_break = true;
    let mut scratch = world.scratch(400);
    life_course::advance(&mut it, &world.around(), 0, &mut scratch);
    let after = &it.institution;
    let levels = [
        after.coordination,
        after.standardisation,
        after.process_closure,
        after.platform,
        after.continuity_belief,
        after.outreach,
    ];
    for (level, expected) in levels.into_iter().zip([0.21, 0.07, 0.14, 0.35, 0.49, 0.12]) {
        near(level, expected, CLOSE);
    }
}

#[test]
fn entrants_keep_a_community_at_its_size_and_growth_raises_it() {
    for (growth, years) in [(0.0, 3), (0.03, 3)] {
        let scenario = small_area(52 * years, 52, "", &format!("[parameters.life]\ngrowth = {growth}\n"));
        let mut size = 0.0;
        let course = support::course_watched(&scenario, 0, |_, population| {
            size = population.communities.iter().map(|it| f64::from(it.size)).sum();
        });
        let heads = |week: i32| (course.all(week)[Counter::Elders] + course.all(week)[Counter::InCareHomes]) as f64;
        // What is short is rounded by a draw: each of the three communities is within one elder of its size.
        near(heads(-1), size, 3.0);
        let grown = size * f64::powf(1.0 + growth, f64::from(52 * years - 4) / 52.0);
        near(heads(52 * years - 1), grown, 3.0);
    }
}

// ---------------------------------------------------------------- MODEL2 section A, services

#[test]
fn a_helper_with_hours_left_relieves_the_family_and_no_unmet_need() {
    let mut world = World::new(Urban);
    let mut scratch = asker_and_giver(&mut world, 0.0);
    (world.p.need.relief_most, world.p.need.relief) = (0.2, 0.5);
    (scratch.needed_daily[0], scratch.uncovered_daily[0], scratch.elders.family_share[0]) = (2.5, 1.0, 0.6);
    (scratch.elders.tie_partner[0][0], scratch.elders.tie_strength[0][0]) = (1, 0.5);
    serve(&world, &mut scratch);
    at_the_desk(&world, &mut scratch, |desk| desk.relieve_families());
    // A fifth of the family's 1.5 hours is 0.3, which takes 0.6 of the two hours left.
    let counts = &scratch.counts;
    assert_eq!((counts.relief_minutes, counts.relieved_minutes, counts.served_minutes), (36, 18, [60, 0, 0]));
    assert_eq!((scratch.given[1], counts.given_by_elders, scratch.elders.given_minutes[1]), (96, 96, 96));
    assert_eq!((scratch.uncovered_daily[0], scratch.received[0]), (0.0, 60));
}

#[test]
fn a_request_that_professionals_alone_served_is_closed_and_counts_neither_as_asked_nor_as_served() {
    let mut world = World::new(Urban);
    let mut scratch = asker_and_giver(&mut world, 0.0);
    world.organiser.offer.professional_hours = 5.0;
    world.p.service.trust_professional = 0.5;
    scratch.gives[1] = 0;
    scratch.uncovered_health[0] = 1.0;
    serve(&world, &mut scratch);
    let counts = &scratch.counts;
    assert_eq!((counts.open_requests, counts.served_requests, counts.closed_by_professionals), (0, 0, 1));
    assert_eq!((counts.given_by_professionals, scratch.received[0], scratch.elders.waiting[0]), (60, 0, 0));
    assert!(scratch.request_places.is_empty() && scratch.request_served.is_empty());
    // Half of 0.03 x 0.5.
    near(scratch.elders.trust[0], 0.507_5, CLOSE);
}

#[test]
fn who_is_sent_in_vain_did_not_give_and_was_not_used() {
    let mut world = World::new(Urban);
    let mut scratch = asker_and_giver(&mut world, 1.5);
    world.organiser.coordination = 0.0;
    let s = &mut world.p.service;
    (s.duplicate, s.most_helpers, s.visit) = (1.0, 1.0, 0.0);
    serve(&world, &mut scratch);
    assert_eq!((scratch.counts.duplicated_minutes, scratch.given[1], scratch.received[0]), (90, 0, 0));
    assert_eq!((scratch.used[1], scratch.hours_available[1], scratch.uncovered_companionship[0]), (0, 1.5, 1.5));
    near(scratch.elders.trust[1], 0.497_5, CLOSE);
}

#[test]
fn effective_giving_is_who_one_is_and_who_has_given_is_helped_without_shame() {
    let mut world = World::new(Urban);
    (world.p.drive.identity_gain, world.p.drive.identity_recognition) = (0.06, 1.0);
    world.p.service.gain_receive_self_worth = 0.004;
    world.organiser.offer.value = 0.3;
    let mut scratch = asker_and_giver(&mut world, 1.5);
    (scratch.elders.tie_partner[0][0], scratch.elders.tie_strength[0][0]) = (1, 0.5);
    (scratch.elders.identity[1], scratch.elders.given_minutes[0]) = (0.1, 60);
    serve(&world, &mut scratch);
    // 0.1 + 0.06 x 0.5 x (1 + (0.5 + 0.1) x 0.3/0.6) x 0.9, and 0.5 + 0.004 x 0.5 x 0.5.
    near(scratch.elders.identity[1], 0.135_1, CLOSE);
    near(scratch.elders.self_worth[0], 0.501, CLOSE);
}

// ---------------------------------------------------------------- MODEL2 section A, drive

#[test]
fn choice_and_self_rule_make_autonomous_and_pay_and_pressure_do_not() {
    let mut world = World::new(Urban);
    let d = &mut world.p.drive;
    (d.autonomy_speed, d.autonomy_self_rule, d.autonomy_choice, d.choice_settled) = (0.03, 0.3, 0.3, 0.52);
    (d.autonomy_cash, d.autonomy_pressure) = (0.2, 0.2);
    world.levers.self_rule = 1.0;
    let it = &mut world.organiser;
    (it.choice, it.attention, it.campaign, it.shares.activities) = (0.72, 0.75, 0.4, 0.5);
    // Cash share: 0.2 / (0.3 + 0.1 + 0.1) = 0.4.
    (it.offer.material, it.offer.material_cash, it.offer.time_bank) = (0.3, 0.2, 0.1);
    let mut scratch = world.scratch(3);
    scratch.elders.autonomy.fill(0.5);
    scratch.elders.member[1] = 1.0;
    scratch.elders.propensity[2] = -1.0;
    drive::elders::advance(&world.p, &world.at(), &mut scratch);
    // 0.5 + 0.3 (0.72 - 0.52) = 0.56 for everybody.
    near(scratch.elders.autonomy[0], 0.5 + 0.03 * 0.06, CLOSE);
    // Members: + 0.3 x 0.5 of self-rule that is paid, - 0.2 x 0.4 for cash.
    near(scratch.elders.autonomy[1], 0.5 + 0.03 * 0.13, CLOSE);
    // The reluctant: - 0.2 x (0.75 - 0.6)/0.3 x 0.4 x 0.5.
    near(scratch.elders.autonomy[2], 0.5 + 0.03 * 0.04, CLOSE);
}

#[test]
fn identity_fades_towards_what_stars_make_of_it_and_being_needed_is_worth() {
    let mut world = World::new(Urban);
    let d = &mut world.p.drive;
    (d.identity_fade, d.identity_star, d.identity_self_worth, d.self_worth_star) = (0.0133, 0.3, 0.11, 0.0);
    let mut scratch = world.scratch(2);
    scratch.elders.identity.fill(0.4);
    scratch.elders.given_minutes[1] = 600 * 60;
    scratch.elders.renew(&world.p);
    drive::elders::advance(&world.p, &world.at(), &mut scratch);
    // Towards 0.1, and with three stars towards 0.1 + 0.3 x 3/5.
    near(scratch.elders.identity[0], 0.4 - 0.0133 * 0.3, CLOSE);
    near(scratch.elders.identity[1], 0.4 - 0.0133 * 0.12, CLOSE);
    // S1* = 0.35 + 0.11 (0.4 - 0.1).
    near(scratch.elders.self_worth[0], 0.5 + 0.03 * (0.383 - 0.5), CLOSE);
}

#[test]
fn what_is_lacking_starts_participation_and_autonomy_and_identity_sustain_it() {
    let mut world = World::new(Urban);
    let d = &mut world.p.drive;
    (d.relax, d.relax_loneliness, d.relax_efficacy) = (0.0, 0.0, 0.0);
    (world.p.behave.autonomy, world.p.behave.identity) = (1.0, 4.5);
    let mut felt = |split: f32| {
        world.p.behave.drive_split = split;
        let mut scratch = world.scratch(1);
        let it = &mut scratch.elders;
        (it.autonomy[0], it.identity[0], it.exposure[0]) = (0.7, 0.3, 0.5);
        drive::elders::advance(&world.p, &world.at(), &mut scratch);
        (scratch.drive_join[0], scratch.drive_act[0])
    };
    // Both: 1 x (0.5 - 0.4) - 2 x (0.5 - 0.4) = -0.1. Cash crowds out three tenths of what is one's own.
    // To join: 2 x 0.5 x 0.7. To act: (0.2 + 4.5 x 0.2) x 0.7.
    let (join, act) = felt(1.0);
    near(join, 0.6, CLOSE);
    near(act, 0.67, CLOSE);
    // Half of what is lacking would sustain as well.
    let (join, act) = felt(0.5);
    near(join, 0.6, CLOSE);
    near(act, 1.02, CLOSE);
}

#[test]
fn a_kind_of_event_that_is_new_in_the_quarter_does_more_good() {
    let mut world = World::new(Urban);
    let d = &mut world.p.drive;
    (d.variety_new, d.variety_same, d.variety_self_worth) = (1.4, 0.8, 0.01);
    // Everybody comes.
    world.p.behave.attend = 100.0;
    let mut scratch = world.scratch(1);
    let mut week = |week: i32, kind: u8| {
        let at = Conditions { event: 1.0, event_kind: kind, event_bit: 1 << kind, ..world.at() };
        elders::attend(&world.around(), &at, place(Urban), week, &mut scratch);
        (scratch.elders.belonging[0], scratch.elders.self_worth[0])
    };
    // 0.5 + 0.015 x 1.4 x 0.5 and 0.5 + 0.01 x 0.5.
    let (belonging, worth) = week(1, 2);
    near(belonging, 0.510_5, CLOSE);
    near(worth, 0.505, CLOSE);
    // The same again: 0.5105 + 0.015 x 0.8 x 0.4895.
    let (belonging, worth) = week(2, 2);
    near(belonging, 0.516_374, CLOSE);
    near(worth, 0.505, CLOSE);
    // Another kind, and in a new quarter the first one, are new.
    near(week(3, 0).1, 0.509_95, CLOSE);
    near(week(12, 2).1, 0.509_95, CLOSE);
    near(week(13, 2).1, 0.514_850_5, CLOSE);
}

// ---------------------------------------------------------------- MODEL2 section A, perception

#[test]
fn an_exchange_is_fair_where_giving_is_returned_and_accounts_can_be_seen() {
    let mut world = World::new(Urban);
    let q = &mut world.p.perceive;
    (q.fairness_speed, q.fairness_gain, q.fairness_audit, q.fairness_trust) = (0.05, 0.22, 0.2, 0.5);
    world.p.behave.fairness = 1.0;
    let it = &mut world.organiser;
    (it.process_closure, it.platform, it.confidence, it.reputation) = (0.5, 0.4, 0.4, 0.8);
    // Promised in return: 0.3 + 0.1 + 0.4 = 0.8.
    (it.offer.value, it.offer.material, it.offer.ledger) = (0.3, 0.1, true);
    let mut scratch = world.scratch(2);
    let it = &mut scratch.elders;
    it.fairness.fill(0.6);
    it.given_lately.fill(0.5);
    it.received_lately[0] = 0.6;
    perception::elders::advance(&world.p, &world.at(), &mut scratch);
    // 0.6 + 0.22 (0.6 - 0.5 x 0.2) + 0.2 x 0.5 x 0.4 = 0.75; who got nothing back 0.618.
    near(scratch.elders.fairness[0], 0.6 + 0.05 * 0.15, CLOSE);
    near(scratch.elders.fairness[1], 0.6 + 0.05 * 0.018, CLOSE);
    // Trust moves to 0.8 (1 + 0.5 x 0.0075) = 0.803.
    near(scratch.elders.trust[0], 0.5 + 0.01 * 0.303, CLOSE);
    // It sustains, and does not start.
    near(scratch.perception_act[0] - scratch.perception_join[0], 0.007_5, CLOSE);
}

#[test]
fn everybody_weighs_what_institutions_offer_by_what_one_needs_oneself() {
    let mut world = World::new(Urban);
    let q = &mut world.p.perceive;
    (q.own_weights, q.trust_drift) = (1.0, 0.0);
    (q.aware_outreach, q.aware_peer, q.aware_forget) = (0.0, 0.0, 0.0);
    world.organiser.offer.mechanisms = [0.8, 0.2, 0.4, 0.6];
    let mut scratch = world.scratch(2);
    let it = &mut scratch.elders;
    (it.weight_self_worth[0], it.weight_connection[0]) = (0.2, 0.2);
    (it.income[0], it.function[0], it.unmet_share[0]) = (0.2, 1.0, 0.4);
    perception::elders::advance(&world.p, &world.at(), &mut scratch);
    // Weights 3 x 0.6 = 1.8, 1.3 (1.2 - 0.2) = 1.3, 0.6 (1 + 1 + 0.4) = 1.44, 1:
    // (1.44 + 0.26 + 0.576 + 0.6)/5.54 = 0.519134. P = 0.5 x 0.5 x 0.720510.
    near(scratch.support[0], 0.180_127, CLOSE);
    // The other: 1, 1.3 x 0.7 = 0.91, 0.6, 1: (0.8 + 0.182 + 0.24 + 0.6)/3.51 = 0.519088.
    near(scratch.support[1], 0.25 * 0.720_478, CLOSE);
}

#[test]
fn the_cubic_norm_is_half_felt_at_its_half_and_hardly_at_half_of_that() {
    let mut world = World::new(Urban);
    (world.p.perceive.norm_power, world.p.perceive.norm_half) = (3.0, 0.36);
    let mut scratch = world.scratch(3);
    scratch.group_norm[..3].copy_from_slice(&[0.36, 0.18, 0.72]);
    perception::elders::advance(&world.p, &world.at(), &mut scratch);
    // 1/2, 1/(1 + 8), 8/(8 + 1).
    for (place, felt) in [0.5, 1.0 / 9.0, 8.0 / 9.0].into_iter().enumerate() {
        near(scratch.felt_norm[place], felt, CLOSE);
    }
}

// ---------------------------------------------------------------- MODEL2 section A, response

#[test]
fn a_credit_is_worth_less_to_who_has_many_and_more_to_who_will_need_help_soon() {
    let mut world = World::new(Urban);
    (world.p.behave.time_bank, world.p.time_bank.satiation, world.p.time_bank.future) = (3.2, 1.0, 0.4);
    world.organiser.offer.time_bank = 0.2;
    let mut scratch = world.scratch(4);
    scratch.elders.credit_minutes[1] = 100 * 60;
    scratch.elders.age[2] = 60.0;
    scratch.acquaintance[3] = 0.5;
    elders::decide(&world.p, &world.at(), 100.0, &mut scratch);
    // 3.2 x 2 x 0.5 x 0.2 x (1.2 - 0.5) = 0.448, at 70 times 1 + 0.4 (0.5 - 0.4) = 1.04.
    near(scratch.incentive[0], 0.465_92, CLOSE);
    // A hundred hours in hand halve it, at 60 it is times 0.84, and where few are acquainted half.
    near(scratch.incentive[1], 0.232_96, CLOSE);
    near(scratch.incentive[2], 0.376_32, CLOSE);
    near(scratch.incentive[3], 0.232_96, CLOSE);
}

#[test]
fn a_credit_is_worth_what_the_rules_of_the_bank_make_of_it() {
    let mut world = World::new(Urban);
    world.p.time_bank.terms = 1.0;
    let l = &mut world.levers;
    (l.credit_ledger, l.credit_rate, l.transferable) = (true, 1.0, 1.0);
    (l.credit_cap_hours, l.credit_expiry_weeks) = (1500.0, 520.0);
    let usual = world.levers.clone();
    let mut worth = |change: &dyn Fn(&mut Levers)| {
        world.levers = usual.clone();
        change(&mut world.levers);
        let mut it = world.organiser.clone();
        institutions::set_offer(&mut it, &world.around(), &SETTLED);
        it.offer.time_bank
    };
    // 0.8 (0.5 - 0.3) = 0.16.
    near(worth(&|_| ()), 0.16, CLOSE);
    near(worth(&|it| it.credit_rate = 4.0), 0.32, CLOSE); // 4^0.5
    near(worth(&|it| it.transferable = 0.0), 0.136, CLOSE); // 1 - 0.15
    near(worth(&|it| it.inherit = 1.0), 0.176, CLOSE); // 1 + 0.1
    near(worth(&|it| it.credit_cap_hours = 100.0), 0.085_333, CLOSE); // 100/200 x 16/15
    near(worth(&|it| it.credit_expiry_weeks = 104.0), 0.096, CLOSE); // 104/208 x 1.2
}

#[test]
fn outreach_platform_and_bank_register_those_who_are_no_members_and_registered_ones_join_sooner() {
    let mut world = World::new(Urban);
    let b = &mut world.p.behave;
    (b.register_outreach, b.register_platform, b.register_bank, b.register_fade) = (0.2, 0.1, 0.05, 0.01);
    (world.levers.platform, world.organiser.outreach) = (1.0, 0.5);
    (world.organiser.shares.core, world.organiser.offer.ledger) = (0.5, true);
    let registered = |digital: f32, set: &dyn Fn(&mut Scratch)| {
        let mut scratch = world.scratch(MANY);
        scratch.elders.digital.fill(digital);
        set(&mut scratch);
        scratch.words[0].fill(u32::MAX);
        even(&mut scratch.words[1], MANY);
        elders::decide(&world.p, &world.at(), 100.0, &mut scratch);
        let sum: f64 = scratch.elders.registered.iter().map(|it| f64::from(*it)).sum();
        sum / MANY as f64
    };
    // 0.2 x 0.5 x 0.5 by outreach, 0.05 by the bank, 0.1 x 0.5 by the platform.
    near(registered(0.0, &|_| ()), 0.10, ONE_OF_MANY);
    near(registered(1.0, &|_| ()), 0.15, ONE_OF_MANY);
    for set in [
        |it: &mut Scratch| it.elders.member.fill(1.0),
        |it: &mut Scratch| it.elders.function.fill(2.0),
        |it: &mut Scratch| it.elders.pressed.fill(1.0),
    ] {
        near(registered(1.0, &set), 0.0, 0.0);
    }
    // A hundredth of those registered drop out.
    near(registered(1.0, &|it| it.elders.registered[..MANY].fill(1.0)), 0.99, ONE_OF_MANY);

    let mut world = World::new(Urban);
    world.p.behave.registered_join = 0.4;
    let (mut scratch, at) = moved(&mut world);
    scratch.elders.registered.fill(1.0);
    scratch.words[1].fill(u32::MAX);
    even(&mut scratch.words[0], MANY);
    elders::decide(&world.p, &at, 100.0, &mut scratch);
    // 0.05 logistic(-2.8542 + 0.4) = 0.05 / (1 + 11.6371).
    near(share_of(&scratch.joins), 0.003_956_6, ONE_OF_MANY);
}

#[test]
fn women_the_young_the_frail_and_those_with_more_work_differ_in_what_they_are_inclined_to() {
    let mut world = World::new(Urban);
    let b = &mut world.p.behave;
    (b.woman, b.young, b.frailty_cost, b.outmigration_cost) = (0.05, 1.35, 0.25, 0.015);
    b.reciprocity = 1.0;
    world.p.need.outmigration = 3.0;
    let share = |change: &dyn Fn(&mut Scratch), world: &mut World| {
        let (mut scratch, mut at) = moved(world);
        at.work_cost = world.at().work_cost;
        scratch.elders.member.fill(1.0);
        change(&mut scratch);
        scratch.words[0].fill(u32::MAX);
        even(&mut scratch.words[1], MANY);
        elders::decide(&world.p, &at, 100.0, &mut scratch);
        share_of(&scratch.gives)
    };
    // Around -1.3542: a man - 0.025; at 70 1.35 (1/3 - 0.4) = -0.09: -1.4692.
    near(share(&|_| (), &mut world), 0.187_064, ONE_OF_MANY);
    near(share(&|it| it.elders.woman.fill(1.0), &mut world), 0.194_787, ONE_OF_MANY); // + 0.05
    near(share(&|it| it.elders.frailty.fill(1.0), &mut world), 0.151_974, ONE_OF_MANY); // - 0.25
    near(share(&|it| it.elders.received_lately.fill(0.5), &mut world), 0.275_040, ONE_OF_MANY); // + 0.5
    // At 60: 1.35 x 0.6 = 0.81 instead of -0.09, and 0.015 x 2^2 of work: -0.6292.
    near(share(&|it| it.elders.age.fill(60.0), &mut world), 0.347_692, ONE_OF_MANY);
}

#[test]
fn a_room_lets_in_as_many_as_it_holds_each_with_the_same_chance() {
    let mut world = World::new(Urban);
    world.p.institution.room = 80.0;
    // Everybody would come; twice as many events as weeks hold twice as many.
    (world.p.behave.attend, world.organiser.offer.events_per_month) = (100.0, 8.0);
    let at = Conditions { event: 1.0, ..world.at() };
    near(at.room, 160.0, 0.0);
    let attending = |count: usize| {
        let mut scratch = world.scratch(count);
        elders::attend(&world.around(), &at, place(Urban), 1, &mut scratch);
        let came: u32 = scratch.attends.iter().map(|it| u32::from(*it)).sum();
        assert_eq!(came + scratch.counts.kept_out, count as u32);
        came
    };
    assert_eq!(attending(160), 160);
    // 160 of 40,000, within four standard deviations.
    near(attending(MANY), 160.0, 4.0 * f64::sqrt(160.0));
}

// ---------------------------------------------------------------- MODEL2 section C

#[test]
fn money_short_pays_the_core_first_and_the_rest_by_leaning_and_need() {
    let mut world = World::new(Urban);
    world.p.institution.priority = 1.0;
    world.organiser.leaning = [1.5, 0.5, 1.0];
    (world.organiser.last_month.needed_hours, world.organiser.last_month.uncovered_hours) = (10.0, 3.0);
    // Beside a core of 1292.31 yuan: companionship 1000 yuan, recognition 500, activities 500.
    for (number, yuan) in [(3, 1000.0), (4, 500.0), (5, 500.0)] {
        world.levers.costs[number] = Cost { per_month: yuan, ..Cost::default() };
    }
    let paid = |beyond: f64| {
        let mut it = world.organiser.clone();
        let yuan = ((129_231.0 / 100.0 + beyond) * 13.0 / 300.0) as f32;
        let levers = Levers { funding: funded(FundingMode::Stable, yuan).funding, ..world.levers.clone() };
        let around = Rules { levers: &levers, ..world.around() };
        let plan = money::plan(&it, &around, 0.3);
        money::settle(&mut it, &around, 0, &plan);
        [it.shares.core, it.shares.services, it.shares.incentives, it.shares.activities]
    };
    let close = |found: [f32; 4], expected: [f64; 4]| {
        found.into_iter().zip(expected).for_each(|(found, expected)| near(found, expected, 1e-4));
    };
    // Two thirds of the core and nothing else.
    close(paid(-430.77), [2.0 / 3.0, 0.0, 0.0, 0.0]);
    // Weights 1.5 (0.5 + 0.3) x 1000, 0.85 x 1.0 x 500, 0.85 x 0.5 x 500 = 1200, 425, 212.5 share 500 yuan.
    close(paid(500.0), [1.0, 0.326_53, 0.231_29, 0.115_65]);
    // Of 1700 yuan services would get 1110: the 110 beyond their plan go to the others by weight, two to one.
    close(paid(1700.0), [1.0, 1.0, 0.933_33, 0.466_67]);
    close(paid(2000.0), [1.0; 4]);
}

#[test]
fn what_an_organiser_does_of_its_own_accord_is_its_initiative_by_leaning_and_drive() {
    let mut world = World::new(Urban);
    let i = &mut world.p.institution;
    (i.own, i.drive_settled, i.drive_least) = (0.7, 0.41, 0.2);
    (world.organiser.initiative, world.organiser.leaning) = (1.2, [1.5, 0.5, 1.0]);
    // Twice as far above the least drive as a settled one: 0.3 + 0.7 x 1.2 x leaning x 2.
    let own = institutions::own_doing(&world.organiser, 0.62, &world.p);
    near(own.services, 2.82, 1e-5);
    near(own.activities, 1.14, 1e-5);
    near(own.rules, 1.98, 1e-5);
    let none = institutions::own_doing(&world.organiser, 0.1, &world.p);
    near(none.services, 0.3, CLOSE);
    // Culture moves from 0.2 to the floor of 0.2 x 1.14; services could raise coordination to 0.3 x 2.82, at most 0.8.
    let mut it = world.organiser.clone();
    institutions::move_levels(&mut it, &world.around(), 0.56, &own);
    near(it.culture, 0.2 + 0.15 * 0.028, CLOSE);
    near(it.coordination, 0.3 + 0.15 * 0.5, CLOSE);
}

#[test]
fn who_registers_little_sees_little_of_what_is_unmet() {
    let mut world = World::new(Urban);
    world.p.institution.see_least = 0.5;
    let it = &mut world.organiser;
    (it.process_closure, it.platform, it.outreach) = (0.6, 0.5, 0.4);
    // Informed 1 - 0.4 x 0.75 x 0.8 = 0.76, without policy 1 - 0.8 x 0.94 = 0.248: 0.88/0.624 = 1.410256.
    // 0.4 x 0.9 + 0.4 x 1.5 x 0.3 x 1.410256 + 0.2 x 0.5.
    near(drive::institutions::of_institution(&world.organiser, 0.9, &world.p), 0.713_846, CLOSE);
}

#[test]
fn more_actors_cross_each_other_more_often() {
    let mut world = World::new(Urban);
    let mut scratch = asker_and_giver(&mut world, 1.5);
    world.organiser.coordination = 0.0;
    let s = &mut world.p.service;
    (s.duplicate, s.duplicate_actors, s.most_helpers, s.visit) = (0.25, 1.0, 1.0, 0.0);
    // 0.5 x 0.9 + 0.10 + 0.05 + 0.5 + 0.4 = 1.5 against 0.5 x 0.3 + 0.15 = 0.3: five times as often, always.
    world.organiser.attention = 0.9;
    (world.organiser.offer.coverage_social, world.organiser.offer.coverage_firm) = (1.0, 1.0);
    serve(&world, &mut scratch);
    assert_eq!((scratch.counts.duplicated_minutes, scratch.received[0]), (90, 0));
}

#[test]
fn heavy_out_migration_leaves_fewer_hours_to_offer() {
    let mut world = World::new(Rural);
    let b = &mut world.p.behave;
    (b.more_hours, b.more_hours_most, b.outmigration_hours, b.hours_least) = (1.0, 1.0, 0.015, 0.25);
    for (outmigration, hours, spread) in [(1.75, 7.9325, 0.25), (5.0, 6.08, 0.272), (11.0, 2.0, 0.0)] {
        world.p.need.outmigration = outmigration;
        let mut scratch = world.scratch(MANY);
        scratch.gives[..MANY].fill(1);
        at_the_desk(&world, &mut scratch, |desk| desk.list_givers());
        // Eight hours x (1 - 0.015 (x - 1)^2), at least a quarter, in whole hours of the same mean.
        near(f64::from(scratch.counts.offered_hours) / MANY as f64, hours, 4.0 * spread / f64::sqrt(MANY as f64));
    }
}
