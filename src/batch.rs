//! Arrow: a record batch of raw documents in, one of articles out, row for row.
//!
//! This is the way of engines that have their own sources and sinks, such as Spark, Ray and polars: nothing is read or
//! written here, no row is left out, and no document fails another. The columns are those of
//! [`crate::sink::schema`] without `quality_signals`, then `status` (`kept`, `dropped` or `failed`) and `reason` (as in
//! ledgers; null where the document was kept), then the columns of the input as they were. The input's columns with
//! document, id and address are taken; one of its columns that has the name of one of ours is handled as a field of
//! JSONL is ([`crate::sink::jsonl`]). `text` is null where nothing was kept, and `id` where the input has none: a row's
//! number in its batch would say more of the engine than of the document.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use serde_json::{Map, Value};

use crate::cleaner::Cleaner;
use crate::document::{Hints, Outcome};
use crate::error::{Error, ErrorKind, Result};
use crate::pipeline::caught;
use crate::pipeline::ledger::{Entry, Status};
use crate::sink::{Header, jsonl, schema, table};
use crate::source::table::{Found, Unread};
use crate::source::{Columns, lines, table as rows};

/// How batches are cleaned.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which columns are what; guessed by name where it is not said.
    pub columns: Columns,
    /// What is known of every document.
    pub hints: Hints,
    /// Threads that clean; 0 and 1 are the caller's own.
    pub threads: usize,
}

/// Columns that say what became of a row.
const FATE: [&str; 2] = ["status", "reason"];

/// A row after it was cleaned.
struct Row {
    fields: Map<String, Value>,
    status: &'static str,
    reason: Option<String>,
}

/// Cleans all rows of a batch. The same rows give the same rows for any number of threads.
///
/// # Errors
///
/// [`ErrorKind::Configuration`] where the batch has no column with documents or none of a name that was given, or a field
/// twice in one column.
pub fn clean(cleaner: &Cleaner, batch: &RecordBatch, options: &Options) -> Result<RecordBatch> {
    let parted = Parted::of(&batch.schema(), &options.columns)?;
    let read = batch.project(&parted.read).map_err(|error| broken(&error.to_string()))?;
    if let Some(ambiguous) = rows::ambiguous(&read.schema()) {
        return Err(Error::new(ErrorKind::Configuration, format!("the batch: {ambiguous}")));
    }
    let settings = lines::Options {
        columns: options.columns.clone(),
        max_bytes: cleaner.settings().limits.bytes,
        hints: options.hints.clone(),
        ..lines::Options::default()
    };
    // No document has an empty id: see `id_of`.
    let place = |_| String::new();
    let cleaned = if options.threads < 2 {
        rows::each_record(&read, &settings, place, |found| row(cleaner, found))
    } else {
        let found = rows::each_record(&read, &settings, place, |found| found);
        found.map(|found| on_threads(found, options.threads, |found| row(cleaner, found)))
    };
    let cleaned = cleaned.map_err(|error| broken(&error))?;

    let status: StringArray = cleaned.iter().map(|row| Some(row.status)).collect();
    let reason: StringArray = cleaned.iter().map(|row| row.reason.as_deref()).collect();
    let ours: SchemaRef = Arc::new(own());
    let fields = cleaned.into_iter().map(|row| schema::row(row.fields, &ours)).collect();
    let made = table::batches(&ours, fields)
        .and_then(|batches| arrow_select::concat::concat_batches(&ours, &batches))
        .map_err(|error| broken(&error.to_string()))?;
    let mut columns: Vec<ArrayRef> = made.columns().to_vec();
    columns.extend([Arc::new(status) as ArrayRef, Arc::new(reason)]);
    columns.extend(parted.passed.iter().map(|at| Arc::clone(batch.column(*at))));
    RecordBatch::try_new(Arc::new(out(&batch.schema(), &parted)), columns).map_err(|error| broken(&error.to_string()))
}

/// The columns that come out for a batch of these columns.
///
/// # Errors
///
/// Those of [`clean`].
pub fn columns(input: &Schema, columns: &Columns) -> Result<Schema> {
    Ok(out(input, &Parted::of(input, columns)?))
}

/// The columns of such a batch, by their places in it, that are handed through as they are; they come last.
///
/// # Errors
///
/// Those of [`clean`].
pub fn passed(input: &Schema, columns: &Columns) -> Result<Vec<usize>> {
    Ok(Parted::of(input, columns)?.passed)
}

fn out(input: &Schema, parted: &Parted) -> Schema {
    let mut fields: Vec<Arc<Field>> = own().fields().iter().cloned().collect();
    fields.push(Arc::new(Field::new(FATE[0], DataType::Utf8, false)));
    fields.push(Arc::new(Field::new(FATE[1], DataType::Utf8, true)));
    fields.extend(parted.passed.iter().map(|at| Arc::clone(&input.fields()[*at])));
    Schema::new(fields)
}

/// Our columns; where nothing was kept there is no text, which is not the same as an empty one, and no row needs an id.
fn own() -> Schema {
    let ours = schema::articles(None, false);
    let open = |field: &Arc<Field>| match field.name().as_str() {
        "text" | "id" => Arc::new(field.as_ref().clone().with_nullable(true)),
        _ => Arc::clone(field),
    };
    Schema::new(ours.fields().iter().map(open).collect::<Vec<_>>())
}

/// The columns of a batch: those that are read, and those that are handed through as they are.
struct Parted {
    read: Vec<usize>,
    passed: Vec<usize>,
}

impl Parted {
    fn of(input: &Schema, columns: &Columns) -> Result<Parted> {
        if let Some(unfit) = rows::unfit(input, columns) {
            return Err(Error::new(ErrorKind::Configuration, format!("the batch: {unfit}")));
        }
        let taken = rows::taken(input, columns);
        let ours = own();
        let is_ours = |name: &str| ours.column_with_name(name).is_some() || FATE.contains(&name);
        let is_read = |at: &usize| taken.contains(at) || is_ours(input.field(*at).name());
        let (read, passed) = (0..input.fields().len()).partition(is_read);
        Ok(Parted { read, passed })
    }
}

fn row(cleaner: &Cleaner, found: Found) -> Row {
    let (entry, fields) = match found {
        Ok(record) => {
            let (outcome, trace) = caught(|| cleaner.clean(&record));
            let entry = Entry::of(&record.id, record.bytes.len(), &outcome, &trace);
            let fields = match &outcome {
                Outcome::Kept(article) => {
                    let mut fields = jsonl::row(&record.id, article, Header::With, &record.carried, None);
                    fields.insert("id".into(), id_of(record.id));
                    fields
                }
                _ => beside(record.id, record.hints.url, record.carried),
            };
            (entry, fields)
        }
        Err(unread) => {
            let Unread { id, error, mut fields } = *unread;
            let url = fields.shift_remove("url").and_then(|url| url.as_str().map(str::to_owned));
            (Entry::refused(&id, &error), beside(id, url, fields))
        }
    };
    Row { fields, status: name(entry.status), reason: told(&entry) }
}

fn name(status: Status) -> &'static str {
    match status {
        Status::Kept => "kept",
        Status::Dropped => "dropped",
        Status::Failed | Status::Skipped => "failed",
    }
}

/// The reason and what more is known of it.
fn told(entry: &Entry) -> Option<String> {
    let reason = entry.reason.as_deref()?;
    Some(if entry.detail.is_empty() { reason.to_owned() } else { format!("{reason}: {}", entry.detail) })
}

/// The id as its column has it: null where the source has none, or an empty one.
fn id_of(id: String) -> Value {
    if id.is_empty() { Value::Null } else { id.into() }
}

/// What the source said of a document of which there is no article.
fn beside(id: String, url: Option<String>, mut fields: Map<String, Value>) -> Map<String, Value> {
    fields.insert("id".into(), id_of(id));
    fields.extend(url.map(|url| ("url".to_owned(), url.into())));
    fields.insert("text".into(), Value::Null);
    fields
}

/// Does it with each, on so many threads; in their order.
fn on_threads(found: Vec<Found>, threads: usize, work: impl Fn(Found) -> Row + Sync) -> Vec<Row> {
    // Pages differ a thousandfold in size: each thread takes the next one when it is done.
    let next = AtomicUsize::new(0);
    let waiting: Vec<Mutex<Option<Found>>> = found.into_iter().map(|found| Mutex::new(Some(found))).collect();
    let take = || {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let found = waiting.get(at)?.lock().ok()?.take()?;
        Some((at, work(found)))
    };
    let mut done: Vec<(usize, Row)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(waiting.len()))
            .map(|_| scope.spawn(|| std::iter::from_fn(&take).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("panics of cleaning are caught")).collect()
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, row)| row).collect()
}

fn broken(message: &str) -> Error {
    Error::new(ErrorKind::Damaged, format!("broken batch: {message}"))
}

#[cfg(test)]
mod tests {
    use arrow_array::Int64Array;
    use arrow_array::cast::AsArray;

    use super::*;
    use crate::cleaner::Settings;
    use crate::document::Record;
    use crate::limits::Limits;

    fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
    }

    fn texts(values: &[Option<&str>]) -> ArrayRef {
        Arc::new(StringArray::from(values.to_vec()))
    }

    fn sample() -> RecordBatch {
        let page =
            "<article><p>The council met on Thursday and decided that the bridge is to be repaired.</p></article>";
        batch(vec![
            ("html", texts(&[Some(page), Some("<p></p>"), None, Some("PK\u{3}\u{4}\u{14}\0\0\0 zipped")])),
            ("id", texts(&[Some("a"), Some("b"), Some("c"), Some("d")])),
            ("title", texts(&[Some("Theirs"), Some("Kept"), None, None])),
            ("status", texts(&[Some("200"), None, None, None])),
            ("label", Arc::new(Int64Array::from(vec![1, 2, 3, 4]))),
        ])
    }

    fn column<'b>(batch: &'b RecordBatch, name: &str) -> Vec<Option<&'b str>> {
        batch.column_by_name(name).unwrap().as_string::<i32>().iter().collect()
    }

    #[test]
    fn a_row_comes_out_for_each() {
        let out = clean(&Cleaner::default(), &sample(), &Options::default()).unwrap();
        assert_eq!(column(&out, "id"), [Some("a"), Some("b"), Some("c"), Some("d")]);
        assert_eq!(column(&out, "status"), [Some("kept"), Some("dropped"), Some("failed"), Some("failed")]);
        let text = column(&out, "text");
        assert!(text[0].unwrap().starts_with("The council met") && text[1..].iter().all(Option::is_none));
        let reason = column(&out, "reason");
        assert_eq!((reason[0], reason[1]), (None, Some("empty")));
        assert!(reason[2].unwrap().contains("html is null"), "{reason:?}");
        assert_eq!(column(&out, "title")[..2], [Some("Theirs"), Some("Kept")]);
        assert_eq!(column(&out, "metadata")[0], Some(r#"{"status":"200"}"#));
        assert_eq!(out.column_by_name("label"), sample().column_by_name("label"));
        assert_eq!(*out.schema(), columns(&sample().schema(), &Columns::default()).unwrap());
    }

    #[test]
    fn a_row_without_an_id_has_none_whatever_the_size_of_its_batch() {
        let html = texts(&[Some("<p>The council met on Thursday.</p>"), None, Some(""), Some("<p>It met again.</p>")]);
        let ids = texts(&[None, Some(""), None, Some("named")]);
        for columns in [vec![("html", Arc::clone(&html))], vec![("html", html), ("id", ids)]] {
            let has_ids = columns.len() == 2;
            let batch = batch(columns);
            let cleaned =
                |from, rows| clean(&Cleaner::default(), &batch.slice(from, rows), &Options::default()).unwrap();
            let whole = cleaned(0, 4);
            assert_eq!(column(&whole, "id"), [None, None, None, has_ids.then_some("named")]);
            assert_eq!(column(&whole, "source"), column(&whole, "id"), "what names a document that names no source");
            assert_eq!(column(&whole, "status"), [Some("kept"), Some("failed"), Some("dropped"), Some("kept")]);
            assert!(column(&whole, "reason")[1].unwrap().contains("html is null"), "{whole:?}");
            let rows: Vec<RecordBatch> = (0..4).map(|row| cleaned(row, 1)).collect();
            assert_eq!(arrow_select::concat::concat_batches(&whole.schema(), &rows).unwrap(), whole);
        }
    }

    #[test]
    fn what_is_too_large_is_dropped_and_no_failure() {
        let limits = Limits { bytes: 10, ..Limits::default() };
        let cleaner = Cleaner::new(Settings { limits, ..Settings::default() });
        let out = clean(&cleaner, &sample(), &Options::default()).unwrap();
        assert_eq!((column(&out, "status")[0], column(&out, "text")[0]), (Some("dropped"), None));
        assert!(column(&out, "reason")[0].unwrap().starts_with("too-large: "), "{out:?}");
        let (outcome, trace) = cleaner.clean(&Record { bytes: vec![b'a'; 11], ..Record::default() });
        assert!(outcome.is_dropped() && matches!(outcome, Outcome::Failed(_)));
        let entry = Entry::of("", 11, &outcome, &trace);
        assert_eq!((entry.status, entry.reason.as_deref()), (Status::Dropped, Some("too-large")));
    }

    #[test]
    fn threads_change_nothing_and_no_rows_are_fine() {
        let (cleaner, sample) = (Cleaner::default(), sample());
        let with = |threads| clean(&cleaner, &sample, &Options { threads, ..Options::default() }).unwrap();
        assert_eq!(with(1), with(4));
        let none = clean(&cleaner, &sample.slice(0, 0), &Options::default()).unwrap();
        assert_eq!((none.num_rows(), none.schema()), (0, with(1).schema()));
    }

    #[test]
    fn a_batch_without_documents_is_refused() {
        let other = batch(vec![("a", texts(&[Some("x")]))]);
        let error = clean(&Cleaner::default(), &other, &Options::default()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("(a)"), "{error}");
    }

    #[test]
    fn a_batch_without_a_column_that_was_named_is_refused() {
        for columns in [
            Columns { id: Some("kye".into()), ..Columns::default() },
            Columns { url: Some("kye".into()), ..Columns::default() },
        ] {
            let options = Options { columns, ..Options::default() };
            let error = clean(&Cleaner::default(), &sample(), &options).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.to_string().contains("no field kye; it has html, id"), "{error}");
        }
    }
}
