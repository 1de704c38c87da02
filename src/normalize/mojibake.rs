//! UTF-8 that was read as another charset, read right.
//!
//! A character of UTF-8 that was read so is two to four characters that are rare side by side: `Ã©` for é, `â€™` for
//! an apostrophe. Each such sequence is judged where it stands, by what it would be as a text of its own: `É’` ends a
//! French quotation, `Ã©` between small letters ends nothing. A sequence that cannot be meant is certain; one that
//! could be, such as `Å—`, is read right only where something certain of the same charset stands in the same text.
//! So a clean text has nothing certain, and never changes.
//!
//! What was read wrong twice or thrice is read right as often.

mod evidence;
mod runs;
mod scan;

use std::borrow::Cow;
use std::cmp::Reverse;

use super::charsets::{self, CHARSETS};
use evidence::Evidence;
use scan::{Scan, Sequence};

/// Readings of one text: three layers of three charsets. What would need more is no accident, and stays.
const DEEPEST: usize = 9;

/// Reads right what was read as another charset, C1 controls as windows-1252 included. Adds the number of repaired
/// characters to `count`.
pub(super) fn repair<'t>(text: &'t str, count: &mut u32) -> Cow<'t, str> {
    let mut repaired = Cow::Borrowed(text);
    let mut fixed = 0;
    for _ in 0..DEEPEST {
        match read_again(&repaired, &mut fixed) {
            Some(next) => repaired = Cow::Owned(next),
            None => {
                *count += fixed;
                return repaired;
            }
        }
    }
    Cow::Borrowed(text)
}

/// What a reading is judged by: whether all of the text is such sequences, how many are certain, and the odd ones.
type Weight = (bool, usize, Reverse<usize>);

/// One reading: of the charset that most sequences certainly were read as, and of those that tell the same, the one
/// that makes the likeliest words; of the C1 controls, where there is none.
fn read_again(text: &str, fixed: &mut u32) -> Option<String> {
    let suspects = charsets::suspects(text);
    let mut best: Option<(Weight, Vec<Sequence>)> = None;
    if suspects != 0 {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let guillemets = has_guillemets(&chars);
        for id in (0..CHARSETS.len()).filter(|id| suspects & 1 << id != 0) {
            let mut found = Scan { chars: &chars, charset: id, family: CHARSETS[id].family, guillemets }.sequences();
            let certain = found.iter().filter(|sequence| sequence.evidence == Evidence::Certain).count();
            // Not a sign but is part of a sequence: then they all are.
            let of_sequences = found.iter().map(|sequence| text[sequence.bytes.clone()].chars().count()).sum::<usize>();
            let all = certain > 0
                && of_sequences >= chars.iter().filter(|(_, c)| !c.is_ascii()).count()
                && !chars.iter().any(|&(_, c)| charsets::is_foreign_control(id, c));
            if all {
                let natural = found.iter().filter(|sequence| sequence.evidence == Evidence::None).count();
                // What looks as good text does is such by accident where it is seldom.
                let least = if certain > natural { Evidence::None } else { Evidence::Unlikely };
                // But a space is a space: SMÅ OG STORE.
                let space = |sequence: &Sequence| {
                    text[sequence.bytes.clone()].ends_with(' ') && sequence.evidence == Evidence::None
                };
                let lifted = found.iter_mut().filter(|sequence| sequence.evidence >= least && !space(sequence));
                lifted.for_each(|sequence| sequence.evidence = Evidence::Certain);
            }
            let odd = found.iter().filter(|sequence| sequence.evidence >= Evidence::Likely && sequence.odd).count();
            let weight = (all, if all { found.len() } else { certain }, Reverse(odd));
            if certain > 0 && best.as_ref().is_none_or(|(most, _)| weight > *most) {
                best = Some((weight, found));
            }
        }
    }
    let Some((_, sequences)) = best else { return controls(text, fixed) };
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for sequence in sequences {
        if sequence.evidence < Evidence::Likely {
            continue;
        }
        *fixed += 1;
        out.push_str(&text[done..sequence.bytes.start]);
        out.push(sequence.c);
        done = sequence.bytes.end;
        if sequence.space {
            out.push(' ');
        }
    }
    out.push_str(&text[done..]);
    Some(out)
}

/// Whether guillemets stand there that are no part of `Â«` and `Â»`.
fn has_guillemets(chars: &[(usize, char)]) -> bool {
    let mut before = '\0';
    chars.iter().any(|&(_, c)| {
        let own = matches!(c, '«' | '»') && before != 'Â';
        before = c;
        own
    })
}

/// C1 controls, which no text has, as the characters that windows-1252 has in their place. Those that it has none
/// for are left to be removed.
fn controls(text: &str, fixed: &mut u32) -> Option<String> {
    if !text.chars().any(|c| of_control(c) != c) {
        return cut(text, fixed);
    }
    let read = |c| {
        let meant = of_control(c);
        *fixed += u32::from(meant != c);
        meant
    };
    Some(text.chars().map(read).collect())
}

/// Quotes of which only the last eight bits are left, between letters: `It\u{19}s`, `\u{1C}so\u{1D}`. The same controls
/// part fields of data; there no word begins after one and a space, and ends before the other.
fn cut(text: &str, fixed: &mut u32) -> Option<String> {
    if !text.bytes().any(|byte| matches!(byte, 0x19 | 0x1C | 0x1D)) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut rest = text.chars();
    // Closing quotes that are still to come.
    let mut open = 0;
    let closes = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '!' | '?');
    while let Some(c) = rest.next() {
        let next = rest.clone().next();
        let meant = match c {
            '\u{19}' if before.is_alphabetic() && next.is_some_and(char::is_alphabetic) => '’',
            '\u{1C}' if matches!(before, ' ' | '\n' | '(') && next.is_some_and(char::is_alphanumeric) => {
                let rest = rest.as_str();
                // Up to the next of them: what is looked at once is not looked at again.
                let end = rest.find(['\u{1C}', '\u{1D}', '\n']);
                let end = end.map(|end| (&rest[..end], rest[end..].starts_with('\u{1D}')));
                match end {
                    Some((inner, true)) if inner.ends_with(closes) => {
                        open += 1;
                        '“'
                    }
                    _ => c,
                }
            }
            '\u{1D}' if open > 0 => {
                open -= 1;
                '”'
            }
            c => c,
        };
        *fixed += u32::from(meant != c);
        out.push(meant);
        before = c;
    }
    (out != text).then_some(out)
}

/// What a C1 control is in windows-1252; any other character as it is.
fn of_control(c: char) -> char {
    match c {
        '\u{80}'..='\u{9F}' => charsets::windows_1252(c as u8),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> String {
        repair(text, &mut 0).into_owned()
    }

    #[test]
    fn what_was_read_twice_is_read_right() {
        for text in ["Ã©tÃ© Ã  la plage", "ÃƒÂ©tÃƒÂ© Ã\u{A0} la plage"] {
            assert_eq!(repaired(text), "été à la plage");
        }
    }

    #[test]
    fn controls_are_windows_1252() {
        assert_eq!(repaired("It\u{92}s \u{93}so\u{94}\u{85}"), "It’s “so”…");
    }

    #[test]
    fn repairs_are_counted() {
        let mut count = 0;
        repair("donâ€™t, cafÃ©", &mut count);
        assert_eq!(count, 2);
    }

    #[test]
    fn hostile_texts_are_linear() {
        for piece in ["Ã", "Ã©", "â€", "ÃƒÂ", "Ð", "РЎ", "Ã "] {
            let text = piece.repeat(200_000);
            assert!(repaired(&text).len() <= text.len() + 1);
        }
    }
}
