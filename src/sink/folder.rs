//! One file for each article, the tree of the ids mirrored below one folder.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Aside, Names, Output, Seal, Shape, Sink, Written, at};

/// Writes each article to a file of its own. What is there under the same name is replaced.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    names: Names,
    /// Folders that are known to be there, so that each is made once.
    made: HashSet<PathBuf>,
}

impl Folder {
    /// Writes below `root`.
    pub fn new(root: &Path, shape: Shape) -> Folder {
        Folder { root: root.to_owned(), names: Names::new(shape.format.extension()), made: HashSet::new() }
    }

    fn make(&mut self, folder: &Path) -> io::Result<()> {
        if !self.made.contains(folder) {
            fs::create_dir_all(folder).map_err(|error| at(folder.display(), &error))?;
            self.made.insert(folder.to_owned());
        }
        Ok(())
    }
}

impl Sink for Folder {
    fn begin(&mut self) -> io::Result<()> {
        self.make(&self.root.clone())
    }

    fn write(&mut self, document: &Written) -> io::Result<Option<Arc<str>>> {
        // Every document takes its name, so that the names do not hang on what becomes of the others.
        let name = self.names.assign(&document.id);
        let Some(article) = &document.article else { return Ok(None) };
        let place = self.root.join(&name);
        if let Some(parent) = place.parent() {
            self.make(parent)?;
        }
        let mut file = Aside::begin(&place)?;
        file.write_all(article)?;
        file.finish()?;
        Ok(Some(name.to_string_lossy().into()))
    }

    fn seal(&mut self, durable: bool) -> io::Result<Seal> {
        if durable {
            flush_disk_of(&self.root)?;
        }
        Ok(Seal::default())
    }

    fn pause(&mut self) -> io::Result<Option<Seal>> {
        self.seal(true).map(Some)
    }

    /// Files that were written after the seal are overwritten with the same when their documents come again.
    fn restore(&mut self, _seal: &Seal) -> io::Result<()> {
        Ok(())
    }

    fn recall(&mut self, id: &str) {
        self.names.assign(id);
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Brings all files of a disk to the disk: once for thousands of small files, where one at a time would take minutes.
#[cfg(target_os = "linux")]
fn flush_disk_of(folder: &Path) -> io::Result<()> {
    let open = fs::File::open(folder).map_err(|error| at(folder.display(), &error))?;
    rustix::fs::syncfs(open).map_err(|error| at(folder.display(), &error.into()))
}

/// Elsewhere there is no such call; files are whole after a crash of the program, not after one of the machine.
#[cfg(not(target_os = "linux"))]
fn flush_disk_of(_folder: &Path) -> io::Result<()> {
    Ok(())
}
