//! The ledger: what became of every document of a run, one line of JSON each, beside the output.
//!
//! Lines and not a database: people can read it, `jq` and every query engine can, appending is all that is ever done
//! to it, and what a killed run left of it is as good as what it wrote. The forms of the lines are in [`entry`](self):
//! a [`Head`], an [`Entry`] for each document, a [`Commit`] now and then, an [`End`]. There is nothing in it of the
//! clock or the machine, so that the same run writes the same ledger.
//!
//! A commit says that all before it is on the disk, and how long the files of the output were. A run that is taken up
//! again forgets the lines behind the last commit, takes the output back to it, and goes on there. A run that is stopped
//! in good order commits where it stands, which nobody sees in the end: the run that goes on takes that line away.

mod entry;
mod flight;

pub use entry::{Commit, End, Entry, Head, Line, Since, Status, VERSION};
pub use flight::{Flight, Slot};

use std::collections::HashSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::error::{Error, ErrorKind, Result};

/// A ledger that is being written. It is locked, so that no other run writes the same output.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    file: BufWriter<File>,
    flight: Flight,
    commits: u64,
}

/// What a ledger says of the run that was interrupted.
#[derive(Debug, Default)]
pub struct Interrupted {
    /// The last commit; everything from the beginning where there is none.
    pub commit: Commit,
    /// Places of the documents that were being cleaned when the process ended, counted as [`Commit::found`] does.
    pub suspects: HashSet<u64>,
}

/// What was found where a run is to be taken up again.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a run has one")]
pub enum Resumed {
    /// The run had come to its end: there is nothing to do.
    Complete(End),
    /// It had not.
    Interrupted(Ledger, Interrupted),
}

impl Ledger {
    /// The ledger's place for an output: beside it, under its name and `.ledger.jsonl`.
    pub fn beside(output: &Path) -> PathBuf {
        // `out/` and `out` are one output.
        let output: PathBuf = output.components().collect();
        let mut name = output.file_name().unwrap_or("output".as_ref()).to_owned();
        name.push(".ledger.jsonl");
        output.with_file_name(name)
    }

    /// Begins a ledger over what may be there. Fails where another run holds it.
    pub fn begin(path: &Path, head: &Head) -> Result<Ledger> {
        Locked::new(path)?.begin(head)
    }

    /// Takes up the run that this ledger is of; `replay` is given every line that counts. Fails where the ledger is of
    /// another run than `head` says, and says in what they differ.
    pub fn resume(path: &Path, head: &Head, mut replay: impl FnMut(Entry) -> Result<()>) -> Result<Resumed> {
        let mut lines = Lines::new(Locked::new(path)?.take());
        let found: Option<Head> = lines.next().and_then(|line| serde_json::from_str(line).ok());
        let found = found.ok_or_else(|| {
            let message = format!("{} is no ledger of dehusk; see --ledger, or begin without --resume", path.display());
            Error::new(ErrorKind::Configuration, message)
        })?;
        same(&found, head)?;
        // Everything up to the last commit counts; so it must be known before anything is replayed.
        let mut good = lines.at;
        let mut commit = Commit::default();
        loop {
            let before = lines.at;
            let Some(line) = lines.next() else { break };
            if line.starts_with("{\"commit\":") {
                let Ok(found) = serde_json::from_str::<Commit>(line) else { break };
                good = if found.since.is_some() { before } else { lines.at };
                commit = found;
            } else if line.starts_with("{\"end\":") {
                let Ok(end) = serde_json::from_str(line) else { break };
                Flight::remove_of(path);
                return Ok(Resumed::Complete(end));
            }
        }
        let mut lines = lines.again().map_err(|error| named(path, &error))?;
        lines.next();
        while lines.at < good {
            let Some(line) = lines.next() else { break };
            if line.starts_with("{\"commit\":") {
                continue;
            }
            let entry = serde_json::from_str(line)
                .map_err(|error| Error::new(ErrorKind::Configuration, format!("{}: {error}", path.display())))?;
            replay(entry)?;
        }
        let mut file = lines.file.into_inner();
        // On the disk, before the output is taken back: it must never be shorter than its ledger says.
        let back = file.set_len(good).and_then(|()| file.sync_all()).and_then(|()| file.seek(SeekFrom::End(0)));
        back.map_err(|error| named(path, &error))?;
        let flight = Flight::open(path).map_err(|error| named(path, &error))?;
        let suspects = flight.suspects().map_err(|error| named(path, &error))?;
        let commits = commit.commit;
        let ledger = Ledger { path: path.to_owned(), file: BufWriter::new(file), flight, commits };
        Ok(Resumed::Interrupted(ledger, Interrupted { commit, suspects }))
    }

    /// Where documents that are being cleaned are noted.
    pub fn flight(&self) -> &Flight {
        &self.flight
    }

    /// Adds the line of a document: an [`Entry`] in JSON, with its line end.
    pub fn enter(&mut self, line: &[u8]) -> io::Result<()> {
        self.file.write_all(line).map_err(|error| self.error(&error))
    }

    /// Says that everything up to here is on the disk.
    pub fn commit(&mut self, mut commit: Commit) -> io::Result<()> {
        self.commits += 1;
        commit.commit = self.commits;
        self.line(&commit)?;
        self.sync()
    }

    /// Says where a run stands that is stopped: all up to here is on the disk. It goes on there, and this line is
    /// forgotten, so that its output is that of a run that was not stopped.
    pub fn pause(&mut self, mut commit: Commit, since: Since) -> io::Result<()> {
        (commit.commit, commit.since) = (self.commits, Some(since));
        self.line(&commit)?;
        self.sync()
    }

    /// Says that the run came to its end.
    pub fn end(&mut self, end: &End) -> io::Result<()> {
        self.line(end)?;
        self.sync()?;
        self.flight.remove();
        Ok(())
    }

    fn line(&mut self, line: &impl serde::Serialize) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.enter(&bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.flush().and_then(|()| self.file.get_ref().sync_data()).map_err(|error| self.error(&error))
    }

    fn error(&self, error: &io::Error) -> io::Error {
        io::Error::new(error.kind(), format!("{}: {error}", self.path.display()))
    }
}

/// How often a lock that another holds is asked for, and how long is waited in between.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(50);

/// A ledger that is locked, and still what an earlier run left.
#[derive(Debug)]
pub struct Locked {
    path: PathBuf,
    file: Option<File>,
    /// Nothing stood there before: it goes where the run does not begin after all.
    is_new: bool,
}

impl Locked {
    /// Locks the ledger at `path`. Fails where another run holds it.
    pub fn new(path: &Path) -> Result<Locked> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| named(path, &error))?;
        }
        let is_new = !path.exists();
        Ok(Locked { path: path.to_owned(), file: Some(open(path)?), is_new })
    }

    /// Whether a run that was interrupted left it, and had done something.
    pub fn is_unfinished(&self) -> io::Result<bool> {
        const TAIL: i64 = 64 << 10;
        let Some(mut file) = self.file.as_ref().filter(|_| Flight::path_of(&self.path).exists()) else {
            return Ok(false);
        };
        file.rewind()?;
        if BufReader::new(file).lines().take(2).count() < 2 {
            return Ok(false);
        }
        let length = i64::try_from(file.metadata()?.len()).unwrap_or(i64::MAX);
        file.seek(SeekFrom::End(-length.min(TAIL)))?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail)?;
        let last = tail.trim_ascii_end().rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
        Ok(!last.starts_with(b"{\"end\":"))
    }

    /// Begins the ledger of a run, over what is there.
    pub fn begin(mut self, head: &Head) -> Result<Ledger> {
        let path = self.path.clone();
        let file = self.take();
        let flight = Flight::open(&path).map_err(|error| named(&path, &error))?;
        (&file).rewind().and_then(|()| file.set_len(0)).map_err(|error| named(&path, &error))?;
        let mut ledger = Ledger { path, file: BufWriter::new(file), flight, commits: 0 };
        ledger.line(head)?;
        ledger.sync()?;
        Ok(ledger)
    }

    fn take(&mut self) -> File {
        self.file.take().expect("it is taken once")
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        if self.is_new && self.file.is_some() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Opens and locks a ledger.
fn open(path: &Path) -> Result<File> {
    let file = File::options().read(true).write(true).create(true).truncate(false).open(path);
    let file = file.map_err(|error| named(path, &error))?;
    // A run that was killed may hold it for a moment still, through a child that it was about to start.
    let mut tries = 0;
    let locked = loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if tries < TRIES => tries += 1,
            locked => break locked,
        }
        thread::sleep(PAUSE);
    };
    match locked {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let who = Flight::holder(path).map_or(String::new(), |holder| format!(" (process {holder})"));
            let message = format!("{}: another run{who} is writing this output", path.display());
            return Err(Error::new(ErrorKind::Io, message));
        }
        // Some network file systems have no locks; a run there goes unguarded.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
        Err(TryLockError::Error(error)) => return Err(named(path, &error)),
    }
    Ok(file)
}

/// Why two runs are not one.
fn same(found: &Head, head: &Head) -> Result<()> {
    let differs = [
        (found.ledger != head.ledger, "the ledger has another form"),
        (found.dehusk != head.dehusk, "it was begun with another version of dehusk"),
        (found.models != head.models, "it was begun with other models or built-in rules"),
        (found.settings != head.settings, "settings or rules are not those that it was begun with"),
        (found.inputs != head.inputs, "the input is not what it was: other files, other sizes or other content"),
        (found.output != head.output, "the output has another name"),
    ];
    match differs.iter().find(|(differs, _)| *differs) {
        None => Ok(()),
        Some((_, why)) => {
            let message =
                format!("cannot go on with this run: {why}; call it as before, or begin anew with --overwrite");
            Err(Error::new(ErrorKind::Configuration, message))
        }
    }
}

fn named(path: &Path, error: &io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("{}: {error}", path.display()))
}

/// Whole lines of a file; what is torn at its end is none.
struct Lines {
    file: BufReader<File>,
    line: String,
    /// Bytes up to the end of the last line.
    at: u64,
}

impl Lines {
    fn new(file: File) -> Lines {
        Lines { file: BufReader::with_capacity(256 << 10, file), line: String::new(), at: 0 }
    }

    /// The same from the beginning.
    fn again(mut self) -> io::Result<Lines> {
        self.file.seek(SeekFrom::Start(0))?;
        Ok(Lines { at: 0, ..self })
    }

    fn next(&mut self) -> Option<&str> {
        self.line.clear();
        match self.file.read_line(&mut self.line) {
            Ok(length) if self.line.ends_with('\n') => {
                self.at += length as u64;
                Some(&self.line)
            }
            _ => None,
        }
    }
}

/// The entries of a finished part of a ledger, for whoever reports on it.
pub fn read(path: &Path) -> io::Result<impl Iterator<Item = io::Result<Line>>> {
    let lines = BufReader::new(fs::File::open(path)?).lines();
    Ok(lines.map(|line| serde_json::from_str(&line?).map_err(io::Error::from)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        Head {
            ledger: VERSION,
            dehusk: "1".into(),
            models: "m".into(),
            settings: "s".into(),
            inputs: "i".into(),
            output: "out".into(),
            ..Head::default()
        }
    }

    fn entry(n: u64) -> Vec<u8> {
        Entry { n: Some(n), id: format!("document {n}"), ..Entry::default() }.line()
    }

    fn resume(path: &Path) -> (Resumed, Vec<String>) {
        let mut seen = Vec::new();
        let resumed = Ledger::resume(path, &head(), |entry| {
            seen.push(entry.id);
            Ok(())
        });
        (resumed.unwrap(), seen)
    }

    #[test]
    fn it_stands_beside_the_output() {
        assert_eq!(Ledger::beside(Path::new("a/out/")), Path::new("a/out.ledger.jsonl"));
        assert_eq!(Ledger::beside(Path::new("out.jsonl.zst")), Path::new("out.jsonl.zst.ledger.jsonl"));
    }

    #[test]
    fn what_is_behind_the_last_commit_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("l");
        let mut ledger = Ledger::begin(&path, &head()).unwrap();
        ledger.enter(&entry(0)).unwrap();
        ledger.commit(Commit { documents: 1, found: 1, ..Commit::default() }).unwrap();
        ledger.enter(&entry(1)).unwrap();
        ledger.sync().unwrap();
        drop(ledger);
        let mut file = File::options().append(true).open(&path).unwrap();
        file.write_all(b"{\"n\":2,\"id\":\"to").unwrap();
        let (resumed, seen) = resume(&path);
        let Resumed::Interrupted(mut ledger, interrupted) = resumed else { panic!("it had no end") };
        assert_eq!((interrupted.commit.documents, seen), (1, vec!["document 0".to_owned()]));
        ledger.enter(&entry(1)).unwrap();
        ledger.end(&End { end: true, read: 2, kept: 2, ..End::default() }).unwrap();
        drop(ledger);
        assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 5);
        assert!(matches!(resume(&path).0, Resumed::Complete(End { read: 2, .. })));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_run_that_was_stopped_goes_on_where_it_stood_and_leaves_no_mark() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("l");
        let mut ledger = Ledger::begin(&path, &head()).unwrap();
        ledger.enter(&entry(0)).unwrap();
        ledger.sync().unwrap();
        let whole = fs::read(&path).unwrap();
        let since = Since { bytes: 7, found: 1 };
        ledger.pause(Commit { documents: 1, found: 1, ..Commit::default() }, since).unwrap();
        drop(ledger);
        assert!(Locked::new(&path).unwrap().is_unfinished().unwrap());
        let (resumed, seen) = resume(&path);
        let Resumed::Interrupted(ledger, Interrupted { commit, .. }) = resumed else { panic!("it had no end") };
        assert_eq!((commit.commit, commit.found, commit.since, seen.len()), (0, 1, Some(since), 1));
        drop(ledger);
        assert!(fs::read(&path).unwrap() == whole);
    }

    #[test]
    fn a_run_that_does_not_begin_touches_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("l");
        drop(Locked::new(&path).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut ledger = Ledger::begin(&path, &head()).unwrap();
        ledger.enter(&entry(0)).unwrap();
        ledger.end(&End { end: true, read: 1, kept: 1, ..End::default() }).unwrap();
        drop(ledger);
        let before = fs::read(&path).unwrap();
        assert!(!Locked::new(&path).unwrap().is_unfinished().unwrap());
        let other = Head { models: "other".into(), ..head() };
        let error = Ledger::resume(&path, &other, |_| Ok(())).unwrap_err();
        assert!(error.to_string().contains("models"), "{error}");
        assert!(fs::read(&path).unwrap() == before);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn another_run_is_refused_with_the_difference() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("l");
        drop(Ledger::begin(&path, &head()).unwrap());
        let other = Head { settings: "other".into(), ..head() };
        let error = Ledger::resume(&path, &other, |_| Ok(())).unwrap_err();
        assert!(error.to_string().contains("settings"), "{error}");
        fs::write(&path, "no ledger").unwrap();
        assert!(Ledger::resume(&path, &head(), |_| Ok(())).is_err());
    }

    #[test]
    fn two_runs_on_one_output_are_kept_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("l");
        let ledger = Ledger::begin(&path, &head()).unwrap();
        let error = Ledger::begin(&path, &head()).unwrap_err();
        assert!(error.to_string().contains(&format!("process {}", std::process::id())), "{error}");
        drop(ledger);
        Ledger::begin(&path, &head()).unwrap();
    }
}
