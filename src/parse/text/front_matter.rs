//! Reads the YAML header of a text: ours, or any other front matter.
//!
//! A header is untrusted. It must end soon, aliases are refused, and what is no plain list of fields is
//! text like any other.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::lines::line_end;
use crate::document::{Fix, Fixes};
use crate::verdict::Category;

/// Bytes within which a header must end. Ours hold a summary and lists of tags, seldom 10 KiB.
const LONGEST: usize = 1 << 20;

/// Lists and mappings within one another. Ours have three.
const DEEPEST: usize = 64;

/// Characters of a field's name.
const LONGEST_NAME: usize = 64;

/// What the header said, and where the text begins.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// Names and values, in order; the cleaner knows what they mean.
    pub fields: Vec<(String, Value)>,
    pub removed: BTreeMap<Category, u32>,
    pub fixes: Fixes,
    /// First byte after it; 0 where there is none.
    pub end: usize,
}

/// Reads the header at the very start of `text`.
pub(super) fn read(text: &str) -> Header {
    let Some((yaml, end)) = find(text) else { return Header::default() };
    let Some(fields) = fields(yaml) else { return Header::default() };
    let mut header = Header { end, ..Header::default() };
    for (name, value) in fields {
        match (name.as_str(), value) {
            (_, Value::Null) => {}
            ("removed", Value::Object(counts)) => header.count(counts),
            ("fixes", Value::Object(counts)) => header.count_fixes(counts),
            (_, value) => header.fields.push((name, value)),
        }
    }
    header
}

impl Header {
    /// Reads `removed:`. What is no count of a category that we know is kept as somebody else's.
    fn count(&mut self, counts: Map<String, Value>) {
        let mut others = Map::new();
        for (name, count) in counts {
            match (Category::from_name(&name), self::count(&count)) {
                (Some(category), Some(count)) => {
                    self.removed.insert(category, count);
                }
                _ => {
                    others.insert(name, count);
                }
            }
        }
        if !others.is_empty() {
            self.fields.push(("removed".to_owned(), Value::Object(others)));
        }
    }

    /// Reads `fixes:` likewise.
    fn count_fixes(&mut self, counts: Map<String, Value>) {
        let mut others = Map::new();
        for (name, value) in counts {
            match (Fix::from_name(&name), count(&value)) {
                (Some(fix), Some(count)) => *self.fixes.of(fix) = count,
                _ => {
                    others.insert(name, value);
                }
            }
        }
        if !others.is_empty() {
            self.fields.push(("fixes".to_owned(), Value::Object(others)));
        }
    }
}

/// A count, where the value is one.
fn count(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|count| u32::try_from(count).ok())
}

/// The YAML between a first line `---` and the next `---` or `...`, and the first byte after both.
fn find(text: &str) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let (first, start) = line_end(bytes, 0);
    if text[..first].trim_end() != "---" {
        return None;
    }
    let mut at = start;
    while at < bytes.len() && at < LONGEST {
        let (end, next) = line_end(bytes, at);
        if matches!(text[at..end].trim_end(), "---" | "...") {
            return Some((&text[start..at], next));
        }
        at = next;
    }
    None
}

/// The fields, where the YAML is a mapping whose names look like names.
fn fields(yaml: &str) -> Option<Map<String, Value>> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_aliases: 0,
            max_anchors: 0,
            max_documents: 1,
            max_depth: DEEPEST,
            flow_nesting_limit: DEEPEST,
        },
        duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::FirstWins,
        merge_keys: serde_saphyr::options::MergeKeyPolicy::AsOrdinary,
        // `language: no` is Norwegian, and `id: 007` is not 7.
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    let fields: Map<String, Value> = serde_saphyr::from_str_with_options(yaml, options).ok()?;
    let named = !fields.is_empty() && fields.keys().all(|name| is_name(name));
    named.then_some(fields)
}

/// A sentence with a colon in it, between two rules, is YAML too; its "key" gives it away.
fn is_name(name: &str) -> bool {
    let known = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/' | '@' | ' ');
    !name.is_empty() && name.chars().count() <= LONGEST_NAME && name.chars().all(known) && name.split(' ').count() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    impl Header {
        fn field(&self, name: &str) -> Value {
            self.fields.iter().find(|(key, _)| key == name).map_or(Value::Null, |(_, value)| value.clone())
        }
    }

    #[test]
    fn fields_counts_and_extras_are_read() {
        let text = "---\ntitle: \"A: b\"\ndate: 2025-02-06\nlanguage: no\nremoved:\n  donation: 2\n  share: 1\nmetadata:\n  shelf: 007\n---\n\nText";
        let header = read(text);
        assert_eq!(header.field("title"), json!("A: b"));
        assert_eq!(header.field("date"), json!("2025-02-06"));
        assert_eq!(header.field("language"), json!("no"));
        assert_eq!(header.field("metadata"), json!({"shelf": "007"}));
        assert_eq!(header.removed, BTreeMap::from([(Category::Donation, 2), (Category::Share, 1)]));
        assert_eq!(&text[header.end..], "\nText");
    }

    #[test]
    fn other_peoples_removed_is_an_extra() {
        let header = read("---\nremoved:\n  dust: 2\n  share: -1\n---\n");
        assert!(header.removed.is_empty());
        assert_eq!(header.field("removed"), json!({"dust": 2, "share": -1}));
    }

    #[test]
    fn what_is_no_header_is_text() {
        for text in [
            "",
            "---",
            "---\n---\nText",
            "---\nJust a line\n---\n",
            "---\n- a\n- b\n---\n",
            "---\nHe said to her on the way: \"go\"\n---\n",
            "---\ntitle: [a\n---\n",
            "----\ntitle: a\n----\n",
            " \n---\ntitle: a\n---\n",
            "title: a\n---\n",
        ] {
            assert_eq!(read(text).end, 0, "{text}");
        }
    }

    #[test]
    fn hostile_headers_are_refused() {
        let bomb = "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n".to_owned();
        let deep = format!("---\na: {}\n---\n", "[".repeat(100_000));
        let nested = format!("---\n{}\n---\n", "? ".repeat(100_000));
        let endless = format!("---\n{}---\n", "a: b\n".repeat(LONGEST / 5 + 1));
        for text in [bomb, deep, nested, endless] {
            assert_eq!(read(&text).end, 0);
        }
    }

    #[test]
    fn three_dots_end_a_header_too() {
        assert_eq!(read("---\r\nshelf: x\r\n...\r\nText").end, 20);
    }
}
