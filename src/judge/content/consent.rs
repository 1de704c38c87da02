//! Consent layers: put over the page for the visitor's cookies, and never what it is there for.
//!
//! They are known by their elements' names, in whatever language they speak. The pages that the model learned
//! from hold few of them, since most sites add theirs by script.

use std::sync::LazyLock;

use crate::block::Document;
use crate::parse::html::words::bit;

static CONSENT: LazyLock<u128> = LazyLock::new(|| bit("consent"));
static COOKIE: LazyLock<u128> = LazyLock::new(|| bit("cookie"));
/// What such a box must be called besides: a baker's page has cookies too, and a video may wait for consent.
static LAYER: LazyLock<u128> =
    LazyLock::new(|| ["banner", "modal", "popup", "overlay", "alert"].into_iter().map(bit).sum());

/// Share of the page's words above which such elements are the page itself: a privacy policy.
const MOST: f32 = 1.0 / 3.0;

/// For each block, whether it stands in a consent layer.
pub(super) fn blocks(document: &Document, words: &[u32]) -> Vec<bool> {
    let mut inside: Vec<bool> = Vec::with_capacity(document.elements.len());
    for (id, element) in document.elements.iter().enumerate() {
        let said = element.words_said;
        let (consent, cookie) = (said & *CONSENT != 0, said & *COOKIE != 0);
        let layer = (consent && cookie) || (consent || cookie) && (said & *LAYER != 0 || element.tag == "dialog");
        let own = layer && !matches!(element.tag, "html" | "body" | "main" | "article");
        inside.push(own || (id > 0 && inside[element.parent as usize]));
    }
    let within = |element: u32| inside.get(element as usize).copied().unwrap_or(false);
    let blocks: Vec<bool> = document.blocks.iter().map(|block| within(block.cues.element)).collect();
    let sum =
        |test: &dyn Fn(usize) -> bool| -> u32 { (0..words.len()).filter(|&id| test(id)).map(|id| words[id]).sum() };
    let seen = sum(&|id| !document.blocks[id].cues.hidden);
    if sum(&|id| blocks[id]) as f32 > MOST * seen as f32 {
        return vec![false; blocks.len()];
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::parse::html::{self, Selectors};

    fn layers(html: &str) -> Vec<bool> {
        let document = html::parse(html, &Selectors::default(), &Limits::default()).document;
        let words: Vec<u32> = document.blocks.iter().map(|block| crate::block::count_words(&block.text)).collect();
        blocks(&document, &words)
    }

    const STORY: &str = "<p>It burned all night, and nobody in the valley could tell why it had begun.</p>";

    #[test]
    fn a_layer_in_any_language() {
        assert_eq!(
            layers(&format!("<div id=cookie-banner><p>Nous aimons les biscuits.</p></div>{STORY}")),
            [true, false]
        );
        assert_eq!(layers(&format!("<div class=onetrust-consent><b>Ok</b></div>{STORY}")), [true, false]);
    }

    #[test]
    fn a_baker_and_a_privacy_policy_stay() {
        assert_eq!(layers(&format!("<div class=cookie-card><p>Oat cookies</p></div>{STORY}")), [false, false]);
        assert_eq!(layers(&format!("<h1>Privacy</h1><div class=privacy-text>{STORY}</div>")), [false, false]);
    }
}
