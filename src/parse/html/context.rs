//! What is true of the text at one place of the tree, because of all the elements around it.

use crate::block::{BlockKind, ElementId, Selected};

use super::dom::NodeId;

/// What an element hands down to everything inside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// What kind of block text makes here.
    pub(super) kind: BlockKind,
    /// The list or table whose blocks stand on lines of one group; 0 where there is none.
    pub(super) group: u32,
    /// What text makes in a list item after its first block.
    pub(super) beyond_item: BlockKind,
    /// Depth of the list item around.
    pub(super) item: Option<usize>,
    /// Depth of the list around.
    pub(super) list: Option<usize>,
    /// How many lists there are around.
    pub(super) list_depth: u8,
    /// Group of the outermost list around.
    pub(super) list_group: u32,
    /// Depth of the table around.
    pub(super) table: Option<usize>,
    /// Group of the table around.
    pub(super) table_group: u32,
    /// Inside a row that becomes one block.
    pub(super) in_row: bool,
    pub(super) quoted: bool,
    pub(super) hidden: bool,
    pub(super) link: bool,
    pub(super) strong: bool,
    pub(super) paragraph: bool,
    /// Inside a listing made of other elements than those for preformatted text.
    pub(super) listing: bool,
    /// Line feeds end lines.
    pub(super) lines: bool,
    pub(super) selected: Selected,
}

impl Context {
    /// Outside of everything.
    pub(super) fn outside() -> Context {
        Context {
            kind: BlockKind::Paragraph,
            group: 0,
            beyond_item: BlockKind::Paragraph,
            item: None,
            list: None,
            list_depth: 0,
            list_group: 0,
            table: None,
            table_group: 0,
            in_row: false,
            quoted: false,
            hidden: false,
            link: false,
            strong: false,
            paragraph: false,
            listing: false,
            lines: false,
            selected: Selected::No,
        }
    }

    /// What text makes here if it is not taken for a list item.
    fn beyond_item(&self) -> BlockKind {
        match self.kind {
            BlockKind::ListItem { .. } => self.beyond_item,
            kind => kind,
        }
    }

    /// Inside a heading, a quote, a caption or preformatted text.
    pub(super) fn enter_kind(&mut self, kind: BlockKind) {
        (self.kind, self.group) = (kind, 0);
    }

    /// Inside a listing that is none by the names of its elements.
    pub(super) fn enter_listing(&mut self) {
        self.enter_kind(BlockKind::Code);
        (self.listing, self.in_row) = (true, false);
    }

    /// Inside a list that stands at this depth.
    pub(super) fn enter_list(&mut self, depth: usize, element: ElementId) {
        if self.list_depth == 0 {
            self.list_group = group(element);
        }
        self.list = Some(depth);
        self.list_depth = self.list_depth.saturating_add(1);
    }

    /// Inside a list item that stands at this depth.
    pub(super) fn enter_item(&mut self, depth: usize, number: Option<u32>) {
        self.beyond_item = self.beyond_item();
        self.kind = BlockKind::ListItem { depth: self.list_depth.max(1), number };
        self.group = self.list_group;
        self.item = Some(depth);
    }

    /// Inside a list of terms: each on a line of its own.
    pub(super) fn enter_terms(&mut self, element: ElementId) {
        (self.kind, self.group) = (self.beyond_item(), group(element));
    }

    /// Inside a table's row that becomes one block.
    pub(super) fn enter_row(&mut self) {
        (self.kind, self.group, self.in_row) = (BlockKind::TableRow, self.table_group, true);
    }

    /// Inside a table that stands at this depth.
    pub(super) fn enter_table(&mut self, depth: usize, element: ElementId) {
        (self.table, self.table_group, self.in_row) = (Some(depth), group(element), false);
    }
}

/// Elements count from 0, and 0 is no group.
fn group(element: ElementId) -> u32 {
    element + 1
}

/// An element that the walk is inside of.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) node: NodeId,
    pub(super) element: ElementId,
    pub(super) context: Context,
    /// Text inside it is apart from text outside.
    pub(super) is_block: bool,
    /// It is a button, or a block in a row: text of its neighbours is another word.
    pub(super) is_apart: bool,
    /// Elements directly inside it so far.
    pub(super) children: u32,
    /// For a numbered list, the number of its next item and what each adds.
    pub(super) numbering: Option<(i64, i64)>,
    /// For a list item, whether it has a block already; for a table, whether it has a row.
    pub(super) has_block: bool,
    /// What follows is on the next line.
    pub(super) ends_line: bool,
    /// What is written behind its text.
    pub(super) closes: &'static str,
}
