//! Builds the tree out of what html5ever's tree builder asks for.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName, local_name};

use super::{Data, Dom, NONE, Node, NodeId};
use crate::parse::html::tokenizer::Stretch;

/// Attributes that an element may get from later tags of its name: `<html>` and `<body>` collect them.
const MOST_MERGED: usize = 256;

/// Builds a [`Dom`] out of what html5ever's tree builder asks for.
pub(in crate::parse::html) struct DomSink {
    dom: RefCell<Dom>,
    /// The token that the tree builder is at.
    token: Cell<Stretch>,
    elements: Cell<usize>,
    made_attributes: Cell<usize>,
}

impl DomSink {
    /// For a tree made from this text.
    pub(in crate::parse::html) fn new(source: StrTendril) -> DomSink {
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
    pub(in crate::parse::html) fn elements(&self) -> usize {
        self.elements.get()
    }

    /// Attributes of all elements made so far.
    pub(in crate::parse::html) fn attributes(&self) -> usize {
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
