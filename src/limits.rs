//! What one document may cost, in counted work. No clock: the same document meets the same limits everywhere.

/// Limits of one document. Past a limit a document is simplified (and says so), or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of input; a longer document is refused. Default 64 MiB.
    pub bytes: usize,
    /// Open elements; deeper start tags are ignored and their text kept. Default 512, the browsers' own cap
    /// (the deepest of 1,164 real pages has 42).
    pub depth: usize,
    /// Attributes read of one tag. Default 256.
    pub attributes: usize,
    /// Elements of one page; later start tags are ignored and their text kept. Default 2,000,000.
    pub nodes: usize,
    /// Rounds of judging: what is removed can make a new edge. Default 32: most
    /// documents need two, a list of bylines at the end of a page one for every few of them.
    pub rounds: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 64 << 20, depth: 512, attributes: 256, nodes: 2_000_000, rounds: 32 }
    }
}
