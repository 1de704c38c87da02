//! Text or HTML, or neither.

use crate::document::Media;

/// Beginnings of files that hold no text (magic numbers as in the file(1) database).
const MAGIC: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1F\x8B", "gzip"),
    (b"\x28\xB5\x2F\xFD", "zstd"),
    (b"BZh", "bzip2"),
    (b"\xFD7zXZ\x00", "xz"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\x04\x22\x4D\x18", "lz4"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1A\n", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x7FELF", "a program"),
    (b"PAR1", "Parquet"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office document"),
    (b"SQLite format 3\x00", "an SQLite database"),
];

/// Control characters from which on bytes are no text: so many, and more than one in so many bytes.
const FEWEST_CONTROLS: usize = 4;
const MOST_CONTROLS: usize = 40;

/// Tags with which a page may begin that closes none, and how many it has.
const BLOCKS: [&str; 15] =
    ["p", "div", "h1", "h2", "h3", "ul", "ol", "li", "table", "tr", "center", "section", "article", "main", "body"];
const LEAST_OPEN: usize = 3;

/// What bytes are that are no text.
pub(super) fn binary(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(kind);
    }
    if bytes.len() > 12 && bytes.starts_with(b"RIFF") && &bytes[8..12] == b"WEBP" {
        return Some("a WebP image");
    }
    // Zeros in a row, or in text that is not UTF-16: nobody writes them. One stray NUL is just dirt.
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = memchr::memchr_iter(0, head).count();
    let marked = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    // Backspaces are how a manual page prints bold, and escapes switch charsets and colours.
    let is_control = |byte: u8| (byte < 8) | (14..27).contains(&byte) | (28..32).contains(&byte) | (byte == 127);
    // In parts that a byte can count, so that many bytes are looked at together.
    let in_part = |part: &[u8]| part.iter().fold(0u8, |count, &byte| count + u8::from(is_control(byte)));
    let controls: usize = head.chunks(u8::MAX.into()).map(|part| usize::from(in_part(part))).sum();
    if !marked && zeros * 8 > head.len() && memchr::memmem::find(head, b"\0\0\0").is_some() {
        return Some("binary data");
    }
    // A tenth of what is compressed or random is such a byte, and next to none of any text.
    let is_full = controls >= FEWEST_CONTROLS && controls * MOST_CONTROLS > head.len();
    (!marked && zeros * 4 < head.len() && is_full).then_some("binary data")
}

/// Text or HTML by the content; the file's name decides where the content could be both.
pub(super) fn of(text: &str, file_name: Option<&str>) -> Media {
    let named = file_name.and_then(|name| name.rsplit_once('.')).is_some_and(|(_, extension)| {
        ["html", "htm", "xhtml", "shtml", "mhtml", "php", "asp", "aspx", "jsp"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    });
    // No page begins with front matter, whatever tags the article below it is about.
    if !named && text.starts_with("---\n") && text.contains("\n---\n") {
        return Media::Text;
    }
    let head = text.trim_start();
    let opens = opening_tag(head);
    if opens.as_deref().is_some_and(|tag| tag == "!doctype" || tag == "html") {
        return Media::Html;
    }
    let markup = markup(&text[..text.floor_char_boundary(64 << 10)]);
    // A page without its head, or a fragment: begins with a tag and goes on with tags. In a text file tags
    // are rare, and an article about HTML quotes a few.
    let dense = markup.tags * 200 >= markup.seen;
    // Ends of paragraphs, items and cells may be left out.
    let is_open = markup.tags >= LEAST_OPEN && opens.as_deref().is_some_and(|tag| BLOCKS.contains(&tag));
    match (named, opens.is_some()) {
        (true, _) if markup.tags > 0 => Media::Html,
        (_, true) if (markup.closed > 0 || is_open) && dense => Media::Html,
        (false, false) if markup.tags >= 20 && markup.closed * 3 > markup.tags && dense => Media::Html,
        _ => Media::Text,
    }
}

/// Lower-case name of the tag that the text begins with, if that is one of HTML's.
fn opening_tag(text: &str) -> Option<String> {
    let mut rest = text;
    // Comments and an XML declaration may stand before the first tag.
    for _ in 0..8 {
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after).trim_start();
        } else if rest.starts_with("<?") {
            rest = rest.split_once('>').map_or("", |(_, after)| after).trim_start();
        } else {
            break;
        }
    }
    let name: String =
        rest.strip_prefix('<')?.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '!').take(12).collect();
    let name = name.to_ascii_lowercase();
    (name == "!doctype" || known(&name)).then_some(name)
}

struct Markup {
    tags: usize,
    closed: usize,
    seen: usize,
}

/// Counts the tags of HTML in a text.
fn markup(text: &str) -> Markup {
    let mut markup = Markup { tags: 0, closed: 0, seen: text.len() };
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let rest = &text.as_bytes()[at + 1..];
        let (close, rest) = rest.strip_prefix(b"/").map_or((false, rest), |rest| (true, rest));
        let length = rest.iter().take(12).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let ends = rest.get(length).is_some_and(|byte| b" >/\t\r\n".contains(byte));
        if length > 0 && ends && known(&String::from_utf8_lossy(&rest[..length]).to_ascii_lowercase()) {
            markup.tags += 1;
            markup.closed += usize::from(close);
        }
    }
    markup
}

fn known(tag: &str) -> bool {
    const TAGS: &[&str] = &[
        "a",
        "article",
        "aside",
        "b",
        "blockquote",
        "body",
        "br",
        "button",
        "center",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "figure",
        "font",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "i",
        "iframe",
        "img",
        "input",
        "li",
        "link",
        "main",
        "meta",
        "nav",
        "noscript",
        "ol",
        "p",
        "pre",
        "script",
        "section",
        "small",
        "span",
        "strong",
        "style",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "th",
        "title",
        "tr",
        "ul",
    ];
    TAGS.binary_search(&tag).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_fragments_are_html() {
        for html in [
            "<!DOCTYPE html><p>x",
            "\n <!-- a --> <HTML lang=de>",
            "<?xml version='1.0'?><html>",
            "<div class=x><p>Some words</p></div>",
            "<p>One paragraph.\n<p>Another.\n<p>A third one.\n",
        ] {
            assert_eq!(of(html, None), Media::Html, "{html}");
        }
    }

    #[test]
    fn text_about_html_is_text() {
        for text in [
            "The <b> tag makes text bold.",
            "a < b and b > c",
            "<3 you all",
            "<Anna> hi there\n<Bert> hello",
            "<p> is the tag of a paragraph. Its end may be left out.",
            "<b> is bold, <i> is italic, <a> is a link, and <u> is underlined.",
            "---\ntitle: x\n---\nSome text.",
            "",
        ] {
            assert_eq!(of(text, Some("note.txt")), Media::Text, "{text}");
        }
    }

    #[test]
    fn front_matter_makes_a_text() {
        let markup = "<p>x</p>\n".repeat(30);
        assert_eq!(of(&markup, Some("note.txt")), Media::Html);
        assert_eq!(of(&format!("---\ntitle: Tags\n---\n{markup}"), Some("note.txt")), Media::Text);
    }

    #[test]
    fn the_name_decides_where_content_could_be_both() {
        assert_eq!(of("Hello <b>world</b>", Some("x.html")), Media::Html);
        assert_eq!(of("Hello world", Some("x.html")), Media::Text);
    }

    #[test]
    fn archives_are_named() {
        assert_eq!(binary(b"PK\x03\x04rest"), Some("a zip archive"));
        assert_eq!(binary(b"plain\0text"), None);
        assert_eq!(binary("Grüße".as_bytes()), None);
    }

    #[test]
    fn bytes_of_all_kinds_are_no_text() {
        let mut state = 7u32;
        let mut random = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        for size in [300, 3_000, 30_000] {
            let bytes: Vec<u8> = (0..size).map(&mut random).collect();
            assert_eq!(binary(&bytes), Some("binary data"), "{size}");
        }
        for text in
            ["N\u{8}Na\u{8}am\u{8}me\u{8}e of a page", "\u{1b}[1mbold\u{1b}[0m", "a\u{c}b\u{1a}", "\u{1}\u{2}\u{3}"]
        {
            assert_eq!(binary(text.as_bytes()), None, "{text:?}");
        }
    }
}
