//! A run as an undertaking that may be interrupted: its ledger begun or taken up again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::target::Target;
use super::{Clean, is_dash};
use crate::cli::usage;
use crate::error::{Error, ErrorKind, Result};
use crate::filter::Exact;
use crate::pipeline::Options;
use crate::pipeline::ledger::{self, End, Entry, Head, Interrupted, Ledger, Line, Locked, Resumed, Status};
use crate::sink::{Parts, Sink, beside};
use crate::source::Files;

/// How a run stands at its beginning.
pub(super) enum Undertaking {
    /// It was done before.
    Complete(End),
    /// It begins or goes on, with its ledger where there is one, and the texts so far where duplicates are dropped.
    Begun(Option<Ledger>, Option<Exact>),
}

impl Clean {
    /// Begins the run's ledger, or takes it up again and puts source, sinks and options where it stopped. There is no
    /// source where what was read waits elsewhere.
    pub(super) fn undertake(
        &self,
        head: &Head,
        source: Option<&mut Files>,
        sinks: &mut [Box<dyn Sink>],
        options: &mut Options,
    ) -> Result<Undertaking> {
        let Some(path) = self.ledger() else {
            self.begin(sinks)?;
            return Ok(Undertaking::Begun(None, self.exact()));
        };
        let is_there = fs::metadata(&path).is_ok_and(|ledger| ledger.is_file() && ledger.len() > 0);
        if self.resume && is_there {
            return self.take_up(&path, head, source, sinks, options);
        }
        let ledger = Locked::new(&path)?;
        // Only now is it known that no other run is writing here. What stands there is touched when nothing can be said
        // against this run any more.
        let unreadable = |error| Error::from(error).context(path.display());
        if self.output.is_some() && !self.overwrite && ledger.is_unfinished().map_err(unreadable)? {
            return Err(unfinished(&path));
        }
        self.begin(sinks)?;
        Ok(Undertaking::Begun(Some(ledger.begin(head)?), self.exact()))
    }

    /// Begins the output, over what an earlier run wrote.
    fn begin(&self, sinks: &mut [Box<dyn Sink>]) -> Result<()> {
        let parts = self.parts_of_before()?;
        self.look_for_folders()?;
        sinks.iter_mut().try_for_each(|sink| sink.begin())?;
        parts
            .iter()
            .try_for_each(|path| fs::remove_file(path).map_err(|error| Error::from(error).context(path.display())))
    }

    /// A file whose folder is missing must not be found out when others were begun.
    fn look_for_folders(&self) -> Result<()> {
        let output = self.output.as_deref().filter(|_| matches!(self.target(), Target::File(_)));
        let removed = self.removed.as_deref().filter(|path| !is_dash(path));
        for file in output.into_iter().chain(removed) {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
            let found = folder.map_or(Ok(true), |folder| fs::metadata(folder).map(|found| found.is_dir()));
            let found = found.map_err(|error| Error::from(error).context(file.display()))?;
            if !found {
                return Err(Error::new(ErrorKind::Io, format!("{}: its folder is a file", file.display())));
            }
        }
        Ok(())
    }

    /// The texts so far: none.
    fn exact(&self) -> Option<Exact> {
        self.filters.dedup.map(|_| Exact::default())
    }

    fn take_up(
        &self,
        path: &Path,
        head: &Head,
        source: Option<&mut Files>,
        sinks: &mut [Box<dyn Sink>],
        options: &mut Options,
    ) -> Result<Undertaking> {
        let before = &mut options.before;
        let mut exact = self.exact();
        let mut written = Written::default();
        let resumed = Ledger::resume(path, head, |entry| {
            before.count(&entry);
            written.see(&entry, self.folder());
            if let (Some(exact), Some(hash), Some(number)) = (&mut exact, entry.hash, entry.n) {
                exact.first(hash, number);
            }
            if entry.status != Status::Skipped {
                sinks.iter_mut().for_each(|sink| sink.recall(&entry.id));
            }
            Ok(())
        })?;
        let (ledger, Interrupted { commit, suspects }) = match resumed {
            Resumed::Complete(end) => {
                self.look_for_all(path, written)?;
                return Ok(Undertaking::Complete(end));
            }
            Resumed::Interrupted(ledger, interrupted) => (ledger, interrupted),
        };
        written.check()?;
        options.before.passed = commit.passed;
        options.first = commit.found;
        options.suspects = suspects;
        (options.next, options.since) = (commit.next, commit.since.unwrap_or_default());
        if let Some(source) = source {
            source.go_on_at(commit.next);
        }
        for (number, sink) in sinks.iter_mut().enumerate() {
            sink.restore(&commit.sinks.get(number).cloned().unwrap_or_default())?;
        }
        Ok(Undertaking::Begun(Some(ledger), exact))
    }

    /// The folder that the output is.
    fn folder(&self) -> Option<&Path> {
        match self.target() {
            Target::Parts(folder, _) | Target::Folder(folder) => Some(folder),
            Target::File(_) | Target::StandardOutput | Target::Device(_) => None,
        }
    }

    /// Looks for everything that a run wrote which came to its end.
    fn look_for_all(&self, ledger: &Path, mut written: Written) -> Result<()> {
        if let Target::File(file) = self.target() {
            written.expect(file);
        }
        for line in ledger::read(ledger).map_err(|error| Error::from(error).context(ledger.display()))? {
            if let Ok(Line::Entry(entry)) = line {
                written.see(&entry, self.folder());
            }
        }
        written.check()
    }

    /// Parts of an earlier run, which would stand among those of this one.
    fn parts_of_before(&self) -> Result<Vec<PathBuf>> {
        let Target::Parts(root, _) = self.target() else { return Ok(Vec::new()) };
        let found = Parts::found(root)?;
        match found.first() {
            Some(first) if !self.overwrite => Err(usage(format!(
                "{} is part of an earlier run{}; --overwrite begins anew",
                first.display(),
                if self.resume { " whose ledger has gone" } else { ", with which --resume goes on" }
            ))),
            _ => Ok(found),
        }
    }
}

/// The files that an earlier run wrote, as its ledger says; what has gone since is in no output.
#[derive(Default)]
struct Written {
    last: Option<Arc<str>>,
    missing: Option<PathBuf>,
}

impl Written {
    /// Looks for the file in a folder that a document went to.
    fn see(&mut self, entry: &Entry, folder: Option<&Path>) {
        if let (Some(to), Some(folder)) = (&entry.to, folder)
            && entry.status == Status::Kept
            && self.last.as_ref() != Some(to)
        {
            self.expect(&folder.join(&**to));
            self.last = Some(Arc::clone(to));
        }
    }

    fn expect(&mut self, file: &Path) {
        // It may still be in the making.
        if self.missing.is_none() && !file.exists() && !beside(file).exists() {
            self.missing = Some(file.to_owned());
        }
    }

    fn check(self) -> Result<()> {
        let Some(missing) = self.missing else { return Ok(()) };
        let message = format!(
            "{} has gone, which the ledger says was written; bring it back, or begin anew with --overwrite",
            missing.display()
        );
        Err(Error::new(ErrorKind::Io, message))
    }
}

/// What is said of a call that would begin anew where a run was interrupted.
pub(super) fn unfinished(ledger: &Path) -> Error {
    let ledger = ledger.display();
    usage(format!("{ledger} is of a run that was interrupted; --resume goes on with it, --overwrite begins anew"))
}
