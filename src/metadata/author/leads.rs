//! Words in front of the names of authors: `By`, `Written by:`, `文／`, `글쓴이`.

use std::sync::LazyLock;

use super::{is_caseless, is_full_name, lowercase_prefix, names};
use crate::metadata::lexicon::Lexicon;
use crate::metadata::words::{self, Table, Words};

// What each list is for says `words.toml`.
static LEADS: Lexicon = Lexicon::of("leads", "words");
static SIGNED: Lexicon = Lexicon::of("leads", "signed");
static NAMES: Words = Words::of("leads", "names");
static AUTHOR: Words = Words::of("leads", "author");
static GLUED: Words = Words::of("leads", "glued");
static BODIES: Words = Words::of("leads", "bodies");
static BY_OF: LazyLock<&Table> = LazyLock::new(|| words::table("by_of"));

/// The signs that stand between a word that needs one and the name.
pub(super) const SIGNS: &[char] = &[':', '：', '/', '／', '|', '｜', '丨', '=', '＝', '・'];

/// The byline without `By`, `Von`, `Par` in front; the rest of the text, and whether there was such a word.
pub(in crate::metadata) fn strip_lead(text: &str) -> (&str, bool) {
    let text = text.trim_start();
    let lead = LEADS.like(text).find_map(|lead| {
        let end = lowercase_prefix(text, lead)?;
        let rest = &text[end..];
        let is_word = lead.ends_with(char::is_alphanumeric);
        let is_sign = |c: char| is_colon(c) || is_caseless(lead) && SIGNS.contains(&c);
        // Where the name stands in an element of its own, nothing may part it from the word: `Posted byJane Doe`.
        let is_glued = lead.len() > 2 || lead == "by";
        let is_glued = is_glued && text[..end].ends_with(char::is_lowercase) && rest.starts_with(char::is_uppercase);
        let is_whole = !is_word || is_glued || rest.starts_with(|c: char| c.is_whitespace() || is_sign(c));
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || is_sign(c));
        let is_name = || NAMES.contains(&lead) && text.starts_with(char::is_uppercase) && !begins_full_name(rest);
        (is_whole && !is_name()).then_some(rest)
    });
    let signed = || SIGNED.like(text).find_map(|word| text.strip_prefix(word)?.trim_start().strip_prefix(SIGNS));
    match lead.or_else(signed) {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    }
}

fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

/// Whether there are two words at least before a comma or the end.
fn begins_full_name(text: &str) -> bool {
    text.split([',', ';']).next().unwrap_or(text).trim().contains(' ')
}

/// The name behind a word that means "by" in this language alone: `De Ion Popescu` in Romanian. For elements that are
/// bylines; one word behind it may be the rest of a name.
pub(in crate::metadata) fn without_by<'t>(text: &'t str, language: Option<&str>) -> &'t str {
    let mut words = language.and_then(|language| BY_OF.get(language)).into_iter().flatten();
    let rest = words.find_map(|by| text[lowercase_prefix(text, by)?..].strip_prefix([' ', ':']));
    rest.map(str::trim_start).filter(|rest| names(rest).first().is_some_and(|name| is_full_name(name))).unwrap_or(text)
}

/// Whether the text is nothing but such words: `Written by`, `Text`.
pub(in crate::metadata) fn is_lead(text: &str) -> bool {
    is_whole(text, |_| true)
}

/// Whether a line leads to the name on the next: nothing but such words, with the sign that they need.
pub(in crate::metadata) fn announces(line: &str) -> bool {
    let is_signed = line.trim_end().ends_with(SIGNS);
    is_whole(line, |needs_sign| is_signed || !needs_sign)
}

/// Whether a heading does so: a phrase, or a word for the author.
pub(in crate::metadata) fn heads_author(heading: &str) -> bool {
    let is_author = |word: &str| AUTHOR.contains(&word.to_lowercase().as_str());
    announces(heading) && (is_author(bare(heading)) || bare(heading).contains(' '))
}

/// Whether a text is one of the words, and it will do that this one needs a sign behind it, or does not.
fn is_whole(text: &str, will_do: impl Fn(bool) -> bool) -> bool {
    let text = bare(text);
    let is = |lead: &str| {
        let word = lead.trim_end().trim_end_matches(is_colon);
        let needs_sign = lead.len() > word.len();
        lowercase_prefix(text, word) == Some(text.len()) && will_do(needs_sign)
    };
    !text.is_empty() && (LEADS.like(text).any(is) || SIGNED.like(text).any(|word| word == text && will_do(true)))
}

/// The text without signs at its end.
fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(|c: char| c.is_whitespace() || SIGNS.contains(&c))
}

/// A name that nothing parts from the word in front: `记者王小明`. What is longer is a sentence.
pub(super) fn strip_glued(text: &str) -> &str {
    let rest = GLUED.iter().find_map(|word| text.strip_prefix(word));
    let is_name = |rest: &&str| {
        let is_han = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}');
        (2..=4).contains(&rest.chars().take_while(is_han).count()) && !BODIES.iter().any(|body| rest.ends_with(body))
    };
    rest.filter(is_name).unwrap_or(text)
}
