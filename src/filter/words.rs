//! Words as near duplicates are compared by.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::block::is_unspaced;

/// Calls `word` for every normalised word: lower case, without accents; punctuation and spaces part words.
/// A character of a script without spaces is a word of its own.
pub fn each(text: &str, mut word: impl FnMut(&str)) {
    let mut present = String::new();
    let mut end = |present: &mut String| {
        if !present.is_empty() {
            word(present);
            present.clear();
        }
    };
    for c in text.nfd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
        if is_unspaced(c) {
            end(&mut present);
            present.push(c);
            end(&mut present);
        } else if c.is_alphanumeric() {
            present.push(c);
        } else if !is_combining_mark(c) && !matches!(c, '\'' | '’') {
            end(&mut present);
        }
    }
    end(&mut present);
}

#[cfg(test)]
mod tests {
    #[test]
    fn case_accents_and_punctuation_do_not_count() {
        let mut words = Vec::new();
        super::each("Don't, CAFÉ-bar 今日", |word| words.push(word.to_owned()));
        assert_eq!(words, ["dont", "cafe", "bar", "今", "日"]);
    }
}
