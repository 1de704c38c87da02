//! How surely characters of another script side by side are a text of that script.

use super::evidence::Evidence::{self, Certain, Likely, None as Nothing};
use super::evidence::{is_box, is_soft, read};
use crate::normalize::charsets::Family;

/// Sequences side by side, each one character of another script.
#[derive(Debug)]
pub(super) struct Run<'r> {
    /// What the first would be.
    pub c: char,
    /// How many.
    pub length: usize,
    /// They stand for themselves: no letter is beside them.
    pub bound: bool,
    /// Their characters.
    pub chars: &'r [char],
    /// Those after the first of each.
    pub signs: &'r [char],
}

/// The evidence of all of them.
pub(super) fn of_run(family: Family, run: &Run) -> Evidence {
    let long = run.chars.len() > 2 * run.length;
    let hard = |&sign: &char| !is_soft(read(sign)) && !is_letter(read(sign));
    let letters = run.signs.iter().all(|&sign| is_letter(read(sign)));
    let weak = if run.bound { Likely } else { Nothing };
    match (family, run.length) {
        (Family::Latin, 1) if long && (run.signs.iter().all(hard) || has_capital_within(run.chars)) => Certain,
        // Words in two letters of Sami and Czech: áššiid, zvlášť.
        (_, 1 | 2) if long && letters => Nothing,
        (Family::Latin, 1) if long => Likely,
        // Turkish ÜŞÜ” has nothing that a word has not.
        (Family::Latin, 2) if run.bound && run.signs.iter().any(hard) => Certain,
        // Belarusian Сі, Ukrainian НІ.
        (Family::Cyrillic, 1 | 2) if letters && !is_modern(run.c) => Nothing,
        (_, 1 | 2) => weak,
        (Family::Dos, _) if run.chars.iter().any(|&c| is_box(c)) => Certain,
        (Family::Macintosh, _) if run.signs.iter().any(hard) => Certain,
        _ if is_odd(run.chars) || run.chars.len() >= 3 * run.length && !letters => Certain,
        _ => weak,
    }
}

/// Whether no word is spelt so and no words stand side by side so: a sign is before a letter, a small letter before a
/// capital one. Ukrainian МІСІСІПІ and Turkish DÜŞÜŞ have only letters; bonds of carbon, С–С–С, only dashes.
fn is_odd(chars: &[char]) -> bool {
    let sign = |c: char| !is_letter(c) && !may_part(c);
    let before_letter = chars.windows(2).any(|pair| sign(read(pair[0])) && is_letter(read(pair[1])));
    let last = chars.last().is_some_and(|&c| sign(read(c)) && !is_soft(read(c)));
    before_letter || last || chars.contains(&'×') || has_capital_within(chars)
}

/// Whether one sequence, after this character, looks as good text does: the end of a word and what may follow it, a
/// quote and the beginning of a word, letters only.
pub(super) fn is_natural(before: Option<char>, chars: &[char]) -> bool {
    let (lead, sign) = (chars[0], read(chars[1]));
    if chars.len() > 2 {
        return chars.iter().all(|&c| is_letter(read(c))) && !has_capital_within(chars);
    }
    if sign == ' ' {
        return true;
    }
    if matches!(lead, '’' | '‘' | '“' | '«') {
        return is_letter(sign);
    }
    let goes_on = before.is_some_and(|before| {
        before.is_alphabetic()
            && is_cyrillic(before) == is_cyrillic(lead)
            && is_greek(before) == is_greek(lead)
            && !(before.is_lowercase() && lead.is_uppercase())
    });
    goes_on && is_letter(lead) && (is_letter(sign) || is_soft(sign))
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52F}')
}

fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3FF}')
}

fn has_capital_within(chars: &[char]) -> bool {
    chars.windows(2).any(|pair| read(pair[0]).is_lowercase() && read(pair[1]).is_uppercase())
}

/// What may stand between letters without a space.
fn may_part(c: char) -> bool {
    matches!(
        c,
        '’' | '‘'
            | '“'
            | '”'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '„'
            | '‚'
            | '…'
            | '–'
            | '—'
            | '·'
            | '•'
            | ' '
            | '\u{A0}'
            | '\u{AD}'
    )
}

/// A letter and no sign of a unit or an ordinal.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, 'µ' | 'ª' | 'º' | 'ˆ' | 'ˇ')
}

/// Whether a Cyrillic letter is one of those that languages are written in today; a Greek one is not.
fn is_modern(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{45F}' | '\u{490}'..='\u{4FF}')
}

/// Whether a character belongs to running text in another script than Latin.
pub(super) fn is_foreign(c: char) -> bool {
    matches!(c,
        '\u{370}'..='\u{1DFF}' | '\u{1F00}'..='\u{1FFF}' | '\u{2C80}'..='\u{2DFF}' | '\u{2E80}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}')
}
