//! Names of authors out of bylines.

mod leads;

use super::lexicon::Lexicon;
use super::words::Words;
use super::{date, keys, months, wording};

pub(super) use leads::{announces, heads_author, is_lead, strip_lead, without_by};

/// Characters of a name; what is longer is a sentence.
const LONGEST: usize = 80;

// What each list is for says `words.toml`.
static PARTICLES: Words = Words::of("author", "particles");
static SUFFIXES: Words = Words::of("author", "suffixes");
static AND: Words = Words::of("author", "and");
static WITH: Words = Words::of("author", "with");
static BEHIND: Words = Words::of("author", "behind");
static OTHERS: Words = Words::of("author", "others");
static DESKS: Words = Words::of("author", "desks");
static NOT_NAMES: Words = Words::of("author", "not_names");
static BEHIND_COMMA: Words = Words::of("author", "behind_comma");
static CITIES: Words = Words::of("author", "cities");
static JOBS: Words = Words::of("author", "jobs");
static FOLLOW: Words = Words::of("author", "follow");
static CALLINGS: Words = Words::of("author", "callings");
static REPORTED: Words = Words::of("author", "reported");
static NOBODY: Words = Words::of("author", "nobody");

/// Names written by a person in a header: `Jane Doe; John Roe`.
pub(super) fn split_written(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The name that a catalogue writes backwards: `Doe, Jane A.`, `van Dyke, Jane`.
pub(super) fn turned(name: &str) -> Option<String> {
    let (last, first) = name.split_once(',')?;
    let (last, first) = (last.trim(), first.trim());
    let count = |part: &str| part.split_whitespace().count();
    let are_names = |part: &str| !part.is_empty() && part.split_whitespace().all(is_name_word);
    let is_last = are_names(last) && last.split_whitespace().filter(|word| starts_big(word)).count() == 1;
    let is_suffix = SUFFIXES.contains(&first.trim_end_matches('.').to_lowercase().as_str());
    let is_first = count(first) <= 3 && are_names(first) && starts_big(first) && !is_suffix;
    (is_last && is_first).then(|| format!("{first} {last}"))
}

/// Names as the header can hold them, which has `; ` between two: one with a semicolon in it is two names.
pub fn apart(names: &[String]) -> Vec<String> {
    super::fields::each_once(names.iter().flat_map(|name| split_written(name)))
}

/// Bytes of `text` that are `prefix` when put in lower case.
pub(super) fn lowercase_prefix(text: &str, prefix: &str) -> Option<usize> {
    // Most differ in the first letter.
    let same = |(byte, wanted): (&u8, &u8)| byte.to_ascii_lowercase() == *wanted && byte.is_ascii();
    let plain = text.as_bytes().iter().zip(prefix.as_bytes()).take_while(|&pair| same(pair)).count();
    if plain == prefix.len() {
        return Some(plain);
    }
    let differ = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii);
    if differ(text.as_bytes().get(plain)) && prefix.as_bytes()[plain].is_ascii() {
        return None;
    }
    let mut wanted = prefix[plain..].chars();
    for (at, c) in text[plain..].char_indices() {
        let Some(next) = wanted.next() else { return Some(plain + at) };
        let mut lower = c.to_lowercase();
        if lower.next() != Some(next) || lower.next().is_some() {
            return None;
        }
    }
    wanted.next().is_none().then_some(text.len())
}

/// The names in a byline, without titles of jobs, addresses and handles. Empty where it holds no name.
pub(super) fn names(byline: &str) -> Vec<String> {
    let (mut rest, mut led) = strip_lead(behind_source(byline));
    while led {
        (rest, led) = strip_lead(rest);
    }
    let rest = before_report(without_calling(leads::strip_glued(rest)));
    let rest = rest
        .split([';', '|', '•', '·', '\n'])
        .next()
        .map_or(rest, |first| if rest.contains(';') { rest } else { first });
    let rest = FOLLOW.iter().find_map(|button| rest.trim_end().strip_suffix(button)).unwrap_or(rest);
    let rest = without_calling(before_job(before_date(rest)));
    let rest = rest.split(" – ").next().unwrap_or(rest).split(" - ").next().unwrap_or(rest);
    let mut names = Vec::new();
    for part in rest.split([';', '&', '、']).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" und "))
    {
        let mut persons = part.split(',').map(str::trim).filter(|part| !part.is_empty());
        let Some(first) = persons.next() else { continue };
        // Behind an "and" a sentence or a job may go on.
        if names.is_empty() || !first.contains(' ') || is_full_name(first) || is_caseless(first) {
            names.extend(pair(first).into_iter().flatten().filter_map(name));
        }
        // After a comma stands another name, or what the first one does.
        names.extend(persons.filter(|next| is_second(next, first)).filter_map(name));
    }
    super::fields::each_once(names)
}

/// The byline behind the name of whoever the text was taken from, where it begins with that and an author follows:
/// `来源：某某社 作者：王小明`.
fn behind_source(byline: &str) -> &str {
    let Some(end) = source_key(byline) else { return byline };
    let rest = byline[end..].trim_start().split_once(char::is_whitespace).map(|(_, rest)| rest.trim_start());
    rest.filter(|rest| strip_lead(rest).1).unwrap_or_default()
}

/// Bytes of a word for a source and the sign behind it: `来源：`, `Źródło:`.
fn source_key(text: &str) -> Option<usize> {
    let end = keys::longest(text, &keys::ORIGIN)?;
    // `Jane Bron | Example Times` is a name.
    let signs = if is_caseless(&text[..end]) { leads::SIGNS } else { &[':', '：'] };
    let rest = text[end..].trim_start().strip_prefix(signs)?;
    Some(text.len() - rest.len())
}

/// The name of a reporter of China, Japan or Korea without the calling behind it.
fn without_calling(name: &str) -> &str {
    let name = WORKS.iter().find_map(|work| name.trim_end().strip_suffix(work)).unwrap_or(name);
    CALLINGS.iter().find_map(|calling| name.trim_end().strip_suffix(calling)).unwrap_or(name)
}

/// What Japan writes behind the names of whoever wrote, edited or translated a book.
const WORKS: &[&str] = &[" 著", " 編", " 訳", "(著)", "（著）"];

/// The names before the place that they reported from: `王小明／某地報導`, `王小明 某地报道`.
fn before_report(byline: &str) -> &str {
    let ends = |(_, place): &(&str, &str)| is_reported(place);
    let cut = byline.split_once(['/', '／']).filter(ends).or_else(|| byline.trim_end().rsplit_once(' ').filter(ends));
    cut.map_or(byline, |(names, _)| names.trim_end())
}

/// Whether a text ends with a word for a report: `某地報導`.
pub(super) fn is_reported(text: &str) -> bool {
    REPORTED.iter().any(|word| text.trim_end().ends_with(word))
}

/// Whether what stands behind a comma is another person: no calling, no agency, no city. What is in capitals where the
/// name in front is not is an agency.
fn is_second(next: &str, first: &str) -> bool {
    let says_job = |word: &str| BEHIND_COMMA.contains(&word.to_lowercase().as_str());
    let is_loud = !next.contains(char::is_lowercase)
        && first.split(' ').next().is_some_and(|word| word.contains(char::is_lowercase));
    let is_city = || CITIES.iter().any(|city| lowercase_prefix(next, city) == Some(next.len()));
    is_full_name(next) && !is_loud && !next.split(' ').any(says_job) && !is_city()
}

/// Whether a text is in a script without capitals.
pub(super) fn is_caseless(text: &str) -> bool {
    !text.contains(|c: char| c.is_lowercase() || c.is_uppercase())
}

/// Two full names joined by a word for "and", in languages where it may also be part of a name: `Ortega y Gasset`.
fn pair(text: &str) -> [Option<&str>; 2] {
    let parts = AND.iter().find_map(|word| text.split_once(word));
    if let Some((first, second)) = parts.filter(|(first, second)| is_full_name(first) && is_full_name(second)) {
        return [Some(first), Some(second)];
    }
    // Behind these may stand an agency, too: `Jeanne Modèle avec AFP`.
    let with = WITH.iter().find_map(|word| text.split_once(word));
    match with.filter(|(first, _)| is_full_name(first)) {
        Some((first, second)) => [Some(first), Some(second).filter(|second| is_full_name(second))],
        None => [Some(text), None],
    }
}

/// The byline up to a date, to a word that announces one, to an address or to whoever edited the text: `Jane Doe on
/// Friday`, `Jane Doe Updated May 3, 2024`, `王小明 编辑：李红`. A date in front goes with the `by` behind it.
pub(super) fn before_date(byline: &str) -> &str {
    let mut byline = byline;
    if byline.starts_with(|c: char| c.is_ascii_digit())
        && let Some((_, names)) = byline.split_once(" by ")
    {
        byline = names;
    }
    let mut at = 0;
    for word in byline.split_inclusive(char::is_whitespace) {
        let bare = word.trim().trim_end_matches([':', ',']).to_lowercase();
        let announces = BEHIND.contains(&bare.as_str());
        let is_date = word.starts_with(char::is_numeric) || date::at_start(&byline[at..], None).is_some();
        let is_address = word.contains('@') || word.starts_with("www.") || word.contains("://");
        let begins_other = begins_other(&byline[at..]);
        if at == 0 && matches!(begins_other, Some(Other::Person | Other::Source)) {
            return "";
        }
        if at > 0 && (announces || is_date || is_address || begins_other.is_some()) {
            return byline[..at].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '·'));
        }
        at += word.len();
    }
    byline
}

/// What else than the author's name a word announces.
enum Other {
    Date,
    Person,
    Source,
}

/// Whether a text begins with a word for somebody else, for its source or for a date, and a colon or the date itself.
fn begins_other(text: &str) -> Option<Other> {
    let text = text.trim_start_matches(['[', '（', '(']);
    let other = OTHERS.iter().find_map(|word| text.strip_prefix(word));
    if other.is_some_and(|rest| rest.starts_with(leads::SIGNS) || rest.starts_with(' ')) {
        return Some(Other::Person);
    }
    if source_key(text).is_some() {
        return Some(Other::Source);
    }
    let key = [&keys::PUBLISHED, &keys::MODIFIED].iter().find_map(|known| keys::longest(text, known))?;
    let rest = text[key..].trim_start();
    (rest.starts_with([':', '：']) || date::at_start(rest, None).is_some()).then_some(Other::Date)
}

/// The byline up to a job that stands or is glued behind a full name: `Jane Doe Senior Editor`, `Jane DoeFounder`.
fn before_job(byline: &str) -> &str {
    let mut small = false;
    for (at, c) in byline.char_indices() {
        let begins = c.is_uppercase() && (small || byline[..at].ends_with(' '));
        small = c.is_lowercase();
        let word = || byline[at..].split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
        let name = byline[..at].trim_end();
        // `Content Marketing Coordinator`; but `Example Editorial Team` is no person's job.
        let is_job = |word: String| {
            let last = byline.rsplit(' ').next().unwrap_or_default().to_lowercase();
            JOBS.contains(&word.as_str())
                || NOT_NAMES.contains(&word.as_str()) && byline[at..].contains(' ') && JOBS.contains(&last.as_str())
        };
        if begins && is_full_name(name) && is_job(word()) {
            return name;
        }
    }
    byline
}

/// A single name, tidied; `None` where the text is none.
pub(super) fn name(text: &str) -> Option<String> {
    let line = wording::one_line(text, LONGEST + 1)?;
    let line = line.trim_matches(|c: char| {
        matches!(c, ',' | '.' | ':' | '-' | '–' | '|' | '*' | '/' | '"' | '“' | '”' | '(' | '[' | '@')
            || c.is_whitespace()
    });
    // What stands in brackets behind a name is not part of it; inside it is: `Jane (Ann) Doe`.
    let line = line.split(['<', '[']).next().unwrap_or(line);
    let line = line.split_once('(').filter(|(_, rest)| !rest.contains(") ")).map_or(line, |(name, _)| name).trim();
    let is_address = line.contains("://") || line.starts_with("www.") || line.contains('@');
    let is_sentence = line.contains(['？', '！', '。']) || is_reported(line);
    if line.is_empty()
        || line.chars().count() > LONGEST
        || is_address
        || is_sentence
        || !line.chars().any(char::is_alphabetic)
    {
        return None;
    }
    let words = line.split_whitespace().count();
    let is_nobody = NOBODY.contains(&line.to_lowercase().as_str());
    let is_source = is_caseless(line) && keys::longest(line, &keys::ORIGIN) == Some(line.len());
    let is_word = is_lead(line) && !DESKS.contains(&line.to_lowercase().as_str()) || is_of_date(line) || is_source;
    (words <= 7 && !is_nobody && !is_word && !is_brand(line)).then(|| restored(line))
}

/// Whether a line is what shops have where a book has its author: `Visit the Harbour Store`, `Brand: Harbour`.
fn is_brand(line: &str) -> bool {
    line.starts_with("Visit the ") && line.ends_with(" Store") || BRANDS.iter().any(|brand| line.starts_with(brand))
}

const BRANDS: &[&str] = &[
    "Brand: ",
    "Besuche den ",
    "Besuchen Sie den ",
    "Marke: ",
    "Visiter la boutique ",
    "Marque : ",
    "Visita la tienda ",
    "Marca: ",
    "Visita lo Store ",
];

/// Whether a text is nothing but a word that belongs to a date: `Published`, `发布于`, `am`.
fn is_of_date(text: &str) -> bool {
    let is_whole = |known: &Lexicon| keys::longest(text, known) == Some(text.len());
    is_whole(&keys::PUBLISHED) || is_whole(&keys::MODIFIED) || !starts_big(text) && is_whole(&keys::ON)
}

/// Whether a name that only its place on the page makes one may be a name: no date, no part of a sentence.
pub(super) fn is_likely(name: &str) -> bool {
    let lower = name.trim_end_matches('.').to_lowercase();
    if months::month(&lower).is_some() || months::is_weekday(&lower) || name.contains(['/', ':', '»', '›']) {
        return false;
    }
    let begins_small = |word: &str| word.starts_with(char::is_lowercase);
    let last = name.rsplit(' ').next().unwrap_or_default();
    !name.contains(' ') || !begins_small(last) || !begins_small(name) && is_name_word(last)
}

/// The dot that belongs to `Jr.` and the like.
fn restored(name: &str) -> String {
    let last = name.rsplit(' ').next().unwrap_or_default();
    if matches!(last, "Jr" | "Sr" | "D" | "e.V" | "V") && name.contains(' ') && !name.ends_with('.') {
        format!("{name}.")
    } else {
        name.to_owned()
    }
}

/// Two to four words that begin with capitals: `Jane van Dyke`.
pub(super) fn is_full_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| is_name_word(word))
        && starts_big(words[0])
        && words.last().is_some_and(|last| starts_big(last))
}

/// Whether there are names, and all are full ones.
pub(super) fn is_persons(names: &[String]) -> bool {
    !names.is_empty() && names.iter().all(|name| is_full_name(name))
}

fn starts_big(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// A capitalised word, an initial, or a particle.
pub(super) fn is_name_word(word: &str) -> bool {
    if PARTICLES.contains(&word) {
        return true;
    }
    let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
    let is_job = NOT_NAMES.contains(&word.trim_end_matches('.').to_lowercase().as_str());
    letters && !is_job && (starts_big(word) || word.starts_with("d'") || word.starts_with("d’"))
}

#[cfg(test)]
mod tests;
