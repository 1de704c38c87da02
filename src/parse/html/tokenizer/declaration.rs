//! What begins with `<!` or `<?`: comments, doctypes, CDATA sections, and what is none of these.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Doctype, Token, TokenSink};

use super::{Tokenizer, is_space, without_nul};

impl<Sink: TokenSink> Tokenizer<'_, Sink> {
    /// What begins with `<!`.
    pub(super) fn declaration(&mut self) {
        let start = self.at;
        let rest = &self.bytes()[start + 2..];
        if rest.starts_with(b"--") {
            self.comment(start + 4);
        } else if rest.len() >= 7 && rest[..7].eq_ignore_ascii_case(b"doctype") {
            self.doctype(start + 9);
        } else if rest.starts_with(b"[CDATA[") && self.sink.adjusted_current_node_present_but_not_in_html_namespace() {
            self.cdata(start + 9);
        } else {
            self.bogus_comment(start + 2);
        }
    }

    /// A comment whose text begins at `from`.
    fn comment(&mut self, from: usize) {
        let start = self.at;
        let rest = &self.bytes()[from..];
        let (end, next) = if rest.starts_with(b">") {
            (from, from + 1)
        } else if rest.starts_with(b"->") {
            (from, from + 2)
        } else {
            let ends = memchr::memchr_iter(b'>', rest).find_map(|at| {
                let dashes = rest[..at].strip_suffix(b"!").unwrap_or(&rest[..at]);
                dashes.ends_with(b"--").then_some((from + dashes.len() - 2, from + at + 1))
            });
            ends.unwrap_or_else(|| {
                // The input ends inside: dashes that might have ended the comment are not its text.
                let tail =
                    [&b"--!"[..], b"--", b"-"].into_iter().find(|tail| rest.ends_with(tail)).map_or(0, <[u8]>::len);
                (self.source.len() - tail, self.source.len())
            })
        };
        self.at = next;
        self.send(Token::CommentToken(self.clean(from, end)), start);
    }

    /// Anything up to the next `>`.
    pub(super) fn bogus_comment(&mut self, from: usize) {
        let start = self.at;
        let end = memchr::memchr(b'>', &self.bytes()[from..]).map_or(self.source.len(), |n| from + n);
        self.at = (end + 1).min(self.source.len());
        self.send(Token::CommentToken(self.clean(from, end)), start);
    }

    fn clean(&self, start: usize, end: usize) -> StrTendril {
        match memchr::memchr(0, &self.bytes()[start..end]) {
            None => self.slice(start, end),
            Some(_) => StrTendril::from_slice(&without_nul(&self.source[start..end])),
        }
    }

    /// A CDATA section: text up to `]]>`; NULs are the tree builder's to judge.
    fn cdata(&mut self, from: usize) {
        let end = memchr::memmem::find(&self.bytes()[from..], b"]]>").map_or(self.source.len(), |n| from + n);
        let mut at = from;
        while at < end {
            let stop = memchr::memchr(0, &self.bytes()[at..end]).map_or(end, |n| at + n);
            self.send_text(at, stop);
            if stop < end {
                self.send_from(Token::NullCharacterToken, stop, stop + 1);
            }
            at = stop + 1;
        }
        self.at = (end + 3).min(self.source.len());
    }

    /// A doctype, of which the tree builder takes the quirks mode.
    fn doctype(&mut self, from: usize) {
        let start = self.at;
        self.at = from;
        let mut doctype = Doctype::default();
        if self.doctype_parts(&mut doctype).is_none() {
            doctype.force_quirks = true;
            self.at = self.source.len();
        }
        self.send(Token::DoctypeToken(doctype), start);
    }

    /// Reads up to and with the `>`; `None` where the input ends before.
    fn doctype_parts(&mut self, doctype: &mut Doctype) -> Option<()> {
        self.skip_space();
        if self.peek(0)? == b'>' {
            self.at += 1;
            doctype.force_quirks = true;
            return Some(());
        }
        let rest = &self.bytes()[self.at..];
        let length = rest.iter().position(|&byte| is_space(byte) || byte == b'>').unwrap_or(rest.len());
        let name = self.source[self.at..self.at + length].to_ascii_lowercase();
        doctype.name = Some(StrTendril::from_slice(&without_nul(&name)));
        self.at += length;
        self.skip_space();
        if self.peek(0)? == b'>' {
            self.at += 1;
            return Some(());
        }
        let keyword = self.bytes().get(self.at..self.at + 6).map(<[u8]>::to_ascii_lowercase);
        let ids = match keyword.as_deref() {
            Some(b"public") => 2,
            Some(b"system") => 1,
            _ => return self.bogus_doctype(doctype, true),
        };
        self.at += 6;
        for id in 0..ids {
            self.skip_space();
            let quote = match self.peek(0)? {
                quote @ (b'"' | b'\'') => quote,
                b'>' => {
                    self.at += 1;
                    // Only the system identifier after a public one may be left out.
                    doctype.force_quirks |= id == 0;
                    return Some(());
                }
                _ => return self.bogus_doctype(doctype, true),
            };
            let from = self.at + 1;
            let rest = &self.bytes()[from..];
            // A `>` ends the doctype even inside the quotes.
            let length = memchr::memchr2(quote, b'>', rest);
            let end = from + length.unwrap_or(rest.len());
            let text = Some(self.clean(from, end));
            if ids == 2 && id == 0 {
                doctype.public_id = text;
            } else {
                doctype.system_id = text;
            }
            length?;
            self.at = end + 1;
            if self.bytes()[end] == b'>' {
                doctype.force_quirks = true;
                return Some(());
            }
        }
        self.skip_space();
        self.bogus_doctype(doctype, false)
    }

    /// Passes over what is no part of a doctype.
    fn bogus_doctype(&mut self, doctype: &mut Doctype, quirks: bool) -> Option<()> {
        doctype.force_quirks |= quirks;
        match memchr::memchr(b'>', &self.bytes()[self.at..]) {
            Some(end) => self.at += end + 1,
            None if quirks => return None,
            // What follows a whole doctype is passed over to the end, and the doctype stands … unless
            // the input ends right there.
            None => {
                let whole = self.at == self.source.len();
                self.at = self.source.len();
                doctype.force_quirks |= whole;
            }
        }
        Some(())
    }
}
