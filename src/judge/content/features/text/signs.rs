//! What other lines tell of a line: signs such as "Comments" above it, and whether it speaks of what the prose does.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::Features;
use crate::judge::content::features::{fnv, is_prose, log};
use crate::judge::content::shape::Shape;
use crate::judge::content::tokens::Tokens;
use crate::judge::content::wording::{KINDS, Wording};

/// Kinds of words of which a short line is a sign for what stands around it.
const SIGNS: [&str; 14] = [
    "says related",
    "says more",
    "says popular",
    "says share",
    "says newsletter",
    "says account",
    "says comment",
    "says site",
    "says firm",
    "says legal",
    "says ad",
    "says byline",
    "says date",
    "says topic",
];

/// A longer line is no sign.
const SIGN_WORDS: u32 = 8;

/// Bytes from which a word may carry a topic.
const TELLING: usize = 5;

/// Words of a line that are looked up.
const MOST_WORDS: usize = 40;

/// How far it is to the nearest short line on either side that speaks of little but one kind: what stands below
/// "Comments" or "More news" is seldom the article.
pub(super) fn signs(to: &mut Features<'_>, shapes: &[Shape], wordings: &[Wording]) {
    let rows = shapes.len();
    for name in SIGNS {
        let kind = KINDS.iter().position(|known| *known == name).expect("a kind of the lexicon");
        let is_sign = |id: usize| shapes[id].words <= SIGN_WORDS && wordings[id].is_mostly(kind);
        to.add_all(name, 4, || distances(0..rows, is_sign));
        to.add_all(name, 5, || {
            let mut down = distances((0..rows).rev(), is_sign);
            down.reverse();
            down
        });
    }
}

/// How many of a line's long words the prose of other lines has: what the text is about, and what is about
/// something else.
pub(super) fn topic<'t>(to: &mut Features<'_>, shapes: &[Shape], text: impl Fn(usize) -> &'t str) {
    let known = OnceCell::new();
    to.add_all("topic", 0, || known.get_or_init(|| shared(shapes, &text)).iter().map(|(once, _)| *once).collect());
    to.add_all("topic", 1, || known.get_or_init(|| shared(shapes, &text)).iter().map(|(_, often)| *often).collect());
}

/// For each line the shares of its long words that some, and that several other lines of prose have.
fn shared<'t>(shapes: &[Shape], text: &impl Fn(usize) -> &'t str) -> Vec<(f32, f32)> {
    let rows = shapes.len();
    // The words of all lines, by numbers, and where those of each line end.
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
    let mut all = Vec::new();
    let mut ends = Vec::with_capacity(rows);
    for id in 0..rows {
        let text = text(id);
        let long = Tokens::bare(text).filter(|(range, _)| range.len() >= TELLING);
        all.extend(long.take(MOST_WORDS).map(|(range, is_ascii)| {
            let word = &text[range];
            let hash = match is_ascii {
                true => hash_of_ascii(word.as_bytes()),
                false => fnv(word.chars().flat_map(char::to_lowercase).map(u32::from)),
            };
            let next = numbers.len() as u32;
            *numbers.entry(hash).or_insert(next)
        }));
        ends.push(all.len());
    }
    let words = |id: usize| &all[id.checked_sub(1).map_or(0, |before| ends[before])..ends[id]];
    // For each word the number of lines of prose that hold it, and the last of them.
    let mut holders = vec![(0u32, usize::MAX); numbers.len()];
    for id in (0..rows).filter(|&id| is_prose(&shapes[id])) {
        for &word in words(id) {
            let (lines, last) = &mut holders[word as usize];
            *lines += u32::from(*last != id);
            *last = id;
        }
    }
    let share = |part: usize, all: usize| part as f32 / all.max(1) as f32;
    let of_line = |id: usize| {
        let own = u32::from(is_prose(&shapes[id]));
        let (mut once, mut often) = (0, 0);
        for &word in words(id) {
            let others = holders[word as usize].0 - own;
            once += usize::from(others > 0);
            often += usize::from(others > 2);
        }
        (share(once, words(id).len()), share(often, words(id).len()))
    };
    (0..rows).map(of_line).collect()
}

/// A number for a word in ASCII of at least four letters and digits, whatever their case.
fn hash_of_ascii(word: &[u8]) -> u64 {
    let lower = |bytes: u64| bytes | 0x2020_2020_2020_2020;
    let mix = |hash: u64, bytes: u64| (hash.rotate_left(5) ^ lower(bytes)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let length = word.len() as u64;
    match (word.first_chunk::<8>(), word.last_chunk::<8>()) {
        (Some(_), Some(last)) => {
            // The last eight bytes may overlap those before them.
            let hash = word.as_chunks().0.iter().fold(length, |hash, bytes| mix(hash, u64::from_le_bytes(*bytes)));
            mix(hash, u64::from_le_bytes(*last))
        }
        _ => {
            let four = |bytes: Option<&[u8; 4]>| bytes.map_or(0, |bytes| u64::from(u32::from_le_bytes(*bytes)));
            mix(length, four(word.first_chunk()) | four(word.last_chunk()) << 32)
        }
    }
}

/// For each line in this order, how many lines ago the last one was of which `is` holds; -1 before the first.
pub(super) fn distances(order: impl Iterator<Item = usize>, is: impl Fn(usize) -> bool) -> Vec<f32> {
    let mut since = None::<u32>;
    order
        .map(|id| {
            let distance = since.map_or(-1.0, log);
            since = if is(id) { Some(0) } else { since.map(|since| since + 1) };
            distance
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_number_whatever_its_case() {
        let words = ["mill", "mills", "spill", "windmill", "windmills", "grindmill", "mill2024"];
        let numbers: std::collections::BTreeSet<u64> =
            words.iter().map(|word| hash_of_ascii(word.as_bytes())).collect();
        assert_eq!(numbers.len(), words.len());
        assert_eq!(hash_of_ascii(b"WindMill24"), hash_of_ascii(b"windmill24"));
    }

    #[test]
    fn distances_count_from_the_last() {
        let is = [false, true, false, false, true];
        assert_eq!(distances(0..5, |id| is[id]), [-1.0, -1.0, log(0), log(1), log(2)]);
    }
}
