//! What holds for every setting.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

fn all() -> impl Iterator<Item = Normalizer> {
    [UnicodeForm::Nfc, UnicodeForm::Nfkc, UnicodeForm::Keep].into_iter().flat_map(|unicode| {
        [Quotes::Ascii, Quotes::Keep, Quotes::Typographic].map(move |quotes| Normalizer { unicode, quotes })
    })
}

#[rustfmt::skip]
const LANGUAGES: [Option<&str>; 11] = [
    None, Some("en"), Some("de"), Some("fr"), Some("ru"), Some("sv"), Some("pl"), Some("es"), Some("ja"), Some("it"),
    Some("nl"),
];

/// Letters of many scripts, and everything that a rule looks at.
const PIECES: &[&str] = &[
    "a",
    "B",
    "word",
    "é",
    "e\u{301}",
    "\u{301}",
    "ß",
    "ﬁ",
    "½",
    "10",
    "3",
    "s",
    "Ж",
    "й",
    "и\u{306}",
    "Ω",
    "\u{2126}",
    "ש",
    "בְּ",
    "ع",
    "لا",
    "می\u{200C}خ",
    "क्षि",
    "ก",
    "น้ำ",
    "ລາວ",
    "ခ",
    "ភ",
    "한",
    "\u{1100}\u{1161}",
    "中",
    "字",
    "か\u{3099}",
    "ｶﾞ",
    "１",
    "👩\u{200D}👧",
    "❤\u{FE0F}",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\u{A0}",
    "\u{2009}",
    "\u{202F}",
    "\u{3000}",
    "\u{2000}",
    "\u{205F}",
    "\u{200B}",
    "\u{AD}",
    "\u{FEFF}",
    "\u{200E}",
    "\u{202E}",
    "\u{2067}",
    "\u{2028}",
    "\u{85}",
    "\u{92}",
    "\0",
    "\u{7F}",
    "\u{1B}",
    "\u{1B}[1m",
    "[",
    "]",
    "\u{7}",
    "\"",
    "'",
    "“",
    "”",
    "„",
    "‟",
    "‘",
    "’",
    "‚",
    "‛",
    "«",
    "»",
    "‹",
    "「",
    "′",
    "″",
    "ʻ",
    "ʼ",
    "׳",
    "״",
    "＂",
    ".",
    ",",
    "?",
    "!",
    ":",
    ";",
    "-",
    "–",
    "—",
    "…",
    "(",
    ")",
    "`",
    "``",
    "{\"",
    "}",
    "x(\"",
    "\")",
    "://",
    "www.",
    "tis",
    "em",
    "´",
    "Ã",
    "Â",
    "©",
    "â",
    "€",
    "™",
    "Ð",
    "Р",
    "Г",
    "√",
    "├",
    "&",
    "amp;",
    "&lt;",
    "#39;",
    "#8217;",
    "nbsp;",
    "code ",
    " & ",
    "<a",
    "&gt;",
    "=",
    "html",
    "¨",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

proptest! {
    #[test]
    fn twice_is_once(text in prop_oneof![text(), any::<String>()], language in prop::sample::select(&LANGUAGES[..])) {
        for normalizer in all() {
            let once = normalizer.prose(&text, language).into_owned();
            prop_assert_eq!(&normalizer.prose(&once, language), &once, "{:?} {:?}", normalizer, language);
            let once = normalizer.code(&text).into_owned();
            prop_assert_eq!(&normalizer.code(&once), &once, "{:?}", normalizer);
        }
    }

    #[test]
    fn no_letter_is_lost_or_invented(text in text(), language in prop::sample::select(&LANGUAGES[..])) {
        // Escape sequences go with their letters, and removing one can join a letter and its accent.
        let text = text.replace('\u{1B}', "");
        // What entities and mojibake stand for may be letters.
        let text = text.replace(['&', 'Ã', 'Â', 'Ð', 'Р', 'Г', '√', '├'], "");
        let code = controls::remove(&text, &mut 0).into_owned();
        let text = Normalizer { unicode: UnicodeForm::Keep, quotes: Quotes::Keep }.prose(&text, None).into_owned();
        for normalizer in all() {
            let formed = |text: &str| -> String {
                match normalizer.unicode {
                    UnicodeForm::Nfc => text.nfc().collect(),
                    UnicodeForm::Nfkc => text.nfkc().collect(),
                    UnicodeForm::Keep => text.to_owned(),
                }
            };
            let mut fixes = Fixes::default();
            let normal = normalizer.prose_counting(&text, language, &mut fixes);
            if fixes.get(Fix::Mojibake) == 0 {
                prop_assert_eq!(letters(&normal), letters(&formed(&text)));
            }
            prop_assert_eq!(letters(&normalizer.code(&code)), letters(&formed(&code)));
        }
    }

    #[test]
    fn what_does_not_change_is_not_copied(text in text()) {
        for normalizer in all() {
            let once = normalizer.prose(&text, Some("en")).into_owned();
            prop_assert!(matches!(normalizer.prose(&once, Some("en")), Cow::Borrowed(_)));
        }
    }
}

#[test]
fn defaults_as_promised() {
    let normalizer = Normalizer::default();
    for (text, expected) in [
        ("“It’s clear” – he said…", "\"It's clear\" – he said…"),
        ("cafe\u{301}\u{A0}au  lait ", "café au lait"),
        ("« Oui » 「はい」 5′10″", "« Oui » 「はい」 5′10″"),
        ("10³ ½ ﬁ ，：", "10³ ½ ﬁ ，："),
    ] {
        assert_eq!(normalizer.prose(text, None), expected);
    }
    assert_eq!(normalizer.code("a  =\t“b” \r\n\u{FEFF}e\u{301}"), "a  =\t“b” \né");
}
