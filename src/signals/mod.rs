//! Quality signals: numbers about an article's text by which builders of corpora choose.
//!
//! Names that begin with `rps_` are those of RedPajama-V2, and their definitions too; the others are FineWeb's as
//! datatrove computes them, or our own where RedPajama gives a number for each line. A signal is null where there is
//! nothing to take it of: no words, no lines.
//!
//! | signal | definition | unit | source |
//! |---|---|---|---|
//! | `rps_doc_word_count` | normalized words | words | Gopher, RedPajama |
//! | `rps_doc_mean_word_length` | characters of a normalized word | characters | Gopher, RedPajama |
//! | `rps_doc_symbol_to_word_ratio` | `#`, `...` and `…` for each word | ratio, may be over 1 | Gopher, RedPajama |
//! | `rps_doc_frac_all_caps_words` | words with capital and without small letters | share of words | RedPajama |
//! | `rps_doc_frac_no_alph_words` | words without a letter | share of words | Gopher, RedPajama |
//! | `rps_doc_frac_unique_words` | different words | share of normalized words | RedPajama |
//! | `rps_doc_unigram_entropy` | entropy of the normalized words | nats | RedPajama |
//! | `rps_doc_num_sentences` | pieces between `.`, `!` and `?` with a letter or digit | sentences | C4, RedPajama |
//! | `rps_doc_stop_word_fraction` | [`stop_words::ENGLISH`]; null where the language is not English | share of words | RedPajama |
//! | `rps_doc_curly_bracket` | `{` and `}` | share of characters | C4, RedPajama |
//! | `rps_doc_lorem_ipsum` | times that it says "lorem ipsum" | for each normalized character | C4, RedPajama |
//! | `rps_doc_frac_lines_end_with_ellipsis` | lines that end in `...` or `…` | share of lines | Gopher, RedPajama |
//! | `rps_doc_frac_chars_top_{2,3,4}gram` | in the most frequent n-gram, the first of equals; 0 where none is said twice | share of the words' characters | Gopher, RedPajama |
//! | `rps_doc_frac_chars_dupe_{5..10}grams` | in n-grams that are said more than once, each counted once | share of the words' characters | Gopher, RedPajama |
//! | `line_punct_ratio` | lines that end in [`lines::TERMINAL`] | share of lines | FineWeb; C4 and RedPajama by line |
//! | `short_line_ratio` | lines of at most 30 characters | share of lines | FineWeb |
//! | `char_duplicates_ratio` | in lines that were there before | share of characters, without line ends | FineWeb |
//! | `list_ratio` | line ends for each word | ratio | FineWeb |
//! | `bullet_line_ratio` | lines that begin with a bullet | share of lines | Gopher; RedPajama by line |
//! | `javascript_line_ratio` | lines that say "javascript" | share of lines | C4; RedPajama by line |
//!
//! A word is what stands between spaces; a normalized word is its letters and digits in small letters. Deliberately
//! different are:
//!
//! - *Scripts without spaces* (Chinese, Japanese, Thai, Lao, Khmer, Burmese): each character is a word, as Unicode's
//!   segmentation has it where there is no dictionary. RedPajama has a word for each run, FineWeb a tokenizer for each
//!   language.
//! - *Normalized words* lose the punctuation and symbols of every script, not of ASCII alone, and accents are not
//!   taken apart, so that é is one character and not two.
//! - *Letters* are those of every script, not a to z; sentences and lines also end in the marks of other scripts.
//! - *Lines* are those that are not blank, and a line end is counted once between two of them: the blank line between
//!   paragraphs is how dehusk lays out text, while the thresholds of FineWeb are for texts without it. RedPajama
//!   counts blank lines.
//! - *The most frequent n-gram* takes each character once where it overlaps itself, so that the share is one.
//! - *Stop words* are compared as normalized words, with NLTK's list; RedPajama has a longer one, and one for each of
//!   its languages.
//! - *Bullets* are RedPajama's and those of plain text: `-` and `*` before a space.

mod grams;
pub mod lines;
pub mod stop_words;
#[cfg(test)]
mod tests;
mod words;

use serde::Serialize;
use serde_json::Value;

use grams::Grams;
use words::Words;

/// The signals of a text; see the table in the [module's docs](self) for what each of them is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[allow(missing_docs)] // The table says it.
pub struct Signals {
    pub rps_doc_word_count: u64,
    pub rps_doc_mean_word_length: Option<f64>,
    pub rps_doc_symbol_to_word_ratio: Option<f64>,
    pub rps_doc_frac_all_caps_words: Option<f64>,
    pub rps_doc_frac_no_alph_words: Option<f64>,
    pub rps_doc_frac_unique_words: Option<f64>,
    pub rps_doc_unigram_entropy: Option<f64>,
    pub rps_doc_num_sentences: u64,
    pub rps_doc_stop_word_fraction: Option<f64>,
    pub rps_doc_curly_bracket: Option<f64>,
    pub rps_doc_lorem_ipsum: Option<f64>,
    pub rps_doc_frac_lines_end_with_ellipsis: Option<f64>,
    pub rps_doc_frac_chars_top_2gram: Option<f64>,
    pub rps_doc_frac_chars_top_3gram: Option<f64>,
    pub rps_doc_frac_chars_top_4gram: Option<f64>,
    pub rps_doc_frac_chars_dupe_5grams: Option<f64>,
    pub rps_doc_frac_chars_dupe_6grams: Option<f64>,
    pub rps_doc_frac_chars_dupe_7grams: Option<f64>,
    pub rps_doc_frac_chars_dupe_8grams: Option<f64>,
    pub rps_doc_frac_chars_dupe_9grams: Option<f64>,
    pub rps_doc_frac_chars_dupe_10grams: Option<f64>,
    pub line_punct_ratio: Option<f64>,
    pub short_line_ratio: Option<f64>,
    pub char_duplicates_ratio: Option<f64>,
    pub list_ratio: Option<f64>,
    pub bullet_line_ratio: Option<f64>,
    pub javascript_line_ratio: Option<f64>,
}

impl Signals {
    /// Those of a text in this language, an ISO 639 code. In time and memory linear in the text's length.
    ///
    /// ```
    /// let signals = dehusk::signals::Signals::of("The cat saw the dog.", Some("en"));
    /// assert_eq!(signals.rps_doc_word_count, 5);
    /// assert_eq!(signals.rps_doc_frac_unique_words, Some(0.8));
    /// assert_eq!(signals.rps_doc_stop_word_fraction, Some(0.4));
    /// ```
    pub fn of(text: &str, language: Option<&str>) -> Signals {
        let words = Words::of(text);
        let lines = lines::Lines::of(text);
        let normalized = words.normalized.len();
        let letters = words.letters();
        let symbols: usize = ["#", "...", "…"].iter().map(|symbol| text.matches(symbol).count()).sum();
        let line_share = |count| share(count, lines.count);
        let word_share = |count| share(count, words.raw);

        let mut grams = Grams::of(&words);
        let [two, three, four] = std::array::from_fn(|_| share(grams.longer().top(), letters));
        let [five, six, seven, eight, nine, ten] = std::array::from_fn(|_| share(grams.longer().repeated(), letters));
        Signals {
            rps_doc_word_count: normalized as u64,
            rps_doc_mean_word_length: share(letters, normalized),
            rps_doc_symbol_to_word_ratio: word_share(symbols),
            rps_doc_frac_all_caps_words: word_share(words.all_caps),
            rps_doc_frac_no_alph_words: word_share(words.without_letter),
            rps_doc_frac_unique_words: share(words.counts.len(), normalized),
            rps_doc_unigram_entropy: words.entropy(),
            rps_doc_num_sentences: sentences(text) as u64,
            rps_doc_stop_word_fraction: (language == Some("en"))
                .then(|| word_share(words.said(&stop_words::ENGLISH)))
                .flatten(),
            rps_doc_curly_bracket: share(text.matches(['{', '}']).count(), text.chars().count()),
            rps_doc_lorem_ipsum: share(words.pairs("lorem", "ipsum"), letters + normalized.saturating_sub(1)),
            rps_doc_frac_lines_end_with_ellipsis: line_share(lines.ellipsis),
            rps_doc_frac_chars_top_2gram: two,
            rps_doc_frac_chars_top_3gram: three,
            rps_doc_frac_chars_top_4gram: four,
            rps_doc_frac_chars_dupe_5grams: five,
            rps_doc_frac_chars_dupe_6grams: six,
            rps_doc_frac_chars_dupe_7grams: seven,
            rps_doc_frac_chars_dupe_8grams: eight,
            rps_doc_frac_chars_dupe_9grams: nine,
            rps_doc_frac_chars_dupe_10grams: ten,
            line_punct_ratio: line_share(lines.punctuated),
            short_line_ratio: line_share(lines.short),
            char_duplicates_ratio: share(lines.repeated_chars, lines.chars),
            list_ratio: word_share(lines.count.saturating_sub(1)),
            bullet_line_ratio: line_share(lines.bullets),
            javascript_line_ratio: line_share(lines.javascript),
        }
    }

    /// The names, in the order in which they are written.
    pub fn names() -> Vec<String> {
        match Signals::default().to_json() {
            Value::Object(fields) => fields.into_iter().map(|(name, _)| name).collect(),
            _ => unreachable!("a struct is an object"),
        }
    }

    /// As an object of numbers and nulls.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).expect("numbers under names")
    }
}

/// How many of how many; nothing where there are none.
fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// RedPajama's pattern `\b[^.!?]+[.!?]*`, with the marks of other scripts.
fn sentences(text: &str) -> usize {
    let pieces = text.split(['.', '!', '?', '。', '！', '？', '｡', '．', '؟', '۔', '।', '॥', '။', '។', '።']);
    pieces.filter(|piece| piece.contains(|c: char| c.is_alphanumeric() || c == '_')).count()
}
