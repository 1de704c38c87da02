//! Where what the workers made is written: in input order, by one thread, with its line in the ledger.

use std::borrow::Cow;
use std::io;

use serde::{Deserialize, Serialize};

use super::crew::Done;
use super::job::Passage;
use super::ledger::{Commit, Entry, Flight, Ledger, Since};
use super::{Destination, Event, Options, Tally};
use crate::filter::Exact;
use crate::sink::{Seal, Sink, numbered};
use crate::source::Position;

/// Bytes of documents after which a run commits in any case: what is done again after a kill is less than that, and
/// what is flushed for it costs little.
const COMMIT_BYTES: u64 = 64 << 20;

/// What sinks are told of what is passed over.
#[derive(Serialize, Deserialize)]
pub(super) struct Passed {
    pub(super) passed: Cow<'static, str>,
}

/// Writes.
pub(super) struct Desk<'r> {
    sinks: &'r mut [Box<dyn Sink>],
    ledger: Option<&'r mut Ledger>,
    exact: Option<Exact>,
    watch: &'r mut dyn FnMut(Event<'_>),
    pub(super) tally: Tally,
    found: u64,
    next: Position,
    since: Since,
    commit_every: u64,
}

impl<'r> Desk<'r> {
    pub(super) fn new(output: Destination<'r>, watch: &'r mut dyn FnMut(Event<'_>), options: &Options) -> Desk<'r> {
        let Options { before, first, next, since, commit_every, .. } = options;
        let Destination { sinks, ledger, exact } = output;
        Desk {
            sinks,
            ledger,
            exact,
            watch,
            tally: before.clone(),
            found: *first,
            next: *next,
            since: *since,
            commit_every: *commit_every,
        }
    }

    /// Where documents that are being cleaned are noted.
    pub(super) fn flight(&self) -> Option<&Flight> {
        self.ledger.as_deref().map(Ledger::flight)
    }

    /// Whether there is a ledger.
    pub(super) fn is_accounted(&self) -> bool {
        self.ledger.is_some()
    }

    /// Writes one, and commits where it is time.
    pub(super) fn take(&mut self, done: Done) -> io::Result<()> {
        let Done { at, input, passage, .. } = done;
        match passage {
            Passage::Document { name, mut entry, mut written } => {
                let number = self.tally.documents();
                entry.n = Some(number);
                // A row that has an id of its own is found again by its place.
                if entry.at.is_none() && name != entry.id && name.starts_with(&format!("{input}#")) {
                    entry.at = Some(name.clone());
                }
                written.receipt = numbered(std::mem::take(&mut written.receipt), number, &input, entry.at.as_deref());
                entry.input = input;
                if let (Some(exact), Some(hash)) = (&mut self.exact, entry.hash)
                    && let Some(first) = exact.first(hash, number)
                {
                    entry.refuse("duplicate", format!("the text is that of document {first}"));
                    entry.of = Some(first);
                    written.article = None;
                }
                for sink in self.sinks.iter_mut() {
                    if let Some(to) = sink.write(&written)? {
                        entry.to.get_or_insert(to);
                    }
                }
                self.since.bytes += entry.bytes;
                self.enter(&name, &entry)?;
            }
            Passage::Skipped { name, cause } => {
                let entry = Entry { input, ..Entry::skipped(&name, &cause) };
                self.enter(&name, &entry)?;
            }
            Passage::Passed(cause) => {
                *self.tally.passed.entry(cause.clone().into_owned()).or_default() += 1;
                // Only the count of these is in the ledger.
                let line = serde_json::to_vec(&Passed { passed: cause })?;
                self.sinks.iter_mut().try_for_each(|sink| sink.account(&line))?;
            }
        }
        self.found += 1;
        self.since.found += 1;
        self.next = Position { item: at.item + 1, ..at };
        if self.since.bytes >= COMMIT_BYTES || self.since.found >= self.commit_every {
            self.commit()?;
        }
        Ok(())
    }

    fn enter(&mut self, name: &str, entry: &Entry) -> io::Result<()> {
        self.account(&entry.line())?;
        self.tally.count(entry);
        (self.watch)(Event { name, entry });
        Ok(())
    }

    fn account(&mut self, line: &[u8]) -> io::Result<()> {
        if let Some(ledger) = &mut self.ledger {
            ledger.enter(line)?;
        }
        self.sinks.iter_mut().try_for_each(|sink| sink.account(line))
    }

    /// Seals the output, also where there is no ledger to commit to: what is written must not depend on that.
    fn commit(&mut self) -> io::Result<()> {
        if !self.sinks.iter().all(|sink| sink.can_seal()) {
            return Ok(());
        }
        let durable = self.ledger.is_some();
        let seals = self.sinks.iter_mut().map(|sink| sink.seal(durable)).collect::<io::Result<Vec<_>>>()?;
        self.since = Since::default();
        let commit = self.here(seals);
        self.ledger.as_mut().map_or(Ok(()), |ledger| ledger.commit(commit))
    }

    fn here(&self, sinks: Vec<Seal>) -> Commit {
        Commit {
            documents: self.tally.documents(),
            found: self.found,
            next: self.next,
            passed: self.tally.passed.clone(),
            sinks,
            ..Commit::default()
        }
    }

    /// Leaves everything where it stands, for a run that goes on. Where a sink cannot be left so, that run goes on at
    /// the last commit.
    pub(super) fn pause(&mut self) -> io::Result<()> {
        if self.since.found == 0 {
            return Ok(());
        }
        let mut seals = Vec::new();
        for sink in self.sinks.iter_mut() {
            match sink.pause()? {
                Some(seal) => seals.push(seal),
                None => return Ok(()),
            }
        }
        let (commit, since) = (self.here(seals), self.since);
        self.ledger.as_mut().map_or(Ok(()), |ledger| ledger.pause(commit, since))
    }

    /// Puts what was written in its place, and ends the ledger where the run is `complete`.
    pub(super) fn finish(&mut self, complete: bool) -> io::Result<()> {
        // All of them, even when one fails: the others are complete.
        self.sinks.iter_mut().map(|sink| sink.finish()).fold(Ok(()), io::Result::and)?;
        match &mut self.ledger {
            Some(ledger) if complete => ledger.end(&self.tally.end()),
            _ => Ok(()),
        }
    }
}
