//! Where records begin and end, also where their lengths lie or their bytes are broken.

use std::io::Read;

use super::feed::{Cut, Feed};
use super::http::{self, Response};

/// Bytes of the longest record header; real ones have one or two thousand.
pub(super) const HEADER: usize = 64 << 10;
/// Bytes by which the beginning of a record is known.
pub(super) const FIRST_LINES: usize = 40;

/// Whether a record begins here. Some writers end a gzip member every so many bytes, also within the first of a record.
pub(super) fn begins(feed: &mut Feed<impl Read>) -> bool {
    loop {
        let rest = feed.rest();
        if rest.starts_with(b"WARC/") {
            return true;
        }
        if !b"WARC/".starts_with(rest) {
            return false;
        }
        if !feed.more() && !goes_on(feed) {
            return false;
        }
    }
}

/// The length of the header that begins here. `None` where it does not end.
pub(super) fn header(feed: &mut Feed<impl Read>) -> Option<usize> {
    loop {
        if let Some(end) = http::end_of_header(feed.rest()) {
            return Some(end);
        }
        if feed.rest().len() > HEADER || !(feed.more() || goes_on(feed)) {
            return None;
        }
    }
}

/// Passes the end of a member, and tells whether what ends there goes on in the next one: no record begins that.
pub(super) fn goes_on(feed: &mut Feed<impl Read>) -> bool {
    if feed.cut() != Some(&Cut::MemberEnd) {
        return false;
    }
    let have = feed.rest().len();
    feed.pass();
    feed.ensure(have + 5);
    let next = &feed.rest()[have..];
    !next.is_empty() && !next.starts_with(b"WARC/")
}

/// Whether a record follows behind a body of this length, or nothing.
pub(super) fn follows(feed: &mut Feed<impl Read>, length: usize) -> bool {
    feed.ensure(length.saturating_add(9));
    let blank = feed.rest()[length..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    feed.ensure(length + blank + 5);
    let rest = &feed.rest()[length + blank..];
    rest.starts_with(b"WARC/") || (rest.is_empty() && !matches!(feed.cut(), Some(Cut::Lost(_))))
}

/// Where a body ends whose length is a lie: before the next record. `None` where what follows is another matter.
pub(super) fn ends_otherwise(feed: &mut Feed<impl Read>, length: usize, most: usize) -> Option<usize> {
    // The next record may begin inside, and its first line reach beyond.
    feed.ensure(length.saturating_add(FIRST_LINES));
    let near = &feed.rest()[..feed.rest().len().min(length + FIRST_LINES)];
    if let Some(at) = next_record(near, 0).filter(|at| *at < length) {
        return Some(trimmed(&near[..at]));
    }
    // What stands behind a record that ends as records do, or a response that is complete, does not belong to it.
    let ends = feed.rest()[length..].starts_with(b"\r\n\r\n");
    if ends || Response::is_complete(&feed.rest()[..length]) || matches!(feed.cut(), Some(Cut::Lost(_))) {
        return None;
    }
    loop {
        if let Some(at) = next_record(feed.rest(), length) {
            // Fields of a record stand before it: its first line is what is broken, and it is no part of this body.
            let is_other = holds_fields(&feed.rest()[length..at]);
            return (!is_other).then(|| trimmed(&feed.rest()[..at]));
        }
        if feed.rest().len() > most || !feed.more() {
            let whole = matches!(feed.cut(), Some(Cut::End | Cut::MemberEnd)) && !holds_fields(&feed.rest()[length..]);
            return whole.then(|| trimmed(feed.rest()));
        }
    }
}

/// Where a body ends of which nobody says that truly: before the next record, or with its member. `None` where neither
/// comes within so many bytes.
pub(super) fn ends_unsaid(feed: &mut Feed<impl Read>, most: usize) -> Option<usize> {
    let mut seen = 0;
    loop {
        let have = feed.rest().len();
        if let Some(at) = next_record(feed.rest(), seen) {
            return Some(at);
        }
        seen = have.saturating_sub(FIRST_LINES);
        if have > most {
            return None;
        }
        if !feed.more() {
            let is_member = feed.cut() == Some(&Cut::MemberEnd);
            if !goes_on(feed) {
                return is_member.then_some(have);
            }
        }
    }
}

/// Where a body ends in which the next record begins.
pub(super) fn boundary(body: &[u8]) -> Option<usize> {
    next_record(body, 0).map(|at| trimmed(&body[..at]))
}

/// Where a line begins a record, at or behind `from`: `WARC/`, a version, and a first field.
pub(super) fn next_record(bytes: &[u8], from: usize) -> Option<usize> {
    memchr::memmem::find_iter(&bytes[from..], b"WARC/").map(|at| from + at).find(|&at| {
        let line = &bytes[at..bytes.len().min(at + FIRST_LINES)];
        let behind = line.iter().position(|byte| *byte == b'\n').map(|end| &line[end + 1..]);
        // What stands before it may be damaged, so that it need not be the end of a line.
        line.get(5).is_some_and(u8::is_ascii_digit)
            && behind.is_some_and(|field| field.len() >= 4 && field[..4].eq_ignore_ascii_case(b"warc"))
    })
}

/// The length without the two line ends behind a body.
pub(super) fn trimmed(body: &[u8]) -> usize {
    let mut rest = body;
    for _ in 0..2 {
        rest = rest.strip_suffix(b"\r\n").or_else(|| rest.strip_suffix(b"\n")).unwrap_or(rest);
    }
    rest.len()
}

/// Fields that every record has, and no page.
const FIELDS: [&[u8]; 4] = [b"warc-type:", b"warc-record-id:", b"warc-target-uri:", b"warc-date:"];

/// Whether fields of a record stand in it.
pub(super) fn holds_fields(bytes: &[u8]) -> bool {
    FIELDS.iter().any(|name| lines_of(name, bytes) > 0)
}

/// Whether a header is that of two records, because what stood between them is broken.
pub(super) fn are_two(header: &[u8]) -> bool {
    FIELDS.iter().any(|name| lines_of(name, header) > 1)
}

/// Lines that begin so, in any case.
fn lines_of(name: &[u8], bytes: &[u8]) -> usize {
    let begins = |end| {
        let line: &[u8] = &bytes[end + 1..];
        line.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name))
    };
    memchr::memchr_iter(b'\n', bytes).filter(|end| begins(*end)).count()
}
