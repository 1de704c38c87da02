//! Plain text → front matter and lines → blocks.

use std::collections::BTreeMap;

use crate::block::Document;
use crate::document::Metadata;
use crate::limits::Limits;
use crate::verdict::Category;

/// A parsed text.
#[derive(Debug)]
pub struct Parsed {
    /// Its blocks: one a line, or one a paragraph where lines are evidently wrapped.
    pub document: Document,
    /// Its front matter's fields.
    pub metadata: Metadata,
    /// The counts of `removed:` in its front matter: the text was ours before.
    pub removed: BTreeMap<Category, u32>,
}

/// Parses a text. Never fails.
pub fn parse(_text: &str, _limits: &Limits) -> Parsed {
    unimplemented!()
}
