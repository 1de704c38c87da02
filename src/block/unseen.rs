//! What of a text cannot be seen: one view for the parser, which must not take it for depth, for a blank line's words or
//! for what hides a fence, and for the normalizer, which removes most of it.

/// White space, for certain: U+0085 is an ellipsis where a text went through windows-1252.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() && c != '\u{85}'
}

/// Soft hyphens, zero-width characters, joiners, marks of direction.
pub fn is_invisible(c: char) -> bool {
    !c.is_ascii()
        && matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Bytes at the beginning of a text that cannot be seen: white space, controls with the escape sequences that they
/// begin, invisible characters. C1 controls are letters and marks where a text went through windows-1252.
pub fn lead(text: &str) -> usize {
    // Next to all that lines begin with are spaces.
    let mut rest = text.trim_start_matches(' ');
    while let Some(c) = rest.chars().next() {
        rest = match c {
            '!'..='~' => break,
            '\u{1B}' => &rest[1 + escape_sequence(&rest[1..])..],
            c if is_space(c) || c.is_ascii_control() || is_invisible(c) => &rest[c.len_utf8()..],
            _ => break,
        };
    }
    text.len() - rest.len()
}

/// Length of the escape sequence after an escape character, 0 where there is none: `[` and parameters up
/// to a final letter, or `]` and a text up to BEL or the next escape on the line.
pub fn escape_sequence(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    match bytes.first() {
        Some(b'[') => {
            let parameters = bytes[1..].iter().take_while(|byte| (0x20..=0x3F).contains(*byte)).count();
            match bytes.get(1 + parameters) {
                Some(0x40..=0x7E) => parameters + 2,
                _ => 0,
            }
        }
        Some(b']') => match bytes.iter().position(|byte| matches!(byte, 0x07 | 0x1B | b'\n')) {
            Some(end) if bytes[end] == 0x07 => end + 1,
            Some(end) if bytes[end..].starts_with(b"\x1B\\") => end + 2,
            _ => 0,
        },
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lead_goes_up_to_what_can_be_seen() {
        for (text, expected) in
            [("a", 0), (" \t\u{200B}\0a", 6), ("\x1B[1m\ta", 5), ("\x1B[", 1), ("\u{85}", 0), ("\u{92}a", 0), ("", 0)]
        {
            assert_eq!(lead(text), expected, "{text:?}");
        }
    }

    #[test]
    fn hostile_sequences_are_read_once() {
        let open = "\x1B[0".repeat(500_000);
        assert_eq!(lead(&open), 1);
        let closed = "\x1B]\x07".repeat(500_000);
        assert_eq!(lead(&closed), closed.len());
    }
}
