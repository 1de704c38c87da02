//! The plain words of class, id, role and itemprop that say what an element is.

/// The words; word i is bit i of [`crate::block::Element::words_said`].
pub const WORDS: &[&str] = &["article", "content", "main"];
