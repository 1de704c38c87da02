//! What is known about every block of a page, as numbers: its text, its markup, its neighbours, what it
//! stands in, its place, whether the page describes itself by it, and the page as a whole.
//!
//! One column a feature. The names go to the training in `training/`; a model asks for columns by name.
//! Nothing here is tied to a language: no word of any text is a feature, only the plain words of class
//! names, the shape of the text, and what kinds of words it holds, in many languages alike.

mod around;
mod block;
mod described;
mod groups;
mod names;
mod page;
mod place;
mod text;
mod wording;

use std::sync::LazyLock;

pub use text::Ruled;
pub(super) use text::is_heading;

use super::shape::Shape;
use super::wording::Wording;
use crate::block::{Block, Document, Element};
use crate::document::Media;

/// Elements looked at above a block.
const REACH: usize = 30;

/// Elements above a block that are looked at; wrappers that add nothing are passed over.
const LEVELS: usize = 6;

/// A table of numbers: a row a block, a column a feature.
#[derive(Debug)]
pub struct Features<'w> {
    rows: usize,
    names: Vec<(&'static str, i32)>,
    values: Vec<f32>,
    /// Which features are computed, by their number; all where there is no such list.
    wanted: Option<&'w [bool]>,
    /// Number of the next feature.
    next: usize,
    /// Words of each block, of hidden ones too.
    pub words: Vec<u32>,
    /// The shape of each block, and what its words are about, as the features were made of them.
    pub(super) shapes: Vec<Shape>,
    pub(super) wordings: Vec<Wording>,
}

impl Features<'_> {
    /// Blocks.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Features computed.
    pub fn columns(&self) -> usize {
        self.names.len()
    }

    /// The numbers of one feature, a block each.
    pub fn column(&self, index: usize) -> &[f32] {
        &self.values[index * self.rows..(index + 1) * self.rows]
    }

    /// Names of all features there are.
    pub fn all() -> Vec<String> {
        let nothing = Document {
            media: Media::Html,
            blocks: Vec::new(),
            elements: Vec::new(),
            title: String::new(),
            kinds: 0,
            descriptions: Vec::new(),
            degraded: Vec::new(),
        };
        let features = Features::of(&nothing, None, None);
        (0..features.columns()).map(|index| features.name(index)).collect()
    }

    /// Name of a feature, stable: models name it.
    pub fn name(&self, index: usize) -> String {
        match self.names[index] {
            (name, 0) => name.to_owned(),
            (name, at) => format!("{name}.{at}"),
        }
    }

    /// Whether the next feature is wanted, which its caller then computes.
    fn wants(&mut self, name: &'static str, at: i32) -> bool {
        let wanted = self.wanted.is_none_or(|wanted| wanted.get(self.next).copied().unwrap_or(false));
        self.next += 1;
        if wanted {
            self.names.push((name, at));
        }
        wanted
    }

    fn add(&mut self, name: &'static str, at: i32, value: impl Fn(usize) -> f32) {
        if self.wants(name, at) {
            self.values.extend((0..self.rows).map(value));
        }
    }
}

impl Features<'_> {
    /// Adds a feature whose values are made together, and only where they are wanted.
    fn add_all(&mut self, name: &'static str, at: i32, values: impl FnOnce() -> Vec<f32>) {
        if self.wants(name, at) {
            self.values.extend(values());
        }
    }

    /// Adds a feature of the page as a whole, which is computed only where it is wanted.
    fn add_whole(&mut self, name: &'static str, at: i32, value: impl FnOnce() -> f32) {
        if self.wants(name, at) {
            let value = value();
            self.values.extend(std::iter::repeat_n(value, self.rows));
        }
    }
}

impl<'w> Features<'w> {
    /// A table without columns yet: a row for each text.
    fn table(shapes: &[Shape], wanted: Option<&'w [bool]>) -> Features<'w> {
        let columns = wanted.map_or(450, |wanted| wanted.iter().filter(|wanted| **wanted).count());
        Features {
            rows: shapes.len(),
            names: Vec::with_capacity(columns),
            values: Vec::with_capacity(columns * shapes.len()),
            wanted,
            next: 0,
            words: shapes.iter().map(|shape| shape.words).collect(),
            shapes: Vec::new(),
            wordings: Vec::new(),
        }
    }

    /// Computes the features of a page, all or those that are wanted.
    ///
    /// `url` is where the page was fetched from, where that is known.
    pub fn of(document: &Document, url: Option<&str>, wanted: Option<&'w [bool]>) -> Features<'w> {
        let page = Page::of(document);
        let mut features = Features::table(&page.shapes, wanted);
        page.own(&mut features);
        page.neighbours(&mut features);
        page.place(&mut features);
        page.around(&mut features);
        page.alike(&mut features);
        page.repetition(&mut features);
        page.company(&mut features);
        page.said(&mut features);
        page.wording(&mut features);
        page.whole(&mut features);
        page.declared(&mut features, url.unwrap_or_default());
        page.described(&mut features);
        (features.shapes, features.wordings) = (page.shapes, page.wordings);
        features
    }
}

/// What several features share.
struct Page<'d> {
    document: &'d Document,
    shapes: Vec<Shape>,
    wordings: Vec<Wording>,
    /// Characters before each block, and all.
    before: Vec<u32>,
    /// Links' characters before each block, and all.
    linked: Vec<u32>,
    /// Words of prose before each block, and all.
    prose: Vec<u32>,
    chars: f32,
    /// The elements around each block, wrappers passed over.
    chains: Vec<[u32; LEVELS]>,
}

impl<'d> Page<'d> {
    fn of(document: &'d Document) -> Page<'d> {
        let blocks = &document.blocks;
        let shapes: Vec<Shape> = blocks.iter().map(|block| Shape::of(&block.text)).collect();
        let wordings = blocks.iter().map(|block| Wording::of(&block.text)).collect();
        let rows = blocks.len();
        let before = sums(rows, |id| if blocks[id].cues.hidden { 0 } else { shapes[id].chars });
        let linked = sums(rows, |id| if blocks[id].cues.hidden { 0 } else { blocks[id].cues.link_chars });
        let prose =
            sums(rows, |id| if is_prose(&shapes[id]) && !blocks[id].cues.hidden { shapes[id].words } else { 0 });
        let chars = before[rows].max(1) as f32;
        let chains = blocks.iter().map(|block| chain(&document.elements, block)).collect();
        Page { document, shapes, wordings, before, linked, prose, chars, chains }
    }

    /// The sums of a value over all blocks before each, and over all.
    fn sums(&self, value: impl Fn(usize) -> u32) -> Vec<u32> {
        sums(self.document.blocks.len(), value)
    }

    fn block(&self, id: usize) -> &'d Block {
        &self.document.blocks[id]
    }

    fn element(&self, id: usize) -> Option<&'d Element> {
        self.document.elements.get(self.block(id).cues.element as usize)
    }

    fn density(&self, id: usize) -> f32 {
        self.block(id).cues.link_chars as f32 / self.shapes[id].chars.max(1) as f32
    }
}

/// The elements around a block that each add something to what is inside them.
fn chain(elements: &[Element], block: &Block) -> [u32; LEVELS] {
    let mut chain = [u32::MAX; LEVELS];
    let mut at = block.cues.element;
    let mut level = 0;
    let mut chars = 0;
    for _ in 0..REACH {
        let Some(element) = elements.get(at as usize) else { break };
        // A wrapper holds little more than what it wraps.
        if element.chars as f32 > chars as f32 * 1.05 + 1.0 {
            if level == LEVELS {
                break;
            }
            chain[level] = at;
            chars = element.chars;
            level += 1;
        }
        if element.parent == at {
            break;
        }
        at = element.parent;
    }
    chain
}

fn sums(rows: usize, value: impl Fn(usize) -> u32) -> Vec<u32> {
    let mut sums = Vec::with_capacity(rows + 1);
    sums.push(0);
    for id in 0..rows {
        sums.push(sums[id] + value(id));
    }
    sums
}

fn to_end(sums: &[u32]) -> usize {
    sums.len() - 1
}

/// Logarithms of the small counts that most are.
static LOGS: LazyLock<Vec<f32>> = LazyLock::new(|| (0..4096u32).map(|count| (1.0 + count as f32).ln()).collect());

fn log(count: u32) -> f32 {
    LOGS.get(count as usize).copied().unwrap_or_else(|| (1.0 + count as f32).ln())
}

fn signed_log(value: f32) -> f32 {
    value.signum() * (1.0 + value.abs()).ln()
}

/// FNV-1a over numbers of characters.
pub(super) fn fnv(characters: impl Iterator<Item = u32>) -> u64 {
    characters.fold(0xcbf2_9ce4_8422_2325, |hash: u64, c| (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3))
}

/// Ten words and the end of a sentence.
pub(super) fn is_prose(shape: &Shape) -> bool {
    shape.words >= 10 && shape.sentences > 0
}

#[cfg(test)]
mod tests {
    use super::names::FAR;
    use super::*;
    use crate::limits::Limits;
    use crate::parse::html::{self, Selectors};

    const PAGE: &str = "<title>The mill burns</title><body class=single><nav class=menu><a href=/>Home</a></nav>\
        <article class=post><h1>The mill burns</h1><p>It burned all night, and nobody could tell why it had begun.</p>\
        </article></body>";

    fn document() -> Document {
        html::parse(PAGE, &Selectors::default(), &Limits::default()).document
    }

    fn value(features: &Features<'_>, name: &str, row: usize) -> f32 {
        let column = (0..features.columns()).find(|&column| features.name(column) == name).expect("there");
        features.column(column)[row]
    }

    #[test]
    fn names_are_unique() {
        let names = Features::all();
        let unique: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(unique.len(), names.len());
    }

    #[test]
    fn a_page_in_numbers() {
        let features = Features::of(&document(), Some("https://mill.example/news/fire-at-the-mill"), None);
        assert_eq!(features.rows(), 3);
        assert_eq!(features.columns(), Features::all().len());
        assert_eq!(value(&features, "density", 0), 1.0);
        assert_eq!(value(&features, "in_title", 1), 1.0);
        assert_eq!(value(&features, "post", 2), 1.0);
        assert_eq!(value(&features, "<nav>", 2), FAR);
        assert_eq!(value(&features, "news.2", 0), 1.0);
        assert_eq!(value(&features, "single.3", 0), 1.0);
        assert_eq!(value(&features, "single", 2), FAR, "what the body is called is about the page");
    }

    #[test]
    fn what_is_wanted_is_the_same_alone() {
        let document = document();
        let all = Features::of(&document, None, None);
        let wanted: Vec<bool> = (0..all.columns()).map(|column| column % 7 == 3).collect();
        let some = Features::of(&document, None, Some(&wanted));
        let columns: Vec<usize> = (0..all.columns()).filter(|&column| wanted[column]).collect();
        assert_eq!(some.columns(), columns.len());
        for (at, &column) in columns.iter().enumerate() {
            assert_eq!(some.name(at), all.name(column));
            assert_eq!(some.column(at), all.column(column));
        }
    }

    #[test]
    fn an_empty_page_has_no_rows() {
        let empty = html::parse("", &Selectors::default(), &Limits::default()).document;
        assert_eq!(Features::of(&empty, None, None).rows(), 0);
    }
}
