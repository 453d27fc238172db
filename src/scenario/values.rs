//! Single values: required type, range and unit, and the error messages.

use super::file::{Table, Value, Written};
use super::keys::{Key, Kind, Plain};
use crate::diagnostics::{Diagnostic, Diagnostics, Source, did_you_mean, nearest};
use crate::places::WEEKS_PER_MONTH;
use crate::text::Label;
use crate::text::{Message, message};

/// Most known keys a report lists when none is near the unknown one.
const MOST_LISTED: usize = 30;

/// Most letters of a name for people, such as that of a policy.
pub(crate) const LONGEST_NAME: usize = 100;
/// Most letters of a title.
pub(crate) const LONGEST_TITLE: usize = 200;

/// What most values must be.
const NUMBER: Label = Label { en: "a number", zh: "数" };
/// What counts must be.
const WHOLE_NUMBER: Label = Label { en: "a whole number", zh: "整数" };

/// What a number may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    low: f64,
    high: f64,
    unit: Option<Label>,
}

impl Bounds {
    /// From `low` to `high`, both included, without a unit.
    pub fn new(low: f64, high: f64) -> Self {
        Bounds { low, high, unit: None }
    }

    /// The same with a unit, in English and Chinese.
    pub fn of(self, en: &'static str, zh: &'static str) -> Self {
        Bounds { unit: Some(Label { en, zh }), ..self }
    }

    /// The same with a unit as the tables of parameters and instruments have it; `-` is none.
    pub fn of_unit(self, unit: &'static str) -> Self {
        if unit == "-" { self } else { self.of(unit, unit) }
    }

    /// That the value of a key must be a number, or a whole number, within these bounds.
    fn required(&self, key: &str, kind: Label) -> Message {
        let Bounds { low, high, unit } = self;
        let unit = unit.map(|Label { en, zh }| message!(" (unit: {en})", "（单位：{zh}）")).unwrap_or_default();
        let (Message { en: unit, zh: unit_zh }, Label { en, zh }) = (unit, kind);
        message!(
            "`{key}` must be {en} from {low} to {high}{unit}",
            "`{key}` 必须是 {low} 至 {high} 之间的{zh}{unit_zh}"
        )
    }
}

/// Reads values and collects what is wrong with them.
pub(crate) struct Check<'a> {
    /// What the places refer to.
    pub sources: &'a [Source],
    /// What is wrong so far.
    pub faults: Diagnostics,
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

    fn refuse(&mut self, title: Message, written: &Written, label: impl Into<Option<Message>>) {
        self.faults.push(Diagnostic::new(title, &written.place, label));
    }

    /// A number within bounds; `note` says what it means.
    pub fn number(&mut self, key: &str, written: &Written, bounds: Bounds, note: Option<Message>) -> Option<f64> {
        let found = self.within(written, bounds);
        self.settled(found, bounds.required(key, NUMBER), written, note, as_number(written, bounds))
    }

    /// A value, or the fault that it is none.
    fn settled(
        &mut self,
        found: Result<f64, Message>,
        title: Message,
        written: &Written,
        note: Option<Message>,
        help: Option<Message>,
    ) -> Option<f64> {
        let label = match found {
            Ok(value) => return Some(value),
            Err(label) => label,
        };
        let notes = note.into_iter().collect();
        self.faults.push(Diagnostic { notes, help, ..Diagnostic::new(title, &written.place, label) });
        None
    }

    /// A number within bounds without a fraction.
    pub fn number_without_fraction(
        &mut self,
        key: &str,
        written: &Written,
        bounds: Bounds,
        note: Option<Message>,
    ) -> Option<f64> {
        let found = self.within(written, bounds).and_then(|value| match value.fract() {
            0.0 => Ok(value),
            _ => Err(message!("{value} has a fraction", "{value} 带小数")),
        });
        self.settled(found, bounds.required(key, WHOLE_NUMBER), written, note, None)
    }

    /// The number within bounds, or why it is none.
    fn within(&self, written: &Written, Bounds { low, high, .. }: Bounds) -> Result<f64, Message> {
        let value = match written.value {
            Value::Whole(Some(whole)) => whole as f64,
            Value::Whole(None) => f64::INFINITY.copysign(if self.raw(written).starts_with('-') { -1.0 } else { 1.0 }),
            Value::Real(real) => real,
            ref other => return Err(other.expected(NUMBER)),
        };
        // Written so that nan fails.
        if value >= low && value <= high {
            // Minus zero becomes zero: arms that share work are compared bit by bit.
            return Ok(value + 0.0);
        }
        let raw = self.raw(written);
        Err(match () {
            () if value.is_nan() => message!("{raw} is not a number", "{raw} 不是数"),
            () if value > high => message!("{raw} is too large", "{raw} 太大"),
            () => message!("{raw} is too small", "{raw} 太小"),
        })
    }

    /// A whole number within bounds.
    pub fn whole(&mut self, key: &str, written: &Written, bounds: Bounds) -> Option<i64> {
        if matches!(written.value, Value::Whole(_)) {
            return self.number_without_fraction(key, written, bounds, None).map(|value| value as i64);
        }
        let raw = self.raw(written);
        let found = match written.value {
            Value::Real(_) => {
                message!("{raw} has a point or an exponent, or is not a number", "{raw} 带小数点或指数，或不是数")
            }
            ref other => other.expected(WHOLE_NUMBER),
        };
        self.refuse(bounds.required(key, WHOLE_NUMBER), written, found);
        None
    }

    /// A number of weeks that is a whole number of months.
    pub fn weeks(&mut self, key: &str, written: &Written, low: i32, high: i32) -> Option<i32> {
        let bounds = Bounds::new(low.into(), high.into()).of("weeks", "周");
        let weeks = self.whole(key, written, bounds)? as i32;
        let before = weeks.div_euclid(WEEKS_PER_MONTH) * WEEKS_PER_MONTH;
        if before == weeks {
            return Some(weeks);
        }
        let after = before + WEEKS_PER_MONTH;
        let title = message!(
            "`{key}` must fall on a month boundary: a multiple of {WEEKS_PER_MONTH} weeks",
            "`{key}` 必须落在月的边界上：{WEEKS_PER_MONTH} 周的倍数"
        );
        let label = message!("the nearest are {before} and {after}", "最近的是 {before} 和 {after}");
        self.refuse(title, written, label);
        None
    }

    /// What is written of a plain key of a list, in a table at `path`.
    pub fn plain<T: Plain>(&mut self, path: &str, table: &Table, keys: &[Key], name: &str) -> Option<T> {
        let (written, key) = (table.get(name)?, keys.iter().find(|it| it.name == name)?);
        self.number_of(&within(path, name), written, key).map(T::of)
    }

    /// The value of a plain key; true is 1.
    fn number_of(&mut self, path: &str, written: &Written, key: &Key) -> Option<f64> {
        let bounds = |low, high| Bounds { low, high, unit: key.unit };
        match key.kind {
            Kind::Switch => self.switch(path, written).map(f64::from),
            Kind::Whole(low, high) | Kind::Even(low, high) => {
                self.whole(path, written, bounds(low as f64, high as f64)).map(|it| it as f64)
            }
            Kind::Number(low, high) => self.number(path, written, bounds(low, high), None),
            Kind::Weeks(low, high) => self.weeks(path, written, low, high).map(f64::from),
            _ => unreachable!("`{path}` is not plain"),
        }
    }

    /// Title in English and Chinese of what a table at `path` describes. One that is left out is the other, or the
    /// usual one if both are.
    pub fn titles(&mut self, path: &str, table: &Table, usual: [&str; 2]) -> [String; 2] {
        let [en, zh] = ["title", "title_zh"]
            .map(|key| table.get(key).and_then(|it| self.name(&within(path, key), it, LONGEST_TITLE)));
        let of_zh = if table.get("title").is_some() { en.unwrap_or(usual[0]) } else { usual[1] };
        [en.unwrap_or(usual[0]).to_owned(), zh.unwrap_or(of_zh).to_owned()]
    }

    /// True or false.
    pub fn switch(&mut self, key: &str, written: &Written) -> Option<bool> {
        if let Value::Switch(value) = written.value {
            return Some(value);
        }
        let title = message!("`{key}` must be true or false", "`{key}` 必须是 true 或 false");
        self.refuse(title, written, written.value.found());
        None
    }

    /// A text.
    pub fn text<'w>(&mut self, key: &str, written: &'w Written) -> Option<&'w str> {
        if let Value::Text(value) = &written.value {
            return Some(value);
        }
        let title = message!("`{key}` must be a text in quotation marks", "`{key}` 必须是引号中的文本");
        self.refuse(title, written, written.value.found());
        None
    }

    /// A name or title for people: one line that is not blank, without blanks at its ends.
    pub fn name<'w>(&mut self, key: &str, written: &'w Written, most: usize) -> Option<&'w str> {
        let name = self.text(key, written)?.trim();
        let (length, unseen) = (name.chars().count(), name.chars().find(|it| is_unseen(*it)));
        let (title, help) = if name.is_empty() {
            let help = message!("write a name, or leave `{key}` out", "请写上名称，或去掉 `{key}`");
            (message!("`{key}` is blank", "`{key}` 是空白"), help)
        } else if let Some(letter) = unseen {
            let letter = letter.escape_unicode();
            let help = message!("write it on one line, with visible characters", "请写在一行之内，只用看得见的字符");
            let title = message!(
                "`{key}` contains a line break or another invisible character: {letter}",
                "`{key}` 含有换行或其他看不见的字符：{letter}"
            );
            (title, help)
        } else if length > most {
            let help = message!("shorten it; charts and tables show it in full", "请缩短；图表会完整显示它");
            (
                message!(
                    "`{key}` has {length} characters; {most} are allowed",
                    "`{key}` 有 {length} 个字符；最多 {most} 个"
                ),
                help,
            )
        } else {
            return Some(name);
        };
        self.faults.push(Diagnostic::new(title, &written.place, None).help(help));
        None
    }

    /// One of some words.
    pub fn choice<'w>(&mut self, key: &str, written: &'w Written, words: &[&str]) -> Option<&'w str> {
        let (en, zh) = (listed(words, ", "), listed(words, "、"));
        let title = message!("`{key}` must be one of {en}", "`{key}` 必须是以下之一：{zh}");
        let Value::Text(value) = &written.value else {
            self.refuse(title, written, written.value.found());
            return None;
        };
        if words.contains(&value.as_str()) {
            return Some(value);
        }
        let meant = nearest(value, words.iter().copied());
        self.refuse(title, written, meant.map(did_you_mean));
        None
    }

    /// A list.
    pub fn list<'w>(&mut self, key: &str, written: &'w Written, example: &str) -> Option<&'w [Written]> {
        if let Value::List(items) = &written.value {
            return Some(items);
        }
        let title = message!("`{key}` must be a list, for example {example}", "`{key}` 必须是列表，例如 {example}");
        self.refuse(title, written, written.value.found());
        None
    }

    /// A table.
    pub fn table<'w>(&mut self, key: &str, written: &'w Written) -> Option<&'w Table> {
        if let Value::Table(table) = &written.value {
            return Some(table);
        }
        let title = message!(
            "`{key}` must be a table: a header `[{key}]`, then its keys",
            "`{key}` 必须是表：先写表头 `[{key}]`，再写其中各键"
        );
        self.refuse(title, written, written.value.found());
        None
    }

    /// Reports a key that nobody knows, with the nearest known one. `within` is the table's path, if any.
    pub fn unknown(&mut self, within: &str, key: &str, written: &Written, known: &[&str]) {
        if self.faults.full() {
            return;
        }
        let title = match within {
            "" => message!("unknown key `{key}`", "未知的键 `{key}`"),
            _ => message!("unknown key `{key}` in `{within}`", "`{within}` 中有未知的键 `{key}`"),
        };
        let meant = nearest(key, known.iter().copied());
        let mut fault = Diagnostic::new(title, &written.key, meant.map(did_you_mean));
        if meant.is_none() && known.len() <= MOST_LISTED {
            let known = listed(known, ", ");
            fault = fault.note(message!("known here: {known}", "以上为此处可用的键"));
        }
        self.faults.push(fault);
    }

    /// Reports every key of a table that is not known.
    pub fn only(&mut self, within: &str, table: &Table, known: &[&str]) {
        for (key, written) in table.iter().filter(|(key, _)| !known.contains(key)) {
            self.unknown(within, key, written, known);
        }
    }
}

/// The dotted path of a key in a table, whose own path is empty at the top of a file.
fn within(path: &str, key: &str) -> String {
    if path.is_empty() { key.into() } else { format!("{path}.{key}") }
}

/// What to write where a number is written in another way: as a text, with a decimal comma, or as a percentage in the
/// place of a fraction.
fn as_number(written: &Written, bounds: Bounds) -> Option<Message> {
    let Value::Text(text) = &written.value else { return as_percent(written, bounds) };
    let (before, after) = text.split_once(',').unwrap_or((text, ""));
    // 1,000 may be a thousand or one.
    let is_unclear = after.len() == 3 && !matches!(before.trim().trim_start_matches(['+', '-']), "" | "0");
    match text.trim().replacen(',', ".", 1).parse::<f64>() {
        Ok(number) if (bounds.low..=bounds.high).contains(&number) && !is_unclear => {
            Some(message!("write {number}", "请写 {number}"))
        }
        _ => as_percent(written, bounds),
    }
}

/// What to write where a percentage stands in the place of a fraction.
fn as_percent(written: &Written, Bounds { low, high, .. }: Bounds) -> Option<Message> {
    let percent = match &written.value {
        Value::Whole(whole) => (*whole)? as f64,
        Value::Real(real) => *real,
        Value::Text(text) => text.trim().strip_suffix(['%', '％'])?.trim().replacen(',', ".", 1).parse().ok()?,
        _ => return None,
    };
    // Rounded, or 7 / 100 of 0.07 would show more digits than were written.
    let fraction = libm::round(percent * 1e7) / 1e9;
    let is_meant = high <= 1.0 && !(low..=high).contains(&percent) || matches!(written.value, Value::Text(_));
    (is_meant && (low..=high).contains(&fraction))
        .then(|| message!("write {fraction} if {percent} % is meant", "若指 {percent} %，请写 {fraction}"))
}

/// Whether a character breaks a line, turns the direction of writing, or shows nothing.
pub(crate) fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Words in a row, each in back quotes.
fn listed(words: &[&str], between: &str) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    #[test]
    fn minus_zero_is_read_as_zero() {
        let text = "parameters.structure.initial_norm = -0.0\n[policy.outreach]\nlevel = -0.0\n";
        let resolved = crate::scenario::from_text("test", text, &[]).unwrap().resolved;
        let is_minus_zero = |line: &str| line.ends_with("= -0") || line.ends_with("= -0.0");
        assert!(!resolved.lines().any(is_minus_zero), "{resolved}");
    }
}
