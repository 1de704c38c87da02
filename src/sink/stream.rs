//! All articles one after the other on one stream.
//!
//! JSONL is a line for each. Text and Markdown articles are separated by one blank line; the front matter
//! marks where the next one begins.

use std::io;

use super::{Cleaned, Format, Output, Shape, Sink};
use crate::document::Outcome;

/// Writes articles to a file, to standard output, to memory.
#[derive(Debug)]
pub struct Stream<O> {
    out: O,
    shape: Shape,
    live: bool,
    first: bool,
}

impl<O: Output> Stream<O> {
    /// Articles in this shape on `out`. `live` flushes after each, where a person watches.
    pub fn new(out: O, shape: Shape, live: bool) -> Stream<O> {
        Stream { out, shape, live, first: true }
    }

    /// What was written to.
    pub fn into_inner(self) -> O {
        self.out
    }
}

impl<O: Output> Sink for Stream<O> {
    fn write(&mut self, document: Cleaned<'_>) -> io::Result<()> {
        let Outcome::Kept(article) = document.outcome else { return Ok(()) };
        if !self.first && self.shape.format != Format::Jsonl {
            self.out.write_all(b"\n")?;
        }
        self.first = false;
        self.out.write_all(self.shape.write(document.id, article).as_bytes())?;
        if self.live { self.out.flush() } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Article;
    use crate::sink::Header;
    use crate::verdict::Trace;

    #[test]
    fn articles_are_separated_by_one_blank_line() {
        let mut stream = Stream::new(Vec::new(), Shape { format: Format::Text, header: Header::Without }, false);
        for text in ["One.", "Two."] {
            let outcome = Outcome::Kept(Article { text: text.into(), ..Article::default() });
            stream.write(Cleaned { id: "x", outcome: &outcome, trace: &Trace::default() }).unwrap();
        }
        stream.finish().unwrap();
        assert_eq!(stream.into_inner(), b"One.\n\nTwo.\n");
    }
}
