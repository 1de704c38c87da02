//! One error type with a kind that machines can read.

use std::fmt;

/// What went wrong, with whatever names the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

/// The kind of an [`Error`]; decides the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// Not a document that can be read: binary, an archive, an unknown charset.
    Unsupported,
    /// More than the limits allow.
    TooLarge,
    /// A record of an archive or a table that is broken: torn, cut short, or not what its header says.
    Damaged,
    /// A bug of ours, caught: the document failed and the run goes on.
    Panic,
    /// The watchdog's patience ended: the document failed and the run goes on.
    Timeout,
    /// A bug of ours that ended the process; found out when the run was resumed.
    Crash,
    /// A flag, a rule file or a selector is wrong.
    Configuration,
    /// Reading or writing failed.
    Io,
}

impl ErrorKind {
    /// The name as it appears in ledgers.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::Unsupported => "unsupported",
            ErrorKind::TooLarge => "too-large",
            ErrorKind::Damaged => "damaged",
            ErrorKind::Panic => "panic",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Crash => "crash",
            ErrorKind::Configuration => "configuration",
            ErrorKind::Io => "io",
        }
    }
}

impl Error {
    /// An error of this kind. The message names the thing and the cause and, where there is one, the remedy.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        Error { kind, message: message.into() }
    }

    /// What kind it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Puts what was being done in front: `context: message`.
    pub fn context(mut self, context: impl fmt::Display) -> Error {
        self.message = format!("{context}: {}", self.message);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::new(ErrorKind::Io, error.to_string())
    }
}

/// The result of anything here that can fail.
pub type Result<T> = std::result::Result<T, Error>;
