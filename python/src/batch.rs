//! A batch, cleaned part by part, so that Ctrl-C is heard between them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use ::arrow_schema::{ArrowError, DataType, Schema};
use arrow_array::cast::AsArray;
use arrow_array::{RecordBatch, StringArray, new_null_array};
use arrow_select::concat::concat;
use dehusk::batch::{self, Options};
use dehusk::source::Columns;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::errors::SettingsError;
use super::settings::{in_python, refused};

/// Rows of a thread's first part, and of every batch that is too small to be parted.
const FIRST: usize = 8;
/// Rows of the largest part.
const MOST: usize = 64;
/// What a part may take, so that nobody waits long to be heard.
const PART: Duration = Duration::from_millis(100);

/// Cleans all rows of a batch, as [`batch::clean`] does. Raises what a signal raises meanwhile, such as Ctrl-C.
pub(super) fn clean(
    py: Python<'_>,
    cleaner: &dehusk::Cleaner,
    batch: RecordBatch,
    options: &Options,
    threads: usize,
) -> PyResult<RecordBatch> {
    let batch = readable(batch, &options.columns)?;
    let broken = |error: ArrowError| PyValueError::new_err(error.to_string());
    py.detach(|| {
        if batch.num_rows() <= FIRST {
            let cleaned = batch::clean(cleaner, &batch, options).map_err(|error| refused(&error))?;
            return in_words_of_python(cleaned).map_err(broken);
        }
        let schema = batch::columns(&batch.schema(), &options.columns).map_err(|error| refused(&error))?;
        let passed = batch::passed(&batch.schema(), &options.columns).map_err(|error| refused(&error))?;
        let parts = Parts { batch: &batch, next: AtomicUsize::new(0) };
        let parts = parts.cleaned(cleaner, options, threads)?;
        joined(schema, &parts, &batch.project(&passed).map_err(broken)?).and_then(in_words_of_python).map_err(broken)
    })
}

/// The columns that come out for a batch of these columns.
pub(super) fn columns(schema: &Schema, columns: &Columns) -> PyResult<Schema> {
    let read = with_text(schema, columns)?.map(|(_, read)| read);
    batch::columns(read.as_ref().unwrap_or(schema), columns).map_err(|error| refused(&error))
}

/// The batch with a column of documents. Where a library has seen no document, it does not know that they are texts.
fn readable(batch: RecordBatch, columns: &Columns) -> PyResult<RecordBatch> {
    let Some((at, schema)) = with_text(&batch.schema(), columns)? else { return Ok(batch) };
    let mut arrays = batch.columns().to_vec();
    arrays[at] = new_null_array(&DataType::Utf8, batch.num_rows());
    RecordBatch::try_new(Arc::new(schema), arrays).map_err(|error| PyValueError::new_err(error.to_string()))
}

/// Where there is no column with documents: the column of nulls that would be it if it were one of texts, and the schema
/// in which it is.
fn with_text(schema: &Schema, columns: &Columns) -> PyResult<Option<(usize, Schema)>> {
    let Err(error) = batch::columns(schema, columns) else { return Ok(None) };
    // Then it is another column that is missing.
    if batch::columns(schema, &Columns { id: None, url: None, ..columns.clone() }).is_ok() {
        return Err(refused(&error));
    }
    for (at, field) in schema.fields().iter().enumerate().filter(|(_, field)| field.data_type().is_null()) {
        let mut fields = schema.fields().to_vec();
        fields[at] = Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8));
        let read = Schema::new_with_metadata(fields, schema.metadata().clone());
        if batch::columns(&read, columns).is_ok() {
            return Ok(Some((at, read)));
        }
    }
    let asked = [&columns.html, &columns.text].into_iter().flatten();
    match asked.filter_map(|name| schema.column_with_name(name)).next() {
        Some((_, field)) => {
            let said = format!("the batch: its column {} is {}, and no text", field.name(), field.data_type());
            Err(SettingsError::new_err(said))
        }
        None => Err(refused(&error)),
    }
}

/// The rows of a batch that were not yet taken.
struct Parts<'b> {
    batch: &'b RecordBatch,
    next: AtomicUsize,
}

/// A part that was cleaned, and its first row.
type Part = (usize, dehusk::error::Result<RecordBatch>);

impl Parts<'_> {
    /// All parts, cleaned on so many threads.
    fn cleaned(&self, cleaner: &dehusk::Cleaner, options: &Options, threads: usize) -> PyResult<Vec<RecordBatch>> {
        let mut found = Vec::new();
        let mut heard = Ok(());
        let mut goes_on = || {
            heard = Python::attach(|py| py.check_signals());
            heard.is_ok()
        };
        if threads < 2 {
            self.work(cleaner, options, |part| {
                found.push(part);
                goes_on()
            });
        } else {
            thread::scope(|scope| {
                let (sender, receiver) = channel();
                for _ in 0..threads.min(self.batch.num_rows().div_ceil(FIRST)) {
                    let sender = sender.clone();
                    scope.spawn(move || self.work(cleaner, options, |part| sender.send(part).is_ok()));
                }
                drop(sender);
                // Where it goes on no more there is nobody to send to, and all threads end with their part.
                loop {
                    match receiver.recv_timeout(PART) {
                        Ok(part) => found.push(part),
                        Err(RecvTimeoutError::Timeout) => {}
                        Err(RecvTimeoutError::Disconnected) => break,
                    }
                    if !goes_on() {
                        break;
                    }
                }
            });
        }
        heard?;
        found.sort_unstable_by_key(|(at, _)| *at);
        found.into_iter().map(|(_, part)| part.map_err(|error| refused(&error))).collect()
    }

    /// Cleans parts until there are none or `done` says so: larger ones where they take little time.
    fn work(&self, cleaner: &dehusk::Cleaner, options: &Options, mut done: impl FnMut(Part) -> bool) {
        let mut rows = FIRST;
        while let Some((at, part)) = self.take(rows) {
            let began = Instant::now();
            if !done((at, batch::clean(cleaner, &part, options))) {
                return;
            }
            match began.elapsed() {
                took if took < PART / 2 => rows = (2 * rows).min(MOST),
                took if took > PART => rows = (rows / 2).max(1),
                _ => {}
            }
        }
    }

    fn take(&self, rows: usize) -> Option<(usize, RecordBatch)> {
        let at = self.next.fetch_add(rows, Ordering::Relaxed);
        let left = self.batch.num_rows().checked_sub(at).filter(|left| *left > 0)?;
        Some((at, self.batch.slice(at, rows.min(left))))
    }
}

/// The rows of all parts in these columns; those that are handed through are the last, and are not copied.
fn joined(schema: Schema, parts: &[RecordBatch], passed: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let ours = schema.fields().len() - passed.num_columns();
    let column = |at| concat(&parts.iter().map(|part| part.column(at).as_ref()).collect::<Vec<_>>());
    let mut columns = (0..ours).map(column).collect::<Result<Vec<_>, _>>()?;
    columns.extend_from_slice(passed.columns());
    RecordBatch::try_new(Arc::new(schema), columns)
}

/// The same, its reasons in words of Python: they tell of settings, not of flags.
fn in_words_of_python(batch: RecordBatch) -> Result<RecordBatch, ArrowError> {
    // A column of the input that has this name is no column any more.
    let at = batch.schema().index_of("reason")?;
    let reasons = batch.column(at).as_string::<i32>();
    if !reasons.iter().flatten().any(|reason| reason.contains("--")) {
        return Ok(batch);
    }
    let said: StringArray = reasons.iter().map(|reason| reason.map(in_python)).collect();
    let mut columns = batch.columns().to_vec();
    columns[at] = Arc::new(said);
    RecordBatch::try_new(batch.schema(), columns)
}
