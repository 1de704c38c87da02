//! A run that drops near duplicates: its two halves.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::Clean;
use super::undertaking::{Undertaking, unfinished};
use crate::cli::terminal::{Terminal, Watch};
use crate::cli::{Status, usage};
use crate::error::{Error, Result};
use crate::pipeline::ledger::{Head, Ledger, Resumed};
use crate::pipeline::{self, Destination, End, Event, Job, Options, Run};
use crate::sink::Sink;
use crate::sink::spool::Spool;
use crate::source::Files;

/// Jaccard similarity from which on articles are alike, where it is not said.
const ALIKE: f64 = 0.8;

impl Clean {
    /// Cleans everything and sets it aside, finds what is alike, and writes the rest.
    pub(super) fn run_in_halves(
        &self,
        terminal: &Terminal,
        head: &Head,
        mut source: Files,
        job: Job,
        mut options: Options,
        began: Instant,
    ) -> Result<Status> {
        let place = self.ledger().filter(|_| self.output.is_some());
        let place = place.ok_or_else(|| usage("--dedup near needs -o, and its ledger"))?;
        let mut sinks = self.sinks(&job.forms, &source)?;
        let sightings = source.sightings();
        // Begun or taken up again at once: nobody else must write there meanwhile.
        let stop = options.stop.clone();
        let folder = aside(&place);
        if folder.join("ledger.jsonl").exists() && !self.resume && !self.overwrite {
            return Err(unfinished(&place));
        }
        let mut ledger = match self.undertake(head, None, &mut sinks, &mut options)? {
            Undertaking::Complete(end) => {
                // The run may have been killed while it cleared up.
                clear(&folder)?;
                return Ok(self.say_complete(&end));
            }
            Undertaking::Begun(ledger, _) => ledger,
        };
        if let Some(run) = self.set_aside(terminal, head, &folder, &mut source, job, self.options(stop))?
            && !matches!(run.end, End::Complete)
        {
            return Ok(self.conclude(terminal, &run, &sightings, true, began));
        }
        let found = pipeline::near::duplicates(&folder, self.filters.dedup_threshold.unwrap_or(ALIKE))?;
        let mut watch = Watch::new(terminal, || None, self.quiet, false).beside_ledger(true);
        let destination = Destination { sinks: &mut sinks, ledger: ledger.as_mut(), exact: None };
        let see = &mut |event: Event<'_>| watch.see(event);
        let run = pipeline::near::replay(&folder, &found, destination, &options, see);
        watch.end();
        if matches!(run.end, End::Complete) {
            clear(&folder)?;
        }
        Ok(self.conclude(terminal, &run, &sightings, true, began))
    }

    /// The first half. `None` where it was done before.
    fn set_aside(
        &self,
        terminal: &Terminal,
        head: &Head,
        folder: &Path,
        source: &mut Files,
        job: Job,
        mut options: Options,
    ) -> Result<Option<Run>> {
        let place = folder.join("ledger.jsonl");
        let mut spool = Spool::new(folder);
        let mut ledger = if self.resume && place.is_file() {
            match Ledger::resume(&place, head, |entry| {
                options.before.count(&entry);
                Ok(())
            })? {
                Resumed::Complete(_) => return Ok(None),
                Resumed::Interrupted(ledger, interrupted) => {
                    let commit = interrupted.commit;
                    options.before.passed = commit.passed;
                    (options.first, options.suspects) = (commit.found, interrupted.suspects);
                    (options.next, options.since) = (commit.next, commit.since.unwrap_or_default());
                    source.go_on_at(commit.next);
                    spool.restore(&commit.sinks.into_iter().next().unwrap_or_default())?;
                    ledger
                }
            }
        } else {
            // What an earlier run left there is of no use to this one.
            clear(folder)?;
            spool.begin()?;
            Ledger::begin(&place, head)?
        };
        let mut watch = Watch::new(terminal, || source.meter(), self.quiet, self.shows_progress());
        let mut sinks: Vec<Box<dyn Sink>> = vec![Box::new(spool)];
        let destination = Destination { sinks: &mut sinks, ledger: Some(&mut ledger), exact: None };
        let source = std::mem::replace(source, Files::find(&[], crate::source::Options::default()));
        // What becomes of documents is told by the second half.
        let run = pipeline::run(source, job, destination, &options, &mut |_| watch.count());
        watch.end();
        Ok(Some(run))
    }
}

/// Removes what was set aside.
fn clear(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::from(error).context(folder.display())),
        _ => Ok(()),
    }
}

/// Where documents wait, beside the ledger.
fn aside(ledger: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(ledger.file_name().unwrap_or_default());
    name.push(".near");
    ledger.with_file_name(name)
}
