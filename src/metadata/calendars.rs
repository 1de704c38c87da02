//! Days of calendars other than the common one, where words say which it is: Thai months with years of the Buddha, the
//! eras of Japan and Taiwan, the months of Iran.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::cursor::Cursor;
use super::months;

/// Years of the Buddha before the common ones began.
const BUDDHA: u32 = 543;

/// Whether a text that begins so is Thai.
pub(super) fn is_thai(first: Option<char>) -> bool {
    matches!(first, Some('\u{e00}'..='\u{e7f}'))
}

/// The shortened Thai month at the start of a text, and its number.
pub(super) fn thai_short(text: &str) -> Option<(&'static str, i8)> {
    if !is_thai(text.chars().next()) {
        return None;
    }
    (1..).zip(&*months::THAI).find(|(_, name)| text.starts_with(**name)).map(|(number, name)| (*name, number))
}

/// Takes a year behind a Thai month, and says which it is in the common count: no year of the one is near the other's.
pub(super) fn thai_year(cursor: &mut Cursor) -> Option<u32> {
    let is_common = cursor.literal("ค.ศ.");
    let is_buddhas = !is_common && cursor.literal("พ.ศ.");
    cursor.spaces();
    let year = cursor.year()?;
    let buddhas = year.checked_sub(BUDDHA).filter(|&year| year >= 1990);
    if is_common { Some(year) } else { buddhas.or((!is_buddhas).then_some(year)) }
}

/// An era whose years are counted from its beginning.
#[derive(Clone, Copy)]
pub(super) struct Era {
    name: &'static str,
    begins: Date,
    /// The first day of the era that followed.
    ends: Option<Date>,
}

const ERAS: [Era; 4] = [
    Era { name: "令和", begins: date(2019, 5, 1), ends: None },
    Era { name: "平成", begins: date(1989, 1, 8), ends: Some(date(2019, 5, 1)) },
    Era { name: "民國", begins: date(1912, 1, 1), ends: None },
    Era { name: "民国", begins: date(1912, 1, 1), ends: None },
];

/// Takes the name of an era.
pub(super) fn era(cursor: &mut Cursor) -> Option<Era> {
    if !matches!(cursor.peek(), Some('令' | '平' | '民' | '中')) {
        return None;
    }
    cursor.literal("中華");
    let era = ERAS.into_iter().find(|era| cursor.literal(era.name))?;
    cursor.spaces();
    Some(era)
}

impl Era {
    /// The year in the common count.
    pub(super) fn year(self, year: u32) -> u32 {
        u32::from(self.begins.year().unsigned_abs()) + year.saturating_sub(1)
    }

    /// The day, if it is one of the era.
    pub(super) fn day(self, day: Date) -> Option<Date> {
        (day >= self.begins && self.ends.is_none_or(|end| day < end)).then_some(day)
    }
}

/// A year of Iran's calendar and the day on which it began; dates before it are none of the web's.
const NOWRUZ: (u32, Date) = (1368, date(1989, 3, 21));

/// Takes a month and a year of Iran's calendar behind a day: `۱ فروردین ۱۳۹۲`.
pub(super) fn persian(cursor: &mut Cursor, day: u32) -> Option<Date> {
    let name = cursor.word()?;
    let month = u32::from(months::solar_month(&name)?.unsigned_abs()) - 1;
    cursor.joint(&["ماه"]);
    let year = cursor.year().filter(|year| (NOWRUZ.0..1478).contains(year))?;
    // Six months of 31 days, five of 30, and the last.
    let (before, length) = match month {
        0..6 => (31 * month, 31),
        6..11 => (186 + 30 * (month - 6), 30),
        _ => (336, if is_leap(year) { 30 } else { 29 }),
    };
    if day == 0 || day > length {
        return None;
    }
    let years: u32 = (NOWRUZ.0..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum();
    NOWRUZ.1.checked_add(i64::from(years + before + day - 1).days()).ok().filter(|day| day.year() >= 1990)
}

/// Whether the year of Iran's calendar has a day more: eight in 33 years do, which holds from 1343 to 1500.
fn is_leap(year: u32) -> bool {
    matches!(year % 33, 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}
