//! Cards of a listing: siblings that each have a linked heading and a day of their own. Who wrote what one of them leads
//! to, and when, is nothing that the page says of itself.

use std::ops::Range;

use html5ever::{LocalName, local_name};

use super::{Noted, Place, Survey, Walk};
use crate::parse::html::{Dom, NodeId};

/// Siblings of one kind that make a listing; two may be the article before and the one behind.
const FEWEST: usize = 3;

/// Linked headings of one card: that of what it leads to, and one of its section.
const HEADINGS: usize = 2;

/// Characters of a card; a longer one is a whole article, and the first of several is what the page has to say.
const LONGEST: usize = 1_500;

/// What was seen so far inside an element.
#[derive(Default)]
struct Seen {
    /// Characters of visible text before the element.
    at: usize,
    dates: usize,
    linked: usize,
    /// The page's own heading stands inside.
    has_title: bool,
    cards: Vec<(LocalName, Range<usize>)>,
}

/// The elements that the walk is in.
#[derive(Default)]
pub(super) struct Cards(Vec<Seen>);

impl Cards {
    pub(super) fn open(&mut self, at: usize) {
        self.0.push(Seen { at, ..Seen::default() });
    }

    pub(super) fn date(&mut self) {
        if let Some(around) = self.0.last_mut() {
            around.dates += 1;
        }
    }

    /// Leaves an element; returns where the cards in it stand, if they make a listing.
    pub(super) fn close(&mut self, tag: Option<&LocalName>, end: usize) -> Vec<Range<usize>> {
        let Some(inside) = self.0.pop() else { return Vec::new() };
        let is_short = end - inside.at <= LONGEST;
        let is_card = is_short && inside.dates > 0 && (1..=HEADINGS).contains(&inside.linked) && !inside.has_title;
        if let Some(around) = self.0.last_mut() {
            around.dates += inside.dates;
            around.linked += inside.linked;
            around.has_title |= inside.has_title;
            around.cards.extend(tag.filter(|_| is_card).map(|tag| (tag.clone(), inside.at..end)));
        }
        let Some((kind, _)) = inside.cards.first() else { return Vec::new() };
        let kind = kind.clone();
        let same = inside.cards.into_iter().filter(|(tag, _)| *tag == kind).map(|(_, range)| range);
        let same: Vec<Range<usize>> = same.collect();
        if same.len() >= FEWEST { same } else { Vec::new() }
    }
}

impl Walk<'_> {
    /// Notes a heading: the page's own, or one that leads to another page. Forums link those of their posts to the posts.
    pub(super) fn heading_of_card(&mut self, heading: NodeId, tag: &LocalName) {
        let is_link = |&node: &NodeId| self.dom.is(node, &local_name!("a"));
        let around = std::iter::successors(self.dom.parent(heading), |&inner| self.dom.parent(inner)).take(3);
        let link = around.into_iter().find(is_link).or_else(|| self.dom.descendants(heading).take(4).find(is_link));
        let leads_away = |link| self.dom.attribute(link, "href").is_none_or(|href| !href.contains('#'));
        let is_linked = link.is_some_and(leads_away);
        if let Some(around) = self.cards.0.last_mut() {
            around.has_title |= *tag == local_name!("h1");
            around.linked += usize::from(is_linked);
        }
    }
}

/// Moves what was noted in cards out of the page's own part.
pub(super) fn set_apart(survey: &mut Survey, mut cards: Vec<Range<usize>>) {
    survey.has_cards = !cards.is_empty();
    cards.sort_by_key(|card| card.start);
    let holds = |noted: &Noted| {
        let before = cards.partition_point(|card| card.start <= noted.at);
        before > 0 && noted.at < cards[before - 1].end
    };
    let lists = [&mut survey.authors, &mut survey.published, &mut survey.modified, &mut survey.lines];
    for noted in lists.into_iter().flatten().chain(&mut survey.openings) {
        if noted.place == Place::Main && holds(noted) {
            noted.place = Place::Card;
        }
    }
}

/// Whether a `<body>` is that of a listing, as WordPress names it. It calls the list of all posts `blog`, but others so
/// call their posts.
pub(super) fn is_listing(dom: &Dom, body: NodeId) -> bool {
    let class = || dom.attribute(body, "class").unwrap_or_default().split_ascii_whitespace();
    class().any(|name| LISTINGS.contains(&name)) && !class().any(|name| SINGLE.contains(&name))
}

const LISTINGS: [&str; 4] = ["archive", "category", "tag", "search"];

/// What it is called besides where these are words of the theme.
const SINGLE: [&str; 4] = ["single", "single-post", "page", "singular"];
