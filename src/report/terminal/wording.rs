//! How the terminal writes names, measures, numbers and changes, and lays them out in columns.
//!
//! There are no colours and no control bytes. Chinese characters take two columns, which decides all padding.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::analysis::figures::{Better, Form, Indicator, Span};
use crate::analysis::interval::{Estimated, Interval, Verdict};
use crate::report::document::numbers::{decimals_of_change, decimals_of_interval, scale};
use crate::text::{Label, Language, WIDTH};

/// Lines of a table, the last with its line break.
pub(super) fn text(lines: &[String]) -> String {
    lines.iter().map(|it| it.trim_end().to_string() + "\n").collect()
}

/// A line across the terminal.
pub(super) fn rule() -> String {
    "─".repeat(WIDTH)
}

/// The word of a language.
pub(in crate::report) fn say(label: Label, language: Language) -> &'static str {
    language.pick(label.en, label.zh)
}

/// A text at the left of so many columns.
pub(in crate::report) fn left(text: &str, width: usize) -> String {
    text.to_string() + &" ".repeat(width.saturating_sub(text.width()))
}

/// A text at the right of so many columns.
pub(in crate::report) fn right(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(text.width())) + text
}

/// A level of a form.
pub(super) fn number(value: f64, form: Form, language: Language) -> String {
    match form {
        Form::Count if value.abs() >= 1e6 => compact(value, language),
        Form::Count | Form::Yuan => grouped(value),
        Form::Share => fixed(value * 100.0, 1),
        Form::Hours | Form::Level => fixed(value, 3),
    }
}

/// A whole number with its thousands set apart.
pub(in crate::report) fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if value <= -0.5 { format!("-{text}") } else { text }
}

/// A large number in three digits, in the steps of the language.
pub(super) fn compact(value: f64, language: Language) -> String {
    let steps: &[(f64, &str)] = match language {
        Language::English => &[(1e9, "G"), (1e6, "M"), (1e4, "k")],
        Language::Chinese => &[(1e8, "亿"), (1e4, "万")],
    };
    let Some((step, word)) = steps.iter().find(|it| value.abs() >= it.0) else { return fixed(value, 0) };
    let step = if *word == "k" { 1e3 } else { *step };
    let value = value / step;
    let decimals = if value.abs() >= 100.0 {
        0
    } else if value.abs() >= 10.0 {
        1
    } else {
        2
    };
    format!("{value:.decimals$}{word}")
}

/// A difference with its sign; one too small for its decimals says so, so that it never reads as none.
pub(super) fn change(value: f64, figure: &Indicator) -> String {
    let value = value * scale(figure.form);
    changed(value, decimals_of_change(value, figure.form))
}

fn changed(value: f64, decimals: usize) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let text = format!("{value:+.decimals$}");
    if is_zero(&text) {
        let sign = if value < 0.0 { "-" } else { "+" };
        return format!("{sign}<0.{:0>decimals$}", 1);
    }
    text
}

/// The ends of an interval; ends that differ do not read alike.
pub(super) fn ends(it: Interval, figure: &Indicator) -> String {
    let [low, high] = [it.low, it.high].map(|it| it * scale(figure.form));
    let decimals = [low, high].map(|it| decimals_of_interval(it, [low, high], figure.form));
    let [low, high] = [(low, decimals[0]), (high, decimals[1])].map(|(it, decimals)| changed(it, decimals));
    format!("{low} … {high}")
}

/// A number with so many decimals and its sign; what rounds to nothing has none.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let text = format!("{value:+.decimals$}");
    if is_zero(&text) { fixed(0.0, decimals) } else { text }
}

fn is_zero(text: &str) -> bool {
    !text.contains(|it| matches!(it, '1'..='9'))
}

/// A number with so many decimals. What rounds to nothing has no sign.
pub(in crate::report) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if text.contains(|it| matches!(it, '1'..='9')) { text } else { text.replace('-', "") }
}

/// A measure with its unit and its direction of improvement.
pub(super) fn heading(figure: &Indicator, language: Language) -> String {
    let unit = match figure.form {
        Form::Share => " %",
        Form::Yuan => language.pick(" ¥", " 元"),
        Form::Hours => language.pick(" h", " 小时"),
        Form::Count | Form::Level => "",
    };
    let better = match figure.better {
        Better::Higher => " ↑",
        Better::Lower => " ↓",
        Better::Neither => "",
    };
    let whole = if figure.span == Span::WholeRun { " †" } else { "" };
    format!("{}{unit}{better}{whole}", language.pick(figure.label.en, figure.label.zh))
}

/// A star where the interval excludes zero.
pub(super) fn star(it: &Estimated) -> &'static str {
    if it.verdict().is_determined() { "*" } else { "" }
}

/// A change with its star, or the room for one.
pub(super) fn starred(it: &Estimated, figure: &Indicator) -> String {
    change(it.value, figure) + if star(it).is_empty() { " " } else { "*" }
}

/// The note beside a measure whose effect is not attributed or decomposed.
pub(super) fn undetermined(effect: &Estimated, language: Language) -> &'static str {
    match effect.verdict() {
        Verdict::Equal => language.pick("  zero in every replicate", "  每次重复均为零"),
        Verdict::NoInterval => language.pick("  one replicate, no interval", "  仅一次重复，无区间"),
        _ => language.pick("  cannot be distinguished from chance", "  与随机波动无法区分，不作分解"),
    }
}

/// A text in lines that fit, the first and the further ones with an indent; broken at spaces, or between Chinese
/// characters.
pub fn wrapped(text: &str, [first, further]: [usize; 2]) -> Vec<String> {
    let blank = " ".repeat(further);
    let mut lines = vec![" ".repeat(first)];
    let mut word = String::new();
    let mut put = |word: &mut String| {
        let line = lines.last_mut().expect("there is a line");
        if line.width() + word.trim_end().width() > WIDTH {
            lines.push(blank.clone() + word.trim_start());
        } else {
            line.push_str(word);
        }
        word.clear();
    };
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        word.push(letter);
        // Wide characters may be parted, but no mark that closes begins a line and none that opens ends one.
        let closes = letters.peek().is_some_and(|it| "，。；：）、》”".contains(*it));
        if letter == ' ' || (letter.width() == Some(2) && !closes && !"（“《".contains(letter)) {
            put(&mut word);
        }
    }
    put(&mut word);
    lines
}

/// A text of at most so many columns.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_string();
    }
    let mut short = String::new();
    for it in text.chars() {
        if short.width() + it.to_string().width() + 1 > width {
            break;
        }
        short.push(it);
    }
    short + "…"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::figures::figure;

    #[test]
    fn a_difference_too_small_for_its_decimals_does_not_read_as_none() {
        let said = |value| change(value, figure("wellbeing"));
        assert_eq!((said(0.0268), said(-0.000_051)), ("+0.0268".to_string(), "-0.0001".to_string()));
        assert_eq!((said(0.000_03), said(-0.000_000_4)), ("+<0.0001".to_string(), "-<0.0001".to_string()));
        assert_eq!((said(0.0), said(-0.0)), ("0".to_string(), "0".to_string()));
        // In percentage points: the fewest decimals that show a digit.
        let share = |value| change(value, figure("lonely_share"));
        assert_eq!([share(-0.000_03), share(0.001_8), share(0.000_002)], ["-0.003", "+0.18", "+0.0002"]);
    }

    #[test]
    fn what_rounds_to_nothing_has_no_sign() {
        assert_eq!([fixed(-0.04, 1), fixed(-0.06, 1), fixed(0.0, 2)], ["0.0", "-0.1", "0.00"]);
        assert_eq!([signed(-0.04, 1), signed(0.04, 1), signed(0.06, 1), signed(-0.0, 0)], ["0.0", "0.0", "+0.1", "0"]);
    }

    #[test]
    fn large_numbers_are_said_in_the_steps_of_the_language() {
        assert_eq!(compact(264_018_098.0, Language::Chinese), "2.64亿");
        assert_eq!(compact(264_018_098.0, Language::English), "264M");
        assert_eq!(compact(25_310.0, Language::Chinese), "2.53万");
        assert_eq!(compact(25_310.0, Language::English), "25.3k");
        assert_eq!(compact(9_310.0, Language::English), "9310");
        assert_eq!(
            (grouped(1_234_567.4), grouped(-1_000.0), grouped(999.0)),
            ("1,234,567".into(), "-1,000".into(), "999".into())
        );
    }

    #[test]
    fn sentences_are_broken_to_the_width_in_both_languages() {
        let english = "a word ".repeat(40);
        let chinese = "孤独者较基线更好，".repeat(20);
        for text in [english.as_str(), chinese.as_str()] {
            let lines = wrapped(text, [2, 2]);
            assert!(lines.len() > 2 && lines.iter().all(|it| it.trim_end().width() <= WIDTH), "{lines:?}");
            let joined: String = lines.iter().map(|it| it.trim().replace(' ', "")).collect();
            assert_eq!(joined, text.replace(' ', ""));
        }
    }
}
