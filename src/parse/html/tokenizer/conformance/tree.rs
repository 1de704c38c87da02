//! html5lib's tree construction tests, through our tokenizer and our tree.
//!
//! Left out: fragments (a document is never one), runs with scripting on (it is always off), and in the
//! expected trees comments, processing instructions and doctypes, which our tree does not keep; and
//! `<selectedcontent>`, into which browsers copy the option that is chosen: a copy is no text of the page.

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};

use super::super::{Tokenizer, Wanted, line_feeds};
use super::tests;
use crate::parse::html::dom::{Dom, DomSink, NodeId};

/// A case: its input and the tree that it must give.
struct Case {
    data: String,
    tree: String,
    fragment: bool,
    scripting: bool,
}

fn cases(file: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for text in file.strip_prefix("#data\n").unwrap_or(file).split("\n\n#data\n") {
        let (data, rest) = text.split_once("\n#errors\n").or_else(|| text.split_once("#errors\n")).expect("errors");
        let (head, tree) = rest.split_once("#document\n").expect("a tree");
        cases.push(Case {
            data: data.to_owned(),
            tree: tree.trim_end_matches('\n').to_owned(),
            fragment: head.contains("#document-fragment"),
            scripting: head.contains("#script-on"),
        });
    }
    cases
}

fn parse(html: &str) -> Dom {
    let buffer = StrTendril::from_slice(&line_feeds(html));
    let builder = TreeBuilder::new(
        DomSink::new(buffer.clone()),
        TreeBuilderOpts { scripting_enabled: false, ..Default::default() },
    );
    Tokenizer::new(&buffer, &builder, Wanted::All, usize::MAX).run();
    builder.sink.finish()
}

/// The tree in the tests' own notation. A template's children stand one level deeper, below `content`.
fn write(dom: &Dom) -> String {
    let mut lines = Vec::new();
    let mut levels: Vec<(NodeId, usize)> = dom.children(dom.root()).map(|node| (node, 0)).collect();
    levels.reverse();
    while let Some((node, level)) = levels.pop() {
        let indent = " ".repeat(2 * level);
        if let Some(text) = dom.text(node) {
            lines.push(format!("| {indent}\"{text}\""));
            continue;
        }
        let Some(name) = dom.qualified_name(node) else { continue };
        lines.push(format!("| {indent}<{name}>"));
        let mut attributes: Vec<String> =
            dom.qualified_attributes(node).map(|(name, value)| format!("| {indent}  {name}=\"{value}\"")).collect();
        attributes.sort();
        lines.extend(attributes);
        let mut below = level + 1;
        if name == "template" {
            lines.push(format!("| {indent}  content"));
            below += 1;
        }
        let first = levels.len();
        levels.extend(dom.children(node).map(|child| (child, below)));
        levels[first..].reverse();
    }
    lines.join("\n")
}

/// An expected tree without what ours does not keep.
fn kept(tree: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut dropping = false;
    for line in tree.split('\n') {
        if line.starts_with("| ") {
            let content = line.trim_start_matches(['|', ' ']);
            dropping = content.starts_with("<!--") || content.starts_with("<!DOCTYPE") || content.starts_with("<?");
        }
        if !dropping {
            lines.push(line);
        }
    }
    lines.join("\n")
}

#[test]
fn html5lib_tree_construction_tests() {
    let Some(files) = tests("tree-construction") else { return };
    let (mut run, mut fragments, mut scripting, mut copies, mut failed) = (0, 0, 0, 0, Vec::new());
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "dat")) {
        let text = String::from_utf8_lossy(&std::fs::read(file).expect("readable")).into_owned();
        for case in cases(&text) {
            if case.fragment || case.scripting {
                fragments += usize::from(case.fragment);
                scripting += usize::from(case.scripting && !case.fragment);
                continue;
            }
            if case.data.contains("<selectedcontent>") {
                copies += 1;
                continue;
            }
            run += 1;
            let (got, want) = (write(&parse(&case.data)), kept(&case.tree));
            if got != want {
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                failed.push(format!("{name}: {:?}\nwant\n{want}\ngot\n{got}\n", case.data));
            }
        }
    }
    println!("{run} run, {fragments} fragments, {scripting} with scripting and {copies} with copied options left out");
    assert!(failed.is_empty(), "{} of {run} fail:\n{}", failed.len(), failed[..failed.len().min(20)].join("\n"));
    assert!(run > 1_000);
}
