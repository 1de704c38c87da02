//! Texts as they are seen: those of elements, bounded, and where two words touch in the source alone.

use html5ever::{LocalName, local_name};

use super::{MOST_NODES, Walk};
use crate::metadata::element::is_inline;
use crate::metadata::{address, date, language, wording};
use crate::parse::html::{Dom, NodeId, Seam};

/// Whether the text behind a seam is another word than the line before it, whose last text begins at `last`. Letters do
/// not tell it of days: `<span>By Xu Li</span><span>6 Feb 2025</span><span>4 comments</span>`.
pub(super) fn are_apart(dom: &Dom, seam: Seam, line: &str, last: usize, text: &str) -> bool {
    if !line.ends_with(char::is_alphanumeric) || !text.starts_with(char::is_alphanumeric) {
        return seam.parts(dom, line, text);
    }
    let before = line[last..].trim_start();
    let is_day = || date::at_start(before, None).is_some_and(|(end, _)| end == before.len());
    let begins_day = || date::at_start(text, None).is_some();
    seam.parts(dom, line, text) || begins_day() || is_day()
}

/// What the root of a forum is called in addresses.
const FORUMS: [&str; 5] = ["board", "boards", "foren", "forum", "forums"];

/// The path of an address that may be written without its host. With a query it leads elsewhere than its path says.
fn path(href: &str) -> &str {
    let href = wording::cut(href.trim(), wording::SHORT);
    let rest = href.split_once("://").map_or(href, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    rest.split('#').next().unwrap_or(rest)
}

impl Walk<'_> {
    /// Nodes inside an element, as many as may be looked at.
    pub(super) fn inside(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        self.dom.descendants(node).take(MOST_NODES).take_while(|_| self.may_look())
    }

    /// Whether a hidden element is one for good. A script shows what holds the page's heading, and what React sent late.
    pub(super) fn stays_hidden(&self, node: NodeId, tag: &LocalName) -> bool {
        let is_late = self.dom.attribute(node, "id").is_some_and(|id| id.starts_with("S:"));
        let holds_heading = || self.inside(node).any(|inner| self.dom.is(inner, &local_name!("h1")));
        let is_page = *tag == local_name!("body") || *tag == local_name!("h1");
        !is_late && !is_page && self.dom.first_child(node).is_some() && !holds_heading()
    }

    fn may_look(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    /// Text of the first element inside with this `itemprop`.
    pub(super) fn property_in(&self, node: NodeId, property: &str) -> Option<String> {
        let inner = self.inside(node).find(|&inner| {
            self.dom
                .attribute(inner, "itemprop")
                .is_some_and(|name| name.split_ascii_whitespace().any(|name| name == property))
        })?;
        Some(self.dom.attribute(inner, "content").map_or_else(|| self.text_of(inner), str::to_owned))
    }

    /// The names along a trail of links.
    pub(super) fn links_in(&self, node: NodeId) -> Vec<String> {
        let links = self.inside(node).filter(|&inner| self.dom.is(inner, &local_name!("a")));
        // The first step is the front page, whatever it is called.
        let links = links.filter(|&link| !self.is_home(link) && !self.is_beside_trail(link, node));
        let links: Vec<NodeId> = links.take(16).collect();
        let first = usize::from(self.begins_at_index(&links));
        links[first..].iter().filter_map(|&link| wording::one_line(&self.text_of(link), 100)).collect()
    }

    /// Whether the first of these links leads to the index of a site, or to the root of its forum or of the page's
    /// language where all others lead below that. Any other root is a section: `/sport` above `/sport/tennis`.
    fn begins_at_index(&self, links: &[NodeId]) -> bool {
        let mut paths = links.iter().map(|&link| path(self.dom.attribute(link, "href").unwrap_or_default()));
        let Some(first) = paths.next() else { return false };
        let name = first.rsplit('/').next().unwrap_or(first);
        let is_index = ["index.php", "index.html", "index.htm"].contains(&name);
        let root = if is_index { &first[..first.len() - name.len()] } else { first }.trim_end_matches('/');
        let step = root.strip_prefix('/').unwrap_or(root);
        let is_language = || {
            let own = self.survey.language.as_deref().and_then(language::code);
            own.is_some() && language::code(step) == own
        };
        let is_below = |path: &str| path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
        let is_root = !step.contains('/') && (FORUMS.contains(&step) || is_language());
        is_index && matches!(root, "" | ".") || is_root && paths.len() > 0 && paths.all(is_below)
    }

    /// Whether a link in a trail stands in a part of it that is no step (`Edit this page`), or leads to the page before or
    /// behind: `« Previous`.
    fn is_beside_trail(&self, link: NodeId, trail: NodeId) -> bool {
        if self.text_of(link).trim_start().starts_with(['«', '‹', '←']) {
            return true;
        }
        let around = std::iter::successors(Some(link), |&inner| self.dom.parent(inner));
        around.take(5).take_while(|&around| around != trail).any(|around| {
            let class = self.dom.attribute(around, "class").unwrap_or_default();
            class
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| ["aside", "prev", "previous", "next"].contains(&word))
        })
    }

    /// Whether an element stands in the head of the page of a link, as Hacker News calls it; its lists have none.
    pub(super) fn is_in_item(&self, node: NodeId) -> bool {
        let mut around = std::iter::successors(self.dom.parent(node), |&inner| self.dom.parent(inner)).take(8);
        around.any(|around| self.dom.attribute(around, "class") == Some("fatitem"))
    }

    /// Whether a link leads to the front page.
    fn is_home(&self, link: NodeId) -> bool {
        let href = self.dom.attribute(link, "href").unwrap_or_default().trim();
        href == "/" || address::is_front(href)
    }

    /// Whether a heading is a link to the front page.
    pub(super) fn leads_home(&self, heading: NodeId) -> bool {
        let is_link = |&node: &NodeId| self.dom.is(node, &local_name!("a"));
        let around = self.dom.parent(heading).filter(is_link);
        let link = around.or_else(|| self.dom.descendants(heading).take(4).find(is_link));
        link.is_some_and(|link| self.is_home(link))
    }

    /// The text of an element as it is seen, bounded.
    pub(super) fn text_of(&self, node: NodeId) -> String {
        let mut text = String::new();
        let (mut boxed, mut seam, mut last) = (false, None, 0);
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
                Some(tag) if !is_inline(tag) => text.push(' '),
                Some(tag) => {
                    boxed = matches!(*tag, local_name!("span") | local_name!("time"));
                    seam = seam.or_else(|| Seam::before(self.dom, inner));
                }
                None => {
                    let own = wording::cut(self.dom.text(inner).unwrap_or_default(), wording::SHORT);
                    // Day, month and year in boxes of their own; a time behind a name.
                    let is_boxed = boxed && own.starts_with(|c: char| c.is_ascii_digit());
                    let is_apart = |seam| are_apart(self.dom, seam, &text, last, own);
                    if is_boxed && text.ends_with(char::is_alphanumeric) || seam.take().is_some_and(is_apart) {
                        text.push(' ');
                    }
                    (boxed, last) = (false, text.len());
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
