//! What a page describes itself, or the thing that it is about, by: its meta tags, and JSON-LD.

use markup5ever::local_name;

use super::dom::{Dom, NodeId};

/// Descriptions read of one page.
const MOST: usize = 8;
/// Bytes that are read of one.
const BYTES: usize = 4_000;
/// Bytes of the shortest that tells something.
const LEAST: usize = 20;

/// Names of meta tags that hold one.
const NAMES: [&str; 3] = ["description", "og:description", "twitter:description"];

/// The descriptions of a page, each of them once, as text.
pub(super) fn descriptions(dom: &Dom) -> Vec<String> {
    let mut found = Vec::new();
    for &node in dom.telling() {
        let Some(tag) = dom.tag(node).filter(|_| dom.is_attached(node)) else { continue };
        if *tag == local_name!("meta") {
            let name = dom.attribute(node, "property").or_else(|| dom.attribute(node, "name")).unwrap_or_default();
            if NAMES.iter().any(|known| known.eq_ignore_ascii_case(name.trim())) {
                add(&mut found, dom.attribute(node, "content").unwrap_or_default());
            }
        } else if *tag == local_name!("script")
            && dom.attribute(node, "type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
        {
            linked_data(dom, node, &mut found);
        }
    }
    found
}

/// The descriptions in a script of JSON-LD, well-formed or not.
fn linked_data(dom: &Dom, script: NodeId, found: &mut Vec<String>) {
    const KEY: &str = "\"description\"";
    for text in dom.children(script).filter_map(|node| dom.text(node)) {
        for at in memchr::memmem::find_iter(text.as_bytes(), KEY) {
            if found.len() == MOST {
                return;
            }
            let value = text[at + KEY.len()..].trim_start().strip_prefix(':').unwrap_or_default().trim_start();
            let Some(value) = value.strip_prefix('"') else { continue };
            let value = &value[..value.floor_char_boundary(BYTES)];
            let mut escaped = false;
            let end = value.bytes().position(|byte| {
                let ends = byte == b'"' && !escaped;
                escaped = byte == b'\\' && !escaped;
                ends
            });
            let written = &value[..end.unwrap_or(value.len())];
            let read = serde_json::from_str::<String>(&format!("\"{written}\""));
            add(found, read.as_deref().unwrap_or(written));
        }
    }
}

/// Adds a description without the tags that it may hold.
fn add(found: &mut Vec<String>, text: &str) {
    let text = &text[..text.floor_char_boundary(BYTES)];
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        bare.push_str(before);
        bare.push(' ');
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    if bare.len() >= LEAST && found.len() < MOST && !found.contains(&bare) {
        found.push(bare);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::parse::html::{Selectors, parse};

    #[test]
    fn wherever_a_page_describes_itself() {
        let html = r#"<meta name=Description content="How the mill by the river burned."><meta property=og:description
            content="How the mill by the river burned."><script type=application/ld+json>{"@type": "Product",
            "description" : "A <b>wheel</b> of oak, \"dry\" for ten years", "offers": {"description": "short"},
            "more": {"description": {"x": 1}}</script>"#;
        let page = parse(html, &Selectors::default(), &Limits::default());
        let expected = ["How the mill by the river burned.", "A  wheel  of oak, \"dry\" for ten years"];
        assert_eq!(page.document.descriptions, expected);
        let broken = "<script type=application/ld+json>{\"description\": \"What nobody ends, and \\q it goes on";
        assert_eq!(descriptions(&parse(broken, &Selectors::default(), &Limits::default()).dom).len(), 1);
    }
}
