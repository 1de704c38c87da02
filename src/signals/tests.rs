use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn of(text: &str) -> Signals {
    Signals::of(text, Some("en"))
}

/// Equal but for the last bits.
#[track_caller]
fn same(found: Option<f64>, expected: f64) {
    assert!(found.is_some_and(|found| (found - expected).abs() < 1e-12), "{found:?}, not {expected}");
}

#[test]
fn words_are_counted_as_they_stand_and_normalized() {
    // Raw: NASA didn't see 3 #tags — and U.S. ... {x}; normalized without the dash and the ellipsis.
    let signals = of("NASA didn't see 3 #tags — and U.S. ... {x}");
    assert_eq!(signals.rps_doc_word_count, 8);
    same(signals.rps_doc_mean_word_length, f64::from(4 + 5 + 3 + 1 + 4 + 3 + 2 + 1) / 8.0);
    same(signals.rps_doc_symbol_to_word_ratio, 2.0 / 10.0);
    same(signals.rps_doc_frac_all_caps_words, 2.0 / 10.0);
    same(signals.rps_doc_frac_no_alph_words, 3.0 / 10.0);
    same(signals.rps_doc_stop_word_fraction, 2.0 / 10.0);
    same(signals.rps_doc_curly_bracket, 2.0 / 42.0);
}

#[test]
fn different_words_and_their_entropy() {
    let signals = of("a A, b c");
    same(signals.rps_doc_frac_unique_words, 0.75);
    // 1/2 ln 2 + 2 · 1/4 ln 4 = 3/2 ln 2
    same(signals.rps_doc_unigram_entropy, 1.5 * std::f64::consts::LN_2);
}

#[test]
fn sentences_are_what_the_pattern_finds() {
    for (text, count) in
        [("", 0), ("...", 0), ("One", 1), ("One. Two? Three!", 3), ("It cost 3.5.", 2), ("«Wait…» he.", 1)]
    {
        assert_eq!(of(text).rps_doc_num_sentences, count, "{text}");
    }
    assert_eq!(of("今天下雨。明天呢？").rps_doc_num_sentences, 2);
}

#[test]
fn stop_words_are_for_english_alone() {
    assert_eq!(Signals::of("the", Some("de")).rps_doc_stop_word_fraction, None);
    assert_eq!(Signals::of("the", None).rps_doc_stop_word_fraction, None);
    assert_eq!(of("The").rps_doc_stop_word_fraction, Some(1.0));
    assert!(stop_words::ENGLISH.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())));
}

#[test]
fn lorem_ipsum() {
    // "lorem ipsum dolor lorem" has 23 characters.
    same(of("Lorem ipsum, dolor. Lorem").rps_doc_lorem_ipsum, 1.0 / 23.0);
    assert_eq!(of("ipsum lorem").rps_doc_lorem_ipsum, Some(0.0));
}

#[test]
fn lines() {
    let long = "This line is longer than thirty characters";
    let signals = of(&format!("{long}.\n\n- One...\n- One...\nEnable JavaScript\n\n{long}"));
    same(signals.rps_doc_frac_lines_end_with_ellipsis, 2.0 / 5.0);
    same(signals.line_punct_ratio, 3.0 / 5.0);
    same(signals.short_line_ratio, 3.0 / 5.0);
    same(signals.bullet_line_ratio, 2.0 / 5.0);
    same(signals.javascript_line_ratio, 1.0 / 5.0);
    // 43 + 8 + 8 + 17 + 42 characters, of which the second "- One..." is said again.
    same(signals.char_duplicates_ratio, 8.0 / 118.0);
    // Seven words a long line, of two words each short one.
    same(signals.list_ratio, 4.0 / 20.0);
    same(of(&"x".repeat(30)).short_line_ratio, 1.0);
    same(of(&"x".repeat(31)).short_line_ratio, 0.0);
}

#[test]
fn the_most_frequent_n_gram() {
    // "aa bb" three times, of 2 · 2 + 2 · 2 + 2 · 2 + 1 + 3 characters.
    let signals = of("aa bb c aa bb ddd aa bb");
    same(signals.rps_doc_frac_chars_top_2gram, 12.0 / 16.0);
    // No 3-gram is said twice.
    same(signals.rps_doc_frac_chars_top_3gram, 0.0);
    // "x yy" and "yy x" come twice: the first counts.
    same(of("x yy z x yy x yy").rps_doc_frac_chars_top_2gram, 9.0 / 10.0);
    same(of("a bb zzz a bb cccc d cccc d").rps_doc_frac_chars_top_2gram, 6.0 / 19.0);
    // It overlaps itself.
    same(of("a a a a").rps_doc_frac_chars_top_3gram, 1.0);
}

#[test]
fn repeated_n_grams_count_each_word_once() {
    // Six words twice, with one of three letters between them.
    let signals = of("a b c d e f ggg A b c, d e f");
    for found in [signals.rps_doc_frac_chars_dupe_5grams, signals.rps_doc_frac_chars_dupe_6grams] {
        same(found, 12.0 / 15.0);
    }
    same(signals.rps_doc_frac_chars_dupe_7grams, 0.0);
    same(signals.rps_doc_frac_chars_dupe_10grams, 0.0);
    same(of(&"w ".repeat(11)).rps_doc_frac_chars_dupe_10grams, 1.0);
    same(of(&"w ".repeat(10)).rps_doc_frac_chars_dupe_10grams, 0.0);
}

#[test]
fn each_character_of_a_script_without_spaces_is_a_word() {
    let signals = Signals::of("GDP增长5%。今天「天」", Some("zh"));
    // GDP 增 长 5%。 今 天「 天」
    assert_eq!(signals.rps_doc_word_count, 7);
    same(signals.rps_doc_mean_word_length, 9.0 / 7.0);
    same(signals.rps_doc_frac_unique_words, 6.0 / 7.0);
    same(signals.rps_doc_frac_no_alph_words, 1.0 / 7.0);
    same(signals.line_punct_ratio, 1.0);
    // Vowel signs belong to their letters.
    assert_eq!(Signals::of("กำ ที่", None).rps_doc_word_count, 3);
    assert_eq!(of("हिन्दी cafe\u{301}").rps_doc_word_count, 2);
}

#[test]
fn where_there_is_nothing_a_signal_is_null() {
    for empty in ["", "\n \n"] {
        let signals = of(empty);
        assert_eq!((signals.rps_doc_word_count, signals.rps_doc_num_sentences), (0, 0));
        assert_eq!((signals.rps_doc_mean_word_length, signals.rps_doc_stop_word_fraction), (None, None));
        assert_eq!((signals.line_punct_ratio, signals.rps_doc_frac_chars_dupe_5grams), (None, None));
    }
    let word = of("word");
    assert_eq!((word.rps_doc_word_count, word.rps_doc_unigram_entropy), (1, Some(0.0)));
    assert_eq!((word.rps_doc_frac_chars_top_2gram, word.list_ratio), (Some(0.0), Some(0.0)));
    let signs = of("*** ---");
    assert_eq!((signs.rps_doc_word_count, signs.rps_doc_frac_no_alph_words), (0, Some(1.0)));
    assert_eq!((signs.rps_doc_mean_word_length, signs.rps_doc_lorem_ipsum), (None, None));
}

#[test]
fn the_table_names_every_signal() {
    let docs = include_str!("mod.rs").replace("{2,3,4}", "2").replace("{5..10}", "5");
    for name in Signals::names() {
        let name = name.replace(['3', '4'], "2").replace(['6', '7', '8', '9'], "5").replace("10", "5");
        assert!(docs.contains(&format!("//! | `{name}` |")), "{name}");
    }
}

/// Names of signals that can be over 1.
const NO_SHARES: [&str; 5] = [
    "rps_doc_word_count",
    "rps_doc_mean_word_length",
    "rps_doc_symbol_to_word_ratio",
    "rps_doc_unigram_entropy",
    "rps_doc_num_sentences",
];

proptest! {
    #[test]
    fn every_signal_is_a_number_or_null_and_a_share_is_one(
        text in prop_oneof![any::<String>(), "([ab今ก้É.,#{}…]{1,3}[ \n]{1,2}){0,40}"]
    ) {
        let Value::Object(fields) = of(&text).to_json() else { unreachable!() };
        let json = of(&text);
        // Not-a-number and infinity would be null in JSON: null are only all of words, or all of lines.
        prop_assert_eq!(json.rps_doc_frac_all_caps_words.is_some(), !text.trim().is_empty());
        prop_assert_eq!(json.rps_doc_frac_chars_dupe_5grams.is_some(), json.rps_doc_word_count > 0);
        for option in [json.rps_doc_mean_word_length, json.rps_doc_unigram_entropy, json.rps_doc_symbol_to_word_ratio] {
            prop_assert!(option.is_none_or(f64::is_finite));
        }
        for (name, value) in fields.iter().filter_map(|(name, value)| Some((name, value.as_f64()?))) {
            prop_assert!(value >= 0.0 && !value.is_sign_negative(), "{} {}", name, value);
            prop_assert!(value <= 1.0 || NO_SHARES.contains(&name.as_str()), "{} {}", name, value);
        }
    }
}
