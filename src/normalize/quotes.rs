//! Curly quotes to straight ones.

use std::borrow::Cow;

/// The double quotes that `"` stands for.
pub(super) const DOUBLE: [char; 4] = ['“', '”', '„', '‟'];

/// The single quotes that `'` stands for.
pub(super) const SINGLE: [char; 4] = ['‘', '’', '‚', '‛'];

/// Makes curly quotes straight.
pub(super) fn straighten(text: &str) -> Cow<'_, str> {
    if !text.contains(is_curly) {
        return Cow::Borrowed(text);
    }
    let straight = |c: char| match c {
        c if DOUBLE.contains(&c) => '"',
        c if SINGLE.contains(&c) => '\'',
        c => c,
    };
    Cow::Owned(text.chars().map(straight).collect())
}

/// U+2018 to U+201F, which is all of both lists.
fn is_curly(c: char) -> bool {
    ('\u{2018}'..='\u{201F}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curly_quotes_become_straight_and_others_stay() {
        assert_eq!(straighten("“a” ‘b’ „c“ ‚d‘ don’t"), "\"a\" 'b' \"c\" 'd' don't");
        for text in ["« a » ‹b›", "「あ」", "5′10″", "ʻokina пʼять", "צה״ל ג׳", "\"a\" 'b'"] {
            assert!(matches!(straighten(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
