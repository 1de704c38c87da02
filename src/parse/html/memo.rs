//! What the class names of a page say, remembered: pages repeat the same few hundred names.

use super::says::hash;
use super::words;

/// Names remembered at a time; a power of two.
const SLOTS: usize = 1024;

/// What one class, id, role or itemprop says.
#[derive(Debug, Clone, Copy)]
struct Name<'d> {
    name: &'d str,
    /// The plain words in it.
    words: u128,
    /// The rest, once somebody has asked for it.
    make: Option<Make>,
}

/// What else there is to know of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Make {
    /// Hash of it, digits aside.
    pub(super) hash: u64,
    /// It has line feeds end lines, as a class of Tailwind does.
    pub(super) lines: bool,
    /// It is a listing's, which is none by the name of its element.
    pub(super) listing: bool,
    /// It is the number of a printed page, as in the books of Project Gutenberg.
    pub(super) page_number: bool,
    /// It is a note at the foot of a text, or the list of these, as docutils writes them.
    pub(super) note: bool,
    /// It helps with the page: the link to the source of Sphinx, what unfolds a text in rustdoc.
    pub(super) aid: bool,
}

impl<'d> Name<'d> {
    fn of(name: &'d str) -> Name<'d> {
        Name { name, words: words::said(name), make: None }
    }
}

impl Make {
    fn of(name: &str) -> Make {
        let hash = hash(0, name.bytes().filter(|byte| !byte.is_ascii_digit()));
        let mut make = Make { hash, lines: false, listing: false, page_number: false, note: false, aid: false };
        for class in name.split_ascii_whitespace() {
            match class {
                "whitespace-pre" | "whitespace-pre-line" | "whitespace-pre-wrap" | "whitespace-break-spaces" => {
                    make.lines = true;
                }
                // Crayon, GitHub, SyntaxHighlighter.
                "crayon-pre" | "js-file-line-container" | "syntaxhighlighter" => make.listing = true,
                "footnote" | "footnote-list" => make.note = true,
                "viewcode-link" | "hideme" => make.aid = true,
                "pagenum" | "pageNum" | "pageno" | "pagenumber" => make.page_number = true,
                _ => {}
            }
        }
        make
    }
}

/// A name has one slot, and the last one that was looked up has it: names that a hostile page makes to
/// fall on one slot are read anew each time, which costs no more than having no memory.
#[derive(Debug)]
pub(super) struct Memo<'d> {
    slots: Vec<Name<'d>>,
}

impl<'d> Memo<'d> {
    pub(super) fn new() -> Memo<'d> {
        Memo { slots: vec![Name::of(""); SLOTS] }
    }

    /// The plain words in a name.
    pub(super) fn words(&mut self, name: &'d str) -> u128 {
        self.slot(name).words
    }

    /// The plain words in a class, and the rest.
    pub(super) fn words_and_make(&mut self, name: &'d str) -> (u128, Make) {
        let slot = self.slot(name);
        (slot.words, *slot.make.get_or_insert_with(|| Make::of(name)))
    }

    fn slot(&mut self, name: &'d str) -> &mut Name<'d> {
        let slot = &mut self.slots[slot(name)];
        if slot.name != name {
            *slot = Name::of(name);
        }
        slot
    }
}

/// The slot of a name: its length and both of its ends, mixed.
fn slot(name: &str) -> usize {
    let bytes = name.as_bytes();
    let read = |bytes: &[u8]| bytes.iter().fold(0u64, |number, &byte| number << 8 | u64::from(byte));
    let (first, last) = match bytes.len() {
        0..=8 => (read(bytes), 0),
        length => {
            let first = bytes.first_chunk().copied().map_or(0, u64::from_le_bytes);
            (first, bytes[length - 8..].first_chunk().copied().map_or(0, u64::from_le_bytes))
        }
    };
    let mixed = (first ^ last.rotate_left(29) ^ bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_is_read() {
        let names: Vec<String> = (0..4 * SLOTS).map(|n| format!("post-{n} entry-content wp-{}", n % 7)).collect();
        let mut memo = Memo::new();
        for name in names.iter().chain(&names).map(String::as_str).chain(["", "ad", "ad", "header"]) {
            assert_eq!(memo.words(name), words::said(name), "{name}");
            assert_eq!(memo.words_and_make(name), (words::said(name), Make::of(name)), "{name}");
        }
    }
}
