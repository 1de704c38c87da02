//! The promise of quotes: straight by default where they are quotes, the language's own on demand, and never what
//! only looks like one.

use dehusk::normalize::{Normalizer, Quotes};

fn written(quotes: Quotes, language: &str, text: &str) -> String {
    Normalizer { quotes, ..Normalizer::default() }.prose(text, Some(language)).into_owned()
}

#[test]
fn ascii_spares_what_is_no_curly_quote() {
    for text in [
        "5′10″ tall, 40°26′46″N",
        "Hawaiʻi and ʻokina",
        "пʼять, обʼєкт",
        "צה״ל, ג׳ירפה",
        "« Oui », dit-elle ; ‹ non ›",
        "「はい」『いいえ』",
        "`code` and \"straight\" and 'single'",
    ] {
        assert_eq!(written(Quotes::Ascii, "en", text), text);
    }
}

#[test]
fn ascii_straightens_the_quotes_of_every_language() {
    for (text, expected) in [
        ("“He said ‘no’ to me”", "\"He said 'no' to me\""),
        ("’Tis the ’90s, rock ’n’ roll", "'Tis the '90s, rock 'n' roll"),
        ("„So“, sagt er, ‚nicht‘", "\"So\", sagt er, 'nicht'"),
        ("„Tak”, powiedział", "\"Tak\", powiedział"),
        ("”Ja”, sade hon", "\"Ja\", sade hon"),
        ("п’ять", "п'ять"),
    ] {
        assert_eq!(written(Quotes::Ascii, "en", text), expected);
    }
}

#[test]
fn typographic_writes_the_languages_own() {
    for (language, text, expected) in [
        ("en", "\"He said 'no' to me\"", "“He said ‘no’ to me”"),
        ("en", "'Tis the '90s, dogs' tails", "’Tis the ’90s, dogs’ tails"),
        ("en", "5'10\" tall, and \"so\" on", "5'10\" tall, and “so” on"),
        ("en", "see https://example.org/?q='a' and `x = \"y\"`", "see https://example.org/?q='a' and `x = \"y\"`"),
        ("de", "Er: \"Ja\", 'nein'.", "Er: „Ja“, ‚nein‘."),
        ("pl", "\"Tak\", powiedział", "„Tak”, powiedział"),
        ("sv", "\"Ja\", sade hon", "”Ja”, sade hon"),
        ("fr", "Elle dit \"oui\".", "Elle dit «\u{202F}oui\u{202F}»."),
        ("ru", "Он сказал: \"да\".", "Он сказал: «да»."),
        ("ja", "「はい」と\"言う\"", "「はい」と\"言う\""),
        ("uk", "пʼять і \"так\"", "пʼять і «так»"),
    ] {
        let once = written(Quotes::Typographic, language, text);
        assert_eq!(once, expected, "{language}");
        assert_eq!(written(Quotes::Typographic, language, &once), once, "{language}");
    }
}
