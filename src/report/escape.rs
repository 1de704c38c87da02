//! Text from outside, made fit for a terminal: what would move the cursor, colour the screen or turn the
//! reading direction is written out, such as `\u{1b}`.

use std::borrow::Cow;

/// One line: line ends and tabs are written out too. For names, titles and messages.
pub fn line(text: &str) -> Cow<'_, str> {
    escaped(text, |c| active(c) || matches!(c, '\n' | '\t'))
}

/// Running text: line feeds and tabs stay.
pub fn text(text: &str) -> Cow<'_, str> {
    escaped(text, active)
}

fn escaped(text: &str, writes_out: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&writes_out) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' if writes_out(c) => out.push_str("\\n"),
            '\t' if writes_out(c) => out.push_str("\\t"),
            c if writes_out(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// What acts on a terminal instead of being shown, or is shown as nothing.
fn active(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\n' | '\t');
    let bidirectional =
        matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let unseen =
        matches!(c, '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}');
    control || bidirectional || unseen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_written_out() {
        assert_eq!(line("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(line("txt\u{202e}exe\r\n\tx"), "txt\\u{202e}exe\\u{d}\\n\\tx");
        assert_eq!(text("a\n\tb\u{9b}c"), "a\n\tb\\u{9b}c");
    }

    #[test]
    fn what_is_only_foreign_stays() {
        // The joiners shape Persian and emoji; they are part of the writing.
        for plain in ["Grüße", "می\u{200c}خواهم", "👩\u{200d}🚀", "שלום"] {
            assert!(matches!(line(plain), Cow::Borrowed(text) if text == plain));
        }
    }
}
