//! What is read: files, folders and standard input become [`Sourced`] documents, in a fixed order.
//!
//! A source knows records and nothing of what is in them. It never ends a run: what it cannot read it
//! hands on as [`Sourced::Refused`], and what is no document as [`Sourced::Skipped`], so that every path
//! that was found is accounted for.

mod ahead;
pub mod archive;
mod carry;
mod columns;
mod compression;
mod files;
mod ids;
pub mod lines;
mod open;
mod stream;
pub mod table;
mod tape;
mod values;
pub mod warc;

pub use columns::{Columns, Sightings};
pub use compression::Packed;
pub use files::{Files, Meter, Options};
pub use lines::Row;
pub use open::Form;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::document::Record;
use crate::error::Error;

/// Something that a source came upon, and where.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where it stands in the order of the input.
    pub at: Position,
    /// The file that it is, or that it is in, as it was given or found.
    pub input: Arc<str>,
    /// What it is.
    pub what: Sourced,
}

/// A place in the order of the input: the same files give the same places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Which of the files, from 0.
    pub file: u64,
    /// Which of the things in that file, from 0.
    pub item: u64,
}

/// What a source came upon. `name` is what people call it: the path as it was found.
#[derive(Debug, Clone)]
pub enum Sourced {
    /// A document in a row that is still to be read: [`Sourced::read`] does.
    Row(Row),
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
    /// A record of an archive that never is a document, such as the request for a page: counted, and not named.
    Passed {
        /// What it is.
        cause: &'static str,
    },
}

impl Sourced {
    /// The same, and no [`Sourced::Row`].
    pub fn read(self) -> Sourced {
        match self {
            Sourced::Row(row) => row.read(),
            other => other,
        }
    }
}

/// Tags of a page, about: what it takes to clean it depends on them more than on its bytes.
pub fn tags(page: &[u8]) -> usize {
    memchr::memchr_iter(b'<', page).count()
}

impl From<Record> for Found {
    fn from(record: Record) -> Found {
        let input = record.id.as_str().into();
        Found { at: Position::default(), input, what: record.into() }
    }
}

impl From<Record> for Sourced {
    fn from(record: Record) -> Sourced {
        Sourced::Read { name: record.id.clone(), record }
    }
}
