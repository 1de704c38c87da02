//! A web page → DOM → blocks with cues.
//!
//! ```text
//! tokenizer  text → tokens that are slices of it
//! guard      tokenizer → guard → html5ever's tree builder
//! dom        the tree
//! selectors  where the user's selectors match
//! flatten    tree → blocks and elements; tags, rows, says, memo, lines, context, draft, seams, written,
//!            notes, math and sums are its parts
//! kinds      what kind of page it says it is; descriptions: what it describes itself by
//! embedded   text that a page holds only as data → blocks
//! ```

mod context;
mod descriptions;
mod dom;
mod draft;
pub mod embedded;
mod flatten;
mod guard;
mod kinds;
mod lines;
mod math;
mod memo;
mod notes;
mod rows;
mod says;
mod seams;
mod selectors;
mod sums;
mod table;
mod tags;
mod tokenizer;
pub mod words;
mod written;

#[cfg(test)]
pub(crate) use dom::dom_of;
pub use dom::{Dom, NodeId};
pub use kinds::KINDS;
pub(crate) use says::is_hiding;
pub(crate) use seams::Seam;
pub use selectors::Selectors;

use tokenizer::Wanted;

use crate::block::Document;
use crate::limits::Limits;

/// A parsed page.
#[derive(Debug)]
pub struct Page {
    /// Its blocks.
    pub document: Document,
    /// Its tree, for the metadata.
    pub dom: Dom,
}

/// Reads a page as far as its tree.
pub fn tree(html: &str, limits: &Limits) -> Dom {
    guard::parse(html, limits, Wanted::Read).0
}

/// Counts the tags of a page: what reading alone costs, for the benchmark.
pub fn count_tags(html: &str) -> usize {
    guard::count_tags(html)
}

/// Parses a page. Never fails: whatever it is given, browsers show something too.
///
/// `html` has at most 4 GiB, which [`Limits::bytes`] sees to.
pub fn parse(html: &str, selectors: &Selectors, limits: &Limits) -> Page {
    // Selectors may ask for any attribute.
    let wanted = if selectors.is_empty() { Wanted::Read } else { Wanted::All };
    let (dom, degraded) = guard::parse(html, limits, wanted);
    let marks = selectors.marks(&dom);
    let mut document = flatten::flatten(&dom, &marks, degraded.into_iter().collect());
    document.kinds = kinds::kinds(&dom);
    document.descriptions = descriptions::descriptions(&dom);
    Page { document, dom }
}
