//! What an element holds in all.

use crate::block::Element;

/// Adds what is inside each element to the element around it. Parents stand before their children, so
/// going backwards meets every element after all that is in it.
pub(super) fn sum_up(elements: &mut [Element]) {
    for at in (1..elements.len()).rev() {
        let Element { parent, chars, link_chars, paragraph_chars, elements: inside, .. } = elements[at];
        let blocks = elements[at].blocks.clone();
        let around = &mut elements[parent as usize];
        around.chars += chars;
        around.link_chars += link_chars;
        around.paragraph_chars += paragraph_chars;
        around.elements += inside + 1;
        if !blocks.is_empty() {
            let all = around.blocks.clone();
            around.blocks = if all.is_empty() { blocks } else { all.start.min(blocks.start)..all.end.max(blocks.end) };
        }
    }
}
