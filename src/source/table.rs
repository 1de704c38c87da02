//! Parquet files: a document in each row.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_json::LineDelimitedWriter;
use arrow_schema::{DataType, FieldRef, Schema};
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use serde_json::{Map, Value};

use super::Sourced;
use super::carry;
use super::columns::{Columns, refused, unicode};
use super::lines::Options;
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
    /// Opens a file; `name` is what it is called. Fails where it is no Parquet file.
    pub fn open(file: File, name: String, options: Options) -> Result<Table> {
        let opened = guarded(|| {
            let metadata =
                ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(|error| error.to_string())?;
            let metadata = viewing(&metadata, &options.columns).unwrap_or(metadata);
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata);
            let rows = builder.metadata().file_metadata().num_rows().max(1);
            let bytes: i64 = builder.metadata().row_groups().iter().map(|group| group.total_byte_size().max(0)).sum();
            let row = (bytes / rows).max(1);
            let batch = (BATCH / row).clamp(1, ROWS);
            builder.with_batch_size(batch as usize).build().map_err(|error| error.to_string())
        });
        let reader = opened.map_err(|error| damaged(&error))?;
        let batches = Batches { reader, name, options, number: 0, broken: false };
        Ok(Table { batches, rows: Vec::new().into_iter() })
    }

    /// The columns of a file that are handed through to the output.
    pub fn carried(file: File, columns: &Columns) -> Result<Schema> {
        let schema = guarded(|| {
            let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| error.to_string())?;
            Ok(Arc::clone(builder.schema()))
        });
        let schema = schema.map_err(|error| damaged(&error))?;
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

/// The rows of a file, some at a time.
struct Batches {
    reader: ParquetRecordBatchReader,
    name: String,
    options: Options,
    /// Number of the next row that is read, from 0.
    number: usize,
    broken: bool,
}

impl Iterator for Batches {
    type Item = Vec<Sourced>;

    fn next(&mut self) -> Option<Vec<Sourced>> {
        if self.broken {
            return None;
        }
        let batch = guarded(|| self.reader.next().transpose().map_err(|error| error.to_string()));
        let found = batch.and_then(|batch| batch.map(|batch| guarded(|| self.documents(&batch))).transpose());
        let found = found.unwrap_or_else(|error| {
            self.broken = true;
            let message = format!("broken Parquet file: {error}; this row and all after it are lost");
            Some(vec![refused(&self.place(self.number), ErrorKind::Damaged, message)])
        })?;
        self.number += found.len();
        Some(found)
    }
}

impl Batches {
    fn documents(&self, batch: &RecordBatch) -> std::result::Result<Vec<Sourced>, String> {
        let found = records(batch, &self.options, |row| self.place(self.number + row))?;
        let name = |row| self.place(self.number + row);
        let sourced = |(row, found): (usize, std::result::Result<Record, Box<Unread>>)| match found {
            Ok(record) => Sourced::Read { name: name(row), record },
            Err(unread) => Sourced::Refused { name: name(row), id: unread.id, error: unread.error },
        };
        Ok((0..).zip(found).map(sourced).collect())
    }

    /// Names a row.
    fn place(&self, row: usize) -> String {
        format!("{}#{row}", self.name)
    }
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

/// The rows of a batch as documents; `place` names a row by its number in the batch.
pub fn records(
    batch: &RecordBatch,
    options: &Options,
    place: impl Fn(usize) -> String,
) -> std::result::Result<Vec<std::result::Result<Record, Box<Unread>>>, String> {
    let columns = &options.columns;
    let schema = batch.schema();
    let bodies = bodies(&schema, columns);
    let first = bodies.first().map(|(at, _)| *at);
    let others: Vec<usize> = (0..batch.num_columns()).filter(|at| Some(*at) != first).collect();
    let rest = batch.project(&others).map_err(|error| error.to_string())?;
    let fields = fields(&carry::batch(&rest)?)?;
    let refuse = |row, mut fields, kind, message: String| {
        let id = columns.take_id(&mut fields).unwrap_or_else(|| place(row));
        Err(Box::new(Unread { id, error: Error::new(kind, message), fields }))
    };
    if bodies.is_empty() {
        let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        let message = columns.missing(names.iter());
        let unread = |(row, fields)| refuse(row, fields, ErrorKind::Unsupported, message.clone());
        return Ok((0..).zip(fields).map(unread).collect());
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
    Ok((0..).zip(fields).map(document).collect())
}

/// The columns that may hold documents, the surest first.
pub fn bodies(schema: &Schema, columns: &Columns) -> Vec<(usize, Option<Media>)> {
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

/// The other columns as JSON, row by row; without nulls. Binary values are written in hexadecimal digits.
fn fields(rest: &RecordBatch) -> std::result::Result<Vec<Map<String, Value>>, String> {
    if rest.num_columns() == 0 {
        return Ok(vec![Map::new(); rest.num_rows()]);
    }
    let mut writer = LineDelimitedWriter::new(Vec::new());
    writer.write(rest).and_then(|()| writer.finish()).map_err(|error| error.to_string())?;
    let lines = writer.into_inner();
    let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let rows = lines.map(|line| serde_json::from_slice(line).map_err(|error| error.to_string()));
    let mut rows: Vec<Map<String, Value>> = rows.collect::<std::result::Result<_, String>>()?;
    carry::add_unbounded(rest, &mut rows);
    Ok(rows)
}

/// Does it; a panic of the reader over a broken file is an error like any other.
fn guarded<T>(what: impl FnOnce() -> std::result::Result<T, String>) -> std::result::Result<T, String> {
    let done = catch_unwind(AssertUnwindSafe(what));
    done.unwrap_or_else(|_| Err("the reader gave up on it".to_owned()))
}
