//! DOM → blocks: one walk over the tree, without recursion.
//!
//! A block is the text between two borders of block-level elements, as a reader sees it on a line or in a
//! paragraph of its own. Text that is not shown is collected beside the block that it stands in, so that
//! a hidden remark does not tear a paragraph apart.

use crate::block::{Block, BlockKind, Document, Element, ElementId, Joint, Span};
use crate::document::{Degradation, Media};

use super::context::{Context, Frame};
use super::dom::{Dom, NodeId};
use super::draft::Draft;
use super::lines::Lines;
use super::math;
use super::memo::Memo;
use super::notes;
use super::rows::Rows;
use super::says::{Says, hash};
use super::seams::Seam;
use super::selectors::Marks;
use super::sums::sum_up;
use super::tags::{Role, lookup};
use super::written;

mod stance;

use stance::Stance;

/// Turns a tree into a document.
pub(super) fn flatten(dom: &Dom, marks: &Marks, degraded: Vec<Degradation>) -> Document {
    let mut walk = Walk::new(dom, marks);
    let mut next = dom.first_child(dom.root());
    loop {
        next = match next {
            Some(node) if walk.enter(node) => dom.first_child(node),
            Some(node) => dom.next_sibling(node),
            None => match walk.leave() {
                Some(node) => dom.next_sibling(node),
                None => break,
            },
        };
    }
    sum_up(&mut walk.elements);
    Document {
        media: Media::Html,
        blocks: walk.blocks,
        elements: walk.elements,
        title: walk.title,
        kinds: 0,
        descriptions: Vec::new(),
        degraded,
    }
}

struct Walk<'a> {
    dom: &'a Dom,
    marks: &'a Marks,
    lines: Lines<'a>,
    memo: Memo<'a>,
    rows: Rows,
    blocks: Vec<Block>,
    elements: Vec<Element>,
    title: String,
    frames: Vec<Frame>,
    shown: Draft,
    hidden: Draft,
    /// What stands between the last text and the next.
    seam: Option<Seam>,
    /// Group of the last shown block.
    last_group: u32,
}

impl<'a> Walk<'a> {
    fn new(dom: &'a Dom, marks: &'a Marks) -> Walk<'a> {
        Walk {
            dom,
            marks,
            lines: Lines::of(dom.source()),
            memo: Memo::new(),
            rows: Rows::default(),
            blocks: Vec::new(),
            // About half of a page's nodes are texts.
            elements: Vec::with_capacity(dom.len() / 2),
            title: String::new(),
            frames: Vec::new(),
            shown: Draft::new(),
            hidden: Draft::new(),
            seam: None,
            last_group: 0,
        }
    }

    /// Meets a node; `true` means that the walk is inside it now.
    fn enter(&mut self, node: NodeId) -> bool {
        if let Some(text) = self.dom.text(node).filter(|_| !math::is_between_parts(self.dom, node)) {
            self.text(node, text);
        }
        match self.dom.tag(node) {
            Some(name) => {
                let (tag, role) = lookup(name);
                self.element(node, tag, role)
            }
            None => false,
        }
    }

    fn element(&mut self, node: NodeId, tag: &'static str, role: Role) -> bool {
        let says = Says::of(self.dom, node, tag, &mut self.memo);
        let mut context = self.frames.last().map_or_else(Context::outside, |frame| frame.context);
        let in_heading = matches!(context.kind, BlockKind::Heading(_));
        let element = match self.frames.last() {
            // The button that unfolds what stands below a heading is that heading.
            Some(heading) if role == Role::Button && in_heading => heading.element,
            _ => self.add_element(tag, &says),
        };
        // Whole pages are hidden until a script shows them; nobody hides a page for good. Of tabs a reader sees one at a time.
        context.hidden |= says.hidden && !says.panel && !matches!(tag, "html" | "body");
        context.lines = says.lines.unwrap_or(context.lines);
        let around = context.selected;
        context.selected = self.marks.of(node).unwrap_or(around);
        let ends_line = context.kind == BlockKind::Quote && written::names_quoted(self.dom, node, tag);
        let Some(Stance { is_block, is_apart, numbering }) =
            self.stance(node, (tag, role), element, &says, &mut context)
        else {
            return false;
        };
        if is_apart {
            self.draft(&context).space();
        }
        if !is_block {
            self.seam = self.seam.or_else(|| Seam::before(self.dom, node));
        }
        let last = if role == Role::Inline { self.draft(&context).last() } else { None };
        let around_text =
            written::around(self.dom, node, tag, last, context.link).filter(|_| context.kind != BlockKind::Code);
        if is_block {
            self.border(context.kind, self.frames.last().map(|frame| frame.context.kind));
        } else if context.selected != around {
            self.split();
        }
        self.frames.push(Frame {
            node,
            element,
            context,
            is_block,
            is_apart,
            children: 0,
            numbering,
            has_block: false,
            ends_line,
            closes: around_text.as_ref().map_or("", |(_, closes)| closes),
        });
        if let Some((opens, _)) = around_text {
            self.text(node, &opens);
        }
        let tex = if tag == "math" { math::tex(self.dom, node) } else { None };
        if let Some(tex) = &tex {
            self.text(node, tex);
            self.leave();
        }
        tex.is_none()
    }

    fn add_element(&mut self, tag: &'static str, says: &Says) -> ElementId {
        let id = self.elements.len() as ElementId;
        // Where docutils puts notes is no place beside the text.
        let tag = if tag == "aside" && says.note { "div" } else { tag };
        let mut element = Element { tag, words_said: says.words, is_comment: says.comment, ..Element::default() };
        let mut path = 0;
        if let Some(around) = self.frames.last_mut() {
            element.parent = around.element;
            element.nth = around.children;
            around.children += 1;
            path = self.elements[around.element as usize].path;
        }
        element.depth = u16::try_from(self.frames.len()).unwrap_or(u16::MAX);
        element.path = hash(path, tag.bytes()) ^ says.class.rotate_left(1);
        self.elements.push(element);
        id
    }

    /// Goes up; `None` at the top.
    fn leave(&mut self) -> Option<NodeId> {
        if let Some(&Frame { node, closes, .. }) = self.frames.last().filter(|frame| !frame.closes.is_empty()) {
            self.text(node, closes);
        }
        let frame = self.frames.pop()?;
        let around = self.frames.last().map(|frame| frame.context);
        if frame.is_block {
            self.border(frame.context.kind, around.map(|around| around.kind));
        } else if frame.is_apart {
            self.draft(&frame.context).space();
        } else if frame.ends_line {
            self.draft(&frame.context).line();
        }
        let level = self.frames.len().saturating_sub(1);
        self.shown.leave(level);
        self.hidden.leave(level);
        if !frame.is_block && around.is_some_and(|around| around.selected != frame.context.selected) {
            self.split();
        }
        Some(frame.node)
    }

    fn draft(&mut self, context: &Context) -> &mut Draft {
        if context.hidden { &mut self.hidden } else { &mut self.shown }
    }

    fn line_break(&mut self, context: &Context) {
        let is_code = context.kind == BlockKind::Code;
        // A heading and a row of a table are one line, however they are laid out.
        let is_one_line = context.in_row || matches!(context.kind, BlockKind::Heading(_));
        let draft = self.draft(context);
        if draft.is_empty() {
            // There is no line to end yet.
        } else if is_code {
            draft.write_preformatted("\n");
        } else if is_one_line {
            draft.space();
        } else if !draft.line_break() {
            self.end_blocks();
        }
    }

    /// The border of a block-level element; inside preformatted text it only ends a line.
    fn border(&mut self, inside: BlockKind, outside: Option<BlockKind>) {
        if inside == BlockKind::Code && outside == Some(BlockKind::Code) {
            self.shown.end_line();
            self.hidden.end_line();
        } else {
            self.end_blocks();
        }
    }

    fn end_blocks(&mut self) {
        if let Some(shown) = self.shown.take() {
            self.finish(shown);
        }
        if let Some(hidden) = self.hidden.take() {
            self.finish(hidden);
        }
    }

    /// Ends the block where a user's selector begins or ceases to match in the middle of it.
    fn split(&mut self) {
        let (kind, group, goes_on) = (self.shown.kind, self.shown.group, !self.shown.is_empty());
        self.end_blocks();
        if goes_on {
            (self.shown.kind, self.shown.group, self.shown.continues) = (kind, group, true);
        }
    }

    fn text(&mut self, node: NodeId, text: &str) {
        let Some(Frame { context, .. }) = self.frames.last() else { return };
        if !context.lines || context.kind == BlockKind::Code {
            return self.piece(node, text, 0);
        }
        let (context, mut at) = (*context, 0);
        for line in text.split('\n') {
            if at > 0 {
                self.line_break(&context);
            }
            self.piece(node, line, at);
            at += line.len() + 1;
        }
    }

    /// Adds a piece of a text that begins at this byte of it.
    fn piece(&mut self, node: NodeId, text: &str, at: usize) {
        let Some(frame) = self.frames.last() else { return };
        let (context, element) = (frame.context, frame.element);
        if !context.hidden {
            // Hidden words on both sides of it are apart.
            self.hidden.space();
        }
        let draft = if context.hidden { &self.hidden } else { &self.shown };
        let is_code = context.kind == BlockKind::Code;
        // Between the cells of a listing there is nothing.
        let is_between = context.listing && matches!(self.elements[element as usize].tag, "table" | "tbody" | "tr");
        if is_code && is_between || !is_code && written::is_icon(text) {
            return;
        }
        if draft.is_empty() {
            // Most texts of a page are the white space between two tags.
            if !is_code && text.bytes().all(|byte| byte.is_ascii_whitespace()) {
                return;
            }
            if context.item.is_some() && notes::is_before_backlinks(self.dom, node, text) {
                return;
            }
            let Some(first) = text.find(|c: char| !c.is_whitespace() || (is_code && c != '\n')) else { return };
            let place = self.dom.place(node);
            self.begin(&context, self.lines.line(place.end.min(place.start + at + first)));
        }
        let level = self.frames.len() - 1;
        let frames = &self.frames;
        let draft = if context.hidden { &mut self.hidden } else { &mut self.shown };
        let is_first = draft.is_empty();
        let seam = self.seam.take().filter(|_| !is_code && !is_first);
        if seam.is_some_and(|seam| draft.last().is_some() && seam.parts(self.dom, &draft.text, text)) {
            draft.space();
        }
        let added = match is_code {
            // No-break spaces keep the depth of lines where no style does.
            true if context.listing => Some(draft.write_preformatted(&text.replace('\u{a0}', " "))),
            true => Some(draft.write_preformatted(text)),
            false => draft.write(text),
        };
        let Some(added) = added else { return };
        draft.meet(is_first, level, |level| frames[level].element);
        let link_chars = draft.count(added, context.link, context.strong);
        if !context.hidden {
            let element = &mut self.elements[element as usize];
            element.chars += added.all;
            element.link_chars += link_chars;
            element.paragraph_chars += if context.paragraph { added.all } else { 0 };
        }
    }

    /// Settles what the block is that the next text begins.
    fn begin(&mut self, context: &Context, line: u32) {
        let (mut kind, mut group) = (context.kind, context.group);
        if let (false, Some(item)) = (context.hidden, context.item) {
            let is_first = !std::mem::replace(&mut self.frames[item].has_block, true);
            if matches!(kind, BlockKind::ListItem { .. }) && !is_first {
                (kind, group) = (context.beyond_item, 0);
            }
        }
        let mut later_row = false;
        if let (false, BlockKind::TableRow, Some(table)) = (context.hidden, kind, context.table) {
            later_row = std::mem::replace(&mut self.frames[table].has_block, true);
        }
        let draft = self.draft(context);
        draft.cues.later_row = later_row;
        if !draft.continues {
            (draft.kind, draft.group) = (kind, group);
        }
        draft.line = line;
        draft.cues.hidden = context.hidden;
        draft.cues.quoted = context.quoted;
        draft.cues.selected = context.selected;
        if context.link && draft.cues.links == 0 {
            draft.cues.links = 1;
        }
    }

    fn finish(&mut self, draft: Draft) {
        if draft.text.trim().is_empty() {
            return;
        }
        let Draft { text, cues, kind, group, continues, line, .. } = draft;
        let joint = match group {
            _ if continues => Joint::Space,
            0 => Joint::Paragraph,
            group if group == self.last_group => Joint::Line,
            _ => Joint::Paragraph,
        };
        let id = self.blocks.len() as u32;
        let element = &mut self.elements[cues.element as usize];
        if element.blocks.is_empty() {
            element.blocks.start = id;
        }
        element.blocks.end = id + 1;
        if !cues.hidden {
            self.last_group = group;
        }
        let span = Span { block: id, line, bytes: None };
        self.blocks.push(Block { kind, joint, text, span, runs: Vec::new(), cues });
    }
}
