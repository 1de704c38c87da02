//! Dates in many notations → ISO 8601.
//!
//! Years from 1990 to 2099 only: what the web can have published, and what keeps other numbers from
//! passing for dates. An ambiguous `04/09/2025` needs to know the language; without it, it is no date.

use jiff::civil::{Date, Time};

use super::cursor::{Cursor, digit};
use super::words::Words;
use super::{calendars, wording};

/// Characters that are looked at; a date that begins later is not the text's date.
const LOOK: usize = 128;

/// The first date in a text as ISO 8601: `2025-02-06`, or with time and offset where they are given.
///
/// `language` is an ISO 639-1 code or a tag such as `en-GB`. It decides the order of day and month where
/// both could be either: languages other than English put the day first, `en-US` the month; plain English
/// leaves it open, and then there is no date.
pub fn parse(text: &str, language: Option<&str>) -> Option<String> {
    let text = wording::cut(text, LOOK);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let starts =
            c.is_alphanumeric() && (!before.is_alphanumeric() || digit(before).is_some() != digit(c).is_some());
        let in_number = digit(c).is_some() && matches!(before, '-' | '/' | '.' | ':');
        before = c;
        if starts
            && !in_number
            && let Some((_, date)) = at_start(&text[at..], language)
        {
            return Some(date);
        }
    }
    None
}

/// A date at the start of a text: the bytes it takes, with weekday, time and zone, and the date as ISO 8601.
///
/// `language` as for [`parse`].
pub fn at_start(text: &str, language: Option<&str>) -> Option<(usize, String)> {
    let text = wording::cut(text, LOOK);
    let mut cursor = Cursor { text, at: 0 };
    cursor.spaces();
    let order = Order::of(language);
    if let Some((date, after_date)) = day(cursor, order) {
        let (clock, end) = clock(after_date).map_or((None, after_date), |(clock, end)| (Some(clock), end));
        return Some((end.at, written(date, clock)));
    }
    if let Some((date, clock, end)) = ctime(cursor) {
        return Some((end.at, written(date, Some(clock))));
    }
    let clock = clock_before(&mut cursor)?;
    let (date, end) = day(cursor, order)?;
    Some((end.at, written(date, Some(clock))))
}

/// `Thu Feb  6 14:03:59 CET 2025`, as programs and archives of mail write it, and where it ends.
fn ctime(mut cursor: Cursor) -> Option<(Date, Clock, Cursor)> {
    // Most texts that begin with a letter have no time.
    let begins = cursor.peek().is_some_and(|c| c.is_ascii_uppercase());
    if !begins || !cursor.rest().bytes().take(20).any(|byte| byte == b':') {
        return None;
    }
    cursor.weekday();
    let month = cursor.month_name()?;
    cursor.spaces();
    let day = cursor.short_number()?;
    cursor.spaces();
    let clock = time_of_day(&mut cursor, false)?;
    cursor.spaces();
    let year = cursor.year()?;
    let date = day_of(year, month.unsigned_abs().into(), day)?;
    cursor.ends_well().then_some((date, clock, cursor))
}

/// A day with its weekday, and where it ends.
fn day(mut cursor: Cursor, order: Order) -> Option<(Date, Cursor)> {
    cursor.weekday();
    let (date, mut end) = [iso, cjk, day_first, vietnamese, month_first, numeric].iter().find_map(|read| {
        let mut attempt = cursor;
        let date = read(&mut attempt, order)?;
        attempt.ends_well().then_some((date, attempt))
    })?;
    end.year_mark();
    end.weekday_behind();
    Some((date, end))
}

/// Whether a text begins with a date in numbers that can only have the month first, or only the day, and with its time,
/// as posts have them: `02-13-2008, 08:12 PM`.
pub(super) fn has_month_first(text: &str) -> Option<bool> {
    let mut cursor = Cursor { text: wording::cut(text, LOOK), at: 0 };
    cursor.spaces();
    let first = cursor.short_number()?;
    let separator = cursor.one_of(&['/', '-'])?;
    let second = cursor.short_number()?;
    cursor.one_of(&[separator])?;
    cursor.year()?;
    clock(cursor)?;
    match (first, second) {
        (1..=12, 13..=31) => Some(true),
        (13..=31, 1..=12) => Some(false),
        _ => None,
    }
}

/// Whether the second date is the day after the first; both as ISO 8601.
pub(super) fn is_next_day(first: &str, second: &str) -> bool {
    let day = |date: &str| date.get(..10)?.parse::<Date>().ok();
    day(first).and_then(|first| first.tomorrow().ok()).is_some_and(|next| day(second) == Some(next))
}

/// The day an address was filed under: `/2025/02/06/`, `/2025/feb/06/`, `/2025-02-06-`, `/20250206/`.
pub(super) fn of_path(path: &str) -> Option<String> {
    let mut rest = path;
    while let Some(slash) = rest.find('/') {
        rest = &rest[slash + 1..];
        let mut cursor = Cursor { text: rest, at: 0 };
        if let Some(date) = path_date(&mut cursor) {
            return Some(written(date, None));
        }
    }
    None
}

fn path_date(cursor: &mut Cursor) -> Option<Date> {
    let (value, digits) = cursor.number()?;
    if digits == 8 {
        let end = cursor.peek().is_none_or(|c| !c.is_alphanumeric());
        return end.then(|| day_of(value / 10_000, value / 100 % 100, value % 100)).flatten();
    }
    let separator = cursor.one_of(&['/', '-'])?;
    if separator == '/' {
        skip_section(cursor);
    }
    let month = cursor.month_name().map(|month| month.unsigned_abs().into()).or_else(|| Some(cursor.number()?.0))?;
    cursor.one_of(&[separator])?;
    let (day, day_digits) = cursor.number()?;
    let ends = cursor.peek().is_none_or(|c| !c.is_alphanumeric());
    (digits == 4 && day_digits <= 2 && ends).then(|| day_of(value, month, day)).flatten()
}

/// Takes a section that stands between the year and month and day of two digits each: `/2025/travel/02/06/`.
fn skip_section(cursor: &mut Cursor) {
    let mut ahead = *cursor;
    if ahead.month_name().is_some() || ahead.word().is_none() || !ahead.letter('/') {
        return;
    }
    let month = ahead;
    let two_digits = |cursor: &mut Cursor| matches!(cursor.number(), Some((_, 2)));
    if two_digits(&mut ahead) && ahead.letter('/') && two_digits(&mut ahead) {
        *cursor = month;
    }
}

/// Which of two numbers is the day.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    DayFirst,
    MonthFirst,
    Unknown,
}

impl Order {
    fn of(language: Option<&str>) -> Order {
        let Some(language) = language else { return Order::Unknown };
        let language = language.to_ascii_lowercase().replace('_', "-");
        match language.as_str() {
            "en" => Order::Unknown,
            "en-us" => Order::MonthFirst,
            _ => Order::DayFirst,
        }
    }
}

/// A time of day, and minutes east of Greenwich where they are given.
type Clock = (Time, Option<i32>);

fn written(date: Date, clock: Option<Clock>) -> String {
    let Some((time, offset)) = clock else { return date.to_string() };
    let zone = match offset {
        None => String::new(),
        Some(0) => "Z".to_owned(),
        Some(minutes) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
    };
    format!("{date}T{:02}:{:02}:{:02}{zone}", time.hour(), time.minute(), time.second())
}

fn day_of(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(1990..2100).contains(&year) {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `2025-02-06`, `2025/2/6`, `2025.02.06`, `2025. 2. 6.`, `2025 Feb 6`, `2025. február 6.`, `20250206T...`.
fn iso(cursor: &mut Cursor, _: Order) -> Option<Date> {
    let (year, digits) = cursor.number()?;
    if digits == 8 {
        let ends = cursor.peek().is_none_or(|c| c == 'T' || !c.is_alphanumeric());
        return ends.then(|| day_of(year / 10_000, year / 100 % 100, year % 100)).flatten();
    }
    if digits != 4 {
        return None;
    }
    if let Some(separator) = cursor.one_of(&['-', '/', '.']) {
        let mut attempt = *cursor;
        attempt.spaces();
        if separator == '.'
            && let Some(month) = attempt.month_name()
        {
            attempt.spaces();
            let day = attempt.short_number()?;
            // Else the year ends a sentence: `© 2020. March 15, 2021`.
            attempt.one_of(&['.'])?;
            *cursor = attempt;
            return day_of(year, month.unsigned_abs().into(), day);
        }
        if separator == '.' && attempt.at > cursor.at {
            *cursor = attempt;
            return spaced(cursor, year);
        }
        let month = cursor.month_name().map(|month| month.unsigned_abs().into()).or_else(|| cursor.short_number())?;
        cursor.one_of(&[separator])?;
        let day = cursor.short_number()?;
        return day_of(year, month, day);
    }
    cursor.spaces();
    let month = cursor.month_name()?;
    cursor.spaces();
    let day = cursor.short_number()?;
    cursor.one_of(&['.']);
    day_of(year, month.unsigned_abs().into(), day)
}

/// Month and day behind a year with spaces between them, as Korean and Hungarian write: `2025. 2. 6.`
fn spaced(cursor: &mut Cursor, year: u32) -> Option<Date> {
    let month = cursor.short_number()?;
    cursor.one_of(&['.'])?;
    cursor.spaces();
    let day = cursor.short_number()?;
    cursor.one_of(&['.'])?;
    let mut ahead = *cursor;
    ahead.spaces();
    // Else the first year ends a sentence: `© 2020. 6. 2. 2025`.
    let is_whole = !matches!(ahead.number(), Some((_, 4)));
    is_whole.then(|| day_of(year, month, day)).flatten()
}

/// `2025年2月6日`, `2025년 2월 6일`, `令和7年2月6日`, `民國114年2月6日`.
fn cjk(cursor: &mut Cursor, _: Order) -> Option<Date> {
    let era = calendars::era(cursor);
    let year = if era.is_some() && cursor.letter('元') { 1 } else { cursor.number()?.0 };
    cursor.spaces();
    cursor.one_of(&['年', '년'])?;
    cursor.spaces();
    let month = cursor.short_number()?;
    cursor.spaces();
    cursor.one_of(&['月', '월'])?;
    cursor.spaces();
    let day = cursor.short_number()?;
    cursor.spaces();
    cursor.one_of(&['日', '号', '일']);
    match era {
        Some(era) => era.day(day_of(era.year(year), month, day)?),
        None => day_of(year, month, day),
    }
}

/// `1 January 2015`, `6. Februar 2025`, `1er mars 2019`, `5 de marzo de 2020`, `6-Feb-2025`, `6 ก.พ. 2568`.
fn day_first(cursor: &mut Cursor, _: Order) -> Option<Date> {
    let day = cursor.short_number()?;
    cursor.ordinal();
    cursor.joint(&["of", "de", "ο"]);
    let before = *cursor;
    let Some(month) = cursor.month_name() else { return calendars::persian(cursor, day) };
    let is_thai = calendars::is_thai(before.peek());
    cursor.joint(&["of", "de", "del"]);
    let year = if is_thai { calendars::thai_year(cursor)? } else { cursor.year()? };
    day_of(year, month.unsigned_abs().into(), day)
}

/// `4 tháng 9 năm 2025`, `4 tháng 9, 2025`.
fn vietnamese(cursor: &mut Cursor, _: Order) -> Option<Date> {
    let day = cursor.short_number()?;
    cursor.spaces();
    if !cursor.literal("tháng ") {
        return None;
    }
    let month = cursor.short_number()?;
    cursor.joint(&["năm"]);
    let year = cursor.year()?;
    day_of(year, month, day)
}

/// `Jan. 1, 2015`, `January 1st 2015`.
fn month_first(cursor: &mut Cursor, _: Order) -> Option<Date> {
    // In Malay it is March, but there the day is first: `Mac 10, 2019` is a computer's.
    if cursor.rest().starts_with("Mac ") {
        return None;
    }
    let month = cursor.month_name()?;
    cursor.joint(&["the"]);
    let day = cursor.short_number()?;
    cursor.ordinal();
    cursor.joint(&["de", "of"]);
    let year = cursor.year()?;
    day_of(year, month.unsigned_abs().into(), day)
}

/// `06.02.2025` (always day first), `04/09/2025` and `04-09-2025` (by the order of the language).
fn numeric(cursor: &mut Cursor, order: Order) -> Option<Date> {
    let first = cursor.short_number()?;
    let separator = cursor.one_of(&['.', '/', '-'])?;
    if separator == '.' {
        cursor.spaces();
    }
    let second = cursor.short_number()?;
    cursor.one_of(&[separator])?;
    if separator == '.' {
        cursor.spaces();
    }
    let (year, digits) = cursor.number()?;
    let year = match (digits, year) {
        (4, year) => year,
        // Two digits pass for a year only where the day is known to come first: 1.2.25 may be a version.
        // `Version 3.4.40` is one: what is of no year near ours.
        (2, short @ (0..30 | 90..)) if separator == '.' && order == Order::DayFirst => {
            short + if short < 90 { 2000 } else { 1900 }
        }
        _ => return None,
    };
    let (day, month) = match order {
        _ if separator == '.' || second <= 12 && first > 12 => (first, second),
        _ if first <= 12 && second > 12 || first == second => (second, first),
        Order::DayFirst => (first, second),
        Order::MonthFirst => (second, first),
        Order::Unknown => return None,
    };
    day_of(year, month, day)
}

/// Words between a date and its time.
static BEFORE_CLOCK: Words = Words::of("date", "before_clock");

/// A time after a date, with the zone: `, 14:03 Uhr`, `T14:03:00+01:00`, ` at 2:03 pm EST`, ` à 06h14`; and where it
/// ends.
fn clock(mut cursor: Cursor) -> Option<(Clock, Cursor)> {
    let mut bracket = false;
    let mut is_told = false;
    if !(cursor.letter('T') && cursor.peek().is_some_and(|c| digit(c).is_some())) {
        cursor.joint(&[]);
        bracket = cursor.one_of(&['-', '–', '—', '|', '•', '·', '(', '@']) == Some('(');
        for _ in 0..2 {
            is_told |= cursor.joint(&BEFORE_CLOCK);
        }
        if is_told && cursor.letter(':') {
            cursor.spaces();
        }
    }
    let clock = time_of_day(&mut cursor, is_told)?;
    if bracket {
        cursor.letter(')');
    }
    Some((clock, cursor))
}

/// A time before its date, up to the date: `12:30, `, `12:30 PM EDT, `, `2 pm on `.
fn clock_before(cursor: &mut Cursor) -> Option<Clock> {
    // Most texts begin with no hour.
    let mut ahead = *cursor;
    ahead.number().filter(|&(_, digits)| digits <= 2)?;
    if ahead.one_of(&[':', '：', 'h', 'H']).is_none() {
        ahead.spaces();
        ahead.one_of(&['a', 'A', 'p', 'P'])?;
    }
    let clock = time_of_day(cursor, false)?;
    cursor.spaces();
    cursor.one_of(&['–', '—', '|', '•', '·']);
    cursor.joint(&["on", "am", "em", "il"]);
    Some(clock)
}

/// A time of day with its zone. `14` and `14.03` are times only with a word for it: before them, which `is_told` says,
/// or behind them.
fn time_of_day(cursor: &mut Cursor, is_told: bool) -> Option<Clock> {
    let before = cursor.half_before();
    let (hour, _) = cursor.number().filter(|&(_, digits)| digits <= 2)?;
    let (minute, second, separator) = cursor.minutes()?;
    let half = before.or_else(|| cursor.half());
    let hour = match half {
        Some(pm) if hour <= 12 => hour % 12 + if pm { 12 } else { 0 },
        _ => hour,
    };
    let is_said = half.is_some() || cursor.words(&["uhr", "h", "hrs", "hs", "год", "น"]);
    let (before_zone, ends) = (cursor.at, cursor.ends_well());
    let offset = cursor.zone();
    let is_clear = match separator {
        None => is_said,
        Some('.') => {
            let has_zone = cursor.text[before_zone..cursor.at].contains(char::is_alphabetic);
            ends && (is_said || is_told || has_zone)
        }
        Some(_) => true,
    };
    if !is_clear || hour >= 24 || minute >= 60 || second >= 61 {
        return None;
    }
    let time = Time::new(hour as i8, minute as i8, second.min(59) as i8, 0).ok()?;
    Some((time, offset))
}

#[cfg(test)]
mod tests;
