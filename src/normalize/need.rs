//! What a text needs, told by one look at its bytes.

use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use crate::block::together;

/// Which steps could change a text. May say yes in vain, never no.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// Controls, invisible characters, line ends other than `\n`.
    pub controls: bool,
    /// Spaces that are not single ASCII spaces between words.
    pub spaces: bool,
    /// Characters that canonical composition can change or that can change others.
    pub form: bool,
    /// Curly quotes.
    pub curly: bool,
    /// Straight quotes, or guillemets.
    pub straight: bool,
    /// Anything that is not ASCII.
    pub high: bool,
    /// What could begin an entity.
    pub entities: bool,
    /// Characters side by side that could be bytes of UTF-8 in another charset.
    pub mojibake: bool,
}

/// Whether the character, not ASCII, that begins `bytes` could be the first or second of mojibake: one that follows
/// another that is not ASCII, or a capital that a space follows. Ideographs, kana and Hangul are in none of the
/// charsets, nor is anything of the Semitic and Indian scripts.
fn is_suspect(before: u8, bytes: &[u8]) -> bool {
    match *bytes {
        // Â, Ã, Å, Ð: a lost no-break space may follow.
        [0xC3, 0x82 | 0x83 | 0x85 | 0x90, b' ', ..] => true,
        [0xC4, 0x80 | 0x82 | 0x86 | 0xB9, b' ', ..] | [0xC4, 0x90, b' ', ..] => true,
        // â€ whose closing quote is lost is a pair.
        [0xC2..=0xD2, ..] | [0xE2, ..] | [0xEF, 0xA3, ..] => before >= 0x80,
        _ => false,
    }
}

impl Need {
    pub fn of(text: &str) -> Need {
        let mut need = Need::default();
        dispatch!(Level::new(), simd => need.take(simd, text.as_bytes()));
        need.spaces |= text.ends_with(' ');
        need
    }

    /// Looks at the bytes of a text, most of which are letters and single spaces. Compiled once for every width of registers.
    #[inline(always)]
    fn take<S: Simd>(&mut self, simd: S, text: &[u8]) {
        let (mut from, mut before) = (0, 0);
        together::any_of(simd, text, |bytes, count| {
            let valid = together::bits(count);
            let is = |byte: u8| bytes.simd_eq(byte).to_bitmask();
            self.straight |= is(b'"') | is(b'\'') != 0;
            self.entities |= is(b'&') != 0;
            let (spaces, plain) = (is(b' '), (bytes - b' ').simd_lt(b'~' - b' ' + 1).to_bitmask());
            if (!plain | spaces & together::behind(spaces, before == b' ')) & valid != 0 {
                self.look(text, from..from + count, before);
            }
            from += count;
            before = text[from - 1];
            false
        });
    }

    /// Looks at some bytes of a text one by one.
    fn look(&mut self, bytes: &[u8], range: Range<usize>, mut before: u8) {
        for at in range {
            let byte = bytes[at];
            match byte {
                b' ' => self.spaces |= before == b' ',
                b'\n' => self.spaces |= before == b' ',
                b'\t' => self.spaces = true,
                // Quotes perhaps, cut to eight bits.
                0x19 | 0x1C | 0x1D => (self.controls, self.mojibake) = (true, true),
                0..=0x1F | 0x7F => self.controls = true,
                b'!'..=0x7E => {}
                // Not the first byte of a character.
                0x80..=0xBF => {}
                0xC0..=0xFF => {
                    self.high(&bytes[at..]);
                    self.mojibake |= is_suspect(before, &bytes[at..]);
                }
            }
            before = byte;
        }
    }

    /// The need of the character, not ASCII, that begins `bytes`.
    fn high(&mut self, bytes: &[u8]) {
        self.high = true;
        match *bytes {
            // C1 controls are windows-1252 in truth.
            [0xC2, 0x80..=0x9F, ..] => (self.controls, self.mojibake) = (true, true),
            [0xC2, 0xAD, ..] => self.controls = true,
            [0xC2, 0xA0, ..] => self.spaces = true,
            [0xC2, 0xAB | 0xBB, ..] => self.straight = true,
            // U+00A0 to U+02FF, and Cyrillic.
            [0xC2..=0xCB | 0xD0 | 0xD1, ..] => {}
            [0xE2, 0x80, last, ..] => self.punctuation(last),
            [0xE2, 0x81, 0x9F, ..] => self.spaces = true,
            // U+2040 to U+20BF, and U+2500 to U+2A7F: signs and drawings. Letterlike signs decompose.
            [0xE2, 0x81..=0x82 | 0x94..=0xA9, ..] => {}
            [0xE3, 0x80, 0x80, ..] => self.spaces = true,
            // Ideographic punctuation and kana without the marks that combine; full-width forms.
            [0xE3, 0x80, 0x81..=0xA9 | 0xB0..=0xBF, ..] | [0xE3, 0x81 | 0x83, ..] => {}
            [0xE3, 0x82, 0x80..=0x98 | 0x9B..=0xBF, ..] | [0xEF, 0xBC..=0xBE, ..] => {}
            // Ideographs and Hangul syllables, U+4E00 to U+D77F.
            [0xE4, 0xB8..=0xBF, ..] | [0xE5..=0xE9, ..] | [0xEB..=0xEC, ..] => {}
            [0xEF, 0xBB, 0xBF, ..] => self.controls = true,
            _ => self.form = true,
        }
    }

    /// The need of U+2000 to U+203F by its last byte.
    fn punctuation(&mut self, last: u8) {
        match last {
            // En quad and em quad decompose, but end as spaces in any case; in code they are composed away.
            0x80 | 0x81 => (self.spaces, self.form) = (true, true),
            0x82..=0x8A | 0xAF => self.spaces = true,
            0x8B | 0xA8..=0xAE => self.controls = true,
            0x98..=0x9F => self.curly = true,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::{IsNormalized, is_nfc_quick};

    use super::*;
    use crate::normalize::charsets::{self, CHARSETS};

    #[test]
    fn no_pair_that_could_be_mojibake_is_overlooked() {
        let chars = || ('\u{80}'..='\u{25FF}').chain(['\u{F8FF}', 'ﬁ', 'ﬂ']);
        for id in 0..CHARSETS.len() {
            let of = |bytes: std::ops::RangeInclusive<u8>| {
                chars().filter(move |&c| charsets::byte(id, c).is_some_and(|byte| bytes.contains(&byte)))
            };
            for lead in of(0xC2..=0xF4) {
                for sign in of(0x80..=0xBF) {
                    assert!(Need::of(&format!("a{lead}{sign}b")).mojibake, "{lead}{sign}");
                }
            }
        }
    }

    #[test]
    fn no_character_that_composition_touches_is_overlooked() {
        for c in '\0'..=char::MAX {
            if is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes
                || unicode_normalization::char::canonical_combining_class(c) != 0
            {
                assert!(Need::of(&c.to_string()).form, "U+{:04X}", c as u32);
            }
        }
    }

    #[test]
    fn plain_text_needs_nothing() {
        for text in ["", "Plain text, with one space - and a dash.\nAnd a line.", " leading"] {
            assert_eq!(Need::of(text), Need::default(), "{text}");
        }
        for text in ["Café – naïve…", "Привет", "你好，世界。", "안녕", "コーヒーが"] {
            let need = Need { mojibake: false, ..Need::of(text) };
            assert_eq!(need, Need { high: true, ..Need::default() }, "{text}");
        }
    }

    #[test]
    fn spaces_are_noticed() {
        for text in ["a  b", "a ", "a \nb", "a\tb", "a\u{A0}b", "a\u{202F}b", "\u{3000}a"] {
            assert!(Need::of(text).spaces, "{text:?}");
        }
    }
}
