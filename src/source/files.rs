//! Files, folders and standard input, in the order of their names.
//!
//! All paths are found before the first is read: only so can ids be unique, outputs be told from inputs,
//! and the progress bar know its end. The files themselves are read one at a time, when they are asked for.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use arrow_schema::Schema;
use ignore::{DirEntry, WalkBuilder};

use super::open::{self, Contents, Form};
use super::{Columns, Found, Position, Sightings, Sourced, ids, stream};
use crate::document::Hints;
use crate::error::{Error, ErrorKind};

/// How paths are found and read.
#[derive(Debug, Clone)]
pub struct Options {
    /// Hints for every document; the file's name is added.
    pub hints: Hints,
    /// What files are. Default: told for each by what is in it.
    pub form: Form,
    /// Which fields of rows are what.
    pub columns: Columns,
    /// Bytes of one document; a longer one is refused and not read. Default 64 MiB.
    pub max_bytes: usize,
    /// Leave out what `.gitignore`, `.ignore` and their like exclude, and hidden files. Default: no.
    pub respect_ignore: bool,
    /// Paths that a walk leaves out: what this run writes itself.
    pub leave_out: Vec<PathBuf>,
    /// Set it from anywhere to take no further document.
    pub stop: Arc<AtomicBool>,
    /// Bytes of files that were read so far are counted here.
    pub read: Arc<AtomicU64>,
    /// Which of the fields that [`Options::columns`] names were there in any row.
    pub sightings: Arc<Sightings>,
}

/// How far a run has come.
#[derive(Debug, Clone)]
pub struct Meter {
    /// Bytes of all files that are still to be read.
    pub total: u64,
    /// Bytes of them that were read so far, ahead of what was cleaned by some.
    pub read: Arc<AtomicU64>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            hints: Hints::default(),
            form: Form::default(),
            columns: Columns::default(),
            max_bytes: crate::limits::Limits::default().bytes,
            respect_ignore: false,
            leave_out: Vec::new(),
            stop: Arc::default(),
            read: Arc::default(),
            sightings: Arc::default(),
        }
    }
}

/// The documents at some paths: an iterator that reads one at a time.
pub struct Files {
    entries: std::vec::IntoIter<Entry>,
    options: Options,
    /// Where the next one stands.
    at: Position,
    /// The file of several documents that is being read, and the things in it to pass over first.
    open: Option<(Arc<str>, Box<dyn Iterator<Item = Sourced> + Send>)>,
    skip: u64,
}

#[derive(Debug)]
struct Entry {
    path: PathBuf,
    id: String,
    /// The path as it was given under which this one was found.
    root: PathBuf,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// A regular file, or a pipe or a device that was given by name.
    File,
    Stdin,
    Skipped(String),
    Failed(Error),
}

impl Files {
    /// Finds the documents at these paths; `-` is standard input.
    ///
    /// A folder is walked in bytewise order of names, without following symbolic links; a link that is
    /// given by name is followed. A path that is not there is no error yet: it comes out as
    /// [`Sourced::Refused`] in its place.
    pub fn find(paths: &[PathBuf], options: Options) -> Files {
        let leave_out: HashSet<PathBuf> =
            options.leave_out.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
        let mut entries = Vec::new();
        for path in paths {
            if path == Path::new("-") {
                entries.push(Entry { path: path.clone(), id: "-".into(), root: PathBuf::new(), kind: Kind::Stdin });
            } else if path.is_dir() {
                walk(path, &options, &leave_out, &mut entries);
            } else {
                entries.push(named(path));
            }
        }
        ids::make_unique(entries.iter_mut().map(|entry| (&mut entry.id, entry.root.as_path())));
        Files { entries: entries.into_iter(), options, at: Position::default(), open: None, skip: 0 }
    }

    /// Passes over everything before this place.
    pub fn go_on_at(&mut self, next: Position) {
        let files = usize::try_from(next.file.saturating_sub(self.at.file)).unwrap_or(usize::MAX);
        if files > 0 {
            self.entries.nth(files - 1);
        }
        self.at = Position { file: next.file, item: 0 };
        self.skip = next.item;
    }

    /// Says what the input is, file by file, so that the same can be told from another: name, size, and the first and
    /// last bytes. Times say less: files are copied.
    pub fn inventory(&self, mut tell: impl FnMut(&str, u64, &[u8])) {
        for entry in self.entries.as_slice() {
            let size = match entry.kind {
                Kind::File => size_of(&entry.path).unwrap_or(0),
                _ => 0,
            };
            // What cannot be read has no bytes, now and later.
            let ends = if size > 0 { ends(&entry.path, size).unwrap_or_default() } else { Vec::new() };
            tell(&entry.id, size, &ends);
        }
    }

    /// Whether there is nothing to read, or anything of it can be opened.
    pub fn can_be_read(&self) -> bool {
        let opens = |entry: &Entry| match entry.kind {
            Kind::Stdin => true,
            Kind::File => size_of(&entry.path).is_none_or(|_| File::open(&entry.path).is_ok()),
            Kind::Skipped(_) | Kind::Failed(_) => false,
        };
        self.documents().next().is_none() || self.documents().any(opens)
    }

    /// Counts what is read. `None` where nobody knows how much there is.
    pub fn meter(&self) -> Option<Meter> {
        let sizes = self.documents().map(|entry| match entry.kind {
            Kind::File => size_of(&entry.path),
            Kind::Stdin => None,
            Kind::Skipped(_) | Kind::Failed(_) => Some(0),
        });
        let total = sizes.sum::<Option<u64>>()?;
        Some(Meter { total, read: Arc::clone(&self.options.read) })
    }

    /// Which of the named fields there were in the rows that were read so far.
    pub fn sightings(&self) -> Arc<Sightings> {
        Arc::clone(&self.options.sightings)
    }

    /// Ids of the documents that are still to come, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.documents().map(|entry| entry.id.as_str())
    }

    /// Files that are still to be read, in order.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.documents().filter(|entry| matches!(entry.kind, Kind::File)).map(|entry| entry.path.as_path())
    }

    /// The columns of the input that are handed through, where all of it is Parquet with the same ones.
    pub fn columns(&self) -> Option<Schema> {
        let mut schemas = self.paths().map(|path| open::columns(path, &self.options));
        let first = schemas.next()??;
        schemas.all(|schema| schema.as_ref() == Some(&first)).then_some(first)
    }

    fn documents(&self) -> impl Iterator<Item = &Entry> {
        self.entries.as_slice().iter().filter(|entry| !matches!(entry.kind, Kind::Skipped(_)))
    }
}

impl Iterator for Files {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if self.options.stop.load(Ordering::Relaxed) {
                return None;
            }
            if let Some((input, inside)) = &mut self.open {
                let input = Arc::clone(input);
                match inside.next() {
                    Some(what) => {
                        let at = self.at;
                        self.at.item += 1;
                        if self.skip > 0 {
                            self.skip -= 1;
                            continue;
                        }
                        return Some(Found { at, input, what });
                    }
                    None => self.close(),
                }
            }
            // What was interrupted is no end of a file.
            if self.options.stop.load(Ordering::Relaxed) {
                return None;
            }
            let entry = self.entries.next()?;
            let input: Arc<str> = entry.id.as_str().into();
            match self.begin(entry) {
                Opened::Many(inside) => self.open = Some((input, inside)),
                Opened::One(what) => {
                    // A document of which only a part came.
                    if self.options.stop.load(Ordering::Relaxed) {
                        return None;
                    }
                    let (at, skip) = (self.at, self.skip);
                    self.close();
                    if skip == 0 {
                        return Some(Found { at, input, what: *what });
                    }
                }
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.entries.len(), None)
    }
}

impl Files {
    /// Goes on with the next file.
    fn close(&mut self) {
        self.open = None;
        self.skip = 0;
        self.at = Position { file: self.at.file + 1, item: 0 };
    }

    /// Begins with a file.
    fn begin(&self, entry: Entry) -> Opened {
        let Entry { path, id, kind, .. } = entry;
        let name =
            if matches!(kind, Kind::Stdin) { "standard input".into() } else { path.to_string_lossy().into_owned() };
        let stop = Arc::clone(&self.options.stop);
        let opened = match kind {
            Kind::Skipped(cause) => return Opened::One(Sourced::Skipped { name, cause }.into()),
            Kind::Failed(error) => return Opened::One(Sourced::Refused { name, id, error }.into()),
            Kind::Stdin => open::stream(stream::reader(|| Ok(io::stdin()), stop), &id, None, &self.options),
            Kind::File => match fs::metadata(&path) {
                Ok(metadata) if metadata.is_file() => open::file(&path, metadata.len(), &id, &self.options),
                Ok(_) => {
                    let (opens, name) =
                        (path.clone(), path.file_name().map(|name| name.to_string_lossy().into_owned()));
                    open::stream(stream::reader(move || File::open(opens), stop), &id, name, &self.options)
                }
                Err(error) => Err(error.into()),
            },
        };
        match opened {
            Ok(Contents::Document(record)) => Opened::One(Sourced::Read { name, record: *record }.into()),
            Ok(Contents::Documents(inside)) => Opened::Many(inside),
            Ok(Contents::Nothing(cause)) => Opened::One(Sourced::Skipped { name, cause: cause.into() }.into()),
            Err(error) => Opened::One(Sourced::Refused { name, id, error }.into()),
        }
    }
}

/// What becomes of a path.
enum Opened {
    One(Box<Sourced>),
    Many(Box<dyn Iterator<Item = Sourced> + Send>),
}

/// Bytes of a regular file.
fn size_of(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|metadata| metadata.len())
}

/// The first and the last bytes of a file.
fn ends(path: &Path, size: u64) -> io::Result<Vec<u8>> {
    const END: u64 = 4 << 10;
    let (mut file, mut bytes) = (File::open(path)?, Vec::new());
    file.by_ref().take(END).read_to_end(&mut bytes)?;
    file.seek(SeekFrom::Start(size.saturating_sub(END)))?;
    file.take(END).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file that was given by name. Its id is its file name.
fn named(path: &Path) -> Entry {
    let kind = match fs::metadata(path) {
        Ok(_) => Kind::File,
        Err(error) if path.is_symlink() && error.kind() == io::ErrorKind::NotFound => {
            Kind::Failed(Error::new(ErrorKind::Io, "a symbolic link that leads nowhere"))
        }
        Err(error) => Kind::Failed(error.into()),
    };
    let id = ids::of(Path::new(path.file_name().unwrap_or(path.as_os_str())));
    let root = path.parent().unwrap_or(Path::new("")).to_owned();
    Entry { path: path.to_owned(), id, root, kind }
}

/// Adds the files of a folder, in bytewise order of names.
fn walk(root: &Path, options: &Options, leave_out: &HashSet<PathBuf>, entries: &mut Vec<Entry>) {
    let excluded = leave_out.clone();
    let walk = WalkBuilder::new(root)
        .standard_filters(options.respect_ignore)
        .require_git(false)
        .follow_links(false)
        .skip_stdout(true)
        .sort_by_file_name(|a, b| a.cmp(b))
        .filter_entry(move |entry| entry.depth() == 0 || !is_one_of(entry.path(), &excluded))
        .build();
    for found in walk {
        if options.stop.load(Ordering::Relaxed) {
            return;
        }
        match found {
            Ok(entry) => entries.extend(walked(root, &entry)),
            Err(error) => entries.push(unwalked(root, error)),
        }
    }
}

/// Whether a path is one of these canonical ones. Asks the disk only where the name is right.
fn is_one_of(path: &Path, canonical: &HashSet<PathBuf>) -> bool {
    canonical.iter().any(|other| other.file_name() == path.file_name())
        && fs::canonicalize(path).is_ok_and(|path| canonical.contains(&path))
}

/// A walked path as an entry; folders are none.
fn walked(root: &Path, entry: &DirEntry) -> Option<Entry> {
    let path = entry.path();
    let kind = match entry.file_type()? {
        _ if entry.depth() == 0 => return None,
        kind if kind.is_dir() => return None,
        kind if kind.is_file() => Kind::File,
        kind if kind.is_symlink() && path.exists() => {
            Kind::Skipped("a symbolic link; give it by name to have it read".into())
        }
        kind if kind.is_symlink() => Kind::Skipped("a symbolic link that leads nowhere".into()),
        _ => Kind::Skipped("neither a file nor a folder".into()),
    };
    let id = ids::of(path.strip_prefix(root).unwrap_or(path));
    Some(Entry { path: path.to_owned(), id, root: root.to_owned(), kind })
}

/// What the walk could not enter, such as a folder without permission.
fn unwalked(root: &Path, error: ignore::Error) -> Entry {
    let path = path_of(&error).unwrap_or(root).to_owned();
    let cause = match error.io_error() {
        Some(cause) => cause.to_string(),
        None => error.to_string(),
    };
    let id = ids::of(path.strip_prefix(root).unwrap_or(&path));
    Entry { path, id, root: root.to_owned(), kind: Kind::Failed(Error::new(ErrorKind::Io, cause)) }
}

/// The path that an error of the walk is about.
fn path_of(mut error: &ignore::Error) -> Option<&Path> {
    loop {
        error = match error {
            ignore::Error::WithPath { path, .. } => return Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            _ => return None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn ids(paths: &[PathBuf], options: Options) -> Vec<String> {
        Files::find(paths, options).ids().map(str::to_owned).collect()
    }

    #[test]
    fn folders_are_walked_in_order_with_hidden_and_ignored_files() {
        let folder = folder(&[("b/x.txt", ""), ("a.txt", ""), (".hidden", ""), ("Z.txt", ""), (".ignore", "Z.txt")]);
        let paths = [folder.path().to_owned()];
        assert_eq!(ids(&paths, Options::default()), [".hidden", ".ignore", "Z.txt", "a.txt", "b/x.txt"]);
        let respect = Options { respect_ignore: true, ..Options::default() };
        assert_eq!(ids(&paths, respect), ["a.txt", "b/x.txt"]);
    }

    #[test]
    fn what_the_run_writes_is_left_out() {
        let folder = folder(&[("a.txt", ""), ("out/a.txt", "")]);
        let leave_out = vec![folder.path().join("out")];
        assert_eq!(ids(&[folder.path().to_owned()], Options { leave_out, ..Options::default() }), ["a.txt"]);
    }

    #[test]
    fn another_input_has_another_inventory() {
        let folder = folder(&[("a.txt", "12345"), ("b.txt", "")]);
        let paths = [folder.path().to_owned()];
        let told = || {
            let mut told = Vec::new();
            Files::find(&paths, Options::default())
                .inventory(|id, size, ends| told.push((id.to_owned(), size, ends.to_vec())));
            told
        };
        let before = told();
        fs::write(folder.path().join("a.txt"), "12395").unwrap();
        assert_eq!(before[1], told()[1]);
        assert!(before[0].1 == told()[0].1 && before[0].2 != told()[0].2);
    }

    #[test]
    fn what_is_read_is_counted() {
        let folder = folder(&[("a.txt", "12345"), ("b.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n")]);
        let mut files = Files::find(&[folder.path().to_owned()], Options::default());
        let meter = files.meter().unwrap();
        assert_eq!(files.by_ref().count(), 3);
        assert_eq!((meter.total, meter.read.load(Ordering::Relaxed)), (31, 31));
        assert!(Files::find(&["-".into()], Options::default()).meter().is_none());
    }

    #[test]
    fn ledgers_are_no_documents() {
        let ledger = "{\"ledger\":1,\"dehusk\":\"0.1.0\",\"settings\":\"s\"}\n{\"n\":0,\"id\":\"x\"}\n";
        let folder = folder(&[("a.txt", "12345"), ("out.ledger.jsonl", ledger)]);
        let found: Vec<_> =
            Files::find(&[folder.path().to_owned()], Options::default()).map(|found| found.what).collect();
        assert!(matches!(&found[1], Sourced::Skipped { cause, .. } if cause.contains("ledger")), "{found:?}");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_file_past_the_limit_is_refused() {
        let folder = folder(&[("a.txt", "12345"), ("b.txt", "1234")]);
        let options = Options { max_bytes: 4, ..Options::default() };
        let found: Vec<_> = Files::find(&[folder.path().to_owned()], options).map(|found| found.what).collect();
        assert!(matches!(&found[0], Sourced::Refused { error, .. } if error.kind() == ErrorKind::TooLarge));
        assert!(matches!(&found[1], Sourced::Read { record, .. } if record.bytes == b"1234"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_when_given_by_name_only() {
        let folder = folder(&[("real/a.txt", "text")]);
        let at = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink("real/a.txt", at("link.txt")).unwrap();
        std::os::unix::fs::symlink("real", at("folder")).unwrap();
        std::os::unix::fs::symlink("nowhere", at("broken")).unwrap();
        assert_eq!(ids(&[folder.path().to_owned()], Options::default()), ["real/a.txt"]);
        let skipped = Files::find(&[folder.path().to_owned()], Options::default());
        assert_eq!(skipped.filter(|found| matches!(found.what, Sourced::Skipped { .. })).count(), 3);
        assert_eq!(ids(&[at("link.txt"), at("folder")], Options::default()), ["link.txt", "a.txt"]);
        let broken = Files::find(&[at("broken")], Options::default()).next().map(|found| found.what);
        assert!(matches!(broken, Some(Sourced::Refused { .. })));
    }
}
