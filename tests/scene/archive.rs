//! Web archives as crawlers write them, for the tests that read them.
#![allow(dead_code)] // each test file uses its own part

use std::io::Write;
use std::ops::Range;

use dehusk::Record;
use dehusk::source::Sourced;
use dehusk::source::warc::{Options, Warc};

/// An archive: its bytes, and where each record stands in them.
pub struct Archive {
    pub bytes: Vec<u8>,
    pub records: Vec<Range<usize>>,
}

/// One record.
pub fn record(kind: &str, url: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:test:{kind}:{url}>\r\nWARC-Target-URI: {url}\r\n\
         WARC-Date: 2026-03-01T12:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    out.extend_from_slice(body);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

/// What a server answered, with the ordinary clutter.
pub fn response(url: &str, body: &str) -> Vec<u8> {
    let http = format!(
        "HTTP/1.1 200 OK\r\nServer: test\r\nContent-Type: text/html; charset=utf-8\r\nX-Cache: HIT\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    record("response", url, "application/http; msgtype=response", http.as_bytes())
}

/// Puts records one behind the other, each in a gzip member of its own where `gzip` says so.
pub fn archive(records: &[Vec<u8>], gzip: bool) -> Archive {
    let mut archive = Archive { bytes: Vec::new(), records: Vec::new() };
    for record in records {
        let from = archive.bytes.len();
        match gzip {
            true => archive.bytes.extend(packed(record)),
            false => archive.bytes.extend(record),
        }
        archive.records.push(from..archive.bytes.len());
    }
    archive
}

/// One gzip member.
pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// All that is in an archive.
pub fn read(bytes: &[u8]) -> Vec<Sourced> {
    read_up_to(bytes, 1 << 20)
}

/// The same with a limit.
pub fn read_up_to(bytes: &[u8], max_bytes: usize) -> Vec<Sourced> {
    let stream = Box::new(std::io::Cursor::new(bytes.to_vec()));
    Warc::open(stream, "x.warc".into(), Options { max_bytes, ..Options::default() }).collect()
}

/// The documents among it.
pub fn documents(found: &[Sourced]) -> Vec<&Record> {
    found
        .iter()
        .filter_map(|found| if let Sourced::Read { record, .. } = found { Some(record) } else { None })
        .collect()
}

/// Everything in short: `+body`, `-cause of a skip`, `!error`, `.passed`.
pub fn told(found: &[Sourced]) -> Vec<String> {
    let tell = |found: &Sourced| match found {
        Sourced::Read { record, .. } => format!("+{}", String::from_utf8_lossy(&record.bytes)),
        Sourced::Skipped { cause, .. } => format!("-{cause}"),
        Sourced::Refused { error, .. } => format!("!{error}"),
        Sourced::Passed { cause } => format!(".{cause}"),
        Sourced::Row(row) => panic!("an archive has no rows: {row:?}"),
    };
    found.iter().map(tell).collect()
}
