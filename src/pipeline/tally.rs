//! What is counted over a run. Nothing vanishes: every document is kept, dropped or failed.

use std::collections::BTreeMap;

use super::ledger::{End, Entry, Status};
use crate::document::Degradation;
use crate::error::ErrorKind;
use crate::verdict::Category;

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
    /// What was left out because it is no document.
    pub skipped: u64,
    /// Records of archives that never are documents, by what they are.
    pub passed: BTreeMap<String, u64>,
    /// Kept documents that ran into a limit and were simplified.
    pub degraded: u64,
    /// Kept documents of which the source had only a part.
    pub truncated: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Removed spans of all documents, by category.
    pub removed: BTreeMap<Category, u64>,
}

impl Tally {
    /// Counts one.
    pub fn count(&mut self, entry: &Entry) {
        self.bytes += entry.bytes;
        match entry.status {
            Status::Kept => {
                self.kept += 1;
                let is_truncated = entry.degraded.contains(&Degradation::Truncated);
                self.truncated += u64::from(is_truncated);
                self.degraded += u64::from(entry.degraded.len() > usize::from(is_truncated));
            }
            Status::Dropped => self.dropped += 1,
            Status::Failed => {
                self.failed += 1;
                self.unreadable += u64::from(entry.reason.as_deref() == Some(ErrorKind::Io.name()));
            }
            Status::Skipped => self.skipped += 1,
        }
        for (category, count) in &entry.removed {
            *self.removed.entry(*category).or_default() += count;
        }
    }

    /// Documents: what was read.
    pub fn documents(&self) -> u64 {
        self.kept + self.dropped + self.failed
    }

    /// The last line of the ledger.
    pub(super) fn end(&self) -> End {
        let Tally { kept, dropped, failed, skipped, .. } = *self;
        End { end: true, read: self.documents(), kept, dropped, failed, skipped, passed: self.passed.clone() }
    }
}
