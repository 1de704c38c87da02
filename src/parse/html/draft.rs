//! A block being written: white space as browsers treat it, and where its text came from.

use crate::block::{BlockKind, Cues, ElementId, borders};

/// Text of one block as far as it has been read, with its cues.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) cues: Cues,
    pub(super) kind: BlockKind,
    /// Blocks of one list or table share a group and follow one another on the next line; 0 is no group.
    pub(super) group: u32,
    /// Goes on with the block before it, which ended only because a user's selector matched from here on.
    pub(super) continues: bool,
    pub(super) line: u32,
    gap: Gap,
    /// Cell borders since the last text.
    cells: usize,
    /// Where the borders between the cells of a row stand in the text.
    borders: Vec<usize>,
    /// Depth of the element that holds all of the text, and the least depth since the last text.
    level: usize,
    lowest: usize,
    /// Whether the last text was in a link, and whether it was strong.
    was_link: bool,
    was_strong: bool,
}

/// What writing a text added to the block, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Added {
    /// All of it.
    pub(super) all: u32,
    /// Of these, the white space that was owed before the text.
    pub(super) owed: u32,
}

/// White space that is owed before the next text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

impl Draft {
    pub(super) fn new() -> Draft {
        Draft {
            text: String::new(),
            cues: Cues::default(),
            kind: BlockKind::Paragraph,
            group: 0,
            continues: false,
            line: 0,
            gap: Gap::None,
            cells: 0,
            borders: Vec::new(),
            level: 0,
            lowest: 0,
            was_link: false,
            was_strong: false,
        }
    }

    /// Whether it has no text yet. It may have cues: an image before the first word belongs to the block.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The character that the next text follows without a space.
    pub(super) fn last(&self) -> Option<char> {
        self.text.chars().next_back().filter(|_| self.gap == Gap::None && self.cells == 0)
    }

    /// Takes what was written, without white space around it, and starts anew; `None` where nothing was.
    pub(super) fn take(&mut self) -> Option<Draft> {
        if self.text.is_empty() {
            *self = Draft { text: std::mem::take(&mut self.text), ..Draft::new() };
            return None;
        }
        let mut done = std::mem::replace(self, Draft::new());
        let mut text = done.text.trim_end_matches(|c: char| c.is_ascii_whitespace());
        if done.kind == BlockKind::Code {
            text = text.trim_start_matches('\n');
            // White space was counted as it came; no share may be larger than the whole.
            let all = characters(text);
            done.cues.link_chars = done.cues.link_chars.min(all);
            done.cues.strong_chars = done.cues.strong_chars.min(all);
        }
        // The block gets what it needs, and the room that grew for it is there for the next.
        if done.kind == BlockKind::TableRow {
            done.cues.borders = borders(text, &done.borders);
        }
        let exact = text.to_owned();
        self.text = std::mem::replace(&mut done.text, exact);
        self.text.clear();
        Some(done)
    }

    /// Text was added from an element at this depth: the block's element is the one around all of its text.
    pub(super) fn meet(&mut self, is_first: bool, level: usize, element_at: impl Fn(usize) -> ElementId) {
        if is_first {
            (self.level, self.cues.element) = (level, element_at(level));
        } else if self.lowest < self.level {
            (self.level, self.cues.element) = (self.lowest, element_at(self.lowest));
        }
        self.lowest = level;
    }

    /// The walk went up to this depth.
    pub(super) fn leave(&mut self, level: usize) {
        self.lowest = self.lowest.min(level);
    }

    /// Puts a space before the next text.
    pub(super) fn space(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// Puts the next text on the next line.
    pub(super) fn line(&mut self) {
        self.gap = Gap::Line;
    }

    /// So many cells of a table's row ended, and another begins.
    pub(super) fn cells(&mut self, ended: usize) {
        self.cells += ended;
    }

    /// A forced line break; `false` where it is the second in a row, which ends the block.
    pub(super) fn line_break(&mut self) -> bool {
        self.cues.breaks = self.cues.breaks.saturating_add(1);
        let first = self.gap < Gap::Line;
        self.gap = Gap::Line;
        first
    }

    /// Ends the line of preformatted text, if it has not ended.
    pub(super) fn end_line(&mut self) {
        if !self.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Counts what was added as link text or as strong text; returns the characters of link text.
    ///
    /// White space between two links counts as link text, at the edge of one it does not.
    pub(super) fn count(&mut self, added: Added, link: bool, strong: bool) -> u32 {
        let share = |is: bool, was: bool| match (is, was) {
            (true, true) => added.all,
            (true, false) => added.all - added.owed,
            (false, _) => 0,
        };
        let link_chars = share(link, self.was_link);
        self.cues.link_chars += link_chars;
        self.cues.strong_chars += share(strong, self.was_strong);
        (self.was_link, self.was_strong) = (link, strong);
        link_chars
    }

    /// Adds text as it stands.
    pub(super) fn write_preformatted(&mut self, text: &str) -> Added {
        self.text.push_str(text);
        Added { all: characters(text), owed: 0 }
    }

    /// Adds text with runs of white space made one space; `None` where there is nothing else in it.
    pub(super) fn write(&mut self, text: &str) -> Option<Added> {
        let bytes = text.as_bytes();
        let mut added: Option<Added> = None;
        let mut at = 0;
        while let Some(white) = bytes[at..].iter().position(|byte| !byte.is_ascii_whitespace()) {
            if white > 0 {
                self.space();
            }
            let start = at + white;
            at = clean_run(bytes, start);
            let piece = self.append(&text[start..at]);
            added.get_or_insert(Added { all: 0, owed: piece.owed }).all += piece.all;
        }
        if at < bytes.len() {
            self.space();
        }
        added
    }

    /// Adds a piece that neither begins nor ends with white space, after what is owed before it.
    fn append(&mut self, piece: &str) -> Added {
        // Cell borders are nobody's characters; the space between two words is.
        let mut owed = 0;
        if self.cells > 0 {
            for _ in 0..self.cells {
                if !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.borders.push(self.text.len());
                self.text.push('|');
            }
            self.text.push(' ');
        } else if self.gap > Gap::None && !self.text.is_empty() {
            self.text.push(if self.gap == Gap::Line { '\n' } else { ' ' });
            owed = 1;
        }
        (self.gap, self.cells) = (Gap::None, 0);
        self.text.push_str(piece);
        Added { all: characters(piece) + owed, owed }
    }
}

/// Where the text ends, from `start` on, that can be copied as it is: words with single spaces between them.
fn clean_run(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while bytes[at..].first_chunk().is_some_and(is_clean) {
        at += WINDOW;
    }
    while let Some(word) = bytes[at..].iter().position(u8::is_ascii_whitespace) {
        at += word;
        if bytes[at] != b' ' || bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// Bytes looked at together, and the one after them.
const WINDOW: usize = 32;

/// Whether the bytes of a window are certainly none at which a clean run ends. Without branches, so that the
/// compiler compares many bytes at a time.
fn is_clean(window: &[u8; WINDOW + 1]) -> bool {
    let mut ends = false;
    for at in 0..WINDOW {
        let (byte, next) = (window[at], window[at + 1]);
        // Control characters are looked at closely along with white space.
        ends |= (byte < b' ') | ((byte == b' ') & (next <= b' '));
    }
    !ends
}

fn characters(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pieces: &[&str]) -> (String, u32) {
        let mut draft = Draft::new();
        let added = pieces.iter().filter_map(|piece| draft.write(piece)).map(|added| added.all).sum();
        (draft.take().map_or_else(String::new, |draft| draft.text), added)
    }

    #[test]
    fn white_space_collapses_across_pieces() {
        for (pieces, text) in [
            (&["a", " b"][..], "a b"),
            (&["a ", " b"], "a b"),
            (&["a", "b"], "ab"),
            (&[" \n a \t b  ", "\r\n", ""], "a b"),
            (&["a b c  d"], "a b c d"),
            (&["a\u{a0} b\u{a0}"], "a\u{a0} b\u{a0}"),
            (&[" "], ""),
        ] {
            let (written, added) = written(pieces);
            assert_eq!(written, text, "{pieces:?}");
            assert_eq!(added as usize, text.chars().count(), "{pieces:?}");
        }
    }

    #[test]
    fn breaks_and_cells_come_before_the_next_text() {
        let mut draft = Draft::new();
        draft.cells(1);
        draft.write("a");
        draft.cells(2);
        draft.write(" b ");
        draft.cells(1);
        assert_eq!(draft.take().expect("text").text, "| a | | b");
        draft.write("a ");
        assert!(draft.line_break());
        draft.write(" b");
        assert!(draft.line_break());
        assert!(!draft.line_break());
        assert_eq!(draft.take().expect("text").text, "a\nb");
    }
}
