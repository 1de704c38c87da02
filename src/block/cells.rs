//! Cells in the text of a table's row: a bar between spaces parts two of them, unless it is known to be a cell's own.

/// For every bar between spaces whether it is a border, given the bytes of those that are; empty where all are.
pub fn borders(text: &str, borders: &[usize]) -> Vec<bool> {
    if memchr::memchr_iter(b'|', text.as_bytes()).count() == borders.len() {
        return Vec::new();
    }
    let mut borders = borders.iter().peekable();
    let mut at = 0;
    let mut bars = Vec::new();
    for word in text.split_inclusive(char::is_whitespace) {
        if word.trim_end() == BAR {
            bars.push(borders.next_if_eq(&&at).is_some());
        }
        at += word.len();
    }
    if bars.contains(&false) { bars } else { Vec::new() }
}

/// The cells of a row with single spaces between their words; `borders` are those of the text as it was read. Where it
/// has been cut since, every bar is one.
pub fn cells(text: &str, borders: &[bool]) -> Vec<String> {
    let is_whole = text.split_whitespace().filter(|word| *word == BAR).count() == borders.len();
    let mut borders = borders.iter().filter(|_| is_whole);
    let mut cells = vec![String::new()];
    for word in text.split_whitespace() {
        if word == BAR && *borders.next().unwrap_or(&true) {
            cells.push(String::new());
            continue;
        }
        let cell = cells.last_mut().expect("there is always one");
        if !cell.is_empty() {
            cell.push(' ');
        }
        cell.push_str(word);
    }
    cells
}

const BAR: &str = "|";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_in_a_cell_is_no_border() {
        for (text, at, parts) in [
            ("a | b", &[2][..], &["a", "b"][..]),
            ("a | b | or", &[6], &["a | b", "or"]),
            ("| | | c", &[0, 4], &["", "|", "c"]),
            ("a||b c|d", &[], &["a||b c|d"]),
            ("a\u{a0}|\u{a0}b | c", &[8], &["a | b", "c"]),
            ("", &[], &[""]),
        ] {
            assert_eq!(cells(text, &borders(text, at)), parts);
        }
        assert!(borders("a | b", &[2]).is_empty());
        assert_eq!(cells("b | or", &borders("a | b | or", &[6])), ["b", "or"]);
    }
}
