//! How surely a sequence is one character of UTF-8 and no text of its own.
//!
//! The rules speak of the signs after the first: *soft* ones may follow a letter in good text, as closing quotes,
//! dashes, trade marks, ordinals and degrees do; all others are *hard*. `CAFÉ”`, `IRMÃ…`, `AHÅ™` are good text:
//! a capital at the end of a word and something soft. `CAFÃ‰` is none.

use crate::normalize::charsets::Family;

/// How sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Evidence {
    /// Good text, as far as one can see.
    None,
    /// Either, until something certain stands in the same text.
    Likely,
    /// Nobody writes so.
    Certain,
}

use Evidence::{Certain, Likely, None as Nothing};

/// A sequence and what is around it.
#[derive(Debug)]
pub(super) struct Context {
    /// Its first three characters; NUL where it has fewer.
    pub signs: [char; 3],
    /// What it would be.
    pub c: char,
    /// The character before it, read right where it is a sequence itself.
    pub before: Option<char>,
    /// The one after it.
    pub after: Option<char>,
    /// First letter of the word that it continues.
    pub first: Option<char>,
    /// A digit is beside it.
    pub digit: bool,
}

impl Context {
    fn after_small(&self) -> bool {
        self.before.is_some_and(char::is_lowercase)
    }

    fn after_capital(&self) -> bool {
        self.before.is_some_and(char::is_uppercase)
    }

    fn before_small(&self) -> bool {
        self.after.is_some_and(char::is_lowercase)
    }

    fn within_a_word(&self) -> bool {
        self.before.is_some_and(char::is_alphabetic) && self.after.is_some_and(char::is_alphabetic)
    }

    /// Beside an unaccented Latin letter.
    fn beside_ascii(&self) -> bool {
        [self.before, self.after].into_iter().flatten().any(|c| c.is_ascii_alphabetic())
    }

    /// Between unaccented Latin letters.
    fn between_ascii(&self) -> bool {
        [self.before, self.after].into_iter().all(|c| c.is_some_and(|c| c.is_ascii_alphabetic()))
    }
}

/// The evidence of one sequence by itself.
pub(super) fn of_one(family: Family, context: &Context) -> Evidence {
    match context.c {
        '\u{80}'..='\u{BF}' => of_sign(family, context),
        '\u{C0}'..='\u{23F}' => of_letter(family, context),
        // A circumflex, a tilde or a caron on nothing: what windows-1252 and its kin have for C1 controls.
        '\u{2C6}'..='\u{2DD}' => Likely,
        '\u{1EA0}'..='\u{1EFF}' if family == Family::Latin => of_vietnamese(context),
        '\u{FEFF}' | '\u{FFFD}' if family != Family::Macintosh => Certain,
        '\u{2000}'..='\u{2BFF}' | '\u{FB00}'..='\u{FB06}' => of_punctuation(family, context),
        '\u{1F000}'..='\u{1FAFF}' => Certain,
        _ => Nothing,
    }
}

/// A sign of Latin-1, or a C1 control that is one of windows-1252: `Â°`, `Â `.
fn of_sign(family: Family, context: &Context) -> Evidence {
    let sign = read(context.signs[1]);
    match family {
        Family::Latin => {}
        // В and Β are words, or begin them, and a no-break space follows them often.
        Family::Cyrillic | Family::Greek => {
            let latin = context.before.is_some_and(|c| c.is_ascii_lowercase());
            return if latin && !sign.is_alphabetic() { Certain } else { Nothing };
        }
        Family::Macintosh if context.after_small() && context.signs[1] == '†' => return Certain,
        Family::Macintosh => return Likely,
        Family::Dos if context.before.is_some_and(char::is_alphanumeric) || !is_box(sign) => return Certain,
        Family::Dos => return Likely,
    }
    match context.before {
        Some(before) if before.is_lowercase() => Certain,
        Some(before) if before.is_ascii_digit() => {
            if sign == ' ' {
                Likely
            } else {
                Certain
            }
        }
        Some('.' | ',' | ';' | ':' | '!' | '?' | ')' | '”' | '’' | '»') => Certain,
        Some(before) if before.is_alphabetic() => {
            if is_soft(sign) || sign.is_alphabetic() {
                Likely
            } else {
                Certain
            }
        }
        _ => match sign {
            ' ' | '”' | '’' | '“' | '‘' | '»' | '…' | '–' | '—' | '™' | '›' | '´' | '¨' => Likely,
            '±' if !context.digit => Likely,
            sign if sign.is_alphabetic() && !matches!(sign, 'ª' | 'º') => Likely,
            _ => Certain,
        },
    }
}

/// A Latin letter with an accent: `Ã©`, `Å‚`.
fn of_letter(family: Family, context: &Context) -> Evidence {
    let [lead, sign, _] = context.signs;
    let sign = read(sign);
    match family {
        Family::Latin => of_latin_letter(context, lead, sign),
        Family::Cyrillic | Family::Greek if !context.beside_ascii() => Nothing,
        Family::Cyrillic | Family::Greek if !sign.is_alphabetic() || context.between_ascii() => Certain,
        Family::Cyrillic | Family::Greek => Likely,
        Family::Macintosh => {
            let constant = matches!(sign, 'π' | '∞' | 'Ω' | '∑' | '∏' | '∫');
            let in_a_word = context.before.is_some_and(|c| c.is_ascii_alphabetic()) && context.before_small();
            match (lead, constant) {
                ('√', true) => Likely,
                // A formula has no letters on both sides, or it has them in capitals.
                ('√' | '≈' | 'ƒ', _) if in_a_word => Certain,
                ('√', _) if context.before.is_some_and(|c| c.is_ascii_lowercase()) && !sign.is_alphabetic() => {
                    Certain
                }
                _ => Likely,
            }
        }
        Family::Dos if lead == '├' && context.beside_ascii() => Certain,
        Family::Dos if context.between_ascii() => Certain,
        Family::Dos => Likely,
    }
}

fn of_latin_letter(context: &Context, lead: char, sign: char) -> Evidence {
    // Somebody may be called DrÃ¥ber.
    if sign == '¥' && context.first.is_some_and(char::is_uppercase) && context.first.is_some_and(|c| c.is_ascii()) {
        return Likely;
    }
    if context.after_small() {
        return Certain;
    }
    if !is_soft(sign) {
        return match sign {
            'š' | 'œ' | 'ž' | 'Ÿ' | 'ƒ' | 'Š' | 'Œ' | 'Ž' if lead == 'Ã' => Certain,
            'š' | 'œ' | 'ž' | 'Ÿ' | 'ƒ' if context.before_small() && matches!(lead, 'Å' | 'Ä') => Certain,
            sign if sign.is_alphabetic() => Likely,
            _ => Certain,
        };
    }
    let next = context.after.is_some_and(char::is_alphabetic);
    match sign {
        // Lost: one space only tells nothing.
        ' ' => Likely,
        '\u{A0}' if lead == 'Ã' && !context.after_capital() => Certain,
        '\u{A0}' => Likely,
        '’' | '–' | '—' | '…' | '\u{AD}' => Likely,
        '“' | '‘' | '«' if next => Certain,
        '”' | '»' if context.within_a_word() => Certain,
        '”' | '»' | '“' | '‘' | '«' => Likely,
        _ if context.before_small() || context.within_a_word() => Certain,
        _ if lead == 'Ã' && !context.before.is_some_and(char::is_alphanumeric) => Certain,
        _ => Likely,
    }
}

/// A letter of Vietnamese with two marks: `á»‡`. Spanish can end a quotation so: `está»—dijo`.
fn of_vietnamese(context: &Context) -> Evidence {
    let sign = read(context.signs[2]);
    let mark = is_soft(sign) && !matches!(sign, '’' | '‘' | '“' | '”' | '«' | '»' | '–' | '—' | '…');
    match sign {
        sign if !is_soft(sign) => Certain,
        _ if mark && context.within_a_word() => Certain,
        _ => Likely,
    }
}

/// Punctuation and symbols: `â€™`, `â˜…`.
fn of_punctuation(family: Family, context: &Context) -> Evidence {
    let [lead, second, third] = context.signs;
    let (second, third) = (read(second), read(third));
    let hard = |sign: char| !is_soft(sign) && !sign.is_alphabetic();
    match family {
        Family::Latin if hard(second) || hard(third) => Certain,
        Family::Latin if matches!(second, 'œ' | 'š' | 'ž' | 'Ÿ') => Certain,
        Family::Latin => Likely,
        Family::Cyrillic if lead == 'в' && second == 'Ђ' => Certain,
        Family::Cyrillic if lead == 'в' && matches!((second, third), ('„', 'ў' | '–') | ('‚', '¬')) => Certain,
        Family::Greek if lead == 'β' && second == '€' => Certain,
        Family::Cyrillic | Family::Greek => Nothing,
        Family::Macintosh if lead == '‚' && second == 'Ä' && !matches!(context.after, Some('a'..='z')) => Certain,
        // „‚Ähnlich‘ is no apostrophe, but ‚Äôs is: no word begins so.
        Family::Macintosh if lead == '‚' && second == 'Ä' && is_vowel(third) => Certain,
        Family::Macintosh if lead == '‚' && !third.is_alphabetic() => Certain,
        Family::Macintosh => Likely,
        Family::Dos if second == 'Ç' || is_box(second) || is_box(third) => Certain,
        Family::Dos => Likely,
    }
}

/// The evidence of characters of other scripts side by side: so many, each of three or more characters or each of
/// two, as words of their own or not, with these signs after their first.
pub(super) fn of_run(family: Family, length: usize, long: bool, bound: bool, signs: &[char]) -> Evidence {
    let hard = |&sign: &char| !is_soft(read(sign));
    let all_letters = signs.iter().all(|&sign| read(sign).is_alphabetic());
    match (family, length) {
        (Family::Latin, 1) if long && signs.iter().all(|sign| hard(sign) && !read(*sign).is_alphabetic()) => Certain,
        (Family::Latin, 1) if long => Likely,
        (Family::Latin, 2) if signs.iter().any(hard) => Certain,
        (Family::Latin, 1 | 2) => {
            if bound {
                Likely
            } else {
                Nothing
            }
        }
        (_, 1 | 2) if long && all_letters => Nothing,
        (_, 1 | 2) => {
            if bound {
                Likely
            } else {
                Nothing
            }
        }
        _ => Certain,
    }
}

/// Whether a character belongs to running text in another script than Latin.
pub(super) fn is_foreign(c: char) -> bool {
    matches!(c,
        '\u{370}'..='\u{1DFF}' | '\u{1F00}'..='\u{1FFF}' | '\u{2E80}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// What good text has right after a letter.
fn is_soft(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{A0}'
            | '\u{AD}'
            | '’'
            | '‘'
            | '“'
            | '”'
            | '«'
            | '»'
            | '›'
            | '…'
            | '–'
            | '—'
            | '•'
            | '·'
            | '™'
            | '©'
            | '®'
            | '°'
            | 'ª'
            | 'º'
            | '¹'
            | '²'
            | '³'
            | '†'
            | '‡'
            | '¶'
            | '´'
            | '¨'
            | '¡'
            | '¿'
    )
}

fn is_box(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{25FF}')
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'ì' | 'î' | 'ò' | 'ô' | 'ú' | 'ù' | 'ö' | 'ê' | 'ë' | 'û')
}

/// A C1 control as the sign that windows-1252 has in its place.
fn read(c: char) -> char {
    super::of_control(c)
}
