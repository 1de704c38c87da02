//! One walk over a page: everything in it that may say who wrote what and when.
//!
//! Nothing is decided here; places are noted so that a date of a comment or of a card is not taken for
//! the page's.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use html5ever::local_name;
use regex::Regex;

use super::landmarks::{Names, leads_to_author};
use super::wording;
use crate::parse::html::{Dom, NodeId};

/// Values noted of each kind; pages have a few, hostile ones millions.
const MOST: usize = 256;

/// Nodes looked at for the text of one element.
const MOST_NODES: usize = 512;

/// Nodes looked at for the texts of all elements together, on top of the walk itself; real pages need a few
/// thousand, and nested elements that all claim to be the author would need the square of their number.
const ALL_NODES: usize = 200_000;

/// Characters of a longer line that may hold its date.
const OPENING: usize = 60;

/// Headings below the first level that are noted: a page's own title is among the first.
const SUBHEADINGS: usize = 16;

/// Longest line that may be a byline or a date line, in characters.
const LINE: usize = 200;

/// A date of publication in a program's data, its quotes escaped or not.
static EMBEDDED: LazyLock<Regex> = LazyLock::new(|| {
    let keys = "datePublished|date_published|publishedAt|published_at|publishDate|publish_date|publishedDate|first_publication_date";
    Regex::new(&format!(
        r#"\\{{0,3}}"(?:{keys})\\{{0,3}}"\s{{0,4}}:\s{{0,4}}\\{{0,3}}"((?:19|20)[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}})"#
    ))
    .expect("a fixed pattern")
});

/// Where in the page something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Place {
    /// The page's own.
    #[default]
    Main,
    /// Inside comments or replies.
    Comments,
    /// Navigation, footer, sidebar, cards of other articles.
    Aside,
}

/// A value with its place.
#[derive(Debug, Clone)]
pub(super) struct Noted {
    pub text: String,
    /// Characters of visible text before it.
    pub at: usize,
    pub place: Place,
    pub make: Make,
}

/// By what a value was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Make {
    /// `itemprop` or `rel`.
    Marked,
    /// A `<time>` element.
    Time,
    /// A class or id that says so.
    Class,
    /// A link to an author's page.
    Link,
    /// A class or id that names a box of an author.
    Box,
    /// The text of a line.
    Line,
}

/// What a page says about itself.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Contents of meta tags by lower-case property, name, itemprop or http-equiv, in order.
    pub metas: BTreeMap<String, Vec<String>>,
    /// Scripts of JSON-LD.
    pub scripts: Vec<String>,
    /// Dates of publication in the state that a page's program was given.
    pub embedded: Vec<String>,
    /// Text of `<title>`.
    pub title: Option<String>,
    /// Level-1 headings.
    pub headings: Vec<Noted>,
    /// The first headings of levels 2 and 3.
    pub subheadings: Vec<String>,
    pub canonical: Option<String>,
    pub base: Option<String>,
    pub language: Option<String>,
    pub license: Option<String>,
    pub authors: Vec<Noted>,
    pub published: Vec<Noted>,
    pub modified: Vec<Noted>,
    /// Short lines of visible text.
    pub lines: Vec<Noted>,
    /// Beginnings of longer lines: `27.1.2022 - In the harbour of ...`.
    pub openings: Vec<Noted>,
    /// Names along a breadcrumb trail.
    pub trail: Vec<String>,
    /// Names of tag links (`rel=tag`).
    pub tags: Vec<String>,
}

impl Survey {
    /// First content of the first of these meta tags that has one.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.metas.get(*name)?.first().map(String::as_str))
    }

    /// All contents of the first of these meta tags that has any.
    pub(super) fn meta_all(&self, names: &[&str]) -> &[String] {
        names.iter().find_map(|name| self.metas.get(*name)).map_or(&[], Vec::as_slice)
    }
}

/// Walks the page once, without recursion.
pub(super) fn of(dom: &Dom) -> Survey {
    let mut walk =
        Walk { dom, survey: Survey::default(), left: Cell::new(ALL_NODES), seen: 0, line: String::new(), line_at: 0 };
    let mut places = vec![Place::Main];
    let root = dom.root();
    let mut node = root;
    loop {
        let place = places.last().copied().unwrap_or_default();
        let inside = walk.enter(node, place);
        if let (Some(inside), Some(child)) = (inside, dom.first_child(node)) {
            places.push(inside);
            node = child;
            continue;
        }
        loop {
            if let Some(next) = dom.next_sibling(node).filter(|_| node != root) {
                node = next;
                break;
            }
            let (Some(parent), Some(inside)) = (dom.parent(node), places.pop()) else { return walk.survey };
            walk.leave(parent, inside);
            node = parent;
        }
    }
}

struct Walk<'d> {
    dom: &'d Dom,
    survey: Survey,
    /// Nodes that may still be looked at for texts.
    left: Cell<usize>,
    /// Characters of visible text so far.
    seen: usize,
    line: String,
    line_at: usize,
}

impl Walk<'_> {
    /// Notes what a node says; returns the place of what is inside it, or `None` where there is nothing to see.
    fn enter(&mut self, node: NodeId, place: Place) -> Option<Place> {
        if let Some(text) = self.dom.text(node) {
            self.add_text(text);
            return None;
        }
        let Some(tag) = self.dom.tag(node) else { return Some(place) };
        match *tag {
            local_name!("script") => self.script(node),
            local_name!("style") | local_name!("template") | local_name!("svg") => {}
            local_name!("meta") => self.meta(node, place),
            local_name!("link") => self.link(node),
            local_name!("base") => note_once(&mut self.survey.base, self.dom.attribute(node, "href")),
            local_name!("title") => {
                if self.survey.title.is_none() {
                    self.survey.title = wording::one_line(&self.text_of(node), wording::SHORT);
                }
            }
            local_name!("html") => {
                let language = self.dom.attribute(node, "lang").or_else(|| self.dom.attribute(node, "xml:lang"));
                note_once(&mut self.survey.language, language);
                return Some(place);
            }
            _ => return Some(self.element(node, place)),
        }
        None
    }

    fn leave(&mut self, node: NodeId, place: Place) {
        if self.breaks_line(node) {
            self.end_line(place);
        }
    }

    fn breaks_line(&self, node: NodeId) -> bool {
        self.dom.tag(node).is_some_and(|tag| !INLINE.contains(&&**tag))
    }

    fn end_line(&mut self, place: Place) {
        let short = self.line.len() <= 4 * LINE && self.survey.lines.len() < 16 * MOST;
        if short && let Some(text) = wording::one_line(&self.line, LINE + 1).filter(|text| text.chars().count() <= LINE)
        {
            self.survey.lines.push(Noted { text, at: self.line_at, place, make: Make::Line });
        } else if self.line.len() > LINE {
            note(
                &mut self.survey.openings,
                wording::cut(self.line.trim_start(), OPENING),
                self.line_at,
                place,
                Make::Line,
            );
        }
        self.line.clear();
        self.line_at = self.seen;
    }

    fn add_text(&mut self, text: &str) {
        let trimmed = text.trim();
        if !trimmed.is_empty() {
            self.seen += trimmed.chars().count();
        }
        // A longer line is no byline; there is no need to collect all of it.
        if self.line.len() <= 4 * LINE {
            self.line.push_str(wording::cut(text, 8 * LINE));
        }
    }

    fn script(&mut self, node: NodeId) {
        let media = self.dom.attribute(node, "type").unwrap_or_default().trim();
        let is_linked = media.get(..19).is_some_and(|start| start.eq_ignore_ascii_case("application/ld+json"));
        if is_linked && self.survey.scripts.len() < MOST {
            self.survey.scripts.push(self.dom.inner_text(node));
        } else if self.survey.embedded.len() < MOST {
            let state = self.dom.children(node).filter_map(|child| self.dom.text(child));
            // All of the keys hold these letters, few scripts do, and scripts are half of many a page.
            let state = state.filter(|text| memchr::memmem::find(text.as_bytes(), b"ubli").is_some());
            let found = state.flat_map(|text| EMBEDDED.captures_iter(text)).filter_map(|found| found.get(1));
            self.survey.embedded.extend(found.take(MOST).map(|date| date.as_str().to_owned()));
        }
    }

    fn meta(&mut self, node: NodeId, place: Place) {
        let Some(content) = self.dom.attribute(node, "content") else { return };
        let Some(content) = wording::one_line(content, wording::LONG) else { return };
        self.marked(node, place);
        for key in ["property", "name", "itemprop", "http-equiv"] {
            let Some(name) = self.dom.attribute(node, key) else { continue };
            // An itemprop in the body belongs to whatever it stands in.
            if key == "itemprop" && place != Place::Main {
                continue;
            }
            for name in name.split_ascii_whitespace().take(4) {
                let name = wording::cut(name, 64).to_lowercase();
                if self.survey.metas.len() < MOST || self.survey.metas.contains_key(&name) {
                    let known = self.survey.metas.entry(name).or_default();
                    if known.len() < wording::LIST {
                        known.push(content.clone());
                    }
                }
            }
        }
    }

    fn link(&mut self, node: NodeId) {
        let href = self.dom.attribute(node, "href");
        for rel in self.dom.attribute(node, "rel").unwrap_or_default().split_ascii_whitespace() {
            match rel.to_ascii_lowercase().as_str() {
                "canonical" => note_once(&mut self.survey.canonical, href),
                "license" => note_once(&mut self.survey.license, href),
                _ => {}
            }
        }
    }

    /// An element of the body; returns the place of what is inside it.
    fn element(&mut self, node: NodeId, around: Place) -> Place {
        if self.breaks_line(node) {
            self.end_line(around);
        }
        let dom = self.dom;
        let named = Names::of(dom, node);
        let place = around.max(named.place(dom, node));
        if dom.is(node, &local_name!("h1")) && self.survey.headings.len() < MOST {
            let text = self.text_of(node);
            note(&mut self.survey.headings, &text, self.seen, place, Make::Marked);
        }
        let is_next = dom.is(node, &local_name!("h2")) || dom.is(node, &local_name!("h3"));
        if is_next && place == Place::Main && self.survey.subheadings.len() < SUBHEADINGS {
            self.survey.subheadings.extend(wording::one_line(&self.text_of(node), wording::SHORT));
        }
        let dates = self.survey.published.len() + self.survey.modified.len();
        if dom.is(node, &local_name!("time")) && dates < MOST {
            let value = dom.attribute(node, "datetime").map_or_else(|| self.text_of(node), str::to_owned);
            let slot = if named.says_modified() { &mut self.survey.modified } else { &mut self.survey.published };
            note(slot, &value, self.seen, place, Make::Time);
        }
        self.marked(node, place);
        if dom.is(node, &local_name!("a")) && self.survey.authors.len() < MOST && leads_to_author(dom, node) {
            let text = self.text_of(node);
            note(&mut self.survey.authors, &text, self.seen, place, Make::Link);
        }
        let boxed = if named.is_author() { Some(Make::Class) } else { named.is_author_box().then_some(Make::Box) };
        if let Some(make) = boxed.filter(|_| self.survey.authors.len() < MOST) {
            let text = self.text_of(node);
            note(&mut self.survey.authors, &text, self.seen, place, make);
        }
        if named.is_date() && dates < MOST && !dom.is(node, &local_name!("time")) {
            let text = dom.attribute(node, "datetime").or_else(|| dom.attribute(node, "content"));
            let text = text.map_or_else(|| self.text_of(node), str::to_owned);
            let slot = if named.says_modified() { &mut self.survey.modified } else { &mut self.survey.published };
            note(slot, &text, self.seen, place, Make::Class);
        }
        // Themes name the body after what it has not: `breadcrumbs-hidden`.
        let may_hold_trail = !dom.is(node, &local_name!("body")) && !named.has(&["hidden", "no", "without"]);
        if may_hold_trail && named.has(&["breadcrumb", "breadcrumbs"]) && self.survey.trail.is_empty() {
            self.survey.trail = self.links_in(node);
        }
        place
    }

    /// What `itemprop` and `rel` say.
    fn marked(&mut self, node: NodeId, place: Place) {
        let dom = self.dom;
        if self.survey.authors.len() + self.survey.published.len() + self.survey.modified.len() >= 3 * MOST {
            return;
        }
        let value = |walk: &Self| {
            let given = dom.attribute(node, "content").or_else(|| dom.attribute(node, "datetime"));
            given.map_or_else(|| walk.text_of(node), str::to_owned)
        };
        for property in dom.attribute(node, "itemprop").unwrap_or_default().split_ascii_whitespace().take(4) {
            match property {
                "author" | "creator" => {
                    let text = self.property_in(node, "name").unwrap_or_else(|| value(self));
                    note(&mut self.survey.authors, &text, self.seen, place, Make::Marked);
                }
                "datePublished" | "dateCreated" => {
                    let text = value(self);
                    note(&mut self.survey.published, &text, self.seen, place, Make::Marked);
                }
                "dateModified" => {
                    let text = value(self);
                    note(&mut self.survey.modified, &text, self.seen, place, Make::Marked);
                }
                _ => {}
            }
        }
        for rel in dom.attribute(node, "rel").unwrap_or_default().split_ascii_whitespace().take(8) {
            match rel.to_ascii_lowercase().as_str() {
                "author" => {
                    let text = self.text_of(node);
                    note(&mut self.survey.authors, &text, self.seen, place, Make::Marked);
                }
                "license" => note_once(&mut self.survey.license, dom.attribute(node, "href")),
                "tag" if place == Place::Main && self.survey.tags.len() < wording::LIST => {
                    self.survey.tags.extend(wording::one_line(&self.text_of(node), 100));
                }
                _ => {}
            }
        }
    }

    /// Nodes inside an element, as many as may be looked at.
    fn inside(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        self.dom.descendants(node).take(MOST_NODES).take_while(|_| self.may_look())
    }

    fn may_look(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    /// Text of the first element inside with this `itemprop`.
    fn property_in(&self, node: NodeId, property: &str) -> Option<String> {
        let inner = self.inside(node).find(|&inner| {
            self.dom
                .attribute(inner, "itemprop")
                .is_some_and(|name| name.split_ascii_whitespace().any(|name| name == property))
        })?;
        Some(self.dom.attribute(inner, "content").map_or_else(|| self.text_of(inner), str::to_owned))
    }

    fn links_in(&self, node: NodeId) -> Vec<String> {
        let links = self.inside(node).filter(|&inner| self.dom.is(inner, &local_name!("a")));
        links.take(16).filter_map(|link| wording::one_line(&self.text_of(link), 100)).collect()
    }

    /// The text of an element as it is seen, bounded.
    fn text_of(&self, node: NodeId) -> String {
        let mut text = String::new();
        let mut boxed = false;
        let mut next = self.dom.first_child(node);
        for _ in 0..MOST_NODES {
            let Some(inner) = next.filter(|_| self.may_look()) else { break };
            let mut deep = true;
            match self.dom.tag(inner) {
                Some(
                    &local_name!("script") | &local_name!("style") | &local_name!("svg") | &local_name!("template"),
                ) => {
                    deep = false;
                }
                Some(tag) if !INLINE.contains(&&**tag) => text.push(' '),
                Some(tag) => boxed = matches!(*tag, local_name!("span") | local_name!("time")),
                None => {
                    let own = wording::cut(self.dom.text(inner).unwrap_or_default(), wording::SHORT);
                    // Day, month and year in boxes of their own; a time behind a name.
                    let is_apart = boxed && own.starts_with(|c: char| c.is_ascii_digit());
                    if is_apart && text.ends_with(char::is_alphanumeric) {
                        text.push(' ');
                    }
                    boxed = false;
                    text.push_str(own);
                }
            }
            if text.len() > 4 * wording::SHORT {
                break;
            }
            next = self.dom.after(inner, node, deep);
        }
        text
    }
}

fn note_once(slot: &mut Option<String>, value: Option<&str>) {
    if slot.is_none() {
        *slot = value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
    }
}

fn note(slot: &mut Vec<Noted>, text: &str, at: usize, place: Place, make: Make) {
    if slot.len() < MOST
        && let Some(text) = wording::one_line(text, wording::SHORT)
    {
        slot.push(Noted { text, at, place, make });
    }
}

/// Elements that do not end a line.
#[rustfmt::skip]
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
];
