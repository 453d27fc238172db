//! Parts of tables: the rows that a run wrote before a checkpoint. At its end they are merged into one file per table.

use std::path::Path;

use crate::sections::stored;
use crate::text::message;
use crate::{Error, Result, files};

use super::parquet::{EncodedTable, Origin, TableReader, TableWriter};
use super::schema::Schema;
use super::tables::TABLES;

/// Folder of a run directory with the files that a resume needs, until the run is complete.
pub const CHECKPOINT: &str = "checkpoint";

/// File name of the checkpoint.
pub const CURRENT: &str = "current";

/// File name of the previous checkpoint.
pub const PREVIOUS: &str = "previous";

/// One part of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Name of the table.
    pub table: String,
    /// Number of the part, increasing within the run.
    pub number: u32,
    /// Length in bytes.
    pub bytes: u64,
    /// BLAKE3 in hexadecimal.
    pub blake3: String,
}

stored! { Part { table, number, bytes, blake3 } }

impl Part {
    /// File name of a part.
    pub fn name_of(table: &str, number: u32) -> String {
        format!("{table}-{number:06}.parquet")
    }

    /// File name.
    pub fn name(&self) -> String {
        Part::name_of(&self.table, self.number)
    }

    /// Describes a part in a directory.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn describe(directory: &Path, table: &str, number: u32) -> Result<Self> {
        let (blake3, bytes) = files::blake3_of(&directory.join(Part::name_of(table, number)))?;
        Ok(Part { table: table.to_string(), number, bytes, blake3 })
    }

    /// Checks that the part is as it was written.
    ///
    /// # Errors
    /// It has changed, or cannot be read.
    pub fn verify(&self, directory: &Path) -> Result<()> {
        let path = directory.join(self.name());
        let known = TABLES.contains(&self.table.as_str());
        if known && files::blake3_of(&path)? == (self.blake3.clone(), self.bytes) {
            return Ok(());
        }
        let reason = message!("this part of a table is not what was written", "这部分数据表与写入时不同");
        Err(Error::Table { path, reason })
    }
}

/// Whether a file name is that of a part.
pub fn is_part_name(name: &str) -> bool {
    let split = name.strip_suffix(".parquet").and_then(|it| it.rsplit_once('-'));
    split.is_some_and(|(table, number)| TABLES.contains(&table) && number.bytes().all(|it| it.is_ascii_digit()))
}

/// Merges the parts of one table in `from` into the future file `DIRECTORY/TABLE.parquet`. Its bytes depend only on the
/// rows.
///
/// # Errors
/// A part is damaged, or the file cannot be written.
pub fn merge(directory: &Path, from: &Path, parts: &[Part], schema: Schema, origin: &Origin) -> Result<EncodedTable> {
    let table = schema.table.clone();
    let mut writer = TableWriter::begin(directory, schema, origin)?;
    for part in parts.iter().filter(|it| it.table == table) {
        part.verify(from)?;
        let reader = TableReader::open(&from.join(part.name()))?;
        for group in 0..reader.groups() {
            let columns = (0..reader.columns().len()).map(|column| reader.read(group, column));
            writer.append_columns(columns.collect::<Result<_>>()?)?;
        }
    }
    Ok(writer.encode())
}
