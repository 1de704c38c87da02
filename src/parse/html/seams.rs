//! Where words meet that stand side by side on the screen and touch in the source.
//!
//! Style sheets put room between elements where the source has none: `<span>Price</span><span>12</span>` is read as two
//! words, and `<a href=/oak>Oak</a><a href=/elm>Elm</a>` as two links. Others cut a word in two: word processors where its
//! style changes, authors for a drop cap. What the elements are tells which it is, and if that does not, the letters do.

use super::dom::{Dom, NodeId};
use super::says::rules;
use super::tags::{Role, UNKNOWN, lookup};

/// What stands between the last text and the next one without being white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seam {
    /// The border between this element and the one that ended right before it.
    Elements(NodeId),
    /// A picture.
    Picture,
}

/// Letters that a word needs for its end or its beginning to be told from a piece of one: `H` `2` `O`, `10` `kg`.
const WORD: usize = 3;

/// Elements that are looked at around or inside one, at most.
const NESTED: usize = 8;

/// Bytes of a class or a style that are looked at: those of an element around many are read for each of them.
const VALUE: usize = 512;

/// Classes by which the style sheets that many sites share put elements beside one another: Bootstrap, Tailwind and those
/// like them.
const APART: [&str; 14] = [
    "block",
    "d-block",
    "d-flex",
    "d-grid",
    "d-inline-block",
    "flex",
    "float-left",
    "float-right",
    "grid",
    "inline-block",
    "inline-flex",
    "justify-between",
    "pull-right",
    "table-cell",
];

impl Seam {
    /// The seam in front of an element that text flows through.
    pub(crate) fn before(dom: &Dom, node: NodeId) -> Option<Seam> {
        let before = dom.previous_sibling(node)?;
        dom.tag(before).map(|_| Seam::Elements(node))
    }

    /// Whether the text after the seam is another word than the text before it.
    pub(crate) fn parts(self, dom: &Dom, left: &str, right: &str) -> bool {
        let (Some(last), Some(first)) = (left.chars().next_back(), right.chars().next()) else { return false };
        if !first.is_alphanumeric() {
            return false;
        }
        let ends_sentence = matches!(last, '.' | '!' | '?' | ':' | ';' | ',' | ')' | '%');
        if !last.is_alphanumeric() && !ends_sentence {
            return false;
        }
        match self {
            Seam::Picture => !ends_sentence,
            Seam::Elements(node) if is_code(dom, node) => false,
            Seam::Elements(node) => {
                let Some(before) = element_before(dom, node) else { return false };
                let (last_inside, first_inside) = (|around| dom.last_child(around), |around| dom.first_child(around));
                match (Side::of(dom, before, last_inside), Side::of(dom, node, first_inside)) {
                    (Side::Other, _) | (_, Side::Other) => false,
                    (before, after) if before.are_apart(&after) => true,
                    _ if is_put_apart(dom, node, before) => true,
                    _ => !ends_sentence && are_words(left, right),
                }
            }
        }
    }
}

/// The element that ends right before this one; what is never seen may stand between them.
fn element_before(dom: &Dom, node: NodeId) -> Option<NodeId> {
    let before = std::iter::successors(dom.previous_sibling(node), |&before| dom.previous_sibling(before));
    let is_seen = |&before: &NodeId| dom.tag(before).is_none_or(|tag| lookup(tag).1 != Role::Unseen);
    before.take(NESTED).find(is_seen).filter(|&before| dom.tag(before).is_some())
}

/// What an element beside a seam is.
enum Side<'d> {
    /// A link, with where it leads.
    Link(&'d str),
    /// A thing of its own: what else touches it is another.
    Thing,
    /// A thing beside others of its kind, and else a part of its line.
    Label,
    /// May be a part of a word.
    Piece,
    /// No part of a line of words: a raised number, a reading aid, a formula.
    Other,
}

impl<'d> Side<'d> {
    /// What an element is, or what in it touches the seam, where that is a thing of its own.
    fn of(dom: &'d Dom, node: NodeId, inside: impl Fn(NodeId) -> Option<NodeId>) -> Side<'d> {
        let touching = std::iter::successors(Some(node), |&around| inside(around)).take(NESTED);
        let is_thing = |&node: &NodeId| matches!(Side::alone(dom, node), Side::Thing);
        if touching.take_while(|&node| dom.tag(node).is_some()).any(|node| is_thing(&node)) {
            return Side::Thing;
        }
        Side::alone(dom, node)
    }

    fn alone(dom: &'d Dom, node: NodeId) -> Side<'d> {
        let Some(name) = dom.tag(node) else { return Side::Other };
        match lookup(name) {
            // A field of a record.
            (_, Role::Inline | Role::Link | Role::Strong) if dom.attribute(node, "itemprop").is_some() => Side::Thing,
            ("span", _) if is_read_aloud(dom, node) => Side::Thing,
            ("a", _) => dom.attribute(node, "href").map_or(Side::Piece, Side::Link),
            ("time", _) => Side::Thing,
            // Made up by the page: a component, not a style.
            (UNKNOWN, _) if name.contains('-') && !name.contains(':') => Side::Thing,
            ("code" | "kbd" | "label" | "samp", _) => Side::Label,
            ("sub" | "sup" | "ruby" | "math" | "wbr" | "slot" | "picture" | "tt" | "var", _) => Side::Other,
            (UNKNOWN, _) => Side::Other,
            (_, Role::Inline | Role::Strong) => Side::Piece,
            _ => Side::Other,
        }
    }

    fn are_apart(&self, after: &Side) -> bool {
        match (self, after) {
            (Side::Thing, _) | (_, Side::Thing) | (Side::Label, Side::Label) => true,
            // A link that is cut in two leads to one place.
            (Side::Link(one), Side::Link(other)) => one != other,
            _ => false,
        }
    }
}

/// Whether an element is there for those who do not see the page, which takes it out of its line.
fn is_read_aloud(dom: &Dom, node: NodeId) -> bool {
    classes(dom, node)
        .any(|class| matches!(class, "sr-only" | "visually-hidden" | "visuallyhidden" | "screen-reader-text"))
}

/// The value of an attribute, as far as it is looked at.
fn value<'d>(dom: &'d Dom, node: NodeId, name: &str) -> &'d str {
    let value = dom.attribute(node, name).unwrap_or_default();
    &value[..value.floor_char_boundary(VALUE)]
}

fn classes(dom: &Dom, node: NodeId) -> impl Iterator<Item = &str> {
    value(dom, node, "class").split_ascii_whitespace()
}

/// Whether classes or styles of the elements, or of the one around them, put room between them.
fn is_put_apart(dom: &Dom, node: NodeId, before: NodeId) -> bool {
    let class = |node: NodeId| classes(dom, node);
    let styled = |node: NodeId| {
        rules(value(dom, node, "style")).any(|(property, value)| match property {
            _ if property.eq_ignore_ascii_case("display") => {
                ["block", "flex", "grid", "inline-block", "inline-flex", "table-cell"]
                    .iter()
                    .any(|display| value.eq_ignore_ascii_case(display))
            }
            _ => property.eq_ignore_ascii_case("float") && !value.eq_ignore_ascii_case("none"),
        })
    };
    let around = dom.parent(node);
    let is_flex = |around: NodeId| {
        class(around).any(|class| {
            matches!(class, "d-flex" | "d-grid" | "flex" | "grid" | "inline-flex" | "justify-between")
                || class.starts_with("gap-")
                || class.starts_with("space-x-")
        })
    };
    let is_apart = |node: NodeId| class(node).any(|class| APART.contains(&class)) || styled(node);
    ([before, node].into_iter().any(is_apart) || around.is_some_and(is_flex)) && !is_letter(dom, before)
}

/// Whether an element holds one letter, as a drop cap does, which is floated, too.
fn is_letter(dom: &Dom, node: NodeId) -> bool {
    let mut letters = 0;
    for (at, inside) in dom.descendants(node).enumerate() {
        letters += dom.text(inside).map_or(0, |text| text.chars().filter(|c| c.is_alphanumeric()).take(2).count());
        if letters > 1 || at >= NESTED {
            return false;
        }
    }
    true
}

/// Whether an element stands in code that is written in a line of text.
fn is_code(dom: &Dom, node: NodeId) -> bool {
    let around = std::iter::successors(dom.parent(node), |&around| dom.parent(around)).take(NESTED);
    around.filter_map(|around| dom.tag(around)).any(|name| matches!(&**name, "code" | "kbd" | "samp" | "tt" | "var"))
}

/// Whether the letters say that one word ends and another begins: `HayterSales`, `Stars187`, `99Vat`.
fn are_words(left: &str, right: &str) -> bool {
    let (end, begin) = (left.chars().rev(), right.chars());
    let is_letter = |c: &char| c.is_lowercase() || c.is_uppercase();
    let letters_before = end.clone().take_while(is_letter).take(WORD).count();
    let letters_after = begin.clone().take_while(is_letter).take(WORD).count();
    let is = |c: Option<char>, what: fn(char) -> bool| c.is_some_and(what);
    let is_digit = |c: char| c.is_ascii_digit();
    let (last, first, second) = (end.clone().next(), begin.clone().next(), begin.clone().nth(1));
    let hump = is(last, char::is_lowercase) && is(first, char::is_uppercase) && is(second, char::is_lowercase);
    hump && letters_before == WORD && letters_after >= 2
        || letters_before == WORD && is(first, is_digit)
        || is(last, is_digit) && letters_after == WORD
}

#[cfg(test)]
mod tests {
    use crate::limits::Limits;
    use crate::parse::html::{self, Selectors};

    fn text(html: &str) -> String {
        let document = html::parse(html, &Selectors::default(), &Limits::default()).document;
        document.blocks.into_iter().map(|block| block.text).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn words_that_touch_in_the_source_alone_are_apart() {
        for (html, expected) in [
            ("<p><a href=/oak>oak</a><a href=/elm>elm</a>", "oak elm"),
            ("<p><a href=/oak><b>oak</b></a><a href=/elm><i>elm</i></a>", "oak elm"),
            ("<p><code>0x1</code><code>0x2</code>", "0x1 0x2"),
            ("<p><kbd>Ctrl</kbd><kbd>C</kbd>", "Ctrl C"),
            ("<p><span>Ada Quist</span><time>12 May</time>", "Ada Quist 12 May"),
            ("<p><span><time>12 May</time></span><meta content=x><span>oak</span>", "12 May oak"),
            ("<p><a><b itemprop=name>oak</b></a><span>elm</span>", "oak elm"),
            ("<p><x-tag>oak</x-tag><x-tag>elm</x-tag>", "oak elm"),
            ("<p><label>oak</label><label>elm</label>", "oak elm"),
            ("<p><span class=name>Ada Quist</span><span class=job>Keeper</span>", "Ada Quist Keeper"),
            ("<p><span><b>Stars</b></span><span>187</span>", "Stars 187"),
            ("<p><span>99</span><span>reviews</span>", "99 reviews"),
            ("<p><span class='name d-block'>id</span><span>string</span>", "id string"),
            ("<p><span>id</span><span style='color:red; DISPLAY: inline-block'>string</span>", "id string"),
            ("<p class='flex gap-2'><span>id</span><span>string</span>", "id string"),
            ("<p><span style='display:block'>Sold.</span><span>Gone.</span>", "Sold. Gone."),
            ("<p>turn on<img src=x>this lamp", "turn on this lamp"),
            ("<p><a href=/6><span class=sr-only>Post</span></a><span>by Ada</span>", "Post by Ada"),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn a_word_that_is_cut_in_two_stays_one() {
        for (html, expected) in [
            ("<p><span class=c1>light</span><span class=c2>house</span>", "lighthouse"),
            ("<p><a href=/x>light</a><a href=/x>house</a>", "lighthouse"),
            ("<p><span class=dropcap style='float:left'>T</span><span>he keeper</span>", "The keeper"),
            ("<p class=flex><span>T</span><span>he keeper</span>", "The keeper"),
            ("<p><b>i</b><span>Phone</span>", "iPhone"),
            ("<p><span>H</span><span>2</span><span>O</span>", "H2O"),
            ("<p><span>10</span><span>kg</span> and <span>1</span><span>st</span>", "10kg and 1st"),
            ("<p><code><span class=k>get</span><span class=n>Value</span></code>", "getValue"),
            ("<pre><span>get</span><span>Value</span></pre>", "getValue"),
            ("<p><span>Skerry</span><span>, so</span>", "Skerry, so"),
            ("<p>CO<sub>2</sub><sub>3</sub> <ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby>です", "CO23 漢字です"),
            ("<p><span>第</span><span>3</span><span>章</span>", "第3章"),
            ("<p>light<wbr>house", "lighthouse"),
            ("<p>great<img class=emoji>, so", "great, so"),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }
}
