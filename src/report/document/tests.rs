//! Tables as studies and sweeps write them, made by hand: what is drawn and said of them.

use super::chart::{Kind as Drawing, Mark};
use super::source::Source;
use super::{answer, comparison, contexts, groups, money, run, sections, sweep};
use crate::analysis::results::{Kind, Named, Results};
use crate::analysis::table::{Head, Table};
use crate::text::Label;
use crate::text::Language;
use crate::text::Message;

pub(in crate::report) fn table(
    name: &str,
    texts: &[&'static str],
    numbers: &[&'static str],
    rows: &[(&[&str], &[f64])],
) -> Table {
    let head = |name: &&'static str| Head(name, "unit", Label { en: "it", zh: "它" });
    let heads = |names: &[&'static str]| names.iter().map(head).collect::<Vec<Head>>();
    let mut table = Table::new(name, &heads(texts), &heads(numbers));
    for (texts, numbers) in rows {
        table.push(texts, &numbers.iter().map(|it| it.is_finite().then_some(*it)).collect::<Vec<_>>());
    }
    table
}

pub(in crate::report) fn source(kind: Kind, tables: Vec<Table>) -> Source {
    let named = |id: &str, en: &str, zh: &str| Named { id: id.into(), en: en.into(), zh: zh.into() };
    let results = Results {
        path: "made-up".into(),
        kind,
        name: "made-up".into(),
        title: named("made-up", "Made up", "虚构"),
        created_by: "huzhu".into(),
        scenario_hash: String::new(),
        digest: String::new(),
        mark: Default::default(),
        seed: 1,
        replicates: 5,
        planned_replicates: 5,
        planned_contexts: None,
        weeks: Some(52),
        planned_weeks: Some(52),
        warmup_weeks: Some(0),
        complete: true,
        names: vec![
            named("bank", "time bank", "时间银行"),
            named("parameters.need.outmigration", "out-migration", "外出"),
        ],
        measures: Vec::new(),
        files: Vec::new(),
        run: None,
        timing: None,
        plan: None,
    };
    Source { results, tables }
}

/// Differences of participants under policies: policy, scope, verdict, replicates, baseline, level, difference, ends.
type Difference<'a> = (&'a str, &'a str, &'a str, [f64; 6]);

fn contrasts_of(rows: &[Difference]) -> Table {
    let texts = ["context", "policy", "measure", "scope", "verdict"];
    let numbers = ["replicates", "baseline", "level", "difference", "difference_low", "difference_high"];
    let rows: Vec<([&str; 5], &[f64])> = rows
        .iter()
        .map(|(policy, scope, verdict, numbers)| {
            (["baseline", policy, "participants_share", scope, verdict], &numbers[..])
        })
        .collect();
    let rows: Vec<(&[&str], &[f64])> = rows.iter().map(|(texts, numbers)| (&texts[..], *numbers)).collect();
    table("contrasts", &texts, &numbers, &rows)
}

fn contrasts() -> Table {
    contrasts_of(&[
        ("bank", "all", "above_zero", [5.0, 0.08, 0.1, 0.02, 0.01, 0.03]),
        ("bank", "urban", "uncertain", [5.0, 0.07, 0.08, 0.01, 0.0, 0.02]),
        ("bank", "rural", "above_zero", [5.0, 0.09, 0.12, 0.03, 0.02, 0.04]),
    ])
}

fn mark(value: f64, low: f64, high: f64) -> Mark {
    Mark { value, ends: Some([low, high]) }
}

fn said(source: &Source) -> Vec<String> {
    let paragraphs = answer::answer(source);
    paragraphs.iter().flat_map(|it| &it.sentences).map(|it| it.plain(Language::English)).collect()
}

#[test]
fn a_forest_has_a_row_a_policy_and_a_mark_for_all_towns_and_villages() {
    let charts = comparison::forest(&source(Kind::Comparison, vec![contrasts()]));
    let Drawing::Intervals { rows, series } = &charts[0].kind else { panic!("{charts:?}") };
    assert_eq!(rows, &[Message::new("time bank", "时间银行")]);
    let values: Vec<_> = series.iter().map(|it| it.values[0].unwrap()).collect();
    assert_eq!(values, [mark(2.0, 1.0, 3.0), mark(1.0, 0.0, 2.0), mark(3.0, 2.0, 4.0)]);
    assert_eq!(charts[0].title.en, "participants, more is better");
}

fn split(verdict: &'static str) -> Table {
    let row = |what, stage, verdict| ["bank", "participants_share", what, stage, verdict];
    let effect = row("effect", "", verdict);
    let (direct, drive) = (row("direct", "", "uncertain"), row("share", "drive", "uncertain"));
    let (perception, response) = (row("share", "perception", "above_zero"), row("share", "response", "above_zero"));
    let parts: [(&[&str], &[f64]); 5] = [
        (&effect, &[0.02, 0.01, 0.03]),
        (&direct, &[0.002, 0.0, 0.004]),
        (&drive, &[0.003, -0.002, 0.004]),
        (&perception, &[0.005, 0.004, 0.006]),
        (&response, &[0.01, 0.009, 0.011]),
    ];
    let texts = ["policy", "measure", "what", "stage", "verdict"];
    table("stages", &texts, &["value", "low", "high"], if verdict == "above_zero" { &parts } else { &parts[..1] })
}

#[test]
fn an_effect_is_said_with_where_it_is_and_through_which_stage_it_goes() {
    let source = source(Kind::Comparison, vec![contrasts(), split("above_zero")]);
    let paragraphs = answer::answer(&source);
    let of_bank = paragraphs.iter().find(|it| it.policy.as_deref() == Some("bank")).unwrap();
    let said: Vec<String> = of_bank.sentences.iter().map(|it| it.plain(Language::English)).collect();
    assert_eq!(
        said,
        [
            "Under \"time bank\", participants stood at 10.0 %, compared with 8.0 % under the baseline: +2.00 percentage points (95 % interval +1.00 to +3.00).",
            "In urban communities, the change cannot be distinguished from chance: +1.00 percentage points (95 % interval 0.00 to +2.00).",
            "In villages, the difference is +3.00 percentage points (95 % interval +2.00 to +4.00).",
            "The part that passes through drive cannot be distinguished from chance: +0.30 percentage points (95 % interval −0.20 to +0.40).",
            "The part of this effect that passes through perception is +0.50 percentage points (95 % interval +0.40 to +0.60).",
            "The part of this effect that passes through response is +1.00 percentage points (95 % interval +0.90 to +1.10).",
        ]
    );
    // Every sentence rests on one row, and its numbers are those of the row.
    for (sentence, (place, estimate)) in of_bank.sentences.iter().zip([("all", 0.02), ("urban", 0.01), ("rural", 0.03)])
    {
        let record = sentence.record.as_ref().unwrap();
        assert_eq!((record.policy.as_str(), record.place.as_str(), record.estimate), ("bank", place, Some(estimate)));
        assert_eq!(record.replicates, Some(5));
    }
    let Drawing::Intervals { rows, .. } = &comparison::stages(&source)[0].kind else { panic!() };
    let rows: Vec<&str> = rows.iter().map(|it| it.en.as_str()).collect();
    assert_eq!(rows, ["drive", "perception", "response", "direct"]);
}

#[test]
fn an_effect_is_said_and_drawn_by_kind_of_agents_beside_the_stages() {
    let row = |what, agent, verdict| ["bank", "participants_share", what, agent, verdict];
    let (effect, direct) = (row("effect", "", "above_zero"), row("direct", "", "above_zero"));
    let (elders, volunteers) = (row("share", "elders", "above_zero"), row("share", "volunteers", "uncertain"));
    let organisers = row("share", "organisers", "below_zero");
    let parts: [(&[&str], &[f64]); 5] = [
        (&effect, &[0.02, 0.01, 0.03]),
        (&direct, &[0.002, 0.001, 0.003]),
        (&elders, &[0.02, 0.01, 0.03]),
        (&volunteers, &[0.001, -0.001, 0.003]),
        (&organisers, &[-0.003, -0.004, -0.002]),
    ];
    let texts = ["policy", "measure", "what", "agent", "verdict"];
    let agents = table("agents", &texts, &["value", "low", "high"], &parts);
    let source = source(Kind::Comparison, vec![contrasts(), split("above_zero"), agents]);
    let paragraphs = answer::answer(&source);
    let of_bank = paragraphs.iter().find(|it| it.policy.as_deref() == Some("bank")).unwrap();
    let said: Vec<String> = of_bank.sentences[6..].iter().map(|it| it.plain(Language::English)).collect();
    assert_eq!(
        said,
        [
            "The part of this effect that passes through elders is +2.00 percentage points (95 % interval +1.00 to +3.00).",
            "The part that passes through volunteers cannot be distinguished from chance: +0.10 percentage points (95 % interval −0.10 to +0.30).",
            "The part of this effect that passes through organisers is −0.30 percentage points (95 % interval −0.40 to −0.20).",
            "The part of this effect that remains with elders, volunteers and organisers fixed at their baseline values is +0.20 percentage points (95 % interval +0.10 to +0.30).",
        ]
    );
    let said = of_bank.sentences[6].plain(Language::Chinese);
    assert!(said.starts_with("该效果中，经由老年人的部分为"), "{said}");
    let Drawing::Intervals { rows, .. } = &comparison::agents(&source)[0].kind else { panic!() };
    let rows: Vec<&str> = rows.iter().map(|it| it.en.as_str()).collect();
    assert_eq!(rows, ["elders", "volunteers", "organisers", "direct"]);
}

#[test]
fn an_effect_that_chance_may_explain_is_neither_split_nor_divided() {
    let total = |verdict| {
        let row = ["bank", "participants_share", "total", "", verdict, ""];
        let texts = ["policy", "measure", "what", "instrument", "verdict", "lead"];
        table("attribution", &texts, &["value", "low", "high"], &[(&row, &[0.0, -0.1, 0.1])])
    };
    for (verdict, split_said, divided_said) in [
        (
            "uncertain",
            "The effect on participants cannot be distinguished from chance, so it is not decomposed into drive, perception and response.",
            "The effect of \"time bank\" on participants cannot be distinguished from chance, so it is not attributed to its instruments.",
        ),
        (
            "equal",
            "The effect on participants is zero in every replicate, so there is nothing to decompose into drive, perception and response.",
            "The effect of \"time bank\" on participants is zero in every replicate, so there is nothing to attribute to its \
             instruments.",
        ),
    ] {
        let said = said(&source(Kind::Comparison, vec![contrasts(), split(verdict), total(verdict)]));
        for wanted in [split_said, divided_said] {
            assert!(said.iter().any(|it| it == wanted), "{wanted}: {said:#?}");
        }
        assert!(said.iter().all(|it| !it.contains("passes through") && !it.contains("contributes most")), "{said:#?}");
    }
}

#[test]
fn instruments_that_contribute_alike_are_named_together() {
    let divided = |lead| {
        let row = |what, instrument, lead| ["bank", "participants_share", what, instrument, "above_zero", lead];
        let (total, one, other) =
            (row("total", "", ""), row("share", "recognition", "first_on_mean"), row("share", "outreach", lead));
        let rows: [(&[&str], &[f64]); 3] =
            [(&total, &[0.02, 0.01, 0.03]), (&one, &[0.012, 0.01, 0.014]), (&other, &[0.008, 0.006, 0.01])];
        let texts = ["policy", "measure", "what", "instrument", "verdict", "lead"];
        let attribution = table("attribution", &texts, &["value", "low", "high"], &rows);
        said(&source(Kind::Comparison, vec![contrasts(), attribution]))
    };
    let of = |said: Vec<String>| said.into_iter().find(|it| it.contains("contribute")).unwrap();
    assert_eq!(
        of(divided("behind")),
        "Recognition contributes most to the effect of \"time bank\" on participants: +1.20 percentage points (95 % interval \
         +1.00 to +1.40)."
    );
    assert_eq!(
        of(divided("tied_with_first")),
        "The instruments that contribute most to the effect of \"time bank\" on participants cannot be distinguished: Recognition \
         and Outreach."
    );
}

#[test]
fn where_a_policy_stands_for_its_money_is_said_as_surely_as_the_replicates_allow() {
    let answer = |standing: &str, against: &str, evidence: &str, verdict: &str| {
        let row = ["baseline", "bank", "public", "lonely_share", standing, against, evidence];
        let texts = ["context", "policy", "perspective", "effect_measure", "standing", "against", "evidence"];
        let numbers: [&'static str; 4] = ["chosen", "ratio", "ratio_low", "ratio_high"];
        let known =
            if evidence == "supported" { [1.0, 1706.0, 1500.0, 2000.0] } else { [1.0, f64::NAN, f64::NAN, f64::NAN] };
        let worth = table("cost_effectiveness", &texts, &numbers, &[(&row, &known)]);
        let contrasts = contrasts_of(&[("bank", "all", verdict, [5.0, 0.08, 0.1, 0.02, -0.01, 0.03])]);
        said(&source(Kind::Comparison, vec![contrasts, worth]))[1].clone()
    };
    let baseline = |standing, evidence, verdict| answer(standing, "baseline", evidence, verdict);
    // The price is of the measure that it was computed for, whatever else the study shows.
    assert_eq!(
        baseline("frontier", "supported", "above_zero"),
        "On the cost-effectiveness frontier for lonely elders: over the whole run, 1,706 yuan per person-year avoided, compared with \
         \"baseline\" (95 % interval 1,500 to 2,000)."
    );
    let none = "No cost per unit of effect is given: over the whole run, the effect on lonely elders cannot be distinguished from that of \"baseline\", the next cheaper option on the frontier.";
    assert_eq!(baseline("frontier", "uncertain", "above_zero"), none);
    // An effect over the whole run that its last weeks do not show has a price all the same, and says so.
    assert_eq!(
        baseline("frontier", "supported", "uncertain"),
        "Over the whole run, unlike in its last four weeks, the interval of the effect on lonely elders excludes zero: 1,706 yuan per \
         person-year avoided, compared with \"baseline\" (95 % interval 1,500 to 2,000)."
    );
    assert_eq!(
        baseline("dominated", "supported", "above_zero"),
        "For lonely elders, it is dominated by \"baseline\", which costs no more and is at least as effective."
    );
    assert_eq!(
        baseline("dominated", "uncertain", "above_zero"),
        "On the means, \"baseline\" costs no more and is at least as effective for lonely elders, but chance may explain this."
    );
    assert_eq!(
        answer("extended_dominated", "baseline + cash", "supported", "above_zero"),
        "For lonely elders, it is dominated by a mix of \"baseline and cash\" (extended dominance): the mix has the same effect at a \
         lower cost."
    );
    assert_eq!(answer("equal", "cash", "supported", "above_zero"), "Cost and effect are equal to those of \"cash\".");
    assert!(baseline("frontier", "no_interval", "no_interval").starts_with("Unless stated otherwise"));
}

#[test]
fn the_answer_says_of_which_differences_too_little_is_known() {
    let answer = |reached: f64| {
        let row = ["baseline", "bank", "participants_share"];
        let numbers = ["reached", "replicates"];
        let precision = table("precision", &["context", "policy", "measure"], &numbers, &[(&row, &[reached, 5.0])]);
        let paragraphs = answer::answer(&source(Kind::Comparison, vec![contrasts(), precision]));
        let said = |language| paragraphs.iter().map(|it| it.sentences[0].plain(language)).collect::<Vec<_>>();
        (said(Language::English), said(Language::Chinese))
    };
    assert!(answer(1.0).0.iter().any(|it| it == "Every difference has the precision that the study requires."));
    let (en, zh) = answer(0.0);
    let wanted = "The required precision for participants was not reached with 5 replicates: time bank.";
    assert!(en.iter().any(|it| it == wanted), "{en:#?}");
    assert!(zh.iter().any(|it| it == "参与者未达到所要求的精度（5 次重复）：时间银行。"), "{zh:#?}");
}

fn ranking(rows: [(&str, &str, &str, &str); 2]) -> Table {
    let texts = ["context", "policy", "measure", "verdict", "lead", "equal_to"];
    let rows =
        rows.map(|(policy, verdict, lead, equal)| ["baseline", policy, "participants_share", verdict, lead, equal]);
    let numbers = ["replicates", "difference", "difference_low", "difference_high"];
    let rows = rows.each_ref().map(|it| (&it[..], &[5.0, 0.02, 0.01, 0.05][..]));
    table("ranking", &texts, &numbers, &rows)
}

#[test]
fn the_best_policy_is_named_only_if_no_other_may_be_as_good() {
    let answer = |replicates: u32, first, second| {
        let mut source = source(Kind::Comparison, vec![contrasts(), ranking([first, second])]);
        source.results.replicates = replicates;
        said(&source)[0].clone()
    };
    let bank = ("bank", "above_zero", "first_on_mean", "");
    assert_eq!(
        answer(5, bank, ("cash", "above_zero", "behind", "")),
        "For participants, \"time bank\" has the largest improvement: +2.00 percentage points (95 % interval +1.00 to +5.00). \
         The interval of its lead over every other policy excludes zero."
    );
    assert_eq!(
        answer(5, bank, ("cash", "above_zero", "tied_with_first", "")),
        "For participants, \"time bank\" has the largest mean improvement. With 5 replicates, it cannot be distinguished \
         from these policies: cash."
    );
    assert_eq!(
        answer(5, bank, ("cash", "above_zero", "equal_to_first", "bank")),
        "For participants, these policies share the largest improvement; their values are equal in every replicate: time bank and cash."
    );
    for verdict in ["uncertain", "equal", "below_zero"] {
        assert_eq!(
            answer(5, ("bank", verdict, "first_on_mean", ""), ("cash", verdict, "behind", "")),
            "With 5 replicates, no policy improves participants beyond what chance can explain."
        );
    }
    let one = answer(1, ("bank", "no_interval", "first_on_mean", ""), ("cash", "no_interval", "no_interval", ""));
    assert!(one.starts_with("One replicate gives no intervals") && one.contains("at least 5 replicates"), "{one}");
}

#[test]
fn policies_that_equal_the_baseline_or_each_other_are_called_equal_and_nothing_else() {
    let contrasts = contrasts_of(&[
        ("bank", "all", "equal", [5.0, 0.08, 0.08, 0.0, 0.0, 0.0]),
        ("cash", "all", "above_zero", [5.0, 0.08, 0.1, 0.02, 0.01, 0.03]),
        ("twin", "all", "above_zero", [5.0, 0.08, 0.1, 0.02, 0.01, 0.03]),
    ]);
    let ranking =
        ranking([("cash", "above_zero", "first_on_mean", ""), ("twin", "above_zero", "equal_to_first", "cash")]);
    let paragraphs = answer::answer(&source(Kind::Comparison, vec![contrasts, ranking]));
    let of = |policy: &str| -> Vec<String> {
        let found = paragraphs.iter().find(|it| it.policy.as_deref() == Some(policy)).unwrap();
        found.sentences.iter().map(|it| it.plain(Language::English)).collect()
    };
    assert_eq!(
        of("bank"),
        ["\"time bank\" is equal to the baseline: every measure has the same value in every replicate (5 replicates)."]
    );
    assert_eq!(
        of("twin"),
        ["\"twin\" is equal to \"cash\": every measure has the same value in every replicate (5 replicates)."]
    );
    assert!(of("cash")[0].starts_with("Under \"cash\", participants stood at 10.0 %, compared with 8.0 %"));
}

#[test]
fn one_replicate_has_differences_and_no_intervals_in_words_and_in_charts() {
    let none = f64::NAN;
    let contrasts = contrasts_of(&[
        ("bank", "all", "no_interval", [1.0, 0.08, 0.1, 0.02, none, none]),
        ("cash", "all", "equal", [1.0, 0.08, 0.08, 0.0, none, none]),
    ]);
    let mut source = source(Kind::Comparison, vec![contrasts]);
    source.results.replicates = 1;
    let said = said(&source);
    assert!(said[0].starts_with("One replicate gives no intervals"), "{said:#?}");
    assert_eq!(
        said[1],
        "Under \"time bank\", participants stood at 10.0 %, compared with 8.0 % under the baseline, in a single replicate: +2.00 percentage points, \
         without an interval."
    );
    assert!(said.iter().all(|it| !it.contains("95 %")), "{said:#?}");
    let Drawing::Intervals { rows, series } = &comparison::forest(&source)[0].kind else { panic!() };
    assert_eq!(series[0].values[0], Some(Mark { value: 2.0, ends: None }));
    assert_eq!(rows[1].en, "cash (equal to the baseline)");
}

#[test]
fn a_measure_that_rests_on_fewer_replicates_is_said_to() {
    let source = source(
        Kind::Comparison,
        vec![contrasts_of(&[("bank", "all", "above_zero", [4.0, 0.08, 0.1, 0.02, 0.01, 0.03])])],
    );
    let wanted = "Under \"time bank\", participants had a value in only 4 of the 5 replicates compared.";
    assert!(said(&source).iter().any(|it| it == wanted), "{:#?}", said(&source));
    let Drawing::Intervals { rows, .. } = &comparison::forest(&source)[0].kind else { panic!() };
    assert_eq!(rows[0], Message::new("time bank (4 of 5 replicates)", "时间银行（5 次重复中的 4 次）"));
}

#[test]
fn an_acceptability_curve_is_a_line_a_policy_at_the_chosen_rate_and_for_the_public() {
    let row = |policy, perspective| ["baseline", policy, perspective, "participants_share"];
    let (public, all) = ("public", "public_and_unpaid_at_replacement");
    let numbers = ["chosen", "threshold", "probability_best"];
    let (bank, baseline, other) = (row("bank", public), row("baseline", public), row("bank", all));
    let rows: [(&[&str], &[f64]); 6] = [
        (&baseline, &[1.0, 0.0, 1.0]),
        (&bank, &[1.0, 0.0, 0.0]),
        (&baseline, &[1.0, 500.0, 0.25]),
        (&bank, &[1.0, 500.0, 0.75]),
        (&bank, &[0.0, 0.0, 0.5]),
        (&other, &[1.0, 0.0, 0.5]),
    ];
    let texts = ["context", "policy", "perspective", "effect_measure"];
    let source = source(Kind::Comparison, vec![table("net_benefit", &texts, &numbers, &rows)]);
    let charts = money::acceptability(&source);
    let Drawing::Lines(lines) = &charts[0].kind else { panic!("{charts:?}") };
    let bank = lines.iter().find(|it| !it.reference).unwrap();
    assert_eq!((&bank.x, &bank.y), (&vec![0.0, 500.0], &vec![Some(0.0), Some(75.0)]));
}

#[test]
fn memberships_last_longer_or_shorter_under_each_policy_and_apart_where_there_are_towns_and_villages() {
    let row = |policy, scope| ["baseline", policy, scope];
    let (of_bank, of_baseline, urban, rural) =
        (row("bank", "all"), row("baseline", "all"), row("bank", "urban"), row("bank", "rural"));
    let rows: [(&[&str], &[f64]); 8] = [
        (&of_baseline, &[0.0, 1.0, 1.0, 1.0]),
        (&of_baseline, &[1.0, 0.5, 0.4, 0.6]),
        (&of_bank, &[0.0, 1.0, 1.0, 1.0]),
        (&of_bank, &[1.0, 0.75, 0.7, 0.8]),
        (&urban, &[0.0, 1.0, 1.0, 1.0]),
        (&urban, &[1.0, 0.75, 0.7, 0.8]),
        (&rural, &[0.0, 1.0, 1.0, 1.0]),
        (&rural, &[1.0, 0.25, 0.2, 0.3]),
    ];
    let drawn = |rows: &[(&[&str], &[f64])]| {
        let numbers = ["weeks", "mean", "low", "high"];
        let retention = table("retention", &["context", "policy", "scope"], &numbers, rows);
        let source = source(Kind::Comparison, vec![retention]);
        assert!(run::retention(&source).is_empty(), "several policies are no single run");
        comparison::retention(&source)
    };
    let charts = drawn(&rows);
    let titles: Vec<&str> = charts.iter().map(|it| it.title.zh.as_str()).collect();
    assert_eq!(titles, ["仍在的成员经历，全部", "仍在的成员经历，城市", "仍在的成员经历，农村"]);
    let Drawing::Lines(lines) = &charts[0].kind else { panic!("{charts:?}") };
    let shares = lines.iter().map(|it| (it.reference, it.y[1])).collect::<Vec<_>>();
    assert_eq!(shares, [(true, Some(50.0)), (false, Some(75.0))]);
    assert_eq!(drawn(&rows[..6]).len(), 1, "towns alone are all");
}

#[test]
fn groups_stand_in_one_chart_and_provinces_on_a_map() {
    let texts = ["context", "policy", "measure", "scope", "grouping", "group"];
    let numbers = ["difference", "difference_low", "difference_high"];
    let row = |grouping, group| ["baseline", "bank", "participants_share", "all", grouping, group];
    let [men, women, hunan, hubei] =
        [row("sex", "men"), row("sex", "women"), row("province", "Hunan"), row("province", "Hubei")];
    let rows: [(&[&str], &[f64]); 4] = [
        (&men, &[0.01, 0.0, 0.02]),
        (&women, &[0.03, 0.02, 0.04]),
        (&hunan, &[0.02, 0.01, 0.03]),
        (&hubei, &[0.05, 0.04, 0.06]),
    ];
    let source = source(Kind::Comparison, vec![table("groups", &texts, &numbers, &rows)]);
    let Drawing::Intervals { rows, series } = &groups::groups(&source)[0].kind else { panic!() };
    assert_eq!((rows.len(), series[0].values[1]), (2, Some(mark(3.0, 2.0, 4.0))));
    let spending = ["baseline", "bank", "spending_per_elder_year", "all", "sex", "men"];
    let source_of_spending =
        self::source(Kind::Comparison, vec![table("groups", &texts, &numbers, &[(&spending, &[3.0, 2.0, 4.0])])]);
    let title = &groups::groups(&source_of_spending)[0].title;
    assert_eq!(title, &Message::new("spending per elder-year where they live", "所居社区每位老年人年支出"));
    let Drawing::Tiles(tiles) = &groups::provinces(&source)[0].kind else { panic!() };
    let known: Vec<_> = tiles.iter().filter_map(|it| Some((it.name.zh.as_str(), it.value?))).collect();
    assert_eq!(known, [("湖北", 5.0), ("湖南", 2.0)]);
}

#[test]
fn a_policy_that_fails_is_told_where() {
    let texts = ["policy", "measure"];
    let pair: &[&str] = &["bank", "participants_share"];
    let robustness = |goal: &str, rows: [(&str, f64); 3]| {
        let rows =
            rows.map(|(policy, share)| ([policy, "participants_share", goal], [64.0, 0.02, share, 0.6, 0.9, 0.04]));
        let rows: Vec<(&[&str], &[f64])> = rows.iter().map(|(texts, numbers)| (&texts[..], &numbers[..])).collect();
        let numbers = ["contexts", "goal_value", "satisficing", "satisficing_low", "satisficing_high", "most_regret"];
        table("robustness", &["policy", "measure", "goal"], &numbers, &rows)
    };
    let regions = table(
        "regions",
        &texts,
        &["step", "told", "restrictions", "worlds", "failures", "coverage", "density"],
        &[
            (pair, &[0.0, 0.0, 0.0, 64.0, 16.0, 1.0, 0.25]),
            (pair, &[1.0, 0.0, 2.0, 9.0, 8.0, 0.5, 0.9]),
            (pair, &[2.0, 1.0, 1.0, 20.0, 14.0, 0.875, 0.7]),
        ],
    );
    let restrictions = table(
        "restrictions",
        &["policy", "measure", "factor", "among"],
        &["at_least", "at_most", "quasi_p_value"],
        &[(&["bank", "participants_share", "parameters.need.outmigration", ""], &[1.8, f64::NAN, 0.0004])],
    );
    let mixed = robustness("gain", [("bank", 0.75), ("parameters.need.outmigration", 0.0), ("baseline", f64::NAN)]);
    let mut source = source(Kind::Comparison, vec![contrasts(), mixed, regions, restrictions]);
    source.results.planned_contexts = Some(64);
    for wanted in [
        "Under \"time bank\", the mean over replicates reaches the goal for participants (at least 2.00 percentage points above the baseline) in \
         75.0 % of the 64 contexts.",
        "In none of the 64 contexts does the mean over replicates reach the goal for participants (at least 2.00 percentage points above the \
         baseline) under these policies: out-migration.",
        "Under \"time bank\", the goal for participants is missed in 16 of 64 contexts, mostly where out-migration is 1.80 or more \
         (quasi-p < 0.001). This region contains 87.5 % of the failures (coverage), and 70.0 % of its 20 contexts fail (density).",
    ] {
        let said = said(&source);
        assert!(said.iter().any(|it| it == wanted), "{wanted}: {said:#?}");
    }
    // Each rests on the row of its policy and measure.
    let paragraphs = answer::answer(&source);
    let of_bank = paragraphs.iter().flat_map(|it| &it.sentences).filter(|it| {
        it.record.as_ref().is_some_and(|it| (it.policy.as_str(), it.measure.as_str()) == ("bank", "participants_share"))
    });
    let found: Vec<_> =
        of_bank.map(|it| it.record.as_ref().unwrap()).map(|it| (it.table.as_str(), it.estimate)).collect();
    assert!(found.contains(&("robustness", Some(0.75))) && found.contains(&("regions", Some(0.875))), "{found:?}");
    let all = robustness("at_least", [("bank", 1.0), ("parameters.need.outmigration", 1.0), ("baseline", 1.0)]);
    let weighed = super::tests::source(Kind::Comparison, vec![contrasts(), all]);
    let paragraphs = answer::answer(&weighed);
    let chinese: Vec<String> =
        paragraphs.iter().flat_map(|it| &it.sentences).map(|it| it.plain(Language::Chinese)).collect();
    let wanted = "参与者的各次重复均值在全部 64 种情境中都达标（不低于 2.0%）：时间银行、外出与基线。";
    assert!(chinese.iter().any(|it| it == wanted), "{chinese:#?}");
    let Drawing::Intervals { series, .. } = &contexts::robustness(&source)[0].kind else { panic!() };
    assert_eq!(series[0].values[0], Some(mark(75.0, 60.0, 90.0)));
    let Drawing::Points(series) = &contexts::regions(&source)[0].kind else { panic!() };
    assert_eq!((&series[0].at, series[0].labels.len()), (&vec![[100.0, 25.0], [50.0, 90.0]], 0));
    assert_eq!((&series[1].at, &series[1].labels), (&vec![[87.5, 70.0]], &vec![Message::new("1 bound", "1 条界限")]));
}

#[test]
fn factors_that_cannot_be_told_apart_are_named_together() {
    let texts = ["measure", "index", "estimator", "factor"];
    let numbers = ["value", "low", "high", "rank"];
    let row = |factor| ["participants_share", "mu_star", "morris", factor];
    let [a, b, c] = [row("a"), row("b"), row("parameters.need.outmigration")];
    let indices = |rank_of_second| {
        let rows: [(&[&str], &[f64]); 3] =
            [(&a, &[0.02, 0.01, 0.03, 3.0]), (&b, &[0.1, 0.08, 0.12, rank_of_second]), (&c, &[0.12, 0.1, 0.14, 1.0])];
        source(Kind::Sensitivity, vec![table("indices", &texts, &numbers, &rows)])
    };
    let tied = said(&indices(1.0));
    assert_eq!(
        tied,
        [
            "The factors with the largest effect on participants are out-migration and b, which cannot be distinguished with these runs."
        ]
    );
    let apart = said(&indices(2.0));
    assert_eq!(
        apart,
        [
            "The factor with the largest effect on participants is out-migration: 12.00 percentage points (95 % interval 10.00 to 14.00).",
            "Next comes b."
        ]
    );
    // Without ranks or without intervals nobody is first.
    let rows = |row: &[f64; 4]| {
        let rows: [(&[&str], &[f64]); 2] = [(&a, &[0.02, 0.01, 0.03, row[3]]), (&c, row)];
        said(&source(Kind::Sensitivity, vec![table("indices", &texts, &numbers, &rows)]))
    };
    for row in [[0.12, 0.1, 0.14, 0.0], [0.12, f64::NAN, f64::NAN, 1.0]] {
        assert_eq!(
            rows(&row),
            ["There are too few runs, or they differ too little, to rank the factors by their effect on participants."]
        );
    }
    let Drawing::Intervals { rows, .. } = &sweep::tornado(&indices(1.0))[0].kind else { panic!() };
    assert_eq!(rows[0].zh, "外出");
}

#[test]
fn what_follows_the_first_factor_is_told_as_far_as_the_runs_tell_it() {
    let (texts, numbers) = (["measure", "index", "estimator", "factor", "verdict"], ["value", "low", "high", "rank"]);
    let of = |index: &'static str, verdict: &'static str, rows: &[[f64; 4]]| {
        let names = ["a", "b", "c", "d", "e"];
        let rows =
            names.iter().zip(rows).map(|(name, row)| (["participants_share", index, "all_runs", name, verdict], row));
        let rows: Vec<([&str; 5], &[f64; 4])> = rows.collect();
        let rows: Vec<(&[&str], &[f64])> = rows.iter().map(|(texts, row)| (&texts[..], &row[..])).collect();
        said(&source(Kind::Sensitivity, vec![table("indices", &texts, &numbers, &rows)]))
    };
    let total = |rank: f64| [0.1, 0.05, 0.2, rank];
    let first = [0.7, 0.6, 0.8, 1.0];
    let strongest = "The factor with the largest effect on participants is a: 70.0 % of the variance (95 % interval 60.0 % to 80.0 %).";
    for (rest, next) in [
        (vec![total(2.0), total(2.0)], "Next come b and c, which cannot be distinguished with these runs."),
        (vec![total(2.0); 4], "The other 4 factors cannot be distinguished with these runs."),
        (vec![total(2.0), total(3.0), total(3.0)], "Next comes b."),
        (vec![[0.0, f64::NAN, f64::NAN, 2.0]; 3], "The other 3 factors have no effect in any run."),
        (vec![[0.0, f64::NAN, f64::NAN, 2.0]], "The other factor has no effect in any run."),
    ] {
        let rows: Vec<[f64; 4]> = std::iter::once(first).chain(rest).collect();
        assert_eq!(of("total", "converged", &rows), [strongest, next]);
    }
    assert_eq!(
        of("total", "more", &[total(1.0); 5]),
        ["The effects of the 5 factors on participants cannot be distinguished with these runs."]
    );
    // What may be nothing is not said to move anything.
    assert_eq!(of("total", "converged", &[first, [0.1, 0.0, 0.3, 2.0]]), [strongest]);
    let unclear = ["These runs do not show which factor affects participants most."];
    assert_eq!(of("total", "more", &[[0.7, 0.0, 0.8, 1.0], total(2.0)]), unclear);
    assert_eq!(of("total", "more", &[first, [0.6, 0.0, 0.9, 1.0], total(3.0)]), unclear);
    // No share is more than all of the variance.
    assert_eq!(
        of("total", "more", &[[1.2, 0.3, 2.0, 1.0], total(2.0)])[0],
        "The factor with the largest effect on participants is a: it explains at least 30.0 % of the variance (lower end of the 95 % interval)."
    );
    assert_eq!(
        of("total", "without_interval", &[[0.4, f64::NAN, f64::NAN, 0.0]]),
        [
            "The only factor is a. Its effect on participants is 40.0 % of the variance; no interval can be estimated from \
          these runs."
        ]
    );
    assert_eq!(
        of("mu_star", "chance", &[total(0.0), total(0.0)]),
        ["Chance alone can explain the differences in participants between design points, so no factor is ranked."]
    );
}

#[test]
fn a_section_without_its_table_is_left_out() {
    assert!(sections::drawn(&source(Kind::Comparison, Vec::new())).is_empty());
    let drawn = sections::drawn(&source(Kind::Comparison, vec![contrasts()]));
    assert_eq!(drawn.iter().map(|it| it.title.en.as_str()).collect::<Vec<_>>(), ["Effects of the policies"]);
}

#[test]
fn an_interrupted_run_is_as_long_as_its_data_whatever_was_planned() {
    use crate::observe::measures::{Counter, Tally};
    use crate::output::{Description, RunDirectory, RunPart, Timing, WeeklyRow};
    let directory = tempfile::tempdir().unwrap();
    let description = Description {
        command: "run",
        name: "made-up".to_string(),
        text: "title = \"Made up\"\n".to_string(),
        seed: 1,
        replicates: 3,
        weeks: 1040,
        warmup_weeks: 0,
    };
    let mut run = RunDirectory::create(Some(directory.path()), false, description).unwrap();
    let row = |week: i32| {
        let mut tally = Tally::default();
        tally.add(Counter::Elders, 100);
        tally.add(Counter::Participants, i64::from(week));
        WeeklyRow { replicate: 0, week, level: "setting", place: "urban".to_string(), tally }
    };
    run.write(RunPart::Weekly((0..12).map(row).collect())).unwrap();
    run.finish_interrupted(0, 12, &Timing::new(1.0, 1, 1, None)).unwrap();
    let document = super::Document::read(directory.path()).unwrap();
    let said = said(&document.source);
    // Weeks 8 to 11 of 100 elders: 9.5 on average; weeks 0 to 3: 1.5.
    assert_eq!(
        said[0],
        "In weeks 8 to 11, 9.5 % of elders gave or received help in a week; in the first four weeks, it was 1.5 %."
    );
    let last = "The run was interrupted: the report covers the first 12 of 1,040 weeks in one replicate (planned: 3 replicates).";
    assert_eq!(said.last().unwrap(), last);
    assert!(
        document.origin.iter().any(|it| it.value.en == "12 of 1040 after 0 weeks of warm-up"),
        "{:?}",
        document.origin
    );
    let elders = document.origin.iter().find(|it| it.name.en.starts_with("elders simulated")).unwrap();
    assert_eq!(elders.value.en, "100");
}
