//! What becomes of a hyphen at the end of a wrapped line.

use std::collections::BTreeSet;

use crate::block::Document;

/// What stands between two joined lines, of which the first ends with a hyphen or without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hyphen {
    /// A space.
    None,
    /// The hyphen alone.
    Kept,
    /// Nothing.
    Dropped,
}

/// Words before the second half of a pair: Vor- und Nachteile.
#[rustfmt::skip]
const JOINING: &[&str] = &[
    "and", "or", "und", "oder", "sowie", "bzw", "bis", "en", "of", "et", "ou", "och", "eller", "samt", "og", "ja", "tai",
    "sekä", "või", "ning", "oraz", "lub", "albo", "nebo", "és", "vagy", "și", "sau", "ili", "и", "или", "та", "або", "και",
];

/// Letters of the second half of a word below which a compound cannot be told from a parted word.
const HALF: usize = 4;

/// Letters of the second half that a longer word must share with it.
const STEM: usize = 2;

/// The words that stand within lines, small. In order, so that those that begin alike are found.
pub(super) struct Words(BTreeSet<String>);

impl Words {
    pub fn of(document: &Document) -> Words {
        let ends = |at: Option<usize>| at.is_some_and(|at| document.blocks[at].text.ends_with(HYPHENS));
        if !(0..document.blocks.len()).any(|at| ends(Some(at))) {
            return Words(BTreeSet::new());
        }
        // Behind a hyphen, a line begins with the second half of a word.
        let lines = document.blocks.iter().enumerate();
        let words = lines.flat_map(|(at, line)| whole_words(&line.text, ends(at.checked_sub(1))));
        Words(words.map(str::to_lowercase).collect())
    }

    /// What joins a line to the next one. Nothing is known of it where a hyphen parts what may be a word or a compound,
    /// and neither stands elsewhere.
    pub fn hyphen(&self, line: &str, next: &str) -> Option<Hyphen> {
        let Some(begun) = line.strip_suffix(HYPHENS) else { return Some(Hyphen::None) };
        let is_letter = |c: char| c.is_alphabetic();
        let first = &begun[begun
            .rfind(|c| !is_letter(c))
            .map_or(0, |at| at + begun[at..].chars().next().map_or(1, char::len_utf8))..];
        let second = &next[..next.find(|c| !is_letter(c)).unwrap_or(next.len())];
        if first.is_empty() || !second.starts_with(char::is_lowercase) {
            return Some(if begun.ends_with(char::is_alphanumeric) { Hyphen::Kept } else { Hyphen::None });
        }
        // More words may hang on it: state-of-the-art. Nobody parts a word before its last letter.
        let goes_on = next[second.len()..].starts_with(HYPHENS);
        let is_joining = JOINING.contains(&second);
        if !goes_on && (is_joining || second.chars().nth(1).is_none()) {
            return Some(Hyphen::None);
        }
        let (first, second) = (first.to_lowercase(), second.to_lowercase());
        let has = |word: String| self.0.contains(&word);
        let is_compound = has(format!("{first}-{second}"));
        let is_parted = has(format!("{first}{second}")) || self.has_form(&first, &second);
        if line.ends_with('\u{AD}') || is_parted && !is_compound {
            return Some(Hyphen::Dropped);
        }
        let is_half = second.chars().count() >= HALF || goes_on;
        let is_compound = is_compound || goes_on && is_joining || is_half && has(second);
        is_compound.then_some(Hyphen::Kept)
    }

    /// Whether a word begins as this one does, across the hyphen: another form of it.
    fn has_form(&self, first: &str, second: &str) -> bool {
        let shared: usize = second.chars().take(STEM).map(char::len_utf8).sum();
        let stem = format!("{first}{}", &second[..shared]);
        let is_long = first.chars().count() > STEM && second.chars().count() >= STEM;
        is_long && self.0.range(stem.clone()..).next().is_some_and(|word| word.starts_with(&stem))
    }
}

const HYPHENS: [char; 3] = ['-', '\u{AD}', '\u{2010}'];

/// The words of a line, but the last one where the line's end parts it, and the first one where that of the line before
/// does.
fn whole_words(line: &str, is_behind: bool) -> impl Iterator<Item = &str> {
    let words = line.split(|c: char| !c.is_alphanumeric() && c != '-').skip(usize::from(is_behind));
    words.filter(|word| !word.is_empty() && !word.ends_with('-'))
}
