//! Characters: entities, mojibake, controls, Unicode form, spaces, quotes.
//!
//! One look at the bytes decides what a text needs; most text needs nothing and is not copied. The steps are
//! taken until nothing changes, quotes last of all, which make no work for those before them. So normalizing
//! twice is normalizing once.
//!
//! Running text is normalized, and code only a little; what of a plain text are rows of data, [`Row`] tells.
//!
//! Never touched: joiners, variation selectors, emoji tags, combining marks, marks of direction and
//! isolates; dashes and ellipses; guillemets and corner brackets; primes, ʻokina (U+02BB), the modifier
//! apostrophe (U+02BC), geresh and gershayim; the spaces between Chinese, Japanese or Thai letters.

mod charsets;
mod controls;
mod entities;
mod literals;
mod mojibake;
mod need;
mod quotes;
mod rows;
mod spaces;
mod typography;
mod unicode;

use std::borrow::Cow;

use crate::document::{Fix, Fixes};
use need::Need;
pub use rows::Row;
use spaces::Spacing;

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
    /// Straight quotes. Guillemets stay: they are no curly form of `"`.
    #[default]
    Ascii,
    /// As they came.
    Keep,
    /// The language's own quotes, where they come in pairs; as they came where the language is not known
    /// or has none of ours.
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
    /// Whether what it does to running text depends on the language.
    pub fn asks_for_language(&self) -> bool {
        self.quotes != Quotes::Ascii
    }

    /// Normalizes running text of one block. `language` is an ISO 639-1 code where it is known.
    ///
    /// Spaces and tabs at the beginning of a line stay: parsing has left them only where they are depth.
    pub fn prose<'t>(&self, text: &'t str, language: Option<&str>) -> Cow<'t, str> {
        self.prose_counting(text, language, &mut Fixes::default())
    }

    /// The same, and adds what was repaired to `fixes`.
    pub fn prose_counting<'t>(&self, text: &'t str, language: Option<&str>, fixes: &mut Fixes) -> Cow<'t, str> {
        let spacing = match self.quotes {
            Quotes::Ascii => Spacing::Plain,
            Quotes::Keep | Quotes::Typographic => Spacing::of(language),
        };
        self.running(text, language, spacing, fixes)
    }

    /// Running text, with the spaces that are asked for.
    fn running<'t>(&self, text: &'t str, language: Option<&str>, spacing: Spacing, fixes: &mut Fixes) -> Cow<'t, str> {
        let mut need = Need::of(text);
        if need == Need::default() {
            return Cow::Borrowed(text);
        }
        let mut text = Cow::Borrowed(text);
        for _ in 0..ROUNDS {
            let next = match self.round(&text, need, spacing, fixes) {
                Cow::Borrowed(_) => break,
                Cow::Owned(next) => next,
            };
            need = Need::of(&next);
            text = Cow::Owned(next);
        }
        match self.quotes {
            Quotes::Ascii if need.curly => then(text, |text| quotes::straighten(text, fixes.of(Fix::Quotes))),
            Quotes::Typographic if need.curly || need.straight => {
                let mut set = 0;
                let quoted = typography::set(&text, language, &mut set).into_owned();
                // A quote that is a byte of mojibake to the letter beside it stays as it came.
                let rests = self.round(&quoted, Need::of(&quoted), spacing, &mut Fixes::default()) == quoted;
                if set == 0 || !rests {
                    return text;
                }
                *fixes.of(Fix::Quotes) += set;
                Cow::Owned(quoted)
            }
            Quotes::Ascii | Quotes::Keep | Quotes::Typographic => text,
        }
    }

    /// All steps but quotes, once.
    fn round<'t>(&self, text: &'t str, mut need: Need, spacing: Spacing, fixes: &mut Fixes) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        if need.entities {
            text = then(text, |text| entities::decode(text, fixes.of(Fix::Entities)));
            need = again(&text, need);
        }
        if need.mojibake {
            text = then(text, |text| mojibake::repair(text, fixes.of(Fix::Mojibake)));
            need = again(&text, need);
        }
        text = self.characters(text, need, fixes);
        if again(&text, need).spaces {
            text = then(text, |text| spaces::tidy(text, spacing, fixes.of(Fix::Spaces)));
        }
        text
    }

    /// Normalizes preformatted text: spaces, tabs and quotes stay, and what looks like mojibake or an entity.
    pub fn code<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.code_counting(text, &mut Fixes::default())
    }

    /// The same, and adds what was repaired to `fixes`.
    pub fn code_counting<'t>(&self, text: &'t str, fixes: &mut Fixes) -> Cow<'t, str> {
        self.characters(Cow::Borrowed(text), Need::of(text), fixes)
    }

    /// What is done to any text: controls and the Unicode form.
    fn characters<'t>(&self, text: Cow<'t, str>, need: Need, fixes: &mut Fixes) -> Cow<'t, str> {
        let clean = match need.controls {
            true => then(text, |text| controls::remove(text, fixes.of(Fix::Controls))),
            false => text,
        };
        let count = fixes.of(Fix::Unicode);
        match self.unicode {
            UnicodeForm::Nfc if need.form => then(clean, |text| unicode::nfc(text, count)),
            UnicodeForm::Nfkc if need.high => then(clean, |text| unicode::nfkc(text, count)),
            UnicodeForm::Nfc | UnicodeForm::Nfkc | UnicodeForm::Keep => clean,
        }
    }
}

/// What a text needs after a step: what it needed before, unless the step has changed it.
#[expect(clippy::ptr_arg, reason = "whether it is borrowed tells whether it changed")]
fn again(text: &Cow<'_, str>, before: Need) -> Need {
    match text {
        Cow::Borrowed(_) => before,
        Cow::Owned(text) => Need::of(text),
    }
}

/// How often all steps are taken until nothing changes: an accent that is composed, an invisible character that goes
/// can make an entity or mojibake of what is around it. Only hostile text needs more than two.
const ROUNDS: usize = 6;

/// The next step on what the last one gave, without copying what neither changed.
fn then<'t>(text: Cow<'t, str>, step: impl FnOnce(&str) -> Cow<'_, str>) -> Cow<'t, str> {
    match text {
        Cow::Borrowed(text) => step(text),
        Cow::Owned(text) => match step(&text) {
            Cow::Borrowed(_) => Cow::Owned(text),
            Cow::Owned(next) => Cow::Owned(next),
        },
    }
}

#[cfg(test)]
mod tests;
