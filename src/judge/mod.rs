//! Everything that has an opinion on a block. Judges only judge: they return verdicts and change nothing.
//!
//! The content judge speaks once, on the whole page or the whole text: a page that lost its navigation looks
//! different from the page it was. The rule packs speak in every round, on whatever is left and, in the first, what stands next to it;
//! so do the user's selectors: what they keep, no rule removes.

pub mod comments;
pub mod content;
mod identity;
pub mod language;
pub mod rules;

pub use identity::{identity, version};

use crate::block::{Document, Selected};
use crate::document::COMMENTS_BELOW;
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

/// Drops for all of a text's comments, where nobody asks for them.
pub fn unwanted(comments: &Document) -> Vec<Verdict> {
    let reason = Reason {
        judge: Judge::User,
        category: Category::CommentList,
        rule: "comments".into(),
        evidence: format!("below the line “{COMMENTS_BELOW}”").into(),
    };
    all_dropped(comments, &reason)
}

/// Drops for all of an article, where only the comments are asked for.
pub fn unwanted_article(article: &Document) -> Vec<Verdict> {
    let reason = Reason {
        judge: Judge::User,
        category: Category::Selector,
        rule: "comments-only".into(),
        evidence: "--comments only".into(),
    };
    all_dropped(article, &reason)
}

fn all_dropped(document: &Document, reason: &Reason) -> Vec<Verdict> {
    let drop = |block| Verdict { block, action: Action::Drop, reason: reason.clone() };
    (0..document.blocks.len()).map(drop).collect()
}
