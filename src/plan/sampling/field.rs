//! Reads the fields of a list: numbers, switches and texts as spreadsheets and R write them in different countries.
//!
//! A field with one possible meaning is read: `8.0` is 8, `-3,6` is -3.6, `TRUE` is true, `１２` is 12. An ambiguous field,
//! such as `1,234`, is refused, and so is one without a value.

use std::ops::Range;

use crate::plan::sampling::list::List;
use crate::scenario::file::Value;
use crate::text::{Message, message};

/// Texts for a missing value.
const MISSING: [&str; 9] = ["NA", "N/A", "NaN", "NULL", "nan", "n/a", "-", "—", "缺失"];

/// Largest whole number up to which all are exact in floating point.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

/// Possible readings of the text of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Number {
    /// A number with either decimal sign.
    Whole(f64),
    /// A number only with a decimal comma.
    Comma(f64),
    /// A number only with a decimal point.
    Point(f64),
    /// The number with a decimal comma, and another one with a decimal point.
    Either { comma: f64, point: f64 },
}

/// Decimal sign of a list, and the first field that proves it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Notation {
    /// First field that is a number only with a decimal comma.
    pub comma: Option<Range<usize>>,
    /// First field that is a number only with a decimal point.
    pub point: Option<Range<usize>>,
    semicolons: bool,
}

impl Notation {
    /// The decimal signs in the fields of a list.
    pub fn of(list: &List, text: &str) -> Self {
        let mut notation = Notation { semicolons: list.semicolons, ..Notation::default() };
        for field in list.cells.iter().flatten() {
            let proof = match number(&field.text(text)) {
                Some(Number::Comma(_)) => &mut notation.comma,
                Some(Number::Point(_)) => &mut notation.point,
                _ => continue,
            };
            proof.get_or_insert_with(|| field.span.clone());
        }
        notation
    }

    /// The value of a field.
    ///
    /// # Errors
    /// It has no value, or more than one is possible.
    pub fn value(&self, text: &str) -> Result<Value, Message> {
        if text.is_empty() {
            return Err(message!("this cell is empty", "此单元格为空"));
        }
        if MISSING.contains(&text) || text.starts_with('#') {
            return Err(message!("`{text}` is not a value", "`{text}` 不是取值"));
        }
        if let Some(share) = text.strip_suffix(['%', '％']).and_then(|rest| number(rest.trim())) {
            let share = share.likely() / 100.0;
            return Err(message!(
                "`{text}` is a percentage; as a share it is {share}",
                "`{text}` 是百分数，作为比例应写 {share}"
            ));
        }
        if let Ok(whole) = text.parse() {
            return Ok(Value::Whole(Some(whole)));
        }
        match number(text) {
            Some(Number::Whole(it) | Number::Comma(it) | Number::Point(it)) => Ok(value_of(it)),
            Some(Number::Either { comma, .. }) if self.comma.is_some() && text.contains(',') => Ok(value_of(comma)),
            Some(Number::Either { point, .. }) if text.contains('.') && self.decimal_point() => Ok(value_of(point)),
            Some(Number::Either { comma, point }) => {
                let (less, more) = (comma.min(point), comma.max(point));
                Err(message!(
                    "`{text}` may be {less} or {more}: write one of these",
                    "`{text}` 可能是 {less}，也可能是 {more}：请改写为其一"
                ))
            }
            None if text.eq_ignore_ascii_case("true") => Ok(Value::Switch(true)),
            None if text.eq_ignore_ascii_case("false") => Ok(Value::Switch(false)),
            None => Ok(Value::Text(text.to_string())),
        }
    }

    /// Whether a point before three digits is the decimal sign. In lists with semicolons it often is not.
    fn decimal_point(&self) -> bool {
        self.comma.is_none() && (self.point.is_some() || !self.semicolons)
    }
}

impl Number {
    /// The more likely number.
    fn likely(self) -> f64 {
        match self {
            Number::Whole(it) | Number::Comma(it) | Number::Point(it) | Number::Either { point: it, .. } => it,
        }
    }
}

/// A number as a value: `8.0` becomes the whole number 8, and a negative zero becomes zero.
fn value_of(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() <= MOST_EXACT {
        Value::Whole(Some(number as i64))
    } else {
        Value::Real(number)
    }
}

/// ASCII form of full-width characters and of the minus signs of word processors.
fn plain(letter: char) -> char {
    match letter {
        '０'..='９' => char::from(b'0' + (letter as u32 - '０' as u32) as u8),
        '．' => '.',
        '＋' => '+',
        '－' | '−' | '–' => '-',
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        '’' => '\'',
        other => other,
    }
}

/// Possible readings of a text as a number; none if it is not a number.
fn number(text: &str) -> Option<Number> {
    let text: String = text.trim().chars().map(plain).collect();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let groups: Vec<&str> = mantissa.split(|letter: char| !letter.is_ascii_digit()).collect();
    let signs: Vec<char> = mantissa.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    if groups.concat().is_empty() || !signs.iter().all(|sign| [',', '.', ' ', '\''].contains(sign)) {
        return None;
    }
    let value = |digits: String| {
        let size: f64 = format!("{digits}e{exponent}").parse().ok()?;
        Some(if negative { 0.0 - size } else { size })
    };
    let thousands = |groups: &[&str]| {
        let (first, rest) = groups.split_first()?;
        let grouped =
            (1..=3).contains(&first.len()) && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3);
        (grouped && exponent == 0).then(|| value(groups.concat())).flatten()
    };
    let decimal = |groups: &[&str]| {
        let (fraction, whole) = groups.split_last()?;
        value(format!("{}.{fraction}", whole.concat()))
    };
    let with = |sign: char, it: f64| if sign == ',' { Number::Comma(it) } else { Number::Point(it) };
    match signs.as_slice() {
        [] => value(groups.concat()).map(Number::Whole),
        [sign @ (',' | '.')] => {
            let decimal = decimal(&groups)?;
            Some(match (thousands(&groups), sign) {
                (None, _) => with(*sign, decimal),
                (Some(whole), ',') => Number::Either { comma: decimal, point: whole },
                (Some(whole), _) => Number::Either { comma: whole, point: decimal },
            })
        }
        // Groups of three digits, then possibly the decimal sign, which must be the other one.
        [first, between @ .., last] if between.iter().all(|sign| sign == first) => {
            let whole = groups.len() - 1;
            match (first, last) {
                (first, last) if first == last => thousands(&groups).map(|it| match first {
                    ',' => Number::Point(it),
                    '.' => Number::Comma(it),
                    _ => Number::Whole(it),
                }),
                (',' | '.' | ' ' | '\'', ',' | '.') => {
                    thousands(&groups[..whole])?;
                    decimal(&groups).map(|it| with(*last, it))
                }
                _ => None,
            }
        }
        [' ' | '\''] => thousands(&groups).map(Number::Whole),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value in a list whose other cells are those.
    fn value_beside(others: &str, text: &str) -> Result<Value, String> {
        let table = format!("a\tb\n{others}\t{others}\n");
        let list = List::read(&table, 0).unwrap();
        Notation::of(&list, &table).value(text).map_err(|refused| refused.en)
    }

    fn shown(value: Result<Value, String>) -> String {
        match value {
            Ok(Value::Whole(Some(it))) => format!("whole {it}"),
            Ok(Value::Real(it)) => format!("real {it}"),
            Ok(Value::Switch(it)) => format!("switch {it}"),
            Ok(Value::Text(it)) => format!("text {it}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn what_can_mean_one_thing_only_is_read() {
        for (text, expected) in [
            ("8", "whole 8"),
            ("8.0", "whole 8"),
            ("8,0", "whole 8"),
            ("8.5", "real 8.5"),
            ("1e+05", "whole 100000"),
            ("-0", "whole 0"),
            ("-0.0", "whole 0"),
            ("+0.5", "real 0.5"),
            (".5", "real 0.5"),
            ("5e-1", "real 0.5"),
            ("-3,6", "real -3.6"),
            ("0,125", "real 0.125"),
            ("0.125", "real 0.125"),
            ("1234.567", "real 1234.567"),
            ("1,234,567", "whole 1234567"),
            ("1.234.567", "whole 1234567"),
            ("1,234.5", "real 1234.5"),
            ("1.234,5", "real 1234.5"),
            ("1 234,5", "real 1234.5"),
            ("1\u{202f}234", "whole 1234"),
            ("1'234.5", "real 1234.5"),
            ("１２", "whole 12"),
            ("－３．６", "real -3.6"),
            ("−3.6", "real -3.6"),
            ("1.234", "real 1.234"),
            ("TRUE", "switch true"),
            ("False", "switch false"),
            ("stable", "text stable"),
            ("none", "text none"),
            ("1.2.2024", "text 1.2.2024"),
            ("2024-01-02", "text 2024-01-02"),
            ("T", "text T"),
            ("1.5e-3", "real 0.0015"),
        ] {
            assert_eq!(shown(value_beside("8", text)), expected, "{text}");
        }
    }

    #[test]
    fn what_can_mean_two_things_or_nothing_is_refused() {
        assert!(shown(value_beside("8", "1,234")).contains("may be 1.234 or 1234"));
        // Beside decimal commas a comma is one, and a point may group thousands; beside points a comma stays open.
        assert_eq!(shown(value_beside("-3,6", "1,234")), "real 1.234");
        assert!(shown(value_beside("-3,6", "1.234")).contains("may be 1.234 or 1234"));
        assert!(shown(value_beside("0.5", "1,234")).contains("may be"));
        for text in ["", "NA", "NaN", "#DIV/0!", "#N/A", "-"] {
            assert!(value_beside("8", text).is_err(), "{text}");
        }
        assert!(shown(value_beside("8", "40%")).contains("as a share it is 0.4"));
        assert!(shown(value_beside("8", "2,5 ％")).contains("0.025"));
    }

    #[test]
    fn a_point_before_three_digits_stays_open_where_semicolons_separate_and_nothing_proves_the_sign() {
        let of = |table: &str| {
            let list = List::read(table, 0).unwrap();
            shown(Notation::of(&list, table).value("1.040").map_err(|refused| refused.en))
        };
        assert!(of("a;b\n1.040;2\n").contains("may be 1.04 or 1040"));
        assert_eq!(of("a;b\n1.040;0.5\n"), "real 1.04");
        assert_eq!(of("a,b\n1.040,2\n"), "real 1.04");
    }
}
