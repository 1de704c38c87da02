//! Where the text of a block stands in the input, once it is no longer the input's own.
//!
//! As long as nothing was cut out of a block and no character of it was changed, its text is that of its
//! span. From then on its [`Run`]s tell which bytes came from where, so that whatever is removed later is
//! still named by its true place.

use std::ops::Range;

use encoding_rs::WINDOWS_1252;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Block, unseen};

/// A stretch of a block's text and the stretch of the input that it came from: byte by byte where both are
/// of one length, otherwise as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Bytes of the block's text.
    pub text: Range<usize>,
    /// Bytes of the decoded input.
    pub input: Range<usize>,
}

impl Run {
    fn is_exact(&self) -> bool {
        self.text.len() == self.input.len()
    }

    /// The part of the run that lies in a range of the text. Of a run that is no byte by byte copy, whoever
    /// has its beginning has all.
    fn within(&self, range: &Range<usize>) -> Option<Run> {
        let text = self.text.start.max(range.start)..self.text.end.min(range.end);
        if text.is_empty() {
            return None;
        }
        if !self.is_exact() {
            return (text.start == self.text.start).then(|| Run { text, input: self.input.clone() });
        }
        let start = self.input.start + (text.start - self.text.start);
        Some(Run { input: start..start + text.len(), text })
    }
}

impl Block {
    /// Where bytes of the text stand in the input: one run, or one for each side of a former cut. Empty where
    /// the parser does not know the place of the block.
    pub fn places(&self, range: Range<usize>) -> Vec<Run> {
        let mut places: Vec<Run> = Vec::new();
        for run in self.runs_within(&range) {
            match places.last_mut() {
                Some(last) if last.input.end == run.input.start => {
                    last.input.end = run.input.end;
                    last.text.end = run.text.end;
                }
                _ => places.push(run),
            }
        }
        places
    }

    /// The runs in a range of the text.
    pub(crate) fn runs_within(&self, range: &Range<usize>) -> Vec<Run> {
        let Some(input) = &self.span.bytes else { return Vec::new() };
        if self.runs.is_empty() {
            let all = Run { text: 0..self.text.len(), input: input.start..input.start + self.text.len() };
            return all.within(range).into_iter().collect();
        }
        let first = self.runs.partition_point(|run| run.text.end <= range.start);
        self.runs[first..]
            .iter()
            .map_while(|run| (run.text.start < range.end).then(|| run.within(range)))
            .flatten()
            .collect()
    }

    /// Replaces the text by what normalization made of it.
    pub(crate) fn rewrite(&mut self, text: String) {
        if self.span.bytes.is_some() {
            let mut runs = Vec::new();
            for aligned in align(&self.text, &text) {
                if self.text[aligned.input.clone()] == text[aligned.text.clone()] {
                    // What is the same byte by byte has its parts where they were.
                    for place in self.runs_within(&aligned.input) {
                        let start = aligned.text.start + (place.text.start - aligned.input.start);
                        push(&mut runs, Run { text: start..start + place.text.len(), input: place.input });
                    }
                } else if let Some(place) = self.places(aligned.input).into_iter().next() {
                    push(&mut runs, Run { text: aligned.text, input: place.input });
                }
            }
            self.runs = runs;
        }
        self.text = text;
    }
}

/// Adds a run; exact runs that continue one another become one.
fn push(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last)
            if last.is_exact()
                && run.is_exact()
                && last.text.end == run.text.start
                && last.input.end == run.input.start =>
        {
            last.text.end = run.text.end;
            last.input.end = run.input.end;
        }
        _ => runs.push(run),
    }
}

/// Pairs the characters of a text with those that normalization made of them. What normalization took away
/// belongs to the character before it.
///
/// Exact where characters were replaced, removed or composed, as normalization does; between texts that
/// have nothing to do with each other it would pair characters at random, but in order.
fn align(before: &str, after: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut at, mut start) = (0, 0);
    while let Some(old) = before[at..].chars().next() {
        let same = same_start(&before[at..], &after[start..]);
        if same > 0 {
            // Most of a text stays as it is. What goes behind it belongs to its last character, what went at the
            // very beginning, with no character before it, to its first.
            let first = if runs.is_empty() && at > 0 { old.len_utf8() } else { 0 };
            let last = before[at..at + same].chars().next_back().map_or(0, |last| same - last.len_utf8()).max(first);
            for part in [0..first, first..last, last..same].into_iter().filter(|part| !part.is_empty()) {
                let input = if part.end == first { 0..at + first } else { at + part.start..at + part.end };
                runs.push(Run { text: start + part.start..start + part.end, input });
            }
            (at, start) = (at + same, start + same);
            continue;
        }
        let end = at + old.len_utf8();
        let taken = after[start..].chars().next().map_or(0, |new| takes(old, new));
        let stop = start + after[start..].chars().take(taken).map(char::len_utf8).sum::<usize>();
        match runs.last_mut() {
            Some(last) if taken == 0 => last.input.end = end,
            Some(_) => runs.push(Run { text: start..stop, input: at..end }),
            None if taken > 0 => runs.push(Run { text: start..stop, input: 0..end }),
            None => {}
        }
        (at, start) = (end, stop);
    }
    runs
}

/// Bytes of the characters that both texts begin with.
fn same_start(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    // Different characters may begin with the same bytes.
    (0..=same).rev().find(|&end| a.is_char_boundary(end)).unwrap_or(0)
}

/// How many characters of the new text the old character became; 0 where it went.
fn takes(old: char, new: char) -> usize {
    let old = repaired(old);
    let same_kind = old.is_alphanumeric() == new.is_alphanumeric() && old.is_whitespace() == new.is_whitespace();
    if old == new {
        1
    } else if old.nfkc().next() == Some(new) {
        old.nfkc().count()
    } else if same_kind && !composes(old) && !is_unseen(old) {
        1
    } else {
        0
    }
}

/// What a C1 control is where it came out of windows-1252.
fn repaired(c: char) -> char {
    let '\u{80}'..='\u{9F}' = c else { return c };
    let byte = [c as u8];
    WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next().unwrap_or(c)
}

/// Whether a character becomes one with the character before it.
fn composes(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11FF}')
}

fn is_unseen(c: char) -> bool {
    c.is_control() && !c.is_whitespace() || unseen::is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::{BlockKind, Joint, Span};

    fn block(text: &str) -> Block {
        let span = Span { block: 0, line: 1, bytes: Some(10..10 + text.len()) };
        Block::plain(BlockKind::Paragraph, Joint::Paragraph, text, span)
    }

    fn places(block: &Block, words: &str) -> Vec<Range<usize>> {
        let start = block.text.find(words).expect("the words are in the text");
        block.places(start..start + words.len()).into_iter().map(|run| run.input).collect()
    }

    #[test]
    fn an_untouched_text_is_where_its_span_is() {
        assert_eq!(places(&block("one two"), "two"), vec![14..17]);
    }

    #[test]
    fn what_was_normalized_is_found_again() {
        let raw = "\u{200B}\u{201C}Cafe\u{301}\u{201D}  \u{AD}\u{201C}open\u{201D}";
        let mut block = block(raw);
        block.rewrite("\"Café\" \"open\"".to_owned());
        for (words, raw_words) in [
            ("\"Café\"", "\u{200B}\u{201C}Cafe\u{301}\u{201D}"),
            ("fé", "fe\u{301}"),
            ("open\"", "open\u{201D}"),
            ("\"open", "\u{201C}open"),
        ] {
            let found: Vec<&str> =
                places(&block, words).into_iter().map(|at| &raw[at.start - 10..at.end - 10]).collect();
            assert_eq!(found, [raw_words], "{words}");
        }
    }

    #[test]
    fn what_was_repaired_is_found_again() {
        let raw = "It\u{92}s late\u{85} said the \u{8A}koda, caf\u{C3}\u{A9} is \u{E2}\u{20AC}\u{2122}open";
        let mut block = block(raw);
        block.rewrite("It's late… said the Škoda, café is 'open".to_owned());
        for words in ["s late", " said the ", "koda, caf", "open"] {
            let found: Vec<&str> =
                places(&block, words).into_iter().map(|at| &raw[at.start - 10..at.end - 10]).collect();
            assert_eq!(found, [words], "{words}");
        }
    }

    #[test]
    fn what_goes_belongs_to_the_character_before_it() {
        let run = |text: Range<usize>, input: Range<usize>| Run { text, input };
        assert_eq!(
            align("\u{AD}abc\u{AD}\u{AD}d\u{AD}", "abcd"),
            [run(0..1, 0..3), run(1..2, 3..4), run(2..3, 4..9), run(3..4, 9..12)]
        );
        assert_eq!(align("\u{AD}é", "è"), [run(0..2, 0..4)]);
        assert_eq!(align("\u{AD}", ""), []);
    }

    #[test]
    fn a_cut_parts_what_was_on_either_side() {
        let mut block = block("one (cut) two");
        block.text = "one two".to_owned();
        block.runs = vec![Run { text: 0..3, input: 10..13 }, Run { text: 4..7, input: 20..23 }];
        assert_eq!(places(&block, "one two"), [10..13, 20..23]);
        block.rewrite("one TWO".to_owned());
        assert_eq!(places(&block, "WO"), vec![21..23]);
    }
}
