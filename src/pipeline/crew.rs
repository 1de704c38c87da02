//! The workers: each takes the next document from the source, cleans it, and hands over what is to be written.
//!
//! Workers are not joined. A document on which one gets stuck is given up by the watchdog ([`Crew::overdue`]): it
//! fails, the worker is left to itself, and another takes its place. What it finds in the end, if it ever does, nobody
//! waits for.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::job::{Job, Passage};
use super::ledger::{Flight, Slot};
use super::window::{self, Window};
use super::{Alone, Options, panics};
use crate::document::Outcome;
use crate::error::{Error, ErrorKind};
use crate::source::{self, Found, Position, Sourced};
use crate::verdict::Trace;

/// What workers say.
pub(super) enum Message {
    /// Something was dealt with; its number comes first.
    Done(u64, Box<Done>),
    /// A worker has ended.
    Gone,
}

/// What came out of a worker.
pub(super) struct Done {
    pub(super) at: Position,
    pub(super) input: Arc<str>,
    /// What it takes until it is written.
    pub(super) holds: usize,
    pub(super) passage: Passage,
}

/// The workers and what they share.
pub(super) struct Crew<S> {
    source: Mutex<Numbered<S>>,
    pub(super) window: Window,
    job: Job,
    options: Options,
    /// Documents that were taken from the source.
    taken: AtomicU64,
    posts: Mutex<Vec<Arc<Post>>>,
}

/// The source, and the number of what it gives next.
struct Numbered<S> {
    source: S,
    next: u64,
}

/// What a worker is at.
#[derive(Default)]
struct Post(Mutex<At>);

#[derive(Default)]
enum At {
    #[default]
    Idle,
    Document(Box<Begun>),
    /// The watchdog gave the worker up.
    Left,
}

/// A document that is being cleaned.
struct Begun {
    number: u64,
    since: Instant,
    name: String,
    id: String,
    input: Arc<str>,
    at: Position,
    bytes: usize,
    holds: usize,
}

impl<S: Iterator<Item = Found> + Send + 'static> Crew<S> {
    pub(super) fn new(source: S, job: Job, options: Options) -> Arc<Crew<S>> {
        let window = Window::new(options.memory);
        let source = Mutex::new(Numbered { source, next: options.first });
        Arc::new(Crew { source, window, job, options, taken: AtomicU64::new(0), posts: Mutex::default() })
    }

    /// Puts one more worker to work.
    pub(super) fn hire(self: &Arc<Self>, sender: &Sender<Message>, flight: Option<&Flight>) -> std::io::Result<()> {
        let slot = flight.map(Flight::slot).transpose()?;
        let post = Arc::new(Post::default());
        lock(&self.posts).push(Arc::clone(&post));
        let (crew, leaving) = (Arc::clone(self), Leaving { post, sender: sender.clone() });
        std::thread::Builder::new().name("dehusk".into()).spawn(move || crew.work(&leaving, slot)).map(drop)
    }

    /// Documents that were taken from the source.
    pub(super) fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Whether the source broke down: a bug, which must not look like the end of the input.
    pub(super) fn is_broken(&self) -> bool {
        self.source.is_poisoned()
    }

    /// Gives up what has taken too long: each fails, and its worker is gone.
    pub(super) fn overdue(&self, patience: Duration) -> Vec<Message> {
        let mut found = Vec::new();
        lock(&self.posts).retain(|post| {
            let mut at = lock(&post.0);
            match &*at {
                At::Document(begun) if begun.since.elapsed() > patience => {
                    let At::Document(begun) = std::mem::replace(&mut *at, At::Left) else { unreachable!() };
                    found.push(begun.timed_out(patience));
                    false
                }
                _ => true,
            }
        });
        found
    }

    fn work(&self, leaving: &Leaving, mut slot: Option<Slot>) {
        while let Some((number, found, holds)) = self.take() {
            let Found { at, input, what } = found;
            let what = read(what);
            let alone = self.options.suspects.contains(&number);
            if let (Sourced::Read { name, record }, Some(_)) = (&what, self.options.timeout) {
                let begun = Begun {
                    number,
                    since: Instant::now(),
                    name: name.clone(),
                    id: record.id.clone(),
                    input: Arc::clone(&input),
                    at,
                    bytes: record.bytes.len(),
                    holds,
                };
                *lock(&leaving.post.0) = At::Document(Box::new(begun));
            }
            if let Some(slot) = &mut slot
                && matches!(what, Sourced::Read { .. })
                // A suspect that brings down the child process that tries it leaves this one alone.
                && !alone
            {
                // Without the note a crash is only harder to explain.
                let _ = slot.note(number);
            }
            let passage = self.pass(what, alone);
            let now = window::to_write(passage.bytes_to_write());
            if !leaving.comes_back() {
                return;
            }
            self.window.change(holds, now);
            let done = Box::new(Done { at, input, holds: now, passage });
            if leaving.sender.send(Message::Done(number, done)).is_err() {
                return;
            }
        }
    }

    /// Takes the next document once there is room for it. Whoever waits holds the source, so documents are
    /// taken in order, and the one that is written next is always under way already: nobody waits for ever.
    fn take(&self) -> Option<(u64, Found, usize)> {
        // Poisoned: the source panicked, and the run will say so.
        let mut source = self.source.lock().ok()?;
        if self.options.stop.load(Ordering::Relaxed) {
            return None;
        }
        let found = source.source.next()?;
        let holds = match &found.what {
            Sourced::Read { record, .. } => window::to_clean(record.bytes.len(), source::tags(&record.bytes)),
            Sourced::Row(row) => window::to_clean(row.length(), row.tags()),
            _ => window::to_write(0),
        };
        if !self.window.enter(holds) {
            return None;
        }
        let number = source.next;
        source.next += 1;
        if matches!(found.what, Sourced::Row(_) | Sourced::Read { .. } | Sourced::Refused { .. }) {
            self.taken.fetch_add(1, Ordering::Relaxed);
        }
        Some((number, found, holds))
    }

    fn pass(&self, what: Sourced, suspect: bool) -> Passage {
        match what {
            Sourced::Row(_) => self.pass(read(what), suspect),
            Sourced::Read { name, record } => {
                if let Some(alone) = self.options.alone.as_ref().filter(|_| suspect) {
                    let error = match alone(&record) {
                        Alone::Lives => None,
                        Alone::Dies(how) => {
                            Some((ErrorKind::Crash, format!("it ends the process that cleans it ({how})")))
                        }
                        Alone::Hangs => Some((ErrorKind::Timeout, "it does not end; see --timeout".to_owned())),
                    };
                    if let Some((kind, message)) = error {
                        let outcome = Outcome::Failed(Error::new(kind, message));
                        return self.job.make(name, record, outcome, &Trace::default());
                    }
                }
                let (outcome, trace) = panics::caught(|| (self.job.clean)(&record));
                self.job.make(name, record, outcome, &trace)
            }
            Sourced::Refused { name, id, error } => Passage::refused(name, id, &error),
            Sourced::Skipped { name, cause } => Passage::Skipped { name, cause },
            Sourced::Passed { cause } => Passage::Passed(cause.into()),
        }
    }
}

impl Begun {
    fn timed_out(self, patience: Duration) -> Message {
        let message = format!("not done within {} s; see --timeout", patience.as_secs_f64());
        let error = Error::new(ErrorKind::Timeout, message);
        let mut passage = Passage::refused(self.name, self.id, &error);
        if let Passage::Document { entry, .. } = &mut passage {
            entry.bytes = self.bytes as u64;
        }
        // What it holds is still held, but by nobody who would give it back.
        let done = Done { at: self.at, input: self.input, holds: self.holds, passage };
        Message::Done(self.number, Box::new(done))
    }
}

/// Reads a row. Where that panics, it is lost, and no more.
fn read(what: Sourced) -> Sourced {
    let Sourced::Row(row) = what else { return what };
    let name = row.place().to_owned();
    panics::guarded(|| row.read()).unwrap_or_else(|error| Sourced::Refused { id: name.clone(), name, error })
}

/// Says that a worker has ended, however it ends.
struct Leaving {
    post: Arc<Post>,
    sender: Sender<Message>,
}

impl Leaving {
    /// Whether somebody still waits for what the worker has done.
    fn comes_back(&self) -> bool {
        let mut at = lock(&self.post.0);
        let waits = !matches!(*at, At::Left);
        if waits {
            *at = At::Idle;
        }
        waits
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        if self.comes_back() {
            let _ = self.sender.send(Message::Gone);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while it holds one of these.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
