//! tar archives: each regular file in one is a document.

use std::io::{self, Read};

use serde_json::Map;
use tar::EntryType;

use super::ahead::Ahead;
use super::{Packed, Sourced};
use crate::document::{Hints, Record};
use crate::error::{Error, ErrorKind};

/// How archives are read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Bytes of the largest document.
    pub max_bytes: usize,
    /// Hints for every document.
    pub hints: Hints,
}

/// The documents of an archive. It gives its entries on loan only, so they are read on a thread of its own.
pub struct Archive(Ahead);

/// Whether a file that begins so is an archive.
pub fn is_archive(first: &[u8]) -> bool {
    first.get(257..262) == Some(b"ustar")
}

impl Archive {
    /// Reads the archive in `stream`; `name` is what the file is called.
    ///
    /// # Errors
    /// Where there can be no further thread.
    pub fn open(stream: Box<dyn Read + Send>, name: String, options: Options) -> io::Result<Archive> {
        Ahead::read(move |put| read(stream, &name, &options, put)).map(Archive)
    }
}

impl Iterator for Archive {
    type Item = Sourced;

    fn next(&mut self) -> Option<Sourced> {
        self.0.next()
    }
}

/// Reads all entries, as long as somebody takes them.
fn read(stream: Box<dyn Read + Send>, name: &str, options: &Options, put: &mut dyn FnMut(Sourced) -> bool) {
    let mut archive = tar::Archive::new(stream);
    let read = archive.entries().and_then(|entries| {
        for entry in entries {
            if member(&mut entry?, name, options).is_some_and(|found| !put(found)) {
                break;
            }
        }
        Ok(())
    });
    if let Err(error) = read {
        put(lost(name, &error));
    }
}

/// One entry; nothing of a folder.
fn member(entry: &mut tar::Entry<'_, impl Read>, name: &str, options: &Options) -> Option<Sourced> {
    let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let id = format!("{name}/{}", path.trim_start_matches("./").trim_start_matches('/'));
    let skipped = |cause: &str| Some(Sourced::Skipped { name: id.clone(), cause: cause.to_owned() });
    match entry.header().entry_type() {
        EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {}
        EntryType::Directory | EntryType::XGlobalHeader => return None,
        EntryType::Link | EntryType::Symlink => return skipped("a link in an archive"),
        _ => return skipped("neither a file nor a folder"),
    }
    let document = whole(entry, options.max_bytes).map(|bytes| {
        let file_name = path.rsplit('/').next().map(str::to_owned);
        let hints = Hints { file_name, ..options.hints.clone() };
        Record { id: id.clone(), bytes, hints, carried: Map::new() }
    });
    Some(match document {
        Ok(record) => Sourced::Read { name: id, record },
        Err(error) => Sourced::Refused { name: id.clone(), id, error },
    })
}

/// The bytes of an entry, unpacked where they are packed. No more is held than is allowed.
fn whole(entry: &mut impl Read, limit: usize) -> Result<Vec<u8>, Error> {
    let too_large =
        || Error::new(ErrorKind::TooLarge, format!("more than the limit of {limit} bytes; see --max-bytes"));
    let mut bytes = Vec::new();
    let past = (limit as u64).saturating_add(1);
    entry.take(past).read_to_end(&mut bytes).map_err(|error| Error::new(ErrorKind::Damaged, error.to_string()))?;
    if bytes.len() > limit {
        return Err(too_large());
    }
    let Some(packed) = Packed::of(&bytes) else { return Ok(bytes) };
    let mut unpacked = Vec::new();
    let reader = packed.reader(io::Cursor::new(bytes))?;
    reader.take(past).read_to_end(&mut unpacked).map_err(|error| Error::new(ErrorKind::Damaged, error.to_string()))?;
    if unpacked.len() > limit { Err(too_large()) } else { Ok(unpacked) }
}

fn lost(name: &str, error: &io::Error) -> Sourced {
    let error = Error::new(ErrorKind::Damaged, format!("broken archive: {error}; all from here on is lost"));
    Sourced::Refused { name: name.to_owned(), id: name.to_owned(), error }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn archive() -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        let mut add = |path: &str, kind: EntryType, bytes: &[u8]| {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(kind);
            header.set_size(bytes.len() as u64);
            if kind == EntryType::Symlink {
                header.set_link_name("a.txt").unwrap();
            }
            builder.append_data(&mut header, path, bytes).unwrap();
        };
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(b"packed").unwrap();
        add("in", EntryType::Directory, b"");
        add("in/a.txt", EntryType::Regular, b"one");
        add("in/link", EntryType::Symlink, b"");
        add(&"long/".repeat(60), EntryType::Regular, b"two");
        add("b.txt.gz", EntryType::Regular, &packed.finish().unwrap());
        add("large", EntryType::Regular, &[b'x'; 100]);
        builder.into_inner().unwrap()
    }

    fn told(bytes: Vec<u8>) -> Vec<String> {
        let options = Options { max_bytes: 50, ..Options::default() };
        let tell = |found| match found {
            Sourced::Read { record, .. } => format!("{}: {}", record.id, String::from_utf8_lossy(&record.bytes)),
            Sourced::Skipped { name, cause } => format!("{name}- {cause}"),
            Sourced::Refused { id, error, .. } => format!("{id}! {error}"),
            Sourced::Passed { cause } => cause.to_owned(),
            Sourced::Row(row) => panic!("an archive has no rows: {row:?}"),
        };
        Archive::open(Box::new(io::Cursor::new(bytes)), "x.tar".into(), options).unwrap().map(tell).collect()
    }

    #[test]
    fn each_file_is_a_document() {
        let found = told(archive());
        assert!(is_archive(&archive()));
        assert_eq!(found[0], "x.tar/in/a.txt: one");
        assert_eq!(found[1], "x.tar/in/link- a link in an archive");
        assert!(found[2].ends_with("/long/: two"), "{}", found[2]);
        assert_eq!(found[3], "x.tar/b.txt.gz: packed");
        assert!(found[4].starts_with("x.tar/large! more than the limit of 50 bytes"), "{}", found[4]);
        assert_eq!(found.len(), 5);
    }

    #[test]
    fn what_is_cut_off_is_told() {
        let whole = archive();
        for length in (600..whole.len() - 1024).step_by(97) {
            let found = told(whole[..length].to_vec());
            assert!(found.len() <= 6);
        }
        let found = told(whole[..1500].to_vec());
        assert!(found.iter().any(|line| line.contains('!')), "{found:?}");
    }
}
