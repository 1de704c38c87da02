//! Settings by name: what Python gives becomes what a command line has, and what is said of it is in Python's words.

use std::fs;
use std::path::PathBuf;
use std::thread;

use dehusk::cli::named::{self, Named};
use dehusk::normalize::Normalizer;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};

use super::document::{Text, is_int};
use super::errors::SettingsError;

/// The settings of a cleaner, as they were given.
#[derive(Clone, Default)]
pub(super) struct Given {
    /// Names and values, as a command line has them.
    settings: Vec<(String, String)>,
    /// Files with rules: their names, and what stood in them. They are read once, so that a cleaner stays what it is, also
    /// in a process that does not have the files.
    rules: Vec<(String, String)>,
}

impl Given {
    /// Lists give a setting several times, None not at all.
    pub(super) fn of(settings: Option<&Bound<'_, PyDict>>) -> PyResult<Given> {
        let mut given = Given::default();
        for (name, value) in settings.into_iter().flat_map(|settings| settings.iter()) {
            let name = String::from(name.extract::<Text>()?);
            let is_one = value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>();
            let values: Vec<Bound<'_, PyAny>> = match !is_one && value.hasattr("__iter__")? {
                true => value.try_iter()?.collect::<PyResult<_>>()?,
                false if value.is_none() => Vec::new(),
                false => vec![value],
            };
            for value in values {
                match name.as_str() {
                    "rules" => given.rules.push(rules(&value)?),
                    _ => given.settings.push((name.clone(), text(&name, &value)?)),
                }
            }
        }
        Ok(given)
    }

    /// Those that were pickled.
    pub(super) fn with_rules(settings: &Bound<'_, PyDict>, rules: Vec<(String, String)>) -> PyResult<Given> {
        let mut given = Given::of(Some(settings))?;
        given.rules = rules;
        Ok(given)
    }

    /// What they ask for.
    pub(super) fn named(&self) -> PyResult<Named> {
        let given = self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut named = named::settings(given).map_err(|error| refused(&error))?;
        for (name, toml) in &self.rules {
            named.settings.rules.add(name, toml).map_err(|error| refused(&error))?;
        }
        Ok(named)
    }

    /// What they ask for where only characters are normalized.
    pub(super) fn normalizer(&self) -> PyResult<Normalizer> {
        let given = self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let rules = self.rules.iter().map(|(file, _)| ("rules", file.as_str()));
        named::normalizer(given.chain(rules)).map_err(|error| refused(&error))
    }

    /// Files with rules, and what stood in them.
    pub(super) fn rules(&self) -> &[(String, String)] {
        &self.rules
    }

    /// Without the files with rules.
    pub(super) fn settings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, self.settings.iter())
    }

    /// All of them.
    pub(super) fn all<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let files: Vec<_> = self.rules.iter().map(|(file, _)| ("rules".to_owned(), file.clone())).collect();
        dict(py, self.settings.iter().chain(&files))
    }
}

fn dict<'py, 'g>(py: Python<'py>, given: impl Iterator<Item = &'g (String, String)>) -> PyResult<Bound<'py, PyDict>> {
    let settings = PyDict::new(py);
    for (name, value) in given {
        match settings.get_item(name)? {
            None => settings.set_item(name, value)?,
            Some(list) if list.is_instance_of::<PyList>() => list.cast::<PyList>()?.append(value)?,
            Some(first) => settings.set_item(name, PyList::new(py, [first, PyString::new(py, value).into_any()])?)?,
        }
    }
    Ok(settings)
}

/// The value of a setting: a text or a whole number. Of any other Python would make a text that nobody meant.
fn text(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    if value.is_instance_of::<PyString>() {
        return Ok(value.extract::<Text>()?.into());
    }
    if is_int(value)? {
        return Ok(value.str()?.to_string());
    }
    let kind = value.get_type().name()?;
    Err(PyTypeError::new_err(format!("{name} takes a str or an int, or a list of them, not {kind}")))
}

/// A file with rules, read.
fn rules(path: &Bound<'_, PyAny>) -> PyResult<(String, String)> {
    let Ok(path) = path.extract::<PathBuf>() else {
        let kind = path.get_type().name()?;
        return Err(PyTypeError::new_err(format!("rules takes a path, or a list of them, not {kind}")));
    };
    let name = path.display().to_string();
    match fs::read_to_string(&path) {
        Ok(toml) => Ok((name, toml)),
        Err(error) => Err(SettingsError::new_err(format!("{name}: {error}"))),
    }
}

/// Threads that are started at most, where there are no more cores: two thousand take nine seconds to begin, and clean
/// nothing sooner.
const MOST_THREADS: usize = 256;

/// How many threads there should be.
pub(super) fn threads(threads: Option<&Bound<'_, PyAny>>) -> PyResult<Option<usize>> {
    let Some(threads) = threads else { return Ok(None) };
    let most = MOST_THREADS.max(thread::available_parallelism().map_or(1, usize::from));
    let given = threads.extract::<usize>().map_err(|error: PyErr| {
        match error.is_instance_of::<PyOverflowError>(threads.py()) {
            true => SettingsError::new_err(format!("there cannot be {threads} threads")),
            false => PyTypeError::new_err(format!("threads takes an int: {}", error.value(threads.py()))),
        }
    })?;
    Ok(Some(given.min(most)))
}

/// What the crate says of a setting or a column.
pub(super) fn refused(error: &dehusk::Error) -> PyErr {
    SettingsError::new_err(in_python(&error.to_string()))
}

/// The same where flags of the command line are settings: `--drop-selector <CSS>` is `drop_selector`.
pub(super) fn in_python(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find("--") {
        let (before, after) = (&rest[..at], &rest[at + 2..]);
        let flag = &after[..after.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(after.len())];
        out.push_str(before);
        rest = &after[flag.len()..];
        match flag {
            // The columns of a batch.
            "html-field" => out.push_str("html="),
            "text-field" => out.push_str("text="),
            flag if named::names().iter().any(|name| name == flag) => {
                out.push_str(&flag.replace('-', "_"));
                let value = rest.strip_prefix(" <").and_then(|value| value.split_once('>'));
                rest = value.map_or(rest, |(_, rest)| rest);
            }
            other => out.extend(["--", other]),
        }
    }
    out + rest
}
