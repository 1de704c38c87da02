//! One file for all documents, or a folder of parts of about one size, split by a field where that is asked for.
//!
//! Parts are called `part-00000.jsonl.zst` and so on. Split output has a folder for each value, `language=en/`, as
//! query engines read it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_schema::Schema;
use serde::{Deserialize, Serialize};

use super::forms::UNKNOWN;
use super::table::Table;
use super::{Compression, Part, Sink, What, Written, at};

/// Files that are open at a time; past it the one that was written to least recently is completed, and its value's
/// next document begins another part.
const OPEN: usize = 256;
/// Bytes of a value that go into a folder's name.
const LONGEST_VALUE: usize = 150;

/// Where a sink stood: enough to go back there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// Files that were being written, by name below the output, and the bytes they had.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub open: BTreeMap<String, u64>,
    /// Bytes behind those that are still to be compressed, where a run was stopped.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rest: BTreeMap<String, u64>,
    /// The number of the next part, by folder.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub next: BTreeMap<String, u32>,
}

/// Writes documents to one file or to parts.
#[derive(Debug)]
pub struct Parts {
    root: PathBuf,
    layout: Layout,
    what: What,
    compression: Compression,
    /// The columns, where files are Parquet.
    columns: Option<Arc<Schema>>,
    open: BTreeMap<String, Open>,
    next: BTreeMap<String, u32>,
    /// Documents written; says who was written to last.
    clock: u64,
}

#[derive(Debug)]
enum Layout {
    /// One file of this name.
    One(String),
    /// Parts of about `size` bytes, in folders named after `field` where the output is split.
    Many { size: u64, extension: String, field: Option<String> },
}

#[derive(Debug)]
struct Open {
    name: Arc<str>,
    file: Kind,
    used: u64,
}

/// What a file is.
#[derive(Debug)]
enum Kind {
    Bytes(Part),
    Table(Box<Table>),
}

impl Kind {
    fn finish(self) -> io::Result<()> {
        match self {
            Kind::Bytes(mut part) => part.finish(),
            Kind::Table(table) => table.finish(),
        }
    }

    /// Bytes that it has.
    fn bytes(&self) -> u64 {
        match self {
            Kind::Bytes(part) => part.written(),
            Kind::Table(table) => table.bytes(),
        }
    }
}

impl Parts {
    /// All documents in the file at `place`.
    pub fn one(place: &Path, what: What, compression: Compression) -> Parts {
        let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let root = place.parent().unwrap_or(Path::new("")).to_owned();
        Parts::new(root, Layout::One(name), what, compression)
    }

    /// Parts of about `size` bytes below `root`. `extension` is that of a part without its
    /// compression's. `field` names what the output is split by; see [`super::Forms::split_by`].
    pub fn many(
        root: &Path,
        what: What,
        compression: Compression,
        size: u64,
        extension: &str,
        field: Option<&str>,
    ) -> Parts {
        let layout = Layout::Many { size, extension: extension.to_owned(), field: field.map(str::to_owned) };
        Parts::new(root.to_owned(), layout, what, compression)
    }

    fn new(root: PathBuf, layout: Layout, what: What, compression: Compression) -> Parts {
        Parts { root, layout, what, compression, columns: None, open: BTreeMap::new(), next: BTreeMap::new(), clock: 0 }
    }

    /// The same as Parquet, with these columns: those of [`super::schema::articles`]. What is written must be JSON.
    #[must_use]
    pub fn as_parquet(self, columns: Schema) -> Parts {
        Parts { columns: Some(Arc::new(columns)), compression: Compression::None, ..self }
    }

    /// Parts that stand below `root` already, finished or not: of an earlier run.
    pub fn found(root: &Path) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        if !root.is_dir() {
            return Ok(found);
        }
        for entry in fs::read_dir(root).map_err(|error| at(root.display(), &error))? {
            let entry = entry.map_err(|error| at(root.display(), &error))?;
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if number_of(&name).is_some() {
                found.push(path);
            } else if name.contains('=') && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                let inner = fs::read_dir(&path).map_err(|error| at(path.display(), &error))?;
                let inner = inner.filter_map(|entry| Some(entry.ok()?.path()));
                found.extend(
                    inner.filter(|path| {
                        path.file_name().is_some_and(|name| number_of(&name.to_string_lossy()).is_some())
                    }),
                );
            }
        }
        found.sort();
        Ok(found)
    }

    /// Whether there are parts below `root` that are split by `field`, and no document had a value of it.
    pub fn all_unknown(root: &Path, field: &str) -> bool {
        let of_field = format!("{}=", encoded(field));
        let names =
            fs::read_dir(root).into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut values = names.filter_map(|name| Some(name.strip_prefix(&of_field)?.to_owned())).peekable();
        values.peek().is_some() && values.all(|value| value == UNKNOWN)
    }

    /// The file that this document goes to.
    fn file(&mut self, folder: String) -> io::Result<&mut Open> {
        if !self.open.contains_key(&folder) {
            self.close_one_of_too_many()?;
            let name = self.name_next(&folder);
            let place = self.root.join(&name);
            if let Some(parent) = place.parent().filter(|_| !folder.is_empty()) {
                fs::create_dir_all(parent).map_err(|error| at(parent.display(), &error))?;
            }
            let file = match &self.columns {
                None => Kind::Bytes(Part::begin(&place, self.compression)?),
                Some(columns) => Kind::Table(Box::new(Table::begin(&place, columns)?)),
            };
            self.open.insert(folder.clone(), Open { name: name.into(), file, used: 0 });
        }
        Ok(self.open.get_mut(&folder).expect("it was just put there"))
    }

    /// Gives out the name of the folder's next part.
    fn name_next(&mut self, folder: &str) -> String {
        match &self.layout {
            Layout::One(name) => name.clone(),
            Layout::Many { extension, .. } => {
                let number = self.next.entry(folder.to_owned()).or_default();
                let name = format!("part-{number:05}.{extension}{}", self.compression.suffix());
                *number += 1;
                if folder.is_empty() { name } else { format!("{folder}/{name}") }
            }
        }
    }

    fn close_one_of_too_many(&mut self) -> io::Result<()> {
        if self.open.len() < OPEN {
            return Ok(());
        }
        let oldest = self.open.iter().min_by_key(|(_, open)| open.used).map(|(folder, _)| folder.clone());
        match oldest.and_then(|folder| self.open.remove(&folder)) {
            Some(open) => open.file.finish(),
            None => Ok(()),
        }
    }

    fn folder_of(&self, document: &Written) -> String {
        match (&self.layout, &document.split) {
            (Layout::Many { field: Some(field), .. }, Some(value)) => format!("{}={}", encoded(field), encoded(value)),
            _ => String::new(),
        }
    }
}

impl Sink for Parts {
    fn begin(&mut self) -> io::Result<()> {
        match &self.layout {
            Layout::One(_) => self.file(String::new()).map(drop),
            Layout::Many { .. } => fs::create_dir_all(&self.root).map_err(|error| at(self.root.display(), &error)),
        }
    }

    fn write(&mut self, document: &Written) -> io::Result<Option<Arc<str>>> {
        let Some(bytes) = self.what.of(document) else { return Ok(None) };
        let (folder, gap) = (self.folder_of(document), self.what.gap());
        self.clock += 1;
        let now = self.clock;
        let size = match self.layout {
            Layout::One(_) => u64::MAX,
            Layout::Many { size, .. } => size,
        };
        let open = self.file(folder.clone())?;
        open.used = now;
        let name = Arc::clone(&open.name);
        let most = usize::try_from(size).unwrap_or(usize::MAX);
        match &mut open.file {
            Kind::Bytes(part) => {
                if !part.is_empty() {
                    part.write(gap, most)?;
                }
                part.write(bytes, most)?;
                if part.written() >= size {
                    let full = self.open.remove(&folder).expect("it was just written to");
                    full.file.finish()?;
                }
            }
            // A table cannot be taken back to its middle, so that all end together: only then can a run commit.
            Kind::Table(table) => {
                table.write(bytes, most)?;
                if self.open.values().map(|open| open.file.bytes()).sum::<u64>() >= size {
                    self.finish()?;
                }
            }
        }
        Ok(Some(name))
    }

    fn seal(&mut self, durable: bool) -> io::Result<Seal> {
        let mut seal = Seal { next: self.next.clone(), ..Seal::default() };
        for open in self.open.values_mut() {
            if let Kind::Bytes(part) = &mut open.file {
                seal.open.insert(open.name.to_string(), part.seal(durable)?);
            }
        }
        Ok(seal)
    }

    fn pause(&mut self) -> io::Result<Option<Seal>> {
        if !self.can_seal() {
            return Ok(None);
        }
        let mut seal = Seal { next: self.next.clone(), ..Seal::default() };
        for open in self.open.values_mut() {
            if let Kind::Bytes(part) = &mut open.file {
                seal.add(&open.name, part.pause()?);
            }
        }
        Ok(Some(seal))
    }

    fn can_seal(&self) -> bool {
        self.columns.is_none() || self.open.is_empty()
    }

    fn restore(&mut self, seal: &Seal) -> io::Result<()> {
        self.open.clear();
        self.next = seal.next.clone();
        if matches!(self.layout, Layout::Many { .. }) {
            for path in Parts::found(&self.root)? {
                if !seal.knows(path.strip_prefix(&self.root).unwrap_or(&path)) {
                    fs::remove_file(&path).map_err(|error| at(path.display(), &error))?;
                }
            }
        }
        for (name, bytes) in &seal.open {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let file = Kind::Bytes(Part::resume(&self.root.join(name), self.compression, *bytes, seal.rest_of(name))?);
            self.open.insert(folder.to_owned(), Open { name: name.as_str().into(), file, used: 0 });
        }
        if self.open.is_empty() { self.begin() } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<()> {
        // All of them, even when one fails: the others are complete.
        let open = std::mem::take(&mut self.open);
        open.into_values().map(|open| open.file.finish()).fold(Ok(()), io::Result::and)
    }
}

impl Seal {
    /// Adds a file that was left with so many bytes, and so many of a piece.
    pub(super) fn add(&mut self, name: &str, (bytes, rest): (u64, u64)) {
        self.open.insert(name.to_owned(), bytes);
        if rest > 0 {
            self.rest.insert(name.to_owned(), rest);
        }
    }

    /// Bytes of the piece of this file.
    pub(super) fn rest_of(&self, name: &str) -> u64 {
        self.rest.get(name).copied().unwrap_or(0)
    }

    /// Whether a part was there, at least in part, when this was made.
    fn knows(&self, path: &Path) -> bool {
        let folder = path.parent().unwrap_or(Path::new("")).to_string_lossy();
        let number = path.file_name().and_then(|name| number_of(&name.to_string_lossy()));
        number.zip(self.next.get(&*folder)).is_some_and(|(number, next)| number < *next)
    }
}

/// The number of a part, also of one that is being written.
fn number_of(name: &str) -> Option<u32> {
    let name = name.strip_prefix('.').unwrap_or(name);
    name.strip_prefix("part-")?.split('.').next()?.parse().ok()
}

/// A value as a folder may be called: what file systems or query engines take for something else is written `%2F`.
fn encoded(value: &str) -> String {
    let mut out = String::new();
    for c in value.chars() {
        if out.len() >= LONGEST_VALUE {
            break;
        }
        if c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | ' ') || (c == '.' && !out.is_empty()) {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                write!(out, "%{byte:02X}").expect("a string takes everything");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, split: Option<&str>) -> Written {
        let article = Some(format!("{text}\n").into_bytes());
        Written { article, split: split.map(str::to_owned), ..Written::default() }
    }

    const WHAT: What = What::Articles { parted: false };

    fn tree(root: &Path) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = Parts::found(root)
            .unwrap()
            .iter()
            .map(|path| (path.strip_prefix(root).unwrap().display().to_string(), fs::read(path).unwrap()))
            .collect();
        files.sort();
        files
    }

    fn many(root: &Path) -> Parts {
        Parts::many(root, WHAT, Compression::None, 3 << 20, "jsonl", Some("language"))
    }

    #[test]
    fn parts_turn_over_at_their_size_and_values_have_folders() {
        let folder = tempfile::tempdir().unwrap();
        let mut parts = many(folder.path());
        let text = "x".repeat(1 << 20);
        for number in 0..8 {
            let value = if number % 2 == 0 { "en" } else { "../de" };
            assert!(parts.write(&line(&text, Some(value))).unwrap().is_some());
        }
        parts.write(&Written::default()).unwrap();
        parts.finish().unwrap();
        let names: Vec<String> = tree(folder.path()).into_iter().map(|(name, _)| name).collect();
        let dots = "language=%2E.%2Fde";
        assert_eq!(
            names,
            [
                &format!("{dots}/part-00000.jsonl"),
                &format!("{dots}/part-00001.jsonl"),
                "language=en/part-00000.jsonl",
                "language=en/part-00001.jsonl"
            ]
        );
    }

    #[test]
    fn taken_back_to_a_seal_the_parts_end_as_if_nothing_had_happened() {
        let text = "x".repeat(1 << 20);
        let write = |parts: &mut Parts, numbers: std::ops::Range<usize>| {
            for number in numbers {
                let value = ["en", "de", "fr"][number % 3];
                parts.write(&line(&format!("{number}{text}"), Some(value))).unwrap();
            }
        };
        let whole = tempfile::tempdir().unwrap();
        let mut parts = many(whole.path());
        write(&mut parts, 0..10);
        parts.seal(true).unwrap();
        write(&mut parts, 10..20);
        parts.finish().unwrap();

        let torn = tempfile::tempdir().unwrap();
        let mut parts = many(torn.path());
        write(&mut parts, 0..10);
        let seal = parts.seal(true).unwrap();
        write(&mut parts, 10..25);
        drop(parts);
        let mut parts = many(torn.path());
        parts.restore(&seal).unwrap();
        write(&mut parts, 10..20);
        parts.finish().unwrap();
        assert!(tree(whole.path()) == tree(torn.path()));
    }

    #[test]
    fn left_where_they_stand_and_gone_on_with_the_parts_end_as_if_nothing_had_happened() {
        for compression in [Compression::None, Compression::Gzip, Compression::Zstd] {
            let write = |parts: &mut Parts, numbers: std::ops::Range<usize>| {
                for number in numbers {
                    let text = format!("{number}{}", "x".repeat(100 << 10));
                    parts.write(&line(&text, Some(["en", "de", "fr"][number % 3]))).unwrap();
                }
            };
            let begin = |root: &Path| Parts::many(root, WHAT, compression, 3 << 20, "jsonl", Some("language"));
            let whole = tempfile::tempdir().unwrap();
            let mut parts = begin(whole.path());
            write(&mut parts, 0..100);
            parts.finish().unwrap();

            let torn = tempfile::tempdir().unwrap();
            let mut seal = Seal::default();
            for from in (0..100).step_by(10) {
                let mut parts = begin(torn.path());
                parts.restore(&seal).unwrap();
                write(&mut parts, from..from + 10);
                seal = parts.pause().unwrap().expect("they can be left");
                if from == 90 {
                    parts.restore(&seal).unwrap();
                    parts.finish().unwrap();
                }
            }
            assert!(tree(whole.path()) == tree(torn.path()), "{compression:?}");
        }
    }

    #[test]
    fn many_values_do_not_open_many_files() {
        let folder = tempfile::tempdir().unwrap();
        let mut parts = many(folder.path());
        for number in 0..OPEN + 10 {
            parts.write(&line("x", Some(&number.to_string()))).unwrap();
            assert!(parts.open.len() <= OPEN);
        }
        parts.finish().unwrap();
        assert_eq!(tree(folder.path()).len(), OPEN + 10);
    }
}
