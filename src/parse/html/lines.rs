//! Which line of the page a place in it is on.

/// Where the lines of a page begin.
#[derive(Debug)]
pub(super) struct Lines {
    /// The bytes behind its line feeds, ascending.
    starts: Vec<u32>,
}

impl Lines {
    /// Of a page whose line ends are line feeds.
    pub(super) fn of(source: &str) -> Lines {
        let ends = memchr::memchr_iter(b'\n', source.as_bytes());
        Lines { starts: ends.map(|end| end as u32 + 1).collect() }
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, at: usize) -> u32 {
        self.starts.partition_point(|&start| start as usize <= at) as u32 + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one() {
        let lines = Lines::of("a\n\nb\n");
        assert_eq!([0, 1, 2, 3, 4, 5].map(|at| lines.line(at)), [1, 1, 2, 3, 3, 4]);
    }
}
