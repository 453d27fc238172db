//! The keys of a table, as one list for each table: name, kind with range, unit, meaning. The keys that the reader
//! knows, the check of ranges and the JSON Schema follow from the list. A list of [`keys!`] also makes the struct of the
//! plain keys, with their defaults, their reading and their lines in the resolved text.

use serde_json::{Map, Value, json};

use crate::places::WEEKS_PER_MONTH;
use crate::text::Label;

/// A key of a table.
pub(crate) struct Key {
    /// As in files.
    pub name: &'static str,
    /// What its value can be.
    pub kind: Kind,
    /// Unit of a number, as messages name it.
    pub unit: Option<Label>,
    /// What it says.
    pub meaning: Label,
}

/// What the value of a key can be.
pub(crate) enum Kind {
    /// True or false.
    Switch,
    /// A whole number from the first to the second.
    Whole(i64, i64),
    /// The same, but even.
    Even(i64, i64),
    /// A number from the first to the second.
    Number(f64, f64),
    /// Weeks from the first to the second, on a month boundary.
    Weeks(i32, i32),
    /// A text.
    Text,
    /// One of some words.
    Choice(fn() -> Vec<&'static str>),
    /// What stands elsewhere in the schema, there.
    Same(&'static str),
    /// Something with a schema of its own.
    Own(fn() -> Value),
}

/// A plain value: a number, or true, which is read as 1, or false.
pub(crate) trait Plain {
    /// The value of a number that was checked.
    fn of(number: f64) -> Self;
}

impl Plain for bool {
    fn of(number: f64) -> Self {
        number != 0.0
    }
}

macro_rules! plain_numbers {
    ($($Type:ty)*) => {
        $(impl Plain for $Type {
            fn of(number: f64) -> Self {
                number as $Type
            }
        })*
    };
}

plain_numbers! { i32 u32 usize f32 f64 }

impl Key {
    /// A key with its meaning in English and Chinese.
    pub const fn new(name: &'static str, kind: Kind, en: &'static str, zh: &'static str) -> Self {
        Key { name, kind, unit: None, meaning: Label { en, zh } }
    }

    /// The same with a unit.
    pub const fn of(self, en: &'static str, zh: &'static str) -> Self {
        Key { unit: Some(Label { en, zh }), ..self }
    }

    /// The JSON Schema of its value.
    pub fn schema(&self) -> Value {
        let schema = match self.kind {
            Kind::Switch => json!({ "type": "boolean" }),
            Kind::Whole(low, high) => json!({ "type": "integer", "minimum": low, "maximum": high }),
            Kind::Even(low, high) => {
                json!({ "type": "integer", "minimum": low, "maximum": high, "multipleOf": 2 })
            }
            Kind::Number(low, high) => json!({ "type": "number", "minimum": low, "maximum": high }),
            Kind::Weeks(low, high) => {
                json!({ "type": "integer", "minimum": low, "maximum": high, "multipleOf": WEEKS_PER_MONTH })
            }
            Kind::Text => json!({ "type": "string" }),
            Kind::Choice(words) => json!({ "enum": words() }),
            Kind::Same(place) => json!({ "$ref": format!("#/{place}") }),
            Kind::Own(schema) => schema(),
        };
        described(schema, self.meaning)
    }
}

/// The names of some keys.
pub(crate) fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|it| it.name).collect()
}

/// Whether a name is that of a key of a list.
pub(crate) fn is_key(keys: &[Key], name: &str) -> bool {
    keys.iter().any(|it| it.name == name)
}

/// The schema of a table with some keys and no others.
pub(crate) fn table(keys: &[Key]) -> Value {
    object(keys.iter().map(|it| (it.name.to_owned(), it.schema())).collect())
}

/// The schema of a table with some properties and no others.
pub(crate) fn object(properties: Map<String, Value>) -> Value {
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

/// The schema of a table that takes any key, each with a value of one schema.
pub(crate) fn any_key(of: Value) -> Value {
    json!({ "type": "object", "additionalProperties": of })
}

/// A schema with a description in English and Chinese.
pub(crate) fn described(mut schema: Value, Label { en, zh }: Label) -> Value {
    schema["description"] = json!(format!("{en} ({zh})"));
    schema
}

/// The list of the keys of a table, and with the name of a struct also that: its fields are the plain keys, which are
/// those with a type and a default.
macro_rules! keys {
    (
        $(#[$about:meta])*
        $LIST:ident;
        $($name:ident $(: $Type:ty = $default:expr)?, $kind:expr $(, of($unit:literal, $unit_zh:literal))?,
            $en:literal, $zh:literal;)*
    ) => {
        $(#[$about])*
        pub(crate) const $LIST: &[$crate::scenario::keys::Key] =
            &[$($crate::scenario::keys::Key::new(stringify!($name), $kind, $en, $zh)$(.of($unit, $unit_zh))?),*];
    };
    (
        $(#[$about:meta])*
        $LIST:ident, $Struct:ident;
        $($name:ident $(: $Type:ty = $default:expr)?, $kind:expr $(, of($unit:literal, $unit_zh:literal))?,
            $en:literal, $zh:literal;)*
    ) => {
        $crate::scenario::keys::keys! {
            /// The keys of the table, in the order in which they are written.
            $LIST;
            $($name, $kind $(, of($unit, $unit_zh))?, $en, $zh;)*
        }

        $(#[$about])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $Struct {
            $($(#[doc = concat!($en, ".")] pub $name: $Type,)?)*
        }

        impl Default for $Struct {
            fn default() -> Self {
                $Struct { $($($name: $default,)?)* }
            }
        }

        impl $Struct {
            /// Takes the plain values that are written, as `written` says; what is at fault stays as it is.
            pub(crate) fn read(&mut self, mut written: impl FnMut(&str) -> Option<f64>) {
                $($(if let Some(value) = written(stringify!($name)) {
                    self.$name = <$Type as $crate::scenario::keys::Plain>::of(value);
                })?)*
            }

            /// The value of a plain key as files have it.
            pub(crate) fn written(&self, key: &str) -> Option<String> {
                match key {
                    $($(stringify!($name) => Some(<$Type as ToString>::to_string(&self.$name)),)?)*
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use keys;
