//! How much of a block stands in what the page describes itself by: the lines above an article, what is said of a thing
//! that is for sale, who wrote it.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::block::{hash_of, words_of};
use super::{Features, Page, signed_log};

/// Words that are compared together.
const TOGETHER: usize = 3;
/// Words of the shortest text that is compared.
const LEAST: u32 = 5;
/// Words at the start of a block one of which must be described, for the rest to be looked at.
const START: usize = 8;
/// Share of a description that a block must hold to be where it stands.
const HOLDS: f32 = 0.3;

/// What is known of one block.
#[derive(Debug, Clone, Copy)]
struct Described {
    /// Share of its words that are described.
    own: f32,
    /// Share of the description that it holds.
    whole: f32,
}

impl Page<'_> {
    /// What the page's descriptions say of each block; -1 where there is none.
    pub(super) fn described(&self, to: &mut Features<'_>) {
        let known = OnceCell::new();
        let of = || known.get_or_init(|| self.described_blocks());
        to.add_all("described", 0, || of().iter().map(|block| block.own).collect());
        to.add_all("described", 1, || of().iter().map(|block| block.whole).collect());
        to.add_all("from_described", 0, || {
            let whole = |id: usize| of()[id].whole;
            // The first of the best.
            let best = (0..self.shapes.len()).reduce(|best, id| if whole(id) > whole(best) { id } else { best });
            let best = best.filter(|&best| whole(best) >= HOLDS);
            let from = |id: usize| best.map_or(0.0, |best| signed_log(id as f32 - best as f32));
            (0..self.shapes.len()).map(from).collect()
        });
    }

    fn described_blocks(&self) -> Vec<Described> {
        // For each run of words the descriptions that hold it, a bit for each; and how many runs each has.
        let mut holders: FxHashMap<u64, u64> = FxHashMap::default();
        let mut runs = Vec::new();
        for description in &self.document.descriptions {
            let words: Vec<u64> = words_of(description).map(hash_of).collect();
            if words.len() < LEAST as usize || runs.len() == u64::BITS as usize {
                continue;
            }
            words.windows(TOGETHER).for_each(|run| *holders.entry(together(run)).or_default() |= 1 << runs.len());
            runs.push(words.len() + 1 - TOGETHER);
        }
        if runs.is_empty() {
            return vec![Described { own: -1.0, whole: -1.0 }; self.shapes.len()];
        }
        let mut hits = vec![0; runs.len()];
        let of_block = |id: usize| {
            let nothing = Described { own: 0.0, whole: 0.0 };
            if self.shapes[id].words < LEAST {
                return nothing;
            }
            let mut words = words_of(&self.block(id).text).map(hash_of);
            let start: Vec<u64> = words.by_ref().take(START).collect();
            if !start.windows(TOGETHER).any(|run| holders.contains_key(&together(run))) {
                return nothing;
            }
            let words: Vec<u64> = start.into_iter().chain(words).collect();
            hits.fill(0);
            let mut own = 0;
            for run in words.windows(TOGETHER) {
                let holding = holders.get(&together(run)).copied().unwrap_or_default();
                own += usize::from(holding != 0);
                hits.iter_mut().enumerate().for_each(|(at, hits)| *hits += (holding >> at & 1) as usize);
            }
            let share = |part: usize, all: usize| (part as f32 / all.max(1) as f32).min(1.0);
            let whole = hits.iter().zip(&runs).map(|(hits, runs)| share(*hits, *runs)).fold(0.0, f32::max);
            Described { own: share(own, words.len() + 1 - TOGETHER), whole }
        };
        (0..self.shapes.len()).map(of_block).collect()
    }
}

/// One number for a few words in a row.
fn together(words: &[u64]) -> u64 {
    words.iter().fold(0, |run: u64, word| run.rotate_left(21).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::parse::html::{Selectors, parse};

    #[test]
    fn what_is_described_and_how_far_it_is() {
        const PAGE: &str = "<p>Home of all our mills<p>How the mill by the river burned in the night, and who put it out.\
            <p>It burned for three days and nobody came.";
        let columns = |head: &str| {
            let document = parse(&format!("{head}{PAGE}"), &Selectors::default(), &Limits::default()).document;
            let features = Features::of(&document, None, None);
            let index = |name: &str| (0..features.columns()).find(|&at| features.name(at) == name).expect("a feature");
            ["described", "described.1", "from_described"].map(|name| features.column(index(name)).to_vec())
        };
        let [own, whole, from] =
            columns("<meta name=description content='How the mill by the river burned in the day'>");
        assert_eq!((own[0], own[2], whole[0], whole[2]), (0.0, 0.0, 0.0, 0.0));
        // Of thirteen runs in the block and eight in the description seven are the same.
        assert_eq!((own[1], whole[1]), (7.0 / 13.0, 7.0 / 8.0));
        assert_eq!(from, [-(2f32.ln()), 0.0, 2f32.ln()]);
        let [own, whole, from] = columns("");
        assert_eq!((own, whole, from), (vec![-1.0; 3], vec![-1.0; 3], vec![0.0; 3]));
    }
}
