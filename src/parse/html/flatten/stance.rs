//! What an element means for the line that it stands in, by its role: a block of its own, a cell, an item with its number;
//! or nothing of it is read.

use super::Walk;
use crate::block::{BlockKind, ElementId};
use crate::parse::html::context::Context;
use crate::parse::html::dom::NodeId;
use crate::parse::html::says::{Says, integer};
use crate::parse::html::seams::Seam;
use crate::parse::html::tags::Role;
use crate::parse::html::{math, notes, written};

/// How an element stands in its line.
pub(super) struct Stance {
    pub(super) is_block: bool,
    /// A space parts it from the text beside it.
    pub(super) is_apart: bool,
    /// The first number of its items, and the step from one to the next.
    pub(super) numbering: Option<(i64, i64)>,
}

impl Walk<'_> {
    /// How an element of this role stands in its line, and in `context` what holds within it; `None` where nothing of it is
    /// read, or all of it was.
    pub(super) fn stance(
        &mut self,
        node: NodeId,
        (tag, role): (&'static str, Role),
        element: ElementId,
        says: &Says,
        context: &mut Context,
    ) -> Option<Stance> {
        let mut stance = Stance { is_block: role.is_block(), is_apart: role == Role::Button, numbering: None };
        let depth = self.frames.len();
        match role {
            Role::Unseen => {
                self.find_title(node, tag);
                self.formula(node, tag);
                return None;
            }
            // The parts of a page that a template attaches to it are shown, all other templates are not.
            Role::Template if self.dom.attribute(node, "shadowrootmode").is_none() => return None,
            Role::Template => stance.is_block = true,
            Role::Embed => {
                let cues = &mut self.draft(context).cues;
                cues.embeds = cues.embeds.saturating_add(1);
                self.seam = self.seam.or((tag == "img").then_some(Seam::Picture));
                self.formula(node, tag);
                return None;
            }
            _ if math::is_shown_again(self.dom, node, role, says.hidden) => return None,
            _ if matches!(context.kind, BlockKind::Heading(_)) && written::is_aid_of_heading(self.dom, node, tag) => {
                return None;
            }
            _ if written::is_line_numbers(self.dom, node, tag, context.kind == BlockKind::Code) => return None,
            // A row is one line, however its cells are laid out.
            Role::Paragraph | Role::Block | Role::List | Role::NumberedList | Role::Item if context.in_row => {
                context.paragraph |= role == Role::Paragraph;
                (stance.is_block, stance.is_apart) = (false, true);
            }
            Role::Link if says.here && context.kind != BlockKind::Code && notes::is_backlink(self.dom, node) => {
                return None;
            }
            Role::Inline
                if tag == "span"
                    && context.item.is_some()
                    && self.shown.is_empty()
                    && notes::is_backlinks(self.dom, node) =>
            {
                return None;
            }
            Role::Inline | Role::Block if says.aid && matches!(tag, "span" | "summary") => return None,
            Role::Inline if tag == "code" && written::is_sample(self.dom, node) => {
                context.enter_kind(BlockKind::Code);
                stance.is_block = true;
            }
            Role::Inline if says.page_number && written::is_page_number(self.dom, node) => return None,
            Role::Control => {
                let is_seen = self.dom.attribute(node, "type").is_none_or(|kind| !kind.eq_ignore_ascii_case("hidden"));
                self.control(context, is_seen);
                return None;
            }
            Role::Break => {
                self.line_break(context);
                return None;
            }
            Role::Button if matches!(context.kind, BlockKind::Heading(_)) => {}
            Role::Button => self.control(context, true),
            Role::Link if says.href => {
                context.link = true;
                let cues = &mut self.draft(context).cues;
                cues.links = cues.links.saturating_add(1);
            }
            Role::Strong => context.strong = true,
            Role::Noscript => context.hidden = true,
            Role::Dialog => context.hidden |= self.dom.attribute(node, "open").is_none(),
            Role::Paragraph => context.paragraph = true,
            Role::Heading(level) => context.enter_kind(BlockKind::Heading(level)),
            Role::Quote => {
                context.enter_kind(BlockKind::Quote);
                context.quoted |= context.list_depth == 0;
            }
            Role::Preformatted => context.enter_kind(BlockKind::Code),
            Role::Block | Role::Table if says.listing => context.enter_listing(),
            Role::Caption => context.enter_kind(BlockKind::Caption),
            // In preformatted text the items of a list are lines.
            Role::List | Role::NumberedList | Role::Item if context.kind == BlockKind::Code => {}
            Role::List => context.enter_list(depth, element),
            Role::NumberedList => {
                context.enter_list(depth, element);
                stance.numbering = Some(self.numbering(node));
            }
            Role::Item => {
                let number = self.item_number(node, context);
                context.enter_item(depth, number);
            }
            Role::Terms => context.enter_terms(element),
            Role::Table => {
                self.rows.look_at(self.dom, node, context.kind == BlockKind::Code);
                context.enter_table(depth, element);
            }
            Role::Row if self.rows.take(node) => context.enter_row(),
            Role::Cell if context.in_row => {
                stance.is_block = false;
                let is_first = self.frames.last().is_some_and(|row| row.children == 1);
                let borders = self.rows.columns_before(node) + usize::from(!is_first);
                self.draft(context).cells(borders);
            }
            // Where an image shows a formula, what it says is hidden in front of it.
            Role::Inline if tag == "math" => context.hidden = self.is_hidden_as_a_whole(),
            Role::Link | Role::Row | Role::Cell | Role::Term | Role::Block | Role::Inline => {}
        }
        Some(stance)
    }

    /// Writes the formula that an element stands for.
    fn formula(&mut self, node: NodeId, tag: &str) {
        if let Some(formula) = written::formula(self.dom, node, tag) {
            self.text(node, &formula);
        }
    }

    /// Whether the block that the walk is in is hidden, and not a part of its line alone.
    fn is_hidden_as_a_whole(&self) -> bool {
        self.frames.iter().rev().find(|frame| frame.is_block).is_some_and(|frame| frame.context.hidden)
    }

    /// The first title that is met is the page's, in its head or, on broken pages, anywhere.
    fn find_title(&mut self, node: NodeId, tag: &str) {
        let is_title = |&node: &NodeId| self.dom.tag(node).is_some_and(|tag| &**tag == "title");
        let title = match tag {
            "title" => Some(node),
            "head" => self.dom.children(node).find(is_title),
            _ => None,
        };
        if let (Some(title), true) = (title, self.title.is_empty()) {
            let text = self.dom.inner_text(title);
            self.title = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        }
    }

    fn control(&mut self, context: &Context, is_seen: bool) {
        let cues = &mut self.draft(context).cues;
        cues.controls = cues.controls.saturating_add(u16::from(is_seen));
    }

    /// Number of the first item of a list, and what each item adds.
    fn numbering(&self, list: NodeId) -> (i64, i64) {
        let start = self.dom.attribute(list, "start").and_then(integer);
        if self.dom.attribute(list, "reversed").is_none() {
            return (start.unwrap_or(1), 1);
        }
        let items = || self.dom.children(list).filter(|&child| self.dom.tag(child).is_some_and(|tag| &**tag == "li"));
        (start.unwrap_or_else(|| items().count() as i64), -1)
    }

    fn item_number(&mut self, item: NodeId, context: &Context) -> Option<u32> {
        let value = self.dom.attribute(item, "value").and_then(integer);
        let (next, step) = self.frames[context.list?].numbering.as_mut()?;
        let number = value.unwrap_or(*next);
        *next = number + *step;
        u32::try_from(number).ok()
    }
}
