//! What a line, its neighbourhood and its text speak of, and the text as a whole.

use std::ops::Range;

use super::{Features, Text};
use crate::judge::content::features::wording::kinds;
use crate::judge::content::features::{is_prose, log};

/// Lines before and after that count as the neighbourhood.
const NEAR: usize = 4;

impl Text<'_> {
    /// The share of each kind of words.
    pub(super) fn speech(&self, to: &mut Features<'_>) {
        kinds(to, &self.wordings, &self.headings, NEAR);
    }

    /// The text as a whole: the same in every row.
    pub(super) fn whole(&self, to: &mut Features<'_>) {
        let rows = self.rows();
        let share = |test: &dyn Fn(usize) -> bool| -> f32 {
            let chars: u32 = (0..rows).filter(|&id| test(id)).map(|id| self.shapes[id].chars).sum();
            chars as f32 / self.chars
        };
        let part = |test: &dyn Fn(usize) -> bool| (0..rows).filter(|&id| test(id)).count() as f32 / rows.max(1) as f32;
        to.add_whole("text_chars", 0, || log(self.before[rows]));
        to.add_whole("text_lines", 0, || log(rows as u32));
        to.add_whole("text_prose", 0, || log(self.prose[rows]));
        to.add_whole("text_line_chars", 0, || log(self.before[rows] / rows.max(1) as u32));
        to.add_whole("text_prose_share", 0, || share(&|id| is_prose(&self.shapes[id])));
        to.add_whole("text_short_share", 0, || share(&|id| self.shapes[id].words < 5));
        to.add_whole("text_item_share", 0, || share(&|id| self.looks[id] == 0.0));
        to.add_whole("text_code_share", 0, || share(&|id| self.looks[id] > 1.0));
        to.add_whole("text_short_lines", 0, || part(&|id| self.shapes[id].words < 5));
        to.add_whole("text_prose_lines", 0, || part(&|id| is_prose(&self.shapes[id])));
        to.add_whole("text_ends", 0, || part(&|id| self.shapes[id].ends));
        to.add_whole("text_gaps", 0, || part(&|id| self.gaps[id]));
        to.add_whole("text_small", 0, || part(&|id| self.small(id) > 0.2));
        to.add_whole("text_digits", 0, || part(&|id| self.shapes[id].digits > self.shapes[id].letters));
        to.add_whole("text_money", 0, || log((0..rows).filter(|&id| self.shapes[id].money > 0).count() as u32));
        let longest = (0..rows).filter(|&id| is_prose(&self.shapes[id])).map(|id| self.shapes[id].words).max();
        to.add_whole("text_longest", 0, || log(longest.unwrap_or(0)));
        let chars = |ids: Range<usize>| ids.map(|id| self.shapes[id].words).sum::<u32>() / (rows as u32 / 5).max(1);
        to.add_whole("text_head", 0, || log(chars(0..rows / 5)));
        to.add_whole("text_tail", 0, || log(chars(rows - rows / 5..rows)));
    }
}
