//! Headers: what is written is read back, by us and by any reader of YAML, and whatever stands in a header is read
//! without harm.

#![no_main]

use std::collections::BTreeMap;

use dehusk::document::{Fix, Fixes, Metadata};
use dehusk::limits::Limits;
use dehusk::metadata::{entries, set};
use dehusk::parse::text;
use dehusk::sink::front_matter;
use dehusk::verdict::Category;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

/// Fields of a header, in turn; what is left over are names and values of others.
const NAMES: [&str; 10] =
    ["title", "author", "date", "url", "description", "tags", "categories", "language", "id", "license"];

fuzz_target!(|data: &[u8]| {
    // A byte that stands in no UTF-8 parts the values.
    let values: Vec<String> = data.split(|&byte| byte == 0xFF).map(|v| String::from_utf8_lossy(v).into()).collect();
    written_is_read(&values);
    read_is_harmless(&String::from_utf8_lossy(data));
});

fn written_is_read(values: &[String]) {
    let mut metadata = Metadata::default();
    for (name, value) in NAMES.into_iter().zip(values) {
        set(&mut metadata, name, value.as_str().into());
    }
    let others = values.get(NAMES.len()..).unwrap_or_default();
    for pair in others.chunks_exact(2) {
        // Numbers, lists and mappings where it is JSON, else text.
        let value = serde_json::from_str(&pair[1]).unwrap_or_else(|_| Value::from(pair[1].as_str()));
        metadata.extra.insert(pair[0].clone(), value);
    }
    let removed = Category::ALL.into_iter().zip(others).map(|(category, value)| (category, value.len() as u32));
    let removed: BTreeMap<Category, u32> = removed.collect();
    let mut fixes = Fixes::default();
    *fixes.of(Fix::Quotes) = values.len() as u32;

    let known = entries(&metadata);
    let mut header = String::new();
    front_matter::write(&mut header, &known, &removed, &fixes, &metadata.extra);
    if metadata.extra.values().any(|value| !is_readable(value, 0)) {
        return;
    }

    let yaml = header.strip_prefix("---\n").and_then(|rest| rest.strip_suffix("---\n")).expect("a header");
    let read: Value = serde_saphyr::from_str(yaml).unwrap_or_else(|error| panic!("{error} in\n{yaml}"));
    for (name, value) in &known {
        assert_eq!(&read[name], value, "in\n{yaml}");
    }
    if !metadata.extra.is_empty() {
        assert_eq!(read["metadata"], json!(metadata.extra), "in\n{yaml}");
    }

    let parsed = text::parse(&format!("{header}\nText"), &Limits::default());
    let mut fields: Vec<(String, Value)> = known.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    if !metadata.extra.is_empty() {
        fields.push(("metadata".to_owned(), json!(metadata.extra)));
    }
    assert_eq!(parsed.fields, fields, "in\n{header}");
    assert_eq!((parsed.removed, parsed.fixes), (removed, fixes), "in\n{header}");
    assert_eq!(parsed.document.blocks.len(), 1);
    assert_eq!(parsed.document.blocks[0].text, "Text");
}

/// Whether a value is what readers are promised: no deeper than they follow, and of numbers that JSON has one form of.
fn is_readable(value: &Value, depth: usize) -> bool {
    match value {
        Value::Array(items) => depth < 32 && items.iter().all(|item| is_readable(item, depth + 1)),
        Value::Object(fields) => depth < 32 && fields.values().all(|value| is_readable(value, depth + 1)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// Any header, and what is made of it once more.
fn read_is_harmless(yaml: &str) {
    let parsed = text::parse(&format!("---\n{yaml}\n---\nText"), &Limits::default());
    if parsed.fields.iter().any(|(_, value)| !is_readable(value, 0)) {
        return;
    }
    let fields: Vec<(&str, Value)> = parsed.fields.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    if fields.is_empty() {
        return;
    }
    let mut header = String::new();
    front_matter::write(&mut header, &fields, &parsed.removed, &parsed.fixes, &BTreeMap::new());
    let again = text::parse(&format!("{header}\nText"), &Limits::default());
    assert_eq!(again.fields, parsed.fields, "in\n{header}");
    assert_eq!((again.removed, again.fixes), (parsed.removed, parsed.fixes), "in\n{header}");
}
