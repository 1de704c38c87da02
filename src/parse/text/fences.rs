//! Fences: the lines above and below a block of code.

use super::lines::{Lines, seen};

/// The line above fenced code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fence {
    /// A backtick or a tilde.
    sign: u8,
    /// How many of it.
    length: usize,
}

impl Fence {
    /// The fence that opens here: backticks, and maybe a language, or tildes and a language. A line of code in
    /// backticks, with text after it, opens none, and tildes alone are more often an ornament between two parts of a
    /// text.
    pub fn opened_by(line: &str) -> Option<Fence> {
        memchr::memchr2(b'`', b'~', line.as_bytes())?;
        let line = seen(line);
        let (fence, rest) = Fence::before(line.trim())?;
        let opens = match fence.sign {
            b'`' => !rest.contains('`'),
            _ => is_language(rest.trim_start()),
        };
        opens.then_some(fence)
    }

    /// Whether a line closes it: by the same sign, at least as often, and nothing else.
    pub fn is_closed_by(self, line: &str) -> bool {
        Fence::closing(line).is_some_and(|closing| closing.sign == self.sign && closing.length >= self.length)
    }

    /// The fence that is all of a line.
    fn closing(line: &str) -> Option<Fence> {
        let line = seen(line);
        Fence::before(line.trim()).filter(|(_, rest)| rest.is_empty()).map(|(fence, _)| fence)
    }

    /// The fence that a text begins with, and what is behind it.
    fn before(text: &str) -> Option<(Fence, &str)> {
        let sign = *text.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let length = text.bytes().take_while(|&byte| byte == sign).count();
        (length >= 3).then(|| (Fence { sign, length }, &text[length..]))
    }
}

/// Whether what stands behind tildes is the name of a language: `python`, `c++`, `{.haskell}`.
fn is_language(info: &str) -> bool {
    let name = info.strip_prefix("{.").and_then(|name| name.strip_suffix('}')).unwrap_or(info);
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'+' | b'#' | b'-');
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(is_part)
}

/// Lines that can close a fenced block, found ahead, so that no opening fence searches to the end in vain.
#[derive(Debug, Default)]
pub(super) struct Fences {
    ticks: Closings,
    tildes: Closings,
}

impl Fences {
    /// Those of a text from byte `from` on, which is the start of a line.
    pub fn of(text: &str, from: usize) -> Fences {
        if memchr::memchr2(b'`', b'~', &text.as_bytes()[from..]).is_none() {
            return Fences::default();
        }
        let closings: Vec<_> = Lines::from(text, from)
            .filter_map(|line| {
                let fence = Fence::closing(&text[line.bytes.clone()])?;
                Some((line.bytes.start, line.bytes.end, fence))
            })
            .collect();
        let of_sign = |sign| Closings::of(closings.iter().filter(|closing| closing.2.sign == sign));
        Fences { ticks: of_sign(b'`'), tildes: of_sign(b'~') }
    }

    /// End of the line that closes a fence opened at byte `open`.
    pub fn closing(&mut self, open: usize, fence: Fence) -> Option<usize> {
        let closings = if fence.sign == b'`' { &mut self.ticks } else { &mut self.tildes };
        closings.after(open, fence.length)
    }
}

/// Closing lines of one sign.
#[derive(Debug, Default)]
struct Closings {
    /// Start, end and length of each, in order.
    lines: Vec<(usize, usize, usize)>,
    /// The longest of each and all after it.
    longest: Vec<usize>,
    /// The first that was not passed yet.
    next: usize,
}

impl Closings {
    fn of<'c>(lines: impl Iterator<Item = &'c (usize, usize, Fence)>) -> Closings {
        let lines: Vec<_> = lines.map(|&(start, end, fence)| (start, end, fence.length)).collect();
        let mut longest = Vec::with_capacity(lines.len());
        let mut length = 0;
        for line in lines.iter().rev() {
            length = length.max(line.2);
            longest.push(length);
        }
        longest.reverse();
        Closings { lines, longest, next: 0 }
    }

    /// End of the first line behind byte `open` that is so long, or longer.
    fn after(&mut self, open: usize, length: usize) -> Option<usize> {
        while self.lines.get(self.next).is_some_and(|line| line.0 <= open) {
            self.next += 1;
        }
        if *self.longest.get(self.next)? < length {
            return None;
        }
        let found = self.lines[self.next..].iter().position(|line| line.2 >= length)?;
        self.next += found + 1;
        Some(self.lines[self.next - 1].1)
    }
}
