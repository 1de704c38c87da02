//! A web page → DOM → blocks with cues.

mod dom;
mod tokenizer;
pub mod words;

pub use dom::{Dom, NodeId};

use crate::block::Document;
use crate::error::Result;
use crate::limits::Limits;

/// The user's CSS selectors.
#[derive(Debug, Clone, Default)]
pub struct Selectors {
    /// What matches is removed.
    pub drop: Vec<scraper::Selector>,
    /// What matches is kept.
    pub keep: Vec<scraper::Selector>,
}

impl Selectors {
    /// Reads CSS selectors; the error names the selector that is wrong.
    pub fn new(_drop: &[String], _keep: &[String]) -> Result<Selectors> {
        Ok(Selectors::default())
    }
}

/// A parsed page.
#[derive(Debug)]
pub struct Page {
    /// Its blocks.
    pub document: Document,
    /// Its tree, for the metadata.
    pub dom: Dom,
}

/// Parses a page. Never fails: whatever it is given, browsers show something too.
pub fn parse(_html: &str, _selectors: &Selectors, _limits: &Limits) -> Page {
    unimplemented!()
}
