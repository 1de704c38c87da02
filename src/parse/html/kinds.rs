//! What kind of page it says it is: `og:type`, the types of JSON-LD and microdata.

use html5ever::local_name;

use super::dom::{Dom, NodeId};

/// The kinds; kind i is bit i of [`crate::block::Document::kinds`]. Each with the types that say it, in
/// lower case: those of schema.org and, with a leading `og:`, those of Open Graph.
pub const KINDS: [(&str, &[&str]); 20] = [
    (
        "article",
        &[
            "article",
            "newsarticle",
            "reportagenewsarticle",
            "analysisnewsarticle",
            "opinionnewsarticle",
            "scholarlyarticle",
        ],
    ),
    ("blog post", &["blogposting", "liveblogposting", "socialmediaposting"]),
    ("documentation", &["techarticle", "apireference", "howto", "softwaresourcecode"]),
    ("forum thread", &["discussionforumposting", "qapage", "question", "comment", "answer"]),
    ("product", &["product", "productgroup", "individualproduct", "offer", "aggregateoffer"]),
    ("recipe", &["recipe"]),
    ("event", &["event", "musicevent", "educationevent"]),
    ("job", &["jobposting"]),
    ("video", &["videoobject"]),
    ("review", &["review", "aggregaterating", "rating"]),
    ("questions", &["faqpage"]),
    ("list", &["itemlist", "collectionpage", "searchresultspage", "offercatalog"]),
    ("blog", &["blog"]),
    ("about", &["aboutpage", "contactpage", "profilepage"]),
    ("business", &["localbusiness", "service", "professionalservice", "store", "restaurant", "medicalbusiness"]),
    ("software", &["softwareapplication", "webapplication", "mobileapplication"]),
    ("course", &["course", "book", "movie", "creativework"]),
    ("og article", &["og:article", "og:blog", "og:news"]),
    ("og product", &["og:product", "og:product.item", "og:og:product"]),
    ("og website", &["og:website"]),
];

/// Types read of one page.
const MOST_TYPES: usize = 500;

/// The kinds that a page says it is.
pub(super) fn kinds(dom: &Dom) -> u32 {
    let mut kinds = 0;
    let mut seen = 0;
    for &node in dom.telling() {
        if seen > MOST_TYPES {
            break;
        }
        let Some(tag) = dom.tag(node).filter(|_| dom.is_attached(node)) else { continue };
        if *tag == local_name!("meta") {
            if dom.attribute(node, "property").or_else(|| dom.attribute(node, "name")) == Some("og:type") {
                let content = dom.attribute(node, "content").unwrap_or_default().trim();
                kinds |= bit(&format!("og:{}", content.to_ascii_lowercase()));
                seen += 1;
            }
        } else if *tag == local_name!("script") {
            if dom.attribute(node, "type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json")) {
                kinds |= linked_data(dom, node, &mut seen);
            }
        } else if let Some(kind) = dom.interned_attribute(node, &local_name!("itemtype")) {
            kinds |=
                kind.split_ascii_whitespace().map(|kind| bit(&last(kind).to_ascii_lowercase())).fold(0, |a, b| a | b);
            seen += 1;
        }
    }
    kinds
}

/// The types named in a script of JSON-LD, well-formed or not.
fn linked_data(dom: &Dom, script: NodeId, seen: &mut usize) -> u32 {
    let mut kinds = 0;
    for text in dom.children(script).filter_map(|node| dom.text(node)) {
        for at in memchr::memmem::find_iter(text.as_bytes(), b"\"@type\"").take(MOST_TYPES) {
            *seen += 1;
            let value = text[at + 7..].trim_start().strip_prefix(':').unwrap_or_default().trim_start();
            // One type, or a list of them.
            let list = value.starts_with('[');
            let end = value.find(if list { ']' } else { ',' }).unwrap_or(value.len()).min(200);
            let end = value.floor_char_boundary(end);
            let names = value[..end].split('"').skip(1).step_by(2).take(if list { 5 } else { 1 });
            kinds |= names.map(|name| bit(&last(name).to_ascii_lowercase())).fold(0, |a, b| a | b);
        }
    }
    kinds
}

/// `Product` of `http://schema.org/Product` and `schema:Product`.
fn last(name: &str) -> &str {
    name.rsplit(['/', '#', ':']).next().unwrap_or(name)
}

fn bit(kind: &str) -> u32 {
    KINDS.iter().position(|(_, types)| types.contains(&kind)).map_or(0, |at| 1 << at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::html::dom_of;

    fn said(html: &str) -> Vec<&'static str> {
        let kinds = kinds(&dom_of(html));
        (0..KINDS.len()).filter(|&at| kinds & (1 << at) != 0).map(|at| KINDS[at].0).collect()
    }

    #[test]
    fn every_way_of_saying_it() {
        assert_eq!(said("<meta property='og:type' content='Article'>"), ["og article"]);
        assert_eq!(said("<div itemscope itemtype='https://schema.org/Product'>"), ["product"]);
        let json = r#"<script type="application/ld+json">{"@graph": [{"@type": ["WebPage", "FAQPage"]}, {"@type":"NewsArticle"}]}</script>"#;
        assert_eq!(said(json), ["article", "questions"]);
        assert_eq!(said("<script type=application/ld+json>{\"@type\":</script><p>x"), Vec::<&str>::new());
    }
}
