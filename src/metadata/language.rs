//! Language codes.

/// The language of a tag such as `en-US`, `de_AT`, `zh-Hans`: its code in lower case.
///
/// Two letters (ISO 639-1), or three where a language has no two-letter code.
pub(super) fn code(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_', ',', ';', ' ']).next()?;
    let is_code = matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    is_code.then(|| primary.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn codes() {
        for (tag, expected) in [
            ("en", Some("en")),
            ("en-US", Some("en")),
            ("DE_at", Some("de")),
            ("de, en", Some("de")),
            ("nds", Some("nds")),
            ("", None),
            ("x", None),
            ("english", None),
            ("12", None),
        ] {
            assert_eq!(code(tag).as_deref(), expected, "{tag}");
        }
    }
}
