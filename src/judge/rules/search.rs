//! Words of packs in a folded text, all of them at once: a glance at every place where a word may begin, and a
//! closer look where one of these does.
//!
//! The glance asks a small table whether any word begins with the four bytes that stand there. At every
//! byte, that took half the time of following an automaton from byte to byte; the table fits the nearest cache.

use std::cmp::Reverse;
use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};
use memchr::memmem;
use rustc_hash::FxHashMap;

use crate::block::together::{self, TOGETHER};

/// Bytes that the glance takes in.
const GLANCE: usize = 4;

/// What is looked for.
#[derive(Debug)]
pub struct Search {
    /// Whether a word may begin behind a letter or a digit of the text.
    within: bool,
    /// The first bytes of all words.
    glance: Table,
    /// Words that are looked up by their first eight bytes, those by four, and those by three; none of them empty.
    groups: Vec<Group>,
    /// Words too short for that, of which packs have next to none.
    shortest: Vec<(memmem::Finder<'static>, usize)>,
}

/// Words that are looked up by as many of their first bytes.
#[derive(Debug)]
struct Group {
    bytes: usize,
    table: Table,
    /// The words, those with the same first bytes side by side.
    words: Vec<Word>,
    /// Which words begin with these bytes.
    by_start: FxHashMap<u64, Range<usize>>,
}

/// A word that is looked up.
#[derive(Debug)]
struct Word {
    number: usize,
    text: String,
    /// Spaces that it begins with. It is looked up by what follows them: a text has a space for every word.
    spaces: usize,
}

impl Word {
    fn of(text: &str, number: usize) -> Word {
        Word { number, text: text.to_owned(), spaces: text.len() - text.trim_start_matches(' ').len() }
    }

    fn looked_up(&self) -> &[u8] {
        &self.text.as_bytes()[self.spaces..]
    }

    /// The occurrence whose spaces end at this byte.
    fn behind_spaces(&self, bytes: &[u8], at: usize) -> Option<Strike> {
        let start = at.checked_sub(self.spaces).filter(|&start| bytes[start..].starts_with(self.text.as_bytes()))?;
        Some(Strike { word: self.number, start, end: start + self.text.len() })
    }
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
    /// For these words, which are numbered in their order. Spaces in front aside, those that begin with a letter or a digit are found where
    /// a word of the text begins, and inside of one, in ASCII, only where they are looked for `within` words.
    pub fn new<'w>(words: impl Iterator<Item = &'w str>, within: bool) -> Search {
        let mut groups = [8, 4, 3].map(Group::new);
        let (mut glance, mut shortest) = (Table::new(), Vec::new());
        for (number, text) in words.enumerate() {
            let word = Word::of(text, number);
            let bytes = word.looked_up();
            let Some(group) = groups.iter_mut().find(|group| group.bytes <= bytes.len()) else {
                shortest.push((memmem::Finder::new(text).into_owned(), number));
                continue;
            };
            let first = first_bytes(bytes, GLANCE);
            // Behind three bytes any other may follow.
            let fourth = if bytes.len() < GLANCE { 0..=u8::MAX } else { 0..=0 };
            fourth.for_each(|next| glance.mark(first | u64::from(next) << 24));
            group.words.push(word);
        }
        groups.iter_mut().for_each(Group::index);
        Search {
            within,
            glance,
            groups: groups.into_iter().filter(|group| !group.words.is_empty()).collect(),
            shortest,
        }
    }

    /// Whether any of the words occurs.
    pub fn is_match(&self, text: &str) -> bool {
        self.look(text, |bytes, at| self.words_at(bytes, at).next().is_some())
            || self.shortest.iter().any(|(word, _)| word.find(text.as_bytes()).is_some())
    }

    /// All occurrences of all words, in order of their ends; where several end, the longest first.
    pub fn strikes(&self, text: &str) -> Vec<Strike> {
        let mut strikes = Vec::new();
        self.look(text, |bytes, at| {
            strikes.extend(self.words_at(bytes, at));
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

    /// Calls `seen` with the bytes of the text and every place where a word may begin, spaces in front aside, until it
    /// says that this is enough; tells whether it did.
    fn look(&self, text: &str, mut seen: impl FnMut(&[u8], usize) -> bool) -> bool {
        let bytes = text.as_bytes();
        let mut ask = |at: usize| {
            let rest = &bytes[at..];
            let first = rest.first_chunk().map(|first| u64::from(u32::from_le_bytes(*first)));
            self.glance.holds(first.unwrap_or_else(|| first_bytes(rest, GLANCE))) && seen(bytes, at)
        };
        if self.within {
            return (0..bytes.len()).any(ask);
        }
        !bytes.is_empty() && dispatch!(Level::new(), simd => ask_at_starts(simd, bytes, &mut ask))
    }

    /// The words that begin at this byte, spaces in front aside.
    fn words_at<'s>(&'s self, bytes: &'s [u8], at: usize) -> impl Iterator<Item = Strike> + 's {
        let here = self.groups.iter().flat_map(move |group| group.beginning(&bytes[at..]));
        here.filter_map(move |word| word.behind_spaces(bytes, at))
    }
}

/// Asks at every byte but spaces and those that follow a letter or a digit and are one, in ASCII. Compiled once for every width of
/// registers.
#[inline(always)]
fn ask_at_starts<S: Simd>(simd: S, text: &[u8], ask: &mut impl FnMut(usize) -> bool) -> bool {
    let (mut from, mut before) = (0, false);
    together::any_of(simd, text, |bytes, count| {
        let inside = together::written(bytes);
        let others = !(bytes.simd_eq(b' ').to_bitmask() | inside & together::behind(inside, before));
        let mut starts = others & together::bits(count);
        before = inside >> (TOGETHER - 1) == 1;
        while starts != 0 {
            if ask(from + starts.trailing_zeros() as usize) {
                return true;
            }
            starts &= starts - 1;
        }
        from += count;
        false
    })
}

impl Group {
    fn new(bytes: usize) -> Group {
        Group { bytes, table: Table::new(), words: Vec::new(), by_start: FxHashMap::default() }
    }

    /// Makes the words ready to be looked up.
    fn index(&mut self) {
        self.words.sort_by_cached_key(|word| (first_bytes(word.looked_up(), self.bytes), word.number));
        for (at, word) in self.words.iter().enumerate() {
            let first = first_bytes(word.looked_up(), self.bytes);
            self.table.mark(first);
            self.by_start.entry(first).or_insert(at..at).end = at + 1;
        }
    }

    /// The words that have their first bytes in common with a text.
    fn beginning(&self, text: &[u8]) -> &[Word] {
        let first = first_bytes(text, self.bytes);
        let range = if self.table.holds(first) { self.by_start.get(&first) } else { None };
        range.map_or(&[], |range| &self.words[range.clone()])
    }
}

/// The first bytes of words: may say yes in vain, never no.
#[derive(Debug)]
struct Table(Vec<u64>);

impl Table {
    /// For the words of all packs about one bit in forty is set.
    const BITS: usize = 1 << 16;

    fn new() -> Table {
        Table(vec![0; Table::BITS / 64])
    }

    fn mark(&mut self, first: u64) {
        let bit = Table::bit_of(first);
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    #[inline]
    fn holds(&self, first: u64) -> bool {
        let bit = Table::bit_of(first);
        self.0[bit / 64] & (1 << (bit % 64)) != 0
    }

    /// A multiplicative hash: its high bits depend on all bytes.
    #[inline]
    fn bit_of(first: u64) -> usize {
        (first.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - Table::BITS.trailing_zeros())) as usize
    }
}

/// So many first bytes as a number; zeros behind the end of the text.
#[inline]
fn first_bytes(bytes: &[u8], count: usize) -> u64 {
    let whole =
        bytes.first_chunk().map(|first| u64::from_le_bytes(*first) & (u64::MAX >> (u64::BITS as usize - 8 * count)));
    whole.unwrap_or_else(|| bytes.iter().take(count).rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
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
        let search = Search::new(words.into_iter(), true);
        let found = |text| search.strikes(text).iter().map(|strike| words[strike.word]).collect::<Vec<_>>();
        assert_eq!(found("shareholder"), ["share", "are", "sharehold"]);
        assert_eq!(found("a pin, x ads"), ["pin", "x", "ad"]);
        assert_eq!(found("ads\0"), ["ad", "ads\0"]);
        assert_eq!(found("mill"), [""; 0]);
        assert!(search.is_match("spin") && search.is_match("x") && !search.is_match("spi") && !search.is_match(""));
    }

    #[test]
    fn words_are_found_where_words_begin() {
        let words = ["share", " ads", "(c)", "öl", " x", "  two"];
        let search = Search::new(words.into_iter(), false);
        let found = |text: &str| search.strikes(text).iter().map(|strike| words[strike.word]).collect::<Vec<_>>();
        for text in ["share ads (c) öl x  two", "\u{e9}share\u{e9} ads9(c)xöl x9  two"] {
            assert_eq!(found(text), words, "{text}");
            // Wherever in the bytes that are looked at together.
            (0..=2 * TOGETHER).for_each(|before| assert_eq!(found(&format!("{}-{text}", "m".repeat(before))), words));
        }
        assert_eq!(found("ads two"), [""; 0]);
        let inside = format!("{}share", "9".repeat(TOGETHER - 1));
        assert!(!search.is_match("mshare") && !search.is_match("9share") && !search.is_match(&inside));
    }

    proptest! {
        #[test]
        fn it_finds_what_looking_everywhere_finds(
            words in proptest::collection::vec(" {0,2}[ab\0é]{1,7}", 1..12),
            text in "[ab\0é ]{0,40}",
        ) {
            let search = Search::new(words.iter().map(String::as_str), true);
            // Occurrences of one short word are not looked for inside each other: no such word can be wound up.
            let wound = |word: &String| word.len() == 2 && word.as_bytes()[0] == word.as_bytes()[1];
            prop_assume!(!words.iter().any(wound));
            prop_assert_eq!(search.strikes(&text), slowly(&words, &text));
            prop_assert_eq!(search.is_match(&text), !slowly(&words, &text).is_empty());
        }
    }
}
