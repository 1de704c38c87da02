//! What is counted over a run. Nothing vanishes: every document is kept, dropped or failed.

use std::collections::BTreeMap;

use crate::document::Outcome;
use crate::error::ErrorKind;
use crate::verdict::{Category, Trace};

/// Counts over a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents with an article.
    pub kept: u64,
    /// Documents without one.
    pub dropped: u64,
    /// Documents that could not be read or cleaned.
    pub failed: u64,
    /// Of the failed ones, those that could not be read from where they are.
    pub unreadable: u64,
    /// Paths that were left out because they are no documents.
    pub skipped: u64,
    /// Kept documents that ran into a limit and were simplified.
    pub degraded: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Removed spans of all documents, by category.
    pub removed: BTreeMap<Category, u64>,
}

impl Tally {
    /// Counts one document of so many bytes.
    pub(super) fn count(&mut self, outcome: &Outcome, trace: &Trace, bytes: usize) {
        self.bytes += bytes as u64;
        match outcome {
            Outcome::Kept(article) => {
                self.kept += 1;
                self.degraded += u64::from(!article.degraded.is_empty());
            }
            Outcome::Dropped(_) => self.dropped += 1,
            Outcome::Failed(error) => {
                self.failed += 1;
                self.unreadable += u64::from(error.kind() == ErrorKind::Io);
            }
        }
        for (_, reason) in trace.removed() {
            *self.removed.entry(reason.category).or_default() += 1;
        }
    }
}
