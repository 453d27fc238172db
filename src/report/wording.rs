//! How the tables of studies in the terminal write names, measures and changes.

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::Language;
use crate::analysis::figures::{Better, Figure, Form, Span};

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

/// A difference with its sign, one digit finer than a level; a smaller one with its first digit and power of ten.
pub(super) fn change(value: f64, figure: &Figure) -> String {
    let (value, decimals) = match figure.form {
        Form::Share => (value * 100.0, 2),
        Form::Hours | Form::Level => (value, 4),
        Form::Yuan => (value, 1),
        Form::Count => (value, 0),
    };
    let told = format!("{value:+.decimals$}");
    match value {
        0.0 => "0".into(),
        _ if told.contains(|it| matches!(it, '1'..='9')) => told,
        _ => format!("{value:+.0e}"),
    }
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
    fn a_difference_too_small_for_its_decimals_is_not_told_as_none() {
        let told = |value| change(value, figure("wellbeing"));
        assert_eq!((told(0.0268), told(-0.000_051)), ("+0.0268".to_string(), "-0.0001".to_string()));
        assert_eq!((told(0.000_03), told(-0.000_000_4)), ("+3e-5".to_string(), "-4e-7".to_string()));
        assert_eq!((told(0.0), told(-0.0)), ("0".to_string(), "0".to_string()));
        assert_eq!(change(-0.000_03, figure("lonely_share")), "-3e-3");
    }

    #[test]
    fn what_rounds_to_nothing_has_no_sign() {
        assert_eq!((fixed(-0.04, 1), fixed(-0.0, 3), fixed(-0.5, 0)), ("0.0".into(), "0.000".into(), "0".into()));
        assert_eq!((fixed(-0.06, 1), fixed(2.0, 0)), ("-0.1".into(), "2".into()));
    }
}
