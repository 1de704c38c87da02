//! A run as an undertaking that may be interrupted: its ledger begun or taken up again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Clean;
use super::target::Target;
use crate::cli::terminal::{Terminal, say};
use crate::cli::usage;
use crate::error::{Error, ErrorKind, Result};
use crate::filter::Exact;
use crate::pipeline::Options;
use crate::pipeline::ledger::{self, End, Entry, Head, Interrupted, Ledger, Line, Resumed, Status, VERSION};
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
        terminal: &Terminal,
        head: &Head,
        source: Option<&mut Files>,
        sinks: &mut [Box<dyn Sink>],
        options: &mut Options,
    ) -> Result<Undertaking> {
        let Some(path) = self.ledger() else {
            self.make_room()?;
            sinks.iter_mut().try_for_each(|sink| sink.begin())?;
            return Ok(Undertaking::Begun(None, self.exact()));
        };
        if self.resume && path.is_file() {
            return self.take_up(&path, head, source, sinks, options);
        }
        let unfinished = Ledger::is_unfinished(&path);
        let ledger = Ledger::begin(&path, head)?;
        // Only now is it known that no other run is writing here.
        self.make_room()?;
        sinks.iter_mut().try_for_each(|sink| sink.begin())?;
        if unfinished && !self.overwrite && !self.quiet {
            let notice = terminal.errors.notice("dehusk:");
            say(&format!("{notice} the run before was interrupted; beginning anew (--resume goes on)\n"));
        }
        Ok(Undertaking::Begun(Some(ledger), self.exact()))
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
            Target::File(_) | Target::StandardOutput => None,
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

    /// Parts of an earlier run would stand among those of this one.
    fn make_room(&self) -> Result<()> {
        let Target::Parts(root, _) = self.target() else { return Ok(()) };
        let found = Parts::found(root)?;
        if let (Some(first), false) = (found.first(), self.overwrite) {
            return Err(usage(format!(
                "{} is part of an earlier run{}; --overwrite begins anew",
                first.display(),
                if self.resume { " whose ledger has gone" } else { ", with which --resume goes on" }
            )));
        }
        for path in found {
            fs::remove_file(&path).map_err(|error| Error::from(error).context(path.display()))?;
        }
        Ok(())
    }

    /// What makes this run this run.
    pub(super) fn head(&self, source: &Files) -> Result<Head> {
        let mut inputs = blake3::Hasher::new();
        source.inventory(|id, size| {
            for part in [id.as_bytes(), b"\0", &size.to_le_bytes()] {
                inputs.update(part);
            }
        });
        let mut settings = blake3::Hasher::new();
        settings.update(self.essence().as_bytes());
        self.cleaning.rule_files(|text| {
            settings.update(text.as_bytes());
        })?;
        let name = self.output.as_deref().and_then(Path::file_name).unwrap_or_default();
        Ok(Head {
            ledger: VERSION,
            dehusk: env!("CARGO_PKG_VERSION").to_owned(),
            settings: digits(&settings),
            inputs: digits(&inputs),
            output: name.to_string_lossy().into_owned(),
        })
    }

    /// The flags, without those that change nothing of what comes out.
    fn essence(&self) -> String {
        let essence = Clean {
            paths: Vec::new(),
            output: None,
            removed: self.removed.as_ref().map(|_| "removed".into()),
            ledger: None,
            threads: 0,
            memory: 0,
            timeout: 0.0,
            resume: false,
            overwrite: false,
            quiet: false,
            no_progress: false,
            ..self.clone()
        };
        format!("{essence:?}")
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

/// Half of the hash, which is enough to tell runs apart.
fn digits(hasher: &blake3::Hasher) -> String {
    hasher.finalize().to_hex().chars().take(32).collect()
}
