//! Spaces in running text: one between words, none at the ends of lines.

use std::borrow::Cow;

/// Which no-break spaces stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spacing {
    /// None.
    Plain,
    /// Those within numbers: `10 000`.
    Numbers,
    /// Those within numbers, before `; : ! ? »` and after `«`.
    French,
    /// None, but there are as many spaces as before, and tabs stay: it is a row of a table.
    Table,
}

impl Spacing {
    /// What stays where typography is kept.
    pub fn of(language: Option<&str>) -> Spacing {
        match language {
            Some(language) if language == "fr" || language.starts_with("fr-") => Spacing::French,
            _ => Spacing::Numbers,
        }
    }

    fn keeps(self, before: Option<char>, space: char, after: char) -> bool {
        let digit = |c: char| c.is_ascii_digit();
        let french = matches!(after, ';' | ':' | '!' | '?' | '»') || before == Some('«');
        matches!(space, '\u{A0}' | '\u{202F}')
            && match self {
                Spacing::Plain | Spacing::Table => false,
                Spacing::Numbers => before.is_some_and(digit) && digit(after),
                Spacing::French => french || before.is_some_and(digit) && digit(after),
            }
    }
}

/// Runs of spaces become one ASCII space, and those at the ends of lines go. At the beginning of a line,
/// spaces and tabs stay and anything wider goes. The ideographic space stays between characters.
pub(super) fn tidy<'t>(text: &'t str, spacing: Spacing, count: &mut u32) -> Cow<'t, str> {
    let mut out = String::with_capacity(text.len());
    let mut changed = 0;
    for (id, line) in text.split('\n').enumerate() {
        if id > 0 {
            out.push('\n');
        }
        // An empty cell may end a row.
        let kept = line.trim_end_matches(|c| is_wide(c) && !(spacing == Spacing::Table && c == '\t'));
        changed += u32::from(kept.len() < line.len());
        changed += tidy_line(&mut out, kept, spacing);
    }
    if out == text {
        return Cow::Borrowed(text);
    }
    *count += changed;
    Cow::Owned(out)
}

/// Tells how many runs of spaces it changed.
fn tidy_line(out: &mut String, line: &str, spacing: Spacing) -> u32 {
    let body = line.trim_start_matches(is_wide);
    let indent = &line[..line.len() - body.len()];
    if indent.is_ascii() {
        out.push_str(indent);
    }
    let mut changed = u32::from(!indent.is_ascii());
    if spacing == Spacing::Table {
        out.extend(body.chars().map(|c| if is_space(c) && c != '\t' { ' ' } else { c }));
        return changed + body.chars().filter(|&c| is_space(c) && !c.is_ascii()).count() as u32;
    }
    let mut before = None;
    let mut rest = body.chars().peekable();
    while let Some(c) = rest.next() {
        if !is_space(c) {
            out.push(c);
            before = Some(c);
            continue;
        }
        let mut alone = true;
        while rest.next_if(|&c| is_space(c)).is_some() {
            alone = false;
        }
        let kept = alone && rest.peek().is_some_and(|&after| spacing.keeps(before, c, after));
        out.push(if kept { c } else { ' ' });
        changed += u32::from(!(alone && (kept || c == ' ')));
        before = Some(' ');
    }
    changed
}

/// White space that stands for a space between words.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}')
}

fn is_wide(c: char) -> bool {
    is_space(c) || c == '\u{3000}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_space_between_words() {
        for (text, expected) in [
            ("a  b \t c", "a b c"),
            ("a\u{A0}b\u{2009}c\u{202F}d", "a b c d"),
            ("a \n b\u{3000}\n", "a\n b\n"),
            ("\u{3000}中文\u{3000}字", "中文\u{3000}字"),
            ("\u{A0} \u{A0}indent", "indent"),
            ("  - item", "  - item"),
            ("10\u{A0}000 !", "10 000 !"),
        ] {
            assert_eq!(tidy(text, Spacing::Plain, &mut 0), expected);
        }
    }

    #[test]
    fn a_row_of_a_table_keeps_its_width() {
        assert_eq!(tidy(" a\u{A0} b   c \t\t ", Spacing::Table, &mut 0), " a  b   c \t\t");
        assert!(matches!(tidy("a\t\tb", Spacing::Table, &mut 0), Cow::Borrowed(_)));
    }

    #[test]
    fn french_keeps_its_spaces() {
        let text = "«\u{A0}Quoi\u{202F}?\u{A0}» 10\u{202F}000\u{A0}euros";
        assert_eq!(tidy(text, Spacing::of(Some("fr")), &mut 0), "«\u{A0}Quoi\u{202F}?\u{A0}» 10\u{202F}000 euros");
        assert_eq!(tidy(text, Spacing::of(Some("en")), &mut 0), "« Quoi ? » 10\u{202F}000 euros");
    }
}
