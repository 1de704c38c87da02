//! Words of a text as rules count them. Every line is counted, so many bytes are looked at together.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

use super::pattern::is_unspaced;
use crate::block::together::{self, TOGETHER};

/// Words of a text: runs between white space with letters or digits in them, and of a script that writes no spaces two
/// letters for a word, lest a paragraph of Chinese pass for a label.
pub fn words(text: &str) -> usize {
    let mut counter = Counter::default();
    if text.len() < TOGETHER {
        counter.take_each(text);
    } else {
        dispatch!(Level::new(), simd => counter.take(simd, text));
    }
    counter.total()
}

#[derive(Debug, Default)]
struct Counter {
    /// Words of the runs that are over.
    words: usize,
    /// Whether the present run holds a letter or a digit.
    says: bool,
    /// Its letters of a script without spaces.
    unspaced: usize,
}

impl Counter {
    /// Takes in a text, as many bytes at a time as it can. Compiled once for every width of registers.
    #[inline(always)]
    fn take<S: Simd>(&mut self, simd: S, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(block) = bytes[at..].first_chunk::<TOGETHER>() {
            if self.unspaced == 0 && block.is_ascii() {
                self.take_ascii(simd, block);
                at += TOGETHER;
                continue;
            }
            let end = at + TOGETHER;
            for c in text[at..].chars() {
                self.take_one(c);
                at += c.len_utf8();
                if at >= end {
                    break;
                }
            }
        }
        self.take_each(&text[at..]);
    }

    /// Takes in so many bytes of ASCII. Where the letters of a run are added to the run, as bits, a bit is carried to the
    /// byte behind it; a run without a letter stays as it is.
    #[inline(always)]
    fn take_ascii<S: Simd>(&mut self, simd: S, block: &[u8; TOGETHER]) {
        let bytes = u8x64::from_slice(simd, block);
        let white = (bytes.simd_eq(b' ') | (bytes - b'\t').simd_lt(5)).to_bitmask();
        let (sum, carried) = (!white).overflowing_add(together::written(bytes));
        let (sum, carried_too) = sum.overflowing_add(u64::from(self.says));
        self.words += (sum & white).count_ones() as usize;
        self.says = carried | carried_too;
    }

    fn take_each(&mut self, text: &str) {
        text.chars().for_each(|c| self.take_one(c));
    }

    fn take_one(&mut self, c: char) {
        let is_white = match c {
            '\t'..='\r' | ' ' => true,
            _ => !c.is_ascii() && c.is_whitespace(),
        };
        if is_white {
            self.words = self.total();
            (self.says, self.unspaced) = (false, 0);
        } else if c.is_ascii() {
            self.says |= c.is_ascii_alphanumeric();
        } else {
            self.unspaced += usize::from(is_unspaced(c));
            self.says |= c.is_alphanumeric();
        }
    }

    /// Words so far, if the present run were over.
    fn total(&self) -> usize {
        self.words + if self.says { self.unspaced.div_ceil(2).max(1) } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_say_something() {
        for (text, count) in
            [("", 0), (" - don't, (you) »x« \u{3000}“ ", 3), ("a ・ 日本語のテキスト!", 5), ("\u{B}1\u{85}2", 2)]
        {
            assert_eq!(words(text), count, "{text}");
            // Wherever in the bytes that are looked at together.
            (0..=2 * TOGETHER).for_each(|before| {
                assert_eq!(words(&format!("{} {text}", "-".repeat(before))), count, "{text}");
                assert_eq!(words(&format!("{} {text}", "m".repeat(before + 1))), count + 1, "{text}");
            });
        }
    }

    proptest! {
        #[test]
        fn words_are_what_is_between_white_space(text in "([a-z0-9 ]|[\t(“-]|[日ー・é\u{3000}]|\\PC){0,60}[a-z, -]{0,200}[é ]{0,3}") {
            let of_run = |run: &str| {
                let unspaced = run.chars().filter(|&c| is_unspaced(c)).count();
                let is_bare = !run.contains(char::is_alphanumeric);
                if is_bare { 0 } else { unspaced.div_ceil(2).max(1) }
            };
            prop_assert_eq!(words(&text), text.split_whitespace().map(of_run).sum::<usize>());
        }
    }
}
