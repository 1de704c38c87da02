//! Many documents, cleaned in parallel and given in their order.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use dehusk::Hints;
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyIterator, PyString, PyTuple};
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::article::{Article, NoArticle};
use super::cleaner::article;
use super::document::{Document, Id, Text};

/// Documents for each thread that are taken ahead of the one that is waited for: the others go on while a large one is
/// cleaned.
const AHEAD: usize = 64;
/// Bytes of documents that are taken ahead.
const BYTES: usize = 64 << 20;
/// How long nobody hears Ctrl-C.
const DEAF: Duration = Duration::from_millis(50);
/// What is too short to let go of the interpreter's lock.
const BLINK: Duration = Duration::from_micros(100);

/// Results in the order of their documents; see `dehusk.clean_many`.
#[pyclass(frozen, module = "dehusk")]
pub(super) struct Many {
    documents: Py<PyIterator>,
    cleaner: Arc<dehusk::Cleaner>,
    hints: Hints,
    pool: ThreadPool,
    ahead: usize,
    taken: Arc<Taken>,
}

/// A document, its address and its id.
type Named = (Document, Option<Text>, Option<Id>);

/// What was taken and not yet given.
#[derive(Default)]
struct Taken {
    results: Mutex<Results>,
    /// Something was cleaned.
    arrived: Condvar,
}

#[derive(Default)]
struct Results {
    waiting: VecDeque<Awaited>,
    /// Results that were given: the number of the first that waits.
    given: usize,
    /// Bytes of the documents that wait.
    bytes: usize,
    /// There are no more documents.
    ended: bool,
    /// The iterator of the documents raised this.
    raised: Option<PyErr>,
}

struct Awaited {
    /// Bytes of the document.
    size: usize,
    result: Option<Result<Article, Missing>>,
}

/// Why there is no article.
enum Missing {
    Document(NoArticle),
    /// It was no document.
    Kind(PyErr),
}

impl Taken {
    fn results(&self) -> MutexGuard<'_, Results> {
        self.results.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts the result where its document waits: what was not cleaned is not given, so that it is still there.
    fn arrive(&self, number: usize, result: Result<Article, NoArticle>) {
        let mut results = self.results();
        let at = number - results.given;
        results.waiting[at].result = Some(result.map_err(Missing::Document));
        drop(results);
        self.arrived.notify_all();
    }

    /// Waits until the first result is there, but not longer than this.
    fn wait(&self, longest: Duration) {
        let is_missing = |results: &mut Results| results.waiting.front().is_some_and(|first| first.result.is_none());
        drop(self.arrived.wait_timeout_while(self.results(), longest, is_missing));
    }
}

impl Results {
    /// Takes the first result, where it is there.
    fn take(&mut self) -> Option<Result<Article, Missing>> {
        let result = self.waiting.front_mut()?.result.take()?;
        let first = self.waiting.pop_front()?;
        self.given += 1;
        self.bytes -= first.size;
        Some(result)
    }

    /// Lets a document wait, and says its number.
    fn push(&mut self, size: usize, result: Option<Result<Article, Missing>>) -> usize {
        self.bytes += size;
        self.waiting.push_back(Awaited { size, result });
        self.given + self.waiting.len() - 1
    }
}

impl Many {
    pub(super) fn new(
        documents: &Bound<'_, PyAny>,
        cleaner: Arc<dehusk::Cleaner>,
        hints: Hints,
        threads: Option<usize>,
    ) -> PyResult<Many> {
        // They can be iterated over, by letters, numbers and keys, which nobody means.
        let is_text = documents.is_instance_of::<PyString>() || documents.is_instance_of::<PyBytes>();
        if is_text || documents.is_instance_of::<PyByteArray>() || documents.is_instance_of::<PyDict>() {
            let kind = documents.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "clean_many takes an iterable of documents, such as a list, and this is one {kind}; see clean"
            )));
        }
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = threads.unwrap_or_else(cores).max(1);
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
        let (documents, taken) = (documents.try_iter()?.unbind(), Arc::default());
        Ok(Many { documents, cleaner, hints, pool, ahead: threads.saturating_mul(AHEAD), taken })
    }

    /// Takes a document and has it cleaned.
    fn take(&self, py: Python<'_>) {
        // No lock is held while Python runs: its iterator may be anything.
        let next = self.documents.bind(py).clone().next();
        let next = next.map(|item| item.map(|item| Self::document(&item)));
        let mut results = self.taken.results();
        match next {
            None => results.ended = true,
            Some(Err(error)) => {
                results.ended = true;
                results.raised = Some(error);
            }
            Some(Ok(Err(error))) => {
                results.push(0, Some(Err(Missing::Kind(error))));
            }
            Some(Ok(Ok((document, url, id)))) => {
                let number = results.push(document.len(), None);
                drop(results);
                let (cleaner, hints, taken) = (Arc::clone(&self.cleaner), self.hints.clone(), Arc::clone(&self.taken));
                self.pool.spawn(move || {
                    let record = document.record(&hints, url.map(String::from), id.map(String::from));
                    taken.arrive(number, article(&cleaner, record));
                });
            }
        }
    }

    /// A document alone, with its address, or by names.
    fn document(item: &Bound<'_, PyAny>) -> PyResult<Named> {
        let (document, url, id) = if let Ok(pair) = item.cast::<PyTuple>() {
            if pair.len() != 2 {
                return Err(PyTypeError::new_err("a tuple is a document and its address"));
            }
            (pair.get_item(0)?, pair.get_item(1)?.extract()?, None)
        } else if let Ok(named) = item.cast::<PyDict>() {
            let get = |name: &str| named.get_item(name).map(|value| value.filter(|value| !value.is_none()));
            let document = match get("html")? {
                Some(html) => Some(html),
                None => get("text")?,
            };
            let Some(document) = document else {
                return Err(PyTypeError::new_err("a dict needs a document under html or text"));
            };
            let url = get("url")?.map(|url| url.extract()).transpose()?;
            (document, url, get("id")?.map(|id| id.extract()).transpose()?)
        } else {
            (item.clone(), None, None)
        };
        Ok((Document::of(&document)?, url, id))
    }
}

#[pymethods]
impl Many {
    fn __iter__(own: PyRef<'_, Self>) -> PyRef<'_, Self> {
        own
    }

    /// What is cleaned is given at once; while there is nothing to give, documents are taken.
    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        loop {
            let mut results = self.taken.results();
            if let Some(result) = results.take() {
                drop(results);
                return Ok(Some(match result {
                    Ok(article) => Py::new(py, article)?.into_any(),
                    Err(Missing::Document(missing)) => PyErr::from(missing).into_value(py).into_any(),
                    Err(Missing::Kind(error)) => error.into_value(py).into_any(),
                }));
            }
            if results.ended && results.waiting.is_empty() {
                return results.raised.take().map_or(Ok(None), Err);
            }
            let is_full = results.ended || results.waiting.len() >= self.ahead || results.bytes >= BYTES;
            drop(results);
            let longest = if is_full {
                DEAF
            } else {
                let began = Instant::now();
                self.take(py);
                // Where documents come slowly, the first is worth a moment before the next is asked for.
                (began.elapsed() / 8).min(DEAF)
            };
            if longest > BLINK {
                py.detach(|| self.taken.wait(longest));
            }
            py.check_signals()?;
        }
    }
}
