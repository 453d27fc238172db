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

/// A difference with its sign, one digit finer than a level.
pub(super) fn change(value: f64, figure: &Figure) -> String {
    let (value, decimals) = match figure.form {
        Form::Share => (value * 100.0, 2),
        Form::Hours | Form::Level => (value, 4),
        Form::Yuan => (value, 1),
        Form::Count => (value, 0),
    };
    if value == 0.0 { "0".into() } else { format!("{value:+.decimals$}") }
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
