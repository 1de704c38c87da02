//! Whether text that a page holds only as data is its text.
//!
//! What a page shows is what it is there for, as a rule: on the development pages, the texts in the data of a page
//! that shows its content are other pages' texts, twice the same or of little use, and on 4 in 1,000 they are all
//! there is. So they are taken where the page itself has little to offer, and the less they are the text itself
//! (a body of an article is, a description of the page is not), the less.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::Judgement;
use crate::block::{Block, BlockKind, Document, Origin, count_words};
use crate::limits::Limits;
use crate::parse::html::Dom;
use crate::parse::html::embedded;
use crate::verdict::{Action, Category, Judge, Reason, Verdict};

/// A page that shows more words than this has content of its own, whatever its data holds.
const MOST_SHOWN: u32 = 200;

/// The choice of a page below this expected F1 is a guess.
const UNSURE: f32 = 0.4;

/// How many times as many words as the page shows a text must have that stands in its place.
const TIMES: u32 = 2;

/// The same where the page is not known to be a guess and the text is one that a program may show or not.
const MANY_TIMES: u32 = 5;

/// Fewer words are no text.
const LEAST_WORDS: u32 = 15;

/// Words in a row that make a text known from the page.
const ROW: usize = 4;

/// Text that takes the place of what a page shows, or follows it.
#[derive(Debug)]
pub struct Supplement {
    /// To be added to the page's blocks.
    pub blocks: Vec<Block>,
    /// Drops for what it takes the place of.
    pub verdicts: Vec<Verdict>,
    /// Expected F1 of the words that stay, 0 to 1.
    pub quality: f32,
}

/// Looks for text in a page's data, where what the page shows is judged to be little.
pub fn supplement(document: &Document, dom: &Dom, judgement: &Judgement, limits: &Limits) -> Option<Supplement> {
    if judgement.words > MOST_SHOWN {
        return None;
    }
    let (shown, unsure) = (judgement.words, judgement.quality < UNSURE);
    let mut known = None;
    for found in embedded::find(dom, &document.title) {
        // Counted with its markup, the text has no fewer words than without.
        if place(found.origin, found.words, shown, unsure).is_none() {
            continue;
        }
        let blocks = found.blocks(dom, document.blocks.len(), limits);
        let words = blocks.iter().map(|block| count_words(&block.text)).sum();
        let Some(place) = place(found.origin, words, shown, unsure) else { continue };
        if is_known(known.get_or_insert_with(|| rows(&document.blocks)), &blocks) {
            continue;
        }
        let verdicts = match place {
            Place::Instead => drops(document, judgement, found.origin, words),
            Place::Behind => Vec::new(),
        };
        return Some(Supplement { blocks, verdicts, quality: quality(found.origin) });
    }
    None
}

/// Where a text belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Where the page's own is.
    Instead,
    /// Behind it.
    Behind,
}

/// Where a text of so many words belongs on a page that shows so many; `None` where it does not.
fn place(origin: Origin, words: u32, shown: u32, unsure: bool) -> Option<Place> {
    let is_more = words > shown;
    let place = match origin {
        Origin::Page => return None,
        Origin::LinkedBody => (words >= TIMES * shown).then_some(Place::Instead),
        Origin::State => (words >= if unsure { TIMES } else { MANY_TIMES } * shown).then_some(Place::Instead),
        Origin::LinkedAnswers => (unsure && is_more).then_some(Place::Instead),
        Origin::LinkedDescription if words >= MANY_TIMES * shown => Some(Place::Instead),
        Origin::LinkedDescription => unsure.then_some(if is_more { Place::Instead } else { Place::Behind }),
        // A page that shows nothing at all has no text; what describes it is in the header.
        Origin::Description => (unsure && is_more && shown > 0).then_some(Place::Instead),
    };
    place.filter(|_| words >= LEAST_WORDS)
}

/// Expected F1 of such a text. Assumed, not measured: hardly any page of the development data has one.
fn quality(origin: Origin) -> f32 {
    match origin {
        Origin::Page => 1.0,
        Origin::LinkedBody => 0.9,
        Origin::State => 0.7,
        Origin::LinkedAnswers | Origin::LinkedDescription => 0.5,
        Origin::Description => 0.3,
    }
}

/// Drops what the page shows, but for the heading above it all.
fn drops(document: &Document, judgement: &Judgement, origin: Origin, words: u32) -> Vec<Verdict> {
    let mut dropped = vec![false; document.blocks.len()];
    for verdict in judgement.verdicts.iter().filter(|verdict| verdict.action == Action::Drop) {
        dropped[verdict.block] = true;
    }
    let shown = document.blocks.iter().enumerate();
    let shown = shown.filter(|&(id, block)| !dropped[id] && block.kind != BlockKind::Heading(1));
    let verdicts = shown.map(|(id, _)| Verdict {
        block: id,
        action: Action::Drop,
        reason: Reason {
            judge: Judge::Content,
            category: Category::Boilerplate,
            rule: "embedded-text".into(),
            evidence: format!("the text is in the {}: {words} words, and {} here", origin.name(), judgement.words)
                .into(),
        },
    });
    verdicts.collect()
}

/// Whether most of a text stands on the page.
fn is_known(known: &[u64], blocks: &[Block]) -> bool {
    let rows = rows(blocks);
    2 * rows.iter().filter(|row| known.binary_search(row).is_ok()).count() >= rows.len()
}

/// Hashes of all rows of words in the blocks, letters and digits in lower case; sorted.
fn rows(blocks: &[Block]) -> Vec<u64> {
    let mut rows = Vec::new();
    for block in blocks {
        let words = block.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<u64> = words.map(hash).collect();
        // A shorter text is a row of its own.
        rows.extend(words.windows(ROW.min(words.len().max(1))).map(|row| {
            row.iter().fold(0, |all: u64, word| all.rotate_left(9) ^ word.wrapping_mul(0x9e37_79b9_7f4a_7c15))
        }));
    }
    rows.sort_unstable();
    rows
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.chars().flat_map(char::to_lowercase).for_each(|c| c.hash(&mut hasher));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_less_a_text_is_the_text_itself_the_less_the_page_may_show() {
        use Origin::{Description, LinkedAnswers, LinkedBody, LinkedDescription, State};
        for (origin, words, shown, unsure, expected) in [
            (LinkedBody, 700, 120, false, Some(Place::Instead)),
            (LinkedBody, 200, 120, true, None),
            (LinkedBody, 10, 0, true, None),
            (State, 300, 80, true, Some(Place::Instead)),
            (State, 300, 80, false, None),
            (State, 300, 30, false, Some(Place::Instead)),
            (LinkedAnswers, 700, 120, false, None),
            (LinkedAnswers, 700, 120, true, Some(Place::Instead)),
            (LinkedDescription, 40, 80, true, Some(Place::Behind)),
            (LinkedDescription, 140, 80, true, Some(Place::Instead)),
            (LinkedDescription, 140, 80, false, None),
            (LinkedDescription, 140, 8, false, Some(Place::Instead)),
            (Description, 140, 80, true, Some(Place::Instead)),
            (Description, 40, 80, true, None),
            (Description, 40, 0, true, None),
        ] {
            assert_eq!(place(origin, words, shown, unsure), expected, "{origin:?} {words} {shown}");
        }
    }
}
