//! A web page → DOM → blocks with cues.
//!
//! ```text
//! surplus    attributes past the limit are cut out of the text of the page
//! guard      html5ever's tokenizer → guard → html5ever's tree builder
//! dom        the tree
//! selectors  where the user's selectors match
//! flatten    tree → blocks and elements; tags, rows, says, context and draft are its parts
//! ```

mod context;
mod dom;
mod draft;
mod flatten;
mod guard;
mod rows;
mod says;
mod selectors;
mod surplus;
mod tags;
mod tokenizer;
pub mod words;

#[cfg(test)]
pub(crate) use dom::dom_of;
pub use dom::{Dom, NodeId};
pub use selectors::Selectors;

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

/// Parses a page. Never fails: whatever it is given, browsers show something too.
///
/// `html` has at most 4 GiB, which [`Limits::bytes`] sees to.
pub fn parse(html: &str, selectors: &Selectors, limits: &Limits) -> Page {
    let (dom, degraded) = guard::parse(html, limits);
    let marks = selectors.marks(&dom);
    let document = flatten::flatten(&dom, &marks, degraded.into_iter().collect());
    Page { document, dom }
}
