//! The embedded scenarios: complete, readable in both languages, sound.

use std::collections::BTreeSet;
use std::path::Path;

use huzhu::internals::policy::FundingMode;
use huzhu::internals::scenario::{Embedded, Places, embedded, load};
use huzhu::{Entry, Instrument, Scenario};

/// The lines of the comment that opens a scenario, without their mark.
fn opening(it: &Embedded) -> Vec<&'static str> {
    it.text.lines().map_while(|line| line.strip_prefix('#')).map(str::trim).collect()
}

/// The line of the opening comment that begins with `heading`, and the words after it.
fn says<'a>(lines: &[&'a str], heading: &str) -> Option<(usize, &'a str)> {
    lines.iter().enumerate().find_map(|(number, line)| Some((number, line.strip_prefix(heading)?.trim())))
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it))
}

fn scenario(name: &str) -> Scenario {
    load(name, &[]).unwrap_or_else(|error| panic!("{name}: {error}")).scenario
}

fn is_funding(entry: &Entry) -> bool {
    matches!(entry.instrument, Instrument::FundingRule(_))
}

#[test]
fn every_file_is_embedded_and_every_embedded_scenario_is_a_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: BTreeSet<String> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let names: Vec<String> = embedded::SCENARIOS.iter().map(|it| it.name.to_owned()).collect();
    assert_eq!(files, names.iter().cloned().collect());
    assert_eq!(files.len(), names.len(), "a name is in the list twice");
}

#[test]
fn the_pilot_is_the_scenario_of_a_command_that_names_none() {
    assert_eq!(embedded::SCENARIOS[0].name, "pilot");
}

#[test]
fn every_scenario_has_titles_of_its_own_in_both_languages() {
    let mut seen = BTreeSet::new();
    for it in embedded::SCENARIOS {
        let table: toml::Table = it.text.parse().unwrap();
        let title = |key: &str| {
            let title = table.get(key).and_then(toml::Value::as_str);
            title.unwrap_or_else(|| panic!("{} has no {key}", it.name)).to_owned()
        };
        let (english, chinese) = (title("title"), title("title_zh"));
        assert!(english.is_ascii() && is_chinese(&chinese), "{}: {english}, {chinese}", it.name);
        assert!(seen.insert(english) && seen.insert(chinese), "{}: another scenario is called so", it.name);
    }
}

#[test]
fn every_opening_comment_says_the_question_who_asks_and_what_to_expect_in_chinese_and_then_in_english() {
    for it in embedded::SCENARIOS {
        let lines = opening(it);
        let mut last = None;
        for heading in ["问题：", "谁会问：", "预期：", "Question:", "Who asks:", "Expect:"] {
            let (line, words) = says(&lines, heading).unwrap_or_else(|| panic!("{} has no `{heading}`", it.name));
            assert!(Some(line) > last, "{}: `{heading}` comes too early", it.name);
            assert!(!words.is_empty() && is_chinese(words) == is_chinese(heading), "{}: {words}", it.name);
            last = Some(line);
        }
    }
}

#[test]
fn every_question_stands_on_one_line_and_is_a_question() {
    for it in embedded::SCENARIOS {
        let lines = opening(it);
        for heading in ["问题：", "Question:"] {
            let (_, words) = says(&lines, heading).unwrap();
            assert!(words.ends_with(if is_chinese(heading) { '？' } else { '?' }), "{}: {words}", it.name);
        }
    }
}

#[test]
fn the_first_scenario_to_compare_with_has_the_same_people_in_the_same_place() {
    for it in embedded::SCENARIOS {
        let lines = opening(it);
        let Some((_, words)) = says(&lines, "Compare with:") else { continue };
        if words.starts_with("the same scenario") {
            continue;
        }
        let first = words.split(|it: char| !it.is_alphanumeric() && it != '-').next().unwrap();
        let (own, other) = (scenario(it.name), scenario(first));
        assert_ne!(own.name, other.name);
        assert_eq!((own.places, own.seed), (other.places, other.seed), "{} and {first}", it.name);
    }
}

#[test]
fn every_embedded_scenario_loads_and_is_of_a_size_that_runs_at_once() {
    for it in embedded::SCENARIOS {
        let elders = scenario(it.name).expected_elders();
        let most = if it.name == "china" { 300_000.0 } else { 25_000.0 };
        assert!((9_000.0..=most).contains(&elders), "{}: {elders} elders", it.name);
    }
}

#[test]
fn baselines_have_no_policy_and_all_others_but_the_nation_and_out_migration_have_one() {
    for it in embedded::SCENARIOS {
        let bare = it.name.ends_with("-baseline") || ["china", "out-migration"].contains(&it.name);
        assert_eq!(scenario(it.name).timeline.policy.is_empty(), bare, "{}", it.name);
    }
}

#[test]
fn stable_funding_and_the_one_off_grant_differ_in_nothing_but_how_the_same_yearly_money_comes() {
    let (project, stable) = (scenario("one-off-grant"), scenario("stable-funding"));
    let money = |scenario: &Scenario| {
        let mut rules = scenario.timeline.policy.iter().filter_map(|entry| match &entry.instrument {
            Instrument::FundingRule(rule) => Some((rule.mode, rule.yuan_per_elder_year, entry.start_week)),
            _ => None,
        });
        let rule = rules.next().unwrap();
        assert!(rules.next().is_none());
        rule
    };
    let (project_money, stable_money) = (money(&project), money(&stable));
    assert_eq!((project_money.0, stable_money.0), (FundingMode::Project, FundingMode::Stable));
    assert_eq!((project_money.1, project_money.2), (stable_money.1, stable_money.2));

    let rest = |mut scenario: Scenario| {
        scenario.timeline.policy.retain(|entry| !is_funding(entry));
        Scenario { name: String::new(), title: String::new(), title_zh: String::new(), ..scenario }
    };
    assert_eq!(rest(project), rest(stable));
}

#[test]
fn assisted_access_is_all_that_the_two_smart_communities_differ_in() {
    let (alone, mut assisted) = (scenario("smart-community"), scenario("smart-community-assisted"));
    for entry in &mut assisted.timeline.policy {
        if let Instrument::DigitalPlatform(platform) = &mut entry.instrument {
            assert_eq!(platform.assisted, 1.0);
            platform.assisted = 0.0;
        }
    }
    assert_eq!(alone.timeline, assisted.timeline);
    assert_eq!((alone.values, alone.places), (assisted.values, assisted.places));
}

#[test]
fn ageing_takes_the_number_of_elders_from_264_to_more_than_400_million_in_fifteen_years() {
    let scenario = scenario("ageing-2035");
    assert_eq!(scenario.weeks, 15 * 52);
    for parameters in [&scenario.parameters.urban, &scenario.parameters.rural] {
        let millions = 264.018_766 * (1.0 + f64::from(parameters.life.growth)).powi(15);
        assert!((400.0..420.0).contains(&millions), "{millions}");
    }
}

#[test]
fn every_embedded_scenario_runs_eight_weeks_from_a_short_warm_up_without_a_fault_or_a_number_that_is_none() {
    use huzhu::{Counter, Place, Setting, Simulation};

    for it in embedded::SCENARIOS {
        // One district with a community and two villages of ordinary size, or the whole nation in
        // communities of a few elders.
        let mut sets = vec!["weeks=8", "warmup_weeks=8", "output.warmup=true"];
        let size = ["parameters.structure.community_size=20"];
        match scenario(it.name).places {
            Places::Census { .. } => sets.extend(["population.scale=0.00001"].iter().chain(&size)),
            Places::Designed { urban_communities, rural_communities, .. } => {
                sets.push("population.districts=1");
                if urban_communities > 0 {
                    sets.push("population.urban_communities=1");
                }
                if rural_communities > 0 {
                    sets.push("population.rural_communities=2");
                }
            }
        }
        let sets: Vec<String> = sets.into_iter().map(str::to_owned).collect();
        let mut scenario = load(it.name, &sets).unwrap_or_else(|error| panic!("{}: {error}", it.name)).scenario;
        // What starts later starts at once, so that it is seen.
        for entry in &mut scenario.timeline.policy {
            entry.start_week = entry.start_week.min(4);
        }
        let mut simulation = Simulation::begin(&scenario, 0);
        let (mut weeks, mut most) = (0, 0);
        while !simulation.is_over() {
            let record = simulation.advance().record;
            for ((week, place), tally) in &record.tallies {
                assert!(tally.sums().iter().all(|sum| *sum >= 0), "{} week {week} {place:?}", it.name);
                most = most.max(tally[Counter::Elders]);
                weeks += i32::from(matches!(place, Place::Setting(_)));
            }
            for community in &record.communities {
                let numbers = [
                    community.budget_yuan,
                    community.planned_yuan,
                    community.income_yuan,
                    community.spent_yuan,
                    community.affordability,
                    community.capability,
                    community.offer,
                    community.reputation,
                ];
                assert!(numbers.iter().all(|number| number.is_finite()), "{}: {community:?}", it.name);
            }
            for elder in record.elders.iter().flatten() {
                let states = [elder.self_worth, elder.loneliness, elder.trust, elder.wellbeing];
                assert!(states.iter().all(|state| (0.0..=1.0).contains(state)), "{}: {elder:?}", it.name);
            }
        }
        let settings =
            Setting::ALL.iter().filter(|it| simulation.population().communities.iter().any(|c| c.setting == **it));
        assert_eq!(weeks, 16 * settings.count() as i32, "{}", it.name);
        assert!((20..=3_000).contains(&most), "{}: {most} elders", it.name);
    }
}
