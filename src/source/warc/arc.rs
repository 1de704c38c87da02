//! ARC files, which archives wrote before there was WARC: a line with address, host, time, media type and length, then
//! so many bytes of what the server answered.

use std::io::Read;

use super::feed::{Cut, Feed};
use super::head::Head;
use super::http::Response;
use super::{TRANSIT, Warc};
use crate::error::ErrorKind;
use crate::source::Sourced;

/// What the first record of a file is called.
const FIRST: &[u8] = b"filedesc:";
/// Bytes of the longest line.
const LINE: usize = 16 << 10;
/// What the addresses of nearly all records begin with.
const SCHEMES: [&[u8]; 5] = [b"http://", b"https://", b"dns:", b"ftp://", FIRST];
/// Bytes of the longest scheme, with its colon.
const SCHEME: usize = 12;
/// Fields of a line behind the time: in the first version of the format media type and length, in the second six more.
const FIELDS: usize = 10;
/// Fields behind the time with which it is the second version.
const SECOND: usize = 7;

/// Whether a file that begins so is an ARC file.
pub(super) fn is_arc(first: &[u8]) -> bool {
    first.trim_ascii_start().starts_with(FIRST)
}

/// Whether these can be the first bytes of a record.
pub(super) fn may_begin(bytes: &[u8]) -> bool {
    SCHEMES.iter().any(|scheme| is_prefix(scheme, bytes))
}

fn is_prefix(prefix: &[u8], bytes: &[u8]) -> bool {
    bytes.get(..prefix.len()).is_some_and(|first| first.eq_ignore_ascii_case(prefix))
}

/// Whether these are the first bytes of a record.
pub(super) fn begins(bytes: &[u8]) -> bool {
    may_begin(bytes) || line(bytes).is_some()
}

impl Warc {
    /// Reads the next record into the queue. False at the end.
    pub(super) fn read_arc(&mut self, feed: &mut Feed<Box<dyn Read + Send>>) -> bool {
        if let Some(more) = self.skip_padding(feed, 1) {
            return more;
        }
        let place = feed.place();
        while !feed.rest().contains(&b'\n') && feed.rest().len() < LINE && (feed.more() || goes_on(feed)) {}
        let Some((line, length)) = line(feed.rest()) else {
            let to = skip_to_next(feed);
            self.lost(place, to.max(place), "no record begins here");
            return true;
        };
        let before = self.last.filter(|last| last.0 == place).map_or(0, |last| last.1 + 1);
        self.last = Some((place, before));
        let id = match before {
            0 => format!("{}#{place}", self.name),
            _ => format!("{}#{place}.{before}", self.name),
        };
        let head = line.head(place, id);
        feed.take(length);
        self.arc_body(feed, head);
        true
    }

    fn arc_body(&mut self, feed: &mut Feed<Box<dyn Read + Send>>, head: Head) {
        let said = head.length.unwrap_or_default();
        let most = self.options.max_bytes.saturating_add(TRANSIT);
        // No more is held than is allowed. A length beyond that may be a lie like any other.
        let is_large = said > most as u64;
        let length = usize::try_from(said).unwrap_or(usize::MAX).min(most);
        // How far no record begins.
        let mut seen = 0;
        let end = loop {
            let is_there = feed.ensure(length);
            if is_there && !is_large && ends_well(feed, length) {
                break length;
            }
            // Where its length is a lie, the next record begins before or behind that.
            match next(feed.rest(), seen) {
                // What stands behind it is a record whose line is broken.
                Some(at) if is_there && !is_large && at > length && !Response::is_cut(&feed.rest()[..length]) => {
                    break length;
                }
                Some(at) => break at,
                None if is_there && is_large => {
                    skip_to_next(feed);
                    let message = format!("a record of {said} bytes; see --max-bytes");
                    return self.refuse(head.place, ErrorKind::TooLarge, message);
                }
                None if is_there && !feed.is_torn(head.place) => break length,
                None => {}
            }
            let have = feed.rest().len();
            seen = have.saturating_sub(LINE);
            match feed.cut().cloned() {
                // The member is whole, so the record is. Unless it goes on in the next one.
                Some(Cut::MemberEnd) if !goes_on(feed) => break have,
                Some(Cut::MemberEnd) => {}
                _ => return self.cut_short(feed, head.place, head.length),
            }
        };
        if head.kind.is_empty() {
            self.queue.push_back(Sourced::Passed { cause: "filedesc" });
        } else {
            self.record(head, &feed.rest()[..end]);
        }
        feed.take(end);
    }
}

/// Goes to the next record; gives its place.
fn skip_to_next(feed: &mut Feed<impl Read>) -> u64 {
    loop {
        if let Some(at) = next(feed.rest(), 1) {
            feed.take(at);
            break;
        }
        // A line may have begun.
        let keep = feed.rest().len().min(LINE);
        feed.take((feed.rest().len() - keep).max(1).min(feed.rest().len()));
        if !feed.more() {
            feed.take(feed.rest().len());
            break;
        }
    }
    feed.place()
}

/// Passes the end of a member, and tells whether what ends there goes on in the next one: no record begins that.
fn goes_on(feed: &mut Feed<impl Read>) -> bool {
    if feed.cut() != Some(&Cut::MemberEnd) {
        return false;
    }
    let have = feed.rest().len();
    feed.pass();
    while !feed.rest()[have..].contains(&b'\n') && feed.rest().len() < have + LINE && feed.more() {}
    let behind = &feed.rest()[have..];
    !behind.is_empty() && !begins(behind.trim_ascii_start())
}

/// Whether the next record, or nothing, is behind a body of this length.
fn ends_well(feed: &mut Feed<impl Read>, length: usize) -> bool {
    let mut blank = 0;
    loop {
        blank += feed.rest()[length + blank..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let behind = &feed.rest()[length + blank..];
        if behind.contains(&b'\n') || behind.len() > LINE {
            return line(behind).is_some();
        }
        if !feed.more() {
            let is_end = matches!(feed.cut(), Some(Cut::End | Cut::MemberEnd));
            return is_end && feed.rest().len() == length + blank;
        }
    }
}

/// Where a record begins, at or behind `from`. What stands before it may be damaged, so that it need not be the
/// beginning of a line.
pub(super) fn next(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    for end in memchr::memchr_iter(b'\n', bytes.get(from..)?).map(|end| from + end) {
        let begin = at;
        at = end + 1;
        // Most lines are no end of one.
        if !bytes[begin..end].trim_ascii_end().last().is_some_and(u8::is_ascii_digit)
            || fields(&bytes[begin..end]).is_none()
        {
            continue;
        }
        if line(&bytes[begin..=end]).is_some() {
            return Some(begin);
        }
        let inside = SCHEMES.iter().filter_map(|scheme| memchr::memmem::find(&bytes[begin..end], scheme)).min();
        if let Some(inside) = inside.filter(|inside| line(&bytes[begin + inside..=end]).is_some()) {
            return Some(begin + inside);
        }
    }
    None
}

/// What a record's line says.
struct Line<'b> {
    url: &'b [u8],
    time: &'b [u8],
    content_type: &'b [u8],
    length: u64,
}

/// The line that a record begins with, and its length.
fn line(bytes: &[u8]) -> Option<(Line<'_>, usize)> {
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(LINE)])?;
    let scheme = bytes[..end].iter().take(SCHEME).position(|byte| *byte == b':')?;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-');
    (scheme > 0 && bytes[0].is_ascii_alphabetic() && bytes[..scheme].iter().all(is_name)).then_some(())?;
    Some((fields(&bytes[..end])?, end + 1))
}

/// The fields of a line, found from its end: of a badly written address the spaces stand in it, and a media type can
/// have one.
fn fields(line: &[u8]) -> Option<Line<'_>> {
    let line = line.trim_ascii_end();
    let line = &line[line.len().saturating_sub(LINE)..];
    let mut behind = line.len();
    let mut length = None;
    for number in 0..=FIELDS {
        let begin = memchr::memrchr(b' ', &line[..behind])?;
        let field = &line[begin + 1..behind];
        if number == 0 {
            let digits =
                std::str::from_utf8(field).ok().filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
            length = Some((digits.parse().ok()?, begin));
        }
        if number >= 2 && field.len() == 14 && field.iter().all(u8::is_ascii_digit) {
            let (length, last) = length?;
            let host = memchr::memrchr(b' ', &line[..begin])?;
            let content_type = &line[behind + 1..last];
            let content_type = match number >= SECOND {
                true => content_type.split(|byte| *byte == b' ').next().unwrap_or_default(),
                false => content_type,
            };
            return Some(Line { url: &line[..host], time: field, content_type, length });
        }
        behind = begin;
    }
    None
}

impl Line<'_> {
    /// As the header of a record; that of the whole file has no kind.
    fn head(&self, place: u64, id: String) -> Head {
        let kind = match self.url {
            url if is_prefix(FIRST, url) => "",
            url if is_prefix(b"http", url) => "response",
            url if is_prefix(b"ftp:", url) => "resource",
            _ => "other",
        };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let time = text(self.time);
        let [year, month, day, hour, minute, second] =
            [0..4, 4..6, 6..8, 8..10, 10..12, 12..14].map(|part| time[part].to_owned());
        Head {
            place,
            kind: kind.to_owned(),
            id: Some(id),
            url: Some(text(self.url)),
            date: Some(format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z")),
            length: Some(self.length),
            content_type: Some(text(self.content_type)),
            truncated: None,
            is_segment: false,
        }
    }
}
