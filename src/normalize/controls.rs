//! What steers terminals and layout instead of being text: line ends become `\n`, the rest goes.

use std::borrow::Cow;

use crate::block::unseen::escape_sequence;

/// Removes controls but tab and newline, escape sequences of terminals, byte order marks, overrides of
/// direction, soft hyphens and zero-width spaces; brings line ends to `\n`.
///
/// A zero-width space between letters of Thai, Lao, Burmese or Khmer stays: these scripts write no space
/// between words, and it is the only one they have. Adds what went to `count`.
pub(super) fn remove<'t>(text: &'t str, count: &mut u32) -> Cow<'t, str> {
    let mut out = String::with_capacity(text.len());
    // A zero-width space that stays if the next letter is right.
    let mut pending = false;
    let mut removed = 0;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.as_str().starts_with('\n') => removed += 1,
            '\r' | '\u{B}' | '\u{C}' | '\u{2028}' | '\u{2029}' => {
                removed += 1;
                out.push('\n');
            }
            '\u{1B}' => {
                removed += 1;
                rest = rest.as_str()[escape_sequence(rest.as_str())..].chars();
            }
            '\u{200B}' => {
                removed += 1;
                pending |= out.chars().next_back().is_some_and(writes_no_spaces);
            }
            c if is_removed(c) => removed += 1,
            c => {
                if pending && writes_no_spaces(c) {
                    out.push('\u{200B}');
                    removed -= 1;
                }
                pending = false;
                out.push(c);
            }
        }
    }
    if out == text {
        return Cow::Borrowed(text);
    }
    *count += removed;
    Cow::Owned(out)
}

fn is_removed(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\u{AD}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' => true,
        c => c.is_control(),
    }
}

/// Thai, Lao, Burmese, Khmer.
fn writes_no_spaces(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_go_and_line_ends_become_one() {
        for (text, expected) in [
            ("a\r\nb\rc\u{2028}d\u{2029}e\u{B}f\u{C}g", "a\nb\nc\nd\ne\nf\ng"),
            ("\u{FEFF}a\u{0}b\u{7F}c\u{85}d", "abcd"),
            ("soft\u{AD}hy\u{AD}phen", "softhyphen"),
            ("a\u{202E}b\u{202C}\u{200E}\u{2067}c\u{2069}", "ab\u{200E}\u{2067}c\u{2069}"),
            ("zero\u{200B}width", "zerowidth"),
            ("ไทย\u{200B}\u{200B}ไทย\u{200B} x", "ไทย\u{200B}ไทย x"),
            ("می\u{200C}خواهم 👩\u{200D}👧", "می\u{200C}خواهم 👩\u{200D}👧"),
        ] {
            assert_eq!(remove(text, &mut 0), expected);
        }
    }

    #[test]
    fn escape_sequences_go_whole() {
        for (text, expected) in [
            ("\x1B[1;31mred\x1B[0m", "red"),
            ("\x1B]8;;https://example.org\x07link\x1B]8;;\x1B\\", "link"),
            ("\x1B[", "["),
            ("\x1Bword", "word"),
            ("\x1B]open\nend", "]open\nend"),
            ("\x1B\x1B[m[m", "[m"),
        ] {
            assert_eq!(remove(text, &mut 0), expected);
        }
    }

    #[test]
    fn hostile_runs_are_linear() {
        let zero_width = format!("ก{}x", "\u{200B}".repeat(1_000_000));
        assert_eq!(remove(&zero_width, &mut 0), "กx");
        let open = "\x1B]".repeat(500_000);
        assert_eq!(remove(&open, &mut 0).len(), 500_000);
    }
}
