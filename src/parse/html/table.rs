//! Short names that are known ahead, found by the number that their letters make.
//!
//! Who reads a name letter by letter anyway has packed it by its end; nothing is hashed or compared as text.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

/// A map whose keys no page adds to. A name that is not in it is mostly told by one look.
#[derive(Debug)]
pub(super) struct Table<V> {
    /// Place of an entry + 1, or 0. A power of two, four times as many as there are entries at least.
    slots: Vec<u16>,
    entries: Vec<(u128, V)>,
}

impl<V> Table<V> {
    pub(super) fn new(entries: impl IntoIterator<Item = (u128, V)>) -> Table<V> {
        let entries: Vec<(u128, V)> = entries.into_iter().collect();
        let mut table = Table { slots: vec![0; (4 * entries.len()).next_power_of_two()], entries };
        for (place, (key, _)) in (1..).zip(&table.entries) {
            let mut slot = table.slot(*key);
            while table.slots[slot] != 0 {
                slot = table.after(slot);
            }
            table.slots[slot] = place;
        }
        table
    }

    #[inline]
    pub(super) fn get(&self, key: u128) -> Option<&V> {
        let mut slot = self.slot(key);
        loop {
            let place = self.slots[slot].checked_sub(1)?;
            let (known, value) = &self.entries[usize::from(place)];
            if *known == key {
                return Some(value);
            }
            slot = self.after(slot);
        }
    }

    fn slot(&self, key: u128) -> usize {
        FxBuildHasher.hash_one(key) as usize & (self.slots.len() - 1)
    }

    fn after(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        let key = |n: u128| (n << 60) | (n * 7);
        let table = Table::new((0..500).map(|n| (key(n), n)));
        for n in 0..500 {
            assert_eq!(table.get(key(n)), Some(&n));
            assert_eq!(table.get(key(n) + 1), None);
        }
    }
}
