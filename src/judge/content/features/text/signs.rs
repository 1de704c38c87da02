//! What other lines tell of a line: signs such as "Comments" above it, and whether it speaks of what the prose does.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::Features;
use crate::judge::content::features::{fnv, is_prose, log};
use crate::judge::content::shape::Shape;
use crate::judge::content::wording::{KINDS, Wording, letters_and, next_run};

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
        let is_sign = |id: usize| shapes[id].words <= SIGN_WORDS && 2.0 * wordings[id].share(kind) >= 1.0;
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

static LETTERS: [bool; 256] = letters_and(b"");

/// For each line the shares of its long words that some, and that several other lines of prose have.
fn shared<'t>(shapes: &[Shape], text: &impl Fn(usize) -> &'t str) -> Vec<(f32, f32)> {
    let rows = shapes.len();
    let mut all = Vec::new();
    let mut ends = Vec::with_capacity(rows);
    for id in 0..rows {
        let (text, mut at, end) = (text(id), 0, all.len() + MOST_WORDS);
        while let Some((range, is_ascii)) = next_run(text, at, &LETTERS, char::is_alphanumeric, char::is_alphanumeric)
            && all.len() < end
        {
            at = range.end;
            let word = &text[range];
            if word.len() < TELLING {
                continue;
            }
            all.push(match is_ascii {
                true => fnv(word.bytes().map(|byte| byte.to_ascii_lowercase().into())),
                false => fnv(word.chars().flat_map(char::to_lowercase).map(u32::from)),
            });
        }
        ends.push(all.len());
    }
    let words = |id: usize| &all[id.checked_sub(1).map_or(0, |before| ends[before])..ends[id]];
    // For each word the number of lines of prose that hold it, and the last of them.
    let mut holders: FxHashMap<u64, (u32, usize)> = FxHashMap::default();
    for id in (0..rows).filter(|&id| is_prose(&shapes[id])) {
        for &word in words(id) {
            let (blocks, last) = holders.entry(word).or_insert((0, usize::MAX));
            *blocks += u32::from(*last != id);
            *last = id;
        }
    }
    let share = |part: usize, all: usize| part as f32 / all.max(1) as f32;
    let of_line = |id: usize| {
        let own = u32::from(is_prose(&shapes[id]));
        let (mut once, mut often) = (0, 0);
        for word in words(id) {
            let others = holders.get(word).map_or(0, |(blocks, _)| blocks - own);
            once += usize::from(others > 0);
            often += usize::from(others > 2);
        }
        (share(once, words(id).len()), share(often, words(id).len()))
    };
    (0..rows).map(of_line).collect()
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
    fn distances_count_from_the_last() {
        let is = [false, true, false, false, true];
        assert_eq!(distances(0..5, |id| is[id]), [-1.0, -1.0, log(0), log(1), log(2)]);
    }
}
