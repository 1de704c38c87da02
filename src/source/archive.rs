//! tar archives: each regular file in one is a document.
//!
//! What is broken of an archive costs the members that it touches: behind a header that cannot be read, reading goes on
//! at the next one that its check sum confirms.

use std::io::{self, Read};

use serde_json::Map;
use tar::EntryType;

use super::ahead::Ahead;
use super::files::Options;
use super::tape::{BLOCK, Tape};
use super::{Packed, Sourced, open};
use crate::document::{Hints, Record};
use crate::error::{Error, ErrorKind};

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
    let mut tape = Tape::new(stream);
    loop {
        let begin = tape.position();
        // Where the last member ends that was told.
        let mut told = begin;
        let mut archive = tar::Archive::new(&mut tape);
        // Archives are put one behind the other: zeros mark the end of one, and more may follow.
        archive.set_ignore_zeros(true);
        let read = archive.entries().and_then(|entries| {
            for entry in entries {
                let mut entry = entry?;
                let end = entry.raw_file_position().saturating_add(entry.header().entry_size()?);
                if member(&mut entry, name, options).is_some_and(|found| !put(found)) {
                    break;
                }
                told = begin.saturating_add(end).next_multiple_of(BLOCK);
            }
            Ok(())
        });
        let Err(error) = read else { return };
        let more = tape.find_header();
        if tape.is_broken() {
            let message = format!("broken archive: {error}; all from byte {told} on is lost");
            put(lost(name, message));
            return;
        }
        let end = if more { tape.position() } else { tape.end() };
        // Nothing is lost of a member that was told, nor where there are but zeros.
        if told < end && !put(lost(name, format!("broken archive: {error}: bytes {told} to {end} are lost"))) {
            return;
        }
        if !more {
            return;
        }
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
    let file_name = path.rsplit('/').next().map(str::to_owned);
    let document = not_of_many(&[], file_name.as_deref(), options)
        .and_then(|()| whole(entry, options.max_bytes))
        .and_then(|bytes| not_of_many(&bytes, file_name.as_deref(), options).map(|()| bytes))
        .map(|bytes| {
            let hints = Hints { file_name, ..options.hints.clone() };
            Record { id: id.clone(), bytes, hints, carried: Map::new() }
        });
    Some(match document {
        Ok(record) => Sourced::Read { name: id, record },
        Err(error) => Sourced::Refused { name: id.clone(), id, error },
    })
}

/// Refuses a file of many documents: as one document it would be a mixture of them.
fn not_of_many(bytes: &[u8], name: Option<&str>, options: &Options) -> Result<(), Error> {
    let Some(what) = open::of_many(bytes, name, options) else { return Ok(()) };
    let message = format!("{what} in an archive, which is not read there; take it out and give it as a file");
    Err(Error::new(ErrorKind::Unsupported, message))
}

/// The bytes of an entry, unpacked where they are packed. No more is held than is allowed.
fn whole(entry: &mut tar::Entry<'_, impl Read>, limit: usize) -> Result<Vec<u8>, Error> {
    let too_large =
        || Error::new(ErrorKind::TooLarge, format!("more than the limit of {limit} bytes; see --max-bytes"));
    let mut bytes = Vec::new();
    let past = (limit as u64).saturating_add(1);
    entry.take(past).read_to_end(&mut bytes).map_err(|error| Error::new(ErrorKind::Damaged, error.to_string()))?;
    if bytes.len() > limit {
        return Err(too_large());
    }
    let (have, size) = (bytes.len() as u64, entry.size());
    if have < size {
        let message = format!("the archive ends within it: {have} of {size} bytes are there");
        return Err(Error::new(ErrorKind::Damaged, message));
    }
    let Some(packed) = Packed::of(&bytes) else { return Ok(bytes) };
    let mut unpacked = Vec::new();
    let reader = packed.reader(io::Cursor::new(bytes))?;
    reader.take(past).read_to_end(&mut unpacked).map_err(|error| Error::new(ErrorKind::Damaged, error.to_string()))?;
    if unpacked.len() > limit { Err(too_large()) } else { Ok(unpacked) }
}

fn lost(name: &str, message: String) -> Sourced {
    let error = Error::new(ErrorKind::Damaged, message);
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
        told_up_to(bytes, 50)
    }

    fn told_up_to(bytes: Vec<u8>, max_bytes: usize) -> Vec<String> {
        let options = Options { max_bytes, ..Options::default() };
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

    /// An archive of so many small files.
    fn numbered(count: usize) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for number in 0..count {
            let text = format!("text {number}");
            let mut header = tar::Header::new_ustar();
            header.set_size(text.len() as u64);
            builder.append_data(&mut header, format!("{number}.txt"), text.as_bytes()).unwrap();
        }
        builder.into_inner().unwrap()
    }

    #[test]
    fn what_is_cut_off_is_told() {
        let whole = archive();
        // Where the data of "in/a.txt" and of "b.txt.gz" end; the end mark begins at the last.
        let complete = told(whole.clone());
        for length in 600..whole.len() - 1024 {
            let found = told(whole[..length].to_vec());
            assert!(found.len() <= 6);
            let kept = found.iter().filter(|line| !line.contains('!'));
            assert!(kept.clone().all(|line| complete.contains(line)), "{length}: a part of a member: {found:?}");
            let failed = found.iter().filter(|line| line.contains('!') && !complete.contains(line)).count();
            assert!(failed <= 1, "{length}: told twice: {found:?}");
        }
        let found = told(whole[..1027].to_vec());
        assert_eq!(found, ["x.tar/in/a.txt: one"], "only the padding is missing");
        let found = told(whole[..1026].to_vec());
        assert_eq!(found, ["x.tar/in/a.txt! the archive ends within it: 2 of 3 bytes are there"]);
    }

    #[test]
    fn a_broken_header_costs_its_member() {
        let mut bytes = numbered(6);
        bytes[2 * 1024 + 150] ^= 7;
        let found = told(bytes.clone());
        assert_eq!(found.len(), 6, "{found:?}");
        assert!(found[2].starts_with("x.tar! broken archive: ") && found[2].ends_with("bytes 2048 to 3072 are lost"));
        assert_eq!(found[3], "x.tar/3.txt: text 3");
        // And the last one.
        bytes = numbered(3);
        bytes[2 * 1024 + 150] ^= 7;
        let found = told(bytes);
        assert!(found.len() == 3 && found[2].contains("bytes 2048 to 2566 are lost"), "{found:?}");
    }

    #[test]
    fn what_is_behind_the_end_of_an_archive_is_not_passed_over() {
        let two = [numbered(2), numbered(3)].concat();
        assert_eq!(told(two).len(), 5);
        let found = told([numbered(2), b"more".repeat(400)].concat());
        assert!(found.len() == 3 && found[2].ends_with("to 4672 are lost"), "{found:?}");
        // Zeros are padding, and need not be a whole block.
        assert_eq!(told([numbered(2), vec![0; 700]].concat()).len(), 2);
        assert_eq!(told(numbered(2)[..2048 + 100].to_vec()).len(), 2);
    }

    #[test]
    fn files_of_many_documents_are_refused() {
        let mut builder = tar::Builder::new(Vec::new());
        let row = b"{\"id\":\"q\",\"text\":\"a\"}\n";
        for (path, bytes) in [
            ("rows", &row[..]),
            ("rows.jsonl", row),
            ("crawl.warc.gz", b""),
            ("crawl", b"WARC/1.0\r\n"),
            ("a.tar", &numbered(1)),
            ("a.parquet", b"PAR1"),
            ("data.json", b"{\n\"text\": \"a\"}"),
        ] {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            builder.append_data(&mut header, path, bytes).unwrap();
        }
        let found = told_up_to(builder.into_inner().unwrap(), 5000);
        let refused = found.iter().filter(|line| line.contains("which is not read there")).count();
        assert_eq!((found.len(), refused), (7, 6), "{found:?}");
        assert!(found[0].starts_with("x.tar/rows! JSON lines in an archive"), "{found:?}");
    }

    #[test]
    fn a_stream_that_breaks_is_told_once() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(&numbered(4)).unwrap();
        let packed = packed.finish().unwrap();
        let stream = Packed::Gzip.reader(io::Cursor::new(packed[..packed.len() - 40].to_vec())).unwrap();
        let found: Vec<_> = Archive::open(stream, "x.tar.gz".into(), Options::default()).unwrap().collect();
        assert!(matches!(found.last(), Some(Sourced::Refused { error, .. }) if error.to_string().contains("gzip")));
    }
}
