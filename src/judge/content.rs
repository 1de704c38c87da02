//! The judge of main content of web pages: which blocks are what the page is there for.
//!
//! Every block gets a value: its words, less for links, negative in what says it is furniture. The
//! element with the largest sum holds the main content; inside it, what is worth nothing goes.

use std::ops::Range;
use std::sync::LazyLock;

use crate::block::{Block, BlockKind, Document, Element, ElementId, count_words};
use crate::parse::html::words::bit;
use crate::verdict::{Action, Category, Judge, Reason, Verdict};

/// Share of the words that are no furniture which one element must hold to be the main content; below it
/// the page has several parts, and all of them stay.
const LEAST_SHARE: f32 = 0.6;

/// Words of class, id, role and itemprop, and tags, that say what an element is not.
static FURNITURE: LazyLock<Vec<(Category, &[&str], u128)>> = LazyLock::new(|| {
    let kinds: [(Category, &[&str], &[&str]); 10] = [
        (
            Category::Navigation,
            &["nav", "menu", "dialog"],
            &["nav", "navigation", "menu", "breadcrumb", "pagination", "pager", "toolbar", "tabs", "skip", "toc"],
        ),
        (
            Category::Furniture,
            &["footer"],
            &[
                "footer",
                "contentinfo",
                "banner",
                "sidebar",
                "widget",
                "complementary",
                "modal",
                "popup",
                "overlay",
                "tooltip",
                "search",
            ],
        ),
        (Category::Related, &["aside"], &["aside", "related", "recommend", "teaser", "promo"]),
        (Category::CommentList, &[], &["comment", "comments", "kommentar"]),
        (Category::CommentForm, &[], &["respond"]),
        (Category::Share, &[], &["share", "social", "sharing"]),
        (Category::Newsletter, &[], &["newsletter", "subscribe", "signup"]),
        (Category::Consent, &[], &["cookie", "consent", "gdpr"]),
        (Category::Advertising, &[], &["ad", "ads", "advert", "advertisement", "sponsor", "werbung", "anzeige"]),
        (Category::Metadata, &[], &["byline", "author", "meta", "date", "credit"]),
    ];
    kinds
        .into_iter()
        .map(|(category, tags, words)| (category, tags, words.iter().map(|word| bit(word)).sum()))
        .collect()
});

static CONTENT: LazyLock<u128> = LazyLock::new(|| {
    ["article", "content", "main", "post", "entry", "body", "text", "story"].iter().map(|word| bit(word)).sum()
});

/// Judges all blocks: what is not main content is dropped.
pub fn judge(document: &Document) -> Vec<Verdict> {
    let Document { blocks, elements, .. } = document;
    let furniture: Vec<Option<Category>> = furniture(elements);
    let values: Vec<f32> = blocks.iter().map(|block| value(block, of(&furniture, block))).collect();
    let main = main(elements, &values);
    let worthy = |id: usize| !blocks[id].cues.hidden && worth(blocks, id, of(&furniture, &blocks[id]), values[id]);
    let everywhere: Vec<bool> = (0..blocks.len()).map(worthy).collect();
    let inside: Vec<bool> = (0..blocks.len()).map(|id| everywhere[id] && main.contains(&id)).collect();
    let words = |keeps: &[bool]| -> f32 {
        let kept = blocks.iter().zip(keeps).filter(|(_, keep)| **keep);
        kept.map(|(block, _)| count_words(&block.text) as f32).sum()
    };
    let mut keeps = if words(&inside) < LEAST_SHARE * words(&everywhere) { everywhere } else { inside };
    if !keeps.contains(&true) {
        // A page that shows nothing keeps its content for those without scripts.
        keeps = (0..blocks.len()).map(|id| of(&furniture, &blocks[id]).is_none()).collect();
    }
    let mut verdicts = Vec::new();
    for (id, _) in keeps.iter().enumerate().filter(|(_, keep)| !**keep) {
        verdicts.push(drop(id, &blocks[id], of(&furniture, &blocks[id]), main.contains(&id)));
    }
    verdicts
}

fn of(furniture: &[Option<Category>], block: &Block) -> Option<Category> {
    furniture.get(block.cues.element as usize).copied().flatten()
}

/// For each element what furniture it stands in, if any: its own word, else its parent's.
fn furniture(elements: &[Element]) -> Vec<Option<Category>> {
    let page: u32 = elements.first().map_or(0, |root| root.words);
    let mut said: Vec<Option<Category>> = Vec::with_capacity(elements.len());
    for (id, element) in elements.iter().enumerate() {
        let own = FURNITURE
            .iter()
            .find(|(_, tags, words)| tags.contains(&element.tag) || element.words_said & words != 0)
            .map(|(category, ..)| *category);
        // A form or a wrapper that holds half of the page is no furniture, whatever it is called.
        let whole = element.words * 2 > page || matches!(element.tag, "html" | "body" | "main" | "article");
        let content = element.words_said & *CONTENT != 0 && element.paragraph_chars > 400;
        let above = (id > 0).then(|| said[element.parent as usize]).flatten();
        said.push(if whole { None } else { own.filter(|_| !content).or(above) });
    }
    said
}

fn density(block: &Block) -> f32 {
    block.cues.link_chars as f32 / block.text.chars().count().max(1) as f32
}

/// What a block adds to the element around it.
fn value(block: &Block, furniture: Option<Category>) -> f32 {
    let words = count_words(&block.text) as f32;
    if block.cues.hidden {
        return 0.0;
    }
    if furniture.is_some() {
        return -0.5 * words;
    }
    let linked = density(block);
    let prose = block.text.ends_with(['.', '!', '?', ':', '"', '”', '…', '。', '؟']) && words >= 8.0;
    match block.kind {
        BlockKind::Code | BlockKind::Quote => words,
        BlockKind::Heading(_) => 1.0,
        _ if prose => words * (1.0 - linked),
        _ if linked > 0.5 => -0.5 * words - 1.0,
        _ => words * 0.5 - 2.0,
    }
}

/// The blocks of the element with the largest sum; the deepest of equals.
fn main(elements: &[Element], values: &[f32]) -> Range<usize> {
    let mut sums = vec![0.0; values.len() + 1];
    for (id, value) in values.iter().enumerate() {
        sums[id + 1] = sums[id] + value;
    }
    let sum = |element: &Element| -> f32 { sums[element.blocks.end as usize] - sums[element.blocks.start as usize] };
    let best: ElementId = (0..elements.len() as u32)
        .max_by(|&a, &b| sum(&elements[a as usize]).total_cmp(&sum(&elements[b as usize])))
        .unwrap_or(0);
    elements.get(best as usize).map_or(0..values.len(), |best| best.blocks.start as usize..best.blocks.end as usize)
}

/// Whether a block of the main element stays.
fn worth(blocks: &[Block], id: usize, furniture: Option<Category>, value: f32) -> bool {
    if furniture.is_some() {
        return false;
    }
    let block = &blocks[id];
    match block.kind {
        BlockKind::Heading(_) => blocks.get(id + 1).is_some_and(|next| density(next) < 0.9),
        _ if value > 0.0 => true,
        _ => density(block) < 0.4 || count_words(&block.text) > 12,
    }
}

fn drop(id: usize, block: &Block, furniture: Option<Category>, inside: bool) -> Verdict {
    let (rule, evidence) = match (furniture, inside) {
        _ if block.cues.hidden => ("hidden", "the markup hides it".to_owned()),
        (Some(category), _) => ("furniture", format!("inside an element that says {}", category.name())),
        (None, false) => ("outside-main", "outside the element that holds the main content".to_owned()),
        (None, true) => ("links", format!("{:.0}% of it is links", 100.0 * density(block))),
    };
    let category = match (furniture, inside) {
        (Some(category), _) => category,
        (None, true) => Category::Navigation,
        (None, false) => Category::Boilerplate,
    };
    Verdict {
        block: id,
        action: Action::Drop,
        reason: Reason { judge: Judge::Content, category, rule: rule.into(), evidence },
    }
}
