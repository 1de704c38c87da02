//! Rule packs: wording that is residue, and wording that only looks like it.
//!
//! A pack is a TOML file of rules; a rule is a few phrases with one meaning, each with an example that
//! falls and one that stays, and [`RuleBook::check`] runs them all. Beside the packs' wording, two
//! recognisers speak: metadata lines, which are lifted, and appeals, which are known by what they do.
//!
//! | file | what it owns |
//! |---|---|
//! | `pack` | reading a pack, and its faults |
//! | `lean` | reading a built-in pack without its examples |
//! | `fold` | the view in which wording is compared |
//! | `pattern` | the wording of a phrase and its placeholders |
//! | `search` | words of packs in a text, all at once |
//! | `fields` | metadata lines at the ends of a text |
//! | `finding` | phrases in the blocks of a document |
//! | `tiles` | lines that phrases make up |
//! | `place` | head, tail and neighbourhood: which findings count |
//! | `passage` | donation appeals, newsletter offers and paywall prompts, by what they do |
//! | `words` | words of a text, as rules count them |
//! | `lists` | words that the rules go by besides those of their packs |
//! | `sentence` | sentences and quotations |
//! | `check` | running the examples |

mod check;
mod fields;
mod finding;
mod fold;
mod lean;
mod lists;
mod names;
mod pack;
mod passage;
mod pattern;
mod place;
mod search;
mod sentence;
mod tiles;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

pub use check::CheckFailure;
pub use finding::{Memory, is_code};
pub use pack::Example;

use self::finding::{Finding, Index, Reach};
use self::pattern::Pattern;
use crate::block::Document;
use crate::error::{Error, ErrorKind, Result};
use crate::verdict::{Action, Category, Judge, Reason, Verdict};

/// A built-in pack.
#[derive(Debug, Clone, Copy)]
struct BuiltIn {
    language: &'static str,
    /// As it was written, with its examples.
    toml: &'static str,
    /// Without them, and quicker to read: what the build script made of it.
    lean: &'static str,
}

macro_rules! packs {
    ($($language:tt $name:literal,)*) => {
        &[$(BuiltIn {
            language: $language,
            toml: include_str!(concat!("packs/", $name, ".toml")),
            lean: include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json")),
        }),*]
    };
}

/// The built-in packs. Each is read when its language is first spoken.
const PACKS: &[BuiltIn] = packs! {
    EVERY_LANGUAGE "common",
    "en" "en",
    "en" "en-systems",
    "de" "de",
    "fr" "fr",
    "es" "es",
    "it" "it",
    "pt" "pt",
    "ko" "ko",
    "nl" "nl",
    "pl" "pl",
    "ru" "ru",
    "uk" "uk",
    "cs" "cs",
    "sv" "sv",
    "da" "da",
    "nb" "nb",
    "fi" "fi",
    "hu" "hu",
    "ro" "ro",
    "el" "el",
    "tr" "tr",
    "ar" "ar",
    "zh" "zh",
    "ja" "ja",
    "he" "he",
    "fa" "fa",
    "hi" "hi",
    "vi" "vi",
    "id" "id",
    "th" "th",
};

/// All that the built-in packs say of texts.
pub(super) fn built_in() -> impl Iterator<Item = &'static [u8]> {
    PACKS.iter().map(|pack| pack.lean.as_bytes())
}

/// The language of packs that speak in every language.
const EVERY_LANGUAGE: &str = "*";
/// What stands for it in the ids of rules.
const COMMON: &str = "common";

/// What privacy policies, terms and legal notices are about.
const LEGAL_TOPICS: [Category; 4] = [Category::Legal, Category::Consent, Category::Newsletter, Category::CommentForm];

/// The rules in force: the built-in packs and the user's own.
#[derive(Debug)]
pub struct RuleBook {
    shelves: Vec<Shelf>,
    /// For each language that has rules, `*` for any other and the empty string for an unknown one:
    /// the rules that speak, made when they are first needed.
    indexes: BTreeMap<String, OnceLock<Index>>,
}

/// A pack in the book. A built-in one is not read before its language is spoken: most documents need two
/// packs of many, and reading all takes longer than cleaning a page.
#[derive(Debug)]
struct Shelf {
    language: String,
    built_in: Option<&'static BuiltIn>,
    pack: OnceLock<Loaded>,
    /// The built-in pack with its examples, where somebody asked for them.
    with_examples: OnceLock<Loaded>,
}

/// A pack that was read.
#[derive(Debug)]
struct Loaded {
    rules: Vec<Arc<Rule>>,
    appeals: Option<passage::Recogniser>,
}

impl Shelf {
    fn built_in(pack: &'static BuiltIn) -> Shelf {
        Shelf {
            language: pack.language.to_owned(),
            built_in: Some(pack),
            pack: OnceLock::new(),
            with_examples: OnceLock::new(),
        }
    }

    fn loaded(language: &str, pack: Loaded) -> Shelf {
        Shelf {
            language: language.to_owned(),
            built_in: None,
            pack: OnceLock::from(pack),
            with_examples: OnceLock::new(),
        }
    }

    /// The pack; a built-in one without its examples.
    fn pack(&self) -> &Loaded {
        self.pack.get_or_init(|| self.read(|pack| lean::read(pack.lean)))
    }

    /// The pack with its examples.
    fn with_examples(&self) -> &Loaded {
        match self.built_in {
            Some(_) => self.with_examples.get_or_init(|| self.read(|pack| pack::read(pack.language, pack.toml))),
            None => self.pack(),
        }
    }

    fn read(&self, read: impl Fn(&BuiltIn) -> Result<pack::Pack>) -> Loaded {
        let built_in = self.built_in.expect("what is not built in was read before");
        let loaded = read(built_in).and_then(|pack| Loaded::of(built_in.language, pack));
        loaded.expect("the built-in packs are checked by tests")
    }
}

impl Loaded {
    fn of(name: &str, pack: pack::Pack) -> Result<Loaded> {
        let appeals = pack.appeals.map(|vocabulary| passage::Recogniser::new(&pack.language, vocabulary)).transpose();
        let appeals =
            appeals.map_err(|message| Error::new(ErrorKind::Configuration, format!("{name}: appeals: {message}")))?;
        let rules = appeals.iter().map(passage::Recogniser::as_rule).chain(pack.rules).map(Arc::new).collect();
        Ok(Loaded { rules, appeals })
    }
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

/// One wording of a rule.
#[derive(Debug)]
pub struct Phrase {
    /// The wording: words and placeholders.
    pub text: String,
    /// What it does and what it leaves; `None` in a built-in rule unless it is asked for by [`RuleBook::explained`].
    pub example: Option<Example>,
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
    pub fn builtin() -> RuleBook {
        let lone = Loaded { rules: vec![Arc::new(fields::rule())], appeals: None };
        let mut shelves = vec![Shelf::loaded(EVERY_LANGUAGE, lone)];
        shelves.extend(PACKS.iter().map(Shelf::built_in));
        let mut book = RuleBook { shelves, indexes: BTreeMap::new() };
        book.renew_indexes();
        book
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
        let language = pack.language.clone();
        if pack.appeals.is_some() && self.shelves_of(&language).any(|shelf| shelf.pack().appeals.is_some()) {
            let message = format!("{name}: the language “{language}” already has appeals");
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        self.shelves.push(Shelf::loaded(&language, Loaded::of(name, pack)?));
        // Whatever was made of fewer rules is out of date.
        self.renew_indexes();
        Ok(())
    }

    /// All rules, built-in first.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.shelves.iter().flat_map(|shelf| shelf.pack().rules.iter().map(|rule| &**rule))
    }

    /// The rule of this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        rule_of(self.shelves_of(language_of(id)).map(Shelf::pack), id)
    }

    /// The same with its examples.
    pub fn explained(&self, id: &str) -> Option<&Rule> {
        rule_of(self.shelves_of(language_of(id)).map(Shelf::with_examples), id)
    }

    /// Runs the examples of all rules: what must fall falls alone, what must stay stays whole.
    pub fn check(&self) -> Vec<CheckFailure> {
        check::check(self)
    }

    /// Judges all blocks of a document in the light of each other.
    ///
    /// `language` is an ISO 639-1 code: its pack and the common one speak. Where it is unknown, all do.
    pub fn judge(&self, document: &Document, language: Option<&str>) -> Vec<Verdict> {
        self.judge_again(document, language, &[], &mut Memory::default())
    }

    /// The same for a document that was judged before, and is another since; `memory` holds what is still the same.
    ///
    /// `heads` are its title and its first line. A page that is called "Privacy policy" speaks of cookies, letters and
    /// rights in its own sentences: where one of them holds such a label, or several paragraphs have such a sentence
    /// among others, the rules for these say nothing.
    pub fn judge_again(
        &self,
        document: &Document,
        language: Option<&str>,
        heads: &[&str],
        memory: &mut Memory,
    ) -> Vec<Verdict> {
        let mut verdicts = fields::verdicts(document, language);
        let index = self.index(language);
        let views = memory.views(document, language);
        let mut found: Vec<Vec<Finding>> = views.iter().map(|view| index.findings(view)).collect();
        let is_line = |finding: &Finding| matches!(index.rule(finding).scope, Scope::Line | Scope::Start);
        place::spare_dialogue(&views, &mut found, is_line);
        let is_of_cookies = |rule: &Rule| rule.scope == Scope::Sentence && rule.category == Category::Consent;
        place::spare_amid(&views, &mut found, |finding| is_of_cookies(index.rule(finding)));
        let is_legal = heads.iter().any(|head| index.names_a_legal_page(head));
        // Not where the heading is a banner's own.
        let is_found =
            |head: &str| views.iter().zip(&found).any(|(view, found)| *view.text == *head && !found.is_empty());
        let names_cookies = heads.iter().any(|head| finding::names_cookies(head) && !is_found(head));
        let topics = LEGAL_TOPICS.map(|topic| {
            let speaks_of_it = |finding: &Finding| index.rule(finding).category == topic;
            let is_named = is_legal || names_cookies && topic == Category::Consent;
            (topic, is_named || place::is_a_topic(&views, &found, speaks_of_it))
        });
        let speaks = |category: Category| !topics.contains(&(category, true));
        for findings in &mut found {
            findings.retain(|finding| speaks(index.rule(finding).category));
        }
        let settled = place::settle(&views, found);
        verdicts.extend(settled.standing.iter().map(|finding| verdict(index.rule(finding), finding)));
        let speaking = self.shelves.iter().filter(|shelf| language.is_none_or(|language| shelf.language == language));
        let speaking = speaking.filter_map(|shelf| shelf.pack().appeals.as_ref());
        let appeals = speaking.flat_map(|appeals| appeals.verdicts(&views, &settled));
        verdicts.extend(appeals.filter(|verdict| speaks(verdict.reason.category)));
        verdicts
    }

    /// What rules protect in a page that the content judge and the user's selectors are about to judge.
    ///
    /// The built-in packs protect nothing there, and without a user's rule that does nobody asks for the language.
    pub fn protections(&self, document: &Document, language: impl FnOnce() -> Option<&'static str>) -> Vec<Verdict> {
        let own = self.shelves.iter().filter(|shelf| shelf.built_in.is_none());
        if own.flat_map(|shelf| &shelf.pack().rules).all(|rule| rule.effect == Effect::Drop) {
            return Vec::new();
        }
        let mut verdicts = self.judge(document, language());
        verdicts.retain(|verdict| verdict.action == Action::Keep);
        verdicts
    }

    fn shelves_of(&self, language: &str) -> impl Iterator<Item = &Shelf> {
        self.shelves.iter().filter(move |shelf| shelf.language == language)
    }

    /// All packs with their examples.
    fn with_examples(&self) -> impl Iterator<Item = &Loaded> {
        self.shelves.iter().map(Shelf::with_examples)
    }

    fn renew_indexes(&mut self) {
        let languages = self.shelves.iter().map(|shelf| shelf.language.clone());
        self.indexes = languages.chain([String::new()]).map(|language| (language, OnceLock::new())).collect();
    }

    fn index(&self, language: Option<&str>) -> &Index {
        let key = language.unwrap_or("");
        let (key, index) = self
            .indexes
            .get_key_value(key)
            .or_else(|| self.indexes.get_key_value(EVERY_LANGUAGE))
            .expect("the common pack is in every book");
        let speaks = |shelf: &&Shelf| key.is_empty() || shelf.language == *key || shelf.language == EVERY_LANGUAGE;
        index.get_or_init(|| {
            let speaking: Vec<&Loaded> = self.shelves.iter().filter(speaks).map(Shelf::pack).collect();
            let appeals = speaking.iter().filter_map(|pack| pack.appeals.as_ref());
            let pleas: Vec<&str> = appeals.flat_map(passage::Recogniser::pleas).collect();
            Index::new(speaking.iter().flat_map(|pack| pack.rules.iter().cloned()).collect(), &pleas)
        })
    }
}

/// The language of a rule's pack, by the rule's id.
fn language_of(id: &str) -> &str {
    match id.split('/').next() {
        Some(COMMON) => EVERY_LANGUAGE,
        language => language.unwrap_or_default(),
    }
}

fn rule_of<'b>(mut packs: impl Iterator<Item = &'b Loaded>, id: &str) -> Option<&'b Rule> {
    packs.find_map(|pack| pack.rules.iter().find(|rule| rule.id == id)).map(|rule| &**rule)
}

fn verdict(rule: &Rule, finding: &Finding) -> Verdict {
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
