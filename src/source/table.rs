//! Parquet files: a document in each row.

use std::fs::File;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, FieldRef, Schema};
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Compression;
use parquet::file::metadata::RowGroupMetaData;
use serde_json::{Map, Value};

pub use super::carry::ambiguous;
use super::columns::{Columns, lacks, refused, unicode};
use super::lines::Options;
use super::{Sourced, carry, values};
use crate::document::{Media, Record};
use crate::error::{Error, ErrorKind, Result};

/// Rows of a batch, where they are small, and
const ROWS: i64 = 256;
/// bytes of one, where they are not.
const BATCH: i64 = 2 << 20;

/// The documents of a Parquet file.
pub struct Table {
    batches: Batches,
    rows: std::vec::IntoIter<Sourced>,
}

/// Whether a file that begins so is Parquet.
pub fn is_table(first: &[u8]) -> bool {
    first.starts_with(b"PAR1")
}

impl Table {
    /// Opens a file; `name` is what it is called. Fails where it is no Parquet file, or no JSON can be made of its rows.
    pub fn open(file: File, name: String, options: Options) -> Result<Table> {
        let metadata =
            guarded(|| ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(|error| error.to_string()));
        let metadata = metadata.map_err(|error| damaged(&error))?;
        let mut packed = metadata.metadata().row_groups().iter().flat_map(|group| group.columns());
        // All others are read. Such a file is sound, and its rows would be told as broken.
        if packed.any(|column| column.compression() == Compression::LZO) {
            let message = "its columns are compressed by LZO, which is not read; write it anew with zstd or snappy";
            return Err(Error::new(ErrorKind::Unsupported, message));
        }
        if let Some(ambiguous) = carry::ambiguous(metadata.schema()) {
            return Err(Error::new(ErrorKind::Unsupported, ambiguous));
        }
        let metadata = guarded(|| Ok(viewing(&metadata, &options.columns))).ok().flatten().unwrap_or(metadata);
        let batches = Batches { file, metadata, name, options, number: 0, next: 0, group: None, lost: None };
        Ok(Table { batches, rows: Vec::new().into_iter() })
    }

    /// Rows that it says it has.
    pub fn rows_in_all(&self) -> u64 {
        u64::try_from(self.batches.metadata.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    /// The columns of a file that are handed through to the output.
    pub fn carried(file: File, columns: &Columns) -> Result<Schema> {
        let schema = guarded(|| {
            let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| error.to_string())?;
            Ok(Arc::clone(builder.schema()))
        });
        let schema = schema.map_err(|error| damaged(&error))?;
        let schema = carry::distinct(&schema).map_or(schema, Arc::new);
        let taken = taken(&schema, columns);
        let rest =
            (0..).zip(schema.fields()).filter(|(at, _)| !taken.contains(at)).map(|(_, field)| carry::field(field));
        Ok(Schema::new(rest.collect::<Vec<_>>()))
    }
}

impl Iterator for Table {
    type Item = Sourced;

    fn next(&mut self) -> Option<Sourced> {
        loop {
            if let Some(found) = self.rows.next() {
                return Some(found);
            }
            self.rows = self.batches.next()?.into_iter();
        }
    }
}

/// The same file, its documents to be lent from its pages instead of copied. `None` where they cannot be.
fn viewing(metadata: &ArrowReaderMetadata, columns: &Columns) -> Option<ArrowReaderMetadata> {
    let schema = metadata.schema();
    let (at, _) = *bodies(schema, columns).first()?;
    let lent = match schema.field(at).data_type() {
        DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
        DataType::Binary | DataType::LargeBinary => DataType::BinaryView,
        _ => return None,
    };
    let mut fields: Vec<FieldRef> = schema.fields().iter().map(Arc::clone).collect();
    fields[at] = Arc::new(schema.field(at).clone().with_data_type(lent));
    let schema = Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()));
    ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), ArrowReaderOptions::new().with_schema(schema)).ok()
}

fn damaged(error: &str) -> Error {
    Error::new(ErrorKind::Damaged, format!("broken Parquet file: {error}"))
}

/// The rows of a file, some at a time. Each row group is read for itself, so that a broken one costs no other.
struct Batches {
    file: File,
    metadata: ArrowReaderMetadata,
    name: String,
    options: Options,
    /// Number of the next row, from 0.
    number: u64,
    /// Number of the next row group.
    next: usize,
    /// The row group that is being read.
    group: Option<Group>,
    /// What could not be read, and is still to be told.
    lost: Option<Lost>,
}

/// A row group that is being read.
struct Group {
    reader: ParquetRecordBatchReader,
    number: usize,
    /// Number of the first row behind it.
    end: u64,
}

/// Rows that could not be read. Each is told as a document that failed: what is read is kept, dropped or failed.
struct Lost {
    rows: Range<u64>,
    next: u64,
    cause: String,
}

impl Iterator for Batches {
    type Item = Vec<Sourced>;

    fn next(&mut self) -> Option<Vec<Sourced>> {
        loop {
            let told = self.tell();
            if !told.is_empty() {
                return Some(told);
            }
            if self.group.is_none() && !self.begin() {
                return None;
            }
            let Some(mut group) = self.group.take() else { continue };
            match guarded(|| group.reader.next().transpose().map_err(|error| error.to_string())) {
                Ok(Some(batch)) => {
                    let rows = self.number..self.number + batch.num_rows() as u64;
                    let found = guarded(|| self.documents(&batch));
                    self.number = rows.end;
                    let number = group.number;
                    self.group = Some(group);
                    match found {
                        Ok(found) => return Some(found),
                        Err(error) => self.lose(rows, number, &error),
                    }
                }
                Ok(None) if self.number < group.end => {
                    self.lose(self.number..group.end, group.number, "it has fewer rows than it says");
                }
                Ok(None) => {}
                // At least the one that the error is about.
                Err(error) => self.lose(self.number..group.end.max(self.number + 1), group.number, &error),
            }
        }
    }
}

impl Batches {
    /// Begins with the next row group. False where there is none.
    fn begin(&mut self) -> bool {
        let number = self.next;
        let Some(group) = self.metadata.metadata().row_groups().get(number) else { return false };
        self.next += 1;
        let rows = rows_of(group);
        let row = (group.total_byte_size().max(0) / (rows as i64).max(1)).max(1);
        let batch = (BATCH / row).clamp(1, ROWS);
        let opened = guarded(|| {
            let file = self.file.try_clone().map_err(|error| error.to_string())?;
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone());
            let builder = builder.with_row_groups(vec![number]).with_batch_size(batch as usize);
            builder.build().map_err(|error| error.to_string())
        });
        let end = self.number.saturating_add(rows);
        match opened {
            Ok(reader) => self.group = Some(Group { reader, number, end }),
            Err(error) => self.lose(self.number..end, number, &error),
        }
        true
    }

    /// Gives up rows of a row group, and goes on behind them.
    fn lose(&mut self, rows: Range<u64>, group: usize, error: &str) {
        let count = rows.end.saturating_sub(rows.start);
        if count == 0 {
            return;
        }
        let which = match count {
            1 => format!("row {} is lost", rows.start),
            _ => format!("its rows {} to {} are lost, {count} in all", rows.start, rows.end - 1),
        };
        let cause = format!("row group {group} is broken: {error}; {which}; get the file anew to have them");
        self.number = self.number.max(rows.end);
        self.lost = Some(Lost { next: rows.start, rows, cause });
    }

    /// Tells of rows that were lost, some at a time; the first says why.
    fn tell(&mut self) -> Vec<Sourced> {
        let Some(mut lost) = self.lost.take() else { return Vec::new() };
        let end = lost.rows.end.min(lost.next.saturating_add(ROWS as u64));
        let first = lost.rows.start;
        let cause = |row| if row == first { lost.cause.clone() } else { format!("it is lost with row {first}") };
        let told = (lost.next..end).map(|row| refused(&self.place(row), ErrorKind::Damaged, cause(row))).collect();
        lost.next = end;
        self.lost = (end < lost.rows.end).then_some(lost);
        told
    }

    fn documents(&self, batch: &RecordBatch) -> std::result::Result<Vec<Sourced>, String> {
        let name = |row: usize| self.place(self.number + row as u64);
        let found = each_record(batch, &self.options, name, |found| found)?;
        let sourced = |(row, found): (usize, std::result::Result<Record, Box<Unread>>)| match found {
            Ok(record) => Sourced::Read { name: name(row), record },
            Err(unread) => Sourced::Refused { name: name(row), id: unread.id, error: unread.error },
        };
        Ok((0..).zip(found).map(sourced).collect())
    }

    /// Names a row.
    fn place(&self, row: u64) -> String {
        format!("{}#{row}", self.name)
    }
}

/// The rows of a row group. No column of it has fewer values than it has rows: where the file says otherwise, one of
/// its numbers is broken, and the small one is believed.
fn rows_of(group: &RowGroupMetaData) -> u64 {
    let values = group.columns().iter().map(|column| column.num_values()).min();
    let rows = group.num_rows().min(values.unwrap_or(i64::MAX));
    u64::try_from(rows).unwrap_or(0)
}

/// A row that is no document.
#[derive(Debug, Clone)]
pub struct Unread {
    /// Its id, or what it is called.
    pub id: String,
    /// What is wrong with it.
    pub error: Error,
    /// What else it holds.
    pub fields: Map<String, Value>,
}

/// A row: a document, or why it is none.
pub type Found = std::result::Result<Record, Box<Unread>>;

/// What `each` makes of the rows of a batch; `place` names a row by its number in the batch. A document is copied out of
/// the batch only when its turn comes.
pub fn each_record<T>(
    batch: &RecordBatch,
    options: &Options,
    place: impl Fn(usize) -> String,
    mut each: impl FnMut(Found) -> T,
) -> std::result::Result<Vec<T>, String> {
    let columns = &options.columns;
    let batch = carry::with_distinct_names(batch)?;
    let schema = batch.schema();
    let bodies = bodies(&schema, columns);
    let first = bodies.first().map(|(at, _)| *at);
    let others: Vec<usize> = (0..batch.num_columns()).filter(|at| Some(*at) != first).collect();
    let rest = batch.project(&others).map_err(|error| error.to_string())?;
    let fields = values::rows(&rest)?;
    let refuse = |row, mut fields, kind, message: String| {
        let id = columns.take_id(&mut fields).unwrap_or_else(|| place(row));
        Err(Box::new(Unread { id, error: Error::new(kind, message), fields }))
    };
    options.sightings.note(columns, |name| schema.column_with_name(name).is_some());
    if let Some(message) = unfit(&schema, columns) {
        let unread = |(row, fields)| refuse(row, fields, ErrorKind::Unsupported, message.clone());
        return Ok((0..).zip(fields).map(unread).map(each).collect());
    }
    let holders = bodies.iter().map(|&(at, media)| Ok((schema.field(at).name(), plain(batch.column(at))?, media)));
    let holders: Vec<_> = holders.collect::<std::result::Result<_, String>>()?;
    let limit = options.max_bytes;
    let decoded = unicode(&options.hints);
    let document = |(row, mut fields): (usize, Map<String, Value>)| {
        // Where a row has a page and a text, the one of them that is not empty.
        let mut says = holders.iter().map(|(name, column, media)| (*name, bytes(column, row), column, *media));
        let holder = says.clone().find(|(_, bytes, ..)| bytes.is_some_and(|bytes| !bytes.trim_ascii().is_empty()));
        let (name, bytes, column, media) = holder.or_else(|| says.next()).expect("there is a column with documents");
        match bytes {
            None => refuse(row, fields, ErrorKind::Unsupported, format!("{name} is null, and no text")),
            Some(bytes) if bytes.len() > limit => {
                let message = format!("more than the limit of {limit} bytes; see --max-bytes");
                refuse(row, fields, ErrorKind::TooLarge, message)
            }
            Some(bytes) => {
                fields.shift_remove(name);
                let hints = if column.data_type().is_string() { &decoded } else { &options.hints };
                Ok(columns.record(fields, bytes.to_vec(), media, &place(row), hints))
            }
        }
    };
    Ok((0..).zip(fields).map(|row| each(document(row))).collect())
}

/// What is wrong with columns like these: none holds documents, or there is none of a name that was given.
pub fn unfit(schema: &Schema, columns: &Columns) -> Option<String> {
    let names: Vec<&String> = schema.fields().iter().map(|field| field.name()).collect();
    if bodies(schema, columns).is_empty() {
        return Some(columns.missing(names.into_iter()));
    }
    let absent = columns.absent(|name| schema.column_with_name(name).is_some())?;
    Some(lacks(absent, &names.into_iter().take(20).map(String::as_str).collect::<Vec<_>>()))
}

/// The columns that may hold documents, the surest first.
fn bodies(schema: &Schema, columns: &Columns) -> Vec<(usize, Option<Media>)> {
    let has = |name: &str| schema.column_with_name(name).is_some_and(|(_, field)| is_text(field.data_type()));
    let known = columns.bodies(has);
    known.filter_map(|body| schema.column_with_name(body.name).map(|(at, _)| (at, body.media))).collect()
}

/// The columns that hold documents, ids and addresses.
pub fn taken(schema: &Schema, columns: &Columns) -> Vec<usize> {
    let has = |name: &str| schema.column_with_name(name).is_some();
    let names = [columns.body(has).map(|body| body.name), columns.id(has), columns.url(has)];
    names.into_iter().flatten().filter_map(|name| schema.column_with_name(name)).map(|(at, _)| at).collect()
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => true,
        DataType::Dictionary(_, value) => is_text(value),
        _ => false,
    }
}

/// The column without its dictionary.
fn plain(column: &ArrayRef) -> std::result::Result<ArrayRef, String> {
    match column.data_type() {
        DataType::Dictionary(_, value) => arrow_cast::cast(column, value).map_err(|error| error.to_string()),
        _ => Ok(Arc::clone(column)),
    }
}

/// The document in a row.
fn bytes(column: &ArrayRef, row: usize) -> Option<&[u8]> {
    if column.is_null(row) {
        return None;
    }
    Some(match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).as_bytes(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).as_bytes(),
        DataType::Utf8View => column.as_string_view().value(row).as_bytes(),
        DataType::Binary => column.as_binary::<i32>().value(row),
        DataType::LargeBinary => column.as_binary::<i64>().value(row),
        DataType::BinaryView => column.as_binary_view().value(row),
        _ => return None,
    })
}

/// Does it; a panic of the reader over a broken file is an error like any other.
fn guarded<T>(what: impl FnOnce() -> std::result::Result<T, String>) -> std::result::Result<T, String> {
    let done = catch_unwind(AssertUnwindSafe(what));
    done.unwrap_or_else(|_| Err("the reader gave up on it".to_owned()))
}
