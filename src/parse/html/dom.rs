//! The tree of a page in one flat array: nodes linked by index, siblings both ways.
//!
//! Sibling links make foster parenting in tables linear (a tree without them, such as RcDom, is
//! quadratic there). Nothing here recurses. Texts and attribute values are slices of the one input, which
//! the tree keeps alive; only what references or moves have put together is a copy.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::ops::Range;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, local_name, ns};

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

/// Attributes that an element may get from later tags of its name: `<html>` and `<body>` collect them.
const MOST_MERGED: usize = 256;

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

/// Builds a [`Dom`] out of what html5ever's tree builder asks for.
pub(super) struct DomSink {
    dom: RefCell<Dom>,
    /// The token that the tree builder is at.
    token: Cell<Stretch>,
    elements: Cell<usize>,
    made_attributes: Cell<usize>,
}

impl DomSink {
    /// For a tree made from this text.
    pub(super) fn new(source: StrTendril) -> DomSink {
        // Real pages have a node for every 40 to 100 bytes.
        let nodes = Vec::with_capacity(source.len() / 64 + 16);
        let attributes = Vec::with_capacity(source.len() / 128);
        let mut dom = Dom { nodes, attributes, telling: Vec::new(), source };
        dom.add(Data::Document, Stretch::default());
        DomSink {
            dom: RefCell::new(dom),
            token: Cell::new(Stretch::default()),
            elements: Cell::new(0),
            made_attributes: Cell::new(0),
        }
    }

    /// Elements made so far, those that the tree builder implied or copied included.
    pub(super) fn elements(&self) -> usize {
        self.elements.get()
    }

    /// Attributes of all elements made so far.
    pub(super) fn attributes(&self) -> usize {
        self.made_attributes.get()
    }

    /// Where a text stands: the tree builder may hand over a part of a token, or several at a later one.
    fn place_of(&self, source: &str, text: &str) -> Stretch {
        let token = self.token.get();
        let start = (text.as_ptr() as usize).wrapping_sub(source.as_ptr() as usize);
        if start <= source.len() && start + text.len() <= source.len() {
            return Stretch { start: start as u32, end: (start + text.len()) as u32 };
        }
        // A short text is a copy. Where it does not begin with the white space of its token, that was cut off.
        let here = source.as_bytes().get(token.start as usize..token.end as usize).unwrap_or_default();
        let begins_white = text.as_bytes().first().is_none_or(u8::is_ascii_whitespace);
        let white = here.iter().position(|byte| begins_white || !byte.is_ascii_whitespace()).unwrap_or(0);
        Stretch { start: token.start + white as u32, end: token.end }
    }

    /// Text goes to the end of the text node beside it, if there is one.
    fn insert(&self, parent: NodeId, before: Option<NodeId>, child: NodeOrText<NodeId>) {
        let child = match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => {
                let mut dom = self.dom.borrow_mut();
                let dom = &mut *dom;
                let beside = match before {
                    Some(before) => dom.node(before).previous,
                    None => dom.node(parent).last_child,
                };
                let place = self.place_of(&dom.source, &text);
                if beside != NONE
                    && let Node { data: Data::Text(there), start, end, .. } = &mut dom.nodes[beside as usize]
                {
                    // Two neighbouring slices of the input become one, without a copy.
                    there.push_tendril(&text);
                    (*start, *end) = ((*start).min(place.start), (*end).max(place.end));
                    return;
                }
                dom.add(Data::Text(text), place)
            }
        };
        let dom = &mut *self.dom.borrow_mut();
        detach(dom, child);
        let (previous, next) = match before {
            Some(before) => (dom.node(before).previous, before.0),
            None => (dom.node(parent).last_child, NONE),
        };
        let node = &mut dom.nodes[child.0 as usize];
        (node.parent, node.previous, node.next) = (parent.0, previous, next);
        match previous {
            NONE => dom.nodes[parent.0 as usize].first_child = child.0,
            previous => dom.nodes[previous as usize].next = child.0,
        }
        match next {
            NONE => dom.nodes[parent.0 as usize].last_child = child.0,
            next => dom.nodes[next as usize].previous = child.0,
        }
    }
}

fn has_itemtype(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.name.local == local_name!("itemtype"))
}

fn detach(dom: &mut Dom, id: NodeId) {
    let &Node { parent, previous, next, .. } = dom.node(id);
    if parent == NONE {
        return;
    }
    match previous {
        NONE => dom.nodes[parent as usize].first_child = next,
        previous => dom.nodes[previous as usize].next = next,
    }
    match next {
        NONE => dom.nodes[parent as usize].last_child = previous,
        next => dom.nodes[next as usize].previous = previous,
    }
    let node = &mut dom.nodes[id.0 as usize];
    (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
}

impl TreeSink for DomSink {
    type Handle = NodeId;
    type Output = Dom;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Dom {
        self.dom.into_inner()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        NodeId(0)
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        Ref::map(self.dom.borrow(), |dom| match &dom.node(*target).data {
            Data::Element { name, .. } => name,
            _ => unreachable!("the tree builder asks for names of elements only"),
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> NodeId {
        self.elements.set(self.elements.get() + 1);
        self.made_attributes.set(self.made_attributes.get() + attributes.len());
        let dom = &mut *self.dom.borrow_mut();
        let first = dom.attributes.len() as u32;
        let count = attributes.len() as u32;
        let tells = matches!(name.local, local_name!("meta") | local_name!("script")) || has_itemtype(&attributes);
        dom.attributes.extend(attributes);
        let node = dom.add(Data::Element { name, first_attribute: first, attributes: count }, self.token.get());
        if tells {
            dom.telling.push(node);
        }
        node
    }

    fn create_comment(&self, _text: StrTendril) -> NodeId {
        self.dom.borrow_mut().add(Data::Other, self.token.get())
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> NodeId {
        self.dom.borrow_mut().add(Data::Other, self.token.get())
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let parent = self.dom.borrow().parent(*element);
        match parent {
            Some(parent) => self.insert(parent, Some(*element), child),
            None => self.insert(*previous, None, child),
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    // What a template holds is not part of the page; as its own children it is passed over with it.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, node: NodeOrText<NodeId>) {
        let parent = self.dom.borrow().parent(*sibling);
        if let Some(parent) = parent {
            self.insert(parent, Some(*sibling), node);
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, missing: Vec<Attribute>) {
        let dom = &mut *self.dom.borrow_mut();
        let known = dom.attributes_of(*target);
        let mut missing = missing;
        missing.retain(|attribute| !known.iter().any(|known| known.name == attribute.name));
        if missing.is_empty() || known.len() + missing.len() > MOST_MERGED {
            return;
        }
        // A range cannot grow where it stands, so all of it moves to the end.
        let mut all = known.to_vec();
        if has_itemtype(&missing) {
            dom.telling.push(*target);
        }
        all.append(&mut missing);
        if let Data::Element { first_attribute, attributes, .. } = &mut dom.nodes[target.0 as usize].data {
            (*first_attribute, *attributes) = (dom.attributes.len() as u32, all.len() as u32);
            dom.attributes.append(&mut all);
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        detach(&mut self.dom.borrow_mut(), *target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut next = self.dom.borrow().first_child(*node);
        while let Some(child) = next {
            next = self.dom.borrow().next_sibling(child);
            self.insert(*new_parent, None, NodeOrText::AppendNode(child));
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &NodeId) -> bool {
        let dom = self.dom.borrow();
        dom.tag(*target) == Some(&local_name!("annotation-xml"))
            && dom.attribute(*target, "encoding").is_some_and(|encoding| {
                encoding.eq_ignore_ascii_case("text/html") || encoding.eq_ignore_ascii_case("application/xhtml+xml")
            })
    }

    fn set_current_line(&self, packed: u64) {
        self.token.set(Stretch::unpack(packed));
    }
}

/// The tree of a page with the usual limits.
#[cfg(test)]
pub(crate) fn dom_of(html: &str) -> Dom {
    super::guard::parse(html, &crate::limits::Limits::default(), super::tokenizer::Wanted::Read).0
}
