//! What may stand behind the keys of a metadata line, and what is a sentence instead.

use super::{author, date, fields, keys, language, wording};

/// `Jan 3`, `3. Januar`, with a time behind it or not: bytes it takes.
pub(super) fn date_without_year(text: &str) -> Option<usize> {
    let head = wording::cut(text, 32);
    let day = head.split([',', '|']).next().unwrap_or(head).trim_end();
    if !day.contains(char::is_alphabetic) {
        return None;
    }
    // Any leap year will do: only whether there is such a day is asked.
    let (taken, _) = date::at_start(&format!("{day} 2024"), None)?;
    (taken == day.len() + " 2024".len()).then_some(day.len())
}

/// `04/09/2025`, which is in April or in September: bytes it takes. Asked where the language did not tell.
pub(super) fn ambiguous_date(text: &str) -> Option<usize> {
    // Any language that puts the day first will do: only whether there are two such days is asked.
    date::at_start(text, Some("fr")).map(|(end, _)| end)
}

/// `4 min read`, `Lesezeit: 4 Min.`, `ca. 4 Minuten Lesezeit`: bytes it takes, and the time as `4 min`.
pub(super) fn reading_time(text: &str) -> Option<(usize, String)> {
    let key = keys::longest(text, &keys::READING);
    let value =
        text[key.unwrap_or(0)..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '~'));
    let value = keys::ABOUT.iter().find_map(|about| value.strip_prefix(about)).unwrap_or(value);
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let unit = value[digits..].trim_start_matches([' ', '\u{a0}', '-']);
    let unit_end = keys::longest(unit, &keys::MINUTES)?;
    let mut rest = unit[unit_end..].strip_prefix('.').unwrap_or(&unit[unit_end..]);
    match (key, keys::longest(rest.trim_start_matches([' ', '\u{a0}', '-']), &keys::READ)) {
        (_, Some(end)) => rest = &rest.trim_start_matches([' ', '\u{a0}', '-'])[end..],
        (None, None) => return None,
        (Some(_), None) => {}
    }
    Some((text.len() - rest.len(), format!("{} min", &value[..digits])))
}

/// Names after `Author:`, joined; `None` where the value is no list of names.
pub(super) fn authors(value: &str) -> Option<String> {
    let names = author::names(value);
    // A lone word may be a handle in small letters.
    let is_handle = |name: &String| !name.contains(char::is_whitespace) && names.len() == 1;
    let is_name = |name: &String| is_handle(name) || author::is_full_name(name);
    let plausible = !names.is_empty() && !value.contains(". ") && names.iter().all(is_name);
    plausible.then(|| names.join("; "))
}

/// Labels after `Tags:`, joined; `None` where the value reads like a sentence.
pub(super) fn labels(value: &str) -> Option<String> {
    let labels = fields::split_list(value);
    let is_label = |label: &String| label.split_whitespace().count() <= 5 && label.chars().count() <= 50;
    let plausible = !labels.is_empty() && labels.iter().all(is_label) && !value.ends_with(['.', '?', '!']);
    plausible.then(|| labels.join(", "))
}

/// The value of a header's own field, where it is such a value.
pub(super) fn dumped(name: &str, value: &str) -> Option<String> {
    let is_word = !value.contains(char::is_whitespace);
    match name {
        "language" => language::code(value).filter(|code| code.len() == value.len()),
        "words" => value.bytes().all(|b| b.is_ascii_digit()).then(|| value.to_owned()),
        "hostname" => (is_word && value.contains('.')).then(|| value.to_owned()),
        "id" | "fingerprint" => is_word.then(|| value.to_owned()),
        _ => Some(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_without_a_year() {
        for (text, taken) in [("Jan 3", Some(5)), ("3. Januar, 14:03", Some(9)), ("Jan 32", None), ("3.1.", None)] {
            assert_eq!(date_without_year(text), taken, "{text}");
        }
    }

    #[test]
    fn minutes_of_reading() {
        for (text, expected) in [
            ("4 min read The river", Some(("4 min read", "4 min"))),
            ("Lesezeit: ca. 4 Minuten", Some(("Lesezeit: ca. 4 Minuten", "4 min"))),
            ("4 min later", None),
            ("4000 min read", None),
        ] {
            let found = reading_time(text);
            assert_eq!(found.as_ref().map(|(end, time)| (&text[..*end], time.as_str())), expected, "{text}");
        }
    }

    #[test]
    fn lists_and_words() {
        assert_eq!(authors("Jane Doe and John Roe").as_deref(), Some("Jane Doe; John Roe"));
        assert_eq!(authors("the one who wrote it"), None);
        assert_eq!(labels("tea, green sea").as_deref(), Some("tea, green sea"));
        assert_eq!(labels("What are they?"), None);
        assert_eq!(dumped("language", "en").as_deref(), Some("en"));
        assert_eq!(dumped("language", "a system of signs"), None);
    }
}
