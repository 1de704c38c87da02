//! Metadata in the lines of a text: `date 2025-02-06`, `By Jane Doe | Jan. 1, 2015`, `4 min read`.
//!
//! A line is read as a row of fields with separators between them. Only what cannot be a sentence counts:
//! a row that fills its line, or, with text behind it, a row that begins with a key and a value (as scraped
//! and glued lines do) and that no sentence continues.

use super::values::{ambiguous_date, authors, date_without_year, dumped, labels, reading_time};
use super::{address, author, date, keys, wording};
use crate::verdict::Field;

/// Fields of one row.
const MOST_FIELDS: usize = 12;

/// Longest line whose value may run to its end, in characters.
const LONGEST: usize = 200;

/// Separators between fields that also end a value.
const BARS: &[char] = &['|', '·', '•', '｜', '●', '∙', '⋅', '‧'];

/// Reads a metadata field at the start of a line of text: `date 2025-02-06`, `Author: Jane Doe`,
/// `By Jane Doe | Jan. 1, 2015`, `4 min read`. Returns the bytes it takes and the fields it holds.
///
/// Names of fields are those of the header; `reading_time` (such as `4 min`) and `raw_date` (a date without
/// a year, or one whose day and month nobody can tell apart) besides. Several authors are joined by `; `, categories and tags by `, `.
///
/// `language` is an ISO 639-1 code where it is known. A sentence that begins with a date is not a field.
pub fn of_line(line: &str, language: Option<&str>) -> Option<(usize, Vec<Field>)> {
    let (at, firm, mut row) = read_row(line, language);
    if row.fields.is_empty() {
        return None;
    }
    if line[at..].trim_matches(|c: char| c.is_whitespace() || BARS.contains(&c)).is_empty() {
        return row.is_told(firm.is_some()).then_some((line.len(), row.fields));
    }
    let (end, count) = firm?;
    let goes_on = line[end..]
        .trim_start()
        .starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | '.' | ';' | ')' | '?' | '!'));
    row.fields.truncate(count);
    (!goes_on).then_some((end, row.fields))
}

/// The fields at the start of a line that is known to stand in the head of a page, whatever follows them
/// (`by Jane Doe · May 3, 2024 · 12 comments`). `None` for a line that goes on as a sentence.
pub(super) fn row(line: &str, language: Option<&str>) -> Option<Vec<Field>> {
    let (at, firm, row) = read_row(line, language);
    let rest = &line[at..];
    let is_whole = rest.is_empty() && row.is_told(firm.is_some());
    let is_barred = line[..at].trim_end().ends_with(BARS) || rest.starts_with(BARS);
    (!row.fields.is_empty() && (is_whole || firm.is_some() || is_barred)).then_some(row.fields)
}

/// Reads fields as far as they go: where they end, where the row that needs no end of line ends (and how many
/// fields it has), and the fields.
fn read_row<'l>(line: &str, language: Option<&'l str>) -> (usize, Option<(usize, usize)>, Row<'l>) {
    let mut row = Row { fields: Vec::new(), language, is_short: !wording::is_longer(line, LONGEST) };
    let mut at = line.len() - line.trim_start().len();
    let mut firm = None;
    while row.fields.len() < MOST_FIELDS {
        let Some(found) = row.next(&line[at..]) else { break };
        at += found.end;
        row.fields.extend(found.fields);
        // A field that leaves no doubt leaves none about those before it.
        if found.firm {
            firm = Some((at, row.fields.len()));
        }
        at += between(&line[at..]);
    }
    (at, firm, row)
}

/// Bytes of white space and separators between two fields.
fn between(text: &str) -> usize {
    let is_between = |c: char| {
        c.is_whitespace() || BARS.contains(&c) || matches!(c, ',' | '/' | '-' | '–' | '—' | '(' | ')' | ';' | '.' | '»')
    };
    text.len() - text.trim_start_matches(is_between).len()
}

/// The fields read so far.
struct Row<'l> {
    fields: Vec<Field>,
    language: Option<&'l str>,
    is_short: bool,
}

/// A field at the start of a text.
struct Found {
    end: usize,
    fields: Vec<Field>,
    /// Key and value leave no doubt, whatever follows.
    firm: bool,
}

impl Found {
    fn one(end: usize, name: &str, value: impl Into<String>, firm: bool) -> Found {
        Found { end, fields: vec![field(name, value)], firm }
    }
}

fn field(name: &str, value: impl Into<String>) -> Field {
    Field { name: name.to_owned(), value: value.into() }
}

impl Row<'_> {
    fn next(&self, text: &str) -> Option<Found> {
        self.keyed_date(text)
            .or_else(|| reading_time(text).map(|(end, time)| Found::one(end, "reading_time", time, true)))
            .or_else(|| self.keyed_value(text))
            .or_else(|| self.byline(text))
            .or_else(|| self.bare_name(text))
            .or_else(|| self.bare_date(text))
    }

    /// `Jane Doe` in `Jane Doe | Jan. 1, 2015`: a full name that begins the line, up to a bar and a date.
    fn bare_name(&self, text: &str) -> Option<Found> {
        // Most lines have no bar, and what may be one costs less to see than a name.
        if !self.fields.is_empty() || !text.bytes().fold(false, |any, byte| any | (byte == b'|') | !byte.is_ascii()) {
            return None;
        }
        let end = self.full_name(text)?;
        let rest = text[end..].trim_start();
        let dated = rest.starts_with(BARS) && self.next_is_date(rest);
        dated.then(|| Found::one(end, "author", &text[..end], false))
    }

    /// Whether a row that fills its line is one: a lone name needs to be a full one.
    fn is_told(&self, firm: bool) -> bool {
        let [only] = self.fields.as_slice() else { return true };
        firm || only.name != "author" || only.value.split("; ").all(author::is_full_name)
    }

    /// `date 2025-02-06`, `Published: Jan 3, 2024`, `Stand: 06.02.2025`, `PublishedJan 3`.
    fn keyed_date(&self, text: &str) -> Option<Found> {
        let published = keys::longest(text, &keys::PUBLISHED).map(|end| (end, "date"));
        let modified = keys::longest(text, &keys::MODIFIED).map(|end| (end, "date_modified"));
        let (key_end, name) = published.max(modified)?;
        let after = &text[key_end..];
        let colon = after.trim_start().starts_with([':', '：']);
        let value = after.trim_start().trim_start_matches([':', '：']).trim_start();
        let at = text.len() - value.len();
        let glued = at == key_end;
        if let Some((end, date)) = date::at_start(value, self.language) {
            // `Published January 3, 2024, the report ...` is a sentence; `date 2025-02-06` is none.
            let firm = colon || glued || name == "date" && text.starts_with("date ");
            return Some(Found::one(at + end, name, date, firm));
        }
        let end = date_without_year(value).or_else(|| ambiguous_date(value))?;
        let raw = &value[..end];
        (value[end..].trim().is_empty()).then(|| Found::one(at + end, "raw_date", raw, false))
    }

    /// `Author: Jane Doe`, `Tags: a, b`, `url: https://example.org`; the value ends at a bar or with the line.
    fn keyed_value(&self, text: &str) -> Option<Found> {
        if !self.is_short {
            return None;
        }
        let segment = text.split(BARS).next().unwrap_or(text);
        let colon = segment.find([':', '：'])?;
        let key = segment[..colon].trim();
        let rest = segment[colon..].trim_start_matches([':', '：']);
        let value = rest.trim();
        if value.is_empty() || key.is_empty() {
            return None;
        }
        let lower = key.to_lowercase();
        let is = |names: &[&str]| names.contains(&lower.as_str());
        let (name, value) = if is(keys::AUTHOR) {
            ("author", authors(value)?)
        } else if is(keys::TITLE) {
            // A title with a bar in it goes on to the end of the line.
            let whole = text[colon..].trim_start_matches([':', '：']).trim();
            return self.fields.is_empty().then(|| Found::one(text.len(), "title", whole, true));
        } else if is(keys::CATEGORIES) {
            ("categories", labels(value)?)
        } else if is(keys::TAGS) {
            ("tags", labels(value)?)
        } else if is(keys::URL) {
            let url = value.split_whitespace().next().filter(|url| url.len() == value.len())?;
            ("url", url.contains("://").then(|| address::absolute(url, None)).flatten()?)
        } else {
            let name = *keys::DUMPED.iter().find(|name| **name == key)?;
            (name, dumped(name, value)?)
        };
        // Such a value has no end but a bar or the line's; with text behind it, it would have swallowed it.
        Some(Found::one(segment.trim_end().len(), name, value, true))
    }

    /// `By Jane Doe`, `Von Jana Muster und Tom Beispiel`, `by admin` after a date.
    fn byline(&self, text: &str) -> Option<Found> {
        let alone = keys::longest(text, &keys::BY).map(|end| (end, true));
        let (lead_end, alone) = alone.max(keys::longest(text, &keys::BY_BESIDE_DATE).map(|end| (end, false)))?;
        let value = text[lead_end..].trim_start().trim_start_matches(':').trim_start();
        if value.len() == text.len() - lead_end {
            return None;
        }
        let at = text.len() - value.len();
        let (names, end) = self.names(value);
        if names.is_empty() {
            return self.lone_name(value).map(|(name, end)| Found::one(at + end, "author", name, false));
        }
        let beside_date = !self.fields.is_empty() || self.next_is_date(&value[end..]);
        (alone || beside_date).then(|| Found::one(at + end, "author", names.join("; "), false))
    }

    /// Full names joined by commas and words for "and", and where they end.
    fn names(&self, text: &str) -> (Vec<String>, usize) {
        let mut names = Vec::new();
        let (mut end, mut at) = (0, 0);
        while names.len() < MOST_FIELDS {
            let Some(length) = self.full_name(&text[at..]) else { break };
            names.push(text[at..at + length].to_owned());
            end = at + length;
            let rest = &text[end..];
            let joint = [", and ", " and ", ", ", " & ", " und ", " et ", " y ", " e ", " en ", " i "]
                .into_iter()
                .find(|joint| rest.starts_with(joint));
            let Some(joint) = joint else { break };
            at = end + joint.len();
        }
        (names, end)
    }

    /// Bytes of a full name at the start of a text: two to four words, up to a date.
    fn full_name(&self, text: &str) -> Option<usize> {
        let mut longest = None;
        let mut at = 0;
        for count in 1..=5 {
            let rest = &text[at..];
            if date::at_start(rest, self.language).is_some()
                || keys::longest(rest, &keys::PUBLISHED).is_some()
                || keys::longest(rest, &keys::MODIFIED).is_some()
            {
                break;
            }
            let word = rest
                .split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '·' | '•' | '(' | ';' | ':'))
                .next()
                .unwrap_or(rest);
            if word.is_empty() || !author::is_name_word(word) {
                break;
            }
            at += word.len();
            longest = (count >= 2 && author::is_full_name(&text[..at])).then_some(at).or(longest);
            match text[at..].strip_prefix(' ') {
                Some(_) => at += 1,
                None => break,
            }
        }
        longest
    }

    /// `admin` in `6. Mai 2012 von admin`, `Jane` in `By Jane | Jan. 1, 2015`: one word, beside a date.
    fn lone_name(&self, text: &str) -> Option<(String, usize)> {
        let end = text.find(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '·' | '•')).unwrap_or(text.len());
        let word = &text[..end];
        let is_last = text[end..].trim().is_empty();
        let after_date =
            self.fields.last().is_some_and(|field| matches!(field.name.as_str(), "date" | "date_modified"));
        let is_word = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')) && !word.is_empty();
        let barred = text[end..].trim_start().starts_with(BARS) || text[end..].starts_with(',');
        let before_date = barred && word.starts_with(char::is_uppercase) && self.next_is_date(&text[end..]);
        (is_word && (after_date && is_last || before_date)).then(|| (word.to_owned(), end))
    }

    fn next_is_date(&self, text: &str) -> bool {
        let rest = &text[between(text)..];
        self.keyed_date(rest).or_else(|| self.bare_date(rest)).is_some()
            || keys::longest(rest, &keys::ON).is_some_and(|end| date::at_start(&rest[end..], self.language).is_some())
    }

    /// A date alone, or after `on` where other fields stand before it.
    fn bare_date(&self, text: &str) -> Option<Found> {
        let on = if self.fields.is_empty() { None } else { keys::longest(text, &keys::ON) };
        let start = on.unwrap_or(0);
        let (end, date) = date::at_start(&text[start..], self.language)?;
        // A second date in a row is the later one.
        let name = if self.fields.iter().any(|field| field.name == "date") { "date_modified" } else { "date" };
        Some(Found::one(start + end, name, date, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(line: &str, language: Option<&str>) -> Option<(String, String)> {
        let (end, fields) = of_line(line, language)?;
        let fields: Vec<String> = fields.iter().map(|field| format!("{}={}", field.name, field.value)).collect();
        Some((line[..end].to_owned(), fields.join(" ")))
    }

    #[test]
    fn whole_lines() {
        for (line, expected) in [
            ("date 2025-02-06 ", "date=2025-02-06"),
            ("date: 2025-02-06", "date=2025-02-06"),
            ("2025-02-06", "date=2025-02-06"),
            ("Thursday, February 6, 2025 at 2:03 pm", "date=2025-02-06T14:03:00"),
            ("Author: Jane Doe", "author=Jane Doe"),
            ("author: jane_doe", "author=jane_doe"),
            ("Authors: Jane Doe, John Roe", "author=Jane Doe; John Roe"),
            ("title: The river: a life", "title=The river: a life"),
            ("url: https://example.org/a?b", "url=https://example.org/a?b"),
            ("Tags: tea, green sea", "tags=tea, green sea"),
            ("Filed under: Travel", "categories=Travel"),
            ("hostname: example.org", "hostname=example.org"),
            ("language: en", "language=en"),
            ("By Jane Doe | Jan. 1, 2015", "author=Jane Doe date=2015-01-01"),
            ("By Jane Doe", "author=Jane Doe"),
            ("BY JANE VAN DYKE", "author=JANE VAN DYKE"),
            ("By Jane Doe and John Roe", "author=Jane Doe; John Roe"),
            ("By Jane Doe, January 1, 2015", "author=Jane Doe date=2015-01-01"),
            ("By Jane Doe Jan 1, 2015", "author=Jane Doe date=2015-01-01"),
            ("By Jane | Jan 1, 2015 | 4 min read", "author=Jane date=2015-01-01 reading_time=4 min"),
            ("Published Jan 3, 2024", "date=2024-01-03"),
            ("PublishedJan 3, 2024", "date=2024-01-03"),
            ("PublishedJan 3", "raw_date=Jan 3"),
            ("Updated: 3 January 2024", "date_modified=2024-01-03"),
            ("Published Jan 3, 2024 · Updated Jan 5, 2024", "date=2024-01-03 date_modified=2024-01-05"),
            ("Posted on January 3, 2024 by Jane Doe", "date=2024-01-03 author=Jane Doe"),
            ("Posted by Jane Doe on January 3, 2024", "author=Jane Doe date=2024-01-03"),
            ("Posted on January 3, 2024 by admin", "date=2024-01-03 author=admin"),
            ("Jane Doe | Jan 3, 2024 | 4 min read", "author=Jane Doe date=2024-01-03 reading_time=4 min"),
            ("4 min read", "reading_time=4 min"),
            ("4 minute read", "reading_time=4 min"),
            ("Jan 3, 2024 • 12-minute read", "date=2024-01-03 reading_time=12 min"),
            ("Reading time: 4 minutes", "reading_time=4 min"),
            ("Von Jana Muster, 6. Februar 2025, 14:03 Uhr", "author=Jana Muster date=2025-02-06T14:03:00"),
            ("Von Jana Muster und Tom Beispiel", "author=Jana Muster; Tom Beispiel"),
            ("Stand: 06.02.2025", "date_modified=2025-02-06"),
            ("Veröffentlicht am 6. Februar 2025 von Jana Muster", "date=2025-02-06 author=Jana Muster"),
            ("Lesezeit: 4 Min.", "reading_time=4 min"),
            ("4 Min. Lesezeit", "reading_time=4 min"),
            ("6. Mai 2012 von admin", "date=2012-05-06 author=admin"),
            ("Kategorie: Reise", "categories=Reise"),
            ("par Jeanne Modèle, le 1 mars 2019", "author=Jeanne Modèle date=2019-03-01"),
            ("1 mars 2019 à 06:14", "date=2019-03-01T06:14:00"),
            ("Publié le 1 mars 2019", "date=2019-03-01"),
            ("Publicado el 5 de marzo de 2020", "date=2020-03-05"),
            ("Pubblicato il 8 agosto 2020", "date=2020-08-08"),
            ("13 июля 2016, 17:37", "date=2016-07-13T17:37:00"),
            ("发布时间：2025年2月6日", "date=2025-02-06"),
            ("作者：王小明", "author=王小明"),
            ("Dernière mise à jour : 1 mars 2019", "date_modified=2019-03-01"),
            ("Última actualización: 5 de marzo de 2020", "date_modified=2020-03-05"),
            ("Ostatnia aktualizacja: 3 maja 2020", "date_modified=2020-05-03"),
            ("Senast uppdaterad: 3 maj 2020", "date_modified=2020-05-03"),
            ("Yayınlanma tarihi: 3 Mayıs 2020", "date=2020-05-03"),
            ("Son güncelleme: 3 Mayıs 2020", "date_modified=2020-05-03"),
            ("Дата публікації: 3 травня 2020", "date=2020-05-03"),
            ("Последнее обновление: 3 мая 2020", "date_modified=2020-05-03"),
            ("تاريخ النشر: 3 مايو 2020", "date=2020-05-03"),
            ("最后更新：2025年2月6日", "date_modified=2025-02-06"),
            ("掲載日：2025年2月6日", "date=2025-02-06"),
            ("Категория: Море", "categories=Море"),
            ("Etiketler: çay, deniz", "tags=çay, deniz"),
            ("Štítky: čaj, moře", "tags=čaj, moře"),
            ("关键词：茶", "tags=茶"),
            ("Czas czytania: 4 min", "reading_time=4 min"),
        ] {
            assert_eq!(read(line, None), Some((line.to_owned(), expected.to_owned())), "{line}");
        }
    }

    #[test]
    fn fields_before_other_text() {
        for (line, taken, expected) in [
            (" date 2025-02-06 Your support helps us", " date 2025-02-06", "date=2025-02-06"),
            ("date: 2025-02-06 Your support helps us", "date: 2025-02-06", "date=2025-02-06"),
            ("Published: Jan 3, 2024 The river rose.", "Published: Jan 3, 2024", "date=2024-01-03"),
            ("PublishedJan 3, 2024The river rose.", "PublishedJan 3, 2024", "date=2024-01-03"),
            ("4 min read The river rose.", "4 min read", "reading_time=4 min"),
            (
                "Von Jana Muster, 6. Februar 2025, 14:03 Uhr Lesezeit: 4 Min. Der Bach stieg.",
                "Von Jana Muster, 6. Februar 2025, 14:03 Uhr Lesezeit: 4 Min.",
                "author=Jana Muster date=2025-02-06T14:03:00 reading_time=4 min",
            ),
            (
                "date 2025-02-06 | 4 min read “Rise,” she said.",
                "date 2025-02-06 | 4 min read",
                "date=2025-02-06 reading_time=4 min",
            ),
            (
                "Author: Jane Doe | Published: Jan 3, 2024 The river",
                "Author: Jane Doe | Published: Jan 3, 2024",
                "author=Jane Doe date=2024-01-03",
            ),
        ] {
            assert_eq!(read(line, None), Some((taken.to_owned(), expected.to_owned())), "{line}");
        }
    }

    #[test]
    fn sentences_are_not_fields() {
        for line in [
            "Jane Doe | Jan 3, 2024 was a cold day.",
            "Big River | Small Boat",
            "On 6 February 2025 the council met.",
            "6 February 2025 was a cold day.",
            "2025-02-06 saw the river rise.",
            "2025-02-06 Your support helps us.",
            "May 1968 changed France.",
            "By Friday the river had risen.",
            "By Friday",
            "By Jane",
            "By Jane Doe the book was finished.",
            "By January 3, 2024 the river had risen.",
            "Published January 3, 2024, the report says little.",
            "Published January 3, 2024 in Berlin, the report says little.",
            "date 2025-02-06 and 2025-02-07 were cold",
            "Date: the fruit of the palm",
            "Date palms grow here.",
            "Updated: everything you need",
            "Author: the one who wrote it all and then left.",
            "Title:",
            "Tags: What they are and why they matter to all of us",
            "Source: Reuters",
            "Description: A fine thing",
            "language: a system of signs",
            "url: none",
            "Stand auf und geh.",
            "Von Menschen und Mäusen",
            "Von Berlin nach Hamburg",
            "Par amour",
            "4 min later she left.",
            "4 minutes",
            "Data from 2024",
            "Created equal",
            "",
            "   ",
            "|",
        ] {
            assert_eq!(read(line, None), None, "{line}");
        }
        let long = format!("Title: {}", "the river and the sea ".repeat(12));
        assert_eq!(read(&long, None), None);
    }

    #[test]
    fn ambiguous_days_need_the_language() {
        let raw = read("date 04/09/2025", None).map(|(_, fields)| fields);
        assert_eq!(raw.as_deref(), Some("raw_date=04/09/2025"));
        assert_eq!(read("date 04/09/2025 was a cold day", None), None);
        assert_eq!(read("date 04/09/2025", Some("de")).map(|(_, fields)| fields).as_deref(), Some("date=2025-09-04"));
    }

    proptest! {
        #[test]
        fn never_panics_and_stays_inside(
            line in "\\PC{0,120}|((By|Von|date|Published|Title|Tags|Lesezeit|4 min|read|Jane|Doe|2025-02-06|Jan 3)[ :|,·ß日]{0,2}){0,8}",
            language in proptest::option::of("[a-z]{2}"),
        ) {
            if let Some((end, fields)) = of_line(&line, language.as_deref()) {
                prop_assert!(end <= line.len() && line.is_char_boundary(end) && end > 0);
                prop_assert!(!fields.is_empty());
                prop_assert!(fields.iter().all(|field| !field.value.is_empty()));
            }
        }
    }
}
