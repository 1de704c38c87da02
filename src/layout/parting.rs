//! The lines of a page as they will be read once they are text.
//!
//! A block of a page may have several lines, and each will be judged alone when the written text is cleaned
//! again. So they are parted for the judges and joined before they are written.

use crate::block::{Block, BlockKind, Document, Joint};
use crate::document::Media;
use crate::parse::text::lines;

/// Makes a block of every line of a page, but of code that will stand between fences; tells whether there was
/// anything to part. The elements, which no longer fit, go.
pub fn part_lines(document: &mut Document) -> bool {
    document.elements = Vec::new();
    if document.media == Media::Text || !document.blocks.iter().any(has_lines) {
        return false;
    }
    for mut block in std::mem::take(&mut document.blocks) {
        if !has_lines(&block) {
            document.blocks.push(block);
            continue;
        }
        for line in std::mem::take(&mut block.text).split('\n') {
            document.blocks.push(Block { text: line.to_owned(), ..block.clone() });
            block.joint = Joint::Line;
        }
    }
    true
}

/// Joins what is left of the lines that [`part_lines`] parted.
pub fn join_lines(document: &mut Document) {
    if document.media == Media::Text {
        return;
    }
    document.blocks.dedup_by(|line, before| {
        let parted = line.span.block == before.span.block;
        if parted {
            before.text.push('\n');
            before.text.push_str(&line.text);
        }
        parted
    });
}

fn has_lines(block: &Block) -> bool {
    block.text.contains('\n') && !(block.kind == BlockKind::Code && lines::needs_fences(&block.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::Span;

    #[test]
    fn what_was_parted_is_joined() {
        let kinds = [
            (BlockKind::Quote, "one\ntwo"),
            (BlockKind::Paragraph, "three"),
            (BlockKind::Code, "four\n\nfive"),
            (BlockKind::Code, "six  6\nseven"),
        ];
        let blocks = kinds.into_iter().enumerate().map(|(id, (kind, text))| {
            Block::plain(kind, Joint::Paragraph, text, Span { block: id as u32, ..Span::default() })
        });
        let mut document = super::super::tests::page(Vec::new());
        document.blocks = blocks.collect();
        let whole = document.blocks.clone();
        part_lines(&mut document);
        let parted: Vec<&str> = document.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(parted, ["one", "two", "three", "four", "", "five", "six  6\nseven"]);
        join_lines(&mut document);
        assert_eq!(document.blocks, whole);
    }
}
