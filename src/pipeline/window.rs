//! How much may be under way: documents that were read and are not written yet.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What a document counts besides its bytes, so that many empty ones fill the window too: about what its
/// name, its outcome and its place in the queue take.
const EACH: usize = 4 << 10;

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
    /// A window that is full once it holds `size` bytes.
    pub(super) fn new(size: usize) -> Window {
        Window { size: size.max(1), state: Mutex::default(), room: Condvar::new() }
    }

    /// Waits until there is room; an empty window always has some. False when the run is over.
    pub(super) fn wait_for_room(&self) -> bool {
        let full = |state: &mut State| state.held >= self.size && !state.closed;
        !self.room.wait_while(self.state(), full).unwrap_or_else(PoisonError::into_inner).closed
    }

    /// Counts a document that was read.
    pub(super) fn enter(&self, bytes: usize) {
        self.state().held += bytes + EACH;
    }

    /// Counts a document off that was written.
    pub(super) fn leave(&self, bytes: usize) {
        self.state().held -= bytes + EACH;
        self.room.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is two plain values: whatever panicked, it is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends all waiting when it goes out of scope.
pub(super) struct CloseOnDrop<'w>(pub(super) &'w Window);

impl Drop for CloseOnDrop<'_> {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.room.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_window_has_room_and_a_closed_one_has_none() {
        let window = Window::new(1);
        assert!(window.wait_for_room());
        window.enter(1 << 30);
        window.leave(1 << 30);
        assert!(window.wait_for_room());
        drop(CloseOnDrop(&window));
        assert!(!window.wait_for_room());
    }

    #[test]
    fn a_full_window_makes_readers_wait() {
        let window = Window::new(1);
        window.enter(0);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| window.wait_for_room());
            std::thread::sleep(std::time::Duration::from_millis(20));
            assert!(!waiting.is_finished());
            window.leave(0);
            assert!(waiting.join().unwrap());
        });
    }
}
