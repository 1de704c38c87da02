//! Where sentences end, and which of them somebody else is saying.

use std::ops::Range;

use super::lists::LISTS;

/// The sentences of a text, in order; white space between them belongs to none.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if start.is_none() && !c.is_whitespace() {
            start = Some(at);
        }
        if !is_terminator(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((at, c)) = chars.next_if(|&(_, c)| is_terminator(c) || is_closer(c)) {
            end = at + c.len_utf8();
        }
        if let Some(from) = start.filter(|&from| ends_here(&text[from..at], c, &text[end..])) {
            found.push(from..end);
            start = None;
        }
    }
    if let Some(from) = start {
        found.push(from..from + text[from..].trim_end().len());
    }
    found
}

/// Whether a text ends as a sentence does.
pub fn ends_like_a_sentence(text: &str) -> bool {
    text.trim_end().trim_end_matches(is_closer).ends_with(is_terminator)
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '“' | '»' | '«' | ')' | ']' | '」' | '』')
}

fn ends_here(before: &str, terminator: char, after: &str) -> bool {
    if matches!(terminator, '。' | '！' | '？') {
        return true;
    }
    let Some(next) = after.chars().next() else { return true };
    let goes_on = after.trim_start().chars().next().is_some_and(char::is_lowercase);
    next.is_whitespace() && !goes_on && (terminator != '.' || !keeps_its_stop(before))
}

/// Whether the last word is an abbreviation, an initial, or a number such as a day of the month.
fn keeps_its_stop(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '„')).next().unwrap_or("");
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(initial), None) => initial.is_alphanumeric(),
        (Some(a), Some(b)) if word.len() == 2 && a.is_ascii_digit() && b.is_ascii_digit() => true,
        // No abbreviation is longer; a long word is not worth folding.
        _ => word.len() <= 8 && LISTS.abbreviations.contains(&word.to_lowercase().as_str()),
    }
}

/// What stands inside quotation marks. Marks that are never closed count only at the start of the text,
/// where a quotation of several paragraphs goes on.
pub fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        // Swedish and Finnish open with the mark that they close with.
        let swedish = c == '”' && before.is_whitespace();
        before = c;
        if c == '"' && is_in_acronym(&text[..at], &text[at + 1..]) {
            continue;
        }
        match open {
            Some((from, mark)) if closes(mark, c) => {
                found.push(from..at + c.len_utf8());
                open = None;
            }
            None if swedish || matches!(c, '"' | '“' | '„' | '«' | '»' | '「' | '『') => open = Some((at, c)),
            _ => {}
        }
    }
    if let Some((from, mark)) = open
        && mark != '"'
        && text[..from].trim().is_empty()
    {
        found.push(from..text.len());
    }
    found
}

/// Whether a mark between these texts is part of a word, as Hebrew writes acronyms: `ארה"ב`. A preposition of one letter
/// goes before a quotation without a space: `ב"הארץ"`.
fn is_in_acronym(before: &str, after: &str) -> bool {
    let is_hebrew = |c: char| matches!(c, 'א'..='ת');
    let before = before.chars().rev().take_while(|&c| is_hebrew(c)).take(2).count();
    let end = after.find(|c| !is_hebrew(c)).unwrap_or(after.len());
    let is_last_letter = end == 'ת'.len_utf8();
    before > 0 && end > 0 && (before == 2 || is_last_letter) && !after[end..].starts_with('"')
}

fn closes(mark: char, c: char) -> bool {
    match mark {
        '"' => c == '"',
        '“' => matches!(c, '”' | '"'),
        '”' => c == '”',
        '„' => matches!(c, '“' | '”' | '"'),
        '«' => c == '»',
        '»' => c == '«',
        '「' => c == '」',
        _ => c == '』',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn stops_that_end_nothing() {
        assert_eq!(
            split("Mr. Lammy met U.S. officials. He left at 6 p.m. sharp."),
            ["Mr. Lammy met U.S. officials.", "He left at 6 p.m. sharp."]
        );
        assert_eq!(
            split("Am 6. Februar kam z. B. Nr. 4 an. J. K. Ost blieb."),
            ["Am 6. Februar kam z. B. Nr. 4 an.", "J. K. Ost blieb."]
        );
        assert_eq!(split("It rose 3.5 per cent. Then it fell."), ["It rose 3.5 per cent.", "Then it fell."]);
    }

    #[test]
    fn closing_marks_go_with_their_sentence() {
        assert_eq!(split("“Go!” She went. (He stayed.) The end"), ["“Go!”", "She went.", "(He stayed.)", "The end"]);
        assert_eq!(split("行こう。彼は言った。"), ["行こう。", "彼は言った。"]);
    }

    #[test]
    fn quotations_of_every_kind() {
        let text = "A “b” c „d“ e «f» g \"h\" i “j";
        let found: Vec<&str> = quotations(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["“b”", "„d“", "«f»", "\"h\""]);
        assert_eq!(quotations("“Any further action").len(), 1);
        let hebrew = r#"מנכ"ל הנמל אמר: "השער סגור", ומנכ"ל הטחנה צחק."#;
        assert_eq!(&hebrew[quotations(hebrew).remove(0)], r#""השער סגור""#);
        let hebrew = r#"ח"כ אחד כתב ב"ידיעות הנמל" ושב"הארץ" שתקו."#;
        let found: Vec<&str> = quotations(hebrew).into_iter().map(|range| &hebrew[range]).collect();
        assert_eq!(found, [r#""ידיעות הנמל""#, r#""הארץ""#]);
        assert_eq!(quotations("”Nej”, sa hon. ”Aldrig”, sa han.").len(), 2);
    }
}
