//! A file that appears when it is complete: written under another name beside its place, then renamed.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{Output, at};

/// A file in the making. Dropped without [`Output::finish`] it leaves nothing behind.
#[derive(Debug)]
pub struct Aside {
    place: PathBuf,
    file: Inner,
}

#[derive(Debug)]
enum Inner {
    Beside(BufWriter<NamedTempFile>),
    /// A pipe or a device: renaming a file over `/dev/null` would be a disaster.
    Direct(BufWriter<File>),
    Finished,
}

impl Aside {
    /// Begins the file that will stand at `place`, over what may be there. A link stays; its target is replaced.
    pub fn begin(place: &Path) -> io::Result<Aside> {
        let place = fs::canonicalize(place).unwrap_or_else(|_| place.to_owned());
        let special = fs::metadata(&place).is_ok_and(|metadata| !metadata.is_file());
        let file = match special {
            true => File::options().write(true).open(&place).map(|file| Inner::Direct(BufWriter::new(file))),
            false => beside(&place).map(|file| Inner::Beside(BufWriter::new(file))),
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
}

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner().and_then(|file| file.write(bytes));
        if written.is_err() {
            // What was written is torn: it must not take the place of a whole file.
            self.file = Inner::Finished;
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
        let result = match std::mem::replace(&mut self.file, Inner::Finished) {
            Inner::Finished => Ok(()),
            Inner::Direct(mut file) => file.flush(),
            Inner::Beside(file) => match file.into_inner() {
                Ok(file) => file.persist(&self.place).map(drop).map_err(|error| error.error),
                Err(error) => Err(error.into_error()),
            },
        };
        result.map_err(|error| at(self.place.display(), &error))
    }
}

fn beside(place: &Path) -> io::Result<NamedTempFile> {
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".dehusk-").suffix(".part");
    // The file ends up as any other that the user makes; temporary files are private otherwise.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
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
