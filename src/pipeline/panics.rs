//! A bug that one document brings out must not take the run with it.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use crate::document::Outcome;
use crate::error::{Error, ErrorKind, Result};
use crate::verdict::Trace;

thread_local! {
    /// Whether this thread is cleaning: then a panic is caught and told in the outcome.
    static CLEANING: Cell<bool> = const { Cell::new(false) };
    /// Where the last panic on this thread happened.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics that are caught off standard error, and remembers their place for the message.
///
/// This sets the process's panic hook (once; the one before stays in charge of all other panics), so
/// it is for programs to call, not for libraries.
pub fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if CLEANING.get() {
                PLACE.set(info.location().map(ToString::to_string));
            } else {
                before(info);
            }
        }));
    });
}

/// Runs `clean`; a panic becomes a document that failed with [`ErrorKind::Panic`].
pub fn caught(clean: impl FnOnce() -> (Outcome, Trace)) -> (Outcome, Trace) {
    guarded(clean).unwrap_or_else(|error| (Outcome::Failed(error), Trace::default()))
}

/// Does it; a panic becomes an error of [`ErrorKind::Panic`].
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T> {
    CLEANING.set(true);
    // Nothing that it can leave half done is looked at again: it has only shared, read-only settings.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    CLEANING.set(false);
    result.map_err(|payload| {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("unknown");
        let place = PLACE.take().map_or(String::new(), |place| format!(" at {place}"));
        Error::new(ErrorKind::Panic, format!("internal error{place}: {text}; please report it"))
    })
}
