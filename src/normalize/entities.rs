//! HTML entities that were left in text: `Q&amp;A`, `it&#8217;s`, `10&nbsp;km`.
//!
//! They are decoded once, where the text has no tags and is not about markup. What would look like an entity again
//! afterwards stays, and so does what would make a tag: whoever writes `&amp;lt;` or `&lt;b&gt;` writes about markup. So
//! decoding the outcome again changes nothing.

use std::borrow::Cow;

use markup5ever::data::NAMED_ENTITIES;

/// The longest name has 31 letters.
const LONGEST: usize = 32;

/// Words of a text that is about markup.
const ABOUT_MARKUP: &[&str] = &["html", "html5", "xhtml", "xml", "sgml", "markup", "unicode"];

/// Words that are about markup only together.
const TOGETHER: &[(&str, &str)] = &[
    ("escape", "sequence"),
    ("escape", "sequences"),
    ("character", "entity"),
    ("character", "entities"),
    ("character", "reference"),
    ("character", "references"),
];

/// Names of tags: what else stands in angle brackets is an address, a placeholder, a remark.
#[rustfmt::skip]
const TAGS: &[&str] = &[
    "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "base", "bdi", "bdo", "big",
    "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data",
    "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset",
    "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "link",
    "main", "map", "mark", "math", "menu", "meta", "meter", "nav", "noframes", "noscript", "object", "ol", "optgroup",
    "option", "output", "p", "param", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script",
    "search", "section", "select", "slot", "small", "source", "span", "strike", "strong", "style", "sub", "summary",
    "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr",
    "track", "tt", "u", "ul", "var", "video", "wbr",
];

/// Bytes behind a tag's name in which an attribute begins.
const ATTRIBUTE: usize = 256;

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
        '<' => !after.starts_with('&') && !begins_tag(after.as_bytes()),
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
    opens.chain(written).any(|at| begins_tag(&text.as_bytes()[at..]))
}

/// Whether a text, after a `<`, would be a tag, or could be one once its own entities are decoded.
fn begins_tag(after: &[u8]) -> bool {
    let next = after.get(1).copied().unwrap_or(b' ');
    match after.first() {
        Some(b'/' | b'?') => next.is_ascii_alphabetic() || next == b'&',
        Some(b'!') => next.is_ascii_alphabetic() || matches!(next, b'-' | b'[' | b'&'),
        Some(first) if first.is_ascii_alphabetic() => {
            let length = after.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let (name, rest) = after.split_at(length);
            let is_known = || TAGS.iter().any(|tag| tag.as_bytes().eq_ignore_ascii_case(name));
            match rest.first() {
                Some(b'>' | b'/') => is_known(),
                Some(b'&') => !rest.starts_with(b"&gt;") || is_known(),
                Some(byte) if byte.is_ascii_whitespace() => is_known() && has_attribute(rest),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Whether what follows the name of a tag is its attributes or its end: `<a few>` has neither.
fn has_attribute(rest: &[u8]) -> bool {
    let rest = rest[..rest.len().min(ATTRIBUTE)].trim_ascii_start();
    let end = rest.iter().position(|&byte| byte == b'>').or_else(|| memchr::memmem::find(rest, b"&gt;"));
    let inside = &rest[..end.unwrap_or(rest.len())];
    let is_empty = end.is_some() && matches!(inside, b"" | b"/");
    // An entity inside of it may stand for the sign.
    is_empty || inside.contains(&b'=') || end.is_some() && inside.contains(&b'&')
}

/// Whether a text has a word that is about markup, outside of addresses: in `index.html` it is none.
fn is_about_markup(text: &str) -> bool {
    let mut before = "";
    for part in text.split_whitespace() {
        let mut in_address = false;
        for (at, word) in words(part) {
            in_address |= at > 0 && matches!(part.as_bytes()[at - 1], b'.' | b'@') || part[..at].ends_with("://");
            let is = |wanted: &str| word.eq_ignore_ascii_case(wanted);
            let is_pair = |&(first, second): &(&str, &str)| before.eq_ignore_ascii_case(first) && is(second);
            if !in_address && (ABOUT_MARKUP.iter().any(|about| is(about)) || TOGETHER.iter().any(is_pair)) {
                return true;
            }
            before = word;
        }
    }
    false
}

/// The words of ASCII letters and digits in a text, and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let begin = rest.find(|c: char| c.is_ascii_alphanumeric())?;
        let word = &rest[begin..];
        let length = word.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(word.len());
        let at = text.len() - word.len();
        rest = &word[length..];
        Some((at, &word[..length]))
    })
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
            // Words that hold those of markup, and addresses that do.
            ("Q&amp;A: the prisoner escaped, and it&#8217;s over.", "Q&A: the prisoner escaped, and it’s over."),
            ("An entity of identity, entitled to Q&amp;A", "An entity of identity, entitled to Q&A"),
            ("Q&amp;A: https://example.org/xml/a.html", "Q&A: https://example.org/xml/a.html"),
            ("Q&amp;A: example.org/index.html, jane@html.example", "Q&A: example.org/index.html, jane@html.example"),
            // What stands in angle brackets and is no tag.
            ("Jane <jane@example.org>: Q&amp;A", "Jane <jane@example.org>: Q&A"),
            ("&lt;jane@example.org&gt;: Q&amp;A", "<jane@example.org>: Q&A"),
            ("<a few>, <https://example.org>: Q&amp;A", "<a few>, <https://example.org>: Q&A"),
            ("a<b, <name>, <table of contents>: Q&amp;A", "a<b, <name>, <table of contents>: Q&A"),
            ("<3 <- <!> <?> </> Q&amp;A", "<3 <- <!> <?> </> Q&A"),
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
            "XML, too, has &amp; for it; HTML5's &nbsp; is a space",
            "使用HTML实体&amp;",
            "CSS/HTML and &amp;",
            "The escape sequence &amp;",
            "An escape\nsequence is &amp;",
            "A character entity is &amp;",
            "<BR/>Q&amp;A",
            "<br />Q&amp;A",
            "<a href='x'>Q&amp;A",
            "&lt;a href=&quot;x&quot;&gt; Q&amp;A",
            "&lt;b x&#61;1&gt; Q&amp;A",
            "<note>Q&amp;A</note>",
            "<!-- Q&amp;A --> <!DOCTYPE",
            "<?xml version> Q&amp;A",
            "&lt;scr&#105;pt&gt; Q&amp;A",
        ] {
            assert_eq!(decode(text, &mut 0), text);
        }
    }
    #[test]
    fn hostile_texts_are_linear() {
        for piece in ["<a ", "&lt;b ", "html.", "<", "&lt;", "escape ", "<a &"] {
            let text = format!("{}Q&amp;A", piece.repeat(200_000));
            assert!(decode(&text, &mut 0).len() <= text.len());
        }
    }
}
