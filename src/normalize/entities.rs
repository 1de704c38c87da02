//! HTML entities that were left in text: `Q&amp;A`, `it&#8217;s`, `10&nbsp;km`.
//!
//! They are decoded once. What would look like an entity again afterwards stays, and so does what would make a tag:
//! whoever writes `&amp;lt;` or `&lt;b&gt;` writes about markup. So decoding the outcome again changes nothing.

use std::borrow::Cow;

use markup5ever::data::NAMED_ENTITIES;

/// The longest name has 31 letters.
const LONGEST: usize = 32;

/// Words of a text that is about markup, in lower case.
const ABOUT_MARKUP: [&str; 6] = ["html", "xml", "entit", "markup", "escap", "unicode"];

/// Decodes the entities of a text that has no tags and is not about markup.
pub(super) fn decode<'t>(text: &'t str, count: &mut u32) -> Cow<'t, str> {
    let mut out = String::new();
    let mut done = 0;
    let mut decoded = 0;
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        // What was decoded before is no reference any more.
        let before = || out.bytes().chain(text[done..at].bytes());
        let left_over = |&(c, length): &(char, usize)| is_left_over(text, at, c, length, before().rev());
        let Some((c, length)) = entity(&text[at..]).filter(left_over) else {
            continue;
        };
        if decoded == 0 && (has_tags(text) || is_about_markup(text)) {
            return Cow::Borrowed(text);
        }
        out.push_str(&text[done..at]);
        out.push(c);
        done = at + length;
        decoded += 1;
    }
    if decoded == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    *count += decoded;
    Cow::Owned(out)
}

/// The character of the entity that a text begins with, and its bytes. Without a semicolon, and with capitals that
/// no name has, it is none.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.as_bytes().iter().take(LONGEST + 2).position(|&byte| byte == b';')?;
    let name = &text[1..end];
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let number = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            match number {
                0x80..=0x9F => super::charsets::windows_1252(number as u8),
                _ => char::from_u32(number)?,
            }
        }
        None => {
            let &(first, second) = NAMED_ENTITIES.get(&text[1..=end])?;
            char::from_u32(first).filter(|_| first != 0 && second == 0)?
        }
    };
    (!c.is_control()).then_some((c, end + 1))
}

/// Whether an entity is meant as its character, and what comes of it is no entity and no tag. `back` are the bytes
/// before it, backwards, as they are written.
fn is_left_over(text: &str, at: usize, c: char, length: usize, back: impl Iterator<Item = u8>) -> bool {
    let after = &text[at + length..];
    let before = text[..at].chars().next_back();
    let quoted = matches!(before, Some('"' | '\'' | '`' | '“' | '‘' | '('))
        && after.starts_with(['"', '\'', '`', '”', '’', ')']);
    match c {
        _ if quoted => false,
        '&' => !begins_entity(after),
        // A reference that is put together from pieces.
        '#' | ';' => !is_after_ampersand(back),
        '<' => !after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?' | '&')),
        c if c.is_ascii_alphanumeric() => !is_after_ampersand(back),
        _ => true,
    }
}

/// Whether a text, after an ampersand, would be an entity.
fn begins_entity(after: &str) -> bool {
    let name = after.bytes().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    name > 0 && after.as_bytes().get(name).is_some_and(|byte| matches!(byte, b';' | b'&'))
}

/// Whether a name of an entity may have begun just before.
fn is_after_ampersand(back: impl Iterator<Item = u8>) -> bool {
    back.take(LONGEST * 2).any(|byte| byte == b'&')
}

/// Whether a text has tags, or says what tags look like.
fn has_tags(text: &str) -> bool {
    let opens = memchr::memchr_iter(b'<', text.as_bytes()).map(|at| at + 1);
    let written = memchr::memmem::find_iter(text.as_bytes(), b"&lt;").map(|at| at + 4);
    opens.chain(written).any(|at| {
        text.as_bytes().get(at).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
    })
}

fn is_about_markup(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ABOUT_MARKUP.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_over_is_decoded() {
        for (text, expected) in [
            ("Q&amp;A with it&#8217;s author", "Q&A with it’s author"),
            ("10&nbsp;km &ndash; 20&#xA0;km &#150; far", "10\u{A0}km – 20\u{A0}km – far"),
            ("caf&eacute; &Uuml;ber &hellip;", "café Über …"),
            ("a &lt; b &gt; c, I &lt;3 you", "a < b > c, I <3 you"),
            ("&#36;&#49;&#48;&#48;&#48;&#48;&#48;&#48;&#48;&#48;", "$100000000"),
        ] {
            assert_eq!(decode(text, &mut 0), expected);
            assert_eq!(decode(expected, &mut 0), expected);
        }
    }

    #[test]
    fn what_is_meant_stays() {
        for text in [
            "AT&T & Co; R&D; a&b;c",
            "&amp;lt; and &amp;amp; and &amp;#8217;",
            "&lt;script&gt;",
            "Write &amp; in HTML for an ampersand.",
            "<b>Q&amp;A</b>",
            "The sign `&nbsp;` is a space",
            "&#0; &#x1F;",
            "?a=1&copy=2",
            "&am&#112;;",
        ] {
            assert_eq!(decode(text, &mut 0), text);
        }
    }
}
