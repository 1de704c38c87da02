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
mod frames;
mod head;
mod http;
mod members;
mod payload;
mod record;

use std::collections::VecDeque;
use std::io::{self, Read};

use super::Sourced;
use crate::document::Hints;
use crate::error::{Error, ErrorKind};
use bounds::{
    FIRST_LINES, HEADER, are_two, begins, boundary, ends_otherwise, ends_unsaid, follows, goes_on, header,
    holds_fields, next_record, trimmed,
};
use feed::{Cut, Feed};
use head::Head;

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

/// Whether a file that begins so begins with a dictionary for zstd, as only web archives do.
pub fn holds_dictionary(first: &[u8]) -> bool {
    frames::dictionary(first).is_some()
}

impl Warc {
    /// Reads an archive that is compressed with gzip or zstd, or not at all; `name` is what the file is called.
    pub fn open(stream: Box<dyn Read + Send>, name: String, options: Options) -> Warc {
        let dump = dump_in(&name);
        let feed = Some(Feed::open(stream));
        Warc { feed, name, dump, options, is_arc: None, last: None, queue: VecDeque::new() }
    }

    /// Where the file cannot be read on: says so, and that all from this place on is lost. That is told once.
    fn break_off(&mut self, feed: &mut Feed<Box<dyn Read + Send>>, from: u64) {
        let Some(error) = feed.failure() else { return };
        feed.take(feed.rest().len());
        let kind = if error.kind() == io::ErrorKind::InvalidData { ErrorKind::Damaged } else { ErrorKind::Io };
        self.refuse(from, kind, format!("{error}; all from byte {from} on is lost"));
    }

    fn refuse(&mut self, at: u64, kind: ErrorKind, message: String) {
        let id = format!("{}#{at}", self.name);
        self.queue.push_back(Sourced::Refused { name: id.clone(), id, error: Error::new(kind, message) });
    }

    /// Says that bytes are lost. Of a compressed file these are members: what is lost within one is not all of it.
    fn lost(&mut self, from: u64, to: u64, cause: &str) {
        let message = match from < to {
            true => format!("{cause}: bytes {from} to {to} are lost"),
            false => format!("{cause}: a part of the member at byte {from} is lost"),
        };
        self.refuse(from, ErrorKind::Damaged, message);
    }

    /// Reads the next record into the queue. False at the end.
    fn step(&mut self) -> bool {
        let Some(mut feed) = self.feed.take() else { return false };
        let more = self.read_any(&mut feed);
        if !more {
            let at = feed.place();
            self.break_off(&mut feed, at);
        }
        self.feed = Some(feed);
        more
    }

    fn read_any(&mut self, feed: &mut Feed<Box<dyn Read + Send>>) -> bool {
        if self.is_arc.is_none() {
            // A member of nothing tells nothing.
            while !feed.ensure(FIRST) && feed.rest().is_empty() && feed.cut() == Some(&Cut::MemberEnd) {
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

    fn read(&mut self, feed: &mut Feed<Box<dyn Read + Send>>) -> bool {
        if let Some(more) = self.skip_padding(feed, 5) {
            return more;
        }
        let place = feed.place();
        if !begins(feed) {
            self.resync_from(feed, place, "no record begins here");
            return true;
        }
        let Some(length) = header(feed) else {
            if feed.rest().len() < HEADER && matches!(feed.cut(), Some(Cut::Lost(_) | Cut::Broken)) {
                self.cut_short(feed, place, None);
                return true;
            }
            feed.take(5.min(feed.rest().len()));
            self.resync_from(feed, place, "the record's header does not end");
            return true;
        };
        // A header whose end is damaged would take the next record for its own.
        if let Some(next) = next_record(&feed.rest()[..length], 5) {
            feed.take(next);
            // In a compressed file that is its member, whatever it holds when it is unpacked.
            let to = feed.place();
            self.lost(place, to, "the record's header does not end");
            return true;
        }
        if are_two(&feed.rest()[..length]) {
            feed.take(length);
            let to = feed.place();
            self.lost(place, to, "the headers of two records are one");
            return true;
        }
        let head = Head::parse(&feed.rest()[..length], place);
        feed.take(length);
        self.body(feed, head);
        true
    }

    /// Goes to what is no padding, and has at least so many bytes of it there, if there are. Where something was lost
    /// before it: true, and at the end of the file: false.
    fn skip_padding(&mut self, feed: &mut Feed<Box<dyn Read + Send>>, wanted: usize) -> Option<bool> {
        let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
        loop {
            feed.take(feed.rest().iter().take_while(|byte| is_blank(byte)).count());
            if feed.ensure(wanted) || !feed.rest().is_empty() {
                if !is_blank(&feed.rest()[0]) {
                    return None;
                }
                continue;
            }
            match feed.pass() {
                Some(Cut::Lost(loss)) => {
                    self.lost(loss.bytes.start, loss.bytes.end, &loss.cause);
                    return Some(true);
                }
                Some(_) => {}
                None => return Some(false),
            }
        }
    }

    /// Reads the body of a record, and makes of it what it is.
    fn body(&mut self, feed: &mut Feed<Box<dyn Read + Send>>, head: Head) {
        let most = self.options.max_bytes.saturating_add(TRANSIT);
        let Some(length) = head.length.filter(|length| *length <= most as u64) else {
            return self.pass_over(feed, head);
        };
        let length = usize::try_from(length).expect("it was compared");
        // The end of the body, once it is known that a record or nothing follows.
        let end = loop {
            if feed.ensure(length) {
                if follows(feed, length) {
                    break length;
                }
                // The member's check sum says that something in it is wrong.
                if !feed.is_torn(head.place) {
                    break ends_otherwise(feed, length, most).unwrap_or(length);
                }
            }
            match feed.cut() {
                // The member is whole, so the record is; its length is wrong. Unless it goes on in the next member.
                Some(Cut::MemberEnd) => {
                    let have = feed.rest().len();
                    if !goes_on(feed) {
                        break boundary(feed.rest()).unwrap_or(have);
                    }
                }
                Some(Cut::Lost(_) | Cut::Broken) => return self.cut_short(feed, head.place, head.length),
                Some(Cut::End) | None => match boundary(feed.rest()) {
                    Some(end) => break end,
                    None => return self.cut_short(feed, head.place, head.length),
                },
            }
        };
        let end = end.min(feed.rest().len());
        self.record(head, &feed.rest()[..end]);
        feed.take(end);
    }

    /// A record that is not all there: what there is of it is lost.
    fn cut_short(&mut self, feed: &mut Feed<Box<dyn Read + Send>>, place: u64, length: Option<u64>) {
        let have = feed.rest().len();
        match feed.cut().cloned() {
            Some(Cut::Broken) => self.break_off(feed, place),
            Some(Cut::Lost(loss)) => {
                feed.take(have);
                feed.pass();
                // It may have begun in a member before.
                self.lost(place.min(loss.bytes.start), loss.bytes.end, &loss.cause);
            }
            Some(Cut::End | Cut::MemberEnd) | None => {
                feed.take(have);
                let of = length.map_or(String::new(), |length| format!(" of {length}"));
                let cause = format!("the record is cut short: {have}{of} bytes are there");
                self.lost(place, feed.place(), &cause);
            }
        }
    }

    /// Reads past a record that is too large to be held, or that does not say how long it is. A length that is a lie is
    /// told by what comes before it: the next record, or the end of the member.
    fn pass_over(&mut self, feed: &mut Feed<Box<dyn Read + Send>>, head: Head) {
        let length = head.length;
        let most = self.options.max_bytes.saturating_add(TRANSIT);
        let by_next = ends_unsaid(feed, most);
        let is_rest = by_next.is_none() && feed.rest().len() <= most;
        let is_end = is_rest && length.is_none() && feed.cut() == Some(&Cut::End);
        if let Some(end) = by_next.or(is_end.then_some(feed.rest().len())) {
            // Another record may be in it whose beginning is as broken as this one's length.
            if holds_fields(&feed.rest()[..end]) {
                feed.take(end);
                let cause = "the record does not say how long it is, and fields of another one stand in it";
                self.lost(head.place, feed.place(), cause);
                return;
            }
            let whole = trimmed(&feed.rest()[..end]);
            self.record(head, &feed.rest()[..whole]);
            feed.take(end);
            return;
        }
        if is_rest {
            return self.cut_short(feed, head.place, length);
        }
        let mut left = length.unwrap_or(u64::MAX);
        while left > 0 {
            if feed.rest().len() < 64 && !feed.ensure(64) && feed.rest().is_empty() {
                // A member's end is not the record's, unless another record begins behind it.
                if goes_on(feed) {
                    continue;
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
    }

    /// Goes to the next record. What was read since `from` is lost.
    fn resync_from(&mut self, feed: &mut Feed<Box<dyn Read + Send>>, from: u64, cause: &str) {
        loop {
            if let Some(at) = next_record(feed.rest(), 0) {
                feed.take(at);
                break;
            }
            let keep = feed.rest().len().min(FIRST_LINES);
            feed.take(feed.rest().len() - keep);
            if !feed.more() {
                feed.take(feed.rest().len());
                if feed.cut() == Some(&Cut::Broken) {
                    return self.break_off(feed, from);
                }
                // It is all of it one damage.
                if feed.is_torn(from)
                    && let Some(Cut::Lost(loss)) = feed.pass()
                {
                    self.lost(loss.bytes.start, loss.bytes.end, &loss.cause);
                    return;
                }
                break;
            }
        }
        let to = feed.place();
        self.lost(from, to.max(from), cause);
    }
}

impl Iterator for Warc {
    type Item = Sourced;

    fn next(&mut self) -> Option<Sourced> {
        loop {
            if let Some(found) = self.queue.pop_front() {
                return Some(found);
            }
            if !self.step() {
                return self.queue.pop_front();
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
