//! Wrapped text in scripts that have spaces but no small letters: Hebrew, Arabic, those of India, Ethiopic.
//!
//! That a line begins in the middle of a sentence cannot be seen there. Verse of one metre has lines about as long as
//! wrapped ones, but a poem ends its lines where something ends, and its last line is as long as the others.

use super::{continues, is_full, length};
use crate::block::{Block, Document};

/// Line ends below which nothing is believed.
const FEWEST: usize = 24;

/// Whether the lines of a document in such a script were wrapped at this width.
pub(super) fn is_wrapped(document: &Document, width: usize) -> bool {
    let (mut ends, mut uncased, mut full, mut whole) = (0, 0, 0, 0);
    let (mut paragraphs, mut short) = (0, 0);
    let mut lines = 1;
    let mut finish = |lines: usize, last: &Block| {
        paragraphs += usize::from(lines > 2);
        short += usize::from(lines > 2 && length(last) * 8 < width * 7);
    };
    for pair in document.blocks.windows(2) {
        let (line, next) = (&pair[0], &pair[1]);
        if !continues(line, next) {
            finish(lines, line);
            lines = 1;
            continue;
        }
        lines += 1;
        ends += 1;
        uncased += usize::from(next.text.starts_with(is_uncased));
        full += usize::from(is_full(line, next, width));
        whole += usize::from(line.text.ends_with(is_pause));
    }
    if let Some(last) = document.blocks.last() {
        finish(lines, last);
    }
    ends >= FEWEST
        && uncased * 5 >= ends * 4
        && full * 32 >= ends * 31
        && whole * 4 <= ends
        && paragraphs >= 4
        && short * 3 >= paragraphs * 2
}

fn is_uncased(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{77F}' | '\u{900}'..='\u{DFF}' | '\u{1200}'..='\u{137F}')
}

/// What ends a sentence, or a verse.
fn is_pause(c: char) -> bool {
    matches!(c, '.' | ',' | ':' | ';' | '!' | '?' | '،' | '؛' | '؟' | '۔' | '׃' | '।' | '॥' | '።' | '፣' | '፤')
}
