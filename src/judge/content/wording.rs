//! What the words of a text are about, in kinds that are the same in every language: sharing, signing up,
//! what else there is to read.
//!
//! The lexicon holds the plain words that sites put on their furniture, in thirty-seven languages. A block is not
//! judged by them: the model sees how much of a text speaks of a kind and decides with all else it knows.

use std::collections::HashMap;
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use super::features::fnv;
use super::tokens::Tokens;

/// What a word may be about; the last one are the words that hold sentences together.
#[rustfmt::skip]
pub const KINDS: [&str; 25] = [
    "says related", "says more", "says popular", "says share", "says newsletter", "says account", "says buy",
    "says price", "says delivery", "says comment", "says forum", "says review", "says search", "says paging",
    "says site", "says firm", "says legal", "says ad", "says byline", "says date", "says topic", "says details",
    "says image", "says you", "says small",
];

/// The words of each kind, which is its name without "says".
pub(super) const LEXICON: &str = include_str!("lexicon.toml");

/// Words read of one block: its beginning tells what it is about.
const MOST_WORDS: u32 = 60;

/// The longest word of a script without spaces, in characters.
const LONGEST_RUN: usize = 6;

/// The kinds by their number, with their words.
fn kinds() -> Vec<(usize, String)> {
    let lexicon: HashMap<String, String> = toml::from_str(LEXICON).expect("the lexicon is read by a test");
    let kind = |name: &str| KINDS.iter().position(|kind| kind.strip_prefix("says ") == Some(name));
    lexicon.into_iter().map(|(name, words)| (kind(&name).expect("a kind"), words)).collect()
}

/// All words with the kinds that they may be about, by their hash, and what tells most other words without one.
struct Index {
    kinds: HashMap<u64, u32, FxBuildHasher>,
    /// By the first two letters of words in ASCII the lengths that they have, a bit for each.
    lengths: [u32; 1 << 10],
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index { kinds: HashMap::default(), lengths: [0; 1 << 10] };
    for (kind, words) in kinds() {
        for word in words.split_whitespace() {
            *index.kinds.entry(hash(word.chars())).or_default() |= 1 << kind;
            index.lengths[first_letters(word)] |= 1 << word.len().min(31);
        }
    }
    index
});

impl Index {
    /// Whether a word in ASCII may be one of these.
    fn may_hold(&self, word: &str) -> bool {
        self.lengths[first_letters(word)] >> word.len().min(31) & 1 == 1
    }
}

/// The first two letters of a word as a number, whatever their case.
fn first_letters(word: &str) -> usize {
    let letter = |at: usize| usize::from(word.as_bytes().get(at).copied().unwrap_or_default() & 31);
    letter(0) << 5 | letter(1)
}

/// What a text is about.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Wording {
    /// Words that speak of each kind.
    pub(super) hits: [u16; KINDS.len()],
    /// Words read.
    pub(super) words: u16,
    /// Numbers among them that are years of our time.
    pub(super) years: u16,
}

impl Wording {
    /// Reads a text, or its beginning.
    pub(super) fn of(text: &str) -> Wording {
        let mut wording = Wording::default();
        let index = &*INDEX;
        for (range, is_ascii) in Tokens::joined(text) {
            let word = &text[range];
            if is_ascii {
                wording.years += u16::from(is_year(word));
                if index.may_hold(word) {
                    wording.count(fnv(word.bytes().map(|byte| byte.to_ascii_lowercase().into())));
                }
                wording.words += 1;
            } else if word.chars().next().is_some_and(is_unspaced) {
                wording.read_run(word);
            } else {
                wording.count(hash(word.chars().flat_map(char::to_lowercase)));
                wording.words += 1;
            }
            if u32::from(wording.words) >= MOST_WORDS {
                break;
            }
        }
        wording
    }

    /// The share of the words that speak of a kind.
    pub(super) fn share(&self, kind: usize) -> f32 {
        f32::from(self.hits[kind]) / f32::from(self.words.max(1))
    }

    /// Whether half of the words or more speak of a kind.
    pub(super) fn is_mostly(&self, kind: usize) -> bool {
        2 * u32::from(self.hits[kind]) >= u32::from(self.words.max(1))
    }

    fn count(&mut self, hash: u64) -> bool {
        let Some(&kinds) = INDEX.kinds.get(&hash) else { return false };
        let mut rest = kinds;
        while rest != 0 {
            self.hits[rest.trailing_zeros() as usize] += 1;
            rest &= rest - 1;
        }
        true
    }

    /// A run of a script without spaces: the longest word of the lexicon at each place, two characters a word.
    fn read_run(&mut self, run: &str) {
        let characters: Vec<char> = run.chars().take(2 * MOST_WORDS as usize).collect();
        let mut at = 0;
        while at < characters.len() {
            let longest = (1..=LONGEST_RUN.min(characters.len() - at)).rev();
            let found =
                longest.into_iter().find(|&length| self.count(hash(characters[at..at + length].iter().copied())));
            at += found.unwrap_or(1);
        }
        self.words += u16::try_from(characters.len().div_ceil(2)).unwrap_or(u16::MAX);
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

fn hash(characters: impl Iterator<Item = char>) -> u64 {
    fnv(characters.map(u32::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(text: &str, kind: &str) -> f32 {
        let number = KINDS.iter().position(|known| *known == kind).expect("a kind");
        Wording::of(text).share(number)
    }

    #[test]
    fn furniture_speaks_of_the_same_in_every_language() {
        for (text, kind) in [
            ("Related articles", "says related"),
            ("Ähnliche Beiträge", "says related"),
            ("Também recomendados", "says related"),
            ("Share on Facebook", "says share"),
            ("Partager sur Facebook", "says share"),
            ("分享到微信", "says share"),
            ("3 комментария, ответить", "says comment"),
            ("コメントする", "says comment"),
            ("Zapisz się na newsletter", "says newsletter"),
            ("حقوق النشر محفوظة", "says legal"),
            ("Lasītākie raksti", "says popular"),
            ("Hozzászólások", "says comment"),
            ("이용약관 개인정보처리방침", "says legal"),
        ] {
            assert!(share(text, kind) >= 0.3, "{text}: {}", share(text, kind));
        }
    }

    #[test]
    fn every_word_of_the_lexicon_is_found() {
        let kinds = kinds();
        assert_eq!(kinds.len(), KINDS.len());
        for (kind, words) in &kinds {
            for word in words.split_whitespace() {
                assert!(Wording::of(word).hits[*kind] > 0, "{} {word}", KINDS[*kind]);
                assert_eq!(word.to_lowercase(), word);
            }
        }
    }

    #[test]
    fn other_words_speak_of_nothing() {
        let wording = Wording::of("Grendel besought Heorot");
        assert_eq!((wording.words, wording.hits), (3, [0; KINDS.len()]));
        assert_eq!(Wording::of(" – … "), Wording::default());
        assert_eq!(Wording::of("❤️ 👩‍🚀 mill").words, 1);
    }

    #[test]
    fn prose_is_held_together_by_small_words() {
        assert!(share("It was the best of times, and it was the worst of times.", "says small") > 0.6);
        assert!(share("Es war die beste und es war die schlimmste Zeit.", "says small") > 0.5);
        assert!(share("Mill Granary Barn Weir", "says small") < 0.1);
    }

    #[test]
    fn years_are_numbers_of_our_time() {
        assert_eq!(Wording::of("From 1911 to 2024, in 1066 and 20245").years, 2);
    }

    #[test]
    fn only_the_beginning_of_a_long_text_is_read() {
        let long = "mill ".repeat(500) + "share share share";
        let wording = Wording::of(&long);
        assert_eq!(u32::from(wording.words), MOST_WORDS);
        assert_eq!(share(&long, "says share"), 0.0);
    }
}
