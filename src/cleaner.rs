//! One [`Record`] in, one [`Outcome`] and its [`Trace`] out. No I/O, no clock, no memory of other documents.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use crate::block::{BlockKind, Document, Joint, count_words};
use crate::decode::{self, Decoded};
use crate::document::{Article, Degradation, Media, Metadata, Outcome, Record};
use crate::judge;
use crate::judge::content::{self, Model};
use crate::judge::language::Detector;
use crate::judge::rules::{RuleBook, is_code};
use crate::layout::{self, Markup};
use crate::limits::Limits;
use crate::metadata;
use crate::normalize::Normalizer;
use crate::parse::html::{self, Selectors};
use crate::parse::text;
use crate::verdict::{Action, Category, Field, Judge, Reason, Trace, Verdict, apply};

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
    /// The model that judges the main content of web pages. Default: the one that dehusk ships.
    pub content: Arc<Model>,
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
            content: content::model(),
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
        let mut languages = Detector::default();
        let url = record.hints.url.as_deref();
        let mut document = self.judge(reading.document, url, &mut reading.metadata, &mut languages, trace);
        trace.finish(&document, &decoded.text);
        if decoded.media == Media::Text {
            text::settle(&mut document);
        }
        self.normalize_fields(&mut reading.metadata, &document);
        let text = layout::write(&document, self.settings.markup);
        if text.is_empty() {
            return Outcome::Dropped(nothing("all-husk", "nothing of the document is article"));
        }
        let metadata = self.complete(reading.metadata, record, &mut languages, &text);
        let mut removed = reading.removed;
        for (_, reason) in trace.removed() {
            *removed.entry(reason.category).or_default() += 1;
        }
        Outcome::Kept(Box::new(Article { text, metadata, removed, degraded: document.degraded }))
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

    /// Judges, applies and normalizes until nothing more changes: what is removed can make a new edge, a
    /// repaired character a new word, and cleaning what was cleaned must change nothing.
    ///
    /// The content judge and the user's selectors see a page as it was parsed; the rules see what those left,
    /// as the lines that will be written: just what they will see when it is cleaned again.
    fn judge(
        &self,
        mut document: Document,
        url: Option<&str>,
        known: &mut Metadata,
        languages: &mut Detector,
        trace: &mut Trace,
    ) -> Document {
        let mut changed = true;
        if document.media == Media::Html {
            let judgement = content::judge(&document, url, &self.settings.content);
            known.extraction_quality = Some(judgement.quality);
            let mut verdicts = judgement.verdicts;
            verdicts.extend(judge::selectors(&document));
            verdicts.extend(self.settings.rules.protections(&document, || spoken(&document, languages)));
            document = self.apply(document, verdicts, known, trace);
            changed = self.tidy(&mut document);
        }
        let mut settled = false;
        for _ in 0..self.settings.limits.rounds {
            let mut verdicts = self.settings.rules.judge(&document, spoken(&document, languages));
            settled = verdicts.is_empty() && !changed;
            if settled {
                break;
            }
            verdicts.extend(judge::selectors(&document));
            let (blocks, steps) = (document.blocks.len(), trace.steps.len());
            document = self.apply(document, verdicts, known, trace);
            let same = document.blocks.len() == blocks && trace.steps.len() == steps;
            changed = self.tidy(&mut document);
            settled = same && !changed;
            if settled {
                break;
            }
        }
        if !settled {
            document.degraded.push(Degradation::Rounds);
        }
        layout::join_lines(&mut document);
        document
    }

    /// Carries out the verdicts of one round, but for the categories that are to stay.
    fn apply(
        &self,
        document: Document,
        mut verdicts: Vec<Verdict>,
        known: &mut Metadata,
        trace: &mut Trace,
    ) -> Document {
        verdicts
            .retain(|verdict| verdict.action == Action::Keep || !self.settings.keep.contains(&verdict.reason.category));
        let (rest, fields) = apply(document, verdicts, trace);
        for Field { name, value } in fields {
            metadata::set(known, &name, value.into());
        }
        rest
    }

    /// Brings the blocks to the lines and characters that will be written; tells whether that changed anything.
    fn tidy(&self, document: &mut Document) -> bool {
        let parted = layout::part_lines(document);
        let normalized = self.normalize(document);
        parted || normalized
    }

    /// Normalizes the blocks; tells whether that changed any.
    fn normalize(&self, document: &mut Document) -> bool {
        let normalizer = &self.settings.normalizer;
        let language = self.typographic_language(document);
        let mut changed = false;
        for block in &mut document.blocks {
            let normal = match block.kind {
                BlockKind::Code => normalizer.code(&block.text),
                _ => normalizer.prose(&block.text, language),
            };
            if let Cow::Owned(normal) = normal {
                changed = true;
                block.rewrite(normal);
            }
        }
        // A block of nothing but invisible characters; its paragraph break goes to the block after it.
        let blocks = document.blocks.len();
        let mut gap = None::<Joint>;
        document.blocks.retain_mut(|block| {
            block.joint = gap.take().map_or(block.joint, |gap| gap.wider(block.joint));
            // A blank line of code is part of it.
            let visible = block.kind == BlockKind::Code || !block.text.trim().is_empty();
            if !visible {
                gap = Some(block.joint);
            }
            visible
        });
        changed || document.blocks.len() != blocks
    }

    /// The document's language where the characters depend on it.
    fn typographic_language(&self, document: &Document) -> Option<&'static str> {
        let asks = self.settings.normalizer.asks_for_language();
        if asks { spoken(document, &mut Detector::default()) } else { None }
    }

    /// Normalizes the fields that people read.
    fn normalize_fields(&self, known: &mut Metadata, document: &Document) {
        let language = self.typographic_language(document);
        let lists = [&mut known.authors, &mut known.categories, &mut known.tags];
        let fields = [&mut known.title, &mut known.description, &mut known.sitename];
        for value in fields.into_iter().flatten().chain(lists.into_iter().flatten()) {
            *value = self.settings.normalizer.prose(value, language).trim().replace('\n', " ");
        }
    }

    /// Adds what only the record or the finished article can tell.
    fn complete(&self, mut known: Metadata, record: &Record, languages: &mut Detector, text: &str) -> Metadata {
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
            && let Some(detected) = languages.detect(text.lines())
        {
            known.language = Some(detected.code.to_owned());
            known.language_score = Some(detected.score);
        }
        known.words = Some(u64::from(count_words(text)));
        known
    }
}

/// A parsed document with what was read beside its text.
struct Reading {
    document: Document,
    metadata: Metadata,
    removed: BTreeMap<Category, u32>,
}

/// The language that the document is in, where the letters of its running text tell.
fn spoken(document: &Document, languages: &mut Detector) -> Option<&'static str> {
    let prose = document.blocks.iter().filter(|block| !is_code(block));
    languages.detect(prose.map(|block| block.text.as_str())).map(|detected| detected.code)
}

fn nothing(rule: &'static str, evidence: &'static str) -> Reason {
    Reason { judge: Judge::Content, category: Category::Boilerplate, rule: rule.into(), evidence: evidence.into() }
}
