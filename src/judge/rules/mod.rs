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
//! | `search` | words of packs in a text, all at once |
//! | `fields` | metadata lines at the ends of a text |
//! | `finding` | phrases in the blocks of a document |
//! | `tiles` | lines that phrases make up |
//! | `place` | head, tail and neighbourhood: which findings count |
//! | `passage` | donation appeals, newsletter offers and paywall prompts, by what they do |
//! | `sentence` | sentences and quotations |
//! | `check` | running the examples |

mod check;
mod fields;
mod finding;
mod fold;
mod names;
mod pack;
mod passage;
mod pattern;
mod place;
mod search;
mod sentence;
mod tiles;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

pub use check::CheckFailure;
pub use finding::{Memory, is_code};

use self::finding::{Finding, Index, Reach};
use self::pattern::Pattern;
use crate::block::Document;
use crate::error::{Error, ErrorKind, Result};
use crate::verdict::{Action, Category, Judge, Reason, Verdict};

/// The built-in packs, by language. Each is read when its language is first spoken.
#[rustfmt::skip]
const PACKS: [(&str, &str); 31] = [
    (EVERY_LANGUAGE, include_str!("packs/common.toml")),
    ("en", include_str!("packs/en.toml")),
    ("en", include_str!("packs/en-systems.toml")),
    ("de", include_str!("packs/de.toml")),
    ("fr", include_str!("packs/fr.toml")),
    ("es", include_str!("packs/es.toml")),
    ("it", include_str!("packs/it.toml")),
    ("pt", include_str!("packs/pt.toml")),
    ("ko", include_str!("packs/ko.toml")),
    ("nl", include_str!("packs/nl.toml")),
    ("pl", include_str!("packs/pl.toml")),
    ("ru", include_str!("packs/ru.toml")),
    ("uk", include_str!("packs/uk.toml")),
    ("cs", include_str!("packs/cs.toml")),
    ("sv", include_str!("packs/sv.toml")),
    ("da", include_str!("packs/da.toml")),
    ("nb", include_str!("packs/nb.toml")),
    ("fi", include_str!("packs/fi.toml")),
    ("hu", include_str!("packs/hu.toml")),
    ("ro", include_str!("packs/ro.toml")),
    ("el", include_str!("packs/el.toml")),
    ("tr", include_str!("packs/tr.toml")),
    ("ar", include_str!("packs/ar.toml")),
    ("zh", include_str!("packs/zh.toml")),
    ("ja", include_str!("packs/ja.toml")),
    ("he", include_str!("packs/he.toml")),
    ("fa", include_str!("packs/fa.toml")),
    ("hi", include_str!("packs/hi.toml")),
    ("vi", include_str!("packs/vi.toml")),
    ("id", include_str!("packs/id.toml")),
    ("th", include_str!("packs/th.toml")),
];

/// The texts of the built-in packs.
pub(super) fn built_in() -> impl Iterator<Item = &'static [u8]> {
    PACKS.into_iter().map(|(_, text)| text.as_bytes())
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
    built_in: &'static str,
    pack: OnceLock<Loaded>,
}

/// A pack that was read.
#[derive(Debug)]
struct Loaded {
    rules: Vec<Arc<Rule>>,
    appeals: Option<passage::Recogniser>,
}

impl Shelf {
    fn built_in(language: &str, toml: &'static str) -> Shelf {
        Shelf { language: language.to_owned(), built_in: toml, pack: OnceLock::new() }
    }

    fn loaded(language: &str, pack: Loaded) -> Shelf {
        Shelf { language: language.to_owned(), built_in: "", pack: OnceLock::from(pack) }
    }

    fn pack(&self) -> &Loaded {
        self.pack.get_or_init(|| {
            let pack = pack::read(&self.language, self.built_in).and_then(|pack| Loaded::of(&self.language, pack));
            pack.expect("the built-in packs are checked by tests")
        })
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
    pub fn builtin() -> RuleBook {
        let lone = Loaded { rules: vec![Arc::new(fields::rule())], appeals: None };
        let mut shelves = vec![Shelf::loaded(EVERY_LANGUAGE, lone)];
        shelves.extend(PACKS.iter().map(|&(language, toml)| Shelf::built_in(language, toml)));
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
        if pack.appeals.is_some() && self.packs_of(&language).any(|pack| pack.appeals.is_some()) {
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
        let shelf = id.split('/').next().unwrap_or_default();
        let language = if shelf == COMMON { EVERY_LANGUAGE } else { shelf };
        self.packs_of(language).flat_map(|pack| &pack.rules).find(|rule| rule.id == id).map(|rule| &**rule)
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
        let is_legal = heads.iter().any(|head| index.names_a_legal_page(head));
        let topics = LEGAL_TOPICS.map(|topic| {
            let speaks_of_it = |finding: &Finding| index.rule(finding).category == topic;
            (topic, is_legal || place::is_a_topic(&views, &found, speaks_of_it))
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
        let own = self.shelves.iter().filter(|shelf| shelf.built_in.is_empty());
        if own.flat_map(|shelf| &shelf.pack().rules).all(|rule| rule.effect == Effect::Drop) {
            return Vec::new();
        }
        let mut verdicts = self.judge(document, language());
        verdicts.retain(|verdict| verdict.action == Action::Keep);
        verdicts
    }

    fn packs_of(&self, language: &str) -> impl Iterator<Item = &Loaded> {
        self.shelves.iter().filter(move |shelf| shelf.language == language).map(Shelf::pack)
    }

    fn appeals(&self) -> impl Iterator<Item = &passage::Recogniser> {
        self.shelves.iter().filter_map(|shelf| shelf.pack().appeals.as_ref())
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
            let speaking = self.shelves.iter().filter(speaks);
            Index::new(speaking.flat_map(|shelf| shelf.pack().rules.iter().cloned()).collect())
        })
    }
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
