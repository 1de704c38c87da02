//! The tree of a page in one flat array: nodes linked by index, siblings both ways.
//!
//! Sibling links make foster parenting in tables linear (a tree without them, such as RcDom, is
//! quadratic there). Nothing here recurses. Texts and attribute values are slices of the one input, which
//! the tree keeps alive; only what references or moves have put together is a copy.

mod sink;

use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};

pub(super) use self::sink::DomSink;
use super::tokenizer::Stretch;

/// Index of a node; a parent is not always lower than its children, since the parser may move nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

impl NodeId {
    /// Its place in the array, below [`Dom::len`].
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

const NONE: u32 = u32::MAX;

/// A parsed page. It lives on the thread that parsed it: its texts share one buffer without locks.
#[derive(Debug)]
pub struct Dom {
    nodes: Vec<Node>,
    /// Those of all elements; each element knows its range.
    attributes: Vec<Attribute>,
    /// Elements that may say what kind of page it is, in the order in which they were made.
    telling: Vec<NodeId>,
    source: StrTendril,
}

#[derive(Debug)]
struct Node {
    parent: u32,
    first_child: u32,
    last_child: u32,
    previous: u32,
    next: u32,
    /// Where the parser met it in the source: the tag of an element, the text of a text.
    start: u32,
    end: u32,
    data: Data,
}

#[derive(Debug)]
enum Data {
    Document,
    Element { name: QualName, first_attribute: u32, attributes: u32 },
    Text(StrTendril),
    Other,
}

impl Dom {
    /// The document node, above `<html>`.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// Nodes in the tree and beside it.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing but the document node.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 1
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The node around it.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        link(self.node(id).parent)
    }

    /// The first node inside it.
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        link(self.node(id).first_child)
    }

    /// The last node directly inside it.
    pub fn last_child(&self, id: NodeId) -> Option<NodeId> {
        link(self.node(id).last_child)
    }

    /// The node after it in the same parent.
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        link(self.node(id).next)
    }

    /// The node before it in the same parent.
    pub fn previous_sibling(&self, id: NodeId) -> Option<NodeId> {
        link(self.node(id).previous)
    }

    /// Nodes directly inside it.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(id), |&child| self.next_sibling(child))
    }

    /// Nodes inside it at any depth, in document order, without itself.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(id), move |&node| self.after(node, id, true))
    }

    /// The next node in document order that is still inside `within`; `deep` looks inside `node` first.
    pub fn after(&self, node: NodeId, within: NodeId, deep: bool) -> Option<NodeId> {
        if deep && let Some(child) = self.first_child(node) {
            return Some(child);
        }
        let mut node = node;
        while node != within {
            if let Some(next) = self.next_sibling(node) {
                return Some(next);
            }
            node = self.parent(node)?;
        }
        None
    }

    fn add(&mut self, data: Data, place: Stretch) -> NodeId {
        let id = u32::try_from(self.nodes.len()).expect("limits keep the number of nodes below u32");
        self.nodes.push(Node {
            parent: NONE,
            first_child: NONE,
            last_child: NONE,
            previous: NONE,
            next: NONE,
            start: place.start,
            end: place.end,
            data,
        });
        NodeId(id)
    }

    /// Local name of an element in lower case; `None` for anything else.
    pub fn tag(&self, id: NodeId) -> Option<&LocalName> {
        match &self.node(id).data {
            Data::Element { name, .. } => Some(&name.local),
            _ => None,
        }
    }

    /// Elements that may say what kind of page it is: `meta`, `script`, whatever has an `itemtype`. In the
    /// order in which they were made, those that the parser has taken out of the tree included.
    pub(super) fn telling(&self) -> &[NodeId] {
        &self.telling
    }

    /// Whether a node is in the tree, not beside it.
    pub(super) fn is_attached(&self, id: NodeId) -> bool {
        std::iter::successors(Some(id), |&node| self.parent(node)).any(|node| node == self.root())
    }

    /// Name and attributes of an element, as the parser made them.
    pub(super) fn element(&self, id: NodeId) -> Option<(&QualName, &[Attribute])> {
        match &self.node(id).data {
            Data::Element { name, .. } => Some((name, self.attributes_of(id))),
            _ => None,
        }
    }

    fn attributes_of(&self, id: NodeId) -> &[Attribute] {
        match self.node(id).data {
            Data::Element { first_attribute, attributes, .. } => {
                &self.attributes[first_attribute as usize..(first_attribute + attributes) as usize]
            }
            _ => &[],
        }
    }

    /// Whether it is an HTML element of this name (not SVG's or MathML's).
    pub fn is(&self, id: NodeId, tag: &LocalName) -> bool {
        matches!(&self.node(id).data, Data::Element { name, .. } if name.local == *tag && name.ns == ns!(html))
    }

    /// Value of an attribute by its lower-case name. Only attributes that some part of the program looks at
    /// are in the tree, see `tokenizer/names.rs`.
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attributes(id).find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Value of an attribute by its interned name, which is compared at a glance.
    pub(super) fn interned_attribute(&self, id: NodeId, name: &LocalName) -> Option<&str> {
        self.interned_attributes(id).find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Names and values of an element's attributes, the names interned.
    pub(crate) fn interned_attributes(&self, id: NodeId) -> impl Iterator<Item = (&LocalName, &str)> {
        self.attributes_of(id).iter().map(|attribute| (&attribute.name.local, &*attribute.value))
    }

    /// Names and values of an element's attributes.
    pub fn attributes(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        self.attributes_of(id).iter().map(|attribute| (&*attribute.name.local, &*attribute.value))
    }

    /// Name of an element with its namespace where that is not HTML's, as html5lib writes it.
    #[cfg(test)]
    pub(super) fn qualified_name(&self, id: NodeId) -> Option<String> {
        match &self.node(id).data {
            Data::Element { name, .. } if name.ns == ns!(svg) => Some(format!("svg {}", name.local)),
            Data::Element { name, .. } if name.ns == ns!(mathml) => Some(format!("math {}", name.local)),
            Data::Element { name, .. } => Some(name.local.to_string()),
            _ => None,
        }
    }

    /// The attributes likewise.
    #[cfg(test)]
    pub(super) fn qualified_attributes(&self, id: NodeId) -> impl Iterator<Item = (String, &str)> {
        self.attributes_of(id).iter().map(|attribute| {
            let name = match &attribute.name.prefix {
                Some(prefix) if !prefix.is_empty() => format!("{prefix} {}", attribute.name.local),
                _ => attribute.name.local.to_string(),
            };
            (name, &*attribute.value)
        })
    }

    /// The text of a text node.
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match &self.node(id).data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// All text inside a node, as it stands: white space untouched, scripts included.
    pub fn inner_text(&self, id: NodeId) -> String {
        self.descendants(id).filter_map(|node| self.text(node)).collect()
    }

    /// What the tree was made from: the page with its line ends normalised to line feeds.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// Bytes of the source from where the parser met the node: the tag of an element, all of a text.
    ///
    /// A text that the parser put together, such as one that a comment stood in, covers what was between.
    pub(super) fn place(&self, id: NodeId) -> Range<usize> {
        let node = self.node(id);
        node.start as usize..node.end as usize
    }
}

fn link(id: u32) -> Option<NodeId> {
    (id != NONE).then_some(NodeId(id))
}

/// The tree of a page with the usual limits.
#[cfg(test)]
pub(crate) fn dom_of(html: &str) -> Dom {
    super::guard::parse(html, &crate::limits::Limits::default(), super::tokenizer::Wanted::Read).0
}
