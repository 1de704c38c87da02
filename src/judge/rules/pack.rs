//! A pack as its author writes it: TOML, read strictly. Every fault names file, line and column.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::fold::boundary_before;
use super::pattern::Pattern;
use super::{COMMON, EVERY_LANGUAGE, Effect, Phrase, Place, Rule, Scope};
use crate::error::{Error, ErrorKind, Result};
use crate::verdict::Category;

/// Bytes of a pack; the largest of ours has a tenth.
const PACK_BYTES: usize = 1 << 20;
/// Phrases of a pack.
const PACK_PHRASES: usize = 5_000;
/// Bytes of a phrase.
const PHRASE_BYTES: usize = 400;
/// Letters and digits that a phrase needs which may stand anywhere in a line.
const SPAN_LETTERS: usize = 3;
/// Words that a line may have which begins with a phrase, where the rule does not say.
const MAX_WORDS: usize = 12;

/// What a pack holds.
#[derive(Debug)]
pub struct Pack {
    /// ISO 639-1 code, or `*` for the pack that speaks in every language.
    pub language: String,
    /// Its rules, compiled.
    pub rules: Vec<Rule>,
    /// Its vocabulary of appeals, where it has one.
    pub appeals: Option<Vocabulary>,
}

/// The words by which appeals are recognised, by what they do. See `passage`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// The publisher speaks of itself: "we", "our newsroom".
    pub voice: Vec<String>,
    /// The publisher asks the reader: "your support", "please consider".
    pub plea: Vec<String>,
    /// Such words that, capitalised, begin an appeal though no full stop stands before them.
    pub opening: Vec<String>,
    /// Giving and belonging: "donation", "member".
    pub donation: Vec<String>,
    /// Letters to the reader: "inbox", "newsletter".
    pub newsletter: Vec<String>,
    /// Buying access: "subscribe", "paywall".
    pub paywall: Vec<String>,
    /// Labels of buttons that ask: "Support Now", "Donate today".
    pub button: Vec<String>,
    /// Labels of links beside them: "Read more".
    pub link: Vec<String>,
    /// What is praised: "independent journalism".
    pub cause: Vec<String>,
    /// Appeals that must fall and texts that must stay.
    pub examples: Vec<Example>,
}

/// What falls and what stays; lines become blocks. That of an appeal may have one of them only.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// A text that falls.
    #[serde(default)]
    pub drop: String,
    /// A text that looks alike and stays.
    #[serde(default)]
    pub keep: String,
}

/// A pack as it stands in its file: words as `W`, lists of phrases as `P`, which may know where in the file they are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPack<W, P> {
    pub(super) language: W,
    #[serde(default = "Vec::new", rename = "rule")]
    pub(super) rules: Vec<RawRule<W, P>>,
    pub(super) appeals: Option<Vocabulary>,
}

/// A rule as it stands in its pack.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule<W, P> {
    pub(super) id: W,
    category: Category,
    scope: Scope,
    #[serde(default)]
    place: Place,
    #[serde(default, rename = "action")]
    effect: Effect,
    max_words: Option<usize>,
    why: W,
    pub(super) phrases: P,
}

impl<W, P> RawRule<W, P> {
    /// The rule with these phrases.
    pub(super) fn with(self, language: &str, phrases: Vec<Phrase>, word: impl Fn(W) -> String) -> Rule {
        let shelf = if language == EVERY_LANGUAGE { COMMON } else { language };
        Rule {
            id: format!("{shelf}/{}", word(self.id)),
            language: language.to_owned(),
            category: self.category,
            scope: self.scope,
            place: self.place,
            effect: self.effect,
            max_words: self.max_words.unwrap_or(MAX_WORDS),
            why: word(self.why),
            phrases,
        }
    }
}

type WrittenRule = RawRule<Spanned<String>, Spanned<Vec<RawPhrase>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPhrase {
    text: Spanned<String>,
    drop: String,
    keep: String,
}

/// Reads a pack; `name` is its file, for messages.
pub fn read(name: &str, source: &str) -> Result<Pack> {
    let fault = |at: Range<usize>, message: String| {
        let (line, column) = line_and_column(source, at.start);
        Error::new(ErrorKind::Configuration, format!("{name}:{line}:{column}: {message}"))
    };
    if source.len() > PACK_BYTES {
        return Err(fault(0..0, format!("the pack is larger than {PACK_BYTES} bytes; split it")));
    }
    let raw: RawPack<Spanned<String>, Spanned<Vec<RawPhrase>>> =
        toml::from_str(source).map_err(|error| fault(error.span().unwrap_or(0..0), error.message().to_owned()))?;
    let language = raw.language.get_ref();
    let is_code = matches!(language.len(), 2 | 3) && language.bytes().all(|byte| byte.is_ascii_lowercase());
    if language != EVERY_LANGUAGE && !is_code {
        return Err(fault(
            raw.language.span(),
            format!("“{language}” is no language: write a code such as \"en\", or \"*\""),
        ));
    }
    if raw.rules.iter().map(|rule| rule.phrases.get_ref().len()).sum::<usize>() > PACK_PHRASES {
        return Err(fault(0..0, format!("the pack has more than {PACK_PHRASES} phrases; split it")));
    }
    let mut rules: Vec<Rule> = Vec::with_capacity(raw.rules.len());
    for rule in raw.rules {
        let place = rule.id.span();
        let rule = compile(language, rule).map_err(|(at, message)| fault(at, message))?;
        if rules.iter().any(|other| other.id == rule.id) {
            return Err(fault(place, format!("the rule “{}” is there twice", rule.id)));
        }
        rules.push(rule);
    }
    Ok(Pack { language: language.clone(), rules, appeals: raw.appeals })
}

/// A fault: where it stands in the pack, and what it is.
type Fault = (Range<usize>, String);

fn compile(language: &str, mut raw: WrittenRule) -> std::result::Result<Rule, Fault> {
    let name = raw.id.get_ref();
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
        return Err((raw.id.span(), format!("“{name}” is no id: use small letters, digits and hyphens")));
    }
    if raw.why.get_ref().trim().is_empty() {
        return Err((raw.why.span(), format!("the rule “{name}” does not say why")));
    }
    if raw.effect == Effect::Keep && raw.place != Place::Anywhere {
        return Err((raw.id.span(), format!("the rule “{name}” protects, and so must speak anywhere")));
    }
    if raw.phrases.get_ref().is_empty() {
        return Err((raw.phrases.span(), format!("the rule “{name}” has no phrases")));
    }
    let written = std::mem::take(raw.phrases.get_mut()).into_iter();
    let phrases = written.map(|phrase| compile_phrase(raw.scope, phrase)).collect::<std::result::Result<_, _>>()?;
    Ok(raw.with(language, phrases, Spanned::into_inner))
}

fn compile_phrase(scope: Scope, raw: RawPhrase) -> std::result::Result<Phrase, Fault> {
    let text = raw.text.get_ref();
    let fault = |message: String| (raw.text.span(), message);
    if text.len() > PHRASE_BYTES {
        return Err(fault(format!("the phrase “{:.40}...” is longer than {PHRASE_BYTES} bytes", text)));
    }
    let pattern = Pattern::parse(text).map_err(|message| fault(format!("the phrase “{text}” {message}")))?;
    if matches!(scope, Scope::Span | Scope::Sentence) && pattern.literal_letters() < SPAN_LETTERS {
        return Err(fault(format!("the phrase “{text}” is too short to be looked for inside of lines")));
    }
    if raw.drop.trim().is_empty() || raw.keep.trim().is_empty() {
        return Err(fault(format!("the phrase “{text}” needs an example that falls and one that stays")));
    }
    let example = Some(Example { drop: raw.drop, keep: raw.keep });
    Ok(Phrase { text: raw.text.into_inner(), example, pattern })
}

/// Line and column, from 1, of a byte; columns count characters.
fn line_and_column(source: &str, at: usize) -> (usize, usize) {
    let before = &source[..boundary_before(source, at)];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
