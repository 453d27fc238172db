//! A sensitivity analysis as a table for the terminal, in 100 columns.
//!
//! Factors stand by size. What the runs cannot tell apart shares a rank, which is marked with `=`.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Language;
use super::terminal::{WIDTH, left, right};
use crate::analysis::figures::Form;
use crate::analysis::interval::Estimated;
use crate::analysis::sensitivity::findings::{Findings, Indices, OfMeasure};
use crate::analysis::sensitivity::morris::Morris;
use crate::analysis::sensitivity::sobol::Sobol;
use crate::analysis::sensitivity::{Index, Verdict};

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
    let number = |value: f64| effect(value, of.form);
    let unit = match of.form {
        Form::Share => " %".to_string(),
        Form::Count | Form::Level => String::new(),
        Form::Hours => pick(language, " h", " 小时"),
        Form::Yuan => pick(language, " yuan", " 元"),
    };
    let (mean, deviation) = (number(of.mean), number(of.deviation));
    let chance = match &of.chance_share {
        Some(share) => {
            let (value, range) = (percent(share.value), range(share, percent));
            pick(
                language,
                format!("{value} % ({range}) of a single run's variance is chance"),
                format!("单次运行的方差中偶然占 {value} %（{range}）"),
            )
        }
        None if findings.replicates < 2 => pick(
            language,
            "how much is chance takes replicates = 2 or more",
            "偶然所占比例需 replicates = 2 以上才能得知",
        ),
        None => pick(language, "nothing varies", "没有变化"),
    };
    let name = pick(language, &of.measure.en, &of.measure.zh);
    let mut lines = vec![pick(
        language,
        format!("{name}: mean {mean}{unit}, spread over points {deviation}; {chance}"),
        format!("{name}：均值 {mean}{unit}，各点标准差 {deviation}；{chance}"),
    )];
    match &of.indices {
        Indices::Morris(found) => lines.extend(effects(findings, found, of.form, language)),
        Indices::Sobol { best, .. } => lines.extend(shares(findings, best, language)),
    }
    lines
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
    let ranks: Vec<usize> = found.factors.iter().map(|it| it.mu_star.rank).collect();
    for place in by_size(found.factors.iter().map(|it| it.mu_star.estimate.value)) {
        let it = &found.factors[place];
        lines.push(
            left(&rank(&ranks, place), RANK)
                + &left(&label(findings, place, LABEL[0], language), LABEL[0])
                + &right(&number(it.mu_star.estimate.value), VALUE)
                + &right(&range(&it.mu_star.estimate, number), RANGE)
                + &right(&number(it.mu.value), VALUE)
                + &right(&number(it.sigma.value), VALUE)
                + &right(&verdict(findings, &it.mu_star, language), VERDICT),
        );
    }
    let stars = found.factors.iter().map(|it| &it.mu_star);
    lines.push(conclusion(findings, stars, found.left_out, "mu*", language));
    lines
}

fn shares(findings: &Findings, found: &Sobol, language: Language) -> Vec<String> {
    let share = |value: f64| format!("{value:.3}");
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
    let ranks: Vec<usize> = found.total.iter().map(|it| it.rank).collect();
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
    lines.push(conclusion(findings, all, found.left_out, &pick(language, "shares", "份额"), language));
    lines
}

/// How many indices are known well enough, and what the others need.
fn conclusion<'a>(
    findings: &Findings,
    all: impl Iterator<Item = &'a Index>,
    left_out: usize,
    what: &str,
    language: Language,
) -> String {
    let all: Vec<&Index> = all.collect();
    let converged = all.iter().filter(|it| it.verdict == Verdict::Converged).count();
    let more = all.iter().map(|it| findings.runs_more(it)).max().unwrap_or(0);
    let count = all.len();
    let mut text = pick(
        language,
        format!("{converged} of {count} {what} converged"),
        format!("{count} 个{what}中 {converged} 个已收敛"),
    );
    if more > 0 {
        let more = grouped(more);
        text +=
            &pick(language, format!("; about {more} runs more for the rest"), format!("；其余约需再运行 {more} 次"));
    }
    if left_out > 0 {
        text += &pick(
            language,
            format!("; {left_out} blocks with failed runs left out"),
            format!("；{left_out} 组因运行失败未计入"),
        );
    }
    text
}

fn footnotes(findings: &Findings, language: Language) -> Vec<String> {
    let tolerance = findings.tolerance;
    let morris = findings.measures.iter().any(|it| matches!(it.indices, Indices::Morris(_)));
    let (what, enough) = if morris {
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
    vec![what, enough, [more, ties].join(&pick(language, "; ", "；"))]
}

/// Places from the largest value down.
fn by_size(values: impl Iterator<Item = f64>) -> Vec<usize> {
    let mut values: Vec<(usize, f64)> = values.enumerate().collect();
    values.sort_by(|one, other| other.1.total_cmp(&one.1));
    values.into_iter().map(|it| it.0).collect()
}

fn rank(ranks: &[usize], place: usize) -> String {
    let shared = ranks.iter().filter(|it| **it == ranks[place]).count() > 1;
    format!("{}{}", ranks[place], if shared { "=" } else { "" })
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
    match findings.runs_more(index) {
        0 => pick(language, "converged", "已收敛"),
        more => format!("+{}", grouped(more)),
    }
}

fn range(estimated: &Estimated, number: impl Fn(f64) -> String) -> String {
    estimated.interval.map_or("–".to_string(), |it| format!("{}…{}", number(it.low), number(it.high)))
}

/// A value or an effect in the unit of the measure; of a share, in per cent.
fn effect(value: f64, form: Form) -> String {
    match form {
        Form::Share => format!("{:.2}", value * 100.0),
        Form::Hours | Form::Level => format!("{value:.4}"),
        Form::Count | Form::Yuan => format!("{value:.1}"),
    }
}

fn percent(share: f64) -> String {
    format!("{:.0}", share * 100.0)
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
    use crate::analysis::sensitivity::findings::Named;
    use crate::analysis::sensitivity::sobol::{Estimator, Runs, sobol};
    use crate::analysis::sensitivity::{Settings, morris::morris};
    use crate::experiment::design::{self, UnitPoints};
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
                mean: 0.2,
                deviation: 0.03,
                indices,
                parts: None,
                chance_share: None,
            }],
        }
    }

    #[test]
    fn both_tables_fit_into_a_hundred_columns_in_both_languages_and_mark_ties() {
        let chance = Chance::new(1, 0);
        let model = |it: &Vec<f64>| 10.0 * it[0] + 0.01 * (it[1] + it[2]);
        let points = design::Morris::new(16, 3, 4, &chance).unwrap().all();
        let outputs: Vec<f64> = points.iter().map(model).collect();
        let effects = Indices::Morris(morris(points.iter(), &outputs, &Settings::default(), &chance).unwrap());
        let points = design::Saltelli::new(64, 3, true, &chance).unwrap().all();
        let outputs: Vec<f64> = points.iter().map(model).collect();
        let runs = Runs::of_design(&points, &outputs).unwrap();
        let of = |estimator| sobol(&runs, estimator, &Settings::default(), &chance).unwrap();
        let shares = Indices::Sobol { best: of(Estimator::AllRuns), saltelli: of(Estimator::Saltelli) };
        for indices in [effects, shares] {
            let findings = findings(indices);
            for language in [Language::English, Language::Chinese] {
                let text = table(&findings, language);
                let wide: Vec<&str> = text.lines().filter(|it| it.width() > WIDTH).collect();
                assert!(wide.is_empty(), "{wide:#?}");
                assert!(text.contains("\n1   behave.give") && text.contains("2="), "{text}");
            }
        }
    }
}
