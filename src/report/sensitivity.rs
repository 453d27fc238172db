//! A sensitivity analysis as a table for the terminal, in 100 columns.
//!
//! Factors stand by size. What the runs cannot tell apart shares a rank, which is marked with `=`. A measure without
//! indices has a sentence in their place.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::terminal::{WIDTH, left, right};
use crate::analysis::figures::Form;
use crate::analysis::interval::Estimated;
use crate::analysis::sensitivity::findings::{Findings, Indices, OfMeasure};
use crate::analysis::sensitivity::morris::Morris;
use crate::analysis::sensitivity::sobol::Sobol;
use crate::analysis::sensitivity::{Absence, FEWEST, Index, Verdict};
use crate::text::Language;

/// Columns of a rank.
const RANK: usize = 4;
/// Columns of an index.
const VALUE: usize = 8;
/// Columns of an interval.
const RANGE: usize = 15;
/// Columns of a verdict.
const VERDICT: usize = 15;
/// Columns of a factor's name beside effects, and beside shares.
const LABEL: [usize; 2] = [WIDTH - RANK - 3 * VALUE - RANGE - VERDICT, WIDTH - RANK - 2 * VALUE - 2 * RANGE - VERDICT];

/// Pairs that are shown at most.
const MOST_PAIRS: usize = 3;

/// Further runs beyond which their number is not shown.
const MOST_RUNS: u64 = 10_000_000;

/// The table, ending with a line break.
pub fn table(findings: &Findings, language: Language) -> String {
    let mut lines = vec![title(findings, language), "─".repeat(WIDTH)];
    for it in &findings.measures {
        lines.extend(measure(findings, it, language));
        lines.push("─".repeat(WIDTH));
    }
    lines.extend(footnotes(findings, language));
    lines.iter().map(|it| it.trim_end().to_string() + "\n").collect()
}

fn pick(language: Language, en: impl Into<String>, zh: impl Into<String>) -> String {
    match language {
        Language::English => en.into(),
        Language::Chinese => zh.into(),
    }
}

fn title(findings: &Findings, language: Language) -> String {
    let Findings { title, title_zh, points, replicates, failed, .. } = findings;
    let runs = points * *replicates as usize;
    let plural = if *replicates == 1 { "" } else { "s" };
    pick(
        language,
        format!("{title}\n{points} points × {replicates} replicate{plural} = {runs} runs, {failed} failed"),
        format!("{title_zh}\n{points} 个点 × {replicates} 次重复 = {runs} 次运行，失败 {failed} 次"),
    )
}

fn measure(findings: &Findings, of: &OfMeasure, language: Language) -> Vec<String> {
    let name = pick(language, &of.measure.en, &of.measure.zh);
    let mut lines = match &of.indices {
        Indices::Morris(_) | Indices::Sobol { .. } => {
            let [mean, deviation] = [of.mean, of.deviation].map(|it| with_unit(it, of.form, language));
            let head = pick(
                language,
                format!("{name}: mean {mean}, spread over points {deviation}"),
                format!("{name}：均值 {mean}，各点标准差 {deviation}"),
            );
            together(head, &pick(language, "; ", "；"), &of_chance(findings, of, language))
        }
        Indices::Absent { because } => vec![absent(findings, of, *because, language)],
    };
    if let Some(missing) = &of.missing {
        let (runs, all) = (missing.runs, findings.points * findings.replicates as usize);
        let head = pick(
            language,
            format!("  no value in {runs} of {all} runs"),
            format!("  {all} 次运行中有 {runs} 次没有数值"),
        );
        lines.extend(together(
            head,
            &pick(language, ": ", "："),
            &pick(language, &missing.because, &missing.because_zh),
        ));
    }
    match &of.indices {
        Indices::Morris(found) => lines.extend(effects(findings, found, of.form, language)),
        Indices::Sobol { best, .. } => lines.extend(shares(findings, best, language)),
        Indices::Absent { .. } => {}
    }
    if let Some((used, left_out)) = of.indices.blocks().filter(|it| it.1 > 0) {
        let ([en, one, zh], all) = (blocks(findings), used + left_out);
        let (why, why_zh) = match findings.failed {
            0 => ("a run in them has no value", "其中有运行没有数值"),
            _ => ("a run in them failed or has no value", "其中有运行失败或没有数值"),
        };
        lines.push(pick(
            language,
            format!("{left_out} of {all} {en} left out, because {why}"),
            format!("{all} {one}{zh}中有 {left_out} {one}未计入，因为{why_zh}"),
        ));
    }
    lines
}

/// Two texts on a line where they fit, else below each other.
fn together(head: String, between: &str, tail: &str) -> Vec<String> {
    let line = format!("{head}{between}{tail}");
    if line.width() <= WIDTH { vec![line] } else { vec![head + between, format!("  {tail}")] }
}

/// What trajectories or blocks are called; in Chinese with how they are counted.
fn blocks(findings: &Findings) -> [&'static str; 3] {
    if findings.screening { ["trajectories", "条", "轨迹"] } else { ["blocks of runs", "组", "运行"] }
}

/// Why a measure has no indices.
fn absent(findings: &Findings, of: &OfMeasure, because: Absence, language: Language) -> String {
    let name = pick(language, &of.measure.en, &of.measure.zh);
    let (value, [en, one, zh]) = (with_unit(of.mean, of.form, language), blocks(findings));
    let complete = of.missing.is_none() && findings.failed == 0;
    match because {
        Absence::Incomplete if of.mean.is_none() => pick(
            language,
            format!("{name}: no value in any run, so it has no indices"),
            format!("{name}：所有运行都没有数值，因此没有指数"),
        ),
        Absence::Incomplete => pick(
            language,
            format!("{name}: no indices, because fewer than two {en} have all their values"),
            format!("{name}：数值齐全的{zh}不足两{one}，因此没有指数"),
        ),
        Absence::Constant if !complete => pick(
            language,
            format!("{name}: no run differed where the {en} have all their values, so no factor is ranked"),
            format!("{name}：数值齐全的各{zh}之间没有差异，因此不对因子排序"),
        ),
        Absence::Constant if of.chance_share.is_some() => pick(
            language,
            format!("{name}: mean {value} at every point; only chance moved it, so no factor is ranked"),
            format!("{name}：各点均值都是 {value}，只有偶然引起差异，因此不对因子排序"),
        ),
        Absence::Constant => pick(
            language,
            format!("{name}: {value} in every run; no run differed, so no factor is ranked"),
            format!("{name}：各次运行都是 {value}，没有差异，因此不对因子排序"),
        ),
    }
}

/// How much of a single run's variance is chance.
fn of_chance(findings: &Findings, of: &OfMeasure, language: Language) -> String {
    match &of.chance_share {
        Some(share) => {
            let value = percent(share.value);
            let [en, zh] = match share.interval {
                None => ["", ""].map(str::to_string),
                Some(_) => [format!(" ({})", range(share, percent)), format!("（{}）", range(share, percent))],
            };
            pick(
                language,
                format!("{value} %{en} of a single run's variance is chance"),
                format!("单次运行的方差中偶然占 {value} %{zh}"),
            )
        }
        None if findings.replicates < 2 => pick(
            language,
            "how much is chance takes replicates = 2 or more",
            "偶然所占比例需 replicates = 2 以上才能得知",
        ),
        None => pick(language, "how much is chance is not known", "偶然所占比例未知"),
    }
}

/// A number of the measure with its unit.
fn with_unit(value: Option<f64>, form: Form, language: Language) -> String {
    let unit = match form {
        Form::Share => " %".to_string(),
        Form::Count | Form::Level => String::new(),
        Form::Hours => pick(language, " h", " 小时"),
        Form::Yuan => pick(language, " yuan", " 元"),
    };
    value.map_or("–".to_string(), |it| effect(it, form) + &unit)
}

fn effects(findings: &Findings, found: &Morris, form: Form, language: Language) -> Vec<String> {
    let number = |value: f64| effect(value, form);
    let mut lines = vec![
        left("", RANK)
            + &left(&pick(language, "factor (over its whole range)", "因子（移动整个范围）"), LABEL[0])
            + &right("mu*", VALUE)
            + &right(&pick(language, "95 % interval", "95% 区间"), RANGE)
            + &right("mu", VALUE)
            + &right("sigma", VALUE)
            + &right(&pick(language, "verdict", "判断"), VERDICT),
    ];
    let signed = |it: &Option<Estimated>| it.map_or("–".to_string(), |it| number(it.value));
    let ranks: Vec<Option<usize>> = found.factors.iter().map(|it| it.mu_star.rank).collect();
    for place in by_size(found.factors.iter().map(|it| it.mu_star.estimate.value)) {
        let it = &found.factors[place];
        lines.push(
            left(&rank(&ranks, place), RANK)
                + &left(&label(findings, place, LABEL[0], language), LABEL[0])
                + &right(&number(it.mu_star.estimate.value), VALUE)
                + &right(&range(&it.mu_star.estimate, number), RANGE)
                + &right(&signed(&it.mu), VALUE)
                + &right(&signed(&it.sigma), VALUE)
                + &right(&verdict(findings, &it.mu_star, language), VERDICT),
        );
    }
    let stars = found.factors.iter().map(|it| &it.mu_star);
    lines.extend(conclusion(findings, found.trajectories, stars, &pick(language, "mu*", " mu* "), language));
    lines
}

fn shares(findings: &Findings, found: &Sobol, language: Language) -> Vec<String> {
    let share = |value: f64| decimals(value, if value.abs() < 10.0 { 3 } else { 0 });
    let interval = pick(language, "95 % interval", "95% 区间");
    let mut lines = vec![
        left("", RANK)
            + &left(&pick(language, "factor (share of variance)", "因子（方差份额）"), LABEL[1])
            + &right(&pick(language, "first", "一阶"), VALUE)
            + &right(&interval, RANGE)
            + &right(&pick(language, "total", "总"), VALUE)
            + &right(&interval, RANGE)
            + &right(&pick(language, "verdict", "判断"), VERDICT),
    ];
    let ranks: Vec<Option<usize>> = found.total.iter().map(|it| it.rank).collect();
    for place in by_size(found.total.iter().map(|it| it.estimate.value)) {
        let (first, total) = (&found.first[place], &found.total[place]);
        let worse = if findings.runs_more(first) > findings.runs_more(total) { first } else { total };
        lines.push(
            left(&rank(&ranks, place), RANK)
                + &left(&label(findings, place, LABEL[1], language), LABEL[1])
                + &right(&share(first.estimate.value), VALUE)
                + &right(&range(&first.estimate, share), RANGE)
                + &right(&share(total.estimate.value), VALUE)
                + &right(&range(&total.estimate, share), RANGE)
                + &right(&verdict(findings, worse, language), VERDICT),
        );
    }
    let mut pairs: Vec<_> =
        found.second.iter().filter(|it| it.index.estimate.interval.is_some_and(|it| it.low > 0.0)).collect();
    pairs.sort_by(|one, other| other.index.estimate.value.total_cmp(&one.index.estimate.value));
    for it in pairs.into_iter().take(MOST_PAIRS) {
        let (one, other) = (short(&findings.factors[it.factors.0].key), short(&findings.factors[it.factors.1].key));
        let (value, range) = (share(it.index.estimate.value), range(&it.index.estimate, share));
        lines.push(pick(
            language,
            format!("    together {one} × {other}: {value} ({range})"),
            format!("    交互 {one} × {other}：{value}（{range}）"),
        ));
    }
    let all = found.first.iter().chain(&found.total);
    lines.extend(conclusion(findings, found.blocks, all, &pick(language, "shares", "份额"), language));
    lines
}

/// How many indices are known well enough, what the others need, and why none is ranked if none is.
fn conclusion<'a>(
    findings: &Findings,
    used: usize,
    all: impl Iterator<Item = &'a Index>,
    what: &str,
    language: Language,
) -> Vec<String> {
    let all: Vec<&Index> = all.collect();
    if all.iter().any(|it| it.verdict == Verdict::Chance) {
        return vec![pick(
            language,
            "chance alone can explain how the points differ, so no factor is ranked",
            "各点之间的差异可以只由偶然造成，因此不对因子排序",
        )];
    }
    let converged = all.iter().filter(|it| it.verdict == Verdict::Converged).count();
    let more = all.iter().map(|it| findings.runs_more(it)).max().unwrap_or(0);
    let count = all.len();
    let without = all.iter().filter(|it| it.verdict == Verdict::WithoutInterval).count();
    let mut text = pick(
        language,
        format!("{converged} of {count} {what} converged"),
        format!("{count} 个{what}中 {converged} 个已收敛"),
    );
    if more > 0 {
        let more = many(more);
        text +=
            &pick(language, format!("; about {more} runs more for the rest"), format!("；其余约需再运行 {more} 次"));
    }
    if without > 0 {
        text += &pick(language, format!("; no interval for {without}"), format!("；{without} 个没有区间"));
    }
    let mut lines = vec![text];
    if all.iter().any(|it| it.rank.is_none()) {
        let [en, one, zh] = blocks(findings);
        lines.push(if used < FEWEST {
            pick(
                language,
                format!("no factor is ranked, because there are fewer than {FEWEST} {en}"),
                format!("不足 {FEWEST} {one}{zh}，因此不对因子排序"),
            )
        } else {
            pick(
                language,
                format!("no factor is ranked, because the {en} differ too little to say how certain this is"),
                format!("各{one}{zh}之间差异太少，无法得知把握有多大，因此不对因子排序"),
            )
        });
    }
    lines
}

fn footnotes(findings: &Findings, language: Language) -> Vec<String> {
    let tolerance = findings.tolerance;
    let (what, enough) = if findings.screening {
        (
            pick(
                language,
                "mu*: mean size of the effect of moving a factor over its whole range; sigma: how much it varies",
                "mu*：因子移动整个范围的平均效应大小；sigma：效应随其他因子的变化",
            ),
            pick(
                language,
                format!("converged: half-width within {} % of the largest mu*", tolerance * 100.0),
                format!("已收敛：区间半宽不超过最大 mu* 的 {} %", tolerance * 100.0),
            ),
        )
    } else {
        (
            pick(
                language,
                "first: what a factor does by itself; total: that and what it does together with others",
                "一阶：因子单独的作用；总：单独的作用与同其他因子的交互",
            ),
            pick(
                language,
                format!("converged: half-widths within {tolerance}"),
                format!("已收敛：区间半宽不超过 {tolerance}"),
            ),
        )
    };
    let ties = pick(language, "n=: ranks that these runs cannot tell apart", "n=：以现有运行无法区分名次");
    let more = pick(language, "+n: about so many runs more", "+n：约需再运行 n 次");
    let mut lines = vec![what, enough, [more, ties].join(&pick(language, "; ", "；"))];
    let without_order = findings.measures.iter().any(|it| match &it.indices {
        Indices::Morris(found) => found.factors.iter().any(|it| it.mu.is_none()),
        Indices::Sobol { .. } | Indices::Absent { .. } => false,
    });
    if without_order {
        lines.push(pick(
            language,
            "–: values without an order have no mu, no sigma; mu*: mean size of a change from one to another",
            "–：取值没有顺序的因子没有 mu 与 sigma；其 mu* 为从一个取值换到另一个取值的平均变化大小",
        ));
    }
    lines
}

/// Places from the largest value down.
fn by_size(values: impl Iterator<Item = f64>) -> Vec<usize> {
    let mut values: Vec<(usize, f64)> = values.enumerate().collect();
    values.sort_by(|one, other| other.1.total_cmp(&one.1));
    values.into_iter().map(|it| it.0).collect()
}

/// A rank, marked if it is shared; nothing where nothing is ranked.
fn rank(ranks: &[Option<usize>], place: usize) -> String {
    let shared = ranks.iter().filter(|it| **it == ranks[place]).count() > 1;
    ranks[place].map_or(String::new(), |it| format!("{it}{}", if shared { "=" } else { "" }))
}

/// The path without its first word, and its meaning as far as there is room.
fn label(findings: &Findings, place: usize, width: usize, language: Language) -> String {
    let named = &findings.factors[place];
    let meaning = pick(language, &named.en, &named.zh);
    let path = short(&named.key);
    let whole = if meaning == named.key { path.to_string() } else { format!("{path} {meaning}") };
    cut(&whole, width - 1)
}

fn short(path: &str) -> &str {
    path.split_once('.').map_or(path, |(first, rest)| match first {
        "parameters" | "policy" => rest,
        _ => path,
    })
}

/// A text of at most so many columns.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_string();
    }
    let mut columns = 1;
    let fits = |it: &char| {
        columns += it.width().unwrap_or(0);
        columns <= width
    };
    text.chars().take_while(fits).collect::<String>() + "…"
}

fn verdict(findings: &Findings, index: &Index, language: Language) -> String {
    match index.verdict {
        Verdict::Converged => pick(language, "converged", "已收敛"),
        Verdict::Chance => pick(language, "chance", "偶然"),
        Verdict::WithoutInterval => pick(language, "no interval", "无区间"),
        Verdict::More { .. } => format!("+{}", many(findings.runs_more(index))),
    }
}

/// A number of further runs.
fn many(runs: u64) -> String {
    if runs > MOST_RUNS { format!(">{}", grouped(MOST_RUNS)) } else { grouped(runs) }
}

fn range(estimated: &Estimated, number: impl Fn(f64) -> String) -> String {
    estimated.interval.map_or("–".to_string(), |it| format!("{}…{}", number(it.low), number(it.high)))
}

/// A value or an effect in the unit of the measure; of a share, in per cent.
fn effect(value: f64, form: Form) -> String {
    let size = value.abs();
    match form {
        Form::Share => decimals(value * 100.0, 2),
        Form::Hours | Form::Level => decimals(value, if size < 10.0 { 4 } else { 2 }),
        Form::Count | Form::Yuan => decimals(value, usize::from(size < 1000.0)),
    }
}

/// A number with so many decimals; what rounds to nothing has no sign.
fn decimals(value: f64, count: usize) -> String {
    if value.abs() >= 1e6 {
        return format!("{value:.0e}");
    }
    let text = format!("{value:.count$}");
    let zero = !text.contains(|it: char| it.is_ascii_digit() && it != '0');
    if zero { text.trim_start_matches('-').to_string() } else { text }
}

/// A share in whole per cent; what is less than all of it is not said to be all.
fn percent(share: f64) -> String {
    match decimals(share * 100.0, 0) {
        all if all == "100" && share < 1.0 => decimals(share * 100.0, 1).replace("100.0", ">99.9"),
        text => text,
    }
}

/// A whole number with its thousands set apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sensitivity::Settings;
    use crate::analysis::sensitivity::findings::{Missing, Named};
    use crate::analysis::sensitivity::morris::{Axis, morris};
    use crate::analysis::sensitivity::sobol::{Estimator, Runs, sobol};
    use crate::plan::sampling::morris::Steps;
    use crate::plan::sampling::{self, UnitPoints};
    use crate::random::Chance;

    fn findings(indices: Indices) -> Findings {
        let named = |key: &str| Named {
            key: key.into(),
            en: "a name so long that it cannot stand whole".into(),
            zh: "很长很长很长很长很长很长很长很长的中文名称".into(),
        };
        Findings {
            design: "made-up".into(),
            title: "Made up".into(),
            title_zh: "虚构".into(),
            screening: matches!(indices, Indices::Morris(_)),
            points: 64,
            replicates: 2,
            failed: 0,
            tolerance: 0.05,
            factors: ["parameters.behave.give", "policy.recognition.level", "weeks"].map(named).to_vec(),
            measures: vec![OfMeasure {
                measure: Named {
                    key: "participants_share".into(),
                    en: "participants, all".into(),
                    zh: "参与者（全部）".into(),
                },
                unit: "share of elders in a week".into(),
                form: Form::Share,
                mean: Some(0.2),
                deviation: Some(0.03),
                missing: None,
                indices,
                parts: None,
                chance_share: None,
            }],
        }
    }

    /// Indices of a model from so many trajectories, the third factor without an order.
    fn screened(trajectories: usize) -> Indices {
        let chance = Chance::new(1, 0);
        let steps = vec![Steps::Levels(4), Steps::Levels(4), Steps::Kinds(2)];
        let points = sampling::Morris::new(trajectories, steps, &chance).unwrap().all();
        // The kind, at a quarter or three, does as much as the second factor.
        let outputs: Vec<f64> = points.iter().map(|it| model(&[it[0], it[1], 2.0 * it[2]])).collect();
        let axes = [Axis::Range, Axis::Range, Axis::Kinds];
        Indices::Morris(morris(points.iter(), &axes, &outputs, &Settings::default(), &chance).unwrap())
    }

    fn shared(base: usize) -> Indices {
        let chance = Chance::new(1, 0);
        let points = sampling::Saltelli::new(base, 3, true, &chance).unwrap().all();
        let outputs: Vec<f64> = points.iter().map(|it| model(it)).collect();
        let runs = Runs::of_design(&points, &outputs).unwrap();
        let of = |estimator| sobol(&runs, estimator, &Settings::default(), &chance).unwrap();
        Indices::Sobol { best: of(Estimator::AllRuns).unwrap(), saltelli: of(Estimator::Saltelli) }
    }

    fn model(it: &[f64]) -> f64 {
        10.0 * it[0] * (1.0 + 0.1 * it[0]) + 0.01 * (it[1] + it[2]) * (1.0 + it[1] * it[2])
    }

    #[test]
    fn all_tables_fit_into_a_hundred_columns_in_both_languages() {
        for indices in [screened(16), screened(2), shared(64), shared(2)] {
            let mut findings = findings(indices);
            findings.measures[0].missing =
                Some(Missing { runs: 9, because: "there was no elder".into(), because_zh: "没有老年人".into() });
            for language in [Language::English, Language::Chinese] {
                let text = table(&findings, language);
                let wide: Vec<&str> = text.lines().filter(|it| it.width() > WIDTH).collect();
                assert!(wide.is_empty(), "{wide:#?}");
            }
        }
    }

    #[test]
    fn ranks_that_are_shared_are_marked_and_from_few_runs_there_are_none() {
        for (indices, ranked) in [(screened(16), true), (shared(64), true), (screened(2), false), (shared(2), false)] {
            let text = table(&findings(indices), Language::English);
            assert_eq!(text.contains("\n1   behave.give") && text.contains("2="), ranked, "{text}");
            assert_eq!(text.contains("fewer than 5"), !ranked, "{text}");
        }
        let text = table(&findings(screened(16).by_chance()), Language::English);
        assert!(text.contains("chance alone can explain") && !text.contains("2="), "{text}");
    }

    #[test]
    fn a_measure_without_indices_has_a_sentence_in_their_place() {
        let mut findings = findings(Indices::Absent { because: Absence::Constant });
        let said = |findings: &Findings, language| table(findings, language).lines().nth(3).unwrap().to_string();
        assert_eq!(
            said(&findings, Language::English),
            "participants, all: 20.00 % in every run; no run differed, so no factor is ranked"
        );
        assert_eq!(
            said(&findings, Language::Chinese),
            "参与者（全部）：各次运行都是 20.00 %，没有差异，因此不对因子排序"
        );
        findings.measures[0].indices = Indices::Absent { because: Absence::Incomplete };
        findings.measures[0].mean = None;
        assert_eq!(said(&findings, Language::English), "participants, all: no value in any run, so it has no indices");
    }

    #[test]
    fn what_rounds_to_nothing_has_no_sign() {
        assert_eq!((effect(-0.00001, Form::Share), effect(-0.0, Form::Count)), ("0.00".into(), "0.0".into()));
        assert_eq!([1.0, 0.9999, 0.996, 0.5].map(percent), ["100", ">99.9", "99.6", "50"]);
        assert_eq!((effect(-0.01, Form::Share), effect(-123_456.0, Form::Yuan)), ("-1.00".into(), "-123456".into()));
    }
}
