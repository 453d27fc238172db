//! What a scenario file may say, what it may not, and in which words it is told.

use super::file::Layers;
use super::resolve::checked;
use super::{Places, Scenario, census, embedded, from_text, load};
use crate::diagnostics::Diagnostic;
use crate::error::Error;
use crate::parameters::TABLE;
use crate::places::{DistrictId, Setting};
use crate::policy::{DESCRIPTIONS, Kind};

fn sets(sets: &[&str]) -> Vec<String> {
    sets.iter().map(|set| (*set).to_owned()).collect()
}

fn layers(text: &str) -> Layers {
    checked("test", "test.toml", text.into(), None, Vec::new(), &[]).1
}

/// English titles and labels of all faults of a text, in the order they were found.
fn faults(text: &str) -> Vec<(String, String)> {
    let label = |fault: &Diagnostic| fault.label.as_ref().map_or(String::new(), |it| it.en.clone());
    layers(text).faults.iter().map(|fault| (fault.title.en.clone(), label(fault))).collect()
}

fn report(text: &str, given: &[&str]) -> String {
    match from_text("test.toml", text, &sets(given)) {
        Err(Error::Scenario(report)) => report.to_string(),
        other => panic!("a fault was expected: {other:?}"),
    }
}

fn scenario(text: &str, given: &[&str]) -> Scenario {
    from_text("test", text, &sets(given)).unwrap_or_else(|error| panic!("{error}")).scenario
}

fn value(scenario: &Scenario, setting: Setting, key: &str) -> f64 {
    scenario.values[setting][crate::parameters::find(key).unwrap().0]
}

#[test]
fn an_unknown_key_is_told_the_nearest_one_and_its_place() {
    let report = report("# 标题\nweks = 52\n", &[]);
    assert!(report.contains("unknown key `weks`"), "{report}");
    assert!(report.contains("test.toml:2:1"), "{report}");
    assert!(report.contains("did you mean `weeks`?"), "{report}");
}

#[test]
fn columns_count_chinese_characters_as_one() {
    let report = report("title = \"标题\" \"\"\n", &[]);
    assert!(report.contains("test.toml:1:14"), "{report}");
}

#[test]
fn a_name_of_the_model_is_told_the_key_used_here() {
    let text = "[parameters.behave]\nbD = 2\n[parameters.inst]\nC0 = 0.3\n[parameters.drive]\nrelax_lonely = 0.1\n";
    let labels: Vec<String> = faults(text).into_iter().map(|(_, label)| label).collect();
    assert_eq!(
        labels,
        [
            "MODEL's `behave.bD` is called `behave.drive` here",
            "MODEL's `inst.C0` is called `institution.coordination_floor` here",
            "MODEL's `drive.relax_lonely` is called `drive.relax_loneliness` here",
        ]
    );
}

#[test]
fn all_faults_are_told_in_one_pass() {
    let text = "\
weeks = 50
seed = -1
colour = 1
a b = 2
[population]
scale = nan
provinces = [\"Bejing\"]
[parameters.need]
outmigration = 1e400
[parameters.urban.behave]
drive = \"many\"
[policy.recogniton]
[policy.recognition]
level = 2
";
    let told = faults(text);
    for part in [
        "`weeks` must fall",
        "`seed` must be",
        "unknown key `colour`",
        "this is not TOML",
        "`population.scale` must be",
        "there is no province `Bejing`",
        "`parameters.need.outmigration` must be",
        "`parameters.behave.drive` must be",
        "there is no instrument `recogniton`",
        "`policy.recognition.level` must be",
    ] {
        assert_eq!(told.iter().filter(|(title, _)| title.starts_with(part)).count(), 1, "{part}: {told:#?}");
    }
    assert_eq!(told.len(), 10, "{told:#?}");
}

/// Number of parameters that are refused when each is written as `value(low, high)` under `table`.
fn refused(table: &str, value: impl Fn(f64, f64) -> String) -> usize {
    let line = |row: &crate::parameters::Parameter| {
        format!("{table}.{} = {}\n", row.key, value(*row.range.start(), *row.range.end()))
    };
    // No more at once than a report holds.
    let told = |rows: &[crate::parameters::Parameter]| {
        let told = faults(&rows.iter().map(line).collect::<String>());
        let of = |row: &crate::parameters::Parameter| format!("`parameters.{}`", row.key);
        rows.iter().filter(|row| told.iter().any(|(title, _)| title.starts_with(&of(row)))).count()
    };
    TABLE.chunks(50).map(told).sum()
}

#[test]
fn every_parameter_takes_its_ends_and_nothing_beyond() {
    let step = |end: f64| end.abs().max(1.0) * 1e-9;
    assert_eq!(refused("parameters", |low, _| format!("{low:?}")), 0);
    assert_eq!(refused("parameters", |_, high| format!("{high:?}")), 0);
    assert_eq!(refused("parameters", |low, _| format!("{:?}", low - step(low))), TABLE.len());
    assert_eq!(refused("parameters.urban", |_, high| format!("{:?}", high + step(high))), TABLE.len());
    for nonsense in [
        "nan",
        "-nan",
        "inf",
        "-inf",
        "1e400",
        "-1e400",
        "99999999999999999999",
        "\"many\"",
        "true",
        "[1]",
        "1979-05-27",
    ] {
        assert_eq!(refused("parameters.rural", |_, _| nonsense.into()), TABLE.len(), "{nonsense}");
    }
}

#[test]
fn every_field_of_every_instrument_takes_its_ends_and_nothing_beyond() {
    for it in &DESCRIPTIONS {
        for field in it.fields {
            let told = |value: &str| {
                let path = format!("`policy.{}.{}`", it.name, field.name);
                let told = faults(&format!("[policy.{}]\n{} = {value}\n", it.name, field.name));
                told.iter().any(|(title, _)| title.starts_with(&path))
            };
            match field.kind {
                Kind::Number(low, high) => {
                    let step = |end: f64| end.abs().max(1.0) * 1e-9;
                    for good in [low.to_string(), high.to_string()] {
                        assert!(!told(&good), "{}.{} = {good}", it.name, field.name);
                    }
                    let beyond = [format!("{:?}", low - step(low)), format!("{:?}", high + step(high))];
                    for bad in
                        beyond.iter().map(String::as_str).chain(["nan", "inf", "-inf", "1e400", "\"x\"", "true", "[]"])
                    {
                        assert!(told(bad), "{}.{} = {bad}", it.name, field.name);
                    }
                }
                Kind::Choice(words) => {
                    for word in words {
                        assert!(!told(&format!("\"{word}\"")), "{}.{} = {word}", it.name, field.name);
                    }
                    for bad in ["\"x\"", "1", "true", "nan"] {
                        assert!(told(bad), "{}.{} = {bad}", it.name, field.name);
                    }
                }
            }
        }
    }
}

#[test]
fn counts_are_whole_numbers_within_their_bounds() {
    for (key, good, bad) in [
        ("seed", "4294967295", ["4294967296", "-1", "0.5", "1.0", "nan", "\"1\""]),
        ("replicates", "1", ["0", "1000001", "0.5", "inf", "true", "[]"]),
        ("weeks", "0", ["-4", "26004", "52.0", "nan", "9223372036854775808", "\"52\""]),
        ("warmup_weeks", "0", ["-4", "5204", "52.0", "inf", "3", "{}"]),
        ("population.urban_communities", "32768", ["-1", "32769", "0.5", "nan", "inf", "false"]),
        ("population.scale", "1", ["0", "1.000001", "-0.1", "nan", "inf", "\"all\""]),
        ("output.sample_elders", "0", ["-1", "1000001", "0.5", "nan", "inf", "true"]),
        ("output.distributions_every_weeks", "52", ["-4", "26004", "4.0", "nan", "3", "true"]),
        ("output.communities_every_months", "0", ["-1", "6501", "0.5", "nan", "inf", "true"]),
        ("output.spells_share", "0.5", ["-0.1", "1.01", "1e400", "nan", "inf", "true"]),
    ] {
        assert!(faults(&format!("{key} = {good}\n")).is_empty(), "{key} = {good}");
        for bad in bad {
            assert_eq!(faults(&format!("{key} = {bad}\n")).len(), 1, "{key} = {bad}");
        }
    }
}

#[test]
fn weeks_off_the_month_boundary_are_told_the_nearest_two() {
    let told = faults("weeks = 50\n[policy.recognition]\nstart_week = 53\n");
    let labels: Vec<_> = told.iter().map(|(_, label)| label.as_str()).collect();
    assert_eq!(labels, ["the nearest are 48 and 52", "the nearest are 52 and 56"]);
}

#[test]
fn an_instrument_stops_after_it_starts() {
    assert_eq!(faults("[policy.recognition]\nstart_week = 52\nstop_week = 52\n").len(), 1);
    assert!(faults("[policy.recognition]\nstart_week = 52\nstop_week = 56\n").is_empty());
}

#[test]
fn a_baseline_entry_has_no_start_of_its_own() {
    let told = faults("[baseline.recognition]\nstart_week = 0\n");
    assert!(told[0].0.contains("from the first warm-up week on"), "{told:?}");
    let entry = &scenario("warmup_weeks = 52\n[baseline.recognition]\n", &[]).timeline.baseline;
    assert_eq!(entry.iter().find(|it| it.name == "recognition").unwrap().start_week, -52);
}

#[test]
fn a_key_written_twice_is_shown_at_both_places() {
    for text in ["seed = 1\nweeks = 4\nseed = 2\n", "[output]\nwarmup = true\n[policy]\n[output]\n"] {
        let report = report(text, &[]);
        assert!(report.contains("is written twice") && report.contains("first here"), "{report}");
    }
}

#[test]
fn shares_of_a_whole_may_not_exceed_it() {
    let told = faults("[parameters.urban.structure]\nshare_60s = 0.9\n");
    assert!(told[0].0.contains("exceed 1") && told[0].1.contains("urban"), "{told:?}");
    for (one, other) in [
        ("share_60s", "share_70s"),
        ("education_low", "education_middle"),
        ("volunteer_students", "volunteer_working"),
        ("entrant_education_low", "entrant_education_middle"),
        ("limited_90", "dependent_90"),
        ("with_children", "alone"),
    ] {
        assert_eq!(faults(&format!("[parameters.rural.structure]\n{one} = 0.7\n{other} = 0.4\n")).len(), 1, "{one}");
        assert!(faults(&format!("[parameters.rural.structure]\n{one} = 0.7\n{other} = 0.3\n")).is_empty(), "{one}");
    }
}

#[test]
fn a_community_has_no_more_places_than_a_slot_number_can_name() {
    assert!(faults("[parameters.structure]\ncommunity_size = 20000\n").is_empty());
    let told = faults("[parameters.urban.structure]\ncommunity_size = 20000\nsize_spread = 0.8\n");
    assert!(told[0].0.contains("the limit per community is 60000"), "{told:?}");
}

#[test]
fn an_area_is_designed_or_drawn_from_the_census_but_not_both_in_one_file() {
    assert_eq!(faults("[population]\nscale = 0.1\ndistricts = 2\n").len(), 1);
    let china = scenario("extends = \"china\"\n[population]\ndistricts = 3\nurban_communities = 2\n", &[]);
    assert_eq!(china.places, Places::Designed { districts: 3, urban_communities: 2, rural_communities: 0 });
    let drawn = scenario("extends = \"pilot\"\n", &["population.provinces=[\"湖北\"]"]);
    assert_eq!(drawn.places, Places::Census { scale: 1.0, provinces: census::find("Hubei").map(|row| vec![row]) });
}

/// Titles and labels of all faults of a text, and what its helps and notes say, in English.
fn told(text: &str) -> Vec<String> {
    let words = |it: &Diagnostic| {
        let more = it.label.iter().chain(&it.help).chain(&it.notes).map(|it| it.en.as_str());
        std::iter::once(it.title.en.as_str()).chain(more).collect::<Vec<_>>().join("; ")
    };
    layers(text).faults.iter().map(words).collect()
}

#[test]
fn a_scope_names_places_that_there_are() {
    let text = "[population]\ndistricts = 4\nurban_communities = 1\n[policy.recognition]\ndistricts = [0, 3]\n";
    let entry = &scenario(text, &[]).timeline.policy[0];
    let designed = |number| DistrictId::new(DistrictId::DESIGNED, number);
    assert_eq!((&entry.provinces, &entry.districts), (&None, &Some(vec![designed(0), designed(3)])));
    // Of Hubei's 12 million elders a hundredth make one district, as do those of every province.
    let text = "[population]\nscale = 0.01\nprovinces = [\"湖北\", \"Beijing\"]\n\
                [policy.recognition]\nprovinces = [\"Hubei\"]\ndistricts = [\"湖北/0\"]\nsetting = \"rural\"\n";
    let (entry, hubei) = (&scenario(text, &[]).timeline.policy[0], census::find("Hubei").unwrap());
    assert_eq!((&entry.provinces, &entry.districts), (&Some(vec![hubei]), &Some(vec![DistrictId::new(hubei, 0)])));
    assert_eq!(entry.settings, [Setting::Rural]);
}

#[test]
fn places_of_a_scope_that_are_not_there_are_refused_with_those_that_are() {
    let policy = |text: &str| told(&format!("[policy.recognition]\n{text}\n"));
    // The area that is there when nothing is written has two districts.
    assert_eq!(
        policy("districts = [1, 2]"),
        ["`policy.recognition.districts`: this area has no district 2; districts count from 0: here 0 and 1"]
    );
    let census = |text: &str| {
        told(&format!("[population]\nscale = 0.01\nprovinces = [\"Hubei\"]\n[policy.recognition]\n{text}\n"))
    };
    for (found, words) in [
        (policy("districts = []"), "is an empty list: it names no place; leave the key out for all places"),
        (policy("districts = [0, 1, 0]"), "names the same place twice"),
        (policy("districts = [-1]"), "must be a whole number from 0"),
        (policy("districts = [\"Beijing/0\"]"), "is a number, not `Beijing/0`; districts count from 0: here 0 and 1"),
        (policy("provinces = [\"Beijing\"]"), "a designed area lies in no province"),
        (census("provinces = []"), "is an empty list"),
        (census("provinces = [\"Hunan\"]"), "Hunan is not among the provinces of this scenario; provinces: Hubei"),
        (census("provinces = [\"Hubei\", \"湖北\"]"), "names the same place twice"),
        (census("provinces = [\"Hubie\"]"), "did you mean `Hubei`?"),
        (census("districts = [\"Hunan/0\"]"), "Hunan is not among the provinces"),
        (census("districts = [\"Hubei/1\"]"), "Hubei has no district 1 in this scenario; districts count from 0"),
        (census("districts = [0]"), "is written \"Province/number\", counted from 0; for example \"Hubei/0\""),
        (told("[population]\nprovinces = []\n"), "leave `provinces` out to draw all of them"),
        (
            told(
                "[population]\nscale = 0.01\n[policy.recognition]\nprovinces = [\"Hunan\"]\ndistricts = [\"Hubei/0\"]\n",
            ),
            "district `Hubei/0` lies in none of the provinces of `policy.recognition`",
        ),
    ] {
        assert!(found.len() == 1 && found[0].contains(words), "{words}: {found:?}");
    }
    let bad = "[policy.recognition]\nsetting = \"town\"\nprovinces = [\"Beijing\"]\n\
               districts = [512, -1, \"Beijing\", \"Beijing/512\", true, 7]\n";
    assert_eq!(faults(bad).len(), 8, "{:?}", faults(bad));
    // Where the area itself is at fault, nothing is said of places in it.
    assert_eq!(
        faults("[population]\ndistricts = 0\nurban_communities = 1\n[policy.recognition]\ndistricts = [7]\n").len(),
        1
    );
}

#[test]
fn an_area_without_a_community_is_refused() {
    for text in ["districts = 3", "urban_communities = 0", "urban_communities = 0\nrural_communities = 0"] {
        let found = told(&format!("[population]\n{text}\n"));
        assert!(found.len() == 1 && found[0].starts_with("this area has no community"), "{text}: {found:?}");
    }
    assert!(told("[population]\ndistricts = 0\nurban_communities = 1\n")[0].contains("whole number from 1 to 512"));
}

#[test]
fn what_is_written_and_has_no_effect_is_told_with_the_reason() {
    let remarks = |text: &str| scenario(text, &[]).remarks().iter().map(|it| it.message().en).collect::<Vec<_>>();
    let area = "weeks = 16\n[population]\nurban_communities = 1\n";
    assert_eq!(
        remarks(&format!(
            "{area}[policy.happiness_courtyard]\n[policy.time_bank]\nstart_week = 400\n[policy.outreach]\n\
                          [policy.recognition.late]\nstart_week = 16\n[policy.points]\nstart_week = 12\nstop_week = 400\n"
        )),
        [
            "`policy.happiness_courtyard` acts in villages only; it applies to no community in this scenario and has no effect",
            "`policy.time_bank` starts in week 400, but the run ends after 16 weeks; it has no effect",
            "`policy.recognition.late` starts in week 16, but the run ends after 16 weeks; it has no effect",
            "`policy.points` stops in week 400, but the run ends after 16 weeks; it stays in force to the end",
        ]
    );
    assert_eq!(
        remarks(&format!("{area}[baseline.recognition]\nsetting = \"rural\"\n")),
        ["`baseline.recognition` acts in villages only; it applies to no community in this scenario and has no effect"]
    );
    for it in embedded::SCENARIOS {
        assert_eq!(load(it.name, &[]).unwrap().scenario.remarks(), [], "{}", it.name);
    }
}

#[test]
fn a_percentage_in_the_place_of_a_fraction_is_told_the_fraction() {
    for (text, words) in [
        ("[policy.recognition]\nlevel = 40\n", "write 0.4 if 40 % is meant"),
        ("[policy.recognition]\nlevel = \"7%\"\n", "write 0.07 if 7 % is meant"),
        ("[policy.recognition]\nlevel = \"0,4\"\n", "write 0.4"),
        ("[population]\nscale = 2.5\n", "write 0.025 if 2.5 % is meant"),
        ("[parameters.structure]\nalone = 16\n", "write 0.16 if 16 % is meant"),
    ] {
        let found = told(text);
        assert!(found.len() == 1 && found[0].contains(words), "{words}: {found:?}");
    }
    // On the command line a number needs no quotation marks to be understood.
    for value in ["40%", "40 ％", "0,4", ".4"] {
        let it = from_text("a", "", &[format!("policy.recognition.level={value}")]).unwrap_err().to_string();
        assert!(it.contains("a number from 0 to 1") && it.contains("write 0.4"), "{value}: {it}");
    }
    // Neither 400 % of a share nor a part of a logit is meant.
    assert!(!told("[policy.recognition]\nlevel = 400\n")[0].contains("is meant"));
    assert!(!told("[parameters.behave]\ndrive = 40\n")[0].contains("is meant"));
}

#[test]
fn titles_and_labels_can_be_read() {
    for text in
        ["title = \"\"", "title_zh = \"  \"", "title = \"a\\nb\"", "title = \"a\\u202eb\"", "[policy.recognition.\"\"]"]
    {
        assert_eq!(faults(text).len(), 1, "{text}");
    }
    let long = |count: usize| format!("title = \"{}\"\n", "题".repeat(count));
    assert!(told(&long(201))[0].contains("has 201 characters; 200 are allowed"));
    assert!(faults(&long(200)).is_empty());
    assert_eq!(scenario("title = \" <b> = \\\"x\\\" \"\n", &[]).title, "<b> = \"x\"");
}

#[test]
fn a_parameter_that_the_model_counts_with_has_no_fraction() {
    assert!(told("[parameters.structure]\ngroup_size = 40.5\n")[0].contains("40.5 has a fraction"));
    assert_eq!(
        value(&scenario("[parameters.structure]\ngroup_size = 30.0\n", &[]), Setting::Urban, "structure.group_size"),
        30.0
    );
    let whole = TABLE.iter().filter(|row| crate::parameters::is_whole(row.key));
    assert_eq!(whole.clone().count(), 22);
    assert!(whole.into_iter().all(|row| row.default.iter().all(|it| it.fract() == 0.0)));
}

#[test]
fn an_instrument_has_further_entries_under_labels_and_a_heading_alone_is_none() {
    let names = |text: &str| scenario(text, &[]).timeline.policy.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    assert_eq!(names("[policy.recognition]\n[policy.recognition.later]\nstart_week = 52\n"), ["recognition.later"]);
    assert_eq!(
        names("[policy.recognition]\nlevel = 1\n[policy.recognition.\"第 二\"]\n"),
        ["recognition", "recognition.第 二"]
    );
    assert_eq!(names("[policy.recognition]\n"), ["recognition"]);
    assert!(names("[policy.recognition]\nenabled = false\n").is_empty());
}

#[test]
fn a_value_of_one_setting_beats_both_within_a_layer_and_a_later_layer_beats_it() {
    let text = "[parameters.need]\noutmigration = 2\n[parameters.rural.need]\noutmigration = 3\n";
    let key = "need.outmigration";
    let file = scenario(text, &[]);
    assert_eq!((value(&file, Setting::Urban, key), value(&file, Setting::Rural, key)), (2.0, 3.0));
    let over = scenario(text, &["parameters.need.outmigration=4"]);
    assert_eq!((value(&over, Setting::Urban, key), value(&over, Setting::Rural, key)), (4.0, 4.0));
    let one = scenario(text, &["parameters.need.outmigration=4", "parameters.urban.need.outmigration=5"]);
    assert_eq!((value(&one, Setting::Urban, key), value(&one, Setting::Rural, key)), (5.0, 4.0));
    assert_eq!(one.parameters.urban.need.outmigration, 5.0);
}

#[test]
fn a_setting_can_start_from_the_values_of_the_other() {
    let scenario = scenario("[parameters.urban]\npreset = \"rural\"\nstructure.familiarity = 0.5\n", &[]);
    assert_eq!(value(&scenario, Setting::Urban, "structure.community_size"), 245.0);
    assert_eq!(value(&scenario, Setting::Urban, "structure.familiarity"), 0.5);
    assert_eq!(faults("[parameters]\npreset = \"urban\"\n").len(), 1);
    assert_eq!(faults("[parameters.urban]\npreset = \"city\"\n").len(), 1);
}

#[test]
fn a_set_is_a_line_of_toml_and_bare_words_are_texts() {
    let given = ["policy.recognition.level=0.25", "title=A quiet town", "policy.recognition.setting=rural", "weeks=52"];
    let scenario = scenario("", &given);
    assert_eq!((scenario.title.as_str(), scenario.weeks), ("A quiet town", 52));
    assert_eq!(scenario.timeline.policy[0].settings, [Setting::Rural]);
    let report =
        report("", &["weeks=52", "policy.recognition.level=7", "weeks", "seed=\"1", "output=3", "extends=pilot"]);
    for place in ["--set #2:1:26", "--set #3:1:1", "--set #4:1:", "--set #5:1:8", "--set #6:1:1"] {
        assert!(report.contains(place), "{place}: {report}");
    }
}

#[test]
fn a_chain_of_files_is_laid_from_its_root_up() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("base")).unwrap();
    write("base/root.toml", "extends = \"pilot\"\nseed = 5\nweeks = 52\n");
    write("middle.toml", "extends = \"base/root.toml\"\nweeks = 104\n");
    write("top.toml", "extends = \"middle.toml\"\nreplicates = 3\n");
    let path = folder.path().join("top.toml");
    let scenario = load(path.to_str().unwrap(), &[]).unwrap().scenario;
    assert_eq!((scenario.name.as_str(), scenario.seed, scenario.weeks, scenario.replicates), ("top", 5, 104, 3));
    assert_eq!(scenario.timeline.policy, super::default().scenario.timeline.policy);
}

#[test]
fn a_circle_of_files_is_refused_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    std::fs::write(&path, "extends = \"./b.toml\"\n").unwrap();
    std::fs::write(folder.path().join("b.toml"), "\nextends = \"a.toml\"\n").unwrap();
    let error = load(path.to_str().unwrap(), &[]).unwrap_err().to_string();
    assert!(error.contains("b.toml:2:11") && error.contains("a cycle"), "{error}");
}

#[test]
fn what_a_file_extends_must_be_there() {
    for extends in ["\"pilo\"", "\"nowhere.toml\"", "3", "\"/\""] {
        let told = faults(&format!("extends = {extends}\n"));
        assert_eq!(told.len(), 1, "{told:?}");
    }
    assert!(faults("extends = \"pilo\"\n")[0].1.contains("did you mean `pilot`"));
}

#[test]
fn a_mark_at_the_start_and_windows_line_ends_are_accepted() {
    let text = "\u{feff}weeks = 52\r\nseed = 7\r\n[policy.recognition]\r\nlevel = 3\r\n";
    let report = report(text, &[]);
    assert!(report.contains("test.toml:4:9") && report.ends_with("1 error / 共 1 处错误"), "{report}");
    assert_eq!(scenario("\u{feff}weeks = 52\r\n", &[]).weeks, 52);
}

#[test]
fn what_follows_a_broken_header_is_not_blamed() {
    let told = faults("[policy.recognition\nlevel = 1\nnonsense = 3\n");
    assert!(told.iter().all(|(title, _)| title == "this is not TOML"), "{told:?}");
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}1{}", "{b = ".repeat(100_000), "}".repeat(100_000)),
        format!("{}a = 1", "a.".repeat(100_000)),
        format!("[{}a]", "a.".repeat(100_000)),
        "[".repeat(100_000),
    ] {
        assert!(from_text("test", &text, &[]).is_err());
    }
}

#[test]
fn a_file_full_of_nonsense_is_refused_in_seconds_and_in_few_words() {
    let started = std::time::Instant::now();
    let keys: String = (0..200_000).map(|number| format!("key{number} = 1\n")).collect();
    for text in ["x\n".repeat(1_000_000), "seed = 1\n".repeat(200_000), keys, "[a]\n".repeat(200_000)] {
        let report = report(&text, &[]);
        assert!(report.ends_with("100 errors or more / 至少 100 处错误") && report.len() < 100_000, "{}", report.len());
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn a_text_with_any_character_changed_is_read_or_refused_without_a_panic() {
    let text = include_str!("../cli/starter.toml");
    for (count, (at, old)) in text.char_indices().enumerate() {
        for new in ["", "[", "=", "\"", "互", "\r", "}", "\u{0}"].iter().skip(count % 4).step_by(4) {
            let changed = format!("{}{new}{}", &text[..at], &text[at + old.len_utf8()..]);
            _ = from_text("test", &changed, &[]);
        }
    }
}

#[test]
fn nonsense_of_any_kind_is_refused_without_a_panic() {
    for text in [
        "\0",
        "=",
        "a",
        "[",
        "]]",
        "\"",
        "'''",
        "a = \u{1b}[31m",
        "[parameters]\nneed = 3",
        "policy = []",
        "[policy]\nrecognition = true",
        "[[policy]]",
        "[parameters.urban]\nneed = 1",
        "parameters.urban = 4",
        "population = 3",
        "output = \"x\"",
        "title = 3",
    ] {
        let report = report(text, &[]);
        assert!(!report.contains('\u{1b}'), "{report}");
    }
}

#[test]
fn large_files_directories_and_what_is_no_text_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("large.toml"), "# filler\n".repeat(600_000)).unwrap();
    std::fs::File::create(path("sparse.toml")).unwrap().set_len(1 << 30).unwrap();
    std::fs::write(path("gbk.toml"), b"title = \"\xb1\xea\"\n").unwrap();
    std::fs::create_dir(path("folder.toml")).unwrap();
    for (name, part) in [
        ("large.toml", "4 MiB"),
        ("sparse.toml", "4 MiB"),
        ("gbk.toml", "line 1, column 10"),
        ("folder.toml", "a directory"),
    ] {
        let error = load(&path(name), &[]).unwrap_err();
        assert_eq!(error.exit_code(), 65, "{name}");
        assert!(error.to_string().contains(part), "{error}");
    }
    assert_eq!(load(&path("nowhere.toml"), &[]).unwrap_err().exit_code(), 74);
    assert_eq!(load("nowhere", &[]).unwrap_err().exit_code(), 2);
    #[cfg(unix)]
    assert!(load("/dev/zero", &[]).unwrap_err().to_string().contains("not a regular file"));
}

#[test]
fn every_embedded_scenario_is_sound_and_says_its_question_in_both_languages() {
    for it in embedded::SCENARIOS {
        let scenario = load(it.name, &[]).unwrap_or_else(|error| panic!("{error}")).scenario;
        assert_ne!(scenario.title, scenario.title_zh, "{}", it.name);
        assert!(it.text.starts_with("# 问题：") && it.text.contains("\n# Question: "), "{}", it.name);
    }
}

#[test]
fn the_pilot_area_has_about_25000_elders() {
    let scenario = super::default().scenario;
    assert!((scenario.expected_elders() - 25_000.0).abs() < 500.0);
    assert_eq!(scenario.expected_communities().rural, 50.0);
}

#[test]
fn rows_of_communities_are_yearly_for_a_whole_nation_unless_written() {
    assert_eq!(scenario("[population]\nscale = 1\n", &[]).output.communities_every_months, 13);
    assert_eq!(
        scenario("[population]\nscale = 1\n[output]\ncommunities_every_months = 1\n", &[])
            .output
            .communities_every_months,
        1
    );
    assert_eq!(scenario("", &[]).output.communities_every_months, 1);
}

#[test]
fn spells_of_a_whole_nation_are_those_of_communities_with_about_ten_million_elders_unless_written() {
    let share = |text: &str| scenario(text, &[]).output.spells_share;
    // 10 million of 264 million.
    assert_eq!(share("[population]\nscale = 1\n"), 0.038);
    assert_eq!(share("[population]\nscale = 1\n[output]\nspells_share = 1.0\n"), 1.0);
    assert_eq!(share(""), 1.0);
}

#[test]
fn the_resolved_text_read_again_is_the_same_scenario() {
    let mut full = String::from(
        "title = \"Back\\\\slash \\\"quotes\\\" and = signs\"\ntitle_zh = \"题\"\nseed = 9\nwarmup_weeks = 52\nreplicates = 2\n\
         [population]\nscale = 0.0000123\nprovinces = [\"湖北\", \"Beijing\"]\n\
         [parameters.need]\noutmigration = 0.1\n[parameters.rural.behave]\ndrive = 2.7182818284590455\n\
         [output]\ndistricts = true\ndistributions_every_weeks = 52\nsample_elders = 0\n\
         [baseline.recognition]\nlevel = 0.3333333333333333\nsetting = \"urban\"\n\
         [policy.recognition.\"a.b \\\"c\\\"\"]\nstart_week = 8\nstop_week = 104\nprovinces = [\"北京\"]\ndistricts = [\"北京/0\"]\n",
    );
    for it in DESCRIPTIONS.iter().filter(|it| it.name != "recognition") {
        full += &format!("[policy.{}]\nstart_week = 4\n", it.name);
    }
    let mut texts = vec![full, String::new()];
    texts.extend(
        super::entries::BASELINE.into_iter().map(|(name, _, _)| format!("[baseline.{name}]\nenabled = false\n")),
    );
    texts.extend(embedded::SCENARIOS.iter().map(|it| it.text.to_owned()));
    for text in texts {
        let once = from_text("test", &text, &[]).unwrap_or_else(|error| panic!("{error}"));
        let twice = from_text("test", &once.resolved, &[]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(once, twice);
    }
}

#[test]
fn an_instrument_written_by_its_chinese_name_is_told_its_key() {
    assert!(faults("[policy.\"荣誉表彰\"]\n")[0].1.contains("policy.recognition"));
}

#[test]
fn a_mechanism_that_is_off_has_its_off_values_and_what_is_written_counts_all_the_same() {
    let text = "[model]\noff = [\"acquaintance\", \"fairness\"]\n[parameters.perceive]\nfairness_gain = 0.1\n";
    let scenario = scenario(text, &[]);
    for setting in Setting::ALL {
        let values = ["service.acquaintance", "behave.fairness", "perceive.fairness_gain", "behave.identity"];
        assert_eq!(values.map(|key| value(&scenario, setting, key)), [0.0, 0.0, 0.1, 4.5]);
    }
    // One parameter of fairness is written, so that it acts a little.
    assert_eq!(scenario.mechanisms_off(), ["acquaintance"]);
    let (title, label) = faults("[model]\noff = [\"fairnes\"]\n").remove(0);
    assert!(title.starts_with("`model.off` must be one of"), "{title}");
    assert_eq!(label, "did you mean `fairness`?");
}

#[test]
fn an_instrument_is_offered_as_a_whole_and_only_if_organisers_decide_on_it() {
    let offered = |text: &str| scenario(text, &[]).timeline.policy.iter().map(|it| it.offered).collect::<Vec<_>>();
    assert_eq!(offered("[policy.process]\noffered = true\n[policy.recognition]\n"), [true, false]);
    let (title, _) = faults("[policy.staffing]\noffered = true\n").remove(0);
    assert!(title.contains("cannot be offered"), "{title}");
    let half = "[policy.process]\noffered = true\n[policy.process.later]\nstart_week = 52\n";
    assert!(faults(half)[0].0.contains("some entries of `policy.process` are offered"));
}
