//! One [`Record`] in, one [`Outcome`] and its [`Trace`] out. No I/O, no clock, no memory of other documents.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::block::{BlockKind, Document, Joint, count_words};
use crate::decode::{self, Decoded};
use crate::document::{Article, Degradation, Media, Metadata, Outcome, Record};
use crate::judge::rules::RuleBook;
use crate::judge::{self, language};
use crate::layout::{self, Markup};
use crate::limits::Limits;
use crate::metadata;
use crate::normalize::Normalizer;
use crate::parse::html::{self, Selectors};
use crate::parse::text;
use crate::verdict::{Action, Category, Field, Judge, Reason, Trace, apply};

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
        let mut trace = if self.settings.trace_kept { Trace::with_kept() } else { Trace::default() };
        let outcome = match decode::decode(record, &self.settings.limits) {
            Ok(decoded) => self.husk(record, decoded, &mut trace),
            Err(error) => Outcome::Failed(error),
        };
        (outcome, trace)
    }

    /// Decoded text → article.
    fn husk(&self, record: &Record, decoded: Decoded, trace: &mut Trace) -> Outcome {
        let mut reading = self.parse(record, &decoded);
        if reading.document.blocks.is_empty() {
            return Outcome::Dropped(nothing("empty", ""));
        }
        if decoded.replaced > 0 {
            metadata::set(&mut reading.metadata, "replaced_characters", decoded.replaced.into());
        }
        let mut document = self.judge(reading.document, &mut reading.metadata, trace);
        trace.finish(&document);
        if decoded.media == Media::Text {
            text::settle(&mut document);
        }
        self.normalize(&mut document, &mut reading.metadata);
        if document.blocks.is_empty() {
            return Outcome::Dropped(nothing("all-husk", "nothing of the document is article"));
        }
        let text = layout::write(&document, self.settings.markup);
        let metadata = self.complete(reading.metadata, record, &document);
        let mut removed = reading.removed;
        for (_, reason) in trace.removed() {
            *removed.entry(reason.category).or_default() += 1;
        }
        Outcome::Kept(Article { text, metadata, removed, degraded: document.degraded })
    }

    fn parse(&self, record: &Record, decoded: &Decoded) -> Reading {
        let Settings { selectors, limits, .. } = &self.settings;
        match decoded.media {
            Media::Html => {
                let page = html::parse(&decoded.text, selectors, limits);
                let metadata = metadata::of_page(&page.dom, record.hints.url.as_deref());
                Reading { document: page.document, metadata, removed: BTreeMap::new() }
            }
            Media::Text => {
                let text::Parsed { document, fields, removed } = text::parse(&decoded.text, limits);
                let mut known = Metadata::default();
                for (name, value) in fields {
                    match (name.as_str(), value) {
                        ("metadata", Value::Object(extra)) => known.extra.extend(extra),
                        (_, value) => metadata::set(&mut known, &name, value),
                    }
                }
                Reading { document, metadata: known, removed }
            }
        }
    }

    /// Judges and applies until nothing more goes: what is removed can make a new edge, and cleaning
    /// what was cleaned must change nothing.
    fn judge(&self, mut document: Document, known: &mut Metadata, trace: &mut Trace) -> Document {
        for round in 0..self.settings.limits.rounds {
            let mut verdicts = match round {
                0 => judge::first(&document),
                _ => Vec::new(),
            };
            let language = language::detect(document.blocks.iter().map(|block| block.text.as_str()));
            verdicts.extend(self.settings.rules.judge(&document, language.map(|detected| detected.code)));
            verdicts.retain(|verdict| {
                verdict.action == Action::Keep || !self.settings.keep.contains(&verdict.reason.category)
            });
            let (before, steps) = (document.blocks.len(), trace.steps.len());
            let (rest, fields) = apply(document, verdicts, trace);
            document = rest;
            for Field { name, value } in fields {
                metadata::set(known, &name, value.into());
            }
            // The first round's content judge leaves new edges even where it removed nothing by wording.
            if document.blocks.len() == before && trace.steps.len() == steps {
                return document;
            }
        }
        document.degraded.push(Degradation::Rounds);
        document
    }

    /// Normalizes the kept blocks and the fields that people read.
    fn normalize(&self, document: &mut Document, known: &mut Metadata) {
        let normalizer = &self.settings.normalizer;
        let language = language::detect(document.blocks.iter().map(|block| block.text.as_str()));
        let language = language.map(|detected| detected.code);
        for block in &mut document.blocks {
            let normal = match block.kind {
                BlockKind::Code => normalizer.code(&block.text),
                _ => normalizer.prose(&block.text, language),
            };
            if let Cow::Owned(normal) = normal {
                block.text = normal;
            }
        }
        let lists = [&mut known.authors, &mut known.categories, &mut known.tags];
        let fields = [&mut known.title, &mut known.description, &mut known.sitename];
        for value in fields.into_iter().flatten().chain(lists.into_iter().flatten()) {
            *value = normalizer.prose(value, language).trim().replace('\n', " ");
        }
        // A block of nothing but invisible characters; its paragraph break goes to the block after it.
        let mut gap = None::<Joint>;
        document.blocks.retain_mut(|block| {
            block.joint = gap.take().map_or(block.joint, |gap| gap.wider(block.joint));
            let visible = !block.text.trim().is_empty();
            if !visible {
                gap = Some(block.joint);
            }
            visible
        });
    }

    /// Adds what only the record or the finished article can tell.
    fn complete(&self, mut known: Metadata, record: &Record, document: &Document) -> Metadata {
        let hints = &record.hints;
        let fetched = Metadata { url: hints.url.clone(), date: hints.date.clone(), ..Metadata::default() };
        known.fill_from(fetched);
        if known.hostname.is_none() {
            known.hostname = known.url.as_deref().and_then(metadata::hostname);
        }
        if known.source.is_none() && record.id != "-" && !record.id.is_empty() {
            known.source = Some(record.id.clone());
        }
        // What the letters say outranks what a page's template declares; what a header of ours said stays.
        if known.language_score.is_none()
            && let Some(detected) = language::detect(document.blocks.iter().map(|block| block.text.as_str()))
        {
            known.language = Some(detected.code.to_owned());
            known.language_score = Some(detected.score);
        }
        known.words = Some(document.blocks.iter().map(|block| count_words(&block.text) as u64).sum());
        known
    }
}

/// A parsed document with what was read beside its text.
struct Reading {
    document: Document,
    metadata: Metadata,
    removed: BTreeMap<Category, u32>,
}

fn nothing(rule: &'static str, evidence: &str) -> Reason {
    Reason { judge: Judge::Content, category: Category::Boilerplate, rule: rule.into(), evidence: evidence.to_owned() }
}
