//! A place in a text, and what the parts of a date look like there: numbers, names, signs, zones.

use super::months;

/// A place in the text that is looked at; a copy is a way back.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t> {
    pub text: &'t str,
    pub at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    pub(super) fn one_of(&mut self, signs: &[char]) -> Option<char> {
        let sign = self.peek().filter(|c| signs.contains(c))?;
        self.at += sign.len_utf8();
        Some(sign)
    }

    pub(super) fn letter(&mut self, letter: char) -> bool {
        self.one_of(&[letter]).is_some()
    }

    /// A number of up to 8 digits of any script, and how many they are.
    pub(super) fn number(&mut self) -> Option<(u32, usize)> {
        let (mut value, mut digits, mut end) = (0, 0, self.at);
        for c in self.rest().chars() {
            let Some(next) = digit(c) else { break };
            if digits == 8 {
                return None;
            }
            (value, digits, end) = (value * 10 + next, digits + 1, end + c.len_utf8());
        }
        self.at = end;
        (digits > 0).then_some((value, digits))
    }

    /// A day or a month: one or two digits.
    pub(super) fn short_number(&mut self) -> Option<u32> {
        self.number().filter(|&(_, digits)| digits <= 2).map(|(value, _)| value)
    }

    pub(super) fn year(&mut self) -> Option<u32> {
        self.number().filter(|&(_, digits)| digits == 4).map(|(value, _)| value)
    }

    /// Letters, in lower case.
    pub(super) fn word(&mut self) -> Option<String> {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphabetic() && c != '\u{301}').unwrap_or(rest.len());
        self.at += end;
        (end > 0).then(|| rest[..end].to_lowercase())
    }

    /// Takes one of these words, with a dot; otherwise stays.
    pub(super) fn words(&mut self, words: &[&str]) -> bool {
        let mut attempt = *self;
        attempt.spaces();
        let found = attempt.word().is_some_and(|word| words.contains(&word.as_str()));
        if found {
            attempt.one_of(&['.']);
            *self = attempt;
        }
        found
    }

    /// Takes spaces, a comma, a dash or a stroke, and one of the words, whichever are there.
    pub(super) fn joint(&mut self, words: &[&str]) {
        self.spaces();
        if self.one_of(&[',', '-', '/', '.', '،']).is_some() {
            self.spaces();
        }
        if self.words(words) {
            self.spaces();
        }
    }

    /// Takes `:03`, `:03:59.123`, `.03`, `h03`, `h`, or nothing after an hour: minutes, seconds and the sign.
    pub(super) fn minutes(&mut self) -> Option<(u32, u32, Option<char>)> {
        let mut attempt = *self;
        attempt.spaces();
        let spaced = attempt.at > self.at;
        let Some(sign) = attempt.one_of(&[':', '.', 'h', 'H']) else { return Some((0, 0, None)) };
        let hour_sign = matches!(sign, 'h' | 'H');
        if hour_sign && spaced {
            attempt.spaces();
        }
        let minute = match attempt.number() {
            Some((minute, 2)) => minute,
            None if hour_sign && !spaced && attempt.peek().is_none_or(|c| !c.is_alphabetic()) => 0,
            _ => return Some((0, 0, None)),
        };
        let mut second = 0;
        let mut further = attempt;
        if sign == ':'
            && further.letter(':')
            && let Some((seconds, 2)) = further.number()
        {
            (second, attempt) = (seconds, further);
            if further.one_of(&['.', ',']).is_some() && further.number().is_some() {
                attempt = further;
            }
        }
        *self = attempt;
        Some((minute, second, Some(sign)))
    }

    /// Takes the word for "year" after a year: `2016 г.`, `2016 r.`
    pub(super) fn year_mark(&mut self) {
        let mut attempt = *self;
        attempt.spaces();
        if attempt.one_of(&['г', 'р', 'r']).is_some() && attempt.letter('.') {
            *self = attempt;
        }
    }

    pub(super) fn month_name(&mut self) -> Option<i8> {
        let mut attempt = *self;
        let month = months::month(&attempt.word()?)?;
        attempt.one_of(&['.']);
        *self = attempt;
        // In Arabic as the Levant and as Egypt call it: `آب/أغسطس`.
        attempt.spaces();
        if attempt.letter('/') {
            attempt.spaces();
            if attempt.word().and_then(|other| months::month(&other)) == Some(month) {
                *self = attempt;
            }
        }
        Some(month)
    }

    /// Takes a weekday with its comma or dot.
    pub(super) fn weekday(&mut self) {
        let mut attempt = *self;
        if !attempt.word().is_some_and(|word| months::is_weekday(&word)) {
            return;
        }
        if attempt.letter('-') && attempt.word().is_none_or(|word| word != "feira") {
            return;
        }
        attempt.one_of(&['.']);
        attempt.one_of(&[',', '،']);
        for article in [&["the"][..], &["den", "le", "el", "de", "der"]] {
            attempt.words(article);
        }
        attempt.spaces();
        *self = attempt;
    }

    /// Takes what marks an ordinal: `st`, `nd`, `er`, `.`, `º`.
    pub(super) fn ordinal(&mut self) {
        if self.one_of(&['.', 'º', 'ª', '°']).is_some() {
            return;
        }
        let mut attempt = *self;
        if attempt.word().is_some_and(|word| ["st", "nd", "rd", "th", "er", "ère", "e"].contains(&word.as_str())) {
            *self = attempt;
        }
    }

    /// Takes `am` or `pm`; `true` for `pm`.
    pub(super) fn half(&mut self) -> Option<bool> {
        let mut attempt = *self;
        attempt.spaces();
        let word = attempt.word()?;
        let pm = match word.as_str() {
            "am" | "pm" => word == "pm",
            "a" | "p" => {
                attempt.one_of(&['.'])?;
                attempt.spaces();
                attempt.word().filter(|m| m == "m")?;
                word == "p"
            }
            _ => return None,
        };
        attempt.one_of(&['.']);
        *self = attempt;
        Some(pm)
    }

    /// Takes a time zone; minutes east of Greenwich where they are clear.
    pub(super) fn zone(&mut self) -> Option<i32> {
        let mut attempt = *self;
        attempt.spaces();
        let bracket = attempt.letter('(');
        let mut offset = None;
        let before_name = attempt;
        let name = attempt.word().and_then(|word| months::zone(&word));
        match name {
            Some(minutes) => offset = minutes,
            None => attempt = before_name,
        }
        let numeric = attempt.offset();
        if name.is_none() && numeric.is_none() {
            return None;
        }
        if bracket {
            attempt.one_of(&[')']);
        }
        *self = attempt;
        numeric.or(offset)
    }

    /// Takes `+01:00`, `-0500`, `+2`.
    pub(super) fn offset(&mut self) -> Option<i32> {
        let mut attempt = *self;
        let sign = if attempt.one_of(&['+', '-', '−'])? == '+' { 1 } else { -1 };
        let (value, digits) = attempt.number()?;
        let (hours, minutes) = match digits {
            1 | 2 => {
                let colon = attempt.letter(':');
                (value, if colon { attempt.number().filter(|&(_, digits)| digits == 2)?.0 } else { 0 })
            }
            4 => (value / 100, value % 100),
            _ => return None,
        };
        if hours > 14 || minutes > 59 {
            return None;
        }
        *self = attempt;
        Some(sign * (hours * 60 + minutes) as i32)
    }

    /// Whether a date may end here: not inside a number or a word. A capital may follow, since scraped
    /// lines glue the next word on.
    pub(super) fn ends_well(&self) -> bool {
        let mut next = self.rest().chars();
        match next.next() {
            None => true,
            Some('.' | '-' | '/') => next.next().is_none_or(|c| digit(c).is_none()),
            Some('г') => next.next() == Some('.'),
            Some(c) => digit(c).is_none() && !c.is_lowercase(),
        }
    }
}

/// Value of a decimal digit: ASCII, full-width, Arabic, Persian.
pub(super) fn digit(c: char) -> Option<u32> {
    ['0', '０', '٠', '۰']
        .iter()
        .find_map(|&zero| (zero as u32..zero as u32 + 10).contains(&(c as u32)).then(|| c as u32 - zero as u32))
}
