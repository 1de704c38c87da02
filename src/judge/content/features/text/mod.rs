//! What is known about every line of a text without markup: its words, its neighbours, its place, what is said
//! again, and the text as a whole.
//!
//! Only what a reader of the written text would see is a feature, so that a text that is written and read again
//! is judged alike.

mod line;
mod runs;
mod signs;
mod speech;

use rustc_hash::FxHashMap;

use super::{Features, fnv, is_prose, sums};
use crate::block::{Block, BlockKind, Document, Joint};
use crate::document::Media;
use crate::judge::content::shape::Shape;
use crate::judge::content::wording::{KINDS, Wording};
use crate::parse::text::lines;

/// What the rule packs say of each line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Ruled {
    /// Nothing.
    #[default]
    No,
    /// A part of it falls.
    Part,
    /// It falls.
    Whole,
}

impl Features<'_> {
    /// Names of all features of a text.
    pub fn all_of_text() -> Vec<String> {
        let nothing = Document {
            media: Media::Text,
            blocks: Vec::new(),
            elements: Vec::new(),
            title: String::new(),
            kinds: 0,
            descriptions: Vec::new(),
            degraded: Vec::new(),
        };
        let features = Features::of_text(&nothing, &[], None);
        (0..features.columns()).map(|index| features.name(index)).collect()
    }
}

impl<'w> Features<'w> {
    /// Computes the features of a text, all or those that are wanted; `ruled` is what the rules say of each line.
    pub fn of_text(document: &Document, ruled: &[Ruled], wanted: Option<&'w [bool]>) -> Features<'w> {
        let text = Text::of(document, ruled);
        let mut features = Features::table(&text.shapes, wanted);
        text.own(&mut features);
        text.neighbours(&mut features);
        text.place(&mut features);
        text.runs(&mut features);
        text.again(&mut features);
        text.speech(&mut features);
        signs::signs(&mut features, &text.shapes, &text.wordings);
        text.rules(&mut features);
        text.whole(&mut features);
        (features.shapes, features.wordings) = (text.shapes, text.wordings);
        features
    }
}

/// What several features share.
struct Text<'d> {
    blocks: &'d [Block],
    ruled: &'d [Ruled],
    shapes: Vec<Shape>,
    wordings: Vec<Wording>,
    /// What each line looks like.
    looks: Vec<f32>,
    /// Whether a blank line is before each line.
    gaps: Vec<bool>,
    /// Characters before each line, and all.
    before: Vec<u32>,
    /// Words of prose before each line, and all.
    prose: Vec<u32>,
    chars: f32,
    /// The short line above each line that reads like the title of what follows.
    headings: Vec<Option<usize>>,
}

impl<'d> Text<'d> {
    fn of(document: &'d Document, ruled: &'d [Ruled]) -> Text<'d> {
        let blocks = &document.blocks[..];
        let rows = blocks.len();
        let shapes: Vec<Shape> = blocks.iter().map(|block| Shape::of(&block.text)).collect();
        let wordings = blocks.iter().map(|block| Wording::of(&block.text)).collect();
        let looks = blocks.iter().map(look).collect();
        let gaps: Vec<bool> = blocks.iter().map(|block| block.joint == Joint::Paragraph).collect();
        let before = sums(rows, |id| shapes[id].chars);
        let prose = sums(rows, |id| if is_prose(&shapes[id]) { shapes[id].words } else { 0 });
        let chars = before[rows].max(1) as f32;
        let mut headings = vec![None; rows];
        let mut last = None;
        for id in 0..rows {
            headings[id] = last;
            if is_heading(&shapes[id]) && shapes.get(id + 1).is_some_and(|next| next.words > shapes[id].words) {
                last = Some(id);
            }
        }
        Text { blocks, ruled, shapes, wordings, looks, gaps, before, prose, chars, headings }
    }

    fn rows(&self) -> usize {
        self.blocks.len()
    }

    fn sums(&self, value: impl Fn(usize) -> u32) -> Vec<u32> {
        sums(self.rows(), value)
    }

    /// How much of a line is said by words that hold sentences together.
    fn small(&self, id: usize) -> f32 {
        self.wordings[id].share(KINDS.len() - 1)
    }

    /// Each line's text in numbers: how often it, and its make, stand in the text, and where it stands first.
    fn copies(&self, key: impl Fn(usize) -> u64) -> (Vec<u32>, Vec<bool>) {
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        let keys: Vec<u64> = (0..self.rows()).map(key).collect();
        let first = keys
            .iter()
            .map(|key| {
                let count = counts.entry(*key).or_default();
                *count += 1;
                *count == 1
            })
            .collect();
        (keys.iter().map(|key| counts[key]).collect(), first)
    }
}

/// A few words without an end, as titles are.
pub(in crate::judge::content) fn is_heading(shape: &Shape) -> bool {
    (1..=14).contains(&shape.words) && !shape.ends && !shape.ellipsis && shape.separators == 0
}

/// What a line looks like, in an order in which a threshold means something.
fn look(block: &Block) -> f32 {
    if block.kind == BlockKind::Code && block.text.contains('\n') {
        return 3.0;
    }
    match lines::Shape::of(&block.text) {
        lines::Shape::Item => 0.0,
        lines::Shape::Prose => 1.0,
        lines::Shape::Indented => 2.0,
        lines::Shape::Fenced => 3.0,
    }
}

/// What is alike in lines of one make: the form of its first words, its length and its end.
fn make(text: &str, shape: &Shape) -> u64 {
    let form = |c: char| match c {
        c if c.is_uppercase() => 'A',
        c if c.is_alphabetic() => 'a',
        c if c.is_numeric() => '0',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let mut last = '\0';
    let squeezed = text.chars().map(form).filter(|&c| std::mem::replace(&mut last, c) != c).take(12);
    let length = 32 - shape.words.leading_zeros();
    fnv(squeezed.map(u32::from).chain([length, u32::from(shape.ends)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::parse::text;

    #[test]
    fn names_are_unique() {
        let names = Features::all_of_text();
        let unique: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(unique.len(), names.len());
    }

    #[test]
    fn what_is_wanted_is_the_same_alone() {
        let document = text::parse(
            "Mills\n\nThe mill burned all night, and nobody could tell why it had begun.\nShare",
            &Limits::default(),
        )
        .document;
        let ruled = [Ruled::No, Ruled::No, Ruled::Whole];
        let all = Features::of_text(&document, &ruled, None);
        let wanted: Vec<bool> = (0..all.columns()).map(|column| column % 5 == 2).collect();
        let some = Features::of_text(&document, &ruled, Some(&wanted));
        let columns: Vec<usize> = (0..all.columns()).filter(|&column| wanted[column]).collect();
        assert_eq!(some.columns(), columns.len());
        for (at, &column) in columns.iter().enumerate() {
            assert_eq!(some.name(at), all.name(column));
            assert_eq!(some.column(at), all.column(column));
        }
    }
}
