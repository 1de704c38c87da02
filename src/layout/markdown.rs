//! The blocks of a web page as Markdown: CommonMark with pipe tables.

use super::{DEEPEST_LIST, bare_item, fence, separator};
use crate::block::{self, Block, BlockKind, Joint};
use crate::parse::text::lines;

/// A forced line break. Two spaces would do too, but would not be seen.
const HARD_BREAK: &str = "\\\n";

/// What begins a line of a quotation.
const QUOTED: &str = "> ";

/// Writes the blocks.
pub(super) fn write(blocks: &[Block]) -> String {
    let mut out = String::with_capacity(blocks.iter().map(|block| block.text.len() + 8).sum());
    let mut list = List::default();
    let mut previous: Option<BlockKind> = None;
    let mut gap = Joint::Line;
    let mut rest = blocks;
    while let Some((block, after)) = rest.split_first() {
        gap = gap.wider(block.joint);
        if lines::is_blank(&block.text) {
            rest = after;
            continue;
        }
        if let Some(previous) = previous {
            out.push_str(between(previous, block.kind, gap));
        }
        if !matches!(block.kind, BlockKind::ListItem { .. }) {
            list = List::default();
        }
        let taken = match block.kind {
            BlockKind::TableRow => rows(rest),
            _ => 1,
        };
        match block.kind {
            BlockKind::Heading(level) => heading(&mut out, level, &block.text),
            BlockKind::ListItem { depth, number } => {
                let start = out.len();
                list.item(&mut out, depth, number, &block.text);
                if block.cues.quoted {
                    let item = out.split_off(start);
                    out.push_str(QUOTED);
                    out.push_str(&item.replace('\n', &format!("\n{QUOTED}")));
                }
            }
            BlockKind::Quote => prose(&mut out, QUOTED, &block.text),
            BlockKind::Code => code(&mut out, &block.text),
            BlockKind::TableRow => table(&mut out, &rest[..taken]),
            BlockKind::Caption => caption(&mut out, &block.text),
            BlockKind::Paragraph => prose(&mut out, "", &block.text),
        }
        previous = Some(block.kind);
        gap = Joint::Line;
        rest = &rest[taken..];
    }
    out
}

/// What stands between two blocks. Blocks of different kinds need a blank line to stay apart.
fn between(before: BlockKind, now: BlockKind, gap: Joint) -> &'static str {
    match (before, now, gap) {
        (BlockKind::ListItem { .. }, BlockKind::ListItem { .. }, Joint::Line) => separator(gap),
        (BlockKind::Paragraph, BlockKind::Paragraph, Joint::Line) => HARD_BREAK,
        _ => separator(Joint::Paragraph),
    }
}

fn heading(out: &mut String, level: u8, text: &str) {
    out.push_str(&"#".repeat(usize::from(level).clamp(1, 6)));
    out.push(' ');
    let start = out.len();
    let words: Vec<_> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
    inline(out, &words.join(" "), Place::Line);
    // Number signs at the end would be taken for the closing ones that Markdown allows.
    if out.ends_with('#') && !out.ends_with("\\#") && out.len() > start {
        out.insert(out.len() - 1, '\\');
    }
}

/// Running text: its lines with hard breaks between them, each after `prefix`.
fn prose(out: &mut String, prefix: &str, text: &str) {
    let mut between = "";
    for line in text.split('\n').map(str::trim).filter(|line| !lines::is_blank(line)) {
        out.push_str(between);
        out.push_str(prefix);
        line_start(out, line);
        between = HARD_BREAK;
    }
}

fn caption(out: &mut String, text: &str) {
    out.push('*');
    prose(out, "", text);
    out.push('*');
}

fn code(out: &mut String, text: &str) {
    let fence = fence(text);
    out.push_str(&fence);
    out.push('\n');
    out.push_str(text.trim_matches('\n'));
    out.push('\n');
    out.push_str(&fence);
}

/// The lists that are open.
#[derive(Debug, Default)]
struct List {
    /// Width of the marker at each depth: what stands in an item begins below the item's text.
    markers: Vec<usize>,
}

impl List {
    fn item(&mut self, out: &mut String, depth: u8, number: Option<u32>, text: &str) {
        self.markers.truncate(usize::from(depth).clamp(1, DEEPEST_LIST) - 1);
        let indent = self.markers.iter().sum();
        let marker = number.map_or("- ".to_owned(), |number| format!("{number}. "));
        out.extend(std::iter::repeat_n(' ', indent));
        out.push_str(&marker);
        self.markers.push(marker.len());
        // Lines after the first need no indentation: they continue the item's paragraph.
        prose(out, "", bare_item(text, number));
    }
}

/// How many of the blocks are rows of the table that begins with the first.
fn rows(blocks: &[Block]) -> usize {
    let more = blocks[1..].iter().take_while(|b| b.kind == BlockKind::TableRow && b.joint != Joint::Paragraph);
    1 + more.count()
}

/// A pipe table. The first row is its head, as wide as the widest row, so that no cell falls out; where something else
/// stood in the table, the part below it has an empty one.
fn table(out: &mut String, rows: &[Block]) {
    let rows = rows.iter().filter(|row| !lines::is_blank(&row.text));
    let columns = rows.clone().map(|row| cells(row).len()).max().unwrap_or(0);
    let mut rows = rows.peekable();
    let head = rows.next_if(|row| !row.cues.later_row);
    let mut head = head.map_or_else(Vec::new, cells);
    head.resize(columns, String::new());
    row(out, &head);
    out.push('\n');
    row(out, &vec!["---".to_owned(); columns]);
    for block in rows {
        out.push('\n');
        row(out, &cells(block));
    }
}

fn row(out: &mut String, cells: &[String]) {
    out.push('|');
    for cell in cells {
        out.push(' ');
        out.push_str(cell);
        out.push_str(if cell.is_empty() { "|" } else { " |" });
    }
}

/// The cells of a row, escaped.
fn cells(block: &Block) -> Vec<String> {
    let escaped = |cell: String| {
        let mut escaped = String::with_capacity(cell.len());
        inline(&mut escaped, &cell, Place::Cell);
        escaped
    };
    block::cells(&block.text, &block.cues.borders).into_iter().map(escaped).collect()
}

/// A line of running text, its beginning escaped where it would begin something else.
fn line_start(out: &mut String, line: &str) {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marker = &line[digits..];
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let special = if digits > 0 {
        digits <= 9 && marker.starts_with(['.', ')']) && ends(&marker[1..])
    } else {
        line.starts_with(['>', '|'])
            || line.starts_with("~~~")
            || line.starts_with(['-', '+']) && ends(&line[1..])
            || line.starts_with('#') && ends(line.trim_start_matches('#'))
            || line.starts_with(['-', '=']) && is_rule(line)
    };
    out.push_str(&line[..digits]);
    if special {
        out.push('\\');
    }
    inline(out, marker, Place::Line);
}

/// Whether the line would be a rule, or underline the line above into a heading.
fn is_rule(line: &str) -> bool {
    let first = line.as_bytes().first();
    line.bytes().all(|byte| byte == b' ' || Some(&byte) == first)
}

/// Where running text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Line,
    /// In a table, where a bar ends the cell.
    Cell,
}

/// Text with a backslash before every character that would be read as markup where it stands.
fn inline(out: &mut String, text: &str, place: Place) {
    // Only an address or a reference after the bracket makes a link.
    let links = ["](", "][", "]:"].iter().any(|end| text.contains(end));
    let mut previous = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if is_markup(previous, c, next, links) || c == '|' && place == Place::Cell {
            out.push('\\');
        }
        out.push(c);
        previous = Some(c);
    }
}

fn is_markup(previous: Option<char>, c: char, next: Option<char>, links: bool) -> bool {
    let open = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '`' => true,
        '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
        '*' => previous.is_none() || !open(previous) || !open(next),
        '_' => !(open(previous) && open(next) || word(previous) && word(next)),
        '[' => links,
        '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
        '&' => next.is_some_and(|next| next.is_ascii_alphabetic() || next == '#'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::page;
    use super::super::{Markup, write};
    use super::*;

    #[test]
    fn a_page_in_markdown() {
        let item = |depth, number| BlockKind::ListItem { depth, number };
        let document = page(vec![
            (BlockKind::Heading(2), Joint::Paragraph, "About C#"),
            (BlockKind::Paragraph, Joint::Line, "One\ntwo"),
            (item(1, Some(9)), Joint::Line, "a"),
            (item(2, None), Joint::Line, "b"),
            (item(1, Some(10)), Joint::Line, "c"),
            (BlockKind::Quote, Joint::Line, "He\nsaid"),
            (BlockKind::TableRow, Joint::Paragraph, "x | y"),
            (BlockKind::TableRow, Joint::Line, "1 |  | a|b"),
            (BlockKind::Code, Joint::Line, "```\n  x\n"),
            (BlockKind::Caption, Joint::Line, "A cat"),
        ]);
        let expected = "## About C\\#\n\nOne\\\ntwo\n\n9. a\n   - b\n10. c\n\n> He\\\n> said\n\n| x | y | |\n| --- | --- | --- |\n| 1 | | a\\|b |\n\n````\n```\n  x\n````\n\n*A cat*";
        assert_eq!(write(&document, Markup::Markdown), expected);
    }

    #[test]
    fn a_list_in_a_quotation_is_quoted() {
        let item = |text| (BlockKind::ListItem { depth: 1, number: None }, Joint::Line, text);
        let mut document = page(vec![(BlockKind::Quote, Joint::Paragraph, "He said"), item("a\nb"), item("c")]);
        document.blocks[1].cues.quoted = true;
        document.blocks[2].cues.quoted = true;
        assert_eq!(write(&document, Markup::Markdown), "> He said\n\n> - a\\\n> b\n> - c");
    }

    #[test]
    fn a_bar_in_a_cell_is_no_border() {
        let mut document = page(vec![(BlockKind::TableRow, Joint::Paragraph, "a | b | or")]);
        document.blocks[0].cues.borders = vec![false, true];
        assert_eq!(write(&document, Markup::Markdown), "| a \\| b | or |\n| --- | --- |");
    }

    #[test]
    fn a_part_of_a_table_below_something_else_has_no_head() {
        let row = |text| (BlockKind::TableRow, Joint::Paragraph, text);
        let mut document = page(vec![row("a | b"), (BlockKind::Paragraph, Joint::Paragraph, "x"), row("c | d")]);
        document.blocks[2].cues.later_row = true;
        let expected = "| a | b |\n| --- | --- |\n\nx\n\n| | |\n| --- | --- |\n| c | d |";
        assert_eq!(write(&document, Markup::Markdown), expected);
    }

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        prose(&mut out, "", text);
        out
    }

    #[test]
    fn what_would_begin_something_else_is_escaped() {
        for (text, expected) in [
            ("# no heading", "\\# no heading"),
            ("#hashtag", "#hashtag"),
            ("- no item", "\\- no item"),
            ("-1 degree", "-1 degree"),
            ("1. no item", "1\\. no item"),
            ("1.5 litres", "1.5 litres"),
            ("> no quote", "\\> no quote"),
            ("---", "\\---"),
            ("===", "\\==="),
            ("* no item", "\\* no item"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn what_would_be_markup_is_escaped() {
        for (text, expected) in [
            ("a *b* c", "a \\*b\\* c"),
            ("2 * 3", "2 * 3"),
            ("snake_case", "snake_case"),
            ("_x_", "\\_x\\_"),
            ("a < b", "a < b"),
            ("<b>", "\\<b>"),
            ("[sic]", "[sic]"),
            ("[a](b)", "\\[a](b)"),
            ("`x`", "\\`x\\`"),
            ("C:\\dir", "C:\\dir"),
            ("a\\*", "a\\\\\\*"),
            ("AT&T", "AT\\&T"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}
