//! The user's CSS selectors, and which elements of a page they match.

use html5ever::interface::{ElementFlags, NodeOrText, TreeSink};
use html5ever::tendril::StrTendril;
use scraper::error::SelectorErrorKind;
use scraper::{Html, HtmlTreeSink, Selector};

use super::dom::{Dom, NodeId};
use crate::block::Selected;
use crate::error::{Error, ErrorKind, Result};

/// The user's CSS selectors.
#[derive(Debug, Clone, Default)]
pub struct Selectors {
    /// What matches is removed.
    pub drop: Vec<Selector>,
    /// What matches is kept.
    pub keep: Vec<Selector>,
}

impl Selectors {
    /// Reads CSS selectors; the error names the selector that is wrong.
    pub fn new(drop: &[String], keep: &[String]) -> Result<Selectors> {
        Ok(Selectors { drop: read("--drop-selector", drop)?, keep: read("--keep-selector", keep)? })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.drop.is_empty() && self.keep.is_empty()
    }

    /// Which elements match. Where both kinds match one element, it is kept.
    pub(super) fn marks(&self, dom: &Dom) -> Marks {
        if self.is_empty() {
            return Marks(Vec::new());
        }
        let (html, copies) = copy(dom);
        let mut marks = vec![None; dom.len()];
        for (selectors, selected) in [(&self.drop, Selected::Drop), (&self.keep, Selected::Keep)] {
            for selector in selectors {
                // Matches come in the order in which the copies were made.
                let mut copies = copies.iter();
                for element in html.select(selector) {
                    if let Some((node, _)) = copies.find(|(_, copy)| *copy == element.id()) {
                        marks[node.index()] = Some(selected);
                    }
                }
            }
        }
        Marks(marks)
    }
}

fn read(flag: &str, selectors: &[String]) -> Result<Vec<Selector>> {
    selectors
        .iter()
        .map(|text| {
            Selector::parse(text)
                .map_err(|error| Error::new(ErrorKind::Configuration, format!("{flag} `{text}`: {}", wrong(&error))))
        })
        .collect()
}

/// What is wrong with a selector. Of most of it the library says that its developers should be told.
fn wrong(error: &SelectorErrorKind) -> &'static str {
    let SelectorErrorKind::UnexpectedSelectorParseError(kind) = error else {
        return match error {
            SelectorErrorKind::EndOfLine => "it ends too early",
            SelectorErrorKind::UnexpectedToken => "something in it does not belong there",
            _ => NO_SELECTOR,
        };
    };
    // The kinds are those of a crate that only `scraper` knows; their names are all that is seen of them.
    match format!("{kind:?}").as_str() {
        "EmptySelector" => "it is empty, or a part of it is",
        "DanglingCombinator" => "a combinator in it (a space, >, + or ~) needs an element behind it",
        "UnsupportedPseudoClassOrElement" => {
            "it has a pseudo-class or pseudo-element that is not known here: in a page that is only read there is no :hover"
        }
        "NoQualifiedNameInAttributeSelector" | "InvalidQualNameInAttr" => "it has brackets without an attribute's name",
        "BadValueInAttr" => "the value of an attribute must stand in quotes: [name=\"1\"]",
        "UnexpectedTokenInAttributeSelector" => "something in an attribute's brackets does not belong there",
        "ClassNeedsIdent" => "a dot in it needs the name of a class behind it",
        "NoIdentForPseudo" | "PseudoElementExpectedIdent" => "a colon in it needs the name of a pseudo-class behind it",
        "ExpectedNamespace" => "namespaces are not known here",
        _ => NO_SELECTOR,
    }
}

const NO_SELECTOR: &str = "it is no CSS selector";

/// What the user's selectors say of each element of a page.
#[derive(Debug)]
pub(super) struct Marks(Vec<Option<Selected>>);

impl Marks {
    /// What they say of this very element; its ancestors are not asked.
    pub(super) fn of(&self, node: NodeId) -> Option<Selected> {
        self.0.get(node.index()).copied().flatten()
    }
}

type Copies = Vec<(NodeId, <HtmlTreeSink as TreeSink>::Handle)>;

/// The same tree as `scraper` wants it, and the copy of each element in document order.
fn copy(dom: &Dom) -> (Html, Copies) {
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut of_node = vec![None; dom.len()];
    of_node[dom.root().index()] = Some(sink.get_document());
    let mut copies = Copies::new();
    for node in dom.descendants(dom.root()) {
        // A parent comes before its children, so its copy is there.
        let Some(parent) = dom.parent(node).and_then(|parent| of_node[parent.index()]) else { continue };
        if let Some(text) = dom.text(node) {
            sink.append(&parent, NodeOrText::AppendText(StrTendril::from_slice(text)));
        } else if let Some((name, attributes)) = dom.element(node) {
            let copy = sink.create_element(name.clone(), attributes.to_vec(), ElementFlags::default());
            sink.append(&parent, NodeOrText::AppendNode(copy));
            of_node[node.index()] = Some(copy);
            copies.push((node, copy));
        }
    }
    (sink.finish(), copies)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::parse::html::parse;

    fn selected(html: &str, drop: &[&str], keep: &[&str]) -> Vec<(String, Selected)> {
        let own = |selectors: &[&str]| selectors.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let selectors = Selectors::new(&own(drop), &own(keep)).unwrap();
        let blocks = parse(html, &selectors, &Limits::default()).document.blocks;
        blocks.into_iter().map(|block| (block.text, block.cues.selected)).collect()
    }

    fn marked(text: &str, selected: Selected) -> (String, Selected) {
        (text.to_owned(), selected)
    }

    #[test]
    fn the_nearest_match_decides_and_keep_beats_drop() {
        let page =
            "<p>a</p><div class=x><p>b</p><section id=y><p>c</p><p class=x>d</p></section></div><p class=x id=y>e</p>";
        assert_eq!(
            selected(page, &[".x"], &["#y"]),
            [
                marked("a", Selected::No),
                marked("b", Selected::Drop),
                marked("c", Selected::Keep),
                marked("d", Selected::Drop),
                marked("e", Selected::Keep),
            ]
        );
    }

    #[test]
    fn elements_are_matched_where_they_stand_after_repairs() {
        // Foster parenting, adoption, templates and implied elements: the tree is not in the order of the input.
        let page = "<template><p>t</p></template><table><p>f</p><tr><td>c</table><b>1<p>2</b>3</p><svg><title>s</title></svg><p>z";
        let blocks = selected(page, &["p:last-child", "td"], &["b > p, p > b"]);
        assert_eq!(
            blocks,
            [
                marked("f", Selected::No),
                marked("c", Selected::Drop),
                marked("1", Selected::No),
                marked("2", Selected::Keep),
                marked("3", Selected::No),
                marked("z", Selected::Drop),
            ]
        );
    }

    #[test]
    fn a_match_inside_a_line_splits_it_and_the_parts_stay_together() {
        use crate::block::{BlockKind, Joint};
        let selectors = Selectors::new(&["i".to_owned()], &[]).unwrap();
        let blocks = parse("<ul><li>a <i>b</i> c<li>d</ul>", &selectors, &Limits::default()).document.blocks;
        let seen: Vec<_> = blocks.iter().map(|block| (&*block.text, block.joint, block.cues.selected)).collect();
        assert_eq!(
            seen,
            [
                ("a", Joint::Paragraph, Selected::No),
                ("b", Joint::Space, Selected::Drop),
                ("c", Joint::Space, Selected::No),
                ("d", Joint::Line, Selected::No),
            ]
        );
        assert!(blocks.iter().all(|block| matches!(block.kind, BlockKind::ListItem { .. })));
    }

    #[test]
    fn a_wrong_selector_is_named_with_its_flag() {
        let error = Selectors::new(&[], &["p".to_owned(), "div[".to_owned()]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().starts_with("--keep-selector `div[`: "), "{error}");
    }

    #[test]
    fn what_is_wrong_is_said_in_words_of_our_own() {
        for (text, why) in [
            ("", "it is empty"),
            ("a,", "it is empty"),
            (".a >", "a combinator in it"),
            ("p:hover", "not known here"),
            ("p[[", "without an attribute's name"),
            ("[data-x=1]", "must stand in quotes"),
            ("p.", "it ends too early"),
            ("p.[", "name of a class"),
            ("svg|a", "namespaces"),
            ("p:(", "it is no CSS selector"),
        ] {
            let error = Selectors::new(&[text.to_owned()], &[]).unwrap_err().to_string();
            assert!(error.contains(why) && !error.contains("developer"), "{text}: {error}");
        }
    }
}
