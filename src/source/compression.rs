//! Compressed streams, told by their first bytes: gzip (every member), zstd (every frame), bzip2, xz and lz4.
//!
//! What comes out is only bounded by who reads it: every consumer limits a document, a line or a record, and holds no
//! more than that of a bomb.

use std::io::{self, BufRead, BufReader, Read};

/// Bytes that are read at once.
const CHUNK: usize = 256 << 10;
/// zstd windows up to this many bits are allowed; `zstd --long` writes 27, which is what `--long` reads without being
/// asked. A larger window is memory that an attacker would choose.
pub(super) const WINDOW_BITS: u32 = 27;

/// How a stream is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packed {
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
    /// bzip2.
    Bzip2,
    /// xz.
    Xz,
    /// LZ4 frames.
    Lz4,
}

impl Packed {
    /// Tells it by the first bytes of the stream; six are enough.
    pub fn of(first: &[u8]) -> Option<Packed> {
        // A skippable frame may stand before a zstd frame; lz4 has the same ones, and nobody writes them there.
        let skippable = first.len() >= 4 && (0x50..=0x5F).contains(&first[0]) && first[1..4] == [0x2A, 0x4D, 0x18];
        match first {
            [0x1F, 0x8B, 0x08, ..] => Some(Packed::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Packed::Zstd),
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(Packed::Bzip2),
            [0xFD, b'7', b'z', b'X', b'Z', 0x00, ..] => Some(Packed::Xz),
            [0x04, 0x22, 0x4D, 0x18, ..] => Some(Packed::Lz4),
            _ if skippable => Some(Packed::Zstd),
            _ => None,
        }
    }

    /// The name, as people know it.
    pub fn name(self) -> &'static str {
        match self {
            Packed::Gzip => "gzip",
            Packed::Zstd => "zstd",
            Packed::Bzip2 => "bzip2",
            Packed::Xz => "xz",
            Packed::Lz4 => "lz4",
        }
    }

    /// Reads what is in the stream. An error says how it is compressed.
    pub fn reader<R: Read + Send + 'static>(self, stream: R) -> io::Result<Box<dyn Read + Send>> {
        let stream = BufReader::with_capacity(CHUNK, Patient(stream));
        let inner: Box<dyn Read + Send> = match self {
            Packed::Gzip => Box::new(Members(Some(flate2::bufread::GzDecoder::new(stream)))),
            Packed::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(stream)?;
                decoder.window_log_max(WINDOW_BITS)?;
                Box::new(decoder)
            }
            Packed::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(stream)),
            Packed::Xz => Box::new(lzma_rust2::XzReader::new(Whole(stream), true)),
            Packed::Lz4 => Box::new(Frames(lz4_flex::frame::FrameDecoder::new(stream))),
        };
        Ok(Box::new(Named { inner, packed: self }))
    }
}

/// Reads again where a signal came in between: some decoders lose their place there.
struct Patient<R>(R);

impl<R: Read> Read for Patient<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.0.read(out) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => return read,
            }
        }
    }
}

/// Gives all bytes that are asked for, as long as there are any: the decoder of xz takes fewer, as there are where a
/// buffer or what a pipe holds ends, for the end of the stream.
struct Whole<R>(R);

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut length = 0;
        while length < out.len() {
            match self.0.read(&mut out[length..])? {
                0 => break,
                more => length += more,
            }
        }
        Ok(length)
    }
}

/// All gzip members. Zeros behind one are padding, for gzip(1) too.
struct Members<R>(Option<flate2::bufread::GzDecoder<R>>);

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.0 {
            let length = member.read(out)?;
            if length > 0 || out.is_empty() {
                return Ok(length);
            }
            let stream = member.get_mut();
            let is_end = loop {
                let rest = stream.fill_buf()?;
                let zeros = rest.iter().take_while(|byte| **byte == 0).count();
                if rest.is_empty() || zeros < rest.len() {
                    let is_end = rest.is_empty();
                    stream.consume(zeros);
                    break is_end;
                }
                stream.consume(zeros);
            };
            let stream = self.0.take().map(flate2::bufread::GzDecoder::into_inner);
            self.0 = stream.filter(|_| !is_end).map(flate2::bufread::GzDecoder::new);
        }
        Ok(0)
    }
}

/// All lz4 frames; the decoder stops after each.
struct Frames<R: BufRead>(lz4_flex::frame::FrameDecoder<R>);

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            // At the end of a frame it gives nothing once, and begins with the next one when it is asked again.
            let length = self.0.read(out)?;
            if length > 0 || out.is_empty() || self.0.get_mut().fill_buf()?.is_empty() {
                return Ok(length);
            }
        }
    }
}

/// Says in errors how the stream is compressed: "corrupt deflate stream" alone helps nobody.
struct Named {
    inner: Box<dyn Read + Send>,
    packed: Packed,
}

impl Read for Named {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.inner.read(out).map_err(|error| match error.raw_os_error() {
            // Kinds of their own, so that what is broken is told from what cannot be read.
            Some(_) => error,
            None => {
                io::Error::new(io::ErrorKind::InvalidData, format!("broken {} stream: {error}", self.packed.name()))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// Two streams one after the other, as each format has them.
    fn packed(how: Packed, parts: [&[u8]; 2]) -> Vec<u8> {
        let mut out = Vec::new();
        for part in parts {
            match how {
                Packed::Gzip => {
                    let mut encoder = flate2::write::GzEncoder::new(&mut out, flate2::Compression::default());
                    encoder.write_all(part).unwrap();
                    encoder.finish().unwrap();
                }
                Packed::Zstd => {
                    out.extend([0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]);
                    out.extend(zstd::bulk::compress(part, 3).unwrap());
                }
                Packed::Bzip2 => {
                    let mut encoder = bzip2::write::BzEncoder::new(&mut out, bzip2::Compression::fast());
                    encoder.write_all(part).unwrap();
                    encoder.finish().unwrap();
                }
                Packed::Xz => {
                    let options = lzma_rust2::XzOptions::with_preset(0);
                    let mut encoder = lzma_rust2::XzWriter::new(&mut out, options).unwrap();
                    encoder.write_all(part).unwrap();
                    encoder.finish().unwrap();
                }
                Packed::Lz4 => {
                    let mut encoder = lz4_flex::frame::FrameEncoder::new(&mut out);
                    encoder.write_all(part).unwrap();
                    encoder.finish().unwrap();
                }
            }
        }
        out
    }

    const ALL: [Packed; 5] = [Packed::Gzip, Packed::Zstd, Packed::Bzip2, Packed::Xz, Packed::Lz4];

    #[test]
    fn all_members_frames_and_streams_are_read() {
        let (one, two) = ("one ".repeat(50_000), "two ".repeat(50_000));
        for how in ALL {
            let bytes = packed(how, [one.as_bytes(), two.as_bytes()]);
            assert_eq!(Packed::of(&bytes), Some(how));
            let mut text = String::new();
            how.reader(io::Cursor::new(bytes)).unwrap().read_to_string(&mut text).unwrap();
            assert!(text == format!("{one}{two}"), "{how:?}");
        }
    }

    /// Gives a byte at a time, and is interrupted before each.
    struct Slow(io::Cursor<Vec<u8>>, bool);

    impl Read for Slow {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 { Err(io::ErrorKind::Interrupted.into()) } else { self.0.read(&mut out[..1]) }
        }
    }

    #[test]
    fn a_stream_may_come_slowly_and_be_interrupted() {
        for how in ALL {
            let bytes = packed(how, [b"some text", b" and more"]);
            let mut text = String::new();
            how.reader(Slow(io::Cursor::new(bytes), false)).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "some text and more", "{how:?}");
        }
    }

    #[test]
    fn empty_parts_end_nothing() {
        // The encoder of xz writes an index for an empty stream that is none.
        for how in ALL.into_iter().filter(|how| *how != Packed::Xz) {
            let mut bytes = packed(how, [b"", b""]);
            bytes.extend(packed(how, [b"", b"text"]));
            let mut text = String::new();
            how.reader(io::Cursor::new(bytes)).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "text", "{how:?}");
        }
    }

    #[test]
    fn what_is_cut_short_is_an_error_that_names_the_format() {
        for how in ALL {
            let mut bytes = packed(how, [b"some text that is long enough", b"to be cut somewhere"]);
            // The decoder of lz4 takes a missing end mark for the end.
            bytes.truncate(bytes.len() - if how == Packed::Lz4 { 12 } else { 3 });
            let error = how.reader(io::Cursor::new(bytes)).unwrap().read_to_end(&mut Vec::new()).unwrap_err();
            assert!(error.to_string().contains(how.name()), "{error}");
        }
    }

    #[test]
    fn zeros_behind_gzip_are_padding() {
        let mut bytes = packed(Packed::Gzip, [b"one ", b"two "]);
        bytes.resize(bytes.len() + CHUNK + 512, 0);
        bytes.extend(packed(Packed::Gzip, [b"three ", b"four"]));
        bytes.extend([0; 512]);
        let read = |bytes: &[u8]| {
            let mut text = String::new();
            Packed::Gzip.reader(io::Cursor::new(bytes.to_vec())).unwrap().read_to_string(&mut text).map(|_| text)
        };
        assert_eq!(read(&bytes).unwrap(), "one two three four");
        // Of something else it is not known what it was.
        bytes.extend(b"junk");
        assert!(read(&bytes).is_err());
    }

    #[test]
    fn text_is_not_compressed() {
        for text in ["", "B", "BZip is a program", "<html>", "WARC/1.0"] {
            assert_eq!(Packed::of(text.as_bytes()), None);
        }
    }
}
