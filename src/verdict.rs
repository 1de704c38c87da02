//! Judging is apart from doing: judges return [`Verdict`]s, and [`apply`] is the only place where text goes.
//!
//! All judges of a document see the same snapshot of its blocks. Which verdict wins is written down
//! here and nowhere else: a keep (the user's selector, a protecting rule) beats a drop, a drop beats a
//! trim; among equals the lower [`Category`], then the rule's id. So the order in which judges run
//! cannot change the output.

mod apply;
mod aside;
mod category;
mod trace;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use apply::apply;
pub use aside::part;
pub use category::Category;
pub use trace::{Fate, Step, Trace};

use crate::block::BlockId;

/// Who said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judge {
    /// The user's own selector.
    User,
    /// A rule of a pack.
    Rule,
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
    pub evidence: Evidence,
}

/// What led to a verdict. A page drops hundreds of blocks and few people ask why, so that what the model
/// says is put into words when somebody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// In words; empty where there is nothing to say.
    Words(Cow<'static, str>),
    /// How likely the block is to be content, and from where on this page's blocks are kept, in percent.
    Likely {
        /// The block.
        percent: u8,
        /// The page.
        cut: u8,
    },
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Evidence::Words(words) => f.write_str(words),
            Evidence::Likely { percent, cut } => {
                write!(f, "{percent}% likely to be content; this page keeps from {cut}%")
            }
        }
    }
}

impl From<&'static str> for Evidence {
    fn from(words: &'static str) -> Evidence {
        Evidence::Words(Cow::Borrowed(words))
    }
}

impl From<String> for Evidence {
    fn from(words: String) -> Evidence {
        Evidence::Words(Cow::Owned(words))
    }
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

impl Verdict {
    /// Removes what it would have lifted.
    pub fn lower(&mut self) {
        if let Action::Lift(range, _) = &mut self.action {
            self.action = Action::Trim(std::mem::take(range));
        }
    }
}
