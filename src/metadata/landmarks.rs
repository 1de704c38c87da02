//! What the names of elements say: classes, ids and the targets of links.

use std::collections::HashMap;
use std::sync::LazyLock;

use html5ever::{LocalName, local_name};
use rustc_hash::FxBuildHasher;

use super::survey::Place;
use super::{wording, words};
use crate::parse::html::words::HOLDING;

/// Longest class or id that is looked at, in bytes.
const LONGEST: usize = 300;

/// A set of the words below.
type Words = u64;

/// The words of classes and ids that tell anything, those that tell the same together.
macro_rules! words {
    ($($set:ident: $($word:literal)+;)+) => {
        #[derive(Clone, Copy)]
        #[repr(u8)]
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Bit { $($set),+ }
        $(const $set: Words = 1 << Bit::$set as u8;)+
        const WORDS: &[(&str, Words)] = &[$($(($word, $set)),+),+];
    };
}

words! {
    ENTRY: "entry";
    POST: "post";
    ARTICLE: "article";
    BYLINE: "byline";
    META: "meta";
    FOOTER: "footer";
    AUTHOR: "author";
    AUTHORS: "authors" "autor" "auteur" "verfasser" "autore";
    ACCOUNT: "username" "bigusername" "contributor";
    WRITER: "authored" "writer";
    JOURNALIST: "journalist";
    NAME: "name";
    USER: "user";
    LINK: "link";
    LINKS: "links";
    INFO: "info";
    BOX: "box";
    AVATAR: "avatar";
    BIO: "bio";
    ABOUT: "about";
    DESCRIPTION: "description" "desc";
    SOCIAL: "social";
    MORE: "more";
    ALL: "all";
    IMAGE: "image";
    BESIDE_AUTHOR: "img" "photo" "title" "role" "job" "picture" "icon" "thumb" "follow" "wrapper";
    RELATED: "related";
    ASIDE: "sidebar" "recommended" "recommendations" "teaser" "teasers" "popular" "trending" "promo" "carousel" "nav" "menu" "recent" "infobox";
    COMMENTS: "comment" "comments" "commentlist" "replies" "respond" "disqus" "kommentar" "kommentare" "kommentarer" "commentaire" "commentaires" "comentario" "comentarios" "commenti" "reacties" "komentarz" "komentarze" "pinglun";
    COUNTED: "count" "counter" "anzahl" "number" "open" "closed" "has" "status" "no";
    DATE: "date";
    PUBLISHED: "published";
    DATES: "pubdate" "datum" "timestamp" "dateline" "datetime" "postdate" "publishingdate";
    ITEM: "age" "hnuser";
    CHANGED: "updated" "lastmod" "lastupdated";
    CHANGE: "modified" "modification" "update" "revision";
    EVENT: "event" "events" "picker" "start" "end";
    TRAIL: "breadcrumb" "breadcrumbs";
    BESIDE_TRAIL: "aside";
    HIDDEN: "hidden";
    WHOLE_POST: "hentry" "publish";
}

/// Longest of the words, in bytes: as many as a number holds.
const LONGEST_WORD: usize = 16;

/// The words by themselves, and by their first letter the lengths that they have, a bit for each.
struct Index {
    words: HashMap<u128, Words, FxBuildHasher>,
    lengths: [u32; 26],
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut lengths = [0; 26];
    for (word, _) in WORDS {
        lengths[usize::from(word.as_bytes()[0] - b'a')] |= 1 << word.len();
    }
    Index { words: WORDS.iter().map(|&(word, set)| (word.bytes().fold(0, pack), set)).collect(), lengths }
});

impl Index {
    /// What a word says.
    fn of(&self, word: &[u8]) -> Words {
        let Some(first @ b'a'..=b'z') = word.first().map(u8::to_ascii_lowercase) else { return 0 };
        // Most words tell by their length that they are none of these.
        if word.len() > LONGEST_WORD || self.lengths[usize::from(first - b'a')] >> word.len() & 1 == 0 {
            return 0;
        }
        let packed = word.iter().map(u8::to_ascii_lowercase).fold(0, pack);
        self.words.get(&packed).copied().unwrap_or(0)
    }
}

/// A word's number with one more letter.
fn pack(word: u128, letter: u8) -> u128 {
    word << 8 | u128::from(letter)
}

/// What classes and ids say, remembered: pages repeat the same few hundred. Each has one slot, and the last that was
/// looked up has it; values that a hostile page makes to fall on one slot are read anew each time.
pub(super) struct Memo<'d>(Vec<(&'d str, Words)>);

/// Values remembered at a time; a power of two.
const SLOTS: usize = 512;

impl<'d> Memo<'d> {
    pub(super) fn new() -> Memo<'d> {
        Memo(vec![("", 0); SLOTS])
    }

    /// What a class or an id says.
    pub(super) fn of(&mut self, value: &'d str) -> Names {
        let slot = &mut self.0[slot(value)];
        if slot.0 != value {
            *slot = (value, said(value));
        }
        Names(slot.1)
    }
}

/// By its length and its last letters, since the first are those of the theme.
fn slot(value: &str) -> usize {
    let last = value.as_bytes().last_chunk().map_or(0, |last| u64::from_le_bytes(*last));
    let mixed = (last ^ value.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (u64::BITS - SLOTS.trailing_zeros())) as usize
}

/// The words in a class or an id. They are parted by anything but letters and digits, and where a capital follows a
/// small letter.
fn said(value: &str) -> Words {
    let index = &*INDEX;
    let bytes = &value.as_bytes()[..value.len().min(LONGEST)];
    let (mut words, mut start, mut small) = (0, 0, false);
    // Whether what follows in this name is what the element has, and not what it is.
    let mut holds = false;
    let mut add = |from: usize, to: usize, holds: &mut bool| {
        let word = index.of(&bytes[from..to]);
        if !*holds || word & COUNTED != 0 {
            words |= word;
        }
        *holds |= HOLDING.iter().any(|holding| bytes[from..to].eq_ignore_ascii_case(holding.as_bytes()));
    };
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'a'..=b'z' => small = true,
            b'A'..=b'Z' => {
                if small {
                    add(start, at, &mut holds);
                    start = at;
                }
                small = false;
            }
            b'0'..=b'9' | 0x80.. => small = false,
            _ => {
                add(start, at, &mut holds);
                (start, small) = (at + 1, false);
                holds &= !byte.is_ascii_whitespace();
            }
        }
    }
    add(start, bytes.len(), &mut holds);
    words
}

/// What an element's class and id say: `c-byline__author` says byline and author.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Names(Words);

impl Names {
    pub(super) fn and(self, other: Names) -> Names {
        Names(self.0 | other.0)
    }

    fn has(self, any: Words) -> bool {
        self.0 & any != 0
    }

    pub(super) fn place(self, tag: &LocalName) -> Place {
        if *tag == local_name!("body") {
            return Place::Main;
        }
        // The line with a post's author and date is often a footer or an aside of the post.
        let is_entry_line = self.has(ENTRY | POST | ARTICLE | BYLINE)
            && self.has(META | BYLINE | FOOTER | AUTHOR | DATE)
            || self.has(AUTHOR) && self.has(META);
        let is_outside = matches!(*tag, local_name!("nav") | local_name!("footer") | local_name!("aside"));
        if (is_outside || self.has(FOOTER)) && !is_entry_line || self.has(ASIDE | RELATED) {
            return Place::Aside;
        }
        if self.has(COMMENTS) && !self.has(COUNTED | LINK) {
            return Place::Comments;
        }
        Place::Main
    }

    pub(super) fn is_author(self) -> bool {
        let beside = BESIDE_AUTHOR
            | IMAGE
            | BIO
            | AVATAR
            | BOX
            | SOCIAL
            | ABOUT
            | DESCRIPTION
            | DATE
            | INFO
            | LINK
            | LINKS
            | MORE
            | POST;
        // WordPress calls the whole of a post by its author, too: `hentry post publish author-jane`.
        if self.has(WHOLE_POST) {
            return false;
        }
        self.has(AUTHOR | AUTHORS | BYLINE | ACCOUNT) && !self.has(beside)
            || self.has(AUTHOR | BYLINE | JOURNALIST) && self.has(NAME)
            || self.has(USER) && self.has(LINK)
            || self.has(AUTHOR)
                && self.has(POST | ENTRY | ARTICLE)
                && !self.has(AVATAR | BIO | BOX | IMAGE | INFO | ABOUT)
    }

    /// A box that holds the author's name besides other things.
    pub(super) fn is_author_box(self) -> bool {
        self.has(AUTHOR | AUTHORS | BYLINE | WRITER)
            && !self.has(BIO | DESCRIPTION | ABOUT | SOCIAL | MORE | RELATED | ALL | WHOLE_POST)
    }

    pub(super) fn is_date(self) -> bool {
        self.has(DATE | PUBLISHED | DATES | CHANGED) && !self.has(EVENT)
    }

    /// The age of what was posted, or who posted it.
    pub(super) fn is_of_item(self) -> bool {
        self.has(ITEM)
    }

    pub(super) fn is_event(self) -> bool {
        self.has(EVENT)
    }

    pub(super) fn says_modified(self) -> bool {
        self.has(CHANGED | CHANGE) && !self.has(PUBLISHED)
    }

    /// A date of the last change that themes write for machines into the line that people read.
    pub(super) fn is_hidden_change(self) -> bool {
        self.says_modified() && self.has(HIDDEN)
    }

    pub(super) fn is_trail(self) -> bool {
        self.has(TRAIL) && !self.has(BESIDE_TRAIL)
    }
}

/// Whether a link goes to the page of an author.
pub(super) fn leads_to_author(href: &str) -> bool {
    let href = wording::cut(href, LONGEST).as_bytes();
    memchr::memchr_iter(b'/', href).any(|at| {
        let step = &href[at + 1..];
        // Few steps begin with one of these letters.
        match step.first() {
            Some(b'a' | b'c' | b'w') => {
                TO_AUTHORS.iter().any(|name| step.strip_prefix(name.as_bytes()).is_some_and(|page| !page.is_empty()))
            }
            // So short a word has other meanings (`/licenses/by/4.0/`): the page of an author is its first step, and
            // has one more.
            Some(b'b') => {
                let is_first = at == 0 || !href[..at].strip_prefix(b"https://").unwrap_or(&href[..at]).contains(&b'/');
                let page = step.strip_prefix(b"by/").map(|page| page.strip_suffix(b"/").unwrap_or(page));
                is_first && page.is_some_and(|page| !page.is_empty() && !page.contains(&b'/'))
            }
            _ => false,
        }
    })
}

/// Steps of an address above the pages of authors.
const TO_AUTHORS: [&str; 8] =
    ["author/", "authors/", "autor/", "autoren/", "auteur/", "contributor/", "contributors/", "writers/"];

/// Whether a link goes to a licence of Creative Commons.
pub(super) fn is_license(href: &str) -> bool {
    let place = href.strip_prefix("https:").or_else(|| href.strip_prefix("http:")).unwrap_or(href);
    let place = place.strip_prefix("//").unwrap_or(place);
    let place = place.strip_prefix("www.").unwrap_or(place);
    place.starts_with("creativecommons.org/licenses/") || place.starts_with("creativecommons.org/publicdomain/")
}

/// Whether the words in front of such a link say that the page is under it, not that a picture is.
pub(super) fn speaks_of_license(line: &str) -> bool {
    static LICENSES: words::Words = words::Words::of("page", "licenses");
    let line = line.to_lowercase();
    LICENSES.iter().any(|word| line.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(class: &str) -> Names {
        Names(said(class))
    }

    #[test]
    fn every_word_is_found_in_a_class() {
        for (word, set) in WORDS {
            assert!(word.len() <= LONGEST_WORD, "{word}");
            for class in [word.to_string(), format!("c-{word}__x"), format!("x {}", word.to_uppercase())] {
                assert_eq!(names(&class).0 & set, *set, "{class}");
            }
        }
        assert!(names("postDateLine").has(POST) && names("postDateLine").has(DATE));
        for class in ["", "authority", "candidate", "données", "dateé", "postscript"] {
            assert_eq!(names(class).0, 0, "{class}");
        }
    }

    #[test]
    fn what_is_remembered_is_what_was_read() {
        let classes: Vec<String> = (0..4 * SLOTS).map(|n| format!("{}-{n}", WORDS[n % WORDS.len()].0)).collect();
        let mut memo = Memo::new();
        for class in classes.iter().chain(&classes) {
            assert_eq!(memo.of(class).0, said(class), "{class}");
        }
    }

    #[test]
    fn links_to_authors() {
        for href in ["/by/jane-doe", "https://example.org/by/jane-doe/", "/author/jane", "https://x.org/a/autor/jane"] {
            assert!(leads_to_author(href), "{href}");
        }
        for href in
            ["https://example.org/licenses/by/4.0/", "/stand/by/your-man", "/by/", "/by/jane/doe", "/authority/a"]
        {
            assert!(!leads_to_author(href), "{href}");
        }
    }

    #[test]
    fn classes_say_what_an_element_is() {
        for class in
            ["author", "c-byline__author", "author-name", "post-author", "user link", "autor", "journalist_name"]
        {
            assert!(names(class).is_author(), "{class}");
        }
        for class in ["author-bio", "author-avatar", "title", "post", "hentry post publish author-jane"] {
            assert!(!names(class).is_author(), "{class}");
        }
        assert!(names("author-info").is_author_box() && !names("author-bio").is_author_box());
        assert!(names("postDate").is_date() && !names("event-date").is_date());
        assert!(names("updated rich-snippet-hidden").is_hidden_change() && !names("updated").is_hidden_change());
        assert!(names("last updated").says_modified() && !names("published updated").says_modified());
        assert!(names("site-breadcrumbs").is_trail() && !names("bread").is_trail());
        assert!(!names("wy-breadcrumbs-aside").is_trail());
    }

    #[test]
    fn places() {
        for (tag, class, place) in [
            (local_name!("div"), "", Place::Main),
            (local_name!("div"), "related", Place::Aside),
            (local_name!("table"), "infobox", Place::Aside),
            (local_name!("footer"), "", Place::Aside),
            (local_name!("footer"), "entry-meta", Place::Main),
            (local_name!("aside"), "post-author", Place::Main),
            (local_name!("footer"), "author__meta", Place::Main),
            (local_name!("ol"), "commentlist", Place::Comments),
            (local_name!("div"), "kommentar-kopf", Place::Comments),
            (local_name!("div"), "comment-count", Place::Main),
            (local_name!("body"), "sidebar-left", Place::Main),
            (local_name!("div"), "main has-sidebar", Place::Main),
            (local_name!("div"), "withSidebar", Place::Main),
            (local_name!("div"), "has-border sidebar", Place::Aside),
        ] {
            assert_eq!(names(class).place(&tag), place, "{tag} {class}");
        }
    }
}
