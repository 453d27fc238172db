//! Single values: the type, range and unit each must have, and the words when it has not.

use super::diagnostics::{Fault, Faults, Source, nearest};
use super::file::{Table, Value, Written};
use crate::places::WEEKS_PER_MONTH;

/// Most known keys a report lists when none is near the unknown one.
const MOST_LISTED: usize = 30;

/// What a number may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds<'a> {
    pub low: f64,
    pub high: f64,
    /// Unit; `-` and nothing are not shown.
    pub unit: &'a str,
}

impl Bounds<'_> {
    fn words(&self) -> String {
        let unit = if matches!(self.unit, "" | "-") { String::new() } else { format!(" (unit: {})", self.unit) };
        format!("from {} to {}{unit}", self.low, self.high)
    }
}

/// Reads values and collects what is wrong with them.
pub(crate) struct Check<'a> {
    /// What the places refer to.
    pub sources: &'a [Source],
    /// What is wrong so far.
    pub faults: Faults,
}

impl Check<'_> {
    /// The value as it stands in the text, shortened.
    fn raw(&self, written: &Written) -> String {
        let text = &self.sources[written.place.source].text[written.place.span.clone()];
        if text.chars().count() > 40 {
            format!("{}…", text.chars().take(40).collect::<String>())
        } else {
            text.into()
        }
    }

    fn refuse(&mut self, title: String, written: &Written, label: String, note: &str) {
        let mut fault = Fault::new(title, &written.place, label);
        if !note.is_empty() {
            fault = fault.note(note);
        }
        self.faults.push(fault);
    }

    /// A number within bounds; `note` says what it means.
    pub fn number(&mut self, key: &str, written: &Written, bounds: Bounds, note: &str) -> Option<f64> {
        let title = format!("`{key}` must be a number {}", bounds.words());
        let value = match written.value {
            Value::Whole(Some(whole)) => whole as f64,
            Value::Whole(None) => f64::INFINITY.copysign(if self.raw(written).starts_with('-') { -1.0 } else { 1.0 }),
            Value::Real(real) => real,
            ref other => {
                self.refuse(title, written, format!("expected a number, found {}", other.kind()), note);
                return None;
            }
        };
        // Written so that nan fails.
        if value >= bounds.low && value <= bounds.high {
            return Some(value);
        }
        let raw = self.raw(written);
        let fault = match () {
            () if value.is_nan() => format!("{raw} is no number"),
            () if value > bounds.high => format!("{raw} is too large"),
            () => format!("{raw} is too small"),
        };
        self.refuse(title, written, fault, note);
        None
    }

    /// A whole number within bounds.
    pub fn whole(&mut self, key: &str, written: &Written, bounds: Bounds) -> Option<i64> {
        if matches!(written.value, Value::Whole(_)) {
            return self.number(key, written, bounds, "").map(|value| value as i64);
        }
        let title = format!("`{key}` must be a whole number {}", bounds.words());
        let found = match written.value {
            Value::Real(_) => format!("{} has a point or an exponent, or is no number", self.raw(written)),
            ref other => format!("expected a whole number, found {}", other.kind()),
        };
        self.refuse(title, written, found, "");
        None
    }

    /// A number of weeks that is a whole number of months.
    pub fn weeks(&mut self, key: &str, written: &Written, low: i32, high: i32) -> Option<i32> {
        let bounds = Bounds { low: low.into(), high: high.into(), unit: "weeks" };
        let weeks = self.whole(key, written, bounds)? as i32;
        let before = weeks.div_euclid(WEEKS_PER_MONTH) * WEEKS_PER_MONTH;
        if before == weeks {
            return Some(weeks);
        }
        let after = before + WEEKS_PER_MONTH;
        let title = format!("`{key}` must fall on a month boundary: a multiple of {WEEKS_PER_MONTH} weeks");
        self.refuse(title, written, format!("the nearest are {before} and {after}"), "");
        None
    }

    /// True or false.
    pub fn switch(&mut self, key: &str, written: &Written) -> Option<bool> {
        if let Value::Switch(value) = written.value {
            return Some(value);
        }
        let found = format!("found {}", written.value.kind());
        self.refuse(format!("`{key}` must be true or false"), written, found, "");
        None
    }

    /// A text.
    pub fn text<'w>(&mut self, key: &str, written: &'w Written) -> Option<&'w str> {
        if let Value::Text(value) = &written.value {
            return Some(value);
        }
        let found = format!("found {}", written.value.kind());
        self.refuse(format!("`{key}` must be a text in quotation marks"), written, found, "");
        None
    }

    /// One of some words.
    pub fn choice<'w>(&mut self, key: &str, written: &'w Written, words: &[&str]) -> Option<&'w str> {
        let title = format!("`{key}` must be one of {}", listed(words));
        let Value::Text(value) = &written.value else {
            self.refuse(title, written, format!("found {}", written.value.kind()), "");
            return None;
        };
        if words.contains(&value.as_str()) {
            return Some(value);
        }
        let meant = nearest(value, words.iter().copied());
        self.refuse(title, written, meant.map_or(String::new(), |word| format!("did you mean `{word}`?")), "");
        None
    }

    /// A list.
    pub fn list<'w>(&mut self, key: &str, written: &'w Written, example: &str) -> Option<&'w [Written]> {
        if let Value::List(items) = &written.value {
            return Some(items);
        }
        let found = format!("found {}", written.value.kind());
        self.refuse(format!("`{key}` must be a list, for example {example}"), written, found, "");
        None
    }

    /// A table.
    pub fn table<'w>(&mut self, key: &str, written: &'w Written) -> Option<&'w Table> {
        if let Value::Table(table) = &written.value {
            return Some(table);
        }
        let found = format!("found {}", written.value.kind());
        self.refuse(format!("`{key}` must be a table: a header `[{key}]`, then its keys"), written, found, "");
        None
    }

    /// Reports a key that nobody knows, with the nearest known one. `within` is the table's path, if any.
    pub fn unknown(&mut self, within: &str, key: &str, written: &Written, known: &[&str]) {
        if self.faults.full() {
            return;
        }
        let place = if within.is_empty() { String::new() } else { format!(" in `{within}`") };
        let title = format!("unknown key `{key}`{place}");
        let fault = match nearest(key, known.iter().copied()) {
            Some(meant) => Fault::new(title, &written.key, format!("did you mean `{meant}`?")),
            None if known.len() <= MOST_LISTED => {
                Fault::new(title, &written.key, "").note(format!("known here: {}", listed(known)))
            }
            None => Fault::new(title, &written.key, ""),
        };
        self.faults.push(fault);
    }

    /// Reports every key of a table that is not known.
    pub fn only(&mut self, within: &str, table: &Table, known: &[&str]) {
        for (key, written) in table.iter().filter(|(key, _)| !known.contains(key)) {
            self.unknown(within, key, written, known);
        }
    }
}

/// Words in a row, each in back quotes.
fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
