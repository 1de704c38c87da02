//! Web archives: WARC files of crawls, WET files with the text of their pages, and the ARC files of before.
//!
//! Responses and resources that are pages or texts become documents, conversions become texts. All else is accounted
//! for: a response that is no page, an error of a server or a revisit is skipped with its cause, requests and metadata
//! are counted. What is broken costs its record: the next one is found again, and the lost bytes are named.
//!
//! Records are documents with the fields `crawl_date` (when the page was fetched, which is no date of publication),
//! `dump` (the name of the crawl), `file_path`, and `warc_truncated` where the crawler cut the page off.

mod arc;
mod bounds;
mod feed;
mod head;
mod http;
mod members;

use std::collections::VecDeque;
use std::io::{self, Read};

use serde_json::{Map, Value};

use super::Sourced;
use crate::document::{Hints, Media, Record};
use crate::error::{Error, ErrorKind};
use bounds::{
    FIRST_LINES, HEADER, are_two, boundary, ends_otherwise, follows, header, holds_fields, next_record, trimmed,
};
use feed::{Cut, Feed};
use head::{Head, Type};
use http::{Fields, Kind, Response};

/// A body in transit may be larger than the document in it: headers, chunks.
const TRANSIT: usize = 1 << 20;

/// Bytes by which it is told what kind of archive it is.
const FIRST: usize = 1 << 10;

/// How archives are read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Bytes of the largest document.
    pub max_bytes: usize,
    /// Hints for every document.
    pub hints: Hints,
}

/// The documents of an archive.
pub struct Warc {
    feed: Option<Feed<Box<dyn Read + Send>>>,
    name: String,
    dump: Option<String>,
    options: Options,
    /// Whether it is an ARC file; not known before its first record.
    is_arc: Option<bool>,
    /// The place of the last record of an ARC file, and how many there were at it before: those of one member.
    last: Option<(u64, u32)>,
    queue: VecDeque<Sourced>,
}

/// Whether a file that begins so, once it is unpacked, is a web archive.
pub fn is_warc(first: &[u8]) -> bool {
    first.trim_ascii_start().starts_with(b"WARC/") || arc::is_arc(first)
}

impl Warc {
    /// Reads an archive that is compressed with gzip, or not at all; `name` is what the file is called.
    pub fn open(stream: Box<dyn Read + Send>, name: String, options: Options) -> Warc {
        let dump = dump_in(&name);
        let mut warc = Warc { feed: None, name, dump, options, is_arc: None, last: None, queue: VecDeque::new() };
        match Feed::open(stream) {
            Ok(feed) => warc.feed = Some(feed),
            Err(error) => warc.fail(&error),
        }
        warc
    }

    /// The file cannot be read on.
    fn fail(&mut self, error: &io::Error) {
        let at = self.feed.take().map_or(0, |feed| feed.position());
        let kind = if error.kind() == io::ErrorKind::InvalidData { ErrorKind::Damaged } else { ErrorKind::Io };
        self.refuse(at, kind, format!("{error}; all from byte {at} on is lost"));
    }

    fn refuse(&mut self, at: u64, kind: ErrorKind, message: String) {
        let id = format!("{}#{at}", self.name);
        self.queue.push_back(Sourced::Refused { name: id.clone(), id, error: Error::new(kind, message) });
    }

    /// Says that bytes are lost.
    fn lost(&mut self, from: u64, to: u64, cause: &str) {
        self.refuse(from, ErrorKind::Damaged, format!("{cause}: bytes {from} to {to} are lost"));
    }

    /// Reads the next record into the queue. False at the end.
    fn step(&mut self) -> io::Result<bool> {
        let Some(mut feed) = self.feed.take() else { return Ok(false) };
        let more = self.read_any(&mut feed);
        self.feed = Some(feed);
        more
    }

    fn read_any(&mut self, feed: &mut Feed<Box<dyn Read + Send>>) -> io::Result<bool> {
        if self.is_arc.is_none() {
            // A member of nothing tells nothing.
            while !feed.ensure(FIRST)? && feed.rest().is_empty() && feed.cut() == Some(&Cut::MemberEnd) {
                feed.pass();
            }
            let first = feed.rest().trim_ascii_start();
            // Where its first record is what is broken, the next one tells.
            self.is_arc = match first.starts_with(b"WARC/") {
                true => Some(false),
                false => (arc::begins(first) || arc::next(first, 0).is_some()).then_some(true),
            };
        }
        if self.is_arc == Some(true) { self.read_arc(feed) } else { self.read(feed) }
    }

    fn read(&mut self, feed: &mut Feed<Box<dyn Read + Send>>) -> io::Result<bool> {
        if let Some(more) = self.skip_padding(feed, 5)? {
            return Ok(more);
        }
        if !feed.rest().starts_with(b"WARC/") {
            self.resync(feed, "no record begins here")?;
            return Ok(true);
        }
        let place = feed.place();
        let Some(length) = header(feed)? else {
            if let Some(Cut::Lost(loss)) = feed.cut().filter(|_| feed.rest().len() < HEADER).cloned() {
                feed.take(feed.rest().len());
                feed.pass();
                self.lost(loss.bytes.start, loss.bytes.end, &loss.cause);
                return Ok(true);
            }
            feed.take(5);
            self.resync_from(feed, place, "the record's header does not end")?;
            return Ok(true);
        };
        // A header whose end is damaged would take the next record for its own.
        if let Some(next) = next_record(&feed.rest()[..length], 5) {
            feed.take(next);
            // In a compressed file that is its member, whatever it holds when it is unpacked.
            let to = feed.place();
            self.lost(place, to, "the record's header does not end");
            return Ok(true);
        }
        if are_two(&feed.rest()[..length]) {
            feed.take(length);
            let to = feed.place();
            self.lost(place, to, "the headers of two records are one");
            return Ok(true);
        }
        let head = Head::parse(&feed.rest()[..length], place);
        feed.take(length);
        self.body(feed, head)?;
        Ok(true)
    }

    /// Goes to what is no padding, and has at least so many bytes of it there, if there are. Where something was lost
    /// before it: true, and at the end of the file: false.
    fn skip_padding(&mut self, feed: &mut Feed<Box<dyn Read + Send>>, wanted: usize) -> io::Result<Option<bool>> {
        let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
        loop {
            feed.take(feed.rest().iter().take_while(|byte| is_blank(byte)).count());
            if feed.ensure(wanted)? || !feed.rest().is_empty() {
                if !is_blank(&feed.rest()[0]) {
                    return Ok(None);
                }
                continue;
            }
            match feed.pass() {
                Some(Cut::Lost(loss)) => {
                    self.lost(loss.bytes.start, loss.bytes.end, &loss.cause);
                    return Ok(Some(true));
                }
                Some(_) => {}
                None => return Ok(Some(false)),
            }
        }
    }

    /// Reads the body of a record, and makes of it what it is.
    fn body(&mut self, feed: &mut Feed<Box<dyn Read + Send>>, head: Head) -> io::Result<()> {
        let most = self.options.max_bytes.saturating_add(TRANSIT);
        let Some(length) = head.length.filter(|length| *length <= most as u64) else {
            return self.pass_over(feed, head);
        };
        let length = usize::try_from(length).expect("it was compared");
        // The end of the body, once it is known that a record or nothing follows.
        let end = loop {
            if feed.ensure(length)? {
                if follows(feed, length)? {
                    break length;
                }
                // The member's check sum says that something in it is wrong.
                if !feed.is_torn(head.place) {
                    break ends_otherwise(feed, length, most)?.unwrap_or(length);
                }
            }
            match feed.cut().cloned() {
                Some(Cut::Lost(loss)) => {
                    feed.take(feed.rest().len());
                    feed.pass();
                    self.lost(loss.bytes.start, loss.bytes.end, &loss.cause);
                    return Ok(());
                }
                // The member is whole, so the record is; its length is wrong. Unless it goes on in the next member.
                Some(Cut::MemberEnd) => {
                    let have = feed.rest().len();
                    feed.pass();
                    feed.ensure(have + 5)?;
                    let next = &feed.rest()[have.min(feed.rest().len())..];
                    if next.starts_with(b"WARC/") || next.is_empty() {
                        break boundary(feed.rest()).unwrap_or(have);
                    }
                }
                Some(Cut::End) | None => match boundary(feed.rest()) {
                    Some(end) => break end,
                    None => {
                        let (from, have) = (head.place, feed.rest().len());
                        feed.take(have);
                        let to = feed.position();
                        let cause = format!("the record is cut short: {have} of {length} bytes are there");
                        self.lost(from, to, &cause);
                        return Ok(());
                    }
                },
            }
        };
        let end = end.min(feed.rest().len());
        self.record(head, &feed.rest()[..end]);
        feed.take(end);
        Ok(())
    }

    /// Reads past a record that is too large to be held, or that does not say how long it is.
    fn pass_over(&mut self, feed: &mut Feed<Box<dyn Read + Send>>, head: Head) -> io::Result<()> {
        let length = head.length;
        let most = self.options.max_bytes.saturating_add(TRANSIT);
        if length.is_none() {
            // Up to the next record, as long as that can be held.
            while feed.rest().len() < most && next_record(feed.rest(), 0).is_none() && feed.more()? {}
            let whole = next_record(feed.rest(), 0).or_else(|| feed.cut().map(|_| feed.rest().len()));
            if let (Some(end), false) = (whole, matches!(feed.cut(), Some(Cut::Lost(_)))) {
                // Another record may be in it whose beginning is as broken as this one's length.
                if holds_fields(&feed.rest()[..end]) {
                    feed.take(end);
                    let cause = "the record does not say how long it is, and fields of another one stand in it";
                    self.lost(head.place, head.place.max(feed.place()), cause);
                    return Ok(());
                }
                let end = trimmed(&feed.rest()[..end]);
                self.record(head, &feed.rest()[..end]);
                feed.take(end);
                return Ok(());
            }
        }
        let mut left = length.unwrap_or(u64::MAX);
        while left > 0 {
            if feed.rest().len() < 64 && !feed.ensure(64)? && feed.rest().is_empty() {
                // A member's end is not the record's, unless another record begins behind it.
                if feed.cut() == Some(&Cut::MemberEnd) {
                    feed.pass();
                    feed.ensure(5)?;
                    if !feed.rest().starts_with(b"WARC/") {
                        continue;
                    }
                }
                break;
            }
            let rest = feed.rest();
            // A length that is a lie must not swallow the rest of the archive.
            if let Some(at) = next_record(rest, 0) {
                let at = at.min(usize::try_from(left).unwrap_or(usize::MAX));
                feed.take(at);
                break;
            }
            let taken = rest.len().saturating_sub(FIRST_LINES).max(1).min(usize::try_from(left).unwrap_or(usize::MAX));
            feed.take(taken);
            left -= taken as u64;
        }
        let what =
            length.map_or("a record of unknown length".to_owned(), |length| format!("a record of {length} bytes"));
        match head.kind().is_document() {
            true => self.refuse(head.place, ErrorKind::TooLarge, format!("{what}; see --max-bytes")),
            false => self.set_aside(&head),
        }
        Ok(())
    }

    /// Goes to the next record.
    fn resync(&mut self, feed: &mut Feed<Box<dyn Read + Send>>, cause: &str) -> io::Result<()> {
        let from = if feed.is_compressed() { feed.place() } else { feed.position() };
        self.resync_from(feed, from, cause)
    }

    fn resync_from(&mut self, feed: &mut Feed<Box<dyn Read + Send>>, from: u64, cause: &str) -> io::Result<()> {
        loop {
            if let Some(at) = next_record(feed.rest(), 0) {
                feed.take(at);
                break;
            }
            let keep = feed.rest().len().min(FIRST_LINES);
            feed.take(feed.rest().len() - keep);
            if !feed.more()? {
                feed.take(feed.rest().len());
                // It is all of it one damage.
                if feed.is_torn(from)
                    && let Some(Cut::Lost(loss)) = feed.pass()
                {
                    self.lost(loss.bytes.start, loss.bytes.end, &loss.cause);
                    return Ok(());
                }
                break;
            }
        }
        let to = if feed.is_compressed() { feed.place() } else { feed.position() };
        self.lost(from, to.max(from), cause);
        Ok(())
    }

    /// Makes a document of a record, or says why it is none.
    fn record(&mut self, head: Head, body: &[u8]) {
        match head.kind() {
            Type::Response => self.response(head, body),
            Type::Resource | Type::Conversion => {
                let said = head.content_type.clone().unwrap_or_default();
                self.document(head, &said, body);
            }
            Type::Info => {
                let fields = Fields(body);
                self.dump = fields.get("ispartof").map(|part| part.trim().to_owned()).or_else(|| self.dump.take());
                self.set_aside(&head);
            }
            Type::Revisit | Type::Other => self.set_aside(&head),
        }
    }

    fn response(&mut self, head: Head, body: &[u8]) {
        let response = Response::parse(body, self.options.max_bytes);
        match response.status {
            Some(status) if !(200..300).contains(&status) => self.skip(&head, format!("HTTP {status}")),
            _ => {
                let said = response.content_type.or_else(|| head.content_type.clone()).unwrap_or_default();
                self.document(head, &said, &response.body);
            }
        }
    }

    fn document(&mut self, head: Head, content_type: &str, body: &[u8]) {
        let (kind, charset) = http::media(content_type);
        let media = match kind {
            Kind::Known(media) => Some(media),
            Kind::Other(other) => return self.skip(&head, other),
            Kind::Unknown if head.kind() == Type::Conversion => Some(Media::Text),
            Kind::Unknown => None,
        };
        if body.trim_ascii().is_empty() {
            return self.skip(&head, "no body".to_owned());
        }
        if body.len() > self.options.max_bytes {
            let message = format!("more than the limit of {} bytes; see --max-bytes", self.options.max_bytes);
            return self.refuse(head.place, ErrorKind::TooLarge, message);
        }
        let (id, name) = (head.id(&self.name), head.name(&self.name));
        let mut carried = Map::new();
        let fields = [
            ("dump", self.dump.clone()),
            ("crawl_date", head.date),
            ("file_path", Some(self.name.clone())),
            ("warc_truncated", head.truncated),
        ];
        for (name, value) in fields {
            carried.extend(value.map(|value| (name.to_owned(), Value::String(value))));
        }
        let hints = Hints {
            url: head.url.or_else(|| self.options.hints.url.clone()),
            charset: self.options.hints.charset.clone().or(charset),
            media: self.options.hints.media.or(media),
            ..self.options.hints.clone()
        };
        self.queue.push_back(Sourced::Read { name, record: Record { id, bytes: body.to_vec(), hints, carried } });
    }

    /// A record that is no document.
    fn set_aside(&mut self, head: &Head) {
        match head.kind() {
            Type::Revisit => self.skip(head, "revisit".to_owned()),
            Type::Response | Type::Resource | Type::Conversion => self.skip(head, "no body".to_owned()),
            Type::Info => self.queue.push_back(Sourced::Passed { cause: "warcinfo" }),
            Type::Other => self.queue.push_back(Sourced::Passed {
                cause: match head.kind.as_str() {
                    "request" => "request",
                    "metadata" => "metadata",
                    "continuation" => "continuation",
                    _ => "a record of another type",
                },
            }),
        }
    }

    fn skip(&mut self, head: &Head, cause: String) {
        self.queue.push_back(Sourced::Skipped { name: head.name(&self.name), cause });
    }
}

impl Iterator for Warc {
    type Item = Sourced;

    fn next(&mut self) -> Option<Sourced> {
        loop {
            if let Some(found) = self.queue.pop_front() {
                return Some(found);
            }
            match self.step() {
                Ok(true) => {}
                Ok(false) => return self.queue.pop_front(),
                Err(error) => self.fail(&error),
            }
        }
    }
}

/// The name of a crawl in a path, as Common Crawl has it: `CC-MAIN-2024-10`.
fn dump_in(path: &str) -> Option<String> {
    let at = path.find("CC-MAIN-")?;
    let name = path.get(at..at + 15)?;
    let is_number = |range: std::ops::Range<usize>| name.as_bytes()[range].iter().all(u8::is_ascii_digit);
    (is_number(8..12) && name.as_bytes()[12] == b'-' && is_number(13..15)).then(|| name.to_owned())
}
