//! dehusk for Python: the extension module `dehusk._dehusk`.
//!
//! There is no logic here: what Python gives becomes what the crate `dehusk` takes, and back. The package around it is in
//! `python/dehusk/`; its stubs, `_dehusk.pyi`, say the same of each function for those who check types.

mod arrow;
mod article;
mod batch;
mod cleaner;
mod document;
mod many;
mod settings;

use std::ffi::OsString;

use dehusk::characters::Characters;
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use document::Text;
use settings::Given;

/// The errors of the package; they are classes of Python, so that they can have two bases and be pickled.
mod errors {
    pyo3::import_exception!(dehusk.errors, DocumentError);
    pyo3::import_exception!(dehusk.errors, Dropped);
    pyo3::import_exception!(dehusk.errors, SettingsError);
}

#[pymodule]
mod _dehusk {
    use super::*;

    #[pymodule_export]
    use super::arrow::{ArrowBatch, ArrowSchema, arrow_schema};
    #[pymodule_export]
    use super::article::Article;
    #[pymodule_export]
    use super::cleaner::Cleaner;
    #[pymodule_export]
    use super::many::Many;
    #[pymodule_export]
    use super::{normalize, run};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        dehusk::pipeline::hush_panics();
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

/// Normalizes the characters of a text and removes nothing, as `dehusk normalize` does.
///
/// `settings` are `quotes` and `unicode`, others are refused; `language` is that of typographic quotes.
#[pyfunction]
#[pyo3(signature = (text, *, language=None, **settings))]
fn normalize(
    py: Python<'_>,
    text: Text,
    language: Option<Text>,
    settings: Option<&Bound<'_, PyDict>>,
) -> PyResult<String> {
    let normalizer = Given::of(settings)?.normalizer()?;
    let (text, language) = (String::from(text), language.map(String::from));
    py.detach(|| {
        let mut out = Vec::with_capacity(text.len());
        let mut characters = Characters::new(&normalizer, language.as_deref());
        characters
            .stream(text.as_bytes(), encoding_rs::UTF_8, &mut out)
            .map_err(|error| PyOSError::new_err(error.to_string()))?;
        let mut out = String::from_utf8(out).expect("it writes UTF-8");
        // A file ends in a line end; a text of Python's has one where it had one.
        if !text.ends_with(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) && out.ends_with('\n') {
            out.pop();
        }
        Ok(out)
    })
}

/// Runs the command `dehusk` with these arguments. `call` is how this process is called so that the command comes to
/// run: a program and its first arguments.
#[pyfunction]
fn run(py: Python<'_>, call: Vec<OsString>, arguments: Vec<OsString>) -> u8 {
    let mut call = call.into_iter();
    let program = call.next().unwrap_or_default();
    py.detach(|| dehusk::cli::run_within(program, call.collect(), arguments))
}
