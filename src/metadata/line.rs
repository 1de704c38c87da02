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
    let goes_on = line[end..].trim_start().starts_with(|c: char| {
        c.is_lowercase() || matches!(c, ',' | '.' | ';' | ')' | '?' | '!' | '，' | '。' | '；' | '）')
    });
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
        let is_sign = matches!(c, ',' | '/' | '-' | '–' | '—' | '(' | ')' | ';' | '.' | '»' | '（' | '）' | '，');
        c.is_whitespace() || BARS.contains(&c) || is_sign
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
            .or_else(|| self.origin(text))
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
            let is_common = keys::COMMON.contains(&&text[..key_end]);
            let firm = !is_common && (colon || glued) || name == "date" && text.starts_with("date ");
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
        let segment = &segment[..colon + before_next_key(&segment[colon..])];
        let value = segment[colon..].trim_start_matches([':', '：']).trim();
        if value.is_empty() || key.is_empty() {
            return None;
        }
        let lower = key.to_lowercase();
        let is = |names: &[&str]| names.contains(&lower.as_str());
        // Such a value has no end but a bar or the line's; with text behind it, it would have swallowed it.
        let end = segment.trim_end().len();
        let (name, value) = if is(&keys::AUTHOR) {
            // A date behind the name is a field of its own.
            let names = author::before_date(value);
            let end = if value.starts_with(names) { end - value.len() + names.len() } else { end };
            return Some(Found::one(end, "author", authors(names)?, true));
        } else if is(&keys::TITLE) {
            // A title with a bar in it goes on to the end of the line.
            let whole = text[colon..].trim_start_matches([':', '：']).trim();
            return self.fields.is_empty().then(|| Found::one(text.len(), "title", whole, true));
        } else if is(&keys::CATEGORIES) {
            ("categories", labels(value)?)
        } else if is(&keys::TAGS) {
            ("tags", labels(value)?)
        } else if is(&keys::URL) {
            let url = value.split_whitespace().next().filter(|url| url.len() == value.len())?;
            ("url", url.contains("://").then(|| address::absolute(url, None)).flatten()?)
        } else {
            let name = *keys::DUMPED.iter().find(|name| **name == key)?;
            (name, dumped(name, value)?)
        };
        Some(Found::one(end, name, value, true))
    }

    /// `来源：新华网`, `Source: Reuters` beside a date: a field of the row, though the header has none for it. In
    /// scripts without capitals the value is one word, else it goes on to a bar.
    fn origin(&self, text: &str) -> Option<Found> {
        if !self.is_short {
            return None;
        }
        let after = text[keys::longest(text, &keys::ORIGIN)?..].trim_start();
        let rest = after.trim_start_matches([':', '：']).trim_start();
        let is_caseless = rest.starts_with(|c: char| !c.is_lowercase() && !c.is_uppercase());
        let value = rest.split(|c: char| BARS.contains(&c) || is_caseless && c.is_whitespace()).next()?;
        let value = value.trim_end().trim_end_matches([')', '）']);
        let is_name = value.split_whitespace().count() <= 4 && !value.ends_with(['.', '?', '!', '。']);
        if rest.len() == after.len() || value.is_empty() || !is_name {
            return None;
        }
        let end = text.len() - rest.len() + value.len();
        let is_dated = self.fields.iter().any(|field| matches!(field.name.as_str(), "date" | "date_modified"))
            || self.next_is_date(&text[end..]);
        is_dated.then(|| Found { end, fields: Vec::new(), firm: false })
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
        let (names, names_end) = self.names(value);
        let end = names_end + self.calling(&value[names_end..]);
        if names.is_empty() {
            return self.lone_name(value).map(|(name, end)| Found::one(at + end, "author", name, false));
        }
        let beside_date = !self.fields.is_empty() || self.next_is_date(&value[end..]);
        let alone = alone || self.is_by(&text[..lead_end]) && value[..names_end].contains(char::is_lowercase);
        (alone || beside_date).then(|| Found::one(at + end, "author", names.join("; "), false))
    }

    /// Whether a word means "by" in the language of the text. What follows in capitals only is a heading all the same:
    /// `POR UNA VIDA MEJOR`.
    fn is_by(&self, word: &str) -> bool {
        let words = self.language.and_then(|language| keys::BY_IN.get(language));
        words.into_iter().flatten().any(|by| by.eq_ignore_ascii_case(word))
    }

    /// Bytes of what somebody does and for whom, up to a bar, a date or the end: `, Staff Writer`, `, BBC News`.
    fn calling(&self, text: &str) -> usize {
        if !self.is_short || !text.starts_with(", ") {
            return 0;
        }
        let row = text.split(BARS).next().unwrap_or(text);
        let (mut end, mut at) = (0, ", ".len());
        for part in row[at..].split(", ").take(2) {
            if date::at_start(&text[at..], self.language).is_some() || !is_calling(part.trim_end()) {
                break;
            }
            end = at + part.trim_end().len();
            at += part.len() + ", ".len();
        }
        end
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
            let joint = keys::AND.iter().find(|joint| rest.starts_with(**joint));
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
            // A degree ends a sentence: `By Jane Roe, DVM. Reviewed by John Doe`.
            let is_degree =
                word.len() > 3 && word.strip_suffix('.').is_some_and(|word| word.chars().all(char::is_uppercase));
            if word.is_empty() || is_degree || !author::is_name_word(word) {
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
        let needs_word = keys::BEFORE_WORD.iter().find(|word| text.starts_with(**word)).map(|word| word.len());
        let start = on.or(needs_word).unwrap_or(0);
        let value = text[start..].trim_start();
        let (length, date) = date::at_start(value, self.language)?;
        let end = text.len() - value.len() + length;
        if let Some((behind, name)) = word_behind(&text[end..]) {
            return Some(Found::one(end + behind, name, date, false));
        }
        if needs_word.is_some() {
            return None;
        }
        // A second date in a row is the later one.
        let name = if self.fields.iter().any(|field| field.name == "date") { "date_modified" } else { "date" };
        Some(Found::one(end, name, date, false))
    }
}

/// Whether a text may be somebody's job or employer: a few words in capitals, or in small letters that end with a job.
fn is_calling(text: &str) -> bool {
    let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '&' | '-' | '\'' | '’'));
    let is_big = |word: &str| word.starts_with(char::is_uppercase);
    let last = text.rsplit(' ').next().unwrap_or(text);
    let is_job = keys::CALLINGS.contains(&last);
    let is_part = |word: &str| is_word(word) && (is_job || is_big(word) || keys::SMALL.contains(&word) || word == "&");
    (is_job || is_big(last)) && text.split(' ').count() <= 4 && text.split(' ').all(is_part)
}

/// Bytes of a key's value, which begins with its colon: up to the next key in rows such as `：王小明 来源：新华网`.
fn before_next_key(value: &str) -> usize {
    let next = value.match_indices('：').find(|&(at, _)| at > 0);
    next.and_then(|(colon, _)| value[..colon].trim_end().rfind(char::is_whitespace)).unwrap_or(value.len())
}

/// A word behind a date that says which it is, `12:30更新`: bytes it takes, and the field's name. Apart from the date
/// it may be the key of the next one.
fn word_behind(text: &str) -> Option<(usize, &'static str)> {
    let word = text.trim_start();
    let published = keys::longest(word, &keys::PUBLISHED_BEHIND).map(|end| (end, "date"));
    let (end, name) = published.or_else(|| Some((keys::longest(word, &keys::MODIFIED_BEHIND)?, "date_modified")))?;
    let is_apart = word.len() < text.len();
    let next = if is_apart { word[end..].trim_start() } else { &word[end..] };
    let goes_on = next.starts_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '：'));
    (!goes_on).then_some((text.len() - word.len() + end, name))
}

#[cfg(test)]
mod tests;
