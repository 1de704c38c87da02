//! The lines of a ledger.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::document::{Article, Degradation, Outcome};
use crate::error::{Error, ErrorKind};
use crate::filter::ContentHash;
use crate::sink::Seal;
use crate::source::Position;
use crate::verdict::{Category, Reason, Trace};

/// The version of the ledger's form.
pub const VERSION: u32 = 1;

/// The first line: what this run is. A run goes on with a ledger only where all of it is the same.
///
/// What is said for people, `flags`, `rules` and `paths`, may differ: the hashes have what must not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// [`VERSION`].
    pub ledger: u32,
    /// Version of dehusk.
    pub dehusk: String,
    /// Hash of the models and rules that are built into it.
    #[serde(default)]
    pub models: String,
    /// Hash of all settings that change what comes out, rule files among them.
    pub settings: String,
    /// Hash of the input: names, sizes, and the first and last bytes of files.
    pub inputs: String,
    /// Name of the output.
    pub output: String,
    /// The flags that were given and change what comes out, with their values.
    #[serde(default)]
    pub flags: BTreeMap<String, Vec<String>>,
    /// Rule files that were given, with the hash of each.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, String>,
    /// Where the input was: absolute paths.
    #[serde(default)]
    pub paths: Vec<String>,
}

/// What became of something that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// There is an article.
    #[default]
    Kept,
    /// There is none: nothing of the document is article, or a filter or a limit refused it.
    Dropped,
    /// It could not be read or cleaned.
    Failed,
    /// It is no document.
    Skipped,
}

/// A line for a document, or for something that is none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Number of the document in the run, from 0; none for what is no document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// The record's id, for what is no document its name.
    pub id: String,
    /// The file that it is, or that it was in.
    pub input: Arc<str>,
    /// Where it is in that file, as `in.jsonl#3`, where its id does not say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// What became of it.
    pub status: Status,
    /// Why it is not kept, in one of few words: `all-husk`, `min-words`, `duplicate`, `damaged` ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Cow<'static, str>>,
    /// The same for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The document, by number, that this one is a duplicate of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
    /// Bytes as they were read.
    #[serde(default)]
    pub bytes: u64,
    /// Words of the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<u64>,
    /// Its language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The site that it is from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Its expected F1, see [`crate::Metadata::extraction_quality`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<f32>,
    /// Hash of its text, where duplicates are looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<ContentHash>,
    /// Removed spans, by category.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<Category, u64>,
    /// Limits that it ran into, and whether only a part of it was there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub degraded: Vec<Degradation>,
    /// The file of the output that it went to, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Arc<str>>,
}

impl Entry {
    /// The line of a document of so many bytes. Its number is given when it is written.
    pub fn of(id: &str, bytes: usize, outcome: &Outcome, trace: &Trace) -> Entry {
        let mut entry = Entry { id: id.to_owned(), bytes: bytes as u64, ..Entry::default() };
        for (_, reason) in trace.removed() {
            *entry.removed.entry(reason.category).or_default() += 1;
        }
        match outcome {
            Outcome::Kept(article) => entry.describe(article),
            Outcome::Dropped(reason) => entry.refuse(reason.rule.clone(), detail(reason)),
            Outcome::Failed(error) if outcome.is_dropped() => entry.refuse(error.kind().name(), error.to_string()),
            Outcome::Failed(error) => {
                entry.status = Status::Failed;
                entry.reason = Some(error.kind().name().into());
                entry.detail = error.to_string();
            }
        }
        entry
    }

    /// The line of a document that could not be read.
    pub fn refused(id: &str, error: &Error) -> Entry {
        Entry::of(id, 0, &Outcome::Failed(error.clone()), &Trace::default())
    }

    /// The line of something that is no document.
    pub fn skipped(name: &str, cause: &str) -> Entry {
        let reason = Some(cause.to_owned().into());
        Entry { id: name.to_owned(), status: Status::Skipped, reason, ..Entry::default() }
    }

    /// The line, with its end.
    pub fn line(&self) -> Vec<u8> {
        let mut line = serde_json::to_vec(self).expect("strings and numbers, into memory");
        line.push(b'\n');
        line
    }

    /// Turns what was kept into something that is dropped.
    pub fn refuse(&mut self, reason: impl Into<Cow<'static, str>>, detail: impl Into<String>) {
        self.status = Status::Dropped;
        self.reason = Some(reason.into());
        self.detail = detail.into();
    }

    /// Why it is not kept, for people; without the kind where that says no more.
    pub fn cause(&self) -> Cow<'_, str> {
        let reason = self.reason.as_deref().unwrap_or_default();
        match (self.status, self.detail.is_empty()) {
            (_, true) => Cow::Borrowed(reason),
            (Status::Dropped, false) if reason != ErrorKind::TooLarge.name() => {
                Cow::Owned(format!("{reason}: {}", self.detail))
            }
            _ => Cow::Borrowed(&self.detail),
        }
    }

    /// What is known of the article, also where it is not kept in the end.
    pub fn describe(&mut self, article: &Article) {
        let known = &article.metadata;
        self.words = known.words;
        self.language.clone_from(&known.language);
        self.host.clone_from(&known.hostname);
        self.quality = known.extraction_quality.map(|quality| (quality * 1000.0).round() / 1000.0);
        self.degraded.clone_from(&article.degraded);
    }
}

/// The evidence of a verdict, where it says more than the rule's name.
fn detail(reason: &Reason) -> String {
    let evidence = reason.evidence.to_string();
    if evidence == *reason.rule { String::new() } else { evidence }
}

/// Up to where all is on the disk: the output as well as the lines before this one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// Number of the commit, from 1.
    pub commit: u64,
    /// Documents before it.
    pub documents: u64,
    /// All that was found before it, documents or not.
    pub found: u64,
    /// What comes next in the input.
    pub next: Position,
    /// What was passed over, by what it is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub passed: BTreeMap<String, u64>,
    /// Where each sink stood.
    pub sinks: Vec<Seal>,
    /// Where a run was stopped between two commits: what came since the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
}

/// What came since the last commit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// Bytes of documents.
    pub bytes: u64,
    /// All that was found, documents or not.
    pub found: u64,
}

/// The last line of a run that came to its end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// Always true.
    pub end: bool,
    /// Documents that were read; kept, dropped and failed ones together.
    pub read: u64,
    /// Documents with an article.
    pub kept: u64,
    /// Documents without one.
    pub dropped: u64,
    /// Documents that could not be read or cleaned.
    pub failed: u64,
    /// What is no document, and was named.
    pub skipped: u64,
    /// What was passed over, by what it is.
    pub passed: BTreeMap<String, u64>,
}

/// Any line.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Line {
    /// The first.
    Head(Head),
    /// A commit.
    Commit(Commit),
    /// The last.
    End(End),
    /// A document, or something that is none.
    Entry(Box<Entry>),
}
