//! Policies over contexts: named contexts, contexts drawn from what is uncertain, and the region in which a policy fails.

#[path = "support/program.rs"]
mod program;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use huzhu::Study;
use huzhu::internals::analysis::{Bound, Failing, Money, figure};
use huzhu::internals::plan::Drawn;
use huzhu::internals::runner::RunStore;
use huzhu::internals::study::{Explored, explore, find};
use program::area;
use unicode_width::UnicodeWidthStr;

/// Cash costs what is paid an hour, so that a policy of cash is too dear where much is paid.
const CASH: &str = "
replicates = 1
measures = ['participants_share']
goals.spending_per_elder_year.at_most = 450
goals.lonely_share.gain = 0.001

[study.policies.cash]
en = 'cash'
zh = '现金'
policy.subsidy = { start_week = 0, yuan_per_hour = 12 }

[study.policies.praise]
policy.recognition.start_week = 0

[study.uncertain]
worlds = 40
replicates = 2

[study.uncertain.factors.'policy.subsidy.yuan_per_hour']
zh = '每小时报酬'
distribution = 'uniform'
low = 0
high = 200

[study.uncertain.factors.'parameters.rural.need.outmigration']
distribution = 'triangular'
low = 1
mode = 1.5
high = 3

[study.uncertain.factors.'baseline.funding.mode']
values = ['matched', 'stable']
";

fn text(study: &str) -> String {
    format!("{}[study]\n{study}", area(8, 300))
}

fn drawn() -> (Study, Drawn) {
    Study::from_text_drawn("cash", &text(CASH)).unwrap()
}

fn explored(threads: usize) -> (Study, Explored) {
    let (study, contexts) = drawn();
    let uncertain = study.uncertain.clone().unwrap();
    let it = explore(&uncertain, contexts, threads, &AtomicBool::new(false), &mut RunStore::nowhere(), |_| {}).unwrap();
    (study, it)
}

#[test]
fn what_is_uncertain_of_an_instrument_differs_where_it_is_in_force_and_the_rest_everywhere() {
    let (_, drawn) = drawn();
    assert_eq!(drawn.contexts.len(), 40);
    let amounts = |arm: usize| -> Vec<Option<f64>> {
        let of = |context: &huzhu::internals::plan::Context| {
            let timeline = &context.arms[arm].scenario.timeline;
            let cash = timeline.policy.iter().find(|it| it.name == "subsidy")?;
            let told = format!("{:?}", cash.instrument);
            let number = told.split("yuan_per_hour: ").nth(1)?;
            let number: String = number.chars().take_while(|it| it.is_ascii_digit() || *it == '.').collect();
            number.parse().ok()
        };
        drawn.contexts.iter().map(of).collect()
    };
    assert!(amounts(0).iter().all(Option::is_none) && amounts(2).iter().all(Option::is_none));
    let mut cash: Vec<f64> = amounts(1).into_iter().flatten().collect();
    cash.sort_by(f64::total_cmp);
    // A Latin hypercube has one point in each fortieth.
    assert!(cash.iter().enumerate().all(|(number, it)| (it / 5.0).floor() as usize == number), "{cash:?}");
    for context in &drawn.contexts {
        let outmigration = |arm: usize| context.arms[arm].scenario.parameters.rural.need.outmigration;
        assert!((1.0..3.0).contains(&outmigration(0)));
        assert!(outmigration(0) == outmigration(1) && outmigration(0) == outmigration(2));
    }
}

#[test]
fn unit_costs_and_the_value_of_an_hour_may_be_uncertain() {
    let uncertain = |path: &str, low: f64| {
        format!(
            "[study.uncertain.factors.'parameters.{path}']\ndistribution = 'uniform'\nlow = {low}\nhigh = {}\n",
            2.0 * low
        )
    };
    let factors = uncertain("cost.recognition", 4.0) + &uncertain("urban.cost.hour_elder", 10.0);
    let study = text(&format!(
        "replicates = 1\n[study.policies.praise.policy.recognition]\nstart_week = 0\n\
         [study.uncertain]\nworlds = 20\nreplicates = 1\n{factors}"
    ));
    let (study, drawn) = Study::from_text_drawn("praise", &study).unwrap();
    let stop = AtomicBool::new(false);
    let it = explore(&study.uncertain.unwrap(), drawn, 2, &stop, &mut RunStore::nowhere(), |_| {}).unwrap();
    for (context, arms) in it.contexts.iter().zip(&it.runs) {
        let cost = &context.arms[0].scenario.parameters.urban.cost;
        assert!((4.0..8.0).contains(&cost.recognition) && (10.0..20.0).contains(&cost.hour_elder));
        let money = Money::of(&arms[1][0], figure("lonely_share"), 0.0);
        let spent = money.instruments[4] / f64::from(cost.recognition) * 52.0 / 8.0;
        assert!((spent - 1.0).abs() < 0.05, "{spent} elder-years of recognition are paid for");
        let hours = arms[1][0].hours[0];
        assert_eq!((hours.elder, hours.volunteer), (f64::from(cost.hour_elder), 41.0));
    }
}

#[test]
fn the_region_in_which_cash_is_too_dear_is_told_by_what_is_paid_an_hour() {
    let (study, it) = explored(2);
    let uncertain = study.uncertain.as_ref().unwrap();
    let found = find(&study, uncertain, &it).unwrap();
    let measure = found.weighed.iter().position(|it| it.figure.key == "spending_per_elder_year").unwrap();
    let dear = found.failures.iter().find(|it| (it.measure, it.arm) == (measure, 1)).unwrap();
    let Failing::Within { region, quasi_p_values } = &dear.found.failing else { panic!("{dear:?}") };
    let paid = region.restrictions.iter().position(|it| it.column == 0).unwrap();
    let Bound::AtLeast(least) = region.restrictions[paid].bound else { panic!("{region:?}") };
    assert!((1.0..199.0).contains(&least) && quasi_p_values[paid] < 0.05, "{region:?}");
    assert!(region.coverage > 0.8 && region.density > 0.8, "{region:?}");
    let trajectory = &dear.found.trajectory;
    assert!(trajectory[0].coverage == 1.0 && trajectory.last().unwrap().density >= region.density - 1e-9);
    // Praise costs the same in every context.
    let praise = found.failures.iter().find(|it| (it.measure, it.arm) == (measure, 2)).unwrap();
    assert_ne!(praise.found.failures, dear.found.failures);
    // What is better than the baseline is not asked of the baseline.
    let lonely = found.weighed.iter().position(|it| it.figure.key == "lonely_share").unwrap();
    assert!(found.failures.iter().all(|it| (it.measure, it.arm) != (lonely, 0)));
}

#[test]
fn contexts_are_the_same_whatever_the_threads_and_after_a_kill() {
    let whole = explored(1).1.runs;
    assert_eq!(whole, explored(3).1.runs);
    let folder = tempfile::tempdir().unwrap();
    let go = |stop_after: usize| {
        let (study, contexts) = drawn();
        let uncertain = study.uncertain.unwrap();
        let stop = AtomicBool::new(false);
        let mut kept = RunStore::open(folder.path(), std::time::Duration::ZERO).unwrap();
        explore(&uncertain, contexts, 2, &stop, &mut kept, |it| stop.store(it.runs >= stop_after, Ordering::Relaxed))
            .unwrap()
    };
    let first = go(20);
    assert!(!first.complete && first.runs.len() < 10 && first.runs == whole[..first.runs.len()]);
    let second = go(usize::MAX);
    assert!(second.complete && second.runs == whole && second.elder_weeks > 0);
    assert_eq!(go(usize::MAX).elder_weeks, 0);
}

#[test]
fn the_resolved_study_says_again_what_is_uncertain_and_what_is_good_enough() {
    let first = Study::from_text("cash", &text(CASH), &[]).unwrap();
    let (again, drawn_again) = Study::from_text_drawn("cash", &first.resolved()).unwrap();
    assert_eq!(first.resolved(), again.resolved());
    assert_eq!(first.measures, again.measures);
    assert_eq!(drawn().1.contexts, drawn_again.contexts);
}

#[test]
fn faults_of_what_is_uncertain_and_of_goals_are_reported_at_once() {
    let faults = |study: &str| Study::from_text("study", &text(study), &[]).unwrap_err().to_string();
    let told = faults(
        "goals.lonely_share = { at_most = 0.3, gain = 0.1 }\ngoals.needed_hours.at_most = 3\nthresholds = [2, 1]\n\
         [study.policies.a.policy.points]\n[study.uncertain]\nworlds = 3\n\
         [study.uncertain.factors.'parameters.rural.need.outmigratoin']\ndistribution = 'uniform'\nlow = 1\nhigh = 2\n\
         [study.uncertain.factors.'parameters.rural.need.outmigration']\ndistribution = 'uniform'\nlow = 3\nhigh = 2\n\
         [study.uncertain.factors.'policy.time_bank.inherit']\nvalues = [true, false]\n",
    );
    for words in [
        "must be one of `{ at_least = 0.1 }`",
        "`needed_hours` cannot be a goal",
        "`study.thresholds` must be a non-empty, increasing list",
        "`study.uncertain.worlds`",
        "did you mean `need.outmigration`?",
        "low = 3 must lie below high = 2",
        "no policy of the study uses the instrument of `policy.time_bank.inherit`",
    ] {
        assert!(told.contains(words), "no {words} in\n{told}");
    }
    let nothing = faults("[study.policies.a.policy.points]\n[study.uncertain]\nworlds = 20\n");
    assert!(nothing.contains("no factor is given"), "{nothing}");
    let certain = Study::load_drawn("incentives", &[], None).unwrap_err().to_string();
    assert!(certain.contains("[study.uncertain.factors"), "{certain}");
}

/// What a command prints, no line of it longer than a terminal is wide.
fn printed(folder: &Path, arguments: &[&str]) -> String {
    let text = program::printed(folder, arguments);
    assert!(text.lines().all(|line| line.width() <= 100 || line.starts_with(['{', ' ', '}'])), "{text}");
    text
}

#[test]
fn discover_says_in_both_languages_where_a_policy_fails_and_leaves_files_that_verify() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::write(path.join("study.toml"), text(CASH)).unwrap();
    let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let english = one_line(printed(path, &["discover", "study.toml"]));
    for words in ["40 contexts drawn", "mostly where", "(coverage)", "(density)", "quasi-p", "runs/discover-study-001"]
    {
        assert!(english.contains(words), "no {words} in\n{english}");
    }
    let chinese = printed(path, &["discover", "study.toml", "--lang", "zh", "--threads", "1"]);
    assert!(chinese.contains("每小时报酬不低于") && chinese.contains("覆盖率"), "{chinese}");
    let digest = |run: &str| {
        let found = huzhu::internals::output::verify(&path.join(run)).unwrap();
        assert!(found.holds() && found.complete, "{found:?}");
        huzhu::internals::output::Manifest::read(&path.join(run)).unwrap().0.digest
    };
    assert_eq!(digest("runs/discover-study-001"), digest("runs/discover-study-002"));
    let csv = |name: &str| std::fs::read_to_string(path.join("runs/discover-study-001").join(name)).unwrap();
    assert_eq!(csv("worlds.csv").lines().count(), 1 + 40 * 3);
    assert!(csv("restrictions.csv").contains("policy.subsidy.yuan_per_hour"));
    let told: Vec<String> =
        csv("regions.csv").lines().filter(|it| it.split(',').nth(4) == Some("1")).map(str::to_string).collect();
    assert!(!told.is_empty() && csv("robustness.csv").lines().count() == 1 + 3 * 3);
    // With one replicate in each context what fails may be chance, and nothing is named as a region.
    let arguments = ["discover", "study.toml", "--worlds", "20", "--replicates", "1", "--report", "--out", "one"];
    let one = one_line(printed(path, &arguments));
    assert!(one.contains("and no failure region is reported") && !one.contains("mostly where"), "{one}");
    let page = std::fs::read_to_string(path.join("one/report.html")).unwrap();
    assert!(page.contains("and no failure region is reported") && !page.contains("mostly where"));
    assert_eq!(std::fs::read_to_string(path.join("one/regions.csv")).unwrap().lines().count(), 1);
    let again = printed(path, &["discover", "--resume", "runs/discover-study-001"]);
    assert!(again.contains("is already complete"), "{again}");
}

#[test]
fn a_comparison_in_several_contexts_tells_regret_and_for_whom_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let study = text(
        "replicates = 2\nmeasures = ['lonely_share', 'spending_per_elder_year', 'unmet_gini']\neffect = 'lonely_share'\n\
         [study.policies.praise.policy.recognition]\nstart_week = 0\n\
         [study.contexts.leaving]\nen = 'heavy out-migration'\nparameters.rural.need.outmigration = 2.5\n\
         [study.contexts.poor]\nparameters.fiscal.capacity = 0.6\n",
    );
    std::fs::write(path.join("study.toml"), study).unwrap();
    let all = printed(path, &["compare", "study.toml", "--groups", "--out", "all"]);
    for words in ["over 3 contexts", "heavy out-migration", "better than the baseline", "80 and over", "poorest fifth"]
    {
        assert!(all.contains(words), "no {words} in\n{all}");
    }
    let csv = |run: &str, name: &str| std::fs::read_to_string(path.join(run).join(name)).unwrap();
    // Three measures, nineteen groups, three scopes, three contexts; the Gini index is not formed by uncovered needs.
    let groups = csv("all", "groups.csv");
    assert_eq!(groups.lines().count(), 1 + (3 * 19 - 3) * 3 * 3);
    let of = |measure: &str, told: &str| {
        groups.lines().filter(|it| it.contains(measure)).all(|it| it.contains(told)) && groups.contains(measure)
    };
    assert!(of("lonely_share", "last_four,themselves") && of("spending_per_elder_year", "whole_run,places"));
    assert_eq!(csv("all", "robustness.csv").lines().count(), 1 + 2 * 3);
    assert_eq!(csv("all", "regrets.csv").lines().count(), 1 + 2 * 3 * 3);
    assert!(csv("all", "equity.csv").contains("concentration_by_income"));
    assert!(csv("all", "names.csv").contains("context,leaving,heavy out-migration"));
    let one = printed(path, &["compare", "study.toml", "--context", "baseline", "--out", "one"]);
    assert!(!one.contains("contexts") && !path.join("one/robustness.csv").exists(), "{one}");
    // Groups and contexts change nothing of what is compared in the unchanged context.
    let contrasts = |run: &str| -> Vec<String> {
        csv(run, "contrasts.csv").lines().filter(|it| it.starts_with("baseline,")).map(str::to_string).collect()
    };
    assert_eq!(contrasts("all"), contrasts("one"));
}
