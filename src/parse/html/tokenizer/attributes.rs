//! The attributes of a tag.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{TagKind, TokenSink};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};

use super::names::Packed;
use super::{Tokenizer, ends_name, is_space, names, reference, without_nul};

/// Which attributes are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Those that the tree builder, the blocks or the metadata look at.
    Read,
    /// All, for selectors and for comparing trees.
    All,
}

/// What was read of a tag after its name.
pub(super) struct Read {
    pub(super) attributes: Vec<Attribute>,
    pub(super) self_closing: bool,
    pub(super) duplicates: bool,
}

impl<Sink: TokenSink> Tokenizer<'_, Sink> {
    /// Reads up to and with the `>`; `None` where the input ends before.
    pub(super) fn attributes(&mut self, tag: &LocalName, kind: TagKind) -> Option<Read> {
        let mut read = Read { attributes: Vec::new(), self_closing: false, duplicates: false };
        // The tree builder compares the attributes of formatting elements, so theirs are kept.
        let all = self.wanted == Wanted::All || formats(tag);
        let mut seen = 0;
        loop {
            match self.peek(0)? {
                byte if is_space(byte) => self.at += 1,
                b'>' => {
                    self.at += 1;
                    return Some(read);
                }
                b'/' => {
                    self.at += 1;
                    if self.peek(0)? == b'>' {
                        self.at += 1;
                        read.self_closing = true;
                        return Some(read);
                    }
                }
                _ => {
                    let start = self.at;
                    let packed = self.attribute_name();
                    let end = self.at;
                    let value = self.attribute_value()?;
                    seen += 1;
                    if kind == TagKind::EndTag {
                        continue;
                    }
                    if seen > self.most_attributes {
                        self.surplus_attributes = true;
                        continue;
                    }
                    let local = names::attribute(&self.source[start..end], packed, all);
                    if let Some(local) = local {
                        let known = read.attributes.iter().any(|attribute| attribute.name.local == local);
                        read.duplicates |= known;
                        if !known {
                            let name = QualName::new(None, ns!(), local);
                            read.attributes.push(Attribute { name, value: self.value(value) });
                        }
                    }
                }
            }
        }
    }

    /// Reads the name of an attribute.
    fn attribute_name(&mut self) -> Packed {
        let (end, packed) = self.name_end(self.at, |byte| ends_name(byte) || byte == b'=');
        self.at = end;
        packed
    }

    /// Reads up to the end of an attribute whose name was read; where its value stands.
    fn attribute_value(&mut self) -> Option<(usize, usize)> {
        self.skip_space();
        if self.peek(0)? != b'=' {
            return Some((self.at, self.at));
        }
        self.at += 1;
        self.skip_space();
        let value = match self.peek(0)? {
            quote @ (b'"' | b'\'') => {
                let start = self.at + 1;
                let end = start + find_near(quote, &self.bytes()[start..])?;
                self.at = end + 1;
                // A tag that ends with the input is none, even where its last value is whole.
                self.peek(0)?;
                (start, end)
            }
            b'>' => (self.at, self.at),
            _ => {
                let start = self.at;
                self.at += self.bytes()[start..].iter().position(|&byte| is_space(byte) || byte == b'>')?;
                (start, self.at)
            }
        };
        Some(value)
    }

    pub(super) fn skip_space(&mut self) {
        let rest = &self.bytes()[self.at..];
        self.at += rest.iter().position(|&byte| !is_space(byte)).unwrap_or(rest.len());
    }

    /// A value with its references resolved; a slice of the input where it has none.
    fn value(&self, (start, end): (usize, usize)) -> StrTendril {
        let raw = &self.source[start..end];
        if is_plain(raw.as_bytes()) {
            return self.slice(start, end);
        }
        StrTendril::from_slice(&without_nul(&reference::resolve(raw, true)))
    }
}

/// Words of eight bytes that are looked at one by one before it pays to call for a longer search.
const NEAR: usize = 4;

/// Where a byte is, which is likely to be near.
fn find_near(byte: u8, bytes: &[u8]) -> Option<usize> {
    const LOW: u64 = 0x0101_0101_0101_0101;
    let (words, _) = bytes.as_chunks::<8>();
    let near = &words[..words.len().min(NEAR)];
    for (n, word) in near.iter().enumerate() {
        // Each byte that is the one sought becomes 0, and of each byte that is 0 the highest bit is set
        // (and perhaps that of the byte behind it).
        let differs = u64::from_le_bytes(*word) ^ (LOW * u64::from(byte));
        let found = differs.wrapping_sub(LOW) & !differs & (LOW << 7);
        if found != 0 {
            return Some(8 * n + found.trailing_zeros() as usize / 8);
        }
    }
    let far = 8 * near.len();
    memchr::memchr(byte, &bytes[far..]).map(|at| far + at)
}

/// Whether a value has neither references nor NUL.
fn is_plain(value: &[u8]) -> bool {
    if value.len() > 64 {
        return memchr::memchr2(b'&', 0, value).is_none();
    }
    !value.iter().fold(false, |found, &byte| found | (byte == b'&') | (byte == 0))
}

/// The formatting elements of the standard.
fn formats(tag: &LocalName) -> bool {
    matches!(
        *tag,
        local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}
