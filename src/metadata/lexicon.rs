//! Lists of words that lines are asked for thousands of times a page: found by their first letter.

use std::sync::OnceLock;

/// Words in lower case. Those of one first letter keep their order.
pub(super) struct Lexicon {
    words: &'static [&'static str],
    /// The words by the first letter; those that begin with none of English in the first list.
    by_letter: OnceLock<[Vec<&'static str>; 27]>,
}

impl Lexicon {
    pub(super) const fn of(words: &'static [&'static str]) -> Lexicon {
        Lexicon { words, by_letter: OnceLock::new() }
    }

    /// The words that a text may start with, whatever its case.
    pub(super) fn like(&self, text: &str) -> impl Iterator<Item = &'static str> {
        let by_letter = self.by_letter.get_or_init(|| {
            let mut by_letter = [const { Vec::new() }; 27];
            for word in self.words {
                by_letter[letter(word)].push(*word);
            }
            by_letter
        });
        by_letter[letter(text)].iter().copied()
    }
}

/// 1 to 26 for the first letter of a text, 0 where it is none of English.
fn letter(text: &str) -> usize {
    let first = text.bytes().next().unwrap_or_default().to_ascii_lowercase();
    if first.is_ascii_lowercase() { usize::from(first - b'a') + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_first_letter() {
        static WORDS: Lexicon = Lexicon::of(&["by", "écrit", "автор", "border"]);
        let like = |text: &str| WORDS.like(text).collect::<Vec<_>>();
        assert_eq!(like("By Jane"), ["by", "border"]);
        assert_eq!(like("АВТОР: Анна"), ["écrit", "автор"]);
        assert_eq!(like("on"), [""; 0]);
        assert_eq!(like(""), ["écrit", "автор"]);
    }
}
