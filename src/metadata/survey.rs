//! One walk over a page: everything in it that may say who wrote what and when.
//!
//! Nothing is decided here; places are noted so that a date of a comment or of a card is not taken for
//! the page's.

mod cards;
mod texts;

use std::cell::Cell;
use std::collections::BTreeMap;

use html5ever::{LocalName, local_name};

use super::element::{Said, is_heading, is_inline};
use super::landmarks::{Memo, Names, is_license, leads_to_author, speaks_of_license};
use super::{embedded, wording};
use crate::parse::html::{Dom, NodeId, Seam};

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
    /// Cards of a listing that takes up the page.
    Card,
}

/// A text of the page with its place; [`Survey::text`] has the words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Noted {
    start: u32,
    end: u32,
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
    /// That of a heading.
    Heading,
    /// That of a line that nobody sees.
    Hidden,
}

/// What a page says about itself.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// All texts that were noted, one after the other.
    texts: String,
    /// Contents of meta tags by lower-case property, name, itemprop or http-equiv, in order.
    pub metas: BTreeMap<String, Vec<String>>,
    /// Scripts of JSON-LD.
    pub scripts: Vec<String>,
    /// Dates of publication in the state that a page's program was given.
    pub embedded: Vec<String>,
    /// Text of `<title>`.
    pub title: Option<String>,
    /// The page's body is called a listing.
    pub is_listing: bool,
    /// Cards of a listing stand on the page.
    pub has_cards: bool,
    /// Level-1 headings; found by a link where they lead to the site's first page.
    pub headings: Vec<Noted>,
    /// The first headings of levels 2 and 3.
    pub subheadings: Vec<String>,
    pub canonical: Option<String>,
    pub base: Option<String>,
    pub language: Option<String>,
    /// Of a link or an anchor that says so (`rel=license`).
    pub license: Option<String>,
    /// Of an anchor to Creative Commons, behind words that speak of a licence.
    pub named_license: Option<String>,
    pub authors: Vec<Noted>,
    pub published: Vec<Noted>,
    pub modified: Vec<Noted>,
    /// Days of events.
    pub events: Vec<Noted>,
    /// Short lines of visible text.
    pub lines: Vec<Noted>,
    /// Beginnings of longer lines: `27.1.2022 - In the harbour of ...`.
    pub openings: Vec<Noted>,
    /// Names along a breadcrumb trail.
    pub trail: Vec<String>,
    /// Names of tag links (`rel=tag`).
    pub tags: Vec<String>,
    /// Names of links to categories (`rel="category tag"`).
    pub categories: Vec<String>,
}

impl Survey {
    /// What was noted, as one clean line.
    pub(super) fn text(&self, noted: &Noted) -> &str {
        &self.texts[noted.start as usize..noted.end as usize]
    }

    /// Keeps a text of at most `limit` characters; `None` where it holds none.
    fn keep(&mut self, text: &str, limit: usize, at: usize, place: Place, make: Make) -> Option<Noted> {
        let start = self.texts.len();
        wording::append_line(&mut self.texts, text, limit);
        let end = self.texts.len();
        let noted = Noted { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()?, at, place, make };
        (end > start).then_some(noted)
    }

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
    let mut walk = Walk {
        dom,
        memo: Memo::new(),
        survey: Survey::default(),
        left: Cell::new(ALL_NODES),
        seen: 0,
        line: String::new(),
        line_at: 0,
        last: 0,
        seam: None,
        hidden: None,
        cards: cards::Cards::default(),
    };
    let mut listed = Vec::new();
    let mut places = vec![Place::Main];
    let root = dom.root();
    let mut node = root;
    loop {
        let place = places.last().copied().unwrap_or_default();
        let inside = walk.enter(node, place);
        if let (Some(inside), Some(child)) = (inside, dom.first_child(node)) {
            places.push(inside);
            walk.cards.open(walk.seen);
            node = child;
            continue;
        }
        loop {
            if let Some(next) = dom.next_sibling(node).filter(|_| node != root) {
                node = next;
                break;
            }
            let (Some(parent), Some(inside)) = (dom.parent(node), places.pop()) else {
                cards::set_apart(&mut walk.survey, listed);
                return walk.survey;
            };
            walk.leave(parent, inside);
            listed.extend(walk.cards.close(dom.tag(parent), walk.seen));
            node = parent;
        }
    }
}

struct Walk<'d> {
    dom: &'d Dom,
    memo: Memo<'d>,
    survey: Survey,
    /// Nodes that may still be looked at for texts.
    left: Cell<usize>,
    /// Characters of visible text so far.
    seen: usize,
    line: String,
    line_at: usize,
    /// Where in the line its last text begins.
    last: usize,
    /// What was passed since, if no text has followed.
    seam: Option<Seam>,
    /// The outermost hidden element that the walk is in.
    hidden: Option<NodeId>,
    cards: cards::Cards,
}

impl<'d> Walk<'d> {
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
            _ => {
                let (inside, is_seen) = self.element(node, tag, place);
                return is_seen.then_some(inside);
            }
        }
        None
    }

    fn leave(&mut self, node: NodeId, place: Place) {
        if let Some(tag) = self.dom.tag(node).filter(|tag| !is_inline(tag)) {
            self.end_line(place, if is_heading(tag) { Make::Heading } else { Make::Line });
        }
        self.hidden = self.hidden.filter(|&hidden| hidden != node);
    }

    fn end_line(&mut self, place: Place, make: Make) {
        let make = if self.hidden.is_some() { Make::Hidden } else { make };
        if self.line.len() > 4 * LINE {
            self.begin_line(place);
        } else if !self.line.is_empty() && self.survey.lines.len() < 16 * MOST {
            // One character more than tells a long line, as a space at the end is cut off.
            let kept = self.survey.keep(&self.line, LINE + 2, self.line_at, place, make);
            let is_long = |noted: &Noted| wording::is_longer(self.survey.text(noted), LINE);
            match kept {
                Some(noted) if is_long(&noted) => {
                    self.survey.texts.truncate(noted.start as usize);
                    self.begin_line(place);
                }
                kept => self.survey.lines.extend(kept),
            }
        }
        self.line.clear();
        (self.line_at, self.seam) = (self.seen, None);
    }

    /// Notes the beginning of a line that is too long for a byline.
    fn begin_line(&mut self, place: Place) {
        if self.survey.openings.len() < MOST {
            let opening = wording::cut(self.line.trim_start(), OPENING);
            let kept = self.survey.keep(opening, OPENING, self.line_at, place, Make::Line);
            self.survey.openings.extend(kept);
        }
    }

    fn add_text(&mut self, text: &str) {
        let trimmed = text.trim_ascii();
        if trimmed.is_empty() && self.line.is_empty() {
            return;
        }
        self.seen += trimmed.chars().count();
        // A longer line is no byline; there is no need to collect all of it.
        if self.line.len() <= 4 * LINE {
            let seam = self.seam.take();
            if seam.is_some_and(|seam| texts::are_apart(self.dom, seam, &self.line, self.last, text)) {
                self.line.push(' ');
            }
            self.last = self.line.len();
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
            self.survey.embedded.extend(state.flat_map(embedded::published).take(MOST));
        }
    }

    fn meta(&mut self, node: NodeId, place: Place) {
        let Some(content) = self.dom.attribute(node, "content") else { return };
        let Some(content) = wording::one_line(content, wording::LONG) else { return };
        let said = Said::of(self.dom, node, &mut self.memo);
        self.marked(node, &said, place);
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

    /// An element of the body; returns the place of what is inside it, and whether that is seen.
    fn element(&mut self, node: NodeId, tag: &LocalName, around: Place) -> (Place, bool) {
        if is_inline(tag) {
            self.seam = self.seam.or_else(|| Seam::before(self.dom, node));
        } else {
            self.end_line(around, Make::Line);
        }
        let said = Said::of(self.dom, node, &mut self.memo);
        let named = said.names;
        let place = around.max(named.place(tag)).max(said.place());
        let is_time = *tag == local_name!("time");
        let is_seen = !named.is_hidden_change();
        if said.hidden && is_seen && self.hidden.is_none() && self.stays_hidden(node, tag) {
            self.hidden = Some(node);
        }
        if is_heading(tag) {
            self.heading_of_card(node, tag);
        }
        if is_time || named.is_date() {
            self.cards.date();
        }
        match *tag {
            local_name!("body") => self.survey.is_listing |= cards::is_listing(self.dom, node),
            local_name!("h1") if self.survey.headings.len() < MOST => {
                let text = self.text_of(node);
                let make = if self.leads_home(node) { Make::Link } else { Make::Marked };
                let heading = self.survey.keep(&text, wording::SHORT, self.seen, place, make);
                self.survey.headings.extend(heading);
            }
            local_name!("h2") | local_name!("h3")
                if place == Place::Main && self.survey.subheadings.len() < SUBHEADINGS =>
            {
                self.survey.subheadings.extend(wording::one_line(&self.text_of(node), wording::SHORT));
            }
            // The day of an event is not the page's, which may show it again elsewhere.
            _ if named.is_event() && (is_time || said.datetime.is_some()) => {
                self.note_event(node, said.datetime, place)
            }
            _ if is_time => self.note_date(node, said.datetime, named, place, Make::Time),
            _ => {}
        }
        self.marked(node, &said, place);
        if named.is_of_item() && self.is_in_item(node) {
            self.note_item(node, named, place);
        }
        if *tag == local_name!("a")
            && let Some(href) = said.href
        {
            let to_license = is_license(href);
            if !to_license && leads_to_author(href) {
                self.note_author(node, place, Make::Link);
            }
            if self.survey.named_license.is_none() && to_license && speaks_of_license(&self.line) {
                self.survey.named_license = Some(href.to_owned());
            }
        }
        let author = match named.is_author() {
            true => Some(Make::Class),
            false => named.is_author_box().then_some(Make::Box),
        };
        if let Some(make) = author.filter(|_| !self.is_of_picture(node)) {
            self.note_author(node, place, make);
        }
        if named.is_date() && !is_time {
            self.note_date(node, said.datetime.or(said.content), named, place, Make::Class);
        }
        // Themes name the body after what it has not: `breadcrumbs-hidden`.
        if named.is_trail() && self.survey.trail.is_empty() && *tag != local_name!("body") {
            self.survey.trail = self.links_in(node);
        }
        (place, is_seen)
    }

    fn note_author(&mut self, node: NodeId, place: Place, make: Make) {
        if self.survey.authors.len() < MOST {
            let text = self.text_of(node);
            self.add_author(&text, place, make);
        }
    }

    /// Notes a name. What is marked for machines may be hidden; else nobody hides an author.
    fn add_author(&mut self, text: &str, place: Place, make: Make) {
        let is_told = self.hidden.is_none() || make == Make::Marked;
        if is_told && self.survey.authors.len() < MOST {
            let kept = self.survey.keep(text, wording::SHORT, self.seen, place, make);
            self.survey.authors.extend(kept);
        }
    }

    /// Notes the date that an element gives, else the one that it shows.
    fn note_date(&mut self, node: NodeId, given: Option<&str>, named: Names, place: Place, make: Make) {
        if self.survey.published.len() + self.survey.modified.len() < MOST {
            let text = given.map_or_else(|| self.text_of(node), str::to_owned);
            self.add_date(&text, named.says_modified(), place, make);
        }
    }

    fn note_event(&mut self, node: NodeId, given: Option<&str>, place: Place) {
        if self.survey.events.len() < MOST {
            let text = given.map_or_else(|| self.text_of(node), str::to_owned);
            let kept = self.survey.keep(&text, wording::SHORT, self.seen, place, Make::Time);
            self.survey.events.extend(kept);
        }
    }

    fn add_date(&mut self, text: &str, is_modified: bool, place: Place, make: Make) {
        let kept = self.survey.keep(text, wording::SHORT, self.seen, place, make);
        let slot = if is_modified { &mut self.survey.modified } else { &mut self.survey.published };
        slot.extend(kept.filter(|_| slot.len() < MOST));
    }

    /// What `itemprop` and `rel` say.
    fn marked(&mut self, node: NodeId, said: &Said, place: Place) {
        if said.itemprop.is_none() && said.rel.is_none() {
            return;
        }
        if self.survey.authors.len() + self.survey.published.len() + self.survey.modified.len() >= 3 * MOST {
            return;
        }
        let value = |walk: &Self| said.content.or(said.datetime).map_or_else(|| walk.text_of(node), str::to_owned);
        for property in said.itemprop.unwrap_or_default().split_ascii_whitespace().take(4) {
            match property {
                "author" | "creator" if !self.is_of_picture(node) => {
                    let text = self.property_in(node, "name").unwrap_or_else(|| value(self));
                    self.add_author(&text, place, Make::Marked);
                }
                "datePublished" | "dateCreated" => {
                    let text = value(self);
                    self.add_date(&text, false, place, Make::Marked);
                }
                "dateModified" => {
                    let text = value(self);
                    self.add_date(&text, true, place, Make::Marked);
                }
                _ => {}
            }
        }
        let rels = || said.rel.unwrap_or_default().split_ascii_whitespace().take(8);
        let is_category = rels().any(|rel| rel.eq_ignore_ascii_case("category"));
        for rel in rels() {
            match rel.to_ascii_lowercase().as_str() {
                "author" => self.note_author(node, place, Make::Marked),
                "license" if !self.is_of_picture(node) => note_once(&mut self.survey.license, said.href),
                // WordPress writes `category tag`.
                "category" => self.add_label(node, place, |survey| &mut survey.categories),
                // WooCommerce calls its categories so.
                "tag" if self.is_in(node, "posted_in") => self.add_label(node, place, |survey| &mut survey.categories),
                "tag" if !is_category => self.add_label(node, place, |survey| &mut survey.tags),
                _ => {}
            }
        }
    }

    fn add_label(&mut self, node: NodeId, place: Place, list: impl Fn(&mut Survey) -> &mut Vec<String>) {
        if place == Place::Main && list(&mut self.survey).len() < wording::LIST {
            let label = wording::one_line(&self.text_of(node), 100);
            list(&mut self.survey).extend(label);
        }
    }

    /// Notes the account that posted a link, and the day that stands behind how long ago it was.
    fn note_item(&mut self, node: NodeId, named: Names, place: Place) {
        match self.dom.attribute(node, "title") {
            Some(day) => self.note_date(node, Some(day), named, place, Make::Class),
            None if self.dom.is(node, &local_name!("a")) => self.note_author(node, place, Make::Class),
            None => {}
        }
    }

    /// Whether an element's parent has this class.
    fn is_in(&self, node: NodeId, class: &str) -> bool {
        let classes = self.dom.parent(node).and_then(|parent| self.dom.attribute(parent, "class"));
        classes.is_some_and(|names| names.split_ascii_whitespace().any(|name| name == class))
    }

    /// Whether a link or a name stands in what is said of a picture.
    fn is_of_picture(&self, node: NodeId) -> bool {
        let mut around = std::iter::successors(self.dom.parent(node), |&inner| self.dom.parent(inner)).take(4);
        around.any(|node| self.dom.is(node, &local_name!("figure")) || self.dom.is(node, &local_name!("figcaption")))
    }
}

fn note_once(slot: &mut Option<String>, value: Option<&str>) {
    if slot.is_none() {
        *slot = value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
    }
}
