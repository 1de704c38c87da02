//! JSON lines: a document on each line.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use memchr::memmem;
use serde_json::{Map, Value};

use super::Sourced;
use super::columns::{Columns, Sightings, refused};
use crate::decode;
use crate::document::Hints;
use crate::error::ErrorKind;

/// Bytes that are read at once.
const CHUNK: usize = 256 << 10;
/// A line may hold so many times the bytes of the largest document: a control character is written with six.
const ESCAPES: usize = 6;
/// And its other fields.
const FIELDS: usize = 1 << 20;
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// How lines are read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which fields are what.
    pub columns: Columns,
    /// Bytes of the largest document.
    pub max_bytes: usize,
    /// Hints for every document.
    pub hints: Hints,
    /// Which of the named fields there were.
    pub sightings: Arc<Sightings>,
}

/// A line as it lies in its file. Whoever takes it reads it: several can be at that at once.
#[derive(Clone)]
pub struct Row {
    line: Vec<u8>,
    /// The file and the number of the line.
    place: String,
    options: Arc<Options>,
}

impl Row {
    /// Makes the line a document.
    pub fn read(self) -> Sourced {
        let Row { line, place, options } = self;
        let line = line.trim_ascii();
        let row: Result<(Map<String, Value>, usize), String> = match serde_json::from_slice(line) {
            Ok(row) => Ok((row, 0)),
            Err(error) => lenient(line, &options.hints).ok_or_else(|| said(&error)),
        };
        if let Ok((row, _)) = &row {
            options.sightings.note(&options.columns, |name| row.contains_key(name));
        }
        match row {
            Ok((row, 0)) => options.columns.document(row, &place, &options.hints),
            Ok((row, replaced)) => options.columns.document(row, &place, &Hints { replaced, ..options.hints.clone() }),
            Err(error) => refused(&place, ErrorKind::Damaged, format!("no JSON object: {error}")),
        }
    }

    /// The file and the number of the line, for people.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Bytes of the line.
    pub fn length(&self) -> usize {
        self.line.len()
    }

    /// Tags of the page in it, about.
    pub fn tags(&self) -> usize {
        // Some writers of JSON escape the signs of markup.
        super::tags(&self.line) + memmem::find_iter(&self.line, r"\u003c").count()
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row").field("place", &self.place).field("length", &self.length()).finish_non_exhaustive()
    }
}

/// The documents of a JSONL file, as [`Row`]s.
pub struct Lines {
    stream: BufReader<Box<dyn Read + Send>>,
    name: String,
    options: Arc<Options>,
    line: Vec<u8>,
    /// Of the line that is read next, from 1.
    number: u64,
    broken: bool,
}

impl Lines {
    /// Reads what is in `stream`; `name` is what the file is called.
    pub fn open(stream: Box<dyn Read + Send>, name: String, options: Options) -> Lines {
        let stream = BufReader::with_capacity(CHUNK, stream);
        Lines { stream, name, options: Arc::new(options), line: Vec::new(), number: 1, broken: false }
    }

    /// Reads the next line into `self.line`. A line that is too long is read past, and only its length is kept.
    fn read(&mut self) -> io::Result<Next> {
        self.line.clear();
        let most = self.options.max_bytes.saturating_mul(ESCAPES).saturating_add(FIELDS);
        let mut length = 0u64;
        loop {
            let chunk = match self.stream.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            if chunk.is_empty() {
                return Ok(if length == 0 { Next::End } else { self.read_so_far(length, most) });
            }
            let end = memchr::memchr(b'\n', chunk);
            let part = &chunk[..end.unwrap_or(chunk.len())];
            length += part.len() as u64;
            if length <= most as u64 {
                self.line.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.stream.consume(used);
            if end.is_some() {
                return Ok(self.read_so_far(length, most));
            }
        }
    }

    fn read_so_far(&self, length: u64, most: usize) -> Next {
        if length > most as u64 { Next::TooLong(length) } else { Next::Line }
    }

    /// The line that was read; nothing of an empty one.
    fn row(&mut self) -> Option<Sourced> {
        let mut line = std::mem::take(&mut self.line);
        if self.number == 1 && line.starts_with(BYTE_ORDER_MARK) {
            line.drain(..BYTE_ORDER_MARK.len());
        }
        if line.trim_ascii().is_empty() {
            return None;
        }
        Some(Sourced::Row(Row { line, place: self.place(), options: Arc::clone(&self.options) }))
    }

    /// Names the line that was read.
    fn place(&self) -> String {
        format!("{}#{}", self.name, self.number)
    }
}

/// What was read.
enum Next {
    Line,
    TooLong(u64),
    End,
}

impl Iterator for Lines {
    type Item = Sourced;

    fn next(&mut self) -> Option<Sourced> {
        while !self.broken {
            let found = match self.read() {
                Ok(Next::End) => return None,
                Ok(Next::Line) => self.row(),
                Ok(Next::TooLong(length)) => {
                    let message = format!("a line of {length} bytes; see --max-bytes");
                    Some(refused(&self.place(), ErrorKind::TooLarge, message))
                }
                Err(error) => {
                    self.broken = true;
                    let kind = match error.kind() {
                        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => ErrorKind::Damaged,
                        _ => ErrorKind::Io,
                    };
                    Some(refused(&self.place(), kind, format!("{error}; this line and all after it are lost")))
                }
            };
            self.number += 1;
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

/// Lines of a file that are looked at for what it is.
const LOOKED_AT: usize = 4;

/// Whether a file begins with a JSON object, as far as can be seen: its first line may be broken.
pub fn begins_object(first: &[u8]) -> bool {
    let first = first.strip_prefix(BYTE_ORDER_MARK).unwrap_or(first).trim_ascii_start();
    first.strip_prefix(b"{").is_some_and(|inside| is_key(inside.trim_ascii_start()))
}

/// Those of the first lines that can be read; the last line may be cut off.
pub fn first_rows(first: &[u8]) -> impl Iterator<Item = Map<String, Value>> {
    let first = first.strip_prefix(BYTE_ORDER_MARK).unwrap_or(first);
    let lines = first.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).take(LOOKED_AT);
    lines.filter_map(|line| serde_json::from_slice(line).ok().or_else(|| Some(lenient(line, &Hints::default())?.0)))
}

/// Whether an object begins with a key and its value.
fn is_key(inside: &[u8]) -> bool {
    let Some(rest) = inside.strip_prefix(b"\"") else { return false };
    let Some(end) = memchr::memchr(b'"', rest) else { return false };
    rest[end + 1..].trim_ascii_start().starts_with(b":")
}

/// Reads a line that is not quite JSON: one that is in another charset, as any text that is not UTF-8 is read, and one
/// with halves of surrogate pairs. What cannot be read becomes U+FFFD; the number of such places.
fn lenient(line: &[u8], hints: &Hints) -> Option<(Map<String, Value>, usize)> {
    let (text, replaced) = decode::text(line, hints);
    if let Ok(row) = serde_json::from_str(&text) {
        return Some((row, replaced));
    }
    let (text, halves) = whole_surrogates(&text).unwrap_or((text.into_owned(), 0));
    let row = serde_json::from_str(&text).or_else(|_| serde_json::from_str(&named_numbers(&text)));
    Some((row.ok()?, replaced + halves))
}

/// The same JSON, with the numbers that JSON has no words for as texts, as Parquet's are: Python writes them as they are.
fn named_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let (mut rest, mut quoted) = (text, false);
    while let Some(at) = rest.find(['"', '\\', 'N', 'I', '-']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = ["NaN", "Infinity", "-Infinity"].into_iter().find(|name| !quoted && rest.starts_with(name));
        let taken = match rest.as_bytes()[0] {
            b'\\' if quoted => rest.chars().take(2).map(char::len_utf8).sum(),
            _ => name.map_or(1, str::len),
        };
        quoted ^= rest.starts_with('"');
        match name {
            Some(name) => out.extend(["\"", name, "\""]),
            None => out.push_str(&rest[..taken]),
        }
        rest = &rest[taken..];
    }
    out + rest
}

/// The same JSON, with `\ufffd` where half of a surrogate pair is escaped alone, and how many. `None` where there is none.
fn whole_surrogates(text: &str) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    let unit = |at: usize| -> Option<u16> {
        let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut out = String::with_capacity(text.len());
    let (mut at, mut copied, mut halves) = (0, 0, 0);
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        let escape = at + found;
        at = match unit(escape) {
            Some(0xD800..=0xDBFF) if matches!(unit(escape + 6), Some(0xDC00..=0xDFFF)) => escape + 12,
            Some(0xD800..=0xDFFF) => {
                out.push_str(&text[copied..escape]);
                out.push_str("\\ufffd");
                copied = escape + 6;
                halves += 1;
                escape + 6
            }
            _ => (escape + 2).min(bytes.len()),
        };
    }
    out.push_str(&text[copied..]);
    (halves > 0).then_some((out, halves))
}

/// The error without its line, which is always the first of one.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(&*text, |(text, _)| text);
    if error.column() > 0 { format!("{text} at byte {}", error.column()) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_counted_however_they_are_written() {
        let line = br#"{"html": "<p>a\u003cp\u003eb"}"#.to_vec();
        let row = Row { line, place: String::new(), options: Arc::default() };
        assert_eq!(row.tags(), 2);
    }

    fn read(bytes: &[u8], max_bytes: usize) -> Vec<Sourced> {
        let stream = Box::new(io::Cursor::new(bytes.to_vec()));
        let options = Options { max_bytes, ..Options::default() };
        Lines::open(stream, "x.jsonl".into(), options).map(Sourced::read).collect()
    }

    fn told(found: &[Sourced]) -> Vec<String> {
        let tell = |found: &Sourced| match found {
            Sourced::Read { record, .. } => format!("{}: {}", record.id, String::from_utf8_lossy(&record.bytes)),
            Sourced::Refused { id, error, .. } => format!("{id}! {error}"),
            other => panic!("{other:?}"),
        };
        found.iter().map(tell).collect()
    }

    #[test]
    fn a_document_on_each_line() {
        let bytes = b"\xEF\xBB\xBF{\"text\":\"one\"}\r\n\n{\"text\":\"two\",\"id\":\"b\"}\n  \n{\"text\":\"three\"}";
        assert_eq!(told(&read(bytes, 100)), ["x.jsonl#1: one", "b: two", "x.jsonl#5: three"]);
    }

    #[test]
    fn a_broken_line_costs_that_line() {
        let found = told(&read(b"{\"text\":\"one\"}\n{\"text\":\n[1]\n{\"text\":\"four\"}\n", 100));
        assert_eq!((&*found[0], &*found[3]), ("x.jsonl#1: one", "x.jsonl#4: four"));
        assert!(found[1].starts_with("x.jsonl#2! no JSON object: EOF"), "{}", found[1]);
        assert!(found[2].starts_with("x.jsonl#3! no JSON object"), "{}", found[2]);
    }

    #[test]
    fn what_is_not_quite_json_is_read_as_browsers_would() {
        let found = read(b"{\"text\":\"a\\ud800b \\ud83d\\ude00 \\\\ud800\"}\n{\"text\":\"caf\xE9\"}\n", 100);
        assert_eq!(told(&found), ["x.jsonl#1: a\u{FFFD}b \u{1F600} \\ud800", "x.jsonl#2: café"]);
        assert!(matches!(&found[0], Sourced::Read { record, .. } if record.hints.replaced == 1));
    }

    #[test]
    fn a_broken_character_does_not_change_the_others() {
        let lines = [
            &b"{\"html\":\"<meta charset=windows-1251>Gr\xC3\xB6\xC3\x9Fe\xFF s\xC3\xBC\xC3\x9F\"}\n"[..],
            b"{\"text\":\"Gr\xC3\xB6\xC3\x9Fe \xF0\x9F\x98\"}\n",
        ];
        let found = told(&read(&lines.concat(), 100));
        assert_eq!(found, ["x.jsonl#1: <meta charset=windows-1251>Größe\u{FFFD} süß", "x.jsonl#2: Größe \u{FFFD}"]);
    }

    #[test]
    fn a_charset_is_that_of_the_file_and_not_of_its_strings() {
        let hints = Hints { charset: Some("windows-1251".into()), ..Hints::default() };
        let options = Options { max_bytes: 100, hints, ..Options::default() };
        let bytes = ["{\"text\":\"мельница\"}\n".as_bytes(), b"{\"text\":\"\xEC\xE5\xEB\xFC\"}\n"].concat();
        let found: Vec<Sourced> =
            Lines::open(Box::new(io::Cursor::new(bytes)), "x".into(), options).map(Sourced::read).collect();
        assert_eq!(told(&found), ["x#1: мельница", "x#2: мель"]);
        assert!(found.iter().all(
            |found| matches!(found, Sourced::Read { record, .. } if record.hints.charset.as_deref() == Some("utf-8"))
        ));
    }

    #[test]
    fn a_line_of_any_length_is_not_held() {
        let mut bytes = vec![b'x'; ESCAPES + FIELDS + 100];
        bytes.extend(b"\n{\"text\":\"y\"}");
        let found = told(&read(&bytes, 1));
        assert!(found[0].contains("a line of"), "{}", found[0]);
        assert_eq!(found[1], "x.jsonl#2: y");
    }

    #[test]
    fn a_stream_that_breaks_says_from_where() {
        struct Breaks(u8);
        impl Read for Breaks {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                if self.0 > 1 {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "torn"));
                }
                out[..18].copy_from_slice(b"{\"text\":\"a\"}\n{\"tex");
                Ok(18)
            }
        }
        let options = Options { max_bytes: 9, ..Options::default() };
        let found: Vec<_> = Lines::open(Box::new(Breaks(0)), "x".into(), options).map(Sourced::read).collect();
        assert_eq!(told(&found), ["x#1: a", "x#2! torn; this line and all after it are lost"]);
    }

    #[test]
    fn numbers_that_json_has_no_words_for() {
        let line = br#"{"text":"NaN \"NaN\" -Infinity","a":NaN,"b":[-Infinity,Infinity,-1],"c":{"NaN":null}}"#;
        let (row, _) = lenient(line, &Hints::default()).expect("a row");
        let expected = r#"{"text":"NaN \"NaN\" -Infinity","a":"NaN","b":["-Infinity","Infinity",-1],"c":{"NaN":null}}"#;
        assert_eq!(Value::from(row).to_string(), expected);
    }

    #[test]
    fn json_lines_are_told_from_other_things_in_braces() {
        for yes in ["{\"a\": 1}\n{", "{ \"html\" : \"<p>", "\u{FEFF}{\"a\":1}\n", "{\"text\":\"cut of\n{\"a\":1}\n"] {
            assert!(begins_object(yes.as_bytes()), "{yes}");
        }
        for no in ["", "text", "{a: 1}\n", "{{template}}\n", "[{\"a\":1}]\n", "{ color: red }"] {
            assert!(!begins_object(no.as_bytes()), "{no}");
        }
        let rows = |first: &str| first_rows(first.as_bytes()).count();
        assert_eq!(rows("\u{FEFF}{\"a\":1}\r\n\n{\"b\n{\"c\":1}"), 2);
        assert_eq!(rows("{\n  \"a\": 1\n}"), 0);
    }
}
