//! Which line of the page a place in it is on.

/// Bytes between two places whose line is kept.
const STEP: usize = 1024;

/// Where the lines of a page begin.
#[derive(Debug)]
pub(super) struct Lines<'s> {
    source: &'s [u8],
    /// Line feeds before every [`STEP`]th byte.
    before: Vec<u32>,
}

impl<'s> Lines<'s> {
    /// Of a page whose line ends are line feeds.
    pub(super) fn of(source: &'s str) -> Lines<'s> {
        let source = source.as_bytes();
        let mut total = 0;
        let before = source.chunks(STEP).map(|chunk| {
            let before = total;
            total += line_feeds(chunk);
            before
        });
        Lines { source, before: before.collect() }
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, at: usize) -> u32 {
        let at = at.min(self.source.len());
        // At the end of a page the last place may lie a whole step back.
        let Some(last) = self.before.len().checked_sub(1) else { return 1 };
        let step = (at / STEP).min(last);
        self.before[step] + line_feeds(&self.source[step * STEP..at]) + 1
    }
}

fn line_feeds(bytes: &[u8]) -> u32 {
    memchr::memchr_iter(b'\n', bytes).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one() {
        let lines = Lines::of("a\n\nb\n");
        assert_eq!([0, 1, 2, 3, 4, 5].map(|at| lines.line(at)), [1, 1, 2, 3, 3, 4]);
        assert_eq!(Lines::of("").line(0), 1);
    }

    #[test]
    fn a_long_page_has_the_lines_of_its_parts() {
        let source = "a\nbc\n\n".repeat(STEP / 2);
        let lines = Lines::of(&source);
        let mut line = 1;
        for (at, byte) in source.bytes().enumerate() {
            assert_eq!(lines.line(at), line, "{at}");
            line += u32::from(byte == b'\n');
        }
        assert_eq!(lines.line(source.len()), line);
    }
}
