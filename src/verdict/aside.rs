//! Parting a document in two.

use super::{Action, Judge, Verdict};
use crate::block::{Block, Document, Joint};

/// Moves blocks into a document of their own, and with them all verdicts on them but that of the content judge,
/// which was on the article. Nothing is removed.
pub fn part(document: &mut Document, verdicts: &mut Vec<Verdict>, aside: &[bool]) -> (Document, Vec<Verdict>) {
    let mut apart = Document {
        media: document.media,
        blocks: Vec::new(),
        elements: Vec::new(),
        title: document.title.clone(),
        kinds: document.kinds,
        descriptions: Vec::new(),
        degraded: Vec::new(),
    };
    // The new place of each block in its document.
    let mut places = Vec::with_capacity(aside.len());
    let mut rest = Vec::with_capacity(document.blocks.len());
    let mut gap = None::<Joint>;
    for (block, &is_aside) in std::mem::take(&mut document.blocks).into_iter().zip(aside) {
        let to = if is_aside { &mut apart.blocks } else { &mut rest };
        places.push(to.len());
        if is_aside {
            gap = Some(gap.map_or(block.joint, |gap| gap.wider(block.joint)));
            to.push(block);
        } else {
            let joint = gap.take().map_or(block.joint, |gap| gap.wider(block.joint));
            to.push(Block { joint, ..block });
        }
    }
    document.blocks = rest;
    let mut on_apart = Vec::new();
    for mut verdict in std::mem::take(verdicts) {
        let is_aside = aside[verdict.block];
        verdict.block = places[verdict.block];
        match is_aside {
            false => verdicts.push(verdict),
            true if verdict.reason.judge == Judge::Content && verdict.action == Action::Drop => {}
            true => on_apart.push(verdict),
        }
    }
    (apart, on_apart)
}
