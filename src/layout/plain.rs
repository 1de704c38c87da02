//! A block of a web page as plain text.

use std::borrow::Cow;

use super::{DEEPEST_LIST, bare_item, fence};
use crate::block::{Block, BlockKind};
use crate::parse::text::lines;

/// The block's text, with the marker of a list item and the fences that code may need.
pub(super) fn block(block: &Block) -> Cow<'_, str> {
    match block.kind {
        BlockKind::ListItem { depth, number } => {
            let indent = "  ".repeat(usize::from(depth).clamp(1, DEEPEST_LIST) - 1);
            let text = running(bare_item(&block.text, number));
            match number {
                Some(number) => format!("{indent}{number}. {text}").into(),
                None => format!("{indent}- {text}").into(),
            }
        }
        BlockKind::Code => code(&block.text),
        BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Quote | BlockKind::TableRow | BlockKind::Caption => {
            running(&block.text)
        }
    }
}

/// Running text without white space before its lines: in plain text that would be depth.
fn running(text: &str) -> Cow<'_, str> {
    if text.split('\n').all(|line| !line.starts_with(char::is_whitespace)) {
        return text.into();
    }
    let lines: Vec<_> = text.split('\n').map(str::trim_start).collect();
    lines.join("\n").into()
}

/// Code as it stands, but between fences where it would not survive being read again as text.
fn code(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches('\n');
    if !lines::needs_fences(text) {
        return text.into();
    }
    let fence = fence(text);
    format!("{fence}\n{text}\n{fence}").into()
}

#[cfg(test)]
mod tests {
    use super::super::tests::page;
    use super::super::{Markup, write};
    use crate::block::{BlockKind, Joint};

    #[test]
    fn a_page_in_plain_text() {
        let item = |depth, number| BlockKind::ListItem { depth, number };
        let document = page(vec![
            (BlockKind::Heading(1), Joint::Paragraph, "Head"),
            (BlockKind::Paragraph, Joint::Paragraph, "One\ntwo"),
            (item(1, None), Joint::Paragraph, "a"),
            (item(2, Some(3)), Joint::Line, "b"),
            (item(3, None), Joint::Line, "c"),
            (BlockKind::TableRow, Joint::Paragraph, "x | y"),
            (BlockKind::TableRow, Joint::Line, "1 | 2"),
            (BlockKind::Code, Joint::Paragraph, "if a:\n    b()\n\nc()\n"),
            (BlockKind::Caption, Joint::Paragraph, "A cat"),
        ]);
        let expected = "Head\n\nOne\ntwo\n\n- a\n  3. b\n    - c\n\nx | y\n1 | 2\n\nif a:\n    b()\n\nc()\n\nA cat";
        assert_eq!(write(&document, Markup::Plain), expected);
    }

    #[test]
    fn an_item_has_one_marker() {
        let item = |number| BlockKind::ListItem { depth: 1, number };
        for (number, text, written) in [
            (Some(1), "1. Open the lid", "1. Open the lid"),
            (Some(2), "2) Close it", "2. Close it"),
            (Some(1), "1.5 pounds", "1. 1.5 pounds"),
            (Some(3), "4. Julei", "3. 4. Julei"),
            (None, "• Grain", "- Grain"),
            (None, "•", "- •"),
            (None, "1. Grain", "- 1. Grain"),
        ] {
            assert_eq!(write(&page(vec![(item(number), Joint::Paragraph, text)]), Markup::Plain), written);
        }
    }

    #[test]
    fn code_whose_spaces_matter_is_fenced() {
        for code in ["a  = 1", "a\n  b", "a\n\n\n\nb", "say “x”", "- a\n-  b", "```\n a"] {
            let document = page(vec![(BlockKind::Code, Joint::Paragraph, code)]);
            let written = write(&document, Markup::Plain);
            assert!(written.starts_with("```") && written.contains(code), "{written}");
        }
    }
}
