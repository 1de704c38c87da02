//! `dehusk stats`: what a run did, from its ledger.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::Args;

use super::terminal::Terminal;
use super::{Status, print, usage};
use crate::error::{Error, Result};
use crate::pipeline::ledger::Ledger;
use crate::report::stats::{self, table};

/// Summarise a run: what was kept, dropped and failed, and why.
///
/// Reads the ledger that `dehusk clean -o OUTPUT` writes beside its output, and nothing else. It also reads the ledger
/// of a run that still goes on or was interrupted. Where the lines of the ledger do not add up to what was read, that
/// is said first and the exit status is 3.
#[derive(Debug, Args)]
pub(super) struct Stats {
    /// The output of a run, or its ledger; `-` for a ledger on standard input.
    #[arg(value_name = "OUTPUT")]
    output: PathBuf,

    /// Write JSON instead of a table.
    ///
    /// One object with stable names; numbers are exact, shares are from 0 to 1.
    #[arg(long)]
    json: bool,
}

impl Stats {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<Status> {
        let (name, ledger) = self.open()?;
        let stats = stats::read(&name, ledger)?;
        let text = if self.json { stats.json() } else { table::of(&stats, terminal.output) };
        let printed = print(text.as_bytes())?;
        if stats.identity.holds {
            return Ok(printed);
        }
        terminal.complain(&usage(format!("{name}: the ledger does not add up: {}", stats.identity.broken.join("; "))));
        Ok(Status::InputOutput)
    }

    /// The ledger and its name.
    fn open(&self) -> Result<(String, Box<dyn BufRead>)> {
        if self.output.as_os_str() == "-" {
            return Ok(("standard input".to_owned(), Box::new(io::stdin().lock())));
        }
        if !self.output.is_dir() && self.output.exists() {
            let mut file = opened(&self.output)?;
            let begin = file.fill_buf().map_err(|error| unreadable(&self.output, error))?;
            if begin.starts_with(b"{\"ledger\":") {
                return Ok((self.output.display().to_string(), Box::new(file)));
            }
        }
        let beside = Ledger::beside(&self.output);
        if !beside.exists() {
            let message = format!(
                "no ledger for {output}: it is none, and there is no {}; name the output of `dehusk clean -o`, or what \
                 its --ledger said",
                beside.display(),
                output = self.output.display(),
            );
            return Err(usage(message));
        }
        Ok((beside.display().to_string(), Box::new(opened(&beside)?)))
    }
}

fn opened(path: &Path) -> Result<BufReader<File>> {
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    Ok(BufReader::with_capacity(256 << 10, file))
}

fn unreadable(path: &Path, error: io::Error) -> Error {
    Error::from(error).context(path.display().to_string())
}
