//! What a page says twice: copies for other screens, quotations of the post above, signatures.
//!
//! One copy is enough, and the likeliest is the one that stands in the text. (On the development pages, leaving the
//! others out is worth 0.6 points of F1, on threads 3.)

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::decision::DOUBTFUL;
use crate::block::{Block, BlockKind, Document, Element, ElementId, Joint};
use crate::parse::html::words::bit;

/// Shorter texts may well be said twice, and so may lines of code and rows of tables.
const LEAST_WORDS: u32 = 5;

/// What posts and comments are called.
static POST: LazyLock<u128> = LazyLock::new(|| ["comment", "post", "reply"].into_iter().map(bit).sum());

/// So many elements of one make in one parent are records: the cards of a list, its results.
const RECORDS: u32 = 3;
/// Words of the longest line that records share by nature: who made a thing, where it is.
const SHARED: u32 = 14;
/// How many elements up the record of a line is looked for.
const UP: usize = 4;

/// Words of the longest refrain, and of the longest line of one.
const REFRAIN: u32 = 60;
const REFRAIN_LINE: u32 = 14;

/// For each block, whether the page holds a likelier copy of it; among equals the first one counts.
pub(super) fn blocks(document: &Document, words: &[u32], likely: &[f32]) -> Vec<bool> {
    let mut copy_of = vec![None; likely.len()];
    let mut best: FxHashMap<&str, usize> = FxHashMap::default();
    let mut records = Records { document, members: FxHashMap::default() };
    for (id, block) in document.blocks.iter().enumerate() {
        if words[id] < LEAST_WORDS || matches!(block.kind, BlockKind::Code | BlockKind::TableRow) {
            continue;
        }
        let known = best.entry(&block.text).or_insert(id);
        let other = &document.blocks[*known];
        // A refrain is written twice on purpose, and who made a thing stands on the card of each.
        if *known == id || are_siblings(document, other, block) || words[id] <= SHARED && records.hold(other, block) {
            continue;
        }
        let other = *known;
        let worse = if likely[id] > likely[other] { std::mem::replace(known, id) } else { id };
        copy_of[worse] = Some(if worse == id { other } else { id });
    }
    if document.elements.is_empty() {
        spare_refrains(document, words, likely, &mut copy_of);
    }
    copy_of.iter().map(Option::is_some).collect()
}

/// Takes back what is said of the refrain of a song: of some lines, few words, that are said again one after the other
/// in the same text. A whole text that is there twice, or a single line between paragraphs, is a copy.
fn spare_refrains(document: &Document, words: &[u32], likely: &[f32], copy_of: &mut [Option<usize>]) {
    let stretches = stretches(likely);
    let is_again = |id: usize, copy_of: &[Option<usize>]| {
        copy_of[id].is_some_and(|other| stretches[other] == stretches[id]) && words[id] <= REFRAIN_LINE
    };
    let mut from = 0;
    for id in 0..=copy_of.len() {
        let goes_on = id > from && document.blocks.get(id).is_some_and(|block| block.joint != Joint::Paragraph);
        if id < copy_of.len() && is_again(id, copy_of) && (id == from || goes_on) {
            continue;
        }
        let refrain = from..id;
        if refrain.len() > 1 && words[refrain.clone()].iter().sum::<u32>() <= REFRAIN {
            copy_of[refrain].fill(None);
        }
        from = if id < copy_of.len() && is_again(id, copy_of) { id } else { id + 1 };
    }
}

/// For each block the number of the stretch of likely ones that it stands in; an unlikely one is a stretch of its own.
fn stretches(likely: &[f32]) -> Vec<usize> {
    let mut stretch = 0;
    let number = |id: usize| {
        let goes_on = id > 0 && likely[id - 1..=id].iter().all(|&likely| likely >= DOUBTFUL);
        stretch += usize::from(!goes_on);
        stretch
    };
    (0..likely.len()).map(number).collect()
}

/// Whether two blocks stand in the same element, or in neighbours of one make.
fn are_siblings(document: &Document, one: &Block, other: &Block) -> bool {
    let (a, b) = (one.cues.element, other.cues.element);
    let elements = &document.elements;
    !elements.is_empty() && a == b
        || match (elements.get(a as usize), elements.get(b as usize)) {
            (Some(one), Some(other)) => one.parent == other.parent && one.path == other.path,
            _ => false,
        }
}

/// The records of a page.
struct Records<'d> {
    document: &'d Document,
    /// How many elements of one make there are in each parent; empty until somebody asks.
    members: FxHashMap<(ElementId, u64), u32>,
}

impl Records<'_> {
    /// Whether two blocks stand at the same place of two records. Posts and comments are none: they quote, and are signed.
    fn hold(&mut self, one: &Block, other: &Block) -> bool {
        let elements = &self.document.elements;
        let (Some(mut a), Some(mut b)) =
            (elements.get(one.cues.element as usize), elements.get(other.cues.element as usize))
        else {
            return false;
        };
        if one.kind != other.kind || one.kind == BlockKind::Quote {
            return false;
        }
        for _ in 0..UP {
            let is_post = |element: &Element| element.is_comment || element.words_said & *POST != 0;
            if a.path != b.path || a.depth != b.depth || is_post(a) {
                return false;
            }
            if a.parent == b.parent {
                if self.members.is_empty() {
                    for element in elements {
                        *self.members.entry((element.parent, element.path)).or_default() += 1;
                    }
                }
                return self.members[&(a.parent, a.path)] >= RECORDS;
            }
            (a, b) = (&elements[a.parent as usize], &elements[b.parent as usize]);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::count_words;
    use crate::limits::Limits;
    use crate::parse::html::{self, Selectors};

    fn copies(html: &str, likely: &[f32]) -> Vec<bool> {
        let document = html::parse(html, &Selectors::default(), &Limits::default()).document;
        let words: Vec<u32> = document.blocks.iter().map(|block| count_words(&block.text)).collect();
        blocks(&document, &words, likely)
    }

    #[test]
    fn refrains_of_a_text_stay() {
        let refrain = "It burned all night till four,\nand nobody could tell us why.";
        let text = [refrain, "The mill was old.", refrain, "Home", refrain, "The end.", SAID, "So.", SAID].join("\n\n");
        let document = crate::parse::text::parse(&text, &Limits::default()).document;
        let words: Vec<u32> = document.blocks.iter().map(|block| count_words(&block.text)).collect();
        let likely = [0.9, 0.9, 0.8, 0.7, 0.7, 0.1, 0.6, 0.6, 0.9, 0.9, 0.9, 0.9];
        let mut expected = [false; 12];
        // Behind what is unlikely it is the refrain of something else, and a single line is none.
        for id in [6, 7, 11] {
            expected[id] = true;
        }
        assert_eq!(blocks(&document, &words, &likely), expected);
    }

    const SAID: &str = "It burned all night, and nobody could tell why.";

    #[test]
    fn the_likeliest_copy_stays() {
        let page = format!("<div class=phone>{SAID}</div><main><p>{SAID}</p></main><footer><p>{SAID}</p></footer>");
        assert_eq!(copies(&page, &[0.4, 0.9, 0.2]), [true, false, true]);
        assert_eq!(copies(&page, &[0.4, 0.4, 0.4]), [false, true, true]);
    }

    #[test]
    fn what_cards_share_stays() {
        let card = |class: &str, said: &str| format!("<div class={class}><h3>One</h3><div><p>{said}</p></div></div>");
        let made = "Director: Ana Lys, with Bo Falk";
        let cards = card("card", made).repeat(3);
        assert_eq!(copies(&cards, &[0.9; 6]), [false; 6]);
        assert_eq!(copies(&format!("<div>{cards}</div>{cards}"), &[0.9; 12])[6..], [false, true].repeat(3));
        let gone = [false, false, false, true, false, true];
        assert_eq!(copies(&card("post", made).repeat(3), &[0.9; 6]), gone, "a signature");
        assert_eq!(copies(&card("card", &[made; 3].join(" and ")).repeat(3), &[0.9; 6]), gone);
        assert_eq!(copies(&card("card", made).repeat(2), &[0.9; 4]), gone[..4]);
    }

    #[test]
    fn refrains_short_words_and_code_stay() {
        let page = format!("<main><p>{SAID}</p><p>The mill was old.</p><p>{SAID}</p></main>");
        assert_eq!(copies(&page, &[0.9; 3]), [false; 3]);
        assert_eq!(copies("<main><p>So it goes.</p></main><div>So it goes.</div>", &[0.9; 2]), [false; 2]);
        let code = "<pre>let one = two + three + four;</pre>";
        assert_eq!(copies(&format!("<div>{code}</div><main>{code}</main>"), &[0.9; 2]), [false; 2]);
    }
}
