//! Characters: Unicode form, quotes, spaces, line ends, controls.

use std::borrow::Cow;

/// Which Unicode form the text is brought to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnicodeForm {
    /// Canonical composition.
    #[default]
    Nfc,
    /// Compatibility composition: ligatures, full-width forms, superscripts lose their shape.
    Nfkc,
    /// As it came.
    Keep,
}

/// What becomes of curly quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quotes {
    /// Straight quotes.
    #[default]
    Ascii,
    /// As they came.
    Keep,
    /// The language's own quotes.
    Typographic,
}

/// Brings text into one form. Pure and idempotent.
#[derive(Debug, Clone, Default)]
pub struct Normalizer {
    /// Unicode form.
    pub unicode: UnicodeForm,
    /// Quotes.
    pub quotes: Quotes,
}

impl Normalizer {
    /// Normalizes running text of one block. `language` is an ISO 639-1 code where it is known.
    pub fn prose<'t>(&self, text: &'t str, _language: Option<&str>) -> Cow<'t, str> {
        Cow::Borrowed(text)
    }

    /// Normalizes preformatted text: spaces, tabs and quotes stay.
    pub fn code<'t>(&self, text: &'t str) -> Cow<'t, str> {
        Cow::Borrowed(text)
    }
}
