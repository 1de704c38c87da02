//! Writes the header: YAML that means the same to readers of YAML 1.1 and 1.2.
//!
//! A value is written plain only where nobody could take it for anything but that text. Everything else
//! is a double-quoted string with the escapes that JSON and YAML share.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CharEscape, Formatter, Serializer};

use crate::document::Fixes;
use crate::verdict::Category;

/// Characters of a key that may stand on the line of its value; YAML allows 1,024 bytes before the colon.
const LONGEST_KEY: usize = 200;

/// Appends the header: the entries in their order, `removed:`, `fixes:` and `metadata:` where there are any, between
/// two lines `---`. Appends nothing where there is nothing to say.
pub fn write(
    out: &mut String,
    entries: &[(&str, Value)],
    removed: &BTreeMap<Category, u32>,
    fixes: &Fixes,
    extra: &BTreeMap<String, Value>,
) {
    if entries.is_empty() && removed.is_empty() && fixes.is_empty() && extra.is_empty() {
        return;
    }
    out.push_str("---\n");
    for (name, value) in entries {
        entry(out, "", name, value);
    }
    if !removed.is_empty() {
        out.push_str("removed:\n");
        for (category, count) in removed {
            writeln!(out, "  {}: {count}", category.name()).expect("a string takes everything");
        }
    }
    if !fixes.is_empty() {
        out.push_str("fixes:\n");
        for (fix, count) in fixes.iter() {
            writeln!(out, "  {}: {count}", fix.name()).expect("a string takes everything");
        }
    }
    if !extra.is_empty() {
        out.push_str("metadata:\n");
        for (name, value) in extra {
            entry(out, "  ", name, value);
        }
    }
    out.push_str("---\n");
}

/// A line `name: value`.
fn entry(out: &mut String, indent: &str, name: &str, value: &Value) {
    out.push_str(indent);
    let separator = if name.len() > LONGEST_KEY {
        out.push_str("? ");
        format!("\n{indent}: ")
    } else {
        ": ".to_owned()
    };
    if is_plain_key(name) {
        out.push_str(name)
    } else {
        quoted(out, name)
    }
    out.push_str(&separator);
    match value {
        Value::String(text) if is_date_field(name) && is_date(text) => out.push_str(text),
        Value::String(text) if is_plain(text) || is_plain_address(text) => out.push_str(text),
        Value::Array(items) => list(out, items),
        value => json(out, value),
    }
    out.push('\n');
}

/// A list on one line; single words in it are plain.
fn list(out: &mut String, items: &[Value]) {
    out.push('[');
    for (id, item) in items.iter().enumerate() {
        if id > 0 {
            out.push_str(", ");
        }
        match item {
            Value::String(word) if is_plain_word(word) => out.push_str(word),
            item => json(out, item),
        }
    }
    out.push(']');
}

fn is_date_field(name: &str) -> bool {
    matches!(name, "date" | "date_modified")
}

/// `2025-02-06`: the one look-alike that is written plain, as what it looks like is what it is.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(id, byte)| match id {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// Whether a value can only be read as this text: it begins with a letter or as `5 ways`, holds nothing
/// but letters, digits, single spaces and harmless marks, and is no word for a truth or for nothing.
fn is_plain(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_alphabetic())
        || text.starts_with(|c: char| c.is_ascii_digit())
            && text.contains(' ')
            && text.contains(|c: char| c.is_alphabetic());
    let harmless = |c: char| {
        c.is_alphanumeric()
            || matches!(c, ' ' | '-' | '_' | '.' | ',' | ';' | '\'' | '"' | '(' | ')')
            || matches!(c, '/' | '&' | '%' | '+' | '!' | '?' | '–' | '—' | '…' | '‘' | '’' | '“' | '”' | '«' | '»')
    };
    begins && text.chars().all(harmless) && !text.ends_with(' ') && !is_reserved(text)
}

/// Whether a word can only be read as this text inside a list.
fn is_plain_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '+' | '\''))
        && !is_reserved(text)
}

/// Whether a web address can stand plain: no colon at its end, nothing that begins a comment.
fn is_plain_address(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/:?#@!$&'()*+,;=%".contains(&byte);
    (text.starts_with("https://") || text.starts_with("http://")) && text.bytes().all(known) && !text.ends_with(':')
}

fn is_plain_key(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        && !is_reserved(name)
}

/// Words that some YAML reads as a truth, as nothing or as a number.
fn is_reserved(text: &str) -> bool {
    const RESERVED: [&str; 13] =
        ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity", "none"];
    RESERVED.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn quoted(out: &mut String, text: &str) {
    json(out, &Value::String(text.to_owned()));
}

/// A value as JSON, which is YAML too once what YAML cannot print is escaped.
fn json(out: &mut String, value: &Value) {
    let mut bytes = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut bytes, Flow)).expect("a vector takes everything");
    out.push_str(&String::from_utf8(bytes).expect("JSON is UTF-8"));
}

/// JSON on one line with the spaces that YAML wants.
struct Flow;

impl Formatter for Flow {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        // An explicit key may be as long as it likes.
        writer.write_all(if first { b"? " } else { b", ? " })
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b" : ")
    }

    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(float(value).as_bytes())
    }

    fn write_char_escape<W: ?Sized + io::Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        let code = match escape {
            CharEscape::Quote => return writer.write_all(b"\\\""),
            CharEscape::ReverseSolidus => return writer.write_all(b"\\\\"),
            CharEscape::LineFeed => return writer.write_all(b"\\n"),
            CharEscape::Tab => return writer.write_all(b"\\t"),
            CharEscape::Solidus => u16::from(b'/'),
            CharEscape::Backspace => 0x08,
            CharEscape::FormFeed => 0x0C,
            CharEscape::CarriageReturn => 0x0D,
            CharEscape::AsciiControl(byte) => u16::from(byte),
        };
        write!(writer, "\\u{code:04x}")
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_unprintable) {
            let c = rest[at..].chars().next().expect("one was found");
            writer.write_all(&rest.as_bytes()[..at])?;
            write!(writer, "\\u{:04x}", u32::from(c))?;
            rest = &rest[at + c.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

/// What YAML forbids or people cannot see: controls, line ends, marks of direction, byte order marks. All
/// of them have four hex digits.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// A float with a point, which YAML 1.1 wants before an exponent.
fn float(value: f64) -> String {
    let text = format!("{value:?}");
    match text.split_once('e') {
        Some((digits, exponent)) => {
            let point = if digits.contains('.') { "" } else { ".0" };
            let sign = if exponent.starts_with('-') { "" } else { "+" };
            format!("{digits}{point}e{sign}{exponent}")
        }
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::limits::Limits;
    use crate::parse::text;

    fn header(entries: &[(&str, Value)]) -> String {
        let mut out = String::new();
        write(&mut out, entries, &BTreeMap::new(), &Fixes::default(), &BTreeMap::new());
        out
    }

    #[test]
    fn a_header() {
        let mut out = String::new();
        let entries = [
            ("title", json!("It's about \"time\"")),
            ("author", json!(["Jane", "Jane Doe"])),
            ("date", json!("2025-02-06")),
            ("url", json!("https://example.org/a?b=c#d")),
            ("description", json!("One: two\nthree")),
            ("language", json!("no")),
            ("language_score", json!(0.98)),
            ("words", json!(120)),
            ("id", json!("007")),
        ];
        let removed = BTreeMap::from([(Category::Donation, 1), (Category::CommentForm, 2)]);
        let extra = BTreeMap::from([("og:type".to_owned(), json!({"a": [1, "b"]}))]);
        write(&mut out, &entries, &removed, &Fixes::default(), &extra);
        let expected = r#"---
title: It's about "time"
author: [Jane, "Jane Doe"]
date: 2025-02-06
url: https://example.org/a?b=c#d
description: "One: two\nthree"
language: "no"
language_score: 0.98
words: 120
id: "007"
removed:
  comment-form: 2
  donation: 1
metadata:
  "og:type": {? "a" : [1, "b"]}
---
"#;
        assert_eq!(out, expected);
    }

    #[test]
    fn look_alikes_are_quoted() {
        for text in [
            "1984",
            "1e5",
            "0x1F",
            "1_000",
            "12:30",
            "2025-02-06",
            "yes",
            "Null",
            "~",
            "",
            " a",
            "a ",
            "- a",
            "a: b",
            "a #b",
            "#a",
            "@a",
            "!a",
            "&a",
            "*a",
            "[a]",
            "{a}",
            "|",
            ">",
            "%a",
            "`a`",
            "---",
            "...",
            "\u{85}",
            "a\u{202E}b",
            ".5",
            "+1",
            "https://example.org:",
            "? a",
            "NaN",
            "=",
            "<<",
        ] {
            assert!(header(&[("key", json!(text))]).contains("key: \""), "{text:?}");
        }
        assert!(header(&[("date", json!("2025-02-06T10:00:00Z"))]).contains("date: \""));
    }

    #[test]
    fn nothing_to_say_is_no_header() {
        assert_eq!(header(&[]), "");
    }

    fn awkward() -> impl Strategy<Value = String> {
        let pieces = [
            "---",
            "...",
            ": ",
            " #",
            "#",
            "@",
            "!",
            "&a",
            "*a",
            "- ",
            "? ",
            "[",
            "]",
            "{",
            "}",
            ",",
            "'",
            "\"",
            "\\",
            "\n",
            "\r\n",
            "\t",
            "\0",
            "\u{85}",
            "\u{2028}",
            "\u{FEFF}",
            "\u{202E}",
            "\u{FFFE}",
            "\u{FFFF}",
            "\u{1FFFE}",
            "\u{7F}",
            "👩\u{200D}👧",
            "é",
            "中",
            "a",
            "word",
            " ",
            "1",
            "0x",
            ".",
            "e",
            "-",
            "_",
            "yes",
            "~",
            "=",
            "<<",
            "https://",
            "%",
        ];
        let short =
            prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..8).prop_map(|pieces| pieces.concat());
        prop_oneof![8 => short, 4 => any::<String>(), 1 => any::<String>().prop_map(|text| text.repeat(200))]
    }

    fn value() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![
            6 => awkward().prop_map(Value::from),
            1 => any::<i64>().prop_map(Value::from),
            1 => any::<bool>().prop_map(Value::from),
            1 => (-1e300..1e300).prop_map(Value::from),
            1 => (0.0..1.0).prop_map(Value::from),
        ];
        scalar.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(awkward(), inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    /// Without the lines `---` around it.
    fn yaml(header: &str) -> &str {
        header.strip_prefix("---\n").and_then(|rest| rest.strip_suffix("---\n")).expect("a header")
    }

    proptest! {
        #[test]
        fn a_yaml_reader_reads_what_was_written(key in awkward(), text in awkward(), value in value()) {
            let entries = [("title", json!(text)), ("tags", json!([text])), ("date", json!(text)), ("other", value.clone())];
            let mut out = String::new();
            let extra = BTreeMap::from([(key, value)]);
            write(&mut out, &entries, &BTreeMap::new(), &Fixes::default(), &extra);
            let read: Value = serde_saphyr::from_str(yaml(&out)).expect("valid YAML");
            for (name, value) in entries {
                prop_assert_eq!(&read[name], &value);
            }
            prop_assert_eq!(&read["metadata"], &json!(extra));
        }

        #[test]
        fn our_parser_reads_what_was_written(
            extra in prop::collection::btree_map(awkward(), value(), 0..4),
            removed in prop::collection::btree_map(prop::sample::select(Category::ALL.to_vec()), any::<u32>(), 0..4),
        ) {
            let mut out = String::new();
            let (title, date) = ("It's: 5 #things", "2025-02-06");
            write(&mut out, &[("title", json!(title)), ("date", json!(date))], &removed, &Fixes::default(), &extra);
            out.push_str("\nText");
            let parsed = text::parse(&out, &Limits::default());
            let mut fields = vec![("title".to_owned(), json!(title)), ("date".to_owned(), json!(date))];
            if !extra.is_empty() {
                fields.push(("metadata".to_owned(), json!(extra)));
            }
            prop_assert_eq!(parsed.removed, removed);
            prop_assert_eq!(parsed.fields, fields);
            prop_assert_eq!(&parsed.document.blocks[0].text, "Text");
        }
    }
}
