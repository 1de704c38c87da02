//! One [`Record`] in, one [`Outcome`] and its [`Trace`] out. No I/O, no clock, no memory of other documents.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use crate::block::{Block, BlockKind, Document, Joint, count_words};
use crate::decode::{self, Decoded};
use crate::document::{Article, Comments, Degradation, Fixes, Media, Metadata, Outcome, Record, TextKind};
use crate::judge::content::{self, Model};
use crate::judge::language::Detector;
use crate::judge::rules::{Memory, RuleBook, is_code};
use crate::judge::{self, comments};
use crate::layout::{self, Markup};
use crate::limits::Limits;
use crate::metadata;
use crate::normalize::Normalizer;
use crate::parse::html::{self, Dom, Selectors};
use crate::parse::text;
use crate::verdict::{Action, Category, Field, Judge, Reason, Trace, Verdict, apply, part};

/// Blocks before and after one that stays which the rules see beside it.
const NEAR: usize = 2;

/// What a [`Cleaner`] is to do. [`Settings::default`] is what the command does without flags.
#[derive(Debug)]
pub struct Settings {
    /// Characters.
    pub normalizer: Normalizer,
    /// Whether the lines of a text that is evidently wrapped at one width are joined. Default: yes.
    pub join_wrapped: bool,
    /// Plain text or Markdown.
    pub markup: Markup,
    /// The user's CSS selectors.
    pub selectors: Selectors,
    /// Rule packs: the built-in ones, and the user's.
    pub rules: RuleBook,
    /// The model that judges the main content of web pages. Default: the one that dehusk ships.
    pub content: Arc<Model>,
    /// The model that judges the lines of texts. Default: the one that dehusk ships.
    pub text: Arc<Model>,
    /// What texts are. Default: told for each.
    pub text_kind: TextKind,
    /// Categories that are not removed. Default: captions and corrections.
    pub keep: BTreeSet<Category>,
    /// Readers' comments below an article. Default: they are removed.
    pub comments: Comments,
    /// What one document may cost.
    pub limits: Limits,
    /// Whether the trace also holds what was kept, for explanations.
    pub trace_kept: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            normalizer: Normalizer::default(),
            join_wrapped: true,
            markup: Markup::default(),
            selectors: Selectors::default(),
            rules: RuleBook::builtin(),
            content: content::model(),
            text: content::text::model(),
            text_kind: TextKind::default(),
            keep: BTreeSet::from(KEPT),
            comments: Comments::default(),
            limits: Limits::default(),
            trace_kept: false,
        }
    }
}

/// What is kept unless somebody asks that it be dropped.
const KEPT: [Category; 2] = [Category::Caption, Category::Correction];

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
        let reading = self.parse(record, &decoded);
        trace.fixes = reading.fixes;
        let shows_nothing = reading.document.blocks.is_empty();
        if shows_nothing && reading.dom.is_none() && reading.comments.is_none() {
            return Outcome::Dropped(nothing("empty", ""));
        }
        let (mut known, mut removed) = (reading.metadata, reading.removed);
        let replaced = decoded.replaced + record.hints.replaced;
        if replaced > 0 {
            metadata::set(&mut known, "replaced_characters", replaced.into());
        }
        // A page that comes without its address mostly states it.
        let url = record.hints.url.clone().or_else(|| known.url.clone());
        let mut heard = Heard { title: known.title.clone(), lists: reading.lists, ..Heard::default() };
        let reading = (reading.document, reading.comments, reading.dom);
        let (document, comments) = self.judge(reading, url.as_deref(), &mut known, &mut heard, trace);
        trace.finish(&document, comments.as_ref(), &decoded.text);
        self.normalize_fields(&mut known, &document);
        let text = layout::write(&document, self.settings.markup);
        let comments = comments.map(|comments| layout::write(&comments, self.settings.markup));
        let comments = comments.filter(|comments| !comments.is_empty());
        if text.is_empty() && comments.is_none() {
            return Outcome::Dropped(match shows_nothing {
                true => nothing("empty", ""),
                false => nothing("all-husk", "nothing of the document is article"),
            });
        }
        let asked = comments.as_deref().filter(|_| text.is_empty()).unwrap_or(&text);
        let metadata = self.complete(known, record, &mut heard.languages, asked);
        for (_, reason) in trace.removed() {
            *removed.entry(reason.category).or_default() += 1;
        }
        let Trace { fixes, .. } = *trace;
        let mut degraded = document.degraded;
        if record.hints.truncated {
            degraded.push(Degradation::Truncated);
        }
        Outcome::Kept(Box::new(Article { text, comments, metadata, removed, fixes, degraded }))
    }

    fn parse(&self, record: &Record, decoded: &Decoded) -> Reading {
        let Settings { selectors, limits, .. } = &self.settings;
        match decoded.media {
            Media::Html => {
                let page = html::parse(&decoded.text, selectors, limits);
                let (metadata, lists) = metadata::of_page_or_listing(&page.dom, record.hints.url.as_deref());
                Reading {
                    document: page.document,
                    comments: None,
                    dom: Some(page.dom),
                    metadata,
                    lists,
                    removed: BTreeMap::new(),
                    fixes: Fixes::default(),
                }
            }
            Media::Text => {
                let text::Parsed { mut document, comments, fields, removed, mut fixes, ours } =
                    text::parse(&decoded.text, limits);
                if self.settings.join_wrapped && !ours {
                    text::join_wrapped(&mut document, &mut fixes);
                }
                let mut known = Metadata::default();
                for (name, value) in fields {
                    match (name.as_str(), value) {
                        ("metadata", Value::Object(extra)) => known.extra.extend(extra),
                        (_, value) => metadata::set(&mut known, &name, value),
                    }
                }
                Reading { document, comments, dom: None, metadata: known, lists: false, removed, fixes }
            }
        }
    }

    /// Judges a document, and parts the comments from it where they are asked for. `comments` are those that a
    /// text parted itself.
    ///
    /// The content judge and the user's selectors see a page as it was parsed, the rules what those left, as the
    /// lines that will be written: just what they will see when it is cleaned again. Only where comments are
    /// wanted, which they help to find, do the rules see the whole page.
    fn judge(
        &self,
        (mut document, comments, dom): (Document, Option<Document>, Option<Dom>),
        url: Option<&str>,
        known: &mut Metadata,
        heard: &mut Heard,
        trace: &mut Trace,
    ) -> (Document, Option<Document>) {
        let mut verdicts = judge::selectors(&document);
        let is_page = dom.is_some();
        if let Some(dom) = dom {
            let judgement = content::judge(&document, url, &self.settings.content);
            known.extraction_quality = Some(judgement.quality);
            if let Some(supplement) = content::supplement(&document, &dom, &judgement, &self.settings.limits) {
                verdicts.extend(supplement.verdicts);
                document.blocks.extend(supplement.blocks);
                known.extraction_quality = Some(supplement.quality);
            }
            verdicts.extend(judgement.verdicts);
            let comments = comments::kept(&document, &verdicts);
            verdicts.extend(comments);
        }
        let wanted = self.settings.comments;
        if is_page && wanted == Comments::Drop {
            verdicts.extend(self.settings.rules.protections(&document, || spoken(&document, &mut heard.languages)));
            self.add_rules_near(&mut document, &mut verdicts, heard);
        } else {
            self.add_rules(&document, &mut verdicts, heard);
        }
        // A text whose header counts its words was ours before.
        if !is_page && known.words.is_none() {
            let Settings { text_kind, text, .. } = &self.settings;
            let language = spoken(&document, &mut heard.languages);
            let judgement = content::text::judge(&document, &verdicts, *text_kind, language, text);
            known.extraction_quality = judgement.as_ref().map(|judgement| judgement.quality);
            verdicts.extend(judgement.into_iter().flat_map(|judgement| judgement.verdicts));
            self.spare(&mut verdicts);
        }
        let mut apart = comments.map(|comments| {
            let mut verdicts = Vec::new();
            self.add_rules(&comments, &mut verdicts, &mut Heard::default());
            (comments, verdicts)
        });
        if is_page && wanted != Comments::Drop {
            let aside = comments::of(&document, &verdicts);
            apart = Some(part(&mut document, &mut verdicts, &aside));
        }
        if wanted == Comments::Only {
            verdicts.extend(judge::unwanted_article(&document));
        }
        let document = self.rounds(document, verdicts, Some(known), heard, trace);
        let apart = apart.map(|(comments, mut verdicts)| {
            if wanted == Comments::Drop {
                verdicts.extend(judge::unwanted(&comments));
            }
            self.rounds(comments, verdicts, None, &mut Heard::default(), trace)
        });
        (document, apart)
    }

    /// Adds what the rules say of a document; no verdict stays that would remove what is to be kept.
    fn add_rules(&self, document: &Document, verdicts: &mut Vec<Verdict>, heard: &mut Heard) {
        let language = spoken(document, &mut heard.languages);
        let heads = heads(heard.title.as_deref(), document, 0);
        verdicts.extend(self.settings.rules.judge_again(document, language, &heads, &mut heard.rules));
        self.spare(verdicts);
    }

    /// The same for a page, of which the rules see what stays and what stands next to it: the heading of an appeal and
    /// the button below it are evidence also where the content judge drops them itself.
    fn add_rules_near(&self, document: &mut Document, verdicts: &mut Vec<Verdict>, heard: &mut Heard) {
        let mut stays = vec![true; document.blocks.len()];
        for verdict in verdicts.iter().filter(|verdict| verdict.action == Action::Drop) {
            stays[verdict.block] = false;
        }
        let is_near = |id: usize| {
            let around = id.saturating_sub(NEAR)..(id + NEAR + 1).min(stays.len());
            stays[around].contains(&true)
        };
        let language = spoken(document, &mut heard.languages);
        let mut near = Vec::new();
        let mut blocks = Vec::with_capacity(stays.len());
        let mut far = Vec::new();
        for (id, block) in std::mem::take(&mut document.blocks).into_iter().enumerate() {
            match is_near(id) {
                true => {
                    near.push(id);
                    blocks.push(block);
                }
                false => far.push((id, block)),
            }
        }
        document.blocks = blocks;
        let first = near.iter().position(|&id| stays[id]).unwrap_or(0);
        let heads = heads(heard.title.as_deref(), document, first);
        let found = self.settings.rules.judge_again(document, language, &heads, &mut heard.rules);
        verdicts.extend(found.into_iter().map(|verdict| Verdict { block: near[verdict.block], ..verdict }));
        let mut seen: Vec<(usize, Block)> = near.into_iter().zip(std::mem::take(&mut document.blocks)).collect();
        seen.append(&mut far);
        seen.sort_unstable_by_key(|&(id, _)| id);
        document.blocks = seen.into_iter().map(|(_, block)| block).collect();
        self.spare(verdicts);
    }

    /// Leaves out the verdicts that would remove what is to be kept. What a rule knows for such stays, whatever the content
    /// judge takes it for, unless it is kept only because nobody said otherwise.
    fn spare(&self, verdicts: &mut Vec<Verdict>) {
        let is_wanted = |verdict: &Verdict| self.settings.keep.contains(&verdict.reason.category);
        let is_asked_for = |verdict: &Verdict| is_wanted(verdict) && !KEPT.contains(&verdict.reason.category);
        for verdict in verdicts.iter_mut().filter(|verdict| is_asked_for(verdict)) {
            if verdict.reason.judge == Judge::Rule && verdict.action == Action::Drop {
                verdict.action = Action::Keep;
            }
        }
        verdicts.retain(|verdict| verdict.action == Action::Keep || !is_wanted(verdict));
    }

    /// Applies, normalizes and judges until nothing more changes: what is removed can make a new edge, a
    /// repaired character a new word, and cleaning what was cleaned must change nothing.
    ///
    /// The first round, whose verdicts are given, saw the document as it was parsed, those after it see the lines
    /// that will be written. Without `known`, nothing that a line says of itself goes into the header.
    fn rounds(
        &self,
        mut document: Document,
        mut verdicts: Vec<Verdict>,
        mut known: Option<&mut Metadata>,
        heard: &mut Heard,
        trace: &mut Trace,
    ) -> Document {
        // Whether the rules have seen the document as it is now.
        let mut seen = document.elements.is_empty();
        for _ in 0..self.settings.limits.rounds {
            if known.is_none() {
                verdicts.iter_mut().for_each(Verdict::lower);
            }
            let (before, steps) = (document.blocks.len(), trace.steps.len());
            let (rest, fields) = apply(document, std::mem::take(&mut verdicts), trace);
            document = rest;
            if let Some(known) = known.as_deref_mut() {
                // In a listing those lines are the ones of its entries.
                let is_own = |field: &Field| !heard.lists || !["author", "date"].contains(&field.name.as_str());
                for Field { name, value } in fields.into_iter().filter(is_own) {
                    metadata::set(known, &name, value.into());
                }
            }
            let parted = layout::part_lines(&mut document);
            let normalized = self.normalize(&mut document, &mut trace.fixes);
            let changed = parted || normalized;
            if seen && !changed && document.blocks.len() == before && trace.steps.len() == steps {
                return settled(document);
            }
            self.add_rules(&document, &mut verdicts, heard);
            if verdicts.is_empty() && !changed {
                return settled(document);
            }
            seen = true;
            verdicts.extend(judge::selectors(&document));
        }
        document.degraded.push(Degradation::Rounds);
        settled(document)
    }

    /// Normalizes the blocks and counts what that repairs; tells whether that changed any.
    fn normalize(&self, document: &mut Document, fixes: &mut Fixes) -> bool {
        let normalizer = &self.settings.normalizer;
        let language = self.typographic_language(document);
        let media = document.media;
        let mut changed = false;
        let is_line = |block: &Block| block.kind != BlockKind::Code && media == Media::Text;
        let lines = document.blocks.iter().map(|block| is_line(block).then_some(block.text.as_str()));
        let rows = normalizer.rows(lines, language);
        for (block, row) in document.blocks.iter_mut().zip(rows) {
            let normal = match (block.kind, row) {
                (_, Some((text, repaired))) => {
                    fixes.add(&repaired);
                    if text == block.text { Cow::Borrowed(&*block.text) } else { Cow::Owned(text) }
                }
                (BlockKind::Code, None) => normalizer.code_counting(&block.text, fixes),
                (_, None) => normalizer.prose_counting(&block.text, language, fixes),
            };
            if let Cow::Owned(mut normal) = normal {
                changed = true;
                if media == Media::Text && !block.text.contains('\n') {
                    normal = one_line(normal);
                }
                // White space behind something invisible is no depth once that has gone.
                if block.kind != BlockKind::Code && !block.text.starts_with(DEPTH) {
                    normal.drain(..normal.len() - normal.trim_start_matches(DEPTH).len());
                }
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
            let normal = self.settings.normalizer.prose(value, language);
            *value = one_line(normal.trim().to_owned());
        }
        known.authors = metadata::authors_apart(&known.authors);
    }

    /// Adds what only the record or the finished article can tell.
    fn complete(&self, mut known: Metadata, record: &Record, languages: &mut Detector, text: &str) -> Metadata {
        let hints = &record.hints;
        let fetched = Metadata { url: hints.url.clone(), date: hints.date.clone(), ..Metadata::default() };
        // What a page says of its address is not always where it was found.
        if let (Some(fetched), Some(stated)) = (&fetched.url, &known.url)
            && !metadata::is_same_address(fetched, stated)
        {
            known.extra.entry("source_url".into()).or_insert_with(|| fetched.as_str().into());
        }
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

/// What was one line stays one: what was mojibake in it may be a line end.
fn one_line(text: String) -> String {
    if !text.contains('\n') {
        return text;
    }
    let (first, rest) = text.split_once('\n').expect("it has one");
    let rest = rest.split('\n').map(str::trim).filter(|line| !line.is_empty());
    std::iter::once(first.trim_end()).chain(rest).collect::<Vec<_>>().join(" ")
}

/// What a line's depth is made of.
const DEPTH: [char; 2] = [' ', '\t'];

/// What was found out of a document before it is looked at again.
#[derive(Default)]
struct Heard {
    /// The title that the document states.
    title: Option<String>,
    /// The page is a listing.
    lists: bool,
    languages: Detector,
    rules: Memory,
}

/// A parsed document with what was read beside its text.
struct Reading {
    document: Document,
    /// What a text of ours holds below its line for them.
    comments: Option<Document>,
    /// The page's tree, for what only its data holds.
    dom: Option<Dom>,
    metadata: Metadata,
    /// The page is a listing.
    lists: bool,
    removed: BTreeMap<Category, u32>,
    /// What was repaired when it was cleaned before.
    fixes: Fixes,
}

/// The document as it is written, its lines joined or parted again.
fn settled(mut document: Document) -> Document {
    layout::join_lines(&mut document);
    text::settle(&mut document);
    document
}

/// Blocks behind a heading in which its text begins, and the words of one that is text.
const BEHIND_HEADING: usize = 3;
const TEXT_WORDS: u32 = 10;

/// What says of a document what it is about: its title, and its first line, where text and no menu follows.
fn heads<'t>(title: Option<&'t str>, document: &'t Document, first: usize) -> Vec<&'t str> {
    let mut blocks = document.blocks[first.min(document.blocks.len())..].iter();
    let line = blocks.next().filter(|block| !is_code(block)).map(|block| block.text.as_str());
    let heads_text = blocks.take(BEHIND_HEADING).any(|block| count_words(&block.text) >= TEXT_WORDS);
    title.into_iter().chain(line.filter(|_| heads_text)).collect()
}

/// The language that the document is in, where its letters tell.
fn spoken(document: &Document, languages: &mut Detector) -> Option<&'static str> {
    let prose = document.blocks.iter().filter(|block| !is_code(block));
    languages.detect(prose.map(|block| block.text.as_str())).map(|detected| detected.code)
}

fn nothing(rule: &'static str, evidence: &'static str) -> Reason {
    Reason { judge: Judge::Content, category: Category::Boilerplate, rule: rule.into(), evidence: evidence.into() }
}
