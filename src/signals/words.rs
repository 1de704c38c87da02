//! The words of a text, numbered.

use rustc_hash::FxHashMap;
use unicode_normalization::char::is_combining_mark;

use crate::block::is_unspaced;

/// A word as it is compared: its number, equal for equal words, and its characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub number: u32,
    pub chars: u32,
}

/// The words of a text.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// As they stand between spaces: how many.
    pub raw: usize,
    pub all_caps: usize,
    pub without_letter: usize,
    /// Normalized, in their order.
    pub normalized: Vec<Word>,
    /// How often each is said, by number. Numbers are given in the order in which words are first said.
    pub counts: Vec<u32>,
    numbers: FxHashMap<Box<str>, u32>,
}

/// The word that is being read.
#[derive(Debug, Default)]
struct Present {
    normalized: String,
    chars: u32,
    is_begun: bool,
    has_letter: bool,
    has_upper: bool,
    has_lower: bool,
    /// Its last letter is a word of its own; what follows but punctuation is the next word.
    is_full: bool,
}

impl Words {
    pub(super) fn of(text: &str) -> Words {
        let mut words = Words::default();
        let mut present = Present::default();
        for c in text.chars() {
            if c.is_whitespace() {
                words.end(&mut present);
                continue;
            }
            let is_mark = !c.is_ascii() && is_combining_mark(c);
            let is_letter = c.is_alphanumeric() && !is_mark;
            let is_unspaced = is_letter && !c.is_ascii() && is_unspaced(c);
            if is_letter && (present.is_full || (is_unspaced && present.chars > 0)) {
                words.end(&mut present);
            }
            present.take(c, is_letter, is_mark);
            present.is_full |= is_unspaced;
        }
        words.end(&mut present);
        words
    }

    fn end(&mut self, present: &mut Present) {
        if !present.is_begun {
            return;
        }
        self.raw += 1;
        self.all_caps += usize::from(present.has_upper && !present.has_lower);
        self.without_letter += usize::from(!present.has_letter);
        if present.chars > 0 {
            let number = match self.numbers.get(present.normalized.as_str()) {
                Some(&number) => number,
                None => {
                    let number = self.counts.len() as u32;
                    self.numbers.insert(present.normalized.as_str().into(), number);
                    self.counts.push(0);
                    number
                }
            };
            self.counts[number as usize] += 1;
            self.normalized.push(Word { number, chars: present.chars });
        }
        let mut normalized = std::mem::take(&mut present.normalized);
        normalized.clear();
        *present = Present { normalized, ..Present::default() };
    }

    /// Characters of the normalized words.
    pub(super) fn letters(&self) -> usize {
        self.normalized.iter().map(|word| word.chars as usize).sum()
    }

    /// Entropy of the normalized words, in nats.
    pub(super) fn entropy(&self) -> Option<f64> {
        let total = self.normalized.len() as f64;
        let share = |&count: &u32| f64::from(count) / total;
        // A single word would have minus zero.
        (total > 0.0).then(|| self.counts.iter().map(share).map(|p| -p * p.ln()).sum::<f64>().max(0.0))
    }

    /// How often these are said.
    pub(super) fn said(&self, these: &[&str]) -> usize {
        let numbers = these.iter().filter_map(|word| self.numbers.get(*word));
        numbers.map(|&number| self.counts[number as usize] as usize).sum()
    }

    /// How often the one is followed by the other.
    pub(super) fn pairs(&self, one: &str, other: &str) -> usize {
        let (Some(&one), Some(&other)) = (self.numbers.get(one), self.numbers.get(other)) else { return 0 };
        self.normalized.windows(2).filter(|pair| pair[0].number == one && pair[1].number == other).count()
    }
}

impl Present {
    fn take(&mut self, c: char, is_letter: bool, is_mark: bool) {
        self.is_begun = true;
        self.has_letter |= c.is_alphabetic();
        self.has_upper |= c.is_uppercase();
        self.has_lower |= c.is_lowercase();
        // A mark without a letter before it is none of a word.
        if !(is_letter || (is_mark && self.chars > 0)) {
            return;
        }
        let before = self.normalized.len();
        match c.is_ascii() {
            true => self.normalized.push(c.to_ascii_lowercase()),
            false => self.normalized.extend(c.to_lowercase()),
        }
        self.chars += if c.is_ascii() { 1 } else { self.normalized[before..].chars().count() as u32 };
    }
}
