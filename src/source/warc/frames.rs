//! zstd frames of a web archive. By convention there is one for each record, as there is a gzip member, and all of them
//! may need a dictionary, which the first frame of the file holds (IIPC, "Zstandard Compression for WARC Files" 1.0;
//! the Archive Team's archives are such).

use std::io::{self, Read};

use zstd::stream::raw::{Decoder, Operation, Status};
use zstd::zstd_safe::DParameter;

use crate::source::compression::WINDOW_BITS;

/// What a frame begins with.
pub(super) const MAGIC: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
/// Bytes by which a frame is tried: its header and its first block, which can be unpacked only when all of it is there.
pub(super) const TRIAL: usize = (128 << 10) + 32;

/// What the frame begins with that holds the dictionary.
const HOLDER: [u8; 4] = [0x5D, 0x2A, 0x4D, 0x18];
/// What a dictionary begins with.
const DICTIONARY: [u8; 4] = [0x37, 0xA4, 0x30, 0xEC];
/// Bytes of the largest dictionary, packed or not: those of archives have about one megabyte.
const LARGEST: u32 = 16 << 20;

/// Unpacks frames, one after the other.
#[derive(Default)]
pub(super) struct Frames {
    decoder: Option<Decoder<'static>>,
    /// What all frames are unpacked with; empty where there is none.
    dictionary: Vec<u8>,
}

impl Frames {
    /// Unpacks frames with the dictionary in the frame that `bytes` begin with, where it holds one.
    pub(super) fn with(&mut self, bytes: &[u8]) {
        let Some(frame) = dictionary(bytes).and_then(|length| bytes.get(8..length)) else { return };
        let mut plain = Vec::new();
        let is_whole = match frame.starts_with(&MAGIC) {
            true => {
                let decoder = zstd::stream::read::Decoder::with_buffer(frame);
                decoder.is_ok_and(|decoder| decoder.take(LARGEST.into()).read_to_end(&mut plain).is_ok())
            }
            false => {
                plain.extend_from_slice(frame);
                true
            }
        };
        // Without one that is whole the frames say themselves that they lack it.
        if is_whole {
            self.dictionary = plain;
        }
    }

    /// Begins a frame.
    pub(super) fn begin(&mut self) -> io::Result<()> {
        match &mut self.decoder {
            Some(decoder) => decoder.reinit(),
            none => {
                let decoder = none.insert(Decoder::with_dictionary(&self.dictionary)?);
                decoder.set_parameter(DParameter::WindowLogMax(WINDOW_BITS))
            }
        }
    }

    /// Unpacks some of the frame; nothing remains at its end.
    pub(super) fn unpack(&mut self, packed: &[u8], out: &mut [u8]) -> io::Result<Status> {
        match &mut self.decoder {
            Some(decoder) => decoder.run_on_buffers(packed, out),
            None => Err(io::Error::other("no frame was begun")),
        }
    }

    /// The first bytes of the frame that `packed` begins with, as far as that can be told.
    pub(super) fn first(&mut self, packed: &[u8], out: &mut [u8]) -> io::Result<()> {
        self.begin()?;
        self.unpack(packed, out).map(drop)
    }
}

/// The length of the frame that begins here, where it holds nothing for us: a dictionary, an index, a remark.
pub(super) fn skippable(bytes: &[u8]) -> Option<u64> {
    let [0x50..=0x5F, 0x2A, 0x4D, 0x18, length @ ..] = *bytes.first_chunk::<8>()? else { return None };
    Some(8 + u64::from(u32::from_le_bytes(length)))
}

/// The length of the frame that begins here, where it is the one that holds a dictionary.
pub(super) fn dictionary(bytes: &[u8]) -> Option<usize> {
    let [a, b, c, d, ..] = *bytes.first_chunk::<8>()?;
    let length = skippable(bytes).filter(|length| [a, b, c, d] == HOLDER && *length <= u64::from(LARGEST))?;
    let begins_one = bytes.get(8..12).is_some_and(|first| first == MAGIC || first == DICTIONARY);
    begins_one.then_some(usize::try_from(length).ok()?)
}
