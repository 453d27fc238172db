//! How objects for programs are written.

use std::io::{Result as IoResult, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

/// Anything as JSON on several lines, ending with a line break. Nothing has no sign: a negative zero is written 0.0.
pub(super) fn text(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let mut to = Serializer::with_formatter(&mut bytes, Plain(PrettyFormatter::new()));
    value.serialize(&mut to).expect("figures and texts become JSON");
    String::from_utf8(bytes).expect("JSON is text") + "\n"
}

/// Lines and indents of the usual kind, and zeros without a sign.
struct Plain<'a>(PrettyFormatter<'a>);

impl Formatter for Plain<'_> {
    fn write_f32<W: ?Sized + Write>(&mut self, to: &mut W, value: f32) -> IoResult<()> {
        self.0.write_f32(to, value + 0.0)
    }

    fn write_f64<W: ?Sized + Write>(&mut self, to: &mut W, value: f64) -> IoResult<()> {
        self.0.write_f64(to, value + 0.0)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> IoResult<()> {
        self.0.begin_array(to)
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> IoResult<()> {
        self.0.end_array(to)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> IoResult<()> {
        self.0.begin_array_value(to, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, to: &mut W) -> IoResult<()> {
        self.0.end_array_value(to)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> IoResult<()> {
        self.0.begin_object(to)
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> IoResult<()> {
        self.0.end_object(to)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> IoResult<()> {
        self.0.begin_object_key(to, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> IoResult<()> {
        self.0.begin_object_value(to)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> IoResult<()> {
        self.0.end_object_value(to)
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_zero_has_no_sign_and_the_text_is_else_the_usual_one() {
        let value = serde_json::json!({ "a": [-0.0, -1.5, null, []], "b": { "c": "-0.0", "d": {} } });
        let usual = serde_json::to_string_pretty(&value).unwrap() + "\n";
        assert_eq!(text(&value), usual.replacen("-0.0", "0.0", 1));
    }
}
