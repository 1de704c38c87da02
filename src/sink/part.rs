//! A file that grows by whole pieces, compressed or not, so that it can be taken back to where a piece ended.
//!
//! Pieces are gzip members or zstd frames; readers take any number of them for one stream. Where a piece ends depends
//! on what is written alone: after `PIECE` bytes, and wherever the run seals.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::aside::{beside, create, is_special};
use super::at;

/// Bytes of text that make a piece. Smaller ones compress worse, larger ones hold more memory for each open file.
const PIECE: usize = 1 << 20;
/// zstd's own default.
const ZSTD_LEVEL: i32 = 3;

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// gzip.
    Gzip,
    /// zstd.
    Zstd,
}

impl Compression {
    /// What the name of a file says: `.gz`, `.zst`.
    pub fn of_name(path: &Path) -> Compression {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("gz") => Compression::Gzip,
            Some("zst") => Compression::Zstd,
            _ => Compression::None,
        }
    }

    /// What is added to a file's name, with the dot.
    pub fn suffix(self) -> &'static str {
        match self {
            Compression::None => "",
            Compression::Gzip => ".gz",
            Compression::Zstd => ".zst",
        }
    }
}

/// A file in the making. Dropped before it is finished it leaves nothing behind, unless it was sealed to last.
#[derive(Debug)]
pub struct Part {
    place: PathBuf,
    file: Option<File>,
    /// A pipe or a device, which is written to as it is.
    special: bool,
    compression: Compression,
    piece: Vec<u8>,
    written: u64,
    lasts: bool,
}

impl Part {
    /// Begins the file that will stand at `place`, over what may be there. A link stays; its target is replaced.
    pub fn begin(place: &Path, compression: Compression) -> io::Result<Part> {
        let place = fs::canonicalize(place).unwrap_or_else(|_| place.to_owned());
        let special = is_special(&place);
        let file = match special {
            true => File::options().write(true).open(&place),
            false => create(&beside(&place)),
        };
        let file = Some(file.map_err(|error| at(place.display(), &error))?);
        Ok(Part { place, file, special, compression, piece: Vec::new(), written: 0, lasts: false })
    }

    /// Goes on with a file of an earlier run that had so many bytes when it was sealed, or when it was left with so many
    /// of a piece behind them.
    pub fn resume(place: &Path, compression: Compression, bytes: u64, rest: u64) -> io::Result<Part> {
        let mut piece = vec![0; usize::try_from(rest).unwrap_or(0)];
        let place = fs::canonicalize(place).unwrap_or_else(|_| place.to_owned());
        let aside = beside(&place);
        let mut open = || -> io::Result<File> {
            // It was complete when the run was killed, and the seal before that is where we go on.
            if !aside.exists() && place.is_file() {
                fs::rename(&place, &aside)?;
            }
            let mut file = File::options().read(true).write(true).open(&aside)?;
            let found = file.metadata()?.len();
            if found < bytes + rest {
                let bytes = bytes + rest;
                let message = format!("has {found} bytes where the ledger says {bytes}; begin anew with --overwrite");
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            file.seek(SeekFrom::Start(bytes))?;
            file.read_exact(&mut piece)?;
            file.set_len(bytes)?;
            file.seek(SeekFrom::End(0))?;
            Ok(file)
        };
        let file = Some(open().map_err(|error| at(aside.display(), &error))?);
        Ok(Part { place, file, special: false, compression, piece, written: bytes, lasts: true })
    }

    /// Bytes that the file has, without the piece that is being filled where that is not compressed yet.
    pub fn written(&self) -> u64 {
        let waiting = if self.compression == Compression::None { self.piece.len() as u64 } else { 0 };
        self.written + waiting
    }

    /// Whether nothing was written to it yet.
    pub fn is_empty(&self) -> bool {
        self.written == 0 && self.piece.is_empty()
    }

    /// Adds bytes. Pieces have `most` bytes at most, and never more than `PIECE` and what is added at once.
    pub fn write(&mut self, bytes: &[u8], most: usize) -> io::Result<()> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE.min(most) { self.end_piece() } else { Ok(()) }
    }

    /// Ends the piece, and gives the bytes that the file has. `durable` also brings it to the disk, and lets the file
    /// stay when the run ends before its time.
    pub fn seal(&mut self, durable: bool) -> io::Result<u64> {
        self.end_piece()?;
        if durable && !self.special {
            self.attempt(|file| file.sync_data())?;
            self.lasts = true;
        }
        Ok(self.written)
    }

    /// Leaves the file as it is, on the disk, and the piece that is being filled behind the others, uncompressed. Gives
    /// the bytes of both.
    pub fn pause(&mut self) -> io::Result<(u64, u64)> {
        if self.special {
            return Ok((self.seal(false)?, 0));
        }
        let piece = std::mem::take(&mut self.piece);
        self.attempt(|file| file.write_all(&piece).and_then(|()| file.sync_data()))?;
        self.lasts = true;
        Ok((self.written, piece.len() as u64))
    }

    /// Puts the file in its place.
    pub fn finish(&mut self) -> io::Result<()> {
        if self.file.is_none() {
            return Ok(());
        }
        // A compressed file of nothing has a piece with nothing in it.
        let never = self.written == 0 && self.piece.is_empty() && self.compression != Compression::None;
        if never {
            self.write_piece()?
        } else {
            self.end_piece()?
        }
        if !self.special {
            if self.lasts {
                self.attempt(|file| file.sync_data())?;
            }
            let (aside, place) = (beside(&self.place), self.place.clone());
            self.attempt(|_| fs::rename(aside, place))?;
        }
        self.file = None;
        Ok(())
    }

    fn end_piece(&mut self) -> io::Result<()> {
        if self.piece.is_empty() { Ok(()) } else { self.write_piece() }
    }

    fn write_piece(&mut self) -> io::Result<()> {
        let piece = std::mem::take(&mut self.piece);
        let packed = match self.compression {
            Compression::None => None,
            Compression::Gzip => Some(gzip(&piece)?),
            Compression::Zstd => Some(zstd::bulk::compress(&piece, ZSTD_LEVEL)?),
        };
        let bytes = packed.as_deref().unwrap_or(&piece);
        self.attempt(|file| file.write_all(bytes))?;
        self.written += bytes.len() as u64;
        self.piece = piece;
        self.piece.clear();
        Ok(())
    }

    /// Does it with the file. After an error the file is torn and given up.
    fn attempt<T>(&mut self, what: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
        let Some(file) = &mut self.file else {
            return Err(at(self.place.display(), &io::Error::other("written to after it was finished")));
        };
        what(file).map_err(|error| {
            self.leave();
            at(self.place.display(), &error)
        })
    }

    fn leave(&mut self) {
        if self.file.take().is_some() && !self.special && !self.lasts {
            let _ = fs::remove_file(beside(&self.place));
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.leave();
    }
}

/// One gzip member; without a time, so that the same text is the same bytes.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut member = flate2::write::GzEncoder::new(Vec::with_capacity(bytes.len() / 2), flate2::Compression::default());
    member.write_all(bytes)?;
    member.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &Path, compression: Compression) -> Vec<u8> {
        let bytes = fs::read(path).unwrap();
        let mut text = Vec::new();
        match compression {
            Compression::None => text = bytes,
            Compression::Gzip => {
                io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(&bytes[..]), &mut text).unwrap();
            }
            Compression::Zstd => zstd::stream::copy_decode(&bytes[..], &mut text).unwrap(),
        }
        text
    }

    #[test]
    fn taken_back_to_a_seal_it_ends_as_if_nothing_had_happened() {
        for compression in [Compression::None, Compression::Gzip, Compression::Zstd] {
            let folder = tempfile::tempdir().unwrap();
            let at = |name: &str| folder.path().join(name);
            let mut whole = Part::begin(&at("whole"), compression).unwrap();
            let mut torn = Part::begin(&at("torn"), compression).unwrap();
            for part in [&mut whole, &mut torn] {
                part.write(b"one\n", PIECE).unwrap();
            }
            whole.seal(true).unwrap();
            let sealed = torn.seal(true).unwrap();
            torn.write(&b"lost".repeat(1 << 19), PIECE).unwrap();
            drop(torn);
            let mut torn = Part::resume(&at("torn"), compression, sealed, 0).unwrap();
            for part in [&mut whole, &mut torn] {
                part.write(b"two\n", PIECE).unwrap();
                part.finish().unwrap();
            }
            assert_eq!(read(&at("torn"), compression), b"one\ntwo\n");
            assert!(fs::read(at("whole")).unwrap() == fs::read(at("torn")).unwrap());
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        }
    }

    #[test]
    fn dropped_before_it_was_sealed_it_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut part = Part::begin(&folder.path().join("x"), Compression::None).unwrap();
        part.write(b"text", PIECE).unwrap();
        drop(part);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_file_that_became_shorter_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x"), "1234").unwrap();
        let error = Part::resume(&folder.path().join("x"), Compression::None, 5, 0).unwrap_err();
        assert!(error.to_string().contains("has 4 bytes where the ledger says 5"), "{error}");
    }
}
