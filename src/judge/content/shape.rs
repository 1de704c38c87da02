//! The shape of a block's text: what can be counted without knowing its language.

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
        let bytes = text.as_bytes();
        let mut at = 0;
        // Most letters are small ones in a row, and most of the rest single spaces.
        while let Some(&byte) = bytes.get(at) {
            at += match byte {
                b'a'..=b'z' => {
                    let run =
                        bytes[at..].iter().position(|byte| !byte.is_ascii_lowercase()).unwrap_or(bytes.len() - at);
                    count.small_letters(run as u32);
                    run
                }
                b' ' => {
                    count.space();
                    1
                }
                _ => {
                    let c = text[at..].chars().next().expect("a character begins here");
                    count.next(c);
                    c.len_utf8()
                }
            };
        }
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
}

impl Count {
    /// Letters of `a` to `z` in a row.
    fn small_letters(&mut self, count: u32) {
        self.shape.chars += count;
        self.shape.letters += count;
        self.shape.lower_start |= !self.begun;
        self.shape.words += u32::from(!self.inside);
        (self.begun, self.inside, self.ended, self.stopped) = (true, true, false, false);
    }

    /// An ASCII space.
    fn space(&mut self) {
        self.shape.chars += 1;
        self.shape.sentences += u32::from(self.stopped);
        (self.inside, self.stopped) = (false, false);
    }

    /// Any character.
    fn next(&mut self, c: char) {
        let shape = &mut self.shape;
        shape.chars += 1;
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

    proptest! {
        #[test]
        fn runs_count_as_their_letters_do(text in "([a-z]{1,4}| |[A-Z0-9.,!?'’\"“”)…@$©|/:-]|\\PC|[\t\u{301}。、日]){0,40}") {
            let mut count = Count::default();
            text.chars().for_each(|c| count.next(c));
            prop_assert_eq!(Shape::of(&text), count.end(&text));
        }
    }
}
