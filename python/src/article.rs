//! A cleaned document.

use dehusk::sink::{Cleaned, Forms, Header, jsonl};
use dehusk::{Outcome, Trace};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::{Map, Value};

use super::errors::{DocumentError, Dropped};

/// Fields of a row that are attributes of their own.
const APART: [&str; 4] = ["text", "comments", "id", "removed"];

/// A cleaned document. It compares by its content, and can be pickled.
#[pyclass(frozen, module = "dehusk")]
pub(super) struct Article {
    /// As a line of JSONL has it.
    row: Map<String, Value>,
    removed: Removed,
}

/// Why there is no article.
pub(super) struct NoArticle {
    is_dropped: bool,
    reason: String,
    detail: String,
}

impl From<NoArticle> for PyErr {
    fn from(NoArticle { is_dropped, reason, detail }: NoArticle) -> PyErr {
        match is_dropped {
            true => Dropped::new_err((reason, detail)),
            false => DocumentError::new_err((reason, detail)),
        }
    }
}

/// What was removed; made into objects of Python only where somebody asks.
enum Removed {
    /// As it was decided.
    Traced(Box<Traced>),
    /// As lines of JSON.
    Lines(Vec<u8>),
}

struct Traced {
    id: String,
    outcome: Outcome,
    trace: Trace,
}

/// What an article is made of again: its row, and the lines of what was removed.
type State = (String, Vec<u8>);

impl Removed {
    fn lines(&self) -> Vec<u8> {
        match self {
            Removed::Lines(lines) => lines.clone(),
            Removed::Traced(traced) => {
                let Traced { id, outcome, trace } = traced.as_ref();
                let forms = Forms { receipt: true, ..Forms::default() };
                forms.of(Cleaned { id, fields: &Map::new(), outcome, trace }).receipt
            }
        }
    }
}

impl Article {
    /// What became of a document. Needs nothing of Python's, so that it can be made on any thread.
    pub(super) fn of(id: String, outcome: Outcome, trace: Trace) -> Result<Article, NoArticle> {
        match &outcome {
            Outcome::Kept(article) => {
                let row = jsonl::row(&id, article, Header::With, &Map::new(), None);
                Ok(Article { row, removed: Removed::Traced(Box::new(Traced { id, outcome, trace })) })
            }
            Outcome::Dropped(reason) => {
                let detail = dehusk::report::explanation::cause(reason);
                Err(NoArticle { is_dropped: true, reason: reason.rule.to_string(), detail })
            }
            Outcome::Failed(error) => {
                let (reason, detail) = (error.kind().name().to_owned(), error.to_string());
                Err(NoArticle { is_dropped: outcome.is_dropped(), reason, detail })
            }
        }
    }

    fn text_of(&self, name: &str) -> Option<&str> {
        self.row.get(name).and_then(Value::as_str)
    }
}

#[pymethods]
impl Article {
    /// The article: paragraphs separated by one blank line.
    #[getter]
    fn text(&self) -> &str {
        self.text_of("text").unwrap_or_default()
    }

    /// Readers' comments below it, where `comments="keep"` asks for them and there are any.
    #[getter]
    fn comments(&self) -> Option<&str> {
        self.text_of("comments")
    }

    /// What is known of it, under the names of the fields of JSONL: `title`, `author`, `date`, `url` ...
    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let known = self.row.iter().filter(|(name, _)| !APART.contains(&name.as_str()));
        object(py, &known.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>().into())
    }

    /// Every removed span, as `dehusk clean --removed` writes it: `category`, `rule`, `evidence`, `text` ...
    #[getter]
    fn removed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let lines = self.removed.lines();
        let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let spans: Result<Vec<Value>, _> = lines.map(serde_json::from_slice).collect();
        object(py, &spans.map_err(|error| PyValueError::new_err(error.to_string()))?.into())
    }

    /// The F1 to expect of the text, 0 to 1; `None` for plain texts of fewer than 4 or more than 20,000 lines.
    #[getter]
    fn quality(&self) -> Option<f64> {
        self.row.get("extraction_quality").and_then(Value::as_f64)
    }

    fn __repr__(&self) -> String {
        let title = self.text_of("title").map_or(String::new(), |title| format!(" {title:?}"));
        let words = self.row.get("words").and_then(Value::as_u64).unwrap_or(0);
        format!("<dehusk.Article{title}, {words} words>")
    }

    fn __str__(&self) -> &str {
        self.text()
    }

    fn __eq__(&self, other: &Article) -> bool {
        self.row == other.row && self.removed.lines() == other.removed.lines()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, State)> {
        let row = Value::Object(self.row.clone()).to_string();
        Ok((py.get_type::<Article>().getattr("_of_state")?, (row, self.removed.lines())))
    }

    #[staticmethod]
    fn _of_state(row: &str, removed: Vec<u8>) -> PyResult<Article> {
        let row = serde_json::from_str(row).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Article { row, removed: Removed::Lines(removed) })
    }
}

fn object<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(pythonize::pythonize(py, value)?)
}
