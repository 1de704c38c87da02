//! Curly quotes to straight ones.

use std::borrow::Cow;

use memchr::memmem;

use super::literals::Literals;

/// The double quotes that `"` stands for.
pub(super) const DOUBLE: [char; 4] = ['“', '”', '„', '‟'];

/// The single quotes that `'` stands for.
pub(super) const SINGLE: [char; 4] = ['‘', '’', '‚', '‛'];

/// Makes curly quotes straight, but those in code between backticks and in addresses. Adds how many there were to
/// `count`.
pub(super) fn straighten<'t>(text: &'t str, count: &mut u32) -> Cow<'t, str> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut done = 0;
    let mut changed = 0;
    // U+2018 to U+201F, which is all of both lists, begin with E2 80.
    for at in memchr::memchr_iter(0xE2, bytes) {
        let straight = match bytes[at..] {
            [_, 0x80, 0x98..=0x9B, ..] => '\'',
            [_, 0x80, 0x9C..=0x9F, ..] => '"',
            _ => continue,
        };
        if changed == 0 {
            if has_literals(bytes) {
                return straighten_around_literals(text, count);
            }
            out.reserve(text.len());
        }
        out.push_str(&text[done..at]);
        out.push(straight);
        done = at + 3;
        changed += 1;
    }
    if changed == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    *count += changed;
    Cow::Owned(out)
}

/// Whether there may be code or addresses in a text, which most have not.
fn has_literals(bytes: &[u8]) -> bool {
    memchr::memchr(b'`', bytes).is_some()
        || [&b"://"[..], b"www."].iter().any(|sign| memmem::find(bytes, sign).is_some())
}

fn straighten_around_literals<'t>(text: &'t str, count: &mut u32) -> Cow<'t, str> {
    let mut out = String::with_capacity(text.len());
    let mut changed = 0;
    for line in text.split_inclusive('\n') {
        let mut literals = Literals::default();
        for (at, c) in line.char_indices() {
            let straight = match c {
                _ if literals.holds(line, at, c) => c,
                _ if SINGLE.contains(&c) => '\'',
                _ if DOUBLE.contains(&c) => '"',
                _ => c,
            };
            out.push(straight);
            changed += u32::from(straight != c);
        }
    }
    *count += changed;
    if changed == 0 { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_addresses_keep_theirs() {
        for (text, expected) in [
            ("“Write `“` first”", "\"Write `“` first\""),
            ("see https://fr.example.org/wiki/L’Été for ‘it’", "see https://fr.example.org/wiki/L’Été for 'it'"),
            (
                "“see www.example.org/L’a” and ‘http://example.org’",
                "\"see www.example.org/L’a\" and 'http://example.org'",
            ),
            ("it`s “so”, don`t “go” to www.example.org’s", "it`s \"so\", don`t \"go\" to www.example.org's"),
            ("``a “b” ` c`` “d” ``“e”", "``a “b” ` c`` \"d\" ``\"e\""),
            ("``so’’ it’s ``“so”''", "``so'' it's ``\"so\"''"),
            ("``So,” she said, “then” ``no”", "``So,\" she said, \"then\" ``no\""),
            ("a ` tick “b”\nand ` one “c”", "a ` tick \"b\"\nand ` one \"c\""),
        ] {
            assert_eq!(straighten(text, &mut 0), expected);
            assert_eq!(straighten(expected, &mut 0), expected);
        }
        assert!(matches!(straighten("`“”`", &mut 0), Cow::Borrowed(_)));
    }

    #[test]
    fn curly_quotes_become_straight_and_others_stay() {
        assert_eq!(straighten("“a” ‘b’ „c“ ‚d‘ don’t", &mut 0), "\"a\" 'b' \"c\" 'd' don't");
        for text in ["« a » ‹b›", "「あ」", "5′10″", "ʻokina пʼять", "צה״ל ג׳", "\"a\" 'b'"] {
            assert!(matches!(straighten(text, &mut 0), Cow::Borrowed(_)), "{text}");
        }
    }
}
