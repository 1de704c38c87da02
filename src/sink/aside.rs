//! A file that appears when it is complete: written under another name beside its place, then renamed.
//!
//! The other name is made of the file's own, `.NAME.part`, so that what a killed run leaves behind is overwritten by
//! the next one instead of gathering dust.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{Output, at};

/// A file in the making. Dropped without [`Output::finish`] it leaves nothing behind.
#[derive(Debug)]
pub struct Aside {
    place: PathBuf,
    file: Inner,
}

#[derive(Debug)]
enum Inner {
    Beside(BufWriter<File>),
    /// A pipe or a device: renaming a file over `/dev/null` would be a disaster.
    Direct(BufWriter<File>),
    Finished,
}

impl Aside {
    /// Begins the file that will stand at `place`, over what may be there. A link stays; its target is replaced.
    pub fn begin(place: &Path) -> io::Result<Aside> {
        let place = fs::canonicalize(place).unwrap_or_else(|_| place.to_owned());
        let file = match is_special(&place) {
            true => File::options().write(true).open(&place).map(|file| Inner::Direct(BufWriter::new(file))),
            false => create(&beside(&place)).map(|file| Inner::Beside(BufWriter::new(file))),
        };
        let file = file.map_err(|error| at(place.display(), &error))?;
        Ok(Aside { place, file })
    }

    fn inner(&mut self) -> io::Result<&mut dyn Write> {
        match &mut self.file {
            Inner::Beside(file) => Ok(file),
            Inner::Direct(file) => Ok(file),
            Inner::Finished => Err(io::Error::other("written to after it was finished")),
        }
    }

    /// Gives the file up.
    fn leave(&mut self) {
        if let Inner::Beside(file) = std::mem::replace(&mut self.file, Inner::Finished) {
            // What is buffered is not wanted any more.
            drop(file.into_parts());
            let _ = fs::remove_file(beside(&self.place));
        }
    }
}

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner().and_then(|file| file.write(bytes));
        if written.is_err() {
            // What was written is torn: it must not take the place of a whole file.
            self.leave();
        }
        written.map_err(|error| at(self.place.display(), &error))
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.inner().and_then(|file| file.flush());
        flushed.map_err(|error| at(self.place.display(), &error))
    }
}

impl Output for Aside {
    /// Puts the file in its place.
    fn finish(&mut self) -> io::Result<()> {
        let flushed = match &mut self.file {
            Inner::Finished => return Ok(()),
            Inner::Direct(file) | Inner::Beside(file) => file.flush(),
        };
        let placed = flushed.and_then(|()| match self.file {
            Inner::Beside(_) => fs::rename(beside(&self.place), &self.place),
            _ => Ok(()),
        });
        match placed {
            Ok(()) => self.file = Inner::Finished,
            Err(_) => self.leave(),
        }
        placed.map_err(|error| at(self.place.display(), &error))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Whether something stands there that is written to and not replaced.
pub(super) fn is_special(place: &Path) -> bool {
    fs::metadata(place).is_ok_and(|metadata| !metadata.is_file())
}

/// The name of a file while it is written.
pub fn beside(place: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(place.file_name().unwrap_or_default());
    name.push(".part");
    place.with_file_name(name)
}

/// A new file under this name. What a killed run left there goes; a link is not followed.
pub(super) fn create(aside: &Path) -> io::Result<File> {
    match fs::remove_file(aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    File::options().read(true).write(true).create_new(true).open(aside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appears_when_finished_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.txt");
        let mut file = Aside::begin(&place).unwrap();
        file.write_all(b"text").unwrap();
        assert!(!place.exists());
        file.finish().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"text");

        drop(Aside::begin(&place).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    }

    #[test]
    fn what_a_killed_run_left_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.txt");
        fs::write(beside(&place), "left by a run that was killed").unwrap();
        let mut file = Aside::begin(&place).unwrap();
        file.write_all(b"text").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"text");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_to_and_not_replaced() {
        let mut file = Aside::begin(Path::new("/dev/null")).unwrap();
        file.write_all(b"text").unwrap();
        file.finish().unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn the_error_names_the_place() {
        let error = Aside::begin(Path::new("/no/such/folder/a.txt")).unwrap_err();
        assert!(error.to_string().contains("/no/such/folder/a.txt"), "{error}");
    }
}
