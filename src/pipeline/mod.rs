//! The run: documents from a source through the cleaner into sinks, on all cores, in input order.
//!
//! One worker at a time takes the next document from the source; all clean; the calling thread writes.
//! What comes out does not depend on the number of workers. Memory is bounded by a window of documents
//! that were read and are not written yet ([`Options::window`]).
//!
//! ```
//! use dehusk::pipeline::{self, Options};
//! use dehusk::sink::{Format, Header, Shape, Stream};
//! use dehusk::source::Sourced;
//! use dehusk::{Outcome, Record, Trace};
//!
//! let records = ["a", "b"].map(|id| Record { id: id.into(), bytes: b"text".to_vec(), ..Record::default() });
//! let source = records.into_iter().map(Sourced::from);
//! let mut sink = Stream::new(Vec::new(), Shape { format: Format::Jsonl, header: Header::Without }, false);
//! // Usually `|record| cleaner.clean(record)`.
//! let clean = |record: &Record| {
//!     let text = String::from_utf8_lossy(&record.bytes).into_owned();
//!     let article = dehusk::Article { text, ..Default::default() };
//!     (Outcome::Kept(article.into()), Trace::default())
//! };
//! let run = pipeline::run(source, clean, &mut sink, &Options::default(), &mut |_| {});
//! assert_eq!(run.tally.kept, 2);
//! assert_eq!(sink.into_inner(), b"{\"text\":\"text\",\"id\":\"a\"}\n{\"text\":\"text\",\"id\":\"b\"}\n");
//! ```

mod order;
mod panics;
mod tally;
mod window;

pub use panics::{caught, hush as hush_panics};
pub use tally::Tally;

use std::io;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use crate::document::{Outcome, Record};
use crate::error::Error;
use crate::sink::{Cleaned, Sink};
use crate::source::Sourced;
use crate::verdict::Trace;

use order::InOrder;
use window::{CloseOnDrop, Window};

/// How a run is run. None of it changes what comes out.
#[derive(Debug, Clone)]
pub struct Options {
    /// Worker threads. Default: as many as there are cores.
    pub threads: NonZero<usize>,
    /// Bytes of raw documents that may be read and not yet written; one document more may be under way.
    /// Default 32 MiB: a few of the largest pages, or thousands of usual ones.
    pub window: usize,
    /// Set it from anywhere to end the run: no further document is taken, those under way are finished.
    /// The run itself sets it when the sink fails, so that a source that waits for its input lets go.
    pub stop: Arc<AtomicBool>,
}

impl Default for Options {
    fn default() -> Options {
        let threads = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        Options { threads, window: 32 << 20, stop: Arc::default() }
    }
}

/// What a run came to.
#[derive(Debug)]
pub struct Run {
    /// What was counted.
    pub tally: Tally,
    /// How it ended.
    pub end: End,
}

/// How a run ended.
#[derive(Debug)]
pub enum End {
    /// All documents went through.
    Complete,
    /// [`Options::stop`] was set; what was under way is written.
    Stopped,
    /// Whoever read the output has left.
    ReaderLeft,
    /// The output could not be written.
    Unwritable(Error),
}

/// Something to tell people while a run goes on, in input order.
#[derive(Debug, Clone, Copy)]
pub enum Event<'e> {
    /// A document is done and written.
    Document {
        /// What people call it.
        name: &'e str,
        /// Its bytes as they were read.
        bytes: usize,
        /// What became of it.
        outcome: &'e Outcome,
    },
    /// Something was left out because it is no document.
    Skipped {
        /// What people call it.
        name: &'e str,
        /// Why.
        cause: &'e str,
    },
}

/// Runs all documents of `source` through `clean` into `sink`, and finishes the sink.
///
/// A document for which `clean` panics fails with [`crate::ErrorKind::Panic`], and the run goes on. An
/// error of the sink ends the run. `watch` is told of each document in input order.
pub fn run<S, C>(source: S, clean: C, sink: &mut dyn Sink, options: &Options, watch: &mut dyn FnMut(Event<'_>)) -> Run
where
    S: Iterator<Item = Sourced> + Send,
    C: Fn(&Record) -> (Outcome, Trace) + Sync,
{
    let window = Window::new(options.window);
    let source = Mutex::new(source.enumerate());
    let mut tally = Tally::default();
    let written = std::thread::scope(|scope| {
        // Whatever ends the writing, a panic too, must not leave workers waiting for room.
        let _close = CloseOnDrop(&window);
        let (sender, receiver) = channel();
        for _ in 0..options.threads.get() {
            let (sender, source, window, clean) = (sender.clone(), &source, &window, &clean);
            scope.spawn(move || work(source, window, clean, &options.stop, &sender));
        }
        drop(sender);
        let written = InOrder::new(receiver.into_iter()).try_for_each(|done| {
            let result = write(&done, sink, &mut tally, watch);
            window.leave(done.bytes);
            result
        });
        if written.is_err() {
            options.stop.store(true, Ordering::Relaxed);
        }
        written
    });
    let stopped = options.stop.load(Ordering::Relaxed);
    // Also after an error: where one of several sinks failed, the others' output is complete up to there.
    let finished = sink.finish();
    Run { tally, end: end(written.and(finished), stopped) }
}

fn end(written: io::Result<()>, stopped: bool) -> End {
    match written {
        Ok(()) if stopped => End::Stopped,
        Ok(()) => End::Complete,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => End::ReaderLeft,
        Err(error) => End::Unwritable(error.into()),
    }
}

/// A document that came out of a worker.
struct Done {
    bytes: usize,
    name: String,
    result: Passage,
}

/// How a document went through a worker.
enum Passage {
    Cleaned { id: String, outcome: Outcome, trace: Trace },
    Skipped(String),
}

/// What each worker does until the source is empty or the run is over.
fn work<S, C>(
    source: &Mutex<std::iter::Enumerate<S>>,
    window: &Window,
    clean: &C,
    stop: &AtomicBool,
    done: &Sender<(usize, Done)>,
) where
    S: Iterator<Item = Sourced>,
    C: Fn(&Record) -> (Outcome, Trace),
{
    while let Some((place, sourced)) = take(source, window, stop) {
        let bytes = size(&sourced);
        let (name, result) = process(sourced, clean);
        if done.send((place, Done { bytes, name, result })).is_err() {
            return;
        }
    }
}

/// Takes the next document once there is room for it. Whoever waits holds the source, so documents are
/// taken in order, and the one that is written next is always under way already: nobody waits for ever.
fn take<S: Iterator<Item = Sourced>>(
    source: &Mutex<std::iter::Enumerate<S>>,
    window: &Window,
    stop: &AtomicBool,
) -> Option<(usize, Sourced)> {
    // Poisoned: the source panicked, and the scope will say so.
    let mut source = source.lock().ok()?;
    if !window.wait_for_room() || stop.load(Ordering::Relaxed) {
        return None;
    }
    let (place, sourced) = source.next()?;
    window.enter(size(&sourced));
    Some((place, sourced))
}

fn size(sourced: &Sourced) -> usize {
    if let Sourced::Read { record, .. } = sourced { record.bytes.len() } else { 0 }
}

fn process(sourced: Sourced, clean: &impl Fn(&Record) -> (Outcome, Trace)) -> (String, Passage) {
    match sourced {
        Sourced::Read { name, record } => {
            let (outcome, trace) = panics::caught(|| clean(&record));
            (name, Passage::Cleaned { id: record.id, outcome, trace })
        }
        Sourced::Refused { name, id, error } => {
            (name, Passage::Cleaned { id, outcome: Outcome::Failed(error), trace: Trace::default() })
        }
        Sourced::Skipped { name, cause } => (name, Passage::Skipped(cause)),
    }
}

fn write(done: &Done, sink: &mut dyn Sink, tally: &mut Tally, watch: &mut dyn FnMut(Event<'_>)) -> io::Result<()> {
    let Done { bytes, name, result } = done;
    match result {
        Passage::Cleaned { id, outcome, trace } => {
            sink.write(Cleaned { id, outcome, trace })?;
            tally.count(outcome, trace, *bytes);
            watch(Event::Document { name, bytes: *bytes, outcome });
        }
        Passage::Skipped(cause) => {
            tally.skipped += 1;
            watch(Event::Skipped { name, cause });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Article;
    use crate::error::ErrorKind;
    use crate::sink::{Format, Header, Shape, Stream};

    fn records(count: usize) -> impl Iterator<Item = Sourced> + Send {
        (0..count).map(|number| {
            Sourced::from(Record { id: number.to_string(), bytes: vec![b'x'; number % 7], ..Record::default() })
        })
    }

    /// Slower for some, so that workers overtake one another.
    fn slow(record: &Record) -> (Outcome, Trace) {
        std::thread::sleep(std::time::Duration::from_micros(record.bytes.len() as u64 * 50));
        (Outcome::Kept(Box::new(Article { text: record.id.clone(), ..Article::default() })), Trace::default())
    }

    fn options(threads: usize) -> Options {
        Options { threads: NonZero::new(threads).unwrap(), window: 10, ..Options::default() }
    }

    fn stream() -> Stream<Vec<u8>> {
        Stream::new(Vec::new(), Shape { format: Format::Jsonl, header: Header::Without }, false)
    }

    #[test]
    fn order_is_that_of_the_input_for_any_number_of_threads() {
        let out = |threads| {
            let mut sink = stream();
            let mut names = Vec::new();
            let run = run(records(300), slow, &mut sink, &options(threads), &mut |event| {
                let Event::Document { name, .. } = event else { panic!("nothing is skipped") };
                names.push(name.to_owned());
            });
            assert!(matches!(run.end, End::Complete));
            assert_eq!(run.tally.kept, 300);
            assert!(names.iter().enumerate().all(|(place, name)| *name == place.to_string()));
            sink.into_inner()
        };
        assert!(out(1) == out(2) && out(2) == out(8));
    }

    #[test]
    fn a_panic_fails_one_document() {
        hush_panics();
        let mut failed = Vec::new();
        let clean = |record: &Record| {
            assert!(record.id != "3", "three is too many");
            slow(record)
        };
        let run = run(records(10), clean, &mut stream(), &options(2), &mut |event| {
            if let Event::Document { name, outcome: Outcome::Failed(error), .. } = event {
                failed.push((name.to_owned(), error.clone()));
            }
        });
        assert_eq!((run.tally.kept, run.tally.failed), (9, 1));
        assert_eq!(failed[0].0, "3");
        assert_eq!(failed[0].1.kind(), ErrorKind::Panic);
        assert!(failed[0].1.to_string().contains("three is too many"));
    }

    /// Takes two documents, then fails.
    struct Full(io::ErrorKind, usize);

    impl Sink for Full {
        fn write(&mut self, _: Cleaned<'_>) -> io::Result<()> {
            self.1 += 1;
            if self.1 > 2 { Err(self.0.into()) } else { Ok(()) }
        }

        fn finish(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_error_of_the_sink_ends_the_run() {
        let full = |kind| run(records(10_000), slow, &mut Full(kind, 0), &options(2), &mut |_| {});
        let run = full(io::ErrorKind::StorageFull);
        assert!(matches!(run.end, End::Unwritable(_)));
        assert_eq!(run.tally.kept, 2);
        assert!(matches!(full(io::ErrorKind::BrokenPipe).end, End::ReaderLeft));
    }

    #[test]
    fn stopping_finishes_what_is_under_way() {
        let options = options(2);
        let mut seen = 0;
        let run = run(records(10_000), slow, &mut stream(), &options, &mut |_| {
            seen += 1;
            options.stop.store(true, Ordering::Relaxed);
        });
        assert!(matches!(run.end, End::Stopped));
        assert_eq!(run.tally.kept, seen);
        assert!(seen < 10_000);
    }

    #[test]
    fn a_window_of_one_byte_still_lets_large_documents_through() {
        let options = Options { window: 1, ..options(4) };
        assert_eq!(run(records(100), slow, &mut stream(), &options, &mut |_| {}).tally.kept, 100);
    }
}
