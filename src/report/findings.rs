//! Findings of a validation: a table of at most 100 columns for the terminal, Markdown, JSON.

use serde_json::{Value, json};

use super::terminal::wording::{fixed, left, right, say};
use crate::text::{Label, Language, WIDTH};
use crate::validation::{Estimate, Finding, Part, PartFinding, Tolerance, Verdict};

const NUMBER: usize = 6;
const NAME: usize = 42;
const TARGET: usize = 15;
const FOUND: usize = 8;
const INTERVAL: usize = 16;
const VERDICT: usize = WIDTH - NUMBER - NAME - TARGET - FOUND - INTERVAL;

const HEADINGS: [Label; 6] = [
    Label { en: "#", zh: "#" },
    Label { en: "pattern", zh: "规律" },
    Label { en: "target", zh: "目标" },
    Label { en: "found", zh: "所得" },
    Label { en: "95 % interval", zh: "95% 区间" },
    Label { en: "verdict", zh: "结论" },
];

/// Letter of a part, where a pattern has several.
fn letter(finding: &Finding, part: usize) -> String {
    if finding.parts.len() < 2 {
        return String::new();
    }
    let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
    // After z come aa, ab and so on.
    let before = (part >= 26).then(|| letter(part / 26 - 1));
    before.into_iter().chain([letter(part)]).collect()
}

/// Found and interval as printed.
fn numbers(part: &Part, estimate: Option<&Estimate>) -> [String; 2] {
    estimate.map_or(["–".to_string(), "–".to_string()], |it| {
        // Large numbers need fewer decimals, and the interval has a column to fit.
        let decimals = match it.low.abs().max(it.high.abs()) {
            largest if largest >= 100.0 => part.decimals.min(1),
            largest if largest >= 10.0 => part.decimals.min(2),
            _ => part.decimals,
        };
        [fixed(it.mean, decimals), format!("{} … {}", fixed(it.low, decimals), fixed(it.high, decimals))]
    })
}

/// The table for the terminal, ending with a line break.
pub fn terminal(findings: &[Finding], seeds: u32, language: Language) -> String {
    let [a, b, c, d, e, f] = HEADINGS.map(|it| say(it, language));
    let line = |cells: [&str; 6]| {
        let [a, b, c, d, e, f] = cells;
        let words = [left(a, NUMBER), left(b, NAME), left(c, TARGET)].concat();
        let numbers = if d.is_empty() {
            right(f, FOUND + INTERVAL + VERDICT)
        } else {
            [right(d, FOUND), right(e, INTERVAL), right(f, VERDICT)].concat()
        };
        (words + &numbers).trim_end().to_string() + "\n"
    };
    let rule = "─".repeat(WIDTH) + "\n";
    let mut text = line([a, b, c, d, e, f]) + &rule;
    for finding in findings {
        let pattern = finding.pattern;
        let head = format!("{} {}", pattern.number, pattern.r#use.letter());
        let facts = if pattern.facts.is_empty() { String::new() } else { format!("[{}]", pattern.facts) };
        let name = say(pattern.name, language);
        let verdict = say(finding.verdict().label(), language);
        text += &line([&head, name, &facts, "", "", if finding.parts.is_empty() { verdict } else { "" }]);
        for (k, (part, found)) in pattern.parts.iter().zip(&finding.parts).enumerate() {
            let [mean, interval] = numbers(part, found.estimate.as_ref());
            let head = format!("   {}", letter(finding, k));
            let verdict = say(found.verdict.label(), language);
            text += &line([&head, &format!("  {}", say(part.name, language)), part.target, &mean, &interval, verdict]);
        }
    }
    text + &rule + &summary(findings, seeds, language)
}

/// How many patterns hold, and what the letters mean.
fn summary(findings: &[Finding], seeds: u32, language: Language) -> String {
    let count = |verdict| findings.iter().filter(|it| it.verdict() == verdict).count();
    let [holds, noise, fails, none] =
        [Verdict::Holds, Verdict::WithinNoise, Verdict::Fails, Verdict::NotExpressible].map(count);
    let all = findings.len();
    match language {
        Language::English => format!(
            "{all} patterns on {seeds} seeds: {holds} hold, {noise} within noise, {fails} fail, {none} not expressible\n\
             T: calibration target; C: check, never calibrated to; [..]: rows of docs/facts.md\n\
             a pattern has the verdict of its worst part; within noise: the interval crosses a tolerance bound\n"
        ),
        Language::Chinese => format!(
            "{all} 条规律，{seeds} 个种子：{holds} 条成立，{noise} 条在噪声之内，{fails} 条不成立，{none} 条无法表达\n\
             T：可据以校准；C：仅作检验，从不据以校准；[..]：docs/facts.md 行号\n\
             一条规律以其最差的一项为准；噪声之内：区间跨过容许范围的边界\n"
        ),
    }
}

/// The table in Markdown, ending with a line break.
pub fn markdown(findings: &[Finding], seeds: u32, language: Language) -> String {
    let row = |cells: &[&str]| {
        format!("| {} |\n", cells.iter().map(|it| it.replace('|', "\\|")).collect::<Vec<_>>().join(" | "))
    };
    let mut text = row(&HEADINGS.map(|it| say(it, language))) + &row(&["---"; 6]);
    for finding in findings {
        let pattern = finding.pattern;
        let name = say(pattern.name, language);
        let verdict = say(finding.verdict().label(), language);
        if finding.parts.is_empty() {
            text += &row(&[&format!("{} {}", pattern.number, pattern.r#use.letter()), name, "", "", "", verdict]);
        }
        for (k, (part, found)) in pattern.parts.iter().zip(&finding.parts).enumerate() {
            let [mean, interval] = numbers(part, found.estimate.as_ref());
            let head = format!("{}{} {}", pattern.number, letter(finding, k), pattern.r#use.letter());
            let colon = say(Label { en: ": ", zh: "：" }, language);
            let what = format!("{name}{colon}{}", say(part.name, language));
            text += &row(&[&head, &what, part.target, &mean, &interval, say(found.verdict.label(), language)]);
        }
    }
    text + "\n" + &summary(findings, seeds, language).lines().map(|it| format!("{it}  \n")).collect::<String>()
}

/// One object for programs, in both languages.
pub fn json(findings: &[Finding], seeds: u32) -> String {
    let patterns: Vec<Value> = findings.iter().map(of_pattern).collect();
    format!("{:#}\n", json!({ "seeds": seeds, "patterns": patterns }))
}

fn of_pattern(finding: &Finding) -> Value {
    let pattern = finding.pattern;
    let parts = pattern.parts.iter().zip(&finding.parts).map(|(part, found)| of_part(part, found));
    json!({
        "number": pattern.number,
        "name": pattern.name.en,
        "name_zh": pattern.name.zh,
        "use": pattern.r#use.letter(),
        "facts": pattern.facts,
        "verdict": finding.verdict(),
        "parts": parts.collect::<Vec<_>>(),
    })
}

fn of_part(part: &Part, found: &PartFinding) -> Value {
    let Tolerance { low, high } = part.tolerance;
    let border = |value: f64| value.is_finite().then_some(value);
    json!({
        "name": part.name.en,
        "name_zh": part.name.zh,
        "target": part.target,
        "tolerance": { "low": border(low), "high": border(high) },
        "found": found.estimate,
        "values": found.values,
        "verdict": found.verdict,
    })
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::validation::PATTERNS;

    /// Findings with the longest numbers and words that can come.
    fn made_up() -> Vec<Finding> {
        let estimate = Estimate { mean: -13.4, low: -15.96, high: -10.83, seeds: 20 };
        let part = |verdict| PartFinding { values: vec![1.0, 2.0], estimate: Some(estimate), verdict };
        let parts = |count: usize| (0..count).map(|k| part(if k == 0 { Verdict::Fails } else { Verdict::WithinNoise }));
        PATTERNS.iter().map(|pattern| Finding { pattern, parts: parts(pattern.parts.len()).collect() }).collect()
    }

    #[test]
    fn no_line_of_the_table_is_wider_than_the_terminal() {
        for language in [Language::English, Language::Chinese] {
            for line in terminal(&made_up(), 20, language).lines() {
                assert!(line.width() <= WIDTH, "{} columns: {line}", line.width());
            }
        }
    }

    #[test]
    fn a_pattern_that_the_model_cannot_express_says_so() {
        let text = terminal(&made_up(), 20, Language::English);
        let line = text.lines().find(|it| it.starts_with("38 C")).unwrap();
        assert!(line.ends_with("not expressible"), "{line}");
        assert!(terminal(&made_up(), 20, Language::Chinese).contains("无法表达"));
    }

    #[test]
    fn programs_get_every_number_and_people_a_table_in_markdown() {
        let value: Value = serde_json::from_str(&json(&made_up(), 20)).unwrap();
        assert_eq!(value["patterns"].as_array().unwrap().len(), PATTERNS.len());
        assert_eq!(value["patterns"][0]["parts"][0]["found"]["seeds"], 20);
        assert_eq!(value["patterns"][0]["verdict"], "fails");
        let text = markdown(&made_up(), 20, Language::English);
        let table = text.lines().take_while(|it| it.starts_with('|'));
        assert!(table.into_iter().all(|it| it.matches(" | ").count() == 5));
    }
}
