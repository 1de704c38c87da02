//! All articles one after the other on one stream that cannot be taken back: standard output, memory.
//!
//! JSONL is a line for each. Text and Markdown articles are separated by one blank line; the front matter
//! marks where the next one begins.

use std::io;
use std::sync::Arc;

use super::{Forms, Output, Seal, Sink, Written};

/// What of a document goes to a stream or into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Its article.
    Articles {
        /// Whether a blank line stands between two.
        parted: bool,
    },
    /// Its receipt.
    Receipts,
}

impl What {
    /// Articles in these forms.
    pub fn articles(forms: &Forms) -> What {
        What::Articles { parted: forms.is_parted() }
    }

    /// The bytes, where there are any.
    pub(super) fn of(self, document: &Written) -> Option<&[u8]> {
        match self {
            What::Articles { .. } => document.article.as_deref(),
            What::Receipts => Some(document.receipt.as_slice()).filter(|receipt| !receipt.is_empty()),
        }
    }

    /// What stands between two.
    pub(super) fn gap(self) -> &'static [u8] {
        if self == (What::Articles { parted: true }) { b"\n" } else { b"" }
    }
}

/// Writes to standard output or to memory.
#[derive(Debug)]
pub struct Stream<O> {
    out: O,
    what: What,
    live: bool,
    first: bool,
}

impl<O: Output> Stream<O> {
    /// Writes on `out`. `live` flushes after each, where a person watches.
    pub fn new(out: O, what: What, live: bool) -> Stream<O> {
        Stream { out, what, live, first: true }
    }

    /// What was written to.
    pub fn into_inner(self) -> O {
        self.out
    }
}

impl<O: Output> Sink for Stream<O> {
    fn write(&mut self, document: &Written) -> io::Result<Option<Arc<str>>> {
        let Some(bytes) = self.what.of(document) else { return Ok(None) };
        if !self.first {
            self.out.write_all(self.what.gap())?;
        }
        self.first = false;
        self.out.write_all(bytes)?;
        if self.live {
            self.out.flush()?;
        }
        Ok(None)
    }

    fn seal(&mut self, _durable: bool) -> io::Result<Seal> {
        self.out.flush()?;
        Ok(Seal::default())
    }

    fn pause(&mut self) -> io::Result<Option<Seal>> {
        self.out.finish()?;
        Ok(None)
    }

    fn restore(&mut self, _seal: &Seal) -> io::Result<()> {
        Err(io::Error::other("what went to a stream cannot be taken back"))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_separated_by_one_blank_line() {
        let mut stream = Stream::new(Vec::new(), What::Articles { parted: true }, false);
        for text in ["One.\n", "Two.\n"] {
            stream.write(&Written { article: Some(text.into()), ..Written::default() }).unwrap();
        }
        stream.write(&Written::default()).unwrap();
        stream.finish().unwrap();
        assert_eq!(stream.into_inner(), b"One.\n\nTwo.\n");
    }
}
