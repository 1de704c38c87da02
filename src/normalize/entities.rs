//! HTML entities that were left in text: `Q&amp;A`, `it&#8217;s`, `10&nbsp;km`.
//!
//! They are decoded where the text has no tags and is not about markup. What would look like an entity again afterwards
//! stays, and so does what would make a tag: whoever writes `&amp;lt;` or `&lt;b&gt;` writes about markup. But nobody
//! writes `it&amp;#39;s`: what grew into a word was escaped twice, and is decoded as often. So decoding until nothing
//! changes changes nothing later.

use std::borrow::Cow;

use markup5ever::data::NAMED_ENTITIES;

/// The longest name has 31 letters.
const LONGEST: usize = 32;

/// Words of a text that is about markup, besides those with `html` in them.
const ABOUT_MARKUP: &[&str] = &["xml", "sgml", "markup"];

/// Words that are about markup only together.
const TOGETHER: &[(&str, &str)] = &[
    ("escape", "sequence"),
    ("escape", "sequences"),
    ("character", "entity"),
    ("character", "entities"),
    ("character", "reference"),
    ("character", "references"),
];

/// Words before a reference that is meant as one: what it is called, what is done with it.
#[rustfmt::skip]
const NAMING: &[&str] = &[
    "code", "codes", "codice", "código", "kode", "kod", "kód", "koodi", "код", "entity", "entities", "entität", "entité",
    "entidad", "entidade", "entità", "entiteit", "encja", "сущность", "мнемоника", "sequence", "sequenz", "séquence",
    "write", "writes", "writing", "type", "typing", "insert", "schreiben", "schreibe", "schreibt", "tippen", "écrire",
    "écrivez", "tapez", "escribir", "escriba", "escrever", "scrivere", "schrijf", "skriv", "напишите",
];

/// Bytes beside a reference in which the sign that it stands for is looked for.
const BESIDE: usize = 48;

/// Words between a reference and the sign that it stands for, where somebody explains the one by the other.
const BETWEEN: usize = 2;

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

/// Decodes the entities of a text that has no tags. Of one that is about markup, only those that nobody can mean.
pub(super) fn decode<'t>(text: &'t str, count: &mut u32) -> Cow<'t, str> {
    let mut out = String::new();
    let mut done = 0;
    let mut decoded = 0;
    let mut about_markup = None;
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        // What was decoded before is no reference any more.
        let before = || out.bytes().chain(text[done..at].bytes());
        let Some((c, length)) = entity(&text[at + 1..]) else { continue };
        let reference = Reference { text, at, length: length + 1, c };
        if !reference.is_left_over(before().rev()) {
            continue;
        }
        if about_markup.is_none() && has_tags(text) {
            return Cow::Borrowed(text);
        }
        let is_meant = *about_markup.get_or_insert_with(|| is_about_markup(text));
        if is_meant && !reference.is_in_word() && !reference.is_and() {
            continue;
        }
        out.push_str(&text[done..at]);
        out.push(c);
        done = at + reference.length;
        decoded += 1;
    }
    if decoded == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    *count += decoded;
    Cow::Owned(out)
}

/// The character of the entity whose name, after its ampersand, a text begins with, and the bytes of that name. Without
/// a semicolon, and with capitals that no name has, it is none.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.as_bytes().iter().take(LONGEST + 1).position(|&byte| byte == b';')?;
    let name = &text[..end];
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
            let &(first, second) = NAMED_ENTITIES.get(&text[..=end])?;
            char::from_u32(first).filter(|_| first != 0 && second == 0)?
        }
    };
    (!c.is_control()).then_some((c, end + 1))
}

/// A reference to a character, in a text.
#[derive(Clone, Copy)]
struct Reference<'t> {
    text: &'t str,
    at: usize,
    length: usize,
    c: char,
}

impl<'t> Reference<'t> {
    fn after(&self) -> &'t str {
        &self.text[self.at + self.length..]
    }

    /// The characters beside it.
    fn sides(&self) -> (Option<char>, Option<char>) {
        (self.text[..self.at].chars().next_back(), self.after().chars().next())
    }

    /// Whether it is meant as its character, and what comes of it is no entity and no tag. `back` are the bytes
    /// before it, backwards, as they are written.
    fn is_left_over(&self, back: impl Iterator<Item = u8>) -> bool {
        let after = self.after();
        match self.c {
            _ if self.is_quoted() => false,
            '&' => !begins_entity(after) || self.is_escaped_twice(),
            // A reference that is put together from pieces.
            '#' | ';' => !is_after_ampersand(back),
            '<' => !after.starts_with('&') && !begins_tag(after.as_bytes()),
            c if c.is_ascii_alphanumeric() => !is_after_ampersand(back),
            _ => true,
        }
    }

    /// Whether it stands for itself between backticks, or between quotes or brackets as a sign of markup or one that
    /// cannot be seen. A currency in brackets is a currency.
    fn is_quoted(&self) -> bool {
        match self.sides() {
            (Some('`'), Some('`')) => true,
            (Some('"' | '\'' | '“' | '‘' | '('), Some('"' | '\'' | '”' | '’' | ')')) => is_sign(self.c),
            _ => false,
        }
    }

    /// Whether the ampersand of another reference, one that grew into a word or joins two names.
    fn is_escaped_twice(&self) -> bool {
        let Some((inner, length)) = entity(self.after()) else { return false };
        let whole = Reference { length: self.length + length, c: inner, ..*self };
        match inner {
            '&' => whole.is_and(),
            '<' | '>' => false,
            _ => {
                matches!(whole.sides(), (Some(before), Some(after)) if before.is_alphabetic() && after.is_alphabetic())
            }
        }
    }

    /// Whether quotes, dashes and spaces that are part of a word or touch one: whatever the text is about, these were
    /// meant to be read.
    fn is_in_word(&self) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (before, after) = self.sides();
        let is_quote = matches!(self.c, '"' | '\'' | '‘'..='„');
        let is_number = self.text[self.at + 1..].starts_with('#');
        let touches = is_word(before) || is_word(after) || matches!(before, Some('.' | ',' | '!' | '?' | '…'));
        let is_punctuation = is_quote || matches!(self.c, '\u{A0}' | '‐'..='—' | '…');
        is_punctuation && (is_word(before) && is_word(after) || is_quote && is_number && touches)
    }

    /// Whether the "and" between two names: `HTML &amp; CSS`.
    fn is_and(&self) -> bool {
        let is_name = |c: Option<char>| c.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let name = || {
            let before = self.text[..self.at].strip_suffix(' ')?;
            before.rsplit(|c: char| !c.is_alphanumeric()).next()?.chars().next()
        };
        self.c == '&'
            && self.after().strip_prefix(' ').is_some_and(|after| is_name(after.chars().next()))
            && is_name(name())
    }

    /// Whether somebody speaks of it: names it as the code that it is, or explains it by its sign, or the other way round.
    fn is_spoken_of(&self) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (before, after) = self.sides();
        if !is_sign(self.c) || is_word(before) || is_word(after) || self.is_and() {
            return false;
        }
        let next = self.after().trim_start().chars().next();
        // What `&` joins, what `<` compares.
        let is_used = match self.c {
            '&' => next.is_some_and(char::is_alphanumeric),
            _ => next.is_some_and(|c| c.is_ascii_digit()),
        };
        !is_used && self.is_named() || self.has_sign_beside()
    }

    /// Whether the word before it says what it is.
    fn is_named(&self) -> bool {
        let before = &self.text[..self.at];
        let words = before.trim_end();
        let length: usize =
            words.chars().rev().take(LONGEST).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        let word = words[words.len() - length..].to_lowercase();
        words.len() < before.len() && NAMING.contains(&word.as_str())
    }

    /// Whether the sign that it stands for stands alone beside it, some few words away.
    fn has_sign_beside(&self) -> bool {
        let (bytes, end) = (self.text.as_bytes(), self.at + self.length);
        let Some(sign) = u8::try_from(self.c).ok().filter(u8::is_ascii_punctuation) else { return false };
        let is_alone = |at: usize| {
            let is_open = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
            let bare = Reference { text: self.text, at, length: 1, c: self.c };
            is_open(at.checked_sub(1).and_then(|at| bytes.get(at))) && is_open(bytes.get(at + 1)) && !bare.is_and()
        };
        let explains = |between: &[u8]| {
            let words = between.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).count();
            words <= BETWEEN && !between.iter().any(|byte| matches!(byte, b'.' | b',' | b';' | b'!' | b'?'))
        };
        let before = self.at.saturating_sub(BESIDE)..self.at;
        let last = memchr::memrchr(sign, &bytes[before.clone()]).map(|at| before.start + at);
        let first = memchr::memchr(sign, &bytes[end..bytes.len().min(end + BESIDE)]).map(|at| end + at);
        last.is_some_and(|at| is_alone(at) && explains(&bytes[at + 1..self.at]))
            || first.is_some_and(|at| is_alone(at) && explains(&bytes[end..at]))
    }
}

/// Signs of markup, and what cannot be seen.
fn is_sign(c: char) -> bool {
    matches!(c, '&' | '<' | '>' | '"' | '\'' | '\u{AD}') || c.is_whitespace()
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

/// Whether a text speaks of references, or has a word that is about markup.
fn is_about_markup(text: &str) -> bool {
    has_word_about_markup(text)
        || memchr::memchr_iter(b'&', text.as_bytes()).any(|at| {
            let found = entity(&text[at + 1..]);
            found.is_some_and(|(c, length)| Reference { text, at, length: length + 1, c }.is_spoken_of())
        })
}

/// Whether a text has a word that is about markup, outside of addresses: in `index.html` it is none.
fn has_word_about_markup(text: &str) -> bool {
    let mut before = "";
    for part in text.split_whitespace() {
        let mut in_address = false;
        for (at, word) in words(part) {
            in_address |= at > 0 && matches!(part.as_bytes()[at - 1], b'.' | b'@') || part[..at].ends_with("://");
            let is = |wanted: &str| word.eq_ignore_ascii_case(wanted);
            let is_pair = |&(first, second): &(&str, &str)| before.eq_ignore_ascii_case(first) && is(second);
            let is_about = || ABOUT_MARKUP.iter().any(|about| is(about)) || holds_html(word);
            if !in_address && (is_about() || TOGETHER.iter().any(is_pair)) {
                return true;
            }
            before = word;
        }
    }
    false
}

/// Whether a word has `html` in it, as XHTML and the names of functions do.
fn holds_html(word: &str) -> bool {
    word.as_bytes().windows(4).any(|letters| letters.eq_ignore_ascii_case(b"html"))
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
            // Nobody means what grew into a word, nor the "and" between two names.
            ("&#8220;Yes!&#8221; he said (XML)", "“Yes!” he said (XML)"),
            ("That markup&#8217;s author&rsquo;s cat", "That markup’s author’s cat"),
            ("Classes in HTML5 &amp; Sewing 2 &amp; 3", "Classes in HTML5 & Sewing 2 & 3"),
            ("Unicode na&iuml;vet&eacute;", "Unicode naïveté"),
            ("Bread & butter, salt &amp; pepper", "Bread & butter, salt & pepper"),
            ("Marks & Hill &amp; Sons", "Marks & Hill & Sons"),
            (
                "Dress code &amp; rules; type &lt; 5 and write &ndash; now",
                "Dress code & rules; type < 5 and write – now",
            ),
            // A sign in brackets or quotes that is no markup.
            ("Fare (&euro;), (&reg;) and \"&hellip;\"", "Fare (€), (®) and \"…\""),
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
            "htmlentities() gives &amp;",
            "it replaces & by &amp; everywhere",
            "Man nimmt &lt; statt < im Text",
            "die Entität &nbsp; hält zusammen",
            "tapez &gt; pour citer",
            "(&nbsp;) and \"&lt;\" and (&amp;) and `&euro;`",
        ] {
            assert_eq!(decode(text, &mut 0), text);
        }
    }

    /// Escaped twice, decoded twice: by the rounds of all steps.
    #[test]
    fn what_was_escaped_twice_grew_into_a_word() {
        for (text, once, expected) in [
            ("she&amp;#39;d go", "she&#39;d go", "she'd go"),
            ("na&amp;iuml;ve", "na&iuml;ve", "naïve"),
            ("Hill &amp;amp; Dale", "Hill &amp; Dale", "Hill & Dale"),
        ] {
            assert_eq!(decode(text, &mut 0), once);
            assert_eq!(decode(once, &mut 0), expected);
        }
        for text in
            ["a &amp;nbsp; b", "x&amp;lt;y", "use &amp;eacute; for it", "write &amp;amp; for it", "AT&amp;amp;T"]
        {
            assert_eq!(decode(text, &mut 0), text);
        }
    }

    #[test]
    fn hostile_texts_are_linear() {
        for piece in
            ["<a ", "&lt;b ", "html.", "<", "&lt;", "escape ", "<a &", "code &lt; a ", "& &amp; , ", "x&amp;#39;x"]
        {
            let text = format!("{}Q&amp;A", piece.repeat(200_000));
            assert!(decode(&text, &mut 0).len() <= text.len());
        }
    }
}
