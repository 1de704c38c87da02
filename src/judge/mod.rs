//! Everything that has an opinion on a block. Judges only judge: they return verdicts and change nothing.
//!
//! The rule packs speak in every round, on whatever is left. The content judge and the user's selectors
//! speak once, on the whole page: a page that lost its navigation looks different from the page it was.

pub mod content;
pub mod language;
pub mod rules;

use crate::block::{Document, Selected};
use crate::verdict::{Action, Category, Judge, Reason, Verdict};

/// The verdicts of the user's selectors.
pub fn selectors(document: &Document) -> Vec<Verdict> {
    let said = document.blocks.iter().enumerate().filter_map(|(id, block)| match block.cues.selected {
        Selected::No => None,
        Selected::Keep => Some((id, Action::Keep, "keep-selector")),
        Selected::Drop => Some((id, Action::Drop, "drop-selector")),
    });
    said.map(|(block, action, rule)| Verdict {
        block,
        action,
        reason: Reason {
            judge: Judge::User,
            category: Category::Selector,
            rule: rule.into(),
            evidence: format!("--{rule} matches").into(),
        },
    })
    .collect()
}
