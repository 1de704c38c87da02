//! The run: documents from a source through the cleaner into sinks, on all cores, in input order.
//!
//! One worker at a time takes the next document from the source; all clean; the calling thread writes, and keeps the
//! [`ledger`]. What comes out does not depend on the number of workers. Memory is bounded by what is under way
//! ([`Options::memory`]). A run that was killed is taken up again where its ledger says.
//!
//! ```
//! use dehusk::pipeline::{self, Job, Options, Destination};
//! use dehusk::sink::{Forms, Format, Header, Shape, Sink, Stream, What};
//! use dehusk::source::Found;
//! use dehusk::{Cleaner, Record};
//!
//! let records = ["a", "b"].map(|id| Record { id: id.into(), bytes: b"A word of text.".to_vec(), ..Record::default() });
//! let source = records.into_iter().map(Found::from);
//! let forms = Forms { shape: Shape { format: Format::Jsonl, header: Header::Without }, ..Forms::default() };
//! let mut sinks: Vec<Box<dyn Sink>> = vec![Box::new(Stream::new(Vec::new(), What::articles(&forms), false))];
//! let cleaner = Cleaner::default();
//! let job = Job::new(move |record| cleaner.clean(record), forms);
//! let output = Destination { sinks: &mut sinks, ..Destination::default() };
//! let run = pipeline::run(source, job, output, &Options::default(), &mut |_| {});
//! assert_eq!(run.tally.kept, 2);
//! ```

mod crew;
mod desk;
mod job;
pub mod ledger;
pub mod near;
mod order;
mod panics;
mod tally;
mod window;

pub use job::{Clean, Job};
pub use panics::{caught, hush as hush_panics};
pub use tally::Tally;

use std::collections::HashSet;
use std::fmt;
use std::io;
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::document::Record;
use crate::error::{Error, ErrorKind};
use crate::filter::Exact;
use crate::sink::Sink;
use crate::source::{Found, Position};

use crew::{Crew, Message};
use desk::Desk;
use ledger::{Entry, Ledger, Since};
use order::InOrder;

/// Bytes of memory for documents under way, and at least so many for each thread: an ordinary page takes some seven million.
const MEMORY: usize = 256 << 20;
const MEMORY_EACH: usize = 10 << 20;

/// Bytes of memory for documents under way that keep so many threads busy.
pub fn memory_for(threads: NonZero<usize>) -> usize {
    MEMORY.max(threads.get().saturating_mul(MEMORY_EACH))
}

/// How a run is run. But for the time limit and the pieces of compressed output, none of it changes what comes out.
#[derive(Clone)]
pub struct Options {
    /// Worker threads. Default: as many as there are cores.
    pub threads: NonZero<usize>,
    /// Bytes of memory that documents under way may take, by estimate. One document has the room that it needs,
    /// however large it is. Default [`memory_for`] these threads: 256 MiB, or 10 MiB for each where that is more.
    pub memory: usize,
    /// How long one document may take on the clock; then it fails and the run goes on. Default: for ever.
    pub timeout: Option<Duration>,
    /// Documents after which what was written is committed, if 64 MiB of documents did not come first. Compressed
    /// output has a piece for each commit. Default 20,000.
    pub commit_every: u64,
    /// Set it from anywhere to end the run: no further document is taken, those under way are finished.
    /// The run itself sets it when the sink fails, so that a source that waits for its input lets go.
    pub stop: Arc<AtomicBool>,
    /// The number of the first thing found: where a run that is taken up again goes on. Default 0.
    pub first: u64,
    /// Where that stands in the input. Default: at its beginning.
    pub next: Position,
    /// What was counted before that.
    pub before: Tally,
    /// What came before that since the last commit. Default: nothing.
    pub since: Since,
    /// Whether a run that is stopped goes on later, where it has a ledger: what it wrote waits for that. Default: what
    /// was written is put in its place as far as it came.
    pub goes_on: bool,
    /// Numbers of documents that may have ended the process before this one: they are tried by `alone` first.
    pub suspects: HashSet<u64>,
    /// Tries a document where it can harm nobody.
    pub alone: Option<Trial>,
}

impl Default for Options {
    fn default() -> Options {
        let threads = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        Options {
            threads,
            memory: memory_for(threads),
            timeout: None,
            commit_every: 20_000,
            stop: Arc::default(),
            first: 0,
            next: Position::default(),
            before: Tally::default(),
            since: Since::default(),
            goes_on: false,
            suspects: HashSet::new(),
            alone: None,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Options { threads, memory, timeout, first, suspects, .. } = self;
        f.debug_struct("Options")
            .field("threads", threads)
            .field("memory", memory)
            .field("timeout", timeout)
            .field("first", first)
            .field("suspects", suspects)
            .finish_non_exhaustive()
    }
}

/// Tries a document in a process of its own.
pub type Trial = Arc<dyn Fn(&Record) -> Alone + Send + Sync>;

/// How a document fared alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alone {
    /// It can be cleaned.
    Lives,
    /// It ends its process, in this way.
    Dies(String),
    /// It does not come to an end.
    Hangs,
}

/// Where a run writes.
#[derive(Default)]
pub struct Destination<'r> {
    /// Takes what is made of documents, each all of them.
    pub sinks: &'r mut [Box<dyn Sink>],
    /// What became of every document.
    pub ledger: Option<&'r mut Ledger>,
    /// The texts so far, where a document whose text was there before is to be dropped.
    pub exact: Option<Exact>,
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
    /// What was read and what was accounted for are not the same: a bug of ours.
    Unaccounted(Error),
}

/// Something to tell people while a run goes on, in input order: a document is done and written, or something is none.
#[derive(Debug, Clone, Copy)]
pub struct Event<'e> {
    /// What people call it.
    pub name: &'e str,
    /// What the ledger says of it.
    pub entry: &'e Entry,
}

/// Runs all documents of `source` through the job to the output, and finishes its sinks and its ledger.
///
/// A document for which cleaning panics fails with [`ErrorKind::Panic`], and the run goes on. An error of a sink or of
/// the ledger ends the run. `watch` is told of each document in input order.
pub fn run<'r, S>(
    source: S,
    job: Job,
    output: Destination<'r>,
    options: &Options,
    watch: &'r mut dyn FnMut(Event<'_>),
) -> Run
where
    S: Iterator<Item = Found> + Send + 'static,
{
    let before = options.before.documents();
    let crew = Crew::new(source, job, options.clone());
    let (sender, receiver) = channel();
    let hire = |flight: Option<&ledger::Flight>| crew.hire(&sender, flight);
    let mut hired = Ok(());
    for _ in 0..options.threads.get() {
        hired = hired.and_then(|()| hire(output.ledger.as_deref().map(Ledger::flight)));
    }
    let mut desk = Desk::new(output, watch, options);
    let written = hired.and_then(|()| attend(&crew, &receiver, &mut desk, options, &hire));
    if written.is_err() {
        options.stop.store(true, Ordering::Relaxed);
    }
    // Whatever ended the writing must not leave workers waiting for room.
    crew.window.close();
    if written.is_err() && !desk.is_accounted() {
        // Where one sink failed, the output of the others is complete up to there. With a ledger it waits for the run
        // to be taken up again.
        let _ = desk.finish(false);
    }
    let stopped = options.stop.load(Ordering::Relaxed);
    let accounted = desk.tally.documents() - before == crew.taken() && !crew.is_broken();
    let pauses = stopped && accounted && options.goes_on && desk.is_accounted();
    let closed = written.and_then(|()| if pauses { desk.pause() } else { desk.finish(!stopped && accounted) });
    let end = match closed {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => End::ReaderLeft,
        Err(error) => End::Unwritable(error.into()),
        Ok(()) if !accounted => End::Unaccounted(unaccounted(crew.taken(), desk.tally.documents() - before)),
        Ok(()) if stopped => End::Stopped,
        Ok(()) => End::Complete,
    };
    Run { tally: desk.tally, end }
}

fn unaccounted(read: u64, accounted: u64) -> Error {
    let message = format!(
        "internal error: {read} documents were read, and {accounted} are accounted for; the output is incomplete; please \
         report it"
    );
    Error::new(ErrorKind::Panic, message)
}

/// Writes what the workers bring until the last of them is gone, and watches that none is stuck.
fn attend<S: Iterator<Item = Found> + Send + 'static>(
    crew: &Arc<Crew<S>>,
    receiver: &Receiver<Message>,
    desk: &mut Desk<'_>,
    options: &Options,
    hire: &impl Fn(Option<&ledger::Flight>) -> io::Result<()>,
) -> io::Result<()> {
    let look = options.timeout.map_or(Duration::from_secs(3600), |timeout| {
        (timeout / 4).clamp(Duration::from_millis(5), Duration::from_secs(1))
    });
    let mut order = InOrder::from(options.first);
    let mut workers = options.threads.get();
    let mut looked = Instant::now();
    let write = |done: crew::Done, desk: &mut Desk<'_>| {
        let holds = done.holds;
        let written = desk.take(done);
        crew.window.change(holds, 0);
        written
    };
    while workers > 0 {
        match receiver.recv_timeout(look) {
            Ok(Message::Done(number, done)) => order.put(number, *done),
            Ok(Message::Gone) => workers -= 1,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if let Some(patience) = options.timeout
            && looked.elapsed() >= look
        {
            looked = Instant::now();
            for message in crew.overdue(patience) {
                let Message::Done(number, done) = message else { continue };
                order.put(number, *done);
                hire(desk.flight())?;
            }
        }
        while let Some(done) = order.take() {
            write(done, desk)?;
        }
    }
    order.rest().try_for_each(|done| write(done, desk))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    use crate::document::{Article, Outcome};
    use crate::sink::{Format, Forms, Header, Output, Seal, Shape, Stream, What, Written};
    use crate::verdict::Trace;

    fn records(count: usize) -> impl Iterator<Item = Found> + Send {
        (0..count).map(|number| {
            Found::from(Record { id: number.to_string(), bytes: vec![b'x'; number % 7], ..Record::default() })
        })
    }

    /// Slower for some, so that workers overtake one another.
    fn slow(record: &Record) -> (Outcome, Trace) {
        std::thread::sleep(std::time::Duration::from_micros(record.bytes.len() as u64 * 50));
        (Outcome::Kept(Box::new(Article { text: record.id.clone(), ..Article::default() })), Trace::default())
    }

    fn options(threads: usize) -> Options {
        Options { threads: NonZero::new(threads).unwrap(), memory: 100, ..Options::default() }
    }

    fn job(clean: impl Fn(&Record) -> (Outcome, Trace) + Send + Sync + 'static) -> Job {
        let shape = Shape { format: Format::Jsonl, header: Header::Without };
        Job::new(clean, Forms { shape, ..Forms::default() })
    }

    /// Memory that outlives its sink.
    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Output for Shared {}

    fn stream(out: Shared) -> Vec<Box<dyn Sink>> {
        vec![Box::new(Stream::new(out, What::Articles { parted: false }, false))]
    }

    fn output(sinks: &mut [Box<dyn Sink>]) -> Destination<'_> {
        Destination { sinks, ..Destination::default() }
    }

    fn go(source: impl Iterator<Item = Found> + Send + 'static, job: Job, options: &Options) -> Run {
        run(source, job, output(&mut stream(Shared::default())), options, &mut |_| {})
    }

    #[test]
    fn order_is_that_of_the_input_for_any_number_of_threads() {
        let out = |threads| {
            let out = Shared::default();
            let mut names = Vec::new();
            let mut sinks = stream(out.clone());
            let run = run(records(300), job(slow), output(&mut sinks), &options(threads), &mut |event| {
                names.push(event.name.to_owned());
            });
            assert!(matches!(run.end, End::Complete));
            assert_eq!(run.tally.kept, 300);
            assert!(names.iter().enumerate().all(|(place, name)| *name == place.to_string()));
            out.0.lock().unwrap().clone()
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
        let mut sinks = stream(Shared::default());
        let run = run(records(10), job(clean), output(&mut sinks), &options(2), &mut |event| {
            failed.extend(event.entry.reason.clone().map(|reason| (reason, event.entry.detail.clone())));
        });
        assert_eq!((run.tally.kept, run.tally.failed), (9, 1));
        assert_eq!(failed[0].0, "panic");
        assert!(failed[0].1.contains("three is too many"));
    }

    #[test]
    fn a_document_that_does_not_end_is_given_up() {
        let clean = |record: &Record| {
            if record.id == "3" || record.id == "4" {
                std::thread::sleep(Duration::from_secs(600));
            }
            slow(record)
        };
        let options = Options { timeout: Some(Duration::from_millis(200)), ..options(2) };
        let run = go(records(100), job(clean), &options);
        assert!(matches!(run.end, End::Complete));
        assert_eq!((run.tally.kept, run.tally.failed), (98, 2));
    }

    #[test]
    fn a_source_that_breaks_down_is_not_the_end_of_the_input() {
        let source = records(10).inspect(|found| assert!(&*found.input != "5", "on purpose"));
        assert!(matches!(go(source, job(slow), &options(2)).end, End::Unaccounted(_)));
    }

    #[test]
    fn suspects_are_tried_alone() {
        let alone = |record: &Record| match record.id.as_str() {
            "3" => Alone::Dies("signal 6".into()),
            "4" => Alone::Hangs,
            _ => Alone::Lives,
        };
        let suspects = [3, 4, 5].into();
        let run = go(records(10), job(slow), &Options { suspects, alone: Some(Arc::new(alone)), ..options(2) });
        assert_eq!((run.tally.kept, run.tally.failed), (8, 2));
    }

    /// Takes two documents, then fails.
    struct Full(io::ErrorKind, usize);

    impl Sink for Full {
        fn write(&mut self, _: &Written) -> io::Result<Option<Arc<str>>> {
            self.1 += 1;
            if self.1 > 2 { Err(self.0.into()) } else { Ok(None) }
        }

        fn seal(&mut self, _: bool) -> io::Result<Seal> {
            Ok(Seal::default())
        }

        fn pause(&mut self) -> io::Result<Option<Seal>> {
            Ok(None)
        }

        fn restore(&mut self, _: &Seal) -> io::Result<()> {
            Ok(())
        }

        fn finish(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_error_of_the_sink_ends_the_run() {
        let full = |kind| {
            let mut sinks: Vec<Box<dyn Sink>> = vec![Box::new(Full(kind, 0))];
            run(records(10_000), job(slow), output(&mut sinks), &options(2), &mut |_| {})
        };
        let run = full(io::ErrorKind::StorageFull);
        assert!(matches!(run.end, End::Unwritable(_)));
        assert_eq!(run.tally.kept, 2);
        assert!(matches!(full(io::ErrorKind::BrokenPipe).end, End::ReaderLeft));
    }

    #[test]
    fn stopping_finishes_what_is_under_way() {
        let options = options(2);
        let mut seen = 0;
        let mut sinks = stream(Shared::default());
        let run = run(records(10_000), job(slow), output(&mut sinks), &options, &mut |_| {
            seen += 1;
            options.stop.store(true, Ordering::Relaxed);
        });
        assert!(matches!(run.end, End::Stopped));
        assert_eq!(run.tally.kept, seen);
        assert!(seen < 10_000);
    }

    #[test]
    fn a_window_of_one_byte_still_lets_large_documents_through() {
        assert_eq!(go(records(100), job(slow), &Options { memory: 1, ..options(4) }).tally.kept, 100);
    }
}
