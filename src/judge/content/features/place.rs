//! Where on the page a block stands.

use super::{Features, Page, is_prose, log, signed_log};
use crate::block::BlockKind;

impl Page<'_> {
    /// Where on the page.
    pub(super) fn place(&self, to: &mut Features<'_>) {
        let rows = to.rows;
        let blocks = &self.document.blocks;
        to.add("place", 0, |id| self.before[id] as f32 / self.chars);
        to.add("order", 0, |id| id as f32 / rows as f32);
        to.add("chars_before", 0, |id| log(self.before[id]));
        to.add("chars_after", 0, |id| log(self.before[rows] - self.before[id + 1]));
        to.add("prose_before", 0, |id| log(self.prose[id]));
        to.add("prose_after", 0, |id| log(self.prose[rows] - self.prose[id + 1]));
        to.add("prose_share", 0, |id| self.prose[id] as f32 / self.prose[rows].max(1) as f32);
        let h1 = blocks.iter().position(|block| block.kind == BlockKind::Heading(1) && !block.cues.hidden);
        to.add("from_h1", 0, |id| h1.map_or(0.0, |h1| signed_log(id as f32 - h1 as f32)));
        let mut since = vec![(0.0f32, 0.0f32); rows];
        let (mut last, mut level) = (None::<usize>, 0u8);
        for id in 0..rows {
            since[id] = (last.map_or(-1.0, |last| log((id - last) as u32)), f32::from(level));
            if let BlockKind::Heading(n) = blocks[id].kind {
                (last, level) = (Some(id), n);
            }
        }
        to.add("from_heading", 0, |id| since[id].0);
        to.add("heading_level", 0, |id| since[id].1);
        let mut next = vec![-1.0f32; rows];
        let mut seen = None::<usize>;
        for id in (0..rows).rev() {
            next[id] = seen.map_or(-1.0, |seen| log((seen - id) as u32));
            if matches!(blocks[id].kind, BlockKind::Heading(_)) {
                seen = Some(id);
            }
        }
        to.add("to_heading", 0, |id| next[id]);
        let longest = (0..rows)
            .max_by_key(|&id| (if is_prose(&self.shapes[id]) { self.shapes[id].words } else { 0 }, usize::MAX - id));
        to.add("from_longest", 0, |id| longest.map_or(0.0, |longest| signed_log(id as f32 - longest as f32)));
        to.add("apart_longest", 0, |id| longest.map_or(0.0, |longest| self.apart(id, longest)));
    }
}
