//! Documents set aside until all of them are known: what is made of each, its line of the ledger, and signs by which
//! like documents are found.
//!
//! Two files in a folder: `documents` holds a frame for each thing that was found, `signs` the signs of documents, to
//! be read in any order. Nobody but dehusk reads them, and they go when the run is done.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Compression, Part, Seal, Sink, Written, at};

const DOCUMENTS: &str = "documents";
const SIGNS: &str = "signs";
/// Bytes of a piece of the files.
const PIECE: usize = 1 << 20;
/// Says that there is nothing, where a length is expected.
const NOTHING: u32 = u32::MAX;

/// Sets documents aside.
#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
    parts: Option<Parts>,
    /// The document whose line is still to come.
    waiting: Option<Written>,
}

#[derive(Debug)]
struct Parts {
    documents: Part,
    signs: Part,
}

impl Spool {
    /// Sets documents aside in this folder.
    pub fn new(folder: &Path) -> Spool {
        Spool { folder: folder.to_owned(), parts: None, waiting: None }
    }

    fn parts(&mut self) -> io::Result<&mut Parts> {
        self.parts.as_mut().ok_or_else(|| io::Error::other("a spool that was not begun"))
    }
}

impl Sink for Spool {
    fn begin(&mut self) -> io::Result<()> {
        fs::create_dir_all(&self.folder).map_err(|error| at(self.folder.display(), &error))?;
        self.parts = Some(Parts {
            documents: Part::begin(&self.folder.join(DOCUMENTS), Compression::Zstd)?,
            signs: Part::begin(&self.folder.join(SIGNS), Compression::None)?,
        });
        Ok(())
    }

    fn write(&mut self, document: &Written) -> io::Result<Option<Arc<str>>> {
        self.waiting = Some(document.clone());
        Ok(None)
    }

    fn account(&mut self, line: &[u8]) -> io::Result<()> {
        let waiting = self.waiting.take();
        let parts = self.parts()?;
        let signs = waiting.as_ref().map_or(&[][..], |document| &document.signs);
        let from = parts.signs.written();
        let document = waiting.as_ref();
        let fields = [
            Some(line),
            document.map(|document| document.id.as_bytes()),
            document.and_then(|document| document.article.as_deref()),
            document.map(|document| &document.receipt[..]),
            document.and_then(|document| document.split.as_deref()).map(str::as_bytes),
        ];
        let mut head = Vec::with_capacity(40);
        head.extend(from.to_le_bytes());
        head.extend(length(signs.len())?.to_le_bytes());
        for field in fields {
            head.extend(field.map_or(Ok(NOTHING), |field| length(field.len()))?.to_le_bytes());
        }
        parts.documents.write(&head, PIECE)?;
        for field in fields.into_iter().flatten() {
            parts.documents.write(field, PIECE)?;
        }
        parts.signs.write(signs, PIECE)
    }

    fn seal(&mut self, durable: bool) -> io::Result<Seal> {
        let Parts { documents, signs } = self.parts()?;
        let (signs, documents) = (signs.seal(durable)?, documents.seal(durable)?);
        let open = [(DOCUMENTS.to_owned(), documents), (SIGNS.to_owned(), signs)].into();
        Ok(Seal { open, ..Seal::default() })
    }

    fn pause(&mut self) -> io::Result<Option<Seal>> {
        let Parts { documents, signs } = self.parts()?;
        let mut seal = Seal::default();
        seal.add(SIGNS, signs.pause()?);
        seal.add(DOCUMENTS, documents.pause()?);
        Ok(Some(seal))
    }

    fn restore(&mut self, seal: &Seal) -> io::Result<()> {
        let (Some(documents), Some(signs)) = (seal.open.get(DOCUMENTS), seal.open.get(SIGNS)) else {
            return self.begin();
        };
        self.parts = Some(Parts {
            documents: Part::resume(
                &self.folder.join(DOCUMENTS),
                Compression::Zstd,
                *documents,
                seal.rest_of(DOCUMENTS),
            )?,
            signs: Part::resume(&self.folder.join(SIGNS), Compression::None, *signs, seal.rest_of(SIGNS))?,
        });
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let Parts { documents, signs } = self.parts()?;
        signs.finish()?;
        documents.finish()
    }
}

fn length(length: usize) -> io::Result<u32> {
    let too_long = || io::Error::other("a document of more than four gigabytes");
    u32::try_from(length).ok().filter(|length| *length != NOTHING).ok_or_else(too_long)
}

/// Something that was set aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// Its line of the ledger.
    pub line: Vec<u8>,
    /// What was made of it; `None` where it is no document.
    pub document: Option<Written>,
    /// Where its signs are.
    pub signs: Range<u64>,
}

/// What was set aside, in order.
pub struct Frames {
    documents: BufReader<zstd::Decoder<'static, BufReader<File>>>,
}

impl Frames {
    /// Reads the folder of a spool that was finished.
    pub fn open(folder: &Path) -> io::Result<Frames> {
        let path = folder.join(DOCUMENTS);
        let file = File::open(&path).map_err(|error| at(path.display(), &error))?;
        Ok(Frames { documents: BufReader::with_capacity(256 << 10, zstd::Decoder::new(file)?) })
    }

    fn read(&mut self) -> io::Result<Option<Frame>> {
        let mut from = [0; 8];
        if self.documents.read(&mut from[..1])? == 0 {
            return Ok(None);
        }
        self.documents.read_exact(&mut from[1..])?;
        let mut lengths = [0; 6];
        for length in &mut lengths {
            let mut bytes = [0; 4];
            self.documents.read_exact(&mut bytes)?;
            *length = u32::from_le_bytes(bytes);
        }
        let [signs, line, id, article, receipt, split] = lengths;
        let from = u64::from_le_bytes(from);
        let line = self.field(line)?.unwrap_or_default();
        let (id, article) = (self.text(id)?, self.field(article)?);
        let (receipt, split) = (self.field(receipt)?, self.text(split)?);
        let document =
            id.map(|id| Written { id, article, receipt: receipt.unwrap_or_default(), split, signs: Vec::new() });
        Ok(Some(Frame { line, document, signs: from..from + u64::from(signs) }))
    }

    fn field(&mut self, length: u32) -> io::Result<Option<Vec<u8>>> {
        if length == NOTHING {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let read = self.documents.by_ref().take(length.into()).read_to_end(&mut bytes)?;
        if read < length as usize { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(Some(bytes)) }
    }

    fn text(&mut self, length: u32) -> io::Result<Option<String>> {
        let text = self.field(length)?.map(String::from_utf8).transpose();
        text.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

impl Iterator for Frames {
    type Item = io::Result<Frame>;

    fn next(&mut self) -> Option<io::Result<Frame>> {
        self.read().transpose()
    }
}

/// The signs that were set aside, in any order.
pub struct Signs(File);

impl Signs {
    /// Reads the folder of a spool that was finished.
    pub fn open(folder: &Path) -> io::Result<Signs> {
        let path = folder.join(SIGNS);
        File::open(&path).map(Signs).map_err(|error| at(path.display(), &error))
    }

    /// These bytes of them.
    pub fn read(&mut self, range: Range<u64>) -> io::Result<Vec<u8>> {
        self.0.seek(SeekFrom::Start(range.start))?;
        let mut bytes = vec![0; usize::try_from(range.end - range.start).unwrap_or(0)];
        self.0.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_aside_comes_back_also_from_a_seal() {
        let folder = tempfile::tempdir().unwrap();
        let document = |number: u8| Written {
            id: number.to_string(),
            article: (!number.is_multiple_of(3)).then(|| vec![number; 1000]),
            receipt: vec![1, 2],
            split: number.is_multiple_of(2).then(|| "en".into()),
            signs: vec![number; usize::from(number)],
        };
        let add = |spool: &mut Spool, numbers: Range<u8>| {
            for number in numbers {
                if number % 5 != 4 {
                    spool.write(&document(number)).unwrap();
                }
                spool.account(format!("line {number}").as_bytes()).unwrap();
            }
        };
        let mut spool = Spool::new(folder.path());
        spool.begin().unwrap();
        add(&mut spool, 0..30);
        let seal = spool.seal(true).unwrap();
        add(&mut spool, 30..40);
        drop(spool);
        let mut spool = Spool::new(folder.path());
        spool.restore(&seal).unwrap();
        add(&mut spool, 30..50);
        spool.finish().unwrap();
        let frames: Vec<Frame> = Frames::open(folder.path()).unwrap().map(Result::unwrap).collect();
        let mut signs = Signs::open(folder.path()).unwrap();
        assert_eq!(frames.len(), 50);
        for (number, frame) in (0..).zip(&frames) {
            assert_eq!(frame.line, format!("line {number}").as_bytes());
            let expected = (number % 5 != 4).then(|| Written { signs: Vec::new(), ..document(number) });
            assert_eq!(frame.document, expected);
            if expected.is_some() {
                assert_eq!(signs.read(frame.signs.clone()).unwrap(), document(number).signs);
            }
        }
    }
}
