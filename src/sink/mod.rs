//! What is written: articles as text, Markdown or JSONL, to one stream or one file each; removed text as JSONL.
//!
//! Sinks know outcomes, never blocks, and are given every document of a run once, in input order.

mod aside;
mod folder;
pub mod front_matter;
mod jsonl;
mod names;
mod removed;
mod stream;

pub use aside::Aside;
pub use folder::Folder;
pub use names::Names;
pub use removed::Removed;
pub use stream::Stream;

use std::io;

use crate::document::{Article, COMMENTS_BELOW, Outcome};
use crate::metadata;
use crate::verdict::Trace;

/// A document that went through the cleaner.
#[derive(Debug, Clone, Copy)]
pub struct Cleaned<'d> {
    /// The record's id.
    pub id: &'d str,
    /// What became of it.
    pub outcome: &'d Outcome,
    /// What was decided about it.
    pub trace: &'d Trace,
}

/// Takes the documents of a run.
///
/// An error ends the run; it names what could not be written. [`io::ErrorKind::BrokenPipe`] says that the
/// reader has left, which is no failure.
pub trait Sink {
    /// Takes the next document in input order, whatever became of it.
    fn write(&mut self, document: Cleaned<'_>) -> io::Result<()>;

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

/// Several sinks take the same documents.
impl Sink for Vec<Box<dyn Sink + '_>> {
    fn write(&mut self, document: Cleaned<'_>) -> io::Result<()> {
        self.iter_mut().try_for_each(|sink| sink.write(document))
    }

    fn finish(&mut self) -> io::Result<()> {
        // All of them, even when one fails: the others' files are complete.
        self.iter_mut().map(|sink| sink.finish()).fold(Ok(()), io::Result::and)
    }
}

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
}

impl Format {
    /// File extension, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Markdown => "md",
            Format::Jsonl => "jsonl",
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
        if self.format == Format::Jsonl {
            return jsonl::line(id, article, self.header);
        }
        let mut out = String::with_capacity(article.text.len() + 1024);
        if self.header != Header::Without {
            let Article { metadata, removed, fixes, .. } = article;
            front_matter::write(&mut out, &metadata::entries(metadata), removed, fixes, &metadata.extra);
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
