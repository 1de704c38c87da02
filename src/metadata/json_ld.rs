//! What a page says about itself in JSON-LD (`<script type="application/ld+json">`).
//!
//! Read forgivingly, since nobody's browser ever complains about it: comments and CDATA marks around the
//! JSON, raw control characters in its strings and trailing commas are overlooked.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::wording::{self, squash};

/// Objects read of one page; a page has a few dozen.
const MOST_NODES: usize = 4_096;

/// The page's own node, and what stands beside it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Linked {
    /// `headline`, or `name`.
    pub headline: Option<String>,
    /// Names of persons and organisations; bylines untouched.
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub description: Option<String>,
    pub sitename: Option<String>,
    pub url: Option<String>,
    pub sections: Vec<String>,
    pub keywords: Vec<String>,
    pub language: Option<String>,
    pub license: Option<String>,
    /// `datePublished` of the page's own node, where the page is not itself the written piece.
    pub page_published: Option<String>,
    /// Names along the breadcrumb trail, home first.
    pub trail: Vec<String>,
    /// The node is a written piece (an article, a post, a recipe), not a page or a product.
    pub is_article: bool,
    /// The node's day of publication is the page's: it is a written piece, or something else that stands for itself.
    pub is_dated: bool,
    /// The node is something that is offered or takes place; the dates beside it are not those of a publication.
    pub is_offer: bool,
    /// The page is said to be a list of others.
    pub is_listing: bool,
}

type Node = Map<String, Value>;

/// Reads the page's scripts. Among several nodes the one is taken that is the most like an article, and among
/// these the one whose address or headline is the page's.
pub(super) fn read(scripts: &[String], page_url: Option<&str>, page_title: &str) -> Linked {
    let roots: Vec<Value> = scripts.iter().filter_map(|script| forgiving(script)).collect();
    let nodes = nodes(&roots);
    let by_id: BTreeMap<&str, &Node> = nodes
        .iter()
        .filter(|node| node.len() > 1)
        .filter_map(|&node| Some((node.get("@id")?.as_str()?, node)))
        .collect();
    let title = squash(page_title);
    let main = nodes
        .iter()
        .enumerate()
        .filter_map(|(place, node)| {
            Some((rank(node)?, is_here(node, page_url, &title), std::cmp::Reverse(place), *node))
        })
        .max_by_key(|&(rank, here, place, _)| (rank >= ARTICLE, here, rank, place))
        .map(|(rank, _, _, node)| (rank, node));
    let mut linked = main.map(|(rank, node)| of_node(node, rank, &by_id)).unwrap_or_default();
    let lists = |node: &Node| ["CollectionPage", "SearchResultsPage"].iter().any(|name| has_type(node, name));
    // A list beside something else is one of what else there is to see.
    linked.is_listing = match main {
        Some((_, node)) => lists(node),
        None => nodes.iter().any(|node| has_type(node, "ItemList")),
    };
    linked.trail = trail(&nodes);
    linked.page_published =
        nodes.iter().filter(|node| rank(node).is_some()).find_map(|node| text(node.get("datePublished")?));
    if linked.sitename.is_none() {
        linked.sitename = nodes.iter().find(|node| has_type(node, "WebSite")).and_then(|node| text(node.get("name")?));
    }
    if linked.language.is_none() {
        linked.language = nodes.iter().find_map(|node| text(node.get("inLanguage")?));
    }
    linked
}

/// Parses JSON that may be wrapped or slightly broken.
fn forgiving(script: &str) -> Option<Value> {
    let mut json = script.trim().trim_start_matches('\u{feff}');
    for wrap in ["<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "<![CDATA["] {
        json = json.strip_prefix(wrap).unwrap_or(json).trim_start();
    }
    for wrap in ["-->", "//]]>", "// ]]>", "/*]]>*/", "]]>", ";"] {
        json = json.strip_suffix(wrap).unwrap_or(json).trim_end();
    }
    serde_json::from_str(json).or_else(|_| serde_json::from_str(&mended(json))).ok()
}

/// The JSON with control characters in strings turned to spaces, and without commas before a closing bracket.
fn mended(json: &str) -> String {
    let mut mended = String::with_capacity(json.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in json.chars() {
        if quoted {
            quoted = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
            mended.push(if c.is_control() { ' ' } else { c });
            continue;
        }
        if matches!(c, '}' | ']') && mended.trim_end().ends_with(',') {
            let end = mended.trim_end().len() - 1;
            mended.truncate(end);
        }
        quoted = c == '"';
        mended.push(c);
    }
    mended
}

/// The objects that describe the page or something on it, in order: roots, arrays, `@graph`, main entities.
fn nodes(roots: &[Value]) -> Vec<&Node> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Value> = roots.iter().rev().collect();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(values) => waiting.extend(values.iter().rev()),
            Value::Object(node) => {
                found.push(node);
                waiting.extend(["mainEntityOfPage", "mainEntity", "@graph"].iter().filter_map(|key| node.get(*key)));
            }
            _ => {}
        }
        if found.len() == MOST_NODES {
            break;
        }
    }
    found
}

/// From this rank on a node is a written piece.
const ARTICLE: u8 = 3;

/// How much a node of this type can tell about the page; `None` for what is beside it.
fn rank(node: &Node) -> Option<u8> {
    types(node).filter_map(rank_of_type).max()
}

fn rank_of_type(name: &str) -> Option<u8> {
    let rank = match name {
        "DiscussionForumPosting" | "SocialMediaPosting" | "BlogPosting" | "LiveBlogPosting" | "Posting" => 5,
        "Recipe" | "HowTo" | "Report" | "Question" | "Thesis" | "Chapter" => 4,
        "Review" | "CreativeWork" | "Book" | "Guide" | "VideoObject" | "PodcastEpisode" | "Movie" => 3,
        "Product" | "ProductGroup" | "Event" | "Course" | "JobPosting" | "SoftwareApplication" | "Dataset" => 2,
        _ if name.ends_with("Article") => 5,
        _ if name.ends_with("Page") => 1,
        _ => return None,
    };
    // A video beside an article is not the page; alone it may be.
    Some(if name == "VideoObject" { 2 } else { rank })
}

/// Names of the node's types, without a vocabulary's address in front.
fn types(node: &Node) -> impl Iterator<Item = &str> {
    let names: &[Value] = match node.get("@type") {
        Some(Value::Array(names)) => names,
        Some(name) => std::slice::from_ref(name),
        None => &[],
    };
    names.iter().filter_map(Value::as_str).map(|name| name.rsplit(['/', '#', ':']).next().unwrap_or(name))
}

fn has_type(node: &Node, name: &str) -> bool {
    types(node).any(|known| known == name)
}

/// How surely the node is about this page: 2 by its address, 1 by its headline.
fn is_here(node: &Node, page_url: Option<&str>, title: &str) -> u8 {
    let addresses = ["url", "@id", "mainEntityOfPage"].iter().filter_map(|key| address(node.get(*key)?));
    if page_url.is_some_and(|page| addresses.into_iter().any(|url| same_page(&url, page))) {
        return 2;
    }
    let headline = ["headline", "name"].iter().find_map(|key| text(node.get(*key)?)).map(|text| squash(&text));
    headline.is_some_and(|headline| !headline.is_empty() && title.contains(&headline)).into()
}

fn same_page(a: &str, b: &str) -> bool {
    fn bare(url: &str) -> &str {
        let url = url.split(['#', '?']).next().unwrap_or(url);
        url.split_once("://").map_or(url, |(_, rest)| rest).trim_start_matches("www.").trim_end_matches('/')
    }
    bare(a) == bare(b)
}

fn of_node(node: &Node, rank: u8, by_id: &BTreeMap<&str, &Node>) -> Linked {
    let get = |keys: &[&str]| keys.iter().find_map(|key| text(node.get(*key)?));
    Linked {
        headline: get(&["headline", "name"]),
        authors: people(node, by_id),
        published: get(&["datePublished", "dateCreated", "uploadDate", "datePosted"]),
        modified: get(&["dateModified"]),
        description: get(&["description", "abstract"]),
        sitename: node.get("publisher").and_then(|publisher| name_of(publisher, by_id)),
        url: ["url", "mainEntityOfPage", "@id"].iter().find_map(|key| address(node.get(*key)?)),
        sections: node.get("articleSection").map(texts).unwrap_or_default(),
        keywords: node.get("keywords").map(texts).unwrap_or_default(),
        language: get(&["inLanguage"]),
        license: node.get("license").and_then(address),
        page_published: None,
        trail: Vec::new(),
        is_article: rank >= ARTICLE,
        is_dated: rank >= ARTICLE || ["JobPosting", "SoftwareApplication"].iter().any(|name| has_type(node, name)),
        is_offer: ["Product", "ProductGroup", "Event", "Course"].iter().any(|name| has_type(node, name)),
        is_listing: false,
    }
}

/// Names of those who wrote it; organisations only where no person did.
fn people(node: &Node, by_id: &BTreeMap<&str, &Node>) -> Vec<String> {
    for key in ["author", "creator"] {
        let values: &[Value] = match node.get(key) {
            Some(Value::Array(values)) => values,
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        let named = values.iter().flat_map(|value| {
            let names = names_of(value, by_id);
            let is_firm = is_organisation(value, by_id);
            names.into_iter().map(move |name| (name, is_firm))
        });
        let mut named: Vec<(String, bool)> = named.collect();
        if named.iter().any(|(_, is_firm)| !is_firm) {
            named.retain(|(_, is_firm)| !is_firm);
        }
        if !named.is_empty() {
            return named.into_iter().map(|(name, _)| name).collect();
        }
    }
    Vec::new()
}

/// The names of an author: mostly one, but some write `"name": ["Jane Doe", "John Roe"]`.
fn names_of(value: &Value, by_id: &BTreeMap<&str, &Node>) -> Vec<String> {
    match value.as_object().and_then(|node| node.get("name")) {
        Some(Value::Array(names)) if names.iter().all(Value::is_string) => names.iter().filter_map(text).collect(),
        _ => name_of(value, by_id).into_iter().collect(),
    }
}

fn is_organisation(value: &Value, by_id: &BTreeMap<&str, &Node>) -> bool {
    let Some(node) = value.as_object() else { return false };
    let named = node.get("@id").and_then(Value::as_str).and_then(|id| by_id.get(id).copied());
    [Some(node), named].into_iter().flatten().flat_map(types).any(|kind| kind.ends_with("Organization"))
}

/// The name of a person or an organisation, given as text, as an object, or by reference to another node.
fn name_of(value: &Value, by_id: &BTreeMap<&str, &Node>) -> Option<String> {
    let node = match value {
        Value::Array(values) => {
            return values.first().filter(|first| !first.is_array()).and_then(|first| name_of(first, by_id));
        }
        Value::Object(node) => node,
        other => return text(other),
    };
    let own = node.get("name").and_then(text);
    own.or_else(|| text(by_id.get(node.get("@id")?.as_str()?)?.get("name")?))
}

/// A text, the first of several, or the value of a language-tagged one.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => wording::one_line(text, wording::LONG),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().find_map(|value| wording::one_line(value.as_str()?, wording::LONG)),
        Value::Object(node) => {
            wording::one_line(node.get("@value").or_else(|| node.get("name"))?.as_str()?, wording::LONG)
        }
        Value::Null | Value::Bool(_) => None,
    }
}

/// The entries of a list, or of a text with commas.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(text).collect(),
        other => text(other).map(|text| super::fields::split_list(&text)).unwrap_or_default(),
    }
}

/// An address, given as text or as a node's `@id` or `url`.
fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(url) => Some(url.clone()),
        Value::Object(node) => node.get("@id").or_else(|| node.get("url"))?.as_str().map(str::to_owned),
        _ => None,
    }
}

/// Names of the first breadcrumb list, without the page itself (the last).
fn trail(nodes: &[&Node]) -> Vec<String> {
    let items = nodes.iter().find_map(|node| {
        let list = if has_type(node, "BreadcrumbList") { node.get("itemListElement") } else { None };
        list.or_else(|| node.get("breadcrumb")?.as_object()?.get("itemListElement"))?.as_array()
    });
    let name = |item: &Value| {
        let item = item.as_object()?;
        item.get("name").and_then(text).or_else(|| text(item.get("item")?.as_object()?.get("name")?))
    };
    let mut names: Vec<String> = items.into_iter().flatten().take(wording::LIST).filter_map(name).collect();
    names.pop();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(script: &str) -> Linked {
        read(&[script.to_owned()], Some("https://example.org/tea"), "Tea at sea - Example")
    }

    #[test]
    fn an_article_is_read() {
        let linked = linked(
            r#"{"@context":"https://schema.org","@type":"NewsArticle","headline":"Tea at sea","author":[{"@type":"Person","name":"Jane Doe"},"John Roe"],
            "datePublished":"2025-02-06","dateModified":"2025-02-07","publisher":{"name":"Example"},"articleSection":"Travel","keywords":"tea, sea"}"#,
        );
        assert_eq!(linked.headline.as_deref(), Some("Tea at sea"));
        assert_eq!(linked.authors, ["Jane Doe", "John Roe"]);
        assert_eq!(linked.published.as_deref(), Some("2025-02-06"));
        assert_eq!(linked.modified.as_deref(), Some("2025-02-07"));
        assert_eq!(linked.sitename.as_deref(), Some("Example"));
        assert_eq!(linked.sections, ["Travel"]);
        assert_eq!(linked.keywords, ["tea", "sea"]);
        assert!(linked.is_article);
    }

    #[test]
    fn references_inside_a_graph_are_followed() {
        let linked = linked(
            r##"{"@graph":[{"@type":"WebSite","name":"Example"},
            {"@type":"Article","headline":"Tea at sea","author":{"@id":"#jane"},"publisher":{"@id":"#house"}},
            {"@type":"Person","@id":"#jane","name":"Jane Doe"},{"@type":"Organization","@id":"#house","name":"Example House"},
            {"@type":"BreadcrumbList","itemListElement":[{"name":"Home"},{"item":{"name":"Travel"}},{"name":"Tea at sea"}]}]}"##,
        );
        assert_eq!(linked.authors, ["Jane Doe"]);
        assert_eq!(linked.sitename.as_deref(), Some("Example House"));
        assert_eq!(linked.trail, ["Home", "Travel"]);
    }

    #[test]
    fn of_several_articles_the_pages_own_is_taken() {
        let linked = linked(
            r#"[{"@type":"Article","headline":"Coffee ashore","url":"https://example.org/coffee"},
            {"@type":"Article","headline":"Tea","mainEntityOfPage":{"@id":"https://www.example.org/tea/"}}]"#,
        );
        assert_eq!(linked.headline.as_deref(), Some("Tea"));
    }

    #[test]
    fn broken_json_is_mended() {
        for script in [
            "//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"Tea at sea\",}\n//]]>",
            "<!-- {\"@type\":\"Article\",\"headline\":\"Tea\nat\tsea\"} -->",
            "{\"@type\":[\"Article\",],\"headline\":\"Tea at sea\"};",
            "{\"@type\":\"http://schema.org/Article\",\"headline\":\"Tea at &quot;sea&quot;\"}",
        ] {
            let headline = linked(script).headline.unwrap_or_default();
            assert_eq!(headline.replace('"', ""), "Tea at sea", "{script}");
        }
        assert_eq!(linked("{\"@type\":"), Linked::default());
        assert_eq!(linked(&"[".repeat(100_000)), Linked::default());
        assert_eq!(linked(&",".repeat(100_000)), Linked::default());
    }
}
