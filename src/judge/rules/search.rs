//! Words of packs in a folded text, all of them at once: a glance at every byte, and a closer look where a word
//! may begin.
//!
//! The glance asks a small table whether any word begins with the four bytes that stand there. That takes half the
//! time of following an automaton from byte to byte, and the table fits the nearest cache.

use std::cmp::Reverse;
use std::ops::Range;

use memchr::memmem;
use rustc_hash::FxHashMap;

/// Bytes that the glance takes in.
const GLANCE: usize = 4;
/// Bits of the table: for the words of all packs about one in forty is set.
const BITS: usize = 1 << 16;
/// Tells the first bytes of words that are a byte shorter than the glance.
const SHORTER: u64 = 1 << 32;

/// What is looked for.
#[derive(Debug)]
pub struct Search {
    /// The words with their numbers, in order of their first bytes.
    words: Vec<(String, usize)>,
    /// Which words begin with these bytes.
    by_start: FxHashMap<u64, Range<usize>>,
    table: Vec<u64>,
    /// Words too short for the glance, of which packs have next to none.
    shortest: Vec<(memmem::Finder<'static>, usize)>,
}

/// An occurrence of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strike {
    /// Number of the word.
    pub word: usize,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Search {
    /// For these words, which are numbered in their order.
    pub fn new<'w>(words: impl Iterator<Item = &'w str>) -> Search {
        let mut search = Search {
            words: Vec::new(),
            by_start: FxHashMap::default(),
            table: vec![0; BITS / 64],
            shortest: Vec::new(),
        };
        for (number, word) in words.enumerate() {
            match word.len() {
                GLANCE.. => search.mark(first_bytes(word.as_bytes())),
                3 => (0..=u8::MAX).for_each(|next| search.mark(first_bytes(word.as_bytes()) | u32::from(next) << 24)),
                _ => {
                    search.shortest.push((memmem::Finder::new(word).into_owned(), number));
                    continue;
                }
            }
            search.words.push((word.to_owned(), number));
        }
        search.words.sort_by_cached_key(|(word, number)| (start_of(word), *number));
        for (at, (word, _)) in search.words.iter().enumerate() {
            search.by_start.entry(start_of(word)).or_insert(at..at).end = at + 1;
        }
        search
    }

    /// Whether any of the words occurs.
    pub fn is_match(&self, text: &str) -> bool {
        self.glance(text, |at, key| self.words_at(text, at, key).next().is_some())
            || self.shortest.iter().any(|(word, _)| word.find(text.as_bytes()).is_some())
    }

    /// All occurrences of all words, in order of their ends; where several end, the longest first.
    pub fn strikes(&self, text: &str) -> Vec<Strike> {
        let mut strikes = Vec::new();
        self.glance(text, |at, key| {
            strikes.extend(self.words_at(text, at, key));
            false
        });
        for (word, number) in &self.shortest {
            let length = word.needle().len();
            let places = word.find_iter(text.as_bytes());
            strikes.extend(places.map(|start| Strike { word: *number, start, end: start + length }));
        }
        strikes.sort_unstable_by_key(|strike| (strike.end, Reverse(strike.end - strike.start), strike.word));
        strikes
    }

    /// Calls `look` with every place where a word may begin, and the bytes there, until it says that it has seen
    /// enough; tells whether it did.
    fn glance(&self, text: &str, mut look: impl FnMut(usize, u32) -> bool) -> bool {
        let bytes = text.as_bytes();
        for (at, window) in bytes.windows(GLANCE).enumerate() {
            let key = first_bytes(window);
            if self.is_marked(key) && look(at, key) {
                return true;
            }
        }
        let last = bytes.len().saturating_sub(GLANCE - 1);
        (last..bytes.len()).any(|at| {
            let key = first_bytes(&bytes[at..]);
            self.is_marked(key) && look(at, key)
        })
    }

    /// The words that begin at a place.
    fn words_at<'s>(&'s self, text: &'s str, at: usize, key: u32) -> impl Iterator<Item = Strike> + 's {
        let here = [u64::from(key), u64::from(key & 0xff_ffff) | SHORTER];
        let words = here.into_iter().filter_map(|start| self.by_start.get(&start)).flat_map(|range| range.clone());
        words.filter_map(move |word| {
            let (word, number) = &self.words[word];
            let is_here = text.as_bytes()[at..].starts_with(word.as_bytes());
            is_here.then(|| Strike { word: *number, start: at, end: at + word.len() })
        })
    }

    fn mark(&mut self, key: u32) {
        let bit = bit_of(key);
        self.table[bit / 64] |= 1 << (bit % 64);
    }

    #[inline]
    fn is_marked(&self, key: u32) -> bool {
        let bit = bit_of(key);
        self.table[bit / 64] & (1 << (bit % 64)) != 0
    }
}

/// The bytes that the glance takes in, as a number; zeros behind the end of the text.
#[inline]
fn first_bytes(bytes: &[u8]) -> u32 {
    match bytes {
        [a, b, c, d, ..] => u32::from_le_bytes([*a, *b, *c, *d]),
        _ => bytes.iter().rev().fold(0, |number, &byte| number << 8 | u32::from(byte)),
    }
}

/// The key of a word of at least three bytes.
fn start_of(word: &str) -> u64 {
    let shorter = if word.len() < GLANCE { SHORTER } else { 0 };
    u64::from(first_bytes(word.as_bytes())) | shorter
}

/// A multiplicative hash: its high bits depend on all four bytes.
#[inline]
fn bit_of(key: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> 16) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slowly(words: &[String], text: &str) -> Vec<Strike> {
        let mut strikes = Vec::new();
        for (number, word) in words.iter().enumerate() {
            let starts = (0..text.len()).filter(|&at| text.as_bytes()[at..].starts_with(word.as_bytes()));
            strikes.extend(starts.map(|start| Strike { word: number, start, end: start + word.len() }));
        }
        strikes.sort_by_key(|strike| (strike.end, Reverse(strike.end - strike.start), strike.word));
        strikes
    }

    #[test]
    fn words_of_every_length_are_found_to_the_end_of_the_text() {
        let words = ["x", "ad", "pin", "share", "sharehold", "are", "ads\0"];
        let search = Search::new(words.into_iter());
        let found = |text| search.strikes(text).iter().map(|strike| words[strike.word]).collect::<Vec<_>>();
        assert_eq!(found("shareholder"), ["share", "are", "sharehold"]);
        assert_eq!(found("a pin, x ads"), ["pin", "x", "ad"]);
        assert_eq!(found("ads\0"), ["ad", "ads\0"]);
        assert_eq!(found("mill"), [""; 0]);
        assert!(search.is_match("spin") && search.is_match("x") && !search.is_match("spi") && !search.is_match(""));
    }

    proptest! {
        #[test]
        fn it_finds_what_looking_everywhere_finds(
            words in proptest::collection::vec("[ab\0é]{1,7}", 1..12),
            text in "[ab\0é]{0,40}",
        ) {
            let search = Search::new(words.iter().map(String::as_str));
            // Occurrences of one short word are not looked for inside each other: no such word can be wound up.
            let wound = |word: &String| word.len() == 2 && word.as_bytes()[0] == word.as_bytes()[1];
            prop_assume!(!words.iter().any(wound));
            prop_assert_eq!(search.strikes(&text), slowly(&words, &text));
            prop_assert_eq!(search.is_match(&text), !slowly(&words, &text).is_empty());
        }
    }
}
