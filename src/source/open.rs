//! What a file is: a document, or a file of many. Told by what is in it, whatever it is called.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_schema::Schema;
use serde_json::{Map, Value};

use super::ahead::Ahead;
use super::archive::{self, Archive};
use super::files::Options;
use super::lines::{self, Lines};
use super::table::{self, Table};
use super::warc::{self, Warc};
use super::{Packed, Sourced};
use crate::document::{Hints, Record};
use crate::error::{Error, ErrorKind, Result};

/// Bytes by which it is told what a file is: a line of JSON with its key, the header of an archive.
const FIRST: usize = 32 << 10;

/// What files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// Told for each file by what is in it.
    #[default]
    Auto,
    /// Documents.
    Document,
    /// JSON lines.
    Jsonl,
    /// A web archive.
    Warc,
    /// A tar archive.
    Tar,
    /// A Parquet file.
    Parquet,
}

/// What a file turned out to be.
pub(super) enum Contents {
    Document(Box<Record>),
    Documents(Box<dyn Iterator<Item = Sourced> + Send>),
    /// No document, and why.
    Nothing(&'static str),
}

/// Opens a regular file of so many bytes.
pub(super) fn file(path: &Path, length: u64, id: &str, options: &Options) -> Result<Contents> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut file = File::open(path)?;
    let mut first = [0; 4];
    let is_table = file.read(&mut first)? == 4 && table::is_table(&first);
    file.rewind()?;
    if options.form == Form::Parquet || (options.form == Form::Auto && is_table) {
        let table = Table::open(file, id.to_owned(), row_options(options))?;
        let (each, read) = (length / table.rows_in_all().max(1), Arc::clone(&options.read));
        // It is read from all its ends; what counts is how many of its rows came.
        return many(table.inspect(move |_| {
            read.fetch_add(each, Ordering::Relaxed);
        }));
    }
    // The length is a hint: the file may grow while it is read.
    open(Box::new(Counted { file, read: Arc::clone(&options.read) }), length, id, name, options)
}

/// A file of which it is counted how much was read.
struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(out)?;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// The columns that a Parquet file hands through.
pub(super) fn columns(path: &Path, options: &Options) -> Option<Schema> {
    let mut file = File::open(path).ok()?;
    let mut first = [0; 4];
    file.read_exact(&mut first).ok()?;
    file.rewind().ok()?;
    table::is_table(&first).then(|| Table::carried(file, &options.columns).ok())?
}

/// Opens a stream that can be read once.
pub(super) fn stream(
    stream: Box<dyn Read + Send>,
    id: &str,
    name: Option<String>,
    options: &Options,
) -> Result<Contents> {
    open(stream, 0, id, name, options)
}

fn open(
    mut stream: Box<dyn Read + Send>,
    length: u64,
    id: &str,
    name: Option<String>,
    options: &Options,
) -> Result<Contents> {
    let room = usize::try_from(length).unwrap_or(usize::MAX).min(options.max_bytes).saturating_add(1);
    let mut first = Vec::with_capacity(room.max(FIRST.min(room)));
    fill(&mut stream, &mut first, FIRST)?;
    // Its first bytes may be what is broken of an archive.
    let is_asked = options.form == Form::Warc
        || (options.form == Form::Auto && is_named(name.as_deref(), &["warc", "wet", "arc"]));
    if let Some(packed) = Packed::of(&first) {
        // A web archive is unpacked record by record, so that what is broken costs one.
        let is_by_record = matches!(packed, Packed::Gzip | Packed::Zstd);
        if is_by_record && (is_asked || (options.form == Form::Auto && begins_packed_warc(&first, packed))) {
            let stream = Box::new(Cursor::new(first).chain(stream));
            return many(Warc::open(stream, id.to_owned(), warc_options(options)));
        }
        stream = packed.reader(Cursor::new(first).chain(stream))?;
        first = Vec::new();
        fill(&mut stream, &mut first, FIRST)?;
        if Packed::of(&first).is_some() {
            return Err(Error::new(ErrorKind::Unsupported, "compressed more than once; unpack it first"));
        }
    }
    if is_asked || (options.form == Form::Auto && warc::is_warc(&first)) {
        let stream = Box::new(Cursor::new(first).chain(stream));
        return many(Warc::open(stream, id.to_owned(), warc_options(options)));
    }
    if options.form == Form::Tar || (options.form == Form::Auto && archive::is_archive(&first)) {
        let stream = Box::new(Cursor::new(first).chain(stream));
        return Ok(Contents::Documents(Box::new(Archive::open(stream, id.to_owned(), options.clone())?)));
    }
    if options.form == Form::Parquet || (options.form == Form::Auto && table::is_table(&first)) {
        let message = "a Parquet file is read from its end: give it as a file, and not compressed as a whole";
        return Err(Error::new(ErrorKind::Unsupported, message));
    }
    if options.form == Form::Auto && is_ledger(&first) {
        return Ok(Contents::Nothing("a ledger of dehusk"));
    }
    if options.form == Form::Auto && is_receipt(&first) {
        return Ok(Contents::Nothing("removed text, as dehusk writes it"));
    }
    if options.form == Form::Jsonl || (options.form == Form::Auto && holds_lines(&first, name.as_deref(), options)) {
        let stream = Box::new(Cursor::new(first).chain(stream));
        return many(Lines::open(stream, id.to_owned(), row_options(options)));
    }
    document(stream, first, id, name, options)
}

/// Whether a file begins with the first line of a ledger.
fn is_ledger(first: &[u8]) -> bool {
    let line = first.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let holds = |key: &[u8]| memchr::memmem::find(line, key).is_some();
    line.starts_with(b"{\"ledger\":") && holds(b"\"dehusk\":") && holds(b"\"settings\":")
}

/// Whether a file begins with a line of `--removed`: its texts are what nobody wants.
fn is_receipt(first: &[u8]) -> bool {
    let line = first.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let keys = ["\"dehusk\":", "\"category\":", "\"judge\":", "\"rule\":", "\"evidence\":", "\"place\":"];
    line.starts_with(b"{\"n\":") && keys.iter().all(|key| memchr::memmem::find(line, key.as_bytes()).is_some())
}

/// What a file is that begins so, or is called so, where it holds many documents.
pub(super) fn of_many(first: &[u8], name: Option<&str>, options: &Options) -> Option<&'static str> {
    if is_named(name, &["warc", "wet", "arc"]) || warc::is_warc(first) {
        return Some("a web archive");
    }
    if archive::is_archive(first) {
        return Some("an archive");
    }
    if table::is_table(first) {
        return Some("a Parquet file");
    }
    holds_lines(&first[..first.len().min(FIRST)], name, options).then_some("JSON lines")
}

/// The documents of a file that holds many.
fn many(inside: impl Iterator<Item = Sourced> + Send + 'static) -> Result<Contents> {
    Ok(Contents::Documents(Box::new(Ahead::of(inside)?)))
}

/// What is behind the extension of a file that is compressed.
const COMPRESSED: [&str; 7] = ["gz", "bgz", "zst", "bz2", "xz", "lz4", "z"];

/// Whether a file has one of these extensions, also with that of a compression behind it.
fn is_named(name: Option<&str>, extensions: &[&str]) -> bool {
    let is_one = |part: &str, of: &[&str]| of.iter().any(|extension| part.eq_ignore_ascii_case(extension));
    let Some((stem, last)) = name.and_then(|name| name.rsplit_once('.')) else { return false };
    let inner = || stem.rsplit_once('.').is_some_and(|(stem, inner)| !stem.is_empty() && is_one(inner, extensions));
    !stem.is_empty() && is_one(last, extensions) || is_one(last, &COMPRESSED) && inner()
}

fn row_options(options: &Options) -> lines::Options {
    let Options { columns, max_bytes, hints, sightings, .. } = options;
    let (columns, hints, sightings) = (columns.clone(), hints.clone(), Arc::clone(sightings));
    lines::Options { columns, max_bytes: *max_bytes, hints, sightings }
}

fn warc_options(options: &Options) -> warc::Options {
    warc::Options { max_bytes: options.max_bytes, hints: options.hints.clone() }
}

/// Whether a compressed file begins with a record of a web archive.
fn begins_packed_warc(first: &[u8], packed: Packed) -> bool {
    let mut text = Vec::new();
    let unpacked = packed.reader(Cursor::new(first.to_vec())).map(|stream| stream.take(64).read_to_end(&mut text));
    // It may be cut off, or damaged further on.
    drop(unpacked);
    warc::is_warc(&text) || warc::holds_dictionary(first)
}

/// Whether it is JSONL. What is called so is, whatever is wrong with its first line, unless it is a page; in a file of
/// another name one of the first lines must have a field that holds documents: JSON is much else.
fn holds_lines(first: &[u8], name: Option<&str>, options: &Options) -> bool {
    if is_named(name, &["jsonl", "ndjson"]) {
        return !first.trim_ascii_start().starts_with(b"<");
    }
    if !lines::begins_object(first) {
        return false;
    }
    let has_body = |row: Map<String, Value>| options.columns.body(|name| row.contains_key(name)).is_some();
    // The first line may be longer than what was looked at, as a page in JSON is.
    !first.contains(&b'\n') || lines::first_rows(first).any(has_body)
}

/// Reads a document to its end, but no more than is allowed.
fn document(
    stream: Box<dyn Read + Send>,
    mut bytes: Vec<u8>,
    id: &str,
    name: Option<String>,
    options: &Options,
) -> Result<Contents> {
    let limit = options.max_bytes;
    let past = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    stream.take(past.saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes).map_err(|error| {
        let kind = if error.kind() == io::ErrorKind::InvalidData { ErrorKind::Damaged } else { ErrorKind::Io };
        Error::new(kind, error.to_string())
    })?;
    if bytes.len() > limit {
        let message = format!("more than the limit of {limit} bytes; see --max-bytes");
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    let hints = Hints { file_name: name.filter(|_| id != "-"), ..options.hints.clone() };
    Ok(Contents::Document(Box::new(Record { id: id.to_owned(), bytes, hints, carried: Map::new() })))
}

/// Reads until there are so many bytes, or no more. An error behind good bytes must not cost the documents in them: it
/// is what the stream gives next.
fn fill(stream: &mut Box<dyn Read + Send>, bytes: &mut Vec<u8>, wanted: usize) -> Result<()> {
    let Err(error) = stream.take(wanted as u64).read_to_end(bytes) else { return Ok(()) };
    if bytes.is_empty() {
        let kind = if error.kind() == io::ErrorKind::InvalidData { ErrorKind::Damaged } else { ErrorKind::Io };
        return Err(Error::new(kind, error.to_string()));
    }
    *stream = Box::new(Broken(Some(error)));
    Ok(())
}

/// The rest of a stream that broke.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.take().unwrap_or_else(|| io::Error::other("the stream broke before")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_at_the_end() {
        for name in ["a.arc", "a.b.ARC", "a.arc.gz", "a.warc.zst"] {
            assert!(is_named(Some(name), &["warc", "arc"]), "{name}");
        }
        for name in ["struct.Arc.html", "arc.html", "arc.gz", "arc", ".arc", "a.arc.jsonl", "a.arcs"] {
            assert!(!is_named(Some(name), &["warc", "arc"]), "{name}");
        }
    }
}
