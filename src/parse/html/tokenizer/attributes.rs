//! The attributes of a tag.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{TagKind, TokenSink};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};

use super::{Tokenizer, is_space, names, reference, without_nul};

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
                    let (name, value) = self.attribute()?;
                    seen += 1;
                    if kind == TagKind::EndTag {
                        continue;
                    }
                    if seen > self.most_attributes {
                        self.surplus_attributes = true;
                        continue;
                    }
                    let local = names::attribute(&self.source[name.0..name.1], all);
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

    /// Where the name and the value of one attribute stand.
    fn attribute(&mut self) -> Option<((usize, usize), (usize, usize))> {
        let start = self.at;
        // A name may begin with `=`.
        self.at += 1;
        let rest = &self.bytes()[self.at..];
        self.at += rest.iter().position(|&byte| is_space(byte) || matches!(byte, b'/' | b'>' | b'='))?;
        let name = (start, self.at);
        self.skip_space();
        if self.peek(0)? != b'=' {
            return Some((name, (self.at, self.at)));
        }
        self.at += 1;
        self.skip_space();
        let value = match self.peek(0)? {
            quote @ (b'"' | b'\'') => {
                let start = self.at + 1;
                let end = start + memchr::memchr(quote, &self.bytes()[start..])?;
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
        Some((name, value))
    }

    pub(super) fn skip_space(&mut self) {
        let rest = &self.bytes()[self.at..];
        self.at += rest.iter().position(|&byte| !is_space(byte)).unwrap_or(rest.len());
    }

    /// A value with its references resolved; a slice of the input where it has none.
    fn value(&self, (start, end): (usize, usize)) -> StrTendril {
        let raw = &self.source[start..end];
        if memchr::memchr2(b'&', 0, raw.as_bytes()).is_none() {
            return self.slice(start, end);
        }
        StrTendril::from_slice(&without_nul(&reference::resolve(raw, true)))
    }
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
