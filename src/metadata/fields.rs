//! Fields by name: what people and publishing systems call them, and how the header writes them.

use std::collections::HashMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::{Number, Value, json};

use super::{author, date, language, wording};
use crate::document::Metadata;

/// A field of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Known {
    Title,
    Author,
    Date,
    DateModified,
    Url,
    Hostname,
    Sitename,
    Description,
    Categories,
    Tags,
    Language,
    LanguageScore,
    ExtractionQuality,
    Words,
    Id,
    Source,
    License,
}

/// Names of the fields as people write them, folded by [`fold`]: `fields.toml`, as the build script writes it.
const WRITTEN: &str = include_str!(concat!(env!("OUT_DIR"), "/fields.json"));

/// The fields by these names.
static NAMES: LazyLock<FxHashMap<&str, Known>> = LazyLock::new(|| {
    let written: HashMap<Known, Vec<&str>> = serde_json::from_str(WRITTEN).expect("the names are read by a test");
    written.into_iter().flat_map(|(field, names)| names.into_iter().map(move |name| (name, field))).collect()
});

/// Lower case without `-`, `_` and space: `Date Published`, `date_published` and `datePublished` are one name.
fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ' | ':')).flat_map(char::to_lowercase).collect()
}

/// The field that people mean by this name.
pub(super) fn known(name: &str) -> Option<Known> {
    NAMES.get(fold(name).as_str()).copied()
}

/// Sets a field by the name people write (`author`, `Published`, `keywords`); unknown names go to `extra`.
/// What is already known stays.
///
/// A value that its field cannot hold (a date that is none, a score that is no number) goes to `extra` too,
/// under `raw_` and the field's name, so nothing is lost. An empty value is no value.
pub fn set(metadata: &mut Metadata, name: &str, value: Value) {
    if is_empty(&value) {
        return;
    }
    let Some(field) = known(name) else {
        let key = name.trim().to_lowercase();
        if !key.is_empty() {
            metadata.extra.entry(key).or_insert(value);
        }
        return;
    };
    if let Err(value) = put(metadata, field, value) {
        metadata.extra.entry(format!("raw_{}", header_name(field))).or_insert(value);
    }
}

/// The known fields in the order of the header, with JSON values: the one list that all sinks write.
/// `extra` is not among them.
///
/// `author` is one string, its names joined by `; `; `categories` and `tags` are arrays.
pub fn entries(metadata: &Metadata) -> Vec<(&'static str, Value)> {
    let text = |value: &Option<String>| value.clone().map(Value::from);
    let list = |values: &[String]| (!values.is_empty()).then(|| json!(values));
    let score =
        |score: Option<f32>| score.and_then(|score| Number::from_f64(rounded(f64::from(score)))).map(Value::from);
    [
        (Known::Title, text(&metadata.title)),
        (Known::Author, (!metadata.authors.is_empty()).then(|| metadata.authors.join("; ").into())),
        (Known::Date, text(&metadata.date)),
        (Known::DateModified, text(&metadata.date_modified)),
        (Known::Url, text(&metadata.url)),
        (Known::Hostname, text(&metadata.hostname)),
        (Known::Sitename, text(&metadata.sitename)),
        (Known::Description, text(&metadata.description)),
        (Known::Categories, list(&metadata.categories)),
        (Known::Tags, list(&metadata.tags)),
        (Known::Language, text(&metadata.language)),
        (Known::LanguageScore, score(metadata.language_score)),
        (Known::ExtractionQuality, score(metadata.extraction_quality)),
        (Known::Words, metadata.words.map(Value::from)),
        (Known::Id, text(&metadata.id)),
        (Known::Source, text(&metadata.source)),
        (Known::License, text(&metadata.license)),
    ]
    .into_iter()
    .filter_map(|(field, value)| Some((header_name(field), value?)))
    .collect()
}

/// The field's name in the header.
pub(super) fn header_name(field: Known) -> &'static str {
    match field {
        Known::Title => "title",
        Known::Author => "author",
        Known::Date => "date",
        Known::DateModified => "date_modified",
        Known::Url => "url",
        Known::Hostname => "hostname",
        Known::Sitename => "sitename",
        Known::Description => "description",
        Known::Categories => "categories",
        Known::Tags => "tags",
        Known::Language => "language",
        Known::LanguageScore => "language_score",
        Known::ExtractionQuality => "extraction_quality",
        Known::Words => "words",
        Known::Id => "id",
        Known::Source => "source",
        Known::License => "license",
    }
}

/// Puts a value into its field, unless one is there; gives it back where the field cannot hold it.
fn put(metadata: &mut Metadata, field: Known, value: Value) -> Result<(), Value> {
    let hint = metadata.language.clone();
    match field {
        Known::Title => text(&mut metadata.title, value, wording::SHORT),
        Known::Author => list(&mut metadata.authors, value, &author::split_written),
        Known::Date => parsed(&mut metadata.date, value, |text| date::parse(text, hint.as_deref())),
        Known::DateModified => parsed(&mut metadata.date_modified, value, |text| date::parse(text, hint.as_deref())),
        Known::Url => text(&mut metadata.url, value, wording::LONG),
        Known::Hostname => text(&mut metadata.hostname, value, wording::SHORT),
        Known::Sitename => text(&mut metadata.sitename, value, wording::SHORT),
        Known::Description => text(&mut metadata.description, value, wording::LONG),
        Known::Categories => list(&mut metadata.categories, value, &split_list),
        Known::Tags => list(&mut metadata.tags, value, &split_list),
        Known::Language => parsed(&mut metadata.language, value, language::code),
        Known::LanguageScore => number(&mut metadata.language_score, value, score),
        Known::ExtractionQuality => number(&mut metadata.extraction_quality, value, score),
        Known::Words => {
            number(&mut metadata.words, value, |value| value.as_u64().or_else(|| value.as_str()?.trim().parse().ok()))
        }
        Known::Id => text(&mut metadata.id, value, wording::SHORT),
        Known::Source => text(&mut metadata.source, value, wording::LONG),
        Known::License => text(&mut metadata.license, value, wording::SHORT),
    }
}

/// A score from 0 to 1, as written with two decimals.
fn score(value: &Value) -> Option<f32> {
    let score = rounded(value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?);
    (0.0..=1.0).contains(&score).then_some(score as f32)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(values) => values.iter().all(Value::is_null),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A scalar as text; of an object its `name`.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(fields) => fields.get("name").and_then(Value::as_str).map(str::to_owned),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

fn text(slot: &mut Option<String>, value: Value, limit: usize) -> Result<(), Value> {
    let Some(line) = as_text(&value).and_then(|text| wording::one_line(&text, limit)) else { return Err(value) };
    slot.get_or_insert(line);
    Ok(())
}

fn parsed(slot: &mut Option<String>, value: Value, read: impl Fn(&str) -> Option<String>) -> Result<(), Value> {
    let Some(known) = as_text(&value).and_then(|text| read(&text)) else { return Err(value) };
    slot.get_or_insert(known);
    Ok(())
}

fn number<T>(slot: &mut Option<T>, value: Value, read: impl Fn(&Value) -> Option<T>) -> Result<(), Value> {
    let Some(known) = read(&value) else { return Err(value) };
    slot.get_or_insert(known);
    Ok(())
}

/// Entries of an array as they are, of a string as `split` has it; each once.
fn list(slot: &mut Vec<String>, value: Value, split: &dyn Fn(&str) -> Vec<String>) -> Result<(), Value> {
    let mut entries: Vec<String> = match &value {
        Value::Array(values) => values.iter().filter_map(as_text).collect(),
        other => as_text(other).map(|text| split(&text)).unwrap_or_default(),
    };
    if slot.is_empty() {
        entries = entries.iter().filter_map(|entry| wording::one_line(entry, wording::SHORT)).collect();
        if entries.is_empty() {
            return Err(value);
        }
        *slot = each_once(entries);
    }
    Ok(())
}

/// The entries without repetitions, [`wording::LIST`] at most.
pub(super) fn each_once(entries: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    entries.into_iter().filter(|entry| seen.insert(entry.to_lowercase())).take(wording::LIST).collect()
}

/// `a, b; c` → its entries.
pub(super) fn split_list(text: &str) -> Vec<String> {
    text.split([',', ';', '，', '、', '،'])
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .map(str::to_owned)
        .collect()
}

fn rounded(score: f64) -> f64 {
    (score * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::{btree_map, vec};
    use proptest::option::of;
    use proptest::prelude::*;

    fn one(name: &str, value: Value) -> Metadata {
        let mut metadata = Metadata::default();
        set(&mut metadata, name, value);
        metadata
    }

    #[test]
    fn people_write_names_in_many_ways() {
        for (name, value, expected) in [
            ("By", json!("Jane Doe; John Roe"), ("author", json!("Jane Doe; John Roe"))),
            ("authors", json!(["Jane Doe", {"name": "John Roe"}]), ("author", json!("Jane Doe; John Roe"))),
            ("Date Published", json!("Jan. 3, 2024"), ("date", json!("2024-01-03"))),
            ("date_published", json!("2024-01-03T10:00Z"), ("date", json!("2024-01-03T10:00:00Z"))),
            ("lastmod", json!("2024/01/03"), ("date_modified", json!("2024-01-03"))),
            ("canonical", json!("https://example.org/"), ("url", json!("https://example.org/"))),
            ("site-name", json!("Example"), ("sitename", json!("Example"))),
            ("Keywords", json!("tea, sea; tea"), ("tags", json!(["tea", "sea"]))),
            ("section", json!(["Travel, far"]), ("categories", json!(["Travel, far"]))),
            ("lang", json!("de-AT"), ("language", json!("de"))),
            ("licence", json!("CC BY 4.0"), ("license", json!("CC BY 4.0"))),
            ("excerpt", json!(" short\n summary "), ("description", json!("short summary"))),
            ("HEADLINE", json!("Tea"), ("title", json!("Tea"))),
            ("id", json!(17), ("id", json!("17"))),
            ("word count", json!("12"), ("words", json!(12))),
            ("language score", json!(0.987), ("language_score", json!(0.99))),
        ] {
            let metadata = one(name, value);
            assert_eq!(entries(&metadata), [expected], "{name}");
            assert!(metadata.extra.is_empty());
        }
    }

    #[test]
    fn a_name_is_that_of_one_field() {
        let written: HashMap<Known, Vec<&str>> = serde_json::from_str(WRITTEN).expect("a file");
        for (field, names) in &written {
            assert!(known(header_name(*field)) == Some(*field) && !names.is_empty(), "{field:?}");
            assert!(names.iter().all(|name| *name == fold(name)), "{field:?}");
        }
        assert_eq!(written.values().flatten().count(), NAMES.len());
        assert_eq!(written.len(), 17);
    }

    #[test]
    fn nothing_is_lost() {
        for (name, value, key) in [
            ("date", json!("some day"), "raw_date"),
            ("words", json!("many"), "raw_words"),
            ("language_score", json!(7), "raw_language_score"),
            ("author", json!(true), "raw_author"),
            ("title", json!(["a"]), "raw_title"),
            ("Reading-Time", json!("4 min"), "reading-time"),
        ] {
            let metadata = one(name, value.clone());
            assert_eq!(entries(&metadata), []);
            assert_eq!(metadata.extra.get(key), Some(&value), "{name}");
        }
    }

    #[test]
    fn empty_values_are_none() {
        for value in [json!(null), json!(""), json!("  "), json!([]), json!([null]), json!({})] {
            assert_eq!(one("title", value.clone()), Metadata::default());
            assert_eq!(one("anything", value), Metadata::default());
        }
        assert_eq!(one("  ", json!("a")), Metadata::default());
    }

    #[test]
    fn what_is_known_stays() {
        let mut metadata = one("title", json!("first"));
        set(&mut metadata, "title", json!("second"));
        set(&mut metadata, "tags", json!(["a"]));
        set(&mut metadata, "tags", json!(["b"]));
        assert_eq!(entries(&metadata), [("title", json!("first")), ("tags", json!(["a"]))]);
    }

    fn text() -> impl Strategy<Value = Option<String>> {
        of("[A-Za-zäß日 &,:-]{0,20}[a-z]".prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    fn list() -> impl Strategy<Value = Vec<String>> {
        btree_map("[a-zß日][a-z ,]{0,8}[a-z]", Just(()), 0..4)
            .prop_map(|names| each_once(names.into_keys().filter_map(|name| wording::one_line(&name, wording::SHORT))))
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            (title, url, sitename, description) in (text(), text(), text(), text()),
            (hostname, id, source, license) in (text(), text(), text(), text()),
            (authors, categories, tags) in (list(), list(), list()),
            date in of((1990..2100i32, 1..13u8, 1..29u8).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}"))),
            modified in of((1990..2100i32, 0..24u8).prop_map(|(y, h)| format!("{y}-01-02T{h:02}:00:30+02:00"))),
            language in of("[a-z]{2,3}"),
            score in of(0..=100u8),
            quality in of(0..=100u8),
            words in of(0..u64::MAX),
        ) {
            let metadata = Metadata {
                title, authors, date, date_modified: modified, url, hostname, sitename, description, categories, tags,
                language, language_score: score.map(|score| (f64::from(score) / 100.0) as f32),
                extraction_quality: quality.map(|score| (f64::from(score) / 100.0) as f32), words, id, source, license,
                ..Metadata::default()
            };
            let mut read = Metadata::default();
            for (name, value) in entries(&metadata) {
                set(&mut read, name, value);
            }
            prop_assert_eq!(read, metadata);
        }

        #[test]
        fn any_value_is_taken(name in "\\PC{0,12}|date|author|words|tags", texts in vec("\\PC{0,30}", 0..4)) {
            let mut metadata = Metadata::default();
            set(&mut metadata, &name, json!(texts.first()));
            set(&mut metadata, &name, json!(texts));
        }
    }
}
