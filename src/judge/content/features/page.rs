//! The page as a whole: the same in every row.

use super::{Features, Page, is_prose, log};
use crate::block::BlockKind;
use crate::parse::html::KINDS;
use crate::parse::html::words::{bit, said};

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

/// Words that the address of a page or its body may say of it.
#[rustfmt::skip]
const DECLARED_WORDS: [&str; 22] = [
    "article", "post", "blog", "news", "single", "page", "forum", "thread", "topic", "question", "product", "shop",
    "category", "tag", "archive", "search", "listing", "docs", "event", "job", "recipe", "profile",
];

impl Page<'_> {
    /// The page as a whole: the same in every row.
    pub(super) fn whole(&self, to: &mut Features<'_>) {
        let rows = to.rows;
        let blocks = &self.document.blocks;
        let share = |test: &dyn Fn(usize) -> bool| -> f32 {
            let chars: u32 = (0..rows).filter(|&id| test(id)).map(|id| self.shapes[id].chars).sum();
            chars as f32 / self.chars
        };
        let count = |test: &dyn Fn(usize) -> bool| log((0..rows).filter(|&id| test(id)).count() as u32);
        let bits = COUNTED_WORDS.map(|(word, _)| bit(word));
        let any = bits.into_iter().fold(0, |any, bit| any | bit);
        let (mut tags, mut said) = ([0; COUNTED_TAGS.len()], [0; COUNTED_WORDS.len()]);
        for element in &self.document.elements {
            if let Some(number) = COUNTED_TAGS.iter().position(|(tag, _)| *tag == element.tag) {
                tags[number] += 1;
            }
            // Most elements say none of them.
            if element.words_said & any != 0 {
                for (said, bit) in said.iter_mut().zip(bits) {
                    *said += u32::from(element.words_said & bit != 0);
                }
            }
        }
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
        for ((_, name), count) in COUNTED_TAGS.into_iter().zip(tags) {
            whole(name, log(count));
        }
        for ((_, name), count) in COUNTED_WORDS.into_iter().zip(said) {
            whole(name, log(count));
        }
        let longest =
            (0..rows).filter(|&id| is_prose(&self.shapes[id])).map(|id| self.shapes[id].words).max().unwrap_or(0);
        whole("page_longest", log(longest));
        whole("page_title", log(self.document.title.chars().count() as u32));
    }

    /// What the page says it is: by its types, its address, the words of its body.
    pub(super) fn declared(&self, to: &mut Features<'_>, url: &str) {
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
