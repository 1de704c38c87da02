//! What is being read of a WARC file: a buffer that grows as far as a record needs it.

use std::io::{self, Read};

use super::members::{Loss, Members, Piece};

/// Bytes that are read at once.
const CHUNK: usize = 1024 << 10;

/// Why there is no more for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cut {
    /// A gzip member ends here, whole.
    MemberEnd,
    /// What follows is lost.
    Lost(Loss),
    /// The file ends here.
    End,
    /// The file cannot be read on from here: [`Feed::failure`] has the cause.
    Broken,
}

/// The buffer.
pub(super) struct Feed<R> {
    members: Members<R>,
    bytes: Vec<u8>,
    at: usize,
    /// Bytes of `bytes` that are filled; the rest is room.
    end: usize,
    /// Where `bytes` begin in the stream.
    offset: u64,
    cut: Option<Cut>,
    failure: Option<io::Error>,
}

impl<R: Read> Feed<R> {
    pub(super) fn open(stream: R) -> Feed<R> {
        let members = Members::open(stream);
        Feed { members, bytes: Vec::new(), at: 0, end: 0, offset: 0, cut: None, failure: None }
    }

    /// What is there.
    pub(super) fn rest(&self) -> &[u8] {
        &self.bytes[self.at..self.end]
    }

    /// Where the record stands that begins here: in the file, or where that is compressed its member.
    pub(super) fn place(&self) -> u64 {
        if self.members.is_compressed() { self.members.member } else { self.position() }
    }

    /// Where the next byte stands in the stream.
    pub(super) fn position(&self) -> u64 {
        self.offset + self.at as u64
    }

    pub(super) fn take(&mut self, length: usize) {
        self.at += length;
    }

    pub(super) fn cut(&self) -> Option<&Cut> {
        self.cut.as_ref()
    }

    /// Whether the member that begins at this place cannot be read to its end.
    pub(super) fn is_torn(&self, place: u64) -> bool {
        matches!(&self.cut, Some(Cut::Lost(loss)) if loss.bytes.start == place)
    }

    /// Goes on behind a cut.
    pub(super) fn pass(&mut self) -> Option<Cut> {
        self.cut.take_if(|cut| !matches!(cut, Cut::End | Cut::Broken))
    }

    /// Why the file cannot be read on; told once.
    pub(super) fn failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    /// Reads until so many bytes are there. False where there is a cut before.
    pub(super) fn ensure(&mut self, wanted: usize) -> bool {
        while self.end - self.at < wanted {
            if !self.more() {
                return false;
            }
        }
        true
    }

    /// Reads some. False at a cut.
    pub(super) fn more(&mut self) -> bool {
        if self.cut.is_some() {
            return false;
        }
        // Nothing before a record is needed again.
        if self.at > 0 && (self.at == self.end || self.bytes.len() - self.end < CHUNK) {
            self.bytes.copy_within(self.at..self.end, 0);
            self.offset += self.at as u64;
            self.end -= self.at;
            self.at = 0;
        }
        if self.bytes.len() - self.end < CHUNK {
            self.bytes.resize(self.end + CHUNK.max(self.end), 0);
        }
        self.cut = Some(match self.members.read(&mut self.bytes[self.end..]) {
            Ok(Piece::Bytes(length)) => {
                self.end += length;
                return true;
            }
            Ok(Piece::MemberEnd) => Cut::MemberEnd,
            Ok(Piece::Lost(loss)) => Cut::Lost(loss),
            Ok(Piece::End) => Cut::End,
            Err(error) => {
                self.failure = Some(error);
                Cut::Broken
            }
        });
        false
    }
}
