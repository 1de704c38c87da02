//! Runs of n words that are said more than once.

use rustc_hash::FxHashMap;

use super::words::{Word, Words};

/// An n-gram that is said once. No longer one that holds it is said more often, so that these are never looked up: in
/// most texts next to nothing is left from 4 words on.
const ONCE: u32 = u32::MAX;

/// The n-grams of a text, for one n after the other.
#[derive(Debug)]
pub(super) struct Grams<'w> {
    words: &'w [Word],
    /// Words of one.
    n: usize,
    /// The n-gram that begins at each word, as a number that is equal for equal n-grams, or [`ONCE`]. Numbers are given
    /// in the order in which n-grams are first said.
    at: Vec<u32>,
    /// How often each is said, by number.
    counts: Vec<u32>,
    /// Numbers of n-grams by those of their first and their last n-1 words, which make it: no hash is taken for the
    /// n-gram itself.
    numbers: FxHashMap<(u32, u32), u32>,
}

impl<'w> Grams<'w> {
    /// Begins with single words.
    pub(super) fn of(words: &'w Words) -> Grams<'w> {
        let at = words.normalized.iter().map(|word| word.number).collect();
        let counts = words.counts.clone();
        let mut grams = Grams { words: &words.normalized, n: 1, at, counts, numbers: FxHashMap::default() };
        grams.forget_single();
        grams
    }

    /// Goes on to n-grams of one word more.
    pub(super) fn longer(&mut self) -> &mut Self {
        self.n += 1;
        self.counts.clear();
        self.numbers.clear();
        for place in 1..self.at.len() {
            let parts = (self.at[place - 1], self.at[place]);
            self.at[place - 1] = if parts.0 == ONCE || parts.1 == ONCE {
                ONCE
            } else {
                let next = self.counts.len() as u32;
                let number = *self.numbers.entry(parts).or_insert(next);
                if number == next {
                    self.counts.push(0);
                }
                self.counts[number as usize] += 1;
                number
            };
        }
        // At the last word no longer n-gram begins.
        self.at.pop();
        self.forget_single();
        self
    }

    fn forget_single(&mut self) {
        for number in &mut self.at {
            if *number != ONCE && self.counts[*number as usize] == 1 {
                *number = ONCE;
            }
        }
    }

    /// Characters in the most frequent n-gram, the first of equals; none where all are said once.
    pub(super) fn top(&self) -> usize {
        let most = self.counts.iter().copied().max().unwrap_or(0);
        let top = self.counts.iter().position(|&count| count == most && most > 1);
        top.map_or(0, |top| self.chars(|number| number as usize == top))
    }

    /// Characters in n-grams that are said more than once.
    pub(super) fn repeated(&self) -> usize {
        self.chars(|number| number != ONCE)
    }

    /// Characters of the words in such n-grams, each counted once.
    fn chars(&self, is_such: impl Fn(u32) -> bool) -> usize {
        let mut counted = 0;
        let mut chars = 0;
        for (place, _) in self.at.iter().enumerate().filter(|(_, number)| is_such(**number)) {
            let end = place + self.n;
            chars += self.words[counted.max(place)..end].iter().map(|word| word.chars as usize).sum::<usize>();
            counted = end;
        }
        chars
    }
}
