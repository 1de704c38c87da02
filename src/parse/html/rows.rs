//! Tells a table of data from a table that only lays out the page.

use super::dom::{Dom, NodeId};
use super::tags::{Role, lookup};

/// A cell with more forced line breaks than this holds running text; an address has two.
const BREAKS: usize = 2;

/// Whether a row reads as one line of cells: at least two, with nothing but inline text in them.
///
/// The walk stops at the first element that is a block, and so never enters another table: all rows of a
/// page together look at each node once.
pub(super) fn is_data(dom: &Dom, row: NodeId) -> bool {
    let mut cells = 0;
    for child in dom.children(row) {
        if dom.tag(child).is_some_and(|tag| lookup(tag).1 == Role::Cell) {
            cells += 1;
            if !is_inline(dom, child) {
                return false;
            }
        }
    }
    cells > 1
}

fn is_inline(dom: &Dom, cell: NodeId) -> bool {
    let mut breaks = 0;
    let mut next = dom.first_child(cell);
    while let Some(node) = next {
        let role = dom.tag(node).map(|tag| lookup(tag).1);
        breaks += usize::from(role == Some(Role::Break));
        if breaks > BREAKS || role.is_some_and(Role::is_block) {
            return false;
        }
        next = dom.after(node, cell, role != Some(Role::Unseen));
    }
    true
}
