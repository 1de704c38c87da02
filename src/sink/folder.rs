//! One file for each article, the tree of the ids mirrored below one folder.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Aside, Cleaned, Names, Output, Shape, Sink, at};
use crate::document::Outcome;

/// Writes each article to a file of its own. What is there under the same name is replaced.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    names: Names,
    shape: Shape,
    /// Folders that are known to be there, so that each is made once.
    made: HashSet<PathBuf>,
}

impl Folder {
    /// Writes below `root`, which is made at once: better to fail now than after the first hour.
    pub fn begin(root: &Path, shape: Shape) -> io::Result<Folder> {
        let names = Names::new(shape.format.extension());
        let mut folder = Folder { root: root.to_owned(), names, shape, made: HashSet::new() };
        folder.make(root)?;
        Ok(folder)
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
    fn write(&mut self, document: Cleaned<'_>) -> io::Result<()> {
        // Every document takes its name, so that the names do not hang on what becomes of the others.
        let place = self.root.join(self.names.assign(document.id));
        let Outcome::Kept(article) = document.outcome else { return Ok(()) };
        if let Some(parent) = place.parent() {
            self.make(parent)?;
        }
        let mut file = Aside::begin(&place)?;
        file.write_all(self.shape.write(document.id, article).as_bytes())?;
        file.finish()
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}
