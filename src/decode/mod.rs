//! Bytes → text, and what kind of document the text is.
//!
//! The order of belief is that of the WHATWG: a byte order mark, then the transport's charset, then what
//! the document declares, then detection. Bytes that are wrong in the charset become U+FFFD and are counted.

mod charset;
mod media;

use std::borrow::Cow;

use crate::document::{Hints, Media, Record};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

/// A decoded document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'r> {
    /// The text, without a byte order mark. Line ends are as they came. The record's own bytes where those are UTF-8.
    pub text: Cow<'r, str>,
    /// WHATWG name of the charset it was in.
    pub charset: &'static str,
    /// Places where bytes were wrong in the charset and U+FFFD stands now.
    pub replaced: usize,
    /// Text or HTML.
    pub media: Media,
}

/// Decodes a record.
///
/// Fails with [`ErrorKind::TooLarge`] past the limit of bytes and with [`ErrorKind::Unsupported`] where
/// the bytes are no text: an archive, an image, a program.
pub fn decode<'r>(record: &'r Record, limits: &Limits) -> Result<Decoded<'r>> {
    let bytes = &record.bytes;
    if bytes.len() > limits.bytes {
        let message = format!("{} bytes, more than the limit of {}", bytes.len(), limits.bytes);
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    if let Some(kind) = media::binary(bytes) {
        return Err(Error::new(ErrorKind::Unsupported, format!("not text but {kind}")));
    }
    let charset = charset::of(bytes, &record.hints);
    let (text, replaced) = charset::read(bytes, charset);
    let media = record.hints.media.unwrap_or_else(|| media::of(&text, record.hints.file_name.as_deref()));
    Ok(Decoded { text, charset: charset.name(), replaced, media })
}

/// What bytes are that are no text, by their beginning: "a PNG image". `None` where they may be text.
pub fn no_text(beginning: &[u8]) -> Option<&'static str> {
    media::binary(beginning)
}

/// Reads bytes that are a piece of a larger text, such as a line of a file, and counts the places where they were wrong.
/// In so few bytes more of them must be wrong than right before they are taken for no UTF-8.
pub fn text<'b>(bytes: &'b [u8], hints: &Hints) -> (Cow<'b, str>, usize) {
    let text = Hints { media: Some(Media::Text), ..hints.clone() };
    let is_unicode = hints.charset.is_none() && charset::is_rather_utf8(bytes);
    charset::read(bytes, if is_unicode { encoding_rs::UTF_8 } else { charset::of(bytes, &text) })
}
