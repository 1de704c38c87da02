//! Text in which tags are none: titles, styles, scripts.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{TagKind, Token, TokenSink};

use super::{Tokenizer, ends_name, without_nul};

impl<Sink: TokenSink> Tokenizer<'_, Sink> {
    /// Text with references up to the end tag.
    pub(super) fn rcdata(&mut self) {
        let start = self.at;
        let end = memchr::memchr2(b'<', b'&', &self.bytes()[start..]).map_or(self.source.len(), |n| start + n);
        self.raw_text(end);
        match self.peek(0) {
            Some(b'&') => self.reference_in_text(),
            Some(_) if self.ends_raw(end) => self.tag(TagKind::EndTag, end + 2),
            Some(_) => self.raw_text(end + 1),
            None => {}
        }
    }

    /// Text up to the end tag.
    pub(super) fn rawtext(&mut self) {
        let end = self.raw_end(self.at);
        self.raw_text(end);
        if end < self.source.len() {
            self.tag(TagKind::EndTag, end + 2);
        }
    }

    /// A script: inside `<!--`, a `<script>` hides its own end tag.
    pub(super) fn script(&mut self) {
        let end = self.script_end();
        self.raw_text(end);
        if end < self.source.len() {
            self.tag(TagKind::EndTag, end + 2);
        }
    }

    /// Sends the text up to `end`, with NUL as U+FFFD.
    pub(super) fn raw_text(&mut self, end: usize) {
        let start = self.at;
        self.at = end;
        match memchr::memchr(0, &self.bytes()[start..end]) {
            None => self.send_text(start, end),
            Some(_) => {
                let text = StrTendril::from_slice(&without_nul(&self.source[start..end]));
                self.send(Token::CharacterTokens(text), start);
            }
        }
    }

    /// Where the end tag of the raw text begins, from `from` on.
    fn raw_end(&self, from: usize) -> usize {
        let found =
            memchr::memmem::find_iter(&self.bytes()[from..], b"</").map(|n| from + n).find(|&at| self.ends_raw(at));
        found.unwrap_or(self.source.len())
    }

    /// Whether the end tag of the last start tag begins here.
    fn ends_raw(&self, at: usize) -> bool {
        !self.last_start.is_empty() && self.bytes()[at..].starts_with(b"</") && self.names(at + 2, &self.last_start)
    }

    /// Whether this name, and no longer one, stands here.
    fn names(&self, at: usize, name: &str) -> bool {
        let rest = &self.bytes()[at..];
        rest.len() > name.len()
            && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            && ends_name(rest[name.len()])
    }

    /// Where the end tag of a script begins (the script data states of the standard).
    fn script_end(&self) -> usize {
        #[derive(PartialEq)]
        enum Escape {
            None,
            Comment,
            Script,
        }
        let bytes = self.bytes();
        let mut escape = Escape::None;
        let mut at = self.at;
        while at < bytes.len() {
            let found = match escape {
                Escape::None => memchr::memchr(b'<', &bytes[at..]),
                Escape::Comment | Escape::Script => memchr::memchr2(b'<', b'-', &bytes[at..]),
            };
            let Some(found) = found else { break };
            at += found;
            let rest = &bytes[at..];
            if rest.starts_with(b"-->") {
                escape = Escape::None;
            } else if escape != Escape::Script && self.ends_raw(at) {
                return at;
            } else if escape == Escape::Script && rest.starts_with(b"</") && self.names(at + 2, "script") {
                escape = Escape::Comment;
            } else if escape == Escape::None && rest.starts_with(b"<!--") {
                escape = Escape::Comment;
                // Its own dashes may end the comment: `<!-->`.
                at += 1;
            } else if escape == Escape::Comment && rest.starts_with(b"<") && self.names(at + 1, "script") {
                escape = Escape::Script;
            }
            at += 1;
        }
        bytes.len()
    }
}
