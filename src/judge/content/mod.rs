//! The judge of main content of web pages and of texts: which blocks are what the document is there for.
//!
//! ```text
//! shape      what can be counted in a text without knowing its language
//! tokens     the words of a text, one after the other
//! wording    what kinds of them it holds, in many languages alike
//! features   what is known about every block, as numbers
//! model      how likely each block is content, and the page one text: boosted trees, trained by `training/`
//! network    and a small network beside them
//! second     and trees that look again, at what both said of a block's likes and neighbours
//! repeats    what the page says twice
//! decision   the choice for the page as a whole
//! whole      and what stays with what it keeps: the rest of a table, a piece between or above paragraphs, code, a term
//! consent    layers for cookies, by their elements' names
//! category   what the dropped blocks were, for the reasons
//! embedded   whether text that a page holds only as data is its text
//! spared     lines of a text that no model judges
//! text       the same for texts without markup, by a model of their own
//! head       what such a text says above its first paragraph of itself
//! ```

mod category;
mod consent;
mod decision;
mod embedded;
mod features;
mod head;
mod model;
mod network;
mod repeats;
pub mod second;
mod shape;
mod spared;
pub mod text;
mod tokens;
mod whole;
mod wording;

use std::sync::{Arc, LazyLock};

pub use embedded::{Supplement, supplement};
pub use features::{Features, Ruled};
pub use model::Model;

use crate::block::{Block, Document};
use crate::verdict::{Action, Category, Evidence, Judge, Reason, Verdict};

/// The model of pages as it is built in.
static PAGES: &[u8] = include_bytes!("content.model");

/// All that is built in of what was learned or written down.
pub(super) fn built_in() -> [&'static [u8]; 3] {
    [PAGES, text::TEXTS, wording::LEXICON.as_bytes()]
}

/// The trained model, made by `cargo xtask train`.
static MODEL: LazyLock<Arc<Model>> = LazyLock::new(|| {
    let model = Model::read(PAGES, &Features::all());
    Arc::new(model.expect("the model in the program is read by a test"))
});

/// The model that dehusk ships.
pub fn model() -> Arc<Model> {
    Arc::clone(&MODEL)
}

/// What stands in the receipt of a removal, where a rule has its id, when no rule removed it; and what that means.
pub const GROUNDS: [(&str, &str); 9] = [
    (
        "content-model",
        "The model of pages takes the block for husk: it is less likely to be content than the page's cut asks, and it \
         is no piece of a text, list or table that stays. What the model knows of a block are its shape, its place, its \
         links, its neighbours, the plain words of its class names, and whether the page describes itself by it.",
    ),
    (
        "text-model",
        "The model of texts takes the line for husk, by its shape, its place, its neighbours and what the rules find in it. \
         Above the first paragraph of a whole page, what tells its title, author or date goes into the header.",
    ),
    ("hidden", "The markup hides the block, and the model takes it for husk."),
    ("said-elsewhere", "The page holds the same text in a place that is likelier to be content."),
    ("consent-layer", "The block is inside an element that is called a layer for consent or cookies."),
    ("embedded-text", "The page shows no content; the text that it holds as data stands in its place."),
    ("comments", "The block is a comment of readers, or stands below the line that parts them from the article."),
    ("comments-only", "The block is article, and `--comments only` asks for the comments alone."),
    ("drop-selector", "A selector of `--drop-selector` matches the block, and none of `--keep-selector` nearer to it."),
];

/// What the judge says of a page.
#[derive(Debug)]
pub struct Judgement {
    /// A drop for every block that is no main content.
    pub verdicts: Vec<Verdict>,
    /// Expected F1 of the words that stay, 0 to 1.
    pub quality: f32,
    /// Words that stay.
    pub words: u32,
}

/// Judges all blocks of a page. `url` is where it was fetched from, where that is known.
pub fn judge(document: &Document, url: Option<&str>, model: &Model) -> Judgement {
    let features = Features::of(document, url, Some(&model.wanted));
    let one_text = model.page(features.rows(), |index| features.column(index));
    let mut likely = model.blocks_of_page(document, &features, one_text);
    let copies = repeats::blocks(document, &features.words, &likely);
    forget(&mut likely, &copies);
    let choice = decision::choose(&likely, &features.words, one_text);
    let categories = category::categories(&document.elements);
    let layers = consent::blocks(document, &features.words);
    let mut words: u32 = 0;
    let may_stay = |id: usize| !copies[id] && !layers[id];
    let mut kept: Vec<bool> = (0..likely.len()).map(|id| may_stay(id) && likely[id] >= choice.cut).collect();
    whole::complete(document, &features.words, &likely, one_text, may_stay, &mut kept);
    let verdicts = document.blocks.iter().enumerate().filter_map(|(id, block)| {
        let category = categories.get(block.cues.element as usize).copied().flatten();
        let reason = match likely[id] {
            _ if kept[id] => {
                words += features.words[id];
                return None;
            }
            _ if copies[id] => said_elsewhere(category),
            likely if likely < choice.cut => reason(block, likely, choice.cut, category),
            _ => consent_layer(),
        };
        Some(Verdict { block: id, action: Action::Drop, reason })
    });
    let verdicts = verdicts.collect();
    Judgement { verdicts, quality: model.calibrate(choice.expected), words }
}

/// Copies are no content.
fn forget(likely: &mut [f32], copies: &[bool]) {
    for (likely, _) in likely.iter_mut().zip(copies).filter(|(_, copy)| **copy) {
        *likely = 0.0;
    }
}

fn reason(block: &Block, likely: f32, cut: f32, category: Option<Category>) -> Reason {
    let (rule, evidence) = match block.cues.hidden {
        true => ("hidden", "the markup hides it".into()),
        false => ("content-model", Evidence::Likely { percent: percent(likely), cut: percent(cut) }),
    };
    Reason { judge: Judge::Content, category: category.unwrap_or(Category::Boilerplate), rule: rule.into(), evidence }
}

fn percent(share: f32) -> u8 {
    (100.0 * share).round().clamp(0.0, 100.0) as u8
}

fn said_elsewhere(category: Option<Category>) -> Reason {
    Reason {
        judge: Judge::Content,
        category: category.unwrap_or(Category::Boilerplate),
        rule: "said-elsewhere".into(),
        evidence: "the page holds the same text in a likelier place".into(),
    }
}

fn consent_layer() -> Reason {
    Reason {
        judge: Judge::Content,
        category: Category::Consent,
        rule: "consent-layer".into(),
        evidence: "inside an element that is called a layer for consent or cookies".into(),
    }
}
