//! Which documents are being cleaned right now, on the disk: so that after a crash it is known who may have caused it.
//!
//! A file beside the ledger, `.NAME.running`, with lines of one length: the process, then a line for each worker with
//! the place of its document. A worker writes its line before it begins with a document, without waiting for the disk:
//! what a process wrote outlives it. The file goes when the run has come to its end.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of a line: the longest number, a letter, a line end, and room.
const LINE: u64 = 24;

/// The file.
#[derive(Debug)]
pub struct Flight {
    path: PathBuf,
    /// What stood there of an earlier run.
    before: String,
    slots: AtomicU64,
}

/// A worker's line.
#[derive(Debug)]
pub struct Slot {
    file: File,
    place: u64,
}

impl Flight {
    /// The file's place for this ledger.
    pub(super) fn path_of(ledger: &Path) -> PathBuf {
        let mut name = std::ffi::OsString::from(".");
        name.push(ledger.file_name().unwrap_or_default());
        name.push(".running");
        ledger.with_file_name(name)
    }

    /// Reads what an earlier run left, and begins anew. The ledger is locked by now.
    pub(super) fn open(ledger: &Path) -> io::Result<Flight> {
        let path = Flight::path_of(ledger);
        let before = fs::read_to_string(&path).unwrap_or_default();
        let flight = Flight { path, before, slots: AtomicU64::new(1) };
        File::create(&flight.path)?.write_all(line('p', std::process::id().into()).as_bytes())?;
        Ok(flight)
    }

    /// The process that holds the ledger.
    pub(super) fn holder(ledger: &Path) -> Option<u64> {
        let text = fs::read_to_string(Flight::path_of(ledger)).ok()?;
        text.lines().next()?.strip_prefix('p')?.trim().parse().ok()
    }

    /// Places of the documents that were being cleaned when the process before this one ended.
    pub(super) fn suspects(&self) -> io::Result<HashSet<u64>> {
        Ok(self.before.lines().filter_map(|line| line.strip_prefix('d')?.trim().parse().ok()).collect())
    }

    /// A line for one more worker.
    pub fn slot(&self) -> io::Result<Slot> {
        let place = self.slots.fetch_add(1, Ordering::Relaxed) * LINE;
        Ok(Slot { file: File::options().write(true).open(&self.path)?, place })
    }

    /// Takes the file away.
    pub(super) fn remove(&self) {
        let _ = fs::remove_file(&self.path);
    }

    /// The same where a run was killed just before it would have done so.
    pub(super) fn remove_of(ledger: &Path) {
        let _ = fs::remove_file(Flight::path_of(ledger));
    }
}

impl Slot {
    /// Notes what the worker is about to clean.
    pub fn note(&mut self, place: u64) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.place))?;
        self.file.write_all(line('d', place).as_bytes())
    }
}

/// A line of [`LINE`] bytes.
fn line(kind: char, number: u64) -> String {
    let width = usize::try_from(LINE).expect("a small number") - 2;
    format!("{kind}{number:>width$}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_in_flight_is_known_to_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = folder.path().join("x.ledger.jsonl");
        let flight = Flight::open(&ledger).unwrap();
        assert!(flight.suspects().unwrap().is_empty());
        let (mut one, mut two) = (flight.slot().unwrap(), flight.slot().unwrap());
        for place in [3, 7] {
            one.note(place).unwrap();
        }
        two.note(12).unwrap();
        assert_eq!(Flight::holder(&ledger), Some(std::process::id().into()));
        let next = Flight::open(&ledger).unwrap();
        assert_eq!(next.suspects().unwrap(), HashSet::from([7, 12]));
        next.remove();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
