//! Ctrl-C: the first ends the run in good order, the second at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Status;
use crate::error::{Error, ErrorKind, Result};

/// The flag that the first Ctrl-C (or a request to terminate) sets. The second ends the process.
pub(super) fn flag() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    let handle = move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(Status::Interrupted.code().into());
        }
    };
    ctrlc::set_handler(handle).map_err(|error| Error::new(ErrorKind::Io, format!("signals: {error}")))?;
    Ok(stop)
}
