//! Lines that are rows of data in a plain text: JSON, CSV, columns between tabs, columns that stand below one another.
//!
//! A line alone can look like one by chance, so it takes lines of the same make one below the other; but for an object
//! of JSON, which is one or is none. What quotes and entities are in JSON and CSV is not for us to say; of tables only
//! the spaces are spared.

use std::ops::Range;

use serde::de::IgnoredAny;

use super::Normalizer;
use super::spaces::Spacing;
use crate::block::together::has_gap;
use crate::document::Fixes;

/// What makes a line a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// An object, or an array of such.
    Json,
    /// Fields between commas or semicolons.
    Fields {
        /// What stands between them.
        separator: u8,
        /// How many there are.
        count: usize,
        /// Whether one is in quotes.
        is_quoted: bool,
    },
    /// So many tabs.
    Tabs(usize),
    /// A row of a table that is drawn, or a line between two: where its columns end, in characters.
    Grid(Vec<usize>),
    /// Two gaps or more between columns.
    Columns {
        /// The gaps, in characters.
        gaps: Vec<Range<usize>>,
        /// Characters of the line.
        length: usize,
    },
}

impl Row {
    /// Whether a row right below is one of the same table.
    pub fn leads_to(&self, next: &Row) -> bool {
        match (self, next) {
            (Row::Json, _) | (_, Row::Json) => false,
            (Row::Fields { separator, count, .. }, Row::Fields { separator: other, count: others, .. }) => {
                separator == other && count == others
            }
            (Row::Columns { gaps, length }, Row::Columns { gaps: others, length: other }) => {
                meet(gaps, others, *other) && meet(others, gaps, *length)
            }
            _ => self == next,
        }
    }

    /// Whether so many rows are a table.
    pub fn is_table(&self, rows: usize) -> bool {
        rows >= match self {
            Row::Json => 1,
            Row::Tabs(_) => 2,
            Row::Fields { .. } | Row::Grid(_) | Row::Columns { .. } => 3,
        }
    }

    /// The row of JSON or CSV that a line is. Fields without quotes are believed only below others.
    pub(super) fn of_data(line: &str, above: Option<&Row>) -> Option<Row> {
        let body = line.trim();
        if body.starts_with(['{', '[']) {
            return is_json(body).then_some(Row::Json);
        }
        let found = b",;".iter().find_map(|&separator| fields(body, separator))?;
        let Row::Fields { is_quoted, .. } = &found else { return None };
        (*is_quoted || above.is_some_and(|above| above.leads_to(&found))).then_some(found)
    }

    /// The row of a table that a line is.
    pub(super) fn of_table(line: &str) -> Option<Row> {
        let body = line.trim_start();
        if body.starts_with(['+', '|']) {
            return grid(line);
        }
        match memchr::memchr_iter(b'\t', line.as_bytes()).count() {
            0 if has_gap(line) => columns(line),
            0 | 1 => None,
            tabs => Some(Row::Tabs(tabs)),
        }
    }
}

impl Normalizer {
    /// The row of data that a line of a plain text may be, below another or none, and what becomes of the line if it is
    /// one. Whether it is, the lines around it tell.
    pub fn row(&self, line: &str, above: Option<&Row>, language: Option<&str>) -> Option<(Row, String, Fixes)> {
        let is_below_fields = matches!(above, Some(Row::Fields { .. }));
        if !is_below_fields && !may_be_row(line) {
            return None;
        }
        // What is no depth must not become one.
        let indent = |line: &str| line.len() - line.trim_start().len();
        let mut fixes = Fixes::default();
        let code = self.code_counting(line, &mut fixes);
        if indent(&code) != indent(line) {
            return None;
        }
        if let Some(row) = Row::of_data(&code, above) {
            return Some((row, code.into_owned(), fixes));
        }
        Row::of_table(line)?;
        let mut fixes = Fixes::default();
        let table = self.running(line, language, Spacing::Table, &mut fixes);
        // It must be the same row to whoever reads it next.
        let is_other = !may_be_row(&table)
            || indent(&table) != indent(line)
            || table.contains('\n')
            || Row::of_data(&table, above).is_some();
        let row = Row::of_table(&table).filter(|_| !is_other)?;
        Some((row, table.into_owned(), fixes))
    }

    /// What becomes of those lines of a text that are rows of data, and what was repaired in them; `None` for the others,
    /// which are running text, or what is given as `None`.
    pub fn rows<'t>(
        &self,
        lines: impl Iterator<Item = Option<&'t str>>,
        language: Option<&str>,
    ) -> Vec<Option<(String, Fixes)>> {
        let mut rows = Vec::new();
        let mut last: Option<(Row, usize)> = None;
        for line in lines {
            let above = last.as_ref().map(|(row, _)| row);
            let found = line.and_then(|line| self.row(line, above, language));
            let (row, text) = found.map(|(row, text, fixes)| (row, (text, fixes))).unzip();
            let goes_on = row.as_ref().is_some_and(|row| above.is_some_and(|above| above.leads_to(row)));
            if !goes_on {
                forget(&mut rows, last.as_ref());
            }
            rows.push(text);
            let count = last.filter(|_| goes_on).map_or(0, |(_, count)| count) + 1;
            last = row.map(|row| (row, count));
        }
        forget(&mut rows, last.as_ref());
        rows
    }
}

/// The last rows were no table if they were too few.
fn forget(rows: &mut [Option<(String, Fixes)>], last: Option<&(Row, usize)>) {
    if let Some((row, count)) = last
        && !row.is_table(*count)
    {
        let begin = rows.len() - count;
        rows[begin..].fill(None);
    }
}

/// Whether a line could be a row at all: told from the bytes, for most are not.
pub(super) fn may_be_row(line: &str) -> bool {
    let body = line.trim_start();
    // What an entity or a fence begins may be another line once it is decoded.
    let is_other = body.is_empty() || body.starts_with(['&', '`', '~']);
    let holds_sign = || memchr::memchr2(b'\t', b'"', body.as_bytes()).is_some();
    !is_other && (holds_sign() || body.starts_with(['{', '[', '+', '|']) || has_gap(body))
}

/// Whether text is an object of JSON that holds something, or an array of objects or arrays; a comma may follow.
fn is_json(text: &str) -> bool {
    let text = text.strip_suffix(',').unwrap_or(text);
    let inside = text[1..].trim_start();
    let is_bracketed = match text.as_bytes()[0] {
        b'{' => inside.starts_with('"') && text.ends_with('}'),
        _ => inside.starts_with(['{', '[']) && text.ends_with(']'),
    };
    is_bracketed && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// The fields of a line of CSV: three or more, without spaces around them, and with quotes around all of a field or
/// nowhere.
fn fields(line: &str, separator: u8) -> Option<Row> {
    let mut rest = line.as_bytes();
    let mut count = 0;
    let mut is_quoted = false;
    loop {
        let length = match rest.first() {
            Some(b'"') => {
                is_quoted = true;
                quoted(rest)?
            }
            _ => {
                let length = memchr::memchr(separator, rest).unwrap_or(rest.len());
                let field = &rest[..length];
                if field.contains(&b'"') || field.trim_ascii().len() != length {
                    return None;
                }
                length
            }
        };
        count += 1;
        match rest.get(length) {
            None => break,
            Some(&byte) if byte == separator => rest = &rest[length + 1..],
            Some(_) => return None,
        }
    }
    (count >= 3).then_some(Row::Fields { separator, count, is_quoted })
}

/// Bytes of the field in quotes that begins here; quotes in it are doubled.
fn quoted(field: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr(b'"', &field[at..])? + 1;
        match field.get(at) {
            Some(b'"') => at += 1,
            _ => return Some(at),
        }
    }
}

/// The row of a table that is drawn with `|`, or with `+` in the lines between rows.
fn grid(line: &str) -> Option<Row> {
    let body = line.trim();
    let sign = body.chars().next()?;
    let is_line = |body: &str| body.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'=' | b'|' | b':'));
    if !body.ends_with(sign) || sign == '+' && !is_line(body) {
        return None;
    }
    let ends: Vec<usize> = line.chars().enumerate().filter(|&(_, c)| c == sign).map(|(at, _)| at).collect();
    (ends.len() > 1).then_some(Row::Grid(ends))
}

/// The gaps of two spaces or more in a line.
fn columns(line: &str) -> Option<Row> {
    let mut gaps = Vec::new();
    let mut before = None;
    let mut spaces = 0;
    let mut length = 0;
    for (at, c) in line.chars().enumerate() {
        length = at + 1;
        if c == ' ' {
            spaces += 1;
            continue;
        }
        // Behind a sentence, many write two.
        if spaces > 1 && before.is_some_and(|c| !matches!(c, '.' | '!' | '?')) {
            gaps.push(at - spaces..at);
        }
        (before, spaces) = (Some(c), 0);
    }
    (gaps.len() > 1).then_some(Row::Columns { gaps, length })
}

/// Whether each of the gaps has part in one of the other line, or lies behind its end.
fn meet(gaps: &[Range<usize>], others: &[Range<usize>], length: usize) -> bool {
    let mut others = others.iter().peekable();
    gaps.iter().all(|gap| {
        while others.next_if(|other| other.end <= gap.start).is_some() {}
        gap.end > length || others.peek().is_some_and(|other| other.start < gap.end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_table(lines: &[&str]) -> bool {
        let mut rows = Vec::<Row>::new();
        for line in lines {
            let row = Row::of_data(line, rows.last()).or_else(|| Row::of_table(line));
            let Some(row) = row.filter(|row| may_be_row(line) && rows.last().is_none_or(|above| above.leads_to(row)))
            else {
                return false;
            };
            rows.push(row);
        }
        rows.last().is_some_and(|row| row.is_table(rows.len()))
    }

    #[test]
    fn rows_of_one_make_are_a_table() {
        for lines in [
            &["{\"name\": \"Lee “Bo”\", \"age\": 4}"][..],
            &["[{\"a\": 1}, {\"b\": \"c\"}],"],
            &["7,\"so, ‘so’\",x", "8,\"\",y z", "9,\"a \"\"b\"\"\",\"c\""],
            &["\"boat\";3;", "\"crane\";;1", "\"rope\";2;2"],
            &["boat\t3\t", "crane\t\t1"],
            &["+----+---+", "| ab | c |", "+----+---+", "| d  | e |", "+====+===+"],
            &["| boat  | 3 |", "|-------|--:|", "| crane | 1 |"],
            &["boat     3   9.50", "crane    1   0.25", "rope    22  10.00"],
            &["boat     3   9.50", "crane        0.25  x", "rope    22  10.00", "oar      7  12.50  good"],
        ] {
            assert!(is_table(lines), "{lines:?}");
        }
    }

    #[test]
    fn prose_is_no_table() {
        for lines in [
            &["{\"so\" he said}"][..],
            &["[\"So\", he said.]"],
            &["{}"],
            &["She said \"yes\", \"no\", \"so\"", "He said \"yes\", \"no\", \"so\"", "I said \"yes\", \"no\", \"so\""],
            &["\"Yes\", he said, and left.", "\"No\", she said, and stayed.", "\"So\", they said, and slept."],
            &["1,\"a\",b", "2,\"c\",d"],
            &["a,b,c", "d,e,f", "g,h,i"],
            &["ANNA\tIt is so.", "OTTO\tIt is not.", "ANNA\tIt was."],
            &["The  boat was  old,", "and it had  no oars  at", "all,  nor  a crew."],
            &["One.  Two.  Three.", "Six.  Ten.  Seven.", "Two.  One.  Eight."],
            &["| a | bcd |", "| ef | g |", "| h | i |"],
            &["+1 for this+", "+1 for that+", "+2 for those+"],
        ] {
            assert!(!is_table(lines), "{lines:?}");
        }
    }

    #[test]
    fn hostile_lines_are_linear() {
        for piece in ["a  ", "{\"a\":", "\"\",", "\"\"", "+", "| ", "[["] {
            let line = piece.repeat(300_000);
            let row = Row::of_data(&line, None).or_else(|| Row::of_table(&line));
            assert!(row.is_none_or(|row| row.leads_to(&row) || row == Row::Json));
        }
    }
}
