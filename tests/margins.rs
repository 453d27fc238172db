//! Synthesis meets its margins: MODEL sections 1 and 2, and the census of 2020.
//!
//! Ten replicates of 3,000 elders a setting, no warm-up. Shares may be off by four standard errors.

mod support;

use huzhu::Setting;
use huzhu::internals::parameters::Parameters;
use huzhu::internals::population::{Elders, Population, VolunteerKind, beginnings, places_for, synthesis};
use huzhu::internals::random::Chance;
use huzhu::internals::scenario::{Site, census, sites};
use support::{near, place, scenario};

const REPLICATES: u32 = 10;

fn populations(setting: Setting) -> impl Iterator<Item = Population> {
    let (urban, rural) = if setting == Setting::Urban { (10, 0) } else { (0, 20) };
    let scenario = scenario(&format!(
        "[population]\nurban_communities = {urban}\nrural_communities = {rural}\n\
         [parameters.urban.structure]\ncommunity_size = 300\n[parameters.rural.structure]\ncommunity_size = 150\n"
    ));
    (0..REPLICATES).map(move |replicate| synthesis::synthesise(&scenario, replicate))
}

/// Calls `see` with every elder of a setting.
fn each_elder(setting: Setting, mut see: impl FnMut(&Elders, usize)) {
    let p = Parameters::defaults(setting);
    let mut elders = Elders::default();
    for population in populations(setting) {
        for community in &population.communities {
            community.elders.unpack(&mut elders, &p);
            (0..community.elders.places()).filter(|k| elders.occupied[*k]).for_each(|k| see(&elders, k));
        }
    }
}

/// Share of those `among` for whom `is` holds must be `expected`.
#[track_caller]
fn share(setting: Setting, expected: f64, among: impl Fn(&Elders, usize) -> bool, is: impl Fn(&Elders, usize) -> bool) {
    let (mut all, mut those) = (0.0, 0.0);
    each_elder(setting, |elders, k| {
        if among(elders, k) {
            all += 1.0;
            those += f64::from(u8::from(is(elders, k)));
        }
    });
    assert!(all > 300.0, "{all} elders are too few to tell");
    near(those / all, expected, 4.0 * (expected * (1.0 - expected) / all).sqrt());
}

/// Mean of those `among` must be `expected`, its standard deviation being `spread`.
#[track_caller]
fn mean(
    setting: Setting,
    expected: f64,
    spread: f64,
    among: impl Fn(&Elders, usize) -> bool,
    value: impl Fn(&Elders, usize) -> f32,
) {
    let (mut all, mut sum) = (0.0, 0.0);
    each_elder(setting, |elders, k| {
        if among(elders, k) {
            all += 1.0;
            sum += f64::from(value(elders, k));
        }
    });
    assert!(all > 300.0, "{all} elders are too few to tell");
    near(sum / all, expected, 4.0 * spread / f64::sqrt(all));
}

fn anybody(_: &Elders, _: usize) -> bool {
    true
}

fn aged(from: f32, to: f32) -> impl Fn(&Elders, usize) -> bool {
    move |elders, k| elders.age[k] >= from && elders.age[k] < to
}

use Setting::{Rural, Urban};

#[test]
fn of_a_hundred_elders_56_are_in_their_sixties_31_in_their_seventies_and_13_older() {
    for setting in Setting::ALL {
        share(setting, 0.56, anybody, aged(60.0, 70.0));
        share(setting, 0.31, anybody, aged(70.0, 80.0));
        share(setting, 0.13, anybody, aged(80.0, 130.0));
    }
}

#[test]
fn ages_lie_evenly_in_the_sixties_early_in_the_seventies_and_four_and_a_half_years_above_80() {
    // Means 65; 70 + 10/2.2 = 74.545 (the mean of u^1.2 is 1/2.2); 84.5. Weeks are cut: half a week less.
    let half_a_week = 0.5 / 52.0;
    mean(Urban, 65.0 - half_a_week, 2.89, aged(60.0, 70.0), |elders, k| elders.age[k]);
    mean(Urban, 74.545 - half_a_week, 2.95, aged(70.0, 80.0), |elders, k| elders.age[k]);
    mean(Urban, 84.5 - half_a_week, 4.5, aged(80.0, 130.0), |elders, k| elders.age[k]);
    // Half of those in their seventies are below 70 + 10 (1/2)^1.2 = 74.353.
    share(Rural, 0.5, aged(70.0, 80.0), aged(70.0, 74.353));
}

#[test]
fn half_are_men_up_to_65_and_fewer_with_every_year_of_age() {
    let man = |elders: &Elders, k: usize| elders.woman[k] == 0.0;
    for setting in Setting::ALL {
        share(setting, 0.50, aged(60.0, 65.0), man);
        // 0.50 - 0.006 x 9.545 in the seventies, 0.50 - 0.006 x 19.5 above 80.
        share(setting, 0.4427, aged(70.0, 80.0), man);
        share(setting, 0.383, aged(80.0, 130.0), man);
    }
}

#[test]
fn education_is_low_for_35_middle_for_45_and_high_for_20_in_town_and_72_25_3_in_the_village() {
    let with = |edu: f32| move |elders: &Elders, k: usize| elders.education[k] == edu;
    for (setting, shares) in [(Urban, [0.35, 0.45, 0.20]), (Rural, [0.72, 0.25, 0.03])] {
        share(setting, shares[0], anybody, with(0.0));
        share(setting, shares[1], anybody, with(0.5));
        share(setting, shares[2], anybody, with(1.0));
    }
}

#[test]
fn the_income_percentile_rises_with_education() {
    // y = 0.75 u + 0.25 edu: means 0.375, 0.5, 0.625; the spread is 0.75 / sqrt 12 = 0.2165.
    let with = |edu: f32| move |elders: &Elders, k: usize| elders.education[k] == edu;
    for (edu, expected) in [(0.0, 0.375), (0.5, 0.5), (1.0, 0.625)] {
        mean(Urban, expected, 0.2165, with(edu), |elders, k| elders.income[k]);
    }
    // A third of those with low education lie below 0.25.
    share(Rural, 1.0 / 3.0, with(0.0), |elders, k| elders.income[k] < 0.25);
}

#[test]
fn living_with_children_does_not_depend_on_age_and_living_alone_rises_with_it() {
    let lives = |code: u8| move |elders: &Elders, k: usize| elders.living[k] == code;
    share(Urban, 0.42, anybody, lives(0));
    share(Rural, 0.36, anybody, lives(0));
    share(Rural, 0.36, aged(80.0, 130.0), lives(0));
    // Alone: 0.16 or 0.20 times the mean of e^(0.04 (age - 70)): (1 - e^-0.4)/0.4 = 0.8242 in the sixties;
    // e^0.4 / (1 - 0.04 x 4.5) = 1.8193 above 80, less the few who would be more than all.
    share(Urban, 0.1319, aged(60.0, 70.0), lives(2));
    share(Rural, 0.1648, aged(60.0, 70.0), lives(2));
    share(Urban, 0.290, aged(80.0, 130.0), lives(2));
    share(Rural, 0.362, aged(80.0, 130.0), lives(2));
    // The rest are couples: 1 - 0.42 - 0.1319 in town.
    share(Urban, 0.4481, aged(60.0, 70.0), lives(1));
}

#[test]
fn most_villagers_and_two_thirds_of_townspeople_are_rooted() {
    let rooted = |elders: &Elders, k: usize| elders.rooted[k] > 0.0;
    share(Urban, 0.65, anybody, rooted);
    share(Rural, 0.95, anybody, rooted);
}

#[test]
fn smartphones_are_used_by_fewer_of_the_old_and_of_the_little_educated() {
    let digital = |elders: &Elders, k: usize| elders.digital[k] > 0.0;
    let cell = |age: f32, edu: f32| {
        move |elders: &Elders, k: usize| (elders.age[k] - age).abs() < 1.0 && elders.education[k] == edu
    };
    // logit 0.55 = 0.2007. At 65, middle: 0.2007 + 0.6 + 0.16 = 0.9607, which is 72.3 %; at 70: 58.9 %;
    // at 75, low: 0.2007 - 0.6 - 0.24 = -0.6393, 34.5 %.
    share(Urban, 0.723, cell(65.0, 0.5), digital);
    share(Urban, 0.589, cell(70.0, 0.5), digital);
    share(Urban, 0.345, cell(75.0, 0.0), digital);
    // logit 0.25 = -1.0986. At 65, low: -1.0986 + 0.6 - 0.24 = -0.7386, 32.3 %; at 75: -1.9386, 12.6 %.
    share(Rural, 0.323, cell(65.0, 0.0), digital);
    share(Rural, 0.126, cell(75.0, 0.0), digital);
}

#[test]
fn function_is_lost_with_age_as_the_disability_surveys_show() {
    let at = |level: f32| move |elders: &Elders, k: usize| elders.function[k] == level;
    for setting in Setting::ALL {
        // Sixties, evenly from 5 to 10 % and 1 to 2.2 %: 7.5 and 1.6 %.
        share(setting, 0.075, aged(60.0, 70.0), at(1.0));
        share(setting, 0.016, aged(60.0, 70.0), at(2.0));
        // Seventies, 0.4545 of the way: 10 + 12 x 0.4545 = 15.45 %; 2.2 + 4.8 x 0.4545 = 4.38 %.
        share(setting, 0.1545, aged(70.0, 80.0), at(1.0));
        share(setting, 0.0438, aged(70.0, 80.0), at(2.0));
        // Above 80, constant from 90: the mean of min(1, x/10) is 0.45 (1 - e^(-10/4.5)) = 0.4012:
        // 22 + 16 x 0.4012 = 28.4 %; 7 + 13 x 0.4012 = 12.2 %.
        share(setting, 0.284, aged(80.0, 130.0), at(1.0));
        share(setting, 0.122, aged(80.0, 130.0), at(2.0));
    }
}

#[test]
fn thirty_percent_in_town_and_35_in_the_village_are_unwilling_whatever_is_offered() {
    // Lowered by 6.5: below -2.5 with certainty up to the cut; a willing one lies there with 0.62 % only.
    share(Urban, 0.30 + 0.7 * 0.0062, anybody, |elders, k| elders.propensity[k] <= -2.4999);
    share(Rural, 0.35 + 0.65 * 0.0062, anybody, |elders, k| elders.propensity[k] <= -2.4999);
}

#[test]
fn twelve_in_a_hundred_townspeople_and_fifteen_villagers_are_members_at_the_start_and_none_of_the_dependent() {
    let member = |elders: &Elders, k: usize| elders.member[k] > 0.0;
    // Mean of min(1, 0.09 e^(1.8 z - 0.4)), z normal cut at 2.5: 0.18289; of 0.132: 0.23443; times the willing, 0.7 or
    // 0.65 (the others are none); times 96.16 % who are not dependent.
    share(Urban, 0.1231, anybody, member);
    share(Rural, 0.1465, anybody, member);
    // Registered are members, and of the others who are not dependent 8 %: 0.1231 + 0.08 (0.9616 - 0.1231).
    let registered = |elders: &Elders, k: usize| elders.registered[k] > 0.0;
    share(Urban, 0.1902, anybody, registered);
    share(Rural, 0.2117, anybody, registered);
    for setting in Setting::ALL {
        each_elder(setting, |elders, k| {
            let habit = if elders.member[k] > 0.0 { 0.45 } else { 0.05 };
            near(elders.habit[k], habit, 1e-4);
            near(elders.identity[k], if elders.member[k] > 0.0 { 0.4 } else { 0.1 }, 1e-4);
            near(elders.autonomy[k], 0.5, 1e-4);
            near(elders.fairness[k], 0.6, 1e-4);
            assert!(elders.member[k] == 0.0 || (elders.function[k] < 2.0 && elders.joined_week[k] == -300.0));
        });
    }
}

#[test]
fn townspeople_hold_one_tie_and_villagers_1_6_to_mates_of_their_group() {
    let ties = |elders: &Elders, k: usize| (0..3).filter(|t| elders.tie_strength[k][*t] > 0.0).count() as f32;
    // Two draws with 0.5 or 0.8: variances 0.5 and 0.32.
    mean(Urban, 1.0, 0.707, anybody, ties);
    mean(Rural, 1.6, 0.566, anybody, ties);
    for setting in Setting::ALL {
        each_elder(setting, |elders, k| {
            for t in (0..3).filter(|t| elders.tie_strength[k][*t] > 0.0) {
                let partner = usize::from(elders.tie_partner[k][t]);
                // Up or down by less than one of the 255 steps that strengths are stored in.
                near(elders.tie_strength[k][t], 0.35, 1.0 / 255.0);
                let group = |k: usize| k / elders.group_places;
                assert!(partner != k && group(partner) == group(k) && elders.is_present(partner));
            }
        });
    }
}

#[test]
fn minds_begin_where_the_surveys_put_them() {
    // Satisfactions, loneliness, trust, awareness, near where a settled place rests.
    let begin = [(Urban, [0.39, 0.55, 0.44, 0.40, 0.515, 0.46]), (Rural, [0.36, 0.55, 0.55, 0.45, 0.54, 0.50])];
    for (setting, at) in begin {
        mean(setting, at[0], 0.1, anybody, |elders, k| elders.self_worth[k]);
        mean(setting, at[1], 0.1, anybody, |elders, k| elders.connection[k]);
        mean(setting, at[2], 0.1, anybody, |elders, k| elders.belonging[k]);
        mean(setting, at[3], 0.1, anybody, |elders, k| elders.loneliness[k]);
        mean(setting, at[4], 0.1, anybody, |elders, k| elders.trust[k]);
        mean(setting, at[5], 0.001, anybody, |elders, k| elders.awareness[k]);
        mean(setting, 0.30, 0.001, anybody, |elders, k| elders.unmet_share[k]);
        // E = 0.5 + 0.08 z - 0.1 f; the independent lie around 0.5.
        mean(setting, 0.5, 0.08, |elders, k| elders.function[k] == 0.0, |elders, k| elders.efficacy[k]);
        // Dirichlet(3, 3, 3): mean 1/3, variance (1/3)(2/3)/10.
        mean(setting, 1.0 / 3.0, 0.149, anybody, |elders, k| elders.weight_self_worth[k]);
        mean(setting, 1.0 / 3.0, 0.149, anybody, |elders, k| elders.weight_connection[k]);
        each_elder(setting, |elders, k| {
            assert!(elders.sociability[k].abs() <= 2.5001 && elders.loneliness_disposition[k].abs() <= 2.5001);
            assert!(elders.credit_minutes[k] == 0 && elders.given_minutes[k] == 0 && elders.waiting[k] == 0);
            assert!(elders.burden[k] == 0.0 && elders.exposure[k] == 0.0 && !elders.care_home[k]);
        });
    }
}

#[test]
fn each_community_has_8_volunteers_per_100_elders_to_call_on_and_some_of_them_are_here() {
    // 2.4 and 1.2 of the 8 per 100 are here.
    for (setting, here, trust, kinds) in
        [(Urban, 0.3, 0.515, [0.25, 0.25, 0.5]), (Rural, 0.15, 0.54, [0.05, 0.25, 0.7])]
    {
        let (mut all, mut present, mut by_kind, mut altruism) = (0.0, 0.0, [0.0; 3], 0.0);
        for population in populations(setting) {
            for community in &population.communities {
                let pool = (0.08 * f64::from(community.size)).round().max(4.0);
                assert_eq!(community.volunteers.len() as f64, pool);
                for it in &community.volunteers {
                    all += 1.0;
                    present += f64::from(u8::from(it.here));
                    by_kind[it.kind as usize] += 1.0;
                    altruism += f64::from(it.altruism);
                    assert_eq!((it.trust, it.habit, it.burden, it.fulfilment), (trust, 0.2, 0.0, 0.5));
                }
            }
        }
        let close = |count: f64, share: f64| near(count / all, share, 4.0 * (share * (1.0 - share) / all).sqrt());
        close(present, here);
        for kind in [VolunteerKind::Student, VolunteerKind::Working, VolunteerKind::YoungOld] {
            close(by_kind[kind as usize], kinds[kind as usize]);
        }
        near(altruism / all, 0.5, 4.0 * 0.2 / all.sqrt());
    }
}

#[test]
fn organisers_begin_at_their_floors() {
    for (setting, floors) in [(Urban, [0.3, 0.1, 0.2, 0.12, 0.2, 0.5]), (Rural, [0.25, 0.05, 0.15, 0.08, 0.12, 0.4])] {
        for community in populations(setting).next().unwrap().communities {
            let it = &community.institution;
            let levels = [it.coordination, it.standardisation, it.process_closure, it.outreach, it.culture, it.access];
            assert_eq!(levels, floors);
            assert_eq!((it.platform, it.campaign, it.budget_cents, it.operating), (0.0, 0.0, 0, true));
            let reputation = if setting == Urban { 0.515 } else { 0.54 };
            assert_eq!((it.capability, it.reputation, it.continuity_belief), (0.4, reputation, 0.7));
            assert_eq!((it.affordability, it.confidence), (1.0, 0.5));
            near(it.asked, 0.02 * f64::from(community.size), 1e-4);
            near(it.served, 0.01 * f64::from(community.size), 1e-4);
            // e^(0.15 N), N cut at 2.5: between 0.687 and 1.455. The barrier e^(0.2 N), cut at 1.65 x.
            assert!((0.687..=1.455).contains(&it.capability_factor));
            let barrier = it.cultural_barrier / if setting == Urban { 0.5 } else { 0.6 };
            assert!((0.606..=1.65).contains(&barrier));
            let norm = if setting == Urban { 0.12 } else { 0.14 };
            assert!(community.group_norm.iter().all(|it| *it == norm));
            assert!(setting == Rural || it.collective_income_yuan == 0.0);
        }
    }
}

#[test]
fn villages_have_a_collective_income_of_3_yuan_an_elder_in_the_mean_and_most_have_less() {
    let incomes: Vec<f64> = populations(Rural)
        .flat_map(|it| it.communities)
        .map(|it| f64::from(it.institution.collective_income_yuan))
        .collect();
    let n = incomes.len() as f64;
    // Lognormal with sd 0.8 of the log: standard deviation of the mean 3 sqrt(e^0.64 - 1) = 2.84 each.
    near(incomes.iter().sum::<f64>() / n, 3.0, 4.0 * 2.84 / n.sqrt());
    // Half lie below 3 e^-0.32 = 2.178.
    let below = incomes.iter().filter(|it| **it < 2.178).count() as f64;
    near(below / n, 0.5, 4.0 * 0.5 / n.sqrt());
}

#[test]
fn communities_vary_around_their_mean_size_and_have_some_vacant_places_in_every_group() {
    let (mut all, mut sum) = (0.0, 0.0);
    for population in populations(Rural) {
        for community in population.communities {
            let size = f64::from(community.size);
            all += 1.0;
            sum += size;
            // 150 e^(0.25 N - 0.031), N cut at 2.5.
            assert!((77.0..=272.0).contains(&size), "{size}");
            // Two places of a group beyond those for 2 % more elders, and for five years of growth of 2.8 %.
            let groups = (size / 40.0).round();
            let room = size * f64::powi(1.028, 5) * 1.02;
            assert_eq!(community.elders.places() as f64, groups * (room / groups + 2.0).ceil());
            assert_eq!(community.group_norm.len() as f64, groups);
        }
    }
    near(sum / all, 150.0, 4.0 * 38.0 / f64::sqrt(all));
    // Room for growth of 3 % a year over ten years, 1.344 x 1.02, in 25 groups of 57.
    let mut growing = Parameters::defaults(Rural);
    growing.life.growth = 0.03;
    assert_eq!(places_for(1000, &growing, 520), 25 * 57);
}

#[test]
fn new_sixty_year_olds_are_better_educated_and_more_digital_and_know_nobody() {
    for (setting, low, high, digital, children) in [(Urban, 0.385, 0.23, 0.8, 0.42), (Rural, 0.59, 0.0, 0.5, 0.36)] {
        let p = Parameters::defaults(setting);
        let chance = Chance::new(1, 0);
        let n = 3000;
        let mut scratch = support::scratch(n, &p);
        let elders = &mut scratch.elders;
        (0..n).for_each(|k| beginnings::enter(elders, k, &p, &chance, place(setting)));
        let close = |expected: f64, is: &dyn Fn(usize) -> bool| {
            let count = (0..n).filter(|k| is(*k)).count() as f64;
            near(count / n as f64, expected, 4.0 * (expected * (1.0 - expected) / n as f64).sqrt());
        };
        close(low, &|k| elders.education[k] == 0.0);
        close(high, &|k| elders.education[k] == 1.0);
        close(digital, &|k| elders.digital[k] > 0.0);
        close(0.49, &|k| elders.woman[k] == 0.0);
        close(children, &|k| elders.living[k] == 0);
        // 92 of 100 of the others are couples.
        close((1.0 - children) * 0.92, &|k| elders.living[k] == 1);
        close(if setting == Urban { 0.65 } else { 0.95 }, &|k| elders.rooted[k] > 0.0);
        for k in 0..n {
            assert!((60.0..=61.0).contains(&elders.age[k]) && elders.function[k] == 0.0 && elders.generation[k] == 1);
            let states = [elders.self_worth[k], elders.connection[k], elders.belonging[k], elders.loneliness[k]];
            assert_eq!(states, [0.45, 0.5, 0.4, 0.4]);
            assert_eq!((elders.awareness[k], elders.trust[k], elders.habit[k]), (0.3, 0.5, 0.05));
            near(elders.efficacy[k], 0.5 + 0.08 * f64::from(elders.sociability[k]), 1e-6);
            assert_eq!((elders.unmet_share[k], elders.member[k], elders.credit_minutes[k]), (0.3, 0.0, 0));
            assert!((0..3).all(|t| elders.tie_strength[k][t] == 0.0));
        }
    }
}

fn nation(scale: f64) -> Vec<Site> {
    sites(&scenario(&format!("[population]\nscale = {scale}\n")))
}

#[test]
fn the_nation_has_about_609_000_communities_in_about_2840_districts() {
    let all = nation(1.0);
    let count = |setting: Setting| all.iter().map(|it| it.communities[setting.index()]).sum::<u32>();
    let [urban, rural] = Setting::ALL.map(count);
    // Their elders over the mean sizes: 113,142 urban communities and 495,718 villages.
    near(urban + rural, 608_860.0, 3_000.0);
    near(all.len() as f64, 2_840.0, 30.0);
    // 264.02 million elders of the census, by the mean sizes.
    near(f64::from(urban) * 1260.0 + f64::from(rural) * 245.0, 264.02e6, 0.5e6);
    let provinces: std::collections::BTreeSet<u32> = all.iter().map(|it| it.id.province()).collect();
    assert_eq!(provinces.len(), 31);
}

#[test]
fn beijing_at_five_percent_has_two_districts_with_140_communities_and_158_villages() {
    // 3,523,074 urban elders x 0.05 / 1260 = 139.8; 774,541 rural ones x 0.05 / 245 = 158.1; 4,297,615 in
    // all x 0.05 / 93,000 = 2.3 districts. One more or less by rounding.
    let beijing: Vec<Site> = nation(0.05).into_iter().filter(|it| it.province == "Beijing").collect();
    assert_eq!(beijing.len(), 2);
    let count = |k: usize| beijing.iter().map(|it| it.communities[k]).sum::<u32>();
    near(count(0), 139.8, 1.0);
    near(count(1), 158.1, 1.0);
    // Spread evenly over the two.
    assert!(beijing[0].communities[0].abs_diff(beijing[1].communities[0]) <= 1);
}

#[test]
fn provinces_and_settings_keep_the_elders_of_the_census_at_scale_0_05() {
    let all = nation(0.05);
    for (row, province) in census::provinces().iter().enumerate() {
        for setting in Setting::ALL {
            let those = all.iter().filter(|it| it.id.province() == row as u32);
            let communities: u32 = those.map(|it| it.communities[setting.index()]).sum();
            let size = if setting == Urban { 1260.0 } else { 245.0 };
            let wanted = province.elders[setting] as f64 * 0.05;
            // Within one community.
            near(f64::from(communities) * size, wanted, size);
        }
    }
}

#[test]
fn every_district_has_a_town_and_a_village_at_the_smallest_scale_and_every_province_a_district() {
    let all = nation(0.000_01);
    assert_eq!(all.len(), 31);
    assert!(all.iter().all(|it| it.communities.iter().all(|count| *count >= 1)));
}

#[test]
fn a_scenario_of_some_provinces_has_those_and_no_others() {
    let some = sites(&scenario("[population]\nscale = 0.01\nprovinces = ['Hunan', '西藏']\n"));
    let names: std::collections::BTreeSet<&str> = some.iter().map(|it| it.province).collect();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["Hunan", "Tibet"]);
}

#[test]
fn one_thread_and_two_synthesise_the_same_people_and_a_replicate_its_own() {
    let scenario = scenario(
        "[population]\ndistricts = 2\nurban_communities = 1\nrural_communities = 4\n\
                             [parameters.urban.structure]\ncommunity_size = 300\n",
    );
    let on = |threads: usize, replicate: u32| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| synthesis::synthesise(&scenario, replicate))
    };
    let one = on(1, 0);
    assert!(one == on(2, 0));
    assert!(one != on(1, 1));
}
