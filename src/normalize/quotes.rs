//! Curly quotes to straight ones.

use std::borrow::Cow;

/// The double quotes that `"` stands for.
pub(super) const DOUBLE: [char; 4] = ['“', '”', '„', '‟'];

/// The single quotes that `'` stands for.
pub(super) const SINGLE: [char; 4] = ['‘', '’', '‚', '‛'];

/// Makes curly quotes straight. Adds how many there were to `count`.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curly_quotes_become_straight_and_others_stay() {
        assert_eq!(straighten("“a” ‘b’ „c“ ‚d‘ don’t", &mut 0), "\"a\" 'b' \"c\" 'd' don't");
        for text in ["« a » ‹b›", "「あ」", "5′10″", "ʻokina пʼять", "צה״ל ג׳", "\"a\" 'b'"] {
            assert!(matches!(straighten(text, &mut 0), Cow::Borrowed(_)), "{text}");
        }
    }
}
