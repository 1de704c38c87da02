//! Lines that hang together: lists of short lines, lines of one make, what is said again.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::signs::topic;
use super::{Features, Ruled, Text, make};
use crate::judge::content::features::log;

/// A longer line is no item of a menu.
const SHORT: u32 = 8;

/// Lines before and after in which the rules' findings are counted.
const NEAR: [usize; 3] = [1, 3, 10];

/// A line's run: how long it is, in lines and words, and the line's place in it.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    lines: u32,
    words: u32,
    at: u32,
}

impl Text<'_> {
    /// The run of short lines, and the paragraph between two blank lines, that each line stands in.
    pub(super) fn runs(&self, to: &mut Features<'_>) {
        let short = |id: usize| self.shapes[id].words <= SHORT && !self.shapes[id].ends;
        let runs = self.run(|id| short(id) == short(id - 1));
        let paragraphs = self.run(|id| !self.gaps[id]);
        for (name, of) in [("run", &runs), ("paragraph", &paragraphs)] {
            to.add(name, 1, |id| log(of[id].lines));
            to.add(name, 2, |id| log(of[id].words));
            to.add(name, 3, |id| of[id].at as f32 / of[id].lines as f32);
            to.add(name, 4, |id| log(of[id].at));
            to.add(name, 5, |id| of[id].words as f32 / of[id].lines as f32);
        }
        to.add("short", 0, |id| f32::from(u8::from(short(id))));
    }

    /// `goes_on` says whether a line belongs to the run of the one before it.
    fn run(&self, goes_on: impl Fn(usize) -> bool) -> Vec<Run> {
        let rows = self.rows();
        let mut runs = vec![Run::default(); rows];
        let mut from = 0;
        for id in 0..rows {
            if id + 1 < rows && goes_on(id + 1) {
                continue;
            }
            let words = self.shapes[from..=id].iter().map(|shape| shape.words).sum();
            for (at, run) in runs[from..=id].iter_mut().enumerate() {
                *run = Run { lines: (id + 1 - from) as u32, words, at: at as u32 };
            }
            from = id + 1;
        }
        runs
    }

    /// What the text says again: the same line, lines of the same make, and the line's words in its prose.
    pub(super) fn again(&self, to: &mut Features<'_>) {
        let text = |id: usize| self.blocks[id].text.as_str();
        let (same, first) = self.copies(|id| FxBuildHasher.hash_one(text(id)));
        to.add("same", 0, |id| log(same[id]));
        to.add("same", 1, |id| f32::from(u8::from(first[id])));
        let makes: Vec<u64> = (0..to.rows).map(|id| make(text(id), &self.shapes[id])).collect();
        let (alike, _) = self.copies(|id| makes[id]);
        to.add("alike", 0, |id| log(alike[id]));
        let near = |id: usize| {
            let around = id.saturating_sub(10)..(id + 11).min(makes.len());
            makes[around].iter().filter(|&&other| other == makes[id]).count() as u32
        };
        to.add("alike", 1, |id| log(near(id)));
        topic(to, &self.shapes, text);
    }

    /// What the rules say of the line and those beside it.
    pub(super) fn rules(&self, to: &mut Features<'_>) {
        let rows = to.rows;
        let ruled = |id: usize| self.ruled.get(id).copied().unwrap_or_default();
        let found = self.sums(|id| u32::from(ruled(id) != Ruled::No));
        to.add("ruled", 0, |id| f32::from(ruled(id) as u8));
        for near in NEAR {
            to.add("ruled_before", near as i32, |id| log(found[id] - found[id.saturating_sub(near)]));
            to.add("ruled_after", near as i32, |id| log(found[(id + near + 1).min(rows)] - found[id + 1]));
        }
        to.add("ruled_share", 0, |_| found[rows] as f32 / rows as f32);
        to.add("ruled_share", 1, |id| (found[rows] - found[id]) as f32 / (rows - id) as f32);
        to.add("ruled_share", 2, |id| found[id] as f32 / id.max(1) as f32);
    }
}
