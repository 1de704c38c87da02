//! Texts and documents of Python's.

use dehusk::{Hints, Record};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBool, PyBytes, PyString};

/// A text that is all of Unicode, whatever Python's was: two halves of a surrogate pair are their character, and a half
/// alone is U+FFFD.
pub(super) struct Text {
    pub(super) text: String,
    /// Halves that were alone.
    pub(super) halves: usize,
}

impl Text {
    fn of(text: &Bound<'_, PyString>) -> PyResult<Text> {
        if let Ok(text) = text.extract::<String>() {
            return Ok(Text { text, halves: 0 });
        }
        let units = text.call_method1("encode", ("utf-16-le", "surrogatepass"))?;
        let units = units.cast::<PyBytes>()?.as_bytes().chunks_exact(2);
        let mut halves = 0;
        let whole = |unit: Result<char, _>| {
            unit.unwrap_or_else(|_| {
                halves += 1;
                char::REPLACEMENT_CHARACTER
            })
        };
        let text = char::decode_utf16(units.map(|unit| u16::from_le_bytes([unit[0], unit[1]]))).map(whole).collect();
        Ok(Text { text, halves })
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Text {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Text> {
        match object.cast::<PyString>() {
            Ok(text) => Text::of(&text),
            Err(_) => Err(PyTypeError::new_err(format!("a str is needed, not {}", object.get_type().name()?))),
        }
    }
}

impl From<Text> for String {
    fn from(text: Text) -> String {
        text.text
    }
}

/// The id of a document: a text, or a whole number, which becomes one.
pub(super) struct Id(String);

impl<'a, 'py> FromPyObject<'a, 'py> for Id {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Id> {
        if let Ok(text) = object.cast::<PyString>() {
            return Text::of(&text).map(|text| Id(text.text));
        }
        if is_int(&object)? {
            return Ok(Id(object.str()?.to_string()));
        }
        Err(PyTypeError::new_err(format!("an id is a str or an int, not {}", object.get_type().name()?)))
    }
}

impl From<Id> for String {
    fn from(Id(id): Id) -> String {
        id
    }
}

/// Whether it is a whole number; a truth value is none, though Python thinks so.
pub(super) fn is_int(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(value.hasattr("__index__")? && !value.is_instance_of::<PyBool>())
}

/// A text or bytes of Python's, which any thread can read.
pub(super) enum Document {
    Text(PyBackedStr),
    Bytes(PyBackedBytes),
    /// A text that was not all of Unicode.
    Broken(Text),
}

impl Document {
    pub(super) fn of(document: &Bound<'_, PyAny>) -> PyResult<Document> {
        if let Ok(text) = document.cast::<PyString>() {
            return match text.extract::<PyBackedStr>() {
                Ok(text) => Ok(Document::Text(text)),
                Err(_) => Text::of(text).map(Document::Broken),
            };
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
            Document::Broken(text) => text.text.len(),
        }
    }

    /// With what is known of it. Its bytes are copied here, which is best done where they are needed: on the thread that
    /// cleans them.
    pub(super) fn record(self, hints: &Hints, url: Option<String>, id: Option<String>) -> Record {
        let mut hints = Hints { url: url.or_else(|| hints.url.clone()), ..hints.clone() };
        let bytes = match self {
            Document::Text(text) => text.as_bytes().to_vec(),
            Document::Bytes(bytes) => bytes.to_vec(),
            Document::Broken(Text { text, halves }) => {
                hints.replaced += halves;
                text.into_bytes()
            }
        };
        Record { id: id.unwrap_or_default(), bytes, hints, ..Record::default() }
    }
}
