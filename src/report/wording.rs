//! How the tables of studies in the terminal write names, measures and changes.

use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::document::numbers::{FINEST, decimals_of_change, decimals_of_interval, scale};
use super::terminal::WIDTH;
use crate::analysis::figures::{Better, Figure, Form, Span};
use crate::analysis::interval::Interval;
use crate::text::Language;

/// A name in both languages with the identity it has in files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// As in files.
    pub id: String,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl Named {
    /// In a language.
    pub fn say(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// The text of a language.
pub(super) fn pick<'a>(language: Language, en: &'a str, zh: &'a str) -> &'a str {
    match language {
        Language::English => en,
        Language::Chinese => zh,
    }
}

/// A difference with its sign; one too small for its decimals says so, so that it never reads as none.
pub(super) fn change(value: f64, figure: &Figure) -> String {
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
        return format!("{sign}<0.{:0>FINEST$}", 1);
    }
    text
}

/// The ends of an interval; ends that differ do not read alike.
pub(super) fn ends(it: Interval, figure: &Figure) -> String {
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
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if text.contains(|it| matches!(it, '1'..='9')) { text } else { text.replace('-', "") }
}

/// A share of 1 in per cent, to the second decimal and no further than it goes.
pub(super) fn per_cent(share: f64) -> f64 {
    (share * 10_000.0).round() / 100.0
}

/// A measure with its unit and which way a change of it is welcome.
pub(super) fn heading(figure: &Figure, language: Language) -> String {
    let unit = match figure.form {
        Form::Share => " %",
        Form::Yuan => pick(language, " ¥", " 元"),
        Form::Hours => pick(language, " h", " 小时"),
        Form::Count | Form::Level => "",
    };
    let better = match figure.better {
        Better::Higher => " ↑",
        Better::Lower => " ↓",
        Better::Neither => "",
    };
    let whole = if figure.span == Span::WholeRun { " †" } else { "" };
    format!("{}{unit}{better}{whole}", pick(language, figure.label.en, figure.label.zh))
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
