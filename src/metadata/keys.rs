//! Words in front of the values of a metadata line, in lower case.

use std::sync::LazyLock;

use super::author::lowercase_prefix;
use super::lexicon::Lexicon;
use super::words::{self, Table, Words};

// What each list is for says `words.toml`.
pub(super) static PUBLISHED: Lexicon = Lexicon::of("keys", "published");
pub(super) static MODIFIED: Lexicon = Lexicon::of("keys", "modified");
pub(super) static COMMON: Words = Words::of("keys", "common");
pub(super) static PUBLISHED_BEHIND: Lexicon = Lexicon::of("keys", "published_behind");
pub(super) static MODIFIED_BEHIND: Lexicon = Lexicon::of("keys", "modified_behind");
pub(super) static BEFORE_WORD: Words = Words::of("keys", "before_word");
pub(super) static ON: Lexicon = Lexicon::of("keys", "on");
pub(super) static BY: Lexicon = Lexicon::of("keys", "by");
pub(super) static BY_BESIDE_DATE: Lexicon = Lexicon::of("keys", "by_beside_date");
pub(super) static BY_IN: LazyLock<&Table> = LazyLock::new(|| words::table("by_in"));
pub(super) static CALLINGS: Words = Words::of("keys", "callings");
pub(super) static SMALL: Words = Words::of("keys", "small");
pub(super) static AUTHOR: Words = Words::of("keys", "author");
pub(super) static CATEGORIES: Words = Words::of("keys", "categories");
pub(super) static TAGS: Words = Words::of("keys", "tags");
pub(super) static TITLE: Words = Words::of("keys", "title");
pub(super) static URL: Words = Words::of("keys", "url");
pub(super) static ORIGIN: Lexicon = Lexicon::of("keys", "origin");
pub(super) static READING: Lexicon = Lexicon::of("keys", "reading");
pub(super) static ABOUT: Words = Words::of("keys", "about");
pub(super) static MINUTES: Lexicon = Lexicon::of("keys", "minutes");
pub(super) static READ: Lexicon = Lexicon::of("keys", "read");
pub(super) static AND: Words = Words::of("keys", "and");
static ENTRY: Lexicon = Lexicon::of("keys", "entry");
static ENTRY_OPEN: Words = Words::of("keys", "entry_open");
static PUBLISHED_LATER: Words = Words::of("keys", "published_later");

/// Names of our own header and of other programs' dumps: they stand in lower case, right before a colon.
pub(super) const DUMPED: &[&str] =
    &["hostname", "sitename", "description", "language", "license", "id", "fingerprint", "words"];

/// Whether a line begins with a word for authors and a colon: `Autorin: Jane Doe`.
pub(super) fn announces_author(line: &str) -> bool {
    let key = line.split_once([':', '：']).map(|(key, _)| key.trim()).filter(|key| key.len() <= 32);
    key.is_some_and(|key| AUTHOR.contains(&key.to_lowercase().as_str()))
}

/// Whether a line is the sentence that says when an entry was published: `This entry was posted on May 19, 2010`.
pub(super) fn tells_of_publication(line: &str) -> bool {
    longest(line, &ENTRY).is_some_and(|end| {
        let says_it = !ENTRY_OPEN.iter().any(|open| lowercase_prefix(line, open).is_some());
        says_it || PUBLISHED_LATER.iter().any(|word| line[end..].contains(word))
    })
}

/// The longest of the words that a text starts with, in bytes. What follows is not the rest of a word, unless a
/// capital or a digit shows that two were glued.
pub(super) fn longest(text: &str, words: &Lexicon) -> Option<usize> {
    let ends = words.like(text).filter_map(|word| lowercase_prefix(text, word));
    ends.filter(|&end| {
        text[end..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphabetic() || c.is_uppercase() || !c.is_lowercase() && end > 0)
    })
    .max()
}
