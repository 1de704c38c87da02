//! What the elements around a block are called.

use std::sync::LazyLock;

use super::{Features, Page, REACH};
use crate::block::Element;
use crate::parse::html::words::{self, WORDS};

/// Distance given to a word that no element above says.
pub(super) const FAR: f32 = 40.0;

/// Tags whose nearest distance above a block is a feature, and its name.
#[rustfmt::skip]
const TAGS: [(&str, &str); 20] = [
    ("article", "<article>"), ("main", "<main>"), ("section", "<section>"), ("aside", "<aside>"), ("nav", "<nav>"), ("header", "<header>"), ("footer", "<footer>"), ("form", "<form>"), ("table", "<table>"), ("ul", "<ul>"), ("ol", "<ol>"), ("blockquote", "<blockquote>"), ("li", "<li>"), ("dl", "<dl>"), ("figure", "<figure>"), ("button", "<button>"), ("label", "<label>"), ("a", "<a>"), ("noscript", "<noscript>"), ("details", "<details>"),
];

/// Share of the page's characters that an element holds which is about the page rather than about what is in it.
const WHOLE: f32 = 0.9;

/// Words for what stands beside a text. What holds nearly all of a page has them for something else: `wide-sidebar`,
/// `ads-enabled`.
static BESIDE: LazyLock<u128> = LazyLock::new(|| {
    #[rustfmt::skip]
    let words = [
        "comment", "reply", "respond", "nav", "menu", "breadcrumb", "footer", "header", "sidebar", "aside", "widget",
        "pagination", "prev", "next", "skip", "toolbar", "search", "language", "logo", "button", "related", "recommend",
        "popular", "latest", "more", "share", "social", "newsletter", "subscribe", "signup", "login", "cookie", "consent",
        "banner", "ad", "sponsor", "promo", "popup", "modal", "overlay", "alert", "donate", "support", "paywall", "premium",
        "hidden", "print", "tooltip",
    ];
    words.iter().fold(0, |said, word| said | words::bit(word))
});

impl Page<'_> {
    /// The distance to the nearest element that says a word, or has a tag. What the body is called is about the page: a
    /// site that measures its ads calls it by them, and no paragraph is an ad for that. So is what a wrapper of all is
    /// called by what stands beside texts.
    pub(super) fn said(&self, to: &mut Features<'_>) {
        let elements = &self.document.elements;
        let (rows, words) = (to.rows, WORDS.len());
        let (whole, beside) = (self.chars * WHOLE, *BESIDE);
        let mut distance = vec![FAR; rows * (words + TAGS.len())];
        let tag = |element: &Element| TAGS.iter().position(|(tag, _)| *tag == element.tag);
        let tags: Vec<Option<usize>> = elements.iter().map(tag).collect();
        for id in 0..rows {
            let mut at = self.block(id).cues.element;
            let mut seen = 0u128;
            for step in 0..REACH {
                let Some(element) = elements.get(at as usize) else { break };
                if matches!(element.tag, "html" | "body") {
                    break;
                }
                let about_page = if element.chars as f32 >= whole { beside } else { 0 };
                let mut new = element.words_said & !seen & !about_page;
                seen |= new;
                while new != 0 {
                    distance[new.trailing_zeros() as usize * rows + id] = step as f32;
                    new &= new - 1;
                }
                if let Some(tag) = tags[at as usize] {
                    let cell = &mut distance[(words + tag) * rows + id];
                    *cell = cell.min(step as f32);
                }
                if element.parent == at {
                    break;
                }
                at = element.parent;
            }
        }
        let names = WORDS.into_iter().chain(TAGS.map(|(_, name)| name));
        for (number, name) in names.enumerate() {
            if to.wants(name, 0) {
                to.values.extend_from_slice(&distance[number * rows..(number + 1) * rows]);
            }
        }
    }
}
