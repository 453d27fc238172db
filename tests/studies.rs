//! Studies: what is written is checked whole, and policies are compared on the same people and draws.

#[path = "support/program.rs"]
mod program;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use huzhu::Study;
use huzhu::internals::analysis::Verdict;
use huzhu::internals::plan::Input;
use huzhu::internals::runner::RunStore;
use huzhu::internals::scenario::embedded::STUDIES;
use huzhu::internals::study::{Outcomes, PolicyPackage, all_contrasts, compare, cost_effectiveness_table};

use program::{area, printed, refused, run};

fn small(study: &str) -> String {
    format!("{}[study]\n{study}", area(8, 300))
}

fn faults(study: &str) -> String {
    Study::from_text("study", &small(study), &[]).unwrap_err().to_string()
}

#[test]
fn a_study_is_a_scenario_with_policies_laid_on_it() {
    let text = small(
        "title = 'Two'\ntitle_zh = '两项'\nseed = 7\nreplicates = { least = 3, most = 9 }\n\
         measures = ['trust']\nprecision.trust.relative = 0.05\n\
         [study.policies.bank]\nen = 'time bank'\nzh = '时间银行'\npolicy.time_bank.start_week = 0\n\
         [study.policies.both.policy]\ntime_bank.start_week = 4\npoints.setting = 'rural'\n\
         [study.contexts.leaving]\nparameters.rural.need.outmigration = 2\n",
    );
    let study = Study::from_text("two", &text, &["weeks=12".into()]).unwrap();
    assert_eq!((study.title.as_str(), study.title_zh.as_str(), study.least, study.most), ("Two", "两项", 3, 9));
    assert_eq!((study.base().seed, study.base().weeks), (7, 12));
    let ids: Vec<&str> = study.policies().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["bank", "both"]);
    let names = |context: usize, arm: usize| -> Vec<String> {
        study.contexts[context].arms[arm].scenario.timeline.policy.iter().map(|it| it.name.clone()).collect()
    };
    assert_eq!(
        (names(0, 0).len(), names(0, 1), names(0, 2)),
        (0, vec!["time_bank".into()], vec!["time_bank".into(), "points".into()])
    );
    assert_eq!(study.contexts[1].named.id, "leaving");
    assert!(study.contexts[1].arms.iter().all(|it| it.scenario.values != study.base().values));
}

#[test]
fn the_resolved_study_reads_back_as_the_same_study() {
    let text = small(
        "replicates = 4\nmeasures = ['trust', 'unmet_gini']\ndiscount_rate = 0.035\nreport = true\n\
         [study.precision]\nlonely_share = { absolute = 0.01 }\n\
         [study.policies.cash.policy.subsidy]\nyuan_per_hour = 12\nstop_week = 4\n\
         [study.policies.less]\nen = 'no \"recognition\"'\npolicy.recognition.enabled = false\nbaseline.outreach.level = 0.5\n\
         [study.contexts.poor]\npolicy.funding.mode = 'none'\nparameters.fiscal.capacity = 0.6\n",
    );
    let text = text.replace("[study]", "[policy.recognition]\nlevel = 0.5\n[study]");
    let first = Study::from_text("study", &text, &[]).unwrap();
    let again = Study::from_text("study", &first.resolved(), &[]).unwrap();
    assert_eq!(first.resolved(), again.resolved());
    assert_eq!(first.contexts[0], again.contexts[0]);
    assert_eq!(first.measures, again.measures);
    assert_eq!((again.options.discount_rate, again.options.report, again.options.groups), (0.035, true, false));
}

#[test]
fn what_the_options_asked_for_reads_back_from_the_resolved_study() {
    let text = small(
        "rounds = 7\n[study.precision]\nlonely_share = { absolute = 0.01 }\n\
         [study.policies.bank.policy]\nrecognition.level = 1\noutreach.level = 1\n",
    );
    let mut study = Study::from_text("study", &text, &[]).unwrap();
    // One replicate, as --replicates 1 says, is fewer than a precision could ever be judged on.
    study.fix_replicates(1);
    let again = Study::from_text("study", &study.resolved(), &[]).unwrap();
    assert_eq!((again.options.rounds, again.least, again.most), (7, 1, 1));
    assert!(
        faults("replicates = { least = 2, most = 9 }\n[study.precision]\ntrust = { absolute = 0.01 }\n")
            .contains("study.replicates.least")
    );
    assert!(faults("rounds = 0\n").contains("study.rounds"));
}

#[test]
fn the_numbers_of_replicates_have_two_names_of_which_one_is_written() {
    let replicates = |text: &str| {
        let policies = "[study.policies.bank.policy.time_bank]\n";
        let study = Study::from_text("study", &small(&format!("replicates = {text}\n{policies}")), &[]);
        study.map(|it| (it.least, it.most)).map_err(|error| error.to_string())
    };
    for text in ["{ min = 3, max = 9 }", "{ least = 3, most = 9 }", "{ min = 3, most = 9 }", "{ least = 3, max = 9 }"] {
        assert_eq!(replicates(text), Ok((3, 9)), "{text}");
    }
    let told = replicates("{ min = 3, least = 3, max = 9, most = 9 }").unwrap_err();
    for words in [
        "`study.replicates`: `min` and `least` are two names of the same value",
        "`study.replicates`: `max` and `most` are two names of the same value",
        "keep `min` and delete `least`",
        "`study.replicates`：`min` 与 `least` 是同一个值的两个名称",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    let told = replicates("{ min = 9, max = 3 }").unwrap_err();
    assert!(told.contains("the minimum (9) exceeds the maximum (3)"), "{told}");
}

#[test]
fn an_entry_without_the_limit_of_the_one_below_is_written_so_that_it_reads_back() {
    let text =
        small("[study.policies.for-good]\npolicy.subsidy.enabled = false\npolicy.subsidy.again.yuan_per_hour = 9\n")
            .replace("[study]", "[policy.subsidy]\nstop_week = 4\nyuan_per_hour = 9\n[study]");
    let first = Study::from_text("study", &text, &[]).unwrap();
    let again = Study::from_text("study", &first.resolved(), &[]).unwrap();
    assert_eq!(first.contexts[0].arms[1].scenario.timeline, again.contexts[0].arms[1].scenario.timeline);
}

#[test]
fn all_faults_of_a_study_are_reported_at_once_with_their_places_and_what_was_meant() {
    let text = faults(
        "wekes = 3\nmeasures = ['lonly_share']\nprecision.trust.relative = -1\n\
         [study.policies.a.policy.time_bnk]\n[study.policies.b.time_bank]\n[study.policies.c]\nen = 'empty'\n\
         [study.policies.d]\nparameters.gvie.x = 1\npolicy.points.start_week = 3\n\
         [study.contexts.e]\nparameters.rural.need.outmigraton = 2\n",
    );
    for words in [
        "did you mean `weeks`?",
        "study:11:13",
        "did you mean `lonely_share`?",
        "`study.precision.trust.relative` must be a number",
        "did you mean `[policy.time_bank]`?",
        "write `[study.policies.b.policy.time_bank]`",
        "`study.policies.c` names no instrument",
        "unknown key `gvie`",
        "the nearest are 0 and 4",
        "did you mean `need.outmigration`?",
    ] {
        assert!(text.contains(words), "no {words} in\n{text}");
    }
}

#[test]
fn a_study_without_policies_or_with_one_that_changes_nothing_is_refused() {
    assert!(faults("title = 'x'\n").contains("at least one policy"));
    let same = small("[study.policies.same.policy.recognition]\n").replace("[study]", "[policy.recognition]\n[study]");
    let text = Study::from_text("study", &same, &[]).unwrap_err().to_string();
    assert!(text.contains("changes nothing"), "{text}");
    assert!(faults("weeks = 0\n[study.policies.a.policy.points]\n").contains("written twice"));
    let never = Study::from_text("study", &small("[study.policies.a.policy.points]\n"), &["weeks=0".into()]);
    assert!(never.unwrap_err().to_string().contains("at least 4 weeks"));
}

#[test]
fn a_percentage_of_a_share_is_refused_with_the_fraction_that_is_meant() {
    let text = faults(
        "precision.participants_share = { absolute = 5 }\nprecision.trust.relative = 5\ndiscount_rate = 5\nthresholds = [500, 500]\n\
         goals.lonely_share.gain = 40\ngoals.members_share.at_least = 30\ngoals.unmet_share.at_least = 0.3\n\
         goals.trust.at_most = 0.3\n[study.policies.a.policy.points]\n",
    );
    for words in [
        "`study.precision.participants_share.absolute` must be a number from 0.000000001 to 1",
        "write 0.05 if 5 % is meant / 若指 5 %，请写 0.05",
        "`study.precision.trust.relative` must be",
        "`study.discount_rate` must be a number from 0 to 0.5",
        "`study.thresholds` must be a non-empty, increasing list",
        "`study.goals.lonely_share.gain` must be a number from -1 to 1",
        "write 0.4 if 40 % is meant",
        "write 0.3 if 30 % is meant",
        "`study.goals.unmet_share`: less of it is better, so `at_least` cannot be a goal",
        "`study.goals.trust`: more of it is better, so `at_most` cannot be a goal",
        "study: 8 errors",
    ] {
        assert!(text.contains(words), "no {words} in\n{text}");
    }
    // Yuan and hours have no such end, and a policy may be allowed to lose a little.
    let sound = "precision.spending_per_elder_year.absolute = 5\ngoals.spending_per_elder_year.at_most = 300\n\
                 goals.trust.gain = -0.01\n[study.policies.a.policy.points]\n";
    Study::from_text("study", &small(sound), &[]).unwrap();
}

#[test]
fn names_that_cannot_be_read_or_told_apart_are_refused_at_their_places() {
    let text = faults(
        "title = \"\"\n[study.policies.a]\nen = \"=1+1\"\nzh = \"<b>\\\"银行\\\"\"\npolicy.points = {}\n\
         [study.policies.b]\nen = \" =1+1\"\nzh = \" \"\npolicy.points = {}\n\
         [study.policies.c]\nen = \"a\\nb\"\nzh = \"基线\"\npolicy.points = {}\n[study.policies.Baseline.policy.points]\n\
         [study.policies.\"d/e\"]\nen = \"d\"\npolicy.points = {}\n",
    );
    for words in [
        "`study.title` is blank",
        "`a` is already called `=1+1` / `a` 已叫 `=1+1`",
        "`study.policies.b.zh` is blank",
        "`study.policies.c.en` contains a line break",
        "the baseline is already called `基线`",
        "`baseline` is reserved for the baseline",
        "a name must have 1 to 100 letters, digits",
        "study: 7 errors",
    ] {
        assert!(text.contains(words), "no {words} in\n{text}");
    }
}

#[test]
fn replicates_of_a_single_run_are_not_taken_for_those_of_a_study() {
    let sound = small("replicates = 4\n[study.policies.a.policy.points]\n");
    let set = Study::from_text("study", &sound, &["replicates=3".into()]).unwrap_err().to_string();
    assert!(set.contains("--set #1:1:1") && set.contains("--set study.replicates="), "{set}");
    assert_eq!(Study::from_text("study", &sound, &["study.replicates=3".into()]).unwrap().most, 3);
    let own = format!("replicates = 3\n{}", small("[study.policies.a.policy.points]\n"));
    assert!(Study::from_text("study", &own, &[]).unwrap_err().to_string().contains("has no effect in a study"));
    // Scenarios that ask for several replicates themselves are compared on as many.
    let names = ["pilot-baseline", "points"].map(str::to_owned);
    assert_eq!(Study::of_scenarios(&names, &["replicates=3".into()]).unwrap().most, 3);
    assert_eq!(Study::of_scenarios(&names, &[]).unwrap().most, 10);
}

#[test]
fn what_of_a_study_has_no_effect_is_told_once_with_its_policy() {
    let text = small(
        "measures = ['one_year_retention', 'trust']\n[study.policies.late.policy]\npoints.start_week = 400\noutreach.level = 1\n\
         [study.policies.now.policy.points]\n[study.contexts.same.parameters.need]\noutmigration = 1\n",
    );
    let study = Study::from_text("study", &text, &[]).unwrap();
    let weeks = study.base().weeks;
    let told: Vec<String> = huzhu::internals::plan::remarks::of_study(&study).into_iter().map(|it| it.en).collect();
    let expected = [
        format!(
            "policy `late`: `policy.points` starts in week 400, but the run ends after {weeks} weeks; it has no effect"
        ),
        "context `same` changes nothing in the baseline".into(),
        format!("`one_year_retention` needs a run of 56 weeks or more; this one has {weeks}, so it has no value"),
    ];
    assert_eq!(told, expected);
    for it in huzhu::internals::scenario::embedded::STUDIES {
        assert!(
            huzhu::internals::plan::remarks::of_study(&Study::load(it.name, &[]).unwrap()).is_empty(),
            "{}",
            it.name
        );
    }
}

#[test]
fn values_of_what_is_uncertain_that_have_no_effect_are_told_before_contexts_are_run() {
    let text = small(
        "measures = ['lonely_share', 'participants_share']\ngoals.lonely_share.gain = 1\n\
         precision.participants_share.absolute = 1\nprecision.lonely_share.relative = 1\n\
         [study.policies.a.policy.points]\n[study.uncertain.factors.'policy.points.start_week']\nvalues = [0, 400]\n",
    );
    let study = Study::from_text("study", &text, &[]).unwrap();
    let told: Vec<String> = huzhu::internals::plan::remarks::of_contexts(&study).into_iter().map(|it| it.en).collect();
    for words in [
        "with `policy.points.start_week` = 400: `policy.points` starts in week 400",
        "`study.goals.lonely_share.gain` = 1 means 100 %; for 1 % write 0.01",
        "`study.precision.participants_share.absolute` = 1 means 100 %",
        "`study.precision.lonely_share.relative` = 1 means 100 %",
    ] {
        assert!(told.iter().any(|it| it.starts_with(words)), "no {words} in {told:#?}");
    }
    assert_eq!(told.len(), 4, "{told:#?}");
}

#[test]
fn a_study_is_told_from_a_scenario_by_its_table() {
    let folder = tempfile::tempdir().unwrap();
    let (study, scenario) = (folder.path().join("study.toml"), folder.path().join("scenario.toml"));
    std::fs::write(&study, small("[study.policies.a.policy.points]\n")).unwrap();
    std::fs::write(&scenario, area(8, 300)).unwrap();
    let inputs = [&study, &scenario].map(|path| Input::of(path.to_str().unwrap()));
    assert_eq!(inputs, [Some(Input::Study), Some(Input::Scenario)]);
    let text = huzhu::internals::scenario::load(study.to_str().unwrap(), &[]).unwrap_err().to_string();
    assert!(text.contains("this file is a study") && text.contains("huzhu compare"), "{text}");
}

#[test]
fn scenarios_are_compared_only_on_the_same_people() {
    let names = |names: &[&str]| names.iter().map(|it| it.to_string()).collect::<Vec<_>>();
    let study = Study::of_scenarios(&names(&["pilot-baseline", "points", "cash"]), &["weeks=52".into()]).unwrap();
    assert_eq!(study.contexts[0].arms[0].named.id, "baseline");
    assert_eq!(study.policies().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["points", "cash"]);
    let again = Study::from_text("again", &study.resolved(), &[]).unwrap();
    assert_eq!(again.contexts[0].arms[2].scenario.timeline, study.contexts[0].arms[2].scenario.timeline);
    // A scenario that happens to be called like the baseline, or like another, gets a name of its own.
    let folder = tempfile::tempdir().unwrap();
    let named = |name: &str, level: &str| {
        let path = folder.path().join(name).with_extension("toml");
        std::fs::write(&path, format!("extends = \"pilot\"\npolicy.recognition.level = {level}\n")).unwrap();
        path.to_str().unwrap().to_string()
    };
    let two = [names(&["pilot-baseline"]), vec![named("baseline", "0.9"), named("points", "0.8")], names(&["points"])]
        .concat();
    let ids = |study: &Study| study.contexts[0].arms.iter().map(|it| it.named.id.clone()).collect::<Vec<_>>();
    let study = Study::of_scenarios(&two, &["weeks=52".into()]).unwrap();
    assert_eq!(ids(&study), ["baseline", "baseline-2", "points", "points-2"]);
    // Those that share their title are called by their identity.
    let shown: Vec<&str> = study.policies().map(|it| it.zh.as_str()).collect();
    assert_eq!(shown, ["baseline-2", "points", scenario_title_zh("points").as_str()]);
    assert_eq!(ids(&Study::from_text("again", &study.resolved(), &[]).unwrap()), ids(&study));
    let other = Study::of_scenarios(&names(&["pilot-baseline", "rural-baseline"]), &[]).unwrap_err().to_string();
    assert!(other.contains("same people") || other.contains("needs the same"), "{other}");
    assert!(Study::of_scenarios(&names(&["pilot"]), &[]).is_err());
}

fn scenario_title_zh(name: &str) -> String {
    huzhu::internals::scenario::load(name, &[]).unwrap().scenario.title_zh
}

fn compared(study: &Study, threads: usize) -> Outcomes {
    compare(study, threads, &AtomicBool::new(false), &mut RunStore::nowhere(), |_| {}).unwrap()
}

#[test]
fn outcomes_are_the_same_whatever_the_threads_and_whether_a_warm_up_is_shared() {
    let text = small(
        "replicates = 3\n[study.policies.a.policy.recognition]\n[study.policies.b.policy.outreach]\nstart_week = 4\n\
         [study.policies.c]\nbaseline.outreach.level = 0.5\n",
    );
    let study = Study::from_text("study", &text, &[]).unwrap();
    let (one, three) = (compared(&study, 1), compared(&study, 3));
    assert_eq!(one.runs, three.runs);
    assert_eq!(one.replicates, 3);
    // A policy alone with the baseline is what it is among others.
    let mut alone = study.clone();
    alone.contexts[0].arms.remove(1);
    let alone = compared(&alone, 2);
    assert_eq!(alone.runs[0][1..], one.runs[0][2..]);
    // Any prefix of the replicates is the smaller study.
    let mut fewer = study.clone();
    fewer.fix_replicates(2);
    let fewer = compared(&fewer, 2);
    assert_eq!(fewer.runs[0][1][..], one.runs[0][1][..2]);
}

#[test]
fn replicates_come_until_the_difference_is_known_well_enough_or_the_cap_is_reached() {
    let study = |width: f64| {
        let text = small(&format!(
            "replicates = {{ least = 3, most = 12 }}\nmeasures = ['trust']\nprecision.trust.absolute = {width}\n\
             [study.policies.a.policy.recognition]\n"
        ));
        compared(&Study::from_text("study", &text, &[]).unwrap(), 2)
    };
    let easy = study(0.5);
    assert!(matches!(easy.judged[0].verdict, Verdict::Reached { replicates: 3 }), "{:?}", easy.judged);
    assert_eq!(easy.replicates, 8, "three, and five of look-ahead");
    let hard = study(1e-9);
    assert_eq!(hard.replicates, 12);
    assert!(matches!(hard.judged[0].verdict, Verdict::NotReached { .. }), "{:?}", hard.judged);
}

#[test]
fn a_stopped_study_keeps_its_whole_replicates() {
    let text = small("replicates = 4\n[study.policies.a.policy.recognition]\n");
    let study = Study::from_text("study", &text, &[]).unwrap();
    let stop = AtomicBool::new(false);
    let outcomes =
        compare(&study, 1, &stop, &mut RunStore::nowhere(), |it| stop.store(it.runs >= 3, Ordering::Relaxed)).unwrap();
    assert!(!outcomes.complete);
    // The arms of a replicate end together, and the next may end before the wish to stop is heard.
    assert!((2..4).contains(&outcomes.replicates), "{}", outcomes.replicates);
    let replicates = outcomes.replicates as usize;
    assert_eq!(outcomes.runs[0].iter().map(Vec::len).collect::<Vec<_>>(), [replicates; 2]);
    // Stopped before the first was whole, its tables are empty but sound.
    let nothing = compare(&study, 1, &AtomicBool::new(true), &mut RunStore::nowhere(), |_| {}).unwrap();
    assert!(
        nothing.replicates == 0 && all_contrasts(&study, &nothing).unwrap()[0][0].iter().all(|it| it.all().is_none())
    );
    let table = cost_effectiveness_table(&study, &nothing).unwrap().csv();
    assert_eq!(table.lines().count(), 1, "{table}");
}

#[test]
fn a_comparison_prints_a_table_and_leaves_files_that_verify_and_agree_with_a_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let study = small("replicates = 2\n[study.policies.a]\nzh = '表彰'\npolicy.recognition.start_week = 0\n");
    std::fs::write(path.join("study.toml"), study).unwrap();
    let english = printed(path, &["compare", "study.toml"]);
    assert!(english.contains("files in runs/study-001") && english.contains("participants % ↑"), "{english}");
    let chinese = printed(path, &["compare", "study.toml", "--lang", "zh", "--threads", "1"]);
    assert!(chinese.contains("表彰") && chinese.contains("参与者 % ↑"), "{chinese}");
    for line in english.lines().chain(chinese.lines()) {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 100, "{line}");
    }
    let digest = |run: &str| {
        let found = huzhu::internals::output::verify(&path.join(run)).unwrap();
        assert!(found.holds() && found.complete, "{found:?}");
        huzhu::internals::output::Manifest::read(&path.join(run)).unwrap().0.digest
    };
    assert_eq!(digest("runs/study-001"), digest("runs/study-002"));
    // The resolved study compares to the same.
    printed(path, &["compare", "runs/study-001/study.resolved.toml", "--out", "again"]);
    assert_eq!(digest("runs/study-001"), digest("again"));
    printed(path, &["compare", "study.toml", "--out", "again", "--force"]);

    let json: serde_json::Value =
        serde_json::from_str(&printed(path, &["compare", "study.toml", "--replicates", "1", "--format", "json"]))
            .unwrap();
    let columns = json["tables"]["contrasts"]["columns"].as_array().unwrap();
    let column = |name: &str| columns.iter().find(|it| it["name"] == name).unwrap()["values"].as_array().unwrap();
    let wanted = [("policy", "a"), ("measure", "trust"), ("scope", "all")];
    let row = (0..column("policy").len()).find(|row| wanted.iter().all(|(name, value)| column(name)[*row] == *value));
    let scenario = area(8, 300).replace("[population]", "policy.recognition.start_week = 0\n[population]");
    std::fs::write(path.join("alone.toml"), scenario).unwrap();
    let run: serde_json::Value =
        serde_json::from_str(&printed(path, &["run", "alone.toml", "--format", "json"])).unwrap();
    let figures = run["tables"]["figures"]["columns"].as_array().unwrap();
    let figure = |name: &str| figures.iter().find(|it| it["name"] == name).unwrap()["values"].as_array().unwrap();
    let trust =
        (0..figure("figure").len()).find(|row| figure("figure")[*row] == "trust" && figure("scope")[*row] == "all");
    assert_eq!(column("level")[row.unwrap()], figure("end")[trust.unwrap()]);
    let csv = std::fs::read_to_string(path.join("again/contrasts.csv")).unwrap();
    assert_eq!(csv.lines().count(), 1 + 10 * 3, "eight measures and two indices in three scopes");
}

#[test]
fn every_study_inside_the_program_is_sound_and_opens_with_its_question_in_chinese_and_english() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/studies");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), STUDIES.len());
    for it in STUDIES {
        let study = Study::load(it.name, &[]).unwrap_or_else(|error| panic!("{}: {error}", it.name));
        let headings = ["# 问题：", "# 谁会问：", "# Question: ", "# Who asks: "];
        let places = headings.map(|heading| it.text.lines().position(|line| line.starts_with(heading)));
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{}: {places:?}", it.name);
        assert!(study.title.is_ascii() && !study.title_zh.is_ascii(), "{}", it.name);
        assert!(study.policies().all(|it| it.en.is_ascii() && !it.zh.is_ascii()), "{}", it.name);
        let runs: usize = study.contexts[0].arms.len() * study.most as usize;
        assert!(study.base().expected_elders() * runs as f64 <= 2e6, "{} is large", it.name);
        assert_eq!(Study::from_text(it.name, &study.resolved(), &[]).unwrap().contexts[0], study.contexts[0]);
    }
}

#[test]
fn the_package_of_eight_has_eight_instruments_and_a_policy_that_is_no_package_is_refused() {
    let eight = PolicyPackage::of(&Study::load("package-of-eight", &[]).unwrap(), "eight", 1).unwrap();
    assert!(eight.players.len() == 8 && eight.is_exact());
    let incentives = Study::load("incentives", &[]).unwrap();
    let refusal = |id: &str| PolicyPackage::of(&incentives, id, 1).unwrap_err().to_string();
    assert!(refusal("cash").contains("1 instrument:") && refusal("cush").contains("did you mean `cash`?"));
}

#[test]
fn the_shares_of_a_package_add_up_to_the_difference_that_a_comparison_finds() {
    let text = small(
        "replicates = 2\nmeasures = ['participants_share', 'trust']\n[study.policies.two.policy]\n\
         recognition.level = 1\noutreach.level = 1\nsubsidy.yuan_per_hour = 10\nsubsidy.start_week = 400\n",
    );
    let study = Study::from_text("study", &text, &[]).unwrap();
    let outcomes = compared(&study, 2);
    let contrasts = all_contrasts(&study, &outcomes).unwrap();
    let package = PolicyPackage::of(&study, "two", 1).unwrap();
    let figures: Vec<_> = study.measures.iter().map(|it| it.figure).collect();
    let divided = package.divide(&figures, 2, &AtomicBool::new(false), &mut RunStore::nowhere(), |_| {}).unwrap();
    assert_eq!((divided.runs, divided.replicates, divided.complete), (16, 2, true));
    for (contrast, (figure, attribution)) in contrasts[0][0].iter().zip(&divided.measures) {
        assert_eq!(contrast.figure.key, figure.key);
        let sum: f64 = attribution.shares.iter().map(|it| it.value).sum();
        assert!((sum - contrast.all().unwrap().difference.value).abs() < 1e-12);
        // The third starts after the end: no share, bit for bit.
        assert_eq!(attribution.shares[0].value, 0.0);
    }
}

#[test]
fn a_package_of_nine_is_divided_from_drawn_orders_that_add_up_whatever_the_threads() {
    let text = small(
        "replicates = 2\nmeasures = ['participants_share', 'trust']\n[study.policies.nine.policy]\n\
         recognition.level = 1\noutreach.level = 1\nprocess.level = 1\nstandardisation.level = 1\n\
         time_bank.start_week = 0\nstaffing.start_week = 0\nactivities.start_week = 0\ncompanionship.start_week = 0\n\
         points = { yuan_per_hour = 8, start_week = 400 }\n",
    );
    let study = Study::from_text("study", &text, &[]).unwrap();
    let figures: Vec<_> = study.measures.iter().map(|it| it.figure).collect();
    let divided = |threads: usize| {
        let package = PolicyPackage::of(&study, "nine", 1).unwrap();
        assert!(package.players.len() == 9 && !package.is_exact());
        let planned = package.planned().unwrap();
        let it = package.divide(&figures, threads, &AtomicBool::new(false), &mut RunStore::nowhere(), |_| {}).unwrap();
        assert_eq!((it.runs, it.replicates), (planned.runs, 2));
        it
    };
    let (one, two) = (divided(1), divided(2));
    assert!(one.runs < 2 * 160, "{} runs instead of 1,024", one.runs);
    assert_eq!(
        one.measures.iter().map(|it| &it.1).collect::<Vec<_>>(),
        two.measures.iter().map(|it| &it.1).collect::<Vec<_>>()
    );
    for (figure, it) in &one.measures {
        let sum: f64 = it.shares.iter().map(|it| it.value).sum();
        assert!((sum - it.total.value).abs() < 1e-12, "{}", figure.key);
        assert_eq!(it.synergies.len(), 36);
    }
    let points = one.package.instruments().position(|it| it.name == "points").unwrap();
    // What touches nobody has no share, to the last bit, and no synergy.
    let trust = &one.measures[1].1;
    assert_eq!((trust.shares[points].value, trust.alone[points].value, trust.last[points].value), (0.0, 0.0, 0.0));
    let its = trust.synergies.iter().filter(|it| it.players.0 == points || it.players.1 == points);
    assert!(its.into_iter().all(|it| it.index.value == 0.0));
}

#[test]
fn a_study_that_asks_for_it_is_divided_and_split_and_says_how_long_it_may_take() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let study = small(
        "replicates = 2\nmeasures = ['participants_share', 'unmet_share']\nattribute = 'two'\nstages = 'two'\n\
         [study.policies.two.policy]\nrecognition.level = 1\ncompanionship.start_week = 0\n",
    );
    std::fs::write(path.join("study.toml"), study).unwrap();
    let output = run(path, &["compare", "study.toml", "--out", "both"]);
    let (text, told) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{told}");
    // Two cases, four coalitions, eight sets of stages, seven more of kinds of agents and the twin, in two replicates.
    assert!(told.contains(&format!("{} runs", 2 * (2 + 4 + 8 + 7 + 1))), "{told}");
    assert!(
        text.contains("attribution of two to its instruments") && text.contains("pathway decomposition of two"),
        "{text}"
    );
    for line in text.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 100, "{line}");
    }
    assert!(text.contains("pathway decomposition of two by kind of agents"), "{text}");
    for (table, pathways) in
        [("stages", ["drive", "perception", "response"]), ("agents", ["elders", "volunteers", "organisers"])]
    {
        let rows = std::fs::read_to_string(path.join(format!("both/{table}.csv"))).unwrap();
        // Effect, direct, three pathways three ways, three pairs, of two measures.
        assert_eq!(rows.lines().count(), 1 + 2 * (2 + 9 + 3));
        let value = |what: &str, pathway: &str| -> f64 {
            let of_part = format!(",{what},{pathway},");
            let line = rows.lines().find(|it| it.contains("unmet_share") && it.contains(&of_part));
            line.unwrap().split(',').nth(6).unwrap().parse().unwrap()
        };
        let parts: f64 = pathways.iter().map(|it| value("share", it)).sum();
        assert!((parts + value("direct", "") - value("effect", "")).abs() < 1e-12, "{table}");
    }
    assert!(refused(path, &["compare", "study.toml", "--stages", "tow"]).1.contains("did you mean `two`?"));
}
