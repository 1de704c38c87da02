//! Plain text → front matter and lines → blocks.
//!
//! A line is a block. Blank lines separate paragraphs; where a text has none, its lines are its
//! paragraphs. Markup in plain text is not interpreted: what looks like Markdown stays as it was typed.

pub mod fences;
mod front_matter;
pub mod lines;
mod wrapped;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::block::{Block, BlockKind, Document, Joint, Span, count_words};
use crate::document::{COMMENTS_BELOW, Fixes, Media};
use crate::limits::Limits;
use crate::verdict::Category;
use lines::{Segment, Segments, Shape};

pub use wrapped::join as join_wrapped;

/// A parsed text.
#[derive(Debug)]
pub struct Parsed {
    /// Its blocks: one a line, and one for each fenced block of code.
    pub document: Document,
    /// What stands below its line [`COMMENTS_BELOW`]: the text was ours before.
    pub comments: Option<Document>,
    /// Its front matter's fields: names as written, and values.
    pub fields: Vec<(String, Value)>,
    /// Whether its front matter counts its words, as ours does: its lines are as they were written.
    pub ours: bool,
    /// The counts of `removed:` in its front matter: the text was ours before.
    pub removed: BTreeMap<Category, u32>,
    /// The counts of `fixes:` in its front matter.
    pub fixes: Fixes,
}

/// Parses a text. Never fails: what is no front matter is text.
///
/// Linear in the text, so none of the limits is needed but that of bytes, which decoding has checked.
pub fn parse(text: &str, _limits: &Limits) -> Parsed {
    let header = front_matter::read(text);
    let mut segments: Vec<Segment> = Segments::new(text, header.end).collect();
    let ours = header.fields.iter().any(|(name, _)| name == "words");
    if !ours && is_laid_out(text, &segments) {
        segments.iter_mut().for_each(|segment| outdent(text, segment));
    }
    let mut blocks: Vec<Block> =
        segments.into_iter().enumerate().map(|(id, segment)| block(text, id, segment)).collect();
    let words = header.fields.iter().find(|(name, _)| name == "words").and_then(|(_, value)| value.as_u64());
    let comments = comments_line(&blocks, words).map(|line| {
        let below = blocks.split_off(line + 1);
        blocks.pop();
        document(below)
    });
    let front_matter::Header { fields, removed, fixes, .. } = header;
    Parsed { document: document(blocks), comments, fields, removed, fixes, ours }
}

/// Where the line above the comments is. An article can have such a line itself: `words`, those of the article by our
/// header, tell which one it is, and that there is none. Where they tell nothing, it is the last one.
fn comments_line(blocks: &[Block], words: Option<u64>) -> Option<usize> {
    let last = blocks.iter().rposition(is_comments_line)?;
    let Some(words) = words else { return Some(last) };
    let mut above = 0;
    let mut counted = None;
    for (at, block) in blocks.iter().enumerate() {
        if counted.is_none() && above == words && is_comments_line(block) {
            counted = Some(at);
        }
        above += u64::from(count_words(&block.text));
    }
    if above == words { None } else { counted.or(Some(last)) }
}

fn is_comments_line(block: &Block) -> bool {
    block.text == COMMENTS_BELOW
}

fn document(blocks: Vec<Block>) -> Document {
    let mut document = Document {
        media: Media::Text,
        blocks,
        elements: Vec::new(),
        title: String::new(),
        kinds: 0,
        descriptions: Vec::new(),
        degraded: Vec::new(),
    };
    settle(&mut document);
    document
}

/// Where no blank line is left between the blocks of a plain text, its lines become its paragraphs, but
/// for the lines that hang together: list items and indented lines.
///
/// Parsing ends with it. Whoever removes blocks calls it again, last of all: otherwise what was verse
/// under a removed headline would be read as paragraphs the next time. Web pages are left alone.
pub fn settle(document: &mut Document) {
    let parted = document.blocks.iter().skip(1).any(|block| block.joint == Joint::Paragraph);
    if parted || document.media == Media::Html {
        return;
    }
    for id in 1..document.blocks.len() {
        let (before, from) = document.blocks.split_at_mut(id);
        if from[0].joint == Joint::Line && !lines::tight(&before[id - 1].text, &from[0].text) {
            from[0].joint = Joint::Paragraph;
        }
    }
}

/// A page has more lines than this.
const LAID_OUT: usize = 12;

/// Whether most lines of a text are indented and few of them look like code: a page whose layout became spaces.
fn is_laid_out(text: &str, segments: &[Segment]) -> bool {
    let indented = || segments.iter().filter(|segment| segment.shape == Shape::Indented);
    let lines = indented().count();
    if lines < LAID_OUT {
        return false;
    }
    let code = || indented().filter(|segment| lines::looks_like_code(&text[segment.bytes.clone()])).count();
    lines * 2 > segments.len() && code() * 5 < lines
}

/// Takes the depth from a line, unless it is an item's.
fn outdent(text: &str, segment: &mut Segment) {
    if segment.shape == Shape::Indented {
        let line = &text[segment.bytes.clone()];
        segment.bytes.start += line.len() - line.trim_start().len();
        segment.shape = Shape::Prose;
    }
}

fn block(text: &str, id: usize, segment: Segment) -> Block {
    let Segment { bytes, line, after_blank, shape } = segment;
    let kind = match shape {
        Shape::Indented | Shape::Fenced => BlockKind::Code,
        Shape::Prose | Shape::Item => BlockKind::Paragraph,
    };
    let joint = if after_blank { Joint::Paragraph } else { Joint::Line };
    let content = &text[bytes.clone()];
    Block::plain(kind, joint, content, Span { block: id.try_into().unwrap_or(u32::MAX), line, bytes: Some(bytes) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<(String, Joint)> {
        let document = parse(text, &Limits::default()).document;
        for block in &document.blocks {
            assert_eq!(&text[block.span.bytes.clone().expect("text knows its bytes")], block.text);
        }
        document.blocks.into_iter().map(|block| (block.text, block.joint)).collect()
    }

    fn joints(text: &str) -> Vec<Joint> {
        blocks(text).into_iter().skip(1).map(|(_, joint)| joint).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(joints("a\n\nb\nc\r\n\r\nd"), [Joint::Paragraph, Joint::Line, Joint::Paragraph]);
    }

    #[test]
    fn without_blank_lines_every_line_is_a_paragraph() {
        assert_eq!(joints("a\nb\nc\n\n"), [Joint::Paragraph, Joint::Paragraph]);
    }

    #[test]
    fn lists_and_indented_lines_stay_together() {
        let joints = joints("a\n- b\n- c\nd\n    e\n    f\ng");
        let expected = [Joint::Paragraph, Joint::Line, Joint::Paragraph, Joint::Line, Joint::Line, Joint::Paragraph];
        assert_eq!(joints, expected);
    }

    #[test]
    fn verse_that_is_left_alone_becomes_paragraphs() {
        let mut document = parse("head\n\none\ntwo", &Limits::default()).document;
        document.blocks.remove(0);
        settle(&mut document);
        assert_eq!(document.blocks[1].joint, Joint::Paragraph);
    }

    #[test]
    fn lines_and_bytes_are_those_of_the_input() {
        let text = "---\ntitle: T\n---\n\nfirst\n  second";
        let document = parse(text, &Limits::default()).document;
        let spans: Vec<_> =
            document.blocks.iter().map(|b| (b.span.block, b.span.line, &text[b.span.bytes.clone().unwrap()])).collect();
        assert_eq!(spans, [(0, 5, "first"), (1, 6, "second")]);
    }

    #[test]
    fn comments_stand_below_a_line_of_their_own() {
        let text = format!("a\n\n{COMMENTS_BELOW}\n\nb\nc");
        let Parsed { document, comments, .. } = parse(&text, &Limits::default());
        assert_eq!(document.blocks[0].text, "a");
        let comments = comments.expect("comments");
        let blocks: Vec<_> = comments.blocks.iter().map(|block| (block.text.as_str(), block.span.line)).collect();
        assert_eq!((document.blocks.len(), blocks), (1, vec![("b", 5), ("c", 6)]));
        assert!(parse("a\n\nno --- comments --- here", &Limits::default()).comments.is_none());
    }

    #[test]
    fn the_header_tells_whether_such_a_line_is_the_articles_own() {
        let comments = |words: &str, text: &str| {
            let text = format!("---\n{words}\n---\n{}", text.replace("LINE", COMMENTS_BELOW));
            let comments = parse(&text, &Limits::default()).comments;
            comments.map(|below| below.blocks.into_iter().map(|block| block.text).collect::<Vec<_>>().join("|"))
        };
        let said = |text: &str| Some(text.to_owned());
        assert_eq!(comments("words: 5", "a b\n\nLINE\n\nc d"), None);
        assert_eq!(comments("words: 2", "a b\n\nLINE\n\nc d"), said("c d"));
        assert_eq!(comments("words: 4", "a b\n\nLINE\n\nc\n\nLINE\n\nd"), said("d"));
        assert_eq!(comments("words: 2", "a b\n\nLINE\n\nc\n\nLINE\n\nd"), said("c|--- comments ---|d"));
        // Somebody wrote on in it.
        assert_eq!(comments("words: 2", "a b e\n\nLINE\n\nc d"), said("c d"));
        assert_eq!(comments("title: A", "a b\n\nLINE\n\nc d"), said("c d"));
    }

    #[test]
    fn code_is_told_from_text() {
        let document = parse("a\n\n    let x  = 1;\n\n```\nb  c\n```", &Limits::default()).document;
        let kinds: Vec<_> = document.blocks.iter().map(|b| (b.kind, b.text.as_str())).collect();
        let expected =
            [(BlockKind::Paragraph, "a"), (BlockKind::Code, "    let x  = 1;"), (BlockKind::Code, "```\nb  c\n```")];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn a_page_laid_out_with_spaces_is_no_code() {
        let page =
            "    Home\n        About us\n            Mills of the valley, 1911\n".repeat(5) + "\nThe mill burned.";
        assert_eq!(blocks(&page)[2], ("Mills of the valley, 1911".to_owned(), Joint::Line));
        let ours = format!("---\nwords: 90\n---\n{page}");
        assert_eq!(blocks(&ours)[2].0, "            Mills of the valley, 1911");
        let code = "use mill;\n    fn grind() {\n        let flour = grain;\n        store(flour);\n    }\n".repeat(5);
        assert_eq!(blocks(&code)[2].0, "        let flour = grain;");
    }

    #[test]
    fn nothing_comes_of_nothing() {
        assert!(blocks("").is_empty());
        assert!(blocks(" \n\u{FEFF}\n").is_empty());
    }
}
