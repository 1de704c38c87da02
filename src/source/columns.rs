//! Rows as documents: which of their fields is the page, the text, the id, the address.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Map, Value};

use super::Sourced;
use crate::block::count_words;
use crate::document::{COMMENTS_BELOW, Hints, Media, Record};
use crate::error::{Error, ErrorKind};

/// Fields that hold a page, the surest first.
const HTML: [&str; 4] = ["html", "raw_html", "html_content", "page_html"];
/// Fields that hold a text.
const TEXT: [&str; 4] = ["text", "raw_text", "article", "plain_text"];
/// Fields that hold the one or the other.
const EITHER: [&str; 4] = ["content", "raw_content", "body", "document"];
const ID: [&str; 6] = ["id", "doc_id", "_id", "uuid", "warc_record_id", "record_id"];
const URL: [&str; 5] = ["url", "uri", "source_url", "link", "target_uri"];

/// The fields of a row by name, as the user gives them. What is not given is guessed for each row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// The field with a text.
    pub text: Option<String>,
    /// The field with a page.
    pub html: Option<String>,
    /// The field with the document's id.
    pub id: Option<String>,
    /// The field with its address.
    pub url: Option<String>,
}

/// Which of the fields for ids and addresses that the user named were there in any row: a name that was mistyped fails no
/// row, and somebody must say so.
#[derive(Debug, Default)]
pub struct Sightings {
    rows: AtomicBool,
    id: AtomicBool,
    url: AtomicBool,
}

impl Sightings {
    /// Takes note of a row.
    pub(super) fn note(&self, columns: &Columns, has: impl Fn(&str) -> bool) {
        let sees = |name: &Option<String>| name.as_deref().is_some_and(&has);
        // A store where nothing changes would have all threads wait for one another.
        let set = |flag: &AtomicBool, seen: bool| {
            if seen && !flag.load(Ordering::Relaxed) {
                flag.store(true, Ordering::Relaxed);
            }
        };
        set(&self.rows, true);
        set(&self.id, sees(&columns.id));
        set(&self.url, sees(&columns.url));
    }

    /// Whether there were rows, and none of them had the field that was named for the id; and the same of the address.
    pub fn missed(&self) -> (bool, bool) {
        let missed = |flag: &AtomicBool| self.rows.load(Ordering::Relaxed) && !flag.load(Ordering::Relaxed);
        (missed(&self.id), missed(&self.url))
    }
}

/// The field that holds the document, and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Body<'n> {
    pub(super) name: &'n str,
    pub(super) media: Option<Media>,
}

impl Columns {
    /// The fields that may hold the document, of those that there are, the surest first: a page is preferred to a text,
    /// as it says more.
    pub(super) fn bodies<'n>(&'n self, has: impl Fn(&str) -> bool) -> impl Iterator<Item = Body<'n>> {
        let given = [(&self.html, Some(Media::Html)), (&self.text, Some(Media::Text))];
        let given = given.into_iter().filter_map(|(name, media)| Some((name.as_deref()?, media)));
        let is_given = self.html.is_some() || self.text.is_some();
        let kinds = [(&HTML, Some(Media::Html)), (&TEXT, Some(Media::Text)), (&EITHER, None)];
        let guessed = kinds.into_iter().flat_map(|(names, media)| names.iter().map(move |name| (*name, media)));
        let all = given.chain(guessed.filter(move |_| !is_given));
        all.filter(move |(name, _)| has(name)).map(|(name, media)| Body { name, media })
    }

    /// The first of them.
    pub(super) fn body<'n>(&'n self, has: impl Fn(&str) -> bool) -> Option<Body<'n>> {
        self.bodies(has).next()
    }

    /// The field with the id.
    pub(super) fn id(&self, has: impl Fn(&str) -> bool) -> Option<&str> {
        one(self.id.as_deref(), &ID, has)
    }

    /// The field with the address.
    pub(super) fn url(&self, has: impl Fn(&str) -> bool) -> Option<&str> {
        one(self.url.as_deref(), &URL, has)
    }

    /// Makes a row a document. What is neither the document nor its id or address is carried.
    ///
    /// `place` names the row where it has no id: the file and the row's number in it.
    pub(super) fn document(&self, mut row: Map<String, Value>, place: &str, hints: &Hints) -> Sourced {
        // Where a row has a page and a text, the one of them that is not empty.
        let says = |name: &str| matches!(row.get(name), Some(Value::String(text)) if !text.trim().is_empty());
        let body = self.body(says).or_else(|| self.body(|name| row.contains_key(name)));
        let Some(Body { name, media }) = body else {
            return refused(place, ErrorKind::Unsupported, self.missing(row.keys()));
        };
        let value = row.shift_remove(name);
        let Some(Value::String(text)) = value else {
            let what = value.as_ref().map_or("missing", kind);
            let error = Error::new(ErrorKind::Unsupported, format!("{name} is {what}, and no text"));
            let id = self.take_id(&mut row).unwrap_or_else(|| place.to_owned());
            return Sourced::Refused { name: place.to_owned(), id, error };
        };
        let record = self.record(row, text.into_bytes(), media, place, &unicode(hints));
        Sourced::Read { name: place.to_owned(), record }
    }

    /// The same where the document was taken out of the row before.
    pub(super) fn record(
        &self,
        mut row: Map<String, Value>,
        bytes: Vec<u8>,
        media: Option<Media>,
        place: &str,
        hints: &Hints,
    ) -> Record {
        let bytes = if media == Some(Media::Text) { with_header(&row, bytes) } else { bytes };
        let id = self.take_id(&mut row).unwrap_or_else(|| place.to_owned());
        let url = self.url(|name| matches!(row.get(name), Some(Value::String(_)))).map(str::to_owned);
        let url = url.and_then(|name| row.shift_remove(&name)).and_then(|url| text_of(&url));
        // datatrove keeps it one floor down.
        let url = url.or_else(|| text_of(row.get("metadata")?.get("url")?));
        let hints = Hints { url: url.or_else(|| hints.url.clone()), media: hints.media.or(media), ..hints.clone() };
        Record { id, bytes, hints, carried: row }
    }

    /// Takes the id out of a row.
    pub(super) fn take_id(&self, row: &mut Map<String, Value>) -> Option<String> {
        let name = self.id(|name| matches!(row.get(name), Some(Value::String(_) | Value::Number(_))))?.to_owned();
        match row.shift_remove(&name)? {
            Value::String(id) if !id.is_empty() => Some(id),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        }
    }

    /// A field for ids or addresses that was named and is not there.
    pub(super) fn absent(&self, has: impl Fn(&str) -> bool) -> Option<&str> {
        [&self.id, &self.url].into_iter().flatten().map(String::as_str).find(|name| !has(name))
    }

    /// What is wrong with a row without a document.
    pub fn missing<'k>(&self, names: impl Iterator<Item = &'k String>) -> String {
        let names: Vec<&str> = names.map(String::as_str).take(20).collect();
        let asked: Vec<&str> = [&self.html, &self.text].into_iter().flatten().map(String::as_str).collect();
        match asked.is_empty() {
            true => format!(
                "none of its fields ({}) is known to hold a document; name it with --html-field or --text-field",
                names.join(", ")
            ),
            false => lacks(&asked.join(" or "), &names),
        }
    }
}

/// What is said of fields that are not there.
pub(super) fn lacks(asked: &str, names: &[&str]) -> String {
    format!("it has no field {asked}; it has {}", names.join(", "))
}

fn one<'n>(given: Option<&'n str>, guessed: &[&'n str], has: impl Fn(&str) -> bool) -> Option<&'n str> {
    match given {
        Some(name) => Some(name).filter(|name| has(name)),
        None => guessed.iter().copied().find(|name| has(name)),
    }
}

/// A text that dehusk wrote, under the header that it would have as a file, so that it is read as one of ours: cleaning
/// twice is cleaning once. The fields beside it say so where they count its words as we do, and hold a mark of ours.
/// Where there are comments alone, it is their words that are counted.
fn with_header(row: &Map<String, Value>, bytes: Vec<u8>) -> Vec<u8> {
    let words = row.get("words").and_then(Value::as_u64);
    let is_marked = MARKS.iter().any(|mark| row.get(*mark).is_some_and(|value| !value.is_null()));
    let comments = row.get("comments").and_then(Value::as_str);
    let is_ours = |text: &str| {
        let counted = if text.is_empty() { comments.unwrap_or_default() } else { text };
        is_marked && words == Some(count_words(counted).into())
    };
    let Some(text) = std::str::from_utf8(&bytes).ok().filter(|text| is_ours(text)) else { return bytes };
    let known = HEADER.iter().filter_map(|name| Some((name, row.get(*name).filter(|value| !value.is_null())?)));
    let header: String = known.map(|(name, value)| format!("{name}: {}\n", yaml(value))).collect();
    let mut whole = format!("---\n{header}---\n\n{text}");
    if let Some(comments) = comments {
        let gap = if text.is_empty() { "" } else { "\n\n" };
        whole = format!("{whole}{gap}{COMMENTS_BELOW}\n\n{comments}");
    }
    whole.into_bytes()
}

/// JSON as YAML reads it, which knows fewer characters as they are.
fn yaml(value: &Value) -> String {
    let mut yaml = String::new();
    for c in value.to_string().chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                yaml += &format!("\\u{:04x}", u32::from(c));
            }
            _ => yaml.push(c),
        }
    }
    yaml
}

/// Of these dehusk writes at least one beside the count of the words.
const MARKS: [&str; 3] = ["extraction_quality", "language_score", "removed"];

/// Fields that say what dehusk did and found.
const HEADER: [&str; 7] = ["title", "words", "extraction_quality", "language", "language_score", "removed", "fixes"];

/// The hints for a document that is text already: its charset is that of the file around it.
pub(super) fn unicode(hints: &Hints) -> Hints {
    Hints { charset: Some("utf-8".to_owned()), ..hints.clone() }
}

fn text_of(value: &Value) -> Option<String> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A row that is no document.
pub(super) fn refused(place: &str, kind: ErrorKind, message: impl Into<String>) -> Sourced {
    Sourced::Refused { name: place.to_owned(), id: place.to_owned(), error: Error::new(kind, message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(columns: &Columns, row: &str) -> Result<Record, String> {
        let row = serde_json::from_str(row).unwrap();
        match columns.document(row, "file#3", &Hints::default()) {
            Sourced::Read { record, .. } => Ok(record),
            Sourced::Refused { error, .. } => Err(error.to_string()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_page_is_preferred_and_the_rest_is_carried_in_order() {
        let row = r#"{"z": 1, "text": "t", "html": "<p>", "id": 7, "url": " https://example.org/ ", "a": null}"#;
        let record = document(&Columns::default(), row).unwrap();
        assert_eq!((&*record.id, &*record.bytes, record.hints.media), ("7", &b"<p>"[..], Some(Media::Html)));
        assert_eq!(record.hints.url.as_deref(), Some("https://example.org/"));
        assert_eq!(Value::from(record.carried).to_string(), r#"{"z":1,"text":"t","a":null}"#);
    }

    #[test]
    fn fields_can_be_named() {
        let columns = Columns { text: Some("t".into()), id: Some("n".into()), ..Columns::default() };
        let record = document(&columns, r#"{"t": "x", "html": "<p>", "n": "me", "id": 1}"#).unwrap();
        assert_eq!((&*record.id, &*record.bytes, record.hints.media), ("me", &b"x"[..], Some(Media::Text)));
        assert!(record.carried.contains_key("html") && record.carried.contains_key("id"));
    }

    #[test]
    fn a_name_that_no_row_has_is_missed() {
        let columns = Columns { id: Some("n".into()), ..Columns::default() };
        let sightings = Sightings::default();
        assert_eq!(sightings.missed(), (false, false), "there were no rows");
        sightings.note(&columns, |name| name == "text");
        assert!(sightings.missed().0);
        sightings.note(&columns, |name| name == "n");
        sightings.note(&columns, |name| name == "text");
        assert!(!sightings.missed().0);
    }

    #[test]
    fn what_is_not_there_is_said_with_the_remedy() {
        let missing = document(&Columns::default(), r#"{"a": 1, "b": 2}"#).unwrap_err();
        assert!(missing.contains("(a, b)") && missing.contains("--html-field"), "{missing}");
        assert_eq!(document(&Columns::default(), r#"{"html": null}"#).unwrap_err(), "html is null, and no text");
        assert_eq!(document(&Columns::default(), r#"{"content": "x"}"#).unwrap().id, "file#3");
    }

    #[test]
    fn a_page_that_is_empty_gives_way_to_a_text() {
        for html in ["null", "\"\"", "\" \\n\"", "7"] {
            let row = format!(r#"{{"id": 1, "html": {html}, "text": "t"}}"#);
            let record = document(&Columns::default(), &row).unwrap();
            assert_eq!((&*record.bytes, record.hints.media), (&b"t"[..], Some(Media::Text)), "{html}");
        }
        assert_eq!(document(&Columns::default(), r#"{"html": "", "text": null}"#).unwrap().bytes, b"");
        let only = Columns { html: Some("html".into()), ..Columns::default() };
        assert!(document(&only, r#"{"html": null, "text": "t"}"#).is_err());
    }

    #[test]
    fn a_text_of_ours_has_its_header_again() {
        let row = |words| {
            format!(
                r#"{{"text": "It burned.", "words": {words}, "extraction_quality": 0.9, "removed": {{"share": 2}}, "comments": "Sad."}}"#
            )
        };
        let bytes = document(&Columns::default(), &row(2)).unwrap().bytes;
        let whole = "---\nwords: 2\nextraction_quality: 0.9\nremoved: {\"share\":2}\n---\n\nIt burned.\n\n--- comments ---\n\nSad.";
        assert_eq!(String::from_utf8(bytes).unwrap(), whole);
        assert_eq!(document(&Columns::default(), &row(3)).unwrap().bytes, b"It burned.");
        let odd =
            "{\"text\": \"It burned.\", \"words\": 2, \"language_score\": 1.0, \"title\": \"A\u{7f}\u{fffe}\u{2028}\"}";
        let bytes = document(&Columns::default(), odd).unwrap().bytes;
        let whole = "---\ntitle: \"A\\u007f\\ufffe\\u2028\"\nwords: 2\nlanguage_score: 1.0\n---\n\nIt burned.";
        assert_eq!(String::from_utf8(bytes).unwrap(), whole);
    }

    #[test]
    fn comments_of_ours_without_a_text_have_their_header_again() {
        let row = |words| {
            format!(r#"{{"text": "", "comments": "Sad, this.", "words": {words}, "removed": {{"selector": 1}}}}"#)
        };
        let bytes = document(&Columns::default(), &row(2)).unwrap().bytes;
        let whole = "---\nwords: 2\nremoved: {\"selector\":1}\n---\n\n--- comments ---\n\nSad, this.";
        assert_eq!(String::from_utf8(bytes).unwrap(), whole);
        assert_eq!(document(&Columns::default(), &row(3)).unwrap().bytes, b"");
    }

    #[test]
    fn an_address_may_stand_one_floor_down() {
        let record = document(&Columns::default(), r#"{"text": "x", "metadata": {"url": "u"}}"#).unwrap();
        assert_eq!(record.hints.url.as_deref(), Some("u"));
        assert_eq!(record.carried["metadata"]["url"], "u");
    }
}
