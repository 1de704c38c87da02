//! The receipt: every removed span as one line of JSON, in input order.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::judge;
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

/// The same lines with the number of the document, its input and its place in that, by which they are joined with the
/// ledger: ids may repeat. Lines that have them stay.
pub fn numbered(lines: Vec<u8>, number: u64, input: &str, at: Option<&str>) -> Vec<u8> {
    if lines.is_empty() || !lines.starts_with(b"{\"id\":") {
        return lines;
    }
    let begin = serde_json::to_vec(&Of { n: number, input, at, dehusk: judge::version() })
        .expect("strings and numbers, into memory");
    let mut out = Vec::with_capacity(lines.len() + 2 * begin.len());
    for line in lines.split_inclusive(|&byte| byte == b'\n') {
        out.extend_from_slice(&begin[..begin.len() - 1]);
        out.push(b',');
        out.extend_from_slice(&line[1..]);
    }
    out
}

/// What is known of a document once it is its turn.
#[derive(Serialize)]
struct Of<'t> {
    n: u64,
    input: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'t str>,
    /// Who removed it.
    dehusk: &'t str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::{Origin, Span};
    use crate::verdict::Field;

    #[test]
    fn lines_are_numbered_once() {
        let lines = b"{\"id\":\"x\",\"text\":\"{\"}\n{\"id\":\"x\"}\n".to_vec();
        let once = numbered(lines, 3, "in.jsonl", Some("in.jsonl#4"));
        let who = judge::version();
        let begin = format!(r#"{{"n":3,"input":"in.jsonl","at":"in.jsonl#4","dehusk":"{who}","id":"x""#);
        assert_eq!(String::from_utf8_lossy(&once), format!("{begin},\"text\":\"{{\"}}\n{begin}}}\n"));
        assert!(numbered(once.clone(), 5, "other", None) == once);
        assert!(numbered(Vec::new(), 5, "other", None).is_empty());
    }

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
