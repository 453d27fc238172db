//! Digest of the results of a run: BLAKE3 over the decoded content of its tables.
//!
//! Scenario text, metadata, times, compression and row groups do not affect it, so equal results have equal digests,
//! whatever version of the Parquet library wrote them.

use std::borrow::Cow;

use blake3::{Hash, Hasher};

use crate::observe::table::{Type, Values};

use super::schema::word_of_type;

/// Digest of a table, updated row by row. Each column has its own, so that chunks of rows may have any size.
#[derive(Debug, Clone)]
pub struct TableDigest {
    heading: Hasher,
    columns: Vec<Hasher>,
    rows: u64,
}

impl TableDigest {
    /// Digest of a table without rows.
    pub fn new<'a>(table: &str, columns: impl Iterator<Item = (&'a str, Type)>) -> Self {
        let mut heading = Hasher::new();
        text(&mut heading, table);
        let mut count = 0;
        for (name, r#type) in columns {
            text(&mut heading, name);
            text(&mut heading, word_of_type(r#type));
            count += 1;
        }
        TableDigest { heading, columns: vec![Hasher::new(); count], rows: 0 }
    }

    /// The digests of the columns, for a number of further rows.
    pub(super) fn columns_for(&mut self, rows: usize) -> impl Iterator<Item = &mut Hasher> {
        self.rows += rows as u64;
        self.columns.iter_mut()
    }

    /// Number of rows so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Digest of all rows.
    pub fn finish(mut self) -> Hash {
        self.heading.update(&self.rows.to_le_bytes());
        for it in &self.columns {
            self.heading.update(it.finalize().as_bytes());
        }
        self.heading.finalize()
    }
}

/// Digest of a run from the digests of its tables, in the order in which a run lists them.
pub fn of_run(tables: impl Iterator<Item = Hash>) -> Hash {
    let mut hasher = Hasher::new();
    for it in tables {
        hasher.update(it.as_bytes());
    }
    hasher.finalize()
}

/// Adds values to the digest of a column.
pub(super) fn column(hasher: &mut Hasher, values: &Values) {
    match values {
        Values::Int(it) => numbers(hasher, it, |value| value.to_le_bytes()),
        Values::Long(it) => numbers(hasher, it, |value| value.to_le_bytes()),
        Values::Real(it) => numbers(hasher, it, |value| value.to_bits().to_le_bytes()),
        // A missing value has bits that no stored number has.
        Values::Double(it) => numbers(hasher, it, |value| value.map_or(u64::MAX, f64::to_bits).to_le_bytes()),
        Values::Text(it) => texts(hasher, it),
    }
}

/// Values hashed in one call: a call per value would cost more than the hash.
const AT_ONCE: usize = 4096;

fn numbers<T: Copy, const N: usize>(hasher: &mut Hasher, values: &[T], bytes: impl Fn(T) -> [u8; N]) {
    let mut buffer = Vec::with_capacity(AT_ONCE.min(values.len()));
    for chunk in values.chunks(AT_ONCE) {
        buffer.clear();
        buffer.extend(chunk.iter().map(|it| bytes(*it)));
        hasher.update(buffer.as_flattened());
    }
}

fn texts(hasher: &mut Hasher, values: &[Cow<'_, str>]) {
    let mut buffer = Vec::new();
    for chunk in values.chunks(AT_ONCE) {
        buffer.clear();
        for it in chunk {
            buffer.extend_from_slice(&(it.len() as u64).to_le_bytes());
            buffer.extend_from_slice(it.as_bytes());
        }
        hasher.update(&buffer);
    }
}

fn text(hasher: &mut Hasher, text: &str) {
    texts(hasher, &[text.into()]);
}
