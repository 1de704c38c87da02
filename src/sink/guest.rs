//! Output that a run does without once its reader has left: receipts in a pipe, beside articles that go elsewhere.

use std::io;
use std::sync::Arc;

use super::{Seal, Sink, Written};

/// A sink whose reader may leave. From then on nothing is written to it, and the run goes on.
pub struct Guest {
    sink: Box<dyn Sink>,
    has_left: bool,
}

impl Guest {
    /// Writes to this sink while there is somebody to read it.
    pub fn new(sink: Box<dyn Sink>) -> Guest {
        Guest { sink, has_left: false }
    }

    /// Does it with the sink, unless the reader has left or leaves now.
    fn serve<T: Default>(&mut self, what: impl FnOnce(&mut dyn Sink) -> io::Result<T>) -> io::Result<T> {
        if self.has_left {
            return Ok(T::default());
        }
        match what(self.sink.as_mut()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.has_left = true;
                Ok(T::default())
            }
            done => done,
        }
    }
}

impl Sink for Guest {
    fn begin(&mut self) -> io::Result<()> {
        self.serve(|sink| sink.begin())
    }

    fn write(&mut self, document: &Written) -> io::Result<Option<Arc<str>>> {
        self.serve(|sink| sink.write(document))
    }

    fn account(&mut self, line: &[u8]) -> io::Result<()> {
        self.serve(|sink| sink.account(line))
    }

    fn seal(&mut self, durable: bool) -> io::Result<Seal> {
        self.serve(|sink| sink.seal(durable))
    }

    fn can_seal(&self) -> bool {
        self.has_left || self.sink.can_seal()
    }

    fn pause(&mut self) -> io::Result<Option<Seal>> {
        self.serve(|sink| sink.pause())
    }

    fn restore(&mut self, seal: &Seal) -> io::Result<()> {
        self.serve(|sink| sink.restore(seal))
    }

    fn recall(&mut self, id: &str) {
        self.sink.recall(id);
    }

    fn finish(&mut self) -> io::Result<()> {
        self.serve(|sink| sink.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::{Output, Stream, What};

    /// A reader who leaves after one line, and a disk that is full.
    struct Ends(usize, io::ErrorKind);

    impl io::Write for Ends {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += 1;
            if self.0 > 1 { Err(self.1.into()) } else { Ok(bytes.len()) }
        }

        fn flush(&mut self) -> io::Result<()> {
            if self.0 > 1 { Err(self.1.into()) } else { Ok(()) }
        }
    }

    impl Output for Ends {}

    #[test]
    fn a_reader_who_leaves_is_no_error_and_a_full_disk_is_one() {
        let receipt = Written { receipt: b"{}\n".to_vec(), ..Written::default() };
        let sink = |kind| Guest::new(Box::new(Stream::new(Ends(0, kind), What::Receipts, false)));
        let mut left = sink(io::ErrorKind::BrokenPipe);
        for _ in 0..3 {
            left.write(&receipt).unwrap();
            left.seal(true).unwrap();
        }
        left.finish().unwrap();
        let mut full = sink(io::ErrorKind::StorageFull);
        full.write(&receipt).unwrap();
        assert_eq!(full.write(&receipt).unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
