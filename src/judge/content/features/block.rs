//! A block and those beside it.

use super::{Features, Page, REACH, fnv, log, signed_log};
use crate::block::{Block, BlockKind};
use crate::judge::content::shape::Shape;

/// Neighbours whose shape is a feature.
const OFFSETS: [isize; 6] = [-3, -2, -1, 1, 2, 3];

/// Half widths of the windows around a block, in blocks.
const WINDOWS: [usize; 3] = [3, 8, 20];

impl Page<'_> {
    /// The block's own text and markup.
    pub(super) fn own(&self, to: &mut Features<'_>) {
        let shape = |id: usize| &self.shapes[id];
        let per = |part: u32, whole: u32| part as f32 / whole.max(1) as f32;
        to.add("words", 0, |id| log(shape(id).words));
        to.add("chars", 0, |id| log(shape(id).chars));
        to.add("word_length", 0, |id| per(shape(id).letters, shape(id).words));
        to.add("density", 0, |id| self.density(id));
        to.add("links", 0, |id| log(self.block(id).cues.links.into()));
        to.add("strong", 0, |id| per(self.block(id).cues.strong_chars, shape(id).chars));
        of_shapes(to, &self.shapes);
        to.add("breaks", 0, |id| log(self.block(id).cues.breaks.into()));
        to.add("controls", 0, |id| log(self.block(id).cues.controls.into()));
        to.add("embeds", 0, |id| log(self.block(id).cues.embeds.into()));
        to.add("is_hidden", 0, |id| f32::from(self.block(id).cues.hidden));
        to.add("kind", 0, |id| kind(self.block(id)));
        to.add("list_depth", 0, |id| match self.block(id).kind {
            BlockKind::ListItem { depth, .. } => f32::from(depth),
            _ => 0.0,
        });
        to.add("own_tag", 0, |id| self.element(id).map_or(0.0, |element| tag(element.tag)));
        to.add("depth", 0, |id| self.element(id).map_or(0.0, |element| f32::from(element.depth)));
        to.add("nth", 0, |id| self.element(id).map_or(0.0, |element| log(element.nth)));
        let title = Title::of(&self.document.title);
        let shared: Vec<f32> = (0..to.rows).map(|id| self.shared(id, &title)).collect();
        to.add("in_title", 0, |id| shared[id]);
        let best = shared.iter().copied().fold(0.0, f32::max);
        let nearest = (0..to.rows)
            .rfind(|&id| best > 0.0 && shared[id] == best && matches!(self.block(id).kind, BlockKind::Heading(_)));
        to.add("from_title", 0, |id| nearest.map_or(0.0, |title| signed_log(id as f32 - title as f32)));
    }

    /// Share of a block's words that the page's title has, for blocks no longer than a title.
    fn shared(&self, id: usize, title: &Title) -> f32 {
        if self.shapes[id].words > 40 || title.words.is_empty() {
            return 0.0;
        }
        let (mut hits, mut words) = (0, 0);
        for word in words_of(&self.block(id).text) {
            words += 1;
            hits += u32::from(title.holds(word));
        }
        hits as f32 / words.max(title.words.len()).max(1) as f32
    }

    /// The blocks before and after.
    pub(super) fn neighbours(&self, to: &mut Features<'_>) {
        let rows = to.rows;
        for offset in OFFSETS {
            let at = move |id: usize| id.checked_add_signed(offset).filter(|&other| other < rows);
            let name = offset as i32;
            to.add("words", name, |id| at(id).map_or(-1.0, |other| log(self.shapes[other].words)));
            to.add("density", name, |id| at(id).map_or(-1.0, |other| self.density(other)));
            to.add("ends", name, |id| at(id).map_or(-1.0, |other| ending(&self.shapes[other])));
            to.add("kind", name, |id| at(id).map_or(-1.0, |other| kind(self.block(other))));
            to.add("same_path", name, |id| {
                let path = |id: usize| self.element(id).map(|element| element.path);
                at(id).map_or(-1.0, |other| f32::from(u8::from(path(id) == path(other))))
            });
            // How far apart two blocks stand in the tree: the depth that they do not share.
            to.add("apart", name, |id| at(id).map_or(-1.0, |other| self.apart(id, other)));
        }
        for window in WINDOWS {
            let name = window as i32;
            let from = move |id: usize| id.saturating_sub(window);
            let end = move |id: usize| (id + window + 1).min(rows);
            to.add("window_chars", name, |id| log(self.before[end(id)] - self.before[from(id)]));
            to.add("window_density", name, |id| {
                (self.linked[end(id)] - self.linked[from(id)]) as f32
                    / (self.before[end(id)] - self.before[from(id)]).max(1) as f32
            });
            to.add("window_prose", name, |id| log(self.prose[end(id)] - self.prose[from(id)]));
            to.add("prose_before", name, |id| log(self.prose[id] - self.prose[from(id)]));
            to.add("prose_after", name, |id| log(self.prose[end(id)] - self.prose[id + 1]));
        }
    }

    pub(super) fn apart(&self, a: usize, b: usize) -> f32 {
        let elements = &self.document.elements;
        let (mut a, mut b) = (self.block(a).cues.element, self.block(b).cues.element);
        let mut steps = 0;
        while a != b && steps < REACH {
            let (Some(one), Some(other)) = (elements.get(a as usize), elements.get(b as usize)) else { break };
            if one.depth >= other.depth {
                a = one.parent
            } else {
                b = other.parent
            }
            steps += 1;
        }
        steps as f32
    }
}

/// What the shape of each text says, whatever stands around it.
pub(super) fn of_shapes(to: &mut Features<'_>, shapes: &[Shape]) {
    let shape = |id: usize| &shapes[id];
    let per = |part: u32, whole: u32| part as f32 / whole.max(1) as f32;
    to.add("upper", 0, |id| per(shape(id).upper, shape(id).letters));
    to.add("digits", 0, |id| per(shape(id).digits, shape(id).chars));
    to.add("capitalised", 0, |id| per(shape(id).capitalised, shape(id).words));
    to.add("sentences", 0, |id| shape(id).sentences as f32);
    to.add("sentence_words", 0, |id| per(shape(id).words, shape(id).sentences + 1));
    to.add("commas", 0, |id| per(shape(id).commas, shape(id).words));
    to.add("separators", 0, |id| shape(id).separators as f32);
    to.add("money", 0, |id| shape(id).money as f32);
    to.add("other", 0, |id| {
        per(shape(id).chars - (shape(id).letters + shape(id).digits).min(shape(id).chars), shape(id).chars)
    });
    to.add("ends", 0, |id| ending(shape(id)));
    to.add("start", 0, |id| f32::from(u8::from(shape(id).lower_start) + 2 * u8::from(shape(id).digit_start)));
    to.add("copyright", 0, |id| f32::from(shape(id).copyright));
    to.add("at", 0, |id| f32::from(shape(id).at));
}

pub(super) fn ending(shape: &Shape) -> f32 {
    match shape {
        _ if shape.ellipsis => 1.0,
        _ if shape.asks => 3.0,
        _ if shape.ends => 4.0,
        _ if shape.colon => 2.0,
        _ => 0.0,
    }
}

/// An order of kinds in which a threshold means something: from headings to running text.
fn kind(block: &Block) -> f32 {
    match block.kind {
        BlockKind::Heading(level) => f32::from(level) - 7.0,
        BlockKind::Caption => 0.0,
        BlockKind::TableRow => 1.0,
        BlockKind::ListItem { number: None, .. } => 2.0,
        BlockKind::ListItem { .. } => 3.0,
        BlockKind::Paragraph => 4.0,
        BlockKind::Quote => 5.0,
        BlockKind::Code => 6.0,
    }
}

/// The same for tags.
fn tag(tag: &str) -> f32 {
    match tag {
        "a" => 0.0,
        "button" | "label" => 1.0,
        "span" | "small" => 2.0,
        "li" => 3.0,
        "td" | "th" | "tr" => 4.0,
        "div" | "section" => 5.0,
        "dt" => 6.0,
        "dd" => 7.0,
        "figcaption" => 8.0,
        "p" => 9.0,
        "blockquote" => 10.0,
        "pre" | "code" => 11.0,
        "strong" | "b" | "em" | "i" => 12.0,
        _ => 13.0,
    }
}

/// The words of a page's title.
struct Title {
    /// Their hashes, rising.
    words: Vec<u64>,
    /// By the last bits of their first byte the lengths that they have, a bit for each; all where a word is not ASCII.
    lengths: [u32; 32],
}

impl Title {
    fn of(title: &str) -> Title {
        let mut lengths = [0; 32];
        for word in words_of(title) {
            lengths[usize::from(word.as_bytes()[0] & 31)] |= 1 << word.len().min(31);
        }
        if !title.is_ascii() {
            lengths = [u32::MAX; 32];
        }
        let mut words: Vec<u64> = words_of(title).map(hash_of).collect();
        words.sort_unstable();
        Title { words, lengths }
    }

    fn holds(&self, word: &str) -> bool {
        let may_be = self.lengths[usize::from(word.as_bytes()[0] & 31)] >> word.len().min(31) & 1 == 1;
        (may_be || !word.is_ascii()) && self.words.binary_search(&hash_of(word)).is_ok()
    }
}

/// The words of a text.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric());
    text.split(move |c: char| !is_inside(c)).filter(|word| !word.is_empty())
}

/// The hash of a word in lower case.
pub(super) fn hash_of(word: &str) -> u64 {
    if word.is_ascii() {
        return fnv(word.bytes().map(|byte| byte.to_ascii_lowercase().into()));
    }
    fnv(word.chars().flat_map(char::to_lowercase).map(u32::from))
}
