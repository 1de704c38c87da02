//! What is written: articles as text, Markdown, JSONL or Parquet, to one stream, one file, many parts or one file each;
//! removed text as JSONL.
//!
//! Sinks know outcomes, never blocks. What a document becomes is made in two steps: [`Forms`] turns it into bytes, on
//! whatever thread it was cleaned; a [`Sink`] is given these, every document of a run once, in input order, and only
//! moves them. Sinks can be sealed, which makes what they hold last, and taken back to a seal, so that a run that was
//! killed can be taken up again.

mod aside;
mod folder;
mod forms;
pub mod front_matter;
mod guest;
pub mod jsonl;
mod names;
mod part;
mod parts;
mod receipt;
pub mod schema;
pub mod spool;
mod stream;
pub mod table;

pub use aside::{Aside, beside};
pub use folder::Folder;
pub use forms::{Forms, Written};
pub use guest::Guest;
pub use names::Names;
pub use part::{Compression, Part};
pub use parts::{Parts, Seal};
pub use receipt::numbered;
pub use stream::{Stream, What};

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::document::{Article, COMMENTS_BELOW, Outcome};
use crate::metadata;
use crate::signals::Signals;
use crate::verdict::Trace;

/// A document that went through the cleaner.
#[derive(Debug, Clone, Copy)]
pub struct Cleaned<'d> {
    /// The record's id.
    pub id: &'d str,
    /// Further fields of its row: what the source had beside it, and signals.
    pub fields: &'d Map<String, Value>,
    /// What became of it.
    pub outcome: &'d Outcome,
    /// What was decided about it.
    pub trace: &'d Trace,
}

/// Takes the documents of a run.
///
/// An error ends the run; it names what could not be written. [`io::ErrorKind::BrokenPipe`] says that the
/// reader has left, which is no failure. Where the run shall go on without that reader, the sink is a [`Guest`].
pub trait Sink {
    /// Begins the output, over what may be there. Called before the first document, or else [`Sink::restore`] is; it
    /// is better to fail now than after the first hour.
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Takes the next document in input order, whatever became of it. Says what file it went to, where there are
    /// several.
    fn write(&mut self, document: &Written) -> io::Result<Option<Arc<str>>>;

    /// Takes the ledger's line of what was found, document or not, once a document was written.
    fn account(&mut self, _line: &[u8]) -> io::Result<()> {
        Ok(())
    }

    /// Completes a piece of the output; where a run stands between two documents never depends on it. `durable` also
    /// brings it to the disk.
    fn seal(&mut self, durable: bool) -> io::Result<Seal>;

    /// Whether it can be sealed now. What cannot be taken back to the middle (a Parquet file has its index at its
    /// end) can be sealed between two files only.
    fn can_seal(&self) -> bool {
        true
    }

    /// Leaves what was written where it stands, on the disk, without completing anything: gone on from this seal, the
    /// output is as if there had been no break. `None` where that cannot be.
    fn pause(&mut self) -> io::Result<Option<Seal>>;

    /// Goes on from a seal: what was written later goes.
    fn restore(&mut self, seal: &Seal) -> io::Result<()>;

    /// Takes note of a document that was written before the seal.
    fn recall(&mut self, _id: &str) {}

    /// Puts what was written in its place. Called once, also when a run was interrupted.
    fn finish(&mut self) -> io::Result<()>;
}

/// Where lines go: a file, standard output, memory.
pub trait Output: io::Write {
    /// Completes what was written. Called once, at the end.
    fn finish(&mut self) -> io::Result<()> {
        self.flush()
    }
}

impl Output for Vec<u8> {}

/// Standard output, buffered; its errors say so.
#[derive(Debug)]
pub struct StandardOutput(io::BufWriter<io::StdoutLock<'static>>);

impl Default for StandardOutput {
    fn default() -> Self {
        StandardOutput(io::BufWriter::with_capacity(64 << 10, io::stdout().lock()))
    }
}

impl io::Write for StandardOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(|error| at("standard output", &error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(|error| at("standard output", &error))
    }
}

impl Output for StandardOutput {}

/// The file format of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// YAML front matter, then plain text.
    #[default]
    Text,
    /// YAML front matter, then Markdown.
    Markdown,
    /// One JSON object on one line.
    Jsonl,
    /// A row of a Parquet file; made of the JSON.
    Parquet,
}

impl Format {
    /// File extension, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Markdown => "md",
            Format::Jsonl => "jsonl",
            Format::Parquet => "parquet",
        }
    }
}

/// Whether the metadata is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Header {
    /// Metadata and text.
    #[default]
    With,
    /// The text alone.
    Without,
    /// The metadata alone.
    Only,
}

/// How one article is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shape {
    /// File format.
    pub format: Format,
    /// Whether the metadata is written.
    pub header: Header,
}

impl Shape {
    /// Writes one article, ending in a line end.
    pub fn write(self, id: &str, article: &Article) -> String {
        self.write_with(id, article, &Map::new(), None)
    }

    /// The same with further fields: in JSONL at the top level, in a header under `metadata`; and in JSONL with
    /// signals.
    pub fn write_with(
        self,
        id: &str,
        article: &Article,
        fields: &Map<String, Value>,
        signals: Option<&Signals>,
    ) -> String {
        if matches!(self.format, Format::Jsonl | Format::Parquet) {
            return jsonl::line(id, article, self.header, fields, signals);
        }
        let mut out = String::with_capacity(article.text.len() + 1024);
        if self.header != Header::Without {
            let Article { metadata, removed, fixes, .. } = article;
            let mut extra = Cow::Borrowed(&metadata.extra);
            for (name, value) in fields.iter().filter(|(name, value)| !jsonl::is_ours(name) && !value.is_null()) {
                extra.to_mut().entry(name.clone()).or_insert_with(|| value.clone());
            }
            front_matter::write(&mut out, &metadata::entries(metadata), removed, fixes, &extra);
        }
        if self.header == Header::Only {
            return out;
        }
        if !article.text.is_empty() {
            out.push_str(&article.text);
            out.push('\n');
        }
        if let Some(comments) = &article.comments {
            let gap = if article.text.is_empty() { "" } else { "\n" };
            out.extend([gap, COMMENTS_BELOW, "\n\n", comments, "\n"]);
        }
        out
    }
}

/// Puts the place in front of an error's message; its kind stays.
fn at(place: impl std::fmt::Display, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{place}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Metadata;

    #[test]
    fn text_is_written_below_the_header_or_without_it() {
        let metadata = Metadata { title: Some("Numbers".into()), ..Metadata::default() };
        let article = Article { text: "One.\n\nTwo.".into(), metadata, ..Article::default() };
        let write = |header| Shape { format: Format::Text, header }.write("x", &article);
        assert_eq!(write(Header::Without), "One.\n\nTwo.\n");
        assert_eq!(write(Header::With), "---\ntitle: Numbers\n---\nOne.\n\nTwo.\n");
        assert_eq!(write(Header::Only), "---\ntitle: Numbers\n---\n");
    }

    #[test]
    fn comments_stand_below_a_line_of_their_own() {
        let mut article =
            Article { text: "One.".into(), comments: Some("Two.\n\nThree.".into()), ..Article::default() };
        let write = |article: &Article| Shape { format: Format::Text, header: Header::Without }.write("x", article);
        assert_eq!(write(&article), "One.\n\n--- comments ---\n\nTwo.\n\nThree.\n");
        article.text.clear();
        assert_eq!(write(&article), "--- comments ---\n\nTwo.\n\nThree.\n");
    }
}
