//! Rule packs: wording that is residue, and wording that only looks like it.
//!
//! A pack is a TOML file of rules; a rule is a few phrases with one meaning, each with an example that
//! falls and one that stays, and [`RuleBook::check`] runs them all. Beside the packs' wording, two
//! recognisers speak: metadata lines, which are lifted, and appeals, which are known by what they do.
//!
//! | file | what it owns |
//! |---|---|
//! | `pack` | reading a pack, and its faults |
//! | `fold` | the view in which wording is compared |
//! | `pattern` | the wording of a phrase and its placeholders |
//! | `finding` | phrases in the blocks of a document |
//! | `place` | head, tail and neighbourhood: which findings count |
//! | `passage` | donation appeals, newsletter offers and paywall prompts, by what they do |
//! | `sentence` | sentences and quotations |
//! | `check` | running the examples |

mod check;
mod finding;
mod fold;
mod names;
mod pack;
mod passage;
mod pattern;
mod place;
mod sentence;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

pub use check::CheckFailure;
pub use finding::is_code;

use self::finding::{Finding, Index, Reach};
use self::pattern::Pattern;
use crate::block::Document;
use crate::error::{Error, ErrorKind, Result};
use crate::metadata;
use crate::verdict::{Action, Category, Judge, Reason, Verdict};

/// The built-in packs, by file name.
const PACKS: [(&str, &str); 4] = [
    ("common.toml", include_str!("packs/common.toml")),
    ("en.toml", include_str!("packs/en.toml")),
    ("de.toml", include_str!("packs/de.toml")),
    ("fr.toml", include_str!("packs/fr.toml")),
];

/// The language of packs that speak in every language.
const EVERY_LANGUAGE: &str = "*";
/// The rule that lifts metadata lines.
const METADATA_LINE: &str = "common/metadata-line";
/// Blocks at the head of a text in which metadata lines are looked for.
const HEAD_BLOCKS: usize = 10;
/// Blocks at the tail of a text in which metadata lines are looked for.
const TAIL_BLOCKS: usize = 3;

/// The rules in force: the built-in packs and the user's own.
#[derive(Debug)]
pub struct RuleBook {
    rules: Vec<Rule>,
    appeals: BTreeMap<String, passage::Recogniser>,
    /// For each language that has rules, `*` for any other and the empty string for an unknown one:
    /// the rules that speak, made when they are first needed.
    indexes: BTreeMap<String, OnceLock<Index>>,
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// `language/name`, such as `en/leave-a-reply`; unique.
    pub id: String,
    /// ISO 639-1 code of the language it speaks in, or `*` for all.
    pub language: String,
    /// What it removes.
    pub category: Category,
    /// How much falls where a phrase is found.
    pub scope: Scope,
    /// Where in a document it speaks.
    pub place: Place,
    /// Whether what it finds falls or is protected.
    pub effect: Effect,
    /// Words that a line may have to fall by [`Scope::Start`].
    pub max_words: usize,
    /// What people should know of it.
    pub why: String,
    /// Its wording. Empty for the recognisers.
    pub phrases: Vec<Phrase>,
}

/// One wording of a rule, with its examples.
#[derive(Debug)]
pub struct Phrase {
    /// The wording: words and placeholders.
    pub text: String,
    /// A text that falls.
    pub drop: String,
    /// A text that looks alike and stays.
    pub keep: String,
    pattern: Pattern,
}

/// How much falls where a phrase is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The line, where such phrases make up all of it, decorations aside.
    Line,
    /// The line, where it begins with the phrase and is short.
    Start,
    /// The sentence, where it begins with the phrase and nobody is quoted.
    Sentence,
    /// The words matched, where nobody is quoted.
    Span,
    /// What a recogniser says; not for packs.
    #[serde(skip)]
    Recognised,
}

/// Where in a document a rule speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// Everywhere.
    #[default]
    Anywhere,
    /// Where no prose comes before that stays.
    Head,
    /// Where no prose comes after that stays.
    Tail,
    /// At the head or at the tail.
    Edge,
    /// Within two blocks of something else that a rule removes.
    Near,
}

/// What a rule does with what it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// It is removed.
    #[default]
    Drop,
    /// The block stays, whatever other rules say.
    Keep,
}

impl RuleBook {
    /// The built-in packs.
    pub fn builtin() -> Result<RuleBook> {
        let mut book = RuleBook { rules: vec![metadata_line()], appeals: BTreeMap::new(), indexes: BTreeMap::new() };
        for (name, toml) in PACKS {
            book.add(name, toml)?;
        }
        Ok(book)
    }

    /// Adds the rules of a pack; `name` is its file for error messages.
    ///
    /// # Errors
    /// With the file, line and column of whatever is wrong with the pack, or the id of a rule that is
    /// already there; then nothing is added.
    pub fn add(&mut self, name: &str, toml: &str) -> Result<()> {
        let pack = pack::read(name, toml)?;
        if let Some(rule) = pack.rules.iter().find(|rule| self.rule(&rule.id).is_some()) {
            let message = format!("{name}: the rule “{}” is already there; give it another id", rule.id);
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        if let Some(vocabulary) = pack.appeals {
            let recogniser = passage::Recogniser::new(&pack.language, vocabulary)
                .map_err(|message| Error::new(ErrorKind::Configuration, format!("{name}: appeals: {message}")))?;
            if self.appeals.contains_key(&pack.language) {
                let message = format!("{name}: the language “{}” already has appeals", pack.language);
                return Err(Error::new(ErrorKind::Configuration, message));
            }
            self.rules.push(recogniser.as_rule());
            self.appeals.insert(pack.language.clone(), recogniser);
        }
        self.rules.extend(pack.rules);
        for language in [pack.language, EVERY_LANGUAGE.to_owned(), String::new()] {
            self.indexes.entry(language).or_default();
        }
        // Whatever was made of fewer rules is out of date.
        self.indexes.values_mut().for_each(|index| *index = OnceLock::new());
        Ok(())
    }

    /// All rules, built-in first.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// The rule of this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Runs the examples of all rules: what must fall falls alone, what must stay stays whole.
    pub fn check(&self) -> Vec<CheckFailure> {
        check::check(self)
    }

    /// Judges all blocks of a document in the light of each other.
    ///
    /// `language` is an ISO 639-1 code: its pack and the common one speak. Where it is unknown, all do.
    pub fn judge(&self, document: &Document, language: Option<&str>) -> Vec<Verdict> {
        let mut verdicts = metadata_lines(document, language);
        let Some(index) = self.index(language) else { return verdicts };
        let views = finding::views(document);
        let found = views.iter().map(|view| index.findings(&self.rules, view)).collect();
        let settled = place::settle(&views, found);
        verdicts.extend(settled.standing.iter().map(|finding| self.verdict(finding)));
        let speaking = self.appeals.iter().filter(|(code, _)| language.is_none_or(|language| *code == language));
        verdicts.extend(speaking.flat_map(|(_, appeals)| appeals.verdicts(&views, &settled)));
        verdicts
    }

    /// What rules protect in a page that the content judge and the user's selectors are about to judge.
    ///
    /// The built-in packs protect nothing there, and without such a rule nobody asks for the language.
    pub fn protections(&self, document: &Document, language: impl FnOnce() -> Option<&'static str>) -> Vec<Verdict> {
        if self.rules.iter().all(|rule| rule.effect == Effect::Drop) {
            return Vec::new();
        }
        let mut verdicts = self.judge(document, language());
        verdicts.retain(|verdict| verdict.action == Action::Keep);
        verdicts
    }

    fn index(&self, language: Option<&str>) -> Option<&Index> {
        let key = language.unwrap_or("");
        let (key, index) = self.indexes.get_key_value(key).or_else(|| self.indexes.get_key_value(EVERY_LANGUAGE))?;
        let speaks = |rule: &Rule| key.is_empty() || rule.language == *key || rule.language == EVERY_LANGUAGE;
        Some(index.get_or_init(|| Index::new(&self.rules, speaks)))
    }

    fn verdict(&self, finding: &Finding) -> Verdict {
        let rule = &self.rules[finding.rule];
        let action = match (&finding.reach, rule.effect) {
            (_, Effect::Keep) => Action::Keep,
            (Reach::Block, Effect::Drop) => Action::Drop,
            (Reach::Part(range), Effect::Drop) => Action::Trim(range.clone()),
        };
        let reason = Reason {
            judge: Judge::Rule,
            category: rule.category,
            rule: Cow::Owned(rule.id.clone()),
            evidence: finding.evidence(rule).into(),
        };
        Verdict { block: finding.block, action, reason }
    }
}

fn metadata_line() -> Rule {
    Rule {
        id: METADATA_LINE.to_owned(),
        language: EVERY_LANGUAGE.to_owned(),
        category: Category::Metadata,
        scope: Scope::Recognised,
        place: Place::Edge,
        effect: Effect::Drop,
        max_words: 0,
        why: "A field such as a date, an author or a reading time belongs into the header, not into the text"
            .to_owned(),
        phrases: Vec::new(),
    }
}

/// Metadata lines among the first and the last blocks of a text, and of what is left of a page once it is read
/// as lines. A whole page says the same in its markup, and its first and last blocks are no article's.
fn metadata_lines(document: &Document, language: Option<&str>) -> Vec<Verdict> {
    if !document.elements.is_empty() {
        return Vec::new();
    }
    let tail = document.blocks.len().saturating_sub(TAIL_BLOCKS);
    let near_an_end = |&(id, _): &(usize, _)| id < HEAD_BLOCKS || id >= tail;
    let candidates = document.blocks.iter().enumerate().filter(near_an_end);
    let lifted = candidates.filter(|(_, block)| !is_code(block)).filter_map(|(id, block)| {
        let (taken, fields) = metadata::of_line(&block.text, language)?;
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let evidence = format!("“{}” says {}", block.text[..taken].trim(), names.join(", "));
        let action = Action::Lift(0..taken, fields);
        let rule = Cow::Borrowed(METADATA_LINE);
        let reason = Reason { judge: Judge::Rule, category: Category::Metadata, rule, evidence: evidence.into() };
        Some(Verdict { block: id, action, reason })
    });
    lifted.collect()
}
