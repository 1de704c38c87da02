//! Straight and foreign quotes to the language's own.
//!
//! Only quotes that come in pairs on one line are changed, and apostrophes. Addresses, code between
//! backticks and primes after digits are left alone.

use std::borrow::Cow;

use super::literals::{Data, Literals};
use super::quotes::{DOUBLE, SINGLE};

/// The space inside of French guillemets.
const NARROW: char = '\u{202F}';

/// How a language quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Style {
    double: (char, char),
    /// For double quotes within double quotes.
    inner: (char, char),
    single: (char, char),
    /// What stands between guillemets and the text in them.
    spaced: bool,
}

impl Style {
    const fn new(double: (char, char), inner: (char, char), single: (char, char)) -> Style {
        Style { double, inner, single, spaced: false }
    }

    /// The style of a language, by its code without what follows a hyphen.
    fn of(language: &str) -> Option<Style> {
        let high = ('“', '”');
        let low = ('„', '“');
        let guillemets = ('«', '»');
        let apostrophes = ('‘', '’');
        Some(match language.split('-').next()? {
            "en" | "nl" | "pt" | "tr" => Style::new(high, high, apostrophes),
            "de" | "cs" | "sk" | "sl" | "bg" => Style::new(low, low, ('‚', '‘')),
            "pl" | "hu" | "ro" => Style::new(('„', '”'), ('„', '”'), ('‚', '’')),
            "sv" | "fi" | "da" => Style::new(('”', '”'), ('”', '”'), ('’', '’')),
            "es" | "it" | "ca" | "el" => Style::new(guillemets, high, apostrophes),
            "ru" | "uk" | "be" => Style::new(guillemets, low, apostrophes),
            "nb" | "nn" | "no" => Style::new(guillemets, guillemets, apostrophes),
            "fr" => Style { spaced: true, ..Style::new(guillemets, high, apostrophes) },
            _ => return None,
        })
    }

    fn quotes_with(&self, c: char) -> bool {
        self.double.0 == c || self.double.1 == c
    }
}

/// Sets the quotes of a text as its language does.
pub(super) fn set<'t>(text: &'t str, language: Option<&str>, count: &mut u32) -> Cow<'t, str> {
    let Some(style) = language.and_then(Style::of) else { return Cow::Borrowed(text) };
    let apostrophes = Apostrophes::of(language.unwrap_or_default());
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    for line in text.split_inclusive('\n') {
        let once = set_line(line, &style, apostrophes);
        // Where a second look would see other pairs, the line is ambiguous and stays as it came.
        let stable = once != line && set_line(&once, &style, apostrophes) == once;
        out.push_str(if stable { &once } else { line });
    }
    if out == text {
        return Cow::Borrowed(text);
    }
    // A quote takes one character before and after.
    let quotes = |text: &'_ str| text.chars().filter(|&c| is_quote(c)).collect::<Vec<char>>();
    let changed = quotes(text).iter().zip(quotes(&out)).filter(|(before, after)| *before != after).count();
    *count += changed.max(1) as u32;
    Cow::Owned(out)
}

fn set_line(line: &str, style: &Style, apostrophes: Apostrophes) -> String {
    let mut marks = marks(line, style, apostrophes);
    pair(line, &mut marks, apostrophes);
    write(line, &marks, style)
}

/// Where a language has apostrophes besides those within words.
#[derive(Debug, Clone, Copy)]
struct Apostrophes {
    /// Words that begin with one.
    elisions: &'static [&'static str],
    /// A word can end with one, and a quotation begin right behind it: l'"amico".
    before_quotes: bool,
}

impl Apostrophes {
    fn of(language: &str) -> Apostrophes {
        let code = language.split('-').next().unwrap_or_default();
        let elisions = match code {
            "en" => ELISIONS,
            "nl" => DUTCH,
            _ => &[],
        };
        Apostrophes { elisions, before_quotes: matches!(code, "fr" | "it" | "ca") }
    }
}

/// A quote in a line.
#[derive(Debug)]
struct Mark {
    /// Byte in the line.
    at: usize,
    c: char,
    before: Option<char>,
    after: Option<char>,
    /// What is before it and after it lets it open a quotation.
    opens: bool,
    /// What is before it and after it lets it close one.
    closes: bool,
    role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// As it came.
    Left,
    Open,
    Close,
    Apostrophe,
}

impl Mark {
    fn is_double(&self) -> bool {
        matches!(self.c, '"' | '«' | '»') || DOUBLE.contains(&self.c)
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '«' | '»') || DOUBLE.contains(&c) || SINGLE.contains(&c)
}

/// The quotes of a line outside addresses and code.
fn marks(line: &str, style: &Style, apostrophes: Apostrophes) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut literal = Literals::default();
    let mut data = Data::default();
    // TeX quotes ``so''.
    let is_tex = line.contains("``");
    let (mut before, mut second) = (None, None);
    for (at, c) in line.char_indices() {
        let guillemet = matches!(c, '«' | '»');
        let is_text = !literal.holds(line, at, c) && !data.holds(line, at, c);
        if is_text && is_quote(c) && (!guillemet || style.quotes_with(c)) {
            let after = line[at + c.len_utf8()..].chars().next();
            if is_tex && c == '\'' && (before == Some(c) || after == Some(c)) {
                (second, before) = (before, Some(c));
                continue;
            }
            let after_opening = marks.last().is_some_and(|mark| mark.at + mark.c.len_utf8() == at && mark.opens);
            let after_elision = apostrophes.before_quotes
                && !SINGLE.contains(&c)
                && matches!(before, Some('\'' | '’'))
                && second.is_some_and(char::is_alphabetic);
            let begins = begins_after(before) || after_opening || after_elision;
            let opens = begins && after.is_some_and(|c| !c.is_whitespace());
            let closes = before.is_some_and(|c| !c.is_whitespace()) && ends_before(after);
            let (opens, closes) = match c {
                '«' => (true, false),
                '»' => (false, true),
                '„' | '‚' => (opens, false),
                _ => (opens, closes),
            };
            marks.push(Mark { at, c, before, after, opens, closes, role: Role::Left });
        }
        (second, before) = (before, Some(c));
    }
    marks
}

/// Whether a quotation can begin after this character.
fn begins_after(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '{' | '-' | '–' | '—' | '/' | '¿' | '¡' | '*' | '_'))
}

/// Whether a quotation can end before this character.
fn ends_before(c: Option<char>) -> bool {
    c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '(' | '[' | '{'))
}

/// Words that begin with an apostrophe in English.
const ELISIONS: &[&str] = &["tis", "twas", "twere", "em", "til", "till", "cause", "bout", "round", "n"];

/// The same in Dutch.
const DUTCH: &[&str] = &["s", "t", "n", "k", "m", "r", "ns"];

/// Finds out which quotes belong together, and which are apostrophes.
fn pair(line: &str, marks: &mut [Mark], apostrophes: Apostrophes) {
    let mut open: Vec<usize> = Vec::new();
    let mut open_doubles = 0;
    for id in 0..marks.len() {
        let mark = &marks[id];
        if mark.is_double() {
            if is_inch(line, marks, id, open_doubles) {
                continue;
            }
            if mark.closes && open_doubles > 0 {
                // Single quotes that were opened within are nobody's.
                while let Some(begin) = open.pop() {
                    if marks[begin].is_double() {
                        open_doubles -= 1;
                        (marks[begin].role, marks[id].role) = (Role::Open, Role::Close);
                        break;
                    }
                }
            } else if mark.opens {
                open.push(id);
                open_doubles += 1;
            }
            continue;
        }
        let begin = open.last().copied().filter(|&begin| !marks[begin].is_double());
        if is_apostrophe(line, mark, apostrophes, begin.is_some()) {
            marks[id].role = Role::Apostrophe;
        } else if is_inside_word(mark) {
            continue;
        } else if let (true, Some(begin)) = (mark.closes, begin) {
            open.pop();
            (marks[begin].role, marks[id].role) = (Role::Open, Role::Close);
        } else if mark.opens {
            open.push(id);
        }
    }
}

/// Inches or seconds: after a digit, where no quotation is open or feet or minutes stand before.
fn is_inch(line: &str, marks: &[Mark], id: usize, open_doubles: usize) -> bool {
    let mark = &marks[id];
    let digit = mark.c == '"' && mark.before.is_some_and(|c| c.is_ascii_digit());
    let feet = || {
        let last = id.checked_sub(1).map(|last| &marks[last]);
        last.is_some_and(|last| {
            let between = &line[last.at + last.c.len_utf8()..mark.at];
            last.c == '\''
                && last.before.is_some_and(|c| c.is_ascii_digit())
                && between.len() <= 4
                && between.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ')
        })
    };
    digit && (open_doubles == 0 || feet())
}

fn is_inside_word(mark: &Mark) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    word(mark.before) && word(mark.after) || mark.c == '\'' && digit(mark.before) && !word(mark.after) && !mark.opens
}

/// Whether a single quote is an apostrophe: within a word, before an elided word or a decade, or at the
/// end of a word where no quotation is open.
fn is_apostrophe(line: &str, mark: &Mark, apostrophes: Apostrophes, open: bool) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if word(mark.before) && word(mark.after) {
        return mark.c == '\'' && (letter(mark.before) || letter(mark.after));
    }
    if mark.opens {
        let rest = &line[mark.at + mark.c.len_utf8()..];
        let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let next = &rest[..length];
        let decade =
            next.len() >= 2 && next.bytes().take(2).all(|b| b.is_ascii_digit()) && matches!(&next[2..], "" | "s");
        // `'t'` is a letter in quotes.
        let is_letter = next.len() == 1 && !rest[length..].starts_with(' ') && next != "n";
        return decade || !is_letter && apostrophes.elisions.iter().any(|word| word.eq_ignore_ascii_case(next));
    }
    if apostrophes.before_quotes
        && letter(mark.before)
        && mark.after.is_some_and(|c| DOUBLE.contains(&c) || matches!(c, '"' | '«'))
    {
        return mark.c == '\'';
    }
    mark.c == '\'' && mark.closes && letter(mark.before) && !open
}

/// The line with the quotes that were understood replaced.
fn write(line: &str, marks: &[Mark], style: &Style) -> String {
    let mut out = String::with_capacity(line.len() + marks.len() * 5);
    let mut done = 0;
    let mut depth = 0_usize;
    for mark in marks {
        out.push_str(&line[done..mark.at]);
        done = mark.at + mark.c.len_utf8();
        match mark.role {
            Role::Left => out.push(mark.c),
            Role::Apostrophe => out.push('’'),
            Role::Open if mark.is_double() => {
                let quotes = if depth == 0 { style.double } else { style.inner };
                depth += 1;
                out.push(quotes.0);
                let is_spaced = style.spaced && quotes.0 == '«';
                if is_spaced {
                    out.push(NARROW);
                }
                if is_spaced || mark.c == '«' && quotes.0 != '«' {
                    done += line[done..].chars().next().filter(|&c| is_gap(c)).map_or(0, char::len_utf8);
                }
            }
            Role::Close if mark.is_double() => {
                depth = depth.saturating_sub(1);
                let quotes = if depth == 0 { style.double } else { style.inner };
                let is_spaced = style.spaced && quotes.1 == '»';
                if (is_spaced || mark.c == '»' && quotes.1 != '»') && out.ends_with(is_gap) {
                    out.pop();
                }
                if is_spaced {
                    out.push(NARROW);
                }
                out.push(quotes.1);
            }
            Role::Open => out.push(style.single.0),
            Role::Close => out.push(style.single.1),
        }
    }
    out.push_str(&line[done..]);
    out
}

/// A space between a guillemet and the text.
fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | NARROW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own() {
        for (language, expected) in [
            ("en", "Er sagt: “Ja”, ‘nein’."),
            ("de", "Er sagt: „Ja“, ‚nein‘."),
            ("fr", "Er sagt: «\u{202F}Ja\u{202F}», ‘nein’."),
            ("pl", "Er sagt: „Ja”, ‚nein’."),
            ("sv", "Er sagt: ”Ja”, ’nein’."),
            ("ru", "Er sagt: «Ja», ‘nein’."),
            ("pt-BR", "Er sagt: “Ja”, ‘nein’."),
        ] {
            assert_eq!(set("Er sagt: \"Ja\", 'nein'.", Some(language), &mut 0), expected);
        }
        for language in [None, Some("ja"), Some("zh")] {
            assert!(matches!(set("\"a\"", language, &mut 0), Cow::Borrowed(_)));
        }
    }

    #[test]
    fn foreign_quotes_become_the_languages_own() {
        assert_eq!(set("„Ja“ und ‚so‘", Some("en"), &mut 0), "“Ja” und ‘so’");
        assert_eq!(set("“Yes” or ”so”", Some("de"), &mut 0), "„Yes“ or „so“");
        assert_eq!(set("« Oui »", Some("fr"), &mut 0), "«\u{202F}Oui\u{202F}»");
    }

    #[test]
    fn quotes_nest() {
        assert_eq!(set("\"He said 'no' to me\"", Some("en"), &mut 0), "“He said ‘no’ to me”");
        assert_eq!(set("«a \"b\" c»", Some("ru"), &mut 0), "«a „b“ c»");
    }

    #[test]
    fn apostrophes_are_no_quotes() {
        for (text, expected) in [
            ("don't, dogs' tails, '90s", "don’t, dogs’ tails, ’90s"),
            ("'Tis rock 'n' roll, get 'em", "’Tis rock ’n’ roll, get ’em"),
            ("'it's so'", "‘it’s so’"),
            ("\"'tis,\" he said", "“’tis,” he said"),
        ] {
            assert_eq!(set(text, Some("en"), &mut 0), expected);
        }
    }

    #[test]
    fn languages_have_apostrophes_of_their_own() {
        for (language, text, expected) in [
            ("it", "all'\"Aurora\" e nell'\"Orsa\" c'era", "all’«Aurora» e nell’«Orsa» c’era"),
            ("fr", "l'\"ancre\"", "l’«\u{202F}ancre\u{202F}»"),
            ("ca", "d'\"avui\"", "d’«avui»"),
            ("nl", "'s Ochtends is 't koud in 'n 's-Gravenhage", "’s Ochtends is ’t koud in ’n 's-Gravenhage"),
            ("nl", "de letter 't' en \"'t is\"", "de letter ‘t’ en “’t is”"),
            ("da", "\"Ja\", sagde 'han'", "”Ja”, sagde ’han’"),
            ("en", "the 's' and 't in it'", "the ‘s’ and ‘t in it’"),
        ] {
            assert_eq!(set(text, Some(language), &mut 0), expected);
            assert_eq!(set(expected, Some(language), &mut 0), expected);
        }
    }

    #[test]
    fn quotes_within_guillemets_have_no_gap() {
        let expected = "«\u{202F}Elle dit : “non”\u{202F}»";
        assert_eq!(set("« Elle dit : « non » »", Some("fr"), &mut 0), expected);
        assert_eq!(set(expected, Some("fr"), &mut 0), expected);
    }

    #[test]
    fn data_and_tex_stay_and_text_beside_them_does_not() {
        for (text, expected) in [
            ("He \"sent\" {\"id\": \"a\"} and say(\"b\") \"back\"", "He “sent” {\"id\": \"a\"} and say(\"b\") “back”"),
            ("``so'' it's \"said\" and ``so'' on", "``so'' it’s “said” and ``so'' on"),
            ("``a \"b\" ` c`` \"d\"", "``a \"b\" ` c`` “d”"),
        ] {
            assert_eq!(set(text, Some("en"), &mut 0), expected);
            assert_eq!(set(expected, Some("en"), &mut 0), expected);
        }
    }

    #[test]
    fn what_is_no_quote_or_has_no_partner_stays() {
        for text in [
            "5'10\" tall, 6\" wide, 45' long",
            "\"We have begun and not ended",
            "and ended.\"",
            "see http://example.org/'a'\"",
            "run `echo \"a\" 'b'` now",
            "a \" b",
            "Hawai‘i",
        ] {
            assert_eq!(set(text, Some("en"), &mut 0), text);
        }
    }

    #[test]
    fn hostile_lines_are_linear() {
        for piece in ["\"a ", "`", "'a\" ", "www.", " '", "«", "`` ", "``a''", "{\"", "a(\"", "`` a ` "] {
            let line = piece.repeat(200_000);
            assert!(set(&line, Some("fr"), &mut 0).len() >= line.len());
        }
    }
}
