//! How much memory may be under way: documents that were read and are not written yet.
//!
//! What a document takes is estimated: while it is cleaned, its tree and its features, by its bytes and its tags; when it
//! waits to be written, what will be written. So a slow document holds up nobody while what waits behind it is small, and
//! a huge one waits until it has the room for itself. A page may take more than the whole window then: what bounds it is
//! how many elements a page may have ([`crate::limits::Limits::nodes`]).

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What a document counts besides its bytes, so that many empty ones fill the window too: about what its
/// name, its outcome and its place in the queue take.
const EACH: usize = 2 << 10;
/// Bytes that cleaning takes for each byte of a document with few tags. `tests/memory.rs` prints 6 for text without any.
const BYTE: usize = 12;
/// Bytes that cleaning takes for each `<` of a page, at most. `tests/memory.rs` prints 641 a byte, which is so much a tag,
/// for paragraphs of one letter, the worst there are. Tags of ordinary pages are cheaper, and stand a hundred bytes apart.
const TAG: usize = 2600;

/// What a document of so many bytes and tags takes until it is cleaned.
pub(super) fn to_clean(bytes: usize, tags: usize) -> usize {
    let (bytes, tags) = (bytes.saturating_mul(BYTE), tags.saturating_mul(TAG));
    bytes.max(tags).saturating_add(EACH)
}

/// What one takes until it is written, of which so many bytes will be.
pub(super) fn to_write(bytes: usize) -> usize {
    bytes.saturating_add(EACH)
}

/// Counts the bytes under way, and lets readers wait for room.
#[derive(Debug)]
pub(super) struct Window {
    size: usize,
    state: Mutex<State>,
    room: Condvar,
}

#[derive(Debug, Default)]
struct State {
    held: usize,
    closed: bool,
}

impl Window {
    /// A window of so many bytes.
    pub(super) fn new(size: usize) -> Window {
        Window { size, state: Mutex::default(), room: Condvar::new() }
    }

    /// Waits until there is room for so many bytes, and takes it; an empty window has room for everything. False when
    /// the run is over.
    pub(super) fn enter(&self, bytes: usize) -> bool {
        let full = |state: &mut State| !state.closed && state.held > 0 && state.held.saturating_add(bytes) > self.size;
        let mut state = self.room.wait_while(self.state(), full).unwrap_or_else(PoisonError::into_inner);
        state.held = state.held.saturating_add(bytes);
        !state.closed
    }

    /// A document takes more or less than before; zero when it was written.
    pub(super) fn change(&self, before: usize, now: usize) {
        let mut state = self.state();
        state.held = state.held.saturating_sub(before).saturating_add(now);
        drop(state);
        if now < before {
            self.room.notify_all();
        }
    }

    /// Ends all waiting.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.room.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is two plain values: whatever panicked, it is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    #[test]
    fn an_empty_window_has_room_and_a_closed_one_has_none() {
        let window = Window::new(1);
        assert!(window.enter(1 << 30));
        window.change(1 << 30, 0);
        assert!(window.enter(2));
        window.close();
        assert!(!window.enter(1));
    }

    #[test]
    fn a_page_of_nothing_but_tags_wants_more_room_than_one_of_text() {
        let page = "<p>a".repeat(1 << 18);
        assert!(to_clean(page.len(), source::tags(page.as_bytes())) >= 600 * page.len(), "see tests/memory.rs");
        assert_eq!(to_clean(1 << 20, 0), (12 << 20) + EACH);
        assert_eq!(to_clean(usize::MAX, usize::MAX), usize::MAX);
    }

    #[test]
    fn a_full_window_makes_readers_wait() {
        let window = Window::new(10);
        assert!(window.enter(8));
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| window.enter(8));
            std::thread::sleep(std::time::Duration::from_millis(20));
            assert!(!waiting.is_finished());
            window.change(8, 2);
            assert!(waiting.join().unwrap());
        });
    }
}
