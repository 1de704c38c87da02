//! What is known about every block of a page, as numbers: its text, its markup, its neighbours, what it
//! stands in, its place, and the page as a whole.
//!
//! One column a feature. The names go to the training in `training/`; a model asks for columns by name.
//! Nothing here is tied to a language: no word of any text is a feature, only the plain words of class
//! names and the shape of the text.

use std::collections::HashMap;

use super::shape::Shape;
use crate::block::{Block, BlockKind, Document, Element};
use crate::document::Media;
use crate::parse::html::KINDS;
use crate::parse::html::words::{WORDS, bit, said};

/// Distance given to a word that no element above says.
const FAR: f32 = 40.0;

/// Elements looked at above a block.
const REACH: usize = 30;

/// Tags whose nearest distance above a block is a feature, and its name.
#[rustfmt::skip]
const TAGS: [(&str, &str); 20] = [
    ("article", "<article>"), ("main", "<main>"), ("section", "<section>"), ("aside", "<aside>"), ("nav", "<nav>"), ("header", "<header>"), ("footer", "<footer>"), ("form", "<form>"), ("table", "<table>"), ("ul", "<ul>"), ("ol", "<ol>"), ("blockquote", "<blockquote>"), ("li", "<li>"), ("dl", "<dl>"), ("figure", "<figure>"), ("button", "<button>"), ("label", "<label>"), ("a", "<a>"), ("noscript", "<noscript>"), ("details", "<details>"),
];

/// Tags that are counted on the page, and the feature's name.
#[rustfmt::skip]
const COUNTED_TAGS: [(&str, &str); 9] = [
    ("article", "page <article>"), ("p", "page <p>"), ("li", "page <li>"), ("form", "page <form>"), ("table", "page <table>"), ("pre", "page <pre>"), ("section", "page <section>"), ("time", "page <time>"), ("img", "page <img>"),
];

/// Words of class names whose elements are counted on the page, and the feature's name.
#[rustfmt::skip]
const COUNTED_WORDS: [(&str, &str); 11] = [
    ("comment", "page comment"), ("post", "page post"), ("product", "page product"), ("price", "page price"), ("card", "page card"), ("message", "page message"), ("review", "page review"), ("docs", "page docs"), ("forum", "page forum"), ("cart", "page cart"), ("listing", "page listing"),
];

/// Neighbours whose shape is a feature.
const OFFSETS: [isize; 6] = [-3, -2, -1, 1, 2, 3];

/// Half widths of the windows around a block, in blocks.
const WINDOWS: [usize; 3] = [3, 8, 20];

/// Elements above a block that are looked at; wrappers that add nothing are passed over.
const LEVELS: usize = 6;

/// Words that the address of a page or its body may say of it.
#[rustfmt::skip]
const DECLARED_WORDS: [&str; 22] = [
    "article", "post", "blog", "news", "single", "page", "forum", "thread", "topic", "question", "product", "shop",
    "category", "tag", "archive", "search", "listing", "docs", "event", "job", "recipe", "profile",
];

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

impl<'w> Features<'w> {
    /// Computes the features of a page, all or those that are wanted.
    ///
    /// `url` is where the page was fetched from, where that is known.
    pub fn of(document: &Document, url: Option<&str>, wanted: Option<&'w [bool]>) -> Features<'w> {
        let page = Page::of(document);
        let rows = document.blocks.len();
        let columns = wanted.map_or(450, |wanted| wanted.iter().filter(|wanted| **wanted).count());
        let mut features = Features {
            rows,
            names: Vec::with_capacity(columns),
            values: Vec::with_capacity(columns * rows),
            wanted,
            next: 0,
            words: page.shapes.iter().map(|shape| shape.words).collect(),
        };
        page.own(&mut features);
        page.neighbours(&mut features);
        page.place(&mut features);
        page.around(&mut features);
        page.alike(&mut features);
        page.said(&mut features);
        page.whole(&mut features);
        page.declared(&mut features, url.unwrap_or_default());
        features
    }
}

/// What several features share.
struct Page<'d> {
    document: &'d Document,
    shapes: Vec<Shape>,
    /// Characters before each block, and all.
    before: Vec<u32>,
    /// Links' characters before each block, and all.
    linked: Vec<u32>,
    /// Words of prose before each block, and all.
    prose: Vec<u32>,
    chars: f32,
}

impl<'d> Page<'d> {
    fn of(document: &'d Document) -> Page<'d> {
        let blocks = &document.blocks;
        let shapes: Vec<Shape> = blocks.iter().map(|block| Shape::of(&block.text)).collect();
        let sums = |value: &dyn Fn(usize) -> u32| -> Vec<u32> {
            let mut sums = Vec::with_capacity(blocks.len() + 1);
            sums.push(0);
            for id in 0..blocks.len() {
                sums.push(sums[id] + value(id));
            }
            sums
        };
        let before = sums(&|id| if blocks[id].cues.hidden { 0 } else { shapes[id].chars });
        let linked = sums(&|id| if blocks[id].cues.hidden { 0 } else { blocks[id].cues.link_chars });
        let prose = sums(&|id| if is_prose(&shapes[id]) && !blocks[id].cues.hidden { shapes[id].words } else { 0 });
        let chars = (before[blocks.len()]).max(1) as f32;
        Page { document, shapes, before, linked, prose, chars }
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

    /// The block's own text and markup.
    fn own(&self, to: &mut Features<'_>) {
        let shape = |id: usize| &self.shapes[id];
        let per = |part: u32, whole: u32| part as f32 / whole.max(1) as f32;
        to.add("words", 0, |id| log(shape(id).words));
        to.add("chars", 0, |id| log(shape(id).chars));
        to.add("word_length", 0, |id| per(shape(id).letters, shape(id).words));
        to.add("density", 0, |id| self.density(id));
        to.add("links", 0, |id| log(self.block(id).cues.links.into()));
        to.add("strong", 0, |id| per(self.block(id).cues.strong_chars, shape(id).chars));
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
        let title = words_of(&self.document.title);
        let shared: Vec<f32> = (0..to.rows).map(|id| self.shared(id, &title)).collect();
        to.add("in_title", 0, |id| shared[id]);
        let best = shared.iter().copied().fold(0.0, f32::max);
        let nearest = (0..to.rows)
            .rfind(|&id| best > 0.0 && shared[id] == best && matches!(self.block(id).kind, BlockKind::Heading(_)));
        to.add("from_title", 0, |id| nearest.map_or(0.0, |title| signed_log(id as f32 - title as f32)));
    }

    /// Share of a block's words that the page's title has, for blocks no longer than a title.
    fn shared(&self, id: usize, title: &[u64]) -> f32 {
        if self.shapes[id].words > 40 || title.is_empty() {
            return 0.0;
        }
        let words = words_of(&self.block(id).text);
        let hits = words.iter().filter(|word| title.binary_search(word).is_ok()).count();
        hits as f32 / words.len().max(title.len()).max(1) as f32
    }

    /// The blocks before and after.
    fn neighbours(&self, to: &mut Features<'_>) {
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

    fn apart(&self, a: usize, b: usize) -> f32 {
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

    /// Where on the page.
    fn place(&self, to: &mut Features<'_>) {
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

    /// What the block stands in, wrappers passed over.
    fn around(&self, to: &mut Features<'_>) {
        let elements = &self.document.elements;
        let chains: Vec<[u32; LEVELS]> = (0..to.rows)
            .map(|id| {
                let mut chain = [u32::MAX; LEVELS];
                let mut at = self.block(id).cues.element;
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
            })
            .collect();
        for (level, name) in (1..=LEVELS as i32).enumerate() {
            let of = |id: usize| elements.get(chains[id][level] as usize);
            let per = |part: u32, whole: u32| part as f32 / whole.max(1) as f32;
            to.add("around_chars", name, |id| of(id).map_or(-1.0, |element| log(element.chars)));
            to.add("around_share", name, |id| of(id).map_or(-1.0, |element| element.chars as f32 / self.chars));
            to.add("around_density", name, |id| of(id).map_or(-1.0, |element| per(element.link_chars, element.chars)));
            to.add("around_paragraphs", name, |id| {
                of(id).map_or(-1.0, |element| per(element.paragraph_chars, element.chars))
            });
            to.add("around_blocks", name, |id| {
                of(id).map_or(-1.0, |element| log(element.blocks.end - element.blocks.start))
            });
            to.add("around_block_chars", name, |id| {
                of(id).map_or(-1.0, |element| log(element.chars / (element.blocks.end - element.blocks.start).max(1)))
            });
            to.add("around_place", name, |id| {
                of(id).map_or(-1.0, |element| {
                    (id as f32 - element.blocks.start as f32)
                        / (element.blocks.end - element.blocks.start).max(1) as f32
                })
            });
            to.add("around_nth", name, |id| of(id).map_or(-1.0, |element| log(element.nth)));
            to.add("around_prose", name, |id| {
                of(id).map_or(-1.0, |element| {
                    let (start, end) = (element.blocks.start as usize, element.blocks.end as usize);
                    (self.prose[end] - self.prose[start]) as f32 / self.prose[to_end(&self.prose)].max(1) as f32
                })
            });
        }
    }

    /// The blocks that stand in elements of the same make.
    fn alike(&self, to: &mut Features<'_>) {
        #[derive(Default, Clone, Copy)]
        struct Make {
            blocks: u32,
            chars: u32,
            linked: u32,
            prose: u32,
        }
        for (name, up) in [("own_make", 0), ("parent_make", 1), ("grand_make", 2)] {
            let path = |id: usize| {
                let mut at = self.block(id).cues.element;
                for _ in 0..up {
                    at = self.document.elements.get(at as usize).map_or(at, |element| element.parent);
                }
                self.document.elements.get(at as usize).map_or(0, |element| element.path)
            };
            let mut makes: HashMap<u64, Make> = HashMap::new();
            for id in 0..to.rows {
                let make = makes.entry(path(id)).or_default();
                make.blocks += 1;
                make.chars += self.shapes[id].chars;
                make.linked += self.block(id).cues.link_chars;
                make.prose += if is_prose(&self.shapes[id]) { self.shapes[id].words } else { 0 };
            }
            let of: Vec<Make> = (0..to.rows).map(|id| makes[&path(id)]).collect();
            to.add(name, 1, |id| log(of[id].blocks));
            to.add(name, 2, |id| log(of[id].chars));
            to.add(name, 3, |id| of[id].linked as f32 / of[id].chars.max(1) as f32);
            to.add(name, 4, |id| log(of[id].prose));
            to.add(name, 5, |id| of[id].chars as f32 / self.chars);
            to.add(name, 6, |id| log(of[id].chars / of[id].blocks.max(1)));
            to.add(name, 7, |id| of[id].prose as f32 / self.prose[to_end(&self.prose)].max(1) as f32);
        }
        let mut texts: HashMap<&str, u32> = HashMap::new();
        for block in &self.document.blocks {
            *texts.entry(&block.text).or_default() += 1;
        }
        to.add("repeated", 0, |id| log(texts[self.block(id).text.as_str()]));
    }

    /// The distance to the nearest element that says a word, or has a tag.
    fn said(&self, to: &mut Features<'_>) {
        let elements = &self.document.elements;
        let (rows, words) = (to.rows, WORDS.len());
        let mut distance = vec![FAR; rows * (words + TAGS.len())];
        for id in 0..rows {
            let mut at = self.block(id).cues.element;
            let mut seen = 0u128;
            for step in 0..REACH {
                let Some(element) = elements.get(at as usize) else { break };
                let mut new = element.words_said & !seen;
                seen |= new;
                while new != 0 {
                    distance[new.trailing_zeros() as usize * rows + id] = step as f32;
                    new &= new - 1;
                }
                if let Some(tag) = TAGS.iter().position(|(tag, _)| *tag == element.tag) {
                    let cell = &mut distance[(words + tag) * rows + id];
                    *cell = cell.min(step as f32);
                }
                if element.parent == at {
                    break;
                }
                at = element.parent;
            }
        }
        let names = WORDS.into_iter().chain(TAGS.map(|(_, name)| name));
        for (number, name) in names.enumerate() {
            if to.wants(name, 0) {
                to.values.extend_from_slice(&distance[number * rows..(number + 1) * rows]);
            }
        }
    }

    /// The page as a whole: the same in every row.
    fn whole(&self, to: &mut Features<'_>) {
        let rows = to.rows;
        let blocks = &self.document.blocks;
        let share = |test: &dyn Fn(usize) -> bool| -> f32 {
            let chars: u32 = (0..rows).filter(|&id| test(id)).map(|id| self.shapes[id].chars).sum();
            chars as f32 / self.chars
        };
        let count = |test: &dyn Fn(usize) -> bool| log((0..rows).filter(|&id| test(id)).count() as u32);
        let tags = |tag: &str| log(self.document.elements.iter().filter(|element| element.tag == tag).count() as u32);
        let said = |word: &str| {
            let bit = bit(word);
            log(self.document.elements.iter().filter(|element| element.words_said & bit != 0).count() as u32)
        };
        let mut whole = |name: &'static str, value: f32| to.add(name, 0, |_| value);
        whole("page_chars", log(self.before[rows]));
        whole("page_blocks", log(rows as u32));
        whole("page_density", self.linked[rows] as f32 / self.chars);
        whole("page_prose", log(self.prose[rows]));
        whole("page_prose_share", share(&|id| is_prose(&self.shapes[id])));
        whole("page_short_share", share(&|id| self.shapes[id].words < 5));
        whole("page_hidden_share", share(&|id| blocks[id].cues.hidden));
        whole("page_list_share", share(&|id| matches!(blocks[id].kind, BlockKind::ListItem { .. })));
        whole("page_table_share", share(&|id| blocks[id].kind == BlockKind::TableRow));
        whole("page_code_share", share(&|id| blocks[id].kind == BlockKind::Code));
        whole("page_headings", count(&|id| matches!(blocks[id].kind, BlockKind::Heading(_))));
        whole("page_h1", count(&|id| blocks[id].kind == BlockKind::Heading(1)));
        whole("page_h2", count(&|id| blocks[id].kind == BlockKind::Heading(2)));
        whole("page_h3", count(&|id| blocks[id].kind == BlockKind::Heading(3)));
        whole("page_long", count(&|id| self.shapes[id].words >= 40 && self.density(id) < 0.3));
        whole("page_sentences", count(&|id| self.shapes[id].words >= 10 && self.shapes[id].ends));
        whole("page_money", count(&|id| self.shapes[id].money > 0));
        whole("page_controls", count(&|id| blocks[id].cues.controls > 0));
        for (tag, name) in COUNTED_TAGS {
            whole(name, tags(tag));
        }
        for (word, name) in COUNTED_WORDS {
            whole(name, said(word));
        }
        let longest =
            (0..rows).filter(|&id| is_prose(&self.shapes[id])).map(|id| self.shapes[id].words).max().unwrap_or(0);
        whole("page_longest", log(longest));
        whole("page_title", log(self.document.title.chars().count() as u32));
    }
}

impl Page<'_> {
    /// What the page says it is: by its types, its address, the words of its body.
    fn declared(&self, to: &mut Features<'_>, url: &str) {
        for (kind, (name, _)) in KINDS.iter().enumerate() {
            let says = f32::from(u8::from(self.document.kinds & (1 << kind) != 0));
            to.add(name, 1, |_| says);
        }
        // Behind the scheme and the host.
        let path = url.split_once("://").map_or(url, |(_, rest)| rest);
        let path = path.split_once('/').map_or("", |(_, path)| path);
        let segments = path.split(['/', '?', '#']).filter(|segment| !segment.is_empty()).count();
        let longest = path.split(['/', '?', '#']).map(|segment| segment.matches(['-', '_']).count()).max().unwrap_or(0);
        let digits = path.bytes().filter(u8::is_ascii_digit).count();
        to.add("url_known", 0, |_| f32::from(u8::from(!url.is_empty())));
        to.add("url_segments", 0, |_| segments as f32);
        to.add("url_hyphens", 0, |_| longest as f32);
        to.add("url_digits", 0, |_| digits as f32);
        to.add("url_query", 0, |_| f32::from(u8::from(path.contains('?'))));
        let address = said(path);
        let body = self.document.elements.iter().filter(|element| matches!(element.tag, "html" | "body"));
        let body = body.fold(0, |said, element| said | element.words_said);
        for word in DECLARED_WORDS {
            let bit = bit(word);
            to.add(word, 2, |_| f32::from(u8::from(address & bit != 0)));
            to.add(word, 3, |_| f32::from(u8::from(body & bit != 0)));
        }
    }
}

fn to_end(sums: &[u32]) -> usize {
    sums.len() - 1
}

fn log(count: u32) -> f32 {
    (1.0 + count as f32).ln()
}

fn signed_log(value: f32) -> f32 {
    value.signum() * (1.0 + value.abs()).ln()
}

/// Ten words and the end of a sentence.
fn is_prose(shape: &Shape) -> bool {
    shape.words >= 10 && shape.sentences > 0
}

fn ending(shape: &Shape) -> f32 {
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

/// Hashes of the words of a text, sorted.
fn words_of(text: &str) -> Vec<u64> {
    let mut words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            // FNV-1a over the lower-cased word.
            word.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, |hash: u64, c| {
                (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3)
            })
        })
        .collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
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
