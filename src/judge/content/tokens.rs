//! Words of a text, one after the other. All lines of all texts are read for them, so where words stand in ASCII is told of
//! many bytes at once.

use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};
use unicode_normalization::char::is_combining_mark;

use crate::block::together::{self, TOGETHER};

/// Words of a text as bytes of it, and whether all of a word is ASCII.
pub(super) struct Tokens<'t> {
    text: &'t str,
    /// Where the next word is looked for.
    at: usize,
    /// Whether apostrophes and hyphens are parts of words, and in the scripts of India and Persia marks and joiners.
    joined: bool,
    /// Bytes in ASCII of which `inside` tells which are parts of words, a bit for each.
    seen: Range<usize>,
    inside: u64,
}

impl<'t> Tokens<'t> {
    /// Letters and digits in a row, with what joins them: `don't`, `twenty-one`.
    pub(super) fn joined(text: &'t str) -> Tokens<'t> {
        Tokens { text, at: 0, joined: true, seen: 0..0, inside: 0 }
    }

    /// Letters and digits in a row.
    pub(super) fn bare(text: &'t str) -> Tokens<'t> {
        Tokens { joined: false, ..Tokens::joined(text) }
    }

    fn begins(&self, c: char) -> bool {
        match c {
            '\'' | '-' | '’' => self.joined,
            _ => c.is_alphanumeric(),
        }
    }

    fn goes_on(&self, c: char) -> bool {
        self.begins(c) || self.joined && (matches!(c, '\u{200C}' | '\u{200D}') || is_combining_mark(c))
    }

    /// The word from byte `start` on, by its characters.
    fn word_from(&mut self, start: usize) -> (Range<usize>, bool) {
        let rest = &self.text[start..];
        let length = rest.find(|c| !self.goes_on(c)).unwrap_or(rest.len());
        self.at = start + length;
        (start..self.at, rest[..length].is_ascii())
    }

    /// Looks at the bytes from here on, which begin in ASCII.
    fn look(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let mut padded = [0; TOGETHER];
        let block = together::first(rest, &mut padded);
        let (inside, ascii) = dispatch!(Level::new(), simd => parts_of_words(simd, block, self.joined));
        self.seen = self.at..self.at + ascii.min(rest.len());
        self.inside = inside;
    }
}

impl Iterator for Tokens<'_> {
    type Item = (Range<usize>, bool);

    fn next(&mut self) -> Option<(Range<usize>, bool)> {
        loop {
            if self.at >= self.seen.end {
                let &byte = self.text.as_bytes().get(self.at)?;
                if !byte.is_ascii() {
                    let c = self.text[self.at..].chars().next().expect("a character begins here");
                    if self.begins(c) {
                        return Some(self.word_from(self.at));
                    }
                    self.at += c.len_utf8();
                    continue;
                }
                self.look();
            }
            let Range { start: from, end } = self.seen;
            // Behind what was looked at all bits are 0.
            let rest = self.inside >> (self.at - from);
            let start = self.at + rest.trailing_zeros() as usize;
            if start >= end {
                self.at = end;
                continue;
            }
            let behind = start + (!(self.inside >> (start - from))).trailing_zeros() as usize;
            if behind >= end && end < self.text.len() {
                return Some(self.word_from(start));
            }
            self.at = behind.min(end);
            return Some((start..self.at, true));
        }
    }
}

/// Which of these bytes are parts of words, a bit for each, and how many are ASCII before one that is not. Compiled once for
/// every width of registers.
#[inline(always)]
fn parts_of_words<S: Simd>(simd: S, bytes: &[u8; TOGETHER], joined: bool) -> (u64, usize) {
    let bytes = u8x64::from_slice(simd, bytes);
    let ascii = (!bytes.simd_lt(0x80).to_bitmask()).trailing_zeros() as usize;
    let joints = if joined { (bytes.simd_eq(b'\'') | bytes.simd_eq(b'-')).to_bitmask() } else { 0 };
    ((together::written(bytes) | joints) & together::bits(ascii), ascii)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words<'t>(tokens: Tokens<'t>, text: &'t str) -> Vec<&'t str> {
        let word = |(range, is_ascii)| {
            let word: &str = &text[range];
            assert_eq!(word.is_ascii(), is_ascii);
            word
        };
        tokens.map(word).collect()
    }

    #[test]
    fn what_joins_is_part_of_a_word_or_is_not() {
        let text = "Don’t (twenty-one) क्षत्रिय, it's 42";
        assert_eq!(words(Tokens::joined(text), text), ["Don’t", "twenty-one", "क्षत्रिय", "it's", "42"]);
        assert_eq!(words(Tokens::bare("it's twenty-one"), "it's twenty-one"), ["it", "s", "twenty", "one"]);
        // Wherever in the bytes that are looked at together.
        for before in 0..2 * TOGETHER {
            let text = format!("{} hillside é x", ".".repeat(before));
            assert_eq!(words(Tokens::bare(&text), &text), ["hillside", "é", "x"]);
            let text = format!("{}hillsidé.x", "m".repeat(before));
            assert_eq!(words(Tokens::bare(&text), &text)[1..], ["x"]);
        }
    }

    proptest! {
        #[test]
        fn words_are_what_characters_say(text in "([a-zA-Z0-9'. -]|\\PC|[é’\u{301}\u{200D}日]){0,40}[a-z '.]{0,140}é?[a-z ]{0,70}") {
            for joined in [false, true] {
                let tokens = || Tokens { joined, ..Tokens::joined(&text) };
                let mut slowly = Vec::new();
                let mut at = 0;
                while let Some(begin) = text[at..].find(|c| tokens().begins(c)) {
                    let rest = &text[at + begin..];
                    let word = &rest[..rest.find(|c| !tokens().goes_on(c)).unwrap_or(rest.len())];
                    slowly.push(word);
                    at += begin + word.len();
                }
                prop_assert_eq!(words(tokens(), &text), slowly);
            }
        }
    }
}
