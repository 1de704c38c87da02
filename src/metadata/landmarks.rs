//! What the names of elements say: classes, ids and the targets of links.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::survey::Place;
use super::wording;
use crate::parse::html::{Dom, NodeId};

/// Words of an element's class and id, in lower case: `c-byline__author` is `c byline author`.
pub(super) struct Names {
    words: Vec<String>,
}

impl Names {
    pub(super) fn of(dom: &Dom, node: NodeId) -> Names {
        let names = ["class", "id"].iter().filter_map(|name| dom.attribute(node, name));
        let words = names.flat_map(|value| split_camel(wording::cut(value, 300))).collect();
        Names { words }
    }

    pub(super) fn has(&self, wanted: &[&str]) -> bool {
        self.words.iter().any(|word| wanted.contains(&word.as_str()))
    }

    pub(super) fn place(&self, dom: &Dom, node: NodeId) -> Place {
        let tag = dom.tag(node).map_or("", |tag| &**tag);
        if tag == "body" {
            return Place::Main;
        }
        // The line with a post's author and date is often a footer or an aside of the post.
        let is_entry_line = self.has(&["entry", "post", "article", "byline"])
            && self.has(&["meta", "byline", "footer", "author", "date"]);
        if matches!(tag, "nav" | "footer" | "aside") && !is_entry_line {
            return Place::Aside;
        }
        if self.has(&[
            "related",
            "sidebar",
            "recommended",
            "recommendations",
            "teaser",
            "teasers",
            "popular",
            "trending",
            "promo",
            "carousel",
            "nav",
            "menu",
            "recent",
        ]) || self.has(&["footer"]) && !is_entry_line
        {
            return Place::Aside;
        }
        let comments = ["comment", "comments", "commentlist", "replies", "respond", "disqus"];
        if self.has(&comments)
            && !self.has(&["count", "counter", "link", "number", "open", "closed", "no", "has", "status"])
        {
            return Place::Comments;
        }
        Place::Main
    }

    pub(super) fn is_author(&self) -> bool {
        self.has(&["author", "authors", "byline", "autor", "auteur", "username", "contributor", "verfasser", "autore"])
            && !self.has(&[
                "bio",
                "avatar",
                "box",
                "image",
                "img",
                "photo",
                "social",
                "about",
                "description",
                "desc",
                "date",
                "info",
                "link",
                "links",
                "title",
                "role",
                "job",
                "picture",
                "icon",
                "thumb",
                "follow",
                "more",
                "wrapper",
                "post",
            ])
            || self.has(&["author", "byline"]) && self.has(&["name"])
            || self.has(&["user"]) && self.has(&["link"])
            || self.has(&["author"])
                && self.has(&["post", "entry", "article"])
                && !self.has(&["avatar", "bio", "box", "image", "info", "about"])
    }

    /// A box that holds the author's name besides other things.
    pub(super) fn is_author_box(&self) -> bool {
        self.has(&["author", "authors", "authored", "byline", "autor", "auteur", "verfasser", "autore", "writer"])
            && !self.has(&["bio", "description", "desc", "about", "social", "more", "related", "all"])
    }

    pub(super) fn is_date(&self) -> bool {
        self.has(&[
            "date",
            "published",
            "pubdate",
            "datum",
            "timestamp",
            "dateline",
            "datetime",
            "postdate",
            "updated",
            "publishingdate",
            "lastmod",
        ]) && !self.has(&["event", "events", "picker", "start", "end"])
    }

    pub(super) fn says_modified(&self) -> bool {
        self.has(&["updated", "modified", "modification", "lastmod", "update"]) && !self.has(&["published"])
    }
}

/// Splits at anything but letters and digits, and where a capital follows a small letter.
fn split_camel(value: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut small = false;
    for c in value.chars() {
        let ends = !c.is_alphanumeric() || small && c.is_uppercase();
        if ends && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        small = c.is_lowercase();
        if c.is_alphanumeric() {
            match c {
                'a'..='z' | '0'..='9' => word.push(c),
                _ => word.extend(c.to_lowercase()),
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Whether a link goes to the page of an author.
pub(super) fn leads_to_author(dom: &Dom, node: NodeId) -> bool {
    let href = wording::cut(dom.attribute(node, "href").unwrap_or_default(), 300);
    let leads = TO_AUTHORS.find(href);
    leads.is_some_and(|step| step.end() < href.len())
}

/// Steps of an address above the pages of authors.
static TO_AUTHORS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let steps = [
        "/author/",
        "/authors/",
        "/autor/",
        "/autoren/",
        "/auteur/",
        "/contributor/",
        "/contributors/",
        "/writers/",
        "/by/",
    ];
    AhoCorasick::new(steps).expect("a few fixed words")
});
