//! A tar archive as it lies in its file: how far it was read, and where its next header is.

use std::io::{self, BufReader, Read};

/// Bytes of a header, and of what all else is a multiple of.
pub(super) const BLOCK: u64 = 512;
const LENGTH: usize = BLOCK as usize;
/// Bytes that are read at once.
const CHUNK: usize = 256 << 10;

/// The bytes of an archive.
pub(super) struct Tape {
    stream: BufReader<Box<dyn Read + Send>>,
    /// A header that was found and is read once more.
    header: Vec<u8>,
    position: u64,
    end: u64,
    broken: bool,
}

impl Tape {
    pub(super) fn new(stream: Box<dyn Read + Send>) -> Tape {
        let stream = BufReader::with_capacity(CHUNK, stream);
        Tape { stream, header: Vec::new(), position: 0, end: 0, broken: false }
    }

    /// How far it was read.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// Where the last byte ends that was read and is not zero: those are padding.
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// Whether the stream gave an error.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Goes to the next header. False where there is none.
    pub(super) fn find_header(&mut self) -> bool {
        let mut block = [0; LENGTH];
        while self.read_exact(&mut block).is_ok() {
            if is_header(&block) {
                self.position -= BLOCK;
                self.header = block.to_vec();
                return true;
            }
        }
        false
    }
}

impl Read for Tape {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = match self.header.is_empty() {
            true => match self.stream.read(out) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                    self.broken = true;
                    return Err(error);
                }
                read => read?,
            },
            false => {
                let length = self.header.len().min(out.len());
                out[..length].copy_from_slice(&self.header[..length]);
                self.header.drain(..length);
                length
            }
        };
        if let Some(last) = out[..length].iter().rposition(|byte| *byte != 0) {
            self.end = self.position + last as u64 + 1;
        }
        self.position += length as u64;
        Ok(length)
    }
}

/// Whether it is a header, by its check sum: that of its bytes, with spaces in place of the sum.
fn is_header(block: &[u8; LENGTH]) -> bool {
    let sum = block[..148].iter().chain(&block[156..]).map(|byte| u32::from(*byte)).sum::<u32>() + 8 * u32::from(b' ');
    tar::Header::from_byte_slice(block).cksum().is_ok_and(|said| said == sum)
}
