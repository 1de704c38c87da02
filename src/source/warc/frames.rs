//! zstd frames of a web archive. By convention there is one for each record, as there is a gzip member.

use std::io;

use zstd::stream::raw::{Decoder, Operation, Status};
use zstd::zstd_safe::DParameter;

use crate::source::compression::WINDOW_BITS;

/// What a frame begins with.
pub(super) const MAGIC: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
/// Bytes by which a frame is tried: its header and its first block, which can be unpacked only when all of it is there.
pub(super) const TRIAL: usize = (128 << 10) + 32;

/// Unpacks frames, one after the other.
#[derive(Default)]
pub(super) struct Frames(Option<Decoder<'static>>);

impl Frames {
    /// Begins a frame.
    pub(super) fn begin(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Some(decoder) => decoder.reinit(),
            none => {
                let decoder = none.insert(Decoder::new()?);
                decoder.set_parameter(DParameter::WindowLogMax(WINDOW_BITS))
            }
        }
    }

    /// Unpacks some of the frame; nothing remains at its end.
    pub(super) fn unpack(&mut self, packed: &[u8], out: &mut [u8]) -> io::Result<Status> {
        match &mut self.0 {
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
