//! What Python takes for a word, a space and a lower-case letter: the alphabet of all measures.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

/// Python's `\w+`. Its `\w` is letters, numbers and the underscore, without the combining marks that
/// the `\w` of most other languages holds.
static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("a fixed pattern"));
static DAY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\d{4}-\d{2}-\d{2}").expect("a fixed pattern"));

/// How often each word occurs.
#[derive(Debug, Clone, Default)]
pub struct Bag {
    counts: HashMap<Box<str>, u32>,
    total: i64,
}

impl Bag {
    /// The lower-cased words of a text.
    pub fn of(text: &str) -> Bag {
        let mut bag = Bag::default();
        for word in WORD.find_iter(&text.to_lowercase()) {
            bag.total += 1;
            match bag.counts.get_mut(word.as_str()) {
                Some(count) => *count += 1,
                None => {
                    bag.counts.insert(word.as_str().into(), 1);
                }
            }
        }
        bag
    }

    /// How many words, repetitions included.
    pub fn total(&self) -> i64 {
        self.total
    }

    /// How many words both hold, repetitions included.
    pub fn shared(&self, other: &Bag) -> i64 {
        let (small, large) = if self.counts.len() <= other.counts.len() { (self, other) } else { (other, self) };
        small.counts.iter().map(|(word, count)| i64::from(*count.min(large.counts.get(word).unwrap_or(&0)))).sum()
    }
}

/// Lower case, plain quotes and dashes, single spaces: what snippets are compared in.
pub fn fold(text: &str) -> String {
    let mut same = String::with_capacity(text.len());
    for c in text.to_lowercase().chars() {
        match c {
            '‘' | '’' | '‚' | '‛' | 'ʼ' | '´' | '`' => same.push('\''),
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => same.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => same.push('-'),
            '…' => same.push_str("..."),
            other => same.push(other),
        }
    }
    squeeze(&same)
}

/// Python's `" ".join(text.split())`.
pub fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for part in text.split(is_space).filter(|part| !part.is_empty()) {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(part);
    }
    squeezed
}

/// Whether nothing but white space is in it.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}

/// Python's `str.isspace`: Unicode's white space and the four information separators.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// The words of a title, whatever its case, width and punctuation.
pub fn plain(text: &str) -> String {
    let compatible: String = text.nfkc().collect();
    let folded = caseless::default_case_fold_str(&compatible);
    let words: Vec<&str> = WORD.find_iter(&folded).map(|word| word.as_str()).collect();
    words.join(" ")
}

/// The words of one or more names in alphabetical order, without `and` and a leading `by`.
pub fn person(names: &str) -> String {
    let mut bare = String::with_capacity(names.len());
    let mut done = 0;
    for word in WORD.find_iter(names) {
        let before = &names[done..word.start()];
        bare.extend(before.chars().map(|c| if matches!(c, ';' | ',' | '&') { ' ' } else { c }));
        let leads = || is_blank(&names[..word.start()]);
        let skipped =
            word.as_str().eq_ignore_ascii_case("and") || (word.as_str().eq_ignore_ascii_case("by") && leads());
        bare.push_str(if skipped { " " } else { word.as_str() });
        done = word.end();
    }
    bare.push_str(&names[done..]);
    let plain = plain(&bare);
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    words.sort_unstable();
    words.join(" ")
}

/// The first ISO 8601 day, or nothing.
pub fn day(text: &str) -> String {
    DAY.find(text).map_or(String::new(), |day| day.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    // The expected values are what Python 3.11 gives for the functions of the same names in score.py.

    #[test]
    fn words_are_letters_numbers_and_underscores_but_no_marks() {
        let words = |text: &str| -> Vec<String> { WORD.find_iter(text).map(|word| word.as_str().to_owned()).collect() };
        assert_eq!(words("snake_case don't x² ½"), ["snake_case", "don", "t", "x²", "½"]);
        assert_eq!(words("cafe\u{301} हिन्दी Ⅻ ㊿ 漢字"), ["cafe", "ह", "न", "द", "Ⅻ", "㊿", "漢字"]);
    }

    #[test]
    fn lower_case_knows_the_final_sigma_and_the_dotted_i() {
        let bag = Bag::of("ΟΔΟΣ οδος İstanbul");
        assert_eq!(bag.shared(&Bag::of("οδος οδος i")), 3, "{bag:?}");
        assert_eq!(bag.total(), 4, "the dot above of i̇ parts the word");
    }

    #[test]
    fn bags_count_repetitions() {
        let bag = Bag::of("the cat and the dog and the bird");
        assert_eq!(bag.total(), 8);
        assert_eq!(bag.shared(&Bag::of("The the AND")), 3);
        assert_eq!(bag.shared(&Bag::default()), 0);
    }

    #[test]
    fn snippets_fold_case_quotes_dashes_and_space() {
        assert_eq!(fold("  „Don’t” \u{85}\u{1c} «wait»…\u{a0}a—b\n"), "\"don't\" \"wait\"... a-b");
        assert_eq!(fold("\u{200b}x\u{feff}"), "\u{200b}x\u{feff}");
    }

    #[test]
    fn titles_fold_width_case_and_punctuation() {
        assert_eq!(plain("Ｆｕｌｌ—Straße: ﬁnd №5"), "full strasse find no5");
        assert_eq!(plain(""), "");
    }

    #[test]
    fn names_fold_order_and_joining_words() {
        assert_eq!(person("By Jane Doe and Max O’Neil"), "doe jane max neil o");
        assert_eq!(person("Doe, Jane & Andy Byrd"), "andy byrd doe jane");
        assert_eq!(person("written by Jane"), "by jane written");
        assert_eq!(person("by-line AND and\u{301}"), "line");
    }

    #[test]
    fn days_are_found_anywhere() {
        assert_eq!(day("on 2025-02-06T10:00"), "2025-02-06");
        assert_eq!(day("6 Feb 2025"), "");
    }
}
