//! The cleaner, with settings by name.

use std::sync::{Arc, OnceLock};

use dehusk::cli::named::{self, Named};
use dehusk::pipeline::caught;
use dehusk::report::{explanation, paint::Paint};
use dehusk::source::Columns;
use dehusk::{Hints, Outcome, Record, Trace};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple};

use super::arrow::{self, ArrowBatch};
use super::article::{Article, NoArticle};
use super::errors::SettingsError;
use super::many::Many;

/// Cleans documents: made once, used by any number of threads.
#[pyclass(frozen, module = "dehusk")]
pub(super) struct Cleaner {
    given: Vec<(String, String)>,
    hints: Hints,
    core: Arc<dehusk::Cleaner>,
    /// The same, which also remembers what it kept.
    explains: OnceLock<dehusk::Cleaner>,
}

#[pymethods]
impl Cleaner {
    #[new]
    #[pyo3(signature = (**settings))]
    fn new(settings: Option<&Bound<'_, PyDict>>) -> PyResult<Cleaner> {
        let given = given(settings)?;
        let Named { settings, hints } = named(&given)?;
        Ok(Cleaner { given, hints, core: Arc::new(dehusk::Cleaner::new(settings)), explains: OnceLock::new() })
    }

    #[getter]
    fn settings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let settings = PyDict::new(py);
        for (name, value) in &self.given {
            match settings.get_item(name)? {
                None => settings.set_item(name, value)?,
                Some(list) if list.is_instance_of::<PyList>() => list.cast::<PyList>()?.append(value)?,
                Some(first) => {
                    settings.set_item(name, PyList::new(py, [first, PyString::new(py, value).into_any()])?)?
                }
            }
        }
        Ok(settings)
    }

    #[pyo3(signature = (document, *, url=None, id=None))]
    fn clean(
        &self,
        py: Python<'_>,
        document: &Bound<'_, PyAny>,
        url: Option<String>,
        id: Option<String>,
    ) -> PyResult<Article> {
        let record = self.record(Document::of(document)?.into_bytes(), url, id);
        Ok(py.detach(|| article(&self.core, record))?)
    }

    #[pyo3(signature = (documents, *, threads=None))]
    fn clean_many(&self, documents: &Bound<'_, PyAny>, threads: Option<usize>) -> PyResult<Many> {
        Many::new(documents, Arc::clone(&self.core), self.hints.clone(), threads)
    }

    #[pyo3(signature = (batch, *, text=None, html=None, url=None, id=None, threads=1))]
    #[allow(clippy::too_many_arguments)] // Python gives them by name
    fn clean_arrow(
        &self,
        py: Python<'_>,
        batch: &Bound<'_, PyAny>,
        text: Option<String>,
        html: Option<String>,
        url: Option<String>,
        id: Option<String>,
        threads: usize,
    ) -> PyResult<ArrowBatch> {
        let batch = arrow::taken(batch)?;
        let columns = Columns { text, html, id, url };
        let options = dehusk::batch::Options { columns, hints: self.hints.clone(), threads };
        let cleaned = py.detach(|| dehusk::batch::clean(&self.core, &batch, &options));
        cleaned.map(ArrowBatch).map_err(|error| SettingsError::new_err(error.to_string()))
    }

    #[pyo3(signature = (document, *, url=None, id=None))]
    fn explain(
        &self,
        py: Python<'_>,
        document: &Bound<'_, PyAny>,
        url: Option<String>,
        id: Option<String>,
    ) -> PyResult<String> {
        let record = self.record(Document::of(document)?.into_bytes(), url, id);
        let cleaner = match self.explains.get() {
            Some(cleaner) => cleaner,
            None => {
                let mut settings = named(&self.given)?.settings;
                settings.trace_kept = true;
                self.explains.get_or_init(|| dehusk::Cleaner::new(settings))
            }
        };
        Ok(py.detach(|| {
            let (record, outcome, trace) = clean(cleaner, record);
            explanation::of(&record.id, &outcome, &trace, Paint::Plain)
        }))
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        Ok((PyTuple::empty(py), self.settings(py)?))
    }

    fn __repr__(&self) -> String {
        let settings: Vec<String> = self.given.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        format!("dehusk.Cleaner({})", settings.join(", "))
    }
}

impl Cleaner {
    fn record(&self, bytes: Vec<u8>, url: Option<String>, id: Option<String>) -> Record {
        record(&self.hints, bytes, url, id)
    }
}

/// A document of Python's.
pub(super) fn record(hints: &Hints, bytes: Vec<u8>, url: Option<String>, id: Option<String>) -> Record {
    let hints = Hints { url: url.or_else(|| hints.url.clone()), ..hints.clone() };
    Record { id: id.unwrap_or_default(), bytes, hints, ..Record::default() }
}

/// Makes a document an article.
pub(super) fn article(cleaner: &dehusk::Cleaner, record: Record) -> Result<Article, NoArticle> {
    let (record, outcome, trace) = clean(cleaner, record);
    Article::of(record.id, outcome, trace)
}

/// Cleans a document; a panic is a document that failed.
fn clean(cleaner: &dehusk::Cleaner, record: Record) -> (Record, Outcome, Trace) {
    let limit = cleaner.settings().limits.bytes;
    if record.bytes.len() > limit {
        let message = format!("more than the limit of {limit} bytes; see max_bytes");
        let error = dehusk::Error::new(dehusk::ErrorKind::TooLarge, message);
        return (record, Outcome::Failed(error), Trace::default());
    }
    let (outcome, trace) = caught(|| cleaner.clean(&record));
    (record, outcome, trace)
}

/// A text or bytes of Python's, which any thread can read.
pub(super) enum Document {
    Text(PyBackedStr),
    Bytes(PyBackedBytes),
    /// A text that is not all of Unicode: it has halves of surrogate pairs.
    Broken(String),
}

impl Document {
    pub(super) fn of(document: &Bound<'_, PyAny>) -> PyResult<Document> {
        if let Ok(text) = document.cast::<PyString>() {
            let whole = text.extract::<PyBackedStr>().map(Document::Text);
            return Ok(whole.unwrap_or_else(|_| Document::Broken(text.to_string_lossy().into_owned())));
        }
        if let Ok(bytes) = document.cast::<PyBytes>() {
            return Ok(Document::Bytes(bytes.extract()?));
        }
        let kind = document.get_type().name()?;
        Err(PyTypeError::new_err(format!("a document is str or bytes, not {kind}")))
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Document::Text(text) => text.len(),
            Document::Bytes(bytes) => bytes.len(),
            Document::Broken(text) => text.len(),
        }
    }

    /// A copy of its bytes, which is best made where it is needed: on the thread that cleans it.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        match self {
            Document::Text(text) => text.as_bytes().to_vec(),
            Document::Bytes(bytes) => bytes.to_vec(),
            Document::Broken(text) => text.into_bytes(),
        }
    }
}

/// Settings as text, as a command line has them. Lists give a setting several times, None not at all.
pub(super) fn given(settings: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<(String, String)>> {
    let mut given = Vec::new();
    for (name, value) in settings.into_iter().flat_map(|settings| settings.iter()) {
        let name: String = name.extract()?;
        let is_list = !value.is_instance_of::<PyString>() && value.hasattr("__iter__")?;
        let values: Vec<Bound<'_, PyAny>> = match is_list {
            true => value.try_iter()?.collect::<PyResult<_>>()?,
            false if value.is_none() => Vec::new(),
            false => vec![value],
        };
        for value in values {
            given.push((name.clone(), value.str()?.to_string()));
        }
    }
    Ok(given)
}

/// The settings that these are.
pub(super) fn named(given: &[(String, String)]) -> PyResult<Named> {
    let given = given.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    named::settings(given).map_err(|error| SettingsError::new_err(error.to_string()))
}
