//! Reading what may block for ever: standard input, pipes, devices.
//!
//! A blocked read cannot be called back, so it happens on a thread of its own; whoever waits for it also
//! watches the stop flag. A thread that is left behind ends with the process.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// How often a waiting reader looks at the stop flag: fast enough to feel immediate.
const LOOK: Duration = Duration::from_millis(50);
/// Bytes of one read.
const CHUNK: usize = 64 << 10;

/// Reads what `open` opens. At the end, and when `stop` is set, there is nothing more.
pub(super) fn reader<R: Read>(
    open: impl FnOnce() -> io::Result<R> + Send + 'static,
    stop: Arc<AtomicBool>,
) -> Box<dyn Read + Send> {
    Box::new(Followed { chunks: follow(open), chunk: Vec::new(), at: 0, stop })
}

/// The near end of a stream that is read on a thread of its own.
struct Followed {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    at: usize,
    stop: Arc<AtomicBool>,
}

impl Read for Followed {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() {
            match self.chunks.recv_timeout(LOOK) {
                Ok(chunk) => (self.chunk, self.at) = (chunk?, 0),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.stop.load(Ordering::Relaxed) {
                return Ok(0);
            }
        }
        let length = out.len().min(self.chunk.len() - self.at);
        out[..length].copy_from_slice(&self.chunk[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

/// Opens and reads on a thread of its own. Opening belongs there too: a named pipe blocks until it has a writer.
fn follow<R: Read>(open: impl FnOnce() -> io::Result<R> + Send + 'static) -> Receiver<io::Result<Vec<u8>>> {
    let (sender, receiver) = sync_channel(4);
    std::thread::spawn(move || {
        let mut stream = match open() {
            Ok(stream) => stream,
            Err(error) => return drop(sender.send(Err(error))),
        };
        loop {
            let mut chunk = vec![0; CHUNK];
            match stream.read(&mut chunk) {
                Ok(0) => return,
                Ok(length) => chunk.truncate(length),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return drop(sender.send(Err(error))),
            }
            if sender.send(Ok(chunk)).is_err() {
                return;
            }
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all<R: Read>(open: impl FnOnce() -> io::Result<R> + Send + 'static, stop: bool) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        reader(open, Arc::new(AtomicBool::new(stop))).read_to_end(&mut bytes).map(|_| bytes)
    }

    #[test]
    fn reads_to_the_end() {
        let bytes = all(|| Ok(io::Cursor::new(vec![7; 200_000])), false).unwrap();
        assert!(bytes == vec![7; 200_000]);
    }

    #[test]
    fn gives_up_waiting_when_stopped() {
        let (reader, _writer) = io::pipe().unwrap();
        assert!(all(|| Ok(reader), true).unwrap().is_empty());
    }

    #[test]
    fn an_error_of_the_stream_is_handed_on() {
        assert!(all(|| std::fs::File::open("/no/such/file"), false).is_err());
    }
}
