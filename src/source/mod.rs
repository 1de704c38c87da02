//! What is read: files, folders and standard input become [`Sourced`] documents, in a fixed order.
//!
//! A source knows records and nothing of what is in them. It never ends a run: what it cannot read it
//! hands on as [`Sourced::Refused`], and what is no document as [`Sourced::Skipped`], so that every path
//! that was found is accounted for.

mod files;
mod ids;
mod stream;

pub use files::{Files, Options};

use crate::document::Record;
use crate::error::Error;

/// What a source came upon. `name` is what people call it: the path as it was found.
#[derive(Debug, Clone)]
pub enum Sourced {
    /// A document, read.
    Read {
        /// What people call it.
        name: String,
        /// The document.
        record: Record,
    },
    /// A document that could not be read: missing, not permitted, too large.
    Refused {
        /// What people call it.
        name: String,
        /// The id that its record would have had.
        id: String,
        /// Why.
        error: Error,
    },
    /// Something that is no document, such as a symbolic link met in a folder.
    Skipped {
        /// What people call it.
        name: String,
        /// Why it was left out.
        cause: String,
    },
}

impl From<Record> for Sourced {
    fn from(record: Record) -> Sourced {
        Sourced::Read { name: record.id.clone(), record }
    }
}
