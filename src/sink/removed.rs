//! The receipt: every removed span as one line of JSON, in input order.

use std::io;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Cleaned, Output, Sink};
use crate::verdict::{Category, Fate, Judge, Reason, Step};

/// One removed span.
#[derive(Serialize)]
struct Line<'t> {
    id: &'t str,
    category: Category,
    judge: Judge,
    rule: &'t str,
    evidence: String,
    place: Place,
    #[serde(skip_serializing_if = "Map::is_empty")]
    fields: Map<String, Value>,
    text: &'t str,
}

/// Where it stood in the decoded input; see [`crate::block::Span`].
#[derive(Serialize)]
struct Place {
    block: u32,
    line: u32,
    bytes: Option<[usize; 2]>,
}

impl<'t> Line<'t> {
    fn new(id: &'t str, step: &'t Step, reason: &'t Reason) -> Line<'t> {
        let span = &step.span;
        let bytes = span.bytes.as_ref().map(|bytes| [bytes.start, bytes.end]);
        Line {
            id,
            category: reason.category,
            judge: reason.judge,
            rule: &reason.rule,
            evidence: reason.evidence.to_string(),
            place: Place { block: span.block, line: span.line, bytes },
            fields: lifted(&step.fate),
            text: &step.text,
        }
    }
}

/// The fields that went into the header; a name that comes twice becomes a list.
fn lifted(fate: &Fate) -> Map<String, Value> {
    let mut fields = Map::new();
    let Fate::Lifted(lifted) = fate else { return fields };
    for field in lifted {
        let value = Value::from(field.value.as_str());
        match fields.get_mut(&field.name) {
            None => drop(fields.insert(field.name.clone(), value)),
            Some(Value::Array(list)) => list.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    fields
}

/// Writes the receipt.
#[derive(Debug)]
pub struct Removed<O> {
    out: O,
}

impl<O: Output> Removed<O> {
    /// A receipt on `out`.
    pub fn new(out: O) -> Removed<O> {
        Removed { out }
    }
}

impl<O: Output> Sink for Removed<O> {
    fn write(&mut self, document: Cleaned<'_>) -> io::Result<()> {
        for (step, reason) in document.trace.removed() {
            let mut line = serde_json::to_vec(&Line::new(document.id, step, reason))?;
            line.push(b'\n');
            self.out.write_all(&line)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::{Origin, Span};
    use crate::document::Outcome;
    use crate::verdict::{Field, Trace};

    #[test]
    fn a_line_for_each_removed_span() {
        let mut trace = Trace::default();
        let field = |value: &str| Field { name: "author".into(), value: value.into() };
        trace.steps = vec![Step {
            span: Span { block: 1, line: 3, bytes: Some(10..20) },
            text: "By \"A\" and B".into(),
            reason: Some(Reason {
                judge: Judge::Rule,
                category: Category::Metadata,
                rule: "common/byline".into(),
                evidence: "By".into(),
            }),
            fate: Fate::Lifted(vec![field("A"), field("B")]),
            origin: Origin::Page,
        }];
        let mut removed = Removed::new(Vec::new());
        let outcome = Outcome::Kept(Box::default());
        removed.write(Cleaned { id: "x", outcome: &outcome, trace: &trace }).unwrap();
        assert_eq!(
            String::from_utf8(removed.out).unwrap(),
            concat!(
                r#"{"id":"x","category":"metadata","judge":"rule","rule":"common/byline","evidence":"By","#,
                r#""place":{"block":1,"line":3,"bytes":[10,20]},"fields":{"author":["A","B"]},"#,
                r#""text":"By \"A\" and B"}"#,
                "\n"
            )
        );
    }
}
