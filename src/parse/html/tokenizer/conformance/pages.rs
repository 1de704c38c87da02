//! Our tree against html5ever's own, its tokenizer before the same tree builder, attributes and text included.
//!
//! Over the project's fixtures always, and over the development pages where they are at hand. Comments are
//! in neither; two texts that only a comment parts are one.

use std::io::{BufRead, BufReader};
use std::path::Path;

use html5ever::ParseOpts;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;

use super::super::Wanted;
use super::data;
use crate::limits::Limits;
use crate::parse::html::dom::{Dom, DomSink, NodeId};
use crate::parse::html::guard;

fn html5evers(html: &str) -> Dom {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    html5ever::parse_document(DomSink::new(StrTendril::new()), options).one(html)
}

/// Elements with their attributes, and texts, in document order, each with the place of its parent.
fn outline(dom: &Dom) -> Vec<(usize, String)> {
    let mut outline: Vec<(usize, String)> = Vec::new();
    // Place in the outline of the elements around, and whether the last line of each is a text.
    let mut around: Vec<(NodeId, usize)> = Vec::new();
    let mut last_text = None;
    for node in dom.descendants(dom.root()) {
        while around.last().is_some_and(|&(above, _)| dom.parent(node) != Some(above)) {
            around.pop();
        }
        let parent = around.last().map_or(0, |&(_, place)| place);
        if let Some(text) = dom.text(node) {
            match (last_text, outline.last_mut()) {
                (Some(before), Some((_, joined))) if before == parent => joined.push_str(text),
                _ => outline.push((parent, format!("\"{text}"))),
            }
            last_text = Some(parent);
        } else if let Some(name) = dom.qualified_name(node) {
            let attributes: Vec<_> = dom.qualified_attributes(node).collect();
            outline.push((parent, format!("<{name} {attributes:?}>")));
            around.push((node, outline.len()));
            last_text = None;
        }
    }
    outline
}

/// Where the trees of a page first differ.
fn difference(html: &str) -> Option<String> {
    let (ours, degraded) = guard::parse(html, &Limits::default(), Wanted::All);
    if !degraded.is_empty() {
        return Some(format!("{degraded:?}"));
    }
    let (ours, theirs) = (outline(&ours), outline(&html5evers(html)));
    let at = (0..ours.len().max(theirs.len())).find(|&at| ours.get(at) != theirs.get(at))?;
    Some(format!("line {at}: ours {:?}, html5ever's {:?}", ours.get(at), theirs.get(at)))
}

#[test]
fn fixtures_have_html5evers_tree() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages").read_dir().expect("fixtures");
    let mut compared = 0;
    for folder in pages {
        let bytes = std::fs::read(folder.expect("readable").path().join("source.html")).expect("a page");
        let html = String::from_utf8_lossy(&bytes);
        assert_eq!(difference(&html), None);
        assert_eq!(difference(&html.replace('\n', "\r\n")), None);
        compared += 1;
    }
    assert!(compared > 10);
}

#[test]
fn development_pages_have_html5evers_tree() {
    let Ok(file) = std::fs::File::open(data().join("wcxb-dev/pages.jsonl.zst")) else {
        eprintln!("the development pages are not here; set DEHUSK_DATA to the folder that holds wcxb-dev");
        return;
    };
    let mut decoder = zstd::Decoder::new(file).expect("zstd");
    // The archive needs a window of 128 MiB.
    decoder.window_log_max(27).expect("a window that zstd knows");
    let (mut compared, mut different) = (0, Vec::new());
    for line in BufReader::new(decoder).lines() {
        let page: serde_json::Value = serde_json::from_str(&line.expect("readable")).expect("JSON");
        compared += 1;
        if let Some(difference) = difference(page["html"].as_str().expect("a page")) {
            different.push(format!("{}: {difference}", page["id"]));
        }
    }
    println!("{compared} pages compared");
    assert!(different.is_empty(), "{} of {compared}:\n{}", different.len(), different.join("\n"));
    assert!(compared > 1_000);
}
