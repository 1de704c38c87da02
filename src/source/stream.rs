//! Reading what may block for ever: standard input, pipes, devices.
//!
//! A blocked read cannot be called back, so it happens on a thread of its own; whoever waits for it also
//! watches the stop flag. A thread that is left behind ends with the process.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// How often a waiting reader looks at the stop flag: fast enough to feel immediate.
const LOOK: Duration = Duration::from_millis(50);
/// Bytes of one read.
const CHUNK: usize = 64 << 10;

/// Reads to the end, but no more than `limit` bytes and one, so that the caller can tell what is too large.
/// `None` when `stop` was set before the end.
pub(super) fn read<R: Read>(
    open: impl FnOnce() -> io::Result<R> + Send + 'static,
    limit: usize,
    stop: &AtomicBool,
) -> Option<io::Result<Vec<u8>>> {
    let chunks = follow(open);
    let mut bytes = Vec::new();
    loop {
        match chunks.recv_timeout(LOOK) {
            Ok(Ok(chunk)) => {
                let room = limit.saturating_add(1) - bytes.len();
                bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if bytes.len() > limit {
                    return Some(Ok(bytes));
                }
            }
            Ok(Err(error)) => return Some(Err(error)),
            Err(RecvTimeoutError::Disconnected) => return Some(Ok(bytes)),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if stop.load(Ordering::Relaxed) {
            return None;
        }
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

    #[test]
    fn reads_to_the_end_or_just_past_the_limit() {
        let go = AtomicBool::new(false);
        let all = |limit| read(|| Ok(io::Cursor::new(vec![7; 200_000])), limit, &go).expect("not stopped").unwrap();
        assert_eq!(all(usize::MAX).len(), 200_000);
        assert_eq!(all(200_000).len(), 200_000);
        assert_eq!(all(1000).len(), 1001);
    }

    #[test]
    fn gives_up_waiting_when_stopped() {
        let (reader, _writer) = io::pipe().unwrap();
        assert!(read(|| Ok(reader), 10, &AtomicBool::new(true)).is_none());
    }

    #[test]
    fn an_error_of_the_stream_is_handed_on() {
        let missing = read(|| std::fs::File::open("/no/such/file"), 10, &AtomicBool::new(false));
        assert!(missing.expect("not stopped").is_err());
    }
}
