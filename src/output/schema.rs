//! Schema of a table: its columns and their types.

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::observe::table::{Row, Type};

/// Version of the tables' layout; it increases when a column changes its name, type or meaning.
pub const VERSION: u32 = 1;

/// Rows per row group in tables of few columns: about three megabytes in memory, written while the next month runs.
pub const ROWS_PER_GROUP: usize = 32_768;

/// One column, as described in the file, its metadata and the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Type as stored.
    #[serde(with = "type_word")]
    pub r#type: Type,
    /// Unit.
    pub unit: String,
    /// Meaning in English.
    pub en: String,
    /// Meaning in Chinese.
    pub zh: String,
}

/// A table: its name, its columns, and the size of its row groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// File name without its ending.
    pub table: String,
    /// Columns in the order of the file.
    pub columns: Vec<Column>,
    /// Rows of every row group except the last.
    pub rows_per_group: usize,
}

impl Schema {
    /// Schema of a row type.
    pub fn of<R: Row>() -> Self {
        let columns = R::COLUMNS.iter().map(|it| Column {
            name: it.name.to_string(),
            r#type: it.r#type,
            unit: it.unit.to_string(),
            en: it.meaning.en.to_string(),
            zh: it.meaning.zh.to_string(),
        });
        Schema { table: R::TABLE.to_string(), columns: columns.collect(), rows_per_group: ROWS_PER_GROUP }
    }

    /// Unit and meaning of each column as JSON, by name, in the order of the file.
    pub fn columns_as_json(&self) -> String {
        serde_json::to_string(&ByName(&self.columns)).expect("text becomes JSON")
    }
}

/// Word for a type in the manifest.
pub const fn word_of_type(r#type: Type) -> &'static str {
    match r#type {
        Type::Int => "int32",
        Type::Long => "int64",
        Type::Real => "float32",
        Type::Double => "float64",
        Type::Text => "text",
    }
}

struct ByName<'a>(&'a [Column]);

impl Serialize for ByName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Description<'a> {
            unit: &'a str,
            en: &'a str,
            zh: &'a str,
        }
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for it in self.0 {
            map.serialize_entry(&it.name, &Description { unit: &it.unit, en: &it.en, zh: &it.zh })?;
        }
        map.end()
    }
}

mod type_word {
    use super::{Type, word_of_type};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(value: &Type, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(word_of_type(*value))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Type, D::Error> {
        let word = String::deserialize(deserializer)?;
        let mut types = [Type::Int, Type::Long, Type::Real, Type::Double, Type::Text].into_iter();
        types.find(|it| word_of_type(*it) == word).ok_or_else(|| D::Error::custom(format!("no type `{word}`")))
    }
}
