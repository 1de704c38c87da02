//! What of a page's data is text for readers, and how it becomes blocks.

use std::borrow::Cow;

use crate::block::{Block, count_words};
use crate::limits::Limits;
use crate::parse::html::{Selectors, parse};

/// Bytes of a text that are looked at to tell whether it is prose.
const SAMPLE: usize = 4_096;

/// Words of the shortest text that is taken for prose where nothing but its wording says so.
const LEAST_WORDS: u32 = 8;

/// Bytes of a word past which it is data: an address, a key, an image.
const LONG_WORD: usize = 40;

/// Whether a text is sentences for readers, and not addresses, keys, styles or programs.
pub(super) fn is_prose(text: &str) -> bool {
    let sample = without_tags(&text[..text.floor_char_boundary(SAMPLE)]);
    let sample = sample.trim();
    if count_words(sample) < LEAST_WORDS || sample.starts_with(['{', '[', '#', '.', '@']) {
        return false;
    }
    let (mut seen, mut letters, mut code, mut long) = (0, 0, 0, 0);
    for word in sample.split_whitespace() {
        seen += word.chars().count();
        letters += word.chars().filter(|c| c.is_alphabetic()).count();
        code += word.bytes().filter(|byte| matches!(byte, b'{' | b'}' | b';' | b'=' | b'\\' | b'|' | b'_')).count();
        long += if word.is_ascii() && word.len() > LONG_WORD { word.len() } else { 0 };
    }
    10 * letters >= 6 * seen && 50 * code <= seen && 5 * long <= seen
}

/// The text with its tags turned to spaces.
fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        bare.push_str(&rest[..at]);
        bare.push(' ');
        rest = &rest[at + 1..];
        // Nothing closes it: what follows is cut off, or the sign means "less".
        let Some(end) = rest.find('>') else { break };
        rest = &rest[end + 1..];
    }
    bare.push_str(rest);
    Cow::Owned(bare)
}

/// Texts on their way to blocks: one page of HTML, so that it is read with all that guards the reading of pages.
#[derive(Debug, Default)]
pub(super) struct Draft {
    html: String,
}

impl Draft {
    /// The page that it is so far.
    pub(super) fn html(&self) -> &str {
        &self.html
    }

    /// Bytes so far.
    pub(super) fn len(&self) -> usize {
        self.html.len()
    }

    /// Adds a text of one or several paragraphs, with or without markup.
    pub(super) fn add(&mut self, text: &str) {
        let text = &*decoded(text);
        if says_how_it_is_laid_out(text) {
            self.html.push_str("<div>");
            self.html.push_str(text);
            self.html.push_str("</div>");
            return;
        }
        let lines = text.split(['\n', '\r']).map(str::trim);
        let has_blank = text.trim().split("\n").any(|line| line.trim().is_empty());
        let mut open = false;
        for line in lines {
            if line.is_empty() {
                open = false;
                continue;
            }
            // Where paragraphs are set apart, a line end is a line end; else it is a paragraph's.
            self.html.push_str(if open && has_blank { "<br>" } else { "</div><div><p>" });
            self.escape(line);
            open = true;
        }
        self.html.push_str("</div>");
    }

    /// Adds a line as an element of its own.
    pub(super) fn add_as(&mut self, tag: &str, text: &str) {
        self.open(tag);
        self.escape(&decoded(text));
        self.close(tag);
    }

    pub(super) fn open(&mut self, tag: &str) {
        self.html.push('<');
        self.html.push_str(tag);
        self.html.push('>');
    }

    pub(super) fn close(&mut self, tag: &str) {
        self.html.push_str("</");
        self.html.push_str(tag);
        self.html.push('>');
    }

    /// Adds a text that may have tags; other angle brackets are text.
    pub(super) fn escape(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            self.html.push_str(&rest[..at]);
            self.html.push_str(if tag_name(&rest[at..]).is_some() { "<" } else { "&lt;" });
            rest = &rest[at + 1..];
        }
        self.html.push_str(rest);
    }

    /// The shown blocks of all of it.
    pub(super) fn blocks(&self, limits: &Limits) -> Vec<Block> {
        let mut blocks = parse(&self.html, &Selectors::default(), limits).document.blocks;
        blocks.retain(|block| !block.cues.hidden);
        blocks
    }
}

/// A text whose markup was escaped as a whole, as it was before.
fn decoded(text: &str) -> Cow<'_, str> {
    let is_escaped = || text.match_indices("&lt;").any(|(at, _)| tag_name(&text[at + 3..]).is_some());
    if text.contains('<') || !is_escaped() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
}

/// Whether its own tags part its paragraphs.
fn says_how_it_is_laid_out(text: &str) -> bool {
    const LAYOUT: [&str; 14] =
        ["p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "table", "blockquote", "section", "pre"];
    text.match_indices('<')
        .filter_map(|(at, _)| tag_name(&text[at..]))
        .any(|name| LAYOUT.iter().any(|layout| name.eq_ignore_ascii_case(layout)))
}

/// The name in a tag that the text begins with. (The first byte may also be the `;` of `&lt;`.)
fn tag_name(text: &str) -> Option<&str> {
    let name = &text[1..];
    let name = name.strip_prefix('/').unwrap_or(name);
    let length = name.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
    let ends = name.as_bytes().get(length).is_some_and(|byte| matches!(byte, b'>' | b'/' | b' ' | b'\n' | b'&'));
    (ends && name.starts_with(|c: char| c.is_ascii_alphabetic())).then(|| &name[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut draft = Draft::default();
        draft.add(text);
        draft.blocks(&Limits::default()).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn paragraphs_however_they_are_parted() {
        for text in [
            "The kettle sang.\n\nNobody listened.",
            "The kettle sang.\nNobody listened.",
            "<p>The kettle sang.</p>\n<p>Nobody listened.</p>",
            "&lt;p&gt;The kettle sang.&lt;/p&gt;&lt;p&gt;Nobody listened.&lt;/p&gt;",
            "The <b>kettle</b> sang.\r\n\r\nNobody <a href=/x>listened</a>.",
            "The kettle sang.<br><br>Nobody listened.",
        ] {
            assert_eq!(read(text), ["The kettle sang.", "Nobody listened."], "{text}");
        }
        assert_eq!(read("A rose\nis a rose\n\nis a rose"), ["A rose\nis a rose", "is a rose"]);
        assert_eq!(read("1 < 2 &amp; <b>3</b> > 2"), ["1 < 2 & 3 > 2"]);
        assert_eq!(read("shown<p style='display:none'>not shown"), ["shown"]);
    }

    #[test]
    fn prose_is_told_from_data() {
        for prose in [
            "The kettle sang all morning, and nobody in the house listened to it.",
            "<p class=\"x\">Der Kessel sang den ganzen <b>Morgen</b>, und niemand im Haus hörte ihm zu.</p>",
            "壶整个上午都在唱歌，屋子里没有人听它唱，直到水烧干。",
        ] {
            assert!(is_prose(prose), "{prose}");
        }
        for data in [
            "Add to cart",
            "https://example.org/a/very/long/address/of/a/page?with=many&parts=in-it and one more",
            "aGVsbG8gd29ybGQ".repeat(40).as_str(),
            "function(a){ return b; } var x = a + b; if (x) { y = 1; } else { z = 2; }",
            ".a { color: red; } .b { margin: 0 auto; padding: 1px 2px 3px 4px; }",
            "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17",
            "{\"a\": \"the kettle sang all morning and nobody listened to it\"}",
        ] {
            assert!(!is_prose(data), "{data}");
        }
    }
}
