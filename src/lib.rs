//! dehusk takes the husk off text: raw web pages and scraped article text in, clean articles out.
//!
//! # The way of a document
//!
//! ```text
//!  files · folders · stdin · WARC · JSONL · Parquet · tar
//!          │
//!       source      Record = bytes + hints (id, url, charset, media type, date)
//!          ▼
//!       decode      bytes → text: BOM, transport, <meta>, detection
//!          ▼
//!   ┌── parse ──┐
//!  html        text      guarded html5ever → DOM → blocks │ lines, wrapped lines → blocks
//!   └─────┬─────┘
//!   [Block + Cues]
//!         ▼
//!       judge       content judge · rule packs · the user's selectors → [Verdict + Reason]
//!         ▼
//!       apply       the only place where text goes → Article + Trace
//!         ▼
//!     normalize     mojibake, entities, Unicode, quotes, spaces
//!         ▼
//!       sink        text with front matter · Markdown · JSONL;  removed text
//! ```
//!
//! # The house
//!
//! | module | what it owns |
//! |---|---|
//! | [`document`] | what goes in and comes out: Record, Hints, Article, Metadata, Outcome |
//! | [`block`] | the one block model: Document, Block, Cues, Element |
//! | [`verdict`] | Verdict, Reason, Trace, and `apply()`, the only place where text goes |
//! | [`limits`] | what one document may cost, in counted work |
//! | [`error`] | one error type with a kind |
//! | [`decode`] | bytes → text, and what kind of document it is |
//! | [`parse`] | text → blocks: `parse::html` (guard, DOM, flatten), `parse::text` (front matter, lines, wrapped lines) |
//! | [`normalize`] | characters: mojibake, entities, Unicode form, quotes, spaces |
//! | [`metadata`] | fields of the header: from JSON-LD, meta tags, bylines, dates, metadata lines |
//! | [`judge`] | everything that has an opinion on a block: content judge, rule packs, readers' comments |
//! | [`layout`] | kept blocks → plain text or Markdown |
//! | [`signals`] | quality signals of an article's text, as RedPajama and FineWeb have them |
//! | [`cleaner`] | one Record in, one Outcome and its Trace out; no I/O |
//! | [`characters`] | a stream of text with its characters normalized, and nothing else |
//! | [`source`], [`sink`] | what is read, what is written: all formats and compressions |
//! | [`filter`] | documents that a corpus does not want: exact and near duplicates, limits |
//! | [`pipeline`] | workers, order, back-pressure, the ledger |
//! | [`batch`] | an Arrow record batch in, one out: the way of engines that read and write themselves |
//! | [`report`] | what people read: summary, explanation, statistics |
//! | [`cli`] | arguments and exit codes |
//!
//! # The import law
//!
//! A module imports only from lines above its own, and of its own line only what is said there;
//! `tests/import_law.rs` reads this list and the sources:
//!
//! 1. `document` `block` `verdict` `limits` `error`, which know one another
//! 2. `decode` `parse` `normalize` `metadata`; `metadata` reads `parse`
//! 3. `judge` `layout` `signals`
//! 4. `cleaner` `characters`
//! 5. `source` `sink` `filter`
//! 6. `pipeline`
//! 7. `report` `batch`
//! 8. `cli`

pub mod batch;
pub mod block;
pub mod characters;
pub mod cleaner;
pub mod cli;
pub mod decode;
pub mod document;
pub mod error;
pub mod filter;
pub mod judge;
pub mod layout;
pub mod limits;
pub mod metadata;
pub mod normalize;
pub mod parse;
pub mod pipeline;
pub mod report;
pub mod signals;
pub mod sink;
pub mod source;
pub mod verdict;

pub use cleaner::{Cleaner, Settings};
pub use document::{Article, Comments, Fix, Fixes, Hints, Media, Metadata, Outcome, Record, TextKind};
pub use error::{Error, ErrorKind, Result};
pub use verdict::{Category, Trace};
