//! What a block, its neighbourhood and its page speak of.

use super::{Features, Page, log, sums};
use crate::block::BlockKind;
use crate::judge::content::wording::{KINDS, Wording};

/// Blocks before and after that count as the neighbourhood.
const NEAR: usize = 5;

impl Page<'_> {
    /// The share of each kind of words.
    pub(super) fn wording(&self, to: &mut Features<'_>) {
        let rows = to.rows;
        let blocks = &self.document.blocks;
        let mut heading = vec![None::<usize>; rows];
        let mut last = None;
        for id in 0..rows {
            heading[id] = last;
            if matches!(blocks[id].kind, BlockKind::Heading(_)) {
                last = Some(id);
            }
        }
        kinds(to, &self.wordings, &heading, NEAR);
    }
}

/// The share of each kind of words in each block, in the heading above it, in `near` blocks on either side, and in how
/// many blocks it is most of what is said.
pub(super) fn kinds(to: &mut Features<'_>, wordings: &[Wording], headings: &[Option<usize>], near: usize) {
    let rows = wordings.len();
    let words = sums(rows, |id| wordings[id].words.into());
    to.add("years", 0, |id| f32::from(wordings[id].years));
    let (mut hits, mut shares) = (vec![0; rows], vec![0.0; rows]);
    for (kind, name) in KINDS.into_iter().enumerate() {
        // A kind's numbers beside one another: many are made at a time.
        for (hits, wording) in hits.iter_mut().zip(wordings) {
            *hits = u32::from(wording.hits[kind]);
        }
        for ((share, &hits), wording) in shares.iter_mut().zip(&hits).zip(wordings) {
            *share = hits as f32 / f32::from(wording.words.max(1));
        }
        to.add(name, 0, |id| shares[id]);
        // What the section that it stands in is called.
        to.add(name, 1, |id| headings[id].map_or(0.0, |heading| shares[heading]));
        to.add_all(name, 2, || {
            let hits = sums(rows, |id| hits[id]);
            let share = |id: usize| {
                let (start, end) = (id.saturating_sub(near), (id + near + 1).min(rows));
                (hits[end] - hits[start]) as f32 / (words[end] - words[start]).max(1) as f32
            };
            (0..rows).map(share).collect()
        });
        to.add_whole(name, 3, || log(shares.iter().filter(|&&share| share >= 0.5).count() as u32));
    }
}
