//! Counting by name, however many names there are.

use std::cmp::Reverse;
use std::collections::hash_map::{Entry, HashMap};

use serde::Serialize;

/// Names of one kind that are told apart. Chosen so that all kinds together stay well below a tenth of a gigabyte
/// with the names of real hosts and files.
pub const KEYS: usize = 100_000;

/// Bytes of all names of one kind together, for those that are not real.
const BYTES: usize = 16 << 20;

/// Bytes of one name; what is longer is cut.
const LONGEST: usize = 1024;

/// Names in a ranking.
const TOP: usize = 20;

/// Something for each name. Names that come when there are too many share one.
#[derive(Debug, Default)]
pub(super) struct Keyed<V> {
    seen: HashMap<String, V>,
    bytes: usize,
    rest: V,
    full: bool,
}

/// The most frequent names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ranking<T> {
    /// Different names.
    pub distinct: u64,
    /// Whether all names were told apart; if not, there are more than `distinct`, and the top may miss some.
    pub complete: bool,
    /// The most frequent.
    pub top: Vec<T>,
    /// What was counted beside them.
    pub others: u64,
}

impl<T> Default for Ranking<T> {
    fn default() -> Ranking<T> {
        Ranking { distinct: 0, complete: true, top: Vec::new(), others: 0 }
    }
}

impl<V: Default> Keyed<V> {
    /// What belongs to this name.
    pub(super) fn of(&mut self, name: &str) -> &mut V {
        let name = cut(name);
        let room = self.seen.len() < KEYS && self.bytes + name.len() <= BYTES;
        // The second look is cheaper than a name that is allocated for each line.
        if self.seen.contains_key(name.as_ref()) {
            return self.seen.get_mut(name.as_ref()).expect("it was there");
        }
        if !room {
            self.full = true;
            return &mut self.rest;
        }
        self.bytes += name.len();
        match self.seen.entry(name.into_owned()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(vacant) => vacant.insert(V::default()),
        }
    }

    /// How many names were told apart.
    pub(super) fn distinct(&self) -> u64 {
        self.seen.len() as u64
    }

    /// Whether those are all.
    pub(super) fn is_complete(&self) -> bool {
        !self.full
    }

    /// The names by `weight`, the heaviest first, among equals by name; without those that weigh nothing.
    pub(super) fn ranked<T>(self, weight: impl Fn(&V) -> u64, shown: impl Fn(String, V) -> T) -> Ranking<T> {
        let (distinct, complete) = (self.distinct(), self.is_complete());
        let mut names: Vec<(String, V)> = self.seen.into_iter().filter(|(_, value)| weight(value) > 0).collect();
        names.sort_by(|(a, x), (b, y)| (Reverse(weight(x)), a).cmp(&(Reverse(weight(y)), b)));
        let beyond = names.split_off(names.len().min(TOP));
        let others = beyond.iter().map(|(_, value)| weight(value)).fold(weight(&self.rest), u64::saturating_add);
        Ranking { distinct, complete, top: names.into_iter().map(|(name, value)| shown(name, value)).collect(), others }
    }
}

/// A name of bounded length.
pub(super) fn cut(name: &str) -> std::borrow::Cow<'_, str> {
    match name.len() {
        ..=LONGEST => name.into(),
        _ => format!("{}…", &name[..name.floor_char_boundary(LONGEST)]).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_names_share_one() {
        let mut keyed: Keyed<u64> = Keyed::default();
        for n in 0..KEYS + 5 {
            *keyed.of(&format!("host{n}")) += 1;
        }
        *keyed.of("host7") += 1;
        let ranking = keyed.ranked(|count| *count, |name, count| (name, count));
        assert!(!ranking.complete);
        assert_eq!(ranking.distinct, KEYS as u64);
        assert_eq!(ranking.top[0], ("host7".to_owned(), 2));
        assert_eq!(ranking.others + ranking.top.iter().map(|(_, count)| count).sum::<u64>(), KEYS as u64 + 6);
    }

    #[test]
    fn long_names_are_cut_between_characters_and_their_bytes_are_bounded() {
        let mut keyed: Keyed<u64> = Keyed::default();
        *keyed.of(&"ü".repeat(5000).replacen('ü', "x", 1)) += 1;
        assert!(keyed.seen.keys().all(|name| name.len() <= LONGEST + '…'.len_utf8()));
        for n in 0..20_000 {
            *keyed.of(&format!("{n}{}", "y".repeat(1000))) += 1;
        }
        assert!(keyed.bytes <= BYTES && !keyed.is_complete());
    }
}
