//! Lists of words that lines are asked for thousands of times a page: found by how they begin.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::words::Words;

/// Words in lower case. Those of one first letter keep their order.
pub(super) struct Lexicon {
    words: Words,
    /// The words by the first letter, each with its second.
    by_letter: OnceLock<FxHashMap<char, Vec<Word>>>,
}

/// The second letter of a word that has one, and the word.
type Word = (Option<char>, &'static str);

impl Lexicon {
    /// The words of a list, by its table and its name.
    pub(super) const fn of(table: &'static str, name: &'static str) -> Lexicon {
        Lexicon { words: Words::of(table, name), by_letter: OnceLock::new() }
    }

    /// The words that a text may start with, whatever its case.
    pub(super) fn like(&self, text: &str) -> impl Iterator<Item = &'static str> {
        let by_letter = self.by_letter.get_or_init(|| {
            let mut by_letter: FxHashMap<char, Vec<Word>> = FxHashMap::default();
            for &word in &*self.words {
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
        static WORDS: Lexicon = Lexicon::of("keys", "minutes");
        let like = |text: &str| WORDS.like(text).collect::<Vec<_>>();
        assert_eq!(like("Dk"), ["dk"]);
        assert_eq!(like("PErson"), ["perc", "perces"]);
        assert_eq!(like("МИНУТ"), ["мин", "минут", "минуты"]);
        assert_eq!(like("λΕπτά"), ["λεπτά", "λεπτό"]);
        assert_eq!(like("分钟"), ["分钟", "分"]);
        for none in ["on", "m", "", "12"] {
            assert_eq!(like(none), [""; 0]);
        }
    }
}
