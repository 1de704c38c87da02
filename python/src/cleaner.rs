//! The cleaner, with settings by name.

use std::sync::{Arc, OnceLock};

use dehusk::cli::named::Named;
use dehusk::pipeline::caught;
use dehusk::report::{explanation, paint::Paint};
use dehusk::source::Columns;
use dehusk::{Hints, Outcome, Record, Trace};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::arrow::{self, ArrowBatch};
use super::article::{Article, NoArticle};
use super::batch;
use super::document::{Document, Id, Text};
use super::many::Many;
use super::settings::{Given, threads};

/// Cleans documents: made once, used by any number of threads, which run in parallel. It can be pickled.
///
/// Settings are the flags of `dehusk clean` that say how one document is cleaned, with `_` for `-`: `charset`,
/// `comments` (`keep`, `drop`, `only`), `drop`, `drop_selector`, `from` (`auto`, `text`, `html`), `keep`,
/// `keep_selector`, `max_bytes` (64M), `max_depth`, `max_nodes`, `quotes` (`ascii`, `keep`, `typographic`), `rules`,
/// `text_kind` (`auto`, `extracted`, `page`), `to` (`text`, `markdown`), `unicode` (`nfc`, `nfkc`, `keep`), `url`,
/// `wrapped` (`auto`, `keep`). Lists give a setting several times; `from` is a word of Python's, to be given as
/// `**{"from": "html"}`. Wrong ones raise `SettingsError`, or `TypeError` where they are no `str`, `int` or path.
///
/// Files with rules are read when it is made, and pickled with it.
#[pyclass(frozen, module = "dehusk")]
pub(super) struct Cleaner {
    given: Given,
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
        Cleaner::of(Given::of(settings)?)
    }

    /// The settings that were given.
    #[getter]
    fn settings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.given.all(py)
    }

    /// Cleans one document. Raises `Dropped` where there is no article, `DocumentError` where it cannot be read.
    #[pyo3(signature = (document, *, url=None, id=None))]
    fn clean(
        &self,
        py: Python<'_>,
        document: &Bound<'_, PyAny>,
        url: Option<Text>,
        id: Option<Id>,
    ) -> PyResult<Article> {
        let record = self.record(document, url, id)?;
        Ok(py.detach(|| article(&self.core, record))?)
    }

    /// Cleans many; see `dehusk.clean_many`. `threads`: the number of cores where left out; at most that or 256.
    #[pyo3(signature = (documents, *, threads=None))]
    fn clean_many(&self, documents: &Bound<'_, PyAny>, threads: Option<&Bound<'_, PyAny>>) -> PyResult<Many> {
        Many::new(documents, Arc::clone(&self.core), self.hints.clone(), self::threads(threads)?)
    }

    /// Cleans a record batch, or a table, of any library that speaks Arrow's C data interface; row for row.
    ///
    /// `html` or `text` name the column with the documents, `url` and `id` those with address and id; what is left out
    /// is looked for under the usual names. The columns that come out are those of `dehusk schema` without
    /// `quality_signals`, then `status` (`kept`, `dropped`, `failed`) and `reason`, then the other columns as they
    /// were. No document raises. `id` is null where the batch has none.
    #[pyo3(signature = (batch, *, text=None, html=None, url=None, id=None, threads=None))]
    #[pyo3(text_signature = "($self, batch, *, text=None, html=None, url=None, id=None, threads=1)")]
    #[allow(clippy::too_many_arguments)] // Python gives them by name
    fn clean_arrow(
        &self,
        py: Python<'_>,
        batch: &Bound<'_, PyAny>,
        text: Option<Text>,
        html: Option<Text>,
        url: Option<Text>,
        id: Option<Text>,
        threads: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<ArrowBatch> {
        let threads = self::threads(threads)?.unwrap_or(1);
        let batch = arrow::taken(batch)?;
        let [text, html, id, url] = [text, html, id, url].map(|name| name.map(String::from));
        let columns = Columns { text, html, id, url };
        let options = dehusk::batch::Options { columns, hints: self.hints.clone(), threads: 1 };
        batch::clean(py, &self.core, batch, &options, threads).map(ArrowBatch)
    }

    /// Shows what is removed from a document, and why, as `dehusk explain` does.
    #[pyo3(signature = (document, *, url=None, id=None))]
    fn explain(
        &self,
        py: Python<'_>,
        document: &Bound<'_, PyAny>,
        url: Option<Text>,
        id: Option<Id>,
    ) -> PyResult<String> {
        let record = self.record(document, url, id)?;
        let cleaner = match self.explains.get() {
            Some(cleaner) => cleaner,
            None => {
                let mut settings = self.given.named()?.settings;
                settings.trace_kept = true;
                self.explains.get_or_init(|| dehusk::Cleaner::new(settings))
            }
        };
        Ok(py.detach(|| {
            let (record, outcome, trace) = clean(cleaner, record);
            explanation::of(&record.id, &outcome, &trace, Paint::Plain)
        }))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, State<'py>)> {
        let state = (self.given.settings(py)?, self.given.rules().to_vec());
        Ok((py.get_type::<Cleaner>().getattr("_of_state")?, state))
    }

    #[staticmethod]
    fn _of_state(settings: &Bound<'_, PyDict>, rules: Vec<(String, String)>) -> PyResult<Cleaner> {
        Cleaner::of(Given::with_rules(settings, rules)?)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let settings = self.given.all(py)?.iter().map(|(name, value)| Ok(format!("{name}={}", value.repr()?)));
        Ok(format!("dehusk.Cleaner({})", settings.collect::<PyResult<Vec<_>>>()?.join(", ")))
    }
}

/// What a cleaner is made of again: settings, and files with rules as they were.
type State<'py> = (Bound<'py, PyDict>, Vec<(String, String)>);

impl Cleaner {
    fn of(given: Given) -> PyResult<Cleaner> {
        let Named { settings, hints } = given.named()?;
        Ok(Cleaner { given, hints, core: Arc::new(dehusk::Cleaner::new(settings)), explains: OnceLock::new() })
    }

    fn record(&self, document: &Bound<'_, PyAny>, url: Option<Text>, id: Option<Id>) -> PyResult<Record> {
        Ok(Document::of(document)?.record(&self.hints, url.map(String::from), id.map(String::from)))
    }
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
