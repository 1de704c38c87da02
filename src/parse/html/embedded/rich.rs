//! Texts that a program keeps as a tree of its own, the editors' way:
//! `{"type": "paragraph", "children": [{"text": "It "}, {"type": "link", "children": [{"text": "rained"}]}]}`.

use std::borrow::Cow;

use super::json::{Id, Json, Kind};
use super::prose::Draft;

/// Keys under which a node says what it is.
const TYPES: [&str; 5] = ["type", "nodeType", "_type", "tag", "tagName"];

/// Keys under which a node holds text.
const TEXTS: [&str; 5] = ["text", "value", "data", "content", "insert"];

/// What a node becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// An element that parts text.
    Block(&'static str),
    /// A line end.
    Break,
    /// Nothing: a picture, a player.
    Nothing,
    /// Text flows through it.
    Inline,
}

fn part(json: &Json<'_>, id: Id) -> Part {
    let Some(said) = TYPES.iter().find_map(|key| json.get(id, key)) else { return Part::Inline };
    let name: String = json
        .raw(said)
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .take(24)
        .map(|b| b.to_ascii_lowercase() as char)
        .collect();
    match &*name {
        "p" | "paragraph" | "block" | "textblock" => Part::Block("p"),
        "h1" | "heading1" | "headingone" => Part::Block("h1"),
        "h2" | "heading2" | "headingtwo" | "heading" | "header" => Part::Block("h2"),
        "h3" | "heading3" | "headingthree" => Part::Block("h3"),
        "h4" | "h5" | "h6" | "heading4" | "heading5" | "heading6" | "headingfour" | "headingfive" | "headingsix" => {
            Part::Block("h4")
        }
        "ul" | "list" | "bulletlist" | "unorderedlist" | "bulletedlist" => Part::Block("ul"),
        "ol" | "orderedlist" | "numberedlist" => Part::Block("ol"),
        "li" | "listitem" => Part::Block("li"),
        "blockquote" | "quote" => Part::Block("blockquote"),
        "pre" | "codeblock" => Part::Block("pre"),
        "br" | "hardbreak" | "linebreak" => Part::Break,
        "img" | "image" | "figure" | "video" | "embed" | "iframe" | "script" | "style" | "embeddedassetblock" => {
            Part::Nothing
        }
        _ => Part::Inline,
    }
}

/// Whether an object is a paragraph, a heading, a list of such a tree.
pub(super) fn is_block(json: &Json<'_>, id: Id) -> bool {
    matches!(part(json, id), Part::Block(_)) && json.children(id).any(|child| json.kind(child) != Kind::Text)
}

/// All text of a node, to count it.
pub(super) fn text(json: &Json<'_>, id: Id) -> String {
    let pieces = (id..json.end(id)).filter_map(|id| piece(json, id));
    pieces.fold(String::new(), |all, piece| all + &piece + " ")
}

/// Adds a node to a draft.
pub(super) fn write(json: &Json<'_>, id: Id, draft: &mut Draft) {
    let mut open: Vec<(Id, &'static str)> = Vec::new();
    let mut passed = id;
    for at in id..json.end(id) {
        while let Some((_, tag)) = open.pop_if(|(end, _)| *end <= at) {
            draft.close(tag);
        }
        if at < passed {
            continue;
        }
        if let Some(piece) = piece(json, at) {
            draft.escape(&piece);
        } else if json.kind(at) == Kind::Object {
            match part(json, at) {
                Part::Block(tag) => {
                    draft.open(tag);
                    open.push((json.end(at), tag));
                }
                Part::Break => draft.open("br"),
                Part::Nothing => passed = json.end(at),
                Part::Inline => {}
            }
        }
    }
    while let Some((_, tag)) = open.pop() {
        draft.close(tag);
    }
}

fn piece<'a>(json: &Json<'a>, id: Id) -> Option<Cow<'a, str>> {
    (json.kind(id) == Kind::Text && TEXTS.contains(&json.key(id))).then(|| json.text(id))
}
