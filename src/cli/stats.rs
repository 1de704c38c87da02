//! `dehusk stats`: what a run did, from its ledger.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::terminal::Terminal;
use super::{Status, print, same, usage};
use crate::error::{Error, Result};
use crate::pipeline::ledger::Ledger;
use crate::report::stats::{self, page, table};
use crate::sink::{Aside, Output};

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

    /// Write a page with charts to FILE instead of a table; `-` for standard output.
    ///
    /// One HTML file for a browser or for paper, which loads nothing, runs no scripts and links nothing. With --json as
    /// well the JSON goes to standard output and the page to FILE.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

impl Stats {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<Status> {
        let mut page = self.page()?;
        let (name, ledger) = self.open()?;
        let stats = stats::read(&name, ledger)?;
        if let Some(file) = &mut page {
            file.write_all(page::of(&stats).as_bytes())?;
            file.finish()?;
        }
        let text = match (self.json, &self.html) {
            (true, _) => stats.json(),
            (false, None) => table::of(&stats, terminal.output),
            (false, Some(_)) if page.is_none() => page::of(&stats),
            (false, Some(_)) => String::new(),
        };
        let printed = print(text.as_bytes())?;
        if stats.identity.holds {
            return Ok(printed);
        }
        terminal.complain(&usage(format!("{name}: the ledger does not add up: {}", stats.identity.broken.join("; "))));
        Ok(Status::InputOutput)
    }

    /// The file of the page, begun before a long ledger is read; none where the page goes to standard output.
    fn page(&self) -> Result<Option<Aside>> {
        let Some(place) = &self.html else { return Ok(None) };
        if place.as_os_str() == "-" {
            return match self.json {
                true => Err(usage("--json and --html - both want standard output; give --html a file")),
                false => Ok(None),
            };
        }
        if place.is_dir() {
            return Err(usage(format!("{} is a folder; --html needs a file", place.display())));
        }
        if same(place, &self.output) || same(place, &Ledger::beside(&self.output)) {
            let message = format!("{} is of the run, and would be overwritten; write elsewhere", place.display());
            return Err(usage(message));
        }
        Ok(Some(Aside::begin(place)?))
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
            if !self.output.exists() {
                opened(&self.output)?;
            }
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
