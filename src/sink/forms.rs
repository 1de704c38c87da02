//! What is made of a document: its bytes, as they will stand in the output.

use serde_json::{Map, Value};

use super::{Cleaned, Format, Shape, receipt};
use crate::document::{Article, Outcome};
use crate::metadata;
use crate::signals::Signals;

/// What to make of each document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forms {
    /// How an article is written.
    pub shape: Shape,
    /// Whether the receipt is wanted: a line of JSON for each removed span.
    pub receipt: bool,
    /// The field by whose value the output is split, where it is.
    pub split_by: Option<String>,
    /// Whether the quality signals of the text are wanted; only JSONL and Parquet have a place for them.
    pub signals: bool,
}

/// A document as it will be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The record's id.
    pub id: String,
    /// The article, ending in a line end; `None` where there is none.
    pub article: Option<Vec<u8>>,
    /// The receipt, where it is wanted: whole lines.
    pub receipt: Vec<u8>,
    /// What the output is split by: the value that this document has.
    pub split: Option<String>,
    /// Signs by which documents like it are found, where these are looked for.
    pub signs: Vec<u8>,
}

impl Forms {
    /// Makes it.
    pub fn of(&self, document: Cleaned<'_>) -> Written {
        let Cleaned { id, fields, outcome, trace } = document;
        let mut written = Written { id: id.to_owned(), ..Written::default() };
        if self.receipt {
            written.receipt = receipt::lines(id, trace);
        }
        if let Outcome::Kept(article) = outcome {
            let signals = self.signals.then(|| Signals::of(&article.text, article.metadata.language.as_deref()));
            written.article = Some(self.shape.write_with(id, article, fields, signals.as_ref()).into_bytes());
            written.split = self.split_by.as_deref().map(|field| value_of(field, id, article, fields));
        }
        written
    }

    /// Whether one article of several on one stream is told from the next by a blank line.
    pub(super) fn is_parted(&self) -> bool {
        matches!(self.shape.format, Format::Text | Format::Markdown)
    }
}

/// What stands for the value of a field that a document has not.
pub(super) const UNKNOWN: &str = "unknown";

/// The value of a field, as text.
fn value_of(name: &str, id: &str, article: &Article, fields: &Map<String, Value>) -> String {
    // In a line of JSON it is the record's; one that the page states is under `metadata`.
    if name == "id" {
        return id.to_owned();
    }
    let known = metadata::entries(&article.metadata).into_iter().find(|(known, _)| *known == name);
    let value = known.map(|(_, value)| value).or_else(|| fields.get(name).cloned());
    let value = value.or_else(|| article.metadata.extra.get(name).cloned());
    match value {
        None | Some(Value::Null) => UNKNOWN.into(),
        Some(Value::String(text)) if text.is_empty() => UNKNOWN.into(),
        Some(Value::String(text)) => text,
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Metadata;
    use crate::verdict::Trace;

    #[test]
    fn the_id_is_that_of_the_line() {
        let metadata =
            Metadata { id: Some("42".into()), url: Some("https://a.example/".into()), ..Metadata::default() };
        let outcome = Outcome::Kept(Box::new(Article { metadata, ..Article::default() }));
        let fields = serde_json::json!({"label": 3});
        let split = |field: &str| {
            let forms = Forms { split_by: Some(field.to_owned()), ..Forms::default() };
            let fields = fields.as_object().unwrap();
            let cleaned = Cleaned { id: "a", fields, outcome: &outcome, trace: &Trace::default() };
            forms.of(cleaned).split.unwrap()
        };
        assert_eq!(["id", "url", "label", "x"].map(split), ["a", "https://a.example/", "3", UNKNOWN]);
    }
}
