//! What was decided about a document.

use super::{Field, Reason};
use crate::block::{Document, Span};

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
