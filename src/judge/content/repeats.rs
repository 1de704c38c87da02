//! What a page says twice: copies for other screens, quotations of the post above, signatures.
//!
//! One copy is enough, and the likeliest is the one that stands in the text. (On the development pages, leaving the
//! others out is worth 0.6 points of F1, on threads 3.)

use rustc_hash::FxHashMap;

use crate::block::{Block, BlockKind, Document};

/// Shorter texts may well be said twice, and so may lines of code and rows of tables.
const LEAST_WORDS: u32 = 5;

/// For each block, whether the page holds a likelier copy of it; among equals the first one counts.
pub(super) fn blocks(document: &Document, words: &[u32], likely: &[f32]) -> Vec<bool> {
    let mut copy = vec![false; likely.len()];
    let mut best: FxHashMap<&str, usize> = FxHashMap::default();
    for (id, block) in document.blocks.iter().enumerate() {
        if words[id] < LEAST_WORDS || matches!(block.kind, BlockKind::Code | BlockKind::TableRow) {
            continue;
        }
        let known = best.entry(&block.text).or_insert(id);
        // A refrain is written twice on purpose.
        if *known == id || are_siblings(document, &document.blocks[*known], block) {
            continue;
        }
        let worse = if likely[id] > likely[*known] { std::mem::replace(known, id) } else { id };
        copy[worse] = true;
    }
    copy
}

/// Whether two blocks stand in the same element, or in neighbours of one make.
fn are_siblings(document: &Document, one: &Block, other: &Block) -> bool {
    let (a, b) = (one.cues.element, other.cues.element);
    let elements = &document.elements;
    if elements.is_empty() {
        return false;
    }
    a == b
        || match (elements.get(a as usize), elements.get(b as usize)) {
            (Some(one), Some(other)) => one.parent == other.parent && one.path == other.path,
            _ => false,
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

    const SAID: &str = "It burned all night, and nobody could tell why.";

    #[test]
    fn the_likeliest_copy_stays() {
        let page = format!("<div class=phone>{SAID}</div><main><p>{SAID}</p></main><footer><p>{SAID}</p></footer>");
        assert_eq!(copies(&page, &[0.4, 0.9, 0.2]), [true, false, true]);
        assert_eq!(copies(&page, &[0.4, 0.4, 0.4]), [false, true, true]);
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
