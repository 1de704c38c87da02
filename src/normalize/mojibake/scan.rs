//! Finds the sequences that could be characters of UTF-8, and what stands around them.

use std::ops::Range;

use super::evidence::{self, Context, Evidence};
use super::runs::{Run, is_foreign, is_natural, of_run};
use crate::normalize::charsets::{self, Family};

/// Characters that could be one character of UTF-8.
#[derive(Debug)]
pub(super) struct Sequence {
    /// Where it stands in the text.
    pub bytes: Range<usize>,
    /// What it would be.
    pub c: char,
    /// Whether the no-break space in it had swallowed the space after it.
    pub space: bool,
    pub evidence: Evidence,
    /// No word would be spelt so: read as another charset, it is rather another letter.
    pub odd: bool,
    /// The characters that it is, as indices.
    chars: Range<usize>,
}

/// A text, and the charset that it may have been read as.
#[derive(Debug)]
pub(super) struct Scan<'t> {
    pub chars: &'t [(usize, char)],
    pub charset: usize,
    pub family: Family,
    /// The text has guillemets that are no part of `Â«` and `Â»`.
    pub guillemets: bool,
}

impl Scan<'_> {
    /// All sequences, judged.
    pub fn sequences(&self) -> Vec<Sequence> {
        let mut sequences = Vec::new();
        let mut at = 0;
        while at < self.chars.len() {
            let first = sequences.len();
            while let Some(sequence) = self.sequence(at) {
                at = sequence.chars.end;
                sequences.push(sequence);
            }
            if sequences.len() > first {
                self.judge(&mut sequences[first..]);
            } else {
                at += 1;
            }
        }
        sequences
    }

    /// The sequence that begins here.
    fn sequence(&self, at: usize) -> Option<Sequence> {
        let &(_, first) = self.chars.get(at)?;
        let lead = if first.is_ascii() { return None } else { self.byte(first)? };
        let length = match lead {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return None,
        };
        if let Some(lost) = self.lost_quote(at) {
            return Some(lost);
        }
        let mut bytes = [lead, 0, 0, 0];
        let mut space = false;
        for (place, byte) in bytes[1..length].iter_mut().enumerate() {
            let &(_, c) = self.chars.get(at + 1 + place)?;
            *byte = match c {
                ' ' if self.family == Family::Latin && matches!(lead, 0xC3 | 0xC2 | 0xC5 | 0xD0) => {
                    space = lead == 0xC3 && self.begins_a_word(at + 2);
                    0xA0
                }
                c => self.byte(c).filter(|byte| (0x80..=0xBF).contains(byte))?,
            };
        }
        let c = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
        Some(self.found(at..at + length, c, space))
    }

    /// A closing quote of which windows-1252 has lost the last byte: it has no character for it.
    fn lost_quote(&self, at: usize) -> Option<Sequence> {
        let c = |at: usize| self.chars.get(at).map(|&(_, c)| c);
        // Read twice: `Ã¢â‚¬Â` and a space that never was a no-break space.
        if self.charset == 0 && c(at) == Some('Â') && c(at + 1) == Some(' ') && self.follows(at, "Ã¢â‚¬") {
            return Some(self.found(at..at + 1, '\u{9D}', false));
        }
        if self.charset != 0 || c(at) != Some('â') || c(at + 1) != Some('€') {
            return None;
        }
        let before = at.checked_sub(1).and_then(c);
        let after = c(at + 2);
        let lost = after == Some('\u{FFFD}');
        let closes = before.is_some_and(|c| !c.is_whitespace())
            && after.is_none_or(|c| c.is_ascii() && !c.is_ascii_alphanumeric() || matches!(c, '‛' | '‟'));
        (lost || closes).then(|| self.found(at..at + 2 + usize::from(lost), '”', false))
    }

    /// Whether the text before this character ends so.
    fn follows(&self, at: usize, end: &str) -> bool {
        let before = self.chars[..at].iter().rev().map(|&(_, c)| c);
        before.take(end.chars().count()).eq(end.chars().rev())
    }

    /// Whether a word of its own begins here, and not what belongs to an à before it: Portuguese `às`, `àquele`.
    fn begins_a_word(&self, at: usize) -> bool {
        let word: String = self.chars[at.min(self.chars.len())..].iter().map(|&(_, c)| c).take(5).collect();
        let own = word.starts_with(char::is_alphanumeric);
        let plural = word.strip_prefix('s').is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        own && !plural && !word.starts_with("quel") && !word.starts_with("quilo")
    }

    fn found(&self, chars: Range<usize>, c: char, space: bool) -> Sequence {
        let bytes = self.chars[chars.start].0..self.chars.get(chars.end).map_or_else(|| self.end(), |&(at, _)| at);
        Sequence { bytes, c, space, evidence: Evidence::None, odd: false, chars }
    }

    /// Bytes of the whole text.
    fn end(&self) -> usize {
        self.chars.last().map_or(0, |&(at, c)| at + c.len_utf8())
    }

    fn byte(&self, c: char) -> Option<u8> {
        charsets::byte(self.charset, c)
    }

    /// Judges sequences that stand side by side.
    fn judge(&self, run: &mut [Sequence]) {
        let around = run[0].chars.start..run[run.len() - 1].chars.end;
        let before = self.before(around.start);
        let after = self.chars.get(around.end).map(|&(_, c)| c);
        // Somebody speaks of it: "Ã¤" instead of "ä".
        let quote = |c: Option<char>| {
            c.is_some_and(|c| matches!(c, '"' | '\'' | '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' | '`'))
        };
        if run.len() <= 2 && quote(before) && quote(after) {
            return;
        }
        // What is not certain itself is no proof for its neighbour: Ã Â Á are letters.
        let mut next = after;
        for id in (1..run.len()).rev() {
            let raw = self.before(run[id].chars.start);
            run[id].evidence = evidence::of_one(self.family, &self.context(&run[id], raw, next));
            next = Some(self.seen(&run[id], 0));
        }
        let mut previous = before;
        for id in 0..run.len() {
            let next = run.get(id + 1).map_or(after, |next| Some(self.seen(next, 0)));
            let one = evidence::of_one(self.family, &self.context(&run[id], previous, next));
            run[id].evidence = run[id].evidence.max(one);
            previous = Some(self.seen(&run[id], run[id].chars.len() - 1));
        }
        let mixed = before.is_some_and(|c| c.is_ascii_lowercase()) || after.is_some_and(|c| c.is_ascii_lowercase());
        let plain = |&at: &usize| !self.chars[at].1.is_alphabetic();
        if matches!(self.family, Family::Cyrillic | Family::Greek)
            && run.len() > 1
            && mixed
            && around.clone().any(|at| plain(&at))
        {
            // Latin letters, Cyrillic ones and signs within one word.
            run.iter_mut().for_each(|sequence| sequence.evidence = Evidence::Certain);
            return;
        }
        let mut from = 0;
        while from < run.len() {
            let length = run[from..].iter().take_while(|sequence| is_foreign(sequence.c)).count();
            if length == 0 {
                from += 1;
                continue;
            }
            let part = from..from + length;
            let bound = (from > 0 || !before.is_some_and(char::is_alphabetic))
                && (part.end < run.len() || !after.is_some_and(char::is_alphabetic));
            let signs: Vec<char> = run[part.clone()].iter().flat_map(|sequence| self.continuing(sequence)).collect();
            let chars: Vec<char> =
                self.chars[run[from].chars.start..run[part.end - 1].chars.end].iter().map(|&(_, c)| c).collect();
            let found = of_run(self.family, &Run { c: run[from].c, length, bound, chars: &chars, signs: &signs });
            for sequence in &mut run[part.clone()] {
                sequence.evidence = sequence.evidence.max(found);
            }
            from = part.end;
        }
        for id in 0..run.len() {
            let previous = id.checked_sub(1).map_or(before, |id| Some(run[id].c));
            run[id].odd = self.is_odd(previous, run[id].c);
        }
        let mut previous = before;
        for sequence in run {
            if sequence.evidence == Evidence::None {
                let chars: Vec<char> = self.chars[sequence.chars.clone()].iter().map(|&(_, c)| c).collect();
                if !is_natural(previous, &chars) {
                    sequence.evidence = Evidence::Unlikely;
                }
            }
            previous = Some(self.seen(sequence, sequence.chars.len() - 1));
        }
    }

    /// Whether a letter after this one tells of another charset: a capital in a word, `fÌr` for `für`; in one of
    /// central Europe an å, which none of its languages has.
    fn is_odd(&self, before: Option<char>, c: char) -> bool {
        c.is_uppercase() && before.is_some_and(char::is_lowercase)
            || matches!(c, 'å' | 'Å') && charsets::is_central(self.charset)
    }

    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).map(|at| self.chars[at].1)
    }

    fn continuing(&self, sequence: &Sequence) -> impl Iterator<Item = char> {
        self.chars[sequence.chars.start + 1..sequence.chars.end].iter().map(|&(_, c)| c)
    }

    fn context(&self, sequence: &Sequence, before: Option<char>, after: Option<char>) -> Context {
        let c = |place: usize| sequence.chars.clone().nth(place).map_or('\0', |at| self.chars[at].1);
        let (from, to) = (sequence.chars.start, sequence.chars.end);
        // As long as words are: a hostile text has one that is a megabyte long.
        let word = self.chars[from.saturating_sub(24)..from].iter().rev().map(|&(_, c)| c);
        let word = word.take_while(|c| c.is_alphabetic());
        let (letters, first) = word.fold((0, None), |(letters, _), c| (letters + 1, Some(c)));
        let near_before = self.chars[from.saturating_sub(2)..from].iter().rev().map(|&(_, c)| c);
        let near_after = self.chars[to..].iter().take(2).map(|&(_, c)| c);
        let is_capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
        let capitals =
            is_capital(near_before.clone().find(|c| *c != ' ')) && is_capital(near_after.clone().find(|c| *c != ' '));
        Context {
            signs: [c(0), c(1), c(2)],
            c: sequence.c,
            before,
            after,
            first,
            letters,
            digit_before: near_before.clone().any(|c| c.is_ascii_digit()),
            digit_after: near_after.clone().any(|c| c.is_ascii_digit()),
            capitals,
            guillemets: self.guillemets,
        }
    }

    /// What its neighbours stand beside: what it would be where that is certain or where it begins with no letter,
    /// else its own character at that place.
    fn seen(&self, sequence: &Sequence, place: usize) -> char {
        let own = |place: usize| self.chars[sequence.chars.start + place].1;
        match sequence.evidence {
            Evidence::Certain => sequence.c,
            _ if !own(0).is_alphabetic() => sequence.c,
            _ => own(place),
        }
    }
}
