//! What a text needs, told by one look at its bytes.

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
}

impl Need {
    pub fn of(text: &str) -> Need {
        let bytes = text.as_bytes();
        // One flag at a time, so that the machine looks at many bytes at once.
        let any = |is: fn(u8) -> bool| bytes.iter().fold(false, |any, &byte| any | is(byte));
        let pairs = bytes.iter().zip(bytes.iter().skip(1));
        let gaps = pairs.fold(false, |any, (&a, &b)| any | ((a == b' ') & ((b == b' ') | (b == b'\n'))));
        let mut need = Need {
            controls: any(|byte| ((byte < b' ') & (byte != b'\t') & (byte != b'\n')) | (byte == 0x7F)),
            spaces: gaps | any(|byte| byte == b'\t') | (bytes.last() == Some(&b' ')),
            straight: any(|byte| (byte == b'"') | (byte == b'\'')),
            ..Need::default()
        };
        if !text.is_ascii() {
            let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0xC0);
            starts.for_each(|(at, _)| need.high(&bytes[at..]));
        }
        need
    }

    /// The need of the character, not ASCII, that begins `bytes`.
    fn high(&mut self, bytes: &[u8]) {
        self.high = true;
        match *bytes {
            [0xC2, 0x80..=0x9F | 0xAD, ..] => self.controls = true,
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
            assert_eq!(Need::of(text), Need { high: true, ..Need::default() }, "{text}");
        }
    }

    #[test]
    fn spaces_are_noticed() {
        for text in ["a  b", "a ", "a \nb", "a\tb", "a\u{A0}b", "a\u{202F}b", "\u{3000}a"] {
            assert!(Need::of(text).spaces, "{text:?}");
        }
    }
}
