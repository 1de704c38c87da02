//! The Unicode form.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

/// Canonical composition. Not lossless byte for byte: the ohm sign becomes omega.
pub(super) fn nfc(text: &str) -> Cow<'_, str> {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    unless_same(text, text.nfc().collect())
}

/// Compatibility composition.
pub(super) fn nfkc(text: &str) -> Cow<'_, str> {
    if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    unless_same(text, text.nfkc().collect())
}

fn unless_same(text: &str, formed: String) -> Cow<'_, str> {
    if formed == text { Cow::Borrowed(text) } else { Cow::Owned(formed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        assert_eq!(nfc("e\u{301}\u{2126}ﬁ"), "éΩﬁ");
        assert_eq!(nfkc("e\u{301}ﬁ１"), "éfi1");
        assert!(matches!(nfc("क्षि नमस्ते"), Cow::Borrowed(_)));
    }
}
