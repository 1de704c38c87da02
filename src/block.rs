//! The one block model: HTML and plain text both become a [`Document`], a list of [`Block`]s.
//!
//! A block is a run of text that stands or falls as one. What the markup or the layout says about it
//! are its [`Cues`]. Blocks of a web page also know the [`Element`] they stand in, so that a judge can
//! look at the size and the link density of what is around them without a tree.

mod cells;
mod runs;
pub(crate) mod together;
pub mod unseen;

use std::ops::Range;

pub use cells::{borders, cells};
pub use runs::Run;
use unicode_normalization::char::is_combining_mark;

use crate::document::{Degradation, Media};

/// A parsed document: everything that a judge may look at.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it was parsed from.
    pub media: Media,
    /// The text, in reading order.
    pub blocks: Vec<Block>,
    /// The elements of a web page in document order, parents before children; empty for plain text.
    pub elements: Vec<Element>,
    /// The page's `<title>`, empty where there is none.
    pub title: String,
    /// What kind of page it says it is: bit i for [`crate::parse::html::KINDS`] i. 0 for plain text.
    pub kinds: u32,
    /// What it describes itself by: its meta tags and JSON-LD, a few at most. Empty for plain text.
    pub descriptions: Vec<String>,
    /// Limits that were hit while parsing.
    pub degraded: Vec<Degradation>,
}

/// Index of a block in [`Document::blocks`].
pub type BlockId = usize;

/// Index of an element in [`Document::elements`].
pub type ElementId = u32;

/// A run of text that stands or falls as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What kind of text it is.
    pub kind: BlockKind,
    /// How it follows the block before it.
    pub joint: Joint,
    /// The text as it stands in the input; for HTML with entities resolved and white space collapsed
    /// outside preformatted text.
    pub text: String,
    /// Where it stands in the input.
    pub span: Span,
    /// Where its text came from, once that is no longer the span as it is: after a cut, after normalization.
    pub runs: Vec<Run>,
    /// What markup and layout say about it.
    pub cues: Cues,
}

/// What kind of text a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Running text, or anything without a better name.
    Paragraph,
    /// An item of a list, nested `depth` lists deep (1 = outermost).
    ListItem {
        /// How many lists it stands in.
        depth: u8,
        /// Its number in a numbered list.
        number: Option<u32>,
    },
    /// Quoted text.
    Quote,
    /// Preformatted text: line breaks and spaces count.
    Code,
    /// A row of a table, its cells separated by ` | `.
    TableRow,
    /// The caption of a figure or a table.
    Caption,
}

/// How a block follows the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Joint {
    /// After a blank line.
    Paragraph,
    /// On the next line.
    Line,
    /// On the same line, after white space: parts of one glued line.
    Space,
}

impl Joint {
    /// The wider of two separations: a paragraph break beats a line break beats a space.
    pub fn wider(self, other: Joint) -> Joint {
        match (self, other) {
            (Joint::Paragraph, _) | (_, Joint::Paragraph) => Joint::Paragraph,
            (Joint::Line, _) | (_, Joint::Line) => Joint::Line,
            (Joint::Space, Joint::Space) => Joint::Space,
        }
    }
}

/// Where a block stands in the input.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// Number of the block in the parsed document, from 0; survives the removal of others.
    pub block: u32,
    /// Line of the decoded input in which it begins, from 1.
    pub line: u32,
    /// Bytes of the decoded input, where the parser knows them: always for text, not for HTML.
    pub bytes: Option<Range<usize>>,
}

/// Counts words: runs of letters and digits, and for scripts without spaces between words (Chinese,
/// Japanese, Thai, Lao, Khmer, Burmese) one for every two characters of a run, about as long as their
/// words are.
///
/// ```
/// assert_eq!(dehusk::block::count_words("Don't panic: it's 42."), 6);
/// assert_eq!(dehusk::block::count_words("今日は晴れ"), 3);
/// ```
pub fn count_words(text: &str) -> u32 {
    if text.is_ascii() {
        return together::count_runs(text.as_bytes());
    }
    let mut words = 0;
    let mut in_word = false;
    // Characters of the present run of a script without spaces.
    let mut run = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            // Most of a text is ASCII in most languages that are not all without.
            let block = bytes[at..].first_chunk::<ASCII_BLOCK>().filter(|block| block.is_ascii());
            let ascii = block.map_or(&bytes[at..=at], |block| &block[..]);
            let goes_on = in_word && ascii[0].is_ascii_alphanumeric();
            words += together::count_runs(ascii) - u32::from(goes_on) + u32::div_ceil(run, 2);
            (in_word, run) = (ascii[ascii.len() - 1].is_ascii_alphanumeric(), 0);
            at += ascii.len();
            continue;
        }
        let c = text[at..].chars().next().expect("a character begins here");
        at += c.len_utf8();
        if is_unspaced(c) {
            run += u32::from(!is_combining_mark(c));
            in_word = false;
        } else if c.is_alphanumeric() {
            words += u32::from(!in_word) + u32::div_ceil(run, 2);
            (in_word, run) = (true, 0);
        } else if !is_combining_mark(c) {
            words += u32::div_ceil(run, 2);
            (in_word, run) = (false, 0);
        }
    }
    words + u32::div_ceil(run, 2)
}

/// Bytes of a text that are looked at together for whether they are ASCII.
const ASCII_BLOCK: usize = 32;

/// Whether a character belongs to a script that does not put spaces between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}'       // Thai, Lao
        | '\u{1000}'..='\u{109f}'     // Burmese
        | '\u{1780}'..='\u{17ff}'     // Khmer
        | '\u{3005}'..='\u{3007}'     // iteration mark, closing mark, zero
        | '\u{3040}'..='\u{30ff}'     // Hiragana, Katakana
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'     // Han
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}'     // half-width Katakana
        | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

/// What markup and layout say about a block. All zero for plain text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cues {
    /// Innermost element that holds the whole block.
    pub element: ElementId,
    /// Characters of the text inside links.
    pub link_chars: u32,
    /// Links in the block.
    pub links: u16,
    /// Characters of the text inside `b`, `strong`, `em`, `i`.
    pub strong_chars: u32,
    /// The text is not shown: `hidden`, `aria-hidden`, `display:none`, `<noscript>`, a closed `<dialog>`.
    pub hidden: bool,
    /// Form controls in the block.
    pub controls: u16,
    /// Images, videos and other embeds in the block.
    pub embeds: u16,
    /// Forced line breaks (`<br>`) in the block.
    pub breaks: u16,
    /// In a row of a table, for every bar between spaces whether it is the border of a cell; empty where all are.
    pub borders: Vec<bool>,
    /// A row of a table that stands below others of it.
    pub later_row: bool,
    /// It stands in a quotation that is no part of a list.
    pub quoted: bool,
    /// A user's selector matched the block's element or one above it.
    pub selected: Selected,
    /// Where in the input the text stands.
    pub origin: Origin,
}

/// Where in the input a block's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// In the text or in the page itself.
    #[default]
    Page,
    /// In JSON-LD: what was written, such as an `articleBody`.
    LinkedBody,
    /// In JSON-LD: questions and answers.
    LinkedAnswers,
    /// In JSON-LD: what describes a thing, such as a product.
    LinkedDescription,
    /// In the state of the program that would show it.
    State,
    /// In the page's own description in a `<meta>`.
    Description,
}

impl Origin {
    /// For people; empty for what stands in the page itself.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Page => "",
            Origin::LinkedBody => "text of JSON-LD",
            Origin::LinkedAnswers => "answers of JSON-LD",
            Origin::LinkedDescription => "description of JSON-LD",
            Origin::State => "state of the page's program",
            Origin::Description => "description of the page",
        }
    }
}

/// What the user's own selectors say of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Selected {
    /// No selector of the user matched.
    #[default]
    No,
    /// A `--keep-selector` matched.
    Keep,
    /// A `--drop-selector` matched, and no `--keep-selector` nearer to the block.
    Drop,
}

/// An element of a web page, with the sums over everything inside it.
///
/// The sums count text that is shown: hidden blocks add nothing to them but their place in `blocks`.
/// Elements whose text is never shown (`head`, `script`, `svg`, `template`, `select` …) are listed without
/// what is inside them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Element {
    /// The element around it; the root is its own parent.
    pub parent: ElementId,
    /// Local name in lower case, such as `div`; `unknown` for any that HTML does not know, such as `my-widget`.
    pub tag: &'static str,
    /// Which of the plain words in [`crate::parse::html::words`] its class, id, role or itemprop holds: bit i = word i.
    pub words_said: u128,
    /// Elements above it.
    pub depth: u16,
    /// Its `itemtype` is schema.org's Comment.
    pub is_comment: bool,
    /// Its place among the element children of its parent, from 0.
    pub nth: u32,
    /// Characters of text inside it.
    pub chars: u32,
    /// Characters of text inside links inside it.
    pub link_chars: u32,
    /// Characters of text in paragraphs (`<p>`) inside it.
    pub paragraph_chars: u32,
    /// Blocks inside it, as a range of [`Document::blocks`].
    pub blocks: Range<u32>,
    /// Elements inside it.
    pub elements: u32,
    /// Hash of the names and classes (without their digits) on the way from the root; equal for siblings of one make.
    pub path: u64,
}

impl Block {
    /// A block of plain text with no cues.
    pub fn plain(kind: BlockKind, joint: Joint, text: impl Into<String>, span: Span) -> Block {
        Block { kind, joint, text: text.into(), span, runs: Vec::new(), cues: Cues::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_many_scripts() {
        for (text, words) in [
            ("", 0),
            (" – … ", 0),
            ("one", 1),
            ("Über 1.500 Gäste", 4),
            ("наш дом", 2),
            ("हिन्दी में", 2),
            ("2025年 iPhone发布", 4),
            ("ภาษาไทย", 4),
            ("한국어 문장", 2),
        ] {
            assert_eq!(count_words(text), words, "{text}");
            // Wherever in the bytes that are looked at together.
            for letters in 1..=ASCII_BLOCK {
                let (start, end) = ("m".repeat(letters), "9".repeat(letters));
                assert_eq!(count_words(&format!("{start} {text} {end}")), words + 2, "{start} {text}");
                assert_eq!(count_words(&format!("{start}é{end} {text}")), words + 1, "{start} {text}");
            }
        }
    }
}
