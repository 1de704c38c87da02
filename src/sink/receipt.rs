//! The receipt: every removed span as one line of JSON, in input order.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::verdict::{Category, Fate, Judge, Reason, Step, Trace};

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

/// The lines of one document.
pub(super) fn lines(id: &str, trace: &Trace) -> Vec<u8> {
    let mut lines = Vec::new();
    for (step, reason) in trace.removed() {
        serde_json::to_writer(&mut lines, &Line::new(id, step, reason)).expect("strings and numbers, into memory");
        lines.push(b'\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::{Origin, Span};
    use crate::verdict::Field;

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
        assert_eq!(
            String::from_utf8(lines("x", &trace)).unwrap(),
            concat!(
                r#"{"id":"x","category":"metadata","judge":"rule","rule":"common/byline","evidence":"By","#,
                r#""place":{"block":1,"line":3,"bytes":[10,20]},"fields":{"author":["A","B"]},"#,
                r#""text":"By \"A\" and B"}"#,
                "\n"
            )
        );
    }
}
