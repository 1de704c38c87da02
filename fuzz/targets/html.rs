//! A web page → blocks → an article.

#![no_main]

use std::sync::LazyLock;

use dehusk::Media;
use dehusk::block::Document;
use dehusk::limits::Limits;
use dehusk::parse::html::{Selectors, parse};
use dehusk_fuzz::{assert_clean_again_is_the_same, clean, on_a_small_stack};
use libfuzzer_sys::fuzz_target;

static SELECTORS: LazyLock<Selectors> =
    LazyLock::new(|| Selectors::new(&["b, td, .ad > p".to_owned()], &["li:last-child".to_owned()]).expect("CSS"));

fuzz_target!(|data: &[u8]| {
    let Ok(html) = std::str::from_utf8(data) else { return };
    let small = Limits { depth: 8, attributes: 3, nodes: 40, ..Limits::default() };
    for limits in [Limits::default(), small] {
        for selectors in [&Selectors::default(), &SELECTORS] {
            check(&on_a_small_stack(|| parse(html, selectors, &limits).document), &limits);
        }
    }
    let Some(article) = clean(Some(Media::Html), data).0 else { return };
    // In plain text a lone code fence that a page shows as text opens one.
    if !article.text.contains("```") {
        assert_clean_again_is_the_same(&article);
    }
});

/// Blocks and elements speak of each other, and count what is there.
fn check(document: &Document, limits: &Limits) {
    for (at, block) in document.blocks.iter().enumerate() {
        let chars = block.text.chars().count();
        assert!(!block.text.trim().is_empty());
        assert!(block.cues.link_chars as usize <= chars && block.cues.strong_chars as usize <= chars, "{block:?}");
        assert!(document.elements[block.cues.element as usize].blocks.contains(&(at as u32)));
        assert_eq!(block.span.block as usize, at);
    }
    for element in &document.elements {
        assert!(usize::from(element.depth) <= limits.depth);
        assert!(element.link_chars <= element.chars && element.paragraph_chars <= element.chars);
        assert!(element.blocks.end as usize <= document.blocks.len());
    }
}
