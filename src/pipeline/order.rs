//! Puts what workers finish back into input order.

use std::collections::BTreeMap;

/// Takes numbered items in any order and gives them in the order of their numbers, from 0.
///
/// Where the input ends with a gap, what comes after the gap is given too: a worker that died takes
/// nobody else's document with it.
pub(super) struct InOrder<I, T> {
    items: I,
    early: BTreeMap<usize, T>,
    next: usize,
}

impl<I: Iterator<Item = (usize, T)>, T> InOrder<I, T> {
    pub(super) fn new(items: I) -> Self {
        InOrder { items, early: BTreeMap::new(), next: 0 }
    }
}

impl<I: Iterator<Item = (usize, T)>, T> Iterator for InOrder<I, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        while !self.early.contains_key(&self.next) {
            match self.items.next() {
                Some((number, item)) => self.early.insert(number, item),
                None => return self.early.pop_first().map(|(_, item)| item),
            };
        }
        let item = self.early.remove(&self.next);
        self.next += 1;
        item
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_out_by_number() {
        let items = [(2, 'c'), (0, 'a'), (3, 'd'), (1, 'b'), (5, 'f')];
        assert_eq!(InOrder::new(items.into_iter()).collect::<String>(), "abcdf");
    }
}
