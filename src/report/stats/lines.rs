//! The lines of a ledger from anywhere, none of them longer than memory allows.

use std::io::{self, BufRead, Read};

/// The longest line that is read, in bytes. An entry has a few hundred; a commit of a run with many sinks a few thousand.
pub const LONGEST: usize = 1 << 20;

/// What stands in a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// This, and whether a line end follows it.
    Bytes(&'a [u8], bool),
    /// More than [`LONGEST`] bytes.
    TooLong,
}

/// Line after line.
#[derive(Debug)]
pub(super) struct Lines<R> {
    from: R,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(from: R) -> Lines<R> {
        Lines { from, line: Vec::new() }
    }

    /// The next line, without its line end.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let read = self.from.by_ref().take(LONGEST as u64 + 1).read_until(b'\n', &mut self.line)?;
        if read == 0 {
            return Ok(None);
        }
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
            return Ok(Some(Line::Bytes(&self.line, true)));
        }
        if read <= LONGEST {
            return Ok(Some(Line::Bytes(&self.line, false)));
        }
        self.from.skip_until(b'\n')?;
        Ok(Some(Line::TooLong))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_costs_itself_only() {
        let mut text = b"a\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', LONGEST + 1));
        text.extend(b"\n\nb");
        let mut lines = Lines::new(&text[..]);
        assert_eq!(lines.next().unwrap(), Some(Line::Bytes(b"a", true)));
        assert_eq!(lines.next().unwrap(), Some(Line::TooLong));
        assert_eq!(lines.next().unwrap(), Some(Line::Bytes(b"", true)));
        assert_eq!(lines.next().unwrap(), Some(Line::Bytes(b"b", false)));
        assert_eq!(lines.next().unwrap(), None);
    }
}
