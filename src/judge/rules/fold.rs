//! The folded view of a text, in which wording is compared: one case, one kind of quote, dash and space,
//! and nothing that cannot be seen. Every place in it leads back to a place in the text.

use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};
use unicode_normalization::char::{compose, is_combining_mark};

use crate::block::together::{self, TOGETHER};
use crate::block::unseen;

/// A text as it is compared, with the way back to the text as it was written.
#[derive(Debug)]
pub struct Folded {
    text: String,
    /// Where the distance between both texts changes, in order of place.
    shifts: Vec<Shift>,
}

/// From byte `folded` on, the folded text runs along with the original from byte `original` on.
#[derive(Debug, Clone, Copy)]
struct Shift {
    folded: usize,
    original: usize,
}

impl Folded {
    /// Folds a text: lower case; straight quotes; `-` for every dash; `...` for `…`; one space for every run
    /// of white space and none at the ends; letters and their accents composed; `ș` for `ş`, and Greek as its capitals
    /// are written, without accents; the marks of Hebrew as the ASCII that most write for them; one yeh and one kaf for
    /// Persian and Arabic; invisible characters left out.
    pub fn of(text: &str) -> Folded {
        if is_tidy_ascii(text.as_bytes()) {
            return Folded { text: text.to_ascii_lowercase(), shifts: Vec::new() };
        }
        let mut folded = Folded { text: String::with_capacity(text.len()), shifts: Vec::new() };
        let mut space = None;
        let mut at = 0;
        let mut end = 0;
        while let Some(c) = text[at..].chars().next() {
            let here = at;
            let plain = plain_run(&text.as_bytes()[here..]);
            at += if plain > 0 { plain } else { c.len_utf8() };
            if c.is_whitespace() {
                space.get_or_insert(here);
                continue;
            }
            if is_invisible(c) {
                continue;
            }
            if let (Some(space), false) = (space.take(), folded.text.is_empty()) {
                folded.push(' ', space);
            }
            match plain {
                0 => folded.push_folded(c, here),
                _ => folded.push_lower(&text[here..at], here),
            }
            end = at;
        }
        folded.mark(end);
        folded
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte of the original text that a byte of the folded text stands for.
    ///
    /// A character boundary leads to a character boundary, and a later one never leads back.
    pub fn original(&self, folded: usize) -> usize {
        let after = self.shifts.partition_point(|shift| shift.folded <= folded);
        match after.checked_sub(1).map(|last| self.shifts[last]) {
            Some(shift) => shift.original + (folded - shift.folded),
            None => folded,
        }
    }

    /// The bytes of the original text that these bytes of the folded text stand for.
    pub fn original_range(&self, folded: Range<usize>) -> Range<usize> {
        self.original(folded.start)..self.original(folded.end)
    }

    fn push_folded(&mut self, c: char, at: usize) {
        if is_combining_mark(c) && self.push_composed(c) {
            return;
        }
        match c {
            '‘' | '’' | '‚' | '‛' | 'ʼ' | '´' | '`' | '′' => self.push('\'', at),
            '\u{5F3}' => self.push('\'', at),
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '\u{5F4}' => self.push('"', at),
            '‐'..='―' | '−' | '\u{5BE}' => self.push('-', at),
            // Many write Persian on a keyboard for Arabic, which has another yeh and another kaf.
            'ي' => self.push('ی', at),
            'ك' => self.push('ک', at),
            '：' => self.push(':', at),
            // Romanian has a comma below them, for which old character sets had the cedilla of Turkish.
            'ş' | 'Ş' => self.push('ș', at),
            'ţ' | 'Ţ' => self.push('ț', at),
            // Greek capitals have no accents, and their sigma no other form at the end of a word.
            'ά' | 'Ά' => self.push('α', at),
            'έ' | 'Έ' => self.push('ε', at),
            'ή' | 'Ή' => self.push('η', at),
            'ί' | 'Ί' | 'ϊ' | 'Ϊ' | 'ΐ' => self.push('ι', at),
            'ό' | 'Ό' => self.push('ο', at),
            'ύ' | 'Ύ' | 'ϋ' | 'Ϋ' | 'ΰ' => self.push('υ', at),
            'ώ' | 'Ώ' => self.push('ω', at),
            'ς' => self.push('σ', at),
            '…' => (0..3).for_each(|_| self.push('.', at)),
            _ => c.to_lowercase().for_each(|c| self.push(c, at)),
        }
    }

    /// Adds what only changes its case.
    fn push_lower(&mut self, plain: &str, at: usize) {
        self.mark(at);
        let from = self.text.len();
        self.text.push_str(plain);
        self.text[from..].make_ascii_lowercase();
    }

    /// Composes an accent with the letter before it; false where the two have no common character.
    fn push_composed(&mut self, accent: char) -> bool {
        let Some(composed) = self.text.chars().next_back().and_then(|letter| compose(letter, accent)) else {
            return false;
        };
        self.text.pop();
        let at = self.original(self.text.len());
        while self.shifts.last().is_some_and(|shift| shift.folded >= self.text.len()) {
            self.shifts.pop();
        }
        self.push_folded(composed, at);
        true
    }

    fn push(&mut self, c: char, at: usize) {
        self.mark(at);
        self.text.push(c);
    }

    /// Notes that the next folded byte stands for byte `at`, where that does not follow from what is noted.
    fn mark(&mut self, at: usize) {
        let folded = self.text.len();
        if self.original(folded) != at {
            self.shifts.push(Shift { folded, original: at });
        }
    }
}

/// The last character boundary at or before byte `at`, or the end of the text.
pub fn boundary_before(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    // A character has at most four bytes.
    (at.saturating_sub(3)..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Whether folding such a text only changes its case.
fn is_tidy_ascii(bytes: &[u8]) -> bool {
    let is_bordered = bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ');
    !is_bordered && !dispatch!(Level::new(), simd => is_untidy(simd, bytes))
}

/// Whether other bytes than plain ones and single spaces stand in a text. Compiled once for every width of registers.
#[inline(always)]
fn is_untidy<S: Simd>(simd: S, text: &[u8]) -> bool {
    let mut before = false;
    together::any_of(simd, text, |bytes, count| {
        let (plain, spaces) = (plain(bytes), bytes.simd_eq(b' ').to_bitmask());
        let others = !(plain | spaces) | spaces & together::behind(spaces, before);
        before = spaces >> (TOGETHER - 1) == 1;
        others & together::bits(count) != 0
    })
}

/// Bytes that a text begins with of which folding only changes the case, or the first of them: words with single spaces
/// between them.
fn plain_run(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(byte) if byte.is_ascii_graphic() && *byte != b'`' => {}
        _ => return 0,
    }
    let mut padded = [0; TOGETHER];
    let block = together::first(bytes, &mut padded);
    dispatch!(Level::new(), simd => plain_run_of(u8x64::from_slice(simd, block)))
}

#[inline(always)]
fn plain_run_of<S: Simd>(bytes: u8x64<S>) -> usize {
    let plain = plain(bytes);
    // A space belongs to the run if what is behind it does.
    (!(plain | bytes.simd_eq(b' ').to_bitmask() & plain >> 1)).trailing_zeros() as usize
}

/// The bytes of which folding changes no more than the case, but for spaces.
#[inline(always)]
fn plain<S: Simd>(bytes: u8x64<S>) -> u64 {
    (bytes - b'!').simd_lt(b'~' - b'!' + 1).to_bitmask() & !bytes.simd_eq(b'`').to_bitmask()
}

/// What wordings are found without: also variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}') || unseen::is_invisible(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fold(text: &str) -> String {
        Folded::of(text).text
    }

    #[test]
    fn one_spelling_for_all() {
        assert_eq!(fold("Don’t  “Miss” – it…"), "don't \"miss\" - it...");
        assert_eq!(fold(" A\u{A0}\tB\n"), "a b");
        assert_eq!(fold("News\u{AD}let\u{200B}ter"), "newsletter");
        assert_eq!(fold("für A\u{308}rzte"), "für ärzte");
        assert_eq!(fold("CITEŞTE s\u{327}i ţ s\u{326}"), "citește și ț ș");
        assert_eq!(fold("Διαβάστε επι\u{301}σης"), fold("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ"));
        assert_eq!(fold("דוא״ל ג׳ תל־אביב"), "דוא\"ל ג' תל-אביב");
        assert_eq!(fold("ديدگاه\u{200C}هاي كاربران"), fold("دیدگاههای کاربران"));
    }

    #[test]
    fn places_lead_back() {
        let text = "  Ganz  “Ähnlich”";
        let folded = Folded::of(text);
        let at = folded.text().find("ähnlich").expect("folded");
        assert_eq!(&text[folded.original_range(at..at + "ähnlich".len())], "Ähnlich");
        assert_eq!(&text[folded.original_range(0..4)], "Ganz");
    }

    #[test]
    fn nothing_beyond_the_last_word() {
        let text = "Share  ";
        let folded = Folded::of(text);
        assert_eq!(folded.original_range(0..folded.text().len()), 0..5);
    }

    proptest! {
        #[test]
        fn every_boundary_leads_to_a_boundary_in_order(text in "(\\PC|[ \t…İÄa\u{308}\u{AD}’-]){0,40}") {
            let folded = Folded::of(&text);
            let mut last = 0;
            for at in (0..=folded.text().len()).filter(|&at| folded.text().is_char_boundary(at)) {
                let original = folded.original(at);
                prop_assert!(text.is_char_boundary(original));
                prop_assert!(original >= last);
                last = original;
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "[a-zA-Z ’“”–äÄß.…\u{A0}]{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
