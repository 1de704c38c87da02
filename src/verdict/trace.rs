//! What was decided about a document.

use std::ops::Range;

use super::{Field, Reason};
use crate::block::{Block, Document, Origin, Span};
use crate::document::Fixes;

/// All that was decided about a document, in reading order once [`Trace::finish`] ran.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// Every removed span, and every kept block where [`Trace::with_kept`] asked for them.
    pub steps: Vec<Step>,
    /// What was repaired in the characters of what stayed.
    pub fixes: Fixes,
    keeps: bool,
}

/// One decided span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where it stands in the input.
    pub span: Span,
    /// The text: as in the input where it was removed and its bytes are known, as in the article where it stayed.
    pub text: String,
    /// Why it went; `None` where it stayed and nobody spoke for it.
    pub reason: Option<Reason>,
    /// What was done.
    pub fate: Fate,
    /// In what of the input it stands: not every text is one that the page shows.
    pub origin: Origin,
}

/// What was done with a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is in the article.
    Kept,
    /// It is among the comments that are kept apart.
    Aside,
    /// It is gone.
    Removed,
    /// It is gone from the text, and these fields are in the header.
    Lifted(Vec<Field>),
}

impl Trace {
    /// A trace that also records what was kept, for explanations. It copies the article once.
    pub fn with_kept() -> Trace {
        Trace { keeps: true, ..Trace::default() }
    }

    /// Adds what is left of the document and of the comments kept apart, gives what was removed in the words of the decoded `input`, and puts
    /// all steps into reading order.
    pub fn finish(&mut self, rest: &Document, comments: Option<&Document>, input: &str) {
        for step in &mut self.steps {
            if let Some(bytes) = &step.span.bytes {
                input[bytes.clone()].clone_into(&mut step.text);
            }
        }
        if self.keeps {
            let rest = rest.blocks.iter().map(|block| (block, Fate::Kept));
            let aside = comments.into_iter().flat_map(|comments| &comments.blocks).map(|block| (block, Fate::Aside));
            self.steps.extend(rest.chain(aside).map(|(block, fate)| Step {
                span: Span { bytes: places(block), ..block.span.clone() },
                text: block.text.clone(),
                reason: None,
                fate,
                origin: block.cues.origin,
            }));
        }
        self.steps.sort_by_key(|step| (step.span.block, step.span.bytes.as_ref().map_or(0, |bytes| bytes.start)));
    }

    /// The removed spans.
    pub fn removed(&self) -> impl Iterator<Item = (&Step, &Reason)> {
        let is_gone = |step: &&Step| !matches!(step.fate, Fate::Kept | Fate::Aside);
        self.steps.iter().filter(is_gone).filter_map(|step| Some((step, step.reason.as_ref()?)))
    }
}

/// From the first to the last byte of what is left of a block.
fn places(block: &Block) -> Option<Range<usize>> {
    let places = block.places(0..block.text.len());
    Some(places.first()?.input.start..places.last()?.input.end)
}
