//! A line, those beside it, and where it stands.

use super::signs::distances;
use super::{Features, Text, is_heading};
use crate::judge::content::features::block::{ending, of_shapes};
use crate::judge::content::features::{is_prose, log, signed_log};

/// Neighbours whose shape is a feature.
const OFFSETS: [isize; 6] = [-3, -2, -1, 1, 2, 3];

/// Half widths of the windows around a line, in lines.
const WINDOWS: [usize; 4] = [2, 5, 12, 30];

impl Text<'_> {
    /// The line's own text.
    pub(super) fn own(&self, to: &mut Features<'_>) {
        let shape = |id: usize| &self.shapes[id];
        let per = |part: u32, whole: u32| part as f32 / whole.max(1) as f32;
        to.add("words", 0, |id| log(shape(id).words));
        to.add("chars", 0, |id| log(shape(id).chars));
        to.add("word_length", 0, |id| per(shape(id).letters, shape(id).words));
        of_shapes(to, &self.shapes);
        to.add("look", 0, |id| self.looks[id]);
        to.add("address", 0, |id| {
            let text = &self.blocks[id].text;
            f32::from(u8::from(text.contains("://") || text.contains("www.")))
        });
        // "OverviewPricingDocs": items of a menu that have lost what parted them.
        to.add("run_together", 0, |id| per(shape(id).seams, shape(id).words));
        to.add("quotes", 0, |id| per(shape(id).quotes, shape(id).words));
        to.add("gap", 0, |id| f32::from(self.gaps[id]));
        to.add("gap", 1, |id| self.gaps.get(id + 1).map_or(-1.0, |&gap| f32::from(gap)));
    }

    /// The lines before and after.
    pub(super) fn neighbours(&self, to: &mut Features<'_>) {
        let rows = to.rows;
        for offset in OFFSETS {
            let at = move |id: usize| id.checked_add_signed(offset).filter(|&other| other < rows);
            let name = offset as i32;
            to.add("words", name, |id| at(id).map_or(-1.0, |other| log(self.shapes[other].words)));
            to.add("ends", name, |id| at(id).map_or(-1.0, |other| ending(&self.shapes[other])));
            to.add("small", name, |id| at(id).map_or(-1.0, |other| self.small(other)));
            to.add("look", name, |id| at(id).map_or(-1.0, |other| self.looks[other]));
            to.add("digits", name, |id| {
                at(id).map_or(-1.0, |other| self.shapes[other].digits as f32 / self.shapes[other].chars.max(1) as f32)
            });
        }
        let sentences = self.sums(|id| self.shapes[id].sentences.min(9));
        let short = self.sums(|id| u32::from(self.shapes[id].words < 6));
        let words = self.sums(|id| self.shapes[id].words);
        let capitalised = self.sums(|id| self.shapes[id].capitalised);
        let gaps = self.sums(|id| u32::from(self.gaps[id]));
        for window in WINDOWS {
            let name = window as i32;
            let from = move |id: usize| id.saturating_sub(window);
            let end = move |id: usize| (id + window + 1).min(rows);
            let within = |sums: &[u32], id: usize| (sums[end(id)] - sums[from(id)]) as f32;
            let lines = |id: usize| (end(id) - from(id)) as f32;
            to.add("window_chars", name, |id| log(self.before[end(id)] - self.before[from(id)]));
            to.add("window_prose", name, |id| log(self.prose[end(id)] - self.prose[from(id)]));
            to.add("prose_before", name, |id| log(self.prose[id] - self.prose[from(id)]));
            to.add("prose_after", name, |id| log(self.prose[end(id)] - self.prose[id + 1]));
            to.add("window_sentences", name, |id| within(&sentences, id) / lines(id));
            to.add("short_before", name, |id| (short[id] - short[from(id)]) as f32 / (id - from(id)).max(1) as f32);
            to.add("short_after", name, |id| {
                (short[end(id)] - short[id + 1]) as f32 / (end(id) - id - 1).max(1) as f32
            });
            to.add("window_capitalised", name, |id| within(&capitalised, id) / within(&words, id).max(1.0));
            to.add("window_gaps", name, |id| within(&gaps, id) / lines(id));
        }
    }

    /// Where in the text.
    pub(super) fn place(&self, to: &mut Features<'_>) {
        let rows = to.rows;
        let all = self.prose[rows];
        to.add("place", 0, |id| self.before[id] as f32 / self.chars);
        to.add("order", 0, |id| id as f32 / rows as f32);
        to.add("lines_before", 0, |id| log(id as u32));
        to.add("lines_after", 0, |id| log((rows - id - 1) as u32));
        to.add("chars_before", 0, |id| log(self.before[id]));
        to.add("chars_after", 0, |id| log(self.before[rows] - self.before[id + 1]));
        to.add("prose_before", 0, |id| log(self.prose[id]));
        to.add("prose_after", 0, |id| log(all - self.prose[id + 1]));
        to.add("prose_share", 0, |id| self.prose[id] as f32 / all.max(1) as f32);
        let longest = (0..rows)
            .max_by_key(|&id| (if is_prose(&self.shapes[id]) { self.shapes[id].words } else { 0 }, usize::MAX - id));
        to.add("from_longest", 0, |id| longest.map_or(0.0, |longest| signed_log(id as f32 - longest as f32)));
        // The nearest prose on either side.
        let is_prose = |id: usize| is_prose(&self.shapes[id]);
        let up = distances(0..rows, is_prose);
        let mut down = distances((0..rows).rev(), is_prose);
        down.reverse();
        to.add("to_prose", 0, |id| up[id]);
        to.add("to_prose", 1, |id| down[id]);
        to.add("heading", 0, |id| f32::from(u8::from(is_heading(&self.shapes[id]))));
        to.add("from_heading", 0, |id| self.headings[id].map_or(-1.0, |heading| log((id - heading) as u32)));
    }
}
