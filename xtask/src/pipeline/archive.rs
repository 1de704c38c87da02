//! The development pages as corpora come: JSON lines, and a web archive with the ordinary clutter.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::gate::Data;

/// What was made.
pub(super) struct Made {
    pub(super) pages: usize,
    pub(super) html: u64,
}

/// Writes both files.
pub(super) fn make(data: &Data, lines: &Path, warc: &Path) -> Result<Made> {
    let pages = data.stream("wcxb-dev/pages.jsonl.zst", |raw| Some((raw.id, raw.url, raw.bytes)))?;
    let mut made = Made { pages: pages.len(), html: 0 };
    let mut lines = zstd::Encoder::new(BufWriter::new(File::create(lines)?), 3)?;
    let mut warc = BufWriter::new(File::create(warc)?);
    member(&mut warc, &info())?;
    for (id, url, html) in pages {
        let url = url.unwrap_or_else(|| format!("https://{id}.example/"));
        made.html += html.len() as u64;
        writeln!(lines, "{}", json!({"id": id, "url": url, "html": String::from_utf8_lossy(&html)}))?;
        for record in [request(&url), response(&url, &html), metadata(&url)] {
            member(&mut warc, &record)?;
        }
    }
    lines.finish()?.flush()?;
    warc.flush()?;
    Ok(made)
}

fn member(out: &mut impl Write, record: &[u8]) -> Result<()> {
    let mut encoder = GzEncoder::new(out, Compression::default());
    encoder.write_all(record)?;
    encoder.finish()?;
    Ok(())
}

fn info() -> Vec<u8> {
    record(
        "warcinfo",
        "",
        "application/warc-fields",
        b"software: cargo xtask pipeline\r\nformat: WARC File Format 1.0\r\n",
    )
}

fn request(url: &str) -> Vec<u8> {
    let http = "GET / HTTP/1.1\r\nUser-Agent: test\r\nAccept: text/html,application/xhtml+xml\r\nHost: example\r\n\r\n";
    record("request", url, "application/http; msgtype=request", http.as_bytes())
}

fn response(url: &str, html: &[u8]) -> Vec<u8> {
    let mut http = format!(
        "HTTP/1.1 200 OK\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\nServer: nginx\r\nContent-Type: text/html; \
         charset=utf-8\r\nConnection: keep-alive\r\nVary: Accept-Encoding\r\nCache-Control: max-age=600\r\n\
         X-Crawler-Content-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        html.len()
    )
    .into_bytes();
    http.extend_from_slice(html);
    record("response", url, "application/http; msgtype=response", &http)
}

fn metadata(url: &str) -> Vec<u8> {
    record("metadata", url, "application/warc-fields", b"fetchTimeMs: 123\r\ncharset-detected: UTF-8\r\n")
}

fn record(kind: &str, url: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-03-01T12:00:00Z\r\nWARC-Record-ID: <urn:x:{kind}:{url}>\r\n\
         Content-Length: {}\r\nContent-Type: {content_type}\r\nWARC-Target-URI: {url}\r\nWARC-IP-Address: 192.0.2.1\r\n\r\n",
        body.len()
    )
    .into_bytes();
    out.extend_from_slice(body);
    out.extend_from_slice(b"\r\n\r\n");
    out
}
