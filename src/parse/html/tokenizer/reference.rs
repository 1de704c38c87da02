//! Character references: `&amp;`, `&#8217;`, `&notin`.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink};
use markup5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

use super::Tokenizer;

/// One resolved reference: one or two characters, and the bytes it took.
pub(super) struct Resolved {
    chars: [Option<char>; 2],
    pub(super) length: usize,
}

impl Resolved {
    fn chars(&self) -> impl Iterator<Item = char> {
        self.chars.iter().flatten().copied()
    }
}

impl<Sink: TokenSink> Tokenizer<'_, Sink> {
    /// The reference, or the bare `&`, that the input stands at.
    pub(super) fn reference_in_text(&mut self) {
        let start = self.at;
        match at_start(&self.source[start..], false) {
            Some(resolved) => {
                self.at += resolved.length;
                let mut text = StrTendril::new();
                resolved.chars().for_each(|c| text.push_char(c));
                self.send(Token::CharacterTokens(text), start);
            }
            None => {
                self.at += 1;
                self.send_text(start, start + 1);
            }
        }
    }
}

/// A text with all its references resolved. `in_attribute`: a name without its semicolon counts only
/// where no letter, digit or `=` follows.
pub(super) fn resolve(text: &str, in_attribute: bool) -> String {
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        resolved.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match at_start(rest, in_attribute) {
            Some(reference) => {
                resolved.extend(reference.chars());
                reference.length
            }
            None => {
                resolved.push('&');
                1
            }
        };
        rest = &rest[length..];
    }
    resolved.push_str(rest);
    resolved
}

/// The reference that a text begins with; the text begins with `&`.
fn at_start(text: &str, in_attribute: bool) -> Option<Resolved> {
    match text.as_bytes().get(1)? {
        b'#' => numeric(text),
        next if next.is_ascii_alphanumeric() => named(text, in_attribute),
        _ => None,
    }
}

fn numeric(text: &str) -> Option<Resolved> {
    let (digits, radix) = match text.as_bytes().get(2)? {
        b'x' | b'X' => (&text[3..], 16),
        _ => (&text[2..], 10),
    };
    let count = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    if count == 0 {
        return None;
    }
    let number = digits[..count]
        .chars()
        .fold(0u32, |number, digit| number.saturating_mul(radix).saturating_add(digit.to_digit(radix).unwrap_or(0)));
    let length = text.len() - digits.len() + count;
    let semicolon = usize::from(text.as_bytes().get(length) == Some(&b';'));
    let char = match number {
        0 => '\u{FFFD}',
        0x80..=0x9F => C1_REPLACEMENTS[number as usize - 0x80].or(char::from_u32(number)).unwrap_or('\u{FFFD}'),
        _ => char::from_u32(number).unwrap_or('\u{FFFD}'),
    };
    Some(Resolved { chars: [Some(char), None], length: length + semicolon })
}

/// Names that are most of all on real pages, so that nobody looks them up letter by letter.
const FREQUENT: [(&str, char); 6] =
    [("amp;", '&'), ("quot;", '"'), ("nbsp;", '\u{A0}'), ("lt;", '<'), ("gt;", '>'), ("apos;", '\'')];

fn named(text: &str, in_attribute: bool) -> Option<Resolved> {
    let name = &text[1..];
    if let Some(&(name, char)) = FREQUENT.iter().find(|(known, _)| name.starts_with(known)) {
        return Some(Resolved { chars: [Some(char), None], length: 1 + name.len() });
    }
    let run = name.bytes().take(40).take_while(u8::is_ascii_alphanumeric).count();
    let whole = run + usize::from(name.as_bytes().get(run) == Some(&b';'));
    // The table holds every prefix of a name, with zeros where it is none itself.
    let mut longest = None;
    for length in 1..=whole {
        match NAMED_ENTITIES.get(&name[..length]) {
            None => break,
            Some(&(0, _)) => {}
            Some(&(first, second)) => longest = Some((length, first, second)),
        }
    }
    let (length, first, second) = longest?;
    let closed = name.as_bytes()[length - 1] == b';';
    let next = name.as_bytes().get(length);
    if in_attribute && !closed && next.is_some_and(|&next| next == b'=' || next.is_ascii_alphanumeric()) {
        return None;
    }
    let second = if second == 0 { None } else { char::from_u32(second) };
    Some(Resolved { chars: [char::from_u32(first), second], length: length + 1 })
}
