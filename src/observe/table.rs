//! What a table is: named columns with type, unit and meaning, and rows that can be turned into them.

use std::borrow::Cow;

use crate::text::Label;

/// Type of a column, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// 32-bit integer.
    Int,
    /// 64-bit integer.
    Long,
    /// Single-precision number.
    Real,
    /// Double-precision number that may be absent.
    Double,
    /// Text.
    Text,
}

/// One column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Name in the file.
    pub name: &'static str,
    /// Type as stored.
    pub r#type: Type,
    /// Unit.
    pub unit: &'static str,
    /// Meaning.
    pub meaning: Label,
}

/// Values of one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// 32-bit integers.
    Int(Vec<i32>),
    /// 64-bit integers.
    Long(Vec<i64>),
    /// Single-precision numbers.
    Real(Vec<f32>),
    /// Double-precision numbers, or nothing.
    Double(Vec<Option<f64>>),
    /// Texts; most come from a few words of the program.
    Text(Vec<Cow<'static, str>>),
}

impl Values {
    /// None yet, of one type.
    pub const fn none(r#type: Type) -> Self {
        match r#type {
            Type::Int => Values::Int(Vec::new()),
            Type::Long => Values::Long(Vec::new()),
            Type::Real => Values::Real(Vec::new()),
            Type::Double => Values::Double(Vec::new()),
            Type::Text => Values::Text(Vec::new()),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Values::Int(it) => it.len(),
            Values::Long(it) => it.len(),
            Values::Real(it) => it.len(),
            Values::Double(it) => it.len(),
            Values::Text(it) => it.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Texts of any kind.
    pub fn texts<S: Into<Cow<'static, str>>>(texts: impl IntoIterator<Item = S>) -> Self {
        Values::Text(texts.into_iter().map(Into::into).collect())
    }
}

/// Puts values of a type behind others; the column alone says which type that is.
pub(crate) fn put<T>(column: &mut Vec<T>, values: impl Iterator<Item = T>) {
    column.extend(values);
}

/// A row type that knows its columns.
pub trait Row: Sized {
    /// File name without its ending.
    const TABLE: &'static str;
    /// Columns in the order of the file.
    const COLUMNS: &'static [Column];

    /// Puts rows behind what columns of these types hold already.
    fn append(rows: &[Self], columns: &mut [Values]);
}

/// Defines a row type with its columns: `name: type as Kind, unit, English, Chinese;`.
macro_rules! table {
    ($(#[$doc:meta])* $vis:vis struct $Row:ident in $table:literal {
        $($name:ident: $ty:ty as $kind:ident, $unit:literal, $en:literal, $zh:literal;)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        $vis struct $Row { $(#[doc = concat!($en, " (", $unit, ").")] pub $name: $ty,)* }

        impl $crate::observe::table::Row for $Row {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [$crate::observe::table::Column] = &[$($crate::observe::table::Column {
                name: stringify!($name),
                r#type: $crate::observe::table::Type::$kind,
                unit: $unit,
                meaning: $crate::text::Label { en: $en, zh: $zh },
            },)*];

            fn append(rows: &[Self], columns: &mut [$crate::observe::table::Values]) {
                let mut columns = columns.iter_mut();
                $(match columns.next() {
                    Some($crate::observe::table::Values::$kind(it)) => {
                        $crate::observe::table::put(it, rows.iter().map(|row| row.$name.into()))
                    }
                    _ => panic!("a column keeps its place and type"),
                })*
            }
        }
    };
}
pub(crate) use table;
