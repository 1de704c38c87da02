//! Judging is apart from doing: judges return [`Verdict`]s, and [`apply`] is the only place where text goes.
//!
//! All judges of a document see the same snapshot of its blocks. Which verdict wins is written down
//! here and nowhere else: a keep (the user's selector, a protecting rule) beats a drop, a drop beats a
//! trim; among equals the lower [`Category`], then the rule's id. So the order in which judges run
//! cannot change the output.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::block::{Block, BlockId, Document, Joint, Span};

/// What removed text was. Names are stable: they appear in headers, reports and flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the names say it
pub enum Category {
    CommentForm,
    CommentList,
    Donation,
    Metadata,
    Share,
    Newsletter,
    Consent,
    Advertising,
    Related,
    Caption,
    Correction,
    Player,
    Account,
    Paywall,
    App,
    Legal,
    Furniture,
    Navigation,
    Boilerplate,
    Selector,
}

impl Category {
    /// Every category, in order.
    pub const ALL: [Category; 20] = [
        Category::CommentForm,
        Category::CommentList,
        Category::Donation,
        Category::Metadata,
        Category::Share,
        Category::Newsletter,
        Category::Consent,
        Category::Advertising,
        Category::Related,
        Category::Caption,
        Category::Correction,
        Category::Player,
        Category::Account,
        Category::Paywall,
        Category::App,
        Category::Legal,
        Category::Furniture,
        Category::Navigation,
        Category::Boilerplate,
        Category::Selector,
    ];

    /// The name as it appears in headers, reports and flags.
    pub fn name(self) -> &'static str {
        match self {
            Category::CommentForm => "comment-form",
            Category::CommentList => "comment-list",
            Category::Donation => "donation",
            Category::Metadata => "metadata",
            Category::Share => "share",
            Category::Newsletter => "newsletter",
            Category::Consent => "consent",
            Category::Advertising => "advertising",
            Category::Related => "related",
            Category::Caption => "caption",
            Category::Correction => "correction",
            Category::Player => "player",
            Category::Account => "account",
            Category::Paywall => "paywall",
            Category::App => "app",
            Category::Legal => "legal",
            Category::Furniture => "furniture",
            Category::Navigation => "navigation",
            Category::Boilerplate => "boilerplate",
            Category::Selector => "selector",
        }
    }

    /// The category of this name.
    pub fn from_name(name: &str) -> Option<Category> {
        Category::ALL.into_iter().find(|category| category.name() == name)
    }
}

/// Who said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judge {
    /// The user's own selector.
    User,
    /// A rule of a pack.
    Rule,
    /// The site's profile.
    Profile,
    /// The judge of main content.
    Content,
}

/// Why a verdict was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Who said so.
    pub judge: Judge,
    /// What the text is taken for.
    pub category: Category,
    /// Id of the rule, such as `en/leave-a-reply`; for the content judge the deciding cue.
    pub rule: Cow<'static, str>,
    /// What in the text or around it led to the verdict, for people.
    pub evidence: String,
}

/// A known field lifted out of the text, such as `date`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name of the field as in the header: `title author date url categories tags ...`, or any other key.
    pub name: String,
    /// Its value, normalised to what the header wants (dates ISO 8601).
    pub value: String,
}

/// What is to be done with a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Keep all of it, whatever others say.
    Keep,
    /// Remove the block.
    Drop,
    /// Remove these bytes of the block's text.
    Trim(Range<usize>),
    /// Remove these bytes of the block's text (all of it removes the block) and put the fields into the header.
    Lift(Range<usize>, Vec<Field>),
}

/// One judge's opinion on one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The block.
    pub block: BlockId,
    /// What is to be done with it.
    pub action: Action,
    /// Why.
    pub reason: Reason,
}

/// All that was decided about a document, in reading order once [`Trace::finish`] ran.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// Every removed span, and every kept block where [`Trace::with_kept`] asked for them.
    pub steps: Vec<Step>,
    keeps: bool,
}

/// One decided span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where it stands in the input.
    pub span: Span,
    /// The text, as in the input.
    pub text: String,
    /// Why it went; `None` where it stayed and nobody spoke for it.
    pub reason: Option<Reason>,
    /// What was done.
    pub fate: Fate,
}

/// What was done with a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is in the article.
    Kept,
    /// It is gone.
    Removed,
    /// It is gone from the text, and these fields are in the header.
    Lifted(Vec<Field>),
}

impl Trace {
    /// A trace that also records what was kept, for explanations. It copies the article once.
    pub fn with_kept() -> Trace {
        Trace { steps: Vec::new(), keeps: true }
    }

    /// Adds what is left of the document and puts all steps into reading order.
    pub fn finish(&mut self, rest: &Document) {
        if self.keeps {
            self.steps.extend(rest.blocks.iter().map(|block| Step {
                span: block.span.clone(),
                text: block.text.clone(),
                reason: None,
                fate: Fate::Kept,
            }));
        }
        self.steps.sort_by_key(|step| (step.span.block, step.span.bytes.as_ref().map_or(0, |bytes| bytes.start)));
    }

    /// The removed spans.
    pub fn removed(&self) -> impl Iterator<Item = (&Step, &Reason)> {
        self.steps.iter().filter(|step| step.fate != Fate::Kept).filter_map(|step| Some((step, step.reason.as_ref()?)))
    }
}

/// Carries the verdicts out: the only place where text goes.
///
/// Returns the document without what was removed, and the fields that were lifted. What was removed
/// is added to `trace`. A range that is not on character boundaries of its block is a bug of the judge
/// and panics.
pub fn apply(mut document: Document, mut verdicts: Vec<Verdict>, trace: &mut Trace) -> (Document, Vec<Field>) {
    // One order for all, so that it does not matter who spoke first.
    verdicts.sort_by(|a, b| {
        (a.block, rank(a), start(a), &a.reason.rule).cmp(&(b.block, rank(b), start(b), &b.reason.rule))
    });
    let mut lifted = Vec::new();
    let mut kept = Vec::with_capacity(document.blocks.len());
    // The widest gap to the last kept block, so that removing the head of a paragraph does not glue two.
    let mut gap = None::<Joint>;
    let mut spoken = verdicts.into_iter().peekable();
    for (id, mut block) in std::mem::take(&mut document.blocks).into_iter().enumerate() {
        let mut mine = Vec::new();
        while let Some(verdict) = spoken.next_if(|verdict| verdict.block == id) {
            mine.push(verdict);
        }
        block.joint = gap.map_or(block.joint, |gap| gap.wider(block.joint));
        if mine.is_empty() || mine[0].action == Action::Keep {
            gap = None;
            kept.push(block);
            continue;
        }
        let removals = resolve(&block.text, mine);
        let (rest, steps) = carve(&block, removals, &mut lifted);
        trace.steps.extend(steps);
        if rest.is_empty() {
            gap = Some(block.joint);
        } else {
            gap = None;
            block.text = rest;
            kept.push(block);
        }
    }
    document.blocks = kept;
    (document, lifted)
}

/// A keep first, then whole removals by category, then parts.
fn rank(verdict: &Verdict) -> (u8, Category) {
    let class = match verdict.action {
        Action::Keep => 0,
        Action::Drop => 1,
        Action::Lift(..) => 2,
        Action::Trim(_) => 3,
    };
    (class, verdict.reason.category)
}

fn start(verdict: &Verdict) -> usize {
    match &verdict.action {
        Action::Trim(range) | Action::Lift(range, _) => range.start,
        Action::Keep | Action::Drop => 0,
    }
}

/// A part of a block that goes.
struct Removal {
    range: Range<usize>,
    fields: Vec<Field>,
    reason: Reason,
}

/// Verdicts in order of precedence → removals that do not overlap, in order of place.
///
/// A drop takes what no lift claims: the fields of a metadata line survive the rule that drops its block.
fn resolve(text: &str, verdicts: Vec<Verdict>) -> Vec<Removal> {
    let mut removals: Vec<Removal> = Vec::new();
    let mut whole = None;
    for Verdict { action, reason, .. } in verdicts {
        let (range, fields) = match action {
            Action::Keep => unreachable!("a keep ends the matter before"),
            Action::Drop => {
                whole.get_or_insert(reason);
                continue;
            }
            Action::Trim(range) => (range, Vec::new()),
            Action::Lift(range, fields) => (range, fields),
        };
        if whole.is_some() && fields.is_empty() {
            continue;
        }
        claim(&mut removals, range, fields, reason);
    }
    if let Some(reason) = whole {
        claim(&mut removals, 0..text.len(), Vec::new(), reason);
    }
    removals.sort_by_key(|removal| removal.range.start);
    removals
}

/// Adds the parts of `range` that nobody claimed before.
fn claim(removals: &mut Vec<Removal>, range: Range<usize>, fields: Vec<Field>, reason: Reason) {
    let mut free = vec![range];
    for taken in removals.iter().map(|removal| removal.range.clone()) {
        free = free
            .into_iter()
            .flat_map(|part| [part.start..part.end.min(taken.start), part.start.max(taken.end)..part.end])
            .filter(|part| part.start < part.end)
            .collect();
    }
    let mut fields = Some(fields);
    removals.extend(free.into_iter().map(|range| Removal {
        range,
        fields: fields.take().unwrap_or_default(),
        reason: reason.clone(),
    }));
}

/// Cuts the removals out of the block: what is left of its text, and a step for each.
fn carve(block: &Block, removals: Vec<Removal>, lifted: &mut Vec<Field>) -> (String, Vec<Step>) {
    let text = &block.text;
    let mut rest = String::new();
    let mut steps = Vec::new();
    let mut done = 0;
    for Removal { range, fields, reason } in removals {
        join(&mut rest, &text[done..range.start]);
        done = range.end;
        let piece = &text[range.clone()];
        if piece.trim().is_empty() {
            continue;
        }
        let bytes = block.span.bytes.as_ref().map(|bytes| bytes.start + range.start..bytes.start + range.end);
        lifted.extend(fields.iter().cloned());
        steps.push(Step {
            span: Span { bytes, ..block.span.clone() },
            text: piece.to_owned(),
            reason: Some(reason),
            fate: if fields.is_empty() { Fate::Removed } else { Fate::Lifted(fields) },
        });
    }
    join(&mut rest, &text[done..]);
    // A dash or a bar between two removed parts is nobody's text.
    if !rest.chars().any(char::is_alphanumeric) && !steps.is_empty() {
        if let (Some(last), false) = (steps.last_mut(), rest.trim().is_empty()) {
            last.text = format!("{} {}", last.text, rest.trim());
        }
        rest.clear();
    }
    (rest, steps)
}

/// Appends a kept part; where a cut left white space on either side, one space remains.
fn join(rest: &mut String, part: &str) {
    if rest.is_empty() {
        rest.push_str(part.trim_start());
        return;
    }
    let trimmed = part.trim_start();
    let space = trimmed.len() < part.len() || rest.ends_with(char::is_whitespace);
    rest.truncate(rest.trim_end().len());
    if space && !trimmed.is_empty() {
        rest.push(' ');
    }
    rest.push_str(trimmed);
}
