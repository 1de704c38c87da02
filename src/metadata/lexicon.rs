//! Lists of words that lines are asked for thousands of times a page: found by how they begin.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

/// Words in lower case. Those of one first letter keep their order.
pub(super) struct Lexicon {
    words: &'static [&'static str],
    /// The words by the first letter, each with its second.
    by_letter: OnceLock<FxHashMap<char, Vec<Word>>>,
}

/// The second letter of a word that has one, and the word.
type Word = (Option<char>, &'static str);

impl Lexicon {
    pub(super) const fn of(words: &'static [&'static str]) -> Lexicon {
        Lexicon { words, by_letter: OnceLock::new() }
    }

    /// The words that a text may start with, whatever its case.
    pub(super) fn like(&self, text: &str) -> impl Iterator<Item = &'static str> {
        let by_letter = self.by_letter.get_or_init(|| {
            let mut by_letter: FxHashMap<char, Vec<Word>> = FxHashMap::default();
            for word in self.words {
                let (first, second) = begin(word);
                by_letter.entry(first).or_default().push((second, word));
            }
            by_letter
        });
        let (first, second) = begin(text);
        let words = by_letter.get(&first).map_or(&[][..], Vec::as_slice);
        words.iter().filter(move |(wanted, _)| wanted.is_none() || *wanted == second).map(|(_, word)| *word)
    }
}

/// The first letter of a text in lower case, and the second.
fn begin(text: &str) -> (char, Option<char>) {
    let mut letters = text.chars().map(|c| c.to_lowercase().next().unwrap_or(c));
    (letters.next().unwrap_or_default(), letters.next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_how_they_begin() {
        static WORDS: Lexicon = Lexicon::of(&["by", "écrit", "автор", "border"]);
        let like = |text: &str| WORDS.like(text).collect::<Vec<_>>();
        assert_eq!(like("By Jane"), ["by"]);
        assert_eq!(like("BOrder"), ["border"]);
        assert_eq!(like("АВТОР: Анна"), ["автор"]);
        assert_eq!(like("Écrit par"), ["écrit"]);
        for none in ["on", "b", "", "12"] {
            assert_eq!(like(none), [""; 0]);
        }
    }
}
