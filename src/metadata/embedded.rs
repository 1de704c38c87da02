//! Dates of publication in the state that a page's program was given.

use memchr::memmem;

/// Keys that hold such a date. All have these letters, few scripts do, and scripts are half of many a page.
const KEYS: &[&str] = &[
    "datePublished",
    "date_published",
    "publishedAt",
    "published_at",
    "publishDate",
    "publish_date",
    "publishedDate",
    "first_publication_date",
];
const LETTERS: &str = "ubli";

/// The days in a script under one of these keys, its quotes escaped or not.
pub(super) fn published(script: &str) -> impl Iterator<Item = String> {
    memmem::find_iter(script.as_bytes(), LETTERS).filter_map(move |at| {
        let is_key = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let before = script.as_bytes()[..at].iter().rev().take_while(|&&byte| is_key(byte)).count();
        let rest = &script[at - before..];
        let end = rest.bytes().position(|byte| !is_key(byte))?;
        let (key, rest) = rest.split_at(end);
        let rest = quote(rest)?.trim_ascii_start().strip_prefix(':')?;
        let day = quote(rest.trim_ascii_start())?.get(..10)?;
        (KEYS.contains(&key) && is_day(day)).then(|| day.to_owned())
    })
}

/// What follows a quote, which up to three strokes may escape.
fn quote(text: &str) -> Option<&str> {
    let strokes = text.bytes().take(3).take_while(|&byte| byte == b'\\').count();
    text[strokes..].strip_prefix('"')
}

/// Whether this is a day as programs write it: `2025-02-06`.
fn is_day(text: &str) -> bool {
    let is_digit = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    text.bytes().enumerate().all(is_digit) && (text.starts_with("19") || text.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_of_programs() {
        for (script, expected) in [
            (r#"{"datePublished":"2025-02-06T10:00"}"#, &["2025-02-06"][..]),
            (r#"x("{\"published_at\" : \"2025-02-06\"}")"#, &["2025-02-06"]),
            (r#"{"publishDate":"2025-02-06","publishedAt":"2025-02-07"}"#, &["2025-02-06", "2025-02-07"]),
            (r#"{"publisher":"2025-02-06"}"#, &[]),
            (r#"{"unpublishDate":"2025-02-06"}"#, &[]),
            (r#"{"datePublished":"soon"}"#, &[]),
            (r#"{"datePublished":"2025-02"#, &[]),
            ("publi", &[]),
        ] {
            assert_eq!(published(script).collect::<Vec<_>>(), expected, "{script}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(script in "(\"|\\\\|:| |datePublished|ubli|日|2025-02-06|[a-z_-]){0,20}") {
            for day in published(&script) {
                prop_assert_eq!(day.len(), 10);
            }
        }
    }
}
