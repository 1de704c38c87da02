//! The Unicode form.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick, is_nfkc, is_nfkc_quick};

/// Canonical composition. Not lossless byte for byte: the ohm sign becomes omega.
pub(super) fn nfc<'t>(text: &'t str, count: &mut u32) -> Cow<'t, str> {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    unless_same(text, text.nfc().collect(), count, is_nfc)
}

/// Compatibility composition.
pub(super) fn nfkc<'t>(text: &'t str, count: &mut u32) -> Cow<'t, str> {
    if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    unless_same(text, text.nfkc().collect(), count, is_nfkc)
}

/// The formed text; adds the words that it changed to `count`.
fn unless_same<'t>(text: &'t str, formed: String, count: &mut u32, is_formed: fn(&str) -> bool) -> Cow<'t, str> {
    if formed == text {
        return Cow::Borrowed(text);
    }
    *count += text.split(' ').filter(|word| !is_formed(word)).count().max(1) as u32;
    Cow::Owned(formed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        assert_eq!(nfc("e\u{301}\u{2126}ﬁ", &mut 0), "éΩﬁ");
        assert_eq!(nfkc("e\u{301}ﬁ１", &mut 0), "éfi1");
        assert!(matches!(nfc("क्षि नमस्ते", &mut 0), Cow::Borrowed(_)));
    }
}
