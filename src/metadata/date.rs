//! Dates in many notations → ISO 8601.
//!
//! Years from 1990 to 2099 only: what the web can have published, and what keeps other numbers from
//! passing for dates. An ambiguous `04/09/2025` needs to know the language; without it, it is no date.

use jiff::civil::{Date, Time};

use super::cursor::{Cursor, digit};
use super::wording;

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
    cursor.weekday();
    let order = Order::of(language);
    let (date, mut after_date) = [iso, cjk, day_first, month_first, numeric].iter().find_map(|read| {
        let mut attempt = cursor;
        let date = read(&mut attempt, order)?;
        attempt.ends_well().then_some((date, attempt))
    })?;
    after_date.year_mark();
    let (clock, end) = clock(after_date).unwrap_or((None, after_date));
    Some((end.at, written(date, clock)))
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
    let month = cursor.month_name().map(|month| month.unsigned_abs().into()).or_else(|| Some(cursor.number()?.0))?;
    cursor.one_of(&[separator])?;
    let (day, day_digits) = cursor.number()?;
    let ends = cursor.peek().is_none_or(|c| !c.is_alphanumeric());
    (digits == 4 && day_digits <= 2 && ends).then(|| day_of(value, month, day)).flatten()
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

/// `2025-02-06`, `2025/2/6`, `2025.02.06`, `2025 Feb 6`, `2025. február 6.`, `20250206T...`.
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

/// `2025年2月6日`, `2025년 2월 6일`.
fn cjk(cursor: &mut Cursor, _: Order) -> Option<Date> {
    let (year, _) = cursor.number()?;
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
    day_of(year, month, day)
}

/// `1 January 2015`, `6. Februar 2025`, `1er mars 2019`, `5 de marzo de 2020`, `6-Feb-2025`.
fn day_first(cursor: &mut Cursor, _: Order) -> Option<Date> {
    let day = cursor.short_number()?;
    cursor.ordinal();
    cursor.joint(&["of", "de", "ο"]);
    let month = cursor.month_name()?;
    cursor.joint(&["of", "de", "del"]);
    let year = cursor.year()?;
    day_of(year, month.unsigned_abs().into(), day)
}

/// `Jan. 1, 2015`, `January 1st 2015`.
fn month_first(cursor: &mut Cursor, _: Order) -> Option<Date> {
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
        (2, short) if separator == '.' && order == Order::DayFirst => short + if short < 90 { 2000 } else { 1900 },
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

/// Words and signs between a date and its time.
const BEFORE_CLOCK: &[&str] =
    &["at", "um", "à", "alle", "ore", "a", "las", "às", "o", "om", "kl", "klo", "в", "о", "saat", "godz"];

/// A time after a date, with the zone: `, 14:03 Uhr`, `T14:03:00+01:00`, ` at 2:03 pm EST`, ` à 06h14`.
///
/// Returns the clock (`None` where the numbers are no time of day) and where it ends.
fn clock(mut cursor: Cursor) -> Option<(Option<Clock>, Cursor)> {
    let mut bracket = false;
    if !(cursor.letter('T') && cursor.peek().is_some_and(|c| digit(c).is_some())) {
        cursor.joint(&[]);
        bracket = cursor.one_of(&['-', '–', '—', '|', '•', '·', '(', '@']) == Some('(');
        for _ in 0..2 {
            cursor.joint(BEFORE_CLOCK);
        }
    }
    let (hour, _) = cursor.number().filter(|&(_, digits)| digits <= 2)?;
    let (minute, second, separator) = cursor.minutes()?;
    let half = cursor.half();
    let hour = match half {
        Some(pm) if (1..=12).contains(&hour) => hour % 12 + if pm { 12 } else { 0 },
        _ => hour,
    };
    let said = cursor.words(&["uhr", "h", "hrs", "hs", "год"]);
    // `14` and `14.03` are times only with a word for it.
    if matches!(separator, None | Some('.')) && half.is_none() && !said {
        return None;
    }
    let offset = cursor.zone();
    if bracket {
        cursor.letter(')');
    }
    let time = (hour < 24 && minute < 60 && second < 61)
        .then(|| Time::new(hour as i8, minute as i8, second.min(59) as i8, 0).ok())
        .flatten();
    time.map(|time| (Some((time, offset)), cursor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOTATIONS: &[(&str, Option<&str>, &str)] = &[
        ("2025-02-06", None, "2025-02-06"),
        ("2025-2-6", None, "2025-02-06"),
        ("2025/02/06", None, "2025-02-06"),
        ("2025.02.06", None, "2025-02-06"),
        ("20250206", None, "2025-02-06"),
        ("2025-02-06T14:03", None, "2025-02-06T14:03:00"),
        ("2025-02-06 14:03:59", None, "2025-02-06T14:03:59"),
        ("2025-02-06T14:03:59Z", None, "2025-02-06T14:03:59Z"),
        ("2025-02-06T14:03:59.123+01:00", None, "2025-02-06T14:03:59+01:00"),
        ("2025-02-06T14:03:59-0530", None, "2025-02-06T14:03:59-05:30"),
        ("2025-02-06 14:03:59 +0000", None, "2025-02-06T14:03:59Z"),
        ("Thu, 06 Feb 2025 14:03:59 +0100", None, "2025-02-06T14:03:59+01:00"),
        ("Thu, 06 Feb 2025 14:03:59 GMT", None, "2025-02-06T14:03:59Z"),
        ("Jan. 1, 2015", None, "2015-01-01"),
        ("Jan 1 2015", None, "2015-01-01"),
        ("January 1st, 2015", None, "2015-01-01"),
        ("1 January 2015", None, "2015-01-01"),
        ("1st of January 2015", None, "2015-01-01"),
        ("Sept. 3, 2024", None, "2024-09-03"),
        ("6-Feb-2025", None, "2025-02-06"),
        ("06/Feb/2025", None, "2025-02-06"),
        ("2025 Feb 6", None, "2025-02-06"),
        ("February 6, 2025 at 2:03 pm", None, "2025-02-06T14:03:00"),
        ("February 6, 2025, 12:03 a.m. EST", None, "2025-02-06T00:03:00-05:00"),
        ("Feb 6, 2025 | 3 PM", None, "2025-02-06T15:00:00"),
        ("February 6, 2025 (14:03 CET)", None, "2025-02-06T14:03:00+01:00"),
        ("6. Februar 2025", None, "2025-02-06"),
        ("6. Februar 2025, 14:03 Uhr", None, "2025-02-06T14:03:00"),
        ("06.02.2025", None, "2025-02-06"),
        ("06.02.2025 - 14.03 Uhr", None, "2025-02-06T14:03:00"),
        ("6. 2. 2025", Some("cs"), "2025-02-06"),
        ("06.02.25", Some("de"), "2025-02-06"),
        ("Donnerstag, den 6. März 2025 um 14 Uhr", None, "2025-03-06T14:00:00"),
        ("1 mars 2019 à 06:14", None, "2019-03-01T06:14:00"),
        ("1er mars 2019 à 6h14", None, "2019-03-01T06:14:00"),
        ("vendredi 1er août 2025", None, "2025-08-01"),
        ("5 de marzo de 2020", None, "2020-03-05"),
        ("5 de março de 2020 às 10h30", None, "2020-03-05T10:30:00"),
        ("5 de dic. del 2020", None, "2020-12-05"),
        ("8 agosto 2020 alle 10:30", None, "2020-08-08T10:30:00"),
        ("13 июля 2016, 17:37", None, "2016-07-13T17:37:00"),
        ("13 июля 2016 г. в 17:37", None, "2016-07-13T17:37:00"),
        ("5 жовтня 2021", None, "2021-10-05"),
        ("5 października 2021 r.", None, "2021-10-05"),
        ("5. října 2021", None, "2021-10-05"),
        ("5 maart 2021 om 10:30", None, "2021-03-05T10:30:00"),
        ("5 maj 2021 kl. 10:30", None, "2021-05-05T10:30:00"),
        ("5 Ağustos 2021", None, "2021-08-05"),
        ("5 فبراير 2021", None, "2021-02-05"),
        ("٥ فبراير ٢٠٢١", None, "2021-02-05"),
        ("الأربعاء، 28 آب/أغسطس 2013", None, "2013-08-28"),
        ("28 أغسطس/ آب 2013", None, "2013-08-28"),
        ("lørdag den 5. marts 2022", None, "2022-03-05"),
        ("lauantai 5. maaliskuuta 2022", None, "2022-03-05"),
        ("2022. március 5.", None, "2022-03-05"),
        ("sâmbătă, 5 martie 2022", None, "2022-03-05"),
        ("Σάββατο, 5 Μαρτίου 2022", None, "2022-03-05"),
        ("5 ноември 2022", None, "2022-11-05"),
        ("subota, 5. ožujka 2022", None, "2022-03-05"),
        ("5. marca 2022", None, "2022-03-05"),
        ("5. martā 2022", None, "2022-03-05"),
        ("5. märts 2022", None, "2022-03-05"),
        ("dissabte, 5 de març de 2022", None, "2022-03-05"),
        ("5 במרץ 2022", None, "2022-03-05"),
        ("Sabtu, 5 Maret 2022", None, "2022-03-05"),
        ("2025年2月6日", None, "2025-02-06"),
        ("2025年2月6日 14:03", None, "2025-02-06T14:03:00"),
        ("2025년 2월 6일", None, "2025-02-06"),
        ("04/09/2025", Some("de"), "2025-09-04"),
        ("04/09/2025", Some("en-GB"), "2025-09-04"),
        ("04/09/2025", Some("en-US"), "2025-04-09"),
        ("24/09/2025", None, "2025-09-24"),
        ("09/24/2025", Some("en"), "2025-09-24"),
        ("24-09-2025", None, "2025-09-24"),
        ("03/03/2025", None, "2025-03-03"),
    ];

    #[test]
    fn notations() {
        for &(text, language, expected) in NOTATIONS {
            assert_eq!(at_start(text, language), Some((text.len(), expected.to_owned())), "{text}");
            let framed = format!("Published: {text} by Jane");
            assert_eq!(parse(&framed, language).as_deref(), Some(expected), "{framed}");
        }
    }

    #[test]
    fn what_is_written_reads_back_as_itself() {
        for &(_, _, iso) in NOTATIONS {
            assert_eq!(parse(iso, None).as_deref(), Some(iso));
        }
    }

    #[test]
    fn near_misses() {
        for (text, language) in [
            ("04/09/2025", None),
            ("04/09/2025", Some("en")),
            ("06.02.25", None),
            ("06.02.25", Some("en-US")),
            ("2025-02-30", None),
            ("31 April 2025", None),
            ("1 January 1889", None),
            ("1 January 2100", None),
            ("May 1968 changed France", None),
            ("March 2025", None),
            ("Jan 3", None),
            ("1.2.3", None),
            ("10.1.2025.7", Some("de")),
            ("2025-02-061", None),
            ("123456789", None),
            ("99999999", None),
            ("call 555-02-2020 now", None),
            ("", None),
            ("no date here", None),
        ] {
            assert_eq!(at_start(text, language), None, "{text}");
            assert_eq!(parse(text, language), None, "{text}");
        }
    }

    #[test]
    fn a_date_takes_only_its_own_bytes() {
        for (text, taken) in [
            ("2025-02-06 Your support helps", "2025-02-06"),
            ("2025-02-06Your support helps", "2025-02-06"),
            ("6 Feb 2025 - 2 Hours of music", "6 Feb 2025"),
            ("Feb 6, 2025 | 4 min read", "Feb 6, 2025"),
            ("Feb 6, 2025 at the hall", "Feb 6, 2025"),
            ("6 Feb 2025, 25:71", "6 Feb 2025"),
            ("6 Feb 2025 14:03 (updated)", "6 Feb 2025 14:03"),
        ] {
            assert_eq!(at_start(text, None).map(|(end, _)| &text[..end]), Some(taken), "{text}");
        }
    }

    #[test]
    fn addresses() {
        for (path, expected) in [
            ("/2025/02/06/title", Some("2025-02-06")),
            ("/news/2025/2/6/", Some("2025-02-06")),
            ("/world/2025/feb/06/title", Some("2025-02-06")),
            ("/2025-02-06-title", Some("2025-02-06")),
            ("/20250206/title", Some("2025-02-06")),
            ("/2025/02/title", None),
            ("/2025/13/45/", None),
            ("/202502061234/", None),
        ] {
            assert_eq!(of_path(path).as_deref(), expected, "{path}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_stays_inside(text in "\\PC{0,200}|[0-9A-Za-z:./ ,年月日äß-]{0,40}", language in proptest::option::of("[a-z]{2}")) {
            let _ = parse(&text, language.as_deref());
            let _ = of_path(&text);
            if let Some((end, date)) = at_start(&text, language.as_deref()) {
                prop_assert!(text.is_char_boundary(end) && end <= text.len());
                prop_assert_eq!(parse(&date, None), Some(date.clone()));
            }
        }
    }
}
