//! ARC files, which archives wrote before there was WARC: a line with address, host, time, media type and length, then
//! so many bytes of what the server answered.

use std::io::{self, Read};

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
/// What addresses begin with.
const SCHEMES: [&[u8]; 5] = [b"http://", b"https://", b"dns:", b"ftp://", FIRST];
/// Fields of a line behind the address, in the first version of the format and in the second.
const FIELDS: [usize; 2] = [4, 9];

/// Whether a file that begins so is an ARC file.
pub(super) fn is_arc(first: &[u8]) -> bool {
    first.trim_ascii_start().starts_with(FIRST)
}

/// Whether these can be the first bytes of a record.
pub(super) fn may_begin(bytes: &[u8]) -> bool {
    SCHEMES.iter().any(|scheme| bytes.len() >= scheme.len() && bytes[..scheme.len()].eq_ignore_ascii_case(scheme))
}

impl Warc {
    /// Reads the next record into the queue. False at the end.
    pub(super) fn read_arc(&mut self, feed: &mut Feed<Box<dyn Read + Send>>) -> io::Result<bool> {
        loop {
            let blank = feed.rest().iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == 0).count();
            feed.take(blank);
            if !feed.rest().is_empty() || feed.ensure(1)? {
                if feed.rest()[0].is_ascii_whitespace() || feed.rest()[0] == 0 {
                    continue;
                }
                break;
            }
            match feed.pass() {
                Some(Cut::Lost(loss)) => {
                    self.lost(loss.bytes.start, loss.bytes.end, &loss.cause);
                    return Ok(true);
                }
                Some(_) => {}
                None => return Ok(false),
            }
        }
        let place = feed.place();
        while !feed.rest().contains(&b'\n') && feed.rest().len() < LINE && feed.more()? {}
        let Some((head, length)) = line(feed.rest(), &self.name, place) else {
            let to = self.skip_to_next(feed)?;
            self.lost(place, to.max(place), "no record begins here");
            return Ok(true);
        };
        feed.take(length);
        self.arc_body(feed, head)?;
        Ok(true)
    }

    fn arc_body(&mut self, feed: &mut Feed<Box<dyn Read + Send>>, head: Head) -> io::Result<()> {
        let length = head.length.unwrap_or_default();
        let most = self.options.max_bytes.saturating_add(TRANSIT);
        if length > most as u64 {
            self.skip_to_next(feed)?;
            let message = format!("a record of {length} bytes; see --max-bytes");
            self.refuse(head.place, ErrorKind::TooLarge, message);
            return Ok(());
        }
        let length = usize::try_from(length).expect("it was compared");
        let is_there = feed.ensure(length)?;
        // Where its length is a lie, the next record may begin before or behind that.
        let end = match is_there && ends_well(feed, length)? {
            true => length,
            false => match next(feed.rest(), 0) {
                // What stands behind it is a record whose line is broken.
                Some(at) if is_there && at > length && !Response::is_cut(&feed.rest()[..length]) => length,
                Some(at) => at,
                None if is_there && !feed.is_torn(head.place) => length,
                None => {
                    let (have, cut) = (feed.rest().len(), feed.cut().cloned());
                    match cut {
                        // The member is whole, so the record is.
                        Some(Cut::MemberEnd) => have,
                        Some(Cut::Lost(loss)) => {
                            feed.take(have);
                            feed.pass();
                            self.lost(loss.bytes.start, loss.bytes.end, &loss.cause);
                            return Ok(());
                        }
                        Some(Cut::End) | None => {
                            feed.take(have);
                            let cause = format!("the record is cut short: {have} of {length} bytes are there");
                            self.lost(head.place, feed.position(), &cause);
                            return Ok(());
                        }
                    }
                }
            },
        };
        if head.kind.is_empty() {
            self.queue.push_back(Sourced::Passed { cause: "filedesc" });
        } else {
            self.record(head, &feed.rest()[..end]);
        }
        feed.take(end);
        Ok(())
    }

    /// Goes to the next record; gives its place.
    fn skip_to_next(&mut self, feed: &mut Feed<Box<dyn Read + Send>>) -> io::Result<u64> {
        loop {
            if let Some(at) = next(feed.rest(), 1) {
                feed.take(at);
                break;
            }
            // A line may have begun.
            let keep = feed.rest().len().min(LINE);
            feed.take((feed.rest().len() - keep).max(1).min(feed.rest().len()));
            if !feed.more()? {
                feed.take(feed.rest().len());
                break;
            }
        }
        Ok(if feed.is_compressed() { feed.place() } else { feed.position() })
    }
}

/// Whether the next record, or nothing, is behind a body of this length.
fn ends_well(feed: &mut Feed<impl Read>, length: usize) -> io::Result<bool> {
    let mut blank = 0;
    loop {
        blank += feed.rest()[length + blank..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let behind = &feed.rest()[length + blank..];
        if behind.contains(&b'\n') || behind.len() > LINE {
            return Ok(line(behind, "", 0).is_some());
        }
        if !feed.more()? {
            let is_end = matches!(feed.cut(), Some(Cut::End | Cut::MemberEnd));
            return Ok(is_end && feed.rest().len() == length + blank);
        }
    }
}

/// Where a record begins, at or behind `from`. What stands before it may be damaged, so that it need not be the end of
/// a line.
pub(super) fn next(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    memchr::memchr_iter(b':', rest).find_map(|colon| {
        let scheme = |scheme: &&[u8]| {
            let at = colon.checked_sub(scheme.iter().position(|byte| *byte == b':')?)?;
            let begins = may_begin(&rest[at..]) && line(&rest[at..], "", 0).is_some();
            begins.then_some(from + at)
        };
        SCHEMES.iter().find_map(scheme)
    })
}

/// The line that a record begins with, and its length. The record of a whole file has no kind.
fn line(bytes: &[u8], file: &str, place: u64) -> Option<(Head, usize)> {
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(LINE)])?;
    let text = String::from_utf8_lossy(bytes[..end].trim_ascii());
    may_begin(text.as_bytes()).then_some(())?;
    // Of a badly written address the spaces stand in it.
    let fields = FIELDS.iter().rev().find_map(|&count| {
        let fields: Vec<&str> = text.rsplitn(count + 1, ' ').collect();
        let is_time = |field: &&str| field.len() == 14 && field.bytes().all(|byte| byte.is_ascii_digit());
        (fields.len() == count + 1 && is_time(&fields[count - 2]))
            .then(|| (fields[count], fields[count - 2], fields[count - 3], fields[0]))
    });
    let (url, time, content_type, length) = fields?;
    let kind = match url.as_bytes() {
        url if is_arc(url) => "",
        url if url.starts_with(b"http") => "response",
        url if url.starts_with(b"ftp:") => "resource",
        _ => "other",
    };
    let part = |from: usize, to: usize| &time[from..to];
    let date =
        format!("{}-{}-{}T{}:{}:{}Z", part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14));
    let head = Head {
        place,
        kind: kind.to_owned(),
        id: Some(format!("{file}#{place}")),
        url: Some(url.to_owned()),
        date: Some(date),
        length: Some(length.parse().ok()?),
        content_type: Some(content_type.to_owned()),
        truncated: None,
    };
    Some((head, end + 1))
}
