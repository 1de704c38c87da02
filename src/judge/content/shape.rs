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
        let mut shape = Shape::default();
        let mut half = 0; // characters of scripts without spaces, two to a word
        let mut inside = false;
        let mut ended = false; // the last mark that counts ends a sentence
        let mut before = ' ';
        let mut begun = false;
        for c in text.chars() {
            shape.chars += 1;
            if c.is_ascii_alphabetic() || (c > '\x7f' && c.is_alphabetic()) {
                shape.letters += 1;
                let upper = c.is_uppercase();
                shape.upper += u32::from(upper);
                if !begun {
                    begun = true;
                    shape.lower_start = c.is_lowercase();
                }
                if unspaced(c) {
                    half += 1;
                    inside = false;
                } else if !inside {
                    inside = true;
                    shape.words += 1;
                    shape.capitalised += u32::from(upper);
                }
                ended = false;
            } else if c.is_numeric() {
                shape.digits += 1;
                if !begun {
                    begun = true;
                    shape.digit_start = true;
                }
                if !inside {
                    inside = true;
                    shape.words += 1;
                }
                ended = false;
            } else {
                if c.is_whitespace() && matches!(before, '.' | '!' | '?' | '…' | '؟' | '।') {
                    shape.sentences += 1;
                }
                match c {
                    '.' | '!' | '?' | '…' | '؟' | '।' => ended = true,
                    '。' | '！' | '？' | '．' => {
                        shape.sentences += 1;
                        ended = true;
                    }
                    ',' | '，' | '、' | '،' | ';' => shape.commas += 1,
                    '|' | '•' | '·' | '›' | '»' | '→' | '/' | '>' | '«' | '‹' | '←' => {
                        shape.separators += 1
                    }
                    '$' | '€' | '£' | '¥' | '₹' | '₽' | '₩' => shape.money += 1,
                    '©' | '®' => shape.copyright = true,
                    '@' => shape.at = true,
                    _ => {}
                }
                if c != '\u{301}' && c != '\'' && c != '’' && !('\u{300}'..='\u{36f}').contains(&c) {
                    inside = false;
                }
                if !c.is_whitespace()
                    && !matches!(
                        c,
                        '.' | '!'
                            | '?'
                            | '…'
                            | '؟'
                            | '।'
                            | '。'
                            | '！'
                            | '？'
                            | '．'
                            | '"'
                            | '”'
                            | '“'
                            | '’'
                            | '\''
                            | ')'
                            | '»'
                            | '」'
                            | '』'
                            | '）'
                            | ']'
                    )
                {
                    ended = false;
                }
            }
            if !c.is_whitespace() {
                before = c;
            } else if before != ' ' {
                before = ' ';
            }
        }
        shape.words += half / 2 + half % 2;
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
