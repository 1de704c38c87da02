//! The columns of articles in Parquet.
//!
//! | column | what it is |
//! |---|---|
//! | `text` | the article |
//! | `comments` | readers' comments, where they are asked for |
//! | `id` | the record's id |
//! | `url`, `hostname` | where the document is from |
//! | `title`, `author`, `sitename`, `description`, `categories`, `tags`, `license` | what is known of it |
//! | `date`, `date_modified` | of publication and of change, ISO 8601 |
//! | `language`, `language_score` | ISO 639 code, and how sure it is |
//! | `extraction_quality` | expected F1 of the text, 0 to 1 |
//! | `words` | words of the text |
//! | `source` | where the document says it is from, else its file |
//! | `dump`, `crawl_date`, `file_path` | of web archives: the crawl, when the page was fetched, the file |
//! | `removed`, `fixes` | spans that were removed and characters that were repaired, by kind |
//! | `quality_signals` | where they are asked for: a number or null for each of the [`signals`](crate::signals) |
//! | `metadata` | a JSON object with everything that has no column |
//!
//! Names are those of FineWeb and datatrove, where these have one. Columns of a Parquet input follow, as they were.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema};
use serde_json::{Map, Value, json};

use super::jsonl::SIGNALS;
use crate::signals::Signals;

/// Columns of text.
const TEXTS: [&str; 15] = [
    "url",
    "title",
    "author",
    "date",
    "date_modified",
    "language",
    "hostname",
    "sitename",
    "description",
    "source",
    "license",
    "dump",
    "crawl_date",
    "file_path",
    "comments",
];

/// The columns, with that of the quality signals or without. `carried` are those of the input that are handed through.
pub fn articles(carried: Option<&Schema>, signals: bool) -> Schema {
    let text = |name: &str, nullable| Field::new(name, DataType::Utf8, nullable);
    let list = || DataType::List(Field::new("item", DataType::Utf8, true).into());
    let entries = vec![Field::new("key", DataType::Utf8, false), Field::new("value", DataType::Int64, true)];
    let entries = Field::new("entries", DataType::Struct(entries.into()), false);
    let map = || DataType::Map(entries.clone().into(), false);
    let mut fields = vec![text("text", false), text("id", false)];
    fields.extend(TEXTS.map(|name| text(name, true)));
    fields.extend(["categories", "tags"].map(|name| Field::new(name, list(), true)));
    fields.extend(["language_score", "extraction_quality"].map(|name| Field::new(name, DataType::Float64, true)));
    fields.push(Field::new("words", DataType::Int64, true));
    fields.extend(["removed", "fixes"].map(|name| Field::new(name, map(), true)));
    fields.extend(signals.then(quality_signals));
    fields.push(text("metadata", true));
    for field in carried.into_iter().flat_map(|carried| carried.fields().iter()) {
        if fields.iter().all(|there| there.name() != field.name()) {
            // A null in one of our rows must not depend on what the input promised.
            fields.push(field.as_ref().clone().with_nullable(true));
        }
    }
    Schema::new(fields)
}

fn quality_signals() -> Field {
    let numbers = Signals::names().into_iter().map(|name| Field::new(name, DataType::Float64, true));
    Field::new(SIGNALS, DataType::Struct(numbers.collect()), true)
}

/// Makes a line of JSONL a row of these columns: what does not fit its column goes to `metadata`.
pub fn row(mut line: Map<String, Value>, schema: &Schema) -> Map<String, Value> {
    let mut rest = match line.remove("metadata") {
        Some(Value::Object(said)) => said,
        Some(Value::Null) | None => Map::new(),
        Some(other) => Map::from_iter([("metadata".to_owned(), other)]),
    };
    let mut row = Map::with_capacity(schema.fields().len());
    for (name, value) in line {
        match schema.field_with_name(&name) {
            Ok(field) if fits(field.data_type(), &value) => drop(row.insert(name, value)),
            _ if value.is_null() => {}
            _ => drop(rest.insert(name, value)),
        }
    }
    for name in ["text", "id"] {
        row.entry(name).or_insert_with(|| "".into());
    }
    if !rest.is_empty() {
        row.insert("metadata".into(), Value::Object(rest).to_string().into());
    }
    row
}

/// Moves the fields of the input to `metadata`: one of them does not fit its column after all.
pub(super) fn without_carried(row: &mut Map<String, Value>, schema: &Schema) {
    let has_signals = schema.field_with_name(SIGNALS).is_ok_and(|field| *field == quality_signals());
    let ours = articles(None, has_signals);
    let names: Vec<String> = row.keys().filter(|name| ours.field_with_name(name).is_err()).cloned().collect();
    let said = row.get("metadata").and_then(Value::as_str).and_then(|text| serde_json::from_str(text).ok());
    let mut rest: Map<String, Value> = said.unwrap_or_default();
    for name in names {
        rest.extend(row.remove(&name).map(|value| (name, value)));
    }
    row.insert("metadata".into(), Value::Object(rest).to_string().into());
}

/// Whether a value can be written to a column of ours; for columns of the input only trying tells.
fn fits(kind: &DataType, value: &Value) -> bool {
    match (kind, value) {
        (_, Value::Null) => true,
        (DataType::Utf8, value) => value.is_string(),
        (DataType::Int64, value) => value.is_i64(),
        // Numbers that JSON does not know are handed through by their names.
        (DataType::Float64, value) => value.is_number() || matches!(value.as_str(), Some("NaN" | "inf" | "-inf")),
        (DataType::List(item), Value::Array(items)) if *item.data_type() == DataType::Utf8 => {
            items.iter().all(Value::is_string)
        }
        (DataType::List(item), _) if *item.data_type() == DataType::Utf8 => false,
        (DataType::Map(..), value) => value.is_object(),
        _ => true,
    }
}

/// The JSON Schema of a line of JSONL.
pub fn json_schema() -> Value {
    let mut properties = Map::new();
    for field in articles(None, true).fields() {
        let kind = match field.data_type() {
            DataType::Int64 => json!({"type": "integer", "minimum": 0}),
            DataType::Float64 => json!({"type": "number", "minimum": 0, "maximum": 1}),
            DataType::List(_) => json!({"type": "array", "items": {"type": "string"}}),
            DataType::Struct(signals) => {
                let number =
                    |field: &Arc<Field>| (field.name().clone(), json!({"type": ["number", "null"], "minimum": 0}));
                json!({"type": "object", "properties": signals.iter().map(number).collect::<Map<_, _>>()})
            }
            DataType::Map(..) => json!({"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}),
            _ if field.name() == "metadata" => json!({"type": "object"}),
            _ => json!({"type": "string"}),
        };
        properties.insert(field.name().clone(), kind);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An article of dehusk",
        "type": "object",
        "required": ["id"],
        "properties": properties,
        "additionalProperties": true,
    })
}

/// The columns of Parquet, a line each: name, type, and whether it may be null.
pub fn columns() -> String {
    let lines = articles(None, true);
    let line = |field: &Arc<Field>| {
        let null = if field.is_nullable() { "" } else { " not null" };
        format!("{}: {}{null}\n", field.name(), field.data_type())
    };
    lines.fields().iter().map(line).collect()
}
