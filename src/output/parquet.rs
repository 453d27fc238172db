//! Writes and reads tables as Parquet. Rows can be appended in chunks of any size; the bytes depend only on the rows.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{CompressionCodec, LogicalType, Repetition, Type as Physical};
use parquet::column::page::{CompressedPage, Page, PageWriteSpec, PageWriter};
use parquet::column::reader::ColumnReader;
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, RowGroupMetaData};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::types::{ColumnDescPtr, ColumnPath, Type as SchemaType};
use rayon::prelude::*;
use zstd::bulk::Compressor;

use crate::files::Pending;
use crate::observe::table::{Row, Type, Values};
use crate::text::{Message, message};
use crate::{Error, Result, files};

use super::digest::{self, TableDigest};
use super::schema::{self, Schema};

/// Name and version of the program, as in every file.
pub const CREATED_BY: &str = concat!("huzhu ", env!("CARGO_PKG_VERSION"));

/// Compression level: with the default, 3, files are 1.7 % smaller but compression takes over 50 % longer.
const ZSTD_LEVEL: i32 = 1;

/// Metadata that all tables of a run share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// BLAKE3 of the resolved scenario.
    pub scenario_hash: String,
    /// Seed of the random numbers.
    pub seed: u32,
}

/// Size and digest of a finished table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Number of rows in the file.
    pub rows: u64,
    /// Digest of the decoded content.
    pub digest: blake3::Hash,
}

/// A table that is being written. It gets its final name in [`TableWriter::finish`], or when the file from
/// [`EncodedTable::write`] is published.
pub struct TableWriter {
    path: PathBuf,
    schema: Schema,
    writer: SerializedFileWriter<BufWriter<Pending>>,
    /// Rows of the next row group, which is not full yet.
    waiting: Vec<Values>,
    digest: TableDigest,
}

impl TableWriter {
    /// Creates `DIRECTORY/TABLE.parquet`.
    ///
    /// # Errors
    /// The directory cannot be written to.
    pub fn begin(directory: &Path, schema: Schema, origin: &Origin) -> Result<Self> {
        let path = directory.join(format!("{}.parquet", schema.table));
        let file = BufWriter::new(files::begin(&path)?);
        let writer = SerializedFileWriter::new(file, message(&schema), Arc::new(properties(&schema, origin)))
            .map_err(|error| unwritable(&path, error))?;
        let waiting = schema.columns.iter().map(|it| Values::none(it.r#type)).collect();
        let digest = TableDigest::new(&schema.table, schema.columns.iter().map(|it| (it.name.as_str(), it.r#type)));
        Ok(TableWriter { path, schema, writer, waiting, digest })
    }

    /// Appends rows.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn append<R: Row>(&mut self, rows: &[R]) -> Result<()> {
        assert_eq!(R::TABLE, self.schema.table, "rows of one table go into the file of that table");
        self.append_with(rows, R::append)
    }

    /// Appends rows by `put`, which extends the columns of the schema.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn append_with<R>(&mut self, rows: &[R], put: impl Fn(&[R], &mut [Values])) -> Result<()> {
        let mut rest = rows;
        loop {
            let room = self.schema.rows_per_group - self.rows_waiting();
            let (now, later) = rest.split_at(room.min(rest.len()));
            put(now, &mut self.waiting);
            if self.rows_waiting() < self.schema.rows_per_group {
                return Ok(());
            }
            self.write_group()?;
            rest = later;
        }
    }

    /// Appends rows given as columns, in the order of the schema.
    ///
    /// # Errors
    /// The file cannot be written.
    ///
    /// # Panics
    /// The number, types or lengths of the columns are not those of the schema, which is an error of the caller.
    pub fn append_columns(&mut self, mut columns: Vec<Values>) -> Result<()> {
        assert_eq!(columns.len(), self.schema.columns.len(), "one column for each of the schema");
        let rows = columns.first().map_or(0, length);
        assert!(columns.iter().all(|it| length(it) == rows), "columns of equal length");
        loop {
            let room = self.schema.rows_per_group - self.rows_waiting();
            let rest: Vec<Values> = columns.iter_mut().map(|it| split_off(it, room)).collect();
            self.waiting.iter_mut().zip(columns).for_each(|(waiting, more)| append(waiting, more));
            if self.rows_waiting() < self.schema.rows_per_group {
                return Ok(());
            }
            self.write_group()?;
            columns = rest;
        }
    }

    fn rows_waiting(&self) -> usize {
        self.waiting.first().map_or(0, length)
    }

    /// Number of rows so far.
    pub fn rows(&self) -> u64 {
        self.digest.rows() + self.rows_waiting() as u64
    }

    /// Writes the remaining rows, syncs the file to disk and gives it its name.
    ///
    /// # Errors
    /// The file cannot be written; then there is no file of its name.
    pub fn finish(self) -> Result<Written> {
        let path = self.path.clone();
        let (file, written) = self.encode().write()?;
        files::publish(file, &path)?;
        Ok(written)
    }

    /// Encodes the remaining rows, so that only writing is left.
    pub fn encode(mut self) -> EncodedTable {
        let chunks = self.encode_group();
        let TableWriter { path, writer, digest, .. } = self;
        EncodedTable { path, writer, chunks, digest }
    }

    /// Encodes the remaining rows as a row group; columns are hashed and encoded in parallel.
    fn encode_group(&mut self) -> Vec<Chunk> {
        let TableWriter { writer, waiting, digest, .. } = self;
        let rows = waiting.first().map_or(0, length);
        if rows == 0 {
            return Vec::new();
        }
        let (properties, schema) = (writer.properties().clone(), writer.schema_descr());
        let mut columns: Vec<(&mut blake3::Hasher, &mut Values, ColumnDescPtr)> = digest
            .columns_for(rows)
            .zip(waiting)
            .zip(schema.columns())
            .map(|((hasher, values), column)| (hasher, values, column.clone()))
            .collect();
        let encode = |(hasher, values, column): &mut (&mut blake3::Hasher, &mut Values, ColumnDescPtr)| {
            digest::column(hasher, values);
            let chunk = encoded(column.clone(), properties.clone(), values);
            clear(values);
            chunk
        };
        columns.par_iter_mut().map(encode).collect()
    }

    /// Writes the remaining rows as a row group.
    fn write_group(&mut self) -> Result<()> {
        let chunks = self.encode_group();
        put(&mut self.writer, chunks).map_err(|error| unwritable(&self.path, error))
    }
}

/// A table whose rows are all encoded, but not all written yet.
pub struct EncodedTable {
    path: PathBuf,
    writer: SerializedFileWriter<BufWriter<Pending>>,
    chunks: Vec<Chunk>,
    digest: TableDigest,
}

/// Encodes the remaining rows of several tables in parallel; each table comes with a value of the caller.
pub fn encode_all<T: Send>(tables: Vec<(T, TableWriter)>) -> Vec<(T, EncodedTable)> {
    tables.into_par_iter().map(|(its, table)| (its, table.encode())).collect()
}

impl EncodedTable {
    /// Writes the remaining rows; the file is complete but not published yet.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(self) -> Result<(Pending, Written)> {
        let EncodedTable { path, mut writer, chunks, digest } = self;
        let buffered = put(&mut writer, chunks).and_then(|()| writer.into_inner());
        let buffered = buffered.map_err(|error| unwritable(&path, error))?;
        let file = buffered.into_inner().map_err(|failure| Error::Write { path, reason: failure.into_error() })?;
        Ok((file, Written { rows: digest.rows(), digest: digest.finish() }))
    }
}

/// Writes the columns of a row group one after another, if it has rows.
fn put(
    writer: &mut SerializedFileWriter<BufWriter<Pending>>,
    chunks: Vec<Chunk>,
) -> std::result::Result<(), ParquetError> {
    if chunks.is_empty() {
        return Ok(());
    }
    let mut group = writer.next_row_group()?;
    for chunk in chunks {
        let (bytes, closed) = chunk?;
        group.append_column(&bytes, closed)?;
    }
    group.close().map(|_| ())
}

fn message(schema: &Schema) -> Arc<SchemaType> {
    let fields = schema.columns.iter().map(|it| {
        let physical = match it.r#type {
            Type::Int => Physical::INT32,
            Type::Long => Physical::INT64,
            Type::Real => Physical::FLOAT,
            Type::Double => Physical::DOUBLE,
            Type::Text => Physical::BYTE_ARRAY,
        };
        let repetition = if it.r#type == Type::Double { Repetition::OPTIONAL } else { Repetition::REQUIRED };
        let field = SchemaType::primitive_type_builder(&it.name, physical)
            .with_repetition(repetition)
            .with_logical_type((it.r#type == Type::Text).then_some(LogicalType::String));
        Arc::new(field.build().expect("a plain column"))
    });
    let fields = fields.collect();
    Arc::new(SchemaType::group_type_builder(&schema.table).with_fields(fields).build().expect("a flat table"))
}

fn properties(schema: &Schema, origin: &Origin) -> WriterProperties {
    let metadata = [
        ("huzhu.schema_version", schema::VERSION.to_string()),
        ("huzhu.table", schema.table.clone()),
        ("huzhu.scenario_hash", origin.scenario_hash.clone()),
        ("huzhu.seed", origin.seed.to_string()),
        ("huzhu.columns", schema.columns_as_json()),
    ];
    let metadata = metadata.into_iter().map(|(key, value)| KeyValue::new(key.to_string(), value)).collect();
    let properties = WriterProperties::builder()
        .set_created_by(CREATED_BY.to_string())
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_max_row_group_row_count(None)
        .set_max_row_group_bytes(None)
        .set_key_value_metadata(Some(metadata));
    // Sums and states seldom repeat, so a dictionary would cost time and save nothing.
    let unlike = schema.columns.iter().filter(|it| matches!(it.r#type, Type::Long | Type::Real | Type::Double));
    let properties = unlike.fold(properties, |properties, it| {
        properties.set_column_dictionary_enabled(ColumnPath::from(it.name.as_str()), false)
    });
    // Rows are not searched by a state, so its minimum and maximum are not needed.
    let states = schema.columns.iter().filter(|it| it.r#type == Type::Real);
    states
        .fold(properties, |properties, it| {
            properties.set_column_statistics_enabled(ColumnPath::from(it.name.as_str()), EnabledStatistics::None)
        })
        .build()
}

/// An encoded column of a row group, with its metadata.
type Chunk = std::result::Result<(Bytes, ColumnCloseResult), ParquetError>;

fn encoded(column: ColumnDescPtr, properties: WriterPropertiesPtr, values: &Values) -> Chunk {
    let mut sink = TrackedWrite::new(Vec::new());
    let pages = Compressing(SerializedPageWriter::new(&mut sink));
    let mut writer = get_column_writer(column, properties, Box::new(pages));
    match (&mut writer, values) {
        (ColumnWriter::Int32ColumnWriter(writer), Values::Int(it)) => writer.write_batch(it, None, None)?,
        (ColumnWriter::Int64ColumnWriter(writer), Values::Long(it)) => writer.write_batch(it, None, None)?,
        (ColumnWriter::FloatColumnWriter(writer), Values::Real(it)) => writer.write_batch(it, None, None)?,
        (ColumnWriter::DoubleColumnWriter(writer), Values::Double(it)) => {
            let present: Vec<f64> = it.iter().filter_map(|it| *it).collect();
            let levels: Vec<i16> = it.iter().map(|it| i16::from(it.is_some())).collect();
            writer.write_batch(&present, Some(&levels), None)?
        }
        (ColumnWriter::ByteArrayColumnWriter(writer), Values::Text(it)) => {
            writer.write_batch(&shared(it), None, None)?
        }
        _ => panic!("a column keeps its type"),
    };
    let mut closed = writer.close()?;
    closed.metadata = closed.metadata.into_builder().set_compression_codec(CompressionCodec::ZSTD).build()?;
    Ok((Bytes::from(sink.into_inner()?), closed))
}

thread_local! {
    // Created once per thread: a table has up to a hundred columns, and creating a compressor takes as long as compressing
    // a page.
    static COMPRESSOR: RefCell<Compressor<'static>> =
        RefCell::new(Compressor::new(ZSTD_LEVEL).expect("an allowed level"));
}

/// Compresses the pages of a column.
struct Compressing<'a>(SerializedPageWriter<'a, Vec<u8>>);

impl PageWriter for Compressing<'_> {
    fn write_page(&mut self, page: CompressedPage) -> std::result::Result<PageWriteSpec, ParquetError> {
        let compressed = COMPRESSOR.with_borrow_mut(|it| it.compress(page.data()))?;
        let mut inner = page.compressed_page().clone();
        let (Page::DataPage { buf, .. } | Page::DataPageV2 { buf, .. } | Page::DictionaryPage { buf, .. }) = &mut inner;
        *buf = Bytes::from(compressed);
        self.0.write_page(CompressedPage::new(inner, page.uncompressed_size()))
    }

    fn close(&mut self) -> std::result::Result<(), ParquetError> {
        self.0.close()
    }
}

/// Texts in the form of the Parquet writer. Constants of the program are not copied, and repeated texts share one copy.
fn shared(texts: &[Cow<'static, str>]) -> Vec<ByteArray> {
    let mut arrays: Vec<ByteArray> = Vec::with_capacity(texts.len());
    for (position, text) in texts.iter().enumerate() {
        arrays.push(match text {
            Cow::Borrowed(word) => Bytes::from_static(word.as_bytes()).into(),
            Cow::Owned(_) if position > 0 && texts[position - 1] == *text => arrays[position - 1].clone(),
            Cow::Owned(text) => text.as_str().into(),
        });
    }
    arrays
}

/// A Parquet file opened for reading, row group by row group.
pub struct TableReader {
    path: PathBuf,
    file: SerializedFileReader<File>,
    columns: Vec<(String, Type)>,
}

impl TableReader {
    /// Opens a file and reads its schema.
    ///
    /// # Errors
    /// The file cannot be read, or has nested columns or types that huzhu does not write; only doubles may be missing.
    pub fn open(path: &Path) -> Result<Self> {
        let opened = File::open(path).map_err(|reason| Error::Read { path: path.to_path_buf(), reason })?;
        let length = opened.metadata().map_err(|reason| Error::Read { path: path.to_path_buf(), reason })?.len();
        let file = SerializedFileReader::new(opened).map_err(|error| unreadable(path, error))?;
        // The library does not check these.
        if !file.metadata().row_groups().iter().all(|group| lies_within(group, length)) {
            return Err(refusal(path, message!("a row group does not lie within the file", "有行组不在文件之内")));
        }
        let mut columns = Vec::new();
        for column in file.metadata().file_metadata().schema_descr().columns() {
            let name = column.path().string();
            let r#type = match column.physical_type() {
                Physical::INT32 => Type::Int,
                Physical::INT64 => Type::Long,
                Physical::FLOAT => Type::Real,
                Physical::DOUBLE => Type::Double,
                Physical::BYTE_ARRAY => Type::Text,
                other => {
                    let reason = message!(
                        "column `{name}` is {other}, which no table of huzhu contains",
                        "列 `{name}` 为 {other}，huzhu 的数据表没有这种列"
                    );
                    return Err(refusal(path, reason));
                }
            };
            if column.max_def_level() > i16::from(r#type == Type::Double) || column.max_rep_level() > 0 {
                let reason = message!(
                    "column `{name}` may be empty or nested; no table of huzhu does that",
                    "列 `{name}` 可为空或有嵌套；huzhu 的数据表没有这种列"
                );
                return Err(refusal(path, reason));
            }
            columns.push((name, r#type));
        }
        Ok(TableReader { path: path.to_path_buf(), file, columns })
    }

    /// Name and type of every column, in the order of the file.
    pub fn columns(&self) -> &[(String, Type)] {
        &self.columns
    }

    /// Number of rows in the file.
    pub fn rows(&self) -> u64 {
        self.file.metadata().file_metadata().num_rows().max(0) as u64
    }

    /// Number of row groups.
    pub fn groups(&self) -> usize {
        self.file.metadata().num_row_groups()
    }

    /// Value of a key in the file's metadata.
    pub fn metadata(&self, key: &str) -> Option<&str> {
        let pairs = self.file.metadata().file_metadata().key_value_metadata()?;
        pairs.iter().find(|it| it.key == key)?.value.as_deref()
    }

    /// Program that wrote the file, according to its metadata.
    pub fn created_by(&self) -> Option<&str> {
        self.file.metadata().file_metadata().created_by()
    }

    /// Position of a column.
    ///
    /// # Errors
    /// There is no such column, or it has another type.
    pub fn position(&self, name: &str, r#type: Type) -> Result<usize> {
        let position = self.columns.iter().position(|it| it.0 == name);
        let position =
            position.ok_or_else(|| refusal(&self.path, message!("there is no column `{name}`", "没有列 `{name}`")))?;
        if self.columns[position].1 != r#type {
            let (wanted, found) = (schema::word_of_type(r#type), schema::word_of_type(self.columns[position].1));
            let reason = message!("column `{name}` is {found}, not {wanted}", "列 `{name}` 为 {found}，不是 {wanted}");
            return Err(refusal(&self.path, reason));
        }
        Ok(position)
    }

    /// Values of one column in one row group.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn read(&self, group: usize, column: usize) -> Result<Values> {
        let damaged = |error| unreadable(&self.path, error);
        let group = self.file.get_row_group(group).map_err(damaged)?;
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        let values = match group.get_column_reader(column).map_err(damaged)? {
            ColumnReader::Int32ColumnReader(mut reader) => {
                let mut values = Vec::new();
                reader.read_records(rows, None, None, &mut values).map_err(damaged)?;
                Values::Int(values)
            }
            ColumnReader::Int64ColumnReader(mut reader) => {
                let mut values = Vec::new();
                reader.read_records(rows, None, None, &mut values).map_err(damaged)?;
                Values::Long(values)
            }
            ColumnReader::FloatColumnReader(mut reader) => {
                let mut values = Vec::new();
                reader.read_records(rows, None, None, &mut values).map_err(damaged)?;
                Values::Real(values)
            }
            ColumnReader::DoubleColumnReader(mut reader) => {
                let (mut present, mut levels) = (Vec::new(), Vec::new());
                reader.read_records(rows, Some(&mut levels), None, &mut present).map_err(damaged)?;
                let mut present = present.into_iter();
                if levels.is_empty() {
                    Values::Double(present.map(Some).collect())
                } else {
                    Values::Double(levels.iter().map(|it| if *it > 0 { present.next() } else { None }).collect())
                }
            }
            ColumnReader::ByteArrayColumnReader(mut reader) => {
                let mut values: Vec<ByteArray> = Vec::new();
                reader.read_records(rows, None, None, &mut values).map_err(damaged)?;
                let texts = values.iter().map(|it| it.as_utf8().map(|it| Cow::Owned(it.to_string())));
                Values::Text(texts.collect::<std::result::Result<_, _>>().map_err(damaged)?)
            }
            _ => unreachable!("other types were refused on opening"),
        };
        if length(&values) != rows {
            let (name, held) = (&self.columns[column].0, length(&values));
            let reason =
                message!("column `{name}` holds {held} of {rows} rows", "列 `{name}` 只有 {rows} 行中的 {held} 行");
            return Err(refusal(&self.path, reason));
        }
        Ok(values)
    }

    /// Digest of all rows, as the writer computes it for a table of this name.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn digest(&self, table: &str) -> Result<blake3::Hash> {
        let mut digest = TableDigest::new(table, self.columns.iter().map(|(name, it)| (name.as_str(), *it)));
        let mut hashers: Vec<_> = digest.columns_for(self.rows() as usize).collect();
        for group in 0..self.groups() {
            for (position, hasher) in hashers.iter_mut().enumerate() {
                digest::column(hasher, &self.read(group, position)?);
            }
        }
        Ok(digest.finish())
    }

    /// An error of this file.
    pub fn fault(&self, reason: Message) -> Error {
        refusal(&self.path, reason)
    }
}

/// Whether every column of a row group lies within a file of this length and has one value per row.
fn lies_within(group: &RowGroupMetaData, length: u64) -> bool {
    group.num_rows() >= 0
        && group.columns().iter().all(|column| {
            let start = column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset());
            let (start, bytes) = (u64::try_from(start), u64::try_from(column.compressed_size()));
            let end = start.ok().zip(bytes.ok()).and_then(|(start, bytes)| start.checked_add(bytes));
            end.is_some_and(|it| it <= length) && column.num_values() == group.num_rows()
        })
}

/// All columns of a file with their names.
///
/// # Errors
/// The file cannot be read or is damaged.
pub fn read_table(path: &Path) -> Result<Vec<(String, Values)>> {
    let reader = TableReader::open(path)?;
    let mut table = Vec::with_capacity(reader.columns.len());
    for (position, (name, r#type)) in reader.columns.iter().enumerate() {
        let mut values = Values::none(*r#type);
        for group in 0..reader.groups() {
            append(&mut values, reader.read(group, position)?);
        }
        table.push((name.clone(), values));
    }
    Ok(table)
}

fn length(values: &Values) -> usize {
    match values {
        Values::Int(it) => it.len(),
        Values::Long(it) => it.len(),
        Values::Real(it) => it.len(),
        Values::Double(it) => it.len(),
        Values::Text(it) => it.len(),
    }
}

/// Moves values to the end of others.
fn append(values: &mut Values, more: Values) {
    match (values, more) {
        (Values::Int(it), Values::Int(mut more)) => it.append(&mut more),
        (Values::Long(it), Values::Long(mut more)) => it.append(&mut more),
        (Values::Real(it), Values::Real(mut more)) => it.append(&mut more),
        (Values::Double(it), Values::Double(mut more)) => it.append(&mut more),
        (Values::Text(it), Values::Text(mut more)) => it.append(&mut more),
        _ => panic!("a column keeps its type"),
    }
}

/// Splits off the values after the first `rows`, if there are more.
fn split_off(values: &mut Values, rows: usize) -> Values {
    fn rest<T>(values: &mut Vec<T>, rows: usize) -> Vec<T> {
        if values.len() > rows { values.split_off(rows) } else { Vec::new() }
    }
    match values {
        Values::Int(it) => Values::Int(rest(it, rows)),
        Values::Long(it) => Values::Long(rest(it, rows)),
        Values::Real(it) => Values::Real(rest(it, rows)),
        Values::Double(it) => Values::Double(rest(it, rows)),
        Values::Text(it) => Values::Text(rest(it, rows)),
    }
}

/// Clears the values but keeps their memory.
fn clear(values: &mut Values) {
    match values {
        Values::Int(it) => it.clear(),
        Values::Long(it) => it.clear(),
        Values::Real(it) => it.clear(),
        Values::Double(it) => it.clear(),
        Values::Text(it) => it.clear(),
    }
}

fn unwritable(path: &Path, error: ParquetError) -> Error {
    let reason = match error {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            // The error of the system decides the exit code.
            Ok(reason) => *reason,
            Err(other) => std::io::Error::other(other),
        },
        other => std::io::Error::other(other),
    };
    Error::Write { path: path.to_path_buf(), reason }
}

fn unreadable(path: &Path, error: ParquetError) -> Error {
    refusal(path, Message::same(error.to_string()))
}

fn refusal(path: &Path, reason: Message) -> Error {
    Error::Table { path: path.to_path_buf(), reason }
}
