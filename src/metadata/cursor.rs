//! A place in a text, and what the parts of a date look like there: numbers, names, signs, zones.

use super::words::Words;
use super::{calendars, months};

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
        let end = rest.find(|c: char| !is_of_word(c)).unwrap_or(rest.len());
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

    /// Takes a text as it is written here; otherwise stays.
    pub(super) fn literal(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        self.at += if found { wanted.len() } else { 0 };
        found
    }

    /// Takes spaces, a comma, a dash or a stroke, and one of the words, whichever are there. Whether there was a word.
    pub(super) fn joint(&mut self, words: &[&str]) -> bool {
        self.spaces();
        if self.one_of(&[',', '-', '/', '.', '،']).is_some() {
            self.spaces();
        }
        let found = self.words(words);
        if found {
            self.spaces();
        }
        found
    }

    /// Takes `:03`, `:03:59.123`, `.03`, `h03`, `h`, `時03分`, or nothing after an hour: minutes, seconds and the sign.
    pub(super) fn minutes(&mut self) -> Option<(u32, u32, Option<char>)> {
        let mut attempt = *self;
        attempt.spaces();
        let spaced = attempt.at > self.at;
        if let Some(sign) = attempt.one_of(&['時', '时', '点', '點', '시']) {
            return Some(match attempt.signed_minutes() {
                Some(minute) => {
                    *self = attempt;
                    (minute, 0, Some(sign))
                }
                None => (0, 0, None),
            });
        }
        let Some(sign) = attempt.one_of(&[':', '：', '.', 'h', 'H']) else { return Some((0, 0, None)) };
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
        if matches!(sign, ':' | '：')
            && further.one_of(&[':', '：']).is_some()
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

    /// Takes `30分`, `30분`, or nothing that goes on: the minutes behind the sign of the hour.
    fn signed_minutes(&mut self) -> Option<u32> {
        let mut attempt = *self;
        attempt.spaces();
        if let Some((minute, digits @ 1..=2)) = attempt.number() {
            let signed = attempt.one_of(&['分', '분']).is_some();
            if signed || digits == 2 {
                *self = attempt;
                return Some(minute);
            }
        }
        // `3点建议` are three pieces of advice.
        self.peek().is_none_or(|c| !c.is_alphanumeric()).then_some(0)
    }

    /// Takes the word for "year" after a year: `2016 г.`, `2016 года`, `2016 r.`
    pub(super) fn year_mark(&mut self) {
        let mut attempt = *self;
        attempt.spaces();
        // `2016 R. Roe` is by somebody.
        if !attempt.rest().starts_with(char::is_lowercase) {
            return;
        }
        let Some(word) = attempt.word() else { return };
        let is_dotted = attempt.letter('.');
        if YEARS.contains(&word.as_str()) || is_dotted && ["г", "р", "r"].contains(&word.as_str()) {
            *self = attempt;
        }
    }

    pub(super) fn month_name(&mut self) -> Option<i8> {
        let mut attempt = *self;
        if let Some((name, month)) = calendars::thai_short(self.rest()) {
            self.at += name.len();
            return Some(month);
        }
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

    /// Takes a weekday with its comma or dot, and the article of the day: `Thursday, the`, `le jeudi`, `ngày`.
    pub(super) fn weekday(&mut self) {
        let mut attempt = *self;
        let Some(mut word) = attempt.word() else { return };
        if ["le", "el", "den", "ngày"].contains(&word.as_str()) && attempt.peek().is_some_and(char::is_whitespace) {
            attempt.spaces();
            *self = attempt;
            match attempt.word() {
                Some(next) => word = next,
                None => return,
            }
        }
        if ["thứ", "chủ"].contains(&word.as_str()) {
            // Days that are numbered in Vietnamese: `Thứ năm`, `Thứ 5`.
            attempt.spaces();
            if attempt.word().is_none() && attempt.short_number().is_none() {
                return;
            }
        } else if !months::is_weekday(&word) {
            return;
        }
        if attempt.letter('-') && attempt.word().is_none_or(|word| word != "feira") {
            return;
        }
        attempt.one_of(&['.']);
        attempt.one_of(&[',', '،']);
        for article in [&["the"][..], &["den", "le", "el", "de", "der", "ngày"]] {
            attempt.words(article);
        }
        attempt.spaces();
        *self = attempt;
    }

    /// Takes a weekday behind the date: ` Perşembe`, `（木）`, ` 星期四`.
    pub(super) fn weekday_behind(&mut self) {
        let mut attempt = *self;
        attempt.spaces();
        attempt.one_of(&[',', '،']);
        attempt.spaces();
        let in_brackets = attempt.one_of(&['(', '（']).is_some();
        let Some(word) = attempt.word() else { return };
        let is_weekday = match in_brackets {
            true => {
                attempt.one_of(&['.']);
                let is_day = months::is_weekday(&word) || months::is_weekday_sign(&word);
                is_day && attempt.one_of(&[')', '）']).is_some()
            }
            // `Sunday was a cold day`, `So it began`: in scripts with capitals a sentence may begin with it.
            false => {
                let has_case = word.contains(char::is_lowercase);
                let next = attempt.rest().trim_start_matches([',', ' ', '\u{a0}']).chars().next();
                let ends = word.chars().count() > 3 && next.is_none_or(|c| !c.is_alphabetic());
                months::is_weekday(&word) && (!has_case || ends)
            }
        };
        if is_weekday {
            *self = attempt;
        }
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

    /// Takes the half of the day before its hour, as in `午後2時`; `true` for the second.
    pub(super) fn half_before(&mut self) -> Option<bool> {
        let mut attempt = *self;
        attempt.spaces();
        let is_second = !FIRST_HALF.iter().any(|name| attempt.literal(name));
        if is_second && !SECOND_HALF.iter().any(|name| attempt.literal(name)) {
            return None;
        }
        attempt.spaces();
        *self = attempt;
        Some(is_second)
    }

    /// Takes `am` or `pm`; `true` for `pm`.
    pub(super) fn half(&mut self) -> Option<bool> {
        let mut attempt = *self;
        attempt.spaces();
        let word = attempt.word()?;
        let pm = match word.as_str() {
            "am" | "pm" | "πμ" | "μμ" => matches!(word.as_str(), "pm" | "μμ"),
            "a" | "p" | "π" | "μ" => {
                attempt.one_of(&['.'])?;
                attempt.spaces();
                attempt.word().filter(|m| matches!(m.as_str(), "m" | "μ"))?;
                matches!(word.as_str(), "p" | "μ")
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

    /// Whether a time follows behind a dash: `-23:59:59`.
    fn begins_clock(&self) -> bool {
        let mut ahead = *self;
        ahead.letter('-') && matches!(ahead.number(), Some((0..24, 2))) && ahead.letter(':')
    }

    /// Whether a date may end here: not inside a number or a word. A capital may follow, since scraped
    /// lines glue the next word on, and behind the sign for "day" its time.
    pub(super) fn ends_well(&self) -> bool {
        let mut next = self.rest().chars();
        match next.next() {
            None => true,
            Some('-') if self.begins_clock() => true,
            Some('.' | '-' | '/') => next.next().is_none_or(|c| digit(c).is_none()),
            Some('г') => next.next() == Some('.') || self.rest().starts_with("года"),
            Some(c) if digit(c).is_some() => self.text[..self.at].ends_with(['日', '号', '일']),
            Some(c) => !c.is_lowercase(),
        }
    }
}

/// Words for "year" behind its number.
static YEARS: Words = Words::of("date", "years");

/// Halves of the day that stand before the hour.
static FIRST_HALF: Words = Words::of("date", "first_half");
static SECOND_HALF: Words = Words::of("date", "second_half");

/// Whether a word goes on with this character: a letter, its stress, what Hindi, Bengali and Tamil join their letters
/// with, the tones of Thai, what keeps the letters of Persian apart.
fn is_of_word(c: char) -> bool {
    let joins = matches!(c, '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{bcd}');
    c.is_alphabetic() || joins || matches!(c, '\u{301}' | '\u{e47}'..='\u{e4c}' | '\u{200c}')
}

/// Value of a decimal digit: ASCII, full-width, Arabic, Persian, Devanagari, Bengali, Thai.
pub(super) fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    ['０', '٠', '۰', '०', '০', '๐']
        .iter()
        .find_map(|&zero| (zero as u32..zero as u32 + 10).contains(&(c as u32)).then(|| c as u32 - zero as u32))
}
