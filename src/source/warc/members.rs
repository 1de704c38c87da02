//! The bytes of a WARC file, gzip member by gzip member, or zstd frame by zstd frame.
//!
//! Archives are compressed record by record so that a broken member need not cost more than its record. Readers that
//! inflate a file as one stream stop at the first broken byte; this one goes on at the next member that begins with a
//! record, and says what lies between.

use std::io::{self, Read};
use std::ops::Range;

use crc32fast::Hasher;
use flate2::{Decompress, FlushDecompress, Status};
use libdeflater::Decompressor;

use super::arc;
use super::frames::{self, Frames};

/// Bytes that are read at once.
const CHUNK: usize = 256 << 10;
/// Bytes of a member that are kept so that the next one is found where its damage hid it. Records of crawls have some
/// ten kilobytes.
const HISTORY: usize = 8 << 20;
/// Bytes of the longest gzip header: its name and comment may be long, but not longer than this.
const HEADER: usize = 72 << 10;
/// Bytes by which a member is tried: of its header, and of what is behind it.
const TRIAL: usize = 4 << 10;
/// Bytes of the largest member that is inflated at once.
const AT_ONCE: usize = 1 << 20;
/// Places where such a member may end that are tried. Three bytes in sixteen million begin a member by chance.
const ENDS: usize = 4;
/// Members that are tried where the first bytes of a file are none.
const FIRST_ONES: usize = 64;
/// Bytes that broken members may cost a second reading, for each byte of the file, and in any case. Members that are
/// made to break late one behind the other would otherwise cost the square of their number.
const AGAIN: (u64, u64) = (8, 64 << 20);

/// What came next.
pub(super) enum Piece {
    /// So many bytes.
    Bytes(usize),
    /// The end of a member, which was as its check sum says.
    MemberEnd,
    /// Something that cannot be read; what comes next is the beginning of a record.
    Lost(Loss),
    /// The end of the file.
    End,
}

/// Bytes of the file that are lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Loss {
    pub(super) bytes: Range<u64>,
    pub(super) cause: String,
}

/// Reads a file that is compressed with gzip or zstd, or not at all.
pub(super) struct Members<R> {
    raw: Raw<R>,
    /// Twice as fast as the other, but takes a member only when all of it is there.
    at_once: Decompressor,
    inflate: Decompress,
    crc: Hasher,
    frames: Frames,
    /// What its members begin with.
    magic: &'static [u8],
    state: State,
    /// Bytes that were read a second time.
    again: u64,
    /// Where the member begins in the file.
    pub(super) member: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not compressed.
    Plain,
    Between,
    Inside,
    /// Inside a zstd frame.
    Frame,
    /// So many bytes before the end of what holds nothing for us.
    Skipped(u64),
    /// Behind a member that was inflated at once.
    Behind,
    Ended,
}

impl<R: Read> Members<R> {
    /// Reads `stream`; whether it is compressed is told by its first bytes.
    pub(super) fn open(stream: R) -> Members<R> {
        let mut raw = Raw { stream, bytes: Vec::new(), at: 0, offset: 0, ended: false, failure: None };
        raw.ensure(CHUNK);
        let is_gzip = raw.rest().starts_with(&MAGIC[..2]);
        let is_zstd = raw.rest().starts_with(&frames::MAGIC) || frames::skippable(raw.rest()).is_some();
        let mut members = Members {
            raw,
            at_once: Decompressor::new(),
            inflate: Decompress::new(false),
            crc: Hasher::new(),
            frames: Frames::default(),
            magic: if is_zstd { &frames::MAGIC } else { &MAGIC },
            state: State::Plain,
            again: 0,
            member: 0,
        };
        if let Some(length) = frames::dictionary(members.raw.rest()) {
            members.raw.ensure(length);
            members.frames.with(members.raw.rest());
        }
        // Its first bytes may be what is broken.
        if is_gzip || is_zstd || (!begins_record(members.raw.rest().trim_ascii_start()) && members.holds_a_record()) {
            members.state = State::Between;
        }
        members
    }

    /// Whether the file is compressed.
    pub(super) fn is_compressed(&self) -> bool {
        self.state != State::Plain
    }

    /// Reads into `out`.
    pub(super) fn read(&mut self, out: &mut [u8]) -> io::Result<Piece> {
        loop {
            match self.state {
                State::Ended => return self.raw.failure.take().map_or(Ok(Piece::End), Err),
                State::Plain => {
                    self.raw.ensure(1);
                    let rest = self.raw.rest();
                    let length = rest.len().min(out.len());
                    out[..length].copy_from_slice(&rest[..length]);
                    self.raw.take(length);
                    self.raw.forget();
                    if length == 0 {
                        return self.raw.failure.take().map_or(Ok(Piece::End), Err);
                    }
                    return Ok(Piece::Bytes(length));
                }
                State::Between => {
                    if let Some(piece) = self.begin(out)? {
                        return Ok(piece);
                    }
                }
                State::Inside => return self.inflate(out),
                State::Frame => return self.unpack(out),
                State::Skipped(left) => self.skip(left),
                State::Behind => {
                    self.state = State::Between;
                    return Ok(Piece::MemberEnd);
                }
            }
        }
    }

    /// Begins a member.
    fn begin(&mut self, out: &mut [u8]) -> io::Result<Option<Piece>> {
        self.raw.forget();
        self.raw.ensure(HEADER);
        // Some writers pad with zeros.
        let zeros = self.raw.rest().iter().take_while(|byte| **byte == 0).count();
        if zeros > 0 {
            self.raw.take(zeros);
            return Ok(None);
        }
        self.member = self.raw.position();
        if self.raw.rest().is_empty() {
            self.state = State::Ended;
            return Ok(None);
        }
        if let Some(length) = frames::skippable(self.raw.rest()) {
            self.state = State::Skipped(length);
            return Ok(None);
        }
        if self.raw.rest().starts_with(&frames::MAGIC) {
            self.frames.begin()?;
            self.state = State::Frame;
            return Ok(None);
        }
        match header(&self.raw.rest()[..self.raw.rest().len().min(HEADER)]) {
            Some(length) => {
                if let Some(made) = self.all(out)? {
                    self.state = State::Behind;
                    return Ok((made > 0).then_some(Piece::Bytes(made)));
                }
                self.raw.take(length);
                self.inflate.reset(false);
                self.crc.reset();
                self.state = State::Inside;
                Ok(None)
            }
            None if self.magic == frames::MAGIC => Ok(Some(self.lose("no zstd frame begins here"))),
            None => Ok(Some(self.lose("no gzip member begins here"))),
        }
    }

    /// Inflates the whole member where it is a small one, and goes behind it. `None` where it is not, or is broken.
    fn all(&mut self, out: &mut [u8]) -> io::Result<Option<usize>> {
        const SMALLEST: usize = 18;
        let mut from = SMALLEST;
        let mut tried = 0;
        loop {
            let rest = self.raw.rest();
            let found = rest.get(from..).and_then(|rest| memchr::memmem::find(rest, &MAGIC));
            let end = match found {
                Some(at) => from + at,
                None if self.raw.ended => rest.len(),
                None if rest.len() >= AT_ONCE => return Ok(None),
                None => {
                    // Its first bytes may be the last that are there.
                    from = from.max((rest.len() + 1).saturating_sub(MAGIC.len()));
                    self.raw.ensure(rest.len() + 1);
                    continue;
                }
            };
            if !(SMALLEST..=AT_ONCE).contains(&end) || tried == ENDS {
                return Ok(None);
            }
            // The member says at its end how much is in it.
            let says = rest[end - 4..end].iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte));
            if let Some(room) = out.get_mut(..says)
                && let Ok(made) = self.at_once.gzip_decompress(&rest[..end], room)
                && made == says
                && rest[end - 8..end - 4] == libdeflater::crc32(&room[..made]).to_le_bytes()
            {
                self.raw.take(end);
                return Ok(Some(made));
            }
            if end == rest.len() {
                return Ok(None);
            }
            from = end + 1;
            tried += 1;
        }
    }

    fn inflate(&mut self, out: &mut [u8]) -> io::Result<Piece> {
        loop {
            self.raw.ensure(1);
            let input = self.raw.rest();
            let starved = input.is_empty();
            let (before_in, before_out) = (self.inflate.total_in(), self.inflate.total_out());
            // "Finish" spares the copy of the last 32 KiB where the member ends here.
            let result = self.inflate.decompress(input, out, FlushDecompress::Finish);
            let used = usize::try_from(self.inflate.total_in() - before_in).expect("part of a buffer");
            let made = usize::try_from(self.inflate.total_out() - before_out).expect("part of a buffer");
            self.raw.take(used);
            self.crc.update(&out[..made]);
            match result {
                Err(error) => return Ok(self.lose(&format!("broken gzip member: {error}"))),
                Ok(Status::StreamEnd) if made > 0 => {
                    // Its check sum is looked at when it is asked for more.
                    return Ok(Piece::Bytes(made));
                }
                Ok(Status::StreamEnd) => return self.end(),
                Ok(_) if made > 0 => return Ok(Piece::Bytes(made)),
                Ok(_) if starved => return Ok(self.lose("the gzip member is cut short")),
                Ok(_) => {}
            }
        }
    }

    /// Unpacks some of a zstd frame.
    fn unpack(&mut self, out: &mut [u8]) -> io::Result<Piece> {
        loop {
            self.raw.ensure(1);
            let starved = self.raw.rest().is_empty();
            let status = match self.frames.unpack(self.raw.rest(), out) {
                Ok(status) => status,
                Err(error) => return Ok(self.lose(&format!("broken zstd frame: {error}"))),
            };
            self.raw.take(status.bytes_read);
            let made = status.bytes_written;
            if status.remaining == 0 {
                self.state = if made > 0 { State::Behind } else { State::Between };
                return Ok(if made > 0 { Piece::Bytes(made) } else { Piece::MemberEnd });
            }
            if made > 0 {
                return Ok(Piece::Bytes(made));
            }
            if starved {
                return Ok(self.lose("the zstd frame is cut short"));
            }
        }
    }

    /// Passes over what holds nothing for us.
    fn skip(&mut self, left: u64) {
        self.raw.forget();
        self.raw.ensure(1);
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(self.raw.rest().len());
        self.raw.take(length);
        self.state = match left - length as u64 {
            left if left > 0 && length > 0 => State::Skipped(left),
            _ => State::Between,
        };
    }

    /// Ends a member.
    fn end(&mut self) -> io::Result<Piece> {
        self.raw.ensure(8);
        let Some(trailer) = self.raw.rest().first_chunk::<8>() else {
            return Ok(self.lose("the gzip member is cut short"));
        };
        let [a, b, c, d, lengths @ ..] = *trailer;
        if u32::from_le_bytes([a, b, c, d]) != self.crc.clone().finalize()
            // The length is written modulo 2^32.
            || u32::from_le_bytes(lengths) != self.inflate.total_out() as u32
        {
            return Ok(self.lose("the gzip member is not what its check sum says"));
        }
        self.raw.take(8);
        self.state = State::Between;
        Ok(Piece::MemberEnd)
    }

    /// Gives the member up, and finds the next one that begins with a record.
    fn lose(&mut self, cause: &str) -> Piece {
        let from = self.member;
        self.again += self.raw.position().saturating_sub(from + 1);
        let most = AGAIN.0.saturating_mul(from).saturating_add(AGAIN.1);
        // The same member is not begun again in any case.
        if self.again <= most || self.raw.position() <= from {
            self.raw.back_to(from + 1);
        }
        let trial = if self.magic == frames::MAGIC { frames::TRIAL } else { TRIAL };
        loop {
            self.raw.ensure(trial);
            let rest = self.raw.rest();
            // No member is shorter: neither a frame with a record in it.
            if rest.len() < 18 {
                self.raw.take(rest.len());
                self.state = State::Ended;
                break;
            }
            let found = memchr::memmem::find(&rest[..rest.len() - 2], self.magic);
            let skip = found.unwrap_or(rest.len() - 17);
            self.raw.take(skip);
            if found.is_some() {
                self.raw.ensure(2 * trial);
                if self.is_record_here() {
                    self.state = State::Between;
                    break;
                }
                // A frame is dear to try. Where many are made to be tried, what was paid for is passed.
                let is_dear = self.magic == frames::MAGIC && self.again > most;
                self.raw.take(if is_dear { frames::TRIAL.min(self.raw.rest().len()) } else { 1 });
            }
            self.raw.forget();
        }
        self.raw.forget();
        Piece::Lost(Loss { bytes: from..self.raw.position(), cause: cause.to_owned() })
    }

    /// Whether a member that begins with a record is near.
    fn holds_a_record(&mut self) -> bool {
        let at = self.raw.at;
        let magic = self.magic;
        for magic in [&MAGIC[..], &frames::MAGIC] {
            self.magic = magic;
            let places: Vec<usize> = memchr::memmem::find_iter(self.raw.rest(), magic).take(FIRST_ONES).collect();
            for place in places {
                self.raw.at = at + place;
                let found = self.is_record_here();
                self.raw.at = at;
                if found {
                    return true;
                }
            }
        }
        self.magic = magic;
        false
    }

    /// Whether a member begins here, and a record in it.
    fn is_record_here(&mut self) -> bool {
        let rest = self.raw.rest();
        let mut text = [0; 9];
        if self.magic == frames::MAGIC {
            self.again += frames::TRIAL as u64;
            let tried = self.frames.first(&rest[..rest.len().min(frames::TRIAL)], &mut text);
            return tried.is_ok() && begins_record(&text);
        }
        let Some(length) = header(&rest[..rest.len().min(TRIAL)]) else { return false };
        self.inflate.reset(false);
        let body = &rest[length..rest.len().min(length + TRIAL)];
        let tried = self.inflate.decompress(body, &mut text, FlushDecompress::None);
        tried.is_ok() && begins_record(&text)
    }
}

/// Whether these can be the first bytes of a record of any kind of archive.
fn begins_record(bytes: &[u8]) -> bool {
    bytes.starts_with(b"WARC/") || arc::may_begin(bytes)
}

/// What a gzip member begins with: two bytes that name it, and its only method.
const MAGIC: [u8; 3] = [0x1F, 0x8B, 8];

/// The length of the gzip header that `bytes` begin with.
pub(super) fn header(bytes: &[u8]) -> Option<usize> {
    let (fixed, _) = bytes.split_first_chunk::<10>()?;
    let [0x1F, 0x8B, 8, flags, ..] = *fixed else { return None };
    if flags & 0xE0 != 0 {
        return None;
    }
    let mut at = 10;
    if flags & 4 != 0 {
        let length = u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]);
        at += 2 + usize::from(length);
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            at += memchr::memchr(0, bytes.get(at..)?)? + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    (at <= bytes.len()).then_some(at)
}

/// The file as it is, and as much of what was read as may be needed again.
struct Raw<R> {
    stream: R,
    bytes: Vec<u8>,
    at: usize,
    /// Where `bytes` begin in the file.
    offset: u64,
    ended: bool,
    /// Why it ended, where that was no end. What was read before is good, so it is told behind that.
    failure: Option<io::Error>,
}

impl<R: Read> Raw<R> {
    fn rest(&self) -> &[u8] {
        &self.bytes[self.at..]
    }

    fn position(&self) -> u64 {
        self.offset + self.at as u64
    }

    fn take(&mut self, length: usize) {
        self.at += length;
    }

    /// Reads until so many bytes are there, or the file ends.
    fn ensure(&mut self, wanted: usize) {
        while self.bytes.len() - self.at < wanted && !self.ended {
            if self.at > HISTORY {
                self.forget();
            }
            let old = self.bytes.len();
            self.bytes.resize(old + CHUNK, 0);
            let read = self.stream.read(&mut self.bytes[old..]);
            self.bytes.truncate(old + read.as_ref().copied().unwrap_or(0));
            match read {
                Ok(length) => self.ended = length == 0,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => (self.ended, self.failure) = (true, Some(error)),
            }
        }
    }

    /// What was taken is not needed again. Moves the rest only once in a while.
    fn forget(&mut self) {
        if self.at >= CHUNK || self.at == self.bytes.len() {
            self.offset += self.at as u64;
            self.bytes.drain(..self.at);
            self.at = 0;
        }
    }

    /// Goes back to a place in the file, or as far as can be.
    fn back_to(&mut self, position: u64) {
        let at = position.saturating_sub(self.offset);
        self.at = usize::try_from(at).unwrap_or(usize::MAX).min(self.bytes.len());
    }
}
