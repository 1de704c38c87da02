//! Kept blocks → plain text or Markdown.
//!
//! Plain text that comes in is written as it stands in either markup: what looks like Markdown in it is
//! the author's. Whatever is written passes through `reread` at the end, which lays lines out by the
//! rules by which the parser reads them. So written text, read and written again, is the same text.

mod markdown;
mod parting;
mod plain;

pub use parting::{join_lines, part_lines};

use crate::block::{Document, Joint};
use crate::document::Media;
use crate::parse::text::lines::{self, Segments};

/// How the article's text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Markup {
    /// Plain paragraphs.
    #[default]
    Plain,
    /// Markdown: headings, lists, quotes, code, tables.
    Markdown,
}

/// Writes the blocks: paragraphs separated by one blank line, no line end at the end.
///
/// In plain text, headings are lines, items of a list begin with `- ` or their number, and code stands as
/// it is, but between fences where plain text could not hold its spaces.
pub fn write(document: &Document, markup: Markup) -> String {
    let raw = match (document.media, markup) {
        (Media::Html, Markup::Markdown) => markdown::write(&document.blocks),
        (Media::Html, Markup::Plain) => joined(document, plain::block),
        (Media::Text, _) => joined(document, |block| (&block.text).into()),
    };
    reread(&raw)
}

/// The blocks, each written by `text`, with their joints between them. A block of which nothing can be
/// seen is left out, and the wider of the gaps around it stays.
fn joined<'d>(document: &'d Document, text: impl Fn(&'d crate::block::Block) -> std::borrow::Cow<'d, str>) -> String {
    let mut out = String::with_capacity(document.blocks.iter().map(|block| block.text.len() + 2).sum());
    // On a page every block begins a line; in plain text it may be a part of one.
    let least = match document.media {
        Media::Html => Joint::Line,
        Media::Text => Joint::Space,
    };
    let mut gap = least;
    for block in &document.blocks {
        gap = gap.wider(block.joint);
        if lines::is_blank(&block.text) {
            continue;
        }
        if !out.is_empty() {
            out.push_str(separator(gap));
        }
        out.push_str(&text(block));
        gap = least;
    }
    out
}

/// What stands between two blocks.
fn separator(joint: Joint) -> &'static str {
    match joint {
        Joint::Paragraph => "\n\n",
        Joint::Line => "\n",
        Joint::Space => " ",
    }
}

/// Bullets that an author writes before an item of a list.
const BULLETS: [char; 6] = ['•', '‣', '◦', '▪', '●', '∙'];

/// The text of an item without the marker that its author wrote, where the list has the same.
fn bare_item(text: &str, number: Option<u32>) -> &str {
    let marked = match number {
        None => text.strip_prefix(BULLETS),
        Some(number) => text.strip_prefix(&number.to_string()).and_then(|rest| rest.strip_prefix(['.', ')'])),
    };
    let bare = marked.and_then(|rest| rest.strip_prefix(char::is_whitespace)).map(str::trim_start);
    bare.filter(|bare| !bare.is_empty()).unwrap_or(text)
}

/// Lays a text out as the parser would read it: no white space at the ends of lines, one blank line
/// between paragraphs, none between lines; and where there is no blank line at all, its lines become
/// paragraphs here and now instead of the next time.
fn reread(text: &str) -> String {
    let parted = Segments::new(text, 0).skip(1).any(|segment| segment.after_blank);
    let mut out = String::with_capacity(text.len());
    let mut previous = None;
    for segment in Segments::new(text, 0) {
        let line = &text[segment.bytes];
        if let Some(previous) = previous {
            let below = if parted { !segment.after_blank } else { lines::tight(previous, line) };
            out.push_str(separator(if below { Joint::Line } else { Joint::Paragraph }));
        }
        out.push_str(line);
        previous = Some(line);
    }
    out
}

/// The shortest fence that `code` cannot close.
fn fence(code: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for byte in code.bytes() {
        run = if byte == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    "`".repeat(3.max(longest + 1))
}

/// How deep lists are indented at most. Deeper ones exist in hostile pages only, where indentation would
/// outweigh the text.
const DEEPEST_LIST: usize = 10;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::block::{Block, BlockKind, Span};
    use crate::limits::Limits;
    use crate::normalize::Normalizer;
    use crate::parse::text;

    pub(super) fn page(blocks: Vec<(BlockKind, Joint, &str)>) -> Document {
        let blocks = blocks.into_iter().map(|(kind, joint, text)| Block::plain(kind, joint, text, Span::default()));
        Document {
            media: Media::Html,
            blocks: blocks.collect(),
            elements: Vec::new(),
            title: String::new(),
            kinds: 0,
            descriptions: Vec::new(),
            degraded: Vec::new(),
        }
    }

    fn again(text: &str, markup: Markup) -> String {
        write(&text::parse(text, &Limits::default()).document, markup)
    }

    #[test]
    fn a_text_without_blank_lines_gets_them() {
        assert_eq!(again("a\nb\nc \n", Markup::Plain), "a\n\nb\n\nc");
    }

    #[test]
    fn blocks_without_text_leave_one_gap() {
        let document = page(vec![
            (BlockKind::Paragraph, Joint::Paragraph, "a"),
            (BlockKind::Paragraph, Joint::Paragraph, "\u{200B}"),
            (BlockKind::Paragraph, Joint::Line, "b"),
            (BlockKind::Paragraph, Joint::Space, "c"),
        ]);
        assert_eq!(write(&document, Markup::Plain), "a\n\nb\nc");
    }

    #[test]
    fn a_text_of_markdown_is_not_escaped() {
        let text = "# Head\n\n* a\n* b\n\n1 < 2 *and* [x](y)";
        assert_eq!(again(text, Markup::Markdown), text);
    }

    /// What the cleaner does at its end.
    fn normalized(mut document: Document) -> String {
        let normalizer = Normalizer::default();
        for block in &mut document.blocks {
            block.text = match block.kind {
                BlockKind::Code => normalizer.code(&block.text).into_owned(),
                _ => normalizer.prose(&block.text, None).into_owned(),
            };
        }
        text::settle(&mut document);
        write(&document, Markup::Plain)
    }

    /// Pieces that meet every rule of the line reader.
    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-c]{1,3}",
            Just("  ".to_owned()),
            Just("    ".to_owned()),
            Just("\t".to_owned()),
            Just("\n".to_owned()),
            Just("\n\n\n".to_owned()),
            Just("```".to_owned()),
            Just("- ".to_owned()),
            Just("2. ".to_owned()),
            Just("| ".to_owned()),
            Just("> ".to_owned()),
            Just("#".to_owned()),
            Just("\\".to_owned()),
            Just("*".to_owned()),
            Just("\u{A0}".to_owned()),
            Just("\u{2028}".to_owned()),
            Just("\u{200B}".to_owned()),
            Just("\r\n".to_owned()),
            Just("”".to_owned()),
        ]
    }

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
    }

    fn kind() -> impl Strategy<Value = BlockKind> {
        prop_oneof![
            Just(BlockKind::Paragraph),
            (1u8..=6).prop_map(BlockKind::Heading),
            (1u8..5, prop::option::of(0u32..120)).prop_map(|(depth, number)| BlockKind::ListItem { depth, number }),
            Just(BlockKind::Quote),
            Just(BlockKind::Code),
            Just(BlockKind::TableRow),
            Just(BlockKind::Caption),
        ]
    }

    fn joint() -> impl Strategy<Value = Joint> {
        prop_oneof![Just(Joint::Paragraph), Just(Joint::Line), Just(Joint::Space)]
    }

    proptest! {
        #[test]
        fn written_text_reads_as_it_was_written(text in text()) {
            let once = again(&text, Markup::Plain);
            prop_assert_eq!(&again(&once, Markup::Plain), &once);
            prop_assert_eq!(once.trim_end(), &once);
        }

        #[test]
        fn written_pages_read_as_they_were_written(
            blocks in prop::collection::vec((kind(), joint(), text()), 0..8),
        ) {
            let blocks = blocks.iter().map(|(kind, joint, text)| (*kind, *joint, text.as_str())).collect();
            let document = page(blocks);
            for markup in [Markup::Plain, Markup::Markdown] {
                let once = write(&document, markup);
                prop_assert_eq!(&again(&once, markup), &once);
            }
        }

        #[test]
        fn normalized_and_written_text_stays_as_it_is(
            text in text(),
            blocks in prop::collection::vec((kind(), joint(), text()), 0..6),
        ) {
            // A paragraph of nothing but backticks, on a page, opens a fence in plain text: there is no
            // other way to write it.
            let blocks: Vec<_> = blocks.iter().map(|(kind, joint, text)| (*kind, *joint, text.replace("```", ""))).collect();
            let blocks = blocks.iter().map(|(kind, joint, text)| (*kind, *joint, text.as_str())).collect();
            for document in [page(blocks), text::parse(&text, &Limits::default()).document] {
                let once = normalized(document);
                let twice = normalized(text::parse(&once, &Limits::default()).document);
                prop_assert_eq!(twice, once);
            }
        }

        #[test]
        fn plain_text_loses_and_invents_no_letter(blocks in prop::collection::vec((kind(), text()), 0..8)) {
            let document = page(blocks.iter().map(|(kind, text)| (*kind, Joint::Paragraph, text.as_str())).collect());
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            let read: String = blocks.iter().map(|(_, text)| letters(text)).collect();
            prop_assert_eq!(letters(&write(&document, Markup::Plain)), read.clone());
            prop_assert_eq!(letters(&write(&document, Markup::Markdown)), read);
        }
    }
}
