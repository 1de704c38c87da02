//! The Unicode form is that of the conformance test of the Unicode Character Database.
//!
//! The data in `tests/unicode/` is of Unicode 15.0. The tables of the crate `unicode-normalization` may be of a later
//! version: what is assigned never changes its form, so every line must hold all the same. Only code points that
//! 15.0 does not assign are left out, as a later version may give them a form.
//!
//! All goes through `Normalizer::code`, which does nothing beside the form but remove controls. No line of the test
//! has one; of the single code points they are excepted, and must be exactly [`CONTROLS`].

use std::ops::RangeInclusive;

use dehusk::normalize::{Normalizer, UnicodeForm};

/// What is removed from any text, or becomes `\n`: the test asks that it stays, dehusk promises that it goes.
const CONTROLS: [RangeInclusive<char>; 8] = [
    '\0'..='\u{8}',
    '\u{B}'..='\u{1F}',
    '\u{7F}'..='\u{9F}',
    '\u{AD}'..='\u{AD}',
    '\u{200B}'..='\u{200B}',
    '\u{2028}'..='\u{2029}',
    '\u{202A}'..='\u{202E}',
    '\u{FEFF}'..='\u{FEFF}',
];

/// A line of the test: source, NFC, NFD, NFKC, NFKD.
type Line = [String; 5];

struct Data {
    lines: Vec<Line>,
    /// The code points of part 1.
    listed: Vec<char>,
    assigned: Vec<RangeInclusive<u32>>,
}

fn data() -> Data {
    let file = zstd::decode_all(&include_bytes!("unicode/normalization-15.0.0.txt.zst")[..]).unwrap();
    let mut data = Data { lines: Vec::new(), listed: Vec::new(), assigned: Vec::new() };
    let mut part = "";
    for line in std::str::from_utf8(&file).unwrap().lines() {
        if line.starts_with('@') {
            part = line;
        } else if part == "@Assigned" {
            let (first, last) = line.split_once("..").unwrap();
            data.assigned.push(code_point(first)..=code_point(last));
        } else {
            let columns: Vec<String> = line.split(';').map(characters).collect();
            data.lines.push(columns.try_into().unwrap());
            if part == "@Part1" {
                data.listed.extend(data.lines.last().unwrap()[0].chars());
            }
        }
    }
    // As many as the files have.
    assert_eq!((data.lines.len(), data.listed.len(), data.assigned.len()), (19_074, 17_029, 707));
    data
}

fn characters(column: &str) -> String {
    column.split(' ').map(|number| char::from_u32(code_point(number)).unwrap()).collect()
}

fn code_point(number: &str) -> u32 {
    u32::from_str_radix(number, 16).unwrap()
}

fn normalizer(unicode: UnicodeForm) -> Normalizer {
    Normalizer { unicode, ..Normalizer::default() }
}

#[test]
fn every_line_has_its_form() {
    let (nfc, nfkc) = (normalizer(UnicodeForm::Nfc), normalizer(UnicodeForm::Nfkc));
    for line in &data().lines {
        let [_, c2, _, c4, _] = line;
        for (column, text) in line.iter().enumerate() {
            let expected = if column < 3 { c2 } else { c4 };
            assert_eq!(nfc.code(text), *expected, "NFC of c{} of {line:?}", column + 1);
            assert_eq!(nfkc.code(text), *c4, "NFKC of c{} of {line:?}", column + 1);
        }
    }
}

/// The look at the bytes that decides whether a text needs anything takes blocks of them; a line end keeps the lines
/// apart, as nothing composes with it.
#[test]
fn all_lines_in_one_text_have_their_form() {
    let data = data();
    let column = |number: usize| data.lines.iter().map(|line| format!("{}\n", line[number])).collect::<String>();
    let nfc = normalizer(UnicodeForm::Nfc);
    for (number, expected) in [(0, 1), (1, 1), (2, 1), (3, 3), (4, 3)] {
        // Compared without a message: it would have a hundred thousand characters.
        assert!(nfc.code(&column(number)) == column(expected), "c{}", number + 1);
    }
}

#[test]
fn what_is_not_listed_is_its_own_form() {
    let mut data = data();
    data.listed.sort_unstable();
    let (nfc, nfkc) = (normalizer(UnicodeForm::Nfc), normalizer(UnicodeForm::Nfkc));
    let mut own = 0;
    for c in data.assigned.iter().cloned().flatten().map(|number| char::from_u32(number).unwrap()) {
        if data.listed.binary_search(&c).is_ok() {
            continue;
        }
        let text = c.to_string();
        let expected = match CONTROLS.iter().any(|range| range.contains(&c)) {
            false => text.as_str(),
            true if matches!(c, '\r' | '\u{B}' | '\u{C}' | '\u{2028}' | '\u{2029}') => "\n",
            true => "",
        };
        assert_eq!(nfc.code(&text), expected, "NFC of U+{:04X}", c as u32);
        assert_eq!(nfkc.code(&text), expected, "NFKC of U+{:04X}", c as u32);
        own += u32::from(expected == text);
    }
    assert!(own > 250_000, "{own}");
}
