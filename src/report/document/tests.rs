//! Tables as studies and sweeps write them, made by hand: what is drawn and said of them.

use super::chart::Kind as Drawing;
use super::text::Text;
use super::{Source, comparison, groups, method, money, run, sections, sentences, sweep, worlds};
use crate::analysis::results::{Kind, Named, Results};
use crate::analysis::table::{Head, Table};
use crate::policy::Label;
use crate::report::Language;

fn table(name: &str, texts: &[&'static str], numbers: &[&'static str], rows: &[(&[&str], &[f64])]) -> Table {
    let head = |name: &&'static str| Head(name, "unit", Label { en: "it", zh: "它" });
    let heads = |names: &[&'static str]| names.iter().map(head).collect::<Vec<Head>>();
    let mut table = Table::new(name, &heads(texts), &heads(numbers));
    for (texts, numbers) in rows {
        table.push(texts, &numbers.iter().map(|it| it.is_finite().then_some(*it)).collect::<Vec<_>>());
    }
    table
}

fn source(kind: Kind, tables: Vec<Table>) -> Source {
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
        weeks: Some(52),
        warmup_weeks: Some(0),
        complete: true,
        names: vec![
            named("bank", "time bank", "时间银行"),
            named("parameters.need.outmigration", "out-migration", "外出"),
        ],
        files: Vec::new(),
        run: None,
        plan: None,
    };
    Source { results, tables }
}

fn contrasts() -> Table {
    let texts = ["context", "policy", "measure", "scope", "better"];
    let numbers = ["identical", "baseline", "level", "difference", "difference_low", "difference_high"];
    table(
        "contrasts",
        &texts,
        &numbers,
        &[
            (&["baseline", "bank", "participants_share", "all", "higher"], &[0.0, 0.08, 0.1, 0.02, 0.01, 0.03]),
            (&["baseline", "bank", "participants_share", "urban", "higher"], &[0.0, 0.07, 0.08, 0.01, 0.0, 0.02]),
            (&["baseline", "bank", "participants_share", "rural", "higher"], &[0.0, 0.09, 0.12, 0.03, 0.02, 0.04]),
        ],
    )
}

fn said(source: &Source) -> Vec<String> {
    sentences::answer(source).iter().map(|it| it.plain(Language::English)).collect()
}

#[test]
fn a_forest_has_a_row_a_policy_and_a_mark_for_all_towns_and_villages() {
    let charts = comparison::forest(&source(Kind::Comparison, vec![contrasts()]));
    let Drawing::Intervals { rows, series } = &charts[0].kind else { panic!("{charts:?}") };
    assert_eq!(rows, &[Text::new("time bank", "时间银行")]);
    let values: Vec<_> = series.iter().map(|it| it.values[0].unwrap()).collect();
    assert_eq!(values, [[2.0, 1.0, 3.0], [1.0, 0.0, 2.0], [3.0, 2.0, 4.0]]);
    assert_eq!(charts[0].title.en, "participants, more is better");
}

#[test]
fn an_effect_is_told_with_where_it_is_and_through_which_stage_it_goes() {
    let stages = table(
        "stages",
        &["policy", "measure", "what", "stage"],
        &["value", "low", "high"],
        &[
            (&["bank", "participants_share", "effect", ""], &[0.02, 0.01, 0.03]),
            (&["bank", "participants_share", "direct", ""], &[0.002, 0.0, 0.004]),
            (&["bank", "participants_share", "share", "drive"], &[0.003, 0.002, 0.004]),
            (&["bank", "participants_share", "share", "perception"], &[0.005, 0.004, 0.006]),
            (&["bank", "participants_share", "share", "response"], &[0.01, 0.009, 0.011]),
        ],
    );
    let source = source(Kind::Comparison, vec![contrasts(), stages]);
    let said = said(&source);
    for wanted in [
        "With \"time bank\": participants from 8.0 % to 10.0 %, a change of +2.0 points (95 % interval +1.0 points to +3.0 points).",
        "In towns that is +1.0 points, in villages +3.0 points.",
        "Of that effect, +0.3 points goes through drive, +0.5 points through perception, +1.0 points through \
         response, and +0.2 points comes directly from services and money.",
    ] {
        assert!(said.iter().any(|it| it == wanted), "{wanted}: {said:#?}");
    }
    let Drawing::Intervals { rows, .. } = &comparison::stages(&source)[0].kind else { panic!() };
    let rows: Vec<&str> = rows.iter().map(|it| it.en.as_str()).collect();
    assert_eq!(rows, ["drive", "perception", "response", "direct"]);
}

#[test]
fn a_policy_is_told_by_what_it_is_dominated_by_one_other_or_a_mix_of_two() {
    let answer = |standing: &str, against: &str| {
        let row = ["baseline", "bank", "public", "participants_share", standing, against];
        let texts = ["context", "policy", "perspective", "effect_measure", "standing", "against"];
        let worth = table("cost_effectiveness", &texts, &["chosen"], &[(&row, &[1.0])]);
        said(&source(Kind::Comparison, vec![contrasts(), worth]))
    };
    let one = "For its money it is dominated by \"baseline\", which does no less and costs no more.";
    let mix = "For its money it is dominated by a mix of \"baseline\" and \"cash\", which does more for less.";
    assert_eq!(answer("dominated", "baseline")[2], one);
    assert_eq!(answer("extended_dominated", "baseline + cash")[2], mix);
}

#[test]
fn the_method_says_of_which_differences_too_little_is_known() {
    let told = |reached: f64| {
        let row = ["baseline", "bank", "participants_share"];
        let precision = table("precision", &["context", "policy", "measure"], &["reached"], &[(&row, &[reached])]);
        let method = method::method(&source(Kind::Comparison, vec![contrasts(), precision]));
        let last = method.last().unwrap();
        (last.en.clone(), last.zh.clone())
    };
    assert!(told(1.0).0.ends_with("every difference is known as well as the study wants."));
    let (en, zh) = told(0.0);
    assert!(en.ends_with("not known as well as the study wants: participants (time bank)."), "{en}");
    assert!(zh.ends_with("以下差异仍未达到研究所要求的精度：参与者（时间银行）。"), "{zh}");
}

#[test]
fn of_several_policies_none_does_most_when_chance_may_explain_it() {
    let answer = |low: f64| {
        let row = |policy| ["baseline", policy, "participants_share", "all", "higher"];
        let numbers = ["identical", "baseline", "level", "difference", "difference_low", "difference_high"];
        let rows: [(&[&str], &[f64]); 2] =
            [(&row("bank"), &[0.0, 0.08, 0.1, 0.02, low, 0.05]), (&row("cash"), &[0.0, 0.08, 0.09, 0.01, -0.01, 0.03])];
        let contrasts = table("contrasts", &["context", "policy", "measure", "scope", "better"], &numbers, &rows);
        said(&source(Kind::Comparison, vec![contrasts]))
    };
    let most = "The policy that does most about participants is \"time bank\": +2.0 points.";
    assert_eq!(answer(0.01)[0], most);
    assert!(!answer(-0.01).iter().any(|it| it == most));
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
    assert_eq!((rows.len(), series[0].values[1]), (2, Some([3.0, 2.0, 4.0])));
    let spending = ["baseline", "bank", "spending_per_elder_year", "all", "sex", "men"];
    let source_of_spending =
        self::source(Kind::Comparison, vec![table("groups", &texts, &numbers, &[(&spending, &[3.0, 2.0, 4.0])])]);
    let title = &groups::groups(&source_of_spending)[0].title;
    assert_eq!(title, &Text::new("spending per elder-year where they live", "所居社区每位老年人年支出"));
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
        &["step", "told", "restrictions", "coverage", "density"],
        &[
            (pair, &[0.0, 0.0, 0.0, 1.0, 0.25]),
            (pair, &[1.0, 0.0, 2.0, 0.5, 0.9]),
            (pair, &[2.0, 1.0, 1.0, 0.875, 0.7]),
        ],
    );
    let restrictions = table(
        "restrictions",
        &["policy", "measure", "factor", "among"],
        &["at_least", "at_most"],
        &[(&["bank", "participants_share", "parameters.need.outmigration", ""], &[1.8, f64::NAN])],
    );
    let mixed = robustness("gain", [("bank", 0.75), ("parameters.need.outmigration", 0.0), ("baseline", f64::NAN)]);
    let source = source(Kind::Comparison, vec![contrasts(), mixed, regions, restrictions]);
    for wanted in [
        "With \"time bank\", the goal for participants (at least 2.0 points above the baseline) is reached in 75.0 % of the 64 worlds.",
        "In none of the 64 worlds is the goal for participants (at least 2.0 points above the baseline) reached with out-migration.",
        "With \"time bank\", the goal for participants is missed mainly where out-migration ≥ 1.80: 87.5 % of all failures lie there, \
         and 70.0 % of the worlds there fail.",
    ] {
        let said = said(&source);
        assert!(said.iter().any(|it| it == wanted), "{wanted}: {said:#?}");
    }
    let all = robustness("at_least", [("bank", 1.0), ("parameters.need.outmigration", 1.0), ("baseline", 1.0)]);
    let weighed = super::tests::source(Kind::Comparison, vec![contrasts(), all]);
    let chinese: Vec<String> = sentences::answer(&weighed).iter().map(|it| it.plain(Language::Chinese)).collect();
    let wanted = "参与者在全部 64 种情境中均达标（不低于 2.0%）：时间银行、外出、基线。";
    assert!(chinese.iter().any(|it| it == wanted), "{chinese:#?}");
    let Drawing::Intervals { series, .. } = &worlds::robustness(&source)[0].kind else { panic!() };
    assert_eq!(series[0].values[0], Some([75.0, 60.0, 90.0]));
    let Drawing::Points(series) = &worlds::regions(&source)[0].kind else { panic!() };
    assert_eq!((&series[0].at, series[0].labels.len()), (&vec![[100.0, 25.0], [50.0, 90.0]], 0));
    assert_eq!((&series[1].at, &series[1].labels), (&vec![[87.5, 70.0]], &vec![Text::new("1 bound", "1 条限制")]));
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
        ["What moves participants most are out-migration, b; these runs do not tell which of them comes first."]
    );
    let apart = said(&indices(2.0));
    assert_eq!(apart, ["What moves participants most is out-migration (12.0 points); then come b and a."]);
    let Drawing::Intervals { rows, .. } = &sweep::tornado(&indices(1.0))[0].kind else { panic!() };
    assert_eq!(rows[0].zh, "外出");
}

#[test]
fn a_section_without_its_table_is_left_out() {
    assert!(sections::drawn(&source(Kind::Comparison, Vec::new())).is_empty());
    let drawn = sections::drawn(&source(Kind::Comparison, vec![contrasts()]));
    assert_eq!(drawn.iter().map(|it| it.title.en.as_str()).collect::<Vec<_>>(), ["What the policies change"]);
}
