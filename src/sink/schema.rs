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
//! | `metadata` | a JSON object with everything that has no column, such as `source_url`, where a page was fetched from that states another address |
//!
//! Names are those of FineWeb and datatrove, where these have one. Columns of a Parquet input follow, as they were.

use std::sync::{Arc, LazyLock};

use arrow_schema::{DataType, Field, Schema};
use serde_json::{Map, Value, json};

use super::jsonl::SIGNALS;
use crate::document::JSON_COLUMN;
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
    let (key, said) = JSON_COLUMN;
    fields.push(text("metadata", true).with_metadata([(key.to_owned(), said.to_owned())]));
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

/// Our columns, with all that may be asked for.
static OURS: LazyLock<Schema> = LazyLock::new(|| articles(None, true));

/// Whether there is a column of ours of this name.
pub(super) fn is_known(name: &str) -> bool {
    OURS.column_with_name(name).is_some()
}

/// The value of a field as its column or the JSON Schema has it: a number in a field of text is a text, such as
/// `"date": 2020`. Fields of which these do not speak have any value.
///
/// # Errors
/// The value where it does not fit.
pub(super) fn fitted(name: &str, value: Value) -> Result<Value, Value> {
    let Some((_, field)) = OURS.column_with_name(name) else { return Ok(value) };
    let value = match value {
        Value::Number(number) if *field.data_type() == DataType::Utf8 => Value::String(number.to_string()),
        value => value,
    };
    if fits(field.data_type(), &value) { Ok(value) } else { Err(value) }
}

fn fits(kind: &DataType, value: &Value) -> bool {
    match kind {
        DataType::Utf8 => value.is_null() || value.is_string(),
        DataType::Int64 => value.is_null() || value.is_i64(),
        DataType::Float64 => value.is_null() || value.as_f64().is_some_and(|number| number >= 0.0),
        DataType::List(_) => {
            value.is_null() || value.as_array().is_some_and(|items| items.iter().all(Value::is_string))
        }
        DataType::Struct(fields) => {
            let fit = |of: &Map<String, Value>| {
                fields.iter().all(|field| of.get(field.name()).is_none_or(|value| fits(field.data_type(), value)))
            };
            value.is_null() || value.as_object().is_some_and(fit)
        }
        _ => value.is_null() || value.is_object(),
    }
}

/// Adds what has no place of its own to `metadata`. Where something else has its name there, it is `name~2`.
pub(super) fn put(metadata: &mut Map<String, Value>, name: &str, value: Value) {
    let names = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{name}~{number}")));
    for name in names {
        match metadata.get(&name) {
            None => return drop(metadata.insert(name, value)),
            Some(there) if *there == value => return,
            Some(_) => {}
        }
    }
}

/// Makes a line of JSONL a row of these columns: what has no column and what does not fit it goes to `metadata`.
pub fn row(mut line: Map<String, Value>, schema: &Schema) -> Map<String, Value> {
    let mut rest = match line.remove("metadata") {
        Some(Value::Object(said)) => said,
        Some(Value::Null) | None => Map::new(),
        Some(other) => Map::from_iter([("metadata".to_owned(), other)]),
    };
    let mut row = Map::with_capacity(schema.fields().len());
    for (name, value) in line {
        match fitted(&name, value) {
            Ok(value) if schema.column_with_name(&name).is_some() => drop(row.insert(name, value)),
            Ok(Value::Null) => {}
            Ok(value) | Err(value) => put(&mut rest, &name, value),
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

/// Moves those fields of the input to `metadata` that do not fit their columns after all.
pub(super) fn move_carried(row: &mut Map<String, Value>, schema: &Schema, fits: impl Fn(&Field, &Value) -> bool) {
    let said = row.get("metadata").and_then(Value::as_str).and_then(|text| serde_json::from_str(text).ok());
    let mut rest: Map<String, Value> = said.unwrap_or_default();
    let is_ours = |field: &Field| OURS.column_with_name(field.name()).is_some_and(|(_, ours)| ours == field);
    let carried = schema.fields().iter().filter(|field| !is_ours(field));
    for field in carried {
        if row.get(field.name()).is_some_and(|value| !fits(field, value))
            && let Some(value) = row.shift_remove(field.name())
        {
            put(&mut rest, field.name(), value);
        }
    }
    row.insert("metadata".into(), Value::Object(rest).to_string().into());
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
