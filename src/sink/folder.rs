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
    /// Writes below `root`, which is made when the first article is written.
    pub fn new(root: &Path, shape: Shape) -> Folder {
        let names = Names::new(shape.format.extension());
        Folder { root: root.to_owned(), names, shape, made: HashSet::new() }
    }

    fn make_parent(&mut self, place: &Path) -> io::Result<()> {
        let parent = place.parent().unwrap_or(&self.root);
        if !self.made.contains(parent) {
            fs::create_dir_all(parent).map_err(|error| at(parent.display(), &error))?;
            self.made.insert(parent.to_owned());
        }
        Ok(())
    }
}

impl Sink for Folder {
    fn write(&mut self, document: Cleaned<'_>) -> io::Result<()> {
        // Every document takes its name, so that the names do not hang on what becomes of the others.
        let place = self.root.join(self.names.assign(document.id));
        let Outcome::Kept(article) = document.outcome else { return Ok(()) };
        self.make_parent(&place)?;
        let mut file = Aside::begin(&place)?;
        file.write_all(self.shape.write(document.id, article).as_bytes())?;
        file.finish()
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}
