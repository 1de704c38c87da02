//! JSON as pages hold it → one flat array.
//!
//! A reader of our own, since what stands in scripts is written for browsers: it may go on behind the value, hold
//! `undefined`, `!0` or raw control characters, and end lists with a comma. It does not recurse, copies nothing,
//! and keeps only what may lead to a text, so that no page costs more than its size: 24 bytes for every value
//! that is a text or holds one.

use std::borrow::Cow;
use std::ops::Range;

/// A value and all that is in it, parents before children.
#[derive(Debug)]
pub(super) struct Json<'a> {
    source: &'a str,
    nodes: Vec<Node>,
}

/// Index of a value in its [`Json`]; 0 is the outermost.
pub(super) type Id = usize;

#[derive(Debug)]
struct Node {
    /// Bytes of the key as it is written, empty in a list.
    key: (u32, u32),
    /// Bytes between the quotes of a text.
    text: (u32, u32),
    /// The value behind this one and all that is in it.
    end: u32,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    List,
    Text,
}

impl<'a> Json<'a> {
    /// Reads the value at the beginning of `source`, an object or a list, and tells where it ends; or else how far
    /// it could be read.
    pub(super) fn read(source: &'a str) -> Result<(Json<'a>, usize), usize> {
        if u32::try_from(source.len()).is_err() {
            return Err(source.len());
        }
        let mut reader = Reader { bytes: source.as_bytes(), at: 0, nodes: Vec::new(), open: Vec::new() };
        match reader.value() {
            Some(()) => Ok((Json { source, nodes: reader.nodes }, reader.at)),
            None => Err(reader.at),
        }
    }

    pub(super) fn ids(&self) -> Range<Id> {
        0..self.nodes.len()
    }

    pub(super) fn kind(&self, id: Id) -> Kind {
        self.nodes[id].kind
    }

    /// The key under which a value stands, as it is written; empty in a list.
    pub(super) fn key(&self, id: Id) -> &'a str {
        let (start, end) = self.nodes[id].key;
        &self.source[start as usize..end as usize]
    }

    /// The value behind this one and all that is in it.
    pub(super) fn end(&self, id: Id) -> Id {
        self.nodes[id].end as usize
    }

    /// A text as it is written, escapes and all; empty for what is none.
    pub(super) fn raw(&self, id: Id) -> &'a str {
        let (start, end) = self.nodes[id].text;
        &self.source[start as usize..end as usize]
    }

    /// A text; empty for what is none.
    pub(super) fn text(&self, id: Id) -> Cow<'a, str> {
        unescaped(self.raw(id))
    }

    /// Values directly inside one.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let end = self.end(id);
        let first = (id + 1 < end).then_some(id + 1);
        std::iter::successors(first, move |&child| Some(self.end(child)).filter(|&next| next < end))
    }

    /// The value of a key.
    pub(super) fn get(&self, id: Id, key: &str) -> Option<Id> {
        self.children(id).find(|&child| self.key(child) == key)
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    nodes: Vec<Node>,
    /// Objects and lists that are not yet closed.
    open: Vec<Id>,
}

impl Reader<'_> {
    /// Reads one value; `None` where it is none.
    fn value(&mut self) -> Option<()> {
        self.white();
        self.begin((0, 0))?;
        while let Some(&around) = self.open.last() {
            self.white();
            match self.peek()? {
                b',' => self.at += 1,
                b'}' | b']' => {
                    let close = if self.nodes[around].kind == Kind::Object { b'}' } else { b']' };
                    if self.peek()? != close {
                        return None;
                    }
                    self.at += 1;
                    self.open.pop();
                    self.nodes[around].end = self.nodes.len() as u32;
                    // What holds no text is not wanted.
                    if self.nodes.len() == around + 1 && around > 0 {
                        self.nodes.pop();
                    }
                }
                _ => {
                    let key = match self.nodes[around].kind {
                        Kind::Object => self.object_key()?,
                        _ => (0, 0),
                    };
                    self.member(key)?;
                }
            }
        }
        Some(())
    }

    fn object_key(&mut self) -> Option<(u32, u32)> {
        let key = self.string()?;
        self.white();
        if self.peek()? != b':' {
            return None;
        }
        self.at += 1;
        self.white();
        Some(key)
    }

    fn member(&mut self, key: (u32, u32)) -> Option<()> {
        match self.peek()? {
            b'"' => {
                let text = self.string()?;
                if text.0 < text.1 {
                    let end = self.nodes.len() as u32 + 1;
                    self.nodes.push(Node { key, text, end, kind: Kind::Text });
                }
                Some(())
            }
            b'{' | b'[' => self.begin(key),
            _ => self.literal(),
        }
    }

    fn begin(&mut self, key: (u32, u32)) -> Option<()> {
        let kind = match self.peek()? {
            b'{' => Kind::Object,
            b'[' => Kind::List,
            _ => return None,
        };
        self.at += 1;
        self.open.push(self.nodes.len());
        self.nodes.push(Node { key, text: (0, 0), end: 0, kind });
        Some(())
    }

    /// The bytes between two quotes.
    fn string(&mut self) -> Option<(u32, u32)> {
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.at + 1;
        let end = string_end(self.bytes, start, b'"')?;
        self.at = end + 1;
        Some((start as u32, end as u32))
    }

    /// A number, `true`, `null`, `undefined`, `!0`: nothing that is wanted.
    fn literal(&mut self) -> Option<()> {
        let rest = &self.bytes[self.at..];
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'!');
        let length = rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len());
        self.at += length;
        (length > 0).then_some(())
    }

    fn white(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}

/// Where a string ends that begins at `start`, behind its first quote.
pub(super) fn string_end(bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start;
    loop {
        at += memchr::memchr2(quote, b'\\', bytes.get(at..)?)?;
        if bytes[at] == quote {
            return Some(at);
        }
        at += 2;
    }
}

/// A text with its escapes resolved, those of JavaScript included. Half a surrogate pair becomes U+FFFD.
pub(super) fn unescaped(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(c) = rest.chars().next() else { break };
        rest = &rest[c.len_utf8()..];
        match c {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            'b' | 'f' | 'v' | '\n' => {}
            'u' => text.push(utf16(&mut rest)),
            'x' => text.push(take_hex(&mut rest, 2).and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)),
            other => text.push(other),
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character behind `\u`, which may need a second escape.
fn utf16(rest: &mut &str) -> char {
    let Some(first) = take_hex(rest, 4) else { return char::REPLACEMENT_CHARACTER };
    if let Some(c) = char::from_u32(first) {
        return c;
    }
    let mut behind = rest.strip_prefix("\\u").unwrap_or_default();
    match take_hex(&mut behind, 4) {
        Some(second @ 0xDC00..=0xDFFF) if first < 0xDC00 => {
            *rest = behind;
            let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        _ => char::REPLACEMENT_CHARACTER,
    }
}

fn take_hex(rest: &mut &str, digits: usize) -> Option<u32> {
    let code = u32::from_str_radix(rest.get(..digits)?, 16).ok()?;
    *rest = &rest[digits..];
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text with the keys that lead to it.
    fn texts(source: &str) -> Option<Vec<(String, String)>> {
        let (json, _) = Json::read(source).ok()?;
        let mut path: Vec<(Id, &str)> = Vec::new();
        let mut texts = Vec::new();
        for id in json.ids() {
            path.retain(|(end, _)| *end > id);
            path.push((json.end(id), json.key(id)));
            if json.kind(id) == Kind::Text {
                let keys: Vec<&str> = path.iter().skip(1).map(|(_, key)| *key).collect();
                texts.push((keys.join("."), json.text(id).into_owned()));
            }
        }
        Some(texts)
    }

    #[test]
    fn texts_are_found_with_their_keys() {
        let found = texts(r#" {"a":{"b":["x",1,{"c":"y"}]},"n":[[],{}],"d":undefined,"e":!0,"f":"z",} "#);
        let expected = [("a.b.", "x"), ("a.b..c", "y"), ("f", "z")];
        assert_eq!(found, Some(expected.map(|(key, text)| (key.to_owned(), text.to_owned())).to_vec()));
    }

    #[test]
    fn what_follows_the_value_is_not_read() {
        let (_, end) = Json::read(r#"{"a":"}"};var b = {"#).expect("an object");
        assert_eq!(end, 9);
    }

    #[test]
    fn what_is_no_json_is_refused_where_it_ceases_to_be() {
        for (source, end) in [("{a:1}", 1), (r#"{"a":function(){}}"#, 13), ("[1,2", 4), ("[}", 1), ("x", 0), ("", 0)] {
            assert_eq!(Json::read(source).err(), Some(end), "{source}");
        }
    }

    #[test]
    fn children_and_keys() {
        let (json, _) = Json::read(r#"{"a":["x",["y"],"z"],"b":"w"}"#).expect("an object");
        let list = json.get(0, "a").expect("a list");
        let inside: Vec<_> = json.children(list).map(|id| json.text(id).into_owned()).collect();
        assert_eq!(inside, ["x", "", "z"]);
        assert_eq!(json.get(0, "b").map(|id| json.text(id).into_owned()), Some("w".to_owned()));
        assert_eq!(json.get(0, "c"), None);
    }

    #[test]
    fn escapes_are_resolved() {
        for (raw, text) in [
            (r#"a\n\"b\" \/ \\"#, "a\n\"b\" / \\"),
            (r"\u00fcber \ud83d\ude00", "über \u{1F600}"),
            (r"\ud83d x \ude00", "\u{FFFD} x \u{FFFD}"),
            (r"\x3cp\x3e it\'s", "<p> it's"),
            (r"\u12", "\u{FFFD}12"),
            (r"\", ""),
        ] {
            assert_eq!(unescaped(raw), text, "{raw}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("{}\"x\"{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        assert_eq!(texts(&"[".repeat(1_000_000)), None);
        let (json, _) = Json::read(&deep).expect("a list");
        assert_eq!(json.ids().len(), 1_000_001);
    }
}
