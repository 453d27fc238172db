//! Nothing comes from nowhere: people, memberships, credits, hours and money, week by week.

mod support;

use std::collections::BTreeMap;

use huzhu::internals::observe::{COUNTERS, Kind, Spell};
use huzhu::internals::population::Elders;
use huzhu::{Counter, Scenario, Setting, Tally};
use support::{Course, course, course_watched, every_instrument, small_area};

/// A small area in which everything happens: all instruments (a time bank with portable, inherited, fast
/// fading credits, a low cap), growth, much moving, many care homes. Warm-up of half a year, then two years.
fn lively(more: &str) -> Scenario {
    let instruments = every_instrument().replace(
        "[policy.time_bank]\n",
        "[policy.time_bank]\ncap_hours = 12\nexpiry_weeks = 40\nportable = 1\ninherit = 1\n",
    );
    small_area(
        104,
        28,
        "",
        &format!(
            "[parameters.behave]\ngive = -1.5\njoin = -2.5\n\
             [parameters.life]\nmove_rooted = 0.3\ncare_home = 13\ncare_home_unmet = 0.2\nchild_return = 0.2\nenter_since = 200\n\
             [parameters.institution]\nbeds = 40\npolicy_break = 1\n{instruments}{more}"
        ),
    )
}

fn weeks(scenario: &Scenario) -> std::ops::Range<i32> {
    -scenario.warmup_weeks..scenario.weeks
}

#[test]
fn credits_earned_and_granted_are_held_redeemed_faded_or_written_off_to_the_minute() {
    use Counter as M;
    let scenario = lively("[policy.time_bank.more]\nstart_week = 52\nrate = 2.5\n");
    let course = course(&scenario, 0);
    for setting in Setting::ALL {
        let mut held = 0;
        for week in weeks(&scenario) {
            let it = course.of(week, setting);
            held += it[M::CreditsEarned] + it[M::CreditsGranted];
            held -= it[M::CreditsRedeemed] + it[M::CreditsFaded] + it[M::CreditsWrittenOff];
            assert_eq!(it[M::CreditsOutstanding], held, "{setting:?} week {week}");
        }
        assert!(held > 0, "somebody holds credits in the end");
    }
    // Each of the five flows was at work.
    for measure in [M::CreditsEarned, M::CreditsGranted, M::CreditsRedeemed, M::CreditsFaded, M::CreditsWrittenOff] {
        assert!(course.sum(weeks(&scenario), measure) > 0, "{measure:?}");
    }
}

#[test]
fn elders_with_those_in_care_homes_are_those_of_last_week_and_the_entrants_without_the_dead() {
    use Counter as M;
    let scenario = lively("[parameters.structure]\nspare_places = 0.05\n");
    let course = course(&scenario, 0);
    let mut entered_homes = 0;
    for setting in Setting::ALL {
        let mut before: Option<i64> = None;
        for week in weeks(&scenario) {
            let it = course.of(week, setting);
            let change = it[M::Entrants] - it[M::Deaths];
            let people = it[M::Elders] + it[M::InCareHomes];
            if let Some(before) = before {
                assert_eq!(people, before + change, "{setting:?} week {week}");
            }
            if week.rem_euclid(4) != 0 {
                assert_eq!(
                    (change, it[M::CareHomeEntries]),
                    (0, 0),
                    "life courses move at the month only: week {week}"
                );
            }
            let by_function = it[M::Independent] + it[M::Limited] + it[M::Dependent];
            assert_eq!(by_function, it[M::Elders], "{setting:?} week {week}");
            before = Some(people);
            entered_homes += it[M::CareHomeEntries];
        }
    }
    assert!(entered_homes > 0);
    for measure in [M::Entrants, M::Deaths, M::Moves] {
        assert!(course.sum(weeks(&scenario), measure) > 0, "{measure:?}");
    }
}

#[test]
fn those_in_care_homes_are_counted_in_the_week_they_live_there() {
    use Counter as M;
    let scenario = lively("");
    let mut elders = Elders::default();
    let mut residents = BTreeMap::new();
    let course = course_watched(&scenario, 0, |next_week, population| {
        let mut count = 0;
        for community in &population.communities {
            community.elders.unpack(&mut elders, &scenario.parameters[community.setting]);
            count += elders.care_home.iter().filter(|it| **it).count() as i64;
        }
        residents.insert(next_week - 1, count);
    });
    assert!(residents.values().any(|count| *count > 0));
    for (week, count) in residents {
        assert_eq!(course.all(week)[M::InCareHomes], count, "week {week}");
    }
}

fn ends(spells: &[Spell], setting: Setting, week: i32) -> [i64; 4] {
    let count = |words: &[&str]| {
        let those = spells.iter().filter(|it| it.end_week == week && it.setting == setting.name());
        those.filter(|it| words.contains(&it.why)).count() as i64
    };
    [count(&["quit", "pay_ended"]), count(&["died"]), count(&["moved"]), count(&["care_home"])]
}

#[test]
fn members_are_those_of_last_week_with_who_joined_or_came_so_without_who_quit_died_moved_or_entered_a_care_home() {
    use Counter as M;
    // Cash ends in week 52, so that some quit for that.
    let scenario = lively("[policy.subsidy.more]\nstart_week = 0\nstop_week = 52\nyuan_per_hour = 40\n");
    let scenario = Scenario {
        timeline: huzhu::Timeline {
            policy: scenario.timeline.policy.iter().filter(|it| it.name != "subsidy").cloned().collect(),
            ..scenario.timeline.clone()
        },
        ..scenario
    };
    let course = course(&scenario, 0);
    // Entrants who carry on what they did before have been members for 200 weeks, and nobody else has.
    let came = |week: i32, setting: Setting| {
        let spells = course.spells.iter().chain(&course.open_spells);
        spells.filter(|it| it.start_week == week - 200 && it.setting == setting.name()).count() as i64
    };
    let mut all = [0; 4];
    for setting in Setting::ALL {
        let mut before: Option<i64> = None;
        for week in weeks(&scenario) {
            let it = course.of(week, setting);
            let [quit, died, moved, care_home] = ends(&course.spells, setting, week);
            assert_eq!(it[M::Quits], quit, "{setting:?} week {week}");
            if let Some(before) = before {
                let after = before + it[M::Joins] + came(week, setting) - quit - died - moved - care_home;
                assert_eq!(it[M::Members], after, "{setting:?} week {week}");
            }
            before = Some(it[M::Members]);
            all.iter_mut().zip([quit, died, moved, care_home]).for_each(|(sum, more)| *sum += more);
        }
        let open = course.open_spells.iter().filter(|it| it.setting == setting.name()).count() as i64;
        assert_eq!(Some(open), before, "open memberships are the members of the last week");
    }
    assert!(all.iter().all(|count| *count > 0), "each end happens: {all:?}");
    assert!(weeks(&scenario).any(|week| Setting::ALL.iter().any(|setting| came(week, *setting) > 0)));
    assert!(course.spells.iter().any(|it| it.why == "pay_ended" && it.end_week == 52));
    assert!(course.spells.iter().all(|it| it.start_week <= it.end_week && it.why != "open"));
}

fn given(it: &Tally) -> i64 {
    use Counter as M;
    it[M::GivenByElders] + it[M::GivenByVolunteers] + it[M::GivenByVisitors] + it[M::GivenByProfessionals]
}

fn received(it: &Tally) -> i64 {
    use Counter as M;
    it[M::ServedDaily] + it[M::ServedHealth] + it[M::ServedCompanionship]
}

#[test]
fn where_no_service_fails_what_helpers_give_is_what_elders_receive_to_the_minute() {
    // Nobody's family is relieved: that takes an hour of the family, not of the need.
    let scenario = lively("[parameters.service]\nquality = 1\nincident = 0\n[parameters.need]\nrelief_most = 0\n");
    let course = course(&scenario, 0);
    for week in weeks(&scenario) {
        let it = course.all(week);
        assert_eq!(it[Counter::Failures], 0);
        assert_eq!(given(&it), received(&it), "week {week}");
    }
    assert!(course.sum(weeks(&scenario), Counter::DuplicatedTime) > 0);
}

#[test]
fn where_every_service_fails_hours_are_given_and_nobody_receives() {
    let scenario = lively("[parameters.service]\nincident = 1\nincident_standard = 0\nincident_law = 0\n");
    let course = course(&scenario, 0);
    for week in weeks(&scenario) {
        let it = course.all(week);
        assert_eq!((received(&it), it[Counter::Receivers]), (0, 0));
        assert_eq!(it[Counter::Failures], it[Counter::Services]);
        // Providers' services are counted apart.
        assert_eq!(it[Counter::Incidents], it[Counter::Services] + it[Counter::ServicesByProviders]);
    }
    assert!(course.sum(weeks(&scenario), Counter::GivenByElders) > 0);
}

#[test]
fn need_is_covered_by_family_and_clinics_received_or_unmet() {
    use Counter as M;
    // No counsellors: their hour is one hour whatever is needed.
    // No providers: what they serve is counted apart.
    let mut scenario = lively("[parameters.service]\ncounsel_most = 0\n");
    scenario.timeline.policy.retain(|it| it.name != "purchase");
    let course = course(&scenario, 0);
    let kinds = [
        (M::NeededDaily, M::CoveredDaily, M::ServedDaily, M::UnmetDaily),
        (M::NeededHealth, M::CoveredHealth, M::ServedHealth, M::UnmetHealth),
        (M::NeededCompanionship, M::CoveredCompanionship, M::ServedCompanionship, M::UnmetCompanionship),
    ];
    for week in weeks(&scenario) {
        let it = course.all(week);
        let mut lost = 0.0;
        for (needed, covered, served, unmet) in kinds {
            let hours = |measure| it.read(measure);
            let gone = hours(needed) - hours(covered) - hours(unmet) - hours(served);
            // Minutes are rounded down, at most one each service; sums of states to 1/65,536 an elder.
            assert!(gone > -0.02, "{needed:?} week {week}: {gone}");
            lost += gone;
        }
        assert!(lost * 60.0 <= it[M::Services] as f64 + 1.0, "week {week}: {lost} hours of {}", it[M::Services]);
    }
}

#[test]
fn participants_are_givers_and_receivers_each_once_and_never_more_than_elders() {
    use Counter as M;
    let scenario = lively("");
    let course = course(&scenario, 0);
    for week in weeks(&scenario) {
        let it = course.all(week);
        assert!(it[M::Participants] <= it[M::Givers] + it[M::Receivers]);
        assert!(it[M::Participants] >= it[M::Givers].max(it[M::Receivers]));
        assert!(it[M::Participants] <= it[M::Elders] && it[M::Members] <= it[M::Elders]);
        assert!(it[M::ServedRequests] <= it[M::OpenRequests]);
        assert!(it[M::WeeksWaited] >= it[M::ServedRequests] && it[M::WeeksWaited] <= 8 * it[M::ServedRequests]);
        assert!(it[M::GivenByElders] <= it[M::Offered] && it[M::Givers] <= it[M::Members] + it[M::Quits]);
        assert!(it[M::VolunteersActive] <= it[M::Volunteers]);
        assert!(it[M::CreditHolderServed] <= it[M::CreditHolderRequests]);
        assert!(it[M::Incidents] <= it[M::Failures] && it[M::Failures] <= it[M::Services]);
    }
}

fn spending(it: &Tally) -> i64 {
    (0..huzhu::internals::policy::COUNT).map(|number| it.spending(number)).sum::<i64>() + it[Counter::SpendingCore]
}

fn budgets_balance(course: &Course, scenario: &Scenario) {
    for setting in Setting::ALL {
        let mut budget = 0;
        for week in weeks(scenario) {
            let it = course.of(week, setting);
            budget += it[Counter::Income] - spending(&it);
            assert_eq!(it[Counter::Budget], budget, "{setting:?} week {week}");
        }
    }
}

#[test]
fn stable_and_project_money_that_came_in_was_spent_or_is_in_hand_to_the_cent() {
    for funding in [
        "[baseline.funding]\nmode = 'stable'\nyuan_per_elder_year = 200\n",
        "[baseline.funding]\nmode = 'stable'\nyuan_per_elder_year = 20\n[policy.funding]\nmode = 'project'\n\
         yuan_per_elder_year = 300\nmonths = 8\nstart_week = 12\n",
    ] {
        let scenario = lively(funding);
        let course = course(&scenario, 0);
        budgets_balance(&course, &scenario);
        let saved = course.all(scenario.weeks - 1)[Counter::Budget];
        assert!(saved >= 0, "an organiser never pays out more than it has");
        assert!(course.sum(weeks(&scenario), Counter::Income) > 0);
    }
}

#[test]
fn matched_money_is_what_is_spent_and_leaves_nothing_in_hand() {
    let scenario = lively("");
    let course = course(&scenario, 0);
    for week in weeks(&scenario) {
        let it = course.all(week);
        assert_eq!((it[Counter::Budget], it[Counter::Income]), (0, spending(&it)), "week {week}");
    }
}

/// Means of states lie in [0, 1], and so does every state of every elder watched.
fn is_sound(course: &Course, scenario: &Scenario) {
    for ((week, place), tally) in &course.tallies {
        for (measure, description) in COUNTERS.iter().enumerate() {
            let sum = tally.sums()[measure];
            assert!(sum >= 0, "{} is {sum} in week {week}, {place:?}", description.name);
            let heads = match description.kind {
                Kind::ElderState => tally[Counter::Elders],
                Kind::CommunityState => tally[Counter::Communities],
                _ => continue,
            };
            let mean = sum as f64 / 65_536.0 / heads as f64;
            assert!((0.0..=1.0).contains(&mean), "{} is {mean} in week {week}, {place:?}", description.name);
        }
    }
    for it in &course.elders {
        let states = [
            it.income,
            it.self_worth,
            it.connection,
            it.belonging,
            it.loneliness,
            it.efficacy,
            it.awareness,
            it.trust,
            it.habit,
            it.burden,
            it.cash_exposure,
            it.unmet_share,
            it.wellbeing,
        ];
        assert!(states.iter().all(|state| (0.0..=1.0).contains(state)), "{it:?}");
        assert!((60.0..121.0).contains(&it.age_years), "{it:?}");
        assert!(it.given_hours <= 8.0 && it.given_hours_so_far >= it.given_hours, "{it:?}");
    }
    assert_eq!(course.communities.len() as i32, 3 * (scenario.weeks + scenario.warmup_weeks) / 4);
    for it in &course.communities {
        let levels = [
            it.affordability,
            it.capability,
            it.coordination,
            it.standardisation,
            it.process_closure,
            it.platform,
            it.outreach,
            it.culture,
            it.access,
            it.reputation,
            it.continuity_belief,
            it.confidence,
            it.cultural_barrier,
            it.offer,
        ];
        assert!(levels.iter().all(|level| (0.0..=1.0).contains(level)), "{it:?}");
        assert!([it.budget_yuan, it.planned_yuan, it.income_yuan, it.spent_yuan].iter().all(|it| it.is_finite()));
    }
}

#[test]
fn all_states_lie_between_0_and_1_every_week_under_all_instruments_and_under_extremes() {
    for more in [
        "",
        "[baseline.funding]\nmode = 'none'\n",
        "[parameters.service]\nincident = 1\n[parameters.need]\ncompanionship = 30\n",
        "[parameters.drive]\nrelax = 1\nrelax_loneliness = 1\nrelax_efficacy = 1\n[parameters.perceive]\ntrust_drift = 1\n",
    ] {
        let scenario = lively(more);
        is_sound(&course(&scenario, 0), &scenario);
    }
}

#[test]
fn a_single_hamlet_without_money_or_volunteers_is_a_valid_area() {
    let scenario = support::scenario(
        "weeks = 52\nwarmup_weeks = 0\n[population]\nurban_communities = 0\nrural_communities = 1\n\
         [parameters.rural.structure]\ncommunity_size = 20\nsize_spread = 0\nvolunteer_pool_least = 0\nvolunteer_pool = 0\n\
         [parameters.rural.fiscal]\ncollective_income = 0\n[baseline.funding]\nmode = 'none'\n[output]\nwarmup = true\n",
    );
    let course = course(&scenario, 0);
    for week in 0..52 {
        let it = course.all(week);
        assert_eq!((it[Counter::Communities], it[Counter::Income], it[Counter::Volunteers]), (1, 0, 0));
        // The third month without money suspends: week 8.
        assert_eq!(it[Counter::Operating], i64::from(week < 8), "week {week}");
        assert!((18..=21).contains(&it[Counter::Elders]));
        assert_eq!(course.of(week, Setting::Urban), Tally::default());
    }
}
