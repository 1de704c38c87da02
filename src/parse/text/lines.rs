//! Lines of a plain text, and how they hang together.
//!
//! The one place that knows what a blank line, a list item, an indented line and a fence are. The parser
//! reads with it and the layout writes with it: that is why written text, read again, is the same text.

use std::borrow::Cow;
use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use super::fences::{Fence, Fences};
use crate::block::together;
use crate::block::unseen::{self, is_invisible, is_space};

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Running text; white space before it means nothing.
    Prose,
    /// An item of a list, a quoted line or a row of a table, by its first characters; its indentation is
    /// its depth.
    Item,
    /// Four spaces or a tab before it: set off from the running text, mostly code.
    Indented,
    /// A block between two fences, fences and all; spans lines.
    Fenced,
}

impl Shape {
    /// The shape of a single line without white space at its end.
    pub fn of(line: &str) -> Shape {
        // As most lines begin, and lines are asked often.
        if line.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
            return Shape::Prose;
        }
        let body = line.trim_start();
        let indent = &line[..line.len() - body.len()];
        if is_item(body) {
            Shape::Item
        } else if is_ascii_indent(indent) && (indent.len() >= 4 || indent.contains('\t')) && !hides(body) {
            Shape::Indented
        } else {
            Shape::Prose
        }
    }
}

/// A line with something on it, or a fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Where it stands in the text: without its line end, without white space at its end, and without
    /// white space at its beginning unless that is its depth.
    pub bytes: Range<usize>,
    /// Number of its first line, from 1.
    pub line: u32,
    /// Whether a blank line, or the beginning of the text, is before it.
    pub after_blank: bool,
    /// What it looks like.
    pub shape: Shape,
}

/// The segments of a text, in order. Linear in the text; holds nothing but the places of fences.
#[derive(Debug)]
pub struct Segments<'t> {
    text: &'t str,
    lines: Lines<'t>,
    fences: Fences,
}

impl<'t> Segments<'t> {
    /// The segments of `text` from byte `from` on, which is the start of a line.
    pub fn new(text: &'t str, from: usize) -> Segments<'t> {
        let mut lines = Lines::from(text, 0);
        while lines.at < from && lines.next().is_some() {}
        Segments { text, fences: Fences::of(text, from), lines }
    }

    /// Takes the lines up to the end of the fenced block that a line at this byte opens.
    fn fenced(&mut self, start: usize, fence: Fence) -> Option<usize> {
        let close = self.fences.closing(start, fence)?;
        self.lines.by_ref().find(|line| line.bytes.end >= close).map(|line| line.bytes.end)
    }
}

impl Iterator for Segments<'_> {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        let mut after_blank = self.lines.line == 0;
        loop {
            let line = self.lines.next()?;
            let content = trimmed_end(&self.text[line.bytes.clone()]);
            // Of what stands before the first thing that can be seen, only plain spaces and tabs are a depth.
            let indent = unseen::lead(content);
            if indent == content.len() {
                after_blank = true;
                continue;
            }
            let is_depth = is_ascii_indent(&content[..indent]);
            let content = if is_depth { content } else { &content[indent..] };
            let shape = Shape::of(content);
            let deep = is_depth && shape != Shape::Prose;
            let start = if deep { line.bytes.start } else { line.bytes.start + indent };
            let opening = if shape == Shape::Prose { Fence::opened_by(content) } else { None };
            let (end, shape) = match opening.and_then(|fence| self.fenced(line.bytes.start, fence)) {
                Some(end) => (end, Shape::Fenced),
                None => (line.bytes.end, shape),
            };
            let end = start + trimmed_end(&self.text[start..end]).len();
            return Some(Segment { bytes: start..end, line: line.number, after_blank, shape });
        }
    }
}

/// Whether `line` belongs right below `previous` where a text has no blank line to say so: list items hang
/// together, indented lines hang on what is above them, and a backslash at the end is Markdown's line break.
pub fn tight(previous: &str, line: &str) -> bool {
    match Shape::of(line) {
        Shape::Indented => true,
        Shape::Item => matches!(Shape::of(previous), Shape::Item | Shape::Indented) || previous.ends_with('\\'),
        Shape::Prose | Shape::Fenced => previous.ends_with('\\'),
    }
}

/// Whether code would not be the same code, or the same text, if it were read as plain text without fences.
pub fn needs_fences(code: &str) -> bool {
    !code.split('\n').all(survives) || code.contains("\n\n\n")
}

/// Whether a line of code keeps its spaces and quotes when it is read as plain text.
fn survives(line: &str) -> bool {
    match Shape::of(line) {
        Shape::Indented => !line.contains(is_foreign),
        Shape::Item => false,
        Shape::Prose | Shape::Fenced => {
            let is_spaced = line.starts_with(' ') || line.contains("  ") || line.contains('\t');
            !is_spaced && !line.contains(is_foreign) && !holds_entity(line) && !holds_pairs(line)
        }
    }
}

/// Whether something in the line may be an entity.
fn holds_entity(line: &str) -> bool {
    line.match_indices('&').any(|(at, _)| {
        let rest = line[at + 1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
        rest.starts_with(';')
    })
}

/// Whether letters stand in the line that may be the bytes of one; the last of them may have become a space.
fn holds_pairs(line: &str) -> bool {
    let is_pair = |(c, next): (char, char)| match c {
        'Ã' | 'Â' => !next.is_ascii_alphanumeric(),
        'Ä'..='ô' => !next.is_ascii(),
        _ => false,
    };
    !line.is_ascii() && line.chars().zip(line.chars().skip(1).chain([' '])).any(is_pair)
}

/// What the character rules for running text would change.
fn is_foreign(c: char) -> bool {
    matches!(c, '\u{2018}'..='\u{201F}' | '\r' | '\u{B}' | '\u{C}')
        || (!c.is_ascii() && (c.is_whitespace() || c.is_control()))
}

/// Whether a line ends as those of programs do, or holds what only they hold.
pub fn looks_like_code(line: &str) -> bool {
    line.ends_with([';', '{', '}', '(', ')', '=', '\\', ',']) && !line.contains(". ")
        || line.trim_start().starts_with(['#', '<', '@', '$', '%', '/', '{', '}', '[', '('])
        || [" = ", "==", "->", "=>", "();", "::", "</"].iter().any(|mark| line.contains(mark))
}

/// The line without white space at its end. A no-break space behind `Ã` is the other half of an `à`.
fn trimmed_end(line: &str) -> &str {
    let content = line.trim_end_matches(is_space);
    match content.ends_with('Ã') && line[content.len()..].starts_with('\u{A0}') {
        true => &line[..content.len() + '\u{A0}'.len_utf8()],
        false => content,
    }
}

/// Whether nothing on the line can be seen.
pub fn is_blank(line: &str) -> bool {
    unseen::lead(line) == line.len()
}

/// Whether text that begins a line begins an item: `- a`, `* a`, `• a`, `> a`, `| a`, `1. a`, `1) a`.
fn is_item(body: &str) -> bool {
    let digits = body.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let rest = match digits {
        0 => body.strip_prefix(['-', '*', '•', '>', '|']),
        1..=3 => body[digits..].strip_prefix(['.', ')']),
        _ => None,
    };
    rest.is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

/// Whether something in the line cannot be seen. Once it is removed, the line may look like another shape,
/// so it is never taken for code.
fn hides(body: &str) -> bool {
    let is_odd = |byte: u8| !(b' '..=b'~').contains(&byte) && byte != b'\t';
    body.bytes().fold(false, |any, byte| any | is_odd(byte))
        && body.contains(|c: char| is_invisible(c) || c.is_control() && c != '\t')
}

fn is_ascii_indent(indent: &str) -> bool {
    indent.bytes().all(|byte| byte == b' ' || byte == b'\t')
}

/// A line without what cannot be seen. Once that is removed, its backticks are a fence, and so they are from the start.
pub(super) fn seen(line: &str) -> Cow<'_, str> {
    if !hides(line) {
        return line.into();
    }
    let mut seen = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        match c {
            '\u{1B}' => rest = rest.as_str()[unseen::escape_sequence(rest.as_str())..].chars(),
            c if c != '\t' && (is_invisible(c) || c.is_control()) => {}
            c => seen.push(c),
        }
    }
    seen.into()
}

/// A line of the text.
#[derive(Debug)]
pub(super) struct Line {
    /// Without its end.
    pub(super) bytes: Range<usize>,
    number: u32,
}

/// The lines of a text.
#[derive(Debug, Clone)]
pub(super) struct Lines<'t> {
    text: &'t str,
    at: usize,
    /// Number of the last line.
    line: u32,
}

impl<'t> Lines<'t> {
    /// Those from byte `at` on, which is the start of a line.
    pub(super) fn from(text: &'t str, at: usize) -> Lines<'t> {
        Lines { text, at, line: 0 }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        if self.at >= self.text.len() {
            return None;
        }
        let (end, next) = line_end(self.text.as_bytes(), self.at);
        let bytes = self.at..end;
        self.at = next;
        self.line = self.line.saturating_add(1);
        Some(Line { bytes, number: self.line })
    }
}

/// Where the line that begins at `from` ends, and where the next begins.
///
/// U+0085 is no line end: in damaged text it is an ellipsis far more often.
pub fn line_end(bytes: &[u8], from: usize) -> (usize, usize) {
    let mut end = (bytes.len(), bytes.len());
    dispatch!(Level::new(), simd => find_line_end(simd, bytes, from, &mut end));
    end
}

/// Compiled once for every width of registers.
#[inline(always)]
fn find_line_end<S: Simd>(simd: S, text: &[u8], mut from: usize, end: &mut (usize, usize)) {
    together::any_of(simd, &text[from..], |bytes, count| {
        let mut ends = ((bytes - b'\n').simd_lt(4) | bytes.simd_eq(0xE2)).to_bitmask();
        while ends != 0 {
            let at = from + ends.trailing_zeros() as usize;
            let length = match text[at] {
                b'\r' if text.get(at + 1) == Some(&b'\n') => 2,
                // U+2028 and U+2029.
                0xE2 if matches!(text.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])) => 3,
                0xE2 => 0,
                _ => 1,
            };
            if length > 0 {
                *end = (at, at + length);
                return true;
            }
            ends &= ends - 1;
        }
        from += count;
        false
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(text: &str) -> Vec<(&str, u32, bool, Shape)> {
        Segments::new(text, 0)
            .map(|segment| (&text[segment.bytes], segment.line, segment.after_blank, segment.shape))
            .collect()
    }

    #[test]
    fn every_line_end_ends_a_line() {
        let lines: Vec<_> =
            shapes("a\nb\r\nc\rd\u{2028}e\u{2029}f\u{B}g\u{C}h\u{85}i").into_iter().map(|s| (s.0, s.1)).collect();
        let expected = [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5), ("f", 6), ("g", 7), ("h\u{85}i", 8)];
        assert_eq!(lines, expected);
    }

    #[test]
    fn depth_is_kept_and_other_white_space_is_not() {
        let text = "  prose \n  - item\n\tcode\t\n\u{A0}\u{A0}\u{A0}\u{A0}nbsp";
        let expected = [
            ("prose", 1, true, Shape::Prose),
            ("  - item", 2, false, Shape::Item),
            ("\tcode", 3, false, Shape::Indented),
            ("nbsp", 4, false, Shape::Prose),
        ];
        assert_eq!(shapes(text), expected);
    }

    #[test]
    fn what_cannot_be_seen_is_no_depth() {
        let expected = [
            ("a", Shape::Prose),
            ("- b", Shape::Item),
            ("    - c", Shape::Item),
            ("\td", Shape::Indented),
            ("e", Shape::Prose),
            ("- f", Shape::Item),
        ];
        let found: Vec<_> = shapes("\t\0\ta\n  \u{200B}- b\n    - c\n\td\n\u{1B}[1m\te\n\u{1B}[32m- f")
            .into_iter()
            .map(|s| (s.0, s.3))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_cannot_be_seen_is_blank() {
        let found = shapes("a\n\u{200B}\u{FEFF} \u{1}\nb");
        assert_eq!(found[1], ("b", 3, true, Shape::Prose));
    }

    #[test]
    fn a_fence_needs_its_end() {
        let text = "x\n```rust\na\n\n\nb\n```\ny\n```open\nz";
        let expected = [
            ("x", 1, true, Shape::Prose),
            ("```rust\na\n\n\nb\n```", 2, false, Shape::Fenced),
            ("y", 8, false, Shape::Prose),
            ("```open", 9, false, Shape::Prose),
            ("z", 10, false, Shape::Prose),
        ];
        assert_eq!(shapes(text), expected);
    }

    #[test]
    fn what_cannot_be_seen_hides_no_fence() {
        for text in [
            "```\na\n```\u{200B}\nb\n```",
            "``\u{1}`\na\n\u{FEFF}```\nb\n```",
            "\u{200B}    ```\na\n\u{1B}[m```\nb\n```",
        ] {
            let found: Vec<_> = shapes(text).into_iter().map(|(_, line, _, shape)| (line, shape)).collect();
            assert_eq!(found, [(1, Shape::Fenced), (4, Shape::Prose), (5, Shape::Prose)], "{text:?}");
        }
    }

    #[test]
    fn tildes_with_a_language_are_a_fence_and_ornaments_are_none() {
        for fence in ["~~~rust\nlet a  = 1;\n~~~", "~~~~ c++\n~~~\n```\n\n\n~~~~~", "~~~{.haskell}\na\n~~~ "] {
            let found = shapes(fence);
            assert_eq!((found.len(), found[0].3), (1, Shape::Fenced), "{fence}");
        }
        for prose in
            ["~~~\na\n~~~", "~~~~~~\nb\n~~~~~~", "~~~ The end ~~~\n~~~", "~~~Later\n~~~", "~~~rust\n```", "```\n~~~"]
        {
            assert!(shapes(prose).iter().all(|segment| segment.3 == Shape::Prose), "{prose}");
        }
    }

    #[test]
    fn a_longer_fence_holds_a_shorter_one() {
        let text = "````\n```\n````\nafter";
        assert_eq!(shapes(text)[0].0, "````\n```\n````");
        assert_eq!(shapes(text).len(), 2);
    }

    #[test]
    fn fences_that_never_close_cost_nothing() {
        for piece in ["````a\n```\n```\n", "~~~~a\n~~~\n````\n"] {
            let text = piece.repeat(20_000);
            assert!(Segments::new(&text, 0).count() > 20_000);
        }
    }

    #[test]
    fn items_are_told_by_their_marker() {
        for item in ["- a", "* a", "• a", "> a", "| a", "1. a", "12) a", "-\ta"] {
            assert_eq!(Shape::of(item), Shape::Item, "{item}");
        }
        for prose in ["-a", "1.5 a", "2024. a", "– a", "a - b", "-", ""] {
            assert_eq!(Shape::of(prose), Shape::Prose, "{prose}");
        }
    }
}
