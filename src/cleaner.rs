//! One [`Record`] in, one [`Outcome`] and its [`Trace`] out. No I/O, no clock, no memory of other documents.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::block::{BlockKind, Document, Joint};
use crate::decode::{self, Decoded};
use crate::document::{Article, Degradation, Media, Metadata, Outcome, Record};
use crate::error::Error;
use crate::judge::rules::RuleBook;
use crate::judge::{content, language};
use crate::layout::{self, Markup};
use crate::limits::Limits;
use crate::metadata;
use crate::normalize::Normalizer;
use crate::parse::html::{self, Selectors};
use crate::parse::text;
use crate::verdict::{Category, Judge, Reason, Trace, Verdict, apply};

/// What a [`Cleaner`] is to do. [`Settings::default`] is what the command does without flags.
#[derive(Debug)]
pub struct Settings {
    /// Characters.
    pub normalizer: Normalizer,
    /// Plain text or Markdown.
    pub markup: Markup,
    /// The user's CSS selectors.
    pub selectors: Selectors,
    /// Rule packs: the built-in ones, and the user's.
    pub rules: RuleBook,
    /// Categories that are not removed. Default: captions and corrections.
    pub keep: BTreeSet<Category>,
    /// What one document may cost.
    pub limits: Limits,
    /// Whether the trace also holds what was kept, for explanations.
    pub trace_kept: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            normalizer: Normalizer::default(),
            markup: Markup::default(),
            selectors: Selectors::default(),
            rules: RuleBook::builtin().expect("the built-in packs are checked by tests"),
            keep: BTreeSet::from([Category::Caption, Category::Correction]),
            limits: Limits::default(),
            trace_kept: false,
        }
    }
}

/// Cleans documents. Made once, used by any number of threads.
#[derive(Debug, Default)]
pub struct Cleaner {
    settings: Settings,
}

impl Cleaner {
    /// A cleaner with these settings.
    pub fn new(settings: Settings) -> Cleaner {
        Cleaner { settings }
    }

    /// Its settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Cleans one document: the only way there is, for the command, the explanation and the library.
    ///
    /// The outcome depends on the record and the settings alone.
    pub fn clean(&self, record: &Record) -> (Outcome, Trace) {
        let _ = record;
        unimplemented!()
    }
}
