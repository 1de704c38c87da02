//! HTML → tokens for html5ever's tree builder, without copying what nobody asked for.
//!
//! The tree builder takes any token source. This one keeps the whole input in one shared buffer, of which
//! texts and attribute values are slices, finds its way by `memchr` instead of a step for each character,
//! and keeps only the attributes that somebody looks at. It follows the tokenization chapter of the HTML
//! standard (WHATWG, 13.2.5), parse errors aside: nobody reads them. `conformance.rs` runs html5lib's tests.
//!
//! In place of a line number each token brings the [`Stretch`] of the input that it stands in.

mod attributes;
#[cfg(test)]
mod conformance;
mod declaration;
mod names;
mod raw;
mod reference;

use std::borrow::Cow;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::{LocalName, local_name};

pub use attributes::Wanted;
use names::Packed;

/// How the input is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Text and tags.
    Data,
    /// Text with character references, up to the end tag: `title`, `textarea`.
    Rcdata,
    /// Text up to the end tag: `style`, `iframe`.
    Rawtext,
    /// A script, whose comments hide end tags.
    Script,
    /// Text to the end of the input.
    Plaintext,
}

/// Bytes of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stretch {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Stretch {
    /// As the one number for which html5ever has a place.
    fn pack(self) -> u64 {
        u64::from(self.end) << 32 | u64::from(self.start)
    }

    pub(super) fn unpack(packed: u64) -> Stretch {
        Stretch { start: packed as u32, end: (packed >> 32) as u32 }
    }
}

/// Reads one document.
pub(super) struct Tokenizer<'s, Sink> {
    /// The whole input, line ends normalised, and the buffer that holds it.
    source: &'s str,
    buffer: &'s StrTendril,
    /// The next byte to read.
    at: usize,
    sink: &'s Sink,
    content: Content,
    /// Name of the last start tag: the only end tag that ends raw text.
    last_start: LocalName,
    wanted: Wanted,
    /// Attributes read of one tag.
    most_attributes: usize,
    /// Whether a tag had more.
    pub(super) surplus_attributes: bool,
}

impl<'s, Sink: TokenSink> Tokenizer<'s, Sink> {
    /// A tokenizer over a text out of [`line_feeds`] that does not begin with a byte order mark.
    pub(super) fn new(buffer: &'s StrTendril, sink: &'s Sink, wanted: Wanted, most_attributes: usize) -> Self {
        Tokenizer {
            source: buffer,
            buffer,
            at: 0,
            sink,
            content: Content::Data,
            last_start: local_name!(""),
            wanted,
            most_attributes,
            surplus_attributes: false,
        }
    }

    /// Feeds the whole input to the sink.
    pub(super) fn run(&mut self) {
        while self.at < self.source.len() {
            match self.content {
                Content::Data => self.data(),
                Content::Rcdata => self.rcdata(),
                Content::Rawtext => self.rawtext(),
                Content::Script => self.script(),
                Content::Plaintext => self.raw_text(self.source.len()),
            }
        }
        self.send(Token::EOFToken, self.at);
        self.sink.end();
    }

    fn bytes(&self) -> &'s [u8] {
        self.source.as_bytes()
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.source.as_bytes().get(self.at + ahead).copied()
    }

    /// A slice of the input; no bytes are copied.
    fn slice(&self, start: usize, end: usize) -> StrTendril {
        self.buffer.subtendril(start as u32, (end - start) as u32)
    }

    /// Hands a token over that begins at `start` and ends before `end`, and reads on as the tree builder says.
    fn send_from(&mut self, token: Token, start: usize, end: usize) {
        let place = Stretch { start: start as u32, end: end as u32 };
        match self.sink.process_token(token, place.pack()) {
            TokenSinkResult::Continue | TokenSinkResult::EncodingIndicator(_) => {}
            TokenSinkResult::Script(_) => self.content = Content::Data,
            TokenSinkResult::Plaintext => self.content = Content::Plaintext,
            TokenSinkResult::RawData(kind) => {
                self.content = match kind {
                    RawKind::Rcdata => Content::Rcdata,
                    RawKind::Rawtext => Content::Rawtext,
                    RawKind::ScriptData | RawKind::ScriptDataEscaped(_) => Content::Script,
                }
            }
        }
    }

    /// Hands a token over that ends here.
    fn send(&mut self, token: Token, start: usize) {
        self.send_from(token, start, self.at);
    }

    fn send_text(&mut self, start: usize, end: usize) {
        if start < end {
            self.send_from(Token::CharacterTokens(self.slice(start, end)), start, end);
        }
    }

    /// Text up to the next tag, character reference or NUL, and that.
    fn data(&mut self) {
        let start = self.at;
        let end = memchr::memchr3(b'<', b'&', 0, &self.bytes()[start..]).map_or(self.source.len(), |n| start + n);
        self.send_text(start, end);
        self.at = end;
        match self.peek(0) {
            Some(b'<') => self.markup(),
            Some(b'&') => self.reference_in_text(),
            Some(_) => {
                self.at += 1;
                self.send(Token::NullCharacterToken, end);
            }
            None => {}
        }
    }

    /// What begins with `<`.
    fn markup(&mut self) {
        let start = self.at;
        match (self.peek(1), self.peek(2)) {
            (Some(b'!'), _) => self.declaration(),
            (Some(b'?'), _) => self.bogus_comment(start + 1),
            (Some(b'/'), Some(b'>')) => self.at += 3,
            (Some(b'/'), Some(next)) if next.is_ascii_alphabetic() => self.tag(TagKind::EndTag, start + 2),
            (Some(b'/'), Some(_)) => self.bogus_comment(start + 2),
            (Some(b'/'), None) => {
                self.at += 2;
                self.send_text(start, start + 2);
            }
            (Some(next), _) if next.is_ascii_alphabetic() => self.tag(TagKind::StartTag, start + 1),
            _ => {
                self.at += 1;
                self.send_text(start, start + 1);
            }
        }
    }

    /// Where the name that begins here ends, and the name packed. Its first byte, whatever it is, belongs
    /// to it: a name of an attribute may begin with `=`.
    fn name_end(&self, start: usize, ends: impl Fn(u8) -> bool) -> (usize, Packed) {
        let mut packed = Packed::new();
        for (length, &byte) in self.bytes()[start..].iter().enumerate() {
            if length > 0 && ends(byte) {
                return (start + length, packed);
            }
            packed.push(byte);
        }
        (self.source.len(), packed)
    }

    /// A tag whose name begins at `name`. One that the end of the input cuts off is dropped.
    fn tag(&mut self, kind: TagKind, name: usize) {
        let start = self.at;
        let (end, packed) = self.name_end(name, ends_name);
        let local = names::local(&self.source[name..end], packed);
        self.at = end;
        let Some(read) = self.attributes(&local, kind) else {
            self.at = self.source.len();
            return;
        };
        if kind == TagKind::StartTag {
            self.last_start = local.clone();
        } else {
            self.content = Content::Data;
        }
        let tag = Tag {
            kind,
            name: local,
            self_closing: read.self_closing,
            attrs: read.attributes,
            had_duplicate_attributes: read.duplicates,
        };
        self.send(Token::TagToken(tag), start);
    }
}

/// White space of the standard.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\x0C')
}

/// What ends the name of a tag.
fn ends_name(byte: u8) -> bool {
    is_space(byte) || byte == b'/' || byte == b'>'
}

/// CR LF and CR → LF. Borrowed where there is none.
pub(super) fn line_feeds(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut normal = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        normal.push_str(&rest[..at]);
        normal.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    normal.push_str(rest);
    Cow::Owned(normal)
}

/// NUL → U+FFFD, as everywhere outside of text. Borrowed where there is none.
fn without_nul(text: &str) -> Cow<'_, str> {
    match memchr::memchr(0, text.as_bytes()) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.replace('\0', "\u{FFFD}")),
    }
}
