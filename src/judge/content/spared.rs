//! Lines of an extracted text that look like nothing else in it and are no residue: rows of a table, entries of a
//! bibliography.
//!
//! The model has seen few of them and takes whole lists of them for husk.

/// Words of a citation beside its numbers.
const SAID: [&str; 5] = [" et al", " pp. ", " Vol. ", "doi:", "doi.org/"];

/// Bytes of the longest date in such brackets: `2025, September 28–30`.
const LONGEST_DATE: usize = 24;

/// Fewer words are no citation.
const LEAST_WORDS: u32 = 6;

/// Whether a line of so many words is spared.
pub(super) fn is_spared(line: &str, words: u32) -> bool {
    line.trim_start().starts_with('|') || (words >= LEAST_WORDS && is_citation(line))
}

/// Whether a line names a volume and its pages, as `2021; 12(3): 45-67` does, or says so in words; or when something
/// appeared, and where it is.
fn is_citation(line: &str) -> bool {
    SAID.iter().any(|said| line.contains(said)) || names_a_volume(line.as_bytes()) || names_a_place(line)
}

/// When something appeared, in brackets and before a full stop, and then an address, as is usual for what is on the
/// web: `Doe, J. (2025, May). On mills. https://mills.example/doe`, `(n.d.)` where it is unknown.
fn names_a_place(line: &str) -> bool {
    let Some(address) = line.find("://") else { return false };
    let is_date = |inside: &[u8]| {
        let is_year = digits(inside) == 4 && (inside.starts_with(b"1") || inside.starts_with(b"2"));
        inside == b"n.d." || is_year && matches!(&inside[4..], [] | [b'a'..=b'z'] | [b',', ..])
    };
    line[..address].match_indices(").").any(|(end, _)| {
        let before = &line.as_bytes()[end.saturating_sub(LONGEST_DATE + 1)..end];
        before.iter().rposition(|&byte| byte == b'(').is_some_and(|open| is_date(&before[open + 1..]))
    })
}

/// A year or an issue in brackets, then a mark, then a number: `2021;12`, `2021a, 12`, `12(3):45`.
fn names_a_volume(line: &[u8]) -> bool {
    let mut at = 0;
    while let Some(from) = line[at..].iter().position(u8::is_ascii_digit).map(|skipped| at + skipped) {
        let digits = digits(&line[from..]);
        at = from + digits;
        let is_year = digits == 4 && (line[from..].starts_with(b"19") || line[from..].starts_with(b"20"));
        let mut rest = &line[at..];
        if is_year {
            rest = rest.strip_prefix(b"a").or(rest.strip_prefix(b"b")).unwrap_or(rest);
            if number_follows(rest, b";:,") {
                return true;
            }
        }
        let issue = rest.strip_prefix(b" ").unwrap_or(rest).strip_prefix(b"(");
        if let Some(issue) = issue {
            let behind = &issue[self::digits(issue)..];
            if behind.len() < issue.len() && behind.strip_prefix(b")").is_some_and(|rest| number_follows(rest, b":,")) {
                return true;
            }
        }
    }
    false
}

/// Whether one of these marks and a number come next.
fn number_follows(text: &[u8], marks: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    text.first().is_some_and(|mark| marks.contains(mark))
        && text[1..].trim_ascii_start().first().is_some_and(u8::is_ascii_digit)
}

/// Digits at the beginning.
fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_citations_are_spared() {
        for line in [
            "| 1 | Rest | Run 40 min",
            "4. Ode T, Brook W. On the wear of millstones in salt air. J Milling. 2019;12(3):45-67.",
            "Ode, T. (2019). On the wear of millstones. Journal of Milling 12(3), 45",
            "Brook W et al. On the wear of millstones in the salt air of islands.",
            "Ode and Brook, Milling through the ages, Vol. 3, Lower Hatch 1911.",
            "Ode, T. (2025, September 30). On the wear of millstones. https://mills.example/ode",
            "(n.d.). How mills wear out. The Lower Hatch Mill. https://mills.example/wear",
        ] {
            assert!(is_spared(line, 12), "{line}");
        }
    }

    #[test]
    fn dates_prices_and_counts_are_not() {
        for line in [
            "Posted on 12 March 2024 by Marian Tolley in the valley",
            "March 12, 2024 | 4 comments and more to read here",
            "Bakery fined for the smell of bread (12) and much more",
            "Published in 2019: a year of mills and of weirs",
            "The mill burned (2019). So did the weir, as we all remember well",
            "The weir held (2019 was dry). Read on about it: https://mills.example/weir",
            "Copyright (c). The Lower Hatch Mill 2019, all rights reserved: https://mills.example/",
        ] {
            assert!(!is_spared(line, 12), "{line}");
        }
        assert!(!is_spared("12(3): 45", 2));
    }
}
