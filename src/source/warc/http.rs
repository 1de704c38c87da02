//! What a web server said: status, headers, and the body as it was before it was chunked and packed for the way.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::payload::{self, Plain};
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
    /// Whether a part of the body is missing, or cannot be unpacked.
    pub(super) truncated: bool,
}

impl<'b> Response<'b> {
    /// Reads a response. `limit` bytes of the body and one more are enough to see that it is too long.
    pub(super) fn parse(bytes: &'b [u8], limit: usize) -> Response<'b> {
        let bytes = last(bytes);
        let Some(status) = status(bytes) else {
            return Response { body: Cow::Borrowed(bytes), ..Response::default() };
        };
        let (head, body) = split(bytes);
        let fields = Fields(head);
        let mut body = Cow::Borrowed(body);
        let mut truncated = false;
        let mut unwrap = |plain: Plain| {
            truncated |= !plain.is_whole;
            Cow::Owned(plain.bytes)
        };
        if fields.get("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"))
            && let Some(plain) = payload::unchunk(&body)
        {
            body = unwrap(plain);
        }
        for coding in fields.get("content-encoding").unwrap_or_default().rsplit(',') {
            if let Some(plain) = payload::unpack(coding.trim(), &body, limit) {
                body = unwrap(plain);
            }
        }
        Response { status: Some(status), content_type: fields.get("content-type"), body, truncated }
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
        let bytes = last(bytes);
        let (head, body) = split(bytes);
        let length = Fields(head).get("content-length").and_then(|value| value.trim().parse::<usize>().ok());
        status(bytes).and(length).map(|length| body.len().cmp(&length))
    }
}

/// The response itself, behind those that only announced it, such as "100 Continue".
fn last(mut bytes: &[u8]) -> &[u8] {
    while matches!(status(bytes), Some(100..200)) {
        let behind = split(bytes).1;
        if status(behind).is_none() {
            break;
        }
        bytes = behind;
    }
    bytes
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

/// What a media type says: the kind of document, and the charset.
pub(super) fn media(content_type: &str) -> (Kind, Option<String>) {
    // Servers that set it twice have it joined by a comma.
    let mut parts = content_type.split([';', ',']);
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
    fn what_only_announces_a_response_is_none() {
        let whole =
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>";
        let response = Response::parse(whole, 10);
        assert_eq!((response.status, &*response.body), (Some(200), &b"<p>"[..]));
        assert_eq!(Response::parse(b"HTTP/1.1 100 Continue\r\n\r\n", 10).status, Some(100));
    }

    #[test]
    fn chunks_are_joined_where_there_are_any() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let of = |rest: &str| {
            let whole = format!("{head}{rest}");
            let response = Response::parse(whole.as_bytes(), 1000);
            (String::from_utf8(response.body.into_owned()).unwrap(), response.truncated)
        };
        assert_eq!(of("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"), ("abcde".into(), false));
        assert_eq!(of("<p>joined before"), ("<p>joined before".into(), false));
        assert_eq!(of("3\r\nabc\r\nffffffffffff\r\nde"), ("abcde".into(), true));
        assert_eq!(of("3\r\nabc\r\nzz rest"), ("abczz rest".into(), true));
        assert_eq!(of("3\r\nabc\r\n"), ("abc".into(), true), "the last chunk, of no bytes, is missing");
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
        assert_eq!(media("text/html, text/html"), (Kind::Known(Media::Html), None));
        let joined = media("text/html; charset=utf-8, text/html; charset=latin1");
        assert_eq!(joined, (Kind::Known(Media::Html), Some("utf-8".into())));
        assert_eq!(media("image/png"), (Kind::Other("image/png".into()), None));
        assert_eq!(media(""), (Kind::Unknown, None));
    }
}
