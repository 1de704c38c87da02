//! The lines of a text.

use rustc_hash::FxHashSet;

/// What a line of prose ends in: datatrove's marks of English, those quotes as they are typed by hand, and the marks
/// of other scripts.
pub const TERMINAL: [char; 25] = [
    '.', '!', '?', '"', '\'', '”', '’', '»', '…', '。', '！', '？', '｡', '．', '」', '』', '؟', '۔', '।', '॥', '။',
    '។', '።', '‼', '⁇',
];

/// RedPajama's bullets.
const BULLETS: [char; 10] = ['•', '‣', '▶', '◀', '◦', '■', '□', '▪', '▫', '–'];

/// Characters of a line that is short for FineWeb.
const SHORT: usize = 30;

/// How many lines that are not blank there are, and of which kind.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub count: usize,
    pub ellipsis: usize,
    pub punctuated: usize,
    pub short: usize,
    pub bullets: usize,
    pub javascript: usize,
    /// Characters of all lines.
    pub chars: usize,
    /// Characters of lines that were there before.
    pub repeated_chars: usize,
}

impl Lines {
    pub(super) fn of(text: &str) -> Lines {
        let mut lines = Lines::default();
        let mut seen = FxHashSet::default();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let (chars, end) = (line.chars().count(), line.trim_end());
            lines.count += 1;
            lines.ellipsis += usize::from(end.ends_with("...") || end.ends_with('…'));
            lines.punctuated += usize::from(end.ends_with(TERMINAL));
            lines.short += usize::from(chars <= SHORT);
            lines.bullets += usize::from(is_bullet(line.trim_start()));
            lines.javascript += usize::from(says_javascript(line.as_bytes()));
            lines.chars += chars;
            lines.repeated_chars += if seen.insert(line) { 0 } else { chars };
        }
        lines
    }
}

fn is_bullet(line: &str) -> bool {
    line.starts_with(BULLETS) || line.starts_with("- ") || line.starts_with("* ")
}

/// Whether it does, in small or capital letters.
fn says_javascript(line: &[u8]) -> bool {
    const WORD: &[u8] = b"javascript";
    memchr::memchr2_iter(b'j', b'J', line)
        .any(|at| line.get(at..at + WORD.len()).is_some_and(|word| word.eq_ignore_ascii_case(WORD)))
}
