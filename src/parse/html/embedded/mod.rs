//! Text that a page holds only as data: JSON-LD, the state of the program that would show it, its own description.
//! Read where the page itself has little to show.
//!
//! ```text
//! json     JSON as pages hold it → one flat array
//! linked   the texts of JSON-LD
//! state    the texts of a program's state; rich reads those that are trees
//! prose    what is text for readers; texts → blocks
//! ```

mod json;
mod linked;
mod prose;
mod rich;
mod state;

use html5ever::local_name;

use self::linked::Linked;
use self::prose::Draft;
use self::state::State;
use super::dom::{Dom, NodeId};
use super::lines::Lines;
use crate::block::{Block, Origin, count_words};
use crate::limits::Limits;

/// A text that stands in a page's data.
#[derive(Debug)]
pub struct Embedded {
    /// Where it stands.
    pub origin: Origin,
    /// About how many words it has: those of its markup count as well.
    pub words: u32,
    draft: Draft,
    /// The element that it was found in first.
    node: NodeId,
}

/// Attributes in which programs keep their state.
const STATE_ATTRIBUTES: [&str; 3] = ["data-preloaded", "data-page", "data-react-props"];

/// Finds the texts in a page's data, at most one of each origin. `title` is the page's own.
pub fn find(dom: &Dom, title: &str) -> Vec<Embedded> {
    let mut found = Finds { linked: Linked::default(), state: State::of(title), description: "", nodes: [None; 5] };
    for node in dom.descendants(dom.root()) {
        match dom.tag(node) {
            Some(&local_name!("script")) => found.script(dom, node),
            Some(&local_name!("meta")) => found.meta(dom, node),
            Some(_) => {
                for (_, value) in dom.attributes(node).filter(|(name, _)| STATE_ATTRIBUTES.contains(name)) {
                    found.at(node, |found| found.state.read(value));
                }
            }
            None => {}
        }
    }
    found.embedded()
}

impl Embedded {
    /// Its blocks, to stand behind the `first` ones of a page.
    pub fn blocks(&self, dom: &Dom, first: usize, limits: &Limits) -> Vec<Block> {
        let line = Lines::of(dom.source()).line(dom.place(self.node).start);
        let mut blocks = self.draft.blocks(limits);
        for (block, id) in blocks.iter_mut().zip(first..) {
            block.span.block = u32::try_from(id).unwrap_or(u32::MAX);
            block.span.line = line;
            block.cues.origin = self.origin;
            // The elements that it was read from are not the page's.
            block.cues.element = 0;
        }
        blocks
    }
}

/// What was found so far.
struct Finds<'d> {
    linked: Linked,
    state: State,
    description: &'d str,
    /// For each origin of `lengths` where it was found first.
    nodes: [Option<NodeId>; 5],
}

impl<'d> Finds<'d> {
    /// How much there is of each kind.
    fn lengths(&self) -> [usize; 5] {
        let Linked { bodies, answers, descriptions } = &self.linked;
        [bodies.len(), self.state.found(), descriptions.len(), answers.len(), self.description.len()]
    }

    /// Reads something at a node.
    fn at(&mut self, node: NodeId, read: impl FnOnce(&mut Self)) {
        let before = self.lengths();
        read(self);
        let after = self.lengths();
        for (place, (before, after)) in self.nodes.iter_mut().zip(before.into_iter().zip(after)) {
            if before != after {
                place.get_or_insert(node);
            }
        }
    }

    fn script(&mut self, dom: &Dom, node: NodeId) {
        let Some(text) = dom.children(node).find_map(|child| dom.text(child)) else { return };
        let media = dom.attribute(node, "type").unwrap_or_default().trim().to_ascii_lowercase();
        match &*media {
            "application/ld+json" => self.at(node, |found| found.linked.read_script(text)),
            "application/json" | "text/json" => self.at(node, |found| found.state.read(text)),
            "" | "module" | "text/javascript" | "application/javascript" => {
                self.at(node, |found| found.state.read_program(text));
            }
            _ => {}
        }
    }

    /// Of the page's descriptions the longest, since one of them is often cut short.
    fn meta(&mut self, dom: &'d Dom, node: NodeId) {
        let name = dom.attribute(node, "property").or_else(|| dom.attribute(node, "name")).unwrap_or_default();
        let said = dom.attribute(node, "content").unwrap_or_default();
        // Programs often write one title into all their pages, and only the social one is the page's own.
        if name.eq_ignore_ascii_case("og:title") || name.eq_ignore_ascii_case("twitter:title") {
            self.state.call(said);
        }
        let is_one = name.eq_ignore_ascii_case("og:description") || name.eq_ignore_ascii_case("description");
        if is_one && said.len() > self.description.len() && prose::is_prose(said) {
            self.at(node, |found| found.description = said);
        }
    }

    fn embedded(self) -> Vec<Embedded> {
        let mut about = Draft::default();
        if !self.description.is_empty() {
            about.add(self.description);
        }
        let Linked { bodies, answers, descriptions } = self.linked;
        let drafts = [
            (Origin::LinkedBody, bodies),
            (Origin::State, self.state.draft()),
            (Origin::LinkedDescription, descriptions),
            (Origin::LinkedAnswers, answers),
            (Origin::Description, about),
        ];
        let found = drafts.into_iter().zip(self.nodes).filter_map(|((origin, draft), node)| {
            Some(Embedded { origin, words: count_words(draft.html()), draft, node: node? })
        });
        found.collect()
    }
}
