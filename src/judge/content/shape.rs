//! The shape of a block's text: what can be counted without knowing its language.
//!
//! Every block of a page and every line of a text is counted, so ASCII, which most of a text is, is counted many bytes at
//! a time: where what is counted stands is a bit for each byte.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

use crate::block::together::{self, TOGETHER, behind};

/// Bytes in ASCII before another that are worth it.
const WORTH_IT: usize = 8;

/// Counts over one text, made in one pass.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Shape {
    /// Characters.
    pub chars: u32,
    /// Words as [`crate::block::count_words`] counts them.
    pub words: u32,
    /// Letters of any script.
    pub letters: u32,
    /// Upper-case letters.
    pub upper: u32,
    /// Digits.
    pub digits: u32,
    /// Words that begin with an upper-case letter.
    pub capitalised: u32,
    /// Marks that end a sentence, followed by white space or the end (or of a script without spaces).
    pub sentences: u32,
    /// Commas and their kin.
    pub commas: u32,
    /// Bars, arrows, bullets, middle dots: what separates items of a line.
    pub separators: u32,
    /// Currency signs.
    pub money: u32,
    /// Marks that begin or end what somebody says.
    pub quotes: u32,
    /// Capital letters that follow a small one: names of a menu run together, and some names of firms.
    pub seams: u32,
    /// The text ends like a sentence, closing quotes and brackets aside.
    pub ends: bool,
    /// The last character is a colon.
    pub colon: bool,
    /// The text ends with an ellipsis.
    pub ellipsis: bool,
    /// The text ends with a question mark.
    pub asks: bool,
    /// The first letter is in lower case.
    pub lower_start: bool,
    /// The first character is a digit.
    pub digit_start: bool,
    /// It holds © or ®.
    pub copyright: bool,
    /// It holds @.
    pub at: bool,
}

impl Shape {
    /// Counts.
    pub fn of(text: &str) -> Shape {
        let mut count = Count::default();
        dispatch!(Level::new(), simd => count.take(simd, text));
        count.end(text)
    }
}

/// A shape in the making.
#[derive(Default)]
struct Count {
    shape: Shape,
    /// Characters of scripts without spaces, two to a word.
    half: u32,
    /// Inside a word.
    inside: bool,
    /// The last mark that counts ends a sentence.
    ended: bool,
    /// The last character is a mark that ends a sentence where white space follows.
    stopped: bool,
    /// A letter or digit was there.
    begun: bool,
    /// The last character is a small letter.
    small: bool,
}

impl Count {
    /// Takes in a text. Compiled once for every width of registers.
    #[inline(always)]
    fn take<S: Simd>(&mut self, simd: S, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let block = u8x64::from_slice(simd, together::first(rest, &mut [0; TOGETHER]));
            let high = !block.simd_lt(0x80).to_bitmask();
            let ascii = rest.len().min(high.trailing_zeros() as usize);
            if ascii >= WORTH_IT || ascii == rest.len() {
                self.take_ascii(block, ascii);
                at += ascii;
            } else {
                // To the next character in ASCII, of which others may follow.
                let others =
                    text[at + ascii..].chars().take_while(|c| !c.is_ascii()).map(char::len_utf8).sum::<usize>();
                let end = at + ascii + others;
                text[at..end].chars().for_each(|c| self.next(c));
                at = end;
            }
        }
    }

    /// Takes in the first `count` bytes of these, which are ASCII. The `n`-th bit stands for the `n`-th of them.
    #[inline(always)]
    fn take_ascii<S: Simd>(&mut self, bytes: u8x64<S>, count: usize) {
        let (last, valid) = (1u64 << (count - 1), together::bits(count));
        let is = |byte: u8| bytes.simd_eq(byte).to_bitmask() & valid;
        let within = |from: u8, count: u8| (bytes - from).simd_lt(count).to_bitmask() & valid;
        let ones = |bits: u64| bits.count_ones();
        let (small, upper, digits) = (within(b'a', 26), within(b'A', 26), within(b'0', 10));
        let written = small | upper | digits;
        let white = is(b' ') | within(b'\t', 5);
        let stops = is(b'.') | is(b'!') | is(b'?');
        let (double, single) = (is(b'"'), is(b'\''));
        let closers = double | single | is(b')') | is(b']');

        let shape = &mut self.shape;
        shape.chars += count as u32;
        shape.letters += ones(small | upper);
        shape.upper += ones(upper);
        shape.digits += ones(digits);
        shape.commas += ones(is(b',') | is(b';'));
        shape.separators += ones(is(b'|') | is(b'/') | is(b'>'));
        shape.money += ones(is(b'$'));
        shape.quotes += ones(double);
        shape.at |= is(b'@') != 0;
        shape.seams += ones(upper & behind(small, self.small));
        shape.sentences += ones(white & behind(stops, self.stopped));
        if !self.begun && written != 0 {
            let begin = written & written.wrapping_neg();
            (shape.lower_start, shape.digit_start) = (small & begin != 0, digits & begin != 0);
            self.begun = true;
        }
        // An apostrophe is inside a word if what is before it is. Added to such a row of them, a bit is carried to what
        // is behind the row.
        let behind_written = behind(written, self.inside);
        let (carried, beyond) = single.overflowing_add(behind_written & single);
        let inside = behind_written | carried & !single;
        shape.words += ones(written & !inside);
        shape.capitalised += ones(upper & !inside);
        let carried_out = if count == TOGETHER { beyond } else { carried & (last << 1) != 0 };
        self.inside = written & last != 0 || carried_out;
        self.stopped = stops & last != 0;
        self.small = small & last != 0;
        let telling = valid & !(closers | white);
        if telling != 0 {
            self.ended = stops & (1 << telling.ilog2()) != 0;
        }
    }

    /// Any character.
    fn next(&mut self, c: char) {
        let shape = &mut self.shape;
        shape.chars += 1;
        shape.seams += u32::from(self.small && c.is_uppercase());
        self.small = c.is_lowercase();
        if c.is_ascii_alphabetic() || (c > '\x7f' && c.is_alphabetic()) {
            shape.letters += 1;
            let upper = c.is_uppercase();
            shape.upper += u32::from(upper);
            if !self.begun {
                self.begun = true;
                shape.lower_start = c.is_lowercase();
            }
            if unspaced(c) {
                self.half += 1;
                self.inside = false;
            } else if !self.inside {
                self.inside = true;
                shape.words += 1;
                shape.capitalised += u32::from(upper);
            }
            self.ended = false;
        } else if c.is_numeric() {
            shape.digits += 1;
            if !self.begun {
                self.begun = true;
                shape.digit_start = true;
            }
            if !self.inside {
                self.inside = true;
                shape.words += 1;
            }
            self.ended = false;
        } else {
            self.mark(c);
        }
        self.stopped = matches!(c, '.' | '!' | '?' | '…' | '؟' | '।');
    }

    /// A character that is neither a letter nor a number.
    fn mark(&mut self, c: char) {
        let shape = &mut self.shape;
        let white = c.is_whitespace();
        shape.sentences += u32::from(white && self.stopped);
        shape.quotes += u32::from(matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「'));
        match c {
            '。' | '！' | '？' | '．' => shape.sentences += 1,
            ',' | '，' | '、' | '،' | ';' => shape.commas += 1,
            '|' | '•' | '·' | '›' | '»' | '→' | '/' | '>' | '«' | '‹' | '←' => shape.separators += 1,
            '$' | '€' | '£' | '¥' | '₹' | '₽' | '₩' => shape.money += 1,
            '©' | '®' => shape.copyright = true,
            '@' => shape.at = true,
            _ => {}
        }
        if c != '\u{301}' && c != '\'' && c != '’' && !('\u{300}'..='\u{36f}').contains(&c) {
            self.inside = false;
        }
        // What closes a quotation or a bracket leaves it at that.
        self.ended = match c {
            '.' | '!' | '?' | '…' | '؟' | '।' | '。' | '！' | '？' | '．' => true,
            '"' | '”' | '“' | '’' | '\'' | ')' | '»' | '」' | '』' | '）' | ']' => self.ended,
            _ => white && self.ended,
        };
    }

    /// What only the whole text tells.
    fn end(self, text: &str) -> Shape {
        let Count { mut shape, half, ended, .. } = self;
        shape.words += half.div_ceil(2);
        let tail = text.trim_end();
        shape.ends = ended;
        shape.sentences += u32::from(ended && !tail.ends_with(['。', '！', '？', '．']));
        shape.colon = tail.ends_with([':', '：']);
        shape.ellipsis = tail.ends_with('…') || tail.ends_with("...");
        shape.asks = tail.ends_with(['?', '？', '؟']);
        shape
    }
}

/// Scripts written without spaces between words.
fn unspaced(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sentence_of_each_kind() {
        let shape = Shape::of("“It’s 7 $,” she wrote. Then NOTHING!");
        assert_eq!((shape.chars, shape.words, shape.letters, shape.upper, shape.digits), (36, 6, 22, 9, 1));
        assert_eq!((shape.capitalised, shape.sentences, shape.commas, shape.money), (3, 2, 1, 1));
        assert!(shape.ends && !shape.lower_start && !shape.colon);
        let shape = Shape::of("今日は晴れ。明日は？");
        assert_eq!((shape.words, shape.sentences, shape.ends, shape.asks), (4, 2, true, true));
        assert!(Shape::of("3 of them:").digit_start && Shape::of("and so on ...").ellipsis);
    }

    #[test]
    fn the_seams_of_a_menu_are_seen() {
        assert_eq!(Shape::of("OverviewPricingDocs for McKay").seams, 3);
        assert_eq!(Shape::of("Overview Pricing Docs").seams, 0);
    }

    proptest! {
        #[test]
        fn many_count_as_each_does(text in "([a-z]{1,4}| |[A-Z0-9.,!?'’\"“”)…@$©|/:-]|\\PC|[\t\u{301}。、日]){0,40}([a-z]{1,4}|[A-Z ,.'?\")]){0,90}") {
            for text in [&text[..], &text.replace(|c: char| !c.is_ascii(), "'")] {
                let mut count = Count::default();
                text.chars().for_each(|c| count.next(c));
                prop_assert_eq!(Shape::of(text), count.end(text));
            }
        }
    }
}
