//! Reading ahead: a file of many documents is read on a thread of its own, while the workers are at those before.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use serde_json::Value;

use super::Sourced;

/// Bytes that lie ready. As many again may be in the hands of whoever takes them.
const AHEAD: usize = 16 << 20;
/// What a document counts besides its bytes, so that many empty ones are bounded too.
const EACH: usize = 1 << 10;

/// What a reader gives, in its order.
pub(super) struct Ahead {
    shelf: Arc<Shelf>,
    taken: VecDeque<Sourced>,
}

/// Where the reader puts what it has read.
#[derive(Default)]
struct Shelf {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    ready: VecDeque<Sourced>,
    /// What is ready weighs so many bytes.
    weight: usize,
    /// How the reader ended.
    ended: Option<thread::Result<()>>,
    /// Nobody takes any more.
    left: bool,
}

impl Ahead {
    /// Has `read` read on a thread of its own. It hands over one thing after the other, until there is no more or it
    /// is told `false`: that nobody takes more.
    pub(super) fn read(read: impl FnOnce(&mut dyn FnMut(Sourced) -> bool) + Send + 'static) -> io::Result<Ahead> {
        let shelf = Arc::new(Shelf::default());
        let filled = Arc::clone(&shelf);
        thread::Builder::new().name("read".into()).spawn(move || {
            let ended = catch_unwind(AssertUnwindSafe(|| read(&mut |found| filled.put(found))));
            filled.state().ended = Some(ended);
            filled.changed.notify_one();
        })?;
        Ok(Ahead { shelf, taken: VecDeque::new() })
    }

    /// The same for what an iterator gives.
    pub(super) fn of(mut source: impl Iterator<Item = Sourced> + Send + 'static) -> io::Result<Ahead> {
        Ahead::read(move |put| while source.next().is_some_and(&mut *put) {})
    }
}

impl Iterator for Ahead {
    type Item = Sourced;

    /// # Panics
    /// Where the reader did: what breaks down is not the end of a file.
    fn next(&mut self) -> Option<Sourced> {
        if self.taken.is_empty() {
            self.taken = self.shelf.take();
        }
        self.taken.pop_front()
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.shelf.state().left = true;
        self.shelf.changed.notify_one();
    }
}

impl Shelf {
    /// Waits for room, which an empty shelf has for everything. False when nobody takes any more.
    fn put(&self, found: Sourced) -> bool {
        let weight = weight(&found);
        let full = |state: &mut State| !state.left && state.weight > 0 && state.weight.saturating_add(weight) > AHEAD;
        let mut state = self.changed.wait_while(self.state(), full).unwrap_or_else(PoisonError::into_inner);
        state.weight = state.weight.saturating_add(weight);
        state.ready.push_back(found);
        let (left, first) = (state.left, state.ready.len() == 1);
        drop(state);
        if first {
            self.changed.notify_one();
        }
        !left
    }

    /// Waits until something is ready, and takes all of it; nothing at the end.
    fn take(&self) -> VecDeque<Sourced> {
        let empty = |state: &mut State| state.ready.is_empty() && state.ended.is_none();
        let mut state = self.changed.wait_while(self.state(), empty).unwrap_or_else(PoisonError::into_inner);
        let taken = std::mem::take(&mut state.ready);
        state.weight = 0;
        if taken.is_empty()
            && let Some(Err(panic)) = state.ended.replace(Ok(()))
        {
            drop(state);
            resume_unwind(panic);
        }
        drop(state);
        self.changed.notify_one();
        taken
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// About what it takes, in bytes.
fn weight(found: &Sourced) -> usize {
    EACH + match found {
        Sourced::Row(row) => row.length(),
        Sourced::Read { record, .. } => record.bytes.len() + record.carried.values().map(size).sum::<usize>(),
        Sourced::Refused { .. } | Sourced::Skipped { .. } | Sourced::Passed { .. } => 0,
    }
}

/// About what a value takes.
fn size(value: &Value) -> usize {
    let inside = match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(size).sum(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| 2 * size_of::<Value>() + name.len() + size(value)).sum()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    size_of::<Value>() + inside
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;
    use crate::document::Record;

    fn document(number: usize, bytes: usize) -> Sourced {
        Record { id: number.to_string(), bytes: vec![b'x'; bytes], ..Record::default() }.into()
    }

    fn name(found: Sourced) -> String {
        match found {
            Sourced::Read { name, .. } => name,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn all_comes_in_its_order() {
        let ahead = Ahead::of((0..10_000).map(|number| document(number, number % 7000))).unwrap();
        assert!(ahead.map(name).eq((0..10_000).map(|number| number.to_string())));
    }

    #[test]
    fn no_more_is_read_than_there_is_room_for() {
        let read = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&read);
        let source = (0..100).map(move |number| {
            count.fetch_add(1, Ordering::Relaxed);
            document(number, AHEAD / 4)
        });
        let mut ahead = Ahead::of(source).unwrap();
        assert!(ahead.next().is_some());
        std::thread::sleep(Duration::from_millis(50));
        // What was taken with the first, what lies ready, and the one that waits for room.
        assert!(read.load(Ordering::Relaxed) <= 4 + 3 + 1, "{read:?}");
    }

    #[test]
    fn what_rows_carry_is_counted() {
        let mut record = Record::default();
        record.carried.insert("lists".into(), serde_json::json!([{"a": "x".repeat(1000)}, [0.5, 0.5]]));
        assert!(weight(&record.into()) > EACH + 1000 + 5 * size_of::<Value>());
    }

    #[test]
    fn what_is_larger_than_the_room_comes_all_the_same() {
        let ahead = Ahead::of((0..3).map(|number| document(number, AHEAD * 2))).unwrap();
        assert_eq!(ahead.count(), 3);
    }

    #[test]
    fn a_reader_ends_when_nobody_takes_more() {
        let source = (0..).map(|number| document(number, AHEAD));
        let ended = Arc::new(());
        let alive = Arc::downgrade(&ended);
        let mut ahead = Ahead::of(source.inspect(move |_| drop(Arc::clone(&ended)))).unwrap();
        assert!(ahead.next().is_some());
        drop(ahead);
        let gone = (0..1000).any(|_| {
            std::thread::sleep(Duration::from_millis(5));
            alive.upgrade().is_none()
        });
        assert!(gone);
    }

    #[test]
    fn a_panic_of_the_reader_is_no_end() {
        let mut ahead =
            Ahead::of((0..3).map(|number| if number < 2 { document(number, 1) } else { panic!("on purpose") }))
                .unwrap();
        assert_eq!((name(ahead.next().unwrap()), name(ahead.next().unwrap())), ("0".to_owned(), "1".to_owned()));
        assert!(catch_unwind(AssertUnwindSafe(|| ahead.next())).is_err());
        assert!(ahead.next().is_none());
    }
}
