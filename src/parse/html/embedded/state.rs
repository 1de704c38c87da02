//! The texts in the state of a program that would show them: `__NEXT_DATA__`, `__INITIAL_STATE__`, an Apollo
//! cache, Discourse's `data-preloaded`.
//!
//! No two programs name things alike, so what is looked for is what they have in common: the body of an article or
//! the posts of a thread are the sentences that stand under one path of keys, such as `props.article.body` or
//! `posts[].cooked`. A state holds much else, though: other articles, wordings of buttons, terms of sale. So the
//! path must say that it holds a text, and below an object whose title is the page's; of those the one is taken
//! that holds most sentences.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::json::{Id, Json, Kind, string_end, unescaped};
use super::prose::{Draft, is_prose};
use super::rich;
use crate::block::count_words;
use crate::parse::html::says::hash;
use crate::parse::html::words::{bit, said};

/// How often JSON may stand as a text in JSON; Discourse does it once.
const NESTED: usize = 2;

/// Letters and digits of the shortest title that tells whether an object is the page's own.
const LEAST_TITLE: usize = 8;

/// What a page calls itself is remembered so often, and in so many bytes: each title in its state is looked for in it.
const MOST_TITLES: usize = 4;
const LONGEST_TITLE: usize = 1_000;

/// Keys between the object with the page's title and its text, as in `post_stream.posts[].cooked`.
const NEAR: u8 = 3;

/// Words of keys that hold something beside the page's own text.
static BESIDE: LazyLock<u128> = LazyLock::new(|| {
    let words = [
        "related",
        "recommend",
        "popular",
        "latest",
        "teaser",
        "nav",
        "menu",
        "breadcrumb",
        "footer",
        "header",
        "sidebar",
        "cookie",
        "consent",
        "legal",
        "newsletter",
        "subscribe",
        "signup",
        "login",
        "ad",
        "sponsor",
        "promo",
        "popup",
        "modal",
        "banner",
        "language",
        "author",
        "profile",
        "user",
        "share",
        "search",
        "form",
        "paywall",
        "comment",
        "review",
        "rating",
        "faq",
        "caption",
        "credit",
        "alert",
        "widget",
        "tooltip",
        "button",
    ];
    words.into_iter().map(bit).fold(0, |all, word| all | word)
});

/// Words of keys that hold a text.
static BODY: LazyLock<u128> = LazyLock::new(|| {
    let words =
        ["body", "content", "text", "article", "story", "post", "entry", "description", "message", "documentation"];
    words.into_iter().map(bit).fold(0, |all, word| all | word)
});

/// Keys that hold a text and are no words of class names.
const BODY_KEYS: [&str; 6] = ["cooked", "html", "rendered", "markup", "copy", "blocks"];

/// What was found in a page's state so far.
#[derive(Debug)]
pub(super) struct State {
    /// What the page calls itself, letters and digits in lower case.
    titles: Vec<String>,
    /// Words of the best text.
    best: u32,
    draft: Draft,
}

impl State {
    /// Nothing yet, of a page with this title.
    pub(super) fn of(title: &str) -> State {
        State { titles: vec![squash(title)], best: 0, draft: Draft::default() }
    }

    /// The page is called this, too.
    pub(super) fn call(&mut self, title: &str) {
        if self.titles.len() < MOST_TITLES && title.len() <= LONGEST_TITLE {
            self.titles.push(squash(title));
        }
    }

    /// Words of the best text so far.
    pub(super) fn found(&self) -> usize {
        self.best as usize
    }

    /// The best text.
    pub(super) fn draft(self) -> Draft {
        self.draft
    }

    /// Reads a text that is JSON as a whole.
    pub(super) fn read(&mut self, source: &str) {
        let start = source.find(['{', '[']).unwrap_or(source.len());
        if let Ok((json, _)) = Json::read(&source[start..]) {
            self.take(&json, NESTED);
        }
    }

    /// Reads the values that a program assigns: `x = {"a": ...}`, `x = JSON.parse("...")`.
    pub(super) fn read_program(&mut self, program: &str) {
        let mut at = 0;
        while let Some(found) = memchr::memchr2(b'=', b'(', &program.as_bytes()[at..]) {
            at += found + 1;
            let rest = program[at..].trim_start();
            let start = program.len() - rest.len();
            if rest.starts_with("{\"") || rest.starts_with("[\"") || rest.starts_with("[{\"") {
                // What could not be read is not looked through again: no program is read twice.
                let (Ok(length) | Err(length)) = Json::read(rest).map(|(json, length)| {
                    self.take(&json, NESTED);
                    length
                });
                at = start + length;
            } else if program[..at].ends_with("JSON.parse(")
                && let Some(quote) = rest.bytes().next().filter(|quote| matches!(quote, b'"' | b'\''))
            {
                let Some(end) = string_end(rest.as_bytes(), 1, quote) else { return };
                self.read(&unescaped(&rest[1..end]));
                at = start + end;
            }
        }
    }

    /// Takes the best text of a value if it is better than what there is.
    fn take(&mut self, json: &Json<'_>, nested: usize) {
        let mut paths = Paths::default();
        let mut inner = Vec::new();
        let mut rich_end = 0;
        for id in json.ids() {
            if id < rich_end {
                continue;
            }
            let step = paths.enter(json, id, self.titled(json, id));
            if json.kind(id) == Kind::Object && rich::is_block(json, id) {
                rich_end = json.end(id);
                paths.add(step, id, &rich::text(json, id));
            } else if json.kind(id) == Kind::Text {
                let text = json.text(id);
                if nested > 0 && (text.starts_with("{\"") || text.starts_with("[{\"")) {
                    inner.push(text);
                } else {
                    paths.add(step, id, &text);
                }
            }
        }
        if let Some((words, ids)) = paths.best().filter(|(words, _)| *words > self.best) {
            self.best = words;
            self.draft = Draft::default();
            for id in ids {
                match json.kind(id) {
                    Kind::Text => self.draft.add(&json.text(id)),
                    Kind::Object | Kind::List => rich::write(json, id, &mut self.draft),
                }
            }
        }
        for text in inner {
            if let Ok((json, _)) = Json::read(&text) {
                self.take(&json, nested - 1);
            }
        }
    }

    /// Whether an object has the page's title; `None` where it has no title.
    fn titled(&self, json: &Json<'_>, id: Id) -> Option<bool> {
        let mut titled = None;
        for child in json.children(id).filter(|_| json.kind(id) == Kind::Object) {
            let is_name = json.key(child) == "name";
            if json.kind(child) != Kind::Text || !(is_name || matches!(json.key(child), "title" | "headline")) {
                continue;
            }
            let title = squash(&json.text(child));
            let is_page =
                title.chars().nth(LEAST_TITLE).is_some() && self.titles.iter().any(|own| own.contains(&title));
            // Persons have names too.
            titled = if is_page || !is_name { Some(is_page || titled == Some(true)) } else { titled };
        }
        titled
    }
}

/// What the keys above a value say.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    end: Id,
    /// Hash of the keys, digits aside; places in lists do not count.
    path: u64,
    /// The plain words of all of them.
    said: u128,
    /// Whether one of those since the object with the page's title says that it holds a text.
    is_body: bool,
    /// Keys since the object whose title is the page's; `None` where none is around, or one with another title.
    own: Option<u8>,
}

/// The texts of a value by the path that leads to them.
#[derive(Debug, Default)]
struct Paths {
    steps: Vec<Step>,
    groups: BTreeMap<u64, Group>,
    texts: Vec<(u64, Id)>,
    /// Hashes of the texts with their paths.
    seen: BTreeSet<u64>,
}

#[derive(Debug)]
struct Group {
    /// Words of its sentences.
    words: u32,
    first: Id,
}

impl Paths {
    fn enter(&mut self, json: &Json<'_>, id: Id, titled: Option<bool>) -> Step {
        while self.steps.last().is_some_and(|step| step.end <= id) {
            self.steps.pop();
        }
        let around = self.steps.last().copied().unwrap_or_default();
        let key = json.key(id);
        let letters = key.bytes().filter(|byte| !byte.is_ascii_digit());
        let path = hash(around.path, letters.chain([b'/']));
        let own = said(key);
        let step = Step {
            end: json.end(id),
            path,
            said: around.said | own,
            is_body: titled.is_none() && (around.is_body || own & *BODY != 0 || BODY_KEYS.contains(&key)),
            own: match titled {
                Some(true) => Some(0),
                Some(false) => None,
                None => around.own.map(|keys| keys.saturating_add(u8::from(!key.is_empty()))),
            },
        };
        self.steps.push(step);
        step
    }

    fn add(&mut self, step: Step, id: Id, text: &str) {
        let is_sought = step.own.is_some_and(|keys| keys <= NEAR) && step.is_body && step.said & *BESIDE == 0;
        if !is_sought || is_data(text) {
            return;
        }
        // Variants of a product repeat what they have in common.
        if !self.seen.insert(hash(step.path, text.bytes())) {
            return;
        }
        self.texts.push((step.path, id));
        if is_prose(text) {
            self.groups.entry(step.path).or_insert(Group { words: 0, first: id }).words += count_words(text);
        }
    }

    /// Words of the best path, and its texts in order.
    fn best(&self) -> Option<(u32, Vec<Id>)> {
        let (path, group) = self.groups.iter().max_by_key(|(_, group)| (group.words, Reverse(group.first)))?;
        let texts = self.texts.iter().filter(|(other, _)| other == path).map(|(_, id)| *id);
        Some((group.words, texts.collect()))
    }
}

/// An address or a name for programs: no letters, or one word that is longer than words are.
fn is_data(text: &str) -> bool {
    let text = text.trim();
    !text.contains(char::is_alphabetic)
        || (text.is_ascii() && text.len() > 24 && !text.contains(' '))
        || text.starts_with("http")
        || text.starts_with('/')
}

fn squash(text: &str) -> String {
    let text: Cow<'_, str> = match text.len() {
        0..=500 => text.into(),
        _ => text.chars().take(500).collect::<String>().into(),
    };
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
