//! Stretches of a line whose quotes are no quotes of a language.

use super::quotes::SINGLE;

/// Stretches of a line that are not language: code between backticks, addresses.
#[derive(Debug, Default)]
pub(super) struct Literals {
    /// End of the stretch that was found last.
    end: usize,
    /// No backtick is left that could end one.
    no_more_ticks: bool,
    /// No two of them side by side.
    no_more_pairs: bool,
}

impl Literals {
    /// Whether the character at this byte of the line is in one. Asked for all characters of the line in turn.
    pub(super) fn holds(&mut self, line: &str, at: usize, c: char) -> bool {
        if at < self.end {
            return true;
        }
        let rest = &line[at..];
        // `don`t` has an apostrophe.
        let in_word = || line[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        if c == '`' && rest.starts_with("``") {
            let ticks = rest.bytes().take_while(|&byte| byte == b'`').count();
            self.end = at + ticks;
            let inside = if self.no_more_pairs { None } else { rest[ticks..].find("``") };
            self.no_more_pairs |= inside.is_none();
            if let Some(length) = inside {
                let (code, behind) = rest[ticks..].split_at(length);
                let behind = behind.trim_start_matches('`');
                // TeX ends with other signs what it begins with two backticks, and begins again.
                if !has_tex_end(code) && !behind.starts_with(char::is_alphanumeric) {
                    self.end = line.len() - behind.len();
                }
            }
        } else if c == '`' && !self.no_more_ticks && !in_word() {
            match rest[1..].find('`') {
                Some(length) => self.end = at + 1 + length + 1,
                None => self.no_more_ticks = true,
            }
        } else if c == ':' && rest.starts_with("://") || c == 'w' && rest.starts_with("www.") {
            let outside = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '“' | '”' | '„' | '«' | '»');
            let address = &rest[..rest.find(outside).unwrap_or(rest.len())];
            self.end = at + address.trim_end_matches("’s").trim_end_matches('’').len();
        }
        at < self.end
    }
}

/// Whether two single quotes stand side by side, straight or curly.
fn has_tex_end(text: &str) -> bool {
    let is_single = |c: char| c == '\'' || SINGLE.contains(&c);
    text.chars().zip(text.chars().skip(1)).any(|(c, next)| is_single(c) && is_single(next))
}

/// Stretches of a line that are data or code without saying so: `{"key": "value"}`, `print("text")`. Their quotes are
/// straight and must be.
#[derive(Debug, Default)]
pub(super) struct Data {
    /// End of the stretch that was found last.
    end: usize,
    /// No bracket is left that could end one.
    no_more: [bool; 2],
}

impl Data {
    /// Whether the character at this byte of the line is in one. Asked for all characters of the line in turn.
    pub(super) fn holds(&mut self, line: &str, at: usize, c: char) -> bool {
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let (kind, end) = match c {
            _ if at < self.end => return true,
            '{' if line[at + 1..].trim_start_matches(' ').starts_with('"') => (0, "}"),
            '"' if line[..at].ends_with('(') && line.as_bytes()[..at - 1].last().is_some_and(is_name) => (1, "\")"),
            _ => return false,
        };
        if !self.no_more[kind] {
            match line[at + 1..].find(end) {
                Some(length) => self.end = at + 1 + length + end.len(),
                None => self.no_more[kind] = true,
            }
        }
        at < self.end
    }
}
