//! Articles as Parquet.

use std::io;
use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use serde_json::{Map, Value};

use super::{Aside, Output, at, schema};

/// Bytes of JSON that are turned into columns at once.
const BATCH: usize = 4 << 20;
/// Bytes of a row group in memory, after which it is written.
const GROUP: usize = 64 << 20;
/// And rows of one.
const ROWS: usize = 100_000;

/// A Parquet file in the making.
pub(super) struct Table {
    writer: ArrowWriter<Aside>,
    schema: SchemaRef,
    place: String,
    rows: Vec<Map<String, Value>>,
    waiting: usize,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Table {
    /// Begins the file that will stand at `place`.
    pub(super) fn begin(place: &Path, schema: &Arc<Schema>) -> io::Result<Table> {
        let level = ZstdLevel::try_new(3).expect("a level that there is");
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_max_row_group_row_count(Some(ROWS))
            .set_statistics_enabled(EnabledStatistics::Page)
            // Texts are all different: a dictionary of them is only tried.
            .set_column_dictionary_enabled("text".into(), false)
            .set_created_by(format!("dehusk version {}", env!("CARGO_PKG_VERSION")))
            .build();
        let named = place.display().to_string();
        let writer = ArrowWriter::try_new(Aside::begin(place)?, Arc::clone(schema), Some(properties));
        let writer = writer.map_err(|error| at(&named, &io::Error::other(error)))?;
        Ok(Table { writer, schema: Arc::clone(schema), place: named, rows: Vec::new(), waiting: 0 })
    }

    /// Adds an article, as a line of JSON. `most` are the bytes that the file should have at most.
    pub(super) fn write(&mut self, line: &[u8], most: usize) -> io::Result<()> {
        let line_of: Map<String, Value> = serde_json::from_slice(line)?;
        self.rows.push(schema::row(line_of, &self.schema));
        self.waiting += line.len();
        if self.waiting >= BATCH.min(most) { self.flush() } else { Ok(()) }
    }

    /// Bytes of the file, about: what is written, and what waits.
    pub(super) fn bytes(&self) -> u64 {
        (self.writer.bytes_written() + self.writer.in_progress_size()) as u64
    }

    /// Puts the file in its place.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        let place = self.place;
        let mut file = self.writer.into_inner().map_err(|error| at(&place, &io::Error::other(error)))?;
        file.finish()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.waiting = 0;
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let batches = batches(&self.schema, rows).map_err(|error| self.error(error))?;
        for batch in batches {
            self.writer.write(&batch).map_err(|error| self.error(error))?;
        }
        if self.writer.in_progress_size() >= GROUP {
            self.writer.flush().map_err(|error| self.error(error))?;
        }
        Ok(())
    }

    fn error(&self, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
        at(&self.place, &io::Error::other(error))
    }
}

/// Rows as columns. A row with a value that its column cannot take has a batch of its own, and there that value stands
/// under `metadata`.
pub fn batches(schema: &SchemaRef, rows: Vec<Map<String, Value>>) -> Result<Vec<RecordBatch>, ArrowError> {
    match decode(schema, &rows) {
        Ok(batch) => Ok(vec![batch]),
        Err(_) => rows.into_iter().map(|row| one(schema, row)).collect(),
    }
}

fn one(schema: &SchemaRef, mut row: Map<String, Value>) -> Result<RecordBatch, ArrowError> {
    decode(schema, std::slice::from_ref(&row)).or_else(|_| {
        schema::move_carried(&mut row, schema, |field, value| {
            let alone = Map::from_iter([(field.name().clone(), value.clone())]);
            decode(&Arc::new(Schema::new(vec![field.clone()])), &[alone]).is_ok()
        });
        decode(schema, std::slice::from_ref(&row))
    })
}

fn decode(schema: &SchemaRef, rows: &[Map<String, Value>]) -> Result<RecordBatch, ArrowError> {
    let mut decoder = ReaderBuilder::new(Arc::clone(schema)).with_batch_size(rows.len()).build_decoder()?;
    decoder.serialize(rows)?;
    Ok(decoder.flush()?.unwrap_or_else(|| RecordBatch::new_empty(Arc::clone(schema))))
}
