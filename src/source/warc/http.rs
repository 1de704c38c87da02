//! What a web server said: status, headers, and the body as it was before it was chunked and packed for the way.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::io::Read;

use crate::document::Media;

/// Bytes of the longest header.
const HEADER: usize = 256 << 10;

/// A response.
#[derive(Debug, Default)]
pub(super) struct Response<'b> {
    /// `None` where there is no status line: then all of it is the body.
    pub(super) status: Option<u16>,
    pub(super) content_type: Option<String>,
    pub(super) body: Cow<'b, [u8]>,
}

impl<'b> Response<'b> {
    /// Reads a response. `limit` bytes of the body and one more are enough to see that it is too long.
    pub(super) fn parse(bytes: &'b [u8], limit: usize) -> Response<'b> {
        let Some(status) = status(bytes) else {
            return Response { body: Cow::Borrowed(bytes), ..Response::default() };
        };
        let (head, body) = split(bytes);
        let fields = Fields(head);
        let mut body = Cow::Borrowed(body);
        if fields.get("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"))
            && let Some(whole) = unchunk(&body)
        {
            body = Cow::Owned(whole);
        }
        for coding in fields.get("content-encoding").unwrap_or_default().rsplit(',') {
            if let Some(plain) = unpack(coding.trim(), &body, limit) {
                body = Cow::Owned(plain);
            }
        }
        Response { status: Some(status), content_type: fields.get("content-type"), body }
    }

    /// Whether the body is as long as the header says, where that says it.
    pub(super) fn is_complete(bytes: &[u8]) -> bool {
        Response::compared(bytes) == Some(Ordering::Equal)
    }

    /// Whether the body is shorter than that.
    pub(super) fn is_cut(bytes: &[u8]) -> bool {
        Response::compared(bytes) == Some(Ordering::Less)
    }

    /// How the body's length compares with what the header says of it.
    fn compared(bytes: &[u8]) -> Option<Ordering> {
        let (head, body) = split(bytes);
        let length = Fields(head).get("content-length").and_then(|value| value.trim().parse::<usize>().ok());
        status(bytes).and(length).map(|length| body.len().cmp(&length))
    }
}

/// The number of a status line.
fn status(bytes: &[u8]) -> Option<u16> {
    let line = &bytes[..memchr::memchr(b'\n', bytes)?.min(1024)];
    let line = std::str::from_utf8(line).ok()?;
    let (protocol, rest) = line.split_once(' ')?;
    let known = protocol.len() >= 4 && protocol[..4].eq_ignore_ascii_case("http");
    rest.trim_start().get(..3)?.parse().ok().filter(|_| known)
}

/// The header and what is behind it.
pub(super) fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    match end_of_header(bytes) {
        Some(end) => bytes.split_at(end),
        None => (bytes, &[]),
    }
}

/// Where the line behind the first empty line begins.
pub(super) fn end_of_header(bytes: &[u8]) -> Option<usize> {
    let bytes = &bytes[..bytes.len().min(HEADER)];
    memchr::memchr_iter(b'\n', bytes).find_map(|end| match &bytes[end + 1..] {
        [b'\n', ..] => Some(end + 2),
        [b'\r', b'\n', ..] => Some(end + 3),
        _ => None,
    })
}

/// The fields of a header.
pub(super) struct Fields<'h>(pub(super) &'h [u8]);

impl Fields<'_> {
    /// The value of the first field of this name, given in lower case. Lines that are continued are joined.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut lines =
            self.0.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).peekable();
        while let Some(line) = lines.next() {
            let Some(colon) = memchr::memchr(b':', line) else { continue };
            if !line[..colon].trim_ascii().eq_ignore_ascii_case(name.as_bytes()) {
                continue;
            }
            let mut value = String::from_utf8_lossy(line[colon + 1..].trim_ascii()).into_owned();
            while let Some(more) = lines.next_if(|line| line.starts_with(b" ") || line.starts_with(b"\t")) {
                value.push(' ');
                value.push_str(&String::from_utf8_lossy(more.trim_ascii()));
            }
            return Some(value);
        }
        None
    }
}

/// Joins the chunks. `None` where it does not begin with one: archives often hold bodies that were joined before.
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(rest.len());
    let mut any = false;
    loop {
        let Some((size, behind)) = chunk_size(rest) else {
            // What follows a broken chunk is better than nothing.
            whole.extend_from_slice(rest);
            return any.then_some(whole);
        };
        if size == 0 {
            return Some(whole);
        }
        any = true;
        let length = size.min(behind.len());
        whole.extend_from_slice(&behind[..length]);
        rest = &behind[length..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(whole);
        }
    }
}

/// The size of a chunk, and what is behind its line.
fn chunk_size(rest: &[u8]) -> Option<(usize, &[u8])> {
    let end = memchr::memchr(b'\n', &rest[..rest.len().min(1024)])?;
    let line = std::str::from_utf8(&rest[..end]).ok()?;
    let digits = line.split(';').next().unwrap_or_default().trim();
    let size = usize::from_str_radix(digits, 16).ok()?;
    Some((size, &rest[end + 1..]))
}

/// Unpacks a body, up to just past `limit`. `None` where it is not packed so: archives often hold what was unpacked
/// before.
fn unpack(coding: &str, body: &[u8], limit: usize) -> Option<Vec<u8>> {
    let reader: Box<dyn Read + '_> = match coding.to_ascii_lowercase().as_str() {
        "gzip" | "x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(body)),
        "deflate" if body.first()? & 0x0F == 8 => Box::new(flate2::read::ZlibDecoder::new(body)),
        "deflate" => Box::new(flate2::read::DeflateDecoder::new(body)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(body, 16 << 10)),
        "zstd" => Box::new(zstd::stream::read::Decoder::with_buffer(body).ok()?),
        _ => return None,
    };
    let mut plain = Vec::with_capacity(body.len().min(limit).saturating_mul(2));
    let read = reader.take((limit as u64).saturating_add(1)).read_to_end(&mut plain);
    // A body that breaks off has what came before.
    (read.is_ok() || !plain.is_empty()).then_some(plain)
}

/// What a media type says: the kind of document, and the charset.
pub(super) fn media(content_type: &str) -> (Kind, Option<String>) {
    let mut parts = content_type.split(';');
    let kind = match parts.next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "text/html" | "application/xhtml+xml" => Kind::Known(Media::Html),
        "text/plain" => Kind::Known(Media::Text),
        "" | "application/octet-stream" | "application/http" | "message/http" | "unk" | "unknown" | "no-type" => {
            Kind::Unknown
        }
        other => Kind::Other(other.to_owned()),
    };
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (kind, charset)
}

/// What a media type is to us.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A page or a text.
    Known(Media),
    /// Nothing is said.
    Unknown,
    /// Something else.
    Other(String),
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn body(bytes: &[u8]) -> String {
        String::from_utf8(Response::parse(bytes, 1000).body.into_owned()).unwrap()
    }

    #[test]
    fn headers_are_read_as_they_come() {
        let response = Response::parse(b"http/1.0  200 Fine\nCONTENT-type: text/html;\n charset=latin1\n\n<p>", 10);
        assert_eq!((response.status, response.content_type.as_deref()), (Some(200), Some("text/html; charset=latin1")));
        assert_eq!(&*response.body, b"<p>");
        assert_eq!(body(b"<html>no header"), "<html>no header");
        assert_eq!(Response::parse(b"HTTP/1.1 abc\r\n\r\nx", 10).status, None);
    }

    #[test]
    fn chunks_are_joined_where_there_are_any() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let of = |rest: &str| body(format!("{head}{rest}").as_bytes());
        assert_eq!(of("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"), "abcde");
        assert_eq!(of("<p>joined before"), "<p>joined before");
        assert_eq!(of("3\r\nabc\r\nffffffffffff\r\nde"), "abcde");
        assert_eq!(of("3\r\nabc\r\nzz rest"), "abczz rest");
    }

    #[test]
    fn bodies_are_unpacked_where_they_are_packed() {
        let mut packed = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
        let plain = [&packed[..], b"<p>unpacked before"].concat();
        let mut encoder = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::default());
        encoder.write_all(b"<p>text").unwrap();
        encoder.finish().unwrap();
        assert_eq!(body(&packed), "<p>text");
        assert_eq!(body(&plain), "<p>unpacked before");
    }

    #[test]
    fn media_types() {
        assert_eq!(media("Text/HTML; charset=\"utf-8\""), (Kind::Known(Media::Html), Some("utf-8".into())));
        assert_eq!(media("image/png"), (Kind::Other("image/png".into()), None));
        assert_eq!(media(""), (Kind::Unknown, None));
    }
}
