//! The form of a value: entities decoded, white space collapsed, controls removed, length capped.

use std::borrow::Cow;

use html5ever::data::NAMED_ENTITIES;

/// Characters of a title, a name or another short value.
pub(super) const SHORT: usize = 500;

/// Characters of a description.
pub(super) const LONG: usize = 5_000;

/// Entries of a list.
pub(super) const LIST: usize = 64;

/// One line of at most `limit` characters: entities that somebody encoded twice are decoded once, white space
/// is collapsed, control and invisible formatting characters are removed. `None` where nothing is left.
pub(super) fn one_line(text: &str, limit: usize) -> Option<String> {
    let mut line = String::new();
    append_line(&mut line, text, limit);
    (!line.is_empty()).then_some(line)
}

/// Appends such a line.
pub(super) fn append_line(out: &mut String, text: &str, limit: usize) {
    // Markup and space may outweigh the text; whatever lies further out is not a value but a document.
    let text = cut(text, limit.saturating_mul(4));
    let start = out.len();
    let trimmed = text.trim_ascii();
    if is_clean(trimmed) {
        out.push_str(trimmed[..trimmed.len().min(limit)].trim_ascii_end());
        return;
    }
    if text.len() <= limit && text.bytes().all(|byte| is_plain(byte) || byte.is_ascii_whitespace()) {
        for word in text.split_ascii_whitespace() {
            out.push_str(if out.len() == start { "" } else { " " });
            out.push_str(word);
        }
        return;
    }
    for word in decode_entities(text).split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        let before = out.len();
        if before > start {
            out.push(' ');
        }
        let begun = out.len();
        if word.is_ascii() {
            out.push_str(word);
        } else {
            out.extend(word.chars().filter(|&c| !is_invisible(c)));
        }
        if out.len() == begun {
            out.truncate(before);
        }
    }
    let kept = cut(&out[start..], limit).trim_end().len();
    out.truncate(start + kept);
}

/// Whether a text is such a line as it stands: plain ASCII with single spaces.
fn is_clean(text: &str) -> bool {
    let bytes = text.as_bytes();
    // All of it, many bytes at a time: most lines are clean.
    let fits = bytes.iter().fold(true, |all, &byte| all & (is_plain(byte) | (byte == b' ')));
    let gaps = || bytes.iter().zip(&bytes[1..]).fold(false, |any, (&a, &b)| any | ((a == b' ') & (b == b' ')));
    fits && (bytes.is_empty() || !gaps())
}

/// A visible character of ASCII that begins no entity.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic() & (byte != b'&')
}

/// The first `limit` characters.
pub(super) fn cut(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    if text.as_bytes()[..limit].is_ascii() {
        return &text[..limit];
    }
    text.char_indices().nth(limit).map_or(text, |(end, _)| &text[..end])
}

/// Whether a text has more characters than these.
pub(super) fn is_longer(text: &str, limit: usize) -> bool {
    cut(text, limit).len() < text.len()
}

/// Letters and digits in lower case: what makes two names the same.
pub(super) fn squash(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Words: runs of letters and digits in lower case.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Zero-width and directional formatting; joiners stay, since scripts and emoji need them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Decodes `&amp;`, `&#8217;`, `&uuml;` once. What is no entity stays.
fn decode_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity(rest) {
            Some((c, length)) => {
                decoded.push(c);
                rest = &rest[length..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Longest name of an entity with its signs, `&CounterClockwiseContourIntegral;`.
const LONGEST_ENTITY: usize = 34;

/// The entity at the start of a text, and its length in bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(LONGEST_ENTITY).position(|b| b == b';')?;
    let name = &text[1..=end];
    let code = match name.strip_prefix('#').map(|number| number.trim_end_matches(';')) {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        },
        None => NAMED_ENTITIES.get(name).filter(|(first, second)| *first != 0 && *second == 0)?.0,
    };
    char::from_u32(code).filter(|&c| c != '\0').map(|c| (c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_become_one_clean_line() {
        for (text, expected) in [
            ("  a \n\t b ", Some("a b")),
            ("Caf&eacute; &amp; Bar &#8211; it&#x27;s", Some("Café & Bar – it's")),
            ("&amp;lt;", Some("&lt;")),
            ("AT&T; R&D", Some("AT&T; R&D")),
            ("a\u{0}b\u{200b}c", Some("a bc")),
            ("&#0; &#99999999; &nonsense;", Some("&#0; &#99999999; &nonsense;")),
            ("&#38", Some("&#38")),
            (" \u{a0}\u{200b} ", None),
        ] {
            assert_eq!(one_line(text, SHORT).as_deref(), expected, "{text:?}");
        }
        assert_eq!(one_line(&"ü".repeat(600), SHORT).map(|line| line.chars().count()), Some(SHORT));
    }

    proptest! {
        #[test]
        fn a_line_is_never_longer_than_its_limit(text in "\\PC{0,80}|[&#x;a-z0-9]{0,80}") {
            if let Some(line) = one_line(&text, 20) {
                prop_assert!(line.chars().count() <= 20);
                prop_assert_eq!(line.trim(), &line);
            }
        }
    }
}
