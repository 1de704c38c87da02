//! What is done with each document, whichever worker has it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::ledger::Entry;
use super::near;
use crate::document::{Outcome, Record};
use crate::error::Error;
use crate::filter::{self, Refusal, Wanted};
use crate::sink::{Cleaned, Forms, Written};
use crate::verdict::Trace;

/// Cleans one document; usually `|record| cleaner.clean(record)`.
pub type Clean = Arc<dyn Fn(&Record) -> (Outcome, Trace) + Send + Sync>;

/// What is done with each document.
#[derive(Clone)]
pub struct Job {
    /// How it is cleaned.
    pub clean: Clean,
    /// What is made of it.
    pub forms: Forms,
    /// Which articles are wanted; the others are dropped.
    pub wanted: Wanted,
    /// Whether the hash of each text is wanted, to find duplicates by.
    pub hashes: bool,
    /// Whether the signs of near duplicates are wanted.
    pub signs: bool,
}

impl Job {
    /// Cleans documents and makes these forms of them; wants all of them.
    pub fn new(clean: impl Fn(&Record) -> (Outcome, Trace) + Send + Sync + 'static, forms: Forms) -> Job {
        Job { clean: Arc::new(clean), forms, wanted: Wanted::default(), hashes: false, signs: false }
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("forms", &self.forms).finish_non_exhaustive()
    }
}

/// How something went through a worker.
pub(super) enum Passage {
    Document { name: String, entry: Box<Entry>, written: Box<Written> },
    Skipped { name: String, cause: String },
    Passed(Cow<'static, str>),
}

impl Passage {
    /// A document that could not be read.
    pub(super) fn refused(name: String, id: String, error: &Error) -> Passage {
        let entry = Box::new(Entry::refused(&id, error));
        Passage::Document { name, entry, written: Box::new(Written { id, ..Written::default() }) }
    }

    pub(super) fn bytes_to_write(&self) -> usize {
        match self {
            Passage::Document { written, .. } => {
                written.article.as_ref().map_or(0, Vec::len) + written.receipt.len() + written.signs.len()
            }
            _ => 0,
        }
    }
}

impl Job {
    /// What is to be written of a document.
    pub(super) fn make(&self, name: String, record: Record, outcome: Outcome, trace: &Trace) -> Passage {
        let mut entry = Entry::of(&record.id, record.bytes.len(), &outcome, trace);
        let fields = record.carried;
        let mut written = self.forms.of(Cleaned { id: &record.id, fields: &fields, outcome: &outcome, trace });
        if let Outcome::Kept(article) = &outcome {
            match self.wanted.refusal(article) {
                Some(Refusal { reason, detail }) => {
                    entry.refuse(reason, detail);
                    written.article = None;
                }
                None => {
                    entry.hash = self.hashes.then(|| filter::hash(&article.text));
                    if self.signs {
                        written.signs = near::signs(&article.text);
                    }
                }
            }
        }
        Passage::Document { name, entry: Box::new(entry), written: Box::new(written) }
    }
}
