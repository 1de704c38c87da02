//! Characters: what is normalized twice stays, and a stream is what its lines are.

#![no_main]

use dehusk::characters::Characters;
use dehusk::normalize::{Normalizer, Quotes, UnicodeForm};
use dehusk_fuzz::Trickle;
use encoding_rs::UTF_8;
use libfuzzer_sys::fuzz_target;

const FORMS: [UnicodeForm; 3] = [UnicodeForm::Nfc, UnicodeForm::Nfkc, UnicodeForm::Keep];
const QUOTES: [Quotes; 3] = [Quotes::Ascii, Quotes::Keep, Quotes::Typographic];
const LANGUAGES: [Option<&str>; 10] = [
    None,
    Some("en"),
    Some("de"),
    Some("fr"),
    Some("ru"),
    Some("sv"),
    Some("pl"),
    Some("es"),
    Some("ja"),
    Some("no such language"),
];

fuzz_target!(|data: &[u8]| {
    let Some((&[settings, language], bytes)) = data.split_first_chunk() else { return };
    let settings = usize::from(settings);
    let normalizer = Normalizer { unicode: FORMS[settings % 3], quotes: QUOTES[settings / 3 % 3] };
    let language = LANGUAGES[usize::from(language) % 10];
    let once = stream(&normalizer, language, bytes, usize::MAX);
    assert_eq!(stream(&normalizer, language, bytes, 1 + settings), once, "in pieces it is another");
    assert_eq!(stream(&normalizer, language, once.as_bytes(), usize::MAX), once);
    no_controls(&once);

    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let prose = normalizer.prose(text, language);
    no_controls(&prose);
    assert_eq!(normalizer.prose(&prose, language), prose, "of {text:?}");
    let code = normalizer.code(text);
    no_controls(&code);
    assert_eq!(normalizer.code(&code), code, "of {text:?}");
});

fn stream(normalizer: &Normalizer, language: Option<&str>, bytes: &[u8], most: usize) -> String {
    let mut out = Vec::new();
    let input = Trickle { stream: bytes, most, turn: 0 };
    Characters::new(normalizer, language).stream(input, UTF_8, &mut out).expect("no error of memory");
    String::from_utf8(out).expect("UTF-8")
}

fn no_controls(text: &str) {
    assert!(!text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'), "a control in {text:?}");
}
