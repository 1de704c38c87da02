//! How surely a sequence is one character of UTF-8 and no text of its own.
//!
//! The rules speak of the signs after the first: *soft* ones may follow a letter in good text, as closing quotes,
//! dashes, trade marks, ordinals and degrees do; all others are *hard*. `CAFÉ”`, `IRMÃ…`, `AHÅ™` are good text:
//! a capital at the end of a word and something soft. `CAFÃ‰` is none.

use super::runs::{is_foreign, is_letter};
use crate::normalize::charsets::Family;

/// How sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Evidence {
    /// Good text, as far as one can see.
    None,
    /// Good text perhaps, until all that is not ASCII in the text is such.
    Unlikely,
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
    /// Letters of that word before it.
    pub letters: usize,
    /// A digit is before it, or one before a space.
    pub digit_before: bool,
    /// A digit is after it, or one after a space.
    pub digit_after: bool,
    /// The words on both sides are in capitals.
    pub capitals: bool,
    /// The text has guillemets that are no part of `Â«` and `Â»`.
    pub guillemets: bool,
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

    fn after_letter(&self) -> bool {
        self.before.is_some_and(char::is_alphabetic)
    }

    fn digit(&self) -> bool {
        self.digit_before || self.digit_after
    }

    /// Letters before it and after it, of which those before are a word's.
    fn within_a_long_word(&self) -> bool {
        self.letters > 1 || self.after_capital()
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
        '\u{250}'..='\u{2BC}' if family == Family::Latin => of_african(context),
        '\u{300}'..='\u{36F}' if family == Family::Latin => of_mark(context),
        '\u{391}'..='\u{3C9}' if family == Family::Latin => of_greek(context),
        // A circumflex, a tilde or a caron on nothing: what windows-1252 and its kin have for C1 controls.
        '\u{2C6}'..='\u{2DD}' => Likely,
        '\u{1E00}'..='\u{1EFF}' if family == Family::Latin => of_vietnamese(context),
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
        // A lost no-break space, or Friulian, Welsh and Breton in capitals.
        Some(before) if sign == ' ' && (before.is_uppercase() || context.capitals) => Nothing,
        Some(before) if before.is_lowercase() => Certain,
        Some(before) if before.is_ascii_digit() => {
            if sign == ' ' {
                Likely
            } else {
                Certain
            }
        }
        Some('.' | ',' | ';' | ':' | '!' | '?' | ')' | '”' | '’' | '»') => Certain,
        // Inari Sami in capitals: OHTSÂŠKODE.
        Some(before) if before.is_uppercase() && sign.is_uppercase() && !context.before_small() => Nothing,
        // N° 5.
        Some(_) if matches!(sign, '°' | 'º') && context.letters == 1 && context.digit_after => Certain,
        Some(before) if before.is_alphabetic() => {
            if is_soft(sign) || sign.is_alphabetic() {
                Likely
            } else {
                Certain
            }
        }
        _ => match sign {
            'µ' => Certain,
            '»' if !context.guillemets => Certain,
            ' ' | '”' | '’' | '“' | '‘' | '»' | '…' | '–' | '—' | '™' | '›' | '´' | '¨' => Likely,
            '±' if !context.digit() => Likely,
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
                // S√∏ren is no formula: a word is on both sides.
                ('√', true) if in_a_word && matches!(sign, '∏' | '∫') && context.within_a_long_word() => Certain,
                ('√', true) => Likely,
                // Ewe has a letter ƒ, and these vowels after it.
                ('ƒ', _) if matches!(sign, 'á' | 'à' | 'ã' | 'é' | 'è' | 'í' | 'ì' | 'ó' | 'ò' | 'õ' | 'ú' | 'ù') => {
                    Likely
                }
                // A formula has no letters on both sides, or it has them in capitals.
                ('√' | '≈' | 'ƒ', _) if in_a_word => Certain,
                ('√', _) if context.before.is_some_and(|c| c.is_ascii_lowercase()) && !sign.is_alphabetic() => {
                    Certain
                }
                _ => Likely,
            }
        }
        Family::Dos if lead == '├' && context.beside_ascii() => Certain,
        Family::Dos if context.between_ascii() && is_box(lead) => Certain,
        Family::Dos => Likely,
    }
}

/// Letters of no language's everyday spelling are only what nothing else could be: `ČŁ` is Sorbian in capitals.
fn of_latin_letter(context: &Context, lead: char, sign: char) -> Evidence {
    let everyday = matches!(context.c, '\u{C0}'..='\u{17F}' | 'ƒ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1CD}'..='\u{1DC}'
        | 'Ș' | 'ș' | 'Ț' | 'ț' | '\u{1E6}'..='\u{1E9}');
    match of_sequence(context, lead, sign) {
        Likely if !everyday => Nothing,
        evidence => evidence,
    }
}

fn of_sequence(context: &Context, lead: char, sign: char) -> Evidence {
    // Somebody may be called DrÃ¥ber.
    let ends = !context.after.is_some_and(char::is_alphabetic);
    if sign == '¥'
        && !(ends && context.letters == 1)
        && context.first.is_some_and(char::is_uppercase)
        && context.first.is_some_and(|c| c.is_ascii())
    {
        return Likely;
    }
    // 1.5 Å±0.1 Å, Å³.
    let measure = lead == 'Å' && matches!(sign, '±' | '¹' | '²' | '³' | '°' | '·' | '¼' | '½' | '¾');
    let next = context.after.is_some_and(char::is_alphabetic);
    if measure && !next && (context.digit_after || !context.after_letter()) {
        return Nothing;
    }
    if context.after_small() {
        return Certain;
    }
    if !is_soft(sign) {
        return match sign {
            'Œ' if matches!(lead, 'Å' | 'Ä') => Certain,
            'š' | 'œ' | 'ž' | 'Ÿ' | 'ƒ' | 'Š' | 'Œ' | 'Ž' if lead == 'Ã' => Certain,
            'š' | 'œ' | 'ž' | 'Ÿ' | 'ƒ' if context.before_small() && matches!(lead, 'Å' | 'Ä') => Certain,
            // Words in capitals: Slovak DĹŽKA.
            sign if sign.is_uppercase() && context.after_capital() && !context.before_small() => Nothing,
            sign if sign.is_alphabetic() => Likely,
            _ => Certain,
        };
    }
    match sign {
        // Lost: one space only tells nothing; after a capital, nothing at all: Portuguese AMANHÃ, Romanian GENERALĂ,
        // Danish SMÅ, Faroese LJÓÐ.
        ' ' if context.after_capital() && !context.before.is_some_and(is_foreign) => Nothing,
        // Norwegian has a word Å.
        ' ' if context.capitals && lead != 'Ð' => Nothing,
        ' ' => Likely,
        '\u{A0}' if lead == 'Ã' && !context.after_capital() => Certain,
        '\u{A0}' => Likely,
        '\u{AD}' | '–' if lead == 'Ã' && !context.after_letter() && context.before_small() => Certain,
        '–' | '—' if lead == 'Ã' && context.digit_before && context.digit_after => Certain,
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
        // Words of two letters of Sami and Slovak: áššiid, zvlášť.
        sign if is_letter(sign) && is_letter(read(context.signs[1])) => Nothing,
        sign if !is_soft(sign) => Certain,
        _ if mark && context.within_a_word() => Certain,
        _ => Likely,
    }
}

/// A letter of Africa's and Azerbaijan's alphabets, or of phonetic writing, or a modifier apostrophe: `É™`, `Ê»`.
fn of_african(context: &Context) -> Evidence {
    let [lead, sign, _] = context.signs;
    let everyday = matches!(
        context.c,
        'ɓ' | 'ɔ' | 'ɖ' | 'ɗ' | 'ə' | 'ɛ' | 'ɣ' | 'ɩ' | 'ɲ' | 'ɵ' | 'ʃ' | 'ʊ' | 'ʋ' | 'ʒ' | 'ʔ' | 'ʻ' | 'ʼ'
    );
    match of_sequence(context, lead, read(sign)) {
        // CAFÉ® and CAFÉ£5 are good text, KÉ™n is none.
        _ if context.after_capital() && !context.before_small() => Nothing,
        Likely if !everyday => Nothing,
        evidence => evidence,
    }
}

/// An accent that combines with the letter before it: `Ì\u{81}`.
fn of_mark(context: &Context) -> Evidence {
    match read(context.signs[1]) {
        _ if context.after_small() || context.before.is_some_and(|c| matches!(c, '\u{300}'..='\u{36F}')) => Certain,
        '\u{80}'..='\u{9F}' if context.after_letter() => Certain,
        _ => Nothing,
    }
}

/// A Greek letter in a text of formulas: `TNF-Î±`, `10 Î¼L`.
fn of_greek(context: &Context) -> Evidence {
    let sign = read(context.signs[1]);
    match sign {
        _ if context.after_capital() || context.c == '\u{3A2}' => Nothing,
        // Word that a superscript follows.
        '¹' | '²' | '³' if context.before != Some('-') && context.after != Some('-') => Nothing,
        '”' if !context.after_letter() && context.after.is_some_and(char::is_alphabetic) => Certain,
        ' ' | '\u{A0}' | '\u{AD}' | '’' | '‘' | '“' | '”' | '«' | '»' | '›' | '…' | '–' | '—' | '•' | '·' => {
            Nothing
        }
        sign if sign.is_alphabetic() && sign != 'µ' => Nothing,
        _ => Certain,
    }
}

/// Punctuation and symbols: `â€™`, `â˜…`.
fn of_punctuation(family: Family, context: &Context) -> Evidence {
    let [lead, second, third] = context.signs;
    let (second, third) = (read(second), read(third));
    let hard = |sign: char| !is_soft(sign) && !sign.is_alphabetic();
    match family {
        Family::Latin if hard(second) || hard(third) => Certain,
        Family::Latin if matches!(second, 'œ' | 'Ÿ') => Certain,
        // Inari Sami has words such as oovtviärdásâžžân.
        Family::Latin if matches!(second, 'š' | 'ž') && !context.after_letter() => Certain,
        // Arrows and signs: no word is of an â alone but Welsh â, and what ends a sentence may follow that.
        Family::Latin if lead == 'â' && !context.after_letter() && (is_sign(second) || is_sign(third)) => Certain,
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
        Family::Dos if second == 'Ç' && matches!(lead, 'Γ' | 'Ô') || is_box(second) || is_box(third) => Certain,
        Family::Dos => Likely,
    }
}

/// What good text has right after a letter.
pub(super) fn is_soft(c: char) -> bool {
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

/// What follows no word of one letter, though it may follow a name.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '†' | '‡'
            | 'ˆ'
            | '•'
            | '·'
            | 'ª'
            | 'º'
            | '¹'
            | '²'
            | '³'
            | '¶'
            | '¡'
            | '¿'
            | '´'
            | '¨'
            | '°'
            | '®'
            | '©'
            | '™'
    )
}

pub(super) fn is_box(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{25FF}')
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'ì' | 'î' | 'ò' | 'ô' | 'ú' | 'ù' | 'ö' | 'ê' | 'ë' | 'û')
}

/// A C1 control as the sign that windows-1252 has in its place.
pub(super) fn read(c: char) -> char {
    super::of_control(c)
}
