//! Random small studies, of which every sentence is held against the tables: name, sign, number, interval and verdict.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use huzhu::internals::analysis::{Better, Estimated, figure};
use huzhu::internals::report::{Document, Sentence, Source, Value, exports, terminal};
use huzhu::internals::study::Progress;
use huzhu::table::Table;
use huzhu::{Language, Options, Study, Watch, compare};
use unicode_width::UnicodeWidthStr;

use super::program::area;

/// Numbers without order, the same in every run of the test.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// Policies that do something, one of them a package.
const ACTIVE: [&str; 4] = [
    "recognition.start_week = 0",
    "outreach.start_week = 0",
    "time_bank.start_week = 0",
    "recognition.start_week = 0\noutreach.start_week = 4",
];

/// A study with a policy that changes nothing, and one that is another's twin.
struct Made {
    text: String,
    null: bool,
    twin: bool,
}

fn made(dice: &mut Dice) -> Made {
    let measures = ["participants_share", "lonely_share", "trust", "spending_per_elder_year", "one_year_retention"];
    let mut chosen: BTreeSet<&str> = (0..=dice.below(3)).map(|_| dice.one(&measures)).collect();
    chosen.insert("awareness");
    let listed: Vec<String> = chosen.iter().map(|it| format!("'{it}'")).collect();
    let mut text = format!("{}[study]\nmeasures = [{}]\n", area(16, 120), listed.join(", "));
    text += &format!("replicates = {}\n", 1 + dice.below(6));
    if dice.below(2) == 0 {
        text += "effect = 'lonely_share'\n";
    }
    let [null, twin] = [dice.below(2) == 0, dice.below(2) == 0];
    let package = ACTIVE[3];
    match dice.below(3) {
        0 => text += "attribute = 'package'\n",
        1 => text += "stages = 'package'\n",
        _ => {}
    }
    let mut policies: Vec<(&str, &str)> = vec![("package", package), ("one", ACTIVE[dice.below(3)])];
    if null {
        policies.insert(dice.below(2), ("null", "points.start_week = 400"));
    }
    if twin {
        policies.push(("twin", package));
    }
    for (id, policy) in policies {
        text += &format!(
            "[study.policies.{id}]\nen = 'the {id}'\nzh = '政策{id}'\n[study.policies.{id}.policy]\n{policy}\n"
        );
    }
    Made { text, null, twin }
}

/// Runs a study, all of it or until so many runs have ended.
fn answered(study: &Study, path: &Path, until: Option<usize>) -> Document {
    struct Until<'a>(Option<usize>, &'a AtomicBool);
    impl Watch for Until<'_> {
        fn progress(&mut self, progress: &Progress) {
            if self.0.is_some_and(|it| progress.runs >= it) {
                self.1.store(true, Ordering::Relaxed);
            }
        }
    }
    let stop = AtomicBool::new(until == Some(0));
    let options = Options { threads: 2, stop: &stop, seal_every: Duration::from_secs(60) };
    let directory = compare::create(study, Some(path), false).unwrap();
    compare::run(study, directory, &options, &mut Until(until, &stop)).unwrap();
    Document::read(path).unwrap()
}

/// Levels of a measure by replicate.
fn levels(source: &Source, policy: &str, measure: &str, place: &str) -> Vec<(i64, f64)> {
    let table = source.table("levels").unwrap();
    let rows = table.which(&[("context", "baseline"), ("policy", policy), ("measure", measure), ("scope", place)]);
    rows.into_iter()
        .map(|row| (table.number("replicate", row).unwrap() as i64, table.number("level", row).unwrap()))
        .collect()
}

/// One policy minus another, replicate by replicate, in those where both have a value.
fn differences(source: &Source, [policy, other]: [&str; 2], measure: &str, place: &str) -> Vec<f64> {
    let theirs = levels(source, other, measure, place);
    let pairs = levels(source, policy, measure, place).into_iter();
    pairs.filter_map(|(at, level)| Some(level - theirs.iter().find(|it| it.0 == at)?.1)).collect()
}

/// What may be said of differences: a word, and the mean with its interval.
fn verdict(differences: &[f64]) -> (&'static str, Estimated) {
    let found = Estimated::mean_of(differences).unwrap();
    let word = match found.interval {
        _ if differences.iter().all(|it| *it == 0.0) => "equal",
        None => "no_interval",
        Some(it) if it.low <= 0.0 && it.high >= 0.0 => "uncertain",
        Some(_) if found.value > 0.0 => "above_zero",
        Some(_) => "below_zero",
    };
    (word, found)
}

/// A number of a sentence reads as the number of its table does. Ends of an interval do not repeat the unit of what they
/// are the ends of.
fn reads_as(text: &str, value: f64, is_end_in_points: bool) {
    let plain = text.replace('−', "-").replace(',', "");
    let number: String = plain.chars().take_while(|it| it.is_ascii_digit() || "+-.".contains(*it)).collect();
    let decimals = number.split_once('.').map_or(0, |it| it.1.len());
    let has_no_unit = number.len() == plain.len();
    let in_per_cent = text.contains('%') || text.contains("points") || (has_no_unit && is_end_in_points);
    let scale = if in_per_cent { 100.0 } else { 1.0 };
    let read: f64 = number.parse().unwrap_or_else(|_| panic!("no number in {text}"));
    let step = 0.5 * 10f64.powi(-(decimals as i32)) + 1e-9;
    assert!((read - value * scale).abs() <= step, "{text} for {value}");
    assert!(!number.starts_with('-') || read < 0.0, "{text} is a negative zero");
}

fn check(sentence: &Sentence, source: &Source) {
    let said = sentence.plain(Language::English);
    let Some(record) = &sentence.record else { return };
    let table: &Table = source.table(&record.table).unwrap();
    for (place, value) in &sentence.values {
        match value {
            Value::Name(name) if *place == "policy" => assert_eq!(name, &source.name(&record.policy), "{said}"),
            Value::Name(name) if *place == "measure" => assert_eq!(name.en, figure(&record.measure).label.en, "{said}"),
            Value::Name(_) => {}
            Value::Number { key, value, text } => {
                let column = key.rsplit('.').next().unwrap();
                let of = |row: usize| {
                    let same = |names: &[&str], wanted: &str| {
                        names.iter().all(|it| table.text(it, row).is_empty())
                            || names.iter().any(|it| table.text(it, row) == wanted)
                    };
                    same(&["policy"], &record.policy)
                        && same(&["measure", "effect_measure"], &record.measure)
                        && same(&["scope"], &record.place)
                        && table.number(column, row) == Some(*value)
                };
                assert!((0..table.rows()).any(of), "{key} is {value} nowhere: {said}");
                let is_end = column.ends_with("low") || column.ends_with("high");
                reads_as(&text.en, *value, is_end && said.contains("percentage points"));
            }
        }
    }
    let uncertain = said.contains("cannot be distinguished") || said.contains("may explain");
    assert!(!said.contains("95 %") || record.interval.is_some(), "{said}");
    let claims = said.contains("stood at") && !said.contains("without an interval");
    assert!(!claims || ["above_zero", "below_zero"].contains(&record.verdict.as_str()), "{said}");
    if record.table == "contrasts" {
        let pair = [record.policy.as_str(), "baseline"];
        let found = differences(source, pair, &record.measure, &record.place);
        let (word, estimated) = verdict(&found);
        assert_eq!((word, Some(found.len() as u32)), (record.verdict.as_str(), record.replicates), "{said}");
        assert!((estimated.value - record.estimate.unwrap()).abs() < 1e-12, "{said}");
        let ends = |it: Option<huzhu::internals::analysis::Interval>| it.map_or([0.0; 2], |it| [it.low, it.high]);
        let [ours, theirs] = [ends(estimated.interval), ends(record.interval)];
        assert!((0..2).all(|it| (ours[it] - theirs[it]).abs() < 1e-12), "{said}");
        assert!(word != "uncertain" || uncertain || said.contains("had a value in only"), "{said}");
        assert!(!["above_zero", "below_zero"].contains(&word) || !uncertain, "{said}");
    }
}

/// The policy that is named as the best really leads every other, and where none is, none does.
fn check_best(document: &Document) {
    let source = &document.source;
    let (Some(contrasts), Some(effect)) = (source.table("contrasts"), source.table("cost_effectiveness")) else {
        return;
    };
    let measure = effect.text("effect_measure", 0);
    let policies = contrasts.distinct("policy");
    let sign = if figure(measure).better == Better::Lower { -1.0 } else { 1.0 };
    let leads = |policy: &&str| {
        let over = |other: &str| {
            let (_, it) = verdict(&differences(source, [*policy, other], measure, "all"));
            it.interval.is_some_and(|ends| sign * ends.low > 0.0 && sign * ends.high > 0.0)
        };
        over("baseline") && policies.iter().all(|it| it == policy || over(it))
    };
    let best: Vec<&str> = policies.iter().copied().filter(|it| leads(it)).collect();
    let sentences = document.answer.iter().flat_map(|it| &it.sentences);
    let named: Vec<String> = sentences
        .filter(|it| it.plain(Language::English).contains("has the largest improvement:"))
        .map(|it| it.record.as_ref().unwrap().policy.clone())
        .collect();
    assert_eq!(named, best, "{measure}");
}

fn check_all(document: &Document, made: &Made) {
    let source = &document.source;
    for paragraph in &document.answer {
        for sentence in &paragraph.sentences {
            check(sentence, source);
            let of = sentence.record.as_ref().map(|it| it.policy.as_str());
            assert!(paragraph.policy.is_none() || of.is_none() || of == paragraph.policy.as_deref(), "{sentence:?}");
        }
    }
    let paragraph = |policy: &str| -> Vec<String> {
        let found = document.answer.iter().find(|it| it.policy.as_deref() == Some(policy));
        found.map_or_else(Vec::new, |it| it.sentences.iter().map(|it| it.plain(Language::English)).collect())
    };
    let replicates = source.results.replicates;
    if source.table("contrasts").is_none() {
        assert_eq!(replicates, 0);
        assert!(source.table("costs").is_none() && source.table("cost_effectiveness").is_none());
    } else {
        let seen: BTreeSet<i64> = levels(source, "baseline", "elders", "all").into_iter().map(|it| it.0).collect();
        assert_eq!(seen.len() as u32, replicates);
        let equal = |policy: &str, other: &str| {
            let said = paragraph(policy);
            assert!(said.len() == 1 && said[0].contains(&format!("is equal to {other}:")), "{said:?}");
        };
        if made.null {
            equal("null", "the baseline");
        }
        if made.twin {
            equal("twin", "\"the package\"");
        }
        check_best(document);
    }
    // The same sentences in every form.
    let json: serde_json::Value = serde_json::from_str(&exports::json(document)).unwrap();
    let sentences: Vec<&Sentence> = document.answer.iter().flat_map(|it| &it.sentences).collect();
    let there: Vec<&str> = json["answer"].as_array().unwrap().iter().map(|it| it["zh"].as_str().unwrap()).collect();
    assert_eq!(there, sentences.iter().map(|it| it.plain(Language::Chinese)).collect::<Vec<_>>());
    for language in [Language::English, Language::Chinese] {
        let table = terminal::table(document, &terminal::Made::default(), language);
        for line in table.lines() {
            assert!(line.width() <= 100, "{line}");
            let bare = !["NaN", " inf", "-0.0 ", "-0 ", "1 replicates"].iter().any(|it| line.contains(it));
            assert!(bare, "{line}");
        }
        if replicates < 2 {
            assert!(!table.contains(" … ") && !table.contains("dominated") && !table.contains("被占优"), "{table}");
        }
    }
}

#[test]
fn every_sentence_of_random_studies_is_what_the_tables_say() {
    let mut dice = Dice(20_261_201);
    let folder = tempfile::tempdir().unwrap();
    for number in 0..14 {
        let made = made(&mut dice);
        let study = Study::from_text("random", &made.text, &[]).unwrap();
        let until = [None, None, None, Some(0), Some(4), Some(9)][dice.below(6)];
        let document = answered(&study, &folder.path().join(number.to_string()), until);
        check_all(&document, &made);
    }
}
