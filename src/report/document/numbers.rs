//! Formatting of numbers for people.

use crate::analysis::figures::Form;
use crate::analysis::results::Named;
use crate::text::Label;
use crate::text::Message;

impl From<&Named> for Message {
    fn from(named: &Named) -> Self {
        Message::new(&named.en, &named.zh)
    }
}

/// A comma.
pub const COMMA: Label = Label { en: ", ", zh: "，" };

/// Factor by which a number of a form is multiplied to be shown.
pub const fn scale(form: Form) -> f64 {
    match form {
        Form::Share => 100.0,
        Form::Count | Form::Hours | Form::Level | Form::Yuan => 1.0,
    }
}

/// A number with its unit, with a sign before it if it is a change.
pub fn shown(value: f64, form: Form, change: bool) -> Message {
    with_unit(value, form, change, decimals(value, form, change))
}

/// Decimals of a number, or of a change, of a form.
pub fn decimals(value: f64, form: Form, change: bool) -> usize {
    match form {
        _ if change => decimals_of_change(value * scale(form), form),
        Form::Share => 1,
        Form::Hours | Form::Level => 3,
        Form::Count => 0,
        Form::Yuan => usize::from(value.abs() < 10.0),
    }
}

/// The same without its unit, for the ends of an interval that stand beside a number with it.
pub fn without_unit(value: f64, form: Form, change: bool, decimals: usize) -> Message {
    Message::same(digits(value * scale(form), decimals, change))
}

/// The same with a given number of decimals.
pub fn with_unit(value: f64, form: Form, change: bool, decimals: usize) -> Message {
    let number = digits(value * scale(form), decimals, change);
    match (form, change) {
        (Form::Share, false) => Message::new(format!("{number} %"), format!("{number}%")),
        (Form::Share, true) => Message::new(format!("{number} percentage points"), format!("{number} 个百分点")),
        (Form::Hours, _) => Message::new(format!("{number} h"), format!("{number} 小时")),
        (Form::Yuan, _) => Message::new(format!("{number} yuan"), format!("{number} 元")),
        (Form::Count | Form::Level, _) => Message::same(number),
    }
}

/// Most decimals of a change: money has none below its cents.
const fn finest(form: Form) -> usize {
    match form {
        Form::Yuan => 2,
        Form::Share | Form::Hours | Form::Level | Form::Count => 4,
    }
}

/// Decimals of a change in the unit that it is shown in: one more than a level has, and as many as it takes that a
/// small one does not read as none.
pub fn decimals_of_change(value: f64, form: Form) -> usize {
    let least = match form {
        Form::Share => 2,
        Form::Hours | Form::Level => finest(form),
        Form::Yuan => 1,
        Form::Count => 0,
    };
    let is_visible = |it: &usize| value == 0.0 || format!("{value:.it$}").contains(|it| matches!(it, '1'..='9'));
    (least..=finest(form)).find(is_visible).unwrap_or(finest(form))
}

/// Decimals of a change whose interval ends there, so that ends that differ do not read alike, unless by less than a cent.
pub fn decimals_of_interval(value: f64, [low, high]: [f64; 2], form: Form) -> usize {
    let alike = |decimals: &usize| low != high && format!("{low:.decimals$}") == format!("{high:.decimals$}");
    (decimals_of_change(value, form)..=finest(form)).find(|it| !alike(it)).unwrap_or(finest(form))
}

/// A share of 1 in per cent, to the second decimal and no further than it goes.
pub fn per_cent(share: f64) -> f64 {
    (share * 10_000.0).round() / 100.0
}

/// A number of replicates, in words.
pub fn replicates(number: u32) -> Message {
    let en = if number == 1 { "one replicate".to_string() } else { format!("{number} replicates") };
    Message::new(en, format!("{number} 次重复"))
}

/// A number with decimals according to its size.
pub fn short(value: f64) -> String {
    let decimals = match value.abs() {
        it if it == 0.0 || it >= 100.0 => 0,
        it if it >= 10.0 => 1,
        it if it >= 1.0 => 2,
        _ => 4,
    };
    digits(value, decimals, false)
}

/// A number with a given number of decimals and separated thousands; a change has its sign.
pub fn digits(value: f64, decimals: usize, change: bool) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), String::new()), |(a, b)| (a, format!(".{b}")));
    let mut grouped = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    // What rounds to nothing has no sign.
    let zero = !text.contains(|it: char| it.is_ascii_digit() && it != '0');
    let sign = if zero {
        ""
    } else if value < 0.0 {
        "−"
    } else if change {
        "+"
    } else {
        ""
    };
    format!("{sign}{grouped}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(digits(1_234_567.891, 1, false), "1,234,567.9");
        assert_eq!(
            (digits(-0.04, 1, true), digits(-12.34, 1, true), digits(2.0, 0, true)),
            ("0.0".into(), "−12.3".into(), "+2".into())
        );
        assert_eq!(shown(0.348, Form::Share, false), Message::new("34.8 %", "34.8%"));
        assert_eq!(shown(-0.013, Form::Share, true), Message::new("−1.30 percentage points", "−1.30 个百分点"));
        assert_eq!(shown(0.000_03, Form::Share, true).en, "+0.003 percentage points");
        let ends = [2.9998, 3.0002];
        assert_eq!((decimals_of_interval(3.0, ends, Form::Yuan), decimals_of_interval(3.0, ends, Form::Share)), (2, 4));
        assert_eq!(shown(46.6, Form::Yuan, true), Message::new("+46.6 yuan", "+46.6 元"));
    }
}
