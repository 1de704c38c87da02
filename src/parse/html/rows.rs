//! Tells a table of data from a table that only lays out the page, and finds the rows that read as one line of cells.
//!
//! A row whose cells hold nothing but inline text is one wherever it stands. What writes a paragraph into every cell, as
//! word processors and documentation tools do, is told from a page that is laid out by the table as a whole. So is a row
//! with a list in a cell, or with one cell for all columns: it would tear a table of data in two.

use std::collections::{HashMap, HashSet};

use rustc_hash::FxBuildHasher;

use super::dom::{Dom, NodeId};
use super::says::integer;
use super::tags::{Role, lookup};

/// A cell with more forced line breaks than this holds running text; an address has two.
const BREAKS: usize = 2;

/// Paragraphs of a cell that are read as one line.
const PARTS: usize = 3;

/// Letters of a cell of paragraphs that is read as one line: two or three sentences. An article has more.
const SHORT: usize = 300;

/// Elements around all that is in a cell.
const NESTED: usize = 8;

/// Columns into which cells of rows above may reach: each costs every row below a border.
const COLUMNS: usize = 16;

/// What the walk has to know of rows and cells that it will meet.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// The rows that read as one line.
    lines: HashSet<NodeId, FxBuildHasher>,
    /// The cells of tables of data before which others reach down from rows above, and how many of their columns do.
    behind: HashMap<NodeId, usize, FxBuildHasher>,
}

impl Rows {
    /// Whether a row reads as one line. It is asked once.
    pub(super) fn take(&mut self, row: NodeId) -> bool {
        self.lines.remove(&row)
    }

    /// How many columns before a cell belong to cells of rows above.
    pub(super) fn columns_before(&self, cell: NodeId) -> usize {
        self.behind.get(&cell).copied().unwrap_or(0)
    }

    /// Looks at the rows of a table that the walk comes to.
    ///
    /// Of a cell it looks at nothing behind the border of another table, so that all tables of a page together look at
    /// each node a few times at most.
    pub(super) fn look_at(&mut self, dom: &Dom, table: NodeId, is_code: bool) {
        let (mut reach, mut behind) = (Reach::default(), HashMap::default());
        let mut section = None;
        let mut of = |row| {
            // No cell reaches out of its section.
            if section.replace(dom.parent(row)) != Some(dom.parent(row)) {
                reach = Reach::default();
            }
            let is_reached = reach.enter(dom, row, &mut behind);
            Row { is_reached, ..Row::of(dom, row) }
        };
        let rows: Vec<_> = rows(dom, table).map(|row| (row, of(row))).collect();
        // The rows of a listing are its lines.
        let of_data = !is_code && is_of_data(rows.iter().map(|(_, row)| row));
        let regular = |(_, row): &(NodeId, Row)| row.is_regular();
        // What stands alone above and below the lines is a title, a source, a remark.
        let between = rows.iter().position(regular)..=rows.iter().rposition(regular);
        let is_line = |(at, (_, row)): &(usize, &(NodeId, Row))| match (row.cells, row.reading) {
            (0, _) | (_, Reading::Layout) => false,
            (1, _) => of_data && row.is_short && (row.is_reached || between.contains(&Some(*at))),
            (_, Reading::Line) => true,
            (_, Reading::Paragraphs | Reading::Parts) => of_data,
        };
        if of_data {
            self.behind.extend(behind);
        }
        self.lines.extend(rows.iter().enumerate().filter(is_line).map(|(_, &(row, _))| row));
    }
}

/// Rows that show a table to be one of data where it has no headings. Two columns of a page are one row, and a post in a
/// forum below its date is two.
const REGULAR: usize = 3;

/// Whether a table is one of data as a whole: it has a row of headings, or most of its rows are lines of cells.
fn is_of_data<'r>(rows: impl Iterator<Item = &'r Row>) -> bool {
    let (mut all, mut regular) = (0, 0);
    // What is left of a row into which others reach says nothing either.
    for row in rows.filter(|row| row.cells > usize::from(row.is_reached)) {
        if row.is_regular() && row.is_head {
            return true;
        }
        all += 1;
        regular += usize::from(row.is_regular() && row.texts > 1);
    }
    regular >= REGULAR && 2 * regular > all
}

/// The rows of a table, those of its sections included.
fn rows(dom: &Dom, table: NodeId) -> impl Iterator<Item = NodeId> {
    let role = |node: NodeId| dom.tag(node).map(lookup);
    dom.children(table)
        .flat_map(move |node| {
            let is_section = matches!(role(node), Some(("tbody" | "thead" | "tfoot", _)));
            let inside = dom.children(node).take(if is_section { usize::MAX } else { 0 });
            inside.chain((!is_section).then_some(node))
        })
        .filter(move |&node| matches!(role(node), Some((_, Role::Row))))
}

/// How the content of a cell reads, from the plainest; a row reads as its least plain cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reading {
    /// Inline text.
    Line,
    /// A paragraph, or a few short ones.
    Paragraphs,
    /// A list, many short lines, or text beside paragraphs, but little of it.
    Parts,
    /// Anything else: a part of a page.
    Layout,
}

#[derive(Debug)]
struct Row {
    cells: usize,
    /// Those of its cells that have text.
    texts: usize,
    /// All its cells are headings.
    is_head: bool,
    reading: Reading,
    /// No cell of it is long.
    is_short: bool,
    /// Cells of rows above reach into it.
    is_reached: bool,
}

impl Row {
    fn of(dom: &Dom, row: NodeId) -> Row {
        let mut made =
            Row { cells: 0, texts: 0, is_head: true, reading: Reading::Line, is_short: true, is_reached: false };
        for cell in dom.children(row) {
            let Some((tag, Role::Cell)) = dom.tag(cell).map(lookup) else { continue };
            made.cells += 1;
            made.is_head &= tag == "th";
            // Nothing reads worse.
            if made.reading < Reading::Layout {
                let (reading, letters) = reading(dom, cell);
                made.reading = made.reading.max(reading);
                made.texts += usize::from(letters > 0);
                made.is_short &= letters <= SHORT;
            }
        }
        made
    }

    /// Whether it is a row such as tables of data have.
    fn is_regular(&self) -> bool {
        self.cells > 1 && self.reading <= Reading::Paragraphs
    }
}

/// In how many rows, the present one included, each column still belongs to a cell of a row above.
#[derive(Debug, Default)]
struct Reach([u32; COLUMNS]);

impl Reach {
    /// Goes on to the next row; says which of its cells stand behind others, and whether any does.
    fn enter(&mut self, dom: &Dom, row: NodeId, behind: &mut HashMap<NodeId, usize, FxBuildHasher>) -> bool {
        let number = |cell, name| dom.attribute(cell, name).and_then(integer).unwrap_or(1);
        let above = self.0;
        let mut column = 0;
        for cell in dom.children(row).filter(|&node| dom.tag(node).is_some_and(|tag| lookup(tag).1 == Role::Cell)) {
            let reached = above.iter().skip(column).take_while(|&&rows| rows > 0).count();
            if reached > 0 {
                behind.insert(cell, reached);
            }
            let start = (column + reached).min(COLUMNS);
            let width = usize::try_from(number(cell, "colspan")).unwrap_or(1).clamp(1, COLUMNS);
            column = (start + width).min(COLUMNS);
            // None of all is all that follow.
            let height = match number(cell, "rowspan") {
                0 => u32::MAX,
                rows => u32::try_from(rows).unwrap_or(1),
            };
            self.0[start..column].fill(height);
        }
        for rows in &mut self.0 {
            *rows = rows.saturating_sub(1);
        }
        above.iter().any(|&rows| rows > 0)
    }
}

/// How a cell reads, and how many letters are in it.
fn reading(dom: &Dom, cell: NodeId) -> (Reading, usize) {
    if let Some(letters) = inline_letters(dom, cell) {
        return (Reading::Line, letters);
    }
    let is_short = |letters: &usize| *letters <= SHORT;
    if let Some(letters) = paragraphs_letters(dom, cell).filter(is_short) {
        return (Reading::Paragraphs, letters);
    }
    match parts_letters(dom, cell) {
        Some(letters) => (Reading::Parts, letters),
        None => (Reading::Layout, 0),
    }
}

/// Letters of inline text with hardly a break; `None` where there is anything else.
fn inline_letters(dom: &Dom, around: NodeId) -> Option<usize> {
    let (mut breaks, mut letters) = (0, 0);
    let mut next = dom.first_child(around);
    while let Some(node) = next {
        letters += dom.text(node).map_or(0, count_letters);
        let role = dom.tag(node).map(|tag| lookup(tag).1);
        breaks += usize::from(role == Some(Role::Break));
        if breaks > BREAKS || role.is_some_and(Role::is_block) {
            return None;
        }
        next = dom.after(node, around, role != Some(Role::Unseen));
    }
    Some(letters)
}

/// Letters of a cell with a few paragraphs and nothing beside them; `None` where there is anything else.
fn paragraphs_letters(dom: &Dom, cell: NodeId) -> Option<usize> {
    let mut inner = cell;
    for _ in 0..NESTED {
        let mut seen = dom.children(inner).filter(|&node| is_seen(dom, node));
        let (Some(only), None) = (seen.next(), seen.next()) else { break };
        if !is_paragraph(dom, only) {
            break;
        }
        inner = only;
    }
    let mut seen = dom.children(inner).filter(|&node| is_seen(dom, node)).take(PARTS + 1).peekable();
    if seen.peek().is_none_or(|&first| !is_paragraph(dom, first)) {
        return inline_letters(dom, inner);
    }
    let (mut parts, mut letters) = (0, 0);
    for part in seen {
        parts += 1;
        if parts > PARTS || !is_paragraph(dom, part) {
            return None;
        }
        letters += inline_letters(dom, part)?;
    }
    Some(letters)
}

/// Letters of a cell with paragraphs, lists and breaks; `None` where there are many, or anything else.
fn parts_letters(dom: &Dom, cell: NodeId) -> Option<usize> {
    let mut letters = 0;
    let mut next = dom.first_child(cell);
    while let Some(node) = next {
        letters += dom.text(node).map_or(0, count_letters);
        let role = dom.tag(node).map(|tag| lookup(tag).1);
        let is_list = matches!(role, Some(Role::List | Role::NumberedList | Role::Item));
        if letters > SHORT || role.is_some_and(Role::is_block) && !is_list && !is_paragraph(dom, node) {
            return None;
        }
        next = dom.after(node, cell, role != Some(Role::Unseen));
    }
    Some(letters)
}

/// Whether it is a paragraph, be it by name or not.
fn is_paragraph(dom: &Dom, node: NodeId) -> bool {
    matches!(dom.tag(node).map(lookup), Some((_, Role::Paragraph) | ("div", _)))
}

/// Whether there may be anything of it to see.
fn is_seen(dom: &Dom, node: NodeId) -> bool {
    match (dom.text(node), dom.tag(node)) {
        (Some(text), _) => !text.trim_ascii().is_empty(),
        (None, Some(tag)) => lookup(tag).1 != Role::Unseen,
        (None, None) => false,
    }
}

fn count_letters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::COLUMNS;
    use crate::limits::Limits;
    use crate::parse::html::{self, Selectors};

    /// The blocks of a page, rows between bars.
    fn blocks(html: &str) -> Vec<String> {
        let document = html::parse(html, &Selectors::default(), &Limits::default()).document;
        let line = |block: crate::block::Block| match block.kind {
            crate::block::BlockKind::TableRow => format!("[{}]", block.text),
            _ => block.text,
        };
        document.blocks.into_iter().map(line).collect()
    }

    #[test]
    fn a_paragraph_in_a_cell_is_its_line() {
        for (html, expected) in [
            // Sphinx.
            (
                "<table><thead><tr><th><p>Mode</p></th><th><p>Order</p></th></tr></thead>\
                 <tbody><tr><td><p><code>fifo</code></p></td><td><p>first in</p></td></tr></tbody></table>",
                &["[Mode | Order]", "[fifo | first in]"][..],
            ),
            // Confluence; what stands apart in a cell stays apart in its line.
            (
                "<table><tr><td>a<td><div class=content-wrapper><p>b</p></div><tr><td><p>c</p> <p>d</p><td>e<tr><td>f<td><div>g</div></table>",
                &["[a | b]", "[c d | e]", "[f | g]"],
            ),
        ] {
            assert_eq!(blocks(html), expected, "{html}");
        }
    }

    #[test]
    fn a_table_that_lays_out_the_page_is_none_of_data() {
        let sentences = "The light is lit at dusk, and put out at dawn. ".repeat(10);
        for (html, expected) in [
            // Two columns.
            ("<table><tr><td><p>Menu</p><td><p>Text</p></table>".to_owned(), vec!["Menu", "Text"]),
            (
                "<table><tr><td><div>a</div><td>b<tr><td><h2>c</h2><td><div>d</div></table>".to_owned(),
                vec!["a", "b", "c", "d"],
            ),
            (
                format!("<table><tr><th>a<th>b<tr><td><p>c</p><td><p>{sentences}</p></table>"),
                vec!["[a | b]", "c", sentences.trim()],
            ),
            ("<table><tr><th>a<th>b<tr><td><h3>c</h3>d<td>e</table>".to_owned(), vec!["[a | b]", "c", "d", "e"]),
            // Titles and sources stand outside.
            (
                "<table><tr><td colspan=2>t<tr><th>a<th>b<tr><td>c<td>d<tr><td colspan=2>s</table>".to_owned(),
                vec!["t", "[a | b]", "[c | d]", "s"],
            ),
            // A post, and what a forum has below it.
            (
                "<table><tr><td>May<td>#2<tr><td><div>Ann</div><td><div>b</div><tr><td><img><td><p><img></p></table>"
                    .to_owned(),
                vec!["[May | #2]", "Ann", "b"],
            ),
            // A listing with numbers beside its lines.
            (
                format!("<pre><code><table><tr><th>1<th>a{}</table>", "<tr><td><div></div><td><div>b</div>".repeat(2)),
                vec!["[1 | a]", "b\nb"],
            ),
            // A menu beside a page.
            (
                "<table><tr><td><ul><li>a<li>b</ul><td>c<tr><td>d<td>e</table>".to_owned(),
                vec!["a", "b", "c", "[d | e]"],
            ),
        ] {
            assert_eq!(blocks(&html), expected, "{html}");
        }
    }

    #[test]
    fn an_unusual_row_does_not_tear_a_table() {
        for (row, expected) in [
            ("<td>x<td><ul><li>y<li>z</ul>", "[x | y z]"),
            ("<td>x<td>1<br>2<br>3<br>4", "[x | 1 2 3 4]"),
            ("<td>x<td>y<p>z</p>", "[x | y z]"),
            ("<td colspan=2>x", "[x]"),
        ] {
            let html = format!("<table><tr><th>a<th>b<tr>{row}<tr><td>c<td>d</table>");
            assert_eq!(blocks(&html), ["[a | b]", expected, "[c | d]"], "{html}");
        }
    }

    #[test]
    fn cells_stand_in_their_columns() {
        for (rows, expected) in [
            ("<td rowspan=2>x<td>1<tr><td>2", ["[x | 1]", "[| 2]"]),
            ("<td>x<td rowspan=2>1<td>2<tr><td>y<td>3", ["[x | 1 | 2]", "[y | | 3]"]),
            ("<td rowspan=0 colspan=2>x<td>1<tr><td>2", ["[x | 1]", "[| | 2]"]),
            ("<td rowspan=-1>x<td>1<tr><td>2<td>3", ["[x | 1]", "[2 | 3]"]),
        ] {
            let html = format!("<table><thead><tr><th rowspan=9>a<th>b<tbody><tr>{rows}</table>");
            assert_eq!(blocks(&html)[1..], expected, "{html}");
        }
        // What a hostile page could have of it is a few borders for every row.
        let reaching = "<td rowspan=65534>a".repeat(100);
        let html = format!("<table><tr>{reaching}{}</table>", "<tr><td>b<td>c".repeat(1000));
        assert_eq!(blocks(&html)[1..], vec![format!("[{}b | c]", "| ".repeat(COLUMNS)); 1000]);
    }

    #[test]
    fn tables_in_tables_are_looked_at_once() {
        let html = "<table><tr><td>".repeat(60) + &"<table><tr><td>a<td>b</table>".repeat(300);
        assert_eq!(blocks(&html).len(), 300);
    }
}
