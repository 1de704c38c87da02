//! Kept blocks → plain text or Markdown.

use crate::block::Document;

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
pub fn write(_document: &Document, _markup: Markup) -> String {
    String::new()
}
