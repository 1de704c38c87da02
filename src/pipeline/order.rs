//! Puts what workers finish back into input order.

use std::collections::BTreeMap;

/// Takes numbered items in any order and gives them in the order of their numbers.
#[derive(Debug)]
pub(super) struct InOrder<T> {
    early: BTreeMap<u64, T>,
    next: u64,
}

impl<T> InOrder<T> {
    /// Begins with this number.
    pub(super) fn from(next: u64) -> InOrder<T> {
        InOrder { early: BTreeMap::new(), next }
    }

    /// Takes an item.
    pub(super) fn put(&mut self, number: u64, item: T) {
        self.early.insert(number, item);
    }

    /// The item whose turn it is, once it is there.
    pub(super) fn take(&mut self) -> Option<T> {
        let item = self.early.remove(&self.next)?;
        self.next += 1;
        Some(item)
    }

    /// What is left behind a gap: a worker that died takes nobody else's document with it.
    pub(super) fn rest(self) -> impl Iterator<Item = T> {
        self.early.into_values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_out_by_number() {
        let mut order = InOrder::from(0);
        let mut out = String::new();
        for (number, item) in [(2, 'c'), (0, 'a'), (3, 'd'), (1, 'b'), (5, 'f')] {
            order.put(number, item);
            out.extend(std::iter::from_fn(|| order.take()));
        }
        out.extend(order.rest());
        assert_eq!(out, "abcdf");
    }
}
