//! Many documents, cleaned in parallel and given in their order.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use dehusk::Hints;
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyTuple};
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::article::{Article, NoArticle};
use super::cleaner::{Document, article, record};

/// Documents for each thread that are taken ahead of the one that is waited for: the others go on while a large one is
/// cleaned.
const AHEAD: usize = 64;
/// Bytes of documents that are taken ahead.
const BYTES: usize = 64 << 20;

/// Iterator over the articles of many documents.
#[pyclass(frozen, module = "dehusk")]
pub(super) struct Many {
    documents: Py<PyIterator>,
    cleaner: Arc<dehusk::Cleaner>,
    hints: Hints,
    pool: ThreadPool,
    ahead: usize,
    waiting: Mutex<Waiting>,
}

/// A document, its address and its id.
type Named = (Document, Option<String>, Option<String>);

/// What was taken and not yet given.
#[derive(Default)]
struct Waiting {
    results: VecDeque<(usize, Awaited)>,
    bytes: usize,
    ended: bool,
}

enum Awaited {
    Result(Receiver<Result<Article, NoArticle>>),
    /// It was no document, or the iterator of the documents raised this.
    Error(PyErr),
}

impl Many {
    pub(super) fn new(
        documents: &Bound<'_, PyAny>,
        cleaner: Arc<dehusk::Cleaner>,
        hints: Hints,
        threads: Option<usize>,
    ) -> PyResult<Many> {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = threads.unwrap_or_else(cores).max(1);
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
        let documents = documents.try_iter()?.unbind();
        Ok(Many { documents, cleaner, hints, pool, ahead: threads * AHEAD, waiting: Mutex::default() })
    }

    /// Takes documents until there are enough ahead.
    fn fill(&self, py: Python<'_>) {
        loop {
            // No lock is held while Python runs: its iterator may be anything.
            {
                let waiting = self.waiting();
                if waiting.ended || waiting.results.len() >= self.ahead || waiting.bytes >= BYTES {
                    return;
                }
            }
            let next = self.documents.bind(py).clone().next();
            let (size, awaited) = match next {
                None => {
                    self.waiting().ended = true;
                    return;
                }
                Some(Err(error)) => {
                    self.waiting().ended = true;
                    (0, Awaited::Error(error))
                }
                Some(Ok(item)) => match Self::document(&item) {
                    Err(error) => (0, Awaited::Error(error)),
                    Ok((document, url, id)) => {
                        let (sender, receiver) = channel();
                        let (cleaner, hints, size) = (Arc::clone(&self.cleaner), self.hints.clone(), document.len());
                        let clean = move || article(&cleaner, record(&hints, document.into_bytes(), url, id));
                        // Nobody may be waiting any more.
                        self.pool.spawn(move || drop(sender.send(clean())));
                        (size, Awaited::Result(receiver))
                    }
                },
            };
            let mut waiting = self.waiting();
            waiting.bytes += size;
            waiting.results.push_back((size, awaited));
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
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
            let text = |value: Option<Bound<'_, PyAny>>| value.map(|value| Ok::<_, PyErr>(value.str()?.to_string()));
            (document, text(get("url")?).transpose()?, text(get("id")?).transpose()?)
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

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.fill(py);
        let Some((size, awaited)) = self.waiting().results.pop_front() else { return Ok(None) };
        self.waiting().bytes -= size;
        let result = match awaited {
            Awaited::Error(error) if self.ends_with(py, &error) => return Err(error),
            Awaited::Error(error) => Err(error),
            Awaited::Result(receiver) => {
                let received = py.detach(move || receiver.recv());
                received.map_err(|error| PyRuntimeError::new_err(error.to_string()))?.map_err(PyErr::from)
            }
        };
        match result {
            Ok(article) => Ok(Some(Py::new(py, article)?.into_any())),
            Err(error) => Ok(Some(error.into_value(py).into_any())),
        }
    }
}

impl Many {
    /// Whether it is the iterator of documents that failed, and not one of them.
    fn ends_with(&self, py: Python<'_>, error: &PyErr) -> bool {
        let waiting = self.waiting();
        waiting.ended && waiting.results.is_empty() && !error.is_instance_of::<PyTypeError>(py)
    }
}
