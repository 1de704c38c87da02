//! Lines that tell a page's author: bylines of several kinds.

use super::lexicon::Lexicon;
use super::words::Words;
use super::{author, date, keys, months, wording};

// What each list is for says `words.toml`.
static ALONE: Lexicon = Lexicon::of("byline", "alone");
static BESIDE_DATE: Lexicon = Lexicon::of("byline", "beside_date");
static PLAIN: Words = Words::of("byline", "plain");
static SIGNED: Lexicon = Lexicon::of("byline", "signed");
static POSTED_BY: Lexicon = Lexicon::of("byline", "posted_by");
static BEHIND_POSTED_BY: Words = Words::of("byline", "behind_posted_by");
static EDITED: Lexicon = Lexicon::of("byline", "edited");
static REPORTERS: Words = Words::of("byline", "reporters");
static BESIDE_REPORTERS: Words = Words::of("byline", "beside_reporters");

/// The name in a line that is nothing but a byline, though it may be no person's: `By Example Team`, `by jane`.
pub(super) fn of_line(line: &str) -> Option<String> {
    let end = ALONE.like(line).find_map(|lead| author::lowercase_prefix(line, lead))?;
    let rest = author::before_date(line[end..].trim());
    let words = rest.split(' ').count();
    let is_name =
        |word: &str| author::is_name_word(word) || word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let whole = words == 1 || words <= 4 && rest.split(' ').all(is_name);
    (whole && !rest.ends_with(['.', '!', '?', ':', ',']) && author::is_likely(rest))
        .then(|| author::name(rest))
        .flatten()
}

/// The name in a line that begins with a word for "by", though sentences and names do, too: the caller knows that a date
/// stands beside it. `par Jeanne Modèle`, `記者 佐伯恵`, `โดย ปรียา ใจดี`.
pub(super) fn led_beside_date(line: &str) -> Option<String> {
    let end = BESIDE_DATE.like(line).find_map(|lead| author::lowercase_prefix(line, lead))?;
    let rest = author::before_date(line[end..].trim());
    let is_letter =
        |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '׳' | '\u{94d}' | '\u{200c}');
    let is_thai = |c: char| matches!(c, '\u{e47}'..='\u{e4c}');
    let may_be_name = || {
        let words = rest.split(' ').count();
        author::is_caseless(rest)
            && words <= 4
            && rest.chars().count() <= 30
            && rest.chars().all(|c| is_letter(c) || is_thai(c))
    };
    (author::is_full_name(rest) || may_be_name()).then(|| author::name(rest)).flatten()
}

/// The full name in a line that holds nothing but it and the plainest words for "by": `Von Jana Muster`.
pub(super) fn by_person(line: &str) -> Option<&str> {
    let end = PLAIN.iter().find_map(|lead| author::lowercase_prefix(line, lead))?;
    Some(&line[end..]).filter(|name| author::is_full_name(name))
}

/// The names in a line that says who wrote the page: `Written by Jane Doe`, `This article was written by Jane Doe`.
pub(super) fn signed(text: &str) -> Option<Vec<String>> {
    let begins = SIGNED.like(text).find_map(|lead| author::lowercase_prefix(text, lead));
    let end = begins
        .or_else(|| text.find(" was written by ").filter(|&at| at < 40).map(|at| at + " was written by ".len()))?;
    Some(author::names(&text[end..])).filter(|names| author::is_persons(names))
}

/// The name in `Posted by Jane at 10:32`: one word, since nothing else tells it from a sentence.
pub(super) fn posted_by(text: &str) -> Option<String> {
    let end = POSTED_BY.like(text).find_map(|lead| author::lowercase_prefix(text, lead))?;
    let mut words = text[end..].split_whitespace();
    let name = words.next()?;
    let ends = words.next().is_none_or(|next| BEHIND_POSTED_BY.contains(&next));
    if ends { author::name(name) } else { None }
}

/// The names in a line that follows a word for "by" on a line of its own, and nothing but they and what they do: with
/// prose behind a comma it is a sentence.
pub(super) fn below_lead(line: &str) -> Vec<String> {
    let byline = author::strip_lead(line).0;
    let last = byline.rsplit(' ').next().unwrap_or(byline);
    // A dot that is not of an initial, of `Jr.` or of a degree.
    let is_short = |word: &str| word.chars().count() <= 3 || word.contains('.');
    let ends = last.ends_with(['!', '?', '…', '。']) || last.strip_suffix('.').is_some_and(|word| !is_short(word));
    let does = |part: &str| {
        let last = part.rsplit(' ').next().unwrap_or(part);
        let is_big = last.starts_with(|c: char| !c.is_lowercase());
        let is_short = part.split(' ').count() <= 4 && (is_big || keys::CALLINGS.contains(&last));
        is_short || date::parse(part, None).is_some()
    };
    let shown = byline.split(['|', '•', '·']).next().unwrap_or(byline);
    let is_prose = ends || shown.split(',').skip(1).map(str::trim).any(|part| !does(part));
    if is_prose { Vec::new() } else { author::names(line) }
}

/// A full name before or behind a date, on a line that holds nothing else: `11.12.2019 - Jane Doe`; or before a bar,
/// and a date behind another: `Jane Doe | Senior Writer | July 2, 2025`.
pub(super) fn beside_date(text: &str) -> Option<String> {
    let mut parts = text.split(['|', '·', '•', '–', '⋅']).map(str::trim);
    if let Some(name) = parts.next().filter(|first| author::is_full_name(first))
        && parts.any(|part| date::at_start(part, None).is_some())
    {
        return Some(name.to_owned());
    }
    let is_sign = |c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | '|' | '·' | '•' | '⋅' | '/');
    let name = match date::at_start(text, None) {
        Some((end, _)) => text[end..].trim_matches(is_sign),
        None => {
            let digit = text.find(|c: char| c.is_ascii_digit())?;
            let (end, _) = date::at_start(&text[digit..], None)?;
            let name =
                text[digit + end..].trim_matches(is_sign).is_empty().then(|| text[..digit].trim_matches(is_sign))?;
            before_key(name).trim_matches(is_sign)
        }
    };
    author::is_full_name(name).then(|| name.to_owned())
}

/// The text before whoever edited it and the words for the date that follows: `Jane Doe` of `Jane Doe Updated: Tue`,
/// `Jane Doe Publié le`, `Jane Doe Edited by John Roe Updated`.
fn before_key(text: &str) -> &str {
    let is_day = |text: &str| months::is_weekday(&text.to_lowercase());
    let text = text.rsplit_once(' ').filter(|(_, last)| is_day(last)).map_or(text, |(before, _)| before);
    let text = text.trim_end_matches([',', ' ', ':']);
    let mut begins = text.match_indices(' ').map(|(at, _)| at + 1);
    let is_key = |at: &usize| {
        let rest = &text[*at..];
        let is_whole = |known: &&Lexicon| keys::longest(rest, known) == Some(rest.len());
        [&keys::PUBLISHED, &keys::MODIFIED].iter().any(is_whole) || keys::longest(rest, &EDITED).is_some()
    };
    begins.find(is_key).map_or(text, |at| &text[..at])
}

/// The reporter of Korea on a line that holds nothing else but an address: `김하늘 기자`, `김하늘 기자(sky@example.org)`. The
/// caller knows that a date stands beside it.
pub(super) fn reporter_beside_date(line: &str) -> Option<String> {
    let (name, rest) = line.split_once(" 기자")?;
    let is_hangul = |c: char| matches!(c, '\u{ac00}'..='\u{d7a3}');
    let is_name = (2..=4).contains(&name.chars().count()) && name.chars().all(is_hangul);
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '=' | '|'));
    let is_address = rest.contains('@') && !rest.contains(' ');
    (is_name && (rest.is_empty() || is_address)).then(|| name.to_owned())
}

/// The reporters whom a Chinese article names in brackets where it begins, or a short line at its end: `（记者 王小明、李红）`,
/// `某某新闻记者 王小明`, `記者王小明／某地報導`.
pub(super) fn reporters(text: &str) -> Option<Vec<String>> {
    let (before, after) = REPORTERS.iter().find_map(|word| text.split_once(word))?;
    let is_inside = before.rfind(OPEN).is_some_and(|open| !before[open..].contains(CLOSED));
    let tells_place = |after: &str| after.split_once(['／', '/']).is_some_and(|(_, place)| author::is_reported(place));
    let named = match is_inside {
        true => after.split_once(CLOSED)?.0,
        false => Some(after).filter(|after| {
            let is_named = if before.is_empty() { tells_place(after) } else { after.starts_with(' ') };
            is_named && !wording::is_longer(text, REPORTERS_LINE)
        })?,
    };
    let words = named.split([' ', '、', '，', '：', '/', '／', '\u{3000}']).filter(|word| !word.is_empty());
    let names: Vec<&str> = words.filter(|word| !BESIDE_REPORTERS.iter().any(|other| word.ends_with(other))).collect();
    let is_han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let are_names = names.iter().all(|name| (2..=4).contains(&name.chars().count()) && name.chars().all(is_han));
    (!names.is_empty() && are_names).then(|| names.into_iter().map(str::to_owned).collect())
}

/// The brackets around reporters.
const OPEN: [char; 5] = ['（', '(', '［', '〔', '【'];
const CLOSED: [char; 5] = ['）', ')', '］', '〕', '】'];

/// Longest line that ends with a reporter's name, in characters.
const REPORTERS_LINE: usize = 30;

/// The account in the line of a tracker that says who began: `jane opened this issue on May 3`, and of a forum:
/// `Started by jane, February 03, 2020`.
pub(super) fn opened(text: &str) -> Option<&str> {
    let ticket = || {
        let (name, rest) = text.split_once(" opened this ")?;
        ["issue", "pull request", "discussion"].iter().any(|kind| rest.starts_with(kind)).then_some(name)
    };
    let thread = || {
        let (name, day) = text.strip_prefix("Started by ")?.split_once(',')?;
        date::parse(day, Some("en")).map(|_| name)
    };
    ticket().or_else(thread).filter(|name| !name.is_empty() && !name.contains(' '))
}

/// The sender of a letter in the archive of a list: `Jane Doe jane at example.org`, `From: Jane Doe <jane@xxx>`.
pub(super) fn sender(text: &str) -> Option<String> {
    if let Some((name, _)) = text.strip_prefix("From: ").and_then(|from| from.split_once('<')) {
        let name = name.trim().trim_matches('"');
        return author::is_full_name(name).then(|| name.to_owned());
    }
    let (before, host) = text.rsplit_once(" at ")?;
    let (name, _) = before.rsplit_once(' ')?;
    let is_host = host.contains('.') && !host.contains(' ') && !host.ends_with('.');
    (is_host && author::is_full_name(name)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_alone_on_their_line() {
        for (line, expected) in [
            ("By Example Team", Some("Example Team")),
            ("by jane", Some("jane")),
            ("By 3i Example", Some("3i Example")),
            ("By Jane", Some("Jane")),
            ("By Friday", None),
            ("By the river", None),
            ("By Jane was it written", None),
            ("By Jane.", None),
            ("Standby Jane", None),
        ] {
            assert_eq!(of_line(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn one_word_after_posted_by() {
        for (line, expected) in [
            ("Posted by はるか at 10:32 │ Comments(2)", Some("はるか")),
            ("Posted by Konstantin", Some("Konstantin")),
            ("Posted by readers of this page", None),
            ("The letter was posted by Jane", None),
        ] {
            assert_eq!(posted_by(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn whoever_began_a_ticket_or_a_thread() {
        for (line, expected) in [
            ("jane opened this issue Mar 1, 2022", Some("jane")),
            ("jane-doe opened this issue on May 3 · 4 comments", Some("jane-doe")),
            ("Started by jane, February 03, 2020, 10:12:00 AM", Some("jane")),
            ("The mayor opened this issue", None),
            ("jane opened this door", None),
            ("Started by chance, and went on", None),
        ] {
            assert_eq!(opened(line), expected, "{line}");
        }
    }

    #[test]
    fn reporters_of_china() {
        for (text, expected) in [
            ("某报讯（记者 王小明）9月7日，海上的茶很冷", &["王小明"][..]),
            ("（本报记者 王小明、李红 通讯员 张强）", &["王小明", "李红", "张强"]),
            ("某某新闻记者 王小明", &["王小明"]),
            ("某某新闻记者 王小明 北京报道", &["王小明"]),
            ("記者王小明／某地報導", &["王小明"]),
            ("〔記者王小明、李紅／某地報導〕海上的茶很冷", &["王小明", "李紅"]),
            ("記者會／某地報導", &[]),
            ("记者 王小明", &[]),
            ("记者在港口看到，船已经到了", &[]),
            ("海上的茶很冷（记者在港口看到，船已经到了）", &[]),
            ("（王小明）记者 昨天来到了港口看船", &[]),
        ] {
            assert_eq!(reporters(text).unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn names_below_a_word_for_by() {
        for (line, expected) in [
            ("Jane Doe", &["Jane Doe"][..]),
            ("Jane Doe, Staff Writer", &["Jane Doe"]),
            ("Jane Doe, political editor, The Example Times", &["Jane Doe"]),
            ("Jane Doe, John Roe", &["Jane Doe", "John Roe"]),
            ("Jana Muster, freie Journalistin", &["Jana Muster"]),
            ("Sammy Davis, Jr.", &["Sammy Davis"]),
            ("Jane Doe, Ph.D.", &["Jane Doe"]),
            ("Jana Muster, 6. Februar 2025, um 14:03 Uhr", &["Jana Muster"]),
            ("jane", &["jane"]),
            ("王小明", &["王小明"]),
            ("Öffnet ein Menü, in dem Sie etwas auswählen können.", &[]),
            ("The Name, which is…", &[]),
            ("Red Oak, with a bolt.", &[]),
            ("Red Oak, with a bolt", &[]),
            ("Sets Name.", &[]),
        ] {
            assert_eq!(below_lead(line), expected, "{line}");
        }
    }

    #[test]
    fn reporters_of_korea() {
        for (line, expected) in [
            ("김하늘 기자", Some("김하늘")),
            ("김하늘 기자 sky@example.org", Some("김하늘")),
            ("김하늘 기자(sky@example.org)", Some("김하늘")),
            ("김하늘 기자가 말했다", None),
            ("어느 신문 김하늘 기자", None),
            ("기자", None),
        ] {
            assert_eq!(reporter_beside_date(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn a_name_beside_a_date() {
        for (line, expected) in [
            ("11.12.2019 - Jane Doe", Some("Jane Doe")),
            ("Dec 17, 2025Jane Doe", Some("Jane Doe")),
            ("Jane Doe Updated 3 May 2024", Some("Jane Doe")),
            ("Jane Doe · Publié 3 mai 2024", Some("Jane Doe")),
            ("Jane Doe, 21. Jan. 2015", Some("Jane Doe")),
            ("Jeanne Modèle Publié le 3 mai 2024", Some("Jeanne Modèle")),
            ("Jane Doe Updated: Fri, 3 May 2024", Some("Jane Doe")),
            ("Jane Doe Edited by John Roe Updated 3 May 2024", Some("Jane Doe")),
            ("Open Day on 3 May 2024", None),
            ("11.12.2019 - Jane Doe wrote this", None),
            ("Jane Doe, 21. Jan. 2015, a memory", None),
            ("Jane Doe", None),
        ] {
            assert_eq!(beside_date(line).as_deref(), expected, "{line}");
        }
    }
}
